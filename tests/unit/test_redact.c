/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/redact_parts.h"
#include "tests/unit/phones.h"

#define R PH_REDACTED
#define assert_str(got, wanted)                                                            \
    do {                                                                                   \
        ph_str got_ = (got);                                                               \
        if (!ph_eqc(got_, (wanted)))                                                       \
            fail_msg("got '%.*s', wanted '%s'", PH_FMT(got_), (wanted));                   \
    } while (0)

#define TODAY PH_STR("2026-11-21")
#define NOT_GIVEN PH_ABSENT

static ph_error err;
static ph_arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = ph_arena_new();
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    ph_arena_free(arena);
    return 0;
}

/* --- texts -------------------------------------------------------------------------------- */

typedef struct example {
    const char *text, *wanted; /* NULL: nothing changes */
} example;

static void check(const example *examples, size_t n, const ph_hidden *hidden)
{
    for (size_t i = 0; i < n; i++) {
        const char *wanted = examples[i].wanted ? examples[i].wanted : examples[i].text;
        ph_str got = ph_redact_text(arena, ph_cstr(examples[i].text), hidden);
        if (!ph_eqc(got, wanted))
            fail_msg("'%s'\n# gave '%.*s'\n# wanted '%s'", examples[i].text, PH_FMT(got),
                     wanted);
    }
}

#define CHECK(examples, hidden) check(examples, sizeof examples / sizeof *examples, hidden)

static void mail_addresses(void **state)
{
    static const example examples[] = {
        {"Write to jane@example.org.", "Write to " R "."},
        {"jane.van-der+x_1@mail.example.co.uk", R},
        {"<jane@example.org>, (joe@example.org); both", "<" R ">, (" R "); both"},
        {"a@b.co@c.org", R R},
        {"mailto:jane@example.org", "mailto:" R},
        {"иван@пример.рф пишет", R " пишет"},
        {"jane (at) example.org or jane[at]example.org", R " or " R},
        {"jane @ example.org", R},
        {"name (at) ministry dot kg for all", R " for all"},
        {"jane[at]example[dot]org, jane {at} example {dot} org", R ", " R},
        {"jane at example dot org", R},
        {"jane dot doe at example dot org", R},
        {"jane собака example точка ru", R},
        {"jane собака example.ru", R},
        {"jane arroba example punto org", R},
        {"jane＠example.org", R},
        {"jane&#64;example.org", R},
        {"?to=jane%40example.org", "?to=" R},
        {"jane_at_example_dot_org", R},
        {"jane @ example . org", R},
        {"{jane,joe}@example.org", R},
        {"Look at example.org, meet at noon. Point at it (at least).", NULL},
        {"The meeting at Geneva dot", NULL},
        {"We meet at this point in time; a la fois a ce point on est", NULL},
        {"собака лает. 50% 40 of them, A&B (a) b.c", NULL},
        {"Met @ noon in 2.5 hours, @example, jane@example", NULL},
        {"100 % @ 5.0", NULL},
        {"", ""},
    };
    (void)state;
    CHECK(examples, &(ph_hidden){0});
}

static void telephones(void **state)
{
    static const example examples[] = {
        {"Call +998 71 202-00-00, please", "Call " R ", please"},
        {"+40 (21) 312.34.56 / +40213123457", R " / " R},
        {"+998 71 202–00–00!", R "!"},
        {"Tel.: 021 312 34 56", R},
        {"tel: 12345", R},
        {"Тел. (495) 123-45-67, факс: 123-45-68", R ", " R},
        {"Téléphone : 01 23 45 67 89.", R "."},
        {"8 (495) 123-45-67", R},
        {"call (021) 312 34 56", "call " R},
        {"0099871 2020000", R},
        {"Call 8-495-123-45-67 or (495) 123-45-67", "Call " R " or " R},
        {"Call 021 312 34 56, 0312 555777", "Call " R ", " R},
        {"Phone no. 022 123 456; phone number: 022123456", R "; " R},
        {"call 0700123456 or 8 800 555 35 35", "call " R " or " R},
    };
    (void)state;
    CHECK(examples, &(ph_hidden){0});
}

