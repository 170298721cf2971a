/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bodies are compressed as asked for, and another implementation reads them back. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <archive.h>
#include <archive_entry.h>
#include <brotli/decode.h>

#include "search/places.h"
#include "web/response.h"

#define N(array) (sizeof(array) / sizeof *(array))

/* What libarchive, which reads gzip by itself, makes of it. */
static size_t read_gzip(ph_str zipped, char *to, size_t room)
{
    struct archive *in = archive_read_new();
    struct archive_entry *entry;
    assert_non_null(in);
    assert_int_equal(archive_read_support_filter_gzip(in), ARCHIVE_OK);
    assert_int_equal(archive_read_support_format_raw(in), ARCHIVE_OK);
    assert_int_equal(archive_read_open_memory(in, zipped.s, zipped.n), ARCHIVE_OK);
    assert_int_equal(archive_read_next_header(in, &entry), ARCHIVE_OK);
    la_ssize_t n = archive_read_data(in, to, room);
    archive_read_free(in);
    assert_true(n >= 0);
    return (size_t)n;
}

static size_t read_brotli(ph_str zipped, char *to, size_t room)
{
    assert_int_equal(
        BrotliDecoderDecompress(zipped.n, (const uint8_t *)zipped.s, &room, (uint8_t *)to),
        BROTLI_DECODER_RESULT_SUCCESS);
    return room;
}

static size_t read_back(ph_coding coding, ph_str zipped, char *to, size_t room)
{
    if (coding == PH_BROTLI)
        return read_brotli(zipped, to, room);
    if (coding == PH_GZIP)
        return read_gzip(zipped, to, room);
    memcpy(to, zipped.s, zipped.n);
    return zipped.n;
}

/* Words of a page, many of them again and again. */
static void fill(ph_buf *body, size_t n)
{
    for (unsigned i = 0; body->n < n; i++)
        ph_buf_addf(body, "<li><a href=\"/documents/%u\">Практика № %u</a>\n",
                    i * 7919 % 997, i);
}

static const struct {
    const char *accept_encoding, *type;
    size_t n;
    ph_coding want;
} cases[] = {
    {NULL, PH_TYPE_HTML, 50000, PH_IDENTITY},
    {"gzip", PH_TYPE_HTML, 50000, PH_GZIP},
    {"br", PH_TYPE_HTML, 50000, PH_BROTLI},
    {"br, gzip", PH_TYPE_JSON, 2000, PH_BROTLI},
    {"gzip, br;q=0.9", PH_TYPE_JSON, 2000, PH_GZIP},
    {"br", PH_TYPE_HTML, 3000000, PH_BROTLI},
    {"gzip", PH_TYPE_HTML, 3000000, PH_GZIP},
    {"br", PH_TYPE_HTML, 500, PH_IDENTITY},  /* not worth it */
    {"br", PH_TYPE_HTML, 0, PH_IDENTITY},    /* nothing, as with 304 */
    {"br", "image/png", 50000, PH_IDENTITY}, /* compressed by itself */
    {"br", "image/svg+xml", 50000, PH_BROTLI},
    {"br", "application/zip", 50000, PH_IDENTITY},
    {"br", "application/problem+json", 5000, PH_BROTLI},
    {"br", "application/atom+xml", 5000, PH_BROTLI},
};

static ph_str header(const ph_response *response, const char *name)
{
    for (size_t i = 0; i < response->headers.n; i++)
        if (strcmp(response->headers.v[i].name, name) == 0)
            return response->headers.v[i].value;
    return PH_ABSENT;
}

static void bodies_are_compressed(void **state)
{
    char *back = malloc(4000000);
    (void)state;
    assert_non_null(back);
    for (size_t i = 0; i < N(cases); i++) {
        ph_arena *arena = ph_arena_new();
        ph_request request = {.arena = arena,
                              .accept_encoding = ph_cstr(cases[i].accept_encoding)};
        ph_response response;
        ph_buf plain = {0};
        ph_response_init(&response, arena);
        response.type = cases[i].type;
        fill(&plain, cases[i].n);
        ph_buf_add(&response.body, ph_buf_str(&plain));
        ph_response_finish(&response, &request);
        const char *name = ph_coding_name(cases[i].want);
        ph_str got = header(&response, "Content-Encoding");
        if (!ph_eq(got, ph_cstr(name)))
            fail_msg("%zu: '%.*s'", i, PH_FMT(got));
        ph_str body = ph_buf_str(&response.body);
        size_t n = body.n ? read_back(cases[i].want, body, back, 4000000) : 0;
        if (n != plain.n || (n && memcmp(back, plain.s, n) != 0))
            fail_msg("%zu: another text comes back", i);
        if (name && body.n * 3 > plain.n)
            fail_msg("%zu: %zu bytes become %zu", i, plain.n, body.n);
        assert_non_null(strstr(header(&response, "Vary").s, "Accept-Encoding"));
        ph_buf_free(&plain);
        ph_response_free(&response);
        ph_arena_free(arena);
    }
    free(back);
}

static void more_effort_is_shorter(void **state)
{
    ph_arena *arena = ph_arena_new();
    ph_buf plain = {0};
    char *back = malloc(1000000);
    ph_error err;
    (void)state;
    assert_non_null(back);
    assert_int_equal(
        ph_read_file(ph_place_data(arena, "web/assets/style.css").s, 1000000, &plain, &err),
        PH_OK);
    for (ph_coding coding = PH_GZIP; coding <= PH_BROTLI; coding++) {
        ph_buf quick = {0}, thorough = {0};
        ph_buf_addc(&thorough, "what is there stays");
        size_t before = thorough.n;
        assert_true(ph_compress(coding, PH_QUICK, ph_buf_str(&plain), &quick));
        assert_true(ph_compress(coding, PH_THOROUGH, ph_buf_str(&plain), &thorough));
        ph_str behind = ph_sub(ph_buf_str(&thorough), before, thorough.n);
        assert_true(behind.n < quick.n);
        assert_int_equal(read_back(coding, behind, back, 1000000), plain.n);
        assert_memory_equal(back, plain.s, plain.n);
        ph_buf_free(&quick);
        ph_buf_free(&thorough);
    }
    free(back);
    ph_buf_free(&plain);
    ph_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_are_compressed),
        cmocka_unit_test(more_effort_is_shorter),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
