/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of XLSX: what they mean depends on their format. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/parse_sheet_parts.h"

#define NUMBER_BYTES 64
#define LAST_DAY 2958465 /* the 31st of December 9999 */
#define DAYS_1904 1462   /* between the two beginnings */

/* --- formats -------------------------------------------------------------------------------- */

/* Behind what stands at i in a format's code and is no letter of it: "text", \x, [Red]. */
static size_t skip_literal(ph_str code, size_t i)
{
    char c = code.s[i], end = c == '"' ? '"' : c == '[' ? ']' : '\0';
    if (c == '\\' || c == '_' || c == '*')
        return i + 2;
    if (!end)
        return i;
    /* [h]:mm counts hours */
    if (c == '[' && i + 1 < code.n && strchr("hHsS", code.s[i + 1]))
        return i;
    for (i++; i < code.n && code.s[i] != end; i++)
        ;
    return i + 1;
}

ph_number_format ph_number_format_read(ph_str code)
{
    ph_number_format format = {0};
    bool year = false, month = false, day = false, time = false, point = false;
    if (ph_eq_nocase(code, PH_STR("General")))
        return format;
    for (size_t i = 0; i < code.n;) {
        size_t behind = skip_literal(code, i);
        if (behind > i) {
            i = behind;
            continue;
        }
        char c = code.s[i++];
        if (c == ';')
            break;
        year = year || c == 'y' || c == 'Y';
        month = month || c == 'm' || c == 'M';
        day = day || c == 'd' || c == 'D';
        time = time || c == 'h' || c == 'H' || c == 's' || c == 'S';
        format.percent = format.percent || c == '%';
        point = point || c == '.';
        format.decimals += point && (c == '0' || c == '#');
    }
    format.date = year || day || (month && !time);
    format.time = time;
    format.month_only = format.date && year && month && !day && !time;
    format.year_only = format.date && year && !month && !day && !time;
    return format;
}

ph_number_format ph_number_format_built_in(unsigned id)
{
    ph_number_format format = {0};
    format.percent = id == 9 || id == 10;
    format.decimals = id == 10 ? 2 : 0;
    format.month_only = id == 17;
    format.date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) ||
                  id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58;
    format.time =
        (id >= 18 && id <= 22) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47);
    return format;
}

/* --- numbers -------------------------------------------------------------------------------- */

/* The civil date of a day counted from 1970-01-01; after Howard Hinnant's algorithm. */
static void add_date(ph_buf *buf, long days, ph_number_format format)
{
    days += 719468;
    long era = (days >= 0 ? days : days - 146096) / 146097, doe = days - era * 146097;
    long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    long month = mp < 10 ? mp + 3 : mp - 9, year = yoe + era * 400 + (month <= 2);
    ph_buf_addf(buf, "%04ld", year);
    if (!format.year_only)
        ph_buf_addf(buf, "-%02ld", month);
    if (!format.year_only && !format.month_only)
        ph_buf_addf(buf, "-%02ld", doy - (153 * mp + 2) / 5 + 1);
}

/* Days and parts of a day, as a date, a time, or both. */
static void add_serial(ph_buf *buf, double serial, ph_number_format format, bool from_1904)
{
    double whole = floor(serial);
    long seconds = lround((serial - whole) * 86400), days = (long)whole;
    if (seconds == 86400) {
        seconds = 0;
        days++;
    }
    bool date = format.date && (days > 0 || !format.time || from_1904);
    long since_1970 = days + (from_1904 ? DAYS_1904 : 0) - 25569;
    /* 1900 was no leap year, but the sheets count as if it had been */
    if (!from_1904 && days < 60)
        since_1970++;
    if (date)
        add_date(buf, since_1970, format);
    if (date && format.time && seconds)
        ph_buf_byte(buf, 'T');
    if (format.time && (!date || seconds))
        ph_buf_addf(buf, "%02ld:%02ld:%02ld", seconds / 3600 + (date ? 0 : days * 24),
                    seconds / 60 % 60, seconds % 60);
}

/* True for digits with at most one point, few enough to be exact. */
static bool is_plain(ph_str raw)
{
    size_t digits = 0, points = 0;
    for (size_t i = ph_starts(raw, PH_STR("-")); i < raw.n; i++) {
        points += raw.s[i] == '.';
        digits += raw.s[i] >= '0' && raw.s[i] <= '9';
    }
    return points <= 1 && digits <= 15 &&
           digits + points + ph_starts(raw, PH_STR("-")) == raw.n;
}

void ph_number_add(ph_buf *buf, ph_str raw, ph_number_format format, bool from_1904)
{
    char text[NUMBER_BYTES], *end;
    raw = ph_trim(raw);
    bool special = format.date || format.time || format.percent;
    if (raw.n == 0 || raw.n >= sizeof text || (!special && is_plain(raw))) {
        ph_buf_add(buf, raw);
        return;
    }
    snprintf(text, sizeof text, "%.*s", PH_FMT(raw));
    double value = strtod(text, &end);
    if (*end || !isfinite(value))
        ph_buf_add(buf, raw);
    else if (format.percent)
        ph_buf_addf(buf, "%.*f%%", format.decimals < 10 ? (int)format.decimals : 10,
                    fabs(value) < 1e12 ? value * 100 : 0);
    else if (special && value >= 0 && value < LAST_DAY + 1)
        add_serial(buf, value, format, from_1904);
    else
        ph_buf_addf(buf, "%.15g", value);
}
