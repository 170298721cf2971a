/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PDF (ISO 32000) through poppler.  What poppler opens while it parses: the CMap files of
 * poppler-data (/usr/share/poppler, POPPLER_DATADIR of its build), for text in Chinese, Japanese
 * or Korean whose font is not embedded, and nothing else: text needs no fonts, so that
 * fontconfig is not asked (seen with strace over 170 files).  The list of these files is read when the first document is opened
 * and forgotten with the last one; ph_pdf_init opens a document to keep it.
 */
#include "config.h"

#include <limits.h>
#include <string.h>

#include "indexer/parse_common.h"
#include "indexer/pdf_meta.h"
#include "indexer/pdf_page.h"
#include "indexer/text_build.h"
#include "search/limits.h"

#define HEADER_WITHIN 1024

/* What is kept open; beside it the parsers keep only their schema (xml_schema.c).  The converter
 * is for titles in UTF-16: the C library loads its code from a file, and forgets it when nobody
 * has it open. */
static PopplerDocument *kept;
static GIConv converter;

static const char smallest[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    "trailer<</Root 1 0 R>>\n";

/* --- poppler ------------------------------------------------------------------------------ */

/* Poppler and GLib tell of every damaged object; the reader of a log cannot help it. */
static GLogWriterOutput say_nothing(GLogLevelFlags level, const GLogField *fields, gsize n,
                                    gpointer user)
{
    (void)level;
    (void)fields;
    (void)n;
    (void)user;
    return G_LOG_WRITER_HANDLED;
}

static void print_nothing(const char *domain, GLogLevelFlags level, const char *message,
                          gpointer user)
{
    (void)domain;
    (void)level;
    (void)message;
    (void)user;
}

static PopplerDocument *open_bytes(ph_str bytes, GError **error)
{
    GBytes *data = g_bytes_new_static(bytes.s, bytes.n);
    PopplerDocument *pdf = poppler_document_new_from_bytes(data, NULL, error);
    g_bytes_unref(data);
    return pdf;
}

ph_status ph_pdf_init(ph_error *err)
{
    static bool silent;
    size_t bytes = 0;
    ph_pdf_pieces none = {0};
    ph_pdf_finish();
    if (!silent) {
        g_log_set_writer_func(say_nothing, NULL, NULL);
        g_log_set_default_handler(print_nothing, NULL);
    }
    silent = true;
    converter = g_iconv_open("UTF-8", "UTF-16");
    kept = open_bytes(PH_STR(smallest), NULL);
    PopplerPage *page = kept ? poppler_document_get_page(kept, 0) : NULL;
    if (!page)
        return ph_fail(err, PH_INTERNAL,
                       "poppler, which reads PDF documents, cannot be started");
    bool ok = ph_pdf_page_read(NULL, page, 1, &none, &bytes);
    g_object_unref(page);
    return ok ? PH_OK : ph_fail_memory(err);
}

void ph_pdf_finish(void)
{
    g_clear_object(&kept);
    if (converter && converter != (GIConv)-1)
        g_iconv_close(converter);
    converter = NULL;
}

/* The header may stand behind other bytes. */
static bool has_header(ph_str bytes)
{
    return memmem(bytes.s, bytes.n < HEADER_WITHIN ? bytes.n : HEADER_WITHIN, "%PDF", 4);
}

static ph_status refuse(ph_str bytes, const GError *error, ph_error *err)
{
    if (error && g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
        return ph_fail(err, PH_INVALID,
                       "the PDF is encrypted and opens only with a password; save it "
                       "without one");
    if (!has_header(bytes))
        return ph_fail(err, PH_INVALID,
                       "the file is no PDF document, although its name says so");
    return ph_fail(err, PH_INVALID,
                   "the PDF is damaged and cannot be opened; fetch or save it anew");
}

/* --- pages -------------------------------------------------------------------------------- */

typedef struct reader {
    ph_arena *arena;
    ph_document *doc;
    PopplerDocument *pdf;
    ph_pdf_pieces pieces;
    double *heights;
    size_t pages, bytes;
    size_t bare;   /* pages without text, but with pictures */
    size_t broken; /* pages that cannot be read */
    unsigned column;
} reader;

static bool has_pictures(PopplerPage *page)
{
    GList *pictures = poppler_page_get_image_mapping(page);
    bool any = pictures != NULL;
    poppler_page_free_image_mapping(pictures);
    return any;
}

/* Returns false when there is no memory. */
static bool read_page(reader *r, size_t i)
{
    double width;
    size_t from = r->pieces.n;
    PopplerPage *page = poppler_document_get_page(r->pdf, (int)i);
    r->heights[i] = 0;
    if (!page) {
        r->broken++;
        return true;
    }
    poppler_page_get_size(page, &width, &r->heights[i]);
    bool ok = ph_pdf_page_read(r->arena, page, (unsigned)i + 1, &r->pieces, &r->bytes) &&
              ph_pdf_order(r->arena, &r->pieces, from, &r->column);
    if (ok && r->pieces.n == from && has_pictures(page))
        r->bare++;
    g_object_unref(page);
    return ok;
}

/* Warnings of what was not read.  Returns false when there is no memory. */
static bool tell(reader *r, size_t all)
{
    bool ok = true;
    if (r->pages < all)
        ok =
            ph_parse_warn(r->doc, r->arena,
                          "only the first %zu of %zu pages were read: the text is too long",
                          r->pages, all);
    if (ok && r->bare)
        ok = ph_parse_warn(r->doc, r->arena,
                           "%zu of %zu pages have no text: they are scanned pictures, and "
                           "nothing on them is found; run the PDF through text recognition "
                           "(OCR)",
                           r->bare, all);
    if (ok && r->broken)
        ok =
            ph_parse_warn(r->doc, r->arena,
                          "%zu of %zu pages are damaged and were left out", r->broken, all);
    return ok;
}

static ph_status read_pages(reader *r, ph_error *err)
{
    int n = poppler_document_get_n_pages(r->pdf);
    size_t all = n > 0 ? (size_t)n : 0;
    if (!all)
        return ph_fail(err, PH_INVALID, "the PDF has no pages");
    size_t most = all < PH_PDF_PAGES ? all : PH_PDF_PAGES;
    r->heights = ph_alloc(r->arena, most * sizeof *r->heights);
    bool ok = r->heights != NULL;
    for (; r->pages < most && r->bytes < PH_PDF_TEXT && ok; r->pages++)
        ok = read_page(r, r->pages);
    if (!ok)
        return ph_fail_memory(err);
    if (!r->pieces.n && r->broken)
        return ph_fail(
            err, PH_INVALID,
            "the PDF is damaged: none of its pages can be read; fetch or save it "
            "anew");
    if (!r->pieces.n && r->bare)
        return ph_fail(
            err, PH_UNSUPPORTED,
            "the PDF has no text: its pages are scanned pictures; run it through "
            "text recognition (OCR) first");
    if (!r->pieces.n)
        return ph_fail(err, PH_INVALID,
                       "the PDF has no text: its pages are empty or only drawn on");
    return tell(r, all) ? PH_OK : ph_fail_memory(err);
}

static ph_status parse(ph_input input, ph_arena *arena, ph_document *doc, ph_error *err)
{
    GError *error = NULL;
    reader r = {.arena = arena, .doc = doc, .pdf = open_bytes(input.bytes, &error)};
    if (!r.pdf) {
        ph_status refused = refuse(input.bytes, error, err);
        g_clear_error(&error);
        return refused;
    }
    ph_lines lines = {0};
    /* before the pages: where one is damaged, poppler begins anew and forgets this */
    bool ok = ph_pdf_meta(arena, doc, r.pdf);
    ph_status status = ok ? read_pages(&r, err) : PH_NO_MEMORY;
    if (status == PH_OK)
        ok = ph_pdf_furniture(arena, &r.pieces, r.heights, r.pages) &&
             ph_pdf_lines(arena, &r.pieces, &lines) &&
             ph_text_build(arena, doc, &lines, false);
    g_object_unref(r.pdf);
    return ok ? status : ph_fail_memory(err);
}

const ph_format ph_format_pdf = {
    .name = "PDF", .mime = "application/pdf", .extensions = "pdf ", .parse = parse};
