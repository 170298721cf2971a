/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * batch.h - a file of questions, one a line: ID, a tab, the question.
 */
#ifndef PH_BATCH_H
#define PH_BATCH_H

#include "search/base.h"

typedef struct ph_batch_line {
    ph_str id; /* without white space, so that it may stand in a TREC run */
    ph_str question;
} ph_batch_line;

typedef PH_VEC(ph_batch_line) ph_batch;

/* Reads a file of at most PH_BATCH_BYTES; strings are copied into the arena.  Lines end with LF
 * or CR LF; a byte order mark in front and lines of white space are passed over.
 * A question may be empty.
 * PH_INVALID: a line without a tab, an id that is empty, has white space or came before; the
 * text names the line.  PH_NOT_FOUND, PH_IO, PH_LIMIT, PH_NO_MEMORY. */
ph_status ph_batch_read(const char *path, ph_arena *arena, ph_batch *out,
                        ph_error *err) PH_MUST_USE;

#endif
