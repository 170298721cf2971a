/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How to write for the hub, and the forms for it (web/contribute). */
#include "config.h"

#include "web/page.h"
#include "web/views.h"

static const struct {
    const char *file, *what;
} forms[] = {
    {"practice-note", PH_N("A practice: what was done, and what came of it")},
    {"ai-case-study", PH_N("A use of artificial intelligence in the public service")},
    {"request", PH_N("A need of your institution, which others may answer")},
};

static const struct {
    const char *ending, *format;
} formats[] = {{"docx", "Word (DOCX)"}, {"odt", "OpenDocument (ODT)"}, {"md", "Markdown"}};

static json_t *files_of(const ph_context *context, const char *form)
{
    json_t *files = json_array();
    bool ok = files != NULL;
    for (size_t i = 0; ok && i < sizeof formats / sizeof *formats; i++) {
        ph_str url = ph_dupf(context->arena, "%s/contribute/%s.%s",
                             context->site->root.s ? context->site->root.s : "", form,
                             formats[i].ending);
        ok = url.s &&
             json_array_append_new(files, json_pack("{s:o, s:s}", "url", ph_json_str(url),
                                                    "format", formats[i].format)) == 0;
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
    for (size_t i = 0; ok && i < sizeof forms / sizeof *forms; i++)
        ok = json_array_append_new(
                 list, json_pack("{s:o, s:o}", "what",
                                 ph_json_str(ph_words(context, forms[i].what)), "files",
                                 files_of(context, forms[i].file))) == 0;
    ok = ph_json_put(model, "forms", ph_json_done(list, ok)) && ok;
    model = ph_with_operator(context, ph_json_done(model, ok));
    return ph_page_send(context, response, "contribute", model, err);
}
