/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Works whose editions differ in what they are about, in language and in words: each is one
 * result and counts once for a value that any of its editions in the answer has.  Worked out here
 * edition by edition, and asked by columns, by the index and as over a network, of one
 * shard and of three.
 */
#include "config.h"

#include "search/reader_private.h"
#include "search/search.h"
#include "tests/unit/support.h"

#define WORKS 60
#define EDITIONS_MAX 5
#define DOCUMENTS_MAX ((size_t)WORKS * EDITIONS_MAX)

enum { COUNTRY, LANGUAGE, FACETS };
enum { COLUMNS, INDEX, NETWORK, WAYS };

static const ph_facet facets[FACETS] = {PH_FACET_COUNTRY, PH_FACET_LANGUAGE};
static const char *const values[FACETS][4] = {{"EE", "KZ", "KG", "RO"},
                                              {"en", "ru", "ky", "ro"}};
static const char *const words[] = {"kolu", "mavon"};

/* Bits: of the values in each facet, of those that are asserted, of the words. */
typedef struct edition {
    ph_str id;
    size_t work;
    unsigned values[FACETS], asserted[FACETS], words;
} edition;

/* Bits as above: what is chosen; every: in countries all of it; reads: a bit of a language or none. */
typedef struct question {
    unsigned chosen[FACETS], words;
    bool every, asserted;
    unsigned reads;
} question;

static struct index {
    ph_arena *arena;
    ph_vocabulary *vocabulary;
    ph_analyzer *analyzer;
    scratch dir;
    edition editions[DOCUMENTS_MAX];
    size_t n;
    ph_columns_cache *caches[2];
    ph_reader *readers[2][WAYS];
} all;

/* --- the collection --------------------------------------------------------------------------- */

static void put(ph_store *store, const edition *e)
{
    ph_arena *arena = ph_arena_new();
    ph_record r = {.id = e->id, .key = e->id, .title = PH_STR("A title")};
    ph_stamp stamp = {.id = e->id};
    ph_buf text = {0};
    r.work = ph_dupf(arena, "work-%zu", e->work);
    for (size_t v = 0; v < N(values[0]); v++) {
        ph_from from[FACETS];
        for (size_t f = 0; f < FACETS; f++)
            from[f] = e->asserted[f] >> v & 1 ? PH_ASSERTED : PH_INFERRED;
        if (e->values[COUNTRY] >> v & 1)
            add_tag(arena, &r.countries, values[COUNTRY][v], from[COUNTRY]);
        if (e->values[LANGUAGE] >> v & 1) {
            r.language = ph_cstr(values[LANGUAGE][v]);
            r.language_from = from[LANGUAGE];
        }
    }
    for (size_t w = 0; w < N(words); w++)
        if (e->words >> w & 1)
            ph_buf_addf(&text, "%s ", words[w]);
    add_passage(arena, &r, ph_dup(arena, ph_buf_str(&text)).s);
    OK(ph_store_put(store, all.analyzer, all.vocabulary, &r, &stamp, &err));
    ph_buf_free(&text);
    ph_arena_free(arena);
}

static void random_editions(uint64_t *dice)
{
    for (size_t work = 0; work < WORKS; work++)
        for (size_t n = 1 + roll(dice, EDITIONS_MAX); n > 0; n--) {
            edition *e = &all.editions[all.n++];
            *e = (edition){.id = ph_dupf(all.arena, "edition-%zu", all.n - 1),
                           .work = work,
                           .values = {(unsigned)roll(dice, 16), 1U << roll(dice, 4)},
                           .words = (unsigned)roll(dice, 4)};
            for (size_t f = 0; f < FACETS; f++)
                e->asserted[f] = e->values[f] & (unsigned)roll(dice, 16);
        }
}

