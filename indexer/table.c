/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/parse_common.h"
#include "indexer/table.h"
#include "search/limits.h"
#include "search/text.h"

#define KEY_BYTES 200 /* a longer key is none that others could refer to */

/* A key that was seen, and how often. */
typedef struct seen {
    uint64_t hash; /* 0: the place is free */
    uint32_t times;
} seen;

struct ph_table {
    ph_unfolding *unfolding;
    const char *mime;
    ph_arena *arena;                /* as long as the table */
    ph_arena *row;                  /* as long as a row */
    PH_VEC(ph_column *) columns;    /* all names that occurred */
    PH_VEC(const ph_column *) head; /* the columns of the sheet in hand, in its order */
    bool headed;
    uint64_t number; /* of the row in hand, from 1 */
    bool wanted;     /* it is handed on */
    seen *keys;
    size_t n_keys, slots;
    /* what names no columns: the rows of such sheets, and those above the names */
    ph_document plain;
    size_t plain_bytes;
    uint64_t plain_hash;
    bool plain_cut;
    size_t sheet_rows;  /* of the sheet in hand, without names of columns so far */
    size_t sheet_start; /* where its blocks begin */
    ph_str sheet;       /* its name; absent: there are no sheets */
};

ph_status ph_table_new(ph_table **out, ph_unfolding *unfolding, const char *mime,
                       ph_error *err)
{
    ph_table *t = *out = calloc(1, sizeof *t);
    if (t) {
        t->unfolding = unfolding;
        t->mime = mime;
        t->arena = ph_arena_new();
        t->row = ph_arena_new();
        t->plain_hash = PH_HASH_SEED;
    }
    if (t && t->arena && t->row)
        return PH_OK;
    ph_table_free(t);
    *out = NULL;
    return ph_fail_memory(err);
}

void ph_table_free(ph_table *t)
{
    if (!t)
        return;
    ph_arena_free(t->arena);
    ph_arena_free(t->row);
    free(t->keys);
    free(t);
}

/* --- columns -------------------------------------------------------------------------------------- */

static bool is_mapped(const ph_map *map, const char *field)
{
    for (size_t i = 0; map && field && i < map->fields.n; i++)
        if (ph_eqc(map->fields.v[i].field, field))
            return true;
    return false;
}

/* Whether a map reads a field from a column. */
static bool is_source(const ph_map *map, ph_str key)
{
    for (size_t i = 0; map && i < map->fields.n; i++)
        if (ph_strs_has(&map->fields.v[i].from, key))
            return true;
    return false;
}

/* What a map says of a column as text; NULL: nothing. */
static const ph_map_text *text_of(const ph_map *map, ph_str key)
{
    for (size_t i = 0; map && i < map->text.n; i++)
        if (ph_eq(map->text.v[i].column, key))
            return &map->text.v[i];
    return NULL;
}

static bool set_role(ph_table *t, ph_column *c)
{
    const ph_map *map = t->unfolding->map;
    const ph_map_text *text = text_of(map, c->key);
    if (text && text->section.s) {
        c->role = PH_COLUMN_SECTION;
        c->field = text->section.s;
        c->heading = ph_section_name(t->arena, text->section, PH_STR("en"));
        return c->heading.s != NULL;
    }
    if (text) {
        c->role = text->heading.s ? PH_COLUMN_SECTION : PH_COLUMN_TEXT;
        c->heading = text->heading;
        return true;
    }
    c->role = ph_column_find(c->key, &c->field, &c->rank);
    bool omitted = map && ph_strs_has(&map->omit, c->key);
    if (omitted || is_source(map, c->key) || is_mapped(map, c->field)) {
        c->role = omitted ? PH_COLUMN_OUT : PH_COLUMN_OTHER;
        c->field = NULL;
    }
    return true;
}

/* A name as people read it: "start_date" -> "Start date". */
static ph_str readable(ph_arena *arena, ph_str name)
{
    ph_str clean = ph_text_clean(arena, name, false);
    char *s = clean.s ? ph_alloc(arena, clean.n + 1) : NULL;
    for (size_t i = 0; s && i < clean.n; i++)
        s[i] = clean.s[i] == '_' ? ' ' : clean.s[i];
    if (s && clean.n && s[0] >= 'a' && s[0] <= 'z')
        s[0] = (char)(s[0] - 32);
    return s ? (ph_str){s, clean.n} : PH_ABSENT;
}

