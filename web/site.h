/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * site.h - what all requests share: vocabulary, names, templates, assets and where the site stands.
 *
 * Threads: a site does not change after ph_site_open; any number of threads may read it.
 */
#ifndef PH_SITE_H
#define PH_SITE_H

#include "search/suggest.h"
#include "web/assets.h"
#include "web/configuration.h"
#include "web/language.h"

typedef struct ph_site {
    ph_arena *arena;
    const ph_config *config; /* borrowed */
    ph_vocabulary *vocabulary;
    ph_name_list *labels; /* its names, for suggestions */
    ph_languages languages;
    ph_assets *assets;
    ph_assets *forms;   /* forms.h */
    ph_assets *scripts; /* web/offline: of offline editions alone */
    ph_str openapi;     /* web/api/openapi.json */
    ph_str
        base; /* "https://hub.example/kb", before links that leave the site; may be empty */
    ph_str root; /* "/kb", before every link in a page; may be empty */
    uint64_t
        build; /* changes with the program, the templates, the assets, the vocabularies,
                  the configuration */
} ph_site;

/* Reads the vocabularies of the index that the configuration names (vocabulary_keep.h), and the
 * installed templates and assets (places.h).  The path of the base URL is the site's root.
 * PH_INVALID: a file is wrong; and what reading files may fail with. */
ph_status ph_site_open(ph_site *site, const ph_config *config, ph_error *err) PH_MUST_USE;
void ph_site_close(ph_site *site);

#endif
