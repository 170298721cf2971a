/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A document: what it says, what we say of it, and why. */
#include "config.h"

#include <string.h>

#include "search/limits.h"
#include "search/text.h"
#include "web/passages.h"
#include "web/views.h"

#define DESCRIPTION_BYTES 300

static json_t *words(ph_str s)
{
    return ph_json_str(s);
}

/* --- tags ----------------------------------------------------------------------------- */

static json_t *evidence_json(const ph_context *context, const ph_record *record,
                             const ph_tag *tag)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < tag->evidence.n && ok; i++) {
        const ph_evidence *e = &tag->evidence.v[i];
        bool inside = e->passage > 0 && e->passage <= record->passages.n;
        ph_str anchor = inside ? record->passages.v[e->passage - 1].anchor : PH_ABSENT;
        ph_str url = inside ? ph_dupf(context->arena, "#%.*s", PH_FMT(anchor)) : PH_ABSENT;
        ok = json_array_append_new(list, json_pack("{s:o, s:o}", "text", words(e->text), "url",
                                                   words(url))) == 0;
    }
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

static ph_str tag_link(const ph_context *context, ph_facet facet, ph_str id)
{
    return ph_dupf(context->arena, "%.*s/search?%s=%.*s", PH_FMT(context->site->root),
                   ph_facets[facet].name, PH_FMT(id));
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
        ph_str label = ph_value_label(context, facet, tag->id);
        if (facet == PH_FACET_SDG)
            label = ph_dupf(context->arena, "%.*s %.*s", PH_FMT(tag->id), PH_FMT(label));
        json_t *one = json_pack(
            "{s:o, s:o, s:o, s:b, s:i, s:o}", "id", words(tag->id), "label",
            words(label), "url",
            words(tag_link(context, facet, tag->id)), "inferred", tag->from == PH_INFERRED,
            "percent", (int)(tag->score * 100 + 0.5), "evidence",
            evidence_json(context, record, tag));
        ok = json_array_append_new(list, one) == 0;
    }
    if (ok)
        return json_pack("{s:o}", "tags", list);
    json_decref(list);
    return NULL;
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
    bool why = has_evidence(&r->countries) || has_evidence(&r->sdgs) || has_evidence(&r->themes);
    return ph_put(document, "countries",
                  tags_json(context, r, PH_FACET_COUNTRY, &r->countries)) &&
           ph_put(document, "sdgs", tags_json(context, r, PH_FACET_SDG, &r->sdgs)) &&
           ph_put(document, "themes", tags_json(context, r, PH_FACET_THEME, &r->themes)) &&
           ph_put(document, "why", json_boolean(why));
}

/* --- facts ---------------------------------------------------------------------------- */

static bool add_fact(json_t *facts, const char *label, ph_str value)
{
    return !value.n || json_array_append_new(facts, json_pack("{s:s, s:o}", "label", label,
                                                              "value", words(value))) == 0;
}

/* Labels of a few values, with commas between them. */
static ph_str labels(const ph_context *context, ph_facet facet, const ph_strs *values)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < values->n; i++) {
        ph_buf_addc(&buf, i ? ", " : "");
        ph_buf_add(&buf, ph_value_label(context, facet, values->v[i]));
    }
    ph_str all = buf.failed ? PH_ABSENT : ph_dup(context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return all;
}

static ph_str one_label(const ph_context *context, ph_facet facet, ph_str value)
{
    return value.n ? ph_value_label(context, facet, value) : PH_ABSENT;
}

/* "legal_basis" -> "Legal basis" */
static ph_str field_label(ph_arena *arena, ph_str name)
{
    char *label = ph_alloc(arena, name.n + 1);
    for (size_t i = 0; label && i < name.n; i++)
        label[i] = name.s[i] == '_' || name.s[i] == '.' ? ' ' : name.s[i];
    if (label && label[0] >= 'a' && label[0] <= 'z')
        label[0] = (char)(label[0] - 'a' + 'A');
    return ph_cstr(label);
}

static ph_str evidence_words(const ph_context *context, ph_str evidence)
{
    const ph_concept *concept =
        ph_vocabulary_find(context->site->vocabulary, "evidence", evidence);
    return concept ? ph_concept_label(concept, PH_STR("en")) : evidence;
}

static json_t *facts_json(const ph_context *context, const ph_record *r)
{
    json_t *facts = json_array();
    ph_str none = PH_ABSENT;
    bool ok =
        facts && add_fact(facts, "Status", one_label(context, PH_FACET_STATUS, r->status)) &&
        add_fact(facts, "Level", one_label(context, PH_FACET_LEVEL, r->level)) &&
        add_fact(facts, "Who takes part",
                 labels(context, PH_FACET_STAKEHOLDER, &r->stakeholders)) &&
        add_fact(facts, "Sector", labels(context, PH_FACET_SECTOR, &r->sectors)) &&
        add_fact(facts, "Evidence", r->evidence.n ? evidence_words(context, r->evidence) : none);
    for (size_t i = 0; i < r->fields.n && ok; i++) {
        ph_str label = field_label(context->arena, r->fields.v[i].name);
        ok = label.s && add_fact(facts, label.s, r->fields.v[i].value);
    }
    if (ok)
        return facts;
    json_decref(facts);
    return NULL;
}

/* "4 June 2022 to 5 June 2022" */
static ph_str event_dates(ph_arena *arena, const ph_event *event)
{
    ph_str from = ph_date_words(arena, event->start), to = ph_date_words(arena, event->end);
    if (from.n && to.n && !ph_eq(from, to))
        return ph_dupf(arena, "%.*s to %.*s", PH_FMT(from), PH_FMT(to));
    return from.n ? from : to;
}

