/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/tag_event.h"
#include "tests/unit/tagging.h"

/* "Bucharest RO 2022-06-02 2022-06-04 | 2022-06-04 | 2": place, country, days, date, header. */
static ph_str told(const ph_record *r, size_t header)
{
    const ph_event *e = &r->event;
    return ph_dupf(arena, "%.*s %.*s %.*s %.*s | %.*s | %zu", PH_FMT(e->place),
                   PH_FMT(e->country), PH_FMT(e->start), PH_FMT(e->end), PH_FMT(r->date),
                   header);
}

static ph_str event_of(const char *language, const char *const *lines, size_t n)
{
    ph_document doc = {0};
    ph_record r = {.language = ph_cstr(language), .title = PH_STR("A workshop")};
    size_t header;
    heading(&doc, 1, "A workshop");
    for (size_t i = 0; i < n; i++)
        paragraph(&doc, lines[i]);
    item(&doc, "First message.");
    paragraph(&doc, "Riga, Latvia, 1 May 2001"); /* too late to tell */
    assert_ok(ph_tag_event(tagger, &doc, arena, &r, &header, &err));
    return told(&r, header);
}

static void expect(const char *language, const char *line, const char *wanted)
{
    ph_str got = event_of(language, &line, 1);
    if (!ph_eqc(got, wanted))
        fail_msg("'%s' gave '%.*s', wanted '%s'", line, PH_FMT(got), wanted);
}

#define NOTHING "    |  | 0"

static void place_and_days(void **state)
{
    static const char bucharest[] = "Bucharest RO 2022-06-02 2022-06-04 | 2022-06-04 | 2";
    static const char *const lines[] = {
        "Bucharest, Romania / 2-4 June 2022",
        "Bucharest, Romania, 2–4 June 2022",
        "Bucharest, Romania | 2 – 4 June 2022",
        "Bucharest, Romania, 2 to 4 June 2022",
        "Bucharest, Romania 2-4 June 2022",
        "Bucharest (Romania), 2nd - 4th of June, 2022",
        "Bucharest, Romania: June 2-4, 2022",
        "Bucharest, Romania, 2, 3 and 4 June 2022",
        "2-4 June 2022, Bucharest, Romania",
        "2-4 June 2022 – Bucharest, Romania.",
        "Regional workshop in Bucharest, Romania, 2-4 June 2022",
        "Venue: Bucharest, Romania, 2-4 June 2022",
    };
    (void)state;
    for (size_t i = 0; i < N(lines); i++)
        expect("en", lines[i], bucharest);
}

static void no_year_no_date(void **state)
{
    (void)state;
    expect("en", "Belgrade, Serbia, 25 – 27 May", "Belgrade RS   |  | 2");
    expect("en", "Belgrade, Serbia, 31 May – 2 June", "Belgrade RS   |  | 2");
    expect("en", "Belgrade, Serbia, May 2023", "Belgrade RS   |  | 2");
}

static void across_months_and_years(void **state)
{
    (void)state;
    expect("en", "Tallinn, Estonia, 31 May – 2 June 2023",
           "Tallinn EE 2023-05-31 2023-06-02 | 2023-06-02 | 2");
    expect("en", "Tallinn, Estonia, May 31 - June 2, 2023",
           "Tallinn EE 2023-05-31 2023-06-02 | 2023-06-02 | 2");
    expect("en", "Tallinn, Estonia, 30 December 2022 to 2 January 2023",
           "Tallinn EE 2022-12-30 2023-01-02 | 2023-01-02 | 2");
    expect("en", "Tallinn, Estonia, 30 December – 2 January 2023",
           "Tallinn EE 2022-12-30 2023-01-02 | 2023-01-02 | 2");
    expect("en", "Tallinn, Estonia, 5 June 2023",
           "Tallinn EE 2023-06-05 2023-06-05 | 2023-06-05 | 2");
}

