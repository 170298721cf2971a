/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/unit/parsing.h"

/* --- our own documents ---------------------------------------------------------------------- */

static void note_blocks(void **state)
{
    ph_document doc = parse_fixture(*state, "xml/practice-note.xml");
    assert_true(ph_eqc(doc.mime, "application/xml"));
    assert_string_equal(blocks_of(*state, &doc),
                        "H2 (problem) Problème\n"
                        "P (problem) Il fallait quatre visites.\n"
                        "H2 (actions) Ce qui a été fait\n"
                        "H3 (actions) Préparation\n"
                        "I1 (actions) Un accord a été signé.\n"
                        "I1 (actions) Les formulaires ont été réduits.\n"
                        "H2 (resources) Ressources\n"
                        "P (resources) Trois postes & un bureau.\n"
                        "H2 (results) Résultats\n"
                        "P (results) Les visites ont baissé.\n"
                        "I1 (results) Visites par dossier: 4 → 1.5 visites (2020-12). Le "
                        "nombre de visites est "
                        "passé de quatre à une et demie.\n"
                        "R (results) Année | Visites\n"
                        "R (results) 2020 | 1,5\n"
                        "H2 (obstacles) Obstacles\n"
                        "P (obstacles) Les registres ne s'accordaient pas.\n"
                        "H2 (lessons) Enseignements\n"
                        "I1 (lessons) Commencer par les formulaires.\n"
                        "H2 (inspired_by) D'où vient l'idée\n"
                        "P (inspired_by) Visite de 2018.\n");
}

static void note_metadata(void **state)
{
    static const struct {
        const char *key, *value;
    } rows[] = {
        {"type", "practice-note"},
        {"key", "lac-guichet"},
        {"language", "fr"},
        {"title", "Un guichet commun au bord du lac"},
        {"abstract", "Trois communes partagent un seul guichet."},
        {"date", "2021-03"},
        {"creators.1", "Jean Modèle"},
        {"countries.0", "EE"},
        {"countries.1", "RO"},
        {"event.name", "Rencontre du lac"},
        {"event.start", "2021-02-01"},
        {"sdgs.1", "16.10"},
        {"themes.0", "digital-services"},
        {"stakeholders.0", "local-government"},
        {"sectors.0", "01"},
        {"evidence", "monitored"},
        {"start", "2019"},
        {"lead.name", "Commune de Laville"},
        {"partners.1.kind", "pa-school"},
        {"resources.cost", "120000"},
        {"results.0.indicator", "Visites par dossier"},
        {"results.0.as_of", "2020-12"},
        {"inspired_by.0", "autre-guichet"},
        {"contacts.0.consent", "relay"},
        {"contacts.0.given_on", "2021-01-15"},
        {"contacts.0.country", "RO"},
        {"contacts.0.email", "guichet@laville.example"},
        {"sources.0.year", "2020"},
        {"sources.1.id", "s2"},
        {"sources.1.language", "ro"},
    };
    ph_document doc = parse_fixture(*state, "xml/practice-note.xml");
    for (size_t i = 0; i < N(rows); i++)
        value_is(&doc, rows[i].key, rows[i].value);
    assert_null(ph_document_get(&doc, "results.1.indicator").s);
    assert_null(ph_document_get(&doc, "checks").s);
    assert_null(ph_document_get(&doc, "problem").s);
}

static void case_study(void **state)
{
    ph_document doc = parse_fixture(*state, "xml/ai-case-study.xml");
    value_is(&doc, "type", "ai-case-study");
    value_is(&doc, "ai_technology", "Правила и простая статистика.");
    value_is(&doc, "use", "regulation");
    value_is(&doc, "autonomy", "recommends");
    value_is(&doc, "owner_role", "Начальник отдела");
    value_is(&doc, "personal_data", "no");
    value_is(&doc, "impact_assessment.0.kind", "самооценка");
    value_is(&doc, "impact_assessment.1.date", "2022");
    value_is(&doc, "register_url", "https://register.example/1");
    assert_string_equal(blocks_of(*state, &doc),
                        "H2 (problem) Проблема\n"
                        "P (problem) Проверок было мало.\n"
                        "H2 (ai_technology) Технология\n"
                        "P (ai_technology) Правила и простая статистика.\n"
                        "H2 (impact_assessment) Оценка воздействия\n"
                        "P (impact_assessment) Рисков не найдено.\n"
                        "P (impact_assessment) И через год тоже.\n"
                        "H2 (risks) Риски\n"
                        "I1 (risks) Устаревшие данные.\n");
}

