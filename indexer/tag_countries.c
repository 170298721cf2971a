/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/tag.h"
#include "indexer/tag_country_voice.h"

/*
 * What a text is about is a choice among the countries that it names: a conditional logit.  A
 * country has a weight of
 *
 *   sum over voices of weight * ln(1 + mentions in the voice)
 *     + SPREAD * ln(1 + how many tenths of the text name it)
 *     + EARLY * (1 - where it is named first) + LATE * where it is named last
 *
 * and a chance of exp(weight) in the sum of all.  The numbers were learned from the speeches of
 * odd years in the UN General Debate Corpus (docs and HACKING tell how well that does), the
 * weight of a mention by itself being held above zero.
 */
static const double weights[PH_VOICES] = {
    [PH_VOICE_NAME] = 0.11,       [PH_VOICE_ADJECTIVE] = 0.15, [PH_VOICE_PLACE] = 0.1,
    [PH_VOICE_LIST] = -1.27,      [PH_VOICE_START] = 0.96,     [PH_VOICE_STANCE] = 1.87,
    [PH_VOICE_COMMITS] = 1.45,    [PH_VOICE_WE] = 1.91,        [PH_VOICE_OWN] = 2.52,
    [PH_VOICE_DELEGATION] = 2.49, [PH_VOICE_BEHALF] = 1.74,    [PH_VOICE_STATE] = 0.77,
    [PH_VOICE_HOME] = 0.88,       [PH_VOICE_TROUBLE] = -1.4,   [PH_VOICE_TOWARDS] = -0.79,
    [PH_VOICE_FIRST] = 0.12};
#define SPREAD 1.84
#define EARLY 2.78
#define LATE 2.4
#define PARTS 10
#define TITLE 6.0 /* a name there is not learned but decreed */

/* A country is what a text is about if the title names it; if no other has a better chance, it
 * has so large a one, and the text speaks of it as its own or comes back to it; or if it has so
 * many mentions and so large a part of all, by weight.  The others are mentioned. */
#define ABOUT_CHANCE 0.2
#define ABOUT_LEAD 1.2 /* times the next one's chance */
#define ABOUT_MENTIONS 3
#define ABOUT_SHARE 0.4

#define SATURATION 6.0 /* the score is 1 - exp(-weight / SATURATION) */
#define SCORE_LEAST 0.05

/* A mention, and what it adds to a country's weight where it is the only one. */
typedef struct witness {
    size_t piece, mention;
    double gain;
} witness;

typedef struct candidate {
    unsigned mentions, in_title, voices[PH_VOICES];
    double sum;         /* of its mentions' weights */
    unsigned parts;     /* a bit for each tenth of the text */
    size_t first, last; /* piece */
    double weight, chance;
    witness best[PH_EVIDENCE_MAX]; /* mentions that say most, in the order of the text */
    size_t n;
    ph_tag tag;
} candidate;

typedef PH_VEC(candidate) candidates;

static candidate *candidate_of(ph_arena *arena, candidates *all, ph_str id)
{
    for (size_t i = 0; i < all->n; i++)
        if (ph_eq(all->v[i].tag.id, id))
            return &all->v[i];
    candidate *c = PH_PUSH(arena, all);
    if (c)
        *c = (candidate){.first = SIZE_MAX, .tag = {.id = id, .from = PH_INFERRED}};
    return c;
}

/* Whether the text speaks of it as of its own country. */
static bool is_own(const candidate *c)
{
    return c->voices[PH_VOICE_STANCE] + c->voices[PH_VOICE_COMMITS] +
               c->voices[PH_VOICE_WE] + c->voices[PH_VOICE_OWN] +
               c->voices[PH_VOICE_DELEGATION] + c->voices[PH_VOICE_BEHALF] >
           0;
}

/* Keeps the mentions that say most, so that a tag falls without its evidence. */
static void add_witness(candidate *c, witness w)
{
    size_t least = 0;
    if (c->n == PH_EVIDENCE_MAX) {
        for (size_t i = 1; i < c->n; i++)
            if (c->best[i].gain <= c->best[least].gain)
                least = i;
        if (c->best[least].gain >= w.gain)
            return;
        memmove(&c->best[least], &c->best[least + 1], (--c->n - least) * sizeof *c->best);
    }
    c->best[c->n++] = w;
}

