/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "search/export.h"
#include "search/harvest.h"
#include "web/export.h"
#include "web/export_links.h"
#include "web/export_pages.h"
#include "web/export_search.h"
#include "web/export_survey.h"
#include "web/forms.h"
#include "web/routes.h"

typedef struct exporter {
    const ph_site *site;
    ph_reader *reader;
    ph_edition edition;
    ph_arena *page; /* of one page */
    ph_result all;  /* facets of all documents */
    ph_strs events;
    uint64_t pages;
    bool (*stopped)(void);
    ph_error *err;
} exporter;

/* A page that there is once.  Without a handler that of the address. */
static const struct {
    const char *address, *file;
    ph_handler handler;
    const char *also; /* another address of it */
} pages[] = {
    {"/", "index.html", NULL, NULL},
    {"/search", "search.html", ph_view_edition_search, NULL},
    {"/a-z", "a-z.html", ph_view_edition_a_z, NULL},
    {"/countries", "countries.html", ph_view_edition_ways, NULL},
    {"/sdgs", "sdgs.html", ph_view_edition_ways, NULL},
    {"/themes", "themes.html", ph_view_edition_ways, NULL},
    {"/organisations", "organisations.html", ph_view_edition_organisations, NULL},
    {"/matrix", "matrix.html", NULL, "/matrix?columns=sdg"},
    {"/matrix?columns=theme", "matrix-themes.html", NULL, NULL},
    {"/matrix.csv?columns=sdg", "matrix.csv", NULL, NULL},
    {"/matrix.csv?columns=theme", "matrix-themes.csv", NULL, NULL},
    {"/about", "about.html", NULL, NULL},
    {"/privacy", "privacy.html", NULL, NULL},
    {"/contribute", "contribute.html", NULL, NULL},
};
#define PAGES (sizeof pages / sizeof *pages)

/* Pages of which there is one for each value. */
static const struct {
    const char *folder;
    ph_facet facet; /* PH_FACETS: meetings */
} kinds[] = {
    {"countries", PH_FACET_COUNTRY},
    {"sdgs", PH_FACET_SDG},
    {"themes", PH_FACET_THEME},
    {"events", PH_FACETS},
};
#define KINDS (sizeof kinds / sizeof *kinds)

static const char *const assets[] = {"style.css", "reading.css", "icon.svg", "icon-48.png"};
#define ASSETS (sizeof assets / sizeof *assets)

#define FORMS (PH_FORM_KINDS * PH_FORM_FORMATS)

/* Forms in the language of the edition. */
static ph_str form_path(const exporter *x, size_t i)
{
    return ph_form_path(x->site, x->edition.language, x->edition.arena, i / PH_FORM_FORMATS,
                        i % PH_FORM_FORMATS);
}

static size_t value_count(const exporter *x, size_t kind)
{
    ph_facet facet = kinds[kind].facet;
    return facet == PH_FACETS ? x->events.n : x->all.facets[facet].n;
}

static ph_str value_at(const exporter *x, size_t kind, size_t i)
{
    ph_facet facet = kinds[kind].facet;
    return facet == PH_FACETS ? x->events.v[i] : x->all.facets[facet].v[i].value;
}

/* --- which files there are ---------------------------------------------------------------- */

static bool add_file(exporter *x, ph_str address, ph_str name)
{
    return address.s && name.s && ph_edition_add(x->edition.table, address, name).s;
}

static bool add_pages(exporter *x)
{
    ph_edition_table *table = x->edition.table;
    bool ok = true;
    for (size_t i = 0; i < PAGES && ok; i++) {
        ph_str file =
            ph_edition_add(table, ph_cstr(pages[i].address), ph_cstr(pages[i].file));
        ok = file.s && (!pages[i].also ||
                        ph_edition_also(table, ph_cstr(pages[i].also), file, PH_ABSENT));
    }
    for (size_t i = 0; i < ASSETS && ok; i++) {
        ph_str address = ph_dupf(x->edition.arena, "/assets/%s", assets[i]);
        ok = add_file(x, address, ph_sub(address, 1, address.n));
    }
    for (size_t i = 0; i < FORMS && ok; i++) {
        ph_str address = form_path(x, i);
        ok = address.s && add_file(x, address, ph_sub(address, 1, address.n));
    }
    return ok;
}

