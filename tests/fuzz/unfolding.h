/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unfolding.h - for targets that read files with many documents: each is packed and unpacked,
 * which checks that it is clean. */
#ifndef PH_FUZZ_UNFOLDING_H
#define PH_FUZZ_UNFOLDING_H

#include <stdlib.h>

#include "indexer/unfold.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline ph_status fuzz_begin(void *user, ph_str path, ph_error *err)
{
    (void)user;
    (void)path;
    (void)err;
    return PH_OK;
}

static inline ph_status fuzz_document(void *user, const ph_part *part,
                                      const ph_document *doc, ph_error *err)
{
    ph_arena *arena = user;
    ph_buf packed = {0};
    ph_document back;
    (void)part;
    ph_document_pack(&packed, doc);
    if (!packed.failed &&
        ph_document_unpack(ph_buf_str(&packed), arena, &back, err) != PH_OK)
        abort();
    ph_buf_free(&packed);
    return PH_OK;
}

static inline ph_status fuzz_refusal(void *user, const ph_part *part, const ph_error *why,
                                     ph_error *err)
{
    (void)user;
    (void)part;
    (void)err;
    if (!why->status || !*why->text)
        abort();
    return PH_OK;
}

static inline void fuzz_unfold(const char *name, ph_str bytes)
{
    ph_arena *arena = ph_arena_new();
    const ph_sink sink = {arena, fuzz_begin, fuzz_document, fuzz_refusal};
    ph_unfolding unfolding = {.sink = &sink};
    ph_feed feed = ph_feed_memory(bytes);
    ph_error err;
    ph_input none = {PH_ABSENT, PH_ABSENT};
    if (arena && ph_unfold(&unfolding, ph_cstr(name), &feed, none, &err) != PH_OK &&
        !*err.text)
        abort();
    ph_arena_free(arena);
}

#endif
