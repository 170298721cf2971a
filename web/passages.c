/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "web/passages.h"

#define LEVEL_MAX 6

/* --- headings ------------------------------------------------------------------------- */

/* How many headings at the start two paths share. */
static size_t common(const ph_strs *a, const ph_strs *b)
{
    size_t n = 0;
    while (n < a->n && n < b->n && ph_eq(a->v[n], b->v[n]))
        n++;
    return n;
}

static bool add_headings(json_t *blocks, const ph_strs *path, size_t from)
{
    bool ok = true;
    for (size_t i = from; i < path->n && ok; i++) {
        size_t level = i + 2 < LEVEL_MAX ? i + 2 : LEVEL_MAX;
        ok = ph_json_add(blocks,
                         json_pack("{s:{s:I, s:o}}", "heading", "level", (json_int_t)level,
                                   "text", ph_json_str(path->v[i])));
    }
    return ok;
}

/* --- passages ------------------------------------------------------------------------- */

static json_t *passage_json(const ph_context *context, const ph_passage *passage,
                            bool again)
{
    ph_str label = ph_kind_label(context, passage->kind);
    return json_pack("{s:o, s:o, s:s, s:o, s:b, s:o, s:o}", "anchor",
                     ph_json_str(passage->anchor), "text", ph_json_str(passage->text),
                     "kind", ph_kind_name(passage->kind), "kind_label", ph_json_str(label),
                     "again", again, "to", ph_addressees_json(context, &passage->addressee),
                     "page", passage->page ? json_integer(passage->page) : json_null());
}

/* A row's cells stand between " | ". */
static json_t *row_json(const ph_passage *passage)
{
    json_t *cells = json_array();
    ph_str rest = passage->text, cell;
    bool ok = cells != NULL;
    while (ok && ph_split(&rest, '|', &cell))
        ok = ph_json_add(cells, ph_json_str(cell));
    return json_pack("{s:o, s:o}", "anchor", ph_json_str(passage->anchor), "cells",
                     ph_json_done(cells, ok));
}

/* The list of the last block if it is one of this kind and goes on; else that of a new one. */
static json_t *open_list(json_t *blocks, const char *key, bool go_on)
{
    size_t n = json_array_size(blocks);
    json_t *list = go_on && n ? json_object_get(json_array_get(blocks, n - 1), key) : NULL;
    if (list)
        return list;
    json_t *block = json_pack("{s:[]}", key);
    if (!ph_json_add(blocks, block))
        return NULL;
    return json_object_get(block, key);
}

static bool add_passage(const ph_context *context, json_t *blocks,
                        const ph_passage *passage, bool again)
{
    if (passage->kind == PH_TABLE)
        return ph_json_add(open_list(blocks, "rows", again), row_json(passage));
    json_t *json = passage_json(context, passage, again);
    if (passage->kind == PH_LIST_ITEM)
        return ph_json_add(open_list(blocks, "items", again), json);
    return ph_json_add(blocks, json_pack("{s:o}", "passage", json));
}

json_t *ph_passages_json(const ph_context *context, const ph_record *record)
{
    json_t *blocks = json_array();
    bool ok = blocks != NULL;
    ph_strs before = {0};
    for (size_t i = 0; i < record->passages.n && ok; i++) {
        const ph_passage *passage = &record->passages.v[i];
        ph_strs path = ph_headings_below_title(record, &passage->heading);
        size_t shared = common(&before, &path);
        bool same = shared == before.n && shared == path.n;
        bool again = i > 0 && same && record->passages.v[i - 1].kind == passage->kind;
        ok = add_headings(blocks, &path, shared) &&
             add_passage(context, blocks, passage, again);
        before = path;
    }
    return ph_json_done(blocks, ok);
}
