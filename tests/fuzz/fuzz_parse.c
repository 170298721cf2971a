/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All parsers: the first byte chooses what the rest is.  What comes out must survive packing
 * and unpacking, which checks that it is clean.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "indexer/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"a.html", "a.xml", "a.md", "a.txt"};
static const char *const sidecars[] = {"a.txt.meta.yaml", "a.txt.meta.json",
                                       "a.txt.meta.xml"};

static void load_schema(void)
{
    static bool loaded;
    const char *root = getenv("PEERHUB_DATA_DIR");
    char path[4096];
    ph_error err;
    if (loaded)
        return;
    snprintf(path, sizeof path, "%s/corpus/schema/peerhub.rng", root ? root : ".");
    if (ph_parse_init(path, &err) != PH_OK) {
        fprintf(stderr, "%s\n", err.text);
        abort();
    }
    loaded = true;
}

static void check(const ph_document *doc, ph_arena *arena)
{
    ph_buf packed = {0};
    ph_document back;
    ph_error err;
    ph_document_pack(&packed, doc);
    if (!packed.failed &&
        ph_document_unpack(ph_buf_str(&packed), arena, &back, &err) != PH_OK)
        abort();
    ph_buf_free(&packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum {
        NAMES = sizeof names / sizeof *names,
        ALL = NAMES + sizeof sidecars / sizeof *sidecars
    };
    ph_error err;
    ph_document doc;
    if (size < 1)
        return 0;
    load_schema();
    ph_arena *arena = ph_arena_new();
    if (!arena)
        return 0;
    size_t which = (size_t)(data[0] - '0') % ALL;
    ph_str rest = {(const char *)data + 1, size - 1};
    ph_input file = {PH_STR("a.txt"), PH_STR("text")}, sidecar = {PH_ABSENT, PH_ABSENT};
    if (which < NAMES)
        file = (ph_input){ph_cstr(names[which]), rest};
    else
        sidecar = (ph_input){ph_cstr(sidecars[which - NAMES]), rest};
    if (ph_parse(file, sidecar, arena, &doc, &err) == PH_OK)
        check(&doc, arena);
    ph_arena_free(arena);
    return 0;
}
