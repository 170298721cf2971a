/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include <libxml/HTMLparser.h>
#include <md4c.h>

#include "indexer/parse_common.h"
#include "search/limits.h"
#include "search/text.h"

/* What md4c's callbacks share: the text of the block that is open, and where it stands. */
typedef struct reader {
    ph_arena *arena;
    ph_document *doc;
    ph_buf text;
    ph_block_type type; /* what the open text will become */
    unsigned level;
    unsigned lists; /* depth */
    unsigned cells; /* of the row so far */
    bool item;      /* an item has begun and not been written */
    bool html;      /* in a block of HTML */
    bool titled;
} reader;

/* --- text --------------------------------------------------------------------------------- */

/* "&eacute;", "&#233;", "&#xE9;"; what is not known stays as it stands. */
static void add_entity(ph_buf *buf, ph_str entity)
{
    char name[40];
    ph_str inner = ph_sub(entity, 1, entity.n - 1);
    if (inner.n > 1 && inner.s[0] == '#') {
        bool hex = (inner.s[1] | 0x20) == 'x';
        int32_t c = 0;
        for (size_t i = hex ? 2 : 1; i < inner.n && c < 0x110000; i++) {
            int digit =
                inner.s[i] <= '9' ? inner.s[i] - '0' : (inner.s[i] | 0x20) - 'a' + 10;
            c = c * (hex ? 16 : 10) + digit;
        }
        ph_utf8_add(buf, c);
        return;
    }
    const htmlEntityDesc *known = NULL;
    if (inner.n && inner.n < sizeof name) {
        memcpy(name, inner.s, inner.n);
        name[inner.n] = '\0';
        known = htmlEntityLookup((const xmlChar *)name);
    }
    if (known)
        ph_utf8_add(buf, (int32_t)known->value);
    else
        ph_buf_add(buf, entity);
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *s, MD_SIZE n, void *user)
{
    reader *r = user;
    ph_str text = {s, n};
    switch (type) {
    case MD_TEXT_NULLCHAR: ph_utf8_add(&r->text, 0xFFFD); break;
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR: ph_buf_byte(&r->text, ' '); break;
    case MD_TEXT_ENTITY: add_entity(&r->text, text); break;
    case MD_TEXT_HTML:
        /* <br> separates words; other tags and comments go without a trace */
        if (!r->html && n >= 3 && ph_eq_nocase(ph_sub(text, 0, 3), PH_STR("<br")))
            ph_buf_byte(&r->text, ' ');
        break;
    case MD_TEXT_NORMAL:
    case MD_TEXT_CODE:
    case MD_TEXT_LATEXMATH: ph_buf_add(&r->text, text); break;
    }
    return r->text.failed ? -1 : 0;
}

/* --- blocks ------------------------------------------------------------------------------- */

/* Writes the open text as a block. */
static int flush(reader *r)
{
    ph_str text = ph_text_clean(r->arena, ph_buf_str(&r->text), false);
    ph_block block = {.type = r->type, .level = r->level, .text = text};
    if (!text.s)
        return -1;
    ph_buf_clear(&r->text);
    r->type = PH_BLOCK_PARAGRAPH;
    r->level = 0;
    if (!text.n)
        return 0;
    r->item = false;
    if (block.type == PH_BLOCK_HEADING && block.level == 1 && !r->titled) {
        r->titled = true;
        if (!ph_document_meta(r->doc, r->arena, PH_ORIGIN_GUESS, PH_STR("title"),
                              ph_utf8_cut(text, PH_TITLE_BYTES)))
            return -1;
    }
    return ph_document_block(r->doc, r->arena, block) ? 0 : -1;
}

