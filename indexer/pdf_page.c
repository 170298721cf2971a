/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Letters of a page to pieces of lines. */
#include "config.h"

#include <string.h>

#include <unicode/uchar.h>

#include "indexer/pdf_page.h"
#include "search/text.h"

/* In parts of the size of the letters. */
#define SPACE_WIDTH 0.18 /* a gap that is a space, where the file has none */
#define MARK_GAP 0.6     /* between a word and the mark of its footnote */
#define CELL_GAP 2.0     /* between two pieces of a line */
#define RAISED 0.12      /* a footnote's mark above the foot of the line */
#define SMALLER 0.85     /* the same, in size */
#define POP_DIRECTION 0x202C
#define FIELD_SIZE 100     /* of what is filled in, in tenths of a point: it is not told */
#define UPRIGHT_HEIGHT 2.5 /* what is taller runs up or down */

/* A page's text as poppler gives it: one rectangle for each character. */
typedef struct letters {
    char *text;
    PopplerRectangle *boxes;
    guint n;
    GList *styles;
} letters;

/* A line of it, or a part of one. */
typedef struct run {
    ph_buf text;
    PopplerRectangle box;
    size_t by_size[256];         /* letters, by their size in points */
    size_t letters, words, bold; /* words: letters and digits; bold: those in bold type */
    PopplerRectangle last;       /* of the last letter */
    bool any, rtl;
} run;

typedef struct reader {
    ph_arena *arena;
    ph_pdf_pieces *pieces;
    unsigned page;
    run run;
} reader;

static bool is_bold(const char *font)
{
    static const char *const words[] = {"bold", "black", "heavy", "demi"};
    for (; font && *font; font++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (g_ascii_strncasecmp(font, words[i], strlen(words[i])) == 0)
                return true;
    return false;
}

/* Poppler writes marks of direction into text that runs from right to left; they have no
 * rectangle. */
static bool is_direction(int32_t c)
{
    return c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E);
}

static bool is_rtl(int32_t c)
{
    UCharDirection d = u_charDirection(c);
    return d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC;
}

/* The size of most letters. */
static unsigned size_of(const run *r)
{
    size_t best = 0;
    for (size_t i = 1; i < sizeof r->by_size / sizeof *r->by_size; i++)
        if (r->by_size[i] > r->by_size[best])
            best = i;
    return (unsigned)best * 5;
}

/* The run becomes a piece, and begins anew. */
static bool end_run(reader *rd)
{
    run *r = &rd->run;
    bool ok = !r->text.failed;
    ph_str raw = ph_trim(ph_buf_str(&r->text));
    ph_str text = ok && raw.n ? ph_text_clean(rd->arena, raw, false) : PH_STR("");
    ok = ok && text.s;
    if (ok && text.n) {
        ph_pdf_piece *p = PH_PUSH(rd->arena, rd->pieces);
        ok = p != NULL;
        double height = r->box.y2 - r->box.y1, width = r->box.x2 - r->box.x1;
        if (p)
            *p = (ph_pdf_piece){.text = text,
                                .left = r->box.x1,
                                .right = r->box.x2,
                                .top = r->box.y1,
                                .bottom = r->box.y2,
                                .page = rd->page,
                                .size = size_of(r),
                                .characters = (unsigned)r->letters,
                                .bold = r->words && r->bold == r->words,
                                .glued = ph_ends(raw, PH_STR("\xC2\xAD"))};
        if (p)
            p->upright = height <= UPRIGHT_HEIGHT * (p->size ? p->size : 100) / 10.0 ||
                         height <= width || r->letters < 3;
    }
    ph_buf text_kept = r->text;
    ph_buf_clear(&text_kept);
    *r = (run){.text = text_kept};
    return ok;
}

