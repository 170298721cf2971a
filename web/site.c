/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include <jansson.h>

#include "search/limits.h"
#include "search/places.h"
#include "search/vocabulary_keep.h"
#include "web/site.h"

static ph_status set_base(ph_site *site, ph_error *err)
{
    const char *base = site->config->base_url;
    site->base = ph_dup(site->arena, ph_cstr(base ? base : ""));
    if (!site->base.s)
        return ph_fail_memory(err);
    const char *host = strstr(site->base.s, "//"),
               *path = host ? strchr(host + 2, '/') : NULL;
    site->root = ph_cstr(path ? path : "");
    return PH_OK;
}

static ph_status read_openapi(ph_site *site, ph_error *err)
{
    ph_str path = ph_place_data(site->arena, "web/api/openapi.json");
    ph_buf bytes = {0};
    if (!path.s)
        return ph_fail_memory(err);
    ph_status status = ph_read_file(path.s, PH_ASSET_BYTES, &bytes, err);
    if (status == PH_OK) {
        site->openapi = ph_dup(site->arena, ph_buf_str(&bytes));
        json_t *json = json_loadb(bytes.s, bytes.n, JSON_REJECT_DUPLICATES, NULL);
        status = !json             ? ph_fail(err, PH_INVALID, "%s is no JSON", path.s)
                 : site->openapi.s ? PH_OK
                                   : ph_fail_memory(err);
        json_decref(json);
    }
    ph_buf_free(&bytes);
    return status;
}

static ph_status read_data(ph_site *site, ph_error *err)
{
    const char *db = ph_vocabulary_home(site->config->db.v, site->config->db.n);
    ph_str vocabularies = ph_vocabulary_place(site->arena, db);
    ph_str templates = ph_place_data(site->arena, "web/templates");
    ph_str assets = ph_place_data(site->arena, "web/assets");
    ph_str forms = ph_place_forms(site->arena);
    ph_str scripts = ph_place_data(site->arena, "web/offline");
    ph_str catalogues = ph_place_catalogues(site->arena);
    if (!vocabularies.s || !templates.s || !assets.s || !forms.s || !scripts.s ||
        !catalogues.s)
        return ph_fail_memory(err);
    ph_status status = ph_vocabulary_open(&site->vocabulary, vocabularies.s, err);
    if (status == PH_OK)
        status = ph_name_list_new(&site->labels, site->vocabulary, err);
    if (status == PH_OK)
        status = ph_languages_open(&site->languages, templates.s, catalogues.s, err);
    if (status == PH_OK)
        status = ph_assets_open(&site->assets, assets.s, err);
    if (status == PH_OK)
        status = ph_assets_open(&site->forms, forms.s, err);
    if (status == PH_OK)
        status = ph_assets_open(&site->scripts, scripts.s, err);
    if (status == PH_OK)
        status = read_openapi(site, err);
    return status;
}

ph_status ph_site_open(ph_site *site, const ph_config *config, ph_error *err)
{
    *site = (ph_site){.arena = ph_arena_new(), .config = config};
    if (!site->arena)
        return ph_fail_memory(err);
    ph_status status = set_base(site, err);
    if (status == PH_OK)
        status = read_data(site, err);
    if (status != PH_OK) {
        ph_site_close(site);
        return status;
    }
    uint64_t parts[] = {ph_languages_hash(&site->languages),
                        ph_assets_hash(site->assets),
                        ph_assets_hash(site->forms),
                        ph_vocabulary_hash(site->vocabulary),
                        ph_config_hash(config),
                        ph_hash(site->openapi.s, site->openapi.n, PH_HASH_SEED)};
    uint64_t hash = ph_hash(PACKAGE_VERSION, strlen(PACKAGE_VERSION), PH_HASH_SEED);
    site->build = ph_hash(parts, sizeof parts, hash);
    return PH_OK;
}

void ph_site_close(ph_site *site)
{
    ph_assets_free(site->assets);
    ph_assets_free(site->forms);
    ph_assets_free(site->scripts);
    ph_languages_close(&site->languages);
    ph_name_list_free(site->labels);
    ph_vocabulary_free(site->vocabulary);
    ph_arena_free(site->arena);
    *site = (ph_site){0};
}
