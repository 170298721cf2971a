/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text to terms: the term generator against a tokeniser of a few lines; stemmers against what
 * their authors published; stoppers; the dictionary against distances counted one by one;
 * synonyms; and documents as bytes.
 */
#include "config.h"

#include "reading.h"

#include <ctype.h>

/* ---- words and where they stand ---------------------------------------------------- */

enum { PLACES_MAX = 400, TEXT_MAX = 8000 };

static const char *const vocabulary[] = {
    "a",     "of",    "budget", "Budgets",   "TAX",     "taxes", "2024",
    "e",     "court", "courts", "procuring", "x1y2",    "Paris", "governance",
    "local", "LOCAL", "audit",  "audits",    "auditing"};

typedef struct {
    size_t n;
    char words[PLACES_MAX][16]; /* in lower case, in the order in which they stand */
} tokens;

static uint32_t seed = 2024;

static unsigned below(unsigned n)
{
    return ((seed = seed * 1664525u + 1013904223u) >> 16) % n;
}

/* Words with what parts them between. */
static size_t random_text(char *text, tokens *all)
{
    static const char *const between[] = {" ", ", ", ". ", "\n\n", " - ", "; ", " (", ") "};
    size_t len = 0;
    all->n = 50 + below(PLACES_MAX - 50);
    for (size_t i = 0; i < all->n; i++) {
        const char *word = vocabulary[below(N(vocabulary))];
        const char *gap = between[below(N(between))];
        len += (size_t)snprintf(text + len, TEXT_MAX - len, "%s%s", word, gap);
        snprintf(all->words[i], sizeof all->words[i], "%s", word);
        for (char *c = all->words[i]; *c != '\0'; c++)
            *c = (char)tolower((unsigned char)*c);
    }
    return len;
}

static unsigned times(const tokens *all, const char *word)
{
    unsigned n = 0;
    for (size_t i = 0; i < all->n; i++)
        n += strcmp(all->words[i], word) == 0;
    return n;
}

static xapian_term_generator *generator_for(xapian_document *doc)
{
    xapian_term_generator *generator;
    OK(xapian_term_generator_new(&generator, &err));
    OK(xapian_term_generator_set_document(generator, doc, &err));
    return generator;
}

/* A document's terms are the words behind a prefix, as often and where 'all' has them. */
static void check_words(const xapian_document *doc, const tokens *all, const char *prefix,
                        unsigned weight, bool positions)
{
    const size_t skip = strlen(prefix);
    xapian_terms *terms;
    xapian_positions *at;
    xapian_termcount wdf;
    xapian_termpos pos;
    xapian_status status;
    const char *term;
    size_t len, seen = 0;
    OK(xapian_document_terms(doc, &terms, &err));
    while ((status = xapian_terms_next(terms, &term, &len, &err)) == XAPIAN_OK) {
        assert_memory_equal(term, prefix, skip);
        assert_true(times(all, term + skip) > 0);
        OK(xapian_terms_wdf(terms, &wdf, &err));
        assert_int_equal(wdf, weight * times(all, term + skip));
        seen += times(all, term + skip);
        OK(xapian_terms_positions(terms, &at, &err));
        for (size_t i = 0; positions && i < all->n; i++) {
            if (strcmp(all->words[i], term + skip) != 0)
                continue;
            OK(xapian_positions_next(at, &pos, &err));
            assert_int_equal(pos, i + 1);
        }
        IS(XAPIAN_END, xapian_positions_next(at, &pos, &err));
        xapian_positions_free(at);
    }
    assert_int_equal(status, XAPIAN_END);
    assert_int_equal(seen, all->n);
    xapian_terms_free(terms);
}

