/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include <unicode/uloc.h>

#include "indexer/parse_common.h"
#include "indexer/xml_dialect.h"
#include "search/limits.h"
#include "search/text.h"

typedef struct reader {
    const ph_xml_dialect *dialect;
    ph_document *doc;
    ph_arena *arena;
    ph_buf text;        /* of the block that is open */
    ph_block_type type; /* what it will become */
    unsigned level;
    ph_buf label;      /* waits for the next text */
    ph_strs notes;     /* wait for the end of the block */
    unsigned sections; /* that are open */
    unsigned items;
    const xmlNode *told; /* the label that was made a heading */
    bool quiet;          /* in a header: only what has a field is read */
    bool inside; /* of a paragraph, an item, a heading: elements are parts of its text */
    bool spaced; /* elements are words */
    bool mixed;  /* the element in hand has text between its elements */
    bool titled;
} reader;

static const ph_xml_row other = {"", PH_XML_OTHER, NULL, NULL};

/* --- which row ----------------------------------------------------------------------------- */

static bool has_value(const xmlNode *element, ph_str name, ph_str value)
{
    for (const xmlAttr *a = element->properties; a; a = a->next)
        if (ph_eq(ph_cstr((const char *)a->name), name))
            return a->children && a->children->content &&
                   ph_eq_nocase(ph_cstr((const char *)a->children->content), value);
    return false;
}

/* One step of a path: "name" or "name[attribute=value]". */
static bool fits_step(const xmlNode *element, ph_str step)
{
    const char *open = memchr(step.s, '[', step.n);
    ph_str name = open ? ph_sub(step, 0, (size_t)(open - step.s)) : step;
    if (!ph_eqc(name, "*") && !ph_eq(ph_cstr((const char *)element->name), name))
        return false;
    if (!open)
        return true;
    ph_str test = ph_sub(step, name.n + 1, step.n - 1), attribute;
    return ph_split(&test, '=', &attribute) && has_value(element, attribute, test);
}

static bool fits(const xmlNode *element, const char *path)
{
    ph_str rest = ph_cstr(path);
    while (element && element->type == XML_ELEMENT_NODE) {
        size_t from = rest.n;
        while (from > 0 && rest.s[from - 1] != '/')
            from--;
        if (!fits_step(element, ph_sub(rest, from, rest.n)))
            return false;
        if (!from)
            return true;
        rest = ph_sub(rest, 0, from - 1);
        element = element->parent;
    }
    return false;
}

static const ph_xml_row *row_of(const reader *r, const xmlNode *element)
{
    for (size_t i = 0; i < r->dialect->n; i++)
        if (fits(element, r->dialect->rows[i].path))
            return &r->dialect->rows[i];
    return &other;
}

static bool has_role(const reader *r, const xmlNode *element, ph_xml_role role)
{
    for (const xmlNode *c = element->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && row_of(r, c)->role == role)
            return true;
    return false;
}

static bool is_element(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE;
}

static bool is_blank(const xmlNode *node)
{
    return node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE ||
           (node->type == XML_TEXT_NODE &&
            !ph_trim(ph_cstr((const char *)node->content)).n);
}

static bool has_text(const xmlNode *element)
{
    for (const xmlNode *c = element->children; c; c = c->next)
        if (!is_element(c) && !is_blank(c))
            return true;
    return false;
}

/* --- text ---------------------------------------------------------------------------------- */

static bool flush(reader *r)
{
    ph_str label = ph_trim(ph_buf_str(&r->label)), text = PH_STR("");
    if (!r->text.failed && !r->label.failed && ph_trim(ph_buf_str(&r->text)).n) {
        bool heading = r->type == PH_BLOCK_HEADING;
        bool stop = heading && label.n && !strchr(".:)-", label.s[label.n - 1]);
        ph_buf all = {0};
        ph_buf_addf(&all, "%.*s%s ", PH_FMT(label), stop ? "." : "");
        ph_buf_add(&all, ph_buf_str(&r->text));
        text = all.failed ? PH_ABSENT : ph_text_clean(r->arena, ph_buf_str(&all), false);
        ph_buf_free(&all);
        ph_buf_clear(&r->label);
    }
    bool ok =
        !r->text.failed && !r->label.failed && text.s &&
        ph_document_block(r->doc, r->arena,
                          (ph_block){.type = r->type, .level = r->level, .text = text});
    for (size_t i = 0; i < r->notes.n && ok; i++)
        ok = ph_document_block(
            r->doc, r->arena,
            (ph_block){.type = PH_BLOCK_PARAGRAPH, .text = r->notes.v[i]});
    r->notes.n = 0;
    r->type = PH_BLOCK_PARAGRAPH;
    r->level = 0;
    ph_buf_clear(&r->text);
    return ok;
}

