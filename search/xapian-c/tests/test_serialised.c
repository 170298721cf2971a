/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bytes that are no query, or one that Xapian could not work with, each refused before Xapian reads
 * it; and those beside them that are taken.
 */
#include "config.h"

#include "searching.h"

typedef struct {
    char bytes[4096];
    size_t n;
} text;

static void put(text *to, unsigned byte)
{
    assert_true(to->n < sizeof to->bytes);
    to->bytes[to->n++] = (char)byte;
}

/* A number as Xapian has it: a byte below 255; or sevens of bits, of which the last is marked. */
static void put_number(text *to, uint64_t number)
{
    if (number < 255) {
        put(to, (unsigned)number);
        return;
    }
    put(to, 255);
    for (number -= 255; number >= 128; number >>= 7)
        put(to, (unsigned)number & 0x7f);
    put(to, (unsigned)number | 0x80);
}

static void try(const text *of, xapian_status want)
{
    xapian_query *query;
    IS(want, xapian_query_unserialise(of->bytes, of->n, &query, &err));
    assert_true((query != NULL) == (want == XAPIAN_OK));
    xapian_query_free(query);
}

/* All documents, with other weights, so often. */
static text deep(unsigned depth)
{
    text t = {.n = 0};
    for (unsigned i = 1; i < depth; i++) {
        put(&t, 0x0d);
        put(&t, 0x08), put(&t, 2); /* 2: a byte, and 256 to the power of 1 */
    }
    put(&t, 0x0f);
    return t;
}

static void depth(void **state)
{
    text t = deep(XAPIAN_QUERY_DEPTH_MAX);
    (void)state;
    try(&t, XAPIAN_OK);
    t = deep(XAPIAN_QUERY_DEPTH_MAX + 1);
    try(&t, XAPIAN_SERIALISATION);
}

static void slots(void **state)
{
    const uint32_t last = XAPIAN_NO_SLOT - 15; /* what is added to 15 */
    (void)state;
    for (unsigned over = 0; over < 3; over++) {
        text t = {.n = 0};
        put(&t, 0x3f);
        put_number(&t, (uint64_t)last + over);
        put(&t, 1), put(&t, 'a');
        try(&t, over == 0 ? XAPIAN_OK : XAPIAN_SERIALISATION);
    }
}

/* A negative weight, and one that is not finite. */
static void weights(void **state)
{
    text t = {.n = 0};
    (void)state;
    put(&t, 0x0d), put(&t, 0x88), put(&t, 2), put(&t, 0x0f);
    try(&t, XAPIAN_SERIALISATION);
    t.n = 0;
    put(&t, 0x0d), put(&t, 0x0f), put(&t, 0xff), put(&t, 0xff), put(&t, 2), put(&t, 0x0f);
    try(&t, XAPIAN_SERIALISATION);
}

/* OR of more parts than there are bytes; of nine, the first number that is written behind. */
static void counts(void **state)
{
    text t = {.n = 0};
    (void)state;
    put(&t, 0x88), put_number(&t, UINT32_MAX), put(&t, 0x0f);
    try(&t, XAPIAN_SERIALISATION);
    for (unsigned parts = 8; parts <= 10; parts++) {
        t.n = 0;
        put(&t, 0x88), put_number(&t, 1);
        for (unsigned i = 0; i < parts; i++)
            put(&t, 0x41), put(&t, 'a' + i);
        try(&t, parts == 9 ? XAPIAN_OK : XAPIAN_SERIALISATION);
    }
}

/* Any first bytes of a query, and it with one more, are none. */
static void cut(void **state)
{
    xapian_query *below[2], *query;
    const char *bytes;
    size_t len;
    text t;
    (void)state;
    OK(xapian_query_term("some", 4, 3, 9, &below[0], &err));
    OK(xapian_query_value_range(20, "a", 1, "b", 1, &below[1], &err));
    OK(xapian_query_combine(XAPIAN_OP_FILTER, (const xapian_query *const *)below, 2, 0,
                            &query, &err));
    OK(xapian_query_serialise(query, &bytes, &len, &err));
    memcpy(t.bytes, bytes, len);
    t.bytes[len] = 0x0f;
    for (t.n = 1; t.n <= len + 1; t.n++)
        try(&t, t.n == len ? XAPIAN_OK : XAPIAN_SERIALISATION);
    xapian_query_free(query);
    xapian_query_free(below[0]);
    xapian_query_free(below[1]);
}

/* What is refused is told why; what is taken is searched for. */
static void bytes_as_queries(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *why; /* NULL: they are a query, for all documents */
    } rows[] = {
        {"\x0f", 1, NULL},
        {"\x0e\x02\x03", 3, NULL},
        {"\x0d\x08\x01\x0f", 4, NULL},
        {"\xb1\x0f", 2, NULL}, /* a synonym of one */
        {"\x82\x0f\x0f", 3, NULL},
        {"\x0f\x0f", 2, "bytes behind it"},
        {"\x82\x0f", 2, "too early"},
        {"\x80\xff\x7f\x7f\x87\x0f", 6, "too early"}, /* two million of them */
        {"\x41", 1, "too early"},
        {"\x0d\x88\x01\x0f", 4, "negative"},
        {"\x81\x0f", 2, "joins nothing"},
        {"\x91\x0f", 2, "joins nothing"},
        {"\xa1\x0f", 2, "joins nothing"},
        {"\xf1\x02\x41t", 4, "joins nothing"},
        {"\xc2\x0f\x0f", 3, "unknown"},
        {"\x10", 1, "unknown"},
        {"\xf2\x02\x41t\x0f", 5, "no positions"},
        {"\xf2\x02\x41t\x82\x41t\x41t", 8, "no positions"},
        {"\x0b\x00\x03\x01\x01t", 6, "another kind"},
        {"\x0b\x00\x00\x00\x01t", 6, "another kind"},
        {"\x2f\xff\x00\x7e\x7f\x7f\x8f\x00\x00", 9, "slot"},
        {"\x0c\x03who\x00", 6, "does not know"},
    };
    xapian_query *query;
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const xapian_status status =
            xapian_query_unserialise(rows[i].bytes, rows[i].n, &query, &err);
        if (status != (rows[i].why ? XAPIAN_SERIALISATION : XAPIAN_OK) ||
            (rows[i].why && strstr(err.text, rows[i].why) == NULL))
            fail_msg("row %zu: status %d, %s", i, status, err.text);
        if (rows[i].why)
            continue;
        check_set(query, always, NULL);
        xapian_query_free(query);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(depth),   cmocka_unit_test(slots),
        cmocka_unit_test(weights), cmocka_unit_test(counts),
        cmocka_unit_test(cut),     cmocka_unit_test(bytes_as_queries),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
