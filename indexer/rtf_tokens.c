/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/rtf_tokens.h"

#define WORD_BYTES 32 /* the longest control word, by the standard */

/* --- tokens -------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int hex(char c)
{
    return c >= '0' && c <= '9'                     ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

static ph_rtf_token read_word(ph_str s, size_t *i)
{
    ph_rtf_token token = {.type = PH_RTF_WORD};
    size_t from = *i;
    while (*i < s.n && *i - from < WORD_BYTES && is_letter(s.s[*i]))
        ++*i;
    token.name = ph_sub(s, from, *i);
    bool minus =
        *i + 1 < s.n && s.s[*i] == '-' && hex(s.s[*i + 1]) >= 0 && hex(s.s[*i + 1]) < 10;
    *i += minus;
    while (*i < s.n && s.s[*i] >= '0' && s.s[*i] <= '9') {
        token.numbered = true;
        if (token.number < INT32_MAX / 10 - 1)
            token.number = token.number * 10 + (s.s[*i] - '0');
        ++*i;
    }
    token.number = minus ? -token.number : token.number;
    if (*i < s.n && s.s[*i] == ' ')
        ++*i;
    if (ph_eqc(token.name, "bin") && token.number > 0)
        *i = (size_t)token.number < s.n - *i ? *i + (size_t)token.number : s.n;
    return token;
}

ph_rtf_token ph_rtf_next(ph_str s, size_t *i)
{
    while (*i < s.n && (s.s[*i] == '\r' || s.s[*i] == '\n' || s.s[*i] == '\0'))
        ++*i;
    if (*i >= s.n)
        return (ph_rtf_token){.type = PH_RTF_END};
    char c = s.s[(*i)++];
    if (c == '{')
        return (ph_rtf_token){.type = PH_RTF_OPEN};
    if (c == '}')
        return (ph_rtf_token){.type = PH_RTF_CLOSE};
    if (c != '\\' || *i >= s.n)
        return (ph_rtf_token){.type = PH_RTF_BYTE, .byte = c};
    if (is_letter(s.s[*i]))
        return read_word(s, i);
    c = s.s[(*i)++];
    if (c == '\'' && *i + 1 < s.n && hex(s.s[*i]) >= 0 && hex(s.s[*i + 1]) >= 0) {
        int byte = hex(s.s[*i]) * 16 + hex(s.s[*i + 1]);
        *i += 2;
        return (ph_rtf_token){.type = PH_RTF_BYTE, .byte = (char)byte, .numbered = true};
    }
    return (ph_rtf_token){.type = PH_RTF_SYMBOL, .byte = c};
}

/* --- words --------------------------------------------------------------------------------- */

#define SKIP(name)                                                                         \
    {                                                                                      \
        name, PH_RTF_INTO, PH_RTF_SKIPPED, NULL                                            \
    }
#define INTO(name, place)                                                                  \
    {                                                                                      \
        name, PH_RTF_INTO, place, NULL                                                     \
    }
#define FIELD(name, field)                                                                 \
    {                                                                                      \
        name, PH_RTF_INTO, PH_RTF_FIELD, field                                             \
    }
#define LETTER(name, c)                                                                    \
    {                                                                                      \
        name, PH_RTF_LETTER, c, NULL                                                       \
    }
#define ACT(name, act)                                                                     \
    {                                                                                      \
        name, act, 0, NULL                                                                 \
    }

