/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <libxml/HTMLparser.h>

#include "indexer/html_page.h"
#include "indexer/parse_common.h"
#include "indexer/parse_contacts.h"
#include "search/limits.h"
#include "search/text.h"

/* --- the tree ------------------------------------------------------------------------------- */

/* libxml2 stops at a zero byte. */
static void blank_zeros(ph_buf *text)
{
    for (size_t i = 0; i < text->n; i++)
        if (text->s[i] == '\0')
            text->s[i] = ' ';
}

static ph_status read_tree(ph_str text, htmlDocPtr *tree, bool *cut, ph_error *err)
{
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                        HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC;
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (!parser)
        return ph_fail_memory(err);
    *tree = htmlCtxtReadMemory(parser, text.s, (int)text.n, NULL, "UTF-8", options);
    *cut = parser->disableSAX != 0;
    const xmlError *problem = xmlCtxtGetLastError(parser);
    bool memory = problem && problem->code == XML_ERR_NO_MEMORY;
    htmlFreeParserCtxt(parser);
    if (*tree && !memory)
        return PH_OK;
    xmlFreeDoc(*tree);
    return memory ? ph_fail_memory(err)
                  : ph_fail(err, PH_INVALID, "no HTML was found in the file");
}

static ph_status parse(ph_input input, ph_arena *arena, ph_document *doc, ph_error *err)
{
    ph_buf text = {0};
    htmlDocPtr tree = NULL;
    bool cut = false;
    ph_status status =
        ph_parse_decode(input.bytes, ph_parse_declared(input.bytes), &text, err);
    if (status != PH_OK)
        goto out;
    blank_zeros(&text);
    status = ph_markup_check(ph_buf_str(&text), err);
    if (status == PH_OK)
        status = read_tree(ph_buf_str(&text), &tree, &cut, err);
    if (status != PH_OK)
        goto out;
    if (!ph_html_page(doc, arena, tree) ||
        (cut &&
         !ph_parse_warn(doc, arena,
                        "the page's elements are nested too deeply; what comes after "
                        "that place was not read")))
        status = ph_fail_memory(err);
    xmlFreeDoc(tree);
out:
    ph_buf_free(&text);
    return status;
}

ph_status ph_html_fragment(ph_str html, ph_arena *arena, ph_document *doc, ph_error *err)
{
    htmlDocPtr tree = NULL;
    bool cut;
    ph_status status = ph_markup_check(html, err);
    if (status == PH_OK && read_tree(html, &tree, &cut, NULL) == PH_OK) {
        xmlNode *root = xmlDocGetRootElement(tree);
        bool ok = !root || ph_contacts_out(doc, arena, root, true);
        size_t meta = doc->meta.n;
        if (!ok || (root && !ph_html_text(doc, arena, root, false)))
            status = ph_fail_memory(err);
        doc->meta.n = meta; /* a part of a text has no title */
        xmlFreeDoc(tree);
    }
    return status;
}

const ph_format ph_format_html = {
    .name = "HTML", .mime = "text/html", .extensions = "html htm xhtml ", .parse = parse};
