/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "search/reader_private.h"
#include "search/store_private.h"

/* --- opening ------------------------------------------------------------------------------------ */

static void close_all(ph_reader *r)
{
    for (size_t i = 0; i < r->shards.n; i++)
        xapian_db_free(r->shards.v[i]);
    xapian_db_free(r->all);
    r->all = NULL;
    r->shards.n = 0;
    r->shards.cap = 0;
    r->generations = (ph_strs){0};
    r->languages = (ph_strs){0};
    r->revision = PH_STR("");
    r->documents = 0;
    r->frequencies = NULL;
    if (r->state)
        ph_arena_reset(r->state);
    if (r->seen)
        ph_arena_reset(r->seen);
}

static ph_status add_shard(ph_reader *r, ph_str path, ph_error *err)
{
    xapian_error why;
    xapian_db *db;
    xapian_status status = path.s ? xapian_db_open(path.s, 0, &db, &why) : XAPIAN_NO_MEMORY;
    if (status)
        return path.s ? ph_fail_xapian(err, status, &why) : ph_fail_memory(err);
    xapian_db **slot = PH_PUSH(r->state, &r->shards);
    if (!slot) {
        xapian_db_free(db);
        return ph_fail_memory(err);
    }
    *slot = db;
    status = xapian_db_add(r->all, db, &why);
    return status ? ph_fail_xapian(err, status, &why) : PH_OK;
}

/* A path is an index of ours, or one shard of it. */
static ph_status add_path(ph_reader *r, ph_str path, ph_error *err)
{
    ph_str generation = PH_ABSENT;
    struct stat st;
    ph_str shard_file = ph_dupf(r->state, "%s/iamglass", path.s);
    if (shard_file.s && stat(shard_file.s, &st) == 0) {
        ph_status status = add_shard(r, path, err);
        return status ? status
               : ph_strs_add(r->state, &r->generations, ph_dup(r->state, path))
                   ? PH_OK
                   : ph_fail_memory(err);
    }
    ph_status status = ph_store_current(path.s, r->state, &generation, err);
    if (status)
        return status;
    if (!ph_strs_add(r->state, &r->generations, generation))
        return ph_fail_memory(err);
    unsigned n = 0;
    status = ph_store_shards(generation, &n, err);
    for (unsigned i = 0; !status && i < n; i++)
        status = add_shard(r, ph_store_shard_path(r->state, generation, i), err);
    return status;
}

/* The codes behind "XL:" among the terms. */
static ph_status find_languages(ph_reader *r, ph_error *err)
{
    xapian_terms *terms = NULL;
    xapian_error why;
    ph_str term;
    xapian_status status = xapian_db_terms(r->all, "XL:", 3, &terms, &why);
    while (!status && !(status = xapian_terms_next(terms, &term.s, &term.n, &why)))
        if (!ph_strs_add(r->seen, &r->languages,
                         ph_dup(r->seen, ph_sub(term, 3, term.n)))) {
            xapian_terms_free(terms);
            return ph_fail_memory(err);
        }
    xapian_terms_free(terms);
    return status == XAPIAN_END ? PH_OK : ph_fail_xapian(err, status, &why);
}

/* What there is to know of the revision that is open now. */
static ph_status look_around(ph_reader *r, ph_error *err)
{
    ph_buf name = {0};
    xapian_error why;
    ph_arena_reset(r->seen);
    r->frequencies = NULL;
    r->languages = (ph_strs){0};
    r->revision = PH_STR("");
    xapian_status status = xapian_db_doc_count(r->all, &r->documents, &why);
    for (size_t i = 0; i < r->generations.n; i++)
        ph_buf_addf(&name, "%08llx.",
                    (unsigned long long)ph_hash(r->generations.v[i].s,
                                                r->generations.v[i].n, PH_HASH_SEED) &
                        0xffffffff);
    for (size_t i = 0; !status && i < r->shards.n; i++) {
        uint64_t revision;
        status = xapian_db_revision(r->shards.v[i], &revision, &why);
        if (!status)
            ph_buf_addf(&name, "%llu.", (unsigned long long)revision);
    }
    r->revision =
        name.failed ? PH_ABSENT : ph_dup(r->seen, ph_sub(ph_buf_str(&name), 0, name.n - 1));
    ph_buf_free(&name);
    if (status)
        return ph_fail_xapian(err, status, &why);
    return r->revision.s ? find_languages(r, err) : ph_fail_memory(err);
}

