/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/unit/tagging.h"

/* "integrity:fight against corruption RO:Romania": each mention's id and words. */
static ph_str found(const char *language, const char *text)
{
    ph_mentions m = {0};
    ph_str all = PH_STR("");
    assert_ok(ph_tagger_find(tagger, ph_cstr(language), ph_cstr(text), arena, &m, &err));
    for (size_t i = 0; i < m.n; i++)
        all =
            ph_dupf(arena, "%.*s%s%.*s:%.*s", PH_FMT(all), i ? " " : "", PH_FMT(m.v[i].id),
                    PH_FMT(ph_sub(ph_cstr(text), m.v[i].start, m.v[i].end)));
    return all;
}

static ph_str country(const char *language, const char *name)
{
    ph_str code;
    assert_ok(
        ph_tagger_country(tagger, ph_cstr(language), ph_cstr(name), arena, &code, &err));
    return code;
}

/* --- labels ------------------------------------------------------------------------------- */

static void labels_in_text(void **state)
{
    (void)state;
    assert_str(found("en", "A portal of open data, and rule of law."),
               "digital-services:portal open-data:open data 16:rule of law");
    assert_str(found("en", "Nothing to see here."), "");
    assert_str(found("en", ""), "");
    assert_str(found("en", "SDG 16 and SDG target 16.6"), "16:SDG 16 16.6:SDG target 16.6");
}

static void the_longest_label_wins(void **state)
{
    (void)state;
    assert_str(found("en", "open data portal of open government"),
               "open-data:open data portal transparency:open government");
    /* a beginning of a longer label that breaks off is no label */
    assert_str(found("en", "national integrity week"), "");
    assert_str(found("en", "national integrity open data"), "open-data:open data");
}

static void schemes_do_not_hide_each_other(void **state)
{
    (void)state;
    assert_str(found("en", "climate change"),
               "climate-action:climate change 13:climate change");
    assert_str(found("en", "the rule of law and access to information"),
               "16:rule of law transparency:access to information");
}

static void inflected_forms(void **state)
{
    (void)state;
    assert_str(found("en", "digital identities"), "digital-identity:digital identities");
    assert_str(found("en", "OPEN  DATA"), "open-data:OPEN  DATA");
    assert_str(found("ru", "портала открытых данных и борьбе с коррупцией"),
               "open-data:портала открытых данных integrity:борьбе с коррупцией "
               "16:борьбе с коррупцией");
    assert_str(found("fr", "la signature électronique, guichets uniques"),
               "digital-identity:signature électronique digital-services:guichets uniques");
    assert_str(found("ro", "portalului de date deschise"),
               "open-data:portalului de date deschise");
    assert_str(found("ro", "ghişeu unic"),
               "digital-services:ghişeu unic"); /* with cedilla */
}

static void labels_of_the_text_s_language_only(void **state)
{
    (void)state;
    assert_str(found("ru", "a portal of open data"), "");
    assert_str(found("en", "портал открытых данных"), "");
    assert_str(found("en-GB", "open data"), "open-data:open data");
    assert_str(found("", "digital identities"), /* in doubt, English */
               "digital-identity:digital identities");
}

static void vague_and_asserted_labels_say_nothing(void **state)
{
    (void)state;
    assert_str(found("en", "Integrity and integrated"), "");
    assert_str(found("en", "public integrity"), "integrity:public integrity");
    assert_str(found("en", "delivering inclusive and equitable services for all"), "");
    assert_str(found("en", "participants agreed to meet; we recommend it"), "");
}

static void one_word_weighs_less(void **state)
{
    ph_mentions m = {0};
    (void)state;
    assert_ok(ph_tagger_find(tagger, PH_STR("en"),
                             PH_STR("Transparency and access to information"), arena, &m,
                             &err));
    assert_int_equal(m.n, 2);
    assert_true(m.v[0].weight < m.v[1].weight);
    assert_true(m.v[0].concept == m.v[1].concept);
}

/* --- countries -------------------------------------------------------------------------------- */

static void countries_in_text(void **state)
{
    (void)state;
    assert_str(found("en", "Estonia, the Republic of Moldova and North Macedonia"),
               "EE:Estonia MD:Republic of Moldova MK:North Macedonia");
    assert_str(found("ru", "в Казахстане, Узбекистаном и Республики Корея"),
               "KZ:Казахстане UZ:Узбекистаном KR:Республики Корея");
    assert_str(found("fr", "de l'Estonie et de la Géorgie à l'Ukraine"),
               "EE:l'Estonie GE:Géorgie UA:l'Ukraine");
    assert_str(found("ro", "României, în Letonia și Kazahstan"),
               "RO:României LV:Letonia KZ:Kazahstan");
    assert_str(found("sr", "Словенија и Северна Македонија"),
               "SI:Словенија MK:Северна Македонија");
    assert_str(found("sr-Latn", "Slovenija i Bosna i Hercegovina"),
               "SI:Slovenija BA:Bosna i Hercegovina");
    assert_str(found("bs", "otvoreni podaci, Slovenija"),
               "open-data:otvoreni podaci SI:Slovenija");
}

