/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Vocabularies from SKOS files, and countries with their regions from ICU. */
#include "config.h"

#include <math.h>

#include "search/vocabulary.h"
#include "tests/unit/support.h"

static ph_vocabulary *shipped;

static int open_shipped(void **state)
{
    (void)state;
    shipped = shipped_vocabulary();
    return 0;
}

static int close_shipped(void **state)
{
    (void)state;
    ph_vocabulary_free(shipped);
    return 0;
}

/* --- what is shipped -------------------------------------------------------------------- */

static void schemes(void **state)
{
    static const struct {
        const char *scheme, *id;
    } there[] = {
        {"sdg", "16"},           {"sdg", "16.6"},          {"sdg", "17.19"},
        {"themes", "integrity"}, {"themes", "governance"}, {"type", "practice-note"},
        {"level", "national"},
    };
    size_t goals = 0, targets = 0, subjects = 0;
    (void)state;
    for (size_t i = 0; i < N(there); i++) {
        const ph_concept *c =
            ph_vocabulary_find(shipped, there[i].scheme, ph_cstr(there[i].id));
        assert_non_null(c);
        same(c->id, there[i].id);
        same(c->scheme, there[i].scheme);
    }
    for (size_t i = 0; i < ph_vocabulary_count(shipped); i++) {
        const ph_concept *c = ph_vocabulary_at(shipped, i);
        assert_true(c->uri.n && c->id.n && c->scheme.n && c->labels.n);
        if (ph_eqc(c->scheme, "sdg")) {
            goals += c->broader.s == NULL;
            targets += c->broader.s != NULL;
            subjects += ph_concept_is_subject(c);
        }
        char scheme[40];
        snprintf(scheme, sizeof scheme, "%.*s", PH_FMT(c->scheme));
        assert_ptr_equal(ph_vocabulary_find(shipped, scheme, c->id), c);
        for (size_t j = 0; j < c->close.n; j++)
            assert_non_null(ph_vocabulary_find(shipped, scheme, c->close.v[j]));
        if (c->broader.s)
            assert_non_null(ph_vocabulary_find(shipped, scheme, c->broader));
    }
    assert_int_equal(goals, 17);
    assert_int_equal(subjects, goals);
    assert_int_equal(targets, 169);
    same(ph_vocabulary_find(shipped, "sdg", PH_STR("16.6"))->broader, "16");
    same(ph_vocabulary_find(shipped, "themes", PH_STR("integrity"))->broader, "governance");
    assert_null(ph_vocabulary_find(shipped, "sdg", PH_STR("18")));
    assert_null(ph_vocabulary_find(shipped, "sdg", PH_STR("")));
    assert_null(ph_vocabulary_find(shipped, "no-scheme", PH_STR("16")));
    assert_null(ph_vocabulary_find(shipped, NULL, PH_STR("16")));
}

static void labels(void **state)
{
    static const struct {
        const char *language, *label;
    } rows[] = {
        {"en", "No poverty"},
        {"EN-gb", "No poverty"},
        {"ru", "Ликвидация нищеты"},
        {"ru-KZ", "Ликвидация нищеты"},
        {"sr", "Свет без сиромаштва"},
        {"sr-Cyrl", "Свет без сиромаштва"},
        {"sr-Latn", "Svet bez siromaštva"},
        {"sr-Latn-RS", "Svet bez siromaštva"},
        {"xx", "No poverty"},
        {"", "No poverty"},
        {NULL, "No poverty"},
        {"-", "No poverty"},
        {"e", "No poverty"},
        {"-ru", "No poverty"},
    };
    const ph_concept *c = ph_vocabulary_find(shipped, "sdg", PH_STR("1"));
    (void)state;
    for (size_t i = 0; i < N(rows); i++)
        same(ph_concept_label(c, ph_cstr(rows[i].language)), rows[i].label);
}

/* A preferred label of its own in each language: ph_concept_label would fall back. */
static void has_labels(const ph_concept *c, const char *const *languages)
{
    for (size_t l = 0; languages[l]; l++) {
        bool found = false;
        for (size_t i = 0; i < c->labels.n; i++)
            found = found || (c->labels.v[i].type == PH_LABEL_PREFERRED &&
                              ph_eqc(c->labels.v[i].language, languages[l]));
        if (!found)
            fail_msg("%.*s %.*s has no preferred label in %s", PH_FMT(c->scheme),
                     PH_FMT(c->id), languages[l]);
    }
}

/* Whether pages show a concept's label: names of countries come from ICU, organisations have the
 * names that are theirs, and words only carry questions. */
