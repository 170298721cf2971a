/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include <gmime/gmime.h>

#include "indexer/parse_common.h"
#include "indexer/parse_mail.h"

/* --- headers ------------------------------------------------------------------------------------- */

typedef struct word {
    ph_str charset, text;
    bool base64;
} word;

/* "=?koi8-r?B?8NLJ18XU?=" at s[*i]; then *i stands behind it. */
static bool take_word(ph_str s, size_t *i, word *w)
{
    ph_str rest = ph_sub(s, *i, s.n), piece[3];
    if (!ph_starts(rest, PH_STR("=?")))
        return false;
    size_t at = 2;
    for (unsigned p = 0; p < 3; p++) {
        size_t from = at;
        while (at < rest.n && rest.s[at] != '?' && (p == 2 || rest.s[at] != ' '))
            at++;
        if (at >= rest.n || rest.s[at] != '?')
            return false;
        piece[p] = ph_sub(rest, from, at++);
    }
    if (at >= rest.n || rest.s[at] != '=' || piece[1].n != 1 ||
        !strchr("bBqQ", piece[1].s[0]))
        return false;
    const char *language = memchr(piece[0].s, '*', piece[0].n);
    w->charset = ph_sub(piece[0], 0, language ? (size_t)(language - piece[0].s) : SIZE_MAX);
    w->base64 = (piece[1].s[0] | 0x20) == 'b';
    w->text = piece[2];
    *i += at + 1;
    return true;
}

static void decode_q(ph_buf *out, ph_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i] == '_' ? ' ' : text.s[i];
        if (c == '=' && i + 2 < text.n && g_ascii_isxdigit(text.s[i + 1]) &&
            g_ascii_isxdigit(text.s[i + 2])) {
            c = (char)(g_ascii_xdigit_value(text.s[i + 1]) * 16 +
                       g_ascii_xdigit_value(text.s[i + 2]));
            i += 2;
        }
        ph_buf_byte(out, c);
    }
}

static void decode_base64(ph_buf *out, ph_str text)
{
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_BASE64);
    if (ph_buf_reserve(out, g_mime_encoding_outlen(&state, text.n) + 1))
        out->n += g_mime_encoding_step(&state, text.s, text.n, out->s + out->n);
}

/* Appends what was gathered in one encoding, and forgets it. */
static void flush(ph_buf *out, ph_buf *bytes, ph_str charset)
{
    ph_error why; /* what cannot be decoded is left out */
    if (bytes->n)
        (void)ph_parse_decode(ph_buf_str(bytes), charset, out, &why);
    ph_buf_clear(bytes);
}

bool ph_mail_words(ph_buf *out, ph_str raw)
{
    ph_buf bytes = {0};
    ph_str charset = PH_ABSENT;
    bool failed = false;
    for (size_t i = 0; i < raw.n;) {
        word w;
        size_t space = i;
        while (space < raw.n && strchr(" \t\r\n", raw.s[space]) && raw.s[space])
            space++;
        /* white space between two words does not count; a character may lie in both */
        size_t at = charset.s ? space : i;
        if (take_word(raw, &at, &w)) {
            if (!charset.s || !ph_eq_nocase(charset, w.charset))
                flush(out, &bytes, charset);
            charset = w.charset;
            (w.base64 ? decode_base64 : decode_q)(&bytes, w.text);
            i = at;
        } else {
            if (charset.s)
                flush(out, &bytes, charset);
            charset = PH_ABSENT;
            ph_buf_byte(&bytes, raw.s[i++]);
        }
        failed = failed || bytes.failed;
    }
    flush(out, &bytes, charset);
    ph_buf_free(&bytes);
    return !failed && !out->failed;
}

/* --- bodies --------------------------------------------------------------------------------------- */

/* A longer paragraph is no "On 3 May 2021 at 10:00 ... wrote:". */
#define ATTRIBUTION_BYTES 300

typedef struct writing {
    ph_buf *out;
    unsigned depth;   /* of the line before: how many '>' */
    size_t paragraph; /* where the last one begins */
    bool blank;       /* the line before was */
    bool joined;      /* the line in hand goes on in the same paragraph */
    bool signature;   /* passing over one */
} writing;

/* The line before a quotation that says who wrote when. */
static void drop_attribution(writing *w)
{
    ph_str last = ph_trim((ph_str){w->out->s + w->paragraph, w->out->n - w->paragraph});
    unsigned digits = 0;
    for (size_t i = 0; i < last.n; i++)
        digits += last.s[i] >= '0' && last.s[i] <= '9';
    if (last.n && last.n <= ATTRIBUTION_BYTES && last.s[last.n - 1] == ':' &&
        (digits >= 4 || memchr(last.s, '@', last.n)))
        w->out->n = w->paragraph;
}

/* How many '>' a line begins with; they are taken off. */
static unsigned take_quotes(ph_str *line)
{
    unsigned depth = 0;
    size_t i = 0;
    while (i < line->n && line->s[i] == '>') {
        depth++;
        i += i + 2 < line->n && line->s[i + 1] == ' ' && line->s[i + 2] == '>' ? 2 : 1;
    }
    *line = ph_sub(*line, i, line->n);
    return depth;
}

static void add_line(writing *w, ph_str line, bool flowed, bool delsp)
{
    unsigned depth = take_quotes(&line);
    if ((depth || flowed) && line.n && line.s[0] == ' ')
        line = ph_sub(line, 1, line.n);
    bool signature = ph_eqc(line, "-- ") || (!depth && ph_eqc(line, "--"));
    w->signature = (w->signature && depth == w->depth) || signature;
    if (depth && !w->depth && w->out->n)
        drop_attribution(w);
    bool turned = depth != w->depth;
    w->depth = depth;
    if (turned || signature)
        w->joined = false;
    if (w->signature)
        return;
    bool blank = ph_trim(line).n == 0;
    if (!w->joined)
        ph_buf_addc(w->out, turned ? "\n\n" : "\n");
    if (!blank && (w->blank || turned) && !w->joined)
        w->paragraph = w->out->n;
    w->joined = flowed && ph_ends(line, PH_STR(" "));
    w->blank = blank;
    ph_buf_add(w->out, w->joined && delsp ? ph_sub(line, 0, line.n - 1) : line);
}

void ph_mail_text(ph_buf *out, ph_str text, bool flowed, bool delsp)
{
    writing w = {.out = out, .paragraph = out->n, .blank = true};
    for (size_t i = 0; i < text.n && !out->failed;) {
        const char *end = memchr(text.s + i, '\n', text.n - i);
        size_t to = end ? (size_t)(end - text.s) : text.n;
        ph_str line = ph_sub(text, i, to);
        if (ph_ends(line, PH_STR("\r")))
            line.n--;
        add_line(&w, line, flowed, delsp);
        i = to + 1;
    }
}
