/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/sdg_model.h"
#include "search/limits.h"

#define MAGIC "phsdg\0\0\1" /* the last byte is the version */
#define MAGIC_BYTES 8
#define ENTRY_BYTES (4 + 1 + PH_SDG_GOALS)
#define HEAD_BYTES (MAGIC_BYTES + PH_SDG_GOALS * 8 + 4)
#define SUM_BYTES 8

struct ph_sdg_model {
    ph_sdg_goal goals[PH_SDG_GOALS];
    ph_sdg_entry *entries;
    size_t n;
    uint32_t *slots; /* of a hash table: an entry's number from 1; 0: free */
    size_t mask;
    uint64_t hash;
};

/* --- bytes ------------------------------------------------------------------------------------ */

static void put(ph_buf *out, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        ph_buf_byte(out, (char)(value >> 8 * i));
}

static uint64_t take(const char **at, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value |= (uint64_t)(unsigned char)(*at)[i] << 8 * i;
    *at += bytes;
    return value;
}

static void put_float(ph_buf *out, float f)
{
    uint32_t bits;
    memcpy(&bits, &f, sizeof bits);
    put(out, bits, 4);
}

static float take_float(const char **at)
{
    float f;
    uint32_t bits = (uint32_t)take(at, 4);
    memcpy(&f, &bits, sizeof f);
    return f;
}

void ph_sdg_write(const ph_sdg_model *m, ph_buf *out)
{
    size_t from = out->n;
    ph_buf_add(out, (ph_str){MAGIC, MAGIC_BYTES});
    for (size_t k = 0; k < PH_SDG_GOALS; k++) {
        put_float(out, m->goals[k].scale);
        put_float(out, m->goals[k].bias);
    }
    put(out, m->n, 4);
    for (size_t i = 0; i < m->n; i++) {
        put(out, m->entries[i].hash, 4);
        put(out, m->entries[i].flags, 1);
        for (size_t k = 0; k < PH_SDG_GOALS; k++)
            put(out, (uint8_t)m->entries[i].weight[k], 1);
    }
    if (!out->failed)
        put(out, ph_hash(out->s + from, out->n - from, PH_HASH_SEED), SUM_BYTES);
}

/* --- a model ------------------------------------------------------------------------------------- */

static bool index_entries(ph_sdg_model *m)
{
    size_t slots = 16;
    while (slots < m->n * 2)
        slots *= 2;
    m->mask = slots - 1;
    if (!(m->slots = calloc(slots, sizeof *m->slots)))
        return false;
    for (size_t i = 0; i < m->n; i++) {
        size_t at = m->entries[i].hash & m->mask;
        while (m->slots[at])
            at = (at + 1) & m->mask;
        m->slots[at] = (uint32_t)i + 1;
    }
    return true;
}

static ph_status make(ph_sdg_model **out, const ph_sdg_goal *goals, size_t n, ph_error *err)
{
    ph_sdg_model *m = *out = calloc(1, sizeof *m);
    if (!m || !(m->entries = calloc(n + 1, sizeof *m->entries))) {
        free(m);
        *out = NULL;
        return ph_fail_memory(err);
    }
    m->n = n;
    memcpy(m->goals, goals, sizeof m->goals);
    return PH_OK;
}

/* What is left to do once the entries are there. */
static ph_status finish(ph_sdg_model **out, ph_error *err)
{
    ph_sdg_model *m = *out;
    ph_buf bytes = {0};
    ph_sdg_write(m, &bytes);
    bool good = !bytes.failed && index_entries(m);
    if (good)
        m->hash = ph_hash(bytes.s, bytes.n, PH_HASH_SEED);
    ph_buf_free(&bytes);
    if (good)
        return PH_OK;
    ph_sdg_free(m);
    *out = NULL;
    return ph_fail_memory(err);
}

ph_status ph_sdg_new(ph_sdg_model **out, const ph_sdg_goal goals[PH_SDG_GOALS],
                     const ph_sdg_entry *entries, size_t n, ph_error *err)
{
    ph_status status = make(out, goals, n, err);
    if (status)
        return status;
    if (n)
        memcpy((*out)->entries, entries, n * sizeof *entries);
    return finish(out, err);
}

