/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Workbooks (XLSX, ODS): sheets whose columns have names are tables, others are text. */
#include "config.h"

#include "indexer/parse_office.h"
#include "indexer/parse_sheet.h"
#include "indexer/table.h"
#include "search/limits.h"
#include "search/text.h"

/* Whether a map asks for another sheet. */
static bool is_passed_over(const ph_map *map, ph_arena *arena, ph_str name)
{
    return map && map->sheet.n &&
           !ph_eq(ph_text_key(arena, map->sheet), ph_text_key(arena, name));
}

static ph_status read_sheets(ph_table *table, const ph_map *map, ph_arena *arena,
                             const ph_sheets *sheets, ph_error *err)
{
    ph_status status = PH_OK;
    bool any = false;
    for (size_t i = 0; i < sheets->list.n && !status; i++) {
        const ph_sheet *sheet = &sheets->list.v[i];
        if (is_passed_over(map, arena, sheet->name))
            continue;
        any = true;
        status = ph_table_sheet(table, sheet->name, err);
        for (size_t n = 0; n < sheet->rows.n && !status; n++)
            status = ph_table_cells(table, &sheet->rows.v[n].cells, err);
    }
    if (!status && !any && sheets->list.n)
        return ph_fail(err, PH_INVALID,
                       "the workbook has no sheet '%.*s', which the map names",
                       PH_FMT(map->sheet));
    return status;
}

static ph_status read_workbook(ph_table *table, const ph_map *map, ph_str bytes,
                               ph_arena *arena, ph_error *err)
{
    ph_document about = {0};
    ph_package package = {0};
    ph_sheets sheets = {0};
    ph_status status = ph_office_open(bytes, arena, &about, &package, err);
    if (!status && !ph_office_properties(&about, arena, &package))
        status = ph_fail_memory(err);
    if (!status)
        status = ph_sheets_read(&package, arena, &sheets, err);
    if (!status)
        status = read_sheets(table, map, arena, &sheets, err);
    if (!status)
        status = ph_table_end(table, &about, err);
    if (!status && sheets.damaged)
        return ph_fail(err, PH_INVALID,
                       "a sheet is damaged: the rows above that place went in");
    if (!status && sheets.cut)
        return ph_fail(err, PH_LIMIT,
                       "the workbook has more than %d rows in a sheet or %d cells: what is "
                       "above went in; save it as CSV",
                       PH_SHEET_ROWS, PH_SHEET_CELLS);
    return status;
}

static ph_status unfold(ph_unfolding *unfolding, ph_feed *feed, const char *mime,
                        ph_error *err)
{
    ph_table *table;
    ph_buf bytes = {0};
    ph_arena *arena = ph_arena_new();
    ph_status status = ph_table_new(&table, unfolding, mime, err);
    if (!status && !arena)
        status = ph_fail_memory(err);
    if (!status)
        status = ph_feed_all(feed, PH_FILE_BYTES, &bytes, err);
    if (!status)
        status = read_workbook(table, unfolding->map, ph_buf_str(&bytes), arena, err);
    ph_buf_free(&bytes);
    ph_arena_free(arena);
    ph_table_free(table);
    return status;
}

#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define ODS "application/vnd.oasis.opendocument.spreadsheet"

static ph_status unfold_xlsx(ph_unfolding *unfolding, ph_feed *feed, ph_error *err)
{
    return unfold(unfolding, feed, XLSX, err);
}

static ph_status unfold_ods(ph_unfolding *unfolding, ph_feed *feed, ph_error *err)
{
    return unfold(unfolding, feed, ODS, err);
}

const ph_format ph_format_xlsx = {
    .name = "XLSX", .mime = XLSX, .extensions = "xlsx xlsm ", .unfold = unfold_xlsx};

const ph_format ph_format_ods = {
    .name = "ODS", .mime = ODS, .extensions = "ods fods ", .unfold = unfold_ods};
