/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/export_json.h"
#include "search/export_units.h"
#include "search/limits.h"
#include "search/similar.h"
#include "search/text.h"
#include "web/api.h"
#include "web/carry.h"
#include "web/expansions.h"
#include "web/links.h"
#include "web/requests.h"
#include "web/views.h"

/* --- problems ------------------------------------------------------------------------- */

static json_t *complaints_json(const ph_question *question)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < question->complaints.n && ok; i++) {
        const ph_complaint *c = &question->complaints.v[i];
        json_t *one = json_object();
        ok = ph_json_add(list, one) &&
             ph_json_put(one, "parameter", ph_json_str(c->name)) &&
             ph_json_put(one, "value", ph_json_str(c->value)) &&
             ph_json_put(one, "detail", ph_json_str(c->text));
    }
    return ph_json_done(list, ok);
}

ph_status ph_api_problem(ph_response *response, unsigned status, const char *title,
                         const char *detail, const ph_question *complaints, ph_error *err)
{
    json_t *json = json_pack("{s:s, s:s, s:i, s:s}", "type", "about:blank", "title", title,
                             "status", (int)status, "detail", detail);
    if (response->instance.s)
        json = ph_json_done(json,
                            ph_json_put(json, "instance", ph_json_str(response->instance)));
    if (complaints)
        json = ph_json_done(json, ph_json_put(json, "errors", complaints_json(complaints)));
    return ph_response_json(response, status, PH_TYPE_PROBLEM, json, err);
}

/* --- searches ------------------------------------------------------------------------- */

static bool add_passage_urls(json_t *hit, const ph_hit *from, ph_arena *arena, ph_str url)
{
    json_t *passages = json_object_get(hit, "passages");
    bool ok = true;
    for (size_t i = 0; i < from->passages.n && ok; i++) {
        ph_str anchor = from->passages.v[i].anchor;
        ph_str at = ph_dupf(arena, "%.*s#%.*s", PH_FMT(url), PH_FMT(anchor));
        ok = ph_json_put(json_array_get(passages, i), "url", ph_json_str(at));
    }
    return ok;
}

static bool add_alternate_urls(json_t *alternates, const ph_alternate_list *from,
                               ph_arena *arena, ph_str base)
{
    bool ok = true;
    for (size_t i = 0; i < from->n && ok; i++) {
        ph_str url =
            ph_dupf(arena, "%.*s/documents/%.*s", PH_FMT(base), PH_FMT(from->v[i].id));
        ok = url.s && ph_json_put(json_array_get(alternates, i), "url", ph_json_str(url));
    }
    return ok;
}

static bool add_urls(json_t *json, const ph_result *result, ph_arena *arena, ph_str base)
{
    json_t *hits = json_object_get(json, "results");
    bool ok = true;
    for (size_t i = 0; i < result->hits.n && ok; i++) {
        const ph_hit *from = &result->hits.v[i];
        json_t *hit = json_array_get(hits, i);
        ph_str url =
            ph_dupf(arena, "%.*s/documents/%.*s", PH_FMT(base), PH_FMT(from->record.id));
        ok = url.s && ph_json_put(hit, "url", ph_json_str(url)) &&
             add_passage_urls(hit, from, arena, url) &&
             add_alternate_urls(json_object_get(hit, "alternates"), &from->alternates,
                                arena, base);
    }
    return ok;
}

json_t *ph_api_links(const ph_context *context, const ph_question *question, uint64_t total,
                     ph_str path)
{
    ph_arena *arena = context->arena;
    size_t page = question->page, per_page = question->per_page;
    bool more = page * per_page < total && (page + 1) * per_page <= PH_WINDOW_MAX;
    ph_str self = ph_question_page(arena, path, question, page);
    ph_str next = more ? ph_question_page(arena, path, question, page + 1) : PH_ABSENT;
    ph_str prev = page > 1 ? ph_question_page(arena, path, question, page - 1) : PH_ABSENT;
    json_t *links = json_object();
    bool ok = self.s && (!more || next.s) && (page == 1 || prev.s) &&
              ph_json_put(links, "self", ph_json_str(self)) &&
              ph_json_put(links, "next", ph_json_str(next)) &&
              ph_json_put(links, "prev", ph_json_str(prev));
    return ph_json_done(links, ok);
}

