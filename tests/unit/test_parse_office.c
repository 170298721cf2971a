/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Word, PowerPoint, OpenDocument, EPUB: what goes in and what comes out. */
#include "config.h"

#include "tests/unit/parsing.h"
#include "tests/unit/zipping.h"

#include "indexer/parse_office_text.h"

/* --- Word ------------------------------------------------------------------------------------ */

#define RELATIONS(list)                                                                    \
    "<Relationships "                                                                      \
    "xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>" list           \
    "</Relationships>"
#define RELATION(id, type, target)                                                         \
    "<Relationship Id='" id "' Type='http://x/relationships/" type "' Target='" target "'" \
    "/"                                                                                    \
    ">"

static const char styles[] =
    "<w:styles xmlns:w='w'>"
    "<w:style w:type='paragraph' w:styleId='Titre1'><w:name w:val='heading 1'/><w:pPr>"
    "<w:outlineLvl w:val='0'/></w:pPr></w:style>"
    "<w:style w:styleId='Titre2'><w:name w:val='heading 2'/><w:basedOn "
    "w:val='Titre1'/><w:pPr>"
    "<w:outlineLvl w:val='1'/></w:pPr></w:style>"
    "<w:style w:styleId='Theme'><w:name w:val='Theme'/><w:basedOn "
    "w:val='Titre2'/></w:style>"
    "<w:style w:styleId='a3'><w:name w:val='Заголовок 3'/></w:style>"
    "<w:style w:styleId='Ueb'><w:name w:val='Überschrift 2'/></w:style>"
    "<w:style w:styleId='Loop'><w:name w:val='Loop'/><w:basedOn w:val='Loop'/></w:style>"
    "<w:style w:styleId='T'><w:name w:val='Title'/></w:style>"
    "<w:style w:styleId='Num'><w:name w:val='Numbered'/><w:basedOn w:val='Titre2'/><w:pPr>"
    "<w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:style>"
    "<w:style w:styleId='Bold'><w:name w:val='Bold'/><w:rPr><w:b/></w:rPr></w:style>"
    "<w:style w:styleId='Hide'><w:name w:val='Hide'/><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:styleId='TM1'><w:name w:val='toc 1'/></w:style></w:styles>";

static const char numbering[] =
    "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='0'>"
    "<w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='o'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl>"
    "</w:abstractNum><w:abstractNum w:abstractNumId='1'>"
    "<w:lvl w:ilvl='0'><w:start w:val='3'/><w:numFmt w:val='upperLetter'/><w:pStyle "
    "w:val='Num'/><w:lvlText w:val='%1.'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerRoman'/><w:lvlText "
    "w:val='%1.%2'/></w:lvl></w:abstractNum>"
    "<w:abstractNum w:abstractNumId='2'><w:lvl w:ilvl='0'><w:numFmt w:val='none'/>"
    "<w:lvlText w:val='%1'/></w:lvl></w:abstractNum>"
    "<w:num w:numId='4'><w:abstractNumId w:val='2'/></w:num>"
    "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
    "<w:num w:numId='3'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'>"
    "<w:startOverride w:val='7'/></w:lvlOverride></w:num></w:numbering>";

static const char footnotes[] =
    "<w:footnotes xmlns:w='w'><w:footnote w:id='-1' w:type='separator'><w:p/></w:footnote>"
    "<w:footnote w:id='1'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>First note.</w:t></w:r>"
    "</w:p><w:p><w:r><w:t>It goes on.</w:t></w:r></w:p></w:footnote></w:footnotes>";

static const char endnotes[] = "<w:endnotes xmlns:w='w'><w:endnote "
                               "w:id='1'><w:p><w:r><w:t>At the end.</w:t></w:r></w:p>"
                               "</w:endnote></w:endnotes>";

static ph_str make_docx(ph_arena *arena, zip *z, const char *body)
{
    ph_str document =
        ph_dupf(arena,
                "<w:document xmlns:w='w' xmlns:m='m' xmlns:wp='wp' xmlns:mc='mc' "
                "xmlns:v='v'><w:body>%s</w:body></w:document>",
                body);
    zip_add(z, "_rels/.rels",
            RELATIONS(RELATION("r1", "officeDocument", "word/document.xml")));
    zip_add(z, "word/document.xml", document.s);
    zip_add(z, "word/_rels/document.xml.rels",
            RELATIONS(RELATION("r1", "styles", "styles.xml")
                          RELATION("r2", "numbering", "/word/numbering.xml")
                              RELATION("r3", "footnotes", "footnotes.xml")
                                  RELATION("r4", "endnotes", "../word/endnotes.xml")));
    zip_add(z, "word/styles.xml", styles);
    zip_add(z, "word/numbering.xml", numbering);
    zip_add(z, "word/footnotes.xml", footnotes);
    zip_add(z, "word/endnotes.xml", endnotes);
    return zip_end(z);
}

static void docx_is(ph_arena *arena, const char *body, const char *want)
{
    zip z = {0};
    ph_document doc = parse_bytes(arena, "a.docx", make_docx(arena, &z, body));
    assert_string_equal(blocks_of(arena, &doc), want);
    zip_free(&z);
}

