/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "search/limits.h"
#include "search/text.h"
#include "web/oai.h"

const char *const ph_oai_verb_names[PH_OAI_VERBS] = {
    "Identify",  "ListMetadataFormats", "ListSets",
    "GetRecord", "ListIdentifiers",     "ListRecords"};
const char *const ph_oai_argument_names[PH_OAI_ARGUMENTS] = {
    "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"};

#define BIT(argument) (1u << PH_OAI_##argument)
#define LISTED (BIT(PREFIX) | BIT(FROM) | BIT(UNTIL) | BIT(SET) | BIT(TOKEN))

static const struct {
    unsigned allowed, needed; /* unless there is a token */
} rules[PH_OAI_VERBS] = {
    [PH_OAI_FORMATS] = {BIT(IDENTIFIER), 0},
    [PH_OAI_SETS] = {BIT(TOKEN), 0},
    [PH_OAI_GET] = {BIT(IDENTIFIER) | BIT(PREFIX), BIT(IDENTIFIER) | BIT(PREFIX)},
    [PH_OAI_IDENTIFIERS] = {LISTED, BIT(PREFIX)},
    [PH_OAI_RECORDS] = {LISTED, BIT(PREFIX)},
};

ph_status ph_oai_refuse(const ph_context *context, ph_oai_request *asked, const char *code,
                        const char *format, ...)
{
    char words[300];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    asked->error = code;
    asked->words = ph_dup(context->arena, ph_utf8_cut(ph_cstr(words), sizeof words - 4));
    return asked->words.s ? PH_OK : PH_NO_MEMORY;
}

/* --- times ------------------------------------------------------------------------------------ */

/* The number that `n` digits from `at` make; -1: they are none. */
static int digits(ph_str s, size_t at, size_t n)
{
    int number = 0;
    for (size_t i = at; i < at + n; i++) {
        if (i >= s.n || s.s[i] < '0' || s.s[i] > '9')
            return -1;
        number = number * 10 + (s.s[i] - '0');
    }
    return number;
}

static bool is_day(ph_str s)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = digits(s, 0, 4), month = digits(s, 5, 2), day = digits(s, 8, 2);
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return s.n >= 10 && s.s[4] == '-' && s.s[7] == '-' && year >= 0 && month >= 1 &&
           month <= 12 && day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

/* "2026-11-21" or "2026-11-21T10:00:00Z" */
static bool is_time(ph_str s)
{
    int hour = digits(s, 11, 2), minute = digits(s, 14, 2), second = digits(s, 17, 2);
    return is_day(s) &&
           (s.n == 10 || (s.n == 20 && s.s[10] == 'T' && s.s[13] == ':' && s.s[16] == ':' &&
                          s.s[19] == 'Z' && hour >= 0 && hour < 24 && minute >= 0 &&
                          minute < 60 && second >= 0 && second < 60));
}

/* A day as its first or its last second. */
static ph_str to_second(ph_arena *arena, ph_str time, const char *rest)
{
    return time.n == 10 ? ph_dupf(arena, "%.*s%s", PH_FMT(time), rest) : time;
}

static ph_status read_times(const ph_context *context, ph_oai_request *asked, ph_str from,
                            ph_str until, const char *code)
{
    if ((from.s && !is_time(from)) || (until.s && !is_time(until)))
        return ph_oai_refuse(context, asked, code,
                             "A time is written 2026-11-21 or 2026-11-21T10:00:00Z.");
    if (from.s && until.s && from.n != until.n)
        return ph_oai_refuse(context, asked, code,
                             "from and until must be of the same granularity.");
    asked->harvest.from = to_second(context->arena, from, "T00:00:00Z");
    asked->harvest.until = to_second(context->arena, until, "T23:59:59Z");
    if (from.s && until.s && ph_cmp(from, until) > 0)
        return ph_oai_refuse(context, asked, code, "from must not be later than until.");
    return PH_OK;
}

/* --- sets --------------------------------------------------------------------------------------- */

