/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "search/text.h"
#include "search/vocabulary_check.h"
#include "search/vocabulary_read.h"

typedef struct checker {
    ph_vocabulary *v;
    ph_analyzer *analyzer;
    ph_fault_fn fault;
    void *user;
} checker;

__attribute__((format(printf, 3, 4))) static void tell(const checker *k, long line,
                                                       const char *format, ...)
{
    char text[600];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    k->fault(k->user, line, text);
}

/* --- who is below whom ------------------------------------------------------------------ */

static const ph_concept *parent_of(const checker *k, const ph_concept *c)
{
    for (size_t i = 0; c->broader.n && i < k->v->concepts.n; i++)
        if (ph_eq(k->v->concepts.v[i].uri, c->broader))
            return &k->v->concepts.v[i];
    return NULL;
}

static bool is_below_itself(const checker *k, const ph_concept *c)
{
    const ph_concept *above = parent_of(k, c);
    for (size_t steps = 0; above && above != c && steps < k->v->concepts.n; steps++)
        above = parent_of(k, above);
    return above == c;
}

static void check_place(const checker *k, const ph_concept *c)
{
    bool group = c->members.n > 0;
    if (c->broader.n && !parent_of(k, c))
        tell(k, c->line, "'%.*s' is below '%.*s', which is not in this file", PH_FMT(c->id),
             PH_FMT(c->broader));
    else if (is_below_itself(k, c))
        tell(k, c->line, "'%.*s' is broader than itself: a cycle", PH_FMT(c->id));
    else if (!c->broader.n && !c->top && !group)
        tell(k, c->line, "'%.*s' is an orphan: it needs skos:broader or skos:topConceptOf",
             PH_FMT(c->id));
    else if (c->broader.n && c->top)
        tell(k, c->line, "'%.*s' is a top concept and below another", PH_FMT(c->id));
}

/* --- labels ------------------------------------------------------------------------------- */

/* A label as the tagger reads it. */
typedef struct claim {
    ph_str scheme, language, key;
    const ph_concept *concept;
    const ph_label *label;
} claim;

typedef PH_VEC(claim) claims;

static int by_key(const void *left, const void *right)
{
    const claim *a = left, *b = right;
    int order = ph_cmp(a->scheme, b->scheme);
    if (!order)
        order = ph_cmp(a->language, b->language);
    return order ? order : ph_cmp(a->key, b->key);
}

/* Cues are parts of sentences, which several concepts may share; and a word of a language may
 * be several of another. */
static ph_status claim_labels(const checker *k, const ph_concept *c, claims *all,
                              ph_error *err)
{
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < c->labels.n; i++) {
        const ph_label *label = &c->labels.v[i];
        ph_strs terms = {0};
        if (label->type == PH_LABEL_CUE || ph_eqc(c->scheme, "word"))
            continue;
        status = ph_analyze_all(k->analyzer, label->language, label->text, k->v->arena,
                                &terms, err);
        ph_str key = PH_STR("");
        for (size_t t = 0; key.s && t < terms.n; t++)
            key = ph_dupf(k->v->arena, "%.*s %.*s", PH_FMT(key), PH_FMT(terms.v[t]));
        claim *made = key.s ? PH_PUSH(k->v->arena, all) : NULL;
        if (!made)
            return ph_fail_memory(err);
        *made = (claim){c->scheme, label->language, key, c, label};
    }
    return status;
}

static void check_claims(const checker *k, claims *all)
{
    if (all->n)
        qsort(all->v, all->n, sizeof *all->v, by_key);
    for (size_t i = 1; i < all->n; i++) {
        const claim *a = &all->v[i - 1], *b = &all->v[i];
        if (by_key(a, b) != 0 || !b->key.n)
            continue;
        if (a->concept != b->concept)
            tell(k, b->concept->line,
                 "'%.*s' (%.*s) is claimed by '%.*s' and, as '%.*s', by '%.*s'",
                 PH_FMT(b->label->text), PH_FMT(b->language), PH_FMT(b->concept->id),
                 PH_FMT(a->label->text), PH_FMT(a->concept->id));
        else if (ph_eq(a->label->text, b->label->text))
            tell(k, b->concept->line, "'%.*s' has the label '%.*s' (%.*s) twice",
                 PH_FMT(b->concept->id), PH_FMT(b->label->text), PH_FMT(b->language));
    }
}

/* Countries and groups of texts may live by alternative labels alone. */
static void check_preferred(const checker *k, const ph_concept *c)
{
    size_t preferred = 0;
    for (size_t i = 0; i < c->labels.n; i++) {
        const ph_label *label = &c->labels.v[i];
        if (label->type != PH_LABEL_PREFERRED)
            continue;
        preferred++;
        for (size_t j = 0; j < i; j++)
            if (c->labels.v[j].type == PH_LABEL_PREFERRED &&
                ph_eq_nocase(c->labels.v[j].language, label->language))
                tell(k, c->line, "'%.*s' has two preferred labels in '%.*s'", PH_FMT(c->id),
                     PH_FMT(label->language));
    }
    if (!preferred && !ph_eqc(c->scheme, "country"))
        tell(k, c->line, "'%.*s' has no preferred label", PH_FMT(c->id));
}

/* --- countries ---------------------------------------------------------------------------- */

static void check_countries(const checker *k)
{
    for (size_t i = 0; i < k->v->countries.n; i++) {
        const ph_country_facts *c = &k->v->countries.v[i];
        for (size_t b = 0; b < c->borders.n; b++) {
            ph_str other = c->borders.v[b];
            const ph_country_facts *there = ph_country_find(k->v, other);
            if (!there || !ph_strs_has(&there->borders, c->code))
                tell(k, 0, "%.*s borders on %.*s, but not the other way round",
                     PH_FMT(c->code), PH_FMT(other));
        }
        if (ph_country_find(k->v, c->code) != c)
            tell(k, 0, "%.*s stands twice", PH_FMT(c->code));
    }
}

static void check_concept(const checker *k, const ph_concept *c)
{
    check_place(k, c);
    check_preferred(k, c);
    for (size_t i = 0; i < c->members.n; i++)
        if (!ph_country_known(c->members.v[i]))
            tell(k, c->line, "'%.*s' has a member '%.*s' that is no country", PH_FMT(c->id),
                 PH_FMT(c->members.v[i]));
    for (const ph_concept *other = k->v->concepts.v; other < c; other++)
        if (ph_eq(other->id, c->id) && ph_eq(other->scheme, c->scheme))
            tell(k, c->line, "scheme '%.*s' has '%.*s' twice", PH_FMT(c->scheme),
                 PH_FMT(c->id));
}

ph_status ph_vocabulary_check(const char *path, ph_analyzer *analyzer, ph_fault_fn fault,
                              void *user, size_t *concepts, ph_error *err)
{
    claims all = {0};
    ph_vocabulary v = {.arena = ph_arena_new()};
    checker k = {&v, analyzer, fault, user};
    ph_status status = v.arena ? ph_vocabulary_read(&v, path, err) : ph_fail_memory(err);
    for (size_t i = 0; !status && i < v.concepts.n; i++) {
        check_concept(&k, &v.concepts.v[i]);
        status = claim_labels(&k, &v.concepts.v[i], &all, err);
    }
    if (!status) {
        check_claims(&k, &all);
        check_countries(&k);
    }
    *concepts = v.concepts.n;
    ph_arena_free(v.arena);
    return status;
}
