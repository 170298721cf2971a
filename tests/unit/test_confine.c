/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What confinement leaves and what it takes: processes that confine themselves, on this kernel
 * and on ones that lack a part of it; the real worker, which must find in a file what an
 * unconfined parser finds; and a hostile one (tests/hostile_worker.c) that the indexer's own
 * clock must end.  tests/cli/hostile.sh tries the rest of what is denied.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/parsing.h"

/* A minute is long for a test; the hostile worker gives itself two seconds of processor. */
#include "search/limits.h"
#undef PH_WORKER_SECONDS
#define PH_WORKER_SECONDS 3
#include "indexer/confine.h"
#include "indexer/worker.c"
#include "tests/unit/working.h"

static const char *top, *build;

/* --- processes that confine themselves ---------------------------------------------------- */

/* Runs an act in a process of its own and takes over what it leaves in `told`.  Returns what the
 * act returned: 0, or the number of the step that went wrong; a signal's number negative. */
static int in_child(int (*act)(char told[PH_CONFINED_TEXT]), char told[PH_CONFINED_TEXT])
{
    int ends[2], how;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        char text[PH_CONFINED_TEXT] = "";
        int code = act(text);
        _exit(write(ends[1], text, sizeof text) == sizeof text ? code : 99);
    }
    close(ends[1]);
    memset(told, 0, PH_CONFINED_TEXT);
    ssize_t got = read(ends[0], told, PH_CONFINED_TEXT);
    close(ends[0]);
    assert_int_equal(waitpid(pid, &how, 0), pid);
    assert_true(got == PH_CONFINED_TEXT || got == 0);
    return WIFSIGNALED(how) ? -WTERMSIG(how) : WEXITSTATUS(how);
}

static bool confine(char told[PH_CONFINED_TEXT])
{
    char fixtures[4096];
    ph_error err;
    snprintf(fixtures, sizeof fixtures, "%s/tests/fixtures", top);
    const char *folders[] = {"/nowhere", fixtures, NULL};
    return ph_confine(folders, told, &err) == PH_OK;
}

/* Makes this process's kernel one that lacks a call. */
static bool lose(int call, bool only_filters, int error)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    const uint32_t action = SCMP_ACT_ERRNO((uint32_t)error);
    int failed = only_filters ? seccomp_rule_add(filter, action, call, 1,
                                                 SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP, 0))
                              : seccomp_rule_add(filter, action, call, 0);
    bool ok = !failed && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return ok;
}

static bool is_refused(const char *path, int flags)
{
    return open(path, flags | O_CLOEXEC) < 0 && errno == EACCES;
}

static int tell(char told[PH_CONFINED_TEXT])
{
    return confine(told) ? 0 : 1;
}

static int read_fixtures(char told[PH_CONFINED_TEXT])
{
    char path[4096], outside[4096];
    struct stat facts;
    snprintf(path, sizeof path, "%s/tests/fixtures/text/messages.txt", top);
    snprintf(outside, sizeof outside, "%s/tests/fixtures/../tap.sh", top);
    if (!confine(told))
        return 1;
    if (!strstr(told, "Landlock "))
        return 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &facts) != 0 || facts.st_size == 0)
        return 2;
    if (!is_refused(path, O_RDWR) || !is_refused(path, O_RDONLY | O_TRUNC))
        return 3;
    if (!is_refused(outside, O_RDONLY) || !is_refused("/", O_RDONLY | O_DIRECTORY))
        return 4;
    return stat(path, &facts) == 0 && facts.st_size > 0 ? 0 : 5;
}

static int lack_landlock(char told[PH_CONFINED_TEXT])
{
    char path[4096];
    struct stat facts;
    snprintf(path, sizeof path, "%s/tests/fixtures/text/messages.txt", top);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (!lose(SCMP_SYS(landlock_create_ruleset), false, ENOSYS) || !confine(told))
        return 1;
    if (!is_refused(path, O_RDONLY) || stat(path, &facts) == 0 || errno != EACCES)
        return 2;
    return fstat(fd, &facts) == 0 && facts.st_size > 0 ? 0 : 3;
}

static int lack_seccomp(char told[PH_CONFINED_TEXT])
{
    if (!lose(SCMP_SYS(prctl), true, EINVAL) || !confine(told))
        return 1;
    return strstr(told, "Landlock ") && !is_refused("/etc/passwd", O_RDONLY) ? 2 : 0;
}

