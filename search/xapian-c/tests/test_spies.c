/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Match spies: those that count and callbacks, against a loop over the documents.
 */
#include "config.h"

#include "searching.h"

typedef struct {
    unsigned calls, of_kind[256];
    unsigned fail_at; /* the call to fail, if not 0 */
    int failure;
    double weight;
} tally;

static int tally_value(void *user, const char *value, size_t n, double weight)
{
    tally *of = user;
    of->of_kind[n ? (unsigned char)*value : 0]++;
    of->weight += weight;
    return ++of->calls == of->fail_at ? of->failure : 0;
}

static int tally_document(void *user, const xapian_document *doc, double weight)
{
    const char *s;
    size_t n;
    char want[32];
    OK(xapian_document_data(doc, &s, &n, &err));
    snprintf(want, sizeof want, "data %u", xapian_document_docid(doc));
    same_text(s, n, want);
    OK(xapian_document_value(doc, SLOT_KIND, &s, &n, &err));
    return tally_value(user, s, n, weight);
}

static void count_kinds(unsigned t, unsigned of_kind[256], unsigned *all)
{
    memset(of_kind, 0, 256 * sizeof *of_kind);
    *all = 0;
    for (unsigned d = 1; d <= DOCS; d++) {
        if (docs[d].wdf[t] > 0) {
            of_kind[(unsigned char)docs[d].kind]++;
            ++*all;
        }
    }
}

static void spies(void **state)
{
    xapian_query *query = term_query(2);
    xapian_enquire *enquire = enquire_for(query);
    xapian_matchspy *by_value, *by_document, *count;
    tally values = {0}, documents = {0};
    unsigned of_kind[256], all, before = UINT32_MAX;
    xapian_mset *mset;
    xapian_terms *terms;
    xapian_doccount freq;
    const char *s;
    size_t n, total, seen = 0;
    double weight = 0;
    (void)state;
    count_kinds(2, of_kind, &all);
    OK(xapian_matchspy_new_value(SLOT_KIND, tally_value, &values, &by_value, &err));
    OK(xapian_matchspy_new(tally_document, &documents, &by_document, &err));
    OK(xapian_matchspy_new_count(SLOT_KIND, &count, &err));
    OK(xapian_enquire_add_matchspy(enquire, by_value, &err));
    OK(xapian_enquire_add_matchspy(enquire, by_document, &err));
    OK(xapian_enquire_add_matchspy(enquire, count, &err));
    xapian_matchspy_free(by_value); /* the enquire keeps them */
    xapian_matchspy_free(by_document);
    mset = all_matches(enquire);
    assert_int_equal(values.calls, all);
    assert_int_equal(documents.calls, all);
    assert_memory_equal(values.of_kind, of_kind, sizeof of_kind);
    assert_memory_equal(documents.of_kind, of_kind, sizeof of_kind);
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++)
        weight += weight_at(mset, i);
    close_to(values.weight, weight);

    OK(xapian_matchspy_total(count, &total, &err));
    assert_int_equal(total, all);
    OK(xapian_matchspy_values(count, &terms, &err));
    for (unsigned kind = 'a'; kind <= 'e'; kind++) {
        OK(xapian_terms_next(terms, &s, &n, &err));
        assert_int_equal(n, 1);
        assert_int_equal(*s, kind);
        OK(xapian_terms_freq(terms, &freq, &err));
        assert_int_equal(freq, of_kind[kind]);
        IS(XAPIAN_INVALID_OPERATION, xapian_terms_wdf(terms, &freq, &err));
    }
    IS(XAPIAN_END, xapian_terms_next(terms, &s, &n, &err));
    xapian_terms_free(terms);
    OK(xapian_matchspy_top_values(count, SIZE_MAX, &terms, &err));
    while (xapian_terms_next(terms, &s, &n, &err) == XAPIAN_OK) {
        OK(xapian_terms_freq(terms, &freq, &err));
        assert_int_equal(freq, of_kind[(unsigned char)*s]);
        assert_true(freq <= before);
        before = freq;
        seen++;
    }
    assert_int_equal(seen, 5);
    xapian_terms_free(terms);
    OK(xapian_matchspy_top_values(count, 0, &terms, &err));
    IS(XAPIAN_END, xapian_terms_next(terms, &s, &n, &err));
    xapian_terms_free(terms);
    OK(xapian_matchspy_top_values(count, 2, &terms, &err));

    OK(xapian_enquire_clear_matchspies(enquire, &err));
    xapian_mset_free(mset);
    mset = all_matches(enquire);
    assert_int_equal(values.calls, all);
    xapian_enquire_free(enquire);
    xapian_mset_free(mset);
    xapian_matchspy_free(count);
    OK(xapian_terms_next(terms, &s, &n, &err));
    OK(xapian_terms_next(terms, &s, &n, &err));
    IS(XAPIAN_END, xapian_terms_next(terms, &s, &n, &err));
    xapian_terms_free(terms);
    xapian_query_free(query);
}

static void failing_spies(void **state)
{
    static const unsigned when[] = {1, 2, 30};
    xapian_query *query = term_query(2);
    xapian_enquire *enquire = enquire_for(query);
    xapian_mset *mset;
    (void)state;
    for (size_t i = 0; i < 2 * N(when); i++) {
        tally of = {.fail_at = when[i / 2], .failure = i % 2 ? -77 : 12345};
        xapian_matchspy *spy;
        if (i % 2)
            OK(xapian_matchspy_new(tally_document, &of, &spy, &err));
        else
            OK(xapian_matchspy_new_value(SLOT_KIND, tally_value, &of, &spy, &err));
        OK(xapian_enquire_add_matchspy(enquire, spy, &err));
        xapian_matchspy_free(spy);
        IS(XAPIAN_CALLBACK, xapian_enquire_mset(enquire, 0, 10, DOCS, NULL, &mset, &err));
        assert_null(mset);
        assert_int_equal(err.callback, of.failure);
        assert_int_equal(of.calls, of.fail_at); /* not called again */
        /* All can be used further. */
        OK(xapian_enquire_mset(enquire, 0, 10, DOCS, NULL, &mset, &err));
        xapian_mset_free(mset);
        OK(xapian_enquire_clear_matchspies(enquire, &err));
    }
    xapian_mset_free(all_matches(enquire));
    xapian_enquire_free(enquire);
    xapian_query_free(query);
}

static void not_counting(void **state)
{
    xapian_matchspy *spy;
    xapian_terms *terms;
    size_t total;
    (void)state;
    OK(xapian_matchspy_new_value(0, tally_value, NULL, &spy, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_matchspy_total(spy, &total, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_matchspy_values(spy, &terms, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_matchspy_top_values(spy, 1, &terms, &err));
    xapian_matchspy_free(spy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spies),
        cmocka_unit_test(failing_spies),
        cmocka_unit_test(not_counting),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
