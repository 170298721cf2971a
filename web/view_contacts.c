/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who did this: organisations, and people who consent, over all hits of a question. */
#include "config.h"

#include "search/export_contacts.h"
#include "search/export_vcard.h"
#include "web/answer_words.h"
#include "web/expansions.h"
#include "web/results.h"
#include "web/tree.h"
#include "web/views.h"

static ph_str path_of(const ph_context *context, const char *name)
{
    return ph_dupf(context->arena, "%.*s/%s", PH_FMT(context->site->root), name);
}

static json_t *answer_json(const ph_context *context, const ph_question *q,
                           const ph_contacts_result *result, ph_str base, ph_str path)
{
    json_t *json = ph_contacts_json(result, &q->query, context->site->vocabulary, base,
                                    ph_cstr(context->language->tag));
    bool ok = json && path.s &&
              ph_expansions_link(context, q, &result->expansions, path,
                                 json_object_get(json, "expansions")) &&
              ph_json_put(json, "links", ph_api_links(context, q, result->total, path));
    return ph_json_done(json, ok);
}

/* Reads the question and answers it; *refused: with a problem document, because a program
 * asked for what cannot be. */
static ph_status ask(const ph_context *context, const ph_request *request,
                     ph_response *response, bool strict, ph_question *q,
                     ph_contacts_result *result, bool *refused, ph_error *err)
{
    ph_status status = ph_question_read_contacts(context, request, q, err);
    *refused = status == PH_OK && strict && q->complaints.n;
    if (*refused)
        return ph_api_refuse(response, q, err);
    return status ? status
                  : ph_contacts(context->reader, &q->query, context->arena, result, err);
}

ph_status ph_api_contacts(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err)
{
    ph_question q;
    ph_contacts_result result = {0};
    bool refused;
    ph_status status = ask(context, request, response, true, &q, &result, &refused, err);
    if (status != PH_OK || refused)
        return status;
    ph_str base = context->site->base, path = ph_api_address(context, request);
    if (!path.s)
        return ph_fail_memory(err);
    return ph_response_json(response, 200, PH_TYPE_JSON,
                            answer_json(context, &q, &result, base, path), err);
}

ph_status ph_view_vcard(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err)
{
    ph_question q;
    ph_contacts_result result = {0};
    bool refused;
    ph_status status = ask(context, request, response, true, &q, &result, &refused, err);
    if (status != PH_OK || refused)
        return status;
    response->type = "text/vcard; charset=utf-8"; /* RFC 6350, 10.1 */
    ph_response_header(response, "Content-Disposition",
                       PH_STR("attachment; filename=\"contacts.vcf\""));
    return ph_contacts_vcard(&response->body, &result, &q.query, context->site->vocabulary,
                             context->absolute)
               ? PH_OK
               : ph_fail_memory(err);
}

/* --- the page --------------------------------------------------------------------------- */

/* "12 organisations in 34 documents" */
static ph_str sentence(const ph_context *context, const ph_contacts_result *result)
{
    if (result->total == 0)
        return ph_words(context, "Nobody is known for this yet");
    ph_str who =
        ph_count_words(context, result->total, "{n} organisation", "{n} organisations");
    return PH_COUNT(context, result->documents, "{organisations} in {n} document",
                    "{organisations} in {n} documents", {"organisations", who});
}

