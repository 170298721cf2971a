/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A document as a file: as a reference, as plain text, as it was written. */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "search/export.h"
#include "web/document_text.h"
#include "web/head.h"
#include "web/original.h"
#include "web/page.h"
#include "web/views.h"

/* What is opened in a browser all the same may do nothing there. */
static const char sandbox[] = "default-src 'none'; sandbox; form-action 'none'; "
                              "base-uri 'none'; frame-ancestors 'none'";

static ph_status name_file(const ph_context *context, ph_response *response,
                           const char *way, ph_str id, ph_str ending, ph_error *err)
{
    ph_str value = ph_dupf(context->arena, "%s; filename=\"%.*s.%.*s\"", way, PH_FMT(id),
                           PH_FMT(ending));
    return value.s && ph_response_header(response, "Content-Disposition", value)
               ? PH_OK
               : ph_fail_memory(err);
}

ph_status ph_view_document_export(const ph_context *context, const ph_request *request,
                                  ph_response *response, ph_error *err)
{
    ph_record record = {0};
    ph_result result = {0};
    ph_str last = request->path.v[1];
    ph_status status = ph_page_document(context, request, &record, err);
    if (status != PH_OK)
        return status;
    const ph_export_format *format = ph_export_find(ph_sub(last, record.id.n + 1, last.n));
    ph_hit *hit = PH_PUSH(context->arena, &result.hits);
    if (!format || !hit)
        return format
                   ? ph_fail_memory(err)
                   : ph_fail(err, PH_NOT_FOUND, PH_N("There is no page at this address."));
    hit->record = record;
    response->type = format->type;
    if (!ph_head_part(context, record.id, "describes", response))
        return ph_fail_memory(err);
    status =
        name_file(context, response, "attachment", record.id, ph_cstr(format->ending), err);
    if (status == PH_OK && !ph_export_hits(&response->body, format, &result,
                                           context->site->vocabulary, context->absolute))
        status = ph_fail_memory(err);
    return status;
}

ph_status ph_view_document_text(const ph_context *context, const ph_request *request,
                                ph_response *response, ph_error *err)
{
    ph_record record = {0};
    ph_status status = ph_page_document(context, request, &record, err);
    if (status != PH_OK)
        return status;
    response->type = PH_TYPE_TEXT;
    return ph_document_text(context, &record, &response->body) ? PH_OK
                                                               : ph_fail_memory(err);
}

/* --- the file itself -------------------------------------------------------------------- */

/* A media type as it may stand in a header field. */
static bool is_type(ph_str type)
{
    for (size_t i = 0; i < type.n; i++)
        if (type.s[i] <= ' ' || type.s[i] > '~')
            return false;
    return type.n > 0 && memchr(type.s, '/', type.n);
}

/* 416 (RFC 9110, 15.5.17). */
static ph_status outside(const ph_context *context, const ph_request *request,
                         ph_response *response, uint64_t size, ph_error *err)
{
    static const char words[] = PH_N("The file has no bytes in this range.");
    ph_response_reset(response);
    ph_str range = ph_dupf(context->arena, "bytes */%" PRIu64, size);
    ph_status status =
        ph_wants_json(request)
            ? ph_api_problem(response, 416, "Range Not Satisfiable", words, NULL, err)
            : ph_view_error(context, request, response, 416, words, err);
    if (status == PH_OK && !ph_response_header(response, "Content-Range", range))
        status = ph_fail_memory(err);
    return status;
}

static ph_status cut_range(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_str etag, uint64_t size, ph_error *err)
{
    uint64_t first = 0, n = size;
    bool asked = request->method == PH_GET &&
                 (!request->if_range.s || ph_eq(ph_trim(request->if_range), etag));
    ph_range range =
        asked ? ph_request_range(request->range, size, &first, &n) : PH_RANGE_ALL;
    if (range == PH_RANGE_OUTSIDE)
        return outside(context, request, response, size, err);
    response->offset = first;
    response->length = n;
    if (range == PH_RANGE_ALL)
        return PH_OK;
    response->status = 206;
    ph_str part = ph_dupf(context->arena, "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, first,
                          first + n - 1, size);
    return part.s && ph_response_header(response, "Content-Range", part)
               ? PH_OK
               : ph_fail_memory(err);
}

ph_status ph_view_original(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err)
{
    ph_record record = {0};
    ph_file_of file = {0};
    ph_status status = ph_page_original(context, request, &record, &file, err);
    if (status == PH_OK)
        status =
            ph_original_open(context->site->config, &record, &file, &response->fd, err);
    if (status != PH_OK)
        return status;
    /* Strong: these very bytes. */
    ph_str etag =
        ph_dupf(context->arena, "\"%016" PRIx64 "-%" PRIx64 "\"", file.content, file.size);
    if (!etag.s || !ph_response_header(response, "ETag", etag) ||
        !ph_response_header(response, "Accept-Ranges", PH_STR("bytes")))
        return ph_fail_memory(err);
    if (!ph_head_part(context, record.id, "collection", response))
        return ph_fail_memory(err);
    response->policy = sandbox;
    ph_str type =
        ph_dup(response->arena,
               is_type(record.mime) ? record.mime : PH_STR("application/octet-stream"));
    if (!type.s)
        return ph_fail_memory(err);
    response->type = type.s;
    if (ph_request_has_tag(request, etag)) {
        ph_response_free(response); /* the file */
        response->status = 304;
        return PH_OK;
    }
    status = name_file(context, response, "attachment", record.id,
                       ph_original_ending(&file), err);
    return status ? status : cut_range(context, request, response, etag, file.size, err);
}

/* --- links ------------------------------------------------------------------------------ */

static bool add_file(const ph_context *context, json_t *list, const ph_record *r,
                     const char *ending, const char *type, ph_str label)
{
    ph_str url = ph_dupf(context->arena, "%.*s/documents/%.*s.%s",
                         PH_FMT(context->site->root), PH_FMT(r->id), ending);
    return url.s && ph_json_add(list, json_pack("{s:o, s:s, s:o}", "url", ph_json_str(url),
                                                "type", type, "label", ph_json_str(label)));
}

json_t *ph_document_files(const ph_context *context, const ph_record *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    if (!context->edition || ph_edition_has_text(context->edition, r->id))
        ok = ok && add_file(context, list, r, "txt", PH_TYPE_TEXT,
                            ph_words(context, "plain text"));
    for (const ph_export_format *f = ph_export_formats; f->name && ok; f++)
        if (!ph_eqc(ph_cstr(f->name), "csv"))
            ok = add_file(context, list, r, f->ending, f->type, ph_cstr(f->label));
    if (!context->edition)
        ok = ok && add_file(context, list, r, "json", PH_TYPE_JSON, PH_STR("JSON"));
    return ph_json_done(list, ok);
}
