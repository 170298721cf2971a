/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "indexer/tag_language.h"
#include "search/text.h"

#define MODEL_BYTES ((size_t)4 << 20)
#define LANGUAGES 255
#define SLOTS ((size_t)1 << 17) /* twice the sequences of a model, or more */
#define LETTERS 4               /* of a sequence */

#define TEXT_BYTES 1000 /* more changes nothing */
#define TEXT_LEAST 60

/* A text is in a language if its sequences weigh so many parts of what is usual there, and so much
 * more than in the next one. */
#define FIT_LEAST 0.6
#define LEAD_LEAST 0.03

/* How much a sequence speaks for a language. */
typedef struct vote {
    uint8_t language, weight;
} vote;

/* A vote while the model is read, in the order of the file. */
typedef struct cast {
    uint32_t next; /* the sequence's vote for another language, + 1; 0: none */
    vote vote;
} cast;

typedef struct slot {
    uint32_t check; /* the upper half of the sequence's hash */
    uint32_t first; /* its first vote; while the model is read that vote, + 1 */
    uint32_t n;     /* its votes, which lie together; 0: free */
} slot;

typedef struct language {
    ph_str tag;
    double usual; /* what a sequence of it weighs on average */
} language;

struct ph_detector {
    ph_arena *arena;
    slot *slots;
    size_t used;
    PH_VEC(language) languages;
    PH_VEC(cast) cast;
    vote *votes;
};

/* --- sequences of letters ----------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, int32_t c)
{
    hash = (hash ^ (uint64_t)c) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

/* The slot of a sequence, or the free one where it would be. */
static slot *find(const ph_detector *d, uint64_t hash)
{
    uint32_t check = (uint32_t)(hash >> 32);
    size_t i = (size_t)hash & (SLOTS - 1);
    while (d->slots[i].n && d->slots[i].check != check)
        i = (i + 1) & (SLOTS - 1);
    return &d->slots[i];
}

/* --- the model ------------------------------------------------------------------------------------ */

static bool add_vote(ph_detector *d, ph_str sequence, uint8_t weight)
{
    uint64_t hash = PH_HASH_SEED;
    for (size_t i = 0; i < sequence.n;)
        hash = mix(hash, ph_utf8_next(sequence, &i));
    slot *s = find(d, hash);
    cast *v = PH_PUSH(d->arena, &d->cast);
    if (!v)
        return false;
    *v = (cast){s->n ? s->first : 0, {(uint8_t)(d->languages.n - 1), weight}};
    d->used += !s->n;
    *s = (slot){(uint32_t)(hash >> 32), (uint32_t)d->cast.n, s->n + 1};
    return true;
}

/* Lays the votes of each sequence side by side: a text asks for most of them. */
static bool gather(ph_detector *d)
{
    uint32_t at = 0;
    d->votes = ph_alloc(d->arena, d->cast.n * sizeof *d->votes);
    if (!d->votes)
        return false;
    for (size_t i = 0; i < SLOTS; i++) {
        uint32_t next = d->slots[i].first;
        d->slots[i].first = at;
        for (uint32_t n = d->slots[i].n; n > 0; n--) {
            d->votes[at++] = d->cast.v[next - 1].vote;
            next = d->cast.v[next - 1].next;
        }
    }
    return true;
}

/* What stands behind "= ": "sr-Cyrl 1304". */
static ph_status read_language(ph_detector *d, ph_str line, ph_error *err)
{
    ph_str tag;
    uint64_t usual;
    if (!ph_split(&line, ' ', &tag) || !ph_number(line, &usual) ||
        d->languages.n == LANGUAGES)
        return ph_fail(err, PH_INVALID, "no language, or more than %d", LANGUAGES);
    language *l = PH_PUSH(d->arena, &d->languages);
    if (!l || !(l->tag = ph_dup(d->arena, tag)).s)
        return ph_fail_memory(err);
    l->usual = (double)usual / 100;
    return PH_OK;
}

/* "# words", "= language usual" or "weight sequence sequence ...". */
static ph_status read_line(ph_detector *d, ph_str line, ph_error *err)
{
    ph_str first, sequence;
    uint64_t weight;
    if (!line.n || line.s[0] == '#' || !ph_split(&line, ' ', &first))
        return PH_OK;
    if (ph_eqc(first, "="))
        return read_language(d, line, err);
    if (!ph_number(first, &weight) || weight > UINT8_MAX || !d->languages.n)
        return ph_fail(err, PH_INVALID, "'%.*s' begins no line of a model",
                       PH_FMT(ph_utf8_cut(first, 40)));
    while (ph_split(&line, ' ', &sequence)) {
        if (d->used * 2 >= SLOTS)
            return ph_fail(err, PH_INVALID, "more than %zu sequences", SLOTS / 2);
        if (!add_vote(d, sequence, (uint8_t)weight))
            return ph_fail_memory(err);
    }
    return PH_OK;
}

