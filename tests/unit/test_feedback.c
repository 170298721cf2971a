/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the best documents have in common, against the same sums done the long way. */
#include "config.h"

#include <math.h>

#include "search/feedback.h"
#include "tests/unit/support.h"

#define TERMS 400

static void same_number(double got, double want)
{
    if (!(fabs(got - want) <= 1e-9 * fmax(1, fabs(want))))
        fail_msg("%.17g, not %.17g", got, want);
}

static void voices(void **state)
{
    const double weights[] = {20, 20, 10, 0};
    double got[4], sum = 0;
    (void)state;
    ph_feedback_voices(weights, 4, 20, got);
    for (size_t i = 0; i < 4; i++)
        sum += got[i];
    same_number(sum, 1);
    same_number(got[0], got[1]);
    same_number(log(got[0] / got[2]), log(got[2] / got[3]));
    assert_true(got[2] < got[0] / 10); /* half the weight is heard little */
    ph_feedback_voices(weights, 1, 20, got);
    same_number(got[0], 1);
}

static void terms_that_fit(void **state)
{
    (void)state;
    assert_true(ph_feedback_fits(PH_STR("tax")));
    assert_true(ph_feedback_fits(PH_STR("налог")));
    const char *const not_these[] = {"",      "eu",     "1958", "covid19", "Stitle",
                                     "XC:EE", "!XC:EE", "Qid",  "3d-print"};
    for (size_t i = 0; i < N(not_these); i++)
        assert_false(ph_feedback_fits(ph_cstr(not_these[i])));
}

/* What is known of a term, term number i being "t" and i in letters. */
typedef struct known {
    double share, rarity;
} known;

static ph_str name(ph_arena *arena, size_t i)
{
    return ph_dupf(arena, "t%c%c", (char)('a' + i / 26), (char)('a' + i % 26));
}

static size_t number(ph_str term)
{
    assert_int_equal(term.n, 3);
    return (size_t)(term.s[1] - 'a') * 26 + (size_t)(term.s[2] - 'a');
}

/* How many terms come before this one: by share, equal ones by name. */
static size_t before(const known *all, size_t i)
{
    size_t n = 0;
    for (size_t j = 0; j < TERMS; j++)
        n += all[j].share > all[i].share || (all[j].share == all[i].share && j < i);
    return n;
}

static void random_models(void **state)
{
    uint64_t dice = 2;
    for (int round = 0; round < 50; round++) {
        known all[TERMS] = {{0}};
        double sum = 0;
        ph_feedback feedback = {.arena = *state};
        for (size_t n = roll(&dice, 5000); n > 0; n--) {
            size_t i = roll(&dice, 1 + roll(&dice, TERMS));
            double share =
                (double)(1 + roll(&dice, 4)) / 8; /* exact, so that some are equal */
            all[i].share += share;
            assert_true(ph_feedback_hear(&feedback, name(*state, i), share));
        }
        ph_feedback_sort(&feedback, 300);
        assert_true(feedback.words.n <= 300);
        for (size_t i = 0; i < feedback.words.n; i++) {
            size_t term = number(feedback.words.v[i].term);
            assert_int_equal(before(all, term), i);
            same_number(feedback.words.v[i].share, all[term].share);
            all[term].rarity = feedback.words.v[i].rarity = (double)roll(&dice, 5);
        }
        for (size_t i = 0; i < TERMS; i++)
            all[i].share *= all[i].rarity;
        ph_feedback_learn(&feedback);
        for (size_t i = 0; i < TERMS; i++)
            if (all[i].share > 0 && before(all, i) < PH_FEEDBACK_WORDS)
                sum += all[i].share;
        for (size_t i = 0; i < feedback.words.n; i++) {
            size_t term = number(feedback.words.v[i].term);
            assert_true(before(all, term) < PH_FEEDBACK_WORDS);
            same_number(feedback.words.v[i].share, all[term].share / sum);
            assert_true(i == 0 ||
                        ph_cmp(feedback.words.v[i - 1].term, feedback.words.v[i].term) < 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(voices),
        TEST(terms_that_fit),
        TEST(random_models),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
