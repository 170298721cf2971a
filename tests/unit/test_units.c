/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random questions to the passages of a random collection, against an answer that is worked out
 * here from the passages' own words: total, every count, which passages, and their order in
 * one shard and in three.  Then what editions and limits do.
 */
#include "config.h"

#include <math.h>

#include "search/limits.h"
#include "search/unit_pack.h"
#include "search/units.h"
#include "tests/unit/support.h"

#define DOCUMENTS 120
#define UNITS_MAX 8
#define QUESTIONS 500

static const struct {
    const char *word;
    bool stop; /* in English */
} words[] = {
    {"register", false},  {"registers", false}, {"tax", false},      {"customs", false},
    {"data", false},      {"exchange", false},  {"training", false}, {"e-mail", false},
    {"village", false},   {"the", true},        {"of", true},        {"реестр", false},
    {"реестрами", false}, {"налог", false},
};

static const char *const themes[] = {"integrity", "open-data", "gender"};
static const char *const schemes[] = {"governance", "digital", "inclusion"};
static const char *const addressees[] = {"parliament", "pa-school", "academia"};
static const char *const countries[] = {"EE", "KZ", "KG"};
static const char *const regions[][2] = {{"154", "150"}, {"143", "142"}, {"143", "142"}};
static const ph_kind kinds[] = {PH_RECOMMENDATION, PH_CONCLUSION, PH_COMMITMENT,
                                PH_LESSON,         PH_RESULT,     PH_PARAGRAPH};

/* --- the collection ------------------------------------------------------------------------- */

/* A passage as the naive matcher sees it: the terms of its text and of its headings, with a
 * gap between. */
typedef struct piece {
    ph_kind kind;
    ph_strs terms;
    int theme, addressee; /* -1: none */
} piece;

typedef struct doc {
    ph_record record;
    piece pieces[UNITS_MAX];
    size_t n;
    int country, event;
    ph_str meeting; /* ph_event_id */
    const char *year;
} doc;

static struct collection {
    ph_arena *arena, *here; /* here: of the test at hand */
    ph_vocabulary *vocabulary;
    ph_analyzer *analyzer;
    doc docs[DOCUMENTS];
    scratch dir;
    ph_reader *readers[2]; /* of one shard, of three */
} all;

static ph_str random_words(uint64_t *dice, size_t n)
{
    ph_buf buf = {0};
    for (; n > 0; n--)
        ph_buf_addf(&buf, "%s ", words[roll(dice, N(words))].word);
    ph_str s = ph_dup(all.arena, ph_trim(ph_buf_str(&buf)));
    ph_buf_free(&buf);
    return s;
}

static void add_terms(piece *p, const ph_record *r, ph_str text)
{
    ph_strs_add(all.arena, &p->terms, PH_STR("")); /* a gap */
    OK(ph_analyze_all(all.analyzer, r->language, text, all.arena, &p->terms, &err));
}

/* A path of headings: often the one before, or that with another end. */
static void random_path(uint64_t *dice, const ph_record *r, const ph_strs *before,
                        ph_strs *path)
{
    size_t keep = before ? roll(dice, before->n + 1) : 0, more = roll(dice, 3);
    if (before && roll(dice, 2))
        keep = before->n, more = 0;
    for (size_t i = 0; i < keep; i++)
        ph_strs_add(all.arena, path, before->v[i]);
    for (size_t i = 0; i < more; i++)
        ph_strs_add(all.arena, path,
                    path->n == 0 && roll(dice, 3) == 0
                        ? r->title
                        : random_words(dice, 1 + roll(dice, 2)));
}

