/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/limits.h"
#include "web/carry.h"
#include "web/tags.h"

/* --- what travels ---------------------------------------------------------------------- */

bool ph_travels(ph_str name)
{
    return ph_eqc(name, "ui") || ph_eqc(name, "pack");
}

bool ph_id_fits(ph_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '-' || c == '_'))
            return false;
    }
    return s.n > 0 && s.n <= PH_ID_BYTES;
}

bool ph_pack_read(ph_arena *arena, ph_str list, ph_strs *ids)
{
    ph_str id;
    *ids = (ph_strs){0};
    while (ids->n < PH_PACK_MAX && ph_split(&list, ',', &id))
        if (ph_id_fits(id) && !ph_strs_has(ids, id) && !ph_strs_add(arena, ids, id))
            return false;
    return true;
}

void ph_pack_write(ph_buf *buf, const ph_strs *ids)
{
    for (size_t i = 0; i < ids->n; i++) {
        ph_buf_addc(buf, i ? "," : "");
        ph_buf_add(buf, ids->v[i]);
    }
}

ph_str ph_carried(ph_arena *arena, ph_str ui, const ph_strs *pack)
{
    ph_buf buf = {0};
    if (ui.n)
        ph_buf_addf(&buf, "ui=%.*s", PH_FMT(ui));
    if (pack->n)
        ph_buf_addc(&buf, buf.n ? "&pack=" : "pack=");
    ph_pack_write(&buf, pack);
    ph_str made = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return made.s ? made : PH_STR("");
}

/* --- into a page ----------------------------------------------------------------------- */

typedef struct page {
    ph_buf *out;
    ph_str root, carried;
} page;

static ph_str name_of(ph_str pair)
{
    const char *equals = memchr(pair.s, '=', pair.n);
    return ph_sub(pair, 0, equals ? (size_t)(equals - pair.s) : pair.n);
}

/* True if an address has this parameter.  Addresses in pages are escaped: "&amp;". */
static bool has_parameter(ph_str address, ph_str name)
{
    const char *query = memchr(address.s, '?', address.n);
    size_t from = query ? (size_t)(query - address.s) : address.n;
    for (size_t i = from; i + name.n + 1 < address.n; i++)
        if (strchr("?&;", address.s[i]) &&
            ph_eq(ph_sub(address, i + 1, i + 1 + name.n), name) &&
            address.s[i + 1 + name.n] == '=')
            return true;
    return false;
}

static void add_address(const page *p, ph_str address)
{
    const char *hash = memchr(address.s, '#', address.n);
    ph_str bare = ph_sub(address, 0, hash ? (size_t)(hash - address.s) : address.n);
    const char *separator = memchr(bare.s, '?', bare.n) ? "&amp;" : "?";
    ph_str rest = p->carried, pair;
    ph_buf_add(p->out, bare);
    while (ph_split(&rest, '&', &pair)) {
        if (has_parameter(bare, name_of(pair)))
            continue;
        ph_buf_addc(p->out, separator);
        ph_buf_add(p->out, pair);
        separator = "&amp;";
    }
    ph_buf_add(p->out, ph_sub(address, bare.n, address.n));
}

/* A field of the form for each parameter that travels. */
static void add_fields(const page *p, ph_str form)
{
    ph_str rest = p->carried, pair;
    while (ph_split(&rest, '&', &pair)) {
        ph_str name = name_of(pair);
        ph_buf field = {0};
        ph_buf_addf(&field, " name=\"%.*s\"", PH_FMT(name));
        bool has = field.failed || memmem(form.s, form.n, field.s, field.n);
        ph_buf_free(&field);
        if (!has)
            ph_buf_addf(p->out, "<input type=\"hidden\" name=\"%.*s\" value=\"%.*s\">",
                        PH_FMT(name), PH_FMT(ph_sub(pair, name.n + 1, pair.n)));
    }
}

/* Where the value of an attribute begins and ends within a tag. */
static ph_str attribute(ph_str tag, const char *name)
{
    const char *at = memmem(tag.s, tag.n, name, strlen(name));
    if (!at)
        return PH_ABSENT;
    ph_str value = ph_sub(tag, (size_t)(at - tag.s) + strlen(name), tag.n);
    const char *end = memchr(value.s, '"', value.n);
    return end ? ph_sub(value, 0, (size_t)(end - value.s)) : PH_ABSENT;
}

static bool is_own_page(const page *p, ph_str tag, ph_str address)
{
    ph_str way = ph_sub(address, p->root.n, address.n);
    return ph_starts(address, p->root) && ph_starts(way, PH_STR("/")) &&
           !ph_starts(way, PH_STR("//")) && !ph_starts(way, PH_STR("/assets/")) &&
           !memmem(tag.s, tag.n, " rel=\"alternate\"", 16) &&
           !memmem(tag.s, tag.n, " download", 9);
}

static void add_tag(const page *p, ph_str tag, ph_str behind)
{
    bool form = ph_starts(tag, PH_STR("<form "));
    ph_str address = attribute(tag, form ? " action=\"" : " href=\"");
    if (!address.s || !is_own_page(p, tag, address)) {
        ph_buf_add(p->out, tag);
        return;
    }
    if (form) {
        const char *end = memmem(behind.s, behind.n, "</form>", 7);
        ph_buf_add(p->out, tag);
        add_fields(p, ph_sub(behind, 0, end ? (size_t)(end - behind.s) : behind.n));
        return;
    }
    size_t from = (size_t)(address.s - tag.s);
    ph_buf_add(p->out, ph_sub(tag, 0, from));
    add_address(p, address);
    ph_buf_add(p->out, ph_sub(tag, from + address.n, tag.n));
}

void ph_carry(ph_buf *out, ph_str html, ph_str root, ph_str carried)
{
    page p = {out, root, carried};
    if (!carried.n) {
        ph_buf_add(out, html);
        return;
    }
    ph_str text, tag;
    while (ph_tag_next(&html, &text, &tag)) {
        ph_buf_add(out, text);
        if (ph_starts(tag, PH_STR("<a ")) || ph_starts(tag, PH_STR("<form ")))
            add_tag(&p, tag, html);
        else
            ph_buf_add(out, tag);
    }
}
