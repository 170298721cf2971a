/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "search/text.h"
#include "web/export_letters.h"

/* In a sort key of ICU, what ends its primary weights. */
#define LEVEL_END 1

typedef struct sorter {
    ph_arena *arena;
    UCollator *collator;
    const UNormalizer2 *decompose;
    char locale[ULOC_FULLNAME_CAPACITY];
} sorter;

/* An entry with what it is sorted by. */
typedef struct keyed {
    ph_str key;
    ph_entry entry;
} keyed;

static bool open_sorter(sorter *s, ph_arena *arena, const char *tag)
{
    UErrorCode code = U_ZERO_ERROR;
    s->arena = arena;
    uloc_forLanguageTag(tag, s->locale, sizeof s->locale, NULL, &code);
    s->collator = ucol_open(s->locale, &code);
    s->decompose = unorm2_getNFDInstance(&code);
    return U_SUCCESS(code);
}

static ph_str key_of(const sorter *s, ph_str text)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t n = 0, room = (int32_t)text.n + 1;
    UChar *wide = ph_alloc(s->arena, (size_t)room * sizeof *wide);
    if (!wide)
        return PH_ABSENT;
    u_strFromUTF8(wide, room, &n, text.s, (int32_t)text.n, &code);
    int32_t size = U_SUCCESS(code) ? ucol_getSortKey(s->collator, wide, n, NULL, 0) : 0;
    uint8_t *key = ph_alloc(s->arena, (size_t)size + 1);
    if (!key || !size)
        return PH_ABSENT;
    ucol_getSortKey(s->collator, wide, n, key, size);
    return (ph_str){(const char *)key, (size_t)size};
}

static int by_key(const void *left, const void *right)
{
    const keyed *a = left, *b = right;
    int order = ph_cmp(a->key, b->key);
    if (order)
        return order;
    return a->entry.at < b->entry.at ? -1 : a->entry.at > b->entry.at;
}

/* --- what an entry begins with ------------------------------------------------------------ */

typedef enum sort_of_head { SIGN, FIGURE, SCRIPT, LETTER } sort_of_head;

/* One after another in a list: entries that begin alike. */
typedef struct head {
    sort_of_head sort;
    UScriptCode script;
    UChar32 c;
    ph_str primary; /* of a letter: its weights */
} head;

static ph_str utf8_of(ph_arena *arena, const UChar *s, int32_t n)
{
    char bytes[256];
    int32_t used = 0;
    UErrorCode code = U_ZERO_ERROR;
    u_strToUTF8(bytes, sizeof bytes, &used, s, n, &code);
    return U_SUCCESS(code) ? ph_dup(arena, (ph_str){bytes, (size_t)used}) : PH_ABSENT;
}

static ph_str primary_of(const sorter *s, UChar32 c)
{
    ph_buf buf = {0};
    ph_utf8_add(&buf, c);
    ph_str key = buf.failed ? PH_ABSENT : key_of(s, ph_buf_str(&buf));
    ph_buf_free(&buf);
    const char *end = key.n ? memchr(key.s, LEVEL_END, key.n) : NULL;
    return ph_sub(key, 0, end ? (size_t)(end - key.s) : key.n);
}

/* From the first letter or figure on; all of it when there is none. */
static ph_str from_letter(ph_str label)
{
    size_t before = 0;
    for (size_t i = 0; i < label.n; before = i)
        if (u_isalnum(ph_utf8_next(label, &i)))
            return ph_sub(label, before, label.n);
    return label;
}

static head head_of(const sorter *s, ph_str label)
{
    head h = {SIGN, USCRIPT_COMMON, 0, PH_ABSENT};
    UErrorCode code = U_ZERO_ERROR;
    size_t i = 0;
    h.c = label.n ? ph_utf8_next(label, &i) : 0;
    if (!u_isalnum(h.c))
        return h;
    h.script = uscript_getScript(h.c, &code);
    bool many = h.script == USCRIPT_HAN || h.script == USCRIPT_HIRAGANA ||
                h.script == USCRIPT_KATAKANA || h.script == USCRIPT_HANGUL;
    h.sort = u_isdigit(h.c) ? FIGURE : many ? SCRIPT : LETTER;
    if (h.sort == LETTER)
        h.primary = primary_of(s, h.c);
    return h;
}

