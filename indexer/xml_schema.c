/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "indexer/parse.h"
#include "indexer/xml_schema.h"

/* Compiled by ph_xml_schema_load, freed by ph_xml_schema_free, only read in between: the one thing of
 * the parsers that is not an argument, so that a format's function has the same form as all
 * others. */
static struct {
    xmlRelaxNG *compiled;
    xmlDoc *tree; /* for explanations */
} schema;

/* libxml2 tells of every branch that it tried; the first is kept, for the case that
 * ph_xml_explain has nothing better. */
typedef struct complaint {
    int line;
    char text[200];
} complaint;

static void on_problem(void *user, xmlErrorPtr problem)
{
    complaint *c = user;
    if (c->line || !problem->message)
        return;
    c->line = problem->line;
    ph_str message = ph_trim(ph_cstr(problem->message));
    snprintf(c->text, sizeof c->text, "%.*s", PH_FMT(message));
}

static void on_nothing(void *user, xmlErrorPtr problem)
{
    (void)user;
    (void)problem;
}

ph_status ph_xml_schema_load(const char *schema_path, ph_error *err)
{
    complaint c = {0};
    ph_buf bytes = {0};
    ph_xml_schema_free();
    xmlInitParser();
    ph_status status = ph_read_file(schema_path, (size_t)1 << 20, &bytes, err);
    if (status != PH_OK)
        goto out;
    schema.tree = xmlReadMemory(bytes.s, (int)bytes.n, schema_path, NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlRelaxNGParserCtxt *parser =
        xmlRelaxNGNewMemParserCtxt(bytes.s ? bytes.s : "", (int)bytes.n);
    if (parser) {
        xmlRelaxNGSetParserStructuredErrors(parser, on_problem, &c);
        schema.compiled = xmlRelaxNGParse(parser);
        xmlRelaxNGFreeParserCtxt(parser);
    }
    if (!schema.compiled || !schema.tree) {
        ph_xml_schema_free();
        status = ph_fail(err, PH_INVALID, "the schema '%s' cannot be used: line %d: %s",
                         schema_path, c.line, *c.text ? c.text : "not well-formed XML");
    }
out:
    ph_buf_free(&bytes);
    return status;
}

void ph_xml_schema_free(void)
{
    xmlRelaxNGFree(schema.compiled);
    xmlFreeDoc(schema.tree);
    schema.compiled = NULL;
    schema.tree = NULL;
}

ph_status ph_xml_validate(xmlDoc *tree, ph_error *err)
{
    complaint c = {0};
    if (!schema.compiled)
        return ph_fail(err, PH_INTERNAL, "the schema of practice notes was not loaded");
    xmlRelaxNGValidCtxt *check = xmlRelaxNGNewValidCtxt(schema.compiled);
    if (!check)
        return ph_fail_memory(err);
    xmlSetStructuredErrorFunc(NULL, on_nothing);
    xmlRelaxNGSetValidStructuredErrors(check, on_problem, &c);
    int wrong = xmlRelaxNGValidateDoc(check, tree);
    xmlRelaxNGFreeValidCtxt(check);
    xmlSetStructuredErrorFunc(NULL, NULL);
    if (wrong == 0)
        return PH_OK;
    if (!ph_xml_explain(schema.tree, tree, err))
        ph_fail(err, PH_INVALID, "line %d: %s", c.line > 0 ? c.line : 1, c.text);
    return PH_INVALID;
}
