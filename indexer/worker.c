/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "indexer/frame.h"
#include "indexer/parse.h"
#include "indexer/worker.h"
#include "indexer/worker_spawn.h"
#include "search/limits.h"
#include "search/pack.h"
#include "search/text.h"

/* How long a worker that was told to end may take. */
#define END_MILLISECONDS 1000

/* How long one may take to start, on a machine that is busy. */
#define START_MILLISECONDS 30000

/* An answer's buffer that is larger is not kept for the next one. */
#define ANSWER_KEPT ((size_t)1 << 20)

struct ph_worker {
    char *program, *schema, *map;
    pid_t pid; /* 0: none runs */
    int fd;    /* our end of the socket pair */
    char confinement[200];
    ph_buf answer; /* the frame in hand */
};

ph_status ph_worker_new(ph_worker **out, const char *program, const char *schema,
                        const char *map, ph_error *err)
{
    ph_worker *w = calloc(1, sizeof *w);
    *out = NULL;
    if (!w)
        return ph_fail_memory(err);
    *w = (ph_worker){.program = strdup(program), .schema = strdup(schema), .fd = -1};
    w->map = map ? strdup(map) : NULL;
    if (!w->program || !w->schema || (map && !w->map)) {
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

/* --- ending ------------------------------------------------------------------------------- */

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Ends the process, by force if it does not go by itself.  Returns how it ended, as waitpid
 * has it; -1 if nobody knows. */
static int stop(ph_worker *w, bool force)
{
    int how = -1;
    if (w->pid > 0) {
        /* it ends when nobody is there to ask; then its end of the pair closes, too */
        int64_t deadline = now() + END_MILLISECONDS;
        char rest[4096];
        shutdown(w->fd, SHUT_WR);
        while (!force) {
            ssize_t n = 0;
            if (!wait_for(w->fd, POLLIN, deadline))
                force = true;
            else if ((n = read(w->fd, rest, sizeof rest)) == 0 ||
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
    close_fd(&w->fd);
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
    free(w->map);
    ph_buf_free(&w->answer);
    free(w);
}

/* --- speaking ------------------------------------------------------------------------------ */

typedef enum talk { TALK_OK, TALK_DIED, TALK_LATE } talk;

/* Sends bytes; a descriptor (-1: none) goes with the first of them. */
static talk send_all(ph_worker *w, ph_str bytes, int fd, int64_t deadline)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec piece = {.iov_len = bytes.n};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    /* sendmsg does not change what it sends, but its type does not say so */
    memcpy(&piece.iov_base, &bytes.s, sizeof piece.iov_base);
    if (fd >= 0) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
        struct cmsghdr *with = CMSG_FIRSTHDR(&message);
        with->cmsg_level = SOL_SOCKET;
        with->cmsg_type = SCM_RIGHTS;
        with->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(with), &fd, sizeof fd);
    }
    while (piece.iov_len > 0) {
        ssize_t put = sendmsg(w->fd, &message, MSG_NOSIGNAL);
        if (put < 0 && (errno == EAGAIN || errno == EINTR)) {
            if (!wait_for(w->fd, POLLOUT, deadline))
                return TALK_LATE;
        } else if (put < 0)
            return TALK_DIED;
        else if (put > 0) {
            piece.iov_base = (char *)piece.iov_base + put;
            piece.iov_len -= (size_t)put;
            message.msg_control = NULL;
            message.msg_controllen = 0;
        }
    }
    return TALK_OK;
}

static talk receive(ph_worker *w, void *to, size_t n, int64_t deadline)
{
    size_t done = 0;
    while (done < n) {
        ssize_t got = read(w->fd, (char *)to + done, n - done);
        if (got > 0)
            done += (size_t)got;
        else if (got == 0 || (errno != EAGAIN && errno != EINTR))
            return TALK_DIED;
        else if (!wait_for(w->fd, POLLIN, deadline))
            return TALK_LATE;
    }
    return TALK_OK;
}

static int64_t deadline_from_now(void)
{
    return now() + (int64_t)PH_WORKER_SECONDS * 1000;
}

/* --- what went wrong ------------------------------------------------------------------------ */

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
static ph_status take_reason(ph_worker *w, ph_unpack *in, ph_error *err)
{
    uint64_t status = ph_unpack_number(in);
    ph_str reason = ph_unpack_str(in);
    if (in->bad)
        return fail_nonsense(w, err);
    if (status == PH_OK)
        return PH_OK;
    if (status == PH_NO_MEMORY) {
        stop(w, true);
        return ph_fail(err, PH_LIMIT,
                       "parsing needs more than %zu MB of memory; could the file "
                       "be split?",
                       PH_WORKER_MEMORY >> 20);
    }
    ph_arena *arena = ph_arena_new();
    ph_str text = arena ? ph_text_clean(arena, reason, false) : PH_ABSENT;
    bool known = status == PH_INVALID || status == PH_UNSUPPORTED || status == PH_LIMIT ||
                 status == PH_INTERNAL || status == PH_IO;
    ph_status said = !text.s ? ph_fail_memory(err)
                     : known && text.n
                         ? ph_fail(err, (ph_status)status, "%.*s", PH_FMT(text))
                         : fail_nonsense(w, err);
    ph_arena_free(arena);
    if (said == PH_IO)
        stop(w, false);
    return said;
}

/* --- frames --------------------------------------------------------------------------------- */

/* The next frame, in w->answer; *in stands behind its type. */
static ph_status next_frame(ph_worker *w, int64_t deadline, ph_unpack *in, uint64_t *type,
                            ph_error *err)
{
    unsigned char head[PH_FRAME_HEAD];
    talk how = receive(w, head, sizeof head, deadline);
    if (how != TALK_OK)
        return fail_talk(w, how, err);
    uint64_t length = ph_frame_length(head);
    if (length > PH_FRAME_ANSWER)
        return fail_nonsense(w, err);
    ph_buf_clear(&w->answer);
    if (w->answer.cap > ANSWER_KEPT)
        ph_buf_free(&w->answer);
    if (!ph_buf_reserve(&w->answer, (size_t)length)) {
        stop(w, true);
        return ph_fail_memory(err);
    }
    how = receive(w, w->answer.s, (size_t)length, deadline);
    if (how != TALK_OK)
        return fail_talk(w, how, err);
    w->answer.n = (size_t)length;
    *in = ph_unpack_from(ph_buf_str(&w->answer));
    *type = ph_unpack_number(in);
    return in->bad ? fail_nonsense(w, err) : PH_OK;
}

/* --- starting ---------------------------------------------------------------------------------- */

static ph_status greet(ph_worker *w, ph_error *err)
{
    ph_unpack in;
    uint64_t type;
    ph_status status = next_frame(w, now() + START_MILLISECONDS, &in, &type, err);
    if (status)
        return status;
    if (type == PH_FRAME_END) {
        status = take_reason(w, &in, err);
        return status ? status : fail_nonsense(w, err);
    }
    ph_str text = ph_unpack_str(&in);
    if (type != PH_FRAME_HELLO || in.bad)
        return fail_nonsense(w, err);
    snprintf(w->confinement, sizeof w->confinement, "%.*s", PH_FMT(text));
    return PH_OK;
}

ph_status ph_worker_start(ph_worker *w, ph_error *err)
{
    int ends[2];
    if (w->pid)
        return PH_OK;
    if (!ph_worker_sockets(ends)) {
        int why = errno;
        close_fd(&ends[0]);
        close_fd(&ends[1]);
        return ph_fail(err, PH_IO, "cannot make a pair of sockets for '%s': %s", w->program,
                       strerror(why));
    }
    w->fd = ends[0];
    char *argv[] = {w->program, w->schema, w->map, NULL};
    int failed = ph_worker_spawn(&w->pid, argv, ends[1]);
    close_fd(&ends[1]);
    if (failed) {
        w->pid = 0;
        close_fd(&w->fd);
        return ph_fail(err, PH_IO,
                       "cannot start '%s': %s; is peerhub installed completely?",
                       w->program, strerror(failed));
    }
    ph_status status = greet(w, err);
    if (!status)
        return PH_OK;
    ph_error why = *err;
    stop(w, true);
    if (status == PH_INVALID && !w->confinement[0])
        return status; /* the map; one that was spoilt during a run is no file's fault */
    return ph_fail(err, PH_IO, "'%s' does not start: %s", w->program, why.text);
}

const char *ph_worker_confinement(const ph_worker *w)
{
    return w->confinement;
}

/* --- a file ----------------------------------------------------------------------------------- */

/* A file on its way through one worker, or several if they die. */
typedef struct errand {
    ph_worker *worker;
    ph_item_fn each;
    void *user;
    uint64_t steps;                     /* parts begun */
    uint64_t fatal[PH_ARCHIVE_CRASHES]; /* those that a worker died of */
    unsigned fatals;
    unsigned deaths; /* of workers; at most PH_ARCHIVE_CRASHES, fatal steps or not */
    uint64_t bytes;  /* answered */
    uint64_t room;   /* how many may be */
    bool open;       /* a part is in hand */
    ph_buf path;     /* its path */
    bool alone;      /* the file was one document, which was given */
    bool stopped;    /* by each, or by a limit */
} errand;

static ph_status ask(const errand *e, ph_str name, int fd, uint64_t size, ph_input sidecar,
                     ph_error *err)
{
    ph_buf request = {0};
    unsigned char head[PH_FRAME_HEAD];
    ph_buf_add(&request, (ph_str){"\0\0\0\0\0\0\0", PH_FRAME_HEAD});
    ph_pack_str(&request, name);
    ph_pack_str(&request, sidecar.name);
    ph_pack_str(&request, sidecar.name.s ? sidecar.bytes : PH_ABSENT);
    ph_pack_number(&request, e->steps);
    ph_pack_number(&request, size);
    ph_pack_number(&request, e->fatals);
    for (unsigned i = 0; i < e->fatals; i++)
        ph_pack_number(&request, e->fatal[i]);
    if (request.failed) {
        ph_buf_free(&request);
        return ph_fail_memory(err);
    }
    ph_frame_head(head, request.n - PH_FRAME_HEAD);
    memcpy(request.s, head, sizeof head);
    /* one that is dying may have said why: its answer is read all the same */
    talk how = send_all(e->worker, ph_buf_str(&request), fd, deadline_from_now());
    ph_buf_free(&request);
    return how == TALK_LATE ? fail_talk(e->worker, how, err) : PH_OK;
}

static ph_status give(errand *e, const ph_item *item, ph_error *err)
{
    e->open = false;
    if (e->each(e->user, item))
        return PH_OK;
    e->stopped = true;
    stop(e->worker, true);
    return ph_fail(err, PH_IO, "stopped");
}

/* Whoever took the worker over could send parts of its own for ever. */
static ph_status check_amount(errand *e, ph_error *err)
{
    e->bytes += e->worker->answer.n;
    if (e->steps <= PH_FILE_PARTS && e->bytes <= e->room)
        return PH_OK;
    e->stopped = true;
    stop(e->worker, true);
    if (e->steps > PH_FILE_PARTS)
        return ph_fail(err, PH_LIMIT,
                       "more than %d rows and members come out of the file; split it",
                       PH_FILE_PARTS);
    return ph_fail(err, PH_LIMIT,
                   "more than %llu MB of text come out of the file; split it",
                   (unsigned long long)e->room >> 20);
}

static ph_status take_begin(errand *e, ph_unpack *in, ph_error *err)
{
    ph_str path = ph_unpack_str(in);
    if (in->bad || !path.s || path.n > PH_PART_PATH_BYTES || e->alone)
        return fail_nonsense(e->worker, err);
    e->steps++;
    e->open = true;
    ph_buf_clear(&e->path);
    ph_buf_add(&e->path, path);
    return e->path.failed ? ph_fail_memory(err) : PH_OK;
}

/* True if an answer is about the part in hand, or about a file that has no parts. */
static bool is_expected(const errand *e, ph_str path)
{
    return path.s && (e->open ? ph_eq(path, ph_buf_str(&e->path))
                              : !path.n && !e->steps && !e->alone);
}

static ph_status take_document(errand *e, ph_unpack *in, ph_error *err)
{
    ph_item item = {.status = PH_OK};
    item.part.path = ph_unpack_str(in);
    item.part.identity = ph_unpack_str(in);
    item.part.size = ph_unpack_number(in);
    item.part.content = ph_unpack_number(in);
    item.part.alone = ph_unpack_number(in) != 0;
    item.document = (ph_str){in->at, (size_t)(in->end - in->at)};
    if (in->bad || !is_expected(e, item.part.path) || !item.part.identity.s ||
        item.part.identity.n > PH_PART_PATH_BYTES)
        return fail_nonsense(e->worker, err);
    e->alone = !e->open;
    return give(e, &item, err);
}

static ph_status take_refusal(errand *e, ph_unpack *in, ph_error *err)
{
    ph_error why;
    ph_item item = {.part.path = ph_unpack_str(in)};
    item.part.identity = item.part.path;
    if (in->bad || !is_expected(e, item.part.path))
        return fail_nonsense(e->worker, err);
    e->alone = !e->open;
    item.status = take_reason(e->worker, in, &why);
    if (!item.status || !e->worker->pid) {
        *err = why;
        return item.status ? item.status : fail_nonsense(e->worker, err);
    }
    item.reason = ph_cstr(why.text);
    return give(e, &item, err);
}

/* Everything that one worker says of a file.  Not PH_OK: the file's fault, or the worker is
 * gone. */
static ph_status listen_to(errand *e, ph_error *err)
{
    for (;;) {
        ph_unpack in;
        uint64_t type;
        ph_status status = next_frame(e->worker, deadline_from_now(), &in, &type, err);
        if (status)
            return status;
        switch (type) {
        case PH_FRAME_BEGIN: status = take_begin(e, &in, err); break;
        case PH_FRAME_DOCUMENT: status = take_document(e, &in, err); break;
        case PH_FRAME_REFUSAL: status = take_refusal(e, &in, err); break;
        case PH_FRAME_END: return take_reason(e->worker, &in, err);
        default: return fail_nonsense(e->worker, err);
        }
        if (!status)
            status = check_amount(e, err);
        if (status)
            return status;
    }
}

/* A worker died of a part: that is the part's line.  True if another one is to go on. */
static bool survive(errand *e, uint64_t before, const ph_error *why)
{
    ph_item item = {.status = why->status, .reason = ph_cstr(why->text)};
    if (e->stopped || e->steps == 0 || e->deaths == PH_ARCHIVE_CRASHES)
        return false;
    e->deaths++;
    if (!e->open) /* between two parts, which may be chance, but not twice */
        return e->steps > before;
    e->fatal[e->fatals++] = e->steps;
    item.part.path = item.part.identity = ph_buf_str(&e->path);
    ph_error stopped;
    return give(e, &item, &stopped) == PH_OK;
}

/* True if the worker ended, or said something, since it was last asked. */
static bool is_spent(const ph_worker *w)
{
    struct pollfd p = {.fd = w->fd, .events = POLLIN};
    return poll(&p, 1, 0) != 0;
}

static ph_status run_errand(errand *e, ph_str name, int fd, uint64_t size, ph_input sidecar,
                            ph_error *err)
{
    ph_worker *w = e->worker;
    ph_status status;
    for (bool again = false;; again = true) {
        uint64_t before = e->steps;
        /* what happened to it between two files is not this file's fault */
        if (w->pid && is_spent(w))
            stop(w, true);
        if (again)
            lseek(fd, 0, SEEK_SET);
        status = ph_worker_start(w, err);
        if (status)
            return status;
        status = ask(e, name, fd, size, sidecar, err);
        if (!status)
            status = listen_to(e, err);
        if (w->pid || !status || !survive(e, before, err))
            return status;
    }
}

ph_status ph_worker_parse(ph_worker *w, ph_str name, int fd, uint64_t size,
                          ph_str sidecar_name, ph_str sidecar, ph_item_fn each, void *user,
                          ph_error *err)
{
    errand e = {.worker = w, .each = each, .user = user, .room = PH_FILE_ANSWERS};
    if (size > PH_FILE_ANSWERS / PH_FILE_GROWTH)
        e.room = size < UINT64_MAX / PH_FILE_GROWTH ? size * PH_FILE_GROWTH : UINT64_MAX;
    if (sidecar.n > PH_SIDECAR_BYTES)
        return ph_fail(err, PH_LIMIT, "the side-car '%.*s' is larger than %zu KB",
                       PH_FMT(ph_sub(sidecar_name, 0, 200)), PH_SIDECAR_BYTES >> 10);
    ph_status status =
        run_errand(&e, name, fd, size, (ph_input){sidecar_name, sidecar}, err);
    ph_buf_free(&e.path);
    return status;
}