/* The address of a search for one thing alone, which is a part of a page. */
static bool add_part(exporter *x, const char *parameter, ph_str id, ph_str file,
                     ph_str fragment)
{
    ph_str address = ph_dupf(x->edition.arena, "/search?%s=%.*s", parameter, PH_FMT(id));
    return address.s && ph_edition_also(x->edition.table, address, file, fragment);
}

/* "/sdgs/16.6", and the searches that are lists on that page. */
static bool add_value(exporter *x, size_t kind, ph_str value)
{
    ph_arena *arena = x->edition.arena;
    ph_buf escaped = {0};
    ph_url_escape(&escaped, value);
    ph_str id = ph_buf_str(&escaped), file = PH_ABSENT;
    ph_str address = ph_dupf(arena, "/%s/%.*s", kinds[kind].folder, PH_FMT(id));
    ph_str name = ph_dupf(arena, "%s/%.*s.html", kinds[kind].folder, PH_FMT(value));
    bool ok = !escaped.failed && address.s && name.s;
    if (ok)
        file = ph_edition_add(x->edition.table, address, name);
    ok = ok && file.s;
    if (ok && kinds[kind].facet != PH_FACETS)
        ok = add_part(x, ph_facets[kinds[kind].facet].name, id, file, PH_STR("documents"));
    if (ok && kinds[kind].facet == PH_FACET_COUNTRY)
        ok = add_part(x, "event_country", id, file, PH_STR("held"));
    ph_buf_free(&escaped);
    return ok;
}

static bool add_document(exporter *x, const ph_edition_document *d)
{
    ph_arena *arena = x->edition.arena;
    ph_str address = ph_dupf(arena, "/documents/%.*s", PH_FMT(d->id));
    ph_str name = ph_dupf(arena, "documents/%.*s.html", PH_FMT(d->id));
    if (!add_file(x, address, name))
        return false;
    ph_edition_find(x->edition.table, address)->textless = !d->text;
    bool ok = true;
    for (const ph_export_format *f = ph_export_formats; f->name && ok; f++) {
        ph_str other = ph_dupf(arena, "%.*s.%s", PH_FMT(address), f->ending);
        if (strcmp(f->name, "csv") != 0)
            ok = add_file(x, other, ph_sub(other, 1, other.n));
    }
    ph_str text = ph_dupf(arena, "%.*s.txt", PH_FMT(address));
    return ok && (!d->text || add_file(x, text, ph_sub(text, 1, text.n)));
}

static ph_status plan(exporter *x)
{
    ph_query query;
    ph_edition *e = &x->edition;
    ph_query_init(&query, e->arena, x->site->vocabulary);
    query.want = PH_WANT_COUNTS;
    ph_status status = ph_search(x->reader, &query, e->arena, &x->all, x->err);
    if (status == PH_OK)
        status = ph_harvest_events(x->reader, e->arena, &x->events, x->err);
    if (status != PH_OK)
        return status;
    bool ok = add_pages(x);
    for (size_t kind = 0; kind < KINDS; kind++)
        for (size_t i = 0; i < value_count(x, kind) && ok; i++)
            ok = add_value(x, kind, value_at(x, kind, i));
    for (size_t i = 0; i < e->documents.n && ok; i++)
        ok = add_document(x, &e->documents.v[i]);
    ok = ok && ph_export_search_files(x->site, e);
    return ok ? PH_OK : ph_fail_memory(x->err);
}

/* --- a page ------------------------------------------------------------------------------- */

