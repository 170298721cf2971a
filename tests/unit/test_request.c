/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests read from memory: a target or a header field and what it means, side by side. */
#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "search/limits.h"
#include "web/access_log.h"
#include "web/licence.h"
#include "web/request.h"

#define N(array) (sizeof(array) / sizeof *(array))

/* Path and parameters as one line: "[segment][segment] name=value". */
static void show(const ph_request *request, ph_buf *out)
{
    for (size_t i = 0; i < request->path.n; i++)
        ph_buf_addf(out, "[%.*s]", PH_FMT(request->path.v[i]));
    for (size_t i = 0; i < request->parameters.n; i++)
        ph_buf_addf(out, " %.*s=%.*s", PH_FMT(request->parameters.v[i].name),
                    PH_FMT(request->parameters.v[i].value));
}

static const struct {
    const char *range;
    uint64_t size;
    ph_range want;
    uint64_t first, n;
} ranges[] = {
    {"", 10, PH_RANGE_ALL, 0, 0},
    {"bytes", 10, PH_RANGE_ALL, 0, 0},
    {"bytes=", 10, PH_RANGE_ALL, 0, 0},
    {"bytes=-", 10, PH_RANGE_ALL, 0, 0},
    {"bytes=0-0", 10, PH_RANGE_PART, 0, 1},
    {"BYTES=9-9", 10, PH_RANGE_PART, 9, 1},
    {"bytes=9-10", 10, PH_RANGE_PART, 9, 1},
    {"bytes=10-10", 10, PH_RANGE_OUTSIDE, 0, 0},
    {"bytes=0-", 10, PH_RANGE_PART, 0, 10},
    {"bytes=0-", 0, PH_RANGE_OUTSIDE, 0, 0},
    {"bytes=-1", 10, PH_RANGE_PART, 9, 1},
    {"bytes=-11", 10, PH_RANGE_PART, 0, 10},
    {"bytes=-0", 10, PH_RANGE_OUTSIDE, 0, 0},
    {"bytes=-1", 0, PH_RANGE_OUTSIDE, 0, 0},
    {"bytes=4-3", 10, PH_RANGE_ALL, 0, 0},
    {"bytes=0-1,3-4", 10, PH_RANGE_ALL, 0, 0},
    {"bytes=--1", 10, PH_RANGE_ALL, 0, 0},
    {"bytes=1--", 10, PH_RANGE_ALL, 0, 0},
    {"bytes=x-1", 10, PH_RANGE_ALL, 0, 0},
    {"bytes=1-x", 10, PH_RANGE_ALL, 0, 0},
    {"bytes=99999999999999999999-", 10, PH_RANGE_ALL, 0, 0},
    {"rows=0-1", 10, PH_RANGE_ALL, 0, 0},
    {"bytes=5-999999999999999999", 10, PH_RANGE_PART, 5, 5},
};

static void one_range_of_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(ranges); i++) {
        uint64_t first = 0, n = 0;
        ph_range got =
            ph_request_range(ph_cstr(ranges[i].range), ranges[i].size, &first, &n);
        if (got != ranges[i].want)
            fail_msg("%s of %llu: %d", ranges[i].range, (unsigned long long)ranges[i].size,
                     got);
        if (got == PH_RANGE_PART) {
            assert_int_equal(first, ranges[i].first);
            assert_int_equal(n, ranges[i].n);
        }
    }
    assert_int_equal(ph_request_range(PH_ABSENT, 10, NULL, NULL), PH_RANGE_ALL);
}

