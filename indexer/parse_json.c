/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include <jansson.h>

#include "indexer/parse_common.h"
#include "search/limits.h"

/* Things in a @graph that are looked at. */
#define GRAPH_MAX 1000

static ph_str string_of(const json_t *value)
{
    const char *s = json_string_value(value);
    return s ? (ph_str){s, json_string_length(value)} : PH_ABSENT;
}

/* --- side-cars ------------------------------------------------------------------------------ */

typedef struct flat {
    ph_document *doc;
    ph_arena *arena;
    ph_origin origin;
    ph_error *err;
} flat;

static ph_status flatten(flat *f, json_t *value, ph_str path, unsigned depth);

static ph_status flatten_object(flat *f, json_t *object, ph_str path, unsigned depth)
{
    ph_status status = PH_OK;
    for (void *at = json_object_iter(object); at && status == PH_OK;
         at = json_object_iter_next(object, at)) {
        ph_str field = ph_meta_field(f->arena, ph_cstr(json_object_iter_key(at)));
        ph_str below = field.s ? ph_meta_path(f->arena, path, field) : PH_ABSENT;
        status = below.s ? flatten(f, json_object_iter_value(at), below, depth)
                         : ph_fail_memory(f->err);
    }
    return status;
}

static ph_status flatten_array(flat *f, json_t *array, ph_str path, unsigned depth)
{
    ph_status status = PH_OK;
    if (json_array_size(array) == 0 &&
        !ph_meta_own(f->doc, f->arena, f->origin, path, PH_STR("none")))
        return ph_fail_memory(f->err); /* "countries": [] says something */
    for (size_t i = 0; i < json_array_size(array) && status == PH_OK; i++) {
        ph_str below = ph_dupf(f->arena, "%.*s.%zu", PH_FMT(path), i);
        status = below.s ? flatten(f, json_array_get(array, i), below, depth)
                         : ph_fail_memory(f->err);
    }
    return status;
}

/* A number that is no integer: 16.10 has become 16.1, which is another target. */
static ph_status flatten_real(flat *f, double value, ph_str path)
{
    ph_str text = ph_dupf(f->arena, "%.15g", value);
    if (!text.s || !ph_meta_own(f->doc, f->arena, f->origin, path, text))
        return ph_fail_memory(f->err);
    if (ph_starts(path, PH_STR("sdg")) &&
        !ph_parse_warn(
            f->doc, f->arena,
            "%.*s: write targets in quotation marks, \"%.*s\": as numbers 16.1 and "
            "16.10 are the same",
            PH_FMT(path), PH_FMT(text)))
        return ph_fail_memory(f->err);
    return PH_OK;
}

static ph_status flatten(flat *f, json_t *value, ph_str path, unsigned depth)
{
    ph_str text = PH_ABSENT;
    if (depth >= PH_NESTING)
        return ph_fail(f->err, PH_LIMIT, "JSON nested deeper than %d levels", PH_NESTING);
    switch (json_typeof(value)) {
    case JSON_OBJECT: return flatten_object(f, value, path, depth + 1);
    case JSON_ARRAY: return flatten_array(f, value, path, depth + 1);
    case JSON_REAL: return flatten_real(f, json_real_value(value), path);
    case JSON_INTEGER:
        text = ph_dupf(f->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_TRUE: text = PH_STR("yes"); break;
    case JSON_FALSE: text = PH_STR("no"); break;
    case JSON_STRING: text = string_of(value); break;
    case JSON_NULL: return PH_OK;
    }
    if (!text.s || !ph_meta_own(f->doc, f->arena, f->origin, path, text))
        return ph_fail_memory(f->err);
    return PH_OK;
}

ph_status ph_parse_json(ph_str bytes, ph_origin origin, ph_arena *arena, ph_document *doc,
                        ph_error *err)
{
    flat f = {.doc = doc, .arena = arena, .origin = origin, .err = err};
    json_error_t problem;
    json_t *root = json_loadb(bytes.s, bytes.n, JSON_REJECT_DUPLICATES, &problem);
    if (!root && json_error_code(&problem) == json_error_out_of_memory)
        return ph_fail_memory(err);
    if (!root)
        return ph_fail(err, PH_INVALID, "line %d, column %d: not valid JSON: %s",
                       problem.line, problem.column, problem.text);
    ph_status status =
        json_is_object(root)
            ? flatten(&f, root, PH_STR(""), 0)
            : ph_fail(err, PH_INVALID, "expected an object: {\"name\": \"value\", ...}");
    json_decref(root);
    return status;
}

/* --- JSON-LD -------------------------------------------------------------------------------- */

/* A string, or the name (else the address) of a thing. */
static ph_str naming(const json_t *value)
{
    static const char *const names[] = {"name", "@value", "alternateName", "url", "@id"};
    if (json_is_string(value))
        return string_of(value);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const json_t *name = json_object_get(value, names[i]);
        if (json_is_string(name))
            return string_of(name);
    }
    return PH_ABSENT;
}

/* A property, one value or several. */
static bool add_property(ph_document *doc, ph_arena *arena, const char *name,
                         const json_t *value)
{
    ph_str ours = ph_dupf(arena, "schema:%s", name);
    size_t n = json_is_array(value) ? json_array_size(value) : 1;
    bool ok = ours.s != NULL;
    for (size_t i = 0; i < n && i < PH_META_LIST && ok; i++)
        ok = ph_meta_foreign(
            doc, arena, PH_ORIGIN_FILE, ours,
            naming(json_is_array(value) ? json_array_get(value, i) : value));
    return ok;
}

/* True for what is a document, and not its publisher, its site or the trail that leads
 * there. */
static bool is_document(const json_t *thing)
{
    static const char types[] =
        " Article NewsArticle ScholarlyArticle TechArticle SocialMediaPosting BlogPosting "
        "Report CreativeWork DigitalDocument TextDigitalDocument "
        "PresentationDigitalDocument "
        "WebPage ItemPage AboutPage Book Chapter Thesis Dataset Legislation HowTo Course "
        "LearningResource ";
    const json_t *type = json_object_get(thing, "@type");
    if (json_is_array(type))
        type = json_array_get(type, 0);
    const char *name = json_string_value(type);
    if (!name)
        return json_object_get(thing, "headline") != NULL;
    const char *found = strstr(types, name);
    return found && *name && found[-1] == ' ' && found[strlen(name)] == ' ';
}

static bool add_thing(ph_document *doc, ph_arena *arena, const json_t *thing)
{
    static const char *const properties[] = {
        "name",      "headline",      "description", "abstract",   "author", "creator",
        "publisher", "datePublished", "license",     "inLanguage", "url",    "keywords"};
    if (!is_document(thing))
        return true;
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        const json_t *value = json_object_get(thing, properties[i]);
        if (value && !add_property(doc, arena, properties[i], value))
            return false;
    }
    return true;
}

static bool add_things(ph_document *doc, ph_arena *arena, const json_t *list)
{
    bool ok = true;
    for (size_t i = 0; i < json_array_size(list) && i < GRAPH_MAX && ok; i++)
        ok = add_thing(doc, arena, json_array_get(list, i));
    return ok;
}

bool ph_parse_json_ld(ph_str bytes, ph_arena *arena, ph_document *doc)
{
    json_t *root = json_loadb(bytes.s ? bytes.s : "", bytes.n, 0, NULL);
    const json_t *graph = json_object_get(root, "@graph");
    bool ok = json_is_array(root)    ? add_things(doc, arena, root)
              : json_is_array(graph) ? add_things(doc, arena, graph)
                                     : add_thing(doc, arena, root);
    json_decref(root);
    return ok;
}
