/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a telephone number stands: behind a plus sign, behind a word that announces one, or in a
 * shape that no year, sum, law or book has.  ITU-T E.123 and E.164; national forms as they are
 * written in the countries of the vocabularies' languages. */
#include "config.h"

#include <string.h>

#include "indexer/redact_parts.h"

#define PHONE_DIGITS 7 /* fewer are a year, an article, an amount */
#define LOCAL_DIGITS 5 /* behind a word that says telephone */
#define PHONE_MOST 16
#define GAP_SIGNS 3     /* between two digits */
#define BESIDE_BYTES 32 /* "(office)" between the word and the number */

/* The bytes of what may stand between the digits of a number at i; 0: not such a thing. */
static size_t phone_gap(ph_str text, size_t i)
{
    static const char *const signs[] = {"‐", "‑", "‒", "–", "—", "−", "·"};
    if (text.s[i] && strchr(" ()-./[]", text.s[i]))
        return 1;
    for (size_t d = 0; (unsigned char)text.s[i] >= 0x80 && d < sizeof signs / sizeof *signs;
         d++)
        if (ph_starts(ph_sub(text, i, text.n), ph_cstr(signs[d])))
            return strlen(signs[d]);
    return 0;
}

/* A run of digits from i on, with gaps of a few signs. */
typedef struct phone {
    char digits[PHONE_MOST];
    size_t n, end; /* end: behind the last digit */
} phone;

static phone read_phone(ph_str text, size_t i)
{
    phone p = {.end = i};
    size_t gap = 0, signs = 0;
    while (i < text.n && p.n < PHONE_MOST) {
        if (ph_ascii_digit(text.s[i])) {
            p.digits[p.n++] = text.s[i++];
            p.end = i;
            signs = 0;
        } else if (signs++ < GAP_SIGNS && (gap = phone_gap(text, i)) != 0) {
            i += gap;
        } else {
            break;
        }
    }
    return p;
}

/* The bytes of the longest of some words at i, case of ASCII letters aside; 0: none. */
static size_t word_at(ph_str text, size_t i, const char *const *words, size_t count)
{
    size_t longest = 0;
    for (size_t w = 0; w < count; w++) {
        size_t n = strlen(words[w]);
        if (n > longest && i + n <= text.n &&
            ph_eq_nocase(ph_sub(text, i, i + n), ph_cstr(words[w])))
            longest = n;
    }
    return longest;
}

#define WORD_AT(text, i, words)                                                            \
    word_at((text), (i), (words), sizeof(words) / sizeof *(words))

/* --- behind a word ------------------------------------------------------------------------------- */

/* " number", "(office)", "/fax" and the like behind the word, up to what is none of them. */
static size_t pass_beside(ph_str text, size_t i)
{
    static const char *const numbers[] = {" number", " numbers", " no",    " nr",
                                          " №",      " n°",      " номер", " num"};
    static const char *const besides[] = {
        "/fax", " / fax", "/факс",    "/ факс",  " / факс", "/mob",   "/tel",
        "/моб", "/тел",   " and fax", " и факс", " et fax", " i faks"};
    i += WORD_AT(text, i, besides);
    i += WORD_AT(text, i, numbers);
    size_t open = i;
    while (open < text.n && open < i + 2 && text.s[open] && strchr(". ", text.s[open]))
        open++;
    const char *close =
        open < text.n && text.s[open] == '(' && open + 1 < text.n &&
                !ph_ascii_digit(text.s[open + 1]) && text.s[open + 1] != '+'
            ? memchr(text.s + open, ')',
                     text.n - open < BESIDE_BYTES ? text.n - open : BESIDE_BYTES)
            : NULL;
    return close ? (size_t)(close - text.s) + 1 : i;
}

/* The number behind a word that ends at `at`; 0: what stands there is none. */
static size_t number_behind(ph_str text, size_t at)
{
    bool marked = false; /* "mobile 50 000" is no number, "mobile: 50 000" is one */
    at = pass_beside(text, at);
    for (; at < text.n && text.s[at] && strchr(" .:/-=", text.s[at]); at++)
        marked |= text.s[at] != ' ';
    marked |= at < text.n && text.s[at] == '0'; /* no amount begins so */
    bool begins =
        at < text.n && text.s[at] && strchr(marked ? "+([0123456789" : "+([", text.s[at]);
    return begins ? at : 0;
}

