/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pack.h - a course pack: documents that a teacher puts together, in an order of their own.
 *
 * There are no accounts and no cookies: the ids are in the address ("pack=a,b,c"), and travel
 * with every link (carry.h), so that the pack is kept by keeping the address.
 *
 * Everywhere NULL and absent: no memory.
 */
#ifndef PH_PACK_H
#define PH_PACK_H

#include "web/page.h"

/* PATH?pack=..., or PATH&pack=..., with these ids; path may have a query. */
ph_str ph_pack_address(const ph_context *context, ph_str path, const ph_strs *ids);

/* For a document on a page: {"url", "in", "full"}: the page that was asked for with the document
 * put into the pack or taken out of it, at `anchor` (absent: at its top); whether it is in; null
 * and whether the pack has no room left. */
json_t *ph_pack_toggle_json(const ph_context *context, ph_str id, ph_str anchor);

/* For the frame of a page: {"n", "words", "url"}; null while the pack is empty. */
json_t *ph_pack_badge_json(const ph_context *context);

/* A document of a pack. */
typedef struct ph_pack_item {
    ph_record record;
    unsigned minutes; /* to read it, at PH_WORDS_A_MINUTE; at least 1 */
} ph_pack_item;

typedef struct ph_pack {
    PH_VEC(ph_pack_item) items; /* in the order of the ids */
    ph_strs missing;            /* ids that nobody has any more, or never had */
    unsigned minutes;           /* of all */
} ph_pack;

/* Reads the documents.  Retries and failures as for ph_reader_get. */
ph_status ph_pack_open(const ph_context *context, ph_pack *pack, ph_error *err) PH_MUST_USE;

/* Words that somebody reads in a minute (M. Brysbaert, "How many words do we read per minute?",
 * Journal of Memory and Language 109, 2019: 238 in English non-fiction, rounded down for
 * other languages and for notes taken).  Of text without spaces two characters are a word. */
#define PH_WORDS_A_MINUTE 200

#endif
