/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Passages as results: the documents that may have some, each asked passage by passage
 * (unit_match.c), editions of one work made one, what is left counted (unit_counts.c), and the
 * page's documents shown.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/match_private.h"
#include "search/snippet.h"
#include "search/spell.h"
#include "search/store_private.h"
#include "search/unit_counts.h"
#include "search/unit_match.h"
#include "search/units.h"

#define SNIPPET_BYTES 500

/* A unit that matches. */
typedef struct found_unit {
    uint32_t n; /* its place among the document's units; later the passage's number */
    bool usual; /* ph_unit_kind_usual */
    bool whole; /* it has every word */
    double score;
} found_unit;

/* A document that may have some. */
typedef struct looked {
    xapian_docid docid;
    ph_str value; /* PH_SLOT_UNITS */
    ph_str date;
    uint64_t tie, work;
    found_unit *units;
    size_t n;
    bool original;
    bool usual; /* it has usual ones */
    bool whole; /* of its best unit */
    double score;
} looked;

typedef struct search {
    ph_search_unit asked; /* the question; its result is the documents' */
    ph_arena *scratch;
    ph_units_result *result;
    const xapian_query *all_words; /* NULL unless they go first */
    PH_VEC(looked) documents;      /* strings of theirs lie in `value` */
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} search;

static xapian_status no_memory(search *s)
{
    *s->status = ph_fail_memory(s->err);
    return XAPIAN_OK;
}

static bool going(const search *s, xapian_status got)
{
    return !got && !*s->status;
}

/* --- candidates ------------------------------------------------------------------------------------ */

/* The choices of documents alone; the others are the units'. */
static const xapian_query *document_choices(search *s)
{
    ph_query *q = ph_alloc(s->asked.arena, sizeof *q);
    if (!q)
        return NULL;
    *q = *s->asked.query;
    for (ph_unit_facet_id f = 0; f < PH_UNIT_FACETS; f++)
        if (f == PH_UNIT_THEME || f == PH_UNIT_YEAR || f == PH_UNIT_COUNTRY ||
            f == PH_UNIT_REGION)
            q->choices[ph_unit_facets[f].facet] = (ph_strs){0};
    return ph_plan_choices(&s->asked.plan, q);
}

/* Documents whose text may have units of the usual kinds; filtered: of those that are wanted, and
 * that pass what is asked of documents. */
static const xapian_query *candidates(search *s, const xapian_query *text, bool filtered)
{
    ph_strs kinds = {0};
    for (ph_kind kind = 0; kind < PH_KINDS; kind++)
        if ((filtered ? ph_unit_kind_wanted(s->asked.query, kind)
                      : ph_unit_kind_usual(kind)) &&
            !ph_strs_add(s->asked.arena, &kinds, ph_cstr(ph_kind_name(kind))))
            return NULL;
    const xapian_query *found =
        ph_plan_join(&s->asked.plan, XAPIAN_OP_FILTER,
                     ph_plan_any(&s->asked.plan, PH_PREFIX_UNIT ":", &kinds),
                     ph_unit_candidates(&s->asked.plan, text));
    if (!filtered)
        return found;
    found = ph_plan_join(&s->asked.plan, XAPIAN_OP_FILTER, found,
                         ph_plan_conditions(&s->asked.plan, s->asked.query));
    return ph_plan_join(&s->asked.plan, XAPIAN_OP_FILTER, found, document_choices(s));
}

