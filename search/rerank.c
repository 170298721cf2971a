/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The second thought: the best documents of the first pass, ordered by more than BM25 sees.
 *
 * All that is read is of the documents themselves and of the whole index, so the order is the
 * same however the index is cut into shards.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/bm25.h"
#include "search/evidence.h"
#include "search/feedback.h"
#include "search/match_private.h"
#include "search/text.h"
#include "search/ties.h"

/* Weights, chosen by measurement: HACKING.md, "The order of answers". */
#define NEAR_WEIGHT 0.3
#define SCATTERED_WEIGHT 0.3
#define FEEDBACK_WEIGHT 0.35 /* of the learned words; the question has the rest */
#define FREQUENT 0.3         /* a word in a larger part of the documents is not learned */

#define LANGUAGE_WEIGHT 0.05 /* of the best document's: to be in the question's language */

#define PLACES_MAX 500 /* of a word in a document that are looked at */

/* How many of the best documents are looked at again. */
enum {
    FOR_PLACES = 20,       /* for where the question's words stand */
    FOR_FEEDBACK = 20,     /* for words that the best ones have in common */
    FOR_FEEDBACK_ANY = 200 /* the same where match=any was asked for */
};

/* Feedback is dear and gives short questions little. */
#define FEEDBACK_QUESTION 5   /* words that a question has at least */
#define FEEDBACK_AVERAGE 1000 /* longer documents have several subjects */
#define FEEDBACK_LENGTH 4000  /* longer ones are not heard */

typedef struct reranker {
    ph_reader *r;
    ph_search_unit *u;
    ph_founds *found;
    ph_ranked_words words;
    PH_VEC(ph_asked_terms) forms; /* of each word: its terms that documents have */
    double average;               /* length of a document */
    size_t *work;                 /* a number for each word */
    uint64_t language;            /* that feedback is in; 0: the index has but one */
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} reranker;

static xapian_status no_memory(const reranker *k)
{
    *k->status = ph_fail_memory(k->err);
    return XAPIAN_OK;
}

/* --- how often ------------------------------------------------------------------------------- */

/* How rare a word is in any of its forms; those that no document has are left out. */
static xapian_status look_up_word(const reranker *k, const ph_asked_terms *terms,
                                  ph_ranked_word *word, ph_asked_terms *forms)
{
    double without = 1, documents = k->r->documents;
    for (size_t i = 0; i < terms->n; i++) {
        xapian_doccount freq = 0;
        xapian_status got = ph_term_freq(k->r, terms->v[i].term, &freq, k->why);
        if (got)
            return got;
        without *= 1 - freq / documents;
        ph_asked_term *form = freq ? PH_PUSH(k->u->arena, forms) : NULL;
        if (freq && !form)
            return no_memory(k);
        if (form)
            *form = terms->v[i];
    }
    word->rarity = ph_bm25_rarity((1 - without) * documents, documents);
    return XAPIAN_OK;
}

static ph_ranked_word *find_word(const reranker *k, ph_str name)
{
    for (size_t i = 0; i < k->words.n; i++)
        if (ph_eq(k->words.v[i].name, name))
            return &k->words.v[i];
    return NULL;
}

/* The question's words, each once; those that no document has tell nothing. */
static xapian_status find_words(reranker *k)
{
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; i < k->u->plan.places.n && !got && !*k->status; i++) {
        const ph_asked_terms *asked = &k->u->plan.places.v[i];
        ph_ranked_word *known = find_word(k, asked->v[0].term),
                       word = {.name = asked->v[0].term, .times = 1};
        ph_asked_terms forms = {0};
        if (known) {
            known->times++;
            continue;
        }
        got = look_up_word(k, asked, &word, &forms);
        if (got || *k->status || !forms.n)
            continue;
        ph_ranked_word *slot = PH_PUSH(k->u->arena, &k->words);
        ph_asked_terms *its = PH_PUSH(k->u->arena, &k->forms);
        if (!slot || !its)
            return no_memory(k);
        *slot = word;
        *its = forms;
    }
    return got;
}

/* By the question alone, so that a choice of facets changes nothing. */
static size_t feedback_depth(const ph_search_unit *u)
{
    if (!(u->query->aids & PH_AID_FEEDBACK))
        return 0;
    if (u->query->match == PH_MATCH_ANY)
        return FOR_FEEDBACK_ANY;
    return u->plan.places.n >= FEEDBACK_QUESTION ? FOR_FEEDBACK : 0;
}

/* --- order -------------------------------------------------------------------------------- */

