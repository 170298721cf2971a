/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "indexer/build.h"
#include "indexer/redact.h"
#include "indexer/source.h"
#include "indexer/tag_event.h"
#include "search/limits.h"
#include "search/text.h"

#define SLUG_BYTES 48

/* --- reading metadata ------------------------------------------------------------------------------ */

/* Words that say that nothing is known: absence, never a value. */
static bool says_nothing(ph_str value)
{
    static const char *const words[] = {
        "unknown",    "n/a",     "na",          "none",          "null",
        "-",          "–",       "?",           "not available", "not known",
        "неизвестно", "inconnu", "desconocido", "necunoscut",    "nepoznato"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ph_eq_nocase(value, ph_cstr(words[i])))
            return true;
    return value.n == 0;
}

static ph_str get(const ph_document *doc, const char *key)
{
    ph_str value = ph_document_get(doc, key);
    return says_nothing(value) ? PH_ABSENT : value;
}

/* The part of a key behind "name." - empty for the name itself; absent for another name. */
static ph_str below(ph_str key, const char *name)
{
    size_t n = strlen(name);
    if (!ph_starts(key, ph_cstr(name)))
        return PH_ABSENT;
    if (key.n == n)
        return PH_STR("");
    return key.s[n] == '.' ? ph_sub(key, n + 1, key.n) : PH_ABSENT;
}

/* All values of a list ("countries.0", "countries.1", or one "countries") that stand in the
 * best place that has any; `split`: commas and semicolons part them. */
static bool get_list(const ph_document *doc, ph_arena *arena, const char *name, bool split,
                     ph_strs *values)
{
    int best = -1;
    for (size_t i = 0; i < doc->meta.n; i++)
        if (below(doc->meta.v[i].key, name).s && (int)doc->meta.v[i].origin > best)
            best = (int)doc->meta.v[i].origin;
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta *m = &doc->meta.v[i];
        if ((int)m->origin != best || !below(m->key, name).s)
            continue;
        ph_str rest = m->value, piece;
        const char sep = memchr(rest.s, ';', rest.n) ? ';' : split ? ',' : '\0';
        while (ph_split(&rest, sep, &piece))
            if (!says_nothing(piece) && !ph_strs_has(values, piece) &&
                !ph_strs_add(arena, values, piece))
                return false;
    }
    return true;
}

static void warn(ph_arena *arena, ph_record *record, const char *what, ph_str value,
                 const char *why)
{
    ph_str line =
        ph_dupf(arena, "%s: '%.*s' %s", what, PH_FMT(ph_utf8_cut(value, 80)), why);
    if (line.s) /* a warning that finds no memory is no reason to fail */
        (void)ph_strs_add(arena, &record->warnings, line);
}

/* --- plain fields ----------------------------------------------------------------------------------- */

static const struct {
    const char *key;
    size_t offset;
    const char *scheme; /* whose id it must be; NULL: any text */
} scalars[] = {
    {"title", offsetof(ph_record, title), NULL},
    {"abstract", offsetof(ph_record, abstract), NULL},
    {"publisher", offsetof(ph_record, publisher), NULL},
    {"license", offsetof(ph_record, license), NULL},
    {"source", offsetof(ph_record, source), NULL},
    {"type", offsetof(ph_record, type), "type"},
    {"status", offsetof(ph_record, status), "status"},
    {"level", offsetof(ph_record, level), "level"},
    {"evidence", offsetof(ph_record, evidence), "evidence"},
    {"work", offsetof(ph_record, work), NULL},
    {"translation_of", offsetof(ph_record, translation_of), NULL},
    {"reviewed", offsetof(ph_record, reviewed), NULL},
    {"key", offsetof(ph_record, key), NULL},
    {"id", offsetof(ph_record, key), NULL}, /* ids are ours to give */
    {"event.name", offsetof(ph_record, event.name), NULL},
    {"event.place", offsetof(ph_record, event.place), NULL},
    {"event.start", offsetof(ph_record, event.start), NULL},
    {"event.end", offsetof(ph_record, event.end), NULL},
};

