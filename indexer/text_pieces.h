/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text_pieces.h - plain text between lines and blocks: what may be a heading, an item, a
 * paragraph.
 */
#ifndef PH_TEXT_PIECES_H
#define PH_TEXT_PIECES_H

#include "indexer/text_lines.h"

typedef enum ph_piece_kind {
    PH_PIECE_TEXT,
    PH_PIECE_ITEM,
    PH_PIECE_HEADING,
    PH_PIECE_CANDIDATE, /* numbered: a heading or an item */
    PH_PIECE_NOTE,      /* a footnote */
    PH_PIECE_ROW        /* of a table */
} ph_piece_kind;

typedef struct ph_piece {
    ph_piece_kind kind;
    ph_mark mark;
    size_t from, to; /* its lines */
    size_t skip;     /* bytes of the first line that are its mark */
    unsigned level;  /* of a heading, once it is known */
    size_t chunk;    /* which one it comes from: what stands between two blank lines */
    size_t more;     /* the piece that goes on where this one was torn off; 0: none */
    bool first;      /* of its chunk */
    bool bold;
    bool large;    /* in larger letters than the text */
    bool asserted; /* by the format: kind and level are as they are */
    bool lone;     /* it looked like a heading: it is nobody's rest */
    bool title;    /* a line of the block at the top */
    bool merged;   /* into another one */
} ph_piece;

typedef PH_VEC(ph_piece) ph_pieces;

/* Candidates become headings, items or text by what stands around them, and headings get
 * their levels. */
void ph_pieces_outline(const ph_lines *lines, ph_pieces *pieces);

#endif
