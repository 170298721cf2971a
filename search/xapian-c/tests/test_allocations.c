/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the binding allocates: to move an iterator, to read a match and to see one go by, no more
 * than Xapian's C++ interface; and elsewhere its handles alone.
 */
#include "config.h"

#include "allocations.h"
#include "testing.h"

#if defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) ||                 \
    __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#endif

#if defined SANITIZED || !defined __GLIBC__

int main(void)
{
    puts("1..0 # SKIP allocations can be counted with glibc's malloc only");
    return 0;
}

#else

/* Ours takes the place of glibc's, also for operator new. */
extern void *__libc_malloc(size_t size);

static bool counting;
static long allocations; /* while counting */

void *malloc(size_t size)
{
    allocations += counting;
    return __libc_malloc(size);
}

static xapian_db *db;
static xapian_terms *all_terms, *of_document;
static xapian_postings *postings;
static xapian_positions *positions;
static xapian_values *values;
static xapian_enquire *enquire, *of_values, *of_documents;
static xapian_matchspy *value_spy, *document_spy;
static xapian_mset *mset;
static xapian_document *doc;
static char words[LIST_TERMS][sizeof LONG + 8];

static void c_terms(void)
{
    const char *term;
    size_t len, n = 0;
    for (; xapian_terms_next(all_terms, &term, &len, &err) == XAPIAN_OK; n++)
        assert_true(len >= sizeof LONG - 1);
    assert_int_equal(n, 2 + LIST_TERMS);
}

static void c_terms_of_document(void)
{
    const char *term;
    size_t len, n = 0;
    for (; xapian_terms_next(of_document, &term, &len, &err) == XAPIAN_OK; n++)
        assert_true(len >= sizeof LONG - 1);
    assert_int_equal(n, 1 + LIST_TERMS);
}

static void c_postings(void)
{
    xapian_docid docid;
    while (xapian_postings_next(postings, &docid, &err) == XAPIAN_OK)
        continue;
    assert_int_equal(docid, DOCUMENTS);
}

static void c_positions(void)
{
    xapian_termpos pos;
    while (xapian_positions_next(positions, &pos, &err) == XAPIAN_OK)
        continue;
    assert_int_equal(pos, PLACES);
}

static void c_values(void)
{
    xapian_docid docid;
    const char *value;
    size_t len;
    while (xapian_values_next(values, &docid, &value, &len, &err) == XAPIAN_OK)
        assert_true(len >= sizeof LONG - 1);
    assert_int_equal(docid, DOCUMENTS);
}

static void c_matches(void)
{
    assert_int_equal(xapian_mset_size(mset), DOCUMENTS);
    for (xapian_doccount i = 0; i < DOCUMENTS; i++) {
        xapian_docid docid;
        xapian_doccount rank;
        double weight;
        int percent;
        const char *key;
        size_t len;
        OK(xapian_mset_docid(mset, i, &docid, &err));
        OK(xapian_mset_weight(mset, i, &weight, &err));
        OK(xapian_mset_rank(mset, i, &rank, &err));
        OK(xapian_mset_percent(mset, i, &percent, &err));
        OK(xapian_mset_sort_key(mset, i, &key, &len, &err));
        OK(xapian_mset_collapse_key(mset, i, &key, &len, &err));
        assert_true(len >= sizeof LONG - 1);
    }
}

static void c_documents(void)
{
    for (xapian_doccount i = 0; i < DOCUMENTS; i++) {
        xapian_document *one;
        const char *data;
        size_t len;
        OK(xapian_mset_document(mset, i, &one, &err));
        OK(xapian_document_data(one, &data, &len, &err));
        assert_int_equal(len, sizeof LONG - 1);
        xapian_document_free(one);
    }
}

static void search_with(const xapian_enquire *with)
{
    xapian_mset *found;
    OK(xapian_enquire_mset(with, 0, 10, DOCUMENTS, NULL, &found, &err));
    xapian_mset_free(found);
}

static void c_search(void)
{
    search_with(enquire);
}

static unsigned seen;

static int see_value(void *user, const char *value, size_t value_len, double weight)
{
    (void)user, (void)value, (void)weight;
    seen += value_len >= sizeof LONG - 1;
    return 0;
}

static int see_document(void *user, const xapian_document *one, double weight)
{
    const char *value;
    size_t len;
    OK(xapian_document_value(one, 0, &value, &len, &err));
    return see_value(user, value, len, weight);
}

static void c_spy_of_values(void)
{
    seen = 0;
    search_with(of_values);
    assert_int_equal(seen, DOCUMENTS);
}

static void c_spy_of_documents(void)
{
    seen = 0;
    search_with(of_documents);
    assert_int_equal(seen, DOCUMENTS);
}

