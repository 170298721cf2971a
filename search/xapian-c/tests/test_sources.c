/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sources of postings by callbacks: what they give is found, with its weight, alone and with terms;
 * what breaks their rules ends the search.
 */
#include "config.h"

#include "searching.h"

enum { STEP = 3, MOST = 7 };

/* Which rule a source breaks. */
typedef enum {
    NONE,
    BACK_BY_ONE,
    HEAVY,
    NEGATIVE,
    NO_NUMBER,
    LOWER_ABOVE,
    ESTIMATE_ABOVE,
    MOST_NEGATIVE,
    MOST_INFINITE,
    RULES
} rule;

typedef struct {
    rule broken;
    unsigned begun, ended;
    xapian_docid last; /* given in this walk */
} walker;

static int begin(void *user, const xapian_db *shard, xapian_source_bounds *bounds,
                 void **walk)
{
    walker *w = user;
    xapian_doccount count;
    OK(xapian_db_doc_count(shard, &count, &err));
    assert_int_equal(bounds->lower, 0);
    assert_int_equal(bounds->estimate, count);
    assert_int_equal(bounds->upper, count);
    bounds->lower = w->broken == LOWER_ABOVE ? DOCS / STEP + 1 : DOCS / STEP;
    bounds->estimate = DOCS / STEP;
    bounds->upper = w->broken == ESTIMATE_ABOVE ? DOCS / STEP - 1 : DOCS / STEP;
    bounds->max_weight = w->broken == MOST_NEGATIVE   ? -1
                         : w->broken == MOST_INFINITE ? INFINITY
                                                      : MOST - 1;
    w->begun++;
    w->last = 0;
    *walk = w;
    return 0;
}

/* Each third document; it weighs its number modulo MOST. */
static int next(void *walk, xapian_docid target, double min_weight, xapian_docid *docid,
                double *weight)
{
    walker *w = walk;
    const xapian_docid d = (target + STEP - 1) / STEP * STEP;
    (void)min_weight;
    assert_true(target > w->last);
    w->last = *docid = d <= DOCS ? d : 0;
    *weight = d % MOST;
    if (d < DOCS / 2) /* late enough to be somewhere */
        return 0;
    switch (w->broken) {
    case BACK_BY_ONE: *docid = target - 1; break;
    case HEAVY: *weight = MOST - 1 + 1e-9; break;
    case NEGATIVE: *weight = -1e-9; break;
    case NO_NUMBER: *weight = NAN; break;
    default: break;
    }
    return 0;
}

static void end(void *walk)
{
    walker *w = walk;
    w->ended++;
}

static xapian_query *walk_query(walker *w)
{
    const xapian_source source = {begin, next, end};
    xapian_query *query;
    OK(xapian_query_source(&source, w, &query, &err));
    return query;
}

static bool is_third(unsigned d, const void *user)
{
    (void)user;
    return d % STEP == 0;
}

static bool is_third_with_t02(unsigned d, const void *user)
{
    return is_third(d, user) && docs[d].wdf[2] > 0;
}

static void what_it_gives(void **state)
{
    walker w = {0};
    xapian_query *query = walk_query(&w), *term = term_query(2), *both, *filter;
    xapian_enquire *enquire = enquire_for(query);
    xapian_mset *mset = all_matches(enquire);
    (void)state;
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        close_to(weight_at(mset, i), docid_at(mset, i) % MOST);
        assert_true(i == 0 || weight_at(mset, i) <= weight_at(mset, i - 1));
    }
    close_to(xapian_mset_max_possible(mset), MOST - 1);
    xapian_mset_free(mset);
    check_set(query, is_third, NULL);
    OK(xapian_query_combine(XAPIAN_OP_AND, (const xapian_query *const[]){query, term}, 2, 0,
                            &both, &err));
    check_set(both, is_third_with_t02, NULL);
    OK(xapian_query_combine(XAPIAN_OP_FILTER, (const xapian_query *const[]){term, query}, 2,
                            0, &filter, &err));
    check_set(filter, is_third_with_t02, NULL);
    assert_true(w.begun >= 4);
    assert_int_equal(w.ended, w.begun);
    xapian_enquire_free(enquire);
    xapian_query_free(filter);
    xapian_query_free(both);
    xapian_query_free(term);
    xapian_query_free(query);
}

static void broken_rules(void **state)
{
    (void)state;
    for (int broken = NONE + 1; broken < RULES; broken++) {
        walker w = {.broken = (rule)broken};
        xapian_query *query = walk_query(&w);
        xapian_enquire *enquire = enquire_for(query);
        xapian_mset *mset;
        IS(XAPIAN_INVALID_ARGUMENT,
           xapian_enquire_mset(enquire, 0, DOCS, DOCS, NULL, &mset, &err));
        assert_null(mset);
        assert_int_equal(w.begun, 1);
        assert_int_equal(w.ended, 1);
        xapian_enquire_free(enquire);
        xapian_query_free(query);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_gives),
        cmocka_unit_test(broken_rules),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