static int by_docid(const void *left, const void *right)
{
    const looked *a = left, *b = right;
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

/* The values come with the set, as what it is sorted by: in one exchange, also over a network. */
static xapian_status take(search *s, const xapian_mset *mset)
{
    xapian_status got = XAPIAN_OK;
    s->documents.n = 0;
    for (xapian_doccount i = 0; going(s, got) && i < xapian_mset_size(mset); i++) {
        looked *d = PH_PUSH(s->asked.arena, &s->documents);
        if (!d)
            return no_memory(s);
        *d = (looked){0};
        got = xapian_mset_docid(mset, i, &d->docid, s->why);
        if (!got)
            got = xapian_mset_sort_key(mset, i, &d->value.s, &d->value.n, s->why);
        if (!got)
            d->value = ph_dup(s->asked.arena, d->value);
        if (!got && !d->value.s)
            return no_memory(s);
    }
    if (s->documents.n)
        qsort(s->documents.v, s->documents.n, sizeof *s->documents.v, by_docid);
    return got;
}

static xapian_status fetch(search *s, ph_reader *r, const xapian_query *query)
{
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    if (s->asked.plan.status || !query) {
        *s->status = s->asked.plan.status ? s->asked.plan.status : ph_fail_memory(s->err);
        return XAPIAN_OK;
    }
    xapian_status got = ph_unweighted(r, query, &enquire, s->why);
    if (!got)
        got = xapian_enquire_sort_by_value(enquire, XAPIAN_SORT_VALUE, PH_SLOT_UNITS, false,
                                           s->why);
    if (!got)
        got =
            xapian_enquire_mset(enquire, 0, PH_UNITS_DOCUMENTS + 1, 0, NULL, &mset, s->why);
    if (!got && xapian_mset_size(mset) > PH_UNITS_DOCUMENTS)
        *s->status =
            ph_fail(s->err, PH_TOO_MUCH,
                    PH_N("too many documents would have to be looked into; ask with more "
                         "words, or choose a type of document or a language"));
    else if (!got)
        got = take(s, mset);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    return got;
}

/* --- looking into documents ------------------------------------------------------------------------- */

/* The units of a document that match; whole: asks for every word, may be NULL. */
static xapian_status look_into(search *s, looked *d, ph_unit_matcher *any,
                               ph_unit_matcher *whole)
{
    ph_unit_document units;
    PH_VEC(found_unit) found = {0};
    double unused;
    ph_arena_reset(s->scratch);
    *s->status = ph_units_unpack(d->value, s->scratch, &units, s->err);
    if (*s->status)
        return XAPIAN_OK;
    d->original = units.original;
    d->date = units.date;
    d->tie = units.tie;
    d->work = units.work;
    xapian_status got = ph_unit_matcher_move(any, d->docid, s->status, s->err, s->why);
    if (going(s, got) && whole)
        got = ph_unit_matcher_move(whole, d->docid, s->status, s->err, s->why);
    for (size_t i = 0; going(s, got) && i < units.units.n; i++) {
        found_unit f = {.n = (uint32_t)i,
                        .usual = ph_unit_kind_usual(units.units.v[i].kind)};
        if (!ph_unit_kind_wanted(s->asked.query, units.units.v[i].kind) ||
            !ph_unit_matches(any, &units.units.v[i], &f.score))
            continue;
        f.whole = whole && ph_unit_matches(whole, &units.units.v[i], &unused);
        found_unit *slot = PH_PUSH(s->scratch, &found);
        if (!slot)
            return no_memory(s);
        *slot = f;
    }
    d->n = found.n;
    d->units = ph_alloc(s->asked.arena, found.n * sizeof *d->units);
    if (!d->units)
        return no_memory(s);
    if (found.n)
        memcpy(d->units, found.v, found.n * sizeof *d->units);
    return got;
}

static void check_cost(search *s, uint64_t cost)
{
    if (cost > PH_UNITS_LOOKED)
        *s->status =
            ph_fail(s->err, PH_TOO_MUCH,
                    PH_N("too many words would have to be looked up in too many "
                         "documents; ask with fewer words, or choose a country, a year or "
                         "a theme"));
}

/* Looks into all documents, or until `enough` usual units are found (0: all). */
static xapian_status look(search *s, ph_reader *r, const xapian_query *text,
                          const xapian_query *all_words, size_t enough, size_t *usual)
{
    ph_unit_matcher *any = NULL, *whole = NULL;
    *usual = 0;
    xapian_status got = ph_unit_matcher_new(&any, r, &s->asked.plan, text, s->asked.arena,
                                            s->status, s->err, s->why);
    if (going(s, got) && all_words)
        got = ph_unit_matcher_new(&whole, r, &s->asked.plan, all_words, s->asked.arena,
                                  s->status, s->err, s->why);
    if (going(s, got))
        check_cost(s, ph_unit_matcher_cost(any, s->documents.n) +
                          ph_unit_matcher_cost(whole, s->documents.n));
    for (size_t i = 0; going(s, got) && i < s->documents.n && !(enough && *usual >= enough);
         i++) {
        looked *d = &s->documents.v[i];
        got = look_into(s, d, any, whole);
        for (size_t u = 0; going(s, got) && u < d->n; u++)
            *usual += d->units[u].usual;
    }
    ph_unit_matcher_free(any);
    ph_unit_matcher_free(whole);
    return got;
}

/* What is asked: every word or any.  As match.c's choose_text, of units, and of the usual kinds,
 * whichever are chosen: a choice must not change what the others' counts mean. */
static xapian_status choose_text(search *s, ph_reader *r)
{
    ph_match match = s->asked.query->match;
    bool no_text = s->asked.query->q.n == 0;
    size_t units = 0;
    ph_result *shown = &s->result->documents;
    shown->match = match == PH_MATCH_ANY ? PH_MATCH_ANY : PH_MATCH_ALL;
    xapian_status got =
        ph_choose_words(r, &s->asked, shown->match, no_text, s->status, s->err, s->why);
    if (!going(s, got) || match != PH_MATCH_AUTO || !s->asked.tree ||
        s->asked.plan.units < 2)
        return got;
    got = fetch(s, r, candidates(s, s->asked.text, false));
    if (going(s, got))
        got = look(s, r, s->asked.text, NULL, PH_MATCH_FEW, &units);
    if (!going(s, got) || units >= PH_MATCH_FEW)
        return got;
    s->all_words = s->asked.text;
    shown->match = PH_MATCH_ANY;
    shown->relaxed = true;
    return ph_choose_words(r, &s->asked, PH_MATCH_ANY, no_text, s->status, s->err, s->why);
}

/* --- order ------------------------------------------------------------------------------------------ */

static bool by_date(const search *s)
{
    return s->asked.query->sort == PH_SORT_DATE || !s->asked.query->q.n;
}

static int by_score(bool a_whole, double a, bool b_whole, double b)
{
    if (a_whole != b_whole)
        return a_whole ? -1 : 1;
    return a > b ? -1 : a < b;
}

static int best_unit_first(const void *left, const void *right)
{
    const found_unit *a = left, *b = right;
    int order = by_score(a->whole, a->score, b->whole, b->score);
    return order ? order : a->n < b->n ? -1 : a->n > b->n;
}

static int best_document_first(const void *left, const void *right)
{
    const looked *a = left, *b = right;
    int order = by_score(a->whole, a->score, b->whole, b->score);
    return order ? order : memcmp(&a->tie, &b->tie, sizeof a->tie);
}

static int newest_document_first(const void *left, const void *right)
{
    const looked *a = left, *b = right;
    int order = -ph_cmp(a->date, b->date);
    return order ? order : memcmp(&a->tie, &b->tie, sizeof a->tie);
}

static int best_of_work_first(const void *left, const void *right)
{
    const looked *a = left, *b = right;
    if (a->work != b->work)
        return a->work < b->work ? -1 : 1;
    int order = a->usual != b->usual ? a->usual ? -1 : 1
                                     : by_score(a->whole, a->score, b->whole, b->score);
    if (!order && a->original != b->original)
        order = a->original ? -1 : 1;
    return order ? order : best_document_first(left, right);
}

/* What the document's best unit is worth; usual: of those alone. */
static void weigh(looked *d, bool usual)
{
    d->whole = false;
    d->score = 0;
    for (size_t i = 0; i < d->n; i++)
        if (d->units[i].usual >= usual &&
            by_score(d->units[i].whole, d->units[i].score, d->whole, d->score) < 0) {
            d->whole = d->units[i].whole;
            d->score = d->units[i].score;
        }
}

/* Leaves the documents that have units, and one edition of each work, whichever kinds are
 * chosen: that with the best of the usual ones, or of the others where there are none. */
static void keep_works(search *s)
{
    looked *v = s->documents.v;
    size_t n = 0;
    for (size_t i = 0; i < s->documents.n; i++)
        if (v[i].n) {
            for (size_t u = 0; u < v[i].n; u++)
                v[i].usual |= v[i].units[u].usual;
            weigh(&v[i], v[i].usual);
            v[n++] = v[i];
        }
    if (n)
        qsort(v, n, sizeof *v, best_of_work_first);
    s->documents.n = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || v[i].work != v[i - 1].work)
            v[s->documents.n++] = v[i];
}

