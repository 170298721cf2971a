/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * When memory runs out, each allocation in turn: whoever asks is told so, or
 * gets the whole answer - never less than all of it, and never that the index
 * is damaged.
 *
 * The linker puts the functions below in the place of those that they are named
 * after (Makefile.am), for calls from one file of search/ to another or to the
 * C library.
 */
#include "config.h"

#include "search/collection.h"
#include "search/export_contacts.h"
#include "search/export_json.h"
#include "search/export_units.h"
#include "search/matrix.h"
#include "search/similar.h"
#include "search/uptake.h"
#include "tests/unit/indexes.h"

static bool counting;
static long left; /* allocations until the one that fails, while counting */

static bool fails(void)
{
    return counting && --left == 0;
}

/* clang-format off */
void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_reallocarray(void *block, size_t n, size_t size);
void *__real_ph_alloc(ph_arena *arena, size_t n);
void *__real_ph_grow_(ph_arena *arena, void *old, size_t *cap, size_t size);
ph_str __real_ph_dup(ph_arena *arena, ph_str s);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_reallocarray(void *block, size_t n, size_t size);
void *__wrap_ph_alloc(ph_arena *arena, size_t n);
void *__wrap_ph_grow_(ph_arena *arena, void *old, size_t *cap, size_t size);
ph_str __wrap_ph_dup(ph_arena *arena, ph_str s);
ph_str __wrap_ph_dupf(ph_arena *arena, const char *format, ...) PH_PRINTF(2, 3);
/* clang-format on */

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return fails() ? NULL : __real_realloc(block, size);
}

void *__wrap_reallocarray(void *block, size_t n, size_t size)
{
    return fails() ? NULL : __real_reallocarray(block, n, size);
}

void *__wrap_ph_alloc(ph_arena *arena, size_t n)
{
    return fails() ? NULL : __real_ph_alloc(arena, n);
}

void *__wrap_ph_grow_(ph_arena *arena, void *old, size_t *cap, size_t size)
{
    return fails() ? old : __real_ph_grow_(arena, old, cap, size);
}

ph_str __wrap_ph_dup(ph_arena *arena, ph_str s)
{
    return fails() ? PH_ABSENT : __real_ph_dup(arena, s);
}

ph_str __wrap_ph_dupf(ph_arena *arena, const char *format, ...)
{
    char text[1000];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof text)
        abort();
    return fails() ? PH_ABSENT : __real_ph_dup(arena, (ph_str){text, (size_t)n});
}

/* --- the index
 * -------------------------------------------------------------------------------
 */

static indexes all;

#define DID "Mobile vans now bring civil registration to remote mountain villages."

