/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>

#include "indexer/parse_common.h"
#include "search/text.h"

/* --- what parsers add --------------------------------------------------------------------- */

bool ph_parse_block(ph_document *doc, ph_arena *arena, ph_block_type type, unsigned level,
                    ph_str section, ph_str raw)
{
    ph_str text = ph_text_clean(arena, raw, false);
    return text.s &&
           ph_document_block(
               doc, arena,
               (ph_block){.type = type, .level = level, .section = section, .text = text});
}

bool ph_parse_warn(ph_document *doc, ph_arena *arena, const char *format, ...)
{
    char text[PH_ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    ph_str clean = ph_text_clean(arena, ph_cstr(text), false);
    return clean.s && ph_strs_add(arena, &doc->warnings, clean);
}