/* --- counting ---------------------------------------------------------------------------------------- */

/* Counts a document's units and keeps those that meet all choices. */
static bool count_document(search *s, ph_unit_counter *counter, looked *d)
{
    ph_unit_document units;
    size_t kept = 0;
    bool chosen;
    ph_arena_reset(s->scratch);
    *s->status = ph_units_unpack(d->value, s->scratch, &units, s->err);
    for (size_t i = 0; i < d->n && !*s->status; i++) {
        const ph_unit *unit = &units.units.v[d->units[i].n];
        if (!ph_unit_count(counter, &units, unit, &chosen))
            return false;
        if (!chosen)
            continue;
        d->units[kept] = d->units[i];
        d->units[kept++].n = unit->n;
    }
    d->n = kept;
    return true;
}

static void count(search *s)
{
    ph_unit_counter *counter = ph_unit_counter_new(s->asked.arena, s->asked.query);
    size_t n = 0;
    bool ok = counter != NULL;
    for (size_t i = 0; i < s->documents.n && ok && !*s->status; i++) {
        looked *d = &s->documents.v[i];
        ok = count_document(s, counter, d);
        weigh(d, false);
        s->result->total += d->n;
        if (d->n)
            s->documents.v[n++] = *d;
    }
    s->documents.n = n;
    s->result->documents.total = n;
    if (n)
        qsort(s->documents.v, n, sizeof *s->documents.v,
              by_date(s) ? newest_document_first : best_document_first);
    if (!ok || (!*s->status && s->asked.query->want & PH_WANT_COUNTS &&
                !ph_unit_counts(counter, s->asked.arena, s->result)))
        *s->status = ph_fail_memory(s->err);
}

