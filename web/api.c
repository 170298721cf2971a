/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/export_json.h"
#include "search/limits.h"
#include "search/text.h"
#include "web/api.h"
#include "web/expansions.h"

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
             add_passage_urls(hit, from, arena, url);
    }
    return ok;
}

static json_t *links_json(const ph_context *context, const ph_question *question,
                          uint64_t total, ph_str path)
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
    json_t *json =
        ph_result_json(result, &question->query, context->site->vocabulary, PH_STR("en"));
    bool ok =
        json && add_urls(json, result, context->arena, base) &&
        ph_expansions_link(context, question, result, path,
                           json_object_get(json, "expansions")) &&
        ph_json_put(json, "links", links_json(context, question, result->total, path));
    return ph_json_done(json, ok);
}

static ph_status refuse(ph_response *response, const ph_question *question, ph_error *err)
{
    return ph_api_problem(response, 400, "Bad Request", question->complaints.v[0].text.s,
                          question, err);
}

ph_status ph_api_search(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err)
{
    ph_question question;
    ph_result result = {0};
    ph_status status = ph_question_read(context, request, &question, err);
    if (status == PH_OK && question.complaints.n)
        return refuse(response, &question, err);
    if (status == PH_OK)
        status = ph_search(context->reader, &question.query, context->arena, &result, err);
    if (status != PH_OK)
        return status;
    ph_str base = context->site->base;
    ph_str path =
        ph_dupf(context->arena, "%.*s%.*s", PH_FMT(base), PH_FMT(request->target));
    if (!path.s)
        return ph_fail_memory(err);
    json_t *json = ph_api_result(context, &question, &result, base, path);
    return ph_response_json(response, 200, PH_TYPE_JSON, json, err);
}

/* --- documents ------------------------------------------------------------------------ */

ph_status ph_api_document_id(const ph_request *request, ph_str *id, ph_error *err)
{
    ph_str last = request->path.v[request->path.n - 1];
    *id = ph_ends(last, PH_STR(".json")) ? ph_sub(last, 0, last.n - 5) : last;
    bool ok = id->n > 0 && id->n <= PH_ID_BYTES;
    for (size_t i = 0; i < id->n && ok; i++) {
        char c = id->s[i];
        ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '-' || c == '_';
    }
    return ok ? PH_OK
              : ph_fail(err, PH_NOT_FOUND, "There is no document with this address.");
}

ph_status ph_api_document(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err)
{
    ph_str id;
    ph_record record = {0};
    ph_question question = {.query.arena = context->arena};
    for (size_t i = 0; i < request->parameters.n; i++) {
        const ph_parameter *p = &request->parameters.v[i];
        ph_complaint *c = PH_PUSH(context->arena, &question.complaints);
        ph_str words = ph_dupf(context->arena, "there is no parameter '%.*s'",
                               PH_FMT(ph_utf8_cut(p->name, 100)));
        if (!c || !words.s)
            return ph_fail_memory(err);
        *c = (ph_complaint){p->name, p->value, words};
    }
    if (question.complaints.n)
        return refuse(response, &question, err);
    ph_status status = ph_api_document_id(request, &id, err);
    if (status == PH_OK)
        status = ph_reader_get(context->reader, id, context->arena, &record, err);
    if (status != PH_OK)
        return status;
    json_t *json = ph_record_json(&record, context->site->vocabulary, PH_STR("en"));
    return ph_response_json(response, 200, PH_TYPE_JSON, json, err);
}
