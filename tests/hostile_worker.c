/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A peerhub-worker that a file has taken over.  It is confined like the real one, then it does
 * what the file's text says: "open", "fork", "sleep" ...  What it is let do makes a document,
 * what is refused with an error number makes an error with its words.  Any other text is a
 * document; "tell" is refused with what is in force.
 */
#include "config.h"

#include <dirent.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>

/* A minute is long for a test; and what is said of the confinement is kept for "tell". */
#include "search/limits.h"
#undef PH_WORKER_SECONDS
#define PH_WORKER_SECONDS 1
#include "indexer/confine.h"
static ph_status confine_for_real(const char *const *folders,
                                  char in_force[PH_CONFINED_TEXT], ph_error *err);
#define ph_confine confine_for_real
#include "indexer/confine.c"
#undef ph_confine

#include "indexer/map.h"
#include "indexer/parse.h"
#include "indexer/unfold.h"

static char told[PH_CONFINED_TEXT];

ph_status ph_confine(const char *const *folders, char in_force[PH_CONFINED_TEXT],
                     ph_error *err)
{
    ph_status status = confine_for_real(folders, in_force, err);
    snprintf(told, sizeof told, "%s", in_force);
    return status;
}

ph_status ph_parse_init(const char *schema_path, ph_error *err)
{
    (void)schema_path;
    (void)err;
    return PH_OK;
}

void ph_parse_finish(void)
{
}

ph_status ph_map_read(const char *path, ph_map **out, ph_error *err)
{
    (void)path;
    *out = NULL;
    return ph_fail(err, PH_UNSUPPORTED, "no maps here");
}

void ph_map_free(ph_map *map)
{
    (void)map;
}

/* --- files ---------------------------------------------------------------------------------- */

static bool do_open(void)
{
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}

static bool do_list(void)
{
    return opendir("/") != NULL;
}

static bool do_write(void)
{
    return open("hostile.out", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
}

static bool do_truncate(void)
{
    return open("hostile.out", O_RDONLY | O_TRUNC | O_CLOEXEC) >= 0;
}

static bool do_unlink(void)
{
    return unlink("hostile.out") == 0;
}

/* --- network -------------------------------------------------------------------------------- */

static bool do_socket(void)
{
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
}

static bool do_connect(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(9)};
    return connect(STDIN_FILENO, (const struct sockaddr *)&address, sizeof address) == 0;
}

static bool do_bind(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    return bind(STDIN_FILENO, (const struct sockaddr *)&address, sizeof address) == 0;
}

/* --- processes ------------------------------------------------------------------------------ */

static bool do_fork(void)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return pid > 0 && waitpid(pid, NULL, 0) == pid;
}

static bool do_exec(void)
{
    return execl("/bin/true", "true", (char *)NULL) == 0;
}

static void *do_nothing(void *user)
{
    return user;
}

static bool do_thread(void)
{
    pthread_t thread;
    errno = pthread_create(&thread, NULL, do_nothing, NULL);
    return errno == 0 && pthread_join(thread, NULL) == 0;
}

/* Of a process that it does not trace: should it be let, nothing comes of it. */
static bool do_ptrace(void)
{
    errno = 0;
    return ptrace(PTRACE_PEEKDATA, getppid(), told, NULL) != -1 || errno == ESRCH;
}

static bool do_peek(void)
{
    char byte;
    struct iovec here = {&byte, 1}, there = {told, 1};
    return process_vm_readv(getppid(), &here, 1, &there, 1, 0) == 1;
}

/* Signal 0 asks only whether one might: should it be let, nobody is hurt. */
static bool do_kill(void)
{
    return kill(getppid(), 0) == 0;
}

static bool do_signal(void)
{
    return syscall(SYS_tgkill, getppid(), getppid(), 0) == 0;
}

static bool do_limits(void)
{
    struct rlimit limit;
    return prlimit(getppid(), RLIMIT_NOFILE, NULL, &limit) == 0;
}

/* --- the kernel ----------------------------------------------------------------------------- */

static bool do_io_uring(void)
{
    struct io_uring_params parameters = {0};
    return syscall(SYS_io_uring_setup, 1, &parameters) >= 0;
}

static bool do_bpf(void)
{
    return syscall(SYS_bpf, 0, NULL, 0) >= 0;
}

static bool do_mount(void)
{
    return mount("none", "/nowhere", "tmpfs", 0, NULL) == 0;
}

static bool do_unshare(void)
{
    return unshare(CLONE_NEWUSER) == 0;
}

static bool do_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                -1, 0) != MAP_FAILED;
}

