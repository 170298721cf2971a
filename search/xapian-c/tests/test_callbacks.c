/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Callbacks of every kind that return a number, and that call what called them.
 */
#include "config.h"

#include "callbacks.h"

#include <limits.h>

/* ---- a number ---- */

static int number;

static int give_number(void)
{
    return number;
}

static void check_ended(const struct kind *kind)
{
    char said[64];
    snprintf(said, sizeof said, ": a callback returned %d", number);
    if (strcmp(err.text + strlen(kind->call), said) != 0 ||
        strcmp(xapian_error_message(&err), said + 2) != 0 || err.callback != number ||
        err.type[0] != '\0' || strcmp(err.call, kind->call) != 0 ||
        strstr(err.text, kind->call) != err.text)
        fail_msg("%s: %d, %s, %s", kind->name, err.callback, err.call, err.text);
}

/* Each of the calls of a callback ends what called it; then that works as it did before. */
static void numbers(const struct kind *kind)
{
    static const int given[] = {1, -1, 42, INT_MIN, INT_MAX};
    unsigned calls;
    kind->open();
    at = called = 0;
    act = give_number;
    OK(kind->run(&err));
    calls = called;
    if (calls == 0)
        fail_msg("%s is not called", kind->name);
    for (unsigned n = 1; n <= calls && n <= 12; n++) {
        number = given[n % N(given)];
        at = n, called = 0;
        IS(XAPIAN_CALLBACK, kind->run(&err));
        assert_int_equal(called, n);
        check_ended(kind);
        at = 0, called = 0;
        OK(kind->run(&err));
        if (called != calls)
            fail_msg("%s: called %u times, and %u after a failure", kind->name, calls,
                     called);
    }
    at = 1, called = 0;
    assert_int_equal(kind->run(NULL), XAPIAN_CALLBACK);
    at = 0;
    OK(kind->run(&err));
    close_all();
}

static void try_numbers(void **state)
{
    const struct kind *kind = *state;
    /* Xapian loses tables where a compaction does not come to its end. */
    const bool compacts = strcmp(kind->call, "xapian_db_compact") == 0;
    if (compacts)
        MAY_LOSE_BEGIN();
    numbers(kind);
    if (compacts)
        MAY_LOSE_END();
}

/* A callback of a parser that fails before an error in the text is what is told. */
static void before_an_error(void **state)
{
    xapian_query *query;
    (void)state;
    open_field();
    act = give_number;
    number = 7;
    at = 1, called = 0;
    IS(XAPIAN_CALLBACK,
       xapian_query_parser_parse(parser, "f:x AND OR )", 12, XAPIAN_PARSE_DEFAULT, "", 0,
                                 &query, &err));
    assert_int_equal(err.callback, 7);
    assert_null(query);
    at = 0;
    IS(XAPIAN_QUERY_PARSER,
       xapian_query_parser_parse(parser, "f:x AND OR )", 12, XAPIAN_PARSE_DEFAULT, "", 0,
                                 &query, &err));
    OK(run_parse(&err));
    close_all();
}

/* ---- calls from within ---- */

#define BUSY(call) IS(XAPIAN_INVALID_OPERATION, call)

static int use_own_handles(void);

static void use_enquire(void)
{
    const xapian_near near = {0, &(const xapian_coord){1, 2}, 1, XAPIAN_EARTH_RADIUS};
    xapian_query *query = term_query(2);
    xapian_mset *mset;
    xapian_eset *eset;
    xapian_terms *terms;
    BUSY(xapian_enquire_mset(enquire, 0, 1, 0, NULL, &mset, &err));
    assert_null(mset);
    BUSY(xapian_enquire_eset(enquire, rset, 1, NULL, &eset, &err));
    BUSY(xapian_enquire_matching_terms(enquire, 1, &terms, &err));
    BUSY(xapian_enquire_set_query(enquire, query, 0, &err));
    xapian_query_free(query);
    BUSY(xapian_enquire_query(enquire, &query, &err));
    BUSY(xapian_enquire_set_docid_order(enquire, XAPIAN_DOCID_ANY, &err));
    BUSY(xapian_enquire_sort_by_relevance(enquire, &err));
    BUSY(xapian_enquire_sort_by_value(enquire, XAPIAN_SORT_VALUE, 0, false, &err));
    BUSY(xapian_enquire_sort_by_slots(enquire, XAPIAN_SORT_VALUE,
                                      &(const xapian_sort_slot){0}, 1, &err));
    BUSY(xapian_enquire_sort_by_key(enquire, XAPIAN_SORT_VALUE, make_key, NULL, false,
                                    &err));
    BUSY(
        xapian_enquire_sort_by_distance(enquire, XAPIAN_SORT_VALUE, &near, 0, false, &err));
    BUSY(xapian_enquire_set_collapse(enquire, 1, 1, &err));
    BUSY(xapian_enquire_set_cutoff(enquire, 1, 1, &err));
    BUSY(xapian_enquire_set_time_limit(enquire, 1, &err));
    BUSY(xapian_enquire_set_decider(enquire, NULL, NULL, &err));
    BUSY(xapian_enquire_add_matchspy(enquire, spy, &err));
    BUSY(xapian_enquire_clear_matchspies(enquire, &err));
    BUSY(xapian_enquire_set_expansion(enquire, XAPIAN_EXPAND_BO1, 1, &err));
    BUSY(xapian_enquire_weight_bool(enquire, &err));
    BUSY(xapian_enquire_weight_bm25(enquire, 1, 0, 1, 0.5, 0.5, &err));
    BUSY(xapian_enquire_weight_tfidf(enquire, NULL, &err));
}

