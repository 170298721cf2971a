/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/parse_common.h"
#include "search/limits.h"
#include "search/text.h"

/* How the values of a name are read. */
enum {
    LIST = 1,     /* the field is a list: each value is one of its elements */
    COMMAS = 2,   /* a value may hold several, with commas or semicolons between */
    SEMI = 4,     /* the same, with semicolons only: "Berg, A.; Lind, B." */
    WEAK = 8,     /* says little of the document: its origin is weak at best */
    WEB = 16,     /* only values that are web addresses */
    NO_WEB = 32,  /* only values that are none */
    DATE = 64,    /* 2022/06/04 and 2022-06-04T10:00:00Z become 2022-06-04 */
    CODE = 128,   /* two letters become upper case */
    CODES = 256,  /* only values that are two letters */
    TAG = 512,    /* en_US becomes en-US */
    OWN = 1024,   /* not a foreign name: only in our own vocabulary of names */
    NAMED = 2048, /* the value is the field's "name" */
};

/* THE table of names: what others call our fields.  A name is in lower case; "dc." stands
 * for every spelling of Dublin Core and its terms (DC.x, dc:x, DCTERMS.x).  The first row of
 * a name counts. */
static const struct name_row {
    const char *name, *field;
    unsigned flags;
} names[] = {
    /* our own names: the lists, and how else people write them */
    {"countries", "countries", OWN | LIST | COMMAS | CODE},
    {"country", "countries", OWN | LIST | COMMAS | CODE},
    {"sdgs", "sdgs", OWN | LIST | COMMAS},
    {"sdg", "sdgs", OWN | LIST | COMMAS},
    {"themes", "themes", OWN | LIST | COMMAS},
    {"theme", "themes", OWN | LIST | COMMAS},
    {"stakeholders", "stakeholders", OWN | LIST | COMMAS},
    {"stakeholder", "stakeholders", OWN | LIST | COMMAS},
    {"sectors", "sectors", OWN | LIST | COMMAS},
    {"sector", "sectors", OWN | LIST | COMMAS},
    {"creators", "creators", OWN | LIST | SEMI},
    {"creator", "creators", OWN | LIST | SEMI},
    {"authors", "creators", OWN | LIST | SEMI},
    {"contacts", "contacts", OWN | LIST},
    {"contact", "contacts", OWN | LIST},
    {"sources", "sources", OWN | LIST},
    {"partners", "partners", OWN | LIST | NAMED},
    {"partner", "partners", OWN | LIST | NAMED},
    {"lead", "lead", OWN | NAMED},
    {"event", "event", OWN | NAMED},
    {"results", "results", OWN | LIST},
    {"result", "results", OWN | LIST},
    {"inspired_by", "inspired_by", OWN | LIST | SEMI},
    {"replicated_in", "replicated_in", OWN | LIST | SEMI},
    {"impact_assessment", "impact_assessment", OWN | LIST},
    {"keywords", "keywords", OWN | LIST | COMMAS},
    {"tags", "keywords", OWN | LIST | COMMAS},
    {"lang", "language", OWN | TAG},
    {"language", "language", OWN | TAG},
    {"date", "date", OWN | DATE},
    {"publication_date", "date", OWN | DATE},
    {"summary", "abstract", OWN},
    {"licence", "license", OWN},
    {"author", "creators", OWN | LIST | SEMI},
    {"description", "abstract", OWN},

    /* Dublin Core, elements and terms */
    {"dc.title", "title", 0},
    {"dc.creator", "creators", LIST | SEMI},
    {"dc.subject", "keywords", LIST | COMMAS},
    {"dc.description", "abstract", 0},
    {"dc.abstract", "abstract", 0},
    {"dc.description.abstract", "abstract", 0},
    {"dc.publisher", "publisher", 0},
    {"dc.date", "date", DATE},
    {"dc.date.issued", "date", DATE},
    {"dc.issued", "date", DATE},
    {"dc.created", "date", DATE},
    {"dc.date.created", "date", DATE},
    {"dc.identifier", "source", WEB},
    {"dc.identifier.uri", "source", WEB},
    {"dc.source", "source", WEB},
    {"dc.language", "language", TAG},
    {"dc.coverage", "countries", LIST | CODES},
    {"dc.spatial", "countries", LIST | CODES},
    {"dc.coverage.spatial", "countries", LIST | CODES},
    {"dc.license", "license", 0},
    {"dc.rights.license", "license", 0},
    {"dc.rights", "license", 0},

    /* Highwire Press */
    {"citation_title", "title", 0},
    {"citation_author", "creators", LIST},
    {"citation_authors", "creators", LIST | SEMI},
    {"citation_publication_date", "date", DATE},
    {"citation_date", "date", DATE},
    {"citation_online_date", "date", DATE},
    {"citation_publisher", "publisher", 0},
    {"citation_technical_report_institution", "publisher", 0},
    {"citation_language", "language", TAG},
    {"citation_abstract", "abstract", 0},
    {"citation_keywords", "keywords", LIST | COMMAS},
    {"citation_conference_title", "event", NAMED},
    {"citation_public_url", "source", WEB},
    {"citation_abstract_html_url", "source", WEB},

    /* Open Graph */
    {"og:title", "title", WEAK},
    {"og:description", "abstract", WEAK},
    {"og:locale", "language", WEAK | TAG},
    {"og:url", "source", WEAK | WEB},
    {"og:site_name", "publisher", WEAK},
    {"article:published_time", "date", WEAK | DATE},
    {"article:author", "creators", WEAK | LIST | NO_WEB},
    {"article:tag", "keywords", WEAK | LIST},

    /* schema.org, as JSON-LD has it ("schema:" and the property) */
    {"schema:headline", "title", 0},
    {"schema:name", "title", 0},
    {"schema:description", "abstract", 0},
    {"schema:abstract", "abstract", 0},
    {"schema:author", "creators", LIST},
    {"schema:creator", "creators", LIST},
    {"schema:publisher", "publisher", 0},
    {"schema:datepublished", "date", DATE},
    {"schema:license", "license", 0},
    {"schema:inlanguage", "language", TAG},
    {"schema:url", "source", WEB},
    {"schema:keywords", "keywords", LIST | COMMAS},

    /* HTML's own */
    {"author", "creators", WEAK | LIST | SEMI},
    {"description", "abstract", WEAK},
    {"keywords", "keywords", WEAK | LIST | COMMAS},
    {"date", "date", WEAK | DATE},
    {"language", "language", WEAK | TAG},
    {"content-language", "language", WEAK | TAG},
    {"publisher", "publisher", WEAK},
    {"license", "license", WEAK},
    {"rights", "license", WEAK},
};

