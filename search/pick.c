/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/pick.h"
#include "search/store_private.h"
#include "search/uptake_words.h"

#define WORDS_MAX 64 /* of the question, as bits */
#define HEADING_SHARE 0.5
#define AGAIN 0.1    /* the same word once more, against the first time */
#define CLOSE 0.5    /* what words side by side add */
#define LOOKED_AT 12 /* candidates that are compared with each other */
#define ALIKE 0.8    /* the share of a passage's words in another that says the same */

/* A place of a word of the question in the document. */
typedef struct place {
    xapian_termpos position;
    unsigned word;
    const ph_str *beginning; /* of the word as written, where its term is not enough */
} place;

/* What a passage has of the question. */
typedef struct candidate {
    size_t passage;
    uint64_t text, headings; /* words, a bit for each */
    double covered, score;
} candidate;

typedef struct picker {
    ph_reader *r;
    ph_search_unit *u;
    const ph_record *record;
    ph_arena *arena;
    unsigned
        *words; /* of each of the plan's terms, then its beginnings: which word it is */
    double rarity[WORDS_MAX];
    const ph_strs *path; /* the headings last looked through, and their words */
    uint64_t path_words;
    PH_VEC(place) places;
    PH_VEC(candidate) found;
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} picker;

static xapian_status no_memory(const picker *p)
{
    *p->status = ph_fail_memory(p->err);
    return XAPIAN_OK;
}

/* --- words of the question ------------------------------------------------------------------------- */

static bool has_term(const ph_part *word, ph_str term)
{
    for (size_t i = 0; i < word->n; i++)
        if (word->parts[i] && word->parts[i]->type == PH_PART_TERM &&
            ph_eq(word->parts[i]->text, term))
            return true;
    return false;
}

/* The number of the word that a term stands for: stems of one word in several languages share
 * that of the first. */
static unsigned word_of(const ph_plan *plan, size_t term)
{
    for (size_t i = 0; i < plan->parts.n; i++) {
        const ph_part *part = plan->parts.v[i];
        if (part->type != PH_PART_JOIN || part->op != XAPIAN_OP_SYNONYM ||
            !has_term(part, plan->terms.v[term].term))
            continue;
        for (size_t t = 0; t < term; t++)
            if (has_term(part, plan->terms.v[t].term))
                return t % WORDS_MAX;
        break;
    }
    return (unsigned)(term % WORDS_MAX);
}

static bool number_words(picker *p)
{
    const ph_plan *plan = &p->u->plan;
    p->words = ph_alloc(p->arena, (plan->terms.n + plan->prefixes.n) * sizeof *p->words);
    for (size_t i = 0; p->words && i < plan->terms.n; i++)
        p->words[i] = word_of(plan, i);
    for (size_t i = 0; p->words && i < plan->prefixes.n; i++)
        p->words[plan->terms.n + i] = (unsigned)((plan->terms.n + i) % WORDS_MAX);
    return p->words != NULL;
}