#define T(text) "<w:r><w:t>" text "</w:t></w:r>"
#define B(text) "<w:r><w:rPr><w:b/></w:rPr><w:t>" text "</w:t></w:r>"
#define P(text) "<w:p>" T(text) "</w:p>"
#define BP(text) "<w:p>" B(text) "</w:p>"
#define S(style, inside) "<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr>" inside "</w:p>"
#define L(num, level, inside)                                                              \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" num                 \
    "'/></w:numPr></w:pPr>" inside "</w:p>"

static void headings_by_style(void **state)
{
    docx_is(
        *state,
        S("Titre1", T("One")) P("Text.") S("Titre2", T("Two")) S("Theme", T("Theme"))
            S("a3", T("Three")) S("Ueb", T("Deux")) S("Loop", T("Endless.")) S(
                "Unknown", T("Unknown.")) S("TM1", T("Contents 12"))
                S("Hide",
                  T("hidden")) "<w:p><w:pPr><w:pStyle w:val='Titre1'/><w:outlineLvl "
                               "w:val='9'/></w:pPr>" T(
                                   "No heading.") "</w:p>"
                                                  "<w:p><w:pPr><w:outlineLvl "
                                                  "w:val='3'/></w:pPr>" T("Four") "</w:p>",
        "H1 One\nP Text.\nH2 Two\nH2 Theme\nH3 Three\nH2 Deux\nP Endless.\nP Unknown.\n"
        "P No heading.\nH4 Four\n");
}

/* LibreOffice gives all its headings a list without numbers. */
static void no_numbers(void **state)
{
    docx_is(*state,
            "<w:p><w:pPr><w:pStyle w:val='Titre1'/><w:numPr><w:ilvl w:val='0'/><w:numId "
            "w:val='4'/></w:numPr></w:pPr>" T("One") "</w:p>" P("Text."),
            "H1 One\nP Text.\n");
}

/* Lines of a bold paragraph are those of a cover; elsewhere they are a space. */
static void lines_of_a_paragraph(void **state)
{
    const char *body = "<w:p>" B("First Workshop") "<w:r><w:br/></w:r>" B(
        "on Registers") "</w:p>"
                        "<w:p>" B("University") "<w:r><w:br/></w:r>" B(
                            "Riga, Latvia") "</w:p>"
                                            "<w:p>" T("One,") "<w:r><w:br/></w:r>" B(
                                                "two.") "</w:p>" S("Titre1",
                                                                   T("End") "<w:r><w:br/></"
                                                                            "w:r>" T(
                                                                                "of it"));
    zip z = {0};
    ph_document doc = parse_bytes(*state, "a.docx", make_docx(*state, &z, body));
    assert_string_equal(blocks_of(*state, &doc),
                        "P First Workshop\nP on Registers\nP University\nP Riga, Latvia\n"
                        "P One, two.\nH1 End of it\n");
    value_is(&doc, "title", "First Workshop on Registers");
    zip_free(&z);
}

static void title_stands_above(void **state)
{
    zip z = {0};
    ph_document doc = parse_bytes(
        *state, "a.docx",
        make_docx(*state, &z, S("T", T("The account")) S("Titre1", T("One")) P("Text.")));
    assert_string_equal(blocks_of(*state, &doc), "H1 The account\nH2 One\nP Text.\n");
    value_is(&doc, "title", "The account");
    zip_free(&z);
}

static void numbers_of_lists(void **state)
{
    docx_is(
        *state,
        S("Num", T("Conclusions")) P("Text.") L("1", "0", T("bullet")) L("1", "1",
                                                                         T("below"))
            S("Num", T("Recommendations")) L("2", "1", T("item")) L("0", "0", T("none"))
                L("99", "0",
                  T("unknown")) "<w:p><w:pPr><w:pStyle "
                                "w:val='Titre2'/><w:numPr><w:ilvl w:val='1'/><w:numId "
                                "w:val='2'/></w:numPr></w:pPr>" T(
                                    "Second") "</w:p>"
                                              "<w:p><w:pPr><w:pStyle "
                                              "w:val='Titre2'/><w:numPr><w:ilvl "
                                              "w:val='0'/><w:numId "
                                              "w:val='3'/></w:numPr></w:pPr>" T(
                                                  "Restarted") "</w:p>"
                                                               "<w:p><w:pPr><w:pStyle "
                                                               "w:val='Titre2'/"
                                                               "><w:numPr><w:ilvl "
                                                               "w:val='1'/><w:numId "
                                                               "w:val='2'/></w:numPr></"
                                                               "w:pPr>" T("Below") "</w:p>",
        "H2 C. Conclusions\nP Text.\nI1 bullet\nI2 below\nH2 D. Recommendations\nI2 item\n"
        "P none\nP unknown\nH2 D.ii Second\nH2 G. Restarted\n"
        "H2 G.i Below\n");
}

/* Bold type and typed numbers, in a document without a style. */
static void headings_without_style(void **state)
{
    docx_is(*state,
            BP("Joint workshop")
                BP("Bucharest, 2022") "<w:p/>" BP("CONCLUSIONS AND THE WAY")
                    BP("C. Overall recommendations") P("Do this first of all.")
                        BP("D. Recommendations by theme") BP("1. Innovation")
                            L("1", "0", T("Familiarise public servants."))
                                L("1", "0", T("Focus on skills.")) BP("2. Resilience")
                                    L("1", "0", T("Integrate strategies.")),
            "P Joint workshop\nP Bucharest, 2022\nH1 CONCLUSIONS AND THE WAY\n"
            "H2 C. Overall recommendations\nP Do this first of all.\n"
            "H2 D. Recommendations by theme\nH3 1. Innovation\nI1 Familiarise public "
            "servants.\n"
            "I1 Focus on skills.\nH3 2. Resilience\nI1 Integrate strategies.\n");
}

