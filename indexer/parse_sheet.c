/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <limits.h>
#include <string.h>

#include "indexer/parse_sheet_parts.h"
#include "search/limits.h"
#include "search/text.h"

/* --- streams -------------------------------------------------------------------------------- */

/* Faults are told by what ph_stream_next returns. */
static void ignore_fault(void *user, xmlErrorPtr problem)
{
    (void)user;
    (void)problem;
}

bool ph_stream_open(ph_stream *s, ph_str bytes)
{
    const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                        XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT;
    ph_error ignored;
    *s = (ph_stream){0};
    ph_str declared =
        ph_starts(ph_trim(bytes), PH_STR("<?xml")) ? ph_parse_declared(bytes) : PH_ABSENT;
    if (ph_parse_decode(bytes, declared, &s->text, &ignored) == PH_OK &&
        s->text.n <= INT_MAX)
        s->xml = xmlReaderForMemory(s->text.s ? s->text.s : "", (int)s->text.n, NULL,
                                    "UTF-8", options);
    if (s->xml)
        xmlTextReaderSetStructuredErrorHandler(s->xml, ignore_fault, NULL);
    else
        ph_stream_close(s);
    return s->xml != NULL;
}

void ph_stream_close(ph_stream *s)
{
    xmlFreeTextReader(s->xml);
    ph_buf_free(&s->text);
    *s = (ph_stream){0};
}

bool ph_stream_next(ph_stream *s, bool *damaged)
{
    int got = xmlTextReaderRead(s->xml);
    *damaged = *damaged || got < 0;
    return got == 1;
}

static bool is_named(const ph_stream *s, const char *name)
{
    const xmlChar *here = xmlTextReaderConstLocalName(s->xml);
    return here && strcmp((const char *)here, name) == 0;
}

bool ph_stream_at(const ph_stream *s, const char *name)
{
    return xmlTextReaderNodeType(s->xml) == XML_READER_TYPE_ELEMENT && is_named(s, name);
}

bool ph_stream_at_end(const ph_stream *s, const char *name)
{
    int type = xmlTextReaderNodeType(s->xml);
    bool end =
        type == XML_READER_TYPE_END_ELEMENT ||
        (type == XML_READER_TYPE_ELEMENT && xmlTextReaderIsEmptyElement(s->xml) == 1);
    return end && is_named(s, name);
}

bool ph_stream_attr(const ph_stream *s, const char *name, ph_buf *buf)
{
    ph_str value = ph_attr(xmlTextReaderCurrentNode(s->xml), name);
    ph_buf_clear(buf);
    ph_buf_add(buf, value);
    return value.s != NULL;
}

void ph_stream_text(const ph_stream *s, ph_buf *buf)
{
    int type = xmlTextReaderNodeType(s->xml);
    if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
        type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE)
        ph_buf_addc(buf, (const char *)xmlTextReaderConstValue(s->xml));
}

/* --- sheets --------------------------------------------------------------------------------- */

ph_sheet *ph_sheet_add(ph_sheet_reader *r, ph_str name)
{
    if (r->sheets->list.n >= PH_SHEETS) {
        r->sheets->cut = true;
        return NULL;
    }
    ph_sheet *sheet = PH_PUSH(r->arena, &r->sheets->list);
    if (sheet)
        sheet->name = ph_text_clean(r->arena, name.s ? name : PH_STR(""), false);
    if (sheet && sheet->name.s)
        return sheet;
    r->no_memory = true;
    return NULL;
}

/* The row of that number, the last one or a new one. */
static ph_sheet_row *open_row(ph_sheet_reader *r, ph_sheet *sheet, size_t number)
{
    ph_sheet_row *last = sheet->rows.n ? &sheet->rows.v[sheet->rows.n - 1] : NULL;
    if (last && last->number >= number)
        return last;
    ph_sheet_row *row = PH_PUSH(r->arena, &sheet->rows);
    if (row)
        row->number = (unsigned)number;
    else
        r->no_memory = true;
    return row;
}

bool ph_sheet_row_put(ph_sheet_reader *r, ph_sheet_row *row, size_t column, ph_str clean)
{
    if (column >= PH_SHEET_COLUMNS) {
        r->sheets->cut = true;
        return true;
    }
    while (row->cells.n <= column) {
        if (r->cells >= PH_SHEET_CELLS) {
            r->sheets->cut = true;
            return false;
        }
        r->cells++;
        if (!ph_strs_add(r->arena, &row->cells, PH_STR(""))) {
            r->no_memory = true;
            return false;
        }
    }
    row->cells.v[column] = clean;
    return true;
}

bool ph_sheet_put_clean(ph_sheet_reader *r, ph_sheet *sheet, size_t row, size_t column,
                        ph_str clean)
{
    if (!clean.n)
        return true;
    if (row > PH_SHEET_ROWS || column >= PH_SHEET_COLUMNS) {
        r->sheets->cut = true;
        return row <= PH_SHEET_ROWS;
    }
    ph_sheet_row *at = open_row(r, sheet, row);
    return at && ph_sheet_row_put(r, at, column, clean);
}

bool ph_sheet_put(ph_sheet_reader *r, ph_sheet *sheet, size_t row, size_t column,
                  ph_str text)
{
    ph_str clean = ph_text_clean(r->arena, text, false);
    r->no_memory = r->no_memory || !clean.s;
    return clean.s && ph_sheet_put_clean(r, sheet, row, column, clean);
}

/* The main part of an OOXML package, if it is a workbook. */
static ph_status find_workbook(ph_sheet_reader *r, ph_str *workbook)
{
    ph_relations relations;
    if (!ph_office_relations(r->arena, r->package, PH_STR(""), &relations))
        return PH_NO_MEMORY;
    *workbook = ph_relation_by_type(&relations, "officeDocument");
    if (!ph_package_find(r->package, *workbook).s)
        *workbook = PH_STR("xl/workbook.xml");
    return ph_package_find(r->package, *workbook).s ? PH_OK : PH_NOT_FOUND;
}

ph_status ph_sheets_read(const ph_package *package, ph_arena *arena, ph_sheets *sheets,
                         ph_error *err)
{
    ph_sheet_reader r = {.arena = arena, .package = package, .sheets = sheets};
    ph_str workbook, content = ph_package_find(package, PH_STR("content.xml"));
    *sheets = (ph_sheets){0};
    ph_status status = content.s ? PH_OK : find_workbook(&r, &workbook);
    if (status == PH_NO_MEMORY)
        return ph_fail_memory(err);
    if (status != PH_OK)
        return ph_fail(err, PH_INVALID,
                       "the file is damaged, or no spreadsheet: it has no workbook in it");
    status =
        content.s ? ph_sheets_ods(&r, content, err) : ph_sheets_xlsx(&r, workbook, err);
    return r.no_memory ? ph_fail_memory(err) : status;
}
