/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * assets.h - style sheets and pictures: read once, when the server starts, and answered from
 * memory.  No request can name a file.
 */
#ifndef PH_ASSETS_H
#define PH_ASSETS_H

#include "search/base.h"

typedef struct ph_asset {
    ph_str name;      /* "style.css" */
    const char *type; /* "text/css; charset=utf-8" */
    ph_str bytes;
    ph_str gzip;    /* the same, compressed; absent where that is not shorter */
    ph_str version; /* from the content; "?v=" in links, and the entity tag */
} ph_asset;

typedef struct ph_assets ph_assets;

/* Reads every file of a folder whose ending is known (.css .svg .png .ico .txt .woff2); files
 * of other kinds are left alone.
 * PH_NOT_FOUND: no folder; PH_IO; PH_LIMIT: larger than PH_ASSET_BYTES; PH_NO_MEMORY. */
ph_status ph_assets_open(ph_assets **out, const char *folder, ph_error *err) PH_MUST_USE;
void ph_assets_free(ph_assets *assets);

/* NULL when there is none. */
const ph_asset *ph_assets_find(const ph_assets *assets, ph_str name);

uint64_t ph_assets_hash(const ph_assets *assets);

#endif