static void random_passage(uint64_t *dice, doc *d)
{
    ph_record *r = &d->record;
    ph_strs path = {0};
    random_path(dice, r, r->passages.n ? &r->passages.v[r->passages.n - 1].heading : NULL,
                &path);
    ph_str text = roll(dice, 20) ? random_words(dice, 1 + roll(dice, 7)) : PH_STR("!");
    ph_passage *p = add_passage(all.arena, r, text.s);
    piece *e = &d->pieces[d->n++];
    *e = (piece){
        kinds[roll(dice, N(kinds))], {0}, (int)roll(dice, 4) - 1, (int)roll(dice, 4) - 1};
    p->heading = path;
    p->kind = e->kind;
    if (e->theme >= 0)
        ph_strs_add(all.arena, &p->themes, ph_cstr(themes[e->theme]));
    if (e->addressee >= 0)
        ph_strs_add(all.arena, &p->addressee, ph_cstr(addressees[e->addressee]));
    add_terms(e, r, text);
    for (size_t h = 0; h < path.n; h++) {
        bool title = ph_starts(r->title, path.v[h]) || ph_starts(path.v[h], r->title);
        if (h > 0 || !title)
            add_terms(e, r, path.v[h]);
    }
}

static void random_doc(uint64_t *dice, size_t i, doc *d)
{
    static const char *const years[] = {"2017", "2019-05", "2019", "2022-06-04"};
    static const char *const meetings[] = {"Forum of Schools", "Съезд"};
    ph_record *r = &d->record;
    r->id = r->key = ph_dupf(all.arena, "document-%zu", i);
    r->title = random_words(dice, 2);
    r->language = roll(dice, 3) ? PH_STR("en") : PH_STR("ru");
    r->type = PH_STR("outcome-document");
    r->modified = PH_STR("2026-01-01T00:00:00Z");
    d->year = roll(dice, 5) ? years[roll(dice, N(years))] : NULL;
    r->date = ph_cstr(d->year);
    d->country = (int)roll(dice, 4) - 1;
    if (d->country >= 0)
        add_tag(all.arena, &r->countries, countries[d->country], PH_ASSERTED);
    d->event = (int)roll(dice, 3) - 1;
    if (d->event >= 0) {
        r->event.name = ph_cstr(meetings[d->event]);
        r->event.start = PH_STR("2020");
    }
    d->meeting = ph_event_id(r, all.arena);
    for (size_t n = roll(dice, UNITS_MAX); n > 0; n--)
        random_passage(dice, d);
}

static void write_index(const char *db, unsigned shards)
{
    ph_store *store = NULL;
    ph_analyzer *own = NULL; /* one hands out each word once, for one index */
    OK(ph_analyzer_new(&own, &err));
    OK(ph_store_open(&store, db, shards, false, &err));
    for (size_t i = 0; i < DOCUMENTS; i++) { /* in another order in each */
        doc *d = &all.docs[shards == 1 ? i : (i * 7 + 3) % DOCUMENTS];
        ph_stamp stamp = {.id = d->record.id};
        OK(ph_store_put(store, own, all.vocabulary, &d->record, &stamp, &err));
    }
    OK(ph_store_finish(store, &err));
    ph_store_free(store);
    ph_analyzer_free(own);
}

static int set_up(void **state)
{
    uint64_t dice = 21;
    (void)state;
    all.arena = ph_arena_new();
    all.vocabulary = shipped_vocabulary();
    OK(ph_analyzer_new(&all.analyzer, &err));
    for (size_t i = 0; i < DOCUMENTS; i++)
        random_doc(&dice, i, &all.docs[i]);
    all.dir = scratch_new();
    for (unsigned i = 0; i < 2; i++) {
        ph_str db = ph_dupf(all.arena, "%s/%u", all.dir.path, i);
        write_index(db.s, i ? 3 : 1);
        OK(ph_reader_open(&all.readers[i], (const char *const[]){db.s}, 1, all.vocabulary,
                          &err));
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ph_reader_free(all.readers[0]);
    ph_reader_free(all.readers[1]);
    ph_analyzer_free(all.analyzer);
    ph_vocabulary_free(all.vocabulary);
    ph_arena_free(all.arena);
    scratch_remove(&all.dir);
    return 0;
}

/* --- questions ------------------------------------------------------------------------------- */

/* A word, a phrase or two words near each other: for each place its terms in any language. */
typedef struct item {
    char sign; /* '+', '-' or 0 */
    bool phrase, near, stop;
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
        OK(ph_analyze_all(all.analyzer, ph_cstr(languages[l]), text, arena, &terms, &err));
        for (size_t i = 0; i < terms.n; i++) {
            if (i == it->places.n)
                ADD(arena, &it->places, (ph_strs){0});
            ph_strs_add(arena, &it->places.v[i], terms.v[i]);
        }
    }
}