/* Appends all the text of a node: of a note, a cell, a value. */
static void add_plain(const reader *r, ph_buf *buf, const xmlNode *node)
{
    for (const xmlNode *c = node->children; c; c = c->next) {
        if (!is_element(c)) {
            if (!is_blank(c) || c->type == XML_TEXT_NODE)
                ph_xml_text(buf, c);
            continue;
        }
        ph_xml_role role = row_of(r, c)->role;
        if (role == PH_XML_SKIPPED)
            continue;
        bool apart = role != PH_XML_OTHER || r->spaced;
        if (apart)
            ph_buf_byte(buf, ' ');
        add_plain(r, buf, c);
        if (apart)
            ph_buf_byte(buf, ' ');
    }
}

static ph_str plain(const reader *r, const xmlNode *node)
{
    ph_buf buf = {0};
    add_plain(r, &buf, node);
    ph_str text = buf.failed ? PH_ABSENT : ph_text_clean(r->arena, ph_buf_str(&buf), false);
    ph_buf_free(&buf);
    return text;
}

/* --- values -------------------------------------------------------------------------------- */

/* The text of the first element below with one of the names; empty if there is none. */
static ph_str part(const reader *r, const xmlNode *element, const char *const *names)
{
    for (const xmlNode *c = element->children; c; c = c->next) {
        if (!is_element(c))
            continue;
        for (const char *const *name = names; *name; name++)
            if (strcmp((const char *)c->name, *name) == 0)
                return plain(r, c);
        ph_str below = part(r, c, names);
        if (below.n || !below.s)
            return below;
    }
    return PH_STR("");
}

/* "Given Family" or "2021-03-05" where parts of a name or a date have elements; else the
 * text. */
static ph_str composed(const reader *r, const xmlNode *element, const char *field)
{
    static const char *const given[] = {"given-names", "forename", "firstname", NULL};
    static const char *const family[] = {"surname", NULL};
    static const char *const organisation[] = {"orgName", NULL};
    static const char *const parts[][2] = {{"year", NULL}, {"month", NULL}, {"day", NULL}};
    if (strcmp(field, "dc.creator") == 0) {
        ph_str first = part(r, element, given), last = part(r, element, family);
        if (first.n && last.n)
            return ph_dupf(r->arena, "%.*s %.*s", PH_FMT(first), PH_FMT(last));
    }
    if (strcmp(field, "dc.publisher") == 0) {
        ph_str name = part(r, element, organisation);
        if (name.n || !name.s)
            return name;
    }
    if (strcmp(field, "dc.date") == 0) {
        ph_str date = part(r, element, parts[0]);
        for (size_t i = 1; i < 3 && date.n; i++) {
            uint64_t number;
            if (!ph_number(part(r, element, parts[i]), &number) || number > 31)
                break;
            date = ph_dupf(r->arena, "%.*s-%02d", PH_FMT(date), (int)number);
        }
        if (date.n)
            return date;
    }
    return plain(r, element);
}

/* "2020-04-08+02:00" is 2020-04-08. */
static ph_str without_zone(ph_str date)
{
    return date.n > 10 && strchr("+-Z", date.s[10]) ? ph_sub(date, 0, 10) : date;
}

/* "eng" becomes "en", which is what BCP 47 wants. */
static ph_str language_of(ph_arena *arena, ph_str value)
{
    char from[8], to[8] = "";
    UErrorCode code = U_ZERO_ERROR;
    if (value.n != 3)
        return value;
    snprintf(from, sizeof from, "%.*s", PH_FMT(value));
    uloc_getLanguage(from, to, sizeof to, &code);
    return U_SUCCESS(code) && *to ? ph_dup(arena, ph_cstr(to)) : value;
}

