/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Subjects and coverage of Dublin Core ("subjects.N", "coverage.N"): words of any kind, of which
 * those count that are just an id or a label of a goal or a theme, or the name of a country.
 */
#include "config.h"

#include <string.h>

#include "indexer/build.h"

#define PIECE_BYTES 200 /* longer ones are sentences */

/* What stands behind the last '/' of an address, but for one at its end. */
static ph_str last_of(ph_str s)
{
    size_t to = s.n && s.s[s.n - 1] == '/' ? s.n - 1 : s.n, from = to;
    while (from > 0 && s.s[from - 1] != '/')
        from--;
    return ph_sub(s, from, to);
}

/* The number behind one of the ways in which people write goals: "SDG 16", ".../sdg/16.6",
 * ".../goals/goal7"; empty: there is none. */
static ph_str goal_of(ph_str s)
{
    static const char *const ways[] = {"sustainable development goal ",
                                       "sdg target ",
                                       "sdg ",
                                       "sdg:",
                                       "sdg-",
                                       "sdg",
                                       "goal ",
                                       "goal-",
                                       "goal",
                                       "target "};
    bool bare = false;
    size_t from = 0;
    if (ph_starts(s, PH_STR("http"))) {
        bare = memmem(s.s, s.n, "/sdg/", 5) || memmem(s.s, s.n, "/sdgs/", 6);
        s = last_of(s);
    }
    for (size_t i = 0; !from && i < sizeof ways / sizeof *ways; i++)
        if (ph_eq_nocase(ph_sub(s, 0, strlen(ways[i])), ph_cstr(ways[i])))
            from = strlen(ways[i]);
    size_t to = from;
    while ((from || bare) && to < s.n &&
           ((s.s[to] >= '0' && s.s[to] <= '9') || (to > from && s.s[to] == '.')))
        to++;
    /* targets such as 16.a; "16: Peace" is the goal */
    if (to > from && s.s[to - 1] == '.' && to < s.n && s.s[to] >= 'a' && s.s[to] <= 'd')
        to++;
    bool word = to < s.n && ((s.s[to] | 0x20) >= 'a' && (s.s[to] | 0x20) <= 'z');
    if (to > from && s.s[to - 1] == '.') /* "Goal 5. Gender equality" */
        to--;
    return word ? PH_STR("") : ph_sub(s, from, to);
}

/* What stands behind "/themes/" of an address; of all else, itself. */
static ph_str theme_of(ph_str s)
{
    const char *at = ph_starts(s, PH_STR("http")) ? memmem(s.s, s.n, "/themes/", 8) : NULL;
    return at ? ph_sub(s, (size_t)(at + 8 - s.s), s.n) : s;
}

/* A piece that is a label, of a theme, a goal or both. */
static ph_status find_label(const ph_builder *b, ph_str piece, ph_arena *arena,
                            ph_record *record, ph_error *err)
{
    const struct {
        const char *scheme;
        ph_tags *tags;
    } schemes[] = {{"themes", &record->themes}, {"sdg", &record->sdgs}};
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < sizeof schemes / sizeof *schemes; i++) {
        const ph_concept *c;
        status = ph_subjects_find(b->subjects, b->vocabulary, schemes[i].scheme, piece,
                                  arena, &c, err);
        if (!status && c)
            status = ph_build_assert(arena, schemes[i].tags, c->id, err);
    }
    return status;
}

static ph_status take_subject(const ph_builder *b, ph_str piece, ph_arena *arena,
                              ph_record *record, ph_error *err)
{
    ph_str goal = goal_of(piece), theme = theme_of(piece);
    if (piece.n > PIECE_BYTES)
        return PH_OK;
    if (goal.n && ph_vocabulary_find(b->vocabulary, "sdg", goal))
        return ph_build_assert(arena, &record->sdgs, goal, err);
    if (ph_vocabulary_find(b->vocabulary, "themes", theme))
        return ph_build_assert(arena, &record->themes, theme, err);
    return find_label(b, piece, arena, record, err);
}

static ph_status take_coverage(const ph_builder *b, ph_str piece, ph_arena *arena,
                               ph_record *record, ph_error *err)
{
    ph_str code = PH_ABSENT;
    if (piece.n > PIECE_BYTES)
        return PH_OK;
    ph_status status =
        ph_tagger_country(b->tagger, record->language, piece, arena, &code, err);
    const char *bracket = piece.n ? memchr(piece.s, '(', piece.n) : NULL;
    if (!status && !code.s && bracket) /* "Myanmar (Burma)" */
        status = ph_tagger_country(b->tagger, record->language,
                                   ph_trim(ph_sub(piece, 0, (size_t)(bracket - piece.s))),
                                   arena, &code, err);
    return status || !code.s ? status
                             : ph_build_assert(arena, &record->countries, code, err);
}

typedef ph_status (*take_fn)(const ph_builder *b, ph_str piece, ph_arena *arena,
                             ph_record *record, ph_error *err);

/* A value as a whole, and parted at its semicolons and then its commas. */
static ph_status take_value(const ph_builder *b, ph_str value, take_fn take,
                            ph_arena *arena, ph_record *record, ph_error *err)
{
    ph_status status = take(b, ph_trim(value), arena, record, err);
    for (const char *mark = ";,"; !status && *mark; mark++) {
        ph_str rest = value, piece;
        if (!memchr(value.s, *mark, value.n))
            continue;
        while (!status && ph_split(&rest, *mark, &piece))
            if (piece.n)
                status = take(b, piece, arena, record, err);
    }
    return status;
}

ph_status ph_build_subjects(const ph_builder *b, const ph_document *doc, ph_arena *arena,
                            ph_record *record, ph_error *err)
{
    static const struct {
        const char *list;
        take_fn take;
    } lists[] = {{"subjects.", take_subject}, {"coverage.", take_coverage}};
    ph_status status = PH_OK;
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = 0; !status && i < doc->meta.n; i++)
            if (ph_starts(doc->meta.v[i].key, ph_cstr(lists[l].list)) &&
                doc->meta.v[i].value.n)
                status =
                    take_value(b, doc->meta.v[i].value, lists[l].take, arena, record, err);
    return status;
}
