/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

int main(void)
{
    xapian_writable_db *writer;
    const xapian_db *db;
    xapian_document *doc;
    xapian_doccount count, freq;
    double length;
    bool exists;
    xapian_error err;

    if (xapian_writable_db_new_in_memory(&writer, &err) ||
        xapian_document_new(&doc, &err) ||
        xapian_document_add_term(doc, "cat", 3, 1, &err) ||
        xapian_writable_db_add_document(writer, doc, NULL, &err) ||
        xapian_document_add_term(doc, "dog", 3, 2, &err) ||
        xapian_writable_db_add_document(writer, doc, NULL, &err))
        goto failed;
    db = xapian_writable_db_reader(writer);
    if (xapian_db_doc_count(db, &count, &err) ||
        xapian_db_average_length(db, &length, &err) ||
        xapian_db_term_freq(db, "cat", 3, &freq, &err) ||
        xapian_db_term_exists(db, "bird", 4, &exists, &err))
        goto failed;
    printf("%u documents of %.1f terms\n", count, length);
    printf("cat: in %u, bird: %s\n", freq, exists ? "yes" : "no");
    xapian_document_free(doc);
    xapian_writable_db_free(writer);
    return 0;
failed:
    fprintf(stderr, "%s\n", err.text);
    return 1;
}

/* Prints:
 * 2 documents of 2.0 terms
 * cat: in 2, bird: no
 */
