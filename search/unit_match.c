/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "search/store_private.h"
#include "search/unit_match.h"

/* BM25 of units.  Their mean length is a constant, since to know it all would have to be read. */
#define K1 1.2
#define B 0.75
#define MEAN_WORDS 30
#define HEADING_WEIGHT 0.5 /* of a word in a heading, against one in the text */

typedef PH_VEC(uint32_t) numbers;

/* A term of the question and where it stands in the document at hand. */
typedef struct term {
    ph_str bytes;
    bool prefixed; /* of the document, not of a passage */
    bool ended, there;
    xapian_doccount freq;
    xapian_postings *postings;
    xapian_docid at;
    numbers positions;
} term;

/* A part of the question: as the plan's, with terms in place of what stands for them. */
typedef struct node {
    ph_part_type type;
    xapian_op op;
    uint32_t window;
    double factor;
    numbers terms; /* of a word: any of them */
    double rarity;
    struct node **nodes;
    size_t n;
} node;

struct ph_unit_matcher {
    ph_reader *reader;
    const ph_plan *plan;
    ph_arena *arena;
    PH_VEC(term) terms;
    node *root;
    bool failed; /* no memory */
};

/* --- making ---------------------------------------------------------------------------------------- */

/* A matcher being made. */
typedef struct maker {
    ph_unit_matcher *m;
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} maker;

static xapian_status no_memory(const maker *k)
{
    *k->status = ph_fail_memory(k->err);
    return XAPIAN_OK;
}

static bool is_prefixed(ph_str bytes)
{
    return bytes.n && (bytes.s[0] == '!' || (bytes.s[0] >= 'A' && bytes.s[0] <= 'Z'));
}

/* Adds a term to a word; one that no document has is left out. */
static xapian_status add_term(const maker *k, ph_str bytes, numbers *word)
{
    ph_unit_matcher *m = k->m;
    xapian_doccount freq = 0;
    size_t i = 0;
    while (i < m->terms.n && !ph_eq(m->terms.v[i].bytes, bytes))
        i++;
    if (i == m->terms.n) {
        xapian_status got = ph_term_freq(m->reader, bytes, &freq, k->why);
        if (got || !freq)
            return got;
        term *t = PH_PUSH(m->arena, &m->terms);
        if (!t)
            return no_memory(k);
        *t = (term){.bytes = bytes, .prefixed = is_prefixed(bytes), .freq = freq};
    }
    uint32_t *slot = PH_PUSH(m->arena, word);
    if (!slot)
        return no_memory(k);
    *slot = (uint32_t)i;
    return XAPIAN_OK;
}

/* How much it tells that any of the terms is there. */
static double rarity_of(const ph_unit_matcher *m, const numbers *word)
{
    double all = m->reader->documents, freq = 0;
    for (size_t i = 0; i < word->n; i++) {
        const term *t = &m->terms.v[word->v[i]];
        if (t->prefixed && (t->bytes.s[0] == 'X' || t->bytes.s[0] == '!'))
            return 0;
        freq += t->freq;
    }
    freq = freq < all ? freq : all;
    return log(1 + (all - freq + 0.5) / (freq + 0.5));
}

/* Whether it is words, any of which will do: a stem in several languages. */
static bool is_word(const ph_part *part)
{
    if (part->type == PH_PART_TERM)
        return true;
    if (part->type != PH_PART_JOIN ||
        (part->op != XAPIAN_OP_SYNONYM && part->op != XAPIAN_OP_OR))
        return false;
    for (size_t i = 0; i < part->n; i++)
        if (!part->parts[i] || part->parts[i]->type != PH_PART_TERM)
            return false;
    return true;
}

static xapian_status read_word(const maker *k, const ph_part *part, numbers *word)
{
    xapian_status got = XAPIAN_OK;
    if (part->type == PH_PART_TERM)
        return add_term(k, part->text, word);
    for (size_t i = 0; !got && !*k->status && i < part->n; i++)
        got = add_term(k, part->parts[i]->text, word);
    return got;
}

/* OR of words keeps their weights apart; below SYNONYM and in phrases they are one. */
static bool is_one_word(const ph_part *part, bool in_phrase)
{
    return is_word(part) &&
           (in_phrase || part->type != PH_PART_JOIN || part->op == XAPIAN_OP_SYNONYM);
}

