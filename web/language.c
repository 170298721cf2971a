/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/ulistformatter.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "search/text.h"
#include "web/language.h"
#include "web/request.h"

/* locale: for numbers and dates; Arabic pages use the digits of years and addresses. */
static const struct {
    const char *id, *tag, *locale, *name;
    bool rtl;
} known[] = {
    {"en", "en", "en-GB", "English", false},
    {"ar", "ar", "ar-u-nu-latn", "العربية", true},
    {"es", "es", "es", "español", false},
    {"fr", "fr", "fr", "français", false},
    {"ro", "ro", "ro", "română", false},
    {"ru", "ru", "ru", "русский", false},
    {"sr", "sr-Cyrl", "sr-Cyrl", "српски", false},
    {"sr-Latn", "sr-Latn", "sr-Latn", "srpski", false},
    {"zh", "zh-Hans", "zh-Hans", "中文", false},
};

/* The names that CLDR gives to plural forms, in the order that catalogues have them in. */
static const char *const plurals[] = {"zero", "one", "two", "few", "many", "other"};
#define PLURALS (sizeof plurals / sizeof *plurals)

/* As precise as a date may be. */
enum { YEAR, MONTH, DAY, PRECISIONS };

struct ph_formats {
    UNumberFormatter *number[PH_DECIMALS + 1]; /* by the decimals that there are at least */
    UListFormatter *list;
    UDateFormat
        *date[PRECISIONS]; /* not for use: to be cloned, since one keeps a calendar */
    UPluralRules *rules;
    size_t form[PLURALS]; /* which form of a catalogue it is */
};

/* --- ICU ------------------------------------------------------------------------------- */

static void formats_free(ph_formats *f)
{
    if (!f)
        return;
    for (int i = 0; i <= PH_DECIMALS; i++)
        unumf_close(f->number[i]);
    ulistfmt_close(f->list);
    for (int i = 0; i < PRECISIONS; i++)
        udat_close(f->date[i]);
    uplrules_close(f->rules);
    free(f);
}

static UDateFormat *open_date(const char *locale, const UChar *skeleton, UErrorCode *code)
{
    UChar pattern[64];
    UDateTimePatternGenerator *all = udatpg_open(locale, code);
    int32_t n = udatpg_getBestPattern(all, skeleton, -1, pattern, 64, code);
    udatpg_close(all);
    return udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, u"UTC", -1, pattern, n, code);
}

/* Numbers the forms that the language has, in CLDR's order. */
static void number_forms(ph_formats *f, UErrorCode *code)
{
    bool has[PLURALS] = {false};
    UEnumeration *names = uplrules_getKeywords(f->rules, code);
    const char *name;
    while (U_SUCCESS(*code) && (name = uenum_next(names, NULL, code)) != NULL)
        for (size_t i = 0; i < PLURALS; i++)
            has[i] |= strcmp(name, plurals[i]) == 0;
    uenum_close(names);
    for (size_t i = 0, n = 0; i < PLURALS; i++)
        f->form[i] = has[i] ? n++ : n;
}

static ph_formats *formats_new(const char *tag)
{
    static const UChar *const skeletons[PRECISIONS] = {u"y", u"yMMMM", u"yMMMMd"};
    static const UChar *const decimals[PH_DECIMALS + 1] = {
        u".######", u".0#####", u".00####", u".000###", u".0000##"};
    ph_formats *f = calloc(1, sizeof *f);
    if (!f)
        return NULL;
    char locale[64];
    UErrorCode code = U_ZERO_ERROR;
    uloc_forLanguageTag(tag, locale, sizeof locale, NULL, &code);
    for (int i = 0; i <= PH_DECIMALS; i++)
        f->number[i] = unumf_openForSkeletonAndLocale(decimals[i], -1, locale, &code);
    f->list = ulistfmt_openForType(locale, ULISTFMT_TYPE_AND, ULISTFMT_WIDTH_WIDE, &code);
    for (int i = 0; i < PRECISIONS; i++)
        f->date[i] = open_date(locale, skeletons[i], &code);
    f->rules = uplrules_open(locale, &code);
    number_forms(f, &code);
    if (U_SUCCESS(code))
        return f;
    formats_free(f);
    return NULL;
}

