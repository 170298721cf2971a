/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_db - databases to read
 *
 * A database sees the revision that was the newest when it was opened or reopened. A
 * writer's second commit may take that revision away; any call that reads may then return
 * XAPIAN_DATABASE_MODIFIED. Free what came of the database, xapian_db_reopen() it, and
 * begin the unit of work again, a bounded number of times.
 */
#ifndef XAPIAN_C_DATABASE_H
#define XAPIAN_C_DATABASE_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

/* ---- opening and closing ---- */

typedef enum XAPIAN_C_INT {
    XAPIAN_BACKEND_DISK = 0, /* glass or chert, as is found there; never a stub */
    XAPIAN_BACKEND_GLASS,
    XAPIAN_BACKEND_CHERT, /* which Xapian 1.2 wrote */
    XAPIAN_BACKEND_STUB /* a file, or a directory with a file XAPIANDB, that names others */
} xapian_backend;

/* Opens the database in the directory 'path', or the one that is a single file (see
 * xapian_db_compact()). A stub names other databases, perhaps on other machines, and
 * Xapian takes any file of text for one: it is followed for XAPIAN_BACKEND_STUB only,
 * and else refused with XAPIAN_DATABASE_OPENING. Never use that with a path that came
 * from outside. A stub that names none is a database without documents. */
XAPIAN_C_CHECK xapian_status xapian_db_open(const char *path, xapian_backend backend,
                                            xapian_db **out, xapian_error *err);

/* Opens a database that is a single file, from its beginning, and takes the descriptor
 * over, also on failure. */
XAPIAN_C_CHECK xapian_status xapian_db_open_fd(int fd, xapian_db **out, xapian_error *err);

/* Opens the copy of a database that xapian-replicate keeps in the directory 'path'. Such
 * a directory is a stub that names one of two folders in it, and Xapian's own reopen can
 * go on reading the other. Here xapian_db_reopen() looks where it leads by now, and
 * opens that. A stub that leads elsewhere is XAPIAN_DATABASE_OPENING. */
XAPIAN_C_CHECK xapian_status xapian_db_open_replica(const char *path, xapian_db **out,
                                                    xapian_error *err);

/* Of such a database: the folder that it reads, and whether xapian_db_reopen() would
 * move it: for whoever has added it to another, which knows nothing of this. Of others
 * XAPIAN_INVALID_OPERATION. */
XAPIAN_C_CHECK xapian_status xapian_db_replica_moved(const xapian_db *db,
                                                     const char **folder,
                                                     size_t *folder_len, bool *moved,
                                                     xapian_error *err);

/* Opens the database that xapian-tcpsrv serves. Times are milliseconds, for one exchange
 * and for the connection; 0 is no limit. The protocol has neither passwords nor
 * encryption. Sets SIGPIPE to be ignored in the whole process. */
XAPIAN_C_CHECK xapian_status xapian_db_open_remote(const char *host, unsigned port,
                                                   unsigned timeout_ms,
                                                   unsigned connect_timeout_ms,
                                                   xapian_db **out, xapian_error *err);

/* The same through a program that is started and talks the protocol on its standard
 * input and output: "ssh", "host xapian-progsrv DIRECTORY". The arguments are parted at
 * spaces, with no quoting. */
XAPIAN_C_CHECK xapian_status xapian_db_open_program(const char *program, const char *args,
                                                    unsigned timeout_ms, xapian_db **out,
                                                    xapian_error *err);

/* A database of no shards, for xapian_db_add(). */
XAPIAN_C_CHECK xapian_status xapian_db_new(xapian_db **out, xapian_error *err);

/* Adds the shards of 'other', so that both are searched as one. Of n shards, the document d
 * of the k-th (from 0) has docid (d - 1) * n + k + 1 in the whole. */
XAPIAN_C_CHECK xapian_status xapian_db_add(xapian_db *db, const xapian_db *other,
                                           xapian_error *err);

/* How many shards. */
size_t xapian_db_shards(const xapian_db *db);

void xapian_db_free(xapian_db *db);

/* Closes files and connections now, though other handles still refer to them; these then
 * return XAPIAN_DATABASE_CLOSED where they need more than they have read. */
XAPIAN_C_CHECK xapian_status xapian_db_close(xapian_db *db, xapian_error *err);

/* Moves to the newest revision; 'changed' (which may be NULL) says whether there was
 * one, and is also set where nothing was ever committed. */
XAPIAN_C_CHECK xapian_status xapian_db_reopen(xapian_db *db, bool *changed,
                                              xapian_error *err);

/* Lets a remote server know that this client is still there. */
XAPIAN_C_CHECK xapian_status xapian_db_keep_alive(xapian_db *db, xapian_error *err);

/* Whether a writer has it open now: any shard. Remote databases are
 * XAPIAN_UNIMPLEMENTED. */
XAPIAN_C_CHECK xapian_status xapian_db_locked(const xapian_db *db, bool *locked,
                                              xapian_error *err);

/* ---- the whole ---- */

/* How many documents there are. */
XAPIAN_C_CHECK xapian_status xapian_db_doc_count(const xapian_db *db,
                                                 xapian_doccount *count, xapian_error *err);
/* The highest docid ever used. */
XAPIAN_C_CHECK xapian_status xapian_db_last_docid(const xapian_db *db, xapian_docid *docid,
                                                  xapian_error *err);

