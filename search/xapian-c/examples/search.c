/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * search DATABASE QUERY - shows the ten best documents of index.c for a query
 *
 *     cc search.c -o search $(pkg-config --cflags --libs xapian-c)
 *
 * Words, "a phrase", +must -not, AND OR NOT, title:word.
 */
#include "example.h"

static void show(const xapian_mset *mset, xapian_doccount i, const xapian_stem *stem)
{
    const xapian_snippet_options options = {120, stem, XAPIAN_SNIPPET_EXHAUSTIVE,
                                            "[", "]",  "..."};
    xapian_document *doc;
    const char *path, *snippet;
    size_t len;
    int percent;
    must(xapian_mset_percent(mset, i, &percent, &err));
    must(xapian_mset_document(mset, i, &doc, &err));
    must(xapian_document_data(doc, &path, &len, &err));
    printf("%3d%% %s\n", percent, path);
    char *text = read_file(path, &len);
    must(xapian_mset_snippet(mset, text, len, &options, &snippet, &len, &err));
    printf("%.*s\n", (int)len, snippet);
    free(text);
    xapian_document_free(doc);
}

int main(int argc, char **argv)
{
    xapian_db *db;
    xapian_stem *stem;
    xapian_query_parser *parser;
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;
    if (argc != 3)
        return fputs("usage: search DATABASE QUERY\n", stderr), EXIT_FAILURE;
    must(xapian_db_open(argv[1], XAPIAN_BACKEND_DISK, &db, &err));
    must(xapian_stem_new("english", &stem, &err));
    must(xapian_query_parser_new(&parser, &err));
    must(xapian_query_parser_set_stem(parser, stem, &err));
    must(xapian_query_parser_add_prefix(parser, "title", 5, "S", 1, &err));
    must(xapian_query_parser_parse(parser, argv[2], strlen(argv[2]), XAPIAN_PARSE_DEFAULT,
                                   "", 0, &query, &err));
    must(xapian_enquire_new(db, &enquire, &err));
    must(xapian_enquire_set_query(enquire, query, 0, &err));
    must(xapian_enquire_mset(enquire, 0, 10, 0, NULL, &mset, &err));

    printf("about %u found\n", xapian_mset_estimated(mset));
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++)
        show(mset, i, stem);

    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    xapian_query_parser_free(parser);
    xapian_stem_free(stem);
    xapian_db_free(db);
    return EXIT_SUCCESS;
}
