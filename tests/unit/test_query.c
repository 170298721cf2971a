/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parameters into a question. */
#include "config.h"

#include "search/limits.h"
#include "search/query.h"
#include "tests/unit/support.h"

static ph_vocabulary *vocabulary;

static int open_vocabulary(void **state)
{
    (void)state;
    vocabulary = shipped_vocabulary();
    return 0;
}

static int close_vocabulary(void **state)
{
    (void)state;
    ph_vocabulary_free(vocabulary);
    return 0;
}

static ph_query fresh(void **state)
{
    ph_query q;
    ph_query_init(&q, *state, vocabulary);
    return q;
}

#define SET(q, name, value) ph_query_set((q), ph_cstr(name), ph_cstr(value), &err)

static void list_is(const ph_strs *list, const char *want)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < list->n; i++)
        ph_buf_addf(&buf, "%s%.*s", i ? " " : "", PH_FMT(list->v[i]));
    same(ph_buf_str(&buf), want);
    ph_buf_free(&buf);
}

static void empty(void **state)
{
    ph_query q = fresh(state);
    assert_int_equal(q.q.n, 0);
    assert_int_equal(q.match, PH_MATCH_AUTO);
    assert_int_equal(q.sort, PH_SORT_RELEVANCE);
    assert_int_equal(q.limit, 10);
    assert_int_equal(q.offset, 0);
    assert_false(q.asserted);
    for (ph_facet f = 0; f < PH_FACETS; f++)
        assert_true(q.choices[f].n == 0 && !q.all[f]);
}

static void text(void **state)
{
    ph_query q = fresh(state);
    OK(SET(&q, "q", " tax\t\n cafe\u0301 \x01"));
    same(q.q, "tax café");
    OK(SET(&q, "q", ""));
    assert_int_equal(q.q.n, 0);
    OK(SET(&q, "q",
           "a\xff"
           "b"));
    same(q.q, "a\uFFFD"
              "b");
    OK(ph_query_set(&q, PH_STR("q"), PH_STR("a\0b"), &err));
    same(q.q, "ab");
}

/* What is longer than PH_QUERY_BYTES is cut, between words. */
static void long_text(void **state)
{
    ph_query q = fresh(state);
    ph_buf buf = {0};
    for (int i = 0; i < 1000; i++)
        ph_buf_addc(&buf, "слово ");
    OK(ph_query_set(&q, PH_STR("q"), ph_buf_str(&buf), &err));
    assert_in_range(q.q.n, PH_QUERY_BYTES - 20, PH_QUERY_BYTES);
    assert_true(ph_ends(q.q, PH_STR(" слово")));
    assert_int_equal((q.q.n + 1) % strlen("слово "), 0);
    ph_buf_clear(&buf);
    for (int i = 0; i < 3000; i++)
        ph_buf_addc(&buf, "ж");
    OK(ph_query_set(&q, PH_STR("q"), ph_buf_str(&buf), &err));
    assert_int_equal(q.q.n, PH_QUERY_BYTES); /* one word: where it must be */
    ph_buf_clear(&buf);
    for (size_t i = 0; i < PH_QUERY_BYTES - 2; i++)
        ph_buf_byte(&buf, 'x');
    ph_buf_addc(&buf, " y");
    OK(ph_query_set(&q, PH_STR("q"), ph_buf_str(&buf), &err));
    assert_int_equal(q.q.n, PH_QUERY_BYTES); /* just fits */
    ph_buf_addc(&buf, " z");
    OK(ph_query_set(&q, PH_STR("q"), ph_buf_str(&buf), &err));
    assert_int_equal(q.q.n, PH_QUERY_BYTES); /* cut where a word ends anyway */
    ph_buf_free(&buf);
}

