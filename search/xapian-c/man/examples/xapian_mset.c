/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

/* The part of a text that a query matches. */
int main(void)
{
    static const char text[] = "Cats & dogs sleep by day.";
    const xapian_snippet_options options = {
        .length = 100, .before = "[", .after = "]", .omit = "..."};
    xapian_writable_db *db;
    xapian_document *doc;
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;
    const char *snippet;
    size_t len;
    int percent;
    xapian_error err;

    if (xapian_writable_db_new_in_memory(&db, &err) ||
        xapian_document_new(&doc, &err) ||
        xapian_document_add_term(doc, "dogs", 4, 1, &err) ||
        xapian_writable_db_add_document(db, doc, NULL, &err) ||
        xapian_query_term("dogs", 4, 1, 0, &query, &err) ||
        xapian_enquire_new(xapian_writable_db_reader(db), &enquire,
                           &err) ||
        xapian_enquire_set_query(enquire, query, 0, &err) ||
        xapian_enquire_mset(enquire, 0, 10, 0, NULL, &mset, &err) ||
        xapian_mset_percent(mset, 0, &percent, &err) ||
        xapian_mset_snippet(mset, text, sizeof text - 1, &options,
                            &snippet, &len, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("%u match, %d%%: %s\n", xapian_mset_estimated(mset),
           percent, snippet);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    xapian_document_free(doc);
    xapian_writable_db_free(db);
    return 0;
}

/* Prints:
 * 1 match, 100%: Cats &amp; [dogs] sleep by day.
 */
