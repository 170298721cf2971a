/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nearness and passages, against the formulas done the long way, on random documents. */
#include "config.h"

#include <math.h>

#include "search/bm25.h"
#include "search/evidence.h"
#include "tests/unit/support.h"

#define WORDS 5
#define PLACES 60

static void same_number(double got, double want)
{
    if (!(fabs(got - want) <= 1e-9 * fmax(1, fabs(want))))
        fail_msg("%.17g, not %.17g", got, want);
}

static ph_ranked_words words_of(ph_arena *arena, uint64_t *dice)
{
    ph_ranked_words words = {0};
    for (size_t n = 1 + roll(dice, WORDS); n > 0; n--) {
        ph_ranked_word *word = PH_PUSH(arena, &words);
        if (!word)
            fail();
        else
            *word = (ph_ranked_word){.times = (double)(1 + roll(dice, 2)),
                                     .rarity = (double)(1 + roll(dice, 90)) / 10};
    }
    return words;
}

/* Places by position; now and then two words share one. */
static size_t places_of(uint64_t *dice, size_t words, ph_word_place *places)
{
    size_t n = roll(dice, PLACES);
    xapian_termpos at = 1;
    for (size_t i = 0; i < n; i++) {
        at += (xapian_termpos)(roll(dice, 4) ? roll(dice, 8) : 40);
        places[i] = (ph_word_place){at, (uint32_t)roll(dice, words)};
    }
    return n;
}

static double distance(const ph_word_place *a, const ph_word_place *b)
{
    double d = fabs((double)a->position - (double)b->position);
    return d == 0 ? 1 : d;
}

/* By what evidence.h says, every place with every other. */
static double near_by_hand(const ph_ranked_words *words, const ph_word_place *places,
                           size_t n, double length, double average)
{
    double sum = 0;
    for (uint32_t w = 0; w + 1 < words->n; w++) {
        double often = 0;
        for (size_t i = 0; i < n; i++) {
            double best = INFINITY;
            for (size_t j = 0; j < n; j++)
                if (places[i].word == w && places[j].word == w + 1)
                    best = fmin(best, distance(&places[i], &places[j]));
            often += best <= PH_NEAR_WORDS ? 1 / best : 0;
        }
        double a = words->v[w].rarity * words->v[w].times;
        double b = words->v[w + 1].rarity * words->v[w + 1].times;
        double relative = length / average < 0.5 ? 0.5 : length / average;
        sum += fmin(a, b) * 2.2 * often / (often + 1.2 * (0.4 + 0.6 * relative));
    }
    return sum;
}

/* Of the words in positions [from, to]. */
static double weight_between(const ph_ranked_words *words, const ph_word_place *places,
                             size_t n, double from, double to)
{
    double sum = 0;
    for (uint32_t w = 0; w < words->n; w++)
        for (size_t i = 0; i < n; i++)
            if (places[i].word == w && places[i].position >= from &&
                places[i].position <= to) {
                sum += words->v[w].rarity * words->v[w].times;
                break;
            }
    return sum;
}

static double scattered_by_hand(const ph_ranked_words *words, const ph_word_place *places,
                                size_t n)
{
    double best = 0;
    for (size_t i = 0; i < n; i++)
        best = fmax(best, weight_between(words, places, n, places[i].position,
                                         (double)places[i].position + PH_EVIDENCE_WINDOW));
    return weight_between(words, places, n, 0, INFINITY) - best;
}

static void random_documents(void **state)
{
    uint64_t dice = 1;
    size_t near = 0, scattered = 0;
    for (int i = 0; i < 5000; i++) {
        ph_word_place places[PLACES];
        size_t work[WORDS];
        ph_arena_reset(*state);
        ph_ranked_words words = words_of(*state, &dice);
        size_t n = places_of(&dice, words.n, places);
        double length = (double)(1 + roll(&dice, 300)), average = 100;
        double got = ph_evidence_near(&words, places, n, length, average);
        same_number(got, near_by_hand(&words, places, n, length, average));
        near += got > 0;
        got = ph_evidence_scattered(&words, places, n, work);
        same_number(got, scattered_by_hand(&words, places, n));
        scattered += got > 0;
    }
    assert_in_range(near, 1000, 5000); /* it did see some */
    assert_in_range(scattered, 500, 5000);
}

static void by_hand(void **state)
{
    ph_ranked_word list[] = {{.times = 1, .rarity = 2}, {.times = 1, .rarity = 3}};
    ph_ranked_words words = {list, 2, 2};
    size_t work[2];
    (void)state;
    const ph_word_place apart[] = {{10, 0}, {200, 1}}, side[] = {{10, 0}, {11, 1}},
                        turned[] = {{10, 1}, {12, 0}};
    same_number(ph_evidence_near(&words, apart, 2, 100, 100), 0);
    same_number(ph_evidence_near(&words, side, 2, 100, 100), 2);
    same_number(ph_evidence_near(&words, turned, 2, 100, 100), 2 * 1.1 / 1.7);
    same_number(ph_evidence_scattered(&words, apart, 2, work), 2);
    same_number(ph_evidence_scattered(&words, side, 2, work), 0);
    same_number(ph_evidence_scattered(&words, NULL, 0, work), 0);
}

/* The weights of Xapian's BM25, by its documentation. */
static void bm25(void **state)
{
    (void)state;
    same_number(ph_bm25_rarity(1, 1000), log(999.5 / 1.5));
    same_number(ph_bm25_rarity(900, 1000), log(100.5 / 900.5 / 2 + 1));
    assert_true(ph_bm25_rarity(1000, 1000) > 0 && ph_bm25_rarity(0, 0) > 0);
    same_number(ph_bm25_share(1, 100, 100), 1);
    same_number(ph_bm25_share(1, 1, 100), ph_bm25_share(1, 50, 100));
    same_number(ph_bm25_share(0, 100, 100), 0);
    assert_true(ph_bm25_share(1e9, 100, 100) <= PH_BM25_K1 + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(random_documents),
        TEST(by_hand),
        TEST(bm25),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
