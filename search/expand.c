/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/expand_private.h"
#include "search/match_private.h"
#include "search/text.h"

/* --- a question on its way ------------------------------------------------------------------------- */

/* A word of a segment, in one language. */
typedef struct word {
    uint64_t hash;
    size_t node;       /* of the segment */
    size_t start, end; /* in its text */
} word;

typedef PH_VEC(word) words;

/* Plain words side by side. */
typedef struct segment {
    ph_node **nodes;
    size_t n;
    ph_str text;    /* theirs, with spaces between */
    size_t *starts; /* of the nodes in it */
    words *words;   /* by language */
} segment;

typedef PH_VEC(uint64_t) hashes;

typedef struct work {
    ph_reader *r;
    ph_expander *e;
    const ph_query *query;
    ph_arena *arena;
    ph_result *result;
    hashes without; /* folded */
    PH_VEC(segment) segments;
    bool *spoken;  /* by language: the question's may be it */
    double weight; /* of a label */
    size_t left;   /* labels that may still be added */
    ph_status status;
    ph_error *err;
    xapian_error *why;
    xapian_status got;
} work;

static bool going(const work *w)
{
    return !w->status && !w->got;
}

static void *need(work *w, void *p)
{
    if (!p && going(w))
        w->status = ph_fail_memory(w->err);
    return p;
}

static ph_str key_of(work *w, ph_str text)
{
    ph_str key = ph_text_key(w->arena, text);
    return need(w, (void *)(uintptr_t)key.s) ? key : PH_STR("");
}

/* What tells labels apart: they are compared folded. */
static uint64_t hash_of(work *w, ph_str text)
{
    ph_str key = key_of(w, text);
    return ph_hash(key.s, key.n, PH_HASH_SEED);
}

static void note_hash(work *w, hashes *list, uint64_t hash)
{
    uint64_t *slot = need(w, PH_PUSH(w->arena, list));
    if (slot)
        *slot = hash;
}

static bool has_hash(const hashes *list, uint64_t hash)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i] == hash)
            return true;
    return false;
}

static void note(work *w, ph_strs *list, ph_str s)
{
    if (going(w) && !ph_strs_add(w->arena, list, s))
        w->status = ph_fail_memory(w->err);
}

/* --- segments --------------------------------------------------------------------------------------- */

static bool is_plain(const ph_node *node)
{
    return node->type == PH_NODE_WORD && node->demand == PH_PLAIN && !node->prefix;
}

/* How much of a node's text is in what stands before it: pairs of characters overlap.  Nothing,
 * if there is a space between; then *space. */
static size_t overlap(const ph_node *before, const ph_node *node, bool *space)
{
    const char *end = before->text.s + before->text.n;
    *space = node->text.s > end || node->text.s < before->text.s;
    return *space ? 0 : (size_t)(end - node->text.s);
}

static void add_segment(work *w, ph_node **nodes, size_t n)
{
    segment *s = need(w, PH_PUSH(w->arena, &w->segments));
    ph_buf text = {0};
    if (!s)
        return;
    *s = (segment){.nodes = nodes, .n = n};
    s->starts = need(w, ph_alloc(w->arena, n * sizeof *s->starts));
    s->words = need(w, ph_alloc(w->arena, w->e->tongues.n * sizeof *s->words));
    for (size_t i = 0; i < n && going(w); i++) {
        bool space = false;
        size_t shared = i ? overlap(nodes[i - 1], nodes[i], &space) : 0;
        if (space)
            ph_buf_byte(&text, ' ');
        s->starts[i] = text.n - shared;
        ph_buf_add(&text, ph_sub(nodes[i]->text, shared, nodes[i]->text.n));
    }
    if (text.failed || !(s->text = ph_dup(w->arena, ph_buf_str(&text))).s)
        need(w, NULL);
    ph_buf_free(&text);
}

