/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rtf_tokens.h - Rich Text Format 1.9.1 as tokens, and what its control words mean to us.
 */
#ifndef PH_RTF_TOKENS_H
#define PH_RTF_TOKENS_H

#include "search/base.h"

typedef enum ph_rtf_type {
    PH_RTF_END,
    PH_RTF_OPEN,   /* { */
    PH_RTF_CLOSE,  /* } */
    PH_RTF_WORD,   /* \name and a number */
    PH_RTF_SYMBOL, /* \ and a character that is no letter: in `byte` */
    PH_RTF_BYTE    /* of text, as it stands or as \'xx */
} ph_rtf_type;

typedef struct ph_rtf_token {
    ph_rtf_type type;
    ph_str name;
    int32_t number;
    bool numbered;
    char byte;
} ph_rtf_token;

/* The token at *i, which moves behind it.  Data of \bin are passed over. */
ph_rtf_token ph_rtf_next(ph_str s, size_t *i);

typedef enum ph_rtf_act {
    PH_RTF_NONE,
    PH_RTF_INTO,    /* what follows in the group is something else: a ph_rtf_place */
    PH_RTF_LETTER,  /* a character */
    PH_RTF_UNICODE, /* \u */
    PH_RTF_UC,
    PH_RTF_PAR,
    PH_RTF_LINE,
    PH_RTF_PARD,
    PH_RTF_PLAIN,
    PH_RTF_CELL,
    PH_RTF_ROW,
    PH_RTF_INTBL,
    PH_RTF_BOLD,
    PH_RTF_HIDDEN,
    PH_RTF_FONT,
    PH_RTF_CHARSET,
    PH_RTF_CODEPAGE, /* of the whole text, or of a font */
    PH_RTF_DEFAULT_FONT,
    PH_RTF_STYLE,
    PH_RTF_OUTLINE,
    PH_RTF_LIST,
    PH_RTF_DEPTH
} ph_rtf_act;

typedef enum ph_rtf_place {
    PH_RTF_BODY,
    PH_RTF_SKIPPED,
    PH_RTF_SHELL, /* skipped but for a place within: an object and its result */
    PH_RTF_FONTS,
    PH_RTF_STYLES,
    PH_RTF_INFO,
    PH_RTF_FIELD, /* of the information: a name of metadata */
    PH_RTF_LABEL, /* of an item, as written out */
    PH_RTF_NOTE
} ph_rtf_place;

typedef struct ph_rtf_word {
    const char *name;
    ph_rtf_act act;
    int32_t value;     /* a place, a character, a code page */
    const char *field; /* of PH_RTF_FIELD, as ph_meta_foreign knows it */
} ph_rtf_word;

/* NULL: nothing of ours. */
const ph_rtf_word *ph_rtf_find(ph_str name);

/* The converter's name for a font's \fcharset (or NULL: the document's own) and for a code
 * page's number. */
const char *ph_rtf_charset(int32_t charset);
const char *ph_rtf_codepage(int32_t number);

#endif