static void words(void **state)
{
    static char text[TEXT_MAX];
    static tokens all;
    (void)state;
    for (unsigned round = 0; round < 50; round++) {
        const size_t len = random_text(text, &all);
        xapian_document *doc;
        xapian_term_generator *generator;
        OK(xapian_document_new(&doc, &err));
        generator = generator_for(doc);
        OK(xapian_term_generator_index(generator, text, len, 1, NULL, 0, &err));
        assert_int_equal(xapian_term_generator_position(generator), all.n);
        check_words(doc, &all, "", 1, true);

        OK(xapian_document_clear(doc, &err));
        OK(xapian_term_generator_set_document(generator, doc, &err));
        assert_int_equal(xapian_term_generator_position(generator), 0);
        OK(xapian_term_generator_index_without_positions(generator, text, len, 3, "XT:", 3,
                                                         &err));
        check_words(doc, &all, "XT:", 3, false);
        xapian_term_generator_free(generator);
        xapian_document_free(doc);
    }
}

/* The places of a term in a document that is not in a database, as text. */
static const char *places(const xapian_document *doc, const char *name)
{
    static char text[200];
    xapian_terms *terms;
    xapian_positions *at;
    xapian_termpos pos;
    const char *term;
    size_t n, len = 0;
    text[0] = '\0';
    OK(xapian_document_terms(doc, &terms, &err));
    while (xapian_terms_next(terms, &term, &n, &err) == XAPIAN_OK) {
        if (strcmp(term, name) != 0)
            continue;
        len += (size_t)snprintf(text + len, sizeof text - len, "at");
        OK(xapian_terms_positions(terms, &at, &err));
        while (xapian_positions_next(at, &pos, &err) == XAPIAN_OK)
            len += (size_t)snprintf(text + len, sizeof text - len, " %u", pos);
        xapian_positions_free(at);
    }
    xapian_terms_free(terms);
    return text;
}

static void index_text(xapian_term_generator *generator, const char *text)
{
    OK(xapian_term_generator_index(generator, text, strlen(text), 1, NULL, 0, &err));
}

static void letters(void **state)
{
    xapian_document *doc;
    xapian_term_generator *generator;
    (void)state;
    OK(xapian_document_new(&doc, &err));
    generator = generator_for(doc);
    index_text(generator,
               "\xc3\x84pfel \xd0\x9d\xd0\x90\xd0\xa3\xd0\x9a\xd0\x90"); /* Äpfel НАУКА */
    assert_string_equal(places(doc, "\xc3\xa4pfel"), "at 1");
    assert_string_equal(places(doc, "\xd0\xbd\xd0\xb0\xd1\x83\xd0\xba\xd0\xb0"), "at 2");
    index_text(generator, "\xc4pfel"); /* Latin-1 */
    assert_string_equal(places(doc, "\xc3\xa4pfel"), "at 1 3");
    index_text(generator, "AT&T don't U.S.A. 1,000.5 C++");
    assert_string_equal(places(doc, "at&t"), "at 4");
    assert_string_equal(places(doc, "don't"), "at 5");
    assert_string_equal(places(doc, "usa"), "at 6");
    assert_string_equal(places(doc, "1,000.5"), "at 7");
    assert_string_equal(places(doc, "c++"), "at 8");
    OK(xapian_term_generator_index(generator, "zero\0byte", 9, 1, NULL, 0, &err));
    assert_string_equal(places(doc, "byte"), "at 10");
    OK(xapian_term_generator_index(generator, NULL, 0, 1, NULL, 0, &err));
    assert_int_equal(xapian_term_generator_position(generator), 10);
    xapian_term_generator_free(generator);
    xapian_document_free(doc);
}

static void cjk(void **state)
{
    static const char text[] = "\xe6\xb3\x95\xe9\x99\xa2\xe6\xb3\x95"; /* 法院法 */
    xapian_document *doc;
    xapian_term_generator *generator;
    (void)state;
    OK(xapian_document_new(&doc, &err));
    generator = generator_for(doc);
    index_text(generator, text);
    assert_string_equal(places(doc, text), "at 1");
    OK(xapian_document_clear(doc, &err));
    OK(xapian_term_generator_set_document(generator, doc, &err));
    OK(xapian_term_generator_set_flags(generator, XAPIAN_GENERATE_CJK_NGRAM, NULL, &err));
    index_text(generator, text);
    assert_string_equal(places(doc, "\xe6\xb3\x95"), "at 1 3");
    assert_string_equal(places(doc, "\xe9\x99\xa2"), "at 2");
    assert_string_equal(places(doc, "\xe6\xb3\x95\xe9\x99\xa2"), "at");
    assert_string_equal(places(doc, "\xe9\x99\xa2\xe6\xb3\x95"), "at");
    NULLS(xapian_term_generator_set_flags(generator, 1, NULL, &err));
    NULLS(xapian_term_generator_set_flags(generator, XAPIAN_GENERATE_SPELLING, NULL, &err));
    xapian_term_generator_free(generator);
    xapian_document_free(doc);
}

