/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/limits.h"
#include "search/query.h"
#include "search/text.h"

#define LIMIT_DEFAULT 10

const char *const ph_query_names[] = {
    "q",           "match",   "sort",  "all",    "event_country", "since",  "exclude",
    "peer",        "without", "from",  "offset", "limit",         "sdg",    "theme",
    "country",     "region",  "type",  "year",   "language",      "status", "level",
    "stakeholder", "sector",  "event", NULL,
};

void ph_query_init(ph_query *query, ph_arena *arena, const ph_vocabulary *vocabulary)
{
    *query = (ph_query){.arena = arena,
                        .vocabulary = vocabulary,
                        .limit = LIMIT_DEFAULT,
                        .want = PH_WANT_ALL,
                        .aids = PH_AID_ALL};
}

/* --- checks -------------------------------------------------------------------------------- */

static bool is_year(ph_str s)
{
    uint64_t year;
    return s.n == 4 && ph_number(s, &year);
}

/* "2019" or an open or closed range of years, the earlier one first. */
static bool is_year_choice(ph_str value)
{
    const char *dots = value.n ? memmem(value.s, value.n, "..", 2) : NULL;
    if (!dots)
        return is_year(value);
    size_t at = (size_t)(dots - value.s);
    ph_str low = ph_sub(value, 0, at), high = ph_sub(value, at + 2, value.n);
    if (low.n && high.n)
        return is_year(low) && is_year(high) && ph_cmp(low, high) <= 0;
    return is_year(low) || is_year(high);
}

static unsigned days_in(uint64_t year, uint64_t month)
{
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2                                              ? 28 + leap
           : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                   : 31;
}

/* "2026", "2026-06" or "2026-06-30". */
static bool is_date(ph_str s)
{
    uint64_t year, month = 1, day = 1;
    if (s.n != 4 && s.n != 7 && s.n != 10)
        return false;
    if (!ph_number(ph_sub(s, 0, 4), &year))
        return false;
    if (s.n >= 7 && (s.s[4] != '-' || !ph_number(ph_sub(s, 5, 7), &month)))
        return false;
    if (s.n == 10 && (s.s[7] != '-' || !ph_number(ph_sub(s, 8, 10), &day)))
        return false;
    return month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
}

static bool is_language(ph_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.s[i] >= 'a' && s.s[i] <= 'z') || (s.s[i] >= 'A' && s.s[i] <= 'Z') ||
              (s.s[i] >= '0' && s.s[i] <= '9') || s.s[i] == '-'))
            return false;
    return s.n >= 2 && s.n <= 35;
}

/* NULL: the value can be; else what is possible. */
static const char *refuse(const ph_query *q, ph_facet facet, ph_str value)
{
    switch (facet) {
    case PH_FACET_COUNTRY:
        return ph_country_known(value) ? NULL : "a country code of ISO 3166-1, such as EE";
    case PH_FACET_REGION:
        return ph_region_known(value) ? NULL : "an M49 code of a region, such as 143";
    case PH_FACET_YEAR:
        return is_year_choice(value) ? NULL : "a year or a range, such as 2019..2022";
    case PH_FACET_LANGUAGE:
        return is_language(value) ? NULL : "a language tag of BCP 47, such as ru";
    default:
        return ph_vocabulary_find(q->vocabulary, ph_facets[facet].scheme, value)
                   ? NULL
                   : "an id of the vocabulary";
    }
}

static ph_status wrong(ph_error *err, ph_str name, ph_str value, const char *possible)
{
    return ph_fail(err, PH_INVALID, "%.*s: '%.*s' is not %s", PH_FMT(name),
                   PH_FMT(ph_utf8_cut(value, 80)), possible);
}

/* --- setting --------------------------------------------------------------------------------- */

static ph_str copy(const ph_query *q, ph_str value)
{
    return ph_text_clean(q->arena, value, false);
}

/* The longest beginning of at most `max` bytes that ends between words, if there is one. */
static ph_str cut_words(ph_str s, size_t max)
{
    ph_str cut = ph_utf8_cut(s, max);
    if (cut.n == s.n)
        return cut;
    size_t n = cut.n;
    while (n > 0 && s.s[n] != ' ')
        n--;
    return n > 0 ? ph_sub(cut, 0, n) : cut;
}

/* Country codes are upper case, whatever was typed. */
static ph_str upper(ph_arena *arena, ph_str s)
{
    ph_str code = ph_dup(arena, s);
    for (size_t i = 0; i < code.n; i++)
        if (code.s[i] >= 'a' && code.s[i] <= 'z')
            ((char *)(uintptr_t)code.s)[i] = (char)(code.s[i] - 'a' + 'A');
    return code;
}

/* A language tag in the letters that RFC 5646 (2.1.1) writes it in: "SR-latn-rs" is
 * "sr-Latn-RS". */
