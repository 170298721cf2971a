/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shards.h - the databases that the paths of an index stand for.  A path (--db) is
 *
 *   DIR                an index of ours (store.h): all shards of its current generation
 *   DIR/.../shard-N    one shard, in glass files or as a replica that xapian-replicate keeps
 *   tcp://HOST:PORT    one shard behind xapian-tcpsrv; an IPv6 address in brackets
 *
 * A replica is a folder with a stub, XAPIANDB, that names replica_0 or replica_1 in it, and is
 * followed nowhere else (xapian_db_open_replica()).
 *
 * Threads: none of its own; databases belong to the thread of their reader.
 */
#ifndef PH_SHARDS_H
#define PH_SHARDS_H

#include "search/shard_mark.h"

typedef enum ph_shard_kind {
    PH_SHARD_GLASS,
    PH_SHARD_REPLICA,
    PH_SHARD_REMOTE
} ph_shard_kind;

/* An open shard, and where it came from. */
typedef struct ph_origin {
    ph_str path;   /* as users know it; NUL-terminated */
    ph_str folder; /* of its files; the path, unless it is a replica */
    ph_shard_kind kind;
    xapian_db *db;
    ph_shard_mark mark;
} ph_origin;

typedef PH_VEC(ph_origin) ph_origins;

bool ph_is_remote(ph_str path);

/* Host and port of "tcp://HOST:PORT"; the host NUL-terminated in the arena.
 * PH_INVALID: what else it is. */
ph_status ph_remote_parse(ph_str path, ph_arena *arena, ph_str *host, unsigned *port,
                          ph_error *err) PH_MUST_USE;

/* Whether a folder is one shard, and no index. */
bool ph_is_shard(const char *path);

/* Opens one shard and reads its mark.  The path is kept by reference, a replica's folder is the arena's; the caller
 * frees db.
 * PH_TIMEOUT: a server does not answer (the text names it and says what to do);
 * PH_NOT_FOUND; PH_CORRUPT: a stub that points elsewhere; PH_IO. */
ph_status ph_shard_open(ph_str path, ph_arena *arena, ph_origin *out,
                        ph_error *err) PH_MUST_USE;

/* Reads the mark again, of a database that was reopened. */
ph_status ph_shard_look(ph_origin *origin, ph_error *err) PH_MUST_USE;

/* Whether a replica's files are others by now.  Xapian's reopen does not find out. */
bool ph_shard_moved(const ph_origin *origin);

/* Whether these are whole generations of this schema: each shard of each is there once.  With
 * `partly` some may be missing.
 * PH_CORRUPT: of another schema, or one comes twice; PH_BUSY: one is missing, which is also so
 * while servers go over from one generation to the next. */
ph_status ph_shards_check(const ph_origins *origins, bool partly,
                          ph_error *err) PH_MUST_USE;

#endif
