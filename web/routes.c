/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "web/api.h"
#include "web/feed.h"
#include "web/moved.h"
#include "web/oai.h"
#include "web/openapi.h"
#include "web/opensearch.h"
#include "web/routes.h"
#include "web/service.h"
#include "web/sitemap.h"
#include "web/suggest.h"
#include "web/views.h"

enum {
    POOLED = 1, /* needs a reader */
    TAGGED = 2, /* depends on the address, the index, the program and the day alone: has an
                   entity tag */
    JSON = 4,   /* JSON always */
    EITHER = 8, /* HTML or JSON, by Accept or the ending ".json" */
    BRIEF = 16, /* for programs that ask again and again: may be some minutes old */
    FORM = 32   /* also by POST */
};

struct ph_route {
    const char *
        pattern; /* segments; "*" stands for any one, "x.*" for one with an ending, "*.x" for
                     any with this one */
    ph_handler handler;
    unsigned flags;
};

static ph_status no_such_page(const ph_context *context, const ph_request *request,
                              ph_response *response, ph_error *err)
{
    (void)context;
    (void)request;
    (void)response;
    return ph_fail(err, PH_NOT_FOUND, PH_N("There is no page at this address."));
}

static const ph_route routes[] = {
    {"/", ph_view_home, POOLED | TAGGED},
    {"/search", ph_view_search, POOLED | TAGGED | EITHER},
    {"/recommendations", ph_view_units, POOLED | TAGGED | EITHER},
    {"/documents/*/uptake", ph_view_uptake, POOLED | TAGGED | EITHER},
    {"/documents/*/original", ph_view_original, POOLED},
    {"/documents/*.csl.json", ph_view_document_export, POOLED | TAGGED},
    {"/documents/*.json", ph_api_document, POOLED | TAGGED | JSON},
    {"/documents/*.ris", ph_view_document_export, POOLED | TAGGED},
    {"/documents/*.bib", ph_view_document_export, POOLED | TAGGED},
    {"/documents/*.txt", ph_view_document_text, POOLED | TAGGED},
    {"/documents/*", ph_view_document, POOLED | TAGGED | EITHER},
    {"/countries/*", ph_view_country, POOLED | TAGGED | EITHER},
    {"/sdgs/*", ph_view_sdg, POOLED | TAGGED | EITHER},
    {"/themes/*", ph_view_theme, POOLED | TAGGED | EITHER},
    {"/events/*", ph_view_event, POOLED | TAGGED | EITHER},
    {"/matrix", ph_view_matrix, POOLED | TAGGED | EITHER},
    {"/matrix.csv", ph_view_matrix_csv, POOLED | TAGGED},
    {"/search.*", ph_view_export, POOLED | TAGGED},
    {"/contacts", ph_view_contacts, POOLED | TAGGED | EITHER},
    {"/contacts.vcf", ph_view_vcard, POOLED | TAGGED},
    {"/pack", ph_view_pack, POOLED | TAGGED | EITHER},
    {"/pack.zip", ph_view_pack_zip, POOLED | TAGGED},
    {"/pack.*", ph_view_pack_export, POOLED | TAGGED},
    {"/follow-up", ph_view_follow_up, POOLED | TAGGED | EITHER},
    {"/follow-up.ics", ph_view_follow_up_ics, POOLED},
    {"/follow-up.vcf", ph_view_follow_up_vcard, POOLED | TAGGED},
    {"/new", ph_view_new, POOLED | TAGGED | EITHER},
    {"/feed.atom", ph_feed_atom, POOLED | TAGGED | BRIEF},
    {"/about", ph_view_about, TAGGED},
    {"/privacy", ph_view_privacy, TAGGED},
    {"/contribute", ph_view_contribute, TAGGED},
    {"/contribute/*", ph_service_asset, 0},
    {"/suggest", ph_suggest_opensearch, POOLED | TAGGED | JSON},
    {"/api/v1/suggest", ph_api_suggest, POOLED | TAGGED | JSON},
    {"/api/v1/search", ph_api_search, POOLED | TAGGED | JSON},
    {"/api/v1/new", ph_view_new, POOLED | TAGGED | JSON},
    {"/api/v1/recommendations", ph_api_units, POOLED | TAGGED | JSON},
    {"/api/v1/documents/*/uptake", ph_api_uptake, POOLED | TAGGED | JSON},
    {"/api/v1/contacts", ph_api_contacts, POOLED | TAGGED | JSON},
    {"/api/v1/documents/*", ph_api_document, POOLED | TAGGED | JSON},
    {"/api/v1/countries/*", ph_view_country, POOLED | TAGGED | JSON},
    {"/api/v1/sdgs/*", ph_view_sdg, POOLED | TAGGED | JSON},
    {"/api/v1/themes/*", ph_view_theme, POOLED | TAGGED | JSON},
    {"/api/v1/events/*", ph_view_event, POOLED | TAGGED | JSON},
    {"/api/v1/pack", ph_view_pack, POOLED | TAGGED | JSON},
    {"/api/v1/follow-up", ph_view_follow_up, POOLED | TAGGED | JSON},
    {"/api/v1/matrix", ph_view_matrix, POOLED | TAGGED | JSON},
    {"/oai", ph_oai, POOLED | FORM},
    {"/opensearch.xml", ph_opensearch, TAGGED | BRIEF},
    {"/sitemap.*", ph_sitemap, POOLED | TAGGED | BRIEF},
    {"/openapi.json", ph_view_openapi, POOLED | TAGGED | JSON | BRIEF},
    {"/healthz", ph_service_health, 0},
    {"/readyz", ph_service_ready, 0},
    {"/robots.txt", ph_service_robots, TAGGED | BRIEF},
    {"/assets/*", ph_service_asset, 0},
};

