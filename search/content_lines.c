/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "search/content_lines.h"
#include "search/text.h"

#define LINE_OCTETS 75

void ph_lines_free(ph_lines *lines)
{
    ph_buf_free(&lines->line);
}

void ph_lines_end(ph_lines *lines)
{
    ph_str rest = ph_buf_str(&lines->line);
    size_t room = LINE_OCTETS;
    while (rest.n > room) {
        ph_str piece = ph_utf8_cut(rest, room);
        ph_buf_add(lines->out, piece);
        ph_buf_addc(lines->out, "\r\n ");
        rest = ph_sub(rest, piece.n, rest.n);
        room = LINE_OCTETS - 1;
    }
    ph_buf_add(lines->out, rest);
    ph_buf_addc(lines->out, "\r\n");
    lines->out->failed |= lines->line.failed;
    ph_buf_clear(&lines->line);
}

void ph_lines_begin(ph_lines *lines, const char *name)
{
    ph_buf_addc(&lines->line, name);
    ph_buf_byte(&lines->line, ':');
}

void ph_lines_text(ph_lines *lines, ph_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '\n') {
            ph_buf_addc(&lines->line, "\\n");
            continue;
        }
        if (strchr("\\,;", s.s[i]))
            ph_buf_byte(&lines->line, '\\');
        ph_buf_byte(&lines->line, s.s[i]);
    }
}

void ph_lines_put(ph_lines *lines, const char *name, ph_str s)
{
    if (!s.n)
        return;
    ph_lines_begin(lines, name);
    ph_lines_text(lines, s);
    ph_lines_end(lines);
}

void ph_lines_uri(ph_lines *lines, const char *name, ph_str uri)
{
    if (!uri.n)
        return;
    ph_lines_begin(lines, name);
    for (size_t i = 0; i < uri.n; i++) {
        unsigned char c = (unsigned char)uri.s[i];
        if (c > ' ' && c < 0x7f && !strchr("\"<>\\^`{|}", c))
            ph_buf_byte(&lines->line, uri.s[i]);
        else
            ph_buf_addf(&lines->line, "%%%02X", c);
    }
    ph_lines_end(lines);
}

void ph_lines_uid(ph_lines *lines, const char *kind, ph_str name)
{
    uint64_t high = ph_hash(kind, strlen(kind), PH_HASH_SEED);
    high = ph_hash(name.s, name.n, high);
    uint64_t low = ph_hash(name.s, name.n, high);
    high = (high & ~UINT64_C(0xf000)) | UINT64_C(0x8000);
    low = (low & ~(UINT64_C(3) << 62)) | (UINT64_C(2) << 62);
    ph_lines_begin(lines, "UID");
    ph_buf_addf(&lines->line,
                "urn:uuid:%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64
                "-%012" PRIx64,
                high >> 32, (high >> 16) & 0xffff, high & 0xffff, low >> 48,
                low & UINT64_C(0xffffffffffff));
    ph_lines_end(lines);
}

void ph_lines_time(ph_lines *lines, const char *name, ph_str time)
{
    if (!time.n)
        return;
    ph_lines_begin(lines, name);
    for (size_t i = 0; i < time.n; i++)
        if (time.s[i] != '-' && time.s[i] != ':')
            ph_buf_byte(&lines->line, time.s[i]);
    ph_lines_end(lines);
}
