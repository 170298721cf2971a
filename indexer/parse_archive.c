/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ZIP and tar: each regular file in them is a part.  The whole archive is gone through twice:
 * side-cars may stand behind the files that they belong to.
 *
 * What the names say never leads out of the archive, and each name counts once.  Links are not
 * followed, since they may lead anywhere.
 */
#include "config.h"

#include <stdlib.h>

#include <unicode/ucnv.h>

#include "indexer/member_path.h"
#include "indexer/parse_archive.h"
#include "indexer/parse_common.h"
#include "indexer/sidecar.h"
#include "indexer/unfold.h"
#include "search/limits.h"
#include "search/text.h"

/* A buffer that is larger is not kept for the next member. */
#define BUFFER_KEPT ((size_t)1 << 20)

typedef struct archive_sidecar {
    ph_str path; /* of the side-car */
    ph_str bytes;
} archive_sidecar;

typedef struct reading {
    ph_unfolding *u;
    ph_archive *archive;
    ph_arena *arena;                  /* as long as the archive */
    ph_arena *names;                  /* as long as a member */
    PH_VEC(archive_sidecar) sidecars; /* by path */
    size_t sidecar_bytes;
    uint64_t *seen; /* hashes of paths; 0: free */
    size_t seen_n, seen_slots;
    uint64_t nth; /* member */
    bool any;     /* part was begun */
    ph_buf bytes; /* of the member in hand */
} reading;

/* --- names --------------------------------------------------------------------------------------- */

/* A name that is not UTF-8: in ZIP files it is in the code page of the DOS that the author's
 * system once was.  Some letters of the Cyrillic one are no letters in the Western one. */
static ph_str decode_name(ph_arena *arena, ph_str raw)
{
    const char *page = "ibm-437";
    UErrorCode code = U_ZERO_ERROR;
    size_t room = raw.n * 3 + 1;
    char *name = ph_alloc(arena, room);
    for (size_t i = 0; i < raw.n; i++) {
        unsigned char c = (unsigned char)raw.s[i];
        if ((c >= 0xA6 && c <= 0xAF) || (c >= 0xE0 && c <= 0xEF))
            page = "ibm-866";
    }
    if (!name || raw.n > INT32_MAX / 4)
        return PH_ABSENT;
    int32_t n =
        ucnv_convert("UTF-8", page, name, (int32_t)room, raw.s, (int32_t)raw.n, &code);
    return U_SUCCESS(code) ? (ph_str){name, (size_t)n} : raw;
}

/* The path of a member; one that has no usable name gets its number. */
static ph_str path_of(reading *r, struct archive_entry *entry, ph_member_kind *kind,
                      bool *named)
{
    const char *raw = archive_entry_pathname(entry);
    if (!raw)
        raw = archive_entry_pathname_utf8(entry);
    ph_str name = raw ? ph_cstr(raw) : PH_STR("");
    if (ph_archive_is_single(r->archive)) {
        ph_str extension = ph_format_extension(r->u->name);
        name = r->u->name;
        if (ph_format_is_listed(extension, "gz bz2 xz zst "))
            name.n -= extension.n + 1;
    } else if (!ph_utf8_valid(name))
        name = decode_name(r->names, name);
    ph_str path = name.s ? ph_member_path(r->names, name, kind) : PH_ABSENT;
    *named = path.n > 0;
    return path.s && !path.n ? ph_dupf(r->names, "/member-%llu", (unsigned long long)r->nth)
                             : path;
}

/* --- names that were seen -------------------------------------------------------------------------- */

static bool grow_seen(reading *r)
{
    size_t slots = r->seen_slots ? r->seen_slots * 2 : 256;
    uint64_t *old = r->seen;
    uint64_t *new = ph_alloc(r->arena, slots * sizeof *new);
    if (!new)
        return false;
    for (size_t i = 0; i < r->seen_slots; i++) {
        size_t at = (size_t)old[i] & (slots - 1);
        while (old[i] && new[at])
            at = (at + 1) & (slots - 1);
        if (old[i])
            new[at] = old[i];
    }
    r->seen = new;
    r->seen_slots = slots;
    return true;
}

