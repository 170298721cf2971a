/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/unit/parsing.h"

static const char *title_of(ph_arena *arena, const char *text)
{
    ph_document doc = parse_string(arena, "a.txt", text);
    ph_str title = ph_document_get(&doc, "title");
    return title.s ? title.s : "";
}

/* An outcome document with all the traps: a title block in bold, lettered and numbered
 * headings, items torn by a footnote and by a blank line. */
static void workshop(void **state)
{
    ph_document doc = parse_fixture(*state, "text/workshop.txt");
    value_is(&doc, "title",
             "Joint Workshop of the Lake and Mountain Schools “Public service after the "
             "flood”");
    assert_true(ph_eqc(doc.mime, "text/plain"));
    assert_string_equal(
        blocks_of(*state, &doc),
        "P Joint Workshop of the Lake and Mountain Schools\n"
        "P “Public service after the flood”\n"
        "P 7th Conference of the Valley Network\n"
        "P College of Laville\n"
        "P Laville, Romania\n"
        "P 3-4 May 2021\n"
        "H1 CONCLUSIONS AND NEXT STEPS OF THE SCHOOLS\n"
        "H2 A. What was found\n"
        "P The flood closed eleven offices in two days.\n"
        "P Offices with paper files alone stayed closed for weeks.\n"
        "P Hence,\n"
        "I1 A second copy of each register must lie in another valley.\n"
        "I1 Staff who had practised at a desk coped better; those who had only read the "
        "plan "
        "asked for help, and got it from neighbours.\n"
        "I1 Loose items after a blank line belong to the same list.\n"
        "H2 B. Findings by theme\n"
        "H3 1. Registers and what keeps them alive\n"
        "I1 Copies were made, but nobody had ever tried to read one¹. They were "
        "unreadable.\n"
        "I1 The rules for leadership, care and candour ask for a plan; how to join the "
        "plan of "
        "the state with the valley's plan and how to pay for both of them.\n"
        "P ¹ A copy is read when somebody else than its maker has opened it.\n"
        "I1 Each copy needs an owner.\n"
        "H3 2. Offices that stay open are what people remember of any flood and of those "
        "who "
        "govern\n"
        "I1 Doors matter more than portals.\n"
        "H2 C. General recommendations\n"
        "I1 Schools should teach with neighbours, by way of a common course in a field "
        "that "
        "both of them know. Details can follow.\n"
        "I1 Nobody should teach alone.\n"
        "H2 D. Recommendations by theme\n"
        "H3 1. Registers and ICT\n"
        "I1 Make two copies.\n"
        "I1 Read both.\n"
        "H3 2. Refocus training\n"
        "I1 Practise once a year.\n"
        "P The participants agreed to meet again.\n"
        "P The schools agreed to write to each other.\n");
}

static void messages(void **state)
{
    ph_document doc = parse_fixture(*state, "text/messages.txt");
    value_is(&doc, "title",
             "Key messages and outcome: Workshop on Bridges, Ferries and What Connects "
             "Them: Costs and Gains");
    assert_string_equal(
        blocks_of(*state, &doc),
        "H1 KEY MESSAGES AND OUTCOME\n"
        "P Workshop on Bridges, Ferries and What Connects Them: Costs and Gains\n"
        "P Lebourg, Serbia, 5 – 7 May\n"
        "P The workshop looked at ferries.\n"
        "I1 Ferries need bridges\n"
        "I1 Bridges need ferries, and people\n"
        "I1 Both need care.\n");
}

