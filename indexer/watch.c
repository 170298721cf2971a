/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fts.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "indexer/watch.h"
#include "search/limits.h"

#define EVENTS                                                                             \
    (IN_CREATE | IN_CLOSE_WRITE | IN_DELETE | IN_DELETE_SELF | IN_MOVE | IN_MOVE_SELF |    \
     IN_ATTRIB)
#define QUIET_MILLISECONDS 300    /* after the last change */
#define LONGEST_MILLISECONDS 5000 /* though changes go on and on */

struct ph_watch {
    int fd;
    bool blind; /* not everything is watched */
};

static ph_status add(ph_watch *w, const char *path, ph_error *err)
{
    if (inotify_add_watch(w->fd, path, EVENTS) >= 0 || errno == ENOENT || errno == EACCES)
        return PH_OK;
    w->blind = true;
    return ph_fail(err, PH_LIMIT,
                   "the system does not watch so many folders (%s): looking every %d "
                   "seconds instead; raise fs.inotify.max_user_watches",
                   strerror(errno), PH_WATCH_SECONDS_BLIND);
}

static ph_status add_folders(ph_watch *w, const char *root, ph_str except, ph_error *err)
{
    char *copy = strdup(root); /* fts wants a char *, and leaves it alone */
    FTS *fts =
        copy ? fts_open((char *[]){copy, NULL}, FTS_PHYSICAL | FTS_NOCHDIR, NULL) : NULL;
    ph_status status = fts ? PH_OK : ph_fail_errno(err, "cannot watch", root);
    FTSENT *entry;
    while (!status && (entry = fts_read(fts)) != NULL) {
        bool hidden = entry->fts_level > 0 && entry->fts_name[0] == '.';
        if (entry->fts_info != FTS_D)
            continue;
        if (hidden || ph_eq(ph_cstr(entry->fts_path), except))
            fts_set(fts, entry, FTS_SKIP);
        else
            status = add(w, entry->fts_path, err);
    }
    if (fts)
        fts_close(fts);
    free(copy);
    return status;
}

/* A file is watched by its folder: editors replace files. */
static ph_status add_source(ph_watch *w, const ph_source *source, ph_str except,
                            ph_error *err)
{
    struct stat st;
    if (source->address.s) /* it tells nobody */
        return PH_OK;
    if (!source->root.s || stat(source->root.s, &st) != 0) {
        w->blind = true; /* it may come */
        return PH_OK;
    }
    if (S_ISDIR(st.st_mode))
        return add_folders(w, source->root.s, except, err);
    ph_str folder = ph_sub(source->root, 0, source->root.n - ph_base_name(source->root).n);
    char *path = strndup(folder.s, folder.n);
    ph_status status = path ? add(w, path, err) : ph_fail_memory(err);
    free(path);
    return status;
}

ph_status ph_watch_new(ph_watch **out, const ph_source *sources, size_t n, ph_str except,
                       ph_error *err)
{
    ph_watch *w = calloc(1, sizeof *w);
    ph_status status = PH_OK;
    *out = NULL;
    if (!w)
        return ph_fail_memory(err);
    w->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (w->fd < 0) {
        w->blind = true;
        status = ph_fail(err, PH_LIMIT,
                         "the system cannot watch folders (%s): looking every %d seconds "
                         "instead",
                         strerror(errno), PH_WATCH_SECONDS_BLIND);
    }
    for (size_t i = 0; !status && i < n; i++)
        status = add_source(w, &sources[i], except, err);
    if (status && status != PH_LIMIT) {
        ph_watch_free(w);
        return status;
    }
    *out = w;
    return status;
}

void ph_watch_free(ph_watch *w)
{
    if (w && w->fd >= 0)
        close(w->fd);
    free(w);
}

/* Takes what has happened off the list.  Returns false if nothing came in time. */
static bool drain(ph_watch *w, int milliseconds)
{
    char events[16384];
    struct pollfd p = {.fd = w->fd, .events = POLLIN};
    if (poll(&p, w->fd >= 0, milliseconds) <= 0)
        return false;
    while (read(w->fd, events, sizeof events) > 0)
        ;
    return true;
}

void ph_watch_wait(ph_watch *w)
{
    int seconds = w->blind ? PH_WATCH_SECONDS_BLIND : PH_WATCH_SECONDS;
    struct timespec begin, t;
    if (!drain(w, seconds * 1000))
        return;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    do
        clock_gettime(CLOCK_MONOTONIC, &t);
    while ((t.tv_sec - begin.tv_sec) * 1000 < LONGEST_MILLISECONDS &&
           drain(w, QUIET_MILLISECONDS));
}
