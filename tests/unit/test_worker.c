/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The indexer's side of peerhub-worker, with the real worker and with bad ones.  A bad worker
 * is this program again: where its only argument begins with "bad:", it plays one.
 */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A minute is long for a test, and gigabytes are much. */
#include "search/limits.h"
#undef PH_WORKER_SECONDS
#define PH_WORKER_SECONDS 1
#undef PH_FILE_PARTS
#define PH_FILE_PARTS 1000
#undef PH_FILE_ANSWERS
#define PH_FILE_ANSWERS ((uint64_t)8 << 20)
#include "indexer/worker.c"
#include "tests/unit/working.h"

static char self[4096], program[4096], schema[4096];

/* --- bad workers -------------------------------------------------------------------------- */

static void put(const void *bytes, size_t n)
{
    if (write(STDOUT_FILENO, bytes, n) != (ssize_t)n)
        _exit(9);
}

static void put_answer(const char *payload, size_t n)
{
    unsigned char head[PH_FRAME_HEAD];
    ph_frame_head(head, n);
    put(head, sizeof head);
    put(payload, n);
}

/* An answer of a type and a text, and numbers behind it. */
static void put_frame(ph_frame_type type, const char *text, int more,
                      const uint64_t *numbers)
{
    ph_buf frame = {0};
    ph_pack_number(&frame, (uint64_t)type);
    ph_pack_str(&frame, ph_cstr(text));
    for (int i = 0; i < more; i++)
        ph_pack_number(&frame, numbers[i]);
    put_answer(frame.s, frame.n);
    ph_buf_free(&frame);
}

static void put_end(uint64_t status, const char *text)
{
    ph_buf frame = {0};
    ph_pack_number(&frame, PH_FRAME_END);
    ph_pack_number(&frame, status);
    ph_pack_str(&frame, ph_cstr(text));
    put_answer(frame.s, frame.n);
    ph_buf_free(&frame);
}

static void put_part(const char *path, const char *title)
{
    ph_buf frame = {0};
    ph_document doc = {.mime = PH_STR("text/plain")};
    ph_arena *arena = ph_arena_new();
    put_frame(PH_FRAME_BEGIN, path, 0, NULL);
    if (!arena ||
        !ph_document_meta(&doc, arena, PH_ORIGIN_FILE, PH_STR("title"), ph_cstr(title)))
        _exit(9);
    ph_pack_number(&frame, PH_FRAME_DOCUMENT);
    ph_pack_str(&frame, ph_cstr(path));
    ph_pack_str(&frame, ph_cstr(path));
    ph_pack_number(&frame, 1);
    ph_pack_number(&frame, 2);
    ph_pack_number(&frame, 0);
    ph_document_pack(&frame, &doc);
    put_answer(frame.s, frame.n);
    ph_buf_free(&frame);
    ph_arena_free(arena);
}

/* Reads a request; returns how many steps are over. */
static uint64_t read_request(void)
{
    static char bytes[65536];
    ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);
    if (n <= PH_FRAME_HEAD)
        _exit(8);
    ph_unpack in =
        ph_unpack_from((ph_str){bytes + PH_FRAME_HEAD, (size_t)n - PH_FRAME_HEAD});
    for (int i = 0; i < 3; i++)
        (void)ph_unpack_str(&in);
    return ph_unpack_number(&in);
}

/* Tells which descriptors it was given. */
static void tell_descriptors(void)
{
    ph_buf list = {0};
    DIR *dir = opendir("/proc/self/fd");
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (entry->d_name[0] != '.' && atoi(entry->d_name) != dirfd(dir))
            ph_buf_addf(&list, "%s ", entry->d_name);
    ph_buf_addc(&list, "are all");
    put_end(PH_INVALID, list.s);
    closedir(dir);
    ph_buf_free(&list);
}

static void die(void)
{
    signal(SIGSEGV, SIG_DFL); /* a sanitizer has a handler of its own */
    raise(SIGSEGV);
}

