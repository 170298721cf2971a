/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/parse_docx_styles.h"

#define BASED_MAX 20 /* styles based on styles; Word stops at 10 */
#define STYLES_MAX 5000
#define LISTS_MAX 10000

/* --- styles --------------------------------------------------------------------------------- */

static int read_switch(const xmlNode *properties, const char *name)
{
    return ph_child(properties, name) ? ph_switch(properties, name, false) : -1;
}

static int read_number(const xmlNode *element)
{
    return element ? (int)ph_attr_number(element, "val", 0) : -1;
}

static bool read_style(ph_docx_styles *s, const xmlNode *node)
{
    const xmlNode *p = ph_child(node, "pPr"), *r = ph_child(node, "rPr");
    const xmlNode *numbered = ph_child(p, "numPr");
    ph_docx_style *style = PH_PUSH(s->arena, &s->styles);
    if (!style)
        return false;
    style->id = ph_dup(s->arena, ph_attr(node, "styleId"));
    style->based_on = ph_dup(s->arena, ph_attr(ph_child(node, "basedOn"), "val"));
    style->outline = read_number(ph_child(p, "outlineLvl"));
    style->bold = read_switch(r, "b");
    style->hide = read_switch(r, "vanish");
    style->num = read_number(ph_child(numbered, "numId"));
    style->level = read_number(ph_child(numbered, "ilvl"));
    if (style->bold < 0 && ph_switch(r, "caps", false))
        style->bold = 1;
    if (!ph_style_name_read(s->arena, ph_attr(ph_child(node, "name"), "val"), &style->name))
        return false;
    /* a converter may have put the name into the id alone */
    ph_style_name by_id;
    if (!ph_style_name_read(s->arena, style->id, &by_id))
        return false;
    if (!style->name.heading)
        style->name.heading = by_id.heading;
    return true;
}

static const ph_docx_style *find_style(const ph_docx_styles *s, ph_str id)
{
    for (size_t i = 0; id.n && i < s->styles.n; i++)
        if (ph_eq(s->styles.v[i].id, id))
            return &s->styles.v[i];
    return NULL;
}

static bool read_styles(ph_docx_styles *s, const xmlNode *root)
{
    ph_str normal = PH_ABSENT;
    for (const xmlNode *c = root ? root->children : NULL; c; c = c->next) {
        if (!ph_is(c, "style") || s->styles.n >= STYLES_MAX)
            continue;
        if (!read_style(s, c))
            return false;
        if (ph_eqc(ph_attr(c, "type"), "paragraph") && ph_eqc(ph_attr(c, "default"), "1"))
            normal = s->styles.v[s->styles.n - 1].id;
    }
    s->normal = find_style(s, normal);
    return true;
}

ph_docx_style ph_docx_style_of(const ph_docx_styles *s, ph_str id)
{
    ph_docx_style all = {
        .id = id, .outline = -1, .bold = -1, .hide = -1, .num = -1, .level = -1};
    const ph_docx_style *at = id.n ? find_style(s, id) : s->normal;
    for (unsigned i = 0; at && i < BASED_MAX; i++) {
        all.outline = all.outline < 0 ? at->outline : all.outline;
        all.bold = all.bold < 0 ? at->bold : all.bold;
        all.hide = all.hide < 0 ? at->hide : all.hide;
        all.num = all.num < 0 ? at->num : all.num;
        all.level = all.level < 0 ? at->level : all.level;
        if (!all.name.heading && !all.name.title && !all.name.subtitle && !all.name.index)
            all.name = at->name;
        at = find_style(s, at->based_on);
    }
    return all;
}

/* --- lists ------------------------------------------------------------------------------------ */

static bool read_level(ph_docx_styles *s, ph_docx_list *list, const xmlNode *node)
{
    unsigned i = ph_attr_number(node, "ilvl", 0);
    if (i >= PH_DOCX_LEVELS)
        return true;
    ph_docx_level *level = &list->levels[i];
    ph_str format = ph_attr(ph_child(node, "numFmt"), "val");
    ph_str text = ph_attr(ph_child(node, "lvlText"), "val");
    level->start = ph_attr_number(ph_child(node, "start"), "val", 1);
    level->format = ph_dup(s->arena, format.s ? format : PH_STR("decimal"));
    level->text = ph_dup(s->arena, text.s ? text : PH_STR(""));
    level->style = ph_dup(s->arena, ph_attr(ph_child(node, "pStyle"), "val"));
    return level->format.s && level->text.s;
}

