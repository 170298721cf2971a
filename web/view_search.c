/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Results and facets: the API's answer, with what a reader sees besides. */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "search/limits.h"
#include "search/text.h"
#include "web/alternates.h"
#include "web/answer_words.h"
#include "web/expansions.h"
#include "web/feed.h"
#include "web/pack.h"
#include "web/results.h"
#include "web/tree.h"
#include "web/views.h"

/* Passages below a result. */
#define PASSAGES_ON_PAGE 2

/* Pages on either side of this one that have a link of their own. */
#define PAGES_AROUND 2

static ph_str search_path(const ph_context *context)
{
    return ph_dupf(context->arena, "%.*s/search", PH_FMT(context->site->root));
}

/* --- choices -------------------------------------------------------------------------- */

/* Each parameter but the words and the order of results, as a link that takes it away. */
json_t *ph_chips_json(const ph_context *context, const ph_question *q, ph_str path)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < q->parameters.n && ok; i++) {
        const ph_parameter *p = &q->parameters.v[i];
        if (ph_eqc(p->name, "q") || ph_eqc(p->name, "sort") || ph_eqc(p->name, "per_page"))
            continue;
        ph_str url = ph_question_link(context->arena, path, q, i, NULL);
        ph_str label = ph_choice_words(context, p);
        ok = ph_json_add(list, json_pack("{s:o, s:o}", "label", ph_json_str(label), "url",
                                         ph_json_str(url)));
    }
    return ph_json_done(list, ok);
}

static bool has_box(const ph_facet_counts *facets, const ph_parameter *p)
{
    ph_facet facet = ph_facet_find(p->name);
    if (facet == PH_FACETS)
        return false;
    for (size_t i = 0; i < facets[facet].n; i++)
        if (ph_eq(facets[facet].v[i].value, p->value))
            return true;
    return false;
}

json_t *ph_hidden_json(const ph_question *q, const ph_facet_counts *facets)
{
    json_t *list = json_array();
    bool ok = list != NULL, spanned = !facets[PH_FACET_YEAR].n;
    for (size_t i = 0; i < q->parameters.n && ok; i++) {
        const ph_parameter *p = &q->parameters.v[i];
        bool span = ph_eqc(p->name, "year") && memmem(p->value.s, p->value.n, "..", 2);
        if (ph_eqc(p->name, "q") || ph_eqc(p->name, "sort") || ph_eqc(p->name, "peer") ||
            ph_eqc(p->name, "all") || has_box(facets, p) || (span && !spanned)) {
            spanned |= span;
            continue;
        }
        ok = ph_json_add(list, json_pack("{s:o, s:o}", "name", ph_json_str(p->name),
                                         "value", ph_json_str(p->value)));
    }
    return ph_json_done(list, ok);
}

static json_t *sorts_json(const ph_context *context, const ph_question *q)
{
    static const struct {
        ph_sort sort;
        const char *value, *label;
    } rows[] = {
        {PH_SORT_RELEVANCE, "relevance", PH_N("best match")},
        {PH_SORT_DATE, "date", PH_N("newest")},
        {PH_SORT_TITLE, "title", PH_N("title")},
    };
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows && ok; i++)
        ok = ph_json_add(list, json_pack("{s:s, s:o, s:b}", "value", rows[i].value, "label",
                                         ph_json_str(ph_words(context, rows[i].label)),
                                         "selected", q->query.sort == rows[i].sort));
    return ph_json_done(list, ok);
}

/* --- results -------------------------------------------------------------------------- */

/* "A › B" of headings. */
static json_t *heading_path(const ph_context *context, const ph_strs *heading)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < heading->n; i++) {
        if (i)
            ph_buf_addc(&buf, " \xE2\x80\xBA ");
        ph_buf_add(&buf, heading->v[i]);
    }
    ph_str words = buf.failed ? PH_ABSENT : ph_dup(context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return words.s ? json_stringn(words.s, words.n) : NULL;
}

