/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page of results for programs that keep references, and for spreadsheets. */
#include "config.h"

#include <string.h>

#include "search/export.h"
#include "web/api.h"
#include "web/views.h"

ph_status ph_view_export(const ph_context *context, const ph_request *request,
                         ph_response *response, ph_error *err)
{
    ph_question q;
    ph_result result = {0};
    ph_str ending = ph_sub(request->path.v[0], strlen("search."), request->path.v[0].n);
    const ph_export_format *format = ph_export_find(ending);
    if (!format || !ph_eqc(ending, format->ending))
        return ph_fail(err, PH_NOT_FOUND, PH_N("There is no page at this address."));
    ph_status status = ph_question_read(context, request, &q, err);
    if (status == PH_OK && q.complaints.n)
        return ph_api_refuse(response, &q, err);
    q.query.want = PH_WANT_HITS;
    if (status == PH_OK)
        status = ph_search(context->reader, &q.query, context->arena, &result, err);
    if (status != PH_OK)
        return status;
    response->type = format->type;
    ph_str name =
        ph_dupf(context->arena, "attachment; filename=\"peerhub.%s\"", format->ending);
    bool done = name.s && ph_response_header(response, "Content-Disposition", name) &&
                ph_export_hits(&response->body, format, &result, context->site->vocabulary,
                               context->absolute);
    return done ? PH_OK : ph_fail_memory(err);
}

json_t *ph_export_links(const ph_context *context, const ph_question *q)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (const ph_export_format *f = ph_export_formats; f->name && ok; f++) {
        ph_str path = ph_dupf(context->arena, "%.*s/search.%s", PH_FMT(context->site->root),
                              f->ending);
        ph_str url =
            path.s ? ph_question_page(context->arena, path, q, q->page) : PH_ABSENT;
        ok = url.s && ph_json_add(list, json_pack("{s:s, s:o}", "label", f->label, "url",
                                                  ph_json_str(url)));
    }
    return ph_json_done(list, ok);
}
