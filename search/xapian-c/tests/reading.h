/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Databases opened and read in short, and what is read of the collection in testing.h compared
 * with its facts.
 */
#ifndef TEST_XAPIAN_C_READING_H
#define TEST_XAPIAN_C_READING_H

#include "testing.h"

static inline xapian_db *open_db(const char *path)
{
    xapian_db *db;
    OK(xapian_db_open(path, 0, &db, &err));
    return db;
}

static inline xapian_writable_db *open_writer(const char *path)
{
    xapian_writable_db *db;
    OK(xapian_writable_db_open(path, XAPIAN_CREATE_OR_OPEN, XAPIAN_WRITE_NO_SYNC, &db,
                               &err));
    return db;
}

static inline xapian_doccount count_of(const xapian_db *db)
{
    xapian_doccount count;
    OK(xapian_db_doc_count(db, &count, &err));
    return count;
}

static inline xapian_doccount count_at(const char *path)
{
    xapian_db *db = open_db(path);
    const xapian_doccount count = count_of(db);
    xapian_db_free(db);
    return count;
}

/* A document with one term. */
static inline xapian_document *document(const char *term)
{
    xapian_document *doc;
    OK(xapian_document_new(&doc, &err));
    OK(xapian_document_add_posting(doc, term, strlen(term), 1, 1, &err));
    OK(xapian_document_set_data(doc, term, strlen(term), &err));
    return doc;
}

static inline xapian_docid add(xapian_writable_db *db, const char *term)
{
    xapian_document *doc = document(term);
    xapian_docid docid;
    OK(xapian_writable_db_add_document(db, doc, &docid, &err));
    xapian_document_free(doc);
    return docid;
}

/* The facts, added to a database that is there. */
static inline void facts_add(xapian_writable_db *db)
{
    facts_make();
    for (unsigned d = 1; d <= DOCS; d++) {
        xapian_document *doc = fact_document(d);
        OK(xapian_writable_db_add_document(db, doc, NULL, &err));
        xapian_document_free(doc);
    }
    OK(xapian_writable_db_commit(db, &err));
}

/* Overwrites 'n' bytes of a file, from 'at' on. */
static inline void damage(const char *path, off_t at, const char *bytes, size_t n)
{
    const int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes, n, at), n);
    close(fd);
}

/* The documents of a term, where document d has the docid d. */
static inline void check_postings(const xapian_db *db, unsigned t)
{
    xapian_postings *postings;
    xapian_docid docid;
    xapian_termcount u32;
    xapian_status status;
    unsigned d = 0;
    OK(xapian_db_postings(db, term_name(t), 3, &postings, &err));
    while ((status = xapian_postings_next(postings, &docid, &err)) == XAPIAN_OK) {
        for (d++; docs[d].wdf[t] == 0; d++)
            assert_true(d < DOCS);
        assert_int_equal(docid, d);
        OK(xapian_postings_wdf(postings, &u32, &err));
        assert_int_equal(u32, docs[d].wdf[t]);
        OK(xapian_postings_doc_length(postings, &u32, &err));
        assert_int_equal(u32, docs[d].length);
        OK(xapian_db_doc_length(db, d, &u32, &err));
        assert_int_equal(u32, docs[d].length);
    }
    assert_int_equal(status, XAPIAN_END);
    xapian_postings_free(postings);
    for (d++; d <= DOCS; d++)
        assert_int_equal(docs[d].wdf[t], 0);
}

/* All terms: t00 to t19, each with its documents. */
static inline void check_terms(const xapian_db *db, bool exact_docids)
{
    xapian_terms *terms;
    const char *s;
    size_t n;
    bool yes;
    xapian_termcount u32;
    xapian_status status;
    unsigned t = 0;
    OK(xapian_db_terms(db, "t", 1, &terms, &err));
    while ((status = xapian_terms_next(terms, &s, &n, &err)) == XAPIAN_OK) {
        unsigned with = 0, times = 0;
        same_text(s, n, term_name(t));
        for (unsigned d = 1; d <= DOCS; d++) {
            with += docs[d].wdf[t] > 0;
            times += docs[d].wdf[t];
        }
        OK(xapian_terms_freq(terms, &u32, &err));
        assert_int_equal(u32, with);
        OK(xapian_db_term_freq(db, s, n, &u32, &err));
        assert_int_equal(u32, with);
        OK(xapian_db_collection_freq(db, s, n, &u32, &err));
        assert_int_equal(u32, times);
        OK(xapian_db_term_exists(db, s, n, &yes, &err));
        assert_true(yes);
        if (exact_docids)
            check_postings(db, t);
        t++;
    }
    assert_int_equal(status, XAPIAN_END);
    assert_int_equal(t, TERMS);
    xapian_terms_free(terms);
}