static void places_and_lengths(void **state)
{
    static char text[300];
    xapian_document *doc;
    xapian_term_generator *generator;
    (void)state;
    OK(xapian_document_new(&doc, &err));
    generator = generator_for(doc);
    index_text(generator, "one two");
    OK(xapian_term_generator_skip(generator, 100, &err));
    index_text(generator, "one");
    OK(xapian_term_generator_set_position(generator, 7, &err));
    assert_int_equal(xapian_term_generator_position(generator), 7);
    index_text(generator, "one");
    assert_string_equal(places(doc, "one"), "at 1 8 103");
    assert_string_equal(places(doc, "two"), "at 2");

    memset(text, 'x', sizeof text); /* words of 64 bytes are the longest, at first */
    OK(xapian_term_generator_index(generator, text, 65, 1, NULL, 0, &err));
    assert_string_equal(places(doc, "x"), "");
    text[64] = ' ';
    OK(xapian_term_generator_index(generator, text, 65, 1, NULL, 0, &err));
    text[64] = '\0';
    assert_true(strncmp(places(doc, text), "at ", 3) == 0);
    OK(xapian_term_generator_set_max_word(generator, 3, &err));
    index_text(generator, "four for");
    assert_string_equal(places(doc, "four"), "");
    assert_true(strncmp(places(doc, "for"), "at ", 3) == 0);
    NULLS(xapian_term_generator_set_max_word(generator, XAPIAN_TERM_MAX, &err));
    memset(text, 'P', sizeof text);
    NULLS(xapian_term_generator_index(generator, "a", 1, 1, text, 242, &err));
    OK(xapian_term_generator_index(generator, "a", 1, 1, text, 241, &err));
    xapian_term_generator_free(generator);
    xapian_document_free(doc);
}

/* ---- stemmers and stoppers --------------------------------------------------------- */

/* From Porter's paper of 1980, and the pages of Snowball. */
static void published_stems(void **state)
{
    static const struct {
        const char *language, *stem, *words[6];
    } rows[] = {
        {"porter",
         "connect",
         {"connect", "connected", "connecting", "connection", "connections"}},
        {"english",
         "connect",
         {"connect", "connected", "connecting", "connection", "connections"}},
        {"english", "consign", {"consign", "consigned", "consigning", "consignment"}},
        {"en", "knack", {"knack", "knacks"}},
        {"french",
         "continu",
         {"continu", "continua", "continuait", "continuant", "continue"}},
        {"none", "connections", {"connections"}},
    };
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        xapian_stem *stem;
        const char *s;
        size_t n;
        OK(xapian_stem_new(rows[i].language, &stem, &err));
        for (size_t w = 0; w < N(rows[i].words) && rows[i].words[w]; w++) {
            const char *word = rows[i].words[w];
            OK(xapian_stem_apply(stem, word, strlen(word), &s, &n, &err));
            same_text(s, n, rows[i].stem);
        }
        xapian_stem_free(stem);
    }
}