/* The same words in a document with styles are text. */
static void styles_win(void **state)
{
    docx_is(*state,
            S("Titre1", T("Report")) BP("1. Innovation") P("Text.") P("2. Resilience")
                P("\xE2\x80\xA2 typed bullet"),
            "H1 Report\nP 1. Innovation\nP Text.\nP 2. Resilience\nI1 typed bullet\n");
}

static void notes_follow_their_paragraph(void **state)
{
    docx_is(*state,
            S("Titre1", T("One")) "<w:p>" T(
                "A sentence") "<w:r><w:footnoteReference "
                              "w:id='1'/></w:r>" T(
                                  " goes on") "<w:r><w:endnoteReference w:id='1'/></w:r>"
                                              "<w:r><w:footnoteReference "
                                              "w:id='1'/></w:r><w:r><w:footnoteReference "
                                              "w:id='7'/>"
                                              "</w:r>" T(".") "</w:p>" P("Next."),
            "H1 One\nP A sentence goes on.\nP [1] First note. It goes on.\n"
            "P [2] At the end.\nP Next.\n");
}

static void changes_fields_and_links(void **state)
{
    docx_is(
        *state,
        S(
            "Titre1",
            T("One")) "<w:p><w:ins>" T("in ") "</w:ins><w:del><w:r><w:delText>out"
                                              "</w:delText></w:r></w:del><w:moveFrom>" T(
                                                  "a"
                                                  "w"
                                                  "a"
                                                  "y") "</w:moveFrom><w:moveTo>" T("here ") "</w:moveTo><w:hyperlink>" T("link ") "</w:hyperlink><w:r><w:fldChar "
                                                                                                                                  "w:fldCharType='begin'/></"
                                                                                                                                  "w:r><w:r><w:instrText>PAGE</"
                                                                                                                                  "w:instrText></w:r>" T(
                                                                                                                                      "code") "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" T("result ") "<w:r><w:fldChar "
                                                                                                                                                                                                              "w:fldCharType='"
                                                                                                                                                                                                              "end'/></"
                                                                                                                                                                                                              "w:r><w:"
                                                                                                                                                                                                              "fldSimple>" T("simple") "</"
                                                                                                                                                                                                                                       "w:"
                                                                                                                                                                                                                                       "fl"
                                                                                                                                                                                                                                       "dS"
                                                                                                                                                                                                                                       "im"
                                                                                                                                                                                                                                       "pl"
                                                                                                                                                                                                                                       "e>"
                                                                                                                                                                                                                                       "<w"
                                                                                                                                                                                                                                       ":r"
                                                                                                                                                                                                                                       ">"
                                                                                                                                                                                                                                       "<w"
                                                                                                                                                                                                                                       ":r"
                                                                                                                                                                                                                                       "Pr"
                                                                                                                                                                                                                                       "><"
                                                                                                                                                                                                                                       "w:"
                                                                                                                                                                                                                                       "va"
                                                                                                                                                                                                                                       "ni"
                                                                                                                                                                                                                                       "sh"
                                                                                                                                                                                                                                       "/>"
                                                                                                                                                                                                                                       "</"
                                                                                                                                                                                                                                       "w:"
                                                                                                                                                                                                                                       "rP"
                                                                                                                                                                                                                                       "r>"
                                                                                                                                                                                                                                       "<w"
                                                                                                                                                                                                                                       ":t"
                                                                                                                                                                                                                                       ">h"
                                                                                                                                                                                                                                       "id"
                                                                                                                                                                                                                                       "de"
                                                                                                                                                                                                                                       "n<"
                                                                                                                                                                                                                                       "/w"
                                                                                                                                                                                                                                       ":t"
                                                                                                                                                                                                                                       "><"
                                                                                                                                                                                                                                       "/w"
                                                                                                                                                                                                                                       ":r"
                                                                                                                                                                                                                                       "><"
                                                                                                                                                                                                                                       "w:"
                                                                                                                                                                                                                                       "r>"
                                                                                                                                                                                                                                       "<w"
                                                                                                                                                                                                                                       ":t"
                                                                                                                                                                                                                                       ">a"
                                                                                                                                                                                                                                       "</"
                                                                                                                                                                                                                                       "w:"
                                                                                                                                                                                                                                       "t>"
                                                                                                                                                                                                                                       "<w"
                                                                                                                                                                                                                                       ":t"
                                                                                                                                                                                                                                       "ab"
                                                                                                                                                                                                                                       "/>"
                                                                                                                                                                                                                                       "<w"
                                                                                                                                                                                                                                       ":t"
                                                                                                                                                                                                                                       ">b"
                                                                                                                                                                                                                                       "</"
                                                                                                                                                                                                                                       "w:"
                                                                                                                                                                                                                                       "t>"
                                                                                                                                                                                                                                       "<w"
                                                                                                                                                                                                                                       ":n"
                                                                                                                                                                                                                                       "oB"
                                                                                                                                                                                                                                       "re"
                                                                                                                                                                                                                                       "ak"
                                                                                                                                                                                                                                       "Hy"
                                                                                                                                                                                                                                       "ph"
                                                                                                                                                                                                                                       "en"
                                                                                                                                                                                                                                       "/>"
                                                                                                                                                                                                                                       "<w"
                                                                                                                                                                                                                                       ":t"
                                                                                                                                                                                                                                       ">c"
                                                                                                                                                                                                                                       "</"
                                                                                                                                                                                                                                       "w:"
                                                                                                                                                                                                                                       "t>"
                                                                                                                                                                                                                                       "<w"
                                                                                                                                                                                                                                       ":b"
                                                                                                                                                                                                                                       "r/"
                                                                                                                                                                                                                                       "><"
                                                                                                                                                                                                                                       "w:"
                                                                                                                                                                                                                                       "t>"
                                                                                                                                                                                                                                       "d<"
                                                                                                                                                                                                                                       "/w"
                                                                                                                                                                                                                                       ":t"
                                                                                                                                                                                                                                       "><"
                                                                                                                                                                                                                                       "w:"
                                                                                                                                                                                                                                       "co"
                                                                                                                                                                                                                                       "mm"
                                                                                                                                                                                                                                       "en"
                                                                                                                                                                                                                                       "tR"
                                                                                                                                                                                                                                       "ef"
                                                                                                                                                                                                                                       "er"
                                                                                                                                                                                                                                       "en"
                                                                                                                                                                                                                                       "ce"
                                                                                                                                                                                                                                       "/>"
                                                                                                                                                                                                                                       "</"
                                                                                                                                                                                                                                       "w:"
                                                                                                                                                                                                                                       "r>"
                                                                                                                                                                                                                                       "<m"
                                                                                                                                                                                                                                       ":o"
                                                                                                                                                                                                                                       "Ma"
                                                                                                                                                                                                                                       "th"
                                                                                                                                                                                                                                       "><"
                                                                                                                                                                                                                                       "m:"
                                                                                                                                                                                                                                       "r>"
                                                                                                                                                                                                                                       "<m"
                                                                                                                                                                                                                                       ":t"
                                                                                                                                                                                                                                       ">x"
                                                                                                                                                                                                                                       "+y"
                                                                                                                                                                                                                                       "</"
                                                                                                                                                                                                                                       "m:"
                                                                                                                                                                                                                                       "t>"
                                                                                                                                                                                                                                       "</"
                                                                                                                                                                                                                                       "m:"
                                                                                                                                                                                                                                       "r>"
                                                                                                                                                                                                                                       "</"
                                                                                                                                                                                                                                       "m:"
                                                                                                                                                                                                                                       "oM"
                                                                                                                                                                                                                                       "at"
                                                                                                                                                                                                                                       "h>"
                                                                                                                                                                                                                                       "</"
                                                                                                                                                                                                                                       "w:"
                                                                                                                                                                                                                                       "p"
                                                                                                                                                                                                                                       ">",
        "H1 One\nP in here link result simplea b-c dx+y\n");
}

