/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/parse_odf_styles.h"

#define PARENTS_MAX 20
#define STYLES_MAX 10000
#define LISTS_MAX 5000

/* --- reading --------------------------------------------------------------------------------- */

/* "Heading_20_1" is "Heading 1". */
static ph_str decode_name(ph_arena *arena, ph_str name)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < name.n; i++) {
        bool space = ph_starts(ph_sub(name, i, name.n), PH_STR("_20_"));
        ph_buf_byte(&buf, space ? ' ' : name.s[i]);
        i += space ? 3 : 0;
    }
    ph_str out = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return out;
}

/* Styles of pictures and tables may have the same names. */
static bool is_of_text(const xmlNode *style)
{
    ph_str family = ph_attr(style, "family");
    return ph_eqc(family, "paragraph") || ph_eqc(family, "text") ||
           ph_eqc(family, "drawing-page");
}

static bool read_style(ph_odf_styles *s, const xmlNode *node)
{
    const xmlNode *text = ph_child(node, "text-properties");
    ph_str weight = ph_attr(text, "font-weight"), display = ph_attr(text, "display");
    ph_odf_style *style = PH_PUSH(s->arena, &s->styles);
    if (!style)
        return false;
    style->name = ph_dup(s->arena, ph_attr(node, "name"));
    style->parent = ph_dup(s->arena, ph_attr(node, "parent-style-name"));
    style->list = ph_dup(s->arena, ph_attr(node, "list-style-name"));
    style->text = ph_eqc(ph_attr(node, "family"), "text");
    style->outline = ph_attr_number(node, "default-outline-level", 0);
    style->bold = !weight.s ? -1 : ph_eqc(weight, "bold") || ph_starts(weight, PH_STR("7"));
    if (ph_eqc(ph_attr(text, "text-transform"), "uppercase"))
        style->bold = 1;
    if (ph_eqc(ph_attr(ph_child(node, "drawing-page-properties"), "visibility"), "hidden"))
        display = PH_STR("none"); /* a slide */
    style->hide = display.s ? ph_eqc(display, "none") : -1;
    ph_str shown = ph_attr(node, "display-name");
    shown = shown.n ? shown : decode_name(s->arena, ph_attr(node, "name"));
    return ph_style_name_read(s->arena, shown, &style->is);
}

static bool read_level(ph_odf_styles *s, ph_odf_list *list, const xmlNode *node)
{
    unsigned i = ph_attr_number(node, "level", 1) - 1;
    bool number =
        ph_is(node, "list-level-style-number") || ph_is(node, "outline-level-style");
    bool bullet =
        ph_is(node, "list-level-style-bullet") || ph_is(node, "list-level-style-image");
    if ((!number && !bullet) || i >= PH_ODF_LEVELS)
        return true;
    ph_odf_level *level = &list->levels[i];
    ph_str format = ph_attr(node, "num-format"), suffix = ph_attr(node, "num-suffix");
    ph_str prefix = ph_attr(node, "num-prefix");
    level->bullet = bullet;
    level->number = number && format.n;
    level->start = ph_attr_number(node, "start-value", 1);
    level->shown = ph_attr_number(node, "display-levels", 1);
    level->format = ph_dup(s->arena, format.s ? format : PH_STR(""));
    level->prefix = ph_dup(s->arena, prefix.s ? prefix : PH_STR(""));
    level->suffix = ph_dup(s->arena, suffix.s ? suffix : PH_STR(""));
    return level->format.s && level->prefix.s && level->suffix.s;
}

static bool read_levels(ph_odf_styles *s, ph_odf_list *list, const xmlNode *node)
{
    for (const xmlNode *c = node->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && !read_level(s, list, c))
            return false;
    return true;
}

static bool read_list(ph_odf_styles *s, const xmlNode *node)
{
    ph_odf_list *list = PH_PUSH(s->arena, &s->lists);
    if (!list)
        return false;
    list->name = ph_dup(s->arena, ph_attr(node, "name"));
    return read_levels(s, list, node);
}

bool ph_odf_styles_read(ph_odf_styles *s, const xmlNode *root)
{
    static const char *const groups[] = {"styles", "automatic-styles"};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        const xmlNode *group = ph_child(root, groups[i]);
        for (const xmlNode *c = group ? group->children : NULL; c; c = c->next) {
            bool ok = true;
            if (ph_is(c, "style") && is_of_text(c) && s->styles.n < STYLES_MAX)
                ok = read_style(s, c);
            else if (ph_is(c, "list-style") && s->lists.n < LISTS_MAX)
                ok = read_list(s, c);
            else if (ph_is(c, "outline-style"))
                ok = read_levels(s, &s->outline, c);
            if (!ok)
                return false;
        }
    }
    return true;
}

/* --- asking ------------------------------------------------------------------------------------ */

static const ph_odf_style *find_style(const ph_odf_styles *s, ph_str name, bool text)
{
    for (size_t i = s->styles.n; name.n && i-- > 0;)
        if (s->styles.v[i].text == text && ph_eq(s->styles.v[i].name, name))
            return &s->styles.v[i];
    return NULL;
}

ph_odf_style ph_odf_style_of(const ph_odf_styles *s, ph_str name, bool text)
{
    ph_odf_style all = {.name = name, .list = PH_ABSENT, .bold = -1, .hide = -1};
    const ph_odf_style *at = find_style(s, name, text);
    for (unsigned i = 0; at && i < PARENTS_MAX; i++) {
        all.bold = all.bold < 0 ? at->bold : all.bold;
        all.hide = all.hide < 0 ? at->hide : all.hide;
        all.list = all.list.n ? all.list : at->list;
        all.outline = all.outline ? all.outline : at->outline;
        if (!all.is.heading && !all.is.title && !all.is.subtitle && !all.is.index)
            all.is = at->is;
        at = find_style(s, at->parent, text);
    }
    return all;
}

ph_odf_list *ph_odf_list_of(ph_odf_styles *s, ph_str name)
{
    for (size_t i = s->lists.n; name.n && i-- > 0;)
        if (ph_eq(s->lists.v[i].name, name))
            return &s->lists.v[i];
    return NULL;
}

ph_str ph_odf_count(ph_arena *arena, ph_odf_list *list, unsigned level)
{
    ph_buf buf = {0};
    unsigned last = level <= PH_ODF_LEVELS ? level - 1 : PH_ODF_LEVELS - 1;
    const ph_odf_level *at = &list->levels[last];
    list->count[last] = list->count[last] ? list->count[last] + 1 : at->start;
    for (unsigned i = last + 1; i < PH_ODF_LEVELS; i++)
        list->count[i] = 0;
    if (!at->number)
        return PH_STR("");
    ph_buf_add(&buf, at->prefix);
    unsigned from = at->shown > 1 && at->shown <= last + 1 ? last + 1 - at->shown : last;
    for (unsigned i = from; i <= last; i++) {
        if (i > from)
            ph_buf_byte(&buf, '.');
        if (list->levels[i].number)
            ph_list_number(&buf, list->levels[i].format,
                           list->count[i] ? list->count[i] : list->levels[i].start);
    }
    ph_buf_add(&buf, at->suffix);
    ph_str label = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return label;
}