static const ph_rtf_word words[] = {
    INTO("fonttbl", PH_RTF_FONTS),
    INTO("stylesheet", PH_RTF_STYLES),
    INTO("info", PH_RTF_INFO),
    FIELD("title", "title"),
    FIELD("author", "author"),
    FIELD("subject", "keywords"),
    FIELD("keywords", "keywords"),
    FIELD("company", "publisher"),
    INTO("listtext", PH_RTF_LABEL),
    INTO("pntext", PH_RTF_LABEL),
    INTO("footnote", PH_RTF_NOTE),
    INTO("object", PH_RTF_SHELL),
    INTO("shpinst", PH_RTF_SHELL),
    INTO("upr", PH_RTF_SHELL),
    INTO("result", PH_RTF_BODY),
    INTO("shptxt", PH_RTF_BODY),
    INTO("ud", PH_RTF_BODY),
    INTO("fldrslt", PH_RTF_BODY),
    SKIP("fldinst"),
    SKIP("colortbl"),
    SKIP("pict"),
    SKIP("objdata"),
    SKIP("header"),
    SKIP("headerl"),
    SKIP("headerr"),
    SKIP("headerf"),
    SKIP("footer"),
    SKIP("footerl"),
    SKIP("footerr"),
    SKIP("footerf"),
    SKIP("ftnsep"),
    SKIP("ftnsepc"),
    SKIP("ftncn"),
    SKIP("aftnsep"),
    SKIP("aftnsepc"),
    SKIP("aftncn"),
    SKIP("nonshppict"),
    SKIP("shprslt"),
    SKIP("listtable"),
    SKIP("listoverridetable"),
    SKIP("revtbl"),
    SKIP("filetbl"),
    SKIP("annotation"),
    SKIP("atnid"),
    SKIP("atnauthor"),
    SKIP("bkmkstart"),
    SKIP("bkmkend"),
    SKIP("xe"),
    SKIP("tc"),
    SKIP("txe"),
    SKIP("operator"),
    SKIP("manager"),
    SKIP("category"),
    SKIP("doccomm"),
    SKIP("comment"),
    SKIP("hlinkbase"),
    SKIP("nexttableprops"),
    SKIP("sp"),
    LETTER("tab", ' '),
    LETTER("emspace", ' '),
    LETTER("enspace", ' '),
    LETTER("qmspace", ' '),
    LETTER("emdash", 0x2014),
    LETTER("endash", 0x2013),
    LETTER("lquote", 0x2018),
    LETTER("rquote", 0x2019),
    LETTER("ldblquote", 0x201C),
    LETTER("rdblquote", 0x201D),
    LETTER("bullet", 0x2022),
    LETTER("nestcell", ' '),
    LETTER("nestrow", ' '),
    ACT("u", PH_RTF_UNICODE),
    ACT("uc", PH_RTF_UC),
    ACT("par", PH_RTF_PAR),
    ACT("sect", PH_RTF_PAR),
    ACT("page", PH_RTF_PAR),
    ACT("column", PH_RTF_PAR),
    ACT("line", PH_RTF_LINE),
    ACT("lbr", PH_RTF_LINE),
    ACT("pard", PH_RTF_PARD),
    ACT("plain", PH_RTF_PLAIN),
    ACT("cell", PH_RTF_CELL),
    ACT("row", PH_RTF_ROW),
    ACT("intbl", PH_RTF_INTBL),
    ACT("b", PH_RTF_BOLD),
    ACT("v", PH_RTF_HIDDEN),
    ACT("deleted", PH_RTF_HIDDEN),
    ACT("f", PH_RTF_FONT),
    ACT("fcharset", PH_RTF_CHARSET),
    ACT("cpg", PH_RTF_CODEPAGE),
    ACT("ansicpg", PH_RTF_CODEPAGE),
    {"mac", PH_RTF_CODEPAGE, 10000, NULL},
    {"pc", PH_RTF_CODEPAGE, 437, NULL},
    {"pca", PH_RTF_CODEPAGE, 850, NULL},
    ACT("deff", PH_RTF_DEFAULT_FONT),
    ACT("s", PH_RTF_STYLE),
    ACT("cs", PH_RTF_NONE),
    ACT("outlinelevel", PH_RTF_OUTLINE),
    ACT("ls", PH_RTF_LIST),
    ACT("ilvl", PH_RTF_DEPTH),
};

const ph_rtf_word *ph_rtf_find(ph_str name)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].name[0] == name.s[0] && ph_eqc(name, words[i].name))
            return &words[i];
    return NULL;
}

/* --- code pages ---------------------------------------------------------------------------- */

const char *ph_rtf_charset(int32_t charset)
{
    static const struct {
        int32_t charset, page;
    } rows[] = {{77, 10000}, {128, 932},  {129, 949},  {130, 1361}, {134, 936},
                {136, 950},  {161, 1253}, {162, 1254}, {163, 1258}, {177, 1255},
                {178, 1256}, {186, 1257}, {204, 1251}, {222, 874},  {238, 1250},
                {254, 437},  {255, 850}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].charset == charset)
            return ph_rtf_codepage(rows[i].page);
    return NULL;
}

const char *ph_rtf_codepage(int32_t number)
{
    static const struct {
        int32_t page;
        const char *name;
    } rows[] = {{437, "ibm-437"},          {708, "ISO-8859-6"},    {819, "windows-1252"},
                {850, "ibm-850"},          {852, "ibm-852"},       {860, "ibm-860"},
                {862, "ibm-862"},          {863, "ibm-863"},       {864, "ibm-864"},
                {865, "ibm-865"},          {866, "ibm-866"},       {874, "windows-874"},
                {932, "windows-932"},      {936, "GB18030"},       {949, "windows-949"},
                {950, "windows-950"},      {1250, "windows-1250"}, {1251, "windows-1251"},
                {1252, "windows-1252"},    {1253, "windows-1253"}, {1254, "windows-1254"},
                {1255, "windows-1255"},    {1256, "windows-1256"}, {1257, "windows-1257"},
                {1258, "windows-1258"},    {1361, "ibm-1363"},     {10000, "macintosh"},
                {10007, "x-mac-cyrillic"}, {20866, "KOI8-R"},      {28592, "ISO-8859-2"},
                {54936, "GB18030"},        {65001, "UTF-8"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].page == number)
            return rows[i].name;
    return NULL;
}