#define C(inside) "<w:tc>" inside "</w:tc>"
#define R(cells) "<w:tr>" cells "</w:tr>"

static void tables(void **state)
{
    docx_is(
        *state,
        S("Titre1", T("One")) "<w:tbl>" R(C(P("Country")) C(P("Cases") P("in all"))) R(
            "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>" C(
                "<w:p>" T("12") "<w:r><w:footnoteReference w:id='1'/></w:r></w:p>"))
            R(C("<w:p/>") C("<w:p/>")) "<w:tr><w:trPr><w:del/></w:trPr>" C(P("gone"))
                C(P("gone")) "</w:tr></w:tbl><w:tbl>" R(C(P("A box.") P(
                    "Of text."))) "</w:tbl><w:tbl>" R(C(P("outer"))
                                                          C("<w:tbl>" R(C(P("a")) C(P(
                                                              "b"))) "</w:tbl>")) "</"
                                                                                  "w:tbl>",
        "H1 One\nR Country | Cases in all\nR | 12\nP [1] First note. It goes on.\n"
        "P A box.\nP Of text.\nP outer\nR a | b\n");
}

static void boxes_and_pictures(void **state)
{
    docx_is(
        *state,
        S("Titre1", T("One")) "<w:p>" T(
            "Before ") "<w:r><mc:AlternateContent><mc:Choice>"
                       "<w:drawing><wp:docPr descr='Two clerks at a "
                       "desk'/><w:txbxContent>" P(
                           "Boxed.") "</w:txbxContent></w:drawing></"
                                     "mc:Choice><mc:Fallback><w:pict><v:textbox>"
                                     "<w:txbxContent>" P(
                                         "Boxed.") "</w:txbxContent></v:textbox></w:pict></"
                                                   "mc:Fallback>"
                                                   "</mc:AlternateContent></w:r>" T(
                                                       "after.") "<w:r><w:drawing><wp:"
                                                                 "docPr "
                                                                 "descr='C:\\pictures\\my "
                                                                 "desk.png'/></w:drawing></"
                                                                 "w:r></"
                                                                 "w:p><w:sdt><w:"
                                                                 "sdtContent>" P(
                                                                     "Controlled.") "</"
                                                                                    "w:"
                                                                                    "sdtCon"
                                                                                    "tent><"
                                                                                    "/w:"
                                                                                    "sdt><"
                                                                                    "w:sdt>"
                                                                                    "<w:"
                                                                                    "sdtPr>"
                                                                                    "<w:"
                                                                                    "docPar"
                                                                                    "tObj>"
                                                                                    "<w:"
                                                                                    "docPar"
                                                                                    "tGalle"
                                                                                    "ry "
                                                                                    "w:val="
                                                                                    "'Table"
                                                                                    " of "
                                                                                    "Conten"
                                                                                    "ts'/"
                                                                                    "></"
                                                                                    "w:"
                                                                                    "docPar"
                                                                                    "tObj><"
                                                                                    "/w:"
                                                                                    "sdtPr>"
                                                                                    "<w:"
                                                                                    "sdtCon"
                                                                                    "tent"
                                                                                    ">" P(
                                                                                        "On"
                                                                                        "e "
                                                                                        "1") "</w:sdtContent></w:sdt>",
        "H1 One\nP Before after.\nP Two clerks at a desk\nP Boxed.\nP Controlled.\n");
}

