/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * content_lines.h - the lines that vCards (RFC 6350, 3.2 to 3.4) and calendars (RFC 5545, 3.1 and
 * 3.3.11) are made of: "NAME:value", folded at 75 octets and never within a character, ended
 * with CRLF, with text escaped.
 */
#ifndef PH_CONTENT_LINES_H
#define PH_CONTENT_LINES_H

#include "search/base.h"

/* Begin with {.out = buf}; what fails for lack of memory shows in out->failed. */
typedef struct ph_lines {
    ph_buf *out;
    ph_buf line; /* the one at hand, not folded yet */
} ph_lines;

void ph_lines_free(ph_lines *lines);

/* A line in steps: "NAME:", pieces of text, and its end. */
void ph_lines_begin(ph_lines *lines, const char *name);
void ph_lines_text(ph_lines *lines, ph_str text);
void ph_lines_end(ph_lines *lines);

/* A whole line; none where the value is empty or absent. */
void ph_lines_put(ph_lines *lines, const char *name, ph_str text);

/* A URI, percent-encoded where it is not ASCII. */
void ph_lines_uri(ph_lines *lines, const char *name, ph_str uri);

/* UID: a UUID of version 8 (RFC 9562, 5.8) out of two hashes, the same for the same kind and name. */
void ph_lines_uid(ph_lines *lines, const char *kind, ph_str name);

/* "2026-11-21T10:00:00Z" as "20261121T100000Z". */
void ph_lines_time(ph_lines *lines, const char *name, ph_str time);

#endif
