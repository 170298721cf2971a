/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/parse_sheet_parts.h"
#include "search/limits.h"
#include "search/text.h"

#define MERGES_MAX 10000 /* merged ranges of a sheet; the rest stays as it is */

typedef struct merge {
    size_t row, column, rows; /* rows it reaches over, the first included */
} merge;

typedef struct xlsx {
    ph_sheet_reader *r;
    ph_strs shared;                   /* strings */
    PH_VEC(ph_number_format) formats; /* of cells */
    bool from_1904;
    PH_VEC(merge) merges; /* of the sheet in hand */
} xlsx;

/* --- shared strings -------------------------------------------------------------------------- */

/* Appends the text up to the end of an element; phonetic hints are left out. */
static void read_rich_text(ph_stream *s, const char *element, ph_buf *buf, bool *damaged)
{
    bool text = false, phonetic = false;
    while (!ph_stream_at_end(s, element) && ph_stream_next(s, damaged)) {
        if (ph_stream_at(s, "rPh"))
            phonetic = true;
        if (ph_stream_at_end(s, "rPh"))
            phonetic = false;
        if (ph_stream_at(s, "t"))
            text = true;
        if (ph_stream_at_end(s, "t"))
            text = false;
        if (text && !phonetic)
            ph_stream_text(s, buf);
    }
}

static bool read_shared(xlsx *x, ph_str part)
{
    ph_stream s;
    ph_buf buf = {0};
    bool ok = true, *damaged = &x->r->sheets->damaged;
    ph_str bytes = ph_package_find(x->r->package, part);
    if (!bytes.s || !ph_stream_open(&s, bytes))
        return true;
    while (ok && ph_stream_next(&s, damaged)) {
        if (!ph_stream_at(&s, "si"))
            continue;
        ph_buf_clear(&buf);
        read_rich_text(&s, "si", &buf, damaged);
        ph_str text = ph_dup(x->r->arena, ph_buf_str(&buf));
        ok = !buf.failed && text.s && ph_strs_add(x->r->arena, &x->shared, text);
    }
    ph_buf_free(&buf);
    ph_stream_close(&s);
    return ok;
}

/* --- formats of cells ------------------------------------------------------------------------- */

static ph_number_format find_format(const xmlNode *codes, unsigned id)
{
    const xmlNode *c = id >= 164 && codes ? codes->children : NULL;
    for (; c; c = c->next)
        if (ph_is(c, "numFmt") && ph_attr_number(c, "numFmtId", 0) == id)
            return ph_number_format_read(ph_attr(c, "formatCode"));
    return ph_number_format_built_in(id);
}

/* Without its styles a sheet still has its numbers. */
static bool read_formats(xlsx *x, ph_str part)
{
    xmlDoc *tree;
    ph_error ignored;
    bool ok = true;
    if (ph_office_tree(x->r->package, part, &tree, &ignored) == PH_NO_MEMORY)
        return false;
    if (!tree)
        return true;
    const xmlNode *root = xmlDocGetRootElement(tree);
    const xmlNode *codes = ph_child(root, "numFmts"), *xfs = ph_child(root, "cellXfs");
    for (const xmlNode *c = xfs ? xfs->children : NULL; c && ok; c = c->next) {
        if (!ph_is(c, "xf"))
            continue;
        ph_number_format *format = PH_PUSH(x->r->arena, &x->formats);
        ok = format != NULL;
        if (ok)
            *format = find_format(codes, ph_attr_number(c, "numFmtId", 0));
    }
    xmlFreeDoc(tree);
    return ok;
}

/* --- cells -------------------------------------------------------------------------------------- */

/* "AB12": column 27 from 0, row 12 from 1.  Returns false on anything else. */
static bool read_reference(ph_str s, size_t *row, size_t *column)
{
    size_t i = 0, col = 0;
    uint64_t number;
    for (; i < s.n && i < 4 && (s.s[i] | 0x20) >= 'a' && (s.s[i] | 0x20) <= 'z'; i++)
        col = col * 26 + (size_t)((s.s[i] | 0x20) - 'a' + 1);
    if (!i || !ph_number(ph_sub(s, i, s.n), &number) || !number || number > UINT32_MAX)
        return false;
    *column = col - 1;
    *row = (size_t)number;
    return true;
}

