/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Searches: their numbers, order, expansion, snippets.
 */
#include "config.h"

#include "searching.h"

#include <math.h>

static void match_numbers(void **state)
{
    xapian_query *query = term_query(3);
    xapian_enquire *enquire = enquire_for(query);
    xapian_mset *all = all_matches(enquire), *page;
    xapian_doccount u32, with = 0;
    double weight;
    int percent;
    const char *s;
    size_t n;
    xapian_document *doc;
    char want[32];
    (void)state;
    OK(xapian_enquire_mset(enquire, 10, 5, DOCS, NULL, &page, &err));
    assert_int_equal(xapian_mset_first(page), 10);
    assert_int_equal(xapian_mset_size(page), 5);
    for (xapian_doccount i = 0; i < 5; i++) {
        assert_int_equal(docid_at(page, i), docid_at(all, i + 10));
        OK(xapian_mset_rank(page, i, &u32, &err));
        assert_int_equal(u32, i + 10);
        OK(xapian_mset_document(page, i, &doc, &err));
        assert_int_equal(xapian_document_docid(doc), docid_at(page, i));
        OK(xapian_document_data(doc, &s, &n, &err));
        snprintf(want, sizeof want, "data %u", docid_at(page, i));
        same_text(s, n, want);
        xapian_document_free(doc);
    }
    OK(xapian_mset_percent(all, 0, &percent, &err));
    assert_int_equal(percent, 100);
    for (unsigned d = 1; d <= DOCS; d++)
        with += docs[d].wdf[3] > 0;
    OK(xapian_mset_term_freq(page, "t03", 3, &u32, &err));
    assert_int_equal(u32, with);
    OK(xapian_mset_fetch(page, &err));
    IS(XAPIAN_RANGE, xapian_mset_docid(page, 5, &u32, &err));
    IS(XAPIAN_RANGE, xapian_mset_docid(page, UINT32_MAX, &u32, &err));
    IS(XAPIAN_RANGE, xapian_mset_weight(page, 5, &weight, &err));
    IS(XAPIAN_RANGE, xapian_mset_percent(page, 5, &percent, &err));
    IS(XAPIAN_RANGE, xapian_mset_rank(page, 5, &u32, &err));
    IS(XAPIAN_RANGE, xapian_mset_sort_key(page, 5, &s, &n, &err));
    IS(XAPIAN_RANGE, xapian_mset_collapse_key(page, 5, &s, &n, &err));
    IS(XAPIAN_RANGE, xapian_mset_collapse_count(page, 5, &u32, &err));
    IS(XAPIAN_RANGE, xapian_mset_document(page, 5, &doc, &err));
    xapian_mset_free(page);
    OK(xapian_enquire_mset(enquire, UINT32_MAX, UINT32_MAX, UINT32_MAX, NULL, &page, &err));
    assert_int_equal(xapian_mset_size(page), 0);
    OK(xapian_mset_fetch(page, &err));
    xapian_mset_free(page);
    xapian_mset_free(all);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
}

static void no_query(void **state)
{
    xapian_enquire *enquire;
    xapian_mset *mset;
    xapian_terms *terms;
    const char *s;
    size_t n;
    (void)state;
    OK(xapian_enquire_new(db, &enquire, &err));
    OK(xapian_enquire_mset(enquire, 0, 10, 0, NULL, &mset, &err));
    assert_int_equal(xapian_mset_size(mset), 0);
    OK(xapian_mset_snippet(mset, "a text", 6, NULL, &s, &n, &err));
    same_text(s, n, "a text");
    OK(xapian_enquire_matching_terms(enquire, 1, &terms, &err));
    IS(XAPIAN_END, xapian_terms_next(terms, &s, &n, &err));
    xapian_terms_free(terms);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
}

/* -1, 0 or 1 as the number, or the kind, of a comes before that of b when ascending. */
static int by_number(unsigned a, unsigned b)
{
    return (docs[a].number > docs[b].number) - (docs[a].number < docs[b].number);
}

