/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "search/limits.h"
#include "web/template.h"
#include "web/template_nodes.h"

/* --- compiling ------------------------------------------------------------------------ */

typedef struct parser {
    ph_templates *set;
    ph_template *into;
    ph_str source;
    size_t at; /* up to here the source has become nodes */
    unsigned line;
    size_t open[PH_TEMPLATE_DEPTH]; /* sections that wait for their end */
    size_t depth;
    ph_error *err;
} parser;

/* A tag in the source: what lies between its braces, and the two ends of it all. */
typedef struct tag {
    char type; /* '#' '^' '/' '>' '!' '&', or 'v' for a plain variable */
    ph_str text;
    size_t from, to;
} tag;

static ph_status wrong(const parser *p, const char *what, ph_str name)
{
    return ph_fail(p->err, PH_INVALID, "%.*s.mustache:%u: %s '%.*s'", PH_FMT(p->into->name),
                   p->line, what, PH_FMT(name));
}

static size_t find(ph_str s, size_t from, const char *needle)
{
    const char *hit = memmem(s.s + from, s.n - from, needle, strlen(needle));
    return hit ? (size_t)(hit - s.s) : s.n;
}

static void count_lines(parser *p, size_t to)
{
    for (size_t i = p->at; i < to; i++)
        p->line += p->source.s[i] == '\n';
}

