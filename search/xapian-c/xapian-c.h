/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Xapian for C. Link with: pkg-config --libs xapian-c
 *
 * How every call works
 *
 *   Status.  What can fail returns a xapian_status and takes a xapian_error last, which
 *   may be NULL. The error is written on failure only. No C++ exception leaves this library.
 *   On failure a handle that was to be made is NULL and all other outputs are untouched.
 *
 *   Handles.  Each is opaque, made by a function that says so, and freed by the matching
 *   _free; free(NULL) does nothing. A handle keeps alive what it needs: free handles in any
 *   order. What is passed in as const is neither kept nor consumed, unless stated.
 *
 *   Threads.  Handles that came of one another (a database, its documents, an enquire and
 *   its match sets, ...) share counters: use the whole family from one thread at a time.
 *   Give each thread a database of its own. Nothing in this library is global. Do not cancel
 *   a thread inside a call.
 *
 *   Strings in.  Data is a pointer and a length, may hold any bytes, and is copied. A NULL
 *   pointer of length 0 is the empty string; NULL of another length is
 *   XAPIAN_INVALID_ARGUMENT. Paths, host and language names end with a zero byte instead.
 *
 *   Strings out.  A pointer and a length into a buffer that the handle owns: good until the
 *   next call on that handle, or its _free. A zero byte follows the last one.
 *
 *   NULL where a handle or an output is needed is XAPIAN_INVALID_ARGUMENT. The few functions
 *   that return a plain number return 0.
 *
 *   A database changes under a reader.  A writer's second commit may take away the revision
 *   that a reader holds; any call that reads may then return XAPIAN_DATABASE_MODIFIED. Free
 *   what came of the database, xapian_db_reopen() it, and begin the unit of work again, a
 *   bounded number of times.
 */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined __GNUC__
#define XAPIAN_C_CHECK __attribute__((warn_unused_result))
#pragma GCC visibility push(default)
#else
#define XAPIAN_C_CHECK
#endif

/* So that in C++ a number that is none of an enum's own is no undefined behaviour. */
#ifdef __cplusplus
#define XAPIAN_C_INT : int
#else
#define XAPIAN_C_INT
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- numbers, limits, versions ---------------------------------------------------- */

typedef uint32_t xapian_docid;     /* of a document; from 1, so that 0 is none */
typedef uint32_t xapian_doccount;  /* how many documents */
typedef uint32_t xapian_termcount; /* how many terms; a document's length */
typedef uint32_t xapian_termpos;   /* where in a document a term stands */
typedef uint32_t xapian_slot;      /* number of a value */

/* The longest term, in bytes, where a zero byte counts as two. */
#define XAPIAN_TERM_MAX 245
/* No slot: turns collapsing off. */
#define XAPIAN_NO_SLOT UINT32_MAX
/* The deepest query: an operator is one deeper than the deepest query below it. Matching
 * walks a query by recursion, so without a bound a stranger's query could end the stack. */
#define XAPIAN_QUERY_DEPTH_MAX 500
/* Room enough for xapian_sortable_serialise(). */
#define XAPIAN_SORTABLE_MAX 9
/* Of xapian_error. */
#define XAPIAN_ERROR_TEXT_MAX 512

/* Of the libxapian in use: "1.4.22", 1, 4, 22. */
const char *xapian_version_string(void);
int xapian_version_major(void);
int xapian_version_minor(void);
int xapian_version_revision(void);

/* ---- errors ------------------------------------------------------------------------ */

/* New codes are only ever added at the end. */
typedef enum XAPIAN_C_INT {
    XAPIAN_OK = 0,
    XAPIAN_END,                /* an iterator has no further entry: not an error */
    XAPIAN_NO_MEMORY,          /* an allocation failed */
    XAPIAN_CALLBACK,           /* the application's callback returned nonzero */
    XAPIAN_INVALID_ARGUMENT,   /* InvalidArgumentError, and NULL where that will not do */
    XAPIAN_INVALID_OPERATION,  /* InvalidOperationError: not now, or not on this */
    XAPIAN_UNIMPLEMENTED,      /* UnimplementedError */
    XAPIAN_UNAVAILABLE,        /* FeatureUnavailableError: not in this build of Xapian */
    XAPIAN_DATABASE,           /* DatabaseError of no other kind: mostly input and output */
    XAPIAN_DATABASE_CLOSED,    /* DatabaseClosedError */
    XAPIAN_DATABASE_CORRUPT,   /* DatabaseCorruptError */
    XAPIAN_DATABASE_CREATE,    /* DatabaseCreateError */
    XAPIAN_DATABASE_LOCK,      /* DatabaseLockError: another writer has it */
    XAPIAN_DATABASE_MODIFIED,  /* DatabaseModifiedError: reopen and begin again */
    XAPIAN_DATABASE_NOT_FOUND, /* DatabaseNotFoundError: there is none at this path */
    XAPIAN_DATABASE_OPENING,   /* DatabaseOpeningError: there is, but it cannot be opened */
    XAPIAN_DATABASE_VERSION,   /* DatabaseVersionError: written by another Xapian */
    XAPIAN_DOC_NOT_FOUND,      /* DocNotFoundError */
    XAPIAN_NETWORK,            /* NetworkError */
    XAPIAN_NETWORK_TIMEOUT,    /* NetworkTimeoutError */
    XAPIAN_QUERY_PARSER,       /* QueryParserError */
    XAPIAN_RANGE,              /* RangeError, and an index past the end */
    XAPIAN_SERIALISATION,      /* SerialisationError */
    XAPIAN_WILDCARD,           /* WildcardError: more terms than its limit */
    XAPIAN_INTERNAL,           /* InternalError, AssertionError, and any newer class */
    XAPIAN_UNKNOWN             /* an exception that is not Xapian's */
} xapian_status;

