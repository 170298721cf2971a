/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/tagger.h"

/*
 * What a mention counts, by where it stands; the score of a tag is 1 - exp(-sum / SATURATION),
 * and a tag is given from THRESHOLD on: two passages that use the concept's own words, or the
 * title.
 */
#define IN_TITLE 3.0
#define IN_HEADING 1.5
#define IN_PASSAGE 1.0
#define AGAIN 0.3 /* in the same place */
#define SATURATION 2.5
#define THRESHOLD 0.5

/* A country is what a text is about if the title names it, or if it has so many mentions and
 * so large a part of all; the others are mentioned. */
#define ABOUT_MENTIONS 3
#define ABOUT_SHARE 0.4

#define EVIDENCE_MAX 5

typedef struct candidate {
    const ph_concept *concept; /* NULL: a country */
    ph_str id;
    double sum;
    unsigned mentions, in_title;
    uint32_t last; /* where it was seen last */
    ph_tag tag;
} candidate;

typedef struct tally {
    ph_tagger *tagger;
    ph_arena *arena;
    const ph_record *record;
    PH_VEC(candidate) candidates;
} tally;

static candidate *candidate_of(tally *t, const ph_mention *m)
{
    for (size_t i = 0; i < t->candidates.n; i++) {
        candidate *c = &t->candidates.v[i];
        if (c->concept == m->concept && (m->concept || ph_eq(c->id, m->id)))
            return c;
    }
    candidate *c = PH_PUSH(t->arena, &t->candidates);
    if (c)
        *c = (candidate){.concept = m->concept, .id = m->id, .last = UINT32_MAX};
    return c;
}

/* passage: from 1; 0: the title or the abstract.  weight: by where the text stands. */
static ph_status count_text(tally *t, ph_str text, uint32_t passage, double weight,
                            ph_error *err)
{
    ph_mentions mentions = {0};
    ph_status status =
        ph_tagger_find(t->tagger, t->record->language, text, t->arena, &mentions, err);
    for (size_t i = 0; !status && i < mentions.n; i++) {
        const ph_mention *m = &mentions.v[i];
        candidate *c = candidate_of(t, m);
        if (!c)
            return ph_fail_memory(err);
        c->sum += m->weight * (c->last == passage ? AGAIN : weight);
        c->last = passage;
        c->mentions++;
        c->in_title += weight >= IN_TITLE;
        ph_evidence *e =
            c->tag.evidence.n < EVIDENCE_MAX ? PH_PUSH(t->arena, &c->tag.evidence) : NULL;
        if (e)
            *e = (ph_evidence){passage, ph_dup(t->arena, ph_sub(text, m->start, m->end))};
    }
    return status;
}

static ph_status count_record(tally *t, size_t header, ph_error *err)
{
    const ph_record *r = t->record;
    const ph_strs *above = NULL;
    ph_status status = count_text(t, r->title, 0, IN_TITLE, err);
    if (!status && r->abstract.n)
        status = count_text(t, r->abstract, 0, IN_HEADING, err);
    for (size_t i = header; !status && i < r->passages.n; i++) {
        const ph_passage *p = &r->passages.v[i];
        uint32_t n = (uint32_t)i + 1;
        for (size_t h = 0; !status && h < p->heading.n; h++)
            if (!above || h >= above->n || !ph_eq(above->v[h], p->heading.v[h]))
                status = count_text(t, p->heading.v[h], n, IN_HEADING, err);
        above = &p->heading;
        if (!status)
            status = count_text(t, p->text, n, IN_PASSAGE, err);
    }
    return status;
}

/* --- tags out of counts ------------------------------------------------------------------------ */

static bool give(tally *t, ph_tags *tags, const candidate *c, double score)
{
    ph_tag *tag = PH_PUSH(t->arena, tags);
    if (!tag)
        return false;
    *tag = c->tag;
    tag->id = c->id;
    tag->from = PH_INFERRED;
    tag->score = score;
    return true;
}

static int by_score(const void *left, const void *right)
{
    const ph_tag *a = left, *b = right;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return ph_cmp(a->id, b->id);
}

