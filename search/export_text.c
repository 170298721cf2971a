/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "search/export_json.h"
#include "search/export_text.h"

typedef struct printer {
    FILE *out;
    const ph_vocabulary *vocabulary;
    ph_arena *arena;
    bool bold; /* the terminal can */
} printer;

/* A snippet's HTML as text. */
static void print_snippet(const printer *p, ph_str html)
{
    static const struct {
        ph_str html;
        const char *text;
    } table[] = {
        {{"<mark>", 6}, "\033[1m"}, {{"</mark>", 7}, "\033[0m"}, {{"&amp;", 5}, "&"},
        {{"&lt;", 4}, "<"},         {{"&gt;", 4}, ">"},          {{"&quot;", 6}, "\""},
        {{"&#39;", 5}, "'"},        {{"&#x27;", 6}, "'"},        {{"&apos;", 6}, "'"},
    };
    for (size_t i = 0; i < html.n;) {
        size_t t = 0;
        while (t < sizeof table / sizeof *table &&
               !ph_starts(ph_sub(html, i, html.n), table[t].html))
            t++;
        if (t == sizeof table / sizeof *table) {
            fputc(html.s[i++], p->out);
            continue;
        }
        if (t > 1 || p->bold)
            fputs(table[t].text, p->out);
        i += table[t].html.n;
    }
}

/* "peer 0.82 (Uzbekistan): Central Asia, landlocked; no figure: HDI" */
static void print_peer(const printer *p, const ph_hit *hit)
{
    fprintf(p->out, "     peer %.2f (%.*s)", hit->peer,
            PH_FMT(ph_place_name(p->arena, hit->peer_country, PH_STR("en"))));
    for (size_t i = 0; i < hit->peer_reasons.n; i++)
        fprintf(p->out, "%s%.*s", i ? ", " : ": ", PH_FMT(hit->peer_reasons.v[i]));
    for (size_t i = 0; i < hit->peer_missing.n; i++)
        fprintf(p->out, "%s%.*s",
                i ? ", " : "; no figure: ", PH_FMT(hit->peer_missing.v[i]));
    fputc('\n', p->out);
}

static void print_hit(const printer *p, size_t n, const ph_hit *hit)
{
    const ph_record *r = &hit->record;
    fprintf(p->out, "%3zu. %.*s\n     %.*s", n, PH_FMT(r->title), PH_FMT(r->id));
    if (r->type.n)
        fprintf(p->out, " | %.*s", PH_FMT(r->type));
    for (size_t i = 0; i < r->countries.n; i++)
        fprintf(p->out, "%s%.*s", i ? ", " : " | ",
                PH_FMT(ph_facet_label(p->vocabulary, p->arena, PH_FACET_COUNTRY,
                                      r->countries.v[i].id, PH_STR("en"))));
    if (r->date.n)
        fprintf(p->out, " | %.*s", PH_FMT(r->date));
    if (r->language.n)
        fprintf(p->out, " | %.*s", PH_FMT(r->language));
    fputc('\n', p->out);
    if (hit->peer_country.n)
        print_peer(p, hit);
}

static void print_passage(const printer *p, const ph_hit_passage *passage)
{
    fprintf(p->out, "     [%s]", ph_kind_name(passage->kind));
    for (size_t i = 0; i < passage->heading.n; i++)
        fprintf(p->out, "%s%.*s", i ? " > " : " ", PH_FMT(passage->heading.v[i]));
    for (size_t i = 0; i < passage->addressee.n; i++)
        fprintf(p->out, "%s%.*s", i ? ", " : " -> ", PH_FMT(passage->addressee.v[i]));
    fputs("\n       ", p->out);
    print_snippet(p, passage->snippet);
    fputc('\n', p->out);
}