static void find_segments(work *w, ph_node *node)
{
    node->word = node->run = NULL;
    if (node->demand == PH_MUST_NOT || node->type < PH_NODE_GROUP)
        return;
    size_t n = node->children.n, i = 0;
    while (i < n && going(w)) {
        size_t end = i;
        while (end < n && is_plain(node->children.v[end]) &&
               (node->type == PH_NODE_GROUP || end == i))
            end++;
        if (end > i)
            add_segment(w, node->children.v + i, end - i);
        else
            find_segments(w, node->children.v[end++]);
        i = end;
    }
}

typedef struct reading {
    work *w;
    segment *s;
    words *out;
} reading;

static bool take_word(void *user, ph_token token)
{
    reading *in = user;
    word *last = in->out->n ? &in->out->v[in->out->n - 1] : NULL;
    size_t node = last ? last->node : 0;
    while (node + 1 < in->s->n && in->s->starts[node + 1] <= token.start)
        node++;
    word *fresh = need(in->w, PH_PUSH(in->w->arena, in->out));
    if (!fresh)
        return false;
    *fresh = (word){token.hash, node, token.start, token.end};
    return true;
}

/* A segment in each language, and how many words each knows. */
static void read_segment(work *w, segment *s, size_t *scores)
{
    for (size_t i = 0; i < s->n; i++)
        s->nodes[i]->word = s->nodes[i]->run = NULL;
    for (size_t t = 0; t < w->e->tongues.n && going(w); t++) {
        const ph_labels *labels = w->e->tongues.v[t].labels;
        reading in = {w, s, &s->words[t]};
        ph_status status = ph_analyze(w->r->analyzer, ph_labels_language(labels), s->text,
                                      take_word, &in, w->err);
        w->status = w->status ? w->status : status;
        for (size_t i = 0; i < s->words[t].n; i++)
            scores[t] += ph_labels_know(labels, s->words[t].v[i].hash);
    }
}

/* A word's weight grows with its rarity, so that the words of a language in which there are few
 * documents would weigh more than their labels in others, whatever they mean: the logarithm of
 * the language's share is in it.  TYPICAL is what is in it besides, of a word that tells
 * something.  Where most documents are in the question's language, the few others stay behind. */
#define TYPICAL 2.0

static double weight_of_labels(const work *w)
{
    double own = 0, all = 0;
    for (size_t t = 0; t < w->e->tongues.n; t++) {
        double held = w->e->tongues.v[t].held;
        all += held;
        if (w->spoken[t] && held > own)
            own = held;
    }
    if (own < 1 || all - own < 1)
        return 1;
    double share = (TYPICAL + log(all / own)) / (TYPICAL + log(all / (all - own)));
    return share < 1 ? share * share : share;
}

/* The question's language is the one that knows most of its words; of several the one in which
 * most documents are. */
static void read_question(work *w, ph_node *root)
{
    size_t n = w->e->tongues.n, best = 0;
    xapian_doccount most = 0;
    size_t *scores = need(w, ph_alloc(w->arena, n * sizeof *scores));
    w->spoken = need(w, ph_alloc(w->arena, n * sizeof *w->spoken));
    if (!going(w))
        return;
    find_segments(w, root);
    for (size_t i = 0; i < w->segments.n && going(w); i++)
        read_segment(w, &w->segments.v[i], scores);
    for (size_t t = 0; t < n; t++)
        best = scores[t] > best ? scores[t] : best;
    for (size_t t = 0; t < n; t++)
        if (scores[t] == best && w->e->tongues.v[t].held > most)
            most = w->e->tongues.v[t].held;
    for (size_t t = 0; t < n; t++)
        w->spoken[t] = best > 0 && scores[t] == best && w->e->tongues.v[t].held == most;
    w->weight = weight_of_labels(w);
}

/* --- labels in it ------------------------------------------------------------------------------------- */

/* A term of the question: words that are a label. */
typedef struct term {
    ph_str text; /* as typed */
    ph_str key;  /* folded, and its hash */
    uint64_t folded;
    size_t from, to; /* nodes of the segment */
    bool acronym, preferred;
    size_t likeness;       /* of the names that are most like it */
    const ph_name **names; /* by language: the first that it is */
    hashes used, spelled;  /* labels that it has, folded; the same by language */
    bool refused;          /* something is not to be added */
    ph_alternatives *made;
} term;

