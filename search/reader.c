/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "search/expand.h"
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
    r->origins = (ph_origins){0};
    r->generations = (ph_strs){0};
    r->missing = (ph_strs){0};
    r->languages = r->years = (ph_strs){0};
    r->revision = PH_STR("");
    r->documents = 0;
    r->remote = false;
    r->freqs = NULL;
    r->listed = NULL;
    if (r->state)
        ph_arena_reset(r->state);
    if (r->seen)
        ph_arena_reset(r->seen);
}

static ph_status add_shard(ph_reader *r, ph_str path, ph_error *err)
{
    ph_origin shard;
    xapian_error why;
    if (!path.s)
        return ph_fail_memory(err);
    ph_status status = ph_shard_open(path, r->state, &shard, err);
    if (status == PH_TIMEOUT && r->partly)
        return ph_strs_add(r->state, &r->missing, path) ? PH_OK : ph_fail_memory(err);
    if (status)
        return status;
    xapian_db **slot = PH_PUSH(r->state, &r->shards);
    if (!slot) {
        xapian_db_free(shard.db);
        return ph_fail_memory(err);
    }
    *slot = shard.db; /* the reader's from now on */
    ph_origin *origin = PH_PUSH(r->state, &r->origins);
    if (!origin)
        return ph_fail_memory(err);
    *origin = shard;
    r->remote |= shard.kind == PH_SHARD_REMOTE;
    xapian_status added = xapian_db_add(r->all, shard.db, &why);
    return added ? ph_fail_xapian(err, added, &why) : PH_OK;
}

/* A path is one shard, or an index of ours with all of them. */
static ph_status add_path(ph_reader *r, ph_str path, ph_error *err)
{
    ph_str generation = PH_ABSENT;
    unsigned n = 0;
    if (ph_is_remote(path) || ph_is_shard(path.s)) {
        ph_status status = add_shard(r, ph_dup(r->state, path), err);
        return status                                         ? status
               : ph_strs_dup(r->state, &r->generations, path) ? PH_OK
                                                              : ph_fail_memory(err);
    }
    ph_status status = ph_store_current(path.s, r->state, &generation, err);
    if (status)
        return status;
    if (!ph_strs_add(r->state, &r->generations, generation))
        return ph_fail_memory(err);
    status = ph_store_shards(generation, &n, err);
    for (unsigned i = 0; !status && i < n; i++)
        status = add_shard(r, ph_store_shard_path(r->state, generation, i), err);
    return status;
}

/* What went wrong with what is open, and where that lies. */
static ph_status fail_reading(const ph_reader *r, xapian_status status,
                              const xapian_error *why, ph_error *err)
{
    ph_buf paths = {0};
    for (size_t i = 0; i < r->paths.n; i++)
        ph_buf_addf(&paths, "%s%.*s", i ? "' and '" : "", PH_FMT(r->paths.v[i]));
    ph_buf_byte(&paths, '\0');
    ph_status failed =
        paths.failed ? ph_fail_memory(err) : ph_fail_reading(err, paths.s, status, why);
    ph_buf_free(&paths);
    return failed;
}

