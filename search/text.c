/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "search/text.h"

#define REPLACEMENT 0xFFFD

/* More combining marks on one letter than any script writes (UAX #15, Stream-Safe Text
 * Format); reordering an endless run of them would take quadratic time. */
#define MARKS_MAX 30

/* UTF-16 takes at most as many units as UTF-8 takes bytes, and UTF-8 at most three bytes a
 * unit: what is longer than this would not fit into ICU's 32-bit lengths. */
#define TEXT_MAX ((size_t)INT32_MAX / 4)

/* --- UTF-8 ---------------------------------------------------------------------------- */

/* The code point at *i, or a negative number where the bytes are ill-formed. */
static UChar32 next(ph_str s, size_t *i)
{
    const uint8_t *bytes = (const uint8_t *)s.s + *i;
    int32_t n = (int32_t)(s.n - *i < 4 ? s.n - *i : 4), at = 0;
    UChar32 c;
    U8_NEXT(bytes, at, n, c);
    *i += (size_t)at;
    return c;
}

bool ph_utf8_valid(ph_str s)
{
    for (size_t i = 0; i < s.n;) {
        uint64_t eight;
        if (s.n - i >= sizeof eight) {
            memcpy(&eight, s.s + i, sizeof eight);
            if (!(eight & UINT64_C(0x8080808080808080))) {
                i += sizeof eight;
                continue;
            }
        }
        if ((unsigned char)s.s[i] < 0x80)
            i++;
        else if (next(s, &i) < 0)
            return false;
    }
    return true;
}

int32_t ph_utf8_next(ph_str s, size_t *i)
{
    UChar32 c = next(s, i);
    return c < 0 ? REPLACEMENT : c;
}

void ph_utf8_add(ph_buf *buf, int32_t c)
{
    uint8_t bytes[U8_MAX_LENGTH];
    int32_t n = 0;
    uint32_t point =
        c < 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? REPLACEMENT : (uint32_t)c;
    U8_APPEND_UNSAFE(bytes, n, point);
    ph_buf_add(buf, (ph_str){(const char *)bytes, (size_t)n});
}

ph_str ph_utf8_cut(ph_str s, size_t max)
{
    if (s.n <= max)
        return s;
    size_t n = max;
    for (int back = 0; n > 0 && back < 3 && U8_IS_TRAIL(s.s[n]); back++)
        n--;
    return (ph_str){s.s, U8_IS_TRAIL(s.s[n]) ? max : n};
}

/* --- UTF-16, where ICU normalises --------------------------------------------------------- */

/* What ICU's functions take and give; from malloc. */
typedef struct wide {
    UChar *s;
    int32_t n;
} wide;

static wide wide_new(size_t n)
{
    return (wide){malloc((n + 1) * sizeof(UChar)), 0};
}

/* s must be well-formed. {NULL, 0}: no memory. */
static wide wide_from(ph_str s)
{
    wide out = s.n <= TEXT_MAX ? wide_new(s.n) : (wide){NULL, 0};
    UErrorCode code = U_ZERO_ERROR;
    if (out.s)
        u_strFromUTF8(out.s, (int32_t)s.n, &out.n, s.s, (int32_t)s.n, &code);
    return out;
}

static ph_str wide_to(ph_arena *arena, wide in)
{
    int32_t n = 0;
    UErrorCode code = U_ZERO_ERROR;
    u_strToUTF8(NULL, 0, &n, in.s, in.n, &code);
    char *s = ph_alloc(arena, (size_t)n + 1);
    if (!s)
        return PH_ABSENT;
    code = U_ZERO_ERROR;
    u_strToUTF8(s, n + 1, NULL, in.s, in.n, &code);
    return (ph_str){s, (size_t)n};
}

/* Replaces *text by its normal form, or its case folding where `form` is NULL.  Returns
 * false when there is no memory. */
static bool wide_change(wide *text, const UNormalizer2 *form)
{
    wide out = {NULL, 0};
    int32_t room = text->n + text->n / 4 + 16;
    for (int try = 0; try < 2; try++) {
        UErrorCode code = U_ZERO_ERROR;
        free(out.s);
        out = wide_new((size_t)room);
        if (!out.s)
            return false;
        out.n =
            form ? unorm2_normalize(form, text->s, text->n, out.s, room, &code)
                 : u_strFoldCase(out.s, room, text->s, text->n, U_FOLD_CASE_DEFAULT, &code);
        if (U_SUCCESS(code)) {
            free(text->s);
            *text = out;
            return true;
        }
        if (code != U_BUFFER_OVERFLOW_ERROR)
            break;
        room = out.n;
    }
    free(out.s);
    return false;
}

