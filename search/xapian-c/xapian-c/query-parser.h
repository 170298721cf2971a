/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_query_parser - text that people type to a query
 *
 * The syntax: https://xapian.org/docs/queryparser.html. Text is UTF-8; bytes that are not
 * are read as Latin-1.
 *
 * A parser can be used again and again. What it made last - corrections, words left out,
 * words as they were typed - is asked after xapian_query_parser_parse().
 */
#ifndef XAPIAN_C_QUERY_PARSER_H
#define XAPIAN_C_QUERY_PARSER_H

#include "base.h"
#include "handles.h"
#include "query.h"
#include "stem.h"

XAPIAN_C_BEGIN

/* ---- parsing ---- */

#define XAPIAN_PARSE_BOOLEAN 1u          /* AND, OR, NOT, ... and parentheses */
#define XAPIAN_PARSE_PHRASE 2u           /* "..." */
#define XAPIAN_PARSE_LOVEHATE 4u         /* + and - */
#define XAPIAN_PARSE_BOOLEAN_ANY_CASE 8u /* and, or, not, ... too */
#define XAPIAN_PARSE_WILDCARD 16u        /* prefix* */
#define XAPIAN_PARSE_PURE_NOT 32u        /* NOT alone: reads a list of all documents */
#define XAPIAN_PARSE_PARTIAL 64u         /* the last word may not be typed to its end */
#define XAPIAN_PARSE_SPELLING 128u       /* xapian_query_parser_corrected() */
#define XAPIAN_PARSE_SYNONYM 256u        /* ~word */
#define XAPIAN_PARSE_AUTO_SYNONYMS 512u  /* for every word */
#define XAPIAN_PARSE_AUTO_MULTIWORD_SYNONYMS 1024u /* and for several words in a row */
#define XAPIAN_PARSE_CJK_NGRAM 2048u               /* as XAPIAN_GENERATE_CJK_NGRAM */
#define XAPIAN_PARSE_ACCUMULATE 65536u    /* keep words left out from parse to parse */
#define XAPIAN_PARSE_NO_POSITIONS 131072u /* AND in place of phrases and NEAR */
#define XAPIAN_PARSE_DEFAULT                                                               \
    (XAPIAN_PARSE_BOOLEAN | XAPIAN_PARSE_PHRASE | XAPIAN_PARSE_LOVEHATE)

/* A new one has no stemmer, no stopper and no database, joins words with OR, and strategy
 * XAPIAN_STEM_SOME. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_new(xapian_query_parser **out,
                                                     xapian_error *err);
void xapian_query_parser_free(xapian_query_parser *parser);

/* Makes a new query of a text, with XAPIAN_PARSE_... in 'flags', and 'prefix' (empty for
 * none) before terms that no field has. What cannot be understood is
 * XAPIAN_QUERY_PARSER, with xapian_error_message() for who typed it; over
 * XAPIAN_QUERY_TEXT_MAX bytes, or a query deeper than XAPIAN_QUERY_DEPTH_MAX, are
 * XAPIAN_INVALID_ARGUMENT. No words at all give the query that matches nothing. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_parse(
    xapian_query_parser *parser, const char *text, size_t text_len, unsigned flags,
    const char *prefix, size_t prefix_len, xapian_query **out, xapian_error *err);

/* The text of the last parse with its words corrected, if XAPIAN_PARSE_SPELLING found a
 * word to correct; else empty. */
XAPIAN_C_CHECK xapian_status
xapian_query_parser_corrected(const xapian_query_parser *parser, const char **text,
                              size_t *text_len, xapian_error *err);
/* The words that the stopper left out, and the words typed that became a term, as new
 * iterators; free them before the next parse. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_stopped(const xapian_query_parser *parser,
                                                         xapian_terms **out,
                                                         xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_query_parser_unstem(const xapian_query_parser *parser,
                                                        const char *term, size_t term_len,
                                                        xapian_terms **out,
                                                        xapian_error *err);

/* ---- settings ---- */

/* NULL for none. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_set_stem(xapian_query_parser *parser,
                                                          const xapian_stem *stem,
                                                          xapian_error *err);

/* As the documents were indexed: see xapian_stem_strategy. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_set_strategy(xapian_query_parser *parser,
                                                              xapian_stem_strategy strategy,
                                                              xapian_error *err);
/* NULL for none. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_set_stopper(xapian_query_parser *parser,
                                                             const xapian_stopper *stopper,
                                                             xapian_error *err);
/* What joins words: XAPIAN_OP_AND, _OR, _ELITE_SET, _SYNONYM or _MAX. _NEAR and _PHRASE are
 * XAPIAN_UNIMPLEMENTED: over text with a phrase or a wildcard, which these cannot join, the
 * parser of Xapian 1.4 frees what is not its own. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_set_default_op(xapian_query_parser *parser,
                                                                xapian_op op,
                                                                xapian_error *err);
/* Where corrections and synonyms come from; kept alive. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_set_database(xapian_query_parser *parser,
                                                              const xapian_db *db,
                                                              xapian_error *err);
/* How many terms prefix* and a last word may stand for; see xapian_query_wildcard().
 * 'flags' says for which: XAPIAN_PARSE_WILDCARD, XAPIAN_PARSE_PARTIAL or both. In a new
 * one there is no limit for the first, and the 100 most frequent for the second. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_set_max_expansion(
    xapian_query_parser *parser, xapian_termcount max_terms, xapian_wildcard_limit limit,
    unsigned flags, xapian_error *err);

/* ---- fields ---- */