static void numbers_that_are_no_telephones(void **state)
{
    static const char *const texts[] = {
        "From 2019 to 2022, 1 200 000 000 people",
        "Law No. 8 (2019) of 12.03.2019",
        "ISBN 978-92-1-123456-7",
        "+5 per cent, +12.5 and -3",
        "8 500 000 people on 01 02 2020",
        "mobile 50 000 users, telephone 2020",
        "2022-06-04 10:00:00, SDG 16.6.2",
        "0.001234567",
        "hotel 12345, cells 123456",
        "№ 12345-67/2019 (2020)",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ph_str text = ph_cstr(texts[i]);
        ph_str got = ph_redact_text(arena, text, &(ph_hidden){0});
        if (got.s != text.s)
            fail_msg("'%s' became '%.*s'", texts[i], PH_FMT(got));
    }
}

static void more_telephones(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof telephone_numbers / sizeof *telephone_numbers; i++) {
        ph_str text = ph_dupf(arena, "Ask us, %s, please.", telephone_numbers[i]);
        ph_str got = ph_redact_text(arena, text, &(ph_hidden){0});
        for (size_t d = 0; d < got.n; d++)
            if (got.s[d] >= '0' && got.s[d] <= '9')
                fail_msg("'%s' became '%.*s'", telephone_numbers[i], PH_FMT(got));
    }
}

static void more_numbers_that_are_none(void **state)
{
    static const char *const around[] = {"%s", "It was %s, they say.", "(%s)"};
    (void)state;
    for (size_t i = 0; i < sizeof other_numbers / sizeof *other_numbers; i++)
        for (size_t a = 0; a < sizeof around / sizeof *around; a++) {
            const char *mark = strstr(around[a], "%s");
            ph_str text = ph_dupf(arena, "%.*s%s%s", (int)(mark - around[a]), around[a],
                                  other_numbers[i], mark + 2);
            ph_str got = ph_redact_text(arena, text, &(ph_hidden){0});
            if (!ph_eq(got, text))
                fail_msg("'%.*s' became '%.*s'", PH_FMT(text), PH_FMT(got));
        }
}

static ph_hidden hiding(const char *name, const char *number)
{
    ph_hidden h = {0};
    if (name)
        assert_true(ph_strs_add(arena, &h.names, ph_cstr(name)));
    if (number)
        assert_true(ph_strs_add(arena, &h.numbers, ph_cstr(number)));
    return h;
}

static void names(void **state)
{
    static const example examples[] = {
        {"Led by Jane Example.", "Led by " R "."},
        {"JANE EXAMPLE and Example, Jane", R " and " R},
        {"Jane Example's list, l'idée d'Example Jane", R " list, l'idée " R},
        {"J. Example with Jane E. and Ms Example", R " with " R ". and Ms " R},
        {"Jane Example, J. Example", R}, /* side by side: one */
        {"Jane Marie Example", NULL},    /* another person */
        {"For example, Jane's list; the Janes", NULL},
        {"an example", NULL},
        {"Example Janet", NULL},
    };
    ph_hidden h = hiding("Dr. Jane Example", NULL);
    (void)state;
    CHECK(examples, &h);
}

static void names_in_other_cases(void **state)
{
    static const example examples[] = {
        {"Доклад Айгуль Касымовой и КАСЫМОВА А.", "Доклад " R " и " R "."},
        {"Г-жа Касымова открыла встречу", "Г-жа " R " открыла встречу"},
        {"Касымовский район, Айгуль", NULL},
    };
    ph_hidden h = hiding("Касымова Айгуль", NULL);
    static const example marks[] = {
        {"Stefan Tanase and ȘTEFAN TĂNASE", R " and " R},
        {"Tănase, Ștefan", R},
    };
    ph_hidden romanian = hiding("Ștefan Tănase", NULL);
    (void)state;
    CHECK(examples, &h);
    CHECK(marks, &romanian);
}

