/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "indexer/frame.h"
#include "indexer/parse.h"
#include "indexer/worker.h"
#include "search/limits.h"
#include "search/pack.h"
#include "search/text.h"

/* How long a worker that was told to end may take. */
#define END_MILLISECONDS 1000

struct ph_worker {
    char *program, *schema;
    pid_t pid; /* 0: none runs */
    int to, from;
};

ph_status ph_worker_new(ph_worker **out, const char *program, const char *schema,
                        ph_error *err)
{
    ph_worker *w = calloc(1, sizeof *w);
    *out = NULL;
    if (!w)
        return ph_fail_memory(err);
    if (access(program, X_OK) != 0) {
        free(w);
        return ph_fail(err, PH_IO, "cannot start '%s': %s; is all of peerhub installed?",
                       program, strerror(errno));
    }
    *w = (ph_worker){
        .program = strdup(program), .schema = strdup(schema), .to = -1, .from = -1};
    if (!w->program || !w->schema) {
        ph_worker_free(w);
        return ph_fail_memory(err);
    }
    *out = w;
    return PH_OK;
}

/* --- time --------------------------------------------------------------------------------- */

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Waits until a descriptor is ready.  Returns false when the time is over. */
static bool wait_for(int fd, short events, int64_t deadline)
{
    for (;;) {
        int64_t left = deadline - now();
        if (left <= 0)
            return false;
        struct pollfd p = {.fd = fd, .events = events};
        int ready = poll(&p, 1, left > 60000 ? 60000 : (int)left);
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR && errno != EAGAIN)
            return true; /* the read or write will say what is wrong */
    }
}

/* --- SIGPIPE ------------------------------------------------------------------------------ */

/* A worker that dies while we write to it must not end us.  The signal is for this thread, so
 * this thread holds it back and takes it away; how the program deals with SIGPIPE elsewhere
 * stays its own affair. */
typedef struct pipe_guard {
    sigset_t before;
    bool pending; /* one was waiting before: not ours */
} pipe_guard;

static void guard_begin(pipe_guard *guard)
{
    sigset_t set, waiting;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    sigemptyset(&waiting);
    sigpending(&waiting);
    guard->pending = sigismember(&waiting, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &set, &guard->before);
}

static void guard_end(const pipe_guard *guard)
{
    const struct timespec none = {0};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    if (!guard->pending)
        while (sigtimedwait(&set, NULL, &none) < 0 && errno == EINTR)
            ;
    pthread_sigmask(SIG_SETMASK, &guard->before, NULL);
}

/* --- starting ----------------------------------------------------------------------------- */

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* A pipe whose ends are closed by exec and are none of the standard descriptors. */
static bool make_pipe(int ends[2])
{
    ends[0] = ends[1] = -1;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        if (ends[i] > STDERR_FILENO)
            continue;
        int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        if (moved < 0)
            return false;
        close(ends[i]);
        ends[i] = moved;
    }
    return true;
}