/* The caller's: put it on the stack. The text says which call, what failed and with what,
 * ends with a zero byte, holds no control characters, and is cut (at a whole UTF-8
 * character) where it does not fit. It may quote what you passed in. */
typedef struct {
    xapian_status status;
    int callback; /* what the callback returned, for XAPIAN_CALLBACK; else 0 */
    char text[XAPIAN_ERROR_TEXT_MAX];
} xapian_error;

/* "XAPIAN_DATABASE_LOCK"; never NULL. */
const char *xapian_status_name(xapian_status status);

/* ---- handles ----------------------------------------------------------------------- */

typedef struct xapian_db xapian_db;                   /* a database to read */
typedef struct xapian_writable_db xapian_writable_db; /* a database to write */
typedef struct xapian_document xapian_document;       /* a document */
typedef struct xapian_terms xapian_terms;             /* walks terms, or other strings */
typedef struct xapian_postings xapian_postings;       /* walks the documents of a term */
typedef struct xapian_positions xapian_positions;     /* walks a term in a document */
typedef struct xapian_values xapian_values;           /* walks the values of a slot */
typedef struct xapian_stem xapian_stem;               /* a stemmer */
typedef struct xapian_query xapian_query;             /* a query; never changes once made */
typedef struct xapian_enquire xapian_enquire;         /* a search: query, weights, order */
typedef struct xapian_mset xapian_mset;               /* its best matches */
typedef struct xapian_rset xapian_rset;               /* documents said to be relevant */
typedef struct xapian_eset xapian_eset;               /* terms that they suggest */
typedef struct xapian_matchspy xapian_matchspy;       /* sees each match go by */

/* ---- xapian_db --------------------------------------------------------------------- */

/* Reads a stub too: a file, or a directory with a file XAPIANDB (which is what a replica
 * is), that names other databases, perhaps on other machines. Never with a path that came
 * from outside. */
#define XAPIAN_READ_STUB 1u

/* Opens the database in the directory 'path'. Without XAPIAN_READ_STUB in 'flags' a stub is
 * refused with XAPIAN_DATABASE_OPENING. */
XAPIAN_C_CHECK xapian_status xapian_db_open(const char *path, unsigned flags,
                                            xapian_db **out, xapian_error *err);

/* Opens the database that xapian-tcpsrv serves. Times are milliseconds for one exchange, 0
 * for no limit. The protocol has neither passwords nor encryption. Sets SIGPIPE to be
 * ignored in the whole process. */
XAPIAN_C_CHECK xapian_status xapian_db_open_remote(const char *host, unsigned port,
                                                   unsigned timeout_ms,
                                                   unsigned connect_timeout_ms,
                                                   xapian_db **out, xapian_error *err);

/* A database of no shards, for xapian_db_add(). */
XAPIAN_C_CHECK xapian_status xapian_db_new(xapian_db **out, xapian_error *err);

/* Adds the shards of 'other', so that both are searched as one. Of n shards, the document d
 * of the k-th (from 0) has docid (d - 1) * n + k + 1 in the whole. */
XAPIAN_C_CHECK xapian_status xapian_db_add(xapian_db *db, const xapian_db *other,
                                           xapian_error *err);
size_t xapian_db_shards(const xapian_db *db);

void xapian_db_free(xapian_db *db);

/* Closes files and connections now, though other handles still refer to them; these then
 * return XAPIAN_DATABASE_CLOSED where they need more than they have read. */
XAPIAN_C_CHECK xapian_status xapian_db_close(xapian_db *db, xapian_error *err);

/* Moves to the newest revision; 'changed' (which may be NULL) says whether there was one, and
 * is also set where nothing was ever committed. */
XAPIAN_C_CHECK xapian_status xapian_db_reopen(xapian_db *db, bool *changed,
                                              xapian_error *err);

XAPIAN_C_CHECK xapian_status xapian_db_doc_count(const xapian_db *db,
                                                 xapian_doccount *count, xapian_error *err);
