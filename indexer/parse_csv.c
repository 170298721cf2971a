/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CSV (RFC 4180 and what else goes by that name), through libcsv and row by row: separators,
 * encodings and line ends of all kinds, quotation marks doubled or behind a backslash.
 */
#include "config.h"

#include <csv.h>
#include <string.h>

#include "indexer/decoder.h"
#include "indexer/table.h"
#include "search/limits.h"

#define SAMPLE_BYTES ((size_t)64 << 10) /* of which the dialect is told */
#define SAMPLE_ROWS 200

/* By so much libcsv's room for a cell grows; by its own 128 bytes large cells take ages. */
#define CELL_STEP ((size_t)64 << 10)

/* Stands for an escaped quotation mark while libcsv, which knows none, parts the cells. */
#define QUOTE '\x01'

typedef struct dialect {
    char separator;
    bool backslash; /* \" within quotation marks stands for " */
} dialect;

/* --- dialect -------------------------------------------------------------------------------------- */

/* How many separators each row of a sample has, in the order of the rows; one that is cut short
 * at the end does not count. */
static size_t count_separators(ph_str sample, dialect d, unsigned counts[SAMPLE_ROWS])
{
    size_t rows = 0;
    unsigned n = 0;
    bool quoted = false, start = true, filled = false;
    for (size_t i = 0; i < sample.n && rows < SAMPLE_ROWS; i++) {
        char c = sample.s[i];
        if (quoted) {
            if (d.backslash && c == '\\')
                i++;
            else
                quoted = c != '"';
        } else if (c == '\n' || c == '\r') {
            if (filled)
                counts[rows++] = n;
            n = 0;
            start = true;
            filled = false;
        } else {
            quoted = start && c == '"';
            start = c == d.separator || (start && c == ' ');
            n += c == d.separator;
            filled = true;
        }
    }
    return rows;
}

/* How well rows agree on a number of separators, the first one above all: 0 to 1; *most: that
 * number. */
static double agreement(const unsigned *counts, size_t rows, unsigned *most)
{
    size_t best = 0;
    *most = 0;
    for (size_t i = 0; i < rows; i++) {
        size_t same = 0;
        for (size_t j = 0; j < rows; j++)
            same += counts[j] == counts[i];
        if (counts[i] > 0 && (same > best || (same == best && counts[i] > *most))) {
            best = same;
            *most = counts[i];
        }
    }
    if (!best)
        return 0;
    return (double)(best + (counts[0] == *most) * rows) / (2.0 * (double)rows);
}

/* Every \" in the sample, unless it is a path's end before a separator. */
static bool has_backslashes(ph_str sample)
{
    for (size_t i = 0; i + 2 < sample.n; i++)
        if (sample.s[i] == '\\' && sample.s[i + 1] == '"' &&
            !strchr(",;\t|:\r\n\"", sample.s[i + 2]))
            return true;
    return false;
}

static dialect find_dialect(ph_str sample, bool whole)
{
    static const char separators[] = "\t;,|:";
    unsigned counts[SAMPLE_ROWS], most;
    double best = 0;
    dialect found = {',', has_backslashes(sample)};
    if (ph_starts(sample, PH_STR("sep=")) && sample.n > 5) {
        found.separator = sample.s[4]; /* Excel's first line */
        return found;
    }
    for (const char *s = separators; *s; s++) {
        dialect d = {*s, found.backslash};
        size_t rows = count_separators(sample, d, counts);
        double score = agreement(counts, rows, &most);
        /* colons stand in times and addresses */
        bool allowed = *s != ':' || (best < 0.5 && rows > 1);
        if (allowed && score > best) {
            best = score;
            found.separator = *s;
        }
    }
    if (best == 0 && whole) /* a single line */
        for (const char *s = ";\t|,"; *s; s++)
            if (memchr(sample.s, *s, sample.n))
                found.separator = *s;
    return found;
}

/* --- rows --------------------------------------------------------------------------------------------- */

typedef struct reader {
    ph_table *table;
    dialect dialect;
    ph_arena *arena; /* as long as a row */
    ph_strs cells;
    ph_buf escaped;       /* a piece whose backslashes are undone */
    bool pending;         /* it ended in a backslash */
    bool first;           /* no row yet */
    size_t bytes;         /* since the last row */
    uint64_t line, start; /* in hand; where the row in hand began */
    ph_status status;
    ph_error *err;
} reader;

static void on_cell(void *value, size_t n, void *user)
{
    reader *r = user;
    if (r->status || r->cells.n >= PH_TABLE_COLUMNS)
        return;
    for (char *c = value; r->dialect.backslash && c < (char *)value + n; c++)
        if (*c == QUOTE)
            *c = '"';
    ph_str cell = ph_dup(r->arena, n ? (ph_str){value, n} : PH_STR(""));
    if (!cell.s || !ph_strs_add(r->arena, &r->cells, cell))
        r->status = ph_fail_memory(r->err);
}

static void on_row(int end, void *user)
{
    reader *r = user;
    (void)end;
    bool excel = r->first && r->cells.n && ph_starts(r->cells.v[0], PH_STR("sep=")) &&
                 r->cells.n <= 2;
    if (!r->status && !excel)
        r->status = ph_table_cells(r->table, &r->cells, r->err);
    r->first = false;
    r->cells = (ph_strs){0};
    ph_arena_reset(r->arena);
    r->bytes = 0;
    r->start = r->line + 1;
}

