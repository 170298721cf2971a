/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <time.h>

#include "web/oai.h"
#include "web/page.h"

/* An answer on its way. */
typedef struct answer {
    const ph_context *context;
    ph_oai_request *asked;
    ph_xml *xml;
    bool ok;
    ph_error *err;
} answer;

static void write_error(const answer *a)
{
    ph_xml_open(a->xml, "error");
    ph_xml_attribute(a->xml, "code", ph_cstr(a->asked->error));
    ph_xml_text(a->xml, a->asked->words);
    ph_xml_close(a->xml);
}

static void open_verb(const answer *a)
{
    ph_xml_open(a->xml, ph_oai_verb_names[a->asked->verb]);
}

/* --- about the repository ----------------------------------------------------------------------- */

static void write_identifiers(const answer *a)
{
    ph_str domain = ph_oai_namespace(a->context);
    ph_str sample =
        ph_dupf(a->context->arena, "oai:%.*s:practice-0123456789ab", PH_FMT(domain));
    ph_xml_open(a->xml, "description");
    ph_xml_open(a->xml, "oai-identifier");
    ph_xml_attribute(a->xml, "xmlns",
                     PH_STR("http://www.openarchives.org/OAI/2.0/oai-identifier"));
    ph_xml_attribute(a->xml, "xsi:schemaLocation",
                     PH_STR("http://www.openarchives.org/OAI/2.0/oai-identifier "
                            "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"));
    ph_xml_element(a->xml, "scheme", PH_STR("oai"));
    ph_xml_element(a->xml, "repositoryIdentifier", domain);
    ph_xml_element(a->xml, "delimiter", PH_STR(":"));
    ph_xml_element(a->xml, "sampleIdentifier", sample);
    ph_xml_close(a->xml);
    ph_xml_close(a->xml);
}

static ph_status identify(answer *a)
{
    const ph_context *context = a->context;
    ph_str earliest;
    ph_status status =
        ph_harvest_earliest(context->reader, context->arena, &earliest, a->err);
    if (status != PH_OK)
        return status;
    ph_str email = context->site->config->administrator_email;
    if (!email.n) /* which every domain has that gets mail (RFC 2142) */
        email =
            ph_dupf(context->arena, "postmaster@%.*s", PH_FMT(ph_oai_namespace(context)));
    open_verb(a);
    ph_xml_element(a->xml, "repositoryName", context->site->config->site_name);
    ph_xml_element(a->xml, "baseURL", ph_oai_base(context));
    ph_xml_element(a->xml, "protocolVersion", PH_STR("2.0"));
    ph_xml_element(a->xml, "adminEmail", email);
    ph_xml_element(a->xml, "earliestDatestamp",
                   earliest.n ? earliest : PH_STR("1970-01-01T00:00:00Z"));
    ph_xml_element(a->xml, "deletedRecord", PH_STR("transient"));
    ph_xml_element(a->xml, "granularity", PH_STR("YYYY-MM-DDThh:mm:ssZ"));
    ph_xml_element(a->xml, "compression", PH_STR("gzip"));
    write_identifiers(a);
    ph_xml_close(a->xml);
    a->ok = email.s != NULL;
    return PH_OK;
}

static ph_status list_sets(answer *a)
{
    const ph_context *context = a->context;
    ph_sets sets;
    ph_status status = ph_harvest_sets(context->reader, context->arena, &sets, a->err);
    if (status != PH_OK)
        return status;
    if (!sets.n) {
        (void)ph_oai_refuse(context, a->asked, "noSetHierarchy", "There are no sets yet.");
        write_error(a);
        return PH_OK;
    }
    open_verb(a);
    for (size_t i = 0; i < sets.n; i++) {
        ph_facet facet = sets.v[i].facet;
        ph_str label = ph_value_label(context, facet, sets.v[i].value);
        ph_str spec = ph_dupf(context->arena, "%s:%.*s", ph_facets[facet].name,
                              PH_FMT(sets.v[i].value));
        ph_str name = ph_dupf(context->arena, "%.*s: %.*s",
                              PH_FMT(ph_facet_words(context, facet)), PH_FMT(label));
        ph_xml_open(a->xml, "set");
        ph_xml_element(a->xml, "setSpec", spec);
        ph_xml_element(a->xml, "setName", name);
        ph_xml_close(a->xml);
        a->ok = a->ok && spec.s && name.s;
    }
    ph_xml_close(a->xml);
    return PH_OK;
}

/* --- records ---------------------------------------------------------------------------------------- */

/* The document of an identifier; what is not there becomes the request's error. */
static ph_status find(const answer *a, ph_harvested *one)
{
    const ph_context *context = a->context;
    ph_str given = a->asked->given[PH_OAI_IDENTIFIER];
    ph_str prefix = ph_dupf(context->arena, "oai:%.*s:", PH_FMT(ph_oai_namespace(context)));
    ph_status status = PH_NOT_FOUND;
    if (prefix.s && ph_starts(given, prefix))
        status = ph_harvest_get(context->reader, ph_sub(given, prefix.n, given.n),
                                context->arena, one, a->err);
    return status == PH_NOT_FOUND
               ? ph_oai_refuse(context, a->asked, "idDoesNotExist",
                               "There is no record of that identifier here.")
               : status;
}

static ph_status get_record(answer *a)
{
    ph_harvested one = {0};
    ph_status status = find(a, &one);
    if (status != PH_OK)
        return status;
    if (a->asked->error) {
        write_error(a);
        return PH_OK;
    }
    open_verb(a);
    a->ok = ph_oai_record(a->context, a->xml, &one);
    ph_xml_close(a->xml);
    return PH_OK;
}