static bool put_list(const ph_context *context, json_t *to, const char *name,
                     const ph_strs *list)
{
    return !list->n || ph_json_put(to, name, ph_json_str(ph_list_words(context, list)));
}

/* Why a country is a peer. */
static bool add_peer_words(const ph_context *context, const ph_hit *from, json_t *peer)
{
    ph_str country = ph_value_label(context, PH_FACET_COUNTRY, from->peer_country);
    return !peer || (ph_json_put(peer, "label", ph_json_str(country)) &&
                     ph_json_put(peer, "score_words",
                                 ph_json_str(ph_decimal_words(context, from->peer))) &&
                     put_list(context, peer, "because", &from->peer_reasons) &&
                     put_list(context, peer, "unknown", &from->peer_missing));
}

static bool add_passage_words(const ph_context *context, const ph_hit *from,
                              json_t *passages)
{
    bool ok = true;
    for (size_t i = 0; i < from->passages.n && ok; i++) {
        const ph_hit_passage *p = &from->passages.v[i];
        json_t *passage = json_array_get(passages, i);
        ph_str kind = ph_kind_label(context, p->kind);
        ph_strs below = ph_headings_below_title(&from->record, &p->heading);
        ok = ph_json_put(passage, "kind_label", ph_json_str(kind)) &&
             ph_json_put(passage, "path", heading_path(context, &below));
    }
    return ok;
}

bool ph_add_hit_words(const ph_context *context, const ph_hit *from, json_t *hit)
{
    const ph_record *r = &from->record;
    bool english = !r->language.n || ph_starts(r->language, PH_STR("en"));
    ph_str type = ph_value_label(context, PH_FACET_TYPE, r->type);
    ph_str status =
        r->status.n ? ph_value_label(context, PH_FACET_STATUS, r->status) : PH_ABSENT;
    ph_str language =
        english ? PH_ABSENT : ph_value_label(context, PH_FACET_LANGUAGE, r->language);
    return type.s && ph_json_put(hit, "lang", ph_json_str(r->language)) &&
           ph_json_put(hit, "type_label", ph_json_str(type)) &&
           ph_json_put(hit, "status_label", ph_json_str(status)) &&
           ph_json_put(hit, "language_label", ph_json_str(language)) &&
           ph_json_put(hit, "date_words", ph_json_str(ph_date_words(context, r->date))) &&
           ph_json_put(
               hit, "pack",
               ph_pack_toggle_json(context, r->id,
                                   ph_dupf(context->arena, "r-%.*s", PH_FMT(r->id)))) &&
           ph_json_put(hit, "alternates",
                       ph_alternates_model(context, r, &from->alternates)) &&
           add_peer_words(context, from, json_object_get(hit, "peer")) &&
           add_passage_words(context, from, json_object_get(hit, "passages"));
}

/* --- pages of results ----------------------------------------------------------------- */

static json_t *page_link(const ph_context *context, const ph_question *q, ph_str path,
                         size_t n, bool gap)
{
    ph_str url = ph_question_page(context->arena, path, q, n);
    return json_pack("{s:I, s:o, s:b, s:b}", "n", (json_int_t)n, "url", ph_json_str(url),
                     "current", n == q->page, "gap", gap);
}

/* The first, the last, and those around this one; "gap" says that some are left out. */
static json_t *page_links(const ph_context *context, const ph_question *q, ph_str path,
                          size_t last)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t before = 0;
    for (size_t n = 1; n <= last && ok; n++) {
        bool near = n + PAGES_AROUND >= q->page && n <= q->page + PAGES_AROUND;
        if (n != 1 && n != last && !near)
            continue;
        ok = ph_json_add(list, page_link(context, q, path, n, n > before + 1));
        before = n;
    }
    return ph_json_done(list, ok);
}

