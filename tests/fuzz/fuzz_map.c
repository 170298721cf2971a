/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Maps, and a small table read with each that is sound. */
#include "config.h"

#include "tests/fuzz/unfolding.h"

#include "indexer/map.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char table[] =
        "[{\"id\":1,\"name\":\"A b\",\"a\":[{\"b\":\"x; y\"},{\"b\":2}],"
        "\"country\":\"EE, FI\",\"state\":\"In use\",\"c\":\"text\"}]";
    ph_arena *arena = ph_arena_new();
    const ph_sink sink = {arena, check_path, check_document, check_refusal};
    ph_unfolding unfolding = {.sink = &sink};
    ph_feed feed = ph_feed_memory(PH_STR(table));
    ph_input none = {PH_ABSENT, PH_ABSENT};
    ph_error err;
    ph_map *map = NULL;
    if (arena &&
        ph_map_parse((ph_str){(const char *)data, size}, "m.yaml", &map, &err) == PH_OK) {
        unfolding.map = map;
        if (ph_unfold(&unfolding, PH_STR("a.json"), &feed, none, &err) != PH_OK)
            abort();
    }
    ph_map_free(map);
    ph_arena_free(arena);
    return 0;
}
