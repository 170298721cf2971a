/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How passages may be asked for, of a few that are written down here; meetings; damage. */
#include "config.h"

#include "search/unit_pack.h"
#include "search/units.h"
#include "tests/unit/support.h"

static struct index {
    ph_vocabulary *vocabulary;
    ph_analyzer *analyzer;
    scratch dir;
    ph_reader *reader; /* of the passages below, in three shards */
} all;

/* Each a document's only passage. */
static const struct {
    const char *text, *language, *country, *date;
} passages[] = {
    {"Keep a register of villages.", "en", "EE", "2019"},
    {"Publish registers of taxes, but no data.", "en", "EE", "2020-05"},
    {"Exchange data on customs.", "en", "KZ", "2022"},
    {"Train customs officers.", "en", NULL, "2017"},
    {"Вести реестр сёл.", "ru", "KZ", NULL},
    {"Снизить налог.", "ru", "KG", "2021"},
};

static void write_index(ph_arena *arena, const char *db)
{
    ph_store *store = NULL;
    OK(ph_store_open(&store, db, 3, false, &err));
    for (size_t i = 0; i < N(passages); i++) {
        ph_str id = ph_dupf(arena, "passage-%zu", i);
        ph_record r = {.id = id,
                       .key = id,
                       .title = PH_STR("A declaration"),
                       .type = PH_STR("outcome-document"),
                       .language = ph_cstr(passages[i].language),
                       .date = ph_cstr(passages[i].date)};
        ph_stamp stamp = {.id = id};
        if (passages[i].country)
            add_tag(arena, &r.countries, passages[i].country, PH_ASSERTED);
        add_passage(arena, &r, passages[i].text)->kind = PH_RECOMMENDATION;
        OK(ph_store_put(store, all.analyzer, all.vocabulary, &r, &stamp, &err));
    }
    OK(ph_store_finish(store, &err));
    ph_store_free(store);
}

static int set_up(void **state)
{
    ph_arena *arena = ph_arena_new();
    (void)state;
    all.vocabulary = shipped_vocabulary();
    OK(ph_analyzer_new(&all.analyzer, &err));
    all.dir = scratch_new();
    ph_str db = ph_dupf(arena, "%s/db", all.dir.path);
    write_index(arena, db.s);
    OK(ph_reader_open(&all.reader, (const char *const[]){db.s}, 1, all.vocabulary, &err));
    ph_arena_free(arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ph_reader_free(all.reader);
    ph_analyzer_free(all.analyzer);
    ph_vocabulary_free(all.vocabulary);
    scratch_remove(&all.dir);
    return 0;
}

static ph_units_result ask(ph_arena *arena, const char *text, const char *without)
{
    ph_query q;
    ph_units_result r;
    ph_query_init(&q, arena, all.vocabulary);
    q.units = true;
    OK(ph_query_set(&q, PH_STR("q"), ph_cstr(text), &err));
    OK(ph_query_set(&q, PH_STR("match"), PH_STR("all"), &err));
    if (without)
        OK(ph_query_set(&q, PH_STR("without"), ph_cstr(without), &err));
    OK(ph_units_search(all.reader, &q, arena, &r, &err));
    assert_int_equal(r.total, r.documents.hits.n);
    return r;
}

static int by_number(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

/* The numbers of the passages that are found, in order. */
static void finds(ph_arena *arena, const char *text, const char *without,
                  const char *wanted)
{
    ph_units_result r = ask(arena, text, without);
    char found[N(passages) + 1] = "";
    for (size_t i = 0; i < r.documents.hits.n; i++)
        found[i] = r.documents.hits.v[i].record.id.s[strlen("passage-")];
    qsort(found, r.documents.hits.n, 1, by_number);
    if (strcmp(found, wanted) != 0)
        fail_msg("'%s' finds '%s', not '%s'", text, found, wanted);
}

/* Beginnings, fields and operators as everywhere; what is marked is what was asked for. */
static void language(void **state)
{
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"", "012345"},
        {"register", "01"},
        {"regis*", "01"},
        {"(tax OR customs) AND NOT (data OR villages)", "3"},
        {"(tax OR customs) AND NOT exchange", "13"},
        {"customs -data", "3"},
        {"\"exchange data\"", "2"},
        {"\"data exchange\"", ""},
        {"data NEAR/3 exchange", "2"},
        {"country:EE", "01"},
        {"-country:EE", "2345"},
        {"country:EE OR -country:EE", "012345"},
        {"year:2019..2021", "015"},
        {"year:1900", ""},
        {"title:register", ""},
        {"title:declaration customs", "23"},
        {"zzzz", ""},
        {"((((", ""},
    };
    for (size_t i = 0; i < N(cases); i++)
        finds(*state, cases[i].text, "*", cases[i].wanted);
    ph_units_result r = ask(*state, "regis*", NULL);
    assert_non_null(strstr(r.documents.hits.v[0].snippet.s, "<mark>regist"));
}

