/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * peer=CC on random documents, from one shard and from three: it reorders and changes nothing
 * else; the order is that of the published formula.  Countries by goals against the totals of
 * the searches that the cells stand for.
 */
#include "config.h"

#include <math.h>

#include "search/collection.h"
#include "search/facets.h"
#include "search/matrix.h"
#include "tests/unit/indexes.h"

#define DOCUMENTS 240
#define QUESTIONS 300
#define ROUNDING 1e-6

static const char *const countries[] = {"KZ", "KG", "UZ", "EE", "LV", "MD",
                                        "RW", "FJ", "US", "XK", "AQ"};
static const char *const goals[] = {"16", "16.6", "5", "1", "3.8"};
static const char *const themes[] = {"integrity", "labs", "digital"};
static const char *const terms[] = {"register", "village", "school",
                                    "tax",      "data",    "court"};

static indexes both;

static struct collection {
    ph_peers *tables;
    ph_record records[DOCUMENTS];
} all;

static void random_record(uint64_t *dice, size_t i, ph_record *r)
{
    static const char *const *const values[] = {countries, goals, themes};
    static const size_t n_values[] = {N(countries), N(goals), N(themes)};
    ph_tags *lists[] = {&r->countries, &r->sdgs, &r->themes};
    ph_buf text = {0};
    r->id = ph_dupf(both.arena, "document-%zu", i);
    r->key = r->id;
    r->language = PH_STR("en");
    r->title = ph_cstr(terms[roll(dice, N(terms))]);
    r->date = ph_dupf(both.arena, "20%02zu", 10 + roll(dice, 12));
    for (size_t n = roll(dice, 12); n > 0; n--)
        ph_buf_addf(&text, "%s ", terms[roll(dice, 1 + roll(dice, N(terms)))]);
    ph_str words = ph_dup(both.arena, ph_buf_str(&text));
    ph_buf_free(&text);
    if (words.n)
        add_passage(both.arena, r, words.s);
    for (size_t l = 0; l < N(lists); l++)
        for (size_t n = roll(dice, 3); n > 0; n--)
            add_tag(both.arena, lists[l], values[l][roll(dice, n_values[l])],
                    roll(dice, 3) ? PH_ASSERTED : PH_INFERRED);
    if (roll(dice, 5) == 0)
        r->event = (ph_event){.name = PH_STR("Forum"),
                              .country = ph_cstr(countries[roll(dice, 4)]),
                              .start = roll(dice, 2) ? PH_STR("2019-05") : PH_ABSENT};
}

static ph_record *record(size_t i)
{
    return &all.records[i];
}

static int set_up(void **state)
{
    uint64_t dice = 5;
    (void)state;
    indexes_begin(&both);
    all.tables = ph_peers_new(both.vocabulary, both.arena);
    for (size_t i = 0; i < DOCUMENTS; i++)
        random_record(&dice, i, &all.records[i]);
    indexes_open(&both, record, DOCUMENTS);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    indexes_close(&both);
    return 0;
}

/* --- questions ----------------------------------------------------------------------------- */

static void set(ph_query *q, const char *name, const char *value)
{
    OK(ph_query_set(q, ph_cstr(name), ph_cstr(value), &err));
}

static void random_query(uint64_t *dice, ph_arena *arena, ph_query *q)
{
    static const char *const matches[] = {"auto", "all", "any"};
    ph_buf text = {0};
    ph_query_init(q, arena, both.vocabulary);
    for (size_t n = roll(dice, 4); n > 0; n--)
        ph_buf_addf(&text, roll(dice, 5) ? "%s " : "\"%s data\" ",
                    terms[roll(dice, N(terms))]);
    ph_buf_byte(&text, '\0');
    set(q, "q", text.s);
    ph_buf_free(&text);
    set(q, "match", matches[roll(dice, 3)]);
    if (roll(dice, 4) == 0)
        set(q, "country", countries[roll(dice, N(countries))]);
    if (roll(dice, 4) == 0)
        set(q, "sdg", goals[roll(dice, N(goals))]);
    if (roll(dice, 4) == 0)
        set(q, "theme", themes[roll(dice, N(themes))]);
    if (roll(dice, 5) == 0)
        set(q, "exclude", countries[roll(dice, N(countries))]);
    if (roll(dice, 6) == 0)
        set(q, "from", "asserted");
    if (roll(dice, 8) == 0)
        set(q, "sort", roll(dice, 2) ? "date" : "title");
    q->limit = DOCUMENTS;
}