/* \" -> QUOTE, \\ -> \ */
static ph_str undo_backslashes(reader *r, ph_str piece)
{
    ph_buf_clear(&r->escaped);
    for (size_t i = 0; i < piece.n; i++) {
        char c = piece.s[i];
        if (!r->pending && c == '\\') {
            r->pending = true;
            continue;
        }
        if (r->pending && c != '"' && c != '\\')
            ph_buf_byte(&r->escaped, '\\');
        ph_buf_byte(&r->escaped, r->pending && c == '"' ? QUOTE : c);
        r->pending = false;
    }
    return ph_buf_str(&r->escaped);
}

static ph_status refuse_quote(const reader *r, ph_status status)
{
    return ph_fail(r->err, status,
                   "the row that begins on line %llu has a quotation mark that is not "
                   "closed%s; rows from there on are missing",
                   (unsigned long long)r->start,
                   status == PH_LIMIT ? ", or is larger than 16 MB" : "");
}

static ph_status feed_line(reader *r, struct csv_parser *csv, ph_str line)
{
    if (r->dialect.backslash) {
        line = undo_backslashes(r, line);
        if (r->escaped.failed)
            return ph_fail_memory(r->err);
    }
    r->bytes += line.n;
    if (r->bytes > PH_ROW_BYTES)
        return refuse_quote(r, PH_LIMIT);
    size_t done = csv_parse(csv, line.s, line.n, on_cell, on_row, r);
    return r->status ? r->status : done < line.n ? ph_fail_memory(r->err) : PH_OK;
}

/* A piece of the file, line by line, so that rows know their lines. */
static ph_status feed_piece(reader *r, struct csv_parser *csv, ph_str piece)
{
    ph_status status = PH_OK;
    while (!status && piece.n) {
        const char *end = memchr(piece.s, '\n', piece.n);
        size_t n = end ? (size_t)(end - piece.s) + 1 : piece.n;
        status = feed_line(r, csv, ph_sub(piece, 0, n));
        r->line += end != NULL;
        piece = ph_sub(piece, n, piece.n);
    }
    return status;
}

static ph_status read_rows(reader *r, ph_str sample, ph_decoder *decoder, ph_error *err)
{
    struct csv_parser csv;
    ph_str piece;
    if (csv_init(&csv, 0) != 0)
        return ph_fail_memory(err);
    csv_set_blk_size(&csv, CELL_STEP);
    csv_set_delim(&csv, (unsigned char)r->dialect.separator);
    ph_status status = feed_piece(r, &csv, sample);
    while (!status && (status = ph_decoder_read(decoder, &piece, err)) == PH_OK && piece.n)
        status = feed_piece(r, &csv, piece);
    (void)csv_set_opts(&csv, CSV_STRICT | CSV_STRICT_FINI); /* of the end alone */
    if (!status && csv_fini(&csv, on_cell, on_row, r) != 0)
        status = csv_error(&csv) == CSV_EPARSE ? refuse_quote(r, PH_INVALID)
                                               : ph_fail_memory(err);
    csv_free(&csv);
    return status ? status : r->status;
}

/* --- files -------------------------------------------------------------------------------------------- */

/* The beginning of the file, for its dialect. */
static ph_status take_sample(ph_decoder *decoder, ph_buf *sample, bool *whole,
                             ph_error *err)
{
    ph_str piece;
    ph_status status = PH_OK;
    *whole = false;
    while (!status && !*whole && sample->n < SAMPLE_BYTES) {
        status = ph_decoder_read(decoder, &piece, err);
        *whole = !status && !piece.n;
        if (!status)
            ph_buf_add(sample, piece);
    }
    return !status && sample->failed ? ph_fail_memory(err) : status;
}

static ph_status unfold(ph_unfolding *unfolding, ph_feed *feed, const char *mime,
                        ph_error *err)
{
    reader r = {.first = true, .line = 1, .start = 1, .err = err};
    ph_decoder *decoder = NULL;
    ph_buf sample = {0};
    bool whole;
    ph_status status = ph_table_new(&r.table, unfolding, mime, err);
    if (!status)
        status = ph_decoder_new(&decoder, feed, err);
    if (!status && !(r.arena = ph_arena_new()))
        status = ph_fail_memory(err);
    if (!status)
        status = take_sample(decoder, &sample, &whole, err);
    if (!status) {
        r.dialect = find_dialect(ph_buf_str(&sample), whole);
        status = read_rows(&r, ph_buf_str(&sample), decoder, err);
    }
    if (!status)
        status = ph_table_end(r.table, NULL, err);
    ph_buf_free(&sample);
    ph_buf_free(&r.escaped);
    ph_arena_free(r.arena);
    ph_decoder_free(decoder);
    ph_table_free(r.table);
    return status;
}

static ph_status unfold_csv(ph_unfolding *unfolding, ph_feed *feed, ph_error *err)
{
    return unfold(unfolding, feed, "text/csv", err);
}

static ph_status unfold_tsv(ph_unfolding *unfolding, ph_feed *feed, ph_error *err)
{
    return unfold(unfolding, feed, "text/tab-separated-values", err);
}

const ph_format ph_format_csv = {
    .name = "CSV", .mime = "text/csv", .extensions = "csv ", .unfold = unfold_csv};

const ph_format ph_format_tsv = {.name = "TSV",
                                 .mime = "text/tab-separated-values",
                                 .extensions = "tsv tab ",
                                 .unfold = unfold_tsv};