/* The places of a term in the document. */
static xapian_status gather_term(picker *p, xapian_docid docid, ph_str term, unsigned word,
                                 const ph_str *beginning)
{
    xapian_positions *positions = NULL;
    xapian_doccount freq = 0;
    xapian_termpos position;
    xapian_status got = ph_term_freq(p->r, term, &freq, p->why);
    if (got || freq == 0)
        return got;
    double rarity = log(1 + (double)p->r->documents / freq);
    if (p->rarity[word] == 0 || rarity < p->rarity[word])
        p->rarity[word] = rarity;
    got = xapian_db_positions(p->r->all, docid, term.s, term.n, &positions, p->why);
    while (!got && !(got = xapian_positions_next(positions, &position, p->why))) {
        place *slot = PH_PUSH(p->arena, &p->places);
        if (slot)
            *slot = (place){position, word, beginning};
        else
            got = no_memory(p);
        if (!slot)
            break;
    }
    xapian_positions_free(positions);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

static int by_bytes(const void *left, const void *right)
{
    return ph_cmp(*(const ph_str *)left, *(const ph_str *)right);
}

/* Those of the terms that the document has, in byte order. */
static xapian_status terms_of_document(picker *p, xapian_docid docid, const ph_strs *terms,
                                       ph_strs *found)
{
    xapian_terms *its = NULL;
    ph_str term = PH_ABSENT;
    ph_str *sorted = ph_alloc(p->arena, terms->n * sizeof *sorted);
    if (!sorted)
        return no_memory(p);
    for (size_t i = 0; i < terms->n; i++)
        sorted[i] = terms->v[i];
    qsort(sorted, terms->n, sizeof *sorted, by_bytes);
    xapian_status got = xapian_db_doc_terms(p->r->all, docid, &its, p->why);
    for (size_t i = 0; !got && !*p->status && i < terms->n; i++) {
        got = xapian_terms_skip_to(its, sorted[i].s, sorted[i].n, &term.s, &term.n, p->why);
        if (!got && ph_eq(term, sorted[i]) && !ph_strs_add(p->arena, found, sorted[i]))
            *p->status = ph_fail_memory(p->err);
    }
    xapian_terms_free(its);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

/* The places of terms that words have which begin as the question says: other words may have
 * the same term ("govern"), see keep_beginnings. */
static xapian_status gather_beginnings(picker *p, xapian_docid docid, const ph_node *node)
{
    const ph_plan *plan = &p->u->plan;
    ph_strs found = {0};
    xapian_status got = XAPIAN_OK;
    if (!node || node->demand == PH_MUST_NOT)
        return got;
    for (size_t i = 0; !got && !*p->status && i < node->children.n; i++)
        got = gather_beginnings(p, docid, node->children.v[i]);
    if (node->type == PH_NODE_PREFIX && node->terms.n && !got && !*p->status)
        got = terms_of_document(p, docid, &node->terms, &found);
    for (size_t i = 0; found.n && i < plan->prefixes.n; i++)
        for (size_t t = 0; ph_strs_has(&node->beginnings, plan->prefixes.v[i]) && !got &&
                           !*p->status && t < found.n;
             t++)
            got = gather_term(p, docid, found.v[t], p->words[plan->terms.n + i],
                              &plan->prefixes.v[i]);
    return got;
}

static int by_position(const void *left, const void *right)
{
    const place *a = left, *b = right;
    if (a->position != b->position)
        return a->position < b->position ? -1 : 1;
    return a->word < b->word ? -1 : a->word > b->word;
}

static xapian_status gather(picker *p, xapian_docid docid)
{
    const ph_plan *plan = &p->u->plan;
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; !got && !*p->status && i < plan->terms.n; i++)
        if (ph_plan_counts(&plan->terms.v[i], p->record->language))
            got = gather_term(p, docid, plan->terms.v[i].term, p->words[i], NULL);
    if (!got && !*p->status && plan->prefixes.n)
        got = gather_beginnings(p, docid, p->u->tree);
    if (p->places.n)
        qsort(p->places.v, p->places.n, sizeof *p->places.v, by_position);
    return got;
}

/* --- headings -------------------------------------------------------------------------------------- */

/* A text being looked through for words of the question. */
typedef struct look {
    const ph_plan *plan;
    const unsigned *numbers;
    ph_str language;
    uint64_t words;
    size_t n; /* of all words */
} look;

static bool look_at(void *user, ph_token token)
{
    look *l = user;
    l->n++;
    for (size_t i = 0; i < l->plan->terms.n; i++)
        if (ph_plan_counts(&l->plan->terms.v[i], l->language) &&
            ph_eq(l->plan->terms.v[i].term, token.term))
            l->words |= UINT64_C(1) << l->numbers[i];
    for (size_t i = 0; i < l->plan->prefixes.n; i++)
        if (ph_starts(*token.word, l->plan->prefixes.v[i]))
            l->words |= UINT64_C(1) << l->numbers[l->plan->terms.n + i];
    return true;
}

static look look_through(picker *p, ph_str text)
{
    look l = {.plan = &p->u->plan, .numbers = p->words, .language = p->record->language};
    if (!*p->status)
        *p->status =
            ph_analyze(p->r->analyzer, p->record->language, text, look_at, &l, p->err);
    return l;
}

static bool same_path(const ph_strs *a, const ph_strs *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; i < a->n && same; i++)
        same = ph_eq(a->v[i], b->v[i]);
    return same;
}

/* Where the text of a passage begins, behind the headings that it opens; *words: those of the
 * question in all headings above it. */
