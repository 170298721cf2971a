/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "search/collection.h"
#include "search/limits.h"
#include "search/matrix.h"

/* What every step needs. */
typedef struct survey {
    ph_reader *reader;
    const ph_vocabulary *vocabulary;
    ph_str code;
    const ph_voice *voice;
    size_t newest;
    ph_arena *arena;
    ph_country_profile *profile;
    ph_error *err;
} survey;

static bool choose(ph_query *q, ph_facet facet, ph_str value)
{
    return ph_strs_add(q->arena, &q->choices[facet], value);
}

ph_status ph_collection_about(ph_reader *reader, ph_query *query, size_t newest,
                              ph_arena *arena, ph_result *result, ph_error *err)
{
    query->sort = PH_SORT_DATE;
    query->limit = newest;
    query->want = PH_WANT_HITS | PH_WANT_COUNTS;
    return ph_search(reader, query, arena, result, err);
}

/* --- the country itself ----------------------------------------------------------------- */

static ph_status survey_country(const survey *s)
{
    ph_query about, held;
    ph_query_init(&about, s->arena, s->vocabulary);
    ph_query_init(&held, s->arena, s->vocabulary);
    if (!choose(&about, PH_FACET_COUNTRY, s->code) ||
        !ph_strs_add(s->arena, &held.event_countries, s->code))
        return ph_fail_memory(s->err);
    ph_status status = ph_collection_about(s->reader, &about, s->newest, s->arena,
                                           &s->profile->about, s->err);
    if (!status)
        status = ph_collection_about(s->reader, &held, s->newest, s->arena,
                                     &s->profile->held, s->err);
    return status;
}

/* --- its peers -------------------------------------------------------------------------- */

static int nearest_first(const void *left, const void *right)
{
    const ph_neighbour *a = left, *b = right;
    if (a->likeness.score != b->likeness.score)
        return a->likeness.score < b->likeness.score ? 1 : -1;
    return ph_cmp(a->code, b->code);
}

static ph_status survey_peers(const survey *s)
{
    ph_country_profile *p = s->profile;
    ph_peers *tables = ph_peers_new(s->vocabulary, s->arena);
    ph_query everything;
    ph_result all;
    ph_query_init(&everything, s->arena, s->vocabulary);
    everything.want = PH_WANT_COUNTS;
    ph_status status = tables ? ph_search(s->reader, &everything, s->arena, &all, s->err)
                              : ph_fail_memory(s->err);
    for (size_t i = 0; !status && i < all.facets[PH_FACET_COUNTRY].n; i++) {
        const ph_facet_value *v = &all.facets[PH_FACET_COUNTRY].v[i];
        ph_likeness likeness = ph_peers_compare(tables, s->code, v->value);
        if (ph_eq(v->value, s->code) || isnan(likeness.score) || likeness.score <= 0)
            continue;
        ph_neighbour *n = PH_PUSH(s->arena, &p->peers);
        if (!n)
            return ph_fail_memory(s->err);
        *n = (ph_neighbour){.code = v->value, .documents = v->count, .likeness = likeness};
    }
    if (p->peers.n)
        qsort(p->peers.v, p->peers.n, sizeof *p->peers.v, nearest_first);
    if (p->peers.n > PH_PEERS_SHOWN)
        p->peers.n = PH_PEERS_SHOWN;
    for (size_t i = 0; !status && i < p->peers.n; i++)
        if (!ph_peers_reasons(tables, s->code, p->peers.v[i].code, s->voice, s->arena,
                              &p->peers.v[i].reasons, &p->peers.v[i].missing))
            status = ph_fail_memory(s->err);
    return status;
}

/* --- what they have that it has not ----------------------------------------------------- */

static uint64_t count_of(const ph_result *result, ph_facet facet, ph_str value)
{
    for (size_t i = 0; i < result->facets[facet].n; i++)
        if (ph_eq(result->facets[facet].v[i].value, value))
            return result->facets[facet].v[i].count;
    return 0;
}

