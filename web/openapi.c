/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "search/export.h"
#include "search/json.h"
#include "search/limits.h"
#include "web/api.h"
#include "web/openapi.h"

/* --- values of tables ------------------------------------------------------------------- */

typedef struct maker {
    const ph_context *context;
    bool failed;
} maker;

static void push(maker *m, json_t *list, json_t *value)
{
    m->failed = !ph_json_add(list, value) || m->failed;
}

static void put(maker *m, json_t *object, const char *key, json_t *value)
{
    m->failed = !ph_json_put(object, key, value) || m->failed;
}

static json_t *concepts(maker *m, const char *scheme)
{
    const ph_vocabulary *v = m->context->site->vocabulary;
    json_t *list = json_array();
    for (size_t i = 0; i < ph_vocabulary_count(v); i++)
        if (ph_eqc(ph_vocabulary_at(v, i)->scheme, scheme))
            push(m, list, ph_json_str(ph_vocabulary_at(v, i)->id));
    return list;
}

static json_t *countries(maker *m)
{
    json_t *list = json_array();
    char code[2];
    for (code[0] = 'A'; code[0] <= 'Z'; code[0]++)
        for (code[1] = 'A'; code[1] <= 'Z'; code[1]++)
            if (ph_country_known((ph_str){code, 2}))
                push(m, list, json_stringn(code, 2));
    return list;
}

static json_t *regions(maker *m)
{
    json_t *list = json_array();
    for (unsigned n = 1; n < 1000; n++) {
        char code[4];
        snprintf(code, sizeof code, "%03u", n);
        if (ph_region_known(ph_cstr(code)))
            push(m, list, json_string(code));
    }
    return list;
}

static json_t *kinds(maker *m, bool units)
{
    json_t *list = json_array();
    for (ph_kind k = 0; k < PH_KINDS; k++)
        if (!units || ph_kind_is_unit(k))
            push(m, list, json_string(ph_kind_name(k)));
    return list;
}

static json_t *facets(maker *m)
{
    json_t *list = json_array();
    for (ph_facet f = 0; f < PH_FACETS; f++)
        push(m, list, json_string(ph_facets[f].name));
    return list;
}

static json_t *roles(maker *m)
{
    json_t *list = json_array();
    for (ph_role r = 0; r < PH_ROLES; r++)
        push(m, list, json_string(ph_role_name(r)));
    return list;
}

static json_t *languages(maker *m)
{
    const ph_languages *all = &m->context->site->languages;
    json_t *list = json_array();
    for (size_t i = 0; i < all->n; i++)
        push(m, list, json_string(all->v[i].id));
    return list;
}

static json_t *formats(maker *m)
{
    json_t *list = json_array();
    for (const ph_export_format *f = ph_export_formats; f->name; f++)
        push(m, list, json_string(f->ending));
    return list;
}

static json_t *servers(maker *m)
{
    return json_pack("[{s:o, s:s}]", "url", ph_json_str(m->context->absolute),
                     "description", "This site");
}

/* What stands for "@name"; NULL: no such table, or no memory. */
static json_t *table(maker *m, const char *name)
{
    ph_facet facet = ph_facet_find(ph_cstr(name));
    if (facet == PH_FACET_COUNTRY)
        return countries(m);
    if (facet == PH_FACET_REGION)
        return regions(m);
    if (facet != PH_FACETS && ph_facets[facet].scheme)
        return concepts(m, ph_facets[facet].scheme);
    return strcmp(name, "evidence") == 0        ? concepts(m, name)
           : strcmp(name, "facet") == 0         ? facets(m)
           : strcmp(name, "kind") == 0          ? kinds(m, false)
           : strcmp(name, "unit_kind") == 0     ? kinds(m, true)
           : strcmp(name, "role") == 0          ? roles(m)
           : strcmp(name, "ui") == 0            ? languages(m)
           : strcmp(name, "export_format") == 0 ? formats(m)
           : strcmp(name, "servers") == 0       ? servers(m)
           : strcmp(name, "version") == 0       ? json_string(PACKAGE_VERSION)
           : strcmp(name, "page_max") == 0      ? json_integer(PH_PAGE_MAX)
           : strcmp(name, "window_max") == 0    ? json_integer(PH_WINDOW_MAX)
           : strcmp(name, "suggest_max") == 0   ? json_integer(PH_SUGGEST_MAX)
                                                : NULL;
}