static void strategies(void **state)
{
    static const struct {
        xapian_stem_strategy strategy;
        const char *plain, *stemmed, *with_z;
    } rows[] = {{XAPIAN_STEM_NONE, "at 1", "", ""},
                {XAPIAN_STEM_SOME, "at 1", "", "at"},
                {XAPIAN_STEM_ALL, "", "at 1", ""},
                {XAPIAN_STEM_ALL_Z, "", "", "at 1"},
                {XAPIAN_STEM_SOME_FULL_POS, "at 1", "", "at 1"}};
    xapian_stem *stem;
    (void)state;
    OK(xapian_stem_new("english", &stem, &err));
    for (size_t i = 0; i < N(rows); i++) {
        xapian_document *doc;
        xapian_term_generator *generator;
        OK(xapian_document_new(&doc, &err));
        generator = generator_for(doc);
        OK(xapian_term_generator_set_stem(generator, stem, &err));
        OK(xapian_term_generator_set_strategy(generator, rows[i].strategy, &err));
        index_text(generator, "connections");
        assert_string_equal(places(doc, "connections"), rows[i].plain);
        assert_string_equal(places(doc, "connect"), rows[i].stemmed);
        assert_string_equal(places(doc, "Zconnect"), rows[i].with_z);
        NULLS(xapian_term_generator_set_strategy(generator, (xapian_stem_strategy)9, &err));
        xapian_term_generator_free(generator);
        xapian_document_free(doc);
    }
    xapian_stem_free(stem);
}

static int stop_short(void *user, const char *word, size_t word_len, bool *stop)
{
    (void)word;
    *stop = word_len < 4;
    return *(const int *)user;
}

static void stop_words(void **state)
{
    static const struct {
        xapian_stop_strategy strategy;
        const char *plain, *stemmed;
    } rows[] = {{XAPIAN_STOP_NONE, "at 1", "at"},
                {XAPIAN_STOP_ALL, "", ""},
                {XAPIAN_STOP_STEMMED, "at 1", ""}};
    int returned = 0;
    xapian_stem *stem;
    xapian_stopper *list, *callback;
    bool stops;
    (void)state;
    OK(xapian_stem_new("english", &stem, &err));
    OK(xapian_stopper_new(&list, &err));
    write_file(in_folder("stop"), " the\tof\n\nand ");
    OK(xapian_stopper_add_file(list, in_folder("stop"), &err));
    NULLS(xapian_stopper_add_file(list, in_folder("nothing"), &err));
    OK(xapian_stopper_stops(list, "and", 3, &stops, &err));
    assert_true(stops);
    OK(xapian_stopper_stops(list, "And", 3, &stops, &err));
    assert_false(stops);
    OK(xapian_stopper_new_callback(stop_short, &returned, &callback, &err));
    IS(XAPIAN_INVALID_OPERATION, xapian_stopper_add(callback, "a", 1, &err));
    for (size_t i = 0; i < 2 * N(rows); i++) {
        const size_t row = i / 2;
        xapian_document *doc;
        xapian_term_generator *generator;
        OK(xapian_document_new(&doc, &err));
        generator = generator_for(doc);
        OK(xapian_term_generator_set_stem(generator, stem, &err));
        OK(xapian_term_generator_set_stopper(generator, i % 2 ? list : callback,
                                             rows[row].strategy, &err));
        index_text(generator, "the budgets");
        assert_string_equal(places(doc, "the"), rows[row].plain);
        assert_string_equal(places(doc, "Zthe"), rows[row].stemmed);
        assert_string_equal(places(doc, "budgets"),
                            rows[row].strategy == XAPIAN_STOP_ALL ? "at 1" : "at 2");
        assert_string_equal(places(doc, "Zbudget"), "at");
        xapian_term_generator_free(generator);
        xapian_document_free(doc);
    }
    returned = 9;
    IS(XAPIAN_CALLBACK, xapian_stopper_stops(callback, "a", 1, &stops, &err));
    assert_int_equal(err.callback, 9);
    xapian_stopper_free(list);
    xapian_stopper_free(callback);
    xapian_stem_free(stem);
}

/* ---- spelling ---------------------------------------------------------------------- */