static int by_kind(unsigned a, unsigned b)
{
    return (docs[a].kind > docs[b].kind) - (docs[a].kind < docs[b].kind);
}

typedef int (*order)(const xapian_mset *mset, unsigned i, unsigned j);

/* The order of two matches, by places in the set. */

static int number_ascending(const xapian_mset *mset, unsigned i, unsigned j)
{
    return by_number(docid_at(mset, i), docid_at(mset, j));
}

static int number_descending(const xapian_mset *mset, unsigned i, unsigned j)
{
    return number_ascending(mset, j, i);
}

static int weight_descending(const xapian_mset *mset, unsigned i, unsigned j)
{
    const double a = weight_at(mset, i), b = weight_at(mset, j);
    return (a < b) - (a > b);
}

static int kind_then_weight(const xapian_mset *mset, unsigned i, unsigned j)
{
    const int kinds = by_kind(docid_at(mset, i), docid_at(mset, j));
    return kinds ? kinds : weight_descending(mset, i, j);
}

static int weight_then_number(const xapian_mset *mset, unsigned i, unsigned j)
{
    const int weighed = weight_descending(mset, i, j);
    return weighed ? weighed : number_ascending(mset, i, j);
}

static int kind_then_number_down(const xapian_mset *mset, unsigned i, unsigned j)
{
    const int kinds = by_kind(docid_at(mset, i), docid_at(mset, j));
    return kinds ? kinds : number_descending(mset, i, j);
}

static int weight_then_kind_down(const xapian_mset *mset, unsigned i, unsigned j)
{
    const int weighed = weight_descending(mset, i, j);
    return weighed ? weighed : by_kind(docid_at(mset, j), docid_at(mset, i));
}

static int kind_down_then_weight(const xapian_mset *mset, unsigned i, unsigned j)
{
    const int kinds = by_kind(docid_at(mset, j), docid_at(mset, i));
    return kinds ? kinds : weight_descending(mset, i, j);
}

static void check_order(const xapian_enquire *enquire, order comes, bool docid_up)
{
    xapian_mset *mset = all_matches(enquire);
    assert_true(xapian_mset_size(mset) > 50);
    for (xapian_doccount i = 1; i < xapian_mset_size(mset); i++) {
        const int result = comes(mset, i - 1, i);
        const bool up = docid_at(mset, i - 1) < docid_at(mset, i);
        if (result > 0 || (result == 0 && up != docid_up))
            fail_msg("matches %u and %u are in the wrong order", i - 1, i);
    }
    xapian_mset_free(mset);
}