bool ph_add_pages(const ph_context *context, const ph_question *q, uint64_t total,
                  ph_str path, json_t *search)
{
    uint64_t reach = total < PH_WINDOW_MAX ? total : PH_WINDOW_MAX;
    size_t last = (size_t)((reach + q->per_page - 1) / q->per_page);
    ph_str next = PH_ABSENT, prev = PH_ABSENT;
    if (last > PH_WINDOW_MAX / q->per_page)
        last = PH_WINDOW_MAX / q->per_page;
    if (q->page < last)
        next = ph_question_page(context->arena, path, q, q->page + 1);
    if (q->page > 1 && q->page <= last)
        prev = ph_question_page(context->arena, path, q, q->page - 1);
    ph_str first = ph_question_page(context->arena, path, q, 1);
    return ph_json_put(search, "pages",
                       last > 1 ? page_links(context, q, path, last) : json_array()) &&
           ph_json_put(search, "next", ph_json_str(next)) &&
           ph_json_put(search, "prev", ph_json_str(prev)) &&
           ph_json_put(search, "first", ph_json_str(first)) &&
           ph_json_put(search, "past_end", json_boolean(total > 0 && q->page > last));
}

/* --- all of it ------------------------------------------------------------------------ */

/* A facet's name where it is one. */
static ph_str name_of(const ph_context *context, const ph_complaint *c)
{
    ph_facet facet = ph_facet_find(c->name);
    return facet == PH_FACETS ? c->name : ph_facet_words(context, facet);
}

json_t *ph_complaints_json(const ph_context *context, const ph_question *q)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < q->complaints.n && ok; i++) {
        const ph_complaint *c = &q->complaints.v[i];
        ph_str words = c->text; /* English; in other languages what was left out must do */
        if (context->language->catalogue)
            words = PH_SAY(context, "{name} “{value}”", {"name", name_of(context, c)},
                           {"value", c->value});
        ok = ph_json_add(list, ph_json_str(words));
    }
    return ph_json_done(list, ok);
}

json_t *ph_spelling_json(const ph_context *context, const ph_question *q, ph_str suggestion,
                         ph_str path)
{
    ph_parameter text = {PH_STR("q"), suggestion};
    if (!suggestion.n)
        return json_null();
    ph_str url = ph_question_link(context->arena, path, q, 0, &text); /* "q" comes first */
    return json_pack("{s:o, s:o}", "q", ph_json_str(text.value), "url", ph_json_str(url));
}

/* As somebody wrote it, or nearly so. */
static json_t *peer_name(const ph_context *context, const ph_question *q)
{
    ph_str name = q->query.peer.n ? ph_value_label(context, PH_FACET_COUNTRY, q->query.peer)
                                  : PH_ABSENT;
    return ph_json_str(name);
}

static bool add_form(const ph_context *context, const ph_question *q,
                     const ph_result *result, ph_str path, json_t *search)
{
    ph_parameter all = {PH_STR("match"), PH_STR("all")};
    ph_str strict = ph_question_link(context->arena, path, q, PH_NONE, &all);
    ph_question bare = *q;
    bare.parameters.n = q->query.q.n > 0 ? 1 : 0; /* "q" comes first */
    ph_str clear = ph_question_link(context->arena, path, &bare, PH_NONE, NULL);
    return ph_json_put(search, "complaints", ph_complaints_json(context, q)) &&
           ph_json_put(search, "chips", ph_chips_json(context, q, path)) &&
           ph_json_put(search, "hidden", ph_hidden_json(q, result->facets)) &&
           ph_json_put(search, "sorts", sorts_json(context, q)) &&
           ph_json_put(search, "peer_name", peer_name(context, q)) &&
           ph_json_put(search, "groups", ph_facet_groups(context, q, result->facets)) &&
           ph_json_put(search, "spelling",
                       ph_spelling_json(context, q, result->suggestion, path)) &&
           ph_json_put(search, "strict", ph_json_str(strict)) &&
           ph_json_put(search, "clear", ph_json_str(clear)) &&
           ph_json_put(search, "q", ph_json_str(q->query.q.s ? q->query.q : PH_STR("")));
}

