/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/match_private.h"
#include "search/similar.h"
#include "search/store_private.h"

#define LOOKED_AT 300 /* most frequent words of the document, whose rarity is asked for */
#define WORDS 15      /* that it is known by */
#define WORD_BYTES 3  /* shorter ones say little, and are in very many documents */
/* Where there are many documents, words in a tenth of them cost most and say least. */
#define MANY 1000
#define FREQUENT 10
#define ALIKE 0.22 /* below this share of its own score nothing is like it */

typedef struct word {
    ph_str term;
    xapian_termcount times;
    double weight;
} word;

typedef struct seeker {
    ph_str id;
    size_t limit;
    ph_arena *arena;
    ph_result *result;
    xapian_docid docid;
    PH_VEC(word) words;
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} seeker;

static xapian_status no_memory(seeker *s)
{
    *s->status = ph_fail_memory(s->err);
    return XAPIAN_OK;
}

/* --- words ---------------------------------------------------------------------------------------- */

static int most_often_first(const void *left, const void *right)
{
    const word *a = left, *b = right;
    if (a->times != b->times)
        return a->times < b->times ? 1 : -1;
    return ph_cmp(a->term, b->term);
}

static int heaviest_first(const void *left, const void *right)
{
    const word *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    return ph_cmp(a->term, b->term);
}

static bool is_word(ph_str term)
{
    char c = term.s[0];
    return term.n >= WORD_BYTES && c != '!' && !(c >= 'A' && c <= 'Z') &&
           !(c >= '0' && c <= '9');
}