static void c_postings_put(void)
{
    for (size_t i = 0; i < LIST_TERMS; i++)
        OK(xapian_document_add_posting(doc, words[i], strlen(words[i]), 1, 1, &err));
}

/* Documents of one term at many places and one each of their own, with data and a value. */
static void write_database(const char *path)
{
    xapian_writable_db *writable;
    OK(xapian_writable_db_open(path, XAPIAN_CREATE, XAPIAN_WRITE_NO_SYNC, &writable, &err));
    for (unsigned d = 1; d <= DOCUMENTS; d++) {
        xapian_document *one;
        char text[sizeof LONG + 8];
        const size_t len = (size_t)snprintf(text, sizeof text, "%s%u", LONG, d);
        OK(xapian_document_new(&one, &err));
        for (xapian_termpos pos = 1; pos <= PLACES; pos++)
            OK(xapian_document_add_posting(one, LONG, sizeof LONG - 1, pos, 1, &err));
        OK(xapian_document_add_term(one, text, len, 1, &err));
        for (int i = 0; i < LIST_TERMS; i++)
            OK(xapian_document_add_term(one, words[i], strlen(words[i]), 1, &err));
        OK(xapian_document_set_value(one, 0, text, len, &err));
        OK(xapian_document_set_data(one, LONG, sizeof LONG - 1, &err));
        OK(xapian_writable_db_add_document(writable, one, NULL, &err));
        xapian_document_free(one);
    }
    OK(xapian_writable_db_close(writable, &err));
    xapian_writable_db_free(writable);
}

static int set_up(void **state)
{
    xapian_query *query;
    if (folder_make(state) != 0)
        return -1;
    for (int i = 0; i < LIST_TERMS; i++)
        snprintf(words[i], sizeof words[i], "%s%d", LONG, i);
    write_database(in_folder("db"));
    OK(xapian_db_open(in_folder("db"), XAPIAN_BACKEND_DISK, &db, &err));
    OK(xapian_db_terms(db, NULL, 0, &all_terms, &err));
    OK(xapian_db_doc_terms(db, 1, &of_document, &err));
    OK(xapian_db_postings(db, LONG, sizeof LONG - 1, &postings, &err));
    OK(xapian_db_positions(db, 1, LONG, sizeof LONG - 1, &positions, &err));
    OK(xapian_db_values(db, 0, &values, &err));
    OK(xapian_query_term(LONG, sizeof LONG - 1, 1, 0, &query, &err));
    OK(xapian_enquire_new(db, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    OK(xapian_enquire_sort_by_value(enquire, XAPIAN_SORT_VALUE_THEN_RELEVANCE, 0, false,
                                    &err));
    OK(xapian_enquire_set_collapse(enquire, 0, 1, &err));
    OK(xapian_enquire_mset(enquire, 0, DOCUMENTS, 0, NULL, &mset, &err));
    OK(xapian_matchspy_new_value(0, see_value, NULL, &value_spy, &err));
    OK(xapian_enquire_new(db, &of_values, &err));
    OK(xapian_enquire_set_query(of_values, query, 0, &err));
    OK(xapian_enquire_add_matchspy(of_values, value_spy, &err));
    OK(xapian_matchspy_new(see_document, NULL, &document_spy, &err));
    OK(xapian_enquire_new(db, &of_documents, &err));
    OK(xapian_enquire_set_query(of_documents, query, 0, &err));
    OK(xapian_enquire_add_matchspy(of_documents, document_spy, &err));
    xapian_query_free(query);
    OK(xapian_document_new(&doc, &err));
    cpp_open(in_folder("db"));
    return 0;
}

static int tear_down(void **state)
{
    cpp_close();
    xapian_document_free(doc);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_enquire_free(of_values);
    xapian_enquire_free(of_documents);
    xapian_matchspy_free(value_spy);
    xapian_matchspy_free(document_spy);
    xapian_terms_free(all_terms);
    xapian_terms_free(of_document);
    xapian_postings_free(postings);
    xapian_positions_free(positions);
    xapian_values_free(values);
    xapian_db_free(db);
    return folder_remove(state);
}

static long count(void (*work)(void))
{
    allocations = 0;
    counting = true;
    work();
    counting = false;
    return allocations;
}

static void compare(void (*c)(void), void (*cpp)(void), long more)
{
    const long by_cpp = count(cpp), by_c = count(c);
    if (by_c > by_cpp + more)
        fail_msg("%ld allocations in C, %ld in C++", by_c, by_cpp);
}

#define TEST(name, more)                                                                   \
    static void test_##name(void **state)                                                  \
    {                                                                                      \
        (void)state;                                                                       \
        compare(c_##name, cpp_##name, more);                                               \
    }
CASES(TEST)
#undef TEST

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name, more) cmocka_unit_test(test_##name),
        CASES(TEST)
#undef TEST
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

#endif
