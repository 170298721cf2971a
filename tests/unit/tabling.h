/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tabling.h - what the tests of files with many documents share: what comes out of a file, as
 * text.  A part is "== PATH IDENTITY", "(alone)" if it is, its metadata, its blocks and its
 * warnings ("! "); "-- PATH: REASON" is one that was refused, "** REASON" the end of a file that
 * is not sound.
 */
#ifndef PH_TEST_TABLING_H
#define PH_TEST_TABLING_H

#include "tests/unit/parsing.h"

#include "indexer/unfold.h"

typedef struct unfolded {
    ph_arena *arena;
    ph_buf out;
    size_t parts;
} unfolded;

static inline ph_status on_begin(void *user, ph_str path, ph_error *err)
{
    (void)user;
    (void)path;
    (void)err;
    return PH_OK;
}

static inline ph_status on_document(void *user, const ph_part *part, const ph_document *doc,
                                    ph_error *err)
{
    unfolded *u = user;
    ph_buf packed = {0};
    ph_document back;
    ph_document_pack(&packed, doc);
    if (ph_document_unpack(ph_buf_str(&packed), u->arena, &back, err) != PH_OK)
        fail_msg("%s", err->text);
    ph_buf_addf(&u->out, "== %.*s %.*s%s\n", PH_FMT(part->path), PH_FMT(part->identity),
                part->alone ? " (alone)" : "");
    ph_buf_addc(&u->out, meta_of(u->arena, &back));
    ph_buf_addc(&u->out, blocks_of(u->arena, &back));
    for (size_t i = 0; i < back.warnings.n; i++)
        ph_buf_addf(&u->out, "! %.*s\n", PH_FMT(back.warnings.v[i]));
    ph_buf_free(&packed);
    u->parts++;
    return PH_OK;
}

static inline ph_status on_refusal(void *user, const ph_part *part, const ph_error *why,
                                   ph_error *err)
{
    unfolded *u = user;
    (void)err;
    ph_buf_addf(&u->out, "-- %.*s: %s\n", PH_FMT(part->path), why->text);
    return PH_OK;
}

/* map: may be NULL. */
static inline const char *unfold_bytes(ph_arena *arena, const char *name, ph_str bytes,
                                       const ph_map *map)
{
    unfolded u = {.arena = arena};
    const ph_sink sink = {&u, on_begin, on_document, on_refusal};
    ph_unfolding unfolding = {.sink = &sink, .map = map};
    ph_feed feed = ph_feed_memory(bytes);
    ph_error err;
    ph_input none = {PH_ABSENT, PH_ABSENT};
    if (ph_unfold(&unfolding, ph_cstr(name), &feed, none, &err) != PH_OK)
        ph_buf_addf(&u.out, "** %s\n", err.text);
    ph_str text = ph_dup(arena, u.out.n ? ph_buf_str(&u.out) : PH_STR(""));
    ph_buf_free(&u.out);
    assert_non_null(text.s);
    return text.s;
}

static inline const char *unfold_text(ph_arena *arena, const char *name, const char *text,
                                      const ph_map *map)
{
    return unfold_bytes(arena, name, ph_cstr(text), map);
}

static inline void unfolds_to(ph_arena *arena, const char *name, const char *text,
                              const char *want)
{
    assert_string_equal(unfold_text(arena, name, text, NULL), want);
}

#endif
