/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * peerhub-worker SCHEMA [MAP] - parses one file after another for the indexer (frame.h tells how
 * they speak).  Descriptors 0 and 1 are one socket; what it may do once it is confined stands in
 * confine.h, so that a file which takes it over gets little for it.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "indexer/confine.h"
#include "indexer/frame.h"
#include "indexer/map.h"
#include "indexer/parse.h"
#include "indexer/unfold.h"
#include "search/pack.h"

/* A request's buffer that is larger is not kept for the next one. */
#define BUFFER_KEPT ((size_t)1 << 20)

/* --- the socket ----------------------------------------------------------------------------- */

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

/* The head of a request and the descriptor that comes with its first byte (-1: none).  Returns
 * how many bytes came before the end. */
static size_t read_head(unsigned char head[PH_FRAME_HEAD], int *fd)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec piece = {head, PH_FRAME_HEAD};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t got;
    *fd = -1;
    while ((got = recvmsg(STDIN_FILENO, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
        ;
    if (got <= 0)
        return 0;
    const struct cmsghdr *with = CMSG_FIRSTHDR(&message);
    if (with && with->cmsg_level == SOL_SOCKET && with->cmsg_type == SCM_RIGHTS)
        memcpy(fd, CMSG_DATA(with), sizeof *fd);
    return (size_t)got + read_all(head + got, PH_FRAME_HEAD - (size_t)got);
}

/* --- answers ---------------------------------------------------------------------------------- */

/* A frame is written with room for its head, which is filled in when it goes. */
static void frame_begin(ph_buf *frame, ph_frame_type type)
{
    ph_buf_clear(frame);
    ph_buf_add(frame, (ph_str){"\0\0\0\0\0\0\0", PH_FRAME_HEAD});
    ph_pack_number(frame, (uint64_t)type);
}

static ph_status frame_send(ph_buf *frame, ph_error *err)
{
    unsigned char head[PH_FRAME_HEAD];
    if (frame->failed)
        return ph_fail_memory(err);
    ph_frame_head(head, frame->n - PH_FRAME_HEAD);
    memcpy(frame->s, head, sizeof head);
    bool sent = write_all(frame->s, frame->n);
    if (frame->cap > BUFFER_KEPT)
        ph_buf_free(frame);
    return sent ? PH_OK : ph_fail(err, PH_IO, "the indexer does not listen");
}

static ph_status send_status(ph_buf *frame, ph_status status, const char *text,
                             ph_error *err)
{
    frame_begin(frame, PH_FRAME_END);
    ph_pack_number(frame, (uint64_t)status);
    ph_pack_str(frame, ph_cstr(text));
    return frame_send(frame, err);
}

/* The sink: `user` is the buffer for frames. */

static ph_status send_begin(void *user, ph_str path, ph_error *err)
{
    ph_buf *frame = user;
    frame_begin(frame, PH_FRAME_BEGIN);
    ph_pack_str(frame, path);
    if (!ph_confine_allow_time())
        return ph_fail(err, PH_IO, "cannot set a time limit: %s", strerror(errno));
    return frame_send(frame, err);
}

static ph_status send_refusal(void *user, const ph_part *part, const ph_error *why,
                              ph_error *err)
{
    ph_buf *frame = user;
    frame_begin(frame, PH_FRAME_REFUSAL);
    ph_pack_str(frame, part->path);
    ph_pack_number(frame, (uint64_t)why->status);
    ph_pack_str(frame, ph_cstr(why->text));
    return frame_send(frame, err);
}

static ph_status send_document(void *user, const ph_part *part, const ph_document *doc,
                               ph_error *err)
{
    ph_buf *frame = user;
    ph_error why;
    frame_begin(frame, PH_FRAME_DOCUMENT);
    ph_pack_str(frame, part->path);
    ph_pack_str(frame, part->identity);
    ph_pack_number(frame, part->size);
    ph_pack_number(frame, part->content);
    ph_pack_number(frame, part->alone);
    ph_document_pack(frame, doc);
    if (frame->n <= PH_DOCUMENT_BYTES)
        return frame_send(frame, err);
    (void)ph_fail(&why, PH_LIMIT, "the file has more than %zu MB of text in it",
                  PH_DOCUMENT_BYTES >> 20);
    return send_refusal(user, part, &why, err);
}

/* --- requests --------------------------------------------------------------------------------- */

/* The steps that a worker died of. */
static void read_fatal(ph_unpack *in, ph_unfolding *unfolding,
                       uint64_t fatal[PH_ARCHIVE_CRASHES])
{
    uint64_t n = ph_unpack_number(in);
    if (n > PH_ARCHIVE_CRASHES) {
        in->bad = true;
        n = 0;
    }
    for (uint64_t i = 0; i < n; i++)
        fatal[i] = ph_unpack_number(in);
    unfolding->fatal = fatal;
    unfolding->fatals = (size_t)n;
}

static ph_status answer_request(ph_str request, int fd, const ph_map *map, ph_buf *frame,
                                ph_error *err)
{
    const ph_sink sink = {frame, send_begin, send_document, send_refusal};
    ph_unfolding unfolding = {.sink = &sink, .map = map};
    ph_error why = {.status = PH_OK};
    uint64_t fatal[PH_ARCHIVE_CRASHES];
    ph_unpack in = ph_unpack_from(request);
    ph_str name = ph_unpack_str(&in);
    ph_input sidecar;
    sidecar.name = ph_unpack_str(&in);
    sidecar.bytes = ph_unpack_str(&in);
    unfolding.skip = ph_unpack_number(&in);
    ph_feed feed = ph_feed_file(fd, ph_unpack_number(&in));
    read_fatal(&in, &unfolding, fatal);
    if (in.bad || fd < 0 || !ph_confine_allow_time())
        return ph_fail(err, PH_IO, "the request is damaged");
    ph_status status = ph_unfold(&unfolding, name, &feed, sidecar, &why);
    if (unfolding.broken && status != PH_NO_MEMORY) {
        *err = why;
        return status;
    }
    return send_status(frame, status, status ? why.text : "", err);
}

/* Returns the exit status. */
static int serve(const ph_map *map, ph_buf *request, ph_buf *frame, ph_error *err)
{
    for (;;) {
        unsigned char head[PH_FRAME_HEAD];
        int fd;
        size_t got = read_head(head, &fd);
        if (got == 0)
            return EXIT_SUCCESS;
        uint64_t length = ph_frame_length(head);
        ph_buf_clear(request);
        if (got < sizeof head || length > PH_FRAME_REQUEST ||
            !ph_buf_reserve(request, (size_t)length))
            return EXIT_FAILURE;
        request->n = read_all(request->s, (size_t)length);
        if (request->n < length)
            return EXIT_FAILURE;
        ph_status status = answer_request(ph_buf_str(request), fd, map, frame, err);
        if (fd >= 0)
            close(fd);
        if (status)
            return EXIT_FAILURE;
    }
}

int main(int argc, char **argv)
{
    if (argc != 2 && argc != 3) {
        fputs("usage: peerhub-worker SCHEMA [MAP]\n"
              "peerhub-index starts it; see peerhub-index(1)\n",
              stderr);
        return 2;
    }
    /* poppler's tables of Chinese, Japanese and Korean characters */
    static const char *const folders[] = {"/usr/share/poppler", NULL};
    char in_force[PH_CONFINED_TEXT];
    ph_error err;
    ph_buf request = {0}, frame = {0};
    ph_map *map = NULL;
    int code = EXIT_FAILURE;
    close_range(STDERR_FILENO + 1, ~0U, 0);
    ph_status status = ph_parse_init(argv[1], &err);
    if (status == PH_OK && argc == 3)
        status = ph_map_read(argv[2], &map, &err);
    if (status == PH_OK)
        status = ph_confine(folders, in_force, &err);
    if (status == PH_OK) {
        frame_begin(&frame, PH_FRAME_HELLO);
        ph_pack_str(&frame, ph_cstr(in_force));
        status = frame_send(&frame, &err);
    }
    if (status == PH_OK)
        code = serve(map, &request, &frame, &err);
    else
        (void)!send_status(&frame, status == PH_INVALID ? PH_INVALID : PH_IO, err.text,
                           &err);
    ph_map_free(map);
    ph_parse_finish();
    ph_buf_free(&request);
    ph_buf_free(&frame);
    return code;
}
