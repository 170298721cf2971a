/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/snippet.h"
#include "search/uptake_words.h"

#define CANDIDATES 30 /* practices that are read for a recommendation */
#define SNIPPET_BYTES 400

/* A practice that was read, with the words of its sentences. */
typedef struct practice {
    xapian_docid docid;
    bool good; /* it can be uptake: later, of another country */
    ph_record record;
    ph_word_set title;
    ph_word_sets sentences;
} practice;

typedef struct seeker {
    const ph_record *record;
    size_t enough;
    ph_arena *arena;
    ph_uptakes *uptakes;
    PH_VEC(practice) practices;
    ph_plan plan;
    const xapian_query *filter;
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} seeker;

static xapian_status no_memory(seeker *s)
{
    *s->status = ph_fail_memory(s->err);
    return XAPIAN_OK;
}

static bool going(const seeker *s, xapian_status got)
{
    return !got && !*s->status;
}

/* --- what can be uptake ---------------------------------------------------------------------------- */

/* Whether a date is later than another, as far as both are known. */
static bool is_later(ph_str date, ph_str than)
{
    size_t n = date.n < than.n ? date.n : than.n;
    return n >= 4 && ph_cmp(ph_sub(date, 0, n), ph_sub(than, 0, n)) > 0;
}

static ph_str field_of(const ph_record *r, const char *name)
{
    for (size_t i = 0; i < r->fields.n; i++)
        if (ph_eqc(r->fields.v[i].name, name))
            return r->fields.v[i].value;
    return PH_ABSENT;
}

static bool is_own_country(const ph_record *r, ph_str code)
{
    bool own = ph_eq(r->event.country, code);
    for (size_t i = 0; i < r->countries.n && !own; i++)
        own = ph_eq(r->countries.v[i].id, code);
    return own;
}

static bool can_be(const ph_record *from, const ph_record *later)
{
    ph_str began = field_of(later, "start");
    bool good = later->countries.n > 0 && is_later(later->date, from->date) &&
                (!began.n || is_later(began, from->date));
    for (size_t i = 0; i < later->countries.n && good; i++)
        good = !is_own_country(from, later->countries.v[i].id);
    return good;
}

/* Whether a text names years, and none that is as late as this one. */
static bool is_of_before(ph_str text, unsigned year)
{
    uint64_t latest = 0, number;
    for (size_t i = 0; i + 4 <= text.n; i++) {
        bool whole = (i == 0 || text.s[i - 1] < '0' || text.s[i - 1] > '9') &&
                     (i + 4 == text.n || text.s[i + 4] < '0' || text.s[i + 4] > '9');
        if (whole && ph_number(ph_sub(text, i, i + 4), &number) && number >= 1900 &&
            number < 2100 && number > latest)
            latest = number;
    }
    return latest && latest < year;
}

/* What a practice did and what came of it, if it was not before that year. */
static bool tells_practice(const ph_passage *p, unsigned year)
{
    return !is_of_before(p->text, year) && p->kind != PH_CONTEXT &&
           p->kind != PH_OBSTACLE && p->kind != PH_LESSON && p->kind != PH_TABLE;
}

/* --- reading practices ------------------------------------------------------------------------------ */

static xapian_status read_practice(ph_reader *r, seeker *s, xapian_docid docid, practice *p)
{
    xapian_document *doc = NULL;
    *p = (practice){.docid = docid};
    xapian_status got = xapian_db_document(r->all, docid, &doc, s->why);
    if (!got)
        got = ph_reader_record(doc, s->arena, &p->record, s->status, s->err, s->why);
    xapian_document_free(doc);
    if (!going(s, got) || !can_be(s->record, &p->record))
        return got;
    p->good = true;
    ph_str language = p->record.language;
    *s->status =
        ph_word_set_make(r, language, p->record.title, s->arena, &p->title, s->err);
    for (size_t i = 0; !*s->status && i < p->record.passages.n; i++) {
        if (!tells_practice(&p->record.passages.v[i], ph_record_year(s->record)))
            continue;
        *s->status = ph_word_sets_add(r, language, p->record.passages.v[i].text, i,
                                      s->arena, &p->sentences, s->err);
    }
    return got;
}

