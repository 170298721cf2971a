/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/source.h"

#define assert_str(got, wanted) assert_true(ph_eqc((got), (wanted)))

static ph_arena *arena;
static ph_error err;
static char folder[] = "/tmp/peerhub-source-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    strcpy(folder + sizeof folder - 7, "XXXXXX");
    arena = ph_arena_new();
    return arena && mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static int tear_down(void **state)
{
    (void)state;
    ph_arena_free(arena);
    return chdir("/") == 0 ? nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) : -1;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void make_dir(const char *path)
{
    assert_int_equal(mkdir(path, 0777), 0);
}

static ph_source parsed(const char *argument)
{
    ph_source source;
    if (ph_source_parse(arena, argument, &source, &err))
        fail_msg("%s: %s", argument, err.text);
    return source;
}

static ph_files walked(const char *argument)
{
    ph_source source = parsed(argument);
    ph_walk walk;
    if (ph_source_walk(arena, &source, PH_ABSENT, &walk, &err))
        fail_msg("%s: %s", argument, err.text);
    assert_int_equal(walk.refusals.n, 0);
    return walk.files;
}

static ph_file file_of(const ph_files *files, const char *path)
{
    for (size_t i = 0; i < files->n; i++)
        if (ph_eqc(files->v[i].path, path))
            return files->v[i];
    fail_msg("'%s' is not in the list", path);
    return (ph_file){0};
}

/* --- arguments ---------------------------------------------------------------------------- */

static void names_come_from_paths(void **state)
{
    (void)state;
    make_dir("notes");
    ph_source s = parsed("notes///");
    assert_str(s.name, "notes");
    assert_str(s.given, "notes");
    assert_false(s.named);
    assert_true(ph_starts(s.root, PH_STR("/")));
    assert_true(ph_ends(s.root, PH_STR("/notes")));
    assert_str(parsed("./notes/.").name, "notes");
    assert_str(parsed("notes/../notes").name, "notes");
}

static void names_are_tame(void **state)
{
    (void)state;
    make_dir("Мои notes (1)");
    ph_str name = parsed("Мои notes (1)").name;
    assert_str(name, "_______notes__1_");
    char longest[260];
    memset(longest, 'a', sizeof longest);
    longest[200] = '\0';
    assert_int_equal(parsed(longest).name.n, 64);
    assert_str(parsed("/").name, "root");
}

static void a_name_may_be_given(void **state)
{
    (void)state;
    make_dir("notes");
    ph_source s = parsed("my-notes.2=notes/");
    assert_str(s.name, "my-notes.2");
    assert_str(s.given, "notes");
    assert_true(s.named);
    assert_true(ph_ends(s.root, PH_STR("/notes")));
    s = parsed("a=b=c");
    assert_str(s.name, "a");
    assert_str(s.given, "b=c");
}

static void a_path_with_equals_is_a_path(void **state)
{
    (void)state;
    make_dir("a=b");
    assert_false(parsed("a=b").named);
    assert_str(parsed("a=b").given, "a=b");
    assert_str(parsed("x=a=b").given, "a=b");
    assert_false(parsed("./c=d").named);
    assert_null(parsed("./c=d").root.s);
    assert_false(parsed("/no/where/c=d.txt").named);
}

static void wrong_arguments_are_refused(void **state)
{
    static const char *const wrong[] = {"", "a b=notes", "=notes", "name=", "né=notes"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ph_source s;
        assert_int_equal(ph_source_parse(arena, wrong[i], &s, &err), PH_INVALID);
        assert_true(strlen(err.text) > 10);
    }
}

/* --- walking -------------------------------------------------------------------------------- */

