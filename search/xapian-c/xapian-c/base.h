/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_error - statuses, errors, numbers, limits and versions of libxapian-c
 *
 * What can fail returns a xapian_status and takes a xapian_error last, which may be NULL.
 * The error is written on failure only; on failure a handle that was to be made is NULL,
 * and all other outputs are untouched. No C++ exception leaves the library: those of
 * Xapian become the status named after their class, std::bad_alloc XAPIAN_NO_MEMORY, any
 * other XAPIAN_UNKNOWN.
 */
#ifndef XAPIAN_C_BASE_H
#define XAPIAN_C_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined __GNUC__
#define XAPIAN_C_CHECK __attribute__((warn_unused_result))
#else
#define XAPIAN_C_CHECK
#endif

/* XAPIAN_C_INT: so that in C++ a number that is none of an enum's own is no undefined
 * behaviour. */
#ifdef __cplusplus
#define XAPIAN_C_INT : int
#define XAPIAN_C_BEGIN extern "C" {
#define XAPIAN_C_END }
#else
#define XAPIAN_C_INT
#define XAPIAN_C_BEGIN
#define XAPIAN_C_END
#endif

XAPIAN_C_BEGIN

/* ---- numbers and limits ---- */

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
/* The longest text that xapian_query_parser_parse() takes, in bytes; some of that length
 * need 1 MB of stack. That is up to 32,768 words, and the time of a search in Xapian 1.4
 * grows with the square of how many terms are joined with OR: 10,000 of them take two
 * seconds. For a stranger's text choose less. */
#define XAPIAN_QUERY_TEXT_MAX 65536
/* Room enough for xapian_sortable_serialise(). */
#define XAPIAN_SORTABLE_MAX 9
/* Of xapian_error, with the zero byte. */
#define XAPIAN_ERROR_TEXT_MAX 512
#define XAPIAN_ERROR_PART_MAX 128

/* ---- versions ---- */

/* Of this header, and of the library in use. */
#define XAPIAN_C_VERSION "1.0.0"
#define XAPIAN_C_VERSION_NUMBER 0x010000 /* the same for #if, two digits each */
const char *xapian_c_version_string(void);

/* Of the libxapian in use: "1.4.22", 1, 4, 22. */
const char *xapian_version_string(void);
int xapian_version_major(void);
int xapian_version_minor(void);
int xapian_version_revision(void);

/* ---- errors ---- */

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
    XAPIAN_DATABASE_LOCK,      /* DatabaseLockError: another writer has it, or it may not be
                                * written to: the text says which */
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

/* The caller's: put it on the stack. Each string ends with a zero byte, holds no control
 * characters, and is cut (at a whole UTF-8 character) where it does not fit. They may quote
 * what was passed in. */
typedef struct {
    xapian_status status;
    int callback;     /* what the callback returned, for XAPIAN_CALLBACK; else 0 */
    const char *call; /* the function that failed: "xapian_db_open" */
    const char *type; /* the class of Xapian's exception: "DatabaseLockError"; or "" */
    char text[XAPIAN_ERROR_TEXT_MAX]; /* for people: call, type if any, message, context and
                                       * system: "CALL: TYPE: MESSAGE [CONTEXT] (SYSTEM)" */
    char context[XAPIAN_ERROR_PART_MAX]; /* where: the host of a remote database; or "" */
    char system
        [XAPIAN_ERROR_PART_MAX]; /* what the system said: "Permission denied"; or "" */
} xapian_error;

/* Of a failure, what 'text' says behind CALL and TYPE: for who typed a query. Never NULL;
 * good for as long as 'err' is. */
const char *xapian_error_message(const xapian_error *err);

/* "XAPIAN_DATABASE_LOCK"; never NULL. */
const char *xapian_status_name(xapian_status status);

/* ---- numbers as values ---- */

/* Bytes that sort as numbers do; they may hold zero bytes, and 0 is not the empty string.
 * NaN is XAPIAN_INVALID_ARGUMENT. Bytes not made so give some number. */
XAPIAN_C_CHECK xapian_status xapian_sortable_serialise(double number,
                                                       char buf[XAPIAN_SORTABLE_MAX],
                                                       size_t *len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_sortable_unserialise(const char *data, size_t len,
                                                         double *number, xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_BASE_H */
