/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents like another, what came of recommendations, and which passages of a result are shown. */
#include "config.h"

#include "search/limits.h"
#include "search/reader_private.h"
#include "search/similar.h"
#include "search/uptake.h"
#include "tests/unit/support.h"

static struct index {
    ph_vocabulary *vocabulary;
    ph_analyzer *analyzer;
    scratch dir;
    size_t n; /* of indexes made */
} all;

static int set_up(void **state)
{
    (void)state;
    all.vocabulary = shipped_vocabulary();
    OK(ph_analyzer_new(&all.analyzer, &err));
    all.dir = scratch_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ph_analyzer_free(all.analyzer);
    ph_vocabulary_free(all.vocabulary);
    scratch_remove(&all.dir);
    return 0;
}

static ph_record note(ph_arena *arena, const char *id, const char *country,
                      const char *date, const char *title)
{
    ph_record r = {.id = ph_cstr(id),
                   .key = ph_cstr(id),
                   .title = ph_cstr(title),
                   .type = PH_STR("practice-note"),
                   .language = PH_STR("en"),
                   .date = ph_cstr(date)};
    if (country)
        add_tag(arena, &r.countries, country, PH_ASSERTED);
    return r;
}

static ph_passage *say(ph_arena *arena, ph_record *r, ph_kind kind, const char *text)
{
    ph_passage *p = add_passage(arena, r, text);
    p->kind = kind;
    return p;
}

/* An index of so many shards. */
static ph_reader *reader_of(ph_arena *arena, ph_record *records, size_t n, unsigned shards)
{
    ph_store *store = NULL;
    ph_reader *reader = NULL;
    ph_str db = ph_dupf(arena, "%s/%zu", all.dir.path, all.n++);
    OK(ph_store_open(&store, db.s, shards, false, &err));
    for (size_t i = 0; i < n; i++) {
        ph_record *r = &records[shards == 1 ? i : n - 1 - i];
        ph_stamp stamp = {.id = r->id};
        OK(ph_store_put(store, all.analyzer, all.vocabulary, r, &stamp, &err));
    }
    OK(ph_store_finish(store, &err));
    ph_store_free(store);
    OK(ph_reader_open(&reader, (const char *const[]){db.s}, 1, all.vocabulary, &err));
    return reader;
}

/* --- likenesses ------------------------------------------------------------------------------ */

/* The ids of the documents like one, with spaces between. */
static ph_str alike(ph_arena *arena, ph_reader *reader, const char *id)
{
    ph_result r;
    ph_buf buf = {0};
    OK(ph_similar(reader, ph_cstr(id), 5, arena, &r, &err));
    for (size_t i = 0; i < r.hits.n; i++) {
        ph_buf_addf(&buf, "%s%.*s", i ? " " : "", PH_FMT(r.hits.v[i].record.id));
        assert_true(r.hits.v[i].score > 0 && r.hits.v[i].score <= 1);
        assert_true(i == 0 || r.hits.v[i - 1].score >= r.hits.v[i].score);
    }
    ph_str ids = buf.n ? ph_dup(arena, ph_buf_str(&buf)) : PH_STR("");
    ph_buf_free(&buf);
    return ids;
}

static void likenesses(void **state)
{
    static const char *const texts[][2] = {
        {"vans", "mobile vans bring services to mountain villages"},
        {"vans-ru",
         "mobile vans bring services to mountain villages"}, /* of the same work */
        {"buses", "mobile buses bring services to mountain villages"},
        {"tax", "customs officers learn risk analysis"},
        {"customs", "customs officers train risk models for tax"},
        {"poem", "something else entirely about nothing"},
    };
    ph_record records[N(texts)];
    for (size_t i = 0; i < N(texts); i++) {
        records[i] = note(*state, texts[i][0], "KG", "2024", "A note");
        say(*state, &records[i], PH_PARAGRAPH, texts[i][1]);
    }
    records[1].translation_of = PH_STR("vans");
    for (unsigned shards = 1; shards <= 3; shards += 2) {
        ph_reader *reader = reader_of(*state, records, N(records), shards);
        ph_result r;
        same(alike(*state, reader, "vans"), "buses");
        same(alike(*state, reader, "vans-ru"), "buses");
        same(alike(*state, reader, "tax"), "customs");
        same(alike(*state, reader, "poem"), "");
        REFUSED(ph_similar(reader, PH_STR("nobody"), 5, *state, &r, &err), PH_NOT_FOUND,
                "nobody");
        /* how many documents have a term is asked for once: now none has any, it seems */
        same(alike(*state, reader, "vans"), "buses");
        for (size_t i = 0; i < PH_FREQS_KEPT; i++)
            reader->freqs[i].n = 0;
        same(alike(*state, reader, "vans"), "");
        ph_reader_free(reader);
    }
}