/* Topics that it has worked on besides what was found, as links; each way in words. */
static bool add_who_words(const ph_context *context, const ph_who *from, json_t *who)
{
    json_t *others = json_array(), *ways = json_object_get(who, "ways");
    bool ok = others != NULL;
    for (size_t i = 0; i < from->topics.n && ok; i++) {
        const ph_topic *t = &from->topics.v[i];
        ph_str url =
            ph_dupf(context->arena, "%.*s/search?%s=%.*s", PH_FMT(context->site->root),
                    ph_facets[t->facet].name, PH_FMT(t->value));
        if (t->count > t->found)
            ok = url.s &&
                 ph_json_add(
                     others,
                     json_pack("{s:o, s:I, s:o}", "label",
                               ph_json_str(ph_numbered_label(context, t->facet, t->value)),
                               "n", (json_int_t)(t->count - t->found), "url",
                               ph_json_str(url)));
    }
    for (size_t i = 0; i < from->ways.n && ok; i++) {
        json_t *way = json_array_get(ways, i);
        ok = ph_json_put(way, "mailbox", json_boolean(from->ways.v[i].mailbox)) &&
             ph_json_put(way, "words",
                         ph_json_str(ph_words(context, ph_way_words(&from->ways.v[i]))));
    }
    json_t *evidence = json_object_get(who, "evidence");
    for (size_t i = 0; i < from->proof.n && ok; i++)
        ok = ph_json_put(json_array_get(evidence, i), "role_words",
                         ph_json_str(ph_role_words(context, from->proof.v[i].role)));
    if (!ok)
        json_decref(others);
    ph_str weight = ph_decimal_words(context, from->weight);
    return ok && ph_json_put(who, "others", others) &&
           ph_add_organisation_label(context, from->id, from->name, who) &&
           ph_json_put(who, "weight_words", ph_json_str(weight)) &&
           ph_json_put(who, "documents_words",
                       ph_json_str(ph_count_words(context, from->documents, "{n} document",
                                                  "{n} documents")));
}

static json_t *page_json(const ph_context *context, const ph_question *q,
                         const ph_contacts_result *result)
{
    ph_str path = path_of(context, "contacts"), search = path_of(context, "search");
    ph_str vcard = path_of(context, "contacts.vcf");
    json_t *answer = answer_json(context, q, result, context->site->root, path);
    json_t *list = json_object_get(answer, "organisations");
    bool ok = answer && search.s && vcard.s;
    for (size_t i = 0; i < result->organisations.n && ok; i++)
        ok = add_who_words(context, &result->organisations.v[i], json_array_get(list, i));
    ph_str documents = ph_question_link(context->arena, search, q, PH_NONE, NULL);
    ph_str card = ph_question_page(context->arena, vcard, q, q->page);
    ok = ok && documents.s && card.s && ph_expansions_page(context, q, path, answer) &&
         ph_json_put(answer, "sentence", ph_json_str(sentence(context, result))) &&
         ph_json_put(answer, "complaints", ph_complaints_json(context, q)) &&
         ph_json_put(answer, "chips", ph_chips_json(context, q, path)) &&
         ph_json_put(answer, "hidden", ph_hidden_json(q, result->facets)) &&
         ph_json_put(answer, "spelling",
                     ph_spelling_json(context, q, result->suggestion, path)) &&
         ph_json_put(answer, "groups", ph_facet_groups(context, q, result->facets)) &&
         ph_json_put(answer, "clear", ph_json_str(path)) &&
         ph_json_put(answer, "search", ph_json_str(documents)) &&
         ph_json_put(answer, "vcard",
                     result->total + result->people.n ? ph_json_str(card) : json_null()) &&
         ph_json_put(answer, "start", json_integer((json_int_t)q->query.offset + 1)) &&
         ph_json_put(answer, "q", ph_json_str(q->query.q.s ? q->query.q : PH_STR("")));
    return ph_json_done(answer, ok);
}

ph_status ph_view_contacts(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err)
{
    ph_question q;
    ph_contacts_result result = {0};
    bool refused;
    if (ph_wants_json(request))
        return ph_api_contacts(context, request, response, err);
    ph_status status = ask(context, request, response, false, &q, &result, &refused, err);
    if (status != PH_OK)
        return status;
    json_t *model = ph_page_new(context, ph_words(context, "Who did this"), PH_ABSENT);
    json_t *page = json_object_get(model, "page");
    bool ok = ph_json_put(page, "noindex", json_true()) &&
              ph_json_put(page, "light", json_true()) &&
              ph_json_put(model, "contacts", page_json(context, &q, &result));
    return ph_page_send(context, response, "contacts", ph_json_done(model, ok), err);
}
