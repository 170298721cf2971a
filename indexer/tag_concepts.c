/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>

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

/* A passage alone: one name of one word is enough, or two hints. */
#define PASSAGE_THRESHOLD 0.5

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

static bool count_piece(ph_arena *arena, const ph_piece *p, double weight,
                        const choice *wanted, candidates *all)
{
    for (size_t m = 0; m < p->mentions.n; m++) {
        const ph_mention *mention = &p->mentions.v[m];
        const ph_concept *concept = concept_of(mention, wanted);
        candidate *c = concept ? candidate_of(arena, all, concept) : NULL;
        if (concept && !c)
            return false;
        if (c)
            c->sum += mention->weight * weight * (said_before(p, m) ? AGAIN : 1);
    }
    return true;
}

static bool count(ph_arena *arena, const ph_pieces *pieces, const choice *wanted,
                  candidates *all)
{
    for (size_t i = 0; i < pieces->n; i++) {
        const ph_piece *p = &pieces->v[i];
        if (!count_piece(arena, p, weights[p->place], wanted, all))
            return false;
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

/* --- passages ----------------------------------------------------------------------------------- */

/* Which pieces are the headings above the passage at hand, by their depth. */
typedef PH_VEC(const ph_piece *) headings_above;

/* A heading's piece has the very string of the first passage below it. */
static bool open_heading(ph_arena *arena, const ph_record *record, const ph_piece *p,
                         headings_above *above)
{
    const ph_strs *path = &record->passages.v[p->passage - 1].heading;
    size_t depth = 0;
    while (depth < path->n && path->v[depth].s != p->text.s)
        depth++;
    while (above->n <= depth) {
        const ph_piece **slot = PH_PUSH(arena, above);
        if (!slot)
            return false;
    }
    above->v[depth] = p;
    return true;
}

static int best_sum_first(const void *left, const void *right)
{
    const candidate *a = left, *b = right;
    if (a->sum != b->sum)
        return a->sum < b->sum ? 1 : -1;
    return ph_cmp(a->concept->id, b->concept->id);
}

/* The best candidates' ids, without twins of better ones. */
static bool keep_best(ph_arena *arena, candidates *all, ph_strs *themes)
{
    if (all->n)
        qsort(all->v, all->n, sizeof *all->v, best_sum_first);
    for (size_t i = 0; i < all->n && themes->n < PH_PASSAGE_THEMES; i++) {
        const ph_concept *c = all->v[i].concept;
        bool twin = false;
        for (size_t j = 0; j < themes->n; j++)
            twin |= ph_strs_has(&c->close, themes->v[j]);
        if (all->v[i].sum < PASSAGE_THRESHOLD || is_heading_of_others(c) || twin)
            continue;
        if (!ph_strs_add(arena, themes, c->id))
            return false;
    }
    return true;
}

static bool tag_passage(ph_arena *arena, const ph_record *record, const ph_piece *p,
                        const headings_above *above, ph_strs *themes)
{
    static const choice wanted = {"themes", false};
    const ph_strs *path = &record->passages.v[p->passage - 1].heading;
    size_t first = path->n - ph_headings_below_title(record, path).n;
    candidates all = {0};
    if (!count_piece(arena, p, 1, &wanted, &all))
        return false;
    for (size_t h = first; h < path->n && h < above->n; h++)
        if (above->v[h] && ph_eq(above->v[h]->text, path->v[h]) &&
            !count_piece(arena, above->v[h], 1, &wanted, &all))
            return false;
    return keep_best(arena, &all, themes);
}

ph_status ph_tag_passages(const ph_pieces *pieces, ph_arena *arena, ph_record *record,
                          ph_error *err)
{
    headings_above above = {0};
    bool ok = true;
    for (size_t i = 0; i < pieces->n && ok; i++) {
        const ph_piece *p = &pieces->v[i];
        if (p->place == PH_IN_HEADING) {
            ok = open_heading(arena, record, p, &above);
        } else if (p->place == PH_IN_PASSAGE) {
            ph_passage *passage = &record->passages.v[p->passage - 1];
            passage->themes = (ph_strs){0};
            if (ph_kind_is_unit(passage->kind))
                ok = tag_passage(arena, record, p, &above, &passage->themes);
        }
    }
    return ok ? PH_OK : ph_fail_memory(err);
}
