/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which document is now in the place of one that was removed. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/match_private.h"
#include "search/reader_private.h"
#include "search/store_private.h"

typedef struct heir_unit {
    ph_str id;
    ph_arena *arena;
    ph_str *heir;
} heir_unit;

static xapian_status is_there(const ph_reader *r, ph_str id, bool *there, xapian_error *why)
{
    char term[PH_ID_BYTES + 2];
    size_t n = ph_id_term(id, term);
    return xapian_db_term_exists(r->all, term, n, there, why);
}

/* A tombstone in the arena; without a time where there is none. */
static xapian_status read_tombstone(const ph_reader *r, ph_str id, ph_arena *arena,
                                    ph_tombstone *t, ph_status *status, ph_error *err,
                                    xapian_error *why)
{
    char key[PH_GONE_KEY];
    size_t n = ph_gone_key(id, key);
    ph_str value = PH_ABSENT;
    xapian_status got = XAPIAN_OK;
    *t = (ph_tombstone){0};
    for (size_t i = 0; i < r->shards.n && !got && !value.n; i++)
        got = xapian_db_metadata(r->shards.v[i], key, n, &value.s, &value.n, why);
    if (got || !value.n)
        return got;
    value = ph_dup(arena, value);
    *t = ph_tombstone_read(value);
    if (!value.s)
        *status = ph_fail_memory(err);
    return XAPIAN_OK;
}

/* Documents of the tombstone's work in its language. */
static xapian_status editions(const ph_tombstone *t, xapian_query **out, xapian_error *why)
{
    xapian_query *parts[2] = {NULL};
    ph_buf term = {0};
    ph_work_term(&term, strtoull(t->work.s, NULL, 16));
    xapian_status got = term.failed
                            ? XAPIAN_NO_MEMORY
                            : xapian_query_term(term.s, term.n, 1, 0, &parts[0], why);
    ph_facet_term(&term, PH_FACET_LANGUAGE, t->language);
    if (!got)
        got = term.failed ? XAPIAN_NO_MEMORY
                          : xapian_query_term(term.s, term.n, 1, 0, &parts[1], why);
    if (!got)
        got = xapian_query_combine(XAPIAN_OP_AND, (const xapian_query *const *)parts, 2, 0,
                                   out, why);
    xapian_query_free(parts[0]);
    xapian_query_free(parts[1]);
    ph_buf_free(&term);
    return got;
}

/* The edition whose id is first; absent: there is none, or what was removed is not known. */
static xapian_status find_edition(ph_reader *r, const ph_tombstone *t, const heir_unit *u,
                                  ph_status *status, ph_error *err, xapian_error *why)
{
    xapian_query *query = NULL;
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    if (!t->work.n || !t->language.n)
        return XAPIAN_OK;
    xapian_status got = editions(t, &query, why);
    if (!got)
        got = ph_unweighted(r, query, &enquire, why);
    if (!got)
        got = xapian_enquire_mset(enquire, 0, PH_EDITIONS_MAX, 0, NULL, &mset, why);
    for (xapian_doccount i = 0; !got && !*status && i < xapian_mset_size(mset); i++) {
        xapian_document *doc = NULL;
        xapian_docid docid = 0;
        ph_record record;
        got = xapian_mset_docid(mset, i, &docid, why);
        if (!got)
            got = xapian_db_document(r->all, docid, &doc, why);
        if (!got)
            got = ph_reader_record(doc, u->arena, &record, status, err, why);
        if (!got && !*status && (!u->heir->n || ph_cmp(record.id, *u->heir) < 0))
            *u->heir = record.id;
        xapian_document_free(doc);
    }
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    return got;
}

/* An heir may be gone as well: then its own counts, and else an edition of the last one. */
static xapian_status find(ph_reader *r, void *user, ph_status *status, ph_error *err,
                          xapian_error *why)
{
    const heir_unit *u = user;
    bool there = false;
    ph_tombstone t, next;
    *u->heir = PH_ABSENT;
    xapian_status got = read_tombstone(r, u->id, u->arena, &t, status, err, why);
    for (int i = 0; i < PH_HEIRS_MAX && !got && !*status && t.heir.n; i++) {
        got = is_there(r, t.heir, &there, why);
        if (there)
            *u->heir = t.heir;
        if (!got && !there)
            got = read_tombstone(r, t.heir, u->arena, &next, status, err, why);
        if (got || *status || there || !next.when.n)
            break;
        t = next;
    }
    return got || *status || there ? got : find_edition(r, &t, u, status, err, why);
}

ph_status ph_reader_heir(ph_reader *r, ph_str id, ph_arena *arena, ph_str *heir,
                         ph_error *err)
{
    heir_unit u = {id, arena, heir};
    *heir = PH_ABSENT;
    return id.n && id.n <= PH_ID_BYTES ? ph_reader_run(r, find, &u, err) : PH_OK;
}
