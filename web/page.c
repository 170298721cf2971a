/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "search/export_json.h"
#include "web/page.h"

/* "/kb/assets/style.css?v=..." */
static ph_str asset_url(const ph_context *context, const char *name)
{
    const ph_asset *asset = ph_assets_find(context->site->assets, ph_cstr(name));
    return ph_dupf(context->arena, "%.*s/assets/%s?v=%s", PH_FMT(context->site->root), name,
                   asset ? asset->version.s : "0");
}

json_t *ph_page_new(const ph_context *context, ph_str title, ph_str description)
{
    ph_str style = asset_url(context, "style.css"), icon = asset_url(context, "icon.svg");
    return json_pack("{s:{s:o, s:o, s:o, s:o, s:o, s:s, s:s}}", "page", "title",
                     ph_json_str(title), "description", ph_json_str(description), "root",
                     ph_json_str(context->site->root), "style", ph_json_str(style), "icon",
                     ph_json_str(icon), "version", PACKAGE_VERSION, "q", "");
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
    response->type = PH_TYPE_HTML;
    ph_status status = model && mark_lists(model)
                           ? ph_templates_render(context->site->templates, template, model,
                                                 &response->body, err)
                           : ph_fail_memory(err);
    json_decref(model);
    return status;
}

/* --- words ---------------------------------------------------------------------------- */

ph_str ph_date_words(ph_arena *arena, ph_str date)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    uint64_t year, month, day;
    if (date.n < 7 || !ph_number(ph_sub(date, 0, 4), &year) ||
        !ph_number(ph_sub(date, 5, 7), &month) || month < 1 || month > 12)
        return date;
    const char *name = months[month - 1];
    if (date.n < 10 || !ph_number(ph_sub(date, 8, 10), &day))
        return ph_dupf(arena, "%s %" PRIu64, name, year);
    return ph_dupf(arena, "%" PRIu64 " %s %" PRIu64, day, name, year);
}

ph_str ph_number_words(ph_arena *arena, uint64_t n)
{
    char digits[24], grouped[32];
    int count = snprintf(digits, sizeof digits, "%" PRIu64, n);
    size_t to = 0;
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            grouped[to++] = ',';
        grouped[to++] = digits[i];
    }
    return ph_dup(arena, (ph_str){grouped, to});
}

ph_str ph_count_words(ph_arena *arena, uint64_t n, const char *one, const char *many)
{
    return ph_dupf(arena, "%.*s %s", PH_FMT(ph_number_words(arena, n)),
                   n == 1 ? one : many);
}

ph_str ph_value_label(const ph_context *context, ph_facet facet, ph_str value)
{
    if (!value.n)
        return PH_STR("");
    return ph_facet_label(context->site->vocabulary, context->arena, facet, value,
                          PH_STR("en"));
}

json_t *ph_addressees_json(const ph_context *context, const ph_strs *addressees)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < addressees->n; i++) {
        ph_buf_addc(&buf, i ? ", " : "");
        ph_buf_add(&buf, ph_value_label(context, PH_FACET_STAKEHOLDER, addressees->v[i]));
    }
    json_t *words = buf.failed ? NULL : ph_json_str(buf.n ? ph_buf_str(&buf) : PH_ABSENT);
    ph_buf_free(&buf);
    return words;
}

const char *ph_kind_label(ph_kind kind)
{
    switch (kind) {
    case PH_CONCLUSION: return "Conclusion";
    case PH_RECOMMENDATION: return "Recommendation";
    case PH_COMMITMENT: return "Commitment";
    case PH_LESSON: return "Lesson";
    case PH_RESULT: return "Result";
    case PH_CONTEXT: return "Context";
    case PH_OBSTACLE: return "Obstacle";
    default: return NULL;
    }
}

ph_status ph_page_document(const ph_context *context, const ph_request *request,
                           ph_record *record, ph_error *err)
{
    ph_str id;
    ph_status status = ph_api_document_id(request, &id, err);
    if (status == PH_OK)
        status = ph_reader_get(context->reader, id, context->arena, record, err);
    if (status == PH_NOT_FOUND)
        return ph_fail(err, status, "There is no document with this address.");
    if (status == PH_GONE)
        return ph_fail(err, status, "It was here once and was removed for good.");
    return status;
}