/* Remembers a path; *before: it was there.  Returns false when there is no memory. */
static bool see(reading *r, ph_str path, bool *before)
{
    const uint64_t hash = ph_hash(path.s, path.n, PH_HASH_SEED) | 1;
    if (r->seen_n * 2 >= r->seen_slots && !grow_seen(r))
        return false;
    size_t at = (size_t)hash & (r->seen_slots - 1);
    while (r->seen[at] && r->seen[at] != hash)
        at = (at + 1) & (r->seen_slots - 1);
    *before = r->seen[at] != 0;
    r->seen[at] = hash;
    r->seen_n += !*before;
    return true;
}

/* --- side-cars --------------------------------------------------------------------------------------- */

static int by_path(const void *a, const void *b)
{
    return ph_cmp(((const archive_sidecar *)a)->path, ((const archive_sidecar *)b)->path);
}

static ph_status take_sidecar(reading *r, struct archive_entry *entry, ph_error *err)
{
    ph_member_kind kind = PH_MEMBER_PLAIN;
    bool named;
    ph_error why;
    ph_str path = path_of(r, entry, &kind, &named);
    if (!path.s)
        return ph_fail_memory(err);
    if (kind != PH_MEMBER_PLAIN || !ph_is_sidecar(path))
        return PH_OK;
    ph_buf_clear(&r->bytes);
    ph_status status = ph_archive_read(r->archive, PH_SIDECAR_BYTES, &r->bytes, &why, err);
    if (status)
        return status;
    r->sidecar_bytes += r->bytes.n;
    if (r->sidecar_bytes > PH_ARCHIVE_SIDECARS)
        return ph_fail(err, PH_LIMIT, "the archive has more than %zu MB of side-cars",
                       PH_ARCHIVE_SIDECARS >> 20);
    archive_sidecar *sidecar = PH_PUSH(r->arena, &r->sidecars);
    if (sidecar)
        *sidecar = (archive_sidecar){ph_dup(r->arena, path),
                                     ph_dup(r->arena, ph_buf_str(&r->bytes))};
    return sidecar && sidecar->path.s && sidecar->bytes.s ? PH_OK : ph_fail_memory(err);
}

/* The side-car of a member; its name absent: none. */
static ph_input sidecar_of(const reading *r, ph_str path)
{
    for (size_t i = 0; r->sidecars.n && i < PH_SIDECAR_ENDINGS; i++) {
        archive_sidecar key = {
            .path = ph_dupf(r->names, "%.*s%s", PH_FMT(path), ph_sidecar_endings[i])};
        const archive_sidecar *found = key.path.s
                                           ? bsearch(&key, r->sidecars.v, r->sidecars.n,
                                                     sizeof *r->sidecars.v, by_path)
                                           : NULL;
        if (found)
            return (ph_input){found->path, found->bytes};
    }
    return (ph_input){PH_ABSENT, PH_ABSENT};
}

/* --- members ----------------------------------------------------------------------------------------- */

/* What speaks against a member before its bytes are looked at. */
static ph_status check_entry(struct archive_entry *entry, ph_member_kind kind, bool named,
                             bool before, ph_error *why)
{
    if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) == AE_IFLNK)
        return ph_fail(why, PH_UNSUPPORTED,
                       "is a link: links in archives are not followed");
    if (archive_entry_filetype(entry) && archive_entry_filetype(entry) != AE_IFREG)
        return ph_fail(why, PH_UNSUPPORTED, "is a device or a pipe, not a file");
    if (kind == PH_MEMBER_OUTSIDE)
        return ph_fail(why, PH_INVALID,
                       "its name leads out of the archive ('..'): it is not read");
    if (!named)
        return ph_fail(why, PH_INVALID, "it has no name, or one longer than %zu bytes",
                       PH_MEMBER_PATH_BYTES);
    if (before)
        return ph_fail(why, PH_INVALID,
                       "the archive has another file of this name, which came first");
    if (archive_entry_is_encrypted(entry))
        return ph_fail(why, PH_INVALID,
                       "is encrypted with a password; save it without one");
    why->status = PH_OK;
    return PH_OK;
}

