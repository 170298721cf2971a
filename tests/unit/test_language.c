/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Catalogues, plural forms, numbers, dates, and which language a reader gets. */
#include "config.h"

#include "support.h"

#include "web/carry.h"
#include "web/language.h"

static ph_languages all;
static ph_arena *arena;

static int open_all(void **state)
{
    const char *data = getenv("PEERHUB_DATA_DIR"),
               *catalogues = getenv("PEERHUB_LOCALE_DIR");
    char templates[4096];
    ph_error err;
    (void)state;
    if (!data || !catalogues)
        return -1;
    snprintf(templates, sizeof templates, "%s/web/templates", data);
    arena = ph_arena_new();
    return arena && ph_languages_open(&all, templates, catalogues, &err) == PH_OK ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    ph_languages_close(&all);
    ph_arena_free(arena);
    return 0;
}

static void test_choose(void **state)
{
    static const struct {
        const char *accept, *id;
    } rows[] = {
        {NULL, "en"},
        {"", "en"},
        {"ky,ru", "ru"},
        {"ky-KG, ru;q=0.9, en;q=0.8", "ru"},
        {"ru-RU", "ru"},
        {"en;q=0.5, ru;q=0.6", "ru"},
        {"ru;q=0, en;q=0.1", "en"},
        {"*", "en"},
        {"de", "en"},
        {"ru-u-nu-latn", "ru"},
        {"x", "en"},
        {",,;;q=,", "en"},
    };
    (void)state;
    for (size_t i = 0; i < N(rows); i++)
        assert_string_equal(ph_language_choose(&all, ph_cstr(rows[i].accept))->id,
                            rows[i].id);
}

static void test_locales(void **state)
{
    static const struct {
        const char *locale, *preferred, *id;
    } rows[] = {
        {NULL, NULL, "en"},
        {"", "ru", "en"},
        {"C", "ru", "en"},
        {"C.UTF-8", "ru", "en"},
        {"POSIX", NULL, "en"},
        {"ru_RU.UTF-8", NULL, "ru"},
        {"ru", "", "ru"},
        {"ru_RU.UTF-8", "fr", "fr"},
        {"de_AT.UTF-8", NULL, "en"},
        {"de_AT.UTF-8", "ky:es_MX:ru", "es"},
        {"en_US.UTF-8", "ky", "en"},
        {"sr_RS", NULL, "sr"},
        {"zh_CN.GB18030", NULL, "zh"},
        {"sr_RS.UTF-8@latin", NULL, "sr-Latn"},
        {"sr@latin", NULL, "sr-Latn"},
        {"ca_ES@euro", NULL, "en"},
    };
    (void)state;
    for (size_t i = 0; i < N(rows); i++)
        assert_string_equal(
            ph_language_of_locale(&all, rows[i].locale, rows[i].preferred)->id, rows[i].id);
}

static void test_lists(void **state)
{
    static const struct {
        const char *id;
        size_t n;
        const char *words;
    } rows[] = {
        {"en", 0, ""},           {"en", 1, "x"},        {"en", 2, "x and y"},
        {"en", 3, "x, y and z"}, {"ru", 3, "x, y и z"}, {"fr", 3, "x, y et z"},
        {"ar", 3, "x وy وz"},    {"zh", 3, "x、y和z"},
    };
    ph_str items[] = {PH_STR("x"), PH_STR("y"), PH_STR("z")};
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        ph_strs list = {.v = items, .n = rows[i].n};
        same(ph_language_list(ph_language_find(&all, ph_cstr(rows[i].id)), arena, &list),
             rows[i].words);
    }
}

/* Expected words by the style guides of each language, not by ICU. */
static void test_numbers_and_dates(void **state)
{
    static const struct {
        const char *id, *date, *words;
    } rows[] = {
        {"en", "2022-06-04", "4 June 2022"}, {"en", "2022-06-04T10:00:00Z", "4 June 2022"},
        {"en", "2022-06", "June 2022"},      {"en", "2022", "2022"},
        {"en", "2022-13-01", "2022-13-01"},  {"en", "spring 2022", "spring 2022"},
        {"en", "20220604", "20220604"},
    };
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const ph_language *language = ph_language_find(&all, ph_cstr(rows[i].id));
        assert_non_null(language);
        same(ph_language_date(language, arena, ph_cstr(rows[i].date)), rows[i].words);
    }
    const ph_language *english = ph_language_find(&all, PH_STR("en"));
    const ph_language *russian = ph_language_find(&all, PH_STR("ru"));
    ph_str june = ph_language_date(russian, arena, PH_STR("2022-06-04"));
    same(ph_sub(june, 0, strlen("4 июня 2022")),
         "4 июня 2022"); /* which space follows differs */
    same(ph_language_number(english, arena, 12345), "12,345");
    same(ph_language_number(english, arena, 0), "0");
    same(ph_language_decimal(english, arena, 0.71, 3), "0.710");
    same(ph_language_decimal(english, arena, 8.75, 0), "8.75");
    same(ph_language_decimal(english, arena, 12, 0), "12");
    same(ph_language_decimal(russian, arena, 0.6977, 4), "0,6977");
    same(ph_language_decimal(ph_language_find(&all, PH_STR("ar")), arena, 0.5, 0), "0.5");
    assert_null(ph_language_date(english, arena, PH_ABSENT).s);
    assert_null(ph_language_find(&all, PH_STR("xx")));
    assert_null(ph_language_find(&all, PH_STR("")));
}

