/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A database handle a thread: eight read the same database in all ways, while one writes to it.
 * Each revision says its version everywhere, beside the facts, which stay.
 */
#include "config.h"

#include "testing.h"

#include <pthread.h>

enum { READERS = 8, UNITS = 25, COMMITS = 40, SLOT_VERSION = 2 };

/* A thread's own: cmocka's expectations, and the error in testing.h, are for the first. */
typedef struct {
    unsigned number;
    pthread_t thread;
    xapian_error err;
    unsigned modified; /* how often it was told so */
    char failure[XAPIAN_ERROR_TEXT_MAX + 64];
} worker;

static char path[200];
static pthread_barrier_t barrier;

static xapian_status failed(worker *me, int line, const char *what)
{
    snprintf(me->failure, sizeof me->failure, "thread %u, line %d: %s", me->number, line,
             what);
    return XAPIAN_UNKNOWN;
}

/* In a function with 'status' and a label 'out'. */
#define TRY(call)                                                                          \
    do {                                                                                   \
        status = (call);                                                                   \
        if (status != XAPIAN_OK) {                                                         \
            if (status != XAPIAN_DATABASE_MODIFIED)                                        \
                status = failed(me, __LINE__, me->err.text);                               \
            goto out;                                                                      \
        }                                                                                  \
    } while (0)
