/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * When memory runs out: documents, queries, reading a database.
 */
#include "config.h"

#include "exhaust.h"

#ifndef EXHAUST

int main(void)
{
    puts("1..0 # SKIP allocations can be failed with glibc's malloc only");
    return 0;
}

#else

static xapian_status use_a_document(void)
{
    xapian_document *doc = NULL;
    xapian_terms *terms = NULL;
    xapian_status status;
    const char *s;
    size_t n;
    TRY(xapian_document_new(&doc, &err));
    TRY(xapian_document_set_data(doc, LONG, sizeof LONG, &err));
    TRY(xapian_document_add_posting(doc, LONG "1", sizeof LONG, 1, 1, &err));
    TRY(xapian_document_add_postings(doc, LONG "4", sizeof LONG, (xapian_termpos[]){1, 2},
                                     2, 1, &err));
    TRY(xapian_document_add_term(doc, LONG "2", sizeof LONG, 1, &err));
    TRY(xapian_document_add_boolean_term(doc, LONG "3", sizeof LONG, &err));
    TRY(xapian_document_set_value(doc, 7, LONG, sizeof LONG, &err));
    TRY(xapian_document_remove_term(doc, LONG "2", sizeof LONG, &err));
    TRY(xapian_document_terms(doc, &terms, &err));
    TRY(xapian_terms_next(terms, &s, &n, &err));
    TRY(xapian_document_data(doc, &s, &n, &err));
    TRY(xapian_document_value(doc, 7, &s, &n, &err));
    TRY(xapian_document_remove_value(doc, 7, &err));
    TRY(xapian_document_clear(doc, &err));
out:
    xapian_terms_free(terms);
    xapian_document_free(doc);
    return status;
}

static xapian_status use_queries(void)
{
    xapian_query *term = NULL, *range = NULL, *wild = NULL, *fixed = NULL, *all = NULL,
                 *scaled = NULL, *copy = NULL, *part = NULL, *again = NULL;
    xapian_terms *terms = NULL;
    const xapian_query *below[4];
    xapian_status status;
    const char *s;
    size_t n;
    TRY(xapian_query_term(LONG, sizeof LONG, 1, 1, &term, &err));
    TRY(xapian_query_value_range(1, LONG, 4, LONG, sizeof LONG, &range, &err));
    TRY(xapian_query_wildcard(LONG, sizeof LONG, 3, XAPIAN_WILDCARD_FIRST, XAPIAN_OP_OR,
                              &wild, &err));
    TRY(xapian_query_fixed_weight(1.5, &fixed, &err));
    below[0] = term, below[1] = range, below[2] = wild, below[3] = fixed;
    TRY(xapian_query_combine(XAPIAN_OP_OR, below, 4, 0, &all, &err));
    TRY(xapian_query_scale(all, 2, &scaled, &err));
    TRY(xapian_query_copy(scaled, &copy, &err));
    TRY(xapian_query_describe(copy, &s, &n, &err));
    TRY(xapian_query_terms(copy, false, &terms, &err));
    TRY(xapian_terms_next(terms, &s, &n, &err));
    TRY(xapian_query_part(copy, 0, &part, &err));
out:
    xapian_terms_free(terms);
    xapian_query_free(term);
    xapian_query_free(range);
    xapian_query_free(wild);
    xapian_query_free(fixed);
    xapian_query_free(all);
    xapian_query_free(scaled);
    xapian_query_free(copy);
    xapian_query_free(part);
    xapian_query_free(again);
    return status;
}

static xapian_status use_small_things(void)
{
    xapian_stem *stem = NULL;
    xapian_rset *rset = NULL;
    xapian_matchspy *spy = NULL;
    xapian_terms *terms = NULL;
    xapian_db *db = NULL;
    xapian_status status;
    const char *s;
    size_t n;
    TRY(xapian_db_new(&db, &err));
    TRY(xapian_stem_new("english", &stem, &err));
    TRY(xapian_stem_apply(stem, LONG, sizeof LONG, &s, &n, &err));
    TRY(xapian_stem_languages(NULL, 0, &n, &err));
    TRY(xapian_rset_new(&rset, &err));
    TRY(xapian_rset_add(rset, 5, &err));
    TRY(xapian_matchspy_new_count(2, &spy, &err));
    TRY(xapian_matchspy_values(spy, &terms, &err));
out:
    xapian_terms_free(terms);
    xapian_matchspy_free(spy);
    xapian_rset_free(rset);
    xapian_stem_free(stem);
    xapian_db_free(db);
    return status;
}

static const xapian_db *db;

static xapian_status read_a_database(void)
{
    xapian_terms *terms = NULL;
    xapian_postings *postings = NULL;
    xapian_document *doc = NULL;
    xapian_status status;
    xapian_docid docid;
    const char *s;
    size_t n;
    TRY(xapian_db_terms(db, "t", 1, &terms, &err));
    TRY(xapian_terms_next(terms, &s, &n, &err));
    TRY(xapian_db_postings(db, "t00", 3, &postings, &err));
    TRY(xapian_postings_next(postings, &docid, &err));
    TRY(xapian_db_document(db, docid, &doc, &err));
    TRY(xapian_document_data(doc, &s, &n, &err));
out:
    xapian_terms_free(terms);
    xapian_postings_free(postings);
    xapian_document_free(doc);
    return status;
}

static void documents(void **state)
{
    (void)state;
    exhaust(use_a_document);
}

static void queries(void **state)
{
    (void)state;
    exhaust(use_queries);
}

static void small_things(void **state)
{
    (void)state;
    exhaust(use_small_things);
}

static void reading(void **state)
{
    xapian_writable_db *collection = facts_write(NULL, 1, 30);
    (void)state;
    db = xapian_writable_db_reader(collection);
    exhaust(read_a_database);
    xapian_writable_db_free(collection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents),
        cmocka_unit_test(queries),
        cmocka_unit_test(small_things),
        cmocka_unit_test(reading),
    };
    if (!is_ours()) {
        puts("1..0 # SKIP another malloc is in the place of this test's");
        return 0;
    }
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