/* --- uptake ------------------------------------------------------------------------------------ */

#define DID "Mobile vans now bring civil registration to remote mountain villages."

static ph_record outcome(ph_arena *arena)
{
    ph_record r = note(arena, "outcome", "RO", "2022-06-04", "Forum of ministers");
    r.type = PH_STR("outcome-document");
    r.event.country = PH_STR("RS");
    say(arena, &r, PH_PARAGRAPH, DID);
    say(arena, &r, PH_RECOMMENDATION,
        "Bring civil registration to remote villages by mobile vans.");
    say(arena, &r, PH_RECOMMENDATION, "Publish the budgets of ministries as open data.");
    return r;
}

/* Whether a practice is told as uptake of the second passage, in one shard and in three. */
static bool is_uptake(ph_arena *arena, const ph_record *practice)
{
    bool found[2];
    for (size_t i = 0; i < 2; i++) {
        ph_record records[] = {outcome(arena), *practice};
        ph_uptakes uptakes;
        ph_record from;
        ph_reader *reader = reader_of(arena, records, 2, i ? 3 : 1);
        OK(ph_reader_get(reader, PH_STR("outcome"), arena, &from, &err));
        OK(ph_uptake_find(reader, &from, SIZE_MAX, arena, &uptakes, &err));
        found[i] = uptakes.n > 0;
        assert_true(uptakes.n <= 1);
        if (uptakes.n) {
            const ph_uptake *u = &uptakes.v[0];
            assert_int_equal(u->passage.n, 2);
            same(u->later.record.id, "practice");
            assert_int_equal(u->later.passages.n, 1);
            assert_true(ph_strs_has(&u->words, PH_STR("vans")));
            assert_non_null(strstr(u->passage.snippet.s, "<mark>vans</mark>"));
            assert_non_null(strstr(u->later.passages.v[0].snippet.s, "<mark>vans</mark>"));
        }
        ph_reader_free(reader);
    }
    assert_int_equal(found[0], found[1]);
    return found[0];
}

static bool is_uptake_of(ph_arena *arena, const char *country, const char *date,
                         const char *start, ph_kind kind, const char *text)
{
    ph_record r = note(arena, "practice", country, date, "A note on services");
    say(arena, &r, kind, text);
    if (start)
        ADD(arena, &r.fields, (ph_field){PH_STR("start"), ph_cstr(start)});
    return is_uptake(arena, &r);
}

static void uptake_is_later_and_of_others(void **state)
{
    assert_true(is_uptake_of(*state, "KG", "2024", NULL, PH_PARAGRAPH, DID));
    assert_true(is_uptake_of(*state, "KG", "2022-06-05", "2023", PH_RESULT, DID));
    /* its own country, that of the meeting, none */
    assert_false(is_uptake_of(*state, "RO", "2024", NULL, PH_PARAGRAPH, DID));
    assert_false(is_uptake_of(*state, "RS", "2024", NULL, PH_PARAGRAPH, DID));
    assert_false(is_uptake_of(*state, NULL, "2024", NULL, PH_PARAGRAPH, DID));
    /* not later: by its date, by its beginning, or nobody knows */
    assert_false(is_uptake_of(*state, "KG", "2021", NULL, PH_PARAGRAPH, DID));
    assert_false(is_uptake_of(*state, "KG", "2022-06-04", NULL, PH_PARAGRAPH, DID));
    assert_false(is_uptake_of(*state, "KG", "2022", NULL, PH_PARAGRAPH, DID));
    assert_false(is_uptake_of(*state, "KG", NULL, NULL, PH_PARAGRAPH, DID));
    assert_false(is_uptake_of(*state, "KG", "2024", "2019-03", PH_PARAGRAPH, DID));
    assert_false(is_uptake_of(*state, "KG", "2024", NULL, PH_PARAGRAPH, "In 2015: " DID));
    assert_true(is_uptake_of(*state, "KG", "2024", NULL, PH_PARAGRAPH, "In 2023: " DID));
}

