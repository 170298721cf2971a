/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

/* Writes the database "books" anew, as a single file. */
int main(void)
{
    const xapian_compact_options options = {
        .level = XAPIAN_COMPACT_FULL,
        .flags = XAPIAN_COMPACT_SINGLE_FILE};
    xapian_writable_db *db;
    xapian_document *doc;
    xapian_db *compact;
    xapian_doccount count;
    size_t errors;
    xapian_error err;

    if (xapian_writable_db_open("books", XAPIAN_CREATE_OR_OVERWRITE, 0,
                                &db, &err) ||
        xapian_document_new(&doc, &err) ||
        xapian_document_add_term(doc, "cat", 3, 1, &err) ||
        xapian_writable_db_add_document(db, doc, NULL, &err) ||
        xapian_writable_db_commit(db, &err) ||
        xapian_db_compact(xapian_writable_db_reader(db),
                          "books.xapian", &options, &err) ||
        xapian_db_check("books", 0, NULL, NULL, &errors, &err) ||
        xapian_db_open("books.xapian", XAPIAN_BACKEND_DISK, &compact,
                       &err) ||
        xapian_db_doc_count(compact, &count, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("faults: %zu, documents: %u\n", errors, count);
    xapian_db_free(compact);
    xapian_document_free(doc);
    xapian_writable_db_free(db);
    return 0;
}

/* Prints:
 * faults: 0, documents: 1
 */
