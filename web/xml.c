/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/xmlwriter.h>

#include "web/xml.h"

struct ph_xml {
    xmlTextWriterPtr writer;
    ph_buf scratch; /* a string with a NUL behind it */
    bool failed;
};

static int add(void *user, const char *bytes, int n)
{
    ph_buf *out = user;
    ph_buf_add(out, (ph_str){bytes, (size_t)n});
    return out->failed ? -1 : n;
}

ph_xml *ph_xml_new(ph_buf *out)
{
    ph_xml *xml = calloc(1, sizeof *xml);
    xmlOutputBufferPtr to = xml ? xmlOutputBufferCreateIO(add, NULL, out, NULL) : NULL;
    xmlTextWriterPtr writer = to ? xmlNewTextWriter(to) : NULL;
    if (!writer) {
        if (to)
            xmlOutputBufferClose(to);
        free(xml);
        return NULL;
    }
    xml->writer = writer;
    xmlTextWriterSetIndent(writer, 1);
    xml->failed = xmlTextWriterStartDocument(writer, "1.0", "UTF-8", NULL) < 0;
    return xml;
}

/* Without the characters that XML 1.0 has not: controls, U+FFFE, U+FFFF. */
static const xmlChar *plain(ph_xml *xml, ph_str s)
{
    ph_buf_clear(&xml->scratch);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        bool control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
        bool end = c == 0xEF && i + 2 < s.n && (unsigned char)s.s[i + 1] == 0xBF &&
                   (unsigned char)s.s[i + 2] >= 0xBE;
        if (end)
            i += 2;
        else if (!control)
            ph_buf_byte(&xml->scratch, s.s[i]);
    }
    ph_buf_byte(&xml->scratch, '\0');
    xml->failed = xml->failed || xml->scratch.failed;
    return (const xmlChar *)(xml->scratch.failed ? "" : xml->scratch.s);
}

void ph_xml_open(ph_xml *xml, const char *name)
{
    if (xmlTextWriterStartElement(xml->writer, (const xmlChar *)name) < 0)
        xml->failed = true;
}

void ph_xml_close(ph_xml *xml)
{
    if (xmlTextWriterEndElement(xml->writer) < 0)
        xml->failed = true;
}

void ph_xml_attribute(ph_xml *xml, const char *name, ph_str value)
{
    if (value.s && xmlTextWriterWriteAttribute(xml->writer, (const xmlChar *)name,
                                               plain(xml, value)) < 0)
        xml->failed = true;
}

void ph_xml_text(ph_xml *xml, ph_str text)
{
    if (xmlTextWriterWriteString(xml->writer, plain(xml, text)) < 0)
        xml->failed = true;
}

void ph_xml_element(ph_xml *xml, const char *name, ph_str text)
{
    if (!text.n)
        return;
    ph_xml_open(xml, name);
    ph_xml_text(xml, text);
    ph_xml_close(xml);
}

bool ph_xml_end(ph_xml *xml)
{
    if (!xml)
        return false;
    if (xmlTextWriterEndDocument(xml->writer) < 0)
        xml->failed = true;
    bool done = !xml->failed;
    xmlFreeTextWriter(xml->writer);
    ph_buf_free(&xml->scratch);
    free(xml);
    return done;
}
