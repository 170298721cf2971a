/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Details against loops over the documents: bounds, strings that handles lend at the same time,
 * the length of a query, the limits of wildcards, a prefix of terms suggested, places that a search
 * asks for one by one, how deep a part is; and a query that is given where the callback fails.
 */
#include "config.h"

#include "searching.h"

static void bounds(void **state)
{
    unsigned least = WORDS, most = 0;
    xapian_termcount lower, upper;
    const char *low, *high;
    size_t low_len, high_len;
    (void)state;
    for (unsigned d = 1; d <= DOCS; d++) {
        least = docs[d].length < least ? docs[d].length : least;
        most = docs[d].length > most ? docs[d].length : most;
    }
    OK(xapian_db_doc_length_bounds(db, &lower, &upper, &err));
    assert_true(lower <= least && upper >= most);
    OK(xapian_db_value_bounds(db, SLOT_KIND, &low, &low_len, &high, &high_len, &err));
    same_text(low, low_len, "a");
    same_text(high, high_len, "e");
}

/* What an iterator lent stays while others move, and while their handles lend. */
static void buffers_of_their_own(void **state)
{
    xapian_terms *a, *b;
    xapian_values *one, *other;
    const char *first, *second;
    size_t first_len, second_len;
    xapian_docid docid;
    double number;
    (void)state;
    OK(xapian_db_terms(db, "t03", 3, &a, &err));
    OK(xapian_db_terms(db, "t07", 3, &b, &err));
    OK(xapian_terms_next(a, &first, &first_len, &err));
    OK(xapian_terms_next(b, &second, &second_len, &err));
    same_text(first, first_len, "t03");
    same_text(second, second_len, "t07");
    xapian_terms_free(b);
    same_text(first, first_len, "t03");
    xapian_terms_free(a);

    OK(xapian_db_values(db, SLOT_NUMBER, &one, &err));
    OK(xapian_db_values(db, SLOT_NUMBER, &other, &err));
    OK(xapian_values_next(one, &docid, &first, &first_len, &err));
    OK(xapian_values_skip_to(other, 9, &docid, &second, &second_len, &err));
    OK(xapian_sortable_unserialise(first, first_len, &number, &err));
    close_to(number, docs[1].number);
    OK(xapian_sortable_unserialise(second, second_len, &number, &err));
    close_to(number, docs[9].number);
    xapian_values_free(one);
    xapian_values_free(other);
}

/* What taking places away does to wdf, and the docid at the values of a document. */
static void documents(void **state)
{
    xapian_document *doc;
    xapian_terms *terms;
    xapian_values *values;
    const char *text;
    size_t len;
    xapian_termpos removed;
    xapian_termcount wdf;
    xapian_docid docid;
    (void)state;
    OK(xapian_document_new(&doc, &err));
    OK(xapian_document_add_postings(doc, "a", 1, (xapian_termpos[]){1, 2, 3, 4, 5}, 5, 4,
                                    &err));
    OK(xapian_document_remove_posting(doc, "a", 1, 5, 3, &err));
    OK(xapian_document_remove_postings(doc, "a", 1, 2, 3, 2, &removed, &err));
    assert_int_equal(removed, 2);
    OK(xapian_document_terms(doc, &terms, &err));
    OK(xapian_terms_next(terms, &text, &len, &err));
    OK(xapian_terms_wdf(terms, &wdf, &err));
    assert_int_equal(wdf, 5 * 4 - 3 - 2 * 2);
    xapian_terms_free(terms);
    xapian_document_free(doc);

    OK(xapian_db_document(db, 77, &doc, &err));
    OK(xapian_document_values(doc, &values, &err));
    OK(xapian_values_next(values, &docid, &text, &len, &err));
    assert_int_equal(docid, 77);
    xapian_values_free(values);
    xapian_document_free(doc);
}

/* BM25 with a k2 adds 2 k2 / (1 + length / average) for each term of the query's length. */
static void length_of_a_query(void **state)
{
    xapian_query *query = term_query(2);
    xapian_enquire *enquire = enquire_for(query);
    double average;
    (void)state;
    OK(xapian_db_average_length(db, &average, &err));
    OK(xapian_enquire_weight_bm25(enquire, 1, 3, 1, 0.5, 0, &err));
    xapian_mset *own = all_matches(enquire);
    OK(xapian_enquire_set_query(enquire, query, 5, &err));
    xapian_mset *longer = all_matches(enquire);
    for (xapian_doccount i = 0; i < 10; i++) {
        const unsigned d = docid_at(longer, i);
        xapian_doccount at = 0;
        while (docid_at(own, at) != d)
            at++;
        close_to(weight_at(longer, i) - weight_at(own, at),
                 (5 - 1) * 2 * 3 / (1 + docs[d].length / average));
    }
    xapian_mset_free(own);
    xapian_mset_free(longer);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
}

