/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "indexer/months.h"
#include "search/text.h"

#define LANGUAGES 32

struct ph_months {
    ph_arena *arena;
    struct {
        ph_str language;
        ph_strs names;
    } known[LANGUAGES];
    size_t n;
};

ph_months *ph_months_new(void)
{
    ph_months *m = calloc(1, sizeof *m);
    if (m && (m->arena = ph_arena_new()))
        return m;
    free(m);
    return NULL;
}

void ph_months_free(ph_months *m)
{
    if (m)
        ph_arena_free(m->arena);
    free(m);
}

static bool read_names(ph_arena *arena, const char *language, ph_strs *names)
{
    static const UDateFormatSymbolType kinds[] = {UDAT_MONTHS, UDAT_STANDALONE_MONTHS,
                                                  UDAT_SHORT_MONTHS,
                                                  UDAT_STANDALONE_SHORT_MONTHS};
    UErrorCode failed = U_ZERO_ERROR;
    UDateFormat *format =
        udat_open(UDAT_LONG, UDAT_LONG, language, NULL, 0, NULL, 0, &failed);
    bool done = true;
    for (int32_t i = 0; done && U_SUCCESS(failed) && i < 4 * 12; i++) {
        UChar wide[64];
        char name[200];
        int32_t n = 0;
        UErrorCode none = U_ZERO_ERROR;
        udat_getSymbols(format, kinds[i / 12], i % 12, wide, 64, &none);
        u_strToUTF8(name, sizeof name, &n, wide, -1, &none);
        ph_str key = ph_text_key(arena, (ph_str){name, U_SUCCESS(none) ? (size_t)n : 0});
        done = key.s && ph_strs_add(arena, names, key);
    }
    udat_close(format);
    return done;
}

ph_status ph_months_names(ph_months *m, ph_str language, const ph_strs **names,
                          ph_error *err)
{
    for (size_t i = 0; i < m->n; i++)
        if (ph_eq(m->known[i].language, language)) {
            *names = &m->known[i].names;
            return PH_OK;
        }
    if (m->n == LANGUAGES) { /* more than any collection has: begin anew */
        ph_arena_reset(m->arena);
        m->n = 0;
    }
    ph_str copy = ph_dup(m->arena, language);
    ph_strs found = {0};
    if (!copy.s || !read_names(m->arena, copy.s, &found))
        return ph_fail_memory(err);
    m->known[m->n].language = copy;
    m->known[m->n].names = found;
    *names = &m->known[m->n++].names;
    return PH_OK;
}
