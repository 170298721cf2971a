/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/dates.h"

bool ph_is_day(unsigned year, unsigned month, unsigned day)
{
    static const unsigned char length[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month >= 1 && month <= 12 && day >= 1 && day <= length[month - 1] &&
           (month != 2 || day < 29 || leap);
}

bool ph_is_date(ph_str s)
{
    static const char shape[] = "dddd-dd-dd";
    uint64_t year, month = 1, day = 1;
    if (s.n != 4 && s.n != 7 && s.n != 10)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (shape[i] == 'd' ? s.s[i] < '0' || s.s[i] > '9' : s.s[i] != shape[i])
            return false;
    bool read = ph_number(ph_sub(s, 0, 4), &year) &&
                (s.n < 7 || ph_number(ph_sub(s, 5, 7), &month)) &&
                (s.n < 10 || ph_number(ph_sub(s, 8, 10), &day));
    return read && ph_is_day((unsigned)year, (unsigned)month, (unsigned)day);
}