/* ISO's own namespaces, and a main part of another name. */
static void strict_documents(void **state)
{
    zip z = {0};
    zip_add(
        &z, "_rels/.rels",
        RELATIONS("<Relationship Id='x' Target='text/main.xml' Type='http://purl.oclc.org/"
                  "ooxml/officeDocument/relationships/officeDocument'/>"));
    zip_add(
        &z, "text/main.xml",
        "<document xmlns='http://purl.oclc.org/ooxml/wordprocessingml/main'><body><p><r>"
        "<t>Strict.</t></r></p></body></document>");
    ph_document doc = parse_bytes(*state, "a.docm", zip_end(&z));
    assert_string_equal(blocks_of(*state, &doc), "P Strict.\n");
    zip_free(&z);
}

static void properties(void **state)
{
    zip z = {0};
    zip_add(&z, "word/document.xml",
            "<document><body><p><r><t>Some text.</t></r></p></body></document>");
    zip_add(
        &z, "docProps/core.xml",
        "<c xmlns:dc='dc'><dc:title>Visits per case</dc:title><dc:creator>Berg, A.; Lind, "
        "B.</dc:creator><dc:description>How the number of visits fell.</dc:description>"
        "<keywords>visits, desks</keywords><dc:language>en_GB</dc:language>"
        "<created>2020-01-01</created><modified>2021-01-01</modified></c>");
    zip_add(&z, "docProps/app.xml", "<p><Company>Agency</Company></p>");
    zip_add(&z, "docProps/custom.xml",
            "<p><property name='License'><v>CC BY 4.0</v></property><property name='Date'>"
            "<v>2019-01-01</v></property></p>");
    ph_document doc = parse_bytes(*state, "a.docx", zip_end(&z));
    value_is(&doc, "title", "Visits per case");
    value_is(&doc, "creators.0", "Berg, A.");
    value_is(&doc, "creators.1", "Lind, B.");
    value_is(&doc, "abstract", "How the number of visits fell.");
    value_is(&doc, "keywords.1", "desks");
    value_is(&doc, "language", "en-GB");
    value_is(&doc, "publisher", "Agency");
    value_is(&doc, "license", "CC BY 4.0");
    assert_null(ph_document_get(&doc, "date").s);
    zip_free(&z);
}

static void titles_that_say_nothing(void **state)
{
    static const char *const titles[] = {"Untitled",
                                         "Microsoft Word - draft",
                                         "PowerPoint Presentation",
                                         "Document1",
                                         "Report final.docx",
                                         "Présentation PowerPoint",
                                         "PowerPoint-Präsentation",
                                         "  ",
                                         "12"};
    for (size_t i = 0; i < N(titles); i++) {
        ph_document doc = {0};
        assert_true(ph_office_title(&doc, *state, ph_cstr(titles[i])));
        if (doc.meta.n)
            fail_msg("%s was taken", titles[i]);
    }
    ph_document doc = {0};
    assert_true(ph_office_title(&doc, *state, PH_STR("Document exchange")));
    value_is(&doc, "title", "Document exchange");
}

/* --- what cannot be read ------------------------------------------------------------------------ */

static void refused(ph_arena *arena, const char *name, ph_str bytes, ph_status want,
                    const char *words)
{
    ph_document doc;
    ph_error err = {0};
    ph_input none = {PH_ABSENT, PH_ABSENT};
    ph_status status = ph_parse((ph_input){ph_cstr(name), bytes}, none, arena, &doc, &err);
    if (status != want || !strstr(err.text, words))
        fail_msg("%s: %s, \"%s\"", name, ph_status_name(status), err.text);
}

static void one_part(ph_arena *arena, const char *name, const char *part, const char *text,
                     const char *words)
{
    zip z = {0};
    zip_add(&z, part, text);
    refused(arena, name, zip_end(&z), PH_INVALID, words);
    zip_free(&z);
}

static void encrypted(void **state)
{
    ph_str ole = PH_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 .... "
                        "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0"
                        "e\0\0\0 ...");
    static const char *const names[] = {"a.docx", "a.pptx", "a.odt", "a.epub"};
    for (size_t i = 0; i < N(names); i++)
        refused(*state, names[i], ole, PH_INVALID,
                "encrypted with a password; save it without one");
    one_part(*state, "a.odt", "META-INF/manifest.xml",
             "<m><f><manifest:encryption-data/></f></m>", "encrypted with a password");
}

