/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Spreadsheets as rows of text. */
#include "config.h"

#include "tests/unit/parsing.h"
#include "tests/unit/zipping.h"

#include "indexer/parse_sheet_parts.h"
#include "search/limits.h"

/* --- what goes in and what comes out ---------------------------------------------------------- */

static const char xlsx_relations[] =
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    "<Relationship Id='a' Type='http://x/relationships/officeDocument'"
    " Target='xl/workbook.xml'/></Relationships>";

static const char workbook_relations[] =
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    "<Relationship Id='r1' Type='http://x/worksheet' Target='sheets/one.xml'/>"
    "<Relationship Id='r2' Type='http://x/worksheet' Target='/xl/sheets/two.xml'/>"
    "<Relationship Id='r3' Type='http://x/sharedStrings' Target='strings.xml'/>"
    "<Relationship Id='r4' Type='http://x/styles' Target='styles.xml'/>"
    "<Relationship Id='r5' Type='http://x/worksheet' TargetMode='External'"
    " Target='file:///etc/passwd'/></Relationships>";

static const char styles[] =
    "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='dd/mm/yyyy'/>"
    "<numFmt numFmtId='165' formatCode='&quot;day &quot;0.0'/></numFmts><cellXfs>"
    "<xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='22'/><xf numFmtId='9'/>"
    "<xf numFmtId='165'/><xf numFmtId='21'/><xf numFmtId='17'/></cellXfs></styleSheet>";

static const char strings[] =
    "<sst><si><t>Country</t></si><si><r><t>Est</t></r><r><t>onia</t></r>"
    "<rPh sb='0' eb='1'><t>phonetic</t></rPh></si><si><t xml:space='preserve'> wide  </t>"
    "</si></sst>";

#define WORKBOOK(properties, sheets)                                                       \
    "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/"            \
    "relationships'>" properties "<sheets>" sheets "</sheets></workbook>"
#define ONE_SHEET WORKBOOK("", "<sheet name='Cases' sheetId='1' r:id='r1'/>")

static void add_workbook(zip *z, const char *workbook, const char *one)
{
    zip_add(z, "_rels/.rels", xlsx_relations);
    zip_add(z, "xl/workbook.xml", workbook);
    zip_add(z, "xl/_rels/workbook.xml.rels", workbook_relations);
    zip_add(z, "xl/styles.xml", styles);
    zip_add(z, "xl/strings.xml", strings);
    zip_add(z, "xl/sheets/one.xml", one);
}

static ph_sheets read_bytes(ph_arena *arena, ph_str bytes)
{
    ph_package package;
    ph_document doc = {0};
    ph_sheets sheets = {0};
    ph_error err;
    if (ph_office_open(bytes, arena, &doc, &package, &err) != PH_OK ||
        ph_sheets_read(&package, arena, &sheets, &err) != PH_OK)
        fail_msg("%s", err.text);
    return sheets;
}

/* "== name", then "3: a | b" for each row. */
static const char *written(ph_arena *arena, const ph_sheets *sheets)
{
    ph_buf out = {0};
    for (size_t s = 0; s < sheets->list.n; s++) {
        const ph_sheet *sheet = &sheets->list.v[s];
        ph_buf_addf(&out, "== %.*s\n", PH_FMT(sheet->name));
        for (size_t i = 0; i < sheet->rows.n; i++) {
            const ph_strs *cells = &sheet->rows.v[i].cells;
            ph_buf_addf(&out, "%u: ", sheet->rows.v[i].number);
            for (size_t c = 0; c < cells->n; c++)
                ph_buf_addf(&out, "%s%.*s", c ? "|" : "", PH_FMT(cells->v[c]));
            ph_buf_byte(&out, '\n');
        }
    }
    ph_str text = ph_dup(arena, ph_buf_str(&out));
    ph_buf_free(&out);
    assert_non_null(text.s);
    return text.s;
}

static void xlsx_is(ph_arena *arena, const char *workbook, const char *one,
                    const char *want)
{
    zip z = {0};
    add_workbook(&z, workbook, one);
    zip_add(&z, "xl/sheets/two.xml",
            "<worksheet><sheetData><row><c t='str'><v>two</v></c></row></sheetData>"
            "</worksheet>");
    ph_sheets sheets = read_bytes(arena, zip_end(&z));
    assert_string_equal(written(arena, &sheets), want);
    zip_free(&z);
}

