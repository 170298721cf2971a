/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "indexer/absence.h"
#include "indexer/dates.h"
#include "indexer/parse_common.h"
#include "indexer/table.h"
#include "search/text.h"

/* What is done with the values of a field. */
enum {
    LIST = 1,   /* a cell may hold several, with ; | or a new line between */
    COMMAS = 2, /* or a comma */
    IDS = 4,    /* ids of vocabularies: "Practice note" becomes "practice-note" */
    DATE = 8,
    GOALS = 16, /* "SDG 16", "Goal 16: Peace" become "16" */
    COUNTRIES = 32,
    LOST = 64 /* the record does not keep them: they are text too */
};

static const struct {
    const char *field;
    unsigned flags;
} rules[] = {
    {"countries", LIST | COMMAS | COUNTRIES},
    {"event.country", COUNTRIES},
    {"lead.country", COUNTRIES},
    {"contacts.0.country", COUNTRIES},
    {"sdgs", LIST | COMMAS | GOALS},
    {"themes", LIST | COMMAS | IDS},
    {"sectors", LIST | IDS},
    {"stakeholders", LIST | IDS},
    {"keywords", LIST | COMMAS | LOST},
    {"creators", LIST},
    {"partners", LIST},
    {"type", IDS},
    {"status", IDS},
    {"level", IDS},
    {"evidence", IDS},
    {"date", DATE},
    {"start", DATE},
    {"end", DATE},
    {"closing_date", DATE},
    {"event.start", DATE},
    {"event.end", DATE},
    {"reviewed", DATE},
};

static unsigned flags_of(ph_str field)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (ph_eqc(field, rules[i].field))
            return rules[i].flags;
    return 0;
}

/* --- dates ------------------------------------------------------------------------------------ */

/* Up to three numbers with one of "-/." between, and what kind of mark it was; the rest must be
 * empty or a time.  Returns how many there are; 0: it is no date. */
static size_t read_numbers(ph_str s, unsigned number[3], size_t digits[3], char *mark)
{
    size_t n = 0, i = 0;
    *mark = '\0';
    for (;;) {
        size_t from = i;
        number[n] = 0;
        while (i < s.n && i - from < 4 && s.s[i] >= '0' && s.s[i] <= '9')
            number[n] = number[n] * 10 + (unsigned)(s.s[i++] - '0');
        if ((digits[n++] = i - from) == 0)
            return 0;
        bool more =
            n < 3 && i < s.n && strchr("-/.", s.s[i]) && (!*mark || s.s[i] == *mark);
        if (!more)
            break;
        *mark = s.s[i++];
    }
    bool time = i < s.n && n == 3 && (s.s[i] == 'T' || s.s[i] == ' ' || s.s[i] == ',');
    return i == s.n || time || ph_eqc(ph_sub(s, i, s.n), ".0") ? n : 0;
}

/* A date in figures as ISO 8601 has it.  "4/3/2020" may be in March or in April: the year is all
 * that is known.  PH_ABSENT: it is none; no memory. */
static ph_str date_of(ph_arena *arena, ph_str s)
{
    unsigned v[3], year, month = 0, day = 0;
    size_t digits[3];
    char mark;
    size_t n = read_numbers(s, v, digits, &mark);
    if (n && digits[0] == 4) { /* 2020, 2020-03, 2020/03/04 */
        year = v[0];
        month = n > 1 ? v[1] : 0;
        day = n > 2 ? v[2] : 0;
    } else if (n > 1 && digits[n - 1] == 4) { /* 03/2020, 4.3.2020, 3/4/2020 */
        bool us = n == 3 && mark == '/' && v[1] > 12;
        bool open = n == 3 && mark == '/' && v[0] <= 12 && v[1] <= 12 && v[0] != v[1];
        year = v[n - 1];
        month = open ? 0 : n == 2 || us ? v[0] : v[1];
        day = open || n == 2 ? 0 : us ? v[1] : v[0];
    } else
        return PH_ABSENT;
    ph_str date = day     ? ph_dupf(arena, "%04u-%02u-%02u", year, month, day)
                  : month ? ph_dupf(arena, "%04u-%02u", year, month)
                          : ph_dupf(arena, "%04u", year);
    return date.s && ph_is_date(date) ? date : PH_ABSENT;
}

/* --- the other forms ------------------------------------------------------------------------------ */

/* "practice-note" of "Practice note". */
static ph_str id_of(ph_arena *arena, ph_str s)
{
    ph_str key = ph_text_key(arena, s);
    char *id = key.n ? ph_alloc(arena, key.n + 1) : NULL;
    for (size_t i = 0; id && i < key.n; i++)
        id[i] = key.s[i] == ' ' ? '-' : key.s[i];
    return id ? (ph_str){id, key.n} : PH_ABSENT;
}

/* "16.6" of "SDG 16.6", "Goal 16: Peace", "16 - Peace"; empty if there is none. */
static ph_str goal_of(ph_str s)
{
    size_t from = 0;
    while (from < s.n && !(s.s[from] >= '0' && s.s[from] <= '9'))
        from++;
    size_t to = from;
    while (to < s.n &&
           ((s.s[to] >= '0' && s.s[to] <= '9') ||
            (s.s[to] == '.' && to + 1 < s.n && s.s[to + 1] > ' ') ||
            (to > from && s.s[to - 1] == '.' && s.s[to] >= 'a' && s.s[to] <= 'z')))
        to++;
    return ph_sub(s, from, to);
}

