/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libxapian-c with bytes from anywhere.  The first byte says what the others are: 'q' a text for
 * the query parser, behind three bytes of flags; 's' a serialised query; 'd' a serialised document.
 * What is taken is searched for, and can be serialised and read again. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../xapian-c.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Xapian's parser loses the word at which a text turns out to be no query ("a AND NEAR/3 b"), and
 * its matcher a weight for each term that a wildcard leaves out. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:Xapian::QueryParser::Internal::parse_query\n"
           "leak:Xapian::BM25Weight::clone\n";
}

static void must(xapian_status status, const xapian_error *err)
{
    if (status == XAPIAN_OK)
        return;
    fprintf(stderr, "%s\n", err->text);
    abort();
}

/* --- a database ------------------------------------------------------------------------------- */

static void add(xapian_writable_db *db, xapian_term_generator *generator, const char *text,
                double number)
{
    xapian_document *doc;
    xapian_error err;
    const xapian_coord place = {number, number};
    char value[XAPIAN_SORTABLE_MAX];
    size_t n;
    must(xapian_document_new(&doc, &err), &err);
    must(xapian_term_generator_set_document(generator, doc, &err), &err);
    must(xapian_term_generator_index(generator, text, strlen(text), 1, "", 0, &err), &err);
    must(xapian_term_generator_index(generator, text, strlen(text), 1, "S", 1, &err), &err);
    must(xapian_document_add_boolean_term(doc, "Kone", 4, &err), &err);
    must(xapian_sortable_serialise(number, value, &n, &err), &err);
    must(xapian_document_set_value(doc, 0, value, n, &err), &err);
    must(xapian_document_set_value(doc, 1, "20200229", 8, &err), &err);
    must(xapian_coords_serialise(&place, 1, value, sizeof value, &n, &err), &err);
    must(xapian_document_set_value(doc, 2, value, n, &err), &err);
    must(xapian_writable_db_add_document(db, doc, NULL, &err), &err);
    xapian_document_free(doc);
}

/* Made once. */
static const xapian_db *database(xapian_stem *stem)
{
    static xapian_writable_db *db;
    xapian_term_generator *generator;
    xapian_error err;
    if (db)
        return xapian_writable_db_reader(db);
    must(xapian_writable_db_new_in_memory(&db, &err), &err);
    must(xapian_term_generator_new(&generator, &err), &err);
    must(xapian_term_generator_set_stem(generator, stem, &err), &err);
    add(db, generator, "A register of companies, open to all", 1);
    add(db, generator, "Open registers, and who opened them first", 20);
    add(db, generator, "公司登記 открытые данные", 80);
    xapian_term_generator_free(generator);
    return xapian_writable_db_reader(db);
}

/* --- a parser ----------------------------------------------------------------------------------- */

static int take_field(void *user, const char *text, size_t n, xapian_query **query)
{
    (void)user;
    if (n == 3 && memcmp(text, "bad", 3) == 0)
        return 7;
    return n == 0 || n > XAPIAN_TERM_MAX
               ? 0
               : xapian_query_term(text, n, 1, 0, query, NULL) != XAPIAN_OK;
}

static int take_range(void *user, const char *begin, size_t begin_n, const char *end,
                      size_t end_n, xapian_query **query)
{
    (void)user;
    return begin_n > end_n ? 0
                           : xapian_query_value_range(1, begin, begin_n, end, end_n, query,
                                                      NULL) != XAPIAN_OK;
}

