/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export.h - found documents for programs that keep references, and for spreadsheets.
 *
 * A format is a row of ph_export_formats and a file of its own, export_NAME.c, with the functions
 * that the row names.  They write what ph_reference_of makes of a record, the same for all:
 *
 *   csv     RFC 4180, a heading and a line each.  A cell that a spreadsheet would take for a formula
 *           (it begins with = + - @, a tab or a carriage return) has an apostrophe in front.
 *   ris     as EndNote and Zotero read it: tags of two letters, a field a line, CRLF.
 *   bibtex  for biber: UTF-8; what LaTeX would read as a command is escaped.
 *   csl     CSL-JSON, schema csl-data.json of CSL 1.0.2.
 *
 * Contacts of documents are in none of them.
 */
#ifndef PH_EXPORT_H
#define PH_EXPORT_H

#include "search/search.h"

/* What is written of a document.  Strings lie in the arena or in the record; absent if not known. */
typedef struct ph_reference {
    const ph_record *record;
    ph_str id;               /* unique and stable, of [A-Za-z0-9_-]: the citation key */
    ph_str url;              /* below the hub's address, else the document's source */
    ph_str type;             /* "Practice note" */
    ph_str year, month, day; /* "2022", "06", "04" */
    ph_strs keywords;        /* labels of themes and goals */
    ph_strs countries;       /* names */
    bool report;             /* else just a document */
} ph_reference;

/* An export on its way. */
typedef struct ph_export {
    ph_buf *out;
    ph_arena *arena;
    const ph_vocabulary *vocabulary;
    ph_str base; /* "https://hub.example", before "/documents/ID"; may be empty */
    size_t n;    /* references written */
} ph_export;

typedef struct ph_export_format {
    const char *name;            /* --format=NAME */
    const char *ending;          /* of addresses: "csl.json" */
    const char *type;            /* media type */
    const char *label;           /* for people */
    void (*begin)(ph_export *e); /* may be NULL, as end */
    void (*add)(ph_export *e, const ph_reference *reference);
    void (*end)(ph_export *e);
} ph_export_format;

extern const ph_export_format ph_export_formats[]; /* name NULL at the end */

/* By its name, or by its ending; NULL: none. */
const ph_export_format *ph_export_find(ph_str name_or_ending);

/* Appends the hits of an answer.  False: no memory. */
bool ph_export_hits(ph_buf *out, const ph_export_format *format, const ph_result *result,
                    const ph_vocabulary *vocabulary, ph_str base);

/* --- for the formats --------------------------------------------------------------------------- */

/* A creator as "Family, Given", where it is written so, as its parts; false: a name that only
 * stands for itself, as an organisation's. */
bool ph_creator_parts(ph_str creator, ph_str *family, ph_str *given);

/* A cell of CSV, quoted where it must be, and safe in spreadsheets. */
void ph_csv_cell(ph_buf *out, ph_str cell);

/* A list in one cell: "a; b". */
void ph_csv_list(ph_buf *out, const ph_strs *list);

void ph_csv_begin(ph_export *e);
void ph_csv_add(ph_export *e, const ph_reference *reference);
void ph_ris_add(ph_export *e, const ph_reference *reference);
void ph_bibtex_add(ph_export *e, const ph_reference *reference);
void ph_csl_begin(ph_export *e);
void ph_csl_add(ph_export *e, const ph_reference *reference);
void ph_csl_end(ph_export *e);

#endif