static void headings(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"Title\n=====\n\nText.\n\nPart\n----\nMore.",
         "H1 Title\nP Text.\nH2 Part\nP More.\n"},
        {"# One\n\n### Three ###\nText.", "H1 One\nH3 Three ###\nP Text.\n"},
        {"**Short and bold**\n\nText.\n\n**Another one:**\nMore.",
         "H1 Short and bold\nP Text.\nH2 Another one:\nP More.\n"},
        {"Text.\n\n**Bold, but a sentence.**\n\nMore.",
         "P Text.\nP Bold, but a sentence.\nP More.\n"},
        {"Text with 2 ** 3 and **bold words.", "P Text with 2 ** 3 and **bold words.\n"},
        {"Text with **bold** words.", "P Text with bold words.\n"},
        {"SUMMARY\nThe text follows.\n\nWAY FORWARD\n\nMore.",
         "H1 SUMMARY\nP The text follows.\nH1 WAY FORWARD\nP More.\n"},
        {"ВЫВОДЫ И РЕКОМЕНДАЦИИ\n\nА. Общие выводы\n\nТекст.\n\nБ. Рекомендации\n\n1. "
         "Обучение\n\n"
         "- Пункт.",
         "H1 ВЫВОДЫ И РЕКОМЕНДАЦИИ\nH2 А. Общие выводы\nP Текст.\nH2 Б. Рекомендации\n"
         "H3 1. Обучение\nI1 Пункт.\n"},
        {"I. First\n\nText.\n\nII. Second\n\nA. Letter\n\nMore.\n\nB. Other\n\n1. "
         "Number\n\nEnd.",
         "H2 I. First\nP Text.\nH2 II. Second\nH3 A. Letter\nP More.\nH3 B. Other\n"
         "H4 1. Number\nP End.\n"},
        {"1. One\n\nText.\n\n1.1 One and one\n\nMore.\n\n2. Two\n\nEnd.",
         "H2 1. One\nP Text.\nH3 1.1 One and one\nP More.\nH2 2. Two\nP End.\n"},
        {"1. Fruit\n- apple\n- pear\n\nText.", "H2 1. Fruit\nI1 apple\nI1 pear\nP Text.\n"},
        {"Text.\n\nJ. Smith\n\nMore.", "P Text.\nP J. Smith\nP More.\n"},
        {"Text.\n\nTHE MINISTRY", "P Text.\nP THE MINISTRY\n"},
        {"GDP 2019 2020 2021 2022\n\nText.", "P GDP 2019 2020 2021 2022\nP Text.\n"},
    };
    for (size_t i = 0; i < N(rows); i++)
        blocks_are(*state, "a.txt", rows[i].in, rows[i].out);
}

static void lists(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"A line that tells how wide this text is.\n\n* a\n• b\n– c\n· d",
         "P A line that tells how wide this text is.\nI1 a\nI2 b\nI3 c\nI4 d\n"},
        {"- a\n  - b\n  - c\n- d", "I1 a\nI2 b\nI2 c\nI1 d\n"},
        {"(a) one\n(b) two\n\nText.\n\na) one\nb) two",
         "I1 one\nI1 two\nP Text.\nI1 one\nI1 two\n"},
        {"1. one\n2. two\n(a) below\n(b) below\n3. three",
         "I1 one\nI1 two\nI2 below\nI2 below\nI1 three\n"},
        {"1. Loose one\n\n2. Loose two\n\n3. Loose three\n\nText.",
         "I1 Loose one\nI1 Loose two\nI1 Loose three\nP Text.\n"},
        {"1. This is a sentence.\n\n2. This is none\n\nText.",
         "I1 This is a sentence.\nI1 This is none\nP Text.\n"},
        {"He said that it rained\n– and it did, he knew –\nall day.",
         "P He said that it rained – and it did, he knew – all day.\n"},
        {"It was opened on the\n25. May of that year, by\n3. Secretary Example.",
         "P It was opened on the 25. May of that year, by 3. Secretary Example.\n"},
        {"- one\n- two is\nlonger\n\n- three", "I1 one\nI1 two is longer\nI1 three\n"},
        {"-not an item\n\n--", "P -not an item\nP --\n"},
    };
    for (size_t i = 0; i < N(rows); i++)
        blocks_are(*state, "a.txt", rows[i].in, rows[i].out);
}

static void joins(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"One two\nthree\r\nfour.\r\rFive.", "P One two three four.\nP Five.\n"},
        {"a citizen-\ncentred inter\u00AD\nnational pre-war", "P a citizen-centred "
                                                              "international pre-war\n"},
        {"- torn by a page\n\f\n12\n\nbreak in the middle\n\n- next",
         "I1 [1] torn by a page break in the middle\nI1 [2] next\n"},
        {"Torn\n\n[1] A note that\n\nby a note.\n\ngoes on.\n\nEnd.",
         "P Torn by a note.\nP [1] A note that goes on.\nP End.\n"},
        {"Including:\n\nfirst thing;\n\nsecond thing;\n",
         "P Including:\nP first thing;\nP second thing;\n"},
        {"Ends with a quote.”\n\nlower case", "P Ends with a quote.”\nP lower case\n"},
        {"HEADING\n\nlower case stays below it",
         "H1 HEADING\nP lower case stays below it\n"},
        {"First page.\n\nPage 1 of 2\n\fSecond page.\n2",
         "P [1] First page.\nP [2] Second page.\n"},
        {"The year was\n\n2021", "P The year was\nP 2021\n"},
        {"---\n\nText.\n\n* * *\n\nMore.", "P Text.\nP More.\n"},
    };
    for (size_t i = 0; i < N(rows); i++)
        blocks_are(*state, "a.txt", rows[i].in, rows[i].out);
}

