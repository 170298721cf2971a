/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_matchspy - spies: see each match go by, count values
 *
 * A spy sees the matches of a search go by, in no order, shard after shard, while
 * xapian_enquire_mset() runs; see there for how many. Callbacks run on the thread that
 * called, must not use the enquire of that search, nor leave by longjmp(). Nonzero ends
 * the search with XAPIAN_CALLBACK and that number in the error; 0 goes on. Callbacks
 * cannot work on a remote database (XAPIAN_UNIMPLEMENTED); counts can.
 *
 * A spy can be given to several searches, one after the other; free it and its enquires
 * in any order.
 */
#ifndef XAPIAN_C_MATCHSPY_H
#define XAPIAN_C_MATCHSPY_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

/* ---- spies ---- */

/* 'doc' is borrowed for the time of the call; read from it what you need. */
typedef int (*xapian_matchspy_fn)(void *user, const xapian_document *doc, double weight);
/* 'value' is the document's, empty if it has none, good for the time of the call. */
typedef int (*xapian_valuespy_fn)(void *user, const char *value, size_t value_len,
                                  double weight);

/* 'user' must be good for as long as the spy or an enquire that has it. */
XAPIAN_C_CHECK xapian_status xapian_matchspy_new(xapian_matchspy_fn fn, void *user,
                                                 xapian_matchspy **out, xapian_error *err);
/* Faster than asking the document: for one slot. */
XAPIAN_C_CHECK xapian_status xapian_matchspy_new_value(xapian_slot slot,
                                                       xapian_valuespy_fn fn, void *user,
                                                       xapian_matchspy **out,
                                                       xapian_error *err);
/* Counts how often each value of a slot occurs, adding up over searches. */
XAPIAN_C_CHECK xapian_status xapian_matchspy_new_count(xapian_slot slot,
                                                       xapian_matchspy **out,
                                                       xapian_error *err);
void xapian_matchspy_free(xapian_matchspy *spy);

/* ---- counts ---- */

/* Of a counting spy; of others XAPIAN_INVALID_OPERATION. */

/* How many documents went by, with or without a value. */
XAPIAN_C_CHECK xapian_status xapian_matchspy_total(const xapian_matchspy *spy,
                                                   size_t *total, xapian_error *err);
/* All values in byte order, with freq. A new handle; free it before the spy sees another
 * search. */
XAPIAN_C_CHECK xapian_status xapian_matchspy_values(const xapian_matchspy *spy,
                                                    xapian_terms **out, xapian_error *err);
/* The 'max' most frequent ones, most frequent first. */
XAPIAN_C_CHECK xapian_status xapian_matchspy_top_values(const xapian_matchspy *spy,
                                                        size_t max, xapian_terms **out,
                                                        xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_MATCHSPY_H */
