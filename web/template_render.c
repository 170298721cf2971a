/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/limits.h"
#include "search/text.h"
#include "web/template_nodes.h"

typedef struct render {
    ph_buf *out;
    ph_buf indent;   /* of all the partials that we are in */
    bool line_start; /* the indentation is due */
    unsigned depth;  /* sections and partials in each other */
    size_t n;        /* values in the stack, the innermost last */
    const json_t *stack[PH_TEMPLATE_DEPTH + 1];
    ph_error *err;
} render;

static ph_status render_nodes(render *r, const ph_template *t, size_t from, size_t to);

static const json_t *look_up(const render *r, const ph_node *node)
{
    if (!node->name.n)
        return r->stack[r->n - 1];
    const json_t *value = NULL;
    for (size_t i = r->n; i > 0 && !value; i--)
        value = json_object_get(r->stack[i - 1], node->name.v[0].s);
    for (size_t i = 1; i < node->name.n && value; i++)
        value = json_object_get(value, node->name.v[i].s);
    return value;
}

static bool is_empty(const json_t *value)
{
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_NULL:
    case JSON_FALSE: return true;
    case JSON_STRING: return json_string_length(value) == 0;
    case JSON_ARRAY: return json_array_size(value) == 0;
    default: return false;
    }
}

static void start_line(render *r)
{
    if (r->line_start)
        ph_buf_add(r->out, ph_buf_str(&r->indent));
    r->line_start = false;
}

static void put_text(render *r, ph_str text)
{
    while (text.n) {
        const char *newline = memchr(text.s, '\n', text.n);
        size_t n = newline ? (size_t)(newline - text.s) + 1 : text.n;
        if (text.s[0] != '\n')
            start_line(r);
        ph_buf_add(r->out, ph_sub(text, 0, n));
        r->line_start = newline != NULL;
        text = ph_sub(text, n, text.n);
    }
}

static void put_value(render *r, const json_t *value, bool escape)
{
    start_line(r);
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_STRING: {
        ph_str s = {json_string_value(value), json_string_length(value)};
        if (escape)
            ph_html_escape(r->out, s);
        else
            ph_buf_add(r->out, s);
        break;
    }
    case JSON_INTEGER:
        ph_buf_addf(r->out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_REAL: ph_buf_addf(r->out, "%g", json_real_value(value)); break;
    case JSON_TRUE: ph_buf_addc(r->out, "true"); break;
    case JSON_FALSE: ph_buf_addc(r->out, "false"); break;
    default: break;
    }
}

static ph_status too_deep(const render *r, const ph_template *t, const ph_node *node)
{
    return ph_fail(r->err, PH_LIMIT, "%.*s.mustache:%u: '%.*s' is deeper than %d",
                   PH_FMT(t->name), node->line, PH_FMT(node->text), PH_TEMPLATE_DEPTH);
}

/* The nodes of section `at` with `value` as the innermost one. */
static ph_status render_with(render *r, const ph_template *t, size_t at,
                             const json_t *value)
{
    const ph_node *node = &t->nodes.v[at];
    if (r->depth == PH_TEMPLATE_DEPTH)
        return too_deep(r, t, node);
    r->depth++;
    r->stack[r->n++] = value;
    ph_status status = render_nodes(r, t, at + 1, node->end);
    r->n--;
    r->depth--;
    return status;
}

static ph_status render_section(render *r, const ph_template *t, size_t at)
{
    const ph_node *node = &t->nodes.v[at];
    const json_t *value = look_up(r, node);
    bool empty = is_empty(value);
    if (node->type == PH_NODE_INVERTED)
        return empty ? render_nodes(r, t, at + 1, node->end) : PH_OK;
    if (empty)
        return PH_OK;
    if (!json_is_array(value))
        return render_with(r, t, at, value);
    ph_status status = PH_OK;
    for (size_t i = 0; i < json_array_size(value) && status == PH_OK; i++)
        status = render_with(r, t, at, json_array_get(value, i));
    return status;
}

static ph_status render_partial(render *r, const ph_template *t, const ph_node *node)
{
    if (r->depth == PH_TEMPLATE_DEPTH)
        return too_deep(r, t, node);
    size_t before = r->indent.n;
    r->depth++;
    ph_buf_add(&r->indent, node->indent);
    r->line_start |= node->indent.s != NULL;
    ph_status status = render_nodes(r, node->partial, 0, node->partial->nodes.n);
    r->line_start |= node->indent.s != NULL;
    r->indent.n = before;
    r->depth--;
    return status;
}

static ph_status render_nodes(render *r, const ph_template *t, size_t from, size_t to)
{
    ph_status status = PH_OK;
    for (size_t i = from; i < to && status == PH_OK; i++) {
        const ph_node *node = &t->nodes.v[i];
        switch (node->type) {
        case PH_NODE_TEXT: put_text(r, node->text); break;
        case PH_NODE_ESCAPED: put_value(r, look_up(r, node), true); break;
        case PH_NODE_RAW: put_value(r, look_up(r, node), false); break;
        case PH_NODE_PARTIAL: status = render_partial(r, t, node); break;
        case PH_NODE_SECTION:
        case PH_NODE_INVERTED:
            status = render_section(r, t, i);
            i = node->end - 1;
            break;
        }
    }
    return status;
}

ph_status ph_templates_render(const ph_templates *set, const char *name, const json_t *data,
                              ph_buf *out, ph_error *err)
{
    const ph_template *t = ph_template_find(set, ph_cstr(name));
    if (!t)
        return ph_fail(err, PH_NOT_FOUND, "there is no template '%s'", name);
    render r = {.out = out, .n = 1, .stack = {data}, .err = err};
    ph_status status = render_nodes(&r, t, 0, t->nodes.n);
    if (status == PH_OK && (out->failed || r.indent.failed))
        status = ph_fail_memory(err);
    ph_buf_free(&r.indent);
    return status;
}
