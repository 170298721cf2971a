/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dates.h - dates as ISO 8601 writes them, and which of them there are.
 */
#ifndef PH_DATES_H
#define PH_DATES_H

#include "search/base.h"

/* "2022", "2022-06" or "2022-06-04", of the Gregorian calendar. */
bool ph_is_date(ph_str s);

/* Whether there is such a day.  year 0: not known, so that a 29 February may be. */
bool ph_is_day(unsigned year, unsigned month, unsigned day);

#endif
