/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "indexer/source.h"

ph_str ph_base_name(ph_str path)
{
    size_t i = path.n;
    while (i > 0 && path.s[i - 1] != '/')
        i--;
    return ph_sub(path, i, path.n);
}

static bool is_name(ph_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.s[i] >= 'a' && s.s[i] <= 'z') || (s.s[i] >= 'A' && s.s[i] <= 'Z') ||
              (s.s[i] >= '0' && s.s[i] <= '9') || strchr("_.-", s.s[i])))
            return false;
    return s.n > 0 && s.n <= 64;
}

ph_str ph_source_name(ph_arena *arena, ph_str base)
{
    base = ph_sub(base, 0, 64);
    char *s = ph_alloc(arena, base.n + 2);
    if (!s)
        return PH_ABSENT;
    for (size_t i = 0; i < base.n; i++)
        s[i] = is_name((ph_str){base.s + i, 1}) ? base.s[i] : '_';
    return base.n ? (ph_str){s, base.n} : PH_STR("root");
}

ph_status ph_source_parse(ph_arena *arena, const char *argument, ph_source *source,
                          ph_error *err)
{
    struct stat st;
    char *real = NULL;
    ph_str whole = ph_cstr(argument);
    const char *equals = strchr(argument, '='), *slash = strchr(argument, '/');
    *source = (ph_source){.given = whole};
    if (equals && !(slash && slash < equals) && lstat(argument, &st) != 0) {
        source->name = ph_sub(whole, 0, (size_t)(equals - argument));
        source->given = ph_sub(whole, source->name.n + 1, whole.n);
        source->named = true;
        if (!is_name(source->name))
            return ph_fail(
                err, PH_INVALID,
                "'%s': a source's name has letters, digits, '_', '.' and '-' only",
                argument);
    }
    if (ph_source_is_address(source->given))
        return ph_source_parse_address(arena, source, err);
    while (source->given.n > 1 && source->given.s[source->given.n - 1] == '/')
        source->given.n--;
    if (!source->given.n)
        return ph_fail(err, PH_INVALID, "'%s': the source is empty", argument);
    ph_str path = ph_dup(arena, source->given);
    if (!path.s)
        return ph_fail_memory(err);
    source->given = path;
    real = realpath(path.s, NULL);
    source->root = ph_dup(arena, ph_cstr(real));
    if (!source->named)
        source->name = ph_source_name(arena, ph_base_name(real ? source->root : path));
    free(real);
    return source->name.s ? PH_OK : ph_fail_memory(err);
}

static ph_str below(ph_arena *arena, ph_str above, ph_str path)
{
    return path.n ? ph_dupf(arena, "%.*s/%.*s", PH_FMT(above), PH_FMT(path))
                  : ph_dup(arena, above);
}

ph_str ph_source_shown(ph_arena *arena, const ph_source *source, ph_str path)
{
    return below(arena, source->given, path);
}

ph_str ph_source_file_path(ph_arena *arena, const ph_source *source, const ph_file *file)
{
    return below(arena, source->root, file->path);
}

ph_str ph_source_sidecar_path(ph_arena *arena, const ph_source *source, const ph_file *file)
{
    return file->path.n
               ? below(arena, source->root, file->sidecar)
               : ph_dupf(arena, "%.*s%.*s", PH_FMT(source->root), PH_FMT(file->sidecar));
}

/* --- walking -------------------------------------------------------------------------------------- */

static int by_path(const void *a, const void *b)
{
    return ph_cmp(((const ph_file *)a)->path, ((const ph_file *)b)->path);
}

static void set_state(ph_file *file, const struct stat *st)
{
    file->size = (uint64_t)st->st_size;
    file->mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

static uint64_t state_of(const ph_file *sidecar)
{
    uint64_t h = ph_hash(sidecar->path.s, sidecar->path.n, PH_HASH_SEED);
    h = ph_hash(&sidecar->size, sizeof sidecar->size, h);
    return ph_hash(&sidecar->mtime_ns, sizeof sidecar->mtime_ns, h) | 1;
}

/* The side-car of a file, in one of its three forms; the first one found counts. */
static ph_status find_in_list(ph_arena *arena, const ph_files *files, ph_file *file,
                              ph_error *err)
{
    for (size_t e = 0; e < PH_SIDECAR_ENDINGS && !file->sidecar.s; e++) {
        ph_file key = {
            .path = ph_dupf(arena, "%.*s%s", PH_FMT(file->path), ph_sidecar_endings[e])};
        if (!key.path.s)
            return ph_fail_memory(err);
        ph_file *found = bsearch(&key, files->v, files->n, sizeof *files->v, by_path);
        if (!found)
            continue;
        file->sidecar = found->path;
        file->sidecar_state = state_of(found);
        found->sidecar = file->path; /* it is somebody's */
    }
    return PH_OK;
}

/* A side-car that does nothing is a mistake of somebody's. */
static bool refuse_sidecar(ph_arena *arena, ph_str path, ph_walk *walk)
{
    ph_refusal *refusal = PH_PUSH(arena, &walk->refusals);
    if (refusal)
        *refusal = (ph_refusal){
            path, PH_STR("a side-car, but its document is not here, or has another one")};
    return refusal != NULL;
}

/* Gives each file its side-car, and takes the side-cars off the list. */
static ph_status pair_sidecars(ph_arena *arena, ph_walk *walk, ph_error *err)
{
    size_t kept = 0;
    ph_files *files = &walk->files;
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < files->n; i++)
        if (!ph_is_sidecar(files->v[i].path))
            status = find_in_list(arena, files, &files->v[i], err);
    for (size_t i = 0; !status && i < files->n; i++) {
        const ph_file *file = &files->v[i];
        if (!ph_is_sidecar(file->path))
            files->v[kept++] = *file;
        else if (!file->sidecar.s && !refuse_sidecar(arena, file->path, walk))
            status = ph_fail_memory(err);
    }
    files->n = kept;
    return status;
}

