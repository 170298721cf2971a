/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the unit tests of search/ share: cmocka, checks, scratch folders, a random sequence. */
#ifndef TESTS_UNIT_SUPPORT_H
#define TESTS_UNIT_SUPPORT_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "search/store.h"

#define N(array) (sizeof(array) / sizeof *(array))

/* An arena for each test. */
#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_set_up, arena_tear_down)

static inline int arena_set_up(void **state)
{
    *state = ph_arena_new();
    return *state ? 0 : -1;
}

static inline int arena_tear_down(void **state)
{
    ph_arena_free(*state);
    return 0;
}

/* --- checks --------------------------------------------------------------------------- */

/* The string, and the NUL behind it if `got` came from an arena. */
static inline void same(ph_str got, const char *want)
{
    if (!got.s || !ph_eqc(got, want))
        fail_msg("got \"%.*s\", want \"%s\"", PH_FMT(got), want);
}

/* Fails with the error's text. */
#define OK(call)                                                                           \
    do {                                                                                   \
        ph_error err = {0};                                                                \
        if ((call) != PH_OK)                                                               \
            fail_msg("%s: %s", #call, err.text);                                           \
    } while (0)

/* Fails unless the call returns that status and its error says so, with `words` in it. */
#define REFUSED(call, want, words)                                                         \
    do {                                                                                   \
        ph_error err = {0};                                                                \
        assert_int_equal((call), (want));                                                  \
        assert_int_equal(err.status, (want));                                              \
        if (!strstr(err.text, (words)))                                                    \
            fail_msg("\"%s\" lacks \"%s\"", err.text, (words));                            \
    } while (0)

/* --- a random sequence, the same in every run ----------------------------------------- */

static inline uint64_t dice_next(uint64_t *dice)
{
    uint64_t z = (*dice += UINT64_C(0x9e3779b97f4a7c15)); /* splitmix64 */
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 0 .. n - 1 */
static inline size_t roll(uint64_t *dice, size_t n)
{
    return (size_t)(dice_next(dice) % n);
}

/* --- folders -------------------------------------------------------------------------- */

typedef struct scratch {
    char path[200];
} scratch;

static inline scratch scratch_new(void)
{
    scratch s;
    const char *tmp = getenv("TMPDIR");
    snprintf(s.path, sizeof s.path, "%s/peerhub-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(s.path));
    return s;
}

static inline int scratch_remove_one(const char *path, const struct stat *st, int type,
                                     struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static inline void scratch_remove(const scratch *s)
{
    nftw(s->path, scratch_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Writes DIR/name. */
static inline void write_file(const char *dir, const char *name, const char *content)
{
    char path[500];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* --- data ----------------------------------------------------------------------------- */

/* Appends to a PH_VEC. */
#define ADD(arena, vec, ...)                                                               \
    do {                                                                                   \
        if (!PH_PUSH((arena), (vec)))                                                      \
            abort();                                                                       \
        (vec)->v[(vec)->n - 1] = __VA_ARGS__;                                              \
    } while (0)

/* The vocabularies that are shipped. */
static inline ph_vocabulary *shipped_vocabulary(void)
{
    ph_vocabulary *vocabulary = NULL;
    char path[500];
    const char *top = getenv("top_srcdir");
    snprintf(path, sizeof path, "%s/corpus/vocabularies", top ? top : ".");
    OK(ph_vocabulary_open(&vocabulary, path, &err));
    return vocabulary;
}

static inline void add_tag(ph_arena *arena, ph_tags *tags, const char *id, ph_from from)
{
    ADD(arena, tags, (ph_tag){.id = ph_cstr(id), .from = from, .score = from ? 0.5 : 1});
}

static inline ph_passage *add_passage(ph_arena *arena, ph_record *record, const char *text)
{
    ADD(arena, &record->passages,
        (ph_passage){.text = ph_cstr(text), .anchor = PH_STR("p-000000")});
    return &record->passages.v[record->passages.n - 1];
}

#endif