static ph_docx_list *find_list(const ph_docx_styles *s, unsigned id)
{
    for (size_t i = 0; i < s->lists.n; i++)
        if (s->lists.v[i].id == id)
            return &s->lists.v[i];
    return NULL;
}

static bool read_list(ph_docx_styles *s, const xmlNode *node)
{
    ph_docx_list *list = PH_PUSH(s->arena, &s->lists);
    if (!list)
        return false;
    list->id = ph_attr_number(node, "abstractNumId", 0);
    for (const xmlNode *c = node->children; c; c = c->next)
        if (ph_is(c, "lvl") && !read_level(s, list, c))
            return false;
    return true;
}

static bool read_num(ph_docx_styles *s, const xmlNode *node)
{
    ph_docx_num *num = PH_PUSH(s->arena, &s->nums);
    if (!num)
        return false;
    num->id = ph_attr_number(node, "numId", 0);
    num->list = find_list(s, ph_attr_number(ph_child(node, "abstractNumId"), "val", 0));
    for (const xmlNode *c = node->children; c; c = c->next) {
        unsigned level = ph_attr_number(c, "ilvl", 0);
        const xmlNode *start = ph_child(c, "startOverride");
        if (ph_is(c, "lvlOverride") && start && level < PH_DOCX_LEVELS)
            num->restart[level] = 1 + ph_attr_number(start, "val", 1);
    }
    return true;
}

bool ph_docx_styles_read(ph_docx_styles *s, const xmlNode *styles, const xmlNode *numbering)
{
    if (!read_styles(s, styles))
        return false;
    for (const xmlNode *c = numbering ? numbering->children : NULL; c; c = c->next)
        if (ph_is(c, "abstractNum") && s->lists.n < LISTS_MAX && !read_list(s, c))
            return false;
    /* lists do not move any more */
    for (const xmlNode *c = numbering ? numbering->children : NULL; c; c = c->next)
        if (ph_is(c, "num") && s->nums.n < LISTS_MAX && !read_num(s, c))
            return false;
    return true;
}

/* "%1.%2" with the numbers in it. */
static ph_str write_label(ph_arena *arena, const ph_docx_list *list, ph_str text)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < text.n; i++) {
        unsigned level = i + 1 < text.n ? (unsigned)(text.s[i + 1] - '1') : 99;
        if (text.s[i] != '%' || level >= PH_DOCX_LEVELS) {
            ph_buf_byte(&buf, text.s[i]);
            continue;
        }
        unsigned n = list->count[level] ? list->count[level] : list->levels[level].start;
        ph_list_number(&buf, list->levels[level].format, n);
        i++;
    }
    ph_str label = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return label;
}

static ph_docx_num *find_num(const ph_docx_styles *s, int id)
{
    for (size_t i = 0; id > 0 && i < s->nums.n; i++)
        if (s->nums.v[i].id == (unsigned)id)
            return s->nums.v[i].list ? &s->nums.v[i] : NULL;
    return NULL;
}

bool ph_docx_count(ph_docx_styles *s, int num, int *level, ph_str style, bool *listed,
                   ph_str *label)
{
    ph_docx_num *n = find_num(s, num);
    *listed = false;
    *label = PH_STR("");
    if (!n)
        return true;
    for (int i = 0; *level < 0 && i < PH_DOCX_LEVELS; i++)
        if (style.n && ph_eq(n->list->levels[i].style, style))
            *level = i;
    *level = *level < 0 ? 0 : *level < PH_DOCX_LEVELS ? *level : PH_DOCX_LEVELS - 1;
    const ph_docx_level *at = &n->list->levels[*level];
    unsigned *count = n->list->count;
    for (int i = 0; !n->used && i < PH_DOCX_LEVELS; i++)
        if (n->restart[i])
            count[i] = n->restart[i] - 1 ? n->restart[i] - 1 - 1 : 0;
    bool fresh = !count[*level] && !(!n->used && n->restart[*level]);
    count[*level] = fresh ? at->start : count[*level] + 1;
    for (int i = *level + 1; i < PH_DOCX_LEVELS; i++)
        count[i] = 0;
    n->used = true;
    bool bullet = ph_eqc(at->format, "bullet");
    *listed = bullet || (at->format.n && !ph_eqc(at->format, "none")) || at->text.n;
    if (bullet || !*listed)
        return true;
    *label = write_label(s->arena, n->list, at->text);
    return label->s != NULL;
}