/* What a cell's value means by its type. */
static void add_value(const xlsx *x, ph_str type, uint64_t style, ph_str raw, ph_buf *out)
{
    uint64_t n;
    if (ph_eqc(type, "s")) {
        if (ph_number(ph_trim(raw), &n) && n < x->shared.n)
            ph_buf_add(out, x->shared.v[n]);
    } else if (ph_eqc(type, "b"))
        ph_buf_addc(out, ph_eqc(ph_trim(raw), "1") ? "true" : "false");
    else if (ph_eqc(type, "str") || ph_eqc(type, "inlineStr"))
        ph_buf_add(out, raw);
    else if (ph_eqc(type, "d")) {
        ph_str day = PH_STR("T00:00:00");
        ph_buf_add(out, ph_ends(raw, day) ? ph_sub(raw, 0, raw.n - day.n) : raw);
    } else if (!ph_eqc(type, "e"))
        ph_number_add(out, raw,
                      style < x->formats.n ? x->formats.v[style] : (ph_number_format){0},
                      x->from_1904);
}

/* The place in the sheet of the cell that was read last, and buffers for the next one. */
typedef struct place {
    size_t row, column;
    ph_buf attr, type, raw, text;
} place;

/* Reads up to </c> and puts the cell.  Returns false when no more should be read. */
static bool read_cell(xlsx *x, ph_sheet *sheet, ph_stream *s, place *p)
{
    uint64_t style = 0;
    size_t row, column;
    bool value = false;
    p->column++;
    if (ph_stream_attr(s, "r", &p->attr) &&
        read_reference(ph_buf_str(&p->attr), &row, &column) && row == p->row)
        p->column = column + 1;
    if (!ph_stream_attr(s, "s", &p->attr) || !ph_number(ph_buf_str(&p->attr), &style))
        style = 0;
    ph_stream_attr(s, "t", &p->type);
    ph_buf_clear(&p->raw);
    ph_buf_clear(&p->text);
    while (!ph_stream_at_end(s, "c") && ph_stream_next(s, &x->r->sheets->damaged)) {
        if (ph_stream_at(s, "is"))
            read_rich_text(s, "is", &p->raw, &x->r->sheets->damaged);
        value = (value || ph_stream_at(s, "v")) && !ph_stream_at_end(s, "v");
        if (value)
            ph_stream_text(s, &p->raw);
    }
    add_value(x, ph_buf_str(&p->type), style, ph_buf_str(&p->raw), &p->text);
    if (p->attr.failed || p->type.failed || p->raw.failed || p->text.failed)
        x->r->no_memory = true;
    return !x->r->no_memory &&
           (!p->text.n ||
            ph_sheet_put(x->r, sheet, p->row, p->column - 1, ph_buf_str(&p->text)));
}

static bool read_merge(xlsx *x, ph_str range)
{
    ph_str first;
    size_t row, column, last_row, last_column;
    if (x->merges.n >= MERGES_MAX || !ph_split(&range, ':', &first) ||
        !read_reference(first, &row, &column) ||
        !read_reference(range, &last_row, &last_column) || last_row <= row)
        return true;
    merge *m = PH_PUSH(x->r->arena, &x->merges);
    if (m)
        *m = (merge){row, column, last_row - row + 1};
    x->r->no_memory = x->r->no_memory || !m;
    return m != NULL;
}