static xapian_status read_words(const ph_reader *r, seeker *s)
{
    xapian_terms *terms = NULL;
    ph_str term;
    xapian_status got = xapian_db_doc_terms(r->all, s->docid, &terms, s->why);
    while (!got && !(got = xapian_terms_next(terms, &term.s, &term.n, s->why))) {
        if (!is_word(term))
            continue;
        word *w = PH_PUSH(s->arena, &s->words);
        if (!w || !(w->term = ph_dup(s->arena, term)).s) {
            got = no_memory(s);
            break;
        }
        got = xapian_terms_wdf(terms, &w->times, s->why);
    }
    xapian_terms_free(terms);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

/* The words that tell the document from others, heaviest first. */
static xapian_status weigh_words(ph_reader *r, seeker *s)
{
    xapian_status got = XAPIAN_OK;
    if (s->words.n)
        qsort(s->words.v, s->words.n, sizeof *s->words.v, most_often_first);
    s->words.n = s->words.n < LOOKED_AT ? s->words.n : LOOKED_AT;
    for (size_t i = 0; !got && i < s->words.n; i++) {
        word *w = &s->words.v[i];
        xapian_doccount freq = 0;
        got = ph_term_freq(r, w->term, &freq, s->why);
        bool tells = freq > 1 && (r->documents < MANY || freq < r->documents / FREQUENT);
        w->weight = tells ? (1 + log(w->times)) * log((double)r->documents / freq) : 0;
    }
    if (s->words.n)
        qsort(s->words.v, s->words.n, sizeof *s->words.v, heaviest_first);
    s->words.n = s->words.n < WORDS ? s->words.n : WORDS;
    while (s->words.n && s->words.v[s->words.n - 1].weight <= 0)
        s->words.n--;
    return got;
}

/* --- the search ------------------------------------------------------------------------------------ */

/* Any of the words, each counting as often as the document says it, dampened. */
static xapian_status make_query(const seeker *s, xapian_query **out)
{
    xapian_query *words[WORDS] = {NULL};
    xapian_status got = XAPIAN_OK;
    *out = NULL;
    for (size_t i = 0; !got && i < s->words.n; i++) {
        const word *w = &s->words.v[i];
        xapian_query *plain = NULL;
        got = xapian_query_term(w->term.s, w->term.n, 1, 0, &plain, s->why);
        if (!got)
            got = xapian_query_scale(plain, 1 + log(w->times), &words[i], s->why);
        xapian_query_free(plain);
    }
    if (!got)
        got = xapian_query_combine(XAPIAN_OP_OR, (const xapian_query *const *)words,
                                   s->words.n, 0, out, s->why);
    for (size_t i = 0; i < s->words.n; i++)
        xapian_query_free(words[i]);
    return got;
}

static xapian_status show(ph_reader *r, seeker *s, xapian_docid docid, double score)
{
    xapian_document *doc = NULL;
    ph_hit *hit = PH_PUSH(s->arena, &s->result->hits);
    if (!hit)
        return no_memory(s);
    *hit = (ph_hit){.score = score};
    xapian_status got = xapian_db_document(r->all, docid, &doc, s->why);
    if (!got)
        got = ph_reader_record(doc, s->arena, &hit->record, s->status, s->err, s->why);
    xapian_document_free(doc);
    return got;
}

/* All but its own work, which nearly always comes with the highest weight: likeness is measured by
 * that. */
static xapian_status take(ph_reader *r, seeker *s, const xapian_mset *mset, uint64_t work)
{
    xapian_status got = XAPIAN_OK;
    double own = 0;
    for (xapian_doccount i = 0;
         !got && !*s->status && i < xapian_mset_size(mset) && s->result->hits.n < s->limit;
         i++) {
        xapian_docid docid = 0;
        double weight = 0;
        ph_str key = {NULL, 0};
        got = xapian_mset_docid(mset, i, &docid, s->why);
        if (!got)
            got = xapian_mset_weight(mset, i, &weight, s->why);
        if (!got)
            got = xapian_mset_collapse_key(mset, i, &key.s, &key.n, s->why);
        own = weight > own ? weight : own;
        bool mine = docid == s->docid ||
                    (key.n == sizeof work && memcmp(key.s, &work, sizeof work) == 0);
        if (!got && !mine && weight >= ALIKE * own)
            got = show(r, s, docid, weight / own);
    }
    return got;
}

static xapian_status search(ph_reader *r, seeker *s, uint64_t work)
{
    xapian_query *query = NULL;
    xapian_mset *mset = NULL;
    xapian_status got = make_query(s, &query);
    if (!got)
        got = ph_best_works(r, query, s->limit + 1, &mset, s->why);
    if (!got)
        got = take(r, s, mset, work);
    xapian_mset_free(mset);
    xapian_query_free(query);
    return got;
}

static xapian_status seek(ph_reader *r, void *user, ph_status *status, ph_error *err,
                          xapian_error *why)
{
    seeker *s = user;
    char term[PH_ID_BYTES + 2];
    xapian_postings *postings = NULL;
    ph_record record = {0};
    xapian_document *doc = NULL;
    s->status = status;
    s->err = err;
    s->why = why;
    s->words.n = 0;
    *s->result = (ph_result){0};
    size_t n = ph_id_term(s->id, term);
    xapian_status got = xapian_db_postings(r->all, term, n, &postings, why);
    if (!got)
        got = xapian_postings_next(postings, &s->docid, why);
    if (!got)
        got = xapian_db_document(r->all, s->docid, &doc, why);
    if (!got)
        got = ph_reader_record(doc, s->arena, &record, status, err, why);
    if (!got && !*status)
        got = read_words(r, s);
    if (!got && !*status)
        got = weigh_words(r, s);
    if (!got && !*status && s->words.n)
        got = search(r, s, ph_work_number(&record));
    if (got == XAPIAN_END) { /* removed since it was looked at */
        *status = ph_fail(err, PH_NOT_FOUND, "there is no document '%.*s'", PH_FMT(s->id));
        got = XAPIAN_OK;
    }
    xapian_document_free(doc);
    xapian_postings_free(postings);
    return got;
}

ph_status ph_similar(ph_reader *r, ph_str id, size_t limit, ph_arena *arena,
                     ph_result *result, ph_error *err)
{
    seeker s = {.id = id, .limit = limit, .arena = arena, .result = result};
    if (!id.n || id.n > PH_ID_BYTES)
        return ph_fail(err, PH_NOT_FOUND, "there is no document of that id");
    return ph_reader_run(r, seek, &s, err);
}
