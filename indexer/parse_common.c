/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ucnv.h>

#include "indexer/parse_common.h"
#include "search/text.h"

/* How far into a page its encoding may be declared. */
#define PRESCAN_BYTES 4096

/* --- encodings ---------------------------------------------------------------------------- */

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
        UConverter *known = ucnv_open(declared, &code);
        ucnv_close(known);
        return U_SUCCESS(code) ? declared : "";
    }
    if (strncmp(name, "UTF-", 4) == 0)
        return NULL;
    /* Browsers read both as windows-1252, so that is what pages mean by them. */
    if (strcmp(name, "ISO-8859-1") == 0 || strcmp(name, "US-ASCII") == 0)
        return "windows-1252";
    return declared;
}

/* A stray zero byte happens; more than one in a thousand is no text. */
static bool is_binary(ph_str bytes)
{
    size_t zeros = 0;
    for (size_t i = 0; i < bytes.n; i++)
        zeros += bytes.s[i] == '\0';
    return zeros >= 8 && zeros > bytes.n / 1000;
}

ph_status ph_parse_decode(ph_str bytes, ph_str declared, ph_buf *out, ph_error *err)
{
    char label[40];
    const char *encoding = "";
    if (ph_starts(bytes, PH_STR("\xEF\xBB\xBF"))) {
        bytes = ph_sub(bytes, 3, bytes.n);
        encoding = NULL;
    } else if (ph_starts(bytes, PH_STR("\xFF\xFE")))
        return convert(ph_sub(bytes, 2, bytes.n), "UTF-16LE", out, err);
    else if (ph_starts(bytes, PH_STR("\xFE\xFF")))
        return convert(ph_sub(bytes, 2, bytes.n), "UTF-16BE", out, err);
    else if (declared.n && declared.n < sizeof label) {
        snprintf(label, sizeof label, "%.*s", PH_FMT(declared));
        encoding = encoding_of(label);
    }
    if (is_binary(bytes))
        return ph_fail(
            err, PH_INVALID,
            "this is not text: it is full of zero bytes; if it is text in UTF-16, "
            "save it as UTF-8");
    if (encoding && !*encoding)
        encoding = ph_utf8_valid(bytes) ? NULL : "windows-1252";
    if (encoding)
        return convert(bytes, encoding, out, err);
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

/* --- what parsers add --------------------------------------------------------------------- */

bool ph_parse_block(ph_document *doc, ph_arena *arena, ph_block_type type, unsigned level,
                    ph_str section, ph_str raw)
{
    ph_str text = ph_text_clean(arena, raw, false);
    return text.s &&
           ph_document_block(
               doc, arena,
               (ph_block){.type = type, .level = level, .section = section, .text = text});
}

bool ph_parse_warn(ph_document *doc, ph_arena *arena, const char *format, ...)
{
    char text[PH_ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    ph_str clean = ph_text_clean(arena, ph_cstr(text), false);
    return clean.s && ph_strs_add(arena, &doc->warnings, clean);
}