#define ROUTES (sizeof routes / sizeof *routes)

static const ph_route not_found = {"", no_such_page, EITHER};

static bool matches_segment(ph_str pattern, ph_str segment)
{
    if (ph_ends(pattern, PH_STR(".*")))
        return ph_starts(segment, ph_sub(pattern, 0, pattern.n - 1));
    if (ph_starts(pattern, PH_STR("*.")))
        return ph_ends(segment, ph_sub(pattern, 1, pattern.n));
    return ph_eqc(pattern, "*") || ph_eq(pattern, segment);
}

static bool matches(const char *pattern, const ph_strs *path)
{
    ph_str rest = ph_cstr(pattern + 1), segment;
    size_t i = 0;
    if (!rest.n)
        return path->n == 0;
    for (; ph_split(&rest, '/', &segment); i++)
        if (i >= path->n || !matches_segment(segment, path->v[i]))
            return false;
    return i == path->n;
}

const ph_route *ph_route_find(const ph_request *request)
{
    for (size_t i = 0; i < ROUTES; i++)
        if (matches(routes[i].pattern, &request->path))
            return &routes[i];
    return &not_found;
}

size_t ph_route_count(void)
{
    return ROUTES + 1;
}

size_t ph_route_number(const ph_route *route)
{
    return route == &not_found ? ROUTES : (size_t)(route - routes);
}

const char *ph_route_pattern(size_t number)
{
    return number < ROUTES ? routes[number].pattern : "none";
}

bool ph_route_pooled(const ph_route *route)
{
    return route->flags & POOLED;
}

bool ph_route_takes_form(const ph_route *route)
{
    return route->flags & FORM;
}

/* --- errors --------------------------------------------------------------------------- */

static const char *title_of(unsigned status)
{
    switch (status) {
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 416: return "Range Not Satisfiable";
    case 503: return "Service Unavailable";
    default: return "Internal Server Error";
    }
}

static unsigned http_status(ph_status status)
{
    switch (status) {
    case PH_INVALID:
    case PH_UNKNOWN:
    case PH_LIMIT: return 400;
    case PH_NOT_FOUND: return 404;
    case PH_GONE: return 410;
    case PH_BUSY:
    case PH_TIMEOUT:
    case PH_TOO_MUCH: return 503;
    default: return 500;
    }
}

/* What problems say they are about.  Without memory it is left out. */
static void name_instance(const ph_request *request, ph_response *response)
{
    response->instance = request->query.n
                             ? ph_dupf(response->arena, "%.*s?%.*s",
                                       PH_FMT(request->target), PH_FMT(request->query))
                             : request->target;
}

