/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Concepts and their labels, as far as they add anything to a question of this index. */
#include "config.h"

#include <stdlib.h>

#include "search/limits.h"
#include "search/match_private.h"
#include "search/offline_private.h"
#include "search/pack.h"
#include "search/plan_private.h"

/* A label of a concept, in every language in which it is the same. */
typedef struct label {
    const ph_name *name;
    uint64_t languages;
    uint64_t there;                    /* those of them in which documents have it */
    PH_VEC(const ph_spelling *) spelt; /* in those of them */
} label;

typedef PH_VEC(label) labels;

enum { KEYS, NUMBERS, PLACES, FOUND, COLUMNS };

/* What is written. */
typedef struct writing {
    const ph_offline *o;
    ph_arena *scratch; /* a concept's */
    ph_buf columns[COLUMNS];
} writing;

typedef struct named {
    const ph_name *name;
    uint32_t language, order;
} named;

typedef PH_VEC(named) nameds;

static xapian_status no_memory(const ph_offline *o)
{
    *o->status = ph_fail_memory(o->err);
    return XAPIAN_OK;
}

/* --- what there is --------------------------------------------------------------------------- */

static int by_sense(const void *a, const void *b)
{
    const named *x = a, *y = b;
    if (x->name->sense != y->name->sense)
        return x->name->sense < y->name->sense ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* All names in languages that documents are in, those of a concept side by side. */
static xapian_status find_names(const ph_offline *o, nameds *list)
{
    for (uint32_t t = 0; t < o->languages.n && t < PH_OFFLINE_LANGUAGES; t++) {
        const ph_tongue *tongue = &o->r->expander->tongues.v[t];
        for (uint32_t i = 1; tongue->held && i < ph_labels_count(tongue->labels); i++) {
            named *fresh = PH_PUSH(o->arena, list);
            if (!fresh)
                return no_memory(o);
            *fresh = (named){ph_labels_at(tongue->labels, i), t, (uint32_t)list->n};
        }
    }
    if (list->n > 1)
        qsort(list->v, list->n, sizeof *list->v, by_sense);
    return XAPIAN_OK;
}

static label *same_label(labels *of, const ph_name *name)
{
    for (size_t i = 0; i < of->n; i++)
        if (ph_eq(of->v[i].name->key, name->key))
            return &of->v[i];
    return NULL;
}

/* Adds a name to its concept's labels. */
static xapian_status add_name(const ph_offline *o, ph_arena *scratch, const named *n,
                              labels *of)
{
    const ph_spelling *spelling = NULL;
    xapian_status got = XAPIAN_OK;
    label *to = same_label(of, n->name);
    if (!to && (to = PH_PUSH(scratch, of)))
        to->name = n->name;
    if (!to)
        return no_memory(o);
    to->languages |= UINT64_C(1) << n->language;
    if (n->name->shown)
        got = ph_expander_spelling(o->r, &o->r->expander->tongues.v[n->language], n->name,
                                   scratch, &spelling, o->status, o->err, o->why);
    if (!spelling || got || *o->status || to->there >> n->language & 1)
        return got;
    const ph_spelling **slot = PH_PUSH(scratch, &to->spelt);
    if (!slot)
        return no_memory(o);
    *slot = spelling;
    to->there |= UINT64_C(1) << n->language;
    return got;
}

/* --- as bytes -------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void write_documents(ph_buf *out, uint32_t *numbers, size_t n)
{
    if (n > 1)
        qsort(numbers, n, sizeof *numbers, by_number);
    ph_pack_number(out, n);
    for (size_t i = 0; i < n; i++)
        ph_pack_number(out, numbers[i] - (i ? numbers[i - 1] + 1 : 0));
}

/* The documents that have a label of several words as somebody would ask for it in quotes. */
static xapian_status write_found(writing *w, const ph_spelling *s)
{
    const ph_offline *o = w->o;
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    ph_plan plan;
    size_t n = 0;
    ph_plan_init(&plan, w->scratch, o->r->analyzer, &o->r->languages, &o->r->years, o->err);
    const xapian_query *row = ph_plan_label(&plan, s);
    *o->status = plan.status;
    xapian_status got = row ? ph_unweighted(o->r, row, &enquire, o->why) : XAPIAN_OK;
    if (enquire && !got)
        got = xapian_enquire_mset(enquire, 0, o->r->documents, 0, NULL, &mset, o->why);
    size_t size = mset ? xapian_mset_size(mset) : 0;
    uint32_t *numbers = ph_alloc(w->scratch, (size + 1) * sizeof *numbers);
    for (xapian_docid docid; numbers && n < size && !got; n++)
        if (!(got = xapian_mset_docid(mset, (xapian_doccount)n, &docid, o->why)))
            numbers[n] = o->numbers[docid];
    if (numbers)
        write_documents(&w->columns[FOUND], numbers, n);
    else
        no_memory(o);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    ph_plan_free(&plan);
    return got;
}

/* The terms of its words, the rarest first; none of those that are hidden. */
static void write_places(writing *w, const ph_spelling *s)
{
    ph_buf *out = &w->columns[PLACES];
    ph_pack_number(out, s->rarest.n);
    for (size_t i = 0; i < s->rarest.n; i++) {
        const ph_strs *place = &s->rarest.v[i];
        size_t n = 0;
        for (size_t j = 0; j < place->n; j++)
            n += ph_offline_term(w->o, place->v[j]) < w->o->terms.n;
        ph_pack_number(out, n);
        for (size_t j = 0; j < place->n; j++) {
            size_t term = ph_offline_term(w->o, place->v[j]);
            if (term < w->o->terms.n)
                ph_pack_number(out, term);
        }
    }
}

static unsigned flags_of(const ph_name *n)
{
    return (n->preferred ? 1U : 0U) | (n->acronym ? 2U : 0U) | (n->literal ? 4U : 0U) |
           (n->place ? 8U : 0U) | (n->words > 1 ? 16U : 0U);
}

static xapian_status write_concept(writing *w, const labels *of)
{
    xapian_status got = XAPIAN_OK;
    ph_str scheme = of->v[0].name->scheme;
    bool place = ph_eqc(scheme, "country") || ph_eqc(scheme, "region");
    ph_buf *numbers = &w->columns[NUMBERS];
    ph_pack_number(numbers, of->n);
    ph_pack_number(numbers, ph_eqc(scheme, "word") ? 2 : place ? 1 : 0);
    for (size_t i = 0; i < of->n && !got && !*w->o->status; i++) {
        const label *l = &of->v[i];
        ph_buf_add(&w->columns[KEYS], l->name->key);
        ph_buf_byte(&w->columns[KEYS], '\n');
        ph_pack_number(numbers, l->languages);
        ph_pack_number(numbers, l->there);
        ph_pack_number(numbers, flags_of(l->name));
        for (size_t j = 0; j < l->spelt.n && !got; j++) {
            write_places(w, l->spelt.v[j]);
            if (l->name->words > 1)
                got = write_found(w, l->spelt.v[j]);
        }
    }
    return got;
}

/* The concept whose names begin at *at, and *at moved behind it, if its labels add something to
 * one another. */
static xapian_status add_concept(writing *w, const nameds *list, size_t *at, size_t *n)
{
    labels of = {0};
    bool there = false;
    uint64_t sense = list->v[*at].name->sense;
    xapian_status got = XAPIAN_OK;
    for (; *at < list->n && list->v[*at].name->sense == sense && !got && !*w->o->status;
         ++*at)
        got = add_name(w->o, w->scratch, &list->v[*at], &of);
    for (size_t i = 0; i < of.n; i++)
        there |= of.v[i].there != 0;
    if (!there || of.n < 2 || got || *w->o->status)
        return got;
    ++*n;
    return write_concept(w, &of);
}

xapian_status ph_offline_labels(ph_offline *o)
{
    nameds list = {0};
    size_t n = 0;
    writing w = {.o = o, .scratch = ph_arena_new()};
    xapian_status got = w.scratch ? find_names(o, &list) : no_memory(o);
    for (size_t i = 0; i < list.n && !got && !*o->status;) {
        got = add_concept(&w, &list, &i, &n);
        ph_arena_reset(w.scratch);
    }
    ph_pack_number(o->out, n);
    ph_offline_columns(o, w.columns, COLUMNS);
    ph_arena_free(w.scratch);
    return got;
}