/* The highest docid ever used. */
XAPIAN_C_CHECK xapian_status xapian_db_last_docid(const xapian_db *db, xapian_docid *docid,
                                                  xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_db_average_length(const xapian_db *db, double *length,
                                                      xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_db_doc_length(const xapian_db *db, xapian_docid docid,
                                                  xapian_termcount *length,
                                                  xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_db_has_positions(const xapian_db *db, bool *has,
                                                     xapian_error *err);

/* In how many documents a term is, whether in any, how often in all. The empty term is in
 * every document. */
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

/* The empty string if there is no such key. Of several shards, the first answers. */
XAPIAN_C_CHECK xapian_status xapian_db_metadata_get(const xapian_db *db, const char *key,
                                                    size_t key_len, const char **value,
                                                    size_t *value_len, xapian_error *err);
/* Of several shards, joined with ':'. */
XAPIAN_C_CHECK xapian_status xapian_db_uuid(const xapian_db *db, const char **uuid,
                                            size_t *uuid_len, xapian_error *err);
/* Counts commits. Of a single database on disk; of others XAPIAN_INVALID_OPERATION or
 * XAPIAN_UNIMPLEMENTED. */
XAPIAN_C_CHECK xapian_status xapian_db_revision(const xapian_db *db, uint64_t *revision,
                                                xapian_error *err);

/* A new handle: free it. What is in it is read when asked for. */
XAPIAN_C_CHECK xapian_status xapian_db_document(const xapian_db *db, xapian_docid docid,
                                                xapian_document **out, xapian_error *err);

/* Iterators: new handles, each before its first entry. */

/* All terms that begin so, in byte order, with freq. */
XAPIAN_C_CHECK xapian_status xapian_db_terms(const xapian_db *db, const char *prefix,
                                             size_t prefix_len, xapian_terms **out,
                                             xapian_error *err);
/* The terms of a document in byte order, with wdf and freq. */
XAPIAN_C_CHECK xapian_status xapian_db_doc_terms(const xapian_db *db, xapian_docid docid,
                                                 xapian_terms **out, xapian_error *err);
/* All metadata keys that begin so, in byte order. Of several shards, the first answers. */
XAPIAN_C_CHECK xapian_status xapian_db_metadata_keys(const xapian_db *db,
                                                     const char *prefix, size_t prefix_len,
                                                     xapian_terms **out, xapian_error *err);
/* The documents of a term by docid; the empty term gives all documents. */
XAPIAN_C_CHECK xapian_status xapian_db_postings(const xapian_db *db, const char *term,
                                                size_t term_len, xapian_postings **out,
                                                xapian_error *err);
/* Where a term stands in a document; no entries if it is not there. */
XAPIAN_C_CHECK xapian_status xapian_db_positions(const xapian_db *db, xapian_docid docid,
                                                 const char *term, size_t term_len,
                                                 xapian_positions **out, xapian_error *err);
/* The documents that have a value in a slot, by docid. */
XAPIAN_C_CHECK xapian_status xapian_db_values(const xapian_db *db, xapian_slot slot,
                                              xapian_values **out, xapian_error *err);

/* ---- iterators --------------------------------------------------------------------- */

/* _next moves to the next entry and gives it, or returns XAPIAN_END and stays there:
 *
 *     while ((status = xapian_terms_next(terms, &term, &len, &err)) == XAPIAN_OK)
 *         use(term, len);
 *     if (status != XAPIAN_END)
 *         ...
 *
 * _skip_to moves to the first entry at or after its target, unless already there or past,
 * and gives it like _next. The others tell more of the entry; before the first, and at the
 * end, they return XAPIAN_INVALID_OPERATION, and so they do if this kind of list does not
 * know. So does each call once a move has failed. */

XAPIAN_C_CHECK xapian_status xapian_terms_next(xapian_terms *terms, const char **term,
                                               size_t *term_len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_terms_skip_to(xapian_terms *terms, const char *target,
                                                  size_t target_len, const char **term,
                                                  size_t *term_len, xapian_error *err);
/* In how many documents it is. */
XAPIAN_C_CHECK xapian_status xapian_terms_freq(const xapian_terms *terms,
                                               xapian_doccount *freq, xapian_error *err);
/* How often it is within this document. */
XAPIAN_C_CHECK xapian_status xapian_terms_wdf(const xapian_terms *terms,
                                              xapian_termcount *wdf, xapian_error *err);
void xapian_terms_free(xapian_terms *terms);

XAPIAN_C_CHECK xapian_status xapian_postings_next(xapian_postings *postings,
                                                  xapian_docid *docid, xapian_error *err);
/* The next entries, at most 'max' of them (1 or more), in one call, which is faster; the
 * iterator is then on the last. XAPIAN_END when there is none, and 'n' as it was. */
XAPIAN_C_CHECK xapian_status xapian_postings_next_many(xapian_postings *postings,
                                                       xapian_docid *docids, size_t max,
                                                       size_t *n, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_postings_skip_to(xapian_postings *postings,
                                                     xapian_docid target,
                                                     xapian_docid *docid,
                                                     xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_postings_wdf(const xapian_postings *postings,
                                                 xapian_termcount *wdf, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_postings_doc_length(const xapian_postings *postings,
                                                        xapian_termcount *length,
                                                        xapian_error *err);
void xapian_postings_free(xapian_postings *postings);

XAPIAN_C_CHECK xapian_status xapian_positions_next(xapian_positions *positions,
                                                   xapian_termpos *pos, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_positions_skip_to(xapian_positions *positions,
                                                      xapian_termpos target,
                                                      xapian_termpos *pos,
                                                      xapian_error *err);
void xapian_positions_free(xapian_positions *positions);

XAPIAN_C_CHECK xapian_status xapian_values_next(xapian_values *values, xapian_docid *docid,
                                                const char **value, size_t *value_len,
                                                xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_values_skip_to(xapian_values *values,
                                                   xapian_docid target, xapian_docid *docid,
                                                   const char **value, size_t *value_len,
                                                   xapian_error *err);
void xapian_values_free(xapian_values *values);

/* ---- xapian_writable_db ------------------------------------------------------------ */

/* One writer at a time: a second one, also in this process, gets XAPIAN_DATABASE_LOCK. A
 * child made by fork() keeps the lock for as long as it runs; one that calls exec() does
 * not. Changes are visible to readers, and safe on disk, after a commit. Outside of a
 * transaction Xapian also commits by itself after every 10,000 changed documents (or as the
 * environment's XAPIAN_FLUSH_THRESHOLD says). */

typedef enum XAPIAN_C_INT {
    XAPIAN_CREATE_OR_OPEN = 0,
    XAPIAN_CREATE_OR_OVERWRITE,
    XAPIAN_CREATE, /* XAPIAN_DATABASE_CREATE if there is one */
    XAPIAN_OPEN    /* XAPIAN_DATABASE_NOT_FOUND if there is none */
} xapian_write_mode;

#define XAPIAN_WRITE_NO_SYNC 1u   /* commits do not wait for the disk */
#define XAPIAN_WRITE_FULL_SYNC 2u /* commits wait until the disk itself has it */
#define XAPIAN_WRITE_NO_TERMS 4u  /* keep no lists of documents' terms; give it each time */
#define XAPIAN_WRITE_WAIT_LOCK 8u /* wait for the other writer, for ever if need be */

/* Stubs are refused with XAPIAN_DATABASE_OPENING. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_open(const char *path,
                                                     xapian_write_mode mode, unsigned flags,
                                                     xapian_writable_db **out,
                                                     xapian_error *err);
/* An empty database in memory: for tests and small sets. It has neither transactions nor a
 * uuid. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_new_in_memory(xapian_writable_db **out,
                                                              xapian_error *err);

/* Commits, then closes and gives up the lock, which it does also if the commit fails: what
 * was not committed is then lost. In a transaction the commit fails with
 * XAPIAN_INVALID_OPERATION. Closing once more does nothing. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_close(xapian_writable_db *db,
                                                      xapian_error *err);
/* Without a close before it, throws away what was not committed and gives up the lock. */
void xapian_writable_db_free(xapian_writable_db *db);

/* The same database for the functions that read; it sees changes before they are
 * committed. Borrowed: it goes with 'db'. NULL only if 'db' is. */
const xapian_db *xapian_writable_db_reader(const xapian_writable_db *db);

XAPIAN_C_CHECK xapian_status xapian_writable_db_commit(xapian_writable_db *db,
                                                       xapian_error *err);

/* The changes between begin and commit are applied together or not at all. 'flushed' makes
 * begin and commit also commit to disk. A cancel throws away all changes since the last
 * commit to disk: without 'flushed', those before the begin too. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_begin_transaction(xapian_writable_db *db,
                                                                  bool flushed,
                                                                  xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_writable_db_commit_transaction(xapian_writable_db *db,
                                                                   xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_writable_db_cancel_transaction(xapian_writable_db *db,
                                                                   xapian_error *err);

/* 'docid' may be NULL. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_add_document(xapian_writable_db *db,
                                                             const xapian_document *doc,
                                                             xapian_docid *docid,
                                                             xapian_error *err);
/* Adds under that docid if there is no such document. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_replace_document(xapian_writable_db *db,
                                                                 xapian_docid docid,
                                                                 const xapian_document *doc,
                                                                 xapian_error *err);
/* Replaces the first document that has the term, deletes the others, and adds if there is
 * none. 'docid' may be NULL. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_replace_document_by_term(
    xapian_writable_db *db, const char *term, size_t term_len, const xapian_document *doc,
    xapian_docid *docid, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_writable_db_delete_document(xapian_writable_db *db,
                                                                xapian_docid docid,
                                                                xapian_error *err);
/* Every document that has the term; none is no error. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_delete_document_by_term(
    xapian_writable_db *db, const char *term, size_t term_len, xapian_error *err);

/* An empty value removes the key. */
XAPIAN_C_CHECK xapian_status
xapian_writable_db_metadata_set(xapian_writable_db *db, const char *key, size_t key_len,
                                const char *value, size_t value_len, xapian_error *err);

/* ---- xapian_document --------------------------------------------------------------- */

/* Data (any bytes), terms and values. Adding the same document twice, or changing it after
 * it was added, is fine: a database keeps what the document was when added. */

XAPIAN_C_CHECK xapian_status xapian_document_new(xapian_document **out, xapian_error *err);
void xapian_document_free(xapian_document *doc);
/* Makes it as new: no data, no terms, no values, no docid. */
XAPIAN_C_CHECK xapian_status xapian_document_clear(xapian_document *doc, xapian_error *err);

/* 0 unless it came from a database. In a spy: that of its shard. */
xapian_docid xapian_document_docid(const xapian_document *doc);

XAPIAN_C_CHECK xapian_status xapian_document_data(const xapian_document *doc,
                                                  const char **data, size_t *data_len,
                                                  xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_document_set_data(xapian_document *doc,
                                                      const char *data, size_t data_len,
                                                      xapian_error *err);

/* Terms. Empty, or longer than XAPIAN_TERM_MAX, is XAPIAN_INVALID_ARGUMENT. 'wdf_inc' is how
 * much to add to how often the term is in the document. */
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
/* How many different terms. */
XAPIAN_C_CHECK xapian_status xapian_document_term_count(const xapian_document *doc,
                                                        xapian_termcount *count,
                                                        xapian_error *err);
/* In byte order, with wdf, and freq if the document came from a database. A new handle; do
 * not change the document's terms before it is freed. */
XAPIAN_C_CHECK xapian_status xapian_document_terms(const xapian_document *doc,
                                                   xapian_terms **out, xapian_error *err);

/* Values. A slot without one reads as the empty string; setting that removes it. */
XAPIAN_C_CHECK xapian_status xapian_document_value(const xapian_document *doc,
                                                   xapian_slot slot, const char **value,
                                                   size_t *value_len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_document_set_value(xapian_document *doc,
                                                       xapian_slot slot, const char *value,
                                                       size_t value_len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_document_remove_value(xapian_document *doc,
                                                          xapian_slot slot,
                                                          xapian_error *err);

/* ---- xapian_stem ------------------------------------------------------------------- */

/* 'language' is a name or code that Xapian knows: "english", "en", "none". Any other is
 * XAPIAN_INVALID_ARGUMENT. */
XAPIAN_C_CHECK xapian_status xapian_stem_new(const char *language, xapian_stem **out,
                                             xapian_error *err);
void xapian_stem_free(xapian_stem *stem);
/* Wants lower case UTF-8; other bytes do no harm. */
XAPIAN_C_CHECK xapian_status xapian_stem_apply(const xapian_stem *stem, const char *word,
                                               size_t word_len, const char **stemmed,
                                               size_t *stemmed_len, xapian_error *err);
/* The names of all languages with spaces between, cut to fit 'size' bytes with the zero
 * byte. 'needed' (which may be NULL) is set to the size that would hold them all; with
 * 'size' 0, 'buf' may be NULL. */
XAPIAN_C_CHECK xapian_status xapian_stem_languages(char *buf, size_t size, size_t *needed,
                                                   xapian_error *err);

/* ---- xapian_query ------------------------------------------------------------------ */

/* All constructors return a new handle and leave their inputs as they were. */

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
 * or the default; elsewhere it must be 0. Of no subqueries: matches nothing. NEAR and PHRASE
 * take terms and OR of terms below them; others fail here or in the search with
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
 * with OR, SYNONYM or MAX. Prefer SYNONYM: when the limit is passed in a search with weights,
 * Xapian 1.4 loses memory for each term left out by ERROR or MOST_FREQUENT with the others. */
XAPIAN_C_CHECK xapian_status xapian_query_wildcard(const char *prefix, size_t prefix_len,
                                                   xapian_termcount max_terms,
                                                   xapian_wildcard_limit limit,
                                                   xapian_op combiner, xapian_query **out,
                                                   xapian_error *err);
/* Matches all documents, each with that weight (0 or more, and finite). */
XAPIAN_C_CHECK xapian_status xapian_query_fixed_weight(double weight, xapian_query **out,
                                                       xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_query_copy(const xapian_query *query,
                                               xapian_query **out, xapian_error *err);
void xapian_query_free(xapian_query *query);

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
    XAPIAN_QUERY_OTHER        /* a range, a wildcard, a fixed weight */
} xapian_query_kind;

/* 'op' (which may be NULL) is set for XAPIAN_QUERY_COMBINED. Xapian simplifies queries when
 * they are made: an operator over one part is that part. */
XAPIAN_C_CHECK xapian_status xapian_query_top(const xapian_query *query,
                                              xapian_query_kind *kind, xapian_op *op,
                                              xapian_error *err);
size_t xapian_query_parts(const xapian_query *query);
/* Part 'i', from 0 to parts - 1; beyond is XAPIAN_RANGE. A new handle. */
XAPIAN_C_CHECK xapian_status xapian_query_part(const xapian_query *query, size_t i,
                                               xapian_query **out, xapian_error *err);
/* For people: not to be parsed. */
XAPIAN_C_CHECK xapian_status xapian_query_describe(const xapian_query *query,
                                                   const char **text, size_t *text_len,
                                                   xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_query_serialise(const xapian_query *query,
                                                    const char **data, size_t *data_len,
                                                    xapian_error *err);
/* Only what xapian_query_serialise() wrote, never bytes from a stranger: Xapian reads by
 * recursion without a bound, and loses memory over bad bytes. Of these some are
 * XAPIAN_SERIALISATION, and some a query that you did not mean. */
XAPIAN_C_CHECK xapian_status xapian_query_unserialise(const char *data, size_t data_len,
                                                      xapian_query **out,
                                                      xapian_error *err);
/* Its terms by 'pos'; or, if 'unique', each once in byte order. No freq, no skip_to. A new
 * handle. */
XAPIAN_C_CHECK xapian_status xapian_query_terms(const xapian_query *query, bool unique,
                                                xapian_terms **out, xapian_error *err);

/* ---- xapian_enquire ---------------------------------------------------------------- */

typedef enum XAPIAN_C_INT {
    XAPIAN_DOCID_ASCENDING = 0,
    XAPIAN_DOCID_DESCENDING,
    XAPIAN_DOCID_ANY /* as is fastest */
} xapian_docid_order;

typedef enum XAPIAN_C_INT {
    XAPIAN_SORT_VALUE = 0,
    XAPIAN_SORT_VALUE_THEN_RELEVANCE,
    XAPIAN_SORT_RELEVANCE_THEN_VALUE
} xapian_sort;

typedef struct {
    xapian_slot slot;
    bool descending;
} xapian_sort_slot;

/* Keeps the database alive. One without shards is XAPIAN_INVALID_ARGUMENT. A new enquire
 * matches nothing, weighs with BM25, and sorts by weight, then docid. */
XAPIAN_C_CHECK xapian_status xapian_enquire_new(const xapian_db *db, xapian_enquire **out,
                                                xapian_error *err);
void xapian_enquire_free(xapian_enquire *enquire);

/* 'length' 0 is the query's own. */
XAPIAN_C_CHECK xapian_status xapian_enquire_set_query(xapian_enquire *enquire,
                                                      const xapian_query *query,
                                                      xapian_termcount length,
                                                      xapian_error *err);

/* Weighting: one of these. Xapian's own BM25 is (1, 0, 1, 0.5, 0.5); trad's k is 1; tf-idf is
 * "ntn". NaN is refused; parameters out of range are clamped as Xapian documents. */
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_bool(xapian_enquire *enquire,
                                                        xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_bm25(xapian_enquire *enquire, double k1,
                                                        double k2, double k3, double b,
                                                        double min_normlen,
                                                        xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_tfidf(xapian_enquire *enquire,
                                                         xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_trad(xapian_enquire *enquire, double k,
                                                        xapian_error *err);

/* Order: one of the sort functions; docids break the ties that remain. A document without
 * the value counts as the empty string, the lowest. */
XAPIAN_C_CHECK xapian_status xapian_enquire_docid_order(xapian_enquire *enquire,
                                                        xapian_docid_order order,
                                                        xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_sort_by_relevance(xapian_enquire *enquire,
                                                              xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_sort_by_value(xapian_enquire *enquire,
                                                          xapian_sort sort,
                                                          xapian_slot slot, bool descending,
                                                          xapian_error *err);
/* By the first slot, then the second, ... 'n' is at least 1. Not on a remote database. */
XAPIAN_C_CHECK xapian_status xapian_enquire_sort_by_slots(xapian_enquire *enquire,
                                                          xapian_sort sort,
                                                          const xapian_sort_slot *slots,
                                                          size_t n, xapian_error *err);

/* At most 'max' documents with the same value in the slot; XAPIAN_NO_SLOT for no bound. */
XAPIAN_C_CHECK xapian_status xapian_enquire_collapse(xapian_enquire *enquire,
                                                     xapian_slot slot, xapian_doccount max,
                                                     xapian_error *err);
/* Leaves out documents below that percentage (0 to 100) or weight. */
XAPIAN_C_CHECK xapian_status xapian_enquire_cutoff(xapian_enquire *enquire, int percent,
                                                   double weight, xapian_error *err);
/* After so long the rest of check_at_least is given up, so that counts and spies are no
 * longer exact; 0 for no limit. */
XAPIAN_C_CHECK xapian_status xapian_enquire_time_limit(xapian_enquire *enquire,
                                                       double seconds, xapian_error *err);

/* Keeps the spy alive until cleared or freed. */
XAPIAN_C_CHECK xapian_status xapian_enquire_add_matchspy(xapian_enquire *enquire,
                                                         xapian_matchspy *spy,
                                                         xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_clear_matchspies(xapian_enquire *enquire,
                                                             xapian_error *err);

/* Runs the search: 'max' matches after the first 'first'. Counts are exact, and spies see
 * every match, if 'check_at_least' is the number of documents. 'rset' (which may be NULL)
 * improves weights. A new handle. */
XAPIAN_C_CHECK xapian_status xapian_enquire_mset(const xapian_enquire *enquire,
                                                 xapian_doccount first, xapian_doccount max,
                                                 xapian_doccount check_at_least,
                                                 const xapian_rset *rset, xapian_mset **out,
                                                 xapian_error *err);

/* The terms of the query that are in a document, by their 'pos' in the query. No freq, no
 * skip_to. A new handle. */
XAPIAN_C_CHECK xapian_status xapian_enquire_matching_terms(const xapian_enquire *enquire,
                                                           xapian_docid docid,
                                                           xapian_terms **out,
                                                           xapian_error *err);

#define XAPIAN_ESET_QUERY_TERMS 1u /* also terms that are in the query */
#define XAPIAN_ESET_EXACT_FREQ 2u  /* over several shards: the same as of one, but dear */

/* Terms that tell the documents of 'rset' from others, at most 'max'. A new handle. */
XAPIAN_C_CHECK xapian_status xapian_enquire_eset(const xapian_enquire *enquire,
                                                 const xapian_rset *rset,
                                                 xapian_termcount max, unsigned flags,
                                                 xapian_eset **out, xapian_error *err);

/* ---- xapian_mset ------------------------------------------------------------------- */

void xapian_mset_free(xapian_mset *mset);

xapian_doccount xapian_mset_size(const xapian_mset *mset);
/* The rank of the first: what xapian_enquire_mset() was given. */
xapian_doccount xapian_mset_first(const xapian_mset *mset);
/* How many documents match: never below, a guess, never above. */
xapian_doccount xapian_mset_lower_bound(const xapian_mset *mset);
xapian_doccount xapian_mset_estimated(const xapian_mset *mset);
xapian_doccount xapian_mset_upper_bound(const xapian_mset *mset);
/* The same before collapsing. */
xapian_doccount xapian_mset_uncollapsed_lower_bound(const xapian_mset *mset);
xapian_doccount xapian_mset_uncollapsed_estimated(const xapian_mset *mset);
xapian_doccount xapian_mset_uncollapsed_upper_bound(const xapian_mset *mset);
double xapian_mset_max_possible(const xapian_mset *mset);
double xapian_mset_max_attained(const xapian_mset *mset);

/* Of match 'i', from 0 to size - 1; beyond is XAPIAN_RANGE. */
XAPIAN_C_CHECK xapian_status xapian_mset_docid(const xapian_mset *mset, xapian_doccount i,
                                               xapian_docid *docid, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_mset_weight(const xapian_mset *mset, xapian_doccount i,
                                                double *weight, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_mset_percent(const xapian_mset *mset, xapian_doccount i,
                                                 int *percent, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_mset_rank(const xapian_mset *mset, xapian_doccount i,
                                              xapian_doccount *rank, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_mset_sort_key(const xapian_mset *mset,
                                                  xapian_doccount i, const char **key,
                                                  size_t *key_len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_mset_collapse_key(const xapian_mset *mset,
                                                      xapian_doccount i, const char **key,
                                                      size_t *key_len, xapian_error *err);
/* At least so many others were collapsed into this one. */
XAPIAN_C_CHECK xapian_status xapian_mset_collapse_count(const xapian_mset *mset,
                                                        xapian_doccount i,
                                                        xapian_doccount *count,
                                                        xapian_error *err);
/* A new handle. */
XAPIAN_C_CHECK xapian_status xapian_mset_document(const xapian_mset *mset,
                                                  xapian_doccount i, xapian_document **out,
                                                  xapian_error *err);
/* A hint that all documents of the set will be read, so that the disk can begin. Of a set
 * whose first rank is not 0 it does nothing. */
XAPIAN_C_CHECK xapian_status xapian_mset_fetch(const xapian_mset *mset, xapian_error *err);

/* In how many documents a term of the query is, as the search counted. */
XAPIAN_C_CHECK xapian_status xapian_mset_term_freq(const xapian_mset *mset,
                                                   const char *term, size_t term_len,
                                                   xapian_doccount *freq,
                                                   xapian_error *err);

#define XAPIAN_SNIPPET_BACKGROUND 1u /* prefer rarer words around the match */
#define XAPIAN_SNIPPET_EXHAUSTIVE 2u /* look at all of the text */
#define XAPIAN_SNIPPET_EMPTY_WITHOUT_MATCH 4u
#define XAPIAN_SNIPPET_CJK_NGRAM 2048u

typedef struct {
    size_t length;           /* of the text shown, in bytes, about */
    const xapian_stem *stem; /* that the terms were made with; NULL for none */
    unsigned flags;          /* XAPIAN_SNIPPET_... */
    const char *before;      /* a match, such as "<b>"; not escaped */
    const char *after;       /* a match */
    const char *omit;        /* where text was left out */
} xapian_snippet_options;

/* The part of a text that matches best, with '<', '>' and '&' escaped as in HTML; bytes that
 * are not UTF-8 are left in. Words match if they make terms of the query. 'options'
 * NULL is Xapian's own: 500, none, BACKGROUND | EXHAUSTIVE, "<b>", "</b>", "...". */
XAPIAN_C_CHECK xapian_status xapian_mset_snippet(const xapian_mset *mset, const char *text,
                                                 size_t text_len,
                                                 const xapian_snippet_options *options,
                                                 const char **snippet, size_t *snippet_len,
                                                 xapian_error *err);

/* ---- xapian_rset, xapian_eset ------------------------------------------------------ */

XAPIAN_C_CHECK xapian_status xapian_rset_new(xapian_rset **out, xapian_error *err);
void xapian_rset_free(xapian_rset *rset);
xapian_doccount xapian_rset_size(const xapian_rset *rset);
bool xapian_rset_contains(const xapian_rset *rset, xapian_docid docid);
XAPIAN_C_CHECK xapian_status xapian_rset_add(xapian_rset *rset, xapian_docid docid,
                                             xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_rset_remove(xapian_rset *rset, xapian_docid docid,
                                                xapian_error *err);

void xapian_eset_free(xapian_eset *eset);
xapian_termcount xapian_eset_size(const xapian_eset *eset);
/* Of term 'i', best first, from 0 to size - 1; beyond is XAPIAN_RANGE. */
XAPIAN_C_CHECK xapian_status xapian_eset_term(const xapian_eset *eset, xapian_termcount i,
                                              const char **term, size_t *term_len,
                                              xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_eset_weight(const xapian_eset *eset, xapian_termcount i,
                                                double *weight, xapian_error *err);

/* ---- xapian_matchspy --------------------------------------------------------------- */

/* Sees the matches of a search go by, in no order, shard after shard, while
 * xapian_enquire_mset() runs; see there for how many. Callbacks run on the thread that
 * called, must not use the handles of that search, nor leave by longjmp(). Nonzero ends the
 * search with XAPIAN_CALLBACK and that number in the error; 0 goes on. Callbacks cannot work
 * on a remote database (XAPIAN_UNIMPLEMENTED); counts can. */

/* 'doc' is borrowed for the time of the call; read from it what you need. */
typedef int (*xapian_matchspy_fn)(void *user, const xapian_document *doc, double weight);
/* 'value' is the document's, empty if it has none, good for the time of the call. */
typedef int (*xapian_valuespy_fn)(void *user, const char *value, size_t value_len,
                                  double weight);

XAPIAN_C_CHECK xapian_status xapian_matchspy_new(xapian_matchspy_fn fn, void *user,
                                                 xapian_matchspy **out, xapian_error *err);
/* Faster than asking the document: for one slot. */
XAPIAN_C_CHECK xapian_status xapian_matchspy_new_value(xapian_slot slot,
                                                       xapian_valuespy_fn fn, void *user,
                                                       xapian_matchspy **out,
                                                       xapian_error *err);
/* Counts how often each value of a slot occurs, adding up over searches. */
XAPIAN_C_CHECK xapian_status xapian_matchspy_new_count(xapian_slot slot,
                                                       xapian_matchspy **out,
                                                       xapian_error *err);
void xapian_matchspy_free(xapian_matchspy *spy);

/* Of a counting spy; of others XAPIAN_INVALID_OPERATION. */

/* How many documents went by, with or without a value. */
XAPIAN_C_CHECK xapian_status xapian_matchspy_total(const xapian_matchspy *spy,
                                                   size_t *total, xapian_error *err);
/* All values in byte order, with freq. A new handle; free it before the spy sees another
 * search. */
XAPIAN_C_CHECK xapian_status xapian_matchspy_values(const xapian_matchspy *spy,
                                                    xapian_terms **out, xapian_error *err);
/* The 'max' most frequent ones, most frequent first. */
XAPIAN_C_CHECK xapian_status xapian_matchspy_top_values(const xapian_matchspy *spy,
                                                        size_t max, xapian_terms **out,
                                                        xapian_error *err);

/* ---- numbers as values ------------------------------------------------------------- */

/* Bytes that sort as numbers do; they may hold zero bytes, and 0 is not the empty string.
 * NaN is XAPIAN_INVALID_ARGUMENT. Bytes not made so give some number. */
XAPIAN_C_CHECK xapian_status xapian_sortable_serialise(double number,
                                                       char buf[XAPIAN_SORTABLE_MAX],
                                                       size_t *len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_sortable_unserialise(const char *data, size_t len,
                                                         double *number, xapian_error *err);

#ifdef __cplusplus
}
#endif

#if defined __GNUC__
#pragma GCC visibility pop
#endif

#endif /* XAPIAN_C_H */