static const struct name_row *find(ph_str name, bool own)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!(names[i].flags & OWN) == !own && ph_eq_nocase(name, ph_cstr(names[i].name)))
            return &names[i];
    return NULL;
}

/* --- values ------------------------------------------------------------------------------- */

static bool is_web(ph_str s)
{
    return ph_starts(s, PH_STR("http://")) || ph_starts(s, PH_STR("https://"));
}

static bool is_code(ph_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.s[i] | 0x20) >= 'a' && (s.s[i] | 0x20) <= 'z'))
            return false;
    return s.n == 2;
}

/* The date at the beginning, with hyphens: "2022/6" stays as it is. */
static ph_str date_of(ph_arena *arena, ph_str s)
{
    static const char shape[] = "dddd-dd-dd";
    size_t n = 0;
    while (n < s.n && n < sizeof shape - 1) {
        bool digit = s.s[n] >= '0' && s.s[n] <= '9';
        if (shape[n] == 'd' ? !digit : s.s[n] != '-' && s.s[n] != '/')
            break;
        n++;
    }
    bool rest = n < s.n && s.s[n] != 'T' && s.s[n] != ' ';
    if (rest || (n != 4 && n != 7 && n != 10))
        return s;
    char text[sizeof shape];
    for (size_t i = 0; i < n; i++)
        text[i] = s.s[i] == '/' ? '-' : s.s[i];
    return ph_dup(arena, (ph_str){text, n});
}