static void sorting(void **state)
{
    static const xapian_sort_slot slots[] = {{.slot = SLOT_KIND},
                                             {.slot = SLOT_NUMBER, .descending = true}};
    static const xapian_sort_slot kind_down = {.slot = SLOT_KIND, .descending = true};
    xapian_query *query = term_query(2);
    xapian_enquire *e = enquire_for(query);
    xapian_mset *mset;
    const char *s;
    size_t n;
    (void)state;
    check_order(e, weight_descending, true);
    OK(xapian_enquire_sort_by_value(e, XAPIAN_SORT_VALUE, SLOT_NUMBER, false, &err));
    check_order(e, number_ascending, true);
    OK(xapian_enquire_sort_by_value(e, XAPIAN_SORT_VALUE, SLOT_NUMBER, true, &err));
    check_order(e, number_descending, true);
    OK(xapian_enquire_set_docid_order(e, XAPIAN_DOCID_DESCENDING, &err));
    check_order(e, number_descending, false);
    OK(xapian_enquire_set_docid_order(e, XAPIAN_DOCID_ANY, &err));
    OK(xapian_enquire_set_docid_order(e, XAPIAN_DOCID_ASCENDING, &err));
    OK(xapian_enquire_sort_by_value(e, XAPIAN_SORT_VALUE_THEN_RELEVANCE, SLOT_KIND, false,
                                    &err));
    check_order(e, kind_then_weight, true);
    OK(xapian_enquire_mset(e, 0, 1, 0, NULL, &mset, &err));
    OK(xapian_mset_sort_key(mset, 0, &s, &n, &err));
    same_text(s, n, docs[docid_at(mset, 0)].kind ? "a" : "");
    xapian_mset_free(mset);
    OK(xapian_enquire_sort_by_value(e, XAPIAN_SORT_RELEVANCE_THEN_VALUE, SLOT_NUMBER, false,
                                    &err));
    check_order(e, weight_then_number, true);
    OK(xapian_enquire_sort_by_slots(e, XAPIAN_SORT_VALUE, slots, 2, &err));
    check_order(e, kind_then_number_down, true);
    OK(xapian_enquire_sort_by_slots(e, XAPIAN_SORT_VALUE_THEN_RELEVANCE, &kind_down, 1,
                                    &err));
    check_order(e, kind_down_then_weight, true);
    OK(xapian_enquire_sort_by_slots(e, XAPIAN_SORT_RELEVANCE_THEN_VALUE, &kind_down, 1,
                                    &err));
    check_order(e, weight_then_kind_down, true);
    OK(xapian_enquire_sort_by_relevance(e, &err));
    check_order(e, weight_descending, true);

    NULLS(xapian_enquire_set_docid_order(e, (xapian_docid_order)9, &err));
    NULLS(xapian_enquire_sort_by_value(e, (xapian_sort)9, 0, false, &err));
    NULLS(xapian_enquire_sort_by_slots(e, (xapian_sort)9, slots, 2, &err));
    NULLS(xapian_enquire_sort_by_slots(e, XAPIAN_SORT_VALUE, slots, 0, &err));
    xapian_enquire_free(e);
    xapian_query_free(query);
}

static void collapsing(void **state)
{
    xapian_query *query = term_query(2);
    xapian_enquire *enquire = enquire_for(query);
    xapian_mset *mset;
    unsigned of_kind[256] = {0}, seen[256] = {0}, all = 0;
    (void)state;
    for (unsigned d = 1; d <= DOCS; d++) {
        if (docs[d].wdf[2] > 0) {
            of_kind[(unsigned char)docs[d].kind]++;
            all++;
        }
    }
    OK(xapian_enquire_set_collapse(enquire, SLOT_KIND, 1, &err));
    OK(xapian_enquire_mset(enquire, 0, DOCS, DOCS, NULL, &mset, &err));
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        const char kind = docs[docid_at(mset, i)].kind;
        xapian_doccount count;
        const char *key;
        size_t n;
        seen[(unsigned char)kind]++;
        OK(xapian_mset_collapse_key(mset, i, &key, &n, &err));
        assert_int_equal(n, kind ? 1 : 0);
        assert_int_equal(*key, kind);
        OK(xapian_mset_collapse_count(mset, i, &count, &err));
        assert_int_equal(count, kind ? of_kind[(unsigned char)kind] - 1 : 0);
    }
    for (unsigned kind = 'a'; kind <= 'e'; kind++)
        assert_int_equal(seen[kind], 1);
    assert_int_equal(seen[0], of_kind[0]); /* without a value: none is collapsed */
    assert_int_equal(xapian_mset_uncollapsed_lower_bound(mset), all);
    assert_int_equal(xapian_mset_uncollapsed_estimated(mset), all);
    assert_int_equal(xapian_mset_uncollapsed_upper_bound(mset), all);
    xapian_mset_free(mset);
    OK(xapian_enquire_set_collapse(enquire, XAPIAN_NO_SLOT, 1, &err));
    mset = all_matches(enquire);
    assert_int_equal(xapian_mset_size(mset), all);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
}

