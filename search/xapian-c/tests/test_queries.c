/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queries, by the documents that they match, and taken apart.
 */
#include "config.h"

#include "searching.h"

#include <math.h>

/* ---- which documents match --------------------------------------------------------- */

typedef struct {
    xapian_op op;
    unsigned parameter;
    unsigned terms[3];
} boolean_case;

static bool in_window(unsigned d, const boolean_case *with, bool ordered)
{
    const unsigned *words = docs[d].words, *terms = with->terms;
    const unsigned window = with->parameter < 2 ? 2 : with->parameter;
    for (unsigned i = 0; i < docs[d].length; i++) {
        for (unsigned j = 0; j < docs[d].length; j++) {
            const unsigned span = i < j ? j - i : i - j;
            if (i != j && words[i] == terms[0] && words[j] == terms[1] && span < window &&
                (!ordered || i < j))
                return true;
        }
    }
    return false;
}

static bool boolean_matches(unsigned d, const void *user)
{
    const boolean_case *with = user;
    const bool a = docs[d].wdf[with->terms[0]] > 0, b = docs[d].wdf[with->terms[1]] > 0,
               c = docs[d].wdf[with->terms[2]] > 0;
    switch (with->op) {
    case XAPIAN_OP_AND:
    case XAPIAN_OP_FILTER: return a && b && c;
    case XAPIAN_OP_OR:
    case XAPIAN_OP_SYNONYM:
    case XAPIAN_OP_MAX: return a || b || c;
    case XAPIAN_OP_ELITE_SET:
        return with->parameter == 3 ? a || b || c : c; /* the rarest */
    case XAPIAN_OP_AND_NOT: return a && !b && !c;
    case XAPIAN_OP_XOR: return (a + b + c) % 2 == 1;
    case XAPIAN_OP_AND_MAYBE: return a;
    case XAPIAN_OP_NEAR: return in_window(d, with, false);
    case XAPIAN_OP_PHRASE: return in_window(d, with, true);
    }
    return false;
}

static void operators(void **state)
{
    static const boolean_case cases[] = {
        {XAPIAN_OP_AND, 0, {3, 5, 8}},        {XAPIAN_OP_OR, 0, {11, 15, 18}},
        {XAPIAN_OP_AND_NOT, 0, {2, 9, 12}},   {XAPIAN_OP_XOR, 0, {4, 7, 10}},
        {XAPIAN_OP_AND_MAYBE, 0, {9, 1, 2}},  {XAPIAN_OP_FILTER, 0, {0, 6, 9}},
        {XAPIAN_OP_SYNONYM, 0, {13, 17, 6}},  {XAPIAN_OP_MAX, 0, {12, 14, 16}},
        {XAPIAN_OP_ELITE_SET, 1, {2, 8, 17}}, {XAPIAN_OP_ELITE_SET, 3, {9, 12, 17}},
        {XAPIAN_OP_NEAR, 0, {1, 2, 2}},       {XAPIAN_OP_NEAR, 5, {3, 6, 6}},
        {XAPIAN_OP_PHRASE, 0, {1, 2, 2}},     {XAPIAN_OP_PHRASE, 4, {6, 3, 3}},
    };
    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        const bool two = cases[i].terms[1] == cases[i].terms[2];
        xapian_query *query =
            combine(cases[i].op, cases[i].parameter, cases[i].terms, two ? 2 : 3);
        check_set(query, boolean_matches, &cases[i]);
        xapian_query_free(query);
    }
}

static bool never(unsigned d, const void *user)
{
    (void)d, (void)user;
    return false;
}

static bool has_term(unsigned d, const void *user)
{
    return docs[d].wdf[*(const unsigned *)user] > 0;
}

