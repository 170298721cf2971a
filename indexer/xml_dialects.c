/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables.  Names and meanings: JATS 1.3 (NISO Z39.96), TEI P5, Akoma Ntoso 3.0 (OASIS
 * LegalDocML), DocBook 4.5 and 5.1. */
#include "config.h"

#include <string.h>

#include "indexer/xml_dialect.h"
#include "search/base.h"

/* --- JATS: articles of journals --------------------------------------------------------------- */

static const ph_xml_row jats[] = {
    {"article-meta/title-group/article-title", PH_XML_TITLE, NULL, NULL},
    {"article-meta/contrib-group/contrib[contrib-type=author]/name", PH_XML_META,
     "dc.creator", NULL},
    {"article-meta/contrib-group/contrib[contrib-type=author]/string-name", PH_XML_META,
     "dc.creator", NULL},
    {"article-meta/contrib-group/contrib[contrib-type=author]/collab", PH_XML_META,
     "dc.creator", NULL},
    {"article-meta/article-id[pub-id-type=doi]", PH_XML_META, "doi", NULL},
    {"article-meta/pub-date", PH_XML_META, "dc.date", "iso-8601-date"},
    {"article-meta/self-uri", PH_XML_META, "dc.identifier", "href"},
    {"article-meta/kwd-group/kwd", PH_XML_META, "dc.subject", NULL},
    {"permissions/license", PH_XML_META, "dc.license", "href"},
    {"journal-meta/publisher/publisher-name", PH_XML_META, "dc.publisher", NULL},
    {"article-meta/abstract[abstract-type=graphical]", PH_XML_SKIPPED, NULL, NULL},
    {"article-meta/abstract", PH_XML_ABSTRACT, "dc.abstract", NULL},
    {"article-meta/trans-abstract", PH_XML_SECTION, NULL, NULL},
    {"article-meta", PH_XML_HEADER, NULL, NULL},
    {"front", PH_XML_HEADER, NULL, NULL},
    {"front-stub/title-group/article-title", PH_XML_HEADING, NULL, NULL},
    {"front-stub", PH_XML_HEADER, NULL, NULL},
    {"sub-article", PH_XML_SECTION, NULL, NULL},
    {"response", PH_XML_SECTION, NULL, NULL},
    {"sec", PH_XML_SECTION, NULL, NULL},
    {"app", PH_XML_SECTION, NULL, NULL},
    {"ack", PH_XML_SECTION, NULL, NULL},
    {"ref-list", PH_XML_SECTION, NULL, NULL},
    {"glossary", PH_XML_SECTION, NULL, NULL},
    {"boxed-text", PH_XML_SECTION, NULL, NULL},
    {"caption/title", PH_XML_PARAGRAPH, NULL, NULL},
    {"title", PH_XML_HEADING, NULL, NULL},
    {"label", PH_XML_LABEL, NULL, NULL},
    {"ref", PH_XML_ITEM, NULL, NULL},
    {"element-citation", PH_XML_FIELDS, NULL, NULL},
    {"name", PH_XML_FIELDS, NULL, NULL},
    {"p", PH_XML_PARAGRAPH, NULL, NULL},
    {"disp-quote", PH_XML_BOX, NULL, NULL},
    {"list", PH_XML_LIST, NULL, NULL},
    {"list-item", PH_XML_ITEM, NULL, NULL},
    {"def-list", PH_XML_LIST, NULL, NULL},
    {"def-item", PH_XML_ITEM, NULL, NULL},
    {"term", PH_XML_PARAGRAPH, NULL, NULL},
    {"tr", PH_XML_ROW, NULL, NULL},
    {"td", PH_XML_CELL, NULL, NULL},
    {"th", PH_XML_CELL, NULL, NULL},
    {"fig", PH_XML_BOX, NULL, NULL},
    {"table-wrap", PH_XML_BOX, NULL, NULL},
    {"caption", PH_XML_BOX, NULL, NULL},
    {"fn", PH_XML_NOTE, NULL, NULL},
    {"break", PH_XML_SPACE, NULL, NULL},
    {"tex-math", PH_XML_SKIPPED, NULL, NULL},
    {"object-id", PH_XML_SKIPPED, NULL, NULL},
};

/* --- TEI: editions, corpora, parliaments --------------------------------------------------------- */