/* "country:KZ"; of what nobody has the list is empty. */
static ph_status read_set(const ph_context *context, ph_oai_request *asked, ph_str set,
                          const char *code)
{
    ph_str rest = set, name;
    if (!set.s)
        return PH_OK;
    ph_split(&rest, ':', &name);
    for (size_t i = 0; i < PH_SET_FACETS; i++)
        if (ph_eqc(name, ph_facets[ph_set_facets[i]].name))
            asked->harvest.facet = ph_set_facets[i];
    asked->harvest.value = rest;
    if (asked->harvest.facet == PH_FACETS || !ph_is_set(asked->harvest.facet, rest))
        return ph_oai_refuse(context, asked, code,
                             "There is no set '%.*s'; ListSets has those that there are.",
                             PH_FMT(ph_utf8_cut(set, 100)));
    return PH_OK;
}

/* --- tokens --------------------------------------------------------------------------------------- */

/* What stands in a token, with commas between: a letter for the verb, from and until and set as
 * they were given, how many records went before, how many there are in all, the place. */
enum { VERB, FROM, UNTIL, SET, CURSOR, TOTAL, PLACE, PIECES };

static char letter(const ph_oai_request *asked)
{
    return asked->verb == PH_OAI_RECORDS ? 'r' : 'i';
}

ph_str ph_oai_token(const ph_context *context, const ph_oai_request *asked, ph_str place,
                    uint64_t cursor, uint64_t total)
{
    const ph_str *given = asked->given;
    return ph_dupf(context->arena, "%c,%.*s,%.*s,%.*s,%llu,%llu,%.*s", letter(asked),
                   PH_FMT(given[PH_OAI_FROM]), PH_FMT(given[PH_OAI_UNTIL]),
                   PH_FMT(given[PH_OAI_SET]), (unsigned long long)cursor,
                   (unsigned long long)total, PH_FMT(place));
}

static ph_str or_absent(ph_str s)
{
    return s.n ? s : PH_ABSENT;
}

/* The time in a place is one: everything else in it is a key to begin behind, whatever it is. */
static bool is_place(ph_str place)
{
    bool known = ph_starts(place, PH_STR("1")) || ph_starts(place, PH_STR("2"));
    return known && place.n > 21 && place.n < PH_HARVEST_PLACE &&
           (place.s[0] == '2' || place.n == 1 + 20 + 16) && is_time(ph_sub(place, 1, 21));
}

static ph_status read_token(const ph_context *context, ph_oai_request *asked)
{
    const char *const code = "badResumptionToken";
    ph_str rest = asked->given[PH_OAI_TOKEN], pieces[PIECES] = {{0}};
    size_t n = 0;
    while (n < PIECES && ph_split(&rest, ',', &pieces[n]))
        n++;
    if (n < PIECES || rest.n || asked->verb == PH_OAI_SETS || pieces[VERB].n != 1 ||
        pieces[VERB].s[0] != letter(asked) || !ph_number(pieces[CURSOR], &asked->cursor) ||
        !ph_number(pieces[TOTAL], &asked->total) || !is_place(pieces[PLACE]))
        return ph_oai_refuse(context, asked, code, "That is no token of this repository.");
    ph_str from = or_absent(pieces[FROM]), until = or_absent(pieces[UNTIL]);
    ph_str set = or_absent(pieces[SET]);
    asked->harvest.behind = pieces[PLACE];
    ph_status status = read_times(context, asked, from, until, code);
    if (status == PH_OK && !asked->error)
        status = read_set(context, asked, set, code);
    asked->given[PH_OAI_FROM] = from; /* for the next token */
    asked->given[PH_OAI_UNTIL] = until;
    asked->given[PH_OAI_SET] = set;
    return status;
}

/* --- all of it -------------------------------------------------------------------------------------- */

/* Which it is of a list of names; `n`: none. */
static size_t find_name(const char *const *names, size_t n, ph_str name)
{
    size_t i = 0;
    while (i < n && !ph_eqc(name, names[i]))
        i++;
    return i;
}

