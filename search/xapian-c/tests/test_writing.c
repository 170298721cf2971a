/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writers: what a reader sees of their work, before a commit, after it and after a transaction.
 */
#include "config.h"

#include "reading.h"
#include "testing.h"

#include <signal.h>
#include <sys/resource.h>

static void replace_and_delete(void **state)
{
    const char *path = in_folder("replace");
    xapian_writable_db *db = open_writer(path);
    const xapian_db *reader = xapian_writable_db_reader(db);
    xapian_document *doc = document("new"), *found;
    xapian_docid docid;
    const char *s;
    size_t n;
    (void)state;
    add(db, "a");
    add(db, "b");
    add(db, "b");
    OK(xapian_writable_db_replace_document(db, 1, doc, &err));
    OK(xapian_db_document(reader, 1, &found, &err));
    OK(xapian_document_data(found, &s, &n, &err));
    same_text(s, n, "new");
    xapian_document_free(found);
    OK(xapian_writable_db_replace_document(db, 50, doc, &err)); /* was not there */
    assert_int_equal(count_of(reader), 4);
    IS(XAPIAN_INVALID_ARGUMENT, xapian_writable_db_replace_document(db, 0, doc, &err));
    OK(xapian_writable_db_replace_document_by_term(db, "b", 1, doc, &docid, &err));
    assert_int_equal(docid, 2);
    assert_int_equal(count_of(reader), 3); /* of two, one was replaced and one deleted */
    OK(xapian_writable_db_replace_document_by_term(db, "zz", 2, doc, &docid, &err));
    assert_int_equal(docid, 51);
    OK(xapian_writable_db_replace_document_by_term(db, "yy", 2, doc, NULL, &err));
    NULLS(xapian_writable_db_replace_document_by_term(db, "", 0, doc, NULL, &err));
    OK(xapian_writable_db_delete_document(db, 1, &err));
    IS(XAPIAN_DOC_NOT_FOUND, xapian_writable_db_delete_document(db, 1, &err));
    OK(xapian_writable_db_delete_document_by_term(db, "new", 3, &err));
    OK(xapian_writable_db_delete_document_by_term(db, "new", 3, &err));
    assert_int_equal(count_of(reader), 0);
    OK(xapian_writable_db_replace_document(db, UINT32_MAX, doc, &err));
    IS(XAPIAN_DATABASE, xapian_writable_db_add_document(db, doc, &docid, &err));
    xapian_document_free(doc);
    xapian_writable_db_free(db);
}

static void modes_and_flags(void **state)
{
    const char *path = in_folder("modes");
    xapian_writable_db *db;
    xapian_db *reader;
    xapian_terms *terms;
    (void)state;
    IS(XAPIAN_DATABASE_NOT_FOUND, xapian_writable_db_open(path, XAPIAN_OPEN, 0, &db, &err));
    assert_null(db);
    OK(xapian_writable_db_open(path, XAPIAN_CREATE,
                               XAPIAN_WRITE_FULL_SYNC | XAPIAN_WRITE_NO_TERMS, &db, &err));
    add(db, "a");
    OK(xapian_writable_db_close(db, &err));
    xapian_writable_db_free(db);
    reader = open_db(path);
    IS(XAPIAN_UNAVAILABLE, xapian_db_doc_terms(reader, 1, &terms, &err));
    xapian_db_free(reader);
    IS(XAPIAN_DATABASE_CREATE, xapian_writable_db_open(path, XAPIAN_CREATE, 0, &db, &err));
    OK(xapian_writable_db_open(path, XAPIAN_OPEN,
                               XAPIAN_WRITE_WAIT_LOCK | XAPIAN_WRITE_NO_TERMS, &db, &err));
    xapian_writable_db_free(db);
    OK(xapian_writable_db_open(path, XAPIAN_CREATE_OR_OPEN,
                               XAPIAN_WRITE_NO_SYNC | XAPIAN_WRITE_NO_TERMS, &db, &err));
    assert_int_equal(count_of(xapian_writable_db_reader(db)), 1);
    xapian_writable_db_free(db);
    OK(xapian_writable_db_open(path, XAPIAN_CREATE_OR_OVERWRITE, 0, &db, &err));
    xapian_writable_db_free(db);
    assert_int_equal(count_at(path), 0);

    NULLS(xapian_writable_db_open(path, (xapian_write_mode)77, 0, &db, &err));
    NULLS(xapian_writable_db_open(path, XAPIAN_OPEN, 1u << 20, &db, &err));
    NULLS(xapian_writable_db_open("", XAPIAN_CREATE, 0, &db, &err));
    NULLS(xapian_db_open("", 0, &reader, &err));
    NULLS(xapian_db_open(path, (xapian_backend)9, &reader, &err));
}

