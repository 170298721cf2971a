/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/record.h"
#include "tests/unit/support.h"

/* Every field of a record has something of its own, and every kind of nothing is in it. */
static ph_record full_record(ph_arena *arena)
{
    static const char *const texts[] = {
        "id",        "key",      "path",     "mime", "title",          "abstract",
        "publisher", "license",  "source",   "type", "language",       "date",
        "status",    "level",    "evidence", "work", "translation_of", "added",
        "modified",  "reviewed",
    };
    ph_record r = {0};
    ph_str *strs[] = {
        &r.id,        &r.key,     &r.path,     &r.mime, &r.title,          &r.abstract,
        &r.publisher, &r.license, &r.source,   &r.type, &r.language,       &r.date,
        &r.status,    &r.level,   &r.evidence, &r.work, &r.translation_of, &r.added,
        &r.modified,  &r.reviewed};
    for (size_t i = 0; i < N(strs); i++)
        *strs[i] = ph_cstr(texts[i]);
    r.abstract = PH_STR("");
    r.license = PH_ABSENT;
    r.type_from = r.date_from = PH_INFERRED;
    ph_strs *lists[] = {&r.creators, &r.stakeholders, &r.sectors, &r.mentioned,
                        &r.warnings};
    for (size_t i = 0; i < N(lists); i++)
        for (size_t j = 0; j < i; j++)
            ph_strs_add(arena, lists[i], ph_dupf(arena, "list %zu.%zu", i, j));
    r.event = (ph_event){PH_STR("Forum"), PH_STR("Bucharest"), PH_STR("RO"),
                         PH_STR("2022-06-04"), PH_ABSENT};
    add_tag(arena, &r.countries, "EE", PH_ASSERTED);
    add_tag(arena, &r.countries, "KZ", PH_INFERRED);
    add_tag(arena, &r.sdgs, "16.6", PH_INFERRED);
    r.sdgs.v[0].score = 0.937;
    for (uint32_t i = 0; i < 3; i++)
        ADD(arena, &r.sdgs.v[0].evidence,
            (ph_evidence){i * 1000, ph_dupf(arena, "words %u", (unsigned)i)});
    ADD(arena, &r.organisations,
        (ph_organisation){.name = PH_STR("Agency"),
                          .country = PH_STR("EE"),
                          .id = PH_STR("agency"),
                          .role = PH_ROLE_LEAD,
                          .key = UINT64_MAX});
    ADD(arena, &r.organisations,
        (ph_organisation){.name = PH_STR("Ministry"),
                          .from = PH_INFERRED,
                          .evidence = {7, PH_STR("the Ministry")}});
    r.redacted = true;
    ADD(arena, &r.contacts,
        (ph_contact){PH_STR("Agency"), PH_STR("Head"), PH_STR("EE"),
                     PH_STR("https://example.org/"), PH_STR("a@example.org"),
                     PH_STR("A. Person"), PH_STR("+1"), PH_STR("public"),
                     PH_STR("2027-01-31")});
    ADD(arena, &r.contacts,
        (ph_contact){.organisation = PH_STR("Other"), .consent = PH_STR("relay")});
    ADD(arena, &r.sources,
        (ph_citation){PH_STR("s1"), PH_STR("report"), PH_STR("T"), PH_ABSENT,
                      PH_STR("2020"), PH_STR("https://e.org")});
    ADD(arena, &r.fields, (ph_field){PH_STR("autonomy"), PH_STR("recommends")});
    for (unsigned kind = 0; kind < PH_KINDS; kind++) {
        ph_passage *p = add_passage(arena, &r, "Some text with ünïcödé.");
        p->kind = (ph_kind)kind;
        p->page = kind * 7;
        p->position = kind * 100000;
        for (unsigned j = 0; j < kind % 4; j++) {
            ph_strs_add(arena, &p->heading, ph_dupf(arena, "%u. Heading", j));
            ph_strs_add(arena, &p->addressee, PH_STR("pa-school"));
        }
    }
    return r;
}

static void same_str(ph_str a, ph_str b)
{
    assert_true(ph_eq(a, b));
    assert_int_equal(!a.s, !b.s);
}

