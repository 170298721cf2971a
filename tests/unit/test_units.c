/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random questions to the passages of a random collection, against an answer that is worked out
 * here from the passages' own words: total, every count, which passages, and their order in
 * one shard and in three.  Which labels count as a word is the answer's to say (test_expand.c);
 * what they do is worked out here.
 */
#include "config.h"

#include "tests/unit/unit_asking.h"

#define QUESTIONS 500

/* --- the naive matcher ----------------------------------------------------------------------- */

static bool place_at(const text_places *places, size_t i, const piece *p, size_t at)
{
    return at < p->terms.n && p->terms.v[at].n &&
           ph_strs_has(&places->v[i], p->terms.v[at]);
}

/* Both words within four places of one text, in any order, each its own. */
static bool near_at(const text_places *it, const piece *p, size_t at)
{
    for (size_t to = at + 1; to < at + 4 && to < p->terms.n && p->terms.v[to].n; to++)
        if ((place_at(it, 0, p, at) && place_at(it, 1, p, to)) ||
            (place_at(it, 1, p, at) && place_at(it, 0, p, to)))
            return true;
    return false;
}

static bool row_in(const text_places *row, bool near, const piece *p)
{
    for (size_t at = 0; at < p->terms.n; at++) {
        size_t i = 0;
        while (i < row->n && place_at(row, i, p, at + i))
            i++;
        if (near ? near_at(row, p, at) : i == row->n)
            return true;
    }
    return false;
}

