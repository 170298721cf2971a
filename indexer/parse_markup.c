/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What XML and HTML may not do to libxml2 and to us. */
#include "config.h"

#include <string.h>

#include "indexer/parse_common.h"
#include "search/limits.h"

/* --- attributes ------------------------------------------------------------------------------ */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Words outside quotation marks in the tag behind `i`, up to its end or the next tag's
 * beginning, where *i is left. */
static size_t count_attributes(ph_str s, size_t *i)
{
    size_t n = 0;
    char quote = '\0';
    for (; *i < s.n; ++*i) {
        char c = s.s[*i];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>' || c == '<')
            break;
        else
            n += is_space(c) && *i + 1 < s.n && !is_space(s.s[*i + 1]);
    }
    return n;
}

ph_status ph_markup_check(ph_str text, ph_error *err)
{
    for (size_t i = 0; i < text.n;) {
        const char *open = memchr(text.s + i, '<', text.n - i);
        if (!open)
            break;
        i = (size_t)(open - text.s) + 1;
        if (i == text.n)
            break;
        char c = (char)(text.s[i] | 0x20);
        bool tag = (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80 || text.s[i] == '_';
        if (tag && count_attributes(text, &i) > PH_ATTRIBUTES)
            return ph_fail(err, PH_LIMIT,
                           "an element has more than %d attributes; no document needs so "
                           "many",
                           PH_ATTRIBUTES);
    }
    return PH_OK;
}

/* --- entities -------------------------------------------------------------------------------- */

/* How many bytes a reference to a declared entity stands for. */
static size_t weight(const xmlNode *node)
{
    if (node->type != XML_ENTITY_REF_NODE)
        return 0;
    const xmlEntity *entity = xmlGetDocEntity(node->doc, node->name);
    return entity && entity->content && entity->etype == XML_INTERNAL_GENERAL_ENTITY
               ? strlen((const char *)entity->content)
               : 0;
}

static size_t weigh_attributes(const xmlNode *element)
{
    size_t sum = 0;
    for (const xmlAttr *a = element->properties; a; a = a->next)
        for (const xmlNode *c = a->children; c; c = c->next)
            sum += weight(c);
    return sum;
}

ph_status ph_entities_check(const xmlDoc *tree, size_t bytes, ph_error *err)
{
    const xmlNode *root = xmlDocGetRootElement(tree), *at = root;
    size_t sum = 0;
    if (!tree->intSubset || !tree->intSubset->entities)
        return PH_OK;
    while (at) {
        sum += weight(at);
        if (at->type == XML_ELEMENT_NODE)
            sum += weigh_attributes(at);
        if (sum / PH_XML_ENTITY_GROWTH > bytes)
            return ph_fail(err, PH_LIMIT,
                           "the entities that the file declares would make it more than "
                           "%d times as large",
                           PH_XML_ENTITY_GROWTH);
        if (at->type == XML_ELEMENT_NODE && at->children) {
            at = at->children;
            continue;
        }
        while (at != root && !at->next)
            at = at->parent;
        at = at == root ? NULL : at->next;
    }
    return PH_OK;
}
