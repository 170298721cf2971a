/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/unit/parsing.h"

static void meta_is(ph_arena *arena, const char *name, const char *text, const char *want)
{
    ph_document doc = parse_string(arena, name, text);
    assert_string_equal(meta_of(arena, &doc), want);
}

static const char JATS[] =
    "<?xml version='1.0'?><!DOCTYPE article PUBLIC '-//NLM//DTD JATS (Z39.96) v1.1//EN' "
    "'jats.dtd'><article "
    "xml:lang='en'><front><journal-meta><journal-title>J</journal-title>"
    "<publisher><publisher-name>Lake Press</publisher-name></publisher></journal-meta>"
    "<article-meta><article-id pub-id-type='pmid'>7</article-id>"
    "<article-id pub-id-type='doi'>10.1000/1</article-id>"
    "<title-group><article-title>Schools &amp; <italic>lakes</italic></article-title>"
    "</title-group><contrib-group><contrib contrib-type='author'><name><surname>Modell"
    "</surname><given-names>Anna</given-names></name></contrib><contrib "
    "contrib-type='editor'><name><surname>X</surname><given-names>Y</given-names></name>"
    "</contrib></contrib-group><pub-date><month>6</month><year>2021</year></pub-date>"
    "<permissions><license href='https://l.example/by'><p>Free.</p></license></permissions>"
    "<abstract><title>Abstract</title><p>In short.</p></abstract>"
    "<kwd-group><kwd>water</kwd><kwd>classes</kwd></kwd-group></article-meta></front>"
    "<body><sec><label>1</label><title>Methods</title><p>We <bold>as</bold>ked<fn><p>By "
    "post.</p></fn> all.</p><sec><title>Details</title><list><list-item><label>a)</label>"
    "<p>one</p><list><list-item><p>deeper</p></list-item></list></list-item></list></sec>"
    "<table-wrap><label>Table 1</label><caption><p>Counts.</p></caption><table><thead><tr>"
    "<th>Year</th><th>N</th></tr></thead><tbody><tr><td>2020</td><td><p>5</p></td></tr>"
    "</tbody></table></table-wrap></sec></body><back><ref-list><title>References</title>"
    "<ref><label>1</label><element-citation><name><surname>Berg</surname><given-names>A"
    "</given-names></name><year>2019</year><article-title>On ponds</article-title>"
    "</element-citation></ref></ref-list></back></article>";

static void jats(void **state)
{
    blocks_are(*state, "a.nxml", JATS,
               "H1 Schools & lakes\n"
               "H2 Abstract\n"
               "P In short.\n"
               "H2 1. Methods\n"
               "P We asked all.\n"
               "P By post.\n"
               "H3 Details\n"
               "I1 a) one\n"
               "I2 deeper\n"
               "P Table 1 Counts.\n"
               "R Year | N\n"
               "R 2020 | 5\n"
               "H2 References\n"
               "I1 1 Berg A 2019 On ponds\n");
    meta_is(*state, "a.xml", JATS,
            "1 language = en\n"
            "2 publisher = Lake Press\n"
            "2 key = 10.1000/1\n"
            "2 source = https://doi.org/10.1000/1\n"
            "2 title = Schools & lakes\n"
            "2 creators.0 = Anna Modell\n"
            "2 date = 2021-06\n"
            "2 license = https://l.example/by\n"
            "2 abstract = Abstract In short.\n"
            "2 keywords.0 = water\n"
            "2 keywords.1 = classes\n");
}

static const char TEI[] =
    "<TEI xmlns='http://www.tei-c.org/ns/1.0' "
    "xml:lang='sl'><teiHeader><fileDesc><titleStmt>"
    "<title type='main'>Zapisnik seje</title><title type='sub'>Druga</title>"
    "<author>Ana Zgled</author></titleStmt><publicationStmt><publisher><orgName>Svet"
    "</orgName><email>a@b.example</email></publisher><date when='2000-05-18'>18. 5.</date>"
    "<availability><licence target='https://l.example/0'>Prosto</licence></availability>"
    "</publicationStmt></fileDesc><profileDesc><textClass><keywords><term>voda</term>"
    "</keywords></textClass></profileDesc></teiHeader><text><front><div><head>Odbor</head>"
    "</div></front><body><div><head>Prva to<lb/>čka</head><u who='#x'><seg>Kdo je za?</seg>"
    "<note>Nihče.</note></u><p>Besedilo<note place='foot'>Opomba.</note> teče.</p><list>"
    "<item>ena<list><item>dve</item></list></item></list><table><row><cell>a</cell><cell>b"
    "</cell></row></table><div><head>Globlje</head><p>Konec.</p></div></div></body></text>"
    "</TEI>";