static ph_status list_formats(answer *a)
{
    ph_harvested one = {0};
    ph_status status = a->asked->given[PH_OAI_IDENTIFIER].s ? find(a, &one) : PH_OK;
    if (status != PH_OK)
        return status;
    if (a->asked->error) {
        write_error(a);
        return PH_OK;
    }
    open_verb(a);
    ph_xml_open(a->xml, "metadataFormat");
    ph_xml_element(a->xml, "metadataPrefix", PH_STR("oai_dc"));
    ph_xml_element(a->xml, "schema",
                   PH_STR("http://www.openarchives.org/OAI/2.0/oai_dc.xsd"));
    ph_xml_element(a->xml, "metadataNamespace",
                   PH_STR("http://www.openarchives.org/OAI/2.0/oai_dc/"));
    ph_xml_close(a->xml);
    ph_xml_close(a->xml);
    return PH_OK;
}

/* Of a list that takes more than one answer: the way on, or that it ends here. */
static void write_token(answer *a, const ph_harvested_list *list)
{
    const ph_context *context = a->context;
    uint64_t before = a->asked->cursor;
    uint64_t total = a->asked->harvest.count ? list->total : a->asked->total;
    ph_str token = PH_STR("");
    if (!list->more && !before)
        return;
    if (list->more)
        token = ph_oai_token(context, a->asked, list->v[list->n - 1].place,
                             before + list->n, total);
    ph_str size = ph_dupf(context->arena, "%llu", (unsigned long long)total);
    ph_str cursor = ph_dupf(context->arena, "%llu", (unsigned long long)before);
    ph_xml_open(a->xml, "resumptionToken");
    ph_xml_attribute(a->xml, "completeListSize", size);
    ph_xml_attribute(a->xml, "cursor", cursor);
    ph_xml_text(a->xml, token);
    ph_xml_close(a->xml);
    a->ok = a->ok && token.s && size.s && cursor.s;
}

static ph_status list_records(answer *a)
{
    const ph_context *context = a->context;
    ph_harvested_list list;
    ph_status status =
        ph_harvest_page(context->reader, &a->asked->harvest, context->arena, &list, a->err);
    if (status != PH_OK)
        return status;
    if (!list.n) {
        (void)ph_oai_refuse(context, a->asked, "noRecordsMatch",
                            "There is nothing of that time in that set.");
        write_error(a);
        return PH_OK;
    }
    open_verb(a);
    for (size_t i = 0; i < list.n && a->ok; i++)
        a->ok = a->asked->verb == PH_OAI_RECORDS
                    ? ph_oai_record(context, a->xml, &list.v[i])
                    : ph_oai_header(context, a->xml, &list.v[i]);
    write_token(a, &list);
    ph_xml_close(a->xml);
    return PH_OK;
}

/* --- all of it ---------------------------------------------------------------------------------------- */

/* The arguments as they came, unless they are what is wrong. */
static void write_request(const answer *a, const ph_request *request)
{
    const char *error = a->asked->error;
    bool told =
        !error || (strcmp(error, "badVerb") != 0 && strcmp(error, "badArgument") != 0);
    ph_xml_open(a->xml, "request");
    for (size_t i = 0; i < request->parameters.n && told; i++) {
        const ph_parameter *p = &request->parameters.v[i];
        ph_xml_attribute(a->xml, p->name.s, p->value);
    }
    ph_xml_text(a->xml, ph_oai_base(a->context));
    ph_xml_close(a->xml);
}

static void begin(const answer *a, const ph_request *request)
{
    static const char *const attributes[][2] = {
        {"xmlns", "http://www.openarchives.org/OAI/2.0/"},
        {"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
        {"xsi:schemaLocation", "http://www.openarchives.org/OAI/2.0/ "
                               "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"},
    };
    char now[32];
    struct tm utc;
    time_t t = time(NULL);
    strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &utc));
    ph_xml_open(a->xml, "OAI-PMH");
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        ph_xml_attribute(a->xml, attributes[i][0], ph_cstr(attributes[i][1]));
    ph_xml_element(a->xml, "responseDate", ph_cstr(now));
    write_request(a, request);
}

static ph_status write_answer(answer *a, const ph_request *request)
{
    static ph_status (*const verbs[PH_OAI_VERBS])(answer *) = {
        identify, list_formats, list_sets, get_record, list_records, list_records};
    ph_status status = PH_OK;
    begin(a, request);
    if (a->asked->error)
        write_error(a);
    else
        status = verbs[a->asked->verb](a);
    ph_xml_close(a->xml);
    return status;
}

ph_status ph_oai(const ph_context *context, const ph_request *request,
                 ph_response *response, ph_error *err)
{
    ph_oai_request asked;
    ph_context english = *context; /* as the whole of it; the records say their language */
    english.language = &context->site->languages.v[0];
    ph_status status = ph_oai_read(&english, request, &asked, err);
    if (status != PH_OK)
        return status;
    answer a = {&english, &asked, ph_xml_new(&response->body), true, err};
    if (!a.xml)
        return ph_fail_memory(err);
    status = write_answer(&a, request);
    bool done = ph_xml_end(a.xml);
    response->type = PH_TYPE_XML;
    return status != PH_OK ? status : done && a.ok ? PH_OK : ph_fail_memory(err);
}
