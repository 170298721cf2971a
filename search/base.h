/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * base.h - what every other file of peerhub stands on: status codes and errors, strings that
 * carry their length, arenas, growable arrays and buffers.
 *
 * Memory.  Data that lives as long as a document or a request comes from an arena and is
 * freed with it, all at once.  Functions that allocate return NULL (or PH_NO_MEMORY) when
 * there is no memory; nothing here prints, exits or aborts.
 *
 * Threads.  Nothing is global.  An arena or a buffer is used by one thread at a time.
 */
#ifndef PH_BASE_H
#define PH_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- status and errors ---------------------------------------------------------------- */

typedef enum ph_status {
    PH_OK = 0,
    PH_NO_MEMORY,   /* an allocation failed */
    PH_INVALID,     /* an argument, a value or a file's content is wrong */
    PH_UNKNOWN,     /* a name (of a parameter, a field, a country) is not known */
    PH_NOT_FOUND,   /* a file, a document, an index is not there */
    PH_GONE,        /* it was there once and was removed */
    PH_IO,          /* the system refused a read or a write; the text has errno's words */
    PH_BUSY,        /* somebody else holds the index for writing */
    PH_CORRUPT,     /* an index or a message is damaged */
    PH_LIMIT,       /* a named limit (limits.h) was reached */
    PH_UNSUPPORTED, /* a format or a feature that peerhub does not read */
    PH_TIMEOUT,     /* time ran out */
    PH_TOO_MUCH, /* more work than one question may cost; the text says how to ask for less */
    PH_INTERNAL /* a fault of peerhub or of a library */
} ph_status;

#define PH_ERROR_TEXT_MAX 512

/* Filled by a function that fails; the caller owns it.  `text` is a sentence in English that
 * says what failed, with what, and what to do; it is cut at PH_ERROR_TEXT_MAX bytes. */
typedef struct ph_error {
    ph_status status;
    char text[PH_ERROR_TEXT_MAX];
} ph_error;

#define PH_MUST_USE __attribute__((warn_unused_result))
#define PH_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Writes an error and returns its status, so that `return ph_fail(...)` reads well.
 * err: may be NULL. */
ph_status ph_fail(ph_error *err, ph_status status, const char *format, ...) PH_PRINTF(3, 4);

/* The one text for PH_NO_MEMORY. */
ph_status ph_fail_memory(ph_error *err);

/* PH_IO (PH_NOT_FOUND for ENOENT, PH_NO_MEMORY for ENOMEM) with errno's words:
 * "what 'path': No such file". */
ph_status ph_fail_errno(ph_error *err, const char *what, const char *path);

/* "not found", "corrupt" ... for logs; never NULL. */
const char *ph_status_name(ph_status status);

/* --- strings -------------------------------------------------------------------------- */

/* Bytes with a length; UTF-8 unless said otherwise; not always NUL-terminated.  {NULL, 0} is
 * "absent"; an empty string has a non-NULL pointer. */
typedef struct ph_str {
    const char *s;
    size_t n;
} ph_str;

#define PH_STR(literal) ((ph_str){(literal), sizeof(literal) - 1})
#define PH_ABSENT ((ph_str){NULL, 0})

/* For printf's "%.*s". */
#define PH_FMT(str) (int)(str).n, (str).s ? (str).s : ""

/* Marks a text for translators that is looked up elsewhere: what a library says stays English, pages
 * translate it (web/words.h). */
#define PH_N(text) text

ph_str ph_cstr(const char *s); /* NULL becomes PH_ABSENT */
bool ph_eq(ph_str a, ph_str b);
bool ph_eqc(ph_str a, const char *b);
bool ph_eq_nocase(ph_str a, ph_str b); /* ASCII letters only */
int ph_cmp(ph_str a, ph_str b);        /* as memcmp, shorter first */
bool ph_starts(ph_str s, ph_str prefix);
bool ph_ends(ph_str s, ph_str suffix);
ph_str ph_sub(ph_str s, size_t from, size_t to); /* [from, to), clamped */
ph_str ph_trim(ph_str s); /* ASCII white space and U+00A0, both ends */

