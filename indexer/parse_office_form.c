/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Forms in office documents (web/contribute): tables in which people fill in metadata.
 *
 * A form is a document that has a table row "peerhub: TYPE | ...".  In it
 *     a row with the name of a field in brackets gives that field: "Title [title] ... | Vans"
 *     a row with such names in all of its cells heads a list, and each row below it is an element
 *     what stands between ‹ and › is help for whoever writes, anywhere, and left out
 * All other documents are left as they are.
 */
#include "config.h"

#include <string.h>

#include "indexer/parse_office_text.h"
#include "indexer/table.h"
#include "search/text.h"

#define MARK "peerhub:"
#define CELLS 12
#define OPEN "\u2039"
#define CLOSE "\u203A"

typedef struct cell {
    ph_str text; /* with its lines */
    ph_str key;  /* what it names in brackets; empty: nothing */
} cell;

typedef struct form {
    ph_writer *w;
    cell cells[CELLS];
    size_t n;
    ph_str columns[CELLS]; /* of the list in hand */
    size_t n_columns;      /* 0: there is none */
    size_t element;        /* its number */
    ph_strs asked;         /* fields whose rows came by */
} form;

/* --- cells ---------------------------------------------------------------------------------------- */

/* What stands between the marks goes. */
static ph_str without_help(ph_writer *w, ph_str text)
{
    ph_buf left = {0};
    const char *open;
    while (text.n && (open = memmem(text.s, text.n, OPEN, strlen(OPEN))) != NULL) {
        ph_str behind = ph_sub(text, (size_t)(open - text.s), text.n);
        const char *close = memmem(behind.s, behind.n, CLOSE, strlen(CLOSE));
        if (!close)
            break;
        ph_buf_add(&left, ph_sub(text, 0, (size_t)(open - text.s)));
        text = ph_sub(behind, (size_t)(close - behind.s) + strlen(CLOSE), behind.n);
    }
    ph_buf_add(&left, text);
    ph_str clean =
        left.failed ? PH_ABSENT : ph_text_clean(w->arena, ph_buf_str(&left), true);
    w->failed = w->failed || !clean.s;
    ph_buf_free(&left);
    return clean.s ? clean : PH_STR("");
}

/* "title" of "Title [title]". */
static ph_str key_of(ph_str text)
{
    size_t to = text.n;
    while (to > 0 && text.s[to - 1] != ']')
        to--;
    size_t from = to ? to - 1 : 0;
    while (from > 0 && ((text.s[from - 1] >= 'a' && text.s[from - 1] <= 'z') ||
                        text.s[from - 1] == '_' || text.s[from - 1] == '.'))
        from--;
    bool named = from > 0 && text.s[from - 1] == '[' && to - from > 1;
    return named ? ph_sub(text, from, to - 1) : PH_STR("");
}

static void add_cell(form *f, ph_str text)
{
    if (f->n == CELLS)
        return;
    text = without_help(f->w, text);
    f->cells[f->n++] = (cell){text, key_of(text)};
}

/* A row's cells have " | " between them, or " |" before a line end. */
static void part(form *f, ph_str row)
{
    size_t from = 0;
    f->n = 0;
    for (size_t i = 0; i < row.n; i++) {
        bool before = i == 0 || strchr(" \n", row.s[i - 1]);
        bool behind = i + 1 == row.n || strchr(" \n", row.s[i + 1]);
        if (row.s[i] != '|' || !before || !behind)
            continue;
        add_cell(f, ph_sub(row, from, i));
        from = i + 1;
    }
    add_cell(f, ph_sub(row, from, row.n));
}

/* --- values --------------------------------------------------------------------------------------- */

/* Lines of a list are its elements; of other fields, a text. */
static ph_str joined(form *f, ph_str field, ph_str text)
{
    ph_buf buf = {0};
    ph_str rest = text, line;
    bool list = ph_meta_is_list(field);
    while (ph_split(&rest, '\n', &line))
        if (line.n)
            ph_buf_addf(&buf, "%s%.*s", !buf.n ? "" : list ? "; " : " ", PH_FMT(line));
    ph_str value =
        buf.failed ? PH_ABSENT : ph_dup(f->w->arena, buf.n ? ph_buf_str(&buf) : PH_STR(""));
    f->w->failed = f->w->failed || !value.s;
    ph_buf_free(&buf);
    return value.s ? value : PH_STR("");
}