/* The place of the first row with that number or a higher one. */
static size_t find_row(const ph_sheet *sheet, size_t number)
{
    size_t low = 0, high = sheet->rows.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sheet->rows.v[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What is merged over rows stands in each row that says anything. */
static bool fill_merged(xlsx *x, ph_sheet *sheet)
{
    for (size_t m = 0; m < x->merges.n; m++) {
        const merge *range = &x->merges.v[m];
        size_t i = find_row(sheet, range->row);
        if (i >= sheet->rows.n || sheet->rows.v[i].number != range->row ||
            range->column >= sheet->rows.v[i].cells.n)
            continue;
        ph_str value = sheet->rows.v[i].cells.v[range->column];
        while (value.n && ++i < sheet->rows.n &&
               sheet->rows.v[i].number - range->row < range->rows) {
            ph_sheet_row *row = &sheet->rows.v[i];
            bool free = range->column >= row->cells.n || !row->cells.v[range->column].n;
            if (free && !ph_sheet_row_put(x->r, row, range->column, value))
                return false;
        }
    }
    return true;
}

static bool read_sheet_data(xlsx *x, ph_sheet *sheet, ph_stream *s)
{
    place p = {0};
    bool more = true;
    uint64_t number;
    while (more && ph_stream_next(s, &x->r->sheets->damaged)) {
        if (ph_stream_at(s, "row")) {
            p.row++;
            p.column = 0;
            if (ph_stream_attr(s, "r", &p.attr) &&
                ph_number(ph_buf_str(&p.attr), &number) && number >= p.row &&
                number <= UINT32_MAX)
                p.row = (size_t)number;
        } else if (ph_stream_at(s, "c") && p.row)
            more = read_cell(x, sheet, s, &p);
        else if (ph_stream_at(s, "mergeCell") && ph_stream_attr(s, "ref", &p.attr))
            more = read_merge(x, ph_buf_str(&p.attr));
    }
    ph_buf_free(&p.attr);
    ph_buf_free(&p.type);
    ph_buf_free(&p.raw);
    ph_buf_free(&p.text);
    return !x->r->no_memory;
}

/* --- the workbook ----------------------------------------------------------------------------------- */

static bool read_sheet(xlsx *x, ph_str name, ph_str part)
{
    ph_stream s;
    ph_str bytes = ph_package_find(x->r->package, part);
    ph_sheet *sheet = ph_sheet_add(x->r, name);
    if (!sheet)
        return !x->r->no_memory;
    if (!bytes.s || !ph_stream_open(&s, bytes)) {
        x->r->sheets->damaged = true;
        return true;
    }
    x->merges.n = 0;
    bool ok = read_sheet_data(x, sheet, &s);
    ok = ok && (fill_merged(x, sheet) || !x->r->no_memory);
    ph_stream_close(&s);
    return ok;
}

static bool read_sheets(xlsx *x, const ph_relations *relations, const xmlNode *workbook)
{
    const xmlNode *list = ph_child(workbook, "sheets");
    ph_strs seen = {0}; /* two names for one part would cost its time twice */
    x->from_1904 = ph_eqc(ph_attr(ph_child(workbook, "workbookPr"), "date1904"), "1") ||
                   ph_eqc(ph_attr(ph_child(workbook, "workbookPr"), "date1904"), "true");
    for (const xmlNode *c = list ? list->children : NULL; c; c = c->next) {
        ph_str state = ph_attr(c, "state");
        ph_str part = ph_relation_by_id(relations, ph_attr_ref(c, "id"));
        if (!ph_is(c, "sheet") || ph_eqc(state, "hidden") || ph_eqc(state, "veryHidden") ||
            !part.s || ph_strs_has(&seen, part))
            continue;
        if (!ph_strs_add(x->r->arena, &seen, part) ||
            !read_sheet(x, ph_attr(c, "name"), part))
            return false;
        if (x->r->sheets->cut && x->r->sheets->list.n >= PH_SHEETS)
            break;
    }
    return true;
}

ph_status ph_sheets_xlsx(ph_sheet_reader *r, ph_str workbook, ph_error *err)
{
    xlsx x = {.r = r};
    xmlDoc *tree;
    ph_relations relations;
    ph_status status = ph_office_tree(r->package, workbook, &tree, err);
    if (status != PH_OK)
        return status;
    bool ok = ph_office_relations(r->arena, r->package, workbook, &relations) &&
              read_shared(&x, ph_relation_by_type(&relations, "sharedStrings")) &&
              read_formats(&x, ph_relation_by_type(&relations, "styles")) &&
              read_sheets(&x, &relations, xmlDocGetRootElement(tree));
    xmlFreeDoc(tree);
    return ok ? PH_OK : ph_fail_memory(err);
}
