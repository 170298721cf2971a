/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The handles: opaque types, so that the compiler tells them apart.
 */
#ifndef XAPIAN_C_HANDLES_H
#define XAPIAN_C_HANDLES_H

typedef struct xapian_db xapian_db;                   /* a database to read */
typedef struct xapian_writable_db xapian_writable_db; /* a database to write */
typedef struct xapian_document xapian_document;       /* a document */
typedef struct xapian_terms xapian_terms;             /* walks terms, or other strings */
typedef struct xapian_postings xapian_postings;       /* walks the documents of a term */
typedef struct xapian_positions xapian_positions;     /* walks a term in a document */
typedef struct xapian_values xapian_values;           /* walks the values of a slot */
typedef struct xapian_stem xapian_stem;               /* a stemmer */
typedef struct xapian_stopper xapian_stopper;         /* knows words to leave out */
typedef struct xapian_term_generator xapian_term_generator; /* text to terms */
typedef struct xapian_query xapian_query; /* a query; never changes once made */
typedef struct xapian_query_parser xapian_query_parser; /* text to a query */
typedef struct xapian_enquire xapian_enquire;   /* a search: query, weights, order */
typedef struct xapian_mset xapian_mset;         /* its best matches */
typedef struct xapian_rset xapian_rset;         /* documents said to be relevant */
typedef struct xapian_eset xapian_eset;         /* terms that they suggest */
typedef struct xapian_matchspy xapian_matchspy; /* sees each match go by */

#endif /* XAPIAN_C_HANDLES_H */
