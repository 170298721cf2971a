/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other editions of documents' works: one question for all results of a page, because each
 * costs a way to every shard. */
#include "config.h"

#include <stdlib.h>

#include "search/match_private.h"

/* A document whose editions are wanted. */
typedef struct wanted {
    const ph_record *record;
    xapian_docid docid; /* 0: not known */
    uint64_t work;
    ph_alternate_list *list;
} wanted;

typedef struct finder {
    ph_reader *reader;
    ph_arena *arena;
    wanted *v;
    size_t n;
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} finder;

static int compare(const void *left, const void *right)
{
    const ph_alternate *a = left, *b = right;
    int order = ph_cmp(a->language, b->language);
    if (!order)
        order = ph_cmp(a->mime, b->mime);
    return order ? order : ph_cmp(a->id, b->id);
}

/* A document that was found is an alternate of all others of its work. */
static void add_edition(const finder *f, const ph_record *record)
{
    const ph_alternate edition = {record->id, record->title, record->language,
                                  record->mime};
    uint64_t work = ph_work_number(record);
    for (size_t i = 0; i < f->n && !*f->status; i++) {
        if (f->v[i].work != work || ph_eq(f->v[i].record->id, record->id))
            continue;
        ph_alternate *a = PH_PUSH(f->arena, f->v[i].list);
        if (a)
            *a = edition;
        else
            *f->status = ph_fail_memory(f->err);
    }
}

static xapian_status add_document(const finder *f, xapian_docid docid)
{
    xapian_document *doc = NULL;
    ph_record *record = NULL;
    for (size_t i = 0; i < f->n; i++)
        if (f->v[i].docid == docid) {
            add_edition(f, f->v[i].record);
            return XAPIAN_OK;
        }
    xapian_status got = xapian_db_document(f->reader->all, docid, &doc, f->why);
    if (!got && !(record = PH_NEW(f->arena, ph_record)))
        *f->status = ph_fail_memory(f->err);
    if (!got && !*f->status)
        got = ph_reader_record(doc, f->arena, record, f->status, f->err, f->why);
    if (!got && !*f->status)
        add_edition(f, record);
    xapian_document_free(doc);
    return got;
}

static xapian_status find_all(const finder *f)
{
    ph_reader *r = f->reader;
    ph_plan plan;
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    xapian_docid docid;
    xapian_status got = XAPIAN_OK;
    uint64_t *works = ph_alloc(f->arena, f->n * sizeof *works);
    ph_plan_init(&plan, f->arena, r->analyzer, &r->languages, &r->years, f->err);
    for (size_t i = 0; works && i < f->n; i++)
        works[i] = f->v[i].work;
    const xapian_query *query = works ? ph_plan_works(&plan, works, f->n) : NULL;
    *f->status = works ? plan.status : ph_fail_memory(f->err);
    if (!*f->status)
        got = ph_unweighted(r, query, &enquire, f->why);
    if (!got && !*f->status)
        got = xapian_enquire_mset(enquire, 0, (xapian_doccount)(f->n * PH_EDITIONS_MAX), 0,
                                  NULL, &mset, f->why);
    for (xapian_doccount i = 0; mset && !got && i < xapian_mset_size(mset); i++) {
        got = xapian_mset_docid(mset, i, &docid, f->why);
        if (!got && !*f->status)
            got = add_document(f, docid);
    }
    for (size_t i = 0; i < f->n; i++)
        if (f->v[i].list->n)
            qsort(f->v[i].list->v, f->v[i].list->n, sizeof *f->v[i].list->v, compare);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    ph_plan_free(&plan);
    return got;
}

xapian_status ph_hit_alternates(ph_reader *r, ph_search_unit *u, const ph_founds *found,
                                ph_status *status, ph_error *err, xapian_error *why)
{
    const size_t n = u->result->hits.n;
    finder f = {r, u->arena, NULL, n, status, err, why};
    if (!n)
        return XAPIAN_OK;
    if (!(f.v = ph_alloc(u->arena, n * sizeof *f.v))) {
        *status = ph_fail_memory(err);
        return XAPIAN_OK;
    }
    for (size_t i = 0; i < n; i++) {
        ph_hit *hit = &u->result->hits.v[i];
        f.v[i] = (wanted){&hit->record, found->v[i].docid, ph_work_number(&hit->record),
                          &hit->alternates};
    }
    return find_all(&f);
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
    wanted one = {u->record, 0, ph_work_number(u->record), u->list};
    finder f = {r, u->arena, &one, 1, status, err, why};
    *u->list = (ph_alternate_list){0};
    return find_all(&f);
}

ph_status ph_alternates(ph_reader *r, const ph_record *record, ph_arena *arena,
                        ph_alternate_list *list, ph_error *err)
{
    alternates_unit u = {record, arena, list};
    return ph_reader_run(r, find, &u, err);
}