static int begin(reader *r, ph_block_type type, unsigned level)
{
    int failed = flush(r);
    r->type = type;
    r->level = level;
    return failed;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    reader *r = user;
    unsigned depth = r->lists < PH_NESTING ? r->lists : PH_NESTING;
    switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL: r->lists++; return flush(r);
    case MD_BLOCK_LI: r->item = true; return begin(r, PH_BLOCK_ITEM, depth);
    case MD_BLOCK_H:
        return begin(r, PH_BLOCK_HEADING, ((const MD_BLOCK_H_DETAIL *)detail)->level);
    case MD_BLOCK_HTML: r->html = true; return flush(r);
    case MD_BLOCK_P:
        /* all paragraphs of an item are one block: its text */
        if (r->lists && r->type == PH_BLOCK_ITEM) {
            ph_buf_byte(&r->text, ' ');
            return 0;
        }
        return flush(r);
    case MD_BLOCK_TR: r->cells = 0; return begin(r, PH_BLOCK_ROW, 0);
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        if (r->cells++)
            ph_buf_addc(&r->text, " | ");
        return 0;
    case MD_BLOCK_CODE:
        if (r->lists && r->type == PH_BLOCK_ITEM) {
            ph_buf_byte(&r->text, ' ');
            return 0;
        }
        return flush(r);
    case MD_BLOCK_DOC:
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_HR:
    case MD_BLOCK_TABLE:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY: break;
    }
    return flush(r);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    reader *r = user;
    (void)detail;
    switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL: r->lists--; return flush(r);
    case MD_BLOCK_P:
    case MD_BLOCK_CODE:
        if (r->lists && r->type == PH_BLOCK_ITEM)
            return 0;
        break;
    case MD_BLOCK_HTML: r->html = false; break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: return 0;
    case MD_BLOCK_DOC:
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_LI:
    case MD_BLOCK_HR:
    case MD_BLOCK_H:
    case MD_BLOCK_TABLE:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_TR: break;
    }
    return flush(r);
}

static int on_span(MD_SPANTYPE type, void *detail, void *user)
{
    (void)type;
    (void)detail;
    (void)user;
    return 0;
}

/* --- front matter --------------------------------------------------------------------------- */

/* The line at *i, which moves behind it. */
static ph_str take_line(ph_str s, size_t *i)
{
    size_t from = *i;
    const char *end = memchr(s.s + from, '\n', s.n - from);
    size_t to = end ? (size_t)(end - s.s) : s.n;
    *i = to + (end != NULL);
    return ph_sub(s, from, to);
}

/* How many bytes the front matter takes, with its closing line; 0 if there is none. *yaml is
 * where that line begins. */
static size_t front_matter(ph_str text, size_t *yaml)
{
    size_t i = 0;
    if (!text.n || !ph_eqc(ph_trim(take_line(text, &i)), "---"))
        return 0;
    while (i < text.n) {
        *yaml = i;
        ph_str line = take_line(text, &i);
        ph_str end = ph_trim(line);
        if ((ph_eqc(end, "---") || ph_eqc(end, "...")) && line.s[0] == end.s[0])
            return i;
    }
    return 0;
}

/* Reads it; what is no YAML costs the metadata, with a warning, but not the text. */
static ph_status read_front_matter(reader *r, ph_str text, size_t *behind, ph_error *err)
{
    size_t end = 0;
    ph_error problem = {0};
    *behind = front_matter(text, &end);
    if (!*behind)
        return PH_OK;
    size_t before = r->doc->meta.n;
    ph_status status =
        end > PH_SIDECAR_BYTES
            ? ph_fail(&problem, PH_LIMIT, "larger than %zu KB", PH_SIDECAR_BYTES >> 10)
            : ph_parse_yaml(ph_sub(text, 0, end), PH_ORIGIN_FILE, r->arena, r->doc,
                            &problem);
    if (status == PH_NO_MEMORY)
        return ph_fail_memory(err);
    if (status == PH_OK)
        return PH_OK;
    r->doc->meta.n = before;
    return ph_parse_warn(r->doc, r->arena,
                         "the front matter between the --- lines was not read: %s",
                         problem.text)
               ? PH_OK
               : ph_fail_memory(err);
}

static ph_status parse(ph_input input, ph_arena *arena, ph_document *doc, ph_error *err)
{
    static const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = on_span,
        .leave_span = on_span,
        .text = on_text,
    };
    ph_buf text = {0};
    reader r = {.arena = arena, .doc = doc, .type = PH_BLOCK_PARAGRAPH};
    size_t behind = 0;
    ph_status status = ph_parse_decode(input.bytes, PH_ABSENT, &text, err);
    if (status == PH_OK)
        status = read_front_matter(&r, ph_buf_str(&text), &behind, err);
    if (status != PH_OK)
        goto out;
    ph_str body = ph_sub(ph_buf_str(&text), behind, text.n);
    if (md_parse(body.s, (MD_SIZE)body.n, &parser, &r) != 0)
        status = ph_fail_memory(err);
out:
    ph_buf_free(&r.text);
    ph_buf_free(&text);
    return status;
}

const ph_format ph_format_markdown = {.name = "Markdown",
                                      .mime = "text/markdown",
                                      .extensions = "md markdown mdown mkd ",
                                      .parse = parse};
