/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

/* How many documents there are in each language: that is in slot 0. */
int main(void)
{
    static const char *const languages[] = {"en", "fr", "en"};
    xapian_writable_db *db;
    xapian_document *doc;
    xapian_query *all;
    xapian_enquire *enquire;
    xapian_matchspy *spy;
    xapian_mset *mset;
    xapian_terms *values;
    xapian_doccount freq;
    xapian_status status;
    const char *value;
    size_t len;
    xapian_error err;

    if (xapian_writable_db_new_in_memory(&db, &err) ||
        xapian_document_new(&doc, &err))
        goto failed;
    for (size_t i = 0; i < 3; i++)
        if (xapian_document_set_value(doc, 0, languages[i], 2, &err) ||
            xapian_writable_db_add_document(db, doc, NULL, &err))
            goto failed;
    if (xapian_query_match_all(&all, &err) ||
        xapian_enquire_new(xapian_writable_db_reader(db), &enquire,
                           &err) ||
        xapian_enquire_set_query(enquire, all, 0, &err) ||
        xapian_matchspy_new_count(0, &spy, &err) ||
        xapian_enquire_add_matchspy(enquire, spy, &err) ||
        xapian_enquire_mset(enquire, 0, 0, 3, NULL, &mset, &err) ||
        xapian_matchspy_top_values(spy, 10, &values, &err))
        goto failed;
    while (!(status = xapian_terms_next(values, &value, &len, &err)) &&
           !(status = xapian_terms_freq(values, &freq, &err)))
        printf("%.*s %u\n", (int)len, value, freq);
    if (status != XAPIAN_END)
        goto failed;
    xapian_terms_free(values);
    xapian_mset_free(mset);
    xapian_matchspy_free(spy);
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
 * en 2
 * fr 1
 */