static bool wide_normalize(wide *text, bool compose)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *form =
        compose ? unorm2_getNFCInstance(&code) : unorm2_getNFDInstance(&code);
    return U_SUCCESS(code) && wide_change(text, form);
}

/* --- tidy text -------------------------------------------------------------------------- */

/* Control characters, and format characters that nobody sees.  The joiners stay: Persian
 * and the scripts of India spell with them.  So do the tags that make flags. */
static bool is_dropped(UChar32 c)
{
    if (c < 0xAD)
        return c < 0x20 || (c >= 0x7F && c < 0xA0);
    if (U_IS_UNICODE_NONCHAR(c))
        return true;
    if (c == 0x200C || c == 0x200D || (c >= 0xE0020 && c <= 0xE007F))
        return false;
    return u_charType(c) == U_FORMAT_CHAR &&
           u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static bool is_line_end(UChar32 c)
{
    return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* A pass over the text: white space that waits until something follows it, and what was
 * seen. */
typedef struct tidy {
    ph_buf out;
    size_t lines;   /* line ends that wait */
    bool space;     /* white space waits */
    bool normalize; /* the text may not be in Form C */
    int marks;      /* combining marks in a row */
} tidy;

static void tidy_add(tidy *t, UChar32 c)
{
    if (t->out.n && t->lines)
        for (size_t i = 0; i < t->lines; i++)
            ph_buf_byte(&t->out, '\n');
    else if (t->out.n && t->space)
        ph_buf_byte(&t->out, ' ');
    t->lines = 0;
    t->space = false;
    if (c < 0x80)
        ph_buf_byte(&t->out, (char)c);
    else
        ph_utf8_add(&t->out, c);
}

static void tidy_character(tidy *t, UChar32 c)
{
    bool mark = c >= 0x300 && u_getCombiningClass(c) != 0;
    t->marks = mark ? t->marks + 1 : 0;
    if (is_dropped(c) || t->marks > MARKS_MAX)
        return;
    if (mark ||
        (c >= 0x300 && u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) != UNORM_YES))
        t->normalize = true;
    tidy_add(t, c);
}

static bool is_visible_ascii(char c)
{
    return c > ' ' && c < 0x7F;
}

/* The end of what may be copied as it is from byte i on: words of ASCII with single spaces
 * between them.  Most text of most languages is such, at least in part. */
static size_t plain_end(ph_str s, size_t i)
{
    while (i < s.n && (is_visible_ascii(s.s[i]) ||
                       (s.s[i] == ' ' && i + 1 < s.n && is_visible_ascii(s.s[i + 1]))))
        i++;
    return i;
}

/* Text from byte *i on as far as it may be copied. */
static bool tidy_plain(tidy *t, ph_str s, size_t *i)
{
    size_t end = is_visible_ascii(s.s[*i]) ? plain_end(s, *i) : *i;
    if (end == *i)
        return false;
    tidy_add(t, s.s[*i]);
    ph_buf_add(&t->out, ph_sub(s, *i + 1, end));
    t->marks = 0;
    *i = end;
    return true;
}

ph_str ph_text_clean(ph_arena *arena, ph_str s, bool keep_lines)
{
    tidy t = {0};
    ph_str clean = PH_ABSENT;
    for (size_t i = 0; i < s.n;) {
        if (tidy_plain(&t, s, &i))
            continue;
        UChar32 c = ph_utf8_next(s, &i);
        if (keep_lines && is_line_end(c)) {
            t.lines++;
            if (c == '\r' && i < s.n && s.s[i] == '\n')
                i++;
        } else if (c == ' ' || (c >= '\t' && c <= '\r') ||
                   (c >= 0x85 && u_isUWhiteSpace(c)))
            t.space = true;
        else
            tidy_character(&t, c);
    }
    if (t.out.failed)
        goto out;
    if (!t.normalize) {
        clean = ph_dup(arena, ph_buf_str(&t.out));
        goto out;
    }
    wide text = wide_from(ph_buf_str(&t.out));
    if (text.s && wide_normalize(&text, true))
        clean = wide_to(arena, text);
    free(text.s);
out:
    ph_buf_free(&t.out);
    return clean;
}

/* --- keys ------------------------------------------------------------------------------- */

/* A mark that a key does without.  In scripts other than these, vowels are marks. */
static bool is_key_mark(UChar32 c, UChar32 base)
{
    UErrorCode code = U_ZERO_ERROR;
    if (c < 0x300 || u_charType(c) != U_NON_SPACING_MARK || c == 0x3099 || c == 0x309A)
        return false;
    if ((base == 0x438 && c == 0x306) || (base == 0x456 && c == 0x308)) /* й, ї */
        return false;
    UScriptCode script = uscript_getScript(c, &code);
    return script == USCRIPT_INHERITED || script == USCRIPT_HEBREW ||
           script == USCRIPT_ARABIC;
}

static bool is_key_character(UChar32 c)
{
    return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) || c == 0x200C || c == 0x200D;
}

