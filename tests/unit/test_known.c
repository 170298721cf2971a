/* SPDX-License-Identifier: GPL-2.0-or-later */
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

#include <cmocka.h>

#include "indexer/known.h"
#include "search/search.h"

static ph_error err;
static ph_arena *arena;
static ph_analyzer *analyzer;
static ph_vocabulary *vocabulary;
static char folder[] = "/tmp/peerhub-known-XXXXXX";

#define assert_ok(status)                                                                  \
    do {                                                                                   \
        if ((status) != PH_OK)                                                             \
            fail_msg("%s", err.text);                                                      \
    } while (0)

static int open_all(void **state)
{
    char path[4096];
    const char *top = getenv("top_srcdir");
    (void)state;
    snprintf(path, sizeof path, "%s/corpus/vocabularies", top ? top : ".");
    return ph_vocabulary_open(&vocabulary, path, &err) || ph_analyzer_new(&analyzer, &err)
               ? -1
               : 0;
}

static int close_all(void **state)
{
    (void)state;
    ph_analyzer_free(analyzer);
    ph_vocabulary_free(vocabulary);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    strcpy(folder + sizeof folder - 7, "XXXXXX");
    arena = ph_arena_new();
    return arena && mkdtemp(folder) ? 0 : -1;
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
    ph_arena_free(arena);
    return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static ph_store *store_open(bool full)
{
    ph_store *store = NULL;
    assert_ok(ph_store_open(&store, folder, 3, full, &err));
    return store;
}

static ph_stamp stamp(const char *id, const char *source, const char *path)
{
    return (ph_stamp){.id = ph_cstr(id),
                      .source = ph_cstr(source),
                      .path = ph_cstr(path),
                      .added = PH_STR("2020-01-02T03:04:05Z"),
                      .size = 10,
                      .mtime_ns = INT64_MIN + 5,
                      .sidecar = UINT64_MAX,
                      .fingerprint = 77,
                      .content = 4711};
}

static void put(ph_store *store, ph_stamp s)
{
    ph_record r = {.id = s.id, .title = s.id};
    assert_ok(ph_store_put(store, analyzer, vocabulary, &r, &s, &err));
}

static void fail_file(ph_store *store, ph_stamp s, const char *reason)
{
    s.failure = ph_cstr(reason);
    assert_ok(ph_store_fail(store, &s, &err));
}

/* What the next run knows. */
static ph_known *known_again(ph_store *store, ph_store **next, bool full)
{
    ph_known *known = NULL;
    assert_ok(ph_store_finish(store, &err));
    ph_store_free(store);
    *next = store_open(full);
    assert_ok(ph_known_new(&known, *next, &err));
    return known;
}

static void done(ph_known *known, ph_store *store)
{
    ph_known_free(known);
    ph_store_free(store);
}

static ph_known_file *find(const ph_known *k, const char *source, const char *path,
                           bool failure)
{
    return ph_known_find(k, ph_cstr(source), ph_cstr(path), PH_STR(""),
                         failure ? PH_KNOWN_FAILURE : PH_KNOWN_DOCUMENT);
}

static void nothing_is_known(void **state)
{
    ph_known *known;
    (void)state;
    assert_ok(ph_known_new(&known, NULL, &err));
    assert_int_equal(ph_known_count(known), 0);
    assert_null(find(known, "s", "a", false));
    assert_null(ph_known_claim_moved(known, PH_STR("s"), 0, 0));
    assert_false(
        ph_known_id_taken(known, PH_STR("a"), PH_STR("s"), PH_STR("a"), PH_STR("")));
    ph_known_free(known);
    ph_known_free(NULL);
}

static void stamps_come_back_whole(void **state)
{
    ph_store *store = store_open(false), *next;
    (void)state;
    put(store, stamp("x", "s", "dir/a\n.txt"));
    put(store, stamp("y", "s", ""));
    fail_file(store, stamp(NULL, "s", "dir/a\n.txt"), "no such thing");
    ph_known *known = known_again(store, &next, false);
    assert_int_equal(ph_known_count(known), 3);
    const ph_known_file *f = find(known, "s", "dir/a\n.txt", false);
    if (!f)
        fail();
    else {
        assert_true(ph_eqc(f->stamp.id, "x"));
        assert_true(ph_eqc(f->stamp.added, "2020-01-02T03:04:05Z"));
        assert_true(f->stamp.size == 10 && f->stamp.mtime_ns == INT64_MIN + 5);
        assert_true(f->stamp.sidecar == UINT64_MAX && f->stamp.fingerprint == 77);
        assert_int_equal(f->stamp.content, 4711);
        assert_null(f->stamp.failure.s);
        assert_false(f->seen || f->kept);
    }
    const ph_known_file *failure = find(known, "s", "dir/a\n.txt", true);
    assert_true(failure && ph_eqc(failure->stamp.failure, "no such thing"));
    assert_non_null(find(known, "s", "", false));
    assert_null(find(known, "s", "", true));
    assert_null(find(known, "t", "dir/a\n.txt", false));
    assert_null(find(known, "s", "dir/a", false));
    done(known, next);
}

static void source_and_path_do_not_run_together(void **state)
{
    ph_store *store = store_open(false), *next;
    (void)state;
    put(store, stamp("x", "ab", "c"));
    ph_known *known = known_again(store, &next, false);
    assert_null(find(known, "a", "bc", false));
    assert_non_null(find(known, "ab", "c", false));
    done(known, next);
}

static void many_files(void **state)
{
    ph_store *store = store_open(false), *next;
    char name[32];
    (void)state;
    for (int i = 0; i < 300; i++) {
        snprintf(name, sizeof name, "f%d", i);
        put(store, stamp(name, "s", name));
    }
    ph_known *known = known_again(store, &next, false);
    assert_int_equal(ph_known_count(known), 300);
    for (int i = 0; i < 300; i++) {
        snprintf(name, sizeof name, "f%d", i);
        const ph_known_file *f = find(known, "s", name, false);
        assert_true(f && ph_eqc(f->stamp.id, name));
    }
    done(known, next);
}

static void each_moved_document_is_given_once(void **state)
{
    ph_store *store = store_open(false), *next;
    (void)state;
    put(store, stamp("x", "s", "a"));
    put(store, stamp("y", "s", "b"));
    put(store, stamp("z", "t", "c"));
    fail_file(store, stamp(NULL, "s", "d"), "broken");
    ph_known *known = known_again(store, &next, false);
    find(known, "s", "b", false)->seen = true; /* still there */
    assert_null(ph_known_claim_moved(known, PH_STR("s"), 4712, 10));
    assert_null(ph_known_claim_moved(known, PH_STR("s"), 4711, 11));
    const ph_known_file *f = ph_known_claim_moved(known, PH_STR("s"), 4711, 10);
    assert_true(f && ph_eqc(f->stamp.id, "x"));
    assert_true(f && f->kept);
    assert_null(ph_known_claim_moved(known, PH_STR("s"), 4711, 10));
    f = ph_known_claim_moved(known, PH_STR("t"), 4711, 10);
    assert_true(f && ph_eqc(f->stamp.id, "z"));
    done(known, next);
}

static void ids_of_other_files_are_taken(void **state)
{
    ph_store *store = store_open(false), *next;
    (void)state;
    put(store, stamp("x", "s", "a"));
    fail_file(store, stamp(NULL, "s", "b"), "broken");
    ph_known *known = known_again(store, &next, false);
    assert_true(
        ph_known_id_taken(known, PH_STR("x"), PH_STR("s"), PH_STR("other"), PH_STR("")));
    assert_true(
        ph_known_id_taken(known, PH_STR("x"), PH_STR("t"), PH_STR("a"), PH_STR("")));
    assert_false(
        ph_known_id_taken(known, PH_STR("x"), PH_STR("s"), PH_STR("a"), PH_STR("")));
    assert_false(
        ph_known_id_taken(known, PH_STR("xx"), PH_STR("s"), PH_STR("other"), PH_STR("")));
    assert_false(
        ph_known_id_taken(known, PH_STR(""), PH_STR("s"), PH_STR("a"), PH_STR("")));
    done(known, next);
}

static void a_full_build_knows_the_old_generation(void **state)
{
    ph_store *store = store_open(false), *next;
    ph_str root;
    (void)state;
    put(store, stamp("x", "s", "a"));
    fail_file(store, stamp(NULL, "s", "b"), "broken");
    assert_ok(ph_store_set_source(store, PH_STR("s"), PH_STR("/srv/s"), &err));
    ph_known *known = known_again(store, &next, true);
    assert_int_equal(ph_known_count(known), 2);
    assert_non_null(find(known, "s", "a", false));
    assert_non_null(find(known, "s", "b", true));
    assert_ok(ph_store_source(next, PH_STR("s"), arena, &root, &err));
    assert_true(ph_eqc(root, "/srv/s"));
    done(known, next);
    /* given up: all is as it was */
    ph_store *again = store_open(false);
    assert_ok(ph_known_new(&known, again, &err));
    assert_int_equal(ph_known_count(known), 2);
    done(known, again);
}

static bool all(void *user, const ph_stamp *s)
{
    (void)user;
    return !ph_eqc(s->path, "left");
}

static void a_full_build_carries_over(void **state)
{
    ph_store *store = store_open(false), *next;
    ph_str root;
    (void)state;
    put(store, stamp("x", "s", "a"));
    put(store, stamp("y", "s", "left"));
    fail_file(store, stamp(NULL, "s", "b"), "broken");
    assert_ok(ph_store_set_source(store, PH_STR("s"), PH_STR("/srv/s"), &err));
    ph_known *known = known_again(store, &next, true);
    ph_known_free(known);
    put(next, stamp("z", "s", "c"));
    assert_ok(ph_store_carry(next, all, NULL, &err));
    known = known_again(next, &store, false);
    assert_int_equal(ph_known_count(known), 3);
    assert_non_null(find(known, "s", "a", false));
    assert_non_null(find(known, "s", "c", false));
    assert_non_null(find(known, "s", "b", true));
    assert_ok(ph_store_source(store, PH_STR("s"), arena, &root, &err));
    assert_true(ph_eqc(root, "/srv/s"));
    done(known, store);
}

/* What a reader says of an id. */
static ph_status asked_for(const char *id)
{
    const char *path = folder;
    ph_reader *reader = NULL;
    ph_record record;
    assert_ok(ph_reader_open(&reader, &path, 1, vocabulary, &err));
    ph_status status = ph_reader_get(reader, ph_cstr(id), arena, &record, &err);
    ph_reader_free(reader);
    return status;
}

static void tombstones_stay(void **state)
{
    ph_store *store = store_open(false), *next;
    (void)state;
    put(store, stamp("x", "s", "a"));
    put(store, stamp("y", "s", "b"));
    ph_known *known = known_again(store, &next, false);
    assert_ok(ph_store_remove(next, PH_STR("x"), &err));
    ph_known_free(known);
    known = known_again(next, &store, true);
    ph_known_free(known);
    assert_int_equal(asked_for("x"), PH_GONE);
    assert_int_equal(asked_for("y"), PH_OK);
    assert_int_equal(asked_for("never"), PH_NOT_FOUND);
    assert_ok(ph_store_carry(store, all, NULL, &err));
    known = known_again(store, &next, false);
    assert_int_equal(asked_for("x"), PH_GONE); /* in the new generation too */
    assert_int_equal(asked_for("y"), PH_OK);
    put(next, stamp("x", "s", "a"));
    ph_known_free(known);
    known = known_again(next, &store, false);
    assert_int_equal(asked_for("x"), PH_OK); /* it is back */
    done(known, store);
}

/* A reader that was in the old generation when it was replaced goes on reading. */
static void readers_of_the_old_generation(void **state)
{
    const char *path = folder;
    ph_store *store = store_open(false), *next;
    ph_reader *reader = NULL;
    ph_record record;
    (void)state;
    put(store, stamp("x", "s", "a"));
    ph_known *known = known_again(store, &next, true);
    ph_known_free(known);
    assert_ok(ph_reader_open(&reader, &path, 1, vocabulary, &err));
    assert_ok(ph_store_finish(next, &err));
    ph_store_free(next);
    assert_ok(ph_reader_get(reader, PH_STR("x"), arena, &record, &err));
    assert_true(ph_eqc(record.id, "x"));
    ph_reader_free(reader);
    assert_int_equal(asked_for("x"), PH_NOT_FOUND); /* nobody carried it over */
}

static void removed_and_forgiven(void **state)
{
    ph_store *store = store_open(false), *next;
    (void)state;
    put(store, stamp("x", "s", "a"));
    fail_file(store, stamp(NULL, "s", "b"), "broken");
    ph_known *known = known_again(store, &next, false);
    assert_ok(ph_store_remove(next, PH_STR("x"), &err));
    assert_ok(ph_store_forgive(next, PH_STR("s"), PH_STR("b"), PH_STR(""), &err));
    ph_known_free(known);
    known = known_again(next, &store, false);
    assert_int_equal(ph_known_count(known), 0);
    done(known, store);
}

static void a_lost_generation_is_damage(void **state)
{
    char path[100];
    ph_store *store = store_open(false);
    (void)state;
    assert_ok(ph_store_finish(store, &err));
    ph_store_free(store);
    snprintf(path, sizeof path, "%s/generation-1.3", folder);
    assert_int_equal(nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
    assert_int_equal(ph_store_open(&store, folder, 3, false, &err), PH_CORRUPT);
    assert_null(store);
}

static void one_writer_at_a_time(void **state)
{
    ph_store *store = store_open(false), *second;
    (void)state;
    assert_int_equal(ph_store_open(&second, folder, 3, false, &err), PH_BUSY);
    assert_non_null(strstr(err.text, "process "));
    ph_store_free(store);
    assert_ok(ph_store_open(&second, folder, 3, false, &err));
    ph_store_free(second);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static ph_stamp part_of(const char *id, const char *path, const char *part)
{
    ph_stamp s = stamp(id, "s", path);
    s.part = ph_cstr(part);
    return s;
}

/* A file's parts are told apart, and come one after the other. */
static void parts_of_a_file(void **state)
{
    ph_store *store = store_open(false), *next;
    const ph_str s = PH_STR("s"), zip = PH_STR("a.zip");
    (void)state;
    put(store, part_of("x", "a.zip", "/x"));
    put(store, part_of("y", "a.zip", "/y"));
    put(store, part_of("z", "a.zip/x", ""));
    fail_file(store, part_of(NULL, "a.zip", "/z"), "broken");
    ph_stamp mark = stamp(NULL, "s", "a.zip");
    mark.size = 99;
    assert_ok(ph_store_whole(store, &mark, &err));
    ph_known *known = known_again(store, &next, false);
    const ph_known_file *y = ph_known_find(known, s, zip, PH_STR("/y"), PH_KNOWN_DOCUMENT);
    assert_true(y && ph_eqc(y->stamp.id, "y"));
    assert_null(ph_known_find(known, s, zip, PH_STR("/z"), PH_KNOWN_DOCUMENT));
    assert_non_null(ph_known_find(known, s, zip, PH_STR("/z"), PH_KNOWN_FAILURE));
    const ph_known_file *whole = ph_known_find(known, s, zip, PH_STR(""), PH_KNOWN_WHOLE);
    assert_true(whole && whole->stamp.size == 99);
    size_t n = 0;
    for (const ph_known_file *f = NULL; (f = ph_known_next(known, s, zip, f)) != NULL; n++)
        assert_true(ph_same_path(f->stamp.path, PH_STR("a.zip")));
    assert_int_equal(n, 4);
    assert_false(ph_known_id_taken(known, PH_STR("x"), s, zip, PH_STR("/x")));
    assert_true(ph_known_id_taken(known, PH_STR("x"), s, zip, PH_STR("/y")));
    assert_ok(ph_store_forget_whole(next, s, zip, &err));
    assert_ok(ph_store_forgive(next, s, zip, PH_STR("/z"), &err));
    ph_known_free(known);
    known = known_again(next, &store, false);
    assert_int_equal(ph_known_count(known), 3);
    done(known, store);
}

/* A mark is on disk only when all of the run is. */
static void marks_wait_for_the_end(void **state)
{
    ph_store *store = store_open(false);
    (void)state;
    ph_stamp mark = stamp(NULL, "s", "a.zip");
    assert_ok(ph_store_whole(store, &mark, &err));
    ph_store_free(store);
    store = store_open(false);
    ph_known *known = NULL;
    assert_ok(ph_known_new(&known, store, &err));
    assert_int_equal(ph_known_count(known), 0);
    done(known, store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_known),
        TEST(stamps_come_back_whole),
        TEST(parts_of_a_file),
        TEST(marks_wait_for_the_end),
        TEST(source_and_path_do_not_run_together),
        TEST(many_files),
        TEST(each_moved_document_is_given_once),
        TEST(ids_of_other_files_are_taken),
        TEST(a_full_build_knows_the_old_generation),
        TEST(a_full_build_carries_over),
        TEST(tombstones_stay),
        TEST(readers_of_the_old_generation),
        TEST(removed_and_forgiven),
        TEST(a_lost_generation_is_damage),
        TEST(one_writer_at_a_time),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_all, close_all);
}