static void countries_begin_with_a_capital(void **state)
{
    (void)state;
    assert_str(found("en", "a turkey, some china and the jordan of georgia"), "");
    assert_str(found("en", "Jordan and GEORGIA"), "JO:Jordan GE:GEORGIA");
    assert_str(found("ru", "в грузии и Грузии"), "GE:Грузии");
}

static void no_country_inside_a_longer_name(void **state)
{
    (void)state;
    assert_str(found("en", "South Korea and Guinea-Bissau"),
               "KR:South Korea GW:Guinea-Bissau");
    assert_str(found("en", "Papua New Guinea"), "PG:Papua New Guinea");
    assert_str(found("en", "Estonian Romanians"), "EE:Estonian RO:Romanians");
}

static void names_of_countries(void **state)
{
    (void)state;
    assert_str(country("en", "EE"), "EE");
    assert_str(country("en", "Namibia"), "NA");
    assert_str(country("en", "NA"), "NA");
    assert_str(country("ru", "Казахстан"), "KZ");
    assert_str(country("fr", "Allemagne"), "DE");
    assert_str(country("ro", "Republica Moldova"), "MD");
    assert_str(country("ro", "Estonia"), "EE");
    assert_str(country("ru", "Estonia"), "EE"); /* English goes everywhere */
    assert_str(country("en", "Côte d'Ivoire"), "CI");
    assert_str(country("en", "Cote d’Ivoire"), "CI");
    assert_null(country("en", "Atlantis").s);
    assert_null(country("en", "estonia").s);
    assert_null(country("en", "Estonia and Latvia").s);
    assert_null(country("en", "").s);
    assert_null(country("en", "ZZ").s);
    assert_null(country("en", "UK of").s);
}

/* The names that people use and CLDR does not. */
static void other_names_of_countries(void **state)
{
    static const struct {
        const char *language, *name, *code;
    } names[] = {
        {"en", "Bosnia and Herzegovina", "BA"},
        {"en", "Republic of Moldova", "MD"},
        {"en", "Kyrgyz Republic", "KG"},
        {"en", "Czech Republic", "CZ"},
        {"en", "Russian Federation", "RU"},
        {"en", "United States of America", "US"},
        {"en", "Viet Nam", "VN"},
        {"en", "Turkey", "TR"},
        {"en", "Türkiye", "TR"},
        {"en", "Republic of Korea", "KR"},
        {"en", "Slovak Republic", "SK"},
        {"en", "UK", "GB"},
        {"ru", "Кыргызстан", "KG"},
        {"ru", "Кыргызская Республика", "KG"},
        {"ru", "Республика Молдова", "MD"},
        {"ru", "Республика Казахстан", "KZ"},
        {"ru", "Российская Федерация", "RU"},
        {"fr", "République de Moldova", "MD"},
    };
    (void)state;
    for (size_t i = 0; i < N(names); i++)
        if (!ph_eqc(country(names[i].language, names[i].name), names[i].code))
            fail_msg("'%s' is not %s", names[i].name, names[i].code);
    assert_str(found("en", "the Kyrgyz Republic with Bosnia and Herzegovina"),
               "KG:Kyrgyz Republic BA:Bosnia and Herzegovina");
}

/* --- tags of a record ---------------------------------------------------------------------------- */

static void passage(ph_record *r, const char *under, const char *text)
{
    ph_passage *p = PH_PUSH(arena, &r->passages);
    if (!p)
        abort();
    p->text = ph_cstr(text);
    if (under)
        assert_true(ph_strs_add(arena, &p->heading, ph_cstr(under)));
}

static void tag_all(ph_record *r, size_t header)
{
    assert_ok(ph_tag_record(tagger, header, arena, r, &err));
}

