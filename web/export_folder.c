/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "web/export_folder.h"

#define MARK_BYTES ((size_t)1 << 20) /* of an edition's mark; a larger one is none */
#define OPEN_FOLDERS 16              /* while a folder is removed */

struct ph_folder {
    ph_arena *arena;
    ph_str path; /* where it shall be */
    ph_str here; /* where it is now; absent: nowhere */
    uint64_t bytes;
};

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void remove_folder(const char *path)
{
    nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

/* --- what is there ---------------------------------------------------------------------- */

static bool is_edition(ph_arena *arena, const char *path)
{
    ph_error err;
    ph_buf bytes = {0};
    ph_str mark = ph_dupf(arena, "%s/" PH_EDITION_MARK, path);
    json_t *json = NULL;
    if (mark.s && ph_read_file(mark.s, MARK_BYTES, &bytes, &err) == PH_OK)
        json = json_loadb(bytes.s, bytes.n, 0, NULL);
    const char *generator = json_string_value(json_object_get(json, "generator"));
    bool ours = generator && strcmp(generator, PH_EDITION_GENERATOR) == 0;
    json_decref(json);
    ph_buf_free(&bytes);
    return ours;
}

static bool is_empty(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;
    size_t n = 0;
    while (folder && n == 0 && (entry = readdir(folder)))
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    if (folder)
        closedir(folder);
    return folder && n == 0;
}

static ph_status look(const ph_folder *folder, ph_error *err)
{
    struct stat st;
    const char *path = folder->path.s;
    if (lstat(path, &st) != 0)
        return errno == ENOENT ? PH_OK : ph_fail_errno(err, "cannot write to", path);
    if (S_ISDIR(st.st_mode) && (is_edition(folder->arena, path) || is_empty(path)))
        return PH_OK;
    return ph_fail(err, PH_INVALID,
                   "'%s' is there and is no offline edition, so it is not touched: choose "
                   "another name, or remove it",
                   path);
}

/* The path without '/' at its end; of what is there the real one: a link leads to the edition that is
 * replaced, and "." has a name. */
static ph_status set_path(ph_folder *folder, const char *path, ph_error *err)
{
    char *real = realpath(path, NULL);
    ph_str name = ph_cstr(real ? real : path);
    while (name.n > 1 && name.s[name.n - 1] == '/')
        name.n--;
    if (!name.n) {
        free(real);
        return ph_fail(err, PH_INVALID, "the folder of the offline edition has no name");
    }
    folder->path = ph_dup(folder->arena, name);
    free(real);
    return folder->path.s ? PH_OK : ph_fail_memory(err);
}

/* --- writing ---------------------------------------------------------------------------- */

/* A new folder beside the path: "/srv/edition.new-x3kq9d", with the rights that any new one has. */
static ph_status make_folder(ph_folder *folder, ph_error *err)
{
    static const char ending[] = ".new-XXXXXX";
    char *name = ph_alloc(folder->arena, folder->path.n + sizeof ending);
    if (!name)
        return ph_fail_memory(err);
    memcpy(name, folder->path.s, folder->path.n);
    memcpy(name + folder->path.n, ending, sizeof ending);
    if (!mkdtemp(name))
        return ph_fail_errno(err, "cannot make a folder for", folder->path.s);
    folder->here = ph_cstr(name);
    mode_t mask = umask(0);
    umask(mask);
    return chmod(name, 0777 & ~mask) == 0 ? PH_OK
                                          : ph_fail_errno(err, "cannot open up", name);
}

ph_status ph_folder_new(ph_folder **out, const char *path, ph_error *err)
{
    ph_arena *arena = ph_arena_new();
    ph_folder *folder = arena ? PH_NEW(arena, ph_folder) : NULL;
    if (!folder) {
        ph_arena_free(arena);
        return ph_fail_memory(err);
    }
    folder->arena = arena;
    ph_status status = set_path(folder, path, err);
    if (status == PH_OK)
        status = look(folder, err);
    if (status == PH_OK)
        status = make_folder(folder, err);
    if (status == PH_OK)
        *out = folder;
    else
        ph_folder_free(folder);
    return status;
}

static int open_file(const char *path)
{
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    return open(path, flags, 0666);
}

/* Opens it, and makes the folder that it is in, if that is not there yet. */
static int open_in_folder(char *path, size_t folder)
{
    int fd = open_file(path);
    char *slash = fd < 0 && errno == ENOENT ? strrchr(path + folder + 1, '/') : NULL;
    if (!slash)
        return fd;
    *slash = '\0';
    int made = mkdir(path, 0777);
    *slash = '/';
    return made == 0 ? open_file(path) : -1;
}

ph_status ph_folder_write(ph_folder *folder, ph_str name, ph_str bytes, ph_error *err)
{
    ph_buf path = {0};
    ph_buf_addf(&path, "%s/%.*s", folder->here.s, PH_FMT(name));
    ph_buf_byte(&path, '\0');
    if (path.failed) {
        ph_buf_free(&path);
        return ph_fail_memory(err);
    }
    int fd = open_in_folder(path.s, folder->here.n);
    ssize_t got = 0;
    for (size_t n = 0; fd >= 0 && got >= 0 && n < bytes.n; n += (size_t)got) {
        got = write(fd, bytes.s + n, bytes.n - n);
        if (got < 0 && errno == EINTR)
            got = 0;
    }
    int before = errno;
    bool closed = fd < 0 || close(fd) == 0;
    errno = got < 0 ? before : errno;
    ph_status status =
        fd >= 0 && got >= 0 && closed ? PH_OK : ph_fail_errno(err, "cannot write", path.s);
    ph_buf_free(&path);
    folder->bytes += bytes.n;
    return status;
}

uint64_t ph_folder_bytes(const ph_folder *folder)
{
    return folder->bytes;
}

/* --- the end ---------------------------------------------------------------------------- */

ph_status ph_folder_finish(ph_folder *folder, ph_error *err)
{
    const char *here = folder->here.s, *there = folder->path.s;
    /* At once, where the file system can; else there is none for a moment. */
    bool swapped = renameat2(AT_FDCWD, here, AT_FDCWD, there, RENAME_EXCHANGE) == 0;
    if (!swapped && rename(here, there) == 0) { /* there was nothing, or an empty folder */
        folder->here = PH_ABSENT;
        return PH_OK;
    }
    ph_str old = ph_dupf(folder->arena, "%s.old", here);
    if (!old.s)
        return ph_fail_memory(err);
    if (!swapped) {
        if (rename(there, old.s) != 0)
            return ph_fail_errno(err, "cannot replace", there);
        if (rename(here, there) != 0) {
            ph_status status = ph_fail_errno(err, "cannot replace", there);
            return rename(old.s, there) == 0 ? status : PH_IO;
        }
    }
    remove_folder(swapped ? here : old.s);
    folder->here = PH_ABSENT;
    return PH_OK;
}

void ph_folder_free(ph_folder *folder)
{
    if (!folder)
        return;
    if (folder->here.s)
        remove_folder(folder->here.s);
    ph_arena_free(folder->arena);
}
