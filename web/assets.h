/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * assets.h - style sheets, pictures, forms: read once, when the server starts, and answered from
 * memory.  No request can name a file.
 */
#ifndef PH_ASSETS_H
#define PH_ASSETS_H

#include "web/request.h"

typedef struct ph_asset {
    ph_str name;      /* "style.css" */
    const char *type; /* "text/css; charset=utf-8" */
    ph_str
        coded[PH_BROTLI + 1]; /* by coding (request.h); absent where that is not shorter */
    ph_str version;           /* from the content; "?v=" in links, and the entity tag */
} ph_asset;

typedef struct ph_assets ph_assets;

/* Reads every file of a folder whose ending is known (.css .js .svg .png .ico .txt .woff2
 * .md .odt .docx); files
 * of other kinds are left alone.
 * PH_NOT_FOUND: no folder; PH_IO; PH_LIMIT: larger than PH_ASSET_BYTES; PH_NO_MEMORY. */
ph_status ph_assets_open(ph_assets **out, const char *folder, ph_error *err) PH_MUST_USE;
void ph_assets_free(ph_assets *assets);

/* NULL when there is none. */
const ph_asset *ph_assets_find(const ph_assets *assets, ph_str name);

/* One after another, by name, from 0; NULL behind the last one. */
const ph_asset *ph_assets_at(const ph_assets *assets, size_t i);

uint64_t ph_assets_hash(const ph_assets *assets);

#endif