/* "e-mail" is two words, and NEAR of such is no more than AND: left out there. */
static size_t random_word(uint64_t *dice, bool simple)
{
    size_t w = roll(dice, N(words));
    while (simple && strchr(words[w].word, '-'))
        w = roll(dice, N(words));
    return w;
}

static void random_item(uint64_t *dice, ph_arena *arena, question *q, ph_buf *text)
{
    item it = {0};
    ph_buf buf = {0};
    size_t what = roll(dice, 10), n = what < 3 ? 2 : 1;
    it.sign = what == 3 ? '-' : what == 4 ? '+' : '\0';
    it.near = what == 0;
    it.phrase = n > 1 && !it.near;
    for (size_t i = 0; i < n; i++) {
        size_t w = random_word(dice, it.near);
        ph_buf_addf(&buf, "%s%s", i ? " " : "", words[w].word);
        ph_buf_addf(text, "%s%s",
                    i                ? it.near ? " NEAR/3 " : " "
                    : it.phrase      ? "\""
                    : it.sign == '-' ? "-"
                    : it.sign        ? "+"
                                     : "",
                    words[w].word);
        it.stop = words[w].stop;
    }
    ph_buf_addc(text, it.phrase ? "\" " : " ");
    make_places(arena, ph_buf_str(&buf), &it);
    ADD(arena, &q->items, it);
    ph_buf_free(&buf);
}

static void random_choices(uint64_t *dice, ph_query *query)
{
    static const char *const choices[][2] = {
        {"kind", "recommendation"},
        {"kind", "conclusion"},
        {"kind", "lesson"},
        {"theme", "integrity"},
        {"theme", "digital"},
        {"theme", "gender"},
        {"addressee", "parliament"},
        {"addressee", "academia"},
        {"country", "EE"},
        {"country", "KZ"},
        {"region", "143"},
        {"year", "2019"},
        {"year", "2018..2022"},
        {"language", "en"},
        {"all", "theme"},
        {"exclude", "KG"},
        {"sort", "date"},
        {"event", "nothing-like-it"},
        {"from", "asserted"},
        {"event", NULL},
    };
    static const char *const matches[] = {"auto", "all", "any"};
    ph_str event = PH_ABSENT;
    for (size_t i = 0; i < DOCUMENTS && !event.n; i++)
        event = all.docs[i].meeting;
    for (size_t n = roll(dice, 4); n > 0; n--) {
        size_t c = roll(dice, N(choices));
        ph_str value = choices[c][1] ? ph_cstr(choices[c][1]) : event;
        OK(ph_query_set(query, ph_cstr(choices[c][0]), value, &err));
    }
    OK(ph_query_set(query, PH_STR("match"), ph_cstr(matches[roll(dice, 3)]), &err));
}

static void random_question(uint64_t *dice, ph_arena *arena, question *q)
{
    ph_buf text = {0};
    *q = (question){0};
    ph_query_init(&q->query, arena, all.vocabulary);
    q->query.units = true;
    q->query.limit = DOCUMENTS;
    for (size_t n = roll(dice, 15) ? 1 + roll(dice, 4) : 0; n > 0; n--)
        random_item(dice, arena, q, &text);
    OK(ph_query_set(&q->query, PH_STR("q"), ph_buf_str(&text), &err));
    random_choices(dice, &q->query);
    ph_buf_free(&text);
}

/* --- the naive matcher ----------------------------------------------------------------------- */