ph_status ph_table_column(ph_table *t, ph_str name, const ph_column **column, ph_error *err)
{
    *column = NULL;
    for (size_t i = 0; i < t->columns.n; i++)
        if (ph_eq(t->columns.v[i]->raw, name)) {
            *column = t->columns.v[i];
            return PH_OK;
        }
    if (t->columns.n >= PH_TABLE_COLUMNS)
        return PH_OK;
    ph_column *c = PH_NEW(t->arena, ph_column);
    ph_column **place = c ? PH_PUSH(t->arena, &t->columns) : NULL;
    if (!place)
        return ph_fail_memory(err);
    *place = c;
    c->raw = ph_dup(t->arena, name);
    c->name = readable(t->arena, name);
    c->key = ph_column_key(t->arena, name);
    if (!c->raw.s || !c->name.s || !c->key.s || !set_role(t, c))
        return ph_fail_memory(err);
    *column = c;
    return PH_OK;
}

/* --- keys ------------------------------------------------------------------------------------------- */

static seen *place_of(seen *keys, size_t slots, uint64_t hash)
{
    size_t i = (size_t)hash & (slots - 1);
    while (keys[i].hash && keys[i].hash != hash)
        i = (i + 1) & (slots - 1);
    return &keys[i];
}

static bool grow_keys(ph_table *t)
{
    size_t slots = t->slots ? 2 * t->slots : 1024;
    seen *keys = calloc(slots, sizeof *keys);
    if (!keys)
        return false;
    for (size_t i = 0; i < t->slots; i++)
        if (t->keys[i].hash)
            *place_of(keys, slots, t->keys[i].hash) = t->keys[i];
    free(t->keys);
    t->keys = keys;
    t->slots = slots;
    return true;
}

/* How often a key has been met, with this time; 0: no memory. */
static uint32_t count_key(ph_table *t, ph_str key)
{
    uint64_t hash = ph_hash(key.s, key.n, PH_HASH_SEED) | 1;
    if (2 * t->n_keys >= t->slots && !grow_keys(t))
        return 0;
    seen *s = place_of(t->keys, t->slots, hash);
    t->n_keys += s->hash == 0;
    s->hash = hash;
    return ++s->times;
}

/* "#=P12", "#2=P12" for the second row with that key; absent: it has none. */
static ph_status identify(ph_table *t, ph_document *doc, ph_str *identity, ph_error *err)
{
    ph_str key = ph_document_get(doc, "key");
    *identity = PH_ABSENT;
    if (!key.n || key.n > KEY_BYTES)
        return PH_OK;
    uint32_t times = count_key(t, key);
    if (times > 1 && !ph_parse_warn(doc, t->row,
                                    "key: '%.*s' stands in an earlier row too; each row "
                                    "needs one of its own",
                                    PH_FMT(key)))
        times = 0;
    *identity = times > 1 ? ph_dupf(t->row, "#%u=%.*s", times, PH_FMT(key))
                          : ph_dupf(t->row, "#=%.*s", PH_FMT(key));
    return times && identity->s ? PH_OK : ph_fail_memory(err);
}

/* --- rows ------------------------------------------------------------------------------------------- */

static ph_str row_path(const ph_table *t)
{
    return ph_dupf(t->row, "#%llu", (unsigned long long)t->number);
}

ph_status ph_table_begin(ph_table *t, bool *read, ph_error *err)
{
    ph_arena_reset(t->row);
    *read = false;
    if (t->number >= PH_TABLE_ROWS)
        return ph_fail(err, PH_LIMIT,
                       "the table has more than %d rows; split it into several files",
                       PH_TABLE_ROWS);
    t->number++;
    ph_str path = row_path(t);
    if (!path.s)
        return ph_fail_memory(err);
    ph_status status = ph_unfold_begin(t->unfolding, path, &t->wanted, err);
    *read = t->wanted || t->unfolding->steps != t->unfolding->skip;
    return status;
}

static uint64_t hash_row(const ph_cells *row)
{
    uint64_t hash = PH_HASH_SEED;
    for (size_t i = 0; i < row->n; i++) {
        const ph_cell *c = &row->v[i];
        if (!c->value.n)
            continue;
        hash = ph_hash(c->column->name.s, c->column->name.n + 1, hash);
        hash = ph_hash(c->value.s, c->value.n, hash);
        hash = ph_hash("", 1, hash);
    }
    return hash;
}