/* Whether a label of the question's own language may count as a term: of several words or an
 * abbreviation, as the term; and one of both the concept's preferred label, for alternative ones
 * are often but parts of a theme. */
static bool is_safe(const ph_name *name, const term *t)
{
    if (ph_eqc(name->scheme, "word"))
        return name->acronym || t->acronym;
    return (name->preferred || t->preferred || name->acronym || t->acronym) &&
           (name->words > 1 || name->acronym) && (t->to > t->from || t->acronym);
}

/* Whether a label has the term in it: then whoever has the label has the term. */
static bool has_term(const ph_name *name, const term *t)
{
    for (size_t i = 0; i + t->key.n <= name->key.n; i++) {
        size_t end = i + t->key.n;
        if (ph_starts(ph_sub(name->key, i, name->key.n), t->key) &&
            (i == 0 || name->key.s[i - 1] == ' ') &&
            (end == name->key.n || name->key.s[end] == ' '))
            return true;
    }
    return false;
}

/* Whether a label has the same words as those of a list. */
static bool is_among(const ph_name *name, const ph_labels *labels, const ph_name *list)
{
    while (list && list != name)
        list = ph_labels_at(labels, list->by_key);
    return list != NULL;
}

/* A label is told once, in whatever languages it is the same. */
static void add_label(work *w, const ph_spelling *label, const ph_name *name, term *about,
                      ph_strs *added)
{
    const ph_spelling **slot = need(w, PH_PUSH(w->arena, &about->made->labels));
    if (slot)
        *slot = label;
    if (!has_hash(&about->used, name->folded))
        note(w, added, name->text);
    note_hash(w, &about->used, name->folded);
}

/* Adds what a language has of a concept.  own: the names that the term is in it. */
static void add_labels(work *w, const ph_tongue *t, uint64_t sense, const ph_name *own,
                       term *about, ph_strs *added)
{
    size_t n = 0;
    ph_str language = ph_labels_language(t->labels);
    for (const ph_name *name = ph_labels_of(t->labels, sense);
         name && going(w) && w->left && n < PH_EXPANSION_LABELS;
         name = ph_labels_at(t->labels, name->by_sense)) {
        if (!name->shown || (own && !is_safe(name, about)) || has_term(name, about) ||
            is_among(name, t->labels, own) || name->folded == about->folded)
            continue;
        uint64_t spelled = ph_hash(language.s, language.n, name->folded);
        if (has_hash(&about->spelled, spelled))
            continue;
        const ph_spelling *label = NULL;
        w->got = ph_expander_spelling(w->r, t, name, w->arena, &label, &w->status, w->err,
                                      w->why);
        if (!label)
            continue;
        w->left--; /* what is not to be added makes no room for another */
        n++;
        note_hash(w, &about->spelled, spelled);
        if (has_hash(&w->without, name->folded))
            about->refused = true;
        else
            add_label(w, label, name, about, added);
    }
}

/* Whether the result tells of it already: a word may be there twice. */
static bool is_told(work *w, const ph_name *name, const term *about)
{
    for (size_t i = 0; i < w->result->expansions.n; i++) {
        const ph_expansion *e = &w->result->expansions.v[i];
        if (ph_starts(e->because, name->scheme) && ph_ends(e->because, name->id) &&
            e->because.n == name->scheme.n + 1 + name->id.n &&
            hash_of(w, e->term) == about->folded)
            return true;
    }
    return false;
}

static void add_concept(work *w, const ph_name *name, term *about)
{
    ph_strs added = {0};
    for (size_t t = 0; t < w->e->tongues.n && going(w); t++)
        if (w->e->tongues.v[t].held)
            add_labels(w, &w->e->tongues.v[t], name->sense, about->names[t], about, &added);
    if (!added.n || !going(w) || is_told(w, name, about))
        return;
    ph_expansion *e = need(w, PH_PUSH(w->arena, &w->result->expansions));
    ph_str because = ph_dupf(w->arena, "%.*s:%.*s", PH_FMT(name->scheme), PH_FMT(name->id));
    if (e && need(w, (void *)(uintptr_t)because.s))
        *e = (ph_expansion){.term = about->text, .added = added, .because = because};
}