static ph_str to_utf8(ph_arena *arena, const UChar *s, int32_t n)
{
    size_t room = (size_t)n * 3 + 1;
    char *to = ph_alloc(arena, room);
    int32_t used = 0;
    UErrorCode code = U_ZERO_ERROR;
    if (!to)
        return PH_ABSENT;
    u_strToUTF8(to, (int32_t)room, &used, s, n, &code);
    return U_SUCCESS(code) ? (ph_str){to, (size_t)used} : PH_ABSENT;
}

/* What was formatted, which is closed. */
static ph_str said(ph_arena *arena, UFormattedNumber *made, UErrorCode code)
{
    int32_t length = 0;
    const UChar *s = ufmtval_getString(unumf_resultAsValue(made, &code), &length, &code);
    ph_str words = U_SUCCESS(code) ? to_utf8(arena, s, length) : PH_ABSENT;
    unumf_closeResult(made);
    return words;
}

ph_str ph_language_number(const ph_language *language, ph_arena *arena, uint64_t n)
{
    UErrorCode code = U_ZERO_ERROR;
    UFormattedNumber *made = unumf_openResult(&code);
    unumf_formatInt(language->formats->number[0], (int64_t)n, made, &code);
    return said(arena, made, code);
}

ph_str ph_language_decimal(const ph_language *language, ph_arena *arena, double value,
                           unsigned decimals)
{
    UErrorCode code = U_ZERO_ERROR;
    UFormattedNumber *made = unumf_openResult(&code);
    unumf_formatDouble(language->formats->number[decimals], value, made, &code);
    return said(arena, made, code);
}

/* UTF-16 in the arena; NULL: no memory, or no UTF-8. */
static UChar *to_utf16(ph_arena *arena, ph_str s, int32_t *n)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar *to = ph_alloc(arena, (s.n + 1) * sizeof *to);
    if (to)
        u_strFromUTF8(to, (int32_t)s.n + 1, n, s.s, (int32_t)s.n, &code);
    return U_SUCCESS(code) ? to : NULL;
}

ph_str ph_language_list(const ph_language *language, ph_arena *arena, const ph_strs *list)
{
    const UChar **items = ph_alloc(arena, (list->n + 1) * sizeof *items);
    int32_t *lengths = ph_alloc(arena, (list->n + 1) * sizeof *lengths);
    if (!items || !lengths)
        return PH_ABSENT;
    size_t room = 1;
    for (size_t i = 0; i < list->n; i++) {
        items[i] = to_utf16(arena, list->v[i], &lengths[i]);
        if (!items[i])
            return PH_ABSENT;
        room += (size_t)lengths[i] + 16; /* what stands between two of them is shorter */
    }
    UErrorCode code = U_ZERO_ERROR;
    UChar *made = ph_alloc(arena, room * sizeof *made);
    int32_t n = made && list->n
                    ? ulistfmt_format(language->formats->list, items, lengths,
                                      (int32_t)list->n, made, (int32_t)room, &code)
                    : 0;
    return made && U_SUCCESS(code) ? to_utf8(arena, made, n) : PH_ABSENT;
}

static int read_date(ph_str date, int part[PRECISIONS])
{
    static const size_t ends[PRECISIONS] = {4, 7, 10};
    uint64_t value;
    int precision = -1;
    for (int i = 0; i < PRECISIONS && date.n >= ends[i]; i++) {
        size_t from = i ? ends[i - 1] + 1 : 0;
        if (!ph_number(ph_sub(date, from, ends[i]), &value) ||
            (i && date.s[from - 1] != '-'))
            return -1;
        part[i] = (int)value;
        precision = i;
    }
    if (precision >= MONTH && (part[MONTH] < 1 || part[MONTH] > 12))
        return -1;
    return precision >= 0 && date.n != ends[precision] && date.s[ends[precision]] != 'T'
               ? -1
               : precision;
}