void ph_sdg_free(ph_sdg_model *m)
{
    if (!m)
        return;
    free(m->entries);
    free(m->slots);
    free(m);
}

const ph_sdg_entry *ph_sdg_entries(const ph_sdg_model *m, size_t *n)
{
    *n = m->n;
    return m->entries;
}

uint64_t ph_sdg_hash(const ph_sdg_model *m)
{
    return m->hash;
}

static bool is_sound(ph_str bytes, size_t *n)
{
    if (bytes.n < HEAD_BYTES + SUM_BYTES || memcmp(bytes.s, MAGIC, MAGIC_BYTES) != 0)
        return false;
    const char *count = bytes.s + HEAD_BYTES - 4, *sum = bytes.s + bytes.n - SUM_BYTES;
    *n = (size_t)take(&count, 4);
    return *n <= bytes.n / ENTRY_BYTES &&
           bytes.n == HEAD_BYTES + *n * ENTRY_BYTES + SUM_BYTES &&
           take(&sum, SUM_BYTES) == ph_hash(bytes.s, bytes.n - SUM_BYTES, PH_HASH_SEED);
}

/* False: what no trainer of ours writes. */
static bool take_entries(const char *at, ph_sdg_model *m)
{
    for (size_t i = 0; i < m->n; i++) {
        ph_sdg_entry *e = &m->entries[i];
        e->hash = (uint32_t)take(&at, 4);
        e->flags = (uint8_t)take(&at, 1);
        for (size_t k = 0; k < PH_SDG_GOALS; k++)
            e->weight[k] = (int8_t)(uint8_t)take(&at, 1);
        if (i && e->hash <= m->entries[i - 1].hash)
            return false;
    }
    for (size_t k = 0; k < PH_SDG_GOALS; k++)
        if (!isfinite(m->goals[k].scale) || !isfinite(m->goals[k].bias))
            return false;
    return true;
}

ph_status ph_sdg_open(ph_sdg_model **out, const char *path, ph_error *err)
{
    ph_buf bytes = {0};
    ph_sdg_goal goals[PH_SDG_GOALS];
    size_t n = 0;
    *out = NULL;
    ph_status status = ph_read_file(path, PH_SDG_BYTES, &bytes, err);
    if (!status && !is_sound(ph_buf_str(&bytes), &n))
        status = ph_fail(err, PH_CORRUPT,
                         "'%s' holds no weights of this version, or is damaged: install it "
                         "anew, or make it with peerhub-train",
                         path);
    const char *at = status ? NULL : bytes.s + MAGIC_BYTES;
    for (size_t k = 0; !status && k < PH_SDG_GOALS; k++) {
        goals[k].scale = take_float(&at);
        goals[k].bias = take_float(&at);
    }
    if (!status)
        status = make(out, goals, n, err);
    if (!status && !take_entries(at + 4, *out)) {
        ph_sdg_free(*out);
        *out = NULL;
        status = ph_fail(err, PH_CORRUPT, "'%s' has entries out of order", path);
    }
    ph_buf_free(&bytes);
    return status ? status : finish(out, err);
}

/* --- along a text ----------------------------------------------------------------------------------- */

static const ph_sdg_entry *find(const ph_sdg_model *m, uint32_t hash)
{
    for (size_t at = hash & m->mask; m->slots[at]; at = (at + 1) & m->mask) {
        const ph_sdg_entry *e = &m->entries[m->slots[at] - 1];
        if (e->hash == hash)
            return e;
    }
    return NULL;
}

