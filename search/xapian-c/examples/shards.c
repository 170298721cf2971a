/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * shards WORD DATABASE... - searches several databases as one
 *
 *     cc shards.c -o shards $(pkg-config --cflags --libs xapian-c)
 */
#include "example.h"

int main(int argc, char **argv)
{
    xapian_db *all, *shard;
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;
    if (argc < 3)
        return fputs("usage: shards WORD DATABASE...\n", stderr), EXIT_FAILURE;
    must(xapian_db_new(&all, &err));
    for (int i = 2; i < argc; i++) {
        must(xapian_db_open(argv[i], XAPIAN_BACKEND_DISK, &shard, &err));
        must(xapian_db_add(all, shard, &err));
        xapian_db_free(shard); /* 'all' keeps what it needs */
    }
    must(xapian_query_term(argv[1], strlen(argv[1]), 1, 0, &query, &err));
    must(xapian_enquire_new(all, &enquire, &err));
    must(xapian_enquire_set_query(enquire, query, 0, &err));
    must(xapian_enquire_mset(enquire, 0, 10, 0, NULL, &mset, &err));

    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        const xapian_docid n = (xapian_docid)(argc - 2);
        xapian_docid docid;
        double weight;
        must(xapian_mset_docid(mset, i, &docid, &err));
        must(xapian_mset_weight(mset, i, &weight, &err));
        /* Docids go round: the first of each shard, then the second of each, ... */
        printf("%.3f document %u of %s\n", weight, (docid - 1) / n + 1,
               argv[2 + (docid - 1) % n]);
    }

    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    xapian_db_free(all);
    return EXIT_SUCCESS;
}
