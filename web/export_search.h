/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export_search.h - the index of an offline edition (search/offline.h) as a script.
 *
 * A page that was opened from a file may not read other files, but it may run scripts beside it;
 * so the block is one call, peerhub.index(bytes, "..."): deflated (RFC 1951), fifteen bits in each
 * code unit from U+3400 on, in UTF-16 with a byte order mark, which no server's idea of a
 * script's encoding overrules.  That is 7 % more than the bytes; base64 would be a third.
 */
#ifndef PH_EXPORT_SEARCH_H
#define PH_EXPORT_SEARCH_H

#include "web/edition.h"

/* Gives the scripts and the index their files, "search/answers.js".  False: no memory. */
bool ph_export_search_files(const ph_site *site, ph_edition *edition);

/* Writes them.  Errors of ph_offline_write and ph_edition_write; PH_LIMIT: an index of 4 GB. */
ph_status ph_export_search(const ph_site *site, const ph_edition *edition,
                           ph_reader *reader, ph_error *err) PH_MUST_USE;

#endif