static void names_of_three_words(void **state)
{
    static const example examples[] = {
        {"Иван Сидоров, Сидоров И.П., И. П. Сидоров", R},
        {"Сидорова Ивана Петровича и Петрович", R " и Петрович"},
        {"Иван Петров, Пётр Сидоров", NULL},
    };
    ph_hidden h = hiding("Сидоров Иван Петрович", NULL);
    (void)state;
    CHECK(examples, &h);
}

static void names_of_files(void **state)
{
    static const char *const paths[][2] = {
        {"notes/jane_example.txt", "notes/" R ".txt"},
        {"Example-Jane/cv.html", R "/cv.html"},
        {"an-example/janes.txt", "an-example/janes.txt"},
    };
    ph_hidden h = hiding("Jane Example", NULL);
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_str(ph_redact_path(arena, ph_cstr(paths[i][0]), &h), paths[i][1]);
}

static void names_of_one_word(void **state)
{
    static const example examples[] = {
        {"Banners, Banning and the bann", NULL},
    };
    static const example longer[] = {
        {"Marius met Mariusz", R " met Mariusz"},
    };
    ph_hidden banner = hiding("Bann", NULL), marius = hiding("Marius", NULL);
    (void)state;
    CHECK(examples, &banner);
    CHECK(longer, &marius);
}

static void numbers_of_contacts(void **state)
{
    static const example examples[] = {
        {"Ask 312-34-56 or 021 312 3456.", "Ask " R " or " R "."},
        {"Room 456, floor 34-56", NULL},
    };
    ph_hidden h = hiding(NULL, "40213123456");
    (void)state;
    CHECK(examples, &h);
}

/* --- consent -------------------------------------------------------------------------------- */

