/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages that say the same to everybody, and error pages. */
#include "config.h"

#include "web/page.h"
#include "web/views.h"

ph_status ph_view_about(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err)
{
    (void)request;
    json_t *model = ph_page_new(context, PH_STR("About this hub"),
                                PH_STR("What is collected here, and how it is found."));
    return ph_page_send(context, response, "about", model, err);
}

ph_status ph_view_privacy(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err)
{
    (void)request;
    json_t *model = ph_page_new(context, PH_STR("Privacy"),
                                PH_STR("What this site learns about its readers, and about "
                                       "the people in its documents."));
    return ph_page_send(context, response, "privacy", model, err);
}

static const char *heading_of(unsigned status)
{
    switch (status) {
    case 400: return "This address cannot be read";
    case 404: return "Not found";
    case 405: return "Not possible here";
    case 410: return "This document was removed";
    case 503: return "This could not be answered";
    default: return "Something went wrong";
    }
}

ph_status ph_view_error(const ph_context *context, const ph_request *request,
                        ph_response *response, unsigned status, const char *words,
                        ph_error *err)
{
    (void)request;
    ph_str heading = ph_cstr(heading_of(status));
    json_t *model = ph_page_new(context, heading, ph_cstr(words));
    bool ok = ph_json_put(model, "error",
                          json_pack("{s:i, s:s, s:s}", "status", (int)status, "heading",
                                    heading.s, "words", words));
    response->status = status;
    return ph_page_send(context, response, "error", ph_json_done(model, ok), err);
}
