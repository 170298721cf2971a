/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "search/store_private.h"
#include "search/wordlist.h"
#include "search/xapian-c/xapian-c.h"

/* --- layout ------------------------------------------------------------------------------ */

unsigned ph_shard_of(ph_str id, unsigned shards)
{
    return (unsigned)(ph_hash(id.s, id.n, PH_HASH_SEED) >> 32) % shards;
}

ph_str ph_store_shard_path(ph_arena *arena, ph_str generation, unsigned n)
{
    return ph_dupf(arena, "%.*s/shard-%u", PH_FMT(generation), n);
}

/* "generation-3.2": number 3, 2 shards.  False: no such name. */
static bool read_name(ph_str name, uint64_t *number, uint64_t *shards)
{
    ph_str prefix = PH_STR("generation-"), piece;
    if (!ph_starts(name, prefix))
        return false;
    name = ph_sub(name, prefix.n, name.n);
    return ph_split(&name, '.', &piece) && ph_number(piece, number) &&
           ph_number(name, shards) && *shards >= 1 && *shards <= PH_SHARDS_MAX;
}

/* The part of a generation's path that names it. */
static ph_str name_of(ph_str generation)
{
    const char *slash = generation.n ? memrchr(generation.s, '/', generation.n) : NULL;
    return slash ? ph_sub(generation, (size_t)(slash + 1 - generation.s), generation.n)
                 : generation;
}

ph_status ph_store_shards(ph_str generation, unsigned *n, ph_error *err)
{
    uint64_t number, shards = 0;
    struct stat st;
    if (!read_name(name_of(generation), &number, &shards))
        return ph_fail(err, PH_CORRUPT, "'%.*s' is no generation", PH_FMT(generation));
    for (unsigned i = 0; i < shards; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%.*s/shard-%u", PH_FMT(generation), i);
        if (stat(path, &st) != 0)
            return ph_fail(err, PH_CORRUPT,
                           "'%s' is missing; put it back, or remove the index and make it "
                           "anew",
                           path);
    }
    *n = (unsigned)shards;
    return PH_OK;
}

ph_status ph_store_current(const char *dir, ph_arena *arena, ph_str *generation,
                           ph_error *err)
{
    ph_buf name = {0};
    ph_status status;
    ph_str path = ph_dupf(arena, "%s/current", dir);
    if (!path.s)
        return ph_fail_memory(err);
    status = ph_read_file(path.s, 100, &name, err);
    if (status == PH_NOT_FOUND)
        status = ph_fail(err, PH_NOT_FOUND,
                         "there is no index in '%s'; make one with: peerhub-index --db=%s "
                         "FOLDER",
                         dir, dir);
    if (!status) {
        ph_str line = ph_trim(ph_buf_str(&name));
        uint64_t number, shards;
        if (!read_name(line, &number, &shards))
            status = ph_fail(err, PH_CORRUPT, "'%s' does not name a generation", path.s);
        else if (!(*generation = ph_dupf(arena, "%s/%.*s", dir, PH_FMT(line))).s)
            status = ph_fail_memory(err);
    }
    ph_buf_free(&name);
    return status;
}

/* --- the lock ----------------------------------------------------------------------------- */

static ph_status take_lock(ph_store *s, ph_error *err)
{
    char who[200] = "";
    ph_str path = ph_dupf(s->arena, "%s/lock", s->dir.s);
    if (!path.s)
        return ph_fail_memory(err);
    s->lock = open(path.s, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (s->lock < 0)
        return ph_fail_errno(err, "cannot write", path.s);
    if (flock(s->lock, LOCK_EX | LOCK_NB) != 0) {
        ssize_t n = pread(s->lock, who, sizeof who - 1, 0);
        ph_str name = ph_trim((ph_str){who, n > 0 ? (size_t)n : 0});
        return ph_fail(err, PH_BUSY, "the index in '%s' is being written by %.*s", s->dir.s,
                       PH_FMT(name.n ? name : PH_STR("another process")));
    }
    int n = snprintf(who, sizeof who, "process %ld\n", (long)getpid());
    if (ftruncate(s->lock, 0) != 0 || pwrite(s->lock, who, (size_t)n, 0) != n)
        return ph_fail_errno(err, "cannot write", path.s);
    return PH_OK;
}

/* --- opening and closing -------------------------------------------------------------------- */

static ph_status make_folder(const char *path, ph_error *err)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return ph_fail_errno(err, "cannot make the folder", path);
    return PH_OK;
}

/* Makes the folder and those above it. */
static ph_status make_folders(ph_arena *arena, ph_str dir, ph_error *err)
{
    ph_status status = PH_OK;
    for (size_t i = 1; !status && i <= dir.n; i++)
        if (i == dir.n || dir.s[i] == '/') {
            ph_str part = ph_dup(arena, ph_sub(dir, 0, i));
            status = part.s ? make_folder(part.s, err) : ph_fail_memory(err);
        }
    return status;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)st;
    (void)type;
    (void)where;
    return remove(path);
}

