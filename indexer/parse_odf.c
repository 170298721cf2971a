/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * OpenDocument text and presentations (OpenDocument 1.3 part 3), as packages and as flat XML.  The
 * depth of what calls itself here is bounded by libxml2's own limit on nesting.
 */
#include "config.h"

#include <string.h>

#include "indexer/parse_odf_styles.h"

typedef struct aside {
    const xmlNode *node;
    size_t number; /* of a note; 0: a text box */
} aside;

typedef struct odf {
    ph_arena *arena;
    ph_writer w;
    ph_odf_styles styles;
    PH_VEC(aside) waiting; /* for the end of the paragraph or row that is open */
    size_t cited;
    unsigned depth;     /* of lists */
    ph_odf_list *list;  /* the one that we are in, if its style is known */
    ph_str label;       /* of the next paragraph: the item's */
    bool slides, first; /* the item's first paragraph is to come */
    unsigned fixed;     /* level of a slide's title while it is read */
} odf;

static void read_blocks(odf *o, const xmlNode *parent);
static void read_waiting(odf *o);
static void read_caption(odf *o, const xmlNode *frame);

/* --- text ---------------------------------------------------------------------------------------- */

static void wait_for_end(odf *o, const xmlNode *node, size_t number)
{
    aside *a = PH_PUSH(o->arena, &o->waiting);
    if (a)
        *a = (aside){node, number};
    o->w.failed = o->w.failed || !a;
}

static bool is_skipped(const xmlNode *n)
{
    static const char *const names[] = {"annotation",      "annotation-end",
                                        "tracked-changes", "table-of-content",
                                        "page-number",     "ruby-text",
                                        "number",          "sequence-decls",
                                        "variable-decls",  "forms",
                                        "note-citation",   "illustration-index",
                                        "table-index",     "alphabetical-index",
                                        "hidden-text",     "header",
                                        "footer",          "date-time",
                                        "event-listeners", "settings"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ph_is(n, names[i]))
            return true;
    return false;
}

static void add_text(odf *o, const xmlNode *text, bool bold)
{
    ph_buf buf = {0};
    ph_xml_text(&buf, text);
    ph_writer_text(&o->w, ph_buf_str(&buf), bold);
    o->w.failed = o->w.failed || buf.failed;
    ph_buf_free(&buf);
}

static void read_inline(odf *o, const xmlNode *parent, bool bold)
{
    for (const xmlNode *c = parent->children; c; c = c->next) {
        if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE)
            add_text(o, c, bold);
        else if (c->type != XML_ELEMENT_NODE || is_skipped(c))
            continue;
        else if (ph_is(c, "line-break"))
            ph_writer_break(&o->w);
        else if (ph_is(c, "s") || ph_is(c, "tab"))
            ph_writer_text(&o->w, PH_STR(" "), bold);
        else if (ph_is(c, "note"))
            wait_for_end(o, ph_child(c, "note-body"), ++o->cited);
        else if (ph_is(c, "frame") || ph_is(c, "custom-shape") || ph_is(c, "g") ||
                 ph_is(c, "rect") || ph_is(c, "text-box"))
            wait_for_end(o, c, 0);
        else if (ph_is(c, "span")) {
            ph_odf_style style =
                ph_odf_style_of(&o->styles, ph_attr(c, "style-name"), true);
            if (style.hide != 1)
                read_inline(o, c, style.bold < 0 ? bold : style.bold == 1);
        } else
            read_inline(o, c, bold);
    }
}

/* --- paragraphs ------------------------------------------------------------------------------------ */

/* The label that the outline, or the list that a style names, gives a heading. */
static ph_str heading_label(odf *o, const xmlNode *h, const ph_odf_style *style,
                            unsigned level)
{
    ph_odf_list *list = ph_odf_list_of(&o->styles, style->list);
    if (o->depth || ph_eqc(ph_attr(h, "is-list-header"), "true"))
        return o->label;
    return ph_odf_count(o->arena, list ? list : &o->styles.outline, level);
}

static void read_paragraph(odf *o, const xmlNode *p)
{
    ph_odf_style style = ph_odf_style_of(&o->styles, ph_attr(p, "style-name"), false);
    ph_para para = {.title = style.is.title && !o->slides};
    bool numbered = ph_child(p, "number") != NULL;
    if (style.hide == 1 || style.is.index)
        return;
    if (o->fixed)
        para.heading = o->fixed;
    else if (ph_is(p, "h"))
        para.heading = ph_attr_number(p, "outline-level", 1);
    else if (!para.title && !o->slides)
        para.heading = style.outline ? style.outline : style.is.heading;
    para.heading = para.heading > 9 ? 9 : para.heading;
    if (ph_is(p, "h") && para.heading)
        para.label = heading_label(o, p, &style, para.heading);
    else if (para.heading && o->depth)
        para.label = o->label;
    else if (o->depth && o->first && !para.heading) {
        para.item = o->depth;
        para.label = o->label;
    }
    if (numbered) {
        ph_buf buf = {0};
        ph_xml_text(&buf, ph_child(p, "number"));
        para.label = ph_dup(o->arena, ph_buf_str(&buf));
        ph_buf_free(&buf);
    }
    o->first = false;
    read_inline(o, p, style.bold == 1);
    ph_writer_end(&o->w, para);
    read_waiting(o);
}

