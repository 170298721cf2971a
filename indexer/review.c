/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <libxml/xmlwriter.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/review.h"
#include "search/text.h"

/* How much of a passage stands around the words of a tag. */
#define AROUND ((size_t)70)

static const char style[] =
    ":root{color-scheme:light dark;--line:#8886;--mark:#fd06}"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:auto;padding:1rem}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{border-bottom:1px solid var(--line);padding:.3rem .6rem .3rem 0;text-align:left;"
    "vertical-align:top}"
    "article{border-top:3px solid var(--line);margin-top:2rem}"
    "mark{background:var(--mark);color:inherit}"
    "pre{overflow:auto;padding:.8rem;border:1px solid var(--line)}"
    ".odd{border-left:4px solid #c60;padding-left:.6rem}"
    "code,small{overflow-wrap:anywhere}";

struct ph_review {
    const char *path;
    ph_arena *arena; /* of the document at hand */
    xmlBuffer *summary, *body;
    xmlTextWriter *rows, *documents;
    size_t n;
    bool failed;
};

/* --- writing ------------------------------------------------------------------------------- */

/* One writer's calls, of which each may run out of memory. */
static void check(ph_review *r, int result)
{
    r->failed = r->failed || result < 0;
}

static const xmlChar *chars(ph_review *r, ph_str s)
{
    ph_str ended = ph_dup(r->arena, s);
    r->failed = r->failed || (s.n && !ended.s);
    return (const xmlChar *)(ended.s ? ended.s : "");
}

static void open_tag(ph_review *r, xmlTextWriter *w, const char *name, const char *class)
{
    check(r, xmlTextWriterStartElement(w, (const xmlChar *)name));
    if (class)
        check(r, xmlTextWriterWriteAttribute(w, (const xmlChar *)"class",
                                             (const xmlChar *)class));
}

/* With an end of its own even when it is empty: HTML knows no <p/>. */
static void close_tag(ph_review *r, xmlTextWriter *w)
{
    check(r, xmlTextWriterFullEndElement(w));
}

static void text(ph_review *r, xmlTextWriter *w, ph_str s)
{
    check(r, xmlTextWriterWriteString(w, chars(r, s)));
}

static void element(ph_review *r, xmlTextWriter *w, const char *name, ph_str s)
{
    open_tag(r, w, name, NULL);
    text(r, w, s);
    close_tag(r, w);
}

/* --- evidence ------------------------------------------------------------------------------ */

static ph_str text_of(const ph_record *record, const ph_evidence *e)
{
    if (e->passage == 0 || e->passage > record->passages.n)
        return record->title;
    return record->passages.v[e->passage - 1].text;
}

/* A bound of a piece of text around [at, at): never within a character. */
static size_t character(ph_str s, size_t at)
{
    while (at > 0 && at < s.n && ((unsigned char)s.s[at] & 0xc0) == 0x80)
        at--;
    return at;
}

static void write_evidence(ph_review *r, const ph_record *record, const ph_evidence *e)
{
    xmlTextWriter *w = r->documents;
    ph_str whole = text_of(record, e);
    const char *found =
        whole.n && e->text.n ? memmem(whole.s, whole.n, e->text.s, e->text.n) : NULL;
    size_t start = found ? (size_t)(found - whole.s) : 0, end = start + e->text.n;
    open_tag(r, w, "div", NULL);
    if (e->passage)
        element(r, w, "small", ph_dupf(r->arena, "passage %u: ", e->passage));
    if (found) {
        size_t from = character(whole, start > AROUND ? start - AROUND : 0);
        size_t to = character(whole, end + AROUND < whole.n ? end + AROUND : whole.n);
        text(r, w, from ? PH_STR("… ") : PH_STR(""));
        text(r, w, ph_sub(whole, from, start));
        element(r, w, "mark", e->text);
        text(r, w, ph_sub(whole, end, to));
        text(r, w, to < whole.n ? PH_STR(" …") : PH_STR(""));
    } else { /* in a heading, the abstract */
        element(r, w, "mark", e->text);
    }
    close_tag(r, w);
}

/* --- tags ----------------------------------------------------------------------------------- */

static void write_tag(ph_review *r, const ph_record *record, const char *kind, ph_str label,
                      const ph_tag *tag)
{
    xmlTextWriter *w = r->documents;
    open_tag(r, w, "tr", NULL);
    element(r, w, "td", ph_cstr(kind));
    element(r, w, "td", ph_dupf(r->arena, "%.*s %.*s", PH_FMT(tag->id), PH_FMT(label)));
    element(r, w, "td",
            tag->from == PH_ASSERTED ? PH_STR("asserted")
                                     : ph_dupf(r->arena, "inferred, %.2f", tag->score));
    open_tag(r, w, "td", NULL);
    for (size_t i = 0; i < tag->evidence.n; i++)
        write_evidence(r, record, &tag->evidence.v[i]);
    close_tag(r, w);
    close_tag(r, w);
}

static void write_concepts(ph_review *r, const ph_record *record, const char *kind,
                           const char *scheme, const ph_tags *tags,
                           const ph_vocabulary *vocabulary)
{
    for (size_t i = 0; i < tags->n; i++) {
        const ph_concept *c = ph_vocabulary_find(vocabulary, scheme, tags->v[i].id);
        ph_str label = c ? ph_concept_label(c, PH_STR("en")) : PH_STR("");
        write_tag(r, record, kind, label, &tags->v[i]);
    }
}

static void write_tags(ph_review *r, const ph_record *record,
                       const ph_vocabulary *vocabulary)
{
    static const char *const heads[] = {"", "tag", "from", "made of"};
    xmlTextWriter *w = r->documents;
    open_tag(r, w, "table", NULL);
    open_tag(r, w, "tr", NULL);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        element(r, w, "th", ph_cstr(heads[i]));
    close_tag(r, w);
    for (size_t i = 0; i < record->countries.n; i++)
        write_tag(r, record, "country",
                  ph_place_name(r->arena, record->countries.v[i].id, PH_STR("en")),
                  &record->countries.v[i]);
    write_concepts(r, record, "SDG", "sdg", &record->sdgs, vocabulary);
    write_concepts(r, record, "theme", "themes", &record->themes, vocabulary);
    close_tag(r, w);
}

/* --- a side-car to copy ----------------------------------------------------------------------- */

static void add_value(ph_buf *yaml, const char *name, ph_str value)
{
    if (value.n)
        ph_buf_addf(yaml, "%s: \"%.*s\"\n", name, PH_FMT(value));
}

static void add_tags(ph_buf *yaml, const char *name, const ph_tags *tags)
{
    ph_buf_addf(yaml, "%s: [", name);
    for (size_t i = 0; i < tags->n; i++)
        ph_buf_addf(yaml, "%s\"%.*s\"", i ? ", " : "", PH_FMT(tags->v[i].id));
    ph_buf_addc(yaml, "]\n");
}

/* Values of controlled lists, codes and dates only: nothing in them needs an escape.  A row of
 * a table has no side-car. */
static void write_sidecar(ph_review *r, const ph_record *record)
{
    xmlTextWriter *w = r->documents;
    ph_buf yaml = {0};
    if (memchr(record->path.s, '#', record->path.n))
        return;
    add_value(&yaml, "type", record->type);
    add_value(&yaml, "language", record->language);
    add_value(&yaml, "date", record->date);
    add_tags(&yaml, "countries", &record->countries);
    add_tags(&yaml, "sdgs", &record->sdgs);
    add_tags(&yaml, "themes", &record->themes);
    r->failed = r->failed || yaml.failed;
    open_tag(r, w, "details", NULL);
    open_tag(r, w, "summary", NULL);
    text(r, w, PH_STR("Side-car: correct it and save it as "));
    element(r, w, "code", ph_dupf(r->arena, "%.*s.meta.yaml", PH_FMT(record->path)));
    close_tag(r, w);
    element(r, w, "pre", ph_buf_str(&yaml));
    close_tag(r, w);
    ph_buf_free(&yaml);
}

/* --- documents -------------------------------------------------------------------------------- */

static const char *lacks(const ph_record *record)
{
    if (!record->themes.n)
        return record->sdgs.n ? "no theme" : "no theme, no SDG";
    return record->sdgs.n ? "" : "no SDG";
}

static void write_row(ph_review *r, const ph_record *record)
{
    xmlTextWriter *w = r->rows;
    open_tag(r, w, "tr", NULL);
    open_tag(r, w, "td", NULL);
    open_tag(r, w, "a", NULL);
    ph_str link = ph_dupf(r->arena, "#d%zu", r->n);
    check(r, xmlTextWriterWriteAttribute(w, (const xmlChar *)"href", chars(r, link)));
    text(r, w, record->title);
    close_tag(r, w);
    close_tag(r, w);
    element(r, w, "td", record->type);
    element(r, w, "td", record->language);
    element(r, w, "td", ph_cstr(lacks(record)));
    element(r, w, "td",
            record->warnings.n ? ph_dupf(r->arena, "%zu", record->warnings.n) : PH_STR(""));
    close_tag(r, w);
}

static void write_document(ph_review *r, const ph_record *record,
                           const ph_vocabulary *vocabulary)
{
    xmlTextWriter *w = r->documents;
    open_tag(r, w, "article", NULL);
    ph_str anchor = ph_dupf(r->arena, "d%zu", r->n);
    check(r, xmlTextWriterWriteAttribute(w, (const xmlChar *)"id", chars(r, anchor)));
    element(r, w, "h2", record->title);
    open_tag(r, w, "p", NULL);
    element(r, w, "code", record->path);
    text(r, w,
         ph_dupf(r->arena, " · %.*s · %.*s · %.*s · %zu passages", PH_FMT(record->type),
                 PH_FMT(record->language), PH_FMT(record->date), record->passages.n));
    close_tag(r, w);
    for (size_t i = 0; i < record->warnings.n; i++) {
        open_tag(r, w, "p", "odd");
        text(r, w, record->warnings.v[i]);
        close_tag(r, w);
    }
    write_tags(r, record, vocabulary);
    if (record->mentioned.n) {
        open_tag(r, w, "p", NULL);
        text(r, w, PH_STR("Named besides:"));
        for (size_t i = 0; i < record->mentioned.n; i++)
            text(r, w, ph_dupf(r->arena, " %.*s", PH_FMT(record->mentioned.v[i])));
        close_tag(r, w);
    }
    write_sidecar(r, record);
    close_tag(r, w);
}

bool ph_review_add(ph_review *r, const ph_record *record, const ph_vocabulary *vocabulary)
{
    r->n++;
    ph_arena_reset(r->arena);
    write_row(r, record);
    write_document(r, record, vocabulary);
    return !r->failed;
}

/* --- the page ------------------------------------------------------------------------------------ */

void ph_review_free(ph_review *r)
{
    if (!r)
        return;
    xmlFreeTextWriter(r->rows);
    xmlFreeTextWriter(r->documents);
    xmlBufferFree(r->summary);
    xmlBufferFree(r->body);
    ph_arena_free(r->arena);
    free(r);
}

ph_status ph_review_new(ph_review **out, const char *path, ph_error *err)
{
    ph_review *r = *out = calloc(1, sizeof *r);
    if (r) {
        r->path = path;
        r->arena = ph_arena_new();
        r->summary = xmlBufferCreate();
        r->body = xmlBufferCreate();
        r->rows = r->summary ? xmlNewTextWriterMemory(r->summary, 0) : NULL;
        r->documents = r->body ? xmlNewTextWriterMemory(r->body, 0) : NULL;
        if (r->arena && r->rows && r->documents)
            return PH_OK;
    }
    ph_review_free(r);
    *out = NULL;
    return ph_fail_memory(err);
}

static void print_page(const ph_review *r, FILE *file)
{
    fprintf(file,
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            "<meta name=\"viewport\" content=\"width=device-width\">"
            "<title>Documents for review</title><style>%s</style></head><body>\n"
            "<h1>%zu documents for review</h1>\n"
            "<table><tr><th>document</th><th>type</th><th>language</th><th>lacks</th>"
            "<th>warnings</th></tr>\n",
            style, r->n);
    fputs((const char *)xmlBufferContent(r->summary), file);
    fputs("</table>\n", file);
    fputs((const char *)xmlBufferContent(r->body), file);
    fputs("</body></html>\n", file);
}

ph_status ph_review_write(ph_review *r, ph_error *err)
{
    ph_arena_reset(r->arena);
    ph_str draft = ph_dupf(r->arena, "%s.part", r->path);
    check(r, xmlTextWriterFlush(r->rows));
    check(r, xmlTextWriterFlush(r->documents));
    if (r->failed || !draft.s)
        return ph_fail_memory(err);
    FILE *file = fopen(draft.s, "we");
    if (!file)
        return ph_fail_errno(err, "cannot write", draft.s);
    print_page(r, file);
    bool written = !ferror(file);
    if (fclose(file) == 0 && written && rename(draft.s, r->path) == 0)
        return PH_OK;
    ph_status status = ph_fail_errno(err, "cannot write", r->path);
    unlink(draft.s);
    return status;
}
