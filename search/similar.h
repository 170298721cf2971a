/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * similar.h - documents that are like a document, by the words that tell it from others.
 *
 * The words are those that are frequent in it and rare elsewhere (tf-idf, of terms of the whole
 * index); they are searched for together, weighted (BM25).  Neither the document itself is like
 * it nor another edition of its work (ph_work_number); of another work one edition counts.
 * The answer is the same however the index is cut into shards.
 */
#ifndef PH_SIMILAR_H
#define PH_SIMILAR_H

#include "search/search.h"

/* The hits of the result, most alike first, at most `limit`, without passages.  Scores are shares
 * of the greatest weight that a document has for these words, which is nearly always the
 * document's own.  PH_NOT_FOUND: there is no such document, or no more; and as ph_search. */
ph_status ph_similar(ph_reader *reader, ph_str id, size_t limit, ph_arena *arena,
                     ph_result *result, ph_error *err) PH_MUST_USE;

#endif