ph_str ph_language_date(const ph_language *language, ph_arena *arena, ph_str date)
{
    int part[PRECISIONS] = {0, 1, 1}, precision = read_date(date, part);
    if (precision < 0)
        return date;
    UErrorCode code = U_ZERO_ERROR;
    UDateFormat *format = udat_clone(language->formats->date[precision], &code);
    UCalendar *day = ucal_clone(udat_getCalendar(format), &code);
    UChar words[100];
    if (U_SUCCESS(code)) {
        ucal_clear(day);
        ucal_setDateTime(day, part[YEAR], part[MONTH] - 1, part[DAY], 12, 0, 0, &code);
    }
    int32_t n = U_SUCCESS(code) ? udat_format(format, ucal_getMillis(day, &code), words,
                                              100, NULL, &code)
                                : 0;
    ucal_close(day);
    udat_close(format);
    return U_SUCCESS(code) && n <= 100 ? to_utf8(arena, words, n) : date;
}

/* --- words ----------------------------------------------------------------------------- */

ph_str ph_language_text(const ph_language *language, ph_str text)
{
    ph_str found = PH_ABSENT;
    if (language->catalogue)
        found = ph_catalogue_find(language->catalogue, text, 0);
    return found.s ? found : text;
}

static size_t form_for(const ph_formats *f, uint64_t n)
{
    UChar wide[16];
    char name[16] = "";
    UErrorCode code = U_ZERO_ERROR;
    int32_t length = uplrules_select(f->rules, (double)n, wide, 15, &code);
    u_UCharsToChars(wide, name, U_SUCCESS(code) ? length : 0);
    for (size_t i = 0; i < PLURALS; i++)
        if (strcmp(name, plurals[i]) == 0)
            return f->form[i];
    return f->form[PLURALS - 1];
}

ph_str ph_language_plural(const ph_language *language, uint64_t n, ph_str one, ph_str many)
{
    ph_str found = PH_ABSENT;
    if (language->catalogue)
        found = ph_catalogue_find(language->catalogue, one, form_for(language->formats, n));
    if (found.s)
        return found;
    return n == 1 ? one : many;
}

/* --- which one ------------------------------------------------------------------------- */

const ph_language *ph_language_find(const ph_languages *all, ph_str id)
{
    for (size_t i = 0; i < all->n; i++)
        if (ph_eq_nocase(ph_cstr(all->v[i].id), id))
            return &all->v[i];
    return NULL;
}

/* The range without its last subtag, nor a single letter before it. */
static ph_str shorter(ph_str range)
{
    while (range.n && range.s[range.n - 1] != '-')
        range.n--;
    range.n -= range.n > 0;
    if (range.n >= 2 && range.s[range.n - 2] == '-')
        range.n -= 2;
    return range;
}

static const ph_language *look_up(const ph_languages *all, ph_str range)
{
    for (; range.n; range = shorter(range)) {
        const ph_language *language = ph_language_find(all, range);
        for (size_t i = 0; i < all->n && !language; i++)
            if (ph_eq_nocase(ph_cstr(all->v[i].tag), range))
                language = &all->v[i];
        if (language)
            return language;
    }
    return NULL;
}

const ph_language *ph_language_choose(const ph_languages *all, ph_str accept)
{
    const ph_language *best = &all->v[0];
    unsigned most = 0;
    ph_str element, range;
    while (ph_split(&accept, ',', &element)) {
        ph_str parameters = element;
        if (!ph_split(&parameters, ';', &range))
            continue;
        unsigned quality = ph_quality(parameters);
        const ph_language *language = quality > most ? look_up(all, range) : NULL;
        if (language) {
            best = language;
            most = quality;
        }
    }
    return best;
}

