/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

/* How popular each document is, from docid 1. */
static double popularity[] = {0.5, 2};

static int begin(void *user, const xapian_db *shard,
                 xapian_source_bounds *bounds, void **walk)
{
    (void)shard;
    *bounds = (xapian_source_bounds){
        .lower = 2, .estimate = 2, .upper = 2, .max_weight = 2};
    *walk = user;
    return 0;
}

static int next(void *walk, xapian_docid target, double min_weight,
                xapian_docid *docid, double *weight)
{
    (void)min_weight;
    *docid = target <= 2 ? target : 0;
    if (*docid)
        *weight = ((double *)walk)[target - 1];
    return 0;
}

int main(void)
{
    const xapian_source source = {.begin = begin, .next = next};
    xapian_writable_db *db;
    xapian_document *doc;
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;
    xapian_docid docid;
    xapian_error err;

    if (xapian_writable_db_new_in_memory(&db, &err) ||
        xapian_document_new(&doc, &err) ||
        xapian_writable_db_add_document(db, doc, NULL, &err) ||
        xapian_writable_db_add_document(db, doc, NULL, &err) ||
        xapian_query_source(&source, popularity, &query, &err) ||
        xapian_enquire_new(xapian_writable_db_reader(db), &enquire,
                           &err) ||
        xapian_enquire_set_query(enquire, query, 0, &err) ||
        xapian_enquire_mset(enquire, 0, 1, 0, NULL, &mset, &err) ||
        xapian_mset_docid(mset, 0, &docid, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("the most popular: %u\n", docid);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    xapian_document_free(doc);
    xapian_writable_db_free(db);
    return 0;
}

/* Prints:
 * the most popular: 2
 */
