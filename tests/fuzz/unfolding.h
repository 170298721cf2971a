/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the fuzz targets of files that hold others share.  What comes out must survive packing and
 * unpacking, and its path must stay in the file.
 */
#ifndef PH_FUZZ_UNFOLDING_H
#define PH_FUZZ_UNFOLDING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/unfold.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void load_schema(void)
{
    static bool loaded;
    const char *root = getenv("PEERHUB_DATA_DIR");
    char path[4096];
    ph_error err;
    if (loaded)
        return;
    snprintf(path, sizeof path, "%s/corpus/schema/peerhub.rng", root ? root : ".");
    if (ph_parse_init(path, &err) != PH_OK) {
        fprintf(stderr, "%s\n", err.text);
        abort();
    }
    loaded = true;
}

static inline ph_status check_path(void *user, ph_str path, ph_error *err)
{
    (void)user;
    (void)err;
    if ((path.n && path.s[0] != '/' && path.s[0] != '#') ||
        memmem(path.s, path.n, "/../", 4) || memchr(path.s, '\n', path.n))
        abort();
    return PH_OK;
}

static inline ph_status check_document(void *user, const ph_part *part,
                                       const ph_document *doc, ph_error *err)
{
    ph_buf packed = {0};
    ph_document back;
    ph_arena *arena = ph_arena_new();
    ph_document_pack(&packed, doc);
    if (arena && !packed.failed &&
        ph_document_unpack(ph_buf_str(&packed), arena, &back, err) != PH_OK)
        abort();
    ph_buf_free(&packed);
    ph_arena_free(arena);
    return check_path(user, part->path, err);
}

static inline ph_status check_refusal(void *user, const ph_part *part, const ph_error *why,
                                      ph_error *err)
{
    if (!why->status)
        abort();
    return check_path(user, part->path, err);
}

static inline void fuzz_unfold(const char *name, ph_str bytes)
{
    const ph_sink sink = {NULL, check_path, check_document, check_refusal};
    ph_unfolding u = {.sink = &sink};
    ph_feed feed = ph_feed_memory(bytes);
    ph_error err;
    load_schema();
    (void)!ph_unfold(&u, ph_cstr(name), &feed, (ph_input){PH_ABSENT, PH_ABSENT}, &err);
}

#endif
