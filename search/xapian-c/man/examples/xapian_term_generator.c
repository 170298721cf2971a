/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>
#include <xapian-c.h>

int main(void)
{
    const char *text = "Two treaties", *title = "Peace";
    xapian_term_generator *generator;
    xapian_stem *stem;
    xapian_document *doc;
    xapian_terms *terms;
    xapian_status status;
    const char *term;
    size_t len;
    xapian_error err;

    if (xapian_stem_new("english", &stem, &err) ||
        xapian_document_new(&doc, &err) ||
        xapian_term_generator_new(&generator, &err) ||
        xapian_term_generator_set_stem(generator, stem, &err) ||
        xapian_term_generator_set_document(generator, doc, &err) ||
        /* A title has a prefix, and counts twice. */
        xapian_term_generator_index(generator, title, strlen(title), 2,
                                    "S", 1, &err) ||
        xapian_term_generator_skip(generator, 100, &err) ||
        xapian_term_generator_index(generator, text, strlen(text), 1,
                                    "", 0, &err) ||
        xapian_document_terms(doc, &terms, &err))
        goto failed;
    while (!(status = xapian_terms_next(terms, &term, &len, &err)))
        printf("%.*s\n", (int)len, term);
    if (status != XAPIAN_END)
        goto failed;
    xapian_terms_free(terms);
    xapian_term_generator_free(generator);
    xapian_document_free(doc);
    xapian_stem_free(stem);
    return 0;
failed:
    fprintf(stderr, "%s\n", err.text);
    return 1;
}

/* Prints:
 * Speace
 * ZSpeac
 * Ztreati
 * Ztwo
 * treaties
 * two
 */