static void read_scalars(const ph_builder *b, const ph_document *doc, ph_arena *arena,
                         ph_record *record)
{
    for (size_t i = 0; i < sizeof scalars / sizeof *scalars; i++) {
        ph_str *field = (ph_str *)(void *)((char *)record + scalars[i].offset);
        ph_str value = get(doc, scalars[i].key);
        if (!value.n || field->n)
            continue;
        if (scalars[i].scheme &&
            !ph_vocabulary_find(b->vocabulary, scalars[i].scheme, value))
            warn(arena, record, scalars[i].key, value, "is not in the vocabulary");
        else
            *field = value;
    }
    record->title = ph_utf8_cut(record->title, PH_TITLE_BYTES);
}

static bool is_iso_date(ph_str s)
{
    static const char pattern[] = "dddd-dd-dd";
    if (s.n != 4 && s.n != 7 && s.n != 10)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (pattern[i] == 'd' ? s.s[i] < '0' || s.s[i] > '9' : s.s[i] != pattern[i])
            return false;
    return s.n < 7 || (memcmp(s.s + 5, "00", 2) > 0 && memcmp(s.s + 5, "12", 2) <= 0);
}

static void read_date(const ph_document *doc, ph_arena *arena, ph_record *record)
{
    ph_str date = get(doc, "date");
    const char *time = date.n ? memchr(date.s, 'T', date.n) : NULL;
    if (time)
        date.n = (size_t)(time - date.s);
    if (is_iso_date(date))
        record->date = date;
    else if (date.n)
        warn(arena, record, "date", date,
             "is not a date of ISO 8601 (2022, 2022-06, 2022-06-04)");
}

/* Checked lists of plain ids. */
static ph_status read_ids(const ph_builder *b, const ph_document *doc, ph_arena *arena,
                          const char *const names[2], const char *scheme, ph_strs *out,
                          ph_record *record, ph_error *err)
{
    ph_strs values = {0};
    if (!get_list(doc, arena, names[0], true, &values) ||
        !get_list(doc, arena, names[1], true, &values))
        return ph_fail_memory(err);
    for (size_t i = 0; i < values.n; i++) {
        if (!ph_vocabulary_find(b->vocabulary, scheme, values.v[i]))
            warn(arena, record, names[0], values.v[i], "is not in the vocabulary");
        else if (!ph_strs_add(arena, out, values.v[i]))
            return ph_fail_memory(err);
    }
    return PH_OK;
}

/* --- asserted tags ------------------------------------------------------------------------------------ */

static ph_status assert_tag(ph_arena *arena, ph_tags *tags, ph_str id, ph_error *err)
{
    for (size_t i = 0; i < tags->n; i++)
        if (ph_eq(tags->v[i].id, id))
            return PH_OK;
    ph_tag *tag = PH_PUSH(arena, tags);
    if (!tag)
        return ph_fail_memory(err);
    tag->id = id;
    tag->from = PH_ASSERTED;
    tag->score = 1;
    return PH_OK;
}

static ph_status read_tags(const ph_builder *b, const ph_document *doc, ph_arena *arena,
                           const char *name, const char *scheme, ph_tags *tags,
                           ph_record *record, ph_error *err)
{
    ph_strs values = {0};
    if (!get_list(doc, arena, name, true, &values))
        return ph_fail_memory(err);
    for (size_t i = 0; i < values.n; i++) {
        ph_str id = values.v[i];
        if (ph_starts(id, PH_STR("SDG ")))
            id = ph_trim(ph_sub(id, 4, id.n));
        ph_status status = PH_OK;
        if (ph_vocabulary_find(b->vocabulary, scheme, id))
            status = assert_tag(arena, tags, id, err);
        else
            warn(arena, record, name, values.v[i], "is not in the vocabulary");
        if (status)
            return status;
    }
    return PH_OK;
}

