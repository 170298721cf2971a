/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "search/store_private.h"
#include "search/wordlist.h"

/* What a document that is removed counts, whose text nobody looks at: about that of a report. */
#define REMOVED_BYTES ((size_t)16 << 10)

/* --- what the index knows ------------------------------------------------------------------ */

static bool each_document(const xapian_db *db, ph_stamp_fn each, void *user,
                          xapian_status *status, xapian_error *why, ph_status *bad,
                          ph_error *err)
{
    xapian_values *values;
    xapian_docid docid;
    ph_str bytes;
    ph_stamp stamp;
    bool going = true;
    *status = xapian_db_values(db, PH_SLOT_STAMP, &values, why);
    while (going && !*status) {
        *status = xapian_values_next(values, &docid, &bytes.s, &bytes.n, why);
        if (*status)
            break;
        *bad = ph_stamp_unpack(bytes, &stamp, err);
        going = !*bad && each(user, &stamp);
    }
    xapian_values_free(values);
    return going;
}

/* Failures, or marks. */
static bool each_key(const xapian_db *db, const char *prefix, ph_stamp_fn each, void *user,
                     xapian_status *status, xapian_error *why, ph_status *bad,
                     ph_error *err)
{
    xapian_terms *keys;
    ph_str key, bytes;
    ph_stamp stamp;
    bool going = true;
    *status = xapian_db_metadata_keys(db, prefix, strlen(prefix), &keys, why);
    while (going && !*status) {
        *status = xapian_terms_next(keys, &key.s, &key.n, why);
        if (!*status)
            *status = xapian_db_metadata(db, key.s, key.n, &bytes.s, &bytes.n, why);
        if (*status)
            break;
        *bad = ph_stamp_unpack(bytes, &stamp, err);
        going = !*bad && each(user, &stamp);
    }
    xapian_terms_free(keys);
    return going;
}

/* All lists of one shard; false when the callback has had enough or something is wrong. */
static bool each_in(const xapian_db *db, ph_stamp_fn each, void *user, ph_status *out,
                    ph_error *err)
{
    xapian_status status = XAPIAN_OK;
    xapian_error why;
    bool going = each_document(db, each, user, &status, &why, out, err);
    if (going && status == XAPIAN_END)
        going = each_key(db, PH_KEY_FAILED, each, user, &status, &why, out, err);
    if (going && status == XAPIAN_END)
        going = each_key(db, PH_KEY_WHOLE, each, user, &status, &why, out, err);
    if (status && status != XAPIAN_END) {
        *out = ph_fail_xapian(err, status, &why);
        going = false;
    }
    return going;
}

/* Documents of another schema are never unchanged. */
typedef struct stranger {
    ph_stamp_fn each;
    void *user;
} stranger;

static bool show_stranger(void *user, const ph_stamp *stamp)
{
    const stranger *to = user;
    ph_stamp changed = *stamp;
    changed.fingerprint = 0;
    return to->each(to->user, &changed);
}

ph_status ph_store_each(const ph_store *s, ph_stamp_fn each, void *user, ph_error *err)
{
    ph_status status = PH_OK;
    stranger to = {each, user};
    if (s->foreign) {
        each = show_stranger;
        user = &to;
    }
    if (!s->old.s) {
        for (unsigned i = 0; i < s->n; i++)
            if (!each_in(xapian_writable_db_reader(s->shards[i].db), each, user, &status,
                         err))
                break;
        return status;
    }
    unsigned n = 0;
    status = ph_store_shards(s->old, &n, err);
    for (unsigned i = 0; i < n && !status; i++) {
        xapian_db *db;
        xapian_error why;
        ph_str path = ph_store_shard_path(s->arena, s->old, i);
        if (!path.s)
            return ph_fail_memory(err);
        xapian_status opened = xapian_db_open(path.s, 0, &db, &why);
        if (opened)
            return ph_fail_reading(err, path.s, opened, &why);
        bool going = each_in(db, each, user, &status, err);
        xapian_db_free(db);
        if (!going)
            break;
    }
    return status;
}

/* --- metadata ------------------------------------------------------------------------------- */

/* PREFIX + rest, in a buffer that is large enough for every key we make. */
typedef struct key {
    char s[160];
    size_t n;
} key;

