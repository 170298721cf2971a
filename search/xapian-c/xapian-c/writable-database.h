/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_writable_db - databases to write
 *
 * One writer at a time: a second one, also in this process, gets XAPIAN_DATABASE_LOCK. A
 * child made by fork() keeps the lock for as long as it runs; one that calls exec() does
 * not. Changes are visible to readers, and safe on disk, after a commit. Outside of a
 * transaction Xapian also commits by itself after every 10,000 changed documents (or as
 * the environment's XAPIAN_FLUSH_THRESHOLD says).
 *
 * When a change or a commit fails in writing, as on a full disk, Xapian throws away all
 * changes since the last commit. A later commit is XAPIAN_OK without them: make them again.
 */
#ifndef XAPIAN_C_WRITABLE_DATABASE_H
#define XAPIAN_C_WRITABLE_DATABASE_H

#include "base.h"
#include "database.h"
#include "handles.h"

XAPIAN_C_BEGIN

/* ---- opening and closing ---- */

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
#define XAPIAN_WRITE_DANGEROUS 16u /* over the old revision: no readers, no way back */

/* Opens or makes the database in the directory 'path'; 'flags' are XAPIAN_WRITE_... A
 * new one is in the format that this Xapian prefers. Stubs are refused with
 * XAPIAN_DATABASE_OPENING. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_open(const char *path,
                                                     xapian_write_mode mode, unsigned flags,
                                                     xapian_writable_db **out,
                                                     xapian_error *err);
/* The same in the format of 'backend', with blocks of 'block_size' bytes if it is made
 * here: a power of 2 from 2048 to 65536, or 0 for Xapian's own 8192. With
 * XAPIAN_BACKEND_STUB, the databases that a stub names; a new document goes to the one
 * whose turn it is. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_open_backend(
    const char *path, xapian_backend backend, xapian_write_mode mode, unsigned flags,
    unsigned block_size, xapian_writable_db **out, xapian_error *err);

/* An empty database in memory: for tests and small sets. It has neither transactions nor a
 * uuid. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_new_in_memory(xapian_writable_db **out,
                                                              xapian_error *err);

/* As xapian_db_open_remote() and _open_program(), of a server that was started with
 * --writable; of another XAPIAN_INVALID_OPERATION. Of 'flags', servers know
 * XAPIAN_WRITE_NO_SYNC, _FULL_SYNC and _WAIT_LOCK. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_open_remote(
    const char *host, unsigned port, unsigned timeout_ms, unsigned connect_timeout_ms,
    unsigned flags, xapian_writable_db **out, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_writable_db_open_program(
    const char *program, const char *args, unsigned timeout_ms, unsigned flags,
    xapian_writable_db **out, xapian_error *err);

/* A database of no shards, and more shards for it: they are written as one. A new
 * document goes to the shard whose turn it is; see xapian_db_add() for docids. 'other'
 * stays a handle of its own, which must be freed and must not be written through any
 * more. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_new(xapian_writable_db **out,
                                                    xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_writable_db_add(xapian_writable_db *db,
                                                    xapian_writable_db *other,
                                                    xapian_error *err);

/* Commits, then closes and gives up the lock, which it does also if the commit fails: what
 * was not committed is then lost. In a transaction the commit fails with
 * XAPIAN_INVALID_OPERATION. Closing once more does nothing; to change the database then is
 * XAPIAN_DATABASE_CLOSED. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_close(xapian_writable_db *db,
                                                      xapian_error *err);
/* Without a close before it, throws away what was not committed and gives up the lock.
 * One that was added to another leaves that to the other. */
void xapian_writable_db_free(xapian_writable_db *db);

/* The same database for the functions that read; it sees changes before they are
 * committed. Borrowed: it goes with 'db'. NULL only if 'db' is. */
const xapian_db *xapian_writable_db_reader(const xapian_writable_db *db);

/* ---- commits and transactions ---- */

/* Makes all changes so far visible to readers, and safe on disk. Dear: not after each
 * one. */
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

/* ---- documents ---- */

/* Adds a document under a docid above all used before, which is given in 'docid' (which
 * may be NULL). */
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

/* XAPIAN_DOC_NOT_FOUND if there is no such document. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_delete_document(xapian_writable_db *db,
                                                                xapian_docid docid,
                                                                xapian_error *err);
/* Every document that has the term; none is no error. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_delete_document_by_term(
    xapian_writable_db *db, const char *term, size_t term_len, xapian_error *err);

/* ---- metadata ---- */

/* Metadata of the whole database, under any key but the empty one. An empty value removes
 * it. */
XAPIAN_C_CHECK xapian_status
xapian_writable_db_set_metadata(xapian_writable_db *db, const char *key, size_t key_len,
                                const char *value, size_t value_len, xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_WRITABLE_DATABASE_H */
