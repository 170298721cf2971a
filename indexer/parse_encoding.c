/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes to UTF-8: what a file says of its encoding, checked against what its bytes show. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <uchardet.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/utf16.h>

#include "indexer/parse_common.h"
#include "search/text.h"

#define PRESCAN_BYTES 4096     /* how far into a page its encoding may be declared */
#define WIDE_BYTES 4096        /* of which UTF-16 is told from binary data */
#define DETECT_BYTES (1 << 16) /* from the first letter that is not ASCII on */
#define CONTEXT_BYTES 64       /* before it */
#define FEW 8                  /* control characters that happen to any text */

#define DEFAULT "windows-1252"

/* --- what ICU does ------------------------------------------------------------------------- */

/* Appends what ICU makes of bytes in the encoding. */
static ph_status convert(ph_str bytes, const char *encoding, ph_buf *out, ph_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    if (bytes.n > INT32_MAX / 4)
        return ph_fail(err, PH_LIMIT, "the file is too large to be converted to UTF-8");
    int32_t need =
        ucnv_convert("UTF-8", encoding, NULL, 0, bytes.s, (int32_t)bytes.n, &code);
    if (code != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(code))
        return ph_fail(err, PH_INVALID, "the file cannot be read as %s; save it as UTF-8",
                       encoding);
    if (!ph_buf_reserve(out, (size_t)need + 1))
        return ph_fail_memory(err);
    code = U_ZERO_ERROR;
    ucnv_convert("UTF-8", encoding, out->s + out->n, need + 1, bytes.s, (int32_t)bytes.n,
                 &code);
    if (U_FAILURE(code))
        return ph_fail(err, PH_INVALID, "the file cannot be read as %s; save it as UTF-8",
                       encoding);
    out->n += (size_t)need;
    out->s[out->n] = '\0';
    return PH_OK;
}

/* What a declared name means: NULL for UTF-8 (a page that could be read far enough to find
 * "UTF-16" in it is not UTF-16), a converter's name, or "" where nobody knows it. */
static const char *encoding_of(const char *declared)
{
    UErrorCode code = U_ZERO_ERROR;
    const char *name = ucnv_getStandardName(declared, "MIME", &code);
    if (!name || U_FAILURE(code)) {
        code = U_ZERO_ERROR;
        UConverter *known = ucnv_open(declared, &code);
        ucnv_close(known);
        return U_SUCCESS(code) ? declared : "";
    }
    if (strncmp(name, "UTF-", 4) == 0)
        return NULL;
    /* Browsers read both as windows-1252, so that is what pages mean by them. */
    if (strcmp(name, "ISO-8859-1") == 0 || strcmp(name, "US-ASCII") == 0)
        return DEFAULT;
    return declared;
}

/* --- what the bytes show -------------------------------------------------------------------- */

typedef struct tally {
    size_t zeros, controls; /* bytes that text does not have */
    size_t good, bad; /* sequences of UTF-8 beyond ASCII, and what only looks like it */
} tally;

static tally count(ph_str bytes)
{
    tally t = {0};
    for (size_t i = 0; i < bytes.n;) {
        unsigned char c = (unsigned char)bytes.s[i];
        if (c >= 0x80) {
            size_t from = i;
            bool ill = ph_utf8_next(bytes, &i) == 0xFFFD &&
                       !ph_eqc(ph_sub(bytes, from, i), "\xEF\xBF\xBD");
            t.bad += ill;
            t.good += !ill;
            continue;
        }
        t.zeros += c == 0;
        /* old editors end files with 1A, and ISO-2022-JP has 1B in it */
        t.controls += c < ' ' && !strchr("\t\n\v\f\r\x1A\x1B", c);
        i++;
    }
    t.controls += t.zeros;
    return t;
}

static bool is_text(int32_t c)
{
    int8_t type = u_charType(c);
    if (c < ' ')
        return c == '\t' || c == '\n' || c == '\f' || c == '\r';
    return type != U_UNASSIGNED && type != U_PRIVATE_USE_CHAR && type != U_SURROGATE &&
           type != U_CONTROL_CHAR;
}

/* The unit of 2 or 4 bytes at s. */
static uint32_t unit_at(const char *s, size_t size, bool big)
{
    uint32_t c = 0;
    for (size_t i = 0; i < size; i++)
        c = c << 8 | (unsigned char)s[big ? i : size - 1 - i];
    return c;
}

/* How bytes look in units of 2 or 4 bytes: how many are no text, and whether few different
 * bytes stand in the upper half, as in text of one language. */
