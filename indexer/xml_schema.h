/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xml_schema.h - corpus/schema/peerhub.rng, compiled; and, where a document does not follow
 * it, a sentence that its author understands.
 */
#ifndef PH_XML_SCHEMA_H
#define PH_XML_SCHEMA_H

#include <libxml/tree.h>

#include "search/base.h"

/* Compiles the schema, which is kept in the process; and forgets it. */
ph_status ph_xml_schema_load(const char *path, ph_error *err) PH_MUST_USE;
void ph_xml_schema_free(void);

/* Checks a tree.  PH_INVALID: "line 12: <status> cannot be 'working'; ..."; PH_INTERNAL:
 * ph_parse_init was not called. */
ph_status ph_xml_validate(xmlDoc *tree, ph_error *err) PH_MUST_USE;

/* The first thing in a tree that a schema (the tree of peerhub.rng) does not allow, in
 * words.  Returns false if it finds nothing wrong. */
bool ph_xml_explain(const xmlDoc *schema, const xmlDoc *tree, ph_error *err);

#endif
