/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_db_compact - compacting and checking databases
 */
#ifndef XAPIAN_C_MAINTENANCE_H
#define XAPIAN_C_MAINTENANCE_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

/* ---- compacting ---- */

typedef enum XAPIAN_C_INT {
    XAPIAN_COMPACT_STANDARD = 0,
    XAPIAN_COMPACT_FULL,  /* splits items over blocks where that saves room */
    XAPIAN_COMPACT_FULLER /* mostly smaller still; not for a database that will be written
                           * to, nor for a single file: XAPIAN_UNIMPLEMENTED */
} xapian_compaction;

#define XAPIAN_COMPACT_KEEP_DOCIDS                                                         \
    1u /* of several shards: only if their docids are disjoint */
#define XAPIAN_COMPACT_MULTIPASS 2u   /* merges few shards at a time: faster for many */
#define XAPIAN_COMPACT_SINGLE_FILE 4u /* 'path' becomes a file */

/* Told what is done with which table ("postlist", "docdata", ...), in Xapian's words; both
 * end with a zero byte.
 * Nonzero ends the compaction with XAPIAN_CALLBACK: parts of it are then left on disk,
 * and Xapian 1.4 loses memory and open files, some for each table. So does the other
 * callback. */
typedef int (*xapian_compact_fn)(void *user, const char *table, const char *status);
/* Chooses between the values that shards have for one metadata key: sets 'value' to what
 * is to be kept, the application's own until the next call or one of 'values'; empty keeps
 * none. With XAPIAN_COMPACT_MULTIPASS perhaps several times for one key, with what it
 * chose before. */
typedef int (*xapian_metadata_fn)(void *user, const char *key, size_t key_len,
                                  const char *const *values, const size_t *value_lens,
                                  size_t n, const char **value, size_t *value_len);

typedef struct {
    xapian_compaction level;
    unsigned flags;              /* XAPIAN_COMPACT_... */
    unsigned block_size;         /* as for xapian_writable_db_open_backend(), or 0 */
    xapian_compact_fn progress;  /* or NULL */
    xapian_metadata_fn metadata; /* or NULL: the first shard's */
    void *user;                  /* for both */
} xapian_compact_options;

/* Writes all shards of 'db', which are on disk and in one format, as one database in the
 * directory 'path', which is new or empty: what is there already is
 * XAPIAN_DATABASE_CREATE. 'options' NULL is all of them 0. Changes of a writer that are
 * not committed are XAPIAN_INVALID_OPERATION. */
XAPIAN_C_CHECK xapian_status xapian_db_compact(const xapian_db *db, const char *path,
                                               const xapian_compact_options *options,
                                               xapian_error *err);
/* To a file that is open for reading and writing, always as a single file; takes the
 * descriptor over, also on failure. */
XAPIAN_C_CHECK xapian_status xapian_db_compact_fd(const xapian_db *db, int fd,
                                                  const xapian_compact_options *options,
                                                  xapian_error *err);

/* ---- checking ---- */

#define XAPIAN_CHECK_SHORT_TREE 1u /* tells of the blocks of each table */
#define XAPIAN_CHECK_FULL_TREE 2u  /* and of what is in them */
#define XAPIAN_CHECK_FREELIST 4u   /* of blocks that are free */
#define XAPIAN_CHECK_STATS 8u      /* of sizes */
#define XAPIAN_CHECK_FIX 16u       /* tries to mend it: keep a copy */

/* A line of what the check says, without its end, ended by a zero byte. Nonzero ends the
 * check with XAPIAN_CALLBACK. */
typedef int (*xapian_check_fn)(void *user, const char *line, size_t line_len);

/* Checks the database, or single table, at 'path'. 'errors' is how many faults there
 * are: with some, XAPIAN_OK is returned. 'fn' may be NULL. It opens the files for writing,
 * also without XAPIAN_CHECK_FIX: what may not be written to, and a stub, are
 * XAPIAN_DATABASE_OPENING. */
XAPIAN_C_CHECK xapian_status xapian_db_check(const char *path, unsigned flags,
                                             xapian_check_fn fn, void *user, size_t *errors,
                                             xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_MAINTENANCE_H */