/* Four parts; it dies of the second, and each time of the fourth's end. */
static void play_mortal(uint64_t over)
{
    if (over < 1)
        put_part("/a", "A");
    if (over < 2) {
        put_frame(PH_FRAME_BEGIN, "/b", 0, NULL);
        die();
    }
    if (over < 3)
        put_part("/c", "C");
    if (over < 4)
        put_part("/d", "D");
    die();
}

/* Parts of its own without end: many, or large ones. */
static void play_endless(size_t bytes)
{
    char *title = calloc(1, bytes + 1), path[32];
    if (!title)
        _exit(9);
    memset(title, 'x', bytes);
    for (unsigned i = 0;; i++) {
        snprintf(path, sizeof path, "/%u", i);
        put_part(path, title);
    }
}

/* A part whose name is as long as a book. */
static void play_long_path(void)
{
    char *path = calloc(1, PH_PART_PATH_BYTES + 2);
    if (!path)
        _exit(9);
    memset(path, '/', PH_PART_PATH_BYTES + 1);
    put_part(path, "A");
}

static int play_bad(const char *part)
{
    if (strcmp(part, "deaf") == 0)
        return 7;
    put_frame(PH_FRAME_HELLO, "nothing", 0, NULL);
    uint64_t over = read_request();
    if (strcmp(part, "crash") == 0)
        die();
    if (strcmp(part, "mortal") == 0)
        play_mortal(over);
    if (strcmp(part, "endless") == 0)
        play_endless(1);
    if (strcmp(part, "flood") == 0)
        play_endless((size_t)1 << 20);
    if (strcmp(part, "long path") == 0)
        play_long_path();
    if (strcmp(part, "hang") == 0)
        for (;;)
            pause();
    if (strcmp(part, "huge") == 0)
        put("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8);
    if (strcmp(part, "nonsense") == 0)
        put_answer("\3\1\xFF\xFF\xFF\xFF\xFF", 7);
    if (strcmp(part, "empty") == 0)
        put_answer("", 0);
    if (strcmp(part, "status") == 0)
        put_end(77, "x");
    if (strcmp(part, "hello again") == 0)
        put_frame(PH_FRAME_HELLO, "nothing", 0, NULL);
    if (strcmp(part, "short") == 0)
        put("\x20\0\0\0\0\0\0\0\0", 9);
    if (strcmp(part, "escape") == 0)
        put_end(PH_INVALID, "\x1B[31mred\n");
    if (strcmp(part, "memory") == 0)
        put_end(PH_NO_MEMORY, "x");
    if (strcmp(part, "descriptors") == 0)
        tell_descriptors();
    if (strcmp(part, "environment") == 0)
        put_end(PH_INVALID, getenv("HOME") ? "set!" : "unset");
    return 0;
}

/* --- what the tests share ------------------------------------------------------------------- */

static ph_status run(ph_worker *w, const char *name, const char *text, ph_arena *arena,
                     ph_document *doc, ph_error *err)
{
    return work_on(w, name, ph_cstr(text), PH_ABSENT, PH_ABSENT, arena, doc, err);
}

/* What a bad worker's part leads to. */
static void expect(const char *part, ph_status status, const char *words)
{
    ph_worker *w;
    ph_error err;
    ph_document doc;
    ph_arena *arena = ph_arena_new();
    assert_non_null(arena);
    assert_int_equal(ph_worker_new(&w, self, part, NULL, &err), PH_OK);
    assert_int_equal(run(w, "a.txt", "text", arena, &doc, &err), status);
    assert_int_equal(err.status, status);
    if (!strstr(err.text, words))
        fail_msg("'%s' does not say '%s'", err.text, words);
    ph_worker_free(w);
    ph_arena_free(arena);
}

static int set_up(void **state)
{
    *state = ph_arena_new();
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    ph_arena_free(*state);
    return 0;
}

/* --- tests -------------------------------------------------------------------------------- */

static void parses_one_after_another(void **state)
{
    ph_worker *w;
    ph_error err;
    ph_document doc;
    assert_int_equal(ph_worker_new(&w, program, schema, NULL, &err), PH_OK);
    assert_int_equal(run(w, "a.md", "# One\n\ntext\n", *state, &doc, &err), PH_OK);
    pid_t first = w->pid;
    assert_true(ph_eqc(doc.mime, "text/markdown"));
    assert_true(ph_eqc(ph_document_get(&doc, "title"), "One"));
    assert_int_equal(doc.blocks.n, 2);
    assert_int_equal(run(w, "a.xml", "<a>\n<b></a>", *state, &doc, &err), PH_INVALID);
    assert_non_null(strstr(err.text, "line 2"));
    assert_int_equal(run(w, "a.xyz", "text", *state, &doc, &err), PH_UNSUPPORTED);
    assert_non_null(strstr(err.text, "no parser for '.xyz' files; peerhub reads HTML, "));
    assert_int_equal(run(w, "a.txt", "", *state, &doc, &err), PH_INVALID);
    ph_str sidecar = PH_STR("title: Two\ncountries: [EE]\n");
    assert_int_equal(work_on(w, "a.md", PH_STR("# One\n"), PH_STR("a.md.meta.yaml"),
                             sidecar, *state, &doc, &err),
                     PH_OK);
    assert_true(ph_eqc(ph_document_get(&doc, "title"), "Two"));
    assert_true(ph_eqc(ph_document_get(&doc, "countries.0"), "EE"));
    assert_int_equal(w->pid, first);
    ph_worker_free(w);
}

static void sends_and_gets_megabytes(void **state)
{
    ph_worker *w;
    ph_error err;
    ph_document doc;
    ph_buf text = {0};
    for (int i = 0; i < 40000; i++)
        ph_buf_addf(&text,
                    "Paragraph %d has some words that make it as long as others.\n\n", i);
    assert_false(text.failed);
    assert_int_equal(ph_worker_new(&w, program, schema, NULL, &err), PH_OK);
    assert_int_equal(
        work_on(w, "a.md", ph_buf_str(&text), PH_ABSENT, PH_ABSENT, *state, &doc, &err),
        PH_OK);
    assert_int_equal(doc.blocks.n, 40000);
    ph_worker_free(w);
    ph_buf_free(&text);
}

static void says_why_it_cannot_start(void **state)
{
    ph_worker *w;
    ph_error err;
    ph_document doc;
    assert_int_equal(ph_worker_new(&w, "/nowhere/peerhub-worker", schema, NULL, &err),
                     PH_OK);
    assert_int_equal(run(w, "a.txt", "text", *state, &doc, &err), PH_IO);
    assert_non_null(strstr(err.text, "/nowhere/peerhub-worker"));
    ph_worker_free(w);
    assert_int_equal(ph_worker_new(&w, program, "/nowhere/peerhub.rng", NULL, &err), PH_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(run(w, "a.txt", "text", *state, &doc, &err), PH_IO);
        assert_non_null(strstr(err.text, "/nowhere/peerhub.rng"));
    }
    ph_worker_free(w);
}

static void starts_anew_after_a_death(void **state)
{
    ph_worker *w;
    ph_error err;
    ph_document doc;
    assert_int_equal(ph_worker_new(&w, program, schema, NULL, &err), PH_OK);
    assert_int_equal(run(w, "a.md", "# One\n", *state, &doc, &err), PH_OK);
    assert_int_equal(kill(w->pid, SIGKILL), 0);
    char byte;
    assert_true(wait_for(w->fd, POLLIN, now() + 5000));
    assert_int_equal(read(w->fd, &byte, 1), 0);
    /* it died between two files: the next one must not suffer */
    assert_int_equal(run(w, "a.md", "# Two\n", *state, &doc, &err), PH_OK);
    assert_true(ph_eqc(ph_document_get(&doc, "title"), "Two"));
    ph_worker_free(w);
}

static void tells_crashes(void **state)
{
    (void)state;
    expect("bad:crash", PH_INTERNAL, "SIGSEGV");
    expect("bad:deaf", PH_IO, "exit status 7");
    expect("bad:memory", PH_LIMIT, "memory");
}

static void tells_lateness(void **state)
{
    (void)state;
    int64_t begin = now();
    expect("bad:hang", PH_TIMEOUT, "1 seconds");
    assert_in_range(now() - begin, 900, 5000);
}

static void refuses_nonsense(void **state)
{
    (void)state;
    expect("bad:huge", PH_CORRUPT, "damaged");
    expect("bad:nonsense", PH_CORRUPT, "damaged");
    expect("bad:empty", PH_CORRUPT, "damaged");
    expect("bad:status", PH_CORRUPT, "damaged");
    expect("bad:hello again", PH_CORRUPT, "damaged");
    expect("bad:short", PH_INTERNAL, "without an answer");
    expect("bad:escape", PH_INVALID, "[31mred");
}

static void passes_nothing_on(void **state)
{
    (void)state;
    int leaked = open("/dev/null", O_RDONLY);
    assert_true(leaked > 2);
    expect("bad:descriptors", PH_INVALID, "0 1 2 are all");
    expect("bad:environment", PH_INVALID, "unset");
    close(leaked);
}

/* Writing to one that is gone ends nobody. */
static void survives_the_deaf(void **state)
{
    ph_worker *w;
    ph_error err;
    ph_document doc;
    ph_buf large = {0};
    ph_buf_reserve(&large, PH_SIDECAR_BYTES);
    large.n = PH_SIDECAR_BYTES;
    memset(large.s, 'x', large.n);
    signal(SIGPIPE, SIG_DFL);
    assert_int_equal(ph_worker_new(&w, self, "bad:crash", NULL, &err), PH_OK);
    assert_int_equal(work_on(w, "a.txt", PH_STR("text"), PH_STR("a.txt.meta.yaml"),
                             ph_buf_str(&large), *state, &doc, &err),
                     PH_INTERNAL);
    signal(SIGPIPE, SIG_IGN);
    ph_worker_free(w);
    ph_buf_free(&large);
}

/* Each death costs the part in hand; one without a part, twice at the same place, the rest. */
static void goes_on_behind_a_death(void **state)
{
    ph_worker *w;
    ph_error err;
    ph_document doc = {0};
    harvest h = {*state, &doc, {0}};
    int fd = file_of(PH_STR("text"));
    assert_int_equal(ph_worker_new(&w, self, "bad:mortal", NULL, &err), PH_OK);
    assert_int_equal(
        ph_worker_parse(w, PH_STR("a.zip"), fd, 4, PH_ABSENT, PH_ABSENT, take, &h, &err),
        PH_INTERNAL);
    assert_non_null(strstr(err.text, "SIGSEGV"));
    assert_string_equal(h.lines.s,
                        "/a = A\n"
                        "/b: the parser died of this file: SIGSEGV; please report it with "
                        "the file\n"
                        "/c = C\n/d = D\n");
    close(fd);
    ph_buf_free(&h.lines);
    ph_worker_free(w);
}

static bool stop_at_once(void *user, const ph_item *item)
{
    (void)item;
    ++*(int *)user;
    return false;
}

/* What was taken over could fill the index with parts that it made up. */
static void bounds_what_comes_out(void **state)
{
    (void)state;
    expect("bad:endless", PH_LIMIT, "more than 1000 rows and members");
    expect("bad:flood", PH_LIMIT, "more than 8 MB of text");
    expect("bad:long path", PH_CORRUPT, "damaged");
}

static void stops_when_told(void **state)
{
    ph_worker *w;
    ph_error err;
    int calls = 0, fd = file_of(PH_STR("text"));
    (void)state;
    assert_int_equal(ph_worker_new(&w, self, "bad:mortal", NULL, &err), PH_OK);
    assert_int_equal(ph_worker_parse(w, PH_STR("a.zip"), fd, 4, PH_ABSENT, PH_ABSENT,
                                     stop_at_once, &calls, &err),
                     PH_IO);
    assert_int_equal(calls, 1);
    close(fd);
    ph_worker_free(w);
}

/* The text of /proc/PID/NAME; only the first part of a long one. */
static void read_proc(pid_t pid, const char *name, char *text, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, name);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    size_t n = fread(text, 1, size - 1, file);
    text[n] = '\0';
    fclose(file);
}

