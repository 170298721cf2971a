/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random questions to a random collection, against an answer that is worked out here from the
 * documents themselves: total, every count, the set of ids and, for one shard and three, their
 * order.
 */
#include "config.h"

#include <math.h>

#include "search/limits.h"
#include "search/search.h"
#include "tests/unit/facet_values.h"
#include "tests/unit/indexes.h"

#define DOCUMENTS 300
#define QUESTIONS 2000
#define ROUNDING 1e-9

/* --- what documents and questions are made of --------------------------------------------- */

static const struct {
    const char *word, *stop; /* the language whose stop word it is */
} words[] = {
    {"register", NULL},   {"registers", NULL}, {"tax", NULL},       {"taxes", NULL},
    {"customs", NULL},    {"risk", NULL},      {"data", NULL},      {"exchange", NULL},
    {"training", NULL},   {"e-mail", NULL},    {"16.6", NULL},      {"village", NULL},
    {"the", "en"},        {"of", "en"},        {"and", "en"},       {"налог", NULL},
    {"налоги", NULL},     {"реестр", NULL},    {"реестрами", NULL}, {"школа", NULL},
    {"Казахстана", NULL}, {"в", "ru"},         {"и", "ru"},         {"по", "ru"},
};

/* Facet values, and what they bring along, outermost last. */
static const tag_values tags[] = {
    {PH_FACET_SDG, "16", {NULL}, PH_FACET_SDG},
    {PH_FACET_SDG, "16.6", {"16"}, PH_FACET_SDG},
    {PH_FACET_SDG, "16.7", {"16"}, PH_FACET_SDG},
    {PH_FACET_SDG, "5", {NULL}, PH_FACET_SDG},
    {PH_FACET_SDG, "5.1", {"5"}, PH_FACET_SDG},
    {PH_FACET_THEME, "integrity", {"governance"}, PH_FACET_THEME},
    {PH_FACET_THEME, "governance", {NULL}, PH_FACET_THEME},
    {PH_FACET_COUNTRY, "EE", {"154", "150"}, PH_FACET_REGION},
    {PH_FACET_COUNTRY, "RO", {"151", "150"}, PH_FACET_REGION},
    {PH_FACET_COUNTRY, "KZ", {"143", "142"}, PH_FACET_REGION},
    {PH_FACET_COUNTRY, "KG", {"143", "142"}, PH_FACET_REGION},
    {PH_FACET_COUNTRY, "JP", {"030", "142"}, PH_FACET_REGION},
};

static const struct {
    ph_facet facet;
    const char *value;
} choices[] = {
    {PH_FACET_SDG, "16"},          {PH_FACET_SDG, "16.6"},
    {PH_FACET_SDG, "5"},           {PH_FACET_SDG, "1"},
    {PH_FACET_THEME, "integrity"}, {PH_FACET_THEME, "governance"},
    {PH_FACET_COUNTRY, "EE"},      {PH_FACET_COUNTRY, "KZ"},
    {PH_FACET_COUNTRY, "KG"},      {PH_FACET_COUNTRY, "FR"},
    {PH_FACET_REGION, "143"},      {PH_FACET_REGION, "150"},
    {PH_FACET_REGION, "142"},      {PH_FACET_TYPE, "0"},
    {PH_FACET_TYPE, "1"},          {PH_FACET_YEAR, "2019"},
    {PH_FACET_YEAR, "2019..2021"}, {PH_FACET_YEAR, "2020.."},
    {PH_FACET_YEAR, "..2018"},     {PH_FACET_YEAR, "2018..2020"},
    {PH_FACET_LANGUAGE, "en"},     {PH_FACET_LANGUAGE, "ru"},
    {PH_FACET_STATUS, "0"},        {PH_FACET_STATUS, "1"},
    {PH_FACET_LEVEL, "0"},         {PH_FACET_STAKEHOLDER, "0"},
    {PH_FACET_STAKEHOLDER, "1"},   {PH_FACET_SECTOR, "0"},
    {PH_FACET_SECTOR, "1"},
};

/* Facets whose values are the first ids of their vocabulary: "0", "1" stand for them. */
static ph_str vocabulary_ids[PH_FACETS][3];

