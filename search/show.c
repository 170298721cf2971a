/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is shown of a document that was found: its record, its best passages, a snippet. */
#include "config.h"

#include <math.h>

#include "search/match_private.h"
#include "search/snippet.h"

#define SNIPPET_BYTES 280

/* --- passages ------------------------------------------------------------------------------------ */

/* What a passage has of the question. */
typedef struct evidence {
    double score;
    uint64_t terms; /* a bit for each */
} evidence;

/* The last passage that begins at or before the position, or n. */
static size_t passage_at(const ph_record *record, xapian_termpos position)
{
    size_t low = 0, high = record->passages.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (record->passages.v[middle].position <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : record->passages.n;
}

/* Each place of a term in a document counts for the passage that it is in: the first one with
 * the term's rarity, further ones with a little of it. */
static xapian_status gather_term(ph_reader *r, xapian_docid docid, const ph_record *record,
                                 ph_str term, size_t bit, evidence *found,
                                 xapian_error *why)
{
    xapian_positions *positions = NULL;
    xapian_doccount freq = 0;
    xapian_termpos position;
    xapian_status got = ph_term_freq(r, term, &freq, why);
    if (got || freq == 0)
        return got;
    double rarity = log(1 + (double)r->documents / freq);
    got = xapian_db_positions(r->all, docid, term.s, term.n, &positions, why);
    while (!got && !(got = xapian_positions_next(positions, &position, why))) {
        size_t i = passage_at(record, position);
        if (i == record->passages.n)
            continue;
        uint64_t mask = UINT64_C(1) << (bit & 63);
        found[i].score += found[i].terms & mask ? rarity / 10 : rarity;
        found[i].terms |= mask;
    }
    xapian_positions_free(positions);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

/* The best passages' numbers, best first; returns how many. */
static size_t pick(const ph_record *record, evidence *found, size_t best[PH_PASSAGES_SHOWN])
{
    size_t n = 0;
    while (n < PH_PASSAGES_SHOWN) {
        size_t top = record->passages.n;
        for (size_t i = 0; i < record->passages.n; i++)
            if (found[i].score > 0 &&
                (top == record->passages.n || found[i].score > found[top].score))
                top = i;
        if (top == record->passages.n)
            break;
        found[top].score = 0;
        best[n++] = top;
    }
    return n;
}

static ph_status show_passage(ph_reader *r, ph_search_unit *u, ph_hit *hit, size_t i,
                              ph_error *err)
{
    const ph_passage *p = &hit->record.passages.v[i];
    ph_hit_passage *shown = PH_PUSH(u->arena, &hit->passages);
    if (!shown)
        return ph_fail_memory(err);
    *shown = (ph_hit_passage){
        .n = (uint32_t)i + 1, .kind = p->kind, .heading = p->heading, .anchor = p->anchor};
    return ph_snippet(r->analyzer, hit->record.language, p->text, &u->plan.terms,
                      &u->plan.prefixes, SNIPPET_BYTES, u->arena, &shown->snippet, err);
}

/* Without a passage that has words of the question: the abstract, or how the text begins. */
static ph_status show_beginning(ph_reader *r, ph_search_unit *u, ph_hit *hit, ph_error *err)
{
    ph_str text = hit->record.abstract;
    for (size_t i = 0; !text.n && i < hit->record.passages.n; i++)
        text = hit->record.passages.v[i].text;
    if (!text.n)
        text = hit->record.title;
    return ph_snippet(r->analyzer, hit->record.language, text, &u->plan.terms,
                      &u->plan.prefixes, SNIPPET_BYTES, u->arena, &hit->snippet, err);
}

static xapian_status show_text(ph_reader *r, ph_search_unit *u, xapian_docid docid,
                               ph_hit *hit, ph_status *status, ph_error *err,
                               xapian_error *why)
{
    size_t best[PH_PASSAGES_SHOWN];
    evidence *found = ph_alloc(u->arena, (hit->record.passages.n + 1) * sizeof *found);
    if (!found) {
        *status = ph_fail_memory(err);
        return XAPIAN_OK;
    }
    for (size_t i = 0; i < u->plan.terms.n; i++) {
        xapian_status got =
            gather_term(r, docid, &hit->record, u->plan.terms.v[i], i, found, why);
        if (got)
            return got;
    }
    size_t n = pick(&hit->record, found, best);
    for (size_t i = 0; !*status && i < n; i++)
        *status = show_passage(r, u, hit, best[i], err);
    if (!*status && hit->passages.n)
        hit->snippet = hit->passages.v[0].snippet;
    else if (!*status)
        *status = show_beginning(r, u, hit, err);
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
    if (!got && !*status && u->query->want & PH_WANT_TEXT)
        got = show_text(r, u, found->docid, hit, status, err, why);
    xapian_document_free(doc);
    return got;
}