static const struct {
    const char *licence, *url; /* url NULL: none known */
} licences[] = {
    {"CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"},
    {" cc by_sa  3.0 igo ", "https://creativecommons.org/licenses/by-sa/3.0/igo/"},
    {"CC BY-NC-ND 2.5", "https://creativecommons.org/licenses/by-nc-nd/2.5/"},
    {"CC BY", "https://creativecommons.org/licenses/by/4.0/"},
    {"CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"},
    {"Public Domain", "https://creativecommons.org/publicdomain/mark/1.0/"},
    {"OGL-UK-3.0",
     "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
    {"http://www.creativecommons.org/licenses/by/4.0",
     "http://www.creativecommons.org/licenses/by/4.0"},
    {"https://opendatacommons.org/licenses/odbl/1-0/",
     "https://opendatacommons.org/licenses/odbl/1-0/"},
    {"https://odd.test/creativecommons.org/licenses/",
     "https://odd.test/creativecommons.org/licenses/"},
    {"CC", NULL},
    {"CC-BY-XX-4.0", NULL},
    {"CC-BYE-4.0", NULL},
    {"CC-BY-9.0", NULL},
    {"", NULL},
    {" - ", NULL},
    {"All rights reserved", NULL},
    {"no CC0", NULL},
    {"A name that is much longer than any name of a licence that anybody has ever seen",
     NULL},
};

static void licences_and_their_texts(void **state)
{
    (void)state;
    ph_arena *arena = ph_arena_new();
    for (size_t i = 0; i < N(licences); i++) {
        ph_str licence = ph_cstr(licences[i].licence);
        ph_str url = ph_licence_url(arena, licence);
        if (!ph_eq(url, ph_cstr(licences[i].url)))
            fail_msg("'%s': %.*s", licences[i].licence, PH_FMT(url));
    }
    ph_arena_free(arena);
}

static const struct {
    const char *target, *want; /* NULL: refused */
} targets[] = {
    {"/", ""},
    {"/search", "[search]"},
    {"/search/", "[search][]"},
    {"//x", "[][x]"},
    {"/documents/a%2Fb", "[documents][a/b]"},
    {"/documents/%2e%2E/x", "[documents][..][x]"},
    {"/a%", "[a%]"},
    {"/a%4", "[a%4]"},
    {"/a%zz%41", "[a%zzA]"},
    {"/a+b", "[a+b]"},
    {"/search?q=a+b", "[search] q=a b"},
    {"/search?q=a%2Bb%26c%3Dd", "[search] q=a+b&c=d"},
    {"/search?q=%20%20x%09y%20", "[search] q=x y"},
    {"/search?q=a%00b", "[search] q=ab"},
    {"/search?q=%D0%BC%D0%B8%D1%80", "[search] q=\xD0\xBC\xD0\xB8\xD1\x80"},
    {"/search?q=%FFx", "[search] q=\xEF\xBF\xBDx"},
    {"/search?q=%D0", "[search] q=\xEF\xBF\xBD"},
    {"/search?q=e%CC%81", "[search] q=\xC3\xA9"},
    {"/search?sdg=1&sdg=2&q=", "[search] sdg=1 sdg=2 q="},
    {"/search?q", "[search] q="},
    {"/search?=x&&y=1", "[search] y=1"},
    {"/search?q=a=b?c", "[search] q=a=b?c"},
    {"/search?", "[search]"},
    {"http://example.org/x?q=1", "[x] q=1"},
    {"HTTPS://example.org", ""},
    {"http://example.org?q=1", NULL},
    {"search", NULL},
    {"", NULL},
    {"*", NULL},
    {"?q=1", NULL},
};

static void targets_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(targets); i++) {
        ph_error err = {0};
        ph_buf got = {0};
        ph_request request = {.arena = ph_arena_new()};
        assert_non_null(request.arena);
        ph_status status =
            ph_request_read_target(&request, ph_cstr(targets[i].target), &err);
        show(&request, &got);
        if (!targets[i].want && status != PH_INVALID)
            fail_msg("'%s' was taken", targets[i].target);
        if (targets[i].want &&
            (status != PH_OK || !ph_eqc(ph_buf_str(&got), targets[i].want)))
            fail_msg("'%s' is '%.*s', not '%s'", targets[i].target,
                     PH_FMT(ph_buf_str(&got)), targets[i].want);
        ph_buf_free(&got);
        ph_arena_free(request.arena);
    }
}

