/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ph_vocabulary_check says of faulty files, a row each, and of those that are shipped. */
#include "config.h"

#include <dirent.h>

#include "search/vocabulary_check.h"
#include "tests/unit/support.h"

static ph_analyzer *analyzer;
static char told[2000];

static void note(void *user, long line, const char *fault)
{
    size_t n = strlen(told);
    (void)user;
    (void)line;
    snprintf(told + n, sizeof told - n, "%s\n", fault);
}

static int open_analyzer(void **state)
{
    ph_error err;
    (void)state;
    return ph_analyzer_new(&analyzer, &err) ? -1 : 0;
}

static int close_analyzer(void **state)
{
    (void)state;
    ph_analyzer_free(analyzer);
    return 0;
}

#define CONCEPT(id, more)                                                                  \
    "<skos:Concept rdf:about='urn:s:" id "'><skos:notation>" id "</skos:notation>"         \
    "<skos:inScheme rdf:resource='urn:s'/>" more "</skos:Concept>"
#define TOP "<skos:topConceptOf rdf:resource='urn:s'/>"
#define BELOW(id) "<skos:broader rdf:resource='urn:s:" id "'/>"
#define PREF(text) "<skos:prefLabel xml:lang='en'>" text "</skos:prefLabel>"
#define ALT(text) "<skos:altLabel xml:lang='en'>" text "</skos:altLabel>"
#define COUNTRY(code, more) "<ph:Country rdf:about='urn:c:" code "'>" more "</ph:Country>"

static const struct {
    const char *name, *xml, *fault; /* a part of what must be said; "": nothing */
} rows[] = {
    {"sound",
     CONCEPT("a", TOP PREF("one") ALT("two")) CONCEPT("b", BELOW("a") PREF("three")), ""},
    {"cycle", CONCEPT("a", BELOW("b") PREF("one")) CONCEPT("b", BELOW("a") PREF("two")),
     "'b' is broader than itself: a cycle"},
    {"self", CONCEPT("a", BELOW("a") PREF("one")), "'a' is broader than itself"},
    {"a cycle above",
     CONCEPT("a", BELOW("b") PREF("one")) CONCEPT("b", BELOW("b") PREF("two")),
     "'b' is broader than itself"},
    {"no parent", CONCEPT("a", BELOW("z") PREF("one")),
     "'a' is below 'urn:s:z', which is not in this file"},
    {"orphan", CONCEPT("a", PREF("one")), "'a' is an orphan"},
    {"top and below",
     CONCEPT("a", TOP PREF("one")) CONCEPT("b", TOP BELOW("a") PREF("two")),
     "'b' is a top concept and below another"},
    {"two preferred", CONCEPT("a", TOP PREF("one") PREF("two")),
     "'a' has two preferred labels in 'en'"},
    {"none preferred", CONCEPT("a", TOP ALT("one")), "'a' has no preferred label"},
    {"claimed",
     CONCEPT("a", TOP PREF("public service"))
         CONCEPT("b", TOP PREF("x") ALT("Public services")),
     "'Public services' (en) is claimed by 'b' and, as 'public service', by 'a'"},
    {"twice", CONCEPT("a", TOP PREF("one") ALT("one")),
     "'a' has the label 'one' (en) twice"},
    {"same id", CONCEPT("a", TOP PREF("one")) CONCEPT("a", TOP PREF("two")),
     "scheme 's' has 'a' twice"},
    {"no country", CONCEPT("a", TOP PREF("one") "<skos:member rdf:resource='urn:c:XX'/>"),
     "'a' has a member 'XX' that is no country"},
    {"one side", COUNTRY("KZ", "<ph:borders>KG</ph:borders>") COUNTRY("KG", ""),
     "KZ borders on KG, but not the other way round"},
    {"country twice", COUNTRY("KZ", "") COUNTRY("KZ", ""), "KZ stands twice"},
};

static ph_status check(const char *xml, ph_error *err)
{
    scratch dir = scratch_new();
    size_t concepts;
    char text[4000], path[300];
    snprintf(text, sizeof text,
             "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
             "xmlns:skos='http://www.w3.org/2004/02/skos/core#' "
             "xmlns:ph='urn:x-peerhub:vocabulary:1'>%s</rdf:RDF>",
             xml);
    write_file(dir.path, "v.rdf", text);
    snprintf(path, sizeof path, "%s/v.rdf", dir.path);
    told[0] = '\0';
    ph_status status = ph_vocabulary_check(path, analyzer, note, NULL, &concepts, err);
    scratch_remove(&dir);
    return status;
}

static void faults(void **state)
{
    ph_error err;
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        assert_int_equal(check(rows[i].xml, &err), PH_OK);
        if (rows[i].fault[0] ? !strstr(told, rows[i].fault) : told[0])
            fail_msg("%s: said '%s', wanted '%s'", rows[i].name, told, rows[i].fault);
    }
}

static void unreadable(void **state)
{
    static const char *const figures[] = {"1.1", "x", "0,8", "8", "0.", "-0.5", "0.80.2"};
    ph_error err;
    size_t concepts;
    char xml[200];
    (void)state;
    for (size_t i = 0; i < N(figures); i++) {
        snprintf(xml, sizeof xml, COUNTRY("KZ", "<ph:hdi>%s</ph:hdi>"), figures[i]);
        if (check(xml, &err) != PH_INVALID || !strstr(err.text, "from 0 to 1"))
            fail_msg("'%s' went through", figures[i]);
    }
    assert_int_equal(check(COUNTRY("XX", ""), &err), PH_INVALID);
    assert_int_equal(check("<skos:Concept/>", &err), PH_INVALID);
    assert_int_equal(check("<", &err), PH_INVALID);
    assert_int_equal(
        ph_vocabulary_check("/nowhere.rdf", analyzer, note, NULL, &concepts, &err),
        PH_NOT_FOUND);
}

static void shipped(void **state)
{
    const char *top = getenv("top_srcdir");
    char folder[4000], path[5000];
    ph_error err;
    size_t files = 0, concepts;
    (void)state;
    snprintf(folder, sizeof folder, "%s/corpus/vocabularies", top ? top : ".");
    DIR *d = opendir(folder);
    assert_non_null(d);
    told[0] = '\0';
    for (struct dirent *e = readdir(d); e; e = readdir(d))
        if (ph_ends(ph_cstr(e->d_name), PH_STR(".rdf"))) {
            snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
            assert_int_equal(
                ph_vocabulary_check(path, analyzer, note, NULL, &concepts, &err), PH_OK);
            if (told[0])
                fail_msg("%s: %s", e->d_name, told);
            files++;
        }
    closedir(d);
    assert_true(files >= 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults),
        cmocka_unit_test(unreadable),
        cmocka_unit_test(shipped),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_analyzer, close_analyzer);
}
