/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * member_path.h - names of members and attachments, which come from outside, as paths of parts.
 */
#ifndef PH_MEMBER_PATH_H
#define PH_MEMBER_PATH_H

#include "search/base.h"

/* A longer path is none. */

typedef enum ph_member_kind {
    PH_MEMBER_PLAIN,
    PH_MEMBER_HIDDEN, /* it, or a folder above it, begins with '.', or is "__MACOSX" */
    PH_MEMBER_OUTSIDE /* it has "..": the path is without */
} ph_member_kind;

/* "/dir/name" out of a name in UTF-8, without control characters, "." and empty components;
 * '\' parts folders as well, and a name that begins with '/' begins in the archive.  Empty if
 * nothing is left, or too much.  PH_ABSENT: no memory. */
ph_str ph_member_path(ph_arena *arena, ph_str name, ph_member_kind *kind);

#endif
