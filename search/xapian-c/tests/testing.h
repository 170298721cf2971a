/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the tests of the binding share: expectations that show the error, a folder that goes
 * away, and a collection of documents with the plain facts about it.
 */
#ifndef TEST_XAPIAN_C_H
#define TEST_XAPIAN_C_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../xapian-c.h"
#include "sanitizers.h"

#define N(array) (sizeof(array) / sizeof *(array))

/* The error of the call last made; calls write it, and these read it. */
static xapian_error err;

#define IS(status, call) expect(call, status, #call, __FILE__, __LINE__)
#define OK(call) IS(XAPIAN_OK, call)
#define NULLS(call) IS(XAPIAN_INVALID_ARGUMENT, call)

static inline void expect(xapian_status got, xapian_status want, const char *call,
                          const char *file, int line)
{
    if (got != want) {
        print_message("%s:%d: %s\n  is %s, not %s\n  %s\n", file, line, call,
                      xapian_status_name(got), xapian_status_name(want),
                      got == XAPIAN_OK || got == XAPIAN_END ? "" : err.text);
        _fail(file, line);
    }
    if (got != XAPIAN_OK && got != XAPIAN_END) {
        if (err.status != got || err.text[0] == '\0')
            _fail(file, line);
        err.status = XAPIAN_OK;
    }
}

static inline void same_text(const char *got, size_t got_len, const char *want)
{
    assert_non_null(got);
    assert_string_equal(got, want);
    assert_int_equal(got_len, strlen(want));
}

/* All strings of a list, joined; the list goes. */
static inline const char *joined(xapian_terms *terms)
{
    static char text[200];
    const char *s;
    size_t n, len = 0;
    text[0] = '\0';
    while (xapian_terms_next(terms, &s, &n, &err) == XAPIAN_OK)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s;", s);
    xapian_terms_free(terms);
    return text;
}

/* ---- a folder ---------------------------------------------------------------------- */

static char folder[200];

static inline int folder_make(void **state)
{
    const char *tmp = getenv("TMPDIR");
    (void)state;
    snprintf(folder, sizeof folder, "%s/xapian-c-test-XXXXXX", tmp ? tmp : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static inline int remove_one(const char *path, const struct stat *st, int kind,
                             struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static inline int folder_remove(void **state)
{
    (void)state;
    return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A path in the folder; good for three more calls. */
static inline const char *in_folder(const char *name)
{
    static char paths[4][200];
    static unsigned next;
    char *path = paths[next++ % N(paths)];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static inline void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* ---- a collection ------------------------------------------------------------------ */

/* Document d (from 1) is 'docs[d]'. Its terms are t00 to t19, 'words' in a row, and a
 * boolean term Q<d>. Slot 0 is its number, slot 1 its kind ("a" to "e", some have none),
 * its data "data <d>". */
enum { DOCS = 300, TERMS = 20, WORDS = 30, SLOT_NUMBER = 0, SLOT_KIND = 1 };

typedef struct {
    unsigned length;
    unsigned words[WORDS];
    unsigned wdf[TERMS];
    double number;
    char kind; /* or 0 */
} fact;

static fact docs[DOCS + 1];

static inline void facts_make(void)
{
    uint32_t seed = 12345;
#define RANDOM(n) (((seed = seed * 1664525u + 1013904223u) >> 16) % (n))
    memset(docs, 0, sizeof docs);
    for (unsigned d = 1; d <= DOCS; d++) {
        docs[d].length = 5 + RANDOM(WORDS - 5);
        for (unsigned i = 0; i < docs[d].length; i++) {
            const unsigned a = RANDOM(TERMS), b = RANDOM(TERMS);
            docs[d].words[i] = a < b ? a : b; /* the lower, the more frequent */
            docs[d].wdf[docs[d].words[i]]++;
        }
        docs[d].number = (double)(RANDOM(2000)) - 1000;
        docs[d].kind = (char)(RANDOM(6));
        docs[d].kind = docs[d].kind == 5 ? 0 : (char)('a' + docs[d].kind);
    }
#undef RANDOM
}

static inline const char *term_name(unsigned t)
{
    static char name[8];
    snprintf(name, sizeof name, "t%02u", t % 100);
    return name;
}

static inline xapian_document *fact_document(unsigned d)
{
    xapian_document *doc;
    char text[32];
    size_t n;
    OK(xapian_document_new(&doc, &err));
    for (unsigned i = 0; i < docs[d].length; i++)
        OK(xapian_document_add_posting(doc, term_name(docs[d].words[i]), 3, i + 1, 1,
                                       &err));
    n = (size_t)snprintf(text, sizeof text, "Q%u", d);
    OK(xapian_document_add_boolean_term(doc, text, n, &err));
    n = (size_t)snprintf(text, sizeof text, "data %u", d);
    OK(xapian_document_set_data(doc, text, n, &err));
    OK(xapian_sortable_serialise(docs[d].number, text, &n, &err));
    OK(xapian_document_set_value(doc, SLOT_NUMBER, text, n, &err));
    if (docs[d].kind)
        OK(xapian_document_set_value(doc, SLOT_KIND, &docs[d].kind, 1, &err));
    return doc;
}

/* Documents 'first', 'first + step', ... as a database at 'path' (NULL: in memory). */
static inline xapian_writable_db *facts_write(const char *path, unsigned first,
                                              unsigned step)
{
    xapian_writable_db *db;
    facts_make();
    if (path)
        OK(xapian_writable_db_open(path, XAPIAN_CREATE, XAPIAN_WRITE_NO_SYNC, &db, &err));
    else
        OK(xapian_writable_db_new_in_memory(&db, &err));
    for (unsigned d = first; d <= DOCS; d += step) {
        xapian_document *doc = fact_document(d);
        OK(xapian_writable_db_add_document(db, doc, NULL, &err));
        xapian_document_free(doc);
    }
    OK(xapian_writable_db_commit(db, &err));
    return db;
}

static inline xapian_query *term_query(unsigned t)
{
    xapian_query *query;
    OK(xapian_query_term(term_name(t), 3, 1, 0, &query, &err));
    return query;
}

#endif /* TEST_XAPIAN_C_H */