static int most_peers_first(const void *left, const void *right)
{
    const ph_gap *a = left, *b = right;
    if (a->peers.n != b->peers.n)
        return a->peers.n < b->peers.n ? 1 : -1;
    if (a->documents != b->documents)
        return a->documents < b->documents ? 1 : -1;
    return ph_cmp(a->value, b->value);
}

static bool add_gap(const survey *s, ph_facet facet, const ph_facet_value *value,
                    const ph_matrix *m, ph_gaps *gaps)
{
    if (count_of(&s->profile->about, facet, value->value) ||
        !ph_concept_is_subject(
            ph_vocabulary_find(s->vocabulary, ph_facets[facet].scheme, value->value)))
        return true;
    ph_gap *gap = PH_PUSH(s->arena, gaps);
    if (!gap)
        return false;
    *gap = (ph_gap){.value = value->value, .documents = value->count};
    for (size_t i = 0; i < s->profile->peers.n; i++) {
        ph_str code = s->profile->peers.v[i].code;
        uint64_t n = ph_matrix_cell(m, code, value->value);
        ph_facet_value *peer = n ? PH_PUSH(s->arena, &gap->peers) : NULL;
        if (n && !peer)
            return false;
        if (peer)
            *peer = (ph_facet_value){.value = code, .count = n};
    }
    return true;
}

static ph_status add_examples(const survey *s, const ph_query *peers, ph_facet facet,
                              ph_gap *gap)
{
    ph_query q = *peers;
    q.choices[facet] = (ph_strs){0};
    q.peer = s->code;
    q.limit = PH_EXAMPLES;
    q.want = PH_WANT_HITS;
    if (!choose(&q, facet, gap->value))
        return ph_fail_memory(s->err);
    return ph_search(s->reader, &q, s->arena, &gap->examples, s->err);
}

/* Documents of the peers, by goal or theme. */
static ph_status survey_gaps(const survey *s, const ph_query *peers,
                             const ph_result *theirs, ph_facet facet, ph_gaps *gaps)
{
    ph_matrix m;
    ph_status status =
        ph_matrix_count(s->reader, peers, PH_FACET_COUNTRY, facet, s->arena, &m, s->err);
    for (size_t i = 0; !status && i < theirs->facets[facet].n; i++)
        if (!add_gap(s, facet, &theirs->facets[facet].v[i], &m, gaps))
            status = ph_fail_memory(s->err);
    if (gaps->n)
        qsort(gaps->v, gaps->n, sizeof *gaps->v, most_peers_first);
    if (gaps->n > PH_GAPS_MAX)
        gaps->n = PH_GAPS_MAX;
    for (size_t i = 0; !status && i < gaps->n; i++)
        status = add_examples(s, peers, facet, &gaps->v[i]);
    return status;
}

static ph_status survey_all_gaps(const survey *s)
{
    ph_query peers;
    ph_result theirs;
    ph_country_profile *p = s->profile;
    ph_query_init(&peers, s->arena, s->vocabulary);
    peers.want = PH_WANT_COUNTS;
    for (size_t i = 0; i < p->peers.n; i++)
        if (!choose(&peers, PH_FACET_COUNTRY, p->peers.v[i].code))
            return ph_fail_memory(s->err);
    if (!p->peers.n)
        return PH_OK;
    ph_status status = ph_search(s->reader, &peers, s->arena, &theirs, s->err);
    if (!status)
        status = survey_gaps(s, &peers, &theirs, PH_FACET_SDG, &p->goals);
    if (!status)
        status = survey_gaps(s, &peers, &theirs, PH_FACET_THEME, &p->themes);
    return status;
}

ph_status ph_collection_country(ph_reader *reader, const ph_vocabulary *vocabulary,
                                ph_str code, const ph_voice *voice, size_t newest,
                                ph_arena *arena, ph_country_profile *profile, ph_error *err)
{
    survey s = {reader, vocabulary, code, voice, newest, arena, profile, err};
    *profile = (ph_country_profile){0};
    ph_status status = survey_country(&s);
    if (!status)
        status = survey_peers(&s);
    if (!status)
        status = survey_all_gaps(&s);
    return status;
}