static const ph_record *record_of(const ph_hit *hit)
{
    return &all.records[atoi(hit->record.id.s + strlen("document-"))];
}

/* The likeness of the document's country that is most like the one asked for; 0: none. */
static double likeness(const ph_query *q, const ph_record *r, ph_str *country)
{
    double best = 0;
    *country = PH_ABSENT;
    for (size_t i = 0; i < r->countries.n; i++) {
        const ph_tag *tag = &r->countries.v[i];
        double score = ph_peers_compare(all.tables, q->peer, tag->id).score;
        bool counts = tag->from == PH_ASSERTED || !q->asserted;
        if (counts && !ph_eq(tag->id, q->peer) && score > best) {
            best = score;
            *country = tag->id;
        }
    }
    return best;
}

/* Everything but order and scores. */
static void check_unmoved(const ph_query *q, const ph_result *a, const ph_result *b)
{
    assert_int_equal(a->total, b->total);
    assert_int_equal(a->match, b->match);
    assert_int_equal(a->relaxed, b->relaxed);
    assert_int_equal(a->hits.n, b->hits.n);
    for (ph_facet f = 0; f < PH_FACETS; f++) {
        assert_int_equal(a->facets[f].n, b->facets[f].n);
        for (size_t i = 0; i < a->facets[f].n; i++) {
            const ph_facet_value *v = &a->facets[f].v[i], *w = &b->facets[f].v[i];
            if (!ph_eq(v->value, w->value) || v->count != w->count ||
                v->selected != w->selected)
                fail_msg("q='%.*s' peer=%.*s moves %s", PH_FMT(q->q), PH_FMT(q->peer),
                         ph_facets[f].name);
        }
    }
    for (size_t i = 0; i < a->hits.n; i++) {
        bool found = false;
        for (size_t j = 0; j < b->hits.n; j++)
            found |= ph_eq(a->hits.v[i].record.id, b->hits.v[j].record.id);
        assert_true(found);
    }
}

/* The score without peers; its order is that of the answer without. */
static double plain_score(const ph_result *plain, ph_str id)
{
    for (size_t i = 0; i < plain->hits.n; i++)
        if (ph_eq(plain->hits.v[i].record.id, id))
            return plain->hits.v[i].score;
    fail();
    return 0;
}

/* What docs/peers.md says of the score. */
static void check_scores(const ph_query *q, const ph_result *plain, const ph_result *lifted)
{
    double best = 0;
    for (size_t i = 0; i < plain->hits.n; i++) /* those with every word have the lead */
        if (i == 0 || (!plain->relaxed && plain->hits.v[i].score > best))
            best = plain->hits.v[i].score;
    double unit = !q->q.n || best == 0 ? 1 : 0.5 * round(best * 100) / 100;
    for (size_t i = 0; i < lifted->hits.n; i++) {
        const ph_hit *hit = &lifted->hits.v[i];
        ph_str country;
        double like = likeness(q, record_of(hit), &country);
        double want = plain_score(plain, hit->record.id) + unit * like;
        if (q->sort == PH_SORT_RELEVANCE && fabs(hit->score - want) > ROUNDING)
            fail_msg("q='%.*s' peer=%.*s %.*s: %f, not %f", PH_FMT(q->q), PH_FMT(q->peer),
                     PH_FMT(hit->record.id), hit->score, want);
    }
}

static void check_likeness(const ph_query *q, const ph_result *lifted)
{
    for (size_t i = 0; i < lifted->hits.n; i++) {
        const ph_hit *hit = &lifted->hits.v[i];
        ph_str country;
        double like = likeness(q, record_of(hit), &country);
        assert_true(fabs(hit->peer - like) < 1e-12);
        assert_int_equal(hit->peer_country.n, like > 0 ? 2 : 0);
        if (like > 0)
            assert_false(ph_eq(hit->peer_country, q->peer));
        else
            assert_int_equal(hit->peer_reasons.n + hit->peer_missing.n, 0);
    }
}

/* Without words: by likeness, then the newest first. */
static void check_order(const ph_query *q, const ph_result *lifted)
{
    for (size_t i = 1; i < lifted->hits.n && !q->q.n && q->sort == PH_SORT_RELEVANCE; i++) {
        const ph_hit *a = &lifted->hits.v[i - 1], *b = &lifted->hits.v[i];
        assert_true(a->peer >= b->peer);
        if (a->peer == b->peer)
            assert_true(ph_cmp(a->record.date, b->record.date) >= 0);
    }
}

