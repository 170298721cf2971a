/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * zip.h - writes a ZIP file into memory (libzip).  The same members give the same bytes.
 *
 * It only writes: files from outside are read by peerhub-worker and by nobody else.
 */
#ifndef PH_ZIP_H
#define PH_ZIP_H

#include "search/base.h"

typedef struct ph_zip ph_zip;

/* NULL: no memory. */
ph_zip *ph_zip_new(void);
void ph_zip_free(ph_zip *zip);

/* Adds a member; name and bytes are borrowed until ph_zip_write.  False: no memory. */
bool ph_zip_add(ph_zip *zip, ph_str name, ph_str bytes);

/* Appends the file.  Nothing can be added afterwards.  False: no memory. */
bool ph_zip_write(ph_zip *zip, ph_buf *out);

#endif