ph_status ph_table_put(ph_table *t, const ph_cells *row, const char *warning, ph_error *err)
{
    ph_document doc = {.mime = ph_cstr(t->mime)};
    ph_part part = {.path = row_path(t), .size = t->number, .content = hash_row(row)};
    if (!part.path.s || !ph_row_document(t->unfolding->map, row, t->row, &doc) ||
        (warning && !ph_parse_warn(&doc, t->row, "%s", warning)))
        return ph_fail_memory(err);
    if (!doc.blocks.n && !doc.meta.n)
        return PH_OK;
    ph_status status = identify(t, &doc, &part.identity, err);
    if (status || !t->wanted)
        return status;
    return ph_unfold_document(t->unfolding, part, t->row, &doc, err);
}

ph_status ph_table_refuse(ph_table *t, const ph_error *why, ph_error *err)
{
    ph_str path = row_path(t);
    if (!path.s)
        return ph_fail_memory(err);
    return t->wanted ? ph_unfold_refuse(t->unfolding, path, why, err) : PH_OK;
}

/* Hands on a document that is the whole file, and its side-car's. */
static ph_status put_whole(ph_table *t, uint64_t size, uint64_t content, ph_arena *arena,
                           ph_document *doc, ph_error *err)
{
    ph_unfolding *u = t->unfolding;
    ph_part part = {
        .path = PH_STR(""), .size = size, .content = content, .alone = u->depth == 0};
    bool wanted = true;
    ph_status status = PH_OK;
    if (!part.alone) /* the step of a file that is no member is its own */
        status = ph_unfold_begin(u, part.path, &wanted, err);

    for (size_t i = 0; !status && part.alone && u->common && i < u->common->meta.n; i++) {
        const ph_meta *m = &u->common->meta.v[i];
        if (!ph_document_meta(doc, arena, m->origin, m->key, m->value))
            status = ph_fail_memory(err);
    }
    doc->mime = ph_cstr(t->mime);
    return status || !wanted ? status : ph_unfold_document(u, part, arena, doc, err);
}

ph_status ph_table_only(ph_table *t, const ph_cells *row, ph_error *err)
{
    ph_document doc = {0};
    ph_arena_reset(t->row);
    if (!ph_row_document(t->unfolding->map, row, t->row, &doc))
        return ph_fail_memory(err);
    if (!doc.blocks.n && !doc.meta.n)
        return ph_fail(err, PH_INVALID, "there is nothing in the file that could be read");
    return put_whole(t, row->n, hash_row(row), t->row, &doc, err);
}

/* --- cells ------------------------------------------------------------------------------------------- */

static bool is_title(ph_table *t, ph_str key)
{
    const ph_map *map = t->unfolding->map;
    const char *field;
    unsigned rank;
    for (size_t i = 0; map && i < map->fields.n; i++)
        if (ph_eqc(map->fields.v[i].field, "title") &&
            ph_strs_has(&map->fields.v[i].from, key))
            return true;
    return ph_column_find(key, &field, &rank) == PH_COLUMN_FIELD &&
           strcmp(field, "title") == 0;
}

/* Whether cells name columns: one is a title; below other rows, one of several. */
static ph_status look_for_header(ph_table *t, const ph_strs *cells, bool first,
                                 bool *header, ph_error *err)
{
    size_t filled = 0;
    *header = false;
    for (size_t i = 0; i < cells->n; i++) {
        filled += cells->v[i].n > 0;
        ph_str key = cells->v[i].n < 100 ? ph_column_key(t->row, cells->v[i]) : PH_STR("");
        if (!key.s)
            return ph_fail_memory(err);
        *header = *header || is_title(t, key);
    }
    *header = *header && (first || filled > 1);
    return PH_OK;
}

static ph_status set_head(ph_table *t, const ph_strs *cells, ph_error *err)
{
    ph_status status = PH_OK;
    t->head.n = 0;
    for (size_t i = 0; !status && i < cells->n; i++) {
        const ph_column *column;
        status = ph_table_column(t, cells->v[i], &column, err);
        const ph_column **place = !status && column ? PH_PUSH(t->arena, &t->head) : NULL;
        if (place)
            *place = column;
        else if (!status && column)
            status = ph_fail_memory(err);
    }
    t->headed = true;
    t->plain.blocks.n = t->sheet_start; /* titles above a table */
    return status;
}