static xapian_termpos text_begins(picker *p, size_t passage, uint64_t *words)
{
    const ph_passage *at = &p->record->passages.v[passage];
    const ph_strs *before = passage ? &at[-1].heading : NULL;
    xapian_termpos begins = at->position;
    size_t title = at->heading.n - ph_headings_below_title(p->record, &at->heading).n;
    bool opens = !before || !same_path(before, &at->heading);
    *words = 0;
    if (!opens && p->path && same_path(p->path, &at->heading)) {
        *words = p->path_words;
        return begins;
    }
    for (size_t h = 0; h < at->heading.n; h++) {
        look l = look_through(p, at->heading.v[h]);
        if (!before || h >= before->n || !ph_eq(before->v[h], at->heading.v[h]))
            begins += (xapian_termpos)l.n + PH_PASSAGE_GAP;
        *words |= h >= title ? l.words : 0;
    }
    p->path = &at->heading;
    p->path_words = *words;
    return begins;
}

/* --- candidates ------------------------------------------------------------------------------------ */

/* The last passage that begins at or before the position, or n. */
static size_t passage_at(const ph_record *record, xapian_termpos position)
{
    size_t low = 0, high = record->passages.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (record->passages.v[middle].position <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : record->passages.n;
}

static unsigned bits(uint64_t set)
{
    return (unsigned)__builtin_popcountll(set);
}

/* How many positions the shortest piece takes that has all words of the places [from, to). */
static double shortest(const picker *p, size_t from, size_t to, uint64_t words)
{
    size_t times[WORDS_MAX] = {0}, first = from;
    unsigned missing = bits(words);
    double best = INFINITY;
    for (size_t i = from; i < to; i++) {
        missing -= times[p->places.v[i].word]++ == 0;
        for (; missing == 0; first++) {
            double length =
                (double)p->places.v[i].position - (double)p->places.v[first].position + 1;
            best = length < best ? length : best;
            missing += --times[p->places.v[first].word] == 0;
        }
    }
    return best;
}

static double kind_factor(ph_kind kind)
{
    return ph_kind_is_unit(kind) ? 1.2 : kind == PH_TABLE ? 0.8 : 1;
}

/* What the places [from, to), all in one passage's text, come to. */
static void weigh(const picker *p, size_t from, size_t to, candidate *c)
{
    double sum = 0, again = 0;
    for (size_t i = from; i < to; i++) {
        uint64_t bit = UINT64_C(1) << p->places.v[i].word;
        *(c->text & bit ? &again : &sum) += p->rarity[p->places.v[i].word];
        c->text |= bit;
    }
    unsigned n = bits(c->text);
    if (n > 1)
        sum += CLOSE * sum * n / shortest(p, from, to, c->text);
    again = AGAIN * again < sum ? AGAIN * again : sum;
    uint64_t above = c->headings & ~c->text;
    for (unsigned w = 0; w < WORDS_MAX; w++)
        if (above >> w & 1)
            sum += HEADING_SHARE * p->rarity[w];
    c->covered = n + HEADING_SHARE * bits(above);
    c->score = (sum + again) * kind_factor(p->record->passages.v[c->passage].kind);
}

/* A passage's text being gone through with the places that are in it. */
typedef struct check {
    place *at, *end, *kept;
    xapian_termpos position; /* of the next word */
} check;

static bool check_word(void *user, ph_token token)
{
    check *c = user;
    for (; c->at < c->end && c->at->position == c->position; c->at++)
        if (!c->at->beginning || ph_starts(*token.word, *c->at->beginning))
            *c->kept++ = *c->at;
    c->position++;
    return c->at < c->end;
}

/* Of the places [from, to) in a passage's text those whose words begin as they are to; returns
 * where they end now. */
static size_t keep_beginnings(picker *p, size_t passage, xapian_termpos begins, size_t from,
                              size_t to)
{
    bool any = false;
    for (size_t i = from; i < to && !any; i++)
        any = p->places.v[i].beginning != NULL;
    if (!any || *p->status)
        return to;
    place *v = p->places.v;
    check c = {v + from, v + to, v + from, begins};
    *p->status = ph_analyze(p->r->analyzer, p->record->language,
                            p->record->passages.v[passage].text, check_word, &c, p->err);
    return (size_t)(c.kept - v);
}

/* Passage after passage that has any of the words. */
static void find_candidates(picker *p)
{
    for (size_t from = 0, to; from < p->places.n && !*p->status; from = to) {
        size_t passage = passage_at(p->record, p->places.v[from].position);
        for (to = from + 1; to < p->places.n &&
                            passage_at(p->record, p->places.v[to].position) == passage;)
            to++;
        if (passage == p->record->passages.n) /* title, names */
            continue;
        candidate *c = PH_PUSH(p->arena, &p->found);
        if (!c) {
            *p->status = ph_fail_memory(p->err);
            return;
        }
        *c = (candidate){.passage = passage};
        xapian_termpos begins = text_begins(p, passage, &c->headings);
        while (from < to && p->places.v[from].position < begins)
            from++;
        weigh(p, from, keep_beginnings(p, passage, begins, from, to), c);
        if (c->covered == 0) /* nothing, or words of the title, as a heading */
            p->found.n--;
    }
}

static int best_first(const void *left, const void *right)
{
    const candidate *a = left, *b = right;
    if (a->covered != b->covered)
        return a->covered < b->covered ? 1 : -1;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return a->passage < b->passage ? -1 : a->passage > b->passage;
}

/* --- choosing --------------------------------------------------------------------------------------- */

static bool say_the_same(const ph_word_set *a, const ph_word_set *b)
{
    size_t both = 0, less = a->n < b->n ? a->n : b->n;
    for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
        both += a->v[i] == b->v[j];
        bool left = a->v[i] <= b->v[j], right = b->v[j] <= a->v[i];
        i += left;
        j += right;
    }
    return (double)both >= ALIKE * (double)less;
}

