/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <malloc.h>

#include "search/limits.h"
#include "tests/unit/tagging.h"

static ph_record build(const ph_document *doc, const char *title, const char *type)
{
    ph_record r = {
        .language = PH_STR("en"), .title = ph_cstr(title), .type = ph_cstr(type)};
    assert_ok(ph_passages_build(doc, sections, tagger, arena, &r, &err));
    return r;
}

/* "conclusion lesson": the kinds in order. */
static ph_str kinds(const ph_record *r)
{
    ph_strs names = {0};
    for (size_t i = 0; i < r->passages.n; i++)
        assert_true(
            ph_strs_add(arena, &names, ph_cstr(ph_kind_name(r->passages.v[i].kind))));
    return joined(&names);
}

/* "A > B" */
static ph_str path(const ph_record *r, size_t i)
{
    ph_str all = PH_STR("");
    for (size_t h = 0; h < r->passages.v[i].heading.n; h++)
        all = ph_dupf(arena, "%.*s%s%.*s", PH_FMT(all), h ? " > " : "",
                      PH_FMT(r->passages.v[i].heading.v[h]));
    return all;
}

static void headings_make_paths(void **state)
{
    ph_document doc = {0};
    (void)state;
    heading(&doc, 1, "The title");
    paragraph(&doc, "zero");
    heading(&doc, 2, "A");
    heading(&doc, 3, "A1");
    paragraph(&doc, "one");
    heading(&doc, 3, "A2");
    paragraph(&doc, "two");
    heading(&doc, 2, "B");
    paragraph(&doc, "three");
    heading(&doc, 6, "deep");
    paragraph(&doc, "four");
    heading(&doc, 1, "Another part");
    paragraph(&doc, "five");
    ph_record r = build(&doc, "The title", NULL);
    static const char *const wanted[] = {"",  "A > A1",   "A > A2",
                                         "B", "B > deep", "Another part"};
    assert_int_equal(r.passages.n, N(wanted));
    for (size_t i = 0; i < N(wanted); i++)
        assert_str(path(&r, i), wanted[i]);
    assert_str(kinds(&r), "paragraph paragraph paragraph paragraph paragraph paragraph");
}

static void words_of_headings(void **state)
{
    static const struct {
        const char *heading, *kind; /* NULL: none */
    } cases[] = {
        {"Recommendations", "recommendation"},
        {"RECOMMENDATIONS", "recommendation"},
        {"D. Recommendations by discussion theme", "recommendation"},
        {"3.2 Way forward", "recommendation"},
        {"IV) Next steps:", "recommendation"},
        {"Conclusions and recommendations for the way forward", "recommendation"},
        {"A. Overall conclusions", "conclusion"},
        {"Key messages and outcome", "conclusion"},
        {"Lessons learned", "lesson"},
        {"Results", "result"},
        {"Context", "context"},
        {"Рекомендации", "recommendation"},
        {"2. Выводы", "conclusion"},
        {"Recommandations", "recommendation"},
        {"Concluzii", "conclusion"},
        {"Препоруке", "recommendation"},
        {"Preporuke", "recommendation"},
        {"The context of reform", NULL},
        {"Results of the survey among local governments", NULL},
        {"Innovation and ICT", NULL},
        {"On why recommendations of this kind are so seldom followed by anybody", NULL},
        {"Inconclusive", NULL},
        {"", NULL},
    };
    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        ph_kind kind = PH_KINDS;
        bool found = ph_heading_kind(sections, arena, ph_cstr(cases[i].heading), &kind);
        const char *got = found ? ph_kind_name(kind) : NULL;
        if (!got != !cases[i].kind || (got && strcmp(got, cases[i].kind) != 0))
            fail_msg("'%s' is '%s'", cases[i].heading, got ? got : "nothing");
    }
}

static void items_have_the_kind_of_their_section(void **state)
{
    ph_document doc = {0};
    (void)state;
    item(&doc, "Before all.");
    heading(&doc, 2, "Conclusions");
    paragraph(&doc, "The participants came to these conclusions together.");
    item(&doc, "One.");
    heading(&doc, 3, "By theme"); /* no word of its own: the one above counts */
    item(&doc, "Two.");
    heading(&doc, 3, "Recommendations"); /* the innermost counts */
    item(&doc, "Three.");
    heading(&doc, 2, "Lessons learned");
    paragraph(&doc, "In a section without a list paragraphs have the kind.");
    paragraph(&doc, "Hence we say:");
    paragraph(&doc, "Too short.");
    block(&doc, PH_BLOCK_ROW, 0, "a | b | c | d | e");
    heading(&doc, 2, "Annex");
    item(&doc, "Four.");
    assert_str(kinds(&(ph_record){0}), "");
    ph_record r = build(&doc, "T", NULL);
    assert_str(kinds(&r),
               "list-item paragraph conclusion conclusion recommendation lesson paragraph "
               "paragraph table list-item");
}

