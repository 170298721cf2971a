/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where an e-mail address stands, also as those write it who fear robots. */
#include "config.h"

#include <string.h>

#include "indexer/redact_parts.h"

#define LIST_BYTES 200 /* "{jane,joe}@example.org" is no longer than this before the sign */
#define LABEL_BYTES 64 /* of a host, as RFC 1035 has it */
#define LOCAL_BYTES 128 /* before the sign: RFC 5321 has 64, disguises are longer */
#define HOST_LABELS 8

typedef enum sureness {
    NONE,
    PLAIN, /* what it says */
    WORD,  /* a word between spaces */
    WEAK   /* one that says other things too: "at" wants "dot" behind it */
} sureness;

typedef struct sign {
    const char *s;
    sureness kind;
} sign;

static const sign ats[] = {
    {"@", PLAIN},        {"＠", PLAIN},       {"(at)", PLAIN},     {"[at]", PLAIN},
    {"{at}", PLAIN},     {"<at>", PLAIN},     {"(a)", PLAIN},      {"[a]", PLAIN},
    {"(@)", PLAIN},      {"[@]", PLAIN},      {"(собака)", PLAIN}, {"[собака]", PLAIN},
    {"(арроба)", PLAIN}, {"(arroba)", PLAIN}, {"[arroba]", PLAIN}, {"(arobase)", PLAIN},
    {"_at_", PLAIN},     {"&#64;", PLAIN},    {"&#x40;", PLAIN},   {"&commat;", PLAIN},
    {"%40", PLAIN},      {"собака", WORD},    {"собачка", WORD},   {"arroba", WORD},
    {"arobase", WORD},   {"at", WEAK}};

static const sign dots[] = {
    {"(dot)", PLAIN},   {"[dot]", PLAIN},   {"{dot}", PLAIN},   {"<dot>", PLAIN},
    {"(.)", PLAIN},     {"[.]", PLAIN},     {"(точка)", PLAIN}, {"[точка]", PLAIN},
    {"(тачка)", PLAIN}, {"(tačka)", PLAIN}, {"(tacka)", PLAIN}, {"(punct)", PLAIN},
    {"(punto)", PLAIN}, {"(point)", PLAIN}, {"_dot_", PLAIN},   {"&#46;", PLAIN},
    {"dot", WORD},      {"точка", WEAK},    {"тачка", WEAK},    {"tačka", WEAK},
    {"tacka", WEAK},    {"punct", WEAK},    {"punto", WEAK},    {"point", WEAK}};

static bool is_mail_char(char c)
{
    return ph_letter_byte(c) || ph_ascii_digit(c) || (c && strchr("._%+-", c));
}

/* The bytes of a sign at i with the spaces around it; 0: none.  *kind: how sure it is. */
static size_t sign_at(ph_str text, size_t i, const sign *signs, size_t n, sureness *kind)
{
    size_t space = i < text.n && text.s[i] == ' ';
    for (size_t s = 0; s < n; s++) {
        size_t from = i + space, to = from + strlen(signs[s].s);
        if (to > text.n || !ph_eq_nocase(ph_sub(text, from, to), ph_cstr(signs[s].s)))
            continue;
        bool behind = to < text.n && text.s[to] == ' ';
        if (signs[s].kind != PLAIN && !(space && behind))
            continue;
        *kind = signs[s].kind;
        return to + behind - i;
    }
    return 0;
}

#define SIGN_AT(text, i, signs, kind)                                                      \
    sign_at((text), (i), (signs), sizeof(signs) / sizeof *(signs), (kind))