/* What counts as a word in a document counts in its passages; it is told, marked, and may be taken
 * away. */
static void labels(void **state)
{
    finds(*state, "register", NULL, "014");
    finds(*state, "реестр", NULL, "014");
    finds(*state, "налог", NULL, "15");
    finds(*state, "register", "реестр", "01");
    finds(*state, "\"register\"", NULL, "01");
    finds(*state, "register country:KZ", NULL, "4");
    ph_units_result r = ask(*state, "register country:KZ", NULL);
    assert_int_equal(r.documents.expansions.n, 1);
    same(r.documents.expansions.v[0].term, "register");
    assert_non_null(strstr(r.documents.hits.v[0].snippet.s, "<mark>реестр</mark>"));
}

static void write_editions(ph_arena *arena, const char *db)
{
    static const struct {
        const char *id, *text, *lesson;
    } texts[] = {{"key", "cadastre open", NULL},
                 {"other", "cadastre cadastre", "open, open and cadastre"}};
    ph_store *store = NULL;
    OK(ph_store_open(&store, db, 2, false, &err));
    for (size_t i = 0; i < N(texts); i++) {
        ph_record record = {.id = ph_cstr(texts[i].id), .key = ph_cstr(texts[i].id)};
        record.translation_of = i ? PH_STR("key") : PH_ABSENT;
        record.title = PH_STR("A title");
        record.language = PH_STR("en");
        add_passage(arena, &record, texts[i].text)->kind = PH_RECOMMENDATION;
        if (texts[i].lesson)
            add_passage(arena, &record, texts[i].lesson)->kind = PH_LESSON;
        ph_stamp stamp = {.id = record.id};
        OK(ph_store_put(store, all.analyzer, all.vocabulary, &record, &stamp, &err));
    }
    OK(ph_store_finish(store, &err));
    ph_store_free(store);
}

/* Which edition counts does not depend on which kinds are chosen. */
static void editions(void **state)
{
    static const struct {
        const char *q, *kind, *id; /* of the edition shown; NULL: none */
        size_t recommendations, lessons;
    } rows[] = {
        {"", NULL, "key", 1, 0},
        {"cadastre", NULL, "other", 1, 0},
        {"open cadastre", NULL, "key", 1, 0},
        {"cadastre", "lesson", "other", 1, 1},
        {"open", "lesson", NULL, 1, 0},
        {"open", "lesson,recommendation", "key", 1, 0},
    };
    ph_str db = ph_dupf(*state, "%s/editions", all.dir.path);
    ph_reader *reader = NULL;
    write_editions(*state, db.s);
    OK(ph_reader_open(&reader, (const char *const[]){db.s}, 1, all.vocabulary, &err));
    for (size_t i = 0; i < N(rows); i++) {
        size_t counts[PH_KINDS] = {0};
        ph_units_result r;
        ph_query q;
        ph_query_init(&q, *state, all.vocabulary);
        q.units = true;
        OK(ph_query_set(&q, PH_STR("q"), ph_cstr(rows[i].q), &err));
        if (rows[i].kind)
            OK(ph_query_set(&q, PH_STR("kind"), ph_cstr(rows[i].kind), &err));
        OK(ph_units_search(reader, &q, *state, &r, &err));
        assert_int_equal(r.total, rows[i].id != NULL);
        if (rows[i].id)
            same(r.documents.hits.v[0].record.id, rows[i].id);
        for (size_t j = 0; j < r.facets[PH_UNIT_KIND].n; j++) {
            ph_kind kind;
            assert_true(ph_kind_find(r.facets[PH_UNIT_KIND].v[j].value, &kind));
            counts[kind] = r.facets[PH_UNIT_KIND].v[j].count;
        }
        assert_int_equal(counts[PH_RECOMMENDATION], rows[i].recommendations);
        assert_int_equal(counts[PH_LESSON], rows[i].lessons);
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
        TEST(language),   TEST(labels),   TEST(editions),
        TEST(parameters), TEST(meetings), TEST(damage),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