static bool item_in(const item *it, const piece *p)
{
    bool in = row_in(&it->places, it->near, p);
    for (size_t i = 0; i < it->labels.n && !in; i++)
        in = ph_eq(it->labels.v[i].language, p->language) &&
             row_in(&it->labels.v[i].places, false, p);
    return in;
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

static bool is_usual(ph_kind kind)
{
    return kind == PH_RECOMMENDATION || kind == PH_CONCLUSION || kind == PH_COMMITMENT;
}

static bool kind_asked(const ph_query *q, ph_kind kind)
{
    bool others = ph_strs_has(&q->kinds, PH_STR("lesson")) ||
                  ph_strs_has(&q->kinds, PH_STR("result"));
    return others ? kind != PH_PARAGRAPH : is_usual(kind);
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
        for (size_t j = 0; j < all.docs[i].n; j++) {
            e->whole[i][j] = text_matches(q, &all.docs[i].pieces[j], true);
            full += e->whole[i][j] && is_usual(all.docs[i].pieces[j].kind);
        }
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
            const ph_facet_value *v = &r->facets[f].v[i];
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

static void check_both(const question *q, const expected *e, const ph_units_result r[2])
{
    for (size_t s = 0; s < 2; s++) {
        if (r[s].total != e->total || r[s].documents.total != e->documents)
            fail_msg("q='%.*s' match=%d: %zu in %zu, not %zu in %zu", PH_FMT(q->query.q),
                     (int)q->query.match, e->total, e->documents, (size_t)r[s].total,
                     (size_t)r[s].documents.total);
        assert_int_equal(r[s].documents.match, e->any ? PH_MATCH_ANY : PH_MATCH_ALL);
        assert_int_equal(r[s].documents.relaxed, e->any && q->query.match == PH_MATCH_AUTO);
        check_facets(q, e, &r[s]);
        check_hits(q, e, &r[s].documents);
    }
    for (size_t h = 0; h < r[0].documents.hits.n; h++) {
        const ph_hit *a = &r[0].documents.hits.v[h], *b = &r[1].documents.hits.v[h];
        assert_true(ph_eq(a->record.id, b->record.id) && a->score == b->score);
        for (size_t j = 0; j < a->passages.n; j++)
            assert_int_equal(a->passages.v[j].n, b->passages.v[j].n);
    }
}

static ph_strs *chosen_of(ph_query *q, ph_unit_facet_id f)
{
    return f == PH_UNIT_KIND        ? &q->kinds
           : f == PH_UNIT_ADDRESSEE ? &q->addressees
           : f == PH_UNIT_EVENT     ? &q->events
                                    : &q->choices[ph_unit_facets[f].facet];
}

/* A count is what choosing that value gives: as the only one of its group, and where choices are
 * AND with the others. */
static void check_choice(const question *q, const ph_units_result *r, ph_unit_facet_id f,
                         const ph_facet_value *v)
{
    ph_unit_facet_id group = ph_unit_facets[f].group;
    ph_query chosen = q->query;
    ph_units_result got;
    bool narrow = group == PH_UNIT_THEME && chosen.all[PH_FACET_THEME];
    for (ph_unit_facet_id g = 0; g < PH_UNIT_FACETS && !narrow; g++)
        if (ph_unit_facets[g].group == group)
            *chosen_of(&chosen, g) = (ph_strs){0};
    OK(ph_query_set(&chosen, ph_cstr(ph_unit_facets[f].name), v->value, &err));
    OK(ph_units_search(both.readers[0], &chosen, all.here, &got, &err));
    if (got.total != v->count || got.documents.relaxed != r->documents.relaxed)
        fail_msg("q='%.*s' %s=%.*s: %zu, but %zu were told", PH_FMT(q->query.q),
                 ph_unit_facets[f].name, PH_FMT(v->value), (size_t)got.total,
                 (size_t)v->count);
}

/* Of all kinds, which decide what is read at all, and of one other value; returns how many. */
static size_t check_choices(uint64_t *dice, const question *q, const ph_units_result *r)
{
    const ph_facet_counts *told = &r->facets[PH_UNIT_KIND];
    ph_unit_facet_id f = 1 + (ph_unit_facet_id)roll(dice, PH_UNIT_FACETS - 1);
    for (size_t i = 0; i < told->n; i++)
        check_choice(q, r, PH_UNIT_KIND, &told->v[i]);
    if (r->facets[f].n)
        check_choice(q, r, f, &r->facets[f].v[roll(dice, r->facets[f].n)]);
    return told->n + (r->facets[f].n > 0);
}

static void questions(void **state)
{
    uint64_t dice = 10;
    size_t found = 0, relaxed = 0, labelled = 0, chosen = 0;
    for (int i = 0; i < QUESTIONS; i++) {
        question q;
        expected *e = malloc(sizeof *e);
        ph_units_result r[2];
        ph_arena_reset(*state);
        all.here = *state;
        random_question(&dice, *state, &q);
        do
            for (size_t s = 0; s < 2; s++)
                OK(ph_units_search(both.readers[s], &q.query, *state, &r[s], &err));
        while (!take_labels(*state, &q, &r[0]));
        expect(&q, e);
        check_both(&q, e, r);
        chosen += check_choices(&dice, &q, &r[0]);
        found += e->total > 0;
        relaxed += q.query.match == PH_MATCH_AUTO && e->any;
        labelled += r[0].documents.expansions.n > 0;
        free(e);
    }
    assert_true(found > QUESTIONS / 2 && relaxed > QUESTIONS / 50);
    assert_true(labelled > QUESTIONS / 10 && chosen > QUESTIONS);
}

/* Pages are of documents, and together they are the whole. */
static void pages(void **state)
{
    ph_query q;
    ph_units_result whole, page;
    ph_query_init(&q, *state, both.vocabulary);
    q.units = true;
    q.limit = DOCUMENTS;
    OK(ph_query_set(&q, PH_STR("q"), PH_STR("tax OR data"), &err));
    OK(ph_units_search(both.readers[1], &q, *state, &whole, &err));
    assert_true(whole.documents.hits.n > 12);
    q.limit = 5;
    for (q.offset = 0; q.offset < whole.documents.total + 5; q.offset += 5) {
        OK(ph_units_search(both.readers[1], &q, *state, &page, &err));
        assert_int_equal(page.total, whole.total);
        for (size_t i = 0; i < page.documents.hits.n; i++)
            assert_true(ph_eq(page.documents.hits.v[i].record.id,
                              whole.documents.hits.v[q.offset + i].record.id));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(questions), TEST(pages)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
