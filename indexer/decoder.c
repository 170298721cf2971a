/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include <unicode/ucnv.h>

#include "indexer/decoder.h"
#include "indexer/parse_common.h"

#define PIECE ((size_t)64 << 10)

struct ph_decoder {
    ph_feed *feed;
    UConverter *from, *to; /* NULL: the file is UTF-8 */
    const char *rest;      /* bytes that wait to be converted */
    size_t left;
    bool ended, flushed;
    UChar pivot[1024], *pivot_from, *pivot_to;
    char raw[PIECE], text[PIECE];
};

static bool is_ascii(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] >= 0x80)
            return false;
    return true;
}

/* Without the bytes at the end that may be half of a character. */
static size_t without_torn(const char *s, size_t n)
{
    size_t torn = 0;
    while (torn < 4 && torn < n && (unsigned char)s[n - 1 - torn] >= 0x80)
        torn++;
    return torn < n ? n - torn : n;
}

/* What the encoding is told from: the beginning, and if that is ASCII the first piece that is
 * not.  `mark`: bytes of a byte order mark. */
static ph_status find_encoding(ph_decoder *d, char name[PH_ENCODING_NAME], size_t *mark,
                               ph_error *err)
{
    size_t got = 0;
    ph_status status = ph_feed_read(d->feed, d->raw, PIECE, &got, err);
    ph_str head = {d->raw, got == PIECE ? without_torn(d->raw, got) : got};
    const char *start = head.s;
    if (!status)
        status = ph_parse_encoding(&head, PH_ABSENT, name, err);
    *mark = (size_t)(head.s - start);
    while (!status && got && !*name && is_ascii(d->raw, got)) {
        status = ph_feed_read(d->feed, d->raw, PIECE, &got, err);
        head = (ph_str){d->raw, without_torn(d->raw, got)};
        if (!status && got && !is_ascii(d->raw, got))
            status = ph_parse_encoding(&head, PH_ABSENT, name, err);
    }
    return status ? status : ph_feed_rewind(d->feed, err);
}

static ph_status open_converters(ph_decoder *d, const char *name, ph_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    d->from = ucnv_open(name, &code);
    d->to = ucnv_open("UTF-8", &code);
    d->pivot_from = d->pivot_to = d->pivot;
    return U_SUCCESS(code)
               ? PH_OK
               : ph_fail(err, PH_INVALID, "the file cannot be read as %s; save it as UTF-8",
                         name);
}

ph_status ph_decoder_new(ph_decoder **out, ph_feed *feed, ph_error *err)
{
    char name[PH_ENCODING_NAME] = "";
    size_t mark = 0, got = 0;
    ph_decoder *d = *out = calloc(1, sizeof *d);
    if (!d)
        return ph_fail_memory(err);
    d->feed = feed;
    ph_status status = find_encoding(d, name, &mark, err);
    if (!status && mark)
        status = ph_feed_read(feed, d->raw, mark, &got, err);
    if (!status && *name)
        status = open_converters(d, name, err);
    if (status) {
        ph_decoder_free(d);
        *out = NULL;
    }
    return status;
}

void ph_decoder_free(ph_decoder *d)
{
    if (!d)
        return;
    ucnv_close(d->from);
    ucnv_close(d->to);
    free(d);
}

/* One step of the conversion; it may give nothing yet. */
static ph_status convert(ph_decoder *d, ph_str *piece, ph_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    char *target = d->text;
    const char *source = d->rest;
    ucnv_convertEx(d->to, d->from, &target, d->text + sizeof d->text, &source,
                   source + d->left, d->pivot, &d->pivot_from, &d->pivot_to,
                   d->pivot + sizeof d->pivot / sizeof *d->pivot, false, d->ended, &code);
    d->left -= (size_t)(source - d->rest);
    d->rest = source;
    d->flushed = d->ended && U_SUCCESS(code);
    *piece = (ph_str){d->text, (size_t)(target - d->text)};
    return U_SUCCESS(code) || code == U_BUFFER_OVERFLOW_ERROR
               ? PH_OK
               : ph_fail(err, PH_INVALID, "the file's text is damaged; save it as UTF-8");
}

ph_status ph_decoder_read(ph_decoder *d, ph_str *piece, ph_error *err)
{
    ph_status status = PH_OK;
    size_t got;
    *piece = PH_STR("");
    while (!status && !piece->n && !d->flushed) {
        if (!d->left && !d->ended) {
            status = ph_feed_read(d->feed, d->raw, PIECE, &got, err);
            d->rest = d->raw;
            d->left = status ? 0 : got;
            d->ended = !status && !got;
        }
        if (!status && d->from) {
            status = convert(d, piece, err);
        } else if (!status) {
            *piece = (ph_str){d->rest, d->left};
            d->left = 0;
            d->flushed = d->ended;
        }
    }
    return status;
}
