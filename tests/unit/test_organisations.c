/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/organisation_names.h"
#include "search/limits.h"
#include "tests/unit/tagging.h"

/* --- names by their form ---------------------------------------------------------------------- */

/* What is found in a text, " | " between names, an acronym behind. */
static ph_str found(const char *language, const char *text)
{
    ph_named_list list = {0};
    ph_str all = PH_STR("");
    assert_true(ph_organisation_names(arena, ph_cstr(language), ph_cstr(text), &list));
    for (size_t i = 0; i < list.n; i++) {
        const ph_named *n = &list.v[i];
        ph_str name = ph_sub(ph_cstr(text), n->start, n->end);
        all = ph_dupf(arena, "%.*s%s%.*s%s%.*s", PH_FMT(all), i ? " | " : "", PH_FMT(name),
                      n->acronym.n ? "=" : "", PH_FMT(n->acronym));
    }
    return all;
}

typedef struct example {
    const char *language, *text, *wanted;
} example;

static void names_are_found(void **state)
{
    static const example examples[] = {
        {"en", "The Ministry of Finance and the State Audit Office (SAO) agreed.",
         "Ministry of Finance | State Audit Office=SAO"},
        {"en",
         "In 2019 the Ministry of Labour and Social Protection of Estonia wrote to us.",
         "Ministry of Labour and Social Protection of Estonia"},
        {"en",
         "It asked the Academy of Public Administration under the President of Georgia.",
         "Academy of Public Administration under the President of Georgia"},
        {"en", "Because the Civil Service Commission's rules changed.",
         "Civil Service Commission"},
        {"en-GB", "Estonia's National School of Government",
         "National School of Government"},
        {"ru",
         "Совместно с Министерством труда и социальной защиты населения провели семинар.",
         "Министерством труда и социальной защиты населения"},
        {"ru", "Государственное агентство по делам государственной службы отвечает за это",
         "Государственное агентство по делам государственной службы"},
        {"fr",
         "Le Ministère de la Justice et l'École nationale d'administration ont signé.",
         "Ministère de la Justice | École nationale d'administration"},
        {"es", "El Ministerio de Hacienda abre los datos.", "Ministerio de Hacienda"},
        {"ro", "Ministerul Finanțelor și Curtea de Conturi a României au date.",
         "Ministerul Finanțelor | Curtea de Conturi a României"},
        {"sr-Latn", "Ministarstvo državne uprave i lokalne samouprave vodi registar.",
         "Ministarstvo državne uprave i lokalne samouprave"},
        {"sr-Cyrl", "Министарство државне управе и локалне самоуправе води регистар.",
         "Министарство државне управе и локалне самоуправе"},
    };
    (void)state;
    for (size_t i = 0; i < N(examples); i++)
        assert_str(found(examples[i].language, examples[i].text), examples[i].wanted);
}

static void what_is_no_organisation_is_not(void **state)
{
    static const example examples[] = {
        {"en", "the ministry of finance; an agency; each office; Public Service", ""},
        {"en", "Jane Example and John Smith met the Minister in the National Agency.", ""},
        {"en", "STRENGTHENING THE CIVIL SERVICE COMMISSION IN CENTRAL ASIA AND EUROPE", ""},
        {"en", "Office of John Smith", ""},
        {"en", "Contact Jane Example at the Office", ""},
        {"en", "The Council Directive and a Commission Regulation", ""},
        {"ru", "Служба была хорошей. Центр города. Совет дали.", ""},
        {"xx", "Ministry of Finance", ""},
        {"en", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < N(examples); i++)
        assert_str(found(examples[i].language, examples[i].text), examples[i].wanted);
}

/* --- in a record -------------------------------------------------------------------------------- */

static ph_record build(ph_document *doc)
{
    const ph_builder b = {vocabulary,           sections, tagger, detector,
                          PH_STR("2026-11-21"), NULL,     NULL};
    ph_record r;
    assert_ok(ph_build_record(&b, doc, PH_STR("a.txt"), arena, &r, &err));
    return r;
}

/* The organisation of that name; one without a name: there is none. */
static ph_organisation named(const ph_record *r, const char *name)
{
    for (size_t i = 0; i < r->organisations.n; i++)
        if (ph_eqc(r->organisations.v[i].name, name))
            return r->organisations.v[i];
    return (ph_organisation){.name = PH_ABSENT};
}

static void the_vocabulary_knows_some(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "language", "en");
    paragraph(&doc, "UNDP and the WHO helped, as did ReSPA. Who knows? The sigma of it.");
    const ph_record r = build(&doc);
    const ph_organisation undp = named(&r, "United Nations Development Programme");
    assert_true(undp.name.n);
    assert_str(undp.evidence.text, "UNDP");
    assert_int_equal(undp.evidence.passage, 1);
    assert_int_equal(undp.from, PH_INFERRED);
    assert_str(undp.url, "https://www.undp.org/");
    assert_true(named(&r, "World Health Organization").name.n);
    const ph_organisation respa = named(&r, "Regional School of Public Administration");
    assert_true(respa.name.n);
    assert_str(respa.country, "ME");
    assert_int_equal(r.organisations.n, 3);
}

