/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/base.h"

/* Blocks grow from 4 KB to 1 MB; what is larger than a block gets one of its own. */
#define BLOCK_MIN ((size_t)4096)
#define BLOCK_MAX ((size_t)1 << 20)

typedef struct block {
    struct block *next;
    size_t used, size;
    alignas(max_align_t) char data[];
} block;

struct ph_arena {
    block *head;
};

static block *block_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(block))
        return NULL;
    block *b = malloc(sizeof(block) + size);
    if (b)
        *b = (block){.size = size};
    return b;
}

ph_arena *ph_arena_new(void)
{
    return calloc(1, sizeof(ph_arena));
}

static void free_blocks(block *b)
{
    while (b) {
        block *next = b->next;
        free(b);
        b = next;
    }
}

void ph_arena_free(ph_arena *arena)
{
    if (arena)
        free_blocks(arena->head);
    free(arena);
}

void ph_arena_reset(ph_arena *arena)
{
    if (!arena->head)
        return;
    free_blocks(arena->head->next);
    arena->head->next = NULL;
    arena->head->used = 0;
}

void *ph_alloc(ph_arena *arena, size_t n)
{
    const size_t align = alignof(max_align_t);
    if (n > SIZE_MAX - align)
        return NULL;
    n = (n + align - 1) / align * align;
    block *b = arena->head;
    if (!b || b->size - b->used < n) {
        size_t size = b ? b->size * 2 : BLOCK_MIN;
        if (size > BLOCK_MAX)
            size = BLOCK_MAX;
        b = block_new(size < n ? n : size);
        if (!b)
            return NULL;
        b->next = arena->head;
        arena->head = b;
    }
    void *p = b->data + b->used;
    b->used += n;
    return memset(p, 0, n);
}

ph_str ph_dup(ph_arena *arena, ph_str s)
{
    if (!s.s)
        return PH_ABSENT;
    char *copy = s.n < SIZE_MAX ? ph_alloc(arena, s.n + 1) : NULL;
    if (!copy)
        return PH_ABSENT;
    memcpy(copy, s.s, s.n);
    return (ph_str){copy, s.n};
}

ph_str ph_dupf(ph_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *s = n < 0 ? NULL : ph_alloc(arena, (size_t)n + 1);
    if (s)
        vsnprintf(s, (size_t)n + 1, format, again);
    va_end(again);
    return s ? (ph_str){s, (size_t)n} : PH_ABSENT;
}

void *ph_grow_(ph_arena *arena, void *old, size_t *cap, size_t size)
{
    size_t bigger = *cap ? *cap * 2 : 4;
    void *fresh = bigger <= SIZE_MAX / size ? ph_alloc(arena, bigger * size) : NULL;
    if (!fresh)
        return old;
    if (*cap)
        memcpy(fresh, old, *cap * size);
    *cap = bigger;
    return fresh;
}

bool ph_strs_add(ph_arena *arena, ph_strs *list, ph_str s)
{
    ph_str *slot = PH_PUSH(arena, list);
    if (slot)
        *slot = s;
    return slot != NULL;
}

bool ph_strs_dup(ph_arena *arena, ph_strs *list, ph_str s)
{
    ph_str copy = ph_dup(arena, s);
    return copy.s && ph_strs_add(arena, list, copy);
}

bool ph_strs_has(const ph_strs *list, ph_str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (ph_eq(list->v[i], s))
            return true;
    return false;
}
