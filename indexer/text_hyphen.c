/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include <unicode/uchar.h>

#include "indexer/text_hyphen.h"
#include "search/text.h"

#define HYPHEN 0x2010
#define FIRST_SIZE 1024
#define CUT_SHARE 40 /* compounds alone cut fewer lines than one in so many */

/* A set of hashes with open addressing: two words with one hash are no harm here. */
struct ph_words {
    ph_arena *arena;
    uint64_t *slots; /* 0: free */
    size_t size, n;  /* size is a power of two, at least twice n */
    bool hyphenated; /* a program cut words at line ends */
};

static bool is_hyphen(int32_t c)
{
    return c == '-' || c == HYPHEN || c == 0x2011;
}

/* The word at *i, and *i moved behind it; letters and digits, with hyphens between them.
 * Empty at the end. */
static ph_str next_word(ph_str text, size_t *i)
{
    size_t from = text.n, to = 0;
    while (*i < text.n) {
        size_t at = *i;
        int32_t c = ph_utf8_next(text, i);
        bool letter = u_isalnum(c) || u_getCombiningClass(c);
        if (letter) {
            from = at < from ? at : from;
            to = *i;
        } else if (from < text.n && (!is_hyphen(c) || to < at))
            break;
    }
    return to > from ? ph_sub(text, from, to) : PH_STR("");
}

/* Case does not count, and all hyphens are one. */
static uint64_t hash_on(uint64_t hash, ph_str word)
{
    for (size_t i = 0; i < word.n;) {
        int32_t c = ph_utf8_next(word, &i);
        c = is_hyphen(c) ? '-' : u_tolower(c);
        hash = ph_hash(&c, sizeof c, hash);
    }
    return hash ? hash : 1;
}

/* Where a hash is, or belongs. */
static uint64_t *slot_of(const ph_words *words, uint64_t hash)
{
    size_t i = hash & (words->size - 1);
    while (words->slots[i] && words->slots[i] != hash)
        i = (i + 1) & (words->size - 1);
    return &words->slots[i];
}

static bool has(const ph_words *words, uint64_t hash)
{
    return *slot_of(words, hash) != 0;
}

/* Returns false when there is no memory. */
static bool resize(ph_words *words, size_t size)
{
    ph_words old = *words;
    words->slots = ph_alloc(words->arena, size * sizeof *words->slots);
    if (!words->slots)
        return false;
    words->size = size;
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i])
            *slot_of(words, old.slots[i]) = old.slots[i];
    return true;
}

static bool put(ph_words *words, uint64_t hash)
{
    uint64_t *slot = slot_of(words, hash);
    if (*slot)
        return true;
    *slot = hash;
    return ++words->n * 2 < words->size || resize(words, words->size * 2);
}

/* The part of a word before the hyphen at the end of a line; empty if there is none. */
static ph_str cut_part(ph_str line)
{
    static const ph_str hyphens[] = {{"-", 1}, {"\xE2\x80\x90", 3}};
    for (size_t i = 0; i < 2; i++) {
        if (!ph_ends(line, hyphens[i]))
            continue;
        ph_str part = ph_sub(line, 0, line.n - hyphens[i].n);
        size_t from = part.n;
        while (from > 0 && part.s[from - 1] != ' ')
            from--;
        ph_str word = ph_sub(part, from, part.n);
        while (word.n && strchr("(\"'", word.s[0]))
            word = ph_sub(word, 1, word.n);
        return word;
    }
    return PH_STR("");
}

/* A word, and the parts of one with hyphens. */
static bool add_word(ph_words *words, ph_str word)
{
    bool ok = put(words, hash_on(PH_HASH_SEED, word));
    ph_str part;
    if (memchr(word.s, '-', word.n))
        while (ok && ph_split(&word, '-', &part))
            ok = !part.n || put(words, hash_on(PH_HASH_SEED, part));
    return ok;
}

/* Whether words are cut at line ends as a matter of course: then many lines of a layout end so,
 * or the document has most of the words whole.  Who wraps lines by hand cuts none. */
