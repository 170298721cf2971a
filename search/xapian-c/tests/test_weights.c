/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Weights: BM25 and some others by their formulas.
 */
#include "config.h"

#include "searching.h"

#include <math.h>

/* BM25 of one term as Xapian's documentation has it. */
static double bm25(unsigned d, unsigned t, double k1, double b)
{
    double with = 0, total = 0, rarity, length;
    for (unsigned i = 1; i <= DOCS; i++) {
        with += docs[i].wdf[t] > 0;
        total += docs[i].length;
    }
    rarity = (DOCS - with + 0.5) / (with + 0.5);
    if (rarity < 2)
        rarity = rarity * 0.5 + 1;
    length = docs[d].length / (total / DOCS);
    if (length < 0.5)
        length = 0.5;
    return log(rarity) * (k1 + 1) * docs[d].wdf[t] /
           (k1 * (1 - b + b * length) + docs[d].wdf[t]);
}

static void weights(void **state)
{
    static const unsigned term = 9;
    static const struct {
        double k1, b;
    } parameters[] = {{1, 0.5}, {1.2, 0.75}};
    xapian_query *query = term_query(term), *scaled, *fixed;
    xapian_enquire *enquire = enquire_for(query);
    xapian_mset *mset;
    double before;
    (void)state;
    for (size_t p = 0; p < N(parameters); p++) {
        if (p > 0)
            OK(xapian_enquire_weight_bm25(enquire, parameters[p].k1, 0, 1, parameters[p].b,
                                          0.5, &err));
        mset = all_matches(enquire);
        before = INFINITY;
        for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
            const double weight = weight_at(mset, i);
            close_to(weight,
                     bm25(docid_at(mset, i), term, parameters[p].k1, parameters[p].b));
            assert_true(weight <= before);
            assert_true(weight < before || docid_at(mset, i) > docid_at(mset, i - 1));
            before = weight;
        }
        assert_true(xapian_mset_max_attained(mset) == weight_at(mset, 0));
        assert_true(xapian_mset_max_possible(mset) >= weight_at(mset, 0));
        xapian_mset_free(mset);
    }

    OK(xapian_query_scale(query, 3, &scaled, &err));
    OK(xapian_enquire_set_query(enquire, scaled, 0, &err));
    mset = all_matches(enquire);
    close_to(weight_at(mset, 0), 3 * bm25(docid_at(mset, 0), term, 1.2, 0.75));
    xapian_mset_free(mset);
    OK(xapian_query_fixed_weight(2.5, &fixed, &err));
    OK(xapian_enquire_set_query(enquire, fixed, 0, &err));
    mset = all_matches(enquire);
    assert_int_equal(xapian_mset_size(mset), DOCS);
    close_to(weight_at(mset, 0), 2.5);
    close_to(weight_at(mset, DOCS - 1), 2.5);
    xapian_mset_free(mset);

    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    OK(xapian_enquire_weight_bool(enquire, &err));
    mset = all_matches(enquire);
    assert_true(weight_at(mset, 0) == 0);
    xapian_mset_free(mset);
    OK(xapian_enquire_weight_tfidf(enquire, "ntn", &err));
    mset = all_matches(enquire);
    {
        double with = xapian_mset_size(mset);
        close_to(weight_at(mset, 0), docs[docid_at(mset, 0)].wdf[term] * log(DOCS / with));
    }
    xapian_mset_free(mset);
    OK(xapian_enquire_weight_trad(enquire, 1, &err));
    mset = all_matches(enquire);
    assert_true(weight_at(mset, 0) > 0);
    xapian_mset_free(mset);
    NULLS(xapian_enquire_weight_bm25(enquire, NAN, 0, 1, 0.5, 0.5, &err));
    NULLS(xapian_enquire_weight_bm25(enquire, 1, 0, 1, 0.5, INFINITY, &err));
    NULLS(xapian_enquire_weight_trad(enquire, NAN, &err));
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    xapian_query_free(scaled);
    xapian_query_free(fixed);
}

/* IfB2 gives what is more frequent than documents are a weight below 0. */
static void no_weight(void **state)
{
    unsigned below = 0;
    (void)state;
    for (unsigned t = 0; t < TERMS; t++) {
        xapian_query *query = term_query(t);
        xapian_enquire *enquire = enquire_for(query);
        xapian_mset *mset;
        unsigned all = 0, with = 0;
        for (unsigned d = 1; d <= DOCS; d++) {
            all += docs[d].wdf[t];
            with += docs[d].wdf[t] > 0;
        }
        OK(xapian_enquire_weight_ifb2(enquire, 1, &err));
        mset = all_matches(enquire);
        assert_int_equal(xapian_mset_size(mset), all > DOCS ? 0 : with);
        below += all > DOCS;
        xapian_mset_free(mset);
        xapian_enquire_free(enquire);
        xapian_query_free(query);
    }
    assert_in_range(below, 1, TERMS - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights),
        cmocka_unit_test(no_weight),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
