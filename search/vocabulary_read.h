/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vocabulary_read.h - an RDF/XML file as concepts: what vocabulary.c and vocabulary_check.c
 * share.
 */
#ifndef PH_VOCABULARY_READ_H
#define PH_VOCABULARY_READ_H

#include <pthread.h>

#include "search/vocabulary.h"

/* Labels as questions are compared with them (labels.c): made when they are first wanted. */
typedef struct ph_label_store ph_label_store;

struct ph_vocabulary {
    ph_arena *arena;
    uint64_t hash;
    PH_VEC(ph_concept) concepts;
    PH_VEC(ph_country_facts) countries;
    const ph_concept **table; /* by scheme and id; open addressing */
    size_t slots;             /* a power of two */
    ph_label_store *labels;
};

/* NULL: no memory. */
ph_label_store *ph_label_store_new(ph_vocabulary *v);
void ph_label_store_free(ph_label_store *store);

/* Adds what a file says to the vocabulary.  `broader` and `close` still hold IRIs.
 * PH_INVALID: with file and line; PH_NOT_FOUND. */
ph_status ph_vocabulary_read(ph_vocabulary *v, const char *path, ph_error *err) PH_MUST_USE;

#endif
