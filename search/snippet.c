/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/snippet.h"
#include "search/text.h"

/* A word of the text and which of the terms it is. */
typedef struct word {
    size_t start, end;
    size_t term; /* index of the term + 1; 0: none of them */
} word;

typedef struct scanner {
    ph_arena *arena;
    const ph_strs *terms, *prefixes;
    PH_VEC(word) words;
    bool failed;
} scanner;

static size_t which_term(const scanner *s, ph_str term, ph_str folded)
{
    for (size_t i = 0; i < s->terms->n; i++)
        if (ph_eq(s->terms->v[i], term))
            return i + 1;
    for (size_t i = 0; i < s->prefixes->n; i++)
        if (ph_starts(folded, s->prefixes->v[i]))
            return s->terms->n + i + 1;
    return 0;
}

static bool scan(void *user, ph_token token)
{
    scanner *s = user;
    word *w = PH_PUSH(s->arena, &s->words);
    s->failed = !w;
    if (w)
        *w = (word){token.start, token.end, which_term(s, token.term, *token.word)};
    return w != NULL;
}

/* Words [from, to), at least one, that fit into max bytes and hold most terms: different ones
 * count ten times as much as repeated ones.  The earliest of equals. */
static void best_window(const scanner *s, size_t max, size_t *from, size_t *to)
{
    size_t best = 0;
    *from = *to = 0;
    for (size_t i = 0; i < s->words.n; i++) {
        uint64_t seen = 0;
        size_t score = 0, j = i;
        if (i > 0 && !s->words.v[i].term)
            continue; /* begin with the text or with a term */
        for (; j < s->words.n && (j == i || s->words.v[j].end - s->words.v[i].start <= max);
             j++) {
            size_t term = s->words.v[j].term;
            uint64_t bit = term ? UINT64_C(1) << (term & 63) : 0;
            score += term ? (seen & bit ? 1 : 10) : 0;
            seen |= bit;
        }
        if (j > *to && (score > best || *to == 0)) {
            best = score;
            *from = i;
            *to = j;
        }
    }
}

/* Goes back from a window's first word, so that what leads to it is seen: to the beginning of
 * the sentence if that is near, else by a third of the room. */
static size_t lead_in(const scanner *s, ph_str text, size_t from, size_t max)
{
    size_t i = from, start = s->words.n ? s->words.v[from].start : 0;
    while (i > 0 && start - s->words.v[i - 1].start <= max / 3) {
        char before = text.s[s->words.v[i].start - 1] == ' ' && s->words.v[i].start >= 2
                          ? text.s[s->words.v[i].start - 2]
                          : ' ';
        if (before == '.' || before == '!' || before == '?')
            break;
        i--;
    }
    return i;
}

/* The bytes [begin, end) of the text that are shown. */
typedef struct range {
    size_t begin, end;
} range;

/* What stands before the first and behind the last word belongs to them, if it is short. */
static range choose(const scanner *s, ph_str text, size_t max)
{
    size_t from, to;
    range r = {0, text.n};
    if (text.n <= max)
        return r;
    if (!s->words.n)
        return (range){0, ph_utf8_cut(text, max).n};
    best_window(s, max, &from, &to);
    from = lead_in(s, text, from, max);
    if (from > 0 || s->words.v[0].start > max / 3)
        r.begin = s->words.v[from].start;
    if (to < s->words.n || text.n - s->words.v[to - 1].end > max / 3)
        r.end = s->words.v[to - 1].end;
    r.end = r.begin + ph_utf8_cut(ph_sub(text, r.begin, r.end), max * 2).n;
    return r;
}

static void write_html(const scanner *s, ph_str text, range r, ph_buf *out)
{
    size_t at = r.begin;
    if (r.begin > 0)
        ph_buf_addc(out, "… ");
    for (size_t i = 0; i < s->words.n && s->words.v[i].start < r.end;) {
        size_t start = s->words.v[i].start, end = s->words.v[i].end;
        if (!s->words.v[i++].term || start < at)
            continue;
        for (; i < s->words.n && s->words.v[i].start <= end; i++)
            if (s->words.v[i].term) /* pairs of CJK characters overlap */
                end = s->words.v[i].end;
        end = end < r.end ? end : r.end;
        ph_html_escape(out, ph_sub(text, at, start));
        ph_buf_addc(out, "<mark>");
        ph_html_escape(out, ph_sub(text, start, end));
        ph_buf_addc(out, "</mark>");
        at = end;
    }
    ph_html_escape(out, ph_sub(text, at, r.end));
    if (r.end < text.n)
        ph_buf_addc(out, " …");
}

ph_status ph_snippet(ph_analyzer *analyzer, ph_str language, ph_str text,
                     const ph_strs *terms, const ph_strs *prefixes, size_t max,
                     ph_arena *arena, ph_str *html, ph_error *err)
{
    scanner s = {.arena = arena, .terms = terms, .prefixes = prefixes};
    ph_buf out = {0};
    ph_status status = ph_analyze(analyzer, language, text, scan, &s, err);
    if (status || s.failed)
        return status ? status : ph_fail_memory(err);
    write_html(&s, text, choose(&s, text, max), &out);
    *html = out.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&out));
    ph_buf_free(&out);
    return html->s ? PH_OK : ph_fail_memory(err);
}
