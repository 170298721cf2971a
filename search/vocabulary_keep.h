/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vocabulary_keep.h - vocabularies that are not the installed ones, kept with the index that was
 * made with them: whoever reads it needs no option to find them.
 *
 *   DIR/vocabularies            a link to the folder below, replaced by rename
 *   DIR/vocabularies-HASH/      copies of the *.rdf files
 */
#ifndef PH_VOCABULARY_KEEP_H
#define PH_VOCABULARY_KEEP_H

#include "search/base.h"

/* Copies a folder's vocabularies into an index that this process may write; hash: of what they
 * say.  folder NULL: from now on the installed ones count.  Old copies go.
 * PH_IO, PH_NO_MEMORY. */
ph_status ph_vocabulary_keep(const char *folder, uint64_t hash, const char *db,
                             ph_error *err) PH_MUST_USE;

/* The first of an index's paths (shards.h) that is on this machine; NULL: none is, and the
 * installed vocabularies count. */
const char *ph_vocabulary_home(const char *const *paths, size_t n);

/* The folder of the vocabularies of an index, or of a shard in it, on this machine: its own,
 * else the installed ones.  db NULL: those.  Absent: no memory. */
ph_str ph_vocabulary_place(ph_arena *arena, const char *db);

#endif
