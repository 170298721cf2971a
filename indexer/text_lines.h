/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text_lines.h - text as lines - plain text, or what another format made lines of - and what
 * can be told from a single line: whether it begins with a bullet or a number, ends a sentence,
 * shouts.
 */
#ifndef PH_TEXT_LINES_H
#define PH_TEXT_LINES_H

#include "search/base.h"

typedef struct ph_line {
    ph_str text;     /* clean; the ** around bold text are gone */
    unsigned length; /* in characters */
    unsigned indent; /* in columns */
    unsigned page;   /* from 1; 0: the text has no form feeds */
    bool blank;      /* several empty lines are one */
    bool bold;       /* all of it stood between ** and ** */
    bool glued;      /* the next line goes on without a space */

    /* What a format knows for sure; plain text never does.  A line of one of these is a
     * paragraph of its own. */
    unsigned heading; /* of this level, 1..6; 0: none */
    unsigned item;    /* of a list of this level, from 1; 0: none */
    bool row;         /* of a table */
    bool paragraph;   /* no heading, whatever it looks like */
    unsigned size;    /* of its letters in tenths of a point; 0: unknown */

    /* What a format with pages sees. */
    unsigned width; /* of its column, in characters like its own; 0: unknown */
    bool moved;     /* it stands at the top of a page or column, in mid-text perhaps */
    bool note;      /* of a footnote */
} ph_line;

typedef PH_VEC(ph_line) ph_lines;

/* Splits UTF-8 text into lines.  A form feed is a blank line.  Returns false when there is no
 * memory. */
bool ph_lines_read(ph_arena *arena, ph_str text, ph_lines *lines);

/* Adds a line that another format has; sets text (cleaned) and length, the rest is as in
 * `line`.  An empty text makes a blank line.  Returns false when there is no memory. */
bool ph_lines_add(ph_arena *arena, ph_lines *lines, ph_line line, ph_str raw);

typedef enum ph_mark_type {
    PH_MARK_NONE,
    PH_MARK_BULLET, /* "- ", "• " */
    PH_MARK_PAREN,  /* "(a) ", "a) ", "2) " */
    PH_MARK_NUMBER, /* "1. ", "1.2 " */
    PH_MARK_LETTER, /* "A. " */
    PH_MARK_ROMAN,  /* "II. "; one letter alone is a PH_MARK_LETTER */
    PH_MARK_HASH,   /* "## " */
    PH_MARK_NOTE    /* "¹ ", "[1] ": a footnote */
} ph_mark_type;

/* What stands before the text of a line. */
typedef struct ph_mark {
    ph_mark_type type;
    int32_t kind;   /* marks of one list have the same: '-', '(' ... */
    unsigned value; /* 3 of "3.", "1.3" and "(c)"; letters of scripts lie 100 apart */
    unsigned depth; /* 2 of "1.3" and "##" */
    size_t n;       /* bytes, the space behind it included */
} ph_mark;

ph_mark ph_line_mark(ph_str text);

/* The value of a roman numeral (I to XXXIX), or 0. */
unsigned ph_roman(ph_str s);

bool ph_ends_sentence(ph_str text); /* . ! ? : ; and quotes or brackets behind them */
bool ph_ends_open(ph_str text);     /* in a way that no heading does: . , ; */
bool ph_starts_lower(ph_str text);
bool ph_is_shouted(ph_str text); /* ALL CAPS, and letters enough to be sure */
bool ph_is_page_number(ph_str text);

/* The character if the line consists of at least three of one of = - _ * and spaces; else 0. */
char ph_line_rule(ph_str text);

#endif
