/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facets DATABASE [WORD] - how many documents of index.c there are of each kind of file
 *
 *     cc facets.c -o facets $(pkg-config --cflags --libs xapian-c)
 */
#include "example.h"

int main(int argc, char **argv)
{
    xapian_db *db;
    xapian_doccount count;
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_matchspy *spy;
    xapian_mset *mset;
    xapian_terms *kinds;
    const char *kind;
    size_t len;
    if (argc != 2 && argc != 3)
        return fputs("usage: facets DATABASE [WORD]\n", stderr), EXIT_FAILURE;
    must(xapian_db_open(argv[1], XAPIAN_BACKEND_DISK, &db, &err));
    must(xapian_db_doc_count(db, &count, &err));
    if (argc == 3)
        must(xapian_query_term(argv[2], strlen(argv[2]), 1, 0, &query, &err));
    else
        must(xapian_query_match_all(&query, &err));
    must(xapian_enquire_new(db, &enquire, &err));
    must(xapian_enquire_set_query(enquire, query, 0, &err));
    must(xapian_matchspy_new_count(0, &spy, &err));
    must(xapian_enquire_add_matchspy(enquire, spy, &err));

    /* No match is shown, but each is looked at: so the counts are exact. */
    must(xapian_enquire_mset(enquire, 0, 0, count, NULL, &mset, &err));
    must(xapian_matchspy_top_values(spy, 10, &kinds, &err));
    while (more(xapian_terms_next(kinds, &kind, &len, &err))) {
        must(xapian_terms_freq(kinds, &count, &err));
        printf("%6u %s\n", count, kind);
    }

    xapian_terms_free(kinds);
    xapian_mset_free(mset);
    xapian_matchspy_free(spy);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    xapian_db_free(db);
    return EXIT_SUCCESS;
}
