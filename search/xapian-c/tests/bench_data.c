/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The data of the bench, made from a fixed seed.
 */
#include "config.h"

#include "bench.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../xapian-c.h"

char bench_folder[100];
bench_word bench_words[BENCH_WORDS];
unsigned bench_new[BENCH_NEW_DOCS][BENCH_NEW_WORDS];
bench_query bench_queries[BENCH_QUERIES];

static xapian_error err;

static void must(xapian_status status)
{
    if (status != XAPIAN_OK) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
}

static uint64_t seed = 42;

static unsigned below(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((seed >> 33) % n);
}

/* Of the vocabulary, where the first are far more frequent. */
static unsigned some_word(void)
{
    const double u = below(1u << 30) / (double)(1u << 30);
    return (unsigned)(u * u * u * BENCH_WORDS);
}

/* One word in sixteen is longer than a string that C++ keeps without an allocation. */
static void make_words(void)
{
    for (size_t i = 0; i < BENCH_WORDS; i++) {
        bench_word *word = &bench_words[i];
        word->len = below(16) == 0 ? 16 + below(12) : 3 + below(9);
        for (size_t at = 0; at < word->len; at++)
            word->text[at] = (char)('a' + below(26));
    }
    for (size_t d = 0; d < BENCH_NEW_DOCS; d++) {
        for (size_t i = 0; i < BENCH_NEW_WORDS; i++)
            bench_new[d][i] = some_word();
    }
    for (size_t i = 0; i < BENCH_QUERIES; i++) {
        bench_queries[i].n = 1 + below(BENCH_QUERY_WORDS);
        for (size_t at = 0; at < bench_queries[i].n; at++)
            bench_queries[i].words[at] = some_word();
    }
}

static size_t join(const unsigned *words, size_t n, const char *between, char *text,
                   size_t size)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        const bench_word *word = &bench_words[words[i]];
        len += (size_t)snprintf(text + len, size - len, "%s%.*s", i ? between : "",
                                (int)word->len, word->text);
    }
    return len;
}

size_t bench_text(unsigned doc, char *text, size_t size)
{
    return join(bench_new[doc], BENCH_NEW_WORDS, " ", text, size);
}

size_t bench_query_text(unsigned i, char *text, size_t size)
{
    static const char *const between[] = {" ", " AND ", " OR ", " -", "\" \""};
    const bench_query *query = &bench_queries[i % BENCH_QUERIES];
    return join(query->words, query->n, between[i % 5], text, size);
}

static xapian_writable_db *create(const char *name)
{
    xapian_writable_db *db;
    char path[128];
    snprintf(path, sizeof path, "%s/%s", bench_folder, name);
    must(xapian_writable_db_open(path, XAPIAN_CREATE,
                                 XAPIAN_WRITE_NO_SYNC | XAPIAN_WRITE_DANGEROUS, &db, &err));
    return db;
}

static void finish(xapian_writable_db *db)
{
    must(xapian_writable_db_close(db, &err));
    xapian_writable_db_free(db);
}

static void make_lists(void)
{
    xapian_writable_db *db = create("lists");
    xapian_document *doc;
    char text[32];
    size_t len;
    must(xapian_document_new(&doc, &err));
    for (unsigned i = 0; i < BENCH_POSTINGS; i++) {
        must(xapian_document_clear(doc, &err));
        must(xapian_document_add_term(doc, "all", 3, 1 + below(4), &err));
        len = (size_t)snprintf(text, sizeof text, "U%07u", below(BENCH_POSTINGS));
        must(xapian_document_add_boolean_term(doc, text, len, &err));
        must(xapian_sortable_serialise(below(1000), text, &len, &err));
        must(xapian_document_set_value(doc, 0, text, len, &err));
        must(xapian_writable_db_add_document(db, doc, NULL, &err));
    }
    must(xapian_document_clear(doc, &err));
    for (unsigned i = 0, at = 0; i < BENCH_POSITIONS; i++) {
        at += 1 + below(9);
        must(xapian_document_add_posting(doc, "pos", 3, at, 1, &err));
    }
    must(xapian_writable_db_add_document(db, doc, NULL, &err));
    xapian_document_free(doc);
    finish(db);
}

static void make_texts(void)
{
    xapian_writable_db *db = create("texts");
    xapian_document *doc;
    unsigned words[BENCH_DOC_WORDS];
    char text[BENCH_DOC_WORDS * (BENCH_WORD_MAX + 1)];
    size_t len;
    must(xapian_document_new(&doc, &err));
    for (unsigned d = 0; d < BENCH_DOCS; d++) {
        must(xapian_document_clear(doc, &err));
        for (unsigned i = 0; i < BENCH_DOC_WORDS; i++) {
            const bench_word *word = &bench_words[words[i] = some_word()];
            must(xapian_document_add_posting(doc, word->text, word->len, i + 1, 1, &err));
        }
        len = join(words, BENCH_DOC_WORDS, " ", text, sizeof text);
        must(xapian_document_set_data(doc, text, len, &err));
        len = (size_t)snprintf(text, sizeof text, "kind %u", below(BENCH_KINDS));
        must(xapian_document_set_value(doc, 0, text, len, &err));
        must(xapian_writable_db_add_document(db, doc, NULL, &err));
    }
    xapian_document_free(doc);
    finish(db);
}

void bench_data_make(void)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(bench_folder, sizeof bench_folder, "%s/xapian-c-bench-XXXXXX",
             tmp ? tmp : "/tmp");
    if (mkdtemp(bench_folder) == NULL) {
        perror(bench_folder);
        exit(1);
    }
    make_words();
    make_lists();
    make_texts();
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

void bench_data_remove(void)
{
    nftw(bench_folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