static void tei(void **state)
{
    blocks_are(*state, "a.tei", TEI,
               "H1 Zapisnik seje\n"
               "H2 Odbor\n"
               "H2 Prva to čka\n"
               "P Kdo je za?\n"
               "P Nihče.\n"
               "P Besedilo teče.\n"
               "P Opomba.\n"
               "I1 ena\n"
               "I2 dve\n"
               "R a | b\n"
               "H3 Globlje\n"
               "P Konec.\n");
    meta_is(*state, "a.xml", TEI,
            "0 contact_names = a@b.example\n"
            "1 language = sl\n"
            "2 title = Zapisnik seje\n"
            "2 creators.0 = Ana Zgled\n"
            "2 publisher = Svet\n"
            "2 date = 2000-05-18\n"
            "2 license = https://l.example/0\n"
            "2 keywords.0 = voda\n");
}

static const char AKN[] =
    "<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><act><meta>"
    "<identification><FRBRWork><FRBRuri value='/akn/ee/act/2001-02-03/4'/>"
    "<FRBRdate date='2001-02-03' name='Generation'/><FRBRcountry value='ee'/></FRBRWork>"
    "<FRBRExpression><FRBRlanguage language='eng'/></FRBRExpression></identification>"
    "<classification><keyword showAs='Water law'/></classification></meta>"
    "<preface><p>Act on <docTitle>Lakes and Rivers</docTitle></p></preface>"
    "<body><chapter><num>Chapter I</num><heading>General</heading><article><num>Article 5"
    "</num><heading>Duties</heading><paragraph><num>1.</num><content><p>Each "
    "town<authorialNote>"
    "<p>See 6.</p></authorialNote> shall:</p></content><list><point><num>(a)</num><content>"
    "<p>measure;</p></content></point></list></paragraph></article><article><num>Article 6"
    "</num><content><p>Repealed.</p></content></article></chapter></body></act></"
    "akomaNtoso>";

static void akoma_ntoso(void **state)
{
    blocks_are(*state, "a.akn", AKN,
               "P Act on Lakes and Rivers\n"
               "H2 Chapter I. General\n"
               "H3 Article 5. Duties\n"
               "I1 1. Each town shall:\n"
               "P See 6.\n"
               "I2 (a) measure;\n"
               "H3 Article 6\n"
               "P Repealed.\n");
    meta_is(*state, "a.xml", AKN,
            "2 key = /akn/ee/act/2001-02-03/4\n"
            "2 date = 2001-02-03\n"
            "2 countries.0 = EE\n"
            "2 language = en\n"
            "2 keywords.0 = Water law\n"
            "2 title = Lakes and Rivers\n");
}

static void docbook(void **state)
{
    static const char five[] =
        "<book xmlns='http://docbook.org/ns/docbook' "
        "xml:lang='en'><info><title>Guide</title>"
        "<author><personname><firstname>Jo</firstname><surname>Doe</surname></personname>"
        "</author><pubdate>2022-01</pubdate><keywordset><keyword>k</keyword></keywordset>"
        "</info><chapter><title>One</title><para>Text<footnote><para>Note.</para></"
        "footnote>:"
        "<itemizedlist><listitem><para>x</para><para>y</para></listitem></itemizedlist>end"
        "</para><section><info><title>Two</title></info><variablelist><varlistentry><term>T"
        "</term><listitem><para>means</para></listitem></varlistentry></variablelist>"
        "<informaltable><tgroup cols='2'><tbody><row><entry>a</entry><entry>b</entry></row>"
        "</tbody></tgroup></informaltable></section></chapter><bibliography><title>Works"
        "</title><bibliomixed>Berg, "
        "<title>Ponds</title>.</bibliomixed></bibliography></book>";
    blocks_are(*state, "a.xml", five,
               "H1 Guide\n"
               "H2 One\n"
               "P Text:\n"
               "P Note.\n"
               "I1 x y\n"
               "P end\n"
               "H3 Two\n"
               "I1 T means\n"
               "R a | b\n"
               "H2 Works\n"
               "I1 Berg, Ponds.\n");
    meta_is(*state, "a.dbk", five,
            "1 language = en\n"
            "2 title = Guide\n"
            "2 creators.0 = Jo Doe\n"
            "2 date = 2022-01\n"
            "2 keywords.0 = k\n");
    blocks_are(
        *state, "a.xml",
        "<!DOCTYPE article PUBLIC '-//OASIS//DTD DocBook XML V4.5//EN' 'd.dtd'>"
        "<article><articleinfo><title>Old&nbsp;one</title></articleinfo><sect1><title>S"
        "</title><para>&eacute;t&eacute;</para></sect1></article>",
        "H1 Old one\nH2 S\nP été\n");
}

