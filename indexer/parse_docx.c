/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Word documents (ECMA-376 part 1, WordprocessingML).  The depth of what calls itself here is
 * bounded by libxml2's own limit on nesting.
 */
#include "config.h"

#include <string.h>

#include "indexer/parse_docx_styles.h"

#define FIELDS_MAX 32 /* fields in fields; deeper ones are text */

/* A footnote or endnote; a text box; what a picture shows. */
typedef struct aside {
    const xmlNode *node;
    bool note;
    size_t number;
} aside;

typedef struct note {
    const xmlNode *node;
    ph_str id;
    bool end; /* at the document's end, not at the foot of a page */
    bool used;
} note;

typedef struct docx {
    ph_arena *arena;
    ph_writer w;
    ph_docx_styles styles;
    PH_VEC(note) notes;
    size_t cited;          /* notes so far */
    PH_VEC(aside) waiting; /* for the end of the paragraph, or row, that is open */
    unsigned fields;       /* that are open */
    bool code[FIELDS_MAX]; /* it is still what the field says and not what it gave */
    bool bold, hidden;     /* by the paragraph's style */
    bool in_note;
} docx;

static void read_blocks(docx *d, const xmlNode *parent);
static void read_inline(docx *d, const xmlNode *parent);

static void fail(docx *d)
{
    d->w.failed = true;
}

/* --- runs --------------------------------------------------------------------------------------- */

static bool in_code(const docx *d)
{
    for (unsigned i = 0; i < d->fields && i < FIELDS_MAX; i++)
        if (d->code[i])
            return true;
    return false;
}

static void read_field(docx *d, ph_str type)
{
    if (ph_eqc(type, "begin")) {
        if (d->fields < FIELDS_MAX)
            d->code[d->fields] = true;
        d->fields++;
    } else if (d->fields && ph_eqc(type, "separate")) {
        if (d->fields <= FIELDS_MAX)
            d->code[d->fields - 1] = false;
    } else if (d->fields && ph_eqc(type, "end"))
        d->fields--;
}

static void wait_for_end(docx *d, const xmlNode *node, bool is_note, size_t number)
{
    aside *a = PH_PUSH(d->arena, &d->waiting);
    if (a)
        *a = (aside){node, is_note, number};
    else
        fail(d);
}

static void cite(docx *d, const xmlNode *reference, bool end)
{
    ph_str id = ph_attr(reference, "id");
    for (size_t i = 0; !d->in_note && i < d->notes.n; i++) {
        /* they are cited in their order, most often */
        note *n = &d->notes.v[(d->cited + i) % d->notes.n];
        if (n->end != end || !ph_eq(n->id, id))
            continue;
        if (!n->used)
            wait_for_end(d, n->node, true, ++d->cited);
        n->used = true;
        return;
    }
}

/* Text boxes and what pictures show, anywhere below a drawing. */
static void read_drawing(docx *d, const xmlNode *drawing)
{
    bool down = true;
    for (const xmlNode *n = drawing; n; n = ph_next(drawing, n, down)) {
        bool picture = ph_is(n, "docPr") || ph_is(n, "shape");
        ph_str shows = ph_attr(n, ph_is(n, "docPr") ? "descr" : "alt");
        down = !ph_is(n, "txbxContent") && !(ph_is(n, "Fallback") && n->prev);
        if (ph_is(n, "txbxContent") || (picture && ph_office_is_caption(shows)))
            wait_for_end(d, n, false, 0);
    }
}

static bool is_symbol_font(ph_str font)
{
    return ph_starts(font, PH_STR("Wingdings")) || ph_eqc(font, "Symbol") ||
           ph_eqc(font, "Webdings");
}

