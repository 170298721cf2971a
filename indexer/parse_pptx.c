/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PowerPoint presentations (ECMA-376 part 1, PresentationML).  A slide is a page: its title, what
 * stands on it in the order of the file, its notes.  The depth of what calls itself here is
 * bounded by libxml2's own limit on nesting.
 */
#include "config.h"

#include "indexer/parse_office_text.h"

typedef struct pptx {
    ph_arena *arena;
    ph_writer w;
    const ph_package *package;
    ph_relations relations; /* of the slide */
    bool titles;            /* only titles are read, or all but them */
} pptx;

static void fail(pptx *p)
{
    p->w.failed = true;
}

/* --- text ------------------------------------------------------------------------------------- */

static void read_runs(pptx *p, const xmlNode *paragraph)
{
    for (const xmlNode *c = paragraph->children; c; c = c->next) {
        ph_str type = ph_attr(c, "type");
        bool number = ph_is(c, "fld") &&
                      (ph_eqc(type, "slidenum") || ph_starts(type, PH_STR("datetime")));
        if (ph_is(c, "br"))
            ph_writer_text(&p->w, PH_STR(" "), false);
        else if (ph_is(c, "t")) {
            ph_buf buf = {0};
            ph_str bold = ph_attr(ph_child(paragraph, "rPr"), "b");
            ph_xml_text(&buf, c);
            ph_writer_text(&p->w, ph_buf_str(&buf),
                           ph_eqc(bold, "1") || ph_eqc(bold, "true"));
            p->w.failed = p->w.failed || buf.failed;
            ph_buf_free(&buf);
        } else if (c->type == XML_ELEMENT_NODE && !number && !ph_is(c, "pPr") &&
                   !ph_is(c, "rPr") && !ph_is(c, "Fallback"))
            read_runs(p, c);
    }
}

/* Paragraphs of a body; `list`: they are items unless they say otherwise. */
static void read_paragraphs(pptx *p, const xmlNode *body, bool list)
{
    const xmlNode *styles = ph_child(body, "lstStyle");
    for (const xmlNode *c = body ? body->children : NULL; c; c = c->next) {
        const xmlNode *properties = ph_child(c, "pPr");
        unsigned level = ph_attr_number(properties, "lvl", 0);
        ph_para para = {0};
        if (!ph_is(c, "p"))
            continue;
        bool bullet = ph_child(properties, "buChar") || ph_child(properties, "buAutoNum") ||
                      ph_child(properties, "buBlip");
        bool none = ph_child(properties, "buNone") || ph_below(styles, "lvl1pPr", "buNone");
        if (bullet || (list && !none))
            para.item = level + 1;
        read_runs(p, c);
        ph_writer_end(&p->w, para);
    }
}

static void read_table(pptx *p, const xmlNode *table)
{
    for (const xmlNode *row = table->children; row; row = row->next) {
        bool first = true;
        if (!ph_is(row, "tr"))
            continue;
        ph_writer_flat(&p->w);
        for (const xmlNode *cell = row->children; cell; cell = cell->next) {
            if (!ph_is(cell, "tc"))
                continue;
            ph_writer_cell(&p->w, first);
            first = false;
            read_paragraphs(p, ph_child(cell, "txBody"), false);
        }
        ph_writer_flat_end(&p->w, (ph_para){.row = true});
    }
}

/* --- shapes ------------------------------------------------------------------------------------- */

/* The placeholder that a shape fills: "title", "body", "" for any content; absent for none. */
static ph_str placeholder(const xmlNode *shape)
{
    const xmlNode *ph = NULL;
    for (const xmlNode *c = shape->children; c && !ph; c = c->next)
        if (c->type == XML_ELEMENT_NODE)
            ph = ph_below(c, "nvPr", "ph");
    ph_str type = ph_attr(ph, "type");
    return !ph ? PH_ABSENT : type.s ? type : PH_STR("");
}

static bool is_furniture(ph_str type)
{
    return ph_eqc(type, "sldNum") || ph_eqc(type, "dt") || ph_eqc(type, "ftr") ||
           ph_eqc(type, "hdr") || ph_eqc(type, "sldImg");
}

static void read_shape(pptx *p, const xmlNode *shape)
{
    ph_str type = placeholder(shape);
    const xmlNode *body = ph_child(shape, "txBody");
    bool title = ph_eqc(type, "title") || ph_eqc(type, "ctrTitle");
    if (title != p->titles || is_furniture(type))
        return;
    if (title) {
        ph_writer_flat(&p->w);
        read_paragraphs(p, body, false);
        ph_writer_flat_end(&p->w, (ph_para){.heading = ph_eqc(type, "ctrTitle") ? 1 : 2});
    } else
        read_paragraphs(p, body,
                        type.s && (!type.n || ph_eqc(type, "body") || ph_eqc(type, "obj")));
}

/* The text of a diagram lies in a part of its own. */
static void read_diagram(pptx *p, ph_str part)
{
    xmlDoc *tree;
    ph_error ignored;
    if (ph_office_tree(p->package, part, &tree, &ignored) == PH_NO_MEMORY)
        fail(p);
    const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    for (const xmlNode *n = root; n; n = ph_next(root, n, true))
        if (ph_is(n, "t") && ph_child(n, "p"))
            read_paragraphs(p, n, true);
    xmlFreeDoc(tree);
}

