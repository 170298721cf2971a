/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is forgotten: tombstones without names, and paths that are not told. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/store_private.h"
#include "search/wordlist.h"

/* --- paths ------------------------------------------------------------------------------------ */

#define HIDDEN                                                                             \
    '\x01' /* no path begins so, but for one that somebody made to deceive himself */
#define HEX 16

ph_str ph_hide_path(ph_arena *arena, ph_str path)
{
    if (!path.n || ph_path_hidden(path))
        return path;
    return ph_dupf(arena, "%c%016llx", HIDDEN, (unsigned long long)ph_path_hash(path));
}

bool ph_path_hidden(ph_str path)
{
    return path.n == HEX + 1 && path.s[0] == HIDDEN;
}

uint64_t ph_path_hash(ph_str path)
{
    char hex[HEX + 1] = "";
    if (!ph_path_hidden(path))
        return ph_hash(path.s, path.n, PH_HASH_SEED);
    memcpy(hex, path.s + 1, HEX);
    return strtoull(hex, NULL, HEX);
}

bool ph_same_path(ph_str a, ph_str b)
{
    if (ph_path_hidden(a) || ph_path_hidden(b))
        return a.n && b.n && ph_path_hash(a) == ph_path_hash(b);
    return ph_eq(a, b);
}

/* --- hashes ----------------------------------------------------------------------------------- */

uint64_t ph_forgotten_hash(const char *kind, ph_str a, ph_str b)
{
    uint64_t h = ph_hash(kind, strlen(kind) + 1, PH_HASH_SEED);
    h = ph_hash("", 1, ph_hash(a.s, a.n, h));
    return ph_hash(b.s, b.n, h);
}

uint64_t ph_forgotten_file(ph_str source, ph_str path, ph_str part)
{
    const uint64_t hashes[] = {ph_path_hash(path), ph_path_hash(part)};
    return ph_forgotten_hash("file", source, (ph_str){(const char *)hashes, sizeof hashes});
}

uint64_t ph_forgotten_content(ph_str source, uint64_t content, uint64_t size)
{
    const uint64_t numbers[] = {content, size};
    return ph_forgotten_hash("content", source,
                             (ph_str){(const char *)numbers, sizeof numbers});
}

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

bool ph_is_forgotten(const ph_forgotten *f, uint64_t hash)
{
    return f && f->n && bsearch(&hash, f->v, f->n, sizeof *f->v, compare);
}

/* --- in the index ----------------------------------------------------------------------------- */

void ph_forgotten_key(uint64_t hash, char key[PH_FORGOTTEN_KEY])
{
    snprintf(key, PH_FORGOTTEN_KEY, "%s%016llx", PH_KEY_FORGOTTEN,
             (unsigned long long)hash);
}

static ph_status read_hashes(const xapian_db *db, ph_arena *arena, ph_forgotten *out,
                             ph_error *err)
{
    const size_t prefix = strlen(PH_KEY_FORGOTTEN);
    xapian_terms *keys = NULL;
    xapian_error why;
    ph_str key;
    ph_status result = PH_OK;
    xapian_status status =
        xapian_db_metadata_keys(db, PH_KEY_FORGOTTEN, prefix, &keys, &why);
    while (!status && !result &&
           !(status = xapian_terms_next(keys, &key.s, &key.n, &why))) {
        char hex[HEX + 1] = "";
        uint64_t *hash = PH_PUSH(arena, out);
        if (!hash)
            result = ph_fail_memory(err);
        else if (key.n == prefix + HEX)
            *hash = strtoull(memcpy(hex, key.s + prefix, HEX), NULL, HEX);
    }
    xapian_terms_free(keys);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, compare);
    if (!result && status != XAPIAN_END)
        result = ph_fail_xapian(err, status, &why);
    return result;
}