/* What a handler is given: the same as by a server, but for what an edition decides. */
static ph_context context_of(const exporter *x, const ph_request *request)
{
    ph_context context = ph_context_of(x->site, request, x->reader, x->page, true);
    context.language = x->edition.language;
    context.absolute = x->edition.online;
    context.edition = &x->edition;
    context.now = x->edition.date;
    return context;
}

/* Answers an address.  A document that is gone was there a moment ago. */
static ph_status answer(exporter *x, ph_str address, ph_handler handler,
                        ph_response *response)
{
    ph_request request = {.arena = x->page, .method = PH_GET};
    if (x->stopped())
        return ph_fail(x->err, PH_TIMEOUT, "stopped before the edition was whole");
    ph_status status = ph_request_read_target(&request, address, x->err);
    if (status != PH_OK)
        return status;
    ph_context context = context_of(x, &request);
    if (handler) {
        context.self = PH_STR("/"); /* a server has no such page */
        status = handler(&context, &request, response, x->err);
    } else {
        status =
            ph_route_answer(ph_route_find(&request), &context, &request, response, x->err);
    }
    if (status == PH_NOT_FOUND || status == PH_GONE)
        return ph_fail(x->err, PH_BUSY,
                       "the index changed while it was read; please try again");
    if (status == PH_OK && response->status != 200)
        status = ph_fail(x->err, PH_INTERNAL, "%.*s was answered with %u", PH_FMT(address),
                         response->status);
    return status;
}

static ph_status write_page(exporter *x, ph_str file, ph_response *response)
{
    ph_buf page = {0};
    ph_str bytes = response->fixed.s ? response->fixed : ph_buf_str(&response->body);
    if (strcmp(response->type, PH_TYPE_HTML) == 0) {
        x->pages++;
        ph_relink(&page, bytes, x->edition.table, file);
        bytes = ph_buf_str(&page);
    }
    ph_status status = page.failed || response->body.failed
                           ? ph_fail_memory(x->err)
                           : ph_edition_write(&x->edition, file, bytes, x->err);
    ph_buf_free(&page);
    return status;
}

/* Whether a page leads to an address. */
static bool leads_to(const ph_response *response, ph_str address)
{
    ph_buf link = {0};
    ph_buf_addf(&link, "href=\"%.*s\"", PH_FMT(address));
    bool found = !link.failed && memmem(response->body.s, response->body.n, link.s, link.n);
    ph_buf_free(&link);
    return found;
}

/* Gives the further pages of a list, to which its first page leads, their files: "sdgs/16-2.html".
 * *n: how many pages there are. */
static bool add_further(exporter *x, ph_str address, ph_str file,
                        const ph_response *response, size_t *n)
{
    ph_str stem = ph_sub(file, 0, file.n - strlen(".html"));
    for (*n = 1;; ++*n) {
        ph_str next = ph_dupf(x->edition.arena, "%.*s?page=%zu", PH_FMT(address), *n + 1);
        if (!next.s || !leads_to(response, next))
            return next.s != NULL;
        if (!add_file(x, next,
                      ph_dupf(x->edition.arena, "%.*s-%zu.html", PH_FMT(stem), *n + 1)))
            return false;
    }
}

static ph_status make_page(exporter *x, ph_str address, ph_handler handler)
{
    ph_response response;
    const ph_edition_file *file = ph_edition_find(x->edition.table, address);
    ph_response_init(&response, x->page);
    ph_status status = answer(x, address, handler, &response);
    if (status == PH_OK)
        status = write_page(x, file->file, &response);
    ph_response_free(&response);
    ph_arena_reset(x->page);
    return status;
}