static bool is_shown(const ph_concept *c)
{
    return !ph_eqc(c->scheme, "country") && !ph_eqc(c->scheme, "organisation") &&
           !ph_eqc(c->scheme, "word");
}

static void every_language_has_labels(void **state)
{
    static const char *const of_pages[] = {"en", "ru", "fr",      "es",      "ar",
                                           "zh", "ro", "sr-Cyrl", "sr-Latn", NULL};
    size_t shown = 0;
    (void)state;
    for (size_t i = 0; i < ph_vocabulary_count(shipped); i++)
        if (is_shown(ph_vocabulary_at(shipped, i))) {
            has_labels(ph_vocabulary_at(shipped, i), of_pages);
            shown++;
        }
    assert_true(shown > 300);
}

static void hash_tells_contents(void **state)
{
    ph_vocabulary *again = shipped_vocabulary();
    (void)state;
    assert_true(ph_vocabulary_hash(again) == ph_vocabulary_hash(shipped));
    ph_vocabulary_free(again);
}

/* --- broken files ----------------------------------------------------------------------- */

#define HEAD                                                                               \
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"\n"                 \
    " xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\"\n"                               \
    " xmlns:ph=\"urn:x-peerhub:vocabulary:1\">\n"
#define TAIL "</rdf:RDF>\n"
#define CONCEPT(about, scheme, more)                                                       \
    "<skos:Concept rdf:about=\"urn:" about "\">\n"                                         \
    "<skos:inScheme rdf:resource=\"urn:x:" scheme "\"/>\n" more "</skos:Concept>\n"
#define ID(id) "<skos:notation>" id "</skos:notation>\n"

static void refused(const char *content, ph_status want, const char *words)
{
    scratch dir = scratch_new();
    ph_vocabulary *v = (ph_vocabulary *)&dir;
    write_file(dir.path, "a.rdf", content);
    write_file(dir.path, ".hidden.rdf", "not read");
    write_file(dir.path, "notes.txt", "not read");
    REFUSED(ph_vocabulary_open(&v, dir.path, &err), want, words);
    assert_null(v);
    scratch_remove(&dir);
}

static void broken_files(void **state)
{
    (void)state;
    refused("", PH_INVALID, "a.rdf");
    refused("<a>\n<b></a>", PH_INVALID, "a.rdf:2:");
    refused("<a/>", PH_INVALID, "no rdf:RDF");
    refused("\xff\xfe", PH_INVALID, "a.rdf");
    refused(HEAD "<skos:Concept rdf:about=\"urn:x:1\">\n</skos:Concept>" TAIL, PH_INVALID,
            "a.rdf:4:");
    refused(HEAD CONCEPT("1", "s", "") TAIL, PH_INVALID, "skos:notation");
    refused(HEAD CONCEPT("1", "s", ID(" \n ")) TAIL, PH_INVALID, "skos:notation");
    refused(HEAD CONCEPT("1", "", ID("x")) TAIL, PH_INVALID, "skos:inScheme");
    refused(HEAD CONCEPT("1", "s", ID("x")) CONCEPT("2", "s", ID("x")) TAIL, PH_INVALID,
            "scheme 's' has 'x' twice");
    refused(HEAD CONCEPT("1", "s", ID("x") "<skos:broader rdf:resource=\"urn:nowhere\"/>\n")
                TAIL,
            PH_INVALID, "'urn:nowhere'");
    refused(HEAD CONCEPT("1", "s", ID("x") "<skos:broader rdf:resource=\"urn:2\"/>\n")
                CONCEPT("2", "s", ID("y") "<skos:broader rdf:resource=\"urn:1\"/>\n") TAIL,
            PH_INVALID, "broader than itself");
}

static void no_files(void **state)
{
    scratch dir = scratch_new();
    ph_vocabulary *v;
    REFUSED(ph_vocabulary_open(&v, dir.path, &err), PH_NOT_FOUND, "no vocabulary");
    ph_str none = ph_dupf(*state, "%s/none", dir.path);
    REFUSED(ph_vocabulary_open(&v, none.s, &err), PH_NOT_FOUND, none.s);
    scratch_remove(&dir);
    ph_vocabulary_free(NULL);
}

