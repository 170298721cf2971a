/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "indexer/train.h"
#include "search/limits.h"

/* "[16]", "[stop]"; false: no such line. */
static bool is_section(ph_str line, unsigned *goal)
{
    uint64_t number;
    if (line.n < 3 || line.s[0] != '[' || line.s[line.n - 1] != ']')
        return false;
    line = ph_sub(line, 1, line.n - 1);
    if (ph_eqc(line, "stop"))
        *goal = PH_SDG_GOALS;
    else if (ph_number(line, &number) && number >= 1 && number <= PH_SDG_GOALS)
        *goal = (unsigned)number - 1;
    else
        return false;
    return true;
}

/* "-2" */
static bool is_weight(ph_str s, int *weight)
{
    uint64_t number;
    bool minus = s.n && s.s[0] == '-';
    if (!ph_number(minus ? ph_sub(s, 1, s.n) : s, &number) || number > 9)
        return false;
    *weight = minus ? -(int)number : (int)number;
    return true;
}

bool ph_lexicon_stops(const ph_lexicon *lexicon, uint32_t word)
{
    for (size_t i = 0; i < lexicon->n && lexicon->v[i].goal == PH_SDG_GOALS; i++)
        if (lexicon->v[i].words[0] == word)
            return true;
    return false;
}

static bool is_known(const ph_lexicon *lexicon, const ph_lexicon_phrase *p)
{
    for (size_t i = 0; i < lexicon->n; i++) {
        const ph_lexicon_phrase *q = &lexicon->v[i];
        size_t same = 0;
        while (same < p->n && p->words[same] == q->words[same])
            same++;
        if (q->goal == p->goal && q->n == p->n && same == p->n)
            return true;
    }
    return false;
}

/* What is said twice for a goal counts once, as it was said first. */
static bool add_phrase(ph_arena *arena, ph_lexicon *lexicon, ph_str text, unsigned goal,
                       int weight, const char **wrong)
{
    ph_sdg_scan scan = {.text = text};
    ph_sdg_word word;
    ph_lexicon_phrase p = {.goal = goal, .weight = weight};
    while (ph_sdg_next(&scan, &word)) {
        if (goal < PH_SDG_GOALS && ph_lexicon_stops(lexicon, word.hash))
            continue;
        if (p.n == PH_SDG_PHRASE)
            *wrong = "has more words than a phrase may have";
        else
            p.words[p.n++] = word.hash;
    }
    if (!p.n && goal < PH_SDG_GOALS)
        *wrong = "has no word that counts";
    if (!p.n || *wrong || is_known(lexicon, &p))
        return true;
    ph_lexicon_phrase *added = PH_PUSH(arena, lexicon);
    if (added)
        *added = p;
    return added != NULL;
}

ph_status ph_lexicon_read(const char *path, ph_arena *arena, ph_lexicon *lexicon,
                          ph_error *err)
{
    ph_buf bytes = {0};
    ph_status status = ph_read_file(path, PH_SIDECAR_BYTES, &bytes, err);
    ph_str rest = ph_buf_str(&bytes), line;
    unsigned goal = PH_SDG_GOALS + 1;
    const char *wrong = NULL;
    for (size_t at = 1; !status && ph_split(&rest, '\n', &line); at++) {
        ph_str weighs, phrase;
        int weight = 0;
        if (!line.n || line.s[0] == '#' || is_section(line, &goal))
            continue;
        if (!ph_split(&line, ':', &weighs) || !is_weight(weighs, &weight) ||
            goal > PH_SDG_GOALS)
            wrong = "is no \"weight: phrase; phrase\" below a [goal]";
        while (!status && !wrong && ph_split(&line, ';', &phrase))
            if (phrase.n && !add_phrase(arena, lexicon, phrase, goal, weight, &wrong))
                status = ph_fail_memory(err);
        if (wrong)
            status = ph_fail(err, PH_INVALID, "%s:%zu: %s", path, at, wrong);
    }
    ph_buf_free(&bytes);
    return status;
}