/* libxml2, GMime and poppler-glib leave these to iconv, which has no files here. */
static int convert(char told[PH_CONFINED_TEXT])
{
    char in[] = "\xF0\xD2\xC9\xD7\xC5\xD4", out[32] = "", *from = in, *to = out;
    size_t left = strlen(in), room = sizeof out - 1;
    if (!confine(told))
        return 1;
    iconv_t cd = iconv_open("UTF-8", "koi8-r");
    if (cd == (iconv_t)-1 || iconv(cd, &from, &left, &to, &room) != 0)
        return 2;
    iconv_close(cd);
    cd = iconv_open("UTF-8", "UTF-16BE");
    if (cd == (iconv_t)-1 || iconv_close(cd) != 0)
        return 3;
    return strcmp(out, "Привет") == 0 ? 0 : 4;
}

/* As a worker gets its files: an open descriptor through a socket on 0. */
static int take_descriptor(char told[PH_CONFINED_TEXT])
{
    char byte, room[CMSG_SPACE(sizeof(int))];
    struct iovec one = {&byte, 1};
    struct msghdr message = {.msg_iov = &one,
                             .msg_iovlen = 1,
                             .msg_control = room,
                             .msg_controllen = sizeof room};
    struct stat facts;
    int fd;
    if (!confine(told))
        return 1;
    if (recvmsg(STDIN_FILENO, &message, MSG_CMSG_CLOEXEC) != 1 || !CMSG_FIRSTHDR(&message))
        return 2;
    memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    if (fstat(fd, &facts) != 0 || facts.st_size == 0)
        return 3;
    if (lseek(fd, -1, SEEK_END) != facts.st_size - 1 || read(fd, &byte, 1) != 1)
        return 4;
    return pread(fd, &byte, 1, 0) == 1 && close(fd) == 0 ? 0 : 5;
}

/* --- tests of those ------------------------------------------------------------------------- */

static void tells_what_is_in_force(void **state)
{
    char told[PH_CONFINED_TEXT], version[32];
    long landlock =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    (void)state;
    assert_int_equal(in_child(tell, told), 0);
    print_message("# %s\n", told);
    assert_int_equal(strncmp(told, "limits", 6), 0);
    if (getenv("PEERHUB_SANITIZED")) {
        assert_non_null(strstr(told, "sanitizer"));
        return;
    }
    snprintf(version, sizeof version, ", Landlock %ld", landlock);
    assert_non_null(strstr(told, landlock > 0 ? version : "without Landlock ("));
    bool filters =
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) != 0 && errno == EFAULT;
    assert_non_null(strstr(told, filters ? ", seccomp" : "without seccomp ("));
}

static void reads_the_given_folders_alone(void **state)
{
    char told[PH_CONFINED_TEXT];
    (void)state;
    if (getenv("PEERHUB_SANITIZED"))
        return;
    assert_int_equal(in_child(read_fixtures, told), 0);
}

static void does_without_what_a_kernel_lacks(void **state)
{
    char told[PH_CONFINED_TEXT];
    (void)state;
    if (getenv("PEERHUB_SANITIZED"))
        return;
    assert_int_equal(in_child(lack_landlock, told), 0);
    assert_string_equal(told,
                        "limits, seccomp; without Landlock (Function not implemented)");
    assert_int_equal(in_child(lack_seccomp, told), 0);
    assert_non_null(strstr(told, "; without seccomp (Invalid argument)"));
}

static void converts_encodings(void **state)
{
    char told[PH_CONFINED_TEXT];
    (void)state;
    assert_int_equal(in_child(convert, told), 0);
}

static void takes_open_files(void **state)
{
    char told[PH_CONFINED_TEXT], path[4096], room[CMSG_SPACE(sizeof(int))] = {0};
    char byte = 0;
    struct iovec one = {&byte, 1};
    struct msghdr message = {.msg_iov = &one,
                             .msg_iovlen = 1,
                             .msg_control = room,
                             .msg_controllen = sizeof room};
    int pair[2], before = dup(STDIN_FILENO);
    (void)state;
    snprintf(path, sizeof path, "%s/tests/fixtures/text/messages.txt", top);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (!head)
        fail_msg("no room for a descriptor");
    else {
        *head = (struct cmsghdr){.cmsg_level = SOL_SOCKET,
                                 .cmsg_type = SCM_RIGHTS,
                                 .cmsg_len = CMSG_LEN(sizeof fd)};
        memcpy(CMSG_DATA(head), &fd, sizeof fd);
    }
    assert_int_equal(sendmsg(pair[0], &message, 0), 1);
    dup2(pair[1], STDIN_FILENO);
    int code = in_child(take_descriptor, told);
    dup2(before, STDIN_FILENO);
    close(before);
    close(fd);
    close(pair[0]);
    close(pair[1]);
    assert_int_equal(code, 0);
}

