/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "search/limits.h"
#include "search/places.h"
#include "search/shards.h"
#include "search/vocabulary_keep.h"

#define LINK "vocabularies"

static bool is_rdf(ph_str name)
{
    return name.n && name.s[0] != '.' && ph_ends(name, PH_STR(".rdf"));
}

static ph_status copy_file(const char *from, const char *to, ph_error *err)
{
    ph_buf bytes = {0};
    ph_status status = ph_read_file(from, PH_FILE_BYTES, &bytes, err);
    FILE *file = status ? NULL : fopen(to, "we");
    if (!status && !file)
        status = ph_fail_errno(err, "cannot write", to);
    if (file) {
        bool written = fwrite(bytes.s, 1, bytes.n, file) == bytes.n;
        if (fclose(file) != 0 || !written)
            status = ph_fail_errno(err, "cannot write", to);
    }
    ph_buf_free(&bytes);
    return status;
}

/* Does something to each vocabulary of a folder; `to` is the folder's twin or NULL. */
static ph_status each_file(ph_arena *arena, const char *folder, const char *to,
                           ph_error *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return ph_fail_errno(err, "cannot read", folder);
    ph_status status = PH_OK;
    for (struct dirent *e = readdir(dir); e && !status; e = readdir(dir)) {
        if (!is_rdf(ph_cstr(e->d_name)))
            continue;
        ph_str path = ph_dupf(arena, "%s/%s", folder, e->d_name);
        ph_str twin = ph_dupf(arena, "%s/%s", to ? to : "", e->d_name);
        if (!path.s || !twin.s)
            status = ph_fail_memory(err);
        else if (to)
            status = copy_file(path.s, twin.s, err);
        else
            unlink(path.s);
    }
    closedir(dir);
    return status;
}

/* Removes all copies but the one of this name; what cannot be removed stays. */
static ph_status drop_others(ph_arena *arena, const char *db, ph_str name, ph_error *err)
{
    DIR *dir = opendir(db);
    if (!dir)
        return ph_fail_errno(err, "cannot read", db);
    ph_status status = PH_OK;
    for (struct dirent *e = readdir(dir); e && !status; e = readdir(dir)) {
        ph_str entry = ph_cstr(e->d_name);
        if (!ph_starts(entry, PH_STR(LINK "-")) || ph_eq(entry, name))
            continue;
        ph_str path = ph_dupf(arena, "%s/%s", db, e->d_name);
        if (!path.s)
            status = ph_fail_memory(err);
        else if ((status = each_file(arena, path.s, NULL, err)) == PH_OK)
            rmdir(path.s);
    }
    closedir(dir);
    return status;
}

static ph_status keep(ph_arena *arena, const char *folder, uint64_t hash, const char *db,
                      ph_error *err)
{
    ph_str name = ph_dupf(arena, LINK "-%016llx", (unsigned long long)hash);
    ph_str copy = ph_dupf(arena, "%s/%.*s", db, PH_FMT(name));
    ph_str link = ph_dupf(arena, "%s/" LINK, db), draft = ph_dupf(arena, "%s.new", link.s);
    if (!name.s || !copy.s || !link.s || !draft.s)
        return ph_fail_memory(err);
    if (!folder) {
        if (unlink(link.s) != 0 && errno != ENOENT)
            return ph_fail_errno(err, "cannot remove", link.s);
        return drop_others(arena, db, PH_STR(""), err);
    }
    if (mkdir(copy.s, 0777) != 0 && errno != EEXIST)
        return ph_fail_errno(err, "cannot make", copy.s);
    ph_status status = each_file(arena, folder, copy.s, err);
    if (status)
        return status;
    unlink(draft.s);
    if (symlink(name.s, draft.s) != 0 || rename(draft.s, link.s) != 0)
        return ph_fail_errno(err, "cannot write", link.s);
    return drop_others(arena, db, name, err);
}

ph_status ph_vocabulary_keep(const char *folder, uint64_t hash, const char *db,
                             ph_error *err)
{
    ph_arena *arena = ph_arena_new();
    ph_status status = arena ? keep(arena, folder, hash, db, err) : ph_fail_memory(err);
    ph_arena_free(arena);
    return status;
}

const char *ph_vocabulary_home(const char *const *paths, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!ph_is_remote(ph_cstr(paths[i])))
            return paths[i];
    return NULL;
}

ph_str ph_vocabulary_place(ph_arena *arena, const char *db)
{
    const char *up = db && ph_is_shard(db) ? "/../.." : "";
    ph_str own = ph_dupf(arena, "%s%s/" LINK, db ? db : ".", up);
    return own.s && db && access(own.s, R_OK) == 0
               ? own
               : ph_place_data(arena, "corpus/vocabularies");
}