static const ph_xml_row tei[] = {
    {"fileDesc/titleStmt/title[type=sub]", PH_XML_SKIPPED, NULL, NULL},
    {"fileDesc/titleStmt/title", PH_XML_TITLE, NULL, NULL},
    {"fileDesc/titleStmt/author", PH_XML_META, "dc.creator", NULL},
    {"sourceDesc/biblStruct/analytic/author/persName", PH_XML_META, "dc.creator", NULL},
    {"fileDesc/publicationStmt/publisher", PH_XML_META, "dc.publisher", NULL},
    {"fileDesc/publicationStmt/date", PH_XML_META, "dc.date", "when"},
    {"publicationStmt/availability/licence", PH_XML_META, "dc.license", "target"},
    {"fileDesc/publicationStmt/idno[type=DOI]", PH_XML_META, "doi", NULL},
    {"fileDesc/publicationStmt/idno", PH_XML_META, "dc.identifier", NULL},
    {"langUsage/language", PH_XML_META, "dc.language", "ident"},
    {"textClass/keywords/term", PH_XML_META, "dc.subject", NULL},
    {"textClass/keywords/*/item", PH_XML_META, "dc.subject", NULL},
    {"profileDesc/abstract", PH_XML_ABSTRACT, "dc.abstract", NULL},
    {"teiHeader", PH_XML_HEADER, NULL, NULL},
    {"div", PH_XML_SECTION, NULL, NULL},
    {"div1", PH_XML_SECTION, NULL, NULL},
    {"div2", PH_XML_SECTION, NULL, NULL},
    {"div3", PH_XML_SECTION, NULL, NULL},
    {"div4", PH_XML_SECTION, NULL, NULL},
    {"listBibl", PH_XML_SECTION, NULL, NULL},
    {"figure/head", PH_XML_PARAGRAPH, NULL, NULL},
    {"table/head", PH_XML_PARAGRAPH, NULL, NULL},
    {"head", PH_XML_HEADING, NULL, NULL},
    {"titlePage", PH_XML_BOX, NULL, NULL},
    {"titlePart", PH_XML_PARAGRAPH, NULL, NULL},
    {"p", PH_XML_PARAGRAPH, NULL, NULL},
    {"ab", PH_XML_PARAGRAPH, NULL, NULL},
    {"l", PH_XML_PARAGRAPH, NULL, NULL},
    {"u", PH_XML_BOX, NULL, NULL},
    {"sp", PH_XML_BOX, NULL, NULL},
    {"speaker", PH_XML_PARAGRAPH, NULL, NULL},
    {"u/seg", PH_XML_PARAGRAPH, NULL, NULL},
    {"list", PH_XML_LIST, NULL, NULL},
    {"list/label", PH_XML_LABEL, NULL, NULL},
    {"item", PH_XML_ITEM, NULL, NULL},
    {"listBibl/bibl", PH_XML_ITEM, NULL, NULL},
    {"listBibl/biblStruct", PH_XML_ITEM, NULL, NULL},
    {"biblStruct", PH_XML_FIELDS, NULL, NULL},
    {"row", PH_XML_ROW, NULL, NULL},
    {"cell", PH_XML_CELL, NULL, NULL},
    {"note", PH_XML_NOTE, NULL, NULL},
    {"lb", PH_XML_SPACE, NULL, NULL},
    {"pb", PH_XML_SPACE, NULL, NULL},
    {"fw", PH_XML_SKIPPED, NULL, NULL},
    {"choice/orig", PH_XML_SKIPPED, NULL, NULL},
    {"choice/sic", PH_XML_SKIPPED, NULL, NULL},
    {"choice/abbr", PH_XML_SKIPPED, NULL, NULL},
    {"standOff", PH_XML_SKIPPED, NULL, NULL},
};

/* --- Akoma Ntoso: laws, debates, judgments --------------------------------------------------------- */

