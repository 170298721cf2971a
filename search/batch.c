/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/batch.h"
#include "search/limits.h"

static bool has_space(ph_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] <= ' ' || s.s[i] == 0x7f)
            return true;
    return false;
}

static ph_status read_line(ph_str line, size_t number, ph_batch_line *out, ph_error *err)
{
    const char *tab = memchr(line.s, '\t', line.n);
    if (!tab)
        return ph_fail(err, PH_INVALID, "line %zu: no tab between an id and a question",
                       number);
    out->id = ph_sub(line, 0, (size_t)(tab - line.s));
    out->question = ph_trim(ph_sub(line, out->id.n + 1, line.n));
    if (!out->id.n || has_space(out->id))
        return ph_fail(err, PH_INVALID, "line %zu: '%.*s' is no id", number,
                       PH_FMT(out->id));
    return PH_OK;
}

typedef struct numbered {
    ph_str id;
    size_t line;
} numbered;

static int by_id(const void *a, const void *b)
{
    const numbered *x = a, *y = b;
    int order = ph_cmp(x->id, y->id);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* In a TREC run two questions of one id would be one. */
static ph_status check_ids(numbered *ids, size_t n, ph_error *err)
{
    if (n > 1)
        qsort(ids, n, sizeof *ids, by_id);
    for (size_t i = 1; i < n; i++)
        if (ph_eq(ids[i].id, ids[i - 1].id))
            return ph_fail(err, PH_INVALID, "line %zu: the id '%.*s' stands in line %zu",
                           ids[i].line, PH_FMT(ids[i].id), ids[i - 1].line);
    return PH_OK;
}

static ph_status read_lines(ph_str text, ph_arena *arena, ph_batch *out, ph_error *err)
{
    PH_VEC(numbered) ids = {0};
    ph_status status = PH_OK;
    for (size_t number = 1; !status && text.n; number++) {
        const char *end = memchr(text.s, '\n', text.n);
        ph_str line = ph_sub(text, 0, end ? (size_t)(end - text.s) : text.n);
        text = ph_sub(text, line.n + (end != NULL), text.n);
        if (!ph_trim(line).n)
            continue;
        ph_batch_line *slot = PH_PUSH(arena, out);
        numbered *id = slot ? PH_PUSH(arena, &ids) : NULL;
        if (!id)
            return ph_fail_memory(err);
        status = read_line(line, number, slot, err);
        *id = (numbered){slot->id, number};
    }
    return status ? status : check_ids(ids.v, ids.n, err);
}

ph_status ph_batch_read(const char *path, ph_arena *arena, ph_batch *out, ph_error *err)
{
    static const char mark[] = "\xef\xbb\xbf";
    ph_buf file = {0};
    ph_error why;
    *out = (ph_batch){0};
    ph_status status = ph_read_file(path, PH_BATCH_BYTES, &file, err);
    if (status)
        return status;
    ph_str text = ph_dup(arena, ph_buf_str(&file));
    ph_buf_free(&file);
    if (!text.s)
        return ph_fail_memory(err);
    if (ph_starts(text, ph_cstr(mark)))
        text = ph_sub(text, 3, text.n);
    status = read_lines(text, arena, out, &why);
    return status ? ph_fail(err, status, "%s, %s", path, why.text) : PH_OK;
}
