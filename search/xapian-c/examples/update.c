/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * update DATABASE FILE... - indexes files that are new or have changed, and removes those
 * that are gone
 *
 *     cc update.c -o update $(pkg-config --cflags --libs xapian-c)
 *
 * A document has two terms of its own: Q and its path, and V, when the file was changed, and
 * its path. A path that makes a term of over XAPIAN_TERM_MAX bytes is refused by Xapian.
 */
#include "example.h"

#include <sys/stat.h>

static void update_file(xapian_writable_db *db, xapian_term_generator *generator,
                        const char *path)
{
    char id[4096], version[4096];
    xapian_document *doc;
    struct stat st;
    size_t len;
    bool known;
    if (stat(path, &st) != 0)
        give_up(path);
    const size_t id_len = (size_t)snprintf(id, sizeof id, "Q%s", path);
    snprintf(version, sizeof version, "V%lld %s", (long long)st.st_mtime, path);
    must(xapian_db_term_exists(xapian_writable_db_reader(db), version, strlen(version),
                               &known, &err));
    if (known)
        return;
    printf("indexing %s\n", path);
    char *text = read_file(path, &len);
    must(xapian_document_new(&doc, &err));
    must(xapian_document_set_data(doc, path, strlen(path), &err));
    must(xapian_document_add_boolean_term(doc, id, id_len, &err));
    must(xapian_document_add_boolean_term(doc, version, strlen(version), &err));
    must(xapian_term_generator_set_document(generator, doc, &err));
    must(xapian_term_generator_index(generator, text, len, 1, "", 0, &err));
    must(xapian_writable_db_replace_document_by_term(db, id, id_len, doc, NULL, &err));
    xapian_document_free(doc);
    free(text);
}

static void remove_gone(xapian_writable_db *db)
{
    xapian_terms *ids;
    struct stat st;
    const char *id;
    size_t len;
    must(xapian_db_terms(xapian_writable_db_reader(db), "Q", 1, &ids, &err));
    while (more(xapian_terms_next(ids, &id, &len, &err)))
        if (stat(id + 1, &st) != 0) {
            printf("removing %s\n", id + 1);
            must(xapian_writable_db_delete_document_by_term(db, id, len, &err));
        }
    xapian_terms_free(ids);
}

int main(int argc, char **argv)
{
    xapian_writable_db *db;
    xapian_term_generator *generator;
    xapian_stem *stem;
    if (argc < 2)
        return fputs("usage: update DATABASE FILE...\n", stderr), EXIT_FAILURE;
    must(xapian_writable_db_open(argv[1], XAPIAN_CREATE_OR_OPEN, 0, &db, &err));
    must(xapian_stem_new("english", &stem, &err));
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_term_generator_set_stem(generator, stem, &err));
    for (int i = 2; i < argc; i++)
        update_file(db, generator, argv[i]);
    remove_gone(db);
    must(xapian_writable_db_close(db, &err)); /* which commits */
    xapian_term_generator_free(generator);
    xapian_stem_free(stem);
    xapian_writable_db_free(db);
    return EXIT_SUCCESS;
}
