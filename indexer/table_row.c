/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include <unicode/uchar.h>

#include "indexer/absence.h"
#include "indexer/parse_common.h"
#include "indexer/table.h"
#include "search/text.h"

#define LONG_BYTES 300  /* a text of its own, not a line */
#define TITLE_BYTES 100 /* of a title made of the first words */

typedef struct row {
    const ph_map *map;
    const ph_cells *cells;
    ph_str *text; /* of each cell: clean, lines kept; empty: it says nothing */
    bool *used;   /* by a field */
    ph_arena *arena;
    ph_document *doc;
} row;

/* --- fields ------------------------------------------------------------------------------------- */

static bool is_named(const ph_cell *cell, ph_str key)
{
    return ph_eq(cell->column->key, key) || (cell->at.n && ph_eq(cell->at, key));
}

/* The first value of a column; empty if there is none. */
static ph_str value_of(const row *r, ph_str name)
{
    ph_str key = ph_column_key(r->arena, name);
    for (size_t i = 0; key.s && i < r->cells->n; i++)
        if (r->text[i].n && is_named(&r->cells->v[i], key))
            return r->text[i];
    return PH_STR("");
}

/* "{country}: {name}" filled in; empty if none of its columns has a value, and without what
 * stands before one that has none. */
static ph_str fill(const row *r, ph_str template)
{
    ph_buf out = {0};
    ph_str rest = template, before, column;
    bool any = false;
    while (ph_template_next(&rest, &before, &column)) {
        ph_str value = column.s ? value_of(r, column) : PH_STR("");
        any = any || value.n;
        if (value.n || !column.s)
            ph_buf_add(&out, before);
        ph_buf_add(&out, value);
    }
    ph_str text = out.failed ? PH_ABSENT : ph_dup(r->arena, ph_trim(ph_buf_str(&out)));
    ph_buf_free(&out);
    return any ? text : PH_STR("");
}

static bool has_field(const row *r, ph_str field)
{
    size_t n = field.n;
    for (size_t i = 0; i < r->doc->meta.n; i++) {
        ph_str key = r->doc->meta.v[i].key;
        if (ph_starts(key, field) && (key.n == n || key.s[n] == '.'))
            return true;
    }
    return false;
}

static bool is_list(ph_str field)
{
    return ph_meta_is_list(field);
}

/* Adds the values of all cells of a name, or of the first one that has any. */
static bool add_from(row *r, ph_str field, ph_str name, bool *done)
{
    bool kept, list = is_list(field);
    for (size_t i = 0; i < r->cells->n && !(*done && !list); i++) {
        const ph_cell *cell = &r->cells->v[i];
        if (!r->text[i].n || !is_named(cell, name))
            continue;
        size_t before = r->doc->meta.n;
        if (!ph_value_add(r->doc, r->arena, r->map, field, r->text[i], cell->element,
                          &kept))
            return false;
        r->used[i] = r->used[i] || kept;
        *done = *done || r->doc->meta.n > before;
    }
    return true;
}

static bool add_mapped(row *r, const ph_map_field *f)
{
    bool done = false, kept, ok = true;
    for (size_t i = 0; ok && i < f->from.n && !(done && !is_list(f->field)); i++) {
        ph_str from = f->from.v[i];
        if (!memchr(from.s, '{', from.n)) {
            ok = add_from(r, f->field, from, &done);
            continue;
        }
        size_t before = r->doc->meta.n;
        ph_str text = fill(r, from);
        ok = text.s && (!text.n || ph_value_add(r->doc, r->arena, r->map, f->field, text,
                                                true, &kept));
        done = done || r->doc->meta.n > before;
    }
    return ok;
}

/* Whether another cell of the same field is meant before cell i. */
static bool is_beaten(const row *r, size_t i)
{
    const ph_column *mine = r->cells->v[i].column;
    for (size_t j = 0; j < r->cells->n; j++) {
        const ph_column *other = r->cells->v[j].column;
        if (j != i && other->field && r->text[j].n && other->role == mine->role &&
            strcmp(other->field, mine->field) == 0 &&
            (other->rank < mine->rank || (other->rank == mine->rank && j < i)))
            return true;
    }
    return false;
}

