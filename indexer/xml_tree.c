/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/xml_tree.h"

bool ph_is(const xmlNode *node, const char *name)
{
    return node && node->type == XML_ELEMENT_NODE &&
           strcmp((const char *)node->name, name) == 0;
}

const xmlNode *ph_child(const xmlNode *node, const char *name)
{
    const xmlNode *c = node ? node->children : NULL;
    while (c && !ph_is(c, name))
        c = c->next;
    return c;
}

const xmlNode *ph_below(const xmlNode *node, const char *a, const char *b)
{
    return ph_child(ph_child(node, a), b);
}

const xmlNode *ph_next(const xmlNode *root, const xmlNode *at, bool down)
{
    do {
        if (down && at->type == XML_ELEMENT_NODE && at->children)
            at = at->children;
        else {
            while (at != root && !at->next)
                at = at->parent;
            if (at == root)
                return NULL;
            at = at->next;
        }
        down = true;
    } while (at->type != XML_ELEMENT_NODE);
    return at;
}

ph_str ph_attr_value(const xmlAttr *a)
{
    return a->children && a->children->content ? ph_cstr((const char *)a->children->content)
                                               : PH_STR("");
}

ph_str ph_attr(const xmlNode *element, const char *name)
{
    for (const xmlAttr *a = element ? element->properties : NULL; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0)
            return ph_attr_value(a);
    return PH_ABSENT;
}

unsigned ph_attr_number(const xmlNode *element, const char *name, unsigned fallback)
{
    uint64_t n;
    return ph_number(ph_attr(element, name), &n) && n <= INT32_MAX ? (unsigned)n : fallback;
}