/* A page and those that its list goes on with, which have another handler. */
static ph_status make_list(exporter *x, ph_str address, ph_handler first,
                           ph_handler further)
{
    ph_response response;
    ph_str file = ph_edition_find(x->edition.table, address)->file;
    size_t n = 0;
    ph_response_init(&response, x->page);
    ph_status status = answer(x, address, first, &response);
    if (status == PH_OK && !add_further(x, address, file, &response, &n))
        status = ph_fail_memory(x->err);
    if (status == PH_OK)
        status = write_page(x, file, &response);
    ph_response_free(&response);
    ph_arena_reset(x->page);
    for (size_t page = 2; page <= n && status == PH_OK; page++) {
        ph_str next = ph_dupf(x->edition.arena, "%.*s?page=%zu", PH_FMT(address), page);
        status = next.s ? make_page(x, next, further) : ph_fail_memory(x->err);
    }
    return status;
}

/* --- all of them -------------------------------------------------------------------------- */

static ph_status make_files(exporter *x)
{
    ph_status status = PH_OK;
    for (size_t i = 0; i < ASSETS && status == PH_OK; i++)
        status = make_page(x, ph_dupf(x->edition.arena, "/assets/%s", assets[i]), NULL);
    for (size_t i = 0; i < FORMS && status == PH_OK; i++)
        status = make_page(x, form_path(x, i), NULL);
    return status;
}

static ph_status make_values(exporter *x)
{
    ph_status status = PH_OK;
    for (size_t kind = 0; kind < KINDS; kind++)
        for (size_t i = 0; i < value_count(x, kind) && status == PH_OK; i++) {
            ph_buf address = {0};
            ph_buf_addf(&address, "/%s/", kinds[kind].folder);
            ph_url_escape(&address, value_at(x, kind, i));
            ph_str copy =
                address.failed ? PH_ABSENT : ph_dup(x->edition.arena, ph_buf_str(&address));
            ph_buf_free(&address);
            status = copy.s ? make_list(x, copy, NULL, ph_view_edition_titles)
                            : ph_fail_memory(x->err);
        }
    return status;
}

/* A document's page, the page of what came of it, if it leads there, and its files. */
static ph_status make_document(exporter *x, const ph_edition_document *d)
{
    ph_arena *arena = x->edition.arena;
    ph_response response;
    ph_str address = ph_dupf(arena, "/documents/%.*s", PH_FMT(d->id));
    ph_str uptake = ph_dupf(arena, "%.*s/uptake", PH_FMT(address));
    ph_str name = ph_dupf(arena, "uptake/%.*s.html", PH_FMT(d->id));
    if (!address.s || !uptake.s || !name.s)
        return ph_fail_memory(x->err);
    ph_response_init(&response, x->page);
    ph_status status = answer(x, address, NULL, &response);
    bool more = status == PH_OK && leads_to(&response, uptake);
    if (more && !add_file(x, uptake, name))
        status = ph_fail_memory(x->err);
    if (status == PH_OK)
        status = write_page(x, ph_edition_page_of(&x->edition, d->id), &response);
    ph_response_free(&response);
    ph_arena_reset(x->page);
    if (status == PH_OK && more)
        status = make_page(x, uptake, NULL);
    for (const ph_export_format *f = ph_export_formats; f->name && status == PH_OK; f++)
        if (strcmp(f->name, "csv") != 0)
            status =
                make_page(x, ph_dupf(arena, "%.*s.%s", PH_FMT(address), f->ending), NULL);
    if (status == PH_OK && d->text)
        status = make_page(x, ph_dupf(arena, "%.*s.txt", PH_FMT(address)), NULL);
    return status;
}

static ph_status make_pages(exporter *x)
{
    ph_status status = PH_OK;
    for (size_t i = 0; i < PAGES && status == PH_OK; i++)
        status =
            make_list(x, ph_cstr(pages[i].address), pages[i].handler, pages[i].handler);
    if (status == PH_OK)
        status = make_values(x);
    for (size_t i = 0; i < x->edition.documents.n && status == PH_OK; i++)
        status = make_document(x, &x->edition.documents.v[i]);
    return status == PH_OK ? make_files(x) : status;
}