xapian_status ph_term_values(const ph_reader *r, ph_str prefix, ph_arena *arena,
                             ph_strs *values, ph_status *status, ph_error *err,
                             xapian_error *why)
{
    xapian_terms *terms = NULL;
    ph_str term;
    *status = PH_OK;
    xapian_status got = xapian_db_terms(r->all, prefix.s, prefix.n, &terms, why);
    while (!got && !*status && !(got = xapian_terms_next(terms, &term.s, &term.n, why)))
        if (!ph_strs_dup(arena, values, ph_sub(term, prefix.n, term.n)))
            *status = ph_fail_memory(err);
    xapian_terms_free(terms);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

/* The values of a facet that there are, by its terms. */
static ph_status find_values(ph_reader *r, ph_facet facet, ph_strs *values, ph_error *err)
{
    xapian_error why;
    ph_status status;
    ph_str prefix = ph_dupf(r->seen, "%s:", ph_facets[facet].prefix);
    if (!prefix.s)
        return ph_fail_memory(err);
    xapian_status got = ph_term_values(r, prefix, r->seen, values, &status, err, &why);
    return got ? fail_reading(r, got, &why, err) : status;
}

/* A name for what is open now, wherever it lies: of the marks of its shards. */
static ph_status name_revision(ph_reader *r, ph_error *err)
{
    ph_buf name = {0};
    for (size_t i = 0; i < r->origins.n; i++) {
        ph_shard_mark_name(&name, &r->origins.v[i].mark);
        ph_buf_byte(&name, ' ');
    }
    r->revision = name.failed
                      ? PH_ABSENT
                      : ph_dupf(r->seen, "%016llx",
                                (unsigned long long)ph_hash(name.s, name.n, PH_HASH_SEED));
    ph_buf_free(&name);
    return r->revision.s ? PH_OK : ph_fail_memory(err);
}

/* What there is to know of the revision that is open now. */
static ph_status look_around(ph_reader *r, ph_error *err)
{
    xapian_error why;
    ph_arena_reset(r->seen);
    ph_expander_forget(r->expander);
    r->languages = r->years = (ph_strs){0};
    r->freqs = NULL;
    r->listed = NULL;
    r->revision = PH_STR("");
    ph_status status = ph_shards_check(&r->origins, r->partly, err);
    if (!status)
        status = name_revision(r, err);
    if (status)
        return status;
    xapian_status got = xapian_db_doc_count(r->all, &r->documents, &why);
    if (got)
        return fail_reading(r, got, &why, err);
    status = find_values(r, PH_FACET_LANGUAGE, &r->languages, err);
    return status ? status : find_values(r, PH_FACET_YEAR, &r->years, err);
}

static ph_status open_all(ph_reader *r, ph_error *err)
{
    xapian_error why;
    close_all(r);
    xapian_status made = xapian_db_new(&r->all, &why);
    ph_status status = made ? ph_fail_xapian(err, made, &why) : PH_OK;
    for (size_t i = 0; !status && i < r->paths.n; i++)
        status = add_path(r, r->paths.v[i], err);
    if (!status && !r->shards.n)
        status = ph_fail(err, PH_TIMEOUT, "no shard of the index answers, neither %.*s",
                         PH_FMT(r->missing.v[0]));
    if (!status)
        status = look_around(r, err);
    if (status) /* rather nothing than a part of it */
        close_all(r);
    return status;
}

static ph_status open_reader(ph_reader **out, const char *const *paths, size_t n,
                             bool partly, const ph_vocabulary *vocabulary, ph_error *err)
{
    ph_reader *r = calloc(1, sizeof *r);
    *out = NULL;
    if (!r)
        return ph_fail_memory(err);
    r->vocabulary = vocabulary;
    r->partly = partly;
    r->config = ph_arena_new();
    r->state = ph_arena_new();
    r->seen = ph_arena_new();
    r->expander = ph_expander_new();
    ph_status status = r->config && r->state && r->seen && r->expander
                           ? ph_analyzer_new(&r->analyzer, err)
                           : ph_fail_memory(err);
    if (!status && n == 0)
        status = ph_fail(err, PH_INVALID, "no index was named");
    for (size_t i = 0; !status && i < n; i++)
        if (!ph_strs_dup(r->config, &r->paths, ph_cstr(paths[i])))
            status = ph_fail_memory(err);
    if (!status)
        status = open_all(r, err);
    if (status)
        ph_reader_free(r);
    else
        *out = r;
    return status;
}

ph_status ph_reader_open(ph_reader **out, const char *const *paths, size_t n,
                         const ph_vocabulary *vocabulary, ph_error *err)
{
    return open_reader(out, paths, n, false, vocabulary, err);
}

ph_status ph_reader_open_partly(ph_reader **out, const char *const *paths, size_t n,
                                const ph_vocabulary *vocabulary, ph_error *err)
{
    return open_reader(out, paths, n, true, vocabulary, err);
}

void ph_reader_free(ph_reader *r)
{
    if (!r)
        return;
    close_all(r);
    ph_analyzer_free(r->analyzer);
    ph_expander_free(r->expander);
    ph_arena_free(r->config);
    ph_arena_free(r->state);
    ph_arena_free(r->seen);
    free(r);
}

ph_str ph_reader_revision(const ph_reader *r)
{
    return r->revision;
}

const ph_strs *ph_reader_missing(const ph_reader *r)
{
    return &r->missing;
}

int64_t ph_reader_written(const ph_reader *reader)
{
    struct stat st;
    int64_t newest = 0;
    for (size_t i = 0; i < reader->origins.n; i++) {
        const ph_origin *origin = &reader->origins.v[i];
        /* A commit puts a new file into the folder. */
        if (origin->kind != PH_SHARD_REMOTE && stat(origin->folder.s, &st) == 0 &&
            st.st_mtime > newest)
            newest = st.st_mtime;
    }
    return newest;
}

uint64_t ph_reader_documents(const ph_reader *r)
{
    return r->documents;
}

/* --- moving on ------------------------------------------------------------------------------------ */

/* Whether a path stands for another generation by now, or a replica for other files. */
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
    for (size_t i = 0; scratch && !changed && i < r->origins.n; i++)
        changed = ph_shard_moved(&r->origins.v[i]);
    ph_arena_free(scratch);
    return changed;
}

