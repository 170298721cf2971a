/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who did this: keys of organisations; and random questions to a random collection, against sums
 * that are worked out here from the documents themselves, on one shard and on three.
 */
#include "config.h"

#include "search/contacts.h"
#include "search/export_contacts.h"
#include "search/limits.h"
#include "search/organisations.h"
#include "search/tally.h"
#include "tests/unit/indexes.h"

#define DOCUMENTS 400
#define WORKS 250
#define QUESTIONS 300

static const char *const words[] = {"amber", "birch", "cedar", "dune", "elm", "fjord"};
static const char *const countries[] = {"EE", "KZ", "RO", "JP"};

/* Organisations, each in the ways in which documents name it: all are one. */
static const struct {
    const char *names[3], *id, *country;
} pool[] = {
    {{"World Bank", "Всемирный банк", "The World Bank"}, "world-bank", NULL},
    {{"OECD", "OECD", "Organisation for Economic Co-operation and Development"},
     "oecd",
     NULL},
    {{"Ministry of Finance", "Ministry of Finance of Estonia",
      "The Ministry of Finance (MoF)"},
     NULL,
     "EE"},
    {{"Ministry of Finance", "MINISTRY OF FINANCE",
      "Ministry of Finance of the Republic of "
      "Kazakhstan"},
     NULL,
     "KZ"},
    {{"Ministry of Finance", "Ministry of  Finance", "ministry of finance"}, NULL, NULL},
    {{"Agenția Națională", "Agentia Nationala", "Agenţia Naţională (ANFP)"}, NULL, "RO"},
    {{"Digital Agency", "digital agency", "Digital Agency Japan"}, NULL, "JP"},
    {{"Office of Records", "Office of records", "The Office of Records"}, NULL, NULL},
};

/* People by what they consented to: only the first two may ever be told. */
static const struct {
    const char *name, *consent, *expires;
    bool shown;
} persons[] = {
    {"Pavla Openova", "public", NULL, true},
    {"Olga Futurova", "public", "2999-12-31", true},
    {"Ewald Lapsenius", "public", "2020-12-31", false},
};

typedef struct doc {
    ph_record record;
    size_t work;
    bool has[N(words)];
    size_t country;         /* N(countries): none */
    ph_role roles[N(pool)]; /* PH_ROLES: not in it */
    size_t person;          /* N(persons): none */
    size_t employer;        /* N(pool): none is told */
} doc;

static indexes both;
static ph_columns_cache *cache; /* of the first: the answers must be the same */

static struct collection {
    doc docs[DOCUMENTS];
    uint64_t keys[N(pool)];
} all;

/* --- the collection -------------------------------------------------------------------------- */

static void add_organisation(uint64_t *dice, doc *d, size_t p, ph_role role)
{
    ph_organisation o = {.name = ph_cstr(pool[p].names[roll(dice, 3)]),
                         .country = ph_cstr(pool[p].country),
                         .id = ph_cstr(pool[p].id),
                         .from = role < PH_ROLE_PARTNER ? PH_INFERRED : PH_ASSERTED,
                         .role = role};
    if (role >= PH_ROLE_PARTNER && roll(dice, 2))
        o.url = ph_dupf(both.arena, "https://%zu.test/", p);
    ADD(both.arena, &d->record.organisations, o);
    if (d->roles[p] == PH_ROLES || ph_role_quarters(role) > ph_role_quarters(d->roles[p]))
        d->roles[p] = role;
}

static void random_contacts(uint64_t *dice, doc *d)
{
    d->person = roll(dice, 4) ? N(persons) : roll(dice, N(persons));
    d->employer = N(pool);
    if (d->person == N(persons))
        return;
    ph_contact c = {.name = ph_cstr(persons[d->person].name),
                    .consent = ph_cstr(persons[d->person].consent),
                    .expires = ph_cstr(persons[d->person].expires),
                    .email = ph_dupf(both.arena, "person%zu@mail.test", d->person)};
    if (d->record.organisations.n) {
        size_t o = roll(dice, d->record.organisations.n);
        c.organisation = d->record.organisations.v[o].name;
        for (size_t p = 0; p < N(pool); p++)
            for (size_t n = 0; n < 3; n++)
                if (d->roles[p] != PH_ROLES && ph_eqc(c.organisation, pool[p].names[n]))
                    d->employer = p;
    }
    ADD(both.arena, &d->record.contacts, c);
}

