/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

int main(void)
{
    xapian_document *doc;
    xapian_terms *terms;
    xapian_termcount wdf;
    xapian_status status;
    const char *term;
    size_t len;
    xapian_error err;

    if (xapian_document_new(&doc, &err) ||
        xapian_document_add_term(doc, "bird", 4, 1, &err) ||
        xapian_document_add_term(doc, "cat", 3, 1, &err) ||
        xapian_document_add_term(doc, "dog", 3, 2, &err) ||
        xapian_document_terms(doc, &terms, &err))
        goto failed;
    /* The first at or after "c", then all that follow. */
    status = xapian_terms_skip_to(terms, "c", 1, &term, &len, &err);
    while (status == XAPIAN_OK) {
        if (xapian_terms_wdf(terms, &wdf, &err))
            goto failed;
        printf("%.*s %u\n", (int)len, term, wdf);
        status = xapian_terms_next(terms, &term, &len, &err);
    }
    if (status != XAPIAN_END)
        goto failed;
    xapian_terms_free(terms);
    xapian_document_free(doc);
    return 0;
failed:
    fprintf(stderr, "%s\n", err.text);
    return 1;
}

/* Prints:
 * cat 1
 * dog 2
 */