static void files_in_the_order_of_their_paths(void **state)
{
    (void)state;
    make_dir("s");
    make_dir("s/b");
    make_dir("s/b/c");
    write_file("s/b/c/deep.txt", "x");
    write_file("s/z.txt", "x");
    write_file("s/a.txt", "1234");
    write_file("s/b.txt", "x");
    ph_files files = walked("s");
    assert_int_equal(files.n, 4);
    assert_str(files.v[0].path, "a.txt");
    assert_str(files.v[3].path, "z.txt");
    assert_int_equal(file_of(&files, "b/c/deep.txt").size, 1);
    assert_int_equal(files.v[0].size, 4);
    struct stat st;
    assert_int_equal(stat("s/a.txt", &st), 0);
    assert_true(files.v[0].mtime_ns ==
                (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec);
}

static void hidden_files_and_links_are_passed_over(void **state)
{
    (void)state;
    make_dir(".s");
    make_dir(".s/.git");
    write_file(".s/.git/config", "x");
    write_file(".s/.hidden.txt", "x");
    write_file(".s/a.txt", "x");
    assert_int_equal(symlink("a.txt", ".s/link.txt"), 0);
    assert_int_equal(symlink(".", ".s/loop"), 0);
    assert_int_equal(mkfifo(".s/fifo.txt", 0666), 0);
    ph_files files = walked(".s"); /* the source itself may be hidden */
    assert_int_equal(files.n, 1);
    assert_str(files.v[0].path, "a.txt");
}

static void a_source_may_be_a_link(void **state)
{
    (void)state;
    make_dir("real");
    write_file("real/a.txt", "x");
    assert_int_equal(symlink("real", "link"), 0);
    assert_int_equal(walked("link").n, 1);
    assert_str(parsed("link").name, "real");
}

static void strange_names(void **state)
{
    static const char *const names[] = {"s/-v.txt",     "s/a b.txt",    "s/a\nb.txt",
                                        "s/a=b.txt",    "s/Отчёт.txt",  "s/\xff\xfe.txt",
                                        "s/*?[x].html", "s/a.meta.txt", "s/.x/../c'\".md"};
    (void)state;
    make_dir("s");
    make_dir("s/.x");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        write_file(names[i], "x");
    ph_files files = walked("s");
    assert_int_equal(files.n, sizeof names / sizeof *names);
    assert_int_equal(file_of(&files, "a\nb.txt").size, 1);
    assert_int_equal(file_of(&files, "\xff\xfe.txt").size, 1);
}

static void missing_and_empty(void **state)
{
    (void)state;
    ph_source missing = parsed("nowhere");
    ph_walk walk;
    assert_null(missing.root.s);
    assert_int_equal(ph_source_walk(arena, &missing, PH_ABSENT, &walk, &err), PH_NOT_FOUND);
    assert_non_null(strstr(err.text, "nowhere"));
    make_dir("empty");
    assert_int_equal(walked("empty").n, 0);
}

static void what_cannot_be_read_is_an_error(void **state)
{
    (void)state;
    if (geteuid() == 0) /* who may read everything */
        return;
    make_dir("s");
    make_dir("s/closed");
    assert_int_equal(chmod("s/closed", 0), 0);
    ph_source s = parsed("s");
    ph_walk walk;
    assert_int_equal(ph_source_walk(arena, &s, PH_ABSENT, &walk, &err), PH_OK);
    assert_int_equal(walk.refusals.n, 1); /* it alone; all else is there */
    assert_true(ph_eqc(walk.refusals.v[0].path, "closed"));
    assert_true(walk.files.n > 0);
    assert_int_equal(chmod("s/closed", 0700), 0);
}

/* --- side-cars -------------------------------------------------------------------------------- */

/* One that does nothing is told. */
static void lost_sidecars(void **state)
{
    ph_source source;
    ph_walk walk;
    (void)state;
    make_dir("s");
    write_file("s/a.html", "x");
    write_file("s/a.html.meta.yaml", "x");
    write_file("s/a.html.meta.xml", "x");
    write_file("s/gone.txt.meta.xml", "x");
    assert_int_equal(ph_source_parse(arena, "s", &source, &err), PH_OK);
    assert_int_equal(ph_source_walk(arena, &source, PH_ABSENT, &walk, &err), PH_OK);
    assert_int_equal(walk.files.n, 1);
    assert_int_equal(walk.refusals.n, 2);
    assert_str(walk.refusals.v[0].path, "a.html.meta.yaml");
    assert_str(walk.refusals.v[1].path, "gone.txt.meta.xml");
}

static void sidecars_belong_to_their_files(void **state)
{
    (void)state;
    make_dir("s");
    write_file("s/a.html", "x");
    write_file("s/a.html.meta.xml", "x");
    write_file("s/b.txt", "x");
    write_file("s/b.txt.meta.json", "x");
    write_file("s/c.txt", "x");
    ph_files files = walked("s");
    assert_int_equal(files.n, 3);
    assert_str(file_of(&files, "a.html").sidecar, "a.html.meta.xml");
    assert_str(file_of(&files, "b.txt").sidecar, "b.txt.meta.json");
    assert_null(file_of(&files, "c.txt").sidecar.s);
    assert_int_equal(file_of(&files, "c.txt").sidecar_state, 0);
    assert_true(ph_is_sidecar(PH_STR("x.meta.yaml")));
    assert_false(ph_is_sidecar(PH_STR("x.meta.txt")));
}

static uint64_t state_of_sidecar(void)
{
    ph_files files = walked("s");
    return file_of(&files, "a.txt").sidecar_state;
}

static void a_sidecar_has_a_state(void **state)
{
    (void)state;
    const struct timespec old[2] = {{1000, 0}, {1000, 0}},
                          later[2] = {{1000, 5}, {1000, 5}};
    make_dir("s");
    write_file("s/a.txt", "x");
    uint64_t none = state_of_sidecar();
    write_file("s/a.txt.meta.yaml", "x");
    assert_int_equal(utimensat(AT_FDCWD, "s/a.txt.meta.yaml", old, 0), 0);
    uint64_t first = state_of_sidecar();
    assert_true(first != none && first == state_of_sidecar());
    assert_int_equal(utimensat(AT_FDCWD, "s/a.txt.meta.yaml", later, 0), 0);
    uint64_t touched = state_of_sidecar();
    assert_true(touched != first);
    write_file("s/a.txt.meta.yaml", "xy");
    assert_int_equal(utimensat(AT_FDCWD, "s/a.txt.meta.yaml", later, 0), 0);
    uint64_t longer = state_of_sidecar();
    assert_true(longer != touched);
    assert_int_equal(rename("s/a.txt.meta.yaml", "s/a.txt.meta.json"), 0);
    assert_true(state_of_sidecar() != longer);
}

static void a_single_file(void **state)
{
    (void)state;
    make_dir("s");
    write_file("s/a.txt", "12");
    ph_source s = parsed("s/a.txt");
    ph_files files = walked("s/a.txt");
    assert_int_equal(files.n, 1);
    assert_int_equal(files.v[0].path.n, 0);
    assert_int_equal(files.v[0].size, 2);
    assert_null(files.v[0].sidecar.s);
    assert_str(ph_source_shown(arena, &s, files.v[0].path), "s/a.txt");
    assert_true(ph_eq(ph_source_file_path(arena, &s, &files.v[0]), s.root));
    write_file("s/a.txt.meta.yaml", "x");
    files = walked("s/a.txt");
    assert_true(files.v[0].sidecar.s && files.v[0].sidecar_state);
    ph_str beside = ph_source_sidecar_path(arena, &s, &files.v[0]);
    assert_int_equal(access(beside.s, R_OK), 0);
    assert_true(ph_ends(beside, PH_STR("/s/a.txt.meta.yaml")));
}

static void paths(void **state)
{
    (void)state;
    make_dir("s");
    ph_source s = parsed("s/");
    ph_file file = {.path = PH_STR("b/c.txt"), .sidecar = PH_STR("b/c.txt.meta.xml")};
    assert_str(ph_source_shown(arena, &s, file.path), "s/b/c.txt");
    assert_true(ph_ends(ph_source_file_path(arena, &s, &file), PH_STR("/s/b/c.txt")));
    assert_true(
        ph_ends(ph_source_sidecar_path(arena, &s, &file), PH_STR("/s/b/c.txt.meta.xml")));
    assert_str(ph_base_name(file.path), "c.txt");
    assert_str(ph_base_name(PH_STR("c.txt")), "c.txt");
    assert_str(ph_base_name(PH_STR("")), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_come_from_paths),
        TEST(names_are_tame),
        TEST(a_name_may_be_given),
        TEST(a_path_with_equals_is_a_path),
        TEST(wrong_arguments_are_refused),
        TEST(files_in_the_order_of_their_paths),
        TEST(hidden_files_and_links_are_passed_over),
        TEST(a_source_may_be_a_link),
        TEST(strange_names),
        TEST(missing_and_empty),
        TEST(what_cannot_be_read_is_an_error),
        TEST(sidecars_belong_to_their_files),
        TEST(lost_sidecars),
        TEST(a_sidecar_has_a_state),
        TEST(a_single_file),
        TEST(paths),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
