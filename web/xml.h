/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xml.h - XML that is sent: libxml2's writer into a response, with strings of ours.
 *
 * What goes wrong is remembered and told at the end, so that a document is written without a
 * question behind every element.
 */
#ifndef PH_XML_H
#define PH_XML_H

#include "search/base.h"

typedef struct ph_xml ph_xml;

/* Begins a document in UTF-8 that is appended to `out`, which must live as long.  NULL: no
 * memory. */
ph_xml *ph_xml_new(ph_buf *out);

void ph_xml_open(ph_xml *xml, const char *name); /* "dc:title" */
void ph_xml_close(ph_xml *xml);

/* Of the element that was opened last; before anything is in it.  Nothing when absent. */
void ph_xml_attribute(ph_xml *xml, const char *name, ph_str value);

/* Characters that XML does not know are left out. */
void ph_xml_text(ph_xml *xml, ph_str text);

/* <name>text</name>; nothing when the text is absent or empty. */
void ph_xml_element(ph_xml *xml, const char *name, ph_str text);

/* Ends the document and frees the writer, which may be NULL.  False: something went wrong,
 * memory as a rule. */
bool ph_xml_end(ph_xml *xml);

#endif
