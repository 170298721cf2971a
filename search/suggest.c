/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uscript.h>

#include "search/columns_cache.h"
#include "search/match_private.h"
#include "search/pack.h"
#include "search/suggest.h"
#include "search/text.h"
#include "search/wordlist.h"

/* How many of each kind stand in a list before the rest is filled up. */
#define CONCEPTS_FIRST 3
#define PHRASES_FIRST 4
#define TITLES_FIRST 3

#define CONCEPT_STEPS 100 /* concepts whose frequency is asked for */

typedef struct suggester {
    ph_reader *r;
    const ph_name_list *labels;
    ph_str text; /* clean */
    size_t limit;
    ph_arena *arena;
    ph_suggestions concepts, phrases, titles;
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} suggester;

const char *ph_suggestion_kind_name(ph_suggestion_kind kind)
{
    static const char *const names[] = {"title", "concept", "phrase", "word"};
    return names[kind];
}

static void no_memory(suggester *s)
{
    *s->status = ph_fail_memory(s->err);
}

static bool has_text(const ph_suggestions *list, ph_str text)
{
    for (size_t i = 0; i < list->n; i++)
        if (ph_eq(list->v[i].text, text))
            return true;
    return false;
}

static void add(suggester *s, ph_suggestions *list, ph_suggestion one)
{
    one.text = ph_dup(s->arena, one.text);
    ph_suggestion *slot = one.text.s ? PH_PUSH(s->arena, list) : NULL;
    if (slot)
        *slot = one;
    else
        no_memory(s);
}

/* Puts a suggestion among the best so far: most frequent first, then as they come, which is in
 * byte order. */
static void rank(suggester *s, ph_suggestions *best, ph_suggestion one)
{
    size_t at = best->n;
    if (best->n == s->limit && best->v[at - 1].documents >= one.documents)
        return;
    if (best->n < s->limit)
        add(s, best, one);
    else if (!(best->v[--at].text = ph_dup(s->arena, one.text)).s)
        no_memory(s);
    if (*s->status)
        return;
    one.text = best->v[at].text;
    for (; at > 0 && best->v[at - 1].documents < one.documents; at--)
        best->v[at] = best->v[at - 1];
    best->v[at] = one;
}

/* --- what was typed --------------------------------------------------------------------------- */

static bool join(void *user, ph_token token)
{
    ph_buf *out = user;
    if (out->n)
        ph_buf_byte(out, ' ');
    ph_buf_add(out, *token.word);
    return true;
}

/* The text folded in every language of the index and in none. */
static void fold(suggester *s, ph_str text, ph_strs *out)
{
    for (size_t l = 0; l <= s->r->languages.n && !*s->status; l++) {
        ph_str language = l ? s->r->languages.v[l - 1] : PH_STR("");
        ph_buf buf = {0};
        *s->status = ph_analyze(s->r->analyzer, language, text, join, &buf, s->err);
        ph_str folded = buf.failed ? PH_ABSENT : ph_dup(s->arena, ph_buf_str(&buf));
        ph_buf_free(&buf);
        if (!*s->status && (!folded.s || (folded.n && !ph_strs_has(out, folded) &&
                                          !ph_strs_add(s->arena, out, folded))))
            no_memory(s);
    }
}

/* --- concepts --------------------------------------------------------------------------------- */

/* A name in the script in which somebody writes is better than the same in another one. */
static bool same_script(ph_str a, ph_str b)
{
    size_t i = 0, j = 0;
    UErrorCode failed = U_ZERO_ERROR;
    return a.n && b.n &&
           uscript_getScript(ph_utf8_next(a, &i), &failed) ==
               uscript_getScript(ph_utf8_next(b, &j), &failed);
}

static bool has_concept(const ph_suggestions *list, const ph_concept_name *name)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].facet == name->facet && ph_eq(list->v[i].value, name->value))
            return true;
    return false;
}