static int by_weight(const void *a, const void *b)
{
    const ph_found *x = a, *y = b;
    if (x->all_words != y->all_words)
        return x->all_words ? -1 : 1;
    return (x->weight < y->weight) - (x->weight > y->weight);
}

/* The first n documents, where weights that differ by rounding alone are equal. */
static xapian_status sort(const reranker *k, size_t n)
{
    ph_found *v = k->found->v;
    for (size_t i = 0; i < n; i++)
        v[i].weight = round(v[i].weight * 1e6) / 1e6;
    if (n > 1)
        qsort(v, n, sizeof *v, by_weight);
    return ph_sort_ties(k->r->all, v, n, k->why);
}

static size_t at_most(const reranker *k, size_t n)
{
    return n < k->found->n ? n : k->found->n;
}

/* --- the question's language -------------------------------------------------------------------- */

/* A language's number, whatever script it is written in: "sr-Latn" is "sr". */
static uint64_t number_of(ph_str code)
{
    ph_str language = ph_language_primary(code);
    return ph_hash(language.s, language.n, PH_HASH_SEED);
}

#define NO_LANGUAGE 1

/* Notes the language that a document says it is in, by its terms, which are at their
 * beginning. */
static xapian_status note_language(const reranker *k, xapian_terms *terms, ph_found *found)
{
    const ph_str prefix = PH_STR("XL:");
    ph_str term = PH_ABSENT;
    xapian_status got =
        xapian_terms_skip_to(terms, prefix.s, prefix.n, &term.s, &term.n, k->why);
    bool told = !got && ph_eq(ph_sub(term, 0, prefix.n), prefix);
    found->language = told ? number_of(ph_sub(term, prefix.n, term.n)) : NO_LANGUAGE;
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

static xapian_status read_language(const reranker *k, ph_found *found)
{
    xapian_terms *terms = NULL;
    if (found->language)
        return XAPIAN_OK;
    xapian_status got = xapian_db_doc_terms(k->r->all, found->docid, &terms, k->why);
    if (!got)
        got = note_language(k, terms, found);
    xapian_terms_free(terms);
    return got;
}

/* Of documents that say the same, the one in the language of the question comes first. */
static xapian_status prefer_language(reranker *k)
{
    ph_str asked = k->u->plan.language;
    size_t n = at_most(k, FOR_PLACES);
    xapian_status got = XAPIAN_OK;
    if (!asked.n || k->r->languages.n < 2 || !(k->u->query->aids & PH_AID_LANGUAGE))
        return got;
    const double best = k->found->v[0].weight;
    const uint64_t wanted = number_of(asked);
    for (size_t i = 0; i < n && !got; i++) {
        got = read_language(k, &k->found->v[i]);
        if (k->found->v[i].language == wanted)
            k->found->v[i].weight += LANGUAGE_WEIGHT * best;
    }
    return got ? got : sort(k, n);
}

/* --- where words stand ------------------------------------------------------------------------- */

typedef PH_VEC(ph_word_place) places;

static int by_position(const void *a, const void *b)
{
    const ph_word_place *x = a, *y = b;
    return x->position != y->position ? (x->position < y->position ? -1 : 1)
                                      : (x->word > y->word) - (x->word < y->word);
}

static xapian_status read_places(reranker *k, xapian_docid docid, uint32_t word,
                                 ph_str term, places *out)
{
    xapian_positions *positions = NULL;
    xapian_termpos position;
    size_t limit = out->n + PLACES_MAX;
    xapian_status got =
        xapian_db_positions(k->r->all, docid, term.s, term.n, &positions, k->why);
    while (!got && out->n < limit &&
           !(got = xapian_positions_next(positions, &position, k->why))) {
        ph_word_place *place = PH_PUSH(k->u->arena, out);
        if (!place) {
            got = no_memory(k);
            break;
        }
        *place = (ph_word_place){position, word};
    }
    xapian_positions_free(positions);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

/* What labels bring counts in documents of their language. */
static xapian_status read_form(reranker *k, ph_found *found, uint32_t word,
                               const ph_asked_term *form, places *out)
{
    xapian_status got = form->language.n ? read_language(k, found) : XAPIAN_OK;
    if (got || (form->language.n && found->language != number_of(form->language)))
        return got;
    return read_places(k, found->docid, word, form->term, out);
}

static xapian_status weigh_places(reranker *k, ph_found *found, places *at)
{
    xapian_termcount length = 0;
    xapian_status got = XAPIAN_OK;
    at->n = 0;
    for (uint32_t w = 0; w < k->words.n && !got && !*k->status; w++)
        for (size_t i = 0; i < k->forms.v[w].n && !got && !*k->status; i++)
            got = read_form(k, found, w, &k->forms.v[w].v[i], at);
    if (!got)
        got = xapian_db_doc_length(k->r->all, found->docid, &length, k->why);
    if (got || *k->status)
        return got;
    if (at->n > 1)
        qsort(at->v, at->n, sizeof *at->v, by_position);
    if (k->u->query->aids & PH_AID_NEAR)
        found->weight +=
            NEAR_WEIGHT * ph_evidence_near(&k->words, at->v, at->n, length, k->average);
    if (k->u->query->aids & PH_AID_PASSAGES)
        found->weight -=
            SCATTERED_WEIGHT * ph_evidence_scattered(&k->words, at->v, at->n, k->work);
    return XAPIAN_OK;
}

/* One word is near to nothing, and never scattered. */
static xapian_status look_at_places(reranker *k)
{
    places at = {0};
    size_t n = at_most(k, FOR_PLACES);
    xapian_status got = XAPIAN_OK;
    if (k->words.n < 2 || !(k->u->query->aids & (PH_AID_NEAR | PH_AID_PASSAGES)))
        return got;
    k->work = ph_alloc(k->u->arena, k->words.n * sizeof *k->work);
    if (!k->work)
        return no_memory(k);
    for (size_t i = 0; i < n && !got && !*k->status; i++)
        got = weigh_places(k, &k->found->v[i], &at);
    return got || *k->status ? got : sort(k, n);
}

/* --- what the best ones say -------------------------------------------------------------------- */

static xapian_status hear(reranker *k, ph_feedback *feedback, xapian_docid docid,
                          double voice)
{
    xapian_terms *terms = NULL;
    xapian_termcount length = 0, often;
    ph_str term;
    xapian_status got = xapian_db_doc_length(k->r->all, docid, &length, k->why);
    if (!got && length > FEEDBACK_LENGTH)
        return got;
    if (!got)
        got = xapian_db_doc_terms(k->r->all, docid, &terms, k->why);
    while (!got && !*k->status &&
           !(got = xapian_terms_next(terms, &term.s, &term.n, k->why))) {
        if (!ph_feedback_fits(term))
            continue;
        got = xapian_terms_wdf(terms, &often, k->why);
        if (!got && !ph_feedback_hear(feedback, term,
                                      voice * ph_bm25_share(often, length, k->average)))
            got = no_memory(k);
    }
    xapian_terms_free(terms);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

static xapian_status look_up(reranker *k, ph_feedback *feedback)
{
    size_t n = 0;
    double documents = k->r->documents;
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; i < feedback->words.n && n < PH_FEEDBACK_TRIED && !got; i++) {
        ph_heard *word = &feedback->words.v[i];
        xapian_doccount freq = 0;
        if (ph_stop_word(k->u->plan.stop_language, word->term))
            continue;
        got = ph_term_freq(k->r, word->term, &freq, k->why);
        if (freq > 1 && freq < FREQUENT * documents) {
            word->rarity = ph_bm25_rarity(freq, documents);
            feedback->words.v[n++] = *word;
        }
    }
    feedback->words.n = n;
    return got;
}

/* Only those are heard who speak the language that has most to say: words of one tell nothing
 * of a document in another. */
static xapian_status choose_language(reranker *k, double *voices, size_t n)
{
    ph_found *v = k->found->v;
    double most = 0;
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; i < n && !got; i++)
        got = read_language(k, &v[i]);
    for (size_t i = 0; i < n && !got; i++) {
        double sum = 0;
        for (size_t j = 0; j < n; j++)
            sum += v[j].language == v[i].language ? voices[j] : 0;
        if (sum > most) {
            most = sum;
            k->language = v[i].language;
        }
    }
    for (size_t i = 0; i < n && !got; i++)
        voices[i] = v[i].language == k->language ? voices[i] / most : 0;
    return got;
}

/* Words of the documents that are heard, as a model in byte order. */
static xapian_status learn(reranker *k, ph_feedback *feedback)
{
    double weights[PH_FEEDBACK_DOCUMENTS], voices[PH_FEEDBACK_DOCUMENTS], best = 0;
    size_t n = at_most(k, PH_FEEDBACK_DOCUMENTS);
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; i < n; i++)
        best = fmax(best, weights[i] = k->found->v[i].weight);
    if (!(best > 0))
        return got;
    ph_feedback_voices(weights, n, best, voices);
    if (k->r->languages.n > 1)
        got = choose_language(k, voices, n);
    for (size_t i = 0; i < n && !got && !*k->status; i++)
        if (voices[i] > 0)
            got = hear(k, feedback, k->found->v[i].docid, voices[i]);
    ph_feedback_sort(feedback, SIZE_MAX);
    if (!got && !*k->status)
        got = look_up(k, feedback);
    ph_feedback_learn(feedback);
    return got;
}

