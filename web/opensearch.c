/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/text.h"
#include "web/opensearch.h"
#include "web/suggest.h"
#include "web/words.h"
#include "web/xml.h"

/* What the standard lets a name have, in characters. */
#define SHORT_NAME 16
#define LONG_NAME 48

/* The first characters of a text. */
static ph_str cut(ph_str text, size_t characters)
{
    size_t i = 0;
    while (i < text.n && characters--)
        (void)ph_utf8_next(text, &i);
    return ph_trim(ph_sub(text, 0, i));
}

static const struct {
    const char *type, *rel, *path;
    bool speaks; /* it has words of ours */
} urls[] = {
    {"text/html", "results", "/search?q={searchTerms}&page={startPage?}&per_page={count?}",
     true},
    {PH_TYPE_ATOM_BARE, "results",
     "/feed.atom?q={searchTerms}&page={startPage?}&per_page={count?}", true},
    {PH_TYPE_JSON, "results",
     "/api/v1/search?q={searchTerms}&page={startPage?}&per_page={count?}", true},
    {PH_TYPE_SUGGESTIONS, "suggestions", "/suggest?q={searchTerms}", true},
    {PH_TYPE_OPENSEARCH, "self", "/opensearch.xml", false},
};

static bool write_urls(const ph_context *context, ph_xml *xml, ph_str ui)
{
    bool ok = true;
    for (size_t i = 0; i < sizeof urls / sizeof *urls && ok; i++) {
        ph_str language = ui.n ? ph_dupf(context->arena, "%sui=%.*s",
                                         urls[i].speaks ? "&" : "?", PH_FMT(ui))
                               : PH_STR("");
        ph_str template = ph_dupf(context->arena, "%.*s%s%.*s", PH_FMT(context->absolute),
                                  urls[i].path, PH_FMT(language));
        ok = language.s && template.s;
        ph_xml_open(xml, "Url");
        ph_xml_attribute(xml, "type", ph_cstr(urls[i].type));
        ph_xml_attribute(xml, "rel", ph_cstr(urls[i].rel));
        ph_xml_attribute(xml, "template", template);
        ph_xml_close(xml);
    }
    return ok;
}

static bool write_description(const ph_context *context, ph_xml *xml, ph_str ui)
{
    ph_str name = context->site->config->site_name;
    ph_str icon =
        ph_dupf(context->arena, "%.*s/assets/icon.svg", PH_FMT(context->absolute));
    ph_xml_open(xml, "OpenSearchDescription");
    ph_xml_attribute(xml, "xmlns", PH_STR("http://a9.com/-/spec/opensearch/1.1/"));
    ph_xml_element(xml, "ShortName", cut(name, SHORT_NAME));
    ph_xml_element(
        xml, "LongName",
        cut(ph_words(context, "Peer learning in public administration"), LONG_NAME));
    ph_xml_element(xml, "Description",
                   ph_words(context, "What countries have tried, agreed and learned in "
                                     "public administration, searchable in full text."));
    bool ok = write_urls(context, xml, ui);
    ph_xml_open(xml, "Image");
    ph_xml_attribute(xml, "height", PH_STR("64"));
    ph_xml_attribute(xml, "width", PH_STR("64"));
    ph_xml_attribute(xml, "type", PH_STR("image/svg+xml"));
    ph_xml_text(xml, icon.s ? icon : PH_STR(""));
    ph_xml_close(xml);
    ph_xml_open(xml, "Query");
    ph_xml_attribute(xml, "role", PH_STR("example"));
    ph_xml_attribute(xml, "searchTerms", PH_STR("integrity"));
    ph_xml_close(xml);
    ph_xml_element(xml, "SyndicationRight", PH_STR("open"));
    ph_xml_element(xml, "AdultContent", PH_STR("false"));
    ph_xml_element(xml, "Language", PH_STR("*")); /* of what is found */
    ph_xml_element(xml, "OutputEncoding", PH_STR("UTF-8"));
    ph_xml_element(xml, "InputEncoding", PH_STR("UTF-8"));
    ph_xml_close(xml);
    return ok && icon.s;
}

ph_status ph_opensearch(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err)
{
    ph_xml *xml = ph_xml_new(&response->body);
    if (!xml)
        return ph_fail_memory(err);
    bool asked =
        ph_language_find(&context->site->languages, ph_request_parameter(request, "ui"));
    response->type = PH_TYPE_OPENSEARCH;
    bool ok = write_description(context, xml,
                                asked ? ph_cstr(context->language->id) : PH_STR(""));
    ok = ph_xml_end(xml) && ok;
    return ok ? PH_OK : ph_fail_memory(err);
}
