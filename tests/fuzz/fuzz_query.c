/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a question: the first line is its text, as it is and tidied; each further line
 * "NAME=VALUE" is a parameter.  It is asked of a small index, which must always answer; another
 * spelling must find something; and the text is also one that somebody is still typing. */
#include "config.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "search/limits.h"
#include "search/places.h"
#include "search/query_parse.h"
#include "search/store.h"
#include "search/suggest.h"
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

/* --- a small index ------------------------------------------------------------------------ */

static char folder[200];

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void remove_folder(void)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void must(ph_status status, const ph_error *err)
{
    if (status == PH_OK)
        return;
    fprintf(stderr, "%s\n", err->text);
    abort();
}

static void put(ph_store *store, ph_analyzer *analyzer, unsigned n)
{
    static const struct {
        const char *language, *title, *text;
    } texts[] = {
        {"en", "Open data in Estonia",
         "The register of companies is a data exchange of a."},
        {"ru", "Цифровое правительство", "Реестр и обмен данными в Казахстане, ёлка."},
        {"sr", "Јавна управа", "Školа javne uprave i џеп."},
        {"ro", "Administrație publică", "Guvernare și transparență, 16.6 e-mail."},
    };
    ph_error err;
    ph_arena *arena = ph_arena_new();
    if (!arena)
        abort();
    ph_record r = {.id = ph_dupf(arena, "doc-%u", n),
                   .language = ph_cstr(texts[n % 4].language),
                   .title = ph_cstr(texts[n % 4].title),
                   .date = PH_STR("2021-05")};
    ph_stamp stamp = {.id = r.id, .source = PH_STR("s"), .path = r.id};
    ph_passage *passage = PH_PUSH(arena, &r.passages);
    ph_tag *country = PH_PUSH(arena, &r.countries);
    if (!passage || !country)
        abort();
    *passage = (ph_passage){.text = ph_cstr(texts[n % 4].text), .anchor = PH_STR("p")};
    *country = (ph_tag){.id = PH_STR("EE"), .score = 1};
    must(ph_store_put(store, analyzer, vocabulary(), &r, &stamp, &err), &err);
    ph_arena_free(arena);
}

/* Made and opened once. */
static ph_reader *reader(void)
{
    static ph_reader *opened;
    ph_store *store;
    ph_analyzer *analyzer;
    ph_error err;
    const char *tmp = getenv("TMPDIR");
    if (opened)
        return opened;
    snprintf(folder, sizeof folder, "%s/fuzz-query-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(folder) || atexit(remove_folder) != 0)
        abort();
    must(ph_store_open(&store, folder, 2, false, &err), &err);
    must(ph_analyzer_new(&analyzer, &err), &err);
    for (unsigned n = 0; n < 12; n++)
        put(store, analyzer, n);
    must(ph_store_finish(store, &err), &err);
    ph_store_free(store);
    ph_analyzer_free(analyzer);
    const char *const paths[] = {folder};
    must(ph_reader_open(&opened, paths, 1, vocabulary(), &err), &err);
    return opened;
}

static const ph_name_list *labels(void)
{
    static ph_name_list *made;
    ph_error err;
    if (!made)
        must(ph_name_list_new(&made, vocabulary(), &err), &err);
    return made;
}

static void ask(ph_arena *arena, const ph_query *query)
{
    ph_error err;
    ph_result result, better;
    must(ph_search(reader(), query, arena, &result, &err), &err);
    if (!result.suggestion.n)
        return;
    ph_query other = *query;
    other.q = result.suggestion;
    must(ph_search(reader(), &other, arena, &better, &err), &err);
    if (better.total == 0)
        abort();
}

static void type(ph_arena *arena, ph_str text)
{
    ph_error err;
    ph_suggestions list;
    must(ph_suggest(reader(), labels(), text, 7, arena, &list, &err), &err);
    for (size_t i = 0; i < list.n; i++)
        if (list.n > 7 || !list.v[i].text.n || !ph_utf8_valid(list.v[i].text))
            abort();
}

/* --- questions ------------------------------------------------------------------------------ */

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
        type(arena, line);
        if (ph_query_set(&query, PH_STR("q"), line, &err) == PH_OK)
            parse(arena, query.q);
    }
    while (ph_split(&rest, '\n', &line))
        if (ph_split(&line, '=', &name))
            (void)!ph_query_set(&query, name, line, &err);
    check_query(&query);
    ask(arena, &query);
    ph_arena_free(arena);
    return 0;
}
