/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which labels documents have: looked up once in a revision. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/expand_private.h"
#include "search/match_private.h"
#include "search/plan_private.h"
#include "search/text.h"

ph_expander *ph_expander_new(void)
{
    ph_expander *e = calloc(1, sizeof *e);
    if (e && !(e->arena = ph_arena_new())) {
        free(e);
        e = NULL;
    }
    return e;
}

void ph_expander_free(ph_expander *e)
{
    if (e)
        ph_arena_free(e->arena);
    free(e);
}

void ph_expander_forget(ph_expander *e)
{
    ph_arena_reset(e->arena);
    memset(&e->tongues, 0, sizeof e->tongues);
}

static ph_status add_tongue(ph_expander *e, const ph_vocabulary *v, ph_str language,
                            ph_tongue **out, ph_error *err)
{
    const ph_labels *labels;
    ph_status status = ph_vocabulary_labels(v, language, &labels, err);
    for (size_t i = 0; i < e->tongues.n && !status; i++)
        if (e->tongues.v[i].labels == labels) {
            *out = &e->tongues.v[i];
            return PH_OK;
        }
    if (status)
        return status;
    ph_tongue *t = *out = PH_PUSH(e->arena, &e->tongues);
    ph_known_name *names = ph_alloc(e->arena, ph_labels_count(labels) * sizeof *names);
    ph_strs *terms = PH_NEW(e->arena, ph_strs);
    if (!t || !names || !terms)
        return ph_fail_memory(err);
    *t = (ph_tongue){.labels = labels, .terms = terms, .names = names};
    return PH_OK;
}

/* A code that documents say: "sr-Latn" is Serbian. */
static xapian_status add_code(ph_expander *e, ph_reader *r, ph_str code, ph_status *status,
                              ph_error *err, xapian_error *why)
{
    xapian_doccount held = 0;
    ph_tongue *tongue = NULL;
    ph_str language = ph_language_primary(code);
    ph_str term = ph_dupf(e->arena, "XL:%.*s", PH_FMT(code));
    if (language.n < 2 || language.n > 3)
        return XAPIAN_OK;
    *status =
        term.s ? add_tongue(e, r->vocabulary, language, &tongue, err) : ph_fail_memory(err);
    if (*status)
        return XAPIAN_OK;
    xapian_status got = ph_term_freq(r, term, &held, why);
    tongue->held += held;
    if (!ph_strs_add(e->arena, tongue->terms, term))
        *status = ph_fail_memory(err);
    return got;
}

ph_status ph_expander_wake(ph_expander *e, ph_reader *r, xapian_status *got, ph_error *err,
                           xapian_error *why)
{
    const ph_strs *known = ph_vocabulary_languages(r->vocabulary);
    ph_status status = PH_OK;
    if (e->tongues.n)
        return PH_OK;
    for (size_t i = 0; i < known->n && !status; i++) {
        ph_tongue *tongue;
        status = add_tongue(e, r->vocabulary, known->v[i], &tongue, err);
    }
    for (size_t i = 0; i < r->languages.n && !status && !*got; i++)
        *got = add_code(e, r, r->languages.v[i], &status, err, why);
    for (size_t i = 0; i < e->tongues.n; i++)
        if (e->tongues.v[i].held == r->documents)
            e->tongues.v[i].terms = NULL;
    if (status || *got)
        ph_expander_forget(e);
    return status;
}

/* --- one label --------------------------------------------------------------------------------- */

typedef struct search {
    ph_reader *r;
    ph_plan plan; /* a small one of its own */
    xapian_error *why;
    xapian_status got;
} search;

static bool going(const search *s)
{
    return !s->got && !s->plan.status;
}

/* Leaves the terms that documents have; returns how many documents, one having several
 * counted as often. */