static void read_run_child(docx *d, const xmlNode *c, bool bold)
{
    if (ph_is(c, "t")) {
        ph_buf buf = {0};
        ph_xml_text(&buf, c);
        ph_writer_text(&d->w, ph_buf_str(&buf), bold);
        d->w.failed = d->w.failed || buf.failed;
        ph_buf_free(&buf);
    } else if (ph_is(c, "cr") || (ph_is(c, "br") && !ph_attr(c, "type").n))
        ph_writer_break(&d->w);
    else if (ph_is(c, "tab") || ph_is(c, "br") || ph_is(c, "ptab"))
        ph_writer_text(&d->w, PH_STR(" "), bold);
    else if (ph_is(c, "noBreakHyphen"))
        ph_writer_text(&d->w, PH_STR("-"), bold);
    else if (ph_is(c, "sym") && !is_symbol_font(ph_attr(c, "font")))
        ph_writer_text(&d->w, PH_STR(" "), bold);
    else if (ph_is(c, "footnoteReference") || ph_is(c, "endnoteReference"))
        cite(d, c, ph_is(c, "endnoteReference"));
    else if (ph_is(c, "drawing") || ph_is(c, "pict") || ph_is(c, "object"))
        read_drawing(d, c);
    else if (ph_is(c, "AlternateContent"))
        read_drawing(d, ph_child(c, "Choice") ? ph_child(c, "Choice") : c);
    else if (ph_is(c, "ruby"))
        read_inline(d, ph_child(c, "rubyBase"));
}

static void read_run(docx *d, const xmlNode *run)
{
    const xmlNode *properties = ph_child(run, "rPr");
    ph_str id = ph_attr(ph_child(properties, "rStyle"), "val");
    bool bold = d->bold, hidden = d->hidden;
    if (id.n) {
        ph_docx_style style = ph_docx_style_of(&d->styles, id);
        bold = style.bold < 0 ? bold : style.bold;
        hidden = style.hide < 0 ? hidden : style.hide;
    }
    bold = ph_switch(properties, "b", bold) || ph_switch(properties, "caps", false);
    hidden = ph_switch(properties, "vanish", hidden);
    for (const xmlNode *c = run->children; c; c = c->next)
        if (ph_is(c, "fldChar"))
            read_field(d, ph_attr(c, "fldCharType"));
        else if (!hidden && !in_code(d))
            read_run_child(d, c, bold);
}

/* Runs and what stands around them: links, insertions, controls, fields, smart tags, formulas. */
static void read_inline(docx *d, const xmlNode *parent)
{
    static const char *const skipped[] = {"pPr",   "del",      "moveFrom", "rPr",
                                          "sdtPr", "sdtEndPr", "Fallback"};
    for (const xmlNode *c = parent ? parent->children : NULL; c; c = c->next) {
        bool skip = c->type != XML_ELEMENT_NODE;
        for (size_t i = 0; !skip && i < sizeof skipped / sizeof *skipped; i++)
            skip = ph_is(c, skipped[i]);
        if (skip)
            continue;
        if (ph_is(c, "r"))
            read_run(d, c);
        else
            read_inline(d, c);
    }
}

/* --- paragraphs ----------------------------------------------------------------------------------- */

/* Notes, boxes and pictures of the paragraph or row that was just ended. */
static void read_waiting(docx *d)
{
    while (d->waiting.n && !d->w.flat) {
        aside all[16];
        size_t n = d->waiting.n < 16 ? d->waiting.n : 16;
        memcpy(all, d->waiting.v, n * sizeof *all);
        memmove(d->waiting.v, d->waiting.v + n, (d->waiting.n - n) * sizeof *all);
        d->waiting.n -= n;
        for (size_t i = 0; i < n; i++) {
            const xmlNode *node = all[i].node;
            ph_para para = {.note = true};
            if (all[i].note) {
                para.label = ph_dupf(d->arena, "[%zu]", all[i].number);
                d->in_note = true;
                ph_writer_flat(&d->w);
                read_blocks(d, node);
                ph_writer_flat_end(&d->w, para);
                d->in_note = false;
            } else if (ph_is(node, "txbxContent"))
                read_blocks(d, node);
            else {
                ph_writer_text(&d->w, ph_attr(node, ph_is(node, "docPr") ? "descr" : "alt"),
                               false);
                ph_writer_end(&d->w, (ph_para){0});
            }
        }
    }
}