/* A limit's soft value. */
static long long limit_of(const char *limits, const char *name)
{
    const char *line = strstr(limits, name);
    assert_non_null(line);
    return strtoll(line + 25, NULL, 10);
}

static void limits_itself(void **state)
{
    ph_worker *w;
    ph_error err;
    ph_document doc;
    char text[8192];
    assert_int_equal(ph_worker_new(&w, program, schema, NULL, &err), PH_OK);
    assert_int_equal(run(w, "a.md", "# One\n", *state, &doc, &err), PH_OK);
    read_proc(w->pid, "limits", text, sizeof text);
    assert_int_equal(limit_of(text, "Max core file size"), 0);
    assert_int_equal(limit_of(text, "Max file size"), 0);
    assert_in_range(limit_of(text, "Max cpu time"), 1, 100);
    if (!getenv("PEERHUB_SANITIZED"))
        assert_int_equal(limit_of(text, "Max address space"), PH_WORKER_MEMORY);
    read_proc(w->pid, "status", text, sizeof text);
    assert_non_null(strstr(text, "NoNewPrivs:\t1"));
    ph_worker_free(w);
}

static void bounds_sizes(void **state)
{
    ph_worker *w;
    ph_error err;
    ph_document doc;
    ph_str side = {"", PH_SIDECAR_BYTES + 1};
    int fd = memfd_create("large", MFD_CLOEXEC);
    harvest h = {*state, &doc, {0}};
    assert_int_equal(ph_worker_new(&w, program, schema, NULL, &err), PH_OK);
    assert_int_equal(work_on(w, "a.txt", PH_STR("a"), PH_STR("a.txt.meta.json"), side,
                             *state, &doc, &err),
                     PH_LIMIT);
    assert_int_equal(w->pid, 0);
    assert_int_equal(write(fd, "text", 4), 4);
    assert_int_equal(ftruncate(fd, PH_FILE_BYTES + 1), 0);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    assert_int_equal(ph_worker_parse(w, PH_STR("a.txt"), fd, PH_FILE_BYTES + 1, PH_ABSENT,
                                     PH_ABSENT, take, &h, &err),
                     PH_LIMIT);
    close(fd);
    ph_worker_free(w);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(parses_one_after_another, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sends_and_gets_megabytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_why_it_cannot_start, set_up, tear_down),
        cmocka_unit_test_setup_teardown(starts_anew_after_a_death, set_up, tear_down),
        cmocka_unit_test(tells_crashes),
        cmocka_unit_test(tells_lateness),
        cmocka_unit_test(refuses_nonsense),
        cmocka_unit_test(passes_nothing_on),
        cmocka_unit_test_setup_teardown(survives_the_deaf, set_up, tear_down),
        cmocka_unit_test_setup_teardown(goes_on_behind_a_death, set_up, tear_down),
        cmocka_unit_test(bounds_what_comes_out),
        cmocka_unit_test(stops_when_told),
        cmocka_unit_test_setup_teardown(limits_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bounds_sizes, set_up, tear_down),
    };
    if (argc == 2 && strncmp(argv[1], "bad:", 4) == 0)
        return play_bad(argv[1] + 4);
    const char *libexec = getenv("PEERHUB_LIBEXEC_DIR"), *data = getenv("PEERHUB_DATA_DIR");
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n < 0 || !libexec || !data) {
        fputs("PEERHUB_LIBEXEC_DIR and PEERHUB_DATA_DIR must be set (make check does)\n",
              stderr);
        return 2;
    }
    snprintf(program, sizeof program, "%s/peerhub-worker", libexec);
    snprintf(schema, sizeof schema, "%s/corpus/schema/peerhub.rng", data);
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