/* --- showing ----------------------------------------------------------------------------------------- */

static ph_status show_unit(search *s, ph_reader *r, ph_hit *hit, uint32_t n)
{
    if (n > hit->record.passages.n)
        return ph_fail(s->err, PH_CORRUPT,
                       "a document's passages in the index are damaged; "
                       "run peerhub-index --full");
    const ph_passage *p = &hit->record.passages.v[n - 1];
    ph_hit_passage *shown = PH_PUSH(s->asked.arena, &hit->passages);
    if (!shown)
        return ph_fail_memory(s->err);
    *shown = (ph_hit_passage){.n = n,
                              .kind = p->kind,
                              .heading = p->heading,
                              .anchor = p->anchor,
                              .addressee = p->addressee,
                              .themes = p->themes};
    ph_strs terms = {0};
    if (!ph_plan_terms(&s->asked.plan, hit->record.language, s->asked.arena, &terms))
        return ph_fail_memory(s->err);
    return ph_snippet(r->analyzer, hit->record.language, p->text, &terms,
                      &s->asked.plan.prefixes, SNIPPET_BYTES, s->asked.arena,
                      &shown->snippet, s->err);
}

static xapian_status show(search *s, ph_reader *r, looked *d)
{
    xapian_document *doc = NULL;
    ph_hit *hit = PH_PUSH(s->asked.arena, &s->result->documents.hits);
    if (!hit)
        return no_memory(s);
    *hit = (ph_hit){.score = d->score, .units = d->n};
    xapian_status got = xapian_db_document(r->all, d->docid, &doc, s->why);
    if (!got)
        got =
            ph_reader_record(doc, s->asked.arena, &hit->record, s->status, s->err, s->why);
    xapian_document_free(doc);
    if (!by_date(s))
        qsort(d->units, d->n, sizeof *d->units, best_unit_first);
    for (size_t i = 0; going(s, got) && i < d->n && i < PH_UNITS_SHOWN; i++)
        *s->status = show_unit(s, r, hit, d->units[i].n);
    if (going(s, got) && hit->passages.n)
        hit->snippet = hit->passages.v[0].snippet;
    return got;
}

