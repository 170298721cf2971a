/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the chapters in C share.
 */
#ifndef TEST_XAPIAN_C_GUIDE_C_H
#define TEST_XAPIAN_C_GUIDE_C_H

#include <stdbool.h>

#include "../xapian-c.h"
#include "guide.h"

#define N(array) (sizeof(array) / sizeof *(array))
/* A string literal or other string, and its length. */
#define STR(string) (string), strlen(string)

static xapian_error err;

static inline void must(xapian_status status)
{
    if (status != XAPIAN_OK) {
        printf("FAILED %s %s\n", xapian_status_name(status), err.text);
        exit(1);
    }
}

/* Whether an iterator has moved to an entry. */
static inline bool more(xapian_status status)
{
    if (status != XAPIAN_END)
        must(status);
    return status == XAPIAN_OK;
}

/* What a call says that is to fail. */
static inline void say_error(xapian_status status)
{
    if (status == XAPIAN_OK)
        printf("no error\n");
    else
        printf("%s\n", err.text + strlen(err.call) + strlen(": "));
}

/* The class of the error alone, where the library words it on its own. */
static inline void say_type(xapian_status status)
{
    printf("%s\n", status == XAPIAN_OK ? "no error" : err.type);
}

static inline xapian_db *opened(const char *path)
{
    xapian_db *db;
    must(xapian_db_open(path, XAPIAN_BACKEND_DISK, &db, &err));
    return db;
}

static inline xapian_writable_db *writable(const char *path)
{
    xapian_writable_db *db;
    must(xapian_writable_db_open(path, XAPIAN_CREATE_OR_OPEN, XAPIAN_WRITE_NO_SYNC, &db,
                                 &err));
    return db;
}

static inline void close_writable(xapian_writable_db *db)
{
    must(xapian_writable_db_close(db, &err));
    xapian_writable_db_free(db);
}

/* Those that make a query of queries take these over. */
static inline xapian_query *term(const char *name)
{
    xapian_query *query;
    must(xapian_query_term(STR(name), 1, 0, &query, &err));
    return query;
}

static inline xapian_query *pair(xapian_op op, xapian_query *a, xapian_query *b)
{
    const xapian_query *both[] = {a, b};
    xapian_query *query;
    must(xapian_query_combine(op, both, 2, 0, &query, &err));
    xapian_query_free(a);
    xapian_query_free(b);
    return query;
}

void describe(const xapian_query *query);
void say_mset(const xapian_mset *mset);
/* Runs it: at most ten. */
void run(const xapian_enquire *enquire);
xapian_enquire *enquire_of(const xapian_db *db, xapian_query *query);
/* Describes it, searches. */
void search(const xapian_db *db, xapian_query *query);
/* What is known of each term; the iterator goes. */
enum { WDF = 1, FREQ = 2, POSITIONS = 4 };
void say_terms(const char *label, xapian_terms *terms, unsigned what);
void say_document(const xapian_document *doc);
/* Terms, length and averages. */
void say_database(const xapian_db *db);
/* A parser as the guide's search1 has it. */
xapian_query_parser *new_parser(void);
xapian_query *parsed(xapian_query_parser *parser, const char *text);
/* Each step-th from 'first': name and text with and without prefix, filters, values. */
void index_mountains(const guide *g, xapian_writable_db *db, size_t first, size_t step);

#endif /* TEST_XAPIAN_C_GUIDE_C_H */
