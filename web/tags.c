/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "web/tags.h"

bool ph_tag_next(ph_str *html, ph_str *text, ph_str *tag)
{
    if (!html->n)
        return false;
    const char *open = memchr(html->s, '<', html->n);
    *text = ph_sub(*html, 0, open ? (size_t)(open - html->s) : html->n);
    ph_str rest = ph_sub(*html, text->n, html->n);
    const char *close = rest.n ? memchr(rest.s, '>', rest.n) : NULL;
    *tag = ph_sub(rest, 0, close ? (size_t)(close - rest.s) + 1 : rest.n);
    *html = ph_sub(rest, tag->n, rest.n);
    return true;
}
