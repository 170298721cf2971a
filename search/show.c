/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is shown of a document that was found: its record, its best passages, a snippet. */
#include "config.h"

#include "search/pick.h"
#include "search/snippet.h"

#define SNIPPET_BYTES 280

/* --- passages ------------------------------------------------------------------------------------ */

static ph_status show_passage(ph_reader *r, ph_search_unit *u, ph_hit *hit, size_t i,
                              const ph_strs *terms, ph_error *err)
{
    const ph_passage *p = &hit->record.passages.v[i];
    ph_hit_passage *shown = PH_PUSH(u->arena, &hit->passages);
    if (!shown)
        return ph_fail_memory(err);
    *shown = (ph_hit_passage){
        .n = (uint32_t)i + 1, .kind = p->kind, .heading = p->heading, .anchor = p->anchor};
    return ph_snippet(r->analyzer, hit->record.language, p->text, terms, &u->plan.prefixes,
                      SNIPPET_BYTES, u->arena, &shown->snippet, err);
}

/* Without a passage that has words of the question: the abstract, or how the text begins. */
static ph_status show_beginning(ph_reader *r, ph_search_unit *u, ph_hit *hit,
                                const ph_strs *terms, ph_error *err)
{
    ph_str text = hit->record.abstract;
    for (size_t i = 0; !text.n && i < hit->record.passages.n; i++)
        text = hit->record.passages.v[i].text;
    if (!text.n)
        text = hit->record.title;
    return ph_snippet(r->analyzer, hit->record.language, text, terms, &u->plan.prefixes,
                      SNIPPET_BYTES, u->arena, &hit->snippet, err);
}

static xapian_status show_text(ph_reader *r, ph_search_unit *u, xapian_docid docid,
                               ph_hit *hit, ph_status *status, ph_error *err,
                               xapian_error *why)
{
    size_t best[PH_PASSAGES_SHOWN], n;
    xapian_status got = ph_pick(r, u, docid, &hit->record, best, &n, status, err, why);
    if (got)
        return got;
    ph_strs terms = {0};
    if (!*status && !ph_plan_terms(&u->plan, hit->record.language, u->arena, &terms))
        *status = ph_fail_memory(err);
    for (size_t i = 0; !*status && i < n; i++)
        *status = show_passage(r, u, hit, best[i], &terms, err);
    if (!*status && hit->passages.n)
        hit->snippet = hit->passages.v[0].snippet;
    else if (!*status)
        *status = show_beginning(r, u, hit, &terms, err);
    return XAPIAN_OK;
}

/* --- hits ---------------------------------------------------------------------------------------- */

xapian_status ph_show(ph_reader *r, ph_search_unit *u, const ph_found *found,
                      ph_status *status, ph_error *err, xapian_error *why)
{
    xapian_document *doc = NULL;
    ph_hit *hit = PH_PUSH(u->arena, &u->result->hits);
    if (!hit) {
        *status = ph_fail_memory(err);
        return XAPIAN_OK;
    }
    *hit = (ph_hit){.score = found->weight};
    xapian_status got = xapian_db_document(r->all, found->docid, &doc, why);
    if (!got)
        got = ph_reader_record(doc, u->arena, &hit->record, status, err, why);
    if (!got && !*status && u->peers)
        *status = ph_peers_show(u, hit, err);
    if (!got && !*status && u->query->want & PH_WANT_TEXT)
        got = show_text(r, u, found->docid, hit, status, err, why);
    xapian_document_free(doc);
    return got;
}
