/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/build.h"
#include "search/text.h"

ph_str ph_make_id(ph_arena *arena, ph_str title, ph_str source, ph_str path)
{
    ph_str slug = ph_text_slug(arena, title);
    uint64_t h = ph_hash(source.s, source.n, PH_HASH_SEED);
    h = ph_hash(path.s, path.n, ph_hash("", 1, h));
    if (!slug.s)
        return PH_ABSENT;
    return ph_dupf(arena, "%.*s%s%012llx", PH_FMT(slug), slug.n ? "-" : "",
                   (unsigned long long)(h >> 16));
}
