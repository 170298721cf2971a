/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <pthread.h>
#include <stdlib.h>

#include "indexer/known.h"

/* Three hash tables with chains: what they hold is an index into files, and 0 the end. */
typedef struct chains {
    uint32_t *first; /* a slot for each hash */
    uint32_t *next;  /* of each file */
} chains;

struct ph_known {
    ph_arena *arena;
    pthread_mutex_t mutex; /* guards `kept` while claims are made */
    PH_VEC(ph_known_file) files;
    size_t slots;
    chains by_file; /* source and path */
    chains by_part; /* those and the part */
    chains by_id;   /* documents only */
    chains gone; /* by content: documents whose files nobody met; made by the first claim */
    bool failed, claimed;
};

static size_t hash_of_file(ph_str source, ph_str path)
{
    uint64_t h = ph_hash(source.s, source.n, PH_HASH_SEED);
    return (size_t)(h * 31 + ph_path_hash(path));
}

static size_t hash_of_part(ph_str source, ph_str path, ph_str part)
{
    return hash_of_file(source, path) * 31 + (size_t)ph_path_hash(part);
}

static size_t hash_of_id(ph_str id)
{
    return (size_t)ph_hash(id.s, id.n, PH_HASH_SEED);
}

ph_known_kind ph_known_kind_of(const ph_known_file *file)
{
    return file->stamp.whole       ? PH_KNOWN_WHOLE
           : file->stamp.failure.s ? PH_KNOWN_FAILURE
                                   : PH_KNOWN_DOCUMENT;
}

static bool copy_stamp(void *user, const ph_stamp *stamp)
{
    ph_known *k = user;
    ph_known_file *file = PH_PUSH(k->arena, &k->files);
    if (!file) {
        k->failed = true;
        return false;
    }
    file->stamp = *stamp;
    ph_str *const strings[] = {
        &file->stamp.id,      &file->stamp.source,  &file->stamp.path,
        &file->stamp.part,    &file->stamp.added,   &file->stamp.modified,
        &file->stamp.failure, &file->stamp.expires, &file->stamp.written};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        if (strings[i]->s && !(*strings[i] = ph_dup(k->arena, *strings[i])).s)
            k->failed = true;
    return !k->failed;
}

/* --- tables ---------------------------------------------------------------------------------- */

static bool chains_new(const ph_known *k, chains *c)
{
    c->first = calloc(k->slots, sizeof *c->first);
    c->next = calloc(k->files.n + 1, sizeof *c->next);
    return c->first && c->next;
}

static void chains_free(chains *c)
{
    free(c->first);
    free(c->next);
}

static void enter(const ph_known *k, chains *c, size_t hash, size_t i)
{
    uint32_t *first = &c->first[hash & (k->slots - 1)];
    c->next[i] = *first;
    *first = (uint32_t)i + 1;
}

/* The first of a chain, or the one behind `before`; NULL at the end. */
static ph_known_file *follow(const ph_known *k, const chains *c, size_t hash,
                             const ph_known_file *before)
{
    uint32_t i = before ? c->next[before - k->files.v] : c->first[hash & (k->slots - 1)];
    return i ? &k->files.v[i - 1] : NULL;
}

/* Filled from the end, so that a chain has the order in which the index gave them. */
static bool make_tables(ph_known *k)
{
    for (k->slots = 64; k->slots < k->files.n * 2;)
        k->slots *= 2;
    if (!chains_new(k, &k->by_file) || !chains_new(k, &k->by_part) ||
        !chains_new(k, &k->by_id))
        return false;
    for (size_t i = k->files.n; i-- > 0;) {
        const ph_stamp *s = &k->files.v[i].stamp;
        enter(k, &k->by_file, hash_of_file(s->source, s->path), i);
        enter(k, &k->by_part, hash_of_part(s->source, s->path, s->part), i);
        if (ph_known_kind_of(&k->files.v[i]) == PH_KNOWN_DOCUMENT)
            enter(k, &k->by_id, hash_of_id(s->id), i);
    }
    return true;
}