static const ph_xml_row akn[] = {
    {"meta/identification/FRBRWork/FRBRalias[name=title]", PH_XML_META, "dc.title",
     "value"},
    {"meta/identification/FRBRWork/FRBRuri", PH_XML_META, "key", "value"},
    {"meta/identification/FRBRWork/FRBRdate", PH_XML_META, "dc.date", "date"},
    {"meta/identification/FRBRWork/FRBRcountry", PH_XML_META, "dc.coverage", "value"},
    {"meta/identification/FRBRExpression/FRBRlanguage", PH_XML_META, "dc.language",
     "language"},
    {"meta/publication", PH_XML_META, "dc.publisher", "showAs"},
    {"meta/classification/keyword", PH_XML_META, "dc.subject", "showAs"},
    {"meta/notes", PH_XML_BOX, NULL, NULL},
    {"notes/note", PH_XML_NOTE, NULL, NULL},
    {"meta", PH_XML_HEADER, NULL, NULL},
    {"docTitle", PH_XML_META, "dc.title", NULL},
    {"book", PH_XML_SECTION, NULL, NULL},
    {"title", PH_XML_SECTION, NULL, NULL},
    {"part", PH_XML_SECTION, NULL, NULL},
    {"subpart", PH_XML_SECTION, NULL, NULL},
    {"chapter", PH_XML_SECTION, NULL, NULL},
    {"subchapter", PH_XML_SECTION, NULL, NULL},
    {"division", PH_XML_SECTION, NULL, NULL},
    {"subdivision", PH_XML_SECTION, NULL, NULL},
    {"section", PH_XML_SECTION, NULL, NULL},
    {"article", PH_XML_SECTION, NULL, NULL},
    {"rule", PH_XML_SECTION, NULL, NULL},
    {"tome", PH_XML_SECTION, NULL, NULL},
    {"attachment", PH_XML_SECTION, NULL, NULL},
    {"debateSection", PH_XML_SECTION, NULL, NULL},
    {"oralStatements", PH_XML_SECTION, NULL, NULL},
    {"questions", PH_XML_SECTION, NULL, NULL},
    {"prayers", PH_XML_SECTION, NULL, NULL},
    {"adjournment", PH_XML_SECTION, NULL, NULL},
    {"hcontainer", PH_XML_HIERARCHY, NULL, NULL},
    {"subsection", PH_XML_HIERARCHY, NULL, NULL},
    {"paragraph", PH_XML_HIERARCHY, NULL, NULL},
    {"subparagraph", PH_XML_HIERARCHY, NULL, NULL},
    {"clause", PH_XML_HIERARCHY, NULL, NULL},
    {"subclause", PH_XML_HIERARCHY, NULL, NULL},
    {"point", PH_XML_HIERARCHY, NULL, NULL},
    {"indent", PH_XML_HIERARCHY, NULL, NULL},
    {"alinea", PH_XML_HIERARCHY, NULL, NULL},
    {"level", PH_XML_HIERARCHY, NULL, NULL},
    {"heading", PH_XML_HEADING, NULL, NULL},
    {"subheading", PH_XML_PARAGRAPH, NULL, NULL},
    {"crossHeading", PH_XML_HEADING, NULL, NULL},
    {"num", PH_XML_LABEL, NULL, NULL},
    {"list", PH_XML_BOX, NULL, NULL},
    {"blockList", PH_XML_LIST, NULL, NULL},
    {"listIntroduction", PH_XML_PARAGRAPH, NULL, NULL},
    {"listWrapUp", PH_XML_PARAGRAPH, NULL, NULL},
    {"item", PH_XML_ITEM, NULL, NULL},
    {"ul", PH_XML_LIST, NULL, NULL},
    {"ol", PH_XML_LIST, NULL, NULL},
    {"li", PH_XML_ITEM, NULL, NULL},
    {"p", PH_XML_PARAGRAPH, NULL, NULL},
    {"block", PH_XML_PARAGRAPH, NULL, NULL},
    {"from", PH_XML_PARAGRAPH, NULL, NULL},
    {"caption", PH_XML_PARAGRAPH, NULL, NULL},
    {"tr", PH_XML_ROW, NULL, NULL},
    {"td", PH_XML_CELL, NULL, NULL},
    {"th", PH_XML_CELL, NULL, NULL},
    {"authorialNote", PH_XML_NOTE, NULL, NULL},
    {"eol", PH_XML_SPACE, NULL, NULL},
    {"br", PH_XML_SPACE, NULL, NULL},
    {"componentRef", PH_XML_SKIPPED, NULL, NULL},
    {"toc", PH_XML_SKIPPED, NULL, NULL},
};

/* --- DocBook: manuals and books ------------------------------------------------------------------ */

