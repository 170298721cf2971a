/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/parse_common.h"
#include "indexer/unfold.h"
#include "search/limits.h"

/* What the sink says ends everything. */
static ph_status heed(ph_unfolding *u, ph_status status)
{
    u->broken = u->broken || status;
    return status;
}

/* --- steps ---------------------------------------------------------------------------------- */

static ph_str path_below(ph_arena *arena, const ph_unfolding *u, ph_str path)
{
    return ph_dupf(arena, "%.*s%.*s", PH_FMT(u->path), PH_FMT(path));
}

ph_status ph_unfold_begin(ph_unfolding *u, ph_str path, bool *wanted, ph_error *err)
{
    *wanted = ++u->steps > u->skip;
    if (!*wanted)
        return PH_OK;
    ph_arena *arena = ph_arena_new();
    ph_str whole = arena ? path_below(arena, u, path) : PH_ABSENT;
    ph_status status =
        whole.s ? heed(u, u->sink->begin(u->sink->user, whole, err)) : ph_fail_memory(err);
    ph_arena_free(arena);
    return status;
}

bool ph_unfold_is_fatal(const ph_unfolding *u)
{
    for (size_t i = 0; i < u->fatals; i++)
        if (u->fatal[i] == u->steps)
            return true;
    return false;
}

ph_status ph_unfold_refuse(ph_unfolding *u, ph_str path, const ph_error *why, ph_error *err)
{
    ph_arena *arena = ph_arena_new();
    ph_part part = {.path = arena ? path_below(arena, u, path) : PH_ABSENT};
    part.identity = part.path;
    ph_status status = part.path.s
                           ? heed(u, u->sink->refuse(u->sink->user, &part, why, err))
                           : ph_fail_memory(err);
    ph_arena_free(arena);
    return status;
}

/* --- documents ------------------------------------------------------------------------------ */

/* What the container's side-car says of all, where the part does not speak for itself.  What
 * can be true of one document only is left out. */
static bool add_common(const ph_unfolding *u, ph_arena *arena, ph_document *doc)
{
    static const char *const own[] = {"id",       "key",  "title",
                                      "abstract", "work", "translation_of"};
    for (size_t i = 0; u->common && i < u->common->meta.n; i++) {
        const ph_meta *m = &u->common->meta.v[i];
        bool single = false;
        for (size_t j = 0; j < sizeof own / sizeof *own; j++)
            single = single || ph_eqc(m->key, own[j]);
        if (!single && !ph_document_meta(doc, arena, PH_ORIGIN_WEAK, m->key, m->value))
            return false;
    }
    return true;
}

ph_status ph_unfold_document(ph_unfolding *u, ph_part part, ph_arena *arena,
                             ph_document *doc, ph_error *err)
{
    if (!part.identity.s)
        part.identity = part.path;
    part.path = path_below(arena, u, part.path);
    part.identity = path_below(arena, u, part.identity);
    if (!part.path.s || !part.identity.s || !add_common(u, arena, doc))
        return ph_fail_memory(err);
    ph_meta_settle(doc);
    if (u->common_hash) /* it is another document when what is said of all is */
        part.content = ph_hash(&u->common_hash, sizeof u->common_hash, part.content);
    return heed(u, u->sink->document(u->sink->user, &part, doc, err));
}

/* --- files ------------------------------------------------------------------------------------ */

/* A file that is one document. */
static ph_status unfold_plain(ph_unfolding *u, ph_feed *feed, ph_error *err)
{
    ph_document doc;
    ph_buf buf = {0};
    ph_status status = PH_OK;
    ph_arena *arena = ph_arena_new();
    if (!arena)
        return ph_fail_memory(err);
    if (feed->fd >= 0)
        status = ph_feed_all(feed, PH_FILE_BYTES, &buf, err);
    ph_str bytes = feed->fd >= 0 ? ph_buf_str(&buf) : feed->memory;
    if (!status)
        status = ph_parse((ph_input){u->name, bytes}, u->sidecar, arena, &doc, err);
    if (!status) {
        ph_part part = {.path = PH_STR(""),
                        .size = bytes.n,
                        .content = ph_hash(bytes.s, bytes.n, PH_HASH_SEED),
                        .alone = u->depth == 0};
        /* the pipeline knows of the side-cars of files, not of those of members */
        if (u->depth > 0 && u->sidecar.name.s)
            part.content = ph_hash(u->sidecar.bytes.s, u->sidecar.bytes.n, part.content);
        status = ph_unfold_document(u, part, arena, &doc, err);
    }
    ph_buf_free(&buf);
    ph_arena_free(arena);
    return status;
}