/* --- the real worker ------------------------------------------------------------------------ */

static ph_worker *open_worker(const char *program)
{
    char path[4096], schema[4096];
    ph_worker *w;
    ph_error err;
    const char *data = getenv("PEERHUB_DATA_DIR");
    snprintf(path, sizeof path, "%s/%s", build, program);
    snprintf(schema, sizeof schema, "%s/corpus/schema/peerhub.rng", data ? data : top);
    if (ph_worker_new(&w, path, schema, NULL, &err) != PH_OK)
        fail_msg("%s", err.text);
    return w;
}

/* The same document, or the same reason, from the worker and from a parser here. */
static ph_document same(ph_worker *w, ph_arena *arena, const char *name, ph_str bytes)
{
    ph_input file = {ph_cstr(name), bytes}, none = {PH_ABSENT, PH_ABSENT};
    ph_document free_doc, doc;
    ph_error free_err = {0}, err = {0};
    ph_buf free_bytes = {0}, confined_bytes = {0};
    ph_status free_status = ph_parse(file, none, arena, &free_doc, &free_err);
    if (free_status == PH_UNSUPPORTED) /* a table: many documents */
        return (ph_document){0};
    ph_status status = work_on(w, name, bytes, PH_ABSENT, PH_ABSENT, arena, &doc, &err);
    if (status != free_status || strcmp(err.text, free_err.text) != 0)
        fail_msg("%s: '%s' confined, '%s' unconfined", name, err.text, free_err.text);
    if (status != PH_OK)
        return doc;
    ph_document_pack(&free_bytes, &free_doc);
    ph_document_pack(&confined_bytes, &doc);
    if (!ph_eq(ph_buf_str(&free_bytes), ph_buf_str(&confined_bytes)))
        fail_msg("%s: differs in confinement", name);
    ph_buf_free(&free_bytes);
    ph_buf_free(&confined_bytes);
    return doc;
}

/* Every file of a folder of folders.  Returns how many. */
static unsigned same_below(ph_worker *w, ph_arena *arena, const char *folder)
{
    unsigned n = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[4096];
        ph_buf bytes = {0};
        struct stat facts;
        ph_error err;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || stat(path, &facts) != 0)
            continue;
        if (S_ISDIR(facts.st_mode)) {
            n += same_below(w, arena, path);
            continue;
        }
        assert_int_equal(ph_read_file(path, PH_FILE_BYTES, &bytes, &err), PH_OK);
        same(w, arena, entry->d_name, ph_buf_str(&bytes));
        ph_buf_free(&bytes);
        n++;
    }
    closedir(dir);
    return n;
}

static void finds_the_same_in_fixtures(void **state)
{
    char path[4096];
    ph_worker *w = open_worker("peerhub-worker");
    snprintf(path, sizeof path, "%s/tests/fixtures", top);
    assert_true(same_below(w, *state, path) >= 6);
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/fuzz_parse", top);
    assert_true(same_below(w, *state, path) > 0);
    ph_worker_free(w);
}

