/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * forms.h - the forms of /contribute, which web/contribute/make-forms makes of its list and the
 * catalogues: each in three formats and in every language of the pages.
 */
#ifndef PH_FORMS_H
#define PH_FORMS_H

#include "web/site.h"

#define PH_FORM_KINDS 3
#define PH_FORM_FORMATS 3

typedef struct ph_form_kind {
    const char *file; /* "practice-note" */
    const char *what; /* what it is for: a text of the catalogues */
} ph_form_kind;

extern const ph_form_kind ph_form_kinds[PH_FORM_KINDS];

typedef struct ph_form_format {
    const char *ending; /* "docx" */
    const char *name;   /* "Word (DOCX)" */
} ph_form_format;

extern const ph_form_format ph_form_formats[PH_FORM_FORMATS];

/* The path of a form below the site's root, "/contribute/practice-note.ru.docx": in a language, or
 * in English where it is not in that.  Absent: no memory. */
ph_str ph_form_path(const ph_site *site, const ph_language *language, ph_arena *arena,
                    size_t kind, size_t format);

#endif
