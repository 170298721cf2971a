/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON (RFC 8259) as tables: an array of objects, an object that holds one, objects one after
 * another, JSON lines.  A single object is a document.
 */
#include "config.h"

#include <string.h>

#include <jansson.h>

#include "indexer/decoder.h"
#include "indexer/parse_common.h"
#include "indexer/table.h"
#include "search/limits.h"

#define CELLS_MAX (10 * PH_TABLE_COLUMNS) /* values of one object; more are left out */

typedef struct reader {
    ph_table *table;
    const ph_map *map;
    ph_decoder *decoder;
    ph_arena *arena; /* as long as a row */
    ph_cells row;
    bool cut;         /* values were left out */
    ph_str piece;     /* what is left of the text in hand */
    uint64_t line;    /* where it begins, from 1 */
    size_t budget;    /* bytes that the value in hand may still have */
    ph_status status; /* of reading: why there is no more text */
    ph_error *err;
} reader;

/* --- objects to cells ------------------------------------------------------------------------- */

static ph_status flatten(reader *r, json_t *value, ph_str name, ph_str at, bool element,
                         unsigned depth);

static ph_status add_cell(reader *r, ph_str name, ph_str at, bool element, ph_str value)
{
    const ph_column *column;
    ph_status status = ph_table_column(r->table, name, &column, r->err);
    bool indexed = r->map && !ph_eq(name, at);
    ph_str key = !status && indexed ? ph_column_key(r->arena, at) : PH_STR("");
    r->cut = r->cut || !column || r->row.n >= CELLS_MAX;
    if (status || !column || r->row.n >= CELLS_MAX)
        return status;
    ph_cell *cell = key.s && value.s ? PH_PUSH(r->arena, &r->row) : NULL;
    if (!cell)
        return ph_fail_memory(r->err);
    *cell = (ph_cell){column, key, value, element};
    return PH_OK;
}

static ph_status flatten_object(reader *r, json_t *object, ph_str name, ph_str at,
                                bool element, unsigned depth)
{
    ph_status status = PH_OK;
    for (void *i = json_object_iter(object); i && !status;
         i = json_object_iter_next(object, i)) {
        ph_str key = ph_cstr(json_object_iter_key(i));
        ph_str below = ph_meta_path(r->arena, name, key);
        ph_str below_at = ph_meta_path(r->arena, at, key);
        status = below.s && below_at.s ? flatten(r, json_object_iter_value(i), below,
                                                 below_at, element, depth)
                                       : ph_fail_memory(r->err);
    }
    return status;
}

static ph_status flatten_array(reader *r, json_t *array, ph_str name, ph_str at,
                               unsigned depth)
{
    ph_status status = PH_OK;
    for (size_t i = 0; i < json_array_size(array) && !status && r->row.n < CELLS_MAX; i++) {
        ph_str below = ph_dupf(r->arena, "%.*s.%zu", PH_FMT(at), i);
        status = below.s ? flatten(r, json_array_get(array, i), name, below, true, depth)
                         : ph_fail_memory(r->err);
    }
    return status;
}

