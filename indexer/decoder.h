/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * decoder.h - text of any encoding and any length as UTF-8, piece by piece.
 *
 * The encoding is found as ph_parse_decode finds it, from the beginning of the file, or where
 * that is ASCII, from the first place that is not.
 */
#ifndef PH_DECODER_H
#define PH_DECODER_H

#include "indexer/feed.h"

typedef struct ph_decoder ph_decoder;

/* feed: stays the caller's, and is read from its beginning; *out is freed by ph_decoder_free.
 * PH_INVALID: no text; PH_IO; PH_NO_MEMORY. */
ph_status ph_decoder_new(ph_decoder **out, ph_feed *feed, ph_error *err) PH_MUST_USE;
void ph_decoder_free(ph_decoder *decoder);

/* The next piece; empty at the end only.  It is valid until the next call, and may end between
 * the bytes of a character.  Text in UTF-8 is not checked.  PH_IO, PH_INVALID. */
ph_status ph_decoder_read(ph_decoder *decoder, ph_str *piece, ph_error *err) PH_MUST_USE;

#endif
