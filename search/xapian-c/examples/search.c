/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * search DATABASE WORD... - the ten best documents that index.c put into a database
 *
 *     cc -std=c11 search.c -o search $(pkg-config --cflags --libs xapian-c)
 *
 * Words can be more than words: +must -not "a phrase" title:notes (this OR that). Text
 * is shown as for a page: with "&lt;" for "<".
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xapian-c.h>

static xapian_error err;

static void must(xapian_status status)
{
    if (status != XAPIAN_OK) {
        fprintf(stderr, "search: %s\n", err.text);
        exit(EXIT_FAILURE);
    }
}

static xapian_query *parse(const xapian_stem *stem, int n, char **words)
{
    char text[1000] = "";
    size_t len = 0;
    xapian_query_parser *parser;
    xapian_query *query;
    for (int i = 0; i < n && len < sizeof text; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s ", words[i]);
    if (len >= sizeof text) {
        fprintf(stderr, "search: too many words\n");
        exit(EXIT_FAILURE);
    }
    must(xapian_query_parser_new(&parser, &err));
    must(xapian_query_parser_set_stem(parser, stem, &err));
    must(xapian_query_parser_add_prefix(parser, "title", 5, "S", 1, &err));
    must(xapian_query_parser_parse(parser, text, len, XAPIAN_PARSE_DEFAULT, NULL, 0, &query,
                                   &err));
    xapian_query_parser_free(parser);
    return query;
}

static void show(const xapian_mset *mset, xapian_doccount i, const xapian_stem *stem)
{
    const xapian_snippet_options options = {.length = 120,
                                            .stem = stem,
                                            .flags = XAPIAN_SNIPPET_EXHAUSTIVE,
                                            .before = "[",
                                            .after = "]",
                                            .omit = "..."};
    xapian_document *doc;
    const char *data, *end, *snippet;
    size_t len, snippet_len;
    int percent;
    must(xapian_mset_percent(mset, i, &percent, &err));
    must(xapian_mset_document(mset, i, &doc, &err));
    must(xapian_document_data(doc, &data, &len, &err));
    end = memchr(data, '\n', len);
    if (!end)
        end = data + len;
    must(xapian_mset_snippet(mset, end, (size_t)(data + len - end), &options, &snippet,
                             &snippet_len, &err));
    printf("%3d%% %.*s\n     ", percent, (int)(end - data), data);
    for (size_t at = 0; at < snippet_len; at++)
        putchar(snippet[at] == '\n' ? ' ' : snippet[at]);
    putchar('\n');
    xapian_document_free(doc);
}

int main(int argc, char **argv)
{
    xapian_db *db;
    xapian_stem *stem;
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;
    if (argc < 3) {
        fprintf(stderr, "usage: search DATABASE WORD...\n");
        return EXIT_FAILURE;
    }
    must(xapian_db_open(argv[1], XAPIAN_BACKEND_DISK, &db, &err));
    must(xapian_stem_new("english", &stem, &err));
    query = parse(stem, argc - 2, argv + 2);
    must(xapian_enquire_new(db, &enquire, &err));
    must(xapian_enquire_set_query(enquire, query, 0, &err));
    must(xapian_enquire_mset(enquire, 0, 10, 0, NULL, &mset, &err));

    printf("about %" PRIu32 " found\n", xapian_mset_estimated(mset));
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++)
        show(mset, i, stem);

    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    xapian_stem_free(stem);
    xapian_db_free(db);
    return EXIT_SUCCESS;
}