/* What the paragraph is, by its own properties and its style's. */
static ph_para judge(docx *d, const xmlNode *properties, bool *skip)
{
    ph_para para = {0};
    ph_docx_style style =
        ph_docx_style_of(&d->styles, ph_attr(ph_child(properties, "pStyle"), "val"));
    const xmlNode *own = ph_child(properties, "numPr");
    unsigned outline = ph_attr_number(ph_child(properties, "outlineLvl"), "val",
                                      style.outline < 0 ? 99 : (unsigned)style.outline);
    int num = (int)ph_attr_number(ph_child(own, "numId"), "val",
                                  style.num < 0 ? 0 : (unsigned)style.num);
    int level = ph_child(own, "ilvl") ? (int)ph_attr_number(ph_child(own, "ilvl"), "val", 0)
                                      : style.level;
    bool listed;
    d->bold = style.bold == 1;
    d->hidden = style.hide == 1;
    *skip = style.name.index;
    para.title = style.name.title;
    if (outline < 9)
        para.heading = outline + 1;
    else if (outline == 99 && !para.title)
        para.heading = style.name.heading;
    if (!ph_docx_count(&d->styles, num, &level, style.id, &listed, &para.label))
        fail(d);
    if (listed && !para.heading && !para.title)
        para.item = (unsigned)level + 1;
    return para;
}

static void read_paragraph(docx *d, const xmlNode *p)
{
    bool skip;
    ph_para para = judge(d, ph_child(p, "pPr"), &skip);
    size_t before = d->w.text.n;
    read_inline(d, p);
    if (skip && !d->w.flat) {
        d->w.text.n = before;
        d->w.bold = d->w.plain = false;
        return;
    }
    /* a large first letter is a paragraph of its own */
    ph_str drop = ph_attr(ph_below(p, "pPr", "framePr"), "dropCap");
    if (drop.n && !ph_eqc(drop, "none"))
        return;
    ph_writer_end(&d->w, para);
    read_waiting(d);
}

/* --- tables ------------------------------------------------------------------------------------------ */

static bool is_row_box(const xmlNode *n)
{
    return ph_is(n, "sdt") || ph_is(n, "sdtContent") || ph_is(n, "ins") ||
           ph_is(n, "customXml") || ph_is(n, "moveTo");
}

/* True for a table that lays the page out: of one column, or with headings or tables in it. */
static bool is_layout(docx *d, const xmlNode *table)
{
    size_t rows = 0, cells = 0;
    for (const xmlNode *n = ph_next(table, table, true); n; n = ph_next(table, n, true)) {
        if (ph_is(n, "tbl"))
            return true;
        rows += ph_is(n, "tr");
        cells += ph_is(n, "tc");
        if (!ph_is(n, "pPr"))
            continue;
        ph_docx_style style =
            ph_docx_style_of(&d->styles, ph_attr(ph_child(n, "pStyle"), "val"));
        if (style.name.heading || (style.outline >= 0 && style.outline < 9))
            return true;
    }
    return cells <= rows;
}

static void read_row(docx *d, const xmlNode *row, bool *first)
{
    for (const xmlNode *c = row->children; c; c = c->next) {
        if (is_row_box(c))
            read_row(d, c, first);
        if (!ph_is(c, "tc"))
            continue;
        ph_writer_cell(&d->w, *first);
        *first = false;
        read_blocks(d, c);
    }
}

static void read_rows(docx *d, const xmlNode *table, bool layout)
{
    for (const xmlNode *c = table->children; c; c = c->next) {
        bool first = true;
        if (is_row_box(c))
            read_rows(d, c, layout);
        else if (!ph_is(c, "tr") || ph_below(c, "trPr", "del"))
            continue;
        else if (layout || d->w.flat)
            read_blocks(d, c);
        else {
            ph_writer_flat(&d->w);
            read_row(d, c, &first);
            ph_writer_flat_end(&d->w, (ph_para){.row = true});
            read_waiting(d);
        }
    }
}

/* --- blocks ------------------------------------------------------------------------------------------ */

static bool is_contents(const xmlNode *control)
{
    ph_str gallery = ph_attr(
        ph_child(ph_below(control, "sdtPr", "docPartObj"), "docPartGallery"), "val");
    return ph_eqc(gallery, "Table of Contents");
}

