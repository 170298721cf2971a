/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>

#include "indexer/tag.h"

/* A country is what a text is about if the title names it, or if it has so many mentions and
 * so large a part of all; the others are mentioned. */
#define ABOUT_MENTIONS 3
#define ABOUT_SHARE 0.4

#define SATURATION 2.5 /* the score is 1 - exp(-mentions / SATURATION) */

typedef struct candidate {
    unsigned mentions, in_title;
    ph_tag tag;
} candidate;

typedef PH_VEC(candidate) candidates;

static candidate *candidate_of(ph_arena *arena, candidates *all, ph_str id)
{
    for (size_t i = 0; i < all->n; i++)
        if (ph_eq(all->v[i].tag.id, id))
            return &all->v[i];
    candidate *c = PH_PUSH(arena, all);
    if (c)
        *c = (candidate){.tag = {.id = id, .from = PH_INFERRED}};
    return c;
}

static bool count(ph_arena *arena, const ph_pieces *pieces, candidates *all)
{
    for (size_t i = 0; i < pieces->n; i++) {
        const ph_piece *p = &pieces->v[i];
        for (size_t m = 0; m < p->mentions.n; m++) {
            const ph_mention *mention = &p->mentions.v[m];
            if (mention->concept)
                continue;
            candidate *c = candidate_of(arena, all, mention->id);
            if (!c || !ph_tag_evidence(arena, &c->tag, p, mention->start, mention->end))
                return false;
            c->mentions++;
            c->in_title += p->place == PH_IN_TITLE;
        }
    }
    return true;
}

/* A country, unless the title names it as the place of the meeting only. */
static bool is_told_of(const candidate *c, const ph_record *r)
{
    return !ph_eq(c->tag.id, r->event.country) || c->mentions != c->in_title;
}

static bool is_about(const candidate *c, const ph_record *r, unsigned all)
{
    bool in_title = c->in_title && !ph_eq(c->tag.id, r->event.country);
    return in_title || (c->mentions >= ABOUT_MENTIONS && c->mentions >= ABOUT_SHARE * all);
}

static bool give(ph_arena *arena, ph_tags *tags, const candidate *c)
{
    ph_tag *tag = PH_PUSH(arena, tags);
    if (!tag)
        return false;
    *tag = c->tag;
    tag->score = 1 - exp(-(c->mentions / SATURATION));
    return true;
}

ph_status ph_tag_countries(const ph_pieces *pieces, ph_arena *arena, ph_record *r,
                           ph_error *err)
{
    candidates all = {0};
    bool asserted = r->countries.n > 0;
    unsigned mentions = 0;
    if (!count(arena, pieces, &all))
        return ph_fail_memory(err);
    for (size_t i = 0; i < all.n; i++)
        mentions += is_told_of(&all.v[i], r) ? all.v[i].mentions : 0;
    for (size_t i = 0; i < all.n; i++) {
        const candidate *c = &all.v[i];
        ph_tag *known = ph_tag_find(&r->countries, c->tag.id);
        if (known && !known->evidence.n)
            known->evidence = c->tag.evidence;
        if (known || !is_told_of(c, r))
            continue;
        bool done = !asserted && is_about(c, r, mentions)
                        ? give(arena, &r->countries, c)
                        : ph_strs_add(arena, &r->mentioned, c->tag.id);
        if (!done)
            return ph_fail_memory(err);
    }
    if (!asserted)
        ph_tags_sort(&r->countries);
    return PH_OK;
}