static void the_title_opens_a_section_for_items(void **state)
{
    ph_document doc = {0};
    (void)state;
    paragraph(&doc, "The workshop aimed at building capacity of public servants.");
    item(&doc, "Cooperation is beneficial.");
    heading(&doc, 2, "Lessons");
    item(&doc, "Start small.");
    ph_record r = build(&doc, "Key messages and outcome: a workshop", NULL);
    assert_str(kinds(&r), "paragraph conclusion lesson");
    doc.blocks.n = 1;
    r = build(&doc, "Recommendation engines in employment services", NULL);
    assert_str(kinds(&r), "paragraph");
}

static void the_format_may_name_the_section(void **state)
{
    static const char *const names[] = {"lessons", "obstacles", "problem",
                                        "results", "actions",   "context"};
    ph_document doc = {0};
    (void)state;
    for (size_t i = 0; i < N(names); i++)
        assert_true(
            ph_document_block(&doc, arena,
                              (ph_block){.type = PH_BLOCK_PARAGRAPH,
                                         .section = ph_cstr(names[i]),
                                         .page = 7,
                                         .text = PH_STR("Four words and more of them.")}));
    ph_record r = build(&doc, "T", NULL);
    assert_str(kinds(&r), "lesson obstacle context result paragraph context");
    assert_int_equal(r.passages.v[0].page, 7);
}

static void commitments(void **state)
{
    ph_document doc = {0};
    (void)state;
    paragraph(&doc, "The participants agreed to meet again. They left.");
    item(&doc, "Ministries undertook to publish registers.");
    heading(&doc, 2, "Conclusions");
    item(&doc, "Trust is scarce. Members agreed to follow up on it; the rest is silence.");
    item(&doc, "The disagreed tone was set.");
    ph_record r = build(&doc, "T", "outcome-document");
    assert_str(kinds(&r), "commitment commitment conclusion commitment conclusion");
    assert_str(r.passages.v[3].text, "agreed to follow up on it;");
    assert_str(path(&r, 3), "Conclusions");
    /* only what is a report of a meeting commits anybody */
    r = build(&doc, "T", "practice-note");
    assert_str(kinds(&r), "paragraph list-item conclusion conclusion");
}

static void commitments_in_russian(void **state)
{
    ph_document doc = {0};
    (void)state;
    paragraph(&doc, "Стороны договорились о новой встрече.");
    ph_record r = {.language = PH_STR("ru"), .type = PH_STR("outcome-document")};
    assert_ok(ph_passages_build(&doc, sections, tagger, arena, &r, &err));
    assert_str(kinds(&r), "commitment");
}

static void cues_behind_signs(void **state)
{
    static const char *const texts[] = {"(Agreed to meet.)", "They - AGREED to meet.",
                                        "1. \u2014 agreed to meet.",
                                        "Все ДОГОВОРИЛИСЬ о том."};
    (void)state;
    for (size_t i = 0; i < N(texts); i++) {
        ph_document doc = {0};
        paragraph(&doc, texts[i]);
        ph_record r = build(&doc, "T", "outcome-document");
        assert_str(kinds(&r), "commitment");
    }
}

/* A key for each word of so long a text would take a gigabyte. */
static void a_long_outcome_document(void **state)
{
    ph_document doc = {0};
    ph_buf text = {0};
    (void)state;
    while (text.n < (size_t)8 << 20)
        ph_buf_addc(&text, "a nice note on all nine of us, as it is nowadays ");
    paragraph(&doc, ph_dup(arena, ph_buf_str(&text)).s);
    ph_buf_free(&text);
    size_t before = mallinfo2().uordblks;
    ph_record r = build(&doc, "T", "outcome-document");
    assert_true(r.passages.n > 1000);
    assert_true(mallinfo2().uordblks < before + ((size_t)16 << 20));
}

static void addressees(void **state)
{
    ph_document doc = {0};
    (void)state;
    heading(&doc, 2, "Recommendations");
    heading(&doc, 3, "For local governments");
    item(&doc, "Schools of public administration and civil society should meet.");
    item(&doc, "Nobody is named here.");
    heading(&doc, 2, "Conclusions");
    item(&doc, "Civil society matters.");
    ph_record r = build(&doc, "T", NULL);
    const ph_strs *to = &r.passages.v[0].addressee;
    assert_true(has(to, "pa-school") && has(to, "civil-society") &&
                has(to, "local-government"));
    assert_int_equal(to->n, 3);
    assert_str(joined(&r.passages.v[1].addressee), "local-government");
    assert_int_equal(r.passages.v[2].addressee.n, 0);
}

