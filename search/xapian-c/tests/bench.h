/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What libxapian-c costs, against Xapian's C++ interface: each case is done by both, with the
 * same data, and gives the same checksum.
 */
#ifndef XAPIAN_C_TESTS_BENCH_H
#define XAPIAN_C_TESTS_BENCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the data ---------------------------------------------------------------------- */

enum {
    BENCH_POSTINGS =
        1000000, /* documents of the database "lists", each with the term "all" */
    BENCH_POSITIONS = 500000, /* of the term "pos" in the document behind them */
    BENCH_DOCS = 200000,      /* of the database "texts", */
    BENCH_DOC_WORDS = 30,     /* each of so many words; */
    BENCH_KINDS = 50,         /* slot 0 has one of so many values */
    BENCH_NEW_DOCS = 2000,    /* documents that are added, */
    BENCH_NEW_WORDS = 200,    /* each of so many words */
    BENCH_WORDS = 20000,      /* in the vocabulary */
    BENCH_WORD_MAX = 32,
    BENCH_QUERIES = 1000,
    BENCH_QUERY_WORDS = 5, /* at most */
    BENCH_PARSES = 10000,
    BENCH_TEXT_MAX = BENCH_NEW_WORDS * (BENCH_WORD_MAX + 1),
    BENCH_RESULTS = 10000,
    BENCH_NUMBERS = 1000000
};

typedef struct {
    size_t len;
    char text[BENCH_WORD_MAX];
} bench_word;

typedef struct {
    size_t n;
    unsigned words[BENCH_QUERY_WORDS];
} bench_query;

extern char bench_folder[100];
extern bench_word bench_words[BENCH_WORDS];
extern unsigned bench_new[BENCH_NEW_DOCS][BENCH_NEW_WORDS];
extern bench_query bench_queries[BENCH_QUERIES];

/* The words of a document that is added, with spaces between; and what is parsed. */
size_t bench_text(unsigned doc, char *text, size_t size);
size_t bench_query_text(unsigned i, char *text, size_t size);

/* Makes vocabulary, documents, queries and databases; the same each time. */
void bench_data_make(void);
void bench_data_remove(void);

/* ---- the cases --------------------------------------------------------------------- */

/* Each returns how many items it did, and adds to a sum what it read. */
#define BENCH_CASES(CASE)                                                                  \
    CASE(postings, "postings, one by one")                                                 \
    CASE(postings_many, "postings, many at once")                                          \
    CASE(postings_wdf, "postings with wdf")                                                \
    CASE(postings_wdf_many, "postings with wdf, many at once")                             \
    CASE(terms, "terms of the database")                                                   \
    CASE(values, "values of a slot")                                                       \
    CASE(positions, "positions")                                                           \
    CASE(make_documents, "postings put into documents")                                    \
    CASE(make_in_rows, "the same, a word's places in one call")                            \
    CASE(add_memory, "postings added in memory")                                           \
    CASE(add_disk, "postings added on disk")                                               \
    CASE(index_memory, "words generated, in memory")                                       \
    CASE(index_disk, "words generated, on disk")                                           \
    CASE(search, "searches, 10 best")                                                      \
    CASE(spy, "matches seen by a spy of values")                                           \
    CASE(spy_document, "matches seen by a spy of documents")                               \
    CASE(results, "results: docid, weight, percent")                                       \
    CASE(results_data, "results: data")                                                    \
    CASE(parse, "queries parsed")                                                          \
    CASE(stem, "words stemmed")                                                            \
    CASE(numbers, "numbers written and read")

#define BENCH_DECLARE(name, what)                                                          \
    size_t bench_cpp_##name(uint64_t *sum);                                                \
    size_t bench_c_##name(uint64_t *sum);
BENCH_CASES(BENCH_DECLARE)
#undef BENCH_DECLARE

/* Before the first case, and after the last. */
void bench_cpp_open(void);
void bench_cpp_close(void);
void bench_c_open(void);
void bench_c_close(void);

#ifdef __cplusplus
}
#endif

#endif /* XAPIAN_C_TESTS_BENCH_H */
