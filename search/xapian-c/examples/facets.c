/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facets DATABASE [WORD] - how many documents there are of each kind of file
 *
 *     cc -std=c11 facets.c -o facets $(pkg-config --cflags --libs xapian-c)
 *
 * The database is one of index.c. With a word, only documents that have it count.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xapian-c.h>

enum { KIND }; /* the value slot, as in index.c */

static xapian_error err;

static void must(xapian_status status)
{
    if (status != XAPIAN_OK) {
        fprintf(stderr, "facets: %s\n", err.text);
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
    size_t kind_len;
    if (argc != 2 && argc != 3) {
        fprintf(stderr, "usage: facets DATABASE [WORD]\n");
        return EXIT_FAILURE;
    }
    must(xapian_db_open(argv[1], XAPIAN_BACKEND_DISK, &db, &err));
    must(xapian_db_doc_count(db, &count, &err));
    if (argc == 3)
        must(xapian_query_term(argv[2], strlen(argv[2]), 1, 0, &query, &err));
    else
        must(xapian_query_match_all(&query, &err));
    must(xapian_enquire_new(db, &enquire, &err));
    must(xapian_enquire_set_query(enquire, query, 0, &err));
    must(xapian_matchspy_new_count(KIND, &spy, &err));
    must(xapian_enquire_add_matchspy(enquire, spy, &err));

    /* No match is shown, but each is looked at: so the counts are exact. */
    must(xapian_enquire_mset(enquire, 0, 0, count, NULL, &mset, &err));
    must(xapian_matchspy_top_values(spy, 10, &kinds, &err));
    while (more(xapian_terms_next(kinds, &kind, &kind_len, &err))) {
        must(xapian_terms_freq(kinds, &count, &err));
        printf("%6" PRIu32 " %s\n", count, kind);
    }

    xapian_terms_free(kinds);
    xapian_mset_free(mset);
    xapian_matchspy_free(spy);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    xapian_db_free(db);
    return EXIT_SUCCESS;
}