static void uptake_is_practice_that_matches(void **state)
{
    ph_record r = note(*state, "practice", "KG", "2024", "A note");
    say(*state, &r, PH_PARAGRAPH, DID);
    r.type = PH_STR("outcome-document");
    assert_false(is_uptake(*state, &r));
    r.type = PH_STR("practice-note");
    r.language = PH_STR("ru");
    assert_false(is_uptake(*state, &r));
    assert_false(is_uptake_of(*state, "KG", "2024", NULL, PH_OBSTACLE, DID));
    assert_false(is_uptake_of(*state, "KG", "2024", NULL, PH_CONTEXT, DID));
    assert_false(is_uptake_of(*state, "KG", "2024", NULL, PH_LESSON, DID));
    /* some words of it, or all of them, but in different sentences */
    assert_false(is_uptake_of(*state, "KG", "2024", NULL, PH_PARAGRAPH,
                              "The civil service was brought closer to the people."));
    assert_false(is_uptake_of(*state, "KG", "2024", NULL, PH_PARAGRAPH,
                              "The civil code was written anew last year. Telephones are "
                              "mobile, and there are remote controls. The registration of "
                              "dogs costs nothing in most villages."));
}

/* Each recommendation has its own, the best first, not more than so many. */
static void uptake_is_bounded(void **state)
{
    ph_record records[9] = {outcome(*state)};
    ph_record from;
    ph_uptakes uptakes;
    for (size_t i = 1; i < N(records); i++) {
        records[i] =
            note(*state, ph_dupf(*state, "practice-%zu", i).s, "KG", "2024", "A note");
        say(*state, &records[i], PH_PARAGRAPH,
            i == 7 ? "Budgets of all ministries are published as open data." : DID);
    }
    ph_reader *reader = reader_of(*state, records, N(records), 2);
    OK(ph_reader_get(reader, PH_STR("outcome"), *state, &from, &err));
    OK(ph_uptake_find(reader, &from, SIZE_MAX, *state, &uptakes, &err));
    assert_int_equal(uptakes.n, PH_UPTAKE_EACH + 1);
    for (size_t i = 0; i < PH_UPTAKE_EACH; i++)
        assert_int_equal(uptakes.v[i].passage.n, 2);
    assert_int_equal(uptakes.v[PH_UPTAKE_EACH].passage.n, 3);
    same(uptakes.v[PH_UPTAKE_EACH].later.record.id, "practice-7");
    OK(ph_uptake_find(reader, &from, 1, *state, &uptakes, &err));
    assert_in_range(uptakes.n, 1, PH_UPTAKE_EACH);
    from.date = PH_ABSENT; /* nothing is known to be later */
    OK(ph_uptake_find(reader, &from, 1, *state, &uptakes, &err));
    assert_int_equal(uptakes.n, 0);
    ph_reader_free(reader);
}

/* --- passages of a result -------------------------------------------------------------------------- */

