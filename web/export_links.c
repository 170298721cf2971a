/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "web/export_links.h"
#include "web/export_pages.h"
#include "web/tags.h"

typedef struct page {
    ph_buf *out;
    const ph_edition_table *table;
    ph_str from;
} page;

/* The part before the first `c`, and what is behind it (absent: there is none). */
static ph_str cut(ph_str s, char c, ph_str *behind)
{
    const char *at = memchr(s.s, c, s.n);
    size_t n = at ? (size_t)(at - s.s) : s.n;
    *behind = at ? ph_sub(s, n + 1, s.n) : PH_ABSENT;
    return ph_sub(s, 0, n);
}

/* The way from the folder of `from` to a file; to the page itself none, so that a fragment alone is
 * left. */
static void add_way(const page *p, ph_str file, ph_str fragment)
{
    bool here = ph_eq(file, p->from) && fragment.n;
    size_t same = 0; /* folders that both are in */
    for (size_t i = 0; i < p->from.n && i < file.n && file.s[i] == p->from.s[i]; i++)
        if (file.s[i] == '/')
            same = i + 1;
    for (size_t i = same; i < p->from.n && !here; i++)
        if (p->from.s[i] == '/')
            ph_buf_addc(p->out, "../");
    if (!here)
        ph_buf_add(p->out, ph_sub(file, same, file.n));
    if (fragment.n)
        ph_buf_byte(p->out, '#');
    ph_buf_add(p->out, fragment);
}

/* The way to the search page, with what it understands of a question. */
static void add_search(const page *p, ph_str file, ph_str query)
{
    const ph_str separator = PH_STR("&amp;");
    ph_buf kept = {0};
    while (query.n) {
        const char *at = memmem(query.s, query.n, separator.s, separator.n);
        ph_str name, value, one = ph_sub(query, 0, at ? (size_t)(at - query.s) : query.n);
        query = ph_sub(query, one.n + (at ? separator.n : 0), query.n);
        name = cut(one, '=', &value);
        if (!ph_edition_search_takes(name))
            continue;
        ph_buf_add(&kept, kept.n ? separator : PH_STR(""));
        ph_buf_add(&kept, one);
    }
    p->out->failed |= kept.failed;
    add_way(p, file, ph_buf_str(&kept));
    ph_buf_free(&kept);
}

/* Appends what an address of the site becomes.  False: nothing of it is in the edition. */
static bool add_link(const page *p, ph_str address)
{
    ph_str fragment, query, path;
    ph_str bare = cut(address, '#', &fragment);
    const ph_edition_file *found = ph_edition_find(p->table, bare);
    if (found) {
        if (fragment.n && found->textless)
            fragment = PH_ABSENT;
        add_way(p, found->file, fragment.n ? fragment : found->fragment);
        return true;
    }
    path = cut(bare, '?', &query);
    found = ph_eqc(path, "/search") ? ph_edition_find(p->table, path) : NULL;
    if (found)
        add_search(p, found->file, query);
    return found != NULL;
}

/* Where the value of an attribute begins in a tag; 0: it has none. */
static size_t value_of(ph_str tag, const char *name)
{
    const char *at = memmem(tag.s, tag.n, name, strlen(name));
    return at ? (size_t)(at - tag.s) + strlen(name) : 0;
}

static void add_tag(const page *p, ph_str tag)
{
    static const char *const names[] = {" href=\"", " src=\""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t begin = value_of(tag, names[i]);
        ph_str value, rest = ph_sub(tag, begin, tag.n);
        value = cut(rest, '"', &rest);
        if (!begin || !ph_starts(value, PH_STR("/")) || ph_starts(value, PH_STR("//")))
            continue;
        size_t before = p->out->n;
        ph_buf_add(p->out, ph_sub(tag, 0, begin));
        if (add_link(p, value)) {
            ph_buf_byte(p->out, '"');
        } else {
            p->out->n = before;
            ph_buf_add(p->out, ph_sub(tag, 0, begin - strlen(names[i])));
        }
        ph_buf_add(p->out, rest);
        return;
    }
    ph_buf_add(p->out, tag);
}

void ph_relink(ph_buf *out, ph_str html, const ph_edition_table *table, ph_str from)
{
    page p = {out, table, from};
    ph_str text, tag;
    while (ph_tag_next(&html, &text, &tag)) {
        ph_buf_add(out, text);
        add_tag(&p, tag);
    }
}
