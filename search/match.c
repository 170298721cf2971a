/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A question is answered in two passes (DESIGN, "two passes"): the best documents by weight
 * (rank.c), what is shown of them (show.c), then the whole set (count.c).
 */
#include "config.h"

#include <time.h>

#include "search/budget.h"
#include "search/columns_cache.h"
#include "search/editions.h"
#include "search/expand.h"
#include "search/match_private.h"
#include "search/prefix.h"
#include "search/sets.h"
#include "search/spell.h"
#include "search/unaccented.h"

/* --- the queries ------------------------------------------------------------------------------ */

xapian_status ph_weigh_little(xapian_enquire *enquire, xapian_error *why)
{
    return xapian_enquire_weight_bm25(enquire, 1, 0, 0, 0, 0, why);
}

xapian_status ph_unweighted(const ph_reader *r, const xapian_query *query,
                            xapian_enquire **enquire, xapian_error *why)
{
    xapian_status got = xapian_enquire_new(r->all, enquire, why);
    if (!got)
        got = xapian_enquire_set_query(*enquire, query, 0, why);
    if (!got)
        got = ph_weigh_little(*enquire, why);
    return got;
}

typedef struct value_reader {
    ph_value_fn each;
    void *user;
    ph_status *status;
    ph_error *err;
} value_reader;

static int read_value(void *user, const char *value, size_t n, double weight)
{
    value_reader *v = user;
    (void)weight;
    *v->status = v->each(v->user, (ph_str){value, n}, v->err);
    return *v->status ? 1 : 0;
}

