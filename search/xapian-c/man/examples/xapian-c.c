/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>
#include <xapian-c.h>

/* Makes an index of two texts, and searches it. */
int main(void)
{
    static const char *const texts[] = {"A cat among pigeons",
                                        "Two dogs"};
    xapian_writable_db *db;
    xapian_term_generator *generator;
    xapian_stem *stem;
    xapian_document *doc;
    xapian_query_parser *parser;
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;
    xapian_error err;
    const char *data;
    size_t len;

    if (xapian_writable_db_new_in_memory(&db, &err) ||
        xapian_stem_new("english", &stem, &err) ||
        xapian_term_generator_new(&generator, &err) ||
        xapian_term_generator_set_stem(generator, stem, &err))
        goto failed;
    for (size_t i = 0; i < 2; i++) {
        len = strlen(texts[i]);
        if (xapian_document_new(&doc, &err) ||
            xapian_document_set_data(doc, texts[i], len, &err) ||
            xapian_term_generator_set_document(generator, doc, &err) ||
            xapian_term_generator_index(generator, texts[i], len, 1,
                                        "", 0, &err) ||
            xapian_writable_db_add_document(db, doc, NULL, &err))
            goto failed;
        xapian_document_free(doc);
    }
    if (xapian_writable_db_commit(db, &err) ||
        xapian_query_parser_new(&parser, &err) ||
        xapian_query_parser_set_stem(parser, stem, &err) ||
        xapian_query_parser_parse(parser, "cats", 4,
                                  XAPIAN_PARSE_DEFAULT, "", 0, &query,
                                  &err) ||
        xapian_enquire_new(xapian_writable_db_reader(db), &enquire,
                           &err) ||
        xapian_enquire_set_query(enquire, query, 0, &err) ||
        xapian_enquire_mset(enquire, 0, 10, 0, NULL, &mset, &err))
        goto failed;
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        if (xapian_mset_document(mset, i, &doc, &err) ||
            xapian_document_data(doc, &data, &len, &err))
            goto failed;
        printf("%u: %s\n", xapian_document_docid(doc), data);
        xapian_document_free(doc);
    }
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    xapian_query_parser_free(parser);
    xapian_term_generator_free(generator);
    xapian_stem_free(stem);
    xapian_writable_db_free(db);
    return 0;
failed:
    fprintf(stderr, "%s\n", err.text);
    return 1;
}

/* Prints:
 * 1: A cat among pigeons
 */
