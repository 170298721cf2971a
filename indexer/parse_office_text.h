/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse_office_text.h - where the readers of office documents put what they find: paragraphs with
 * what is known of each.
 *
 * Where the author used styles, they decide what is a heading and what is an item.  Where there
 * are none, the text is read as plain text is (text_build.h), with what is known for sure left as
 * it is: bold type and typed numbers make headings then.
 */
#ifndef PH_PARSE_OFFICE_TEXT_H
#define PH_PARSE_OFFICE_TEXT_H

#include "indexer/parse_office.h"
#include "indexer/text_lines.h"

typedef struct ph_para {
    unsigned heading; /* its level from 1; 0: none */
    unsigned item;    /* of a list of this level, from 1; 0: none */
    bool title;       /* of the document */
    bool row;         /* of a table */
    bool note;        /* below a text, or beside it */
    bool bold;        /* all of it; set by the writer */
    bool apart;       /* an empty paragraph stands before it; set by the writer */
    unsigned page;    /* 0: none */
    ph_str label;     /* "2.1", which a list gives it; usually absent */
    ph_str text;      /* clean; set by the writer */
    ph_str lines;     /* of a row: the same with its line ends; set by the writer */
} ph_para;

typedef struct ph_writer {
    ph_arena *arena;
    ph_document *doc;
    PH_VEC(ph_para) paras;
    ph_buf text;      /* of the paragraph, or row, that is open */
    bool bold, plain; /* such letters are in it */
    bool apart;       /* an empty paragraph was the last one */
    bool filled;      /* a cell of the open row has text */
    unsigned flat;    /* in how many cells and notes: paragraphs are one there */
    unsigned page;    /* of paragraphs that follow */
    bool failed;      /* no memory */
} ph_writer;

/* Adds text to the paragraph that is open. */
void ph_writer_text(ph_writer *w, ph_str raw, bool bold);

/* Begins a new line in the paragraph that is open. */
void ph_writer_break(ph_writer *w);

/* Ends the paragraph that is open.  Where paragraphs are one, what follows goes on after a
 * space. */
void ph_writer_end(ph_writer *w, ph_para para);

/* Between these two, paragraphs are one; the outermost end makes it. */
void ph_writer_flat(ph_writer *w);
void ph_writer_flat_end(ph_writer *w, ph_para para);

/* Begins the next cell of a row, which lies between ph_writer_flat and _end. */
void ph_writer_cell(ph_writer *w, bool first);

/* Takes the answers of a form out of the rows, as metadata (parse_office_form.c). */
void ph_writer_form(ph_writer *w);

/* Writes blocks, and the title, to the document, and frees what w holds.  Returns false when there
 * is no memory. */
bool ph_writer_finish(ph_writer *w);

/* 1 to 9 for the name of a heading's style in any language that we know ("heading 1",
 * "Titre 1"), or 0.  *title, *subtitle: it is the style of those; *index: of a table of contents. */
typedef struct ph_style_name {
    unsigned heading;
    bool title, subtitle, index;
} ph_style_name;
bool ph_style_name_read(ph_arena *arena, ph_str name, ph_style_name *out);

/* Appends a number as lists write it; `format` is "decimal", "upperLetter", "lowerLetter",
 * "upperRoman", "lowerRoman" or ODF's "1", "A", "a", "I", "i"; nothing for "none".  Others are decimal. */
void ph_list_number(ph_buf *buf, ph_str format, unsigned n);

#endif