#define CHECK(expression)                                                                  \
    do {                                                                                   \
        if (!(expression)) {                                                               \
            status = failed(me, __LINE__, #expression);                                    \
            goto out;                                                                      \
        }                                                                                  \
    } while (0)

/* ---- the writer -------------------------------------------------------------------- */

/* One revision, in which all documents are of that version. */
static xapian_status write_version(worker *me, xapian_writable_db *db, unsigned version)
{
    char text[16];
    const size_t n = (size_t)snprintf(text, sizeof text, "v%u", version);
    xapian_document *doc = NULL;
    xapian_status status = XAPIAN_OK;
    for (unsigned d = 1; d <= DOCS; d++) {
        TRY(xapian_db_document(xapian_writable_db_reader(db), d, &doc, &me->err));
        TRY(xapian_document_set_value(doc, SLOT_VERSION, text, n, &me->err));
        TRY(xapian_document_set_data(doc, text, n, &me->err));
        TRY(xapian_document_add_boolean_term(doc, text, n, &me->err));
        TRY(xapian_writable_db_replace_document(db, d, doc, &me->err));
        xapian_document_free(doc);
        doc = NULL;
    }
    TRY(xapian_writable_db_set_metadata(db, "version", 7, text, n, &me->err));
    TRY(xapian_writable_db_commit(db, &me->err));
out:
    xapian_document_free(doc);
    return status;
}

static void *write_all(void *user)
{
    worker *me = user;
    xapian_writable_db *db = NULL;
    xapian_status status =
        xapian_writable_db_open(path, XAPIAN_OPEN, XAPIAN_WRITE_NO_SYNC, &db, &me->err);
    if (status != XAPIAN_OK)
        failed(me, __LINE__, me->err.text);
    pthread_barrier_wait(&barrier); /* the readers have opened version 0 */
    for (unsigned v = 1; v <= 3 && status == XAPIAN_OK; v++)
        status = write_version(me, db, v);
    pthread_barrier_wait(&barrier); /* whose blocks are now gone */
    for (unsigned v = 4; v <= COMMITS && status == XAPIAN_OK; v++)
        status = write_version(me, db, v);
    xapian_writable_db_free(db);
    return NULL;
}

/* ---- a reader ---------------------------------------------------------------------- */

/* What a unit of work is about: two terms, and the version of the revision. */
typedef struct {
    unsigned a, b;
    char version[16];
    size_t version_len;
} unit;

static bool has_either(const unit *of, unsigned d)
{
    return docs[d].wdf[of->a] > 0 || docs[d].wdf[of->b] > 0;
}

static bool is_version(const unit *of, const char *text, size_t n)
{
    return n == of->version_len && memcmp(text, of->version, n) == 0;
}

/* The documents of a term, and how often it is in each. */
static xapian_status walk(worker *me, const xapian_db *db, const unit *of)
{
    char term[8];
    xapian_postings *postings = NULL;
    xapian_docid docid;
    xapian_termcount wdf, length;
    xapian_status status;
    unsigned d = 0;
    snprintf(term, sizeof term, "t%02u", of->a);
    TRY(xapian_db_postings(db, term, 3, &postings, &me->err));
    for (;;) {
        for (d++; d <= DOCS && docs[d].wdf[of->a] == 0; d++)
            continue;
        status = xapian_postings_next(postings, &docid, &me->err);
        if (status == XAPIAN_END)
            break;
        TRY(status);
        TRY(xapian_postings_wdf(postings, &wdf, &me->err));
        TRY(xapian_postings_doc_length(postings, &length, &me->err));
        CHECK(docid == d && wdf == docs[d].wdf[of->a] && length == docs[d].length);
    }
    CHECK(d == DOCS + 1);
    status = XAPIAN_OK;
out:
    xapian_postings_free(postings);
    return status;
}

/* All documents: data and values of this version. */
static xapian_status read_documents(worker *me, const xapian_db *db, const unit *of)
{
    xapian_document *doc = NULL;
    const char *text;
    size_t n;
    double number;
    xapian_status status = XAPIAN_OK;
    for (unsigned d = 1; d <= DOCS; d++) {
        TRY(xapian_db_document(db, d, &doc, &me->err));
        TRY(xapian_document_data(doc, &text, &n, &me->err));
        CHECK(is_version(of, text, n));
        TRY(xapian_document_value(doc, SLOT_NUMBER, &text, &n, &me->err));
        TRY(xapian_sortable_unserialise(text, n, &number, &me->err));
        CHECK(number == docs[d].number);
        xapian_document_free(doc);
        doc = NULL;
    }
out:
    xapian_document_free(doc);
    return status;
}

typedef struct {
    const unit *of;
    unsigned all, right;
} tally;

static int see(void *user, const char *value, size_t value_len, double weight)
{
    tally *seen = user;
    seen->all++;
    seen->right += is_version(seen->of, value, value_len) && weight > 0;
    return 0;
}

static xapian_status parse(worker *me, const unit *of, xapian_query **query)
{
    xapian_query_parser *parser = NULL;
    xapian_stem *stem = NULL;
    const char *word;
    char text[16];
    size_t n;
    xapian_status status;
    TRY(xapian_stem_new("english", &stem, &me->err));
    TRY(xapian_stem_apply(stem, "revisions", 9, &word, &n, &me->err));
    CHECK(n == 5 && memcmp(word, "revis", 5) == 0);
    TRY(xapian_query_parser_new(&parser, &me->err));
    TRY(xapian_query_parser_set_stem(parser, stem, &me->err));
    TRY(xapian_query_parser_set_strategy(parser, XAPIAN_STEM_ALL, &me->err));
    n = (size_t)snprintf(text, sizeof text, "t%02u t%02u", of->a, of->b);
    TRY(xapian_query_parser_parse(parser, text, n, XAPIAN_PARSE_DEFAULT, NULL, 0, query,
                                  &me->err));
out:
    xapian_query_parser_free(parser);
    xapian_stem_free(stem);
    return status;
}

/* A snippet, and whether the matches are those of the facts. */
static xapian_status check_matches(worker *me, const xapian_mset *mset, const unit *of)
{
    char text[32], want[48];
    const char *got;
    size_t n;
    xapian_docid docid;
    xapian_status status;
    n = (size_t)snprintf(text, sizeof text, "one t%02u two", of->a);
    snprintf(want, sizeof want, "one <b>t%02u</b> two", of->a);
    TRY(xapian_mset_snippet(mset, text, n, NULL, &got, &n, &me->err));
    CHECK(n == strlen(want) && memcmp(got, want, n) == 0);
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        TRY(xapian_mset_docid(mset, i, &docid, &me->err));
        CHECK(docid >= 1 && docid <= DOCS && has_either(of, docid));
    }
out:
    return status;
}

