/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The template language: what each tag does, where white space goes, what is refused. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "web/template.h"

#define N(array) (sizeof(array) / sizeof *(array))

/* A set with the template "t" and, if given, the partial "p"; fails if it does not compile. */
static ph_templates *compiled(const char *source, const char *partial)
{
    ph_error err = {0};
    ph_templates *set = ph_templates_new();
    assert_non_null(set);
    ph_status status = ph_templates_add(set, PH_STR("t"), ph_cstr(source), &err);
    if (status == PH_OK && partial)
        status = ph_templates_add(set, PH_STR("p"), ph_cstr(partial), &err);
    if (status == PH_OK)
        status = ph_templates_link(set, &err);
    if (status != PH_OK)
        fail_msg("'%s': %s", source, err.text);
    return set;
}

static void renders(const char *source, const char *partial, const char *data,
                    const char *want)
{
    ph_error err = {0};
    ph_buf out = {0};
    json_t *json = json_loads(data, JSON_DECODE_ANY, NULL);
    assert_non_null(json);
    ph_templates *set = compiled(source, partial);
    if (ph_templates_render(set, "t", json, &out, &err) != PH_OK)
        fail_msg("'%s': %s", source, err.text);
    assert_string_equal(out.s ? out.s : "", want);
    ph_buf_free(&out);
    ph_templates_free(set);
    json_decref(json);
}

static void refuses(const char *source, const char *words)
{
    ph_error err = {0};
    ph_templates *set = ph_templates_new();
    assert_non_null(set);
    ph_status status = ph_templates_add(set, PH_STR("t"), ph_cstr(source), &err);
    if (status == PH_OK)
        status = ph_templates_link(set, &err);
    assert_int_equal(status, PH_INVALID);
    if (!strstr(err.text, words))
        fail_msg("'%s' says '%s', not '%s'", source, err.text, words);
    ph_templates_free(set);
}

/* --- tags ----------------------------------------------------------------------------- */

static void variables(void **state)
{
    (void)state;
    renders("plain", NULL, "{}", "plain");
    renders("", NULL, "{}", "");
    renders("a {{x}} b", NULL, "{\"x\":\"<&>\\\"'\"}", "a &lt;&amp;&gt;&quot;&#39; b");
    renders("{{{x}}}{{&x}}", NULL, "{\"x\":\"<b>\"}", "<b><b>");
    renders("{{ x }}|{{{ x }}}|{{& x }}", NULL, "{\"x\":1}", "1|1|1");
    renders("{{i}} {{r}} {{t}} {{f}} {{n}} {{gone}}|", NULL,
            "{\"i\":-7,\"r\":0.5,\"t\":true,\"f\":false,\"n\":null}",
            "-7 0.5 true false  |");
    renders("{{a.b.c}}{{a.x.c}}{{a.b.c.d}}", NULL, "{\"a\":{\"b\":{\"c\":\"yes\"}}}",
            "yes");
    renders("{{.}}", NULL, "\"all\"", "all");
    renders("{{x}}", NULL, "{\"x\":[1]}", "");
    renders("{ {x} } }}", NULL, "{}", "{ {x} } }}");
}

static void sections(void **state)
{
    (void)state;
    renders("{{#l}}<{{.}}>{{/l}}", NULL, "{\"l\":[1,2,3]}", "<1><2><3>");
    renders("{{#o}}{{x}}{{/o}}", NULL, "{\"o\":{\"x\":\"in\"},\"x\":\"out\"}", "in");
    renders("{{#o}}{{x}}{{/o}}", NULL, "{\"o\":{},\"x\":\"out\"}", "out");
    renders("{{#o}}{{x}}{{/o}}", NULL, "{\"o\":{\"x\":null},\"x\":\"out\"}", "");
    renders("{{#o.l}}{{x}}{{/o.l}}", NULL, "{\"o\":{\"l\":[{\"x\":1},{\"x\":2}]}}", "12");
    renders("{{#s}}({{.}}){{/s}}", NULL, "{\"s\":\"text\"}", "(text)");
    renders("{{#a}}{{#b}}{{c}}{{/b}}{{/a}}", NULL,
            "{\"a\":[{\"b\":[{\"c\":1}]},{\"b\":[]}]}", "1");
    renders("{{#n}}{{#.}}{{.}},{{/.}};{{/n}}", NULL, "{\"n\":[[1,2],[3]]}", "1,2,;3,;");
}

static void what_is_empty(void **state)
{
    static const char *const empty[] = {"null", "false", "\"\"", "[]"};
    static const char *const full[] = {"true", "0", "0.0", "\"x\"", "{}", "[0]"};
    char data[64];
    (void)state;
    for (size_t i = 0; i < N(empty); i++) {
        snprintf(data, sizeof data, "{\"v\":%s}", empty[i]);
        renders("{{#v}}full{{/v}}{{^v}}empty{{/v}}", NULL, data, "empty");
    }
    for (size_t i = 0; i < N(full); i++) {
        snprintf(data, sizeof data, "{\"v\":%s}", full[i]);
        renders("{{#v}}full{{/v}}{{^v}}empty{{/v}}", NULL, data, "full");
    }
    renders("{{#v}}full{{/v}}{{^v}}empty{{/v}}", NULL, "{}", "empty");
}

