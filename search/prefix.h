/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * prefix.h - what "prefix*" stands for: the terms of all words that begin so (wordlist.h).
 *
 * Terms are stems, so prefix* finds a document when it has a word that begins so, or another
 * word of the same stem.  Of more than PH_QUERY_EXPANSIONS terms those in most documents
 * count, by the frequencies of all shards together and then in byte order: the same in any
 * number of shards.
 */
#ifndef PH_PREFIX_H
#define PH_PREFIX_H

#include "search/query_parse.h"
#include "search/reader_private.h"

/* Sets `beginnings` and `terms` of every PH_NODE_PREFIX of a tree (root may be NULL), in the
 * arena.  Begins anew each time. */
xapian_status ph_prefix_expand(ph_reader *reader, ph_node *root, ph_arena *arena,
                               ph_status *status, ph_error *err, xapian_error *why);

#endif
