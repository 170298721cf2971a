/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The Sustainable Development Goals of a record: by the model (sdg_model.h) where it is in
 * English or nobody knows its language, else by the labels of the vocabulary; targets by their
 * labels always.
 */
#include "config.h"

#include <math.h>

#include "indexer/sdg_model.h"
#include "indexer/tag.h"

/*
 * A text is scored in blocks: a passage with the headings above it, and with those that follow
 * until there are BLOCK bytes, since the few words of a list's items say little one by one.
 *
 * It addresses a goal when the blocks that speak of it most do so on average: the best one,
 * and one more for each FIFTH blocks.  One paragraph stands for itself; a long document has
 * the goals of a fifth of it, so that a word in passing makes no tag.
 */
#define BLOCK 200
#define FIFTH 5
#define BEST_MAX 256
#define THRESHOLD 0.5
#define SPANS 3 /* of one piece that may become evidence */

typedef struct block {
    size_t first, end; /* of the pieces */
    double score[PH_SDG_GOALS];
} block;

/* A piece that speaks for a goal, by the words that do. */
typedef struct witness {
    const ph_piece *piece;
    ph_sdg_span span;
} witness;

typedef struct goals {
    const ph_sdg_model *model;
    const ph_pieces *pieces;
    PH_VEC(block) blocks;
    size_t body; /* how many of them are of passages */
} goals;

/* --- blocks --------------------------------------------------------------------------------- */

static bool is_body(const ph_piece *piece)
{
    return piece->place == PH_IN_HEADING || piece->place == PH_IN_PASSAGE;
}

/* Where a block ends that begins at a piece. */
static size_t block_end(const ph_pieces *pieces, size_t first)
{
    size_t i = first, bytes = 0;
    if (!is_body(&pieces->v[first]))
        return first + 1;
    do
        bytes += pieces->v[i++].text.n;
    while (i < pieces->n && (bytes < BLOCK || pieces->v[i - 1].place == PH_IN_HEADING));
    return i;
}

static ph_status score_block(goals *g, block *b, ph_arena *arena, ph_buf *joined,
                             ph_error *err)
{
    ph_str text = g->pieces->v[b->first].text;
    block *added = PH_PUSH(arena, &g->blocks);
    ph_buf_clear(joined);
    for (size_t i = b->first; b->end - b->first > 1 && i < b->end; i++) {
        ph_buf_add(joined, g->pieces->v[i].text);
        ph_buf_addc(joined, "\n.\n"); /* no phrase goes on */
    }
    if (!added || joined->failed)
        return ph_fail_memory(err);
    ph_sdg_score(g->model, joined->n ? ph_buf_str(joined) : text, b->score);
    g->body += is_body(&g->pieces->v[b->first]);
    *added = *b;
    return PH_OK;
}

static ph_status score_blocks(goals *g, ph_arena *arena, ph_error *err)
{
    ph_buf joined = {0};
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < g->pieces->n;) {
        block b = {.first = i, .end = block_end(g->pieces, i)};
        status = score_block(g, &b, arena, &joined, err);
        i = b.end;
    }
    ph_buf_free(&joined);
    return status;
}

/* The mean of the best blocks, of the last of them a part. */
static double score_of(const goals *g, size_t goal)
{
    double best[BEST_MAX], sum = 0;
    double most = fmin(g->body > 1 ? 1 + (double)(g->body - 1) / FIFTH : 1, BEST_MAX);
    size_t n = 0, room = (size_t)ceil(most);
    for (size_t i = 0; i < g->blocks.n; i++) {
        double p = g->blocks.v[i].score[goal];
        if (n == room && best[n - 1] >= p)
            continue;
        size_t at = n < room ? n++ : n - 1;
        for (; at && best[at - 1] < p; at--)
            best[at] = best[at - 1];
        best[at] = p;
    }
    for (size_t i = 0; i < n; i++)
        sum += best[i] * fmin(1, most - (double)i);
    return sum / most;
}

/* --- evidence ------------------------------------------------------------------------------- */

typedef struct witnesses {
    witness v[PH_EVIDENCE_MAX]; /* best first */
    size_t n;
} witnesses;

static void hear(const goals *g, size_t goal, const ph_piece *piece, witnesses *best)
{
    ph_sdg_span spans[SPANS];
    size_t found = ph_sdg_spans(g->model, piece->text, (unsigned)goal, spans, SPANS);
    for (size_t s = 0; s < found; s++) {
        if (best->n == PH_EVIDENCE_MAX && best->v[best->n - 1].span.value >= spans[s].value)
            return;
        size_t at = best->n < PH_EVIDENCE_MAX ? best->n++ : best->n - 1;
        for (; at && best->v[at - 1].span.value < spans[s].value; at--)
            best->v[at] = best->v[at - 1];
        best->v[at] = (witness){piece, spans[s]};
    }
}

/* The spans that add most, of blocks that address the goal rather than not. */
static bool find_words(const goals *g, size_t goal, ph_arena *arena, ph_tag *tag)
{
    witnesses best = {0};
    for (size_t i = 0; i < g->blocks.n; i++) {
        const block *b = &g->blocks.v[i];
        for (size_t k = b->first; b->score[goal] * 2 >= tag->score && k < b->end; k++)
            hear(g, goal, &g->pieces->v[k], &best);
    }
    for (size_t i = 0; i < best.n; i++)
        if (!ph_tag_evidence(arena, tag, best.v[i].piece, best.v[i].span.start,
                             best.v[i].span.end))
            return false;
    return true;
}

/* --- tags ------------------------------------------------------------------------------------- */

/* The goal that a tag is of, or that its target belongs to: "6.1". */
static bool is_of(const ph_tag *tag, ph_str goal)
{
    return ph_starts(tag->id, goal) && (tag->id.n == goal.n || tag->id.s[goal.n] == '.');
}

static ph_status tag_goal(const goals *g, size_t goal, bool asserted, ph_arena *arena,
                          ph_tags *tags, ph_error *err)
{
    ph_tag new = {.from = PH_INFERRED, .score = score_of(g, goal)};
    new.id = ph_dupf(arena, "%zu", goal + 1);
    bool good = new.id.s != NULL;
    for (size_t i = 0; good && asserted && i < tags->n; i++)
        if (is_of(&tags->v[i], new.id))
            good = find_words(g, goal, arena, &tags->v[i]);
    if (good && !asserted && new.score >= THRESHOLD) {
        ph_tag *tag = PH_PUSH(arena, tags);
        if ((good = tag != NULL)) {
            *tag = new;
            good = find_words(g, goal, arena, tag);
        }
    }
    return good ? PH_OK : ph_fail_memory(err);
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
        status = score_blocks(&g, arena, err);
    for (size_t k = 0; !status && g.blocks.n && k < PH_SDG_GOALS; k++)
        status = tag_goal(&g, k, asserted, arena, &record->sdgs, err);
    if (!asserted)
        ph_tags_sort(&record->sdgs);
    return status;
}