/* --- what is wrong with a document ------------------------------------------------------------ */

static char *fixture_with(const char *from, const char *to)
{
    char path[4096];
    ph_buf bytes = {0}, out = {0};
    ph_error err;
    snprintf(path, sizeof path, "%s/tests/fixtures/xml/practice-note.xml",
             getenv("top_srcdir") ? getenv("top_srcdir") : ".");
    if (ph_read_file(path, (size_t)1 << 20, &bytes, &err) != PH_OK)
        fail_msg("%s", err.text);
    const char *at = strstr(bytes.s, from);
    if (!at)
        fail_msg("the fixture has no '%s'", from);
    ph_buf_add(&out, (ph_str){bytes.s, (size_t)(at - bytes.s)});
    ph_buf_addc(&out, to);
    ph_buf_addc(&out, at + strlen(from));
    ph_buf_free(&bytes);
    return out.s;
}

static void explanations(void **state)
{
    static const struct {
        const char *from, *to, *words;
    } rows[] = {
        {">operational<", ">working<",
         "line 23: <status> cannot be 'working'; expected: idea, planned, pilot, "
         "operational"},
        {"<date>2021-03</date>", "",
         "line 7: <creators> cannot stand here in <practice-note>"},
        {"2021-03", "March 2021",
         "line 6: <date> cannot be 'March 2021'; expected: a date"},
        {"code=\"EE\"", "code=\"Estonia\"",
         "line 14: the attribute 'code' of <country> cannot be 'Estonia'"},
        {"<title>", "<titel/><title>", "line 3: <titel> cannot stand here"},
        {"cost=\"120000\"", "price=\"1\"", "line 45: <resources> has no attribute 'price'"},
        {"120000", "12 000", "expected: a number"},
        {" as-of=\"2020-12\"", "", "line 50: <result> lacks the attribute 'as-of'"},
        {"16.10", "18.1", "line 20: the attribute 'id' of <sdg> cannot be '18.1'"},
        {"<li sources=\"s1\">Un", "<li><b>x</b>Un", "line 40: <b> cannot stand in <li>"},
        {"<lessons>", "<lessons>stray", "line 58: text cannot stand directly in <lessons>"},
        {"<evidence>monitored", "<evidence>good", "none-found, self-reported, monitored"},
        {" xml:lang=\"fr\"", "", "line 2: <practice-note> lacks the attribute 'xml:lang'"},
        {"=\"fr\"", "=\"fr_FR\"", "the attribute 'xml:lang' of <practice-note> cannot be"},
        {"<organisation>", "<name>X</name><organisation>",
         "line 65: <name> cannot stand here in <contact>; expected: <organisation>"},
        {"<checks>", "<checks><check/>", "line 84: <check> lacks the attribute 'date'"},
        {"</lessons>", "", "not well-formed XML: Opening and ending tag mismatch: lessons"},
        {" xmlns=\"urn:x-peerhub:document:1\"", "",
         "line 2: <practice-note> lacks its namespace"},
    };
    for (size_t i = 0; i < N(rows); i++) {
        char *text = fixture_with(rows[i].from, rows[i].to);
        const char *reason = refusal(*state, "a.xml", text, PH_INVALID);
        if (!strstr(reason, rows[i].words))
            fail_msg("'%s' does not say '%s'", reason, rows[i].words);
        free(text);
    }
    const char *reason =
        refusal(*state, "a.xml", "<note xmlns='urn:x-peerhub:document:1'/>", PH_INVALID);
    assert_non_null(strstr(reason, "must be <practice-note> or <ai-case-study>"));
}

/* --- Dublin Core and the rest ----------------------------------------------------------------- */

