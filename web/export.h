/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export.h - the hub as static pages: peerhub-serve --export=DIR.
 */
#ifndef PH_EXPORT_SITE_H
#define PH_EXPORT_SITE_H

#include "search/search.h"
#include "web/edition.h"

typedef struct ph_export_options {
    const char *folder;
    ph_str online; /* where the same is served; absent: not told */
    const ph_language *language;
    int64_t date;          /* of the edition; -1: that of the index */
    bool (*stopped)(void); /* asked before each page: true ends it with PH_TIMEOUT */
} ph_export_options;

typedef struct ph_export_summary {
    uint64_t pages, bytes;
} ph_export_summary;

/* Writes all that the reader has into the folder; the site must have no root.  A failure leaves what
 * was there before.  PH_INVALID, PH_NOT_FOUND, PH_IO: the folder (export_folder.h); PH_BUSY: the
 * index changed meanwhile; and as ph_search. */
ph_status ph_export_site(const ph_site *site, ph_reader *reader,
                         const ph_export_options *options, ph_export_summary *summary,
                         ph_error *err) PH_MUST_USE;

#endif