static bool place_at(const item *it, size_t i, const piece *p, size_t at)
{
    return at < p->terms.n && p->terms.v[at].n &&
           ph_strs_has(&it->places.v[i], p->terms.v[at]);
}

/* Both words within four places of one text, in any order, each its own. */
static bool near_at(const item *it, const piece *p, size_t at)
{
    for (size_t to = at + 1; to < at + 4 && to < p->terms.n && p->terms.v[to].n; to++)
        if ((place_at(it, 0, p, at) && place_at(it, 1, p, to)) ||
            (place_at(it, 1, p, at) && place_at(it, 0, p, to)))
            return true;
    return false;
}

static bool item_in(const item *it, const piece *p)
{
    for (size_t at = 0; at < p->terms.n; at++) {
        size_t i = 0;
        while (i < it->places.n && place_at(it, i, p, at + i))
            i++;
        if (it->near ? near_at(it, p, at) : i == it->places.n)
            return true;
    }
    return false;
}

/* Stop words count if there is nothing else. */
static bool stops_count(const question *q)
{
    for (size_t i = 0; i < q->items.n; i++)
        if (q->items.v[i].phrase || q->items.v[i].near || q->items.v[i].sign ||
            !q->items.v[i].stop)
            return false;
    return true;
}

static bool is_left_out(const question *q, const item *it)
{
    return it->stop && !it->phrase && !it->near && !it->sign && !stops_count(q);
}

static size_t parts(const question *q)
{
    size_t n = 0;
    for (size_t i = 0; i < q->items.n; i++) {
        const item *it = &q->items.v[i];
        n += it->sign != '-' && !is_left_out(q, it);
    }
    return n;
}

static bool text_matches(const question *q, const piece *p, bool every)
{
    size_t plain = 0, has = 0, must = 0;
    for (size_t i = 0; i < q->items.n; i++) {
        const item *it = &q->items.v[i];
        if (is_left_out(q, it))
            continue;
        bool in = item_in(it, p);
        if ((it->sign == '-' && in) || (it->sign == '+' && !in))
            return false;
        must += it->sign == '+';
        plain += it->sign == 0;
        has += it->sign == 0 && in;
    }
    return every ? has == plain : plain == 0 || must > 0 || has > 0;
}

static bool kind_asked(const ph_query *q, ph_kind kind)
{
    if (ph_strs_has(&q->kinds, PH_STR("lesson")))
        return kind != PH_PARAGRAPH;
    return kind == PH_RECOMMENDATION || kind == PH_CONCLUSION || kind == PH_COMMITMENT;
}

/* The choices of documents: language, exclude. */
static bool document_passes(const ph_query *q, const doc *d)
{
    if (q->choices[PH_FACET_LANGUAGE].n && !ph_eqc(d->record.language, "en"))
        return false;
    if (q->choices[PH_FACET_LANGUAGE].n && q->asserted && d->record.language_from)
        return false;
    return !q->exclude.n || d->country != 2;
}

static void add_value(ph_strs *list, const char *value)
{
    ph_strs_add(all.here, list, ph_cstr(value));
}

/* The values of a passage in a facet. */
static void values_of(const ph_query *q, const doc *d, const piece *p, ph_unit_facet_id f,
                      ph_strs *list)
{
    switch (f) {
    case PH_UNIT_KIND: add_value(list, ph_kind_name(p->kind)); break;
    case PH_UNIT_THEME:
        if (p->theme >= 0 && !q->asserted) {
            add_value(list, themes[p->theme]);
            add_value(list, schemes[p->theme]);
        }
        break;
    case PH_UNIT_ADDRESSEE:
        if (p->addressee >= 0)
            add_value(list, addressees[p->addressee]);
        break;
    case PH_UNIT_EVENT:
        if (d->meeting.n)
            ph_strs_add(all.here, list, d->meeting);
        break;
    case PH_UNIT_YEAR:
        if (d->year)
            ph_strs_add(all.here, list, ph_sub(d->record.date, 0, 4));
        break;
    case PH_UNIT_COUNTRY:
        if (d->country >= 0)
            add_value(list, countries[d->country]);
        break;
    case PH_UNIT_REGION:
        for (size_t i = 0; d->country >= 0 && i < 2; i++)
            add_value(list, regions[d->country][i]);
        break;
    case PH_UNIT_FACETS: break;
    }
}

