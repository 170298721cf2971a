/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/limits.h"
#include "web/answer_words.h"

/* --- the answer ----------------------------------------------------------------------- */

/* How a question reads: words one after the other, or something with operators. */
typedef enum shape { NOTHING, ONE_WORD, WORDS, OPERATORS } shape;

static bool is_operator(ph_str word)
{
    static const char *const operators[] = {"AND", "OR", "NOT"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (ph_eqc(word, operators[i]))
            return true;
    if (word.s[0] == '+' || word.s[0] == '-' || ph_starts(word, PH_STR("NEAR/")))
        return true;
    for (size_t i = 0; i < word.n; i++)
        if (strchr("\"():*", word.s[i]))
            return true;
    return false;
}

static shape shape_of(ph_str q)
{
    size_t words = 0;
    ph_str word;
    while (ph_split(&q, ' ', &word)) {
        if (!word.n)
            continue;
        if (is_operator(word))
            return OPERATORS;
        words++;
    }
    return words == 0 ? NOTHING : words == 1 ? ONE_WORD : WORDS;
}

static bool has_choices(const ph_question *question)
{
    for (size_t i = 0; i < question->parameters.n; i++) {
        ph_str name = question->parameters.v[i].name;
        if (!ph_eqc(name, "q") && !ph_eqc(name, "sort") && !ph_eqc(name, "per_page") &&
            !ph_eqc(name, "match") && !ph_eqc(name, "peer"))
            return true;
    }
    return false;
}

ph_str ph_answer_words(const ph_context *context, const ph_question *question,
                       const ph_result *result)
{
    shape form = shape_of(question->query.q);
    uint64_t n = result->total;
    if (n == 0)
        return ph_words(context, "Not in this collection yet");
    if (result->relaxed)
        return ph_count_words(context, n, "{n} document has at least one of the words",
                              "{n} documents have at least one of the words");
    if (form == NOTHING && has_choices(question))
        return ph_count_words(context, n, "{n} document with what you chose",
                              "{n} documents with what you chose");
    if (form == NOTHING)
        return PH_SAY(context, "All documents: {n}", {"n", ph_number_words(context, n)});
    if (form == ONE_WORD)
        return ph_count_words(context, n, "{n} document has this word",
                              "{n} documents have this word");
    if (form == OPERATORS)
        return ph_count_words(context, n, "{n} document answers the question",
                              "{n} documents answer the question");
    if (result->match == PH_MATCH_ANY)
        return ph_count_words(context, n, "{n} document has any of these words",
                              "{n} documents have any of these words");
    return ph_count_words(context, n, "{n} document has every word",
                          "{n} documents have every word");
}

/* --- choices -------------------------------------------------------------------------- */

static ph_str years_words(const ph_context *context, ph_str value)
{
    const char *dots = memmem(value.s, value.n, "..", 2);
    if (!dots)
        return PH_SAY(context, "Year: {year}", {"year", value});
    ph_str from = ph_sub(value, 0, (size_t)(dots - value.s));
    ph_str to = ph_sub(value, from.n + 2, value.n);
    if (!from.n)
        return PH_SAY(context, "Year: until {year}", {"year", to});
    if (!to.n)
        return PH_SAY(context, "Year: from {year}", {"year", from});
    return PH_SAY(context, "Year: {from} to {to}", {"from", from}, {"to", to});
}

/* How a choice reads that is no facet's; {value} is the label of its value. */
static const struct {
    const char *name, *text;
    ph_facet facet; /* whose labels its values have */
} choices[] = {
    {"event_country", PH_N("Held in: {value}"), PH_FACET_COUNTRY},
    {"exclude", PH_N("Not about: {value}"), PH_FACET_COUNTRY},
    {"peer", PH_N("First from countries like {value}"), PH_FACET_COUNTRY},
    {"addressee", PH_N("Addressed to: {value}"), PH_FACET_STAKEHOLDER},
};

/* What a meeting is called, as one of its reports has it; else its id. */
static ph_str event_name(const ph_context *context, ph_str id)
{
    ph_query query;
    ph_result result = {0};
    ph_error err;
    ph_query_init(&query, context->arena, context->site->vocabulary);
    query.limit = 1;
    query.want = PH_WANT_HITS;
    bool found =
        ph_strs_add(context->arena, &query.events, id) &&
        ph_search(context->reader, &query, context->arena, &result, &err) == PH_OK &&
        result.hits.n;
    return found ? ph_event_name(&result.hits.v[0].record.event) : id;
}

/* Those whose value is a word of ours. */
static ph_str fixed_words(const ph_context *context, const ph_parameter *p)
{
    if (ph_eqc(p->name, "from"))
        return ph_words(context, "Only tags that the documents state themselves");
    if (ph_eqc(p->name, "without") && ph_eqc(p->value, "*"))
        return ph_words(context, "Without added words");
    if (ph_eqc(p->name, "match"))
        return ph_eqc(p->value, "all") ? ph_words(context, "With every word")
                                       : ph_words(context, "With any word");
    if (ph_eqc(p->name, "all"))
        return PH_SAY(context, "{facet}: all of those chosen",
                      {"facet", ph_facet_words(context, ph_facet_find(p->value))});
    return PH_ABSENT;
}

ph_str ph_choice_words(const ph_context *context, const ph_parameter *p)
{
    ph_facet facet = ph_facet_find(p->name);
    if (facet == PH_FACET_YEAR)
        return years_words(context, p->value);
    if (facet != PH_FACETS)
        return PH_SAY(context, "{facet}: {value}",
                      {"facet", ph_facet_words(context, facet)},
                      {"value", ph_numbered_label(context, facet, p->value)});
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (!ph_eqc(p->name, choices[i].name))
            continue;
        return PH_SAY(context, choices[i].text,
                      {"value", ph_value_label(context, choices[i].facet, p->value)});
    }
    if (ph_eqc(p->name, "event"))
        return PH_SAY(context, "Event: {value}", {"value", event_name(context, p->value)});
    if (ph_eqc(p->name, "since"))
        return PH_SAY(context, "Added or changed since {date}",
                      {"date", ph_date_words(context, p->value)});
    if (ph_eqc(p->name, "kind"))
        return PH_SAY(context, "Kind: {kind}", {"kind", ph_kind_words(context, p->value)});
    ph_str fixed = fixed_words(context, p);
    return fixed.s ? fixed : PH_SAY(context, "Not added: {word}", {"word", p->value});
}