static void cutoff_and_time(void **state)
{
    xapian_query *query = term_query(2);
    xapian_enquire *enquire = enquire_for(query);
    xapian_mset *mset = all_matches(enquire);
    const double middle = weight_at(mset, xapian_mset_size(mset) / 2);
    xapian_doccount above = 0;
    (void)state;
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++)
        above += weight_at(mset, i) >= middle;
    xapian_mset_free(mset);
    OK(xapian_enquire_set_cutoff(enquire, 0, middle, &err));
    OK(xapian_enquire_mset(enquire, 0, DOCS, DOCS, NULL, &mset, &err));
    assert_int_equal(xapian_mset_size(mset), above);
    xapian_mset_free(mset);
    OK(xapian_enquire_set_cutoff(enquire, 100, 0, &err));
    OK(xapian_enquire_mset(enquire, 0, DOCS, DOCS, NULL, &mset, &err));
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        int percent;
        OK(xapian_mset_percent(mset, i, &percent, &err));
        assert_int_equal(percent, 100);
    }
    xapian_mset_free(mset);
    OK(xapian_enquire_sort_by_value(enquire, XAPIAN_SORT_VALUE, 0, false, &err));
    IS(XAPIAN_UNIMPLEMENTED, xapian_enquire_mset(enquire, 0, 1, 0, NULL, &mset, &err));
    NULLS(xapian_enquire_set_cutoff(enquire, -1, 0, &err));
    NULLS(xapian_enquire_set_cutoff(enquire, 101, 0, &err));
    NULLS(xapian_enquire_set_cutoff(enquire, 0, NAN, &err));
    NULLS(xapian_enquire_set_cutoff(enquire, 0, -1, &err));
    OK(xapian_enquire_set_cutoff(enquire, 0, 0, &err));
    OK(xapian_enquire_set_time_limit(enquire, 60, &err));
    xapian_mset_free(all_matches(enquire));
    OK(xapian_enquire_set_time_limit(enquire, 1e300, &err));
    xapian_mset_free(all_matches(enquire));
    OK(xapian_enquire_set_time_limit(enquire, 0, &err));
    NULLS(xapian_enquire_set_time_limit(enquire, -1, &err));
    NULLS(xapian_enquire_set_time_limit(enquire, NAN, &err));
    xapian_enquire_free(enquire);
    xapian_query_free(query);
}

static void matching_terms(void **state)
{
    static const unsigned some[] = {14, 3, 9};
    xapian_query *query = combine(XAPIAN_OP_OR, 0, some, 3);
    xapian_enquire *enquire = enquire_for(query);
    xapian_terms *terms;
    const char *s;
    size_t n;
    (void)state;
    for (unsigned d = 1; d <= DOCS; d += 17) {
        unsigned seen = 0;
        OK(xapian_enquire_matching_terms(enquire, d, &terms, &err));
        while (xapian_terms_next(terms, &s, &n, &err) == XAPIAN_OK) {
            const unsigned t = (unsigned)(s[1] - '0') * 10 + (unsigned)(s[2] - '0');
            assert_true(docs[d].wdf[t] > 0);
            seen++;
        }
        assert_int_equal(seen, (docs[d].wdf[14] > 0) + (docs[d].wdf[3] > 0) +
                                   (docs[d].wdf[9] > 0));
        xapian_terms_free(terms);
    }
    IS(XAPIAN_DOC_NOT_FOUND, xapian_enquire_matching_terms(enquire, 5000, &terms, &err));
    NULLS(xapian_enquire_matching_terms(enquire, 0, &terms, &err));
    xapian_enquire_free(enquire);
    xapian_query_free(query);
}