static bool is_twin(const ph_tags *tags, const ph_concept *c)
{
    for (size_t i = 0; i < tags->n; i++)
        if (ph_strs_has(&c->close, tags->v[i].id))
            return true;
    return false;
}

/* Asserted tags show where the text bears them out.  scheme NULL: countries. */
static void show_evidence(const tally *t, const char *scheme, ph_tags *tags)
{
    for (size_t i = 0; i < t->candidates.n; i++) {
        const candidate *c = &t->candidates.v[i];
        bool same_scheme =
            c->concept ? scheme && ph_eqc(c->concept->scheme, scheme) : !scheme;
        for (size_t j = 0; same_scheme && j < tags->n; j++)
            if (ph_eq(tags->v[j].id, c->id) && !tags->v[j].evidence.n)
                tags->v[j].evidence = c->tag.evidence;
    }
}

/* The upper level of themes ("digital") only holds others together. */
static bool is_heading_of_others(const ph_concept *c)
{
    return ph_eqc(c->scheme, "themes") && !c->broader.s;
}

static ph_status infer_concepts(tally *t, const char *scheme, ph_tags *tags, ph_error *err)
{
    if (tags->n) { /* the author has spoken */
        show_evidence(t, scheme, tags);
        return PH_OK;
    }
    for (size_t i = 0; i < t->candidates.n; i++) {
        const candidate *c = &t->candidates.v[i];
        double score = 1 - exp(-c->sum / SATURATION);
        if (c->concept && ph_eqc(c->concept->scheme, scheme) && score >= THRESHOLD &&
            !is_heading_of_others(c->concept) && !is_twin(tags, c->concept) &&
            !give(t, tags, c, score))
            return ph_fail_memory(err);
    }
    if (tags->n)
        qsort(tags->v, tags->n, sizeof *tags->v, by_score);
    return PH_OK;
}

static bool has_tag(const ph_tags *tags, ph_str id)
{
    for (size_t i = 0; i < tags->n; i++)
        if (ph_eq(tags->v[i].id, id))
            return true;
    return false;
}

/* A country, unless the title names it as the place of the meeting only. */
static bool is_told_of(const candidate *c, const ph_record *r)
{
    return !c->concept && !(ph_eq(c->id, r->event.country) && c->mentions == c->in_title);
}

static bool is_about(const candidate *c, const ph_record *r, unsigned all)
{
    bool in_title = c->in_title && !ph_eq(c->id, r->event.country);
    return in_title || (c->mentions >= ABOUT_MENTIONS && c->mentions >= ABOUT_SHARE * all);
}

static ph_status infer_countries(tally *t, ph_record *r, ph_error *err)
{
    bool asserted = r->countries.n > 0;
    unsigned all = 0;
    show_evidence(t, NULL, &r->countries);
    for (size_t i = 0; i < t->candidates.n; i++)
        all += is_told_of(&t->candidates.v[i], r) ? t->candidates.v[i].mentions : 0;
    for (size_t i = 0; i < t->candidates.n; i++) {
        const candidate *c = &t->candidates.v[i];
        if (!is_told_of(c, r) || has_tag(&r->countries, c->id))
            continue;
        bool done = !asserted && is_about(c, r, all)
                        ? give(t, &r->countries, c, 1 - exp(-(c->mentions / SATURATION)))
                        : ph_strs_add(t->arena, &r->mentioned, c->id);
        if (!done)
            return ph_fail_memory(err);
    }
    if (!asserted && r->countries.n)
        qsort(r->countries.v, r->countries.n, sizeof *r->countries.v, by_score);
    return PH_OK;
}

ph_status ph_tag_record(ph_tagger *tagger, size_t header, ph_arena *arena,
                        ph_record *record, ph_error *err)
{
    tally t = {.tagger = tagger, .arena = arena, .record = record};
    ph_status status = count_record(&t, header, err);
    if (!status)
        status = infer_countries(&t, record, err);
    if (!status)
        status = infer_concepts(&t, "sdg", &record->sdgs, err);
    if (!status)
        status = infer_concepts(&t, "themes", &record->themes, err);
    return status;
}