static void what_consent_amounts_to(void **state)
{
    const struct {
        ph_str consent, organisation, url, given_on, authorised_by, expires;
        const char *wanted;
    } cases[] = {
        {PH_STR("public"), PH_STR("O"), NOT_GIVEN, PH_STR("2026-01-02"), PH_STR("X"),
         NOT_GIVEN, "public"},
        {PH_STR("public"), NOT_GIVEN, NOT_GIVEN, PH_STR("2026"), PH_STR("X"),
         PH_STR("2026-11-21"), "public"},
        {PH_STR("public"), PH_STR("O"), NOT_GIVEN, PH_STR("2026-01-02"), PH_STR("X"),
         PH_STR("2026-11-20"), "none"},
        {PH_STR("public"), PH_STR("O"), NOT_GIVEN, NOT_GIVEN, PH_STR("X"), NOT_GIVEN,
         "none"},
        {PH_STR("public"), PH_STR("O"), NOT_GIVEN, PH_STR("2026-01-02"), NOT_GIVEN,
         NOT_GIVEN, "none"},
        {PH_STR("public"), PH_STR("O"), NOT_GIVEN, PH_STR("yes"), PH_STR("X"), NOT_GIVEN,
         "none"},
        {PH_STR("public"), PH_STR("O"), NOT_GIVEN, PH_STR("2027-01-02"), PH_STR("X"),
         NOT_GIVEN, "none"},
        {PH_STR("public"), PH_STR("O"), NOT_GIVEN, PH_STR("2026-01-02"), PH_STR("X"),
         PH_STR("31.12.2030"), "none"},
        {PH_STR("relay"), PH_STR("O"), PH_STR("https://o"), NOT_GIVEN, NOT_GIVEN, NOT_GIVEN,
         "relay"},
        {PH_STR("relay"), PH_STR("O"), PH_STR("https://o"), NOT_GIVEN, NOT_GIVEN,
         PH_STR("2020-01-01"), "none"},
        {PH_STR("relay"), PH_STR("O"), NOT_GIVEN, NOT_GIVEN, NOT_GIVEN, NOT_GIVEN, "none"},
        {PH_STR("relay"), NOT_GIVEN, PH_STR("https://o"), NOT_GIVEN, NOT_GIVEN, NOT_GIVEN,
         "none"},
        {PH_STR("none"), PH_STR("O"), PH_STR("https://o"), PH_STR("2026-01-02"),
         PH_STR("X"), NOT_GIVEN, "none"},
        {PH_STR("yes"), PH_STR("O"), PH_STR("https://o"), PH_STR("2026-01-02"), PH_STR("X"),
         NOT_GIVEN, "none"},
        {NOT_GIVEN, PH_STR("O"), PH_STR("https://o"), PH_STR("2026-01-02"), PH_STR("X"),
         NOT_GIVEN, "none"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ph_str got =
            ph_consent(cases[i].consent, cases[i].organisation, cases[i].url,
                       cases[i].given_on, cases[i].authorised_by, cases[i].expires, TODAY);
        if (!ph_eqc(got, cases[i].wanted))
            fail_msg("case %zu: got %.*s, wanted %s", i, PH_FMT(got), cases[i].wanted);
    }
}

/* --- documents ------------------------------------------------------------------------------- */

static void meta(ph_document *doc, const char *key, const char *value)
{
    assert_true(ph_document_meta(doc, arena, PH_ORIGIN_FILE, ph_cstr(key), ph_cstr(value)));
}

static void block(ph_document *doc, ph_block_type type, unsigned level, const char *text)
{
    assert_true(ph_document_block(
        doc, arena, (ph_block){.type = type, .level = level, .text = ph_cstr(text)}));
}

static void redact(ph_document *doc, ph_record *record)
{
    ph_str path = PH_STR("");
    *record = (ph_record){0};
    const ph_redaction how = {TODAY, NULL};
    if (ph_redact(doc, &how, arena, record, &path, &err))
        fail_msg("%s", err.text);
}

static void contacts_leave_the_document(void **state)
{
    ph_document doc = {0};
    ph_record record;
    (void)state;
    meta(&doc, "title", "Registers, by Jane Example");
    meta(&doc, "contacts.0.name", "Jane Example");
    meta(&doc, "contacts.0.phone", "+40 21 312 34 56");
    meta(&doc, "contacts.1.name", "Joe Public");
    meta(&doc, "contacts.1.consent", "public");
    meta(&doc, "contacts.1.given_on", "2026-01-01");
    meta(&doc, "contacts.1.authorised_by", "Office");
    meta(&doc, "contacts.1.phone", "+1 234 567 8901");
    meta(&doc, "contacts.2.name", "Ann Relay");
    meta(&doc, "contacts.2.organisation", "Office of Ann Relay");
    meta(&doc, "contacts.2.role", "Secretary to Jane Example");
    meta(&doc, "contacts.2.url", "https://office.example");
    meta(&doc, "contacts.2.email", "office@office.example");
    meta(&doc, "contacts.2.consent", "relay");
    meta(&doc, "contacts.500.name", "Far Away");
    meta(&doc, "contacts.x.name", "Not Counted");
    meta(&doc, "contacts", "Only Name");
    block(&doc, PH_BLOCK_PARAGRAPH, 0,
          "Jane Example (021 3123456), Joe Public, Ann Relay; Far Away, or Only Name");
    redact(&doc, &record);
    assert_int_equal(doc.meta.n, 1);
    assert_str(doc.meta.v[0].value, "Registers, by " R);
    assert_str(doc.blocks.v[0].text, R " (" R "), Joe Public, " R ", or " R);
    assert_int_equal(record.contacts.n, 2);
    assert_str(record.contacts.v[0].name, "Joe Public");
    assert_str(record.contacts.v[0].consent, "public");
    assert_non_null(record.contacts.v[0].phone.s);
    assert_str(record.contacts.v[1].consent, "relay");
    assert_null(record.contacts.v[1].name.s);
    assert_str(record.contacts.v[1].organisation, "Office of " R);
    assert_str(record.contacts.v[1].role, "Secretary to " R);
    assert_str(record.contacts.v[1].email, "office@office.example");
}

static void contact_sections_are_dropped(void **state)
{
    static const char *const headings[] = {"Contacts",
                                           "CONTACT DETAILS:",
                                           "5. Contacts",
                                           "Annex II. List of participants",
                                           "Appendix: Participants",
                                           "Контакты",
                                           "Приложение 1. Список участников",
                                           "Coordonnées",
                                           "Persoane de contact",
                                           "Списак учесника",
                                           "Lista participanților"};
    (void)state;
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        ph_document doc = {0};
        ph_record record;
        block(&doc, PH_BLOCK_HEADING, 2, "Before");
        block(&doc, PH_BLOCK_PARAGRAPH, 0, "kept");
        block(&doc, PH_BLOCK_HEADING, 2, headings[i]);
        block(&doc, PH_BLOCK_PARAGRAPH, 0, "dropped");
        block(&doc, PH_BLOCK_HEADING, 3, "Below");
        block(&doc, PH_BLOCK_ROW, 0, "dropped | too");
        block(&doc, PH_BLOCK_HEADING, 2, "After");
        block(&doc, PH_BLOCK_ITEM, 1, "kept");
        redact(&doc, &record);
        if (doc.blocks.n != 4)
            fail_msg("under '%s' %zu blocks stay", headings[i], doc.blocks.n);
    }
}