static void facets(void **state)
{
    static const struct {
        const char *name, *value, *choices;
    } rows[] = {
        {"country", "EE", "EE"},
        {"country", "ee,Kz", "EE KZ"},
        {"country", " ee , , kz ,EE", "EE KZ"},
        {"language", "EN,SR-latn-rs,ZH-HANT", "en sr-Latn-RS zh-Hant"},
        {"country", "", ""},
        {"country", ",", ""},
        {"region", "143,150", "143 150"},
        {"sdg", "16,16.6", "16 16.6"},
        {"theme", "integrity", "integrity"},
        {"type", "practice-note", "practice-note"},
        {"level", "national", "national"},
        {"language", "ru,sr-Latn", "ru sr-Latn"},
        {"year", "2019", "2019"},
        {"year", "2019..2022,2024..,..2010,2020..2020",
         "2019..2022 2024.. ..2010 2020..2020"},
    };
    for (size_t i = 0; i < N(rows); i++) {
        ph_query q = fresh(state);
        OK(SET(&q, rows[i].name, rows[i].value));
        list_is(&q.choices[ph_facet_find(ph_cstr(rows[i].name))], rows[i].choices);
    }
    ph_query q = fresh(state);
    OK(SET(&q, "country", "EE"));
    OK(SET(&q, "country", "kz,ee"));
    list_is(&q.choices[PH_FACET_COUNTRY], "EE KZ"); /* given again it adds */
}

static void others(void **state)
{
    ph_query q = fresh(state);
    OK(SET(&q, "match", "any"));
    assert_int_equal(q.match, PH_MATCH_ANY);
    OK(SET(&q, "match", "all"));
    assert_int_equal(q.match, PH_MATCH_ALL);
    OK(SET(&q, "match", "auto"));
    assert_int_equal(q.match, PH_MATCH_AUTO);
    OK(SET(&q, "sort", "date"));
    assert_int_equal(q.sort, PH_SORT_DATE);
    OK(SET(&q, "sort", "title"));
    assert_int_equal(q.sort, PH_SORT_TITLE);
    OK(SET(&q, "sort", "relevance"));
    assert_int_equal(q.sort, PH_SORT_RELEVANCE);
    OK(SET(&q, "all", "sdg, region"));
    OK(SET(&q, "all", "theme"));
    assert_true(q.all[PH_FACET_SDG] && q.all[PH_FACET_REGION] && q.all[PH_FACET_THEME]);
    assert_false(q.all[PH_FACET_COUNTRY]);
    OK(SET(&q, "event_country", "ro"));
    OK(SET(&q, "event-country", "fr,ro"));
    list_is(&q.event_countries, "RO FR");
    OK(SET(&q, "exclude", "ee,kz"));
    list_is(&q.exclude, "EE KZ");
    OK(SET(&q, "from", "asserted"));
    assert_true(q.asserted);
    OK(SET(&q, "from", "any"));
    assert_false(q.asserted);
    OK(SET(&q, "since", "2026-06-30"));
    same(q.since, "2026-06-30");
    OK(SET(&q, "since", ""));
    assert_int_equal(q.since.n, 0);
    OK(SET(&q, "since", "2026"));
    OK(SET(&q, "since", "2026-12"));
    OK(SET(&q, "offset", "20"));
    OK(SET(&q, "limit", "0"));
    assert_int_equal(q.offset, 20);
    assert_int_equal(q.limit, 0);
}

static void every_name_is_known(void **state)
{
    for (const char *const *name = ph_query_names; *name; name++) {
        ph_query q = fresh(state);
        ph_error err = {0};
        assert_int_not_equal(SET(&q, *name, "?"), PH_UNKNOWN);
    }
    for (ph_facet f = 0; f < PH_FACETS; f++) {
        size_t i = 0;
        while (ph_query_names[i] && strcmp(ph_query_names[i], ph_facets[f].name) != 0)
            i++;
        assert_non_null(ph_query_names[i]);
    }
}

