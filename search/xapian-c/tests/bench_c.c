/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The cases of the bench, by libxapian-c.
 */
#include "config.h"

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../xapian-c.h"

static xapian_error err;

static void must(xapian_status status)
{
    if (status != XAPIAN_OK) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
}

static xapian_db *lists, *texts;
static xapian_mset *results;
static xapian_query_parser *parser;
static xapian_stem *stem;
static char new_texts[BENCH_NEW_DOCS][BENCH_TEXT_MAX];
static size_t new_lens[BENCH_NEW_DOCS];
static char query_texts[BENCH_PARSES][256];
static size_t query_lens[BENCH_PARSES];

static xapian_query *query_of(const bench_query *words)
{
    xapian_query *parts[BENCH_QUERY_WORDS], *query;
    const xapian_query *constant[BENCH_QUERY_WORDS];
    for (size_t i = 0; i < words->n; i++) {
        const bench_word *word = &bench_words[words->words[i]];
        must(xapian_query_term(word->text, word->len, 1, 0, &parts[i], &err));
        constant[i] = parts[i];
    }
    must(xapian_query_combine(XAPIAN_OP_OR, constant, words->n, 0, &query, &err));
    for (size_t i = 0; i < words->n; i++)
        xapian_query_free(parts[i]);
    return query;
}

static xapian_mset *search(xapian_enquire *enquire, const bench_query *words,
                           xapian_doccount max, xapian_doccount check)
{
    xapian_query *query = query_of(words);
    xapian_mset *mset;
    must(xapian_enquire_set_query(enquire, query, 0, &err));
    must(xapian_enquire_mset(enquire, 0, max, check, NULL, &mset, &err));
    xapian_query_free(query);
    return mset;
}

void bench_c_open(void)
{
    static const bench_query frequent = {3, {0, 1, 2}};
    xapian_enquire *enquire;
    char path[128];
    snprintf(path, sizeof path, "%s/lists", bench_folder);
    must(xapian_db_open(path, XAPIAN_BACKEND_DISK, &lists, &err));
    snprintf(path, sizeof path, "%s/texts", bench_folder);
    must(xapian_db_open(path, XAPIAN_BACKEND_DISK, &texts, &err));
    must(xapian_enquire_new(texts, &enquire, &err));
    results = search(enquire, &frequent, BENCH_RESULTS, 0);
    xapian_enquire_free(enquire);
    must(xapian_stem_new("english", &stem, &err));
    must(xapian_query_parser_new(&parser, &err));
    must(xapian_query_parser_set_stem(parser, stem, &err));
    for (unsigned d = 0; d < BENCH_NEW_DOCS; d++)
        new_lens[d] = bench_text(d, new_texts[d], sizeof new_texts[d]);
    for (unsigned i = 0; i < BENCH_PARSES; i++)
        query_lens[i] = bench_query_text(i, query_texts[i], sizeof query_texts[i]);
}

void bench_c_close(void)
{
    xapian_query_parser_free(parser);
    xapian_stem_free(stem);
    xapian_mset_free(results);
    xapian_db_free(texts);
    xapian_db_free(lists);
}

/* ---- lists ------------------------------------------------------------------------- */

size_t bench_c_postings(uint64_t *sum)
{
    xapian_postings *postings;
    xapian_docid docid;
    must(xapian_db_postings(lists, "all", 3, &postings, &err));
    while (xapian_postings_next(postings, &docid, &err) == XAPIAN_OK)
        *sum += docid;
    xapian_postings_free(postings);
    return BENCH_POSTINGS;
}

size_t bench_c_postings_many(uint64_t *sum)
{
    xapian_postings *postings;
    xapian_docid docids[256];
    size_t n;
    must(xapian_db_postings(lists, "all", 3, &postings, &err));
    while (xapian_postings_next_many(postings, docids, NULL, 256, &n, &err) == XAPIAN_OK) {
        for (size_t i = 0; i < n; i++)
            *sum += docids[i];
    }
    xapian_postings_free(postings);
    return BENCH_POSTINGS;
}

size_t bench_c_postings_wdf(uint64_t *sum)
{
    xapian_postings *postings;
    xapian_docid docid;
    xapian_termcount wdf;
    must(xapian_db_postings(lists, "all", 3, &postings, &err));
    while (xapian_postings_next(postings, &docid, &err) == XAPIAN_OK) {
        must(xapian_postings_wdf(postings, &wdf, &err));
        *sum += docid * wdf;
    }
    xapian_postings_free(postings);
    return BENCH_POSTINGS;
}

size_t bench_c_postings_wdf_many(uint64_t *sum)
{
    xapian_postings *postings;
    xapian_docid docids[256];
    xapian_termcount wdfs[256];
    size_t n;
    must(xapian_db_postings(lists, "all", 3, &postings, &err));
    while (xapian_postings_next_many(postings, docids, wdfs, 256, &n, &err) == XAPIAN_OK) {
        for (size_t i = 0; i < n; i++)
            *sum += docids[i] * wdfs[i];
    }
    xapian_postings_free(postings);
    return BENCH_POSTINGS;
}

