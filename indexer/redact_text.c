/* SPDX-License-Identifier: GPL-2.0-or-later */
/* E-mail addresses, telephone numbers and names out of a text. */
#include "config.h"

#include <string.h>
#include <unicode/uchar.h>

#include "indexer/redact.h"
#include "search/analysis.h"
#include "search/text.h"

#define PHONE_DIGITS 7 /* fewer are a year, an article, an amount */
#define LOCAL_DIGITS 5 /* behind a word that says telephone */
#define PHONE_MOST 16
#define NAME_WORDS 8
#define ENDING 3 /* letters that a grammatical case adds to a name */

/* --- cutting out ------------------------------------------------------------------------------------ */

/* A text with pieces taken out of it. */
typedef struct cutter {
    ph_str text;
    ph_buf out;
    size_t done;
    bool touched;
} cutter;

static void cut(cutter *c, size_t start, size_t end)
{
    if (start < c->done)
        start = c->done;
    ph_buf_add(&c->out, ph_sub(c->text, c->done, start));
    ph_buf_addc(&c->out, PH_REDACTED);
    c->done = end;
    c->touched = true;
}

static ph_str cut_end(cutter *c, ph_arena *arena)
{
    ph_buf_add(&c->out, ph_sub(c->text, c->done, c->text.n));
    ph_str clean = c->out.failed ? PH_ABSENT
                   : c->touched  ? ph_dup(arena, ph_buf_str(&c->out))
                                 : c->text;
    ph_buf_free(&c->out);
    return clean;
}

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* --- e-mail ------------------------------------------------------------------------------------------- */

static bool is_mail_char(char c)
{
    return is_letter(c) || is_digit(c) || (c && strchr("._%+-", c));
}

/* The bytes of an at sign at i, also as those write it who fear robots; 0: none. */
static size_t at_sign(ph_str text, size_t i)
{
    static const char *const signs[] = {"@", " @ ", "(at)", " (at) ", "[at]", " [at] "};
    if (!text.s[i] || !strchr("@ ([", text.s[i]))
        return 0;
    for (size_t s = 0; s < sizeof signs / sizeof *signs; s++)
        if (ph_eq_nocase(ph_sub(text, i, i + strlen(signs[s])), ph_cstr(signs[s])))
            return strlen(signs[s]);
    return 0;
}

/* The end of an e-mail address whose at sign is at i, and its beginning; 0: none. */
static size_t mail_around(ph_str text, size_t i, size_t *start)
{
    size_t sign = at_sign(text, i), from = i, host = i + sign, to = host, dot = 0;
    if (!sign)
        return 0;
    while (from > 0 && is_mail_char(text.s[from - 1]))
        from--;
    for (; to < text.n && is_mail_char(text.s[to]); to++)
        if (text.s[to] == '.' && to + 1 < text.n && is_mail_char(text.s[to + 1]))
            dot = to;
    while (to > host && text.s[to - 1] == '.')
        to--;
    *start = from;
    bool named = dot > host && dot + 2 < to && is_letter(text.s[dot + 1]);
    return from < i && named ? to : 0;
}

/* --- telephones --------------------------------------------------------------------------------------- */

/* The bytes of what may stand between the digits of a number at i; 0: not such a thing. */
static size_t phone_gap(ph_str text, size_t i)
{
    static const char *const dashes[] = {"‐", "‑", "‒", "–", "—", "−"};
    if (text.s[i] && strchr(" ()-./", text.s[i]))
        return 1;
    for (size_t d = 0; d < sizeof dashes / sizeof *dashes; d++)
        if (ph_starts(ph_sub(text, i, text.n), ph_cstr(dashes[d])))
            return strlen(dashes[d]);
    return 0;
}

/* A run of digits from i on, with gaps of at most three signs. */
typedef struct phone {
    char digits[PHONE_MOST];
    size_t n, end; /* end: behind the last digit */
} phone;

static phone read_phone(ph_str text, size_t i)
{
    phone p = {.end = i};
    size_t gap = 0, signs = 0;
    while (i < text.n && p.n < PHONE_MOST) {
        if (is_digit(text.s[i])) {
            p.digits[p.n++] = text.s[i++];
            p.end = i;
            signs = 0;
        } else if (signs++ < 3 && (gap = phone_gap(text, i)) != 0) {
            i += gap;
        } else {
            break;
        }
    }
    return p;
}

