/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PDF documents, and all that is made of their letters: order, furniture, lines, blocks. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "indexer/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    ph_error err;
    ph_document doc, back;
    ph_buf packed = {0};
    if (!ready && ph_pdf_init(&err) != PH_OK)
        abort();
    ready = true;
    ph_arena *arena = ph_arena_new();
    ph_input file = {PH_STR("a.pdf"), {(const char *)data, size}};
    ph_input none = {PH_ABSENT, PH_ABSENT};
    if (!arena)
        return 0;
    if (ph_parse(file, none, arena, &doc, &err) == PH_OK) {
        ph_document_pack(&packed, &doc);
        if (!packed.failed &&
            ph_document_unpack(ph_buf_str(&packed), arena, &back, &err) != PH_OK)
            abort();
    }
    ph_buf_free(&packed);
    ph_arena_free(arena);
    return 0;
}
