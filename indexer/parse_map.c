/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "indexer/map.h"
#include "indexer/table_names.h"
#include "search/limits.h"
#include "search/text.h"

typedef struct reader {
    yaml_parser_t parser;
    const char *file;
    ph_map *map;
    ph_error *err;
    size_t line; /* of the last event, from 1 */
} reader;

/* "map 'x.yaml', line 4: ..." */
static ph_status wrong(reader *r, const char *format, ...) PH_PRINTF(2, 3);

static ph_status wrong(reader *r, const char *format, ...)
{
    char text[PH_ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return ph_fail(r->err, PH_INVALID, "map '%s', line %zu: %s", r->file, r->line, text);
}

/* --- events ----------------------------------------------------------------------------------- */

static ph_status next(reader *r, yaml_event_t *event)
{
    if (yaml_parser_parse(&r->parser, event)) {
        r->line = event->start_mark.line + 1;
        return PH_OK;
    }
    if (r->parser.error == YAML_MEMORY_ERROR)
        return ph_fail_memory(r->err);
    r->line = r->parser.problem_mark.line + 1;
    return wrong(r,
                 "not valid YAML: %s; a value with \": \", \"#\" or a brace in it needs "
                 "quotation marks around it",
                 r->parser.problem ? r->parser.problem : "unreadable");
}

/* The text of a scalar, clean; absent: no memory. */
static ph_str scalar(reader *r, const yaml_event_t *event)
{
    ph_str raw = {(const char *)event->data.scalar.value, event->data.scalar.length};
    return ph_text_clean(r->map->arena, raw, false);
}

typedef ph_status (*on_pair)(reader *r, ph_str name, const yaml_event_t *value);

/* The rest of a mapping whose beginning was read: each "name: value", the name trimmed. */
static ph_status read_pairs(reader *r, on_pair pair)
{
    for (;;) {
        yaml_event_t key, value;
        ph_status status = next(r, &key);
        if (status)
            return status;
        bool end = key.type == YAML_MAPPING_END_EVENT;
        bool named = key.type == YAML_SCALAR_EVENT;
        size_t line = r->line;
        ph_str name = named ? scalar(r, &key) : PH_ABSENT;
        yaml_event_delete(&key);
        if (end)
            return PH_OK;
        if (!named)
            return wrong(r, "the name before a colon must be plain text");
        if (!name.s)
            return ph_fail_memory(r->err);
        status = next(r, &value);
        if (status)
            return status;
        r->line = line;
        status = pair(r, name, &value);
        yaml_event_delete(&value);
        if (status)
            return status;
    }
}

static ph_status read_mapping(reader *r, ph_str name, const yaml_event_t *value,
                              on_pair pair)
{
    if (value->type == YAML_MAPPING_START_EVENT)
        return read_pairs(r, pair);
    return wrong(r, "below '%.*s' stand lines of the form \"name: value\"", PH_FMT(name));
}

/* One text or a list of them: keys of columns, and with `templates` those as they are. */
static ph_status read_columns(reader *r, ph_str name, const yaml_event_t *value,
                              bool templates, ph_strs *out)
{
    ph_arena *arena = r->map->arena;
    bool list = value->type == YAML_SEQUENCE_START_EVENT;
    ph_status status = PH_OK;
    for (bool more = true; more && !status; more = list) {
        yaml_event_t item;
        if (list && (status = next(r, &item)) != PH_OK)
            break;
        const yaml_event_t *at = list ? &item : value;
        bool end = list && at->type == YAML_SEQUENCE_END_EVENT;
        ph_str text = at->type == YAML_SCALAR_EVENT ? scalar(r, at) : PH_STR("");
        if (text.n && !(templates && memchr(text.s, '{', text.n)))
            text = ph_column_key(arena, text);
        if (!end && text.s && !text.n)
            status = wrong(r, "'%.*s' needs the name of a column, or a list of names",
                           PH_FMT(name));
        else if (!end && !(text.s && ph_strs_add(arena, out, text)))
            status = ph_fail_memory(r->err);
        if (list)
            yaml_event_delete(&item);
        if (end)
            break;
    }
    return status;
}

static ph_status check_field(reader *r, ph_str field)
{
    const char *like = ph_field_like(field);
    if (ph_field_known(field))
        return PH_OK;
    if (ph_section_known(field))
        return wrong(r, "'%.*s' is a section: name it below 'text', as \"column: %.*s\"",
                     PH_FMT(field), PH_FMT(field));
    return like ? wrong(r, "no field is called '%.*s'; did you mean '%s'?", PH_FMT(field),
                        like)
                : wrong(r, "no field is called '%.*s'; docs/fields.md lists them",
                        PH_FMT(field));
}

/* --- the parts of a map ------------------------------------------------------------------------- */

/* Every brace is closed and has a name in it. */
static bool is_template(ph_arena *arena, ph_str text)
{
    ph_str rest = text, before, column;
    while (ph_template_next(&rest, &before, &column))
        if (memchr(before.s, '{', before.n) ||
            (column.s && !ph_column_key(arena, column).n))
            return false;
    return true;
}

/* fields:  title: project_name */
static ph_status on_field(reader *r, ph_str name, const yaml_event_t *value)
{
    ph_status status = check_field(r, name);
    if (status)
        return status;
    ph_map_field *field = PH_PUSH(r->map->arena, &r->map->fields);
    if (!field)
        return ph_fail_memory(r->err);
    field->field = name;
    status = read_columns(r, name, value, true, &field->from);
    for (size_t i = 0; !status && i < field->from.n; i++)
        if (memchr(field->from.v[i].s, '{', field->from.v[i].n) &&
            !is_template(r->map->arena, field->from.v[i]))
            status = wrong(r, "'%.*s': write names of columns in braces, \"{a} - {b}\"",
                           PH_FMT(name));
    return status;
}

static ph_status add_pair(reader *r, ph_str name, const yaml_event_t *value,
                          ph_map_constants *pairs)
{
    ph_status status = check_field(r, name);
    if (status)
        return status;
    if (value->type != YAML_SCALAR_EVENT)
        return wrong(r, "'%.*s' takes one text", PH_FMT(name));
    ph_map_constant *pair = PH_PUSH(r->map->arena, pairs);
    if (!pair)
        return ph_fail_memory(r->err);
    ph_str raw = {(const char *)value->data.scalar.value, value->data.scalar.length};
    *pair = (ph_map_constant){name, ph_dup(r->map->arena, raw)};
    return pair->value.s ? PH_OK : ph_fail_memory(r->err);
}

/* constants:  type: ai-case-study */
static ph_status on_constant(reader *r, ph_str name, const yaml_event_t *value)
{
    return add_pair(r, name, value, &r->map->constants);
}

/* separators:  countries: "/" */
static ph_status on_separator(reader *r, ph_str name, const yaml_event_t *value)
{
    ph_status status = add_pair(r, name, value, &r->map->separators);
    size_t n = r->map->separators.n;
    if (!status && r->map->separators.v[n - 1].value.n != 1)
        status = wrong(r, "the separator of '%.*s' must be one character", PH_FMT(name));
    return status;
}

/* values:  status:  Active: operational */
static ph_status on_value(reader *r, ph_str name, const yaml_event_t *value)
{
    ph_arena *arena = r->map->arena;
    if (value->type != YAML_SCALAR_EVENT)
        return wrong(r, "'%.*s' takes one text", PH_FMT(name));
    ph_map_value *v = PH_PUSH(arena, &r->map->values);
    if (!v)
        return ph_fail_memory(r->err);
    *v = (ph_map_value){.key = ph_text_key(arena, name), .ours = scalar(r, value)};
    return v->key.s && v->ours.s ? PH_OK : ph_fail_memory(r->err);
}

static ph_status on_values(reader *r, ph_str name, const yaml_event_t *value)
{
    ph_status status = check_field(r, name);
    size_t from = r->map->values.n;
    if (!status)
        status = read_mapping(r, name, value, on_value);
    for (size_t i = from; i < r->map->values.n; i++)
        r->map->values.v[i].field = name;
    return status;
}

/* text:  pdo: objective */
static ph_status on_text(reader *r, ph_str name, const yaml_event_t *value)
{
    ph_arena *arena = r->map->arena;
    if (value->type != YAML_SCALAR_EVENT)
        return wrong(r, "'%.*s' takes the name of a section, a heading, or nothing",
                     PH_FMT(name));
    ph_map_text *text = PH_PUSH(arena, &r->map->text);
    ph_str heading = scalar(r, value), key = ph_column_key(arena, name);
    if (!text || !heading.s || !key.s)
        return ph_fail_memory(r->err);
    bool section = ph_section_known(heading);
    *text = (ph_map_text){key, section ? heading : PH_ABSENT,
                          heading.n && !section ? heading : PH_ABSENT};
    return PH_OK;
}

static ph_status on_part(reader *r, ph_str name, const yaml_event_t *value)
{
    static const struct {
        const char *name;
        on_pair pair;
    } parts[] = {{"fields", on_field},
                 {"constants", on_constant},
                 {"values", on_values},
                 {"text", on_text},
                 {"separators", on_separator}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (ph_eqc(name, parts[i].name))
            return read_mapping(r, name, value, parts[i].pair);
    if (ph_eqc(name, "omit"))
        return read_columns(r, name, value, false, &r->map->omit);
    if (!ph_eqc(name, "sheet"))
        return wrong(r,
                     "a map has no part '%.*s'; its parts are fields, constants, values, "
                     "text, omit, separators and sheet",
                     PH_FMT(name));
    if (value->type != YAML_SCALAR_EVENT)
        return wrong(r, "'sheet' takes the name of a sheet");
    r->map->sheet = scalar(r, value);
    return r->map->sheet.s ? PH_OK : ph_fail_memory(r->err);
}

static ph_status read_stream(reader *r)
{
    for (;;) {
        yaml_event_t event;
        ph_status status = next(r, &event);
        if (status)
            return status;
        yaml_event_type_t type = event.type;
        yaml_event_delete(&event);
        if (type == YAML_MAPPING_START_EVENT)
            return read_pairs(r, on_part);
        if (type != YAML_STREAM_START_EVENT && type != YAML_DOCUMENT_START_EVENT)
            return wrong(r, "expected the parts of a map, such as \"fields:\"");
    }
}

/* --- the file ------------------------------------------------------------------------------------ */

ph_status ph_map_parse(ph_str bytes, const char *name, ph_map **out, ph_error *err)
{
    reader r = {.file = name, .err = err, .line = 1};
    ph_map *map = *out = calloc(1, sizeof *map);
    ph_status status = PH_OK;
    if (!map || !(map->arena = ph_arena_new()) || !yaml_parser_initialize(&r.parser)) {
        status = ph_fail_memory(err);
    } else {
        r.map = map;
        yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes.s, bytes.n);
        status = read_stream(&r);
        yaml_parser_delete(&r.parser);
    }
    if (status) {
        ph_map_free(map);
        *out = NULL;
    }
    return status;
}

ph_status ph_map_read(const char *path, ph_map **out, ph_error *err)
{
    ph_buf bytes = {0};
    ph_error why;
    const char *slash = strrchr(path, '/');
    ph_status status = ph_read_file(path, PH_SIDECAR_BYTES, &bytes, &why);
    *out = NULL;
    if (status)
        status = ph_fail(err, status, "map: %s", why.text);
    else
        status = ph_map_parse(ph_buf_str(&bytes), slash ? slash + 1 : path, out, err);
    ph_buf_free(&bytes);
    return status;
}

void ph_map_free(ph_map *map)
{
    if (map)
        ph_arena_free(map->arena);
    free(map);
}
