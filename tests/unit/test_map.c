/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Maps: what they say of columns, and what is wrong with them. */
#include "config.h"

#include "tests/unit/tabling.h"

#include "indexer/map.h"

static void mapped_is(ph_arena *arena, const char *map_text, const char *name,
                      const char *table, const char *want)
{
    ph_map *map;
    ph_error err;
    if (ph_map_parse(ph_cstr(map_text), "m.yaml", &map, &err) != PH_OK)
        fail_msg("%s", err.text);
    const char *out = unfold_text(arena, name, table, map);
    ph_map_free(map);
    assert_string_equal(out, want);
}

static void test_fields(void **state)
{
    mapped_is(*state,
              "fields:\n  title: [short, Long name]\n  key: no\n"
              "  abstract: \"{Long name} ({who})\"\n  countries: [c1, c2]\n",
              "a.csv",
              "No;Short;LONG_NAME;c1;c2;Title;who\n1;;The long one;EE;FI;other;us\n"
              "2;S;;EE;Unknown;;\n",
              "== #1 #=1\n2 title = The long one\n2 key = 1\n"
              "2 abstract = The long one (us)\n2 countries.0 = EE\n2 countries.1 = FI\n"
              "P Title: other\nP Who: us\n"
              "== #2 #=2\n2 title = S\n2 key = 2\n2 countries.0 = EE\n");
}

static void test_paths(void **state)
{
    mapped_is(*state,
              "fields:\n  title: info.name\n  lead: orgs.0\n  partners: \"who[*].name\"\n",
              "a.json",
              "[{\"info\": {\"name\": \"A\"}, \"orgs\": [\"x\", \"y\"], "
              "\"who\": [{\"name\": \"p\"}, {\"name\": \"q\"}]}]",
              "== #1 #1\n2 title = A\n2 lead.name = x\n2 partners.0.name = p\n"
              "2 partners.1.name = q\nP Orgs: y\n");
}

static void test_values(void **state)
{
    mapped_is(*state,
              "fields: {title: name, status: state, countries: where}\n"
              "constants: {type: ai-case-study, status: idea, license: CC0}\n"
              "values:\n  status: {In use: operational, '0': ''}\n"
              "  countries: {'Utopia, Isle of': EE}\n"
              "separators: {countries: /}\n",
              "a.csv", "name|state|where\nA|IN USE|EE/Utopia, Isle of/FI\nB|0|\n",
              "== #1 #1\n2 title = A\n2 status = operational\n2 countries.0 = EE\n"
              "2 countries.1 = FI\n2 type = ai-case-study\n2 license = CC0\n"
              "== #2 #2\n2 title = B\n2 type = ai-case-study\n2 status = idea\n"
              "2 license = CC0\n");
}

static void test_text(void **state)
{
    mapped_is(*state,
              "fields: {title: name}\n"
              "text: {a: lessons, b: What we saw, c: }\nomit: [d, e]\n",
              "a.csv", "name,a,b,c,d,e,f\nA,la,lb,lc,ld,le,lf\n",
              "== #1 #1\n2 title = A\nP lc\nP F: lf\nH2 (lessons) Lessons learned\n"
              "P (lessons) la\nH2 What we saw\nP lb\n");
}

static void wrong(const char *text, const char *want)
{
    ph_map *map;
    ph_error err;
    if (ph_map_parse(ph_cstr(text), "m.yaml", &map, &err) != PH_INVALID)
        fail_msg("taken: %s", text);
    assert_null(map);
    if (strncmp(err.text, want, strlen(want)) != 0)
        fail_msg("'%s' instead of '%s'", err.text, want);
}

/* A column that a map reads is read by its name no more, nor is "NA" Namibia elsewhere. */
static void test_names(void **state)
{
    mapped_is(*state,
              "fields: {title: name, end: closing date, countries: where, status: s}\n",
              "a.csv", "name,Closing date,where,s,country\nA,31.1.2024,NA,NA,EE\n",
              "== #1 #1\n2 title = A\n2 end = 2024-01-31\n2 countries.0 = NA\n"
              "P Country: EE\n");
}

static void test_wrong(void **state)
{
    (void)state;
    wrong("fields:\n  key: id\n  titel: name\n",
          "map 'm.yaml', line 3: no field is called 'titel'; did you mean 'title'?");
    wrong("fields:\n  zzzzzz: name\n",
          "map 'm.yaml', line 2: no field is called 'zzzzzz'; d");
    wrong("fields:\n  lessons: name\n",
          "map 'm.yaml', line 2: 'lessons' is a section: name");
    wrong("# c\nfeilds:\n  a: b\n", "map 'm.yaml', line 2: a map has no part 'feilds'");
    wrong("fields: title\n", "map 'm.yaml', line 1: below 'fields' stand lines");
    wrong("fields:\n  title:\n",
          "map 'm.yaml', line 2: 'title' needs the name of a column");
    wrong("fields:\n  title: {a: b}\n",
          "map 'm.yaml', line 2: 'title' needs the name of a");
    wrong("fields:\n  title: [a, [b]]\n",
          "map 'm.yaml', line 2: 'title' needs the name of");
    wrong("fields:\n  title: \"{a\"\n", "map 'm.yaml', line 2: 'title': write names of");
    wrong("fields:\n  title: \"{} b\"\n", "map 'm.yaml', line 2: 'title': write names of");
    wrong("fields:\n  title: a: b\n", "map 'm.yaml', line 2: not valid YAML: ");
    wrong("separators:\n  countries: ab\n",
          "map 'm.yaml', line 2: the separator of 'count");
    wrong("- a\n", "map 'm.yaml', line 1: expected the parts of a map");
    wrong("", "map 'm.yaml', line 1: expected the parts of a map");
    wrong("fields:\n  title: *a\n", "map 'm.yaml', line 2: ");
}

static void test_shipped(void **state)
{
    static const char *const names[] = {"worldbank-projects", "aiwatch-cases",
                                        "retrieval-corpus"};
    const char *root = getenv("PEERHUB_DATA_DIR");
    for (size_t i = 0; i < N(names); i++) {
        ph_map *map;
        ph_error err;
        ph_str path =
            ph_dupf(*state, "%s/corpus/maps/%s.yaml", root ? root : ".", names[i]);
        if (ph_map_read(path.s, &map, &err) != PH_OK)
            fail_msg("%s", err.text);
        ph_map_free(map);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_fields, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_paths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_values, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test_setup_teardown(test_shipped, set_up, tear_down)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