/* The next tag at or behind p->at; found is false at the end of the source. */
static ph_status next_tag(parser *p, tag *t, bool *found)
{
    t->from = find(p->source, p->at, "{{");
    *found = t->from < p->source.n;
    if (!*found)
        return PH_OK;
    bool raw = t->from + 2 < p->source.n && p->source.s[t->from + 2] == '{';
    const char *end = raw ? "}}}" : "}}";
    size_t inner = t->from + strlen(end);
    size_t stop = inner <= p->source.n ? find(p->source, inner, end) : p->source.n;
    if (stop == p->source.n) {
        count_lines(p, t->from);
        return wrong(p, "a tag without its end:", ph_sub(p->source, t->from, t->from + 20));
    }
    t->to = stop + strlen(end);
    t->text = ph_trim(ph_sub(p->source, inner, stop));
    t->type = raw ? '&' : 'v';
    if (!raw && t->text.n && strchr("#^/>!&=<$", t->text.s[0])) {
        t->type = t->text.s[0];
        t->text = ph_trim(ph_sub(t->text, 1, t->text.n));
    }
    return PH_OK;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* If nothing else is on the tag's line, widens `from` and `to` to the whole line and says
 * which white space stood before it. */
static void take_line(const parser *p, tag *t, ph_str *indent)
{
    *indent = PH_ABSENT;
    if (t->type == 'v' || t->type == '&')
        return;
    size_t from = t->from, to = t->to;
    while (from > 0 && is_blank(p->source.s[from - 1]))
        from--;
    if (from > 0 && p->source.s[from - 1] != '\n')
        return;
    while (to < p->source.n && is_blank(p->source.s[to]))
        to++;
    if (to < p->source.n && p->source.s[to] == '\r')
        to++;
    if (to < p->source.n && p->source.s[to] != '\n')
        return;
    *indent = ph_sub(p->source, from, t->from);
    t->from = from;
    t->to = to < p->source.n ? to + 1 : to;
}

static ph_node *add_node(parser *p, ph_node_type type, ph_str text)
{
    ph_node *node = PH_PUSH(p->set->arena, &p->into->nodes);
    if (node)
        *node = (ph_node){.type = type, .line = p->line, .text = text};
    return node;
}

static ph_status add_text(parser *p, size_t to)
{
    if (to > p->at && !add_node(p, PH_NODE_TEXT, ph_sub(p->source, p->at, to)))
        return ph_fail_memory(p->err);
    count_lines(p, to);
    p->at = to;
    return PH_OK;
}

/* "a.b" into its parts; "." has none. */
static ph_status split_name(parser *p, ph_node *node, ph_str name)
{
    if (!name.n)
        return wrong(p, "a tag without a name:", name);
    if (ph_eqc(name, "."))
        return PH_OK;
    ph_str rest = name, part;
    size_t dots = 0;
    while (ph_split(&rest, '.', &part)) {
        ph_str copy = ph_dup(p->set->arena, part);
        if (!part.n || memchr(part.s, ' ', part.n))
            return wrong(p, "not a name:", name);
        if (!copy.s || !ph_strs_add(p->set->arena, &node->name, copy))
            return ph_fail_memory(p->err);
        dots++;
    }
    return ph_ends(name, PH_STR(".")) || !dots ? wrong(p, "not a name:", name) : PH_OK;
}

static ph_status open_section(parser *p, const tag *t)
{
    ph_node_type type = t->type == '#' ? PH_NODE_SECTION : PH_NODE_INVERTED;
    if (p->depth == PH_TEMPLATE_DEPTH)
        return ph_fail(p->err, PH_LIMIT, "%.*s.mustache:%u: sections deeper than %d",
                       PH_FMT(p->into->name), p->line, PH_TEMPLATE_DEPTH);
    ph_node *node = add_node(p, type, t->text);
    if (!node)
        return ph_fail_memory(p->err);
    p->open[p->depth++] = p->into->nodes.n - 1;
    return split_name(p, node, t->text);
}

static ph_status close_section(parser *p, const tag *t)
{
    if (!p->depth)
        return wrong(p, "the end of a section that was not begun:", t->text);
    ph_node *node = &p->into->nodes.v[p->open[--p->depth]];
    if (!ph_eq(node->text, t->text))
        return wrong(p, "the end of a section inside another one:", t->text);
    node->end = p->into->nodes.n;
    return PH_OK;
}

static ph_status add_tag(parser *p, const tag *t, ph_str indent)
{
    ph_node *node;
    switch (t->type) {
    case '#':
    case '^': return open_section(p, t);
    case '/': return close_section(p, t);
    case '!': return PH_OK;
    case '>':
        node = add_node(p, PH_NODE_PARTIAL, t->text);
        if (!node)
            return ph_fail_memory(p->err);
        node->indent = indent;
        return t->text.n ? PH_OK : wrong(p, "a tag without a name:", t->text);
    case 'v':
    case '&':
        node = add_node(p, t->type == 'v' ? PH_NODE_ESCAPED : PH_NODE_RAW, t->text);
        return node ? split_name(p, node, t->text) : ph_fail_memory(p->err);
    default: return wrong(p, "not supported here:", ph_sub(p->source, t->from, t->to));
    }
}

static ph_status parse(parser *p)
{
    for (;;) {
        tag t = {0};
        bool found = false;
        ph_str indent;
        ph_status status = next_tag(p, &t, &found);
        if (status != PH_OK)
            return status;
        if (!found)
            break;
        take_line(p, &t, &indent);
        status = add_text(p, t.from);
        if (status == PH_OK)
            status = add_tag(p, &t, indent);
        if (status != PH_OK)
            return status;
        count_lines(p, t.to);
        p->at = t.to;
    }
    if (p->depth) {
        const ph_node *node = &p->into->nodes.v[p->open[p->depth - 1]];
        p->line = node->line;
        return wrong(p, "a section without its end:", node->text);
    }
    return add_text(p, p->source.n);
}

/* --- sets ----------------------------------------------------------------------------- */

ph_templates *ph_templates_new(void)
{
    ph_templates *set = calloc(1, sizeof *set);
    if (!set)
        return NULL;
    set->hash = PH_HASH_SEED;
    set->arena = ph_arena_new();
    if (!set->arena) {
        free(set);
        return NULL;
    }
    return set;
}

void ph_templates_free(ph_templates *set)
{
    if (!set)
        return;
    ph_arena_free(set->arena);
    free(set);
}

uint64_t ph_templates_hash(const ph_templates *set)
{
    return set->hash;
}

ph_status ph_templates_add(ph_templates *set, ph_str name, ph_str source, ph_error *err)
{
    ph_template **slot = PH_PUSH(set->arena, &set->all);
    ph_template *made = slot ? PH_NEW(set->arena, ph_template) : NULL;
    if (!made)
        return ph_fail_memory(err);
    *slot = made;
    made->name = ph_dup(set->arena, name);
    parser p = {.set = set, .into = made, .line = 1, .err = err};
    p.source = ph_dup(set->arena, source);
    if (!made->name.s || !p.source.s)
        return ph_fail_memory(err);
    set->hash = ph_hash(name.s, name.n, set->hash);
    set->hash = ph_hash(source.s, source.n, set->hash);
    return parse(&p);
}

const ph_template *ph_template_find(const ph_templates *set, ph_str name)
{
    for (size_t i = 0; i < set->all.n; i++)
        if (ph_eq(set->all.v[i]->name, name))
            return set->all.v[i];
    return NULL;
}

ph_status ph_templates_link(ph_templates *set, ph_error *err)
{
    for (size_t i = 0; i < set->all.n; i++) {
        ph_template *t = set->all.v[i];
        for (size_t k = 0; k < t->nodes.n; k++) {
            ph_node *node = &t->nodes.v[k];
            if (node->type != PH_NODE_PARTIAL)
                continue;
            node->partial = ph_template_find(set, node->text);
            if (!node->partial)
                return ph_fail(err, PH_INVALID, "%.*s.mustache:%u: no template '%.*s'",
                               PH_FMT(t->name), node->line, PH_FMT(node->text));
        }
    }
    return PH_OK;
}

static int is_template(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && ph_ends(ph_cstr(entry->d_name), PH_STR(".mustache"));
}

static ph_status add_file(ph_templates *set, const char *folder, const char *file,
                          const ph_catalogue *catalogue, ph_error *err)
{
    ph_buf source = {0}, translated = {0};
    ph_str name = {file, strlen(file) - strlen(".mustache")};
    ph_str path = ph_dupf(set->arena, "%s/%s", folder, file);
    ph_status status = PH_OK;
    if (!path.s)
        status = ph_fail_memory(err);
    if (status == PH_OK)
        status = ph_read_file(path.s, PH_ASSET_BYTES, &source, err);
    if (status == PH_OK)
        status =
            ph_template_translate(&translated, name, ph_buf_str(&source), catalogue, err);
    if (status == PH_OK)
        status = ph_templates_add(set, name, ph_buf_str(&translated), err);
    ph_buf_free(&source);
    ph_buf_free(&translated);
    return status;
}

ph_status ph_templates_open(ph_templates **out, const char *folder,
                            const ph_catalogue *catalogue, ph_error *err)
{
    struct dirent **files = NULL;
    int n = scandir(folder, &files, is_template, alphasort);
    if (n < 0)
        return ph_fail_errno(err, "cannot read the templates in", folder);
    ph_templates *set = ph_templates_new();
    ph_status status = set ? PH_OK : ph_fail_memory(err);
    for (int i = 0; i < n; i++) {
        if (status == PH_OK)
            status = add_file(set, folder, files[i]->d_name, catalogue, err);
        free(files[i]);
    }
    free(files);
    if (status == PH_OK && n == 0)
        status = ph_fail(err, PH_NOT_FOUND, "no templates in '%s'", folder);
    if (status == PH_OK)
        status = ph_templates_link(set, err);
    if (status == PH_OK)
        *out = set;
    else
        ph_templates_free(set);
    return status;
}
