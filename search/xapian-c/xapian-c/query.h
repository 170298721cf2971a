/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_query - queries
 *
 * All constructors return a new handle and leave their inputs as they were; a query never
 * changes once made. Xapian simplifies queries when they are made: an operator over one
 * part is that part.
 */
#ifndef XAPIAN_C_QUERY_H
#define XAPIAN_C_QUERY_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

/* ---- making queries ---- */

typedef enum XAPIAN_C_INT {
    XAPIAN_OP_AND = 0,
    XAPIAN_OP_OR,
    XAPIAN_OP_AND_NOT, /* the first, without any of the others */
    XAPIAN_OP_XOR,
    XAPIAN_OP_AND_MAYBE, /* the first; the others add weight */
    XAPIAN_OP_FILTER,    /* all; only the first adds weight */
    XAPIAN_OP_NEAR,      /* in any order within 'parameter' positions */
    XAPIAN_OP_PHRASE,    /* in this order within 'parameter' positions */
    XAPIAN_OP_ELITE_SET, /* OR of the 'parameter' (0 is 10) heaviest */
    XAPIAN_OP_SYNONYM,   /* OR, weighted as one term */
    XAPIAN_OP_MAX        /* OR, weighted as the heaviest that matches */
} xapian_op;

/* What a wildcard does when more terms than its limit begin so. */
typedef enum XAPIAN_C_INT {
    XAPIAN_WILDCARD_ERROR = 0,    /* the search fails with XAPIAN_WILDCARD */
    XAPIAN_WILDCARD_FIRST,        /* the first in byte order */
    XAPIAN_WILDCARD_MOST_FREQUENT /* those in most documents */
} xapian_wildcard_limit;

XAPIAN_C_CHECK xapian_status xapian_query_match_all(xapian_query **out, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_query_match_nothing(xapian_query **out,
                                                        xapian_error *err);
/* 'wqf' is how often it is in the query (1), 'pos' where it stands there (0). Not empty. */
XAPIAN_C_CHECK xapian_status xapian_query_term(const char *term, size_t term_len,
                                               xapian_termcount wqf, xapian_termpos pos,
                                               xapian_query **out, xapian_error *err);
/* 'parameter' is for the operators that name it, where 0 means the number of subqueries,
 * or the default; elsewhere it must be 0. Of no subqueries: matches nothing. NEAR and
 * PHRASE take terms and OR of terms below them; others fail here or in the search with
 * XAPIAN_UNIMPLEMENTED or XAPIAN_INVALID_ARGUMENT. */
XAPIAN_C_CHECK xapian_status xapian_query_combine(xapian_op op,
                                                  const xapian_query *const *subqueries,
                                                  size_t n, xapian_termcount parameter,
                                                  xapian_query **out, xapian_error *err);
/* The same documents with weights multiplied; 'factor' is 0 or more, and finite. */
XAPIAN_C_CHECK xapian_status xapian_query_scale(const xapian_query *query, double factor,
                                                xapian_query **out, xapian_error *err);
/* Documents whose value, compared by bytes, is within the bounds, themselves included. They
 * add no weight. A document without a value is in none of these, but for _ge with an empty
 * bound, which is all documents. */
XAPIAN_C_CHECK xapian_status xapian_query_value_range(xapian_slot slot, const char *low,
                                                      size_t low_len, const char *high,
                                                      size_t high_len, xapian_query **out,
                                                      xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_query_value_ge(xapian_slot slot, const char *low,
                                                   size_t low_len, xapian_query **out,
                                                   xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_query_value_le(xapian_slot slot, const char *high,
                                                   size_t high_len, xapian_query **out,
                                                   xapian_error *err);
/* The terms that begin so, at most 'max_terms' of each shard (0: no limit, dear), joined
 * with OR, SYNONYM or MAX. Prefer SYNONYM: when the limit is passed in a search with
 * weights, Xapian 1.4 loses memory for each term left out by ERROR or MOST_FREQUENT with
 * the others. */
XAPIAN_C_CHECK xapian_status xapian_query_wildcard(const char *prefix, size_t prefix_len,
                                                   xapian_termcount max_terms,
                                                   xapian_wildcard_limit limit,
                                                   xapian_op combiner, xapian_query **out,
                                                   xapian_error *err);

/* The same query, as a handle of its own. */
XAPIAN_C_CHECK xapian_status xapian_query_copy(const xapian_query *query,
                                               xapian_query **out, xapian_error *err);
void xapian_query_free(xapian_query *query);

/* ---- looking into queries ---- */

/* Whether it is the query that matches nothing; so is NULL. */
bool xapian_query_is_empty(const xapian_query *query);
/* The number of terms, counting wqf: the length that weighting uses. */
xapian_termcount xapian_query_length(const xapian_query *query);

/* What a query is at its top. */
typedef enum XAPIAN_C_INT {
    XAPIAN_QUERY_NOTHING = 0, /* matches nothing */
    XAPIAN_QUERY_ALL,         /* matches all documents */
    XAPIAN_QUERY_TERM,        /* a term: xapian_query_terms() has it */
    XAPIAN_QUERY_COMBINED,    /* an operator over its parts */
    XAPIAN_QUERY_SCALED,      /* its one part with other weights */
    XAPIAN_QUERY_RANGE,       /* of values */
    XAPIAN_QUERY_WILDCARD,
    XAPIAN_QUERY_SOURCE, /* of postings, as of xapian_query_fixed_weight() */
    XAPIAN_QUERY_OTHER   /* what a newer Xapian may have */
} xapian_query_kind;

/* 'op' (which may be NULL) is set for XAPIAN_QUERY_COMBINED. */
XAPIAN_C_CHECK xapian_status xapian_query_top(const xapian_query *query,
                                              xapian_query_kind *kind, xapian_op *op,
                                              xapian_error *err);

/* How many queries are below its top; NULL has none. */
size_t xapian_query_parts(const xapian_query *query);
/* Part 'i', from 0 to parts - 1; beyond is XAPIAN_RANGE. A new handle. */
XAPIAN_C_CHECK xapian_status xapian_query_part(const xapian_query *query, size_t i,
                                               xapian_query **out, xapian_error *err);
/* For people: not to be parsed. */
XAPIAN_C_CHECK xapian_status xapian_query_describe(const xapian_query *query,
                                                   const char **text, size_t *text_len,
                                                   xapian_error *err);
/* Its terms by 'pos'; or, if 'unique', each once in byte order. No freq, no skip_to. A new
 * handle. */
XAPIAN_C_CHECK xapian_status xapian_query_terms(const xapian_query *query, bool unique,
                                                xapian_terms **out, xapian_error *err);

/* ---- serialised ---- */

/* As bytes, in the form that Xapian 1.4's remote protocol has. A query with a source of
 * one's own is XAPIAN_UNIMPLEMENTED. */
XAPIAN_C_CHECK xapian_status xapian_query_serialise(const xapian_query *query,
                                                    const char **data, size_t *data_len,
                                                    xapian_error *err);
/* Any bytes may be given: they are looked through before Xapian reads them, which alone
 * would run on, lose memory or end the stack over some. Those that are no query, or one
 * deeper than XAPIAN_QUERY_DEPTH_MAX, are XAPIAN_SERIALISATION. */
XAPIAN_C_CHECK xapian_status xapian_query_unserialise(const char *data, size_t data_len,
                                                      xapian_query **out,
                                                      xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_QUERY_H */
