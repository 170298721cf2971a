/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The same work by libxapian-c and by Xapian's C++ interface, whose allocations are counted.
 */
#ifndef XAPIAN_C_TESTS_ALLOCATIONS_H
#define XAPIAN_C_TESTS_ALLOCATIONS_H

#ifdef __cplusplus
extern "C" {
#endif

/* Too long for a string that C++ keeps without an allocation, as all strings here are. */
#define LONG "a string too long for the small buffer within an object"

enum { DOCUMENTS = 100, PLACES = 100, LIST_TERMS = 100 };

/* What each does, and how many more allocations C may make in all: those of its handles, and of
 * buffers that grow. One more for each of the items would be a hundred. */
#define CASES(CASE)                                                                        \
    CASE(terms, 0)                                                                         \
    CASE(terms_of_document, 0)                                                             \
    CASE(postings, 0)                                                                      \
    CASE(positions, 0)                                                                     \
    CASE(values, 0)                                                                        \
    CASE(matches, 0)                                                                       \
    CASE(documents, DOCUMENTS)                                                             \
    CASE(search, 1)                                                                        \
    CASE(spy_of_values, 1)                                                                 \
    CASE(spy_of_documents, 2)                                                              \
    CASE(postings_put, 2)

/* The work itself: what it needs is made by open() before, and freed by close(). */
#define DECLARE(name, more) void cpp_##name(void);
CASES(DECLARE)
#undef DECLARE
void cpp_open(const char *path);
void cpp_close(void);

#ifdef __cplusplus
}
#endif

#endif /* XAPIAN_C_TESTS_ALLOCATIONS_H */