static bool has_choice(ph_unit_facet_id f, const ph_strs *values, ph_str choice)
{
    for (size_t i = 0; i < values->n; i++)
        if (ph_eq(values->v[i], choice) ||
            (f == PH_UNIT_YEAR && ph_eqc(choice, "2018..2022") &&
             !ph_eqc(values->v[i], "2017")))
            return true;
    return false;
}

static const ph_strs *choices_of(const ph_query *q, ph_unit_facet_id f)
{
    return f == PH_UNIT_KIND        ? &q->kinds
           : f == PH_UNIT_ADDRESSEE ? &q->addressees
           : f == PH_UNIT_EVENT     ? &q->events
                                    : &q->choices[ph_unit_facets[f].facet];
}

/* The choices of all groups but one. */
static bool passes(const ph_query *q, const doc *d, const piece *p, ph_unit_facet_id but)
{
    for (ph_unit_facet_id g = 0; g < PH_UNIT_FACETS; g++) {
        size_t n = 0, met = 0;
        for (ph_unit_facet_id f = 0; f < PH_UNIT_FACETS; f++) {
            ph_strs values = {0};
            values_of(q, d, p, f, &values);
            for (size_t i = 0; ph_unit_facets[f].group == g && i < choices_of(q, f)->n;
                 i++, n++)
                met += has_choice(f, &values, choices_of(q, f)->v[i]);
        }
        bool narrow = g == PH_UNIT_THEME && q->all[PH_FACET_THEME];
        if (g != but && n && (narrow ? met < n : met == 0))
            return false;
    }
    return true;
}

/* --- the answer that is expected -------------------------------------------------------------- */

typedef struct expected {
    bool any;
    bool base[DOCUMENTS][UNITS_MAX], in[DOCUMENTS][UNITS_MAX], whole[DOCUMENTS][UNITS_MAX];
    size_t total, documents;
} expected;

static void expect(const question *q, expected *e)
{
    size_t full = 0;
    *e = (expected){.any = q->query.match == PH_MATCH_ANY};
    for (size_t i = 0; i < DOCUMENTS; i++)
        for (size_t j = 0; j < all.docs[i].n; j++)
            full += e->whole[i][j] = kind_asked(&q->query, all.docs[i].pieces[j].kind) &&
                                     text_matches(q, &all.docs[i].pieces[j], true);
    if (q->query.match == PH_MATCH_AUTO && full < PH_MATCH_FEW && parts(q) > 1)
        e->any = true;
    for (size_t i = 0; i < DOCUMENTS; i++) {
        size_t before = e->total;
        for (size_t j = 0; j < all.docs[i].n; j++) {
            const piece *p = &all.docs[i].pieces[j];
            e->base[i][j] = kind_asked(&q->query, p->kind) && text_matches(q, p, !e->any) &&
                            document_passes(&q->query, &all.docs[i]);
            e->in[i][j] =
                e->base[i][j] && passes(&q->query, &all.docs[i], p, PH_UNIT_FACETS);
            e->total += e->in[i][j];
        }
        e->documents += e->total > before;
    }
}

static size_t count_of(const question *q, const expected *e, ph_unit_facet_id f, ph_str v)
{
    ph_unit_facet_id group = ph_unit_facets[f].group;
    bool narrow = group == PH_UNIT_THEME && q->query.all[PH_FACET_THEME];
    size_t n = 0;
    for (size_t i = 0; i < DOCUMENTS; i++)
        for (size_t j = 0; j < all.docs[i].n; j++) {
            const piece *p = &all.docs[i].pieces[j];
            ph_strs values = {0};
            values_of(&q->query, &all.docs[i], p, f, &values);
            n += e->base[i][j] &&
                 passes(&q->query, &all.docs[i], p, narrow ? PH_UNIT_FACETS : group) &&
                 ph_strs_has(&values, v);
        }
    return n;
}

