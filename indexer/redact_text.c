/* SPDX-License-Identifier: GPL-2.0-or-later */
/* E-mail addresses, telephone numbers and names out of a text. */
#include "config.h"

#include <string.h>

#include "indexer/redact_parts.h"

/* A text with pieces taken out of it. */
typedef struct cutter {
    ph_str text;
    ph_buf out;
    size_t done;
    bool touched;
} cutter;

static void cut(cutter *c, size_t start, size_t end)
{
    if (start < c->done)
        start = c->done;
    ph_buf_add(&c->out, ph_sub(c->text, c->done, start));
    ph_buf_addc(&c->out, PH_REDACTED);
    c->done = end;
    c->touched = true;
}

static ph_str cut_end(cutter *c, ph_arena *arena)
{
    ph_buf_add(&c->out, ph_sub(c->text, c->done, c->text.n));
    ph_str clean = c->out.failed ? PH_ABSENT
                   : c->touched  ? ph_dup(arena, ph_buf_str(&c->out))
                                 : c->text;
    ph_buf_free(&c->out);
    return clean;
}

/* The first byte from i on at which an address can have its at sign or a number can begin. */
static size_t next_chance(ph_str text, size_t i)
{
    for (; i < text.n; i++) {
        char c = text.s[i];
        if (ph_letter_byte(c)) {
            bool in_word =
                i > 0 && (ph_letter_byte(text.s[i - 1]) || ph_ascii_digit(text.s[i - 1]));
            if ((!in_word && ph_phone_chance(text, i)) ||
                (c == '\xEF' && ph_mail_chance(text, i)))
                break;
            while (i + 1 < text.n && ph_letter_byte(text.s[i + 1]) &&
                   text.s[i + 1] != '\xEF')
                i++;
        } else if (ph_ascii_digit(c) || c == '+' || ph_mail_chance(text, i)) {
            break;
        }
    }
    return i;
}

static ph_str hide_addresses(ph_arena *arena, ph_str text, const ph_strs *numbers)
{
    cutter c = {.text = text};
    for (size_t i = next_chance(text, 0); i < text.n; i = next_chance(text, i)) {
        size_t start = i, end = ph_mail_at(text, i, &start);
        if (!end)
            end = ph_phone_at(text, start = i, numbers);
        if (end)
            cut(&c, start, end);
        i = end ? end : i + 1;
    }
    return cut_end(&c, arena);
}

static ph_str hide_names(ph_arena *arena, ph_str text, bool any_case, const ph_strs *names)
{
    cutter c = {.text = text};
    ph_spans spans = {0};
    if (!ph_names_in(arena, text, any_case, names, &spans))
        return PH_ABSENT;
    for (size_t i = 0; i < spans.n; i++)
        cut(&c, spans.v[i].start, spans.v[i].end);
    return cut_end(&c, arena);
}

ph_str ph_redact_text(ph_arena *arena, ph_str text, const ph_hidden *hidden)
{
    ph_str clean = hide_addresses(arena, text, &hidden->numbers);
    return clean.s ? hide_names(arena, clean, false, &hidden->names) : clean;
}

ph_str ph_redact_path(ph_arena *arena, ph_str path, const ph_hidden *hidden)
{
    ph_str clean = hide_addresses(arena, path, &hidden->numbers);
    return clean.s ? hide_names(arena, clean, true, &hidden->names) : clean;
}

bool ph_tells_name(ph_arena *arena, ph_str address, const ph_hidden *hidden)
{
    ph_str clean = hide_names(arena, address, true, &hidden->names);
    return !ph_eq(clean, address);
}