/* The language range of a locale: "sr-Latn-RS" of "sr_RS.UTF-8@latin". */
static void add_range(ph_buf *out, ph_str locale)
{
    ph_str at = locale, code = locale, rest = PH_ABSENT;
    ph_split(&at, '@', &code);
    bool latin = ph_eqc(at, "latin");
    rest = code;
    ph_split(&rest, '.', &code);
    ph_str territory = code, language = code;
    ph_split(&territory, '_', &language);
    ph_buf_add(out, language);
    ph_buf_addc(out, latin ? "-Latn" : "");
    if (territory.n)
        ph_buf_addf(out, "-%.*s", PH_FMT(territory));
}

const ph_language *ph_language_of_locale(const ph_languages *all, const char *locale,
                                         const char *preferred)
{
    ph_str name = ph_cstr(locale), list = ph_cstr(preferred), one;
    if (!name.n || ph_eqc(name, "POSIX") || ph_eqc(name, "C") ||
        ph_starts(name, PH_STR("C.")))
        return &all->v[0];
    const ph_language *found = NULL;
    for (bool more = true; more && !found;) {
        ph_buf range = {0};
        more = ph_split(&list, ':', &one);
        add_range(&range, more ? one : name);
        found = range.failed ? NULL : look_up(all, ph_buf_str(&range));
        ph_buf_free(&range);
    }
    return found ? found : &all->v[0];
}

/* --- all of them ----------------------------------------------------------------------- */

static ph_status open_one(ph_language *language, size_t row, const char *templates,
                          const char *catalogues, ph_error *err)
{
    *language = (ph_language){.id = known[row].id,
                              .tag = known[row].tag,
                              .name = known[row].name,
                              .direction = known[row].rtl ? "rtl" : "ltr"};
    ph_buf path = {0};
    ph_status status = PH_OK;
    ph_buf_addf(&path, "%s/%s/LC_MESSAGES/peerhub.mo", catalogues, language->id);
    ph_buf_byte(&path, '\0');
    if (path.failed)
        status = ph_fail_memory(err);
    if (status == PH_OK && row > 0)
        status = ph_catalogue_open(&language->catalogue, path.s, err);
    ph_buf_free(&path);
    if (status == PH_OK)
        status =
            ph_templates_open(&language->templates, templates, language->catalogue, err);
    if (status == PH_OK && !(language->formats = formats_new(known[row].locale)))
        status = ph_fail_memory(err);
    return status;
}

static void close_one(ph_language *language)
{
    formats_free(language->formats);
    ph_templates_free(language->templates);
    ph_catalogue_free(language->catalogue);
}

ph_status ph_languages_open(ph_languages *languages, const char *templates,
                            const char *catalogues, ph_error *err)
{
    languages->n = 0;
    for (size_t row = 0; row < sizeof known / sizeof *known; row++) {
        ph_language *language = &languages->v[languages->n];
        ph_status status = open_one(language, row, templates, catalogues, err);
        if (status == PH_OK) {
            languages->n++;
            continue;
        }
        bool untranslated = status == PH_NOT_FOUND && row > 0 && !language->catalogue;
        close_one(language);
        if (untranslated)
            continue;
        ph_languages_close(languages);
        return status;
    }
    return PH_OK;
}

void ph_languages_close(ph_languages *languages)
{
    for (size_t i = 0; i < languages->n; i++)
        close_one(&languages->v[i]);
    languages->n = 0;
}

uint64_t ph_languages_hash(const ph_languages *languages)
{
    uint64_t hash = ph_templates_hash(languages->v[0].templates);
    for (size_t i = 1; i < languages->n; i++) {
        uint64_t one = ph_catalogue_hash(languages->v[i].catalogue);
        hash = ph_hash(&one, sizeof one, hash);
    }
    return hash;
}