/* The first word of a node, in a language. */
static const word *word_of(const segment *s, size_t t, size_t node)
{
    for (size_t i = 0; i < s->words[t].n && s->words[t].v[i].node <= node; i++)
        if (s->words[t].v[i].node == node)
            return &s->words[t].v[i];
    return NULL;
}

/* Names of fewer letters are not inflected. */
#define SHORT_NAME 4

/* Whether a name with the same stems is meant by what was typed. */
static bool fits(const ph_name *name, const term *about)
{
    if (name->literal)
        return ph_eq(name->text, about->text);
    if (!name->place)
        return true;
    size_t letters = 0, last = 0;
    for (size_t i = 0; i < name->key.n; letters++) {
        last = i;
        ph_utf8_next(name->key, &i);
    }
    return letters <= SHORT_NAME ? ph_eq(about->key, name->key)
                                 : ph_starts(about->key, ph_sub(name->key, 0, last));
}

/* How many bytes of what was typed a name begins with. */
static size_t likeness(const ph_name *name, const term *about)
{
    size_t n = 0;
    while (n < name->key.n && n < about->key.n && name->key.s[n] == about->key.s[n])
        n++;
    return n;
}

/* The first name that the words of nodes from..to are in a language. */
static const ph_name *name_of(const work *w, const segment *s, size_t t, const term *about)
{
    const ph_labels *labels = w->e->tongues.v[t].labels;
    const word *first = word_of(s, t, about->from), *end = s->words[t].v + s->words[t].n,
               *i = first;
    uint64_t key = PH_HASH_SEED;
    if (!first || ph_labels_longest(labels, first->hash) == 0 || !word_of(s, t, about->to))
        return NULL;
    for (; i < end && i->node <= about->to && i - first < PH_LABEL_WORDS; i++)
        key = ph_labels_key(key, i->hash);
    if ((i < end && i->node <= about->to) || (i - first == 1 && !w->spoken[t]))
        return NULL;
    return ph_labels_find(labels, key);
}

/* The text of nodes from..to, without what stands before and behind their words. */
static ph_str typed(const segment *s, size_t from, size_t to)
{
    const words *in = &s->words[0];
    size_t start = s->starts[from], end = start;
    bool first = true;
    for (size_t i = 0; i < in->n && in->v[i].node <= to; i++)
        if (in->v[i].node >= from) {
            start = first ? in->v[i].start : start;
            end = in->v[i].end;
            first = false;
        }
    return ph_sub(s->text, start, end);
}

/* Whether the words are a label, in any language; fills `about`. */
static bool is_label(work *w, const segment *s, term *about)
{
    bool any = false;
    for (size_t t = 0; t < w->e->tongues.n; t++)
        any |= (about->names[t] = name_of(w, s, t, about)) != NULL;
    if (!any)
        return false;
    about->key = key_of(w, about->text);
    about->folded = ph_hash(about->key.s, about->key.n, PH_HASH_SEED);
    about->made = need(w, PH_NEW(w->arena, ph_alternatives));
    about->refused = has_hash(&w->without, about->folded);
    return going(w) && !about->refused;
}

/* Schemes whose labels in several languages are the same word.  A label of a theme in one word
 * is but a part of what the theme is. */
static bool is_translation(const ph_name *name)
{
    return ph_eqc(name->scheme, "word") || ph_eqc(name->scheme, "country") ||
           ph_eqc(name->scheme, "region") || name->literal;
}

/* Several words may have one stem ("libro", "libre"): of their names those count that are most like
 * what was typed. */
static bool counts(const ph_name *name, const term *about)
{
    return fits(name, about) && likeness(name, about) == about->likeness;
}

static void choose_names(const work *w, term *about)
{
    for (size_t t = 0; t < w->e->tongues.n; t++)
        for (const ph_name *name = about->names[t]; name;
             name = ph_labels_at(w->e->tongues.v[t].labels, name->by_key))
            if (fits(name, about) && likeness(name, about) > about->likeness)
                about->likeness = likeness(name, about);
    for (size_t t = 0; t < w->e->tongues.n; t++)
        while (about->names[t] && !counts(about->names[t], about))
            about->names[t] =
                ph_labels_at(w->e->tongues.v[t].labels, about->names[t]->by_key);
}