static void zero_bytes_are_bytes(void **state)
{
    ph_error err;
    ph_request request = {.arena = ph_arena_new()};
    (void)state;
    assert_non_null(request.arena);
    assert_int_equal(ph_request_read_target(&request, PH_STR("/a%00b?q=x%00y"), &err),
                     PH_OK);
    assert_int_equal(request.path.v[0].n, 3);
    assert_memory_equal(request.path.v[0].s, "a\0b", 3);
    assert_true(ph_eqc(request.parameters.v[0].value, "xy"));
    assert_true(ph_eqc(request.target, "/a%00b"));
    assert_true(ph_eqc(request.query, "q=x%00y"));
    ph_arena_free(request.arena);
}

static void parameters_are_bounded(void **state)
{
    ph_error err;
    ph_buf target = {0};
    ph_request request = {.arena = ph_arena_new()};
    (void)state;
    assert_non_null(request.arena);
    ph_buf_addc(&target, "/search?");
    for (int i = 0; i < PH_PARAMETERS_MAX; i++)
        ph_buf_addc(&target, "a=1&");
    assert_int_equal(ph_request_read_target(&request, ph_buf_str(&target), &err), PH_OK);
    assert_int_equal(request.parameters.n, PH_PARAMETERS_MAX);
    ph_buf_addc(&target, "a=1");
    assert_int_equal(ph_request_read_target(&request, ph_buf_str(&target), &err), PH_LIMIT);
    assert_int_equal(request.parameters.n, PH_PARAMETERS_MAX);
    ph_buf_addc(&target, "&b=1&ui=ru&ui=fr&b=2"); /* the page that says so has a language */
    assert_int_equal(ph_request_read_target(&request, ph_buf_str(&target), &err), PH_LIMIT);
    assert_int_equal(request.parameters.n, PH_PARAMETERS_MAX + 1);
    assert_true(ph_eqc(ph_request_parameter(&request, "ui"), "ru"));
    ph_buf_free(&target);
    ph_arena_free(request.arena);
}

static const struct {
    const char *accept;
    unsigned html, json;
    bool wants_json;
} accepts[] = {
    {NULL, 1000, 1000, false},
    {"", 1000, 1000, false},
    {"*/*", 1000, 1000, false},
    {"application/json", 0, 1000, true},
    {"Application/JSON", 0, 1000, true},
    {"text/html", 1000, 0, false},
    {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 1000, 800, false},
    {"application/json, text/html;q=0.9", 900, 1000, true},
    {"application/json;q=0.5, text/html;q=0.51", 510, 500, false},
    {"application/*", 0, 1000, true},
    {"*/*;q=0.1, application/json;q=0", 100, 0, false},
    {"application/json;q=0.333", 0, 333, true},
    {"application/json;charset=utf-8;q=0.2", 0, 200, true},
    {"image/png", 0, 0, false},
    {",,;,", 0, 0, false},
};

static void accept_is_weighed(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(accepts); i++) {
        ph_str accept = ph_cstr(accepts[i].accept);
        ph_request request = {.accept = accept};
        unsigned html = ph_accept_quality(accept, PH_STR("text/html"));
        unsigned json = ph_accept_quality(accept, PH_STR("application/json"));
        if (html != accepts[i].html || json != accepts[i].json ||
            ph_request_wants_json(&request) != accepts[i].wants_json)
            fail_msg("'%.*s': html %u, json %u", PH_FMT(accept), html, json);
    }
}