/* "T: 021 312 34 56" of a signature. */
static size_t letter_word(ph_str text, size_t i)
{
    if (!strchr("tTmMpPfF", text.s[i]) || i + 1 >= text.n || text.s[i + 1] != ':')
        return 0;
    size_t at = number_behind(text, i + 1);
    phone p = at ? read_phone(text, at + (text.s[at] == '+')) : (phone){0};
    return p.n >= PHONE_DIGITS ? at : 0;
}

/* Behind "tel.", "phone:" and the like, up to the number; 0: there is no such word at i. */
static size_t phone_word(ph_str text, size_t i)
{
    static const char *const words[] = {"telephone",
                                        "telephones",
                                        "téléphone",
                                        "Téléphone",
                                        "telefon",
                                        "telefoni",
                                        "teléfono",
                                        "teléfonos",
                                        "telefono",
                                        "telefonul",
                                        "telefonski broj",
                                        "phone",
                                        "phones",
                                        "tel",
                                        "tels",
                                        "tél",
                                        "Tél",
                                        "telf",
                                        "tlf",
                                        "fax",
                                        "faks",
                                        "télécopie",
                                        "Télécopie",
                                        "mobile",
                                        "mobil",
                                        "mobilni",
                                        "mob",
                                        "móvil",
                                        "Móvil",
                                        "movil",
                                        "cell",
                                        "celular",
                                        "gsm",
                                        "whatsapp",
                                        "viber",
                                        "hotline",
                                        "helpline",
                                        "телефон",
                                        "Телефон",
                                        "телефоны",
                                        "Телефоны",
                                        "телефону",
                                        "телефона",
                                        "ТЕЛЕФОН",
                                        "телефони",
                                        "тел",
                                        "Тел",
                                        "ТЕЛ",
                                        "факс",
                                        "Факс",
                                        "ФАКС",
                                        "моб",
                                        "Моб",
                                        "мобилни",
                                        "мобильный",
                                        "Мобильный",
                                        "сот",
                                        "Сот"};
    size_t n = WORD_AT(text, i, words);
    if (!n || (i + n < text.n && ph_letter_byte(text.s[i + n])))
        return letter_word(text, i);
    return number_behind(text, i + n);
}

/* --- by its shape ---------------------------------------------------------------------------------- */

/* National numbers that no amount looks like: "8 (495) 123-45-67", "(021) 312 34 56",
 * "021/312-345", "00998 71 2020000". */
static bool is_national(ph_str text, size_t i, const phone *p)
{
    static const char *const shapes[] = {"8 (ddd",
                                         "8(ddd",
                                         "8-ddd-ddd",
                                         "8 ddd ddd dd",
                                         "8dddddddddd",
                                         "(0d",
                                         "(+d",
                                         "(00d",
                                         "00ddd",
                                         "0dd ddd d",
                                         "0dd-ddd-d",
                                         "0dd/ddd",
                                         "0dd.ddd.d",
                                         "0ddd ddd",
                                         "0ddd-ddd",
                                         "0ddd/ddd",
                                         "0ddd.ddd.d",
                                         "0d dd dd dd dd",
                                         "0d.dd.dd.dd.dd",
                                         "0d-dd-dd-dd-dd",
                                         "0 ddd dd dd",
                                         "0ddddddddd",
                                         "1-ddd-ddd-dddd",
                                         "ddd-ddd-dddd",
                                         "ddd.ddd.dddd",
                                         "(ddd) ddd-",
                                         "(ddd) ddd dd dd",
                                         "(ddd) dd-dd-d",
                                         "(dddd) dd-dd",
                                         "(ddddd) d-dd",
                                         "ddd (ddd) d"};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        size_t n = 0;
        while (shapes[s][n] && i + n < text.n &&
               (shapes[s][n] == 'd' ? ph_ascii_digit(text.s[i + n])
                                    : text.s[i + n] == shapes[s][n]))
            n++;
        if (!shapes[s][n])
            return p->n >= PHONE_DIGITS + 1 ||
                   (shapes[s][0] == '(' && p->n >= PHONE_DIGITS);
    }
    return false;
}