/* Of all terms, Q1 is the first and in one document, t00 is in most. */
static bool is_first(unsigned d, const void *user)
{
    (void)user;
    return d == 1;
}

static bool has_t00(unsigned d, const void *user)
{
    (void)user;
    return docs[d].wdf[0] > 0;
}

static void limits_of_wildcards(void **state)
{
    static const predicate finds[] = {NULL, is_first, has_t00};
    (void)state;
    for (int limit = XAPIAN_WILDCARD_FIRST; limit <= XAPIAN_WILDCARD_MOST_FREQUENT;
         limit++) {
        xapian_query *query, *read;
        const char *bytes;
        char changed[20];
        size_t len;
        OK(xapian_query_wildcard("", 0, 1, (xapian_wildcard_limit)limit, XAPIAN_OP_SYNONYM,
                                 &query, &err));
        check_set(query, finds[limit], NULL);
        OK(xapian_query_serialise(query, &bytes, &len, &err));
        OK(xapian_query_unserialise(bytes, len, &read, &err));
        check_set(read, finds[limit], NULL);
        xapian_query_free(read);
        /* The third byte is the limit. */
        assert_in_range(len, 4, sizeof changed);
        memcpy(changed, bytes, len);
        assert_int_equal(changed[2], limit);
        changed[2] = XAPIAN_WILDCARD_MOST_FREQUENT + 1;
        IS(XAPIAN_SERIALISATION, xapian_query_unserialise(changed, len, &read, &err));
        xapian_query_free(query);
    }
}

/* All but the term that 'user' is. */
static int not_that(void *user, const char *term, size_t len, bool *take)
{
    assert_true(len == 3 && memcmp(term, "t1", 2) == 0); /* the prefix goes first */
    *take = strcmp(term, user) != 0;
    return 0;
}