static ph_status read_countries(const ph_builder *b, const ph_document *doc,
                                ph_arena *arena, ph_record *record, ph_error *err)
{
    ph_strs values = {0};
    ph_str code;
    if (!get_list(doc, arena, "countries", true, &values))
        return ph_fail_memory(err);
    for (size_t i = 0; i < values.n; i++) {
        ph_status status =
            ph_tagger_country(b->tagger, record->language, values.v[i], arena, &code, err);
        if (!status && code.s)
            status = assert_tag(arena, &record->countries, code, err);
        else if (!status)
            warn(arena, record, "countries", values.v[i], "is no country that we know");
        if (status)
            return status;
    }
    ph_str venue = get(doc, "event.country");
    if (!venue.n)
        return PH_OK;
    ph_status status =
        ph_tagger_country(b->tagger, record->language, venue, arena, &code, err);
    record->event.country = code;
    return status;
}

/* --- rows: sources, organisations ----------------------------------------------------------------------- */

/* The structure for "name.N.field", made if N is new; indexes grow by one at most. */
static ph_status read_sources(const ph_document *doc, ph_arena *arena, ph_record *record,
                              ph_error *err)
{
    for (size_t i = 0; i < doc->meta.n; i++) {
        ph_str rest = below(doc->meta.v[i].key, "sources"), index;
        uint64_t n;
        if (!rest.n || !ph_split(&rest, '.', &index) || !ph_number(index, &n) ||
            n > record->sources.n)
            continue;
        ph_citation *s = n < record->sources.n ? &record->sources.v[n]
                                               : PH_PUSH(arena, &record->sources);
        if (!s)
            return ph_fail_memory(err);
        const struct {
            const char *name;
            ph_str *value;
        } fields[] = {{"id", &s->id},       {"kind", &s->kind},
                      {"title", &s->title}, {"publisher", &s->publisher},
                      {"year", &s->year},   {"url", &s->url}};
        for (size_t f = 0; f < sizeof fields / sizeof *fields; f++)
            if (ph_eqc(rest, fields[f].name))
                *fields[f].value = doc->meta.v[i].value;
    }
    return PH_OK;
}

static bool add_organisation(ph_arena *arena, ph_record *record, ph_str name,
                             ph_str country, ph_str url)
{
    if (!name.n)
        return true;
    for (size_t i = 0; i < record->organisations.n; i++)
        if (ph_eq(record->organisations.v[i].name, name))
            return true;
    ph_organisation *o = PH_PUSH(arena, &record->organisations);
    if (o)
        *o = (ph_organisation){name, ph_country_known(country) ? country : PH_ABSENT, url};
    return o != NULL;
}

static ph_status read_organisations(const ph_document *doc, ph_arena *arena,
                                    ph_record *record, ph_error *err)
{
    bool done = add_organisation(arena, record, get(doc, "lead.name"),
                                 get(doc, "lead.country"), get(doc, "lead.url"));
    for (unsigned i = 0; done && i < 100; i++) {
        ph_str values[3];
        static const char *const names[] = {"name", "country", "url"};
        for (size_t f = 0; f < 3 && done; f++) {
            ph_str key = ph_dupf(arena, "partners.%u.%s", i, names[f]);
            done = key.s != NULL;
            values[f] = done ? get(doc, key.s) : PH_ABSENT;
        }
        if (!values[0].n)
            break;
        done = add_organisation(arena, record, values[0], values[1], values[2]);
    }
    for (size_t i = 0; done && i < record->contacts.n; i++) {
        const ph_contact *c = &record->contacts.v[i];
        done = add_organisation(arena, record, c->organisation, c->country, c->url);
    }
    return done ? PH_OK : ph_fail_memory(err);
}

/* --- fields beyond the common ones ----------------------------------------------------------------------- */

/* Names of VOCABULARY.md that are kept as they are; a name stands for all below it too. */
static const char *const further[] = {"problem",       "objective",
                                      "actions",       "start",
                                      "end",           "lead",
                                      "partners",      "beneficiaries",
                                      "resources",     "legal_basis",
                                      "results",       "enablers",
                                      "obstacles",     "failures",
                                      "lessons",       "transfer",
                                      "inspired_by",   "replicated_in",
                                      "ai_technology", "use",
                                      "autonomy",      "owner_role",
                                      "supplier",      "data",
                                      "personal_data", "impact_assessment",
                                      "oversight",     "appeal",
                                      "risks",         "mitigations",
                                      "incidents",     "register_url",
                                      "end_reason",    "closing_date"};