static void read_frame(pptx *p, const xmlNode *frame)
{
    for (const xmlNode *n = frame; n; n = ph_next(frame, n, true)) {
        if (ph_is(n, "tbl"))
            read_table(p, n);
        else if (ph_is(n, "relIds"))
            read_diagram(p, ph_relation_by_id(&p->relations, ph_attr_ref(n, "dm")));
    }
}

static void read_caption(pptx *p, const xmlNode *shape)
{
    for (const xmlNode *c = shape->children; c; c = c->next) {
        ph_str said = ph_attr(ph_child(c, "cNvPr"), "descr");
        if (c->type != XML_ELEMENT_NODE || !ph_office_is_caption(said))
            continue;
        ph_writer_text(&p->w, said, false);
        ph_writer_end(&p->w, (ph_para){0});
    }
}

static void read_shapes(pptx *p, const xmlNode *tree)
{
    for (const xmlNode *c = tree ? tree->children : NULL; c; c = c->next) {
        if (ph_is(c, "sp"))
            read_shape(p, c);
        else if (ph_is(c, "grpSp"))
            read_shapes(p, c);
        else if (ph_is(c, "AlternateContent"))
            read_shapes(p, ph_child(c, ph_child(c, "Choice") ? "Choice" : "Fallback"));
        else if (ph_is(c, "graphicFrame") && !p->titles)
            read_frame(p, c);
        else if (ph_is(c, "pic") && !p->titles)
            read_caption(p, c);
    }
}

/* --- slides -------------------------------------------------------------------------------------- */

/* The notes below a slide: the text, and not the slide's picture. */
static void read_notes(pptx *p, ph_str part)
{
    xmlDoc *tree;
    ph_error ignored;
    if (ph_office_tree(p->package, part, &tree, &ignored) == PH_NO_MEMORY)
        fail(p);
    const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    const xmlNode *shapes = ph_below(root, "cSld", "spTree");
    for (const xmlNode *c = shapes ? shapes->children : NULL; c; c = c->next)
        if (ph_is(c, "sp") && !is_furniture(placeholder(c)))
            read_paragraphs(p, ph_child(c, "txBody"), false);
    xmlFreeDoc(tree);
}

/* Returns false if the slide cannot be read. */
static bool read_slide(pptx *p, ph_str part)
{
    xmlDoc *tree;
    ph_error ignored;
    ph_status status = ph_office_tree(p->package, part, &tree, &ignored);
    const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    const xmlNode *shapes = ph_below(root, "cSld", "spTree");
    ph_str show = ph_attr(root, "show");
    if (status == PH_NO_MEMORY ||
        !ph_office_relations(p->arena, p->package, part, &p->relations))
        fail(p);
    else if (!ph_eqc(show, "0") && !ph_eqc(show, "false")) {
        p->titles = true;
        read_shapes(p, shapes);
        p->titles = false;
        read_shapes(p, shapes);
        read_notes(p, ph_relation_by_type(&p->relations, "notesSlide"));
    }
    xmlFreeDoc(tree);
    return tree != NULL;
}

static bool read_slides(pptx *p, const xmlNode *presentation, const ph_relations *relations)
{
    const xmlNode *list = ph_child(presentation, "sldIdLst");
    ph_strs seen = {0}; /* a slide named twice is one */
    size_t lost = 0;
    for (const xmlNode *c = list ? list->children : NULL; c && !p->w.failed; c = c->next) {
        ph_str part = ph_relation_by_id(relations, ph_attr_ref(c, "id"));
        if (!ph_is(c, "sldId") || ph_strs_has(&seen, part))
            continue;
        p->w.page++;
        lost += !part.s || !read_slide(p, part);
        if (part.s && !ph_strs_add(p->arena, &seen, part))
            return false;
    }
    return !lost || ph_parse_warn(p->w.doc, p->arena,
                                  "%zu of the presentation's slides are damaged and were "
                                  "left out",
                                  lost);
}

static ph_status parse(ph_input input, ph_arena *arena, ph_document *doc, ph_error *err)
{
    ph_package package;
    ph_relations relations;
    ph_str main;
    xmlDoc *tree = NULL;
    pptx p = {.arena = arena, .w = {.arena = arena, .doc = doc}, .package = &package};
    ph_status status = ph_office_open(input.bytes, arena, doc, &package, err);
    if (status == PH_OK)
        status = ph_office_main(arena, &package, "ppt/presentation.xml", &main, err);
    if (status == PH_OK)
        status = ph_office_tree(&package, main, &tree, err);
    if (status != PH_OK)
        return status;
    const xmlNode *root = xmlDocGetRootElement(tree);
    if (!ph_is(root, "presentation"))
        status = ph_fail(err, PH_INVALID,
                         "the file is damaged, or no presentation: it has no slides in it");
    else if (!ph_office_relations(arena, &package, main, &relations) ||
             !read_slides(&p, root, &relations) || !ph_writer_finish(&p.w) ||
             !ph_office_properties(doc, arena, &package))
        status = ph_fail_memory(err);
    ph_buf_free(&p.w.text);
    xmlFreeDoc(tree);
    return status;
}

const ph_format ph_format_pptx = {
    .name = "PPTX",
    .mime = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    .extensions = "pptx pptm ppsx ppsm potx potm ",
    .parse = parse};
