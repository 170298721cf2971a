/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "web/facts.h"

/* Fields of practice notes and AI case studies that are a few words long; the longer ones are
 * passages.  Values with a scheme are ids of a vocabulary. */
static const struct {
    const char *name, *label, *scheme;
} rows[] = {
    {"start", "Began", NULL},
    {"end", "Ended", NULL},
    {"lead.name", "Led by", NULL},
    {"resources.cost", "Cost", NULL},
    {"resources.staff", "Staff", NULL},
    {"resources.funder", "Paid by", NULL},
    {"use", "Used for", "use"},
    {"autonomy", "The system", "autonomy"},
    {"supplier", "Supplier", NULL},
    {"personal_data", "Personal data", NULL},
    {"impact_assessment.kind", "Impact assessment", NULL},
};

static bool add_value(const ph_context *context, json_t *values, ph_str value,
                      const char *scheme)
{
    const ph_concept *concept =
        scheme ? ph_vocabulary_find(context->site->vocabulary, scheme, value) : NULL;
    if (concept)
        value = ph_concept_label(concept, PH_STR("en"));
    return !value.n || ph_json_add(values, ph_json_str(value));
}

/* Appends a fact unless it has no values; takes them over (NULL: no memory). */
static bool add_fact(json_t *facts, const char *label, json_t *values)
{
    if (values && json_array_size(values) == 0) {
        json_decref(values);
        return true;
    }
    json_t *fact = json_pack("{s:s, s:o}", "label", label, "values", values);
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
    return add_fact(facts, label, ph_json_done(values, ok));
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
        cost = ph_number_words(context->arena, number);
    return ph_dupf(context->arena, "%.*s %.*s", PH_FMT(cost), PH_FMT(currency));
}

static ph_str words(const ph_context *context, const ph_record *r, const ph_field *f)
{
    if (ph_eqc(f->name, "resources.cost"))
        return cost_words(context, r, f->value);
    if (ph_eqc(f->name, "start") || ph_eqc(f->name, "end"))
        return ph_date_words(context->arena, f->value);
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
    return add_fact(facts, rows[row].label, ph_json_done(values, ok));
}

json_t *ph_facts_json(const ph_context *context, const ph_record *r)
{
    json_t *facts = json_array();
    bool ok = facts && add_one(context, facts, "Status", "status", r->status) &&
              add_one(context, facts, "Level", "level", r->level) &&
              add_list(context, facts, "Who takes part", "stakeholder", &r->stakeholders) &&
              add_list(context, facts, "Sector", "sector", &r->sectors) &&
              add_one(context, facts, "Evidence", "evidence", r->evidence);
    for (size_t row = 0; row < sizeof rows / sizeof *rows && ok; row++)
        ok = add_row(context, r, row, facts);
    return ph_json_done(facts, ok);
}