static void odd_but_good(void **state)
{
    scratch dir = scratch_new();
    ph_vocabulary *v;
    (void)state;
    write_file(dir.path, "a.rdf",
               HEAD CONCEPT(
                   "1", "s",
                   ID(" x ") "<skos:prefLabel/>\n"
                             "<skos:altLabel xml:lang=\"ru\">alt</skos:altLabel>\n"
                             "<skos:closeMatch rdf:resource=\"urn:elsewhere\"/>\n"
                             "<skos:closeMatch rdf:resource=\"urn:2\"/>\n"
                             "<skos:closeMatch rdf:resource=\"urn:3\"/>\n"
                             "<ph:inference>asserted-only</ph:inference>\n"
                             "<ph:prefLabelUse>query</ph:prefLabelUse>\n"
                             "<ph:sentenceCue xml:lang=\"en\"> a \n cue </ph:sentenceCue>\n"
                             "<skos:broader rdf:resource=\"urn:2\"/>\n") TAIL);
    write_file(dir.path, "b.rdf",
               HEAD CONCEPT("2", "s", ID("y")) CONCEPT("3", "t", ID("x")) TAIL);
    OK(ph_vocabulary_open(&v, dir.path, &err));
    assert_int_equal(ph_vocabulary_count(v), 3);
    const ph_concept *c = ph_vocabulary_find(v, "s", PH_STR("x"));
    assert_non_null(c);
    same(c->broader, "y");
    same(ph_concept_label(c, PH_STR("ru")), "x"); /* no preferred label: the id */
    assert_true(c->asserted_only && c->vague);
    assert_int_equal(c->labels.n, 2);
    same(c->labels.v[1].text, "a cue");
    assert_int_equal(c->labels.v[1].type, PH_LABEL_CUE);
    assert_int_equal(c->close.n, 1); /* only those of its own scheme */
    same(c->close.v[0], "y");
    assert_true(ph_concept_is_subject(c));
    assert_false(ph_concept_is_subject(ph_vocabulary_find(v, "s", PH_STR("y"))));
    assert_true(ph_concept_is_subject(ph_vocabulary_find(v, "t", PH_STR("x"))));
    assert_false(ph_concept_is_subject(NULL));
    ph_vocabulary_free(v);
    scratch_remove(&dir);
}

/* --- countries and regions -------------------------------------------------------------- */

static void regions_of(const char *code, const char *const *want)
{
    ph_str regions[8];
    size_t n = ph_country_regions(ph_cstr(code), regions, 8), i = 0;
    for (; want[i]; i++) {
        assert_true(i < n);
        same(regions[i], want[i]);
        assert_true(ph_region_known(regions[i]));
    }
    assert_int_equal(n, i);
}

static void regions(void **state)
{
    static const struct {
        const char *code, *regions[4];
    } rows[] = {
        {"EE", {"154", "150"}},
        {"KZ", {"143", "142"}},
        {"RS", {"039", "150"}},
        {"JP", {"030", "142"}},
        {"FJ", {"054", "009"}},
        {"143", {"142"}},
        {"KE", {"014", "202", "002"}},
        {"MX", {"013", "419", "019"}},
        {"202", {"002"}},
        {"029", {"419", "019"}},
        {"DZ", {"015", "002"}},
        {"CA", {"021", "019"}},
        {"154", {"150"}},
        {"150", {NULL}},
        {"001", {NULL}},
        {"XX", {NULL}},
        {"", {NULL}},
        {"abcd", {NULL}},
    };
    ph_str one[1];
    (void)state;
    for (size_t i = 0; i < N(rows); i++)
        regions_of(rows[i].code, rows[i].regions);
    assert_int_equal(ph_country_regions(PH_ABSENT, one, 1), 0);
    assert_int_equal(ph_country_regions(PH_STR("EE"), one, 0), 0);
    assert_int_equal(ph_country_regions(PH_STR("EE"), one, 1), 1);
    same(one[0], "154");
}

static void known_codes(void **state)
{
    static const char *const good[] = {"EE", "KZ", "GB", "RS", "TW", "AQ"};
    static const char *const bad[] = {"",   "E",  "ee", "EEE", "UK",  "EU",
                                      "UN", "XX", "ZZ", "SU",  "001", "YU",
                                      "AC", "EZ", "XA", "XB",  "E\0", "Е "};
    static const char *const no_region[] = {"",   "1",   "001", "9999",
                                            "EE", "000", "830", "14"};
    (void)state;
    for (size_t i = 0; i < N(good); i++)
        assert_true(ph_country_known(ph_cstr(good[i])));
    for (size_t i = 0; i < N(bad); i++)
        if (ph_country_known(ph_cstr(bad[i])))
            fail_msg("'%s' is no country", bad[i]);
    assert_false(ph_country_known(PH_ABSENT));
    assert_true(ph_region_known(PH_STR("143")) && ph_region_known(PH_STR("150")));
    for (size_t i = 0; i < N(no_region); i++)
        if (ph_region_known(ph_cstr(no_region[i])))
            fail_msg("'%s' is no region", no_region[i]);
}

typedef struct listing {
    size_t n, stop_at;
    char last[3];
} listing;

