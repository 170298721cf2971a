/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>

#include "search/export.h"
#include "search/export_contacts.h"
#include "search/export_json.h"
#include "search/export_text.h"

/* What every function here needs. */
typedef struct maker {
    const ph_vocabulary *vocabulary;
    ph_arena *arena;
    ph_str base, language;
    bool failed;
} maker;

/* The key of an organisation as it is told: 16 hexadecimal digits. */
#define KEY_DIGITS 17

static void write_key(uint64_t key, char digits[KEY_DIGITS])
{
    snprintf(digits, KEY_DIGITS, "%016" PRIx64, key);
}

/* Sets a name to a value that it takes over. */
static void set(maker *m, json_t *object, const char *name, json_t *value)
{
    m->failed |= json_object_set_new(object, name, value) != 0;
}

static void put(maker *m, json_t *object, const char *name, ph_str value)
{
    if (value.n)
        set(m, object, name, json_stringn(value.s, value.n));
}

static json_t *str(ph_str s)
{
    return s.s ? json_stringn(s.s, s.n) : json_null();
}

static ph_str label(maker *m, ph_facet facet, ph_str value)
{
    return ph_facet_label(m->vocabulary, m->arena, facet, value, m->language);
}

/* {"code": "EE", "label": "Estonia"} */
static json_t *country(maker *m, ph_str code)
{
    json_t *o = json_object();
    put(m, o, "code", code);
    put(m, o, "label", label(m, PH_FACET_COUNTRY, code));
    return o;
}

static void set_url(maker *m, json_t *o, ph_str id, ph_str anchor)
{
    ph_str url = ph_dupf(m->arena, "%.*s/documents/%.*s%s%.*s", PH_FMT(m->base), PH_FMT(id),
                         anchor.n ? "#" : "", PH_FMT(anchor));
    m->failed |= !url.s;
    put(m, o, "url", url);
}

static json_t *passage(maker *m, const ph_proof *p)
{
    if (!p->passage.n)
        return json_null();
    json_t *o = json_object(), *heading = json_array();
    for (size_t i = 0; i < p->passage.heading.n; i++)
        m->failed |= json_array_append_new(heading, str(p->passage.heading.v[i])) != 0;
    set(m, o, "n", json_integer(p->passage.n));
    set(m, o, "kind", json_string(ph_kind_name(p->passage.kind)));
    set(m, o, "heading", heading);
    set(m, o, "snippet", str(p->passage.snippet));
    set_url(m, o, p->id, p->passage.anchor);
    return o;
}

static json_t *proof(maker *m, const ph_proof *p)
{
    json_t *o = json_object(), *countries = json_array();
    for (size_t i = 0; i < p->countries.n; i++)
        m->failed |=
            json_array_append_new(countries, country(m, p->countries.v[i].id)) != 0;
    set(m, o, "id", str(p->id));
    set(m, o, "title", str(p->title));
    set_url(m, o, p->id, PH_ABSENT);
    set(m, o, "role", json_string(ph_role_name(p->role)));
    set(m, o, "type", str(p->type));
    set(m, o, "date", str(p->date));
    set(m, o, "language", str(p->language));
    set(m, o, "countries", countries);
    set(m, o, "passage", passage(m, p));
    return o;
}

static json_t *topic(maker *m, const ph_topic *t)
{
    json_t *o = json_object();
    set(m, o, "facet", json_string(ph_facets[t->facet].name));
    set(m, o, "value", str(t->value));
    set(m, o, "label", str(label(m, t->facet, t->value)));
    set(m, o, "count", json_integer((json_int_t)t->count));
    set(m, o, "found", json_integer((json_int_t)t->found));
    return o;
}

static json_t *way(maker *m, const ph_way *w)
{
    json_t *o = json_object();
    set(m, o, "kind", json_string(ph_way_kind(w)));
    set(m, o, "of", json_string(ph_way_of_name(w->of)));
    set(m, o, "address", str(w->address));
    put(m, o, "document", w->document);
    return o;
}

