/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a new generation takes over from the old one as it is. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "search/store_private.h"
#include "search/wordlist.h"

typedef struct carrier {
    ph_store *store;
    ph_carry_fn wanted;
    void *user;
    ph_arena *arena; /* as long as a document */
    ph_analyzer *analyzer;
    ph_status status; /* of ours; the binding's is returned */
    ph_error *err;
    xapian_error *why;
} carrier;

/* The list of words is made anew, so that nothing stays in it of what is left behind. */
static xapian_status carry_words(carrier *c, unsigned shard, ph_str data)
{
    ph_record record;
    ph_buf words = {0};
    ph_arena_reset(c->arena);
    c->status = ph_record_unpack(data, c->arena, &record, c->err);
    ph_analyzer_gather(c->analyzer, c->store->words, shard, &words);
    if (!c->status)
        c->status = ph_words_of(c->analyzer, &record, c->err);
    ph_analyzer_gather(c->analyzer, c->store->words, shard, NULL);
    if (!c->status && words.failed)
        c->status = ph_fail_memory(c->err);
    xapian_status status = XAPIAN_OK;
    if (!c->status)
        status = ph_words_write(c->store->shards[shard].db, ph_buf_str(&words), c->why);
    ph_buf_free(&words);
    return status;
}

/* One document with all its terms, positions and values, into the shard of its id. */
static xapian_status carry_document(carrier *c, const xapian_db *old, xapian_docid docid,
                                    ph_str id)
{
    xapian_document *doc;
    xapian_status status = xapian_db_document(old, docid, &doc, c->why);
    if (status)
        return status;
    unsigned n = ph_shard_of(id, c->store->n);
    ph_shard *shard = &c->store->shards[n];
    ph_str data = PH_ABSENT;
    status = xapian_writable_db_add_document(shard->db, doc, NULL, c->why);
    if (!status)
        status = xapian_document_data(doc, &data.s, &data.n, c->why);
    if (!status)
        status = carry_words(c, n, data);
    xapian_document_free(doc);
    return status ? status : ph_shard_wrote(c->store, shard, data.n, c->why);
}

