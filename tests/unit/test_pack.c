/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/pack.h"
#include "tests/unit/support.h"

static const uint64_t numbers[] = {
    0,         1, 0x7f, 0x80, 0x3fff, 0x4000, UINT32_MAX, UINT64_C(1) << 63, UINT64_MAX - 1,
    UINT64_MAX};

static void number_round_trip(void **state)
{
    ph_buf buf = {0};
    (void)state;
    for (size_t i = 0; i < N(numbers); i++)
        ph_pack_number(&buf, numbers[i]);
    ph_unpack in = ph_unpack_from(ph_buf_str(&buf));
    for (size_t i = 0; i < N(numbers); i++)
        assert_true(ph_unpack_number(&in) == numbers[i]);
    assert_false(in.bad);
    assert_ptr_equal(in.at, in.end);
    assert_int_equal(ph_unpack_number(&in), 0);
    assert_true(in.bad);
    ph_buf_clear(&buf);
    ph_pack_number(&buf, 300);
    assert_memory_equal(buf.s, "\xac\x02", 2); /* LEB128's own example */
    ph_buf_free(&buf);
}

static void bad_numbers(void **state)
{
    static const char *const bad[] = {
        "",
        "\x80",
        "\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x80\x01", /* eleven bytes */
        "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02",     /* 65 bits */
        "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
    };
    (void)state;
    for (size_t i = 0; i < N(bad); i++) {
        ph_unpack in = ph_unpack_from(ph_cstr(bad[i]));
        assert_true(ph_unpack_number(&in) == 0);
        assert_true(in.bad);
        assert_null(ph_unpack_str(&in).s);
        assert_int_equal(ph_unpack_count(&in), 0);
        assert_true(in.bad);
    }
    ph_unpack in = ph_unpack_from(PH_ABSENT);
    assert_null(ph_unpack_str(&in).s);
    assert_true(in.bad);
}

static void strings_round_trip(void **state)
{
    ph_buf buf = {0};
    ph_strs list = {0}, back = {0};
    ph_str big = ph_dupf(*state, "%*s", 20000, "x");
    ph_str strs[] = {PH_ABSENT, PH_STR(""), PH_STR("a\0b"), big, PH_STR("Қазақстан")};
    for (size_t i = 0; i < N(strs); i++) {
        ph_pack_str(&buf, strs[i]);
        assert_true(ph_strs_add(*state, &list, strs[i]));
    }
    ph_pack_strs(&buf, &list);
    ph_pack_strs(&buf, &(ph_strs){0});
    ph_unpack in = ph_unpack_from(ph_buf_str(&buf));
    for (size_t i = 0; i < N(strs); i++) {
        ph_str s = ph_unpack_str(&in);
        assert_int_equal(!s.s, !strs[i].s);
        assert_true(ph_eq(s, strs[i]));
        assert_true(!s.s || (s.s >= buf.s && s.s <= buf.s + buf.n)); /* points into it */
    }
    assert_true(ph_unpack_strs(&in, *state, &back));
    assert_int_equal(back.n, N(strs));
    for (size_t i = 0; i < N(strs); i++)
        assert_true(ph_eq(back.v[i], strs[i]) && !back.v[i].s == !strs[i].s);
    back = (ph_strs){0};
    assert_true(ph_unpack_strs(&in, *state, &back));
    assert_int_equal(back.n, 0);
    assert_true(!in.bad && in.at == in.end);
    ph_buf_free(&buf);
}

/* A length that the bytes cannot hold asks for no memory. */
static void forged_lengths(void **state)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < N(numbers); i++) {
        ph_buf_clear(&buf);
        ph_pack_number(&buf, numbers[i]);
        ph_unpack in = ph_unpack_from(ph_buf_str(&buf));
        assert_int_equal(ph_unpack_count(&in), 0);
        assert_int_equal(in.bad, numbers[i] > 0);
        in = ph_unpack_from(ph_buf_str(&buf));
        ph_str s = ph_unpack_str(&in);
        assert_int_equal(in.bad, numbers[i] > 1); /* 0: absent, 1: empty */
        assert_int_equal(s.n, 0);
        in = ph_unpack_from(ph_buf_str(&buf));
        ph_strs list = {0};
        assert_true(ph_unpack_strs(&in, *state, &list));
        assert_int_equal(list.n, 0);
    }
    ph_buf_clear(&buf);
    ph_pack_number(&buf, 5);
    ph_buf_addc(&buf, "abcd"); /* one too few */
    ph_unpack in = ph_unpack_from(ph_buf_str(&buf));
    same(ph_unpack_str(&in), "abcd");
    in = ph_unpack_from(ph_sub(ph_buf_str(&buf), 0, buf.n - 1));
    assert_null(ph_unpack_str(&in).s);
    assert_true(in.bad);
    ph_buf_free(&buf);
}

static void random_bytes(void **state)
{
    uint64_t dice = 3;
    char bytes[64];
    for (int i = 0; i < 20000; i++) {
        size_t n = roll(&dice, sizeof bytes);
        for (size_t j = 0; j < n; j++)
            bytes[j] = (char)(roll(&dice, 3) ? roll(&dice, 12) : dice_next(&dice));
        ph_unpack in = ph_unpack_from((ph_str){bytes, n});
        for (int j = 0; j < 8 && !in.bad; j++) {
            ph_strs list = {0};
            ph_str s = ph_unpack_str(&in);
            assert_true(s.n <= n);
            assert_true(ph_unpack_strs(&in, *state, &list));
            assert_true(list.n <= n);
        }
        if (i % 100 == 0)
            ph_arena_reset(*state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(number_round_trip),
        cmocka_unit_test(bad_numbers),
        TEST(strings_round_trip),
        TEST(forged_lengths),
        TEST(random_bytes),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
