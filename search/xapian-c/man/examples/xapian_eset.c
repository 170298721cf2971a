/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

/* Somebody liked documents 2 and 3: what tells them from others? */
int main(void)
{
    xapian_writable_db *db;
    xapian_document *doc;
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_rset *rset;
    xapian_eset *eset;
    const char *term;
    size_t len;
    xapian_error err;

    if (xapian_writable_db_new_in_memory(&db, &err) ||
        xapian_document_new(&doc, &err) ||
        xapian_document_add_term(doc, "cat", 3, 1, &err) ||
        xapian_writable_db_add_document(db, doc, NULL, &err) ||
        xapian_document_add_term(doc, "tabby", 5, 1, &err) ||
        xapian_writable_db_add_document(db, doc, NULL, &err) ||
        xapian_writable_db_add_document(db, doc, NULL, &err) ||
        xapian_query_term("cat", 3, 1, 0, &query, &err) ||
        xapian_enquire_new(xapian_writable_db_reader(db), &enquire,
                           &err) ||
        xapian_enquire_set_query(enquire, query, 0, &err) ||
        xapian_rset_new(&rset, &err) ||
        xapian_rset_add(rset, 2, &err) ||
        xapian_rset_add(rset, 3, &err) ||
        xapian_enquire_eset(enquire, rset, 5, NULL, &eset, &err))
        goto failed;
    for (xapian_termcount i = 0; i < xapian_eset_size(eset); i++) {
        if (xapian_eset_term(eset, i, &term, &len, &err))
            goto failed;
        printf("%.*s\n", (int)len, term);
    }
    xapian_eset_free(eset);
    xapian_rset_free(rset);
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
 * tabby
 */