static xapian_status carry_documents(carrier *c, const xapian_db *old)
{
    xapian_values *values;
    xapian_docid docid;
    ph_str bytes;
    ph_stamp stamp;
    xapian_status status = xapian_db_values(old, PH_SLOT_STAMP, &values, c->why);
    while (!status && !c->status) {
        status = xapian_values_next(values, &docid, &bytes.s, &bytes.n, c->why);
        if (!status)
            c->status = ph_stamp_unpack(bytes, &stamp, c->err);
        if (!status && !c->status && c->wanted(c->user, &stamp))
            status = carry_document(c, old, docid, stamp.id);
    }
    xapian_values_free(values);
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

static xapian_status has_document(const carrier *c, const xapian_writable_db *db, ph_str id,
                                  bool *has)
{
    char term[PH_ID_BYTES + 2];
    size_t n = ph_id_term(id, term);
    return xapian_db_term_exists(xapian_writable_db_reader(db), term, n, has, c->why);
}

/* Whether the new generation has forgotten a document or a source: its name goes, too. */
static xapian_status is_forgotten(const carrier *c, const char *kind, ph_str name,
                                  bool *forgotten)
{
    char key[PH_FORGOTTEN_KEY];
    ph_str when = PH_ABSENT;
    ph_forgotten_key(ph_forgotten_hash(kind, name, PH_ABSENT), key);
    xapian_status status =
        xapian_db_metadata(xapian_writable_db_reader(c->store->shards[0].db), key,
                           strlen(key), &when.s, &when.n, c->why);
    *forgotten = when.n > 0;
    return status;
}

/* A tombstone, which leads to nobody who is forgotten. */
static xapian_status carry_tombstone(carrier *c, xapian_writable_db *db,
                                     const xapian_db *old, ph_str id, ph_str value)
{
    bool forgotten = false;
    ph_buf copy = {0}; /* the next look at `old` takes the value away */
    ph_buf_add(&copy, value);
    ph_tombstone t = ph_tombstone_read(ph_buf_str(&copy));
    xapian_status status = copy.failed ? XAPIAN_NO_MEMORY : XAPIAN_OK;
    if (!status && t.heir.n)
        status = is_forgotten(c, "id", t.heir, &forgotten);
    if (forgotten)
        t.heir = PH_ABSENT;
    if (!status)
        status = ph_tombstone_carry(db, old, id, &t, c->why);
    ph_buf_free(&copy);
    return status;
}

/* Metadata whose keys begin so; what the new generation has already stays. */
static xapian_status carry_metadata(carrier *c, const xapian_db *old, const char *prefix)
{
    xapian_terms *keys;
    ph_str key, value, there;
    size_t n = strlen(prefix);
    xapian_status status = xapian_db_metadata_keys(old, prefix, n, &keys, c->why);
    while (!status) {
        status = xapian_terms_next(keys, &key.s, &key.n, c->why);
        if (status)
            break;
        bool gone = strcmp(prefix, PH_KEY_GONE) == 0, forgotten = false;
        unsigned shard = gone ? ph_shard_of(ph_sub(key, n, key.n), c->store->n) : 0;
        xapian_writable_db *db = c->store->shards[shard].db;
        status = xapian_db_metadata(xapian_writable_db_reader(db), key.s, key.n, &there.s,
                                    &there.n, c->why);
        bool back = false; /* a document of that id has been written since */
        if (!status && gone && !there.n)
            status = has_document(c, db, ph_sub(key, n, key.n), &back);
        if (!status)
            status =
                is_forgotten(c, gone ? "id" : "source", ph_sub(key, n, key.n), &forgotten);
        if (status || there.n || back || forgotten)
            continue;
        status = xapian_db_metadata(old, key.s, key.n, &value.s, &value.n, c->why);
        if (!status && gone)
            status = carry_tombstone(c, db, old, ph_sub(key, n, key.n), value);
        else if (!status)
            status =
                xapian_writable_db_set_metadata(db, key.s, key.n, value.s, value.n, c->why);
    }
    xapian_terms_free(keys);
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

/* Failures, or marks, that are not known better by now. */
static xapian_status carry_stamps(carrier *c, const xapian_db *old, const char *prefix)
{
    xapian_terms *keys;
    ph_str key, value, there;
    ph_stamp stamp;
    size_t n = strlen(prefix);
    xapian_writable_db *db = c->store->shards[0].db;
    xapian_status status = xapian_db_metadata_keys(old, prefix, n, &keys, c->why);
    while (!status && !c->status) {
        status = xapian_terms_next(keys, &key.s, &key.n, c->why);
        if (!status)
            status = xapian_db_metadata(xapian_writable_db_reader(db), key.s, key.n,
                                        &there.s, &there.n, c->why);
        if (status || there.n)
            continue;
        status = xapian_db_metadata(old, key.s, key.n, &value.s, &value.n, c->why);
        if (!status)
            c->status = ph_stamp_unpack(value, &stamp, c->err);
        if (!status && !c->status && c->wanted(c->user, &stamp))
            status =
                xapian_writable_db_set_metadata(db, key.s, key.n, value.s, value.n, c->why);
    }
    xapian_terms_free(keys);
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

static xapian_status carry_shard(carrier *c, const char *path)
{
    xapian_db *old;
    xapian_status status = xapian_db_open(path, 0, &old, c->why);
    if (status)
        return status;
    status = carry_metadata(c, old, PH_KEY_FORGOTTEN);
    if (!status && !c->store->foreign)
        status = carry_documents(c, old);
    if (!status && !c->status)
        status = carry_stamps(c, old, PH_KEY_FAILED);
    if (!status && !c->status)
        status = carry_stamps(c, old, PH_KEY_WHOLE);
    if (!status && !c->status)
        status = carry_metadata(c, old, PH_KEY_GONE);
    if (!status && !c->status)
        status = carry_metadata(c, old, PH_KEY_SOURCE);
    xapian_db_free(old);
    return status;
}

ph_status ph_store_carry(ph_store *s, ph_carry_fn wanted, void *user, ph_error *err)
{
    xapian_error why;
    carrier c = {.store = s, .wanted = wanted, .user = user, .err = err, .why = &why};
    unsigned n = 0;
    if (!s->old.s)
        return PH_OK;
    c.status = ph_analyzer_new(&c.analyzer, err);
    if (!c.status && !(c.arena = ph_arena_new()))
        c.status = ph_fail_memory(err);
    if (!c.status)
        c.status = ph_store_shards(s->old, &n, err);
    for (unsigned i = 0; i < n && !c.status; i++) {
        ph_str path = ph_store_shard_path(s->arena, s->old, i);
        xapian_status status = path.s ? carry_shard(&c, path.s) : XAPIAN_OK;
        if (!path.s)
            c.status = ph_fail_memory(err);
        else if (status)
            c.status = ph_fail_xapian(err, status, &why);
    }
    ph_arena_free(c.arena);
    ph_analyzer_free(c.analyzer);
    return c.status;
}
