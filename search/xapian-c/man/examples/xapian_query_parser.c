/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>
#include <xapian-c.h>

int main(void)
{
    const char *typed = "title:peace treaties -war";
    xapian_query_parser *parser;
    xapian_stem *stem;
    xapian_query *query;
    xapian_terms *terms;
    xapian_status status;
    const char *term;
    size_t len;
    xapian_error err;

    if (xapian_stem_new("english", &stem, &err) ||
        xapian_query_parser_new(&parser, &err) ||
        xapian_query_parser_set_stem(parser, stem, &err) ||
        xapian_query_parser_set_default_op(parser, XAPIAN_OP_AND,
                                           &err) ||
        xapian_query_parser_add_prefix(parser, "title", 5, "S", 1,
                                       &err) ||
        xapian_query_parser_parse(parser, typed, strlen(typed),
                                  XAPIAN_PARSE_DEFAULT, "", 0, &query,
                                  &err) ||
        xapian_query_terms(query, false, &terms, &err))
        goto failed;
    while (!(status = xapian_terms_next(terms, &term, &len, &err)))
        printf("%.*s\n", (int)len, term);
    if (status != XAPIAN_END)
        goto failed;
    xapian_terms_free(terms);
    xapian_query_free(query);
    xapian_query_parser_free(parser);
    xapian_stem_free(stem);
    return 0;
failed:
    fprintf(stderr, "%s\n", err.text);
    return 1;
}

/* Prints:
 * ZSpeac
 * Ztreati
 * Zwar
 */
