/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/tally.h"

#define SLOTS_LEAST 1024

/* Numbers that are never 0, each with a number: open addressing. */
typedef struct numbers {
    uint64_t *keys; /* 0: free */
    uint32_t *values;
    size_t n, slots;
} numbers;

struct ph_tally {
    const ph_strs *exclude;
    numbers places; /* of a key: its row + 1 */
    numbers pairs; /* of a work and an organisation, or of a work alone: quarters counted */
    ph_tally_row *rows;
    size_t n, cap;
    uint64_t works;
    bool sorted;
};

/* --- numbers --------------------------------------------------------------------------------- */

/* Spreads bits (the last step of splitmix64). */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static size_t place_of(const numbers *t, uint64_t key)
{
    size_t i = (size_t)mix(key) & (t->slots - 1);
    while (t->keys[i] && t->keys[i] != key)
        i = (i + 1) & (t->slots - 1);
    return i;
}

static bool grow(numbers *t)
{
    numbers bigger = {.slots = t->slots ? t->slots * 2 : SLOTS_LEAST, .n = t->n};
    bigger.keys = calloc(bigger.slots, sizeof *bigger.keys);
    bigger.values = calloc(bigger.slots, sizeof *bigger.values);
    if (!bigger.keys || !bigger.values) {
        free(bigger.keys);
        free(bigger.values);
        return false;
    }
    for (size_t i = 0; i < t->slots; i++)
        if (t->keys[i]) {
            size_t to = place_of(&bigger, t->keys[i]);
            bigger.keys[to] = t->keys[i];
            bigger.values[to] = t->values[i];
        }
    free(t->keys);
    free(t->values);
    *t = bigger;
    return true;
}

/* The number that goes with a key, 0 if it is new; NULL: no memory. */
static uint32_t *number_of(numbers *t, uint64_t key)
{
    if (t->n * 4 >= t->slots * 3 && !grow(t))
        return NULL;
    size_t i = place_of(t, key);
    t->n += !t->keys[i];
    t->keys[i] = key;
    return &t->values[i];
}

static void numbers_clear(numbers *t)
{
    if (t->slots) {
        memset(t->keys, 0, t->slots * sizeof *t->keys);
        memset(t->values, 0, t->slots * sizeof *t->values);
    }
    t->n = 0;
}

/* --- the tally ------------------------------------------------------------------------------- */

ph_status ph_tally_new(ph_tally **out, const ph_strs *exclude, ph_error *err)
{
    ph_tally *t = *out = calloc(1, sizeof *t);
    if (!t)
        return ph_fail_memory(err);
    t->exclude = exclude;
    return PH_OK;
}

void ph_tally_free(ph_tally *t)
{
    if (!t)
        return;
    free(t->places.keys);
    free(t->places.values);
    free(t->pairs.keys);
    free(t->pairs.values);
    free(t->rows);
    free(t);
}

void ph_tally_clear(ph_tally *t)
{
    numbers_clear(&t->places);
    numbers_clear(&t->pairs);
    t->n = 0;
    t->works = 0;
    t->sorted = false;
}

static ph_tally_row *row_of(ph_tally *t, const ph_organisation_entry *e)
{
    uint32_t *place = number_of(&t->places, e->key);
    if (!place)
        return NULL;
    if (*place)
        return &t->rows[*place - 1];
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 64;
        ph_tally_row *rows = reallocarray(t->rows, cap, sizeof *rows);
        if (!rows)
            return NULL;
        t->rows = rows;
        t->cap = cap;
    }
    t->rows[t->n] = (ph_tally_row){.key = e->key};
    *place = (uint32_t)++t->n;
    return &t->rows[t->n - 1];
}

static bool count(ph_tally *t, uint64_t work, const ph_organisation_entry *e)
{
    uint64_t pair = mix(work) ^ mix(e->key + UINT64_C(0x9e3779b97f4a7c15));
    uint32_t *counted = number_of(&t->pairs, pair ? pair : 1);
    ph_tally_row *row = counted ? row_of(t, e) : NULL;
    if (!row)
        return false;
    row->documents += *counted == 0;
    if (e->quarters > *counted) {
        row->quarters += e->quarters - *counted;
        *counted = e->quarters;
    }
    /* Of several countries told the first in the alphabet, whatever the order. */
    if (e->country.n &&
        (!row->country[0] || memcmp(e->country.s, row->country, sizeof row->country) < 0))
        memcpy(row->country, e->country.s, sizeof row->country);
    return true;
}

static ph_status damaged(ph_error *err)
{
    return ph_fail(err, PH_CORRUPT,
                   "a document's organisations in the index are damaged; run "
                   "peerhub-index --full");
}

ph_status ph_tally_add(ph_tally *t, ph_str packed, ph_error *err)
{
    uint64_t work;
    ph_organisation_entry e;
    if (!ph_organisations_work(&packed, &work))
        return damaged(err);
    uint32_t *known = number_of(&t->pairs, mix(work) | 1);
    if (!known)
        return ph_fail_memory(err);
    t->works += *known == 0;
    *known = 1;
    while (ph_organisations_next(&packed, &e))
        if (!ph_strs_has(t->exclude, e.country) && !count(t, work, &e))
            return ph_fail_memory(err);
    return packed.n ? damaged(err) : PH_OK;
}

uint64_t ph_tally_works(const ph_tally *t)
{
    return t->works;
}

static int by_weight(const void *left, const void *right)
{
    const ph_tally_row *a = left, *b = right;
    if (a->quarters != b->quarters)
        return a->quarters < b->quarters ? 1 : -1;
    return a->key < b->key ? -1 : a->key > b->key;
}

const ph_tally_row *ph_tally_rows(ph_tally *t, size_t *n)
{
    if (!t->sorted && t->n) { /* rows move: their places do not hold any more */
        qsort(t->rows, t->n, sizeof *t->rows, by_weight);
        t->sorted = true;
    }
    *n = t->n;
    return t->rows;
}
