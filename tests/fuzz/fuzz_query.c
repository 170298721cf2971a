/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a question: the first line is its text, as it is and tidied; each further line
 * "NAME=VALUE" is a parameter. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "search/limits.h"
#include "search/places.h"
#include "search/query_parse.h"
#include "search/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Opened once: it takes longer than all else. */
static const ph_vocabulary *vocabulary(void)
{
    static ph_vocabulary *opened;
    ph_error err;
    ph_arena *arena = ph_arena_new();
    if (!opened &&
        (!arena || ph_vocabulary_open(
                       &opened, ph_place_data(arena, "corpus/vocabularies").s, &err))) {
        fprintf(stderr, "%s\n", arena ? err.text : "out of memory");
        abort();
    }
    ph_arena_free(arena);
    return opened;
}

/* Parentheses and operators bound the depth, words the size. */
static void check(const ph_node *node, unsigned depth, size_t *nodes)
{
    if (!node)
        return;
    if (depth > 6 * PH_QUERY_DEPTH + 8 || ++*nodes > 100 * PH_QUERY_WORDS)
        abort();
    bool leaf = node->type == PH_NODE_WORD || node->type == PH_NODE_PREFIX ||
                node->type == PH_NODE_PHRASE || node->type == PH_NODE_FACET;
    if (leaf ? node->children.n > 0 : node->children.n == 0)
        abort();
    for (size_t i = 0; i < node->children.n; i++)
        check(node->children.v[i], depth + 1, nodes);
}

static void parse(ph_arena *arena, ph_str text)
{
    ph_node *root = NULL;
    ph_error err;
    size_t nodes = 0;
    if (ph_query_parse(arena, vocabulary(), text, &root, &err) == PH_OK)
        check(root, 0, &nodes);
}

/* What was taken is what can be searched for. */
static void check_query(const ph_query *q)
{
    if (q->offset + q->limit > PH_WINDOW_MAX || q->q.n > PH_QUERY_BYTES ||
        !ph_utf8_valid(q->q))
        abort();
    for (ph_facet f = 0; f < PH_FACETS; f++)
        for (size_t i = 0; i < q->choices[f].n; i++)
            if (!q->choices[f].v[i].n || !ph_utf8_valid(q->choices[f].v[i]))
                abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ph_str rest = {(const char *)data, size}, line, name;
    ph_error err;
    ph_query query;
    ph_arena *arena = ph_arena_new();
    if (!arena)
        return 0;
    ph_query_init(&query, arena, vocabulary());
    if (ph_split(&rest, '\n', &line)) {
        parse(arena, ph_sub(line, 0, PH_QUERY_BYTES));
        if (ph_query_set(&query, PH_STR("q"), line, &err) == PH_OK)
            parse(arena, query.q);
    }
    while (ph_split(&rest, '\n', &line))
        if (ph_split(&line, '=', &name))
            (void)!ph_query_set(&query, name, line, &err);
    check_query(&query);
    ph_arena_free(arena);
    return 0;
}