static void look_wide(ph_str bytes, size_t size, bool big, size_t *bad, size_t *score)
{
    size_t upper[256] = {0};
    *bad = *score = 0;
    for (size_t i = 0; i + size <= bytes.n; i += size) {
        uint32_t c = unit_at(bytes.s + i, size, big);
        upper[c >> 8 & 0xFF]++;
        if (size == 2 && U16_IS_LEAD(c) && i + 4 <= bytes.n) {
            uint32_t trail = unit_at(bytes.s + i + 2, size, big);
            if (U16_IS_TRAIL(trail)) {
                c = (uint32_t)U16_GET_SUPPLEMENTARY(c, trail);
                i += 2;
            }
        }
        *bad += c > 0x10FFFF || !is_text((int32_t)c);
    }
    for (size_t i = 0; i < 256; i++)
        *score += upper[i] * upper[i];
}

/* UTF-16 or UTF-32 that lacks its mark, or NULL. */
static const char *find_wide(ph_str bytes)
{
    static const struct {
        const char *name;
        size_t size;
        bool big;
    } rows[] = {{"UTF-32LE", 4, false},
                {"UTF-32BE", 4, true},
                {"UTF-16LE", 2, false},
                {"UTF-16BE", 2, true}};
    size_t bad, score, ignored, other;
    bytes = ph_sub(bytes, 0, WIDE_BYTES);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t size = rows[i].size;
        look_wide(bytes, size, rows[i].big, &bad, &score);
        look_wide(bytes, size, !rows[i].big, &ignored, &other);
        if (score && bad * 100 <= bytes.n / size && (size == 4 || score >= 2 * other))
            return rows[i].name;
    }
    return NULL;
}

/* What ICU's detector makes of bytes; it knows fewer encodings, and errs in other places. */
static void second_opinion(ph_str bytes, char *name, size_t size)
{
    UErrorCode code = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&code);
    ucsdet_setText(detector, bytes.s, (int32_t)bytes.n, &code);
    const UCharsetMatch *match = ucsdet_detect(detector, &code);
    const char *found = match ? ucsdet_getName(match, &code) : NULL;
    const char *known = U_SUCCESS(code) && found ? encoding_of(found) : NULL;
    /* it takes some words for EBCDIC */
    bool plausible = known && *known && strncmp(found, "IBM", 3) != 0;
    snprintf(name, size, "%s", plausible ? known : DEFAULT);
    ucsdet_close(detector);
}

/* What uchardet's answer is read as: it says of much text in one encoding that it is in
 * another that is hardly ever met.  NULL or "" where there is nothing to read it as. */