/* The same question on a page that has an order of its own. */
static json_t *elsewhere(const ph_context *context, const ph_question *q, const char *page)
{
    ph_str path = ph_dupf(context->arena, "%.*s/%s", PH_FMT(context->site->root), page);
    ph_question who = *q;
    who.parameters = (ph_parameters){0};
    for (size_t i = 0; i < q->parameters.n; i++) {
        const ph_parameter *p = &q->parameters.v[i];
        if (ph_eqc(p->name, "peer") || ph_eqc(p->name, "sort"))
            continue;
        ph_parameter *slot = PH_PUSH(context->arena, &who.parameters);
        if (!slot)
            return NULL;
        *slot = *p;
    }
    ph_str url = ph_question_link(context->arena, path, &who, PH_NONE, NULL);
    return url.s ? ph_json_str(url) : NULL;
}

/* Programs get all passages of a result, a page the best ones: it must be light. */
static bool show_few(json_t *hit)
{
    json_t *passages = json_object_get(hit, "passages");
    while (json_array_size(passages) > PASSAGES_ON_PAGE)
        if (json_array_remove(passages, PASSAGES_ON_PAGE) != 0)
            return false;
    return true;
}

/* The API's answer becomes the page's "search". */
static json_t *search_json(const ph_context *context, const ph_question *q,
                           const ph_result *result)
{
    ph_str path = search_path(context);
    json_t *search = ph_api_result(context, q, result, context->site->root, path);
    json_t *hits = json_object_get(search, "results");
    bool ok = path.s && search;
    for (size_t i = 0; i < result->hits.n && ok; i++)
        ok = ph_add_hit_words(context, &result->hits.v[i], json_array_get(hits, i)) &&
             show_few(json_array_get(hits, i));
    ok =
        ok && ph_expansions_page(context, q, path, search) &&
        add_form(context, q, result, path, search) &&
        ph_add_pages(context, q, result->total, path, search) &&
        ph_json_put(search, "sentence", ph_json_str(ph_answer_words(context, q, result))) &&
        ph_json_put(search, "relaxed",
                    json_boolean(result->relaxed && result->total > 0)) &&
        ph_json_put(search, "contacts", elsewhere(context, q, "contacts")) &&
        ph_json_put(search, "matrix", elsewhere(context, q, "matrix")) &&
        ph_json_put(search, "exports", ph_export_links(context, q)) &&
        ph_json_put(search, "any", json_boolean(result->total > 0)) &&
        ph_json_put(search, "start", json_integer((json_int_t)q->query.offset + 1));
    return ph_json_done(search, ok);
}

ph_status ph_view_search(const ph_context *context, const ph_request *request,
                         ph_response *response, ph_error *err)
{
    if (ph_wants_json(request))
        return ph_api_search(context, request, response, err);
    ph_question q;
    ph_result result = {0};
    ph_status status = ph_question_read(context, request, &q, err);
    q.query.want |= PH_WANT_EFFECTS;
    if (status == PH_OK)
        status = ph_search(context->reader, &q.query, context->arena, &result, err);
    if (status != PH_OK)
        return status;
    ph_str title = ph_words(context, "All documents");
    if (q.query.q.n)
        title = q.query.q;
    json_t *model = ph_page_new(context, title, PH_ABSENT);
    json_t *page = json_object_get(model, "page");
    bool ok = title.s && ph_json_put(page, "noindex", json_true()) &&
              ph_json_put(page, "light", json_true()) &&
              ph_json_put(page, "q", ph_json_str(q.query.q.s ? q.query.q : PH_STR(""))) &&
              ph_page_feed(context, model, "subscribe",
                           ph_words(context, "What is new of this"), &q) &&
              ph_json_put(model, "search", search_json(context, &q, &result));
    return ph_page_send(context, response, "search", ph_json_done(model, ok), err);
}