static json_t *person(maker *m, const ph_person *p)
{
    json_t *o = json_object();
    set(m, o, "name", str(p->name));
    put(m, o, "role", p->role);
    put(m, o, "organisation", p->organisation);
    if (p->country.n)
        set(m, o, "country", country(m, p->country));
    put(m, o, "email", p->email);
    put(m, o, "phone", p->phone);
    put(m, o, "homepage", p->url);
    put(m, o, "document", p->document);
    put(m, o, "title", p->title);
    set_url(m, o, p->document, PH_ABSENT);
    return o;
}

/* An array of what `make` makes of each element. */
#define LIST(m, vec, make)                                                                 \
    do {                                                                                   \
        list = json_array();                                                               \
        for (size_t i_ = 0; i_ < (vec)->n; i_++)                                           \
            (m)->failed |= json_array_append_new(list, make((m), &(vec)->v[i_])) != 0;     \
    } while (0)

static json_t *who(maker *m, const ph_who *w)
{
    char key[KEY_DIGITS];
    json_t *o = json_object(), *countries = json_array(), *list;
    write_key(w->key, key);
    if (w->country.n)
        m->failed |= json_array_append_new(countries, country(m, w->country)) != 0;
    set(m, o, "key", json_string(key));
    put(m, o, "id", w->id);
    set(m, o, "name", str(w->name));
    set(m, o, "countries", countries);
    set(m, o, "url", str(w->url));
    set(m, o, "weight", json_real(w->weight));
    set(m, o, "documents", json_integer((json_int_t)w->documents));
    LIST(m, &w->proof, proof);
    set(m, o, "evidence", list);
    LIST(m, &w->topics, topic);
    set(m, o, "topics", list);
    LIST(m, &w->ways, way);
    set(m, o, "ways", list);
    LIST(m, &w->people, person);
    set(m, o, "people", list);
    return o;
}

json_t *ph_contacts_json(const ph_contacts_result *result, const ph_query *query,
                         const ph_vocabulary *vocabulary, ph_str base, ph_str language)
{
    maker m = {vocabulary, ph_arena_new(), base, language, false};
    json_t *o = m.arena ? json_object() : NULL, *list;
    if (!o) {
        ph_arena_free(m.arena);
        return NULL;
    }
    set(&m, o, "schema", json_integer(1));
    set(&m, o, "query", ph_query_json(query, result->match, result->relaxed));
    set(&m, o, "total", json_integer((json_int_t)result->total));
    set(&m, o, "documents", json_integer((json_int_t)result->documents));
    set(&m, o, "exact", json_boolean(result->missing.n == 0));
    if (result->missing.n) {
        list = json_array();
        for (size_t i = 0; i < result->missing.n; i++)
            m.failed |= json_array_append_new(list, str(result->missing.v[i])) != 0;
        set(&m, o, "missing", list);
    }
    set(&m, o, "took_ms", json_real(result->took_ms));
    set(&m, o, "suggestion", str(result->suggestion));
    set(&m, o, "expansions", ph_expansions_json(&result->expansions));
    LIST(&m, &result->organisations, who);
    set(&m, o, "organisations", list);
    LIST(&m, &result->people, person);
    set(&m, o, "people", list);
    ph_arena_free(m.arena);
    if (m.failed) {
        json_decref(o);
        o = NULL;
    }
    return o;
}

/* --- text ------------------------------------------------------------------------------------ */

static void print_person(FILE *out, const char *indent, const ph_person *p)
{
    const ph_str parts[] = {p->role, p->organisation, p->email, p->phone, p->url};
    fprintf(out, "%s%.*s", indent, PH_FMT(p->name));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n)
            fprintf(out, ", %.*s", PH_FMT(parts[i]));
    fputc('\n', out);
}