/* The numbers of the passages that are shown of the only document, with spaces between. */
static ph_str shown(ph_arena *arena, const ph_record *record, const char *text)
{
    ph_record copy = *record;
    ph_query q;
    ph_result r;
    ph_buf buf = {0};
    ph_reader *reader = reader_of(arena, &copy, 1, 1);
    ph_query_init(&q, arena, all.vocabulary);
    OK(ph_query_set(&q, PH_STR("match"), PH_STR("any"), &err));
    OK(ph_query_set(&q, PH_STR("q"), ph_cstr(text), &err));
    OK(ph_search(reader, &q, arena, &r, &err));
    assert_int_equal(r.hits.n, 1);
    for (size_t i = 0; i < r.hits.v[0].passages.n; i++)
        ph_buf_addf(&buf, "%s%u", i ? " " : "", r.hits.v[0].passages.v[i].n);
    ph_str numbers = buf.n ? ph_dup(arena, ph_buf_str(&buf)) : PH_STR("");
    ph_buf_free(&buf);
    ph_reader_free(reader);
    return numbers;
}

static void best_passages(void **state)
{
    ph_record r = note(*state, "one", "KG", "2024", "Peer learning");
    say(*state, &r, PH_PARAGRAPH, "Customs and customs and customs again.");     /* 1 */
    say(*state, &r, PH_PARAGRAPH, "Here the risk is far from what customs is."); /* 2 */
    say(*state, &r, PH_PARAGRAPH, "Something without any of those.");            /* 3 */
    say(*state, &r, PH_PARAGRAPH, "Analysis of customs risk in ports.");         /* 4 */
    say(*state, &r, PH_PARAGRAPH, "The analysis of customs risk in ports.");     /* 5 */
    say(*state, &r, PH_TABLE, "village | school");                               /* 6 */
    say(*state, &r, PH_PARAGRAPH, "nothing");                                    /* 7 */
    say(*state, &r, PH_RECOMMENDATION, "Each village needs a school.");          /* 8 */
    say(*state, &r, PH_PARAGRAPH, "nothing");                                    /* 9 */
    ph_passage *p = say(*state, &r, PH_LIST_ITEM, "Invest in it.");              /* 10 */
    ph_strs_add(*state, &p->heading, PH_STR("Innovation and ICT"));
    p = say(*state, &r, PH_LIST_ITEM, "Innovation needs people."); /* 11 */
    ph_strs_add(*state, &p->heading, PH_STR("Innovation and ICT"));
    say(*state, &r, PH_PARAGRAPH, "Two governments met.");        /* 12 */
    say(*state, &r, PH_PARAGRAPH, "The governance of harbours."); /* 13 */
    p = say(*state, &r, PH_PARAGRAPH, "Agreed.");                 /* 14 */
    ph_strs_add(*state, &p->heading, PH_STR("Governance"));
    /* more different words first; of two that say the same one is shown */
    same(shown(*state, &r, "analysis customs risk"), "4 2 1");
    /* what is recommended before a table */
    same(shown(*state, &r, "village school"), "8 6");
    /* words of headings count, by half, for each passage below */
    same(shown(*state, &r, "innovation ICT"), "11 10");
    same(shown(*state, &r, "ict people"), "11 10");
    /* those whose words, or whose headings' words, begin so */
    same(shown(*state, &r, "analys*"), "4 5");
    /* as they are written: "govern" is the term of all of these */
    same(shown(*state, &r, "governm*"), "12");
    same(shown(*state, &r, "governa*"), "13 14");
    same(shown(*state, &r, "govern*"), "12 13 14");
    same(shown(*state, &r, "governa* governm*"), "12 13 14");
    same(shown(*state, &r, "(governm* OR school)"), "8 12 6");
    /* none when the title alone has the words */
    same(shown(*state, &r, "peer"), "");
}

/* Of as good ones, those that stand beside each other are not shown together. */
static void passages_apart(void **state)
{
    ph_record r = note(*state, "one", "KG", "2024", "A note");
    for (int i = 0; i < 12; i++) {
        ph_str text = ph_dupf(*state, "%c%c%c register %c%c%c%c", 'a' + i, 'c' + i, 'b' + i,
                              'd' + i, 'a' + i, 'e' + i, 'b' + i);
        say(*state, &r, PH_PARAGRAPH, text.s);
    }
    same(shown(*state, &r, "register"), "1 3 5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(likenesses),
        TEST(uptake_is_later_and_of_others),
        TEST(uptake_is_practice_that_matches),
        TEST(uptake_is_bounded),
        TEST(best_passages),
        TEST(passages_apart),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