static void what_fills_a_paragraph_is_lost_in_a_report(void **state)
{
    ph_record one = {.language = PH_STR("en")}, two = one, many = one;
    (void)state;
    passage(&one, NULL, "A portal of open data. More open data. And open data again.");
    tag_all(&one, 0);
    assert_str(tag_ids(&one.themes), "open-data");
    assert_int_equal(one.themes.v[0].evidence.n, 1); /* the same words once */
    for (int i = 0; i < 80; i++)
        passage(&many, NULL, i == 40 ? "A portal of open data." : "Nothing of the kind.");
    tag_all(&many, 0);
    assert_int_equal(many.themes.n, 0);
    passage(&two, NULL, "A portal of open data.");
    passage(&two, NULL, "Nothing of the kind.");
    passage(&two, NULL, "Our open datasets.");
    tag_all(&two, 0);
    assert_str(tag_ids(&two.themes), "open-data");
    const ph_tag *t = &two.themes.v[0];
    assert_int_equal(t->from, PH_INFERRED);
    assert_true(t->score > 0.5 && t->score < 1);
    assert_int_equal(t->evidence.n, 2);
    assert_int_equal(t->evidence.v[0].passage, 1);
    assert_str(t->evidence.v[0].text, "open data");
    assert_int_equal(t->evidence.v[1].passage, 3);
    assert_str(t->evidence.v[1].text, "open datasets");
}

static void the_title_makes_a_tag(void **state)
{
    ph_record r = {.language = PH_STR("en"), .title = PH_STR("Open data in Estonia")};
    (void)state;
    passage(&r, NULL, "Nothing of the kind.");
    tag_all(&r, 0);
    assert_str(tag_ids(&r.themes), "open-data");
    assert_int_equal(r.themes.v[0].evidence.v[0].passage, 0);
    assert_str(tag_ids(&r.countries), "EE");
}

static void a_heading_counts_once(void **state)
{
    ph_record r = {.language = PH_STR("en")};
    (void)state;
    for (int i = 0; i < 80; i++)
        passage(&r, "Open data", "Nothing of the kind.");
    tag_all(&r, 0);
    assert_int_equal(r.themes.n, 0);
    for (int i = 0; i < 4; i++)
        passage(&r, "Open data", "All of it is open data.");
    r.themes.n = r.sdgs.n = 0;
    tag_all(&r, 0);
    assert_str(tag_ids(&r.themes), "open-data");
}

/* Two words that go with a theme, in one paragraph, are as good as its name. */
static void hints_add_up(void **state)
{
    ph_record one = {.language = PH_STR("en")}, two = one;
    (void)state;
    passage(&one, NULL, "They came from a settlement.");
    tag_all(&one, 0);
    assert_int_equal(one.themes.n, 0);
    passage(&two, NULL, "They came from a remote settlement.");
    tag_all(&two, 0);
    assert_str(tag_ids(&two.themes), "rural");
    assert_int_equal(two.themes.v[0].evidence.n, 2);
}

/* The title that a row of a table gets from its own text is not counted again. */
static void a_borrowed_title_counts_once(void **state)
{
    ph_record plain = {.language = PH_STR("en")}, titled = plain;
    const char *text = "A portal, and no more than that; then further words of no account.";
    (void)state;
    passage(&plain, NULL, text);
    tag_all(&plain, 0);
    assert_int_equal(plain.themes.n, 0);
    passage(&titled, NULL, text);
    titled.title = PH_STR("A portal, and no more than…");
    tag_all(&titled, 0);
    assert_int_equal(titled.themes.n, 0);
    titled.title = PH_STR("A portal");
    tag_all(&titled, 0);
    assert_str(tag_ids(&titled.themes), "digital-services");
}

static void tags_come_by_score(void **state)
{
    ph_record r = {.language = PH_STR("en")};
    (void)state;
    for (int i = 0; i < 3; i++)
        passage(&r, NULL, "Crisis management.");
    for (int i = 0; i < 5; i++)
        passage(&r, NULL, "Open data, and the rule of law.");
    tag_all(&r, 0);
    assert_str(tag_ids(&r.themes), "open-data crisis-management");
    assert_true(r.themes.v[0].score > r.themes.v[1].score);
    assert_str(r.sdgs.v[0].id, "16");
    for (size_t i = 0; i < r.themes.n; i++)
        assert_true(r.themes.v[i].evidence.n > 0 && r.themes.v[i].evidence.n <= 5);
}

static void the_upper_level_is_never_inferred(void **state)
{
    ph_record r = {.language = PH_STR("en"), .title = PH_STR("Good governance")};
    (void)state;
    passage(&r, NULL, "Good governance and effective governance.");
    tag_all(&r, 0);
    assert_null(tag(&r.themes, "governance"));
}

static void assert_tag(ph_tags *tags, const char *id)
{
    ph_tag *t = PH_PUSH(arena, tags);
    if (!t)
        abort();
    *t = (ph_tag){.id = ph_cstr(id), .from = PH_ASSERTED, .score = 1};
}