static void dublin_core(void **state)
{
    ph_document doc = parse_string(
        *state, "a.xml",
        "<oai_dc:dc xmlns:oai_dc='http://www.openarchives.org/OAI/2.0/oai_dc/' "
        "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:t='http://purl.org/dc/terms/'>\n"
        "<dc:title>Lakes</dc:title><dc:creator>A, B</dc:creator><dc:creator>C</dc:creator>"
        "<dc:identifier>doi:1</dc:identifier><dc:identifier>https://i.example</"
        "dc:identifier>"
        "<dc:description>Of\n "
        "lakes.</dc:description><t:issued>2021-05-06T00:00:00Z</t:issued>"
        "<dc:language>en</dc:language><dc:type>Text</dc:type></oai_dc:dc>");
    assert_string_equal(meta_of(*state, &doc), "2 title = Lakes\n"
                                               "2 creators.0 = A, B\n"
                                               "2 creators.1 = C\n"
                                               "2 source = https://i.example\n"
                                               "2 abstract = Of lakes.\n"
                                               "2 date = 2021-05-06\n"
                                               "2 language = en\n");
    assert_string_equal(blocks_of(*state, &doc), "P Of lakes.\n");
}

static void generic(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"<a><title>T</title><sec><p>one <i>two</i></p><p>three</p></sec></a>",
         "H1 T\nP one two\nP three\n"},
        {"<a><list><item><label>(a)</label><p>x</p><p>y</p></item></list></a>",
         "I1 (a) x y\n"},
        {"<act><num>1.</num><content><p>x</p></content></act>", "P 1. x\n"},
        {"<a>one<p>two</p>three<b>four</b></a>", "P one\nP two\nP threefour\n"},
        {"<a><tr><td>x</td><td>y</td></tr></a>", "R x | y\n"},
        {"<a><script>no</script><![CDATA[yes & no]]><!-- no --><?no no?></a>",
         "P yes & no\n"},
        {"<!DOCTYPE a [<!ENTITY e 'short'>]><a>is &e;</a>", "P is short\n"},
        {"<!DOCTYPE a [<!ENTITY e 'This is too long to stand for a character, or for some "
         "words that somebody writes often.'>]><a>is &e; not</a>",
         "P is not\n"},
        {"<?xml version='1.0' encoding='windows-1251'?><a>\xCF\xF0</a>", "P Пр\n"},
        {"<a/>", ""},
    };
    for (size_t i = 0; i < N(rows); i++)
        blocks_are(*state, "a.xml", rows[i].in, rows[i].out);
    ph_document doc = parse_string(*state, "a.xml", "<a xml:lang='fr'><head>T</head></a>");
    assert_string_equal(meta_of(*state, &doc), "1 language = fr\n0 title = T\n");
}

/* Entities neither grow without end nor read files. */
static void entities(void **state)
{
    blocks_are(*state, "a.xml",
               "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>"
               "<!ENTITY % p SYSTEM 'file:///etc/passwd'>]><a>x&f;y</a>",
               "P xy\n");
    ph_buf bomb = {0};
    ph_buf_addc(&bomb, "<!DOCTYPE a [<!ENTITY e0 'xxxxxxxxxx'>");
    for (int i = 1; i < 12; i++)
        ph_buf_addf(&bomb, "<!ENTITY e%d '&e%d;&e%d;&e%d;&e%d;'>", i, i - 1, i - 1, i - 1,
                    i - 1);
    ph_buf_addc(&bomb, "]><a>x&e11;y</a>");
    refusal(*state, "a.xml", bomb.s, PH_INVALID);
    ph_buf_free(&bomb);
    ph_buf deep = {0};
    for (int i = 0; i < 100000; i++)
        ph_buf_addc(&deep, "<a>");
    assert_non_null(strstr(refusal(*state, "a.xml", deep.s, PH_INVALID), "depth"));
    ph_buf_free(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(note_blocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(note_metadata, set_up, tear_down),
        cmocka_unit_test_setup_teardown(case_study, set_up, tear_down),
        cmocka_unit_test_setup_teardown(explanations, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dublin_core, set_up, tear_down),
        cmocka_unit_test_setup_teardown(generic, set_up, tear_down),
        cmocka_unit_test_setup_teardown(entities, set_up, tear_down),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, load_schema, unload_schema);
}
