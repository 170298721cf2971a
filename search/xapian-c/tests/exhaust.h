/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Fails the n-th allocation of a piece of work for every n. Defines malloc() and free(): for
 * one source of a program, where EXHAUST is then defined.
 */
#ifndef TEST_XAPIAN_C_EXHAUST_H
#define TEST_XAPIAN_C_EXHAUST_H

#include "testing.h"

#if defined __has_feature
#if __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
#define OTHER_SANITIZER 1
#endif
#endif
#if defined __SANITIZE_THREAD__
#define OTHER_SANITIZER 1
#endif

#if !defined ADDRESS_SANITIZER && !defined OTHER_SANITIZER && defined __GLIBC__
#define EXHAUST 1

/* Ours take the place of glibc's, also for operator new. */
extern void *__libc_malloc(size_t size);
extern void __libc_free(void *block);

static bool counting;
static long left;    /* allocations until the one that fails, while counting */
static long balance; /* blocks allocated and not freed, while counting */

void *malloc(size_t size)
{
    if (counting && --left == 0)
        return NULL;
    if (counting)
        balance++;
    return __libc_malloc(size);
}

void free(void *block)
{
    if (counting && block != NULL)
        balance--;
    __libc_free(block);
}

/* Whether they are in use: valgrind has its own there. */
static inline bool is_ours(void)
{
    void *(*volatile allocate)(size_t) = malloc; /* not known to compilers as malloc() */
    void *block;
    left = 1;
    counting = true;
    block = allocate(1);
    counting = false;
    free(block);
    return block == NULL;
}

/* Does the work with the n-th allocation failing. */
static inline xapian_status starve(xapian_status (*work)(void), long n)
{
    xapian_status status;
    left = n;
    balance = 0;
    counting = true;
    status = work();
    counting = false;
    return status;
}

/* Whether Xapian itself loses memory when an allocation within that call fails. */
static inline bool xapian_loses(const char *call)
{
    static const char *const calls[] = {
        "xapian_query_parser_parse",  /* a word that it has read, and not yet joined */
        "xapian_db_suggest_spelling", /* lists of words that it merges */
        "xapian_db_spellings",        /* the cursor of the list */
        "xapian_db_synonym_keys",     /* the same */
        "xapian_enquire_mset",        /* lists of documents that it joins */
        "xapian_query_unserialise",   /* the classes that it may meet */
        "xapian_db_compact",          /* tables */
    };
    for (size_t i = 0; i < N(calls); i++) {
        if (strcmp(calls[i], call) == 0)
            return true;
    }
    return false;
}

/* Does the work with each allocation failing in turn, until it gets through. Each must give
 * XAPIAN_NO_MEMORY, or do without; and nothing may be lost. */
static inline void exhaust(xapian_status (*work)(void))
{
    xapian_status status;
    long n = 0;
    assert_int_equal(work(), XAPIAN_OK); /* what is made once for the process */
    do {
        n++;
        status = starve(work, n);
        if (status != XAPIAN_OK && (status != XAPIAN_NO_MEMORY || err.status != status))
            fail_msg("with allocation %ld failing: %s, %s", n, xapian_status_name(status),
                     err.text);
        if (balance != 0 && (status == XAPIAN_OK || !xapian_loses(err.call)))
            fail_msg("with allocation %ld failing, %ld blocks are lost, %s", n, balance,
                     status == XAPIAN_OK ? "in the end" : err.text);
        assert_true(n < 10000);
    } while (left <= 0);
    assert_int_equal(status, XAPIAN_OK);
    assert_true(n > 1);
}

#define TRY(call)                                                                          \
    do {                                                                                   \
        if ((status = (call)) != XAPIAN_OK)                                                \
            goto out;                                                                      \
    } while (0)

#define LONG "a string too long for the small buffer within an object"

#endif
#endif /* TEST_XAPIAN_C_EXHAUST_H */
