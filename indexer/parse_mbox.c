/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mbox (RFC 4155): messages one behind the other, a line "From " before each. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "indexer/feed.h"
#include "indexer/parse.h"
#include "indexer/unfold.h"
#include "search/limits.h"

#define PIECE ((size_t)64 << 10)
#define MARK PH_STR("\nFrom ")

typedef struct box {
    ph_unfolding *u;
    ph_buf bytes; /* the message in hand, from the '\n' before its "From " */
    bool cut;     /* it is longer than may be */
    uint64_t nth;
} box;

/* The message in hand, n bytes. */
static ph_status take_message(box *b, size_t n, ph_error *err)
{
    char path[40];
    bool wanted;
    snprintf(path, sizeof path, "/%llu.eml", (unsigned long long)++b->nth);
    if (++b->u->members > PH_ARCHIVE_MEMBERS)
        return ph_fail(err, PH_LIMIT, "the file has more than %d messages",
                       PH_ARCHIVE_MEMBERS);
    ph_status status = ph_unfold_begin(b->u, ph_cstr(path), &wanted, err);
    if (status || ph_unfold_is_fatal(b->u))
        return status;
    if (b->cut) {
        ph_error why;
        (void)ph_fail(&why, PH_LIMIT, "the message is larger than %zu MB",
                      PH_FILE_BYTES >> 20);
        return wanted ? ph_unfold_refuse(b->u, ph_cstr(path), &why, err) : PH_OK;
    }
    const char *line = memchr(b->bytes.s + 1, '\n', n - 1);
    size_t from = line ? (size_t)(line - b->bytes.s) + 1 : n;
    return ph_unfold_member(b->u, ph_cstr(path), (ph_str){b->bytes.s + from, n - from},
                            (ph_input){PH_ABSENT, PH_ABSENT}, wanted, err);
}

static void drop(ph_buf *buf, size_t n)
{
    memmove(buf->s, buf->s + n, buf->n - n);
    buf->n -= n;
}

/* Where the next message begins behind `from`: a mark after an empty line; NULL: nowhere. */
static const char *next_message(ph_str s, size_t from)
{
    const char *at;
    while ((at = memmem(s.s + from, s.n - from, MARK.s, MARK.n)) != NULL) {
        from = (size_t)(at - s.s) + 1;
        if (at[-1] == '\n' || (at - s.s >= 2 && at[-1] == '\r' && at[-2] == '\n'))
            break;
    }
    return at;
}

/* Every message that is complete; *scanned: so much of the last one has no mark. */
static ph_status take_messages(box *b, size_t *scanned, ph_error *err)
{
    ph_status status = PH_OK;
    const char *next;
    while (!status && (next = next_message(ph_buf_str(&b->bytes), *scanned)) != NULL) {
        size_t n = (size_t)(next - b->bytes.s);
        status = take_message(b, n, err);
        drop(&b->bytes, n);
        b->cut = false;
        *scanned = 1;
    }
    if (b->bytes.n > PH_FILE_BYTES) { /* enough stays to know a mark */
        drop(&b->bytes, b->bytes.n - 2 * MARK.n);
        b->cut = true;
    }
    *scanned = b->bytes.n > MARK.n ? b->bytes.n - MARK.n + 1 : 1;
    return status;
}

static ph_status unfold(ph_unfolding *u, ph_feed *feed, ph_error *err)
{
    box b = {.u = u};
    size_t got = 1, scanned = 1;
    ph_buf_byte(&b.bytes, '\n');
    ph_status status = b.bytes.failed ? ph_fail_memory(err) : ph_feed_rewind(feed, err);
    while (!status && got) {
        if (!ph_buf_reserve(&b.bytes, PIECE)) {
            status = ph_fail_memory(err);
            break;
        }
        bool first = feed->at == 0;
        status = ph_feed_read(feed, b.bytes.s + b.bytes.n, PIECE, &got, err);
        b.bytes.n += status ? 0 : got;
        if (!status && first && !ph_starts(ph_buf_str(&b.bytes), MARK))
            status = ph_fail(err, PH_INVALID,
                             "is no mbox file: its first line does not begin with 'From '");
        if (!status)
            status = take_messages(&b, &scanned, err);
    }
    if (!status)
        status = take_message(&b, b.bytes.n, err);
    ph_buf_free(&b.bytes);
    return status;
}

const ph_format ph_format_mbox = {.name = "mbox",
                                  .mime = "application/mbox",
                                  .extensions = "mbox mbx ",
                                  .unfold = unfold};
