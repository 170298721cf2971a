/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdalign.h>
#include <sys/stat.h>

#include "search/base.h"
#include "tests/unit/support.h"

/* --- strings -------------------------------------------------------------------------- */

static void absent_and_empty(void **state)
{
    (void)state;
    assert_null(ph_cstr(NULL).s);
    assert_non_null(ph_cstr("").s);
    assert_int_equal(ph_cstr("abc").n, 3);
    assert_true(ph_eq(PH_ABSENT, PH_STR("")));
    assert_true(ph_eqc(PH_ABSENT, NULL));
    assert_null(ph_sub(PH_ABSENT, 1, 5).s);
    assert_null(ph_trim(PH_ABSENT).s);
    assert_non_null(ph_trim(PH_STR("  ")).s);
    assert_true(ph_starts(PH_ABSENT, PH_STR("")));
    assert_true(ph_ends(PH_STR("x"), PH_ABSENT));
    assert_false(ph_starts(PH_ABSENT, PH_STR("x")));
}

static void compare(void **state)
{
    (void)state;
    assert_true(ph_eq(PH_STR("a\0b"), PH_STR("a\0b")));
    assert_false(ph_eq(PH_STR("a\0b"), PH_STR("a\0c")));
    assert_false(ph_eq(PH_STR("ab"), PH_STR("abc")));
    assert_true(ph_eq_nocase(PH_STR("Sr-LATN"), PH_STR("sR-latn")));
    assert_false(ph_eq_nocase(PH_STR("@"), PH_STR("`"))); /* only letters have a case */
    assert_false(ph_eq_nocase(PH_STR("É"), PH_STR("é")));
    assert_int_equal(ph_cmp(PH_STR("b"), PH_STR("b")), 0);
    assert_true(ph_cmp(PH_STR("b"), PH_STR("ba")) < 0);
    assert_true(ph_cmp(PH_STR("b"), PH_STR("ab")) > 0);
    assert_true(ph_cmp(PH_STR("\xff"), PH_STR("a")) > 0); /* bytes have no sign */
    assert_int_equal(ph_cmp(PH_ABSENT, PH_STR("")), 0);
    assert_true(ph_cmp(PH_ABSENT, PH_STR("a")) < 0);
}

static void parts(void **state)
{
    ph_str s = PH_STR("register");
    (void)state;
    same(ph_sub(s, 0, 3), "reg");
    same(ph_sub(s, 3, 100), "ister");
    same(ph_sub(s, 5, 2), "");
    same(ph_sub(s, 100, 200), "");
    assert_true(ph_starts(s, PH_STR("reg")) && ph_starts(s, s) && ph_starts(s, PH_STR("")));
    assert_true(ph_ends(s, PH_STR("ter")) && ph_ends(s, s) && ph_ends(s, PH_STR("")));
    assert_false(ph_starts(s, PH_STR("registers")));
    assert_false(ph_ends(s, PH_STR("a register")));
}

static void trim(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"", ""},
        {" \t\r\n\f\v", ""},
        {" a b ", "a b"},
        {"\xc2\xa0 x \xc2\xa0\n", "x"},
        {"\xc2\xa0", ""},
        {"à", "à"},         /* ends with the byte A0, which is no space by itself */
        {"\xc2", "\xc2"},   /* half a space */
        {"x\xa0", "x\xa0"}, /* the other half */
        {"a\xc2\xa0z", "a\xc2\xa0z"},
    };
    (void)state;
    for (size_t i = 0; i < N(rows); i++)
        same(ph_trim(ph_cstr(rows[i].in)), rows[i].out);
    assert_int_equal(ph_trim(PH_STR("\0x\0")).n, 3);
}

static void split(void **state)
{
    static const struct {
        const char *in, *pieces[5];
    } rows[] = {
        {"", {""}},          {"a", {"a"}},
        {"a,b", {"a", "b"}}, {" a , b ,", {"a", "b", ""}},
        {",", {"", ""}},     {",,x", {"", "", "x"}},
    };
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        ph_str rest = ph_cstr(rows[i].in), piece;
        for (size_t j = 0; rows[i].pieces[j]; j++) {
            assert_true(ph_split(&rest, ',', &piece));
            same(piece, rows[i].pieces[j]);
        }
        assert_false(ph_split(&rest, ',', &piece));
        assert_false(ph_split(&rest, ',', &piece));
    }
}

