/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * peerhub-worker SCHEMA - parses one file after another for the indexer (frame.h tells how
 * they speak).  It reads from descriptor 0 and writes to 1 and opens nothing once it is
 * confined, so that a file which takes it over gets little for it.
 */
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "indexer/frame.h"
#include "indexer/parse.h"
#include "search/pack.h"

/* The address sanitizer reserves terabytes of addresses. */
#if defined(__SANITIZE_ADDRESS__)
#define ADDRESSES_ARE_FREE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESSES_ARE_FREE 1
#endif
#endif

/* A request's buffer that is larger is not kept for the next one. */
#define BUFFER_KEPT ((size_t)1 << 20)

/* --- limits ------------------------------------------------------------------------------- */

static bool set_limit(__rlimit_resource_t what, rlim_t value)
{
    struct rlimit limit;
    if (getrlimit(what, &limit) != 0)
        return false;
    if (limit.rlim_max == RLIM_INFINITY || value < limit.rlim_max)
        limit.rlim_max = value;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(what, &limit) == 0;
}

/* Processor time for one more file; the indexer's own clock ends what only waits. */
static bool allow_time(void)
{
    struct rusage used;
    struct rlimit limit;
    if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &limit) != 0)
        return false;
    limit.rlim_cur =
        (rlim_t)used.ru_utime.tv_sec + (rlim_t)used.ru_stime.tv_sec + PH_WORKER_SECONDS + 1;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_cur > limit.rlim_max)
        limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_CPU, &limit) == 0;
}

/* Everything that a parser needs is open and loaded before this. */
static ph_status confine(ph_error *err)
{
    bool ok = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && set_limit(RLIMIT_CORE, 0) &&
              set_limit(RLIMIT_FSIZE, 0) && allow_time();
#ifndef ADDRESSES_ARE_FREE
    ok = ok && set_limit(RLIMIT_AS, PH_WORKER_MEMORY);
#endif
    return ok ? PH_OK
              : ph_fail(err, PH_IO, "peerhub-worker cannot limit itself: %s",
                        strerror(errno));
}

/* --- pipes -------------------------------------------------------------------------------- */

/* Returns how many bytes came before the end. */
static size_t read_all(void *to, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t got = read(STDIN_FILENO, (char *)to + done, n - done);
        if (got > 0)
            done += (size_t)got;
        else if (got == 0 || errno != EINTR)
            break;
    }
    return done;
}

static bool write_all(const void *from, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t put = write(STDOUT_FILENO, (const char *)from + done, n - done);
        if (put > 0)
            done += (size_t)put;
        else if (put < 0 && errno != EINTR)
            return false;
    }
    return true;
}

static bool send(const ph_buf *answer)
{
    unsigned char head[PH_FRAME_HEAD];
    ph_frame_head(head, answer->n);
    return write_all(head, sizeof head) && write_all(answer->s, answer->n);
}

static void pack_reason(ph_buf *answer, ph_status status, const char *text)
{
    ph_buf_clear(answer);
    ph_pack_number(answer, (uint64_t)status);
    ph_pack_str(answer, ph_cstr(text));
}

/* --- requests ----------------------------------------------------------------------------- */

static void answer_request(ph_str request, ph_arena *arena, ph_buf *answer)
{
    ph_error err = {PH_INTERNAL, "the request is damaged"};
    ph_document doc;
    ph_unpack in = ph_unpack_from(request);
    ph_input file, sidecar;
    file.name = ph_unpack_str(&in);
    file.bytes = ph_unpack_str(&in);
    sidecar.name = ph_unpack_str(&in);
    sidecar.bytes = ph_unpack_str(&in);
    ph_status status = in.bad ? PH_INTERNAL : ph_parse(file, sidecar, arena, &doc, &err);
    if (status == PH_OK) {
        ph_pack_number(answer, PH_OK);
        ph_document_pack(answer, &doc);
        if (answer->failed)
            status = ph_fail_memory(&err);
        else if (answer->n > PH_DOCUMENT_BYTES)
            status = ph_fail(&err, PH_LIMIT, "the file has more than %zu MB of text in it",
                             PH_DOCUMENT_BYTES >> 20);
    }
    if (status != PH_OK)
        pack_reason(answer, status, err.text);
}

/* Returns the exit status. */
static int serve(ph_arena *arena, ph_buf *request, ph_buf *answer)
{
    for (;;) {
        unsigned char head[PH_FRAME_HEAD];
        size_t got = read_all(head, sizeof head);
        if (got == 0)
            return EXIT_SUCCESS;
        uint64_t length = ph_frame_length(head);
        if (got < sizeof head || length > PH_FRAME_REQUEST)
            return EXIT_FAILURE;
        ph_buf_clear(request);
        ph_buf_clear(answer);
        if (!ph_buf_reserve(request, (size_t)length))
            return EXIT_FAILURE;
        request->n = read_all(request->s, (size_t)length);
        if (request->n < length || !allow_time())
            return EXIT_FAILURE;
        answer_request(ph_buf_str(request), arena, answer);
        if (answer->failed || !send(answer))
            return EXIT_FAILURE;
        ph_arena_reset(arena);
        if (request->cap > BUFFER_KEPT)
            ph_buf_free(request);
        if (answer->cap > BUFFER_KEPT)
            ph_buf_free(answer);
    }
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs(
            "usage: peerhub-worker SCHEMA\npeerhub-index starts it; see peerhub-index(1)\n",
            stderr);
        return 2;
    }
    ph_error err;
    ph_buf request = {0}, answer = {0};
    int code = EXIT_FAILURE;
    close_range(STDERR_FILENO + 1, ~0U, 0);
    /* names of members of ZIP files are UTF-8, which libarchive leaves to the C library */
    setlocale(LC_CTYPE, "C.UTF-8");
    ph_arena *arena = ph_arena_new();
    ph_status status = arena ? ph_parse_init(argv[1], &err) : ph_fail_memory(&err);
    if (status == PH_OK)
        status = confine(&err);
    if (status == PH_OK)
        code = serve(arena, &request, &answer);
    else {
        pack_reason(&answer, PH_IO, err.text);
        if (!answer.failed)
            send(&answer);
    }
    ph_parse_finish();
    ph_buf_free(&request);
    ph_buf_free(&answer);
    ph_arena_free(arena);
    return code;
}
