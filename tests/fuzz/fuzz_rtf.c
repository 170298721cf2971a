/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ph_error err;
    ph_document doc;
    ph_input file = {PH_STR("a.rtf"), {(const char *)data, size}};
    ph_input none = {PH_ABSENT, PH_ABSENT};
    ph_arena *arena = ph_arena_new();
    if (arena && ph_parse(file, none, arena, &doc, &err) == PH_OK)
        (void)ph_document_get(&doc, "title");
    ph_arena_free(arena);
    return 0;
}
