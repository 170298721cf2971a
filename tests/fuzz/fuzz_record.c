/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unpacking a record from an index; what can be read can be packed again and is the same. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Packs a record that was read from good bytes; the same bytes but for numbers written long. */
static void round_trip(const ph_record *record, ph_arena *arena)
{
    ph_buf once = {0}, twice = {0};
    ph_record again;
    ph_error err;
    ph_record_pack(&once, record);
    if (!once.failed && ph_record_unpack(ph_buf_str(&once), arena, &again, &err) != PH_OK)
        abort();
    if (!once.failed)
        ph_record_pack(&twice, &again);
    if (!once.failed && !twice.failed &&
        (once.n != twice.n || memcmp(once.s, twice.s, once.n) != 0))
        abort();
    ph_buf_free(&once);
    ph_buf_free(&twice);
}

/* Touches every byte that the record points to. */
static size_t sum(ph_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (unsigned char)s.s[i];
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ph_record record;
    ph_error err;
    ph_arena *arena = ph_arena_new();
    size_t total = 0;
    if (!arena)
        return 0;
    if (ph_record_unpack((ph_str){(const char *)data, size}, arena, &record, &err) ==
        PH_OK) {
        for (size_t i = 0; i < record.passages.n; i++)
            total += sum(record.passages.v[i].text) + sum(record.passages.v[i].anchor);
        for (size_t i = 0; i < record.countries.n; i++)
            total += sum(record.countries.v[i].id);
        if (total == SIZE_MAX) /* or nobody would count */
            abort();
        round_trip(&record, arena);
    }
    ph_arena_free(arena);
    return 0;
}