static key make_key(const char *prefix, ph_str rest)
{
    key k;
    if (rest.n > sizeof k.s - 40) /* a long name: its hash will do */
        k.n = (size_t)snprintf(k.s, sizeof k.s, "%s%016llx", prefix,
                               (unsigned long long)ph_hash(rest.s, rest.n, PH_HASH_SEED));
    else
        k.n = (size_t)snprintf(k.s, sizeof k.s, "%s%.*s", prefix, PH_FMT(rest));
    return k;
}

static key file_key(const char *prefix, ph_str source, ph_str path, ph_str part)
{
    char hex[17];
    uint64_t paths[] = {ph_path_hash(path), part.n ? ph_path_hash(part) : 0};
    uint64_t h = ph_hash(source.s, source.n, PH_HASH_SEED);
    h = ph_hash(paths, sizeof paths, ph_hash("", 1, h));
    snprintf(hex, sizeof hex, "%016llx", (unsigned long long)h);
    return make_key(prefix, ph_cstr(hex));
}

ph_status ph_store_set_metadata(ph_store *s, ph_str k, ph_str value, ph_error *err)
{
    xapian_error why;
    ph_shard *sh = &s->shards[0];
    pthread_mutex_lock(&sh->mutex);
    xapian_status status =
        xapian_writable_db_set_metadata(sh->db, k.s, k.n, value.s, value.n, &why);
    if (!status)
        status = ph_shard_wrote(s, sh, k.n + value.n, &why);
    pthread_mutex_unlock(&sh->mutex);
    return status ? ph_fail_xapian(err, status, &why) : PH_OK;
}

static ph_status set_metadata(ph_store *s, key k, ph_str value, ph_error *err)
{
    return ph_store_set_metadata(s, (ph_str){k.s, k.n}, value, err);
}

static ph_status read_root(const xapian_db *db, ph_str name, ph_arena *arena, ph_str *root,
                           ph_error *err)
{
    xapian_error why;
    ph_str value;
    key k = make_key(PH_KEY_SOURCE, name);
    xapian_status status = xapian_db_metadata(db, k.s, k.n, &value.s, &value.n, &why);
    if (status)
        return ph_fail_xapian(err, status, &why);
    *root = value.n ? ph_dup(arena, value) : PH_ABSENT;
    return value.n && !root->s ? ph_fail_memory(err) : PH_OK;
}

ph_status ph_store_source(const ph_store *s, ph_str name, ph_arena *arena, ph_str *root,
                          ph_error *err)
{
    xapian_error why;
    xapian_db *old;
    if (!s->old.s)
        return read_root(xapian_writable_db_reader(s->shards[0].db), name, arena, root,
                         err);
    ph_str path = ph_store_shard_path(s->arena, s->old, 0);
    if (!path.s)
        return ph_fail_memory(err);
    xapian_status opened = xapian_db_open(path.s, 0, &old, &why);
    if (opened)
        return ph_fail_reading(err, path.s, opened, &why);
    ph_status status = read_root(old, name, arena, root, err);
    xapian_db_free(old);
    return status;
}

ph_status ph_store_set_source(ph_store *s, ph_str name, ph_str root, ph_error *err)
{
    return set_metadata(s, make_key(PH_KEY_SOURCE, name), root, err);
}

static ph_status set_stamp(ph_store *s, key k, const ph_stamp *stamp, ph_error *err)
{
    ph_buf packed = {0};
    ph_stamp_pack(&packed, stamp);
    ph_status status =
        packed.failed ? ph_fail_memory(err) : set_metadata(s, k, ph_buf_str(&packed), err);
    ph_buf_free(&packed);
    return status;
}

ph_status ph_store_fail(ph_store *s, const ph_stamp *stamp, ph_error *err)
{
    key k = file_key(PH_KEY_FAILED, stamp->source, stamp->path, stamp->part);
    return set_stamp(s, k, stamp, err);
}

ph_status ph_store_forgive(ph_store *s, ph_str source, ph_str path, ph_str part,
                           ph_error *err)
{
    key k = file_key(PH_KEY_FAILED, source, path, part);
    return set_metadata(s, k, PH_STR(""), err);
}

/* --- marks ----------------------------------------------------------------------------------- */