static xapian_doccount keep_known(search *s, ph_strs *place)
{
    xapian_doccount sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < place->n && going(s); i++) {
        xapian_doccount count = 0;
        s->got = ph_term_freq(s->r, place->v[i], &count, s->why);
        if (count)
            place->v[n++] = place->v[i];
        sum += count;
    }
    place->n = n;
    return sum;
}

/* Fills `rarest`; false: a word is nowhere. */
static bool sort_places(search *s, ph_spelling *label)
{
    size_t n = label->places.n;
    xapian_doccount *counts = ph_alloc(s->plan.arena, n * sizeof *counts);
    if (!counts)
        s->plan.status = ph_fail_memory(s->plan.err);
    for (size_t i = 0; i < n && going(s); i++) {
        xapian_doccount count = keep_known(s, &label->places.v[i]);
        size_t j = i;
        const ph_strs *fresh = count ? PH_PUSH(s->plan.arena, &label->rarest) : NULL;
        if (count && !fresh)
            s->plan.status = ph_fail_memory(s->plan.err);
        if (!fresh)
            return false;
        for (; j > 0 && counts[j - 1] > count; j--) {
            counts[j] = counts[j - 1];
            label->rarest.v[j] = label->rarest.v[j - 1];
        }
        counts[j] = count;
        label->rarest.v[j] = label->places.v[i];
    }
    return n > 0 && going(s);
}

static bool is_there(search *s, const ph_spelling *label)
{
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    bool yes = label->places.n == 1 && !label->held; /* then a document has it */
    const xapian_query *found = yes ? NULL : ph_plan_label(&s->plan, label);
    if (found && going(s))
        s->got = ph_unweighted(s->r, found, &enquire, s->why);
    if (enquire && going(s))
        s->got = xapian_enquire_mset(enquire, 0, 1, 0, NULL, &mset, s->why);
    if (mset && going(s))
        yes = xapian_mset_size(mset) > 0;
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    return yes;
}

static bool copy_place(ph_arena *arena, ph_places *to, const ph_strs *place)
{
    ph_strs *copy = PH_PUSH(arena, to);
    bool ok = copy != NULL;
    for (size_t i = 0; i < place->n && ok; i++) {
        ph_str term = ph_dup(arena, place->v[i]);
        ok = term.s && ph_strs_add(arena, copy, term);
    }
    return ok;
}

/* A label's copy for as long as the revision; NULL: no memory. */
static const ph_spelling *keep(ph_arena *arena, const ph_spelling *label)
{
    ph_spelling *copy = PH_NEW(arena, ph_spelling);
    bool ok = copy != NULL;
    if (ok)
        *copy = (ph_spelling){.language = label->language, .held = label->held};
    for (size_t i = 0; i < label->places.n && ok; i++)
        ok = copy_place(arena, &copy->places, &label->places.v[i]) &&
             copy_place(arena, &copy->rarest, &label->rarest.v[i]);
    return ok ? copy : NULL;
}

xapian_status ph_expander_spelling(ph_reader *r, const ph_tongue *tongue,
                                   const ph_name *name, ph_arena *scratch,
                                   const ph_spelling **out, ph_status *status,
                                   ph_error *err, xapian_error *why)
{
    ph_known_name *n = &tongue->names[name->number];
    *out = n->spelling;
    if (n->known)
        return XAPIAN_OK;
    search s = {.r = r, .why = why};
    ph_spelling label = {.language = ph_labels_language(tongue->labels),
                         .held = tongue->terms};
    ph_plan_init(&s.plan, scratch, r->analyzer, &r->languages, &r->years, err);
    ph_plan_places_in(&s.plan, label.language, name->text, &label.places);
    if (going(&s) && sort_places(&s, &label) && is_there(&s, &label) && going(&s)) {
        *out = keep(r->expander->arena, &label);
        if (!*out)
            s.plan.status = ph_fail_memory(err);
    }
    ph_plan_free(&s.plan);
    if (going(&s))
        *n = (ph_known_name){true, *out};
    *status = s.plan.status;
    return s.got;
}
