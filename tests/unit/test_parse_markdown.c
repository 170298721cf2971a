/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Markdown, its front matter, and side-cars. */
#include "config.h"

#include "tests/unit/parsing.h"

static void note(void **state)
{
    ph_document doc = parse_fixture(*state, "markdown/note.md");
    assert_true(ph_eqc(doc.mime, "text/markdown"));
    assert_string_equal(blocks_of(*state, &doc),
                        "H1 A counter by the lake\n"
                        "P Three towns share one counter on the shore & run it!\n"
                        "H2 What was done\n"
                        "I1 First point on two lines\n"
                        "I2 A point below\n"
                        "I1 Second point, in two paragraphs.\n"
                        "I1 Step one\n"
                        "I1 Step two\n"
                        "R Year | Visits\n"
                        "R 2020 | 1.5\n"
                        "P A quotation.\n"
                        "P code stays\n"
                        "P Text with tags and a break.\n"
                        "P raw HTML stays\n");
    assert_string_equal(meta_of(*state, &doc),
                        "2 title = A counter: by the lake\n"
                        "2 creators.0 = Maria Example\n"
                        "2 creators.1 = John Model\n"
                        "2 countries.0 = EE\n"
                        "2 countries.1 = RO\n"
                        "2 language = en\n"
                        "2 date = 2021-03\n"
                        "2 sdgs.0 = 16.6\n"
                        "2 sdgs.1 = 16.10\n"
                        "2 event.name = Lake meeting\n"
                        "2 event.country = RO\n"
                        "2 contacts.0.organisation = Town of Laville\n"
                        "2 contacts.0.consent = relay\n"
                        "2 unknown_field = kept\n"
                        "0 title = A counter by the lake\n");
}

static void blocks(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"Title\n===\n\n## Two ##\n", "H1 Title\nH2 Two\n"},
        {"![alt](x.png) and <https://a.example>\n", "P alt and https://a.example\n"},
        {"- a\n\n      code\n- b", "I1 a code\nI1 b\n"},
        {"> - a\n>   > b\n", "I1 a\nP b\n"},
        {"- # Head\n- [ ] task", "H1 Head\nI1 [ ] task\n"},
        {"| a | b |\n|---|---|\n| c \\| d | |\n", "R a | b\nR c | d |\n"},
        {"a  \nb\\\nc", "P a b c\n"},
        {"&nosuch; &#x1F600; &#0;", "P &nosuch; 😀\n"},
        {"<script>\nx\n</script>\n\ny <!-- z --> w", "P y w\n"},
        {"---\n\ntext", "P text\n"},
        {"***\n", ""},
        {"## Results {#results .wide}\n\n### Set {a}\n", "H2 Results\nH3 Set {a}\n"},
        {"+++\ntitle = 'x'\n+++\ntext", "P text\n"},
        {"a\n\n<table><tr><th>x</th><td>y</td></tr></table>\n\n<!-- no -->\n\n<details>\n"
         "<summary>More</summary>\nshort one\n</details>\n",
         "P a\nR x | y\nP More\nP short one\n"},
        {"see[^1]\n\n[^1]: The note.\n\nTerm\n:   Meaning\n",
         "P see[^1]\nP [^1]: The note.\nP Term : Meaning\n"},
    };
    for (size_t i = 0; i < N(rows); i++)
        blocks_are(*state, "a.md", rows[i].in, rows[i].out);
}

/* Front matter that is no YAML costs the metadata and a warning that has the line. */
static void broken_front_matter(void **state)
{
    ph_document doc =
        parse_string(*state, "a.md", "---\ntitle: A\nabstract: a: b: c\n---\n# Head\n");
    assert_string_equal(meta_of(*state, &doc), "0 title = Head\n");
    assert_int_equal(doc.warnings.n, 1);
    assert_non_null(strstr(doc.warnings.v[0].s, "line 3"));
    doc = parse_string(*state, "a.md", "---\r\ntitle: A\r\n...\r\nText\r\n");
    value_is(&doc, "title", "A");
    assert_string_equal(blocks_of(*state, &doc), "P Text\n");
    doc = parse_string(*state, "a.md", "---\n---\nText\n");
    assert_int_equal(doc.warnings.n, 0);
}

/* --- side-cars ------------------------------------------------------------------------------ */

static ph_status with_sidecar(ph_arena *arena, const char *name, const char *text,
                              ph_document *doc, ph_error *err)
{
    ph_input file = {PH_STR("a.md"),
                     PH_STR("---\ntitle: F\nauthor: X\ncountries: [FI, SE]\n"
                            "---\n# Head\n")};
    return ph_parse(file, (ph_input){ph_cstr(name), ph_cstr(text)}, arena, doc, err);
}

