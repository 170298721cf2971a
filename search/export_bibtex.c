/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/export.h"

/* What LaTeX would read as a command.  Braces get words, because BibTeX counts braces even
 * behind a backslash. */
static const char *escaped(char c)
{
    switch (c) {
    case '{': return "\\textbraceleft{}";
    case '}': return "\\textbraceright{}";
    case '\\': return "\\textbackslash{}";
    case '~': return "\\textasciitilde{}";
    case '^': return "\\textasciicircum{}";
    case '%': return "\\%";
    case '&': return "\\&";
    case '#': return "\\#";
    case '_': return "\\_";
    case '$': return "\\$";
    case '\n':
    case '\r': return " ";
    default: return NULL;
    }
}

static void add_text(ph_buf *out, ph_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        const char *command = escaped(s.s[i]);
        if (command)
            ph_buf_addc(out, command);
        else
            ph_buf_byte(out, s.s[i]);
    }
}

static void begin(ph_buf *out, const char *field)
{
    ph_buf_addf(out, ",\n  %s = {", field);
}

static void put(ph_export *e, const char *field, ph_str value)
{
    if (!value.n)
        return;
    begin(e->out, field);
    add_text(e->out, value);
    ph_buf_byte(e->out, '}');
}

/* Read as it stands: only what would end the field, or is no part of an address, is
 * percent-encoded. */
static void put_url(ph_export *e, ph_str url)
{
    if (!url.n)
        return;
    begin(e->out, "url");
    for (size_t i = 0; i < url.n; i++) {
        unsigned char c = (unsigned char)url.s[i];
        if (c > ' ' && c < 0x7f && !strchr("{}\\\"<>^`|", c))
            ph_buf_byte(e->out, url.s[i]);
        else
            ph_buf_addf(e->out, "%%%02X", c);
    }
    ph_buf_byte(e->out, '}');
}

/* A name that is no person's stands in braces, so that it is not taken apart. */
static void put_creators(ph_export *e, const ph_strs *creators)
{
    ph_str family, given;
    if (creators->n)
        begin(e->out, "author");
    for (size_t i = 0; i < creators->n; i++) {
        if (i)
            ph_buf_addc(e->out, " and ");
        if (ph_creator_parts(creators->v[i], &family, &given)) {
            add_text(e->out, family);
            ph_buf_addc(e->out, ", ");
            add_text(e->out, given);
        } else {
            ph_buf_byte(e->out, '{');
            add_text(e->out, creators->v[i]);
            ph_buf_byte(e->out, '}');
        }
    }
    if (creators->n)
        ph_buf_byte(e->out, '}');
}

/* Commas part keywords, so none may have one. */
static void put_keywords(ph_export *e, const ph_strs *keywords)
{
    if (keywords->n)
        begin(e->out, "keywords");
    for (size_t i = 0; i < keywords->n; i++) {
        ph_str rest = keywords->v[i], piece;
        if (i)
            ph_buf_addc(e->out, ", ");
        for (bool first = true; ph_split(&rest, ',', &piece); first = false) {
            if (!first)
                ph_buf_byte(e->out, ' ');
            add_text(e->out, piece);
        }
    }
    if (keywords->n)
        ph_buf_byte(e->out, '}');
}

void ph_bibtex_add(ph_export *e, const ph_reference *ref)
{
    const ph_record *r = ref->record;
    ph_buf_addf(e->out, "%s@%s{%.*s", e->n ? "\n" : "", ref->report ? "report" : "misc",
                PH_FMT(ref->id));
    if (r->title.n) { /* in two pairs: its capitals stay */
        begin(e->out, "title");
        ph_buf_byte(e->out, '{');
        add_text(e->out, r->title);
        ph_buf_addc(e->out, "}}");
    }
    put_creators(e, &r->creators);
    put(e, "date", r->date);
    put(e, ref->report ? "institution" : "publisher", r->publisher);
    put(e, "type", ref->type);
    put(e, "language", r->language);
    put_keywords(e, &ref->keywords);
    put(e, "abstract", r->abstract);
    if (r->license.n)
        put(e, "note", ph_dupf(e->arena, "Licence: %.*s", PH_FMT(r->license)));
    put_url(e, ref->url);
    ph_buf_addc(e->out, "\n}\n");
}