static ph_str language_case(ph_arena *arena, ph_str s)
{
    ph_str tag = ph_dup(arena, s);
    size_t start = 0;
    for (size_t i = 0; i < tag.n; i++) {
        char *c = (char *)(uintptr_t)tag.s + i;
        size_t end = i;
        while (end < tag.n && tag.s[end] != '-')
            end++;
        bool is_region = start > 0 && end - start == 2;
        bool is_script = start > 0 && end - start == 4 && i == start;
        if (*c >= 'A' && *c <= 'Z' && !is_region && !is_script)
            *c = (char)(*c - 'A' + 'a');
        else if (*c >= 'a' && *c <= 'z' && (is_region || is_script))
            *c = (char)(*c - 'a' + 'A');
        else if (*c == '-')
            start = i + 1;
    }
    return tag;
}

static ph_str canonical(ph_arena *arena, ph_facet facet, ph_str value)
{
    switch (facet) {
    case PH_FACET_COUNTRY: return upper(arena, value);
    case PH_FACET_LANGUAGE: return language_case(arena, value);
    default: return ph_dup(arena, value);
    }
}

/* Adds a choice that can be, once. */
static ph_status add_choice(ph_query *q, ph_str name, ph_str value, ph_strs *list,
                            ph_error *err)
{
    if (ph_strs_has(list, value))
        return PH_OK;
    if (list->n == PH_CHOICES_MAX)
        return ph_fail(err, PH_LIMIT, "%.*s: at most %d values", PH_FMT(name),
                       PH_CHOICES_MAX);
    return ph_strs_add(q->arena, list, value) ? PH_OK : ph_fail_memory(err);
}

static ph_status set_all(ph_query *q, ph_str name, ph_str value, ph_error *err)
{
    ph_str piece;
    ph_status first = PH_OK;
    while (ph_split(&value, ',', &piece)) {
        ph_facet facet = ph_facet_find(piece);
        if (piece.n && facet != PH_FACETS)
            q->all[facet] = true;
        else if (piece.n && !first)
            first = wrong(err, name, piece, "the name of a facet");
    }
    return first;
}

static ph_status set_peer(ph_query *q, ph_str name, ph_str value, ph_error *err)
{
    ph_str code = upper(q->arena, value);
    if (!code.s)
        return ph_fail_memory(err);
    if (value.n && (q->units || q->contacts))
        return ph_fail(err, PH_INVALID, "%.*s: only documents are ranked by it",
                       PH_FMT(name));
    if (value.n && !ph_country_known(code))
        return wrong(err, name, value, "a country code of ISO 3166-1, such as KZ");
    q->peer = code.n ? code : PH_ABSENT;
    return PH_OK;
}

static ph_status set_without(ph_query *q, ph_str name, ph_str value, ph_error *err)
{
    if (!value.n || ph_strs_has(&q->without, value))
        return PH_OK;
    if (q->without.n == PH_CHOICES_MAX)
        return ph_fail(err, PH_LIMIT, "%.*s: at most %d values", PH_FMT(name),
                       PH_CHOICES_MAX);
    return ph_strs_add(q->arena, &q->without, value) ? PH_OK : ph_fail_memory(err);
}

/* offset or limit.  A limit that nobody gave shrinks at the end of the window. */
static ph_status set_window(ph_query *q, ph_str name, ph_str value, ph_error *err)
{
    bool given = q->limit_given || ph_eqc(name, "limit");
    uint64_t n, offset = q->offset, limit = given ? q->limit : LIMIT_DEFAULT;
    if (!ph_number(value, &n))
        return wrong(err, name, value, "a number");
    *(ph_eqc(name, "limit") ? &limit : &offset) = n;
    if (!given && offset <= PH_WINDOW_MAX && offset + limit > PH_WINDOW_MAX)
        limit = PH_WINDOW_MAX - offset;
    if (offset + limit > PH_WINDOW_MAX)
        return ph_fail(err, PH_LIMIT, "offset and limit together: at most %d",
                       PH_WINDOW_MAX);
    q->offset = (size_t)offset;
    q->limit = (size_t)limit;
    q->limit_given = given;
    return PH_OK;
}

/* NULL: the value can be; else what is possible. */
static const char *refuse_unit(const ph_query *q, ph_str name, ph_str value)
{
    ph_kind kind;
    bool good = value.n <= PH_ID_BYTES;
    if (ph_eqc(name, "kind"))
        return ph_kind_find(value, &kind) && ph_kind_is_unit(kind)
                   ? NULL
                   : "recommendation, conclusion, commitment, lesson or result";
    if (ph_eqc(name, "addressee"))
        return refuse(q, PH_FACET_STAKEHOLDER, value);
    for (size_t i = 0; i < value.n && good; i++)
        good = (value.s[i] >= 'a' && value.s[i] <= 'z') ||
               (value.s[i] >= '0' && value.s[i] <= '9') || value.s[i] == '-';
    return good ? NULL : "the id of an event";
}

static ph_strs *unit_choices(ph_query *q, ph_str name)
{
    return ph_eqc(name, "event")       ? &q->events
           : !q->units                 ? NULL
           : ph_eqc(name, "kind")      ? &q->kinds
           : ph_eqc(name, "addressee") ? &q->addressees
                                       : NULL;
}