/* --- the collection --------------------------------------------------------------------- */

/* A document as the naive matcher sees it: its texts' terms one after the other, with a gap
 * between texts, and its facet values. */
typedef struct doc {
    ph_record record;
    ph_strs terms;
    values values;
} doc;

static indexes both;

static struct collection {
    doc docs[DOCUMENTS];
} all;

static void add_one(doc *d, ph_facet facet, ph_str *field, ph_str v, bool asserted)
{
    *field = v;
    add_value(both.arena, &d->values, facet, v, asserted);
}

static void random_fields(uint64_t *dice, doc *d)
{
    static const char *const countries[] = {"RO", "FR"};
    ph_record *r = &d->record;
    ph_from from = roll(dice, 3) ? PH_ASSERTED : PH_INFERRED;
    if (roll(dice, 4)) {
        r->date = ph_dupf(both.arena, roll(dice, 2) ? "%zu" : "%zu-0%zu",
                          2016 + roll(dice, 7), 1 + roll(dice, 9));
        r->date_from = from;
        add_value(both.arena, &d->values, PH_FACET_YEAR, ph_sub(r->date, 0, 4),
                  from == PH_ASSERTED);
    }
    if (roll(dice, 3)) {
        r->type_from = from;
        add_one(d, PH_FACET_TYPE, &r->type, vocabulary_ids[PH_FACET_TYPE][roll(dice, 3)],
                from == PH_ASSERTED);
    }
    if (roll(dice, 3))
        add_one(d, PH_FACET_STATUS, &r->status,
                vocabulary_ids[PH_FACET_STATUS][roll(dice, 3)], true);
    if (roll(dice, 3))
        add_one(d, PH_FACET_LEVEL, &r->level, vocabulary_ids[PH_FACET_LEVEL][roll(dice, 3)],
                true);
    for (size_t n = roll(dice, 3); n > 0; n--) {
        ph_str v = vocabulary_ids[PH_FACET_STAKEHOLDER][roll(dice, 3)];
        ph_strs_add(both.arena, &r->stakeholders, v);
        add_value(both.arena, &d->values, PH_FACET_STAKEHOLDER, v, true);
        v = vocabulary_ids[PH_FACET_SECTOR][roll(dice, 3)];
        ph_strs_add(both.arena, &r->sectors, v);
        add_value(both.arena, &d->values, PH_FACET_SECTOR, v, true);
    }
    if (roll(dice, 3) == 0)
        r->event.country = ph_cstr(countries[roll(dice, 2)]);
    r->modified = ph_dupf(both.arena, "2026-%02zu-%02zuT08:00:00Z", 1 + roll(dice, 9),
                          1 + roll(dice, 28));
}

/* Some words as a text of the document. */
static ph_str random_words(uint64_t *dice, doc *d, size_t n)
{
    ph_buf buf = {0};
    for (; n > 0; n--) {
        size_t w =
            roll(dice, 2) ? roll(dice, N(words)) : roll(dice, 1 + roll(dice, N(words)));
        ph_buf_addf(&buf, "%s ", words[w].word);
    }
    ph_str s = ph_dup(both.arena, ph_trim(ph_buf_str(&buf)));
    ph_buf_free(&buf);
    ph_strs_add(both.arena, &d->terms, PH_STR("")); /* a gap */
    OK(ph_analyze_all(both.analyzer, d->record.language, s, both.arena, &d->terms, &err));
    return s;
}

static void random_doc(uint64_t *dice, size_t i, doc *d)
{
    ph_record *r = &d->record;
    r->id = ph_dupf(both.arena, "document-%zu", i);
    bool ru = roll(dice, 3) == 0;
    r->language_from = roll(dice, 3) ? PH_ASSERTED : PH_INFERRED;
    add_one(d, PH_FACET_LANGUAGE, &r->language, ru ? PH_STR("ru") : PH_STR("en"),
            r->language_from == PH_ASSERTED);
    r->title = random_words(dice, d, 1 + roll(dice, 3));
    if (roll(dice, 4) == 0)
        r->abstract = random_words(dice, d, roll(dice, 5));
    if (roll(dice, 4) == 0)
        ph_strs_add(both.arena, &r->creators, random_words(dice, d, 1));
    for (size_t n = roll(dice, 4); n > 0; n--) {
        ph_str text = random_words(dice, d, 1 + roll(dice, 8));
        ph_passage *p = add_passage(both.arena, r, text.s);
        if (roll(dice, 4) == 0) {
            ph_str heading = random_words(dice, d, 2);
            p = &r->passages.v[r->passages.n - 1];
            ph_strs_add(both.arena, &p->heading, heading);
        }
    }
    random_tags(dice, both.arena, tags, N(tags), r, &d->values);
    random_fields(dice, d);
}

