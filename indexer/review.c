/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <libxml/xmlwriter.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/redact.h"
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

/* Of what is written in the document's language. */
static void write_language(ph_review *r, xmlTextWriter *w, const ph_record *record)
{
    if (record->language.n)
        check(r, xmlTextWriterWriteAttribute(w, (const xmlChar *)"lang",
                                             chars(r, record->language)));
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

static void add_quoted(ph_buf *yaml, ph_str value)
{
    ph_buf_byte(yaml, '"');
    for (size_t i = 0; i < value.n; i++) {
        if (value.s[i] == '"' || value.s[i] == '\\')
            ph_buf_byte(yaml, '\\');
        ph_buf_byte(yaml, value.s[i]);
    }
    ph_buf_byte(yaml, '"');
}

/* What is not known, or may not be told, is there to be filled in. */
static void add_value(ph_buf *yaml, const char *name, ph_str value)
{
    bool told = value.n && !memmem(value.s, value.n, PH_REDACTED, strlen(PH_REDACTED));
    ph_buf_addf(yaml, "%s%s: ", told ? "" : "# ", name);
    if (told)
        add_quoted(yaml, value);
    ph_buf_byte(yaml, '\n');
}

static void add_list(ph_buf *yaml, const char *name, const ph_strs *values)
{
    ph_buf_addf(yaml, "%s%s: [", values->n ? "" : "# ", name);
    for (size_t i = 0; i < values->n; i++) {
        ph_buf_addc(yaml, i ? ", " : "");
        add_quoted(yaml, values->v[i]);
    }
    ph_buf_addc(yaml, "]\n");
}

static void add_tags(ph_buf *yaml, const char *name, const ph_tags *tags)
{
    ph_buf_addf(yaml, "%s%s: [", tags->n ? "" : "# ", name);
    for (size_t i = 0; i < tags->n; i++)
        ph_buf_addf(yaml, "%s\"%.*s\"", i ? ", " : "", PH_FMT(tags->v[i].id));
    ph_buf_addc(yaml, "]\n");
}

/* What editors correct most; an empty list stays a comment, since it would say that there is none.
 * A row of a table has no side-car. */
static void write_sidecar(ph_review *r, const ph_record *record)
{
    xmlTextWriter *w = r->documents;
    ph_buf yaml = {0};
    if (memchr(record->path.s, '#', record->path.n))
        return;
    add_value(&yaml, "title", record->title);
    add_value(&yaml, "type", record->type);
    add_value(&yaml, "language", record->language);
    add_value(&yaml, "date", record->date);
    add_tags(&yaml, "countries", &record->countries);
    add_tags(&yaml, "sdgs", &record->sdgs);
    add_tags(&yaml, "themes", &record->themes);
    add_value(&yaml, "status", record->status);
    add_value(&yaml, "level", record->level);
    add_value(&yaml, "evidence", record->evidence);
    add_list(&yaml, "stakeholders", &record->stakeholders);
    add_list(&yaml, "sectors", &record->sectors);
    add_value(&yaml, "publisher", record->publisher);
    add_value(&yaml, "license", record->license);
    add_value(&yaml, "source", record->source);
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

/* "no theme, no SDG"; empty: nothing. */
static ph_str lacks(ph_review *r, const ph_record *record)
{
    const struct {
        const char *what;
        bool there;
    } needed[] = {{"theme", record->themes.n},      {"SDG", record->sdgs.n},
                  {"country", record->countries.n}, {"date", record->date.n},
                  {"language", record->language.n}, {"licence", record->license.n}};
    ph_str list = PH_STR("");
    for (size_t i = 0; list.s && i < sizeof needed / sizeof *needed; i++)
        if (!needed[i].there)
            list = ph_dupf(r->arena, "%.*s%sno %s", PH_FMT(list), list.n ? ", " : "",
                           needed[i].what);
    r->failed = r->failed || !list.s;
    return list;
}

static void write_row(ph_review *r, const ph_record *record)
{
    xmlTextWriter *w = r->rows;
    open_tag(r, w, "tr", NULL);
    open_tag(r, w, "td", NULL);
    open_tag(r, w, "a", NULL);
    ph_str link = ph_dupf(r->arena, "#d%zu", r->n);
    check(r, xmlTextWriterWriteAttribute(w, (const xmlChar *)"href", chars(r, link)));
    write_language(r, w, record);
    text(r, w, record->title);
    close_tag(r, w);
    close_tag(r, w);
    element(r, w, "td", record->type);
    element(r, w, "td", record->language);
    element(r, w, "td", lacks(r, record));
    element(r, w, "td",
            record->warnings.n ? ph_dupf(r->arena, "%zu", record->warnings.n) : PH_STR(""));
    close_tag(r, w);
}

static void write_event(ph_review *r, const ph_record *record)
{
    const ph_event *e = &record->event;
    const ph_str parts[] = {e->name, e->place, e->country, e->start, e->end};
    xmlTextWriter *w = r->documents;
    bool any = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].n)
            continue;
        if (!any)
            open_tag(r, w, "p", NULL);
        text(r, w, any ? PH_STR(", ") : PH_STR("Event: "));
        text(r, w, parts[i]);
        any = true;
    }
    if (any)
        close_tag(r, w);
}

/* Organisations with what they are to the document; contacts as readers will see them. */
static void write_who(ph_review *r, const ph_record *record)
{
    xmlTextWriter *w = r->documents;
    if (!record->organisations.n && !record->contacts.n)
        return;
    open_tag(r, w, "ul", NULL);
    for (size_t i = 0; i < record->organisations.n; i++) {
        const ph_organisation *o = &record->organisations.v[i];
        element(r, w, "li",
                ph_dupf(r->arena, "%.*s: %s, %s", PH_FMT(o->name), ph_role_name(o->role),
                        o->from == PH_ASSERTED ? "asserted" : "inferred"));
    }
    for (size_t i = 0; i < record->contacts.n; i++) {
        const ph_contact *c = &record->contacts.v[i];
        element(r, w, "li",
                ph_dupf(r->arena, "contact %zu: %.*s%s%.*s, consent %.*s%s%.*s", i + 1,
                        PH_FMT(c->organisation), c->name.n ? ", " : "", PH_FMT(c->name),
                        PH_FMT(c->consent), c->expires.n ? " until " : "",
                        PH_FMT(c->expires)));
    }
    close_tag(r, w);
}

static void write_document(ph_review *r, const ph_record *record,
                           const ph_vocabulary *vocabulary)
{
    xmlTextWriter *w = r->documents;
    open_tag(r, w, "article", NULL);
    ph_str anchor = ph_dupf(r->arena, "d%zu", r->n);
    check(r, xmlTextWriterWriteAttribute(w, (const xmlChar *)"id", chars(r, anchor)));
    open_tag(r, w, "h2", NULL);
    write_language(r, w, record);
    text(r, w, record->title);
    close_tag(r, w);
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
    write_event(r, record);
    write_tags(r, record, vocabulary);
    if (record->mentioned.n) {
        open_tag(r, w, "p", NULL);
        text(r, w, PH_STR("Named besides:"));
        for (size_t i = 0; i < record->mentioned.n; i++)
            text(r, w, ph_dupf(r->arena, " %.*s", PH_FMT(record->mentioned.v[i])));
        close_tag(r, w);
    }
    write_who(r, record);
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
