/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index DATABASE FOLDER - indexes the files of a folder, each as a document
 *
 *     cc index.c -o index $(pkg-config --cflags --libs xapian-c)
 */
#include "example.h"

#include <dirent.h>

static void index_file(xapian_writable_db *db, xapian_term_generator *generator,
                       const char *folder, const char *name)
{
    char path[4096], id[XAPIAN_TERM_MAX + 1];
    const char *kind = strrchr(name, '.') ? strrchr(name, '.') + 1 : "";
    xapian_document *doc;
    size_t len;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    char *text = read_file(path, &len);

    must(xapian_document_new(&doc, &err));
    must(xapian_document_set_data(doc, path, strlen(path), &err)); /* what search.c shows */
    must(xapian_document_set_value(doc, 0, kind, strlen(kind), &err)); /* facets.c counts */
    must(xapian_term_generator_set_document(generator, doc, &err));
    must(xapian_term_generator_index(generator, name, strlen(name), 1, "S", 1, &err));
    must(xapian_term_generator_index(generator, text, len, 1, "", 0, &err));

    /* A term that no other document has: what was indexed before is replaced. */
    snprintf(id, sizeof id, "Q%s", name);
    must(xapian_document_add_boolean_term(doc, id, strlen(id), &err));
    must(xapian_writable_db_replace_document_by_term(db, id, strlen(id), doc, NULL, &err));
    xapian_document_free(doc);
    free(text);
}

int main(int argc, char **argv)
{
    xapian_writable_db *db;
    xapian_term_generator *generator;
    xapian_stem *stem;
    DIR *folder;
    if (argc != 3)
        return fputs("usage: index DATABASE FOLDER\n", stderr), EXIT_FAILURE;
    if (!(folder = opendir(argv[2])))
        give_up(argv[2]);
    must(xapian_writable_db_open(argv[1], XAPIAN_CREATE_OR_OPEN, 0, &db, &err));
    must(xapian_stem_new("english", &stem, &err));
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_term_generator_set_stem(generator, stem, &err));

    for (struct dirent *entry; (entry = readdir(folder));)
        if (entry->d_name[0] != '.')
            index_file(db, generator, argv[2], entry->d_name);
    must(xapian_writable_db_close(db, &err)); /* which commits */

    closedir(folder);
    xapian_term_generator_free(generator);
    xapian_stem_free(stem);
    xapian_writable_db_free(db);
    return EXIT_SUCCESS;
}