static void find_ids(void)
{
    for (ph_facet f = 0; f < PH_FACETS; f++)
        for (size_t i = 0, n = 0; i < ph_vocabulary_count(both.vocabulary) && n < 3; i++) {
            const ph_concept *c = ph_vocabulary_at(both.vocabulary, i);
            if (ph_facets[f].scheme && ph_eqc(c->scheme, ph_facets[f].scheme)) {
                assert_true(f <= PH_FACET_THEME || !c->broader.s);
                vocabulary_ids[f][n++] = c->id;
            }
        }
}

static ph_record *record(size_t i)
{
    return &all.docs[i].record;
}

static int set_up(void **state)
{
    uint64_t dice = 9;
    (void)state;
    indexes_begin(&both);
    find_ids();
    for (size_t i = 0; i < DOCUMENTS; i++)
        random_doc(&dice, i, &all.docs[i]);
    indexes_open(&both, record, DOCUMENTS);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    indexes_close(&both);
    return 0;
}

/* --- questions --------------------------------------------------------------------------- */

/* A word or a phrase of a question: for each place the terms that it has in any language. */
typedef struct item {
    char sign; /* '+', '-' or 0 */
    bool phrase;
    const char *stop; /* of a word */
    PH_VEC(ph_strs) places;
} item;

typedef struct question {
    ph_query query;
    PH_VEC(item) items;
} question;

static void make_places(ph_arena *arena, ph_str text, item *it)
{
    static const char *const languages[] = {"en", "ru"};
    for (size_t l = 0; l < N(languages); l++) {
        ph_strs terms = {0};
        OK(ph_analyze_all(both.analyzer, ph_cstr(languages[l]), text, arena, &terms, &err));
        for (size_t i = 0; i < terms.n; i++) {
            if (i == it->places.n)
                ADD(arena, &it->places, (ph_strs){0});
            ph_strs_add(arena, &it->places.v[i], terms.v[i]);
        }
    }
}

static void random_item(uint64_t *dice, ph_arena *arena, question *q, ph_buf *text)
{
    item it = {0};
    ph_buf buf = {0};
    size_t kind = roll(dice, 10), n = kind < 2 ? 2 + roll(dice, 2) : 1;
    it.sign = kind == 2 ? '-' : kind == 3 ? '+' : '\0';
    it.phrase = n > 1;
    for (size_t i = 0; i < n; i++) {
        size_t w = roll(dice, N(words));
        ph_buf_addf(&buf, "%s%s", i ? " " : "", words[w].word);
        it.stop = words[w].stop;
    }
    make_places(arena, ph_buf_str(&buf), &it);
    if (it.sign)
        ph_buf_byte(text, it.sign);
    ph_buf_addf(text, it.phrase ? "\"%s\" " : "%s ", buf.s);
    ADD(arena, &q->items, it);
    ph_buf_free(&buf);
}

