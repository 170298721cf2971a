/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/limits.h"
#include "search/suggest.h"
#include "search/text.h"
#include "web/api.h"
#include "web/page.h"
#include "web/suggest.h"

#define LIMIT_DEFAULT 10

/* --- words and addresses -------------------------------------------------------------- */

/* What a suggestion is, in a word or two. */
static json_t *description(const ph_context *context, const ph_suggestion *s)
{
    switch (s->kind) {
    case PH_SUGGEST_TITLE: return ph_json_str(ph_words(context, "Document"));
    case PH_SUGGEST_CONCEPT: return ph_json_str(ph_facet_words(context, s->facet));
    case PH_SUGGEST_PHRASE: return ph_json_str(ph_words(context, "Phrase"));
    case PH_SUGGEST_WORD: return ph_json_str(ph_words(context, "Word"));
    }
    return NULL;
}

/* The document, the documents with the concept, or those that the text finds. */
static ph_str address(const ph_context *context, const ph_suggestion *s)
{
    ph_str base = context->site->base;
    ph_buf buf = {0};
    ph_buf_add(&buf, base);
    if (s->id.n) {
        ph_buf_addc(&buf, "/documents/");
        ph_buf_add(&buf, s->id);
    } else {
        bool concept = s->kind == PH_SUGGEST_CONCEPT;
        ph_buf_addf(&buf, "/search?%s=", concept ? ph_facets[s->facet].name : "q");
        ph_url_escape(&buf, concept ? s->value : s->text);
    }
    ph_str url = buf.failed ? PH_ABSENT : ph_dup(context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return url;
}

/* --- reading -------------------------------------------------------------------------- */

ph_status ph_suggest_opensearch(const ph_context *context, const ph_request *request,
                                ph_response *response, ph_error *err)
{
    ph_suggestions list;
    ph_str q = ph_request_parameter(request, "q");
    if (!q.s)
        q = PH_STR("");
    ph_status status = ph_suggest(context->reader, context->site->labels, q, LIMIT_DEFAULT,
                                  context->arena, &list, err);
    if (status != PH_OK)
        return status;
    json_t *texts = json_array(), *words = json_array(), *urls = json_array();
    bool ok = texts && words && urls;
    for (size_t i = 0; i < list.n && ok; i++)
        ok = ph_json_add(texts, ph_json_str(list.v[i].text)) &&
             ph_json_add(words, description(context, &list.v[i])) &&
             ph_json_add(urls, ph_json_str(address(context, &list.v[i])));
    json_t *json = json_pack("[o, o, o, o]", ph_json_str(q), texts, words, urls);
    return ph_response_json(response, 200, PH_TYPE_SUGGESTIONS, ph_json_done(json, ok),
                            err);
}

/* --- for programs ----------------------------------------------------------------------- */

static json_t *suggestion_json(const ph_context *context, const ph_suggestion *s)
{
    json_t *o = json_pack("{s:o, s:s, s:o}", "text", ph_json_str(s->text), "kind",
                          ph_suggestion_kind_name(s->kind), "url",
                          ph_json_str(address(context, s)));
    bool ok = o != NULL;
    if (s->found)
        ok = ok && ph_json_put(o, "documents", json_integer((json_int_t)s->found));
    if (s->id.n)
        ok = ok && ph_json_put(o, "id", ph_json_str(s->id));
    if (s->kind == PH_SUGGEST_CONCEPT)
        ok = ok && ph_json_put(o, "facet", json_string(ph_facets[s->facet].name)) &&
             ph_json_put(o, "value", ph_json_str(s->value));
    return ph_json_done(o, ok);
}

static ph_status complain(ph_question *question, const ph_parameter *p, ph_str text,
                          ph_arena *arena, ph_error *err)
{
    ph_complaint *c = PH_PUSH(arena, &question->complaints);
    if (!c || !text.s)
        return ph_fail_memory(err);
    *c = (ph_complaint){p->name, p->value, text};
    return PH_OK;
}

/* q, limit and what travels, and nothing else. */
static ph_status read_parameters(const ph_context *context, const ph_request *request,
                                 ph_question *question, ph_str *q, size_t *limit,
                                 ph_error *err)
{
    ph_arena *arena = context->arena;
    ph_status status = PH_OK;
    for (size_t i = 0; i < request->parameters.n && status == PH_OK; i++) {
        const ph_parameter *p = &request->parameters.v[i];
        uint64_t n = 0;
        bool ui = ph_eqc(p->name, "ui");
        bool spoken = ui && ph_language_find(&context->site->languages, p->value);
        if (!p->value.n || spoken || ph_eqc(p->name, "pack"))
            continue;
        if (ph_eqc(p->name, "q"))
            *q = p->value;
        else if (ui)
            status = complain(question, p,
                              ph_dupf(arena, "ui: there are no pages in '%.*s'",
                                      PH_FMT(ph_utf8_cut(p->value, 100))),
                              arena, err);
        else if (!ph_eqc(p->name, "limit"))
            status = complain(question, p,
                              ph_dupf(arena, "there is no parameter '%.*s'",
                                      PH_FMT(ph_utf8_cut(p->name, 100))),
                              arena, err);
        else if (ph_number(p->value, &n) && n >= 1 && n <= PH_SUGGEST_MAX)
            *limit = (size_t)n;
        else
            status =
                complain(question, p,
                         ph_dupf(arena, "limit is a number from 1 to %d", PH_SUGGEST_MAX),
                         arena, err);
    }
    return status;
}

ph_status ph_api_suggest(const ph_context *context, const ph_request *request,
                         ph_response *response, ph_error *err)
{
    ph_question question = {.query.arena = context->arena};
    ph_suggestions list;
    ph_str q = PH_STR("");
    size_t limit = LIMIT_DEFAULT;
    ph_status status = read_parameters(context, request, &question, &q, &limit, err);
    if (status == PH_OK && question.complaints.n)
        return ph_api_problem(response, 400, "Bad Request", question.complaints.v[0].text.s,
                              &question, err);
    if (status == PH_OK)
        status = ph_suggest(context->reader, context->site->labels, q, limit,
                            context->arena, &list, err);
    if (status != PH_OK)
        return status;
    json_t *array = json_array();
    bool ok = array != NULL;
    for (size_t i = 0; i < list.n && ok; i++)
        ok = ph_json_add(array, suggestion_json(context, &list.v[i]));
    json_t *json = json_pack("{s:i, s:o, s:o}", "schema", 1, "q", ph_json_str(q),
                             "suggestions", array);
    return ph_response_json(response, 200, PH_TYPE_JSON, ph_json_done(json, ok), err);
}
