/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include <yaml.h>

#include "indexer/parse_common.h"
#include "search/limits.h"
#include "search/text.h"

typedef struct reader {
    yaml_parser_t parser;
    ph_str bytes;
    ph_origin origin;
    ph_arena *arena;
    ph_document *doc;
    ph_error *err;
} reader;

/* --- events ------------------------------------------------------------------------------- */

/* What libyaml has to complain of, with the line. */
static ph_status broken(reader *r)
{
    size_t line = r->parser.problem_mark.line + 1;
    if (r->parser.error == YAML_MEMORY_ERROR)
        return ph_fail_memory(r->err);
    if (r->parser.error == YAML_READER_ERROR) {
        line = 1;
        for (size_t i = 0; i < r->parser.problem_offset && i < r->bytes.n; i++)
            line += r->bytes.s[i] == '\n';
    }
    return ph_fail(
        r->err, PH_INVALID,
        "line %zu: not valid YAML: %s%s%s; a value with \": \", \"#\" or a quotation "
        "mark in it needs quotation marks around it",
        line, r->parser.problem ? r->parser.problem : "unreadable",
        r->parser.context ? " " : "", r->parser.context ? r->parser.context : "");
}

static ph_status next(reader *r, yaml_event_t *event)
{
    return yaml_parser_parse(&r->parser, event) ? PH_OK : broken(r);
}

static ph_status read_node(reader *r, const yaml_event_t *event, ph_str path,
                           unsigned depth);

static ph_str scalar(const yaml_event_t *event)
{
    return (ph_str){(const char *)event->data.scalar.value, event->data.scalar.length};
}

/* null in any of its plain spellings. */
static bool is_null(const yaml_event_t *event)
{
    ph_str s = scalar(event);
    return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           (s.n == 0 || ph_eqc(s, "~") || ph_eq_nocase(s, PH_STR("null")));
}

/* --- nodes -------------------------------------------------------------------------------- */

static ph_status read_sequence(reader *r, ph_str path, unsigned depth)
{
    for (size_t i = 0;; i++) {
        yaml_event_t event;
        ph_status status = next(r, &event);
        if (status != PH_OK)
            return status;
        bool end = event.type == YAML_SEQUENCE_END_EVENT;
        if (!end) {
            ph_str below = ph_dupf(r->arena, "%.*s.%zu", PH_FMT(path), i);
            status = below.s ? read_node(r, &event, below, depth) : ph_fail_memory(r->err);
        }
        yaml_event_delete(&event);
        if (end && i == 0 &&
            !ph_meta_own(r->doc, r->arena, r->origin, path, PH_STR("none")))
            return ph_fail_memory(r->err); /* "countries: []" says something */
        if (end || status != PH_OK)
            return status;
    }
}

/* One "key: value" whose key has been read. */
static ph_status read_pair(reader *r, const yaml_event_t *key, ph_str path, unsigned depth)
{
    if (key->type != YAML_SCALAR_EVENT)
        return ph_fail(r->err, PH_INVALID,
                       "line %zu: the name before a colon must be plain text",
                       key->start_mark.line + 1);
    ph_str field = ph_meta_field(r->arena, scalar(key));
    ph_str below = field.s ? ph_meta_path(r->arena, path, field) : PH_ABSENT;
    if (!below.s)
        return ph_fail_memory(r->err);
    yaml_event_t value;
    ph_status status = next(r, &value);
    if (status == PH_OK) {
        status = read_node(r, &value, below, depth);
        yaml_event_delete(&value);
    }
    return status;
}

static ph_status read_mapping(reader *r, ph_str path, unsigned depth)
{
    for (;;) {
        yaml_event_t key;
        ph_status status = next(r, &key);
        if (status != PH_OK)
            return status;
        bool end = key.type == YAML_MAPPING_END_EVENT;
        if (!end)
            status = read_pair(r, &key, path, depth);
        yaml_event_delete(&key);
        if (end || status != PH_OK)
            return status;
    }
}

static ph_status read_node(reader *r, const yaml_event_t *event, ph_str path,
                           unsigned depth)
{
    size_t line = event->start_mark.line + 1;
    if (depth >= PH_NESTING)
        return ph_fail(r->err, PH_LIMIT, "line %zu: YAML nested deeper than %d levels",
                       line, PH_NESTING);
    if (depth == 0 && event->type != YAML_MAPPING_START_EVENT)
        return ph_fail(r->err, PH_INVALID,
                       "line %zu: expected lines of the form \"name: value\"", line);
    switch (event->type) {
    case YAML_MAPPING_START_EVENT: return read_mapping(r, path, depth + 1);
    case YAML_SEQUENCE_START_EVENT: return read_sequence(r, path, depth + 1);
    case YAML_SCALAR_EVENT:
        if (!is_null(event) &&
            !ph_meta_own(r->doc, r->arena, r->origin, path, scalar(event)))
            return ph_fail_memory(r->err);
        return PH_OK;
    case YAML_ALIAS_EVENT:
        return ph_fail(
            r->err, PH_INVALID,
            "line %zu: aliases (\"*%s\") are not read; write the value out, or put "
            "it into quotation marks if it begins with an asterisk",
            line, (const char *)event->data.alias.anchor);
    default:
        return ph_fail(r->err, PH_INVALID, "line %zu: unexpected end of the YAML", line);
    }
}

/* Up to the first document's root; an empty stream has none. */
static ph_status read_stream(reader *r)
{
    for (;;) {
        yaml_event_t event;
        ph_status status = next(r, &event);
        if (status != PH_OK)
            return status;
        bool before = event.type == YAML_STREAM_START_EVENT ||
                      event.type == YAML_DOCUMENT_START_EVENT;
        if (!before && event.type != YAML_STREAM_END_EVENT &&
            !(event.type == YAML_SCALAR_EVENT && is_null(&event)))
            status = read_node(r, &event, PH_STR(""), 0);
        yaml_event_delete(&event);
        if (!before)
            return status;
    }
}

ph_status ph_parse_yaml(ph_str bytes, ph_origin origin, ph_arena *arena, ph_document *doc,
                        ph_error *err)
{
    reader r = {.bytes = bytes, .origin = origin, .arena = arena, .doc = doc, .err = err};
    if (!yaml_parser_initialize(&r.parser))
        return ph_fail_memory(err);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes.s, bytes.n);
    ph_status status = read_stream(&r);
    yaml_parser_delete(&r.parser);
    return status;
}