static ph_status open_all(ph_reader *r, ph_error *err)
{
    xapian_error why;
    close_all(r);
    xapian_status made = xapian_db_new(&r->all, &why);
    ph_status status = made ? ph_fail_xapian(err, made, &why) : PH_OK;
    for (size_t i = 0; !status && i < r->paths.n; i++)
        status = add_path(r, r->paths.v[i], err);
    if (!status)
        status = look_around(r, err);
    if (status) /* rather nothing than a part of it */
        close_all(r);
    return status;
}

ph_status ph_reader_open(ph_reader **out, const char *const *paths, size_t n,
                         const ph_vocabulary *vocabulary, ph_error *err)
{
    ph_reader *r = calloc(1, sizeof *r);
    *out = NULL;
    if (!r)
        return ph_fail_memory(err);
    r->vocabulary = vocabulary;
    r->config = ph_arena_new();
    r->state = ph_arena_new();
    r->seen = ph_arena_new();
    ph_status status = r->config && r->state && r->seen ? ph_analyzer_new(&r->analyzer, err)
                                                        : ph_fail_memory(err);
    if (!status && n == 0)
        status = ph_fail(err, PH_INVALID, "no index was named");
    for (size_t i = 0; !status && i < n; i++) {
        ph_str path = ph_dup(r->config, ph_cstr(paths[i]));
        if (!path.s || !ph_strs_add(r->config, &r->paths, path))
            status = ph_fail_memory(err);
    }
    if (!status)
        status = open_all(r, err);
    if (status)
        ph_reader_free(r);
    else
        *out = r;
    return status;
}

void ph_reader_free(ph_reader *r)
{
    if (!r)
        return;
    close_all(r);
    ph_analyzer_free(r->analyzer);
    ph_arena_free(r->config);
    ph_arena_free(r->state);
    ph_arena_free(r->seen);
    free(r);
}

ph_str ph_reader_revision(const ph_reader *r)
{
    return r->revision;
}

uint64_t ph_reader_documents(const ph_reader *r)
{
    return r->documents;
}

/* --- moving on ------------------------------------------------------------------------------------ */

/* Whether a path stands for another generation by now. */
static bool swapped(const ph_reader *r)
{
    ph_arena *scratch = ph_arena_new();
    bool changed = false;
    for (size_t i = 0; scratch && i < r->paths.n && i < r->generations.n; i++) {
        ph_str now;
        if (!ph_eq(r->generations.v[i], r->paths.v[i]) &&
            ph_store_current(r->paths.v[i].s, scratch, &now, NULL) == PH_OK)
            changed |= !ph_eq(now, r->generations.v[i]);
    }
    ph_arena_free(scratch);
    return changed;
}

ph_status ph_reader_refresh(ph_reader *r, bool *changed, ph_error *err)
{
    bool moved = false;
    xapian_error why;
    if (changed)
        *changed = false;
    if (!r->all || swapped(r)) {
        ph_status status = open_all(r, err);
        if (!status && changed)
            *changed = true;
        return status;
    }
    xapian_status status = xapian_db_reopen(r->all, &moved, &why);
    if (status) /* whatever ails it: begin from the paths */
        return open_all(r, err);
    if (!moved)
        return PH_OK;
    uint64_t before = ph_hash(r->revision.s, r->revision.n, PH_HASH_SEED);
    ph_status looked = look_around(r, err);
    if (looked)
        close_all(r);
    else if (changed) /* shards that are empty always say that they have moved */
        *changed = ph_hash(r->revision.s, r->revision.n, PH_HASH_SEED) != before;
    return looked;
}