static void what_is_asserted_stands(void **state)
{
    ph_record r = {.language = PH_STR("en"), .title = PH_STR("Open data in Estonia")};
    (void)state;
    assert_tag(&r.themes, "labs");
    assert_tag(&r.countries, "LV");
    for (int i = 0; i < 5; i++)
        passage(&r, NULL, "Estonia shares open data with Latvia.");
    tag_all(&r, 0);
    assert_str(tag_ids(&r.themes), "labs");
    assert_int_equal(r.themes.v[0].from, PH_ASSERTED);
    assert_int_equal(r.themes.v[0].evidence.n, 0);
    assert_str(tag_ids(&r.countries), "LV");
    assert_str(joined(&r.mentioned), "EE");
    assert_true(r.countries.v[0].evidence.n > 0);
    assert_int_equal(r.countries.v[0].evidence.v[0].passage, 1);
    assert_str(r.countries.v[0].evidence.v[0].text, "Latvia");
}

static void about_and_mentioned(void **state)
{
    ph_record r = {.language = PH_STR("en"), .abstract = PH_STR("As in Latvia.")};
    (void)state;
    for (int i = 0; i < 4; i++)
        passage(&r, NULL, "Estonia did it.");
    passage(&r, NULL, "Finland helped. Finland again.");
    tag_all(&r, 0);
    assert_str(tag_ids(&r.countries), "EE");
    assert_str(joined(&r.mentioned), "FI LV"); /* by weight */
    ph_record many = {.language = PH_STR("en")};
    for (int i = 0; i < 3; i++)
        passage(&many, NULL, "Estonia, Latvia, Lithuania, Finland.");
    tag_all(&many, 0);
    assert_str(tag_ids(&many.countries), "");
    assert_int_equal(many.mentioned.n, 4);
}

static void the_venue_is_not_what_it_is_about(void **state)
{
    ph_record r = {.language = PH_STR("en"),
                   .title = PH_STR("Workshop on registers, Bucharest, Romania")};
    (void)state;
    r.event.country = PH_STR("RO");
    passage(&r, NULL, "Bucharest, Romania");
    passage(&r, NULL, "Estonia told how.");
    tag_all(&r, 1);
    assert_str(tag_ids(&r.countries), "");
    assert_str(joined(&r.mentioned), "EE");
    passage(&r, NULL, "Romania told more.");
    r.mentioned.n = 0;
    tag_all(&r, 1);
    assert_str(tag_ids(&r.countries), "");
    assert_str(joined(&r.mentioned), "EE RO");
    /* unless the text goes on about it */
    for (int i = 0; i < 3; i++)
        passage(&r, NULL, "Romania told more.");
    r.mentioned.n = 0;
    tag_all(&r, 1);
    assert_str(tag_ids(&r.countries), "RO");
}

static void near_twins_do_not_come_together(void **state)
{
    ph_record r = {.language = PH_STR("en"), .title = PH_STR("Transparency")};
    (void)state;
    for (int i = 0; i < 5; i++)
        passage(&r, NULL, "Access to information, delivering inclusive services.");
    tag_all(&r, 0);
    assert_non_null(tag(&r.themes, "transparency"));
    assert_null(tag(&r.themes, "unpsa-accountable"));
}

static void more_languages_than_tables(void **state)
{
    char language[3] = "aa";
    (void)state;
    for (int round = 0; round < 2; round++)
        for (char c = 'a'; c <= 'z'; c++) {
            language[0] = c;
            language[1] = round ? 'x' : 'y';
            found(language, "open data");
        }
    assert_str(found("en", "open data"), "open-data:open data");
    found("a-language-of-a-very-long-name", "open data");
}

#define TEST(name) cmocka_unit_test_setup(name, fresh_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(labels_in_text),
        TEST(the_longest_label_wins),
        TEST(schemes_do_not_hide_each_other),
        TEST(inflected_forms),
        TEST(labels_of_the_text_s_language_only),
        TEST(vague_and_asserted_labels_say_nothing),
        TEST(one_word_weighs_less),
        TEST(countries_in_text),
        TEST(countries_begin_with_a_capital),
        TEST(no_country_inside_a_longer_name),
        TEST(names_of_countries),
        TEST(other_names_of_countries),
        TEST(what_fills_a_paragraph_is_lost_in_a_report),
        TEST(the_title_makes_a_tag),
        TEST(a_heading_counts_once),
        TEST(hints_add_up),
        TEST(a_borrowed_title_counts_once),
        TEST(tags_come_by_score),
        TEST(the_upper_level_is_never_inferred),
        TEST(what_is_asserted_stands),
        TEST(about_and_mentioned),
        TEST(the_venue_is_not_what_it_is_about),
        TEST(near_twins_do_not_come_together),
        TEST(more_languages_than_tables),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_vocabularies, close_vocabularies);
}
