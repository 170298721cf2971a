/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/parse_office.h"
#include "search/limits.h"

/* --- XML ---------------------------------------------------------------------------------- */

ph_status ph_office_tree(const ph_package *package, ph_str part, xmlDoc **tree,
                         ph_error *err)
{
    ph_error inner = {0};
    ph_str bytes = ph_package_find(package, part);
    *tree = NULL;
    if (!bytes.s)
        return PH_OK;
    ph_status status = ph_xml_read(bytes, tree, &inner);
    if (status == PH_NO_MEMORY)
        return ph_fail_memory(err);
    if (status != PH_OK)
        return ph_fail(err, PH_INVALID,
                       "the file is damaged: its part %.*s cannot be read (%.200s); open "
                       "it where it was written and save it anew",
                       PH_FMT(ph_sub(part, 0, 100)), inner.text);
    return PH_OK;
}

ph_str ph_attr_ref(const xmlNode *element, const char *name)
{
    for (const xmlAttr *a = element ? element->properties : NULL; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0 && a->ns && a->ns->href &&
            ph_ends(ph_cstr((const char *)a->ns->href), PH_STR("/relationships")))
            return ph_attr_value(a);
    return PH_ABSENT;
}

bool ph_switch(const xmlNode *properties, const char *name, bool fallback)
{
    const xmlNode *node = ph_child(properties, name);
    ph_str value = ph_attr(node, "val");
    return node ? !ph_eqc(value, "0") && !ph_eqc(value, "false") && !ph_eqc(value, "off")
                : fallback;
}

/* --- packages ----------------------------------------------------------------------------- */

static bool is_wanted(ph_str name)
{
    static const char *const endings[] = {".xml",   ".rels", ".opf", ".ncx",
                                          ".xhtml", ".html", ".htm", NULL};
    for (const char *const *e = endings; *e; e++) {
        size_t n = strlen(*e);
        if (name.n > n && ph_eq_nocase(ph_sub(name, name.n - n, name.n), (ph_str){*e, n}))
            return true;
    }
    return false;
}

/* An OLE2 container with an encrypted office document in it. */
static bool is_encrypted(ph_str bytes)
{
    static const char word[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    return ph_starts(bytes, PH_STR("\xD0\xCF\x11\xE0")) &&
           memmem(bytes.s, bytes.n, word, sizeof word) != NULL;
}

static ph_status refuse_encrypted(ph_error *err)
{
    return ph_fail(err, PH_INVALID,
                   "the file is encrypted with a password; save it without one");
}

/* ODF encrypts its parts one by one, and says so in the manifest. */
static bool has_encrypted_parts(const ph_package *package)
{
    ph_str manifest = ph_package_find(package, PH_STR("META-INF/manifest.xml"));
    static const char word[] = "encryption-data";
    return manifest.s && memmem(manifest.s, manifest.n, word, sizeof word - 1) != NULL;
}

static ph_status open_flat(ph_str bytes, ph_arena *arena, ph_package *package,
                           ph_error *err)
{
    *package = (ph_package){0};
    ph_member *member = PH_PUSH(arena, &package->members);
    if (!member)
        return ph_fail_memory(err);
    *member = (ph_member){PH_STR("content.xml"), bytes};
    return PH_OK;
}

ph_status ph_office_open(ph_str bytes, ph_arena *arena, ph_document *doc,
                         ph_package *package, ph_error *err)
{
    bool damaged = false;
    ph_str head = ph_sub(bytes, 0, 1000);
    if (ph_starts(head, PH_STR("\xEF\xBB\xBF")))
        head = ph_sub(head, 3, head.n);
    if (is_encrypted(bytes))
        return refuse_encrypted(err);
    if (ph_starts(ph_trim(head), PH_STR("<")))
        return open_flat(bytes, arena, package, err);
    ph_status status = ph_package_read(bytes, is_wanted, arena, package, &damaged, err);
    if (status != PH_OK)
        return status;
    if (has_encrypted_parts(package))
        return refuse_encrypted(err);
    if (damaged &&
        !ph_parse_warn(doc, arena, "the file is damaged; parts of it could not be read"))
        return ph_fail_memory(err);
    return PH_OK;
}

/* --- relations ---------------------------------------------------------------------------- */

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Appends a path's segment with its %20 as a space. */
static void add_segment(ph_buf *buf, ph_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        int high = s.s[i] == '%' && i + 2 < s.n ? hex_value(s.s[i + 1]) : -1;
        int low = high >= 0 ? hex_value(s.s[i + 2]) : -1;
        if (low >= 0)
            i += 2;
        ph_buf_byte(buf, low >= 0 ? (char)(high * 16 + low) : s.s[i]);
    }
}

