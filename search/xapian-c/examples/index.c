/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index DATABASE FILE... - makes each text file a document, or replaces that of before
 *
 *     cc -std=c11 index.c -o index $(pkg-config --cflags --libs xapian-c)
 *
 * A document keeps the path, a line feed and the text, for search.c to show. The term
 * "Q" and the path names it.
 */
#define _POSIX_C_SOURCE 200809L /* open_memstream() */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xapian-c.h>

enum { KIND }; /* the value slot of what follows the last dot: facets.c counts it */

static xapian_error err;

static void must(xapian_status status)
{
    if (status != XAPIAN_OK) {
        fprintf(stderr, "index: %s\n", err.text);
        exit(EXIT_FAILURE);
    }
}

/* What a document keeps of a file. */
static char *read_file(const char *path, size_t *len)
{
    char *data;
    FILE *in = fopen(path, "r"), *out = open_memstream(&data, len);
    if (in && out) {
        fprintf(out, "%s\n", path);
        for (int c; (c = getc(in)) != EOF;)
            putc(c, out);
    }
    if (!in || !out || ferror(in) || fclose(out) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    fclose(in);
    return data;
}

static void index_file(xapian_writable_db *db, xapian_term_generator *generator,
                       const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.'), *kind = dot ? dot + 1 : "";
    const size_t head = strlen(path) + 1; /* "Q" and the path; the path and the line feed */
    size_t len;
    char *data = read_file(path, &len), *id = malloc(head + 1);
    xapian_document *doc;
    if (!id) {
        perror("index");
        exit(EXIT_FAILURE);
    }
    sprintf(id, "Q%s", path);

    must(xapian_document_new(&doc, &err));
    must(xapian_document_set_data(doc, data, len, &err));
    must(xapian_document_set_value(doc, KIND, kind, strlen(kind), &err));
    must(xapian_document_add_boolean_term(doc, id, head, &err));
    must(xapian_term_generator_set_document(generator, doc, &err));
    must(xapian_term_generator_index(generator, name, strlen(name), 1, "S", 1, &err));
    must(xapian_term_generator_index(generator, data + head, len - head, 1, NULL, 0, &err));
    must(xapian_writable_db_replace_document_by_term(db, id, head, doc, NULL, &err));

    xapian_document_free(doc);
    free(id);
    free(data);
}

int main(int argc, char **argv)
{
    xapian_writable_db *db;
    xapian_term_generator *generator;
    xapian_stem *stem;
    if (argc < 3) {
        fprintf(stderr, "usage: index DATABASE FILE...\n");
        return EXIT_FAILURE;
    }
    must(xapian_writable_db_open(argv[1], XAPIAN_CREATE_OR_OPEN, 0, &db, &err));
    must(xapian_stem_new("english", &stem, &err));
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_term_generator_set_stem(generator, stem, &err));
    for (int i = 2; i < argc; i++)
        index_file(db, generator, argv[i]);
    must(xapian_writable_db_close(db, &err)); /* commits */

    xapian_term_generator_free(generator);
    xapian_stem_free(stem);
    xapian_writable_db_free(db);
    return EXIT_SUCCESS;
}
