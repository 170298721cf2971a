/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bare Xapian, as the measure of what an indexer costs beside it (tests/bench/speed).
 *
 *   bare dump SHARD FILE           what a shard holds: terms, positions, values, data
 *   bare add FILE SHARD MEGABYTES  the same into a new shard, and nothing else; commits each
 *                                  time that so many megabytes of FILE have gone in
 *
 * A document in FILE: its terms, each with wdf and positions, an empty one behind the last; a
 * value a slot; its data.  Numbers have four bytes, strings a length before them.
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/xapian-c/xapian-c.h"

#define SLOTS 16

static xapian_error why;

static void die(const char *what)
{
    fprintf(stderr, "bare: %s\n", what);
    exit(1);
}

/* True unless a list has come to its end. */
static bool good(xapian_status status)
{
    if (status != XAPIAN_OK && status != XAPIAN_END)
        die(why.text);
    return status == XAPIAN_OK;
}

/* --- dump ----------------------------------------------------------------------------------- */

static void put(FILE *out, const void *bytes, size_t n)
{
    if (fwrite(bytes, 1, n, out) != n)
        die("cannot write the file");
}

static void put_number(FILE *out, uint32_t n)
{
    put(out, &n, sizeof n);
}

static void put_string(FILE *out, const char *s, size_t n)
{
    put_number(out, (uint32_t)n);
    put(out, s, n);
}

static void put_positions(FILE *out, const xapian_db *db, xapian_docid id, const char *term,
                          size_t n)
{
    static xapian_termpos list[1 << 20];
    xapian_positions *positions;
    uint32_t count = 0;
    good(xapian_db_positions(db, id, term, n, &positions, &why));
    while (count < sizeof list / sizeof *list &&
           good(xapian_positions_next(positions, &list[count], &why)))
        count++;
    xapian_positions_free(positions);
    put_number(out, count);
    put(out, list, count * sizeof *list);
}

static void put_terms(FILE *out, const xapian_db *db, xapian_docid id)
{
    xapian_terms *terms;
    const char *term;
    size_t n;
    good(xapian_db_doc_terms(db, id, &terms, &why));
    while (good(xapian_terms_next(terms, &term, &n, &why))) {
        xapian_termcount wdf;
        good(xapian_terms_wdf(terms, &wdf, &why));
        put_string(out, term, n);
        put_number(out, wdf);
        put_positions(out, db, id, term, n);
    }
    xapian_terms_free(terms);
    put_number(out, 0);
}

static void dump(const char *shard, FILE *out)
{
    xapian_db *db;
    xapian_postings *all;
    xapian_docid id;
    good(xapian_db_open(shard, 0, &db, &why));
    good(xapian_db_postings(db, "", 0, &all, &why));
    while (good(xapian_postings_next(all, &id, &why))) {
        xapian_document *doc;
        const char *s;
        size_t n;
        put_terms(out, db, id);
        good(xapian_db_document(db, id, &doc, &why));
        for (xapian_slot slot = 0; slot < SLOTS; slot++) {
            good(xapian_document_value(doc, slot, &s, &n, &why));
            put_string(out, s, n);
        }
        good(xapian_document_data(doc, &s, &n, &why));
        put_string(out, s, n);
        xapian_document_free(doc);
    }
    xapian_postings_free(all);
    xapian_db_free(db);
}

/* --- add ------------------------------------------------------------------------------------ */

static char *text; /* the string read last */
static size_t room;

static bool get_number(FILE *in, uint32_t *n)
{
    return fread(n, sizeof *n, 1, in) == 1;
}

static const char *get_bytes(FILE *in, size_t n)
{
    if (n >= room && !(text = realloc(text, room = n * 2 + 1)))
        die("out of memory");
    if (fread(text, 1, n, in) != n)
        die("the file ends too soon");
    return text;
}

static uint32_t get_length(FILE *in)
{
    uint32_t n;
    if (!get_number(in, &n))
        die("the file ends too soon");
    return n;
}

static void add_term(FILE *in, xapian_document *doc, uint32_t n)
{
    char term[XAPIAN_TERM_MAX];
    if (n > sizeof term)
        die("a term is too long");
    memcpy(term, get_bytes(in, n), n);
    uint32_t wdf = get_length(in), positions = get_length(in);
    if (!positions) {
        good(xapian_document_add_term(doc, term, n, wdf, &why));
        return;
    }
    const void *list = get_bytes(in, positions * sizeof(xapian_termpos));
    good(xapian_document_add_postings(doc, term, n, list, positions, 0, &why));
    good(xapian_document_add_term(doc, term, n, wdf, &why));
}

static void add(FILE *in, const char *shard, long limit)
{
    xapian_writable_db *db;
    xapian_document *doc;
    uint32_t n;
    long committed = 0;
    good(xapian_writable_db_open(shard, XAPIAN_CREATE_OR_OVERWRITE, 0, &db, &why));
    good(xapian_document_new(&doc, &why));
    while (get_number(in, &n)) {
        good(xapian_document_clear(doc, &why));
        for (; n > 0; n = get_length(in))
            add_term(in, doc, n);
        for (xapian_slot slot = 0; slot < SLOTS; slot++)
            if ((n = get_length(in)) > 0)
                good(xapian_document_set_value(doc, slot, get_bytes(in, n), n, &why));
        n = get_length(in);
        good(xapian_document_set_data(doc, get_bytes(in, n), n, &why));
        good(xapian_writable_db_add_document(db, doc, NULL, &why));
        if (ftell(in) - committed > limit) {
            good(xapian_writable_db_commit(db, &why));
            committed = ftell(in);
        }
    }
    xapian_document_free(doc);
    good(xapian_writable_db_close(db, &why));
    xapian_writable_db_free(db);
}

int main(int argc, char **argv)
{
    bool dumps = argc == 4 && strcmp(argv[1], "dump") == 0;
    if (!dumps && !(argc == 5 && strcmp(argv[1], "add") == 0))
        die("usage: bare dump SHARD FILE | bare add FILE SHARD MEGABYTES");
    FILE *file = fopen(argv[dumps ? 3 : 2], dumps ? "wb" : "rb");
    if (!file)
        die("cannot open the file");
    if (dumps)
        dump(argv[2], file);
    else
        add(file, argv[3], strtol(argv[4], NULL, 10) << 20);
    if (fclose(file) != 0)
        die("cannot write the file");
    free(text);
    return 0;
}
