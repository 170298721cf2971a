/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "search/limits.h"
#include "web/assets.h"
#include "web/response.h"

struct ph_assets {
    ph_arena *arena;
    uint64_t hash;
    PH_VEC(ph_asset) all;
};

static const struct {
    const char *ending, *type;
} types[] = {
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".txt", PH_TYPE_TEXT},
    {".woff2", "font/woff2"},
    {".md", "text/markdown; charset=utf-8"},
    {".odt", "application/vnd.oasis.opendocument.text"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
};

static const char *type_of(ph_str name)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (ph_ends(name, ph_cstr(types[i].ending)))
            return types[i].type;
    return NULL;
}

static int is_asset(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && type_of(ph_cstr(entry->d_name)) != NULL;
}

static ph_status add_content(ph_assets *assets, ph_asset *asset, ph_str bytes,
                             ph_error *err)
{
    uint64_t hash = ph_hash(bytes.s, bytes.n, PH_HASH_SEED);
    assets->hash = ph_hash(&hash, sizeof hash, assets->hash);
    asset->version = ph_dupf(assets->arena, "%016" PRIx64, hash);
    ph_str *plain = &asset->coded[PH_IDENTITY];
    *plain = ph_dup(assets->arena, bytes);
    for (ph_coding coding = PH_GZIP; coding <= PH_BROTLI; coding++) {
        ph_buf zipped = {0};
        if (ph_compress(coding, PH_THOROUGH, bytes, &zipped) && zipped.n < bytes.n)
            asset->coded[coding] = ph_dup(assets->arena, ph_buf_str(&zipped));
        ph_buf_free(&zipped);
    }
    return plain->s && asset->version.s ? PH_OK : ph_fail_memory(err);
}

static ph_status add_file(ph_assets *assets, const char *folder, const char *file,
                          ph_error *err)
{
    ph_buf bytes = {0};
    ph_asset *asset = PH_PUSH(assets->arena, &assets->all);
    ph_str path = ph_dupf(assets->arena, "%s/%s", folder, file);
    ph_status status = PH_OK;
    if (!asset || !path.s)
        status = ph_fail_memory(err);
    if (status == PH_OK)
        status = ph_read_file(path.s, PH_ASSET_BYTES, &bytes, err);
    if (status == PH_OK) {
        asset->name = ph_dup(assets->arena, ph_cstr(file));
        asset->type = type_of(asset->name);
        status = asset->name.s ? add_content(assets, asset, ph_buf_str(&bytes), err)
                               : ph_fail_memory(err);
    }
    ph_buf_free(&bytes);
    return status;
}

static ph_assets *assets_new(void)
{
    ph_assets *assets = calloc(1, sizeof *assets);
    if (!assets)
        return NULL;
    assets->hash = PH_HASH_SEED;
    assets->arena = ph_arena_new();
    if (!assets->arena) {
        free(assets);
        return NULL;
    }
    return assets;
}

ph_status ph_assets_open(ph_assets **out, const char *folder, ph_error *err)
{
    struct dirent **files = NULL;
    int n = scandir(folder, &files, is_asset, alphasort);
    if (n < 0)
        return ph_fail_errno(err, "cannot read the assets in", folder);
    ph_assets *assets = assets_new();
    ph_status status = assets ? PH_OK : ph_fail_memory(err);
    for (int i = 0; i < n; i++) {
        if (status == PH_OK)
            status = add_file(assets, folder, files[i]->d_name, err);
        free(files[i]);
    }
    free(files);
    if (status == PH_OK)
        *out = assets;
    else
        ph_assets_free(assets);
    return status;
}

void ph_assets_free(ph_assets *assets)
{
    if (!assets)
        return;
    ph_arena_free(assets->arena);
    free(assets);
}

const ph_asset *ph_assets_find(const ph_assets *assets, ph_str name)
{
    for (size_t i = 0; i < assets->all.n; i++)
        if (ph_eq(assets->all.v[i].name, name))
            return &assets->all.v[i];
    return NULL;
}

const ph_asset *ph_assets_at(const ph_assets *assets, size_t i)
{
    return i < assets->all.n ? &assets->all.v[i] : NULL;
}

uint64_t ph_assets_hash(const ph_assets *assets)
{
    return assets->hash;
}