static ph_record *make_record(size_t i)
{
    static const char *const countries[] = {"RO", "KG", "EE", "KZ"};
    ph_record *r = PH_NEW(all.arena, ph_record);
    *r = (ph_record){.id = ph_dupf(all.arena, "note-%zu", i),
                     .title = ph_dupf(all.arena, "Note %zu on civil registration", i),
                     .type = ph_cstr(i ? "practice-note" : "outcome-document"),
                     .language = PH_STR("en"),
                     .date = ph_cstr(i ? "2024-03" : "2022-06-04"),
                     .modified = ph_dupf(all.arena, "2026-01-0%zuT08:00:00Z", i + 1)};
    r->key = r->id;
    add_tag(all.arena, &r->countries, countries[i % N(countries)], PH_ASSERTED);
    add_tag(all.arena, &r->sdgs, i % 2 ? "16.6" : "5.1", PH_INFERRED);
    add_tag(all.arena, &r->themes, "integrity", PH_ASSERTED);
    ADD(all.arena, &r->organisations,
        (ph_organisation){.name = ph_dupf(all.arena, "Ministry of Vans %zu", i % 3),
                          .country = PH_STR("EE"),
                          .url = PH_STR("https://vans.example/"),
                          .role = PH_ROLE_LEAD});
    ADD(all.arena, &r->contacts,
        (ph_contact){.name = PH_STR("Pavla Openova"),
                     .organisation = r->organisations.v[0].name,
                     .consent = PH_STR("public")});
    ADD(all.arena, &r->creators, PH_STR("Doe, Pat"));
    ADD(all.arena, &r->stakeholders, PH_STR("academia"));
    ADD(all.arena, &r->sectors, PH_STR("health"));
    ADD(all.arena, &r->sources, (ph_citation){.title = PH_STR("A report")});
    ADD(all.arena, &r->fields, (ph_field){PH_STR("budget"), PH_STR("12")});
    ADD(all.arena, &r->sdgs.v[0].evidence, (ph_evidence){1, PH_STR("vans")});
    r->event = (ph_event){.name = PH_STR("Forum"), .start = PH_STR("2022-06")};
    if (i >= 6)
        r->work = PH_STR("a-work");
    add_passage(all.arena, r, DID);
    ph_passage *unit = add_passage(
        all.arena, r, "Bring civil registration to remote villages by mobile vans.");
    unit->kind = PH_RECOMMENDATION;
    ADD(all.arena, &unit->heading, PH_STR("What to do"));
    ADD(all.arena, &unit->themes, PH_STR("integrity"));
    ADD(all.arena, &unit->addressee, PH_STR("academia"));
    add_passage(all.arena, r, DID);
    add_passage(all.arena, r, "Civil registration, said once more: by mobile vans.");
    add_passage(all.arena, r, "Mobile vans are slow.");
    add_passage(all.arena, r,
                i % 3 ? "Snow stops them." : "Drivers carry satellite phones.");
    return r;
}

static int set_up(void **state)
{
    (void)state;
    indexes_begin(&all);
    indexes_open(&all, make_record, 8);
    json_set_alloc_funcs(malloc, free); /* ours */
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    indexes_close(&all);
    return 0;
}

/* --- questions
 * -------------------------------------------------------------------------------
 */

/* What is asked, and the answer as a text. */
typedef ph_status asked(ph_reader *r, ph_arena *arena, ph_buf *out, ph_error *err);

static void dump(ph_buf *out, json_t *json)
{
    counting = false;
    char *text = json_dumps(json, JSON_SORT_KEYS);
    assert_non_null(text);
    ph_buf_addc(out, text);
    free(text);
    json_decref(json);
}

static ph_status question(ph_query *q, ph_arena *arena, ph_error *err)
{
    ph_query_init(q, arena, all.vocabulary);
    return ph_query_set(q, PH_STR("q"), PH_STR("mobile vans \"civil registration\""), err);
}

static ph_status search(ph_reader *r, ph_arena *arena, ph_buf *out, ph_error *err)
{
    ph_query q;
    ph_result result;
    ph_status status = question(&q, arena, err);
    if (!status)
        status = ph_search(r, &q, arena, &result, err);
    counting = false;
    result.took_ms = 0;
    if (!status)
        dump(out, ph_result_json(&result, &q, all.vocabulary, PH_STR("en")));
    return status;
}

static ph_status units(ph_reader *r, ph_arena *arena, ph_buf *out, ph_error *err)
{
    ph_query q;
    ph_units_result result;
    ph_status status = question(&q, arena, err);
    if (!status)
        status = ph_units_search(r, &q, arena, &result, err);
    counting = false;
    result.documents.took_ms = 0;
    if (!status)
        dump(out, ph_units_json(&result, &q, all.vocabulary, PH_STR("en")));
    return status;
}

static ph_status counts(ph_reader *r, ph_arena *arena, ph_buf *out, ph_error *err)
{
    ph_query q;
    ph_result result;
    ph_query_init(&q, arena, all.vocabulary);
    q.want = PH_WANT_COUNTS;
    ph_status status = ph_search(r, &q, arena, &result, err);
    counting = false;
    result.took_ms = 0;
    if (!status)
        dump(out, ph_result_json(&result, &q, all.vocabulary, PH_STR("en")));
    return status;
}

static ph_status contacts(ph_reader *r, ph_arena *arena, ph_buf *out, ph_error *err)
{
    ph_query q;
    ph_contacts_result result;
    ph_status status = question(&q, arena, err);
    if (!status)
        status = ph_contacts(r, &q, arena, &result, err);
    counting = false;
    result.took_ms = 0;
    if (!status)
        dump(out, ph_contacts_json(&result, &q, all.vocabulary, PH_ABSENT, PH_STR("en")));
    return status;
}

