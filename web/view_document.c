/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A document: what it says, what we say of it, and why. */
#include "config.h"

#include <string.h>

#include "search/limits.h"
#include "search/similar.h"
#include "search/text.h"
#include "web/alternates.h"
#include "web/facts.h"
#include "web/head.h"
#include "web/original.h"
#include "web/pack.h"
#include "web/passages.h"
#include "web/requests.h"
#include "web/views.h"

#define DESCRIPTION_BYTES 300

/* A page of an offline edition has no text where the licence does not let it be passed on. */
static bool shows_text(const ph_context *context, const ph_record *record)
{
    return !context->edition || ph_edition_has_text(context->edition, record->id);
}

/* --- tags ----------------------------------------------------------------------------- */

static json_t *evidence_json(const ph_context *context, const ph_record *record,
                             const ph_tag *tag)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < tag->evidence.n && ok; i++) {
        const ph_evidence *e = &tag->evidence.v[i];
        bool inside = e->passage > 0 && e->passage <= record->passages.n &&
                      shows_text(context, record);
        ph_str anchor = inside ? record->passages.v[e->passage - 1].anchor : PH_ABSENT;
        ph_str url = inside ? ph_dupf(context->arena, "#%.*s", PH_FMT(anchor)) : PH_ABSENT;
        ok = ph_json_add(list, json_pack("{s:o, s:o}", "text", ph_json_str(e->text), "url",
                                         ph_json_str(url)));
    }
    return ph_json_done(list, ok);
}

static ph_str tag_link(const ph_context *context, ph_facet facet, ph_str id)
{
    return ph_dupf(context->arena, "%.*s/search?%s=%.*s", PH_FMT(context->site->root),
                   ph_facets[facet].name, PH_FMT(id));
}

/* Whole hundredths, so that nothing inferred is quite sure; null for a score that tells
 * nothing. */
static json_t *percent(double score)
{
    return score > 0 && score <= 1 ? json_integer((json_int_t)(score * 100)) : json_null();
}

/* {"tags": [...]}, or null when there are none. */
static json_t *tags_json(const ph_context *context, const ph_record *record, ph_facet facet,
                         const ph_tags *tags)
{
    if (!tags->n)
        return json_null();
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < tags->n && ok; i++) {
        const ph_tag *tag = &tags->v[i];
        ph_str label = ph_numbered_label(context, facet, tag->id);
        json_t *one = json_pack("{s:o, s:o, s:o, s:b, s:o, s:o}", "id",
                                ph_json_str(tag->id), "label", ph_json_str(label), "url",
                                ph_json_str(tag_link(context, facet, tag->id)), "inferred",
                                tag->from == PH_INFERRED, "percent", percent(tag->score),
                                "evidence", evidence_json(context, record, tag));
        ok = ph_json_add(list, one);
    }
    return json_pack("{s:o}", "tags", ph_json_done(list, ok));
}

static bool has_evidence(const ph_tags *tags)
{
    for (size_t i = 0; i < tags->n; i++)
        if (tags->v[i].evidence.n)
            return true;
    return false;
}

static bool add_tags(const ph_context *context, const ph_record *r, json_t *document)
{
    bool why =
        has_evidence(&r->countries) || has_evidence(&r->sdgs) || has_evidence(&r->themes);
    return ph_json_put(document, "countries",
                       tags_json(context, r, PH_FACET_COUNTRY, &r->countries)) &&
           ph_json_put(document, "sdgs", tags_json(context, r, PH_FACET_SDG, &r->sdgs)) &&
           ph_json_put(document, "themes",
                       tags_json(context, r, PH_FACET_THEME, &r->themes)) &&
           ph_json_put(document, "why", json_boolean(why));
}

/* --- the event ------------------------------------------------------------------------ */

static ph_str one_label(const ph_context *context, ph_facet facet, ph_str value)
{
    return value.n ? ph_value_label(context, facet, value) : PH_ABSENT;
}

static json_t *event_json(const ph_context *context, const ph_record *r)
{
    const ph_event *event = &r->event;
    ph_str country = one_label(context, PH_FACET_COUNTRY, event->country);
    ph_str link = PH_ABSENT, meeting = PH_ABSENT, id = ph_event_id(r, context->arena);
    if (!event->name.n && !event->place.n && !country.n)
        return json_null();
    if (event->country.n)
        link = ph_dupf(context->arena, "%.*s/search?event_country=%.*s",
                       PH_FMT(context->site->root), PH_FMT(event->country));
    if (id.n)
        meeting = ph_dupf(context->arena, "%.*s/events/%.*s", PH_FMT(context->site->root),
                          PH_FMT(id));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "meeting", ph_json_str(meeting),
                     "name", ph_json_str(event->name), "place", ph_json_str(event->place),
                     "country", ph_json_str(country), "url", ph_json_str(link), "dates",
                     ph_json_str(ph_event_dates(context, event)));
}