ph_status ph_reader_run(ph_reader *r, ph_read_unit unit, void *user, ph_error *err)
{
    xapian_error why;
    for (int i = 0; i < PH_RETRIES; i++) {
        ph_status status = r->all ? PH_OK : ph_reader_refresh(r, NULL, err);
        if (status)
            return status;
        xapian_status done = unit(r, user, &status, err, &why);
        if (!done)
            return status;
        bool moved = done == XAPIAN_DATABASE_MODIFIED || swapped(r);
        if (!moved)
            return ph_fail_xapian(err, done, &why);
        status = ph_reader_refresh(r, NULL, err);
        if (status)
            return status;
    }
    return ph_fail(err, PH_BUSY, "the index changes faster than it can be read; try again");
}

/* --- single documents -------------------------------------------------------------------------------- */

xapian_status ph_reader_record(const xapian_document *doc, ph_arena *arena,
                               ph_record *record, ph_status *status, ph_error *err,
                               xapian_error *why)
{
    ph_str data;
    xapian_status got = xapian_document_data(doc, &data.s, &data.n, why);
    if (got)
        return got;
    data = ph_dup(arena, data);
    *status = data.s ? ph_record_unpack(data, arena, record, err) : ph_fail_memory(err);
    return XAPIAN_OK;
}

typedef struct get_unit {
    ph_str id;
    ph_arena *arena;
    ph_record *record;
} get_unit;

/* There never was one, or there is a tombstone, with its name or without. */
static xapian_status why_not(ph_reader *r, ph_str id, ph_status *status, ph_error *err,
                             xapian_error *why)
{
    char key[sizeof PH_KEY_GONE + PH_ID_BYTES], nameless[PH_FORGOTTEN_KEY];
    int n = snprintf(key, sizeof key, "%s%.*s", PH_KEY_GONE, PH_FMT(id));
    ph_forgotten_key(ph_forgotten_hash("id", id, PH_ABSENT), nameless);
    for (size_t i = 0; i < r->shards.n; i++) {
        ph_str when;
        xapian_status got =
            xapian_db_metadata_get(r->shards.v[i], key, (size_t)n, &when.s, &when.n, why);
        if (!got && !when.n)
            got = xapian_db_metadata_get(r->shards.v[i], nameless, strlen(nameless),
                                         &when.s, &when.n, why);
        if (got)
            return got;
        if (when.n) {
            *status = ph_fail(err, PH_GONE, "the document '%.*s' was removed on %.*s",
                              PH_FMT(id), PH_FMT(ph_sub(when, 0, 10)));
            return XAPIAN_OK;
        }
    }
    *status = ph_fail(err, PH_NOT_FOUND, "there is no document '%.*s'", PH_FMT(id));
    return XAPIAN_OK;
}

static xapian_status get(ph_reader *r, void *user, ph_status *status, ph_error *err,
                         xapian_error *why)
{
    get_unit *u = user;
    char term[PH_ID_BYTES + 2];
    xapian_postings *postings = NULL;
    xapian_document *doc = NULL;
    xapian_docid docid;
    int n = snprintf(term, sizeof term, "%c%.*s", PH_PREFIX_ID, PH_FMT(u->id));
    xapian_status got = xapian_db_postings(r->all, term, (size_t)n, &postings, why);
    if (!got)
        got = xapian_postings_next(postings, &docid, why);
    if (got == XAPIAN_END) {
        got = why_not(r, u->id, status, err, why);
    } else if (!got) {
        got = xapian_db_document(r->all, docid, &doc, why);
        if (!got)
            got = ph_reader_record(doc, u->arena, u->record, status, err, why);
    }
    xapian_document_free(doc);
    xapian_postings_free(postings);
    return got;
}

ph_status ph_reader_get(ph_reader *r, ph_str id, ph_arena *arena, ph_record *record,
                        ph_error *err)
{
    get_unit u = {id, arena, record};
    if (!id.n || id.n > PH_ID_BYTES)
        return ph_fail(err, PH_NOT_FOUND, "there is no document of that id");
    return ph_reader_run(r, get, &u, err);
}
