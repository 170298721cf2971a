/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "search/analysis.h"
#include "search/text.h"

/* What a character does in a word. */
typedef enum {
    OTHER = ' ',
    LETTER = 'a',
    DIGIT = '0',
    MARK = '^',
    PAIRED = 'x',
    APOSTROPHE = '\'',
    POINT = '.'
} word_class;

/* The classes of ASCII. */
static const char ascii_classes[] = "                                "
                                    "       '    . . 0000000000      "
                                    " aaaaaaaaaaaaaaaaaaaaaaaaaa     "
                                    " aaaaaaaaaaaaaaaaaaaaaaaaaa     ";

static bool is_paired_script(int32_t c)
{
    UErrorCode failed = U_ZERO_ERROR;
    switch (uscript_getScript(c, &failed)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR: return true;
    case USCRIPT_COMMON: return uscript_hasScript(c, USCRIPT_KATAKANA); /* "ー" */
    default: return false;
    }
}

/* Of a character that is not ASCII. */
static word_class class_of(int32_t c)
{
    if (c == 0x2019 || c == 0x02BC)
        return APOSTROPHE;
    if (c >= 0x0E00 && is_paired_script(c))
        return u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK ||
                       u_charType(c) == U_COMBINING_SPACING_MARK
                   ? PAIRED
                   : OTHER;
    switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_ENCLOSING_MARK: return MARK;
    case U_DECIMAL_DIGIT_NUMBER: return DIGIT;
    default: return u_isalnum(c) ? LETTER : OTHER;
    }
}

/* The class of the character at byte i, whose end goes to *next. */
static inline word_class class_at(ph_str text, size_t i, size_t *next)
{
    *next = i;
    if (i >= text.n)
        return OTHER;
    if ((unsigned char)text.s[i] < 0x80) {
        *next = i + 1;
        return (word_class)ascii_classes[(unsigned char)text.s[i]];
    }
    return class_of(ph_utf8_next(text, next));
}

static bool joins(word_class c)
{
    return c == LETTER || c == DIGIT || c == MARK;
}

bool ph_within_word(ph_str text, size_t at)
{
    size_t before = at, next;
    while (before > 0 && at - before < 4 &&
           (before == at || ((unsigned char)text.s[before] & 0xC0) == 0x80))
        before--;
    return before < at && joins(class_at(text, before, &next)) &&
           joins(class_at(text, at, &next));
}

/* A pair of characters that starts at *at, or a single one that stands alone. */
static void take_pair(ph_str text, size_t *at, size_t second, size_t *end)
{
    size_t third, fourth;
    if (class_at(text, second, &third) != PAIRED) {
        *end = *at = second;
        return;
    }
    *end = third;
    /* After the last pair of a run, its second character is not a word again. */
    *at = class_at(text, third, &fourth) == PAIRED ? second : third;
}

bool ph_next_word(ph_str text, size_t *at, size_t *start, size_t *end)
{
    size_t i = *at, next;
    word_class c = OTHER;
    while (i < text.n && (unsigned char)text.s[i] < 0x80 &&
           ascii_classes[(unsigned char)text.s[i]] != LETTER &&
           ascii_classes[(unsigned char)text.s[i]] != DIGIT)
        i++;
    while (i < text.n && (c = class_at(text, i, &next)) != LETTER && c != DIGIT &&
           c != PAIRED)
        i = next;
    if (i >= text.n)
        return false;
    *start = *at = i;
    if (c == PAIRED) {
        take_pair(text, at, next, end);
        return true;
    }
    word_class before = c;
    for (i = next; i < text.n; i = next) {
        c = class_at(text, i, &next);
        if (c == APOSTROPHE || c == POINT) {
            size_t skip;
            word_class wanted = c == APOSTROPHE ? LETTER : DIGIT;
            if (before != wanted || class_at(text, next, &skip) != wanted)
                break;
        } else if (c != LETTER && c != DIGIT && c != MARK) {
            break;
        }
        if (c != MARK)
            before = c;
        while (next < text.n && (unsigned char)text.s[next] < 0x80 &&
               ascii_classes[(unsigned char)text.s[next]] == LETTER) {
            before = LETTER;
            next++;
        }
    }
    *end = *at = i;
    return true;
}
