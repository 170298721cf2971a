/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * template_nodes.h - what templates are compiled to: private to template.c, which makes it,
 * and template_render.c, which walks it.
 */
#ifndef PH_TEMPLATE_NODES_H
#define PH_TEMPLATE_NODES_H

#include "web/template.h"

typedef enum ph_node_type {
    PH_NODE_TEXT,
    PH_NODE_ESCAPED,
    PH_NODE_RAW,
    PH_NODE_SECTION,
    PH_NODE_INVERTED,
    PH_NODE_PARTIAL
} ph_node_type;

typedef struct ph_node {
    ph_node_type type;
    unsigned line;
    ph_str text;   /* the text, or the name as written */
    ph_strs name;  /* the name's parts, each with a NUL behind it; none: "." */
    size_t end;    /* of a section: the node behind its last one */
    ph_str indent; /* of a partial on its own line; else absent */
    const struct ph_template *partial;
} ph_node;

typedef struct ph_template {
    ph_str name;
    PH_VEC(ph_node) nodes;
} ph_template;

struct ph_templates {
    ph_arena *arena;
    uint64_t hash;
    PH_VEC(ph_template *) all;
};

/* Appends a source in which each {{#_}}text{{/_}} is the text's translation; catalogue: NULL
 * leaves the texts.  White space in a text counts as one space.
 * PH_INVALID: one does not end; PH_NO_MEMORY. */
ph_status ph_template_translate(ph_buf *out, ph_str name, ph_str source,
                                const ph_catalogue *catalogue, ph_error *err) PH_MUST_USE;

/* NULL when there is none. */
const ph_template *ph_template_find(const ph_templates *set, ph_str name);

#endif