/* The bytes of a full stop of an address at i; 0: none.  *spelled: it is "dot". */
static size_t dot_at(ph_str text, size_t i, bool *spelled)
{
    sureness kind;
    char c = i < text.n ? text.s[i] : '\0', next = i + 1 < text.n ? text.s[i + 1] : '\0';
    *spelled = false;
    if (c == '.' && is_mail_char(next) && next != '.')
        return 1;
    if (c == ' ' && next == '.' && i + 3 < text.n && text.s[i + 2] == ' ' &&
        text.s[i + 3] >= 'a' && text.s[i + 3] <= 'z')
        return 3;
    if (!c || !strchr(" ([{<_&", c))
        return 0;
    size_t n = SIGN_AT(text, i, dots, &kind);
    *spelled = n && kind != WEAK;
    return n;
}

/* The end of a host at i: labels with full stops between, the last of two letters at least;
 * 0: none.  *spelled: all full stops are "dot". */
static size_t host_end(ph_str text, size_t i, bool *spelled)
{
    size_t labels = 0, end = 0;
    bool words = true;
    for (; labels < HOST_LABELS; labels++) {
        size_t from = i, dot = 0;
        bool word = false;
        while (i < text.n && i - from < LABEL_BYTES && is_mail_char(text.s[i]) &&
               !(dot = dot_at(text, i, &word)) && text.s[i] != '.')
            i++;
        if (i == from)
            break;
        if (labels && i >= from + 2 && ph_letter_byte(text.s[from])) {
            end = i;
            *spelled = words;
        }
        if (!dot && !(dot = dot_at(text, i, &word)))
            break;
        words = words && word;
        i += dot;
    }
    while (end && strchr("._%+-", text.s[end - 1]))
        end--;
    return end;
}

/* The beginning of what stands before an at sign at i; i itself: nothing that can. */
static size_t local_start(ph_str text, size_t i)
{
    size_t from = i;
    if (from && text.s[from - 1] == '}') {
        size_t open = from - 1;
        while (open > 0 && from - open < LIST_BYTES && text.s[open] != '{')
            open--;
        return text.s[open] == '{' ? open : i;
    }
    for (bool again = true; again && from > 0;) {
        size_t before = from;
        while (from > 0 && i - from < LOCAL_BYTES && is_mail_char(text.s[from - 1]))
            from--;
        again = false;
        for (size_t s = 0; from < before && s < sizeof dots / sizeof *dots && !again; s++) {
            size_t n = strlen(dots[s].s) + 2 * (dots[s].kind != PLAIN);
            sureness kind;
            bool there = from > n && i - from < LOCAL_BYTES &&
                         is_mail_char(text.s[from - n - 1]) &&
                         SIGN_AT(text, from - n, dots, &kind) == n;
            if (there) {
                from -= n;
                again = true;
            }
        }
    }
    return from;
}

size_t ph_mail_at(ph_str text, size_t i, size_t *start)
{
    sureness kind = NONE;
    if (i >= text.n || !text.s[i] ||
        !(strchr("@ ([{<_&%", text.s[i]) || text.s[i] == '\xEF'))
        return 0;
    size_t n = SIGN_AT(text, i, ats, &kind);
    bool spelled = false;
    size_t from = n ? local_start(text, i) : i;
    size_t to = from < i ? host_end(text, i + n, &spelled) : 0;
    if (!to || (kind == WEAK && !spelled))
        return 0;
    *start = from;
    return to;
}

bool ph_mail_chance(ph_str text, size_t i)
{
    char c = text.s[i], next = i + 1 < text.n ? text.s[i + 1] : '\0';
    if (c != ' ')
        return c == '@' || c == '(' || c == '[' || c == '{' || c == '<' || c == '&' ||
               (c == '_' && (next | 0x20) == 'a') || (c == '%' && next == '4') ||
               (c == '\xEF' && next == '\xBC');
    if ((next | 0x20) == 'a')
        return i + 2 < text.n &&
               ((text.s[i + 2] | 0x20) == 't' || (text.s[i + 2] | 0x20) == 'r');
    return next == '@' || next == '(' || next == '[' || next == '{' || next == '<' ||
           next == '&' || next == '\xEF' ||
           (next == '\xD1' && i + 2 < text.n && text.s[i + 2] == '\x81');
}
