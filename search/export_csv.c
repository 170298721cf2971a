/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/export.h"

static void add_quoted(ph_buf *out, ph_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '"')
            ph_buf_byte(out, '"');
        ph_buf_byte(out, s.s[i]);
    }
}

void ph_csv_cell(ph_buf *out, ph_str s)
{
    bool formula = s.n && strchr("=+-@\t\r", s.s[0]);
    bool quoted = formula;
    for (size_t i = 0; i < s.n; i++)
        quoted |= strchr("\",\r\n", s.s[i]) != NULL;
    if (!quoted) {
        ph_buf_add(out, s);
        return;
    }
    ph_buf_byte(out, '"');
    if (formula)
        ph_buf_byte(out, '\'');
    add_quoted(out, s);
    ph_buf_byte(out, '"');
}

void ph_csv_list(ph_buf *out, const ph_strs *list)
{
    ph_buf joined = {0};
    for (size_t i = 0; i < list->n; i++) {
        if (i)
            ph_buf_addc(&joined, "; ");
        ph_buf_add(&joined, list->v[i]);
    }
    out->failed |= joined.failed;
    ph_csv_cell(out, ph_buf_str(&joined));
    ph_buf_free(&joined);
}

void ph_csv_begin(ph_export *e)
{
    ph_buf_addc(e->out, "id,title,creators,publisher,date,type,language,countries,keywords,"
                        "status,license,url,source,abstract\r\n");
}

void ph_csv_add(ph_export *e, const ph_reference *ref)
{
    const ph_record *r = ref->record;
    const ph_str behind[] = {r->status, r->license, ref->url, r->source, r->abstract};
    const ph_str before[] = {r->publisher, r->date, r->type, r->language};
    ph_csv_cell(e->out, ref->id);
    ph_buf_byte(e->out, ',');
    ph_csv_cell(e->out, r->title);
    ph_buf_byte(e->out, ',');
    ph_csv_list(e->out, &r->creators);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        ph_buf_byte(e->out, ',');
        ph_csv_cell(e->out, before[i]);
    }
    ph_buf_byte(e->out, ',');
    ph_csv_list(e->out, &ref->countries);
    ph_buf_byte(e->out, ',');
    ph_csv_list(e->out, &ref->keywords);
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        ph_buf_byte(e->out, ',');
        ph_csv_cell(e->out, behind[i]);
    }
    ph_buf_addc(e->out, "\r\n");
}