static void partials(void **state)
{
    (void)state;
    renders("[{{>p}}]", "{{x}}", "{\"x\":\"<\"}", "[&lt;]");
    renders("{{#l}}{{>p}}{{/l}}", "{{n}};", "{\"l\":[{\"n\":1},{\"n\":2}]}", "1;2;");
    renders("{{>p}}", "{{n}}{{#kids}}<{{>p}}>{{/kids}}",
            "{\"n\":1,\"kids\":[{\"n\":2,\"kids\":[]},{\"n\":3,\"kids\":[{\"n\":4,\"kids\":"
            "[]}]}]}",
            "1<2><3<4>>");
}

/* --- white space ---------------------------------------------------------------------- */

static void lines_of_tags_leave_nothing(void **state)
{
    (void)state;
    renders("a\n{{#x}}\nb\n{{/x}}\nc\n", NULL, "{\"x\":true}", "a\nb\nc\n");
    renders("a\n  {{#x}}  \nb\n\t{{/x}}\nc", NULL, "{\"x\":true}", "a\nb\nc");
    renders("a\r\n{{#x}}\r\nb\r\n{{/x}}\r\nc", NULL, "{\"x\":true}", "a\r\nb\r\nc");
    renders("a\n{{^x}}\nb\n{{/x}}", NULL, "{}", "a\nb\n");
    renders("{{#x}}\nb{{/x}}", NULL, "{\"x\":true}", "b");
    renders("a\n {{! words\n over lines }} \nb", NULL, "{}", "a\nb");
    renders("a {{! words }} b", NULL, "{}", "a  b");
    renders(" {{#x}}b{{/x}} \n", NULL, "{\"x\":true}", " b \n");
    renders("{{#x}} \n{{/x}}{{y}}\n", NULL, "{\"x\":true,\"y\":1}", "1\n");
    renders("  {{x}}\n", NULL, "{\"x\":1}", "  1\n");
}

static void partials_are_indented(void **state)
{
    (void)state;
    renders("a\n  {{>p}}\nb\n", "1\n2\n", "{}", "a\n  1\n  2\nb\n");
    renders("  {{>p}}\nb", "1\n2", "{}", "  1\n  2b");
    renders(" {{>p}}\n", "|\n{{{x}}}\n|\n", "{\"x\":\"<\\n->\"}", " |\n <\n->\n |\n");
    renders("a {{>p}}\nb", "1\n2", "{}", "a 1\n2\nb");
    renders("  {{>p}}\n", "{{#l}}\n{{.}}\n{{/l}}\n", "{\"l\":[1,2]}", "  1\n  2\n");
    renders("  {{>p}}\n", "1\n\n2\n", "{}", "  1\n\n  2\n");
}

/* --- what is refused ------------------------------------------------------------------ */

static void mistakes_have_a_line(void **state)
{
    (void)state;
    refuses("a\n{{#x}}", "t.mustache:2: a section without its end: 'x'");
    refuses("a\n\n{{/x}}", "t.mustache:3: the end of a section that was not begun: 'x'");
    refuses("{{#x}}\n{{#y}}\n{{/x}}{{/y}}",
            "t.mustache:3: the end of a section inside another");
    refuses("\n{{x", "t.mustache:2: a tag without its end");
    refuses("{{{x}}", "t.mustache:1: a tag without its end");
    refuses("{{}}", "t.mustache:1: a tag without a name");
    refuses("{{> }}", "t.mustache:1: a tag without a name");
    refuses("{{a b}}", "t.mustache:1: not a name: 'a b'");
    refuses("{{a..b}}", "t.mustache:1: not a name: 'a..b'");
    refuses("{{a.}}", "t.mustache:1: not a name: 'a.'");
    refuses("{{=<% %>=}}", "t.mustache:1: not supported");
    refuses("a\n{{>none}}", "t.mustache:2: no template 'none'");
}

static void depth_is_bounded(void **state)
{
    ph_error err = {0};
    ph_buf out = {0};
    (void)state;
    ph_templates *set = compiled("{{>t}}", NULL);
    json_t *data = json_object();
    assert_int_equal(ph_templates_render(set, "t", data, &out, &err), PH_LIMIT);
    assert_int_equal(ph_templates_render(set, "none", data, &out, &err), PH_NOT_FOUND);
    json_decref(data);
    ph_buf_free(&out);
    ph_templates_free(set);

    ph_buf deep = {0};
    for (int i = 0; i < 1000; i++)
        ph_buf_addc(&deep, "{{#x}}");
    for (int i = 0; i < 1000; i++)
        ph_buf_addc(&deep, "{{/x}}");
    set = ph_templates_new();
    assert_non_null(set);
    assert_int_equal(ph_templates_add(set, PH_STR("t"), ph_buf_str(&deep), &err), PH_LIMIT);
    ph_buf_free(&deep);
    ph_templates_free(set);
}

/* --- the site's own ------------------------------------------------------------------- */

static void ours_compile(void **state)
{
    ph_error err = {0};
    ph_templates *set = NULL;
    const char *data = getenv("PEERHUB_DATA_DIR");
    char folder[4096];
    (void)state;
    snprintf(folder, sizeof folder, "%s/web/templates", data ? data : ".");
    if (ph_templates_open(&set, folder, NULL, &err) != PH_OK)
        fail_msg("%s", err.text);
    assert_int_not_equal(ph_templates_hash(set), 0);
    ph_templates_free(set);
    assert_int_equal(ph_templates_open(&set, "/nowhere", NULL, &err), PH_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variables),
        cmocka_unit_test(sections),
        cmocka_unit_test(what_is_empty),
        cmocka_unit_test(partials),
        cmocka_unit_test(lines_of_tags_leave_nothing),
        cmocka_unit_test(partials_are_indented),
        cmocka_unit_test(mistakes_have_a_line),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(ours_compile),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