/* Upper case, or '_' as '-'. */
static ph_str mapped(ph_arena *arena, ph_str s, bool upper)
{
    char *copy = ph_alloc(arena, s.n + 1);
    if (!copy)
        return PH_ABSENT;
    for (size_t i = 0; i < s.n; i++) {
        bool letter = s.s[i] >= 'a' && s.s[i] <= 'z';
        copy[i] = upper && letter           ? (char)(s.s[i] - 32)
                  : !upper && s.s[i] == '_' ? '-'
                                            : s.s[i];
    }
    return (ph_str){copy, s.n};
}

/* Clean, and in the form that the flags ask for; empty if it is refused. */
static ph_str value_of(ph_arena *arena, unsigned flags, ph_str raw)
{
    ph_str value = ph_text_clean(arena, raw, false);
    if (!value.s)
        return PH_ABSENT;
    if (((flags & WEB) && !is_web(value)) || ((flags & NO_WEB) && is_web(value)) ||
        ((flags & CODES) && !is_code(value)))
        return PH_STR("");
    if (flags & DATE)
        return date_of(arena, value);
    if ((flags & (CODE | CODES)) && is_code(value))
        return mapped(arena, value, true);
    return flags & TAG ? mapped(arena, value, false) : value;
}

/* --- lists -------------------------------------------------------------------------------- */

/* The field that a key belongs to if it is an element of a list: "countries" of
 * "countries.0"; else empty. */
static ph_str list_of(ph_str key)
{
    const char *dot = key.n ? memchr(key.s, '.', key.n) : NULL;
    if (!dot || dot + 1 == key.s + key.n || dot[1] < '0' || dot[1] > '9')
        return PH_STR("");
    return (ph_str){key.s, (size_t)(dot - key.s)};
}

/* Adds an element, once; *full if the list may not grow. */
static bool add_element(ph_document *doc, ph_arena *arena, ph_origin origin,
                        const struct name_row *row, ph_str value, bool *full)
{
    ph_str field = ph_cstr(row->field);
    size_t n = 0;
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta *meta = &doc->meta.v[i];
        if (meta->origin != origin || !ph_eq(list_of(meta->key), field))
            continue;
        if (ph_eq(meta->value, value))
            return true;
        n++;
    }
    *full = n >= PH_META_LIST;
    if (*full)
        return true;
    ph_str key =
        ph_dupf(arena, row->flags & NAMED ? "%s.%zu.name" : "%s.%zu", row->field, n);
    return key.s && ph_document_meta(doc, arena, origin, key, value);
}

static bool add(ph_document *doc, ph_arena *arena, ph_origin origin,
                const struct name_row *row, ph_str raw)
{
    if ((row->flags & WEAK) && origin > PH_ORIGIN_WEAK)
        origin = PH_ORIGIN_WEAK;
    if (!(row->flags & LIST)) {
        ph_str value = value_of(arena, row->flags, raw);
        ph_str key = row->flags & NAMED ? ph_dupf(arena, "%s.name", row->field)
                                        : ph_cstr(row->field);
        return value.s && key.s && ph_document_meta(doc, arena, origin, key, value);
    }
    bool full = false;
    while (raw.n && !full) {
        size_t n = 0, mark = 0;
        bool parts = row->flags & (COMMAS | SEMI);
        while (n < raw.n &&
               !(parts && (mark = ph_separator(raw, n, row->flags & COMMAS)) > 0))
            n++;
        ph_str value = value_of(arena, row->flags, ph_sub(raw, 0, n));
        if (!value.s || (value.n && !add_element(doc, arena, origin, row, value, &full)))
            return false;
        raw = ph_sub(raw, n + mark, raw.n);
    }
    return true;
}