static bool add_value(reader *r, const xmlNode *element, const ph_xml_row *row)
{
    ph_str value =
        row->attribute ? ph_xml_attribute(r->arena, element, row->attribute) : PH_ABSENT;
    if (!value.n)
        value = composed(r, element, row->field);
    if (!value.n)
        return value.s != NULL;
    if (strcmp(row->field, "dc.language") == 0)
        value = language_of(r->arena, value);
    if (strcmp(row->field, "dc.date") == 0)
        value = without_zone(value);
    if (strcmp(row->field, "key") == 0)
        return ph_meta_own(r->doc, r->arena, PH_ORIGIN_FILE, PH_STR("key"), value);
    if (strcmp(row->field, "doi") != 0)
        return ph_meta_foreign(r->doc, r->arena, PH_ORIGIN_FILE, ph_cstr(row->field),
                               value);
    ph_str url = ph_starts(value, PH_STR("http"))
                     ? value
                     : ph_dupf(r->arena, "https://doi.org/%.*s", PH_FMT(value));
    return url.s && ph_meta_own(r->doc, r->arena, PH_ORIGIN_FILE, PH_STR("key"), value) &&
           ph_meta_foreign(r->doc, r->arena, PH_ORIGIN_FILE, PH_STR("dc.identifier"), url);
}

/* --- elements ------------------------------------------------------------------------------- */

static bool read_children(reader *r, const xmlNode *element);

static bool read_block(reader *r, const xmlNode *element, ph_block_type type,
                       unsigned level)
{
    bool before = r->inside;
    if (!flush(r))
        return false;
    r->inside = true;
    r->type = type;
    r->level = level;
    bool ok = read_children(r, element) && flush(r);
    r->inside = before;
    return ok;
}

/* A box of blocks, in which no text is open. */
static bool read_box(reader *r, const xmlNode *element)
{
    bool before = r->inside;
    if (!flush(r))
        return false;
    r->inside = false;
    bool ok = read_children(r, element) && flush(r);
    r->inside = before;
    return ok;
}

static unsigned heading_level(const reader *r)
{
    return r->sections < 1 ? 2 : r->sections < 6 ? r->sections + 1 : 6;
}

static bool read_section(reader *r, const xmlNode *section)
{
    if (!flush(r))
        return false;
    r->sections++;
    /* "Article 5", which has no title */
    if (has_role(r, section, PH_XML_LABEL) && !has_role(r, section, PH_XML_HEADING))
        for (const xmlNode *c = section->children; c; c = c->next)
            if (is_element(c) && row_of(r, c)->role == PH_XML_LABEL) {
                r->told = c;
                if (!read_block(r, c, PH_BLOCK_HEADING, heading_level(r)))
                    return false;
                break;
            }
    bool ok = read_box(r, section);
    r->sections--;
    ph_buf_clear(&r->label);
    return ok;
}

static bool read_item(reader *r, const xmlNode *item)
{
    r->items++;
    bool ok =
        read_block(r, item, PH_BLOCK_ITEM, r->items < PH_NESTING ? r->items : PH_NESTING);
    r->items--;
    return ok;
}

static bool read_row(reader *r, const xmlNode *row)
{
    if (!flush(r))
        return false;
    size_t cells = 0;
    for (const xmlNode *c = row->children; c; c = c->next) {
        if (!is_element(c))
            continue;
        if (cells++)
            ph_buf_addc(&r->text, " | ");
        add_plain(r, &r->text, c);
    }
    r->type = PH_BLOCK_ROW;
    return flush(r);
}

static bool read_note(reader *r, const xmlNode *note)
{
    if (!r->inside)
        return read_block(r, note, PH_BLOCK_PARAGRAPH, 0);
    ph_str text = plain(r, note);
    return text.s && (!text.n || ph_strs_add(r->arena, &r->notes, text));
}

static bool read_title(reader *r, const xmlNode *title)
{
    ph_str text = plain(r, title);
    if (!text.s)
        return false;
    if (r->titled)
        return true;
    r->titled = true;
    return flush(r) &&
           ph_document_meta(r->doc, r->arena, PH_ORIGIN_FILE, PH_STR("title"),
                            ph_utf8_cut(text, PH_TITLE_BYTES)) &&
           ph_document_block(
               r->doc, r->arena,
               (ph_block){.type = PH_BLOCK_HEADING, .level = 1, .text = text});
}

static bool read_quietly(reader *r, const xmlNode *element, bool quiet)
{
    bool before = r->quiet;
    r->quiet = quiet;
    bool ok = quiet ? read_children(r, element) : read_section(r, element);
    r->quiet = before;
    return ok;
}

