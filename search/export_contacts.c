/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>

#include "search/export.h"
#include "search/export_contacts.h"
#include "search/export_json.h"
#include "search/export_text.h"
#include "search/json.h"

typedef ph_json_maker maker;

/* The key of an organisation as it is told: 16 hexadecimal digits. */
#define KEY_DIGITS 17

static void write_key(uint64_t key, char digits[KEY_DIGITS])
{
    snprintf(digits, KEY_DIGITS, "%016" PRIx64, key);
}

static ph_str label(maker *m, ph_facet facet, ph_str value)
{
    return ph_json_made(m,
                        ph_facet_label(m->vocabulary, m->arena, facet, value, m->language));
}

/* {"code": "EE", "label": "Estonia"} */
static json_t *country(maker *m, ph_str code)
{
    json_t *o = json_object();
    ph_json_set_str(m, o, "code", code);
    ph_json_set_str(m, o, "label", label(m, PH_FACET_COUNTRY, code));
    return o;
}

static void set_url(maker *m, json_t *o, ph_str id, ph_str anchor)
{
    ph_str url = ph_dupf(m->arena, "%.*s/documents/%.*s%s%.*s", PH_FMT(m->base), PH_FMT(id),
                         anchor.n ? "#" : "", PH_FMT(anchor));
    ph_json_set_str(m, o, "url", ph_json_made(m, url));
}

static json_t *passage(maker *m, const ph_proof *p)
{
    if (!p->passage.n)
        return json_null();
    json_t *o = json_object();
    ph_json_set(m, o, "n", json_integer(p->passage.n));
    ph_json_set(m, o, "kind", json_string(ph_kind_name(p->passage.kind)));
    ph_json_set(m, o, "heading", ph_json_strs(&p->passage.heading));
    ph_json_set(m, o, "snippet", ph_json_str(p->passage.snippet));
    set_url(m, o, p->id, p->passage.anchor);
    return o;
}

static json_t *proof(maker *m, const ph_proof *p)
{
    json_t *o = json_object(), *countries = json_array();
    for (size_t i = 0; i < p->countries.n; i++)
        ph_json_push(m, countries, country(m, p->countries.v[i].id));
    ph_json_set(m, o, "id", ph_json_str(p->id));
    ph_json_set(m, o, "title", ph_json_str(p->title));
    set_url(m, o, p->id, PH_ABSENT);
    ph_json_set(m, o, "role", json_string(ph_role_name(p->role)));
    ph_json_set(m, o, "type", ph_json_str(p->type));
    ph_json_set(m, o, "date", ph_json_str(p->date));
    ph_json_set(m, o, "language", ph_json_str(p->language));
    ph_json_set(m, o, "countries", countries);
    ph_json_set(m, o, "passage", passage(m, p));
    return o;
}

static json_t *topic(maker *m, const ph_topic *t)
{
    json_t *o = json_object();
    ph_json_set(m, o, "facet", json_string(ph_facets[t->facet].name));
    ph_json_set(m, o, "value", ph_json_str(t->value));
    ph_json_set(m, o, "label", ph_json_str(label(m, t->facet, t->value)));
    ph_json_set(m, o, "count", json_integer((json_int_t)t->count));
    ph_json_set(m, o, "found", json_integer((json_int_t)t->found));
    return o;
}

static json_t *way(maker *m, const ph_way *w)
{
    json_t *o = json_object();
    ph_json_set(m, o, "kind", json_string(ph_way_kind(w)));
    ph_json_set(m, o, "of", json_string(ph_way_of_name(w->of)));
    ph_json_set(m, o, "address", ph_json_str(w->address));
    ph_json_set_str(m, o, "document", w->document);
    return o;
}

