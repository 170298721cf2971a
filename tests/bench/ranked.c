/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs for tests/bench/relevance, as TREC lines on standard output:
 *
 *   ranked plain DOCUMENTS TOPICS     plain Xapian: DOCUMENTS has lines KEY, tab, text
 *   ranked peerhub INDEX AIDS TOPICS  peerhub's index with these of its aids (PH_AID_... added up)
 *
 * TOPICS has lines ID, tab, question.  Plain Xapian is its own BM25 with Xapian's parameters,
 * English stems of all words, no stop words, any word of the question.
 */
#include "config.h"

#include <ctype.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/batch.h"
#include "search/export_trec.h"
#include "search/limits.h"
#include "search/places.h"
#include "search/search.h"
#include "search/vocabulary_keep.h"
#include "search/xapian-c/xapian-c.h"

#define DEPTH 1000
#define FILE_BYTES ((size_t)1 << 30)

static xapian_error why;
static ph_error error;

static void die(const char *text)
{
    fprintf(stderr, "ranked: %s\n", text);
    exit(1);
}

static void good(xapian_status status)
{
    if (status != XAPIAN_OK)
        die(why.text);
}

static void fine(ph_status status)
{
    if (status != PH_OK)
        die(error.text);
}

/* --- plain Xapian --------------------------------------------------------------------------- */

/* The next stem of a text, by letters and digits of ASCII; other bytes belong to words. */
static bool next_stem(const xapian_stem *stem, ph_str *text, ph_str *out)
{
    static char word[XAPIAN_TERM_MAX];
    size_t n = 0, at = 0;
    while (at < text->n && !isalnum((unsigned char)text->s[at]) &&
           (unsigned char)text->s[at] < 0x80)
        at++;
    for (; at < text->n &&
           (isalnum((unsigned char)text->s[at]) || (unsigned char)text->s[at] >= 0x80);
         at++)
        if (n < sizeof word / 4)
            word[n++] = (char)tolower((unsigned char)text->s[at]);
    *text = ph_sub(*text, at, text->n);
    if (n)
        good(xapian_stem_apply(stem, word, n, &out->s, &out->n, &why));
    return n > 0;
}

static ph_str next_line(ph_str *rest)
{
    const char *end = memchr(rest->s, '\n', rest->n);
    ph_str line = ph_sub(*rest, 0, end ? (size_t)(end - rest->s) : rest->n);
    *rest = ph_sub(*rest, line.n + (end != NULL), rest->n);
    return line;
}

static void add_documents(xapian_writable_db *db, const xapian_stem *stem, const char *path)
{
    ph_buf file = {0};
    fine(ph_read_file(path, FILE_BYTES, &file, &error));
    for (ph_str rest = ph_buf_str(&file); rest.n;) {
        ph_str line = next_line(&rest), key, term;
        xapian_document *doc;
        xapian_termpos position = 0;
        if (!ph_split(&line, '\t', &key))
            die("a document without a key");
        good(xapian_document_new(&doc, &why));
        good(xapian_document_set_data(doc, key.s, key.n, &why));
        while (next_stem(stem, &line, &term))
            good(xapian_document_add_posting(doc, term.s, term.n, ++position, 1, &why));
        good(xapian_writable_db_add_document(db, doc, NULL, &why));
        xapian_document_free(doc);
    }
    ph_buf_free(&file);
}

static void print_matches(const xapian_mset *mset, ph_str id)
{
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        xapian_document *doc;
        ph_str key;
        double weight;
        good(xapian_mset_document(mset, i, &doc, &why));
        good(xapian_document_data(doc, &key.s, &key.n, &why));
        good(xapian_mset_weight(mset, i, &weight, &why));
        printf("%.*s Q0 %.*s %u %.6f plain\n", PH_FMT(id), PH_FMT(key), i + 1, weight);
        xapian_document_free(doc);
    }
}

static void ask_plain(const xapian_db *db, const xapian_stem *stem, ph_batch_line line)
{
    xapian_query *words[PH_QUERY_BYTES], *any;
    xapian_enquire *enquire;
    xapian_mset *mset;
    ph_str text = line.question, term;
    size_t n = 0;
    while (n < PH_QUERY_BYTES && next_stem(stem, &text, &term))
        good(xapian_query_term(term.s, term.n, 1, 0, &words[n++], &why));
    good(xapian_query_combine(XAPIAN_OP_OR, (const xapian_query *const *)words, n, 0, &any,
                              &why));
    good(xapian_enquire_new(db, &enquire, &why));
    good(xapian_enquire_set_query(enquire, any, 0, &why));
    good(xapian_enquire_mset(enquire, 0, DEPTH, 0, NULL, &mset, &why));
    print_matches(mset, line.id);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(any);
    while (n > 0)
        xapian_query_free(words[--n]);
}

static void plain(const char *documents, const ph_batch *topics)
{
    xapian_writable_db *db;
    xapian_stem *stem;
    good(xapian_writable_db_new_in_memory(&db, &why));
    good(xapian_stem_new("english", &stem, &why));
    add_documents(db, stem, documents);
    for (size_t i = 0; i < topics->n; i++)
        ask_plain(xapian_writable_db_reader(db), stem, topics->v[i]);
    xapian_stem_free(stem);
    xapian_writable_db_free(db);
}

/* --- peerhub -------------------------------------------------------------------------------- */

static void peerhub(const char *index, unsigned aids, const ph_batch *topics,
                    ph_arena *kept)
{
    ph_vocabulary *vocabulary;
    ph_reader *reader;
    ph_arena *arena = ph_arena_new();
    fine(ph_vocabulary_open(&vocabulary, ph_vocabulary_place(kept, index).s, &error));
    fine(ph_reader_open(&reader, &index, 1, vocabulary, &error));
    for (size_t i = 0; arena && i < topics->n; i++) {
        ph_query query;
        ph_result result;
        ph_arena_reset(arena);
        ph_query_init(&query, arena, vocabulary);
        query.match = PH_MATCH_ANY;
        query.limit = DEPTH;
        query.want = PH_WANT_HITS;
        query.aids = aids;
        fine(ph_query_set(&query, PH_STR("q"), topics->v[i].question, &error));
        fine(ph_search(reader, &query, arena, &result, &error));
        ph_result_trec(stdout, &result, topics->v[i].id, 0);
    }
    ph_arena_free(arena);
    ph_reader_free(reader);
    ph_vocabulary_free(vocabulary);
}

int main(int argc, char **argv)
{
    ph_arena *arena = ph_arena_new();
    ph_batch topics;
    if (!arena || argc < 4)
        die("usage: ranked plain DOCUMENTS TOPICS | ranked peerhub INDEX AIDS TOPICS");
    xmlInitParser();
    fine(ph_batch_read(argv[argc - 1], arena, &topics, &error));
    if (strcmp(argv[1], "plain") == 0)
        plain(argv[2], &topics);
    else
        peerhub(argv[2], (unsigned)strtoul(argv[3], NULL, 10), &topics, arena);
    ph_arena_free(arena);
    return fflush(stdout) != 0;
}
