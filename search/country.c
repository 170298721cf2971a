/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/uregion.h>
#include <unicode/ustring.h>

#include "search/text.h"
#include "search/vocabulary.h"

/* Codes that CLDR has besides ISO 3166-1: parts of countries, test locales. */
static const char *const not_countries[] = {"AC", "CP", "CQ", "DG", "EA",
                                            "IC", "TA", "QO", "ZZ"};

/* A code with a NUL behind it, as ICU wants it; false when it cannot be one. */
static bool code_copy(ph_str code, char out[4])
{
    if (code.n < 2 || code.n > 3)
        return false;
    memcpy(out, code.s, code.n);
    out[code.n] = '\0';
    return true;
}

static const URegion *region(ph_str code)
{
    char name[4];
    UErrorCode failed = U_ZERO_ERROR;
    if (!code_copy(code, name))
        return NULL;
    const URegion *r = uregion_getRegionFromCode(name, &failed);
    return U_SUCCESS(failed) ? r : NULL;
}

bool ph_country_known(ph_str code)
{
    if (code.n != 2 || code.s[0] < 'A' || code.s[0] > 'Z' || code.s[1] < 'A' ||
        code.s[1] > 'Z')
        return false;
    for (size_t i = 0; i < sizeof not_countries / sizeof *not_countries; i++)
        if (ph_eqc(code, not_countries[i]))
            return false;
    const URegion *r = region(code);
    return r && uregion_getType(r) == URGN_TERRITORY &&
           ph_eqc(code, uregion_getRegionCode(r)); /* not an old code of another country */
}

/* Regions of M49 that CLDR keeps beside its tree, with those that they hold. */
static const struct {
    const char *code;
    const char *below[5];
} beside[] = {
    {"202", {"011", "014", "017", "018"}},
    {"419", {"005", "013", "029"}},
};

bool ph_region_known(ph_str code)
{
    uint64_t number;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (ph_eqc(code, beside[i].code))
            return true;
    const URegion *r = code.n == 3 && ph_number(code, &number) ? region(code) : NULL;
    if (!r || !ph_eqc(code, uregion_getRegionCode(r)))
        return false;
    URegionType type = uregion_getType(r);
    return type == URGN_CONTINENT || type == URGN_SUBCONTINENT;
}

/* What holds a country or region: absent for the world. */
static ph_str region_above(ph_str code)
{
    ph_str inside = code;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        for (size_t j = 0; beside[i].below[j]; j++)
            if (ph_eqc(code, beside[i].below[j]))
                return ph_cstr(beside[i].code);
            else if (ph_eqc(code, beside[i].code))
                inside = ph_cstr(beside[i].below[0]);
    const URegion *r = region(inside);
    r = r ? uregion_getContainingRegion(r) : NULL;
    return r ? ph_cstr(uregion_getRegionCode(r)) : PH_ABSENT;
}

size_t ph_country_regions(ph_str code, ph_str *regions, size_t max)
{
    size_t n = 0;
    for (ph_str above = region_above(code); above.s && n < max; above = region_above(above))
        if (ph_region_known(above))
            regions[n++] = above;
    return n;
}

bool ph_country_each(bool (*each)(void *user, ph_str code), void *user)
{
    for (char first = 'A'; first <= 'Z'; first++)
        for (char second = 'A'; second <= 'Z'; second++) {
            const char code[2] = {first, second};
            ph_str s = {code, sizeof code};
            if (ph_country_known(s) &&
                !each(user, ph_cstr(uregion_getRegionCode(region(s)))))
                return false;
        }
    return true;
}

/* ICU's display functions have one shape: (locale, display locale, buffer, ...). */
typedef int32_t (*display_fn)(const char *, const char *, UChar *, int32_t, UErrorCode *);

static ph_str display(ph_arena *arena, display_fn name_of, const char *locale, ph_str code,
                      ph_str language)
{
    char in[ULOC_FULLNAME_CAPACITY] = "en";
    UChar wide[200];
    char utf8[600];
    int32_t n = 0;
    UErrorCode failed = U_ZERO_ERROR;
    if (language.n && language.n < sizeof in) {
        memcpy(in, language.s, language.n);
        in[language.n] = '\0';
    }
    name_of(locale, in, wide, 200, &failed);
    u_strToUTF8(utf8, (int32_t)sizeof utf8, &n, wide, -1, &failed);
    if (U_FAILURE(failed) || n == 0)
        return ph_dup(arena, code);
    return ph_dup(arena, (ph_str){utf8, (size_t)n});
}

ph_str ph_place_name(ph_arena *arena, ph_str code, ph_str language)
{
    char locale[] = "und_\0\0\0";
    if (!code_copy(code, locale + 4))
        return ph_dup(arena, code);
    return display(arena, uloc_getDisplayCountry, locale, code, language);
}

ph_str ph_language_name(ph_arena *arena, ph_str code, ph_str language)
{
    char locale[ULOC_FULLNAME_CAPACITY];
    if (code.n >= sizeof locale)
        return ph_dup(arena, code);
    memcpy(locale, code.s, code.n);
    locale[code.n] = '\0';
    return display(arena, uloc_getDisplayName, locale, code, language);
}

typedef struct named {
    ph_arena *arena; /* as long as the search */
    ph_str key, language, code;
} named;

static bool has_name(void *user, ph_str code)
{
    named *n = user;
    ph_str name = ph_place_name(n->arena, code, n->language);
    ph_str key = name.s ? ph_text_key(n->arena, name) : PH_ABSENT;
    if (key.n && ph_eq(key, n->key))
        n->code = code;
    return key.s && !n->code.s;
}

/* Among the other names that the vocabularies have: "USA", "Кыргызстан". */
static void find_other_name(named *n, const ph_vocabulary *vocabulary)
{
    for (size_t i = 0; i < ph_vocabulary_count(vocabulary) && !n->code.s; i++) {
        const ph_concept *c = ph_vocabulary_at(vocabulary, i);
        for (size_t l = 0; l < c->labels.n && ph_eqc(c->scheme, "country"); l++)
            if (c->labels.v[l].type == PH_LABEL_ALTERNATIVE &&
                ph_eq(ph_text_key(n->arena, c->labels.v[l].text), n->key))
                n->code = c->id;
    }
}

ph_str ph_country_named(const ph_vocabulary *vocabulary, ph_arena *arena, ph_str name)
{
    static const char *const languages[] = {"en", "ru", "fr", "es", "ro"};
    named n = {.arena = ph_arena_new(), .code = PH_ABSENT};
    n.key = n.arena ? ph_text_key(n.arena, name) : PH_ABSENT;
    for (size_t i = 0; i < sizeof languages / sizeof *languages && n.key.n && !n.code.s;
         i++) {
        n.language = ph_cstr(languages[i]);
        ph_country_each(has_name, &n);
    }
    if (n.key.n && !n.code.s)
        find_other_name(&n, vocabulary);
    ph_str code = n.code.s ? ph_dup(arena, n.code) : PH_ABSENT;
    ph_arena_free(n.arena);
    return code;
}