static ph_status read_model(ph_detector *d, const char *path, ph_error *err)
{
    ph_buf bytes = {0};
    ph_error why;
    ph_status status = ph_read_file(path, MODEL_BYTES, &bytes, err);
    ph_str rest = ph_buf_str(&bytes), line;
    for (size_t n = 1; !status && ph_split(&rest, '\n', &line); n++)
        if ((status = read_line(d, line, &why)) != PH_OK)
            (void)ph_fail(err, status, "%s:%zu: %s", path, n, why.text);
    ph_buf_free(&bytes);
    return status;
}

ph_status ph_detector_new(ph_detector **out, const char *path, ph_error *err)
{
    ph_detector *d = *out = calloc(1, sizeof *d);
    ph_status status = PH_OK;
    if (!d || !(d->arena = ph_arena_new()) ||
        !(d->slots = ph_alloc(d->arena, SLOTS * sizeof *d->slots)))
        status = ph_fail_memory(err);
    if (!status)
        status = read_model(d, path, err);
    if (!status && !gather(d))
        status = ph_fail_memory(err);
    if (status) {
        ph_detector_free(d);
        *out = NULL;
    }
    return status;
}

void ph_detector_free(ph_detector *d)
{
    if (d)
        ph_arena_free(d->arena);
    free(d);
}

/* --- a text ---------------------------------------------------------------------------------------- */

typedef struct count {
    const ph_detector *d;
    int32_t last[LETTERS]; /* of the word, the newest first */
    size_t n;              /* of these there are */
    size_t sequences;
    uint32_t sum[LANGUAGES];
} count;

/* Counts the sequences that end with a letter. */
static void add_letter(count *k, int32_t c)
{
    memmove(k->last + 1, k->last, (LETTERS - 1) * sizeof *k->last);
    k->last[0] = c;
    k->n += k->n < LETTERS;
    for (size_t n = c == '_' ? 2 : 1; n <= k->n; n++) {
        uint64_t hash = PH_HASH_SEED;
        for (size_t i = n; i-- > 0;)
            hash = mix(hash, k->last[i]);
        const slot *s = find(k->d, hash);
        for (uint32_t v = s->first; v < s->first + s->n; v++)
            k->sum[k->d->votes[v].language] += k->d->votes[v].weight;
        k->sequences++;
    }
}

/* Whether a character is part of a word; Uzbek's turned comma is typed in many ways, so it is
 * not. */
static bool is_letter(int32_t c)
{
    return c != 0x02BB && c != 0x02BC &&
           (u_isalpha(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0);
}

static void count_text(count *k, ph_str text)
{
    bool word = false;
    for (size_t i = 0; i <= text.n;) {
        int32_t c = i < text.n ? ph_utf8_next(text, &i) : (int32_t)(i++, ' ');
        bool letter = is_letter(c);
        if (letter && !word) {
            k->last[0] = '_';
            k->n = 1;
        }
        if (letter || word)
            add_letter(k, letter ? (int32_t)u_tolower(c) : '_');
        word = letter;
    }
}

ph_str ph_detect_language(const ph_detector *d, ph_arena *arena, ph_str text)
{
    count k = {.d = d};
    size_t best = 0;
    uint32_t next = 0; /* what the next best language has */
    text = ph_utf8_cut(text, TEXT_BYTES);
    count_text(&k, text);
    if (text.n < TEXT_LEAST || !k.sequences || !d->languages.n)
        return PH_ABSENT;
    for (size_t i = 1; i < d->languages.n; i++)
        if (k.sum[i] > k.sum[best]) {
            next = k.sum[best];
            best = i;
        } else if (k.sum[i] > next) {
            next = k.sum[i];
        }
    double fit = (double)k.sum[best] / (double)k.sequences;
    double lead = (double)(k.sum[best] - next) / (double)k.sequences;
    const language *l = &d->languages.v[best];
    return fit < FIT_LEAST * l->usual || lead < LEAD_LEAST ? PH_ABSENT
                                                           : ph_dup(arena, l->tag);
}
