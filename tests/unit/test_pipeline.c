/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs of the indexer over a small folder: what the index then knows. */
#include "config.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/known.h"
#include "indexer/pipeline.h"
#include "search/places.h"
#include "search/search.h"

static ph_error err;
static ph_arena *arena;
static ph_vocabulary *vocabulary;
static char folder[] = "/tmp/peerhub-runs-XXXXXX";
static size_t failures;

#define assert_ok(status)                                                                  \
    do {                                                                                   \
        if ((status) != PH_OK)                                                             \
            fail_msg("%s", err.text);                                                      \
    } while (0)

static int set_up(void **state)
{
    (void)state;
    arena = ph_arena_new();
    strcpy(folder + sizeof folder - 7, "XXXXXX");
    if (!arena || !mkdtemp(folder) || chdir(folder) != 0 || mkdir("s", 0777) != 0)
        return -1;
    return ph_vocabulary_open(&vocabulary, ph_place_data(arena, "corpus/vocabularies").s,
                              &err);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static int tear_down(void **state)
{
    (void)state;
    ph_vocabulary_free(vocabulary);
    ph_arena_free(arena);
    return chdir("/") == 0 ? nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) : -1;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void count_failure(void *user, ph_str path, const char *reason)
{
    (void)user;
    assert_true(path.n > 0 && strlen(reason) > 5);
    failures++;
}

static ph_run_counts run(bool full)
{
    ph_run_options options = {.db = "db",
                              .worker = ph_place_program(arena, "peerhub-worker").s,
                              .schema = ph_place_data(arena, "corpus/schema/peerhub.rng").s,
                              .languages =
                                  ph_place_data(arena, "corpus/models/languages.txt").s,
                              .vocabulary = ph_place_data(arena, "corpus/vocabularies").s,
                              .sdg = ph_place_data(arena, "corpus/models/sdg.weights").s,
                              .jobs = 2,
                              .full = full,
                              .failure = count_failure};
    ph_source source;
    ph_run_counts counts;
    failures = 0;
    assert_ok(ph_source_parse(arena, "s", &source, &err));
    assert_ok(ph_run(&options, &source, 1, &counts, &err));
    assert_int_equal(counts.failed, failures);
    return counts;
}

/* The stamp of a file: as a document, or as a failure. */
static bool stamp_of(const char *path, bool failure, ph_stamp *stamp)
{
    ph_store *store;
    ph_known *known;
    assert_ok(ph_store_open(&store, "db", 2, false, &err));
    assert_ok(ph_known_new(&known, store, &err));
    const ph_known_file *file =
        ph_known_find(known, PH_STR("s"), ph_cstr(path), PH_STR(""),
                      failure ? PH_KNOWN_FAILURE : PH_KNOWN_DOCUMENT);
    if (file) {
        *stamp = file->stamp;
        stamp->id = ph_dup(arena, stamp->id);
        stamp->added = ph_dup(arena, stamp->added);
        stamp->written = ph_dup(arena, stamp->written);
    }
    ph_known_free(known);
    ph_store_free(store);
    return file != NULL;
}

static ph_record record_of(ph_str id)
{
    const char *path = "db";
    ph_reader *reader;
    ph_record record;
    assert_ok(ph_reader_open(&reader, &path, 1, vocabulary, &err));
    assert_ok(ph_reader_get(reader, id, arena, &record, &err));
    ph_reader_free(reader);
    return record;
}

static void next_second(void)
{
    time_t now = time(NULL);
    while (time(NULL) == now)
        nanosleep(&(struct timespec){0, 10000000}, NULL);
}

/* The id and the day it came in are a document's for good. */
static void expect_same(const char *path, const ph_stamp *first, bool changed)
{
    ph_stamp now;
    assert_true(stamp_of(path, false, &now));
    assert_true(ph_eq(now.id, first->id));
    assert_true(ph_eq(now.added, first->added));
    ph_record r = record_of(first->id);
    assert_true(ph_eq(r.added, first->added));
    assert_int_equal(ph_cmp(r.modified, first->added) > 0, changed);
}

static void since_when(void **state)
{
    ph_stamp first;
    (void)state;
    write_file("s/a.txt", "A note\n\nA register.\n");
    assert_int_equal(run(false).indexed, 1);
    assert_true(stamp_of("a.txt", false, &first));
    expect_same("a.txt", &first, false);
    next_second();
    assert_int_equal(run(true).updated, 1); /* read anew is not changed */
    expect_same("a.txt", &first, false);
    write_file("s/a.txt", "A note\n\nA better register.\n");
    assert_int_equal(run(false).updated, 1);
    expect_same("a.txt", &first, true);
    assert_int_equal(rename("s/a.txt", "s/b.txt"), 0);
    assert_int_equal(run(false).updated, 1);
    expect_same("b.txt", &first, true);
    assert_int_equal(run(true).updated, 1);
    expect_same("b.txt", &first, true);
    assert_int_equal(rename("s/b.txt", "s/c.txt"), 0);
    assert_int_equal(run(true).updated, 1);
    expect_same("c.txt", &first, true);
}

/* A day passes: the consent of a contact in it ends. */
static void end_consent(const char *path)
{
    ph_stamp stamp;
    ph_store *store;
    ph_analyzer *analyzer;
    assert_true(stamp_of(path, false, &stamp));
    ph_record record = record_of(stamp.id);
    stamp.source = PH_STR("s");
    stamp.path = ph_cstr(path);
    stamp.part = PH_STR("");
    stamp.modified = record.modified;
    stamp.expires = PH_STR("2026-01-01");
    assert_ok(ph_analyzer_new(&analyzer, &err));
    assert_ok(ph_store_open(&store, "db", 2, false, &err));
    assert_ok(ph_store_put(store, analyzer, vocabulary, &record, &stamp, &err));
    assert_ok(ph_store_finish(store, &err));
    ph_store_free(store);
    ph_analyzer_free(analyzer);
}

static void consent_that_has_ended_is_noticed(void **state)
{
    ph_stamp stamp;
    (void)state;
    write_file("s/a.txt", "A note\n\nA register.\n");
    assert_int_equal(run(false).indexed, 1);
    end_consent("a.txt");
    ph_run_counts counts = run(false);
    assert_int_equal(counts.updated, 1);
    assert_int_equal(counts.unchanged, 0);
    assert_true(stamp_of("a.txt", false, &stamp));
    assert_false(stamp.expires.n);
    assert_int_equal(run(false).unchanged, 1);
}

static void failures_are_over_when_they_are(void **state)
{
    ph_stamp stamp;
    (void)state;
    write_file("s/a.txt", "PK\3\4 is no text");
    assert_int_equal(run(false).failed, 1);
    assert_true(stamp_of("a.txt", true, &stamp));
    assert_false(stamp_of("a.txt", false, &stamp));
    write_file("s/a.txt", "A note\n\nA register.\n");
    assert_int_equal(run(false).indexed, 1);
    assert_false(stamp_of("a.txt", true, &stamp));
    assert_true(stamp_of("a.txt", false, &stamp));
    write_file("s/a.txt", "PK\3\4 is no text");
    write_file("s/b.txt", "PK\3\4 is no text");
    assert_int_equal(run(true).failed, 2);
    assert_true(stamp_of("a.txt", true, &stamp));
    assert_true(stamp_of("a.txt", false, &stamp)); /* its last good version */
    assert_int_equal(remove("s/b.txt"), 0);
    run(true);
    assert_false(stamp_of("b.txt", true, &stamp));
    write_file("s/a.txt", "A note\n\nA register.\n");
    assert_int_equal(run(true).updated, 1);
    assert_false(stamp_of("a.txt", true, &stamp));
}

/* A document that moved keeps its id, so a new one in its place needs another, in runs of any
 * kind. */
static void a_new_file_where_one_moved_away(void **state)
{
    ph_stamp moved, fresh;
    (void)state;
    for (int round = 0; round < 3; round++) {
        char name[20];
        snprintf(name, sizeof name, "s/moved-%d.txt", round);
        write_file("s/a.txt", round ? "A note\n\nAnother.\n" : "A note\n\nOne.\n");
        run(round == 2);
        assert_true(stamp_of("a.txt", false, &moved));
        assert_int_equal(rename("s/a.txt", name), 0);
        run(round == 2);
        assert_true(stamp_of(name + 2, false, &fresh));
        assert_true(ph_eq(moved.id, fresh.id));
    }
    write_file("s/a.txt", "A note\n\nThe last.\n");
    run(false);
    static const char *const names[] = {"a.txt", "moved-0.txt", "moved-1.txt",
                                        "moved-2.txt"};
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < i; j++) {
            assert_true(stamp_of(names[i], false, &moved));
            assert_true(stamp_of(names[j], false, &fresh));
            assert_false(ph_eq(moved.id, fresh.id));
        }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(since_when),
        TEST(consent_that_has_ended_is_noticed),
        TEST(failures_are_over_when_they_are),
        TEST(a_new_file_where_one_moved_away),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
