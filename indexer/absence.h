/* SPDX-License-Identifier: GPL-2.0-or-later */
/* absence.h - "unknown", "n/a" and their like: values that say that there is none. */
#ifndef PH_ABSENCE_H
#define PH_ABSENCE_H

#include "search/base.h"

/* True for a value that says nothing, in any of our languages, and for one without a letter or
 * digit.  docs/maps.md has the list.  "NA" is none of them, for it is Namibia too. */
bool ph_says_nothing(ph_str value);

#endif