/* "a | b | c" */
static ph_status add_plain(ph_table *t, const ph_strs *cells, ph_error *err)
{
    ph_buf line = {0};
    ph_document *doc = &t->plain;
    bool done = true;
    if (t->plain_bytes > PH_TABLE_TEXT)
        t->plain_cut = true;
    if (t->plain_cut)
        return PH_OK;
    for (size_t i = 0; i < cells->n; i++) {
        if (i > 0)
            ph_buf_addc(&line, " | ");
        ph_buf_add(&line, cells->v[i]);
    }
    while (line.n > 2 && ph_ends(ph_buf_str(&line), PH_STR(" | ")))
        line.n -= 3;
    if (!t->sheet_rows++ && t->sheet.n)
        done = ph_parse_block(doc, t->arena, PH_BLOCK_HEADING, 2, PH_ABSENT, t->sheet);
    done = done && !line.failed &&
           ph_parse_block(doc, t->arena, PH_BLOCK_ROW, 0, PH_ABSENT, ph_buf_str(&line));
    t->plain_bytes += line.n;
    t->plain_hash = ph_hash(line.s, line.n, t->plain_hash);
    ph_buf_free(&line);
    return done ? PH_OK : ph_fail_memory(err);
}

/* A row below the names of columns. */
static ph_status put_cells(ph_table *t, const ph_strs *cells, ph_error *err)
{
    ph_cells row = {0};
    const ph_column *none;
    bool read, more = false;
    ph_status status = ph_table_begin(t, &read, err);
    if (!status)
        status = ph_table_column(t, PH_STR(""), &none, err);
    if (status || !read)
        return status;
    for (size_t i = 0; i < cells->n; i++) {
        const ph_column *column = i < t->head.n ? t->head.v[i] : none;
        more = more || (i >= t->head.n && cells->v[i].n);
        if (!cells->v[i].n || !column)
            continue;
        ph_cell *cell = PH_PUSH(t->row, &row);
        if (!cell)
            return ph_fail_memory(err);
        *cell = (ph_cell){.column = column, .value = cells->v[i]};
    }
    return ph_table_put(t, &row,
                        more ? "the row has more cells than the table has columns; a "
                               "separator in a value needs quotation marks around it"
                             : NULL,
                        err);
}

ph_status ph_table_cells(ph_table *t, const ph_strs *cells, ph_error *err)
{
    bool header = false, empty = true;
    for (size_t i = 0; i < cells->n; i++)
        empty = empty && !ph_trim(cells->v[i]).n;
    if (empty)
        return PH_OK;
    if (t->headed)
        return put_cells(t, cells, err);
    ph_arena_reset(t->row);
    ph_status status = PH_OK;
    if (t->sheet_rows < PH_TABLE_ABOVE)
        status = look_for_header(t, cells, t->sheet_rows == 0, &header, err);
    if (status)
        return status;
    return header ? set_head(t, cells, err) : add_plain(t, cells, err);
}

ph_status ph_table_sheet(ph_table *t, ph_str name, ph_error *err)
{
    t->headed = false;
    t->sheet_rows = 0;
    t->sheet_start = t->plain.blocks.n;
    t->sheet = ph_dup(t->arena, name);
    return t->sheet.s ? PH_OK : ph_fail_memory(err);
}

/* Sheets without names of columns, beside others that have them. */
static ph_status put_rest(ph_table *t, ph_error *err)
{
    bool read;
    ph_status status = ph_table_begin(t, &read, err);
    ph_part part = {.path = row_path(t), .size = t->number, .content = t->plain_hash};
    if (!status && !part.path.s)
        status = ph_fail_memory(err);
    if (status || !t->wanted)
        return status;
    t->plain.mime = ph_cstr(t->mime);
    return ph_unfold_document(t->unfolding, part, t->arena, &t->plain, err);
}

ph_status ph_table_end(ph_table *t, const ph_document *about, ph_error *err)
{
    ph_document *doc = &t->plain;
    if (!doc->blocks.n)
        return t->head.n ? PH_OK
                         : ph_fail(err, PH_INVALID, "there is nothing in the table");
    bool done =
        !t->plain_cut ||
        ph_parse_warn(doc, t->arena, "the rest is left out: more than %zu MB of text",
                      PH_TABLE_TEXT >> 20);
    if (done && t->head.n)
        return put_rest(t, err);
    for (size_t i = 0; done && about && i < about->meta.n; i++) {
        const ph_meta *m = &about->meta.v[i];
        done = ph_document_meta(doc, t->arena, m->origin, m->key, m->value);
    }
    for (size_t i = 0; done && about && i < about->warnings.n; i++)
        done = ph_strs_add(t->arena, &doc->warnings, about->warnings.v[i]);
    if (!done || !ph_parse_warn(
                     doc, t->arena,
                     "no column is called a title or a name, so the table is one document; "
                     "with --map you say which column is which, and each row is one"))
        return ph_fail_memory(err);
    return put_whole(t, t->plain_bytes, t->plain_hash, t->arena, doc, err);
}