json_t *ph_api_result(const ph_context *context, const ph_question *question,
                      const ph_result *result, ph_str base, ph_str path)
{
    json_t *json = ph_result_json(result, &question->query, context->site->vocabulary,
                                  ph_cstr(context->language->tag));
    bool ok =
        json && add_urls(json, result, context->arena, base) &&
        ph_expansions_link(context, question, &result->expansions, path,
                           json_object_get(json, "expansions")) &&
        ph_json_put(json, "links", ph_api_links(context, question, result->total, path));
    return ph_json_done(json, ok);
}

json_t *ph_api_units_result(const ph_context *context, const ph_question *question,
                            const ph_units_result *result, ph_str base, ph_str path)
{
    const ph_result *documents = &result->documents;
    json_t *json = ph_units_json(result, &question->query, context->site->vocabulary,
                                 ph_cstr(context->language->tag));
    bool ok =
        json && add_urls(json, documents, context->arena, base) &&
        ph_expansions_link(context, question, &documents->expansions, path,
                           json_object_get(json, "expansions")) &&
        ph_json_put(json, "links", ph_api_links(context, question, documents->total, path));
    return ph_json_done(json, ok);
}

ph_status ph_api_refuse(ph_response *response, const ph_question *question, ph_error *err)
{
    return ph_api_problem(response, 400, "Bad Request", question->complaints.v[0].text.s,
                          question, err);
}

ph_str ph_api_address(const ph_context *context, const ph_request *request)
{
    return ph_dupf(context->arena, "%.*s%.*s", PH_FMT(context->site->base),
                   PH_FMT(request->target));
}

ph_status ph_api_search(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err)
{
    ph_question question;
    ph_result result = {0};
    ph_status status = ph_question_read(context, request, &question, err);
    if (status == PH_OK && question.complaints.n)
        return ph_api_refuse(response, &question, err);
    question.query.want |= PH_WANT_EFFECTS;
    if (status == PH_OK)
        status = ph_search(context->reader, &question.query, context->arena, &result, err);
    if (status != PH_OK)
        return status;
    ph_str base = context->site->base, path = ph_api_address(context, request);
    if (!path.s)
        return ph_fail_memory(err);
    json_t *json = ph_api_result(context, &question, &result, base, path);
    json = ph_json_done(json, ph_link_pages(response, &question, result.total, path));
    return ph_response_json(response, 200, PH_TYPE_JSON, json, err);
}

ph_status ph_api_units(const ph_context *context, const ph_request *request,
                       ph_response *response, ph_error *err)
{
    ph_question question;
    ph_units_result result = {0};
    ph_status status = ph_question_read_units(context, request, &question, err);
    if (status == PH_OK && question.complaints.n)
        return ph_api_refuse(response, &question, err);
    if (status == PH_OK)
        status =
            ph_units_search(context->reader, &question.query, context->arena, &result, err);
    if (status != PH_OK)
        return status;
    ph_str base = context->site->base, path = ph_api_address(context, request);
    if (!path.s)
        return ph_fail_memory(err);
    json_t *json = ph_api_units_result(context, &question, &result, base, path);
    json = ph_json_done(json,
                        ph_link_pages(response, &question, result.documents.total, path));
    return ph_response_json(response, 200, PH_TYPE_JSON, json, err);
}

/* --- documents ------------------------------------------------------------------------ */