/* Each 'field' is what people type before the colon; one can have several prefixes. A
 * field is either boolean or not: to mix them is XAPIAN_INVALID_OPERATION. It has either
 * prefixes or one callback: else XAPIAN_UNAVAILABLE. */

/* "field:words": terms with this prefix. The empty field is for words without one. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_add_prefix(
    xapian_query_parser *parser, const char *field, size_t field_len, const char *prefix,
    size_t prefix_len, xapian_error *err);
/* "field:term": a filter that adds no weight, and takes the term as it is. Filters of
 * one group are joined with OR, and groups with AND. 'grouping' NULL is the group of
 * that prefix or callback; the empty string joins with AND always. The empty field
 * cannot be a filter: XAPIAN_UNIMPLEMENTED. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_add_boolean_prefix(
    xapian_query_parser *parser, const char *field, size_t field_len, const char *prefix,
    size_t prefix_len, const char *grouping, size_t grouping_len, xapian_error *err);

/* What stands behind the field's colon, without quotes, to a query. '*query' is NULL, which
 * matches nothing, or set to a new query, which is taken over also if the parse ends.
 * Nonzero ends the parse with XAPIAN_CALLBACK. Must not use the parser, nor leave by
 * longjmp(). */
typedef int (*xapian_field_fn)(void *user, const char *text, size_t text_len,
                               xapian_query **query);
/* The same by a callback; 'user' must be good for as long as the parser. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_add_field(xapian_query_parser *parser,
                                                           const char *field,
                                                           size_t field_len,
                                                           xapian_field_fn fn, void *user,
                                                           xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_query_parser_add_boolean_field(
    xapian_query_parser *parser, const char *field, size_t field_len, xapian_field_fn fn,
    void *user, const char *grouping, size_t grouping_len, xapian_error *err);

/* ---- ranges ---- */

#define XAPIAN_RANGE_SUFFIX 1u      /* the mark comes behind: "..50kg" */
#define XAPIAN_RANGE_REPEATED 2u    /* or at both ends: "10kg..50kg" */
#define XAPIAN_RANGE_MONTH_FIRST 4u /* 2/3/2020 is the 3rd of February */

/* "begin..end", where either may be left out, becomes a query for values in a slot.
 * 'mark' is what must stand before the first, or with XAPIAN_RANGE_SUFFIX behind the
 * second: "$", "kg", "date:"; empty for nothing. Ranges are tried in the order in which
 * they were added. Those of one group ('grouping'; NULL is that of the slot) are joined
 * with OR, and groups with AND. */

/* Any strings, compared by bytes. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_add_range(
    xapian_query_parser *parser, xapian_slot slot, const char *mark, size_t mark_len,
    unsigned flags, const char *grouping, size_t grouping_len, xapian_error *err);
/* Numbers, for values that xapian_sortable_serialise() made. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_add_number_range(
    xapian_query_parser *parser, xapian_slot slot, const char *mark, size_t mark_len,
    unsigned flags, const char *grouping, size_t grouping_len, xapian_error *err);
/* Dates as 31/12/2020 or 2020-12-31, for values "20201231". Years of two digits are in
 * the century that begins with 'epoch' (1970 is Xapian's own). */
XAPIAN_C_CHECK xapian_status xapian_query_parser_add_date_range(
    xapian_query_parser *parser, xapian_slot slot, const char *mark, size_t mark_len,
    unsigned flags, int epoch, const char *grouping, size_t grouping_len,
    xapian_error *err);

/* A range to a query, as xapian_field_fn; NULL here is "not mine", and others are tried: if
 * no range takes it, the parse is XAPIAN_QUERY_PARSER. One end may be empty. */
typedef int (*xapian_range_fn)(void *user, const char *begin, size_t begin_len,
                               const char *end, size_t end_len, xapian_query **query);
/* 'user' must be good for as long as the parser. */
XAPIAN_C_CHECK xapian_status xapian_query_parser_add_range_callback(
    xapian_query_parser *parser, xapian_range_fn fn, void *user, const char *mark,
    size_t mark_len, unsigned flags, const char *grouping, size_t grouping_len,
    xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_QUERY_PARSER_H */