/* What may stand in an <info> and, in DocBook 4, in <articleinfo>, <bookinfo> and the like. */
static const ph_xml_row docbook[] = {
    {"article/title", PH_XML_TITLE, NULL, NULL},
    {"article/info/title", PH_XML_TITLE, NULL, NULL},
    {"articleinfo/title", PH_XML_TITLE, NULL, NULL},
    {"book/title", PH_XML_TITLE, NULL, NULL},
    {"book/info/title", PH_XML_TITLE, NULL, NULL},
    {"bookinfo/title", PH_XML_TITLE, NULL, NULL},
    {"author/personname", PH_XML_META, "dc.creator", NULL},
    {"author/orgname", PH_XML_META, "dc.creator", NULL},
    {"author", PH_XML_META, "dc.creator", NULL},
    {"corpauthor", PH_XML_META, "dc.creator", NULL},
    {"publisher/publishername", PH_XML_META, "dc.publisher", NULL},
    {"info/pubdate", PH_XML_META, "dc.date", NULL},
    {"articleinfo/pubdate", PH_XML_META, "dc.date", NULL},
    {"bookinfo/pubdate", PH_XML_META, "dc.date", NULL},
    {"info/date", PH_XML_META, "dc.date", NULL},
    {"articleinfo/date", PH_XML_META, "dc.date", NULL},
    {"bookinfo/date", PH_XML_META, "dc.date", NULL},
    {"keywordset/keyword", PH_XML_META, "dc.subject", NULL},
    {"biblioid[class=doi]", PH_XML_META, "doi", NULL},
    {"biblioid[class=uri]", PH_XML_META, "dc.identifier", NULL},
    {"info/abstract", PH_XML_ABSTRACT, "dc.abstract", NULL},
    {"articleinfo/abstract", PH_XML_ABSTRACT, "dc.abstract", NULL},
    {"bookinfo/abstract", PH_XML_ABSTRACT, "dc.abstract", NULL},
    {"legalnotice", PH_XML_META, "dc.license", NULL},
    {"info/title", PH_XML_HEADING, NULL, NULL},
    {"book/info", PH_XML_HEADER, NULL, NULL},
    {"article/info", PH_XML_HEADER, NULL, NULL},
    {"articleinfo", PH_XML_HEADER, NULL, NULL},
    {"bookinfo", PH_XML_HEADER, NULL, NULL},
    {"figure/title", PH_XML_PARAGRAPH, NULL, NULL},
    {"table/title", PH_XML_PARAGRAPH, NULL, NULL},
    {"example/title", PH_XML_PARAGRAPH, NULL, NULL},
    {"formalpara/title", PH_XML_PARAGRAPH, NULL, NULL},
    {"bibliomixed/title", PH_XML_OTHER, NULL, NULL},
    {"biblioentry/title", PH_XML_OTHER, NULL, NULL},
    {"title", PH_XML_HEADING, NULL, NULL},
    {"bridgehead", PH_XML_HEADING, NULL, NULL},
    {"subtitle", PH_XML_PARAGRAPH, NULL, NULL},
    {"part", PH_XML_SECTION, NULL, NULL},
    {"preface", PH_XML_SECTION, NULL, NULL},
    {"chapter", PH_XML_SECTION, NULL, NULL},
    {"appendix", PH_XML_SECTION, NULL, NULL},
    {"section", PH_XML_SECTION, NULL, NULL},
    {"simplesect", PH_XML_SECTION, NULL, NULL},
    {"sect1", PH_XML_SECTION, NULL, NULL},
    {"sect2", PH_XML_SECTION, NULL, NULL},
    {"sect3", PH_XML_SECTION, NULL, NULL},
    {"sect4", PH_XML_SECTION, NULL, NULL},
    {"sect5", PH_XML_SECTION, NULL, NULL},
    {"bibliography", PH_XML_SECTION, NULL, NULL},
    {"glossary", PH_XML_SECTION, NULL, NULL},
    {"refsection", PH_XML_SECTION, NULL, NULL},
    {"refsect1", PH_XML_SECTION, NULL, NULL},
    {"refsect2", PH_XML_SECTION, NULL, NULL},
    {"sidebar", PH_XML_SECTION, NULL, NULL},
    {"para", PH_XML_PARAGRAPH, NULL, NULL},
    {"simpara", PH_XML_PARAGRAPH, NULL, NULL},
    {"formalpara", PH_XML_BOX, NULL, NULL},
    {"programlisting", PH_XML_PARAGRAPH, NULL, NULL},
    {"screen", PH_XML_PARAGRAPH, NULL, NULL},
    {"literallayout", PH_XML_PARAGRAPH, NULL, NULL},
    {"term", PH_XML_PARAGRAPH, NULL, NULL},
    {"itemizedlist", PH_XML_LIST, NULL, NULL},
    {"orderedlist", PH_XML_LIST, NULL, NULL},
    {"simplelist", PH_XML_LIST, NULL, NULL},
    {"variablelist", PH_XML_LIST, NULL, NULL},
    {"procedure", PH_XML_LIST, NULL, NULL},
    {"varlistentry/listitem", PH_XML_BOX, NULL, NULL},
    {"listitem", PH_XML_ITEM, NULL, NULL},
    {"member", PH_XML_ITEM, NULL, NULL},
    {"varlistentry", PH_XML_ITEM, NULL, NULL},
    {"step", PH_XML_ITEM, NULL, NULL},
    {"bibliomixed", PH_XML_ITEM, NULL, NULL},
    {"biblioentry", PH_XML_ITEM, NULL, NULL},
    {"glossentry", PH_XML_ITEM, NULL, NULL},
    {"caption", PH_XML_PARAGRAPH, NULL, NULL},
    {"row", PH_XML_ROW, NULL, NULL},
    {"entry", PH_XML_CELL, NULL, NULL},
    {"tr", PH_XML_ROW, NULL, NULL},
    {"td", PH_XML_CELL, NULL, NULL},
    {"th", PH_XML_CELL, NULL, NULL},
    {"footnote", PH_XML_NOTE, NULL, NULL},
    {"indexterm", PH_XML_SKIPPED, NULL, NULL},
    {"toc", PH_XML_SKIPPED, NULL, NULL},
};