static void a_country_is_theirs(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "language", "en");
    meta(&doc, "countries.0", "KG");
    paragraph(&doc,
              "The Ministry of Justice of Latvia met the Ministry of Finance, and the "
              "Environment Research Institute.");
    const ph_record r = build(&doc);
    assert_int_equal(r.organisations.n, 3);
    assert_str(named(&r, "Ministry of Justice of Latvia").country, "LV");
    assert_str(named(&r, "Ministry of Finance").country, "KG");
    assert_null(named(&r, "Environment Research Institute").country.s);
}

static void the_authors_stand_first_and_once(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "language", "en");
    meta(&doc, "lead.name", "State Audit Office (SAO)");
    meta(&doc, "partners.0.name", "UNDP");
    paragraph(&doc,
              "The State Audit Office and UNDP worked with the Ministry of Finance and "
              "the United Nations Development Programme.");
    const ph_record r = build(&doc);
    assert_int_equal(r.organisations.n, 3);
    assert_str(r.organisations.v[0].name, "State Audit Office (SAO)");
    assert_int_equal(r.organisations.v[0].from, PH_ASSERTED);
    assert_str(r.organisations.v[2].name, "Ministry of Finance");
}

static void other_cases_are_the_same(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "language", "ru");
    paragraph(&doc, "В Министерстве юстиции прошла встреча.");
    paragraph(&doc,
              "Министерство юстиции и ПРООН провели семинар. Программой развития ООН.");
    const ph_record r = build(&doc);
    assert_int_equal(r.organisations.n, 2);
    assert_true(named(&r, "Министерство юстиции").name.n);
}

static void there_is_a_limit(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "language", "en");
    for (unsigned i = 0; i < PH_ORGANISATIONS * 2; i++)
        paragraph(&doc, ph_dupf(arena,
                                "It is the X%c%c Research Institute. The Ministry of "
                                "Finance knows.",
                                (char)('a' + i / 26), (char)('a' + i % 26))
                            .s);
    const ph_record r = build(&doc);
    assert_int_equal(r.organisations.n, PH_ORGANISATIONS);
    assert_str(r.organisations.v[0].name, "Ministry of Finance");
}

static void a_hidden_name_is_in_none(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "language", "en");
    meta(&doc, "contacts.0.name", "Jane Example");
    paragraph(&doc, "The Jane Example Foundation and the Ministry of Finance.");
    const ph_record r = build(&doc);
    for (size_t i = 0; i < r.organisations.n; i++)
        assert_null(
            memmem(r.organisations.v[i].name.s, r.organisations.v[i].name.n, "Jane", 4));
}

#define TEST(name) cmocka_unit_test_setup(name, fresh_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_are_found),
        TEST(what_is_no_organisation_is_not),
        TEST(the_vocabulary_knows_some),
        TEST(a_country_is_theirs),
        TEST(the_authors_stand_first_and_once),
        TEST(other_cases_are_the_same),
        TEST(there_is_a_limit),
        TEST(a_hidden_name_is_in_none),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_vocabularies, close_vocabularies);
}