/* Notes and boxes of the paragraph or row that was just ended. */
static void read_waiting(odf *o)
{
    unsigned depth = o->depth;
    while (o->waiting.n && !o->w.flat) {
        aside a = o->waiting.v[0];
        o->waiting.n--;
        memmove(o->waiting.v, o->waiting.v + 1, o->waiting.n * sizeof a);
        o->depth = 0;
        if (a.number && a.node) {
            ph_para para = {.note = true, .label = ph_dupf(o->arena, "[%zu]", a.number)};
            ph_writer_flat(&o->w);
            read_blocks(o, a.node);
            ph_writer_flat_end(&o->w, para);
        } else if (a.node) {
            read_caption(o, a.node);
            read_blocks(o, a.node);
        }
    }
    o->depth = depth;
}

/* --- lists ------------------------------------------------------------------------------------------ */

static void read_item(odf *o, const xmlNode *item)
{
    const xmlNode *number = ph_child(item, "number");
    unsigned start = ph_attr_number(item, "start-value", 0);
    /* a list in an item without text of its own is no item of this level */
    const xmlNode *c = item->children;
    while (c && (c->type != XML_ELEMENT_NODE || ph_is(c, "number")))
        c = c->next;
    bool only_box = ph_is(c, "list") || !c;
    o->label = PH_STR("");
    o->first = true;
    if (o->list && start && o->depth <= PH_ODF_LEVELS)
        o->list->count[o->depth - 1] = start - 1;
    if (number) {
        ph_buf buf = {0};
        ph_xml_text(&buf, number);
        o->label = ph_dup(o->arena, ph_trim(ph_buf_str(&buf)));
        ph_buf_free(&buf);
    } else if (o->list && !only_box && ph_is(item, "list-item"))
        o->label = ph_odf_count(o->arena, o->list, o->depth);
    o->w.failed = o->w.failed || !o->label.s;
    read_blocks(o, item);
    o->first = false;
}

static void read_list(odf *o, const xmlNode *list)
{
    ph_odf_list *outer = o->list, *own;
    bool goes_on = ph_eqc(ph_attr(list, "continue-numbering"), "true") ||
                   ph_attr(list, "continue-list").n;
    own = ph_odf_list_of(&o->styles, ph_attr(list, "style-name"));
    o->list = own ? own : outer;
    o->depth++;
    if (o->list && !goes_on && o->depth <= PH_ODF_LEVELS)
        o->list->count[o->depth - 1] = 0;
    for (const xmlNode *c = list->children; c; c = c->next)
        if (ph_is(c, "list-item") || ph_is(c, "list-header"))
            read_item(o, c);
    o->depth--;
    o->list = outer;
}

/* --- tables ------------------------------------------------------------------------------------------ */

static bool is_layout(const xmlNode *table)
{
    size_t rows = 0, cells = 0;
    for (const xmlNode *n = ph_next(table, table, true); n; n = ph_next(table, n, true)) {
        if (ph_is(n, "table") || ph_is(n, "h"))
            return true;
        rows += ph_is(n, "table-row");
        cells += ph_is(n, "table-cell");
    }
    return cells <= rows;
}

static void read_row(odf *o, const xmlNode *row)
{
    bool first = true;
    ph_writer_flat(&o->w);
    for (const xmlNode *c = row->children; c; c = c->next) {
        if (!ph_is(c, "table-cell") && !ph_is(c, "covered-table-cell"))
            continue;
        ph_writer_cell(&o->w, first);
        first = false;
        if (ph_is(c, "table-cell"))
            read_blocks(o, c);
    }
    ph_writer_flat_end(&o->w, (ph_para){.row = true});
    read_waiting(o);
}

static void read_rows(odf *o, const xmlNode *table, bool layout)
{
    for (const xmlNode *c = table->children; c; c = c->next) {
        if (ph_is(c, "table-row") && !layout && !o->w.flat)
            read_row(o, c);
        else if (ph_is(c, "table-row"))
            read_blocks(o, c);
        else if (ph_is(c, "table-header-rows") || ph_is(c, "table-rows") ||
                 ph_is(c, "table-row-group"))
            read_rows(o, c, layout);
    }
}

/* --- blocks -------------------------------------------------------------------------------------------- */

static void read_table(odf *o, const xmlNode *table)
{
    unsigned depth = o->depth;
    o->depth = 0;
    read_rows(o, table, is_layout(table));
    o->depth = depth;
}

/* What a picture shows, where there is no text in it. */
static void read_caption(odf *o, const xmlNode *frame)
{
    const xmlNode *said = ph_child(frame, "desc");
    ph_buf buf = {0};
    said = said ? said : ph_child(frame, "title");
    if (ph_is(frame, "frame") && said && !ph_child(frame, "text-box") &&
        !ph_child(frame, "table")) {
        ph_xml_text(&buf, said);
        if (ph_office_is_caption(ph_buf_str(&buf))) {
            ph_writer_text(&o->w, ph_buf_str(&buf), false);
            ph_writer_end(&o->w, (ph_para){0});
        }
    }
    o->w.failed = o->w.failed || buf.failed;
    ph_buf_free(&buf);
}