static void find_habit(ph_words *words, const ph_lines *lines)
{
    size_t all = 0, cuts = 0, whole = 0;
    for (size_t i = 0; i + 1 < lines->n; i++) {
        size_t at = 0;
        ph_str a = cut_part(lines->v[i].text), b = next_word(lines->v[i + 1].text, &at);
        all += lines->v[i].width > 0;
        if (!a.n || !b.n || !ph_starts_lower(b))
            continue;
        cuts++;
        whole += has(words, hash_on(hash_on(PH_HASH_SEED, a), b));
    }
    words->hyphenated = whole * 2 > cuts || (all && cuts * CUT_SHARE > all);
}

/* Most plain text has none, and needs no words to decide. */
static bool has_cuts(const ph_lines *lines)
{
    for (size_t i = 0; i < lines->n; i++)
        if (cut_part(lines->v[i].text).n)
            return true;
    return false;
}

ph_words *ph_words_new(ph_arena *arena, const ph_lines *lines)
{
    ph_words *words = PH_NEW(arena, ph_words);
    if (!words)
        return NULL;
    words->arena = arena;
    bool torn = false; /* the first word of a line is the rest of one */
    if (!resize(words, FIRST_SIZE))
        return NULL;
    if (!has_cuts(lines))
        return words;
    for (size_t i = 0; i < lines->n; i++) {
        ph_str text = lines->v[i].text, cut = cut_part(text);
        if (!text.n)
            continue;
        text = ph_sub(text, 0, text.n - (cut.n ? cut.n + 1 : 0));
        size_t at = 0;
        for (ph_str word = next_word(text, &at); word.n; word = next_word(text, &at)) {
            if (!torn && !add_word(words, word))
                return NULL;
            torn = false;
        }
        torn = cut.n > 0;
    }
    find_habit(words, lines);
    return words;
}

/* "pre- and post-": a word that stands between two of which one is cut. */
static bool is_conjunction(ph_str word)
{
    static const char *const list[] = {"and", "or", "to",  "und", "oder", "bzw",
                                       "et",  "ou", "och", "и",   "или",  "și"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (ph_eqc(word, list[i]))
            return true;
    return false;
}

/* What is no word by itself. */
static bool is_ending(ph_str part)
{
    static const char *const list[] = {
        "able", "al",   "ally",  "ance", "ation", "ations",  "ed",    "ence", "er",
        "ers",  "ful",  "ible",  "ing",  "ings",  "isation", "ity",   "ive",  "ization",
        "ly",   "ment", "ments", "ness", "ous",   "sion",    "sions", "tion", "tions"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (ph_eqc(part, list[i]))
            return true;
    return false;
}

ph_joint ph_words_join(const ph_words *words, ph_str line, ph_str next)
{
    size_t at = 0, first = 0;
    ph_str a = cut_part(line), b = next_word(next, &at);
    if (!a.n || !b.n || b.s != next.s)
        return PH_JOINT_SPACE;
    size_t last = a.n;
    while (last > 0 && ((unsigned char)a.s[--last] & 0xC0) == 0x80) {
    }
    if (!u_isalnum(ph_utf8_next(a, &last)))
        return PH_JOINT_SPACE;
    int32_t c = ph_utf8_next(b, &first);
    if (is_conjunction(b))
        return PH_JOINT_SPACE;
    if (!u_islower(c) || memchr(a.s, '-', a.n) || memchr(b.s, '-', b.n))
        return u_isalnum(c) ? PH_JOINT_KEEP : PH_JOINT_SPACE;
    uint64_t head = hash_on(PH_HASH_SEED, a);
    if (has(words, hash_on(hash_on(head, PH_STR("-")), b)))
        return PH_JOINT_KEEP;
    if (has(words, hash_on(head, b)) || is_ending(b))
        return PH_JOINT_DROP;
    bool parts = has(words, head) && has(words, hash_on(PH_HASH_SEED, b));
    return parts || !words->hyphenated ? PH_JOINT_KEEP : PH_JOINT_DROP;
}