/* Takes the next piece off *rest at `sep` and trims it.  Returns false at the end. */
bool ph_split(ph_str *rest, char sep, ph_str *piece);

/* A decimal number that fills the whole of s.  Returns false on anything else. */
bool ph_number(ph_str s, uint64_t *out);

/* --- arenas --------------------------------------------------------------------------- */

typedef struct ph_arena ph_arena;

ph_arena *ph_arena_new(void); /* NULL: no memory */
void ph_arena_free(ph_arena *arena);

/* Forgets all that was allocated and keeps one block for the next use. */
void ph_arena_reset(ph_arena *arena);

/* Zeroed, aligned for any type.  NULL: no memory.  n may be 0. */
void *ph_alloc(ph_arena *arena, size_t n) PH_MUST_USE;
#define PH_NEW(arena, type) ((type *)ph_alloc((arena), sizeof(type)))

/* Copies, NUL-terminated behind the last byte.  PH_ABSENT: no memory (or s was absent). */
ph_str ph_dup(ph_arena *arena, ph_str s) PH_MUST_USE;
ph_str ph_dupf(ph_arena *arena, const char *format, ...) PH_PRINTF(2, 3) PH_MUST_USE;

/* --- arrays in an arena --------------------------------------------------------------- */

#define PH_VEC(type)                                                                       \
    struct {                                                                               \
        type *v;                                                                           \
        size_t n, cap;                                                                     \
    }

typedef PH_VEC(ph_str) ph_strs;

/* A new, zeroed element at the end, or NULL when there is no memory. */
#define PH_PUSH(arena, vec)                                                                \
    (((vec)->n < (vec)->cap ||                                                             \
      ((vec)->v = ph_grow_((arena), (vec)->v, &(vec)->cap, sizeof *(vec)->v),              \
       (vec)->n < (vec)->cap))                                                             \
         ? &(vec)->v[(vec)->n++]                                                           \
         : NULL)

/* Behind PH_PUSH: doubles an array in the arena; the new half is zeroed.  Without memory the
 * old one stays, and *cap. */
void *ph_grow_(ph_arena *arena, void *old, size_t *cap, size_t size);

/* Keeps the string as it is, an absent one too: its bytes must live as long as the list, and what
 * ph_dup makes is to be looked at first.  False: no memory. */
bool ph_strs_add(ph_arena *arena, ph_strs *list, ph_str s);

/* A copy of a string that is not absent.  False: no memory. */
bool ph_strs_dup(ph_arena *arena, ph_strs *list, ph_str s) PH_MUST_USE;
bool ph_strs_has(const ph_strs *list, ph_str s);

/* --- buffers -------------------------------------------------------------------------- */

/* Bytes that grow.  After a failed allocation `failed` stays set and appending does nothing,
 * so that a caller checks once, at the end.  Zero-initialise; free with ph_buf_free. */
typedef struct ph_buf {
    char *s;
    size_t n, cap;
    bool failed;
} ph_buf;

void ph_buf_add(ph_buf *buf, ph_str s);
void ph_buf_addc(ph_buf *buf, const char *s);
void ph_buf_byte(ph_buf *buf, char c);
void ph_buf_addf(ph_buf *buf, const char *format, ...) PH_PRINTF(2, 3);
bool ph_buf_reserve(ph_buf *buf, size_t more); /* room for `more` bytes and a NUL */
void ph_buf_clear(ph_buf *buf);                /* length 0, memory kept, failed reset */
void ph_buf_free(ph_buf *buf);
ph_str ph_buf_str(const ph_buf *buf);

/* --- files ---------------------------------------------------------------------------- */

/* Reads a whole file of at most `limit` bytes into buf (NUL-terminated behind its end).
 * Errors: PH_NOT_FOUND, PH_IO, PH_LIMIT, PH_NO_MEMORY. */
ph_status ph_read_file(const char *path, size_t limit, ph_buf *buf,
                       ph_error *err) PH_MUST_USE;

/* 64-bit FNV-1a, for hash tables and fingerprints; not for security. */
uint64_t ph_hash(const void *data, size_t n, uint64_t seed);
#define PH_HASH_SEED UINT64_C(0xcbf29ce484222325)

#endif
