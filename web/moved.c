/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/limits.h"
#include "web/api.h"
#include "web/carry.h"
#include "web/moved.h"

static bool is_document(const ph_request *request)
{
    const ph_strs *path = &request->path;
    return (path->n > 1 && ph_eqc(path->v[0], "documents")) ||
           (path->n > 3 && ph_eqc(path->v[0], "api") && ph_eqc(path->v[2], "documents"));
}

/* The request's address with one id in the place of another. */
static ph_str address(const ph_context *context, const ph_request *request, ph_str old,
                      ph_str id)
{
    ph_buf buf = {0};
    ph_buf_add(&buf, context->site->root);
    for (size_t i = 0; i < request->path.n; i++) {
        ph_str piece = request->path.v[i];
        ph_buf_byte(&buf, '/');
        if (piece.s == old.s) {
            ph_buf_add(&buf, id);
            piece = ph_sub(piece, old.n, piece.n);
        }
        ph_buf_add(&buf, piece); /* an ending, or a word of the route: nothing to escape */
    }
    if (request->query.n && request->query.n <= PH_MOVED_BYTES)
        ph_buf_addf(&buf, "?%.*s", PH_FMT(request->query));
    ph_str made = buf.failed ? PH_ABSENT : ph_dup(context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return made;
}

ph_status ph_moved_answer(const ph_context *context, const ph_request *request,
                          ph_response *response, bool *moved, ph_error *err)
{
    ph_str old, heir = PH_ABSENT;
    *moved = false;
    if (!is_document(request))
        return PH_OK;
    ph_status status = ph_api_document_id(request, &old, err);
    if (status == PH_OK)
        status = ph_reader_heir(context->reader, old, context->arena, &heir, err);
    if (status != PH_OK || !heir.n)
        return status;
    ph_str to = address(context, request, old, heir);
    ph_response_reset(response);
    response->status = 301;
    *moved = to.s && ph_response_header(response, "Location", to);
    return *moved ? PH_OK : ph_fail_memory(err);
}

void ph_moved_pack(ph_context *context)
{
    ph_strs ids = {0};
    ph_error err;
    bool any = false;
    for (size_t i = 0; i < context->pack.n; i++) {
        ph_str id = context->pack.v[i], heir;
        if (ph_reader_heir(context->reader, id, context->arena, &heir, &err) != PH_OK)
            return;
        any |= heir.n > 0;
        id = heir.n ? heir : id;
        if (!ph_strs_has(&ids, id) && !ph_strs_add(context->arena, &ids, id))
            return;
    }
    if (any) {
        bool asked = ph_starts(context->carried, PH_STR("ui="));
        context->pack = ids;
        context->carried = ph_carried(
            context->arena, asked ? ph_cstr(context->language->id) : PH_ABSENT, &ids);
    }
}
