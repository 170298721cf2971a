/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search_print.h - what peerhub-search answers, on standard output; part of that program.
 */
#ifndef PH_SEARCH_PRINT_H
#define PH_SEARCH_PRINT_H

#include "search/export.h"
#include "search/export_text.h"

typedef enum ph_print_format {
    PH_PRINT_TEXT,
    PH_PRINT_JSON,  /* the answer, whole */
    PH_PRINT_JSONL, /* a line for each result; of several questions, for each answer */
    PH_PRINT_TREC,  /* a run (export_trec.h) */
    PH_PRINT_EXPORT /* `export` */
} ph_print_format;

typedef struct ph_printer {
    ph_reader *reader;
    const ph_vocabulary *vocabulary;
    ph_show show;
    ph_print_format format;
    const ph_export_format *export;
} ph_printer;

/* NULL: what is shown can be told in that format, of several questions if `batch`; else why
 * not. */
const char *ph_print_refuse(const ph_printer *printer, bool batch);

/* Searches and prints; *found: anything at all.  id: of one question of several, else absent;
 * first: it is the first of them.  PH_IO: it cannot be written; else as ph_search. */
ph_status ph_print_answer(const ph_printer *printer, const ph_query *query, ph_arena *arena,
                          ph_str id, bool first, bool *found, ph_error *err) PH_MUST_USE;

#endif
