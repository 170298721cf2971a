/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSV of every kind comes apart into the same rows. */
#include "config.h"

#include "tests/unit/tabling.h"

#include "search/limits.h"

/* Two rows with a title, whatever the file looks like. */
static const char two_rows[] = "== #1 #=1\n2 key = 1\n2 title = Vans; slow, sure\n"
                               "== #2 #=2\n2 key = 2\n2 title = Die Brücke\n";

static void test_separators(void **state)
{
    unfolds_to(*state, "a.csv", "id,title\n1,\"Vans; slow, sure\"\n2,Die Brücke\n",
               two_rows);
    unfolds_to(*state, "a.csv", "id;title\n1;\"Vans; slow, sure\"\n2;Die Brücke\n",
               two_rows);
    unfolds_to(*state, "a.csv", "id|title\n1|Vans; slow, sure\n2|Die Brücke", two_rows);
    unfolds_to(*state, "a.tsv", "id\ttitle\n1\tVans; slow, sure\n2\tDie Brücke", two_rows);
    unfolds_to(*state, "a.csv", "id:title\n1:Vans; slow, sure\n2:Die Brücke\n", two_rows);
    unfolds_to(*state, "a.csv",
               "sep=;\r\nid;title\r\n1;\"Vans; slow, sure\"\r\n2;Die Brücke", two_rows);
}

static void test_quotes(void **state)
{
    unfolds_to(*state, "a.csv", "\"title\",\"text\"\n\"The \"\"green\"\" van\",\"a\nb\"\n",
               "== #1 #1\n2 title = The \"green\" van\nP a\nP b\n");
    unfolds_to(*state, "a.csv",
               "title,text\n\"The \\\"green\\\" van\",\"a, \\\"b\\\", c\\\\d\"\n",
               "== #1 #1\n2 title = The \"green\" van\nP a, \"b\", c\\d\n");
    /* a mark within an open cell is a letter; a backslash at a cell's end is one too */
    unfolds_to(*state, "a.csv", "title,text\n5\" disks,\"C:\\dir\\\"\nx,y\n",
               "== #1 #1\n2 title = 5\" disks\nP C:\\dir\\\n== #2 #2\n2 title = x\nP y\n");
    unfolds_to(
        *state, "a.csv", "title,text\nA,b\nC,\"d\nE,f\n",
        "== #1 #1\n2 title = A\nP b\n** the row that begins on line 3 has a quotation "
        "mark that is not closed; rows from there on are missing\n");
}

static void test_lines(void **state)
{
    unfolds_to(*state, "a.csv", "id,title\r1,\"Vans; slow, sure\"\r\r2,Die Brücke\r",
               two_rows);
    unfolds_to(*state, "a.csv",
               "id,title\r\n1,\"Vans; slow, sure\"\r\n,,\r\n\r\n2,Die Brücke\r\n",
               two_rows);
}

static void test_encodings(void **state)
{
    static const char wide[] =
        "\xFF\xFEi\0d\0;\0t\0i\0t\0l\0e\0\n\0"
        "1\0;\0\"\0V\0a\0n\0s\0;\0 \0s\0l\0o\0w\0,\0 \0s\0u\0r\0e\0\"\0\n\0"
        "2\0;\0D\0i\0e\0 \0B\0r\0\xFC\0c\0k\0e\0\n\0";
    unfolds_to(*state, "a.csv",
               "\xEF\xBB\xBFid,title\n1,\"Vans; slow, sure\"\n2,Die Brücke\n", two_rows);
    assert_string_equal(
        unfold_bytes(*state, "a.csv", (ph_str){wide, sizeof wide - 1}, NULL), two_rows);
    /* the first letters that are not ASCII come late in a large file */
    ph_buf large = {0};
    ph_buf_addc(&large, "title\n");
    for (int i = 0; i < 20000; i++)
        ph_buf_addf(&large, "number %d\n", i);
    ph_buf_addc(&large, "\xEC\xE8\xED\xE8\xF1\xF2\xE5\xF0\xF1\xF2\xE2\xEE "
                        "\xEE\xE1\xF0\xE0\xE7\xEE\xE2\xE0\xED\xE8\xFF \xE8 "
                        "\xED\xE0\xF3\xEA\xE8 \xF0\xE5\xF1\xEF\xF3\xE1\xEB\xE8\xEA\xE8\n");
    const char *out = unfold_bytes(*state, "a.csv", ph_buf_str(&large), NULL);
    assert_non_null(strstr(out, "министерство образования и науки республики"));
    ph_buf_free(&large);
}

static void test_ragged(void **state)
{
    unfolds_to(*state, "a.csv", "title,country,,\nA\nB,EE,,\nC,FI,more\n",
               "== #1 #1\n2 title = A\n"
               "== #2 #2\n2 title = B\n2 countries.0 = EE\n"
               "== #3 #3\n2 title = C\n2 countries.0 = FI\nP more\n");
    const char *out = unfold_text(*state, "a.csv", "title,country\nC,FI,more\n", NULL);
    assert_non_null(
        strstr(out, "P more\n! the row has more cells than the table has columns"));
}

static void test_header(void **state)
{
    /* titles above */
    unfolds_to(*state, "a.csv", "Cases of 2024,,\n\nNo.,Project name,Country\n1,Vans,EE\n",
               "== #1 #1\n2 title = Vans\n2 countries.0 = EE\n");
    /* none: one document */
    const char *out = unfold_text(*state, "a.csv", "a,b\n1,2,3\n\n4,\n", NULL);
    assert_non_null(strstr(out, "==   (alone)\nR a | b\nR 1 | 2 | 3\nR 4\n! no column is"));
    /* two columns of one name */
    unfolds_to(*state, "a.csv", "Title,Name,name\nA,B,C\n",
               "== #1 #1\n2 title = A\nP Name: B\nP Name: C\n");
    unfolds_to(*state, "a.csv", "title,country\n", "");
    unfolds_to(*state, "a.csv", ",,\n", "** there is nothing in the table\n");
}

static void test_limits(void **state)
{
    ph_buf large = {0};
    ph_buf_addc(&large, "title,text\nA,b\nC,\"");
    for (size_t i = 0; i < PH_ROW_BYTES / 10 + 2; i++)
        ph_buf_addc(&large, "word word\n");
    const char *out = unfold_bytes(*state, "a.csv", ph_buf_str(&large), NULL);
    assert_non_null(strstr(out, "== #1 #1"));
    assert_non_null(strstr(out, "** the row that begins on line 3 has a quotation mark"));
    ph_buf_clear(&large);
    ph_buf_addc(&large, "title");
    for (size_t i = 0; i < PH_TABLE_COLUMNS + 10; i++)
        ph_buf_addf(&large, ",c%zu", i);
    ph_buf_addc(&large, "\nA,x\n");
    assert_string_equal(unfold_bytes(*state, "a.csv", ph_buf_str(&large), NULL),
                        "== #1 #1\n2 title = A\nP C0: x\n");
    ph_buf_free(&large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_separators, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_quotes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_encodings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ragged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_header, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