static ph_sheets read_ods(ph_arena *arena, const char *body)
{
    ph_str xml = ph_dupf(
        arena,
        "<o:document-content xmlns:o='o' xmlns:t='t' xmlns:x='x' xmlns:s='s'>"
        "<o:automatic-styles><s:style s:name='h'><s:table-properties t:display='false'/>"
        "</s:style></o:automatic-styles><o:body><o:spreadsheet>%s</o:spreadsheet></o:body>"
        "</o:document-content>",
        body);
    return read_bytes(arena, xml);
}

static void ods_is(ph_arena *arena, const char *body, const char *want)
{
    ph_sheets sheets = read_ods(arena, body);
    assert_string_equal(written(arena, &sheets), want);
    assert_false(sheets.cut);
    assert_false(sheets.damaged);
}

/* --- XLSX ------------------------------------------------------------------------------------- */

static void strings_of_each_kind(void **state)
{
    xlsx_is(
        *state, ONE_SHEET,
        "<worksheet><sheetData><row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2' t='s'>"
        "<v>1</v></c><c r='D2' t='inlineStr'><is><r><t>in</t></r><r><t>line</t></r></is>"
        "</c><c t='str'><f>A1&amp;B1</f><v>a formula's</v></c><c t='s'><v>2</v></c></row>"
        "<row r='5'><c r='A5' t='b'><v>1</v></c><c r='B5' t='b'><v>0</v></c>"
        "<c r='C5' t='e'><v>#N/A</v></c><c r='D5' t='s'><v>77</v></c>"
        "<c r='E5' t='d'><v>2024-03-05T00:00:00</v></c></row></sheetData></worksheet>",
        "== Cases\n2: Country|Estonia||inline|a formula's|wide\n"
        "5: true|false|||2024-03-05\n");
}

static void numbers_by_their_format(void **state)
{
    xlsx_is(*state, ONE_SHEET,
            "<worksheet><sheetData><row><c><v>1234.5</v></c><c><v>0.30000000000000004</v>"
            "</c><c><v>1E3</v></c><c s='1'><v>45356</v></c><c s='2'><v>45356.4375</v></c>"
            "<c s='3'><v>0.256</v></c><c s='4'><v>7</v></c><c s='5'><v>0.5</v></c>"
            "<c s='6'><v>45356</v></c><c s='1'><v>59</v></c><c s='1'><v>61</v></c>"
            "<c s='1'><v>-1</v></c><c s='1'><v>1e300</v></c><c s='99'><v>5</v></c></row>"
            "</sheetData></worksheet>",
            "== Cases\n1: 1234.5|0.3|1000|2024-03-05|2024-03-05T10:30:00|26%|7|12:00:00|"
            "2024-03|1900-02-28|1900-03-01|-1|1e+300|5\n");
}

static void days_from_1904(void **state)
{
    xlsx_is(*state,
            WORKBOOK("<workbookPr date1904='1'/>", "<sheet name='Cases' r:id='r1'/>"),
            "<worksheet><sheetData><row><c s='1'><v>43894</v></c></row></sheetData>"
            "</worksheet>",
            "== Cases\n1: 2024-03-05\n");
}

static void codes_of_formats(void **state)
{
    static const struct {
        const char *code;
        bool date, time, percent;
    } rows[] = {{"General", false, false, false},   {"#,##0.00", false, false, false},
                {"[Red]0.0%", false, false, true},  {"[$-409]d\\-mmm", true, false, false},
                {"h:mm AM/PM", false, true, false}, {"[h]:mm:ss", false, true, false},
                {"mm:ss", false, true, false},      {"yyyy\"h\"", true, false, false},
                {"0;\"d\"", false, false, false},   {"0_d*y", false, false, false},
                {"\"open", false, false, false},    {"\\", false, false, false}};
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        ph_number_format f = ph_number_format_read(ph_cstr(rows[i].code));
        if (f.date != rows[i].date || f.time != rows[i].time ||
            f.percent != rows[i].percent)
            fail_msg("%s is %d %d %d", rows[i].code, f.date, f.time, f.percent);
    }
}

