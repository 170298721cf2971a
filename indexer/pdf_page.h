/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pdf_page.h - from the letters on a PDF's pages to lines in reading order:
 *
 *   letters -> pieces   pdf_page.c       what stands side by side on a line
 *   pieces  -> order    pdf_order.c      columns, tables, what spans them
 *   pieces without      pdf_furniture.c  running headers, footers and page numbers
 *   pieces  -> ph_line  pdf_lines.c      paragraphs, footnotes
 *
 * Places are in points from the upper left corner of the page.
 */
#ifndef PH_PDF_PAGE_H
#define PH_PDF_PAGE_H

#include <poppler.h>

#include "indexer/text_lines.h"

typedef struct ph_pdf_piece {
    ph_str text; /* clean, never empty */
    double left, right, top, bottom;
    unsigned page;       /* from 1 */
    unsigned size;       /* of most of its letters, in tenths of a point */
    unsigned characters; /* of its text */
    bool bold;           /* all of it */
    bool glued;          /* it ended with a soft hyphen */
    bool upright;        /* false: it runs up or down the page */
    bool row;            /* of a table: its cells are in the text */
    bool furniture;      /* a running header, a page number */

    /* Set by ph_pdf_order. */
    unsigned column;  /* a number for each run of lines below each other */
    double edge, end; /* of this column */
} ph_pdf_piece;

typedef PH_VEC(ph_pdf_piece) ph_pdf_pieces;

/* Appends what stands on a page; *bytes grows by the length of its text.  Returns false when
 * there is no memory. */
bool ph_pdf_page_read(ph_arena *arena, PopplerPage *page, unsigned number,
                      ph_pdf_pieces *pieces, size_t *bytes);

/* Puts pieces [from, to) - one page - in reading order, each line whole: what stands on the
 * same line of a column is one piece then, and *to moves down.  *column is the last number
 * that was used.  Returns false when there is no memory. */
bool ph_pdf_order(ph_arena *arena, ph_pdf_pieces *pieces, size_t from, unsigned *column);

/* Marks running headers and footers.  heights: of the pages, from page 1 at [0].  Returns
 * false when there is no memory. */
bool ph_pdf_furniture(ph_arena *arena, ph_pdf_pieces *pieces, const double *heights,
                      size_t pages);

/* Pieces in order to lines for ph_text_build.  Returns false when there is no memory. */
bool ph_pdf_lines(ph_arena *arena, const ph_pdf_pieces *pieces, ph_lines *lines);

#endif
