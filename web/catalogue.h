/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * catalogue.h - the words of the pages in one language: a compiled gettext catalogue (a .mo
 * file, "The Format of GNU MO Files" in the manual of gettext).
 *
 * libintl is of no use to a server that answers in many languages at once: it takes the
 * language from the process's locale and environment, and only from locales that the system
 * has.  The format is one sorted table.
 *
 * Threads: a catalogue does not change; any number of threads may read it.
 */
#ifndef PH_CATALOGUE_H
#define PH_CATALOGUE_H

#include "search/base.h"

typedef struct ph_catalogue ph_catalogue;

/* PH_NOT_FOUND: no file; PH_INVALID: not a catalogue, or a damaged one; PH_IO, PH_NO_MEMORY. */
ph_status ph_catalogue_open(ph_catalogue **out, const char *path,
                            ph_error *err) PH_MUST_USE;
void ph_catalogue_free(ph_catalogue *catalogue);

/* The translation of a text; form: which of its plural forms, 0 for texts without any.  When
 * it has fewer forms, the last one.  Absent: not translated.  It has a NUL behind it and lives
 * as long as the catalogue. */
ph_str ph_catalogue_find(const ph_catalogue *catalogue, ph_str text, size_t form);

uint64_t ph_catalogue_hash(const ph_catalogue *catalogue);

#endif
