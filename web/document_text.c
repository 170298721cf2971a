/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "web/document_text.h"
#include "web/page.h"

/* --- what is said of it ----------------------------------------------------------------- */

static void add_line(ph_buf *out, ph_str line)
{
    if (!line.n)
        return;
    ph_buf_add(out, line);
    ph_buf_byte(out, '\n');
}

/* "Estonia, Latvia" */
static ph_str labels(const ph_context *context, ph_facet facet, const ph_tags *tags)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < tags->n; i++) {
        ph_buf_addc(&buf, i ? ", " : "");
        ph_buf_add(&buf, ph_numbered_label(context, facet, tags->v[i].id));
    }
    ph_str joined =
        buf.failed || !buf.n ? PH_ABSENT : ph_dup(context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return joined;
}

static ph_str joined(const ph_context *context, const ph_strs *list)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < list->n; i++) {
        ph_buf_addc(&buf, i ? "; " : "");
        ph_buf_add(&buf, list->v[i]);
    }
    ph_str all =
        buf.failed || !buf.n ? PH_ABSENT : ph_dup(context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return all;
}

static void add_fact(const ph_context *context, ph_buf *out, const char *text, ph_str value)
{
    if (value.n)
        add_line(out, PH_SAY(context, text, {"value", value}));
}

static ph_str event_words(const ph_context *context, const ph_event *event)
{
    const ph_str parts[] = {event->name, event->place,
                            ph_value_label(context, PH_FACET_COUNTRY, event->country),
                            ph_event_dates(context, event)};
    ph_strs list = {0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n && !ph_strs_add(context->arena, &list, parts[i]))
            return PH_ABSENT;
    return joined(context, &list);
}

static void add_facts(const ph_context *context, const ph_record *r, ph_buf *out)
{
    ph_str url = PH_ABSENT; /* of no use where nobody knows which server is meant */
    if (context->absolute.n)
        url = ph_dupf(context->arena, "%.*s/documents/%.*s", PH_FMT(context->absolute),
                      PH_FMT(r->id));
    add_fact(context, out, PH_N("Kind of document: {value}"),
             ph_value_label(context, PH_FACET_TYPE, r->type));
    add_fact(context, out, PH_N("Date: {value}"), ph_date_words(context, r->date));
    add_fact(context, out, PH_N("Countries: {value}"),
             labels(context, PH_FACET_COUNTRY, &r->countries));
    add_fact(context, out, PH_N("Meeting: {value}"), event_words(context, &r->event));
    add_fact(context, out, PH_N("Status: {value}"),
             ph_value_label(context, PH_FACET_STATUS, r->status));
    add_fact(context, out, PH_N("Themes: {value}"),
             labels(context, PH_FACET_THEME, &r->themes));
    add_fact(context, out, PH_N("Sustainable Development Goals: {value}"),
             labels(context, PH_FACET_SDG, &r->sdgs));
    add_fact(context, out, PH_N("By: {value}"), joined(context, &r->creators));
    add_fact(context, out, PH_N("Publisher: {value}"), r->publisher);
    add_fact(context, out, PH_N("Language: {value}"),
             ph_value_label(context, PH_FACET_LANGUAGE, r->language));
    add_fact(context, out, PH_N("Licence: {value}"), r->license);
    add_fact(context, out, PH_N("Address: {value}"), url);
    add_fact(context, out, PH_N("Source: {value}"), r->source);
}

/* --- what it says ----------------------------------------------------------------------- */

/* The headings that the passage before did not have. */
static void add_headings(ph_buf *out, const ph_strs *before, const ph_strs *path)
{
    size_t same = 0;
    while (same < before->n && same < path->n && ph_eq(before->v[same], path->v[same]))
        same++;
    if (same < path->n)
        ph_buf_byte(out, '\n');
    for (size_t i = same; i < path->n; i++) {
        add_line(out, path->v[i]);
        ph_buf_byte(out, '\n');
    }
}

static bool is_row(const ph_record *r, size_t i)
{
    ph_kind kind = i < r->passages.n ? r->passages.v[i].kind : PH_PARAGRAPH;
    return kind == PH_LIST_ITEM || kind == PH_TABLE;
}

static void add_passage(const ph_context *context, const ph_record *r, size_t i,
                        ph_buf *out)
{
    const ph_passage *p = &r->passages.v[i];
    ph_str label = ph_kind_label(context, p->kind);
    bool begins = i == 0 || r->passages.v[i - 1].kind != p->kind;
    if (p->kind == PH_LIST_ITEM)
        ph_buf_addc(out, "- ");
    else if (label.n && begins)
        ph_buf_addf(out, "[%.*s] ", PH_FMT(label));
    add_line(out, p->text);
    if (!is_row(r, i) || !is_row(r, i + 1))
        ph_buf_byte(out, '\n');
}

static void add_sources(const ph_context *context, const ph_record *r, ph_buf *out)
{
    if (!r->sources.n)
        return;
    ph_buf_byte(out, '\n');
    add_line(out, ph_words(context, "Sources"));
    ph_buf_byte(out, '\n');
    for (size_t i = 0; i < r->sources.n; i++) {
        const ph_citation *s = &r->sources.v[i];
        const ph_str parts[] = {s->title, s->publisher, s->year, s->url};
        bool any = false;
        for (size_t j = 0; j < sizeof parts / sizeof *parts; j++)
            if (parts[j].n) {
                ph_buf_addc(out, any ? ", " : "- ");
                ph_buf_add(out, parts[j]);
                any = true;
            }
        ph_buf_byte(out, '\n');
    }
}

bool ph_document_text(const ph_context *context, const ph_record *r, ph_buf *out)
{
    ph_strs before = {0};
    add_line(out, r->title);
    ph_buf_byte(out, '\n');
    add_facts(context, r, out);
    ph_buf_byte(out, '\n');
    if (r->abstract.n) {
        add_line(out, r->abstract);
        ph_buf_byte(out, '\n');
    }
    for (size_t i = 0; i < r->passages.n; i++) {
        ph_strs path = ph_headings_below_title(r, &r->passages.v[i].heading);
        add_headings(out, &before, &path);
        add_passage(context, r, i, out);
        before = path;
    }
    add_sources(context, r, out);
    return !out->failed;
}