static void days_that_are_none(void **state)
{
    (void)state;
    expect("en", "Tallinn, Estonia, 30 February 2023", "Tallinn EE   |  | 2");
    expect("en", "Tallinn, Estonia, 29 February 2023", "Tallinn EE   |  | 2");
    expect("en", "Tallinn, Estonia, 29 February 2024",
           "Tallinn EE 2024-02-29 2024-02-29 | 2024-02-29 | 2");
    expect("en", "Tallinn, Estonia, 32 May 2023", "Tallinn EE   |  | 2");
    expect("en", "Tallinn, Estonia, 4-2 June 2023",
           "Tallinn EE 2023-06-02 2023-06-02 | 2023-06-02 | 2");
}

static void in_other_languages(void **state)
{
    (void)state;
    expect("ru", "Бухарест, Румыния, 2–4 июня 2022 года",
           "Бухарест RO 2022-06-02 2022-06-04 | 2022-06-04 | 2");
    expect("ru", "г. Нур-Султан, Казахстан, с 31 мая по 2 июня 2022 г.",
           "Нур-Султан KZ 2022-05-31 2022-06-02 | 2022-06-02 | 2");
    expect("ro", "Chișinău, Republica Moldova, 2-4 iunie 2022",
           "Chișinău MD 2022-06-02 2022-06-04 | 2022-06-04 | 2");
    expect("ro", "București, România, 25 mai 2014",
           "București RO 2014-05-25 2014-05-25 | 2014-05-25 | 2");
    expect("fr", "Bruxelles, Belgique, du 2 au 4 juin 2022",
           "Bruxelles BE 2022-06-02 2022-06-04 | 2022-06-04 | 2");
    expect("fr", "Tunis (Tunisie), le 1er mars 2021",
           "Tunis TN 2021-03-01 2021-03-01 | 2021-03-01 | 2");
    expect("sr", "Београд, Србија, 25–27. маја 2022.",
           "Београд RS 2022-05-25 2022-05-27 | 2022-05-27 | 2");
    expect("fr", "Tallinn, Estonia, 2-4 June 2022", /* English goes everywhere */
           "Tallinn EE 2022-06-02 2022-06-04 | 2022-06-04 | 2");
}

static void in_several_lines(void **state)
{
    static const char *const seed[] = {"30th Annual Conference", "University of Bucharest",
                                       "Bucharest, Romania", "2-4 June 2022"};
    static const char *const before[] = {"25 – 27 May 2022", "Hotel Metropol",
                                         "Belgrade, Serbia"};
    static const char *const apart[] = {"Belgrade, Serbia", "A", "B", "C", "D",
                                        "25 May 2022"};
    (void)state;
    assert_str(event_of("en", seed, N(seed)),
               "Bucharest RO 2022-06-02 2022-06-04 | 2022-06-04 | 5");
    assert_str(event_of("en", before, N(before)),
               "Belgrade RS 2022-05-25 2022-05-27 | 2022-05-27 | 4");
    assert_str(event_of("en", apart, N(apart)), NOTHING);
}

static void prose_is_no_event(void **state)
{
    static const char *const lines[] = {
        "The delegation visited Tallinn, Estonia, on 2 June 2022 and met the minister.",
        "In Tallinn, Estonia, the register was opened on 2 June 2022.",
        "Experts from Estonia, Latvia, Lithuania, 2 June 2022",
        "Estonia, Latvia and Finland, 2 June 2022",
        "Ministry of Finance, Estonia",
        "Jane Example, Estonia",
        "Law of 2 June 2022 on registers, as amended",
        "Tallinn, 2 June 2022",
        "Estonia, 2 June 2022",
        "One of the 12 May participants",
        "Strategy 2030, Estonia 2030",
        "Policies, Turkey and others, from 2019 to 2022",
        "in Tallinn, estonia, 2 June 2022",
    };
    (void)state;
    for (size_t i = 0; i < N(lines); i++)
        expect("en", lines[i], NOTHING);
}