static void contact_lines_are_dropped(void **state)
{
    ph_document doc = {0};
    ph_record record;
    (void)state;
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "Contact person: Jane Example, Director");
    block(&doc, PH_BLOCK_ROW, 0, "Contact | Jane Example");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "Контактное лицо: Касымова А.");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "Contact centres answer within a day: good.");
    block(&doc, PH_BLOCK_HEADING, 2, "Contact centres");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "kept");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "Contacts");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "Jane Example");
    block(&doc, PH_BLOCK_HEADING, 4, "Annex");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "kept");
    redact(&doc, &record);
    assert_int_equal(doc.blocks.n, 5);
    for (size_t i = 0; i < doc.blocks.n; i++)
        assert_null(memmem(doc.blocks.v[i].text.s, doc.blocks.v[i].text.n, "Jane", 4));
}

/* The names of contact data go from the rest of the document, too. */
static void names_of_contact_blocks_are_hidden(void **state)
{
    static const struct {
        const char *block, *text, *wanted;
    } cases[] = {
        {"Contact person: Jane Example, Director", "Jane Example led it.", R " led it."},
        {"Координатор: Асан Тогузбаев", "Доклад А. Тогузбаева.", "Доклад " R "."},
        {"For more information please contact Dr. Jane Example of the Ministry of Finance.",
         "Jane Example of the Ministry of Finance.", R " of the Ministry of Finance."},
        {"Contact: Ministry of Finance, Human Resources Department, New York",
         "The Ministry of Finance, its Human Resources and New York", NULL},
        {"Contacts: Head of Digital Services", "Head of Digital Services", NULL},
        {"Persoană de contact: Ștefan Tănase", "Ștefan Tănase a scris.", R " a scris."},
        {"Kontakt osoba: Јована Пример", "Јована Пример пише.", R " пише."},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ph_document doc = {0};
        ph_record record;
        const char *wanted = cases[i].wanted ? cases[i].wanted : cases[i].text;
        block(&doc, PH_BLOCK_PARAGRAPH, 0, cases[i].block);
        block(&doc, PH_BLOCK_PARAGRAPH, 0, cases[i].text);
        redact(&doc, &record);
        assert_str(doc.blocks.v[doc.blocks.n - 1].text, wanted);
        assert_true(record.redacted);
    }
}

