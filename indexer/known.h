/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * known.h - what the index knows of files, in memory for one run: by where they are, and by
 * what is in them.
 *
 * Threads: filled by one; after that ph_known_find and ph_known_id_taken may be called by any
 * number, and ph_known_claim_moved by several at once (it locks).  What is `seen` is settled
 * before the first claim.
 */
#ifndef PH_KNOWN_H
#define PH_KNOWN_H

#include "search/store.h"

typedef struct ph_known ph_known;

/* A stamp with what this run found out about its file. */
typedef struct ph_known_file {
    ph_stamp stamp;
    bool seen; /* the walk met the file */
    bool kept; /* its document stays, or went over to another file */
} ph_known_file;

ph_status ph_known_new(ph_known **out, const ph_store *store, ph_error *err) PH_MUST_USE;
void ph_known_free(ph_known *known);

/* The document, or with `failure` the remembered failure, of a file; NULL: none. */
ph_known_file *ph_known_find(const ph_known *known, ph_str source, ph_str path,
                             bool failure);

/* A document of the source whose file is gone and had just this content: it has moved.  Each
 * is given once.  NULL: none. */
ph_known_file *ph_known_claim_moved(ph_known *known, ph_str source, uint64_t content,
                                    uint64_t size);

/* Whether the id belongs to a document of another file: one that moved keeps its id, while a
 * new one with the same title may stand in its old place. */
bool ph_known_id_taken(const ph_known *known, ph_str id, ph_str source, ph_str path);

size_t ph_known_count(const ph_known *known);
ph_known_file *ph_known_at(const ph_known *known, size_t i);

#endif