static void random_doc(uint64_t *dice, size_t i, doc *d)
{
    ph_record *r = &d->record;
    ph_buf text = {0};
    d->work = i < WORKS ? i : roll(dice, WORKS);
    r->id = ph_dupf(both.arena, "document-%zu", i);
    r->key = r->id;
    r->work = ph_dupf(both.arena, "work-%zu", d->work);
    r->title = PH_STR("Untitled");
    r->modified = PH_STR("2026-01-01T00:00:00Z");
    r->date = ph_dupf(both.arena, "20%02zu", 10 + roll(dice, 10));
    for (size_t w = 0; w < N(words); w++)
        if ((d->has[w] = roll(dice, 3) == 0))
            ph_buf_addf(&text, "%s ", words[w]);
    d->country = roll(dice, N(countries) + 1);
    if (d->country < N(countries))
        add_tag(both.arena, &r->countries, countries[d->country], PH_ASSERTED);
    for (size_t p = 0; p < N(pool); p++)
        d->roles[p] = PH_ROLES;
    /* One without a country shares its names with two others: at most one of the three. */
    size_t ministry = 2 + roll(dice, 3);
    for (size_t p = 0; p < N(pool); p++)
        if (roll(dice, 4) == 0 && (p < 2 || p > 4 || p == ministry))
            for (size_t n = 1 + roll(dice, 2); n > 0; n--)
                add_organisation(dice, d, p, (ph_role)roll(dice, PH_ROLES));
    if (r->organisations.n)
        ph_buf_addf(&text, "said %.*s. ", PH_FMT(r->organisations.v[0].name));
    add_passage(both.arena, r, ph_dup(both.arena, ph_buf_str(&text)).s);
    add_tag(both.arena, &r->themes, roll(dice, 2) ? "integrity" : "open-data", PH_ASSERTED);
    random_contacts(dice, d);
    ph_buf_free(&text);
}

static ph_record *record(size_t i)
{
    return &all.docs[i].record;
}

static int set_up(void **state)
{
    uint64_t dice = 5;
    (void)state;
    indexes_begin(&both);
    for (size_t i = 0; i < DOCUMENTS; i++)
        random_doc(&dice, i, &all.docs[i]);
    indexes_open(&both, record, DOCUMENTS);
    OK(ph_columns_cache_new(&cache, &err));
    ph_reader_share(both.readers[0], cache);
    assert_true(ph_reader_wait(both.readers[0], 60000));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    indexes_close(&both);
    ph_columns_cache_free(cache);
    return 0;
}

/* --- keys ------------------------------------------------------------------------------------ */

static void an_organisation_is_one_however_it_is_named(void **state)
{
    ph_arena *arena = ph_arena_new();
    (void)state;
    for (size_t p = 0; p < N(pool); p++) {
        ph_record r = {.language = PH_STR("en")};
        for (size_t n = 0; n < 3; n++)
            ADD(arena, &r.organisations,
                (ph_organisation){.name = ph_cstr(pool[p].names[n]),
                                  .country = ph_cstr(pool[p].country),
                                  .id = ph_cstr(pool[p].id)});
        assert_true(ph_organisations_set_keys(arena, &r));
        for (size_t n = 1; n < 3; n++)
            if (r.organisations.v[n].key != r.organisations.v[0].key)
                fail_msg("'%s' is not '%s'", pool[p].names[n], pool[p].names[0]);
        all.keys[p] = r.organisations.v[0].key;
        assert_true(all.keys[p] != PH_NO_ORGANISATION);
        for (size_t q = 0; q < p; q++)
            assert_true(all.keys[q] != all.keys[p]);
    }
    ph_arena_free(arena);
}

static void what_is_left_of_a_name_is_never_nothing(void **state)
{
    ph_arena *arena = ph_arena_new();
    ph_record r = {.language = PH_STR("en")};
    static const char *const names[] = {"Estonia", "Republic of Estonia", "(X)", "", "???"};
    (void)state;
    for (size_t i = 0; i < N(names); i++)
        ADD(arena, &r.organisations,
            (ph_organisation){.name = ph_cstr(names[i]), .country = PH_STR("EE")});
    assert_true(ph_organisations_set_keys(arena, &r));
    assert_true(r.organisations.v[0].key != r.organisations.v[2].key);
    assert_true(r.organisations.v[0].key != r.organisations.v[1].key);
    ph_arena_free(arena);
}

static void damaged_values_are_told(void **state)
{
    static const char *const bad[] = {"", "1234567", "123456789", "12345678abcdefghijk1"};
    ph_strs none = {0};
    ph_tally *tally;
    (void)state;
    OK(ph_tally_new(&tally, &none, &err));
    for (size_t i = 0; i < N(bad); i++) {
        REFUSED(ph_tally_add(tally, ph_cstr(bad[i]), &err), PH_CORRUPT, "--full");
        ph_tally_clear(tally);
    }
    OK(ph_tally_add(tally, PH_STR("12345678abcdefgh\004EE"), &err));
    ph_tally_free(tally);
}