static xapian_query_parser *parser_of(const xapian_db *db, const xapian_stem *stem)
{
    xapian_query_parser *p;
    xapian_stopper *stopper;
    xapian_error err;
    must(xapian_query_parser_new(&p, &err), &err);
    must(xapian_stopper_new(&stopper, &err), &err);
    must(xapian_stopper_add(stopper, "of", 2, &err), &err);
    must(xapian_query_parser_set_stopper(p, stopper, &err), &err);
    must(xapian_query_parser_set_stem(p, stem, &err), &err);
    must(xapian_query_parser_set_database(p, db, &err), &err);
    must(xapian_query_parser_add_prefix(p, "title", 5, "S", 1, &err), &err);
    must(xapian_query_parser_add_boolean_prefix(p, "kind", 4, "K", 1, NULL, 0, &err), &err);
    must(xapian_query_parser_add_field(p, "field", 5, take_field, NULL, &err), &err);
    must(xapian_query_parser_add_boolean_field(p, "filter", 6, take_field, NULL, "", 0,
                                               &err),
         &err);
    must(xapian_query_parser_add_date_range(p, 1, "date:", 5, XAPIAN_RANGE_REPEATED, 1970,
                                            NULL, 0, &err),
         &err);
    must(xapian_query_parser_add_number_range(p, 0, "m", 1, XAPIAN_RANGE_SUFFIX, NULL, 0,
                                              &err),
         &err);
    must(xapian_query_parser_add_range_callback(p, take_range, NULL, "$", 1, 0, NULL, 0,
                                                &err),
         &err);
    must(xapian_query_parser_add_range(p, 1, "", 0, 0, "any", 3, &err), &err);
    xapian_stopper_free(stopper);
    return p;
}

/* --- what is asked ------------------------------------------------------------------------------ */

/* Any answer will do. */
static void search(const xapian_db *db, const xapian_query *query)
{
    xapian_enquire *enquire;
    xapian_mset *mset = NULL;
    xapian_error err;
    must(xapian_enquire_new(db, &enquire, &err), &err);
    must(xapian_enquire_set_query(enquire, query, 0, &err), &err);
    if (xapian_enquire_mset(enquire, 0, 10, 10, NULL, &mset, &err) == XAPIAN_OK) {
        const char *text;
        size_t n;
        must(xapian_mset_snippet(mset, "Open registers of the 公司", 29, NULL, &text, &n,
                                 &err),
             &err);
    }
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
}

/* A query is what its bytes say. */
static void use(const xapian_db *db, const xapian_query *query)
{
    xapian_query *again;
    xapian_error err;
    const char *bytes, *text;
    size_t n, text_n;
    search(db, query);
    must(xapian_query_serialise(query, &bytes, &n, &err), &err);
    must(xapian_query_unserialise(bytes, n, &again, &err), &err);
    must(xapian_query_describe(again, &text, &text_n, &err), &err);
    char *described = malloc(text_n + 1);
    if (!described)
        abort();
    memcpy(described, text, text_n);
    must(xapian_query_describe(query, &text, &n, &err), &err);
    if (n != text_n || memcmp(described, text, n) != 0)
        abort();
    free(described);
    xapian_query_free(again);
}

static void parse(const xapian_db *db, const xapian_stem *stem, const char *text, size_t n)
{
    xapian_query *query;
    xapian_error err;
    unsigned flags = 0;
    for (int i = 0; i < 3 && n > 0; i++, text++, n--)
        flags = flags << 8 | (unsigned char)*text;
    xapian_query_parser *parser = parser_of(db, stem);
    if (xapian_query_parser_parse(parser, text, n, flags, "", 0, &query, &err) ==
        XAPIAN_OK) {
        use(db, query);
        xapian_query_free(query);
    }
    xapian_query_parser_free(parser);
}

static void unserialise(const xapian_db *db, const char *bytes, size_t n)
{
    xapian_query *query;
    xapian_error err;
    if (xapian_query_unserialise(bytes, n, &query, &err) != XAPIAN_OK)
        return;
    use(db, query);
    xapian_query_free(query);
}

static void unserialise_document(const char *bytes, size_t n)
{
    xapian_document *doc;
    xapian_writable_db *db;
    xapian_error err;
    if (xapian_document_unserialise(bytes, n, &doc, &err) != XAPIAN_OK)
        return;
    must(xapian_writable_db_new_in_memory(&db, &err), &err);
    (void)!xapian_writable_db_add_document(db, doc, NULL, &err);
    xapian_writable_db_free(db);
    xapian_document_free(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static xapian_stem *stem;
    xapian_error err;
    const char *rest = (const char *)data + 1;
    if (!stem)
        must(xapian_stem_new("en", &stem, &err), &err);
    const xapian_db *db = database(stem);
    if (size == 0)
        return 0;
    switch (data[0]) {
    case 'q': parse(db, stem, rest, size - 1); break;
    case 's': unserialise(db, rest, size - 1); break;
    case 'd': unserialise_document(rest, size - 1); break;
    default: break;
    }
    return 0;
}