static void random_choices(uint64_t *dice, ph_query *query)
{
    static const char *const sorts[] = {"relevance", "relevance", "date", "title"};
    static const char *const matches[] = {"auto", "all", "any"};
    for (size_t n = roll(dice, 2) ? 0 : 1 + roll(dice, 4); n > 0; n--) {
        size_t c = roll(dice, N(choices));
        ph_str v = ph_cstr(choices[c].value),
               name = ph_cstr(ph_facets[choices[c].facet].name);
        if (vocabulary_ids[choices[c].facet][0].s && choices[c].facet > PH_FACET_THEME)
            v = vocabulary_ids[choices[c].facet][v.s[0] - '0'];
        OK(ph_query_set(query, name, v, &err));
        if (roll(dice, 4) == 0)
            OK(ph_query_set(query, PH_STR("all"), name, &err));
    }
    if (roll(dice, 8) == 0)
        OK(ph_query_set(query, PH_STR("event_country"), PH_STR("ro"), &err));
    if (roll(dice, 8) == 0)
        OK(ph_query_set(query, PH_STR("exclude"), PH_STR("KZ,EE"), &err));
    if (roll(dice, 8) == 0)
        OK(ph_query_set(query, PH_STR("since"), PH_STR("2026-04"), &err));
    if (roll(dice, 4) == 0)
        OK(ph_query_set(query, PH_STR("from"), PH_STR("asserted"), &err));
    OK(ph_query_set(query, PH_STR("sort"), ph_cstr(sorts[roll(dice, N(sorts))]), &err));
    OK(ph_query_set(query, PH_STR("match"), ph_cstr(matches[roll(dice, 3)]), &err));
}

static void random_question(uint64_t *dice, ph_arena *arena, question *q)
{
    ph_buf text = {0};
    *q = (question){0};
    ph_query_init(&q->query, arena, both.vocabulary);
    for (size_t n = roll(dice, 20) ? 1 + roll(dice, 4) : 0; n > 0; n--)
        random_item(dice, arena, q, &text);
    OK(ph_query_set(&q->query, PH_STR("q"), ph_buf_str(&text), &err));
    OK(ph_query_set(&q->query, PH_STR("without"), PH_STR("*"), &err));
    random_choices(dice, &q->query);
    ph_buf_free(&text);
}

/* --- the naive matcher --------------------------------------------------------------------- */

static bool item_in(const item *it, const doc *d)
{
    for (size_t at = 0; at + it->places.n <= d->terms.n; at++) {
        size_t i = 0;
        while (i < it->places.n && ph_strs_has(&it->places.v[i], d->terms.v[at + i]))
            i++;
        if (i == it->places.n)
            return true;
    }
    return false;
}

/* Which language's stop words are left out; NULL: none, because there is nothing else. */
static const char *stop_language(const question *q)
{
    size_t en = 0, ru = 0, others = 0;
    for (size_t i = 0; i < q->items.n; i++) {
        const item *it = &q->items.v[i];
        if (it->phrase || it->sign || !it->stop)
            others++;
        else
            *(strcmp(it->stop, "en") == 0 ? &en : &ru) += 1;
    }
    if (ru > en)
        return others + en ? "ru" : NULL;
    return others + ru ? "en" : NULL;
}

static bool is_left_out(const item *it, const char *language)
{
    return language && !it->phrase && !it->sign && it->stop && !strcmp(it->stop, language);
}

/* Whether the document has what the text asks for, with every word or with any. */
static bool text_matches(const question *q, const doc *d, bool every)
{
    const char *language = stop_language(q);
    size_t plain = 0, has = 0, must = 0;
    for (size_t i = 0; i < q->items.n; i++) {
        const item *it = &q->items.v[i];
        if (is_left_out(it, language))
            continue;
        bool in = item_in(it, d);
        if ((it->sign == '-' && in) || (it->sign == '+' && !in))
            return false;
        must += it->sign == '+';
        plain += it->sign == 0;
        has += it->sign == 0 && in;
    }
    return every ? has == plain : plain == 0 || must > 0 || has > 0;
}

/* Words and phrases that count: of one, any is all. */
static size_t units(const question *q)
{
    size_t n = 0;
    for (size_t i = 0; i < q->items.n; i++)
        n += q->items.v[i].sign != '-' && !is_left_out(&q->items.v[i], stop_language(q));
    return n;
}

/* --- the answer that is expected ------------------------------------------------------------- */

typedef struct expected {
    bool any;                 /* of the words */
    bool base[DOCUMENTS];     /* text and conditions */
    bool in[DOCUMENTS];       /* and the choices */
    bool with_all[DOCUMENTS]; /* has every word */
    size_t total;
} expected;

