/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * package.h - the members of a ZIP file that is one document: OOXML, ODF, EPUB.
 *
 * A file that unfolds to more than PH_PACKAGE_BYTES, has more than PH_PACKAGE_MEMBERS members,
 * or grows to PH_PACKAGE_RATIO times its size (a ZIP bomb) is refused.  Names are only
 * compared, never opened: "../" means nothing here.
 */
#ifndef PH_PACKAGE_H
#define PH_PACKAGE_H

#include "search/base.h"

typedef struct ph_member {
    ph_str name; /* "word/document.xml" */
    ph_str bytes;
} ph_member;

typedef struct ph_package {
    PH_VEC(ph_member) members; /* in the file's order */
} ph_package;

/* Unpacks the members that `wanted` asks for; they lie in the arena.  What is readable before
 * damage is given, and *damaged (may be NULL) says so.
 * PH_INVALID: no ZIP file, or encrypted, or nothing readable in it; PH_LIMIT; PH_NO_MEMORY. */
ph_status ph_package_read(ph_str bytes, bool (*wanted)(ph_str name), ph_arena *arena,
                          ph_package *package, bool *damaged, ph_error *err) PH_MUST_USE;

/* The bytes of a member, its name compared without regard to ASCII case and to a '/' before
 * it; absent: there is none. */
ph_str ph_package_find(const ph_package *package, ph_str name);

#endif
