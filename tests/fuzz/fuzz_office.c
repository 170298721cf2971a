/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Office documents and books: the first byte chooses the format, the rest is the file.  What
 * comes out must survive packing and unpacking, which checks that it is clean.
 */
#include "config.h"

#include <stdlib.h>

#include "indexer/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"a.docx", "a.pptx", "a.odt", "a.odp", "a.epub"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ph_error err;
    ph_document doc, back;
    ph_buf packed = {0};
    ph_arena *arena = size ? ph_arena_new() : NULL;
    if (!arena)
        return 0;
    ph_input none = {PH_ABSENT, PH_ABSENT};
    const char *name = names[(size_t)(data[0] - '0') % (sizeof names / sizeof *names)];
    ph_input file = {ph_cstr(name), {(const char *)data + 1, size - 1}};
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