static void prefix_of_suggestions(void **state)
{
    xapian_query *query = term_query(0);
    xapian_enquire *enquire = enquire_for(query);
    xapian_eset_options options = {.prefix = "t1", .prefix_len = 2};
    xapian_rset *rset;
    xapian_eset *eset;
    xapian_termcount all, i;
    const char *term;
    char best[4];
    size_t len;
    (void)state;
    OK(xapian_rset_new(&rset, &err));
    for (xapian_docid d = 1; d <= 50; d++)
        OK(xapian_rset_add(rset, d, &err));
    OK(xapian_enquire_eset(enquire, rset, 1000, &options, &eset, &err));
    all = xapian_eset_size(eset);
    assert_in_range(all, 2, 10);
    for (i = all; i-- > 0;) {
        OK(xapian_eset_term(eset, i, &term, &len, &err));
        assert_true(len == 3 && memcmp(term, "t1", 2) == 0);
    }
    memcpy(best, term, sizeof best);
    xapian_eset_free(eset);
    options.fn = not_that;
    options.user = best;
    OK(xapian_enquire_eset(enquire, rset, 1000, &options, &eset, &err));
    assert_int_equal(xapian_eset_size(eset), all - 1);
    for (i = 0; i < all - 1; i++) {
        OK(xapian_eset_term(eset, i, &term, &len, &err));
        assert_string_not_equal(term, best);
    }
    xapian_eset_free(eset);
    xapian_rset_free(rset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
}

static int give_and_fail(void *user, const char *text, size_t len, xapian_query **query)
{
    (void)user, (void)text, (void)len;
    *query = term_query(1);
    return 9;
}

static int give_range_and_fail(void *user, const char *begin, size_t begin_len,
                               const char *end, size_t end_len, xapian_query **query)
{
    (void)end, (void)end_len;
    return give_and_fail(user, begin, begin_len, query);
}

/* The parser takes it over: the address sanitizer says if it is lost. */
static void given_where_it_fails(void **state)
{
    static const char *const texts[] = {"f:x", "1..2"};
    xapian_query_parser *parser;
    xapian_query *query;
    (void)state;
    OK(xapian_query_parser_new(&parser, &err));
    OK(xapian_query_parser_add_field(parser, "f", 1, give_and_fail, NULL, &err));
    OK(xapian_query_parser_add_range_callback(parser, give_range_and_fail, NULL, "", 0, 0,
                                              NULL, 0, &err));
    for (size_t i = 0; i < N(texts); i++) {
        IS(XAPIAN_CALLBACK, xapian_query_parser_parse(parser, texts[i], strlen(texts[i]), 0,
                                                      "", 0, &query, &err));
        assert_int_equal(err.callback, 9);
        assert_null(query);
    }
    xapian_query_parser_free(parser);
}

/* A part of a query is one less deep, and no way around the bound. */
static void depth_of_a_part(void **state)
{
    xapian_query *query = term_query(2), *next;
    (void)state;
    for (unsigned depth = 1; depth < XAPIAN_QUERY_DEPTH_MAX; depth++) {
        OK(xapian_query_scale(query, 1.5, &next, &err));
        xapian_query_free(query);
        query = next;
    }
    NULLS(xapian_query_scale(query, 1.5, &next, &err));
    OK(xapian_query_part(query, 0, &next, &err));
    xapian_query_free(query);
    query = next;
    OK(xapian_query_scale(query, 1.5, &next, &err));
    xapian_query_free(query);
    NULLS(xapian_query_scale(next, 1.5, &query, &err));
    xapian_query_free(next);
}

/* Below AND a rarer term leads, and the places of its documents are asked for: one near, one too far
 * away, one that is no place, none. */
static void single_places(void **state)
{
    const xapian_coord here = {48, 11}, far = {-30, 100};
    const xapian_near near = {3, &here, 1, XAPIAN_EARTH_RADIUS};
    const xapian_query *parts[2];
    xapian_query *rare, *near_query, *both;
    xapian_writable_db *places;
    xapian_enquire *enquire;
    xapian_mset *mset;
    char bytes[XAPIAN_COORD_MAX];
    size_t len;
    (void)state;
    OK(xapian_writable_db_open(in_folder("places"), XAPIAN_CREATE, XAPIAN_WRITE_NO_SYNC,
                               &places, &err));
    for (unsigned d = 1; d <= 40; d++) {
        xapian_document *doc;
        OK(xapian_document_new(&doc, &err));
        if (d > 20 && d <= 24)
            OK(xapian_document_add_boolean_term(doc, "rare", 4, &err));
        OK(xapian_coords_serialise(d == 22 ? &far : &here, 1, bytes, sizeof bytes, &len,
                                   &err));
        OK(xapian_document_set_value(doc, 3, bytes, d == 24 ? 0 : len - (d == 23), &err));
        OK(xapian_writable_db_add_document(places, doc, NULL, &err));
        xapian_document_free(doc);
    }
    OK(xapian_writable_db_commit(places, &err));
    OK(xapian_query_term("rare", 4, 1, 0, &rare, &err));
    OK(xapian_query_near(&near, 1000, 1000, 1, &near_query, &err));
    OK(xapian_enquire_new(xapian_writable_db_reader(places), &enquire, &err));
    for (int turned = 0; turned < 2; turned++) {
        parts[turned] = rare, parts[!turned] = near_query;
        OK(xapian_query_combine(XAPIAN_OP_AND, parts, 2, 0, &both, &err));
        OK(xapian_enquire_set_query(enquire, both, 0, &err));
        OK(xapian_enquire_mset(enquire, 0, 10, 10, NULL, &mset, &err));
        assert_int_equal(xapian_mset_size(mset), 1);
        assert_int_equal(docid_at(mset, 0), 21);
        xapian_mset_free(mset);
        xapian_query_free(both);
    }
    xapian_enquire_free(enquire);
    xapian_query_free(near_query);
    xapian_query_free(rare);
    xapian_writable_db_free(places);
}

/* Coordinates are not written behind the buffer. */
static void room_for_places(void **state)
{
    const xapian_coord two[2] = {{1, 2}, {3, 4}};
    char bytes[2 * XAPIAN_COORD_MAX];
    size_t len = 7;
    (void)state;
    memset(bytes, 'x', sizeof bytes);
    IS(XAPIAN_RANGE, xapian_coords_serialise(two, 2, bytes, sizeof bytes - 1, &len, &err));
    assert_int_equal(len, 7);
    assert_int_equal(bytes[sizeof bytes - 1], 'x');
    OK(xapian_coords_serialise(two, 2, bytes, sizeof bytes, &len, &err));
    assert_int_equal(len, sizeof bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds),
        cmocka_unit_test(buffers_of_their_own),
        cmocka_unit_test(length_of_a_query),
        cmocka_unit_test(single_places),
        cmocka_unit_test(room_for_places),
        cmocka_unit_test(limits_of_wildcards),
        cmocka_unit_test(prefix_of_suggestions),
        cmocka_unit_test(given_where_it_fails),
        cmocka_unit_test(depth_of_a_part),
        cmocka_unit_test(documents),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