static inline void check_values(const xapian_db *db, bool exact_docids)
{
    xapian_values *values;
    xapian_docid docid;
    const char *s;
    size_t n;
    xapian_status status;
    unsigned kinds = 0;
    for (unsigned d = 1; d <= DOCS; d++)
        kinds += docs[d].kind != 0;
    OK(xapian_db_values(db, SLOT_KIND, &values, &err));
    while ((status = xapian_values_next(values, &docid, &s, &n, &err)) == XAPIAN_OK) {
        assert_int_equal(n, 1);
        if (exact_docids)
            assert_int_equal(*s, docs[docid].kind);
        kinds--;
    }
    assert_int_equal(status, XAPIAN_END);
    assert_int_equal(kinds, 0);
    xapian_values_free(values);
}

/* With 'exact_docids', document d has the docid d. */
static inline void check_facts(const xapian_db *db, bool exact_docids)
{
    unsigned total = 0;
    double average;
    bool yes;
    xapian_docid last;
    for (unsigned d = 1; d <= DOCS; d++)
        total += docs[d].length;
    assert_int_equal(count_of(db), DOCS);
    OK(xapian_db_last_docid(db, &last, &err));
    if (exact_docids)
        assert_int_equal(last, DOCS);
    OK(xapian_db_average_length(db, &average, &err));
    assert_true(average == (double)total / DOCS);
    OK(xapian_db_has_positions(db, &yes, &err));
    assert_true(yes);
    check_terms(db, exact_docids);
    check_values(db, exact_docids);
}

static inline void check_positions(const xapian_db *db, xapian_docid docid, unsigned d)
{
    xapian_positions *positions;
    xapian_termpos pos;
    xapian_status status;
    unsigned seen = 0;
    for (unsigned t = 0; t < TERMS; t++) {
        unsigned i = 0;
        OK(xapian_db_positions(db, docid, term_name(t), 3, &positions, &err));
        while ((status = xapian_positions_next(positions, &pos, &err)) == XAPIAN_OK) {
            for (i++; docs[d].words[i - 1] != t; i++)
                assert_true(i < docs[d].length);
            assert_int_equal(pos, i);
            seen++;
        }
        assert_int_equal(status, XAPIAN_END);
        xapian_positions_free(positions);
    }
    assert_int_equal(seen, docs[d].length);
}

/* Positions, terms, data and values of document d, which the database has at 'docid'. */
static inline void check_document(const xapian_db *db, xapian_docid docid, unsigned d)
{
    xapian_terms *terms;
    xapian_document *doc;
    xapian_termcount u32;
    char want[32];
    const char *s;
    size_t n;
    double number;

    check_positions(db, docid, d);
    OK(xapian_db_doc_terms(db, docid, &terms, &err));
    OK(xapian_terms_next(terms, &s, &n, &err));
    snprintf(want, sizeof want, "Q%u", d);
    same_text(s, n, want);
    OK(xapian_terms_wdf(terms, &u32, &err));
    assert_int_equal(u32, 0);
    OK(xapian_terms_freq(terms, &u32, &err));
    assert_int_equal(u32, 1);
    for (unsigned t = 0; t < TERMS; t++) {
        if (docs[d].wdf[t] == 0)
            continue;
        OK(xapian_terms_skip_to(terms, term_name(t), 3, &s, &n, &err));
        same_text(s, n, term_name(t));
        OK(xapian_terms_wdf(terms, &u32, &err));
        assert_int_equal(u32, docs[d].wdf[t]);
    }
    IS(XAPIAN_END, xapian_terms_next(terms, &s, &n, &err));
    xapian_terms_free(terms);

    OK(xapian_db_document(db, docid, &doc, &err));
    assert_int_equal(xapian_document_docid(doc), docid);
    OK(xapian_document_data(doc, &s, &n, &err));
    snprintf(want, sizeof want, "data %u", d);
    same_text(s, n, want);
    OK(xapian_document_value(doc, SLOT_NUMBER, &s, &n, &err));
    OK(xapian_sortable_unserialise(s, n, &number, &err));
    assert_true(number == docs[d].number);
    OK(xapian_document_value(doc, SLOT_KIND, &s, &n, &err));
    assert_int_equal(n, docs[d].kind ? 1 : 0);
    OK(xapian_document_terms(doc, &terms, &err));
    xapian_document_free(doc);
    OK(xapian_terms_next(terms, &s, &n, &err));
    OK(xapian_terms_freq(terms, &u32, &err)); /* from a database: it knows */
    assert_int_equal(u32, 1);
    xapian_terms_free(terms);
}

#endif /* TEST_XAPIAN_C_READING_H */