static void reorders_alone(void **state)
{
    uint64_t dice = 7;
    size_t moved = 0, found = 0;
    for (int i = 0; i < QUESTIONS; i++) {
        ph_query q;
        ph_result plain[2], lifted[2];
        ph_arena_reset(*state);
        random_query(&dice, *state, &q);
        if (i % 2) /* docs/peers.md tells the weights of the first pass */
            q.aids = 0;
        for (size_t s = 0; s < 2; s++)
            OK(ph_search(both.readers[s], &q, *state, &plain[s], &err));
        set(&q, "peer", countries[roll(&dice, N(countries))]);
        for (size_t s = 0; s < 2; s++) {
            OK(ph_search(both.readers[s], &q, *state, &lifted[s], &err));
            check_unmoved(&q, &plain[s], &lifted[s]);
            check_likeness(&q, &lifted[s]);
            if (!q.aids)
                check_scores(&q, &plain[s], &lifted[s]);
            check_order(&q, &lifted[s]);
        }
        for (size_t h = 0; h < lifted[0].hits.n; h++) {
            const ph_hit *a = &lifted[0].hits.v[h], *b = &lifted[1].hits.v[h];
            assert_true(ph_eq(a->record.id, b->record.id) ||
                        fabs(a->score - b->score) < ROUNDING);
            moved += !ph_eq(a->record.id, plain[0].hits.v[h].record.id);
            found++;
        }
    }
    assert_true(moved > found / 3); /* it did do something */
}

/* Pages hang together. */
static void pages(void **state)
{
    ph_query q;
    ph_result whole, page;
    ph_query_init(&q, *state, both.vocabulary);
    set(&q, "q", "register village");
    set(&q, "match", "any");
    set(&q, "peer", "KZ");
    q.limit = DOCUMENTS;
    OK(ph_search(both.readers[1], &q, *state, &whole, &err));
    q.limit = 7;
    for (q.offset = 0; q.offset < whole.hits.n; q.offset += q.limit) {
        OK(ph_search(both.readers[1], &q, *state, &page, &err));
        for (size_t i = 0; i < page.hits.n; i++)
            assert_true(
                ph_eq(page.hits.v[i].record.id, whole.hits.v[q.offset + i].record.id));
    }
}

/* --- matrix ------------------------------------------------------------------------------ */

static uint64_t total_of(ph_reader *reader, const ph_query *from, ph_facet row, ph_str r,
                         ph_facet column, ph_str c)
{
    ph_query q = *from;
    ph_result result;
    q.choices[PH_FACET_COUNTRY] = q.choices[PH_FACET_REGION] = (ph_strs){0};
    q.choices[column] = (ph_strs){0};
    if (r.s)
        ph_strs_add(q.arena, &q.choices[row], r);
    if (c.s)
        ph_strs_add(q.arena, &q.choices[column], c);
    q.want = PH_WANT_COUNTS;
    OK(ph_search(reader, &q, q.arena, &result, &err));
    return result.total;
}

static void cells(void **state)
{
    uint64_t dice = 12;
    uint64_t sum = 0;
    for (int i = 0; i < 30; i++) {
        ph_query q;
        ph_matrix m[2];
        ph_facet column = roll(&dice, 2) ? PH_FACET_SDG : PH_FACET_THEME;
        ph_arena_reset(*state);
        random_query(&dice, *state, &q);
        for (size_t s = 0; s < 2; s++) {
            OK(ph_matrix_count(both.readers[s], &q, PH_FACET_COUNTRY, column, *state, &m[s],
                               &err));
            assert_int_equal(m[s].rows.n, m[0].rows.n);
            assert_int_equal(m[s].columns.n, m[0].columns.n);
        }
        assert_int_equal(m[0].total, total_of(both.readers[0], &q, PH_FACET_COUNTRY,
                                              PH_ABSENT, column, PH_ABSENT));
        for (size_t r = 0; r < m[0].rows.n; r++) {
            ph_str row = m[0].rows.v[r].value;
            assert_int_equal(
                m[0].rows.v[r].count,
                total_of(both.readers[0], &q, PH_FACET_COUNTRY, row, column, PH_ABSENT));
            for (size_t c = 0; c < m[0].columns.n; c++) {
                ph_str value = m[0].columns.v[c].value;
                uint64_t n = m[0].cells[r * m[0].columns.n + c];
                assert_int_equal(n, m[1].cells[r * m[0].columns.n + c]);
                assert_int_equal(n, ph_matrix_cell(&m[1], row, value));
                assert_int_equal(
                    n, total_of(both.readers[1], &q, PH_FACET_COUNTRY, row, column, value));
                sum += n;
            }
        }
    }
    assert_true(sum > 1000);
}