static void damaged(void **state)
{
    refused(*state, "a.docx", PH_STR("PK\3\4 and no more"), PH_INVALID, "damaged");
    one_part(*state, "a.docx", "other.xml", "<a/>", "word/document.xml, is missing");
    one_part(*state, "a.pptx", "other.xml", "<a/>", "ppt/presentation.xml, is missing");
    one_part(*state, "a.odt", "other.xml", "<a/>", "content.xml is missing");
    one_part(*state, "a.epub", "other.xml", "<a/>", "no package that is there");
    one_part(*state, "a.docx", "word/document.xml", "<document><body>",
             "word/document.xml cannot be read");
    one_part(*state, "a.docx", "word/document.xml", "<document/>", "no body");
    one_part(*state, "a.odt", "content.xml", "<c><body><spreadsheet/></body></c>",
             "no text and no slides");
    one_part(*state, "a.docx", "word/document.xml",
             "<!DOCTYPE d [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
             "<document>&b;</document>",
             "no body");
}

static void nested_without_end(void **state)
{
    ph_buf body = {0};
    for (int i = 0; i < 100000; i++)
        ph_buf_addc(&body, "<tbl><tr><tc>");
    ph_str text = ph_dupf(*state, "<document><body>%.*s", PH_FMT(ph_buf_str(&body)));
    one_part(*state, "a.docx", "word/document.xml", text.s, "cannot be read");
    ph_buf_free(&body);
}

/* --- PowerPoint ----------------------------------------------------------------------------------- */

#define SP(placeholder, body)                                                              \
    "<p:sp><p:nvSpPr><p:nvPr>" placeholder "</p:nvPr></p:nvSpPr><p:txBody>" body           \
    "</p:txBody></p:sp>"
#define AP(properties, text)                                                               \
    "<a:p><a:pPr " properties "/><a:r><a:t>" text "</a:t></a:r></a:p>"
#define SLIDE(attributes, shapes)                                                          \
    "<p:sld xmlns:p='p' xmlns:a='a' xmlns:mc='mc' " attributes                             \
    "><p:cSld><p:spTree>" shapes "</p:spTree></p:cSld></p:sld>"

static void slides(void **state)
{
    zip z = {0};
    zip_add(&z, "ppt/presentation.xml",
            "<p:presentation xmlns:p='p' xmlns:r='http://x/relationships'><p:sldIdLst>"
            "<p:sldId id='256' r:id='r2'/><p:sldId id='257' r:id='r1'/>"
            "<p:sldId id='258' r:id='r3'/><p:sldId id='259' r:id='r2'/>"
            "<p:sldId id='260' r:id='r9'/></p:sldIdLst></p:presentation>");
    zip_add(&z, "ppt/_rels/presentation.xml.rels",
            RELATIONS(RELATION("r1", "slide", "slides/a.xml") RELATION(
                "r2", "slide", "slides/b.xml") RELATION("r3", "slide", "slides/c.xml")));
    zip_add(
        &z, "ppt/slides/a.xml",
        SLIDE(
            "",
            SP("<p:ph idx='1'/>",
               AP("", "Point")
                   AP("lvl='1'", "Below") "<a:p><a:pPr><a:buNone/></a:pPr><a:r><a:t>Text.</"
                                          "a:t></a:r></a:p>")
                SP("<p:ph type='title'/>", AP("", "The") AP("", "title")) SP(
                    "<p:ph type='sldNum'/>",
                    "<a:p><a:fld type='slidenum'><a:t>2</a:t></a:fld></a:p>")
                    SP("", AP("", "Free")) "<p:grpSp>" SP(
                        "",
                        AP("", "Grouped")) "</"
                                           "p:grpSp><p:graphicFrame><a:tbl><a:tr><a:tc><a:"
                                           "txBody>" AP("", "EE") "</a:txBody></"
                                                                  "a:tc><a:tc><a:"
                                                                  "txBody>" AP("",
                                                                               "12") "</"
                                                                                     "a:"
                                                                                     "txBod"
                                                                                     "y></"
                                                                                     "a:tc>"
                                                                                     "</"
                                                                                     "a:tr>"
                                                                                     "</"
                                                                                     "a:"
                                                                                     "tbl><"
                                                                                     "/p:"
                                                                                     "graph"
                                                                                     "icFra"
                                                                                     "me><"
                                                                                     "p:"
                                                                                     "pic><"
                                                                                     "p:"
                                                                                     "nvPic"
                                                                                     "Pr><"
                                                                                     "p:"
                                                                                     "cNvPr"
                                                                                     " "
                                                                                     "descr"
                                                                                     "='"
                                                                                     "Two "
                                                                                     "clerk"
                                                                                     "s'/"
                                                                                     "></"
                                                                                     "p:"
                                                                                     "nvPic"
                                                                                     "Pr></"
                                                                                     "p:"
                                                                                     "pic"
                                                                                     ">"));
    zip_add(&z, "ppt/slides/_rels/a.xml.rels",
            RELATIONS(RELATION("r1", "notesSlide", "../notes/n.xml")));
    zip_add(&z, "ppt/notes/n.xml",
            SLIDE("", SP("<p:ph type='sldImg'/>", AP("", "no"))
                          SP("<p:ph type='body'/>", AP("", "Say this."))));
    zip_add(&z, "ppt/slides/b.xml",
            SLIDE("", SP("<p:ph type='ctrTitle'/>", AP("", "Deck"))
                          SP("<p:ph type='subTitle'/>", AP("", "Tallinn"))));
    zip_add(&z, "ppt/slides/c.xml",
            SLIDE("show='0'", SP("<p:ph type='title'/>", AP("", "Hidden"))));
    ph_document doc = parse_bytes(*state, "a.pptx", zip_end(&z));
    assert_string_equal(blocks_of(*state, &doc),
                        "H1 [1] Deck\nP [1] Tallinn\nH2 [2] The title\nI1 [2] Point\n"
                        "I2 [2] Below\nP [2] Text.\nP [2] Free\nP [2] Grouped\n"
                        "R [2] EE | 12\nP [2] Two clerks\nP [2] Say this.\n");
    assert_int_equal(doc.warnings.n, 1);
    value_is(&doc, "title", "Deck");
    zip_free(&z);
}

