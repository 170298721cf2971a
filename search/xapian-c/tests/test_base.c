/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The binding to Xapian: errors, documents, stemmers, numbers.
 */
#include "config.h"

#include "testing.h"

#include <float.h>
#include <math.h>

static void versions(void **state)
{
    char version[32];
    (void)state;
    snprintf(version, sizeof version, "%d.%d.%d", xapian_version_major(),
             xapian_version_minor(), xapian_version_revision());
    assert_string_equal(version, xapian_version_string());
    snprintf(version, sizeof version, "%d.%d.%d", XAPIAN_C_VERSION_NUMBER >> 16,
             XAPIAN_C_VERSION_NUMBER >> 8 & 0xff, XAPIAN_C_VERSION_NUMBER & 0xff);
    assert_string_equal(version, XAPIAN_C_VERSION);
    assert_string_equal(version, xapian_c_version_string());
}

static void status_names(void **state)
{
    (void)state;
    assert_string_equal(xapian_status_name(XAPIAN_OK), "XAPIAN_OK");
    assert_string_equal(xapian_status_name(XAPIAN_DATABASE_LOCK), "XAPIAN_DATABASE_LOCK");
    assert_string_equal(xapian_status_name((xapian_status)9999), "XAPIAN_UNKNOWN");
    for (int a = XAPIAN_OK; a <= XAPIAN_UNKNOWN; a++) {
        for (int b = XAPIAN_OK; b < a; b++)
            assert_string_not_equal(xapian_status_name((xapian_status)a),
                                    xapian_status_name((xapian_status)b));
    }
}

/* The text names the call and what it was about, is one line, and is cut between
 * characters; a zero byte or a control character in it does no harm. */
static void error_text(void **state)
{
    xapian_stem *stem;
    xapian_document *doc;
    char word[2000];
    (void)state;

    memset(&err, 0x55, sizeof err);
    assert_int_equal(xapian_stem_new("klingon", &stem, &err), XAPIAN_INVALID_ARGUMENT);
    assert_null(stem);
    assert_int_equal(err.status, XAPIAN_INVALID_ARGUMENT);
    assert_int_equal(err.callback, 0);
    assert_non_null(strstr(err.text, "xapian_stem_new: InvalidArgumentError: "));
    assert_non_null(strstr(err.text, "klingon"));
    assert_ptr_equal(xapian_error_message(&err),
                     err.text + strlen("xapian_stem_new: InvalidArgumentError: "));
    assert_string_equal(xapian_error_message(NULL), "");
    assert_string_equal(xapian_error_message(&(xapian_error){0}), "");
    xapian_error cut = err;
    cut.text[3] = '\0';
    assert_string_equal(xapian_error_message(&cut), "");
    assert_int_equal(xapian_stem_new("klingon", &stem, NULL), XAPIAN_INVALID_ARGUMENT);

    OK(xapian_document_new(&doc, &err));
    memset(word, 'w', sizeof word);
    memcpy(word, "a\0b\nc\x7f", 6);
    IS(XAPIAN_INVALID_ARGUMENT, xapian_document_add_term(doc, word, 300, 1, &err));
    assert_non_null(strstr(err.text, "300 bytes is too long: a?b?c?www"));

    /* Whatever the place of the cut, four-byte characters stay whole. */
    for (size_t shift = 0; shift < 4; shift++) {
        size_t n;
        const char *first;
        memset(word, 'w', sizeof word);
        for (size_t i = shift; i + 4 <= sizeof word; i += 4)
            memcpy(word + i, "\xF0\x9F\x98\x80", 4);
        IS(XAPIAN_INVALID_ARGUMENT,
           xapian_document_add_term(doc, word, sizeof word, 1, &err));
        n = strlen(err.text);
        first = strchr(err.text, '\xF0');
        assert_non_null(first);
        assert_int_equal((size_t)(err.text + n - first) % 4, 0);
        assert_in_range(n, XAPIAN_ERROR_TEXT_MAX - 4, XAPIAN_ERROR_TEXT_MAX - 1);
    }
    /* Bytes that are no characters: still an end, still bounded. */
    memset(word, '\x80', sizeof word);
    IS(XAPIAN_INVALID_ARGUMENT, xapian_document_add_term(doc, word, sizeof word, 1, &err));
    assert_true(strlen(err.text) < XAPIAN_ERROR_TEXT_MAX);
    xapian_document_free(doc);
}

static void success_leaves_the_error(void **state)
{
    xapian_document *doc;
    xapian_error mine, before;
    (void)state;
    memset(&mine, 0x55, sizeof mine);
    before = mine;
    OK(xapian_document_new(&doc, &mine));
    OK(xapian_document_add_term(doc, "a", 1, 1, &mine));
    assert_memory_equal(&mine, &before, sizeof mine);
    xapian_document_free(doc);
}

