/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "search/text.h"
#include "search/uptake_words.h"

/*
 * The rule, chosen on pairs that were read (HACKING.md): a passage meets a recommendation when it
 * has that share of the weight of the recommendation's words, in so many different words; less
 * is asked where both have a theme in common.  A word of the practice's title counts for the
 * passage, by half.
 */
#define SHARE 0.55
#define SHARE_THEME 0.45
#define WORDS 4
#define WORDS_THEME 3
#define TITLE_SHARE 0.5
#define RARE 2.0         /* one word of them is in fewer than every seventh document */
#define COMMON 0.9       /* words in more than 40 of 100 documents say nothing */
#define WORDS_OF_MOST 12 /* of a long recommendation, the heaviest */

/* --- words of a recommendation --------------------------------------------------------------------- */

typedef struct collector {
    ph_str language, text;
    ph_arena *arena;
    ph_telling_words *words;
    bool failed;
} collector;

static bool collect(void *user, ph_token token)
{
    collector *c = user;
    ph_str written = ph_sub(c->text, token.start, token.end);
    char first = token.term.n ? token.term.s[0] : '0';
    for (size_t i = 0; i < c->words->words.n; i++)
        if (ph_eq(c->words->words.v[i].term, token.term))
            return true;
    ph_str key = ph_text_key(c->arena, written);
    c->failed = !key.s;
    if (c->failed || (first >= '0' && first <= '9') || token.term.n < 3 ||
        ph_stop_word(c->language, key))
        return !c->failed;
    ph_telling_word *w = PH_PUSH(c->arena, &c->words->words);
    c->failed = !w;
    if (w)
        *w = (ph_telling_word){ph_dup(c->arena, token.term), key, token.hash, 0};
    return !c->failed;
}

static int heaviest_first(const void *left, const void *right)
{
    const ph_telling_word *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    return ph_cmp(a->term, b->term);
}

/* "ru-RU" has the stop words of "ru". */
static ph_str main_part(ph_str language)
{
    size_t n = 0;
    while (n < language.n && language.s[n] != '-')
        n++;
    return ph_sub(language, 0, n);
}

xapian_status ph_telling_words_find(ph_reader *r, ph_str language, ph_str text,
                                    ph_arena *arena, ph_telling_words *words,
                                    ph_status *status, ph_error *err, xapian_error *why)
{
    collector c = {main_part(language), text, arena, words, false};
    xapian_status got = XAPIAN_OK;
    *words = (ph_telling_words){0};
    *status = ph_analyze(r->analyzer, language, text, collect, &c, err);
    if (!*status && c.failed)
        *status = ph_fail_memory(err);
    for (size_t i = 0; !got && !*status && i < words->words.n; i++) {
        ph_telling_word *w = &words->words.v[i];
        xapian_doccount freq = 0;
        got = xapian_db_term_freq(r->all, w->term.s, w->term.n, &freq, why);
        w->weight = log(((double)r->documents + 1) / (freq + 0.5));
    }
    if (words->words.n)
        qsort(words->words.v, words->words.n, sizeof *words->words.v, heaviest_first);
    if (words->words.n > WORDS_OF_MOST)
        words->words.n = WORDS_OF_MOST;
    while (words->words.n && words->words.v[words->words.n - 1].weight < COMMON)
        words->words.n--;
    for (size_t i = 0; i < words->words.n; i++)
        words->weight += words->words.v[i].weight;
    return got;
}

/* --- words of a passage ----------------------------------------------------------------------------- */

typedef PH_VEC(uint64_t) hashes;

typedef struct hasher {
    ph_arena *arena;
    hashes list;
    bool failed;
} hasher;

static bool add_hash(void *user, ph_token token)
{
    hasher *h = user;
    uint64_t *slot = PH_PUSH(h->arena, &h->list);
    h->failed = !slot;
    if (slot)
        *slot = token.hash;
    return slot != NULL;
}

static int by_number(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

ph_status ph_word_set_make(ph_reader *r, ph_str language, ph_str text, ph_arena *arena,
                           ph_word_set *set, ph_error *err)
{
    hasher h = {.arena = arena};
    ph_status status = ph_analyze(r->analyzer, language, text, add_hash, &h, err);
    if (!status && h.failed)
        status = ph_fail_memory(err);
    if (h.list.n)
        qsort(h.list.v, h.list.n, sizeof *h.list.v, by_number);
    set->v = h.list.v;
    set->n = 0;
    for (size_t i = 0; i < h.list.n; i++)
        if (i == 0 || h.list.v[i] != h.list.v[i - 1])
            h.list.v[set->n++] = h.list.v[i];
    return status;
}

bool ph_word_set_has(const ph_word_set *set, uint64_t hash)
{
    return set->n && bsearch(&hash, set->v, set->n, sizeof *set->v, by_number) != NULL;
}

/* --- judging ---------------------------------------------------------------------------------------- */

double ph_uptake_judge(const ph_telling_words *words, const ph_word_set *passage,
                       const ph_word_set *title, size_t themes)
{
    double met = 0, rarest = 0;
    size_t n = 0;
    for (size_t i = 0; i < words->words.n; i++) {
        const ph_telling_word *w = &words->words.v[i];
        if (ph_word_set_has(passage, w->hash)) {
            met += w->weight;
            rarest = w->weight > rarest ? w->weight : rarest;
            n++;
        } else if (ph_word_set_has(title, w->hash)) {
            met += TITLE_SHARE * w->weight;
        }
    }
    double share = words->weight > 0 ? met / words->weight : 0;
    bool good = n >= (themes ? WORDS_THEME : WORDS) &&
                share >= (themes ? SHARE_THEME : SHARE) && rarest >= RARE;
    return good ? share : 0;
}