/* --- OpenDocument ------------------------------------------------------------------------------------ */

static const char odf_styles[] =
    "<o:automatic-styles>"
    "<s:style s:name='B' s:family='paragraph'><s:text-properties f:font-weight='bold'/>"
    "</s:style><s:style s:name='BT' s:family='text'><s:text-properties "
    "f:font-weight='bold'/>"
    "</s:style><s:style s:name='H' s:family='text'><s:text-properties x:display='none'/>"
    "</s:style><s:style s:name='Heading_20_2' s:family='paragraph'/>"
    "<s:style s:name='P1' s:family='paragraph' s:parent-style-name='Heading_20_2'/>"
    "<s:style s:name='Title' s:family='paragraph'/>"
    "<x:list-style s:name='N'><x:list-level-style-number x:level='1' s:num-format='A' "
    "s:num-suffix='.'/></x:list-style><x:list-style s:name='U'><x:list-level-style-bullet "
    "x:level='1'/></x:list-style>"
    "<x:outline-style><x:outline-level-style x:level='1' s:num-format='I' "
    "s:num-suffix='.'/>"
    "<x:outline-level-style x:level='2' s:num-format='1' x:display-levels='2'/>"
    "</x:outline-style></o:automatic-styles>";

static ph_document parse_odf(ph_arena *arena, const char *name, const char *body)
{
    ph_str xml = ph_dupf(arena,
                         "<?xml version='1.0'?><o:document xmlns:o='o' xmlns:s='s' "
                         "xmlns:x='x' xmlns:f='f' xmlns:t='t' xmlns:d='d' xmlns:p='p'>"
                         "<o:meta><dc:title xmlns:dc='dc'>Of meta</dc:title>"
                         "<m:initial-creator xmlns:m='m'>Berg</m:initial-creator></o:meta>"
                         "%s<o:body>%s</o:body></o:document>",
                         odf_styles, body);
    return parse_bytes(arena, name, xml);
}

static void odt_is(ph_arena *arena, const char *body, const char *want)
{
    ph_str text = ph_dupf(arena, "<o:text>%s</o:text>", body);
    ph_document doc = parse_odf(arena, "a.fodt", text.s);
    assert_string_equal(blocks_of(arena, &doc), want);
    value_is(&doc, "creators.0", "Berg");
}

static void opendocument_text(void **state)
{
    odt_is(
        *state,
        "<x:tracked-changes><x:p>gone</x:p></x:tracked-changes>"
        "<x:h x:outline-level='1'>One</x:h><x:p>A<x:s/>text<x:tab/>with <x:span "
        "x:style-name='H'>hidden</x:span><x:a>link</x:a><x:note><x:note-citation>1"
        "</x:note-citation><x:note-body><x:p>Noted.</x:p></x:note-body></x:note> in it."
        "<o:annotation><x:p>comment</x:p></o:annotation></x:p>"
        "<x:h x:outline-level='2'>Below</x:h><x:p x:style-name='P1'>By style</x:p>"
        "<x:list x:style-name='U'><x:list-item><x:p>item</x:p><x:list><x:list-item><x:p>"
        "deep</x:p></x:list-item></x:list></x:list-item></x:list>"
        "<x:list x:style-name='N'><x:list-item><x:h x:outline-level='1'>Listed</x:h>"
        "</x:list-item></x:list>"
        "<x:list x:style-name='N' x:continue-numbering='true'><x:list-item>"
        "<x:h x:outline-level='1'>Again</x:h></x:list-item></x:list>"
        "<x:table-of-content><x:index-body><x:p>One 1</x:p></x:index-body>"
        "</x:table-of-content>"
        "<t:table><t:table-header-rows><t:table-row><t:table-cell><x:p>a</x:p>"
        "</t:table-cell><t:table-cell><x:p>b</x:p><x:p>c</x:p></t:table-cell>"
        "</t:table-row></t:table-header-rows></t:table>"
        "<x:p><d:frame><d:text-box><x:p>Boxed.</x:p></d:text-box></d:frame>Around.</x:p>",
        "H1 I. One\nP A text with link in it.\nP [1] Noted.\nH2 I.1 Below\nH2 By style\n"
        "I1 item\nI2 deep\nH1 A. Listed\nH1 B. Again\nR a | b c\nP Around.\nP Boxed.\n");
}