static void check_facets(const question *q, const expected *e, const ph_units_result *r)
{
    for (ph_unit_facet_id f = 0; f < PH_UNIT_FACETS; f++) {
        ph_strs seen = {0}, values = {0};
        for (size_t i = 0; i < r->facets[f].n; i++) {
            const ph_unit_value *v = &r->facets[f].v[i];
            size_t count = count_of(q, e, f, v->value);
            if (v->count != count || (!count && !v->selected))
                fail_msg("q='%.*s': %s=%.*s has %zu, not %zu", PH_FMT(q->query.q),
                         ph_unit_facets[f].name, PH_FMT(v->value), count, (size_t)v->count);
            assert_false(ph_strs_has(&seen, v->value));
            ph_strs_add(all.here, &seen, v->value);
        }
        for (size_t i = 0; i < DOCUMENTS; i++)
            for (size_t j = 0; j < all.docs[i].n; j++)
                values_of(&q->query, &all.docs[i], &all.docs[i].pieces[j], f, &values);
        for (size_t i = 0; i < values.n; i++)
            if (!ph_strs_has(&seen, values.v[i])) {
                ph_strs_add(all.here, &seen, values.v[i]);
                assert_int_equal(count_of(q, e, f, values.v[i]), 0);
            }
    }
}

static void check_hits(const question *q, const expected *e, const ph_result *r)
{
    bool by_date = !q->query.q.n || q->query.sort == PH_SORT_DATE;
    size_t units = 0;
    for (size_t i = 0; i < r->hits.n; i++) {
        const ph_hit *hit = &r->hits.v[i];
        size_t d = (size_t)atoi(hit->record.id.s + strlen("document-"));
        assert_int_equal(hit->units, hit->passages.n);
        units += hit->passages.n;
        for (size_t j = 0; j < hit->passages.n; j++) {
            size_t n = hit->passages.v[j].n - 1;
            assert_true(n < all.docs[d].n && e->in[d][n]);
            assert_true(j == 0 || hit->passages.v[j - 1].n != hit->passages.v[j].n);
            if (j > 0 && by_date)
                assert_true(hit->passages.v[j - 1].n < hit->passages.v[j].n);
            if (j > 0 && !by_date && r->relaxed && e->whole[d][n])
                assert_true(e->whole[d][hit->passages.v[j - 1].n - 1]);
        }
        if (i > 0 && by_date)
            assert_true(ph_cmp(hit[-1].record.date, hit->record.date) >= 0);
        if (i > 0 && !by_date && !r->relaxed)
            assert_true(hit[-1].score >= hit->score);
    }
    assert_int_equal(units, e->total);
}

static void questions(void **state)
{
    uint64_t dice = 10;
    size_t found = 0, relaxed = 0;
    for (int i = 0; i < QUESTIONS; i++) {
        question q;
        expected *e = malloc(sizeof *e);
        ph_units_result r[2];
        ph_arena_reset(*state);
        all.here = *state;
        random_question(&dice, *state, &q);
        expect(&q, e);
        for (size_t s = 0; s < 2; s++) {
            OK(ph_units_search(all.readers[s], &q.query, *state, &r[s], &err));
            if (r[s].total != e->total || r[s].documents.total != e->documents)
                fail_msg("q='%.*s' match=%d: %zu in %zu, not %zu in %zu", PH_FMT(q.query.q),
                         (int)q.query.match, e->total, e->documents, (size_t)r[s].total,
                         (size_t)r[s].documents.total);
            assert_int_equal(r[s].documents.match, e->any ? PH_MATCH_ANY : PH_MATCH_ALL);
            assert_int_equal(r[s].documents.relaxed,
                             e->any && q.query.match == PH_MATCH_AUTO);
            check_facets(&q, e, &r[s]);
            check_hits(&q, e, &r[s].documents);
        }
        for (size_t h = 0; h < r[0].documents.hits.n; h++) {
            const ph_hit *a = &r[0].documents.hits.v[h], *b = &r[1].documents.hits.v[h];
            assert_true(ph_eq(a->record.id, b->record.id) && a->score == b->score);
            for (size_t j = 0; j < a->passages.n; j++)
                assert_int_equal(a->passages.v[j].n, b->passages.v[j].n);
        }
        found += e->total > 0;
        relaxed += q.query.match == PH_MATCH_AUTO && e->any;
        free(e);
    }
    assert_true(found > QUESTIONS / 2 && relaxed > QUESTIONS / 50);
}