/* Names that were read elsewhere, or say nothing about the document. */
static const char *const elsewhere[] = {
    "creators",     "sdgs",    "themes",  "countries", "stakeholder",
    "stakeholders", "sector",  "sectors", "language",  "date",
    "event",        "sources", "checks",  "mentioned", "keywords"};

static bool is_among(ph_str key, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (below(key, names[i]).s)
            return true;
    return false;
}

static bool read_further(const ph_document *doc, ph_arena *arena, ph_record *record)
{
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta *m = &doc->meta.v[i];
        if (is_among(m->key, further, sizeof further / sizeof *further)) {
            ph_field *f = says_nothing(m->value) ? NULL : PH_PUSH(arena, &record->fields);
            if (f)
                *f = (ph_field){m->key, m->value};
            continue;
        }
        bool known = is_among(m->key, elsewhere, sizeof elsewhere / sizeof *elsewhere);
        for (size_t s = 0; !known && s < sizeof scalars / sizeof *scalars; s++)
            known = ph_eqc(m->key, scalars[s].key);
        if (!known && m->origin >= PH_ORIGIN_FILE)
            warn(arena, record, "metadata", m->key, "is no field that we know");
    }
    return true;
}

/* --- language, type --------------------------------------------------------------------------------------- */

static ph_status read_language(const ph_builder *b, const ph_document *doc, ph_arena *arena,
                               ph_record *record, ph_error *err)
{
    ph_str language = get(doc, "language");
    if (language.n >= 2 && language.n <= 35) {
        record->language = language;
        return PH_OK;
    }
    ph_buf text = {0};
    for (size_t i = 0; i < doc->blocks.n && text.n < 4000; i++) {
        ph_buf_add(&text, doc->blocks.v[i].text);
        ph_buf_byte(&text, ' ');
    }
    record->language_from = PH_INFERRED;
    record->language = ph_detect_language(b->detector, arena, ph_buf_str(&text));
    bool failed = text.failed;
    ph_buf_free(&text);
    return failed ? ph_fail_memory(err) : PH_OK;
}

/* A report of a meeting: it has an event, and sections that conclude or recommend. */
static void infer_type(const ph_builder *b, const ph_document *doc, ph_arena *arena,
                       ph_record *record)
{
    ph_kind kind;
    if (record->type.n)
        return;
    record->type_from = PH_INFERRED;
    bool concludes = ph_heading_kind(b->sections, arena, record->title, &kind) &&
                     (kind == PH_CONCLUSION || kind == PH_RECOMMENDATION);
    for (size_t i = 0; !concludes && i < doc->blocks.n; i++)
        concludes = doc->blocks.v[i].type == PH_BLOCK_HEADING &&
                    ph_heading_kind(b->sections, arena, doc->blocks.v[i].text, &kind) &&
                    (kind == PH_CONCLUSION || kind == PH_RECOMMENDATION);
    record->type = concludes && record->event.country.n ? PH_STR("outcome-document")
                                                        : PH_STR("document");
}

/* --- the record ---------------------------------------------------------------------------------------------- */

static ph_status describe(const ph_builder *b, const ph_document *doc, ph_str path,
                          ph_arena *arena, ph_record *record, ph_error *err)
{
    static const char *const stakeholders[2] = {"stakeholder", "stakeholders"};
    static const char *const sectors[2] = {"sector", "sectors"};
    record->mime = doc->mime;
    record->warnings = doc->warnings;
    read_scalars(b, doc, arena, record);
    read_date(doc, arena, record);
    if (!record->key.n)
        record->key = path;
    if (!record->title.n)
        record->title = ph_base_name(path);
    ph_status status = read_language(b, doc, arena, record, err);
    if (!status && !get_list(doc, arena, "creators", false, &record->creators))
        status = ph_fail_memory(err);
    if (!status)
        status = read_ids(b, doc, arena, stakeholders, "stakeholder", &record->stakeholders,
                          record, err);
    if (!status)
        status = read_ids(b, doc, arena, sectors, "sector", &record->sectors, record, err);
    if (!status)
        status = read_tags(b, doc, arena, "sdgs", "sdg", &record->sdgs, record, err);
    if (!status)
        status = read_tags(b, doc, arena, "themes", "themes", &record->themes, record, err);
    if (!status)
        status = read_countries(b, doc, arena, record, err);
    if (!status)
        status = read_sources(doc, arena, record, err);
    if (!status)
        status = read_organisations(doc, arena, record, err);
    if (!status)
        status = read_further(doc, arena, record) ? PH_OK : ph_fail_memory(err);
    return status;
}