static xapian_status concept_freq(suggester *s, const ph_concept_name *name,
                                  xapian_doccount *freq)
{
    ph_buf term = {0};
    xapian_status got = XAPIAN_OK;
    ph_facet_term(&term, name->facet, name->value);
    if (term.failed)
        no_memory(s);
    else
        got = ph_term_freq(s->r, ph_buf_str(&term), freq, s->why);
    ph_buf_free(&term);
    return got;
}

/* Concepts that documents have, each once: those named so in the script at hand first, in this
 * order those whose name begins so, or a later word of it; then by how many documents have
 * them. */
static xapian_status find_concepts(suggester *s, ph_str beginning)
{
    const ph_concept_name *names;
    size_t n = s->labels ? ph_name_list_find(s->labels, beginning, &names) : 0, steps = 0;
    xapian_status got = XAPIAN_OK;
    for (unsigned pass = 0; pass < 4 && s->concepts.n < s->limit; pass++) {
        ph_suggestions found = {0};
        for (size_t i = 0; i < n && steps < CONCEPT_STEPS && !got && !*s->status; i++) {
            const ph_concept_name *name = &names[i];
            xapian_doccount freq = 0;
            if (name->whole != !(pass & 1) ||
                same_script(name->text, s->text) != (pass < 2) ||
                has_concept(&s->concepts, name) || has_concept(&found, name))
                continue;
            steps++;
            got = concept_freq(s, name, &freq);
            if (!got && freq)
                rank(s, &found,
                     (ph_suggestion){.kind = PH_SUGGEST_CONCEPT,
                                     .text = name->text,
                                     .facet = name->facet,
                                     .value = name->value,
                                     .documents = freq});
        }
        for (size_t i = 0; i < found.n && s->concepts.n < s->limit && !*s->status; i++)
            add(s, &s->concepts, found.v[i]);
    }
    return got;
}

/* --- phrases ---------------------------------------------------------------------------------- */

#define PHRASE_DOCUMENTS 2 /* what fewer have is no frequent phrase */

/* A folded phrase as it is written by most; its documents are the sum of all spellings'. */
typedef struct spelling {
    ph_str folded, written;
    xapian_doccount freq, most;
} spelling;

static void finish_phrase(suggester *s, const spelling *p, ph_str head, ph_str beginning)
{
    if (!p->freq || ph_eq(p->folded, beginning)) /* all of it is there already */
        return;
    ph_str text = ph_dupf(s->arena, "%.*s%.*s", PH_FMT(head), PH_FMT(p->written));
    bool one = !memchr(p->folded.s, ' ', p->folded.n);
    if (!one && p->freq < PHRASE_DOCUMENTS)
        return;
    if (!text.s)
        no_memory(s);
    else
        rank(s, &s->phrases,
             (ph_suggestion){.kind = one ? PH_SUGGEST_WORD : PH_SUGGEST_PHRASE,
                             .text = text,
                             .documents = p->freq});
}

/* Words whose phrases cannot be frequent enough are passed over with all of them: a single word
 * stands before the phrases that begin with it, and as many documents have it at least. */
static xapian_status next_phrase(const suggester *s, xapian_terms *terms, ph_str *term)
{
    xapian_doccount freq = 0;
    char target[PH_TERM_BYTES + sizeof PH_SUGGEST_PHRASES];
    bool full = s->phrases.n == s->limit;
    bool single = term->n && term->n < sizeof target && !memchr(term->s, ' ', term->n);
    xapian_status got =
        single && full ? xapian_terms_freq(terms, &freq, s->why) : XAPIAN_OK;
    if (got)
        return got;
    if (!single || !full || freq > s->phrases.v[s->limit - 1].documents)
        return xapian_terms_next(terms, &term->s, &term->n, s->why);
    memcpy(target, term->s, term->n);
    target[term->n] = ' ' + 1;
    return xapian_terms_skip_to(terms, target, term->n + 1, &term->s, &term->n, s->why);
}