static ph_status matrix(ph_reader *r, ph_arena *arena, ph_buf *out, ph_error *err)
{
    ph_query q;
    ph_matrix m;
    ph_query_init(&q, arena, all.vocabulary);
    ph_status status =
        ph_matrix_count(r, &q, PH_FACET_COUNTRY, PH_FACET_SDG, arena, &m, err);
    counting = false;
    for (size_t i = 0; !status && i < m.rows.n * m.columns.n; i++)
        ph_buf_addf(out, "%zu ", (size_t)m.cells[i]);
    return status;
}

static ph_status similar(ph_reader *r, ph_arena *arena, ph_buf *out, ph_error *err)
{
    ph_result result;
    ph_status status = ph_similar(r, PH_STR("note-1"), 5, arena, &result, err);
    counting = false;
    for (size_t i = 0; !status && i < result.hits.n; i++)
        ph_buf_addf(out, "%.*s %f ", PH_FMT(result.hits.v[i].record.id),
                    result.hits.v[i].score);
    return status;
}

static ph_status uptake(ph_reader *r, ph_arena *arena, ph_buf *out, ph_error *err)
{
    ph_record record;
    ph_uptakes list = {0};
    ph_status status = ph_reader_get(r, PH_STR("note-0"), arena, &record, err);
    if (!status)
        status = ph_uptake_find(r, &record, SIZE_MAX, arena, &list, err);
    counting = false;
    for (size_t i = 0; !status && i < list.n; i++)
        ph_buf_addf(out, "%.*s %f %.*s ", PH_FMT(list.v[i].later.record.id),
                    list.v[i].score, PH_FMT(list.v[i].passage.snippet));
    return status;
}

static ph_status country(ph_reader *r, ph_arena *arena, ph_buf *out, ph_error *err)
{
    ph_country_profile p;
    ph_status status =
        ph_collection_country(r, all.vocabulary, PH_STR("KZ"), NULL, 5, arena, &p, err);
    counting = false;
    if (!status)
        ph_buf_addf(out, "%zu %zu %zu %zu", (size_t)p.about.total, p.peers.n, p.goals.n,
                    p.themes.n);
    return status;
}

static ph_status ask(asked *what, ph_reader *r, long at, ph_buf *out, ph_error *err)
{
    ph_arena *arena = ph_arena_new();
    ph_buf_clear(out);
    *err = (ph_error){0};
    left = at;
    counting = true;
    ph_status status = what(r, arena, out, err);
    counting = false;
    ph_arena_free(arena);
    return status;
}

/* On a reader that has read before, so that each round allocates the same. */
static void exhaust(asked *what)
{
    ph_buf want = {0}, got = {0};
    ph_error err;
    long at = 0;
    for (int i = 0; i < 2; i++)
        assert_int_equal(ask(what, all.readers[0], 0, &want, &err), PH_OK);
    assert_true(want.n > 0);
    do {
        ph_status status = ask(what, all.readers[0], ++at, &got, &err);
        if (status ? status != PH_NO_MEMORY : !ph_eq(ph_buf_str(&got), ph_buf_str(&want)))
            fail_msg("allocation %ld: %s: %s", at, ph_status_name(status),
                     status ? err.text : got.s);
    } while (left <= 0);
    assert_true(at > 10);
    ph_buf_free(&want);
    ph_buf_free(&got);
}

/* --- JSON
 * ------------------------------------------------------------------------------------
 */

/* What answers are made of. */
static struct answers {
    ph_arena *arena;
    ph_query query;
    ph_result result;
    ph_units_result units;
    ph_contacts_result contacts;
    ph_record record;
} answers;

