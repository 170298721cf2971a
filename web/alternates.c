/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "web/alternates.h"

/* "PDF"; of what is not in the table, what stands behind the slash. */
static ph_str format_name(ph_str mime)
{
    static const struct {
        const char *mime, *name;
    } names[] = {
        {"application/pdf", "PDF"},
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"},
        {"application/vnd.openxmlformats-officedocument.presentationml.presentation",
         "PPTX"},
        {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"},
        {"application/vnd.oasis.opendocument.text", "ODT"},
        {"application/vnd.oasis.opendocument.presentation", "ODP"},
        {"application/vnd.oasis.opendocument.spreadsheet", "ODS"},
        {"application/epub+zip", "EPUB"},
        {"application/rtf", "RTF"},
        {"text/html", "HTML"},
        {"application/xhtml+xml", "HTML"},
        {"text/markdown", "Markdown"},
        {"text/plain", "text"},
        {"application/xml", "XML"},
        {"text/xml", "XML"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ph_eqc(mime, names[i].mime))
            return ph_cstr(names[i].name);
    ph_str rest = mime, type;
    return ph_split(&rest, '/', &type) && rest.n ? rest : mime;
}

/* Whether another edition has that language, too. */
static bool is_shared(const ph_record *of, const ph_alternate_list *list, size_t i)
{
    bool shared = ph_eq(of->language, list->v[i].language);
    for (size_t j = 0; j < list->n; j++)
        shared = shared || (j != i && ph_eq(list->v[j].language, list->v[i].language));
    return shared;
}

static ph_str label_of(const ph_context *context, const ph_record *of,
                       const ph_alternate_list *list, size_t i)
{
    const ph_alternate *a = &list->v[i];
    ph_str format = format_name(a->mime);
    ph_str language =
        a->language.n ? ph_value_label(context, PH_FACET_LANGUAGE, a->language) : PH_ABSENT;
    if (!language.n)
        return format;
    return is_shared(of, list, i)
               ? ph_dupf(context->arena, "%.*s, %.*s", PH_FMT(language), PH_FMT(format))
               : language;
}

json_t *ph_alternates_model(const ph_context *context, const ph_record *of,
                            const ph_alternate_list *list)
{
    json_t *array = json_array();
    bool ok = array != NULL;
    for (size_t i = 0; i < list->n && ok; i++) {
        const ph_alternate *a = &list->v[i];
        ph_str url = ph_dupf(context->arena, "%.*s/documents/%.*s",
                             PH_FMT(context->site->root), PH_FMT(a->id));
        ok = url.s &&
             ph_json_add(array, json_pack("{s:o, s:o, s:o, s:o}", "url", ph_json_str(url),
                                          "lang", ph_json_str(a->language), "label",
                                          ph_json_str(label_of(context, of, list, i)),
                                          "title", ph_json_str(a->title)));
    }
    return ph_json_done(array, ok);
}
