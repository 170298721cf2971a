/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "search/text.h"

#define N(array) (sizeof(array) / sizeof *(array))

static int set_up(void **state)
{
    *state = ph_arena_new();
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    ph_arena_free(*state);
    return 0;
}

static void same(ph_str got, const char *want)
{
    assert_non_null(got.s);
    assert_string_equal(got.s, want);
    assert_int_equal(got.n, strlen(want));
}

static void valid_and_invalid(void **state)
{
    static const char *const bad[] = {
        "\x80",         "\xC3",     "\xC0\xAF",         "\xE0\x80\xAF",     "\xED\xA0\x80",
        "\xF5\x80\x80", "a\xFFz",   "\xE2\x82",         "\xF4\x90\x80\x80", "\xF0\x9F\x98",
        "\xC3\x28",     "ok\xC2\n", "\xF0\x80\x80\xAF",
    };
    (void)state;
    assert_true(ph_utf8_valid(PH_STR("")));
    assert_true(ph_utf8_valid(PH_ABSENT));
    assert_true(ph_utf8_valid(PH_STR("Қазақстан – ¹ 😀 \xF4\x8F\xBF\xBF")));
    for (size_t i = 0; i < N(bad); i++)
        assert_false(ph_utf8_valid(ph_cstr(bad[i])));
}

static void next_replaces_each_part_once(void **state)
{
    static const int32_t want[] = {'a',    0xFFFD, 'b',     0xFFFD,
                                   0xFFFD, 0x20AC, 0x1F600, 0xFFFD};
    ph_str s = PH_STR("a\xE2\x82"
                      "b\xC0\xAF€😀\xF0\x9F");
    size_t at = 0;
    (void)state;
    for (size_t i = 0; i < N(want); i++)
        assert_int_equal(ph_utf8_next(s, &at), want[i]);
    assert_int_equal(at, s.n);
}

static void add_and_back(void **state)
{
    static const int32_t points[] = {0,     0x7F,   0x80,    0x7FF,
                                     0x800, 0xFFFF, 0x10000, 0x10FFFF};
    (void)state;
    for (size_t i = 0; i < N(points); i++) {
        ph_buf buf = {0};
        size_t at = 0;
        ph_utf8_add(&buf, points[i]);
        assert_int_equal(ph_utf8_next(ph_buf_str(&buf), &at), points[i]);
        assert_int_equal(at, buf.n);
        ph_buf_free(&buf);
    }
    ph_buf buf = {0};
    ph_utf8_add(&buf, 0xD800);
    ph_utf8_add(&buf, -1);
    ph_utf8_add(&buf, 0x110000);
    assert_string_equal(buf.s, "\uFFFD\uFFFD\uFFFD");
    ph_buf_free(&buf);
}

static void cut_between_characters(void **state)
{
    (void)state;
    assert_int_equal(ph_utf8_cut(PH_STR("abc"), 3).n, 3);
    assert_int_equal(ph_utf8_cut(PH_STR("abc"), 2).n, 2);
    assert_int_equal(ph_utf8_cut(PH_STR("aé"), 2).n, 1);
    assert_int_equal(ph_utf8_cut(PH_STR("😀😀"), 7).n, 4);
    assert_int_equal(ph_utf8_cut(PH_STR("😀"), 3).n, 0);
    assert_int_equal(ph_utf8_cut(PH_STR("é"), 0).n, 0);
    assert_int_equal(ph_utf8_cut(PH_STR("\x80\x80\x80\x80\x80\x80"), 5).n, 5);
}

static void clean(void **state)
{
    static const struct {
        const char *in, *one_line, *lines;
    } rows[] = {
        {"", "", ""},
        {" \t\n ", "", ""},
        {"a b", "a b", "a b"},
        {"  a \t b\u00A0\u3000c  ", "a b c", "a b c"},
        {"a\r\nb\rc\n\n d\u2028e", "a b c d e", "a\nb\nc\n\nd\ne"},
        {"\uFEFFpass\u00ADword\u200B\u2060s\x01", "passwords", "passwords"},
        {"e\u0301te\u0301", "été", "été"},
        {"q\u0323\u0307 q\u0307\u0323", "q\u0323\u0307 q\u0323\u0307",
         "q\u0323\u0307 q\u0323\u0307"},
        {"и\u0306", "й", "й"},
        {"\u1100\u1161", "가", "가"},
        {"a\xFFz", "a\uFFFDz", "a\uFFFDz"},
        {"mi\u200Cxaham", "mi\u200Cxaham", "mi\u200Cxaham"},
        {"a\u202Eb\u2066c\uFFFEd", "abcd", "abcd"},
        {"x\xC2\x85y", "x y", "x\ny"},
        {"\x7F\xC2\x90", "", ""},
    };
    for (size_t i = 0; i < N(rows); i++) {
        same(ph_text_clean(*state, ph_cstr(rows[i].in), false), rows[i].one_line);
        same(ph_text_clean(*state, ph_cstr(rows[i].in), true), rows[i].lines);
        same(ph_text_clean(*state, ph_cstr(rows[i].one_line), false), rows[i].one_line);
    }
    same(ph_text_clean(*state, (ph_str){"a\0b", 3}, false), "ab");
    same(ph_text_clean(*state, PH_ABSENT, false), "");
}