/* --- people and papers ---------------------------------------------------------------- */

/* Only what a browser can follow without harm becomes a link. */
static ph_str safe_url(ph_str url)
{
    bool web = ph_starts(url, PH_STR("https://")) || ph_starts(url, PH_STR("http://"));
    return web ? url : PH_ABSENT;
}

static json_t *organisations_json(const ph_context *context, const ph_record *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < r->organisations.n && ok; i++) {
        const ph_organisation *o = &r->organisations.v[i];
        json_t *one =
            json_pack("{s:o, s:o}", "country",
                      ph_json_str(one_label(context, PH_FACET_COUNTRY, o->country)), "url",
                      ph_json_str(safe_url(o->url)));
        ok = ph_add_organisation_label(context, o->id, o->name, one);
        ok = ph_json_add(list, one) && ok;
    }
    return ph_json_done(list, ok);
}

/* The organisation and its public page; a person only with full consent, and in no copy that cannot
 * be taken back.  The anchor is what peerhub-index --forget takes. */
static json_t *contacts_json(const ph_context *context, const ph_record *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < r->contacts.n && ok; i++) {
        const ph_contact *c = &r->contacts.v[i];
        bool open = ph_eqc(c->consent, "public");
        if (open && context->edition)
            continue;
        ph_str anchor = ph_dupf(context->arena, "contact-%zu", i + 1);
        ok = ph_json_add(list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "anchor",
                                         ph_json_str(anchor), "organisation",
                                         ph_json_str(c->organisation), "role",
                                         ph_json_str(c->role), "url",
                                         ph_json_str(safe_url(c->url)), "email",
                                         ph_json_str(c->email), "name",
                                         ph_json_str(open ? c->name : PH_ABSENT), "phone",
                                         ph_json_str(open ? c->phone : PH_ABSENT)));
    }
    return ph_json_done(list, ok);
}

static json_t *sources_json(const ph_record *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < r->sources.n && ok; i++) {
        const ph_citation *s = &r->sources.v[i];
        ok = ph_json_add(
            list, json_pack("{s:o, s:o, s:o, s:o, s:o}", "id", ph_json_str(s->id), "title",
                            ph_json_str(s->title.n ? s->title : s->url), "publisher",
                            ph_json_str(s->publisher), "year", ph_json_str(s->year), "url",
                            ph_json_str(safe_url(s->url))));
    }
    return ph_json_done(list, ok);
}

/* The address of the file that it was made of; null where that is not handed out. */
static json_t *original_json(const ph_context *context, const ph_record *r,
                             const ph_file_of *file)
{
    if (context->edition ||
        ph_original_allowed(context->site->config, r, file, NULL) != PH_OK)
        return json_null();
    ph_str url = ph_dupf(context->arena, "%.*s/documents/%.*s/original",
                         PH_FMT(context->site->root), PH_FMT(r->id));
    return url.s ? ph_json_str(url) : NULL;
}

/* The address as text, and both in a mail that the reader sends: nobody else learns of it. */
static bool add_share(const ph_context *context, const ph_record *r, json_t *document)
{
    ph_buf subject = {0}, body = {0};
    ph_str url = ph_dupf(context->arena, "%.*s/documents/%.*s", PH_FMT(context->absolute),
                         PH_FMT(r->id));
    ph_url_escape(&subject, r->title);
    ph_url_escape(&body, url);
    bool ok = url.s && !subject.failed && !body.failed &&
              ph_json_put(document, "address", ph_json_str(url)) &&
              ph_json_put(document, "mail_subject", ph_json_str(ph_buf_str(&subject))) &&
              ph_json_put(document, "mail_body", ph_json_str(ph_buf_str(&body)));
    ph_buf_free(&subject);
    ph_buf_free(&body);
    return ok;
}

/* --- all of it ------------------------------------------------------------------------ */

