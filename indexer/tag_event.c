/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "indexer/tag_event.h"
#include "search/analysis.h"
#include "search/text.h"

/* The event is told in the first few short blocks or not at all. */
#define BLOCKS 12
#define BLOCK_BYTES 200

/* --- "2-4 June 2022" ----------------------------------------------------------------------------- */

typedef struct days {
    unsigned first, last, month, year; /* 0: not stated */
} days;

/* The month of a name in a language, 1..12; 0: none. */
static unsigned month_of(ph_arena *arena, ph_str word, ph_str language)
{
    static const UDateFormatSymbolType kinds[] = {UDAT_MONTHS, UDAT_STANDALONE_MONTHS};
    const ph_str languages[] = {language, PH_STR("en")};
    ph_str key = ph_text_key(arena, word);
    for (size_t l = 0; l < 2; l++) {
        UErrorCode failed = U_ZERO_ERROR;
        ph_str locale = ph_dup(arena, languages[l].n ? languages[l] : PH_STR("en"));
        UDateFormat *format =
            udat_open(UDAT_LONG, UDAT_LONG, locale.s, NULL, 0, NULL, 0, &failed);
        for (int32_t i = 0; U_SUCCESS(failed) && i < 24; i++) {
            UChar wide[64];
            char name[200];
            int32_t n = 0;
            UErrorCode none = U_ZERO_ERROR;
            udat_getSymbols(format, kinds[i / 12], i % 12, wide, 64, &none);
            u_strToUTF8(name, sizeof name, &n, wide, -1, &none);
            if (U_SUCCESS(none) && n > 0 &&
                ph_eq(ph_text_key(arena, (ph_str){name, (size_t)n}), key)) {
                udat_close(format);
                return (unsigned)(i % 12) + 1;
            }
        }
        udat_close(format);
    }
    return 0;
}

/* Reads days, month and year from the words of a line; false when there is no day of a month. */
static bool read_days(ph_arena *arena, ph_str line, ph_str language, days *out)
{
    *out = (days){0};
    size_t start, end;
    for (size_t at = 0; ph_next_word(line, &at, &start, &end);) {
        ph_str word = ph_sub(line, start, end);
        uint64_t n;
        if (ph_number(word, &n)) {
            if (out->month && n >= 1900 && n <= 2200) {
                out->year = (unsigned)n;
                break;
            }
            if (!out->month && n >= 1 && n <= 31) {
                out->first = out->last ? out->last : (unsigned)n;
                out->last = (unsigned)n;
            }
        } else if (out->last && !out->month) {
            out->month = month_of(arena, word, language);
        }
    }
    return out->month && out->last && out->first <= out->last;
}

static bool set_dates(ph_arena *arena, const days *d, ph_record *record)
{
    if (!d->year || record->event.start.n)
        return true;
    record->event.start = ph_dupf(arena, "%04u-%02u-%02u", d->year, d->month, d->first);
    record->event.end = ph_dupf(arena, "%04u-%02u-%02u", d->year, d->month, d->last);
    if (!record->date.n) {
        record->date = record->event.end;
        record->date_from = PH_INFERRED;
    }
    return record->event.start.s && record->event.end.s;
}

/* --- "Bucharest, Romania" ----------------------------------------------------------------------- */

/* A country right behind a comma, with a short name of a place in front of it. */
static ph_status read_place(ph_tagger *tagger, ph_str line, ph_arena *arena,
                            ph_record *record, bool *found, ph_error *err)
{
    ph_str rest = line, piece, place = PH_ABSENT, code;
    *found = false;
    while (!*found && ph_split(&rest, ',', &piece)) {
        ph_status status =
            ph_tagger_country(tagger, record->language, piece, arena, &code, err);
        if (status)
            return status;
        if (code.s && place.n && place.n < 60 && piece.n > 2) {
            record->event.country = code;
            record->event.place = ph_dup(arena, place);
            *found = true;
        }
        place = piece;
    }
    return PH_OK;
}

ph_status ph_tag_event(ph_tagger *tagger, const ph_document *doc, ph_arena *arena,
                       ph_record *record, size_t *header, ph_error *err)
{
    bool place = record->event.country.n > 0, told = place;
    *header = 0;
    for (size_t i = 0; i < doc->blocks.n && i < BLOCKS; i++) {
        const ph_block *b = &doc->blocks.v[i];
        days d;
        bool here = false;
        if (b->type == PH_BLOCK_ITEM || b->text.n > BLOCK_BYTES)
            break;
        if (!place) {
            ph_status status = read_place(tagger, b->text, arena, record, &here, err);
            if (status)
                return status;
            place |= here;
        }
        /* Days belong to the meeting only beside its place. */
        if (place && read_days(arena, b->text, record->language, &d)) {
            if (!set_dates(arena, &d, record))
                return ph_fail_memory(err);
            here = true;
        }
        if (here)
            *header = i + 1;
    }
    told |= *header > 0;
    if (told && !record->event.name.n)
        record->event.name = record->title;
    return PH_OK;
}
