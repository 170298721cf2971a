/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/feedback.h"

/* A document this part of the best one's weight below it is heard by a factor e less. */
#define DISTANCE 0.12

void ph_feedback_voices(const double *weights, size_t n, double best, double *voices)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += voices[i] = exp((weights[i] - best) / (DISTANCE * best));
    for (size_t i = 0; i < n; i++)
        voices[i] /= sum;
}

bool ph_feedback_fits(ph_str term)
{
    for (size_t i = 0; i < term.n; i++)
        if (term.s[i] >= '0' && term.s[i] <= '9')
            return false;
    /* prefixes of terms are capital letters and '!' */
    return term.n >= 3 && term.s[0] != '!' && !(term.s[0] >= 'A' && term.s[0] <= 'Z');
}

static bool grow(ph_feedback *f)
{
    size_t slots = f->slots ? f->slots * 2 : 2048;
    uint32_t *table = ph_alloc(f->arena, slots * sizeof *table);
    if (!table)
        return false;
    for (size_t w = 0; w < f->words.n; w++) {
        ph_str term = f->words.v[w].term;
        size_t i = (size_t)ph_hash(term.s, term.n, PH_HASH_SEED) & (slots - 1);
        while (table[i])
            i = (i + 1) & (slots - 1);
        table[i] = (uint32_t)w + 1;
    }
    f->table = table;
    f->slots = slots;
    return true;
}

bool ph_feedback_hear(ph_feedback *f, ph_str term, double share)
{
    if (f->words.n * 2 >= f->slots && !grow(f))
        return false;
    size_t i = (size_t)ph_hash(term.s, term.n, PH_HASH_SEED) & (f->slots - 1);
    for (; f->table[i]; i = (i + 1) & (f->slots - 1))
        if (ph_eq(f->words.v[f->table[i] - 1].term, term)) {
            f->words.v[f->table[i] - 1].share += share;
            return true;
        }
    ph_heard *word = PH_PUSH(f->arena, &f->words);
    if (!word)
        return false;
    *word = (ph_heard){ph_dup(f->arena, term), share, 0};
    f->table[i] = (uint32_t)f->words.n;
    return word->term.s != NULL;
}

static int by_share(const void *a, const void *b)
{
    const ph_heard *x = a, *y = b;
    int order = (x->share < y->share) - (x->share > y->share);
    return order ? order : ph_cmp(x->term, y->term);
}

static int by_term(const void *a, const void *b)
{
    return ph_cmp(((const ph_heard *)a)->term, ((const ph_heard *)b)->term);
}

void ph_feedback_sort(ph_feedback *f, size_t most)
{
    if (f->words.n > 1)
        qsort(f->words.v, f->words.n, sizeof *f->words.v, by_share);
    if (f->words.n > most)
        f->words.n = most;
    f->slots = 0; /* the table is no longer true */
}

void ph_feedback_learn(ph_feedback *f)
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < f->words.n; i++) {
        f->words.v[i].share *= f->words.v[i].rarity;
        if (f->words.v[i].share > 0)
            f->words.v[n++] = f->words.v[i];
    }
    f->words.n = n;
    ph_feedback_sort(f, PH_FEEDBACK_WORDS);
    for (size_t i = 0; i < f->words.n; i++)
        sum += f->words.v[i].share;
    for (size_t i = 0; i < f->words.n; i++)
        f->words.v[i].share /= sum;
    if (f->words.n > 1)
        qsort(f->words.v, f->words.n, sizeof *f->words.v, by_term);
}