ph_status ph_known_new(ph_known **out, const ph_store *store, ph_error *err)
{
    *out = NULL;
    ph_known *k = calloc(1, sizeof *k);
    if (!k)
        return ph_fail_memory(err);
    if (pthread_mutex_init(&k->mutex, NULL) != 0) {
        free(k);
        return ph_fail_memory(err);
    }
    k->arena = ph_arena_new();
    ph_status status = k->arena ? PH_OK : ph_fail_memory(err);
    if (!status && store)
        status = ph_store_each(store, copy_stamp, k, err);
    if (!status && (k->failed || !make_tables(k)))
        status = ph_fail_memory(err);
    if (status)
        ph_known_free(k);
    else
        *out = k;
    return status;
}

void ph_known_free(ph_known *k)
{
    if (!k)
        return;
    pthread_mutex_destroy(&k->mutex);
    ph_arena_free(k->arena);
    chains_free(&k->by_file);
    chains_free(&k->by_part);
    chains_free(&k->by_id);
    chains_free(&k->gone);
    free(k);
}

/* --- questions ------------------------------------------------------------------------------- */

static bool is_of(const ph_known_file *file, ph_str source, ph_str path)
{
    return ph_same_path(file->stamp.path, path) && ph_eq(file->stamp.source, source);
}

ph_known_file *ph_known_find(const ph_known *k, ph_str source, ph_str path, ph_str part,
                             ph_known_kind kind)
{
    size_t hash = hash_of_part(source, path, part);
    ph_known_file *file = follow(k, &k->by_part, hash, NULL);
    while (file && !(ph_known_kind_of(file) == kind &&
                     ph_same_path(file->stamp.part, part) && is_of(file, source, path)))
        file = follow(k, &k->by_part, hash, file);
    return file;
}

ph_known_file *ph_known_next(const ph_known *k, ph_str source, ph_str path,
                             const ph_known_file *before)
{
    size_t hash = hash_of_file(source, path);
    ph_known_file *file = follow(k, &k->by_file, hash, before);
    while (file && !is_of(file, source, path))
        file = follow(k, &k->by_file, hash, file);
    return file;
}

bool ph_known_id_taken(const ph_known *k, ph_str id, ph_str source, ph_str path,
                       ph_str part)
{
    size_t hash = hash_of_id(id);
    const ph_known_file *file = follow(k, &k->by_id, hash, NULL);
    while (file && !(ph_eq(file->stamp.id, id) &&
                     !(is_of(file, source, path) && ph_same_path(file->stamp.part, part))))
        file = follow(k, &k->by_id, hash, file);
    return file != NULL;
}

/* --- what has moved -------------------------------------------------------------------------- */

static bool find_gone(ph_known *k)
{
    if (!chains_new(k, &k->gone))
        return false;
    for (size_t i = k->files.n; i-- > 0;) {
        const ph_known_file *file = &k->files.v[i];
        if (!file->seen && !file->kept && ph_known_kind_of(file) == PH_KNOWN_DOCUMENT)
            enter(k, &k->gone, (size_t)file->stamp.content, i);
    }
    return true;
}

ph_known_file *ph_known_claim_moved(ph_known *k, ph_str source, uint64_t content,
                                    uint64_t size)
{
    ph_known_file *file = NULL;
    pthread_mutex_lock(&k->mutex);
    if (!k->claimed && !k->failed)
        k->claimed = find_gone(k);
    k->failed = !k->claimed; /* no memory: nothing has moved */
    if (k->claimed)
        file = follow(k, &k->gone, (size_t)content, NULL);
    while (file && (file->kept || file->stamp.content != content ||
                    file->stamp.size != size || !ph_eq(file->stamp.source, source)))
        file = follow(k, &k->gone, (size_t)content, file);
    if (file)
        file->kept = true;
    pthread_mutex_unlock(&k->mutex);
    return file;
}

size_t ph_known_count(const ph_known *k)
{
    return k->files.n;
}

ph_known_file *ph_known_at(const ph_known *k, size_t i)
{
    return &k->files.v[i];
}