static void simple_queries(void **state)
{
    static char big[1 << 16];
    static const unsigned term = 7;
    xapian_query *query, *copy;
    const xapian_query *one[1];
    const char *s;
    size_t n;
    (void)state;
    OK(xapian_query_match_all(&query, &err));
    assert_false(xapian_query_is_empty(query));
    check_set(query, always, NULL);
    xapian_query_free(query);
    OK(xapian_query_match_nothing(&query, &err));
    assert_true(xapian_query_is_empty(query));
    check_set(query, never, NULL);
    xapian_query_free(query);
    OK(xapian_query_combine(XAPIAN_OP_AND, NULL, 0, 0, &query, &err));
    check_set(query, never, NULL);
    xapian_query_free(query);

    query = term_query(term);
    one[0] = query;
    OK(xapian_query_combine(XAPIAN_OP_XOR, one, 1, 0, &copy, &err));
    check_set(copy, has_term, &term);
    xapian_query_free(copy);
    OK(xapian_query_copy(query, &copy, &err));
    xapian_query_free(query);
    check_set(copy, has_term, &term);
    OK(xapian_query_describe(copy, &s, &n, &err));
    same_text(s, n, "Query(t07)");
    xapian_query_free(copy);

    memset(big, 'x', sizeof big);
    OK(xapian_query_term(big, sizeof big, 1, 0, &query, &err));
    check_set(query, never, NULL);
    xapian_query_free(query);
    OK(xapian_query_term("\0\xff", 2, 1, 0, &query, &err));
    check_set(query, never, NULL);
    OK(xapian_query_describe(query, &s, &n, &err));
    xapian_query_free(query);
}

/* The kind of a query, which is freed. */
static xapian_query_kind kind_of(xapian_query *query)
{
    xapian_query_kind kind;
    OK(xapian_query_top(query, &kind, NULL, &err));
    xapian_query_free(query);
    return kind;
}

static void taken_apart(void **state)
{
    static const struct {
        xapian_op op;
        xapian_termcount parameter;
    } ops[] = {{XAPIAN_OP_AND, 0},       {XAPIAN_OP_OR, 0},     {XAPIAN_OP_AND_NOT, 0},
               {XAPIAN_OP_XOR, 0},       {XAPIAN_OP_FILTER, 0}, {XAPIAN_OP_AND_MAYBE, 0},
               {XAPIAN_OP_NEAR, 5},      {XAPIAN_OP_PHRASE, 2}, {XAPIAN_OP_SYNONYM, 0},
               {XAPIAN_OP_ELITE_SET, 1}, {XAPIAN_OP_MAX, 0}};
    xapian_query *a = term_query(1), *b = term_query(2), *query, *part;
    const xapian_query *pair[] = {a, b};
    xapian_query_kind kind;
    xapian_op op;
    const char *s;
    size_t n;
    (void)state;
    for (size_t i = 0; i < N(ops); i++) {
        OK(xapian_query_combine(ops[i].op, pair, 2, ops[i].parameter, &query, &err));
        OK(xapian_query_top(query, &kind, &op, &err));
        assert_int_equal(kind, XAPIAN_QUERY_COMBINED);
        assert_int_equal(op, ops[i].op);
        assert_int_equal(xapian_query_parts(query), 2);
        OK(xapian_query_part(query, 1, &part, &err));
        OK(xapian_query_describe(part, &s, &n, &err));
        same_text(s, n, "Query(t02)");
        assert_int_equal(kind_of(part), XAPIAN_QUERY_TERM);
        IS(XAPIAN_RANGE, xapian_query_part(query, 2, &part, &err));
        xapian_query_free(query);
    }
    OK(xapian_query_scale(a, 3, &query, &err));
    assert_int_equal(xapian_query_parts(query), 1);
    assert_int_equal(kind_of(query), XAPIAN_QUERY_SCALED);
    OK(xapian_query_match_all(&query, &err));
    assert_int_equal(kind_of(query), XAPIAN_QUERY_ALL);
    OK(xapian_query_match_nothing(&query, &err));
    assert_int_equal(kind_of(query), XAPIAN_QUERY_NOTHING);
    OK(xapian_query_fixed_weight(1, &query, &err));
    assert_int_equal(kind_of(query), XAPIAN_QUERY_SOURCE);
    OK(xapian_query_value_ge(0, "a", 1, &query, &err));
    assert_int_equal(kind_of(query), XAPIAN_QUERY_RANGE);
    xapian_query_free(a);
    xapian_query_free(b);
}