static ph_status flatten(reader *r, json_t *value, ph_str name, ph_str at, bool element,
                         unsigned depth)
{
    ph_str text = PH_ABSENT;
    if (depth > PH_NESTING)
        return ph_fail(r->err, PH_LIMIT, "JSON nested deeper than %d levels", PH_NESTING);
    switch (json_typeof(value)) {
    case JSON_OBJECT: return flatten_object(r, value, name, at, element, depth + 1);
    case JSON_ARRAY: return flatten_array(r, value, name, at, depth + 1);
    case JSON_REAL: text = ph_dupf(r->arena, "%.15g", json_real_value(value)); break;
    case JSON_INTEGER:
        text = ph_dupf(r->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_TRUE: text = PH_STR("yes"); break;
    case JSON_FALSE: text = PH_STR("no"); break;
    case JSON_STRING:
        text = (ph_str){json_string_value(value), json_string_length(value)};
        break;
    case JSON_NULL: return PH_OK;
    }
    return add_cell(r, name, at, element, text);
}

static ph_status read_cells(reader *r, json_t *object)
{
    ph_arena_reset(r->arena);
    r->row = (ph_cells){0};
    r->cut = false;
    return flatten(r, object, PH_STR(""), PH_STR(""), false, 0);
}

/* A row that has begun.  What is wrong with it alone is refused. */
static ph_status put_object(reader *r, json_t *object)
{
    ph_status status = read_cells(r, object);
    if (status == PH_LIMIT) {
        ph_error why = *r->err;
        return ph_table_refuse(r->table, &why, r->err);
    }
    if (status)
        return status;
    return ph_table_put(r->table, &r->row,
                        r->cut ? "some of the row's values are left out: there are too many"
                               : NULL,
                        r->err);
}

/* What jansson says, with a line of the file. */
static ph_status explain(ph_error *err, const json_error_t *problem, uint64_t line)
{
    if (json_error_code(problem) == json_error_out_of_memory)
        return ph_fail(err, PH_LIMIT, "line %llu: the value takes too much memory",
                       (unsigned long long)line);
    return ph_fail(err, PH_INVALID, "line %llu: not valid JSON: %s",
                   (unsigned long long)line, problem->text);
}

/* --- the text --------------------------------------------------------------------------------------- */

/* The next byte without taking it; -1 at the end or where reading failed. */
static int peek_byte(reader *r)
{
    if (!r->piece.n && !r->status)
        r->status = ph_decoder_read(r->decoder, &r->piece, r->err);
    return r->status || !r->piece.n ? -1 : (unsigned char)r->piece.s[0];
}

static void take_byte(reader *r)
{
    r->line += r->piece.s[0] == '\n';
    r->piece = ph_sub(r->piece, 1, r->piece.n);
}

static int skip_space(reader *r)
{
    int c;
    while ((c = peek_byte(r)) == ' ' || c == '\t' || c == '\n' || c == '\r')
        take_byte(r);
    return c;
}

/* For jansson, which then reads no further than the value's end. */
static size_t give_byte(void *to, size_t n, void *user)
{
    reader *r = user;
    int c = n && r->budget ? peek_byte(r) : -1;
    if (c < 0)
        return r->budget ? 0 : (size_t)-1;
    *(char *)to = (char)c;
    r->budget--;
    take_byte(r);
    return 1;
}

/* The object that begins here. */
static ph_status load_object(reader *r, size_t limit, json_t **object)
{
    json_error_t problem;
    uint64_t line = r->line;
    r->budget = limit;
    *object =
        json_load_callback(give_byte, r, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &problem);
    if (*object)
        return PH_OK;
    if (r->status)
        return r->status;
    if (!r->budget)
        return ph_fail(r->err, PH_LIMIT, "line %llu: an object that is larger than %zu MB",
                       (unsigned long long)line, limit >> 20);
    return explain(r->err, &problem, r->line);
}

static ph_status expected(reader *r, const char *what)
{
    if (r->status)
        return r->status;
    return ph_fail(r->err, PH_INVALID, "line %llu: not valid JSON: %s expected",
                   (unsigned long long)r->line, what);
}

/* --- files ---------------------------------------------------------------------------------------------- */

static ph_status read_row(reader *r)
{
    json_t *object;
    bool read;
    ph_status status = ph_table_begin(r->table, &read, r->err);
    if (!status)
        status = load_object(r, PH_ROW_BYTES, &object);
    if (status)
        return status;
    if (read)
        status = put_object(r, object);
    json_decref(object);
    return status;
}

/* [ {...}, {...} ] */
static ph_status read_array(reader *r)
{
    ph_status status = PH_OK;
    take_byte(r);
    int c = skip_space(r);
    while (c != ']') {
        if (c != '{' && c >= 0 && !r->status)
            return ph_fail(r->err, PH_INVALID,
                           "line %llu: expected an object, {\"name\": \"value\", ...}; a "
                           "table in JSON is a list of objects",
                           (unsigned long long)r->line);
        status = c == '{' ? read_row(r) : expected(r, "the end of the list");
        if (status)
            return status;
        c = skip_space(r);
        if (c != ',' && c != ']')
            return expected(r, "a comma or the end of the list");
        if (c == ',') {
            take_byte(r);
            if ((c = skip_space(r)) == ']')
                return expected(r, "an object after the comma");
        }
    }
    take_byte(r);
    return skip_space(r) < 0 && !r->status ? PH_OK : expected(r, "the end of the file");
}

static bool is_title(ph_arena *arena, const char *name)
{
    const char *field;
    unsigned rank;
    return ph_column_find(ph_column_key(arena, ph_cstr(name)), &field, &rank) ==
               PH_COLUMN_FIELD &&
           strcmp(field, "title") == 0;
}

/* What a list of rows is usually called. */
static bool is_container(const char *name)
{
    static const char *const names[] = {"records",   "data",    "items",    "results",
                                        "rows",      "entries", "cases",    "projects",
                                        "documents", "docs",    "features", "values"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ph_eq_nocase(ph_cstr(name), ph_cstr(names[i])))
            return true;
    return false;
}

/* The only list of objects in an object, if those are its rows: an object with a title of its
 * own is a document, unless the list's name says otherwise. */
static const json_t *rows_of(ph_arena *arena, json_t *object)
{
    const json_t *rows = NULL;
    bool several = false, title = false, named = false;
    for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i)) {
        const json_t *value = json_object_iter_value(i);
        title = title || is_title(arena, json_object_iter_key(i));
        if (!json_is_object(json_array_get(value, 0)))
            continue;
        several = several || rows;
        rows = value;
        named = is_container(json_object_iter_key(i));
    }
    return several || (title && !named) ? NULL : rows;
}