static const struct {
    const char *field;
    ph_coding want;
} codings[] = {
    {NULL, PH_IDENTITY},
    {"", PH_IDENTITY},
    {"gzip", PH_GZIP},
    {"gzip, deflate, br", PH_BROTLI},
    {"br, gzip", PH_BROTLI},
    {"br;q=0.5, gzip", PH_GZIP},
    {"br;q=0.5, gzip;q=0.5", PH_BROTLI},
    {"br;q=0, gzip;q=0.001", PH_GZIP},
    {"br;q=0.9, *;q=1", PH_GZIP},
    {"gzip;q=0", PH_IDENTITY},
    {"identity", PH_IDENTITY},
    {"identity, gzip;q=0.5", PH_IDENTITY},
    {"identity;q=0.5, gzip;q=0.5", PH_GZIP},
    {"identity;q=0, gzip;q=0.1", PH_GZIP},
    {"*", PH_BROTLI},
    {"*;q=0", PH_IDENTITY},
    {"gzip;q=0, *", PH_BROTLI},
    {"br;q=0, gzip;q=0, *", PH_IDENTITY},
    {"GZIP", PH_GZIP},
    {"x-gzip", PH_GZIP},
    {"x-gzip-not", PH_IDENTITY},
    {"deflate,*;q=0.1", PH_BROTLI},
    {" BR ; q=1 ,gzip", PH_BROTLI},
};

static void codings_are_chosen(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(codings); i++) {
        ph_request request = {.accept_encoding = ph_cstr(codings[i].field)};
        ph_coding got = ph_request_coding(&request);
        if (got != codings[i].want)
            fail_msg("'%s': %d", codings[i].field, (int)got);
    }
}

static const struct {
    const char *field;
    bool has;
} tags[] = {
    {NULL, false},       {"W/\"abc\"", true}, {"\"abc\"", true}, {"\"x\", W/\"abc\"", true},
    {"\"abcd\"", false}, {"abc", false},      {"*", false},      {"", false},
};

static void entity_tags_are_compared(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(tags); i++) {
        ph_request request = {.if_none_match = ph_cstr(tags[i].field)};
        if (ph_request_has_tag(&request, PH_STR("W/\"abc\"")) != tags[i].has)
            fail_msg("'%s'", tags[i].field);
    }
}

static void methods(void **state)
{
    (void)state;
    assert_int_equal(ph_method_find(PH_STR("GET")), PH_GET);
    assert_int_equal(ph_method_find(PH_STR("HEAD")), PH_HEAD);
    assert_int_equal(ph_method_find(PH_STR("get")), PH_OTHER_METHOD);
    assert_int_equal(ph_method_find(PH_STR("POST")), PH_POST);
}

static void addresses_are_shortened(void **state)
{
    static const struct {
        int family;
        const char *address, *want;
    } cases[] = {
        {AF_INET, "203.0.113.77", "203.0.113.0"},
        {AF_INET6, "2001:db8:1:2:3:4:5:6", "2001:db8:1::"},
        {AF_INET6, "::1", "::"},
        {AF_INET6, "::ffff:203.0.113.77", "203.0.113.0"},
    };
    char text[PH_ADDRESS_MAX];
    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        struct sockaddr_in6 six = {.sin6_family = AF_INET6};
        struct sockaddr_in four = {.sin_family = AF_INET};
        bool v6 = cases[i].family == AF_INET6;
        void *to = v6 ? (void *)&six.sin6_addr : (void *)&four.sin_addr;
        assert_int_equal(inet_pton(cases[i].family, cases[i].address, to), 1);
        ph_address_text(v6 ? (void *)&six : (void *)&four, false, text);
        assert_string_equal(text, cases[i].want);
    }
    ph_address_text(NULL, false, text);
    assert_string_equal(text, "-");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_are_read),
        cmocka_unit_test(zero_bytes_are_bytes),
        cmocka_unit_test(parameters_are_bounded),
        cmocka_unit_test(accept_is_weighed),
        cmocka_unit_test(codings_are_chosen),
        cmocka_unit_test(entity_tags_are_compared),
        cmocka_unit_test(methods),
        cmocka_unit_test(addresses_are_shortened),
        cmocka_unit_test(one_range_of_bytes),
        cmocka_unit_test(licences_and_their_texts),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
