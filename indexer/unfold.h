/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unfold.h - one file, any number of documents: an archive has members, a table has rows, a
 * message has attachments.  A member may be such a file again.
 *
 * A part's path tells where it is in its file: "" is the file itself, "/minutes/a.pdf" a member,
 * "#17" a row (from 1), "/cases.csv#17" a row in a member.  Each part is a step: it is announced
 * before its bytes are touched, so that when the process dies of it the next one knows what to
 * pass over.  The same file with the same fatal steps has the same steps in the same order, and
 * whatever goes to the sink belongs to the step that was begun last: a process that passes over
 * the first k steps says just what another one had not yet said when it died in step k.
 *
 * Threads: one unfolding belongs to one.
 */
#ifndef PH_UNFOLD_H
#define PH_UNFOLD_H

#include "indexer/feed.h"
#include "indexer/parse.h"

/* Where the parts go.  A status other than PH_OK ends everything. */
typedef struct ph_sink {
    void *user;
    ph_status (*begin)(void *user, ph_str path, ph_error *err);
    ph_status (*document)(void *user, const ph_part *part, const ph_document *doc,
                          ph_error *err);
    ph_status (*refuse)(void *user, const ph_part *part, const ph_error *why,
                        ph_error *err);
} ph_sink;

typedef struct ph_unfolding {
    const ph_sink *sink;
    const ph_map *map;     /* of a table's columns; NULL: the common names */
    uint64_t skip;         /* so many steps are over already */
    const uint64_t *fatal; /* those of them that a process died of, ascending */
    size_t fatals;
    uint64_t steps;            /* begun so far */
    uint64_t members;          /* of archives, seen so far */
    uint64_t left;             /* bytes that may still come out of archives */
    unsigned depth;            /* files around the one in hand */
    bool broken;               /* the sink has had enough */
    ph_str path;               /* of the file in hand */
    ph_str name;               /* of the file in hand, without folders */
    ph_input sidecar;          /* of the file in hand; its name absent: none */
    const ph_document *common; /* what a side-car says of all parts; NULL: none */
    uint64_t common_hash;      /* of the bytes that said so; 0: none */
} ph_unfolding;

/* Parses a file with all that is in it.  name: without folders.  sidecar: name absent if there
 * is none; of an archive or table it holds for those parts that do not say otherwise themselves.
 * Anything else than PH_OK is the file's fault and stands in err: what came out until then is
 * good.  What is wrong with a part goes to sink->refuse. */
ph_status ph_unfold(ph_unfolding *u, ph_str name, ph_feed *feed, ph_input sidecar,
                    ph_error *err) PH_MUST_USE;

/* --- for formats that hold others ------------------------------------------------------------ */

/* The next part begins.  *wanted: false if it is to be passed over.  path: below the file in
 * hand ("/a.pdf", "#17"). */
ph_status ph_unfold_begin(ph_unfolding *u, ph_str path, bool *wanted,
                          ph_error *err) PH_MUST_USE;

/* True if a process died of the part that was just begun: its bytes are not to be touched. */
bool ph_unfold_is_fatal(const ph_unfolding *u);

/* A member of an archive, an attachment, after ph_unfold_begin, which set `wanted`: it is parsed
 * by its own format, and unfolded if that holds others.  One that is not wanted is to come here
 * as well (unless it is fatal), since there may be others in it that are.  sidecar as above; its
 * name absent: none. */
ph_status ph_unfold_member(ph_unfolding *u, ph_str path, ph_str bytes, ph_input sidecar,
                           bool wanted, ph_error *err) PH_MUST_USE;

/* A part that cannot be read, after ph_unfold_begin; u goes on. */
ph_status ph_unfold_refuse(ph_unfolding *u, ph_str path, const ph_error *why,
                           ph_error *err) PH_MUST_USE;

/* A document, after ph_unfold_begin: settles its metadata and hands it on.  part: its path and
 * identity are below the file in hand; identity may be absent. */
ph_status ph_unfold_document(ph_unfolding *u, ph_part part, ph_arena *arena,
                             ph_document *doc, ph_error *err) PH_MUST_USE;

#endif
