/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an office file says of itself: docProps/ of OOXML, meta.xml of ODF. */
#include "config.h"

#include "indexer/parse_office.h"
#include "search/text.h"

/* As ph_text_key writes them. */
static const char *const says_nothing[] = {"untitled",
                                           "title",
                                           "document",
                                           "word document",
                                           "microsoft word document",
                                           "powerpoint presentation",
                                           "presentation",
                                           "slide 1",
                                           "unknown",
                                           "none",
                                           "template",
                                           "sans titre",
                                           "titre",
                                           "presentation powerpoint",
                                           "document microsoft word",
                                           "unbenannt",
                                           "titel",
                                           "powerpoint prasentation",
                                           "без названия",
                                           "презентация powerpoint",
                                           "заголовок",
                                           "sin titulo",
                                           "presentacion de powerpoint",
                                           "fara titlu",
                                           "prezentare powerpoint",
                                           "bez nazvu",
                                           "prezentacja programu powerpoint"};

static const char *const nobody[] = {"user",    "windows user", "microsoft office user",
                                     "author",  "admin",        "administrator",
                                     "unknown", "openoffice",   "python docx"};

/* True if a name ends as a file of ours does: "Report final.docx". */
static bool is_file_name(ph_str title)
{
    static const char *const endings[] = {
        ".doc", ".docx", ".dot", ".dotx", ".docm", ".ppt", ".pptx", ".pot",  ".odt",
        ".odp", ".ott",  ".otp", ".rtf",  ".pdf",  ".txt", ".html", ".indd", ".tmp"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        ph_str ending = ph_cstr(endings[i]);
        if (title.n > ending.n &&
            ph_eq_nocase(ph_sub(title, title.n - ending.n, title.n), ending))
            return true;
    }
    return false;
}

/* "document" and "document1" are the same. */
static bool is_listed(ph_str key, const char *const *list, size_t n)
{
    ph_str base = key;
    while (base.n && base.s[base.n - 1] >= '0' && base.s[base.n - 1] <= '9')
        base.n--;
    base = ph_trim(base);
    for (size_t i = 0; i < n; i++)
        if (ph_eqc(key, list[i]) || ph_eqc(base, list[i]))
            return true;
    return base.n == 0;
}

bool ph_office_title(ph_document *doc, ph_arena *arena, ph_str title)
{
    ph_str key = ph_text_key(arena, title.s ? title : PH_STR(""));
    if (!key.s)
        return false;
    if (is_file_name(ph_trim(title)) || ph_starts(key, PH_STR("microsoft word ")) ||
        ph_starts(key, PH_STR("microsoft powerpoint ")) ||
        is_listed(key, says_nothing, sizeof says_nothing / sizeof *says_nothing))
        return true;
    return ph_meta_foreign(doc, arena, PH_ORIGIN_WEAK, PH_STR("dc.title"), title);
}

static bool add_creator(ph_document *doc, ph_arena *arena, ph_str name)
{
    ph_str key = ph_text_key(arena, name);
    if (!key.s)
        return false;
    return is_listed(key, nobody, sizeof nobody / sizeof *nobody) ||
           ph_meta_foreign(doc, arena, PH_ORIGIN_WEAK, PH_STR("dc.creator"), name);
}

/* A property that somebody gave a name: only what cannot be a date of the file's own. */
static bool add_named(ph_document *doc, ph_arena *arena, ph_str name, ph_str value)
{
    static const char *const known[] = {"publisher", "language", "license", "rights",
                                        "keywords"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ph_eq_nocase(name, ph_cstr(known[i])))
            return ph_meta_foreign(doc, arena, PH_ORIGIN_WEAK, name, value);
    return true;
}

/* Elements by their local names, and what they are to us. */
static bool add_property(ph_document *doc, ph_arena *arena, const xmlNode *node,
                         ph_str text)
{
    static const struct {
        const char *element, *name;
    } names[] = {{"keywords", "keywords"},    {"keyword", "keywords"},
                 {"language", "language"},    {"Company", "publisher"},
                 {"publisher", "publisher"},  {"rights", "rights"},
                 {"issued", "dcterms.issued"}};
    if (ph_is(node, "title"))
        return ph_office_title(doc, arena, text);
    if (ph_is(node, "property") || ph_is(node, "user-defined"))
        return add_named(doc, arena, ph_attr(node, "name"), text);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ph_is(node, names[i].element))
            return ph_meta_foreign(doc, arena, PH_ORIGIN_WEAK, ph_cstr(names[i].name),
                                   text);
    return true;
}

static ph_str text_of(ph_arena *arena, const xmlNode *node)
{
    ph_buf buf = {0};
    if (node)
        ph_xml_text(&buf, node);
    ph_str text = buf.failed ? PH_ABSENT : ph_text_clean(arena, ph_buf_str(&buf), false);
    ph_buf_free(&buf);
    return text;
}

/* The description; or the subject, if it is more than a word or two. */
static bool add_abstract(ph_document *doc, ph_arena *arena, const xmlNode *list)
{
    ph_str text = text_of(arena, ph_child(list, "description")), word, rest;
    size_t words = 0;
    if (text.s && (!text.n || ph_starts(text, PH_STR("generated by "))))
        text = text_of(arena, ph_child(list, "subject"));
    if (!text.s)
        return false;
    for (rest = text; ph_split(&rest, ' ', &word);)
        words += word.n > 0;
    return words < 4 ||
           ph_meta_foreign(doc, arena, PH_ORIGIN_WEAK, PH_STR("dc.description"), text);
}

static bool add_list(ph_document *doc, ph_arena *arena, const xmlNode *list)
{
    /* ODF's <dc:creator> is who saved the file last */
    const xmlNode *creator = ph_child(list, "initial-creator");
    creator = creator ? creator : ph_child(list, "creator");
    ph_str name = text_of(arena, creator);
    if (!name.s || (name.n && !add_creator(doc, arena, name)) ||
        !add_abstract(doc, arena, list))
        return false;
    for (const xmlNode *c = list->children; c; c = c->next) {
        ph_str text = c->type == XML_ELEMENT_NODE ? text_of(arena, c) : PH_STR("");
        if (!text.s || (text.n && !add_property(doc, arena, c, text)))
            return false;
    }
    return true;
}

bool ph_office_properties(ph_document *doc, ph_arena *arena, const ph_package *package)
{
    static const char *const parts[] = {"docProps/core.xml", "docProps/app.xml",
                                        "docProps/custom.xml", "meta.xml", "content.xml"};
    bool ok = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && ok; i++) {
        xmlDoc *tree;
        ph_error ignored;
        /* of flat XML alone the content has the metadata */
        if (ph_eqc(ph_cstr(parts[i]), "content.xml") && package->members.n > 1)
            break;
        ok = ph_office_tree(package, ph_cstr(parts[i]), &tree, &ignored) != PH_NO_MEMORY;
        if (!tree)
            continue;
        const xmlNode *root = xmlDocGetRootElement(tree);
        const xmlNode *meta = ph_child(root, "meta");
        ok = add_list(doc, arena, meta ? meta : root);
        xmlFreeDoc(tree);
    }
    return ok;
}