static void failure_leaves_the_output(void **state)
{
    xapian_db *db = (xapian_db *)(uintptr_t)8;
    double number = 42;
    const char *text = "mine";
    size_t n = 7;
    (void)state;
    IS(XAPIAN_DATABASE_NOT_FOUND, xapian_db_open("/nonexistent", 0, &db, &err));
    assert_null(db);
    NULLS(xapian_sortable_unserialise(NULL, 1, &number, &err));
    assert_true(number == 42);
    NULLS(xapian_document_data(NULL, &text, &n, &err));
    assert_string_equal(text, "mine");
    assert_int_equal(n, 7);
}

static void document_data(void **state)
{
    static char big[1 << 16];
    xapian_document *doc;
    const char *data;
    size_t n;
    (void)state;
    OK(xapian_document_new(&doc, &err));
    assert_int_equal(xapian_document_docid(doc), 0);
    OK(xapian_document_data(doc, &data, &n, &err));
    same_text(data, n, "");
    OK(xapian_document_set_data(doc, "a\0\xff", 3, &err));
    OK(xapian_document_data(doc, &data, &n, &err));
    assert_int_equal(n, 3);
    assert_memory_equal(data, "a\0\xff\0", 4);
    memset(big, 'b', sizeof big);
    OK(xapian_document_set_data(doc, big, sizeof big, &err));
    OK(xapian_document_data(doc, &data, &n, &err));
    assert_int_equal(n, sizeof big);
    assert_memory_equal(data, big, sizeof big);
    OK(xapian_document_set_data(doc, NULL, 0, &err));
    OK(xapian_document_data(doc, &data, &n, &err));
    same_text(data, n, "");
    xapian_document_free(doc);
}

static void document_values(void **state)
{
    xapian_document *doc;
    const char *value;
    size_t n;
    (void)state;
    OK(xapian_document_new(&doc, &err));
    OK(xapian_document_value(doc, 3, &value, &n, &err));
    same_text(value, n, "");
    OK(xapian_document_set_value(doc, 3, "\0x", 2, &err));
    OK(xapian_document_set_value(doc, XAPIAN_NO_SLOT - 1, "last", 4, &err));
    OK(xapian_document_value(doc, 3, &value, &n, &err));
    assert_int_equal(n, 2);
    assert_memory_equal(value, "\0x", 2);
    OK(xapian_document_value(doc, XAPIAN_NO_SLOT - 1, &value, &n, &err));
    same_text(value, n, "last");
    OK(xapian_document_remove_value(doc, 3, &err));
    OK(xapian_document_remove_value(doc, 3, &err));
    OK(xapian_document_value(doc, 3, &value, &n, &err));
    same_text(value, n, "");
    IS(XAPIAN_INVALID_ARGUMENT,
       xapian_document_set_value(doc, XAPIAN_NO_SLOT, "x", 1, &err));
    xapian_document_free(doc);
}

