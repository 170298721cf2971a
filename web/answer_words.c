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
    ph_arena *arena = context->arena;
    shape form = shape_of(question->query.q);
    bool one = result->total == 1;
    ph_str documents = ph_count_words(arena, result->total, "document", "documents");
    if (result->total == 0)
        return PH_STR("Not in this collection yet");
    if (result->relaxed)
        return ph_dupf(arena, "%.*s %s at least one of the words", PH_FMT(documents),
                       one ? "has" : "have");
    if (form == NOTHING)
        return has_choices(question)
                   ? ph_dupf(arena, "%.*s with what you chose", PH_FMT(documents))
                   : ph_dupf(arena, "All documents: %.*s",
                             PH_FMT(ph_number_words(arena, result->total)));
    if (form == ONE_WORD)
        return ph_dupf(arena, "%.*s %s this word", PH_FMT(documents), one ? "has" : "have");
    if (form == OPERATORS)
        return ph_dupf(arena, "%.*s %s the question", PH_FMT(documents),
                       one ? "answers" : "answer");
    return ph_dupf(arena, "%.*s %s %s", PH_FMT(documents), one ? "has" : "have",
                   result->match == PH_MATCH_ANY ? "any of these words" : "every word");
}

/* --- choices -------------------------------------------------------------------------- */

static ph_str years_words(ph_arena *arena, ph_str value)
{
    const char *dots = memmem(value.s, value.n, "..", 2);
    if (!dots)
        return ph_dupf(arena, "Year: %.*s", PH_FMT(value));
    ph_str from = ph_sub(value, 0, (size_t)(dots - value.s));
    ph_str to = ph_sub(value, from.n + 2, value.n);
    if (!from.n)
        return ph_dupf(arena, "Year: until %.*s", PH_FMT(to));
    if (!to.n)
        return ph_dupf(arena, "Year: from %.*s", PH_FMT(from));
    return ph_dupf(arena, "Year: %.*s to %.*s", PH_FMT(from), PH_FMT(to));
}

ph_str ph_choice_words(const ph_context *context, const ph_parameter *p)
{
    ph_arena *arena = context->arena;
    ph_facet facet = ph_facet_find(p->name);
    if (facet == PH_FACET_YEAR)
        return years_words(arena, p->value);
    if (facet != PH_FACETS)
        return ph_dupf(arena, "%s: %.*s", ph_facets[facet].label,
                       PH_FMT(ph_value_label(context, facet, p->value)));
    if (ph_eqc(p->name, "event_country"))
        return ph_dupf(arena, "Held in: %.*s",
                       PH_FMT(ph_value_label(context, PH_FACET_COUNTRY, p->value)));
    if (ph_eqc(p->name, "exclude"))
        return ph_dupf(arena, "Not about: %.*s",
                       PH_FMT(ph_value_label(context, PH_FACET_COUNTRY, p->value)));
    if (ph_eqc(p->name, "peer"))
        return ph_dupf(arena, "First from countries like %.*s",
                       PH_FMT(ph_value_label(context, PH_FACET_COUNTRY, p->value)));
    if (ph_eqc(p->name, "since"))
        return ph_dupf(arena, "Added or changed since %.*s",
                       PH_FMT(ph_date_words(arena, p->value)));
    if (ph_eqc(p->name, "from"))
        return PH_STR("Only tags that the documents state themselves");
    if (ph_eqc(p->name, "without"))
        return ph_eqc(p->value, "*") ? PH_STR("Without added words")
                                     : ph_dupf(arena, "Not added: %.*s", PH_FMT(p->value));
    if (ph_eqc(p->name, "match"))
        return ph_eqc(p->value, "all") ? PH_STR("With every word")
                                       : PH_STR("With any word");
    if (ph_eqc(p->name, "kind"))
        return ph_dupf(arena, "Kind: %.*s", PH_FMT(p->value));
    if (ph_eqc(p->name, "addressee"))
        return ph_dupf(arena, "Addressed to: %.*s",
                       PH_FMT(ph_value_label(context, PH_FACET_STAKEHOLDER, p->value)));
    if (ph_eqc(p->name, "event"))
        return ph_dupf(arena, "Event: %.*s", PH_FMT(p->value));
    facet = ph_facet_find(p->value);
    return ph_dupf(arena, "%s: all of those chosen",
                   facet == PH_FACETS ? "" : ph_facets[facet].label);
}