static const char *read_as(const char *found)
{
    static const struct {
        const char *found, *means;
    } rows[] = {{"KOI8-R", "KOI8-U"}, /* has all letters of the first, and four more */
                {"ISO-8859-16", "windows-1250"},
                {"ISO-8859-9", "windows-1254"},
                {"ISO-8859-13", "windows-1257"},
                {"MAC-CYRILLIC", "x-mac-cyrillic"},
                {"UHC", "windows-949"},
                {"EUC-KR", "windows-949"},
                {"ISO-8859-15", DEFAULT},
                {"ISO-8859-3", DEFAULT},
                {"WINDOWS-1258", DEFAULT},
                {"IBM852", DEFAULT},
                {"MAC-CENTRALEUROPE", DEFAULT},
                {"EUC-TW", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(found, rows[i].found) == 0)
            return rows[i].means;
    return encoding_of(found);
}

/* A converter's name into `name`. */
static ph_status detect(ph_str bytes, char *name, size_t size, ph_error *err)
{
    size_t from = 0;
    while (from < bytes.n && (unsigned char)bytes.s[from] < 0x80)
        from++;
    from = from > CONTEXT_BYTES ? from - CONTEXT_BYTES : 0;
    bytes = ph_sub(bytes, from, from + DETECT_BYTES);
    uchardet_t detector = uchardet_new();
    if (!detector || uchardet_handle_data(detector, bytes.s, bytes.n) != 0) {
        if (detector)
            uchardet_delete(detector);
        return ph_fail_memory(err);
    }
    uchardet_data_end(detector);
    const char *known = read_as(uchardet_get_charset(detector));
    if (known && *known)
        snprintf(name, size, "%s", known);
    else
        second_opinion(bytes, name, size);
    uchardet_delete(detector);
    return PH_OK;
}

/* --- the two together ----------------------------------------------------------------------- */

/* What follows a byte order mark and what the mark means; NULL where there is none. */
static const char *take_mark(ph_str *bytes)
{
    static const struct {
        ph_str mark;
        const char *name;
    } rows[] = {{{"\xEF\xBB\xBF", 3}, "UTF-8"},
                {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                {{"\xFF\xFE", 2}, "UTF-16LE"},
                {{"\xFE\xFF", 2}, "UTF-16BE"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (ph_starts(*bytes, rows[i].mark)) {
            *bytes = ph_sub(*bytes, rows[i].mark.n, bytes->n);
            return rows[i].name;
        }
    return NULL;
}

static ph_status refuse_binary(const tally *t, ph_error *err)
{
    return ph_fail(err, PH_INVALID,
                   t->zeros ? "this is not text: it is full of zero bytes; if it is text "
                              "in UTF-16, save it as UTF-8"
                            : "this is not text: it is full of control characters; give "
                              "the file the ending of its format");
}

/* The encoding of bytes without a mark: a converter's name, "" for UTF-8. */
static ph_status choose(ph_str bytes, ph_str declared, char *name, size_t size,
                        ph_error *err)
{
    tally t = count(bytes);
    const char *said = "";
    const char *wide = t.controls * 200 > bytes.n ? find_wide(bytes) : NULL;
    *name = '\0';
    if (wide) {
        snprintf(name, size, "%s", wide);
        return PH_OK;
    }
    if ((t.controls >= FEW && t.controls > bytes.n / 50) ||
        (t.zeros >= FEW && t.zeros > bytes.n / 1000))
        return refuse_binary(&t, err);
    if (declared.n && declared.n < size) {
        char label[40];
        snprintf(label, sizeof label, "%.*s", PH_FMT(declared));
        said = encoding_of(label);
        if (said && *said)
            snprintf(name, size, "%s", said);
    }
    /* nothing else looks like that much UTF-8; a torn character is no reason to guess */
    if (t.good >= FEW && t.bad * 10 <= t.good)
        *name = '\0';
    else if (!*name && t.bad * 10 > t.good)
        return detect(bytes, name, size, err);
    return PH_OK;
}

ph_status ph_parse_encoding(ph_str *bytes, ph_str declared, char name[PH_ENCODING_NAME],
                            ph_error *err)
{
    const char *mark = take_mark(bytes);
    if (!mark)
        return choose(*bytes, declared, name, PH_ENCODING_NAME, err);
    snprintf(name, PH_ENCODING_NAME, "%s", strcmp(mark, "UTF-8") == 0 ? "" : mark);
    return PH_OK;
}

ph_status ph_parse_decode(ph_str bytes, ph_str declared, ph_buf *out, ph_error *err)
{
    char name[PH_ENCODING_NAME];
    ph_status status = ph_parse_encoding(&bytes, declared, name, err);
    if (status != PH_OK)
        return status;
    if (*name)
        return convert(bytes, name, out, err);
    ph_buf_add(out, bytes);
    return out->failed ? ph_fail_memory(err) : PH_OK;
}

/* --- what a page declares ------------------------------------------------------------------ */

/* What follows `word` in s, not regarding case, behind *i; false if it does not occur. */
static bool find_word(ph_str s, size_t *i, ph_str word)
{
    for (size_t at = *i; at + word.n <= s.n; at++)
        if (ph_eq_nocase(ph_sub(s, at, at + word.n), word)) {
            *i = at + word.n;
            return true;
        }
    return false;
}

/* The label after a '=', with or without quotation marks. */
static ph_str label_at(ph_str s, size_t i)
{
    while (i < s.n && strchr(" \t\r\n=\"'", s.s[i]))
        i++;
    size_t from = i;
    while (i < s.n && (strchr("-_:.", s.s[i]) || (s.s[i] >= '0' && s.s[i] <= '9') ||
                       ((s.s[i] | 0x20) >= 'a' && (s.s[i] | 0x20) <= 'z')))
        i++;
    return ph_sub(s, from, i);
}

ph_str ph_parse_declared(ph_str bytes)
{
    ph_str head = ph_sub(bytes, 0, PRESCAN_BYTES);
    size_t i = 0;
    if (ph_starts(ph_trim(head), PH_STR("<?xml"))) {
        size_t end = 0;
        find_word(head, &end, PH_STR("?>"));
        if (find_word(ph_sub(head, 0, end), &i, PH_STR("encoding")))
            return label_at(head, i);
    }
    for (i = 0; find_word(head, &i, PH_STR("<meta"));) {
        size_t end = i, at = i;
        if (!find_word(head, &end, PH_STR(">")))
            end = head.n;
        if (find_word(ph_sub(head, 0, end), &at, PH_STR("charset")))
            return label_at(head, at);
    }
    return PH_ABSENT;
}
