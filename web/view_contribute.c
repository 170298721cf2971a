/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How to write for the hub, and the forms for it. */
#include "config.h"

#include "web/forms.h"
#include "web/page.h"
#include "web/views.h"

static json_t *files_of(const ph_context *context, size_t kind)
{
    json_t *files = json_array();
    ph_str root = context->site->root;
    bool ok = files != NULL;
    for (size_t i = 0; ok && i < PH_FORM_FORMATS; i++) {
        ph_str path =
            ph_form_path(context->site, context->language, context->arena, kind, i);
        ph_str url = path.s
                         ? ph_dupf(context->arena, "%.*s%.*s", PH_FMT(root), PH_FMT(path))
                         : PH_ABSENT;
        ok = url.s && json_array_append_new(files, json_pack("{s:o, s:s}", "url",
                                                             ph_json_str(url), "format",
                                                             ph_form_formats[i].name)) == 0;
    }
    return ph_json_done(files, ok);
}

ph_status ph_view_contribute(const ph_context *context, const ph_request *request,
                             ph_response *response, ph_error *err)
{
    (void)request;
    json_t *model = ph_page_new(
        context, ph_words(context, "Write for this hub"),
        ph_words(context,
                 "How to write a practice note that others can use, with forms for it."));
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; ok && i < PH_FORM_KINDS; i++)
        ok = json_array_append_new(
                 list, json_pack("{s:o, s:o}", "what",
                                 ph_json_str(ph_words(context, ph_form_kinds[i].what)),
                                 "files", files_of(context, i))) == 0;
    ok = ph_json_put(model, "forms", ph_json_done(list, ok)) && ok;
    model = ph_with_operator(context, ph_json_done(model, ok));
    return ph_page_send(context, response, "contribute", model, err);
}