/* To close commits, and to free alone does not; both give up the lock, even while other
 * handles hold on to the database. */
static void close_and_free(void **state)
{
    const char *path = in_folder("close");
    xapian_writable_db *db = open_writer(path);
    xapian_enquire *enquire;
    xapian_document *doc = document("c");
    (void)state;
    add(db, "a");
    OK(xapian_writable_db_commit(db, &err));
    add(db, "b");
    OK(xapian_enquire_new(xapian_writable_db_reader(db), &enquire, &err));
    xapian_writable_db_free(db);
    assert_int_equal(count_at(path), 1);

    db = open_writer(path); /* the enquire does not keep the lock */
    xapian_enquire_free(enquire);
    add(db, "b");
    OK(xapian_writable_db_close(db, &err));
    OK(xapian_writable_db_close(db, &err));
    IS(XAPIAN_DATABASE_CLOSED, xapian_writable_db_add_document(db, doc, NULL, &err));
    assert_int_equal(count_at(path), 2);
    xapian_writable_db_free(db);

    db = open_writer(path);
    OK(xapian_writable_db_begin_transaction(db, true, &err));
    add(db, "c");
    IS(XAPIAN_INVALID_OPERATION, xapian_writable_db_close(db, &err));
    assert_int_equal(count_at(path), 2);
    xapian_writable_db_free(open_writer(path)); /* the lock is free */
    xapian_writable_db_free(db);

    db = open_writer(path);
    OK(xapian_writable_db_begin_transaction(db, false, &err));
    add(db, "c");
    xapian_writable_db_free(db);
    assert_int_equal(count_at(path), 2);

    OK(xapian_writable_db_new_in_memory(&db, &err));
    add(db, "c");
    OK(xapian_writable_db_close(db, &err));
    xapian_writable_db_free(db);
    xapian_document_free(doc);
}