/* The bytes of " number", " no." and the like at i; 0: there is none. */
static size_t number_word(ph_str text, size_t i)
{
    static const char *const words[] = {" number", " numbers", " no",   " nr",
                                        " №",      " n°",      " номер"};
    size_t longest = 0;
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        size_t n = strlen(words[w]);
        if (n > longest && ph_eq_nocase(ph_sub(text, i, i + n), ph_cstr(words[w])))
            longest = n;
    }
    return longest;
}

/* Behind "tel.", "phone:" and the like, up to the number; 0: there is no such word at i. */
static size_t phone_word(ph_str text, size_t i)
{
    static const char *const words[] = {
        "telephone", "téléphone", "Téléphone", "telefon", "teléfono", "telefono", "phone",
        "tel",       "tél",       "Tél",       "fax",     "mobile",   "mob",      "cell",
        "gsm",       "whatsapp",  "viber",     "телефон", "Телефон",  "тел",      "Тел",
        "факс",      "Факс",      "моб",       "Моб"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        size_t at = i + strlen(words[w]);
        if ((words[w][0] | 0x20) != (text.s[i] | 0x20) ||
            !ph_eq_nocase(ph_sub(text, i, at), ph_cstr(words[w])))
            continue;
        at += number_word(text, at);
        bool marked = false; /* "mobile 50 000" is no number, "mobile: 50 000" is one */
        for (; at < text.n && text.s[at] && strchr(" .:/", text.s[at]); at++)
            marked |= text.s[at] != ' ';
        marked |= at < text.n && text.s[at] == '0'; /* no amount begins so */
        if (at < text.n && text.s[at] && strchr(marked ? "+(0123456789" : "+(", text.s[at]))
            return at;
    }
    return 0;
}

/* A national number that no amount looks like: "8 (495) 123-45-67", "(021) 312 34 56",
 * "021 312 34 56", "00998 71 2020000". */
static bool is_national(ph_str text, size_t i, const phone *p)
{
    static const char *const shapes[] = {"8 (ddd",         "8(ddd",      "(0d",
                                         "00ddd",          "8-ddd-ddd",  "8 ddd ddd dd",
                                         "8dddddddddd",    "(ddd) ddd-", "0dd ddd d",
                                         "0dd-ddd-d",      "0ddd ddd",   "0ddd-ddd",
                                         "0d dd dd dd dd", "0ddddddddd", "1-ddd-ddd-dddd"};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        size_t n = 0;
        while (
            shapes[s][n] && i + n < text.n &&
            (shapes[s][n] == 'd' ? is_digit(text.s[i + n]) : text.s[i + n] == shapes[s][n]))
            n++;
        if (!shapes[s][n])
            return p->n >= PHONE_DIGITS + 1;
    }
    return false;
}

/* One of the numbers given, whole or without the code of its country. */
static bool is_known(const phone *p, const ph_strs *numbers)
{
    ph_str digits = {p->digits, p->n};
    while (digits.n && digits.s[0] == '0')
        digits = ph_sub(digits, 1, digits.n);
    for (size_t i = 0; i < numbers->n; i++)
        if (digits.n >= LOCAL_DIGITS && ph_ends(numbers->v[i], digits))
            return true;
    return false;
}

/* The end of a telephone number that starts at i; 0: none. */
static size_t phone_at(ph_str text, size_t i, const ph_strs *numbers)
{
    char c = text.s[i], before = i > 0 ? text.s[i - 1] : ' ';
    if (is_letter(c)) {
        size_t at = is_letter(before) || is_digit(before) ? 0 : phone_word(text, i);
        phone p = at ? read_phone(text, at + (text.s[at] == '+')) : (phone){0};
        return p.n >= LOCAL_DIGITS ? p.end : 0;
    }
    if ((c != '+' && c != '(' && !is_digit(c)) || is_digit(before) || strchr("+.,", before))
        return 0;
    phone p = read_phone(text, c == '+' ? i + 1 : i);
    if (c == '(' && !memchr(text.s + i, ')', p.end - i))
        return 0; /* the bracket is not the number's */
    bool is_one = (c == '+' && p.n >= PHONE_DIGITS) || is_national(text, i, &p) ||
                  is_known(&p, numbers);
    return is_one ? p.end : 0;
}

