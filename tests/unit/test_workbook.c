/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Workbooks: sheets that name a title are tables, others are text. */
#include "config.h"

#include "tests/unit/tabling.h"
#include "tests/unit/zipping.h"

#include "indexer/map.h"

#define RELATIONS                                                                          \
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
#define CELL(text) "<c t='str'><v>" text "</v></c>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

static const char *unfold_sheets(ph_arena *arena, const char *one, const char *two,
                                 const char *map_text)
{
    zip z = {0};
    ph_map *map = NULL;
    ph_error err;
    zip_add(&z, "_rels/.rels",
            RELATIONS "<Relationship Id='a' Type='http://x/relationships/officeDocument'"
                      " Target='xl/workbook.xml'/></Relationships>");
    zip_add(&z, "xl/workbook.xml",
            "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/"
            "relationships'><sheets><sheet name='Cases' sheetId='1' r:id='r1'/>"
            "<sheet name='Notes' sheetId='2' r:id='r2'/></sheets></workbook>");
    zip_add(&z, "xl/_rels/workbook.xml.rels",
            RELATIONS "<Relationship Id='r1' Type='http://x/worksheet' Target='one.xml'/>"
                      "<Relationship Id='r2' Type='http://x/worksheet' Target='two.xml'/>"
                      "</Relationships>");
    zip_add(&z, "xl/one.xml", one);
    zip_add(&z, "xl/two.xml", two);
    if (map_text && ph_map_parse(ph_cstr(map_text), "m.yaml", &map, &err) != PH_OK)
        fail_msg("%s", err.text);
    const char *out = unfold_bytes(arena, "a.xlsx", zip_end(&z), map);
    ph_map_free(map);
    zip_free(&z);
    return out;
}

static const char cases[] =
    SHEET("<row>" CELL("Cases of 2024") "</row>"
                                        "<row>" CELL("Name")
                                            CELL("Country") "</row>"
                                                            "<row>" CELL("Vans")
                                                                CELL("EE") "</row>");
static const char notes[] = SHEET("<row>" CELL("a") CELL("b") "</row>"
                                                              "<row>" CELL("c") "</row>");

static void test_tables(void **state)
{
    assert_string_equal(unfold_sheets(*state, cases, cases, NULL),
                        "== #1 #1\n2 title = Vans\n2 countries.0 = EE\n"
                        "== #2 #2\n2 title = Vans\n2 countries.0 = EE\n");
    /* a sheet of another kind beside them */
    assert_string_equal(unfold_sheets(*state, cases, notes, NULL),
                        "== #1 #1\n2 title = Vans\n2 countries.0 = EE\n"
                        "== #2 #2\nH2 Notes\nR a | b\nR c\n");
    assert_string_equal(unfold_sheets(*state, cases, notes, "sheet: CASES\n"),
                        "== #1 #1\n2 title = Vans\n2 countries.0 = EE\n");
    assert_non_null(strstr(unfold_sheets(*state, cases, notes, "sheet: Other\n"),
                           "** the workbook has no sheet 'Other', which the map names"));
}

static void test_text(void **state)
{
    const char *out = unfold_sheets(*state, notes, notes, NULL);
    assert_non_null(strstr(out, "==   (alone)\nH2 Cases\nR a | b\nR c\nH2 Notes\nR a | b\n"
                                "R c\n! no column is"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_tables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text, set_up, tear_down)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
