/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reader_private.h - a reader's inside, shared by reader.c (opening, single documents) and
 * match.c (answers).
 */
#ifndef PH_READER_PRIVATE_H
#define PH_READER_PRIVATE_H

#include "search/analysis.h"
#include "search/limits.h"
#include "search/search.h"
#include "search/xapian-c.h"

struct ph_reader {
    const ph_vocabulary *vocabulary;
    ph_analyzer *analyzer;
    ph_arena *config;    /* as long as the reader */
    ph_strs paths;       /* as given */
    ph_arena *state;     /* as long as what is open */
    ph_arena *seen;      /* as long as its revision: languages, revision */
    ph_strs generations; /* what each path stood for when it was opened */
    PH_VEC(xapian_db *) shards;
    xapian_db *all;
    ph_strs languages; /* codes of the languages that documents are in */
    struct ph_frequency
        *frequencies; /* of terms, for rerank.c; in `seen`; NULL: none yet */
    ph_str revision;
    xapian_doccount documents;
};

/* Something read from the index: a search, a document.  It must begin with fresh outputs, for
 * it is called again when the index has moved on.  Returns a status of the binding and fills
 * `why`, or XAPIAN_OK with *status set when something else failed. */
typedef xapian_status (*ph_read_unit)(ph_reader *reader, void *user, ph_status *status,
                                      ph_error *err, xapian_error *why);

/* Runs a unit, reopening and running it again as often as the index moves on meanwhile. */
ph_status ph_reader_run(ph_reader *reader, ph_read_unit unit, void *user, ph_error *err);

/* A record out of a document's data; all in the arena. */
xapian_status ph_reader_record(const xapian_document *doc, ph_arena *arena,
                               ph_record *record, ph_status *status, ph_error *err,
                               xapian_error *why);

#endif
