/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/parse_archive.h"
#include "search/limits.h"

#define PIECE ((size_t)64 << 10)

typedef enum layout { LAYOUT_ZIP, LAYOUT_ZIP_STREAM, LAYOUT_TAR, LAYOUT_COMPRESSED } layout;

struct ph_archive {
    struct archive *archive;
    ph_feed *feed;
    uint64_t *left;
    uint64_t came; /* out of it so far */
    bool counts;   /* what is passed over is unpacked as well, so it is counted */
    struct archive_entry *first;
    int code;         /* of the first header, which is read when it is opened */
    bool ahead;       /* it was not given yet */
    ph_error failure; /* of the feed */
    char piece[PIECE];
};

/* --- libarchive's side ---------------------------------------------------------------------------- */

static la_ssize_t on_read(struct archive *archive, void *user, const void **bytes)
{
    ph_archive *a = user;
    size_t got;
    *bytes = a->piece;
    if (ph_feed_read(a->feed, a->piece, sizeof a->piece, &got, &a->failure) == PH_OK)
        return (la_ssize_t)got;
    archive_set_error(archive, EIO, "%s", a->failure.text);
    return -1;
}

static la_int64_t on_seek(struct archive *archive, void *user, la_int64_t offset,
                          int whence)
{
    ph_archive *a = user;
    int64_t base = whence == SEEK_CUR   ? (int64_t)a->feed->at
                   : whence == SEEK_END ? (int64_t)a->feed->size
                                        : 0;
    int64_t to;
    if (__builtin_add_overflow(base, offset, &to) || to < 0)
        return ARCHIVE_FATAL;
    if (ph_feed_seek(a->feed, (uint64_t)to, &a->failure) == PH_OK)
        return to;
    archive_set_error(archive, EIO, "%s", a->failure.text);
    return ARCHIVE_FATAL;
}

/* Anything but ARCHIVE_OK means that libarchive would run a program for a filter. */
static bool support(struct archive *archive, layout as)
{
    int codes = ARCHIVE_OK;
    switch (as) {
    case LAYOUT_ZIP: codes |= archive_read_support_format_zip_seekable(archive); break;
    case LAYOUT_ZIP_STREAM:
        codes |= archive_read_support_format_zip_streamable(archive);
        break;
    case LAYOUT_COMPRESSED:
        codes |= archive_read_support_filter_gzip(archive) |
                 archive_read_support_filter_bzip2(archive) |
                 archive_read_support_filter_xz(archive) |
                 archive_read_support_filter_zstd(archive) |
                 archive_read_support_format_raw(archive);
        __attribute__((fallthrough));
    case LAYOUT_TAR: codes |= archive_read_support_format_tar(archive); break;
    }
    return codes == ARCHIVE_OK;
}

static layout layout_of(ph_str head)
{
    static const ph_str compressed[] = {
        {"\x1F\x8B", 2}, {"BZh", 3}, {"\xFD\x37zXZ\0", 6}, {"\x28\xB5\x2F\xFD", 4}};
    if (ph_starts(head, PH_STR("PK")))
        return LAYOUT_ZIP;
    for (size_t i = 0; i < sizeof compressed / sizeof *compressed; i++)
        if (ph_starts(head, compressed[i]))
            return LAYOUT_COMPRESSED;
    return LAYOUT_TAR;
}

/* --- opening ---------------------------------------------------------------------------------------- */

static const char *words(const ph_archive *a)
{
    const char *why = archive_error_string(a->archive);
    return why ? why : "it ends too early";
}

static ph_status fail_damaged(const ph_archive *a, ph_error *err)
{
    if (a->failure.status)
        return ph_fail(err, a->failure.status, "%s", a->failure.text);
    if (strcmp(words(a), "Unrecognized archive format") == 0)
        return ph_fail(err, PH_INVALID,
                       "no archive was found in the file, although it has the name of one");
    return ph_fail(err, PH_INVALID, "the archive is damaged: %.200s", words(a));
}

