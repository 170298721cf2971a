/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>

#include "indexer/tag.h"

/*
 * What a mention counts, by where it stands; the score of a tag is 1 - exp(-sum / SATURATION),
 * and a tag is given from THRESHOLD on: two passages that use the concept's own words, or the
 * title.
 */
static const double weights[] = {
    [PH_IN_TITLE] = 3, [PH_IN_ABSTRACT] = 1.5, [PH_IN_HEADING] = 1.5, [PH_IN_PASSAGE] = 1};
#define AGAIN 0.3 /* in the same passage */
#define SATURATION 2.5
#define THRESHOLD 0.5

typedef struct candidate {
    const ph_concept *concept;
    double sum;
    uint32_t last; /* the passage where it was seen last */
    ph_tag tag;
} candidate;

typedef PH_VEC(candidate) candidates;

static candidate *candidate_of(ph_arena *arena, candidates *all, const ph_concept *concept)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].concept == concept)
            return &all->v[i];
    candidate *c = PH_PUSH(arena, all);
    if (c)
        *c = (candidate){.concept = concept,
                         .last = UINT32_MAX,
                         .tag = {.id = concept->id, .from = PH_INFERRED}};
    return c;
}

static bool count(ph_arena *arena, const ph_pieces *pieces, const char *scheme,
                  candidates *all)
{
    for (size_t i = 0; i < pieces->n; i++) {
        const ph_piece *p = &pieces->v[i];
        for (size_t m = 0; m < p->mentions.n; m++) {
            const ph_mention *mention = &p->mentions.v[m];
            if (!mention->concept || !ph_eqc(mention->concept->scheme, scheme))
                continue;
            candidate *c = candidate_of(arena, all, mention->concept);
            if (!c || !ph_tag_evidence(arena, &c->tag, p, mention->start, mention->end))
                return false;
            c->sum += mention->weight * (c->last == p->passage ? AGAIN : weights[p->place]);
            c->last = p->passage;
        }
    }
    return true;
}

static bool is_twin(const ph_tags *tags, const ph_concept *c)
{
    for (size_t i = 0; i < tags->n; i++)
        if (ph_strs_has(&c->close, tags->v[i].id))
            return true;
    return false;
}

/* The upper level of themes ("digital") only holds others together. */
static bool is_heading_of_others(const ph_concept *c)
{
    return ph_eqc(c->scheme, "themes") && !c->broader.s;
}

static ph_status infer(const ph_pieces *pieces, const char *scheme, ph_arena *arena,
                       ph_tags *tags, ph_error *err)
{
    candidates all = {0};
    bool asserted = tags->n > 0;
    if (!count(arena, pieces, scheme, &all))
        return ph_fail_memory(err);
    for (size_t i = 0; i < all.n; i++) {
        candidate *c = &all.v[i];
        ph_tag *known = asserted ? ph_tag_find(tags, c->tag.id) : NULL;
        if (known)
            known->evidence = c->tag.evidence;
        c->tag.score = 1 - exp(-c->sum / SATURATION);
        if (asserted || c->tag.score < THRESHOLD || is_heading_of_others(c->concept) ||
            is_twin(tags, c->concept))
            continue;
        ph_tag *tag = PH_PUSH(arena, tags);
        if (!tag)
            return ph_fail_memory(err);
        *tag = c->tag;
    }
    if (!asserted)
        ph_tags_sort(tags);
    return PH_OK;
}

ph_status ph_tag_sdgs(const ph_pieces *pieces, ph_arena *arena, ph_record *record,
                      ph_error *err)
{
    return infer(pieces, "sdg", arena, &record->sdgs, err);
}

ph_status ph_tag_themes(const ph_pieces *pieces, ph_arena *arena, ph_record *record,
                        ph_error *err)
{
    return infer(pieces, "themes", arena, &record->themes, err);
}
