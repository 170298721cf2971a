/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/sdg_words.h"

#define FOLDED 48 /* bytes of a word that count */

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* The bytes of the letter that begins at i; 0: none begins there. */
static size_t letter(ph_str s, size_t i)
{
    unsigned char c = (unsigned char)s.s[i];
    if ((c | 32) >= 'a' && (c | 32) <= 'z')
        return 1;
    if (c < 0xc3) /* ASCII, a byte inside a character, U+0080 to U+00BF */
        return 0;
    size_t n = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (c == 0xe2 && i + 1 < s.n && (unsigned char)s.s[i + 1] == 0x80)
        return 0;
    return i + n <= s.n ? n : s.n - i;
}

/* The length of an apostrophe and an s at i, with no letter behind; else 0. */
static size_t possessive(ph_str s, size_t i)
{
    size_t n = 0;
    if (s.s[i] == '\'')
        n = 1;
    else if (ph_starts(ph_sub(s, i, s.n), PH_STR("\xe2\x80\x99")))
        n = 3;
    if (!n || i + n >= s.n || (s.s[i + n] | 32) != 's')
        return 0;
    n++;
    return i + n < s.n && (letter(s, i + n) || is_digit((unsigned char)s.s[i + n])) ? 0 : n;
}

static bool ends(const char *w, size_t n, const char *ending)
{
    size_t m = strlen(ending);
    return n > m && memcmp(w + n - m, ending, m) == 0;
}

/* The length of a word without its ending of the plural; "ies" becomes "y". */
static size_t singular(char *w, size_t n)
{
    if (n < 4 || w[n - 1] != 's')
        return n;
    if (n > 4 && ends(w, n, "ies")) {
        w[n - 3] = 'y';
        return n - 2;
    }
    if (n > 4 && (ends(w, n, "sses") || ends(w, n, "shes") || ends(w, n, "ches") ||
                  ends(w, n, "xes")))
        return n - 2;
    return strchr("sui", w[n - 2]) ? n : n - 1;
}

static uint32_t hash_of(const char *w, size_t n)
{
    uint64_t h = ph_hash(w, n, PH_HASH_SEED);
    return (uint32_t)(h ^ h >> 32);
}

uint32_t ph_sdg_extend(uint32_t phrase, uint32_t word)
{
    uint32_t h = (phrase * UINT32_C(0x85ebca6b) ^ word) * UINT32_C(0x9e3779b1);
    return h ^ h >> 15;
}

/* A word that begins at `at`; false: one that does not count. */
static bool take_word(ph_sdg_scan *scan, ph_sdg_word *word)
{
    char folded[FOLDED];
    const ph_str s = scan->text;
    size_t i = scan->at, n = 0, step;
    while (i < s.n && ((step = letter(s, i)) || is_digit((unsigned char)s.s[i]))) {
        for (step += !step; step; step--, i++)
            if (n < FOLDED)
                folded[n++] = s.s[i] >= 'A' && s.s[i] <= 'Z' ? s.s[i] | 32 : s.s[i];
    }
    *word = (ph_sdg_word){.start = scan->at, .end = i, .apart = scan->apart};
    scan->at = i < s.n ? i + possessive(s, i) : i;
    for (size_t k = 1; k < n; k++)
        if (folded[k] == 'z' && folded[k - 1] == 'i')
            folded[k] = 's';
    n = singular(folded, n);
    scan->goal = (n == 3 && memcmp(folded, "sdg", 3) == 0) ||
                 (n == 4 && memcmp(folded, "goal", 4) == 0);
    word->hash = hash_of(folded, n);
    return n > 1;
}

static bool take_number(ph_sdg_scan *scan, ph_sdg_word *word)
{
    const ph_str s = scan->text;
    size_t i = scan->at;
    while (i < s.n && is_digit((unsigned char)s.s[i]))
        i++;
    bool counts = scan->goal && i - scan->at < 3;
    *word = (ph_sdg_word){hash_of(s.s + scan->at, i - scan->at), scan->at, i, scan->apart};
    scan->at = i;
    scan->goal = false;
    return counts;
}

bool ph_sdg_next(ph_sdg_scan *scan, ph_sdg_word *word)
{
    while (scan->at < scan->text.n) {
        unsigned char c = (unsigned char)scan->text.s[scan->at];
        bool counts = false;
        if (letter(scan->text, scan->at))
            counts = take_word(scan, word);
        else if (is_digit(c))
            counts = take_number(scan, word);
        else {
            scan->apart = scan->apart || (c && strchr(".;:!?()", c));
            scan->at++;
        }
        if (counts) {
            scan->apart = false;
            return true;
        }
    }
    return false;
}