ph_status ph_store_whole(ph_store *s, const ph_stamp *stamp, ph_error *err)
{
    bool done = false;
    pthread_mutex_lock(&s->marks_mutex);
    ph_stamp *mark = PH_PUSH(s->arena, &s->marks);
    if (mark) {
        *mark = (ph_stamp){.source = ph_dup(s->arena, stamp->source),
                           .path = ph_hide_path(s->arena, stamp->path),
                           .size = stamp->size,
                           .mtime_ns = stamp->mtime_ns,
                           .sidecar = stamp->sidecar,
                           .fingerprint = stamp->fingerprint,
                           .whole = true};
        done = mark->source.s && (mark->path.s || !stamp->path.s);
    }
    pthread_mutex_unlock(&s->marks_mutex);
    return done ? PH_OK : ph_fail_memory(err);
}

ph_status ph_store_forget_whole(ph_store *s, ph_str source, ph_str path, ph_error *err)
{
    key k = file_key(PH_KEY_WHOLE, source, path, PH_ABSENT);
    return set_metadata(s, k, PH_STR(""), err);
}

ph_status ph_store_write_marks(ph_store *s, ph_error *err)
{
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < s->marks.n; i++) {
        const ph_stamp *mark = &s->marks.v[i];
        key k = file_key(PH_KEY_WHOLE, mark->source, mark->path, PH_ABSENT);
        status = set_stamp(s, k, mark, err);
    }
    return status;
}

/* --- documents -------------------------------------------------------------------------------- */

size_t ph_id_term(ph_str id, char term[PH_ID_BYTES + 2])
{
    return (size_t)snprintf(term, PH_ID_BYTES + 2, "%c%.*s", PH_PREFIX_ID, PH_FMT(id));
}

void ph_utc_now(char now[32])
{
    time_t t = time(NULL);
    struct tm utc;
    strftime(now, 32, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &utc));
}

static bool good_id(ph_str id, ph_error *err)
{
    bool good = id.n > 0 && id.n <= PH_ID_BYTES;
    if (!good)
        ph_fail(err, PH_INVALID, "a document's id has 1 to %d bytes", PH_ID_BYTES);
    return good;
}

size_t ph_record_bytes(const ph_record *r)
{
    size_t n = r->title.n + r->abstract.n;
    for (size_t i = 0; i < r->passages.n; i++)
        n += r->passages.v[i].text.n;
    return n;
}

struct ph_prepared {
    xapian_document *doc;
    ph_buf words; /* that its shard may not have yet (wordlist.h) */
    unsigned shard;
    size_t bytes;
    char term[PH_ID_BYTES + 2];
    size_t term_n;
};

void ph_prepared_free(ph_prepared *p)
{
    if (p) {
        xapian_document_free(p->doc);
        ph_buf_free(&p->words);
    }
    free(p);
}

unsigned ph_prepared_shard(const ph_prepared *p)
{
    return p->shard;
}

size_t ph_prepared_bytes(const ph_prepared *p)
{
    return p->bytes;
}

unsigned ph_store_count(const ph_store *s)
{
    return s->n;
}

ph_status ph_store_prepare(const ph_store *s, ph_analyzer *analyzer,
                           const ph_vocabulary *vocabulary, ph_record *record,
                           const ph_stamp *stamp, ph_prepared **out, ph_error *err)
{
    *out = NULL;
    if (!good_id(record->id, err))
        return PH_INVALID;
    ph_prepared *p = calloc(1, sizeof *p);
    if (!p)
        return ph_fail_memory(err);
    p->shard = ph_shard_of(record->id, s->n);
    ph_analyzer_gather(analyzer, s->words, p->shard, &p->words);
    ph_status status = ph_store_document(analyzer, vocabulary, record, stamp, &p->doc, err);
    ph_analyzer_gather(analyzer, s->words, p->shard, NULL);
    if (!status && p->words.failed)
        status = ph_fail_memory(err);
    if (status) {
        ph_prepared_free(p);
        return status;
    }
    p->bytes = ph_record_bytes(record);
    p->term_n = ph_id_term(record->id, p->term);
    *out = p;
    return PH_OK;
}

/* How much text makes a commit.  Xapian keeps what is not committed in trees, which become slow
 * as soon as they no longer fit into the processor's caches: little at a time is fastest.  But
 * each commit writes a good part of the shard anew, so a large shard wants more at a time. */
