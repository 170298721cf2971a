/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/prefix.h"
#include "search/wordlist.h"

/* A term and in how many documents it is; UNKNOWN: not asked yet. */
typedef struct candidate {
    ph_str term;
    xapian_doccount freq;
} candidate;

#define UNKNOWN 0

typedef struct expansion {
    ph_reader *reader;
    ph_arena *arena;
    char prefix; /* of the terms; 0: none */
    ph_str beginning;
    size_t most; /* terms */
    PH_VEC(candidate) found;
    bool failed; /* no memory */
} expansion;

static void add(expansion *x, ph_str term, xapian_doccount freq)
{
    candidate *c = PH_PUSH(x->arena, &x->found);
    ph_str copy = ph_dup(x->arena, term);
    x->failed |= !c || !copy.s;
    if (!x->failed)
        *c = (candidate){copy, freq};
}

/* Terms that begin as the word does come with their frequencies (add_terms). */
static bool add_word(void *user, ph_str word, ph_str term)
{
    expansion *x = user;
    (void)word;
    bool again = x->found.n && ph_eq(x->found.v[x->found.n - 1].term, term);
    if (!again && !ph_starts(term, x->beginning))
        add(x, term, UNKNOWN);
    return !x->failed;
}

/* Terms of the index that begin so.  A stem may begin so though no word does ("happi"), and then
 * somebody typed the stem. */
static xapian_status add_terms(expansion *x, xapian_error *why)
{
    xapian_terms *terms;
    ph_str term;
    char bytes[PH_TERM_BYTES + 1];
    size_t n = 0;
    if (x->prefix)
        bytes[n++] = x->prefix;
    memcpy(bytes + n, x->beginning.s, x->beginning.n);
    xapian_status got =
        xapian_db_terms(x->reader->all, bytes, n + x->beginning.n, &terms, why);
    while (!got && !x->failed && !(got = xapian_terms_next(terms, &term.s, &term.n, why))) {
        xapian_doccount freq;
        got = xapian_terms_freq(terms, &freq, why);
        if (!got)
            add(x, ph_sub(term, n, term.n), freq);
    }
    xapian_terms_free(terms);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

static int by_term(const void *left, const void *right)
{
    const candidate *a = left, *b = right;
    int order = ph_cmp(a->term, b->term);
    return order ? order : (a->freq < b->freq) - (a->freq > b->freq);
}

static int by_freq(const void *left, const void *right)
{
    const candidate *a = left, *b = right;
    return a->freq != b->freq ? (a->freq < b->freq) - (a->freq > b->freq)
                              : ph_cmp(a->term, b->term);
}

/* Each term once, with its frequency; those that no document has go. */
static xapian_status settle(expansion *x, xapian_error *why)
{
    size_t kept = 0;
    xapian_status got = XAPIAN_OK;
    if (x->found.n)
        qsort(x->found.v, x->found.n, sizeof *x->found.v, by_term);
    for (size_t i = 0; i < x->found.n && !got; i++) {
        candidate c = x->found.v[i];
        char bytes[PH_TERM_BYTES + 1] = {x->prefix};
        size_t n = x->prefix != 0;
        if (kept && ph_eq(x->found.v[kept - 1].term, c.term))
            continue;
        memcpy(bytes + n, c.term.s, c.term.n);
        if (c.freq == UNKNOWN)
            got = ph_term_freq(x->reader, (ph_str){bytes, n + c.term.n}, &c.freq, why);
        if (c.freq)
            x->found.v[kept++] = c;
    }
    x->found.n = kept;
    return got;
}

static xapian_status expand(expansion *x, const ph_strs *beginnings, ph_strs *terms,
                            xapian_error *why)
{
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; i < beginnings->n && !got && !x->failed; i++) {
        x->beginning = beginnings->v[i];
        got = ph_words_each(x->reader, x->beginning, add_word, x, why);
        if (!got)
            got = add_terms(x, why);
    }
    if (!got)
        got = settle(x, why);
    if (!got && x->found.n)
        qsort(x->found.v, x->found.n, sizeof *x->found.v, by_freq);
    for (size_t i = 0; i < x->found.n && i < x->most && !got; i++)
        x->failed |= !ph_strs_add(x->arena, terms, x->found.v[i].term);
    return got;
}

/* The word folded as the lists have it: without a stemmer, and as Serbian, which folds Cyrillic
 * into Latin.  None when it is no single word. */
static ph_status fold(ph_reader *r, ph_str text, ph_arena *arena, ph_strs *out,
                      ph_error *err)
{
    const ph_str folds[] = {PH_STR(""), PH_STR("sr")};
    ph_status status = PH_OK;
    for (size_t i = 0; i < 2 && !status; i++) {
        ph_strs words = {0};
        status = ph_analyze_all(r->analyzer, folds[i], text, arena, &words, err);
        if (!status && words.n == 1 && !ph_strs_has(out, words.v[0]) &&
            !ph_strs_add(arena, out, words.v[0]))
            status = ph_fail_memory(err);
    }
    return status;
}

static size_t count_prefixes(const ph_node *node)
{
    size_t n = node && node->type == PH_NODE_PREFIX;
    for (size_t i = 0; node && i < node->children.n; i++)
        n += count_prefixes(node->children.v[i]);
    return n;
}

typedef struct walk {
    ph_reader *reader;
    ph_arena *arena;
    size_t most; /* terms of each */
    PH_VEC(const ph_node *) done;
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} walk;

static bool same_beginnings(const ph_node *a, const ph_node *b)
{
    bool same = a->prefix == b->prefix && a->beginnings.n == b->beginnings.n;
    for (size_t i = 0; same && i < a->beginnings.n; i++)
        same = ph_eq(a->beginnings.v[i], b->beginnings.v[i]);
    return same;
}

/* What stands for the same is looked for once. */
static xapian_status expand_node(walk *w, ph_node *node)
{
    expansion x = {
        .reader = w->reader, .arena = w->arena, .prefix = node->prefix, .most = w->most};
    node->beginnings = node->terms = (ph_strs){0};
    *w->status = fold(w->reader, node->text, w->arena, &node->beginnings, w->err);
    for (size_t i = 0; !*w->status && i < w->done.n; i++)
        if (same_beginnings(w->done.v[i], node)) {
            node->terms = w->done.v[i]->terms;
            return XAPIAN_OK;
        }
    const ph_node **slot = *w->status ? NULL : PH_PUSH(w->arena, &w->done);
    if (*w->status)
        return XAPIAN_OK;
    xapian_status got = expand(&x, &node->beginnings, &node->terms, w->why);
    if (slot)
        *slot = node;
    if (!got && (x.failed || !slot))
        *w->status = ph_fail_memory(w->err);
    return got;
}

static xapian_status expand_tree(walk *w, ph_node *node)
{
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; i < node->children.n && !got && !*w->status; i++)
        got = expand_tree(w, node->children.v[i]);
    return node->type != PH_NODE_PREFIX || got || *w->status ? got : expand_node(w, node);
}

xapian_status ph_prefix_expand(ph_reader *r, ph_node *root, ph_arena *arena,
                               ph_status *status, ph_error *err, xapian_error *why)
{
    size_t n = count_prefixes(root);
    size_t share = n ? PH_QUERY_EXPANSIONS_ALL / n : 0;
    walk w = {.reader = r,
              .arena = arena,
              .most = share < PH_QUERY_EXPANSIONS ? share : PH_QUERY_EXPANSIONS,
              .status = status,
              .err = err,
              .why = why};
    return n ? expand_tree(&w, root) : XAPIAN_OK;
}
