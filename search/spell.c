/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>
#include <unicode/uchar.h>

#include "search/budget.h"
#include "search/limits.h"
#include "search/spell.h"
#include "search/text.h"
#include "search/unaccented.h"

#define CHOICES 3 /* spellings of one word that are tried */

/* What a step, and another first letter, weigh against frequency, which counts by powers of two:
 * a word of twice the steps must be in sixteen times as many documents. */
#define STEP_WEIGHT 4
#define START_WEIGHT 2

typedef struct choice {
    ph_str text;
    double score;
} choice;

/* A part of the question's text, and what may stand in its place; best first. */
typedef struct fix {
    size_t start, end;
    choice choices[CHOICES];
    size_t n;
} fix;

typedef struct speller {
    ph_reader *r;
    ph_search_unit *u;
    ph_spell_count_fn count;
    PH_VEC(fix) fixes;
    size_t looked; /* words looked for in the list */
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} speller;

/* --- how frequent a word is ----------------------------------------------------------------- */

static xapian_status term_freq(const speller *s, char prefix, ph_str term,
                               xapian_doccount *freq)
{
    char bytes[PH_TERM_BYTES + 1] = {prefix};
    size_t n = prefix != 0;
    if (term.n > PH_TERM_BYTES)
        return XAPIAN_OK;
    memcpy(bytes + n, term.s, term.n);
    return ph_term_freq(s->r, (ph_str){bytes, n + term.n}, freq, s->why);
}

/* The terms that a word is searched by (ph_plan_places), and the documents of the most frequent. */
static xapian_status word_freq(const speller *s, char prefix, ph_str word, ph_strs *terms,
                               xapian_doccount *most)
{
    xapian_status got = XAPIAN_OK;
    *most = 0;
    for (size_t l = 0; l <= s->r->languages.n && !*s->status; l++)
        *s->status = ph_analyze_all(
            s->r->analyzer, l < s->r->languages.n ? s->r->languages.v[l] : PH_STR(""), word,
            s->u->arena, terms, s->err);
    if (!*s->status)
        got =
            ph_unaccented_terms(s->r, word, s->u->arena, terms, s->status, s->err, s->why);
    for (size_t i = 0; i < terms->n && !got && !*s->status; i++) {
        xapian_doccount freq = 0;
        got = term_freq(s, prefix, terms->v[i], &freq);
        *most = freq > *most ? freq : *most;
    }
    return got;
}

/* --- choices ---------------------------------------------------------------------------------- */

static void keep_best(fix *f, choice c)
{
    size_t at = f->n;
    for (size_t i = 0; i < f->n; i++)
        if (ph_eq(f->choices[i].text, c.text)) { /* the same with another term */
            if (f->choices[i].score >= c.score)
                return;
            memmove(f->choices + i, f->choices + i + 1,
                    (f->n - i - 1) * sizeof *f->choices);
            at = --f->n;
            break;
        }
    while (at > 0 && (f->choices[at - 1].score < c.score ||
                      (f->choices[at - 1].score == c.score &&
                       ph_cmp(f->choices[at - 1].text, c.text) > 0)))
        at--;
    if (at == CHOICES)
        return;
    if (f->n < CHOICES)
        f->n++;
    memmove(f->choices + at + 1, f->choices + at, (f->n - at - 1) * sizeof *f->choices);
    f->choices[at] = c;
}

/* The word as it was begun: with a capital, or without. */
static ph_str like(ph_arena *arena, ph_str model, ph_str word)
{
    size_t at = 0, rest = 0;
    if (!model.n || !word.n || !u_isupper(ph_utf8_next(model, &at)))
        return ph_dup(arena, word);
    ph_buf buf = {0};
    ph_utf8_add(&buf, u_toupper(ph_utf8_next(word, &rest)));
    ph_buf_add(&buf, ph_sub(word, rest, word.n));
    ph_str out = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return out;
}

/* Words near one that `freq` documents have, and by far more documents. */
static xapian_status weigh(speller *s, ph_str word, char prefix, xapian_doccount freq,
                           const ph_strs *terms, const ph_near_words *near, fix *f)
{
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; i < near->n && !got && !*s->status; i++) {
        const ph_near_word *n = &near->v[i];
        xapian_doccount has = 0;
        if (ph_strs_has(terms, n->term) || (freq && n->steps > 1))
            continue;
        got = term_freq(s, prefix, n->term, &has);
        if (got || has == 0 || has / PH_SPELL_RARER < freq)
            continue;
        choice c = {like(s->u->arena, word, n->word), log2(has) -
                                                          STEP_WEIGHT * (double)n->steps -
                                                          START_WEIGHT * !n->same_start};
        if (!c.text.s)
            *s->status = ph_fail_memory(s->err);
        else
            keep_best(f, c);
    }
    return got;
}