static void bad_values(void **state)
{
    static const struct {
        const char *name, *value, *words;
    } rows[] = {
        {"country", "XX", "country: 'XX'"},
        {"country", "EE,Estonia", "'ESTONIA'"},
        {"country", "EST", "ISO 3166-1"},
        {"exclude", "143", "exclude: '143'"},
        {"event_country", "zz", "event_country: 'ZZ'"},
        {"event-country", "e", "event-country: 'E'"},
        {"region", "EE", "M49"},
        {"region", "999", "M49"},
        {"sdg", "18", "sdg: '18'"},
        {"sdg", "16.66", "vocabulary"},
        {"theme", "Integrity", "theme: 'Integrity'"},
        {"type", "x", "vocabulary"},
        {"status", "x", "vocabulary"},
        {"level", "x", "vocabulary"},
        {"stakeholder", "x", "vocabulary"},
        {"sector", "x", "vocabulary"},
        {"language", "r", "BCP 47"},
        {"language", "русский", "BCP 47"},
        {"year", "19", "2019..2022"},
        {"year", "20199", "range"},
        {"year", "..", "range"},
        {"year", "2019.2020", "range"},
        {"year", "2019...2020", "range"},
        {"year", "2019..2020..2021", "range"},
        {"year", "19..2020", "range"},
        {"year", "2019..20", "range"},
        {"year", "..20", "range"},
        {"year", "2022..2019", "range"},
        {"match", "some", "match: 'some' is not auto, all or any"},
        {"match", "", "match"},
        {"match", "ALL", "match"},
        {"sort", "changed", "sort"},
        {"from", "inferred", "from"},
        {"all", "country,q", "all: 'q'"},
        {"since", "yesterday", "a date"},
        {"since", "2026-13", "a date"},
        {"since", "2026-00-10", "a date"},
        {"since", "2026-06-31", "a date"},
        {"since", "2026-02-30", "a date"},
        {"since", "2026-06-3", "a date"},
        {"since", "2026-06-", "a date"},
        {"since", "20260630", "a date"},
        {"since", "2026-06-30T10:00:00Z", "a date"},
        {"offset", "-1", "a number"},
        {"offset", "", "a number"},
        {"limit", "ten", "a number"},
    };
    for (size_t i = 0; i < N(rows); i++) {
        ph_query q = fresh(state);
        ph_error err = {0};
        ph_status status = SET(&q, rows[i].name, rows[i].value);
        if (status != PH_INVALID || !strstr(err.text, rows[i].words))
            fail_msg("%s=%s: %s", rows[i].name, rows[i].value, err.text);
    }
}

/* Those that can be of a list are taken, wherever the wrong one stands; the first is told. */
static void partly_wrong(void **state)
{
    static const char *const countries[] = {"XX,KZ,YY,EE", "KZ,XX,EE,YY", "KZ,EE,XX"};
    for (size_t i = 0; i < N(countries); i++) {
        ph_query q = fresh(state);
        REFUSED(SET(&q, "country", countries[i]), PH_INVALID, "'XX'");
        list_is(&q.choices[PH_FACET_COUNTRY], "KZ EE");
        REFUSED(SET(&q, "exclude", countries[i]), PH_INVALID, "'XX'");
        list_is(&q.exclude, "KZ EE");
    }
    ph_query q = fresh(state);
    q.units = true;
    REFUSED(SET(&q, "kind", "table,lesson,"), PH_INVALID, "'table'");
    list_is(&q.kinds, "lesson");
    REFUSED(SET(&q, "all", "colour,theme"), PH_INVALID, "'colour'");
    assert_true(q.all[PH_FACET_THEME]);
}

/* What puts documents in order, and nothing else. */
static void orders(void **state)
{
    ph_query q = fresh(state);
    q.units = true;
    REFUSED(SET(&q, "peer", "KZ"), PH_INVALID, "peer: only documents");
    REFUSED(SET(&q, "sort", "title"), PH_INVALID, "relevance or date");
    OK(SET(&q, "sort", "date"));
    OK(SET(&q, "peer", ""));
    q = fresh(state);
    q.contacts = true;
    REFUSED(SET(&q, "peer", "KZ"), PH_INVALID, "peer: only documents");
    REFUSED(SET(&q, "sort", "title"), PH_INVALID, "weight of evidence");
    REFUSED(SET(&q, "sort", "date"), PH_INVALID, "weight of evidence");
    OK(SET(&q, "sort", "relevance"));
    assert_true(q.sort == PH_SORT_RELEVANCE && !q.peer.n);
}

