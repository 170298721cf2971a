/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>

#include "indexer/package.h"
#include "search/limits.h"

#define PIECE ((size_t)64 << 10)

typedef struct unpacking {
    struct archive *zip;
    ph_arena *arena;
    ph_package *package;
    size_t left; /* bytes that may still come out */
} unpacking;

/* Appends all of the current member to buf. */
static ph_status read_member(unpacking *u, ph_buf *buf, bool *damaged, ph_error *err)
{
    for (;;) {
        if (!ph_buf_reserve(buf, PIECE))
            return ph_fail_memory(err);
        la_ssize_t got = archive_read_data(u->zip, buf->s + buf->n, PIECE);
        if (got <= 0) {
            *damaged = *damaged || got < 0;
            return PH_OK;
        }
        if ((size_t)got > u->left)
            return ph_fail(
                err, PH_LIMIT,
                "the file unfolds to more than %zu MB, or more than %d times its "
                "size: it may be a ZIP bomb",
                PH_PACKAGE_BYTES >> 20, PH_PACKAGE_RATIO);
        u->left -= (size_t)got;
        buf->n += (size_t)got;
    }
}

static ph_status take_member(unpacking *u, ph_str name, bool *damaged, ph_error *err)
{
    ph_buf buf = {0};
    ph_status status = read_member(u, &buf, damaged, err);
    ph_member *member = status ? NULL : PH_PUSH(u->arena, &u->package->members);
    if (member)
        *member = (ph_member){ph_dup(u->arena, name), ph_dup(u->arena, ph_buf_str(&buf))};
    if (!status && (!member || !member->name.s || !member->bytes.s))
        status = ph_fail_memory(err);
    ph_buf_free(&buf);
    return status;
}

static ph_status read_members(unpacking *u, bool (*wanted)(ph_str name), bool *damaged,
                              ph_error *err)
{
    struct archive_entry *entry;
    size_t seen = 0;
    int next = ARCHIVE_OK;
    ph_status status = PH_OK;
    while (!status && (next = archive_read_next_header(u->zip, &entry)) >= ARCHIVE_WARN &&
           next != ARCHIVE_EOF) {
        if (++seen > PH_PACKAGE_MEMBERS)
            return ph_fail(err, PH_LIMIT, "the file has more than %d members",
                           PH_PACKAGE_MEMBERS);
        const char *path = archive_entry_pathname_utf8(entry);
        /* in the C locale libarchive converts nothing but ASCII */
        if (!path)
            path = archive_entry_pathname(entry);
        if (archive_entry_is_encrypted(entry))
            return ph_fail(err, PH_INVALID,
                           "the file is encrypted with a password; save it without one");
        if (path && wanted(ph_cstr(path)))
            status = take_member(u, ph_cstr(path), damaged, err);
    }
    *damaged = *damaged || (!status && next != ARCHIVE_EOF);
    if (!status && !seen)
        return ph_fail(err, PH_INVALID,
                       "the file is damaged (%.200s); open it where it was written and "
                       "save it anew",
                       archive_error_string(u->zip) ? archive_error_string(u->zip)
                                                    : "it has no members");
    return status;
}

ph_status ph_package_read(ph_str bytes, bool (*wanted)(ph_str name), ph_arena *arena,
                          ph_package *package, bool *damaged, ph_error *err)
{
    bool ignored = false;
    size_t grown = bytes.n * PH_PACKAGE_RATIO;
    unpacking u = {.zip = archive_read_new(), .arena = arena, .package = package};
    *package = (ph_package){0};
    if (!damaged)
        damaged = &ignored;
    *damaged = false;
    /* small files of XML may grow a lot without any harm */
    u.left = grown < PH_FILE_BYTES / 4 ? PH_FILE_BYTES / 4 : grown;
    if (u.left > PH_PACKAGE_BYTES)
        u.left = PH_PACKAGE_BYTES;
    if (!u.zip || archive_read_support_format_zip(u.zip) != ARCHIVE_OK) {
        archive_read_free(u.zip);
        return ph_fail_memory(err);
    }
    ph_status status = PH_OK;
    if (archive_read_open_memory(u.zip, bytes.s, bytes.n) != ARCHIVE_OK)
        status = ph_fail(err, PH_INVALID, "the file is damaged: %.200s",
                         archive_error_string(u.zip));
    else
        status = read_members(&u, wanted, damaged, err);
    archive_read_free(u.zip);
    return status;
}

ph_str ph_package_find(const ph_package *package, ph_str name)
{
    if (ph_starts(name, PH_STR("/")))
        name = ph_sub(name, 1, name.n);
    for (size_t i = 0; i < package->members.n; i++)
        if (ph_eq_nocase(package->members.v[i].name, name))
            return package->members.v[i].bytes;
    return PH_ABSENT;
}