static void chosen_lines(void **state)
{
    ph_query q;
    ph_matrix m;
    ph_query_init(&q, *state, both.vocabulary);
    set(&q, "country", "KZ,TV");
    set(&q, "sdg", "16");
    OK(ph_matrix_count(both.readers[0], &q, PH_FACET_COUNTRY, PH_FACET_SDG, *state, &m,
                       &err));
    assert_int_equal(m.rows.n, 2); /* TV is there, though nobody has it */
    same(m.rows.v[0].value, "KZ");
    assert_true(m.rows.v[0].count > 0);
    assert_int_equal(m.rows.v[1].count, 0);
    assert_int_equal(m.columns.n, 2);
    same(m.columns.v[1].value, "16.6");
    assert_int_equal(ph_matrix_cell(&m, PH_STR("TV"), PH_STR("16")), 0);
    assert_int_equal(ph_matrix_cell(&m, PH_STR("US"), PH_STR("16")), 0);
    ph_query_init(&q, *state, both.vocabulary);
    set(&q, "region", "143");
    OK(ph_matrix_count(both.readers[0], &q, PH_FACET_COUNTRY, PH_FACET_SDG, *state, &m,
                       &err));
    assert_int_equal(m.rows.n, 3);
    assert_int_equal(m.total, DOCUMENTS);
}

/* --- a country's page -------------------------------------------------------------------- */

static bool has_tag(const ph_tags *tags, ph_str value)
{
    for (size_t i = 0; i < tags->n; i++)
        if (ph_eq(tags->v[i].id, value) || ph_starts(tags->v[i].id, value))
            return true;
    return false;
}

static void profile(void **state)
{
    for (size_t s = 0; s < 2; s++) {
        ph_country_profile p;
        OK(ph_collection_country(both.readers[s], both.vocabulary, PH_STR("TM"), NULL, 5,
                                 *state, &p, &err)); /* nobody has it */
        assert_int_equal(p.about.total, 0);
        assert_int_equal(p.about.hits.n + p.held.total, 0);
        assert_true(p.peers.n > 5 && p.goals.n == 4 && p.themes.n == 2);
        same(p.peers.v[0].code, "KZ");
        for (size_t i = 1; i < p.peers.n; i++)
            assert_true(p.peers.v[i - 1].likeness.score >= p.peers.v[i].likeness.score);
        for (size_t i = 0; i < p.goals.n; i++) {
            const ph_gap *g = &p.goals.v[i];
            assert_int_equal(g->examples.hits.n, 3);
            assert_true(g->peers.n > 0 && g->documents >= g->peers.v[0].count);
            for (size_t e = 0; e < 3; e++) {
                assert_true(has_tag(&record_of(&g->examples.hits.v[e])->sdgs, g->value));
                assert_true(g->examples.hits.v[e].peer_country.n == 2);
            }
        }
        OK(ph_collection_country(both.readers[s], both.vocabulary, PH_STR("KZ"), NULL, 5,
                                 *state, &p, &err));
        assert_int_equal(p.goals.n + p.themes.n, 0); /* it has all of them */
        assert_int_equal(p.about.hits.n, 5);
        assert_true(p.about.total > 5 && p.held.total > 0);
        for (size_t i = 0; i < p.peers.n; i++)
            assert_false(ph_eqc(p.peers.v[i].code, "KZ"));
    }
}

/* The documents of a meeting. */
static void meetings(void **state)
{
    ph_record with = {.event = {.name = PH_STR("FORUM"), .start = PH_STR("2019-05")}};
    ph_str id = ph_event_id(&with, *state);
    size_t want = 0;
    for (size_t i = 0; i < DOCUMENTS; i++)
        want += all.records[i].event.name.n &&
                ph_starts(ph_event_year(&all.records[i]), PH_STR("2019"));
    assert_true(want > 5);
    for (size_t s = 0; s < 2; s++) {
        ph_query q;
        ph_result r;
        ph_query_init(&q, *state, both.vocabulary);
        assert_true(ph_strs_add(*state, &q.events, id));
        OK(ph_collection_about(both.readers[s], &q, 100, *state, &r, &err));
        assert_int_equal(r.total, want);
        assert_int_equal(r.hits.n, want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reorders_alone), TEST(pages),   TEST(cells),
        TEST(chosen_lines),   TEST(profile), TEST(meetings),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