static void anchors_come_from_content(void **state)
{
    ph_document doc = {0}, other = {0};
    (void)state;
    paragraph(&doc, "Alpha.");
    paragraph(&doc, "Beta.");
    paragraph(&doc, "Alpha.");
    paragraph(&doc, "Alpha.");
    heading(&other, 2, "Above");
    paragraph(&other, "Something new.");
    item(&other, "Beta.");
    ph_record r = build(&doc, "T", NULL), o = build(&other, "T", NULL);
    ph_str alpha = r.passages.v[0].anchor;
    assert_true(ph_starts(alpha, PH_STR("p-")));
    assert_int_equal(alpha.n, 8);
    assert_true(ph_eq(r.passages.v[1].anchor, o.passages.v[1].anchor));
    assert_str(r.passages.v[2].anchor, ph_dupf(arena, "%.*s-2", PH_FMT(alpha)).s);
    assert_str(r.passages.v[3].anchor, ph_dupf(arena, "%.*s-3", PH_FMT(alpha)).s);
}

/* Quadratic work would take minutes here. */
static void many_rows_alike(void **state)
{
    ph_document doc = {0};
    (void)state;
    for (int i = 0; i < 50000; i++)
        block(&doc, PH_BLOCK_ROW, 0, "0 | 0 | 0");
    ph_record r = build(&doc, "T", NULL);
    assert_int_equal(r.passages.n, 50000);
    assert_true(ph_ends(r.passages.v[49999].anchor, PH_STR("-50000")));
}

static void long_texts_are_cut_at_sentences(void **state)
{
    ph_buf text = {0};
    ph_document doc = {0};
    size_t total = 0;
    (void)state;
    while (text.n < 3 * PH_PASSAGE_BYTES)
        ph_buf_addc(&text, "Это предложение о реестрах. ");
    text.n--;
    assert_true(ph_document_block(
        &doc, arena,
        (ph_block){.type = PH_BLOCK_PARAGRAPH, .text = ph_dup(arena, ph_buf_str(&text))}));
    ph_record r = build(&doc, "T", NULL);
    assert_true(r.passages.n >= 4);
    for (size_t i = 0; i < r.passages.n; i++) {
        assert_true(r.passages.v[i].text.n <= PH_PASSAGE_BYTES);
        assert_true(ph_ends(r.passages.v[i].text, PH_STR("реестрах.")));
        total += r.passages.v[i].text.n + 1;
    }
    assert_int_equal(total, text.n + 1);
    ph_buf_free(&text);
}

static void texts_without_a_place_to_cut(void **state)
{
    char *text = ph_alloc(arena, 3 * PH_PASSAGE_BYTES + 1);
    ph_document doc = {0};
    (void)state;
    memset(text, 'x', 3 * PH_PASSAGE_BYTES);
    paragraph(&doc, text);
    ph_record r = build(&doc, "T", "outcome-document");
    assert_int_equal(r.passages.n, 3);
}

static void nothing_makes_nothing(void **state)
{
    ph_document doc = {0};
    (void)state;
    assert_int_equal(build(&doc, "", NULL).passages.n, 0);
    heading(&doc, 0, "?");
    for (unsigned level = 1; level <= 20; level++) /* deeper than any path */
        heading(&doc, level, "Deeper");
    paragraph(&doc, "Here.");
    ph_record r = build(&doc, "", NULL);
    assert_int_equal(r.passages.n, 1);
    assert_int_equal(r.passages.v[0].heading.n, 8);
}

#define TEST(name) cmocka_unit_test_setup(name, fresh_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(headings_make_paths),
        TEST(words_of_headings),
        TEST(items_have_the_kind_of_their_section),
        TEST(the_title_opens_a_section_for_items),
        TEST(the_format_may_name_the_section),
        TEST(commitments),
        TEST(commitments_in_russian),
        TEST(cues_behind_signs),
        TEST(a_long_outcome_document),
        TEST(addressees),
        TEST(anchors_come_from_content),
        TEST(many_rows_alike),
        TEST(long_texts_are_cut_at_sentences),
        TEST(texts_without_a_place_to_cut),
        TEST(nothing_makes_nothing),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_vocabularies, close_vocabularies);
}
