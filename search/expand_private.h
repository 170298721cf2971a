/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * expand_private.h - what expand.c (the question) and expand_index.c (what the index has of
 * labels) share.
 */
#ifndef PH_EXPAND_PRIVATE_H
#define PH_EXPAND_PRIVATE_H

#include "search/expand.h"
#include "search/labels.h"

/* What is known of a name. */
typedef struct ph_known_name {
    bool known;
    const ph_spelling *spelling; /* NULL: no document has it */
} ph_known_name;

/* A language's labels. */
typedef struct ph_tongue {
    const ph_labels *labels;
    ph_strs *terms; /* that documents in it have: "XL:sr-Latn" ...; NULL: all are in it */
    xapian_doccount held; /* by so many documents of the index */
    ph_known_name *names; /* by number */
} ph_tongue;

struct ph_expander {
    ph_arena *arena; /* as long as a revision */
    PH_VEC(ph_tongue) tongues;
};

/* Fills the languages: those of the vocabulary, in which a question may be, and of the index.
 * *got: of the binding. */
ph_status ph_expander_wake(ph_expander *e, ph_reader *r, xapian_status *got, ph_error *err,
                           xapian_error *why);

/* A label as the index has it; NULL when no document in its language has it as somebody would
 * ask for it in quotes.  Cheap from the second time on.  scratch: for what is not kept. */
xapian_status ph_expander_spelling(ph_reader *r, const ph_tongue *tongue,
                                   const ph_name *name, ph_arena *scratch,
                                   const ph_spelling **out, ph_status *status,
                                   ph_error *err, xapian_error *why);

#endif
