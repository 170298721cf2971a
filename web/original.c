/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "search/limits.h"
#include "search/store.h"
#include "web/original.h"

#define HASHED_AT_ONCE ((size_t)64 << 10)

static const char changed[] =
    PH_N("The file is not as it was when it was read; please try again later.");

ph_status ph_original_allowed(const ph_config *config, const ph_record *record,
                              const ph_file_of *file, ph_error *err)
{
    const char *why = NULL;
    if (record->redacted)
        why = PH_N("The file has contact data that may not be published, so it is not "
                   "handed out.");
    else if (!ph_config_hands_out(config, record->license))
        why = PH_N("This site does not hand out files under the document's licence, or "
                   "without one.");
    else if (file->part.n)
        why = PH_N("The document is a part of a larger file, which is not handed out.");
    else if (!file->root.n || ph_path_hidden(file->path))
        why = PH_N("The file is not at hand.");
    return why ? ph_fail(err, PH_NOT_FOUND, "%s", why) : PH_OK;
}

/* A folder on the way.  The source's own path was made by realpath. */
static int step(int parent, ph_str name, bool last)
{
    char buf[NAME_MAX + 1];
    bool bad = !name.n || name.n > NAME_MAX || ph_eqc(name, ".") || ph_eqc(name, "..") ||
               memchr(name.s, 0, name.n);
    if (bad)
        return -1;
    memcpy(buf, name.s, name.n);
    buf[name.n] = 0;
    int how = last ? O_RDONLY | O_NONBLOCK | O_NOCTTY : O_PATH | O_DIRECTORY;
    return openat(parent, buf, how | O_NOFOLLOW | O_CLOEXEC);
}

static int open_below(const ph_file_of *file)
{
    ph_str rest = file->path;
    if (!rest.n)
        return open(file->root.s,
                    O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC);
    int at = open(file->root.s, O_PATH | O_DIRECTORY | O_CLOEXEC);
    while (at >= 0 && rest.n) {
        const char *slash = memchr(rest.s, '/', rest.n);
        ph_str name = ph_sub(rest, 0, slash ? (size_t)(slash - rest.s) : rest.n);
        rest = ph_sub(rest, name.n + 1, rest.n);
        int next = step(at, name, !slash);
        close(at);
        at = next;
    }
    return at;
}

static bool same_content(int fd, const ph_file_of *file)
{
    uint64_t hash = PH_HASH_SEED, n = 0;
    ssize_t got = 0;
    char *buf = malloc(HASHED_AT_ONCE);
    while (buf && n < file->size && (got = pread(fd, buf, HASHED_AT_ONCE, (off_t)n)) > 0) {
        hash = ph_hash(buf, (size_t)got, hash);
        n += (uint64_t)got;
    }
    free(buf);
    return n == file->size && hash == file->content;
}

static bool is_same(int fd, const ph_file_of *file)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (uint64_t)st.st_size != file->size)
        return false;
    int64_t mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    return mtime == file->mtime_ns || same_content(fd, file);
}

ph_status ph_original_open(const ph_config *config, const ph_record *record,
                           const ph_file_of *file, int *fd, ph_error *err)
{
    ph_status status = ph_original_allowed(config, record, file, err);
    if (status != PH_OK)
        return status;
    *fd = open_below(file);
    if (*fd < 0)
        return ph_fail(err, PH_NOT_FOUND, "%s", PH_N("The file is not at hand."));
    if (is_same(*fd, file))
        return PH_OK;
    close(*fd);
    return ph_fail(err, PH_NOT_FOUND, "%s", changed);
}

ph_str ph_original_ending(const ph_file_of *file)
{
    ph_str path = file->path.n ? file->path : file->root;
    const char *dot = memrchr(path.s, '.', path.n);
    ph_str ending = dot ? ph_sub(path, (size_t)(dot - path.s) + 1, path.n) : PH_STR("bin");
    bool plain = ending.n > 0 && ending.n <= 8;
    for (size_t i = 0; i < ending.n && plain; i++) {
        char c = ending.s[i];
        plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return plain ? ending : PH_STR("bin");
}
