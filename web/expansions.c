/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "web/expansions.h"

static json_t *link_without(const ph_context *context, const ph_question *question,
                            ph_str path, ph_str word)
{
    ph_parameter without = {PH_STR("without"), word};
    ph_str url = ph_question_link(context->arena, path, question, PH_NONE, &without);
    return url.s ? ph_json_str(url) : NULL;
}

/* "themes:participation" -> "Participation". */
static ph_str label_of(const ph_context *context, ph_str because)
{
    ph_str language = ph_cstr(context->language->tag);
    ph_str id = because, scheme = PH_ABSENT;
    if (!ph_split(&id, ':', &scheme))
        return because;
    if (ph_eqc(scheme, "country") || ph_eqc(scheme, "region"))
        return ph_place_name(context->arena, id, language);
    ph_str name = ph_dup(context->arena, scheme);
    const ph_concept *concept =
        name.s ? ph_vocabulary_find(context->site->vocabulary, name.s, id) : NULL;
    return concept ? ph_concept_label(concept, language) : id;
}

bool ph_expansions_link(const ph_context *context, const ph_question *question,
                        const ph_expansion_list *list, ph_str path, json_t *expansions)
{
    bool ok = true;
    for (size_t i = 0; i < list->n && ok; i++) {
        const ph_expansion *e = &list->v[i];
        json_t *o = json_array_get(expansions, i), *added = json_array();
        ok = added != NULL;
        for (size_t j = 0; j < e->added.n && ok; j++)
            ok = ph_json_add(added,
                             e->changes && !e->changes[j]
                                 ? json_null()
                                 : link_without(context, question, path, e->added.v[j]));
        json_t *links = json_object();
        ok = ok && ph_json_put(links, "remove",
                               e->changes && !e->changes[e->added.n]
                                   ? json_null()
                                   : link_without(context, question, path, e->term));
        ok = ph_json_put(links, "added", ph_json_done(added, ok)) && ok;
        ok = ph_json_put(o, "links", ph_json_done(links, ok)) && ok &&
             ph_json_put(o, "label", ph_json_str(label_of(context, e->because)));
    }
    return ok;
}

bool ph_expansions_page(const ph_context *context, const ph_question *question, ph_str path,
                        json_t *answer)
{
    json_t *expansions = json_object_get(answer, "expansions"), *plain = json_null();
    bool ok = true;
    size_t i, j;
    json_t *e, *text;
    json_array_foreach(expansions, i, e)
    {
        json_t *urls = json_object_get(json_object_get(e, "links"), "added");
        json_t *words = json_array();
        ok = ok && words;
        json_array_foreach(json_object_get(e, "added"), j, text) ok =
            ok && ph_json_add(words, json_pack("{s:O, s:O}", "text", text, "url",
                                               json_array_get(urls, j)));
        ok = ph_json_put(e, "words", ph_json_done(words, ok)) && ok;
    }
    if (json_array_size(expansions))
        plain = link_without(context, question, path, PH_STR("*"));
    return ph_json_put(answer, "plain", plain) && ok;
}
