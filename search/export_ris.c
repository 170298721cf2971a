/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/export.h"

/* A field is a line: line ends in a value would begin another one. */
static void put(ph_export *e, const char *tag, ph_str value)
{
    if (!value.n)
        return;
    ph_buf_addf(e->out, "%s  - ", tag);
    for (size_t i = 0; i < value.n; i++)
        ph_buf_byte(e->out, value.s[i] == '\n' || value.s[i] == '\r' ? ' ' : value.s[i]);
    ph_buf_addc(e->out, "\r\n");
}

/* DA is YYYY/MM/DD/, with nothing between the strokes for what is not stated. */
static void put_date(ph_export *e, const ph_reference *ref)
{
    put(e, "PY", ref->year);
    if (ref->month.n)
        put(e, "DA",
            ph_dupf(e->arena, "%.*s/%.*s/%.*s/", PH_FMT(ref->year), PH_FMT(ref->month),
                    PH_FMT(ref->day)));
}

void ph_ris_add(ph_export *e, const ph_reference *ref)
{
    const ph_record *r = ref->record;
    put(e, "TY", ref->report ? PH_STR("RPRT") : PH_STR("GEN"));
    put(e, "ID", ref->id);
    put(e, "TI", r->title);
    for (size_t i = 0; i < r->creators.n; i++)
        put(e, "AU", r->creators.v[i]);
    put_date(e, ref);
    put(e, "PB", r->publisher);
    put(e, "M3", ref->type);
    put(e, "LA", r->language);
    put(e, "AB", r->abstract);
    for (size_t i = 0; i < ref->keywords.n; i++)
        put(e, "KW", ref->keywords.v[i]);
    if (r->license.n)
        put(e, "N1", ph_dupf(e->arena, "Licence: %.*s", PH_FMT(r->license)));
    put(e, "UR", ref->url);
    ph_buf_addc(e->out, "ER  - \r\n");
}