/* Pages are of documents, and together they are the whole. */
static void pages(void **state)
{
    ph_query q;
    ph_units_result whole, page;
    ph_query_init(&q, *state, all.vocabulary);
    q.units = true;
    q.limit = DOCUMENTS;
    OK(ph_query_set(&q, PH_STR("q"), PH_STR("tax OR data"), &err));
    OK(ph_units_search(all.readers[1], &q, *state, &whole, &err));
    assert_true(whole.documents.hits.n > 12);
    q.limit = 5;
    for (q.offset = 0; q.offset < whole.documents.total + 5; q.offset += 5) {
        OK(ph_units_search(all.readers[1], &q, *state, &page, &err));
        assert_int_equal(page.total, whole.total);
        for (size_t i = 0; i < page.documents.hits.n; i++)
            assert_true(ph_eq(page.documents.hits.v[i].record.id,
                              whole.documents.hits.v[q.offset + i].record.id));
    }
}

/* A question to the three shards. */
static ph_units_result ask(ph_arena *arena, const char *text)
{
    ph_query q;
    ph_units_result r;
    ph_query_init(&q, arena, all.vocabulary);
    q.units = true;
    OK(ph_query_set(&q, PH_STR("q"), ph_cstr(text), &err));
    OK(ph_units_search(all.readers[1], &q, arena, &r, &err));
    return r;
}

/* Beginnings, fields and operators as everywhere; what is marked is what was asked for. */
static void language(void **state)
{
    ph_units_result plain = ask(*state, "register OR registers"), r = ask(*state, "regis*");
    assert_true(plain.total > 0);
    assert_int_equal(r.total, plain.total);
    assert_non_null(strstr(r.documents.hits.v[0].snippet.s, "<mark>regist"));
    r = ask(*state, "(tax OR customs) AND NOT (data OR exchange)");
    for (size_t i = 0; i < r.documents.hits.n; i++)
        assert_null(strstr(r.documents.hits.v[i].snippet.s, "data"));
    size_t ee = (size_t)ask(*state, "country:EE").total;
    assert_true(ee > 0);
    assert_int_equal(ask(*state, "country:EE OR -country:EE").total, ask(*state, "").total);
    assert_int_equal(ask(*state, "-country:EE").total, ask(*state, "").total - ee);
    assert_true(ask(*state, "year:2019..2022").total > 0);
    assert_int_equal(ask(*state, "title:register year:1900").total, 0);
    assert_int_equal(ask(*state, "zzzz").total, 0);
    assert_int_equal(ask(*state, "((((").total, 0);
}

