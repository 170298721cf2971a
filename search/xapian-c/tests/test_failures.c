/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How databases fail: locked, changed, corrupt, of another version, not there, closed; and stubs.
 */
#include "config.h"

#include "reading.h"
#include "testing.h"

#include <sys/wait.h>

static void lock(void **state)
{
    const char *path = in_folder("lock");
    xapian_writable_db *first = open_writer(path), *second;
    pid_t child;
    int result;
    (void)state;
    IS(XAPIAN_DATABASE_LOCK, xapian_writable_db_open(path, XAPIAN_OPEN, 0, &second, &err));
    assert_null(second);
    assert_non_null(strstr(err.text, path));
    child = fork();
    if (child == 0) {
        const xapian_status status =
            xapian_writable_db_open(path, XAPIAN_OPEN, 0, &second, NULL);
        _exit(status == XAPIAN_DATABASE_LOCK ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_int_equal(result, 0);
    xapian_writable_db_free(first);
    OK(xapian_writable_db_open(path, XAPIAN_OPEN, 0, &second, &err));
    xapian_writable_db_free(second);
}

/* Two commits behind its back take a reader's blocks away. */
static void modified(void **state)
{
    const char *path = in_folder("modified");
    xapian_writable_db *db = facts_write(path, 1, 1);
    xapian_db *reader = open_db(path);
    xapian_postings *postings;
    xapian_status status = XAPIAN_OK;
    xapian_docid docid;
    bool changed;
    (void)state;
    OK(xapian_db_postings(reader, "t00", 3, &postings, &err));
    for (unsigned round = 0; round < 3; round++) {
        for (unsigned d = 1; d <= DOCS; d++) {
            xapian_document *doc = fact_document(1 + (d + round) % DOCS);
            OK(xapian_writable_db_replace_document(db, d, doc, &err));
            xapian_document_free(doc);
        }
        OK(xapian_writable_db_commit(db, &err));
    }
    for (unsigned d = 1; d <= DOCS && status == XAPIAN_OK; d++) {
        xapian_document *doc;
        const char *data;
        size_t n;
        status = xapian_db_document(reader, d, &doc, &err);
        if (status == XAPIAN_OK)
            status = xapian_document_data(doc, &data, &n, &err);
        xapian_document_free(doc);
    }
    assert_int_equal(status, XAPIAN_DATABASE_MODIFIED);
    assert_int_equal(err.status, XAPIAN_DATABASE_MODIFIED);
    /* An iterator that failed fails from then on, and does not end quietly. */
    do
        status = xapian_postings_next(postings, &docid, &err);
    while (status == XAPIAN_OK);
    if (status != XAPIAN_END) {
        assert_int_equal(status, XAPIAN_DATABASE_MODIFIED);
        IS(XAPIAN_INVALID_OPERATION, xapian_postings_next(postings, &docid, &err));
        IS(XAPIAN_INVALID_OPERATION, xapian_postings_skip_to(postings, 1, &docid, &err));
        IS(XAPIAN_INVALID_OPERATION, xapian_postings_wdf(postings, &docid, &err));
    }
    xapian_postings_free(postings);
    OK(xapian_db_reopen(reader, &changed, &err));
    assert_true(changed);
    check_document(reader, 1, 1 + 3 % DOCS);
    xapian_db_free(reader);
    xapian_writable_db_free(db);
}

static void corrupt(void **state)
{
    static char garbage[8192];
    const char *path = in_folder("corrupt");
    xapian_db *db;
    xapian_postings *postings = NULL;
    xapian_docid docid;
    xapian_status status;
    char file[300];
    struct stat st;
    (void)state;
    xapian_writable_db_free(facts_write(path, 1, 1));
    memset(garbage, 0xa5, sizeof garbage);
    snprintf(file, sizeof file, "%s/postlist.glass", path);
    assert_int_equal(stat(file, &st), 0);
    for (off_t at = 0; at < st.st_size; at += (off_t)sizeof garbage)
        damage(file, at, garbage, sizeof garbage);
    status = xapian_db_open(path, 0, &db, &err);
    if (status == XAPIAN_OK)
        status = xapian_db_postings(db, "t00", 3, &postings, &err);
    if (status == XAPIAN_OK)
        status = xapian_postings_next(postings, &docid, &err);
    assert_int_equal(status, XAPIAN_DATABASE_CORRUPT);
    xapian_postings_free(postings);
    xapian_db_free(db);

    /* No such magic bytes. */
    snprintf(file, sizeof file, "%s/iamglass", path);
    damage(file, 0, "\xff", 1);
    IS(XAPIAN_DATABASE_CORRUPT, xapian_db_open(path, 0, &db, &err));
    assert_null(db);
}

static void other_version(void **state)
{
    const char *path = in_folder("version");
    xapian_db *db;
    char file[300];
    (void)state;
    xapian_writable_db_free(open_writer(path));
    snprintf(file, sizeof file, "%s/iamglass", path);
    damage(file, 14, "\x7f", 1); /* after the 14 magic bytes */
    IS(XAPIAN_DATABASE_VERSION, xapian_db_open(path, 0, &db, &err));
}

/* Stubs, which may name any other database, are not followed unless asked to. */
static void stubs(void **state)
{
    const char *real = in_folder("real"), *file = in_folder("stub"),
               *dir = in_folder("dir");
    xapian_writable_db *writable = open_writer(real);
    xapian_db *db;
    char text[300], inside[300];
    (void)state;
    add(writable, "a");
    OK(xapian_writable_db_close(writable, &err));
    xapian_writable_db_free(writable);
    snprintf(text, sizeof text, "auto %s\n", real);
    write_file(file, text);
    assert_int_equal(mkdir(dir, 0700), 0);
    snprintf(inside, sizeof inside, "%s/XAPIANDB", dir);
    write_file(inside, text);

    IS(XAPIAN_DATABASE_OPENING, xapian_db_open(file, 0, &db, &err));
    assert_non_null(strstr(err.text, file));
    assert_non_null(strstr(err.text, "stub"));
    IS(XAPIAN_DATABASE_OPENING, xapian_db_open(dir, 0, &db, &err));
    assert_non_null(strstr(err.text, "stub"));
    for (int mode = XAPIAN_CREATE_OR_OPEN; mode <= XAPIAN_OPEN; mode++) {
        IS(XAPIAN_DATABASE_OPENING,
           xapian_writable_db_open(file, (xapian_write_mode)mode, 0, &writable, &err));
        IS(XAPIAN_DATABASE_OPENING,
           xapian_writable_db_open(dir, (xapian_write_mode)mode, 0, &writable, &err));
    }
    OK(xapian_db_open(file, XAPIAN_BACKEND_STUB, &db, &err));
    assert_int_equal(count_of(db), 1);
    xapian_db_free(db);
    OK(xapian_db_open(dir, XAPIAN_BACKEND_STUB, &db, &err));
    xapian_db_free(db);
    IS(XAPIAN_DATABASE_NOT_FOUND, xapian_db_open(real, XAPIAN_BACKEND_STUB, &db, &err));
    NULLS(xapian_db_open("", XAPIAN_BACKEND_STUB, &db, &err));
    write_file(file, "# names none\n");
    OK(xapian_db_open(file, XAPIAN_BACKEND_STUB, &db, &err));
    assert_int_equal(count_of(db), 0);
    xapian_db_free(db);
    write_file(file, "no stub either\n");
    IS(XAPIAN_DATABASE_OPENING, xapian_db_open(file, XAPIAN_BACKEND_STUB, &db, &err));
    IS(XAPIAN_DATABASE_OPENING, xapian_db_open("/dev/null", 0, &db, &err));
}

static void not_found(void **state)
{
    static char big[1 << 16];
    const char *path = in_folder("empty");
    xapian_db *db;
    xapian_writable_db *writable;
    (void)state;
    IS(XAPIAN_DATABASE_NOT_FOUND, xapian_db_open(path, 0, &db, &err));
    assert_non_null(strstr(err.text, path));
    assert_int_equal(mkdir(path, 0700), 0);
    IS(XAPIAN_DATABASE_NOT_FOUND, xapian_db_open(path, 0, &db, &err));
    memset(big, '/', sizeof big - 1);
    big[0] = 'x';
    memset(big + 1, 'y', sizeof big - 2);
    IS(XAPIAN_DATABASE_OPENING, xapian_db_open(big, 0, &db, &err));
    IS(XAPIAN_DATABASE_NOT_FOUND,
       xapian_db_open("\xff\xfe not UTF-8", XAPIAN_BACKEND_STUB, &db, &err));
    IS(XAPIAN_DATABASE_CREATE,
       xapian_writable_db_open("/nonexistent/dir", XAPIAN_CREATE, 0, &writable, &err));
}

static void closed(void **state)
{
    const char *path = in_folder("closed");
    xapian_writable_db *writable = facts_write(path, 1, 1);
    xapian_db *db = open_db(path);
    xapian_document *doc;
    xapian_terms *terms;
    xapian_enquire *enquire;
    xapian_mset *mset;
    xapian_query *query = term_query(0);
    const char *s;
    size_t n;
    (void)state;
    xapian_writable_db_free(writable);
    OK(xapian_db_document(db, 3, &doc, &err));
    OK(xapian_db_terms(db, NULL, 0, &terms, &err));
    OK(xapian_enquire_new(db, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    OK(xapian_db_close(db, &err));
    OK(xapian_db_close(db, &err));
    IS(XAPIAN_DATABASE_CLOSED, xapian_document_data(doc, &s, &n, &err));
    IS(XAPIAN_DATABASE_CLOSED, xapian_enquire_mset(enquire, 0, 1, 0, NULL, &mset, &err));
    xapian_db_free(db);
    xapian_document_free(doc);
    xapian_terms_free(terms);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lock),    cmocka_unit_test(modified),
        cmocka_unit_test(corrupt), cmocka_unit_test(other_version),
        cmocka_unit_test(stubs),   cmocka_unit_test(not_found),
        cmocka_unit_test(closed),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