static void open_readers(size_t k, unsigned shards)
{
    ph_store *store = NULL;
    ph_str db = ph_dupf(all.arena, "%s/%u", all.dir.path, shards);
    OK(ph_store_open(&store, db.s, shards, false, &err));
    for (size_t i = 0; i < all.n; i++)
        put(store, &all.editions[k ? all.n - 1 - i : i]);
    OK(ph_store_finish(store, &err));
    ph_store_free(store);
    OK(ph_columns_cache_new(&all.caches[k], &err));
    for (size_t way = 0; way < WAYS; way++) {
        ph_reader **reader = &all.readers[k][way];
        OK(ph_reader_open(reader, (const char *const[]){db.s}, 1, all.vocabulary, &err));
        (*reader)->remote = way == NETWORK; /* as if it were */
        if (way == COLUMNS) {
            ph_reader_share(*reader, all.caches[k]);
            assert_true(ph_reader_wait(*reader, 60000));
        }
    }
}

static int set_up(void **state)
{
    uint64_t dice = 31;
    (void)state;
    all.arena = ph_arena_new();
    all.vocabulary = shipped_vocabulary();
    OK(ph_analyzer_new(&all.analyzer, &err));
    all.dir = scratch_new();
    random_editions(&dice);
    open_readers(0, 1);
    open_readers(1, 3);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        for (size_t way = 0; way < WAYS; way++)
            ph_reader_free(all.readers[k][way]);
        ph_columns_cache_free(all.caches[k]);
    }
    scratch_remove(&all.dir);
    ph_analyzer_free(all.analyzer);
    ph_vocabulary_free(all.vocabulary);
    ph_arena_free(all.arena);
    return 0;
}

/* --- what is right ------------------------------------------------------------------------------ */

/* Whether an edition is in the answer, whatever is chosen in facet `but` (FACETS: in none). */
static bool is_in(const question *q, const edition *e, size_t but)
{
    if (q->words & ~e->words)
        return false;
    for (size_t f = 0; f < FACETS; f++) {
        unsigned has = q->asserted ? e->asserted[f] : e->values[f];
        bool every = q->every && f == COUNTRY;
        if ((f != but || every) && q->chosen[f] &&
            (every ? (has & q->chosen[f]) != q->chosen[f] : !(has & q->chosen[f])))
            return false;
    }
    return true;
}

/* How many works have an edition in the answer; with a value of a facet, if f is one. */
static size_t count_works(const question *q, size_t f, size_t value)
{
    bool has[WORKS] = {false};
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        const edition *e = &all.editions[i];
        unsigned bits = f == FACETS ? 1 : q->asserted ? e->asserted[f] : e->values[f];
        bool counts = is_in(q, e, f) && bits >> value & 1 && !has[e->work];
        has[e->work] |= counts;
        n += counts;
    }
    return n;
}

/* --- what is answered ----------------------------------------------------------------------------- */

static void ask(ph_arena *arena, ph_reader *reader, const question *q, ph_result *r)
{
    ph_query query;
    ph_query_init(&query, arena, all.vocabulary);
    query.limit = DOCUMENTS_MAX;
    for (size_t f = 0; f < FACETS; f++)
        for (size_t v = 0; v < N(values[f]); v++)
            if (q->chosen[f] >> v & 1)
                OK(ph_query_set(&query, ph_cstr(ph_facets[facets[f]].name),
                                ph_cstr(values[f][v]), &err));
    for (size_t v = 0; v < N(values[LANGUAGE]); v++)
        if (q->reads >> v & 1)
            query.reads = ph_cstr(values[LANGUAGE][v]);
    ph_str text =
        ph_dupf(arena, "%s %s", q->words & 1 ? words[0] : "", q->words & 2 ? words[1] : "");
    OK(ph_query_set(&query, PH_STR("q"), text, &err));
    OK(ph_query_set(&query, PH_STR("match"), PH_STR("all"), &err));
    if (q->every)
        OK(ph_query_set(&query, PH_STR("all"), PH_STR("country"), &err));
    if (q->asserted)
        OK(ph_query_set(&query, PH_STR("from"), PH_STR("asserted"), &err));
    OK(ph_search(reader, &query, arena, r, &err));
}

static size_t count_in(const ph_result *r, size_t f, size_t value)
{
    for (size_t i = 0; i < r->facets[facets[f]].n; i++)
        if (ph_eqc(r->facets[facets[f]].v[i].value, values[f][value]))
            return (size_t)r->facets[facets[f]].v[i].count;
    return 0;
}