/* --- random questions ------------------------------------------------------------------------ */

typedef struct question {
    ph_query query;
    bool wanted[N(words)], every;
    size_t country, exclude; /* N(countries): none */
} question;

static void random_question(uint64_t *dice, ph_arena *arena, question *q)
{
    ph_buf text = {0};
    *q = (question){.every = roll(dice, 2) == 0};
    ph_query_init(&q->query, arena, both.vocabulary);
    for (size_t n = roll(dice, 4); n > 0; n--)
        q->wanted[roll(dice, N(words))] = true;
    for (size_t w = 0; w < N(words); w++)
        if (q->wanted[w])
            ph_buf_addf(&text, "%s ", words[w]);
    OK(ph_query_set(&q->query, PH_STR("q"), ph_buf_str(&text), &err));
    OK(ph_query_set(&q->query, PH_STR("match"), q->every ? PH_STR("all") : PH_STR("any"),
                    &err));
    q->country = roll(dice, 3) ? N(countries) : roll(dice, N(countries));
    if (q->country < N(countries))
        OK(ph_query_set(&q->query, PH_STR("country"), ph_cstr(countries[q->country]),
                        &err));
    q->exclude = roll(dice, 3) ? N(countries) : roll(dice, N(countries));
    if (q->exclude < N(countries))
        OK(ph_query_set(&q->query, PH_STR("exclude"), ph_cstr(countries[q->exclude]),
                        &err));
    OK(ph_query_set(&q->query, PH_STR("limit"), PH_STR("100"), &err));
    ph_buf_free(&text);
}

static bool answers(const question *q, const doc *d)
{
    size_t wanted = 0, has = 0;
    for (size_t w = 0; w < N(words); w++) {
        wanted += q->wanted[w];
        has += q->wanted[w] && d->has[w];
    }
    if (wanted && (q->every ? has < wanted : has == 0))
        return false;
    return (q->country == N(countries) || d->country == q->country) &&
           (q->exclude == N(countries) || d->country != q->exclude);
}

/* What the sums must be. */
typedef struct sums {
    unsigned quarters[N(pool)], documents[N(pool)];
    size_t works;
} sums;

static sums sum_up(const question *q)
{
    sums s = {0};
    for (size_t work = 0; work < WORKS; work++) {
        unsigned best[N(pool)] = {0};
        bool in = false;
        for (size_t i = 0; i < DOCUMENTS; i++) {
            const doc *d = &all.docs[i];
            if (d->work != work || !answers(q, d))
                continue;
            in = true;
            for (size_t p = 0; p < N(pool); p++) {
                bool out = q->exclude < N(countries) && pool[p].country &&
                           strcmp(pool[p].country, countries[q->exclude]) == 0;
                if (d->roles[p] != PH_ROLES && !out &&
                    ph_role_quarters(d->roles[p]) > best[p])
                    best[p] = ph_role_quarters(d->roles[p]);
            }
        }
        s.works += in;
        for (size_t p = 0; p < N(pool); p++) {
            s.quarters[p] += best[p];
            s.documents[p] += best[p] > 0;
        }
    }
    return s;
}

static const doc *doc_of(ph_str id)
{
    for (size_t i = 0; i < DOCUMENTS; i++)
        if (ph_eq(all.docs[i].record.id, id))
            return &all.docs[i];
    fail_msg("there is no document '%.*s'", PH_FMT(id));
    return NULL;
}

static void check_person(const question *q, const ph_person *p, size_t employer)
{
    const doc *d = doc_of(p->document);
    assert_true(answers(q, d));
    assert_true(d->person < N(persons) && persons[d->person].shown);
    same(p->name, persons[d->person].name);
    assert_int_equal(d->employer, employer);
}

static size_t pool_of(uint64_t key)
{
    for (size_t p = 0; p < N(pool); p++)
        if (all.keys[p] == key)
            return p;
    fail_msg("an organisation that nobody named");
    return 0;
}

static void check_who(const question *q, const sums *s, const ph_who *w)
{
    size_t p = pool_of(w->key);
    assert_true(w->weight * 4 == s->quarters[p]);
    assert_int_equal(w->documents, s->documents[p]);
    assert_true(w->proof.n > 0 && w->proof.n <= PH_PROOF_SHOWN);
    for (size_t i = 0; i < w->proof.n; i++) {
        const doc *d = doc_of(w->proof.v[i].id);
        assert_true(answers(q, d));
        assert_int_equal(ph_role_quarters(w->proof.v[i].role),
                         ph_role_quarters(d->roles[p]));
    }
    for (size_t i = 0; i < w->topics.n; i++)
        assert_true(w->topics.v[i].count >= w->topics.v[i].found);
    for (size_t i = 0; i < w->people.n; i++)
        check_person(q, &w->people.v[i], p);
}