static void print_hits(const printer *p, const ph_result *result, ph_show show)
{
    for (size_t i = 0; i < result->hits.n; i++) {
        const ph_hit *hit = &result->hits.v[i];
        print_hit(p, i + 1, hit);
        if (show == PH_SHOW_DOCUMENTS || hit->passages.n == 0) {
            fputs("     ", p->out);
            print_snippet(p, hit->snippet);
            fputc('\n', p->out);
        }
        for (size_t j = 0; show != PH_SHOW_DOCUMENTS && j < hit->passages.n; j++)
            print_passage(p, &hit->passages.v[j]);
    }
}

static void print_facets(const printer *p, const ph_result *result)
{
    for (ph_facet f = 0; f < PH_FACETS; f++) {
        if (result->facets[f].n == 0)
            continue;
        fprintf(p->out, "\n%s (--%s)\n", ph_facets[f].label, ph_facets[f].name);
        for (size_t i = 0; i < result->facets[f].n; i++) {
            const ph_facet_value *v = &result->facets[f].v[i];
            ph_str label =
                ph_facet_label(p->vocabulary, p->arena, f, v->value, PH_STR("en"));
            fprintf(p->out, "%6llu %c %-10.*s %.*s\n", (unsigned long long)v->count,
                    v->selected ? '*' : ' ', PH_FMT(v->value), PH_FMT(label));
        }
    }
}

void ph_expansions_text(FILE *out, const ph_expansion_list *expansions)
{
    for (size_t i = 0; i < expansions->n; i++) {
        const ph_expansion *e = &expansions->v[i];
        fprintf(out, "%s%.*s =", i ? "; " : "Also: ", PH_FMT(e->term));
        for (size_t j = 0; j < e->added.n; j++)
            fprintf(out, "%s%.*s", j ? ", " : " ", PH_FMT(e->added.v[j]));
    }
    if (expansions->n)
        fputc('\n', out);
}

void ph_suggestion_text(FILE *out, ph_str suggestion)
{
    if (suggestion.n)
        fprintf(out, "Did you mean: %.*s\n", PH_FMT(suggestion));
}

bool ph_result_text(FILE *out, const ph_result *result, const ph_vocabulary *vocabulary,
                    ph_show show)
{
    printer p = {out, vocabulary, ph_arena_new(), isatty(fileno(out)) == 1};
    if (!p.arena)
        return false;
    fprintf(out, "%llu %s", (unsigned long long)result->total,
            result->total == 1 ? "document" : "documents");
    fputs(result->relaxed ? " (those with every word first, then those with some of them)\n"
                          : "\n",
          out);
    ph_expansions_text(out, &result->expansions);
    ph_suggestion_text(out, result->suggestion);
    if (show != PH_SHOW_FACETS)
        print_hits(&p, result, show);
    if (show == PH_SHOW_FACETS || show == PH_SHOW_ALL)
        print_facets(&p, result);
    ph_arena_free(p.arena);
    return ferror(out) == 0;
}

bool ph_units_text(FILE *out, const ph_units_result *result,
                   const ph_vocabulary *vocabulary)
{
    const ph_result *documents = &result->documents;
    printer p = {out, vocabulary, ph_arena_new(), isatty(fileno(out)) == 1};
    if (!p.arena)
        return false;
    fprintf(
        out, "%llu %s in %llu %s%s\n", (unsigned long long)result->total,
        result->total == 1 ? "passage" : "passages", (unsigned long long)documents->total,
        documents->total == 1 ? "document" : "documents",
        documents->relaxed ? " (those with every word first, then those with some of them)"
                           : "");
    ph_expansions_text(out, &documents->expansions);
    ph_suggestion_text(out, documents->suggestion);
    for (size_t i = 0; i < documents->hits.n; i++) {
        const ph_hit *hit = &documents->hits.v[i];
        print_hit(&p, i + 1, hit);
        for (size_t j = 0; j < hit->passages.n; j++)
            print_passage(&p, &hit->passages.v[j]);
    }
    ph_arena_free(p.arena);
    return ferror(out) == 0;
}