/* --- the answer --------------------------------------------------------------------------------------- */

static xapian_status find(search *s, ph_reader *r)
{
    size_t units, last = s->asked.query->offset + s->asked.query->limit;
    xapian_status got = choose_text(s, r);
    if (going(s, got))
        got = fetch(s, r, candidates(s, s->asked.text, true));
    if (going(s, got))
        got = look(s, r, s->asked.text, s->all_words, 0, &units);
    if (!going(s, got))
        return got;
    keep_works(s);
    count(s);
    for (size_t i = s->asked.query->offset; going(s, got) && i < last && i < s->documents.n;
         i++)
        got = show(s, r, &s->documents.v[i]);
    return got;
}

/* As ph_match_count, of passages (ph_spell).  What would be too much to look into is nothing. */
static xapian_status count_units(ph_reader *r, const ph_query *query, ph_arena *unused,
                                 xapian_doccount most, xapian_doccount *n,
                                 ph_status *status, ph_error *err, xapian_error *why)
{
    ph_query asked = *query;
    ph_units_result result = {0};
    xapian_status got = XAPIAN_OK;
    search s = {.asked = {.query = &asked, .result = &result.documents}, .result = &result};
    (void)unused; /* documents take much room: they go when they are counted */
    s.status = status;
    s.err = err;
    s.why = why;
    asked.match = asked.match == PH_MATCH_AUTO ? PH_MATCH_ALL : asked.match;
    asked.limit = 0;
    asked.want = 0;
    s.asked.arena = ph_arena_new();
    s.scratch = ph_arena_new();
    *status = !s.asked.arena || !s.scratch ? ph_fail_memory(err)
                                           : ph_query_parse(s.asked.arena, r->vocabulary,
                                                            asked.q, &s.asked.tree, err);
    if (!*status)
        got = ph_prepare_words(r, &s.asked, status, err, why);
    if (going(&s, got))
        got = find(&s, r);
    *n = result.total < most ? (xapian_doccount)result.total : most;
    *status = *status == PH_TOO_MUCH ? PH_OK : *status;
    ph_plan_free(&s.asked.plan);
    ph_arena_free(s.scratch);
    ph_arena_free(s.asked.arena);
    return got;
}

static xapian_status answer(ph_reader *r, void *user, ph_status *status, ph_error *err,
                            xapian_error *why)
{
    search *s = user;
    *s->result = (ph_units_result){0};
    s->all_words = NULL;
    s->documents.n = 0;
    s->status = status;
    s->err = err;
    s->why = why;
    xapian_status got = ph_prepare_words(r, &s->asked, status, err, why);
    if (!got && !*status)
        got = find(s, r);
    if (!got && !*status)
        got = ph_spell(r, &s->asked, count_units, status, err, why);
    if (!got && !*status)
        *status = ph_tell_missing(r, s->asked.arena, &s->result->documents.missing, err);
    ph_plan_free(&s->asked.plan);
    return got;
}

ph_status ph_units_search(ph_reader *r, const ph_query *query, ph_arena *arena,
                          ph_units_result *result, ph_error *err)
{
    double start = ph_now_ms();
    search s = {.asked = {.query = query, .arena = arena, .result = &result->documents},
                .result = result};
    ph_status status = ph_query_parse(arena, r->vocabulary, query->q, &s.asked.tree, err);
    if (status)
        return status;
    s.scratch = ph_arena_new();
    status = s.scratch ? ph_reader_run(r, answer, &s, err) : ph_fail_memory(err);
    ph_arena_free(s.scratch);
    result->documents.took_ms = ph_now_ms() - start;
    return status;
}
