/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Countries by goals or by themes: how many documents, each number with its link. */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>

#include "search/export.h"
#include "search/matrix.h"
#include "search/text.h"
#include "web/map.h"
#include "web/results.h"
#include "web/views.h"

/* A row or column as it is shown, in the order of the page. */
typedef struct line {
    ph_str value, label, key; /* key: what it is sorted by */
    uint64_t count;
} line;

typedef PH_VEC(line) lines;

/* A matrix on its way to one of its forms. */
typedef struct sheet {
    const ph_context *context;
    ph_question question;
    ph_facet columns;
    ph_matrix matrix;
    lines rows, cols;
    ph_question rest; /* the question without choices in rows and columns */
    ph_str base;      /* before every address */
} sheet;

/* --- reading ---------------------------------------------------------------------------- */

/* Takes "columns" out of the parameters. */
static ph_status read_columns(const ph_request *from, ph_request *request, sheet *s,
                              ph_parameter *wrong, ph_error *err)
{
    *request = *from;
    request->parameters.v = NULL;
    request->parameters.n = request->parameters.cap = 0;
    s->columns = PH_FACET_SDG;
    for (size_t i = 0; i < from->parameters.n; i++) {
        const ph_parameter *p = &from->parameters.v[i];
        if (ph_eqc(p->name, "columns")) {
            if (ph_eqc(p->value, "theme"))
                s->columns = PH_FACET_THEME;
            else if (ph_eqc(p->value, "sdg"))
                s->columns = PH_FACET_SDG;
            else if (p->value.n)
                *wrong = *p;
            continue;
        }
        ph_parameter *slot = PH_PUSH(s->context->arena, &request->parameters);
        if (!slot)
            return ph_fail_memory(err);
        *slot = *p;
    }
    return PH_OK;
}

/* What a link takes along: all but choices in rows and columns, and how results are shown. */
static bool travels(const sheet *s, const ph_parameter *p)
{
    static const char *const stay[] = {"sort", "per_page", "peer"};
    ph_facet facet = ph_facet_find(ph_eqc(p->name, "all") ? p->value : p->name);
    for (size_t i = 0; i < sizeof stay / sizeof *stay; i++)
        if (ph_eqc(p->name, stay[i]))
            return false;
    return facet == PH_FACETS || (ph_facets[facet].group != PH_FACET_COUNTRY &&
                                  ph_facets[facet].group != s->columns);
}

static ph_status read_question(const ph_context *context, const ph_request *from, sheet *s,
                               ph_error *err)
{
    ph_request request;
    ph_parameter wrong = {0};
    s->context = context;
    ph_status status = read_columns(from, &request, s, &wrong, err);
    if (status == PH_OK)
        status = ph_question_read(context, &request, &s->question, err);
    if (status != PH_OK)
        return status;
    if (wrong.name.s) {
        ph_complaint *c = PH_PUSH(context->arena, &s->question.complaints);
        ph_str text = ph_dupf(context->arena, "columns: '%.*s' is not sdg or theme",
                              PH_FMT(ph_utf8_cut(wrong.value, 80)));
        if (!c || !text.s)
            return ph_fail_memory(err);
        *c = (ph_complaint){wrong.name, wrong.value, text};
    }
    s->rest = s->question;
    s->rest.parameters.v = NULL;
    s->rest.parameters.n = s->rest.parameters.cap = 0;
    for (size_t i = 0; i < s->question.parameters.n; i++) {
        const ph_parameter *p = &s->question.parameters.v[i];
        ph_parameter *slot =
            travels(s, p) ? PH_PUSH(context->arena, &s->rest.parameters) : NULL;
        if (slot)
            *slot = *p;
        else if (travels(s, p))
            return ph_fail_memory(err);
    }
    return PH_OK;
}

/* --- lines ------------------------------------------------------------------------------ */

static bool add_line(const sheet *s, lines *list, ph_facet facet, ph_str value,
                     uint64_t count)
{
    line *l = PH_PUSH(s->context->arena, list);
    if (!l)
        return false;
    *l = (line){value, ph_value_label(s->context, facet, value), PH_ABSENT, count};
    l->key = ph_text_key(s->context->arena, l->label);
    return l->label.s && l->key.s;
}

static int by_key(const void *left, const void *right)
{
    const line *a = left, *b = right;
    int order = ph_cmp(a->key, b->key);
    return order ? order : ph_cmp(a->value, b->value);
}

static bool add_rows(sheet *s)
{
    for (size_t i = 0; i < s->matrix.rows.n; i++)
        if (!add_line(s, &s->rows, PH_FACET_COUNTRY, s->matrix.rows.v[i].value,
                      s->matrix.rows.v[i].count))
            return false;
    if (s->rows.n)
        qsort(s->rows.v, s->rows.n, sizeof *s->rows.v, by_key);
    return true;
}