static void number(void **state)
{
    static const char *const bad[] = {
        "", " ", "-1", "+1", "1 ", " 1", "0x1", "1.", "१", "1e3", "99999999999999999999"};
    uint64_t n = 7;
    (void)state;
    for (size_t i = 0; i < N(bad); i++)
        assert_false(ph_number(ph_cstr(bad[i]), &n));
    assert_false(ph_number(PH_ABSENT, &n));
    assert_false(ph_number(PH_STR("1\0"), &n));
    assert_int_equal(n, 7);
    assert_true(ph_number(PH_STR("0"), &n) && n == 0);
    assert_true(ph_number(PH_STR("0042"), &n) && n == 42);
    assert_true(ph_number(PH_STR("999999999999999999"), &n));
    assert_true(n == UINT64_C(999999999999999999));
}

static void hash(void **state)
{
    (void)state;
    /* http://www.isthe.com/chongo/tech/comp/fnv: 64-bit FNV-1a of these. */
    assert_true(ph_hash("", 0, PH_HASH_SEED) == UINT64_C(0xcbf29ce484222325));
    assert_true(ph_hash("a", 1, PH_HASH_SEED) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(ph_hash("foobar", 6, PH_HASH_SEED) == UINT64_C(0x85944171f73967e8));
    assert_true(ph_hash("bar", 3, ph_hash("foo", 3, PH_HASH_SEED)) ==
                UINT64_C(0x85944171f73967e8));
}

/* --- arenas and arrays ---------------------------------------------------------------- */

static bool is_zero(const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i])
            return false;
    return true;
}

static void allocate(void **state)
{
    uint64_t dice = 1;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 2000; i++) {
            size_t n = roll(&dice, i % 100 ? 200 : 300000);
            unsigned char *p = ph_alloc(*state, n);
            assert_non_null(p);
            assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
            assert_true(is_zero(p, n));
            memset(p, 0xee, n);
        }
        ph_arena_reset(*state);
    }
    assert_null(ph_alloc(*state, SIZE_MAX));
    assert_null(ph_alloc(*state, SIZE_MAX - 32));
    assert_non_null(ph_alloc(*state, 0));
    ph_arena_free(NULL);
    ph_arena *unused = ph_arena_new();
    ph_arena_reset(unused);
    ph_arena_free(unused);
}

static void blocks_do_not_overlap(void **state)
{
    uint64_t dice = 2;
    unsigned char *p[500];
    size_t n[500];
    for (size_t i = 0; i < N(p); i++) {
        n[i] = roll(&dice, 3000);
        p[i] = ph_alloc(*state, n[i]);
        memset(p[i], (int)(i & 0xff), n[i]);
    }
    for (size_t i = 0; i < N(p); i++)
        for (size_t j = 0; j < n[i]; j++)
            assert_int_equal(p[i][j], i & 0xff);
}

static void copies(void **state)
{
    ph_str s = ph_dup(*state, PH_STR("a\0b"));
    assert_int_equal(s.n, 3);
    assert_memory_equal(s.s, "a\0b", 4);
    assert_null(ph_dup(*state, PH_ABSENT).s);
    s = ph_dup(*state, PH_STR(""));
    assert_true(s.s && s.n == 0 && s.s[0] == '\0');
    same(ph_dupf(*state, "%s-%03d", "p", 7), "p-007");
    same(ph_dupf(*state, "%s", ""), "");
    s = ph_dupf(*state, "%*s", 100000, "x");
    assert_int_equal(s.n, 100000);
    assert_int_equal(s.s[99999], 'x');
}

static void arrays(void **state)
{
    PH_VEC(unsigned) list = {0};
    for (unsigned i = 0; i < 5000; i++) {
        unsigned *slot = PH_PUSH(*state, &list);
        if (!slot)
            abort();
        assert_int_equal(*slot, 0);
        *slot = i;
    }
    assert_int_equal(list.n, 5000);
    for (unsigned i = 0; i < 5000; i++)
        assert_int_equal(list.v[i], i);
    size_t cap = SIZE_MAX / 16;
    assert_ptr_equal(ph_grow_(*state, list.v, &cap, 64), list.v); /* the old one stays */
    assert_int_equal(cap, SIZE_MAX / 16);

    ph_strs strs = {0};
    assert_false(ph_strs_has(&strs, PH_STR("")));
    assert_true(ph_strs_add(*state, &strs, PH_STR("a")));
    assert_true(ph_strs_add(*state, &strs, PH_STR("b")));
    assert_true(ph_strs_has(&strs, PH_STR("b")) && !ph_strs_has(&strs, PH_STR("ab")));
}

/* --- buffers -------------------------------------------------------------------------- */