static ph_status put_rows(reader *r, const json_t *rows)
{
    ph_status status = PH_OK;
    for (size_t i = 0; i < json_array_size(rows) && !status; i++) {
        json_t *object = json_array_get(rows, i);
        ph_error why;
        bool read;
        status = ph_table_begin(r->table, &read, r->err);
        if (status || !read)
            continue;
        if (json_is_object(object)) {
            status = put_object(r, object);
            continue;
        }
        (void)ph_fail(&why, PH_INVALID, "expected an object, {\"name\": \"value\", ...}");
        status = ph_table_refuse(r->table, &why, r->err);
    }
    return status;
}

/* { "records": [...] }, or a document, or the first of several objects. */
static ph_status read_object(reader *r)
{
    json_t *object;
    ph_status status = load_object(r, PH_JSON_BYTES, &object);
    if (status)
        return status;
    int c = skip_space(r);
    const json_t *rows = rows_of(r->arena, object);
    if (c >= 0 && c != '{') {
        status = expected(r, "the end of the file");
    } else if (c == '{') {
        bool read;
        status = ph_table_begin(r->table, &read, r->err);
        if (!status && read)
            status = put_object(r, object);
        while (!status && c == '{') {
            status = read_row(r);
            c = status ? -1 : skip_space(r);
        }
        if (!status && c >= 0)
            status = expected(r, "the end of the file");
    } else if (rows) {
        status = put_rows(r, rows);
    } else if ((status = read_cells(r, object)) == PH_OK) {
        status = ph_table_only(r->table, &r->row, r->err);
    }
    json_decref(object);
    return status ? status : r->status;
}

static ph_status read_json(reader *r)
{
    int c = skip_space(r);
    if (r->status)
        return r->status;
    return c == '[' ? read_array(r)
           : c == '{'
               ? read_object(r)
               : ph_fail(
                     r->err, PH_INVALID,
                     "line %llu: expected a list of objects, [{...}, ...], or an object",
                     (unsigned long long)r->line);
}

