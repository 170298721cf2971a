/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unicode/uloc.h>

#include "search/export_json.h"
#include "web/carry.h"
#include "web/pack.h"
#include "web/page.h"

/* "/kb/assets/style.css?v=..." */
static ph_str asset_url(const ph_context *context, const char *name)
{
    const ph_asset *asset = ph_assets_find(context->site->assets, ph_cstr(name));
    if (context->edition)
        return ph_dupf(context->arena, "/assets/%s", name);
    return ph_dupf(context->arena, "%.*s/assets/%s?v=%s", PH_FMT(context->site->root), name,
                   asset ? asset->version.s : "0");
}

/* An address that other sites can use; absent where ours is not known. */
static ph_str whole_address(const ph_context *context, ph_str path)
{
    return context->absolute.n ? ph_dupf(context->arena, "%.*s%.*s",
                                         PH_FMT(context->absolute), PH_FMT(path))
                               : PH_ABSENT;
}

/* "ru_RU": Open Graph wants a territory, and CLDR knows the likeliest. */
static json_t *locale_json(const ph_language *language)
{
    char locale[ULOC_FULLNAME_CAPACITY], likely[ULOC_FULLNAME_CAPACITY];
    char name[ULOC_LANG_CAPACITY], country[ULOC_COUNTRY_CAPACITY];
    UErrorCode code = U_ZERO_ERROR;
    uloc_forLanguageTag(language->tag, locale, sizeof locale, NULL, &code);
    uloc_addLikelySubtags(locale, likely, sizeof likely, &code);
    uloc_getLanguage(likely, name, sizeof name, &code);
    uloc_getCountry(likely, country, sizeof country, &code);
    if (U_FAILURE(code) || !country[0])
        return json_string(language->tag);
    return json_sprintf("%s_%s", name, country);
}

/* What a page of an offline edition says: as of when it is, and where it is online. */
static bool add_edition(const ph_context *context, json_t *page)
{
    const ph_edition *edition = context->edition;
    char date[16] = "";
    time_t when = edition->date;
    struct tm utc;
    if (gmtime_r(&when, &utc))
        strftime(date, sizeof date, "%Y-%m-%d", &utc);
    ph_str online = PH_ABSENT;
    if (edition->online.n)
        online = ph_dupf(context->arena, "%.*s%.*s", PH_FMT(edition->online),
                         PH_FMT(context->self));
    return ph_json_put(page, "offline", json_true()) &&
           ph_json_put(page, "online", ph_json_str(online)) &&
           ph_json_put(page, "edition", ph_json_str(ph_date_words(context, ph_cstr(date))));
}

/* What other sites show of the page: its address, its language, a picture. */
static bool add_outside(const ph_context *context, json_t *page)
{
    if (context->edition)
        return add_edition(context, page);
    const ph_asset *card = ph_assets_find(context->site->assets, PH_STR("card.png"));
    ph_str image = PH_ABSENT;
    if (card)
        image = whole_address(
            context, ph_dupf(context->arena, "/assets/card.png?v=%s", card->version.s));
    return ph_json_put(page, "canonical",
                       ph_json_str(whole_address(context, context->self))) &&
           ph_json_put(page, "locale", locale_json(context->language)) &&
           ph_json_put(page, "image", ph_json_str(image));
}

/* The page itself in each language, for the switch at its end. */
static json_t *languages_json(const ph_context *context)
{
    const ph_languages *all = &context->site->languages;
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < all->n && ok; i++) {
        const ph_language *one = &all->v[i];
        bool query = context->self.n && memchr(context->self.s, '?', context->self.n);
        ph_str path = ph_dupf(context->arena, "%.*s%cui=%s", PH_FMT(context->self),
                              query ? '&' : '?', one->id);
        ph_str url =
            ph_dupf(context->arena, "%.*s%.*s", PH_FMT(context->site->root), PH_FMT(path));
        ph_str whole = whole_address(context, path);
        ok = path.s && url.s &&
             ph_json_add(list, json_pack("{s:s, s:s, s:o, s:o, s:b}", "tag", one->tag,
                                         "name", one->name, "url", ph_json_str(url),
                                         "absolute", ph_json_str(whole), "current",
                                         one == context->language));
    }
    return ph_json_done(list, ok);
}

