/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "search/limits.h"
#include "search/schema.h"
#include "search/shards.h"
#include "search/store_private.h"

#define SCHEME "tcp://"
#define STUB "XAPIANDB"

/* --- behind a server -------------------------------------------------------------------------- */

bool ph_is_remote(ph_str path)
{
    return ph_starts(path, PH_STR(SCHEME));
}

ph_status ph_remote_parse(ph_str path, ph_arena *arena, ph_str *host, unsigned *port,
                          ph_error *err)
{
    ph_str rest = ph_sub(path, strlen(SCHEME), path.n);
    const char *colon = rest.n ? memrchr(rest.s, ':', rest.n) : NULL;
    size_t n = colon ? (size_t)(colon - rest.s) : 0;
    ph_str name = ph_sub(rest, 0, n);
    uint64_t number = 0;
    bool bracketed = n > 2 && name.s[0] == '[' && name.s[n - 1] == ']';
    if (bracketed)
        name = ph_sub(name, 1, n - 1);
    bool good = name.n && (bracketed || !memchr(name.s, ':', name.n)) &&
                !memchr(name.s, '/', name.n) && !memchr(name.s, '[', name.n) &&
                ph_number(ph_sub(rest, n + 1, rest.n), &number) && number >= 1 &&
                number <= UINT16_MAX;
    if (!good)
        return ph_fail(err, PH_INVALID,
                       "'%.*s' is no address of a shard; write tcp://HOST:PORT, an IPv6 "
                       "address in brackets",
                       PH_FMT(path));
    *port = (unsigned)number;
    *host = ph_dup(arena, name);
    return host->s ? PH_OK : ph_fail_memory(err);
}

/* The call's name in front says nothing to those who run a hub. */
static const char *without_call(const xapian_error *why)
{
    const char *colon = strstr(why->text, ": ");
    return colon ? colon + 2 : why->text;
}

static ph_status open_remote(ph_origin *o, ph_arena *arena, ph_error *err)
{
    ph_str host;
    unsigned port;
    xapian_error why;
    ph_status status = ph_remote_parse(o->path, arena, &host, &port, err);
    if (status)
        return status;
    xapian_status done = xapian_db_open_remote(host.s, port, PH_SHARD_ANSWER_MS,
                                               PH_SHARD_CONNECT_MS, &o->db, &why);
    if (!done)
        done = ph_shard_mark_read(o->db, &o->mark, &why);
    if (!done)
        return PH_OK;
    xapian_db_free(o->db);
    o->db = NULL;
    return ph_fail(err, PH_TIMEOUT,
                   "the shard %s does not answer: %s; see that xapian-tcpsrv runs there "
                   "(xapian-tcpsrv --port %u SHARD)",
                   o->path.s, without_call(&why), port);
}

/* --- replicas --------------------------------------------------------------------------------- */

static bool exists(const char *folder, const char *file)
{
    char path[4096];
    struct stat st;
    int n = snprintf(path, sizeof path, "%s/%s", folder, file);
    return n < (int)sizeof path && stat(path, &st) == 0;
}

bool ph_shard_moved(const ph_origin *o)
{
    const char *folder;
    size_t n;
    bool moved = false;
    return o->kind == PH_SHARD_REPLICA &&
           (xapian_db_replica_moved(o->db, &folder, &n, &moved, NULL) != XAPIAN_OK ||
            moved);
}

static ph_status open_replica(ph_origin *o, ph_arena *arena, ph_error *err)
{
    const char *folder;
    size_t n;
    bool moved;
    xapian_error why;
    xapian_status done = xapian_db_open_replica(o->path.s, &o->db, &why);
    if (!done)
        done = xapian_db_replica_moved(o->db, &folder, &n, &moved, &why);
    if (done == XAPIAN_DATABASE_OPENING)
        return ph_fail(err, PH_CORRUPT, "%s; such files are not followed",
                       without_call(&why));
    if (done)
        return ph_fail_reading(err, o->path.s, done, &why);
    o->kind = PH_SHARD_REPLICA;
    o->folder = ph_dup(arena, (ph_str){folder, n});
    return o->folder.s ? ph_shard_look(o, err) : ph_fail_memory(err);
}

/* --- opening ---------------------------------------------------------------------------------- */

bool ph_is_shard(const char *path)
{
    return exists(path, "iamglass") || exists(path, STUB);
}

static ph_status open_local(ph_origin *o, ph_arena *arena, ph_error *err)
{
    xapian_error why;
    if (!exists(o->path.s, "iamglass") && exists(o->path.s, STUB))
        return open_replica(o, arena, err);
    xapian_status done = xapian_db_open(o->folder.s, 0, &o->db, &why);
    return done ? ph_fail_reading(err, o->folder.s, done, &why) : ph_shard_look(o, err);
}

ph_status ph_shard_open(ph_str path, ph_arena *arena, ph_origin *out, ph_error *err)
{
    *out = (ph_origin){.path = path, .folder = path};
    if (ph_is_remote(path)) {
        out->kind = PH_SHARD_REMOTE;
        return open_remote(out, arena, err);
    }
    ph_status status = open_local(out, arena, err);
    if (status) {
        xapian_db_free(out->db);
        out->db = NULL;
    }
    return status;
}

ph_status ph_shard_look(ph_origin *o, ph_error *err)
{
    xapian_error why;
    xapian_status done = ph_shard_mark_read(o->db, &o->mark, &why);
    return done ? ph_fail_reading(err, o->path.s, done, &why) : PH_OK;
}

/* --- all of them ------------------------------------------------------------------------------ */

static ph_status check_schema(const ph_origin *o, ph_error *err)
{
    if (o->mark.schema == PH_SCHEMA)
        return PH_OK;
    if (!o->mark.schema)
        return ph_fail(err, PH_CORRUPT,
                       "'%s' was not made by this version of peerhub; run peerhub-index "
                       "once more with all of its sources, which makes it anew",
                       o->path.s);
    return ph_fail(err, PH_CORRUPT,
                   "'%s' has schema %" PRIu64 ", and this version of peerhub reads %d; run "
                   "its peerhub-index with all sources, which makes it anew",
                   o->path.s, o->mark.schema, PH_SCHEMA);
}

/* How many shards of a generation are there, and whether one of them comes twice. */
static size_t count_shards(const ph_origins *origins, const ph_shard_mark *of, bool *twice)
{
    size_t n = 0, same = 0;
    for (size_t i = 0; i < origins->n; i++) {
        const ph_shard_mark *mark = &origins->v[i].mark;
        n += mark->generation == of->generation;
        same += mark->generation == of->generation && mark->shard == of->shard;
    }
    *twice = same > 1;
    return n;
}

ph_status ph_shards_check(const ph_origins *origins, bool partly, ph_error *err)
{
    for (size_t i = 0; i < origins->n; i++) {
        const ph_origin *o = &origins->v[i];
        bool twice;
        ph_status status = check_schema(o, err);
        if (status)
            return status;
        size_t n = count_shards(origins, &o->mark, &twice);
        if (twice)
            return ph_fail(err, PH_CORRUPT, "'%s' is a shard that was named twice",
                           o->path.s);
        if (n < o->mark.shards && !partly)
            return ph_fail(err, PH_BUSY,
                           "'%s' is shard %" PRIu64 " of a generation of %" PRIu64
                           ", and of these %zu are there; name them all, of one generation",
                           o->path.s, o->mark.shard, o->mark.shards, n);
    }
    return PH_OK;
}