static const ph_matrix_line *column_of(const sheet *s, ph_str value)
{
    for (size_t i = 0; i < s->matrix.columns.n; i++)
        if (ph_eq(s->matrix.columns.v[i].value, value))
            return &s->matrix.columns.v[i];
    return NULL;
}

/* Columns in the vocabulary's order: what was chosen with what is below it; else goals, with
 * those that nobody has, so that gaps show, or themes without their schemes. */
static bool add_columns(sheet *s)
{
    const ph_vocabulary *v = s->context->site->vocabulary;
    bool goals = s->columns == PH_FACET_SDG;
    bool chosen = s->question.query.choices[s->columns].n > 0;
    for (size_t i = 0; i < ph_vocabulary_count(v); i++) {
        const ph_concept *c = ph_vocabulary_at(v, i);
        if (!ph_eqc(c->scheme, ph_facets[s->columns].scheme))
            continue;
        const ph_matrix_line *counted = column_of(s, c->id);
        bool shown =
            chosen ? counted != NULL : ph_concept_is_subject(c) && (goals || counted);
        if (shown &&
            !add_line(s, &s->cols, s->columns, c->id, counted ? counted->count : 0))
            return false;
    }
    return true;
}

static ph_status make_sheet(sheet *s, ph_error *err)
{
    ph_status status =
        ph_matrix_count(s->context->reader, &s->question.query, PH_FACET_COUNTRY,
                        s->columns, s->context->arena, &s->matrix, err);
    if (status == PH_OK && (!add_rows(s) || !add_columns(s)))
        status = ph_fail_memory(err);
    return status;
}

/* --- JSON ------------------------------------------------------------------------------- */

/* The rest of the question with a row's and a column's value; either may be NULL. */
static json_t *link_json(const sheet *s, const line *row, const line *column)
{
    ph_arena *arena = s->context->arena;
    ph_str path = ph_dupf(arena, "%.*s/search", PH_FMT(s->base));
    ph_parameter country = {PH_STR("country"), row ? row->value : PH_STR("")};
    ph_parameter subject = {ph_cstr(ph_facets[s->columns].name),
                            column ? column->value : PH_STR("")};
    ph_question q = s->rest;
    q.parameters.cap = q.parameters.n; /* so that pushing copies */
    ph_parameter *slot = row ? PH_PUSH(arena, &q.parameters) : NULL;
    if (slot)
        *slot = country;
    ph_str url = path.s && (slot || !row)
                     ? ph_question_link(arena, path, &q, PH_NONE, column ? &subject : NULL)
                     : PH_ABSENT;
    return url.s ? ph_json_str(url) : NULL;
}

static json_t *line_json(const sheet *s, const line *l, bool row)
{
    return json_pack("{s:o, s:o, s:I, s:o}", "value", ph_json_str(l->value), "label",
                     ph_json_str(l->label), "count", (json_int_t)l->count, "url",
                     l->count ? link_json(s, row ? l : NULL, row ? NULL : l) : json_null());
}

static uint64_t largest(const ph_matrix *matrix)
{
    uint64_t most = 0;
    for (size_t i = 0; i < matrix->rows.n * matrix->columns.n; i++)
        if (matrix->cells[i] > most)
            most = matrix->cells[i];
    return most;
}

/* A page needs every cell of a row, a program those that have something. */
static json_t *cells_json(const sheet *s, const line *row, bool every, uint64_t most)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < s->cols.n && ok; i++) {
        const line *column = &s->cols.v[i];
        uint64_t n = ph_matrix_cell(&s->matrix, row->value, column->value);
        if (!n && !every)
            continue;
        json_t *cell =
            json_pack("{s:o, s:I, s:o}", "value", ph_json_str(column->value), "count",
                      (json_int_t)n, "url", n ? link_json(s, row, column) : json_null());
        ok =
            !every || !n || ph_json_put(cell, "shade", json_integer(ph_map_shade(n, most)));
        ok = ph_json_add(list, cell) && ok;
    }
    return ph_json_done(list, ok);
}

static json_t *sheet_json(const sheet *s, bool every)
{
    json_t *rows = json_array(), *columns = json_array();
    bool ok = rows && columns;
    uint64_t most = largest(&s->matrix);
    for (size_t i = 0; i < s->cols.n && ok; i++)
        ok = ph_json_add(columns, line_json(s, &s->cols.v[i], false));
    for (size_t i = 0; i < s->rows.n && ok; i++) {
        json_t *row = line_json(s, &s->rows.v[i], true);
        ok = ph_json_put(row, "cells", cells_json(s, &s->rows.v[i], every, most));
        ok = ph_json_add(rows, row) && ok;
    }
    json_t *json = json_pack("{s:i, s:s, s:s, s:I, s:o, s:o}", "schema", 1, "row_facet",
                             "country", "column_facet", ph_facets[s->columns].name, "total",
                             (json_int_t)s->matrix.total, "columns", columns, "rows", rows);
    return ph_json_done(json, ok);
}