static void buffers(void **state)
{
    ph_buf buf = {0};
    (void)state;
    same(ph_buf_str(&buf), "");
    ph_buf_addc(&buf, NULL);
    ph_buf_add(&buf, PH_ABSENT);
    assert_int_equal(buf.n, 0);
    for (int i = 0; i < 1000; i++) {
        ph_buf_byte(&buf, 'x');
        assert_int_equal(buf.s[buf.n], '\0');
    }
    ph_buf_addf(&buf, "%s %d", "y", 5);
    assert_int_equal(buf.n, 1003);
    assert_string_equal(buf.s + 1000, "y 5");
    ph_buf_addf(&buf, "%*s", 5000, "z");
    assert_int_equal(buf.n, 6003);
    ph_buf_clear(&buf);
    ph_buf_addc(&buf, "again");
    same(ph_buf_str(&buf), "again");

    assert_false(ph_buf_reserve(&buf, SIZE_MAX - 2));
    assert_true(buf.failed);
    ph_buf_addc(&buf, "lost");
    same(ph_buf_str(&buf), "again"); /* what was there is kept */
    ph_buf_clear(&buf);
    assert_false(buf.failed);
    ph_buf_addc(&buf, "b");
    same(ph_buf_str(&buf), "b");
    ph_buf_free(&buf);
    assert_null(buf.s);
    ph_buf_free(&buf);
}

/* --- errors --------------------------------------------------------------------------- */

static void errors(void **state)
{
    ph_error err;
    char name[2000];
    (void)state;
    assert_int_equal(ph_fail(NULL, PH_LIMIT, "%s", "x"), PH_LIMIT);
    assert_int_equal(ph_fail(&err, PH_GONE, "%s %d", "no", 5), PH_GONE);
    assert_int_equal(err.status, PH_GONE);
    assert_string_equal(err.text, "no 5");
    assert_int_equal(ph_fail_memory(&err), PH_NO_MEMORY);
    assert_string_equal(err.text, "out of memory");
    errno = ENOENT;
    assert_int_equal(ph_fail_errno(&err, "cannot read", "a b"), PH_NOT_FOUND);
    assert_string_equal(err.text, "cannot read 'a b': No such file or directory");
    errno = EACCES;
    assert_int_equal(ph_fail_errno(&err, "cannot read", "x"), PH_IO);
    errno = ENOMEM;
    assert_int_equal(ph_fail_errno(&err, "cannot read", "x"), PH_NO_MEMORY);
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    ph_fail(&err, PH_IO, "%s", name);
    assert_int_equal(strlen(err.text), PH_ERROR_TEXT_MAX - 1);
    for (ph_status s = PH_OK; s <= PH_INTERNAL; s++)
        for (ph_status t = PH_OK; t < s; t++)
            assert_string_not_equal(ph_status_name(s), ph_status_name(t));
    assert_non_null(ph_status_name((ph_status)99));
}

/* --- files ---------------------------------------------------------------------------- */

static void files(void **state)
{
    scratch dir = scratch_new();
    ph_buf buf = {0};
    ph_str path = ph_dupf(*state, "%s/file", dir.path);
    write_file(dir.path, "file", "0123456789");
    OK(ph_read_file(path.s, 10, &buf, &err));
    same(ph_buf_str(&buf), "0123456789");
    assert_int_equal(buf.s[10], '\0');
    ph_buf_clear(&buf);
    REFUSED(ph_read_file(path.s, 9, &buf, &err), PH_LIMIT, "larger than 9 bytes");
    ph_buf_clear(&buf);
    write_file(dir.path, "file", "");
    OK(ph_read_file(path.s, 0, &buf, &err));
    assert_int_equal(buf.n, 0);
    REFUSED(ph_read_file(dir.path, 10, &buf, &err), PH_INVALID, "not a regular file");
    ph_str fifo = ph_dupf(*state, "%s/fifo", dir.path);
    assert_int_equal(mkfifo(fifo.s, 0600), 0);
    REFUSED(ph_read_file(fifo.s, 10, &buf, &err), PH_INVALID, "not a regular file");
    ph_str none = ph_dupf(*state, "%s/none", dir.path);
    REFUSED(ph_read_file(none.s, 10, &buf, &err), PH_NOT_FOUND, none.s);
    OK(ph_read_file("/proc/self/status", 1 << 20, &buf, &err)); /* has no size */
    assert_true(buf.n > 100);
    ph_buf_clear(&buf);
    REFUSED(ph_read_file("/proc/self/status", 50, &buf, &err), PH_LIMIT, "50 bytes");
    ph_buf_free(&buf);
    scratch_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absent_and_empty),
        cmocka_unit_test(compare),
        cmocka_unit_test(parts),
        cmocka_unit_test(trim),
        cmocka_unit_test(split),
        cmocka_unit_test(number),
        cmocka_unit_test(hash),
        TEST(allocate),
        TEST(blocks_do_not_overlap),
        TEST(copies),
        TEST(arrays),
        cmocka_unit_test(buffers),
        cmocka_unit_test(errors),
        TEST(files),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
