/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/html_page.h"
#include "indexer/parse_common.h"
#include "indexer/parse_contacts.h"
#include "indexer/xml_tree.h"
#include "search/limits.h"
#include "search/text.h"

#define PROSE_BYTES 200 /* more text than this, and few links: not of the site */

/* --- elements ----------------------------------------------------------------------------- */

static bool is_one_of(const xmlNode *node, const char *const *names)
{
    for (; *names; names++)
        if (ph_is(node, *names))
            return true;
    return false;
}

/* --- what is no text ------------------------------------------------------------------------ */

static bool is_sep(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '-' || c == '_';
}

/* True if one of the words occurs in a class or an id: "nav" in "site-nav top". */
static bool has_word(ph_str names, const char *const *words)
{
    for (size_t i = 0; i < names.n; i++) {
        size_t from = i;
        while (i < names.n && !is_sep(names.s[i]))
            i++;
        for (const char *const *w = words; *w; w++)
            if (ph_eq_nocase(ph_sub(names, from, i), ph_cstr(*w)))
                return true;
    }
    return false;
}

static bool is_hidden(const xmlNode *element)
{
    ph_str style = ph_attr(element, "style");
    if (ph_attr(element, "hidden").s ||
        ph_eq_nocase(ph_attr(element, "aria-hidden"), PH_STR("true")))
        return true;
    for (size_t i = 0; i + 12 <= style.n; i++)
        if (ph_eq_nocase(ph_sub(style, i, i + 7), PH_STR("display"))) {
            ph_str value = ph_trim(ph_sub(style, i + 7, style.n));
            value = ph_trim(ph_sub(value, 1, value.n));
            return ph_eq_nocase(ph_sub(value, 0, 4), PH_STR("none"));
        }
    return false;
}

/* True if one of the elements lies below. */
static bool has_any(const xmlNode *element, const char *const *names)
{
    for (const xmlNode *n = ph_next(element, element, true); n;
         n = ph_next(element, n, true))
        if (is_one_of(n, names))
            return true;
    return false;
}

/* True if most of an element's text is no link, and there is much of it: classes are used
 * loosely. */
static bool is_prose(const xmlNode *element)
{
    size_t all = 0, links = 0;
    const xmlNode *link = NULL; /* that we are in */
    for (const xmlNode *n = element->children; n;) {
        if (!link && ph_is(n, "a"))
            link = n;
        if (n->type == XML_TEXT_NODE) {
            size_t length = ph_trim(ph_cstr((const char *)n->content)).n;
            all += length;
            links += link ? length : 0;
        }
        if (n->type == XML_ELEMENT_NODE && n->children) {
            n = n->children;
            continue;
        }
        while (n != element && !n->next) {
            link = n == link ? NULL : link;
            n = n->parent;
        }
        link = n == link ? NULL : link;
        n = n == element ? NULL : n->next;
    }
    return all >= PROSE_BYTES && links * 4 < all;
}

/* True if the element stands in a part of the text and not beside it. */
static bool in_text(const xmlNode *element)
{
    static const char *const parts[] = {"main", "article", "section", NULL};
    for (const xmlNode *n = element->parent; n; n = n->parent)
        if (is_one_of(n, parts))
            return true;
    return false;
}

static bool is_named(const xmlNode *element, const char *const *words)
{
    /* a section's id comes from its heading */
    return has_word(ph_attr(element, "class"), words) ||
           (!ph_is(element, "section") && has_word(ph_attr(element, "id"), words));
}

/* What says by its class, id or role that it belongs to the site. */
static bool is_of_site(const xmlNode *element)
{
    static const char *const boxes[] = {"div",    "ul",   "ol", "section", "header",
                                        "center", "span", "a",  NULL};
    static const char *const banners[] = {"cookie", "cookies", "gdpr", "consent", NULL};
    static const char *const bars[] = {"nav",        "navbar",      "navigation", "menu",
                                       "breadcrumb", "breadcrumbs", "skiplink",   NULL};
    static const char *const loose[] = {"skip",    "share",  "sharing", "social",
                                        "sidebar", "footer", "pager",   "pagination",
                                        "toolbar", NULL};
    static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6", NULL};
    static const char *const roles[] = {"navigation",    "banner", "contentinfo", "search",
                                        "complementary", "dialog", "alertdialog", "menu",
                                        "menubar",       NULL};
    ph_str role = ph_attr(element, "role");
    for (const char *const *r = roles; *r; r++)
        if (ph_eq_nocase(role, ph_cstr(*r)))
            return true;
    if (!is_one_of(element, boxes))
        return false;
    return is_named(element, banners) || (is_named(element, bars) && !is_prose(element)) ||
           (is_named(element, loose) && !is_prose(element) && !has_any(element, headings));
}

/* An <aside> that is part of the text: notes, or a box beside it. */
static bool is_aside(const xmlNode *element)
{
    return ph_is(element, "aside") &&
           !ph_starts(ph_attr(element, "role"), PH_STR("doc-")) &&
           !(in_text(element) && is_prose(element));
}