static void use_parser(void)
{
    const char *text;
    size_t len;
    xapian_query *query;
    xapian_terms *terms;
    BUSY(xapian_query_parser_parse(parser, "word", 4, 0, "", 0, &query, &err));
    assert_null(query);
    BUSY(xapian_query_parser_corrected(parser, &text, &len, &err));
    BUSY(xapian_query_parser_stopped(parser, &terms, &err));
    BUSY(xapian_query_parser_unstem(parser, "word", 4, &terms, &err));
    BUSY(xapian_query_parser_set_stem(parser, NULL, &err));
    BUSY(xapian_query_parser_set_strategy(parser, XAPIAN_STEM_NONE, &err));
    BUSY(xapian_query_parser_set_stopper(parser, NULL, &err));
    BUSY(xapian_query_parser_set_default_op(parser, XAPIAN_OP_AND, &err));
    BUSY(xapian_query_parser_set_database(parser, db, &err));
    BUSY(xapian_query_parser_set_max_expansion(parser, 1, XAPIAN_WILDCARD_FIRST,
                                               XAPIAN_PARSE_WILDCARD, &err));
    BUSY(xapian_query_parser_add_prefix(parser, "g", 1, "G", 1, &err));
    BUSY(xapian_query_parser_add_boolean_prefix(parser, "h", 1, "H", 1, NULL, 0, &err));
    BUSY(xapian_query_parser_add_field(parser, "i", 1, field_query, NULL, &err));
    BUSY(xapian_query_parser_add_boolean_field(parser, "j", 1, field_query, NULL, NULL, 0,
                                               &err));
    BUSY(xapian_query_parser_add_range(parser, 1, "", 0, 0, NULL, 0, &err));
    BUSY(xapian_query_parser_add_number_range(parser, 1, "", 0, 0, NULL, 0, &err));
    BUSY(xapian_query_parser_add_date_range(parser, 1, "", 0, 0, 1970, NULL, 0, &err));
    BUSY(xapian_query_parser_add_range_callback(parser, range_query, NULL, "", 0, 0, NULL,
                                                0, &err));
}

static void use_generator(void)
{
    BUSY(xapian_term_generator_index(generator, "word", 4, 1, "", 0, &err));
    BUSY(xapian_term_generator_index_without_positions(generator, "word", 4, 1, "", 0,
                                                       &err));
    BUSY(xapian_term_generator_set_document(generator, doc, &err));
    BUSY(xapian_term_generator_set_stem(generator, NULL, &err));
    BUSY(xapian_term_generator_set_strategy(generator, XAPIAN_STEM_NONE, &err));
    BUSY(xapian_term_generator_set_stopper(generator, NULL, XAPIAN_STOP_NONE, &err));
    BUSY(xapian_term_generator_set_flags(generator, 0, NULL, &err));
    BUSY(xapian_term_generator_set_max_word(generator, 5, &err));
    BUSY(xapian_term_generator_set_position(generator, 1, &err));
    BUSY(xapian_term_generator_skip(generator, 1, &err));
}

/* The handle that runs the callback is refused; all others do what they do. */
static int use_own_handles(void)
{
    const unsigned at_before = at, called_before = called;
    xapian_enquire *const own = enquire;
    at = 0;
    if (own)
        use_enquire();
    if (parser)
        use_parser();
    if (generator)
        use_generator();
    if (stem && !parser && !generator)
        BUSY(run_stem(&err));
    if (stopper && !parser && !generator)
        BUSY(run_stops(&err));
    if (begun == ended) { /* a search within counts on that */
        enquire = new_enquire(term_query(0));
        OK(run_search(&err));
        xapian_enquire_free(enquire);
    }
    enquire = own;
    at = at_before, called = called_before;
    return 0;
}

static void try_calls_from_within(void **state)
{
    const struct kind *kind = *state;
    unsigned calls;
    kind->open();
    at = called = 0;
    OK(kind->run(&err));
    calls = called;
    act = use_own_handles;
    at = 1, called = 0;
    OK(kind->run(&err));
    assert_int_equal(called, calls); /* it went on */
    at = 0, called = 0;
    OK(kind->run(&err));
    assert_int_equal(called, calls);
    close_all();
}

int main(void)
{
    struct CMUnitTest tests[2 * N(kinds) + 1];
    size_t n = 0;
    static char names[N(kinds)][64];
    for (size_t i = 0; i < N(kinds); i++) {
        union {
            const struct kind *in;
            void *out;
        } state = {&kinds[i]};
        tests[n] = (struct CMUnitTest)cmocka_unit_test_prestate(try_numbers, state.out);
        tests[n++].name = kinds[i].name;
        tests[n] =
            (struct CMUnitTest)cmocka_unit_test_prestate(try_calls_from_within, state.out);
        snprintf(names[i], sizeof names[i], "%s, calls from within", kinds[i].name);
        tests[n++].name = names[i];
    }
    tests[n] = (struct CMUnitTest)cmocka_unit_test(before_an_error);
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_collection, close_collection);
}