ph_status ph_api_document_id(const ph_request *request, ph_str *id, ph_error *err)
{
    static const char *const endings[] = {".csl.json", ".ris", ".bib", ".txt", ".json"};
    const size_t all = sizeof endings / sizeof *endings;
    const ph_strs *path = &request->path;
    bool api = ph_eqc(path->v[0], "api"), page = ph_eqc(path->v[0], "documents");
    *id = path->v[api ? 3 : 1]; /* "/api/v1/documents/ID", "/documents/ID" */
    for (size_t i = page ? 0 : all - 1; path->n == 2 && i < all; i++)
        if (ph_ends(*id, ph_cstr(endings[i]))) {
            id->n -= strlen(endings[i]);
            break;
        }
    return ph_id_fits(*id) ? PH_OK
                           : ph_fail(err, PH_NOT_FOUND,
                                     PH_N("There is no document with this address."));
}

ph_status ph_api_refuse_parameters(const ph_context *context, const ph_request *request,
                                   ph_response *response, bool *refused, ph_error *err)
{
    *refused = false;
    ph_question question = {.query.arena = context->arena};
    for (size_t i = 0; i < request->parameters.n && ph_wants_json(request); i++) {
        const ph_parameter *p = &request->parameters.v[i];
        bool language = ph_eqc(p->name, "ui");
        if (!p->value.n ||
            (language ? ph_language_find(&context->site->languages, p->value) != NULL
                      : ph_travels(p->name)))
            continue;
        ph_complaint *c = PH_PUSH(context->arena, &question.complaints);
        ph_str words = language
                           ? ph_dupf(context->arena, "ui: there are no pages in '%.*s'",
                                     PH_FMT(ph_utf8_cut(p->value, 100)))
                           : ph_dupf(context->arena, "there is no parameter '%.*s'",
                                     PH_FMT(ph_utf8_cut(p->name, 100)));
        if (!c || !words.s)
            return ph_fail_memory(err);
        *c = (ph_complaint){p->name, p->value, words};
    }
    *refused = question.complaints.n > 0;
    return *refused ? ph_api_refuse(response, &question, err) : PH_OK;
}

json_t *ph_api_similar(const ph_context *context, const ph_result *similar, ph_str base)
{
    static const char *const names[] = {"id",   "title",    "url",       "type",
                                        "date", "language", "countries", "score"};
    ph_query query;
    ph_query_init(&query, context->arena, context->site->vocabulary);
    json_t *answer = ph_result_json(similar, &query, context->site->vocabulary,
                                    ph_cstr(context->language->tag));
    json_t *list = json_array(), *hit;
    bool ok = answer && list && add_urls(answer, similar, context->arena, base);
    size_t i;
    json_array_foreach(json_object_get(answer, "results"), i, hit)
    {
        json_t *one = json_object();
        for (size_t n = 0; n < sizeof names / sizeof *names && ok; n++)
            ok = json_object_set(one, names[n], json_object_get(hit, names[n])) == 0;
        ok = ph_json_add(list, one) && ok;
    }
    json_decref(answer);
    return ph_json_done(list, ok);
}

ph_status ph_api_document(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err)
{
    ph_str id;
    ph_record record = {0};
    ph_alternate_list alternates = {0};
    ph_result similar, matches;
    bool refused;
    ph_status status = ph_api_refuse_parameters(context, request, response, &refused, err);
    if (status == PH_OK && !refused)
        status = ph_api_document_id(request, &id, err);
    if (status == PH_OK && !refused)
        status = ph_reader_get(context->reader, id, context->arena, &record, err);
    if (status == PH_OK && !refused)
        status = ph_alternates(context->reader, &record, context->arena, &alternates, err);
    if (status == PH_OK && !refused)
        status = ph_similar(context->reader, id, PH_SIMILAR_SHOWN, context->arena, &similar,
                            err);
    if (status == PH_OK && !refused)
        status = ph_request_matches(context, &record, &matches, err);
    if (status != PH_OK || refused)
        return status;
    json_t *json =
        ph_record_json(&record, context->site->vocabulary, ph_cstr(context->language->tag));
    json_t *others = ph_alternates_json(&alternates);
    bool ok = add_alternate_urls(others, &alternates, context->arena, context->site->base);
    ok = json && ph_json_put(json, "alternates", others) && ok &&
         ph_json_put(json, "similar",
                     ph_api_similar(context, &similar, context->site->base)) &&
         (!ph_is_request(&record) ||
          ph_json_put(json, "matches",
                      ph_api_similar(context, &matches, context->site->base)));
    return ph_response_json(response, 200, PH_TYPE_JSON, ph_json_done(json, ok), err);
}