static json_t *event_json(const ph_context *context, const ph_event *event)
{
    ph_str country = one_label(context, PH_FACET_COUNTRY, event->country);
    ph_str link = PH_ABSENT;
    if (!event->name.n && !event->place.n && !country.n)
        return json_null();
    if (event->country.n)
        link = ph_dupf(context->arena, "%.*s/search?event_country=%.*s",
                       PH_FMT(context->site->root), PH_FMT(event->country));
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "name", words(event->name), "place",
                     words(event->place), "country", words(country), "url", words(link), "dates",
                     words(event_dates(context->arena, event)));
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
        ok = json_array_append_new(
                 list,
                 json_pack("{s:o, s:o, s:o}", "name", words(o->name), "country",
                           words(one_label(context, PH_FACET_COUNTRY, o->country)), "url",
                           words(safe_url(o->url)))) == 0;
    }
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

/* The organisation and its public page; a person only with full consent. */
static json_t *contacts_json(const ph_record *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < r->contacts.n && ok; i++) {
        const ph_contact *c = &r->contacts.v[i];
        bool open = ph_eqc(c->consent, "public");
        ok = json_array_append_new(
                 list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "organisation",
                                 words(c->organisation), "role", words(c->role), "url",
                                 words(safe_url(c->url)), "email", words(c->email), "name",
                                 words(open ? c->name : PH_ABSENT), "phone",
                                 words(open ? c->phone : PH_ABSENT))) == 0;
    }
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *sources_json(const ph_record *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < r->sources.n && ok; i++) {
        const ph_citation *s = &r->sources.v[i];
        ok = json_array_append_new(
                 list, json_pack("{s:o, s:o, s:o, s:o, s:o}", "id", words(s->id), "title",
                                 words(s->title.n ? s->title : s->url), "publisher",
                                 words(s->publisher), "year", words(s->year), "url",
                                 words(safe_url(s->url)))) == 0;
    }
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *strings_json(const ph_strs *list)
{
    json_t *json = json_array();
    bool ok = json != NULL;
    for (size_t i = 0; i < list->n && ok; i++)
        ok = json_array_append_new(json, words(list->v[i])) == 0;
    if (ok)
        return json;
    json_decref(json);
    return NULL;
}

/* --- all of it ------------------------------------------------------------------------ */

static bool add_head(const ph_context *context, const ph_record *r, json_t *document)
{
    ph_arena *arena = context->arena;
    ph_str path =
        ph_dupf(arena, "%.*s/documents/%.*s", PH_FMT(context->site->root), PH_FMT(r->id));
    ph_str json = ph_dupf(arena, "%.*s.json", PH_FMT(path));
    return path.s && json.s && ph_put(document, "json", words(json)) &&
           ph_put(document, "id", words(r->id)) && ph_put(document, "key", words(r->key)) &&
           ph_put(document, "title", words(r->title)) &&
           ph_put(document, "lang", words(r->language)) &&
           ph_put(document, "abstract", words(r->abstract)) &&
           ph_put(document, "type", words(one_label(context, PH_FACET_TYPE, r->type))) &&
           ph_put(document, "type_url", words(tag_link(context, PH_FACET_TYPE, r->type))) &&
           ph_put(document, "language",
                  words(one_label(context, PH_FACET_LANGUAGE, r->language))) &&
           ph_put(document, "date", words(ph_date_words(arena, r->date))) &&
           ph_put(document, "publisher", words(r->publisher)) &&
           ph_put(document, "license", words(r->license)) &&
           ph_put(document, "license_url", words(safe_url(r->license))) &&
           ph_put(document, "source", words(safe_url(r->source))) &&
           ph_put(document, "added", words(ph_date_words(arena, ph_sub(r->added, 0, 10)))) &&
           ph_put(document, "modified", words(ph_date_words(arena, ph_sub(r->modified, 0, 10))));
}

static json_t *document_json(const ph_context *context, const ph_record *r)
{
    json_t *document = json_object();
    if (add_head(context, r, document) && add_tags(context, r, document) &&
        ph_put(document, "event", event_json(context, &r->event)) &&
        ph_put(document, "facts", facts_json(context, r)) &&
        ph_put(document, "creators", strings_json(&r->creators)) &&
        ph_put(document, "organisations", organisations_json(context, r)) &&
        ph_put(document, "contacts", contacts_json(r)) &&
        ph_put(document, "sources", sources_json(r)) &&
        ph_put(document, "blocks", ph_passages_json(context, r)))
        return document;
    json_decref(document);
    return NULL;
}

ph_status ph_view_document(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err)
{
    if (ph_wants_json(request))
        return ph_api_document(context, request, response, err);
    ph_str id;
    ph_record record = {0};
    ph_status status = ph_api_document_id(request, &id, err);
    if (status == PH_OK)
        status = ph_reader_get(context->reader, id, context->arena, &record, err);
    if (status == PH_NOT_FOUND)
        return ph_fail(err, status, "There is no document with this address.");
    if (status == PH_GONE)
        return ph_fail(err, status, "It was here once and was removed for good.");
    if (status != PH_OK)
        return status;
    ph_str description = ph_utf8_cut(record.abstract, DESCRIPTION_BYTES);
    json_t *model = ph_page_new(context, record.title, description);
    if (ph_put(model, "document", document_json(context, &record)))
        return ph_page_send(context, response, "document", model, err);
    json_decref(model);
    return ph_fail_memory(err);
}