static xapian_status read_counted(const xapian_matchspy *spy, value_reader *v,
                                  xapian_error *why)
{
    xapian_terms *values = NULL;
    ph_str value;
    xapian_status got = xapian_matchspy_values(spy, &values, why);
    while (!got && !(got = xapian_terms_next(values, &value.s, &value.n, why)))
        if (read_value(v, value.s, value.n, 0))
            got = XAPIAN_CALLBACK;
    xapian_terms_free(values);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

xapian_status ph_each_value(const ph_reader *r, const xapian_query *query, xapian_slot slot,
                            ph_value_fn each, void *user, ph_status *status, ph_error *err,
                            xapian_error *why)
{
    value_reader v = {each, user, status, err};
    xapian_enquire *enquire = NULL;
    xapian_matchspy *spy = NULL;
    xapian_mset *mset = NULL;
    xapian_status got = ph_unweighted(r, query, &enquire, why);
    if (!got)
        got = r->remote ? xapian_matchspy_new_count(slot, &spy, why)
                        : xapian_matchspy_new_value(slot, read_value, &v, &spy, why);
    if (!got)
        got = xapian_enquire_add_matchspy(enquire, spy, why);
    if (!got)
        got = xapian_enquire_mset(enquire, 0, 0, r->documents, NULL, &mset, why);
    if (!got && r->remote)
        got = read_counted(spy, &v, why);
    xapian_mset_free(mset);
    xapian_matchspy_free(spy);
    xapian_enquire_free(enquire);
    return got == XAPIAN_CALLBACK && *status ? XAPIAN_OK : got;
}

/* How many documents match, but at most so many. */
static xapian_status count_some(const ph_reader *r, const xapian_query *query,
                                xapian_doccount most, xapian_doccount *n, xapian_error *why)
{
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    xapian_status got = ph_unweighted(r, query, &enquire, why);
    if (!got)
        got = xapian_enquire_mset(enquire, 0, most, most, NULL, &mset, why);
    if (!got)
        *n = xapian_mset_size(mset);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    return got;
}

/* Whether at least PH_MATCH_FEW documents match. */
static xapian_status enough(const ph_reader *r, const xapian_query *query, bool *yes,
                            xapian_error *why)
{
    xapian_doccount n = 0;
    xapian_status got = count_some(r, query, PH_MATCH_FEW, &n, why);
    *yes = n >= PH_MATCH_FEW;
    return got;
}

/* The same by columns, where the set is needed anyway. */
static xapian_status enough_in_set(const ph_reader *r, ph_search_unit *u, bool *yes,
                                   ph_status *status, ph_error *err, xapian_error *why)
{
    size_t n = 0;
    xapian_status got =
        ph_sets_find(r, u->columns, u->text, u->arena, &u->text_sets, status, err, why);
    for (size_t i = 0; !got && !*status && i < u->columns->shards; i++)
        n += ph_bits_count(u->text_sets[i], u->columns->parts[i].shard->words);
    *yes = n >= PH_MATCH_FEW;
    return got;
}

xapian_status ph_choose_words(ph_reader *r, ph_search_unit *u, ph_match match, bool all,
                              ph_status *status, ph_error *err, xapian_error *why)
{
    u->text = ph_plan_text(&u->plan, u->tree, match, all);
    *status = u->plan.status;
    uint64_t most = u->tried ? ph_budget_tried(r) : ph_budget(r);
    return *status
               ? XAPIAN_OK
               : ph_budget_check(r, &u->plan, u->text, most, &u->cost, status, err, why);
}

static xapian_status choose_text(ph_reader *r, ph_search_unit *u, ph_status *status,
                                 ph_error *err, xapian_error *why)
{
    ph_match match = u->query->match;
    bool no_text = u->query->q.n == 0, yes = true;
    u->result->relaxed = false;
    u->result->match = match == PH_MATCH_ANY ? PH_MATCH_ANY : PH_MATCH_ALL;
    xapian_status got = ph_choose_words(r, u, u->result->match, no_text, status, err, why);
    if (got || *status || match != PH_MATCH_AUTO || !u->tree ||
        u->plan.units < 2) /* of one word, any is all */
        return got;
    /* whatever the choices are: the answer's kind must not change when somebody picks a facet */
    got = u->columns && u->query->want & PH_WANT_COUNTS
              ? enough_in_set(r, u, &yes, status, err, why)
              : enough(r, u->text, &yes, why);
    if (got || *status || yes)
        return got;
    u->first = u->text;
    u->text_sets = NULL;
    u->result->match = PH_MATCH_ANY;
    u->result->relaxed = true;
    return ph_choose_words(r, u, PH_MATCH_ANY, no_text, status, err, why);
}

/* Whether a code is the language's, with a script or a region. */
static bool is_kind_of(ph_str code, ph_str language)
{
    return code.n > language.n && code.s[language.n] == '-' && ph_starts(code, language);
}

/* The languages of a choice that documents are in: "sr" stands for "sr-Latn" and "sr-Cyrl" (RFC
 * 4647, basic filtering); the choice itself where it says one, or none. */
static bool add_languages(const ph_reader *r, ph_str choice, ph_arena *arena, ph_strs *to)
{
    bool ok = true, exact = ph_strs_has(&r->languages, choice), any = false;
    for (size_t i = 0; i < r->languages.n && !exact && ok; i++)
        if (is_kind_of(r->languages.v[i], choice)) {
            any = true;
            ok = ph_strs_has(to, r->languages.v[i]) ||
                 ph_strs_add(arena, to, r->languages.v[i]);
        }
    return any ? ok : ph_strs_add(arena, to, choice);
}

static ph_status resolve_languages(const ph_reader *r, ph_search_unit *u, ph_error *err)
{
    const ph_strs *choices = &u->query->choices[PH_FACET_LANGUAGE];
    ph_strs found = {0};
    for (size_t i = 0; i < choices->n; i++)
        if (!add_languages(r, choices->v[i], u->arena, &found))
            return ph_fail_memory(err);
    ph_query *query = choices->n ? PH_NEW(u->arena, ph_query) : NULL;
    if (!choices->n)
        return PH_OK;
    if (!query)
        return ph_fail_memory(err);
    *query = *u->query;
    query->choices[PH_FACET_LANGUAGE] = found;
    u->query = query;
    return PH_OK;
}

xapian_status ph_prepare_words(ph_reader *r, ph_search_unit *u, ph_status *status,
                               ph_error *err, xapian_error *why)
{
    if ((*status = resolve_languages(r, u, err)))
        return XAPIAN_OK;
    ph_plan_init(&u->plan, u->arena, r->analyzer, &r->languages, &r->years, err);
    u->plan.asserted = u->query->asserted;
    xapian_status got = ph_prefix_expand(r, u->tree, u->arena, status, err, why);
    if (!got && !*status)
        got = ph_unaccented_find(r, u->tree, &u->plan, why);
    if (!*status)
        *status = u->plan.status;
    if (!got && !*status)
        got = ph_expand(r, u->query, u->tree, u->arena, u->result, &u->plan.language,
                        status, err, why);
    return got;
}

xapian_status ph_prepare(ph_reader *r, ph_search_unit *u, ph_status *status, ph_error *err,
                         xapian_error *why)
{
    u->first = NULL;
    u->text_sets = NULL;
    xapian_status got = ph_prepare_words(r, u, status, err, why);
    if (!got && !*status)
        got = choose_text(r, u, status, err, why);
    if (!*status)
        *status = u->plan.status;
    if (got || *status)
        return got;
    u->base = ph_plan_join(&u->plan, XAPIAN_OP_FILTER, u->text,
                           ph_plan_conditions(&u->plan, u->query));
    u->ranked = ph_plan_join(&u->plan, XAPIAN_OP_FILTER, u->base,
                             ph_plan_choices(&u->plan, u->query));
    *status = u->plan.status;
    return XAPIAN_OK;
}

xapian_status ph_match_count(ph_reader *r, const ph_query *query, ph_arena *arena,
                             xapian_doccount most, xapian_doccount *n, ph_status *status,
                             ph_error *err, xapian_error *why)
{
    ph_query asked = *query;
    ph_result ignored = {0};
    ph_search_unit u = {.query = &asked, .arena = arena, .result = &ignored, .tried = true};
    if (asked.match == PH_MATCH_AUTO)
        asked.match = PH_MATCH_ALL;
    *status = ph_query_parse(arena, r->vocabulary, asked.q, &u.tree, err);
    if (*status)
        return XAPIAN_OK;
    xapian_status got = ph_prepare(r, &u, status, err, why);
    if (!got && !*status)
        got = count_some(r, u.ranked, most, n, why);
    if (*status == PH_TOO_MUCH) {
        *status = PH_OK;
        *n = 0;
    }
    ph_plan_free(&u.plan);
    return got;
}

ph_status ph_tell_missing(const ph_reader *r, ph_arena *arena, ph_strs *missing,
                          ph_error *err)
{
    for (size_t i = 0; i < r->missing.n; i++)
        if (!ph_strs_dup(arena, missing, r->missing.v[i]))
            return ph_fail_memory(err);
    return PH_OK;
}

/* --- the answer ---------------------------------------------------------------------------------------- */

static xapian_status answer(ph_reader *r, void *user, ph_status *status, ph_error *err,
                            xapian_error *why)
{
    ph_search_unit *u = user;
    ph_founds found = {0};
    *u->result = (ph_result){0};
    u->columns = ph_columns_get(r);
    xapian_status got = ph_prepare(r, u, status, err, why);
    if (!got && !*status && u->query->peer.n && u->query->want & PH_WANT_HITS)
        got = ph_peers_lift(r, u, status, err, why);
    if (!got && !*status && u->query->want & PH_WANT_HITS)
        got = ph_rank(r, u, &found, status, err, why);
    if (!got && !*status)
        got = ph_editions_choose(r, u, &found, status, err, why);
    for (size_t i = 0; !got && !*status && i < found.n; i++)
        got = ph_show(r, u, &found.v[i], status, err, why);
    if (!got && !*status && u->query->want & PH_WANT_TEXT)
        got = ph_hit_alternates(r, u, &found, status, err, why);
    if (!got && !*status && u->query->want & PH_WANT_COUNTS)
        got = ph_count(r, u, status, err, why);
    if (!got && !*status && u->query->want & PH_WANT_EFFECTS && u->columns)
        got = ph_expansion_effects(r, u, status, err, why);
    const unsigned both = PH_WANT_HITS | PH_WANT_COUNTS;
    if (!got && !*status && (u->query->want & both) == both)
        got = ph_spell(r, u, ph_match_count, status, err, why);
    if (!got && !*status)
        *status = ph_tell_missing(r, u->arena, &u->result->missing, err);
    ph_columns_unref(u->columns);
    ph_plan_free(&u->plan);
    return got;
}

double ph_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

ph_status ph_search(ph_reader *r, const ph_query *query, ph_arena *arena, ph_result *result,
                    ph_error *err)
{
    ph_node *tree;
    double start = ph_now_ms();
    ph_status status = ph_query_parse(arena, r->vocabulary, query->q, &tree, err);
    if (status)
        return status;
    ph_search_unit u = {.query = query, .arena = arena, .result = result, .tree = tree};
    status = ph_reader_run(r, answer, &u, err);
    result->took_ms = ph_now_ms() - start;
    return status;
}

ph_status ph_reader_newest(ph_reader *r, size_t limit, ph_arena *arena, ph_result *result,
                           ph_error *err)
{
    ph_query query;
    ph_query_init(&query, arena, r->vocabulary);
    query.sort = PH_SORT_CHANGED;
    query.limit = limit;
    query.want = PH_WANT_HITS | PH_WANT_TEXT;
    return ph_search(r, &query, arena, result, err);
}
