/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of themes, goals and countries, sorted by each of their words. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/suggest.h"

struct ph_name_list {
    ph_arena *arena;
    PH_VEC(ph_concept_name) names;
};

typedef struct maker {
    ph_name_list *labels;
    ph_analyzer *analyzer;
    ph_error *err;
    ph_status status;
} maker;

/* The languages that countries' names are given in: those of the vocabularies. */
static const char *const languages[] = {"en", "ru", "fr", "es", "ro", "sr", "sr-Latn"};

static bool fold_word(void *user, ph_token token)
{
    ph_buf *out = user;
    if (out->n)
        ph_buf_byte(out, ' ');
    ph_buf_add(out, *token.word);
    return true;
}

static void add_name(maker *m, ph_str text, ph_str language, ph_facet facet, ph_str value)
{
    ph_buf buf = {0};
    ph_name_list *l = m->labels;
    m->status = ph_analyze(m->analyzer, language, text, fold_word, &buf, m->err);
    ph_str folded = buf.failed ? PH_ABSENT : ph_dup(l->arena, ph_buf_str(&buf));
    ph_str kept = ph_dup(l->arena, text), of = ph_dup(l->arena, value);
    if (!m->status && (!folded.s || !kept.s || !of.s))
        m->status = ph_fail_memory(m->err);
    for (size_t i = 0; i < folded.n && !m->status; i++) {
        if (i > 0 && folded.s[i - 1] != ' ')
            continue;
        ph_concept_name *name = PH_PUSH(l->arena, &l->names);
        if (name)
            *name = (ph_concept_name){ph_sub(folded, i, folded.n), kept, facet, of, i == 0};
        else
            m->status = ph_fail_memory(m->err);
    }
    ph_buf_free(&buf);
}

static void add_concept(maker *m, const ph_concept *c)
{
    static const struct {
        const char *scheme;
        ph_facet facet;
    } schemes[] = {
        {"themes", PH_FACET_THEME}, {"sdg", PH_FACET_SDG}, {"country", PH_FACET_COUNTRY}};
    for (size_t s = 0; s < sizeof schemes / sizeof *schemes; s++) {
        if (!ph_eqc(c->scheme, schemes[s].scheme) ||
            (schemes[s].facet == PH_FACET_SDG && c->broader.n)) /* targets are sentences */
            continue;
        for (size_t i = 0; i < c->labels.n && !m->status; i++)
            if (c->labels.v[i].type <= PH_LABEL_ALTERNATIVE)
                add_name(m, c->labels.v[i].text, c->labels.v[i].language, schemes[s].facet,
                         c->id);
    }
}

static bool add_country(void *user, ph_str code)
{
    maker *m = user;
    for (size_t i = 0; i < sizeof languages / sizeof *languages && !m->status; i++) {
        ph_str language = ph_cstr(languages[i]);
        ph_str name = ph_place_name(m->labels->arena, code, language);
        if (!name.s)
            m->status = ph_fail_memory(m->err);
        else if (!ph_eq(name, code))
            add_name(m, name, language, PH_FACET_COUNTRY, code);
    }
    return !m->status;
}

static int compare(const void *left, const void *right)
{
    const ph_concept_name *a = left, *b = right;
    int order = ph_cmp(a->folded, b->folded);
    if (!order)
        order = (int)b->whole - (int)a->whole;
    if (!order)
        order = ph_cmp(a->text, b->text);
    return order ? order : ph_cmp(a->value, b->value);
}

ph_status ph_name_list_new(ph_name_list **out, const ph_vocabulary *vocabulary,
                           ph_error *err)
{
    ph_name_list *l = *out = calloc(1, sizeof *l);
    if (!l || !(l->arena = ph_arena_new())) {
        free(l);
        *out = NULL;
        return ph_fail_memory(err);
    }
    maker m = {.labels = l, .err = err};
    m.status = ph_analyzer_new(&m.analyzer, err);
    for (size_t i = 0; i < ph_vocabulary_count(vocabulary) && !m.status; i++)
        add_concept(&m, ph_vocabulary_at(vocabulary, i));
    if (!m.status)
        ph_country_each(add_country, &m);
    if (l->names.n)
        qsort(l->names.v, l->names.n, sizeof *l->names.v, compare);
    ph_analyzer_free(m.analyzer);
    if (m.status) {
        ph_name_list_free(l);
        *out = NULL;
    }
    return m.status;
}

void ph_name_list_free(ph_name_list *l)
{
    if (l)
        ph_arena_free(l->arena);
    free(l);
}

size_t ph_name_list_find(const ph_name_list *l, ph_str beginning,
                         const ph_concept_name **names)
{
    size_t low = 0, high = l->names.n, n = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ph_cmp(l->names.v[middle].folded, beginning) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + n < l->names.n && ph_starts(l->names.v[low + n].folded, beginning))
        n++;
    *names = l->names.v + low;
    return n;
}