static int find_answers(void **state)
{
    struct answers *a = &answers;
    ph_query *q = &a->query;
    ph_reader *r = all.readers[0];
    (void)state;
    a->arena = ph_arena_new();
    ph_query_init(q, a->arena, all.vocabulary);
    OK(ph_query_set(q, PH_STR("q"), PH_STR("mobile vans registration"), &err));
    OK(ph_query_set(q, PH_STR("peer"), PH_STR("KZ"), &err));
    OK(ph_query_set(q, PH_STR("all"), PH_STR("theme"), &err));
    OK(ph_query_set(q, PH_STR("theme"), PH_STR("integrity"), &err));
    OK(ph_query_set(q, PH_STR("exclude"), PH_STR("FR"), &err));
    OK(ph_search(r, q, a->arena, &a->result, &err));
    OK(ph_units_search(r, q, a->arena, &a->units, &err));
    OK(ph_contacts(r, q, a->arena, &a->contacts, &err));
    OK(ph_reader_get(r, PH_STR("note-1"), a->arena, &a->record, &err));
    ADD(a->arena, &a->result.expansions,
        (ph_expansion){.term = PH_STR("vans"), .because = PH_STR("themes:x")});
    ADD(a->arena, &a->result.expansions.v[0].added, PH_STR("cars"));
    ADD(a->arena, &a->result.missing, PH_STR("tcp://nowhere:1"));
    ADD(a->arena, &a->contacts.missing, PH_STR("tcp://nowhere:1"));
    ADD(a->arena, &q->kinds, PH_STR("recommendation"));
    assert_true(a->result.hits.n && a->units.total && a->contacts.total);
    return 0;
}

static int forget_answers(void **state)
{
    (void)state;
    ph_arena_free(answers.arena);
    return 0;
}

static json_t *result_json(void)
{
    return ph_result_json(&answers.result, &answers.query, all.vocabulary, PH_STR("fr"));
}

static json_t *units_json(void)
{
    return ph_units_json(&answers.units, &answers.query, all.vocabulary, PH_STR("fr"));
}

static json_t *units_lines(void)
{
    return ph_units_lines(&answers.units, &answers.query, all.vocabulary, PH_STR("fr"));
}

static json_t *contacts_json(void)
{
    return ph_contacts_json(&answers.contacts, &answers.query, all.vocabulary,
                            PH_STR("https://x.example"), PH_STR("fr"));
}

static json_t *record_json(void)
{
    return ph_record_json(&answers.record, all.vocabulary, PH_STR("fr"));
}

static json_t *alternates_json(void)
{
    for (size_t i = 0; i < answers.result.hits.n; i++)
        if (answers.result.hits.v[i].alternates.n)
            return ph_alternates_json(&answers.result.hits.v[i].alternates);
    return NULL;
}

static void json_is_whole_or_none(void **state)
{
    static json_t *(*const makes[])(void) = {result_json,   units_json,  units_lines,
                                             contacts_json, record_json, alternates_json};
    (void)state;
    for (size_t i = 0; i < N(makes); i++) {
        json_t *want = makes[i]();
        long at = 0;
        assert_non_null(want);
        do {
            left = ++at;
            counting = true;
            json_t *got = makes[i]();
            counting = false;
            if (got && !json_equal(got, want))
                fail_msg("JSON %zu: less with allocation %ld", i, at);
            json_decref(got);
        } while (left <= 0);
        assert_true(at > 20);
        json_decref(want);
    }
}

#define EXHAUST(what)                                                                      \
    static void exhaust_##what(void **state)                                               \
    {                                                                                      \
        (void)state;                                                                       \
        exhaust(what);                                                                     \
    }

EXHAUST(search)
EXHAUST(units)
EXHAUST(counts)
EXHAUST(contacts)
EXHAUST(matrix)
EXHAUST(similar)
EXHAUST(uptake)
EXHAUST(country)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exhaust_search),
        cmocka_unit_test(exhaust_units),
        cmocka_unit_test(exhaust_counts),
        cmocka_unit_test(exhaust_contacts),
        cmocka_unit_test(exhaust_matrix),
        cmocka_unit_test(exhaust_similar),
        cmocka_unit_test(exhaust_uptake),
        cmocka_unit_test(exhaust_country),
        cmocka_unit_test_setup_teardown(json_is_whole_or_none, find_answers,
                                        forget_answers),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