/* Returns an error number, or 0. */
static int spawn(ph_worker *w, int in, int out)
{
    char *argv[] = {w->program, w->schema, NULL};
    /* nothing of our environment: it may hold secrets, and a parser needs none of it */
    static char locale[] = "LC_ALL=C.UTF-8";
    char *environment[] = {locale, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed)
        return failed;
    failed = posix_spawnattr_init(&attributes);
    if (failed) {
        posix_spawn_file_actions_destroy(&actions);
        return failed;
    }
    failed = posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    if (!failed)
        failed = posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    /* its own process group, so that Ctrl-C reaches us alone and we end it in order */
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    if (!failed)
        failed = posix_spawn(&w->pid, w->program, &actions, &attributes, argv, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

static ph_status start(ph_worker *w, ph_error *err)
{
    int request[2] = {-1, -1}, answer[2] = {-1, -1};
    ph_status status = PH_OK;
    if (!make_pipe(request) || !make_pipe(answer) ||
        fcntl(request[1], F_SETFL, O_NONBLOCK) < 0 ||
        fcntl(answer[0], F_SETFL, O_NONBLOCK) < 0)
        status = ph_fail(err, PH_IO, "cannot make a pipe for '%s': %s", w->program,
                         strerror(errno));
    if (status == PH_OK) {
        w->pid = 0;
        int failed = spawn(w, request[0], answer[1]);
        if (failed) {
            w->pid = 0;
            status =
                ph_fail(err, PH_IO, "cannot start '%s': %s", w->program, strerror(failed));
        }
    }
    close_fd(&request[0]);
    close_fd(&answer[1]);
    if (status == PH_OK) {
        w->to = request[1];
        w->from = answer[0];
    } else {
        close_fd(&request[1]);
        close_fd(&answer[0]);
    }
    return status;
}

/* --- ending ------------------------------------------------------------------------------- */

/* Ends the process, by force if it does not go by itself.  Returns how it ended, as waitpid
 * has it; -1 if nobody knows. */
static int stop(ph_worker *w, bool force)
{
    int how = -1;
    close_fd(&w->to);
    if (w->pid > 0) {
        /* the other end of this pipe closes when the process ends */
        int64_t deadline = now() + END_MILLISECONDS;
        char rest[4096];
        while (!force) {
            ssize_t n = 0;
            if (!wait_for(w->from, POLLIN, deadline))
                force = true;
            else if ((n = read(w->from, rest, sizeof rest)) == 0 ||
                     (n < 0 && errno != EAGAIN && errno != EINTR))
                break;
        }
        if (force)
            kill(w->pid, SIGKILL);
        while (waitpid(w->pid, &how, 0) < 0)
            if (errno != EINTR) {
                how = -1;
                break;
            }
    }
    close_fd(&w->from);
    w->pid = 0;
    return how;
}

void ph_worker_free(ph_worker *w)
{
    if (!w)
        return;
    stop(w, false);
    free(w->program);
    free(w->schema);
    free(w);
}

/* --- speaking ------------------------------------------------------------------------------ */

typedef enum talk { TALK_OK, TALK_DIED, TALK_LATE } talk;

/* Writes pieces one after the other; changes them. */
static talk send_pieces(ph_worker *w, struct iovec *pieces, int n, int64_t deadline)
{
    while (n > 0) {
        if (pieces->iov_len == 0) {
            pieces++;
            n--;
            continue;
        }
        ssize_t put = writev(w->to, pieces, n);
        if (put < 0 && (errno == EAGAIN || errno == EINTR)) {
            if (!wait_for(w->to, POLLOUT, deadline))
                return TALK_LATE;
        } else if (put < 0)
            return TALK_DIED;
        for (size_t left = put > 0 ? (size_t)put : 0; left > 0;) {
            size_t part = left < pieces->iov_len ? left : pieces->iov_len;
            pieces->iov_base = (char *)pieces->iov_base + part;
            pieces->iov_len -= part;
            left -= part;
            if (!pieces->iov_len) {
                pieces++;
                n--;
            }
        }
    }
    return TALK_OK;
}

static talk receive(ph_worker *w, void *to, size_t n, int64_t deadline)
{
    size_t done = 0;
    while (done < n) {
        ssize_t got = read(w->from, (char *)to + done, n - done);
        if (got > 0)
            done += (size_t)got;
        else if (got == 0 || (errno != EAGAIN && errno != EINTR))
            return TALK_DIED;
        else if (!wait_for(w->from, POLLIN, deadline))
            return TALK_LATE;
    }
    return TALK_OK;
}

/* writev does not change what it writes, but its type does not say so. */
static struct iovec piece_of(ph_str s)
{
    struct iovec piece = {.iov_len = s.n};
    memcpy(&piece.iov_base, &s.s, sizeof piece.iov_base);
    return piece;
}

/* The file itself goes from where it is into the pipe. */
static ph_status ask(ph_worker *w, ph_input file, ph_input sidecar, int64_t deadline,
                     talk *how, ph_error *err)
{
    ph_buf before = {0}, after = {0};
    unsigned char head[PH_FRAME_HEAD];
    ph_status status = PH_OK;
    ph_pack_str(&before, file.name);
    ph_pack_number(&before, (uint64_t)file.bytes.n + 1);
    ph_pack_str(&after, sidecar.name);
    ph_pack_str(&after, sidecar.name.s ? sidecar.bytes : PH_ABSENT);
    if (before.failed || after.failed)
        status = ph_fail_memory(err);
    else {
        ph_frame_head(head, before.n + file.bytes.n + after.n);
        struct iovec pieces[] = {{head, sizeof head},
                                 piece_of(ph_buf_str(&before)),
                                 piece_of(file.bytes),
                                 piece_of(ph_buf_str(&after))};
        *how = send_pieces(w, pieces, (int)(sizeof pieces / sizeof *pieces), deadline);
    }
    ph_buf_free(&before);
    ph_buf_free(&after);
    return status;
}

/* --- answers ------------------------------------------------------------------------------ */

/* Why there is no answer; the worker is gone after this. */
static ph_status fail_talk(ph_worker *w, talk how, ph_error *err)
{
    int ended = stop(w, how == TALK_LATE);
    int number = ended != -1 && WIFSIGNALED(ended) ? WTERMSIG(ended) : 0;
    if (how == TALK_LATE || number == SIGXCPU)
        return ph_fail(err, PH_TIMEOUT,
                       "parsing took longer than %d seconds and was stopped; is the file "
                       "damaged, or could it be split?",
                       PH_WORKER_SECONDS);
    if (number == SIGKILL ||
        number == SIGTERM) /* not the file's fault: it is tried again */
        return ph_fail(err, PH_IO,
                       "the parser was killed from outside; is there enough memory?");
    if (number == SIGSYS)
        return ph_fail(err, PH_INTERNAL,
                       "parsing was stopped: the file led the parser to something that "
                       "parsers may not do (SIGSYS); do not trust the file");
    if (number == SIGABRT || number == SIGTRAP) /* how C++ and GLib end without memory */
        return ph_fail(err, PH_INTERNAL,
                       "the parser gave up on this file (SIG%s); does it need more than "
                       "%zu MB of memory, or is it damaged?",
                       sigabbrev_np(number), PH_WORKER_MEMORY >> 20);
    const char *signal_name = number ? sigabbrev_np(number) : NULL;
    if (signal_name)
        return ph_fail(
            err, PH_INTERNAL,
            "the parser died of this file: SIG%s; please report it with the file",
            signal_name);
    return ph_fail(err, PH_INTERNAL, "the parser ended without an answer (exit status %d)",
                   ended != -1 && WIFEXITED(ended) ? WEXITSTATUS(ended) : -1);
}

static ph_status fail_nonsense(ph_worker *w, ph_error *err)
{
    stop(w, true);
    return ph_fail(err, PH_CORRUPT, "the parser's answer is damaged");
}

/* The worker's reason.  What it says is not to be trusted: it may have been taken over. */
static ph_status take_reason(ph_worker *w, ph_unpack *in, uint64_t status, ph_arena *arena,
                             ph_error *err)
{
    ph_str raw = ph_unpack_str(in);
    ph_str text = in->bad ? PH_ABSENT : ph_text_clean(arena, raw, false);
    if (status == PH_NO_MEMORY) {
        stop(w, true);
        return ph_fail(err, PH_LIMIT,
                       "parsing needs more than %zu MB of memory; could the file "
                       "be split?",
                       PH_WORKER_MEMORY >> 20);
    }
    if (!text.n || (status != PH_INVALID && status != PH_UNSUPPORTED &&
                    status != PH_LIMIT && status != PH_INTERNAL && status != PH_IO))
        return fail_nonsense(w, err);
    if (status == PH_IO)
        stop(w, false);
    return ph_fail(err, (ph_status)status, "%.*s", PH_FMT(text));
}

static ph_status take_answer(ph_worker *w, ph_str answer, ph_arena *arena, ph_document *doc,
                             ph_error *err)
{
    ph_unpack in = ph_unpack_from(answer);
    uint64_t status = ph_unpack_number(&in);
    if (in.bad)
        return fail_nonsense(w, err);
    if (status != PH_OK)
        return take_reason(w, &in, status, arena, err);
    ph_str packed = {in.at, (size_t)(in.end - in.at)};
    ph_status unpacked = ph_document_unpack(packed, arena, doc, err);
    if (unpacked == PH_CORRUPT)
        stop(w, true);
    return unpacked;
}

static ph_status listen_to(ph_worker *w, int64_t deadline, ph_arena *arena,
                           ph_document *doc, ph_error *err)
{
    unsigned char head[PH_FRAME_HEAD];
    talk how = receive(w, head, sizeof head, deadline);
    if (how != TALK_OK)
        return fail_talk(w, how, err);
    uint64_t length = ph_frame_length(head);
    if (length > PH_FRAME_ANSWER)
        return fail_nonsense(w, err);
    char *answer = ph_alloc(arena, (size_t)length + 1);
    if (!answer) {
        stop(w, true);
        return ph_fail_memory(err);
    }
    how = receive(w, answer, (size_t)length, deadline);
    if (how != TALK_OK)
        return fail_talk(w, how, err);
    return take_answer(w, (ph_str){answer, (size_t)length}, arena, doc, err);
}

/* True if the worker ended, or said something, since it was last asked. */
static bool is_spent(const ph_worker *w)
{
    struct pollfd p = {.fd = w->from, .events = POLLIN};
    return poll(&p, 1, 0) != 0;
}

ph_status ph_worker_parse(ph_worker *w, ph_str name, ph_str bytes, ph_str sidecar_name,
                          ph_str sidecar, ph_arena *arena, ph_document *doc, ph_error *err)
{
    pipe_guard guard;
    talk how = TALK_OK;
    ph_input file = {name, bytes}, beside = {sidecar_name, sidecar};
    *doc = (ph_document){0};
    if (bytes.n > PH_FILE_BYTES)
        return ph_fail(err, PH_LIMIT, "the file is larger than %zu MB",
                       PH_FILE_BYTES >> 20);
    if (sidecar.n > PH_SIDECAR_BYTES)
        return ph_fail(err, PH_LIMIT, "the side-car '%.*s' is larger than %zu KB",
                       PH_FMT(ph_sub(sidecar_name, 0, 200)), PH_SIDECAR_BYTES >> 10);
    /* what happened to it between two files is not this file's fault */
    if (w->pid && is_spent(w))
        stop(w, true);
    ph_status status = w->pid ? PH_OK : start(w, err);
    if (status != PH_OK)
        return status;
    int64_t deadline = now() + (int64_t)PH_WORKER_SECONDS * 1000;
    guard_begin(&guard);
    status = ask(w, file, beside, deadline, &how, err);
    /* one that is dying may have said why */
    if (status == PH_OK)
        status = how == TALK_LATE ? fail_talk(w, how, err)
                                  : listen_to(w, deadline, arena, doc, err);
    guard_end(&guard);
    return status;
}