bool ph_sdg_step(ph_sdg_walk *w, ph_sdg_hit hits[PH_SDG_PHRASE], size_t *n)
{
    const ph_sdg_entry *e = NULL;
    bool apart = false;
    do {
        if (!ph_sdg_next(&w->scan, &w->word))
            return false;
        apart = apart || w->word.apart;
        e = find(w->model, w->word.hash);
    } while (e && e->flags & PH_SDG_STOP);
    w->word.apart = apart;
    *n = 0;
    if (e)
        hits[(*n)++] = (ph_sdg_hit){e, 1};
    size_t open = 0, was = apart ? 0 : w->n;
    struct {
        uint32_t hash;
        unsigned words;
    } next[PH_SDG_PHRASE - 1];
    if (e && e->flags & PH_SDG_LONGER) {
        next[open].hash = w->word.hash;
        next[open++].words = 1;
    }
    for (size_t i = 0; i < was; i++) {
        uint32_t hash = ph_sdg_extend(w->open[i].hash, w->word.hash);
        if (!(e = find(w->model, hash)))
            continue;
        hits[(*n)++] = (ph_sdg_hit){e, w->open[i].words + 1};
        if (e->flags & PH_SDG_LONGER && w->open[i].words + 1 < PH_SDG_PHRASE) {
            next[open].hash = hash;
            next[open++].words = w->open[i].words + 1;
        }
    }
    memcpy(w->open, next, sizeof next[0] * open);
    w->n = open;
    w->words++;
    return true;
}

double ph_sdg_length(size_t words)
{
    return sqrt(words < PH_SDG_SHORT ? PH_SDG_SHORT : (double)words);
}

size_t ph_sdg_score(const ph_sdg_model *model, ph_str text,
                    double probability[PH_SDG_GOALS])
{
    ph_sdg_walk walk = {.model = model, .scan.text = text};
    ph_sdg_hit hits[PH_SDG_PHRASE];
    int32_t sum[PH_SDG_GOALS] = {0};
    size_t n;
    while (ph_sdg_step(&walk, hits, &n))
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < PH_SDG_GOALS; k++)
                sum[k] += hits[i].entry->weight[k];
    for (size_t k = 0; k < PH_SDG_GOALS; k++) {
        const ph_sdg_goal *g = &model->goals[k];
        probability[k] =
            1 /
            (1 + exp(-(g->bias + (double)g->scale * sum[k] / ph_sdg_length(walk.words))));
    }
    return walk.words;
}

/* --- the words that made it ----------------------------------------------------------------------------- */

static void keep(ph_sdg_span *spans, size_t *n, size_t max, const ph_sdg_span *run)
{
    if (run->value <= 0 || (*n == max && spans[max - 1].value >= run->value))
        return;
    size_t at = *n < max ? (*n)++ : max - 1;
    for (; at && spans[at - 1].value < run->value; at--)
        spans[at] = spans[at - 1];
    spans[at] = *run;
}

/* What the hits that end with a word add to a goal; *words: those of the longest that adds. */
static int added(const ph_sdg_hit *hits, size_t n, unsigned goal, unsigned *words)
{
    int sum = 0;
    *words = 1;
    for (size_t i = 0; i < n; i++) {
        int weight = hits[i].entry->weight[goal];
        sum += weight;
        if (weight > 0 && hits[i].words > *words)
            *words = hits[i].words;
    }
    return sum;
}

size_t ph_sdg_spans(const ph_sdg_model *model, ph_str text, unsigned goal,
                    ph_sdg_span *spans, size_t max)
{
    ph_sdg_walk walk = {.model = model, .scan.text = text};
    ph_sdg_hit hits[PH_SDG_PHRASE];
    size_t n, found = 0, starts[PH_SDG_PHRASE] = {0}; /* of this word and those before it */
    ph_sdg_span run = {0};
    while (max && ph_sdg_step(&walk, hits, &n)) {
        unsigned words;
        int sum = added(hits, n, goal, &words);
        memmove(starts + 1, starts, sizeof starts - sizeof *starts);
        starts[0] = walk.word.start;
        if (sum <= 0 || walk.word.apart) {
            keep(spans, &found, max, &run);
            run = (ph_sdg_span){0};
        }
        if (sum <= 0)
            continue;
        if (run.value <= 0)
            run.start = starts[words - 1];
        run.end = walk.word.end;
        run.value += sum;
    }
    if (max)
        keep(spans, &found, max, &run);
    for (size_t i = 0; i < found; i++)
        spans[i].value *= model->goals[goal].scale / ph_sdg_length(walk.words);
    return found;
}