/* What a document has of the model, as a word of the question would weigh; below 0: it is in
 * another language. */
static xapian_status agreement(reranker *k, const ph_feedback *feedback, ph_found *found,
                               double *sum)
{
    xapian_terms *terms = NULL;
    xapian_termcount length = 0, often;
    ph_str term = PH_ABSENT;
    *sum = -1;
    if (found->language && found->language != k->language)
        return XAPIAN_OK;
    xapian_status got = xapian_db_doc_length(k->r->all, found->docid, &length, k->why);
    if (!got)
        got = xapian_db_doc_terms(k->r->all, found->docid, &terms, k->why);
    if (!got && k->language && !found->language)
        got = note_language(k, terms, found);
    if (found->language == k->language)
        *sum = 0;
    for (size_t i = 0; *sum >= 0 && i < feedback->words.n && !got; i++) {
        const ph_heard *word = &feedback->words.v[i];
        got = xapian_terms_skip_to(terms, word->term.s, word->term.n, &term.s, &term.n,
                                   k->why);
        if (got || !ph_eq(term, word->term))
            continue;
        got = xapian_terms_wdf(terms, &often, k->why);
        if (!got)
            *sum += word->share * word->rarity * ph_bm25_share(often, length, k->average);
    }
    xapian_terms_free(terms);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

/* Adds to each document what it has of the model.  One in another language gets what those in
 * the model's language have for its weight: its place among them stays, on average. */
static xapian_status add_agreement(reranker *k, const double *sums, size_t n)
{
    double words = 0, agreed = 0, weight = 0;
    for (size_t i = 0; i < k->words.n; i++)
        words += k->words.v[i].times;
    for (size_t i = 0; i < n; i++)
        if (sums[i] >= 0) {
            agreed += sums[i];
            weight += k->found->v[i].weight;
        }
    for (size_t i = 0; i < n; i++) {
        ph_found *f = &k->found->v[i];
        double sum = sums[i] >= 0 ? sums[i] : weight > 0 ? f->weight * agreed / weight : 0;
        f->weight += FEEDBACK_WEIGHT / (1 - FEEDBACK_WEIGHT) * words * sum;
    }
    return sort(k, n);
}

static xapian_status take_feedback(reranker *k)
{
    ph_feedback feedback = {.arena = k->u->arena};
    size_t n = at_most(k, feedback_depth(k->u));
    if (n == 0 || k->average > FEEDBACK_AVERAGE)
        return XAPIAN_OK;
    xapian_status got = learn(k, &feedback);
    if (got || *k->status || !feedback.words.n)
        return got;
    double *sums = ph_alloc(k->u->arena, n * sizeof *sums);
    if (!sums)
        return no_memory(k);
    for (size_t i = 0; i < n && !got; i++)
        got = agreement(k, &feedback, &k->found->v[i], &sums[i]);
    return got ? got : add_agreement(k, sums, n);
}

/* --- both -------------------------------------------------------------------------------------- */

size_t ph_rerank_depth(const ph_search_unit *u)
{
    size_t depth = feedback_depth(u);
    if (u->query->sort != PH_SORT_RELEVANCE || u->plan.places.n == 0)
        return 0;
    if (depth == 0 && u->plan.places.n > 1 && u->query->aids)
        depth = FOR_PLACES;
    return depth;
}

xapian_status ph_rerank(ph_reader *r, ph_search_unit *u, ph_founds *found,
                        ph_status *status, ph_error *err, xapian_error *why)
{
    reranker k = {.r = r, .u = u, .found = found, .status = status, .err = err, .why = why};
    if (found->n < 2)
        return XAPIAN_OK;
    xapian_status got = xapian_db_average_length(r->all, &k.average, why);
    if (!got)
        got = find_words(&k);
    if (!got && !*status)
        got = sort(&k, found->n);
    if (!got && !*status)
        got = prefer_language(&k);
    if (!got && !*status)
        got = look_at_places(&k);
    if (!got && !*status)
        got = take_feedback(&k);
    return got;
}
