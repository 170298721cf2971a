/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pack.h - the bytes in which a document travels from the worker and a record lies in the
 * index: numbers as LEB128 (seven bits a byte, lowest first), strings as length and bytes.
 * Absent strings and empty strings are kept apart.
 *
 * A reader never trusts what it reads: past the end or malformed, `bad` is set, everything
 * after that reads as zero or absent, and the caller asks once at the end.
 */
#ifndef PH_PACK_H
#define PH_PACK_H

#include "search/base.h"

void ph_pack_number(ph_buf *buf, uint64_t value);
void ph_pack_str(ph_buf *buf, ph_str s);
void ph_pack_strs(ph_buf *buf, const ph_strs *list);

typedef struct ph_unpack {
    const char *at, *end;
    bool bad;
} ph_unpack;

ph_unpack ph_unpack_from(ph_str bytes);
uint64_t ph_unpack_number(ph_unpack *in);
ph_str ph_unpack_str(ph_unpack *in); /* points into the bytes given */

/* The length of a list whose elements take at least one byte each: what cannot fit is bad
 * and reads as 0, so that nobody can ask for memory with a forged length. */
size_t ph_unpack_count(ph_unpack *in);

/* Returns false when there is no memory. */
bool ph_unpack_strs(ph_unpack *in, ph_arena *arena, ph_strs *list);

#endif