/* Puts tables where "@name" stands.  The file nests as deep as its author made it. */
static void fill(maker *m, json_t *value)
{
    const char *key;
    json_t *member;
    void *next;
    size_t i;
    json_array_foreach(value, i, member)
    {
        fill(m, member);
    }
    json_object_foreach_safe(value, next, key, member)
    {
        const char *text = json_string_value(member);
        if (text && text[0] == '@')
            put(m, value, key, table(m, text + 1));
        else
            fill(m, member);
    }
}

/* --- parameters ------------------------------------------------------------------------- */

/* Those that are no facets.  The key names it among all, the schema is one of the file's. */
static const struct {
    const char *key, *name, *in, *schema;
    unsigned group; /* PH_NEEDS_... too where it may not be left out */
    bool list;      /* may be repeated */
    const char *words;
} rows[] = {
    {"q", "q", "query", "q", PH_TAKES_QUESTION, false, "The question"},
    {"match", "match", "query", "match", PH_TAKES_QUESTION, false, "All words, or any"},
    {"all", "all", "query", "facet", PH_TAKES_QUESTION, true,
     "Facets whose choices must all hold"},
    {"event_country", "event_country", "query", "country", PH_TAKES_QUESTION, true,
     "Held in any of these countries"},
    {"since", "since", "query", "date", PH_TAKES_QUESTION, false,
     "Added or changed on that day or later"},
    {"exclude", "exclude", "query", "country", PH_TAKES_QUESTION, true,
     "Not about any of these countries"},
    {"from", "from", "query", "only", PH_TAKES_QUESTION, false, "Which tags count"},
    {"without", "without", "query", "without", PH_TAKES_QUESTION, true,
     "Words that are not to be added"},
    {"peer", "peer", "query", "country", PH_TAKES_PEER, false,
     "Rank practice of countries like this one higher, and tell why; no count changes"},
    {"sort", "sort", "query", "sort", PH_TAKES_SORT, false, "The order"},
    {"sort_units", "sort", "query", "sort_units", PH_TAKES_SORT_UNITS, false, "The order"},
    {"sort_none", "sort", "query", "sort_none", PH_TAKES_SORT_NONE, false,
     "The order: by weight of evidence"},
    {"kind", "kind", "query", "unit_kind", PH_TAKES_UNITS, true, "Kinds of passages"},
    {"addressee", "addressee", "query", "stakeholder", PH_TAKES_UNITS, true,
     "To whom they are addressed"},
    {"event", "event", "query", "event_id", PH_TAKES_QUESTION, true,
     "Reports of these meetings"},
    {"page", "page", "query", "page", PH_TAKES_PAGE, false, "Which page, from 1"},
    {"per_page", "per_page", "query", "per_page", PH_TAKES_PAGE, false,
     "Results on a page"},
    {"columns", "columns", "query", "columns", PH_TAKES_COLUMNS, false, "Goals or themes"},
    {"year_from", "year_from", "query", "year_bound", PH_TAKES_QUESTION, false,
     "The first year, as forms write a range"},
    {"year_to", "year_to", "query", "year_bound", PH_TAKES_QUESTION, false,
     "The last year"},
    {"org", "org", "query", "key", PH_TAKES_FOLLOW_UP, true, "Keys of organisations"},
    {"ours", "ours", "query", "words", PH_TAKES_FOLLOW_UP, false, "Who asks"},
    {"place", "place", "query", "words", PH_TAKES_FOLLOW_UP, false, "Where"},
    {"date", "date", "query", "day", PH_TAKES_DAY, false, "When"},
    {"needed_date", "date", "query", "day", PH_NEEDS_DAY, false, "When"},
    {"time", "time", "query", "time", PH_TAKES_FOLLOW_UP, false, "When on that day"},
    {"minutes", "minutes", "query", "minutes", PH_TAKES_FOLLOW_UP, false, "How long"},
    {"verb", "verb", "query", "verb", PH_NEEDS_VERB, false, "What is asked"},
    {"identifier", "identifier", "query", "words", PH_TAKES_OAI, false, "Of a record"},
    {"metadataPrefix", "metadataPrefix", "query", "metadata_prefix", PH_TAKES_OAI, false,
     "The form of records"},
    {"oai_from", "from", "query", "date", PH_TAKES_OAI, false, "Changed then or later"},
    {"until", "until", "query", "date", PH_TAKES_OAI, false, "Changed then or before"},
    {"set", "set", "query", "oai_set", PH_TAKES_OAI, false, "Of a set"},
    {"resumptionToken", "resumptionToken", "query", "words", PH_TAKES_OAI, false,
     "To go on"},
    {"text", "q", "query", "text", PH_TAKES_TEXT, false, "What was typed"},
    {"limit", "limit", "query", "limit", PH_TAKES_LIMIT, false, "How many"},
    {"ui", "ui", "query", "ui", PH_TAKES_UI, false, "The language of labels and words"},
    {"pack", "pack", "query", "pack", PH_TAKES_UI, false, "A course pack"},
    {"v", "v", "query", "version", PH_TAKES_VERSION, false, "The version"},
    {"range", "Range", "header", "range", PH_TAKES_RANGE, false, "A part of the file"},
    {"if_range", "If-Range", "header", "if_range", PH_TAKES_RANGE, false,
     "A part only of this very file"},
};