/* --- uptake --------------------------------------------------------------------------- */

/* The document with all the passages that were taken up, then the practices, as results. */
static bool uptake_hits(const ph_record *record, const ph_uptakes *uptakes, ph_arena *arena,
                        ph_result *result)
{
    *result = (ph_result){0};
    ph_hit *hit = PH_PUSH(arena, &result->hits);
    if (!hit)
        return false;
    *hit = (ph_hit){.record = *record};
    for (size_t i = 0; i < uptakes->n; i++) {
        ph_hit *later = PH_PUSH(arena, &result->hits);
        ph_hit_passage *passage = PH_PUSH(arena, &result->hits.v[0].passages);
        if (!later || !passage)
            return false;
        *later = uptakes->v[i].later;
        *passage = uptakes->v[i].passage;
    }
    return true;
}

json_t *ph_api_uptake_result(const ph_context *context, const ph_record *record,
                             const ph_uptakes *uptakes, ph_str base)
{
    ph_result hits;
    ph_query query;
    ph_query_init(&query, context->arena, context->site->vocabulary);
    if (!uptake_hits(record, uptakes, context->arena, &hits))
        return NULL;
    json_t *answer = ph_result_json(&hits, &query, context->site->vocabulary,
                                    ph_cstr(context->language->tag));
    json_t *list = json_array();
    bool ok = answer && list && add_urls(answer, &hits, context->arena, base);
    json_t *results = json_object_get(answer, "results"), *own = json_array_get(results, 0);
    json_t *passages = json_object_get(own, "passages");
    for (size_t i = 0; i < uptakes->n && ok; i++) {
        const ph_uptake *u = &uptakes->v[i];
        ok = ph_json_add(list, json_pack("{s:O, s:O, s:o, s:o, s:f}", "passage",
                                         json_array_get(passages, i), "later",
                                         json_array_get(results, i + 1), "words",
                                         ph_json_strs(&u->words), "themes",
                                         ph_json_strs(&u->themes), "score", u->score));
    }
    json_t *json =
        json_pack("{s:i, s:O, s:O, s:O, s:O, s:I, s:o}", "schema", 1, "id",
                  json_object_get(own, "id"), "title", json_object_get(own, "title"), "url",
                  json_object_get(own, "url"), "date", json_object_get(own, "date"),
                  "total", (json_int_t)uptakes->n, "results", ph_json_done(list, ok));
    json_decref(answer);
    return json;
}

ph_status ph_api_uptake(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err)
{
    ph_str id;
    ph_record record = {0};
    ph_uptakes uptakes;
    bool refused;
    ph_status status = ph_api_refuse_parameters(context, request, response, &refused, err);
    if (status == PH_OK && !refused)
        status = ph_api_document_id(request, &id, err);
    if (status == PH_OK && !refused)
        status = ph_reader_get(context->reader, id, context->arena, &record, err);
    if (status == PH_OK && !refused)
        status = ph_uptake_find(context->reader, &record, SIZE_MAX, context->arena,
                                &uptakes, err);
    if (status != PH_OK || refused)
        return status;
    json_t *json = ph_api_uptake_result(context, &record, &uptakes, context->site->base);
    return ph_response_json(response, 200, PH_TYPE_JSON, json, err);
}
