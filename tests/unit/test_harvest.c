/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents and tombstones in the order of time, page by page (harvest.h). */
#include "config.h"

#include "search/harvest.h"
#include "tests/unit/place.h"

#define DOCUMENTS 25
#define SHARDS 3

/* A document "doc-N", every third about Estonia, the others about Kazakhstan. */
static void put(ph_store *store, unsigned n, const char *title, const ph_stamp *before)
{
    ph_arena *arena = ph_arena_new();
    ph_record r = {.id = ph_dupf(arena, "doc-%02u", n),
                   .title = ph_cstr(title),
                   .type = PH_STR("request"),
                   .language = PH_STR("en")};
    ph_tag *country = PH_PUSH(arena, &r.countries), *target = PH_PUSH(arena, &r.sdgs);
    *country = (ph_tag){.id = n % 3 ? PH_STR("KZ") : PH_STR("EE"), .score = 1};
    *target = (ph_tag){.id = PH_STR("16.6"), .score = 1};
    ph_stamp stamp = {.id = r.id, .source = PH_STR("s"), .path = r.id};
    if (before) {
        stamp.written = before->written;
        stamp.record = before->record;
    }
    OK(ph_store_put(store, analyzer, vocabulary, &r, &stamp, &err));
    ph_arena_free(arena);
}

static void put_all(const place *p)
{
    ph_store *store = open_store(p, SHARDS, false);
    for (unsigned n = 0; n < DOCUMENTS; n++)
        put(store, n, "A request", NULL);
    finish(store);
}

/* All that is asked for, in pages of so many; what each answer says of itself is checked. */
static ph_strs walk(ph_reader *reader, const place *p, ph_harvest asked, size_t limit)
{
    ph_strs ids = {0};
    ph_harvested_list list;
    uint64_t total = 0;
    asked.limit = limit;
    asked.count = true;
    asked.behind = PH_ABSENT;
    do {
        OK(ph_harvest_page(reader, &asked, p->arena, &list, &err));
        assert_true(list.n <= limit);
        assert_true(!list.more || list.n == limit);
        assert_true(!ids.n || list.total == total);
        total = list.total;
        for (size_t i = 0; i < list.n; i++) {
            assert_true(
                ph_cmp(asked.behind.s ? asked.behind : PH_STR(""), list.v[i].place) < 0);
            assert_false(ph_strs_has(&ids, list.v[i].id));
            assert_true(ph_strs_add(p->arena, &ids, list.v[i].id));
            asked.behind = list.v[i].place;
        }
    } while (list.more);
    assert_int_equal(ids.n, total);
    return ids;
}

static size_t count(ph_reader *reader, const place *p, ph_harvest asked)
{
    size_t n = walk(reader, p, asked, 1).n;
    assert_int_equal(walk(reader, p, asked, 4).n, n);
    assert_int_equal(walk(reader, p, asked, 5).n, n);
    assert_int_equal(walk(reader, p, asked, 1000).n, n);
    return n;
}

static const ph_harvest everything = {.facet = PH_FACETS};

static void pages(void **state)
{
    place *p = *state;
    put_all(p);
    ph_reader *reader = open_reader(p);
    assert_int_equal(count(reader, p, everything), DOCUMENTS);
    ph_harvest estonia = {.facet = PH_FACET_COUNTRY, .value = PH_STR("EE")};
    assert_int_equal(count(reader, p, estonia), 9);
    ph_harvest goal = {.facet = PH_FACET_SDG, .value = PH_STR("16")};
    assert_int_equal(count(reader, p, goal), DOCUMENTS);
    ph_harvest none = {.facet = PH_FACET_COUNTRY, .value = PH_STR("FR")};
    assert_int_equal(count(reader, p, none), 0);
    ph_harvest later = {.facet = PH_FACETS, .from = PH_STR("2900-01-01T00:00:00Z")};
    assert_int_equal(count(reader, p, later), 0);
    ph_harvest before = {.facet = PH_FACETS, .until = PH_STR("2000-01-01T00:00:00Z")};
    assert_int_equal(count(reader, p, before), 0);
    ph_harvested_list list;
    ph_harvest nowhere = {.facet = PH_FACETS, .limit = 1, .behind = PH_STR("1x")};
    REFUSED(ph_harvest_page(reader, &nowhere, p->arena, &list, &err), PH_INVALID, "place");
    ph_reader_free(reader);
}

/* What is written is not before `from` nor behind `until`, to the second. */
static void times(void **state)
{
    place *p = *state;
    put_all(p);
    ph_reader *reader = open_reader(p);
    ph_harvested one;
    OK(ph_harvest_get(reader, PH_STR("doc-07"), p->arena, &one, &err));
    ph_harvest since = {.facet = PH_FACETS, .from = one.when};
    ph_harvest until = {.facet = PH_FACETS, .until = one.when};
    ph_strs from_ids = walk(reader, p, since, 3), until_ids = walk(reader, p, until, 3);
    assert_true(ph_strs_has(&from_ids, PH_STR("doc-07")));
    assert_true(ph_strs_has(&until_ids, PH_STR("doc-07")));
    ph_str earliest;
    OK(ph_harvest_earliest(reader, p->arena, &earliest, &err));
    assert_true(ph_cmp(earliest, one.when) <= 0);
    ph_reader_free(reader);
}

