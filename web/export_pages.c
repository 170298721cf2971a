/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/collection.h"
#include "search/limits.h"
#include "web/collection_json.h"
#include "web/export_pages.h"
#include "web/ways.h"

/* --- pages of a list -------------------------------------------------------------------- */

size_t ph_edition_page_count(uint64_t documents)
{
    uint64_t reached = documents < PH_WINDOW_MAX ? documents : PH_WINDOW_MAX;
    return reached ? (size_t)((reached + PH_EDITION_ROWS - 1) / PH_EDITION_ROWS) : 1;
}

static ph_str page_address(const ph_context *context, ph_str path, size_t page)
{
    return page > 1 ? ph_dupf(context->arena, "%.*s?page=%zu", PH_FMT(path), page) : path;
}

json_t *ph_edition_pages_json(const ph_context *context, ph_str path, size_t page,
                              size_t pages)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t n = 1; n <= pages && pages > 1 && ok; n++) {
        ph_str url = page_address(context, path, n);
        ok = url.s &&
             ph_json_add(list, json_pack("{s:I, s:o, s:b}", "n", (json_int_t)n, "url",
                                         ph_json_str(url), "current", n == page));
    }
    return json_pack("{s:o}", "pages", ph_json_done(list, ok));
}

static size_t page_of(const ph_request *request)
{
    uint64_t page = 1;
    ph_str asked = ph_request_parameter(request, "page");
    return ph_number(asked, &page) && page > 0 ? (size_t)page : 1;
}

/* --- ways in ---------------------------------------------------------------------------- */

static const struct {
    const char *path, *heading;
    ph_facet facet;
    bool sorted;
} lists[] = {
    {"countries", PH_N("Countries"), PH_FACET_COUNTRY, true},
    {"sdgs", PH_N("Sustainable Development Goals"), PH_FACET_SDG, false},
    {"themes", PH_N("Themes"), PH_FACET_THEME, false},
};
#define LISTS (sizeof lists / sizeof *lists)

static size_t list_of(const ph_request *request)
{
    size_t i = 0;
    while (i < LISTS && !ph_eqc(request->path.v[0], lists[i].path))
        i++;
    return i;
}

/* Values in the order of their vocabulary, not of their counts. */
static void put_in_order(const ph_context *context, ph_facet facet, ph_facet_counts *counts)
{
    const ph_vocabulary *vocabulary = context->site->vocabulary;
    size_t done = 0;
    for (size_t c = 0; c < ph_vocabulary_count(vocabulary); c++) {
        const ph_concept *concept = ph_vocabulary_at(vocabulary, c);
        if (!ph_eqc(concept->scheme, ph_facets[facet].scheme))
            continue;
        for (size_t i = done; i < counts->n; i++)
            if (ph_eq(counts->v[i].value, concept->id)) {
                ph_facet_value found = counts->v[i];
                counts->v[i] = counts->v[done];
                counts->v[done++] = found;
                break;
            }
    }
}

ph_status ph_view_edition_ways(const ph_context *context, const ph_request *request,
                               ph_response *response, ph_error *err)
{
    ph_query query;
    ph_result all = {0};
    size_t list = list_of(request);
    ph_query_init(&query, context->arena, context->site->vocabulary);
    query.want = PH_WANT_COUNTS;
    ph_status status = ph_search(context->reader, &query, context->arena, &all, err);
    if (status != PH_OK || list == LISTS)
        return status ? status : ph_fail(err, PH_NOT_FOUND, "there is no such list");
    ph_facet facet = lists[list].facet;
    if (ph_facets[facet].scheme)
        put_in_order(context, facet, &all.facets[facet]);
    ph_str heading = ph_words(context, lists[list].heading);
    json_t *model = ph_page_new(context, heading, PH_ABSENT);
    json_t *groups = ph_ways_json(context, &all, facet, lists[list].sorted);
    bool ok = ph_json_put(
        model, "ways",
        json_pack("{s:o, s:o}", "heading", ph_json_str(heading), "groups", groups));
    return ph_page_send(context, response, "edition_ways", ph_json_done(model, ok), err);
}

/* --- further documents ------------------------------------------------------------------ */