static void read_blocks(odf *o, const xmlNode *parent)
{
    for (const xmlNode *c = parent->children; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE || is_skipped(c) || ph_is(c, "desc") ||
            ph_is(c, "title") || ph_eqc(ph_attr(c, "display"), "none"))
            continue;
        if (ph_is(c, "p") || ph_is(c, "h"))
            read_paragraph(o, c);
        else if (ph_is(c, "list"))
            read_list(o, c);
        else if (ph_is(c, "table"))
            read_table(o, c);
        else {
            read_caption(o, c);
            read_blocks(o, c);
        }
    }
}

/* --- slides --------------------------------------------------------------------------------------------- */

/* True for what stands on every slide: numbers, dates, the name of the event. */
static bool is_furniture(ph_str class)
{
    return ph_eqc(class, "page-number") || ph_eqc(class, "date-time") ||
           ph_eqc(class, "footer") || ph_eqc(class, "header") || ph_eqc(class, "page");
}

static void read_shapes(odf *o, const xmlNode *page, bool titles)
{
    for (const xmlNode *c = page->children; c; c = c->next) {
        ph_str class = ph_attr(c, "class");
        if (c->type != XML_ELEMENT_NODE || ph_is(c, "notes") || is_furniture(class) ||
            is_skipped(c) || ph_eqc(class, "title") != titles)
            continue;
        o->fixed = titles ? (o->w.page == 1 ? 1 : 2) : 0;
        if (titles)
            ph_writer_flat(&o->w);
        read_caption(o, c);
        read_blocks(o, c);
        if (titles)
            ph_writer_flat_end(&o->w, (ph_para){.heading = o->fixed});
        o->fixed = 0;
        read_waiting(o);
    }
}

static void read_slides(odf *o, const xmlNode *presentation)
{
    o->slides = true;
    for (const xmlNode *c = presentation->children; c; c = c->next) {
        if (!ph_is(c, "page"))
            continue;
        o->w.page++;
        ph_odf_style style = ph_odf_style_of(&o->styles, ph_attr(c, "style-name"), false);
        if (style.hide == 1)
            continue;
        read_shapes(o, c, true);
        read_shapes(o, c, false);
        if (ph_child(c, "notes"))
            read_shapes(o, ph_child(c, "notes"), false);
    }
}

/* --- the format ------------------------------------------------------------------------------------------- */

static ph_status read_trees(const xmlDoc *content, const xmlDoc *styles, ph_arena *arena,
                            ph_document *doc, const ph_package *package, ph_error *err)
{
    odf o = {.arena = arena, .w = {.arena = arena, .doc = doc}, .styles = {.arena = arena}};
    const xmlNode *root = xmlDocGetRootElement(content);
    const xmlNode *text = ph_below(root, "body", "text");
    const xmlNode *slides = ph_below(root, "body", "presentation");
    slides = slides ? slides : ph_below(root, "body", "drawing");
    if (!text && !slides)
        return ph_fail(err, PH_INVALID,
                       "the file has no text and no slides in it; if it is another kind of "
                       "document, give it its right ending");
    if ((styles && !ph_odf_styles_read(&o.styles, xmlDocGetRootElement(styles))) ||
        !ph_odf_styles_read(&o.styles, root))
        return ph_fail_memory(err);
    if (text)
        read_blocks(&o, text);
    else {
        doc->mime = PH_STR("application/vnd.oasis.opendocument.presentation");
        read_slides(&o, slides);
    }
    bool ok = ph_writer_finish(&o.w) && ph_office_properties(doc, arena, package);
    return ok ? PH_OK : ph_fail_memory(err);
}

static ph_status parse(ph_input input, ph_arena *arena, ph_document *doc, ph_error *err)
{
    ph_package package;
    xmlDoc *content = NULL, *styles = NULL;
    ph_error ignored;
    ph_status status = ph_office_open(input.bytes, arena, doc, &package, err);
    if (status == PH_OK)
        status = ph_office_tree(&package, PH_STR("content.xml"), &content, err);
    if (status == PH_OK && !content)
        status = ph_fail(err, PH_INVALID,
                         "the file is damaged, or no OpenDocument file: its part "
                         "content.xml is missing");
    if (status == PH_OK &&
        ph_office_tree(&package, PH_STR("styles.xml"), &styles, &ignored) == PH_NO_MEMORY)
        status = ph_fail_memory(err);
    if (status == PH_OK)
        status = read_trees(content, styles, arena, doc, &package, err);
    xmlFreeDoc(content);
    xmlFreeDoc(styles);
    return status;
}

const ph_format ph_format_odf = {.name = "ODT and ODP",
                                 .mime = "application/vnd.oasis.opendocument.text",
                                 .extensions = "odt ott fodt odp otp fodp ",
                                 .parse = parse};
