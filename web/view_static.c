/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages that say the same to everybody, and error pages. */
#include "config.h"

#include "web/page.h"
#include "web/views.h"

json_t *ph_with_operator(const ph_context *context, json_t *model)
{
    const ph_config *config = context->site->config;
    ph_str name = config->administrator, email = config->administrator_email;
    json_t *operator_ =
        json_pack("{s:o, s:o, s:b, s:b, s:b}", "name", ph_json_str(name.s ? name : email),
                  "email", ph_json_str(email), "known", name.s || email.s, "logs",
                  config->access_log != NULL, "whole_addresses", config->whole_addresses);
    return ph_json_done(model, ph_json_put(model, "operator", operator_));
}

ph_status ph_view_about(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err)
{
    (void)request;
    json_t *model =
        ph_page_new(context, ph_words(context, "About this hub"),
                    ph_words(context, "What is collected here, and how it is found."));
    return ph_page_send(context, response, "about", ph_with_operator(context, model), err);
}

ph_status ph_view_privacy(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err)
{
    (void)request;
    json_t *model =
        ph_page_new(context, ph_words(context, "Privacy"),
                    ph_words(context, "What this site learns about its readers, and about "
                                      "the people in its documents."));
    return ph_page_send(context, response, "privacy", ph_with_operator(context, model),
                        err);
}

static const char *heading_of(unsigned status)
{
    switch (status) {
    case 400: return PH_N("This address cannot be read");
    case 404: return PH_N("Not found");
    case 405:
    case 413: return PH_N("Not possible here");
    case 410: return PH_N("This document was removed");
    case 416: return PH_N("Not possible here");
    case 503: return PH_N("This could not be answered");
    default: return PH_N("Something went wrong");
    }
}

/* What can be said in any language; handlers' own words are more precise, and not all of them are
 * translated. */
static const char *words_of(unsigned status)
{
    switch (status) {
    case 400: return PH_N("Something in this address is not possible here.");
    case 404: return PH_N("Nothing is known at this address.");
    default: return PH_N("Please try again in a moment.");
    }
}

ph_status ph_view_error(const ph_context *context, const ph_request *request,
                        ph_response *response, unsigned status, const char *words,
                        ph_error *err)
{
    (void)request;
    ph_str heading = ph_words(context, heading_of(status)), text = ph_words(context, words);
    if (context->language->catalogue && ph_eqc(text, words))
        text = ph_words(context, words_of(status));
    json_t *model = ph_page_new(context, heading, text);
    bool ok = ph_json_put(model, "error",
                          json_pack("{s:i, s:o, s:o}", "status", (int)status, "heading",
                                    ph_json_str(heading), "words", ph_json_str(text)));
    response->status = status;
    return ph_page_send(context, response, "error", ph_json_done(model, ok), err);
}
