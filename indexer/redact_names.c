/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a name that is known stands in a text. */
#include "config.h"

#include <string.h>
#include <unicode/uchar.h>

#include "indexer/redact_parts.h"
#include "search/analysis.h"
#include "search/text.h"

#define NAME_WORDS 8
#define ENDING 3 /* letters that a grammatical case adds to a name */

typedef struct text_word {
    ph_str key;
    size_t start, end;
    bool capital;
} text_word;

typedef PH_VEC(text_word) text_words;

/* Whether a word begins with a capital, behind an article: "d'Example". */
static bool has_capital(ph_str word)
{
    size_t at = 0;
    for (size_t i = 1; i < word.n && i < 4; i++)
        if (word.s[i] == '\'')
            at = i + 1;
        else if (ph_starts(ph_sub(word, i, word.n), PH_STR("’")))
            at = i + strlen("’");
    return at < word.n && !u_islower(ph_utf8_next(word, &at));
}

/* Where the next address on the web begins and ends, from byte `from` on. */
static ph_span next_address(ph_str text, size_t from)
{
    const char *sign =
        from < text.n ? memmem(text.s + from, text.n - from, "://", 3) : NULL;
    size_t start = sign ? (size_t)(sign - text.s) : text.n;
    const char *space = sign ? memchr(sign, ' ', text.n - start) : NULL;
    return (ph_span){start, space ? (size_t)(space - text.s) : text.n};
}

/* any_case: small letters may begin a name, as in the name of a file; in an address on the web
 * they always may. */
static bool read_words(ph_arena *arena, ph_str text, bool any_case, text_words *out)
{
    size_t start, end;
    ph_span web = next_address(text, 0);
    for (size_t at = 0; ph_next_word(text, &at, &start, &end);) {
        text_word *w = PH_PUSH(arena, out);
        ph_str word = ph_sub(text, start, end);
        if (start >= web.end)
            web = next_address(text, web.end);
        if (!w)
            return false;
        *w = (text_word){ph_text_key(arena, word), start, end,
                         any_case || start > web.start || has_capital(word)};
        if (!w->key.s)
            return false;
    }
    return true;
}

bool ph_is_honorific(ph_str key)
{
    static const char *const words[] = {
        "mr",        "mrs",  "ms",     "miss",     "dr",       "prof",
        "professor", "sir",  "mme",    "mlle",     "monsieur", "madame",
        "dl",        "dna",  "domnul", "doamna",   "gospodin", "gospodja",
        "gdin",      "gdja", "г",      "господин", "госпожа",  "гн",
        "гжа",       "д",    "проф",   "др",       "н",        "жа"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ph_eqc(key, words[i]))
            return true;
    return false;
}

static size_t letters_in(ph_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; n++)
        ph_utf8_next(s, &i);
    return n;
}

/* Without a last vowel, which the case of a name changes: "касымова" -> "касымов". */
static ph_str stem_of(ph_str key)
{
    static const char *const vowels[] = {"a", "e", "i", "o", "u", "y", "а", "е",
                                         "и", "о", "у", "ы", "ь", "й", "я", "ю"};
    for (size_t v = 0; v < sizeof vowels / sizeof *vowels; v++)
        if (ph_ends(key, ph_cstr(vowels[v])))
            return ph_sub(key, 0, key.n - strlen(vowels[v]));
    return key;
}

/* What a grammatical case may put behind a stem: in Latin letters one of a few endings, in
 * others (Cyrillic) up to ENDING letters. */
static bool is_ending(ph_str s)
{
    static const char *const endings[] = {"",   "a",  "e",  "i",  "o",   "u",
                                          "om", "em", "ei", "ul", "ului"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ph_eqc(s, endings[i]))
            return true;
    return (unsigned char)s.s[0] >= 0x80 && letters_in(s) <= ENDING;
}

/* Whether a word of the text is that word of a name, or its initial.  In "Example's" and
 * "d'Example", whose keys have a space, one part is. */
static bool is_word(ph_str key, ph_str word, bool *initial)
{
    size_t n = letters_in(key), first = 0;
    ph_str part;
    *initial = false;
    if (ph_eq(key, word))
        return true;
    for (ph_str rest = key; memchr(key.s, ' ', key.n) && ph_split(&rest, ' ', &part);)
        if (letters_in(part) > 1 && is_word(part, word, initial))
            return true;
    ph_utf8_next(word, &first);
    if (n == 1) {
        *initial = ph_eq(key, ph_sub(word, 0, first));
        return *initial;
    }
    ph_str stem = stem_of(word);
    return letters_in(stem) >= 3 && ph_starts(key, stem) &&
           is_ending(ph_sub(key, stem.n, key.n));
}

/* How many words from i on are words of the name, each once, in whatever order.  *full: how
 * many of them are more than an initial. */
static size_t run_of(const text_words *w, size_t i, const ph_strs *name, size_t *full)
{
    unsigned used = 0;
    size_t n = 0;
    *full = 0;
    for (; i + n < w->n && n < NAME_WORDS && w->v[i + n].capital; n++) {
        bool initial = false, found = false;
        for (size_t j = 0; j < name->n && j < NAME_WORDS && !found; j++)
            if (!(used & 1U << j) && is_word(w->v[i + n].key, name->v[j], &initial)) {
                used |= 1U << j;
                found = true;
            }
        if (!found)
            break;
        *full += !initial;
    }
    return n;
}

/* How many words from i on name the person: two words of the name, one with an initial, a
 * name of one word, or one word behind "Ms". */
static size_t name_at(const text_words *w, size_t i, const ph_strs *name)
{
    size_t full, n = run_of(w, i, name, &full);
    if (!full)
        return 0;
    if (n >= 2)
        return n;
    bool whole = letters_in(w->v[i].key) > 2;
    if (name->n == 1)
        return whole && ph_eq(w->v[i].key, name->v[0]) ? 1 : 0;
    return whole && i > 0 && ph_is_honorific(w->v[i - 1].key) ? 1 : 0;
}

/* The words of a name without "Dr". */
static bool split_name(ph_arena *arena, ph_str name, ph_strs *words)
{
    ph_str rest = ph_text_key(arena, name), word;
    if (!rest.s)
        return false;
    while (ph_split(&rest, ' ', &word))
        if (word.n && !ph_is_honorific(word) && !ph_strs_add(arena, words, word))
            return false;
    return true;
}

bool ph_names_in(ph_arena *arena, ph_str text, bool any_case, const ph_strs *names,
                 ph_spans *out)
{
    text_words w = {0};
    if (names->n && !read_words(arena, text, any_case, &w))
        return false;
    for (size_t j = 0; j < names->n; j++) {
        ph_strs name = {0};
        if (!split_name(arena, names->v[j], &name))
            return false;
        for (size_t i = 0; i < w.n; i++) {
            size_t n = name.n ? name_at(&w, i, &name) : 0;
            for (size_t k = i; k < i + n; k++)
                w.v[k].key = PH_STR(""); /* taken */
        }
    }
    for (size_t i = 0; i < w.n; i++) {
        size_t from = i;
        while (i < w.n && !w.v[i].key.n)
            i++;
        ph_span *span = i > from ? PH_PUSH(arena, out) : NULL;
        if (span)
            *span = (ph_span){w.v[from].start, w.v[i - 1].end};
        else if (i > from)
            return false;
    }
    return true;
}