static xapian_status make(const maker *k, const ph_part *part, bool in_phrase, node **out)
{
    node *n = *out = PH_NEW(k->m->arena, node);
    if (!n)
        return no_memory(k);
    if (!part) {
        *k->status = ph_fail(k->err, PH_INTERNAL, "a question cannot be asked of passages");
        return XAPIAN_OK;
    }
    *n = (node){
        .type = part->type, .op = part->op, .window = part->window, .factor = part->factor};
    if (is_one_word(part, in_phrase)) {
        n->type = PH_PART_TERM;
        xapian_status got = read_word(k, part, &n->terms);
        n->rarity = rarity_of(k->m, &n->terms);
        return got;
    }
    n->nodes = ph_alloc(k->m->arena, part->n * sizeof *n->nodes);
    if (!n->nodes)
        return no_memory(k);
    bool phrase = part->op == XAPIAN_OP_PHRASE || part->op == XAPIAN_OP_NEAR;
    xapian_status got = XAPIAN_OK;
    for (; !got && !*k->status && n->n < part->n; n->n++)
        got = make(k, part->parts[n->n], part->type == PH_PART_JOIN && phrase,
                   &n->nodes[n->n]);
    return got;
}

xapian_status ph_unit_matcher_new(ph_unit_matcher **out, ph_reader *reader,
                                  const ph_plan *plan, const xapian_query *root,
                                  ph_arena *arena, ph_status *status, ph_error *err,
                                  xapian_error *why)
{
    ph_unit_matcher *m = *out = PH_NEW(arena, ph_unit_matcher);
    maker k = {m, status, err, why};
    if (!m)
        return no_memory(&k);
    *m = (ph_unit_matcher){.reader = reader, .plan = plan, .arena = arena};
    return make(&k, ph_plan_part(plan, root), false, &m->root);
}

uint64_t ph_unit_matcher_cost(const ph_unit_matcher *m, size_t documents)
{
    uint64_t sum = 0;
    for (size_t i = 0; m && i < m->terms.n; i++)
        sum += m->terms.v[i].freq < documents ? m->terms.v[i].freq : documents;
    return sum;
}

void ph_unit_matcher_free(ph_unit_matcher *m)
{
    for (size_t i = 0; m && i < m->terms.n; i++)
        xapian_postings_free(m->terms.v[i].postings);
}

/* --- candidates ------------------------------------------------------------------------------------ */

/* Whether documents are asked for more than words and tags. */
static bool is_strict(const ph_part *part)
{
    bool found = part->type == PH_PART_JOIN &&
                 (part->op == XAPIAN_OP_AND_NOT || part->op == XAPIAN_OP_PHRASE ||
                  part->op == XAPIAN_OP_NEAR);
    for (size_t i = 0; i < part->n && !found; i++)
        found = part->parts[i] && is_strict(part->parts[i]);
    return found;
}

/* What is excluded may stand elsewhere in the document, so it excludes none; rows of words are
 * looked for here alone, once and in one way. */
const xapian_query *ph_unit_candidates(ph_plan *plan, const xapian_query *root)
{
    const ph_part *part = ph_plan_part(plan, root);
    const xapian_query *found = NULL;
    if (!part || !is_strict(part))
        return root;
    bool first_only = part->type == PH_PART_SCALED || part->op == XAPIAN_OP_AND_NOT ||
                      part->op == XAPIAN_OP_AND_MAYBE;
    xapian_op op = part->op == XAPIAN_OP_OR || part->op == XAPIAN_OP_SYNONYM
                       ? XAPIAN_OP_OR
                       : XAPIAN_OP_AND;
    for (size_t i = 0; i < (first_only ? 1 : part->n); i++)
        if (part->parts[i])
            found = ph_plan_join(plan, op, found,
                                 ph_unit_candidates(plan, part->parts[i]->query));
    return found;
}

/* --- the document at hand -------------------------------------------------------------------------- */

static xapian_status load(ph_unit_matcher *m, term *t, xapian_docid docid,
                          xapian_error *why)
{
    xapian_positions *positions = NULL;
    xapian_termpos at;
    xapian_status got =
        xapian_db_positions(m->reader->all, docid, t->bytes.s, t->bytes.n, &positions, why);
    while (!got && !(got = xapian_positions_next(positions, &at, why))) {
        uint32_t *slot = PH_PUSH(m->arena, &t->positions);
        if (slot)
            *slot = at;
        m->failed |= !slot;
    }
    xapian_positions_free(positions);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

static xapian_status move_term(ph_unit_matcher *m, term *t, xapian_docid docid,
                               xapian_error *why)
{
    xapian_status got = XAPIAN_OK;
    t->positions.n = 0;
    if (!t->postings) {
        got = xapian_db_postings(m->reader->all, t->bytes.s, t->bytes.n, &t->postings, why);
        if (!got)
            got = xapian_postings_next(t->postings, &t->at, why);
    }
    if (!got && !t->ended && t->at < docid)
        got = xapian_postings_skip_to(t->postings, docid, &t->at, why);
    if (got == XAPIAN_END) {
        t->ended = true;
        got = XAPIAN_OK;
    }
    t->there = !got && !t->ended && t->at == docid;
    return t->there ? load(m, t, docid, why) : got;
}

xapian_status ph_unit_matcher_move(ph_unit_matcher *m, xapian_docid docid,
                                   ph_status *status, ph_error *err, xapian_error *why)
{
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; !got && i < m->terms.n; i++)
        got = move_term(m, &m->terms.v[i], docid, why);
    if (m->failed)
        *status = ph_fail_memory(err);
    return got;
}