static void tombstones(void **state)
{
    place *p = *state;
    put_all(p);
    ph_store *store = open_store(p, SHARDS, false);
    for (unsigned n = 0; n < DOCUMENTS; n += 2)
        OK(ph_store_remove(store, ph_dupf(p->arena, "doc-%02u", n), &err));
    finish(store);
    ph_reader *reader = open_reader(p);
    assert_int_equal(count(reader, p, everything), DOCUMENTS);
    ph_harvest estonia = {.facet = PH_FACET_COUNTRY, .value = PH_STR("EE")};
    assert_int_equal(count(reader, p, estonia), 9);
    ph_harvested one;
    OK(ph_harvest_get(reader, PH_STR("doc-06"), p->arena, &one, &err));
    assert_true(one.removed);
    same(one.sets, "type:request sdg:16 country:EE");
    OK(ph_harvest_get(reader, PH_STR("doc-07"), p->arena, &one, &err));
    assert_false(one.removed);
    REFUSED(ph_harvest_get(reader, PH_STR("doc-99"), p->arena, &one, &err), PH_NOT_FOUND,
            "doc-99");
    ph_sets sets;
    OK(ph_harvest_sets(reader, p->arena, &sets, &err));
    assert_int_equal(sets.n, 4);
    same(sets.v[0].value, "request");
    same(sets.v[1].value, "16");
    same(sets.v[2].value, "EE");
    ph_reader_free(reader);

    store = open_store(p, SHARDS, false); /* one comes back, twice removed is once gone */
    put(store, 4, "A request", NULL);
    OK(ph_store_remove(store, PH_STR("doc-06"), &err));
    finish(store);
    reader = open_reader(p);
    assert_int_equal(count(reader, p, everything), DOCUMENTS);
    OK(ph_harvest_get(reader, PH_STR("doc-04"), p->arena, &one, &err));
    assert_false(one.removed);
    ph_reader_free(reader);
}

static bool carry_all(void *user, const ph_stamp *stamp)
{
    (void)user;
    (void)stamp;
    return true;
}

static void new_generation(void **state)
{
    place *p = *state;
    ph_harvested one;
    put_all(p);
    ph_store *store = open_store(p, SHARDS, false);
    OK(ph_store_remove(store, PH_STR("doc-03"), &err));
    OK(ph_store_forget(store, PH_STR("doc-05"), &err));
    finish(store);
    store = open_store(p, SHARDS, true);
    OK(ph_store_carry(store, carry_all, NULL, &err));
    finish(store);
    ph_reader *reader = open_reader(p);
    assert_int_equal(count(reader, p, everything), DOCUMENTS - 1);
    OK(ph_harvest_get(reader, PH_STR("doc-03"), p->arena, &one, &err));
    same(one.sets, "type:request sdg:16 country:EE");
    OK(ph_harvest_get(reader, PH_STR("doc-05"), p->arena, &one, &err));
    assert_true(one.removed);
    assert_int_equal(one.sets.n, 0);
    ph_reader_free(reader);
}

typedef struct keeper {
    ph_arena *arena;
    ph_stamp stamp; /* of "doc-01": when it was written, and its record's hash */
} keeper;

static bool keep_stamp(void *user, const ph_stamp *stamp)
{
    keeper *k = user;
    if (ph_eqc(stamp->id, "doc-01"))
        k->stamp = (ph_stamp){.written = ph_dup(k->arena, stamp->written),
                              .record = stamp->record};
    return true;
}

/* The time is that of the record, and not of its being written. */
static void unchanged_records(void **state)
{
    place *p = *state;
    ph_harvested one;
    put_all(p);
    ph_store *store = open_store(p, SHARDS, false);
    keeper k = {.arena = p->arena};
    OK(ph_store_each(store, keep_stamp, &k, &err));
    ph_stamp before = k.stamp;
    assert_int_equal(before.written.n, 20);
    before.written = PH_STR("2020-02-02T02:02:02Z");
    put(store, 1, "A request", &before);
    put(store, 2, "Another request", &before);
    finish(store);
    ph_reader *reader = open_reader(p);
    OK(ph_harvest_get(reader, PH_STR("doc-01"), p->arena, &one, &err));
    same(one.when, "2020-02-02T02:02:02Z");
    OK(ph_harvest_get(reader, PH_STR("doc-02"), p->arena, &one, &err));
    assert_true(ph_cmp(one.when, before.written) > 0);
    ph_str earliest;
    OK(ph_harvest_earliest(reader, p->arena, &earliest, &err));
    same(earliest, "2020-02-02T02:02:02Z");
    ph_strs first = walk(reader, p, everything, 2);
    same(first.v[0], "doc-01");
    ph_reader_free(reader);
}

static void located(void **state)
{
    place *p = *state;
    put_all(p);
    ph_reader *reader = open_reader(p);
    ph_located_list all, some;
    OK(ph_harvest_located(reader, 0, 1000, p->arena, &all, &err));
    assert_int_equal(all.n, DOCUMENTS);
    OK(ph_harvest_located(reader, 20, 1000, p->arena, &some, &err));
    assert_int_equal(some.n, DOCUMENTS - 20);
    same(some.v[0].id, all.v[20].id.s);
    OK(ph_harvest_located(reader, DOCUMENTS, 10, p->arena, &some, &err));
    assert_int_equal(some.n, 0);
    ph_reader_free(reader);
}

#define PLACE_TEST(name)                                                                   \
    cmocka_unit_test_setup_teardown(name, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(pages),
        PLACE_TEST(times),
        PLACE_TEST(tombstones),
        PLACE_TEST(new_generation),
        PLACE_TEST(unchanged_records),
        PLACE_TEST(located),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_all, close_all);
}