static void a_city_named_as_its_country(void **state)
{
    (void)state;
    expect("en", "Luxembourg, Luxembourg, 2 June 2022",
           "Luxembourg LU 2022-06-02 2022-06-02 | 2022-06-02 | 2");
    expect("en", "Kuwait City, Kuwait, 2 June 2022",
           "Kuwait City KW 2022-06-02 2022-06-02 | 2022-06-02 | 2");
    expect("de", "Frankfurt am Main, Deutschland, 2. Juni 2022",
           "Frankfurt am Main DE 2022-06-02 2022-06-02 | 2022-06-02 | 2");
}

static void what_is_asserted_stands(void **state)
{
    ph_document doc = {0};
    ph_record r = {.language = PH_STR("en"), .title = PH_STR("A workshop")};
    size_t header;
    (void)state;
    r.type = PH_STR("outcome-document");
    r.date = PH_STR("2022");
    r.event = (ph_event){
        .name = PH_STR("Our name"), .place = PH_STR("Riga"), .country = PH_STR("LV")};
    paragraph(&doc, "Tallinn, Estonia, 2-4 June 2022");
    assert_ok(ph_tag_event(tagger, &doc, arena, &r, &header, &err));
    assert_str(told(&r, header), "Riga LV 2022-06-02 2022-06-04 | 2022 | 1");
    assert_str(r.event.name, "Our name");
    assert_int_equal(r.date_from, PH_ASSERTED);
    r.event.start = PH_STR("2021-01-01");
    assert_ok(ph_tag_event(tagger, &doc, arena, &r, &header, &err));
    assert_str(r.event.start, "2021-01-01");
}

static void a_place_alone(void **state)
{
    ph_document doc = {0};
    ph_record r = {.language = PH_STR("en"), .title = PH_STR("A workshop")};
    size_t header;
    (void)state;
    paragraph(&doc, "Tallinn, Estonia");
    assert_ok(ph_tag_event(tagger, &doc, arena, &r, &header, &err));
    assert_null(r.event.country.s);
    r.type = PH_STR("outcome-document");
    assert_ok(ph_tag_event(tagger, &doc, arena, &r, &header, &err));
    assert_str(told(&r, header), "Tallinn EE   |  | 1");
    assert_str(r.event.name, "A workshop");
}

static void its_lines_are_no_headings(void **state)
{
    ph_document doc = {0};
    ph_record r = {.language = PH_STR("en"), .title = PH_STR("A workshop")};
    size_t header;
    (void)state;
    heading(&doc, 1, "A workshop");
    heading(&doc, 2, "Tallinn, Estonia");
    heading(&doc, 3, "2 June 2022");
    heading(&doc, 2, "Conclusions");
    assert_ok(ph_tag_event(tagger, &doc, arena, &r, &header, &err));
    assert_int_equal(header, 3);
    assert_int_equal(doc.blocks.v[0].type, PH_BLOCK_HEADING);
    assert_int_equal(doc.blocks.v[1].type, PH_BLOCK_PARAGRAPH);
    assert_int_equal(doc.blocks.v[2].type, PH_BLOCK_PARAGRAPH);
    assert_int_equal(doc.blocks.v[3].type, PH_BLOCK_HEADING);
}

static void nothing_to_read(void **state)
{
    ph_document doc = {0};
    ph_record r = {0};
    size_t header;
    (void)state;
    assert_ok(ph_tag_event(tagger, &doc, arena, &r, &header, &err));
    assert_str(told(&r, header), NOTHING);
    assert_null(r.event.name.s);
    expect("en", "", NOTHING);
    expect("en", ", , / ( ) – 2 2 2 May May", NOTHING);
    expect("xx", "Tallinn, Estonia, 2 June 2022",
           "Tallinn EE 2022-06-02 2022-06-02 | 2022-06-02 | 2");
}

#define TEST(name) cmocka_unit_test_setup(name, fresh_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(place_and_days),
        TEST(no_year_no_date),
        TEST(across_months_and_years),
        TEST(days_that_are_none),
        TEST(in_other_languages),
        TEST(in_several_lines),
        TEST(prose_is_no_event),
        TEST(a_city_named_as_its_country),
        TEST(what_is_asserted_stands),
        TEST(a_place_alone),
        TEST(its_lines_are_no_headings),
        TEST(nothing_to_read),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_vocabularies, close_vocabularies);
}
