/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/parse_common.h"
#include "search/limits.h"

/* Our own field names or Dublin Core as elements, in any order below any root. */
static ph_status parse_xml(ph_str bytes, ph_arena *arena, ph_document *doc, ph_error *err)
{
    xmlDoc *tree;
    ph_status status = ph_xml_read(bytes, &tree, err);
    if (status != PH_OK)
        return status;
    bool ok = true;
    const xmlNode *root = xmlDocGetRootElement(tree);
    for (const xmlNode *c = root->children; c && ok; c = c->next)
        if (c->type == XML_ELEMENT_NODE)
            ok = ph_xml_is_dublin_core(c)
                     ? ph_xml_dublin_core(doc, arena, PH_ORIGIN_SIDECAR, c)
                     : ph_xml_field(doc, arena, PH_ORIGIN_SIDECAR, c);
    xmlFreeDoc(tree);
    return ok ? PH_OK : ph_fail_memory(err);
}

/* The parsers speak of lines; the sentence has to say of which file. */
static ph_status name_file(ph_status status, ph_str name, ph_error *err)
{
    if (!err || status == PH_NO_MEMORY)
        return status;
    ph_error reason = *err;
    return ph_fail(err, status, "the side-car '%.*s': %s", PH_FMT(ph_sub(name, 0, 200)),
                   reason.text);
}

ph_status ph_parse_sidecar(ph_input sidecar, ph_arena *arena, ph_document *doc,
                           ph_error *err)
{
    ph_buf text = {0};
    ph_status status;
    if (sidecar.bytes.n > PH_SIDECAR_BYTES)
        status = ph_fail(err, PH_LIMIT, "larger than %zu KB", PH_SIDECAR_BYTES >> 10);
    else if (ph_ends(sidecar.name, PH_STR(".xml")))
        status = parse_xml(sidecar.bytes, arena, doc, err);
    else if ((status = ph_parse_decode(sidecar.bytes, PH_ABSENT, &text, err)) == PH_OK) {
        if (ph_ends(sidecar.name, PH_STR(".json")))
            status = ph_parse_json(ph_buf_str(&text), PH_ORIGIN_SIDECAR, arena, doc, err);
        else if (ph_ends(sidecar.name, PH_STR(".yaml")) ||
                 ph_ends(sidecar.name, PH_STR(".yml")))
            status = ph_parse_yaml(ph_buf_str(&text), PH_ORIGIN_SIDECAR, arena, doc, err);
        else
            status =
                ph_fail(err, PH_UNSUPPORTED, "its name must end in .xml, .json or .yaml");
    }
    ph_buf_free(&text);
    return status == PH_OK ? PH_OK : name_file(status, sidecar.name, err);
}