/* --- what it is --------------------------------------------------------------------------- */

static json_t *mark_json(const exporter *x)
{
    const ph_edition *e = &x->edition;
    char date[32] = "";
    time_t when = e->date;
    struct tm utc;
    uint64_t texts = 0;
    for (size_t i = 0; i < e->documents.n; i++)
        texts += e->documents.v[i].text;
    if (gmtime_r(&when, &utc))
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &utc);
    json_t *counts = json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "documents", (json_int_t)e->documents.n,
        "texts", (json_int_t)texts, "organisations", (json_int_t)e->organisations.n,
        "countries", (json_int_t)x->all.facets[PH_FACET_COUNTRY].n, "goals_and_targets",
        (json_int_t)x->all.facets[PH_FACET_SDG].n, "themes",
        (json_int_t)x->all.facets[PH_FACET_THEME].n, "meetings", (json_int_t)x->events.n);
    return json_pack("{s:s, s:s, s:o, s:o, s:s, s:s, s:o, s:o, s:o}", "generator",
                     PH_EDITION_GENERATOR, "version", PACKAGE_VERSION, "name",
                     ph_json_str(x->site->config->site_name), "revision",
                     ph_json_str(e->revision), "date", date, "language", e->language->tag,
                     "online", ph_json_str(e->online.n ? e->online : PH_ABSENT), "licences",
                     ph_json_strs(&x->site->config->licences), "counts", counts);
}

static ph_status write_mark(exporter *x)
{
    ph_response response;
    ph_response_init(&response, x->page);
    ph_status status = ph_response_json(&response, 200, PH_TYPE_JSON, mark_json(x), x->err);
    if (status == PH_OK)
        status = ph_edition_write(&x->edition, PH_STR(PH_EDITION_MARK),
                                  ph_buf_str(&response.body), x->err);
    ph_response_free(&response);
    return status;
}

static ph_status make_edition(exporter *x)
{
    ph_edition *e = &x->edition;
    ph_status status = ph_export_survey(x->site, x->reader, e, x->err);
    if (status == PH_OK)
        status = plan(x);
    if (status == PH_OK)
        status = make_pages(x);
    if (status == PH_OK)
        status = ph_export_search(x->site, e, x->reader, x->err);
    if (status == PH_OK)
        status = write_mark(x);
    if (status == PH_OK && !ph_eq(e->revision, ph_reader_revision(x->reader)))
        status = ph_fail(x->err, PH_BUSY,
                         "the index changed while it was read; please try again");
    return status;
}

ph_status ph_export_site(const ph_site *site, ph_reader *reader,
                         const ph_export_options *options, ph_export_summary *summary,
                         ph_error *err)
{
    exporter x = {.site = site,
                  .reader = reader,
                  .err = err,
                  .stopped = options->stopped,
                  .page = ph_arena_new()};
    ph_edition *e = &x.edition;
    e->arena = ph_arena_new();
    e->table = e->arena ? ph_edition_table_new(e->arena) : NULL;
    ph_status status = x.page && e->table ? PH_OK : ph_fail_memory(err);
    if (status == PH_OK) {
        e->language = options->language;
        e->online = options->online.s ? options->online : PH_STR("");
        e->date = options->date;
        e->revision = ph_dup(e->arena, ph_reader_revision(reader));
        status = e->revision.s ? ph_folder_new(&e->folder, options->folder, err)
                               : ph_fail_memory(err);
    }
    if (status == PH_OK)
        status = make_edition(&x);
    if (status == PH_OK) {
        *summary = (ph_export_summary){x.pages, ph_folder_bytes(e->folder)};
        status = ph_folder_finish(e->folder, err);
    }
    ph_folder_free(e->folder);
    ph_arena_free(x.page);
    ph_arena_free(e->arena);
    return status;
}
