/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse_archive.h - the members of an archive, one after the other, by libarchive: ZIP, tar
 * (ustar, GNU, pax), both of them or any single file also compressed by gzip, bzip2, xz or zstd.
 *
 * All that comes out is counted, that of members which nobody asked for included: what grows
 * past PH_ARCHIVE_BYTES or PH_ARCHIVE_RATIO is a bomb.
 */
#ifndef PH_PARSE_ARCHIVE_H
#define PH_PARSE_ARCHIVE_H

#include <archive.h>
#include <archive_entry.h>

#include "indexer/feed.h"

typedef struct ph_archive ph_archive;

/* Reads from the feed's beginning.  left: bytes that may come out, which become fewer.
 * PH_INVALID: it is no archive. */
ph_status ph_archive_open(ph_archive **out, ph_feed *feed, uint64_t *left,
                          ph_error *err) PH_MUST_USE;
void ph_archive_close(ph_archive *a); /* NULL is fine */

/* True if there is no archive, but one compressed file, whose name is not said. */
bool ph_archive_is_single(const ph_archive *a);

/* The next member, good until the next call; *entry is NULL at the end.
 * PH_INVALID: the rest is damaged; PH_LIMIT. */
ph_status ph_archive_next(ph_archive *a, struct archive_entry **entry,
                          ph_error *err) PH_MUST_USE;

/* Appends the bytes of the current member.  What is wrong with it alone stands in *why, whose
 * status is PH_OK if nothing is; else the archive goes on.  PH_LIMIT. */
ph_status ph_archive_read(ph_archive *a, size_t limit, ph_buf *out, ph_error *why,
                          ph_error *err) PH_MUST_USE;

#endif