static void unknown_names(void **state)
{
    static const char *const names[] = {"", "Q", "countries", "page", "peers", "q "};
    ph_query q = fresh(state);
    for (size_t i = 0; i < N(names); i++)
        REFUSED(SET(&q, names[i], "1"), PH_UNKNOWN, "no parameter");
    assert_int_equal(ph_query_set(&q, PH_ABSENT, PH_ABSENT, NULL), PH_UNKNOWN);
}

/* A value that is refused changes nothing of what is asked. */
static void limits(void **state)
{
    ph_query q = fresh(state);
    OK(SET(&q, "offset", "9990"));
    REFUSED(SET(&q, "offset", "10001"), PH_LIMIT, "10000");
    REFUSED(SET(&q, "limit", "11"), PH_LIMIT, "10000");
    assert_int_equal(q.offset, 9990);
    assert_int_equal(q.limit, 10);
    OK(SET(&q, "offset", "0"));
    OK(SET(&q, "limit", "10000"));
    REFUSED(SET(&q, "offset", "1"), PH_LIMIT, "10000");
    assert_int_equal(q.offset, 0);
    REFUSED(SET(&q, "limit", "99999999999999999"), PH_LIMIT, "10000");
    for (unsigned i = 0; i < PH_CHOICES_MAX; i++)
        OK(SET(&q, "year", ph_dupf(*state, "%u", 1900 + i).s));
    OK(SET(&q, "year", "1900")); /* again is not one more */
    REFUSED(SET(&q, "year", "2019..2022"), PH_LIMIT, "100");
    ph_str long_value = ph_dupf(*state, "%05000d", 1);
    ph_error err;
    assert_int_equal(ph_query_set(&q, PH_STR("theme"), long_value, &err), PH_INVALID);
    assert_true(strlen(err.text) < 200);
}

/* The order in which they are given does not matter. */
static void last_results(void **state)
{
    ph_query q = fresh(state);
    OK(SET(&q, "offset", "9995"));
    OK(SET(&q, "limit", "5"));
    assert_int_equal(q.offset, 9995);
    assert_int_equal(q.limit, 5);
    q = fresh(state);
    OK(SET(&q, "limit", "5"));
    OK(SET(&q, "offset", "9995"));
    q = fresh(state);
    OK(SET(&q, "offset", "9995")); /* the first ten, but there are only five places left */
    assert_in_range(q.offset + q.limit, 9995, PH_WINDOW_MAX);
}

static void strings_are_copied(void **state)
{
    ph_query q = fresh(state);
    char value[] = "ee,kz", text_value[] = "tax", since[] = "2026";
    OK(ph_query_set(&q, PH_STR("country"), ph_cstr(value), &err));
    OK(ph_query_set(&q, PH_STR("q"), ph_cstr(text_value), &err));
    OK(ph_query_set(&q, PH_STR("since"), ph_cstr(since), &err));
    memset(value, 'x', sizeof value - 1);
    memset(text_value, 'x', sizeof text_value - 1);
    memset(since, 'x', sizeof since - 1);
    list_is(&q.choices[PH_FACET_COUNTRY], "EE KZ");
    same(q.q, "tax");
    same(q.since, "2026");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(empty),
        TEST(text),
        TEST(long_text),
        TEST(facets),
        TEST(others),
        TEST(every_name_is_known),
        TEST(bad_values),
        TEST(partly_wrong),
        TEST(orders),
        TEST(unknown_names),
        TEST(limits),
        TEST(last_results),
        TEST(strings_are_copied),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_vocabulary, close_vocabulary);
}