/* Takes the last segment off. */
static void leave_folder(ph_buf *buf)
{
    while (buf->n && buf->s[buf->n - 1] != '/')
        buf->n--;
    buf->n -= buf->n > 0;
}

ph_str ph_office_resolve(ph_arena *arena, ph_str part, ph_str path)
{
    ph_buf buf = {0};
    ph_str segment;
    const char *end = path.n ? memchr(path.s, '#', path.n) : NULL;
    if (end)
        path = ph_sub(path, 0, (size_t)(end - path.s));
    if (!ph_starts(path, PH_STR("/"))) {
        ph_buf_add(&buf, part);
        leave_folder(&buf);
    }
    while (ph_split(&path, '/', &segment)) {
        if (ph_eqc(segment, ".."))
            leave_folder(&buf);
        else if (segment.n && !ph_eqc(segment, ".")) {
            if (buf.n)
                ph_buf_byte(&buf, '/');
            add_segment(&buf, segment);
        }
    }
    ph_str name = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return name;
}

/* "word/_rels/document.xml.rels" of "word/document.xml". */
static ph_str relations_part(ph_arena *arena, ph_str part)
{
    size_t slash = part.n;
    while (slash && part.s[slash - 1] != '/')
        slash--;
    return ph_dupf(arena, "%.*s_rels/%.*s.rels", PH_FMT(ph_sub(part, 0, slash)),
                   PH_FMT(ph_sub(part, slash, part.n)));
}

static ph_str last_word(ph_str uri)
{
    size_t from = uri.n;
    while (from && uri.s[from - 1] != '/')
        from--;
    return ph_sub(uri, from, uri.n);
}

static bool add_relation(ph_arena *arena, ph_str part, const xmlNode *node,
                         ph_relations *relations)
{
    bool outside = ph_eqc(ph_attr(node, "TargetMode"), "External");
    ph_relation *relation = PH_PUSH(arena, relations);
    if (!relation)
        return false;
    relation->id = ph_dup(arena, ph_attr(node, "Id"));
    relation->type = ph_dup(arena, last_word(ph_attr(node, "Type")));
    relation->target =
        outside ? PH_STR("") : ph_office_resolve(arena, part, ph_attr(node, "Target"));
    return relation->target.s != NULL;
}

bool ph_office_relations(ph_arena *arena, const ph_package *package, ph_str part,
                         ph_relations *relations)
{
    xmlDoc *tree;
    ph_error ignored;
    *relations = (ph_relations){0};
    ph_str name = relations_part(arena, part);
    if (!name.s)
        return false;
    ph_status status = ph_office_tree(package, name, &tree, &ignored);
    bool ok = status != PH_NO_MEMORY;
    if (!tree)
        return ok;
    const xmlNode *node = xmlDocGetRootElement(tree)->children;
    for (; node && ok; node = node->next)
        if (ph_is(node, "Relationship"))
            ok = add_relation(arena, part, node, relations);
    xmlFreeDoc(tree);
    return ok;
}

ph_str ph_relation_by_id(const ph_relations *relations, ph_str id)
{
    for (size_t i = 0; id.n && i < relations->n; i++)
        if (ph_eq(relations->v[i].id, id) && relations->v[i].target.n)
            return relations->v[i].target;
    return PH_ABSENT;
}

ph_str ph_relation_by_type(const ph_relations *relations, const char *type)
{
    for (size_t i = 0; i < relations->n; i++)
        if (ph_eqc(relations->v[i].type, type) && relations->v[i].target.n)
            return relations->v[i].target;
    return PH_ABSENT;
}

ph_status ph_office_main(ph_arena *arena, const ph_package *package, const char *usual,
                         ph_str *main, ph_error *err)
{
    ph_relations relations;
    if (!ph_office_relations(arena, package, PH_STR(""), &relations))
        return ph_fail_memory(err);
    *main = ph_relation_by_type(&relations, "officeDocument");
    if (!ph_package_find(package, *main).s)
        *main = ph_cstr(usual);
    if (!ph_package_find(package, *main).s)
        return ph_fail(err, PH_INVALID,
                       "the file is damaged, or no office document: its main part, "
                       "usually %s, is missing",
                       usual);
    return PH_OK;
}
