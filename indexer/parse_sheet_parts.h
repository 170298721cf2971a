/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parse_sheet_parts.h - between the files of the reader of spreadsheets. */
#ifndef PH_PARSE_SHEET_PARTS_H
#define PH_PARSE_SHEET_PARTS_H

#include <libxml/xmlreader.h>

#include "indexer/parse_office.h"
#include "indexer/parse_sheet.h"

typedef struct ph_sheet_reader {
    ph_arena *arena;
    const ph_package *package;
    ph_sheets *sheets;
    size_t cells; /* so far, empty ones between others included */
    bool no_memory;
} ph_sheet_reader;

/* A workbook in each format.  PH_INVALID: its beginning cannot be read; PH_NO_MEMORY. */
ph_status ph_sheets_xlsx(ph_sheet_reader *r, ph_str workbook, ph_error *err);
ph_status ph_sheets_ods(ph_sheet_reader *r, ph_str content, ph_error *err);

/* A new sheet, or NULL: too many, or no memory. */
ph_sheet *ph_sheet_add(ph_sheet_reader *r, ph_str name);

/* Puts a text (cleaned, copied) into a cell, counted from 0; the row from 1 and not before the
 * last one.  Returns false when there is no room for more rows: a limit, or no memory. */
bool ph_sheet_put(ph_sheet_reader *r, ph_sheet *sheet, size_t row, size_t column,
                  ph_str text);

/* The same for a text that is clean and lies in the arena; and for a row that is there. */
bool ph_sheet_put_clean(ph_sheet_reader *r, ph_sheet *sheet, size_t row, size_t column,
                        ph_str clean);
bool ph_sheet_row_put(ph_sheet_reader *r, ph_sheet_row *row, size_t column, ph_str clean);

/* --- streams -------------------------------------------------------------------------------- */

typedef struct ph_stream {
    xmlTextReader *xml;
    ph_buf text;
} ph_stream;

/* Opens XML as a stream, by the rules of ph_xml_read.  Returns false when that cannot be. */
bool ph_stream_open(ph_stream *s, ph_str bytes);
void ph_stream_close(ph_stream *s);

/* To the next node; false at the end, or where the XML is damaged (*damaged). */
bool ph_stream_next(ph_stream *s, bool *damaged);

/* True at the beginning, or the end, of an element with that local name. */
bool ph_stream_at(const ph_stream *s, const char *name);
bool ph_stream_at_end(const ph_stream *s, const char *name);

/* An attribute by its local name, into buf; false if it is not there. */
bool ph_stream_attr(const ph_stream *s, const char *name, ph_buf *buf);

/* Appends the text here, if this is text. */
void ph_stream_text(const ph_stream *s, ph_buf *buf);

/* --- numbers (parse_sheet_number.c) -------------------------------------------------------- */

/* What a number means by its format; "General" is a number. */
typedef struct ph_number_format {
    bool date, time, percent;
    bool month_only, year_only; /* of a date */
    unsigned decimals;          /* of a percentage */
} ph_number_format;

/* The format that a code such as "dd/mm/yyyy" or "[Red]0.0%" stands for. */
ph_number_format ph_number_format_read(ph_str code);

/* The format behind the id of a built-in one (ECMA-376 part 1, 18.8.30). */
ph_number_format ph_number_format_built_in(unsigned id);

/* Appends a number as it stands in a file ("0.30000000000000004", "45000.5").
 * from_1904: days are counted from 1904 and not from 1900. */
void ph_number_add(ph_buf *buf, ph_str raw, ph_number_format format, bool from_1904);

#endif