/* The side-car beside a source that is a file. */
static ph_status find_sidecar(ph_arena *arena, const ph_source *source, ph_file *file,
                              ph_error *err)
{
    for (size_t e = 0; e < PH_SIDECAR_ENDINGS && !file->sidecar.s; e++) {
        struct stat st;
        ph_file beside = {.path = PH_STR(""), .sidecar = ph_cstr(ph_sidecar_endings[e])};
        ph_str path = ph_source_sidecar_path(arena, source, &beside);
        if (!path.s)
            return ph_fail_memory(err);
        if (lstat(path.s, &st) != 0 || !S_ISREG(st.st_mode))
            continue;
        set_state(&beside, &st);
        beside.path = beside.sidecar;
        file->sidecar = beside.sidecar;
        file->sidecar_state = state_of(&beside);
    }
    return PH_OK;
}

/* An entry's path below the root, whose path has `root` bytes. */
static ph_str path_below(ph_arena *arena, const FTSENT *entry, size_t root)
{
    ph_str path = ph_sub((ph_str){entry->fts_path, entry->fts_pathlen}, root, SIZE_MAX);
    while (path.n && path.s[0] == '/')
        path = ph_sub(path, 1, path.n);
    return ph_dup(arena, path);
}

static bool add_file(ph_arena *arena, const FTSENT *entry, size_t root, ph_files *files)
{
    ph_file *file = PH_PUSH(arena, files);
    if (!file)
        return false;
    file->path = path_below(arena, entry, root);
    set_state(file, entry->fts_statp);
    return file->path.s != NULL;
}

static bool add_refusal(ph_arena *arena, const FTSENT *entry, size_t root, ph_walk *walk)
{
    ph_refusal *refusal = PH_PUSH(arena, &walk->refusals);
    if (!refusal)
        return false;
    refusal->path = path_below(arena, entry, root);
    refusal->reason = ph_dupf(arena, "cannot be read: %s", strerror(entry->fts_errno));
    return refusal->path.s && refusal->reason.s;
}

static ph_status visit(ph_arena *arena, FTS *fts, FTSENT *entry, size_t root, ph_str except,
                       ph_walk *walk, ph_error *err)
{
    bool done = true;
    bool hidden = entry->fts_level > 0 && entry->fts_name[0] == '.';
    if (hidden || ph_eq((ph_str){entry->fts_path, entry->fts_pathlen}, except)) {
        fts_set(fts, entry, FTS_SKIP);
        return PH_OK;
    }
    switch (entry->fts_info) {
    case FTS_F: done = add_file(arena, entry, root, &walk->files); break;
    case FTS_DNR:
    case FTS_NS:
    case FTS_ERR:
        errno = entry->fts_errno;
        if (entry->fts_level == 0)
            return ph_fail_errno(err, "cannot read", entry->fts_path);
        done = add_refusal(arena, entry, root, walk);
        break;
    default: break;
    }
    return done ? PH_OK : ph_fail_memory(err);
}

ph_status ph_source_walk(ph_arena *arena, const ph_source *source, ph_str except,
                         ph_walk *walk, ph_error *err)
{
    ph_files *files = &walk->files;
    *walk = (ph_walk){0};
    if (!source->root.s)
        return ph_fail(err, PH_NOT_FOUND, "'%.*s' is not there", PH_FMT(source->given));
    /* fts wants a char *, and leaves it alone. */
    char *root = strndup(source->root.s, source->root.n);
    FTS *fts =
        root ? fts_open((char *[]){root, NULL}, FTS_PHYSICAL | FTS_NOCHDIR, NULL) : NULL;
    ph_status status = fts ? PH_OK : ph_fail_errno(err, "cannot read", source->root.s);
    FTSENT *entry;
    while (!status && (errno = 0, entry = fts_read(fts)) != NULL)
        status = visit(arena, fts, entry, source->root.n, except, walk, err);
    if (!status && errno)
        status = ph_fail_errno(err, "cannot read", source->root.s);
    if (fts)
        fts_close(fts);
    free(root);
    if (status)
        return status;
    if (files->n == 1 && !files->v[0].path.n)
        return find_sidecar(arena, source, &files->v[0], err);
    if (files->n)
        qsort(files->v, files->n, sizeof *files->v, by_path);
    return pair_sidecars(arena, walk, err);
}