static void hidden_outside_and_twice(void **state)
{
    xlsx_is(*state,
            WORKBOOK("", "<sheet name='No' state='hidden' r:id='r1'/>"
                         "<sheet name='Two' r:id='r2'/><sheet name='Out' r:id='r5'/>"
                         "<sheet name='No' state='veryHidden' r:id='r1'/>"
                         "<sheet name='Again' r:id='r2'/><sheet name='None' r:id='r9'/>"),
            "<worksheet/>", "== Two\n1: two\n");
}

static void merged_cells(void **state)
{
    xlsx_is(*state, ONE_SHEET,
            "<worksheet><sheetData><row r='1'><c r='A1' t='str'><v>title</v></c></row>"
            "<row r='2'><c r='A2' t='str'><v>EE</v></c><c r='B2'><v>1</v></c>"
            "<c r='C2' t='str'><v>note</v></c></row>"
            "<row r='3'><c r='B3'><v>2</v></c></row><row r='4'><c r='B4'><v>3</v></c></row>"
            "<row r='5'><c r='B5'><v>4</v></c></row></sheetData><mergeCells>"
            "<mergeCell ref='A1:C1'/><mergeCell ref='A2:A4'/><mergeCell ref='C2:C3'/>"
            "<mergeCell ref='rubbish'/><mergeCell ref='A9:A99999999999'/></mergeCells>"
            "</worksheet>",
            "== Cases\n1: title\n2: EE|1|note\n3: EE|2|note\n4: EE|3\n5: |4\n");
}

static void damaged_sheets(void **state)
{
    zip z = {0};
    add_workbook(&z, ONE_SHEET,
                 "<worksheet><sheetData><row><c><v>1</v></c></row><row><c><v>2</v>");
    ph_sheets sheets = read_bytes(*state, zip_end(&z));
    assert_true(sheets.damaged);
    assert_memory_equal(written(*state, &sheets), "== Cases\n1: 1\n", 14);
    zip_free(&z);
}

static void no_workbook(void **state)
{
    zip z = {0};
    ph_package package;
    ph_document doc = {0};
    ph_sheets sheets = {0};
    ph_error err;
    zip_add(&z, "xl/other.xml", "<a/>");
    assert_int_equal(ph_office_open(zip_end(&z), *state, &doc, &package, &err), PH_OK);
    assert_int_equal(ph_sheets_read(&package, *state, &sheets, &err), PH_INVALID);
    assert_non_null(strstr(err.text, "xl/workbook.xml, is missing"));
    zip_free(&z);
}

/* --- ODS -------------------------------------------------------------------------------------- */

static void values_of_each_type(void **state)
{
    ods_is(
        *state,
        "<t:table t:name='A'><t:table-row t:number-rows-repeated='2'><t:table-cell/>"
        "</t:table-row><t:table-row><t:table-cell o:value-type='string'><o:annotation>"
        "<x:p>no</x:p></o:annotation><x:p>one<x:s/>two</x:p><x:p>three</x:p></t:table-cell>"
        "<t:table-cell o:value-type='float' o:value='1234.5'><x:p>1 234,5</x:p>"
        "</t:table-cell><t:table-cell o:value-type='percentage' o:value='0.256'/>"
        "<t:table-cell o:value-type='date' o:date-value='2024-03-05T00:00:00'/>"
        "<t:table-cell o:value-type='date' o:date-value='2024-03-05T10:30:00'/>"
        "<t:table-cell o:value-type='time' o:time-value='PT10H30M00S'/>"
        "<t:table-cell o:value-type='boolean' o:boolean-value='true'/>"
        "<t:table-cell o:value-type='currency' o:currency='EUR' o:value='5'/>"
        "</t:table-row></t:table>"
        "<t:table t:name='Hidden' t:style-name='h'><t:table-row><t:table-cell><x:p>no</x:p>"
        "</t:table-cell></t:table-row></t:table><t:table t:name='Empty'/>",
        "== A\n3: one two three|1234.5|25.60%|2024-03-05|2024-03-05T10:30:00|10:30:00|true|"
        "5\n== Empty\n");
}

