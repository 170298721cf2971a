/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/limits.h"
#include "web/answer_words.h"
#include "web/feed.h"
#include "web/links.h"
#include "web/xml.h"

/* --- which feed it is ---------------------------------------------------------------------------- */

bool ph_question_bare(const ph_context *context, const ph_question *question,
                      ph_question *bare)
{
    static const char *const order[] = {"sort", "per_page", "peer"};
    *bare = *question;
    bare->parameters = (ph_parameters){0};
    for (size_t i = 0; i < question->parameters.n; i++) {
        bool kept = true;
        for (size_t n = 0; n < sizeof order / sizeof *order; n++)
            kept = kept && !ph_eqc(question->parameters.v[i].name, order[n]);
        ph_parameter *slot = kept ? PH_PUSH(context->arena, &bare->parameters) : NULL;
        if (kept && !slot)
            return false;
        if (kept)
            *slot = question->parameters.v[i];
    }
    return true;
}

/* "“integrity”, Country: Kazakhstan"; empty: of everything. */
static ph_str filter_words(const ph_context *context, const ph_question *question)
{
    ph_buf buf = {0};
    ph_question bare;
    bool ok = ph_question_bare(context, question, &bare);
    for (size_t i = 0; i < bare.parameters.n && ok; i++) {
        const ph_parameter *p = &bare.parameters.v[i];
        ph_str words = ph_eqc(p->name, "q")
                           ? PH_SAY(context, "“{words}”", {"words", p->value})
                           : ph_choice_words(context, p);
        ph_buf_addf(&buf, "%s%.*s", i ? ", " : "", PH_FMT(words));
        ok = words.s != NULL;
    }
    ph_str words = ok && !buf.failed ? ph_dup(context->arena, ph_buf_str(&buf)) : PH_ABSENT;
    ph_buf_free(&buf);
    return words;
}

ph_str ph_feed_title(const ph_context *context, const ph_question *question)
{
    ph_str filters = filter_words(context, question),
           site = context->site->config->site_name;
    if (!filters.s)
        return PH_ABSENT;
    if (!filters.n)
        return PH_SAY(context, "{site}: what is new", {"site", site});
    return PH_SAY(context, "{site}: what is new – {filters}", {"site", site},
                  {"filters", filters});
}

static ph_str in_this_language(const ph_context *context, ph_str url)
{
    const char *query = url.n ? memchr(url.s, '?', url.n) : NULL;
    return url.s ? ph_dupf(context->arena, "%.*s%cui=%s", PH_FMT(url), query ? '&' : '?',
                           context->language->id)
                 : url;
}

/* An address for programs, which carry nothing along, in the language that was asked for, if one
 * was. */
static ph_str in_language(const ph_context *context, ph_str url)
{
    bool asked = ph_starts(context->carried, PH_STR("ui="));
    return asked ? in_this_language(context, url) : url;
}

static ph_str address(const ph_context *context, ph_str base, const char *path,
                      const ph_question *question, size_t page)
{
    ph_str whole = ph_dupf(context->arena, "%.*s%s", PH_FMT(base), path);
    return whole.s ? ph_question_page(context->arena, whole, question, page) : PH_ABSENT;
}

bool ph_page_feed(const ph_context *context, json_t *model, const char *name, ph_str words,
                  const ph_question *question)
{
    ph_question bare;
    if (!ph_question_bare(context, question, &bare))
        return false;
    ph_str root = context->site->root, title = ph_feed_title(context, &bare);
    ph_str feed = address(context, root, "/feed.atom", &bare, 1);
    if (context->language->catalogue) /* a reader of feeds has no language of its own */
        feed = in_this_language(context, feed);
    ph_str new = address(context, root, "/new", &bare, 1);
    json_t *page = json_object_get(model, "page"), *feeds = json_object_get(page, "feeds");
    bool ok = title.s && feed.s && new.s;
    if (!feeds) {
        feeds = json_array();
        ok = ph_json_put(page, "feeds", feeds) && ok;
    }
    ok = ok && ph_json_add(feeds, json_pack("{s:o, s:o}", "url", ph_json_str(feed), "title",
                                            ph_json_str(title)));
    return ok && ph_json_put(model, name,
                             json_pack("{s:o, s:o, s:o}", "feed", ph_json_str(feed), "url",
                                       ph_json_str(words.s ? new : PH_ABSENT), "words",
                                       ph_json_str(words)));
}

bool ph_page_feed_of(const ph_context *context, json_t *model, const char *name,
                     ph_str words, const ph_parameter *parameters, size_t n)
{
    ph_question question = {.query.arena = context->arena, .per_page = PH_PER_PAGE_NEW};
    for (size_t i = 0; i < n; i++) {
        ph_parameter *slot = PH_PUSH(context->arena, &question.parameters);
        if (!slot)
            return false;
        *slot = parameters[i];
    }
    return ph_page_feed(context, model, name, words, &question);
}

/* --- the feed ---------------------------------------------------------------------------------------- */