/* --- words in a unit --------------------------------------------------------------------------------- */

/* The first place in a term's positions at or behind `from`. */
static size_t place_of(const numbers *positions, uint32_t from)
{
    size_t low = 0, high = positions->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (positions->v[middle] < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How often any of a word's terms stands within the span. */
static size_t count_in(const ph_unit_matcher *m, const node *word, ph_span span)
{
    size_t n = 0;
    for (size_t i = 0; i < word->terms.n; i++) {
        const term *t = &m->terms.v[word->terms.v[i]];
        for (size_t p = t->there ? place_of(&t->positions, span.first) : t->positions.n;
             p < t->positions.n && t->positions.v[p] <= span.last; p++)
            n++;
    }
    return n;
}

/* The next position of a word from `from` on within the span, or 0. */
static uint32_t next_in(const ph_unit_matcher *m, const node *word, uint32_t from,
                        ph_span span)
{
    uint32_t best = 0;
    for (size_t i = 0; i < word->terms.n; i++) {
        const term *t = &m->terms.v[word->terms.v[i]];
        size_t p = t->there ? place_of(&t->positions, from) : t->positions.n;
        if (p < t->positions.n && t->positions.v[p] <= span.last &&
            (!best || t->positions.v[p] < best))
            best = t->positions.v[p];
    }
    return best;
}

/* The words one behind the other within the window. */
static bool phrase_in(const ph_unit_matcher *m, const node *phrase, ph_span span)
{
    uint32_t first = span.first;
    while ((first = next_in(m, phrase->nodes[0], first, span)) != 0) {
        uint32_t at = first;
        size_t i = 1;
        while (i < phrase->n && (at = next_in(m, phrase->nodes[i], at + 1, span)) != 0)
            i++;
        if (i == phrase->n && at - first < phrase->window)
            return true;
        if (i < phrase->n) /* nor from any later place on */
            return false;
        first++;
    }
    return false;
}

/* Gives word `i` a place of its own in the window, moving others on (Kuhn's algorithm). */
static bool seat(const ph_unit_matcher *m, const node *near, ph_span window, size_t i,
                 bool *tried, size_t *taken)
{
    for (uint32_t at = window.first; (at = next_in(m, near->nodes[i], at, window)) != 0;
         at++) {
        size_t place = at - window.first;
        if (tried[place])
            continue;
        tried[place] = true;
        if (taken[place] == SIZE_MAX || seat(m, near, window, taken[place], tried, taken)) {
            taken[place] = i;
            return true;
        }
    }
    return false;
}

#define NEAR_PLACES 256 /* more than a window can have */

/* All of the words in any order within the window, each at a place of its own. */
static bool near_in(const ph_unit_matcher *m, const node *near, ph_span span)
{
    uint32_t width = near->window < NEAR_PLACES ? near->window : NEAR_PLACES;
    for (uint32_t first = span.first; first <= span.last; first++) {
        size_t taken[NEAR_PLACES], i = 0;
        bool tried[NEAR_PLACES];
        uint32_t nearest = 0; /* where the window may as well begin */
        for (size_t j = 0; j < near->n; j++) {
            uint32_t at = next_in(m, near->nodes[j], first, span);
            if (!at)
                return false;
            nearest = !nearest || at < nearest ? at : nearest;
        }
        first = nearest;
        ph_span window = {first,
                          first + width - 1 < span.last ? first + width - 1 : span.last};
        for (size_t j = 0; j < NEAR_PLACES; j++)
            taken[j] = SIZE_MAX;
        for (; i < near->n; i++) {
            memset(tried, 0, sizeof tried);
            if (!seat(m, near, window, i, tried, taken))
                break;
        }
        if (i == near->n)
            return true;
    }
    return false;
}

/* --- matching ---------------------------------------------------------------------------------------- */

/* What a part of the question comes to in a unit. */
typedef struct outcome {
    bool yes;
    double score;
} outcome;

static outcome ask(const ph_unit_matcher *m, const node *n, const ph_unit *unit);

static outcome ask_word(const ph_unit_matcher *m, const node *n, const ph_unit *unit)
{
    double text = (double)count_in(m, n, unit->text), headings = 0, others = 0;
    for (size_t h = 0; h < unit->headings.n; h++)
        headings += (double)count_in(m, n, unit->headings.v[h]);
    for (size_t i = 0; i < n->terms.n; i++) {
        const term *t = &m->terms.v[n->terms.v[i]];
        others += t->prefixed && t->there;
    }
    double times = text + HEADING_WEIGHT * (headings + others);
    double words = (double)unit->text.last - (double)unit->text.first + 1;
    double norm = K1 * (1 - B + B * words / MEAN_WORDS);
    return (outcome){times > 0, n->rarity * times * (K1 + 1) / (times + norm)};
}

/* Prefixed terms are words of the document: their phrases stand anywhere in it. */
static bool is_of_document(const ph_unit_matcher *m, const node *n)
{
    const node *word = n->nodes[0];
    return word->terms.n && m->terms.v[word->terms.v[0]].prefixed;
}

static bool in_a_row(const ph_unit_matcher *m, const node *n, ph_span span)
{
    return n->op == XAPIAN_OP_PHRASE ? phrase_in(m, n, span) : near_in(m, n, span);
}

static outcome ask_row(const ph_unit_matcher *m, const node *n, const ph_unit *unit)
{
    outcome all = {false, 0};
    if (is_of_document(m, n))
        all.yes = in_a_row(m, n, (ph_span){1, UINT32_MAX - 1});
    else
        all.yes = in_a_row(m, n, unit->text);
    for (size_t h = 0; h < unit->headings.n && !all.yes; h++)
        all.yes = in_a_row(m, n, unit->headings.v[h]);
    for (size_t i = 0; i < n->n && all.yes; i++)
        all.score += ask(m, n->nodes[i], unit).score;
    return all;
}

/* The parts that must all match; the first alone has weight if only one counts. */
static outcome ask_all(const ph_unit_matcher *m, const node *n, const ph_unit *unit)
{
    outcome all = {true, 0};
    for (size_t i = 0; i < n->n && all.yes; i++) {
        outcome one = ask(m, n->nodes[i], unit);
        all.yes = one.yes;
        all.score += n->op == XAPIAN_OP_AND || i == 0 ? one.score : 0;
    }
    return all;
}

static outcome ask_any(const ph_unit_matcher *m, const node *n, const ph_unit *unit)
{
    outcome any = {false, 0};
    for (size_t i = 0; i < n->n; i++) {
        outcome one = ask(m, n->nodes[i], unit);
        any.yes |= one.yes;
        any.score += one.yes ? one.score : 0;
    }
    return any;
}

/* The first; the others add weight or take it out. */
static outcome ask_first(const ph_unit_matcher *m, const node *n, const ph_unit *unit)
{
    outcome first = ask(m, n->nodes[0], unit);
    for (size_t i = 1; i < n->n && first.yes; i++) {
        outcome other = ask(m, n->nodes[i], unit);
        if (n->op == XAPIAN_OP_AND_NOT)
            first.yes = !other.yes;
        else if (other.yes)
            first.score += other.score;
    }
    return first;
}

static outcome ask_scaled(const ph_unit_matcher *m, const node *n, const ph_unit *unit)
{
    outcome one = ask(m, n->nodes[0], unit);
    one.score *= n->factor;
    return one;
}

static outcome ask(const ph_unit_matcher *m, const node *n, const ph_unit *unit)
{
    switch (n->type) {
    case PH_PART_ALL: return (outcome){true, 0};
    case PH_PART_NONE: return (outcome){false, 0};
    case PH_PART_TERM: return ask_word(m, n, unit);
    case PH_PART_SCALED: return ask_scaled(m, n, unit);
    case PH_PART_JOIN: break;
    }
    switch (n->op) {
    case XAPIAN_OP_AND:
    case XAPIAN_OP_FILTER: return ask_all(m, n, unit);
    case XAPIAN_OP_AND_NOT:
    case XAPIAN_OP_AND_MAYBE: return ask_first(m, n, unit);
    case XAPIAN_OP_PHRASE:
    case XAPIAN_OP_NEAR: return ask_row(m, n, unit);
    default: return ask_any(m, n, unit);
    }
}

bool ph_unit_matches(ph_unit_matcher *m, const ph_unit *unit, double *score)
{
    outcome o = ask(m, m->root, unit);
    *score = o.score;
    return o.yes;
}