/* A page that is well-formed XML is a page. */
static void xhtml(void **state)
{
    ph_document doc = parse_string(
        *state, "a.xml",
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title></head><body>"
        "<nav>Menu</nav><h1>T</h1><ul><li>x</li></ul></body></html>");
    assert_string_equal(blocks_of(*state, &doc), "H1 T\nI1 x\n");
    assert_true(ph_eqc(doc.mime, "application/xhtml+xml"));
    value_is(&doc, "title", "T");
}

/* --- bombs ----------------------------------------------------------------------------------- */

static void refused(ph_arena *arena, ph_buf *text, const char *name, ph_status want,
                    const char *words)
{
    assert_false(text->failed);
    const char *reason = refusal(arena, name, text->s, want);
    if (!strstr(reason, words))
        fail_msg("'%s' does not say '%s'", reason, words);
    ph_buf_free(text);
}

static void bombs(void **state)
{
    ph_buf text = {0};
    for (int html = 0; html < 2; html++) {
        ph_buf_addc(&text, "<a");
        for (int i = 0; i < 100000; i++)
            ph_buf_addf(&text, " a%d='x'", i);
        ph_buf_addc(&text, ">t</a>");
        refused(*state, &text, html ? "a.html" : "a.xml", PH_LIMIT, "1000 attributes");
    }
    /* quadratic: one long entity, often; in text and in an attribute */
    for (int attribute = 0; attribute < 2; attribute++) {
        ph_buf_addc(&text, "<!DOCTYPE a [<!ENTITY e '");
        for (int i = 0; i < 20000; i++)
            ph_buf_byte(&text, 'x');
        ph_buf_addc(&text, attribute ? "'>]><a b='" : "'>]><a>");
        for (int i = 0; i < 20000; i++)
            ph_buf_addc(&text, "&e;");
        ph_buf_addc(&text, attribute ? "'/>" : "</a>");
        refused(*state, &text, "a.xml", PH_LIMIT, "10 times as large");
    }
    /* a billion laughs in an attribute */
    ph_buf_addc(&text, "<!DOCTYPE a [<!ENTITY e0 'xxxxxxxxxx'>");
    for (int i = 1; i < 12; i++)
        ph_buf_addf(&text, "<!ENTITY e%d '&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;'>", i, i - 1,
                    i - 1, i - 1, i - 1, i - 1, i - 1);
    ph_buf_addc(&text, "]><a b='&e11;'>x</a>");
    refused(*state, &text, "a.xml", PH_INVALID, "entity");
    /* many attributes in quotation marks are text */
    ph_buf_addc(&text, "<a b='");
    for (int i = 0; i < 2000; i++)
        ph_buf_addc(&text, " <x> y");
    ph_buf_addc(&text, "'>t</a>");
    assert_non_null(strstr(refusal(*state, "a.xml", text.s, PH_INVALID), "attribute"));
    blocks_are(*state, "a.html", text.s, "P t\n");
    ph_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(jats, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tei, set_up, tear_down),
        cmocka_unit_test_setup_teardown(akoma_ntoso, set_up, tear_down),
        cmocka_unit_test_setup_teardown(docbook, set_up, tear_down),
        cmocka_unit_test_setup_teardown(xhtml, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bombs, set_up, tear_down),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, load_schema, unload_schema);
}
