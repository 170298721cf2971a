/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

/* The first document is long, the second short; both have "cat". */
int main(void)
{
    static const double bs[] = {0, 1};
    xapian_writable_db *db;
    xapian_document *doc;
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;
    xapian_docid best;
    xapian_error err;

    if (xapian_writable_db_new_in_memory(&db, &err) ||
        xapian_document_new(&doc, &err) ||
        xapian_document_add_term(doc, "cat", 3, 2, &err) ||
        xapian_document_add_term(doc, "dog", 3, 98, &err) ||
        xapian_writable_db_add_document(db, doc, NULL, &err) ||
        xapian_document_clear(doc, &err) ||
        xapian_document_add_term(doc, "cat", 3, 1, &err) ||
        xapian_writable_db_add_document(db, doc, NULL, &err) ||
        xapian_query_term("cat", 3, 1, 0, &query, &err) ||
        xapian_enquire_new(xapian_writable_db_reader(db), &enquire,
                           &err) ||
        xapian_enquire_set_query(enquire, query, 0, &err))
        goto failed;
    for (size_t i = 0; i < 2; i++) {
        if (xapian_enquire_weight_bm25(enquire, 1, 0, 1, bs[i], 0.5,
                                       &err) ||
            xapian_enquire_mset(enquire, 0, 1, 0, NULL, &mset, &err) ||
            xapian_mset_docid(mset, 0, &best, &err))
            goto failed;
        printf("b = %.0f: %u is best\n", bs[i], best);
        xapian_mset_free(mset);
    }
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    xapian_document_free(doc);
    xapian_writable_db_free(db);
    return 0;
failed:
    fprintf(stderr, "%s\n", err.text);
    return 1;
}

/* Prints:
 * b = 0: 1 is best
 * b = 1: 2 is best
 */
