/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_document - documents: data, terms and values
 *
 * A document has data (any bytes), terms and values. Adding the same document twice, or
 * changing it after it was added, is fine: a database keeps what the document was when
 * added. One that came from a database is read when asked for, and can be changed and
 * given to xapian_writable_db_replace_document().
 *
 * A database with blocks of 8 KB, as is usual, takes data and values of about 130 MB. More
 * is XAPIAN_UNIMPLEMENTED: data when the document is added, a value only by the commit.
 */
#ifndef XAPIAN_C_DOCUMENT_H
#define XAPIAN_C_DOCUMENT_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

XAPIAN_C_CHECK xapian_status xapian_document_new(xapian_document **out, xapian_error *err);
void xapian_document_free(xapian_document *doc);
/* Makes it as new: no data, no terms, no values, no docid. A term generator that was
 * given it goes on with the old contents until given it anew. */
XAPIAN_C_CHECK xapian_status xapian_document_clear(xapian_document *doc, xapian_error *err);

/* 0 unless it came from a database. In a callback during a search: that of its shard. */
xapian_docid xapian_document_docid(const xapian_document *doc);

/* What the application wants to have again: a path, a record, a text. Xapian does not
 * look into it. */
XAPIAN_C_CHECK xapian_status xapian_document_data(const xapian_document *doc,
                                                  const char **data, size_t *data_len,
                                                  xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_document_set_data(xapian_document *doc,
                                                      const char *data, size_t data_len,
                                                      xapian_error *err);

/* ---- terms ---- */

/* A term that is empty, or longer than XAPIAN_TERM_MAX, is XAPIAN_INVALID_ARGUMENT.
 * 'wdf_inc' is how much to add to how often the term is in the document. */
XAPIAN_C_CHECK xapian_status xapian_document_add_term(xapian_document *doc,
                                                      const char *term, size_t term_len,
                                                      xapian_termcount wdf_inc,
                                                      xapian_error *err);
/* Also records where the term stands. */
XAPIAN_C_CHECK xapian_status xapian_document_add_posting(xapian_document *doc,
                                                         const char *term, size_t term_len,
                                                         xapian_termpos pos,
                                                         xapian_termcount wdf_inc,
                                                         xapian_error *err);
/* The same for each of n positions, in one call; which is faster. wdf_inc: for each. */
XAPIAN_C_CHECK xapian_status xapian_document_add_postings(
    xapian_document *doc, const char *term, size_t term_len,
    const xapian_termpos *positions, size_t n, xapian_termcount wdf_inc, xapian_error *err);
/* For filters: adds 0, and so nothing to the document's length. */
XAPIAN_C_CHECK xapian_status xapian_document_add_boolean_term(xapian_document *doc,
                                                              const char *term,
                                                              size_t term_len,
                                                              xapian_error *err);
/* XAPIAN_INVALID_ARGUMENT if it is not there. */
XAPIAN_C_CHECK xapian_status xapian_document_remove_term(xapian_document *doc,
                                                         const char *term, size_t term_len,
                                                         xapian_error *err);
/* One place of a term, which stays even without any. XAPIAN_INVALID_ARGUMENT if it is not
 * there. */
XAPIAN_C_CHECK xapian_status xapian_document_remove_posting(
    xapian_document *doc, const char *term, size_t term_len, xapian_termpos pos,
    xapian_termcount wdf_dec, xapian_error *err);
/* All places from 'first' to 'last'; 'removed' (which may be NULL) is how many there
 * were. */
XAPIAN_C_CHECK xapian_status xapian_document_remove_postings(
    xapian_document *doc, const char *term, size_t term_len, xapian_termpos first,
    xapian_termpos last, xapian_termcount wdf_dec, xapian_termpos *removed,
    xapian_error *err);

/* Removes all terms. */
XAPIAN_C_CHECK xapian_status xapian_document_clear_terms(xapian_document *doc,
                                                         xapian_error *err);
/* How many different terms. */
XAPIAN_C_CHECK xapian_status xapian_document_term_count(const xapian_document *doc,
                                                        xapian_termcount *count,
                                                        xapian_error *err);
/* In byte order, with wdf, and freq if the document came from a database, as a new
 * iterator; do not change the document's terms before it is freed. */
XAPIAN_C_CHECK xapian_status xapian_document_terms(const xapian_document *doc,
                                                   xapian_terms **out, xapian_error *err);

/* ---- values ---- */

/* A slot without a value reads as the empty string; setting that removes it. */
XAPIAN_C_CHECK xapian_status xapian_document_value(const xapian_document *doc,
                                                   xapian_slot slot, const char **value,
                                                   size_t *value_len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_document_set_value(xapian_document *doc,
                                                       xapian_slot slot, const char *value,
                                                       size_t value_len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_document_remove_value(xapian_document *doc,
                                                          xapian_slot slot,
                                                          xapian_error *err);
/* Removes all values, and says how many there are. */
XAPIAN_C_CHECK xapian_status xapian_document_clear_values(xapian_document *doc,
                                                          xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_document_value_count(const xapian_document *doc,
                                                         xapian_termcount *count,
                                                         xapian_error *err);
/* By slot, as a new iterator; do not change the document's values before it is freed. */
XAPIAN_C_CHECK xapian_status xapian_document_values(const xapian_document *doc,
                                                    xapian_values **out, xapian_error *err);

/* ---- serialised ---- */

/* Data, terms and values as bytes, and back; without the docid. */
XAPIAN_C_CHECK xapian_status xapian_document_serialise(const xapian_document *doc,
                                                       const char **data, size_t *data_len,
                                                       xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_document_unserialise(const char *data, size_t data_len,
                                                         xapian_document **out,
                                                         xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_DOCUMENT_H */