size_t bench_c_terms(uint64_t *sum)
{
    xapian_terms *terms;
    const char *term;
    size_t len, n = 0;
    must(xapian_db_terms(lists, NULL, 0, &terms, &err));
    for (; xapian_terms_next(terms, &term, &len, &err) == XAPIAN_OK; n++)
        *sum += len + (unsigned char)term[len - 1];
    xapian_terms_free(terms);
    return n;
}

size_t bench_c_values(uint64_t *sum)
{
    xapian_values *values;
    xapian_docid docid;
    const char *value;
    size_t len;
    must(xapian_db_values(lists, 0, &values, &err));
    while (xapian_values_next(values, &docid, &value, &len, &err) == XAPIAN_OK)
        *sum += docid + len + (unsigned char)value[len - 1];
    xapian_values_free(values);
    return BENCH_POSTINGS;
}

size_t bench_c_positions(uint64_t *sum)
{
    xapian_positions *positions;
    xapian_termpos pos;
    must(xapian_db_positions(lists, BENCH_POSTINGS + 1, "pos", 3, &positions, &err));
    while (xapian_positions_next(positions, &pos, &err) == XAPIAN_OK)
        *sum += pos;
    xapian_positions_free(positions);
    return BENCH_POSITIONS;
}

/* ---- adding ------------------------------------------------------------------------ */

static void put_words(xapian_document *doc, unsigned d)
{
    for (unsigned i = 0; i < BENCH_NEW_WORDS; i++) {
        const bench_word *word = &bench_words[bench_new[d][i]];
        must(xapian_document_add_posting(doc, word->text, word->len, i + 1, 1, &err));
    }
}

size_t bench_c_make_documents(uint64_t *sum)
{
    for (unsigned d = 0; d < BENCH_NEW_DOCS; d++) {
        xapian_document *doc;
        xapian_termcount count;
        must(xapian_document_new(&doc, &err));
        put_words(doc, d);
        must(xapian_document_term_count(doc, &count, &err));
        *sum += count;
        xapian_document_free(doc);
    }
    return (size_t)BENCH_NEW_DOCS * BENCH_NEW_WORDS;
}

size_t bench_c_make_in_rows(uint64_t *sum)
{
    for (unsigned d = 0; d < BENCH_NEW_DOCS; d++) {
        xapian_document *doc;
        xapian_termcount count;
        must(xapian_document_new(&doc, &err));
        for (unsigned i = 0; i < BENCH_NEW_WORDS; i += 4) {
            const bench_word *word = &bench_words[bench_new[d][i]];
            const xapian_termpos at[] = {i + 1, i + 2, i + 3, i + 4};
            must(xapian_document_add_postings(doc, word->text, word->len, at, 4, 1, &err));
        }
        must(xapian_document_term_count(doc, &count, &err));
        *sum += count;
        xapian_document_free(doc);
    }
    return (size_t)BENCH_NEW_DOCS * BENCH_NEW_WORDS;
}

static xapian_writable_db *new_memory(void)
{
    xapian_writable_db *db;
    must(xapian_writable_db_new_in_memory(&db, &err));
    return db;
}

static xapian_writable_db *new_disk(void)
{
    xapian_writable_db *db;
    char path[128];
    snprintf(path, sizeof path, "%s/new", bench_folder);
    must(xapian_writable_db_open(path, XAPIAN_CREATE_OR_OVERWRITE, XAPIAN_WRITE_NO_SYNC,
                                 &db, &err));
    return db;
}

static size_t finish(xapian_writable_db *db, uint64_t *sum)
{
    uint64_t length;
    must(xapian_writable_db_commit(db, &err));
    must(xapian_db_total_length(xapian_writable_db_reader(db), &length, &err));
    *sum += length;
    xapian_writable_db_free(db);
    return (size_t)BENCH_NEW_DOCS * BENCH_NEW_WORDS;
}

static size_t add_to(xapian_writable_db *db, uint64_t *sum)
{
    for (unsigned d = 0; d < BENCH_NEW_DOCS; d++) {
        xapian_document *doc;
        must(xapian_document_new(&doc, &err));
        put_words(doc, d);
        must(xapian_writable_db_add_document(db, doc, NULL, &err));
        xapian_document_free(doc);
    }
    return finish(db, sum);
}

size_t bench_c_add_memory(uint64_t *sum)
{
    return add_to(new_memory(), sum);
}

size_t bench_c_add_disk(uint64_t *sum)
{
    return add_to(new_disk(), sum);
}

static size_t index_to(xapian_writable_db *db, uint64_t *sum)
{
    xapian_term_generator *generator;
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_term_generator_set_stem(generator, stem, &err));
    for (unsigned d = 0; d < BENCH_NEW_DOCS; d++) {
        xapian_document *doc;
        must(xapian_document_new(&doc, &err));
        must(xapian_term_generator_set_document(generator, doc, &err));
        must(xapian_term_generator_index(generator, new_texts[d], new_lens[d], 1, NULL, 0,
                                         &err));
        must(xapian_writable_db_add_document(db, doc, NULL, &err));
        xapian_document_free(doc);
    }
    xapian_term_generator_free(generator);
    return finish(db, sum);
}