/* One thing said in three ways. */
static void sidecars(void **state)
{
    static const struct {
        const char *name, *text;
    } rows[] = {
        {"a.md.meta.yaml",
         "title: S\ncountries: EE\nevent: {name: E, country: RO}\n"
         "personal-data: yes\nsources:\n  - {id: s1, url: 'https://u.example'}\n"},
        {"a.md.meta.json",
         "{\"title\":\"S\",\"countries\":[\"EE\"],\"event\":{\"name\":\"E\","
         "\"country\":\"RO\"},\"personal-data\":true,\"sources\":[{\"id\":"
         "\"s1\",\"url\":\"https://u.example\"}]}"},
        {"a.md.meta.xml",
         "<meta><title>S</title><countries><country code='EE'/></countries><event name='E' "
         "country='RO'/><personal-data>yes</personal-data><sources><source id='s1'><url>"
         "https://u.example</url></source></sources></meta>"},
    };
    for (size_t i = 0; i < N(rows); i++) {
        ph_document doc;
        ph_error err;
        if (with_sidecar(*state, rows[i].name, rows[i].text, &doc, &err) != PH_OK)
            fail_msg("%s", err.text);
        assert_string_equal(meta_of(*state, &doc), "2 title = F\n"
                                                   "2 creators.0 = X\n"
                                                   "0 title = Head\n"
                                                   "3 title = S\n"
                                                   "3 countries.0 = EE\n"
                                                   "3 event.name = E\n"
                                                   "3 event.country = RO\n"
                                                   "3 personal_data = yes\n"
                                                   "3 sources.0.id = s1\n"
                                                   "3 sources.0.url = https://u.example\n");
    }
}

static void dublin_core_sidecar(void **state)
{
    ph_document doc;
    ph_error err;
    assert_int_equal(
        with_sidecar(*state, "a.md.meta.xml",
                     "<x xmlns:dc='http://purl.org/dc/elements/1.1/' "
                     "xmlns:t='http://purl.org/dc/terms/'><dc:title>S</dc:title>"
                     "<t:issued>2021</t:issued><dc:creator>Y</dc:creator></x>",
                     &doc, &err),
        PH_OK);
    value_is(&doc, "title", "S");
    value_is(&doc, "date", "2021");
    value_is(&doc, "creators.0", "Y");
}

static void sidecar_refusals(void **state)
{
    static const struct {
        const char *name, *text, *words;
    } rows[] = {
        {"s.meta.yaml", "a: b\nc: d: e\n", "line 2"},
        {"s.meta.yaml", "a: &x [b]\nc: *x\n", "line 2: aliases"},
        {"s.meta.yaml", "- a\n", "name: value"},
        {"s.meta.yaml", "a: \"\x01\"\n", "line 1"},
        {"s.meta.yaml", "? [a]\n: b\n", "plain text"},
        {"s.meta.json", "{\"a\": 1,\n\"a\": 2}", "line 2"},
        {"s.meta.json", "[1]", "object"},
        {"s.meta.xml", "<a>\n<b></a>", "line 2"},
        {"s.meta.txt", "a", "must end in"},
    };
    ph_document doc;
    ph_error err;
    for (size_t i = 0; i < N(rows); i++) {
        assert_int_not_equal(with_sidecar(*state, rows[i].name, rows[i].text, &doc, &err),
                             PH_OK);
        if (!strstr(err.text, rows[i].words) || !strstr(err.text, rows[i].name))
            fail_msg("'%s' does not say '%s'", err.text, rows[i].words);
    }
}

static void sidecar_limits(void **state)
{
    ph_document doc;
    ph_error err;
    ph_buf deep = {0}, wide = {0};
    ph_buf_addc(&deep, "{\"a\":");
    for (int i = 0; i < 100; i++)
        ph_buf_byte(&deep, '[');
    for (int i = 0; i < 100; i++)
        ph_buf_byte(&deep, ']');
    ph_buf_byte(&deep, '}');
    assert_int_equal(with_sidecar(*state, "a.json", deep.s, &doc, &err), PH_LIMIT);
    assert_int_equal(with_sidecar(*state, "a.yaml", deep.s, &doc, &err), PH_LIMIT);
    ph_buf_addc(&wide, "keywords: ");
    for (int i = 0; i < 100000; i++)
        ph_buf_addf(&wide, "k%d,", i);
    assert_int_equal(with_sidecar(*state, "a.yaml", wide.s, &doc, &err), PH_OK);
    assert_in_range(doc.meta.n, 1000, 1010);
    ph_buf_free(&deep);
    ph_buf_free(&wide);
}

/* 16.10 is another target than 16.1. */
static void targets_as_numbers(void **state)
{
    ph_document doc;
    ph_error err;
    assert_int_equal(
        with_sidecar(*state, "a.json", "{\"sdgs\":[16, 16.1, \"16.10\"]}", &doc, &err),
        PH_OK);
    value_is(&doc, "sdgs.0", "16");
    value_is(&doc, "sdgs.2", "16.10");
    assert_int_equal(doc.warnings.n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(note, set_up, tear_down),
        cmocka_unit_test_setup_teardown(blocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(broken_front_matter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sidecars, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dublin_core_sidecar, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sidecar_refusals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sidecar_limits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(targets_as_numbers, set_up, tear_down),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
