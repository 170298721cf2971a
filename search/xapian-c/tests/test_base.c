/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The binding to Xapian: errors, documents, stemmers, numbers; NULL everywhere.
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

static void null_frees(void **state)
{
    (void)state;
    xapian_db_free(NULL);
    xapian_writable_db_free(NULL);
    xapian_document_free(NULL);
    xapian_terms_free(NULL);
    xapian_postings_free(NULL);
    xapian_positions_free(NULL);
    xapian_values_free(NULL);
    xapian_stem_free(NULL);
    xapian_query_free(NULL);
    xapian_enquire_free(NULL);
    xapian_mset_free(NULL);
    xapian_rset_free(NULL);
    xapian_eset_free(NULL);
    xapian_matchspy_free(NULL);
}

static void null_numbers(void **state)
{
    (void)state;
    assert_int_equal(xapian_db_shards(NULL), 0);
    assert_null(xapian_writable_db_reader(NULL));
    assert_int_equal(xapian_document_docid(NULL), 0);
    assert_true(xapian_query_is_empty(NULL));
    assert_int_equal(xapian_query_length(NULL), 0);
    assert_int_equal(xapian_mset_size(NULL), 0);
    assert_int_equal(xapian_mset_first(NULL), 0);
    assert_int_equal(xapian_mset_lower_bound(NULL), 0);
    assert_int_equal(xapian_mset_estimated(NULL), 0);
    assert_int_equal(xapian_mset_upper_bound(NULL), 0);
    assert_int_equal(xapian_mset_uncollapsed_lower_bound(NULL), 0);
    assert_int_equal(xapian_mset_uncollapsed_estimated(NULL), 0);
    assert_int_equal(xapian_mset_uncollapsed_upper_bound(NULL), 0);
    assert_true(xapian_mset_max_possible(NULL) == 0);
    assert_true(xapian_mset_max_attained(NULL) == 0);
    assert_int_equal(xapian_rset_size(NULL), 0);
    assert_false(xapian_rset_contains(NULL, 1));
    assert_int_equal(xapian_eset_size(NULL), 0);
}

static int spy(void *user, const xapian_document *doc, double weight)
{
    (void)user, (void)doc, (void)weight;
    return 0;
}

static int value_spy(void *user, const char *value, size_t n, double weight)
{
    (void)user, (void)value, (void)n, (void)weight;
    return 0;
}