static void print_who(FILE *out, maker *m, size_t n, const ph_who *w)
{
    const char *before = "     also: ";
    fprintf(out, "%3zu. %.*s", n, PH_FMT(w->name));
    if (w->country.n)
        fprintf(out, ", %.*s", PH_FMT(label(m, PH_FACET_COUNTRY, w->country)));
    fprintf(out, "\n     weight %g in %llu %s\n", w->weight,
            (unsigned long long)w->documents, w->documents == 1 ? "document" : "documents");
    for (size_t i = 0; i < w->proof.n; i++) {
        const ph_proof *p = &w->proof.v[i];
        fprintf(out, "     - %s: %.*s (%.*s%s%.*s)\n", ph_role_name(p->role),
                PH_FMT(p->title), PH_FMT(p->id), p->passage.n ? "#" : "",
                PH_FMT(p->passage.anchor));
    }
    for (size_t i = 0; i < w->topics.n; i++) {
        const ph_topic *t = &w->topics.v[i];
        if (t->count == t->found)
            continue;
        fprintf(out, "%s%.*s (%llu)", before, PH_FMT(label(m, t->facet, t->value)),
                (unsigned long long)(t->count - t->found));
        before = "; ";
    }
    if (before[0] == ';')
        fputc('\n', out);
    for (size_t i = 0; i < w->ways.n; i++)
        fprintf(out, "     %s: %.*s\n", ph_way_words(&w->ways.v[i]),
                PH_FMT(w->ways.v[i].address));
    for (size_t i = 0; i < w->people.n; i++)
        print_person(out, "     person: ", &w->people.v[i]);
}

bool ph_contacts_text(FILE *out, const ph_contacts_result *result,
                      const ph_vocabulary *vocabulary)
{
    maker m = {vocabulary, ph_arena_new(), PH_ABSENT, PH_STR("en"), false};
    if (!m.arena)
        return false;
    fprintf(out, "%llu %s in %llu %s\n", (unsigned long long)result->total,
            result->total == 1 ? "organisation" : "organisations",
            (unsigned long long)result->documents,
            result->documents == 1 ? "document" : "documents");
    ph_expansions_text(out, &result->expansions);
    ph_suggestion_text(out, result->suggestion);
    for (size_t i = 0; i < result->organisations.n; i++)
        print_who(out, &m, i + 1, &result->organisations.v[i]);
    for (size_t i = 0; i < result->people.n; i++)
        print_person(out, "     person: ", &result->people.v[i]);
    ph_arena_free(m.arena);
    return ferror(out) == 0;
}

/* --- CSV --------------------------------------------------------------------------------------- */

static void add_row(ph_buf *out, maker *m, const ph_who *w)
{
    char key[KEY_DIGITS];
    const ph_way *way = w->ways.n ? &w->ways.v[0] : NULL;
    ph_strs titles = {0}, topics = {0};
    write_key(w->key, key);
    for (size_t i = 0; i < w->proof.n; i++)
        m->failed |= !ph_strs_add(m->arena, &titles, w->proof.v[i].title);
    for (size_t i = 0; i < w->topics.n; i++)
        m->failed |= !ph_strs_add(m->arena, &topics,
                                  label(m, w->topics.v[i].facet, w->topics.v[i].value));
    ph_buf_addf(out, "%s,", key);
    ph_csv_cell(out, w->name);
    ph_buf_byte(out, ',');
    ph_csv_cell(out, w->country);
    ph_buf_addf(out, ",%g,%llu,", w->weight, (unsigned long long)w->documents);
    ph_csv_cell(out, way ? way->address : PH_ABSENT);
    ph_buf_byte(out, ',');
    ph_csv_cell(out, way ? ph_cstr(ph_way_words(way)) : PH_ABSENT);
    ph_buf_byte(out, ',');
    ph_csv_list(out, &titles);
    ph_buf_byte(out, ',');
    ph_csv_list(out, &topics);
    ph_buf_addc(out, "\r\n");
}

bool ph_contacts_csv(ph_buf *out, const ph_contacts_result *result,
                     const ph_vocabulary *vocabulary)
{
    maker m = {vocabulary, ph_arena_new(), PH_ABSENT, PH_STR("en"), false};
    if (!m.arena)
        return false;
    ph_buf_addc(out, "key,name,country,weight,documents,address,address_is,best_documents,"
                     "topics\r\n");
    for (size_t i = 0; i < result->organisations.n; i++)
        add_row(out, &m, &result->organisations.v[i]);
    ph_arena_free(m.arena);
    return !m.failed && !out->failed;
}
