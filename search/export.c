/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/export.h"
#include "search/export_json.h"

const ph_export_format ph_export_formats[] = {
    {"csv", "csv", "text/csv; charset=utf-8; header=present", "CSV", ph_csv_begin,
     ph_csv_add, NULL},
    {"ris", "ris", "application/x-research-info-systems; charset=utf-8", "RIS", NULL,
     ph_ris_add, NULL},
    {"bibtex", "bib", "application/x-bibtex; charset=utf-8", "BibTeX", NULL, ph_bibtex_add,
     NULL},
    {"csl", "csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", ph_csl_begin,
     ph_csl_add, ph_csl_end},
    {0},
};

const ph_export_format *ph_export_find(ph_str name)
{
    for (const ph_export_format *f = ph_export_formats; f->name; f++)
        if (ph_eqc(name, f->name) || ph_eqc(name, f->ending))
            return f;
    return NULL;
}

/* --- references ------------------------------------------------------------------------------ */

static bool add_label(ph_export *e, ph_strs *list, ph_facet facet, ph_str value)
{
    ph_str label = ph_facet_label(e->vocabulary, e->arena, facet, value, PH_STR("en"));
    if (facet == PH_FACET_SDG)
        label = ph_dupf(e->arena, "SDG %.*s: %.*s", PH_FMT(value), PH_FMT(label));
    return label.s && ph_strs_add(e->arena, list, label);
}

static bool add_labels(ph_export *e, ph_strs *list, ph_facet facet, const ph_tags *tags)
{
    for (size_t i = 0; i < tags->n; i++)
        if (!add_label(e, list, facet, tags->v[i].id))
            return false;
    return true;
}

static bool is_report(ph_str type)
{
    static const char *const reports[] = {"outcome-document", "practice-note",
                                          "ai-case-study"};
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
        if (ph_eqc(type, reports[i]))
            return true;
    return false;
}

static bool reference_of(ph_export *e, const ph_record *r, ph_reference *out)
{
    *out = (ph_reference){.record = r, .id = r->id, .url = r->source};
    out->year = ph_record_year(r) ? ph_sub(r->date, 0, 4) : PH_ABSENT;
    out->month = ph_sub(r->date, 5, 7);
    out->day = ph_sub(r->date, 8, 10);
    out->report = is_report(r->type);
    if (e->base.n)
        out->url = ph_dupf(e->arena, "%.*s/documents/%.*s", PH_FMT(e->base), PH_FMT(r->id));
    if (r->type.n)
        out->type =
            ph_facet_label(e->vocabulary, e->arena, PH_FACET_TYPE, r->type, PH_STR("en"));
    return (!e->base.n || out->url.s) &&
           add_labels(e, &out->keywords, PH_FACET_THEME, &r->themes) &&
           add_labels(e, &out->keywords, PH_FACET_SDG, &r->sdgs) &&
           add_labels(e, &out->countries, PH_FACET_COUNTRY, &r->countries);
}

bool ph_export_hits(ph_buf *out, const ph_export_format *format, const ph_result *result,
                    const ph_vocabulary *vocabulary, ph_str base)
{
    ph_export e = {
        .out = out, .arena = ph_arena_new(), .vocabulary = vocabulary, .base = base};
    bool done = e.arena != NULL;
    if (done && format->begin)
        format->begin(&e);
    for (size_t i = 0; done && i < result->hits.n; i++) {
        ph_reference reference;
        done = reference_of(&e, &result->hits.v[i].record, &reference);
        if (done)
            format->add(&e, &reference);
        e.n++;
    }
    if (done && format->end)
        format->end(&e);
    ph_arena_free(e.arena);
    return done && !out->failed;
}

/* --- creators -------------------------------------------------------------------------------- */

static size_t words_in(ph_str s)
{
    size_t n = 0;
    ph_str word;
    while (ph_split(&s, ' ', &word))
        n += word.n > 0;
    return n;
}

bool ph_creator_parts(ph_str creator, ph_str *family, ph_str *given)
{
    const char *comma = creator.n ? memchr(creator.s, ',', creator.n) : NULL;
    if (!comma)
        return false;
    size_t at = (size_t)(comma - creator.s);
    *family = ph_trim(ph_sub(creator, 0, at));
    *given = ph_trim(ph_sub(creator, at + 1, creator.n));
    bool one = !given->n || !memchr(given->s, ',', given->n);
    /* "Ministry of Justice, Department of Prisons" is no person. */
    return one && family->n && given->n && words_in(*family) <= 2 && words_in(*given) <= 2;
}
