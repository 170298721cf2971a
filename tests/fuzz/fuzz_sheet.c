/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Spreadsheets: a package, or flat XML.  No row may end in an empty cell. */
#include "config.h"

#include <stdlib.h>

#include "indexer/parse_office.h"
#include "indexer/parse_sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ph_error err;
    ph_document doc = {0};
    ph_package package;
    ph_sheets sheets;
    ph_arena *arena = ph_arena_new();
    if (!arena)
        return 0;
    ph_str bytes = {(const char *)data, size};
    if (ph_office_open(bytes, arena, &doc, &package, &err) == PH_OK &&
        ph_sheets_read(&package, arena, &sheets, &err) == PH_OK)
        for (size_t s = 0; s < sheets.list.n; s++)
            for (size_t i = 0; i < sheets.list.v[s].rows.n; i++) {
                const ph_strs *cells = &sheets.list.v[s].rows.v[i].cells;
                if (!cells->n || !cells->v[cells->n - 1].n)
                    abort();
            }
    ph_arena_free(arena);
    return 0;
}