/* One of a few words; the list ends with NULL. */
static ph_status set_word(ph_str name, ph_str value, const char *const *words,
                          const char *possible, unsigned *out, ph_error *err)
{
    for (unsigned i = 0; words[i]; i++)
        if (ph_eqc(value, words[i])) {
            *out = i;
            return PH_OK;
        }
    return wrong(err, name, value, possible);
}

static const char *const match_words[] = {"auto", "all", "any", NULL};
static const char *const sort_words[] = {"relevance", "date", "title", NULL};
static const char *const from_words[] = {"any", "asserted", NULL};

/* A value of a facet, or of a passage's (PH_FACETS). */
static ph_status set_value(ph_query *q, ph_facet facet, ph_str name, ph_str value,
                           ph_strs *list, ph_error *err)
{
    const char *possible;
    if (facet == PH_FACETS) {
        possible = refuse_unit(q, name, value);
    } else {
        value = canonical(q->arena, facet, value);
        if (!value.s)
            return ph_fail_memory(err);
        possible = refuse(q, facet, value);
    }
    return possible ? wrong(err, name, value, possible)
                    : add_choice(q, name, value, list, err);
}

/* Several of them.  One that cannot be takes none of the others along: pages show the rest. */
static ph_status set_list(ph_query *q, ph_facet facet, ph_str name, ph_str value,
                          ph_strs *list, ph_error *err)
{
    ph_str piece;
    ph_status first = PH_OK;
    while (ph_split(&value, ',', &piece)) {
        ph_status status =
            piece.n ? set_value(q, facet, name, piece, list, first ? NULL : err) : PH_OK;
        if (status == PH_NO_MEMORY)
            return ph_fail_memory(err);
        first = first ? first : status;
    }
    return first;
}

static ph_status set_sort(ph_query *q, ph_str name, ph_str value, ph_error *err)
{
    const char *possible = q->contacts
                               ? "relevance: organisations come by weight of evidence"
                           : q->units ? "relevance or date"
                                      : "relevance, date or title";
    unsigned n = 0, last = q->contacts ? PH_SORT_RELEVANCE
                           : q->units  ? PH_SORT_DATE
                                       : PH_SORT_TITLE;
    ph_status status = set_word(name, value, sort_words, possible, &n, err);
    if (!status && n > last)
        status = wrong(err, name, value, possible);
    q->sort = status ? q->sort : (ph_sort)n;
    return status;
}

static ph_status set_other(ph_query *q, ph_str name, ph_str value, ph_error *err)
{
    unsigned n = 0;
    ph_status status;
    if (ph_eqc(name, "match")) {
        status = set_word(name, value, match_words, "auto, all or any", &n, err);
        q->match = status ? q->match : (ph_match)n;
    } else if (ph_eqc(name, "sort")) {
        status = set_sort(q, name, value, err);
    } else if (ph_eqc(name, "from")) {
        status = set_word(name, value, from_words, "asserted or any", &n, err);
        q->asserted = status ? q->asserted : n == 1;
    } else if (ph_eqc(name, "all")) {
        status = set_all(q, name, value, err);
    } else if (ph_eqc(name, "event_country") || ph_eqc(name, "event-country")) {
        status = set_list(q, PH_FACET_COUNTRY, name, value, &q->event_countries, err);
    } else if (ph_eqc(name, "exclude")) {
        status = set_list(q, PH_FACET_COUNTRY, name, value, &q->exclude, err);
    } else if (ph_eqc(name, "peer")) {
        status = set_peer(q, name, value, err);
    } else if (ph_eqc(name, "without")) {
        status = set_without(q, name, value, err);
    } else if (ph_eqc(name, "since")) {
        status = value.n && !is_date(value)
                     ? wrong(err, name, value, "a date, such as 2026-06-30")
                     : PH_OK;
        if (!status)
            q->since = value.n ? value : PH_ABSENT;
    } else if (ph_eqc(name, "offset") || ph_eqc(name, "limit")) {
        status = set_window(q, name, value, err);
    } else {
        status = ph_fail(err, PH_UNKNOWN, "there is no parameter '%.*s'",
                         PH_FMT(ph_utf8_cut(name, 80)));
    }
    return status;
}

ph_status ph_query_set(ph_query *q, ph_str name, ph_str value, ph_error *err)
{
    if (ph_eqc(name, "q")) {
        q->q = cut_words(copy(q, value), PH_QUERY_BYTES);
        return q->q.s ? PH_OK : ph_fail_memory(err);
    }
    value = copy(q, value);
    if (!value.s)
        return ph_fail_memory(err);
    ph_facet facet = ph_facet_find(name);
    if (facet != PH_FACETS)
        return set_list(q, facet, name, value, &q->choices[facet], err);
    ph_strs *list = unit_choices(q, name);
    if (list)
        return set_list(q, PH_FACETS, name, value, list, err);
    return set_other(q, name, value, err);
}