/* The practice of a docid, read once; *out stays good until the next call. */
static xapian_status practice_of(ph_reader *r, seeker *s, xapian_docid docid,
                                 practice **out)
{
    for (size_t i = 0; i < s->practices.n; i++)
        if (s->practices.v[i].docid == docid) {
            *out = &s->practices.v[i];
            return XAPIAN_OK;
        }
    *out = PH_PUSH(s->arena, &s->practices);
    return *out ? read_practice(r, s, docid, *out) : no_memory(s);
}

/* --- one recommendation ------------------------------------------------------------------------------ */

/* The passage's themes that the practice, or that passage of it, has. */
static bool common_themes(ph_arena *arena, const ph_passage *from, const practice *p,
                          const ph_passage *there, ph_strs *common)
{
    for (size_t i = 0; i < from->themes.n; i++) {
        ph_str theme = from->themes.v[i];
        bool has = ph_strs_has(&there->themes, theme);
        for (size_t t = 0; t < p->record.themes.n && !has; t++)
            has = ph_eq(p->record.themes.v[t].id, theme);
        if (has && !ph_strs_add(arena, common, theme))
            return false;
    }
    return true;
}

static ph_hit_passage as_hit(const ph_record *record, size_t i)
{
    const ph_passage *p = &record->passages.v[i];
    return (ph_hit_passage){.n = (uint32_t)i + 1,
                            .kind = p->kind,
                            .heading = p->heading,
                            .anchor = p->anchor,
                            .addressee = p->addressee,
                            .themes = p->themes};
}

/* A snippet of both passages, with the words in common marked. */
static ph_status show(ph_reader *r, seeker *s, const ph_telling_words *words,
                      const ph_word_set *set, const ph_record *later, ph_uptake *u)
{
    static const ph_strs none = {0};
    ph_strs terms = {0};
    for (size_t i = 0; i < words->words.n; i++) {
        const ph_telling_word *w = &words->words.v[i];
        if (ph_word_set_has(set, w->hash) && (!ph_strs_add(s->arena, &terms, w->term) ||
                                              !ph_strs_add(s->arena, &u->words, w->text)))
            return ph_fail_memory(s->err);
    }
    ph_hit_passage *passage = PH_PUSH(s->arena, &u->later.passages);
    if (!passage)
        return ph_fail_memory(s->err);
    *passage = as_hit(later, set->passage);
    ph_status status = ph_snippet(
        r->analyzer, s->record->language, s->record->passages.v[u->passage.n - 1].text,
        &terms, &none, SNIPPET_BYTES, s->arena, &u->passage.snippet, s->err);
    if (!status)
        status =
            ph_snippet(r->analyzer, later->language, later->passages.v[set->passage].text,
                       &terms, &none, SNIPPET_BYTES, s->arena, &passage->snippet, s->err);
    return status;
}

/* The practice's best passage for the recommendation, if it is good enough. */
static ph_status judge(ph_reader *r, seeker *s, size_t unit, const ph_telling_words *words,
                       const practice *p, ph_uptakes *found)
{
    const ph_passage *from = &s->record->passages.v[unit];
    const ph_word_set *best = NULL;
    ph_strs themes = {0};
    double score = 0;
    for (size_t i = 0; i < p->sentences.n; i++) {
        const ph_word_set *set = &p->sentences.v[i];
        ph_strs common = {0};
        if (!common_themes(s->arena, from, p, &p->record.passages.v[set->passage], &common))
            return ph_fail_memory(s->err);
        double now = ph_uptake_judge(words, set, &p->title, common.n);
        if (now > score) {
            score = now;
            best = set;
            themes = common;
        }
    }
    ph_uptake *u = best ? PH_PUSH(s->arena, found) : NULL;
    if (!best)
        return PH_OK;
    if (!u)
        return ph_fail_memory(s->err);
    *u = (ph_uptake){.passage = as_hit(s->record, unit),
                     .later = {.record = p->record, .score = score},
                     .themes = themes,
                     .score = score};
    return show(r, s, words, best, &p->record, u);
}

static int best_first(const void *left, const void *right)
{
    const ph_uptake *a = left, *b = right;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return ph_cmp(a->later.record.id, b->later.record.id);
}

/* Any of the words, in practices that may be uptake. */
static xapian_status search(ph_reader *r, seeker *s, const ph_telling_words *words,
                            xapian_mset **mset)
{
    ph_strs terms = {0};
    for (size_t i = 0; i < words->words.n; i++)
        if (!ph_strs_add(s->arena, &terms, words->words.v[i].term))
            return no_memory(s);
    const xapian_query *query = ph_plan_join(&s->plan, XAPIAN_OP_FILTER,
                                             ph_plan_any(&s->plan, "", &terms), s->filter);
    *s->status = s->plan.status;
    return *s->status ? XAPIAN_OK : ph_best_works(r, query, CANDIDATES, mset, s->why);
}

