/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows to documents: names of columns, values, what says nothing, keys; JSON. */
#include "config.h"

#include "tests/unit/tabling.h"

#include "indexer/absence.h"
#include "search/limits.h"

static void test_names(void **state)
{
    unfolds_to(*state, "a.csv",
               "PROJECT_NAME,Pays,Année,Sector,Lead organisation\n"
               "Vans,Estonie,2023,Health,State Agency\n",
               "== #1 #1\n2 title = Vans\n2 countries.0 = Estonie\n2 date = 2023\n"
               "2 sectors.0 = health\n2 lead.name = State Agency\nP Pays: Estonie\n");
    unfolds_to(*state, "a.csv",
               "Название;Страна;Описание;Извлечённые уроки\n"
               "Фургоны;Кыргызстан;Услуги в сёлах;Начать с малого\n",
               "== #1 #1\n2 title = Фургоны\n2 countries.0 = Кыргызстан\n"
               "P Услуги в сёлах\nP Страна: Кыргызстан\n"
               "H2 (lessons) Извлечённые уроки\nP (lessons) Начать с малого\n");
    unfolds_to(*state, "a.csv", "Titlu,Țara,Rezultate\nA,RO,Mai puține drumuri\n",
               "== #1 #1\n2 title = A\n2 countries.0 = RO\n"
               "H2 (results) Rezultate\nP (results) Mai puține drumuri\n");
    unfolds_to(*state, "a.csv", "título,país,fecha\nA,ES,4.3.2021\n",
               "== #1 #1\n2 title = A\n2 countries.0 = ES\n2 date = 2021-03-04\n");
}

static void test_values(void **state)
{
    unfolds_to(*state, "a.csv",
               "title|countries|sdgs|themes|status|level\n"
               "A|EE; LV,fi|SDG 16, 10.2|rural, digital-services|Pilot|National\n",
               "== #1 #1\n2 title = A\n2 countries.0 = EE\n2 countries.1 = LV\n"
               "2 countries.2 = FI\n2 sdgs.0 = 16\n2 sdgs.1 = 10.2\n2 themes.0 = rural\n"
               "2 themes.1 = digital-services\n2 status = pilot\n2 level = national\n"
               "P Sdgs: SDG 16, 10.2\n");
    unfolds_to(
        *state, "a.csv", "title,country\nA,\"Korea, Republic of\"\nB,\"Gambia, The\"\n",
        "== #1 #1\n2 title = A\n2 countries.0 = Republic of Korea\n"
        "P Country: Korea, Republic of\n"
        "== #2 #2\n2 title = B\n2 countries.0 = The Gambia\nP Country: Gambia, The\n");
}

static void date_is(ph_arena *arena, const char *date, const char *want)
{
    const char *text = ph_dupf(arena, "title;date\nA;%s\n", date).s;
    const char *all = *want ? ph_dupf(arena, "== #1 #1\n2 title = A\n2 date = %s\n", want).s
                            : ph_dupf(arena, "== #1 #1\n2 title = A\nP Date: %s\n", date).s;
    unfolds_to(arena, "a.csv", text, all);
}

static void test_dates(void **state)
{
    date_is(*state, "2021", "2021");
    date_is(*state, "2021.0", "2021");
    date_is(*state, "2021-06", "2021-06");
    date_is(*state, "2021/06/04", "2021-06-04");
    date_is(*state, "2021-06-04T00:00:00Z", "2021-06-04");
    date_is(*state, "4.6.2021", "2021-06-04");
    date_is(*state, "1/31/2026 12:00:00 AM", "2026-01-31");
    date_is(*state, "31/1/2026", "2026-01-31");
    date_is(*state, "4/3/2020", "2020");
    date_is(*state, "4/4/2020", "2020-04-04");
    date_is(*state, "06/2021", "2021-06");
    date_is(*state, "spring 2021", "");
    date_is(*state, "2021-2023 approx", "");
}

static void test_absence(void **state)
{
    static const char *const nothing[] = {"Unknown",
                                          "n/a",
                                          "N.A.",
                                          "-",
                                          "--",
                                          "none",
                                          "null",
                                          "Not available",
                                          "not specified",
                                          "TBD",
                                          "?",
                                          "НЕИЗВЕСТНО",
                                          "Нет данных",
                                          "Non renseigné",
                                          "necunoscut",
                                          "Desconocido",
                                          "unbekannt",
                                          "(unknown)",
                                          ""};
    for (size_t i = 0; i < N(nothing); i++)
        assert_true(ph_says_nothing(ph_cstr(nothing[i])));
    static const char *const something[] = {"NA", "no", "нет", "None of the above", "0"};
    for (size_t i = 0; i < N(something); i++)
        assert_false(ph_says_nothing(ph_cstr(something[i])));
    unfolds_to(*state, "a.csv",
               "title,country,status,date,lessons,colour,size\n"
               "A,NA,NA,n/a,Unknown,not specified,NA\n",
               "== #1 #1\n2 title = A\n2 countries.0 = NA\n");
}