static bool beside(size_t a, size_t b)
{
    return a + 1 == b || b + 1 == a;
}

/* Takes the first candidate that says something else than those chosen and, if one that is as
 * good does, does not stand beside any; whatever is left if there is no such one. */
static size_t next_one(const picker *p, const ph_word_set *words, size_t n,
                       const bool *taken, const size_t *chosen, size_t count)
{
    size_t fresh = n, any = n;
    for (size_t i = 0; i < n; i++) {
        bool same = false, near = false;
        for (size_t c = 0; c < count && !taken[i]; c++) {
            same |= say_the_same(&words[i], &words[chosen[c]]);
            near |= beside(p->found.v[i].passage, p->found.v[chosen[c]].passage);
        }
        if (taken[i])
            continue;
        any = any == n ? i : any;
        if (!same && (fresh == n || p->found.v[i].covered == p->found.v[fresh].covered)) {
            fresh = fresh == n ? i : fresh;
            if (!near)
                return i;
        }
    }
    return fresh < n ? fresh : any;
}

static void choose(picker *p, size_t best[PH_PASSAGES_SHOWN], size_t *count)
{
    ph_word_set words[LOOKED_AT] = {{0}};
    bool taken[LOOKED_AT] = {false};
    size_t chosen[PH_PASSAGES_SHOWN], n = p->found.n < LOOKED_AT ? p->found.n : LOOKED_AT;
    if (p->found.n)
        qsort(p->found.v, p->found.n, sizeof *p->found.v, best_first);
    for (size_t i = 0; i < n && !*p->status; i++)
        *p->status = ph_word_set_make(p->r, p->record->language,
                                      p->record->passages.v[p->found.v[i].passage].text,
                                      p->arena, &words[i], p->err);
    for (*count = 0; *count < PH_PASSAGES_SHOWN && *count < n && !*p->status; ++*count) {
        size_t i = next_one(p, words, n, taken, chosen, *count);
        taken[i] = true;
        chosen[*count] = i;
        best[*count] = p->found.v[i].passage;
    }
}

xapian_status ph_pick(ph_reader *r, ph_search_unit *u, xapian_docid docid,
                      const ph_record *record, size_t best[PH_PASSAGES_SHOWN], size_t *n,
                      ph_status *status, ph_error *err, xapian_error *why)
{
    picker p = {.r = r,
                .u = u,
                .record = record,
                .arena = ph_arena_new(),
                .status = status,
                .err = err,
                .why = why};
    *n = 0;
    if (!p.arena)
        return no_memory(&p);
    xapian_status got = number_words(&p) ? gather(&p, docid) : no_memory(&p);
    if (!got && !*status)
        find_candidates(&p);
    if (!got && !*status)
        choose(&p, best, n);
    ph_arena_free(p.arena);
    return got;
}
