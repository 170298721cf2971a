/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/editions.h"
#include "search/limits.h"
#include "search/ties.h"

static xapian_status read_work(const ph_reader *r, xapian_docid docid, uint64_t *work,
                               uint64_t *tie, xapian_error *why)
{
    xapian_document *doc = NULL;
    ph_str value = PH_ABSENT;
    *work = 0;
    xapian_status got = xapian_db_document(r->all, docid, &doc, why);
    if (!got)
        got = xapian_document_value(doc, PH_SLOT_TIE, &value.s, &value.n, why);
    if (!got)
        *tie = ph_tie_number(value);
    if (!got)
        got = xapian_document_value(doc, PH_SLOT_WORK, &value.s, &value.n, why);
    if (!got && value.n == sizeof *work)
        memcpy(work, value.s, sizeof *work);
    xapian_document_free(doc);
    return got;
}

xapian_status ph_editions_read(const ph_reader *r, ph_search_unit *u,
                               const ph_founds *found, uint64_t *works,
                               const xapian_query **any, xapian_error *why)
{
    uint64_t tie;
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; i < found->n && !got; i++)
        got = read_work(r, found->v[i].docid, &works[i], &tie, why);
    *any = got ? NULL : ph_plan_works(&u->plan, works, found->n);
    return got;
}

/* The index's names for the question's language: "sr-Latn" is "sr".  A question that names no language,
 * and whose words tell none, is the reader's; but what is new is the edition that is. */
static ph_strs names_of_language(const ph_reader *r, ph_search_unit *u)
{
    ph_strs names = {0};
    ph_str asked = u->plan.language;
    if (!asked.n && !u->query->choices[PH_FACET_LANGUAGE].n &&
        u->query->sort != PH_SORT_CHANGED)
        asked = u->query->reads;
    for (size_t i = 0; i < r->languages.n && asked.n; i++) {
        ph_str name = r->languages.v[i];
        bool same = ph_starts(name, asked) && (name.n == asked.n || name.s[asked.n] == '-');
        if (same && !ph_strs_add(u->arena, &names, name))
            u->plan.status = ph_fail_memory(u->plan.err);
    }
    return names;
}

/* A document of the page, and the edition that is to stand in its place. */
typedef struct place {
    xapian_docid docid; /* 0: none */
    uint64_t tie;
    bool fits; /* the document is in the language itself */
} place;

static xapian_status look_at(const ph_reader *r, xapian_docid docid, const ph_founds *found,
                             const uint64_t *works, place *places, xapian_error *why)
{
    uint64_t work, tie = 0;
    xapian_status got = read_work(r, docid, &work, &tie, why);
    for (size_t i = 0; i < found->n && !got; i++) {
        place *p = &places[i];
        if (works[i] != work)
            continue;
        p->fits |= found->v[i].docid == docid;
        if (!p->docid || tie < p->tie)
            *p = (place){docid, tie, p->fits};
    }
    return got;
}

xapian_status ph_editions_choose(const ph_reader *r, ph_search_unit *u, ph_founds *found,
                                 ph_status *status, ph_error *err, xapian_error *why)
{
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    const xapian_query *editions;
    const ph_strs names = names_of_language(r, u);
    if (!names.n || !found->n || (u->columns && !u->columns->works))
        return XAPIAN_OK;
    uint64_t *works = ph_alloc(u->arena, found->n * sizeof *works);
    place *places = ph_alloc(u->arena, found->n * sizeof *places);
    if (!works || !places) {
        *status = ph_fail_memory(err);
        return XAPIAN_OK;
    }
    xapian_status got = ph_editions_read(r, u, found, works, &editions, why);
    const xapian_query *query =
        ph_plan_join(&u->plan, XAPIAN_OP_FILTER,
                     ph_plan_join(&u->plan, XAPIAN_OP_FILTER, editions, u->ranked),
                     ph_plan_any(&u->plan, "XL:", &names));
    *status = u->plan.status;
    if (!got && !*status)
        got = ph_unweighted(r, query, &enquire, why);
    if (!got && !*status)
        got = xapian_enquire_mset(enquire, 0, (xapian_doccount)(found->n * PH_EDITIONS_MAX),
                                  0, NULL, &mset, why);
    for (xapian_doccount i = 0; mset && !got && i < xapian_mset_size(mset); i++) {
        xapian_docid docid = 0;
        got = xapian_mset_docid(mset, i, &docid, why);
        if (!got)
            got = look_at(r, docid, found, works, places, why);
    }
    for (size_t i = 0; i < found->n && !got; i++)
        if (places[i].docid && !places[i].fits)
            found->v[i].docid = places[i].docid;
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    return got;
}
