/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "web/facts.h"

/* Fields of practice notes and AI case studies that are a few words long; the longer ones are
 * passages.  Values with a scheme are ids of a vocabulary, `own` ones the document's words. */
static const struct {
    const char *name, *label, *scheme;
    bool own;
} rows[] = {
    {"start", PH_N("Began"), NULL, false},
    {"end", PH_N("Ended"), NULL, false},
    {"lead.name", PH_N("Led by"), NULL, true},
    {"resources.cost", PH_N("Cost"), NULL, true},
    {"resources.staff", PH_N("Staff"), NULL, true},
    {"resources.funder", PH_N("Paid by"), NULL, true},
    {"use", PH_N("Used for"), "use", false},
    {"autonomy", PH_N("The system"), "autonomy", false},
    {"supplier", PH_N("Supplier"), NULL, true},
    {"personal_data", PH_N("Personal data"), NULL, false},
    {"impact_assessment.kind", PH_N("Impact assessment"), NULL, true},
};

static bool add_value(const ph_context *context, json_t *values, ph_str value,
                      const char *scheme)
{
    const ph_concept *concept =
        scheme ? ph_vocabulary_find(context->site->vocabulary, scheme, value) : NULL;
    if (concept)
        value = ph_concept_label(concept, ph_cstr(context->language->tag));
    return !value.n || ph_json_add(values, ph_json_str(value));
}

/* Appends a fact unless it has no values; takes them over (NULL: no memory).  `lang`: of the values,
 * where that is not the page's. */
static bool add_fact(json_t *facts, ph_str label, ph_str lang, json_t *values)
{
    if (values && json_array_size(values) == 0) {
        json_decref(values);
        return true;
    }
    json_t *fact = json_pack("{s:o, s:o, s:o}", "label", ph_json_str(label), "lang",
                             ph_json_str(lang), "values", values);
    return ph_json_add(facts, fact);
}

/* --- fields that a record has for itself ---------------------------------------------- */

static bool add_list(const ph_context *context, json_t *facts, const char *label,
                     const char *scheme, const ph_strs *list)
{
    json_t *values = json_array();
    bool ok = values != NULL;
    for (size_t i = 0; i < list->n && ok; i++)
        ok = add_value(context, values, list->v[i], scheme);
    return add_fact(facts, ph_words(context, label), PH_ABSENT, ph_json_done(values, ok));
}

static bool add_one(const ph_context *context, json_t *facts, const char *label,
                    const char *scheme, ph_str value)
{
    ph_strs list = {.v = &value, .n = 1};
    return add_list(context, facts, label, scheme, &list);
}

/* --- fields of the table -------------------------------------------------------------- */

static ph_str field(const ph_record *r, const char *name)
{
    for (size_t i = 0; i < r->fields.n; i++)
        if (ph_eqc(r->fields.v[i].name, name))
            return r->fields.v[i].value;
    return PH_ABSENT;
}

/* "2340000" -> "2,340,000 EUR" */
static ph_str cost_words(const ph_context *context, const ph_record *r, ph_str cost)
{
    uint64_t number;
    ph_str currency = field(r, "resources.currency");
    if (ph_number(cost, &number))
        cost = ph_number_words(context, number);
    return currency.n ? PH_SAY(context, "{amount} {currency}", {"amount", cost},
                               {"currency", currency})
                      : cost;
}

static ph_str words(const ph_context *context, const ph_record *r, const ph_field *f)
{
    if (ph_eqc(f->name, "resources.cost"))
        return cost_words(context, r, f->value);
    if (ph_eqc(f->name, "start") || ph_eqc(f->name, "end"))
        return ph_date_words(context, f->value);
    if (ph_eqc(f->name, "personal_data") && ph_eqc(f->value, "yes"))
        return ph_words(context, "yes");
    if (ph_eqc(f->name, "personal_data") && ph_eqc(f->value, "no"))
        return ph_words(context, "no");
    return f->value;
}

static bool add_row(const ph_context *context, const ph_record *r, size_t row,
                    json_t *facts)
{
    json_t *values = json_array();
    bool ok = values != NULL;
    for (size_t i = 0; i < r->fields.n && ok; i++)
        if (ph_eqc(r->fields.v[i].name, rows[row].name))
            ok = add_value(context, values, words(context, r, &r->fields.v[i]),
                           rows[row].scheme);
    return add_fact(facts, ph_words(context, rows[row].label),
                    rows[row].own ? r->language : PH_ABSENT, ph_json_done(values, ok));
}

json_t *ph_facts_json(const ph_context *context, const ph_record *r)
{
    json_t *facts = json_array();
    bool ok =
        facts && add_one(context, facts, PH_N("Status"), "status", r->status) &&
        add_one(context, facts, PH_N("Level"), "level", r->level) &&
        add_list(context, facts, PH_N("Who takes part"), "stakeholder", &r->stakeholders) &&
        add_list(context, facts, PH_N("Sector"), "sector", &r->sectors) &&
        add_one(context, facts, PH_N("Evidence"), "evidence", r->evidence);
    for (size_t row = 0; row < sizeof rows / sizeof *rows && ok; row++)
        ok = add_row(context, r, row, facts);
    return ph_json_done(facts, ok);
}