static ph_status read_verb(const ph_context *context, const ph_request *request,
                           ph_oai_request *asked)
{
    size_t n = 0;
    ph_str verb = PH_ABSENT;
    for (size_t i = 0; i < request->parameters.n; i++)
        if (ph_eqc(request->parameters.v[i].name, "verb")) {
            verb = request->parameters.v[i].value;
            n++;
        }
    size_t which = find_name(ph_oai_verb_names, PH_OAI_VERBS, verb);
    asked->verb = (ph_oai_verb)which;
    if (n == 1 && which < PH_OAI_VERBS)
        return PH_OK;
    return ph_oai_refuse(context, asked, "badVerb",
                         n == 0   ? "There is no verb; ?verb=Identify tells what this is."
                         : n == 1 ? "There is no such verb."
                                  : "There is more than one verb.");
}

static ph_status read_arguments(const ph_context *context, const ph_request *request,
                                ph_oai_request *asked)
{
    unsigned seen = 0, allowed = rules[asked->verb].allowed;
    for (size_t i = 0; i < request->parameters.n; i++) {
        const ph_parameter *p = &request->parameters.v[i];
        size_t which = find_name(ph_oai_argument_names, PH_OAI_ARGUMENTS, p->name);
        if (ph_eqc(p->name, "verb"))
            continue;
        ph_str name = ph_utf8_cut(p->name, 100);
        if (which == PH_OAI_ARGUMENTS || !(allowed & 1u << which))
            return ph_oai_refuse(context, asked, "badArgument",
                                 "%s takes no argument '%.*s'.",
                                 ph_oai_verb_names[asked->verb], PH_FMT(name));
        if (seen & 1u << which || !p->value.n)
            return ph_oai_refuse(context, asked, "badArgument",
                                 p->value.n ? "The argument '%.*s' is there twice."
                                            : "The argument '%.*s' has no value.",
                                 PH_FMT(name));
        seen |= 1u << which;
        asked->given[which] = p->value;
    }
    unsigned missing = rules[asked->verb].needed & ~seen;
    if (seen & BIT(TOKEN))
        return seen == BIT(TOKEN)
                   ? PH_OK
                   : ph_oai_refuse(context, asked, "badArgument",
                                   "A resumptionToken stands alone beside the verb.");
    for (size_t i = 0; i < PH_OAI_ARGUMENTS; i++)
        if (missing & 1u << i)
            return ph_oai_refuse(context, asked, "badArgument", "%s needs the argument %s.",
                                 ph_oai_verb_names[asked->verb], ph_oai_argument_names[i]);
    return PH_OK;
}

static ph_status read_list(const ph_context *context, ph_oai_request *asked)
{
    const ph_str *given = asked->given;
    if (given[PH_OAI_TOKEN].s)
        return read_token(context, asked);
    ph_status status =
        read_times(context, asked, given[PH_OAI_FROM], given[PH_OAI_UNTIL], "badArgument");
    if (status == PH_OK && !asked->error && given[PH_OAI_PREFIX].s &&
        !ph_eqc(given[PH_OAI_PREFIX], "oai_dc"))
        return ph_oai_refuse(context, asked, "cannotDisseminateFormat",
                             "The only format is oai_dc.");
    if (status == PH_OK && !asked->error)
        status = read_set(context, asked, given[PH_OAI_SET], "noRecordsMatch");
    return status;
}

ph_status ph_oai_read(const ph_context *context, const ph_request *request,
                      ph_oai_request *asked, ph_error *err)
{
    *asked = (ph_oai_request){.harvest = {.facet = PH_FACETS}};
    ph_status status = read_verb(context, request, asked);
    if (status == PH_OK && !asked->error)
        status = read_arguments(context, request, asked);
    if (status == PH_OK && !asked->error)
        status = read_list(context, asked);
    asked->harvest.limit = asked->verb == PH_OAI_RECORDS ? PH_HARVEST_PAGE : PH_HARVEST_IDS;
    asked->harvest.count = !asked->given[PH_OAI_TOKEN].s;
    return status == PH_OK ? PH_OK : ph_fail_memory(err);
}
