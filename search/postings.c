/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/limits.h"
#include "search/postings.h"

#define NONE UINT32_MAX

/* A word of the text, in the order of the text. */
typedef struct place {
    uint32_t position, next; /* next: of the same term; NONE: the last */
} place;

/* A term of one prefix and weight. */
typedef struct group {
    uint64_t hash;
    ph_str term; /* with its prefix */
    uint32_t weight, first, last, n;
    char prefix;
} group;

struct ph_postings {
    ph_arena *arena;
    PH_VEC(place) places;
    PH_VEC(group) groups;
    uint32_t *table; /* of groups, by hash, open addressing; number + 1, 0: free */
    size_t slots;
    uint32_t most; /* places of a group */
};

ph_postings *ph_postings_new(ph_arena *arena, size_t words)
{
    ph_postings *p = PH_NEW(arena, ph_postings);
    if (!p)
        return NULL;
    p->arena = arena;
    p->places.v = ph_alloc(arena, words * sizeof *p->places.v);
    p->places.cap = p->places.v ? words : 0;
    return p;
}

static bool grow(ph_postings *p)
{
    size_t slots = p->slots ? p->slots * 2 : 2048;
    uint32_t *table = ph_alloc(p->arena, slots * sizeof *table);
    if (!table)
        return false;
    for (size_t g = 0; g < p->groups.n; g++) {
        size_t i = (size_t)p->groups.v[g].hash & (slots - 1);
        while (table[i])
            i = (i + 1) & (slots - 1);
        table[i] = (uint32_t)g + 1;
    }
    p->table = table;
    p->slots = slots;
    return true;
}

static ph_str prefixed(ph_arena *arena, char prefix, ph_str term)
{
    char bytes[PH_TERM_BYTES + 1] = {prefix};
    if (!prefix)
        return ph_dup(arena, term);
    memcpy(bytes + 1, term.s, term.n);
    return ph_dup(arena, (ph_str){bytes, term.n + 1});
}

static bool is_group(const group *g, uint64_t hash, ph_token token, char prefix,
                     uint32_t weight)
{
    return g->hash == hash && g->prefix == prefix && g->weight == weight &&
           ph_eq(ph_sub(g->term, prefix != 0, g->term.n), token.term);
}

/* The group of a token, made if there is none; NULL: no memory. */
static group *group_of(ph_postings *p, ph_token token, char prefix, uint32_t weight)
{
    if (p->groups.n * 2 >= p->slots && !grow(p))
        return NULL;
    uint64_t hash = token.hash + (uint64_t)(unsigned char)prefix * 0x9e3779b9 + weight;
    size_t i = (size_t)hash & (p->slots - 1);
    for (; p->table[i]; i = (i + 1) & (p->slots - 1))
        if (is_group(&p->groups.v[p->table[i] - 1], hash, token, prefix, weight))
            return &p->groups.v[p->table[i] - 1];
    group *g = PH_PUSH(p->arena, &p->groups);
    if (!g)
        return NULL;
    *g = (group){.hash = hash,
                 .term = prefixed(p->arena, prefix, token.term),
                 .weight = weight,
                 .first = NONE,
                 .prefix = prefix};
    p->table[i] = (uint32_t)p->groups.n;
    return g->term.s ? g : NULL;
}

bool ph_postings_add(ph_postings *p, ph_token token, char prefix, xapian_termcount weight,
                     xapian_termpos position)
{
    group *g = group_of(p, token, prefix, weight);
    uint32_t at = (uint32_t)p->places.n;
    place *fresh = g && at < NONE ? PH_PUSH(p->arena, &p->places) : NULL;
    if (!fresh)
        return false;
    *fresh = (place){position, NONE};
    if (g->first == NONE)
        g->first = at;
    else
        p->places.v[g->last].next = at;
    g->last = at;
    if (++g->n > p->most)
        p->most = g->n;
    return true;
}

xapian_status ph_postings_write(const ph_postings *p, xapian_document *doc,
                                xapian_error *why)
{
    xapian_termpos *positions = ph_alloc(p->arena, p->most * sizeof *positions);
    xapian_status status = positions ? XAPIAN_OK : XAPIAN_NO_MEMORY;
    for (size_t i = 0; !status && i < p->groups.n; i++) {
        const group *g = &p->groups.v[i];
        size_t n = 0;
        for (uint32_t at = g->first; at != NONE; at = p->places.v[at].next)
            positions[n++] = p->places.v[at].position;
        status = xapian_document_add_postings(doc, g->term.s, g->term.n, positions, n,
                                              g->weight, why);
    }
    return status;
}
