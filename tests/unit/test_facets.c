/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which facet values a record has, and how they are counted. */
#include "config.h"

#include "search/facets.h"
#include "tests/unit/support.h"

static ph_vocabulary *vocabulary;

static int open_vocabulary(void **state)
{
    (void)state;
    vocabulary = shipped_vocabulary();
    return 0;
}

static int close_vocabulary(void **state)
{
    (void)state;
    ph_vocabulary_free(vocabulary);
    return 0;
}

/* --- the table -------------------------------------------------------------------------- */

static void table(void **state)
{
    ph_buf buf = {0};
    (void)state;
    for (ph_facet f = 0; f < PH_FACETS; f++) {
        assert_int_equal(ph_facet_find(ph_cstr(ph_facets[f].name)), f);
        assert_int_equal(ph_facets[f].prefix[0], 'X');
        assert_int_equal(ph_facets[ph_facets[f].group].group, ph_facets[f].group);
        assert_non_null(ph_facets[f].label);
        for (ph_facet g = 0; g < f; g++)
            assert_string_not_equal(ph_facets[f].prefix, ph_facets[g].prefix);
    }
    assert_int_equal(ph_facets[PH_FACET_REGION].group, PH_FACET_COUNTRY);
    assert_int_equal(ph_facet_find(PH_STR("Country")), PH_FACETS);
    assert_int_equal(ph_facet_find(PH_ABSENT), PH_FACETS);
    ph_buf_addc(&buf, "left over");
    ph_facet_term(&buf, PH_FACET_COUNTRY, PH_STR("EE"));
    same(ph_buf_str(&buf), "XC:EE");
    ph_buf_free(&buf);
}

/* --- a record's values ------------------------------------------------------------------ */

static bool print_value(void *user, ph_facet facet, ph_str value, ph_from from)
{
    ph_buf_addf(user, "%s%s=%.*s", from == PH_ASSERTED ? " " : " ~", ph_facets[facet].name,
                PH_FMT(value));
    return true;
}

static void values_are(ph_arena *arena, const ph_record *r, const char *want)
{
    ph_buf buf = {0};
    assert_true(ph_facet_values(r, vocabulary, arena, print_value, &buf));
    same(ph_buf_str(&buf), want);
    ph_buf_free(&buf);
}

static void values(void **state)
{
    ph_record r = {0};
    values_are(*state, &r, "");
    r.type = PH_STR("practice-note");
    r.language = PH_STR("sr-Latn");
    r.language_from = PH_INFERRED;
    r.date = PH_STR("2022-06");
    r.status = PH_STR("s");
    r.level = PH_STR("l");
    ph_strs_add(*state, &r.stakeholders, PH_STR("b"));
    ph_strs_add(*state, &r.stakeholders, PH_STR("a"));
    ph_strs_add(*state, &r.stakeholders, PH_STR("b"));
    ph_strs_add(*state, &r.sectors, PH_STR("x"));
    ph_strs_add(*state, &r.sectors, PH_STR(""));
    values_are(*state, &r,
               " type=practice-note year=2022 ~language=sr-Latn status=s level=l"
               " stakeholder=b stakeholder=a sector=x");
    r = (ph_record){.date = PH_STR("06.2022")};
    values_are(*state, &r, "");
}

static void ancestors(void **state)
{
    ph_record r = {0};
    add_tag(*state, &r.sdgs, "16.6", PH_INFERRED);
    add_tag(*state, &r.sdgs, "16.7", PH_INFERRED);
    add_tag(*state, &r.sdgs, "5", PH_INFERRED);
    add_tag(*state, &r.sdgs, "99.9", PH_INFERRED); /* not in the vocabulary: as it is */
    add_tag(*state, &r.themes, "integrity", PH_ASSERTED);
    add_tag(*state, &r.countries, "KZ", PH_ASSERTED);
    add_tag(*state, &r.countries, "KG", PH_ASSERTED);
    add_tag(*state, &r.countries, "EE", PH_ASSERTED);
    values_are(*state, &r,
               " ~sdg=16.6 ~sdg=16 ~sdg=16.7 ~sdg=5 ~sdg=99.9"
               " theme=integrity theme=governance"
               " country=KZ country=KG country=EE region=143 region=142 region=154"
               " region=150");
}

