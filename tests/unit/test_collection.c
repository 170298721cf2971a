/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pairs of values counted over works, ids of meetings, cells of CSV. */
#include "config.h"

#include "search/export.h"
#include "search/facets.h"
#include "search/limits.h"
#include "search/matrix.h"
#include "search/text.h"
#include "tests/unit/support.h"

/* --- pairs ---------------------------------------------------------------------------------- */

#define DOCUMENTS 400
#define WORKS 150
#define CODES 700 /* more than the first tables hold */

typedef struct doc {
    uint64_t work;
    size_t rows[4], columns[4], n_rows, n_columns;
    ph_from from_rows[4], from_columns[4];
} doc;

static void name_of(char out[16], char kind, size_t number)
{
    snprintf(out, 16, "%c%zu", kind, number);
}

static void random_docs(uint64_t *dice, doc *docs)
{
    for (size_t i = 0; i < DOCUMENTS; i++) {
        doc *d = &docs[i];
        *d = (doc){.work = 1 + roll(dice, WORKS)};
        for (size_t n = roll(dice, 4); n > 0; n--) {
            d->from_rows[d->n_rows] = roll(dice, 2) ? PH_ASSERTED : PH_INFERRED;
            d->rows[d->n_rows++] = n * 1000 + roll(dice, 6); /* no value twice */
            d->from_columns[d->n_columns] = roll(dice, 2) ? PH_ASSERTED : PH_INFERRED;
            d->columns[d->n_columns++] = n * 1000 + roll(dice, roll(dice, 9) ? 5 : CODES);
        }
    }
}

static void feed(ph_pairs *pairs, const doc *d)
{
    ph_buf buf = {0};
    char name[16];
    ph_buf_add(&buf, (ph_str){(const char *)&d->work, sizeof d->work});
    for (size_t i = 0; i < d->n_rows; i++) {
        name_of(name, 'r', d->rows[i]);
        ph_facets_pack(&buf, PH_FACET_COUNTRY, ph_cstr(name), d->from_rows[i]);
        ph_facets_pack(&buf, PH_FACET_TYPE, PH_STR("r1000"), PH_ASSERTED); /* of no use */
    }
    for (size_t i = 0; i < d->n_columns; i++) {
        name_of(name, 'c', d->columns[i]);
        ph_facets_pack(&buf, PH_FACET_THEME, ph_cstr(name), d->from_columns[i]);
    }
    OK(ph_pairs_add(pairs, ph_buf_str(&buf), &err));
    ph_buf_free(&buf);
}

static bool has(const size_t *list, const ph_from *from, size_t n, char kind, ph_str value,
                bool asserted)
{
    char name[16];
    if (!value.s) /* any */
        return true;
    for (size_t i = 0; i < n; i++) {
        name_of(name, kind, list[i]);
        if (ph_eqc(value, name) && (!asserted || from[i] == PH_ASSERTED))
            return true;
    }
    return false;
}

/* Works of which one edition has both. */
static size_t expected(const doc *docs, ph_str row, ph_str column, bool asserted)
{
    bool seen[WORKS + 1] = {false};
    size_t n = 0;
    for (size_t i = 0; i < DOCUMENTS; i++) {
        const doc *d = &docs[i];
        if (seen[d->work] || !has(d->rows, d->from_rows, d->n_rows, 'r', row, asserted) ||
            !has(d->columns, d->from_columns, d->n_columns, 'c', column, asserted))
            continue;
        seen[d->work] = true;
        n++;
    }
    return n;
}

static void works_count_once(void **state)
{
    uint64_t dice = 3;
    for (int round = 0; round < 6; round++) {
        doc docs[DOCUMENTS];
        ph_matrix m;
        size_t sum = 0;
        bool asserted = round % 2;
        ph_arena_reset(*state);
        ph_pairs *pairs = ph_pairs_new(*state, PH_FACET_COUNTRY, PH_FACET_THEME, asserted);
        assert_non_null(pairs);
        random_docs(&dice, docs);
        for (size_t i = 0; i < DOCUMENTS; i++)
            feed(pairs, &docs[i]);
        assert_true(ph_pairs_matrix(pairs, *state, &m));
        assert_int_equal(m.total, expected(docs, PH_ABSENT, PH_ABSENT, asserted));
        assert_true(m.rows.n == 18 && m.columns.n > 15);
        for (size_t r = 0; r < m.rows.n; r++) {
            ph_str row = m.rows.v[r].value;
            assert_int_equal(m.rows.v[r].count, expected(docs, row, PH_ABSENT, asserted));
            for (size_t c = 0; c < m.columns.n; c++) {
                size_t n = expected(docs, row, m.columns.v[c].value, asserted);
                assert_int_equal(m.cells[r * m.columns.n + c], n);
                sum += n;
            }
        }
        for (size_t c = 0; c < m.columns.n; c++)
            assert_int_equal(m.columns.v[c].count,
                             expected(docs, PH_ABSENT, m.columns.v[c].value, asserted));
        assert_true(sum > 100);
    }
}

