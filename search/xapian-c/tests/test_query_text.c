/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What people type, parsed and searched for: compared with a loop over the documents.
 */
#include "config.h"

#include "searching.h"

static xapian_query_parser *new_parser(void)
{
    xapian_query_parser *parser;
    OK(xapian_query_parser_new(&parser, &err));
    OK(xapian_query_parser_set_database(parser, db, &err));
    return parser;
}

static xapian_query *parse(xapian_query_parser *parser, const char *text, unsigned flags)
{
    xapian_query *query;
    OK(xapian_query_parser_parse(parser, text, strlen(text), flags, NULL, 0, &query, &err));
    return query;
}

typedef bool (*wanted)(unsigned d);

static bool is_wanted(unsigned d, const void *user)
{
    const wanted *matches = user;
    return (*matches)(d);
}

static void check_text(xapian_query_parser *parser, const char *text, unsigned flags,
                       wanted matches)
{
    xapian_query *query = parse(parser, text, flags);
    check_set(query, is_wanted, &matches);
    xapian_query_free(query);
}

/* ---- what the documents say -------------------------------------------------------- */

static bool has(unsigned d, unsigned t)
{
    return docs[d].wdf[t] > 0;
}

/* The terms, each at most 'within' places from the one before; 'ordered' as they are. */
static bool close_by(unsigned d, unsigned a, unsigned b, unsigned within, bool ordered)
{
    for (unsigned i = 0; i < docs[d].length; i++) {
        for (unsigned j = 0; j < docs[d].length; j++) {
            const unsigned apart = i < j ? j - i : i - j;
            if (docs[d].words[i] == a && docs[d].words[j] == b && apart > 0 &&
                apart <= within && (!ordered || i < j))
                return true;
        }
    }
    return false;
}

static bool nothing(unsigned d)
{
    (void)d;
    return false;
}
static bool t3(unsigned d)
{
    return has(d, 3);
}
static bool t3_or_t9(unsigned d)
{
    return has(d, 3) || has(d, 9);
}
static bool t3_and_t9(unsigned d)
{
    return has(d, 3) && has(d, 9);
}
static bool t3_not_t9(unsigned d)
{
    return has(d, 3) && !has(d, 9);
}
static bool not_t3(unsigned d)
{
    return !has(d, 3);
}
static bool t3_xor_t9(unsigned d)
{
    return has(d, 3) != has(d, 9);
}
static bool t3_and_either(unsigned d)
{
    return has(d, 3) && (has(d, 9) || has(d, 12));
}
static bool either_and_t12(unsigned d)
{
    return has(d, 3) || (has(d, 9) && has(d, 12));
}
static bool phrase_3_5(unsigned d)
{
    return close_by(d, 3, 5, 1, true);
}
static bool near_3_5(unsigned d)
{
    return close_by(d, 3, 5, 2, false);
}
static bool adjacent_3_5(unsigned d)
{
    return close_by(d, 3, 5, 2, true);
}
static bool t1x(unsigned d)
{
    for (unsigned t = 10; t < TERMS; t++) {
        if (has(d, t))
            return true;
    }
    return false;
}
static bool t3_or_t1x(unsigned d)
{
    return has(d, 3) || t1x(d);
}

