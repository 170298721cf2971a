/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

/* Each document has a term of its own, by which it is replaced. */
int main(void)
{
    xapian_writable_db *db;
    xapian_document *doc;
    xapian_docid first, again;
    xapian_doccount count;
    xapian_error err;

    if (xapian_writable_db_new_in_memory(&db, &err) ||
        xapian_document_new(&doc, &err) ||
        xapian_document_add_boolean_term(doc, "Qreport-7", 9, &err) ||
        xapian_document_set_data(doc, "draft", 5, &err) ||
        xapian_writable_db_replace_document_by_term(
            db, "Qreport-7", 9, doc, &first, &err) ||
        xapian_document_set_data(doc, "final", 5, &err) ||
        xapian_writable_db_replace_document_by_term(
            db, "Qreport-7", 9, doc, &again, &err) ||
        xapian_writable_db_set_metadata(db, "editor", 6, "Ann", 3,
                                        &err) ||
        xapian_writable_db_commit(db, &err) ||
        xapian_db_doc_count(xapian_writable_db_reader(db), &count,
                            &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("docid %u, then %u; documents: %u\n", first, again, count);
    xapian_document_free(doc);
    xapian_writable_db_free(db);
    return 0;
}

/* Prints:
 * docid 1, then 1; documents: 1
 */