static void expect(const question *q, expected *e)
{
    size_t full = 0;
    *e = (expected){.any = q->query.match == PH_MATCH_ANY};
    for (size_t i = 0; i < DOCUMENTS; i++)
        full += e->with_all[i] = text_matches(q, &all.docs[i], true);
    if (q->query.match == PH_MATCH_AUTO && full < PH_MATCH_FEW && units(q) > 1)
        e->any = true;
    for (size_t i = 0; i < DOCUMENTS; i++) {
        const doc *d = &all.docs[i];
        e->base[i] = (e->any ? text_matches(q, d, false) : e->with_all[i]) &&
                     passes_conditions(&q->query, &d->record, &d->values);
        e->in[i] = e->base[i] && passes_choices(&q->query, &d->values, PH_FACETS);
        e->total += e->in[i];
    }
}

static size_t count_of(const question *q, const expected *e, ph_facet facet, ph_str v)
{
    ph_facet group = ph_facets[facet].group;
    ph_facet but = narrow(&q->query, group) ? PH_FACETS : group;
    size_t n = 0;
    for (size_t i = 0; i < DOCUMENTS; i++)
        n += e->base[i] && passes_choices(&q->query, &all.docs[i].values, but) &&
             has_value(&all.docs[i].values, facet, v, q->query.asserted);
    return n;
}

static void check_facets(const question *q, const expected *e, const ph_result *r)
{
    for (ph_facet f = 0; f < PH_FACETS; f++) {
        ph_strs seen = {0};
        for (size_t i = 0; i < r->facets[f].n; i++) {
            const ph_facet_value *v = &r->facets[f].v[i];
            size_t count = count_of(q, e, f, v->value);
            assert_false(ph_strs_has(&seen, v->value));
            ph_strs_add(q->query.arena, &seen, v->value);
            if (v->count != count || (!count && !v->selected))
                fail_msg("q='%.*s': %s=%.*s has %zu, not %zu", PH_FMT(q->query.q),
                         ph_facets[f].name, PH_FMT(v->value), count, (size_t)v->count);
            if (f != PH_FACET_YEAR)
                assert_int_equal(v->selected, ph_strs_has(&q->query.choices[f], v->value));
        }
        for (size_t i = 0; i < q->query.choices[f].n; i++)
            if (f != PH_FACET_YEAR)
                assert_true(ph_strs_has(&seen, q->query.choices[f].v[i]));
        for (size_t i = 0; i < DOCUMENTS; i++)
            for (size_t j = 0; j < all.docs[i].values.n; j++) {
                const value *v = &all.docs[i].values.v[j];
                if (v->facet == f && !ph_strs_has(&seen, v->value)) {
                    ph_strs_add(q->query.arena, &seen, v->value);
                    assert_int_equal(count_of(q, e, f, v->value), 0);
                }
            }
    }
}

static size_t number_of(const ph_hit *hit)
{
    size_t n = (size_t)atoi(hit->record.id.s + strlen("document-"));
    assert_true(n < DOCUMENTS);
    return n;
}

/* Order as far as it can be told without weights. */
static void check_order(const question *q, const expected *e, const ph_hit *before,
                        const ph_hit *hit)
{
    ph_sort sort =
        q->query.q.n || q->query.sort != PH_SORT_RELEVANCE ? q->query.sort : PH_SORT_DATE;
    size_t a = number_of(before), b = number_of(hit);
    if (sort == PH_SORT_DATE)
        assert_true(ph_cmp(all.docs[a].record.date, all.docs[b].record.date) >= 0);
    else if (sort == PH_SORT_RELEVANCE && q->query.match == PH_MATCH_AUTO &&
             e->with_all[a] != e->with_all[b])
        assert_true(e->with_all[a]); /* those with all first */
    else if (sort == PH_SORT_RELEVANCE)
        assert_true(before->score >= hit->score);
}

/* The documents of all pages in their order, with their scores. */
typedef struct order {
    size_t docs[DOCUMENTS];
    double scores[DOCUMENTS]; /* by document */
} order;