/* Digits that stand small and high are a footnote's mark: "world1" is no word. */
static int32_t raised(const run *r, const PopplerRectangle *box, double size, int32_t c)
{
    static const int32_t digits[] = {0x2070, 0xB9,   0xB2,   0xB3,   0x2074,
                                     0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    double height = r->last.y2 - r->last.y1;
    bool high = r->any && c >= '0' && c <= '9' && box->y2 < r->last.y2 - RAISED * height &&
                box->y2 - box->y1 < SMALLER * height && size > 0;
    return high ? digits[c - '0'] : c;
}

static void add_space(run *r)
{
    if (r->text.n && r->text.s[r->text.n - 1] != ' ')
        ph_buf_byte(&r->text, ' ');
}

static void add_letter(run *r, const PopplerRectangle *box, double size, bool bold,
                       int32_t c)
{
    size_t slot = size > 0 ? (size_t)(size * 2 + 0.5) : 0;
    int32_t shown = raised(r, box, size, c);
    if (shown != c && r->text.n && r->text.s[r->text.n - 1] == ' ' &&
        box->x1 - r->last.x2 < MARK_GAP * size)
        r->text.n--;
    ph_utf8_add(&r->text, shown);
    r->by_size[slot < 256 ? slot : 255]++;
    r->letters++;
    r->words += u_isalnum(c) != 0;
    r->bold += bold && u_isalnum(c);
    r->rtl = r->rtl || is_rtl(c);
    if (!r->any)
        r->box = *box;
    r->box.x1 = box->x1 < r->box.x1 ? box->x1 : r->box.x1;
    r->box.x2 = box->x2 > r->box.x2 ? box->x2 : r->box.x2;
    r->box.y1 = box->y1 < r->box.y1 ? box->y1 : r->box.y1;
    r->box.y2 = box->y2 > r->box.y2 ? box->y2 : r->box.y2;
    /* a raised digit does not become the measure of the next one */
    if (shown == c)
        r->last = *box;
    else
        r->last.x2 = box->x2;
    r->any = true;
}

/* A character at its place.  Returns false when there is no memory. */
static bool take(reader *rd, const PopplerRectangle *box,
                 const PopplerTextAttributes *style, bool bold, int32_t c)
{
    run *r = &rd->run;
    double size = style ? style->font_size : 0;
    if (u_isUWhiteSpace(c)) {
        add_space(r);
        return true;
    }
    double gap = r->any && !r->rtl && !is_rtl(c) ? box->x1 - r->last.x2 : 0;
    double em = size > 0 ? size : box->y2 - box->y1;
    if (gap > CELL_GAP * em && !end_run(rd))
        return false;
    if (gap > SPACE_WIDTH * em && raised(r, box, size, c) == c)
        add_space(r);
    add_letter(r, box, size, bold, c);
    return true;
}

static bool read_letters(reader *rd, const letters *l)
{
    const GList *style = l->styles;
    const PopplerTextAttributes *now = NULL;
    bool bold = false, ok = true;
    ph_str text = ph_cstr(l->text);
    guint n = 0;
    int32_t last = 0;
    for (size_t i = 0; i < text.n && n < l->n && ok;) {
        int32_t c = ph_utf8_next(text, &i), before = last;
        last = c;
        if (before == POP_DIRECTION && is_direction(c))
            add_space(&rd->run); /* each word has its own marks */
        if (is_direction(c))
            continue;
        while (style && (!now || (int)n > now->end_index)) {
            if (now && !(style = style->next))
                break;
            now = style->data;
            bold = is_bold(now->font_name);
        }
        if (c == '\n')
            ok = end_run(rd);
        else
            ok = take(rd, &l->boxes[n], now, bold, c);
        n++;
    }
    return end_run(rd) && ok;
}

/* --- forms -------------------------------------------------------------------------------- */

/* Adds what a field holds, a piece for each line. */
static bool add_filled(reader *rd, const PopplerRectangle *area, double height,
                       const char *value)
{
    ph_str rest = ph_cstr(value), line;
    double step = FIELD_SIZE / 10.0, top = height - area->y2;
    if (!strchr(value, '\n')) /* one line stands in the middle */
        top = height - (area->y1 + area->y2 + step) / 2;
    bool ok = true;
    while (ok && rest.n && ph_split(&rest, '\n', &line)) {
        ph_str text = ph_text_clean(rd->arena, line, false);
        ok = text.s != NULL;
        ph_pdf_piece *p = text.n ? PH_PUSH(rd->arena, rd->pieces) : NULL;
        ok = ok && (p || !text.n);
        if (p)
            *p = (ph_pdf_piece){.text = text,
                                .left = area->x1,
                                .right = area->x2,
                                .top = top,
                                .bottom = top + step,
                                .page = rd->page,
                                .size = FIELD_SIZE,
                                .characters = (unsigned)text.n,
                                .upright = true};
        top += step;
    }
    return ok;
}

static bool add_field(reader *rd, const PopplerFormFieldMapping *mapping, double height)
{
    PopplerFormField *field = mapping->field;
    PopplerFormFieldType type = poppler_form_field_get_field_type(field);
    bool ok = true;
    if (type == POPPLER_FORM_FIELD_TEXT && !poppler_form_field_text_is_password(field)) {
        char *value = poppler_form_field_text_get_text(field);
        ok = !value || add_filled(rd, &mapping->area, height, value);
        g_free(value);
    }
    int n = type == POPPLER_FORM_FIELD_CHOICE ? poppler_form_field_choice_get_n_items(field)
                                              : 0;
    for (int i = 0; i < n && ok; i++) {
        char *value = poppler_form_field_choice_is_item_selected(field, i)
                          ? poppler_form_field_choice_get_item(field, i)
                          : NULL;
        ok = !value || add_filled(rd, &mapping->area, height, value);
        g_free(value);
    }
    return ok;
}

/* What is filled into forms stands beside the page's text. */
static bool read_forms(reader *rd, PopplerPage *page)
{
    double width, height;
    GList *mappings = poppler_page_get_form_field_mapping(page);
    bool ok = true;
    poppler_page_get_size(page, &width, &height);
    for (const GList *m = mappings; m && ok; m = m->next)
        ok = add_field(rd, m->data, height);
    poppler_page_free_form_field_mapping(mappings);
    return ok;
}

bool ph_pdf_page_read(ph_arena *arena, PopplerPage *page, unsigned number,
                      ph_pdf_pieces *pieces, size_t *bytes)
{
    letters l = {.text = poppler_page_get_text(page)};
    reader rd = {.arena = arena, .pieces = pieces, .page = number};
    bool ok = true;
    if (l.text && *l.text && poppler_page_get_text_layout(page, &l.boxes, &l.n)) {
        l.styles = poppler_page_get_text_attributes(page);
        *bytes += strlen(l.text);
        ok = read_letters(&rd, &l);
        ph_buf_free(&rd.run.text);
    }
    if (l.styles)
        poppler_page_free_text_attributes(l.styles);
    g_free(l.boxes);
    g_free(l.text);
    return ok && read_forms(&rd, page);
}