/* Half a million marks on one letter must not take a quadratic time. */
static void clean_bounds_marks(void **state)
{
    ph_buf buf = {0};
    ph_buf_addc(&buf, "a");
    for (int i = 0; i < 250000; i++)
        ph_buf_addc(&buf, "\u0301\u0323");
    ph_buf_addc(&buf, " b");
    ph_str got = ph_text_clean(*state, ph_buf_str(&buf), false);
    assert_non_null(got.s);
    assert_true(got.n < 80);
    assert_true(ph_ends(got, PH_STR(" b")));
    ph_buf_free(&buf);
}

static void key(void **state)
{
    static const struct {
        const char *in, *key;
    } rows[] = {
        {"Énoncé", "enonce"},
        {"KEY MESSAGES  and Outcome:", "key messages and outcome"},
        {"1. Recommandations — générales", "1 recommandations generales"},
        {"Straße", "strasse"},
        {"Ёлка, Йод, Київ, Їжак", "елка йод київ їжак"},
        {"Țară Şcoală", "tara scoala"},
        {"İstanbul", "istanbul"},
        {"Nguyễn", "nguyen"},
        {"हिन्दी", "हिन्दी"},
        {"가나", "가나"},
        {"ガ", "ガ"},
        {"***", ""},
        {"", ""},
        {"o'neil–smith", "o neil smith"},
        {"𐐀", "𐐨"},
    };
    for (size_t i = 0; i < N(rows); i++)
        same(ph_text_key(*state, ph_cstr(rows[i].in)), rows[i].key);
    /* a character whose folding is three times as long */
    ph_buf buf = {0};
    ph_buf want = {0};
    for (int i = 0; i < 100; i++) {
        ph_buf_addc(&buf, "\uFB03");
        ph_buf_addc(&want, "ffi");
    }
    same(ph_text_key(*state, ph_buf_str(&buf)), want.s);
    ph_buf_free(&buf);
    ph_buf_free(&want);
}

static void escape(void **state)
{
    ph_buf buf = {0};
    (void)state;
    ph_html_escape(&buf, PH_STR("<a href=\"x\" id='y'>R&D</a>é"));
    assert_string_equal(buf.s,
                        "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;R&amp;D&lt;/a&gt;é");
    ph_buf_free(&buf);
}

/* 0 .. n - 1, the same in every run. */
static size_t roll(uint64_t *dice, size_t n)
{
    *dice = *dice * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (size_t)(*dice >> 33) % n;
}

/* ASCII goes a way of its own; behind a letter that is none, the other one. */
static void ascii_is_treated_as_all_else(void **state)
{
    uint64_t dice = 11;
    for (int i = 0; i < 3000; i++) {
        char text[64];
        size_t n = roll(&dice, 60);
        for (size_t at = 0; at < n; at++)
            text[at] =
                roll(&dice, 3) ? (char)('!' + roll(&dice, 94)) : (char)roll(&dice, 128);
        ph_str ascii = ph_dup(*state, (ph_str){text, n});
        ph_str mixed = PH_STR("\u00e9\u0301 "); /* not in Form C */
        ph_buf whole = {0};
        ph_buf_add(&whole, mixed);
        ph_buf_add(&whole, ascii);
        ph_str key = ph_text_key(*state, ascii), clean = ph_text_clean(*state, ascii, true);
        ph_str key2 = ph_text_key(*state, ph_buf_str(&whole));
        ph_str clean2 = ph_text_clean(*state, ph_buf_str(&whole), true);
        ph_buf_free(&whole);
        same(ph_trim(ph_sub(key2, 1, key2.n)), ph_dupf(*state, "%.*s", PH_FMT(key)).s);
        assert_true(ph_ends(clean2, clean));
        same(ph_text_clean(*state, clean, true), clean.s);
        ph_arena_reset(*state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_and_invalid),
        cmocka_unit_test(next_replaces_each_part_once),
        cmocka_unit_test(add_and_back),
        cmocka_unit_test(cut_between_characters),
        cmocka_unit_test_setup_teardown(clean, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clean_bounds_marks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ascii_is_treated_as_all_else, set_up, tear_down),
        cmocka_unit_test(escape),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