/* Whether one of phone_word's may begin at byte i, by its first letters. */
static bool begins_phone_word(ph_str text, size_t i)
{
    static const char seconds[26] = {
        ['t' - 'a'] = 'e', ['p' - 'a'] = 'h', ['f' - 'a'] = 'a', ['m' - 'a'] = 'o',
        ['c' - 'a'] = 'e', ['g' - 'a'] = 's', ['w' - 'a'] = 'h', ['v' - 'a'] = 'i'};
    if (text.s[i] == '\xD0' || text.s[i] == '\xD1') /* Cyrillic */
        return true;
    char first = (char)(text.s[i] | 0x20), second = i + 1 < text.n ? text.s[i + 1] : '\0';
    if (first < 'a' || first > 'z')
        return false;
    return seconds[first - 'a'] == (second | 0x20) || (first == 't' && second == '\xC3');
}

/* The first byte from i on at which an address can have its at sign or a number can begin. */
static size_t next_chance(ph_str text, size_t i)
{
    for (; i < text.n; i++) {
        char c = text.s[i];
        if (is_letter(c)) {
            bool in_word = i > 0 && (is_letter(text.s[i - 1]) || is_digit(text.s[i - 1]));
            if (!in_word && begins_phone_word(text, i))
                break;
            while (i + 1 < text.n && is_letter(text.s[i + 1]))
                i++;
        } else if (c == ' ') {
            char behind = i + 1 < text.n ? text.s[i + 1] : '\0';
            if (behind == '@' || behind == '(' || behind == '[')
                break;
        } else if (is_digit(c) || c == '@' || c == '(' || c == '[' || c == '+') {
            break;
        }
    }
    return i;
}

static ph_str hide_addresses(ph_arena *arena, ph_str text, const ph_strs *numbers)
{
    cutter c = {.text = text};
    for (size_t i = next_chance(text, 0); i < text.n; i = next_chance(text, i)) {
        size_t start = i, end = mail_around(text, i, &start);
        if (!end)
            end = phone_at(text, start = i, numbers);
        if (end)
            cut(&c, start, end);
        i = end ? end : i + 1;
    }
    return cut_end(&c, arena);
}

/* --- names ------------------------------------------------------------------------------------------------ */

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

/* any_case: small letters may begin a name, as in the name of a file. */
static bool read_words(ph_arena *arena, ph_str text, bool any_case, text_words *out)
{
    size_t start, end;
    for (size_t at = 0; ph_next_word(text, &at, &start, &end);) {
        text_word *w = PH_PUSH(arena, out);
        ph_str word = ph_sub(text, start, end);
        if (!w)
            return false;
        *w = (text_word){ph_text_key(arena, word), start, end,
                         any_case || has_capital(word)};
        if (!w->key.s)
            return false;
    }
    return true;
}

static bool is_honorific(ph_str key)
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
    return whole && i > 0 && is_honorific(w->v[i - 1].key) ? 1 : 0;
}

/* The words of a name without "Dr". */
static bool split_name(ph_arena *arena, ph_str name, ph_strs *words)
{
    ph_str rest = ph_text_key(arena, name), word;
    if (!rest.s)
        return false;
    while (ph_split(&rest, ' ', &word))
        if (word.n && !is_honorific(word) && !ph_strs_add(arena, words, word))
            return false;
    return true;
}

static ph_str hide_names(ph_arena *arena, ph_str text, bool any_case, const ph_strs *names)
{
    cutter c = {.text = text};
    text_words w = {0};
    if (!names->n)
        return text;
    if (!read_words(arena, text, any_case, &w))
        return PH_ABSENT;
    for (size_t j = 0; j < names->n; j++) {
        ph_strs name = {0};
        if (!split_name(arena, names->v[j], &name))
            return PH_ABSENT;
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
        if (i > from)
            cut(&c, w.v[from].start, w.v[i - 1].end);
    }
    return cut_end(&c, arena);
}

ph_str ph_redact_text(ph_arena *arena, ph_str text, const ph_hidden *hidden)
{
    ph_str clean = hide_addresses(arena, text, &hidden->numbers);
    return clean.s ? hide_names(arena, clean, false, &hidden->names) : clean;
}

ph_str ph_redact_path(ph_arena *arena, ph_str path, const ph_hidden *hidden)
{
    ph_str clean = hide_addresses(arena, path, &hidden->numbers);
    return clean.s ? hide_names(arena, clean, true, &hidden->names) : clean;
}

bool ph_tells_name(ph_arena *arena, ph_str address, const ph_hidden *hidden)
{
    ph_str clean = hide_names(arena, address, true, &hidden->names);
    return !ph_eq(clean, address);
}
