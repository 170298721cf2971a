/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * update DATABASE FILE... - brings a database up to date with its files
 *
 *     cc -std=c11 update.c -o update $(pkg-config --cflags --libs xapian-c)
 *
 * A file is indexed, as index.c does it, if it is new or its size or time has changed;
 * documents whose file is gone are deleted. Whoever searches meanwhile sees all of these
 * changes or none. Give paths in the same way, from the same folder, each time.
 */
#define _POSIX_C_SOURCE 200809L /* open_memstream(), st_mtim */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <xapian-c.h>

enum { KIND, STAMP }; /* value slots: as in index.c; size and time of the file */

static xapian_error err;

static void must(xapian_status status)
{
    if (status != XAPIAN_OK) {
        fprintf(stderr, "update: %s\n", err.text);
        exit(EXIT_FAILURE);
    }
}

/* Whether an iterator has moved to an entry. */
static bool more(xapian_status status)
{
    if (status != XAPIAN_END)
        must(status);
    return status == XAPIAN_OK;
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

/* Whether the document of that name was made when the file had this stamp. */
static bool is_current(const xapian_db *db, const char *id, const char *stamp)
{
    xapian_postings *postings;
    xapian_docid docid;
    bool same = false;
    must(xapian_db_postings(db, id, strlen(id), &postings, &err));
    if (more(xapian_postings_next(postings, &docid, &err))) {
        xapian_document *doc;
        const char *value;
        size_t len;
        must(xapian_db_document(db, docid, &doc, &err));
        must(xapian_document_value(doc, STAMP, &value, &len, &err));
        same = strcmp(value, stamp) == 0;
        xapian_document_free(doc);
    }
    xapian_postings_free(postings);
    return same;
}

static void index_file(xapian_writable_db *db, xapian_term_generator *generator,
                       const char *path, const char *id, const char *stamp)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.'), *kind = dot ? dot + 1 : "";
    const size_t head = strlen(path) + 1; /* "Q" and the path; the path and the line feed */
    size_t len;
    char *data = read_file(path, &len);
    xapian_document *doc;

    must(xapian_document_new(&doc, &err));
    must(xapian_document_set_data(doc, data, len, &err));
    must(xapian_document_set_value(doc, KIND, kind, strlen(kind), &err));
    must(xapian_document_set_value(doc, STAMP, stamp, strlen(stamp), &err));
    must(xapian_document_add_boolean_term(doc, id, head, &err));
    must(xapian_term_generator_set_document(generator, doc, &err));
    must(xapian_term_generator_index(generator, name, strlen(name), 1, "S", 1, &err));
    must(xapian_term_generator_index(generator, data + head, len - head, 1, NULL, 0, &err));
    must(xapian_writable_db_replace_document_by_term(db, id, head, doc, NULL, &err));

    printf("indexed %s\n", path);
    xapian_document_free(doc);
    free(data);
}

/* Indexes the file unless its document is as the file is. */
static void update_file(xapian_writable_db *db, const xapian_db *before,
                        xapian_term_generator *generator, const char *path)
{
    struct stat st;
    char stamp[64], *id = malloc(strlen(path) + 2);
    if (!id || stat(path, &st) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    sprintf(id, "Q%s", path);
    sprintf(stamp, "%lld %lld.%09ld", (long long)st.st_size, (long long)st.st_mtim.tv_sec,
            st.st_mtim.tv_nsec);
    if (!is_current(before, id, stamp))
        index_file(db, generator, path, id, stamp);
    free(id);
}

/* Deletes the documents whose file is gone. */
static void delete_gone(xapian_writable_db *db, const xapian_db *before)
{
    xapian_terms *ids;
    const char *id;
    size_t len;
    struct stat st;
    must(xapian_db_terms(before, "Q", 1, &ids, &err));
    while (more(xapian_terms_next(ids, &id, &len, &err)))
        if (stat(id + 1, &st) != 0 && errno == ENOENT) {
            must(xapian_writable_db_delete_document_by_term(db, id, len, &err));
            printf("deleted %s\n", id + 1);
        }
    xapian_terms_free(ids);
}

int main(int argc, char **argv)
{
    xapian_writable_db *db;
    xapian_db *before;
    xapian_term_generator *generator;
    xapian_stem *stem;
    if (argc < 3) {
        fprintf(stderr, "usage: update DATABASE FILE...\n");
        return EXIT_FAILURE;
    }
    must(xapian_writable_db_open(argv[1], XAPIAN_CREATE_OR_OPEN, 0, &db, &err));
    must(xapian_db_open(argv[1], XAPIAN_BACKEND_DISK, &before, &err));
    must(xapian_stem_new("english", &stem, &err));
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_term_generator_set_stem(generator, stem, &err));

    /* Without a transaction Xapian commits now and then, and 'before' would be lost. */
    must(xapian_writable_db_begin_transaction(db, true, &err));
    for (int i = 2; i < argc; i++)
        update_file(db, before, generator, argv[i]);
    delete_gone(db, before);
    must(xapian_writable_db_commit_transaction(db, &err));

    xapian_term_generator_free(generator);
    xapian_stem_free(stem);
    xapian_db_free(before);
    xapian_writable_db_free(db);
    return EXIT_SUCCESS;
}
