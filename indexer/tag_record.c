/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/tag.h"

bool ph_tag_evidence(ph_arena *arena, ph_tag *tag, const ph_piece *piece, size_t start,
                     size_t end)
{
    ph_str words = ph_sub(piece->text, start, end);
    for (size_t i = 0; i < tag->evidence.n; i++)
        if (tag->evidence.v[i].passage == piece->passage &&
            ph_eq_nocase(tag->evidence.v[i].text, words))
            return true;
    if (tag->evidence.n >= PH_EVIDENCE_MAX)
        return true;
    ph_evidence *e = PH_PUSH(arena, &tag->evidence);
    if (!e)
        return false;
    *e = (ph_evidence){piece->passage, ph_dup(arena, words)};
    return e->text.s != NULL;
}

ph_tag *ph_tag_find(const ph_tags *tags, ph_str id)
{
    for (size_t i = 0; i < tags->n; i++)
        if (ph_eq(tags->v[i].id, id))
            return &tags->v[i];
    return NULL;
}

static int by_score(const void *left, const void *right)
{
    const ph_tag *a = left, *b = right;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return ph_cmp(a->id, b->id);
}

void ph_tags_sort(ph_tags *tags)
{
    if (tags->n)
        qsort(tags->v, tags->n, sizeof *tags->v, by_score);
}

/* --- pieces ------------------------------------------------------------------------------------- */

typedef struct cutter {
    ph_tagger *tagger;
    ph_arena *arena;
    const ph_record *record;
    ph_pieces pieces;
} cutter;

static ph_status add_piece(cutter *c, ph_str text, ph_place place, size_t passage,
                           ph_error *err)
{
    if (!text.n)
        return PH_OK;
    ph_piece *p = PH_PUSH(c->arena, &c->pieces);
    if (!p)
        return ph_fail_memory(err);
    *p = (ph_piece){.text = text, .place = place, .passage = (uint32_t)passage};
    return ph_tagger_find(c->tagger, c->record->language, text, c->arena, &p->mentions,
                          err);
}

/* A title that a text without one was given: all of it, or its first words and "…". */
static bool is_borrowed(const ph_record *r)
{
    ph_str title = r->title;
    if (!r->passages.n)
        return false;
    if (!ph_ends(title, PH_STR("…")))
        return r->passages.n == 1 && ph_eq(r->passages.v[0].text, title);
    title.n -= strlen("…");
    return ph_starts(r->passages.v[0].text, title);
}

static ph_status cut(cutter *c, size_t header, ph_error *err)
{
    const ph_record *r = c->record;
    const ph_strs *above = NULL;
    ph_status status = is_borrowed(r) ? PH_OK : add_piece(c, r->title, PH_IN_TITLE, 0, err);
    if (!status)
        status = add_piece(c, r->abstract, PH_IN_ABSTRACT, 0, err);
    for (size_t i = header; !status && i < r->passages.n; i++) {
        const ph_passage *p = &r->passages.v[i];
        for (size_t h = 0; !status && h < p->heading.n; h++)
            if (!above || h >= above->n || !ph_eq(above->v[h], p->heading.v[h]))
                status = add_piece(c, p->heading.v[h], PH_IN_HEADING, i + 1, err);
        above = &p->heading;
        if (!status)
            status = add_piece(c, p->text, PH_IN_PASSAGE, i + 1, err);
    }
    return status;
}

/* Whether a label is the whole of a name, but for an acronym in brackets behind it. */
static bool is_whole(const ph_mention *m, ph_str name)
{
    ph_str rest = ph_trim(ph_sub(name, m->end, name.n));
    return m->concept && ph_eqc(m->concept->scheme, "organisation") && m->start == 0 &&
           (!rest.n || (rest.s[0] == '(' && rest.s[rest.n - 1] == ')'));
}

/* Which of the vocabulary's organisations one is that the author names, in the document's
 * language or in English. */
static ph_status know_organisation(ph_tagger *tagger, ph_arena *arena, ph_str language,
                                   ph_organisation *o, ph_error *err)
{
    const ph_str languages[] = {language, PH_STR("en")};
    ph_status status = PH_OK;
    for (size_t l = 0; l < 2 && !status && !o->id.n; l++) {
        ph_mentions mentions = {0};
        status = ph_tagger_find(tagger, languages[l], o->name, arena, &mentions, err);
        for (size_t i = 0; i < mentions.n && !o->id.n; i++)
            if (is_whole(&mentions.v[i], o->name)) {
                o->id = mentions.v[i].concept->id;
                if (!o->country.n)
                o->country = mentions.v[i].concept->country;
            }
    }
    return status;
}

ph_status ph_tag_record(ph_tagger *tagger, size_t header, ph_arena *arena,
                        ph_record *record, ph_error *err)
{
    cutter c = {.tagger = tagger, .arena = arena, .record = record};
    ph_status status = cut(&c, header, err);
    if (!status)
        status = ph_tag_countries(&c.pieces, arena, record, err);
    if (!status)
        status = ph_tag_sdgs(ph_tagger_sdg(tagger), &c.pieces, arena, record, err);
    if (!status)
        status = ph_tag_themes(&c.pieces, arena, record, err);
    for (size_t i = 0; !status && i < record->organisations.n; i++)
        status = know_organisation(tagger, arena, record->language,
                                   &record->organisations.v[i], err);
    if (!status)
        status = ph_tag_passages(&c.pieces, arena, record, err);
    if (!status)
        status = ph_tag_organisations(&c.pieces, arena, record, err);
    return status;
}
