/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers of OAI-PMH, addresses of repositories, and what a harvest has seen. */
#include "config.h"

#include "indexer/seen.h"
#include "indexer/source.h"
#include "tests/unit/tabling.h"

#define ROOT "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
#define END "</OAI-PMH>"
#define DC                                                                                 \
    "<metadata><d:dc xmlns:d=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "             \
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
#define DC_END "</d:dc></metadata>"

static void unfolds(ph_arena *arena, const char *text, const char *want)
{
    unfolds_to(arena, "answer.oaipmh", text, want);
}

/* A record of some elements, and what it becomes. */
static void becomes(ph_arena *arena, const char *elements, const char *want)
{
    ph_str text = ph_dupf(arena,
                          ROOT "<ListRecords><record><header><identifier>a:1</identifier>"
                               "</header>" DC "%s" DC_END "</record></ListRecords>" END,
                          elements);
    ph_str all = ph_dupf(arena, "== #about #about\n== #a:1 #a:1\n%s", want);
    unfolds(arena, text.s, all.s);
}

static void test_answers(void **state)
{
    unfolds(*state,
            "<?xml version='1.0'?>" ROOT
            "<responseDate> 2026-01-02T03:04:05Z </responseDate><request/>"
            "<Identify><protocolVersion>2.0</protocolVersion><granularity>YYYY-MM-DD"
            "</granularity><deletedRecord>no</deletedRecord></Identify>" END,
            "== #about #about\n2 answered = 2026-01-02T03:04:05Z\n2 protocol = 2.0\n"
            "2 granularity = YYYY-MM-DD\n2 deleted = no\n");
    unfolds(*state, ROOT "<error code='badArgument'> no\n such </error>" END,
            "== #about #about\n2 error = badArgument\n2 reason = no such\n");
    unfolds(*state, ROOT "<error>?</error>" END,
            "== #about #about\n2 error = an error\n2 reason = ?\n");
    /* a token is not tidied within */
    unfolds(*state,
            ROOT "<ListIdentifiers><header><identifier>a</identifier></header>"
                 "<header status='deleted'><identifier>b c</identifier></header>"
                 "<resumptionToken expirationDate='2026-01-02'>\n x  y&amp;\n"
                 "</resumptionToken></ListIdentifiers>" END,
            "== #about #about\n2 token = x  y&\n2 expires = 2026-01-02\n== #a #a\n"
            "== #b c #b c\n");
    unfolds(*state, "<html><body/></html>",
            "** it begins with <html> and not with <OAI-PMH>\n");
}

static void test_records(void **state)
{
    unfolds(*state,
            ROOT "<ListRecords><record/><record><header><identifier>a</identifier></header>"
                 "</record><record><header status='deleted'><identifier>b</identifier>"
                 "</header></record></ListRecords>" END,
            "== #about #about\n-- #: a record has no identifier\n"
            "-- #a: the record has no metadata\n== #b #b\n");
    becomes(*state, "", "2 key = a:1\n0 title = a:1\n");
    becomes(*state, "<dc:title>A &#x1F;B</dc:title><dc:title>C</dc:title>",
            "2 title = A B\n2 title = C\n2 key = a:1\n");
    becomes(*state,
            "<dc:title>T</dc:title><dc:description>1 &lt; 2 and 3 > 2</dc:description>"
            "<dc:description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;</dc:description>",
            "2 title = T\n2 abstract = 1 < 2 and 3 > 2\n2 key = a:1\nP One two\n");
    becomes(
        *state,
        "<dc:title>T</dc:title><dc:subject>SDG 16</dc:subject>"
        "<dc:subject>http://metadata.un.org/sdg/5</dc:subject><dc:coverage>EE</dc:coverage>"
        "<dc:date>2021-05-06T07:08:09Z</dc:date><dc:date>2019</dc:date><dc:date>x</"
        "dc:date>",
        "2 title = T\n2 subjects.0 = SDG 16\n2 subjects.1 = http://metadata.un.org/sdg/5\n"
        "2 coverage.0 = EE\n2 key = a:1\n2 date = 2019\nP SDG 16\n");
    becomes(*state,
            "<dc:title>T</dc:title><dc:relation>http://r/</dc:relation><dc:source>http://s/"
            "</dc:source><dc:identifier>17</dc:identifier><dc:rights>info:eu-repo/x"
            "</dc:rights><dc:rights>All rights</dc:rights><dc:rights>CC BY 4.0</dc:rights>"
            "<dc:type>Text</dc:type><dc:type>AI case study</dc:type>",
            "2 title = T\n2 type = ai-case-study\n2 key = a:1\n2 license = CC BY 4.0\n"
            "2 source = http://s/\n");
}

static void addresses(ph_arena *arena, const char *argument, const char *name,
                      const char *given, const char *address, const char *set)
{
    ph_source s;
    ph_error err;
    if (ph_source_parse(arena, argument, &s, &err) != PH_OK)
        fail_msg("%s: %s", argument, err.text);
    const ph_str got[] = {s.name, s.given, s.root, s.address, s.set};
    const char *const want[] = {name, given, given, address, set};
    for (size_t i = 0; i < N(got); i++)
        if (!ph_eq(got[i], ph_cstr(want[i])))
            fail_msg("%s: '%.*s' and not '%s'", argument, PH_FMT(got[i]),
                     want[i] ? want[i] : "");
}

static void test_addresses(void **state)
{
    addresses(*state, "oai+https://example.org/oai", "example.org_oai",
              "oai+https://example.org/oai", "https://example.org/oai", NULL);
    addresses(*state, "a=oai+http://u:p%40@[::1]:80/x?a=b&set=s%3A1&c", "a",
              "oai+http://[::1]:80/x?set=s%3A1", "http://u:p%40@[::1]:80/x?a=b&c", "s:1");
    addresses(*state, "oai+http://h/?set=a/b", "h_a_b", "oai+http://h/?set=a/b",
              "http://h/", "a/b");
    addresses(
        *state,
        "oai+http://h/0123456789012345678901234567890123456789012345678901234567890123",
        "h_012345678901234567890123456789012345678901234-6cd3b93e4649ec10",
        "oai+http://h/0123456789012345678901234567890123456789012345678901234567890123",
        "http://h/0123456789012345678901234567890123456789012345678901234567890123", NULL);
    static const char *const wrong[] = {"oai+",
                                        "oai+ftp://h/",
                                        "oai+http://",
                                        "oai+http://u@/x",
                                        "oai+http:///x",
                                        "oai+http://:1",
                                        "oai+http://h/a b",
                                        "oai+http://h/#x",
                                        "oai+http://h\n",
                                        "oai+x",
                                        "oai+http://h?verb=Identify"};
    for (size_t i = 0; i < N(wrong); i++) {
        ph_source s;
        ph_error err;
        assert_int_equal(ph_source_parse(*state, wrong[i], &s, &err), PH_INVALID);
    }
}

static void test_seen(void **state)
{
    ph_seen seen = {0};
    bool fresh;
    (void)state;
    for (unsigned round = 0; round < 2; round++)
        for (unsigned i = 0; i < 1000; i++) {
            assert_true(ph_seen_add(&seen, (ph_str){(const char *)&i, sizeof i}, &fresh));
            assert_int_equal(fresh, round == 0);
        }
    ph_seen_clear(&seen);
    assert_true(ph_seen_add(&seen, PH_STR(""), &fresh) && fresh);
    ph_seen_free(&seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_records, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_addresses, set_up, tear_down),
        cmocka_unit_test(test_seen)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, load_schema, unload_schema);
}