/* What is no date, no goal, is given as it stands, so that the editor is told of it. */
static void give(form *f, ph_str field, ph_str text)
{
    bool kept;
    ph_writer *w = f->w;
    ph_str value = joined(f, field, text);
    size_t before = w->doc->meta.n;
    if (!value.n)
        return;
    bool done = field.s && ph_value_add(w->doc, w->arena, NULL, field, value, false, &kept);
    if (done && w->doc->meta.n == before)
        done = ph_meta_own(w->doc, w->arena, PH_ORIGIN_FILE, field, value);
    w->failed = w->failed || !done;
}

/* "contacts.organisation" is "contacts.0.organisation" the first time, then "contacts.1...". */
static ph_str numbered(form *f, ph_str key)
{
    size_t n = 0;
    const char *dot = memchr(key.s, '.', key.n);
    ph_str list = ph_sub(key, 0, dot ? (size_t)(dot - key.s) : key.n);
    if (!dot || !ph_meta_is_list(list))
        return key;
    for (size_t i = 0; i < f->asked.n; i++)
        n += ph_eq(f->asked.v[i], key);
    f->w->failed = f->w->failed || !ph_strs_add(f->w->arena, &f->asked, key);
    return ph_dupf(f->w->arena, "%.*s.%zu%.*s", PH_FMT(list), n,
                   PH_FMT(ph_sub(key, list.n, key.n)));
}

static void give_element(form *f)
{
    bool any = false;
    for (size_t i = 0; i < f->n && i < f->n_columns; i++) {
        ph_str column = f->columns[i];
        const char *dot = memchr(column.s, '.', column.n);
        size_t n = dot ? (size_t)(dot - column.s) : column.n;
        if (!f->cells[i].text.n)
            continue;
        give(f,
             ph_dupf(f->w->arena, "%.*s.%zu%.*s", (int)n, column.s, f->element,
                     PH_FMT(ph_sub(column, n, column.n))),
             f->cells[i].text);
        any = true;
    }
    f->element += any;
}

/* --- rows ------------------------------------------------------------------------------------------ */

static bool heads_list(const form *f)
{
    bool all = f->n > 1;
    for (size_t i = 0; i < f->n; i++)
        all = all && f->cells[i].key.n && memchr(f->cells[i].key.s, '.', f->cells[i].key.n);
    return all;
}

static bool is_mark(ph_str text)
{
    return ph_eq_nocase(ph_sub(text, 0, strlen(MARK)), PH_STR(MARK));
}

/* True if the row is one of a form's, and was taken. */
static bool take_row(form *f, ph_str row)
{
    part(f, row);
    if (is_mark(f->cells[0].text))
        return true;
    if (heads_list(f)) {
        f->n_columns = f->n;
        f->element = 0;
        for (size_t i = 0; i < f->n; i++)
            f->columns[i] = f->cells[i].key;
    } else if (f->cells[0].key.n) {
        f->n_columns = 0;
        give(f, numbered(f, f->cells[0].key), f->n > 1 ? f->cells[1].text : PH_STR(""));
    } else if (f->n_columns)
        give_element(f);
    else
        return false;
    return true;
}

/* The type that a form's mark names; absent: this is no form. */
static ph_str find_mark(const ph_writer *w)
{
    for (size_t i = 0; i < w->paras.n; i++) {
        const ph_para *p = &w->paras.v[i];
        if (!p->row || !is_mark(p->lines))
            continue;
        ph_str type = ph_sub(p->lines, strlen(MARK), p->lines.n);
        const char *end = memchr(type.s, '|', type.n);
        return ph_trim(ph_sub(type, 0, end ? (size_t)(end - type.s) : type.n));
    }
    return PH_ABSENT;
}

void ph_writer_form(ph_writer *w)
{
    form f = {.w = w};
    size_t kept = 0;
    ph_str type = find_mark(w);
    if (!type.n)
        return;
    w->failed = w->failed ||
                !ph_meta_own(w->doc, w->arena, PH_ORIGIN_FILE, PH_STR(PH_META_FORM), type);
    for (size_t i = 0; i < w->paras.n && !w->failed; i++) {
        ph_para *p = &w->paras.v[i];
        if (!p->row)
            f.n_columns = 0;
        if (p->row && take_row(&f, p->lines))
            continue;
        p->text = ph_text_clean(w->arena, without_help(w, p->text), false);
        w->failed = w->failed || !p->text.s;
        if (p->text.n)
            w->paras.v[kept++] = *p;
    }
    w->paras.n = kept;
}