/* Of two editions one counts: the one that fits the question better, else the original. */
static void editions(void **state)
{
    static const char *const texts[][2] = {{"cadastre open", "key"},
                                           {"cadastre cadastre", "other"}};
    ph_str db = ph_dupf(*state, "%s/editions", all.dir.path);
    ph_store *store = NULL;
    ph_reader *reader = NULL;
    ph_units_result r;
    ph_query q;
    OK(ph_store_open(&store, db.s, 2, false, &err));
    for (size_t i = 0; i < 2; i++) {
        ph_record record = {.id = ph_cstr(texts[i][1]), .key = ph_cstr(texts[i][1])};
        record.translation_of = i ? PH_STR("key") : PH_ABSENT;
        record.title = PH_STR("A title");
        record.language = PH_STR("en");
        add_passage(*state, &record, texts[i][0])->kind = PH_RECOMMENDATION;
        ph_stamp stamp = {.id = record.id};
        OK(ph_store_put(store, all.analyzer, all.vocabulary, &record, &stamp, &err));
    }
    OK(ph_store_finish(store, &err));
    ph_store_free(store);
    OK(ph_reader_open(&reader, (const char *const[]){db.s}, 1, all.vocabulary, &err));
    for (size_t i = 0; i < 3; i++) {
        static const char *const asked[] = {"", "cadastre", "open cadastre"};
        ph_query_init(&q, *state, all.vocabulary);
        q.units = true;
        OK(ph_query_set(&q, PH_STR("q"), ph_cstr(asked[i]), &err));
        OK(ph_units_search(reader, &q, *state, &r, &err));
        assert_int_equal(r.total, 1);
        same(r.documents.hits.v[0].record.id, i == 1 ? "other" : "key");
    }
    ph_reader_free(reader);
}

/* What may be chosen, and only of passages. */
static void parameters(void **state)
{
    ph_query q;
    ph_query_init(&q, *state, all.vocabulary);
    REFUSED(ph_query_set(&q, PH_STR("kind"), PH_STR("lesson"), &err), PH_UNKNOWN, "kind");
    q.units = true;
    OK(ph_query_set(&q, PH_STR("kind"), PH_STR("lesson,result"), &err));
    REFUSED(ph_query_set(&q, PH_STR("kind"), PH_STR("table"), &err), PH_INVALID, "table");
    REFUSED(ph_query_set(&q, PH_STR("addressee"), PH_STR("nobody"), &err), PH_INVALID,
            "nobody");
    REFUSED(ph_query_set(&q, PH_STR("event"), PH_STR("<b>"), &err), PH_INVALID, "event");
    REFUSED(ph_query_set(&q, PH_STR("sort"), PH_STR("title"), &err), PH_INVALID, "date");
    assert_int_equal(q.kinds.n, 2);
}

/* Each year's meeting is one of its own; the label is for people. */
static void meetings(void **state)
{
    ph_record r = {
        .event = {.name = PH_STR("Forum of Ministers"), .place = PH_STR("Rabat")},
        .date = PH_STR("2025-07-15")};
    ph_str id = ph_event_id(&r, *state), label;
    assert_true(ph_event_label(*state, &r, &label));
    same(label, "Forum of Ministers (Rabat, 2025)");
    assert_true(ph_starts(id, PH_STR("forum-of-ministers-")));
    r.date = PH_STR("2024");
    assert_false(ph_eq(id, ph_event_id(&r, *state)));
    r.event.name = PH_ABSENT;
    assert_true(ph_event_label(*state, &r, &label));
    same(label, "Rabat, 2024");
    r.event.place = PH_ABSENT;
    assert_int_equal(ph_event_id(&r, *state).n, 0);
}

/* Damaged bytes are told and not followed. */
static void damage(void **state)
{
    static const char bytes[60] = {1};
    ph_unit_document d;
    uint64_t dice = 5;
    for (size_t n = 0; n <= sizeof bytes; n++)
        assert_true(ph_units_unpack((ph_str){bytes, n}, *state, &d, NULL) <= PH_CORRUPT);
    REFUSED(ph_units_unpack(PH_STR("short"), *state, &d, &err), PH_CORRUPT, "damaged");
    for (int i = 0; i < 20000; i++) {
        char noise[80];
        for (size_t j = 0; j < sizeof noise; j++)
            noise[j] = (char)(roll(&dice, 3) ? roll(&dice, 6) : roll(&dice, 256));
        ph_str some = {noise, 16 + roll(&dice, 64)};
        assert_true(ph_units_unpack(some, *state, &d, NULL) <= PH_CORRUPT);
        ph_arena_reset(*state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(questions),  TEST(pages),    TEST(language), TEST(editions),
        TEST(parameters), TEST(meetings), TEST(damage),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