static void repeated_and_spanned(void **state)
{
    ods_is(*state,
           "<t:table><t:table-row><t:table-cell t:number-columns-repeated='2'><x:p>a</x:p>"
           "</t:table-cell><t:table-cell t:number-columns-repeated='16382'/></t:table-row>"
           "<t:table-row t:number-rows-repeated='2'><t:table-cell><x:p>b</x:p>"
           "</t:table-cell></t:table-row>"
           "<t:table-row><t:table-cell t:number-rows-spanned='2'><x:p>EE</x:p>"
           "</t:table-cell><t:table-cell t:number-columns-spanned='2'><x:p>1</x:p>"
           "</t:table-cell><t:covered-table-cell/><t:table-cell><x:p>x</x:p></t:table-cell>"
           "</t:table-row><t:table-row><t:covered-table-cell/><t:table-cell><x:p>2</x:p>"
           "</t:table-cell></t:table-row><t:table-row><t:covered-table-cell/><t:table-cell>"
           "<x:p>3</x:p></t:table-cell></t:table-row>"
           "<t:table-row t:number-rows-repeated='1048570'><t:table-cell "
           "t:number-columns-repeated='16384'/></t:table-row></t:table>",
           "== \n1: a|a\n2: b\n3: b\n4: EE|1||x\n5: EE|2\n6: |3\n");
}

/* --- limits ------------------------------------------------------------------------------------- */

static size_t count_cells(const ph_sheets *sheets)
{
    size_t n = 0;
    for (size_t s = 0; s < sheets->list.n; s++)
        for (size_t i = 0; i < sheets->list.v[s].rows.n; i++)
            n += sheets->list.v[s].rows.v[i].cells.n;
    return n;
}

static void cells_without_end(void **state)
{
    ph_sheets sheets =
        read_ods(*state, "<t:table><t:table-row t:number-rows-repeated='4000000000'>"
                         "<t:table-cell t:number-columns-repeated='4000000000'><x:p>a</x:p>"
                         "</t:table-cell></t:table-row></t:table>");
    assert_true(sheets.cut);
    assert_int_equal(count_cells(&sheets), PH_SHEET_CELLS);
    sheets = read_ods(*state, "<t:table><t:table-row t:number-rows-repeated='4000000000'>"
                              "<t:table-cell><x:p>a</x:p></t:table-cell></t:table-row>"
                              "</t:table>");
    assert_true(sheets.cut);
    assert_int_equal(sheets.list.v[0].rows.n, PH_SHEET_ROWS);
}

static void places_far_away(void **state)
{
    zip z = {0};
    add_workbook(&z, ONE_SHEET,
                 "<worksheet><sheetData><row><c r='XFD1'><v>1</v></c><c r='ALL1'><v>2</v>"
                 "</c></row><row r='200001'><c r='A200001'><v>3</v></c></row>"
                 "</sheetData></worksheet>");
    ph_sheets sheets = read_bytes(*state, zip_end(&z));
    assert_true(sheets.cut);
    assert_int_equal(sheets.list.v[0].rows.n, 1);
    assert_int_equal(sheets.list.v[0].rows.v[0].cells.n, PH_SHEET_COLUMNS);
    zip_free(&z);
}

static void many_sheets(void **state)
{
    ph_buf body = {0};
    for (int i = 0; i < PH_SHEETS + 1; i++)
        ph_buf_addc(&body, "<t:table/>");
    ph_sheets sheets = read_ods(*state, body.s);
    assert_true(sheets.cut);
    assert_int_equal(sheets.list.n, PH_SHEETS);
    ph_buf_free(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(strings_of_each_kind, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_by_their_format, set_up, tear_down),
        cmocka_unit_test_setup_teardown(days_from_1904, set_up, tear_down),
        cmocka_unit_test(codes_of_formats),
        cmocka_unit_test_setup_teardown(hidden_outside_and_twice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(merged_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damaged_sheets, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_workbook, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_of_each_type, set_up, tear_down),
        cmocka_unit_test_setup_teardown(repeated_and_spanned, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cells_without_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_far_away, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_sheets, set_up, tear_down)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