/* The revision that the open databases have moved to. */
static ph_status look_again(ph_reader *r, ph_error *err)
{
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < r->origins.n; i++)
        status = ph_shard_look(&r->origins.v[i], err);
    return status ? status : look_around(r, err);
}

static ph_status open_and_compare(ph_reader *r, uint64_t before, bool *changed,
                                  ph_error *err)
{
    ph_status status = open_all(r, err);
    if (!status)
        *changed = ph_hash(r->revision.s, r->revision.n, PH_HASH_SEED) != before;
    return status;
}

/* A server that did not answer in PH_SHARD_ANSWER_MS is not asked again within one request, which
 * would wait as long once more.  What it may still say would be taken for the next answer. */
static ph_status give_up(ph_reader *r, const xapian_error *why, ph_error *err)
{
    close_all(r);
    return ph_fail_xapian(err, XAPIAN_NETWORK_TIMEOUT, why);
}

ph_status ph_reader_refresh(ph_reader *r, bool *changed, ph_error *err)
{
    bool moved = false, ours;
    xapian_error why;
    uint64_t before = ph_hash(r->revision.s, r->revision.n, PH_HASH_SEED);
    changed = changed ? changed : &ours;
    *changed = false;
    if (!r->all || r->missing.n || swapped(r))
        return open_and_compare(r, before, changed, err);
    xapian_status reopened = xapian_db_reopen(r->all, &moved, &why);
    if (reopened == XAPIAN_NETWORK_TIMEOUT && !r->partly)
        return give_up(r, &why, err);
    if (reopened) /* whatever ails it: begin from the paths */
        return open_and_compare(r, before, changed, err);
    if (!moved)
        return PH_OK;
    if (look_again(r, err))
        return open_and_compare(r, before, changed, err);
    /* shards that are empty always say that they have moved */
    *changed = ph_hash(r->revision.s, r->revision.n, PH_HASH_SEED) != before;
    return PH_OK;
}

/* Whether a server has gone, or has dropped an idle connection, or reads files that are no
 * longer there: to connect again may help. */
static bool is_lost(const ph_reader *r, xapian_status status)
{
    switch (status) {
    case XAPIAN_NETWORK:
    case XAPIAN_NETWORK_TIMEOUT:
    case XAPIAN_DATABASE:
    case XAPIAN_DATABASE_CLOSED:
    case XAPIAN_DATABASE_CORRUPT:
    case XAPIAN_DATABASE_NOT_FOUND:
    case XAPIAN_DATABASE_OPENING: return r->remote;
    default: return false;
    }
}

/* An index that is not there is no document that is not there. */
static ph_status refresh_within(ph_reader *r, ph_error *err)
{
    ph_status status = ph_reader_refresh(r, NULL, err);
    if (status == PH_NOT_FOUND || status == PH_INVALID)
        status = PH_IO;
    if (status && err)
        err->status = status;
    return status;
}

ph_status ph_reader_run(ph_reader *r, ph_read_unit unit, void *user, ph_error *err)
{
    xapian_error why;
    int lost = 0;
    for (int i = 0; i < PH_RETRIES; i++) {
        ph_status status = r->all ? PH_OK : refresh_within(r, err);
        if (status)
            return status;
        xapian_status done = unit(r, user, &status, err, &why);
        if (!done)
            return status;
        if (done == XAPIAN_NETWORK_TIMEOUT && !r->partly)
            return give_up(r, &why, err);
        if (is_lost(r, done) && lost++ < PH_RECONNECTS) {
            close_all(r);
            continue;
        }
        bool moved = done == XAPIAN_DATABASE_MODIFIED || swapped(r);
        if (!moved)
            return fail_reading(r, done, &why, err);
        status = refresh_within(r, err);
        if (status)
            return status;
    }
    return ph_fail(err, PH_BUSY, "the index changes faster than it can be read; try again");
}