ph_status ph_view_edition_titles(const ph_context *context, const ph_request *request,
                                 ph_response *response, ph_error *err)
{
    ph_query query;
    ph_result found = {0};
    size_t list = list_of(request), page = page_of(request);
    ph_str id = request->path.v[1];
    bool event = list == LISTS;
    ph_query_init(&query, context->arena, context->site->vocabulary);
    query.offset = (page - 1) * PH_EDITION_ROWS;
    if (!ph_strs_add(context->arena,
                     event ? &query.events : &query.choices[lists[list].facet], id))
        return ph_fail_memory(err);
    ph_status status = ph_collection_about(context->reader, &query, PH_EDITION_ROWS,
                                           context->arena, &found, err);
    if (status == PH_OK && !found.hits.n)
        status = ph_fail(err, PH_NOT_FOUND, "there is no such page of the list");
    if (status != PH_OK)
        return status;
    ph_str heading = event ? ph_event_name(&found.hits.v[0].record.event)
                           : ph_numbered_label(context, lists[list].facet, id);
    ph_subject subject = {"", id, heading, event ? PH_FACETS : lists[list].facet};
    json_t *json = ph_subject_json(context, &subject, &found, PH_STR(""));
    json_t *model = ph_page_new(context, heading, PH_ABSENT);
    json_t *titles = json_pack("{s:o, s:o, s:O}", "heading", ph_json_str(heading), "url",
                               ph_json_str(request->target), "documents",
                               json_object_get(json, "newest"));
    json_decref(json);
    bool ok = ph_json_put(model, "titles", titles) &&
              ph_json_put(model, "list",
                          ph_edition_pages_json(context, request->target, page,
                                                ph_edition_page_count(found.total)));
    return ph_page_send(context, response, "edition_titles", ph_json_done(model, ok), err);
}

/* --- by letters ------------------------------------------------------------------------- */

static json_t *title_json(const ph_context *context, size_t at)
{
    const ph_edition_document *d = &context->edition->documents.v[at];
    ph_str url = ph_dupf(context->arena, "/documents/%.*s", PH_FMT(d->id));
    return json_pack("{s:o, s:o, s:o}", "title", ph_json_str(d->title), "url",
                     url.s ? ph_json_str(url) : NULL, "language", ph_json_str(d->language));
}

static json_t *organisation_json(const ph_context *context, size_t at)
{
    const ph_edition_organisation *o = &context->edition->organisations.v[at];
    json_t *documents = json_array();
    bool ok = documents != NULL;
    for (size_t i = 0; i < o->documents.n && ok; i++)
        ok = ph_json_add(documents, title_json(context, o->documents.v[i]));
    ph_str country = PH_ABSENT;
    if (o->country.n)
        country = ph_value_label(context, PH_FACET_COUNTRY, o->country);
    return json_pack("{s:o, s:o, s:o, s:o}", "name", ph_json_str(o->name), "url",
                     ph_json_str(o->url), "country", ph_json_str(country), "documents",
                     ph_json_done(documents, ok));
}

/* What is below one letter of a page: {"label", "anchor", "titles": [...]}. */
static json_t *group_json(const ph_context *context, const ph_letters *letters, size_t *at,
                          size_t page, bool titles)
{
    size_t letter = letters->entries.v[*at].letter;
    json_t *list = json_array();
    bool ok = list != NULL;
    for (; *at < letters->entries.n && ok; (*at)++) {
        const ph_entry *e = &letters->entries.v[*at];
        if (e->letter != letter || e->page != page)
            break;
        ok = ph_json_add(list, titles ? title_json(context, e->at)
                                      : organisation_json(context, e->at));
    }
    ph_str anchor = ph_dupf(context->arena, "l-%zu", letter + 1);
    return json_pack("{s:o, s:o, s:o}", "label", ph_json_str(letters->all.v[letter].label),
                     "anchor", anchor.s ? ph_json_str(anchor) : NULL,
                     titles ? "titles" : "organisations", ph_json_done(list, ok));
}

static json_t *groups_json(const ph_context *context, const ph_letters *letters,
                           size_t page, bool titles)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t at = 0;
    while (at < letters->entries.n && letters->entries.v[at].page < page)
        at++;
    while (at < letters->entries.n && letters->entries.v[at].page == page && ok)
        ok = ph_json_add(list, group_json(context, letters, &at, page, titles));
    return ph_json_done(list, ok);
}