/* Where nobody wrapped the lines, each one is a paragraph. */
static void long_lines(void **state)
{
    ph_buf text = {0}, want = {0};
    for (int i = 0; i < 3; i++) {
        ph_buf line = {0};
        ph_buf_addf(&line, "Paragraph %d", i);
        while (line.n < 300)
            ph_buf_addc(&line, " goes on");
        ph_buf_addf(&text, "%s.\n", line.s);
        ph_buf_addf(&want, "P %s.\n", line.s);
        ph_buf_free(&line);
    }
    blocks_are(*state, "a.txt", text.s, want.s);
    ph_buf_free(&text);
    ph_buf_free(&want);
}

static void titles(void **state)
{
    static const struct {
        const char *in, *title;
    } rows[] = {
        {"A short line\n\nText follows here.", "A short line"},
        {"This is a sentence.\n\nText.", ""},
        {"ANNUAL REPORT\n\nOffice of Bridges\n\nText.", "ANNUAL REPORT"},
        {"REPORT\n\nOffice of Bridges\n\nText.", "Report: Office of Bridges"},
        {"Conclusions\n===========\n\nTalks on Lakes\n\nText.",
         "Conclusions: Talks on Lakes"},
        {"ИТОГИ И РЕКОМЕНДАЦИИ\n\nСеминар о мостах\n\nТекст.",
         "Итоги и рекомендации: Семинар о мостах"},
        {"**One line**\n\nText.", "One line"},
        {"- an item\n- an item", ""},
    };
    for (size_t i = 0; i < N(rows); i++)
        assert_string_equal(title_of(*state, rows[i].in), rows[i].title);
}

static void encodings(void **state)
{
    static const struct {
        ph_str in;
        const char *out;
    } rows[] = {
        {{"\xEF\xBB\xBFnaïve", 9}, "P naïve\n"},
        {{"na\xEFve \x96 \x93quoted\x94", 16}, "P naïve – “quoted”\n"},
        {{"\xFF\xFEn\0\xEF\0", 6}, "P nï\n"},
        {{"\xFE\xFF\0n\0\xEF", 6}, "P nï\n"},
        {{"\xFF\xFE\x3D\xD8\x00\xDE", 6}, "P 😀\n"},
        {{"e\xCC\x81t\xC3\xA9", 6}, "P été\n"},
    };
    for (size_t i = 0; i < N(rows); i++) {
        ph_document doc = parse_bytes(*state, "a.txt", rows[i].in);
        assert_string_equal(blocks_of(*state, &doc), rows[i].out);
    }
}

static void refusals(void **state)
{
    ph_document doc;
    ph_error err;
    ph_input none = {PH_ABSENT, PH_ABSENT}, zeros = {PH_STR("a.txt"), {"a\0b", 3}};
    assert_int_equal(ph_parse(zeros, none, *state, &doc, &err), PH_INVALID);
    assert_non_null(strstr(err.text, "zero bytes"));
    assert_non_null(strstr(refusal(*state, "a.txt", " \n", PH_INVALID), "empty"));
    assert_non_null(strstr(refusal(*state, "a.pdf", "x", PH_UNSUPPORTED), "'.pdf'"));
    assert_non_null(strstr(refusal(*state, "README", "x", PH_UNSUPPORTED), "no ending"));
    assert_non_null(strstr(refusal(*state, ".txt", "x", PH_UNSUPPORTED), "no ending"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(workshop, set_up, tear_down),
        cmocka_unit_test_setup_teardown(messages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(headings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lists, set_up, tear_down),
        cmocka_unit_test_setup_teardown(joins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(titles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(encodings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refusals, set_up, tear_down),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