static void test_text(void **state)
{
    unfolds_to(
        *state, "a.csv",
        "title,lessons,description,colour,note,n\n"
        "A,\"First\n- one\n- two\",\"Long\nago\",red,\"x\ny\",7\n",
        "== #1 #1\n2 title = A\nP Long\nP ago\nP Colour: red\n"
        "H2 (lessons) Lessons\nP (lessons) First\nI1 (lessons) one\nI1 (lessons) two\n"
        "H2 Note\nP x\nP y\n");
    unfolds_to(
        *state, "a.csv",
        "title,text\n,A text without a title that goes on and on so that nobody would "
        "take the whole of it for the title of a document\n",
        "== #1 #1\n0 title = A text without a title that goes on and on so that nobody "
        "would take the whole of it for the title\u2026\n"
        "P A text without a title that goes on and on so that nobody would "
        "take the whole of it for the title of a document\n");
}

static void test_keys(void **state)
{
    const char *out =
        unfold_text(*state, "a.csv", "id,title\nP1,A\nP2,B\nP1,C\n,D\nP1,E\n", NULL);
    assert_non_null(strstr(out, "== #1 #=P1\n2 key = P1\n2 title = A\n== #2 #=P2\n"));
    assert_non_null(
        strstr(out, "== #3 #2=P1\n2 key = P1\n2 title = C\n! key: 'P1' stands"));
    assert_non_null(strstr(out, "== #4 #4\n2 title = D\n== #5 #3=P1\n"));
}

/* Contacts are metadata, which consent is asked of, and no text. */
static void test_contacts(void **state)
{
    unfolds_to(*state, "a.csv", "title,contact person,email\nA,Ann Berg,ann@example.org\n",
               "== #1 #1\n2 title = A\n2 contacts.0.name = Ann Berg\n"
               "2 contacts.0.email = ann@example.org\n");
}

/* --- JSON --------------------------------------------------------------------------------------- */

static void test_json(void **state)
{
    static const char want[] = "== #1 #=1\n2 key = 1\n2 title = A\n2 countries.0 = EE\n"
                               "2 countries.1 = LV\nP Tool.name: x\nP Colours: red; blue\n"
                               "== #2 #2\n2 title = B\nP Active: yes\n";
#define A                                                                                  \
    "{\"id\": 1, \"title\": \"A\", \"country\": [\"EE\", \"LV\"], "                        \
    "\"tool\": {\"name\": \"x\"}, \"colours\": [\"red\", \"blue\"]}"
#define B "{\"title\": \"B\", \"n\": 3, \"active\": true, \"none\": null}"
    unfolds_to(*state, "a.json", "[" A ",\n" B "]\n", want);
    unfolds_to(*state, "a.json", "{\"meta\": {\"n\": 2}, \"records\": [" A "," B "]}",
               want);
    unfolds_to(*state, "a.json", A "\n" B, want);
    unfolds_to(*state, "a.jsonl", A "\n\r\n" B "\r\n", want);
    unfolds_to(*state, "a.ndjson", "\xEF\xBB\xBF" A "\n" B, want);
    unfolds_to(*state, "a.json", B, "==   (alone)\n2 title = B\nP Active: yes\n");
    /* authors are no rows */
    unfolds_to(*state, "a.json", "{\"title\": \"A\", \"by\": [{\"name\": \"x\"}]}",
               "==   (alone)\n2 title = A\nP By.name: x\n");
}

static void test_broken_json(void **state)
{
    unfolds_to(*state, "a.jsonl",
               "{\"title\": \"A\"}\n{\"title\": \n[1]\n{\"title\": \"B\"}",
               "== #1 #1\n2 title = A\n"
               "-- #2: line 2: not valid JSON: unexpected token near end of file\n"
               "-- #3: line 3: expected an object, {\"name\": \"value\", ...}\n"
               "== #4 #4\n2 title = B\n");
    unfolds_to(
        *state, "a.json", "[{\"title\": \"A\"}\n,\n]",
        "== #1 #1\n2 title = A\n** line 3: not valid JSON: an object after the comma "
        "expected\n");
    unfolds_to(*state, "a.json", "[{\"title\": \"A\"}] x",
               "== #1 #1\n2 title = A\n** line 1: not valid JSON: the end of the file "
               "expected\n");
    unfolds_to(
        *state, "a.json", "[1, 2]",
        "** line 1: expected an object, {\"name\": \"value\", ...}; a table in JSON is "
        "a list of objects\n");
    unfolds_to(*state, "a.json", "\"text\"",
               "** line 1: expected a list of objects, [{...}, ...], or an object\n");
    unfolds_to(*state, "a.json", "{}",
               "** there is nothing in the file that could be read\n");
    unfolds_to(*state, "a.json", "[]", "");
}

static void test_deep_json(void **state)
{
    ph_buf deep = {0};
    ph_buf_addc(&deep, "{\"title\":\"A\",\"x\":");
    for (int i = 0; i < 100; i++)
        ph_buf_addc(&deep, "[");
    for (int i = 0; i < 100; i++)
        ph_buf_addc(&deep, "]");
    ph_buf_addc(&deep, "}\n{\"title\":\"B\"}\n");
    assert_string_equal(unfold_bytes(*state, "a.jsonl", ph_buf_str(&deep), NULL),
                        "-- #1: JSON nested deeper than 64 levels\n"
                        "== #2 #2\n2 title = B\n");
    ph_buf_clear(&deep);
    for (int i = 0; i < 200000; i++)
        ph_buf_addc(&deep, "[{\"a\":");
    const char *out = unfold_bytes(*state, "a.json", ph_buf_str(&deep), NULL);
    assert_true(strncmp(out, "** line 1: not valid JSON: maximum parsing depth", 40) == 0);
    ph_buf_free(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_values, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_dates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_absence, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keys, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_contacts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_json, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_broken_json, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_deep_json, set_up, tear_down)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