/* --- JSON lines ------------------------------------------------------------------------------------------- */

/* The next line, appended; *more: false at the end of the file.  What is over the limit is passed
 * over. */
static ph_status take_line(reader *r, ph_buf *line, bool *more, bool *large)
{
    *large = false;
    while (peek_byte(r) >= 0) {
        const char *end = memchr(r->piece.s, '\n', r->piece.n);
        size_t n = end ? (size_t)(end - r->piece.s) : r->piece.n;
        *large = *large || line->n + n > PH_ROW_BYTES;
        if (!*large)
            ph_buf_add(line, ph_sub(r->piece, 0, n));
        r->piece = ph_sub(r->piece, n + (end != NULL), r->piece.n);
        *more = true;
        if (end)
            break;
    }
    return r->status ? r->status : line->failed ? ph_fail_memory(r->err) : PH_OK;
}

static ph_status read_line(reader *r, ph_str line, bool large)
{
    json_error_t problem;
    ph_error why;
    bool read;
    ph_status status = ph_table_begin(r->table, &read, r->err);
    if (status || !read)
        return status;
    json_t *object = large ? NULL : json_loadb(line.s, line.n, JSON_ALLOW_NUL, &problem);
    if (json_is_object(object)) {
        status = put_object(r, object);
    } else {
        if (large)
            (void)ph_fail(&why, PH_LIMIT, "line %llu: the line is longer than %zu MB",
                          (unsigned long long)r->line, PH_ROW_BYTES >> 20);
        else if (object)
            (void)ph_fail(&why, PH_INVALID,
                          "line %llu: expected an object, {\"name\": \"value\", ...}",
                          (unsigned long long)r->line);
        else
            (void)explain(&why, &problem, r->line);
        status = ph_table_refuse(r->table, &why, r->err);
    }
    json_decref(object);
    return status;
}

static ph_status read_lines(reader *r)
{
    ph_buf line = {0};
    ph_status status = PH_OK;
    for (bool more = true; more && !status; r->line++) {
        bool large;
        more = false;
        ph_buf_clear(&line);
        status = take_line(r, &line, &more, &large);
        ph_str text = ph_trim(ph_buf_str(&line));
        if (!status && (text.n || large))
            status = read_line(r, text, large);
    }
    ph_buf_free(&line);
    return status;
}

/* --- the formats ------------------------------------------------------------------------------------------ */

static ph_status unfold(ph_unfolding *unfolding, ph_feed *feed, const char *mime,
                        ph_status (*read)(reader *r), ph_error *err)
{
    reader r = {.map = unfolding->map, .line = 1, .piece = PH_STR(""), .err = err};
    ph_status status = ph_table_new(&r.table, unfolding, mime, err);
    if (!status && !(r.arena = ph_arena_new()))
        status = ph_fail_memory(err);
    if (!status)
        status = ph_decoder_new(&r.decoder, feed, err);
    if (!status)
        status = read(&r);
    ph_decoder_free(r.decoder);
    ph_arena_free(r.arena);
    ph_table_free(r.table);
    return status;
}

static ph_status unfold_json(ph_unfolding *unfolding, ph_feed *feed, ph_error *err)
{
    return unfold(unfolding, feed, "application/json", read_json, err);
}

static ph_status unfold_lines(ph_unfolding *unfolding, ph_feed *feed, ph_error *err)
{
    return unfold(unfolding, feed, "application/x-ndjson", read_lines, err);
}

const ph_format ph_format_json = {.name = "JSON",
                                  .mime = "application/json",
                                  .extensions = "json ",
                                  .unfold = unfold_json};

const ph_format ph_format_json_lines = {.name = "JSON lines",
                                        .mime = "application/x-ndjson",
                                        .extensions = "jsonl ndjson ",
                                        .unfold = unfold_lines};