static void asserted_anywhere(void **state)
{
    ph_record r = {0};
    add_tag(*state, &r.sdgs, "16.6", PH_INFERRED);
    add_tag(*state, &r.sdgs, "16", PH_ASSERTED);
    add_tag(*state, &r.sdgs, "16.6", PH_ASSERTED);
    add_tag(*state, &r.sdgs, "16.7", PH_INFERRED);
    add_tag(*state, &r.countries, "KZ", PH_INFERRED);
    add_tag(*state, &r.countries, "EE", PH_INFERRED);
    add_tag(*state, &r.countries, "KG", PH_ASSERTED);
    add_tag(*state, &r.countries, "EE", PH_ASSERTED);
    values_are(*state, &r,
               " sdg=16 sdg=16.6 ~sdg=16.7"
               " country=KG country=EE ~country=KZ"
               " region=143 region=142 region=154 region=150");
}

static bool enough(void *user, ph_facet facet, ph_str value, ph_from from)
{
    (void)facet;
    (void)value;
    (void)from;
    return --*(int *)user > 0;
}

static void stops(void **state)
{
    ph_record r = {.type = PH_STR("t"), .status = PH_STR("s"), .level = PH_STR("l")};
    add_tag(*state, &r.sdgs, "16.6", PH_INFERRED);
    for (int n = 1; n <= 6; n++) {
        int left = n;
        assert_int_equal(ph_facet_values(&r, vocabulary, *state, enough, &left), n == 6);
        assert_int_equal(left, n == 6 ? 1 : 0);
    }
}

/* --- counting, against a naive count ---------------------------------------------------- */

#define DOCUMENTS 150

typedef struct value {
    ph_facet facet;
    ph_from from;
    const char *value;
} value;

typedef struct doc {
    value values[30];
    size_t n;
} doc;

static const struct {
    ph_facet facet;
    const char *value;
} pool[] = {
    {PH_FACET_SDG, "16"},        {PH_FACET_SDG, "16.6"},    {PH_FACET_SDG, "5"},
    {PH_FACET_THEME, "a"},       {PH_FACET_THEME, "b"},     {PH_FACET_COUNTRY, "EE"},
    {PH_FACET_COUNTRY, "KZ"},    {PH_FACET_COUNTRY, "KG"},  {PH_FACET_REGION, "143"},
    {PH_FACET_REGION, "150"},    {PH_FACET_TYPE, "x"},      {PH_FACET_TYPE, "y"},
    {PH_FACET_YEAR, "2018"},     {PH_FACET_YEAR, "2019"},   {PH_FACET_YEAR, "2020"},
    {PH_FACET_YEAR, "2021"},     {PH_FACET_LANGUAGE, "en"}, {PH_FACET_STATUS, "s"},
    {PH_FACET_STAKEHOLDER, "p"}, {PH_FACET_SECTOR, "q"},
};

static const char *const ranges[] = {"2018..2019", "2019..",     "..2019",
                                     "2030..",     "2021..2018", "1999"};

static bool has(const doc *d, ph_facet facet, ph_str choice, bool asserted)
{
    for (size_t i = 0; i < d->n; i++) {
        const value *v = &d->values[i];
        if (v->facet != facet || (asserted && v->from != PH_ASSERTED))
            continue;
        const char *dots = strstr(choice.s, "..");
        if (facet != PH_FACET_YEAR || !dots) {
            if (ph_eqc(choice, v->value))
                return true;
            continue;
        }
        int year = atoi(v->value);
        int low = dots == choice.s ? 0 : atoi(choice.s);
        int high = dots[2] ? atoi(dots + 2) : 9999;
        if (low <= year && year <= high)
            return true;
    }
    return false;
}

static bool narrow(const ph_query *q, ph_facet group)
{
    for (ph_facet f = 0; f < PH_FACETS; f++)
        if (ph_facets[f].group == group && q->all[f])
            return true;
    return false;
}

