/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <pthread.h>
#include <stdlib.h>

#include "indexer/known.h"

struct ph_known {
    ph_arena *arena;
    pthread_mutex_t mutex; /* guards `kept` while claims are made */
    PH_VEC(ph_known_file) files;
    uint32_t *table; /* index + 1 by source, path and failure; open addressing */
    uint32_t *ids;   /* the same by id, documents only */
    size_t slots;
    PH_VEC(ph_known_file *) gone; /* whose files nobody met; made by the first claim */
    bool failed, claimed;
};

static size_t hash_of(ph_str source, ph_str path, bool failure)
{
    uint64_t h = ph_hash(source.s, source.n, PH_HASH_SEED + failure);
    return (size_t)ph_hash(path.s, path.n, h ^ 0x2f);
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
    ph_str *const strings[] = {&file->stamp.id,       &file->stamp.source,
                               &file->stamp.path,     &file->stamp.added,
                               &file->stamp.modified, &file->stamp.failure};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        if (strings[i]->s && !(*strings[i] = ph_dup(k->arena, *strings[i])).s)
            k->failed = true;
    return !k->failed;
}

static void enter(const ph_known *k, uint32_t *table, size_t hash, size_t i)
{
    size_t j = hash & (k->slots - 1);
    while (table[j])
        j = (j + 1) & (k->slots - 1);
    table[j] = (uint32_t)i + 1;
}

static size_t hash_of_id(ph_str id)
{
    return (size_t)ph_hash(id.s, id.n, PH_HASH_SEED);
}

static bool make_tables(ph_known *k)
{
    for (k->slots = 64; k->slots < k->files.n * 2;)
        k->slots *= 2;
    k->table = calloc(k->slots, sizeof *k->table);
    k->ids = calloc(k->slots, sizeof *k->ids);
    if (!k->table || !k->ids)
        return false;
    for (size_t i = 0; i < k->files.n; i++) {
        const ph_stamp *s = &k->files.v[i].stamp;
        bool failure = s->failure.s != NULL;
        enter(k, k->table, hash_of(s->source, s->path, failure), i);
        if (!failure)
            enter(k, k->ids, hash_of_id(s->id), i);
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
    free(k->table);
    free(k->ids);
    free(k);
}

ph_known_file *ph_known_find(const ph_known *k, ph_str source, ph_str path, bool failure)
{
    size_t i = hash_of(source, path, failure) & (k->slots - 1);
    for (; k->table[i]; i = (i + 1) & (k->slots - 1)) {
        ph_known_file *file = &k->files.v[k->table[i] - 1];
        if (ph_eq(file->stamp.path, path) && ph_eq(file->stamp.source, source) &&
            (file->stamp.failure.s != NULL) == failure)
            return file;
    }
    return NULL;
}

bool ph_known_id_taken(const ph_known *k, ph_str id, ph_str source, ph_str path)
{
    size_t i = hash_of_id(id) & (k->slots - 1);
    for (; k->ids[i]; i = (i + 1) & (k->slots - 1)) {
        const ph_stamp *s = &k->files.v[k->ids[i] - 1].stamp;
        if (ph_eq(s->id, id) && !(ph_eq(s->path, path) && ph_eq(s->source, source)))
            return true;
    }
    return false;
}

static bool find_gone(ph_known *k)
{
    for (size_t i = 0; i < k->files.n; i++) {
        ph_known_file *file = &k->files.v[i];
        if (file->seen || file->kept || file->stamp.failure.s)
            continue;
        ph_known_file **slot = PH_PUSH(k->arena, &k->gone);
        if (!slot)
            return false;
        *slot = file;
    }
    return true;
}

ph_known_file *ph_known_claim_moved(ph_known *k, ph_str source, uint64_t content,
                                    uint64_t size)
{
    ph_known_file *found = NULL;
    pthread_mutex_lock(&k->mutex);
    if (!k->claimed)
        k->claimed = find_gone(k); /* no memory: what is not in the list is not found */
    for (size_t i = 0; !found && i < k->gone.n; i++) {
        ph_known_file *file = k->gone.v[i];
        if (!file->kept && file->stamp.content == content && file->stamp.size == size &&
            ph_eq(file->stamp.source, source)) {
            file->kept = true;
            found = file;
        }
    }
    pthread_mutex_unlock(&k->mutex);
    return found;
}

size_t ph_known_count(const ph_known *k)
{
    return k->files.n;
}

ph_known_file *ph_known_at(const ph_known *k, size_t i)
{
    return &k->files.v[i];
}