static bool add_head(const ph_context *context, const ph_record *r, json_t *document)
{
    ph_arena *arena = context->arena;
    ph_str path =
        ph_dupf(arena, "%.*s/documents/%.*s", PH_FMT(context->site->root), PH_FMT(r->id));
    return path.s && ph_json_put(document, "files", ph_document_files(context, r)) &&
           ph_json_put(document, "id", ph_json_str(r->id)) &&
           ph_json_put(document, "key", ph_json_str(r->key)) &&
           ph_json_put(document, "pack", ph_pack_toggle_json(context, r->id, PH_ABSENT)) &&
           ph_json_put(document, "title", ph_json_str(r->title)) &&
           ph_json_put(document, "lang", ph_json_str(r->language)) &&
           ph_json_put(document, "abstract", ph_json_str(r->abstract)) &&
           ph_json_put(document, "type",
                       ph_json_str(one_label(context, PH_FACET_TYPE, r->type))) &&
           ph_json_put(document, "type_url",
                       ph_json_str(tag_link(context, PH_FACET_TYPE, r->type))) &&
           ph_json_put(document, "language",
                       ph_json_str(one_label(context, PH_FACET_LANGUAGE, r->language))) &&
           ph_json_put(document, "date", ph_json_str(ph_date_words(context, r->date))) &&
           ph_json_put(document, "publisher", ph_json_str(r->publisher)) &&
           ph_json_put(document, "license", ph_json_str(r->license)) &&
           ph_json_put(document, "license_url", ph_json_str(safe_url(r->license))) &&
           ph_json_put(document, "source", ph_json_str(safe_url(r->source))) &&
           ph_json_put(document, "added",
                       ph_json_str(ph_date_words(context, ph_sub(r->added, 0, 10)))) &&
           ph_json_put(document, "reviewed",
                       ph_json_str(ph_date_words(context, r->reviewed))) &&
           ph_json_put(document, "modified",
                       ph_json_str(ph_date_words(context, ph_sub(r->modified, 0, 10))));
}

static json_t *document_json(const ph_context *context, const ph_record *r,
                             const ph_alternate_list *alternates)
{
    json_t *document = json_object();
    bool ok =
        add_head(context, r, document) && add_tags(context, r, document) &&
        ph_json_put(document, "alternates", ph_alternates_model(context, r, alternates)) &&
        ph_json_put(document, "event", event_json(context, r)) &&
        ph_json_put(document, "facts", ph_facts_json(context, r)) &&
        ph_json_put(document, "creators", ph_json_strs(&r->creators)) &&
        ph_json_put(document, "organisations", organisations_json(context, r)) &&
        ph_json_put(document, "contacts", contacts_json(context, r)) &&
        ph_json_put(document, "sources", sources_json(r)) &&
        ph_json_put(document, "withheld", json_boolean(!shows_text(context, r))) &&
        ph_json_put(document, "blocks",
                    shows_text(context, r) ? ph_passages_json(context, r) : json_array());
    return ph_json_done(document, ok);
}

/* Documents like it, and the way to what came of it where there is anything. */
static bool add_related(const ph_context *context, const ph_record *r,
                        const ph_result *similar, bool taken_up, json_t *document)
{
    ph_str uptake = PH_ABSENT;
    if (taken_up)
        uptake = ph_dupf(context->arena, "%.*s/documents/%.*s/uptake",
                         PH_FMT(context->site->root), PH_FMT(r->id));
    json_t *list = ph_api_similar(context, similar, context->site->root);
    bool ok = list && (!taken_up || uptake.s);
    for (size_t i = 0; i < similar->hits.n && ok; i++)
        ok = ph_json_put(json_array_get(list, i), "lang",
                         ph_json_str(similar->hits.v[i].record.language));
    return ph_json_put(document, "similar", ph_json_done(list, ok)) &&
           ph_json_put(document, "uptake", ph_json_str(uptake));
}

ph_status ph_view_document(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err)
{
    if (ph_wants_json(request))
        return ph_api_document(context, request, response, err);
    ph_record record = {0};
    ph_alternate_list alternates = {0};
    ph_result similar = {0}, matches = {0};
    ph_uptakes uptakes = {0};
    ph_file_of file = {0};
    ph_status status = ph_page_original(context, request, &record, &file, err);
    if (status == PH_OK)
        status = ph_alternates(context->reader, &record, context->arena, &alternates, err);
    if (status == PH_OK)
        status = ph_similar(context->reader, record.id, PH_SIMILAR_SHOWN, context->arena,
                            &similar, err);
    if (status == PH_OK)
        status = ph_request_matches(context, &record, &matches, err);
    if (status == PH_OK)
        status = ph_uptake_find(context->reader, &record, 1, context->arena, &uptakes, err);
    if (status != PH_OK)
        return status;
    ph_str description = ph_utf8_cut(record.abstract, DESCRIPTION_BYTES);
    json_t *model = ph_page_new(context, record.title, description);
    json_t *document = document_json(context, &record, &alternates);
    const ph_document_head head = {context, &record, &alternates, &file};
    bool ok =
        ph_head_document(&head, json_object_get(model, "page"), response) &&
        add_related(context, &record, &similar, uptakes.n > 0, document) &&
        ph_json_put(document, "request", ph_request_json(context, &record, &matches)) &&
        add_share(context, &record, document) &&
        ph_json_put(document, "original", original_json(context, &record, &file));
    ok = ph_json_put(model, "document", ph_json_done(document, ok)) && ok;
    return ph_page_send(context, response, "document", ph_json_done(model, ok), err);
}
