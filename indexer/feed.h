/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * feed.h - the bytes of a file, from an open descriptor or from memory: all at once, or piece by
 * piece for what may be larger than memory (tables, archives).
 */
#ifndef PH_FEED_H
#define PH_FEED_H

#include "search/base.h"

typedef struct ph_feed {
    int fd;        /* -1: the bytes are in memory */
    ph_str memory; /* stays the caller's */
    uint64_t at;   /* how far it has been read */
    uint64_t size; /* what the file had when it was opened */
} ph_feed;

/* fd stays the caller's; it is read from its beginning. */
ph_feed ph_feed_file(int fd, uint64_t size);
ph_feed ph_feed_memory(ph_str bytes);

/* Reads up to n bytes; *got is 0 at the end only.  PH_IO. */
ph_status ph_feed_read(ph_feed *feed, void *to, size_t n, size_t *got,
                       ph_error *err) PH_MUST_USE;

/* Back to the beginning.  PH_IO: it is no regular file. */
ph_status ph_feed_rewind(ph_feed *feed, ph_error *err) PH_MUST_USE;

/* On to a place, which may lie behind the end: there is nothing to be read then.  PH_IO. */
ph_status ph_feed_seek(ph_feed *feed, uint64_t at, ph_error *err) PH_MUST_USE;

/* The first bytes, at most n, appended; the feed is at its beginning before and after. */
ph_status ph_feed_peek(ph_feed *feed, size_t n, ph_buf *out, ph_error *err) PH_MUST_USE;

/* What is left, appended.  PH_LIMIT: it is more than `limit`, with words for a file. */
ph_status ph_feed_all(ph_feed *feed, size_t limit, ph_buf *out, ph_error *err) PH_MUST_USE;

#endif
