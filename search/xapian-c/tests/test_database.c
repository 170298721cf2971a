/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Databases, and what is read of them by iterators.
 */
#include "config.h"

#include "reading.h"
#include "testing.h"

static void facts(void **state)
{
    const char *path = in_folder("facts");
    xapian_writable_db *writable = facts_write(path, 1, 1);
    xapian_db *db = open_db(path);
    (void)state;
    check_facts(db, true);
    check_facts(xapian_writable_db_reader(writable), true);
    for (unsigned d = 1; d <= DOCS; d += 13)
        check_document(db, d, d);
    xapian_writable_db_free(writable);
    xapian_db_free(db);

    writable = facts_write(NULL, 1, 1);
    check_facts(xapian_writable_db_reader(writable), true);
    check_document(xapian_writable_db_reader(writable), 7, 7);
    xapian_writable_db_free(writable);
}

/* Documents of a match have the docids of the whole. */
static void check_matches(const xapian_db *all)
{
    xapian_query *query = term_query(3);
    xapian_enquire *enquire;
    xapian_mset *mset;
    OK(xapian_enquire_new(all, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    OK(xapian_enquire_mset(enquire, 0, DOCS, DOCS, NULL, &mset, &err));
    assert_true(xapian_mset_size(mset) > 3);
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        xapian_document *doc;
        xapian_docid docid;
        const char *s;
        char want[20];
        size_t n;
        OK(xapian_mset_docid(mset, i, &docid, &err));
        OK(xapian_mset_document(mset, i, &doc, &err));
        assert_int_equal(xapian_document_docid(doc), docid);
        snprintf(want, sizeof want, "data %u", docid);
        OK(xapian_document_data(doc, &s, &n, &err));
        same_text(s, n, want);
        xapian_document_free(doc);
    }
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
}

static void several_as_one(void **state)
{
    xapian_db *all, *shard;
    xapian_writable_db *memory;
    uint64_t revision;
    const char *s;
    size_t n;
    (void)state;
    OK(xapian_db_new(&all, &err));
    for (unsigned k = 0; k < 3; k++) {
        char name[8];
        snprintf(name, sizeof name, "s%u", k);
        xapian_writable_db_free(facts_write(in_folder(name), k + 1, 3));
        shard = open_db(in_folder(name));
        OK(xapian_db_add(all, shard, &err));
        xapian_db_free(shard); /* kept by the whole */
        assert_int_equal(xapian_db_shards(all), k + 1);
    }
    check_facts(all, true); /* dealt out in turn, so that docids are the same */
    for (unsigned d = 1; d <= DOCS; d += 29)
        check_document(all, d, d);
    check_matches(all);
    IS(XAPIAN_INVALID_OPERATION, xapian_db_revision(all, &revision, &err));
    OK(xapian_db_uuid(all, &s, &n, &err));
    assert_int_equal(n, 3 * 36 + 2);
    NULLS(xapian_db_add(all, all, &err));
    memory = facts_write(NULL, 300, 1);
    OK(xapian_db_add(all, xapian_writable_db_reader(memory), &err));
    xapian_writable_db_free(memory); /* closed, though still a shard */
    assert_int_equal(xapian_db_shards(all), 4);
    xapian_db_free(all);
}

static void no_shards(void **state)
{
    xapian_db *db;
    xapian_document *doc;
    xapian_terms *terms;
    xapian_postings *postings;
    xapian_positions *positions;
    xapian_values *values;
    xapian_enquire *enquire;
    xapian_docid docid;
    const char *s;
    size_t n;
    double average;
    bool yes;
    (void)state;
    OK(xapian_db_new(&db, &err));
    assert_int_equal(xapian_db_shards(db), 0);
    assert_int_equal(count_of(db), 0);
    OK(xapian_db_average_length(db, &average, &err));
    OK(xapian_db_reopen(db, &yes, &err));
    OK(xapian_db_reopen(db, NULL, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_db_document(db, 1, &doc, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_db_doc_length(db, 1, &docid, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_db_doc_terms(db, 1, &terms, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_db_positions(db, 1, "a", 1, &positions, &err));
    OK(xapian_db_terms(db, NULL, 0, &terms, &err));
    OK(xapian_db_postings(db, NULL, 0, &postings, &err));
    OK(xapian_db_values(db, 0, &values, &err));
    IS(XAPIAN_END, xapian_terms_next(terms, &s, &n, &err));
    IS(XAPIAN_END, xapian_postings_skip_to(postings, 3, &docid, &err));
    IS(XAPIAN_END, xapian_values_skip_to(values, 3, &docid, &s, &n, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_postings_wdf(postings, &docid, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_postings_doc_length(postings, &docid, &err));
    NULLS(xapian_enquire_new(db, &enquire, &err));
    xapian_terms_free(terms);
    xapian_postings_free(postings);
    xapian_values_free(values);
    xapian_db_free(db);
}

static void skipping(void **state)
{
    xapian_writable_db *writable = facts_write(NULL, 1, 1);
    const xapian_db *db = xapian_writable_db_reader(writable);
    xapian_terms *terms;
    xapian_postings *postings;
    xapian_positions *positions;
    xapian_values *values;
    xapian_docid docid;
    const char *s;
    size_t n;
    (void)state;

    OK(xapian_db_terms(db, "t", 1, &terms, &err));
    OK(xapian_terms_skip_to(terms, "t05", 3, &s, &n, &err));
    same_text(s, n, "t05");
    OK(xapian_terms_skip_to(terms, "t02", 3, &s, &n, &err)); /* already past */
    same_text(s, n, "t05");
    OK(xapian_terms_skip_to(terms, "t05\xff", 4, &s, &n, &err));
    same_text(s, n, "t06");
    OK(xapian_terms_next(terms, &s, &n, &err));
    same_text(s, n, "t07");
    IS(XAPIAN_END, xapian_terms_skip_to(terms, "tz", 2, &s, &n, &err));
    IS(XAPIAN_END, xapian_terms_next(terms, &s, &n, &err));
    xapian_terms_free(terms);

    OK(xapian_db_postings(db, NULL, 0, &postings, &err));
    OK(xapian_postings_skip_to(postings, 50, &docid, &err));
    assert_int_equal(docid, 50);
    OK(xapian_postings_skip_to(postings, 50, &docid, &err));
    assert_int_equal(docid, 50);
    OK(xapian_postings_next(postings, &docid, &err));
    assert_int_equal(docid, 51);
    IS(XAPIAN_END, xapian_postings_skip_to(postings, DOCS + 1, &docid, &err));
    IS(XAPIAN_END, xapian_postings_next(postings, &docid, &err));
    xapian_postings_free(postings);

    OK(xapian_db_positions(db, 1, term_name(docs[1].words[4]), 3, &positions, &err));
    OK(xapian_positions_skip_to(positions, 5, &docid, &err));
    assert_int_equal(docid, 5);
    IS(XAPIAN_END, xapian_positions_skip_to(positions, 1000, &docid, &err));
    xapian_positions_free(positions);

    OK(xapian_db_values(db, SLOT_NUMBER, &values, &err));
    OK(xapian_values_skip_to(values, 77, &docid, &s, &n, &err));
    assert_int_equal(docid, 77);
    OK(xapian_values_next(values, &docid, &s, &n, &err));
    assert_int_equal(docid, 78);
    xapian_values_free(values);
    xapian_writable_db_free(writable);
}

static void many_postings(void **state)
{
    xapian_writable_db *writable = facts_write(NULL, 1, 1);
    const xapian_db *db = xapian_writable_db_reader(writable);
    xapian_postings *postings;
    xapian_docid docid, many[DOCS];
    xapian_termcount wdfs[DOCS] = {77};
    size_t n;
    unsigned at = 0;
    (void)state;
    OK(xapian_db_postings(db, NULL, 0, &postings, &err));
    OK(xapian_postings_next(postings, &docid, &err));
    OK(xapian_postings_next_many(postings, many, NULL, 3, &n, &err));
    assert_int_equal(n, 3);
    assert_int_equal(many[0], 2);
    assert_int_equal(many[2], 4);
    OK(xapian_postings_next(postings, &docid, &err));
    assert_int_equal(docid, 5);
    OK(xapian_postings_skip_to(postings, 9, &docid, &err));
    OK(xapian_postings_next_many(postings, many, NULL, DOCS, &n, &err));
    assert_int_equal(n, DOCS - 9);
    assert_int_equal(many[0], 10);
    assert_int_equal(many[n - 1], DOCS);
    n = 77;
    IS(XAPIAN_END, xapian_postings_next_many(postings, many, wdfs, DOCS, &n, &err));
    assert_int_equal(n, 77);
    assert_int_equal(wdfs[0], 77);
    xapian_postings_free(postings);

    OK(xapian_db_postings(db, term_name(2), 3, &postings, &err));
    while (xapian_postings_next_many(postings, many, wdfs, 7, &n, &err) == XAPIAN_OK) {
        for (size_t i = 0; i < n; i++) {
            while (docs[++at].wdf[2] == 0)
                continue;
            assert_int_equal(many[i], at);
            assert_int_equal(wdfs[i], docs[at].wdf[2]);
        }
    }
    while (at < DOCS)
        assert_int_equal(docs[++at].wdf[2], 0);
    xapian_postings_free(postings);
    xapian_writable_db_free(writable);
}

static void absent_things(void **state)
{
    static char big[1 << 16];
    const char *path = in_folder("absent");
    xapian_writable_db *writable = open_writer(path);
    const xapian_db *db = xapian_writable_db_reader(writable);
    xapian_document *doc;
    xapian_terms *terms;
    xapian_postings *postings;
    xapian_positions *positions;
    xapian_values *values;
    xapian_docid docid;
    const char *s;
    size_t n;
    bool yes;
    (void)state;
    add(writable, "a");
    OK(xapian_writable_db_commit(writable, &err));
    memset(big, 'x', sizeof big);

    IS(XAPIAN_DOC_NOT_FOUND, xapian_db_document(db, 9, &doc, &err));
    assert_null(doc);
    assert_non_null(strstr(err.text, "9"));
    IS(XAPIAN_INVALID_ARGUMENT, xapian_db_document(db, 0, &doc, &err));
    IS(XAPIAN_DOC_NOT_FOUND, xapian_db_doc_length(db, 9, &docid, &err));
    IS(XAPIAN_DOC_NOT_FOUND, xapian_db_doc_terms(db, 9, &terms, &err));
    IS(XAPIAN_DOC_NOT_FOUND, xapian_writable_db_delete_document(writable, 9, &err));
    IS(XAPIAN_INVALID_ARGUMENT, xapian_writable_db_delete_document(writable, 0, &err));
    IS(XAPIAN_INVALID_ARGUMENT,
       xapian_writable_db_delete_document_by_term(writable, "", 0, &err));
    OK(xapian_writable_db_delete_document_by_term(writable, big, sizeof big, &err));
    NULLS(xapian_db_positions(db, 1, "", 0, &positions, &err));

    OK(xapian_db_term_freq(db, big, sizeof big, &docid, &err));
    assert_int_equal(docid, 0);
    OK(xapian_db_collection_freq(db, big, sizeof big, &docid, &err));
    assert_int_equal(docid, 0);
    OK(xapian_db_term_exists(db, big, sizeof big, &yes, &err));
    assert_false(yes);
    OK(xapian_db_terms(db, big, sizeof big, &terms, &err));
    IS(XAPIAN_END, xapian_terms_next(terms, &s, &n, &err));
    xapian_terms_free(terms);
    OK(xapian_db_postings(db, big, sizeof big, &postings, &err));
    IS(XAPIAN_END, xapian_postings_next(postings, &docid, &err));
    xapian_postings_free(postings);
    OK(xapian_db_positions(db, 9, "a", 1, &positions, &err));
    IS(XAPIAN_END, xapian_positions_next(positions, &docid, &err));
    xapian_positions_free(positions);
    OK(xapian_db_positions(db, 1, big, sizeof big, &positions, &err));
    IS(XAPIAN_END, xapian_positions_next(positions, &docid, &err));
    xapian_positions_free(positions);
    OK(xapian_db_values(db, XAPIAN_NO_SLOT, &values, &err));
    IS(XAPIAN_END, xapian_values_next(values, &docid, &s, &n, &err));
    xapian_values_free(values);
    xapian_writable_db_free(writable);
}

static void metadata(void **state)
{
    static char big[1 << 16];
    const char *path = in_folder("metadata");
    xapian_writable_db *db = open_writer(path);
    const xapian_db *reader = xapian_writable_db_reader(db);
    xapian_terms *keys;
    xapian_doccount freq;
    const char *s;
    size_t n;
    (void)state;
    memset(big, 'v', sizeof big);
    OK(xapian_db_metadata(reader, "a", 1, &s, &n, &err));
    same_text(s, n, "");
    OK(xapian_writable_db_set_metadata(db, "a\0\xff", 3, "\0\x80", 2, &err));
    OK(xapian_writable_db_set_metadata(db, "ab", 2, big, sizeof big, &err));
    OK(xapian_writable_db_set_metadata(db, "b", 1, "x", 1, &err));
    OK(xapian_writable_db_set_metadata(db, "c", 1, "x", 1, &err));
    OK(xapian_writable_db_set_metadata(db, "c", 1, NULL, 0, &err));
    IS(XAPIAN_INVALID_ARGUMENT,
       xapian_writable_db_set_metadata(db, big, sizeof big, "x", 1, &err));
    IS(XAPIAN_INVALID_ARGUMENT, xapian_writable_db_set_metadata(db, "", 0, "x", 1, &err));
    OK(xapian_writable_db_commit(db, &err));
    OK(xapian_db_metadata(reader, "a\0\xff", 3, &s, &n, &err));
    assert_int_equal(n, 2);
    assert_memory_equal(s, "\0\x80", 2);
    OK(xapian_db_metadata(reader, "ab", 2, &s, &n, &err));
    assert_int_equal(n, sizeof big);
    OK(xapian_db_metadata(reader, big, sizeof big, &s, &n, &err));
    assert_int_equal(n, 0);

    OK(xapian_db_metadata_keys(reader, "a", 1, &keys, &err));
    OK(xapian_terms_next(keys, &s, &n, &err));
    assert_int_equal(n, 3);
    assert_memory_equal(s, "a\0\xff", 3);
    IS(XAPIAN_INVALID_OPERATION, xapian_terms_freq(keys, &freq, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_terms_wdf(keys, &freq, &err));
    OK(xapian_terms_next(keys, &s, &n, &err));
    same_text(s, n, "ab");
    IS(XAPIAN_END, xapian_terms_next(keys, &s, &n, &err));
    xapian_terms_free(keys);
    OK(xapian_db_metadata_keys(reader, NULL, 0, &keys, &err));
    OK(xapian_terms_skip_to(keys, "b", 1, &s, &n, &err));
    same_text(s, n, "b");
    IS(XAPIAN_END, xapian_terms_next(keys, &s, &n, &err)); /* "c" is gone */
    xapian_terms_free(keys);
    xapian_writable_db_free(db);
}

static void free_the_database_first(void **state)
{
    const char *path = in_folder("order");
    xapian_db *db;
    xapian_document *doc;
    xapian_terms *all, *of_doc, *keys;
    xapian_postings *postings;
    xapian_positions *positions;
    xapian_values *values;
    xapian_docid docid;
    const char *s;
    size_t n;
    (void)state;
    xapian_writable_db_free(facts_write(path, 1, 1));
    db = open_db(path);
    OK(xapian_db_document(db, 3, &doc, &err));
    OK(xapian_db_terms(db, "t", 1, &all, &err));
    OK(xapian_db_doc_terms(db, 3, &of_doc, &err));
    OK(xapian_db_metadata_keys(db, NULL, 0, &keys, &err));
    OK(xapian_db_postings(db, "t00", 3, &postings, &err));
    OK(xapian_db_positions(db, 3, term_name(docs[3].words[0]), 3, &positions, &err));
    OK(xapian_db_values(db, SLOT_NUMBER, &values, &err));
    xapian_db_free(db);
    while (xapian_terms_next(all, &s, &n, &err) == XAPIAN_OK)
        OK(xapian_terms_freq(all, &docid, &err));
    while (xapian_terms_next(of_doc, &s, &n, &err) == XAPIAN_OK)
        OK(xapian_terms_freq(of_doc, &docid, &err));
    IS(XAPIAN_END, xapian_terms_next(keys, &s, &n, &err));
    while (xapian_postings_next(postings, &docid, &err) == XAPIAN_OK)
        OK(xapian_postings_doc_length(postings, &docid, &err));
    OK(xapian_positions_next(positions, &docid, &err));
    while (xapian_values_next(values, &docid, &s, &n, &err) == XAPIAN_OK)
        continue;
    assert_int_equal(docid, DOCS);
    OK(xapian_document_data(doc, &s, &n, &err));
    same_text(s, n, "data 3");
    xapian_document_free(doc);
    xapian_terms_free(all);
    xapian_terms_free(of_doc);
    xapian_terms_free(keys);
    xapian_postings_free(postings);
    xapian_positions_free(positions);
    xapian_values_free(values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts),         cmocka_unit_test(several_as_one),
        cmocka_unit_test(no_shards),     cmocka_unit_test(skipping),
        cmocka_unit_test(many_postings), cmocka_unit_test(absent_things),
        cmocka_unit_test(metadata),      cmocka_unit_test(free_the_database_first),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