static void operators(void **state)
{
    static const struct {
        const char *text;
        unsigned flags;
        wanted matches;
    } rows[] = {
        {"t03", 0, t3},
        {"T03", 0, t3},
        {"  t03!? ", 0, t3},
        {"", 0, nothing},
        {"...", 0, nothing},
        {"t03 t09", 0, t3_or_t9},
        {"t03 OR t09", XAPIAN_PARSE_BOOLEAN, t3_or_t9},
        {"t03 AND t09", XAPIAN_PARSE_BOOLEAN, t3_and_t9},
        {"t03 AND t09", 0, t3_or_t9}, /* "and" is a word that no document has */
        {"t03 and t09", XAPIAN_PARSE_BOOLEAN, t3_or_t9},
        {"t03 and t09", XAPIAN_PARSE_BOOLEAN | XAPIAN_PARSE_BOOLEAN_ANY_CASE, t3_and_t9},
        {"t03 NOT t09", XAPIAN_PARSE_BOOLEAN, t3_not_t9},
        {"t03 AND NOT t09", XAPIAN_PARSE_BOOLEAN, t3_not_t9},
        {"NOT t03", XAPIAN_PARSE_BOOLEAN | XAPIAN_PARSE_PURE_NOT, not_t3},
        {"t03 XOR t09", XAPIAN_PARSE_BOOLEAN, t3_xor_t9},
        {"t03 AND (t09 OR t12)", XAPIAN_PARSE_BOOLEAN, t3_and_either},
        {"t03 OR t09 AND t12", XAPIAN_PARSE_BOOLEAN, either_and_t12},
        {"+t03 t09", XAPIAN_PARSE_LOVEHATE, t3},
        {"+t03 +t09", XAPIAN_PARSE_LOVEHATE, t3_and_t9},
        {"t03 -t09", XAPIAN_PARSE_LOVEHATE, t3_not_t9},
        {"t03 -t09", 0, t3_or_t9},
        {"\"t03 t05\"", XAPIAN_PARSE_PHRASE, phrase_3_5},
        {"t03-t05", XAPIAN_PARSE_PHRASE, phrase_3_5},
        {"t03 NEAR/2 t05", XAPIAN_PARSE_BOOLEAN, near_3_5},
        {"t03 ADJ/2 t05", XAPIAN_PARSE_BOOLEAN, adjacent_3_5},
        {"t1*", XAPIAN_PARSE_WILDCARD, t1x},
        {"t1*", 0, nothing},
        {"t1", XAPIAN_PARSE_PARTIAL, t1x},
        {"t03 t1", XAPIAN_PARSE_PARTIAL, t3_or_t1x},
        {"t03\xff", 0, nothing}, /* read as Latin-1: a word with ÿ at its end */
    };
    xapian_query_parser *parser = new_parser();
    (void)state;
    for (size_t i = 0; i < N(rows); i++)
        check_text(parser, rows[i].text, rows[i].flags, rows[i].matches);
    OK(xapian_query_parser_set_default_op(parser, XAPIAN_OP_AND, &err));
    check_text(parser, "t03 t09", 0, t3_and_t9);
    IS(XAPIAN_UNIMPLEMENTED,
       xapian_query_parser_set_default_op(parser, XAPIAN_OP_PHRASE, &err));
    NULLS(xapian_query_parser_set_default_op(parser, XAPIAN_OP_XOR, &err));
    xapian_query_parser_free(parser);
}

static bool t3_and_t5(unsigned d)
{
    return has(d, 3) && has(d, 5);
}

static void without_positions(void **state)
{
    xapian_query_parser *parser = new_parser();
    (void)state;
    check_text(parser, "\"t03 t05\"", XAPIAN_PARSE_PHRASE | XAPIAN_PARSE_NO_POSITIONS,
               t3_and_t5);
    check_text(parser, "t03 NEAR t05", XAPIAN_PARSE_BOOLEAN | XAPIAN_PARSE_NO_POSITIONS,
               t3_and_t5);
    xapian_query_parser_free(parser);
}

/* ---- what cannot be parsed --------------------------------------------------------- */

static void refused(void **state)
{
    static char big[XAPIAN_QUERY_TEXT_MAX + 1];
    static const char *const wrong[] = {"t03 AND", "AND t03", "t03 OR OR t09",
                                        "t03 NOT", "NOT t03", "t03 XOR"};
    xapian_query_parser *parser = new_parser();
    xapian_query *query;
    (void)state;
    for (size_t i = 0; i < N(wrong); i++) {
        IS(XAPIAN_QUERY_PARSER,
           xapian_query_parser_parse(parser, wrong[i], strlen(wrong[i]),
                                     XAPIAN_PARSE_DEFAULT, NULL, 0, &query, &err));
        assert_null(query);
        assert_string_equal(err.type, "QueryParserError");
        check_text(parser, "t03", 0, t3); /* it goes on */
    }
    memset(big, 'x', sizeof big);
    NULLS(xapian_query_parser_parse(parser, big, sizeof big, 0, NULL, 0, &query, &err));
    assert_null(query);
    OK(xapian_query_parser_parse(parser, big, sizeof big - 1, 0, NULL, 0, &query, &err));
    xapian_query_free(query);
    memset(big, '(', 2000); /* many parentheses do no harm */
    memcpy(big + 2000, "t03", 3);
    memset(big + 2003, ')', 2000);
    IS(XAPIAN_OK, xapian_query_parser_parse(parser, big, 4003, XAPIAN_PARSE_DEFAULT, NULL,
                                            0, &query, &err));
    xapian_query_free(query);
    NULLS(xapian_query_parser_parse(parser, "a", 1, 1u << 30, NULL, 0, &query, &err));
    NULLS(xapian_query_parser_parse(parser, NULL, 1, 0, NULL, 0, &query, &err));
    OK(xapian_query_parser_parse(parser, NULL, 0, 0, NULL, 0, &query, &err));
    assert_true(xapian_query_is_empty(query));
    xapian_query_free(query);
    xapian_query_parser_free(parser);
}