/* What the hub's own configuration says on every page. */
static json_t *site_json(const ph_context *context)
{
    const ph_config *config = context->site->config;
    return json_pack("{s:o, s:o, s:o}", "name", ph_json_str(config->site_name),
                     "names_note", ph_json_str(config->names_note), "maps_note",
                     ph_json_str(config->maps_note));
}

json_t *ph_page_new(const ph_context *context, ph_str title, ph_str description)
{
    const ph_language *language = context->language;
    ph_str style = asset_url(context, "style.css");
    ph_str reading = asset_url(context, "reading.css"),
           icon = asset_url(context, "icon.svg");
    json_t *model = json_pack(
        "{s:{s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:s, s:s, s:s, s:s, s:o, s:o, s:o}}",
        "page", "title", ph_json_str(title), "description", ph_json_str(description), "ui",
        language->id, "root", ph_json_str(context->site->root), "style", ph_json_str(style),
        "reading", ph_json_str(reading), "icon", ph_json_str(icon), "version",
        PACKAGE_VERSION, "q", "", "lang", language->tag, "direction", language->direction,
        "languages", languages_json(context), "pack", ph_pack_badge_json(context), "site",
        site_json(context));
    bool ok = add_outside(context, json_object_get(model, "page"));
    return ph_json_done(model, ok);
}

static bool mark_lists(json_t *value);

static bool mark_object(json_t *object)
{
    const char *key;
    json_t *member;
    void *next;
    json_t *marks = json_object();
    bool ok = marks != NULL;
    json_object_foreach_safe(object, next, key, member)
    {
        char name[64];
        int n = snprintf(name, sizeof name, "has_%s", key);
        ok = ok && mark_lists(member);
        if (ok && json_is_array(member) && n < (int)sizeof name)
            ok = ph_json_put(marks, name, json_boolean(json_array_size(member) > 0));
    }
    ok = ok && json_object_update(object, marks) == 0;
    json_decref(marks);
    return ok;
}

/* Beside each list "x" a boolean "has_x", for what a template says once around the list. */
static bool mark_lists(json_t *value)
{
    bool ok = true;
    if (json_is_object(value))
        return mark_object(value);
    for (size_t i = 0; i < json_array_size(value) && ok; i++)
        ok = mark_lists(json_array_get(value, i));
    return ok;
}

ph_status ph_page_send(const ph_context *context, ph_response *response,
                       const char *template, json_t *model, ph_error *err)
{
    ph_buf page = {0};
    response->type = PH_TYPE_HTML;
    ph_status status =
        model && mark_lists(model)
            ? ph_templates_render(context->language->templates, template, model, &page, err)
            : ph_fail_memory(err);
    json_decref(model);
    if (status == PH_OK)
        ph_carry(&response->body, ph_buf_str(&page), context->site->root, context->carried);
    if (status == PH_OK && response->body.failed)
        status = ph_fail_memory(err);
    ph_buf_free(&page);
    return status;
}

/* --- words ---------------------------------------------------------------------------- */

ph_str ph_value_label(const ph_context *context, ph_facet facet, ph_str value)
{
    if (!value.n)
        return PH_STR("");
    return ph_facet_label(context->site->vocabulary, context->arena, facet, value,
                          ph_cstr(context->language->tag));
}

ph_str ph_numbered_label(const ph_context *context, ph_facet facet, ph_str value)
{
    ph_str label = ph_value_label(context, facet, value);
    return facet == PH_FACET_SDG && value.n && !ph_eq(label, value)
               ? ph_dupf(context->arena, "%.*s %.*s", PH_FMT(value), PH_FMT(label))
               : label;
}

bool ph_add_organisation_label(const ph_context *context, ph_str id, ph_str name,
                               json_t *to)
{
    const ph_concept *c = ph_vocabulary_find(context->site->vocabulary, "organisation",
                                             id.n ? id : PH_STR(""));
    ph_str tag = ph_cstr(context->language->tag), english = PH_STR("en");
    ph_str label = c ? ph_concept_label(c, tag) : name;
    bool spoken = c && (ph_eq(tag, english) || !ph_eq(label, ph_concept_label(c, english)));
    return ph_json_put(to, "label", ph_json_str(label)) &&
           ph_json_put(to, "label_lang", ph_json_str(spoken ? tag : PH_STR("")));
}