/* --- too much ------------------------------------------------------------------------------- */

static bool do_memory(void)
{
    size_t n = (size_t)2 << 30;
    char *memory = malloc(n);
    for (size_t i = 0; memory && i < n; i += 4096)
        ((volatile char *)memory)[i] = 1;
    return memory != NULL;
}

static bool do_abort(void)
{
    signal(SIGABRT, SIG_DFL); /* a sanitizer has a handler of its own */
    abort();
}

static bool do_loop(void)
{
    volatile bool on = true;
    while (on)
        ;
    return true;
}

static bool do_deaf(void)
{
    signal(SIGXCPU, SIG_IGN);
    return do_loop();
}

static bool do_sleep(void)
{
    while (sleep(1000) == 0)
        ;
    return true;
}

static bool do_output(void)
{
    static const char much[65536];
    while (write(STDOUT_FILENO, much, sizeof much) > 0 || errno == EINTR)
        ;
    _exit(0);
}

/* --- nonsense ------------------------------------------------------------------------------- */

static bool do_crash(void)
{
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
    return false;
}

static unsigned deeper(unsigned n)
{
    volatile char frame[4096];
    frame[0] = (char)n;
    return n == 0 ? 0 : deeper(n + 1) + (unsigned)frame[0];
}

static bool do_stack(void)
{
    signal(SIGSEGV, SIG_DFL);
    return deeper(1) != 0;
}

static bool do_exit(void)
{
    _exit(0);
}

static bool do_nonsense(void)
{
    static const char bytes[] = "\7\0\0\0\0\0\0\0nonsense\x1B[31m";
    return write(STDOUT_FILENO, bytes, sizeof bytes) < 0;
}

static bool do_chatter(void)
{
    static const char text[] = "the worker speaks to the terminal\n";
    return write(STDERR_FILENO, text, sizeof text - 1) > 0;
}

/* --- what the file says --------------------------------------------------------------------- */

static const struct {
    const char *text;
    bool (*act)(void);
} acts[] = {{"open", do_open},         {"list", do_list},         {"write", do_write},
            {"truncate", do_truncate}, {"unlink", do_unlink},     {"socket", do_socket},
            {"connect", do_connect},   {"bind", do_bind},         {"fork", do_fork},
            {"exec", do_exec},         {"thread", do_thread},     {"ptrace", do_ptrace},
            {"peek", do_peek},         {"kill", do_kill},         {"signal", do_signal},
            {"limits", do_limits},     {"io_uring", do_io_uring}, {"bpf", do_bpf},
            {"mount", do_mount},       {"unshare", do_unshare},   {"code", do_code},
            {"memory", do_memory},     {"abort", do_abort},       {"loop", do_loop},
            {"deaf", do_deaf},         {"sleep", do_sleep},       {"output", do_output},
            {"crash", do_crash},       {"stack", do_stack},       {"exit", do_exit},
            {"nonsense", do_nonsense}, {"chatter", do_chatter}};

static ph_status act(ph_str text, ph_arena *arena, ph_document *doc, ph_error *err)
{
    *doc = (ph_document){.mime = PH_STR("text/plain")};
    if (ph_eqc(text, "tell"))
        return ph_fail(err, PH_INVALID, "%s", told);
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (ph_eqc(text, acts[i].text) && !acts[i].act())
            return errno == ENOMEM
                       ? ph_fail_memory(err)
                       : ph_fail(err, PH_INVALID, "refused: %s", strerror(errno));
    ph_block block = {.type = PH_BLOCK_PARAGRAPH, .text = text};
    return ph_document_meta(doc, arena, PH_ORIGIN_FILE, PH_STR("title"), text) &&
                   ph_document_block(doc, arena, block)
               ? PH_OK
               : ph_fail_memory(err);
}

ph_status ph_unfold(ph_unfolding *u, ph_str name, ph_feed *feed, ph_input sidecar,
                    ph_error *err)
{
    ph_buf bytes = {0};
    ph_document doc;
    ph_part part = {.path = PH_STR(""), .identity = PH_STR(""), .alone = true};
    (void)name;
    (void)sidecar;
    ph_arena *arena = ph_arena_new();
    ph_status status =
        arena ? ph_feed_all(feed, PH_FILE_BYTES, &bytes, err) : ph_fail_memory(err);
    if (!status)
        status = act(ph_trim(ph_buf_str(&bytes)), arena, &doc, err);
    if (!status)
        status = u->sink->document(u->sink->user, &part, &doc, err);
    ph_buf_free(&bytes);
    ph_arena_free(arena);
    return status;
}