/* In place, since it only gets shorter: decomposed and folded text without marks and with
 * single spaces for all that is no letter or digit. */
static void keep_key(wide *text)
{
    int32_t out = 0;
    UChar32 base = 0;
    bool gap = false;
    for (int32_t i = 0; i < text->n;) {
        uint32_t point = text->s[i++];
        if (U16_IS_LEAD(point) && i < text->n)
            point = 0x10000 + ((point & 0x3FF) << 10) + (text->s[i++] & 0x3FFU);
        UChar32 c = (UChar32)point;
        if (is_key_mark(c, base))
            continue;
        if (u_getCombiningClass(c) == 0)
            base = c;
        if (!is_key_character(c)) {
            gap = true;
            continue;
        }
        if (gap && out)
            text->s[out++] = ' ';
        gap = false;
        U16_APPEND_UNSAFE(text->s, out, point);
    }
    text->n = out;
}

static bool is_ascii(ph_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] >= 0x80)
            return false;
    return true;
}

/* The key of clean ASCII. */
static ph_str ascii_key(ph_arena *arena, ph_str s)
{
    char *key = ph_alloc(arena, s.n + 1);
    size_t n = 0;
    bool gap = false;
    for (size_t i = 0; key && i < s.n; i++) {
        char c = s.s[i] >= 'A' && s.s[i] <= 'Z' ? (char)(s.s[i] - 'A' + 'a') : s.s[i];
        bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (kept && gap && n)
            key[n++] = ' ';
        if (kept)
            key[n++] = c;
        gap = !kept;
    }
    return key ? (ph_str){key, n} : PH_ABSENT;
}

ph_str ph_text_key(ph_arena *arena, ph_str s)
{
    ph_str key = PH_ABSENT, clean = ph_text_clean(arena, s, false);
    if (!clean.s)
        return PH_ABSENT;
    if (is_ascii(clean))
        return ascii_key(arena, clean);
    wide text = wide_from(clean);
    if (!text.s || !wide_change(&text, NULL) || !wide_normalize(&text, false))
        goto out;
    keep_key(&text);
    if (wide_normalize(&text, true))
        key = wide_to(arena, text);
out:
    free(text.s);
    return key;
}

/* --- XML and HTML ------------------------------------------------------------------------- */

void ph_html_escape(ph_buf *buf, ph_str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *name = s.s[i] == '&'    ? "&amp;"
                           : s.s[i] == '<'  ? "&lt;"
                           : s.s[i] == '>'  ? "&gt;"
                           : s.s[i] == '"'  ? "&quot;"
                           : s.s[i] == '\'' ? "&#39;"
                                            : NULL;
        if (!name)
            continue;
        ph_buf_add(buf, ph_sub(s, from, i));
        ph_buf_addc(buf, name);
        from = i + 1;
    }
    ph_buf_add(buf, ph_sub(s, from, s.n));
}

ph_str ph_language_primary(ph_str code)
{
    const char *dash = code.n ? memchr(code.s, '-', code.n) : NULL;
    return dash ? ph_sub(code, 0, (size_t)(dash - code.s)) : code;
}

size_t ph_separator(ph_str s, size_t at, bool commas)
{
    static const char *const semicolons[] = {";", "\u061B", "\uFF1B"}, *const comma[] = {
                                                                           ",", "\u060C",
                                                                           "\u3001",
                                                                           "\uFF0C"};
    ph_str here = ph_sub(s, at, s.n);
    for (size_t i = 0; i < sizeof semicolons / sizeof *semicolons; i++)
        if (ph_starts(here, ph_cstr(semicolons[i])))
            return strlen(semicolons[i]);
    for (size_t i = 0; commas && i < sizeof comma / sizeof *comma; i++)
        if (ph_starts(here, ph_cstr(comma[i])))
            return strlen(comma[i]);
    return 0;
}