ph_status ph_store_forgotten(const ph_store *s, ph_arena *arena, ph_forgotten *out,
                             ph_error *err)
{
    xapian_error why;
    xapian_db *old;
    *out = (ph_forgotten){0};
    if (!s->old.s)
        return read_hashes(xapian_writable_db_reader(s->shards[0].db), arena, out, err);
    ph_str path = ph_store_shard_path(s->arena, s->old, 0);
    if (!path.s)
        return ph_fail_memory(err);
    xapian_status opened = xapian_db_open(path.s, 0, &old, &why);
    if (opened)
        return ph_fail_reading(err, path.s, opened, &why);
    ph_status status = read_hashes(old, arena, out, err);
    xapian_db_free(old);
    return status;
}

ph_status ph_store_set_forgotten(ph_store *s, uint64_t hash, ph_error *err)
{
    char key[PH_FORGOTTEN_KEY], now[32];
    ph_forgotten_key(hash, key);
    ph_utc_now(now);
    return ph_store_set_metadata(s, ph_cstr(key), ph_cstr(now), err);
}

ph_status ph_store_forget(ph_store *s, ph_str id, ph_error *err)
{
    xapian_error why;
    char term[PH_ID_BYTES + 2];
    if (!id.n || id.n > PH_ID_BYTES)
        return ph_fail(err, PH_INVALID, "a document's id has 1 to %d bytes", PH_ID_BYTES);
    size_t n = ph_id_term(id, term);
    ph_shard *sh = &s->shards[ph_shard_of(id, s->n)];
    pthread_mutex_lock(&sh->mutex);
    xapian_status status = ph_words_mark(sh->db, &why);
    if (!status)
        status = xapian_writable_db_delete_document_by_term(sh->db, term, n, &why);
    if (!status)
        status = ph_shard_wrote(s, sh, 1, &why);
    pthread_mutex_unlock(&sh->mutex);
    if (status)
        return ph_fail_xapian(err, status, &why);
    return ph_store_set_forgotten(s, ph_forgotten_hash("id", id, PH_ABSENT), err);
}

/* --- generations ------------------------------------------------------------------------------ */

typedef struct count {
    ph_arena *arena;
    ph_str id;
    unsigned n;
    ph_status status;
    ph_error *err;
} count;

static xapian_status look_in(const char *path, ph_str id, bool *has, xapian_error *why)
{
    char term[PH_ID_BYTES + 2], key[sizeof PH_KEY_GONE + PH_ID_BYTES];
    xapian_db *db;
    ph_str when = PH_ABSENT;
    size_t n = ph_id_term(id, term);
    int m = snprintf(key, sizeof key, "%s%.*s", PH_KEY_GONE, PH_FMT(id));
    xapian_status status = xapian_db_open(path, 0, &db, why);
    if (status)
        return status;
    status = xapian_db_term_exists(db, term, n, has, why);
    if (!status && !*has)
        status = xapian_db_metadata(db, key, (size_t)m, &when.s, &when.n, why);
    *has |= when.n > 0;
    xapian_db_free(db);
    return status;
}

static bool count_generation(void *user, ph_str generation)
{
    count *c = user;
    unsigned shards = 0;
    bool has = false;
    xapian_error why;
    if (ph_store_shards(generation, &shards, NULL) != PH_OK)
        return true; /* what is left of a build that was killed */
    ph_str path = ph_store_shard_path(c->arena, generation, ph_shard_of(c->id, shards));
    xapian_status status = path.s ? look_in(path.s, c->id, &has, &why) : XAPIAN_NO_MEMORY;
    if (status == XAPIAN_NO_MEMORY)
        c->status = ph_fail_memory(c->err);
    c->n += !status && has;
    return c->status == PH_OK;
}

ph_status ph_store_generations(const char *dir, ph_str id, unsigned *n, ph_error *err)
{
    count c = {.arena = ph_arena_new(), .id = id, .err = err};
    if (!c.arena)
        return ph_fail_memory(err);
    (void)ph_each_generation(dir, c.arena, count_generation, &c);
    ph_arena_free(c.arena);
    *n = c.n;
    return c.status;
}

void ph_store_sweep(const ph_store *s)
{
    ph_store_sweep_but(s, s->generation);
}
