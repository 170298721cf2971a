/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard_mark.h - what each shard says of itself in its metadata, from its first commit on.  A
 * reader asks for it and not for Xapian's own revision, because this goes over tcp://, stays
 * the same in a replica, and tells shards of one index from those of another.
 */
#ifndef PH_SHARD_MARK_H
#define PH_SHARD_MARK_H

#include "search/base.h"
#include "search/xapian-c/xapian-c.h"

/* The key of metadata; its value is text: "8 0123456789abcdef 0/3 42". */
#define PH_KEY_REVISION "revision"

typedef struct ph_shard_mark {
    uint64_t schema;     /* PH_SCHEMA of the program that made the generation */
    uint64_t generation; /* a number that no other generation has, in hexadecimal digits */
    uint64_t shard, shards; /* which one, from 0, of how many */
    uint64_t commits;       /* so far */
} ph_shard_mark;

/* A number for a generation that is made now. */
uint64_t ph_generation_number(const char *path);

/* Reads a shard's mark; one that has none, or one that cannot be read, has schema 0. */
xapian_status ph_shard_mark_read(const xapian_db *db, ph_shard_mark *mark,
                                 xapian_error *why);

/* Sets it; it is there from the next commit on. */
xapian_status ph_shard_mark_write(xapian_writable_db *db, const ph_shard_mark *mark,
                                  xapian_error *why);

/* Adds "0123456789abcdef-0/3-42" to a buffer: names the revision of a shard. */
void ph_shard_mark_name(ph_buf *buf, const ph_shard_mark *mark);

#endif