static bool add_fields(row *r)
{
    for (size_t i = 0; r->map && i < r->map->fields.n; i++)
        if (!add_mapped(r, &r->map->fields.v[i]))
            return false;
    for (size_t i = 0; i < r->cells->n; i++) {
        const ph_cell *cell = &r->cells->v[i];
        const ph_column *c = cell->column;
        bool field = c->role == PH_COLUMN_FIELD || c->role == PH_COLUMN_BOTH, kept = true;
        ph_str name = field ? ph_cstr(c->field) : PH_ABSENT;
        if (!field || !r->text[i].n || (!is_list(name) && is_beaten(r, i)))
            continue;
        size_t before = r->doc->meta.n;
        if (!ph_value_add(r->doc, r->arena, r->map, name, r->text[i], cell->element, &kept))
            return false;
        /* what is no address, no date, stays a text */
        r->used[i] = kept && r->doc->meta.n > before;
    }
    for (size_t i = 0; r->map && i < r->map->constants.n; i++) {
        const ph_map_constant *c = &r->map->constants.v[i];
        if (!has_field(r, c->field) &&
            !ph_meta_own(r->doc, r->arena, PH_ORIGIN_FILE, c->field, c->value))
            return false;
    }
    return true;
}

/* --- text --------------------------------------------------------------------------------------- */

static bool has_letters(ph_str s)
{
    for (size_t i = 0; i < s.n;)
        if (u_isalpha(ph_utf8_next(s, &i)))
            return true;
    return false;
}