typedef struct feed {
    const ph_context *context;
    const ph_question *question;
    const ph_result *result;
    ph_xml *xml;
    bool ok;
} feed;

static void element(feed *f, const char *name, ph_str text)
{
    f->ok = f->ok && text.s;
    ph_xml_element(f->xml, name, text);
}

static void number(feed *f, const char *name, uint64_t n)
{
    element(f, name, ph_dupf(f->context->arena, "%llu", (unsigned long long)n));
}

static void link(feed *f, const char *rel, const char *type, ph_str url)
{
    f->ok = f->ok && url.s;
    ph_xml_open(f->xml, "link");
    ph_xml_attribute(f->xml, "rel", ph_cstr(rel));
    ph_xml_attribute(f->xml, "type", ph_cstr(type));
    ph_xml_attribute(f->xml, "href", url.s ? url : PH_STR(""));
    ph_xml_close(f->xml);
}

/* The feed's own address at a page. */
static ph_str at_page(const feed *f, size_t page)
{
    return in_language(f->context, address(f->context, f->context->absolute, "/feed.atom",
                                           f->question, page));
}

static size_t last_page(const feed *f)
{
    uint64_t reach = f->result->total < PH_WINDOW_MAX ? f->result->total : PH_WINDOW_MAX;
    size_t per_page = f->question->per_page, most = PH_WINDOW_MAX / per_page;
    size_t last = (size_t)((reach + per_page - 1) / per_page);
    return last < 1 ? 1 : last > most ? most : last;
}

static void write_links(feed *f, ph_response *response)
{
    const ph_context *context = f->context;
    ph_question bare;
    size_t page = f->question->page, last = last_page(f);
    const struct {
        const char *rel;
        bool there;
        size_t page;
    } ways[] = {
        {"self", true, page},
        {"first", last > 1, 1},
        {"previous", page > 1 && page <= last, page - 1},
        {"next", page < last, page + 1},
        {"last", last > 1, last},
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (!ways[i].there)
            continue;
        ph_str url = at_page(f, ways[i].page);
        link(f, ways[i].rel, PH_TYPE_ATOM_BARE, url);
        f->ok = f->ok && ph_link_field(response, ways[i].rel, NULL, url);
    }
    f->ok = f->ok && ph_question_bare(context, f->question, &bare);
    ph_str page_url =
        f->ok ? in_language(context, address(context, context->absolute, "/new", &bare, 1))
              : PH_ABSENT;
    link(f, "alternate", "text/html", page_url);
    ph_str search =
        ph_dupf(context->arena, "%.*s/opensearch.xml", PH_FMT(context->absolute));
    link(f, "search", PH_TYPE_OPENSEARCH, in_language(context, search));
}

/* What the feed is a page of. */
static void write_search(feed *f)
{
    const ph_question *q = f->question;
    ph_str page = ph_dupf(f->context->arena, "%zu", q->page);
    number(f, "opensearch:totalResults", f->result->total);
    number(f, "opensearch:startIndex", q->query.offset + 1);
    number(f, "opensearch:itemsPerPage", q->per_page);
    ph_xml_open(f->xml, "opensearch:Query");
    ph_xml_attribute(f->xml, "role", PH_STR("request"));
    ph_xml_attribute(f->xml, "searchTerms", q->query.q.n ? q->query.q : PH_STR(""));
    ph_xml_attribute(f->xml, "startPage", page);
    ph_xml_close(f->xml);
    f->ok = f->ok && page.s;
}

static void write_category(feed *f, ph_facet facet, const char *kind, ph_str id)
{
    ph_str scheme =
        ph_dupf(f->context->arena, "%.*s/%s/", PH_FMT(f->context->absolute), kind);
    ph_xml_open(f->xml, "category");
    ph_xml_attribute(f->xml, "term", id);
    ph_xml_attribute(f->xml, "scheme", scheme);
    ph_xml_attribute(f->xml, "label", ph_value_label(f->context, facet, id));
    ph_xml_close(f->xml);
    f->ok = f->ok && scheme.s;
}

static void write_tags(feed *f, ph_facet facet, const char *kind, const ph_tags *tags)
{
    for (size_t i = 0; i < tags->n; i++)
        write_category(f, facet, kind, tags->v[i].id);
}

static ph_str document_url(const feed *f, ph_str id)
{
    return ph_dupf(f->context->arena, "%.*s/documents/%.*s", PH_FMT(f->context->absolute),
                   PH_FMT(id));
}

/* One for each language: an entry has no two of one type and language. */
static void write_alternates(feed *f, const ph_hit *hit)
{
    ph_strs languages = {0};
    const ph_record *r = &hit->record;
    f->ok = f->ok && ph_strs_add(f->context->arena, &languages, r->language);
    for (size_t i = 0; i < hit->alternates.n && f->ok; i++) {
        const ph_alternate *a = &hit->alternates.v[i];
        ph_str url = document_url(f, a->id);
        if (ph_strs_has(&languages, a->language))
            continue;
        f->ok = url.s && ph_strs_add(f->context->arena, &languages, a->language);
        ph_xml_open(f->xml, "link");
        ph_xml_attribute(f->xml, "rel", PH_STR("alternate"));
        ph_xml_attribute(f->xml, "type", PH_STR("text/html"));
        ph_xml_attribute(f->xml, "hreflang", a->language.n ? a->language : PH_ABSENT);
        ph_xml_attribute(f->xml, "title", a->title);
        ph_xml_attribute(f->xml, "href", url.s ? url : PH_STR(""));
        ph_xml_close(f->xml);
    }
}

