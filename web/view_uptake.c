/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What came of a document's recommendations: pairs of passages, its own and a later practice's. */
#include "config.h"

#include "web/results.h"
#include "web/views.h"

/* The API's pairs, with what a reader sees besides. */
static bool add_words(const ph_context *context, const ph_record *record,
                      const ph_uptakes *uptakes, json_t *results)
{
    bool ok = true;
    for (size_t i = 0; i < uptakes->n && ok; i++) {
        const ph_uptake *u = &uptakes->v[i];
        ph_hit own = {.record = *record};
        ph_hit_passage *passage = PH_PUSH(context->arena, &own.passages);
        json_t *pair = json_array_get(results, i);
        json_t *hit = json_pack("{s:[O]}", "passages", json_object_get(pair, "passage"));
        if (passage)
            *passage = u->passage;
        ok = passage && hit && ph_add_hit_words(context, &own, hit) &&
             ph_add_hit_words(context, &u->later, json_object_get(pair, "later"));
        json_decref(hit);
    }
    return ok;
}

ph_status ph_view_uptake(const ph_context *context, const ph_request *request,
                         ph_response *response, ph_error *err)
{
    if (ph_wants_json(request))
        return ph_api_uptake(context, request, response, err);
    ph_record record = {0};
    ph_uptakes uptakes;
    ph_status status = ph_page_document(context, request, &record, err);
    if (status == PH_OK)
        status = ph_uptake_find(context->reader, &record, SIZE_MAX, context->arena,
                                &uptakes, err);
    if (status != PH_OK)
        return status;
    json_t *uptake = ph_api_uptake_result(context, &record, &uptakes, context->site->root);
    json_t *model = ph_page_new(context, ph_words(context, "What came of it"), PH_ABSENT);
    bool ok = uptake && ph_json_put(uptake, "lang", ph_json_str(record.language)) &&
              add_words(context, &record, &uptakes, json_object_get(uptake, "results"));
    ok = ph_json_put(model, "uptake", ph_json_done(uptake, ok)) && ok &&
         ph_json_put(json_object_get(model, "page"), "noindex", json_true());
    return ph_page_send(context, response, "uptake", ph_json_done(model, ok), err);
}