/* Whether an entry stands with the one before it.  What a letter's weights begin with, counts: "Æ" is
 * sorted as "ae" where it is no letter of its own. */
static bool stands_with(const head *before, const head *h, ph_str key)
{
    if (before->sort == LETTER)
        return before->primary.n && ph_starts(key, before->primary);
    return before->sort == h->sort && (h->sort != SCRIPT || before->script == h->script);
}

static ph_str script_name(const sorter *s, UScriptCode script)
{
    UChar wide[64];
    UErrorCode code = U_ZERO_ERROR;
    ph_str id = ph_dupf(s->arena, "und_%s", uscript_getShortName(script));
    int32_t n = id.s ? uloc_getDisplayScript(id.s, s->locale, wide, 64, &code) : 0;
    return U_SUCCESS(code) ? utf8_of(s->arena, wide, n) : PH_ABSENT;
}

/* The letter without marks, where the language takes it for the same, in capitals. */
static ph_str letter_name(const sorter *s, const head *h)
{
    UChar wide[32], capital[64];
    UErrorCode code = U_ZERO_ERROR;
    UChar32 base = h->c;
    int32_t n = unorm2_getDecomposition(s->decompose, h->c, wide, 32, &code);
    if (U_SUCCESS(code) && n > 0)
        U16_GET(wide, 0, 0, n, base);
    if (!ph_eq(primary_of(s, base), h->primary))
        base = h->c;
    n = 0;
    U16_APPEND_UNSAFE(wide, n, base);
    code = U_ZERO_ERROR;
    int32_t capitals = u_strToUpper(capital, 64, wide, n, s->locale, &code);
    return U_SUCCESS(code) ? utf8_of(s->arena, capital, capitals) : PH_ABSENT;
}

static ph_str name_of(const sorter *s, const head *h)
{
    switch (h->sort) {
    case SIGN: return PH_STR("#");
    case FIGURE: return PH_STR("0–9");
    case SCRIPT: return script_name(s, h->script);
    default: return letter_name(s, h);
    }
}

/* --- all of them -------------------------------------------------------------------------- */

static bool place(const sorter *s, const keyed *list, size_t n, size_t rows,
                  ph_letters *letters)
{
    head current = {SIGN, USCRIPT_COMMON, 0, PH_ABSENT};
    size_t taken = 0;
    letters->pages = 1;
    for (size_t i = 0; i < n; i++) {
        ph_entry *entry = PH_PUSH(s->arena, &letters->entries);
        head h = head_of(s, from_letter(list[i].entry.label));
        if (!entry)
            return false;
        *entry = list[i].entry;
        if (taken && taken + entry->rows > rows) {
            letters->pages++;
            taken = 0;
        }
        taken += entry->rows;
        if (i == 0 || !stands_with(&current, &h, list[i].key)) {
            ph_letter *letter = PH_PUSH(s->arena, &letters->all);
            if (!letter)
                return false;
            *letter = (ph_letter){name_of(s, &h), letters->pages};
            current = h;
            if (!letter->label.s)
                return false;
        }
        entry->letter = letters->all.n - 1;
        entry->page = letters->pages;
    }
    return true;
}

bool ph_letters_make(ph_arena *arena, const char *tag, size_t rows, ph_entries entries,
                     ph_letters *letters)
{
    sorter s = {0};
    *letters = (ph_letters){.pages = 1};
    keyed *list = ph_alloc(arena, entries.n * sizeof *list);
    bool ok = list && open_sorter(&s, arena, tag);
    for (size_t i = 0; i < entries.n && ok; i++) {
        list[i].entry = entries.v[i];
        list[i].entry.at = i;
        list[i].key = key_of(&s, from_letter(entries.v[i].label));
        ok = list[i].key.s != NULL;
    }
    if (ok && entries.n)
        qsort(list, entries.n, sizeof *list, by_key);
    ok = ok && place(&s, list, entries.n, rows, letters);
    ucol_close(s.collator);
    return ok;
}
