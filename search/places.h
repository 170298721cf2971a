/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * places.h - what the programs find around them: the index, installed data, the worker, the
 * processors.
 */
#ifndef PH_PLACES_H
#define PH_PLACES_H

#include "search/base.h"

/* The index when none is named: $PEERHUB_DB, else peerhub/peerhub.db below $XDG_DATA_HOME (or
 * ~/.local/share).  Absent: no memory. */
ph_str ph_place_db(ph_arena *arena);

/* A file or folder of the installed data ("corpus/vocabularies"), below $PEERHUB_DATA_DIR or
 * where it was installed. */
ph_str ph_place_data(ph_arena *arena, const char *name);

/* The folder of gettext catalogues, ID/LC_MESSAGES/peerhub.mo: $PEERHUB_LOCALE_DIR or where they
 * were installed. */
ph_str ph_place_catalogues(ph_arena *arena);

/* The folder of the forms that people fill in, which are made with the program: $PEERHUB_FORMS_DIR or
 * where they are installed. */
ph_str ph_place_forms(ph_arena *arena);

/* A program of ours ("peerhub-worker"), below $PEERHUB_LIBEXEC_DIR or where it was
 * installed. */
ph_str ph_place_program(ph_arena *arena, const char *name);

/* How many processors this process may use; at least 1. */
unsigned ph_processors(void);

#endif