#define DIALECT(name, rows)                                                                \
    {                                                                                      \
        name, rows, sizeof(rows) / sizeof *(rows)                                          \
    }

static const ph_xml_dialect dialects[] = {DIALECT("JATS", jats), DIALECT("TEI", tei),
                                          DIALECT("Akoma Ntoso", akn),
                                          DIALECT("DocBook", docbook)};

/* --- which one ------------------------------------------------------------------------------- */

/* By the namespace's beginning, or without one by the root's name and that of an element
 * directly below it. */
static const struct {
    const char *space, *root, *child;
    unsigned dialect;
} roots[] = {
    {"http://www.tei-c.org/ns/1.0", NULL, NULL, 1},
    {"http://docs.oasis-open.org/legaldocml/ns/akn/", NULL, NULL, 2},
    {"http://www.akomantoso.org/", NULL, NULL, 2},
    {"http://docbook.org/ns/docbook", NULL, NULL, 3},
    {"http://jats.nlm.nih.gov", NULL, NULL, 0},
    {NULL, "article", "front", 0},
    {NULL, "TEI.2", "teiHeader", 1},
    {NULL, "TEI", "teiHeader", 1},
    {NULL, "akomaNtoso", NULL, 2},
    {NULL, "article", "articleinfo", 3},
    {NULL, "article", "section", 3},
    {NULL, "article", "sect1", 3},
    {NULL, "article", "para", 3},
    {NULL, "book", "bookinfo", 3},
    {NULL, "book", "chapter", 3},
    {NULL, "book", "part", 3},
    {NULL, "chapter", "para", 3},
    {NULL, "chapter", "sect1", 3},
    {NULL, "refentry", NULL, 3},
};

static bool has_child(const xmlNode *element, const char *name)
{
    for (const xmlNode *c = element->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && strcmp((const char *)c->name, name) == 0)
            return true;
    return false;
}

const ph_xml_dialect *ph_xml_dialect_of(const xmlNode *root)
{
    ph_str space = root->ns ? ph_cstr((const char *)root->ns->href) : PH_STR("");
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        bool fits = roots[i].space ? ph_starts(space, ph_cstr(roots[i].space))
                                   : !space.n && ph_eqc(ph_cstr((const char *)root->name),
                                                        roots[i].root);
        if (fits && (!roots[i].child || has_child(root, roots[i].child)))
            return &dialects[roots[i].dialect];
    }
    return NULL;
}