/* Whether a document passes the choices of one group of facets. */
static bool passes(const ph_query *q, const doc *d, ph_facet group)
{
    size_t choices = 0, met = 0;
    for (ph_facet f = 0; f < PH_FACETS; f++)
        for (size_t i = 0; ph_facets[f].group == group && i < q->choices[f].n; i++) {
            choices++;
            met += has(d, f, q->choices[f].v[i], q->asserted);
        }
    return choices == 0 || (narrow(q, group) ? met == choices : met > 0);
}

/* Whether a document passes all groups but `free`, which may be none. */
static bool passes_others(const ph_query *q, const doc *d, ph_facet but)
{
    for (ph_facet g = 0; g < PH_FACETS; g++)
        if (g != but && ph_facets[g].group == g && !passes(q, d, g))
            return false;
    return true;
}

static uint64_t naive_count(const ph_query *q, const doc *docs, ph_facet facet, ph_str v)
{
    ph_facet group = ph_facets[facet].group;
    uint64_t n = 0;
    for (size_t i = 0; i < DOCUMENTS; i++)
        n += passes_others(q, &docs[i], narrow(q, group) ? PH_FACETS : group) &&
             has(&docs[i], facet, v, q->asserted);
    return n;
}

static void random_docs(uint64_t *dice, doc *docs)
{
    for (size_t i = 0; i < DOCUMENTS; i++) {
        bool year = false;
        docs[i].n = 0;
        for (size_t p = 0; p < N(pool); p++) {
            if (roll(dice, 3) || (pool[p].facet == PH_FACET_YEAR && year))
                continue;
            year |= pool[p].facet == PH_FACET_YEAR;
            docs[i].values[docs[i].n++] = (value){
                pool[p].facet, roll(dice, 3) ? PH_ASSERTED : PH_INFERRED, pool[p].value};
        }
    }
}

static void random_choices(uint64_t *dice, ph_arena *arena, ph_query *q)
{
    for (size_t n = roll(dice, 6); n > 0; n--) {
        size_t p = roll(dice, N(pool));
        ph_strs *list = &q->choices[pool[p].facet];
        const char *choice = pool[p].value;
        if (pool[p].facet == PH_FACET_YEAR && roll(dice, 2))
            choice = ranges[roll(dice, N(ranges))];
        if (!ph_strs_has(list, ph_cstr(choice)))
            ph_strs_add(arena, list, ph_cstr(choice));
        if (roll(dice, 3) == 0)
            q->all[pool[p].facet] = true;
    }
    q->asserted = roll(dice, 4) == 0;
}

static const ph_facet_value *find_value(const ph_result *r, ph_facet facet, ph_str v)
{
    const ph_facet_value *found = NULL;
    for (size_t i = 0; i < r->facets[facet].n; i++)
        if (ph_eq(r->facets[facet].v[i].value, v)) {
            assert_null(found); /* no value twice */
            found = &r->facets[facet].v[i];
        }
    return found;
}

static void check_sorted(const ph_result *r, ph_facet facet)
{
    for (size_t i = 1; i < r->facets[facet].n; i++) {
        const ph_facet_value *a = &r->facets[facet].v[i - 1], *b = a + 1;
        if (facet == PH_FACET_YEAR)
            assert_true(ph_cmp(a->value, b->value) > 0);
        else
            assert_true(a->count > b->count ||
                        (a->count == b->count && ph_cmp(a->value, b->value) < 0));
    }
}

static void check_facets(const ph_query *q, const doc *docs, const ph_result *r)
{
    uint64_t total = 0;
    for (size_t i = 0; i < DOCUMENTS; i++)
        total += passes_others(q, &docs[i], PH_FACETS);
    assert_int_equal(r->total, total);
    for (size_t p = 0; p < N(pool); p++) {
        ph_str v = ph_cstr(pool[p].value);
        uint64_t count = naive_count(q, docs, pool[p].facet, v);
        const ph_facet_value *got = find_value(r, pool[p].facet, v);
        assert_int_equal(got ? got->count : 0, count);
        bool selected = ph_strs_has(&q->choices[pool[p].facet], v);
        assert_true(got || !selected);
        if (got && !selected && pool[p].facet != PH_FACET_YEAR)
            assert_true(!got->selected && got->count > 0);
        if (selected)
            assert_true(got->selected);
    }
    for (ph_facet f = 0; f < PH_FACETS; f++) {
        check_sorted(r, f);
        for (size_t i = 0; i < r->facets[f].n; i++)
            if (!r->facets[f].v[i].count)
                assert_true(r->facets[f].v[i].selected);
    }
}