static void query_terms(void **state)
{
    xapian_query *a, *b, *both;
    const xapian_query *pair[2];
    xapian_terms *terms;
    xapian_doccount freq;
    const char *s;
    size_t n;
    (void)state;
    OK(xapian_query_term("z", 1, 2, 1, &a, &err));
    OK(xapian_query_term("a", 1, 3, 2, &b, &err));
    pair[0] = a, pair[1] = b;
    OK(xapian_query_combine(XAPIAN_OP_OR, pair, 2, 0, &both, &err));
    assert_int_equal(xapian_query_length(both), 5);
    OK(xapian_query_terms(both, false, &terms, &err));
    OK(xapian_terms_next(terms, &s, &n, &err));
    same_text(s, n, "z");
    IS(XAPIAN_INVALID_OPERATION, xapian_terms_freq(terms, &freq, &err));
    OK(xapian_terms_next(terms, &s, &n, &err));
    same_text(s, n, "a");
    IS(XAPIAN_END, xapian_terms_next(terms, &s, &n, &err));
    xapian_terms_free(terms);
    OK(xapian_query_terms(both, true, &terms, &err));
    xapian_query_free(a);
    xapian_query_free(b);
    xapian_query_free(both);
    OK(xapian_terms_next(terms, &s, &n, &err));
    same_text(s, n, "a");
    IS(XAPIAN_INVALID_OPERATION, xapian_terms_skip_to(terms, "z", 1, &s, &n, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_terms_next(terms, &s, &n, &err));
    xapian_terms_free(terms);
}

typedef struct {
    double low, high;
} range;

static bool in_range(unsigned d, const void *user)
{
    const range *of = user;
    return docs[d].number >= of->low && docs[d].number <= of->high;
}

static bool has_kind(unsigned d, const void *user)
{
    (void)user;
    return docs[d].kind != 0;
}

static void value_queries(void **state)
{
    static const range ranges[] = {{-100, 250}, {-1e9, -500}, {500, 1e9}, {5, 4}};
    (void)state;
    for (size_t i = 0; i < N(ranges); i++) {
        const range low_only = {ranges[i].low, INFINITY},
                    high_only = {-INFINITY, ranges[i].high};
        char low[XAPIAN_SORTABLE_MAX], high[XAPIAN_SORTABLE_MAX];
        size_t n_low, n_high;
        xapian_query *query;
        OK(xapian_sortable_serialise(ranges[i].low, low, &n_low, &err));
        OK(xapian_sortable_serialise(ranges[i].high, high, &n_high, &err));
        OK(xapian_query_value_range(SLOT_NUMBER, low, n_low, high, n_high, &query, &err));
        check_set(query, in_range, &ranges[i]);
        xapian_query_free(query);
        OK(xapian_query_value_ge(SLOT_NUMBER, low, n_low, &query, &err));
        check_set(query, in_range, &low_only);
        xapian_query_free(query);
        OK(xapian_query_value_le(SLOT_NUMBER, high, n_high, &query, &err));
        check_set(query, in_range, &high_only);
        xapian_query_free(query);
    }
    /* Documents without the value. */
    xapian_query *query;
    OK(xapian_query_value_le(SLOT_KIND, "z", 1, &query, &err));
    check_set(query, has_kind, NULL);
    xapian_query_free(query);
    OK(xapian_query_value_range(SLOT_KIND, NULL, 0, "z", 1, &query, &err));
    check_set(query, has_kind, NULL);
    xapian_query_free(query);
    OK(xapian_query_value_ge(SLOT_KIND, NULL, 0, &query, &err));
    check_set(query, always, NULL);
    xapian_query_free(query);
    OK(xapian_query_value_ge(XAPIAN_NO_SLOT, "a", 1, &query, &err));
    check_set(query, never, NULL);
    xapian_query_free(query);
}

static bool has_t1x(unsigned d, const void *user)
{
    (void)user;
    for (unsigned t = 10; t < TERMS; t++) {
        if (docs[d].wdf[t] > 0)
            return true;
    }
    return false;
}

static void wildcards(void **state)
{
    static const xapian_op combiners[] = {XAPIAN_OP_OR, XAPIAN_OP_SYNONYM, XAPIAN_OP_MAX};
    static const unsigned first = 10;
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;
    (void)state;
    for (size_t i = 0; i < N(combiners); i++) {
        OK(xapian_query_wildcard("t1", 2, 0, XAPIAN_WILDCARD_ERROR, combiners[i], &query,
                                 &err));
        check_set(query, has_t1x, NULL);
        xapian_query_free(query);
    }
    OK(xapian_query_wildcard("t1", 2, 10, XAPIAN_WILDCARD_ERROR, XAPIAN_OP_OR, &query,
                             &err));
    check_set(query, has_t1x, NULL);
    xapian_query_free(query);
    OK(xapian_query_wildcard("t1", 2, 9, XAPIAN_WILDCARD_ERROR, XAPIAN_OP_SYNONYM, &query,
                             &err));
    enquire = enquire_for(query);
    xapian_query_free(query);
    IS(XAPIAN_WILDCARD, xapian_enquire_mset(enquire, 0, 1, 0, NULL, &mset, &err));
    assert_null(mset);
    xapian_enquire_free(enquire);
    OK(xapian_query_wildcard("t1", 2, 1, XAPIAN_WILDCARD_FIRST, XAPIAN_OP_OR, &query,
                             &err));
    check_set(query, has_term, &first);
    xapian_query_free(query);
    OK(xapian_query_wildcard("t1", 2, 1, XAPIAN_WILDCARD_MOST_FREQUENT, XAPIAN_OP_SYNONYM,
                             &query, &err));
    check_set(query, has_term, &first); /* lower terms are more frequent */
    xapian_query_free(query);
    NULLS(xapian_query_wildcard("t1", 2, 1, XAPIAN_WILDCARD_FIRST, XAPIAN_OP_AND, &query,
                                &err));
    NULLS(xapian_query_wildcard("t1", 2, 1, (xapian_wildcard_limit)9, XAPIAN_OP_OR, &query,
                                &err));
}

static void refused_queries(void **state)
{
    static const unsigned pair[] = {1, 2};
    xapian_query *a = term_query(1), *both = combine(XAPIAN_OP_AND, 0, pair, 2), *query;
    const xapian_query *below[2] = {both, a};
    (void)state;
    NULLS(xapian_query_combine((xapian_op)99, below, 2, 0, &query, &err));
    NULLS(xapian_query_combine(XAPIAN_OP_AND, below, 2, 7, &query, &err));
    NULLS(xapian_query_combine(XAPIAN_OP_AND, below, SIZE_MAX, 0, &query, &err));
    NULLS(xapian_query_scale(a, -1, &query, &err));
    NULLS(xapian_query_scale(a, NAN, &query, &err));
    NULLS(xapian_query_scale(a, INFINITY, &query, &err));
    NULLS(xapian_query_fixed_weight(-0.5, &query, &err));
    NULLS(xapian_query_fixed_weight(NAN, &query, &err));
    IS(XAPIAN_UNIMPLEMENTED,
       xapian_query_combine(XAPIAN_OP_PHRASE, below, 2, 0, &query, &err));
    xapian_query_free(a);
    xapian_query_free(both);
}

/* As deep as may be: can be searched, written and freed; and not one deeper. */
static void deep_queries(void **state)
{
    static const unsigned term = 4;
    xapian_query *query = term_query(term), *deeper, *copy;
    const char *data;
    size_t n;
    unsigned depth = 1;
    (void)state;
    for (;;) {
        const xapian_query *below[2] = {query, query};
        const xapian_op op = depth % 2 ? XAPIAN_OP_SYNONYM : XAPIAN_OP_MAX;
        const xapian_status status =
            depth % 3 ? xapian_query_combine(op, below, 1, 0, &deeper, &err)
                      : xapian_query_scale(query, 1.25, &deeper, &err);
        if (status != XAPIAN_OK)
            break;
        xapian_query_free(query);
        query = deeper;
        depth++;
        assert_true(depth <= XAPIAN_QUERY_DEPTH_MAX);
    }
    assert_int_equal(err.status, XAPIAN_INVALID_ARGUMENT);
    assert_non_null(strstr(err.text, "deep"));
    assert_int_equal(depth, XAPIAN_QUERY_DEPTH_MAX);
    check_set(query, has_term, &term);
    OK(xapian_query_serialise(query, &data, &n, &err));
    OK(xapian_query_unserialise(data, n, &copy, &err));
    check_set(copy, has_term, &term);
    xapian_query_free(copy);
    xapian_query_free(query);

    /* Of alternating operators, which Xapian cannot join. */
    query = term_query(term);
    for (depth = 1; depth < XAPIAN_QUERY_DEPTH_MAX; depth++) {
        xapian_query *other = term_query(depth % TERMS);
        const xapian_query *below[2] = {query, other};
        OK(xapian_query_combine(depth % 2 ? XAPIAN_OP_AND : XAPIAN_OP_OR, below, 2, 0,
                                &deeper, &err));
        xapian_query_free(query);
        xapian_query_free(other);
        query = deeper;
    }
    {
        xapian_enquire *enquire = enquire_for(query);
        xapian_mset_free(all_matches(enquire));
        xapian_enquire_free(enquire);
    }
    OK(xapian_query_serialise(query, &data, &n, &err));
    OK(xapian_query_unserialise(data, n, &copy, &err));
    NULLS(xapian_query_scale(copy, 2, &deeper, &err)); /* its depth is known */
    xapian_query_free(copy);
    xapian_query_free(query);
}

static void serialised_queries(void **state)
{
    static const boolean_case with = {XAPIAN_OP_AND_NOT, 0, {2, 9, 12}};
    xapian_query *query = combine(with.op, with.parameter, with.terms, 3), *again;
    char kept[200];
    const char *data;
    size_t n;
    (void)state;
    OK(xapian_query_serialise(query, &data, &n, &err));
    assert_in_range(n, 1, sizeof kept);
    memcpy(kept, data, n);
    xapian_query_free(query);
    OK(xapian_query_unserialise(kept, n, &again, &err));
    check_set(again, boolean_matches, &with);
    xapian_query_free(again);
    query = term_query(1);
    OK(xapian_query_serialise(query, &data, &n, &err));
    IS(XAPIAN_SERIALISATION, xapian_query_unserialise(data, n - 1, &again, &err));
    assert_null(again);
    xapian_query_free(query);
    OK(xapian_query_fixed_weight(2.5, &query, &err));
    OK(xapian_query_serialise(query, &data, &n, &err));
    OK(xapian_query_unserialise(data, n, &again, &err));
    check_set(again, always, NULL);
    xapian_query_free(again);
    xapian_query_free(query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators),          cmocka_unit_test(simple_queries),
        cmocka_unit_test(taken_apart),        cmocka_unit_test(query_terms),
        cmocka_unit_test(value_queries),      cmocka_unit_test(wildcards),
        cmocka_unit_test(refused_queries),    cmocka_unit_test(deep_queries),
        cmocka_unit_test(serialised_queries),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