static bool has_digit(ph_str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (word.s[i] >= '0' && word.s[i] <= '9')
            return true;
    return false;
}

static void add_fix(speller *s, const fix *f)
{
    fix *slot = f->n ? PH_PUSH(s->u->arena, &s->fixes) : NULL;
    if (slot)
        *slot = *f;
    else if (f->n)
        *s->status = ph_fail_memory(s->err);
}

/* One word of the question. */
static xapian_status look_at_word(speller *s, ph_str word, char prefix)
{
    const ph_str folds[] = {PH_STR(""), PH_STR("sr")};
    const size_t start = (size_t)(word.s - s->u->query->q.s);
    fix f = {.start = start, .end = start + word.n};
    ph_strs terms = {0}, folded = {0};
    xapian_doccount freq;
    xapian_status got = word_freq(s, prefix, word, &terms, &freq);
    if (got || *s->status || freq >= PH_SPELL_FEW ||
        freq > s->r->documents / PH_SPELL_RARER || has_digit(word) ||
        s->looked >= PH_SPELL_WORDS)
        return got;
    s->looked++;
    for (size_t i = 0; i < 2 && !got && !*s->status; i++) {
        ph_near_words near;
        size_t before = folded.n;
        *s->status =
            ph_analyze_all(s->r->analyzer, folds[i], word, s->u->arena, &folded, s->err);
        if (*s->status || folded.n != before + 1 ||
            (i > 0 && ph_eq(folded.v[0], folded.v[i])))
            continue;
        /* what some documents have is more often rare than wrong */
        got = ph_near_find(s->r, folded.v[i], freq == 0, s->u->arena, &near, s->status,
                           s->err, s->why);
        if (!got && !*s->status)
            got = weigh(s, word, prefix, freq, &terms, &near, &f);
    }
    if (!got && !*s->status)
        add_fix(s, &f);
    return got;
}

/* --- the other keyboard ------------------------------------------------------------------------- */

/* What the keys of one keyboard give on the other; false: one of them is on neither. */
static bool other_keys(ph_str text, ph_buf *out)
{
    static const char english[] = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:"
                                  "\"ZXCVBNM<>";
    static const UChar32 russian[] = {
        U'ё', U'й', U'ц', U'у', U'к', U'е', U'н', U'г', U'ш', U'щ', U'з', U'х', U'ъ', U'ф',
        U'ы', U'в', U'а', U'п', U'р', U'о', U'л', U'д', U'ж', U'э', U'я', U'ч', U'с', U'м',
        U'и', U'т', U'ь', U'б', U'ю', U'Ё', U'Й', U'Ц', U'У', U'К', U'Е', U'Н', U'Г', U'Ш',
        U'Щ', U'З', U'Х', U'Ъ', U'Ф', U'Ы', U'В', U'А', U'П', U'Р', U'О', U'Л', U'Д', U'Ж',
        U'Э', U'Я', U'Ч', U'С', U'М', U'И', U'Т', U'Ь', U'Б', U'Ю'};
    const size_t keys = sizeof english - 1;
    size_t at = 0, key = 0;
    bool latin = text.n && (unsigned char)text.s[0] < 0x80;
    while (at < text.n) {
        UChar32 c = ph_utf8_next(text, &at);
        for (key = 0; key < keys; key++)
            if (latin ? c == (UChar32)english[key] : c == russian[key])
                break;
        if (key == keys)
            return false;
        if (latin)
            ph_utf8_add(out, russian[key]);
        else
            ph_buf_byte(out, english[key]);
    }
    return !out->failed;
}