static char *as_text(const ph_contacts_result *result, const ph_query *query)
{
    json_t *json =
        ph_contacts_json(result, query, both.vocabulary, PH_STR(""), PH_STR("en"));
    assert_non_null(json);
    json_object_del(json, "took_ms");
    char *text = json_dumps(json, JSON_INDENT(1));
    assert_non_null(text);
    json_decref(json);
    return text;
}

static void check_answer(const question *q, const ph_contacts_result *result)
{
    sums s = sum_up(q);
    size_t there = 0;
    for (size_t p = 0; p < N(pool); p++)
        there += s.quarters[p] > 0;
    assert_int_equal(result->documents, s.works);
    assert_int_equal(result->total, there);
    assert_int_equal(result->organisations.n, there);
    for (size_t i = 0; i < there; i++) {
        const ph_who *w = &result->organisations.v[i];
        check_who(q, &s, w);
        if (i)
            assert_true(w[-1].weight > w->weight ||
                        (w[-1].weight == w->weight && w[-1].key < w->key));
    }
    for (size_t i = 0; i < result->people.n; i++)
        check_person(q, &result->people.v[i], N(pool));
}

static void sums_are_those_of_the_documents(void **state)
{
    uint64_t dice = 11;
    (void)state;
    for (size_t n = 0; n < QUESTIONS; n++) {
        ph_arena *arena = ph_arena_new();
        question q;
        char *texts[2];
        random_question(&dice, arena, &q);
        for (size_t r = 0; r < 2; r++) {
            ph_contacts_result result;
            OK(ph_contacts(both.readers[r], &q.query, arena, &result, &err));
            check_answer(&q, &result);
            texts[r] = as_text(&result, &q.query);
            assert_null(strstr(texts[r], "Lapsenius"));
            assert_null(strstr(texts[r], "person2@"));
        }
        if (strcmp(texts[0], texts[1]) != 0)
            fail_msg("one shard and three differ for '%.*s':\n%s\n%s", PH_FMT(q.query.q),
                     texts[0], texts[1]);
        free(texts[0]);
        free(texts[1]);
        ph_arena_free(arena);
    }
}

/* Pages of an answer are its pieces. */
static void pages_are_pieces(void **state)
{
    ph_arena *arena = ph_arena_new();
    ph_contacts_result whole, piece;
    ph_query query;
    (void)state;
    ph_query_init(&query, arena, both.vocabulary);
    OK(ph_contacts(both.readers[1], &query, arena, &whole, &err));
    assert_int_equal(whole.organisations.n, N(pool));
    query.limit = 3;
    for (query.offset = 0; query.offset < N(pool) + 3; query.offset += 3) {
        OK(ph_contacts(both.readers[1], &query, arena, &piece, &err));
        assert_int_equal(piece.total, N(pool));
        for (size_t i = 0; i < piece.organisations.n; i++)
            assert_true(piece.organisations.v[i].key ==
                        whole.organisations.v[query.offset + i].key);
    }
    ph_arena_free(arena);
}

/* Themes are counted over all of an organisation's documents; those found are told apart. */
static void topics_are_those_of_all_documents(void **state)
{
    ph_arena *arena = ph_arena_new();
    ph_contacts_result result;
    ph_query query;
    (void)state;
    ph_query_init(&query, arena, both.vocabulary);
    OK(ph_query_set(&query, PH_STR("q"), PH_STR("amber"), &err));
    OK(ph_query_set(&query, PH_STR("theme"), PH_STR("integrity"), &err));
    OK(ph_contacts(both.readers[0], &query, arena, &result, &err));
    for (size_t i = 0; i < result.organisations.n; i++) {
        const ph_who *w = &result.organisations.v[i];
        assert_int_equal(w->topics.n, 2);
        for (size_t t = 0; t < 2; t++) {
            bool asked = ph_eqc(w->topics.v[t].value, "integrity");
            assert_true(w->topics.v[t].count > 0);
            assert_true(asked ? w->topics.v[t].found > 0 : w->topics.v[t].found == 0);
        }
    }
    ph_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_organisation_is_one_however_it_is_named),
        cmocka_unit_test(what_is_left_of_a_name_is_never_nothing),
        cmocka_unit_test(damaged_values_are_told),
        cmocka_unit_test(sums_are_those_of_the_documents),
        cmocka_unit_test(pages_are_pieces),
        cmocka_unit_test(topics_are_those_of_all_documents),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
