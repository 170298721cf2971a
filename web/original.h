/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * original.h - the file that a document was made of, for those who want it as it was written.
 *
 * It is handed out only if the site does so under the document's licence, nothing was taken out
 * of it (ph_record.redacted: the file still has contact data), it is a file of its own and no part
 * of an archive or a table, and it is still what was indexed.  Which file it is stands in the
 * index; no part of a path ever comes from a request.
 */
#ifndef PH_ORIGINAL_H
#define PH_ORIGINAL_H

#include "search/search.h"
#include "web/configuration.h"

/* Whether the file may be handed out, whatever has become of it since.  PH_NOT_FOUND: no, and
 * why, in words for people (marked for translators). */
ph_status ph_original_allowed(const ph_config *config, const ph_record *record,
                              const ph_file_of *file, ph_error *err) PH_MUST_USE;

/* The same, and opens it: a regular file, reached without a symbolic link below its source, of
 * the size and time that it had when it was indexed, or else of the same content.  The caller
 * closes *fd.  PH_NOT_FOUND: as above, or it is not there any more. */
ph_status ph_original_open(const ph_config *config, const ph_record *record,
                           const ph_file_of *file, int *fd, ph_error *err) PH_MUST_USE;

/* The letters and figures behind the last '.' of a file's name; "bin" without. */
ph_str ph_original_ending(const ph_file_of *file);

#endif