bool ph_html_is_skipped(const xmlNode *element)
{
    static const char *const never[] = {
        "script", "style",  "noscript", "template", "nav",      "svg",  "iframe",
        "object", "select", "button",   "footer",   "textarea", "head", "audio",
        "video",  "canvas", "map",      "math",     NULL};
    static const char *const text[] = {"html", "body", "main", "article", NULL};
    static const char *const content[] = {"main", "article", "h1", NULL};
    if (is_one_of(element, never) || is_aside(element))
        return true;
    if (is_one_of(element, text))
        return false;
    if (is_hidden(element))
        return true;
    bool site = is_of_site(element) || (ph_is(element, "form") && !is_prose(element)) ||
                (ph_is(element, "header") && !in_text(element));
    /* whole pages stand in forms, and in elements whose class speaks of a menu */
    return site && !has_any(element, content);
}

/* --- what the page says of itself ------------------------------------------------------------ */

static ph_str text_of(ph_arena *arena, const xmlNode *element)
{
    ph_buf buf = {0};
    ph_xml_text(&buf, element);
    ph_str text = buf.failed ? PH_ABSENT : ph_text_clean(arena, ph_buf_str(&buf), false);
    ph_buf_free(&buf);
    return text;
}

/* <meta name=... content=...>; RDFa and Open Graph write property=. */
static bool read_meta(ph_document *doc, ph_arena *arena, const xmlNode *meta)
{
    ph_str name = ph_attr(meta, "name");
    if (!name.n)
        name = ph_attr(meta, "property");
    ph_str value = ph_attr(meta, "content");
    return !name.n || !value.n || ph_meta_foreign(doc, arena, PH_ORIGIN_FILE, name, value);
}

static bool read_script(ph_document *doc, ph_arena *arena, const xmlNode *script)
{
    if (!ph_eq_nocase(ph_trim(ph_attr(script, "type")), PH_STR("application/ld+json")))
        return true;
    ph_buf buf = {0};
    ph_xml_text(&buf, script);
    bool ok = !buf.failed && ph_parse_json_ld(ph_trim(ph_buf_str(&buf)), arena, doc);
    ph_buf_free(&buf);
    return ok;
}

/* <title> often has the site's name at its end: where it begins with the page's first
 * heading, the heading is the better title. */
static bool add_titles(ph_document *doc, ph_arena *arena, ph_str title, ph_str heading)
{
    ph_str better = heading.n && ph_starts(title, heading) ? heading : title;
    return ph_document_meta(doc, arena, PH_ORIGIN_WEAK, PH_STR("title"),
                            ph_utf8_cut(better, PH_TITLE_BYTES)) &&
           ph_document_meta(doc, arena, PH_ORIGIN_GUESS, PH_STR("title"),
                            ph_utf8_cut(heading, PH_TITLE_BYTES));
}

static bool read_head(ph_document *doc, ph_arena *arena, const xmlNode *html)
{
    static const char *const above_title[] = {"head", "html", "body", NULL};
    ph_str title = PH_STR(""), heading = PH_STR("");
    ph_str language = ph_attr(html, "lang");
    bool ok = !language.n ||
              ph_meta_foreign(doc, arena, PH_ORIGIN_WEAK, PH_STR("language"), language);
    for (const xmlNode *n = html; n && ok; n = ph_next(html, n, true)) {
        if (ph_is(n, "meta"))
            ok = read_meta(doc, arena, n);
        else if (ph_is(n, "script"))
            ok = read_script(doc, arena, n);
        else if (ph_is(n, "title") && !title.n && is_one_of(n->parent, above_title))
            ok = (title = text_of(arena, n)).s != NULL;
        else if (ph_is(n, "h1") && !heading.n)
            ok = (heading = text_of(arena, n)).s != NULL;
    }
    return ok && add_titles(doc, arena, title, heading);
}

/* --- where the text is ------------------------------------------------------------------------ */

/* The only <main>, or else the only <article>; else NULL. */
static const xmlNode *find_main(const xmlNode *html)
{
    const xmlNode *main = NULL, *article = NULL;
    size_t mains = 0, articles = 0;
    for (const xmlNode *n = ph_next(html, html, true); n; n = ph_next(html, n, true)) {
        if (ph_is(n, "main") || ph_eq_nocase(ph_attr(n, "role"), PH_STR("main"))) {
            main = main ? main : n;
            mains++;
        } else if (ph_is(n, "article")) {
            article = article ? article : n;
            articles++;
        }
    }
    return mains ? main : articles == 1 ? article : NULL;
}

bool ph_html_page(ph_document *doc, ph_arena *arena, const xmlDoc *tree)
{
    xmlNode *html = xmlDocGetRootElement(tree);
    if (!html)
        return true;
    if (!ph_contacts_out(doc, arena, html, true) || !read_head(doc, arena, html))
        return false;
    const xmlNode *main = find_main(html);
    if (main && !ph_html_text(doc, arena, main, true))
        return false;
    return doc->blocks.n > 0 || ph_html_text(doc, arena, html, true);
}
