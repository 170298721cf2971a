/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plain text: bytes to lines, which text_build.c makes blocks of. */
#include "config.h"

#include <string.h>

#include "indexer/parse_common.h"
#include "indexer/text_build.h"

static ph_status parse(ph_input input, ph_arena *arena, ph_document *doc, ph_error *err)
{
    ph_buf text = {0};
    ph_lines lines = {0};
    ph_status status = ph_parse_decode(input.bytes, PH_ABSENT, &text, err);
    if (status != PH_OK)
        goto out;
    ph_str decoded = ph_buf_str(&text);
    if (decoded.n && memchr(decoded.s, '\0', decoded.n)) {
        status =
            ph_fail(err, PH_INVALID,
                    "this is not plain text: it has zero bytes in it; if it is text in "
                    "UTF-16, save it as UTF-8");
        goto out;
    }
    bool ok =
        ph_lines_read(arena, decoded, &lines) && ph_text_build(arena, doc, &lines, false);
    status = ok ? PH_OK : ph_fail_memory(err);
out:
    ph_buf_free(&text);
    return status;
}

const ph_format ph_format_text = {
    .name = "plain text", .mime = "text/plain", .extensions = "txt text ", .parse = parse};
