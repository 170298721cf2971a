/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Members of ZIP files, also of such as mean harm. */
#include "config.h"

#include <locale.h>

#include "tests/unit/support.h"
#include "tests/unit/zipping.h"

#include "indexer/package.h"
#include "search/limits.h"

static bool all(ph_str name)
{
    (void)name;
    return true;
}

static bool only_xml(ph_str name)
{
    return ph_ends(name, PH_STR(".xml"));
}

static ph_status read_zip(ph_arena *arena, ph_str bytes, ph_package *package, bool *damaged,
                          ph_error *err)
{
    return ph_package_read(bytes, all, arena, package, damaged, err);
}

static void members_that_are_wanted(void **state)
{
    zip z = {0};
    ph_package package;
    bool damaged = true;
    zip_add(&z, "a.xml", "one");
    zip_add(&z, "b.png", "two");
    zip_add(&z, "Folder/C.xml", "three");
    zip_add(&z, "empty.xml", "");
    zip_add(&z, "caf\xC3\xA9.xml", "four");
    z.flags = 0x800; /* the name is UTF-8 */
    zip_add(&z, "th\xC3\xA9.xml", "five");
    ph_str bytes = zip_end(&z);
    OK(ph_package_read(bytes, only_xml, *state, &package, &damaged, &err));
    assert_false(damaged);
    assert_int_equal(package.members.n, 5);
    same(ph_package_find(&package, PH_STR("a.xml")), "one");
    same(ph_package_find(&package, PH_STR("/folder/c.xml")), "three");
    same(ph_package_find(&package, PH_STR("empty.xml")), "");
    same(ph_package_find(&package, PH_STR("caf\xC3\xA9.xml")), "four");
    same(ph_package_find(&package, PH_STR("th\xC3\xA9.xml")), "five");
    assert_null(ph_package_find(&package, PH_STR("b.png")).s);
    zip_free(&z);
}

/* Names are compared only: nothing is written anywhere. */
static void names_that_climb(void **state)
{
    zip z = {0};
    ph_package package;
    zip_add(&z, "../../etc/passwd", "root");
    zip_add(&z, "/etc/shadow", "x");
    OK(read_zip(*state, zip_end(&z), &package, NULL, &err));
    same(ph_package_find(&package, PH_STR("../../etc/passwd")), "root");
    assert_null(ph_package_find(&package, PH_STR("etc/passwd")).s);
    zip_free(&z);
}

static void no_archives(void **state)
{
    ph_package package;
    ph_str empty = PH_STR("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    REFUSED(read_zip(*state, PH_STR("hello"), &package, NULL, &err), PH_INVALID, "damaged");
    REFUSED(read_zip(*state, PH_STR(""), &package, NULL, &err), PH_INVALID, "damaged");
    REFUSED(read_zip(*state, empty, &package, NULL, &err), PH_INVALID, "no members");
}

static void encrypted_members(void **state)
{
    zip z = {.flags = 1};
    ph_package package;
    zip_add(&z, "a.xml", "secret");
    REFUSED(read_zip(*state, zip_end(&z), &package, NULL, &err), PH_INVALID,
            "encrypted with a password");
    zip_free(&z);
}

/* Whatever is cut or changed gives an error, or what was still readable. */
static void damage(void **state)
{
    zip z = {0};
    zip_add(&z, "a.xml", "one one one one one one");
    zip_add(&z, "b.xml", "two");
    ph_str bytes = zip_end(&z);
    for (size_t i = 0; i < bytes.n; i++) {
        ph_package package;
        bool damaged;
        ph_error err;
        ph_arena *arena = ph_arena_new();
        (void)!read_zip(arena, ph_sub(bytes, 0, i), &package, &damaged, &err);
        z.bytes.s[i] = (char)~z.bytes.s[i];
        (void)!read_zip(arena, bytes, &package, &damaged, &err);
        z.bytes.s[i] = (char)~z.bytes.s[i];
        ph_arena_free(arena);
    }
    ph_package package;
    bool damaged = false;
    z.bytes.s[40] = (char)~z.bytes.s[40]; /* in the first member's data */
    OK(read_zip(*state, bytes, &package, &damaged, &err));
    assert_true(damaged);
    same(ph_package_find(&package, PH_STR("b.xml")), "two");
    zip_free(&z);
}

static void bombs(void **state)
{
    size_t n = PH_FILE_BYTES / 4 + 1;
    zip z = {0};
    ph_package package;
    char *zeros = calloc(n, 1);
    assert_non_null(zeros);
    zip_add_bytes(&z, PH_STR("a.xml"), (ph_str){zeros, n});
    REFUSED(read_zip(*state, zip_end(&z), &package, NULL, &err), PH_LIMIT, "ZIP bomb");
    zip_free(&z);
    /* the same in two members */
    z = (zip){0};
    zip_add_bytes(&z, PH_STR("a.xml"), (ph_str){zeros, n / 2});
    zip_add_bytes(&z, PH_STR("b.xml"), (ph_str){zeros, n / 2 + 2});
    REFUSED(read_zip(*state, zip_end(&z), &package, NULL, &err), PH_LIMIT, "ZIP bomb");
    zip_free(&z);
    /* and just small enough */
    z = (zip){0};
    zip_add_bytes(&z, PH_STR("a.xml"), (ph_str){zeros, n - 1});
    OK(read_zip(*state, zip_end(&z), &package, NULL, &err));
    zip_free(&z);
    free(zeros);
}

static void many_members(void **state)
{
    zip z = {0};
    ph_package package;
    char name[20];
    for (unsigned i = 0; i < PH_PACKAGE_MEMBERS + 1; i++) {
        snprintf(name, sizeof name, "%u.xml", i);
        zip_add(&z, name, "x");
    }
    REFUSED(read_zip(*state, zip_end(&z), &package, NULL, &err), PH_LIMIT,
            "more than 20000 members");
    zip_free(&z);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(members_that_are_wanted),
        TEST(names_that_climb),
        TEST(no_archives),
        TEST(encrypted_members),
        TEST(damage),
        TEST(bombs),
        TEST(many_members),
    };
    setlocale(LC_CTYPE, "C.UTF-8"); /* as the worker does */
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
