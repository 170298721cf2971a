/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which work a document is of that is in the index already. */
#include "config.h"

#include "search/store_private.h"

/* PH_NOT_FOUND: it is not in this shard. */
static ph_status look_in(const xapian_db *db, ph_str id, ph_arena *arena, ph_str *work,
                         ph_error *err)
{
    char term[PH_ID_BYTES + 2];
    size_t n = ph_id_term(id, term);
    xapian_error why;
    xapian_docid docid = 0;
    xapian_postings *postings = NULL;
    xapian_document *doc = NULL;
    ph_str data = PH_ABSENT;
    ph_record record;
    xapian_status got = xapian_db_postings(db, term, n, &postings, &why);
    if (!got)
        got = xapian_postings_next(postings, &docid, &why);
    bool found = !got;
    if (found)
        got = xapian_db_document(db, docid, &doc, &why);
    if (found && !got)
        got = xapian_document_data(doc, &data.s, &data.n, &why);
    data = data.s ? ph_dup(arena, data) : data;
    xapian_document_free(doc);
    xapian_postings_free(postings);
    if (got == XAPIAN_END)
        return PH_NOT_FOUND;
    if (got)
        return ph_fail_xapian(err, got, &why);
    if (!data.s)
        return ph_fail_memory(err);
    ph_status status = ph_record_unpack(data, arena, &record, err);
    if (!status)
        *work = record.work;
    return status == PH_CORRUPT ? PH_NOT_FOUND : status; /* of another version */
}

static ph_status look_in_old(ph_store *s, ph_str id, ph_arena *arena, ph_str *work,
                             ph_error *err)
{
    unsigned n = 0;
    xapian_error why;
    xapian_db *db;
    ph_status status = ph_store_shards(s->old, &n, err);
    if (status)
        return status;
    ph_str path = ph_store_shard_path(arena, s->old, ph_shard_of(id, n));
    if (!path.s)
        return ph_fail_memory(err);
    xapian_status opened = xapian_db_open(path.s, 0, &db, &why);
    if (opened)
        return ph_fail_reading(err, path.s, opened, &why);
    status = look_in(db, id, arena, work, err);
    xapian_db_free(db);
    return status;
}

ph_status ph_store_work(ph_store *s, ph_str id, ph_arena *arena, ph_str *work,
                        ph_error *err)
{
    *work = PH_ABSENT;
    if (id.n > PH_ID_BYTES)
        return PH_OK;
    ph_shard *sh = &s->shards[ph_shard_of(id, s->n)];
    pthread_mutex_lock(&sh->mutex);
    ph_status status = look_in(xapian_writable_db_reader(sh->db), id, arena, work, err);
    pthread_mutex_unlock(&sh->mutex);
    if (status == PH_NOT_FOUND && s->old.s)
        status = look_in_old(s, id, arena, work, err);
    return status == PH_NOT_FOUND ? PH_OK : status;
}