size_t bench_c_index_memory(uint64_t *sum)
{
    return index_to(new_memory(), sum);
}

size_t bench_c_index_disk(uint64_t *sum)
{
    return index_to(new_disk(), sum);
}

/* ---- searching --------------------------------------------------------------------- */

size_t bench_c_search(uint64_t *sum)
{
    xapian_enquire *enquire;
    must(xapian_enquire_new(texts, &enquire, &err));
    for (size_t q = 0; q < BENCH_QUERIES; q++) {
        xapian_mset *mset = search(enquire, &bench_queries[q], 10, 0);
        const xapian_doccount size = xapian_mset_size(mset);
        for (xapian_doccount i = 0; i < size; i++) {
            xapian_docid docid;
            must(xapian_mset_docid(mset, i, &docid, &err));
            *sum += docid;
        }
        xapian_mset_free(mset);
    }
    xapian_enquire_free(enquire);
    return BENCH_QUERIES;
}

typedef struct {
    uint64_t sum;
    size_t n;
} seen;

static int see_value(void *user, const char *value, size_t value_len, double weight)
{
    seen *all = user;
    (void)weight;
    all->sum += value_len + (unsigned char)value[value_len - 1];
    all->n++;
    return 0;
}

static int see_document(void *user, const xapian_document *doc, double weight)
{
    const char *value;
    size_t len;
    must(xapian_document_value(doc, 0, &value, &len, &err));
    return see_value(user, value, len, weight);
}

static size_t search_with(xapian_matchspy *spy, seen *all, uint64_t *sum)
{
    xapian_enquire *enquire;
    must(xapian_enquire_new(texts, &enquire, &err));
    must(xapian_enquire_add_matchspy(enquire, spy, &err));
    for (size_t q = 0; q < BENCH_QUERIES; q += 10)
        xapian_mset_free(search(enquire, &bench_queries[q], 10, BENCH_DOCS));
    xapian_enquire_free(enquire);
    xapian_matchspy_free(spy);
    *sum += all->sum;
    return all->n;
}

size_t bench_c_spy(uint64_t *sum)
{
    seen all = {0, 0};
    xapian_matchspy *spy;
    must(xapian_matchspy_new_value(0, see_value, &all, &spy, &err));
    return search_with(spy, &all, sum);
}

size_t bench_c_spy_document(uint64_t *sum)
{
    seen all = {0, 0};
    xapian_matchspy *spy;
    must(xapian_matchspy_new(see_document, &all, &spy, &err));
    return search_with(spy, &all, sum);
}

size_t bench_c_results(uint64_t *sum)
{
    const xapian_doccount size = xapian_mset_size(results);
    for (xapian_doccount i = 0; i < size; i++) {
        xapian_docid docid;
        double weight;
        int percent;
        must(xapian_mset_docid(results, i, &docid, &err));
        must(xapian_mset_weight(results, i, &weight, &err));
        must(xapian_mset_percent(results, i, &percent, &err));
        *sum += docid + (uint64_t)(weight * 1000) + (unsigned)percent;
    }
    return size;
}

size_t bench_c_results_data(uint64_t *sum)
{
    const xapian_doccount size = xapian_mset_size(results);
    for (xapian_doccount i = 0; i < size; i++) {
        xapian_document *doc;
        const char *data;
        size_t len;
        must(xapian_mset_document(results, i, &doc, &err));
        must(xapian_document_data(doc, &data, &len, &err));
        *sum += len + (unsigned char)data[len - 1];
        xapian_document_free(doc);
    }
    return size;
}

/* ---- words and numbers ------------------------------------------------------------- */

size_t bench_c_parse(uint64_t *sum)
{
    for (unsigned i = 0; i < BENCH_PARSES; i++) {
        xapian_query *query;
        must(xapian_query_parser_parse(parser, query_texts[i], query_lens[i],
                                       XAPIAN_PARSE_DEFAULT, NULL, 0, &query, &err));
        *sum += xapian_query_length(query);
        xapian_query_free(query);
    }
    return BENCH_PARSES;
}

size_t bench_c_stem(uint64_t *sum)
{
    for (unsigned i = 0; i < BENCH_WORDS; i++) {
        const char *stemmed;
        size_t len;
        must(xapian_stem_apply(stem, bench_words[i].text, bench_words[i].len, &stemmed,
                               &len, &err));
        *sum += len + (unsigned char)stemmed[len - 1];
    }
    return BENCH_WORDS;
}

size_t bench_c_numbers(uint64_t *sum)
{
    for (unsigned i = 0; i < BENCH_NUMBERS; i++) {
        char bytes[XAPIAN_SORTABLE_MAX];
        size_t len;
        double number;
        must(xapian_sortable_serialise(i * 1.25, bytes, &len, &err));
        must(xapian_sortable_unserialise(bytes, len, &number, &err));
        *sum += len + (uint64_t)number;
    }
    return BENCH_NUMBERS;
}