static void opendocument_without_style(void **state)
{
    odt_is(
        *state,
        "<x:p x:style-name='B'>A. Recommendations</x:p><x:p><x:span x:style-name='BT'>1. "
        "Innovation</x:span></x:p><x:list x:style-name='U'><x:list-item><x:p>Do it."
        "</x:p></x:list-item></x:list><x:p x:style-name='B'>2. Resilience</x:p>"
        "<x:p>Text <x:span x:style-name='BT'>bold</x:span> within.</x:p>",
        "H2 A. Recommendations\nH3 1. Innovation\nI1 Do it.\nH3 2. Resilience\n"
        "P Text bold within.\n");
}

static void opendocument_slides(void **state)
{
    ph_document doc = parse_odf(
        *state, "a.fodp",
        "<o:presentation><d:page><d:frame p:class='subtitle'><d:text-box><x:p>Sub</x:p>"
        "</d:text-box></d:frame><d:frame p:class='title'><d:text-box><x:p>Deck</x:p>"
        "</d:text-box></d:frame></d:page><d:page><d:frame p:class='title'><d:text-box><x:p>"
        "Slide</x:p><x:p>two</x:p></d:text-box></d:frame><d:frame p:class='outline'>"
        "<d:text-box><x:list><x:list-item><x:p>Point</x:p></x:list-item></x:list>"
        "</d:text-box></d:frame><d:frame p:class='page-number'><d:text-box><x:p>2</x:p>"
        "</d:text-box></d:frame><p:notes><d:frame p:class='notes'><d:text-box><x:p>Say "
        "this."
        "</x:p></d:text-box></d:frame></p:notes></d:page></o:presentation>");
    assert_string_equal(blocks_of(*state, &doc),
                        "H1 [1] Deck\nP [1] Sub\nH2 [2] Slide two\nI1 [2] Point\n"
                        "P [2] Say this.\n");
    assert_true(ph_eqc(doc.mime, "application/vnd.oasis.opendocument.presentation"));
}

/* --- EPUB --------------------------------------------------------------------------------------------- */

static void make_book(zip *z, const char *opf)
{
    zip_add(z, "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles>"
            "</container>");
    zip_add(z, "OPS/book.opf", opf);
    zip_add(z, "OPS/nav.xhtml", "<html><body><p>Contents</p></body></html>");
    zip_add(
        z, "OPS/one two.xhtml",
        "<html xmlns:epub='e'><head><title/></head><body><h1>One</h1><p>First <span "
        "epub:type='pagebreak' title='5'>5</span>page.</p><aside epub:type='footnote'><p>"
        "A note.</p></aside></body></html>");
    zip_add(z, "OPS/two.xhtml", "<html><body><h1>Two</h1><p>Last.</p></body></html>");
    zip_add(z, "OPS/cover.xhtml", "<html><body><p>Cover</p></body></html>");
}

static const char opf[] =
    "<package xmlns:dc='dc' xmlns:opf='opf'><metadata><dc:title>The book</dc:title>"
    "<dc:creator>Berg, A.</dc:creator><dc:date "
    "opf:event='modification'>2020-01-01</dc:date>"
    "<dc:date>2019-05-06</dc:date><dc:description>&lt;p&gt;About "
    "it.&lt;/p&gt;</dc:description>"
    "<dc:rights>CC BY 4.0</dc:rights><dc:language>en</dc:language></metadata><manifest>"
    "<item id='n' href='nav.xhtml' properties='nav'/><item id='a' "
    "href='one%20two.xhtml#x'/>"
    "<item id='b' href='two.xhtml'/><item id='c' href='cover.xhtml'/>"
    "<item id='d' href='missing.xhtml'/></manifest><spine><itemref idref='c'/>"
    "<itemref idref='n'/><itemref idref='b'/><itemref idref='a'/><itemref idref='b'/>"
    "<itemref idref='d'/></spine><guide><reference type='cover' "
    "href='cover.xhtml'/></guide>"
    "</package>";

static void books(void **state)
{
    zip z = {0};
    make_book(&z, opf);
    ph_document doc = parse_bytes(*state, "a.epub", zip_end(&z));
    assert_string_equal(blocks_of(*state, &doc),
                        "H1 Two\nP Last.\nH1 One\nP First page.\nP A note.\n");
    value_is(&doc, "title", "The book");
    value_is(&doc, "creators.0", "Berg, A.");
    value_is(&doc, "date", "2019-05-06");
    value_is(&doc, "abstract", "About it.");
    value_is(&doc, "license", "CC BY 4.0");
    assert_int_equal(doc.warnings.n, 1);
    zip_free(&z);
}

static void locked_books(void **state)
{
    zip z = {0};
    make_book(&z, opf);
    zip_add(&z, "META-INF/encryption.xml",
            "<encryption><CipherReference URI='OPS/two.xhtml'/></encryption>");
    refused(*state, "a.epub", zip_end(&z), PH_INVALID, "protected against copying");
    zip_free(&z);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(headings_by_style),
        TEST(title_stands_above),
        TEST(no_numbers),
        TEST(lines_of_a_paragraph),
        TEST(numbers_of_lists),
        TEST(headings_without_style),
        TEST(styles_win),
        TEST(notes_follow_their_paragraph),
        TEST(changes_fields_and_links),
        TEST(tables),
        TEST(boxes_and_pictures),
        TEST(strict_documents),
        TEST(properties),
        TEST(titles_that_say_nothing),
        TEST(encrypted),
        TEST(damaged),
        TEST(nested_without_end),
        TEST(slides),
        TEST(opendocument_text),
        TEST(opendocument_without_style),
        TEST(opendocument_slides),
        TEST(books),
        TEST(locked_books),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
