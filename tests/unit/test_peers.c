/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much countries are like each other: figures worked out by hand (docs/peers.md), and what
 * must hold for all of them.  tests/cli/peers.sh works out more of them, from the files. */
#include "config.h"

#include <math.h>

#include "search/peers.h"
#include "tests/unit/support.h"

static ph_vocabulary *vocabulary;

static int open_vocabulary(void **state)
{
    (void)state;
    vocabulary = shipped_vocabulary();
    return 0;
}

static int close_vocabulary(void **state)
{
    (void)state;
    ph_vocabulary_free(vocabulary);
    return 0;
}

static ph_peers *tables(ph_arena *arena)
{
    ph_peers *peers = ph_peers_new(vocabulary, arena);
    assert_non_null(peers);
    return peers;
}

static void weights(void **state)
{
    double sum = 0;
    (void)state;
    for (ph_peer_part p = 0; p < PH_PEER_PARTS; p++) {
        sum += ph_peer_rows[p].weight;
        assert_true(ph_peer_rows[p].weight > 0);
        assert_true(ph_peer_rows[p].name && ph_peer_rows[p].table);
    }
    assert_true(fabs(sum - 1) < 1e-12);
}

/* --- by hand ------------------------------------------------------------------------------ */

/* value: of each part in its order; "-" says nothing to compare, "?" missing. */
static void parts_are(ph_peers *peers, const char *a, const char *b, double score,
                      const char *want)
{
    ph_likeness l = ph_peers_compare(peers, ph_cstr(a), ph_cstr(b));
    ph_buf buf = {0};
    for (ph_peer_part p = 0; p < PH_PEER_PARTS; p++) {
        ph_buf_addc(&buf, p ? " " : "");
        if (l.parts[p].state == PH_PEER_KNOWN)
            ph_buf_addf(&buf, "%g", round(l.parts[p].value * 1e5) / 1e5);
        else
            ph_buf_addc(&buf, l.parts[p].state == PH_PEER_MISSING ? "?" : "-");
    }
    ph_buf_byte(&buf, '\0');
    assert_string_equal(buf.s, want);
    ph_buf_free(&buf);
    if (!(fabs(l.score - score) < 1e-9) && !(isnan(l.score) && isnan(score)))
        fail_msg("%s and %s: %.9f, not %.9f", a, b, l.score, score);
}

static void by_hand(void **state)
{
    ph_peers *peers = tables(*state);
    /* region border language income HDI EGDI group network */
    parts_are(peers, "KZ", "KG", 0.2 + 0.1 + 0.15 + 0.1 * 0.596 + 0.1 * 0.58725 + 0.2,
              "1 1 1 0 0.596 0.58725 1 1");
    /* Africa beyond the Sahara is the wider region; both landlocked, one least
     * developed; one is in a network, and not with the other */
    parts_are(peers, "BW", "RW",
              (0.1 + 0.15 + 0.1 * (1 - (0.708 - 0.548) / 0.25) +
               0.1 * (1 - (0.5495 - 0.5489) / 0.4) + 0.1 * 0.5) /
                  1.0,
              "0.5 0 1 0 0.36 0.9985 0.5 0");
    /* islands have no border, so it says nothing; nor do they have a network */
    parts_are(peers, "FJ", "WS",
              (0.2 * 0.5 + 0.15 + 0.15 + 0.1 * (1 - (0.729 - 0.702) / 0.25) +
               0.1 * (1 - (0.6235 - 0.4207) / 0.4) + 0.1) /
                  0.8,
              "0.5 - 1 1 0.892 0.493 1 -");
    /* no figures: they are not zero */
    parts_are(peers, "AL", "XK", 1, "1 1 1 1 ? ? - 1");
}

static void too_little(void **state)
{
    ph_peers *peers = tables(*state);
    static const char *const odd[] = {"ZZ", "", "K", "KAZ", "kz", "\xC3\xA9", "QQ"};
    for (size_t i = 0; i < N(odd); i++) {
        assert_true(isnan(ph_peers_compare(peers, ph_cstr(odd[i]), PH_STR("KZ")).score));
        assert_true(isnan(ph_peers_compare(peers, PH_STR("KZ"), ph_cstr(odd[i])).score));
        assert_true(isnan(ph_peers_compare(peers, ph_cstr(odd[i]), ph_cstr(odd[i])).score));
    }
    assert_true(isnan(ph_peers_compare(peers, PH_ABSENT, PH_STR("KZ")).score));
    /* Antarctica: no table has it */
    assert_true(isnan(ph_peers_compare(peers, PH_STR("AQ"), PH_STR("NO")).score));
}

/* --- words ------------------------------------------------------------------------------- */