static bool has_translation(const work *w, const term *about)
{
    for (size_t t = 0; t < w->e->tongues.n; t++)
        for (const ph_name *name = about->names[t]; name;
             name = ph_labels_at(w->e->tongues.v[t].labels, name->by_key))
            if (is_translation(name) && counts(name, about))
                return true;
    return false;
}

/* What counts as nodes from..to; NULL: they are no label, or nothing is to be added.  *refused:
 * they would count as more, but for what is not to be added. */
static const ph_alternatives *find_labels(work *w, const segment *s, size_t from, size_t to,
                                          bool *refused)
{
    term about = {.text = typed(s, from, to), .from = from, .to = to};
    about.names = need(w, ph_alloc(w->arena, w->e->tongues.n * sizeof *about.names));
    if (!going(w) || !is_label(w, s, &about)) {
        *refused = about.refused;
        return NULL;
    }
    choose_names(w, &about);
    bool translated = from == to && has_translation(w, &about);
    for (size_t t = 0; t < w->e->tongues.n; t++)
        for (const ph_name *name = about.names[t]; name && going(w);
             name = ph_labels_at(w->e->tongues.v[t].labels, name->by_key)) {
            about.acronym = name->acronym;
            about.preferred = name->preferred;
            if (counts(name, &about) && (!translated || is_translation(name)))
                add_concept(w, name, &about);
        }
    *refused = about.refused;
    if (!going(w) || !about.made->labels.n)
        return NULL;
    about.made->weight = w->weight;
    about.made->covers = to - from + 1;
    return about.made;
}

/* Marks the longest label from a node on, and says how many nodes it has.  One whose labels were
 * all taken away leaves its words alone, too: else the answer would grow by what is taken away. */
static size_t find_label(work *w, segment *s, size_t from)
{
    size_t most = 1;
    for (size_t t = 0; t < w->e->tongues.n; t++) {
        const word *first = word_of(s, t, from);
        size_t n = first ? ph_labels_longest(w->e->tongues.v[t].labels, first->hash) : 0;
        most = n > most ? n : most;
    }
    bool refused = false;
    for (size_t n = most < s->n - from ? most : s->n - from; n > 1 && going(w); n--) {
        s->nodes[from]->run = find_labels(w, s, from, from + n - 1, &refused);
        if (s->nodes[from]->run || refused)
            return n;
    }
    s->nodes[from]->word = find_labels(w, s, from, from, &refused);
    return 1;
}

/* --- all of it ------------------------------------------------------------------------------------------ */

xapian_status ph_expand(ph_reader *r, const ph_query *query, ph_node *root, ph_arena *arena,
                        ph_result *result, ph_str *language, ph_status *status,
                        ph_error *err, xapian_error *why)
{
    work w = {.r = r,
              .e = r->expander,
              .query = query,
              .arena = arena,
              .result = result,
              .left = PH_EXPANSIONS_MAX,
              .err = err,
              .why = why};
    if (!root || ph_strs_has(&query->without, PH_STR("*")))
        return XAPIAN_OK;
    w.status = ph_expander_wake(w.e, r, &w.got, err, why);
    for (size_t i = 0; i < query->without.n && going(&w); i++)
        note_hash(&w, &w.without, hash_of(&w, query->without.v[i]));
    if (going(&w))
        read_question(&w, root);
    for (size_t t = 0, n = 0; t < w.e->tongues.n && going(&w); t++)
        if (w.spoken[t])
            *language = n++ ? PH_STR("") : ph_labels_language(w.e->tongues.v[t].labels);
    for (size_t i = 0; i < w.segments.n && going(&w); i++)
        for (size_t at = 0; at < w.segments.v[i].n && going(&w);)
            at += find_label(&w, &w.segments.v[i], at);
    *status = w.status;
    return w.got;
}