static bool count_mention(ph_arena *arena, const ph_record *r, const ph_pieces *pieces,
                          size_t i, size_t m, candidates *all)
{
    const ph_piece *p = &pieces->v[i];
    const ph_mention *mention = &p->mentions.v[m];
    unsigned voices[PH_VOICES] = {0};
    if (p->place == PH_IN_TITLE && ph_eq(mention->id, r->event.country))
        return true; /* where the meeting was held */
    candidate *c = candidate_of(arena, all, mention->id);
    if (!c)
        return false;
    bool titled = p->place == PH_IN_TITLE && ph_names_country(mention);
    witness w = {i, m, titled ? TITLE : 0};
    ph_country_voice(r->language, p, m, voices);
    for (size_t v = 0; v < PH_VOICES; v++) {
        c->voices[v] += voices[v];
        w.gain += voices[v] ? weights[v] : 0;
    }
    add_witness(c, w);
    c->mentions++;
    c->sum += mention->weight;
    c->in_title += titled;
    c->parts |= 1u << (i * PARTS / pieces->n);
    c->first = c->first == SIZE_MAX ? i : c->first;
    c->last = i;
    return true;
}

static bool count(ph_arena *arena, const ph_record *r, const ph_pieces *pieces,
                  candidates *all)
{
    for (size_t i = 0; i < pieces->n; i++)
        for (size_t m = 0; m < pieces->v[i].mentions.n; m++)
            if (!pieces->v[i].mentions.v[m].concept &&
                !count_mention(arena, r, pieces, i, m, all))
                return false;
    return true;
}

static double weigh(const candidate *c, size_t pieces)
{
    double n = (double)pieces, sum = c->in_title ? TITLE : 0;
    unsigned parts = 0;
    for (size_t v = 0; v < PH_VOICES; v++)
        sum += weights[v] * log1p(c->voices[v]);
    for (unsigned bits = c->parts; bits; bits &= bits - 1)
        parts++;
    return sum + SPREAD * log1p(parts) + EARLY * (1 - (double)c->first / n) +
           LATE * (double)c->last / n;
}

/* The chances of the countries by their weights (a softmax). */
static void weigh_all(candidates *all, size_t pieces)
{
    double most = -HUGE_VAL, sum = 0;
    for (size_t i = 0; i < all->n; i++) {
        all->v[i].weight = weigh(&all->v[i], pieces);
        most = fmax(most, all->v[i].weight);
    }
    for (size_t i = 0; i < all->n; i++)
        sum += exp(all->v[i].weight - most);
    for (size_t i = 0; i < all->n; i++)
        all->v[i].chance = exp(all->v[i].weight - most) / sum;
}

/* all: the weights of all mentions; second: the best chance of another one. */
static bool is_about(const candidate *c, const ph_record *r, double all, double second)
{
    bool chosen = c->chance >= ABOUT_CHANCE && c->chance >= ABOUT_LEAD * second &&
                  (is_own(c) || c->mentions > 1) && !ph_eq(c->tag.id, r->event.country);
    return c->in_title || chosen ||
           (c->mentions >= ABOUT_MENTIONS && c->sum >= ABOUT_SHARE * all);
}

static bool show_evidence(ph_arena *arena, const ph_pieces *pieces, const candidate *c,
                          ph_tag *tag)
{
    for (size_t i = 0; i < c->n; i++) {
        const ph_piece *p = &pieces->v[c->best[i].piece];
        const ph_mention *m = &p->mentions.v[c->best[i].mention];
        if (!ph_tag_evidence(arena, tag, p, m->start, m->end))
            return false;
    }
    return true;
}

static bool give(ph_arena *arena, const ph_pieces *pieces, ph_tags *tags,
                 const candidate *c)
{
    ph_tag *tag = PH_PUSH(arena, tags);
    if (!tag)
        return false;
    *tag = c->tag;
    tag->score = fmax(SCORE_LEAST, 1 - exp(-c->weight / SATURATION));
    return show_evidence(arena, pieces, c, tag);
}

static int by_weight(const void *left, const void *right)
{
    const candidate *a = left, *b = right;
    return a->weight != b->weight ? (a->weight < b->weight) - (a->weight > b->weight)
                                  : ph_cmp(a->tag.id, b->tag.id);
}

ph_status ph_tag_countries(const ph_pieces *pieces, ph_arena *arena, ph_record *r,
                           ph_error *err)
{
    candidates all = {0};
    bool asserted = r->countries.n > 0;
    double sum = 0;
    if (!count(arena, r, pieces, &all))
        return ph_fail_memory(err);
    weigh_all(&all, pieces->n);
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, by_weight);
    for (size_t i = 0; i < all.n; i++)
        sum += all.v[i].sum;
    double runner_up = all.n > 1 ? all.v[1].chance : 0;
    for (size_t i = 0; i < all.n; i++) {
        const candidate *c = &all.v[i];
        ph_tag *known = ph_tag_find(&r->countries, c->tag.id);
        bool done = true;
        if (known)
            done = known->evidence.n || show_evidence(arena, pieces, c, known);
        else if (!asserted && is_about(c, r, sum, i ? all.v[0].chance : runner_up))
            done = give(arena, pieces, &r->countries, c);
        else
            done = ph_strs_add(arena, &r->mentioned, c->tag.id);
        if (!done)
            return ph_fail_memory(err);
    }
    return PH_OK;
}