json_t *ph_addressees_json(const ph_context *context, const ph_strs *addressees)
{
    ph_strs labels = {0};
    for (size_t i = 0; i < addressees->n; i++)
        if (!ph_strs_add(context->arena, &labels,
                         ph_value_label(context, PH_FACET_STAKEHOLDER, addressees->v[i])))
            return NULL;
    return labels.n ? ph_json_str(ph_list_words(context, &labels)) : json_null();
}

ph_str ph_event_dates(const ph_context *context, const ph_event *event)
{
    ph_str from = ph_date_words(context, event->start),
           to = ph_date_words(context, event->end);
    if (from.n && to.n && !ph_eq(from, to))
        return PH_SAY(context, "{from} to {to}", {"from", from}, {"to", to});
    return from.n ? from : to;
}

ph_str ph_role_words(const ph_context *context, ph_role role)
{
    switch (role) {
    case PH_ROLE_LEAD: return ph_words(context, "led it");
    case PH_ROLE_CONTACT: return ph_words(context, "is its contact");
    case PH_ROLE_PARTNER: return ph_words(context, "took part");
    case PH_ROLE_PUBLISHER: return ph_words(context, "published it");
    case PH_ROLE_DISCUSSED: return ph_words(context, "is discussed in it");
    default: return ph_words(context, "is named in it");
    }
}

ph_str ph_facet_words(const ph_context *context, ph_facet facet)
{
    static const char *const names[PH_FACETS] = {
        [PH_FACET_SDG] = PH_N("Sustainable Development Goal"),
        [PH_FACET_THEME] = PH_N("Theme"),
        [PH_FACET_COUNTRY] = PH_N("Country"),
        [PH_FACET_REGION] = PH_N("Region"),
        [PH_FACET_TYPE] = PH_N("Kind of document"),
        [PH_FACET_YEAR] = PH_N("Year"),
        [PH_FACET_LANGUAGE] = PH_N("Language"),
        [PH_FACET_STATUS] = PH_N("Status of the practice"),
        [PH_FACET_LEVEL] = PH_N("Level of government"),
        [PH_FACET_STAKEHOLDER] = PH_N("Who takes part"),
        [PH_FACET_SECTOR] = PH_N("Sector"),
    };
    return facet < PH_FACETS ? ph_words(context, names[facet]) : PH_STR("");
}

ph_str ph_kind_label(const ph_context *context, ph_kind kind)
{
    switch (kind) {
    case PH_CONCLUSION: return ph_words(context, "Conclusion");
    case PH_RECOMMENDATION: return ph_words(context, "Recommendation");
    case PH_COMMITMENT: return ph_words(context, "Commitment");
    case PH_LESSON: return ph_words(context, "Lesson");
    case PH_RESULT: return ph_words(context, "Result");
    case PH_CONTEXT: return ph_words(context, "Context");
    case PH_OBSTACLE: return ph_words(context, "Obstacle");
    default: return PH_ABSENT;
    }
}

ph_str ph_kind_words(const ph_context *context, ph_str name)
{
    for (ph_kind kind = 0; kind < PH_KINDS; kind++) {
        ph_str label = ph_kind_label(context, kind);
        if (label.s && ph_eqc(name, ph_kind_name(kind)))
            return label;
    }
    return name;
}

ph_status ph_page_document(const ph_context *context, const ph_request *request,
                           ph_record *record, ph_error *err)
{
    ph_file_of file;
    return ph_page_original(context, request, record, &file, err);
}

ph_status ph_page_original(const ph_context *context, const ph_request *request,
                           ph_record *record, ph_file_of *file, ph_error *err)
{
    ph_str id;
    ph_status status = ph_api_document_id(request, &id, err);
    if (status == PH_OK)
        status = ph_reader_get_file(context->reader, id, context->arena, record, file, err);
    if (status == PH_NOT_FOUND)
        return ph_fail(err, status, PH_N("There is no document with this address."));
    if (status == PH_GONE)
        return ph_fail(err, status, PH_N("It was here once and was removed for good."));
    return status;
}
