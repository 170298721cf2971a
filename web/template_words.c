/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "web/template_nodes.h"

#define OPEN "{{#_}}"
#define CLOSE "{{/_}}"

/* As translators see it: each run of white space is one space, none at the ends. */
static void squeeze(ph_buf *out, ph_str text)
{
    ph_str word;
    bool first = true;
    for (size_t i = 0; i < text.n;) {
        size_t n = 0;
        while (i + n < text.n && !strchr(" \t\r\n", text.s[i + n]))
            n++;
        word = ph_sub(text, i, i + n);
        if (n && !first)
            ph_buf_byte(out, ' ');
        if (n)
            first = false;
        ph_buf_add(out, word);
        i += n ? n : 1;
    }
}

static void put_words(ph_buf *out, ph_str text, const ph_catalogue *catalogue)
{
    ph_buf squeezed = {0};
    squeeze(&squeezed, text);
    ph_str words = PH_ABSENT;
    if (catalogue)
        words = ph_catalogue_find(catalogue, ph_buf_str(&squeezed), 0);
    out->failed |= squeezed.failed;
    ph_buf_add(out, words.s ? words : ph_buf_str(&squeezed));
    ph_buf_free(&squeezed);
}

static const char *find(ph_str s, const char *what)
{
    return s.n ? memmem(s.s, s.n, what, strlen(what)) : NULL;
}

ph_status ph_template_translate(ph_buf *out, ph_str name, ph_str source,
                                const ph_catalogue *catalogue, ph_error *err)
{
    const char *open;
    while ((open = find(source, OPEN)) != NULL) {
        ph_str behind = ph_sub(source, (size_t)(open - source.s) + strlen(OPEN), source.n);
        const char *close = find(behind, CLOSE), *inner = find(behind, OPEN);
        if (!close || (inner && inner < close))
            return ph_fail(err, PH_INVALID,
                           "%.*s.mustache: " OPEN " without its end: '%.*s'", PH_FMT(name),
                           PH_FMT(ph_sub(behind, 0, 20)));
        ph_str text = {behind.s, (size_t)(close - behind.s)};
        ph_buf_add(out, ph_sub(source, 0, (size_t)(open - source.s)));
        put_words(out, text, catalogue);
        source = ph_sub(behind, text.n + strlen(CLOSE), behind.n);
    }
    ph_buf_add(out, source);
    return out->failed ? ph_fail_memory(err) : PH_OK;
}