/* Follows no links: what one points to is not ours. */
static void remove_tree(const char *path)
{
    (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

bool ph_each_generation(const char *dir, ph_arena *arena,
                        bool (*each)(void *user, ph_str generation), void *user)
{
    DIR *folder = opendir(dir);
    struct dirent *entry;
    bool going = true;
    while (going && folder && (entry = readdir(folder)) != NULL) {
        uint64_t number, shards;
        if (!read_name(ph_cstr(entry->d_name), &number, &shards))
            continue;
        ph_str path = ph_dupf(arena, "%s/%s", dir, entry->d_name);
        going = !path.s || each(user, path);
    }
    if (folder)
        closedir(folder);
    return going;
}

static bool sweep_one(void *user, ph_str generation)
{
    if (!ph_eq(generation, *(const ph_str *)user))
        remove_tree(generation.s);
    return true;
}

/* A killed build's, or ones swapped out. */
void ph_store_sweep_but(const ph_store *s, ph_str keep)
{
    (void)ph_each_generation(s->dir.s, s->arena, sweep_one, &keep);
}

/* A shard has its mark from the beginning, before anybody can read it. */
static xapian_status open_shard(ph_shard *sh, const char *path, const ph_shard_mark *fresh,
                                xapian_error *why)
{
    xapian_status status = xapian_writable_db_open(
        path, fresh ? XAPIAN_CREATE_OR_OVERWRITE : XAPIAN_OPEN, 0, &sh->db, why);
    if (status)
        return status;
    if (!fresh)
        return ph_shard_mark_read(xapian_writable_db_reader(sh->db), &sh->mark, why);
    sh->mark = *fresh;
    sh->pending = 1;
    return ph_shard_commit(sh, why);
}

static ph_status open_shards(ph_store *s, unsigned n, bool fresh, ph_error *err)
{
    ph_status status = PH_OK;
    ph_shard_mark mark = {.schema = PH_SCHEMA,
                          .generation = ph_generation_number(s->generation.s),
                          .shards = n};
    for (unsigned i = 0; !status && i < n; i++) {
        xapian_error why;
        ph_shard *sh = &s->shards[i];
        ph_str path = ph_store_shard_path(s->arena, s->generation, i);
        if (!path.s)
            return ph_fail_memory(err);
        mark.shard = i;
        xapian_status opened = open_shard(sh, path.s, fresh ? &mark : NULL, &why);
        if (opened) {
            xapian_writable_db_free(sh->db);
            return ph_fail_reading(err, path.s, opened, &why);
        }
        if (pthread_mutex_init(&sh->mutex, NULL) != 0)
            status = ph_fail_memory(err);
        s->n = i + 1;
    }
    return status;
}

/* What was made in a folder is there after a power cut, too. */
static void sync_folder(const char *path)
{
    int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir >= 0) {
        fsync(dir);
        close(dir);
    }
}

static ph_status point_to(const ph_store *s, ph_error *err)
{
    for (unsigned i = 0; i < s->n; i++) {
        ph_str shard = ph_store_shard_path(s->arena, s->generation, i);
        if (shard.s)
            sync_folder(shard.s);
    }
    sync_folder(s->generation.s);
    sync_folder(s->dir.s);
    ph_str now = ph_dupf(s->arena, "%s/current", s->dir.s);
    ph_str fresh = ph_dupf(s->arena, "%s/current.new", s->dir.s);
    if (!now.s || !fresh.s)
        return ph_fail_memory(err);
    FILE *file = fopen(fresh.s, "we");
    if (!file)
        return ph_fail_errno(err, "cannot write", fresh.s);
    fprintf(file, "%s\n", s->generation.s + s->dir.n + 1);
    bool written = fflush(file) == 0 && fsync(fileno(file)) == 0;
    if (fclose(file) != 0 || !written || rename(fresh.s, now.s) != 0)
        return ph_fail_errno(err, "cannot write", now.s);
    sync_folder(s->dir.s);
    return PH_OK;
}

/* A generation of another schema is of no use to readers, and is replaced as a whole. */
static ph_status look_at_schema(ph_store *s, ph_str generation, ph_error *err)
{
    xapian_error why;
    xapian_db *db = NULL;
    ph_shard_mark mark;
    ph_str path = ph_store_shard_path(s->arena, generation, 0);
    if (!path.s)
        return ph_fail_memory(err);
    xapian_status status = xapian_db_open(path.s, 0, &db, &why);
    if (!status)
        status = ph_shard_mark_read(db, &mark, &why);
    xapian_db_free(db);
    if (status)
        return ph_fail_reading(err, path.s, status, &why);
    s->foreign = mark.schema != PH_SCHEMA;
    s->full |= s->foreign;
    return PH_OK;
}

static ph_status open_generation(ph_store *s, unsigned shards, ph_error *err)
{
    ph_str current = PH_ABSENT;
    uint64_t number = 0, before;
    unsigned n;
    ph_status status = ph_store_current(s->dir.s, s->arena, &current, err);
    if (status && status != PH_NOT_FOUND)
        return status;
    if (current.s && (status = ph_store_shards(current, &n, err)) != PH_OK)
        return status;
    ph_store_sweep_but(s, current);
    if (current.s && (status = look_at_schema(s, current, err)) != PH_OK)
        return status;
    if (current.s && !s->full) {
        s->generation = current;
        return open_shards(s, n, false, err);
    }
    if (current.s && read_name(name_of(current), &number, &before))
        s->old = current;
    s->generation = ph_dupf(s->arena, "%s/generation-%llu.%u", s->dir.s,
                            (unsigned long long)number + 1, shards);
    status = s->generation.s ? make_folder(s->generation.s, err) : ph_fail_memory(err);
    if (!status)
        status = open_shards(s, shards, true, err);
    if (!status && !current.s) /* the first one: readers may open it while it is filled */
        status = point_to(s, err);
    return status;
}

/* A number that no other store of this process has had, as good as surely. */
static uint64_t list_number(const ph_store *s)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return ph_hash(&now, sizeof now, ph_hash(&s, sizeof s, PH_HASH_SEED));
}

