/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The course pack to take along: what licences allow, and a list of all there is to read. */
#include "config.h"

#include <unistd.h>

#include "search/export.h"
#include "search/limits.h"
#include "web/document_text.h"
#include "web/original.h"
#include "web/pack.h"
#include "web/views.h"
#include "web/zip.h"

typedef struct bundle {
    const ph_context *context;
    ph_zip *zip;
    json_t *list; /* for reading-list.html */
    size_t bytes; /* of documents */
    ph_error *err;
} bundle;

static ph_status add_member(bundle *b, ph_str name, ph_str bytes)
{
    ph_str copy = ph_dup(b->context->arena, bytes);
    bool ok = name.s && copy.s && ph_zip_add(b->zip, name, copy);
    b->bytes += bytes.n;
    return ok ? PH_OK : ph_fail_memory(b->err);
}

/* The file as it was written.  PH_NOT_FOUND: it may not be handed out, or is not there. */
static ph_status add_original(bundle *b, const ph_record *record, const ph_file_of *file,
                              ph_str *name)
{
    ph_arena *arena = b->context->arena;
    ph_buf bytes = {0};
    int fd = -1;
    ph_error err;
    ph_status status = ph_original_open(b->context->site->config, record, file, &fd, &err);
    if (status != PH_OK)
        return PH_NOT_FOUND;
    bool fits = file->size <= PH_PACK_BYTES - b->bytes;
    ssize_t got = 0;
    while (fits && bytes.n < file->size && ph_buf_reserve(&bytes, file->size - bytes.n) &&
           (got = read(fd, bytes.s + bytes.n, file->size - bytes.n)) > 0)
        bytes.n += (size_t)got;
    close(fd);
    status = fits && bytes.n == file->size ? PH_OK : PH_NOT_FOUND;
    if (status == PH_OK) {
        *name = ph_dupf(arena, "documents/%.*s.%.*s", PH_FMT(record->id),
                        PH_FMT(ph_original_ending(file)));
        status = add_member(b, *name, ph_buf_str(&bytes));
    }
    ph_buf_free(&bytes);
    return status;
}

/* What was read of it, where the licence lets it be handed on but the file itself cannot be. */
static ph_status add_text(bundle *b, const ph_record *record, ph_str *name)
{
    ph_buf text = {0};
    if (!ph_config_hands_out(b->context->site->config, record->license))
        return PH_NOT_FOUND;
    ph_status status =
        ph_document_text(b->context, record, &text) ? PH_OK : ph_fail_memory(b->err);
    if (status == PH_OK && text.n > PH_PACK_BYTES - b->bytes)
        status = PH_NOT_FOUND;
    if (status == PH_OK) {
        *name = ph_dupf(b->context->arena, "documents/%.*s.txt", PH_FMT(record->id));
        status = add_member(b, *name, ph_buf_str(&text));
    }
    ph_buf_free(&text);
    return status;
}

static ph_status add_document(bundle *b, const ph_pack_item *item)
{
    const ph_context *context = b->context;
    const ph_record *r = &item->record;
    ph_record again = {0};
    ph_file_of file = {0};
    ph_str name = PH_ABSENT;
    ph_status status =
        ph_reader_get_file(context->reader, r->id, context->arena, &again, &file, b->err);
    if (status == PH_OK)
        status = add_original(b, &again, &file, &name);
    if (status == PH_NOT_FOUND)
        status = add_text(b, r, &name);
    if (status != PH_OK && status != PH_NOT_FOUND)
        return status;
    ph_str url = ph_dupf(context->arena, "%.*s/documents/%.*s", PH_FMT(context->absolute),
                         PH_FMT(r->id));
    bool ok = ph_json_add(
        b->list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "title", ph_json_str(r->title),
                           "lang", ph_json_str(r->language), "url", ph_json_str(url),
                           "file", ph_json_str(name), "license", ph_json_str(r->license),
                           "date", ph_json_str(ph_date_words(context, r->date))));
    return ok ? PH_OK : ph_fail_memory(b->err);
}

static ph_status add_list(bundle *b)
{
    const ph_context *context = b->context;
    ph_buf page = {0};
    json_t *model =
        json_pack("{s:{s:s, s:s}, s:O}", "page", "lang", context->language->tag,
                  "direction", context->language->direction, "documents", b->list);
    ph_status status = model ? ph_templates_render(context->language->templates,
                                                   "reading_list", model, &page, b->err)
                             : ph_fail_memory(b->err);
    if (status == PH_OK)
        status = add_member(b, PH_STR("reading-list.html"), ph_buf_str(&page));
    json_decref(model);
    ph_buf_free(&page);
    return status;
}

static ph_status add_references(bundle *b, const ph_result *result)
{
    static const char *const formats[] = {"ris", "bibtex", "csl"};
    ph_status status = PH_OK;
    for (size_t i = 0; i < sizeof formats / sizeof *formats && status == PH_OK; i++) {
        const ph_export_format *format = ph_export_find(ph_cstr(formats[i]));
        ph_buf bytes = {0};
        ph_str name =
            ph_dupf(b->context->arena, "references.%s", format ? format->ending : "");
        bool ok =
            format && ph_export_hits(&bytes, format, result, b->context->site->vocabulary,
                                     b->context->absolute);
        status = ok ? add_member(b, name, ph_buf_str(&bytes)) : ph_fail_memory(b->err);
        ph_buf_free(&bytes);
    }
    return status;
}

ph_status ph_view_pack_zip(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err)
{
    ph_pack pack;
    ph_result result = {0};
    (void)request;
    bundle b = {context, ph_zip_new(), json_array(), 0, err};
    ph_status status =
        b.zip && b.list ? ph_pack_open(context, &pack, err) : ph_fail_memory(err);
    for (size_t i = 0; status == PH_OK && i < pack.items.n; i++) {
        ph_hit *hit = PH_PUSH(context->arena, &result.hits);
        status = hit ? add_document(&b, &pack.items.v[i]) : ph_fail_memory(err);
        if (hit)
            *hit = (ph_hit){.record = pack.items.v[i].record};
    }
    if (status == PH_OK)
        status = add_list(&b);
    if (status == PH_OK)
        status = add_references(&b, &result);
    if (status == PH_OK && !ph_zip_write(b.zip, &response->body))
        status = ph_fail_memory(err);
    response->type = "application/zip";
    if (status == PH_OK && !ph_response_header(response, "Content-Disposition",
                                               PH_STR("attachment; filename=\"pack.zip\"")))
        status = ph_fail_memory(err);
    ph_zip_free(b.zip);
    json_decref(b.list);
    return status;
}