/* Whether any term has positions, without which phrases are searched for as AND. */
XAPIAN_C_CHECK xapian_status xapian_db_has_positions(const xapian_db *db, bool *has,
                                                     xapian_error *err);
/* The lengths of documents: on average, of all together, and bounds, which may be loose. */
XAPIAN_C_CHECK xapian_status xapian_db_average_length(const xapian_db *db, double *length,
                                                      xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_db_total_length(const xapian_db *db, uint64_t *length,
                                                    xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_db_doc_length_bounds(const xapian_db *db,
                                                         xapian_termcount *lower,
                                                         xapian_termcount *upper,
                                                         xapian_error *err);

/* Of several shards, joined with ':'. */
XAPIAN_C_CHECK xapian_status xapian_db_uuid(const xapian_db *db, const char **uuid,
                                            size_t *uuid_len, xapian_error *err);
/* Counts commits. Of a single database on disk; of others XAPIAN_INVALID_OPERATION or
 * XAPIAN_UNIMPLEMENTED. */
XAPIAN_C_CHECK xapian_status xapian_db_revision(const xapian_db *db, uint64_t *revision,
                                                xapian_error *err);

/* The empty string if there is no such key. Of several shards, the first answers. */
XAPIAN_C_CHECK xapian_status xapian_db_metadata(const xapian_db *db, const char *key,
                                                size_t key_len, const char **value,
                                                size_t *value_len, xapian_error *err);
/* All metadata keys that begin so, in byte order, as a new iterator. Of several shards, the
 * first answers. */
XAPIAN_C_CHECK xapian_status xapian_db_metadata_keys(const xapian_db *db,
                                                     const char *prefix, size_t prefix_len,
                                                     xapian_terms **out, xapian_error *err);

/* ---- terms ---- */

/* In how many documents a term is, whether in any, how often in all, and how often in
 * one at most (which may be loose). The empty term is in every document. */
XAPIAN_C_CHECK xapian_status xapian_db_term_freq(const xapian_db *db, const char *term,
                                                 size_t term_len, xapian_doccount *freq,
                                                 xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_db_term_exists(const xapian_db *db, const char *term,
                                                   size_t term_len, bool *exists,
                                                   xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_db_collection_freq(const xapian_db *db,
                                                       const char *term, size_t term_len,
                                                       xapian_termcount *freq,
                                                       xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_db_wdf_bound(const xapian_db *db, const char *term,
                                                 size_t term_len, xapian_termcount *upper,
                                                 xapian_error *err);

/* All terms that begin so, in byte order, with freq, as a new iterator. */
XAPIAN_C_CHECK xapian_status xapian_db_terms(const xapian_db *db, const char *prefix,
                                             size_t prefix_len, xapian_terms **out,
                                             xapian_error *err);
/* The documents of a term by docid, as a new iterator; the empty term gives all
 * documents. */
XAPIAN_C_CHECK xapian_status xapian_db_postings(const xapian_db *db, const char *term,
                                                size_t term_len, xapian_postings **out,
                                                xapian_error *err);

/* ---- documents ---- */

/* A new handle: free it. What is in it is read when asked for. */
XAPIAN_C_CHECK xapian_status xapian_db_document(const xapian_db *db, xapian_docid docid,
                                                xapian_document **out, xapian_error *err);
/* For a docid that is known to exist, as one out of an iterator: spares a look-up where
 * only values are wanted. If there is none, some later call says so. */
XAPIAN_C_CHECK xapian_status xapian_db_document_unchecked(const xapian_db *db,
                                                          xapian_docid docid,
                                                          xapian_document **out,
                                                          xapian_error *err);

/* How many terms, counting each as often as it is there. */
XAPIAN_C_CHECK xapian_status xapian_db_doc_length(const xapian_db *db, xapian_docid docid,
                                                  xapian_termcount *length,
                                                  xapian_error *err);
/* How many different terms. */
XAPIAN_C_CHECK xapian_status xapian_db_doc_unique_terms(const xapian_db *db,
                                                        xapian_docid docid,
                                                        xapian_termcount *count,
                                                        xapian_error *err);
/* The terms of a document in byte order, with wdf, freq and positions, as a new
 * iterator. */
XAPIAN_C_CHECK xapian_status xapian_db_doc_terms(const xapian_db *db, xapian_docid docid,
                                                 xapian_terms **out, xapian_error *err);
/* Where a term stands in a document, as a new iterator; no entries if it is not there. */
XAPIAN_C_CHECK xapian_status xapian_db_positions(const xapian_db *db, xapian_docid docid,
                                                 const char *term, size_t term_len,
                                                 xapian_positions **out, xapian_error *err);

/* ---- values ---- */

/* The documents that have a value in a slot, by docid, as a new iterator. */
XAPIAN_C_CHECK xapian_status xapian_db_values(const xapian_db *db, xapian_slot slot,
                                              xapian_values **out, xapian_error *err);
/* How many documents have a value in a slot, and between which bounds they are (which
 * may be loose; empty if none has). Both are copied into buffers of the handle. */
XAPIAN_C_CHECK xapian_status xapian_db_value_freq(const xapian_db *db, xapian_slot slot,
                                                  xapian_doccount *freq, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_db_value_bounds(const xapian_db *db, xapian_slot slot,
                                                    const char **lower, size_t *lower_len,
                                                    const char **upper, size_t *upper_len,
                                                    xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_DATABASE_H */