static const edition *edition_of(ph_str id)
{
    return &all.editions[atoi(id.s + strlen("edition-"))];
}

/* A question that is in no language shows the edition of its reader's, if that is in the answer. */
static bool fits_reader(const question *q, const edition *shown)
{
    bool fits = !q->reads || q->chosen[LANGUAGE] || shown->values[LANGUAGE] & q->reads;
    for (size_t i = 0; i < all.n && !fits; i++) {
        const edition *e = &all.editions[i];
        if (e->work == shown->work && e->values[LANGUAGE] & q->reads && is_in(q, e, FACETS))
            return false;
    }
    return true;
}

/* Each work once, by an edition that is in the answer, with all others beside it. */
static void check_hits(const question *q, const ph_result *r)
{
    bool seen[WORKS] = {false};
    for (size_t i = 0; i < r->hits.n; i++) {
        const edition *e = edition_of(r->hits.v[i].record.id);
        const ph_alternate_list *others = &r->hits.v[i].alternates;
        size_t editions = 0;
        assert_true(is_in(q, e, FACETS) && !seen[e->work]);
        assert_true(fits_reader(q, e));
        seen[e->work] = true;
        for (size_t j = 0; j < all.n; j++)
            editions += all.editions[j].work == e->work;
        assert_int_equal(others->n, editions - 1);
        for (size_t j = 0; j < others->n; j++) {
            const edition *other = edition_of(others->v[j].id);
            assert_true(other->work == e->work && other != e);
        }
    }
}

static void check(ph_arena *arena, const question *q, size_t *merged)
{
    for (size_t i = 0; i < 2 * (size_t)WAYS; i++) {
        ph_result r;
        ask(arena, all.readers[i / WAYS][i % WAYS], q, &r);
        assert_int_equal(r.total, count_works(q, FACETS, 0));
        assert_int_equal(r.hits.n, r.total);
        check_hits(q, &r);
        for (size_t f = 0; f < FACETS; f++)
            for (size_t v = 0; v < N(values[f]); v++)
                if (count_in(&r, f, v) != count_works(q, f, v))
                    fail_msg("way %zu: %s has %zu, not %zu", i, values[f][v],
                             count_in(&r, f, v), count_works(q, f, v));
    }
    for (size_t i = 0; i < all.n; i++)
        *merged += is_in(q, &all.editions[i], FACETS);
    *merged -= count_works(q, FACETS, 0);
}

/* All choices of countries and languages, and the words. */
static void counted_once_by_any_edition(void **state)
{
    size_t merged = 0;
    for (unsigned i = 0; i < 16 * 16 * 4; i++) {
        const question q = {.chosen = {i & 15, i >> 4 & 15},
                            .words = i >> 8,
                            .every = i % 3 == 0,
                            .asserted = i % 5 == 0};
        ph_arena_reset(*state);
        check(*state, &q, &merged);
    }
    assert_true(merged > 1000);
}

/* Whatever is asked and chosen, and nothing changes but the edition that is shown. */
static void shown_in_the_readers_language(void **state)
{
    size_t merged = 0;
    for (unsigned i = 0; i < 4 * 4 * 2; i++) {
        const question q = {.chosen = {i & 1 ? 5 : 0, i & 16 ? 6 : 0},
                            .words = i >> 1 & 1,
                            .reads = 1U << (i >> 2 & 3)};
        ph_arena_reset(*state);
        check(*state, &q, &merged);
    }
    assert_true(merged > 100);
}

/* A count is what choosing the value gives. */
static void counts_are_promises(void **state)
{
    for (unsigned words_of = 0; words_of < 4; words_of++)
        for (size_t f = 0; f < FACETS; f++)
            for (size_t v = 0; v < N(values[f]); v++) {
                question q = {.chosen = {0, 3}, .words = words_of};
                ph_result before, after;
                ask(*state, all.readers[1][COLUMNS], &q, &before);
                q.chosen[f] = 1U << v;
                ask(*state, all.readers[1][NETWORK], &q, &after);
                assert_int_equal(count_in(&before, f, v), after.total);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(counted_once_by_any_edition),
                                       TEST(shown_in_the_readers_language),
                                       TEST(counts_are_promises)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
