/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * offline_private.h - the block of offline.h in the making: offline.c (documents and terms),
 * offline_words.c (words), offline_labels.c (what counts as them), offline_people.c (who is not in it).
 */
#ifndef PH_OFFLINE_PRIVATE_H
#define PH_OFFLINE_PRIVATE_H

#include "search/expand_private.h"
#include "search/offline.h"

/* A word of a name that is in no copy: the document does not have it here. */
typedef struct ph_hidden {
    ph_str term;
    xapian_docid docid;
} ph_hidden;

typedef struct ph_offline {
    ph_reader *r;
    const ph_strs *people;
    ph_arena *arena;
    ph_buf *out;
    ph_strs languages;        /* their codes */
    ph_strs terms;            /* in byte order; not those that are hidden everywhere */
    PH_VEC(ph_hidden) hidden; /* by term and document */
    uint32_t *numbers;        /* docid -> number of the document */
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} ph_offline;

/* A term's number; terms.n: it is not there. */
size_t ph_offline_term(const ph_offline *o, ph_str term);

/* A language's number; languages.n: it is not there. */
size_t ph_offline_language(const ph_offline *o, ph_str code);

/* How many bytes two strings begin with alike. */
size_t ph_offline_shared(ph_str a, ph_str b);

/* Appends the columns, each as a string, and frees them. */
void ph_offline_columns(const ph_offline *o, ph_buf *columns, size_t n);

/* Notes the words of the people who are contacts in a document, wherever these stand in it; and, after
 * all documents, of those who are named in any. */
void ph_offline_hide_contacts(ph_offline *o, const ph_record *r, xapian_docid docid);
xapian_status ph_offline_hide_names(ph_offline *o);

/* Then: whether a document does not have a term here; whether there is such a document. */
bool ph_offline_is_hidden(const ph_offline *o, ph_str term, xapian_docid docid);
bool ph_offline_hides(const ph_offline *o, ph_str term);

xapian_status ph_offline_words(ph_offline *o);
xapian_status ph_offline_labels(ph_offline *o);

#endif