static bool read_fields(reader *r, const xmlNode *element)
{
    bool before = r->spaced;
    r->spaced = true;
    bool ok = read_children(r, element);
    r->spaced = before;
    return ok;
}

/* An element that is part of what it stands in. */
static bool read_part(reader *r, const xmlNode *element, bool apart)
{
    if (apart)
        ph_buf_byte(&r->text, ' ');
    bool ok = read_children(r, element);
    if (apart)
        ph_buf_byte(&r->text, ' ');
    return ok;
}

static bool read_other(reader *r, const xmlNode *element)
{
    if (!r->inside && !r->quiet && !r->mixed)
        return has_text(element) ? read_block(r, element, PH_BLOCK_PARAGRAPH, 0)
                                 : read_box(r, element);
    return read_part(r, element, r->spaced);
}

/* What has a part in any element: values, titles, what is left out.  *done: nothing more is
 * to be read. */
static bool read_value(reader *r, const xmlNode *element, const ph_xml_row *row, bool *done)
{
    *done = true;
    switch (row->role) {
    case PH_XML_SKIPPED: return true;
    case PH_XML_HEADER: return read_quietly(r, element, true);
    case PH_XML_TITLE: return read_title(r, element);
    case PH_XML_ABSTRACT:
        return add_value(r, element, row) && read_quietly(r, element, false);
    case PH_XML_META:
        if (!add_value(r, element, row))
            return false;
        /* a title page is text, too */
        return r->quiet ? row->attribute == NULL || read_children(r, element)
                        : read_other(r, element);
    default: *done = r->quiet; return !r->quiet || read_children(r, element);
    }
}

static bool read_element(reader *r, const xmlNode *element)
{
    const ph_xml_row *row = row_of(r, element);
    bool done, section;
    if (element == r->told)
        return true;
    if (!read_value(r, element, row, &done))
        return false;
    if (done)
        return true;
    switch (row->role) {
    case PH_XML_SECTION: return read_section(r, element);
    case PH_XML_HIERARCHY:
        section = has_role(r, element, PH_XML_HEADING);
        return section ? read_section(r, element) : read_item(r, element);
    case PH_XML_HEADING: return read_block(r, element, PH_BLOCK_HEADING, heading_level(r));
    case PH_XML_LABEL:
        if (ph_trim(ph_buf_str(&r->text)).n)
            return read_part(r, element, true);
        ph_buf_byte(&r->label, ' ');
        add_plain(r, &r->label, element);
        return !r->label.failed;
    case PH_XML_CELL:
    case PH_XML_PARAGRAPH:
        return r->inside ? read_part(r, element, true)
                         : read_block(r, element, PH_BLOCK_PARAGRAPH, 0);
    case PH_XML_BOX: return r->inside ? read_part(r, element, true) : read_box(r, element);
    case PH_XML_LIST: return read_box(r, element);
    case PH_XML_ITEM: return read_item(r, element);
    case PH_XML_ROW: return read_row(r, element);
    case PH_XML_NOTE: return read_note(r, element);
    case PH_XML_FIELDS: return read_fields(r, element);
    case PH_XML_SPACE: ph_buf_byte(&r->text, ' '); return true;
    default: return read_other(r, element);
    }
}

/* The depth is bounded by libxml2's own limit on nesting. */
static bool read_children(reader *r, const xmlNode *element)
{
    bool before = r->mixed, ok = true;
    r->mixed = has_text(element);
    for (const xmlNode *c = element->children; c && ok; c = c->next) {
        if (is_element(c))
            ok = read_element(r, c);
        else if (!r->quiet && c->type != XML_COMMENT_NODE && c->type != XML_PI_NODE)
            ph_xml_text(&r->text, c);
    }
    r->mixed = before;
    return ok;
}

bool ph_xml_read_dialect(ph_document *doc, ph_arena *arena, const ph_xml_dialect *dialect,
                         const xmlNode *root)
{
    reader r = {.dialect = dialect, .doc = doc, .arena = arena, .type = PH_BLOCK_PARAGRAPH};
    ph_str language = ph_xml_attribute(arena, root, "lang");
    bool ok = (!language.s || ph_meta_foreign(doc, arena, PH_ORIGIN_WEAK,
                                              PH_STR("dc.language"), language)) &&
              read_children(&r, root) && flush(&r);
    ph_buf_free(&r.text);
    ph_buf_free(&r.label);
    return ok;
}