static void expansion(void **state)
{
    xapian_query *query = term_query(3);
    xapian_enquire *enquire = enquire_for(query);
    xapian_rset *rset;
    xapian_eset *eset;
    xapian_mset *mset, *helped;
    const char *s;
    size_t n;
    double weight, before = INFINITY;
    bool found = false;
    (void)state;
    OK(xapian_rset_new(&rset, &err));
    OK(xapian_enquire_eset(enquire, rset, 10, NULL, &eset, &err));
    assert_int_equal(xapian_eset_size(eset), 0);
    IS(XAPIAN_RANGE, xapian_eset_term(eset, 0, &s, &n, &err));
    xapian_eset_free(eset);
    mset = all_matches(enquire);
    for (xapian_doccount i = 0; i < 5; i++)
        OK(xapian_rset_add(rset, docid_at(mset, i), &err));
    OK(xapian_rset_add(rset, docid_at(mset, 0), &err));
    OK(xapian_rset_add(rset, 299, &err));
    assert_int_equal(xapian_rset_size(rset), 6);
    assert_true(xapian_rset_contains(rset, 299));
    OK(xapian_rset_remove(rset, 299, &err));
    OK(xapian_rset_remove(rset, 299, &err));
    assert_false(xapian_rset_contains(rset, 299));
    assert_false(xapian_rset_contains(rset, 0));
    assert_int_equal(xapian_rset_size(rset), 5);
    NULLS(xapian_rset_add(rset, 0, &err));

    OK(xapian_enquire_eset(enquire, rset, 1000, NULL, &eset, &err));
    assert_true(xapian_eset_size(eset) > 5);
    for (xapian_termcount i = 0; i < xapian_eset_size(eset); i++) {
        OK(xapian_eset_term(eset, i, &s, &n, &err));
        assert_string_not_equal(s, "t03");
        OK(xapian_eset_weight(eset, i, &weight, &err));
        assert_true(weight <= before);
        before = weight;
    }
    IS(XAPIAN_RANGE, xapian_eset_term(eset, xapian_eset_size(eset), &s, &n, &err));
    IS(XAPIAN_RANGE, xapian_eset_weight(eset, UINT32_MAX, &weight, &err));
    xapian_eset_free(eset);
    xapian_eset_options options = {.flags =
                                       XAPIAN_ESET_QUERY_TERMS | XAPIAN_ESET_EXACT_FREQ};
    OK(xapian_enquire_eset(enquire, rset, UINT32_MAX, &options, &eset, &err));
    for (xapian_termcount i = 0; i < xapian_eset_size(eset); i++) {
        OK(xapian_eset_term(eset, i, &s, &n, &err));
        found = found || strcmp(s, "t03") == 0;
    }
    assert_true(found);
    xapian_eset_free(eset);
    options.flags = 8;
    NULLS(xapian_enquire_eset(enquire, rset, 1, &options, &eset, &err));

    OK(xapian_enquire_mset(enquire, 0, 5, 0, rset, &helped, &err));
    assert_true(weight_at(helped, 0) > weight_at(mset, 0));
    xapian_mset_free(helped);
    OK(xapian_enquire_eset(enquire, rset, 3, NULL, &eset, &err));
    assert_int_equal(xapian_eset_size(eset), 3);
    xapian_enquire_free(enquire);
    xapian_rset_free(rset);
    OK(xapian_eset_term(eset, 2, &s, &n, &err));
    xapian_eset_free(eset);
    xapian_mset_free(mset);
    xapian_query_free(query);
}