void ph_answer_error(const ph_context *context, const ph_request *request,
                     ph_response *response, unsigned status, const char *words)
{
    ph_error err;
    ph_status made;
    ph_response_reset(response);
    name_instance(request, response);
    if (ph_wants_json(request))
        made = ph_api_problem(response, status, title_of(status), words, NULL, &err);
    else
        made = ph_view_error(context, request, response, status, words, &err);
    if (made != PH_OK) {
        ph_response_reset(response);
        response->status = status;
        ph_buf_addc(&response->body, title_of(status));
        ph_buf_byte(&response->body, '\n');
    }
    ph_response_header(response, "Cache-Control", PH_STR("no-store"));
    if (status == 503)
        ph_response_header(response, "Retry-After", PH_STR("2"));
    if (status == 405)
        ph_response_header(response, "Allow",
                           ph_route_takes_form(ph_route_find(request))
                               ? PH_STR("GET, HEAD, POST")
                               : PH_STR("GET, HEAD"));
    ph_response_finish(response, request);
}

/* --- answers -------------------------------------------------------------------------- */

/* Weak: the same words, in whatever coding and however fast they were found. */
static ph_str entity_tag(const ph_route *route, const ph_context *context,
                         const ph_request *request)
{
    ph_str revision =
        context->reader ? ph_reader_revision(context->reader) : PH_STR("no index");
    char json = route->flags & EITHER && ph_wants_json(request);
    int64_t today = time(NULL) / (24 * 60 * 60); /* consents end at midnight, UTC */
    uint64_t hash =
        ph_hash(&context->site->build, sizeof context->site->build, PH_HASH_SEED);
    hash = ph_hash(revision.s, revision.n, hash);
    hash = ph_hash(&json, 1, hash);
    hash = ph_hash(context->language->id, strlen(context->language->id), hash);
    hash = ph_hash(&context->language_asked, sizeof context->language_asked, hash);
    hash = ph_hash(context->absolute.s, context->absolute.n, hash);
    hash = ph_hash(&today, sizeof today, hash);
    hash = ph_hash(request->target.s, request->target.n, hash);
    hash = ph_hash("?", 1, hash);
    hash = ph_hash(request->query.s, request->query.n, hash);
    return ph_dupf(context->arena, "W/\"%016" PRIx64 "\"", hash);
}

static void set_caching(const ph_route *route, ph_response *response, ph_str etag)
{
    /* Kept, but asked for each time: what was removed must be gone at once. */
    ph_str caching = PH_STR("no-cache");
    if (response->status >= 400)
        caching = PH_STR("no-store");
    else if (route->flags & BRIEF)
        caching = PH_STR("public, max-age=300");
    if (etag.s && response->status < 400)
        ph_response_header(response, "ETag", etag);
    if (!ph_response_has(response, "Cache-Control"))
        ph_response_header(response, "Cache-Control", caching);
}

/* Words for people: what a client did wrong, but not what went wrong inside. */
static const char *words_for(unsigned status, const ph_error *err)
{
    if (err->status == PH_TOO_MUCH)
        return err->text;
    if (err->status == PH_TIMEOUT)
        return PH_N("A part of the index does not answer; please try again in a moment.");
    if (status == 503)
        return PH_N(
            "The index is changing too fast to be read; please try again in a moment.");
    return status == 500 ? PH_N("Something went wrong here, and it has been written down.")
                         : err->text;
}

ph_status ph_route_answer(const ph_route *route, const ph_context *context,
                          const ph_request *request, ph_response *response, ph_error *err)
{
    bool form = ph_route_takes_form(route);
    if (request->method == PH_OTHER_METHOD || (request->method == PH_POST && !form)) {
        ph_answer_error(context, request, response, 405,
                        form ? PH_N("Only GET, HEAD and POST are answered here.")
                             : PH_N("Only GET and HEAD are answered here."));
        return PH_OK;
    }
    ph_str etag = PH_ABSENT;
    if (route->flags & TAGGED) {
        etag = entity_tag(route, context, request);
        if (etag.s && ph_request_has_tag(request, etag)) {
            response->status = 304;
            set_caching(route, response, etag);
            ph_response_finish(response, request);
            return PH_OK;
        }
    }
    name_instance(request, response);
    ph_status status = route->handler(context, request, response, err);
    bool moved = false;
    if (status == PH_GONE) {
        ph_error why;
        ph_status looked = ph_moved_answer(context, request, response, &moved, &why);
        if (looked)
            *err = why;
        status = moved ? PH_OK : looked ? looked : status;
    }
    if (status != PH_OK) {
        unsigned code = http_status(status);
        ph_answer_error(context, request, response, code, words_for(code, err));
        return status;
    }
    if (route->flags & (POOLED | TAGGED)) /* others know themselves */
        set_caching(route, response, etag);
    ph_response_finish(response, request);
    return PH_OK;
}