static void check_pages(ph_reader *reader, question *q, const expected *e, size_t page,
                        order *o)
{
    size_t n = 0;
    bool seen[DOCUMENTS] = {false};
    ph_hit last = {0};
    q->query.limit = page;
    for (q->query.offset = 0; q->query.offset <= e->total; q->query.offset += page) {
        ph_result r;
        OK(ph_search(reader, &q->query, q->query.arena, &r, &err));
        if (r.total != e->total)
            fail_msg("q='%.*s' match=%d: total %zu, not %zu", PH_FMT(q->query.q),
                     (int)q->query.match, e->total, (size_t)r.total);
        assert_int_equal(r.match, e->any ? PH_MATCH_ANY : PH_MATCH_ALL);
        assert_int_equal(r.relaxed, q->query.match == PH_MATCH_AUTO && e->any);
        if (q->query.offset == 0)
            check_facets(q, e, &r);
        size_t left = e->total - q->query.offset;
        assert_int_equal(r.hits.n, left < page ? left : page);
        for (size_t i = 0; i < r.hits.n; i++) {
            size_t d = number_of(&r.hits.v[i]);
            assert_true(e->in[d] && !seen[d]);
            seen[d] = true;
            if (n > 0)
                check_order(q, e, &last, &r.hits.v[i]);
            last = r.hits.v[i];
            o->docs[n++] = d;
            o->scores[d] = r.hits.v[i].score;
        }
    }
    assert_int_equal(n, e->total);
}

/* Scores may differ by the rounding of sums, and nothing else. */
static void check_same_order(const question *q, const expected *e, const order *a,
                             const order *b)
{
    for (size_t i = 0; i < e->total; i++) {
        size_t d = b->docs[i];
        if (a->docs[i] != d || fabs(a->scores[d] - b->scores[d]) > ROUNDING)
            fail_msg("q='%.*s' sort=%d: other order in three shards, from %zu of %zu on",
                     PH_FMT(q->query.q), (int)q->query.sort, i, e->total);
    }
}

static void questions(void **state)
{
    uint64_t dice = 10;
    size_t found = 0, relaxed = 0;
    for (int i = 0; i < QUESTIONS; i++) {
        question q;
        expected e;
        order orders[2];
        ph_arena_reset(*state);
        random_question(&dice, *state, &q);
        expect(&q, &e);
        for (size_t s = 0; s < 2; s++)
            check_pages(both.readers[s], &q, &e, s == 0 ? DOCUMENTS : 7 + roll(&dice, 60),
                        &orders[s]);
        check_same_order(&q, &e, &orders[0], &orders[1]);
        found += e.total > 0;
        relaxed += q.query.match == PH_MATCH_AUTO && e.any;
    }
    assert_true(found > QUESTIONS / 2 &&
                relaxed > QUESTIONS / 50); /* it did ask something */
}

/* With what labels add: the same documents in the same order from one shard and from two, with the same
 * weights, and among them all that are found without. */
static void labels_add(void **state)
{
    uint64_t dice = 11;
    size_t grown = 0;
    for (int i = 0; i < QUESTIONS / 2; i++) {
        question q;
        ph_result plain, r[2];
        ph_arena_reset(*state);
        random_question(&dice, *state, &q);
        q.query.limit = DOCUMENTS;
        if (q.query.match == PH_MATCH_AUTO)
            q.query.match = PH_MATCH_ALL;
        OK(ph_search(both.readers[0], &q.query, *state, &plain, &err));
        q.query.without.n = 0;
        for (size_t s = 0; s < 2; s++)
            OK(ph_search(both.readers[s], &q.query, *state, &r[s], &err));
        double scores[2][DOCUMENTS] = {{0}};
        bool in[2][DOCUMENTS] = {{false}};
        for (size_t s = 0; s < 2; s++)
            for (size_t d = 0; d < r[s].hits.n; d++) {
                scores[s][number_of(&r[s].hits.v[d])] = r[s].hits.v[d].score;
                in[s][number_of(&r[s].hits.v[d])] = true;
            }
        for (size_t d = 0; d < DOCUMENTS; d++) {
            assert_int_equal(in[0][d], in[1][d]);
            assert_float_equal(scores[0][d], scores[1][d], ROUNDING);
        }
        assert_int_equal(r[0].total, r[0].hits.n);
        assert_int_equal(r[0].total, r[1].total);
        for (size_t d = 0; d < plain.hits.n; d++)
            assert_true(in[0][number_of(&plain.hits.v[d])]);
        grown += r[0].total > plain.total;
    }
    assert_true(grown > QUESTIONS / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(questions),
        TEST(labels_add),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
