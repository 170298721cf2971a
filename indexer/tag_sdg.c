/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The Sustainable Development Goals of a record: by the model (sdg_model.h) where it is in
 * English or nobody knows its language, else by the labels of the vocabulary; targets by their
 * labels always.
 */
#include "config.h"

#include <string.h>

#include "indexer/sdg_model.h"
#include "indexer/tag.h"

/*
 * A text addresses a goal when the passages that speak of it most do so on average: the best
 * one, and one more for each FIFTH passages.  One paragraph stands for itself; a long document
 * has the goals of a fifth of it, so that a word in passing makes no tag.
 */
#define FIFTH 5
#define BEST_MAX 256
#define THRESHOLD 0.5
#define SILENT -1 /* the first score of a piece that has none */
#define SPANS 3   /* of one passage that may become evidence */

/* A passage of a goal, by the words that say so. */
typedef struct witness {
    const ph_piece *piece;
    ph_sdg_span span;
} witness;

typedef struct goals {
    const ph_sdg_model *model;
    const ph_pieces *pieces;
    double (*scores)[PH_SDG_GOALS]; /* of each piece */
    size_t passages;                /* that are scored */
} goals;

/* A title that is the beginning of the text, for want of another, says nothing new. */
static bool is_beginning(ph_str title, const ph_pieces *pieces)
{
    if (ph_ends(title, PH_STR("…")))
        title = ph_trim(ph_sub(title, 0, title.n - strlen("…")));
    for (size_t i = 0; i < pieces->n; i++)
        if (pieces->v[i].place == PH_IN_PASSAGE)
            return ph_starts(pieces->v[i].text, title);
    return false;
}

/* Headings are too short to be passages, and too many. */
static bool is_scored(const ph_pieces *pieces, size_t i)
{
    const ph_piece *piece = &pieces->v[i];
    return piece->place == PH_IN_TITLE ? !is_beginning(piece->text, pieces)
                                       : piece->place != PH_IN_HEADING;
}

static bool score_pieces(goals *g, ph_arena *arena)
{
    g->scores = ph_alloc(arena, (g->pieces->n + 1) * sizeof *g->scores);
    if (!g->scores)
        return false;
    for (size_t i = 0; i < g->pieces->n; i++)
        if (!is_scored(g->pieces, i)) {
            g->scores[i][0] = SILENT;
        } else {
            ph_sdg_score(g->model, g->pieces->v[i].text, g->scores[i]);
            g->passages += g->pieces->v[i].place == PH_IN_PASSAGE;
        }
    return true;
}

/* The mean of the best passages. */
static double score_of(const goals *g, size_t goal)
{
    double best[BEST_MAX], sum = 0;
    size_t n = 0, most = 1 + g->passages / FIFTH;
    if (most > BEST_MAX)
        most = BEST_MAX;
    for (size_t i = 0; i < g->pieces->n; i++) {
        double p = g->scores[i][goal];
        if (g->scores[i][0] < 0 || (n == most && best[n - 1] >= p))
            continue;
        size_t at = n < most ? n++ : n - 1;
        for (; at && best[at - 1] < p; at--)
            best[at] = best[at - 1];
        best[at] = p;
    }
    for (size_t i = 0; i < n; i++)
        sum += best[i];
    return n ? sum / (double)most : 0;
}

/* The spans that add most, of passages that address the goal rather than not. */
static bool find_words(const goals *g, size_t goal, ph_arena *arena, ph_tag *tag)
{
    witness best[PH_EVIDENCE_MAX];
    size_t n = 0;
    for (size_t i = 0; i < g->pieces->n; i++) {
        ph_sdg_span spans[SPANS];
        const ph_piece *piece = &g->pieces->v[i];
        if (g->scores[i][0] < 0 || g->scores[i][goal] * 2 < tag->score)
            continue;
        size_t found = ph_sdg_spans(g->model, piece->text, (unsigned)goal, spans, SPANS);
        for (size_t s = 0; s < found; s++) {
            if (n == PH_EVIDENCE_MAX && best[n - 1].span.value >= spans[s].value)
                break;
            size_t at = n < PH_EVIDENCE_MAX ? n++ : n - 1;
            for (; at && best[at - 1].span.value < spans[s].value; at--)
                best[at] = best[at - 1];
            best[at] = (witness){piece, spans[s]};
        }
    }
    for (size_t i = 0; i < n; i++)
        if (!ph_tag_evidence(arena, tag, best[i].piece, best[i].span.start,
                             best[i].span.end))
            return false;
    return true;
}

static ph_status tag_goals(goals *g, bool asserted, ph_arena *arena, ph_tags *tags,
                           ph_error *err)
{
    if (!score_pieces(g, arena))
        return ph_fail_memory(err);
    for (size_t k = 0; k < PH_SDG_GOALS; k++) {
        ph_tag new = {.from = PH_INFERRED, .score = score_of(g, k)};
        new.id = ph_dupf(arena, "%zu", k + 1);
        ph_tag *tag = new.id.s ? ph_tag_find(tags, new.id) : NULL;
        if (!tag && (asserted || new.score < THRESHOLD))
            continue;
        if (!new.id.s || (!tag && !(tag = PH_PUSH(arena, tags))))
            return ph_fail_memory(err);
        if (!tag->id.s)
            *tag = new;
        if (!find_words(g, k, arena, tag))
            return ph_fail_memory(err);
    }
    return PH_OK;
}

ph_status ph_tag_sdgs(const ph_sdg_model *model, const ph_pieces *pieces, ph_arena *arena,
                      ph_record *record, ph_error *err)
{
    bool asserted = record->sdgs.n > 0;
    bool english = !record->language.n || ph_eqc(record->language, "en") ||
                   ph_starts(record->language, PH_STR("en-"));
    goals g = {.model = model, .pieces = pieces};
    ph_status status = ph_tag_sdg_labels(pieces, model && english, arena, record, err);
    if (!status && model && english)
        status = tag_goals(&g, asserted, arena, &record->sdgs, err);
    if (!asserted)
        ph_tags_sort(&record->sdgs);
    return status;
}