/* "No. 021-312-345", "ISBN 000 ..." is numbered, and nobody's telephone. */
static bool is_numbered(ph_str text, size_t i)
{
    enum { MARK_BYTES = 16 }; /* more than the longest */
    static const char *const marks[] = {
        "№",     "no",  "no.",   "nr",    "nr.",  "n°",   "isbn",  "issn", "doi",  "#",
        "номер", "law", "ref",   "ref.",  "code", "ИНН",  "ОГРН",  "БИН",  "iban", "cui",
        "pib",   "ПИБ", "isbn:", "issn:", "doi:", "ref:", "iban:", "no:",  "nr:"};
    while (i > 0 && text.s[i - 1] == ' ')
        i--;
    size_t from = i;
    while (from > 0 && i - from < MARK_BYTES && !strchr(" (,;", text.s[from - 1]))
        from--;
    ph_str word = ph_sub(text, from, i);
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
        if (ph_eq_nocase(word, ph_cstr(marks[m])))
            return true;
    return false;
}

/* In the middle of a code or of an address on the web: "P-0148...", "?id=00...". */
static bool is_within(ph_str text, size_t i)
{
    char before = i > 0 ? text.s[i - 1] : ' ', first = i > 1 ? text.s[i - 2] : ' ';
    bool joined = before == '-' && first != ' ' && first != '-';
    bool thousands = ph_starts(ph_sub(text, i, text.n), PH_STR("000"));
    return ((before | 0x20) >= 'a' && (before | 0x20) <= 'z') || joined || thousands ||
           (before && strchr("/=_&#", before));
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

/* Behind an extension: "ext. 12", "доб. 12"; the same place when there is none. */
static size_t pass_extension(ph_str text, size_t end)
{
    static const char *const words[] = {"ext",   "extension", "extn",  "x",        "доб",
                                        "вн",    "poste",     "int",   "interior", "lok",
                                        "lokal", "локал",     "anexo", "#"};
    size_t at = end;
    while (at < text.n && text.s[at] && strchr(" ,;(", text.s[at]))
        at++;
    size_t n = WORD_AT(text, at, words);
    if (!n)
        return end;
    at += n;
    while (at < text.n && text.s[at] && strchr(" .:", text.s[at]))
        at++;
    size_t digits = at;
    while (digits < text.n && digits < at + LOCAL_DIGITS && ph_ascii_digit(text.s[digits]))
        digits++;
    return digits > at ? digits : end;
}

size_t ph_phone_at(ph_str text, size_t i, const ph_strs *numbers)
{
    char c = text.s[i], before = i > 0 ? text.s[i - 1] : ' ';
    if (ph_letter_byte(c)) {
        bool inside = ph_letter_byte(before) || ph_ascii_digit(before);
        size_t at = inside ? 0 : phone_word(text, i);
        phone p = at ? read_phone(text, at + (text.s[at] == '+')) : (phone){0};
        return p.n >= LOCAL_DIGITS ? pass_extension(text, p.end) : 0;
    }
    if ((c != '+' && c != '(' && !ph_ascii_digit(c)) || ph_ascii_digit(before) ||
        strchr("+.,", before))
        return 0;
    phone p = read_phone(text, c == '+' || ph_starts(ph_sub(text, i, text.n), PH_STR("(+"))
                                   ? i + 1 + (c == '(')
                                   : i);
    if (c == '(' && !memchr(text.s + i, ')', p.end - i))
        return 0; /* the bracket is not the number's */
    bool within = is_within(text, i) || (p.end < text.n && ph_ascii_digit(text.s[p.end]));
    bool is_one = (c == '+' && p.n >= PHONE_DIGITS) ||
                  (!within && is_national(text, i, &p) && !is_numbered(text, i)) ||
                  is_known(&p, numbers);
    return is_one ? pass_extension(text, p.end) : 0;
}

bool ph_phone_chance(ph_str text, size_t i)
{
    static const char *const seconds[26] = {
        ['t' - 'a'] = "el:", ['p' - 'a'] = "h:", ['f' - 'a'] = "a:",
        ['m' - 'a'] = "o:",  ['c' - 'a'] = "e",  ['g' - 'a'] = "s",
        ['w' - 'a'] = "h",   ['v' - 'a'] = "i",  ['h' - 'a'] = "oe"};
    if (text.s[i] == '\xD0' || text.s[i] == '\xD1') /* Cyrillic */
        return true;
    char first = (char)(text.s[i] | 0x20), second = i + 1 < text.n ? text.s[i + 1] : '\0';
    if (first < 'a' || first > 'z' || !seconds[first - 'a'] || !second)
        return false;
    return second == '\xC3' || second == ':'
               ? first == 't' || first == 'm' || second == ':'
               : strchr(seconds[first - 'a'], second | 0x20) != NULL;
}
