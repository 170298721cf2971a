/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>

#include "indexer/tag.h"

/*
 * A concept's score is 1 - exp(-strength / SATURATION).  Its strength is the sum of what its
 * mentions weigh, by where they stand, divided by how much there is to read: a paragraph that
 * names the concept is about it, a report that names it once in eighty passages is not.  The
 * numbers were chosen on paragraphs labelled by hand (docs/themes.md).
 */
static const double weights[] = {
    [PH_IN_TITLE] = 3, [PH_IN_ABSTRACT] = 1.5, [PH_IN_HEADING] = 1.5, [PH_IN_PASSAGE] = 1};
#define AGAIN 0.3  /* the same words in the same piece */
#define GROWTH 0.3 /* strength is divided by 1 + GROWTH * sqrt(further pieces) */
#define SATURATION 0.7
#define THRESHOLD 0.5

typedef struct candidate {
    const ph_concept *concept;
    double sum;
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
                         .tag = {.id = concept->id, .from = PH_INFERRED}};
    return c;
}

static ph_str words_of(const ph_piece *p, size_t m)
{
    return ph_sub(p->text, p->mentions.v[m].start, p->mentions.v[m].end);
}

static bool said_before(const ph_piece *p, size_t m)
{
    for (size_t i = 0; i < m; i++)
        if (p->mentions.v[i].concept == p->mentions.v[m].concept &&
            ph_eq_nocase(words_of(p, i), words_of(p, m)))
            return true;
    return false;
}

/* Which concepts: of a scheme; narrow: only those that have a broader one. */
typedef struct choice {
    const char *scheme;
    bool narrow;
} choice;

/* The concept of a mention, if it is one of them. */
static const ph_concept *concept_of(const ph_mention *m, const choice *wanted)
{
    const ph_concept *c = m->concept;
    bool chosen =
        c && ph_eqc(c->scheme, wanted->scheme) && (!wanted->narrow || c->broader.s);
    return chosen ? c : NULL;
}

static bool count(ph_arena *arena, const ph_pieces *pieces, const choice *wanted,
                  candidates *all)
{
    for (size_t i = 0; i < pieces->n; i++) {
        const ph_piece *p = &pieces->v[i];
        for (size_t m = 0; m < p->mentions.n; m++) {
            const ph_mention *mention = &p->mentions.v[m];
            const ph_concept *concept = concept_of(mention, wanted);
            candidate *c = concept ? candidate_of(arena, all, concept) : NULL;
            if (concept && !c)
                return false;
            if (c)
                c->sum +=
                    mention->weight * weights[p->place] * (said_before(p, m) ? AGAIN : 1);
        }
    }
    return true;
}

/* Evidence of all candidates: names first, then hints. */
static bool show(ph_arena *arena, const ph_pieces *pieces, const choice *wanted, bool hints,
                 candidates *all)
{
    for (size_t i = 0; i < pieces->n; i++) {
        const ph_piece *p = &pieces->v[i];
        for (size_t m = 0; m < p->mentions.n; m++) {
            const ph_mention *mention = &p->mentions.v[m];
            const ph_concept *concept = concept_of(mention, wanted);
            if (concept && (mention->weight <= PH_HINT_WEIGHT) == hints &&
                !ph_tag_evidence(arena, &candidate_of(arena, all, concept)->tag, p,
                                 mention->start, mention->end))
                return false;
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

static ph_status infer(const ph_pieces *pieces, const choice *wanted, ph_arena *arena,
                       ph_tags *tags, ph_error *err)
{
    candidates all = {0};
    bool asserted = tags->n > 0;
    double size = 1 + GROWTH * sqrt(pieces->n ? (double)pieces->n - 1 : 0);
    if (!count(arena, pieces, wanted, &all) || !show(arena, pieces, wanted, false, &all) ||
        !show(arena, pieces, wanted, true, &all))
        return ph_fail_memory(err);
    for (size_t i = 0; i < all.n; i++) {
        candidate *c = &all.v[i];
        ph_tag *known = asserted ? ph_tag_find(tags, c->tag.id) : NULL;
        if (known)
            known->evidence = c->tag.evidence;
        c->tag.score = 1 - exp(-c->sum / size / SATURATION);
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

ph_status ph_tag_sdg_labels(const ph_pieces *pieces, bool targets_alone, ph_arena *arena,
                            ph_record *record, ph_error *err)
{
    return infer(pieces, &(choice){"sdg", targets_alone}, arena, &record->sdgs, err);
}

ph_status ph_tag_themes(const ph_pieces *pieces, ph_arena *arena, ph_record *record,
                        ph_error *err)
{
    return infer(pieces, &(choice){"themes", false}, arena, &record->themes, err);
}