static void finds_the_same_in_every_encoding(void **state)
{
    static const struct {
        const char *name, *bytes, *text;
    } encodings[] = {{"koi8-r", "\xF0\xD2\xC9\xD7\xC5\xD4", "Привет"},
                     {"windows-1251", "\xCF\xF0\xE8\xE2\xE5\xF2", "Привет"},
                     {"windows-1250",
                      "\x9E"
                      "ena",
                      "žena"},
                     {"iso-8859-2",
                      "\xBE"
                      "ena",
                      "žena"},
                     {"iso-8859-5", "\xBF\xE0\xD8\xD2\xD5\xE2", "Привет"},
                     {"Shift_JIS", "\x93\xFA\x96{\x8C\xEA", "日本語"},
                     {"EUC-JP", "\xC6\xFC\xCB\xDC\xB8\xEC", "日本語"},
                     {"EUC-KR", "\xC7\xD1\xB1\xB9\xBE\xEE", "한국어"},
                     {"GB18030", "\xD6\xD0\xCE\xC4", "中文"},
                     {"Big5", "\xA4\xA4\xA4\xE5", "中文"}};
    ph_worker *w = open_worker("peerhub-worker");
    for (size_t i = 0; i < N(encodings); i++) {
        ph_str xml = ph_dupf(*state,
                             "<?xml version=\"1.0\" encoding=\"%s\"?>"
                             "<note><title>%s</title><p>%s.</p></note>",
                             encodings[i].name, encodings[i].bytes, encodings[i].bytes);
        ph_str html = ph_dupf(*state, "<meta charset=\"%s\"><title>%s</title><p>%s.</p>",
                              encodings[i].name, encodings[i].bytes, encodings[i].bytes);
        ph_document doc = same(w, *state, "a.xml", xml);
        if (!strstr(blocks_of(*state, &doc), encodings[i].text))
            fail_msg("XML in %s is not read", encodings[i].name);
        doc = same(w, *state, "a.html", html);
        if (!strstr(blocks_of(*state, &doc), encodings[i].text))
            fail_msg("HTML in %s is not read", encodings[i].name);
        same(w, *state, "a.txt", ph_cstr(encodings[i].bytes));
    }
    ph_worker_free(w);
}

/* --- a hostile one -------------------------------------------------------------------------- */

/* One that waits, and one that does not hear of its processor time being over. */
static void ends_what_does_not_end(void **state)
{
    static const char *const acts[] = {"sleep", "deaf"};
    ph_error err;
    ph_document doc;
    ph_worker *w = open_worker("tests/hostile-worker");
    for (size_t i = 0; i < N(acts); i++) {
        int64_t begin = now();
        assert_int_equal(
            work_on(w, "a.txt", ph_cstr(acts[i]), PH_ABSENT, PH_ABSENT, *state, &doc, &err),
            PH_TIMEOUT);
        assert_non_null(strstr(err.text, "longer than 3 seconds"));
        assert_in_range(now() - begin, 2900, 10000);
        assert_int_equal(
            work_on(w, "a.txt", PH_STR("fine"), PH_ABSENT, PH_ABSENT, *state, &doc, &err),
            PH_OK);
    }
    ph_worker_free(w);
}

/* A worker that nobody waits for any more, since the indexer was killed. */
static void ends_with_the_indexer(void **state)
{
    int ends[2];
    pid_t worker;
    assert_int_equal(pipe(ends), 0);
    pid_t indexer = fork();
    assert_true(indexer >= 0);
    if (indexer == 0) {
        ph_error err;
        ph_document doc;
        ph_worker *w = open_worker("tests/hostile-worker");
        if (work_on(w, "a.txt", PH_STR("fine"), PH_ABSENT, PH_ABSENT, *state, &doc, &err) !=
                PH_OK ||
            write(ends[1], &w->pid, sizeof w->pid) != sizeof w->pid)
            _exit(1);
        _exit(work_on(w, "a.txt", PH_STR("sleep"), PH_ABSENT, PH_ABSENT, *state, &doc,
                      &err) == PH_OK);
    }
    assert_int_equal(read(ends[0], &worker, sizeof worker), sizeof worker);
    int end = (int)syscall(SYS_pidfd_open, worker, 0);
    assert_true(end >= 0);
    assert_false(wait_for(end, POLLIN, now() + 200));
    kill(indexer, SIGKILL);
    assert_int_equal(waitpid(indexer, NULL, 0), indexer);
    assert_true(wait_for(end, POLLIN, now() + 2000));
    close(end);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_what_is_in_force),
        cmocka_unit_test(reads_the_given_folders_alone),
        cmocka_unit_test(does_without_what_a_kernel_lacks),
        cmocka_unit_test(converts_encodings),
        cmocka_unit_test(takes_open_files),
        cmocka_unit_test_setup_teardown(finds_the_same_in_fixtures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_the_same_in_every_encoding, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(ends_what_does_not_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ends_with_the_indexer, set_up, tear_down),
    };
    top = getenv("top_srcdir");
    build = getenv("top_builddir");
    if (!top || !build) {
        fputs("top_srcdir and top_builddir must be set (make check does)\n", stderr);
        return 2;
    }
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, load_schema, unload_schema);
}
