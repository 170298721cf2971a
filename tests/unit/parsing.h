/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parsing.h - what the tests of the parsers share: a document as text, one line for each block
 * ("H2 ", "P ", "I1 ", "R " and its text) or for each piece of metadata ("2 key = value", with
 * the number of its origin), so that a test is what goes in and what comes out.
 */
#ifndef PH_TEST_PARSING_H
#define PH_TEST_PARSING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/parse.h"

#define N(array) (sizeof(array) / sizeof *(array))

static inline int set_up(void **state)
{
    *state = ph_arena_new();
    return *state ? 0 : -1;
}

static inline int tear_down(void **state)
{
    ph_arena_free(*state);
    return 0;
}

static inline int load_schema(void **state)
{
    char path[4096];
    ph_error err;
    const char *root = getenv("PEERHUB_DATA_DIR");
    (void)state;
    snprintf(path, sizeof path, "%s/corpus/schema/peerhub.rng", root ? root : ".");
    if (ph_parse_init(path, &err) == PH_OK)
        return 0;
    fprintf(stderr, "%s\n", err.text);
    return -1;
}

static inline int unload_schema(void **state)
{
    (void)state;
    ph_parse_finish();
    return 0;
}

static inline const char *blocks_of(ph_arena *arena, const ph_document *doc)
{
    ph_buf out = {0};
    for (size_t i = 0; i < doc->blocks.n; i++) {
        const ph_block *b = &doc->blocks.v[i];
        ph_buf_byte(&out, "HPIR"[b->type]);
        if (b->level)
            ph_buf_addf(&out, "%u", b->level);
        if (b->section.s)
            ph_buf_addf(&out, " (%.*s)", PH_FMT(b->section));
        if (b->page)
            ph_buf_addf(&out, " [%u]", b->page);
        ph_buf_addf(&out, " %.*s\n", PH_FMT(b->text));
    }
    ph_str text = ph_dup(arena, ph_buf_str(&out));
    ph_buf_free(&out);
    assert_non_null(text.s);
    return text.s;
}

static inline const char *meta_of(ph_arena *arena, const ph_document *doc)
{
    ph_buf out = {0};
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta *m = &doc->meta.v[i];
        ph_buf_addf(&out, "%d %.*s = %.*s\n", (int)m->origin, PH_FMT(m->key),
                    PH_FMT(m->value));
    }
    ph_str text = ph_dup(arena, ph_buf_str(&out));
    ph_buf_free(&out);
    assert_non_null(text.s);
    return text.s;
}

static inline ph_document parse_bytes(ph_arena *arena, const char *name, ph_str bytes)
{
    ph_document doc;
    ph_error err;
    ph_input none = {PH_ABSENT, PH_ABSENT};
    if (ph_parse((ph_input){ph_cstr(name), bytes}, none, arena, &doc, &err) != PH_OK)
        fail_msg("%s", err.text);
    return doc;
}

static inline ph_document parse_string(ph_arena *arena, const char *name, const char *text)
{
    return parse_bytes(arena, name, ph_cstr(text));
}

/* A file below tests/fixtures. */
static inline ph_document parse_fixture(ph_arena *arena, const char *file)
{
    char path[4096];
    ph_buf bytes = {0};
    ph_error err;
    const char *top = getenv("top_srcdir");
    snprintf(path, sizeof path, "%s/tests/fixtures/%s", top ? top : ".", file);
    if (ph_read_file(path, (size_t)1 << 20, &bytes, &err) != PH_OK)
        fail_msg("%s", err.text);
    ph_document doc = parse_bytes(arena, strrchr(path, '/') + 1, ph_buf_str(&bytes));
    ph_buf_free(&bytes);
    return doc;
}

/* The parser's reason to refuse a text. */
static inline const char *refusal(ph_arena *arena, const char *name, const char *text,
                                  ph_status want)
{
    ph_document doc;
    ph_error err;
    ph_input none = {PH_ABSENT, PH_ABSENT};
    ph_status status =
        ph_parse((ph_input){ph_cstr(name), ph_cstr(text)}, none, arena, &doc, &err);
    if (status != want)
        fail_msg("%s instead of %s", ph_status_name(status), ph_status_name(want));
    return ph_dup(arena, ph_cstr(err.text)).s;
}

/* Blocks of a text in a format. */
static inline void blocks_are(ph_arena *arena, const char *name, const char *text,
                              const char *want)
{
    ph_document doc = parse_string(arena, name, text);
    assert_string_equal(blocks_of(arena, &doc), want);
}

static inline void value_is(const ph_document *doc, const char *key, const char *want)
{
    ph_str value = ph_document_get(doc, key);
    if (!ph_eqc(value, want))
        fail_msg("%s is '%.*s', not '%s'", key, PH_FMT(value), want);
}

#endif
