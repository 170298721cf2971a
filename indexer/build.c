/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <unicode/uloc.h>

#include "indexer/absence.h"
#include "indexer/build.h"
#include "indexer/dates.h"
#include "indexer/redact.h"
#include "indexer/source.h"
#include "indexer/tag_event.h"
#include "search/limits.h"
#include "search/text.h"

/* --- reading metadata ------------------------------------------------------------------------------ */

static bool says_nothing(ph_str value)
{
    return value.n == 0 || ph_says_nothing(value) || ph_eqc(value, PH_REDACTED);
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

/* Takes the next value off: up to a semicolon, or with `commas` up to either. */
static bool next_value(ph_str *rest, bool commas, ph_str *value)
{
    size_t n = 0, mark = 0;
    if (!rest->n)
        return false;
    while (n < rest->n && (mark = ph_separator(*rest, n, commas)) == 0)
        n++;
    *value = ph_trim(ph_sub(*rest, 0, n));
    *rest = ph_sub(*rest, n + mark, rest->n);
    return true;
}

/* All values of a list ("countries.0", "countries.1", or one "countries") that stand in the
 * best place that has any; `split`: commas part them, as semicolons do. */
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
        while (next_value(&rest, split, &piece))
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

/* With fewer bytes of text, title and abstract tell the language too. */
#define LITTLE_TEXT 400

#define NO_DATE "is not a date of ISO 8601 (2022, 2022-06, 2022-06-04)"

/* "2022-06-04" of "2022-06-04T10:00:00Z". */
static ph_str without_time(ph_str date)
{
    const char *time = date.n > 10 ? memchr(date.s, 'T', date.n) : NULL;
    return time ? ph_sub(date, 0, (size_t)(time - date.s)) : date;
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

/* Fields of the table above whose values are dates. */
static bool is_date_field(const char *key)
{
    return strcmp(key, "event.start") == 0 || strcmp(key, "event.end") == 0 ||
           strcmp(key, "reviewed") == 0;
}

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
        else if (is_date_field(scalars[i].key) && !ph_is_date(without_time(value)))
            warn(arena, record, scalars[i].key, value, NO_DATE);
        else
            *field = value;
    }
    record->title = ph_utf8_cut(record->title, PH_TITLE_BYTES);
}

