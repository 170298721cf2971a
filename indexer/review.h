/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * review.h - a page for editors: every document with its tags, what they were made of, what
 * was odd, and a side-car to copy and correct.
 *
 * HTML without scripts, written with libxml2's xmlwriter, in English; it is whole in itself and can
 * be read from a disk.  Contact data are not in it but as a record has them.
 *
 * Threads: one at a time.
 */
#ifndef PH_REVIEW_H
#define PH_REVIEW_H

#include "search/record.h"
#include "search/vocabulary.h"

typedef struct ph_review ph_review;

/* path: the page, written by ph_review_write; borrowed. */
ph_status ph_review_new(ph_review **out, const char *path, ph_error *err) PH_MUST_USE;
void ph_review_free(ph_review *review);

/* Adds a document; false: no memory, and ph_review_write will fail. */
bool ph_review_add(ph_review *review, const ph_record *record,
                   const ph_vocabulary *vocabulary);

/* Writes the page beside its place and renames it, so that an old one is replaced by a whole
 * one or stays.  PH_IO with the system's words, PH_NO_MEMORY. */
ph_status ph_review_write(ph_review *review, ph_error *err) PH_MUST_USE;

#endif
