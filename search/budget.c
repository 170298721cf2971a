/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>

#include "search/budget.h"

typedef struct bill {
    ph_reader *reader;
    uint64_t sum, most;
    bool guess; /* a phrase costs as much as all documents */
    xapian_error *why;
} bill;

/* In how many documents a word is: any of its terms. */
static xapian_status word_freq(const bill *b, const ph_part *part, uint64_t *sum)
{
    xapian_doccount freq = 0;
    xapian_status got = XAPIAN_OK;
    if (part && part->type == PH_PART_TERM) {
        got = ph_term_freq(b->reader, part->text, &freq, b->why);
        *sum += freq;
    }
    for (size_t i = 0; part && !got && i < part->n; i++)
        got = word_freq(b, part->parts[i], sum);
    return got;
}

/* A document that has the rarest word is looked into at most. */
static xapian_status add_row(bill *b, const ph_part *row)
{
    uint64_t least = b->reader->documents;
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; !b->guess && !got && i < row->n; i++) {
        uint64_t freq = 0;
        got = word_freq(b, row->parts[i], &freq);
        least = freq < least ? freq : least;
    }
    b->sum += PH_PHRASE_COST + least;
    return got;
}

/* What stands twice in a query is looked for twice. */
static xapian_status add(bill *b, const ph_part *part)
{
    xapian_status got = XAPIAN_OK;
    if (part && part->type == PH_PART_JOIN &&
        (part->op == XAPIAN_OP_PHRASE || part->op == XAPIAN_OP_NEAR))
        return add_row(b, part);
    for (size_t i = 0; part && !got && b->sum <= b->most && i < part->n; i++)
        got = add(b, part->parts[i]);
    return got;
}

uint64_t ph_budget(const ph_reader *r)
{
    return r->documents > PH_QUERY_LOOKED ? r->documents : PH_QUERY_LOOKED;
}

uint64_t ph_budget_tried(const ph_reader *r)
{
    return ph_budget(r) / PH_SPELL_TRIES;
}

xapian_status ph_budget_check(ph_reader *r, const ph_plan *plan, const xapian_query *query,
                              uint64_t most, uint64_t *cost, ph_status *status,
                              ph_error *err, xapian_error *why)
{
    const ph_part *root = query ? ph_plan_part(plan, query) : NULL;
    bill b = {.reader = r, .most = ph_budget_tried(r), .guess = true, .why = why};
    xapian_status got = add(&b, root);
    if (b.sum > b.most) {
        b = (bill){.reader = r, .most = most, .why = why};
        got = add(&b, root);
    }
    *cost = b.sum;
    if (!got && b.sum > most)
        *status = ph_fail(err, PH_TOO_MUCH,
                          PH_N("it would have to be looked up in too many documents where "
                               "words stand; ask with fewer phrases, or with phrases of "
                               "rarer words"));
    return got;
}