ph_status ph_build_record(const ph_builder *b, ph_document *doc, ph_str path,
                          ph_arena *arena, ph_record *record, ph_error *err)
{
    size_t header = 0, passages = 0;
    *record = (ph_record){0};
    ph_status status = ph_redact(doc, b->today, arena, record, err);
    if (!status)
        status = describe(b, doc, path, arena, record, err);
    if (!status && (!record->type.n || ph_eqc(record->type, "outcome-document")))
        status = ph_tag_event(b->tagger, doc, arena, record, &header, err);
    if (status)
        return status;
    infer_type(b, doc, arena, record);
    if (!ph_eqc(record->type, "outcome-document") && record->type_from == PH_INFERRED)
        record->event = (ph_event){0};
    status = ph_passages_build(doc, b->sections, b->tagger, arena, record, err);
    for (size_t i = 0; i < header && record->event.country.n; i++)
        passages += doc->blocks.v[i].type != PH_BLOCK_HEADING;
    return status ? status : ph_tag_record(b->tagger, passages, arena, record, err);
}

/* --- ids -------------------------------------------------------------------------------------------------------- */

/* Latin letters, as far as ICU can; *n units in wide. */
static void to_latin(UChar *wide, int32_t *n, int32_t size)
{
    int32_t ascii = 0;
    while (ascii < *n && wide[ascii] < 0x80) {
        if (wide[ascii] >= 'A' && wide[ascii] <= 'Z')
            wide[ascii] = (UChar)(wide[ascii] + 'a' - 'A');
        ascii++;
    }
    if (ascii == *n) /* making a transliterator takes longer than all else here */
        return;
    UErrorCode failed = U_ZERO_ERROR;
    UChar id[64];
    u_uastrcpy(id, "Any-Latin; Latin-ASCII; Lower");
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &failed);
    int32_t limit = *n;
    if (U_SUCCESS(failed))
        utrans_transUChars(t, wide, n, size, 0, &limit, &failed);
    utrans_close(t);
}

ph_str ph_make_id(ph_arena *arena, ph_str title, ph_str source, ph_str path)
{
    UChar wide[512];
    int32_t n = 0;
    UErrorCode failed = U_ZERO_ERROR;
    char slug[SLUG_BYTES + 1];
    size_t length = 0;
    title = ph_utf8_cut(title, 200);
    u_strFromUTF8(wide, 512, &n, title.s, (int32_t)title.n, &failed);
    to_latin(wide, &n, 512);
    for (int32_t i = 0; i < n && length < SLUG_BYTES; i++) {
        bool plain =
            (wide[i] >= 'a' && wide[i] <= 'z') || (wide[i] >= '0' && wide[i] <= '9');
        if (plain)
            slug[length++] = (char)wide[i];
        else if (length && slug[length - 1] != '-' && wide[i] != '\'')
            slug[length++] = '-';
    }
    if (length == SLUG_BYTES) /* end with a whole word */
        while (length > SLUG_BYTES / 2 && slug[length - 1] != '-')
            length--;
    while (length && slug[length - 1] == '-')
        length--;
    uint64_t h = ph_hash(source.s, source.n, PH_HASH_SEED);
    h = ph_hash(path.s, path.n, ph_hash("", 1, h));
    return ph_dupf(arena, "%.*s%s%08llx", (int)length, slug, length ? "-" : "",
                   (unsigned long long)(h >> 32));
}