static json_t *letters_json(const ph_context *context, const ph_letters *letters,
                            ph_str path)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < letters->all.n && ok; i++) {
        ph_str page = page_address(context, path, letters->all.v[i].page);
        ph_str url = ph_dupf(context->arena, "%.*s#l-%zu", PH_FMT(page), i + 1);
        ok = url.s && ph_json_add(list, json_pack("{s:o, s:o}", "label",
                                                  ph_json_str(letters->all.v[i].label),
                                                  "url", ph_json_str(url)));
    }
    return ph_json_done(list, ok);
}

static ph_status send_letters(const ph_context *context, const ph_request *request,
                              ph_response *response, ph_str heading,
                              const ph_letters *letters, bool titles, ph_error *err)
{
    size_t page = page_of(request);
    json_t *model = ph_page_new(context, heading, PH_ABSENT);
    json_t *json = json_pack("{s:o, s:o, s:o}", "heading", ph_json_str(heading), "all",
                             letters_json(context, letters, request->target), "groups",
                             groups_json(context, letters, page, titles));
    bool ok =
        ph_json_put(model, "letters", json) &&
        ph_json_put(model, "list",
                    ph_edition_pages_json(context, request->target, page, letters->pages));
    return ph_page_send(context, response, "edition_letters", ph_json_done(model, ok), err);
}

ph_status ph_view_edition_a_z(const ph_context *context, const ph_request *request,
                              ph_response *response, ph_error *err)
{
    return send_letters(context, request, response, ph_words(context, "All documents"),
                        &context->edition->titles, true, err);
}

ph_status ph_view_edition_organisations(const ph_context *context,
                                        const ph_request *request, ph_response *response,
                                        ph_error *err)
{
    return send_letters(context, request, response, ph_words(context, "Organisations"),
                        &context->edition->names, false, err);
}

/* --- the search ------------------------------------------------------------------------- */

/* What a search may be narrowed by, in this order. */
static const ph_facet choices[] = {PH_FACET_TYPE, PH_FACET_COUNTRY, PH_FACET_REGION,
                                   PH_FACET_SDG,  PH_FACET_THEME,   PH_FACET_LANGUAGE,
                                   PH_FACET_YEAR};
#define CHOICES (sizeof choices / sizeof *choices)

bool ph_edition_search_takes(ph_str parameter)
{
    bool takes = ph_eqc(parameter, "q");
    for (size_t i = 0; i < CHOICES; i++)
        takes |= ph_eqc(parameter, ph_facets[choices[i]].name);
    return takes;
}

static json_t *choice_json(const ph_context *context, ph_facet facet,
                           const ph_facet_counts *counts)
{
    json_t *values = json_array();
    bool ok = values != NULL;
    for (size_t i = 0; i < counts->n && ok; i++)
        ok = ph_json_add(
            values,
            json_pack("{s:o, s:o}", "value", ph_json_str(counts->v[i].value), "label",
                      ph_json_str(ph_value_label(context, facet, counts->v[i].value))));
    return json_pack("{s:s, s:i, s:o, s:o}", "name", ph_facets[facet].name, "number",
                     (int)facet, "label", ph_json_str(ph_facet_words(context, facet)),
                     "values", ph_json_done(values, ok));
}

ph_status ph_view_edition_search(const ph_context *context, const ph_request *request,
                                 ph_response *response, ph_error *err)
{
    ph_query query;
    ph_result all = {0};
    (void)request;
    ph_query_init(&query, context->arena, context->site->vocabulary);
    query.want = PH_WANT_COUNTS;
    ph_status status = ph_search(context->reader, &query, context->arena, &all, err);
    if (status != PH_OK)
        return status;
    json_t *model = ph_page_new(context, ph_words(context, "Search"), PH_ABSENT);
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < CHOICES && ok; i++)
        ok = ph_json_add(list, choice_json(context, choices[i], &all.facets[choices[i]]));
    ok = ph_json_put(model, "choices", ph_json_done(list, ok));
    return ph_page_send(context, response, "edition_search", ph_json_done(model, ok), err);
}
