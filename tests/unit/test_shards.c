/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What paths of an index stand for, and which shards are a whole. */
#include "config.h"

#include "search/schema.h"
#include "search/shards.h"
#include "tests/unit/support.h"

static void addresses(void **state)
{
    static const struct {
        const char *path, *host;
        unsigned port;
    } good[] = {{"tcp://127.0.0.1:7001", "127.0.0.1", 7001},
                {"tcp://shard-1.hub.example:1", "shard-1.hub.example", 1},
                {"tcp://[::1]:65535", "::1", 65535},
                {"tcp://[2001:db8::7]:7001", "2001:db8::7", 7001}};
    static const char *const bad[] = {
        "tcp://",           "tcp://:7001",
        "tcp://host",       "tcp://host:",
        "tcp://host:0",     "tcp://host:7x",
        "tcp://host:65536", "tcp://::1:7001",
        "tcp://[]:7001",    "tcp://[::1]",
        "tcp://[::1:7001",  "tcp://host:7001/shard",
        "tcp://a/b:7001",   "tcp://host: 1",
        "tcp://host:-1",    "tcp://host:18446744073709551617"};
    ph_str host;
    unsigned port;
    for (size_t i = 0; i < N(good); i++) {
        assert_true(ph_is_remote(ph_cstr(good[i].path)));
        OK(ph_remote_parse(ph_cstr(good[i].path), *state, &host, &port, &err));
        same(host, good[i].host);
        assert_int_equal(port, good[i].port);
    }
    for (size_t i = 0; i < N(bad); i++)
        REFUSED(ph_remote_parse(ph_cstr(bad[i]), *state, &host, &port, &err), PH_INVALID,
                "tcp://HOST:PORT");
    assert_false(ph_is_remote(PH_STR("tcp:/a")));
    assert_false(ph_is_remote(PH_STR("/srv/tcp://")));
}

/* "A0/2 A1/2": shards of generations. */
static ph_origins shards(ph_arena *arena, const char *text)
{
    ph_origins list = {0};
    ph_str rest = ph_cstr(text), one;
    while (ph_split(&rest, ' ', &one))
        ADD(arena, &list,
            (ph_origin){.path = ph_dup(arena, one),
                        .mark = {PH_SCHEMA, (uint64_t)one.s[0], (uint64_t)one.s[1] - '0',
                                 (uint64_t)one.s[3] - '0', 1}});
    return list;
}

static void wholes(void **state)
{
    static const struct {
        const char *shards;
        ph_status whole, partly;
    } cases[] = {{"A0/1", PH_OK, PH_OK},
                 {"A0/3 A1/3 A2/3", PH_OK, PH_OK},
                 {"A2/3 A0/3 A1/3", PH_OK, PH_OK},
                 {"A0/1 B0/2 B1/2", PH_OK, PH_OK},
                 {"A0/2", PH_BUSY, PH_OK},
                 {"A0/3 A2/3", PH_BUSY, PH_OK},
                 {"A0/2 B1/2", PH_BUSY, PH_OK},
                 {"A0/2 A1/2 B1/2", PH_BUSY, PH_OK},
                 {"A0/1 A0/1", PH_CORRUPT, PH_CORRUPT},
                 {"A0/3 A1/3 A1/3", PH_CORRUPT, PH_CORRUPT}};
    for (size_t i = 0; i < N(cases); i++) {
        ph_origins list = shards(*state, cases[i].shards);
        assert_int_equal(ph_shards_check(&list, false, NULL), cases[i].whole);
        assert_int_equal(ph_shards_check(&list, true, NULL), cases[i].partly);
    }
    ph_origins list = shards(*state, "A0/2 A1/2");
    list.v[1].mark.schema = PH_SCHEMA + 1;
    REFUSED(ph_shards_check(&list, true, &err), PH_CORRUPT, "A1/2");
    list.v[1].mark.schema = 0;
    REFUSED(ph_shards_check(&list, true, &err), PH_CORRUPT, "not made by this version");
}

/* --- marks ------------------------------------------------------------------------------------ */

static xapian_writable_db *new_db(const scratch *s)
{
    xapian_writable_db *db;
    xapian_error why;
    char path[250];
    snprintf(path, sizeof path, "%s/db", s->path);
    assert_int_equal(
        xapian_writable_db_open(path, XAPIAN_CREATE_OR_OVERWRITE, 0, &db, &why), XAPIAN_OK);
    return db;
}

static void marks(void **state)
{
    static const char *const bad[] = {"",
                                      "8",
                                      "8 0123456789abcdef 0/3",
                                      "8 0123456789abcdef 3/3 1",
                                      "8 0123456789abcdef 0/0 1",
                                      "8 0123456789ABCDEF 0/3 1",
                                      "8 123 0/3 1",
                                      "8 0123456789abcdef 0/3 1 2",
                                      "x 0123456789abcdef 0/3 1"};
    scratch dir = scratch_new();
    xapian_writable_db *db = new_db(&dir);
    const xapian_db *reader = xapian_writable_db_reader(db);
    xapian_error why;
    ph_shard_mark mark = {8, UINT64_C(0xfedcba9876543210), 2, 3, 4000000000}, got;
    ph_buf name = {0};
    (void)state;
    assert_int_equal(ph_shard_mark_write(db, &mark, &why), XAPIAN_OK);
    assert_int_equal(ph_shard_mark_read(reader, &got, &why), XAPIAN_OK);
    assert_memory_equal(&got, &mark, sizeof mark);
    ph_shard_mark_name(&name, &got);
    same(ph_buf_str(&name), "fedcba9876543210-2/3-4000000000");
    for (size_t i = 0; i < N(bad); i++) {
        assert_int_equal(xapian_writable_db_set_metadata(db, PH_KEY_REVISION,
                                                         strlen(PH_KEY_REVISION), bad[i],
                                                         strlen(bad[i]), &why),
                         XAPIAN_OK);
        assert_int_equal(ph_shard_mark_read(reader, &got, &why), XAPIAN_OK);
        assert_int_equal(got.schema, 0);
    }
    ph_buf_free(&name);
    xapian_writable_db_free(db);
    scratch_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(addresses),
        TEST(wholes),
        TEST(marks),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
