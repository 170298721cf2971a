/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "indexer/feed.h"

#define PIECE ((size_t)64 << 10)

ph_feed ph_feed_file(int fd, uint64_t size)
{
    return (ph_feed){.fd = fd, .size = size};
}

ph_feed ph_feed_memory(ph_str bytes)
{
    return (ph_feed){.fd = -1, .memory = bytes, .size = bytes.n};
}

ph_status ph_feed_read(ph_feed *feed, void *to, size_t n, size_t *got, ph_error *err)
{
    ssize_t have;
    if (feed->fd < 0) {
        ph_str rest = ph_sub(feed->memory, (size_t)feed->at, feed->memory.n);
        have = (ssize_t)(rest.n < n ? rest.n : n);
        if (have)
            memcpy(to, rest.s, (size_t)have);
    } else
        while ((have = read(feed->fd, to, n)) < 0 && errno == EINTR)
            ;
    if (have < 0)
        return ph_fail(err, PH_IO, "cannot be read: %s", strerror(errno));
    feed->at += (uint64_t)have;
    *got = (size_t)have;
    return PH_OK;
}

ph_status ph_feed_seek(ph_feed *feed, uint64_t at, ph_error *err)
{
    if (at > INT64_MAX || (feed->fd >= 0 && lseek(feed->fd, (off_t)at, SEEK_SET) < 0))
        return ph_fail(err, PH_IO, "cannot be read again: %s",
                       strerror(at > INT64_MAX ? EINVAL : errno));
    feed->at = at;
    return PH_OK;
}

ph_status ph_feed_rewind(ph_feed *feed, ph_error *err)
{
    return ph_feed_seek(feed, 0, err);
}

/* Appends up to n bytes. */
static ph_status take(ph_feed *feed, size_t n, ph_buf *out, ph_error *err)
{
    size_t got = 1;
    ph_status status = PH_OK;
    while (!status && got && n) {
        size_t piece = n < PIECE ? n : PIECE;
        if (!ph_buf_reserve(out, piece))
            return ph_fail_memory(err);
        status = ph_feed_read(feed, out->s + out->n, piece, &got, err);
        if (!status) {
            out->n += got;
            n -= got;
        }
    }
    return status;
}

ph_status ph_feed_peek(ph_feed *feed, size_t n, ph_buf *out, ph_error *err)
{
    ph_status status = take(feed, n, out, err);
    return status ? status : ph_feed_rewind(feed, err);
}

ph_status ph_feed_all(ph_feed *feed, size_t limit, ph_buf *out, ph_error *err)
{
    size_t before = out->n;
    if (feed->size <= limit && !ph_buf_reserve(out, (size_t)feed->size + 1))
        return ph_fail_memory(err);
    ph_status status = feed->size > limit ? PH_LIMIT : take(feed, limit + 1, out, err);
    if (status == PH_LIMIT || (!status && out->n - before > limit))
        return ph_fail(err, PH_LIMIT, "the file is larger than %zu MB", limit >> 20);
    return status;
}
