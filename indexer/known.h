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
    bool seen;    /* the walk met the file */
    bool met;     /* the file still has this part: set by the thread that reads the file */
    bool there;   /* a repository still has it, though it did not send it */
    bool dropped; /* the file was read to its end, and has it no more */
    bool kept;    /* its document stays, or went over to another file */
    bool removed; /* its document was taken out of the index */
} ph_known_file;

typedef enum ph_known_kind {
    PH_KNOWN_DOCUMENT,
    PH_KNOWN_FAILURE,
    PH_KNOWN_WHOLE
} ph_known_kind;
ph_known_kind ph_known_kind_of(const ph_known_file *file);

ph_status ph_known_new(ph_known **out, const ph_store *store, ph_error *err) PH_MUST_USE;
void ph_known_free(ph_known *known);

/* What is known of a file's part ("": the file itself) in one of three ways; NULL: nothing. */
ph_known_file *ph_known_find(const ph_known *known, ph_str source, ph_str path, ph_str part,
                             ph_known_kind kind);

/* Everything that is known of a file and its parts, one after the other: after NULL the first,
 * NULL at the end. */
ph_known_file *ph_known_next(const ph_known *known, ph_str source, ph_str path,
                             const ph_known_file *before);

/* A document of the source whose file is gone and had just this content: it has moved.  Each
 * is given once.  NULL: none. */
ph_known_file *ph_known_claim_moved(ph_known *known, ph_str source, uint64_t content,
                                    uint64_t size);

/* Whether the id belongs to a document of another file or part: one that moved keeps its id,
 * while a new one with the same title may stand in its old place. */
bool ph_known_id_taken(const ph_known *known, ph_str id, ph_str source, ph_str path,
                       ph_str part);

size_t ph_known_count(const ph_known *known);
ph_known_file *ph_known_at(const ph_known *known, size_t i);

#endif
