/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * seen.h - which strings were met before: their hashes, eight bytes each and room between.
 * Zero-initialise; free with ph_seen_free.  Of ten million strings two are taken for one with a
 * chance of one in 300,000.
 */
#ifndef PH_SEEN_H
#define PH_SEEN_H

#include "search/base.h"

typedef struct ph_seen {
    uint64_t *v; /* 0: the place is free */
    size_t n, slots;
} ph_seen;

/* *fresh: it was not there.  Returns false when there is no memory. */
bool ph_seen_add(ph_seen *seen, ph_str s, bool *fresh) PH_MUST_USE;

void ph_seen_clear(ph_seen *seen);
void ph_seen_free(ph_seen *seen);

#endif
