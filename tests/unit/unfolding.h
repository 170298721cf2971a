/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the tests of archives and messages share: archives built by libarchive in memory, and a
 * sink that writes down what it is told, one line each:
 *     > /path            a part begins
 *     /path = title      a document
 *     /path ! reason     a refusal
 */
#ifndef PH_TEST_UNFOLDING_H
#define PH_TEST_UNFOLDING_H

#include <archive.h>
#include <archive_entry.h>

#include "indexer/unfold.h"
#include "search/limits.h"
#include "tests/unit/parsing.h"

/* --- archives --------------------------------------------------------------------------------- */

typedef struct building {
    struct archive *archive;
    ph_buf bytes;
} building;

static inline la_ssize_t on_write(struct archive *archive, void *user, const void *bytes,
                                  size_t n)
{
    (void)archive;
    ph_buf_add(user, (ph_str){bytes, n});
    return (la_ssize_t)n;
}

/* filter: ARCHIVE_FILTER_NONE ... */
static inline void build_begin(building *b, int format, int filter)
{
    *b = (building){.archive = archive_write_new()};
    assert_non_null(b->archive);
    assert_int_equal(archive_write_set_format(b->archive, format), ARCHIVE_OK);
    assert_int_equal(archive_write_add_filter(b->archive, filter), ARCHIVE_OK);
    archive_write_set_bytes_per_block(b->archive, 0);
    assert_int_equal(archive_write_open(b->archive, &b->bytes, NULL, on_write, NULL),
                     ARCHIVE_OK);
}

/* type: AE_IFREG ...; link: where a link leads. */
static inline void build_entry(building *b, const char *name, unsigned type,
                               const char *link, ph_str bytes)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)bytes.n);
    if (link && type == AE_IFLNK)
        archive_entry_set_symlink(entry, link);
    else if (link)
        archive_entry_set_hardlink(entry, link);
    assert_true(archive_write_header(b->archive, entry) >= ARCHIVE_WARN);
    if (bytes.n)
        assert_int_equal(archive_write_data(b->archive, bytes.s, bytes.n), bytes.n);
    archive_entry_free(entry);
}

static inline void build_file(building *b, const char *name, const char *text)
{
    build_entry(b, name, AE_IFREG, NULL, ph_cstr(text));
}

/* The archive, in the arena. */
static inline ph_str build_end(building *b, ph_arena *arena)
{
    assert_int_equal(archive_write_close(b->archive), ARCHIVE_OK);
    archive_write_free(b->archive);
    ph_str bytes = ph_dup(arena, ph_buf_str(&b->bytes));
    ph_buf_free(&b->bytes);
    assert_non_null(bytes.s);
    return bytes;
}

/* An archive of one file. */
static inline ph_str pack_one(ph_arena *arena, int format, const char *name, ph_str bytes)
{
    building b;
    build_begin(&b, format, ARCHIVE_FILTER_NONE);
    build_entry(&b, name, AE_IFREG, NULL, bytes);
    return build_end(&b, arena);
}

/* --- the sink --------------------------------------------------------------------------------- */

typedef struct recording {
    ph_buf text;
    bool begins;      /* they are written down, too */
    uint64_t stop_at; /* the sink fails at this call; 0: never */
    uint64_t calls;
    uint64_t content; /* of the document that came last */
    bool alone;
} recording;

static inline ph_status may_go_on(recording *r, ph_error *err)
{
    return ++r->calls == r->stop_at ? ph_fail(err, PH_IO, "the sink is full") : PH_OK;
}

static inline ph_status record_begin(void *user, ph_str path, ph_error *err)
{
    recording *r = user;
    if (r->begins)
        ph_buf_addf(&r->text, "> %.*s\n", PH_FMT(path));
    return may_go_on(r, err);
}

static inline ph_status record_document(void *user, const ph_part *part,
                                        const ph_document *doc, ph_error *err)
{
    recording *r = user;
    ph_str title = ph_document_get(doc, "title");
    r->content = part->content;
    r->alone = part->alone;
    ph_buf_addf(&r->text, "%.*s = %.*s\n", PH_FMT(part->path), PH_FMT(title));
    return may_go_on(r, err);
}

static inline ph_status record_refusal(void *user, const ph_part *part, const ph_error *why,
                                       ph_error *err)
{
    recording *r = user;
    ph_buf_addf(&r->text, "%.*s ! %s\n", PH_FMT(part->path), why->text);
    return may_go_on(r, err);
}

static inline ph_sink recorder(recording *r)
{
    return (ph_sink){r, record_begin, record_document, record_refusal};
}

/* Unfolds bytes and returns what the sink was told; the file's own error is the last line,
 * behind "! ". */
static inline const char *unfolded_beside(ph_arena *arena, const char *name, ph_str bytes,
                                          ph_input sidecar)
{
    recording r = {0};
    const ph_sink sink = recorder(&r);
    ph_unfolding u = {.sink = &sink};
    ph_feed feed = ph_feed_memory(bytes);
    ph_error err;
    if (ph_unfold(&u, ph_cstr(name), &feed, sidecar, &err) != PH_OK)
        ph_buf_addf(&r.text, "! %s\n", err.text);
    ph_str text = ph_dup(arena, ph_buf_str(&r.text));
    ph_buf_free(&r.text);
    return text.s ? text.s : "";
}

static inline const char *unfolded(ph_arena *arena, const char *name, ph_str bytes)
{
    return unfolded_beside(arena, name, bytes, (ph_input){PH_ABSENT, PH_ABSENT});
}

static inline void holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" lacks \"%s\"", text, part);
}

#endif