/* More works and values than the tables begin with. */
static void many(void **state)
{
    ph_matrix m;
    ph_pairs *pairs = ph_pairs_new(*state, PH_FACET_COUNTRY, PH_FACET_THEME, false);
    for (size_t i = 0; i < 5000; i++) {
        doc d = {.work = i % 2500 + 1, .rows = {i % CODES}, .columns = {i % 900}};
        d.n_rows = d.n_columns = 1;
        feed(pairs, &d);
    }
    assert_true(ph_pairs_matrix(pairs, *state, &m));
    assert_int_equal(m.total, 2500);
    assert_int_equal(m.rows.n, CODES);
    assert_int_equal(m.columns.n, 900);
}

static void damaged(void **state)
{
    static const char *const bytes[] = {"", "1234567", "\0\0\0\0\0\0\0\0", "12345678\2",
                                        "12345678\2\1\5EE"};
    static const size_t lengths[] = {0, 7, 8, 9, 13};
    for (size_t i = 0; i < N(bytes); i++) {
        ph_pairs *pairs = ph_pairs_new(*state, PH_FACET_COUNTRY, PH_FACET_THEME, false);
        REFUSED(ph_pairs_add(pairs, (ph_str){bytes[i], lengths[i]}, &err), PH_CORRUPT,
                "--full");
    }
}

/* --- meetings --------------------------------------------------------------------------------- */

static ph_str event_id(ph_arena *arena, const char *name, const char *start)
{
    ph_record record = {.event = {.name = ph_cstr(name), .start = ph_cstr(start)}};
    ph_str id = ph_event_id(&record, arena);
    assert_non_null(id.s);
    return id;
}

static void event_ids(void **state)
{
    ph_str id = event_id(*state, "Regional Forum on Civil Service", "2019-05-14");
    assert_true(ph_starts(id, PH_STR("regional-forum-on-civil-service-")));
    assert_int_equal(id.n, strlen("regional-forum-on-civil-service-") + 12);
    same(id, event_id(*state, "REGIONAL FORUM, on Civil-Service", "2019-05-14").s);
    assert_false(ph_eq(id, event_id(*state, "Regional Forum on Civil Service", NULL)));
    assert_false(
        ph_eq(id, event_id(*state, "Regional Forum on Civil Service", "2020-05-14")));
    assert_false(ph_eq(id, event_id(*state, "Regional Forum on Service", "2019-05-14")));
    assert_int_equal(event_id(*state, NULL, "2019-05-14").n, 0);
    assert_int_equal(event_id(*state, "", "2019-05-14").n, 0);
    /* without a name: where and when */
    ph_record place = {.event = {.place = PH_STR("Bucharest")}};
    assert_true(ph_starts(ph_event_id(&place, *state), PH_STR("bucharest-")));
    place.event.place = PH_ABSENT;
    assert_int_equal(ph_event_id(&place, *state).n, 0);
    /* where ends the name, where begins the date */
    assert_false(
        ph_eq(event_id(*state, "Forum 2019", "2020"), event_id(*state, "Forum", "2019")));
}

static void event_id_letters(void **state)
{
    static const char *const names[] = {
        "Региональный форум по вопросам государственной службы и местного самоуправления",
        "日本", "!!!", "a/b?c#d%2F..", "Ünïcödé – “quoted”"};
    char longest[1200];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    for (size_t i = 0; i <= N(names); i++) {
        ph_str id = event_id(*state, i < N(names) ? names[i] : longest, "2019");
        assert_true(id.n >= 12 && id.n <= PH_ID_BYTES);
        for (size_t c = 0; c < id.n; c++)
            assert_non_null(strchr("abcdefghijklmnopqrstuvwxyz0123456789-", id.s[c]));
    }
    assert_true(ph_starts(event_id(*state, names[0], "2019"),
                          PH_STR("regional-nyj-forum-po-voprosam-")) ||
                ph_starts(event_id(*state, names[0], "2019"), PH_STR("regionalnyj-forum")));
}

/* --- CSV -------------------------------------------------------------------------------------- */

static void cells(void **state)
{
    static const char *const table[][2] = {
        {"", ""},
        {"Estonia", "Estonia"},
        {"Korea, Republic of", "\"Korea, Republic of\""},
        {"a \"b\"", "\"a \"\"b\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"=1+1", "\"'=1+1\""},
        {"+1", "\"'+1\""},
        {"-1", "\"'-1\""},
        {"@a", "\"'@a\""},
        {"\t=1", "\"'\t=1\""},
        {"\r=1", "\"'\r=1\""},
        {"=a,b", "\"'=a,b\""},
        {"1=1", "1=1"},
        {"Côte d’Ivoire", "Côte d’Ivoire"},
    };
    (void)state;
    for (size_t i = 0; i < N(table); i++) {
        ph_buf buf = {0};
        ph_csv_cell(&buf, ph_cstr(table[i][0]));
        ph_buf_byte(&buf, '\0');
        assert_string_equal(buf.s, table[i][1]);
        ph_buf_free(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(works_count_once), TEST(many),  TEST(damaged), TEST(event_ids),
        TEST(event_id_letters), TEST(cells),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