/* A piece of the question that no document has, typed on the other keyboard. */
static xapian_status try_keys(speller *s, ph_str piece, char prefix, bool *found)
{
    const size_t start = (size_t)(piece.s - s->u->query->q.s);
    fix f = {.start = start, .end = start + piece.n, .n = 1};
    ph_buf buf = {0};
    ph_str typed =
        other_keys(piece, &buf) ? ph_dup(s->u->arena, ph_buf_str(&buf)) : PH_ABSENT;
    ph_strs terms = {0};
    xapian_doccount freq = 0, other = 0;
    size_t at = 0, from, to;
    xapian_status got = XAPIAN_OK;
    ph_buf_free(&buf);
    *found = typed.s && ph_next_word(typed, &at, &from, &to) && from == 0 && to == typed.n;
    if (*found)
        got = word_freq(s, prefix, piece, &terms, &freq);
    terms = (ph_strs){0};
    if (*found && !got && !*s->status)
        got = word_freq(s, prefix, typed, &terms, &other);
    *found &= !got && !*s->status && freq == 0 && other > 0;
    f.choices[0].text = typed;
    if (*found)
        add_fix(s, &f);
    return got;
}

/* --- the question ------------------------------------------------------------------------------ */

static xapian_status look_at_text(speller *s, const ph_node *node)
{
    size_t at = 0, start, end;
    bool done = false;
    xapian_status got = XAPIAN_OK;
    if (node->type == PH_NODE_WORD)
        got = try_keys(s, node->text, node->prefix, &done);
    while (!got && !done && !*s->status && ph_next_word(node->text, &at, &start, &end))
        got = look_at_word(s, ph_sub(node->text, start, end), node->prefix);
    return got;
}

static xapian_status look_at(speller *s, const ph_node *node)
{
    xapian_status got = XAPIAN_OK;
    if (!node || node->demand == PH_MUST_NOT)
        return XAPIAN_OK;
    if (node->type == PH_NODE_WORD || node->type == PH_NODE_PHRASE)
        got = look_at_text(s, node);
    for (size_t i = 0; i < node->children.n && !got && !*s->status; i++)
        got = look_at(s, node->children.v[i]);
    return got;
}

/* The text with the best choices, but for one word another one. */
static ph_str rewrite(const speller *s, size_t one, size_t other)
{
    ph_buf buf = {0};
    ph_str q = s->u->query->q;
    size_t at = 0;
    for (size_t i = 0; i < s->fixes.n; i++) {
        const fix *f = &s->fixes.v[i];
        ph_buf_add(&buf, ph_sub(q, at, f->start));
        ph_buf_add(&buf, f->choices[i == one ? other : 0].text);
        at = f->end;
    }
    ph_buf_add(&buf, ph_sub(q, at, q.n));
    ph_str text = buf.failed ? PH_ABSENT : ph_dup(s->u->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return text;
}

/* How many results a text has with the question's filters, but at most so many. */
static xapian_status count(speller *s, ph_str text, xapian_doccount most,
                           xapian_doccount *n)
{
    ph_query query = *s->u->query;
    query.q = text;
    return s->count(s->r, &query, s->u->arena, most, n, s->status, s->err, s->why);
}

static xapian_status try_all(speller *s)
{
    xapian_doccount before = 0, now = 0;
    unsigned tries = 0;
    xapian_status got = count(s, s->u->query->q, PH_SPELL_FEW, &before);
    if (before >= PH_SPELL_FEW)
        return got;
    for (size_t other = 0; other < CHOICES; other++)
        for (size_t i = 0; i < (other ? s->fixes.n : 1); i++) {
            if (got || *s->status || other >= s->fixes.v[i].n || tries++ >= PH_SPELL_TRIES)
                continue;
            ph_str text = rewrite(s, i, other);
            if (!text.s)
                *s->status = ph_fail_memory(s->err);
            else if (text.n <= PH_QUERY_BYTES)
                got = count(s, text, before + 1, &now);
            if (!got && !*s->status && now > before) {
                s->u->result->suggestion = text;
                return XAPIAN_OK;
            }
        }
    return got;
}

xapian_status ph_spell(ph_reader *r, ph_search_unit *u, ph_spell_count_fn count_text,
                       ph_status *status, ph_error *err, xapian_error *why)
{
    speller s = {
        .r = r, .u = u, .count = count_text, .status = status, .err = err, .why = why};
    if ((!u->result->relaxed && u->result->total >= PH_SPELL_FEW) ||
        u->cost > ph_budget_tried(r))
        return XAPIAN_OK;
    xapian_status got = look_at(&s, u->tree);
    if (!got && !*status && s.fixes.n)
        got = try_all(&s);
    return got;
}
