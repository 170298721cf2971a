/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * columns.h - the facet values of all documents, in memory, so that counting a set of
 * documents reads no index.
 *
 * Of each shard: for each document the codes of its values, one after the other (two bytes
 * each, and four for where they begin), and the number of its work.  Of all shards together:
 * what the codes stand for, and which documents are editions of one work.  Some 30 bytes a
 * document (HACKING, "How fast a search is").
 *
 * Columns belong to one revision of an index and never change, but for the sets of documents
 * of frequent terms that are kept with them (sets.h).
 *
 * Threads: any number at a time, each with a reference of its own.
 */
#ifndef PH_COLUMNS_H
#define PH_COLUMNS_H

#include <pthread.h>
#include <stdatomic.h>

#include "search/schema.h"
#include "search/xapian-c/xapian-c.h"

/* Sets of documents: bit d stands for the document d of a shard, bit 0 for nothing. */
#define PH_BITS_WORDS(last) ((size_t)(last) / 64 + 1)

static inline bool ph_bit(const uint64_t *bits, xapian_docid doc)
{
    return bits[doc / 64] >> (doc % 64) & 1;
}

/* By hand: the compiler's own is a call where it cannot count on the instruction. */
static inline unsigned ph_bits_in(uint64_t word)
{
    const uint64_t ones = UINT64_MAX / 255;
    word -= word >> 1 & ones * 0x55;
    word = (word & ones * 0x33) + (word >> 2 & ones * 0x33);
    return (unsigned)(((word + (word >> 4)) & ones * 0x0f) * ones >> 56);
}

size_t ph_bits_count(const uint64_t *bits, size_t words);

/* Which state of which database. */
typedef struct ph_shard_name {
    ph_str path, uuid;
    uint64_t revision;
} ph_shard_name;

/* What a code of a shard stands for. */
typedef struct ph_column_value {
    ph_facet facet;
    bool asserted;
    ph_str value;
} ph_column_value;

typedef PH_VEC(ph_column_value) ph_column_values;

/* The documents of a frequent term, kept between questions; sets.c. */
typedef struct ph_kept_set {
    struct ph_kept_set *next;
    atomic_uint references;
    uint64_t used; /* when last */
    uint64_t hash; /* of the term */
    size_t documents, words, n;
    uint64_t bits[]; /* then the n bytes of the term */
} ph_kept_set;

#define PH_KEPT_BUCKETS 256

typedef struct ph_shard_columns {
    atomic_uint references;
    ph_arena *arena; /* the name's and the values' */
    ph_shard_name name;
    xapian_docid last; /* the highest document */
    size_t words;      /* of a set of its documents */
    size_t documents;
    uint64_t *there;  /* which documents there are */
    uint64_t *works;  /* by document */
    uint32_t *begins; /* by document, and one more: where its codes begin */
    uint16_t *codes;
    ph_column_values values; /* by code */

    pthread_mutex_t lock;               /* of all below */
    ph_kept_set *kept[PH_KEPT_BUCKETS]; /* by hash */
    size_t kept_bytes, kept_most;       /* kept_most: 0 until its owner says more */
    uint64_t clock;
} ph_shard_columns;

/* A shard's part of what is known of all together. */
typedef struct ph_shard_part {
    ph_shard_columns *shard;
    uint32_t *values;   /* code -> value * 2 + asserted */
    uint32_t *single;   /* code -> how many documents that are no editions have it */
    uint64_t *editions; /* documents that share their work with others; NULL: none */
    uint32_t *before;   /* by word of `editions`: how many stand in words before it */
    uint32_t *works;    /* of each of them in their order: index of its work below */
    size_t singles;     /* how many documents are no editions */
} ph_shard_part;

typedef struct ph_edition {
    uint32_t shard;
    xapian_docid document;
} ph_edition;

typedef struct ph_columns {
    atomic_uint references;
    ph_arena *arena;
    size_t shards;
    ph_shard_part *parts;
    /* What is counted: a facet's value, asserted or not. */
    ph_column_values values; /* `asserted` means nothing here */
    uint32_t *counts;        /* of all documents, by value; editions of a work as one */
    /* Works of several editions: those of work w are editions[firsts[w]..firsts[w + 1]). */
    size_t works;
    uint32_t *firsts;
    ph_edition *editions;
} ph_columns;

/* Reads a shard, whose handle is at that revision; nobody else uses it meanwhile.  Strings
 * are copied.
 * PH_CORRUPT: its facets are damaged, or not of every document; PH_LIMIT: there are more than
 * PH_COLUMN_VALUES values; PH_NO_MEMORY; PH_BUSY and PH_IO as the binding's. */
ph_status ph_shard_columns_load(ph_shard_columns **out, const xapian_db *db,
                                const ph_shard_name *name, ph_error *err) PH_MUST_USE;
void ph_shard_columns_unref(ph_shard_columns *shard);

/* What is known of the shards together, in this order.  Takes references of its own. */
ph_status ph_columns_join(ph_columns **out, ph_shard_columns *const *shards, size_t n,
                          ph_error *err) PH_MUST_USE;
void ph_columns_unref(ph_columns *columns);

/* How many documents have a value, of any origin, editions of a work as one: what choosing it
 * alone gives. */
uint64_t ph_columns_count(const ph_columns *columns, ph_facet facet, ph_str value);

/* What they take, without kept sets. */
size_t ph_columns_bytes(const ph_columns *columns);

#endif