/* Up to the first header. */
static ph_status open_as(ph_archive *a, layout as, ph_error *err)
{
    archive_read_free(a->archive);
    a->archive = archive_read_new();
    a->failure = (ph_error){.status = PH_OK};
    if (!a->archive)
        return ph_fail_memory(err);
    if (!support(a->archive, as))
        return ph_fail(err, PH_INTERNAL, "libarchive lacks a format here");
    ph_status status = ph_feed_rewind(a->feed, err);
    if (status)
        return status;
    archive_read_set_read_callback(a->archive, on_read);
    archive_read_set_seek_callback(a->archive, on_seek);
    archive_read_set_callback_data(a->archive, a);
    if (archive_read_open1(a->archive) != ARCHIVE_OK)
        return fail_damaged(a, err);
    /* what is between two filters would not be counted */
    if (archive_filter_count(a->archive) > 2)
        return ph_fail(err, PH_INVALID,
                       "is compressed more than once: unpack it before it is indexed");
    a->counts = as == LAYOUT_ZIP_STREAM || archive_filter_count(a->archive) > 1;
    a->code = archive_read_next_header(a->archive, &a->first);
    a->ahead = true;
    return a->code == ARCHIVE_FATAL ? fail_damaged(a, err) : PH_OK;
}

ph_status ph_archive_open(ph_archive **out, ph_feed *feed, uint64_t *left, ph_error *err)
{
    ph_buf head = {0};
    ph_archive *a = calloc(1, sizeof *a);
    *out = NULL;
    if (!a)
        return ph_fail_memory(err);
    a->feed = feed;
    a->left = left;
    ph_status status = ph_feed_rewind(feed, err);
    if (!status)
        status = ph_feed_peek(feed, 8, &head, err);
    layout as = layout_of(ph_buf_str(&head));
    ph_buf_free(&head);
    if (!status)
        status = open_as(a, as, err);
    /* its list of members is at its end: where that is lost, they are read as they come */
    if (status == PH_INVALID && as == LAYOUT_ZIP)
        status = open_as(a, LAYOUT_ZIP_STREAM, err);
    if (status)
        ph_archive_close(a);
    else
        *out = a;
    return status;
}

void ph_archive_close(ph_archive *a)
{
    if (!a)
        return;
    archive_read_free(a->archive);
    free(a);
}

bool ph_archive_is_single(const ph_archive *a)
{
    return archive_format(a->archive) == ARCHIVE_FORMAT_RAW;
}

/* --- reading ------------------------------------------------------------------------------------------ */

static ph_status count(ph_archive *a, uint64_t n, ph_error *err)
{
    a->came += n;
    if (n > *a->left)
        return ph_fail(err, PH_LIMIT,
                       "the archive unpacks to more than %" PRIu64
                       " GB: it may be a bomb; if not, unpack it before it is indexed",
                       PH_ARCHIVE_BYTES >> 30);
    *a->left -= n;
    if (a->came > PH_ARCHIVE_SMALL_BYTES && a->came / PH_ARCHIVE_RATIO > a->feed->size)
        return ph_fail(
            err, PH_LIMIT,
            "the archive unpacks to more than %d times its size: it may be a bomb",
            PH_ARCHIVE_RATIO);
    return PH_OK;
}

/* What is left of the current member, where passing over it is work. */
static ph_status pass_over(ph_archive *a, ph_error *err)
{
    ph_status status = PH_OK;
    const void *bytes;
    size_t n;
    la_int64_t offset;
    while (!status && a->counts &&
           archive_read_data_block(a->archive, &bytes, &n, &offset) == ARCHIVE_OK)
        status = count(a, n, err);
    return status;
}

ph_status ph_archive_next(ph_archive *a, struct archive_entry **entry, ph_error *err)
{
    ph_status status = a->ahead ? PH_OK : pass_over(a, err);
    *entry = NULL;
    if (status)
        return status;
    if (!a->ahead)
        a->code = archive_read_next_header(a->archive, &a->first);
    a->ahead = false;
    if (a->code == ARCHIVE_EOF)
        return PH_OK;
    if (a->code < ARCHIVE_WARN)
        return fail_damaged(a, err);
    *entry = a->first;
    return PH_OK;
}

ph_status ph_archive_read(ph_archive *a, size_t limit, ph_buf *out, ph_error *why,
                          ph_error *err)
{
    ph_status status = PH_OK;
    why->status = PH_OK;
    while (!status) {
        if (!ph_buf_reserve(out, PIECE))
            return ph_fail_memory(err);
        la_ssize_t got = archive_read_data(a->archive, out->s + out->n, PIECE);
        if (got < 0)
            (void)ph_fail(why, PH_INVALID, "the member is damaged: %.200s", words(a));
        if (got <= 0)
            return PH_OK;
        status = count(a, (uint64_t)got, err);
        out->n += (size_t)got;
        if (!status && out->n > limit) {
            (void)ph_fail(why, PH_LIMIT, "the file is larger than %zu MB", limit >> 20);
            return PH_OK;
        }
    }
    return status;
}
