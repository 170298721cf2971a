/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second pass: the whole set without weights, under a spy that counts. */
#include "config.h"

#include "search/facets.h"
#include "search/match_private.h"

static int count_one(void *user, const char *value, size_t n, double weight)
{
    (void)weight;
    return ph_counter_add(user, (ph_str){value, n}) ? 0 : 1;
}

static xapian_status count_all(const ph_reader *r, const xapian_query *query,
                               ph_counter *counter, xapian_error *why)
{
    xapian_enquire *enquire = NULL;
    xapian_matchspy *spy = NULL;
    xapian_mset *mset = NULL;
    xapian_status got = ph_unweighted(r, query, &enquire, why);
    if (!got)
        got = xapian_matchspy_new_value(PH_SLOT_FACETS, count_one, counter, &spy, why);
    if (!got)
        got = xapian_enquire_add_matchspy(enquire, spy, why);
    if (!got)
        got = xapian_enquire_mset(enquire, 0, 0, r->documents, NULL, &mset, why);
    xapian_mset_free(mset);
    xapian_matchspy_free(spy);
    xapian_enquire_free(enquire);
    return got;
}

xapian_status ph_count(const ph_reader *r, ph_search_unit *u, ph_status *status,
                       ph_error *err, xapian_error *why)
{
    ph_counter *counter;
    *status = ph_counter_new(&counter, u->query, err);
    if (*status)
        return XAPIAN_OK;
    xapian_status got = count_all(r, u->base, counter, why);
    if (got == XAPIAN_CALLBACK) {
        *status = ph_fail(err, PH_CORRUPT,
                          "a document's facets in the index are damaged; run "
                          "peerhub-index --full");
        got = XAPIAN_OK;
    } else if (!got) {
        *status = ph_counter_result(counter, u->arena, u->result, err);
    }
    ph_counter_free(counter);
    return got;
}