static void says(ph_arena *arena, ph_peers *peers, const char *a, const char *b,
                 const char *want)
{
    ph_strs reasons = {0}, missing = {0};
    ph_buf buf = {0};
    assert_true(
        ph_peers_reasons(peers, ph_cstr(a), ph_cstr(b), NULL, arena, &reasons, &missing));
    for (size_t i = 0; i < reasons.n; i++)
        ph_buf_addf(&buf, "%s%.*s", i ? "; " : "", PH_FMT(reasons.v[i]));
    for (size_t i = 0; i < missing.n; i++)
        ph_buf_addf(&buf, "%s%.*s", i ? "; " : " | ", PH_FMT(missing.v[i]));
    ph_buf_byte(&buf, '\0');
    assert_string_equal(buf.s, want);
    ph_buf_free(&buf);
}

static void words(void **state)
{
    ph_peers *peers = tables(*state);
    says(*state, peers, "KZ", "KG",
         "Central Asia; shares a border; Russian; landlocked; NISPAcee; SPECA");
    says(*state, peers, "KZ", "UA", /* Russian is official in one of them */
         "upper middle income; similar EGDI: 0.8628 and 0.8029; NISPAcee");
    says(*state, peers, "KZ", "TM",
         "Central Asia; shares a border; upper middle income; landlocked; NISPAcee; SPECA");
    says(*state, peers, "AL", "XK",
         "Southern Europe; shares a border; Albanian; upper middle income; NISPAcee | HDI; "
         "EGDI");
    says(*state, peers, "EE", "LV",
         "Northern Europe; shares a border; high income; similar HDI: 0.899 and 0.879; "
         "similar EGDI: 0.9393 and 0.8599; NISPAcee");
    says(*state, peers, "TV", "TO",
         "Polynesia; English; upper middle income; small island developing State");
    says(*state, peers, "KZ", "BR",
         "upper middle income; similar HDI: 0.802 and 0.760; "
         "similar EGDI: 0.8628 and 0.7910");
    says(*state, peers, "JP", "BR", "");
}

/* --- all of them ------------------------------------------------------------------------- */

typedef struct list {
    ph_arena *arena;
    ph_strs codes;
} list;

static bool add_code(void *user, ph_str code)
{
    list *l = user;
    return ph_strs_add(l->arena, &l->codes, code);
}

static void both_ways(void **state)
{
    ph_peers *peers = tables(*state);
    list all = {.arena = *state};
    size_t scored = 0;
    assert_true(ph_country_each(add_code, &all));
    for (size_t i = 0; i < all.codes.n; i++)
        for (size_t j = 0; j <= i; j++) {
            ph_str a = all.codes.v[i], b = all.codes.v[j];
            ph_likeness to = ph_peers_compare(peers, a, b);
            ph_likeness fro = ph_peers_compare(peers, b, a);
            assert_true(isnan(to.score) == isnan(fro.score));
            if (isnan(to.score))
                continue;
            scored++;
            assert_true(to.score == fro.score); /* to the last bit: it breaks no tie */
            assert_true(to.score >= 0 && to.score <= 1);
            if (i == j && fabs(to.score - 1) > 1e-12)
                fail_msg("%.*s and itself: %f", PH_FMT(a), to.score);
        }
    assert_true(scored > 20000);
}

/* The three nearest of all countries, as a person who knows them would have them. */
static void nearest(void **state)
{
    static const char *const want[][4] = {
        {"KZ", "KG", "TM", "UZ"}, {"EE", "LV", "LT", "RU"}, {"MD", "UA", "RO", "MK"},
        {"RW", "BI", "UG", "MW"}, {"FJ", "TO", "WS", "MH"}, {"NP", "BD", "BT", "IN"},
    };
    ph_peers *peers = tables(*state);
    list all = {.arena = *state};
    assert_true(ph_country_each(add_code, &all));
    for (size_t w = 0; w < N(want); w++)
        for (size_t place = 1; place < 4; place++) {
            double score =
                ph_peers_compare(peers, ph_cstr(want[w][0]), ph_cstr(want[w][place])).score;
            size_t better = 0;
            for (size_t i = 0; i < all.codes.n; i++)
                better +=
                    !ph_eqc(all.codes.v[i], want[w][0]) &&
                    ph_peers_compare(peers, ph_cstr(want[w][0]), all.codes.v[i]).score >
                        score;
            if (better >= 3)
                fail_msg("%s: %s is in place %zu", want[w][0], want[w][place], better + 1);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(weights), TEST(by_hand),   TEST(too_little),
        TEST(words),   TEST(both_ways), TEST(nearest),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_vocabulary, close_vocabulary);
}
