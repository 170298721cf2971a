/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Copies as xapian-replicate keeps them: a stub that leads to one of two folders, by turns.
 */
#include "config.h"

#include "reading.h"
#include "testing.h"

static void lead_to(const char *replica, const char *stub)
{
    char file[300];
    snprintf(file, sizeof file, "%s/XAPIANDB", replica);
    write_file(file, stub);
}

static void reopens(xapian_db *db, bool want, xapian_doccount count)
{
    bool changed;
    OK(xapian_db_reopen(db, &changed, &err));
    assert_int_equal(changed, want);
    assert_int_equal(count_of(db), count);
}

/* The folders that are made in a replica. */
static char first[300], second[300];

static void make_replica(const char *path)
{
    snprintf(first, sizeof first, "%s/replica_0", path);
    snprintf(second, sizeof second, "%s/replica_1", path);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void replicas(void **state)
{
    const char *path = in_folder("replica");
    xapian_writable_db *writable;
    xapian_db *db;
    xapian_enquire *enquire;
    xapian_query *query = term_query(0);
    xapian_mset *mset;
    const char *folder_now;
    size_t n;
    bool moved;
    (void)state;
    make_replica(path);
    writable = facts_write(first, 1, 1);
    lead_to(path, "# xapian-replicate wrote this\nauto replica_0\n");
    OK(xapian_db_open_replica(path, &db, &err));
    check_facts(db, true);
    reopens(db, false, DOCS);

    add(writable, "new"); /* a revision in the same folder */
    reopens(db, false, DOCS);
    OK(xapian_writable_db_close(writable, &err));
    xapian_writable_db_free(writable);
    OK(xapian_db_replica_moved(db, &folder_now, &n, &moved, &err));
    assert_true(moved);
    same_text(folder_now, n, first);
    reopens(db, true, DOCS + 1);
    reopens(db, false, DOCS + 1);

    /* Another folder. What was made of the old goes on with it. */
    OK(xapian_enquire_new(db, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    xapian_writable_db_free(facts_write(second, 1, 2));
    reopens(db, false, DOCS + 1);
    lead_to(path, "auto replica_1\n");
    reopens(db, true, DOCS / 2);
    OK(xapian_db_replica_moved(db, &folder_now, &n, &moved, &err));
    assert_false(moved);
    same_text(folder_now, n, second);
    OK(xapian_enquire_mset(enquire, 0, DOCS, DOCS, NULL, &mset, &err));
    OK(xapian_db_term_freq(db, "t00", 3, &(xapian_doccount){0}, &err));
    assert_true(xapian_mset_size(mset) > DOCS / 2);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);

    /* What is no replica any more stays as it was. */
    lead_to(path, "auto ../disk\n");
    IS(XAPIAN_DATABASE_OPENING, xapian_db_reopen(db, &moved, &err));
    assert_int_equal(count_of(db), DOCS / 2);

    lead_to(path, "auto replica_0\n");
    OK(xapian_db_close(db, &err));
    IS(XAPIAN_DATABASE_CLOSED, xapian_db_reopen(db, &moved, &err));
    IS(XAPIAN_DATABASE_CLOSED, xapian_db_replica_moved(db, &folder_now, &n, &moved, &err));
    xapian_db_free(db);
}

/* Of several as one, each tells by itself when it has moved: the whole does not know. */
static void replicas_as_shards(void **state)
{
    const char *path = in_folder("shard");
    xapian_db *shard, *whole;
    const char *folder_now;
    size_t n;
    bool moved;
    (void)state;
    make_replica(path);
    xapian_writable_db_free(facts_write(first, 1, 2));
    xapian_writable_db_free(facts_write(second, 1, 1));
    lead_to(path, "auto replica_0\n");
    OK(xapian_db_open_replica(path, &shard, &err));
    OK(xapian_db_new(&whole, &err));
    OK(xapian_db_add(whole, shard, &err));
    assert_int_equal(count_of(whole), DOCS / 2);
    IS(XAPIAN_INVALID_OPERATION, xapian_db_add(shard, whole, &err));
    IS(XAPIAN_INVALID_OPERATION,
       xapian_db_replica_moved(whole, &folder_now, &n, &moved, &err));

    lead_to(path, "auto replica_1\n");
    reopens(whole, false, DOCS / 2);
    OK(xapian_db_replica_moved(shard, &folder_now, &n, &moved, &err));
    assert_true(moved);
    same_text(folder_now, n, first);
    reopens(shard, true, DOCS);
    reopens(whole, false, DOCS / 2);
    xapian_db_free(whole);
    OK(xapian_db_new(&whole, &err));
    OK(xapian_db_add(whole, shard, &err));
    assert_int_equal(count_of(whole), DOCS);
    xapian_db_free(whole);
    xapian_db_free(shard);
}

static void no_replicas(void **state)
{
    static const char *const stubs[] = {
        "auto ../disk\n",
        "auto /tmp\n",
        "remote 127.0.0.1:7001\n",
        "remote :xapian-progsrv x\n",
        "auto replica_0\nauto replica_1\n",
        "auto replica_1\nauto replica_0\n",
        "auto replica_0/\n",
        "auto replica_2\n",
        "glass replica_0\n",
        "# nothing\n",
        "",
    };
    const char *path = in_folder("no-replica");
    char link[300];
    xapian_db *db;
    (void)state;
    NULLS(xapian_db_open_replica("", &db, &err)); /* not that in the root */
    IS(XAPIAN_DATABASE_OPENING, xapian_db_open_replica(path, &db, &err));
    assert_int_equal(mkdir(path, 0700), 0);
    IS(XAPIAN_DATABASE_OPENING, xapian_db_open_replica(path, &db, &err));
    lead_to(path, "auto replica_0\n");
    IS(XAPIAN_DATABASE_OPENING, xapian_db_open_replica(path, &db, &err));
    snprintf(link, sizeof link, "%s/replica_0", path);
    xapian_writable_db_free(facts_write(in_folder("disk"), 1, 1));
    assert_int_equal(symlink(in_folder("disk"), link), 0);
    IS(XAPIAN_DATABASE_OPENING, xapian_db_open_replica(path, &db, &err));
    assert_int_equal(unlink(link), 0);
    assert_int_equal(mkdir(link, 0700), 0);
    IS(XAPIAN_DATABASE_NOT_FOUND, xapian_db_open_replica(path, &db, &err));
    for (size_t i = 0; i < N(stubs); i++) {
        lead_to(path, stubs[i]);
        IS(XAPIAN_DATABASE_OPENING, xapian_db_open_replica(path, &db, &err));
        assert_null(db);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replicas),
        cmocka_unit_test(replicas_as_shards),
        cmocka_unit_test(no_replicas),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
