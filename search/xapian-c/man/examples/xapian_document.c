/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

enum { YEAR = 0 }; /* the slot of a value */

int main(void)
{
    static const xapian_termpos places[] = {2, 7};
    xapian_document *doc, *copy;
    xapian_termcount terms;
    const char *bytes, *data, *year;
    size_t bytes_len, data_len, year_len;
    xapian_error err;

    if (xapian_document_new(&doc, &err) ||
        xapian_document_set_data(doc, "Cats of 1984", 12, &err) ||
        xapian_document_add_postings(doc, "cat", 3, places, 2, 1,
                                     &err) ||
        xapian_document_add_boolean_term(doc, "Len", 3, &err) ||
        xapian_document_set_value(doc, YEAR, "1984", 4, &err) ||
        xapian_document_serialise(doc, &bytes, &bytes_len, &err) ||
        xapian_document_unserialise(bytes, bytes_len, &copy, &err) ||
        xapian_document_term_count(copy, &terms, &err) ||
        xapian_document_data(copy, &data, &data_len, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("%s, %u terms\n", data, terms);
    /* Good until the next call on the document: data comes first. */
    if (xapian_document_value(copy, YEAR, &year, &year_len, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("year %.*s\n", (int)year_len, year);
    xapian_document_free(copy);
    xapian_document_free(doc);
    return 0;
}

/* Prints:
 * Cats of 1984, 2 terms
 * year 1984
 */