#define ROWS (sizeof rows / sizeof *rows)

static json_t *reference(const char *where, const char *name)
{
    char way[128];
    snprintf(way, sizeof way, "#/components/%s/%s", where, name);
    return json_pack("{s:s}", "$ref", way);
}

static json_t *parameter(const char *name, const char *in, const char *words,
                         const char *schema, bool list, bool needed)
{
    json_t *of = reference("schemas", schema);
    json_t *p = json_pack("{s:s, s:s, s:s, s:b}", "name", name, "in", in, "description",
                          words, "required", needed);
    if (list)
        of = json_pack("{s:s, s:o}", "type", "array", "items", of);
    return ph_json_done(p, ph_json_put(p, "schema", of));
}

static void add_parameters(maker *m, json_t *all)
{
    for (ph_facet f = 0; f < PH_FACETS; f++)
        put(m, all, ph_facets[f].name,
            parameter(ph_facets[f].name, "query", ph_facets[f].label, ph_facets[f].name,
                      true, false));
    for (size_t i = 0; i < ROWS; i++)
        put(m, all, rows[i].key,
            parameter(rows[i].name, rows[i].in, rows[i].words, rows[i].schema, rows[i].list,
                      rows[i].group & (PH_NEEDS_DAY | PH_NEEDS_VERB)));
}

/* The parameters in the path: their names are those of schemas. */
static void add_path_parameters(maker *m, json_t *list, const char *path)
{
    char name[32];
    for (const char *at = path; (at = strchr(at, '{')) != NULL; at++) {
        size_t n = strcspn(at + 1, "}");
        snprintf(name, sizeof name, "%.*s", (int)n, at + 1);
        const char *schema = strcmp(name, "event") == 0    ? "event_id"
                             : strcmp(name, "format") == 0 ? "export_format"
                             : strcmp(name, "name") == 0   ? "asset"
                                                           : name;
        push(m, list, parameter(name, "path", "Which one", schema, false, true));
    }
}

static json_t *parameters_of(maker *m, const ph_operation *o)
{
    json_t *list = json_array();
    add_path_parameters(m, list, o->path);
    for (ph_facet f = 0; f < PH_FACETS && o->takes & PH_TAKES_QUESTION; f++)
        push(m, list, reference("parameters", ph_facets[f].name));
    for (size_t i = 0; i < ROWS; i++)
        if (o->takes & rows[i].group)
            push(m, list, reference("parameters", rows[i].key));
    return list;
}

/* --- answers ---------------------------------------------------------------------------- */