/* What follows a comma in a name of a country belongs before it: "Korea, Republic of". */
static bool is_style(ph_str s)
{
    static const char *const styles[] = {
        "Republic",   "Rep.",    "Dem.",     "Democratic",    "Islamic",
        "Federated",  "State",   "Province", "Plurinational", "Bolivarian",
        "United Rep", "Kingdom", "People's", "Arab Rep",      "RB",
        "Fed. Sts.",  "The"};
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (ph_starts(s, ph_cstr(styles[i])))
            return true;
    return false;
}

/* "Republic of Korea" of "Korea, Republic of"; other values as they are. */
static ph_str country_of(ph_arena *arena, ph_str s)
{
    const char *comma = s.n ? memchr(s.s, ',', s.n) : NULL;
    size_t n = comma ? (size_t)(comma - s.s) : s.n;
    ph_str name = ph_trim(ph_sub(s, 0, n)), style = ph_trim(ph_sub(s, n + 1, s.n));
    if (!comma || !is_style(style) || memchr(style.s, ',', style.n))
        return s;
    return ph_dupf(arena, "%.*s %.*s", PH_FMT(style), PH_FMT(name));
}

/* --- adding ------------------------------------------------------------------------------------- */

typedef struct adding {
    ph_document *doc;
    ph_arena *arena;
    const ph_map *map;
    ph_str field;
    unsigned flags;
    bool kept;
} adding;

/* What the map makes of a value; absent: it says nothing of it. */
static ph_str translated(const adding *a, ph_str value)
{
    ph_str key = PH_ABSENT;
    for (size_t i = 0; a->map && i < a->map->values.n; i++) {
        const ph_map_value *v = &a->map->values.v[i];
        if (!ph_eq(v->field, a->field))
            continue;
        if (!key.s && !(key = ph_text_key(a->arena, value)).s)
            return PH_ABSENT;
        if (ph_eq(v->key, key))
            return v->ours;
    }
    return PH_ABSENT;
}

static bool says_nothing(const adding *a, ph_str value)
{
    bool namibia = !(a->flags & COUNTRIES) && ph_eq_nocase(value, PH_STR("NA"));
    return namibia || ph_says_nothing(value);
}

static bool put(adding *a, ph_str value)
{
    return ph_meta_own(a->doc, a->arena, PH_ORIGIN_FILE, a->field, value);
}

/* One value, trimmed. */
static bool add_one(adding *a, ph_str value)
{
    ph_str ours = translated(a, value), form = value;
    if (says_nothing(a, ours.s ? ours : value))
        return true;
    if (ours.s)
        return put(a, ours);
    if (a->flags & DATE)
        form = date_of(a->arena, value);
    else if (a->flags & GOALS)
        form = goal_of(value);
    else if (a->flags & IDS)
        form = id_of(a->arena, value);
    else if (a->flags & COUNTRIES)
        form = country_of(a->arena, value);
    /* names stay readable beside the ids that may come of them */
    bool words = (a->flags & (GOALS | LOST)) ||
                 ((a->flags & IDS) && !ph_eq_nocase(form, value)) ||
                 ((a->flags & COUNTRIES) && value.n > 3);
    a->kept = a->kept && form.n && !words;
    return !form.n || put(a, form);
}

static char separator_of(const adding *a)
{
    for (size_t i = 0; a->map && i < a->map->separators.n; i++)
        if (ph_eq(a->map->separators.v[i].field, a->field))
            return a->map->separators.v[i].value.s[0];
    return '\0';
}

/* Whether commas part a cell: not if one belongs to a name. */
static bool has_commas(const adding *a, ph_str value)
{
    ph_str rest = value, piece;
    bool style = false;
    while ((a->flags & COUNTRIES) && ph_split(&rest, ',', &piece))
        style = style || (piece.s != value.s && is_style(piece));
    return (a->flags & COMMAS) && !style;
}

/* How long what parts two values here is; `own`: nothing else does. */
static size_t separator_at(ph_str value, size_t i, char own, bool commas)
{
    char c = value.s[i];
    if (own)
        return c == own || c == '\n';
    return c == '|' || c == '\n' ? 1 : ph_separator(value, i, commas);
}

static bool add_list(adding *a, ph_str value)
{
    char own = separator_of(a);
    bool commas = has_commas(a, value), ok = true;
    for (size_t from = 0, i = 0; ok && i <= value.n; i++) {
        size_t n = i < value.n ? separator_at(value, i, own, commas) : 1;
        if (!n)
            continue;
        ph_str piece = ph_trim(ph_sub(value, from, i));
        ok = !piece.n || add_one(a, piece);
        from = i + n;
    }
    return ok;
}

bool ph_value_add(ph_document *doc, ph_arena *arena, const ph_map *map, ph_str field,
                  ph_str value, bool element, bool *kept)
{
    adding a = {doc, arena, map, field, flags_of(field), true};
    ph_str whole = ph_trim(value), ours = translated(&a, whole);
    bool several = (a.flags & LIST) && !element && !ours.s;
    bool ok = several ? add_list(&a, whole) : add_one(&a, whole);
    *kept = a.kept;
    return ok;
}
