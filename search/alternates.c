/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other editions of a document's work. */
#include "config.h"

#include <stdlib.h>

#include "search/match_private.h"

static int compare(const void *left, const void *right)
{
    const ph_alternate *a = left, *b = right;
    int order = ph_cmp(a->language, b->language);
    if (!order)
        order = ph_cmp(a->mime, b->mime);
    return order ? order : ph_cmp(a->id, b->id);
}

static xapian_status add_edition(ph_reader *r, xapian_docid docid, ph_str but,
                                 ph_arena *arena, ph_alternate_list *list,
                                 ph_status *status, ph_error *err, xapian_error *why)
{
    xapian_document *doc = NULL;
    ph_record record;
    xapian_status got = xapian_db_document(r->all, docid, &doc, why);
    if (!got)
        got = ph_reader_record(doc, arena, &record, status, err, why);
    if (!got && !*status && !ph_eq(record.id, but)) {
        ph_alternate *a = PH_PUSH(arena, list);
        if (a)
            *a = (ph_alternate){record.id, record.title, record.language, record.mime};
        else
            *status = ph_fail_memory(err);
    }
    xapian_document_free(doc);
    return got;
}

xapian_status ph_find_alternates(ph_reader *r, const ph_record *record, ph_arena *arena,
                                 ph_alternate_list *list, ph_status *status, ph_error *err,
                                 xapian_error *why)
{
    ph_buf term = {0};
    xapian_doccount editions = 0;
    xapian_postings *postings = NULL;
    xapian_docid docid;
    *list = (ph_alternate_list){0};
    ph_work_term(&term, ph_work_number(record));
    xapian_status got = term.failed
                            ? XAPIAN_OK
                            : xapian_db_term_freq(r->all, term.s, term.n, &editions, why);
    if (term.failed)
        *status = ph_fail_memory(err);
    if (!got && editions > 1)
        got = xapian_db_postings(r->all, term.s, term.n, &postings, why);
    while (!got && !*status && postings && list->n < PH_ALTERNATES_MAX &&
           !(got = xapian_postings_next(postings, &docid, why)))
        got = add_edition(r, docid, record->id, arena, list, status, err, why);
    if (list->n)
        qsort(list->v, list->n, sizeof *list->v, compare);
    xapian_postings_free(postings);
    ph_buf_free(&term);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

typedef struct alternates_unit {
    const ph_record *record;
    ph_arena *arena;
    ph_alternate_list *list;
} alternates_unit;

static xapian_status find(ph_reader *r, void *user, ph_status *status, ph_error *err,
                          xapian_error *why)
{
    const alternates_unit *u = user;
    return ph_find_alternates(r, u->record, u->arena, u->list, status, err, why);
}

ph_status ph_alternates(ph_reader *r, const ph_record *record, ph_arena *arena,
                        ph_alternate_list *list, ph_error *err)
{
    alternates_unit u = {record, arena, list};
    return ph_reader_run(r, find, &u, err);
}
