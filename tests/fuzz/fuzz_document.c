/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unpacking what a worker sent; what can be read can be packed again and is the same. */
#include "config.h"

#include <stdlib.h>

#include "indexer/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ph_error err;
    ph_document doc, again;
    ph_buf packed = {0};
    ph_arena *arena = ph_arena_new();
    if (!arena)
        return 0;
    if (ph_document_unpack((ph_str){(const char *)data, size}, arena, &doc, &err) ==
        PH_OK) {
        ph_document_pack(&packed, &doc);
        if (!packed.failed &&
            (ph_document_unpack(ph_buf_str(&packed), arena, &again, &err) != PH_OK ||
             again.meta.n != doc.meta.n || again.blocks.n != doc.blocks.n))
            abort();
    }
    ph_buf_free(&packed);
    ph_arena_free(arena);
    return 0;
}
