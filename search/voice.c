/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/voice.h"

static ph_str as_it_is(const void *user, const char *english)
{
    (void)user;
    return ph_cstr(english);
}

static ph_str in_figures(const void *user, ph_arena *arena, double value, unsigned decimals)
{
    (void)user;
    return ph_dupf(arena, "%.*f", (int)decimals, value);
}

const ph_voice ph_english = {{"en", 2}, as_it_is, in_figures, NULL};

static const ph_filling *filling_of(const ph_filling *fillings, ph_str name)
{
    for (; fillings->name; fillings++)
        if (ph_eqc(name, fillings->name))
            return fillings;
    return NULL;
}

ph_str ph_fill(ph_arena *arena, ph_str text, const ph_filling *fillings)
{
    ph_buf buf = {0};
    while (text.n) {
        const char *open = memchr(text.s, '{', text.n);
        size_t before = open ? (size_t)(open - text.s) : text.n;
        const char *close = open ? memchr(open, '}', text.n - before) : NULL;
        ph_buf_add(&buf, ph_sub(text, 0, before));
        text = ph_sub(text, before, text.n);
        size_t n = close ? (size_t)(close - text.s) + 1 : text.n;
        ph_str place = ph_sub(text, 0, n);
        const ph_filling *with =
            close ? filling_of(fillings, ph_sub(place, 1, n - 1)) : NULL;
        ph_buf_add(&buf, with ? with->value : place);
        text = ph_sub(text, n, text.n);
    }
    ph_str filled = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return filled;
}