void ph_meta_settle(ph_document *doc)
{
    size_t kept = 0;
    ph_origin best = PH_ORIGIN_GUESS;
    for (size_t i = 0; i < doc->meta.n; i++)
        best = doc->meta.v[i].origin > best ? doc->meta.v[i].origin : best;
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta *meta = &doc->meta.v[i];
        ph_str list = meta->origin < best ? list_of(meta->key) : PH_STR("");
        bool beaten = false;
        /* contacts stay, so that who is named in any of them can be hidden (redact.c) */
        bool settled = list.n && !ph_eqc(list, "contacts");
        for (size_t j = 0; settled && j < doc->meta.n && !beaten; j++)
            beaten = doc->meta.v[j].origin > meta->origin &&
                     ph_eq(list_of(doc->meta.v[j].key), list);
        if (!beaten)
            doc->meta.v[kept++] = *meta;
    }
    doc->meta.n = kept;
}

/* --- names -------------------------------------------------------------------------------- */

ph_str ph_meta_field(ph_arena *arena, ph_str name)
{
    ph_str clean = ph_text_clean(arena, name, false);
    char *field = clean.s ? ph_alloc(arena, clean.n + 1) : NULL;
    if (!field)
        return PH_ABSENT;
    for (size_t i = 0; i < clean.n; i++) {
        char c = clean.s[i];
        field[i] = c >= 'A' && c <= 'Z'               ? (char)(c + 32)
                   : c == '-' || c == ' ' || c == '.' ? '_'
                                                      : c;
    }
    return (ph_str){field, clean.n};
}

ph_str ph_meta_path(ph_arena *arena, ph_str a, ph_str b)
{
    return a.n ? ph_dupf(arena, "%.*s.%.*s", PH_FMT(a), PH_FMT(b)) : b;
}

bool ph_meta_is_list(ph_str field)
{
    const struct name_row *row = find(field, true);
    return row && (row->flags & LIST);
}

bool ph_meta_own(ph_document *doc, ph_arena *arena, ph_origin origin, ph_str path,
                 ph_str value)
{
    const char *dot = path.n ? memchr(path.s, '.', path.n) : NULL;
    size_t n = dot ? (size_t)(dot - path.s) : path.n;
    ph_str below = ph_sub(path, n + 1, path.n);
    const struct name_row *row = find(ph_sub(path, 0, n), true);
    uint64_t index;
    if (row && (!dot || (ph_number(below, &index) && (row->flags & LIST))))
        return add(doc, arena, origin, row, value);
    ph_str key = row ? ph_meta_path(arena, ph_cstr(row->field), below) : path;
    if (row && (row->flags & LIST) && !(below.n && below.s[0] >= '0' && below.s[0] <= '9'))
        key = ph_dupf(arena, "%s.0.%.*s", row->field, PH_FMT(below));
    ph_str clean = ph_text_clean(arena, value, false);
    return key.s && clean.s && ph_document_meta(doc, arena, origin, key, clean);
}

bool ph_meta_foreign(ph_document *doc, ph_arena *arena, ph_origin origin, ph_str name,
                     ph_str value)
{
    static const char *const dublin[] = {"dc.", "dc:", "dcterms.", "dcterms:", "dcterm."};
    ph_str trimmed = ph_trim(name);
    if (trimmed.n > 8 && ph_eq_nocase(ph_sub(trimmed, 0, 8), PH_STR("peerhub."))) {
        ph_str own = ph_meta_field(arena, ph_sub(trimmed, 8, trimmed.n));
        return own.s && ph_meta_own(doc, arena, origin, own, value);
    }
    for (size_t i = 0; i < sizeof dublin / sizeof *dublin; i++) {
        size_t n = strlen(dublin[i]);
        if (!ph_eq_nocase(ph_sub(trimmed, 0, n), ph_cstr(dublin[i])))
            continue;
        trimmed = ph_dupf(arena, "dc.%.*s", PH_FMT(ph_sub(trimmed, n, trimmed.n)));
        if (!trimmed.s)
            return false;
        break;
    }
    const struct name_row *row = find(trimmed, false);
    return !row || add(doc, arena, origin, row, value);
}
