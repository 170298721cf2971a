/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "search/base.h"

ph_str ph_cstr(const char *s)
{
    return s ? (ph_str){s, strlen(s)} : PH_ABSENT;
}

bool ph_eq(ph_str a, ph_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

bool ph_eqc(ph_str a, const char *b)
{
    return ph_eq(a, ph_cstr(b));
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool ph_eq_nocase(ph_str a, ph_str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.s[i]) != lower(b.s[i]))
            return false;
    return true;
}

int ph_cmp(ph_str a, ph_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.s, b.s, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool ph_starts(ph_str s, ph_str prefix)
{
    return s.n >= prefix.n && ph_eq(ph_sub(s, 0, prefix.n), prefix);
}

bool ph_ends(ph_str s, ph_str suffix)
{
    return s.n >= suffix.n && ph_eq(ph_sub(s, s.n - suffix.n, s.n), suffix);
}

ph_str ph_sub(ph_str s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    return s.s ? (ph_str){s.s + from, to - from} : s;
}

/* Bytes of white space at the start of s (one character of it), or 0. */
static size_t space_at(ph_str s)
{
    if (s.n && strchr(" \t\r\n\f\v", s.s[0]) && s.s[0])
        return 1;
    return ph_starts(s, PH_STR("\xc2\xa0")) ? 2 : 0;
}

ph_str ph_trim(ph_str s)
{
    for (size_t n; (n = space_at(s)) > 0;)
        s = ph_sub(s, n, s.n);
    for (;;) {
        if (s.n >= 2 && ph_ends(s, PH_STR("\xc2\xa0")))
            s.n -= 2;
        else if (s.n && space_at(ph_sub(s, s.n - 1, s.n)))
            s.n--;
        else
            return s;
    }
}

bool ph_split(ph_str *rest, char sep, ph_str *piece)
{
    if (!rest->s)
        return false;
    const char *at = rest->n ? memchr(rest->s, sep, rest->n) : NULL;
    if (at) {
        size_t n = (size_t)(at - rest->s);
        *piece = ph_trim(ph_sub(*rest, 0, n));
        *rest = ph_sub(*rest, n + 1, rest->n);
    } else {
        *piece = ph_trim(*rest);
        *rest = PH_ABSENT;
    }
    return true;
}

bool ph_number(ph_str s, uint64_t *out)
{
    uint64_t value = 0;
    if (s.n == 0 || s.n > 18)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] < '0' || s.s[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(s.s[i] - '0');
    }
    *out = value;
    return true;
}

/* Fowler, Noll, Vo: FNV-1a, 64 bits. */
uint64_t ph_hash(const void *data, size_t n, uint64_t seed)
{
    const unsigned char *p = data;
    for (size_t i = 0; i < n; i++)
        seed = (seed ^ p[i]) * UINT64_C(0x100000001b3);
    return seed;
}