/* What follows "- ", "* " or a bullet; absent: the line is no item. */
static ph_str item_of(ph_str line)
{
    static const char *const marks[] = {"- ",      "* ",     "\u2022",
                                        "\u2013 ", "\u25AA", "\u00B7"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (ph_starts(line, ph_cstr(marks[i])))
            return ph_trim(ph_sub(line, strlen(marks[i]), line.n));
    return PH_ABSENT;
}

/* A cell's lines: paragraphs and items. */
static bool add_lines(row *r, ph_str section, ph_str text, bool item)
{
    ph_str rest = text, line;
    while (ph_split(&rest, '\n', &line)) {
        ph_str marked = item_of(line);
        bool is_item = item || marked.s;
        if (line.n &&
            !ph_parse_block(r->doc, r->arena, is_item ? PH_BLOCK_ITEM : PH_BLOCK_PARAGRAPH,
                            is_item ? 1 : 0, section, marked.s ? marked : line))
            return false;
    }
    return true;
}

static bool is_long(ph_str text)
{
    return text.n > LONG_BYTES || memchr(text.s, '\n', text.n);
}

typedef enum place { NOWHERE, ON_TOP, LINE, BELOW } place;

/* Where the text of a cell goes. */
static place place_of(const row *r, size_t i)
{
    const ph_column *c = r->cells->v[i].column;
    if (!r->text[i].n || c->role == PH_COLUMN_OUT)
        return NOWHERE;
    if (c->role == PH_COLUMN_TEXT)
        return ON_TOP;
    if (c->role == PH_COLUMN_SECTION || c->role == PH_COLUMN_BOTH)
        return BELOW;
    if (r->used[i] || !has_letters(r->text[i]) || ph_eq_nocase(r->text[i], PH_STR("NA")))
        return NOWHERE;
    return is_long(r->text[i]) && !r->cells->v[i].element ? BELOW : LINE;
}

/* "Column: value", all values of a list in one. */
static bool add_line(row *r, size_t i)
{
    const ph_column *c = r->cells->v[i].column;
    ph_buf line = {0};
    if (c->name.n)
        ph_buf_addf(&line, "%.*s: ", PH_FMT(c->name));
    ph_buf_add(&line, r->text[i]);
    for (size_t j = i + 1; j < r->cells->n; j++)
        if (r->cells->v[j].element && r->cells->v[j].column == c && place_of(r, j) == LINE)
            ph_buf_addf(&line, "; %.*s", PH_FMT(r->text[j]));
    bool ok = !line.failed && ph_parse_block(r->doc, r->arena, PH_BLOCK_PARAGRAPH, 0,
                                             PH_ABSENT, ph_buf_str(&line));
    ph_buf_free(&line);
    return ok;
}

/* Whether a cell before i belongs to the same list. */
static bool is_further(const row *r, size_t i, place where)
{
    for (size_t j = 0; j < i && r->cells->v[i].element; j++)
        if (r->cells->v[j].element && r->cells->v[j].column == r->cells->v[i].column &&
            place_of(r, j) == where)
            return true;
    return false;
}

static bool add_section(row *r, size_t i)
{
    const ph_cell *cell = &r->cells->v[i];
    const ph_column *c = cell->column;
    ph_str section = c->field && c->role != PH_COLUMN_FIELD ? ph_cstr(c->field) : PH_ABSENT;
    ph_str heading = c->heading.s ? c->heading : c->name;
    if (!is_further(r, i, BELOW) &&
        !ph_parse_block(r->doc, r->arena, PH_BLOCK_HEADING, 2, section, heading))
        return false;
    return add_lines(r, section, r->text[i], cell->element);
}

static bool add_text(row *r)
{
    bool ok = true;
    for (size_t i = 0; ok && i < r->cells->n; i++)
        if (place_of(r, i) == ON_TOP)
            ok = add_lines(r, PH_ABSENT, r->text[i], r->cells->v[i].element);
    for (size_t i = 0; ok && i < r->cells->n; i++)
        if (place_of(r, i) == LINE && !is_further(r, i, LINE))
            ok = add_line(r, i);
    for (size_t i = 0; ok && i < r->cells->n; i++)
        if (place_of(r, i) == BELOW)
            ok = add_section(r, i);
    return ok;
}

/* --- the row --------------------------------------------------------------------------------------- */

/* The first words of a text. */
static ph_str first_words(ph_arena *arena, ph_str text)
{
    ph_str cut = ph_utf8_cut(text, TITLE_BYTES);
    size_t n = cut.n;
    if (n == text.n)
        return text;
    while (n > 0 && cut.s[n] != ' ')
        n--;
    return ph_dupf(arena, "%.*s\u2026", PH_FMT(ph_trim(ph_sub(cut, 0, n ? n : cut.n))));
}

/* A row without a title is called by the first words of its text, or by its key. */
static bool add_title(row *r)
{
    ph_str text = ph_document_get(r->doc, "abstract");
    if (ph_document_get(r->doc, "title").n)
        return true;
    for (size_t i = 0; i < r->doc->blocks.n && !text.n; i++)
        if (r->doc->blocks.v[i].type != PH_BLOCK_HEADING)
            text = r->doc->blocks.v[i].text;
    if (!text.n)
        text = ph_document_get(r->doc, "key");
    ph_str title = text.n ? first_words(r->arena, text) : PH_STR("");
    return title.s &&
           ph_document_meta(r->doc, r->arena, PH_ORIGIN_GUESS, PH_STR("title"), title);
}

static bool says_nothing(const ph_column *column, ph_str text)
{
    bool country = column->field && strcmp(column->field, "countries") == 0;
    bool namibia = !country && column->role != PH_COLUMN_OTHER;
    return (namibia && ph_eq_nocase(text, PH_STR("NA"))) || ph_says_nothing(text);
}

bool ph_row_document(const ph_map *map, const ph_cells *cells, ph_arena *arena,
                     ph_document *doc)
{
    row r = {.map = map, .cells = cells, .arena = arena, .doc = doc};
    r.text = ph_alloc(arena, (cells->n + 1) * sizeof *r.text);
    r.used = ph_alloc(arena, (cells->n + 1) * sizeof *r.used);
    if (!r.text || !r.used)
        return false;
    for (size_t i = 0; i < cells->n; i++) {
        ph_str text = ph_text_clean(arena, cells->v[i].value, true);
        if (!text.s)
            return false;
        r.text[i] = says_nothing(cells->v[i].column, text) ? PH_STR("") : text;
    }
    return add_fields(&r) && add_text(&r) && add_title(&r);
}