/* Two packings are equal only if all is equal, so this looks at what is not in the bytes. */
static void same_record(const ph_record *a, const ph_record *b)
{
    ph_buf left = {0}, right = {0};
    ph_record_pack(&left, a);
    ph_record_pack(&right, b);
    assert_int_equal(left.n, right.n);
    assert_memory_equal(left.s, right.s, left.n);
    ph_buf_free(&left);
    ph_buf_free(&right);
    same_str(a->id, b->id);
    same_str(a->abstract, b->abstract);
    same_str(a->license, b->license);
    same_str(a->reviewed, b->reviewed);
    same_str(a->event.end, b->event.end);
    assert_int_equal(a->type_from, b->type_from);
    assert_int_equal(a->language_from, b->language_from);
    assert_int_equal(a->date_from, b->date_from);
}

static void same_tags(const ph_tags *a, const ph_tags *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        same_str(a->v[i].id, b->v[i].id);
        assert_int_equal(a->v[i].from, b->v[i].from);
        assert_true(a->v[i].score > b->v[i].score - 1e-9 &&
                    a->v[i].score < b->v[i].score + 1e-9);
        assert_int_equal(a->v[i].evidence.n, b->v[i].evidence.n);
        for (size_t j = 0; j < a->v[i].evidence.n; j++) {
            same_str(a->v[i].evidence.v[j].text, b->v[i].evidence.v[j].text);
            assert_int_equal(a->v[i].evidence.v[j].passage, b->v[i].evidence.v[j].passage);
        }
    }
}

static void same_lists(const ph_strs *a, const ph_strs *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++)
        same_str(a->v[i], b->v[i]);
}

static void round_trip(void **state)
{
    ph_record r = full_record(*state), back;
    ph_buf buf = {0};
    ph_record_pack(&buf, &r);
    OK(ph_record_unpack(ph_buf_str(&buf), *state, &back, &err));
    same_record(&r, &back);
    same_tags(&r.countries, &back.countries);
    same_tags(&r.sdgs, &back.sdgs);
    same_tags(&r.themes, &back.themes);
    same_lists(&r.creators, &back.creators);
    same_lists(&r.warnings, &back.warnings);
    same(back.organisations.v[0].id, "agency");
    assert_int_equal(back.organisations.v[0].role, PH_ROLE_LEAD);
    assert_true(back.organisations.v[0].key == UINT64_MAX);
    same(back.contacts.v[0].expires, "2027-01-31");
    assert_int_equal(back.contacts.n, 2);
    same(back.contacts.v[0].phone, "+1");
    assert_null(back.contacts.v[1].name.s);
    same(back.contacts.v[1].consent, "relay");
    same(back.sources.v[0].url, "https://e.org");
    same(back.fields.v[0].value, "recommends");
    assert_int_equal(back.passages.n, PH_KINDS);
    for (size_t i = 0; i < PH_KINDS; i++) {
        assert_int_equal(back.passages.v[i].kind, i);
        assert_int_equal(back.passages.v[i].page, i * 7);
        assert_int_equal(back.passages.v[i].position, i * 100000);
        same_lists(&back.passages.v[i].heading, &r.passages.v[i].heading);
        same_lists(&back.passages.v[i].addressee, &r.passages.v[i].addressee);
        same(back.passages.v[i].text, "Some text with ünïcödé.");
    }
    ph_buf_free(&buf);
}

static void empty_record(void **state)
{
    ph_record r = {0}, back;
    ph_buf buf = {0};
    ph_record_pack(&buf, &r);
    OK(ph_record_unpack(ph_buf_str(&buf), *state, &back, &err));
    same_record(&r, &back);
    assert_int_equal(back.passages.n, 0);
    ph_buf_free(&buf);
}

/* A consent holds on its last day, and not after it. */
static void consents_end(void **state)
{
    ph_record r = full_record(*state);
    ph_record_expire(&r, PH_STR("2027-01-31"));
    assert_int_equal(r.contacts.n, 2);
    ph_record_expire(&r, PH_STR("2027-02-01"));
    assert_int_equal(r.contacts.n, 1);
    same(r.contacts.v[0].organisation, "Other");
}