/* The matrix with other columns or another form: PATH?rest&columns=... */
static ph_str other(const sheet *s, const char *name, ph_facet columns)
{
    ph_str path = ph_dupf(s->context->arena, "%.*s/%s", PH_FMT(s->base), name);
    ph_parameter also = {PH_STR("columns"), ph_cstr(ph_facets[columns].name)};
    return path.s ? ph_question_link(s->context->arena, path, &s->question, PH_NONE, &also)
                  : PH_ABSENT;
}

/* The rows as a map. */
static json_t *map_json(const sheet *s)
{
    ph_facet_counts counts = {0};
    ph_str path = ph_dupf(s->context->arena, "%.*s/search", PH_FMT(s->base));
    for (size_t i = 0; i < s->rows.n; i++) {
        ph_facet_value *slot = PH_PUSH(s->context->arena, &counts);
        if (!slot)
            return NULL;
        *slot = (ph_facet_value){.value = s->rows.v[i].value, .count = s->rows.v[i].count};
    }
    return path.s ? ph_map_json(s->context, &counts, path, &s->rest) : NULL;
}

static bool add_page_words(const sheet *s, json_t *json)
{
    ph_str words =
        ph_count_words(s->context, s->matrix.total, "{n} document", "{n} documents");
    bool goals = s->columns == PH_FACET_SDG;
    return ph_json_put(json, "complaints", ph_complaints_json(s->context, &s->question)) &&
           ph_json_put(json, "words", ph_json_str(words)) &&
           ph_json_put(json, "map", map_json(s)) &&
           ph_json_put(json, "goals", json_boolean(goals)) &&
           ph_json_put(json, "csv", ph_json_str(other(s, "matrix.csv", s->columns))) &&
           ph_json_put(
               json, "turned",
               ph_json_str(other(s, "matrix", goals ? PH_FACET_THEME : PH_FACET_SDG)));
}

ph_status ph_view_matrix(const ph_context *context, const ph_request *request,
                         ph_response *response, ph_error *err)
{
    sheet s = {0};
    bool json_wanted = ph_wants_json(request);
    ph_status status = read_question(context, request, &s, err);
    if (status == PH_OK && json_wanted && s.question.complaints.n)
        return ph_api_refuse(response, &s.question, err);
    s.base = json_wanted ? context->site->base : context->site->root;
    if (status == PH_OK)
        status = make_sheet(&s, err);
    if (status != PH_OK)
        return status;
    json_t *json = sheet_json(&s, !json_wanted);
    if (json_wanted)
        return ph_response_json(response, 200, PH_TYPE_JSON, json, err);
    json = ph_json_done(json, json && add_page_words(&s, json));
    json_t *model =
        ph_page_new(context, ph_words(context, "Countries and subjects"), PH_ABSENT);
    bool ok = ph_json_put(model, "matrix", json);
    return ph_page_send(context, response, "matrix", ph_json_done(model, ok), err);
}

/* --- CSV -------------------------------------------------------------------------------- */

static void csv_number(ph_buf *buf, uint64_t n)
{
    ph_buf_addf(buf, ",%" PRIu64, n);
}

static void csv_rows(const sheet *s, ph_buf *buf)
{
    ph_buf_addc(buf, "code,country,documents");
    for (size_t i = 0; i < s->cols.n; i++) {
        const line *c = &s->cols.v[i];
        ph_str name = s->columns == PH_FACET_SDG
                          ? ph_dupf(s->context->arena, "SDG %.*s", PH_FMT(c->value))
                          : c->label;
        ph_buf_byte(buf, ',');
        ph_csv_cell(buf, name);
    }
    ph_buf_addc(buf, "\r\n");
    for (size_t r = 0; r < s->rows.n; r++) {
        const line *row = &s->rows.v[r];
        ph_csv_cell(buf, row->value);
        ph_buf_byte(buf, ',');
        ph_csv_cell(buf, row->label);
        csv_number(buf, row->count);
        for (size_t i = 0; i < s->cols.n; i++)
            csv_number(buf, ph_matrix_cell(&s->matrix, row->value, s->cols.v[i].value));
        ph_buf_addc(buf, "\r\n");
    }
}

ph_status ph_view_matrix_csv(const ph_context *context, const ph_request *request,
                             ph_response *response, ph_error *err)
{
    sheet s = {0};
    ph_status status = read_question(context, request, &s, err);
    if (status == PH_OK && s.question.complaints.n)
        return ph_api_refuse(response, &s.question, err);
    if (status == PH_OK)
        status = make_sheet(&s, err);
    if (status != PH_OK)
        return status;
    response->type = PH_TYPE_CSV;
    csv_rows(&s, &response->body);
    bool ok = ph_response_header(response, "Content-Disposition",
                                 PH_STR("attachment; filename=\"matrix.csv\""));
    return ok && !response->body.failed ? PH_OK : ph_fail_memory(err);
}
