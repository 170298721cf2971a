/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second pass, where there are no columns: the whole set without weights, under a spy that
 * counts. */
#include "config.h"

#include "search/facets.h"
#include "search/match_private.h"

static int count_one(void *user, const char *value, size_t n, double weight)
{
    (void)weight;
    return ph_counter_add(user, (ph_str){value, n}) ? 0 : 1;
}

/* What a counting spy saw; a remote shard sends nothing else.  How often it saw a value says
 * nothing: the same bytes are editions of the same work. */
static xapian_status count_values(const xapian_matchspy *spy, ph_counter *counter,
                                  xapian_error *why)
{
    xapian_terms *values = NULL;
    ph_str value;
    bool good = true;
    xapian_status got = xapian_matchspy_values(spy, &values, why);
    while (good && !got && !(got = xapian_terms_next(values, &value.s, &value.n, why)))
        good = ph_counter_add(counter, value);
    xapian_terms_free(values);
    return good ? (got == XAPIAN_END ? XAPIAN_OK : got) : XAPIAN_CALLBACK;
}

/* Callbacks are called here only; a remote shard counts values by itself. */
static xapian_status count_all(const ph_reader *r, const xapian_query *query,
                               ph_counter *counter, xapian_error *why)
{
    xapian_enquire *enquire = NULL;
    xapian_matchspy *spy = NULL;
    xapian_mset *mset = NULL;
    xapian_status got = ph_unweighted(r, query, &enquire, why);
    if (!got)
        got = r->remote ? xapian_matchspy_new_count(PH_SLOT_FACETS, &spy, why)
                        : xapian_matchspy_new_value(PH_SLOT_FACETS, count_one, counter,
                                                    &spy, why);
    if (!got)
        got = xapian_enquire_add_matchspy(enquire, spy, why);
    if (!got)
        got = xapian_enquire_mset(enquire, 0, 0, r->documents, NULL, &mset, why);
    if (!got && r->remote)
        got = count_values(spy, counter, why);
    xapian_mset_free(mset);
    xapian_matchspy_free(spy);
    xapian_enquire_free(enquire);
    return got;
}

xapian_status ph_count(const ph_reader *r, ph_search_unit *u, ph_status *status,
                       ph_error *err, xapian_error *why)
{
    ph_counter *counter;
    if (u->columns)
        return ph_count_columns(r, u, status, err, why);
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