static xapian_status search(worker *me, const xapian_db *db, const unit *of)
{
    tally seen = {of, 0, 0};
    unsigned want = 0;
    size_t counted;
    xapian_query *query = NULL;
    xapian_enquire *enquire = NULL;
    xapian_matchspy *versions = NULL, *kinds = NULL;
    xapian_mset *mset = NULL;
    xapian_status status;
    for (unsigned d = 1; d <= DOCS; d++)
        want += has_either(of, d);
    TRY(parse(me, of, &query));
    TRY(xapian_enquire_new(db, &enquire, &me->err));
    TRY(xapian_enquire_set_query(enquire, query, 0, &me->err));
    TRY(xapian_matchspy_new_value(SLOT_VERSION, see, &seen, &versions, &me->err));
    TRY(xapian_enquire_add_matchspy(enquire, versions, &me->err));
    TRY(xapian_matchspy_new_count(SLOT_KIND, &kinds, &me->err));
    TRY(xapian_enquire_add_matchspy(enquire, kinds, &me->err));
    TRY(xapian_enquire_mset(enquire, 0, DOCS, DOCS, NULL, &mset, &me->err));
    TRY(xapian_matchspy_total(kinds, &counted, &me->err));
    CHECK(xapian_mset_size(mset) == want && counted == want);
    CHECK(seen.all == want && seen.right == want);
    TRY(check_matches(me, mset, of));
out:
    xapian_mset_free(mset);
    xapian_matchspy_free(versions);
    xapian_matchspy_free(kinds);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    return status;
}

static xapian_status do_unit(worker *me, const xapian_db *db, unsigned number)
{
    unit of = {number % TERMS, (number + 1) % TERMS, "", 0};
    xapian_doccount freq;
    const char *version;
    size_t n;
    xapian_status status;
    TRY(xapian_db_metadata(db, "version", 7, &version, &n, &me->err));
    CHECK(n > 0 && n < sizeof of.version);
    memcpy(of.version, version, n);
    of.version_len = n;
    TRY(xapian_db_term_freq(db, of.version, n, &freq, &me->err));
    CHECK(freq == DOCS);
    if ((status = walk(me, db, &of)) == XAPIAN_OK &&
        (status = search(me, db, &of)) == XAPIAN_OK)
        status = read_documents(me, db, &of);
out:
    return status;
}

/* Begins again as often as the database was modified, which the commits bound. */
static xapian_status do_units(worker *me, xapian_db *db)
{
    bool changed;
    xapian_status status = XAPIAN_OK;
    for (unsigned i = 0; i < UNITS; i++) {
        do {
            TRY(xapian_db_reopen(db, &changed, &me->err));
            status = do_unit(me, db, me->number + i * READERS);
            me->modified += status == XAPIAN_DATABASE_MODIFIED;
            CHECK(me->modified <= COMMITS);
        } while (status == XAPIAN_DATABASE_MODIFIED);
        if (status != XAPIAN_OK)
            break;
    }
out:
    return status;
}

static void *read_all(void *user)
{
    worker *me = user;
    xapian_db *db = NULL;
    xapian_status status = xapian_db_open(path, XAPIAN_BACKEND_DISK, &db, &me->err);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    if (status != XAPIAN_OK)
        failed(me, __LINE__, me->err.text);
    else if (do_unit(me, db, me->number) != XAPIAN_DATABASE_MODIFIED)
        failed(me, __LINE__, "an old revision is still there");
    else if (do_units(me, db) == XAPIAN_DATABASE_MODIFIED)
        failed(me, __LINE__, "to reopen does not help");
    xapian_db_free(db);
    return NULL;
}

static void a_handle_a_thread(void **state)
{
    static worker readers[READERS], writer = {.number = READERS};
    xapian_writable_db *db;
    (void)state;
    snprintf(path, sizeof path, "%s", in_folder("db"));
    db = facts_write(path, 1, 1);
    assert_int_equal(write_version(&writer, db, 0), XAPIAN_OK);
    xapian_writable_db_free(db);
    assert_int_equal(pthread_barrier_init(&barrier, NULL, READERS + 1), 0);
    for (unsigned i = 0; i < READERS; i++) {
        readers[i].number = i;
        assert_int_equal(pthread_create(&readers[i].thread, NULL, read_all, &readers[i]),
                         0);
    }
    assert_int_equal(pthread_create(&writer.thread, NULL, write_all, &writer), 0);
    for (unsigned i = 0; i < READERS; i++)
        assert_int_equal(pthread_join(readers[i].thread, NULL), 0);
    assert_int_equal(pthread_join(writer.thread, NULL), 0);
    pthread_barrier_destroy(&barrier);
    assert_string_equal(writer.failure, "");
    for (unsigned i = 0; i < READERS; i++)
        assert_string_equal(readers[i].failure, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_handle_a_thread),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