/* why: its status is not PH_OK if something speaks against the member. */
static ph_status read_member(reading *r, ph_str path, ph_error *why, ph_error *err)
{
    bool wanted;
    ph_status status = ph_unfold_begin(r->u, path, &wanted, err);
    if (status || ph_unfold_is_fatal(r->u))
        return status;
    ph_buf_clear(&r->bytes);
    if (!why->status)
        status = ph_archive_read(r->archive, PH_FILE_BYTES, &r->bytes, why, err);
    if (status)
        return status;
    if (why->status)
        return wanted ? ph_unfold_refuse(r->u, path, why, err) : PH_OK;
    status = ph_unfold_member(r->u, path, ph_buf_str(&r->bytes),
                              ph_archive_is_single(r->archive) ? r->u->sidecar
                                                               : sidecar_of(r, path),
                              wanted, err);
    if (r->bytes.cap > BUFFER_KEPT)
        ph_buf_free(&r->bytes);
    return status;
}

static ph_status take_member(reading *r, struct archive_entry *entry, ph_error *err)
{
    ph_member_kind kind = PH_MEMBER_PLAIN;
    bool named, before = false;
    ph_error why;
    if (++r->u->members > PH_ARCHIVE_MEMBERS)
        return ph_fail(err, PH_LIMIT, "the archive has more than %d members",
                       PH_ARCHIVE_MEMBERS);
    ph_str path = path_of(r, entry, &kind, &named);
    if (!path.s)
        return ph_fail_memory(err);
    if (archive_entry_filetype(entry) == AE_IFDIR || kind == PH_MEMBER_HIDDEN ||
        (kind == PH_MEMBER_PLAIN && ph_is_sidecar(path)))
        return PH_OK;
    if (!see(r, path, &before))
        return ph_fail_memory(err);
    r->any = true;
    (void)check_entry(entry, kind, named, before, &why);
    return read_member(r, path, &why, err);
}

/* --- the archive --------------------------------------------------------------------------------------- */

static ph_status go_through(reading *r, ph_feed *feed, uint64_t *left,
                            ph_status (*take)(reading *r, struct archive_entry *entry,
                                              ph_error *err),
                            ph_error *err)
{
    struct archive_entry *entry = NULL;
    ph_status status = ph_archive_open(&r->archive, feed, left, err);
    for (r->nth = 1; !status; r->nth++) {
        ph_arena_reset(r->names);
        status = ph_archive_next(r->archive, &entry, err);
        if (status || !entry)
            break;
        status = take(r, entry, err);
    }
    ph_archive_close(r->archive);
    r->archive = NULL;
    return status;
}

static ph_status find_sidecars(reading *r, ph_feed *feed, ph_error *err)
{
    uint64_t left = r->u->left;
    ph_status status = go_through(r, feed, &left, take_sidecar, err);
    if (r->sidecars.n)
        qsort(r->sidecars.v, r->sidecars.n, sizeof *r->sidecars.v, by_path);
    /* damage, and what is too much, is told where the members are read */
    return status == PH_INVALID ||
                   (status == PH_LIMIT && r->sidecar_bytes <= PH_ARCHIVE_SIDECARS)
               ? PH_OK
               : status;
}

static ph_status unfold(ph_unfolding *u, ph_feed *feed, ph_error *err)
{
    reading r = {.u = u, .arena = ph_arena_new(), .names = ph_arena_new()};
    ph_status status =
        r.arena && r.names ? find_sidecars(&r, feed, err) : ph_fail_memory(err);
    if (!status)
        status = go_through(&r, feed, &u->left, take_member, err);
    if (!status && !r.any)
        status = ph_fail(err, PH_INVALID, "the archive has no files in it");
    ph_buf_free(&r.bytes);
    ph_arena_free(r.names);
    ph_arena_free(r.arena);
    return status;
}

const ph_format ph_format_zip = {
    .name = "ZIP", .mime = "application/zip", .extensions = "zip ", .unfold = unfold};

const ph_format ph_format_tar = {.name = "tar (also compressed)",
                                 .mime = "application/x-tar",
                                 .extensions = "tar gz tgz bz2 tbz2 tbz xz txz zst tzst ",
                                 .unfold = unfold};
