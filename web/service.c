/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "web/service.h"

static ph_status plain(ph_response *response, const char *text, ph_error *err)
{
    ph_buf_addc(&response->body, text);
    if (response->body.failed)
        return ph_fail_memory(err);
    return PH_OK;
}

ph_status ph_service_health(const ph_context *context, const ph_request *request,
                            ph_response *response, ph_error *err)
{
    (void)context;
    (void)request;
    ph_response_header(response, "Cache-Control", PH_STR("no-store"));
    return plain(response, "ok\n", err);
}

ph_status ph_service_ready(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err)
{
    (void)request;
    response->status = context->ready ? 200 : 503;
    ph_response_header(response, "Cache-Control", PH_STR("no-store"));
    return plain(response, context->ready ? "ready\n" : "the index cannot be read\n", err);
}

/* What crawlers are to leave alone: all that is one of endlessly many combinations of filters, of
 * which each document's own page is in the sitemap. */
ph_status ph_service_robots(const ph_context *context, const ph_request *request,
                            ph_response *response, ph_error *err)
{
    static const char *const closed[] = {
        "/search",  "/suggest",          "/contacts", "/api/",       "/oai",
        "/matrix?", "/recommendations?", "/new?",     "/feed.atom?", "/*pack="};
    ph_str root = context->site->root;
    (void)request;
    ph_buf_addc(&response->body, "User-agent: *\n");
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        ph_buf_addf(&response->body, "Disallow: %.*s%s\n", PH_FMT(root), closed[i]);
    if (context->absolute.n)
        ph_buf_addf(&response->body, "\nSitemap: %.*s/sitemap.xml\n",
                    PH_FMT(context->absolute));
    return response->body.failed ? ph_fail_memory(err) : PH_OK;
}

static bool asks_version(const ph_request *request, ph_str version)
{
    for (size_t i = 0; i < request->parameters.n; i++)
        if (ph_eqc(request->parameters.v[i].name, "v"))
            return ph_eq(request->parameters.v[i].value, version);
    return false;
}

ph_status ph_service_asset(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err)
{
    const ph_assets *assets = ph_eqc(request->path.v[0], "contribute")
                                  ? context->site->forms
                                  : context->site->assets;
    const ph_asset *asset = ph_assets_find(assets, request->path.v[1]);
    if (!asset)
        return ph_fail(err, PH_NOT_FOUND, PH_N("There is no file at this address."));
    ph_str etag = ph_dupf(context->arena, "W/\"%s\"", asset->version.s);
    ph_str cache = asks_version(request, asset->version)
                       ? PH_STR("public, max-age=31536000, immutable")
                       : PH_STR("public, max-age=3600");
    ph_coding coding = ph_request_coding(request);
    if (!asset->coded[coding].s)
        coding = PH_IDENTITY;
    if (!etag.s || !ph_response_header(response, "ETag", etag) ||
        !ph_response_header(response, "Cache-Control", cache))
        return ph_fail_memory(err);
    response->type = asset->type;
    if (ph_request_has_tag(request, etag)) {
        response->status = 304;
        return PH_OK;
    }
    const char *name = ph_coding_name(coding);
    if (name && !ph_response_header(response, "Content-Encoding", ph_cstr(name)))
        return ph_fail_memory(err);
    response->fixed = asset->coded[coding];
    return PH_OK;
}
