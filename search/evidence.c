/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/bm25.h"
#include "search/evidence.h"

/* How far it is from a place to the next one of that word, in front or behind;
 * PH_NEAR_WORDS + 1: too far. */
static xapian_termpos nearest(const ph_word_place *places, size_t n, size_t at,
                              uint32_t word)
{
    xapian_termpos best = PH_NEAR_WORDS + 1, here = places[at].position;
    for (size_t i = at + 1; i < n && places[i].position - here < best; i++)
        if (places[i].word == word)
            best = places[i].position - here;
    for (size_t i = at; i-- > 0 && here - places[i].position < best;)
        if (places[i].word == word)
            best = here - places[i].position;
    return best ? best : 1; /* one term may be a form of two words */
}

double ph_evidence_near(const ph_ranked_words *words, const ph_word_place *places, size_t n,
                        double length, double average)
{
    double sum = 0;
    for (uint32_t w = 0; w + 1 < words->n; w++) {
        const ph_ranked_word *a = &words->v[w], *b = &words->v[w + 1];
        double often = 0;
        for (size_t i = 0; i < n; i++) {
            xapian_termpos far =
                places[i].word == w ? nearest(places, n, i, w + 1) : PH_NEAR_WORDS + 1;
            if (far <= PH_NEAR_WORDS)
                often += 1.0 / far;
        }
        if (often > 0)
            sum += fmin(a->rarity * a->times, b->rarity * b->times) *
                   ph_bm25_share(often, length, average);
    }
    return sum;
}

static double weight_of(const ph_ranked_words *words, uint32_t word)
{
    return words->v[word].rarity * words->v[word].times;
}

double ph_evidence_scattered(const ph_ranked_words *words, const ph_word_place *places,
                             size_t n, size_t *work)
{
    double all = 0, inside = 0, best = 0;
    size_t first = 0;
    memset(work, 0, words->n * sizeof *work);
    for (size_t i = 0; i < n; i++)
        if (work[places[i].word]++ == 0)
            all += weight_of(words, places[i].word);
    memset(work, 0, words->n * sizeof *work);
    for (size_t i = 0; i < n; i++) {
        if (work[places[i].word]++ == 0)
            inside += weight_of(words, places[i].word);
        for (; places[i].position - places[first].position > PH_EVIDENCE_WINDOW; first++)
            if (--work[places[first].word] == 0)
                inside -= weight_of(words, places[first].word);
        best = fmax(best, inside);
    }
    return fmax(all - best, 0);
}
