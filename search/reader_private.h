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
#include "search/shards.h"

/* In how many documents a term is: what was asked for last in its place of the table. */
typedef struct ph_freq {
    uint64_t term; /* its hash */
    xapian_doccount n;
} ph_freq;

struct ph_reader {
    const ph_vocabulary *vocabulary;
    ph_analyzer *analyzer;
    ph_arena *config;    /* as long as the reader */
    ph_strs paths;       /* as given */
    ph_arena *state;     /* as long as what is open */
    ph_arena *seen;      /* as long as its revision: languages, revision */
    ph_strs generations; /* what each path stood for when it was opened */
    ph_origins origins;  /* of each of: */
    PH_VEC(xapian_db *) shards;
    bool remote; /* one is behind a server: no callbacks, and each question costs a way */
    xapian_db *all;
    ph_freq *freqs; /* PH_FREQS_KEPT of them, over all shards; in `seen`; NULL: none yet */
    struct ph_listed *listed; /* for unaccented.c; in `seen`; NULL: none yet */
    bool partly;              /* shards that do not answer are left out: */
    ph_strs missing;
    ph_strs languages;            /* codes of the languages that documents are in */
    ph_strs years;                /* that documents have */
    struct ph_expander *expander; /* what it knows of labels (expand.h) */
    ph_str revision;
    xapian_doccount documents;
    ph_columns_cache *cache; /* or NULL; borrowed */
};

/* Something read from the index: a search, a document.  It must begin with fresh outputs, for
 * it is called again when the index has moved on.  Returns a status of the binding and fills
 * `why`, or XAPIAN_OK with *status set when something else failed. */
typedef xapian_status (*ph_read_unit)(ph_reader *reader, void *user, ph_status *status,
                                      ph_error *err, xapian_error *why);

/* Runs a unit, reopening and running it again as often as the index moves on meanwhile. */
ph_status ph_reader_run(ph_reader *reader, ph_read_unit unit, void *user, ph_error *err);

/* In how many documents a term is; kept for as long as the revision, since the words of one
 * question are asked for again and again, and over tcp:// each costs a way. */
xapian_status ph_term_freq(ph_reader *reader, ph_str term, xapian_doccount *freq,
                           xapian_error *why);

/* What stands behind a prefix in the terms that there are, added to the list. */
xapian_status ph_term_values(const ph_reader *reader, ph_str prefix, ph_arena *arena,
                             ph_strs *values, ph_status *status, ph_error *err,
                             xapian_error *why);

/* A record out of a document's data, without contacts whose consent has ended since it was
 * indexed; all in the arena. */
xapian_status ph_reader_record(const xapian_document *doc, ph_arena *arena,
                               ph_record *record, ph_status *status, ph_error *err,
                               xapian_error *why);

#endif
