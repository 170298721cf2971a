/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/unit/parsing.h"

static void page(void **state)
{
    ph_document doc = parse_fixture(*state, "html/page.html");
    assert_true(ph_eqc(doc.mime, "text/html"));
    assert_string_equal(blocks_of(*state, &doc),
                        "H1 Un guichet au bord du lac\n"
                        "P Trois communes partagent un seul guichet : c'est simple.\n"
                        "P Texte nu.\n"
                        "P Puis un alinéa.\n"
                        "P Encore nu.\n"
                        "I1 Premier point\n"
                        "I2 Sous-point\n"
                        "I1 Deuxième point, en deux alinéas.\n"
                        "P Visites\n"
                        "R Année | Visites\n"
                        "R 2020 | 1,5\n"
                        "P Terme\n"
                        "P Définition\n"
                        "P Le lac\n"
                        "P Une citation.\n"
                        "P deux lignes\n");
    assert_string_equal(meta_of(*state, &doc),
                        "1 language = fr\n"
                        "2 creators.0 = Marie Exemple\n"
                        "2 date = 2021-03-04\n"
                        "2 creators.1 = Jean Modèle\n"
                        "1 publisher = Site imaginaire\n"
                        "1 abstract = Trois communes, un guichet.\n"
                        "2 publisher = Institut imaginaire\n"
                        "2 license = https://creativecommons.org/licenses/by/4.0/\n"
                        "2 language = fr\n"
                        "1 title = Un guichet au bord du lac\n"
                        "0 title = Un guichet au bord du lac\n");
}

static void blocks(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"<p>One<p>Two", "P One\nP Two\n"},
        {"bare <b>text</b>", "P bare text\n"},
        {"<h7>x</h7><h6>six</h6>", "P x\nH6 six\n"},
        {"<div><div>a</div>b<span>c</span></div>", "P a\nP bc\n"},
        {"<p>a<!-- c -->b</p>", "P ab\n"},
        {"<p>&eacute;&#233;&#xe9;&amp;&lt;&notanentity;</p>", "P ééé&<&notanentity;\n"},
        {"<ol><li>a<ol><li>b<ul><li>c</ul></ol><li>d</ol>", "I1 a\nI2 b\nI3 c\nI1 d\n"},
        {"<li>stray</li>", "I1 stray\n"},
        {"<table><tr><td><h2>Layout</h2><p>one</p><p>two</p></td><td>x</td></tr></table>",
         "H2 Layout\nP one\nP two\nP x\n"},
        {"<table><tr><td>a<br>b</td><td></td><td>c</td></tr></table>", "R a b | | c\n"},
        {"<ul><li><strong>Lead.</strong><div>Box</div></li></ul>", "I1 Lead. Box\n"},
        {"<h1>A<br>B</h1>", "H1 A B\n"},
        {"<form><input><p>Search</p></form><p>x</p>", "P x\n"},
        {"<form><h1>Whole page in a form</h1><p>x</p></form>",
         "H1 Whole page in a form\nP x\n"},
        {"<header>Site</header><section><header>Part</header><p>x</p></section>",
         "P Part\nP x\n"},
        {"<div id='top-nav'>a</div><div class='x MENU'>b</div><div role=navigation>c</div>"
         "<div style='color:red; display : none'>d</div><div class='menus'>e</div>",
         "P e\n"},
        {"<body class='with menu'><p>x</p></body>", "P x\n"},
        {"<article>one</article><article>two</article>", "P one\nP two\n"},
        {"<p>before</p><article><p>only</p></article>", "P only\n"},
        {"<p>before</p><div role=main>main</div>", "P main\n"},
        {"<p>before</p><main></main>", "P before\n"},
        {"<script>if (a < b) x('<p>');</script><style>p{}</style><p>x</p>", "P x\n"},
        {"<svg><title>no</title><text>no</text></svg><p>x</p>", "P x\n"},
        {"<p>a\0b</p>", "P a\n"},
    };
    for (size_t i = 0; i < N(rows); i++)
        blocks_are(*state, "a.html", rows[i].in, rows[i].out);
    ph_document doc = parse_bytes(*state, "a.htm", (ph_str){"<p>a\0b</p><p>c", 14});
    assert_string_equal(blocks_of(*state, &doc), "P a b\nP c\n");
}