static json_t *content_of(maker *m, const ph_operation *o)
{
    json_t *content = json_object();
    const char *suggestions = "application/x-suggestions+json";
    bool opensearch = o->json && strcmp(o->json, "OpenSearchSuggestions") == 0;
    if (o->answers & PH_ANSWERS_HTML)
        put(m, content, "text/html", json_pack("{s:{s:s}}", "schema", "type", "string"));
    if (o->json)
        put(m, content, opensearch ? suggestions : PH_TYPE_JSON,
            json_pack("{s:o}", "schema", reference("schemas", o->json)));
    if (o->type)
        put(m, content, o->type,
            strstr(o->type, "json")
                ? json_pack("{s:o}", "schema", reference("schemas", "References"))
                : json_pack("{}"));
    return content;
}

static json_t *headers_of(maker *m, const ph_operation *o, bool part)
{
    json_t *headers = json_object();
    if (o->answers & PH_ANSWERS_304)
        put(m, headers, "ETag", reference("headers", "ETag"));
    if (part)
        put(m, headers, "Content-Range", reference("headers", "ContentRange"));
    return headers;
}

static void add_answer(maker *m, json_t *responses, const ph_operation *o, const char *code)
{
    put(m, responses, code,
        json_pack("{s:s, s:o, s:o}", "description", o->summary, "headers",
                  headers_of(m, o, strcmp(code, "206") == 0), "content", content_of(m, o)));
}

static json_t *responses_of(maker *m, const ph_operation *o)
{
    static const struct {
        const char *code, *name;
        unsigned when; /* 0: always */
    } others[] = {
        {"301", "Moved", PH_ANSWERS_410}, {"304", "NotModified", PH_ANSWERS_304},
        {"400", "BadRequest", 0},         {"404", "NotFound", PH_ANSWERS_404},
        {"410", "Gone", PH_ANSWERS_410},  {"503", "Unavailable", PH_ANSWERS_503},
    };
    json_t *responses = json_object();
    bool ranges = o->takes & PH_TAKES_RANGE;
    add_answer(m, responses, o, "200");
    if (ranges)
        add_answer(m, responses, o, "206");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (!others[i].when || o->answers & others[i].when)
            put(m, responses, others[i].code, reference("responses", others[i].name));
    if (ranges)
        put(m, responses, "416", reference("responses", "RangeNotSatisfiable"));
    return responses;
}

static void add_path(maker *m, json_t *paths, const ph_operation *o)
{
    json_t *get = json_pack("{s:[s], s:s, s:s, s:o, s:o}", "tags", o->tag, "operationId",
                            o->id, "summary", o->summary, "parameters", parameters_of(m, o),
                            "responses", responses_of(m, o));
    json_t *item = json_pack("{s:o}", "get", get);
    if (o->answers & PH_ANSWERS_FORMS)
        put(m, item, "post",
            json_pack("{s:[s], s:o, s:s, s:{s:{s:{s:{s:s}}}}, s:o}", "tags", o->tag,
                      "operationId", json_sprintf("%sByForm", o->id), "summary", o->summary,
                      "requestBody", "content", "application/x-www-form-urlencoded",
                      "schema", "type", "object", "responses", responses_of(m, o)));
    put(m, paths, o->path, item);
}

/* --- the document ----------------------------------------------------------------------- */

json_t *ph_openapi_json(const ph_context *context)
{
    maker m = {.context = context};
    ph_str text = context->site->openapi;
    json_t *json = json_loadb(text.s, text.n, JSON_REJECT_DUPLICATES, NULL);
    fill(&m, json);
    for (const ph_operation *o = ph_operations; o->path; o++)
        add_path(&m, json_object_get(json, "paths"), o);
    add_parameters(&m, json_object_get(json_object_get(json, "components"), "parameters"));
    return ph_json_done(json, !m.failed);
}

ph_status ph_view_openapi(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err)
{
    bool refused;
    ph_status status = ph_api_refuse_parameters(context, request, response, &refused, err);
    if (status != PH_OK || refused)
        return status;
    return ph_response_json(response, 200, PH_TYPE_JSON, ph_openapi_json(context), err);
}
