/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export_folder.h - the folder of an offline edition: written under another name beside it, and put
 * in its place when it is whole, so that whoever reads it has the old edition or the new one.
 */
#ifndef PH_EXPORT_FOLDER_H
#define PH_EXPORT_FOLDER_H

#include "search/base.h"

/* The file by which a folder is known to be an edition, and may be replaced. */
#define PH_EDITION_MARK "edition.json"
#define PH_EDITION_GENERATOR "peerhub-serve --export"

typedef struct ph_folder ph_folder;

/* Begins a folder that shall be at `path`.  PH_INVALID: there is something that is neither an
 * edition nor an empty folder; PH_NOT_FOUND, PH_IO: the folder around it is not there or cannot be
 * written; PH_NO_MEMORY. */
ph_status ph_folder_new(ph_folder **out, const char *path, ph_error *err) PH_MUST_USE;

/* Writes a file in it, "documents/x.html"; folders come with the first file in them.
 * PH_IO: the text has the system's words (a full disk). */
ph_status ph_folder_write(ph_folder *folder, ph_str name, ph_str bytes,
                          ph_error *err) PH_MUST_USE;

/* How much was written so far. */
uint64_t ph_folder_bytes(const ph_folder *folder);

/* Puts it in its place; what was there before is gone then. */
ph_status ph_folder_finish(ph_folder *folder, ph_error *err) PH_MUST_USE;

/* Removes what was written, unless it was put in its place. */
void ph_folder_free(ph_folder *folder);

#endif
