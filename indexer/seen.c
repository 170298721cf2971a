/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/seen.h"

static uint64_t *place_of(uint64_t *v, size_t slots, uint64_t hash)
{
    size_t i = (size_t)hash & (slots - 1);
    while (v[i] && v[i] != hash)
        i = (i + 1) & (slots - 1);
    return &v[i];
}

static bool grow(ph_seen *seen)
{
    size_t slots = seen->slots ? 2 * seen->slots : 64;
    uint64_t *v = calloc(slots, sizeof *v);
    if (!v)
        return false;
    for (size_t i = 0; i < seen->slots; i++)
        if (seen->v[i])
            *place_of(v, slots, seen->v[i]) = seen->v[i];
    free(seen->v);
    seen->v = v;
    seen->slots = slots;
    return true;
}

bool ph_seen_add(ph_seen *seen, ph_str s, bool *fresh)
{
    uint64_t hash = ph_hash(s.s, s.n, PH_HASH_SEED);
    hash = hash ? hash : 1;
    if (2 * seen->n >= seen->slots && !grow(seen))
        return false;
    uint64_t *place = place_of(seen->v, seen->slots, hash);
    *fresh = *place == 0;
    seen->n += *fresh;
    *place = hash;
    return true;
}

void ph_seen_clear(ph_seen *seen)
{
    if (seen->v)
        memset(seen->v, 0, seen->slots * sizeof *seen->v);
    seen->n = 0;
}

void ph_seen_free(ph_seen *seen)
{
    free(seen->v);
    *seen = (ph_seen){0};
}