/* A file that holds others. */
static ph_status unfold_parts(ph_unfolding *u, const ph_format *format, ph_feed *feed,
                              ph_error *err)
{
    const ph_document *above = u->common;
    const uint64_t hash_above = u->common_hash;
    ph_document common = {0};
    if (u->depth >= PH_ARCHIVE_DEPTH)
        return ph_fail(err, PH_LIMIT,
                       "files in files in files: more than %d deep; unpack it first",
                       PH_ARCHIVE_DEPTH);
    ph_status status = PH_OK;
    ph_arena *arena = ph_arena_new();
    if (!arena)
        return ph_fail_memory(err);
    if (u->sidecar.name.s) {
        status = ph_parse_sidecar(u->sidecar, arena, &common, err);
        u->common = &common;
        u->common_hash = ph_hash(u->sidecar.bytes.s, u->sidecar.bytes.n, PH_HASH_SEED) | 1;
    }
    if (!status)
        status = format->unfold(u, feed, err);
    u->common = above;
    u->common_hash = hash_above;
    ph_arena_free(arena);
    return status;
}

/* wanted: false for a member that is over already; others in it may not be. */
static ph_status unfold_file(ph_unfolding *u, ph_feed *feed, bool wanted, ph_error *err)
{
    const ph_format *format;
    ph_buf head = {0};
    ph_status status = ph_feed_peek(feed, PH_FORMAT_HEAD, &head, err);
    if (!status)
        status = ph_format_choose(u->name, ph_buf_str(&head), &format, err);
    ph_buf_free(&head);
    if (status)
        return status;
    if (format->unfold)
        return unfold_parts(u, format, feed, err);
    return wanted ? unfold_plain(u, feed, err) : PH_OK;
}

ph_status ph_unfold(ph_unfolding *u, ph_str name, ph_feed *feed, ph_input sidecar,
                    ph_error *err)
{
    u->name = name;
    u->path = PH_STR("");
    u->sidecar = sidecar;
    u->left = PH_ARCHIVE_BYTES;
    return unfold_file(u, feed, true, err);
}

static ph_str last_name(ph_str path)
{
    size_t i = path.n;
    while (i > 0 && path.s[i - 1] != '/')
        i--;
    return ph_sub(path, i, path.n);
}

/* The part in hand is another one for the time of a call. */
static ph_status descend(ph_unfolding *u, ph_str path, ph_str bytes, ph_input sidecar,
                         bool wanted, ph_error *err)
{
    const ph_str above = u->path, name = u->name;
    const ph_input beside = u->sidecar;
    ph_feed feed = ph_feed_memory(bytes);
    u->path = path;
    u->name = last_name(path);
    u->sidecar = sidecar;
    u->depth++;
    ph_status status = unfold_file(u, &feed, wanted, err);
    u->depth--;
    u->path = above;
    u->name = name;
    u->sidecar = beside;
    return status;
}

ph_status ph_unfold_member(ph_unfolding *u, ph_str path, ph_str bytes, ph_input sidecar,
                           bool wanted, ph_error *err)
{
    ph_error why;
    const uint64_t step = u->steps;
    ph_arena *arena = ph_arena_new();
    ph_str whole = arena ? path_below(arena, u, path) : PH_ABSENT;
    ph_status status =
        whole.s ? descend(u, whole, bytes, sidecar, wanted, &why) : ph_fail_memory(&why);
    ph_arena_free(arena);
    if (!status)
        return PH_OK;
    if (u->broken || status == PH_NO_MEMORY) {
        *err = why;
        return status;
    }
    /* other steps were begun since: that it fails is one more, so that a process which passes
     * over those knows whether it was told */
    status = u->steps == step ? PH_OK : ph_unfold_begin(u, path, &wanted, err);
    return !status && wanted ? ph_unfold_refuse(u, path, &why, err) : status;
}
