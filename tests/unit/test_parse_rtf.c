/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/unit/parsing.h"

#define RTF(text) "{\\rtf1\\ansi\\ansicpg1252\\deff0 " text "}"

static void blocks(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {RTF("one\\par two\\par"), "P one\nP two\n"},
        {RTF("Na\\'efve caf\\'e9 \\'80\\par"), "P Naïve café €\n"},
        {RTF("a\\~b\\_c\\-d \\{x\\} \\\\ \\emdash\\ldblquote q\\rdblquote\\par"),
         "P a b-cd {x} \\ —“q”\n"},
        {RTF("\\u1055?\\u1088?\\uc0\\u1080 "
             "\\uc2\\u1074ab{\\uc0\\u1077}\\u1090\\'3f\\'3f\\par"),
         "P Привет\n"},
        {RTF("\\u-10179?\\u-8704?\\par"), "P 😀\n"},
        {RTF("{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}{\\f2\\fcharset128 "
             "C;}}\\f1 \\'cf\\'f0{\\f2 \\'83\\'65\\'83A}\\f0\\'e9\\par"),
         "P Прテアé\n"},
        {"{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\'e0\\'e2\\'ee\\par}", "P Право\n"},
        {"{\\rtf1\\mac \\'8e t\\'8e\\par}", "P é té\n"},
        /* what is no text */
        {RTF("{\\*\\generator X;}{\\colortbl;\\red0;}{\\header H\\par}{\\footerf F}{\\pict "
             "00ff}"
             "a{\\*\\unknown no{\\b no}} b{\\*\\bkmkstart x}\\par"),
         "P a b\n"},
        {RTF("a{\\v hidden} b{\\deleted gone} c\\v no\\v0  d\\par"), "P a b c d\n"},
        {RTF("{\\pict\\bin3 }}}00}a\\par"), "P a\n"},
        {RTF("see {\\field{\\*\\fldinst HYPERLINK \"http://x\"}{\\fldrslt the page}}\\par"),
         "P see the page\n"},
        {RTF("{\\object{\\*\\objdata 00}{\\result shown}}\\par"), "P shown\n"},
        {RTF("{\\upr{a?b}{\\*\\ud{a\\u1078?b}}}\\par"), "P aжb\n"},
        {RTF("{\\*\\cs7 styled} text\\par"), "P styled text\n"},
        /* notes, tables, lists */
        {RTF("Text{\\super\\chftn}{\\footnote\\pard\\plain The {\\i note}.\\par} goes "
             "on.\\par "
             "Next.\\par"),
         "P Text goes on.\nP The note.\nP Next.\n"},
        {RTF("\\trowd\\cellx1\\cellx2\\intbl a\\cell b\\par c\\cell\\row\\trowd\\intbl "
             "d\\cell\\cell\\row\\pard after\\par"),
         "R a | b c\nR d |\nP after\n"},
        {RTF("\\trowd\\intbl A box with text in it.\\cell\\row\\pard"),
         "P A box with text in it.\n"},
        {RTF("{\\listtext\\'95\\tab}\\pard\\ls1 "
             "one\\par{\\listtext\\'95\\tab}\\pard\\ls1\\ilvl1 "
             "two\\par{\\pntext 3.\\tab}\\pard{\\*\\pn\\pnlvlbody}three\\par{\\listtext "
             "B.\\tab}\\pard\\ls2 four\\par"),
         "I1 one\nI2 two\nI1 three\nI1 B. four\n"},
        /* headings */
        {RTF("{\\stylesheet{\\s1 heading 1;}{\\s7\\outlinelevel2 Mine;}{\\*\\cs8 heading 2 "
             "Char;}}\\pard\\s1 Top\\par\\pard\\s7 Third\\par\\pard "
             "x\\par\\pard\\outlinelevel1 "
             "Second\\par\\pard y\\par"),
         "H1 Top\nH3 Third\nP x\nH2 Second\nP y\n"},
    };
    for (size_t i = 0; i < N(rows); i++)
        blocks_are(*state, "a.rtf", rows[i].in, rows[i].out);
}

static void bold_headings(void **state)
{
    blocks_are(
        *state, "a.rtf",
        RTF("{\\b Workshop of the Lake Schools\\line Laville, 3-4 May 2021}\\par "
            "CONCLUSIONS AND NEXT STEPS\\par\\b A. What was found\\b0\\par Offices "
            "stayed closed.\\par{\\listtext 1.\\tab}\\pard\\ls3\\b Registers\\b0\\par"
            "{\\listtext\\'95}\\pard\\ls1 Copies were made.\\par\\pard{\\b B.}{\\b  "
            "Recommendations}\\par Make two copies.\\par"),
        "P Workshop of the Lake Schools\n"
        "P Laville, 3-4 May 2021\n"
        "H1 CONCLUSIONS AND NEXT STEPS\n"
        "H2 A. What was found\n"
        "P Offices stayed closed.\n"
        "H3 1. Registers\n"
        "I1 Copies were made.\n"
        "H2 B. Recommendations\n"
        "P Make two copies.\n");
}

static void metadata(void **state)
{
    ph_document doc = parse_string(
        *state, "a.rtf",
        RTF("{\\info{\\title Of lakes}{\\author Ana \\'c5berg}{\\keywords water, "
            "schools}{\\*\\company Lake Office}{\\creatim\\yr2004\\mo9}{\\operator No}}"
            "{\\title no}Text.\\par"));
    assert_string_equal(meta_of(*state, &doc), "1 title = Of lakes\n"
                                               "1 creators.0 = Ana Åberg\n"
                                               "1 keywords.0 = water\n"
                                               "1 keywords.1 = schools\n"
                                               "1 publisher = Lake Office\n");
    assert_true(ph_eqc(doc.mime, "application/rtf"));
    value_is(&doc, "title", "Of lakes");
}

static void broken(void **state)
{
    ph_document doc = parse_string(*state, "a.rtf", "{\\rtf1 a{\\b b");
    assert_string_equal(blocks_of(*state, &doc), "P ab\n");
    assert_int_equal(doc.warnings.n, 1);
    blocks_are(*state, "a.rtf", RTF("a\\'zz\\'4\\u\\bin99999999999 b"), "P azz4\n");
    assert_non_null(
        strstr(refusal(*state, "a.rtf", "plain text", PH_INVALID), "not an RTF document"));
    blocks_are(*state, "a.txt", RTF("x"), "P x\n"); /* its bytes know better */
    ph_buf deep = {0};
    ph_buf_addc(&deep, "{\\rtf1 ");
    for (int i = 0; i < 100000; i++)
        ph_buf_byte(&deep, '{');
    assert_non_null(strstr(refusal(*state, "a.rtf", deep.s, PH_LIMIT), "nested"));
    ph_buf_free(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(blocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bold_headings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(metadata, set_up, tear_down),
        cmocka_unit_test_setup_teardown(broken, set_up, tear_down),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
