/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the tests of queries and searches share: the collection of testing.h in a database, and
 * whole match sets compared with what a loop over its documents finds.
 */
#ifndef TEST_XAPIAN_C_SEARCHING_H
#define TEST_XAPIAN_C_SEARCHING_H

#include "testing.h"

#include <math.h>

static xapian_writable_db *collection;
static const xapian_db *db;

static inline int set_up(void **state)
{
    if (folder_make(state) != 0)
        return -1;
    collection = facts_write(in_folder("db"), 1, 1);
    db = xapian_writable_db_reader(collection);
    return 0;
}

static inline int tear_down(void **state)
{
    xapian_writable_db_free(collection);
    return folder_remove(state);
}

static inline void close_to(double got, double want)
{
    if (!(fabs(got - want) < 1e-9))
        fail_msg("%.17g is not %.17g", got, want);
}

static inline xapian_enquire *enquire_for(const xapian_query *query)
{
    xapian_enquire *enquire;
    OK(xapian_enquire_new(db, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    return enquire;
}

static inline xapian_mset *all_matches(const xapian_enquire *enquire)
{
    xapian_mset *mset;
    OK(xapian_enquire_mset(enquire, 0, DOCS, DOCS, NULL, &mset, &err));
    assert_int_equal(xapian_mset_lower_bound(mset), xapian_mset_upper_bound(mset));
    assert_int_equal(xapian_mset_lower_bound(mset), xapian_mset_estimated(mset));
    return mset;
}

static inline xapian_docid docid_at(const xapian_mset *mset, xapian_doccount i)
{
    xapian_docid docid;
    OK(xapian_mset_docid(mset, i, &docid, &err));
    return docid;
}

static inline double weight_at(const xapian_mset *mset, xapian_doccount i)
{
    double weight;
    OK(xapian_mset_weight(mset, i, &weight, &err));
    return weight;
}

static inline xapian_query *combine(xapian_op op, unsigned parameter, const unsigned *terms,
                                    size_t n)
{
    xapian_query *below[8], *query;
    const xapian_query *constant[8] = {NULL};
    for (size_t i = 0; i < n; i++)
        constant[i] = below[i] = term_query(terms[i]);
    OK(xapian_query_combine(op, constant, n, parameter, &query, &err));
    for (size_t i = 0; i < n; i++) /* the query does not need them */
        xapian_query_free(below[i]);
    return query;
}

/* Whether document d should match; 'user' is what the caller says. */
typedef bool (*predicate)(unsigned d, const void *user);

static inline void check_set(const xapian_query *query, predicate matches, const void *user)
{
    xapian_enquire *enquire = enquire_for(query);
    xapian_mset *mset;
    unsigned want = 0;
    bool seen[DOCS + 1] = {false};
    mset = all_matches(enquire);
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++)
        seen[docid_at(mset, i)] = true;
    for (unsigned d = 1; d <= DOCS; d++) {
        if (seen[d] != matches(d, user))
            fail_msg("document %u %s match", d, seen[d] ? "should not" : "should");
        want += seen[d];
    }
    assert_int_equal(xapian_mset_size(mset), want);
    assert_int_equal(xapian_mset_estimated(mset), want);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
}

/* All documents. */
static inline bool always(unsigned d, const void *user)
{
    (void)d, (void)user;
    return true;
}

#endif /* TEST_XAPIAN_C_SEARCHING_H */