static bool t10(unsigned d)
{
    return has(d, 10);
}

static void expansions(void **state)
{
    xapian_query_parser *parser = new_parser();
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;
    (void)state;
    OK(xapian_query_parser_set_max_expansion(parser, 1, XAPIAN_WILDCARD_FIRST,
                                             XAPIAN_PARSE_WILDCARD, &err));
    check_text(parser, "t1*", XAPIAN_PARSE_WILDCARD, t10);
    check_text(parser, "t1", XAPIAN_PARSE_PARTIAL, t1x);
    OK(xapian_query_parser_set_max_expansion(parser, 9, XAPIAN_WILDCARD_ERROR,
                                             XAPIAN_PARSE_WILDCARD, &err));
    query = parse(parser, "t1*", XAPIAN_PARSE_WILDCARD);
    OK(xapian_enquire_new(db, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    OK(xapian_enquire_weight_bool(enquire, &err));
    IS(XAPIAN_WILDCARD, xapian_enquire_mset(enquire, 0, 1, 0, NULL, &mset, &err));
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    NULLS(xapian_query_parser_set_max_expansion(parser, 1, XAPIAN_WILDCARD_FIRST, 1, &err));
    xapian_query_parser_free(parser);
}

/* ---- fields and ranges ------------------------------------------------------------- */

static bool is_7_or_9(unsigned d)
{
    return d == 7 || d == 9;
}
static bool number_in_range(unsigned d)
{
    return docs[d].number >= -100 && docs[d].number <= 250;
}
static bool number_up_to(unsigned d)
{
    return docs[d].number <= 250;
}
static bool t3_from(unsigned d)
{
    return has(d, 3) && docs[d].number >= 250;
}
static bool kind_b_to_c(unsigned d)
{
    return docs[d].kind == 'b' || docs[d].kind == 'c';
}
static bool kind_in_range(unsigned d)
{
    return kind_b_to_c(d) && number_in_range(d);
}
static bool t3_and_7(unsigned d)
{
    return has(d, 3) && d == 7;
}

static void fields(void **state)
{
    xapian_query_parser *parser = new_parser();
    (void)state;
    OK(xapian_query_parser_add_boolean_prefix(parser, "id", 2, "Q", 1, NULL, 0, &err));
    OK(xapian_query_parser_add_prefix(parser, "t", 1, "t", 1, &err));
    IS(XAPIAN_INVALID_OPERATION,
       xapian_query_parser_add_prefix(parser, "id", 2, "X", 1, &err));
    check_text(parser, "id:7 id:9", 0, is_7_or_9);
    check_text(parser, "t:03", 0, t3);
    check_text(parser, "t:03 id:7", 0, t3_and_7);
    check_text(parser, "id:", 0, nothing);
    check_text(parser, "nofield:t03", XAPIAN_PARSE_DEFAULT, nothing); /* a phrase of both */
    xapian_query_parser_free(parser);
}

static void ranges(void **state)
{
    xapian_query_parser *parser = new_parser();
    (void)state;
    OK(xapian_query_parser_add_range(parser, SLOT_KIND, "kind:", 5, 0, NULL, 0, &err));
    OK(xapian_query_parser_add_number_range(parser, SLOT_NUMBER, "kg", 2,
                                            XAPIAN_RANGE_SUFFIX | XAPIAN_RANGE_REPEATED,
                                            NULL, 0, &err));
    NULLS(xapian_query_parser_add_range(parser, 1, "x", 1, 64, NULL, 0, &err));
    check_text(parser, "-100..250kg", 0, number_in_range);
    check_text(parser, "-100kg..250kg", 0, number_in_range);
    check_text(parser, "..250kg", 0, number_up_to);
    check_text(parser, "t03 250..kg", 0, t3_from);
    check_text(parser, "kind:b..c", 0, kind_b_to_c);
    check_text(parser, "kind:b..c -100..250kg", 0, kind_in_range);
    xapian_query_parser_free(parser);
}

typedef struct {
    unsigned calls;
    int returned;
    bool none;
} field;

/* Terms by the names of their numbers. */
static int named_term(void *user, const char *text, size_t text_len, xapian_query **query)
{
    field *of = user;
    of->calls++;
    if (of->none)
        return 0;
    if (text_len == 5 && memcmp(text, "three", 5) == 0)
        *query = term_query(3);
    else if (text_len == 4 && memcmp(text, "nine", 4) == 0)
        *query = term_query(9);
    return of->returned;
}

static int kinds_between(void *user, const char *begin, size_t begin_len, const char *end,
                         size_t end_len, xapian_query **query)
{
    field *of = user;
    of->calls++;
    if (begin_len != 1 || end_len != 1)
        return 0; /* not mine */
    OK(xapian_query_value_range(SLOT_KIND, begin, 1, end, 1, query, &err));
    return 0;
}

static void callbacks(void **state)
{
    field three = {0, 0, false}, between = {0, 0, false};
    xapian_query_parser *parser = new_parser();
    xapian_query *query;
    (void)state;
    OK(xapian_query_parser_add_field(parser, "is", 2, named_term, &three, &err));
    OK(xapian_query_parser_add_boolean_field(parser, "only", 4, named_term, &three, NULL, 0,
                                             &err));
    OK(xapian_query_parser_add_range_callback(parser, kinds_between, &between, "", 0, 0,
                                              NULL, 0, &err));
    check_text(parser, "is:three", 0, t3);
    check_text(parser, "only:three only:nine", 0, t3_or_t9);
    check_text(parser, "is:three only:nine", 0, t3_and_t9);
    check_text(parser, "only:\"three\"", 0, t3);
    assert_int_equal(three.calls, 6);
    check_text(parser, "b..c", 0, kind_b_to_c);
    assert_int_equal(between.calls, 1);
    IS(XAPIAN_QUERY_PARSER,
       xapian_query_parser_parse(parser, "bb..c", 5, 0, NULL, 0, &query, &err));
    three.none = true;
    check_text(parser, "is:three", 0, nothing);
    three.none = false, three.returned = 42;
    IS(XAPIAN_CALLBACK,
       xapian_query_parser_parse(parser, "is:three", 8, 0, NULL, 0, &query, &err));
    assert_int_equal(err.callback, 42);
    assert_null(query);
    three.returned = 0;
    check_text(parser, "is:three", 0, t3); /* it can be used again */
    xapian_query_parser_free(parser);
}

static void refused_fields(void **state)
{
    field three = {0, 0, false};
    xapian_query_parser *parser = new_parser();
    (void)state;
    OK(xapian_query_parser_add_prefix(parser, "title", 5, "S", 1, &err));
    OK(xapian_query_parser_add_field(parser, "is", 2, named_term, &three, &err));
    OK(xapian_query_parser_add_boolean_field(parser, "only", 4, named_term, &three, NULL, 0,
                                             &err));
    IS(XAPIAN_UNAVAILABLE,
       xapian_query_parser_add_field(parser, "is", 2, named_term, &three, &err));
    IS(XAPIAN_UNAVAILABLE,
       xapian_query_parser_add_field(parser, "title", 5, named_term, &three, &err));
    IS(XAPIAN_UNAVAILABLE, xapian_query_parser_add_prefix(parser, "is", 2, "S", 1, &err));
    IS(XAPIAN_UNAVAILABLE,
       xapian_query_parser_add_boolean_prefix(parser, "only", 4, "S", 1, NULL, 0, &err));
    IS(XAPIAN_INVALID_OPERATION,
       xapian_query_parser_add_boolean_prefix(parser, "title", 5, "S", 1, NULL, 0, &err));
    IS(XAPIAN_INVALID_OPERATION,
       xapian_query_parser_add_prefix(parser, "only", 4, "S", 1, &err));
    IS(XAPIAN_UNIMPLEMENTED,
       xapian_query_parser_add_boolean_prefix(parser, "", 0, "S", 1, NULL, 0, &err));
    IS(XAPIAN_UNIMPLEMENTED, xapian_query_parser_add_boolean_field(
                                 parser, "", 0, named_term, &three, NULL, 0, &err));
    check_text(parser, "is:three", 0, t3);
    xapian_query_parser_free(parser);
}

/* ---- words ------------------------------------------------------------------------- */

static void stemmed_and_stopped(void **state)
{
    xapian_query_parser *parser = new_parser();
    xapian_stopper *stopper;
    xapian_stem *stem;
    xapian_query *query;
    xapian_terms *terms;
    (void)state;
    OK(xapian_stem_new("english", &stem, &err));
    OK(xapian_stopper_new(&stopper, &err));
    OK(xapian_stopper_add(stopper, "of", 2, &err));
    OK(xapian_query_parser_set_stem(parser, stem, &err));
    OK(xapian_query_parser_set_stopper(parser, stopper, &err));
    xapian_stem_free(stem); /* both are kept */
    xapian_stopper_free(stopper);
    query = parse(parser, "connections of Budgets connected Paris", 0);
    OK(xapian_query_terms(query, true, &terms, &err));
    assert_string_equal(joined(terms), "Zconnect;budgets;paris;");
    OK(xapian_query_parser_stopped(parser, &terms, &err));
    assert_string_equal(joined(terms), "of;");
    OK(xapian_query_parser_unstem(parser, "Zconnect", 8, &terms, &err));
    assert_string_equal(joined(terms), "connections;connected;");
    OK(xapian_query_parser_unstem(parser, "nothing", 7, &terms, &err));
    assert_string_equal(joined(terms), "");
    xapian_query_free(query);
    query = parse(parser, "to", 0); /* forgets those left out before */
    OK(xapian_query_parser_stopped(parser, &terms, &err));
    assert_string_equal(joined(terms), "");
    xapian_query_free(query);
    OK(xapian_query_parser_set_strategy(parser, XAPIAN_STEM_NONE, &err));
    query = parse(parser, "connections", 0);
    OK(xapian_query_terms(query, true, &terms, &err));
    assert_string_equal(joined(terms), "connections;");
    xapian_query_free(query);
    xapian_query_parser_free(parser);
}

static bool t3_or_t7(unsigned d)
{
    return has(d, 3) || has(d, 7);
}
static bool t3_or_t7_or_t9(unsigned d)
{
    return t3_or_t7(d) || has(d, 9);
}

static void corrected_and_widened(void **state)
{
    xapian_query_parser *parser = new_parser();
    const char *s;
    size_t n;
    (void)state;
    OK(xapian_writable_db_add_spelling(collection, "governance", 10, 5, &err));
    OK(xapian_writable_db_add_synonym(collection, "t03", 3, "t07", 3, &err));
    OK(xapian_writable_db_add_synonym(collection, "t03 t09", 7, "t07", 3, &err));
    OK(xapian_writable_db_commit(collection, &err));
    xapian_query_free(parse(parser, "local govrenance", XAPIAN_PARSE_SPELLING));
    OK(xapian_query_parser_corrected(parser, &s, &n, &err));
    same_text(s, n, "local governance");
    xapian_query_free(parse(parser, "governance", XAPIAN_PARSE_SPELLING));
    OK(xapian_query_parser_corrected(parser, &s, &n, &err));
    same_text(s, n, "");
    check_text(parser, "t03", XAPIAN_PARSE_SYNONYM, t3);
    check_text(parser, "~t03", XAPIAN_PARSE_SYNONYM, t3_or_t7);
    check_text(parser, "t03", XAPIAN_PARSE_AUTO_SYNONYMS, t3_or_t7);
    check_text(parser, "t03 t09", XAPIAN_PARSE_AUTO_MULTIWORD_SYNONYMS, t3_or_t7_or_t9);
    xapian_query_parser_free(parser);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators),
        cmocka_unit_test(without_positions),
        cmocka_unit_test(refused),
        cmocka_unit_test(expansions),
        cmocka_unit_test(fields),
        cmocka_unit_test(ranges),
        cmocka_unit_test(callbacks),
        cmocka_unit_test(refused_fields),
        cmocka_unit_test(stemmed_and_stopped),
        cmocka_unit_test(corrected_and_widened),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