static void encodings(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"<p>na\xEFve \x80", "P naïve €\n"},
        {"<p>naïve", "P naïve\n"},
        {"\xEF\xBB\xBF<meta charset=koi8-r><p>naïve", "P naïve\n"},
        {"<meta charset='windows-1251'><p>\xCF\xF0\xE0\xE2\xEE", "P Право\n"},
        {"<META HTTP-EQUIV=Content-Type CONTENT=\"text/html; "
         "charset=KOI8-R\"><p>\xF0\xD2\xC1",
         "P Пра\n"},
        {"<?xml version='1.0' encoding='iso-8859-5'?><p>\xBF\xE0", "P Пр\n"},
        {"<meta charset=utf-8><p>na\xEFve", "P naïve\n"},
        {"<meta charset=no-such-thing><p>na\xEFve", "P naïve\n"},
        {"<meta charset=utf-16><p>naïve", "P naïve\n"},
        {"<meta charset=iso-8859-1><p>\x93x\x94", "P “x”\n"},
    };
    for (size_t i = 0; i < N(rows); i++)
        blocks_are(*state, "a.html", rows[i].in, rows[i].out);
    ph_document doc =
        parse_bytes(*state, "a.html", (ph_str){"\xFF\xFE<\0p\0>\0\x1F\x04", 10});
    assert_string_equal(blocks_of(*state, &doc), "P П\n");
}

static void titles(void **state)
{
    ph_document doc =
        parse_string(*state, "a.html", "<title>Bridges - Site</title><h1>Bridges");
    value_is(&doc, "title", "Bridges");
    doc = parse_string(*state, "a.html", "<title>Site: Bridges</title><h1>Bridges");
    value_is(&doc, "title", "Site: Bridges");
    doc = parse_string(*state, "a.html", "<h1>Bridges</h1><main><p>x</main>");
    value_is(&doc, "title", "Bridges");
    doc = parse_string(*state, "a.html", "<title>A</title><meta name=DC.Title content=B>");
    value_is(&doc, "title", "B");
}

static void foreign_names(void **state)
{
    ph_document doc = parse_string(
        *state, "a.html",
        "<meta name=dcterms.title content=T><meta name=DC.Date.Issued content=2021/03/04>"
        "<meta name=citation_author content='A, B'><meta name=citation_author content='A, "
        "B'>"
        "<meta name=citation_authors content='C, D; E, F'><meta name=keywords content='x, "
        "y'>"
        "<meta property=og:locale content=pt_BR><meta property=og:url content=/relative>"
        "<meta property=article:published_time content=2020-01-02T03:04:05Z>"
        "<meta name=peerhub.countries content='ee; fi'><meta name=dc.coverage "
        "content=Geneva>"
        "<meta name=dcterms.spatial content=ro><meta name=theme content=dark>"
        "<meta name=viewport content=x><p>x");
    assert_string_equal(meta_of(*state, &doc), "2 title = T\n"
                                               "2 date = 2021-03-04\n"
                                               "2 creators.0 = A, B\n"
                                               "2 creators.1 = C, D\n"
                                               "2 creators.2 = E, F\n"
                                               "1 keywords.0 = x\n"
                                               "1 keywords.1 = y\n"
                                               "1 language = pt-BR\n"
                                               "1 date = 2020-01-02\n"
                                               "2 countries.0 = EE\n"
                                               "2 countries.1 = FI\n"
                                               "2 countries.2 = RO\n");
}

static void json_ld(void **state)
{
    ph_document doc = parse_string(
        *state, "a.html",
        "<script type='application/ld+json'>[{\"@type\":[\"Report\"],\"headline\":\"H\","
        "\"author\":[{\"name\":\"A\"},\"B\"],\"datePublished\":\"2021\",\"license\":"
        "{\"url\":\"https://l.example\"},\"keywords\":[\"x\",\"y, z\"]},"
        "{\"@type\":\"Organization\",\"name\":\"No\"}]</script>"
        "<script type='application/ld+json'>{broken</script><p>x");
    assert_string_equal(meta_of(*state, &doc), "2 title = H\n"
                                               "2 creators.0 = A\n"
                                               "2 creators.1 = B\n"
                                               "2 date = 2021\n"
                                               "2 license = https://l.example\n"
                                               "2 keywords.0 = x\n"
                                               "2 keywords.1 = y\n"
                                               "2 keywords.2 = z\n");
}

/* Nesting without end costs the rest of the page, with a warning, not the stack. */
static void deep_nesting(void **state)
{
    ph_buf text = {0};
    ph_buf_addc(&text, "<p>top</p>");
    for (int i = 0; i < 200000; i++)
        ph_buf_addc(&text, "<div><ul><li>");
    ph_document doc = parse_bytes(*state, "a.html", ph_buf_str(&text));
    ph_buf_free(&text);
    assert_string_equal(blocks_of(*state, &doc), "P top\n");
    assert_int_equal(doc.warnings.n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(blocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(encodings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(titles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(foreign_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_ld, set_up, tear_down),
        cmocka_unit_test_setup_teardown(deep_nesting, set_up, tear_down),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
