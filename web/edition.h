/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * edition.h - an offline edition on its way: the hub as files that need no server.
 *
 * Pages are made by the handlers that a server has (routes.c), with context->edition set; what
 * needs a server they leave out (page.offline in templates).  Which address has which file is
 * settled before the first page is made, so that every link of a page can be written as a
 * relative one (export_links.h).
 *
 *   export.c          what there is, in which order it is written
 *   edition.c         this table
 *   export_links.c    addresses in a page -> relative links
 *   export_folder.c   files beside the folder, swapped in when all are there
 *   export_pages.c    pages that only an edition has; export_letters.c: long lists by letters
 *   export_search.c   the search without a server
 */
#ifndef PH_EDITION_H
#define PH_EDITION_H

#include "web/export_folder.h"
#include "web/export_letters.h"
#include "web/site.h"

typedef struct ph_edition_document {
    ph_str id, title, language;
    bool text; /* it states no licence, or one that lets its text be passed on */
} ph_edition_document;

/* An organisation, and which documents (places in `documents`) name it. */
typedef struct ph_edition_organisation {
    uint64_t key;
    ph_str name, country, url;
    PH_VEC(uint32_t) documents;
} ph_edition_organisation;

/* Where what is asked for by an address lies. */
typedef struct ph_edition_file {
    ph_str address;  /* as in pages of a server without a path: "/sdgs/16" */
    ph_str file;     /* "sdgs/16.html" */
    ph_str fragment; /* of a part of it; absent: all */
    bool textless;   /* a document's page without its text: has no passages to go to */
} ph_edition_file;

typedef struct ph_edition_table ph_edition_table;

typedef struct ph_edition {
    ph_arena *arena; /* of all below */
    ph_edition_table *table;
    ph_folder *folder;
    const ph_language *language;
    ph_str online; /* "https://hub.example/kb": where the same is served; empty: not told */
    ph_str revision;
    int64_t date; /* of the edition: no page may depend on when it was made */
    PH_VEC(ph_edition_document)
    documents; /* in an order that is the same for the same index */
    PH_VEC(ph_edition_organisation) organisations;
    ph_letters titles, names; /* of documents and organisations, in order */
    ph_strs people; /* contacts who consent to be named: on a server, but not in copies */
} ph_edition;

/* NULL: no memory.  In the arena. */
ph_edition_table *ph_edition_table_new(ph_arena *arena);

/* Gives an address a file of this name, or where another has it (names that differ in case alone are
 * the same, for the file systems that think so, and what some of these cannot have is replaced) one
 * like it.  Adding an address twice is no error, the first holds.  PH_ABSENT: no memory. */
ph_str ph_edition_add(ph_edition_table *table, ph_str address, ph_str name) PH_MUST_USE;

/* A further address of a file, or of a part of it.  False: no memory. */
bool ph_edition_also(ph_edition_table *table, ph_str address, ph_str file,
                     ph_str fragment) PH_MUST_USE;

/* NULL: the edition has nothing of this address. */
ph_edition_file *ph_edition_find(const ph_edition_table *table, ph_str address);

/* "documents/x.html" of a document's id; absent: the edition has none. */
ph_str ph_edition_page_of(const ph_edition *edition, ph_str id);

/* Whether the text of a document may be in the edition. */
bool ph_edition_has_text(const ph_edition *edition, ph_str id);

/* Writes a file of the edition, with its people hidden.  As ph_folder_write. */
ph_status ph_edition_write(const ph_edition *edition, ph_str file, ph_str bytes,
                           ph_error *err) PH_MUST_USE;

#endif
