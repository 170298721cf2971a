/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second pass, where there are no columns: the whole set without weights, under a spy that
 * counts. */
#include "config.h"

#include "search/facets.h"
#include "search/match_private.h"

static ph_status count_one(void *counter, ph_str value, ph_error *err)
{
    return ph_counter_add(counter, value, err);
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
    xapian_status got =
        ph_each_value(r, u->base, PH_SLOT_FACETS, count_one, counter, status, err, why);
    if (!got && !*status)
        *status = ph_counter_result(counter, u->arena, u->result, err);
    ph_counter_free(counter);
    return got;
}