static void snippets(void **state)
{
    static const char text[] = "An apple a day keeps the doctor away. <b> & other pears, "
                               "apples and plums are of no use here. Nothing more is said.";
    static char big[1 << 16];
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;
    xapian_stem *stem;
    xapian_snippet_options options = {1000, NULL, 0, "[", "]", "~"};
    const char *s;
    size_t n;
    (void)state;
    OK(xapian_query_term("Zappl", 5, 1, 0, &query, &err));
    enquire = enquire_for(query);
    OK(xapian_enquire_mset(enquire, 0, 1, 0, NULL, &mset, &err));
    OK(xapian_stem_new("english", &stem, &err));
    options.stem = stem;
    OK(xapian_mset_snippet(mset, text, sizeof text - 1, &options, &s, &n, &err));
    assert_non_null(strstr(s, "An [apple] a day"));
    assert_non_null(strstr(s, "&lt;b&gt; &amp; other"));
    assert_non_null(strstr(s, "[apples] and"));
    assert_int_equal(n, strlen(s));
    options.length = 20;
    OK(xapian_mset_snippet(mset, text, sizeof text - 1, &options, &s, &n, &err));
    assert_true(n < 40);
    assert_non_null(strstr(s, "[apple"));
    assert_non_null(strchr(s, '~'));
    options.stem = NULL;
    options.flags = XAPIAN_SNIPPET_EMPTY_WITHOUT_MATCH;
    OK(xapian_mset_snippet(mset, text, sizeof text - 1, &options, &s, &n, &err));
    same_text(s, n, "");
    OK(xapian_mset_snippet(mset, text, sizeof text - 1, NULL, &s, &n, &err));
    assert_non_null(strstr(s, "An apple"));
    OK(xapian_mset_snippet(mset, NULL, 0, NULL, &s, &n, &err));
    same_text(s, n, "");
    memset(big, '\xc3', sizeof big);
    OK(xapian_mset_snippet(mset, big, sizeof big, NULL, &s, &n, &err));
    memset(big, '\0', sizeof big);
    OK(xapian_mset_snippet(mset, big, sizeof big, NULL, &s, &n, &err));
    memset(big, 'w', sizeof big);
    OK(xapian_mset_snippet(mset, big, sizeof big, NULL, &s, &n, &err));
    options.length = 0;
    OK(xapian_mset_snippet(mset, text, sizeof text - 1, &options, &s, &n, &err));
    options.length = SIZE_MAX;
    OK(xapian_mset_snippet(mset, text, sizeof text - 1, &options, &s, &n, &err));
    xapian_stem_free(stem);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
}

/* Results outlive what they came from. */
static void free_in_odd_orders(void **state)
{
    static const xapian_sort_slot slot = {.slot = SLOT_NUMBER, .descending = true};
    xapian_db *own;
    xapian_query *query = term_query(2);
    xapian_enquire *enquire;
    xapian_matchspy *count;
    xapian_mset *mset;
    xapian_document *doc;
    xapian_doccount freq;
    const char *s;
    size_t n;
    (void)state;
    OK(xapian_db_open(in_folder("db"), 0, &own, &err));
    OK(xapian_enquire_new(own, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    OK(xapian_enquire_sort_by_slots(enquire, XAPIAN_SORT_VALUE, &slot, 1, &err));
    OK(xapian_matchspy_new_count(SLOT_KIND, &count, &err));
    OK(xapian_enquire_add_matchspy(enquire, count, &err));
    OK(xapian_enquire_mset(enquire, 0, 10, DOCS, NULL, &mset, &err));
    xapian_db_free(own);
    xapian_query_free(query);
    xapian_enquire_free(enquire);
    xapian_matchspy_free(count);
    OK(xapian_mset_fetch(mset, &err));
    OK(xapian_mset_document(mset, 9, &doc, &err));
    OK(xapian_mset_snippet(mset, "t02 or so", 9, NULL, &s, &n, &err));
    same_text(s, n, "<b>t02</b> or so");
    OK(xapian_mset_term_freq(mset, "t02", 3, &freq, &err));
    xapian_mset_free(mset);
    OK(xapian_document_data(doc, &s, &n, &err));
    assert_int_equal(memcmp(s, "data ", 5), 0);
    xapian_document_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match_numbers),
        cmocka_unit_test(no_query),
        cmocka_unit_test(sorting),
        cmocka_unit_test(collapsing),
        cmocka_unit_test(cutoff_and_time),
        cmocka_unit_test(matching_terms),
        cmocka_unit_test(expansion),
        cmocka_unit_test(snippets),
        cmocka_unit_test(free_in_odd_orders),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
