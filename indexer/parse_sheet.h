/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse_sheet.h - spreadsheets as sheets of rows of text: XLSX (ECMA-376, transitional and strict)
 * and ODS (OpenDocument 1.3, also flat XML).
 *
 * A cell is what it means and not how it is shown: a number without thousands' separators and with
 * a point ("1234.5"), a percentage as "12.5%", a date as ISO 8601 ("2024-03-05",
 * "2024-03-05T10:30:00"; "2024-03" and "2024" where no more is shown), a time as "10:30:00", a
 * truth value as "true" or "false", an error (#N/A) as nothing.  A cell merged over several rows
 * stands in each of them; one merged over several columns stands in the first.  Hidden sheets,
 * comments and formulas are left out.
 *
 * Sheets are read as a stream: memory is needed for what they say, not for their XML.
 */
#ifndef PH_PARSE_SHEET_H
#define PH_PARSE_SHEET_H

#include "indexer/package.h"

typedef struct ph_sheet_row {
    unsigned number; /* as the sheet counts, from 1 */
    ph_strs cells;   /* clean; an empty cell is empty; none are empty at the end */
} ph_sheet_row;

typedef struct ph_sheet {
    ph_str name;
    PH_VEC(ph_sheet_row) rows; /* rows without any text are left out */
} ph_sheet;

typedef struct ph_sheets {
    PH_VEC(ph_sheet) list; /* in the order of the tabs; a sheet may be empty */
    bool cut;              /* there is more than PH_SHEETS, PH_SHEET_ROWS, ... let in */
    bool damaged;          /* a sheet is damaged: rows after that place are missing */
} ph_sheets;

/* Reads the sheets of a package that ph_office_open opened.
 * PH_INVALID: it has no workbook in it; PH_NO_MEMORY. */
ph_status ph_sheets_read(const ph_package *package, ph_arena *arena, ph_sheets *sheets,
                         ph_error *err) PH_MUST_USE;

#endif
