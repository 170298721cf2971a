/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which words of the list are a step or two from a word. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/limits.h"
#include "search/spell.h"
#include "search/text.h"
#include "search/wordlist.h"

/* Shorter words have too many neighbours, or any; those of two steps need more letters. */
#define LETTERS_LEAST 4
#define LETTERS_TWO_STEPS 7

typedef struct letters {
    int32_t at[PH_TERM_BYTES];
    size_t n;
    uint64_t mask; /* which there are, roughly: a bit for each */
} letters;

static letters spell_out(ph_str word)
{
    letters l = {.n = 0};
    for (size_t i = 0; i < word.n && l.n < PH_TERM_BYTES;) {
        int32_t c = ph_utf8_next(word, &i);
        l.at[l.n++] = c;
        l.mask |= UINT64_C(1) << (c & 63);
    }
    return l;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Optimal string alignment, a row at a time; stops as soon as all of a row is too much. */
static unsigned steps(const letters *a, const letters *b, unsigned most)
{
    unsigned rows[3][PH_TERM_BYTES + 1];
    size_t differ = a->n > b->n ? a->n - b->n : b->n - a->n;
    if (differ > most || (unsigned)__builtin_popcountll(a->mask ^ b->mask) > 2 * most)
        return most + 1;
    for (size_t j = 0; j <= b->n; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a->n; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *over = rows[(i + 1) % 3];
        unsigned best = row[0] = (unsigned)i;
        for (size_t j = 1; j <= b->n; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1,
                           above[j - 1] + (a->at[i - 1] != b->at[j - 1]));
            if (i > 1 && j > 1 && a->at[i - 1] == b->at[j - 2] &&
                a->at[i - 2] == b->at[j - 1])
                row[j] = least(row[j], over[j - 2] + 1);
            best = least(best, row[j]);
        }
        if (best > most)
            return most + 1;
    }
    return rows[a->n % 3][b->n];
}

unsigned ph_word_steps(ph_str a, ph_str b, unsigned most)
{
    letters left = spell_out(a), right = spell_out(b);
    return steps(&left, &right, most);
}

/* --- looking -------------------------------------------------------------------------------- */

typedef struct finder {
    const ph_reader *reader;
    ph_arena *arena;
    ph_str word;
    letters letters;
    unsigned most;
    ph_near_words *out;
    unsigned nearest;
    bool failed; /* no memory */
} finder;

static bool look_at(void *user, ph_str word, ph_str term)
{
    finder *f = user;
    if (word.n > f->word.n + 4 * f->most || f->word.n > word.n + 4 * f->most)
        return true;
    letters other = spell_out(word);
    unsigned n = steps(&f->letters, &other, f->most);
    if (n == 0 || n > f->most)
        return true;
    ph_near_word *slot = PH_PUSH(f->arena, f->out);
    ph_near_word found = {ph_dup(f->arena, word), ph_dup(f->arena, term), n,
                          other.at[0] == f->letters.at[0]};
    f->failed = !slot || !found.word.s || !found.term.s;
    if (!f->failed)
        *slot = found;
    if (n < f->nearest)
        f->nearest = n;
    return !f->failed;
}

static xapian_status look_in(finder *f, const int32_t *beginning, size_t n,
                             xapian_error *why)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < n; i++)
        ph_utf8_add(&buf, beginning[i]);
    f->failed |= buf.failed;
    xapian_status got = XAPIAN_OK;
    if (!f->failed)
        got = ph_words_each(f->reader, ph_buf_str(&buf), look_at, f, why);
    ph_buf_free(&buf);
    return got;
}

/* The first and last small letter of the script, of Latin or Cyrillic; else only the letter. */
static void alphabet(int32_t c, int32_t *first, int32_t *last)
{
    *first = c >= 'a' && c <= 'z' ? 'a' : c >= 0x430 && c <= 0x45F ? 0x430 : c;
    *last = c >= 'a' && c <= 'z' ? 'z' : c >= 0x430 && c <= 0x45F ? 0x45F : c;
}

/* Where something is wrong at the very beginning: the first two swapped, one too many, another
 * letter or one left out. */
static xapian_status look_elsewhere(finder *f, xapian_error *why)
{
    const int32_t *at = f->letters.at;
    int32_t first, last;
    alphabet(at[0], &first, &last);
    xapian_status got = look_in(f, (const int32_t[]){at[1], at[0]}, 2, why);
    if (!got)
        got = look_in(f, (const int32_t[]){at[1], at[2]}, 2, why);
    for (int32_t c = first; c <= last && !got && !f->failed; c++) {
        if (c != at[0])
            got = look_in(f, (const int32_t[]){c, at[1], at[2]}, 3, why);
        if (!got && c != at[0])
            got = look_in(f, (const int32_t[]){c, at[0], at[1]}, 3, why);
    }
    return got;
}

static int by_word(const void *left, const void *right)
{
    const ph_near_word *a = left, *b = right;
    int order = ph_cmp(a->word, b->word);
    return a->steps != b->steps ? (a->steps > b->steps) - (a->steps < b->steps)
           : order              ? order
                                : ph_cmp(a->term, b->term);
}

/* Each once, nearest first. */
static void settle(ph_near_words *list)
{
    size_t kept = 0;
    if (list->n)
        qsort(list->v, list->n, sizeof *list->v, by_word);
    for (size_t i = 0; i < list->n && kept < PH_SPELL_NEAR; i++)
        if (!kept || by_word(&list->v[kept - 1], &list->v[i]) != 0)
            list->v[kept++] = list->v[i];
    list->n = kept;
}

xapian_status ph_near_find(const ph_reader *reader, ph_str word, bool everywhere,
                           ph_arena *arena, ph_near_words *out, ph_status *status,
                           ph_error *err, xapian_error *why)
{
    finder f = {.reader = reader,
                .arena = arena,
                .word = word,
                .letters = spell_out(word),
                .out = out};
    *out = (ph_near_words){0};
    if (f.letters.n < LETTERS_LEAST)
        return XAPIAN_OK;
    f.most = f.letters.n < LETTERS_TWO_STEPS ? 1 : 2;
    f.nearest = f.most + 1;
    xapian_status got = look_in(&f, f.letters.at, 2, why);
    if (!got && everywhere && f.nearest > 1) /* the rest of the list is long */
        got = look_in(&f, f.letters.at, 1, why);
    if (!got && everywhere && f.nearest > 1)
        got = look_elsewhere(&f, why);
    if (f.failed)
        *status = ph_fail_memory(err);
    settle(out);
    return got;
}