static void transactions(void **state)
{
    const char *path = in_folder("transactions");
    xapian_writable_db *db = open_writer(path);
    const xapian_db *reader = xapian_writable_db_reader(db);
    (void)state;
    add(db, "a");
    OK(xapian_writable_db_begin_transaction(db, true, &err));
    add(db, "b");
    assert_int_equal(count_of(reader), 2);
    assert_int_equal(count_at(path), 1); /* the begin committed */
    IS(XAPIAN_INVALID_OPERATION, xapian_writable_db_commit(db, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_writable_db_begin_transaction(db, true, &err));
    OK(xapian_writable_db_cancel_transaction(db, &err));
    assert_int_equal(count_of(reader), 1);
    IS(XAPIAN_INVALID_OPERATION, xapian_writable_db_cancel_transaction(db, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_writable_db_commit_transaction(db, &err));

    OK(xapian_writable_db_begin_transaction(db, true, &err));
    add(db, "b");
    OK(xapian_writable_db_commit_transaction(db, &err));
    assert_int_equal(count_at(path), 2);

    add(db, "c"); /* not flushed: a cancel takes this along */
    OK(xapian_writable_db_begin_transaction(db, false, &err));
    add(db, "d");
    OK(xapian_writable_db_cancel_transaction(db, &err));
    assert_int_equal(count_of(reader), 2);
    OK(xapian_writable_db_begin_transaction(db, false, &err));
    add(db, "d");
    OK(xapian_writable_db_commit_transaction(db, &err));
    assert_int_equal(count_at(path), 2);
    OK(xapian_writable_db_commit(db, &err));
    assert_int_equal(count_at(path), 3);
    xapian_writable_db_free(db);

    OK(xapian_writable_db_new_in_memory(&db, &err));
    IS(XAPIAN_UNIMPLEMENTED, xapian_writable_db_begin_transaction(db, true, &err));
    xapian_writable_db_free(db);
}

static void a_document_twice(void **state)
{
    xapian_writable_db *db = open_writer(in_folder("twice"));
    const xapian_db *reader = xapian_writable_db_reader(db);
    xapian_document *doc = document("a"), *read;
    xapian_docid docid;
    xapian_doccount freq;
    (void)state;
    OK(xapian_writable_db_add_document(db, doc, &docid, &err));
    assert_int_equal(docid, 1);
    OK(xapian_document_add_term(doc, "b", 1, 1, &err));
    OK(xapian_writable_db_add_document(db, doc, &docid, &err));
    assert_int_equal(docid, 2);
    OK(xapian_db_term_freq(reader, "b", 1, &freq, &err));
    assert_int_equal(freq, 1);
    /* Read, change, and put back. */
    OK(xapian_db_document(reader, 1, &read, &err));
    OK(xapian_document_add_term(read, "c", 1, 1, &err));
    OK(xapian_writable_db_replace_document(db, 1, read, &err));
    OK(xapian_db_term_freq(reader, "a", 1, &freq, &err));
    assert_int_equal(freq, 2);
    OK(xapian_db_term_freq(reader, "c", 1, &freq, &err));
    assert_int_equal(freq, 1);
    assert_int_equal(xapian_document_docid(read), 1);
    OK(xapian_document_clear(read, &err));
    assert_int_equal(xapian_document_docid(read), 0);
    xapian_document_free(read);
    xapian_document_free(doc);
    xapian_writable_db_free(db);
}

static void revisions(void **state)
{
    const char *path = in_folder("revisions");
    xapian_writable_db *db = open_writer(path);
    xapian_db *reader;
    uint64_t before, after;
    const char *uuid;
    char first[40];
    size_t n;
    bool changed;
    (void)state;
    OK(xapian_writable_db_set_metadata(db, "a", 1, "a", 1, &err));
    OK(xapian_writable_db_commit(db, &err));
    reader = open_db(path);
    OK(xapian_db_revision(reader, &before, &err));
    OK(xapian_db_reopen(reader, &changed, &err));
    assert_false(changed);
    add(db, "a");
    OK(xapian_writable_db_commit(db, &err));
    assert_int_equal(count_of(reader), 0);
    OK(xapian_db_reopen(reader, &changed, &err));
    assert_true(changed);
    assert_int_equal(count_of(reader), 1);
    OK(xapian_db_revision(reader, &after, &err));
    assert_true(after > before);
    OK(xapian_db_uuid(reader, &uuid, &n, &err));
    assert_int_equal(n, 36);
    memcpy(first, uuid, n + 1);
    OK(xapian_db_uuid(xapian_writable_db_reader(db), &uuid, &n, &err));
    assert_string_equal(uuid, first);
    xapian_db_free(reader);
    xapian_writable_db_free(db);
}

/* A file that may not grow, as on a full disk: what is lost is lost, and said once. */
static void a_full_disk(void **state)
{
    struct rlimit limit, old;
    xapian_writable_db *db = open_writer(in_folder("full"));
    xapian_status status;
    (void)state;
    add(db, "kept");
    OK(xapian_writable_db_commit(db, &err));
    add(db, "lost");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    limit = old;
    limit.rlim_cur = 1;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    status = xapian_writable_db_commit(db, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_DFL);
    IS(XAPIAN_DATABASE, status);
    OK(xapian_writable_db_commit(db, &err));
    assert_int_equal(count_of(xapian_writable_db_reader(db)), 1);
    OK(xapian_writable_db_close(db, &err));
    IS(XAPIAN_DATABASE_CLOSED, xapian_writable_db_set_metadata(db, "a", 1, "a", 1, &err));
    xapian_writable_db_free(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replace_and_delete), cmocka_unit_test(modes_and_flags),
        cmocka_unit_test(close_and_free),     cmocka_unit_test(transactions),
        cmocka_unit_test(a_document_twice),   cmocka_unit_test(revisions),
        cmocka_unit_test(a_full_disk),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