enum { DICTIONARY = 300, WORD_MAX = 12 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, changes, and swaps of neighbours. */
static unsigned distance(const char *a, const char *b)
{
    unsigned d[WORD_MAX + 2][WORD_MAX + 2];
    const size_t n = strlen(a), m = strlen(b);
    for (unsigned i = 0; i <= n; i++)
        d[i][0] = i;
    for (unsigned j = 0; j <= m; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        for (size_t j = 1; j <= m; j++) {
            d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1,
                            d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[n][m];
}

/* One letter changed, swapped, taken out or put in. */
static void mistype(const char *word, char *typed)
{
    const size_t n = strlen(word), at = 1 + below((unsigned)n - 2);
    strcpy(typed, word);
    switch (below(4)) {
    case 0: typed[at] = (char)('a' + below(26)); break;
    case 1: typed[at] = word[at + 1], typed[at + 1] = word[at]; break;
    case 2: memmove(typed + at, word + at + 1, n - at); break;
    default: memmove(typed + at + 1, word + at, n - at + 1); break;
    }
}

static void corrections(void **state)
{
    static char dictionary[DICTIONARY][WORD_MAX + 1];
    xapian_writable_db *db = open_writer(in_folder("spelling"));
    const xapian_db *reader = xapian_writable_db_reader(db);
    const char *s;
    size_t n;
    (void)state;
    for (unsigned i = 0; i < DICTIONARY; i++) {
        const size_t len = 6 + below(WORD_MAX - 7);
        for (size_t at = 0; at < len; at++)
            dictionary[i][at] = (char)('a' + below(26));
        OK(xapian_writable_db_add_spelling(db, dictionary[i], len, 1 + i, &err));
    }
    for (unsigned round = 0; round < 1000; round++) {
        char typed[WORD_MAX + 2];
        unsigned best = WORD_MAX;
        mistype(dictionary[below(DICTIONARY)], typed);
        for (unsigned i = 0; i < DICTIONARY; i++)
            best = least(best, distance(typed, dictionary[i]));
        assert_true(best <= 1);
        OK(xapian_db_suggest_spelling(reader, typed, strlen(typed), 2, &s, &n, &err));
        if (best == 0)
            same_text(s, n, "");
        else if (n == 0 || distance(typed, s) != best)
            fail_msg("%s: %s", typed, s);
    }
    OK(xapian_db_suggest_spelling(reader, "zzzzzzzzzzzz", 12, 2, &s, &n, &err));
    same_text(s, n, "");
    xapian_writable_db_free(db);
}

static void dictionary(void **state)
{
    xapian_writable_db *db = open_writer(in_folder("dictionary"));
    const xapian_db *reader = xapian_writable_db_reader(db);
    xapian_document *doc;
    xapian_term_generator *generator;
    xapian_terms *terms;
    xapian_doccount freq;
    char big[XAPIAN_TERM_MAX + 1];
    const char *s;
    size_t n;
    (void)state;
    memset(big, 'b', sizeof big);
    NULLS(xapian_writable_db_add_spelling(db, big, sizeof big, 1, &err));
    OK(xapian_document_new(&doc, &err));
    generator = generator_for(doc);
    OK(xapian_term_generator_set_flags(generator, XAPIAN_GENERATE_SPELLING, db, &err));
    index_text(generator, "budget Budget budgets");
    xapian_term_generator_free(generator);
    xapian_document_free(doc);
    OK(xapian_writable_db_add_spelling(db, "audit", 5, 7, &err));
    OK(xapian_writable_db_remove_spelling(db, "audit", 5, 2, &err));
    OK(xapian_writable_db_remove_spelling(db, "budgets", 7, 99, &err));
    OK(xapian_writable_db_commit(db, &err));
    OK(xapian_db_spellings(reader, &terms, &err));
    OK(xapian_terms_next(terms, &s, &n, &err));
    same_text(s, n, "audit");
    OK(xapian_terms_freq(terms, &freq, &err));
    assert_int_equal(freq, 5);
    OK(xapian_terms_next(terms, &s, &n, &err));
    same_text(s, n, "budget");
    OK(xapian_terms_freq(terms, &freq, &err));
    assert_int_equal(freq, 2);
    IS(XAPIAN_END, xapian_terms_next(terms, &s, &n, &err));
    xapian_terms_free(terms);
    xapian_writable_db_free(db);
}

static const char *synonyms_of(const xapian_db *db, const char *term)
{
    xapian_terms *terms;
    OK(xapian_db_synonyms(db, term, strlen(term), &terms, &err));
    return joined(terms);
}

static void synonyms(void **state)
{
    static const char *const pairs[][2] = {{"car", "vehicle"},      {"car", "auto"},
                                           {"car", "auto"},         {"tax", "levy"},
                                           {"local tax", "tariff"}, {"cat", "animal"}};
    xapian_writable_db *db = open_writer(in_folder("synonyms"));
    const xapian_db *reader = xapian_writable_db_reader(db);
    xapian_terms *keys;
    (void)state;
    for (size_t i = 0; i < N(pairs); i++)
        OK(xapian_writable_db_add_synonym(db, pairs[i][0], strlen(pairs[i][0]), pairs[i][1],
                                          strlen(pairs[i][1]), &err));
    for (unsigned committed = 0; committed < 2; committed++) {
        assert_string_equal(synonyms_of(reader, "car"), "auto;vehicle;");
        assert_string_equal(synonyms_of(reader, "local tax"), "tariff;");
        assert_string_equal(synonyms_of(reader, "ca"), "");
        OK(xapian_db_synonym_keys(reader, "ca", 2, &keys, &err));
        assert_string_equal(joined(keys), "car;cat;");
        OK(xapian_writable_db_commit(db, &err));
    }
    OK(xapian_writable_db_remove_synonym(db, "car", 3, "auto", 4, &err));
    OK(xapian_writable_db_remove_synonym(db, "car", 3, "nothing", 7, &err));
    OK(xapian_writable_db_clear_synonyms(db, "cat", 3, &err));
    OK(xapian_writable_db_clear_synonyms(db, "dog", 3, &err));
    OK(xapian_writable_db_commit(db, &err));
    assert_string_equal(synonyms_of(reader, "car"), "vehicle;");
    OK(xapian_db_synonym_keys(reader, NULL, 0, &keys, &err));
    assert_string_equal(joined(keys), "car;local tax;tax;");
    xapian_writable_db_free(db);
}

/* ---- documents as bytes ------------------------------------------------------------ */

/* The facts, each document by way of its bytes. */
static void serialised(void **state)
{
    xapian_writable_db *db = open_writer(in_folder("serialised"));
    xapian_document *doc, *copy;
    const char *data;
    size_t n;
    (void)state;
    facts_make();
    for (unsigned d = 1; d <= DOCS; d++) {
        doc = fact_document(d);
        OK(xapian_document_serialise(doc, &data, &n, &err));
        OK(xapian_document_unserialise(data, n, &copy, &err));
        assert_int_equal(xapian_document_docid(copy), 0);
        xapian_document_free(doc);
        OK(xapian_writable_db_add_document(db, copy, NULL, &err));
        xapian_document_free(copy);
    }
    OK(xapian_writable_db_commit(db, &err));
    check_facts(xapian_writable_db_reader(db), true);
    for (unsigned d = 1; d <= DOCS; d++)
        check_document(xapian_writable_db_reader(db), d, d);
    /* One that was read has the same bytes, and not all of them are no document. */
    OK(xapian_db_document(xapian_writable_db_reader(db), 7, &doc, &err));
    OK(xapian_document_serialise(doc, &data, &n, &err));
    while (n-- > 1) {
        const xapian_status status = xapian_document_unserialise(data, n, &copy, &err);
        assert_true(status == XAPIAN_OK || status == XAPIAN_SERIALISATION ||
                    status == XAPIAN_NETWORK);
        xapian_document_free(copy);
    }
    xapian_document_free(doc);
    xapian_writable_db_free(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(letters),
        cmocka_unit_test(cjk),
        cmocka_unit_test(places_and_lengths),
        cmocka_unit_test(published_stems),
        cmocka_unit_test(strategies),
        cmocka_unit_test(stop_words),
        cmocka_unit_test(corrections),
        cmocka_unit_test(dictionary),
        cmocka_unit_test(synonyms),
        cmocka_unit_test(serialised),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
