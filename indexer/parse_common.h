/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse_common.h - what the parsers share.  Strings that go in are raw; they are cleaned
 * (ph_text_clean) and copied.  The functions that return bool return false when there is no
 * memory.
 */
#ifndef PH_PARSE_COMMON_H
#define PH_PARSE_COMMON_H

#include <libxml/tree.h>

#include "indexer/parse.h"

/* --- parse_encoding.c --------------------------------------------------------------------- */

/* Appends bytes as UTF-8.  The encoding is what a byte order mark says, else UTF-16 or UTF-8
 * if the bytes are clearly that, else `declared` (a name such as "koi8-r"; may be absent,
 * unknown or wrong), else what uchardet finds, else windows-1252.  Ill-formed parts become
 * U+FFFD.  PH_INVALID: the bytes are no text in any encoding.  Opens no file. */
ph_status ph_parse_decode(ph_str bytes, ph_str declared, ph_buf *out, ph_error *err);

/* The same, undone: which encoding that is, of a text that may be longer than `bytes`.  name: of
 * a converter of ICU, "" for UTF-8.  *bytes moves behind a byte order mark. */
#define PH_ENCODING_NAME 40
ph_status ph_parse_encoding(ph_str *bytes, ph_str declared, char name[PH_ENCODING_NAME],
                            ph_error *err) PH_MUST_USE;

/* The encoding that a page names: <?xml encoding=...?>, <meta charset=...> or <meta
 * http-equiv=... content="...; charset=...">.  PH_ABSENT if it names none. */
ph_str ph_parse_declared(ph_str bytes);

/* --- parse_common.c ------------------------------------------------------------------------ */

/* Adds a block without a page. */
bool ph_parse_block(ph_document *doc, ph_arena *arena, ph_block_type type, unsigned level,
                    ph_str section, ph_str raw);

/* Adds a sentence for the editor. */
bool ph_parse_warn(ph_document *doc, ph_arena *arena, const char *format, ...)
    PH_PRINTF(3, 4);

/* --- meta_names.c ----------------------------------------------------------------------- */

/* Metadata under one of our own names, its path already written out ("event.country",
 * "countries", "countries.0", "contacts.0.email").  Other spellings of a name ("author",
 * "lang", "country") become ours; a list given as one value ("EE, FI") becomes a list;
 * names that nobody knows are kept. */
bool ph_meta_own(ph_document *doc, ph_arena *arena, ph_origin origin, ph_str path,
                 ph_str value);

/* True if the field is a list ("countries", "contacts"). */
bool ph_meta_is_list(ph_str field);

/* A name as we write it: "AI-technology" -> "ai_technology".  PH_ABSENT: no memory. */
ph_str ph_meta_field(ph_arena *arena, ph_str name);

/* "a.b", or b where a is empty.  PH_ABSENT: no memory. */
ph_str ph_meta_path(ph_arena *arena, ph_str a, ph_str b);

/* Of each list, only the one from the best origin stays. */
void ph_meta_settle(ph_document *doc);

/* --- form.c ------------------------------------------------------------------------------- */

/* The key that marks a form of web/contribute, with its type as the value. */
#define PH_META_FORM "peerhub"

/* Of such a document: its type, the sections of ours that its headings open, and warnings about
 * what is not filled in.  Others are left as they are. */
bool ph_form_settle(ph_document *doc, ph_arena *arena);

/* --- parse_json.c ----------------------------------------------------------------------- */

/* A side-car in JSON. */
ph_status ph_parse_json(ph_str bytes, ph_origin origin, ph_arena *arena, ph_document *doc,
                        ph_error *err);

/* A <script type="application/ld+json">: what schema.org says of this document.  What
 * cannot be read is passed over. */
bool ph_parse_json_ld(ph_str bytes, ph_arena *arena, ph_document *doc);

/* --- parse_html.c ------------------------------------------------------------------------- */

/* Adds the blocks of a piece of HTML in UTF-8; what is none adds nothing.  PH_LIMIT,
 * PH_NO_MEMORY. */
ph_status ph_html_fragment(ph_str html, ph_arena *arena, ph_document *doc,
                           ph_error *err) PH_MUST_USE;

/* --- parse_markup.c ----------------------------------------------------------------------- */

/* PH_LIMIT if an element of XML or HTML has more attributes than PH_ATTRIBUTES: libxml2
 * compares each with each, and a million of them would take a day. */
ph_status ph_markup_check(ph_str text, ph_error *err) PH_MUST_USE;

/* PH_LIMIT if the entities that a file declares would add more than PH_XML_ENTITY_GROWTH
 * times its size. */
ph_status ph_entities_check(const xmlDoc *tree, size_t bytes, ph_error *err) PH_MUST_USE;

/* --- parse_xml.c, xml_fields.c, xml_text.c ------------------------------------------------- */

/* A tree, which the caller frees; on an error *tree is NULL and the text has the line. */
ph_status ph_xml_read(ph_str bytes, xmlDoc **tree, ph_error *err) PH_MUST_USE;

/* The metadata that a field element holds, as in corpus/schema/peerhub.rng: text, attributes
 * and elements below it. */
bool ph_xml_field(ph_document *doc, ph_arena *arena, ph_origin origin,
                  const xmlNode *field);

/* True if the element belongs to Dublin Core; its metadata is added then. */
bool ph_xml_is_dublin_core(const xmlNode *element);
bool ph_xml_dublin_core(ph_document *doc, ph_arena *arena, ph_origin origin,
                        const xmlNode *element);

/* Appends the text of everything below a node. */
void ph_xml_text(ph_buf *buf, const xmlNode *node);

/* An attribute's value, whatever its namespace, raw, in the arena; absent if it is not
 * there. */
ph_str ph_xml_attribute(ph_arena *arena, const xmlNode *element, const char *name);

/* Any XML: blocks from elements that hold text, titles and list items by their names. */
bool ph_xml_generic(ph_document *doc, ph_arena *arena, const xmlNode *root);

/* --- section_names.c ---------------------------------------------------------------------- */

/* The heading of a section of ours in a language: ("lessons", "fr") -> "Enseignements".
 * What we have no word for gets the English one, or its own name. */
ph_str ph_section_name(ph_arena *arena, ph_str field, ph_str language);

/* And back, in any of those languages; empty: it is none.  Returns false when there is no
 * memory. */
bool ph_section_find(ph_arena *arena, ph_str heading, ph_str *field);

#endif
