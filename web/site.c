/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/places.h"
#include "search/vocabulary_keep.h"
#include "web/site.h"

/* A URL that can go into a page and a header as it is. */
static bool is_base(ph_str url)
{
    for (size_t i = 0; i < url.n; i++)
        if (url.s[i] <= ' ' || url.s[i] > '~' || strchr("\"<>\\^`{|}?#", url.s[i]))
            return false;
    return ph_starts(url, PH_STR("http://")) || ph_starts(url, PH_STR("https://"));
}

static ph_status set_base(ph_site *site, const char *base_url, ph_error *err)
{
    site->base = site->root = PH_STR("");
    if (!base_url)
        return PH_OK;
    ph_str base = ph_cstr(base_url);
    while (ph_ends(base, PH_STR("/")))
        base.n--;
    if (!is_base(base))
        return ph_fail(err, PH_INVALID, "'%s' is not the http or https URL of a site",
                       base_url);
    site->base = ph_dup(site->arena, base);
    if (!site->base.s)
        return ph_fail_memory(err);
    const char *host = strstr(site->base.s, "//") + 2, *path = strchr(host, '/');
    if (path)
        site->root = ph_cstr(path);
    return *host && path != host ? PH_OK
                                 : ph_fail(err, PH_INVALID, "'%s' has no host", base_url);
}

static ph_status read_data(ph_site *site, const char *db, ph_error *err)
{
    ph_str vocabularies = ph_vocabulary_place(site->arena, db);
    ph_str templates = ph_place_data(site->arena, "web/templates");
    ph_str assets = ph_place_data(site->arena, "web/assets");
    if (!vocabularies.s || !templates.s || !assets.s)
        return ph_fail_memory(err);
    ph_status status = ph_vocabulary_open(&site->vocabulary, vocabularies.s, err);
    if (status == PH_OK)
        status = ph_name_list_new(&site->labels, site->vocabulary, err);
    if (status == PH_OK)
        status = ph_templates_open(&site->templates, templates.s, err);
    if (status == PH_OK)
        status = ph_assets_open(&site->assets, assets.s, err);
    return status;
}

ph_status ph_site_open(ph_site *site, const char *db, const char *base_url, ph_error *err)
{
    *site = (ph_site){.arena = ph_arena_new()};
    if (!site->arena)
        return ph_fail_memory(err);
    ph_status status = set_base(site, base_url, err);
    if (status == PH_OK)
        status = read_data(site, db, err);
    if (status != PH_OK) {
        ph_site_close(site);
        return status;
    }
    uint64_t parts[] = {ph_templates_hash(site->templates), ph_assets_hash(site->assets),
                        ph_vocabulary_hash(site->vocabulary)};
    uint64_t hash = ph_hash(PACKAGE_VERSION, strlen(PACKAGE_VERSION), PH_HASH_SEED);
    hash = ph_hash(site->base.s, site->base.n, hash);
    site->build = ph_hash(parts, sizeof parts, hash);
    return PH_OK;
}

void ph_site_close(ph_site *site)
{
    ph_assets_free(site->assets);
    ph_templates_free(site->templates);
    ph_name_list_free(site->labels);
    ph_vocabulary_free(site->vocabulary);
    ph_arena_free(site->arena);
    *site = (ph_site){0};
}