static xapian_status set_limit(const ph_store *s, ph_shard *sh, xapian_error *why)
{
    const double word_bytes = 6, parts = 32;
    const size_t share = PH_COMMIT_MOST / s->n;
    const size_t most = share > PH_COMMIT_LEAST ? share : PH_COMMIT_LEAST;
    const xapian_db *db = xapian_writable_db_reader(sh->db);
    xapian_doccount documents = 0;
    double words = 0;
    xapian_status status = xapian_db_doc_count(db, &documents, why);
    if (!status)
        status = xapian_db_average_length(db, &words, why);
    double wanted = documents * words * word_bytes / parts;
    sh->limit = wanted > (double)most              ? most
                : wanted > (double)PH_COMMIT_LEAST ? (size_t)wanted
                                                   : PH_COMMIT_LEAST;
    return status;
}

xapian_status ph_shard_wrote(const ph_store *s, ph_shard *sh, size_t bytes,
                             xapian_error *why)
{
    xapian_status status = sh->limit ? XAPIAN_OK : set_limit(s, sh, why);
    sh->pending += bytes;
    return status || sh->pending < sh->limit ? status : ph_shard_commit(sh, why);
}

xapian_status ph_shard_commit(ph_shard *sh, xapian_error *why)
{
    if (!sh->pending)
        return XAPIAN_OK;
    sh->pending = sh->limit = 0;
    sh->mark.commits++;
    xapian_status status = ph_shard_mark_write(sh->db, &sh->mark, why);
    return status ? status : xapian_writable_db_commit(sh->db, why);
}

/* Runs with the shard's mutex held. */
static xapian_status replace(const ph_store *s, ph_shard *sh, const ph_prepared *p,
                             xapian_error *why)
{
    bool there = false;
    xapian_status status = xapian_db_term_exists(xapian_writable_db_reader(sh->db), p->term,
                                                 p->term_n, &there, why);
    if (!status && there)
        status = ph_words_mark(sh->db, why);
    if (!status)
        status = xapian_writable_db_replace_document_by_term(sh->db, p->term, p->term_n,
                                                             p->doc, NULL, why);
    if (!status)
        status = ph_words_write(sh->db, ph_buf_str(&p->words), why);
    if (!status && !there)
        status = ph_tombstone_remove(sh, (ph_str){p->term + 1, p->term_n - 1}, why);
    return status ? status : ph_shard_wrote(s, sh, p->bytes, why);
}

ph_status ph_store_add(ph_store *s, const ph_prepared *p, ph_error *err)
{
    xapian_error why;
    ph_shard *sh = &s->shards[p->shard];
    pthread_mutex_lock(&sh->mutex);
    xapian_status done = replace(s, sh, p, &why);
    pthread_mutex_unlock(&sh->mutex);
    return done ? ph_fail_xapian(err, done, &why) : PH_OK;
}

ph_status ph_store_put(ph_store *s, ph_analyzer *analyzer, const ph_vocabulary *vocabulary,
                       ph_record *record, const ph_stamp *stamp, ph_error *err)
{
    ph_prepared *p;
    ph_status status = ph_store_prepare(s, analyzer, vocabulary, record, stamp, &p, err);
    if (!status)
        status = ph_store_add(s, p, err);
    ph_prepared_free(p);
    return status;
}

ph_status ph_store_remove(ph_store *s, ph_str id, ph_error *err)
{
    xapian_error why;
    char term[PH_ID_BYTES + 2];
    if (!good_id(id, err))
        return PH_INVALID;
    size_t n = ph_id_term(id, term);
    ph_shard *sh = &s->shards[ph_shard_of(id, s->n)];
    pthread_mutex_lock(&sh->mutex);
    xapian_status status = ph_words_mark(sh->db, &why);
    if (!status)
        status = ph_tombstone_set(sh, id, &why);
    if (!status)
        status = xapian_writable_db_delete_document_by_term(sh->db, term, n, &why);
    if (!status)
        status = ph_shard_wrote(s, sh, REMOVED_BYTES, &why);
    pthread_mutex_unlock(&sh->mutex);
    return status ? ph_fail_xapian(err, status, &why) : PH_OK;
}

ph_status ph_store_lead(ph_store *s, ph_str id, ph_str heir, ph_str language, ph_error *err)
{
    xapian_error why;
    if (!good_id(id, err) || !good_id(heir, err))
        return PH_INVALID;
    ph_shard *sh = &s->shards[ph_shard_of(id, s->n)];
    pthread_mutex_lock(&sh->mutex);
    xapian_status status = ph_tombstone_lead(sh, id, heir, language, &why);
    if (!status)
        status = ph_shard_wrote(s, sh, heir.n, &why);
    pthread_mutex_unlock(&sh->mutex);
    return status ? ph_fail_xapian(err, status, &why) : PH_OK;
}
