/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * update DATABASE FOLDER - indexes what is new or has changed, and removes what is gone
 *
 *     cc update.c -o update $(pkg-config --cflags --libs xapian-c)
 *
 * A document has its file's name as the term Q, and when the file was changed as value 1.
 */
#define _POSIX_C_SOURCE 200809L
#include "example.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[4096];

static const char *path_of(const char *folder, const char *name)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* Whether the document with this term has this value. */
static bool is_current(const xapian_db *db, const char *id, const char *time)
{
    xapian_postings *postings;
    xapian_document *doc;
    xapian_docid docid;
    const char *value;
    size_t len;
    bool same = false;
    must(xapian_db_postings(db, id, strlen(id), &postings, &err));
    if (more(xapian_postings_next(postings, &docid, &err))) {
        must(xapian_db_document(db, docid, &doc, &err));
        must(xapian_document_value(doc, 1, &value, &len, &err));
        same = strcmp(value, time) == 0;
        xapian_document_free(doc);
    }
    xapian_postings_free(postings);
    return same;
}

static void update_file(xapian_writable_db *db, xapian_term_generator *generator,
                        const char *folder, const char *name)
{
    char id[XAPIAN_TERM_MAX + 1], time[32];
    struct stat st;
    size_t len;
    if (stat(path_of(folder, name), &st) != 0)
        give_up(path);
    snprintf(id, sizeof id, "Q%s", name);
    snprintf(time, sizeof time, "%lld", (long long)st.st_mtime);
    if (is_current(xapian_writable_db_reader(db), id, time))
        return;
    printf("indexed %s\n", name);
    char *text = read_file(path, &len);
    xapian_document *doc;
    must(xapian_document_new(&doc, &err));
    must(xapian_document_set_data(doc, path, strlen(path), &err));
    must(xapian_document_set_value(doc, 1, time, strlen(time), &err));
    must(xapian_document_add_boolean_term(doc, id, strlen(id), &err));
    must(xapian_term_generator_set_document(generator, doc, &err));
    must(xapian_term_generator_index(generator, text, len, 1, "", 0, &err));
    must(xapian_writable_db_replace_document_by_term(db, id, strlen(id), doc, NULL, &err));
    xapian_document_free(doc);
    free(text);
}

static void remove_gone(xapian_writable_db *db, const char *folder)
{
    xapian_terms *ids;
    const char *id;
    size_t len;
    must(xapian_db_terms(xapian_writable_db_reader(db), "Q", 1, &ids, &err));
    while (more(xapian_terms_next(ids, &id, &len, &err)))
        if (access(path_of(folder, id + 1), F_OK) != 0) {
            printf("removed %s\n", id + 1);
            must(xapian_writable_db_delete_document_by_term(db, id, len, &err));
        }
    xapian_terms_free(ids);
}

int main(int argc, char **argv)
{
    xapian_writable_db *db;
    xapian_term_generator *generator;
    xapian_stem *stem;
    struct dirent **files;
    if (argc != 3)
        return fputs("usage: update DATABASE FOLDER\n", stderr), EXIT_FAILURE;
    must(xapian_writable_db_open(argv[1], XAPIAN_CREATE_OR_OPEN, 0, &db, &err));
    must(xapian_stem_new("english", &stem, &err));
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_term_generator_set_stem(generator, stem, &err));
    const int n = scandir(argv[2], &files, NULL, alphasort);
    if (n < 0)
        give_up(argv[2]);
    for (int i = 0; i < n; i++) {
        if (files[i]->d_name[0] != '.')
            update_file(db, generator, argv[2], files[i]->d_name);
        free(files[i]);
    }
    free(files);
    remove_gone(db, argv[2]);
    must(xapian_writable_db_close(db, &err)); /* which commits */
    xapian_term_generator_free(generator);
    xapian_stem_free(stem);
    xapian_writable_db_free(db);
    return EXIT_SUCCESS;
}