static void test_plural_in_english(void **state)
{
    const ph_language *english = ph_language_find(&all, PH_STR("en"));
    (void)state;
    same(ph_language_plural(english, 1, PH_STR("one"), PH_STR("many")), "one");
    same(ph_language_plural(english, 0, PH_STR("one"), PH_STR("many")), "many");
    same(ph_language_plural(english, 21, PH_STR("one"), PH_STR("many")), "many");
}

static void test_carry(void **state)
{
    static const struct {
        const char *page, *carried;
    } rows[] = {
        {"<a href=\"/kb/x\">x</a>", "<a href=\"/kb/x?ui=ru&amp;pack=a,b\">x</a>"},
        {"<a class=\"y\" href=\"/kb/x?q=1&amp;pack=c#d\">",
         "<a class=\"y\" href=\"/kb/x?q=1&amp;pack=c&amp;ui=ru#d\">"},
        {"<a href=\"/kb/x?xui=1\">", "<a href=\"/kb/x?xui=1&amp;ui=ru&amp;pack=a,b\">"},
        {"<a href=\"#p\">", "<a href=\"#p\">"},
        {"<a href=\"https://else.example/kb/x\">",
         "<a href=\"https://else.example/kb/x\">"},
        {"<a href=\"/kbx\">", "<a href=\"/kbx\">"},
        {"<a href=\"/kb//else.example\">", "<a href=\"/kb//else.example\">"},
        {"<a href=\"/kb/assets/a.css\">", "<a href=\"/kb/assets/a.css\">"},
        {"<link href=\"/kb/x\">", "<link href=\"/kb/x\">"},
        {"<a href=\"/kb/x.json\" rel=\"alternate\">",
         "<a href=\"/kb/x.json\" rel=\"alternate\">"},
        {"<form action=\"/kb/s\"><p></p></form>",
         "<form action=\"/kb/s\"><input type=\"hidden\" name=\"ui\" value=\"ru\"><input "
         "type=\"hidden\" name=\"pack\" value=\"a,b\"><p></p></form>"},
        {"<form action=\"/kb/s\"><input name=\"pack\"></form><i name=\"ui\">",
         "<form action=\"/kb/s\"><input type=\"hidden\" name=\"ui\" value=\"ru\"><input "
         "name=\"pack\"></form><i name=\"ui\">"},
        {"<a href=\"/kb/x", "<a href=\"/kb/x"},
        {"a < b", "a < b"},
    };
    (void)state;
    ph_strs pack, none = {0};
    assert_true(ph_pack_read(arena, PH_STR("a,,\"><b>,b,a"), &pack));
    ph_str carried = ph_carried(arena, PH_STR("ru"), &pack);
    same(carried, "ui=ru&pack=a,b");
    same(ph_carried(arena, PH_ABSENT, &none), "");
    same(ph_carried(arena, PH_ABSENT, &pack), "pack=a,b");
    for (size_t i = 0; i < N(rows); i++) {
        ph_buf out = {0};
        ph_carry(&out, ph_cstr(rows[i].page), PH_STR("/kb"), carried);
        same(ph_buf_str(&out), rows[i].carried);
        ph_buf_free(&out);
    }
}

static void test_damaged_catalogues(void **state)
{
    char path[4096];
    ph_buf file = {0};
    ph_error err;
    ph_catalogue *catalogue = NULL;
    (void)state;
    snprintf(path, sizeof path, "%s/ru/LC_MESSAGES/peerhub.mo",
             getenv("PEERHUB_LOCALE_DIR"));
    assert_int_equal(ph_read_file(path, 1 << 20, &file, &err), PH_OK);
    scratch dir = scratch_new();
    char copy[500];
    snprintf(copy, sizeof copy, "%s/damaged.mo", dir.path);
    for (size_t n = 0; n < file.n; n += n < 100 ? 1 : 997) {
        FILE *out = fopen(copy, "wbe");
        assert_non_null(out);
        assert_int_equal(fwrite(file.s, 1, n, out), n);
        assert_int_equal(fclose(out), 0);
        assert_int_equal(ph_catalogue_open(&catalogue, copy, &err), PH_INVALID);
    }
    scratch_remove(&dir);
    ph_buf_free(&file);
    assert_int_equal(ph_catalogue_open(&catalogue, "/nowhere.mo", &err), PH_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choose),
        cmocka_unit_test(test_locales),
        cmocka_unit_test(test_numbers_and_dates),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_plural_in_english),
        cmocka_unit_test(test_carry),
        cmocka_unit_test(test_damaged_catalogues),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_all, close_all);
}