static void document_terms(void **state)
{
    static const struct {
        const char *term;
        xapian_termcount wdf;
    } want[] = {{"Kfilter", 0}, {"apple", 3}, {"pear", 7}};
    xapian_document *doc;
    xapian_terms *terms;
    const char *term;
    size_t n, i = 0;
    xapian_termcount count;
    xapian_doccount freq;
    xapian_status status;
    (void)state;
    OK(xapian_document_new(&doc, &err));
    OK(xapian_document_add_posting(doc, "apple", 5, 0, 1, &err));
    OK(xapian_document_add_postings(doc, "apple", 5, (xapian_termpos[]){8, 9}, 2, 1, &err));
    OK(xapian_document_add_postings(doc, "none", 4, NULL, 0, 1, &err));
    OK(xapian_document_add_term(doc, "pear", 4, 7, &err));
    OK(xapian_document_add_term(doc, "gone", 4, 1, &err));
    OK(xapian_document_add_boolean_term(doc, "Kfilter", 7, &err));
    OK(xapian_document_remove_term(doc, "gone", 4, &err));
    IS(XAPIAN_INVALID_ARGUMENT, xapian_document_remove_term(doc, "gone", 4, &err));
    OK(xapian_document_term_count(doc, &count, &err));
    assert_int_equal(count, N(want));
    OK(xapian_document_terms(doc, &terms, &err));
    xapian_document_free(doc); /* the iterator does not mind */
    IS(XAPIAN_INVALID_OPERATION, xapian_terms_wdf(terms, &count, &err));
    while ((status = xapian_terms_next(terms, &term, &n, &err)) == XAPIAN_OK) {
        assert_true(i < N(want));
        same_text(term, n, want[i].term);
        OK(xapian_terms_wdf(terms, &count, &err));
        assert_int_equal(count, want[i++].wdf);
        IS(XAPIAN_INVALID_OPERATION, xapian_terms_freq(terms, &freq, &err));
    }
    assert_int_equal(status, XAPIAN_END);
    assert_int_equal(i, N(want));
    IS(XAPIAN_END, xapian_terms_next(terms, &term, &n, &err));
    IS(XAPIAN_END, xapian_terms_skip_to(terms, "a", 1, &term, &n, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_terms_wdf(terms, &count, &err));
    xapian_terms_free(terms);

    OK(xapian_document_new(&doc, &err));
    OK(xapian_document_add_term(doc, "a", 1, 1, &err));
    OK(xapian_document_set_data(doc, "d", 1, &err));
    OK(xapian_document_set_value(doc, 0, "v", 1, &err));
    OK(xapian_document_clear(doc, &err));
    OK(xapian_document_term_count(doc, &count, &err));
    assert_int_equal(count, 0);
    OK(xapian_document_data(doc, &term, &n, &err));
    assert_int_equal(n, 0);
    OK(xapian_document_value(doc, 0, &term, &n, &err));
    assert_int_equal(n, 0);
    xapian_document_free(doc);
}

static void term_limits(void **state)
{
    static char term[1 << 16];
    xapian_document *doc;
    xapian_termcount count;
    (void)state;
    OK(xapian_document_new(&doc, &err));
    NULLS(xapian_document_add_term(doc, "", 0, 1, &err));
    NULLS(xapian_document_add_term(doc, NULL, 0, 1, &err));
    memset(term, 't', sizeof term);
    OK(xapian_document_add_term(doc, term, XAPIAN_TERM_MAX, 1, &err));
    NULLS(xapian_document_add_term(doc, term, XAPIAN_TERM_MAX + 1, 1, &err));
    NULLS(xapian_document_add_posting(doc, term, sizeof term, 1, 1, &err));
    NULLS(xapian_document_add_boolean_term(doc, term, sizeof term, &err));
    NULLS(xapian_document_add_term(doc, term, SIZE_MAX, 1, &err)); /* not read */
    term[1] = '\0';
    OK(xapian_document_add_term(doc, term, XAPIAN_TERM_MAX - 1, 1, &err));
    NULLS(xapian_document_add_term(doc, term, XAPIAN_TERM_MAX, 1, &err));
    OK(xapian_document_add_term(doc, "\xff\xfe\x80", 3, 1, &err));
    OK(xapian_document_term_count(doc, &count, &err));
    assert_int_equal(count, 3);
    xapian_document_free(doc);
}

/* The longest terms allowed can really be written, also those with zero bytes. */
static void longest_terms_commit(void **state)
{
    char term[XAPIAN_TERM_MAX] = {0};
    xapian_writable_db *db;
    xapian_document *doc;
    xapian_doccount freq;
    (void)state;
    OK(xapian_writable_db_open(in_folder("longest"), XAPIAN_CREATE, 0, &db, &err));
    OK(xapian_document_new(&doc, &err));
    OK(xapian_document_add_posting(doc, term, XAPIAN_TERM_MAX / 2, 4000000000u, 1, &err));
    NULLS(xapian_document_add_posting(doc, term, XAPIAN_TERM_MAX / 2 + 1, 1, 1, &err));
    memset(term, 't', sizeof term);
    OK(xapian_document_add_posting(doc, term, sizeof term, 4000000000u, 1, &err));
    OK(xapian_writable_db_replace_document(db, 4000000000u, doc, &err));
    OK(xapian_writable_db_commit(db, &err));
    OK(xapian_db_term_freq(xapian_writable_db_reader(db), term, sizeof term, &freq, &err));
    assert_int_equal(freq, 1);
    memset(term, 0, sizeof term);
    OK(xapian_db_term_freq(xapian_writable_db_reader(db), term, XAPIAN_TERM_MAX / 2, &freq,
                           &err));
    assert_int_equal(freq, 1);
    xapian_document_free(doc);
    xapian_writable_db_free(db);
}

static void stems(void **state)
{
    static const struct {
        const char *language, *word, *want;
    } table[] = {
        {"english", "conferences", "confer"},
        {"en", "running", "run"},
        {"none", "running", "running"},
        {"", "running", "running"},
        {"french", "élections", "élect"},
        {"russian", "документы", "документ"},
        {"english", "", ""},
    };
    static char big[1 << 16];
    xapian_stem *stem;
    const char *stemmed;
    size_t n;
    (void)state;
    for (size_t i = 0; i < N(table); i++) {
        OK(xapian_stem_new(table[i].language, &stem, &err));
        OK(xapian_stem_apply(stem, table[i].word, strlen(table[i].word), &stemmed, &n,
                             &err));
        same_text(stemmed, n, table[i].want);
        /* What it gave may be what it is given. */
        OK(xapian_stem_apply(stem, stemmed, n, &stemmed, &n, &err));
        xapian_stem_free(stem);
    }
    OK(xapian_stem_new("english", &stem, &err));
    memset(big, 'e', sizeof big);
    OK(xapian_stem_apply(stem, big, sizeof big, &stemmed, &n, &err));
    OK(xapian_stem_apply(stem, "running\0running", 15, &stemmed, &n, &err));
    assert_memory_equal(stemmed, "running\0run", 12);
    xapian_stem_free(stem);
}

static int give_zero(void *user, const char *word, size_t len, const char **stemmed,
                     size_t *stemmed_len)
{
    (void)user, (void)word;
    *stemmed = "a\0b", *stemmed_len = len;
    return 0;
}

/* A stem may hold a zero byte. */
static void stems_of_ones_own(void **state)
{
    xapian_stem *stem;
    const char *stemmed;
    size_t n;
    (void)state;
    OK(xapian_stem_new_callback(give_zero, NULL, &stem, &err));
    OK(xapian_stem_apply(stem, "abc", 3, &stemmed, &n, &err));
    assert_int_equal(n, 3);
    assert_memory_equal(stemmed, "a\0b", 3);
    xapian_stem_free(stem);
}

static void stems_of_bad_bytes(void **state)
{
    char list[2000], bytes[8];
    size_t needed;
    const char *language;
    (void)state;
    OK(xapian_stem_languages(NULL, 0, &needed, &err));
    assert_in_range(needed, 10, sizeof list);
    OK(xapian_stem_languages(list, sizeof list, NULL, &err));
    assert_int_equal(strlen(list) + 1, needed);
    for (language = strtok(list, " "); language != NULL; language = strtok(NULL, " ")) {
        xapian_stem *stem;
        OK(xapian_stem_new(language, &stem, &err));
        for (unsigned round = 0; round < 300; round++) {
            const char *stemmed;
            size_t n;
            for (size_t i = 0; i < sizeof bytes; i++)
                bytes[i] = (char)(round * 37 + i * (round | 1) * 11 + (round & 1) * 128);
            OK(xapian_stem_apply(stem, bytes, round % 9, &stemmed, &n, &err));
        }
        xapian_stem_free(stem);
    }
    memset(list, 'x', sizeof list);
    OK(xapian_stem_languages(list, 5, &needed, &err));
    assert_int_equal(strlen(list), 4);
    assert_int_equal(list[5], 'x');
}

static void sortable(void **state)
{
    static const double numbers[] = {-INFINITY, -DBL_MAX, -1e10,   -1, -DBL_MIN,
                                     0,         1e-300,   0.1,     1,  2,
                                     1e10,      DBL_MAX,  INFINITY};
    char buf[XAPIAN_SORTABLE_MAX], before[XAPIAN_SORTABLE_MAX];
    size_t n, n_before = 0;
    double number;
    (void)state;
    for (size_t i = 0; i < N(numbers); i++) {
        OK(xapian_sortable_serialise(numbers[i], buf, &n, &err));
        assert_true(n <= sizeof buf);
        if (i > 0) {
            const int order = memcmp(before, buf, n < n_before ? n : n_before);
            assert_true(order < 0 || (order == 0 && n_before < n));
        }
        memcpy(before, buf, n);
        n_before = n;
        OK(xapian_sortable_unserialise(buf, n, &number, &err));
        if (fabs(numbers[i]) > DBL_MIN || numbers[i] == 0)
            assert_true(number == numbers[i]);
    }
    NULLS(xapian_sortable_serialise(NAN, buf, &n, &err));
    OK(xapian_sortable_unserialise("no number", 9, &number, &err));
    OK(xapian_sortable_unserialise(NULL, 0, &number, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(versions),
        cmocka_unit_test(status_names),
        cmocka_unit_test(error_text),
        cmocka_unit_test(success_leaves_the_error),
        cmocka_unit_test(failure_leaves_the_output),
        cmocka_unit_test(document_data),
        cmocka_unit_test(document_values),
        cmocka_unit_test(document_terms),
        cmocka_unit_test(term_limits),
        cmocka_unit_test(longest_terms_commit),
        cmocka_unit_test(stems),
        cmocka_unit_test(stems_of_ones_own),
        cmocka_unit_test(stems_of_bad_bytes),
        cmocka_unit_test(sortable),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
