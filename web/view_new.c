/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was added or changed last, of any search. */
#include "config.h"

#include "search/text.h"
#include "web/answer_words.h"
#include "web/feed.h"
#include "web/links.h"
#include "web/results.h"

/* To each result, when it came in, when it changed last, and which of both that was. */
static bool add_times(const ph_context *context, const ph_result *result, json_t *hits,
                      bool words)
{
    bool ok = true;
    for (size_t i = 0; i < result->hits.n && ok; i++) {
        const ph_record *r = &result->hits.v[i].record;
        json_t *hit = json_array_get(hits, i);
        bool fresh = ph_eq(r->added, r->modified);
        ph_str date = ph_date_words(context, ph_sub(r->modified, 0, 10));
        ph_str told = fresh ? PH_SAY(context, "Added on {date}", {"date", date})
                            : PH_SAY(context, "Changed on {date}", {"date", date});
        ok = ph_json_put(hit, "added", ph_json_str(r->added)) &&
             ph_json_put(hit, "modified", ph_json_str(r->modified)) &&
             ph_json_put(hit, "change", json_string(fresh ? "added" : "changed")) &&
             (!words || ph_json_put(hit, "change_words", ph_json_str(told)));
    }
    return ok;
}

static ph_str link_to(const ph_context *context, ph_str base, const char *path,
                      const ph_question *question)
{
    ph_str whole = ph_dupf(context->arena, "%.*s%s", PH_FMT(base), path);
    return whole.s ? ph_question_page(context->arena, whole, question, 1) : PH_ABSENT;
}

/* --- for programs ------------------------------------------------------------------------------ */

static ph_status send_json(const ph_context *context, const ph_request *request,
                           ph_response *response, const ph_question *q,
                           const ph_result *result, ph_error *err)
{
    ph_question bare;
    ph_str base = context->site->base, path = ph_api_address(context, request);
    if (!path.s || !ph_question_bare(context, q, &bare))
        return ph_fail_memory(err);
    ph_str feed = link_to(context, base, "/feed.atom", &bare);
    json_t *json = ph_api_result(context, q, result, base, path);
    json_t *links = json_object_get(json, "links");
    bool ok = add_times(context, result, json_object_get(json, "results"), false) &&
              ph_json_put(links, "feed", ph_json_str(feed)) &&
              ph_json_put(links, "search",
                          ph_json_str(link_to(context, base, "/search", &bare))) &&
              ph_link_field(response, "alternate", PH_TYPE_ATOM_BARE, feed) &&
              ph_link_pages(response, q, result->total, path);
    return ph_response_json(response, 200, PH_TYPE_JSON, ph_json_done(json, ok), err);
}

/* --- for people ---------------------------------------------------------------------------------- */

/* What the form that chooses a day carries along. */
static json_t *hidden_json(const ph_question *bare)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < bare->parameters.n && ok; i++) {
        const ph_parameter *p = &bare->parameters.v[i];
        if (!ph_eqc(p->name, "since"))
            ok = ph_json_add(list, json_pack("{s:o, s:o}", "name", ph_json_str(p->name),
                                             "value", ph_json_str(p->value)));
    }
    return ph_json_done(list, ok);
}

/* A day that a field of a form can show. */
static ph_str since_day(const ph_question *q)
{
    return q->query.since.n == 10 ? q->query.since : PH_STR("");
}

static ph_str sentence(const ph_context *context, const ph_question *bare, uint64_t total)
{
    if (!total)
        return ph_words(context, "Nothing new of this kind in this collection yet");
    if (!bare->parameters.n)
        return ph_count_words(context, total,
                              "{n} document, what was added or changed last first",
                              "{n} documents, what was added or changed last first");
    return ph_count_words(
        context, total,
        "{n} document with what you chose, what was added or changed last first",
        "{n} documents with what you chose, what was added or changed last first");
}

static json_t *new_json(const ph_context *context, const ph_question *q,
                        const ph_question *bare, const ph_result *result)
{
    ph_str root = context->site->root,
           path = ph_dupf(context->arena, "%.*s/new", PH_FMT(root));
    json_t *json = path.s ? ph_api_result(context, q, result, root, path) : NULL;
    json_t *hits = json_object_get(json, "results");
    bool ok = json && add_times(context, result, hits, true);
    for (size_t i = 0; i < result->hits.n && ok; i++)
        ok = ph_add_hit_words(context, &result->hits.v[i], json_array_get(hits, i));
    ok = ok && ph_add_pages(context, q, result->total, path, json) &&
         ph_json_put(json, "complaints", ph_complaints_json(context, q)) &&
         ph_json_put(json, "chips", ph_chips_json(context, bare, path)) &&
         ph_json_put(json, "words", ph_json_str(q->query.q)) &&
         ph_json_put(json, "sentence",
                     ph_json_str(sentence(context, bare, result->total))) &&
         ph_json_put(json, "hidden", hidden_json(bare)) &&
         ph_json_put(json, "since", ph_json_str(since_day(q))) &&
         ph_json_put(json, "start", json_integer((json_int_t)q->query.offset + 1)) &&
         ph_json_put(json, "search", ph_json_str(link_to(context, root, "/search", bare)));
    return ph_json_done(json, ok);
}

static ph_status send_page(const ph_context *context, ph_response *response,
                           const ph_question *q, const ph_result *result, ph_error *err)
{
    ph_question bare;
    if (!ph_question_bare(context, q, &bare))
        return ph_fail_memory(err);
    json_t *model = ph_page_new(context, ph_words(context, "What is new"), PH_ABSENT);
    json_t *page = json_object_get(model, "page");
    bool ok = ph_page_feed(context, model, "subscribe", PH_ABSENT, &bare) &&
              ph_json_put(page, "q", ph_json_str(q->query.q.s ? q->query.q : PH_STR(""))) &&
              ph_json_put(page, "light", json_true()) &&
              (!q->parameters.n || ph_json_put(page, "noindex", json_true())) &&
              ph_json_put(model, "new", new_json(context, q, &bare, result));
    return ph_page_send(context, response, "new", ph_json_done(model, ok), err);
}

ph_status ph_view_new(const ph_context *context, const ph_request *request,
                      ph_response *response, ph_error *err)
{
    ph_question q;
    ph_result result = {0};
    ph_status status = ph_question_read_new(context, request, &q, err);
    if (status == PH_OK && q.complaints.n && ph_wants_json(request))
        return ph_api_refuse(response, &q, err);
    if (status == PH_OK)
        status = ph_search(context->reader, &q.query, context->arena, &result, err);
    if (status != PH_OK)
        return status;
    return ph_wants_json(request) ? send_json(context, request, response, &q, &result, err)
                                  : send_page(context, response, &q, &result, err);
}
