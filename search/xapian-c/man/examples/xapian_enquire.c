/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

/* All documents, newest first: the year is in slot 0. */
int main(void)
{
    static const char *const years[] = {"1984", "2001", "1968"};
    xapian_writable_db *db;
    xapian_document *doc;
    xapian_query *all;
    xapian_enquire *enquire;
    xapian_mset *mset;
    xapian_docid docid;
    xapian_error err;

    if (xapian_writable_db_new_in_memory(&db, &err) ||
        xapian_document_new(&doc, &err))
        goto failed;
    for (size_t i = 0; i < 3; i++)
        if (xapian_document_set_value(doc, 0, years[i], 4, &err) ||
            xapian_writable_db_add_document(db, doc, NULL, &err))
            goto failed;
    if (xapian_query_match_all(&all, &err) ||
        xapian_enquire_new(xapian_writable_db_reader(db), &enquire,
                           &err) ||
        xapian_enquire_set_query(enquire, all, 0, &err) ||
        xapian_enquire_sort_by_value(enquire, XAPIAN_SORT_VALUE, 0,
                                     true, &err) ||
        xapian_enquire_mset(enquire, 0, 10, 0, NULL, &mset, &err))
        goto failed;
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        if (xapian_mset_docid(mset, i, &docid, &err))
            goto failed;
        printf("%s\n", years[docid - 1]);
    }
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(all);
    xapian_document_free(doc);
    xapian_writable_db_free(db);
    return 0;
failed:
    fprintf(stderr, "%s\n", err.text);
    return 1;
}

/* Prints:
 * 2001
 * 1984
 * 1968
 */
