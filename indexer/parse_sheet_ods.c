/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/parse_sheet_parts.h"
#include "search/limits.h"
#include "search/text.h"

/* A cell that reaches down over rows. */
typedef struct span {
    ph_str text;
    unsigned left; /* rows below it that are still to come */
} span;

typedef struct filled {
    size_t column, repeated;
    ph_str text;
} filled;

typedef struct ods {
    ph_sheet_reader *r;
    ph_stream s;
    ph_strs hidden; /* names of table styles */
    ph_sheet *sheet;
    PH_VEC(filled) cells; /* of the row in hand */
    size_t row, column;   /* where the next one begins, from 0 */
    ph_buf attr, text, value;
    span spans[PH_SHEET_COLUMNS];
} ods;

static bool next(ods *o)
{
    return ph_stream_next(&o->s, &o->r->sheets->damaged);
}

/* Skips to the end of an element that stands here. */
static void skip(ods *o, const char *name)
{
    unsigned depth = 0;
    do {
        depth += ph_stream_at(&o->s, name);
        depth -= ph_stream_at_end(&o->s, name);
    } while (depth && next(o));
}

/* A number from 1 up. */
static size_t count(ods *o, const char *name)
{
    uint64_t n;
    return ph_stream_attr(&o->s, name, &o->attr) && ph_number(ph_buf_str(&o->attr), &n) &&
                   n && n <= UINT32_MAX
               ? (size_t)n
               : 1;
}

/* --- values ------------------------------------------------------------------------------------ */

/* "PT10H30M00S" as "10:30:00"; anything else as it is. */
static void add_time(ph_buf *out, ph_str value)
{
    uint64_t n[3];
    size_t at = 2, k = 0;
    static const char units[] = "HMS";
    if (!ph_starts(value, PH_STR("PT"))) {
        ph_buf_add(out, value);
        return;
    }
    for (size_t i = 2; i < value.n && k < 3; i++)
        if (value.s[i] == units[k] || value.s[i] == '.' || value.s[i] == ',') {
            if (!ph_number(ph_sub(value, at, i), &n[k++]))
                break;
            at = i + 1;
        }
    if (k == 3)
        ph_buf_addf(out, "%02u:%02u:%02u", (unsigned)n[0], (unsigned)n[1], (unsigned)n[2]);
    else
        ph_buf_add(out, value);
}

/* What the attributes of the cell here say it is worth; nothing for text. */
static void read_value(ods *o)
{
    ph_buf type = {0};
    ph_number_format percent = {.percent = true, .decimals = 2};
    ph_str midnight = PH_STR("T00:00:00");
    ph_buf_clear(&o->value);
    ph_stream_attr(&o->s, "value-type", &type);
    ph_str kind = ph_buf_str(&type);
    if (ph_eqc(kind, "float") || ph_eqc(kind, "currency")) {
        if (ph_stream_attr(&o->s, "value", &o->attr))
            ph_number_add(&o->value, ph_buf_str(&o->attr), (ph_number_format){0}, false);
    } else if (ph_eqc(kind, "percentage")) {
        if (ph_stream_attr(&o->s, "value", &o->attr))
            ph_number_add(&o->value, ph_buf_str(&o->attr), percent, false);
    } else if (ph_eqc(kind, "date")) {
        if (ph_stream_attr(&o->s, "date-value", &o->value) &&
            ph_ends(ph_buf_str(&o->value), midnight))
            o->value.n -= midnight.n;
    } else if (ph_eqc(kind, "time")) {
        if (ph_stream_attr(&o->s, "time-value", &o->attr))
            add_time(&o->value, ph_buf_str(&o->attr));
    } else if (ph_eqc(kind, "boolean"))
        ph_stream_attr(&o->s, "boolean-value", &o->value);
    o->r->no_memory = o->r->no_memory || type.failed;
    ph_buf_free(&type);
}

/* The paragraphs of the cell here, up to its end; what is drawn over it and what people noted
 * beside it are left out. */
static void read_text(ods *o, const char *name)
{
    unsigned depth = 0;
    ph_buf_clear(&o->text);
    while (!ph_stream_at_end(&o->s, name) && next(o)) {
        if (ph_stream_at(&o->s, "annotation"))
            skip(o, "annotation");
        else if (ph_stream_at(&o->s, "frame"))
            skip(o, "frame");
        if (ph_stream_at(&o->s, "p")) {
            ph_buf_byte(&o->text, ' ');
            depth++;
        } else if (ph_stream_at(&o->s, "s") || ph_stream_at(&o->s, "tab") ||
                   ph_stream_at(&o->s, "line-break"))
            ph_buf_byte(&o->text, ' ');
        if (depth)
            ph_stream_text(&o->s, &o->text);
        if (ph_stream_at_end(&o->s, "p"))
            depth -= depth > 0;
    }
}

/* --- cells and rows ------------------------------------------------------------------------------ */

static bool add_filled(ods *o, size_t column, size_t repeated, ph_str text)
{
    filled *f = text.n ? PH_PUSH(o->r->arena, &o->cells) : NULL;
    if (f)
        *f = (filled){column, repeated, text};
    o->r->no_memory = o->r->no_memory || !text.s || (text.n && !f);
    return !o->r->no_memory;
}