static bool count_country(void *user, ph_str code)
{
    listing *l = user;
    assert_int_equal(code.n, 2);
    assert_true(strncmp(l->last, code.s, 2) < 0); /* alphabetical */
    memcpy(l->last, code.s, 2);
    ph_str regions[8];
    size_t n = ph_country_regions(code, regions, 8);
    if (n == 0 || n > 3)
        fail_msg("'%.*s' has %zu regions", PH_FMT(code), n);
    return ++l->n != l->stop_at;
}

static void each_country(void **state)
{
    listing all = {0}, few = {.stop_at = 5};
    (void)state;
    assert_true(ph_country_each(count_country, &all));
    assert_in_range(all.n, 249, 250); /* ISO 3166-1, and Kosovo */
    assert_false(ph_country_each(count_country, &few));
    assert_int_equal(few.n, 5);
}

static void names(void **state)
{
    static const struct {
        const char *code, *language, *name;
    } places[] =
        {
            {"EE", "en", "Estonia"},
            {"EE", "ru", "Эстония"},
            {"143", "en", "Central Asia"},
            {"KZ", "fr", "Kazakhstan"},
            {"150", "es", "Europa"},
            {"EE", "", "Estonia"},
            {"RS", "sr-Latn", "Srbija"},
            {"RS", "sr", "Србија"},
            {"EE", "xx", "EE"},
            {"QQQQ", "en", "QQQQ"},
            {"", "en", ""},
        },
      languages[] = {
          {"ru", "en", "Russian"},
          {"ru", "ru", "русский"},
          {"sr-Latn", "en", "Serbian (Latin)"},
      };
    for (size_t i = 0; i < N(places); i++) {
        ph_str s =
            ph_place_name(*state, ph_cstr(places[i].code), ph_cstr(places[i].language));
        if (ph_eqc(ph_cstr(places[i].language), "xx"))
            assert_true(s.n > 0); /* of an unknown language: some name */
        else
            same(s, places[i].name);
    }
    for (size_t i = 0; i < N(languages); i++)
        same(ph_language_name(*state, ph_cstr(languages[i].code),
                              ph_cstr(languages[i].language)),
             languages[i].name);
    ph_str long_one = ph_dupf(*state, "%0*d", 1000, 1);
    same(ph_language_name(*state, long_one, long_one), long_one.s);
    same(ph_place_name(*state, PH_STR("EE"), long_one), "Estonia");
}

/* --- facts of countries ------------------------------------------------------------------- */

static ph_str group_of(const char *scheme, const char *code)
{
    size_t at = 0;
    const ph_concept *group = ph_country_group(shipped, scheme, ph_cstr(code), &at);
    return group ? group->id : PH_STR("none");
}

static void facts(void **state)
{
    const ph_country_facts *kz = ph_country_find(shipped, PH_STR("KZ"));
    const ph_country_facts *xk = ph_country_find(shipped, PH_STR("XK"));
    size_t at = 0;
    (void)state;
    assert_non_null(kz);
    assert_float_equal(kz->hdi, 0.802, 1e-9);
    assert_float_equal(kz->egdi, 0.8628, 1e-9);
    assert_int_equal(kz->borders.n, 5);
    assert_true(ph_strs_has(&kz->borders, PH_STR("UZ")));
    assert_true(ph_strs_has(&kz->languages, PH_STR("ru")));
    assert_non_null(xk);
    assert_true(isnan(xk->hdi) && isnan(xk->egdi)); /* not known is not zero */
    assert_null(ph_country_find(shipped, PH_STR("XX")));
    same(group_of("income", "KZ"), "upper-middle");
    same(group_of("income", "RW"), "low");
    same(group_of("income", "VE"), "none");
    same(group_of("development", "KG"), "lldc");
    same(group_of("development", "ST"), "sids");
    same(group_of("network", "JM"), "caricad");
    same(ph_country_group(shipped, "network", PH_STR("KZ"), &at)->id, "nispacee");
    same(ph_country_group(shipped, "network", PH_STR("KZ"), &at)->id, "aapa");
    same(ph_country_group(shipped, "network", PH_STR("KZ"), &at)->id, "speca");
    assert_null(ph_country_group(shipped, "network", PH_STR("KZ"), &at));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schemes),
        cmocka_unit_test(labels),
        cmocka_unit_test(every_language_has_labels),
        cmocka_unit_test(hash_tells_contents),
        cmocka_unit_test(broken_files),
        TEST(no_files),
        cmocka_unit_test(odd_but_good),
        cmocka_unit_test(regions),
        cmocka_unit_test(known_codes),
        cmocka_unit_test(each_country),
        TEST(names),
        cmocka_unit_test(facts),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_shipped, close_shipped);
}