static xapian_status seek_unit(ph_reader *r, seeker *s, size_t unit)
{
    xapian_mset *mset = NULL;
    ph_telling_words words;
    ph_uptakes found = {0};
    xapian_status got =
        ph_telling_words_find(r, s->record->language, s->record->passages.v[unit].text,
                              s->arena, &words, s->status, s->err, s->why);
    if (!going(s, got) || words.words.n < 2)
        return got;
    got = search(r, s, &words, &mset);
    for (xapian_doccount i = 0; going(s, got) && i < xapian_mset_size(mset); i++) {
        xapian_docid docid = 0;
        practice *p = NULL;
        got = xapian_mset_docid(mset, i, &docid, s->why);
        if (!got)
            got = practice_of(r, s, docid, &p);
        if (going(s, got) && p->good && ph_eq(p->record.language, s->record->language))
            *s->status = judge(r, s, unit, &words, p, &found);
    }
    xapian_mset_free(mset);
    if (found.n)
        qsort(found.v, found.n, sizeof *found.v, best_first);
    for (size_t i = 0; going(s, got) && i < found.n && i < PH_UPTAKE_EACH; i++) {
        ph_uptake *u = PH_PUSH(s->arena, s->uptakes);
        if (!u)
            return no_memory(s);
        *u = found.v[i];
    }
    return got;
}

/* --- all of them ------------------------------------------------------------------------------------ */

/* Practices from that year on, but of the document's own countries. */
static void make_filter(seeker *s)
{
    ph_query *q = PH_NEW(s->arena, ph_query);
    ph_str since = ph_dupf(s->arena, "%.*s..", PH_FMT(ph_sub(s->record->date, 0, 4)));
    bool ok = q && since.s &&
              ph_strs_add(s->arena, &q->choices[PH_FACET_TYPE], PH_STR("practice-note")) &&
              ph_strs_add(s->arena, &q->choices[PH_FACET_TYPE], PH_STR("ai-case-study")) &&
              ph_strs_add(s->arena, &q->choices[PH_FACET_YEAR], since);
    for (size_t i = 0; i < s->record->countries.n && ok; i++)
        ok = ph_strs_add(s->arena, &q->exclude, s->record->countries.v[i].id);
    if (ok && s->record->event.country.n)
        ok = ph_strs_add(s->arena, &q->exclude, s->record->event.country);
    if (!ok) {
        *s->status = ph_fail_memory(s->err);
        return;
    }
    const xapian_query *conditions = ph_plan_conditions(&s->plan, q);
    s->filter =
        ph_plan_join(&s->plan, XAPIAN_OP_AND, ph_plan_choices(&s->plan, q), conditions);
    *s->status = s->plan.status;
}

static xapian_status seek(ph_reader *r, void *user, ph_status *status, ph_error *err,
                          xapian_error *why)
{
    seeker *s = user;
    size_t units = 0;
    xapian_status got = XAPIAN_OK;
    *s->uptakes = (ph_uptakes){0};
    s->practices.n = 0;
    s->status = status;
    s->err = err;
    s->why = why;
    ph_plan_init(&s->plan, s->arena, r->analyzer, &r->languages, &r->years, err);
    make_filter(s);
    size_t n = s->record->passages.n;
    for (size_t i = 0; going(s, got) && i < n && units < PH_UPTAKE_UNITS; i++) {
        ph_kind kind = s->record->passages.v[i].kind;
        if (kind != PH_RECOMMENDATION && kind != PH_CONCLUSION && kind != PH_COMMITMENT)
            continue;
        if (s->uptakes->n >= s->enough)
            break;
        units++;
        got = seek_unit(r, s, i);
    }
    ph_plan_free(&s->plan);
    return got;
}

ph_status ph_uptake_find(ph_reader *r, const ph_record *record, size_t enough,
                         ph_arena *arena, ph_uptakes *uptakes, ph_error *err)
{
    seeker s = {.record = record, .enough = enough, .arena = arena, .uptakes = uptakes};
    *uptakes = (ph_uptakes){0};
    if (!ph_record_year(record)) /* nothing is known to be later */
        return PH_OK;
    return ph_reader_run(r, seek, &s, err);
}