/* Each call with each handle, string and output NULL in turn. */
static void null_arguments(void **state)
{
    xapian_writable_db *collection, *writable;
    const xapian_db *reader;
    xapian_db *db, *db_out;
    xapian_document *doc, *doc_out;
    xapian_terms *terms, *terms_out;
    xapian_postings *postings, *postings_out;
    xapian_positions *positions, *positions_out;
    xapian_values *values, *values_out;
    xapian_stem *stem, *stem_out;
    xapian_query *query, *query_out;
    xapian_query_kind kind;
    xapian_enquire *enquire, *enquire_out;
    xapian_mset *mset, *mset_out;
    xapian_rset *rset;
    xapian_eset *eset, *eset_out;
    xapian_matchspy *count, *spy_out;
    const xapian_sort_slot slot = {.slot = 0};
    const xapian_query *none[1] = {NULL};
    const xapian_query *one[1];
    xapian_snippet_options options = {10, NULL, 0, "", "", ""};
    uint64_t u64;
    uint32_t u32;
    size_t n;
    double number;
    bool yes;
    int percent;
    char buf[XAPIAN_SORTABLE_MAX];
    const char *s;
    (void)state;

    collection = facts_write(NULL, 1, 30);
    reader = xapian_writable_db_reader(collection);
    OK(xapian_db_new(&db, &err));
    OK(xapian_db_document(reader, 1, &doc, &err));
    OK(xapian_db_terms(reader, NULL, 0, &terms, &err));
    OK(xapian_db_postings(reader, NULL, 0, &postings, &err));
    OK(xapian_db_positions(reader, 1, "a", 1, &positions, &err));
    OK(xapian_db_values(reader, 0, &values, &err));
    OK(xapian_stem_new("none", &stem, &err));
    query = term_query(0);
    one[0] = query;
    OK(xapian_enquire_new(reader, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    OK(xapian_rset_new(&rset, &err));
    OK(xapian_rset_add(rset, 1, &err));
    OK(xapian_matchspy_new_count(0, &count, &err));
    OK(xapian_enquire_mset(enquire, 0, 3, 0, NULL, &mset, &err));
    assert_true(xapian_mset_size(mset) > 0);
    OK(xapian_enquire_eset(enquire, rset, 3, NULL, &eset, &err));
    assert_true(xapian_eset_size(eset) > 0);

    NULLS(xapian_db_open(NULL, 0, &db_out, &err));
    NULLS(xapian_db_open(NULL, XAPIAN_BACKEND_STUB, &db_out, &err));
    NULLS(xapian_db_open(folder, 0, NULL, &err));
    NULLS(xapian_db_open_remote(NULL, 80, 1, 1, &db_out, &err));
    NULLS(xapian_db_new(NULL, &err));
    NULLS(xapian_db_add(NULL, reader, &err));
    NULLS(xapian_db_add(db, NULL, &err));
    NULLS(xapian_db_close(NULL, &err));
    NULLS(xapian_db_reopen(NULL, &yes, &err));
    NULLS(xapian_db_doc_count(NULL, &u32, &err));
    NULLS(xapian_db_doc_count(reader, NULL, &err));
    NULLS(xapian_db_last_docid(NULL, &u32, &err));
    NULLS(xapian_db_last_docid(reader, NULL, &err));
    NULLS(xapian_db_average_length(NULL, &number, &err));
    NULLS(xapian_db_average_length(reader, NULL, &err));
    NULLS(xapian_db_doc_length(NULL, 1, &u32, &err));
    NULLS(xapian_db_doc_length(reader, 1, NULL, &err));
    NULLS(xapian_db_has_positions(NULL, &yes, &err));
    NULLS(xapian_db_has_positions(reader, NULL, &err));
    NULLS(xapian_db_term_freq(NULL, "a", 1, &u32, &err));
    NULLS(xapian_db_term_freq(reader, NULL, 1, &u32, &err));
    NULLS(xapian_db_term_freq(reader, "a", 1, NULL, &err));
    NULLS(xapian_db_term_exists(NULL, "a", 1, &yes, &err));
    NULLS(xapian_db_term_exists(reader, NULL, 1, &yes, &err));
    NULLS(xapian_db_term_exists(reader, "a", 1, NULL, &err));
    NULLS(xapian_db_collection_freq(NULL, "a", 1, &u32, &err));
    NULLS(xapian_db_collection_freq(reader, NULL, 1, &u32, &err));
    NULLS(xapian_db_collection_freq(reader, "a", 1, NULL, &err));
    NULLS(xapian_db_metadata_get(NULL, "a", 1, &s, &n, &err));
    NULLS(xapian_db_metadata_get(reader, NULL, 1, &s, &n, &err));
    NULLS(xapian_db_metadata_get(reader, "a", 1, NULL, &n, &err));
    NULLS(xapian_db_metadata_get(reader, "a", 1, &s, NULL, &err));
    NULLS(xapian_db_uuid(NULL, &s, &n, &err));
    NULLS(xapian_db_uuid(reader, NULL, &n, &err));
    NULLS(xapian_db_uuid(reader, &s, NULL, &err));
    NULLS(xapian_db_revision(NULL, &u64, &err));
    NULLS(xapian_db_revision(reader, NULL, &err));
    NULLS(xapian_db_document(NULL, 1, &doc_out, &err));
    NULLS(xapian_db_document(reader, 1, NULL, &err));
    NULLS(xapian_db_terms(NULL, "a", 1, &terms_out, &err));
    NULLS(xapian_db_terms(reader, NULL, 1, &terms_out, &err));
    NULLS(xapian_db_terms(reader, "a", 1, NULL, &err));
    NULLS(xapian_db_doc_terms(NULL, 1, &terms_out, &err));
    NULLS(xapian_db_doc_terms(reader, 1, NULL, &err));
    NULLS(xapian_db_metadata_keys(NULL, "a", 1, &terms_out, &err));
    NULLS(xapian_db_metadata_keys(reader, NULL, 1, &terms_out, &err));
    NULLS(xapian_db_metadata_keys(reader, "a", 1, NULL, &err));
    NULLS(xapian_db_postings(NULL, "a", 1, &postings_out, &err));
    NULLS(xapian_db_postings(reader, NULL, 1, &postings_out, &err));
    NULLS(xapian_db_postings(reader, "a", 1, NULL, &err));
    NULLS(xapian_db_positions(NULL, 1, "a", 1, &positions_out, &err));
    NULLS(xapian_db_positions(reader, 1, NULL, 1, &positions_out, &err));
    NULLS(xapian_db_positions(reader, 1, "a", 1, NULL, &err));
    NULLS(xapian_db_values(NULL, 0, &values_out, &err));
    NULLS(xapian_db_values(reader, 0, NULL, &err));

    NULLS(xapian_terms_next(NULL, &s, &n, &err));
    NULLS(xapian_terms_next(terms, NULL, &n, &err));
    NULLS(xapian_terms_next(terms, &s, NULL, &err));
    NULLS(xapian_terms_skip_to(NULL, "a", 1, &s, &n, &err));
    NULLS(xapian_terms_skip_to(terms, NULL, 1, &s, &n, &err));
    NULLS(xapian_terms_skip_to(terms, "a", 1, NULL, &n, &err));
    NULLS(xapian_terms_skip_to(terms, "a", 1, &s, NULL, &err));
    OK(xapian_terms_next(terms, &s, &n, &err)); /* as if nothing had been */
    NULLS(xapian_terms_freq(NULL, &u32, &err));
    NULLS(xapian_terms_freq(terms, NULL, &err));
    NULLS(xapian_terms_wdf(NULL, &u32, &err));
    NULLS(xapian_terms_wdf(terms, NULL, &err));
    NULLS(xapian_postings_next(NULL, &u32, &err));
    NULLS(xapian_postings_next(postings, NULL, &err));
    NULLS(xapian_postings_next_many(NULL, &u32, 1, &n, &err));
    NULLS(xapian_postings_next_many(postings, NULL, 1, &n, &err));
    NULLS(xapian_postings_next_many(postings, &u32, 0, &n, &err));
    NULLS(xapian_postings_next_many(postings, &u32, 1, NULL, &err));
    NULLS(xapian_postings_skip_to(NULL, 1, &u32, &err));
    NULLS(xapian_postings_skip_to(postings, 1, NULL, &err));
    NULLS(xapian_postings_wdf(NULL, &u32, &err));
    NULLS(xapian_postings_wdf(postings, NULL, &err));
    NULLS(xapian_postings_doc_length(NULL, &u32, &err));
    NULLS(xapian_postings_doc_length(postings, NULL, &err));
    NULLS(xapian_positions_next(NULL, &u32, &err));
    NULLS(xapian_positions_next(positions, NULL, &err));
    NULLS(xapian_positions_skip_to(NULL, 1, &u32, &err));
    NULLS(xapian_positions_skip_to(positions, 1, NULL, &err));
    NULLS(xapian_values_next(NULL, &u32, &s, &n, &err));
    NULLS(xapian_values_next(values, NULL, &s, &n, &err));
    NULLS(xapian_values_next(values, &u32, NULL, &n, &err));
    NULLS(xapian_values_next(values, &u32, &s, NULL, &err));
    NULLS(xapian_values_skip_to(NULL, 1, &u32, &s, &n, &err));
    NULLS(xapian_values_skip_to(values, 1, NULL, &s, &n, &err));
    NULLS(xapian_values_skip_to(values, 1, &u32, NULL, &n, &err));
    NULLS(xapian_values_skip_to(values, 1, &u32, &s, NULL, &err));

    NULLS(xapian_writable_db_open(NULL, XAPIAN_CREATE, 0, &writable, &err));
    NULLS(xapian_writable_db_open(folder, XAPIAN_CREATE, 0, NULL, &err));
    NULLS(xapian_writable_db_new_in_memory(NULL, &err));
    NULLS(xapian_writable_db_close(NULL, &err));
    NULLS(xapian_writable_db_commit(NULL, &err));
    NULLS(xapian_writable_db_begin_transaction(NULL, true, &err));
    NULLS(xapian_writable_db_commit_transaction(NULL, &err));
    NULLS(xapian_writable_db_cancel_transaction(NULL, &err));
    NULLS(xapian_writable_db_add_document(NULL, doc, &u32, &err));
    NULLS(xapian_writable_db_replace_document(NULL, 1, doc, &err));
    NULLS(xapian_writable_db_replace_document_by_term(NULL, "a", 1, doc, &u32, &err));
    NULLS(xapian_writable_db_delete_document(NULL, 1, &err));
    NULLS(xapian_writable_db_delete_document_by_term(NULL, "a", 1, &err));
    NULLS(xapian_writable_db_metadata_set(NULL, "a", 1, "a", 1, &err));
    OK(xapian_writable_db_new_in_memory(&writable, &err));
    NULLS(xapian_writable_db_add_document(writable, NULL, &u32, &err));
    NULLS(xapian_writable_db_replace_document(writable, 1, NULL, &err));
    NULLS(xapian_writable_db_replace_document_by_term(writable, NULL, 1, doc, &u32, &err));
    NULLS(xapian_writable_db_replace_document_by_term(writable, "a", 1, NULL, &u32, &err));
    NULLS(xapian_writable_db_delete_document_by_term(writable, NULL, 1, &err));
    NULLS(xapian_writable_db_metadata_set(writable, NULL, 1, "a", 1, &err));
    NULLS(xapian_writable_db_metadata_set(writable, "a", 1, NULL, 1, &err));
    xapian_writable_db_free(writable);

    NULLS(xapian_document_new(NULL, &err));
    NULLS(xapian_document_clear(NULL, &err));
    NULLS(xapian_document_data(NULL, &s, &n, &err));
    NULLS(xapian_document_data(doc, NULL, &n, &err));
    NULLS(xapian_document_data(doc, &s, NULL, &err));
    NULLS(xapian_document_set_data(NULL, "a", 1, &err));
    NULLS(xapian_document_set_data(doc, NULL, 1, &err));
    NULLS(xapian_document_add_term(NULL, "a", 1, 1, &err));
    NULLS(xapian_document_add_term(doc, NULL, 1, 1, &err));
    NULLS(xapian_document_add_posting(NULL, "a", 1, 1, 1, &err));
    NULLS(xapian_document_add_posting(doc, NULL, 1, 1, 1, &err));
    NULLS(xapian_document_add_postings(NULL, "a", 1, NULL, 0, 1, &err));
    NULLS(xapian_document_add_postings(doc, NULL, 1, NULL, 0, 1, &err));
    NULLS(xapian_document_add_postings(doc, "a", 1, NULL, 1, 1, &err));
    NULLS(xapian_document_add_boolean_term(NULL, "a", 1, &err));
    NULLS(xapian_document_add_boolean_term(doc, NULL, 1, &err));
    NULLS(xapian_document_remove_term(NULL, "a", 1, &err));
    NULLS(xapian_document_remove_term(doc, NULL, 1, &err));
    NULLS(xapian_document_term_count(NULL, &u32, &err));
    NULLS(xapian_document_term_count(doc, NULL, &err));
    NULLS(xapian_document_terms(NULL, &terms_out, &err));
    NULLS(xapian_document_terms(doc, NULL, &err));
    NULLS(xapian_document_value(NULL, 0, &s, &n, &err));
    NULLS(xapian_document_value(doc, 0, NULL, &n, &err));
    NULLS(xapian_document_value(doc, 0, &s, NULL, &err));
    NULLS(xapian_document_set_value(NULL, 0, "a", 1, &err));
    NULLS(xapian_document_set_value(doc, 0, NULL, 1, &err));
    NULLS(xapian_document_remove_value(NULL, 0, &err));

    NULLS(xapian_stem_new(NULL, &stem_out, &err));
    NULLS(xapian_stem_new("none", NULL, &err));
    NULLS(xapian_stem_apply(NULL, "a", 1, &s, &n, &err));
    NULLS(xapian_stem_apply(stem, NULL, 1, &s, &n, &err));
    NULLS(xapian_stem_apply(stem, "a", 1, NULL, &n, &err));
    NULLS(xapian_stem_apply(stem, "a", 1, &s, NULL, &err));
    NULLS(xapian_stem_languages(NULL, 1, &n, &err));

    NULLS(xapian_query_match_all(NULL, &err));
    NULLS(xapian_query_match_nothing(NULL, &err));
    NULLS(xapian_query_term(NULL, 1, 1, 0, &query_out, &err));
    NULLS(xapian_query_term(NULL, 0, 1, 0, &query_out, &err));
    NULLS(xapian_query_term("a", 1, 1, 0, NULL, &err));
    NULLS(xapian_query_combine(XAPIAN_OP_OR, NULL, 1, 0, &query_out, &err));
    NULLS(xapian_query_combine(XAPIAN_OP_OR, none, 1, 0, &query_out, &err));
    NULLS(xapian_query_combine(XAPIAN_OP_OR, one, 1, 0, NULL, &err));
    NULLS(xapian_query_scale(NULL, 1, &query_out, &err));
    NULLS(xapian_query_scale(query, 1, NULL, &err));
    NULLS(xapian_query_value_range(0, NULL, 1, "b", 1, &query_out, &err));
    NULLS(xapian_query_value_range(0, "a", 1, NULL, 1, &query_out, &err));
    NULLS(xapian_query_value_range(0, "a", 1, "b", 1, NULL, &err));
    NULLS(xapian_query_value_ge(0, NULL, 1, &query_out, &err));
    NULLS(xapian_query_value_ge(0, "a", 1, NULL, &err));
    NULLS(xapian_query_value_le(0, NULL, 1, &query_out, &err));
    NULLS(xapian_query_value_le(0, "a", 1, NULL, &err));
    NULLS(xapian_query_wildcard(NULL, 1, 0, XAPIAN_WILDCARD_FIRST, XAPIAN_OP_OR, &query_out,
                                &err));
    NULLS(
        xapian_query_wildcard("a", 1, 0, XAPIAN_WILDCARD_FIRST, XAPIAN_OP_OR, NULL, &err));
    NULLS(xapian_query_fixed_weight(1, NULL, &err));
    NULLS(xapian_query_copy(NULL, &query_out, &err));
    NULLS(xapian_query_copy(query, NULL, &err));
    NULLS(xapian_query_top(NULL, &kind, NULL, &err));
    NULLS(xapian_query_top(query, NULL, NULL, &err));
    assert_int_equal(xapian_query_parts(NULL), 0);
    NULLS(xapian_query_part(NULL, 0, &query_out, &err));
    NULLS(xapian_query_part(query, 0, NULL, &err));
    NULLS(xapian_query_describe(NULL, &s, &n, &err));
    NULLS(xapian_query_describe(query, NULL, &n, &err));
    NULLS(xapian_query_describe(query, &s, NULL, &err));
    NULLS(xapian_query_serialise(NULL, &s, &n, &err));
    NULLS(xapian_query_serialise(query, NULL, &n, &err));
    NULLS(xapian_query_serialise(query, &s, NULL, &err));
    NULLS(xapian_query_unserialise(NULL, 1, &query_out, &err));
    NULLS(xapian_query_unserialise("", 0, NULL, &err));
    NULLS(xapian_query_terms(NULL, false, &terms_out, &err));
    NULLS(xapian_query_terms(query, false, NULL, &err));

    NULLS(xapian_enquire_new(NULL, &enquire_out, &err));
    NULLS(xapian_enquire_new(reader, NULL, &err));
    NULLS(xapian_enquire_set_query(NULL, query, 0, &err));
    NULLS(xapian_enquire_set_query(enquire, NULL, 0, &err));
    NULLS(xapian_enquire_weight_bool(NULL, &err));
    NULLS(xapian_enquire_weight_bm25(NULL, 1, 0, 1, 0.5, 0.5, &err));
    NULLS(xapian_enquire_weight_tfidf(NULL, NULL, &err));
    NULLS(xapian_enquire_weight_trad(NULL, 1, &err));
    NULLS(xapian_enquire_docid_order(NULL, XAPIAN_DOCID_ANY, &err));
    NULLS(xapian_enquire_sort_by_relevance(NULL, &err));
    NULLS(xapian_enquire_sort_by_value(NULL, XAPIAN_SORT_VALUE, 0, false, &err));
    NULLS(xapian_enquire_sort_by_slots(NULL, XAPIAN_SORT_VALUE, &slot, 1, &err));
    NULLS(xapian_enquire_sort_by_slots(enquire, XAPIAN_SORT_VALUE, NULL, 1, &err));
    NULLS(xapian_enquire_collapse(NULL, 0, 1, &err));
    NULLS(xapian_enquire_cutoff(NULL, 0, 0, &err));
    NULLS(xapian_enquire_time_limit(NULL, 0, &err));
    NULLS(xapian_enquire_add_matchspy(NULL, count, &err));
    NULLS(xapian_enquire_add_matchspy(enquire, NULL, &err));
    NULLS(xapian_enquire_clear_matchspies(NULL, &err));
    NULLS(xapian_enquire_mset(NULL, 0, 1, 0, NULL, &mset_out, &err));
    NULLS(xapian_enquire_mset(enquire, 0, 1, 0, NULL, NULL, &err));
    NULLS(xapian_enquire_matching_terms(NULL, 1, &terms_out, &err));
    NULLS(xapian_enquire_matching_terms(enquire, 1, NULL, &err));
    NULLS(xapian_enquire_eset(NULL, rset, 1, NULL, &eset_out, &err));
    NULLS(xapian_enquire_eset(enquire, NULL, 1, NULL, &eset_out, &err));
    NULLS(xapian_enquire_eset(enquire, rset, 1, NULL, NULL, &err));

    NULLS(xapian_mset_docid(NULL, 0, &u32, &err));
    NULLS(xapian_mset_docid(mset, 0, NULL, &err));
    NULLS(xapian_mset_weight(NULL, 0, &number, &err));
    NULLS(xapian_mset_weight(mset, 0, NULL, &err));
    NULLS(xapian_mset_percent(NULL, 0, &percent, &err));
    NULLS(xapian_mset_percent(mset, 0, NULL, &err));
    NULLS(xapian_mset_rank(NULL, 0, &u32, &err));
    NULLS(xapian_mset_rank(mset, 0, NULL, &err));
    NULLS(xapian_mset_sort_key(NULL, 0, &s, &n, &err));
    NULLS(xapian_mset_sort_key(mset, 0, NULL, &n, &err));
    NULLS(xapian_mset_sort_key(mset, 0, &s, NULL, &err));
    NULLS(xapian_mset_collapse_key(NULL, 0, &s, &n, &err));
    NULLS(xapian_mset_collapse_key(mset, 0, NULL, &n, &err));
    NULLS(xapian_mset_collapse_key(mset, 0, &s, NULL, &err));
    NULLS(xapian_mset_collapse_count(NULL, 0, &u32, &err));
    NULLS(xapian_mset_collapse_count(mset, 0, NULL, &err));
    NULLS(xapian_mset_document(NULL, 0, &doc_out, &err));
    NULLS(xapian_mset_document(mset, 0, NULL, &err));
    NULLS(xapian_mset_fetch(NULL, &err));
    NULLS(xapian_mset_term_freq(NULL, "a", 1, &u32, &err));
    NULLS(xapian_mset_term_freq(mset, NULL, 1, &u32, &err));
    NULLS(xapian_mset_term_freq(mset, "a", 1, NULL, &err));
    NULLS(xapian_mset_snippet(NULL, "a", 1, NULL, &s, &n, &err));
    NULLS(xapian_mset_snippet(mset, NULL, 1, NULL, &s, &n, &err));
    NULLS(xapian_mset_snippet(mset, "a", 1, NULL, NULL, &n, &err));
    NULLS(xapian_mset_snippet(mset, "a", 1, NULL, &s, NULL, &err));
    options.before = NULL;
    NULLS(xapian_mset_snippet(mset, "a", 1, &options, &s, &n, &err));
    options.before = "", options.after = NULL;
    NULLS(xapian_mset_snippet(mset, "a", 1, &options, &s, &n, &err));
    options.after = "", options.omit = NULL;
    NULLS(xapian_mset_snippet(mset, "a", 1, &options, &s, &n, &err));

    NULLS(xapian_rset_new(NULL, &err));
    NULLS(xapian_rset_add(NULL, 1, &err));
    NULLS(xapian_rset_remove(NULL, 1, &err));
    NULLS(xapian_eset_term(NULL, 0, &s, &n, &err));
    NULLS(xapian_eset_term(eset, 0, NULL, &n, &err));
    NULLS(xapian_eset_term(eset, 0, &s, NULL, &err));
    NULLS(xapian_eset_weight(NULL, 0, &number, &err));
    NULLS(xapian_eset_weight(eset, 0, NULL, &err));
    NULLS(xapian_matchspy_new(NULL, NULL, &spy_out, &err));
    NULLS(xapian_matchspy_new(spy, NULL, NULL, &err));
    NULLS(xapian_matchspy_new_value(0, NULL, NULL, &spy_out, &err));
    NULLS(xapian_matchspy_new_value(0, value_spy, NULL, NULL, &err));
    NULLS(xapian_matchspy_new_count(0, NULL, &err));
    NULLS(xapian_matchspy_total(NULL, &n, &err));
    NULLS(xapian_matchspy_total(count, NULL, &err));
    NULLS(xapian_matchspy_values(NULL, &terms_out, &err));
    NULLS(xapian_matchspy_values(count, NULL, &err));
    NULLS(xapian_matchspy_top_values(NULL, 1, &terms_out, &err));
    NULLS(xapian_matchspy_top_values(count, 1, NULL, &err));
    NULLS(xapian_sortable_serialise(1, NULL, &n, &err));
    NULLS(xapian_sortable_serialise(1, buf, NULL, &err));
    NULLS(xapian_sortable_unserialise(NULL, 1, &number, &err));
    NULLS(xapian_sortable_unserialise("", 0, NULL, &err));

    xapian_writable_db_free(collection);
    xapian_db_free(db);
    xapian_document_free(doc);
    xapian_terms_free(terms);
    xapian_postings_free(postings);
    xapian_positions_free(positions);
    xapian_values_free(values);
    xapian_stem_free(stem);
    xapian_query_free(query);
    xapian_enquire_free(enquire);
    xapian_mset_free(mset);
    xapian_rset_free(rset);
    xapian_eset_free(eset);
    xapian_matchspy_free(count);
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
        cmocka_unit_test(stems_of_bad_bytes),
        cmocka_unit_test(sortable),
        cmocka_unit_test(null_frees),
        cmocka_unit_test(null_numbers),
        cmocka_unit_test(null_arguments),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
