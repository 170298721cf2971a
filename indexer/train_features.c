/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "indexer/train.h"

/* In fewer texts a word or a pair of words teaches nothing. */
#define FEW 4

/* A word or phrase of the texts. */
typedef struct seen {
    uint32_t hash, first; /* first: the hash of its first word; a word's own is 0 */
    uint32_t texts, last; /* how many have it; the last of them */
} seen;

typedef struct counter {
    seen *slots;
    size_t n, mask;
} counter;

static bool grow(counter *c)
{
    size_t slots = c->slots ? (c->mask + 1) * 2 : 1 << 16;
    counter bigger = {calloc(slots, sizeof(seen)), c->n, slots - 1};
    if (!bigger.slots)
        return false;
    for (size_t i = 0; c->slots && i <= c->mask; i++) {
        size_t at = c->slots[i].hash & bigger.mask;
        if (!c->slots[i].texts)
            continue;
        while (bigger.slots[at].texts)
            at = (at + 1) & bigger.mask;
        bigger.slots[at] = c->slots[i];
    }
    free(c->slots);
    *c = bigger;
    return true;
}

static bool count(counter *c, uint32_t hash, uint32_t first, uint32_t text)
{
    if ((!c->slots || c->n * 2 > c->mask) && !grow(c))
        return false;
    size_t at = hash & c->mask;
    while (c->slots[at].texts && c->slots[at].hash != hash)
        at = (at + 1) & c->mask;
    seen *s = &c->slots[at];
    c->n += !s->texts;
    if (!s->texts)
        *s = (seen){hash, first, 0, 0};
    if (s->last != text)
        s->texts++;
    s->last = text;
    return true;
}

static bool count_text(counter *c, const ph_lexicon *lexicon, ph_str text, uint32_t number)
{
    ph_sdg_scan scan = {.text = text};
    ph_sdg_word word;
    uint32_t before = 0;
    bool apart = true;
    while (ph_sdg_next(&scan, &word)) {
        apart = apart || word.apart;
        if (ph_lexicon_stops(lexicon, word.hash))
            continue;
        if (!count(c, word.hash, 0, number) ||
            (!apart && !count(c, ph_sdg_extend(before, word.hash), before, number)))
            return false;
        before = word.hash;
        apart = false;
    }
    return true;
}

/* --- entries ------------------------------------------------------------------------------- */

typedef PH_VEC(ph_sdg_entry) entries;

static bool add(ph_arena *arena, entries *all, uint32_t hash, unsigned flags, unsigned goal,
                int weight)
{
    ph_sdg_entry *e = PH_PUSH(arena, all);
    if (!e)
        return false;
    *e = (ph_sdg_entry){.hash = hash, .flags = (uint8_t)flags};
    if (goal < PH_SDG_GOALS)
        e->weight[goal] = (int8_t)weight;
    return true;
}

static bool add_seen(ph_arena *arena, const counter *c, entries *all)
{
    for (size_t i = 0; c->slots && i <= c->mask; i++) {
        const seen *s = &c->slots[i];
        if (s->texts >= FEW &&
            (!add(arena, all, s->hash, 0, PH_SDG_GOALS, 0) ||
             (s->first && !add(arena, all, s->first, PH_SDG_LONGER, PH_SDG_GOALS, 0))))
            return false;
    }
    return true;
}

static bool add_lexicon(ph_arena *arena, const ph_lexicon *lexicon, entries *all)
{
    for (size_t i = 0; i < lexicon->n; i++) {
        const ph_lexicon_phrase *p = &lexicon->v[i];
        uint32_t hash = p->words[0];
        for (unsigned n = 1; n < p->n; n++) {
            if (!add(arena, all, hash, PH_SDG_LONGER, PH_SDG_GOALS, 0))
                return false;
            hash = ph_sdg_extend(hash, p->words[n]);
        }
        if (!add(arena, all, hash, p->goal < PH_SDG_GOALS ? 0 : PH_SDG_STOP, p->goal,
                 p->weight))
            return false;
    }
    return true;
}

static int by_hash(const void *left, const void *right)
{
    const ph_sdg_entry *a = left, *b = right;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* Sorts, and makes one of those of one hash. */
static void merge(entries *all)
{
    size_t kept = 0;
    qsort(all->v, all->n, sizeof *all->v, by_hash);
    for (size_t i = 0; i < all->n; i++) {
        if (!kept || all->v[kept - 1].hash != all->v[i].hash) {
            all->v[kept++] = all->v[i];
            continue;
        }
        ph_sdg_entry *e = &all->v[kept - 1];
        e->flags |= all->v[i].flags;
        for (size_t k = 0; k < PH_SDG_GOALS; k++)
            if (all->v[i].weight[k])
                e->weight[k] = all->v[i].weight[k];
    }
    all->n = kept;
}

/* --- rows -------------------------------------------------------------------------------------- */

static int by_entry(const void *left, const void *right)
{
    const ph_feature *a = left, *b = right;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static bool fill(const ph_sdg_model *all, ph_data *data, ph_row *row)
{
    size_t entries_n, n, kept = 0;
    const ph_sdg_entry *base = ph_sdg_entries(all, &entries_n);
    ph_sdg_walk walk = {.model = all, .scan.text = row->text};
    ph_sdg_hit hits[PH_SDG_PHRASE];
    row->first = data->features.n;
    while (ph_sdg_step(&walk, hits, &n))
        for (size_t i = 0; i < n; i++) {
            ph_feature *f = PH_PUSH(data->arena, &data->features);
            if (!f)
                return false;
            *f = (ph_feature){(uint32_t)(hits[i].entry - base), 1};
        }
    ph_feature *f = data->features.v + row->first;
    size_t met = data->features.n - row->first;
    if (met)
        qsort(f, met, sizeof *f, by_entry);
    for (size_t i = 0; i < met; i++)
        if (kept && f[kept - 1].entry == f[i].entry)
            f[kept - 1].count++;
        else
            f[kept++] = f[i];
    row->n = kept;
    data->features.n = row->first + kept;
    row->length = ph_sdg_length(walk.words);
    return true;
}

ph_status ph_features_make(const ph_lexicon *lexicon, ph_data *data, ph_sdg_model **all,
                           ph_error *err)
{
    const ph_sdg_goal goals[PH_SDG_GOALS] = {{0}};
    counter c = {0};
    entries found = {0};
    bool good = true;
    for (size_t i = 0; good && i < data->rows.n; i++)
        good = data->rows.v[i].role == PH_TEST ||
               count_text(&c, lexicon, data->rows.v[i].text, (uint32_t)i + 1);
    good = good && add_seen(data->arena, &c, &found) &&
           add_lexicon(data->arena, lexicon, &found);
    free(c.slots);
    if (!good)
        return ph_fail_memory(err);
    merge(&found);
    ph_status status = ph_sdg_new(all, goals, found.v, found.n, err);
    for (size_t i = 0; !status && i < data->rows.n; i++)
        if (!fill(*all, data, &data->rows.v[i]))
            status = ph_fail_memory(err);
    return status;
}