static void authors_and_public_contacts_stay(void **state)
{
    ph_document doc = {0};
    ph_record record;
    (void)state;
    meta(&doc, "creators.0", "Jane Example");
    meta(&doc, "contacts.0.name", "Joe Public");
    meta(&doc, "contacts.0.consent", "public");
    meta(&doc, "contacts.0.given_on", "2026-01-01");
    meta(&doc, "contacts.0.authorised_by", "Office");
    meta(&doc, "contacts.0.expires", "2027-01-01");
    block(&doc, PH_BLOCK_HEADING, 2, "List of participants of the meeting");
    block(&doc, PH_BLOCK_ROW, 0, "Jane Example | Director");
    block(&doc, PH_BLOCK_ROW, 0, "Joe Public | Director");
    block(&doc, PH_BLOCK_ROW, 0, "Ann Hidden | Director");
    block(&doc, PH_BLOCK_HEADING, 2, "Report");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "Jane Example, Joe Public and Ann Hidden met.");
    redact(&doc, &record);
    assert_int_equal(doc.blocks.n, 2);
    assert_str(doc.blocks.v[1].text, "Jane Example, Joe Public and " R " met.");
    assert_str(doc.meta.v[0].value, "Jane Example");
    assert_str(record.expires, "2027-01-01");
}

static void copied_headers_and_signatures_go(void **state)
{
    ph_document doc = {.mime = PH_STR("message/rfc822")};
    ph_record record;
    (void)state;
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "From: Jane Example Sent: Monday To: Joe Other");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "Joe Other is right.");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "From: the beginning it was so.");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "Then it changed.");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "От: Касымова Айгуль");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "Кому: Иванов Иван");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "С уважением,");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "Касымова Айгуль");
    redact(&doc, &record);
    assert_int_equal(doc.blocks.n, 3);
    assert_str(doc.blocks.v[0].text, R " is right.");
}

static void a_forgotten_contact_has_no_consent(void **state)
{
    const ph_contact contact = {.organisation = PH_STR("Office"),
                                .name = PH_STR("Joe Public")};
    uint64_t hashes[PH_CONTACT_HASHES];
    ph_document doc = {0};
    ph_record record = {0};
    ph_str path = PH_STR("joe-public.txt");
    (void)state;
    assert_int_equal(ph_contact_hashes(arena, &contact, hashes), 1);
    const ph_forgotten forgotten = {hashes, 1, 1};
    const ph_redaction how = {TODAY, &forgotten};
    meta(&doc, "contacts.0.name", "Joe  PUBLIC");
    meta(&doc, "contacts.0.organisation", "Office");
    meta(&doc, "contacts.0.consent", "public");
    meta(&doc, "contacts.0.given_on", "2026-01-01");
    meta(&doc, "contacts.0.authorised_by", "Office");
    block(&doc, PH_BLOCK_PARAGRAPH, 0, "Joe Public wrote.");
    assert_int_equal(ph_redact(&doc, &how, arena, &record, &path, &err), PH_OK);
    assert_int_equal(record.contacts.n, 0);
    assert_str(doc.blocks.v[0].text, R " wrote.");
    assert_str(path, R ".txt");
}

static void nothing_to_hide_costs_nothing(void **state)
{
    static const char text[] = "The register of 2019 – a result of Law 8 (12).";
    ph_document doc = {0};
    ph_record record;
    (void)state;
    block(&doc, PH_BLOCK_PARAGRAPH, 0, text);
    redact(&doc, &record);
    assert_ptr_equal(doc.blocks.v[0].text.s, text);
    assert_false(record.redacted);
    assert_int_equal(record.contacts.n, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(mail_addresses),
        TEST(telephones),
        TEST(numbers_that_are_no_telephones),
        TEST(more_telephones),
        TEST(more_numbers_that_are_none),
        TEST(names),
        TEST(names_in_other_cases),
        TEST(names_of_three_words),
        TEST(names_of_files),
        TEST(names_of_one_word),
        TEST(numbers_of_contacts),
        TEST(what_consent_amounts_to),
        TEST(contacts_leave_the_document),
        TEST(contact_sections_are_dropped),
        TEST(contact_lines_are_dropped),
        TEST(names_of_contact_blocks_are_hidden),
        TEST(authors_and_public_contacts_stay),
        TEST(copied_headers_and_signatures_go),
        TEST(a_forgotten_contact_has_no_consent),
        TEST(nothing_to_hide_costs_nothing),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