/* Phrases that begin so, behind what stands before them. */
static xapian_status find_phrases(suggester *s, ph_str head, ph_str beginning)
{
    const size_t prefix = strlen(PH_SUGGEST_PHRASES);
    xapian_terms *terms = NULL;
    ph_str term = PH_ABSENT;
    spelling now = {0};
    ph_str range = ph_dupf(s->arena, PH_SUGGEST_PHRASES "%.*s", PH_FMT(beginning));
    if (!range.s)
        return no_memory(s), XAPIAN_OK;
    xapian_status got = xapian_db_terms(s->r->all, range.s, range.n, &terms, s->why);
    for (unsigned i = 0; i < PH_SUGGEST_STEPS && !got && !*s->status; i++) {
        xapian_doccount freq = 0;
        got = next_phrase(s, terms, &term);
        if (!got)
            got = xapian_terms_freq(terms, &freq, s->why);
        if (got)
            break;
        const char *nul = memchr(term.s, '\0', term.n);
        size_t end = nul ? (size_t)(nul - term.s) : term.n;
        ph_str folded = ph_sub(term, prefix, end);
        if (!ph_eq(folded, now.folded)) {
            finish_phrase(s, &now, head, beginning);
            now = (spelling){.folded = ph_dup(s->arena, folded)};
        }
        if (freq > now.most) {
            now.most = freq;
            now.written =
                nul ? ph_dup(s->arena, ph_sub(term, end + 1, term.n)) : now.folded;
        }
        now.freq += freq;
        if (!now.folded.s || !now.written.s)
            no_memory(s);
    }
    xapian_terms_free(terms);
    if ((!got || got == XAPIAN_END) && !*s->status)
        finish_phrase(s, &now, head, beginning);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

/* --- titles ------------------------------------------------------------------------------------ */

static xapian_status read_title(suggester *s, xapian_docid docid, ph_str *id, ph_str *title)
{
    xapian_document *doc = NULL;
    ph_str packed;
    xapian_status got = xapian_db_document(s->r->all, docid, &doc, s->why);
    if (!got)
        got = xapian_document_value(doc, PH_SLOT_SUGGEST, &packed.s, &packed.n, s->why);
    if (!got) {
        ph_unpack in = ph_unpack_from(packed);
        *id = ph_dup(s->arena, ph_unpack_str(&in));
        *title = ph_dup(s->arena, ph_unpack_str(&in));
        if (!id->s || !title->s)
            *s->status = in.bad ? PH_OK : ph_fail_memory(s->err);
    }
    xapian_document_free(doc);
    return got;
}

/* The title of a term: of the document whose id is first, if they are few. */
static xapian_status add_title(suggester *s, ph_str term, xapian_doccount freq)
{
    xapian_postings *postings = NULL;
    xapian_docid docid;
    ph_suggestion one = {.kind = PH_SUGGEST_TITLE, .documents = freq};
    xapian_status got = xapian_db_postings(s->r->all, term.s, term.n, &postings, s->why);
    unsigned most = freq > PH_SUGGEST_SAME ? 1 : PH_SUGGEST_SAME;
    for (unsigned i = 0; i < most && !got && !*s->status; i++) {
        ph_str id = PH_ABSENT, title = PH_ABSENT;
        got = xapian_postings_next(postings, &docid, s->why);
        if (!got)
            got = read_title(s, docid, &id, &title);
        if (!got && title.n && (!one.id.s || ph_cmp(id, one.id) < 0)) {
            one.id = id;
            one.text = title;
        }
    }
    xapian_postings_free(postings);
    if (freq > PH_SUGGEST_SAME)
        one.id = PH_ABSENT;
    if ((!got || got == XAPIAN_END) && !*s->status && one.text.n &&
        !has_text(&s->titles, one.text))
        add(s, &s->titles, one);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

static xapian_status find_titles(suggester *s, const char *prefix, ph_str beginning,
                                 size_t max)
{
    xapian_terms *terms = NULL;
    ph_str term;
    ph_str range = ph_dupf(s->arena, "%s%.*s", prefix, PH_FMT(ph_utf8_cut(beginning, max)));
    if (!range.s)
        return no_memory(s), XAPIAN_OK;
    xapian_status got = xapian_db_terms(s->r->all, range.s, range.n, &terms, s->why);
    while (!got && !*s->status && s->titles.n < s->limit &&
           !(got = xapian_terms_next(terms, &term.s, &term.n, s->why))) {
        xapian_doccount freq;
        ph_str copy = ph_dup(s->arena, term);
        got = xapian_terms_freq(terms, &freq, s->why);
        if (!copy.s)
            no_memory(s);
        else if (!got)
            got = add_title(s, copy, freq);
    }
    xapian_terms_free(terms);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

/* --- words -------------------------------------------------------------------------------------- */

#define WORD_STEPS 100 /* words of the list whose frequency is asked for */

typedef struct listed_word {
    ph_str word, term;
} listed_word;

typedef struct word_finder {
    suggester *s;
    PH_VEC(listed_word) found;
    unsigned steps; /* of one shard */
} word_finder;

/* The first words of each shard: the first of all shards are among them. */
static bool add_word(void *user, ph_str word, ph_str term)
{
    word_finder *f = user;
    if (f->found.n && ph_cmp(word, f->found.v[f->found.n - 1].word) < 0)
        f->steps = 0; /* another shard */
    listed_word *slot = PH_PUSH(f->s->arena, &f->found);
    listed_word copy = {ph_dup(f->s->arena, word), ph_dup(f->s->arena, term)};
    if (slot)
        *slot = copy;
    if (!slot || !copy.word.s || !copy.term.s)
        no_memory(f->s);
    return !*f->s->status && ++f->steps < WORD_STEPS;
}

static int by_word(const void *left, const void *right)
{
    const listed_word *a = left, *b = right;
    int order = ph_cmp(a->word, b->word);
    return order ? order : ph_cmp(a->term, b->term);
}

/* Words of the texts, where titles and headings give little. */
static xapian_status find_words(suggester *s, ph_str beginning)
{
    word_finder f = {.s = s};
    xapian_status got = ph_words_each(s->r, beginning, add_word, &f, s->why);
    if (f.found.n)
        qsort(f.found.v, f.found.n, sizeof *f.found.v, by_word);
    for (size_t i = 0, n = 0; i < f.found.n && n < WORD_STEPS && !got && !*s->status; i++) {
        const listed_word *w = &f.found.v[i];
        xapian_doccount freq = 0;
        if (i && by_word(w - 1, w) == 0)
            continue;
        n++;
        got = ph_term_freq(s->r, w->term, &freq, s->why);
        if (!got && freq && !ph_eq(w->word, beginning) && !has_text(&s->phrases, w->word))
            rank(s, &s->phrases,
                 (ph_suggestion){
                     .kind = PH_SUGGEST_WORD, .text = w->word, .documents = freq});
    }
    return got;
}

/* --- the last word ------------------------------------------------------------------------------ */

/* Where nothing begins as the whole text does: phrases that begin with its last word, behind the
 * others, if some document has them all. */
static xapian_status find_last(suggester *s)
{
    size_t at = 0, start = 0, end = 0, kept = 0;
    ph_strs beginnings = {0};
    xapian_status got = XAPIAN_OK;
    while (ph_next_word(s->text, &at, &start, &end))
        ;
    if (!start)
        return XAPIAN_OK;
    fold(s, ph_sub(s->text, start, end), &beginnings);
    for (size_t i = 0; i < beginnings.n && !got && !*s->status; i++)
        got = find_phrases(s, ph_sub(s->text, 0, start), beginnings.v[i]);
    for (size_t i = 0; i < s->phrases.n && i < PHRASES_FIRST && !got && !*s->status; i++) {
        ph_query query;
        xapian_doccount n = 0;
        ph_query_init(&query, s->arena, s->r->vocabulary);
        query.q = s->phrases.v[i].text;
        got = ph_match_count(s->r, &query, s->arena, 1, &n, s->status, s->err, s->why);
        if (n)
            s->phrases.v[kept++] = s->phrases.v[i];
    }
    s->phrases.n = kept;
    return got;
}

/* --- all of it ---------------------------------------------------------------------------------- */

static bool is_poor(const suggester *s)
{
    return s->concepts.n + s->phrases.n + s->titles.n < CONCEPTS_FIRST;
}

static xapian_status find(suggester *s, ph_str beginning)
{
    xapian_status got = find_concepts(s, beginning);
    if (!got && !*s->status)
        got = find_phrases(s, PH_STR(""), beginning);
    if (!got && !*s->status)
        got = find_titles(s, PH_SUGGEST_START, beginning, PH_SUGGEST_START_BYTES);
    if (!got && !*s->status)
        got = find_titles(s, PH_SUGGEST_INNER, beginning, PH_SUGGEST_INNER_BYTES);
    if (!got && !*s->status && is_poor(s) && !memchr(beginning.s, ' ', beginning.n))
        got = find_words(s, beginning);
    return got;
}

static xapian_status look(ph_reader *r, void *user, ph_status *status, ph_error *err,
                          xapian_error *why)
{
    suggester *s = user;
    ph_strs beginnings = {0};
    xapian_status got = XAPIAN_OK;
    s->r = r;
    s->concepts = s->phrases = s->titles = (ph_suggestions){0};
    s->status = status;
    s->err = err;
    s->why = why;
    fold(s, s->text, &beginnings);
    for (size_t i = 0; i < beginnings.n && is_poor(s) && !got && !*status; i++)
        got = find(s, beginnings.v[i]);
    if (!got && !*status && !s->concepts.n && !s->phrases.n && !s->titles.n)
        got = find_last(s);
    return got;
}

/* A text that differs from one of the list only in capitals, as far as ASCII goes, says nothing
 * new; a title does, since it leads to its document. */
static bool says_nothing_new(const ph_suggestions *list, const ph_suggestion *one)
{
    for (size_t i = 0; i < list->n; i++)
        if (ph_eq_nocase(list->v[i].text, one->text) && one->kind != PH_SUGGEST_TITLE)
            return true;
    return false;
}

/* Takes suggestions [*from, most) of a kind. */
static void take(suggester *s, const ph_suggestions *list, size_t *from, size_t most,
                 ph_suggestions *out)
{
    for (; *from < list->n && *from < most && out->n < s->limit && !*s->status; ++*from)
        if (!says_nothing_new(out, &list->v[*from]))
            add(s, out, list->v[*from]);
}

/* What choosing a concept gives. */
static void count_concepts(const ph_reader *r, ph_suggestions *list)
{
    ph_columns *columns = ph_columns_get(r);
    for (size_t i = 0; columns && i < list->n; i++) {
        ph_suggestion *s = &list->v[i];
        if (s->kind == PH_SUGGEST_CONCEPT)
            s->found = ph_columns_count(columns, s->facet, s->value);
    }
    ph_columns_unref(columns);
}

ph_status ph_suggest(ph_reader *r, const ph_name_list *labels, ph_str text, size_t limit,
                     ph_arena *arena, ph_suggestions *out, ph_error *err)
{
    *out = (ph_suggestions){0};
    text = ph_text_clean(arena, text, false);
    if (!text.s)
        return ph_fail_memory(err);
    if (!text.n || text.n > PH_SUGGEST_BYTES || !limit)
        return PH_OK;
    suggester s = {.labels = labels,
                   .text = text,
                   .limit = limit < PH_SUGGEST_MAX ? limit : PH_SUGGEST_MAX,
                   .arena = arena};
    ph_status status = ph_reader_run(r, look, &s, err);
    size_t concepts = 0, phrases = 0, titles = 0;
    if (status)
        return status;
    s.status = &status;
    s.err = err;
    take(&s, &s.concepts, &concepts, CONCEPTS_FIRST, out);
    take(&s, &s.phrases, &phrases, PHRASES_FIRST, out);
    take(&s, &s.titles, &titles, TITLES_FIRST, out);
    take(&s, &s.phrases, &phrases, SIZE_MAX, out);
    take(&s, &s.concepts, &concepts, SIZE_MAX, out);
    take(&s, &s.titles, &titles, SIZE_MAX, out);
    count_concepts(r, out);
    return status;
}