/* A text of the document, in its language. */
static void write_text(feed *f, const char *name, const char *type, ph_str text,
                       ph_str language)
{
    ph_xml_open(f->xml, name);
    ph_xml_attribute(f->xml, "type", ph_cstr(type));
    ph_xml_attribute(f->xml, "xml:lang", language.n ? language : PH_ABSENT);
    ph_xml_text(f->xml, text);
    ph_xml_close(f->xml);
}

static void write_entry(feed *f, const ph_hit *hit)
{
    const ph_record *r = &hit->record;
    ph_str url = document_url(f, r->id);
    ph_xml_open(f->xml, "entry");
    element(f, "id", url);
    write_text(f, "title", "text", r->title, r->language);
    element(f, "updated", r->modified);
    element(f, "published", r->added);
    ph_xml_open(f->xml, "link");
    ph_xml_attribute(f->xml, "rel", PH_STR("alternate"));
    ph_xml_attribute(f->xml, "type", PH_STR("text/html"));
    ph_xml_attribute(f->xml, "hreflang", r->language.n ? r->language : PH_ABSENT);
    ph_xml_attribute(f->xml, "href", url.s ? url : PH_STR(""));
    ph_xml_close(f->xml);
    write_alternates(f, hit);
    if (r->type.n)
        write_category(f, PH_FACET_TYPE, "types", r->type);
    write_tags(f, PH_FACET_SDG, "sdgs", &r->sdgs);
    write_tags(f, PH_FACET_THEME, "themes", &r->themes);
    write_tags(f, PH_FACET_COUNTRY, "countries", &r->countries);
    if (r->abstract.n)
        write_text(f, "summary", "text", r->abstract, r->language);
    else if (hit->snippet.n)
        write_text(f, "summary", "html", hit->snippet, r->language);
    ph_xml_element(f->xml, "rights", r->license);
    ph_xml_close(f->xml);
}

/* When the newest of it changed; of an empty feed the day that it begins with, so that the feed
 * stays the same until there is something. */
static ph_str updated(const feed *f)
{
    ph_str since = f->question->query.since;
    if (f->result->hits.n)
        return f->result->hits.v[0].record.modified;
    return since.n == 10 ? ph_dupf(f->context->arena, "%.*sT00:00:00Z", PH_FMT(since))
                         : PH_STR("1970-01-01T00:00:00Z");
}

static void write_feed(feed *f, ph_response *response)
{
    const ph_context *context = f->context;
    ph_str site = context->site->config->site_name;
    ph_xml_open(f->xml, "feed");
    ph_xml_attribute(f->xml, "xmlns", PH_STR("http://www.w3.org/2005/Atom"));
    ph_xml_attribute(f->xml, "xmlns:opensearch",
                     PH_STR("http://a9.com/-/spec/opensearch/1.1/"));
    ph_xml_attribute(f->xml, "xml:lang", ph_cstr(context->language->tag));
    element(f, "id", at_page(f, 1));
    element(f, "title", ph_feed_title(context, f->question));
    element(f, "updated", updated(f));
    ph_xml_open(f->xml, "author");
    element(f, "name", site);
    ph_xml_element(f->xml, "uri", context->absolute);
    ph_xml_close(f->xml);
    ph_xml_open(f->xml, "generator");
    ph_xml_attribute(f->xml, "version", PH_STR(PACKAGE_VERSION));
    ph_xml_text(f->xml, PH_STR("peerhub"));
    ph_xml_close(f->xml);
    write_links(f, response);
    write_search(f);
    for (size_t i = 0; i < f->result->hits.n && f->ok; i++)
        write_entry(f, &f->result->hits.v[i]);
    ph_xml_close(f->xml);
}

ph_status ph_feed_atom(const ph_context *context, const ph_request *request,
                       ph_response *response, ph_error *err)
{
    ph_question q;
    ph_result result = {0};
    ph_status status = ph_question_read_new(context, request, &q, err);
    if (status == PH_OK && q.complaints.n)
        return ph_api_refuse(response, &q, err);
    q.query.want = PH_WANT_ALL;
    if (status == PH_OK)
        status = ph_search(context->reader, &q.query, context->arena, &result, err);
    if (status != PH_OK)
        return status;
    feed f = {context, &q, &result, ph_xml_new(&response->body), true};
    if (!f.xml)
        return ph_fail_memory(err);
    response->type = PH_TYPE_ATOM;
    write_feed(&f, response);
    return ph_xml_end(f.xml) && f.ok ? PH_OK : ph_fail_memory(err);
}