ph_status ph_store_open(ph_store **out, const char *dir, unsigned shards, bool full,
                        ph_error *err)
{
    *out = NULL;
    if (shards < 1 || shards > PH_SHARDS_MAX)
        return ph_fail(err, PH_INVALID, "an index has 1 to %d shards", PH_SHARDS_MAX);
    ph_store *s = calloc(1, sizeof *s);
    if (!s)
        return ph_fail_memory(err);
    if (pthread_mutex_init(&s->marks_mutex, NULL) != 0) {
        free(s);
        return ph_fail_memory(err);
    }
    s->lock = -1;
    s->full = full;
    s->words = list_number(s);
    ph_status status = PH_OK;
    if (!(s->arena = ph_arena_new()) || !(s->dir = ph_dup(s->arena, ph_cstr(dir))).s)
        status = ph_fail_memory(err);
    while (s->dir.n > 1 && s->dir.s[s->dir.n - 1] == '/')
        s->dir = ph_dup(s->arena, ph_sub(s->dir, 0, s->dir.n - 1));
    if (!status)
        status = make_folders(s->arena, s->dir, err);
    if (!status)
        status = take_lock(s, err);
    if (!status)
        status = open_generation(s, shards, err);
    if (status)
        ph_store_free(s);
    else
        *out = s;
    return status;
}

static ph_status commit_all(ph_store *s, ph_error *err)
{
    xapian_error why;
    for (unsigned i = 0; i < s->n; i++) {
        xapian_status done = ph_shard_commit(&s->shards[i], &why);
        if (done)
            return ph_fail_xapian(err, done, &why);
    }
    return PH_OK;
}

/* Takes out words whose documents are gone. */
static ph_status sweep_words(ph_store *s, ph_error *err)
{
    xapian_error why;
    for (unsigned i = 0; i < s->n; i++) {
        bool swept;
        xapian_status done = ph_words_sweep(s->shards[i].db, &swept, &why);
        if (!done && swept)
            done = ph_shard_wrote(s, &s->shards[i], 1, &why);
        if (done)
            return ph_fail_xapian(err, done, &why);
    }
    return PH_OK;
}

ph_status ph_store_finish(ph_store *s, ph_error *err)
{
    xapian_error why;
    /* marks speak of documents in all shards: those are on disk first */
    ph_status status = commit_all(s, err);
    if (!status)
        status = ph_store_write_marks(s, err);
    if (!status)
        status = sweep_words(s, err);
    if (!status)
        status = commit_all(s, err);
    if (status)
        return status;
    for (unsigned i = 0; i < s->n; i++) {
        xapian_status done = xapian_writable_db_close(s->shards[i].db, &why);
        if (done)
            return ph_fail_xapian(err, done, &why);
    }
    return s->old.s ? point_to(s, err) : PH_OK;
}

void ph_store_free(ph_store *s)
{
    for (unsigned i = 0; s && i < s->n; i++) {
        xapian_writable_db_free(s->shards[i].db);
        pthread_mutex_destroy(&s->shards[i].mutex);
    }
    if (s) {
        if (s->lock >= 0)
            close(s->lock);
        ph_arena_free(s->arena);
        pthread_mutex_destroy(&s->marks_mutex);
    }
    free(s);
}