static void read_blocks(docx *d, const xmlNode *parent)
{
    for (const xmlNode *c = parent ? parent->children : NULL; c; c = c->next) {
        if (ph_is(c, "p"))
            read_paragraph(d, c);
        else if (ph_is(c, "tbl"))
            read_rows(d, c, is_layout(d, c));
        else if (ph_is(c, "AlternateContent"))
            read_blocks(d, ph_child(c, ph_child(c, "Choice") ? "Choice" : "Fallback"));
        else if (c->type == XML_ELEMENT_NODE && !ph_is(c, "del") && !ph_is(c, "moveFrom") &&
                 !ph_is(c, "sectPr") && !(ph_is(c, "sdt") && is_contents(c)))
            read_blocks(d, c);
    }
}

/* --- parts --------------------------------------------------------------------------------------------- */

typedef struct parts {
    xmlDoc *main, *styles, *numbering, *footnotes, *endnotes;
} parts;

/* A part that only helps to read the text may be missing, or damaged. */
static bool open_part(const ph_package *package, const ph_relations *relations,
                      const char *type, xmlDoc **tree)
{
    ph_error ignored;
    ph_str part = ph_relation_by_type(relations, type);
    return ph_office_tree(package, part, tree, &ignored) != PH_NO_MEMORY;
}

static bool add_notes(docx *d, const xmlDoc *tree, bool end)
{
    const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    for (const xmlNode *c = root ? root->children : NULL; c; c = c->next) {
        if (!ph_is(c, end ? "endnote" : "footnote"))
            continue;
        note *n = PH_PUSH(d->arena, &d->notes);
        if (!n)
            return false;
        *n = (note){.node = c, .id = ph_attr(c, "id"), .end = end};
    }
    return true;
}

static ph_status read_parts(const ph_package *package, ph_arena *arena, ph_document *doc,
                            ph_str main, parts *p, ph_error *err)
{
    ph_relations relations;
    docx d = {
        .arena = arena, .w = {.arena = arena, .doc = doc}, .styles = {.arena = arena}};
    ph_status status = ph_office_tree(package, main, &p->main, err);
    if (status != PH_OK)
        return status;
    const xmlNode *body = ph_child(xmlDocGetRootElement(p->main), "body");
    if (!body)
        return ph_fail(err, PH_INVALID,
                       "the file is damaged, or no text document: it has no body");
    bool ok =
        ph_office_relations(arena, package, main, &relations) &&
        open_part(package, &relations, "styles", &p->styles) &&
        open_part(package, &relations, "numbering", &p->numbering) &&
        open_part(package, &relations, "footnotes", &p->footnotes) &&
        open_part(package, &relations, "endnotes", &p->endnotes) &&
        ph_docx_styles_read(&d.styles, p->styles ? xmlDocGetRootElement(p->styles) : NULL,
                            p->numbering ? xmlDocGetRootElement(p->numbering) : NULL) &&
        add_notes(&d, p->footnotes, false) && add_notes(&d, p->endnotes, true);
    if (ok)
        read_blocks(&d, body);
    ok = ok && ph_writer_finish(&d.w) && ph_office_properties(doc, arena, package);
    return ok ? PH_OK : ph_fail_memory(err);
}

static ph_status parse(ph_input input, ph_arena *arena, ph_document *doc, ph_error *err)
{
    ph_package package;
    ph_str main;
    parts p = {0};
    ph_status status = ph_office_open(input.bytes, arena, doc, &package, err);
    if (status == PH_OK)
        status = ph_office_main(arena, &package, "word/document.xml", &main, err);
    if (status == PH_OK)
        status = read_parts(&package, arena, doc, main, &p, err);
    xmlFreeDoc(p.main);
    xmlFreeDoc(p.styles);
    xmlFreeDoc(p.numbering);
    xmlFreeDoc(p.footnotes);
    xmlFreeDoc(p.endnotes);
    return status;
}

const ph_format ph_format_docx = {
    .name = "DOCX",
    .mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    .extensions = "docx docm dotx dotm ",
    .parse = parse};