static json_t *person(maker *m, const ph_person *p)
{
    json_t *o = json_object();
    ph_json_set(m, o, "name", ph_json_str(p->name));
    ph_json_set_str(m, o, "role", p->role);
    ph_json_set_str(m, o, "organisation", p->organisation);
    if (p->country.n)
        ph_json_set(m, o, "country", country(m, p->country));
    ph_json_set_str(m, o, "email", p->email);
    ph_json_set_str(m, o, "phone", p->phone);
    ph_json_set_str(m, o, "homepage", p->url);
    ph_json_set_str(m, o, "document", p->document);
    ph_json_set_str(m, o, "title", p->title);
    set_url(m, o, p->document, PH_ABSENT);
    return o;
}

/* An array of what `make` makes of each element. */
#define LIST(m, vec, make)                                                                 \
    do {                                                                                   \
        list = json_array();                                                               \
        for (size_t i_ = 0; i_ < (vec)->n; i_++)                                           \
            ph_json_push((m), list, make((m), &(vec)->v[i_]));                             \
    } while (0)

static json_t *who(maker *m, const ph_who *w)
{
    char key[KEY_DIGITS];
    json_t *o = json_object(), *countries = json_array(), *list;
    write_key(w->key, key);
    if (w->country.n)
        ph_json_push(m, countries, country(m, w->country));
    ph_json_set(m, o, "key", json_string(key));
    ph_json_set_str(m, o, "id", w->id);
    ph_json_set(m, o, "name", ph_json_str(w->name));
    ph_json_set(m, o, "countries", countries);
    ph_json_set(m, o, "url", ph_json_str(w->url));
    ph_json_set(m, o, "weight", json_real(w->weight));
    ph_json_set(m, o, "documents", json_integer((json_int_t)w->documents));
    LIST(m, &w->proof, proof);
    ph_json_set(m, o, "evidence", list);
    LIST(m, &w->topics, topic);
    ph_json_set(m, o, "topics", list);
    LIST(m, &w->ways, way);
    ph_json_set(m, o, "ways", list);
    LIST(m, &w->people, person);
    ph_json_set(m, o, "people", list);
    return o;
}

json_t *ph_contacts_json(const ph_contacts_result *result, const ph_query *query,
                         const ph_vocabulary *vocabulary, ph_str base, ph_str language)
{
    maker m = {vocabulary, language, base, ph_arena_new(), false};
    if (!m.arena)
        return NULL;
    json_t *o = json_object(), *list;
    ph_json_set(&m, o, "schema", json_integer(1));
    ph_json_set(&m, o, "query", ph_query_json(query, result->match, result->relaxed));
    ph_json_set(&m, o, "total", json_integer((json_int_t)result->total));
    ph_json_set(&m, o, "documents", json_integer((json_int_t)result->documents));
    ph_json_set(&m, o, "exact", json_boolean(result->missing.n == 0));
    if (result->missing.n)
        ph_json_set(&m, o, "missing", ph_json_strs(&result->missing));
    ph_json_set(&m, o, "took_ms", json_real(result->took_ms));
    ph_json_set(&m, o, "suggestion",
                result->suggestion.n ? ph_json_str(result->suggestion) : json_null());
    ph_json_set(&m, o, "expansions", ph_expansions_json(&m, &result->expansions));
    ph_json_set(&m, o, "facets", ph_facets_json(&m, result->facets));
    LIST(&m, &result->organisations, who);
    ph_json_set(&m, o, "organisations", list);
    LIST(&m, &result->people, person);
    ph_json_set(&m, o, "people", list);
    return ph_json_end(&m, o);
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
    maker m = {vocabulary, PH_STR("en"), .arena = ph_arena_new()};
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
    maker m = {vocabulary, PH_STR("en"), .arena = ph_arena_new()};
    if (!m.arena)
        return false;
    ph_buf_addc(out, "key,name,country,weight,documents,address,address_is,best_documents,"
                     "topics\r\n");
    for (size_t i = 0; i < result->organisations.n; i++)
        add_row(out, &m, &result->organisations.v[i]);
    ph_arena_free(m.arena);
    return !m.failed && !out->failed;
}
