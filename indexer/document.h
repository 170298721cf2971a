/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * document.h - what a file says, before we say anything of it.
 *
 * A parser (peerhub-worker) turns bytes into a ph_document: a flat list of metadata and a flat
 * list of blocks in reading order.  It travels to the indexer as bytes (ph_document_pack).
 * What is made of it - passages, tags, an id - is a ph_record (search/record.h).
 */
#ifndef PH_DOCUMENT_H
#define PH_DOCUMENT_H

#include "search/base.h"

/* Where a piece of metadata stood.  A higher number wins over a lower one. */
typedef enum ph_origin {
    PH_ORIGIN_GUESS = 0, /* a parser's guess: the first heading as title */
    PH_ORIGIN_WEAK = 1,  /* <title>, generic properties of the format */
    PH_ORIGIN_FILE = 2,  /* a metadata standard or our own schema, in the file */
    PH_ORIGIN_SIDECAR = 3
} ph_origin;

/* Metadata is flat.  `key` is a field name of docs/fields.md in snake_case; structure is
 * written into the key, lists with their index from 0:
 *     title                      Data exchange between registers
 *     countries.0                EE
 *     event.country              RO
 *     contacts.0.organisation    Information System Authority
 *     sources.1.url              https://...
 * `value` is clean text (ph_text_clean).  Keys that nobody knows are kept: the indexer warns
 * about them. */
typedef struct ph_meta {
    ph_str key, value;
    ph_origin origin;
} ph_meta;

/* The key of what contact markup held (parse_contacts.h): whoever is named in it is hidden. */
#define PH_META_MARKED "contact_names"

typedef enum ph_block_type {
    PH_BLOCK_HEADING, /* level 1 (the document's title) to 6 */
    PH_BLOCK_PARAGRAPH,
    PH_BLOCK_ITEM, /* of a list; level 1 is outermost */
    PH_BLOCK_ROW   /* of a table: its cells, " | " between them */
} ph_block_type;

typedef struct ph_block {
    ph_block_type type;
    unsigned level; /* headings and items; else 0 */
    unsigned page;  /* from 1; 0: the format has no pages */
    ph_str section; /* what the format itself says the block is: a field name of our own
                        schema ("lessons", "obstacles"); usually absent */
    ph_str text;    /* clean, one line, never empty */
} ph_block;

typedef struct ph_document {
    ph_str mime; /* "text/html" */
    PH_VEC(ph_meta) meta;
    PH_VEC(ph_block) blocks;
    ph_strs warnings; /* sentences for the editor of the file */
} ph_document;

/* Which of its file's documents a document is.  "" is the file itself, "/minutes/a.pdf" a member
 * of an archive, "#17" a row of a table (from 1), "/cases.csv#17" a row in a member. */
typedef struct ph_part {
    ph_str path;
    ph_str identity;  /* what it is known by when others come and go: its path, or for a row
                        with a key "#=KEY" */
    uint64_t size;    /* of its bytes; of a row its number */
    uint64_t content; /* a hash of its bytes */
    bool alone;       /* the file holds nothing else, and never will */
} ph_part;

/* Adds; the strings are not copied.  Values and texts that are empty are left out.
 * Returns false when there is no memory. */
bool ph_document_meta(ph_document *doc, ph_arena *arena, ph_origin origin, ph_str key,
                      ph_str value);
bool ph_document_block(ph_document *doc, ph_arena *arena, ph_block block);

/* The value of a key from its best origin, the first one given among equals; else absent. */
ph_str ph_document_get(const ph_document *doc, const char *key);

/* The bytes of a document, and back.  Unpacking checks everything; strings point into
 * `bytes`, lists lie in the arena.  PH_CORRUPT, PH_NO_MEMORY. */
void ph_document_pack(ph_buf *buf, const ph_document *doc);
ph_status ph_document_unpack(ph_str bytes, ph_arena *arena, ph_document *doc,
                             ph_error *err) PH_MUST_USE;

#endif