/* Begins a document's packed facets: the number of its work. */
static void begin(ph_buf *buf, uint64_t work)
{
    ph_buf_clear(buf);
    ph_buf_add(buf, (ph_str){(const char *)&work, sizeof work});
}

static void feed(ph_counter *counter, const doc *docs)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < DOCUMENTS; i++) {
        begin(&buf, i + 1);
        for (size_t j = 0; j < docs[i].n; j++)
            ph_facets_pack(&buf, docs[i].values[j].facet, ph_cstr(docs[i].values[j].value),
                           docs[i].values[j].from);
        OK(ph_counter_add(counter, ph_buf_str(&buf), &err));
    }
    ph_buf_free(&buf);
}

static void counts(void **state)
{
    uint64_t dice = 5;
    static doc docs[DOCUMENTS];
    for (int round = 0; round < 600; round++) {
        ph_counter *counter;
        ph_query q;
        ph_result result = {0};
        if (round % 30 == 0)
            random_docs(&dice, docs);
        ph_arena_reset(*state);
        ph_query_init(&q, *state, vocabulary);
        random_choices(&dice, *state, &q);
        OK(ph_counter_new(&counter, &q, &err));
        feed(counter, docs);
        OK(ph_counter_result(counter, *state, &result, &err));
        check_facets(&q, docs, &result);
        ph_counter_free(counter);
    }
}

static void many_values(void **state)
{
    ph_query q;
    ph_counter *counter;
    ph_result result = {0};
    ph_buf buf = {0};
    ph_query_init(&q, *state, vocabulary);
    OK(ph_counter_new(&counter, &q, &err));
    for (unsigned i = 0; i < 3000; i++) {
        char v[20];
        snprintf(v, sizeof v, "theme-%u", i % 1500);
        begin(&buf, i + 1);
        ph_facets_pack(&buf, PH_FACET_THEME, ph_cstr(v), PH_ASSERTED);
        OK(ph_counter_add(counter, ph_buf_str(&buf), &err));
    }
    OK(ph_counter_result(counter, *state, &result, &err));
    assert_int_equal(result.total, 3000);
    assert_int_equal(result.facets[PH_FACET_THEME].n, 1500);
    for (size_t i = 0; i < 1500; i++)
        assert_int_equal(result.facets[PH_FACET_THEME].v[i].count, 2);
    ph_counter_free(counter);
    ph_buf_free(&buf);
}

static void damaged_bytes(void **state)
{
    static const char *const bad[] = {"\x02",
                                      "\x02\x01",
                                      "\x02\x01\x03"
                                      "EE",
                                      "\x7f\x01\x01x",
                                      "\x02\x01\x02"
                                      "EE\x02",
                                      "\xff\x01\x01x"};
    ph_query q;
    ph_counter *counter;
    ph_buf buf = {0};
    ph_query_init(&q, *state, vocabulary);
    OK(ph_counter_new(&counter, &q, &err));
    REFUSED(ph_counter_add(counter, PH_ABSENT, &err), PH_CORRUPT, "--full");
    begin(&buf, 1);
    ph_buf_add(&buf, PH_STR("\x02\x00\x02"
                            "EE"));
    OK(ph_counter_add(counter, ph_buf_str(&buf), &err));
    for (size_t i = 0; i < N(bad); i++) {
        begin(&buf, 1);
        ph_buf_addc(&buf, bad[i]);
        REFUSED(ph_counter_add(counter, ph_buf_str(&buf), &err), PH_CORRUPT, "--full");
    }
    ph_buf_free(&buf);
    ph_counter_free(counter);
    ph_counter_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table), TEST(values),        TEST(ancestors),
        TEST(asserted_anywhere), TEST(stops),         TEST(counts),
        TEST(many_values),       TEST(damaged_bytes),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_vocabulary, close_vocabulary);
}
