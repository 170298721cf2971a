/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source.h - where documents come from: a file, a folder that is walked, or with oai+URL a
 * repository that is harvested (harvest.h).
 *
 * A source has a name, which is part of its documents' ids: NAME=SOURCE, or the last part of
 * its path.  A path that is there, or that has a '/' before its first '=', is no NAME=SOURCE.
 *  Files whose names begin with '.' are passed over, as are symbolic links below
 * the source, and side-cars (FILE.meta.xml, .json, .yaml), which belong to their FILE.
 */
#ifndef PH_SOURCE_H
#define PH_SOURCE_H

#include "indexer/sidecar.h"

typedef struct ph_source {
    ph_str name;  /* [A-Za-z0-9_.-]+ */
    bool named;   /* the user gave the name */
    ph_str given; /* as on the command line, without NAME= and slashes at the end */
    ph_str root;  /* the absolute path; absent when it is missing */

    /* Of a repository; else absent.  It may have a password in it, which `given` and `root`,
     * "oai+URL" with the set alone, do not. */
    ph_str address;
    ph_str set; /* absent: all */
} ph_source;

typedef struct ph_file {
    ph_str path; /* below the source; empty if the source is a file */
    uint64_t size;
    int64_t mtime_ns;
    ph_str sidecar; /* its path below the source, or behind it if the source is a file
                               (".meta.xml"); absent: none */
    uint64_t sidecar_state; /* a hash of its name, size and time; 0: none */
} ph_file;

typedef PH_VEC(ph_file) ph_files;

/* A folder below the source that could not be read, or a side-car without its document. */
typedef struct ph_refusal {
    ph_str path; /* below the source */
    ph_str reason;
} ph_refusal;

typedef struct ph_walk {
    ph_files files; /* in the order of their paths */
    PH_VEC(ph_refusal) refusals;
} ph_walk;

/* Takes a command-line argument apart.  PH_INVALID: not a source, with what to do.  A repository is
 * called by its host, path and set. */
ph_status ph_source_parse(ph_arena *arena, const char *argument, ph_source *source,
                          ph_error *err) PH_MUST_USE;

/* The part of it for repositories: whether source->given is one, and what it says. */
bool ph_source_is_address(ph_str given);
ph_status ph_source_parse_address(ph_arena *arena, ph_source *source,
                                  ph_error *err) PH_MUST_USE;

/* Makes a name: what cannot be in one becomes '_'.  PH_ABSENT: no memory. */
ph_str ph_source_name(ph_arena *arena, ph_str text);

/* Lists the source's files; opens none of them.  except: the absolute path of a folder that is
 * passed over (the index, which may lie in its own source), or absent.
 * PH_NOT_FOUND: the source is missing; PH_IO: it cannot be read at all. */
ph_status ph_source_walk(ph_arena *arena, const ph_source *source, ph_str except,
                         ph_walk *walk, ph_error *err) PH_MUST_USE;

/* GIVEN/path, and where the file and its side-car are; absent if there is no memory. */
ph_str ph_source_shown(ph_arena *arena, const ph_source *source, ph_str path);
ph_str ph_source_file_path(ph_arena *arena, const ph_source *source, const ph_file *file);
ph_str ph_source_sidecar_path(ph_arena *arena, const ph_source *source,
                              const ph_file *file);

/* The part of a path behind the last '/'. */
ph_str ph_base_name(ph_str path);

#endif