static bool read_cell(ods *o)
{
    size_t repeated = count(o, "number-columns-repeated");
    size_t rows = count(o, "number-rows-spanned"), column = o->column;
    read_value(o);
    read_text(o, "table-cell");
    const ph_buf *said = o->value.n ? &o->value : &o->text;
    ph_str text = ph_text_clean(o->r->arena, ph_buf_str(said), false);
    o->column += repeated;
    if (rows > 1 && column < PH_SHEET_COLUMNS)
        o->spans[column] = (span){text, (unsigned)rows};
    return add_filled(o, column, repeated, text);
}

/* Cells that lie below others. */
static bool read_covered(ods *o)
{
    size_t repeated = count(o, "number-columns-repeated"), from = o->column;
    o->column += repeated;
    for (size_t c = from; c < o->column && c < PH_SHEET_COLUMNS; c++)
        if (o->spans[c].left && !add_filled(o, c, 1, o->spans[c].text))
            return false;
    skip(o, "covered-table-cell");
    return true;
}

/* The row in hand, as often as it is repeated. */
static bool put_row(ods *o, size_t repeated)
{
    for (size_t i = 0; o->cells.n && i < repeated; i++)
        for (size_t c = 0; c < o->cells.n; c++) {
            const filled *f = &o->cells.v[c];
            for (size_t k = 0; k < f->repeated && f->column + k < PH_SHEET_COLUMNS; k++)
                if (!ph_sheet_put_clean(o->r, o->sheet, o->row + i + 1, f->column + k,
                                        f->text))
                    return false;
            if (f->column + f->repeated > PH_SHEET_COLUMNS)
                o->r->sheets->cut = true;
        }
    o->row += repeated;
    for (size_t c = 0; c < PH_SHEET_COLUMNS; c++)
        o->spans[c].left -=
            o->spans[c].left < repeated ? o->spans[c].left : (unsigned)repeated;
    return true;
}

static bool read_row(ods *o)
{
    size_t repeated = count(o, "number-rows-repeated");
    bool more = true;
    o->cells.n = 0;
    o->column = 0;
    while (more && !ph_stream_at_end(&o->s, "table-row") && next(o)) {
        if (ph_stream_at(&o->s, "table-cell"))
            more = read_cell(o);
        else if (ph_stream_at(&o->s, "covered-table-cell"))
            more = read_covered(o);
    }
    return more && put_row(o, repeated);
}

/* --- sheets ------------------------------------------------------------------------------------- */

static bool read_table(ods *o)
{
    if (ph_stream_attr(&o->s, "style-name", &o->attr) &&
        ph_strs_has(&o->hidden, ph_buf_str(&o->attr))) {
        skip(o, "table");
        return true;
    }
    ph_stream_attr(&o->s, "name", &o->attr);
    o->sheet = ph_sheet_add(o->r, ph_buf_str(&o->attr));
    if (!o->sheet)
        return false;
    o->row = 0;
    memset(o->spans, 0, sizeof o->spans);
    while (!ph_stream_at_end(&o->s, "table") && next(o)) {
        if (ph_stream_at(&o->s, "shapes"))
            skip(o, "shapes");
        if (ph_stream_at(&o->s, "table-row") && !read_row(o))
            break;
    }
    return !o->r->no_memory;
}

static bool read_sheets(ods *o)
{
    ph_str style = PH_STR("");
    bool body = false, more = true;
    while (more && next(o)) {
        body = body || ph_stream_at(&o->s, "spreadsheet");
        if (ph_stream_at(&o->s, "style") && ph_stream_attr(&o->s, "name", &o->attr))
            more = (style = ph_dup(o->r->arena, ph_buf_str(&o->attr))).s != NULL;
        else if (ph_stream_at(&o->s, "table-properties") &&
                 ph_stream_attr(&o->s, "display", &o->attr) &&
                 ph_eqc(ph_buf_str(&o->attr), "false"))
            more = ph_strs_add(o->r->arena, &o->hidden, style);
        else if (ph_stream_at(&o->s, "tracked-changes"))
            skip(o, "tracked-changes");
        else if (body && ph_stream_at(&o->s, "table"))
            more = read_table(o);
    }
    return body;
}

ph_status ph_sheets_ods(ph_sheet_reader *r, ph_str content, ph_error *err)
{
    ods *o = PH_NEW(r->arena, ods);
    if (!o)
        return ph_fail_memory(err);
    o->r = r;
    if (!ph_stream_open(&o->s, content))
        return ph_fail(err, PH_INVALID, "the file is damaged: its content cannot be read");
    bool found = read_sheets(o);
    if (o->attr.failed || o->text.failed || o->value.failed)
        r->no_memory = true;
    ph_buf_free(&o->attr);
    ph_buf_free(&o->text);
    ph_buf_free(&o->value);
    ph_stream_close(&o->s);
    return found
               ? PH_OK
               : ph_fail(err, PH_INVALID,
                         "the file is damaged, or no spreadsheet: it has no sheets in it");
}
