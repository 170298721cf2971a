/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What tests tell the address sanitizer of Xapian's own faults; C and C++.
 */
#ifndef TEST_XAPIAN_C_SANITIZERS_H
#define TEST_XAPIAN_C_SANITIZERS_H

#if defined __SANITIZE_ADDRESS__
#define ADDRESS_SANITIZER 1
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#endif
#endif

#ifdef ADDRESS_SANITIZER
#include <sanitizer/lsan_interface.h>

#ifdef __cplusplus
extern "C" {
#endif
__attribute__((weak)) const char *__asan_default_options(void);
#ifdef __cplusplus
}
#endif

/* Xapian's check of a database deletes tables by the size of their base class. */
const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}

/* Between these nothing is looked for that is lost. */
#define MAY_LOSE_BEGIN() __lsan_disable()
#define MAY_LOSE_END() __lsan_enable()
#else
#define MAY_LOSE_BEGIN() (void)0
#define MAY_LOSE_END() (void)0
#endif

#endif /* TEST_XAPIAN_C_SANITIZERS_H */