xapian_status ph_term_freq(ph_reader *r, ph_str term, xapian_doccount *freq,
                           xapian_error *why)
{
    uint64_t hash = ph_hash(term.s, term.n, PH_HASH_SEED);
    if (!r->freqs)
        r->freqs = ph_alloc(r->seen, PH_FREQS_KEPT * sizeof *r->freqs);
    ph_freq *kept = r->freqs ? &r->freqs[hash & (PH_FREQS_KEPT - 1)] : NULL;
    if (kept && kept->term == hash && hash) {
        *freq = kept->n;
        return XAPIAN_OK;
    }
    xapian_status got = xapian_db_term_freq(r->all, term.s, term.n, freq, why);
    if (!got && kept) /* without memory it is asked for again */
        *kept = (ph_freq){hash, *freq};
    return got;
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
    char now[32];
    data = ph_dup(arena, data);
    *status = data.s ? ph_record_unpack(data, arena, record, err) : ph_fail_memory(err);
    ph_utc_now(now);
    if (!*status)
        ph_record_expire(record, ph_sub(ph_cstr(now), 0, strlen("2026-11-21")));
    return XAPIAN_OK;
}

typedef struct get_unit {
    ph_str id;
    ph_arena *arena;
    ph_record *record;
    ph_file_of *file; /* or NULL */
} get_unit;

/* Where a source is rooted.  Indexes that are read as one may have sources of one name. */
static xapian_status find_root(ph_reader *r, ph_str source, ph_arena *arena, ph_str *root,
                               xapian_error *why)
{
    ph_str key = ph_dupf(arena, PH_KEY_SOURCE "%.*s", PH_FMT(source));
    *root = PH_ABSENT;
    for (size_t i = 0; key.s && i < r->shards.n; i++) {
        ph_str value;
        xapian_status got =
            xapian_db_metadata(r->shards.v[i], key.s, key.n, &value.s, &value.n, why);
        if (got)
            return got;
        if (value.n && root->n && !ph_eq(value, *root)) {
            *root = PH_ABSENT;
            return XAPIAN_OK;
        }
        if (value.n)
            *root = ph_dup(arena, value);
    }
    return XAPIAN_OK;
}

static xapian_status get_file(ph_reader *r, const get_unit *u, const xapian_document *doc,
                              ph_status *status, ph_error *err, xapian_error *why)
{
    ph_str bytes;
    ph_stamp stamp;
    xapian_status got = xapian_document_value(doc, PH_SLOT_STAMP, &bytes.s, &bytes.n, why);
    if (got)
        return got;
    bytes = ph_dup(u->arena, bytes);
    *status = bytes.s ? ph_stamp_unpack(bytes, &stamp, err) : ph_fail_memory(err);
    if (*status)
        return XAPIAN_OK;
    *u->file = (ph_file_of){.path = stamp.path,
                            .part = stamp.part,
                            .size = stamp.size,
                            .mtime_ns = stamp.mtime_ns,
                            .content = stamp.content};
    return find_root(r, stamp.source, u->arena, &u->file->root, why);
}

/* There never was one, or there is a tombstone, with its name or without. */
static xapian_status why_not(ph_reader *r, ph_str id, ph_status *status, ph_error *err,
                             xapian_error *why)
{
    char key[PH_GONE_KEY], nameless[PH_FORGOTTEN_KEY];
    size_t n = ph_gone_key(id, key);
    ph_forgotten_key(ph_forgotten_hash("id", id, PH_ABSENT), nameless);
    for (size_t i = 0; i < r->shards.n; i++) {
        ph_str when;
        xapian_status got =
            xapian_db_metadata(r->shards.v[i], key, n, &when.s, &when.n, why);
        if (!got && !when.n)
            got = xapian_db_metadata(r->shards.v[i], nameless, strlen(nameless), &when.s,
                                     &when.n, why);
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
    size_t n = ph_id_term(u->id, term);
    xapian_status got = xapian_db_postings(r->all, term, n, &postings, why);
    if (!got)
        got = xapian_postings_next(postings, &docid, why);
    if (got == XAPIAN_END) {
        got = why_not(r, u->id, status, err, why);
    } else if (!got) {
        got = xapian_db_document(r->all, docid, &doc, why);
        if (!got)
            got = ph_reader_record(doc, u->arena, u->record, status, err, why);
        if (!got && !*status && u->file)
            got = get_file(r, u, doc, status, err, why);
    }
    xapian_document_free(doc);
    xapian_postings_free(postings);
    return got;
}

ph_status ph_reader_get(ph_reader *r, ph_str id, ph_arena *arena, ph_record *record,
                        ph_error *err)
{
    return ph_reader_get_file(r, id, arena, record, NULL, err);
}

ph_status ph_reader_get_file(ph_reader *r, ph_str id, ph_arena *arena, ph_record *record,
                             ph_file_of *file, ph_error *err)
{
    get_unit u = {id, arena, record, file};
    if (!id.n || id.n > PH_ID_BYTES)
        return ph_fail(err, PH_NOT_FOUND, "there is no document of that id");
    return ph_reader_run(r, get, &u, err);
}