static void other_versions(void **state)
{
    ph_record back;
    REFUSED(ph_record_unpack(PH_ABSENT, *state, &back, &err), PH_CORRUPT, "--full");
    REFUSED(ph_record_unpack(PH_STR(""), *state, &back, &err), PH_CORRUPT, "--full");
    REFUSED(ph_record_unpack(PH_STR("\x7f"), *state, &back, &err), PH_CORRUPT, "version");
}

static void unknown_kind(void **state)
{
    ph_record r = {0}, back;
    ph_buf buf = {0};
    add_passage(*state, &r, "text")->kind = PH_KINDS;
    ph_record_pack(&buf, &r);
    REFUSED(ph_record_unpack(ph_buf_str(&buf), *state, &back, &err), PH_CORRUPT, "damaged");
    ph_buf_free(&buf);
}

static void truncations(void **state)
{
    ph_record r = full_record(*state), back;
    ph_buf buf = {0};
    ph_record_pack(&buf, &r);
    ph_arena *arena = ph_arena_new();
    for (size_t n = 0; n < buf.n; n++) {
        char *copy = malloc(n + 1); /* so that one byte too far is seen */
        memcpy(copy, buf.s, n);
        char *exact = realloc(copy, n ? n : 1);
        REFUSED(ph_record_unpack((ph_str){exact, n}, arena, &back, &err), PH_CORRUPT,
                "--full");
        free(exact);
        ph_arena_reset(arena);
    }
    ph_buf_byte(&buf, '\0');
    REFUSED(ph_record_unpack(ph_buf_str(&buf), arena, &back, &err), PH_CORRUPT, "damaged");
    ph_arena_free(arena);
    ph_buf_free(&buf);
}

/* Reads every byte that a record shows. */
static size_t touch(const ph_record *r)
{
    ph_buf buf = {0};
    ph_record_pack(&buf, r);
    assert_false(buf.failed);
    for (size_t i = 0; i < r->passages.n; i++)
        assert_non_null(ph_kind_name(r->passages.v[i].kind));
    size_t n = buf.n;
    ph_buf_free(&buf);
    return n;
}

static void corruptions(void **state)
{
    ph_record r = full_record(*state), back;
    ph_buf buf = {0};
    uint64_t dice = 4;
    size_t refused = 0;
    ph_record_pack(&buf, &r);
    ph_arena *arena = ph_arena_new();
    char *copy = malloc(buf.n);
    for (int i = 0; i < 20000; i++) {
        memcpy(copy, buf.s, buf.n);
        for (size_t hits = 1 + roll(&dice, 3); hits > 0; hits--)
            copy[roll(&dice, buf.n)] = (char)dice_next(&dice);
        ph_error err;
        ph_status status = ph_record_unpack((ph_str){copy, buf.n}, arena, &back, &err);
        if (status == PH_OK)
            assert_true(touch(&back) > 0);
        else
            assert_int_equal(status, PH_CORRUPT);
        refused += status != PH_OK;
        ph_arena_reset(arena);
    }
    assert_true(refused > 5000);
    free(copy);
    ph_arena_free(arena);
    ph_buf_free(&buf);
}

static void years(void **state)
{
    static const struct {
        const char *date;
        unsigned year;
    } rows[] = {{"2022", 2022}, {"2022-06", 2022}, {"2022-06-04", 2022}, {"", 0},
                {NULL, 0},      {"202", 0},        {"about 2022", 0}};
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        ph_record r = {.date = ph_cstr(rows[i].date)};
        assert_int_equal(ph_record_year(&r), rows[i].year);
    }
}

static void kinds(void **state)
{
    ph_kind kind;
    (void)state;
    for (unsigned i = 0; i < PH_KINDS; i++) {
        assert_true(ph_kind_find(ph_cstr(ph_kind_name((ph_kind)i)), &kind));
        assert_int_equal(kind, i);
    }
    assert_string_equal(ph_kind_name(PH_LIST_ITEM), "list-item");
    assert_string_equal(ph_kind_name((ph_kind)99), "paragraph");
    assert_false(ph_kind_find(PH_STR("Paragraph"), &kind));
    assert_false(ph_kind_find(PH_ABSENT, &kind));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(round_trip),     TEST(empty_record),      TEST(consents_end),
        TEST(other_versions), TEST(unknown_kind),      TEST(truncations),
        TEST(corruptions),    cmocka_unit_test(years), cmocka_unit_test(kinds),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