static void read_date(const ph_document *doc, ph_arena *arena, ph_record *record)
{
    ph_str stated = get(doc, "date"), date = without_time(stated);
    if (ph_is_date(date))
        record->date = date;
    else if (date.n)
        warn(arena, record, "date", stated, NO_DATE);
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

ph_status ph_build_assert(ph_arena *arena, ph_tags *tags, ph_str id, ph_error *err)
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
            status = ph_build_assert(arena, tags, id, err);
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
            status = ph_build_assert(arena, &record->countries, code, err);
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
    if (!status && !code.s)
        warn(arena, record, "event.country", venue, "is no country that we know");
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

/* Adds an organisation, or what is told of it once more to the one of that name: the weightier
 * role counts. */
static bool add_organisation(ph_arena *arena, ph_record *record, ph_role role, ph_str name,
                             ph_str country, ph_str url)
{
    ph_organisation *o = NULL;
    if (!name.n)
        return true;
    for (size_t i = 0; i < record->organisations.n; i++)
        if (ph_eq(record->organisations.v[i].name, name))
            o = &record->organisations.v[i];
    if (!o && (o = PH_PUSH(arena, &record->organisations)) != NULL)
        *o = (ph_organisation){.name = name, .role = role};
    if (!o)
        return false;
    if (role > o->role)
        o->role = role;
    if (!o->country.n && ph_country_known(country))
        o->country = country;
    if (!o->url.n)
        o->url = url;
    return true;
}

/* The publisher is asked when nobody else is named who would know. */
static bool add_publisher(ph_arena *arena, ph_record *record)
{
    for (size_t i = 0; i < record->organisations.n; i++)
        if (record->organisations.v[i].role > PH_ROLE_PUBLISHER)
            return true;
    return add_organisation(arena, record, PH_ROLE_PUBLISHER, record->publisher, PH_ABSENT,
                            PH_ABSENT);
}

/* The value of "partners.N.FIELD". */
static ph_str partner(const ph_document *doc, ph_arena *arena, uint64_t n,
                      const char *field, bool *failed)
{
    ph_str key = ph_dupf(arena, "partners.%llu%s", (unsigned long long)n, field);
    *failed |= !key.s;
    return key.s ? get(doc, key.s) : PH_ABSENT;
}

static ph_status read_organisations(const ph_document *doc, ph_arena *arena,
                                    ph_record *record, ph_error *err)
{
    bool failed = false;
    ph_str lead = get(doc, "lead.name");
    bool done =
        add_organisation(arena, record, PH_ROLE_LEAD, lead.n ? lead : get(doc, "lead"),
                         get(doc, "lead.country"), get(doc, "lead.url"));
    for (size_t i = 0; done && i < doc->meta.n; i++) {
        ph_str rest = below(doc->meta.v[i].key, "partners"), index, field;
        uint64_t n;
        if (!rest.n || !ph_split(&rest, '.', &index) || !ph_number(index, &n) ||
            (ph_split(&rest, '.', &field) && !ph_eqc(field, "name")))
            continue;
        ph_str name = partner(doc, arena, n, ".name", &failed);
        done = add_organisation(arena, record, PH_ROLE_PARTNER,
                                name.n ? name : partner(doc, arena, n, "", &failed),
                                partner(doc, arena, n, ".country", &failed),
                                partner(doc, arena, n, ".url", &failed)) &&
               !failed;
    }
    for (size_t i = 0; done && i < record->contacts.n; i++) {
        const ph_contact *c = &record->contacts.v[i];
        done = add_organisation(arena, record, PH_ROLE_CONTACT, c->organisation, c->country,
                                c->name.n ? PH_ABSENT : c->url); /* a person's own page */
    }
    done = done && add_publisher(arena, record);
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
    "creators", "sdgs",      "themes",   "countries", "stakeholder", "stakeholders",
    "sector",   "sectors",   "language", "date",      "event",       "sources",
    "checks",   "mentioned", "keywords", "subjects",  "coverage"};

static bool is_among(ph_str key, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (below(key, names[i]).s)
            return true;
    return false;
}

/* Whether another place gives the key of metadata i with more authority, or gave it before. */
static bool is_beaten(const ph_document *doc, size_t i)
{
    const ph_meta *m = &doc->meta.v[i];
    for (size_t j = 0; j < doc->meta.n; j++) {
        const ph_meta *other = &doc->meta.v[j];
        if ((other->origin > m->origin || (other->origin == m->origin && j < i)) &&
            ph_eq(other->key, m->key))
            return true;
    }
    return false;
}

static bool read_further(const ph_document *doc, ph_arena *arena, ph_record *record)
{
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta *m = &doc->meta.v[i];
        if (is_among(m->key, further, sizeof further / sizeof *further)) {
            if (says_nothing(m->value) || is_beaten(doc, i))
                continue;
            ph_field *f = PH_PUSH(arena, &record->fields);
            if (!f)
                return false;
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

/* A tag of BCP 47 in its canonical form: "EN_us" -> "en-US"; absent: it is none. */
static ph_str language_tag(ph_arena *arena, ph_str value)
{
    char tag[ULOC_FULLNAME_CAPACITY], locale[ULOC_FULLNAME_CAPACITY];
    UErrorCode failed = U_ZERO_ERROR;
    int32_t read = 0;
    if (value.n < 2 || value.n > 35)
        return PH_ABSENT;
    for (size_t i = 0; i <= value.n; i++)
        tag[i] = i == value.n ? '\0' : value.s[i] == '_' ? '-' : value.s[i];
    uloc_forLanguageTag(tag, locale, (int32_t)sizeof locale, &read, &failed);
    if (U_FAILURE(failed) || (size_t)read != value.n)
        return PH_ABSENT;
    int32_t n = uloc_toLanguageTag(locale, tag, (int32_t)sizeof tag, true, &failed);
    bool plain =
        U_SUCCESS(failed) && n >= 2 && tag[0] != 'x' && strncmp(tag, "und", 3) != 0;
    size_t first = plain ? strcspn(tag, "-") : 0;
    return first == 2 || first == 3 ? ph_dup(arena, (ph_str){tag, (size_t)n}) : PH_ABSENT;
}

static ph_status read_language(const ph_builder *b, const ph_document *doc, ph_arena *arena,
                               ph_record *record, ph_error *err)
{
    ph_str stated = get(doc, "language");
    if ((record->language = language_tag(arena, stated)).s)
        return PH_OK;
    if (stated.n)
        warn(arena, record, "language", stated, "is no language tag (en, sr-Latn)");
    ph_buf text = {0};
    for (size_t i = 0; i < doc->blocks.n && text.n < 4000; i++) {
        ph_buf_add(&text, doc->blocks.v[i].text);
        ph_buf_byte(&text, ' ');
    }
    if (text.n < LITTLE_TEXT) {
        ph_buf_add(&text, record->title);
        ph_buf_byte(&text, ' ');
        ph_buf_add(&text, record->abstract);
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

/* Looks for an event where there may be one.  What turns out to be no report of a meeting
 * keeps what its author says, and nothing else. */
static ph_status find_event(const ph_builder *b, ph_document *doc, ph_arena *arena,
                            ph_record *record, size_t *header, ph_error *err)
{
    const ph_event event = record->event;
    const ph_str date = record->date;
    if (record->type.n && !ph_eqc(record->type, "outcome-document"))
        return PH_OK;
    ph_status status = ph_tag_event(b->tagger, doc, arena, record, header, err);
    if (status)
        return status;
    infer_type(b, doc, arena, record);
    if (!ph_eqc(record->type, "outcome-document")) {
        record->event = event;
        record->date = date;
        record->date_from = PH_ASSERTED;
        *header = 0;
    }
    return PH_OK;
}

/* An author who writes "countries: []" says that there are none: nothing is inferred then. */
static bool asserts_none(const ph_document *doc, const char *name)
{
    for (size_t i = 0; i < doc->meta.n; i++)
        if (below(doc->meta.v[i].key, name).s && ph_eqc(doc->meta.v[i].value, "none"))
            return true;
    return false;
}

static ph_status infer_tags(const ph_builder *b, const ph_document *doc, size_t header,
                            ph_arena *arena, ph_record *record, ph_error *err)
{
    ph_status status = ph_tag_record(b->tagger, header, arena, record, err);
    if (status)
        return status;
    if (asserts_none(doc, "sdgs"))
        record->sdgs.n = 0;
    if (asserts_none(doc, "themes"))
        record->themes.n = 0;
    if (!asserts_none(doc, "countries"))
        return PH_OK;
    for (size_t i = 0; i < record->countries.n; i++)
        if (!ph_strs_add(arena, &record->mentioned, record->countries.v[i].id))
            return ph_fail_memory(err);
    record->countries.n = 0;
    return PH_OK;
}

/* --- the record ---------------------------------------------------------------------------------------------- */

static ph_status describe(const ph_builder *b, const ph_document *doc, ph_str path,
                          ph_arena *arena, ph_record *record, ph_error *err)
{
    static const char *const stakeholders[2] = {"stakeholder", "stakeholders"};
    static const char *const sectors[2] = {"sector", "sectors"};
    record->mime = doc->mime;
    record->warnings = doc->warnings;
    if (record->redacted &&
        !ph_strs_add(arena, &record->warnings, PH_STR("contact data was removed")))
        return ph_fail_memory(err);
    read_scalars(b, doc, arena, record);
    read_date(doc, arena, record);
    record->path = path;
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
        status = ph_build_subjects(b, doc, arena, record, err);
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
    const ph_redaction how = {b->today, b->forgotten};
    path = ph_text_clean(arena, path, false); /* a file's name may be any bytes */
    ph_status status =
        path.s ? ph_redact(doc, &how, arena, record, &path, err) : ph_fail_memory(err);
    if (!status)
        status = describe(b, doc, path, arena, record, err);
    if (!status)
        status = find_event(b, doc, arena, record, &header, err);
    if (status)
        return status;
    status = ph_passages_build(doc, b->sections, b->tagger, arena, record, err);
    for (size_t i = 0; i < header && record->event.country.n; i++)
        passages += doc->blocks.v[i].type != PH_BLOCK_HEADING;
    return status ? status : infer_tags(b, doc, passages, arena, record, err);
}
