/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "web/years.h"

#define HEIGHT 40
#define STEP 8 /* from one bar to the next */
#define BAR 7  /* wide */

typedef struct bars {
    uint64_t count[PH_YEARS_SHOWN];
    bool chosen[PH_YEARS_SHOWN];
    uint64_t first, last, most;
} bars;

static bool year_of(const ph_facet_value *value, uint64_t *year)
{
    return value->count > 0 && ph_number(value->value, year);
}

/* Returns false when there is nothing to draw. */
static bool read_bars(const ph_facet_counts *counts, bars *b)
{
    *b = (bars){.first = UINT64_MAX};
    uint64_t year;
    for (size_t i = 0; i < counts->n; i++) {
        if (!year_of(&counts->v[i], &year))
            continue;
        b->first = year < b->first ? year : b->first;
        b->last = year > b->last ? year : b->last;
    }
    if (b->first >= b->last)
        return false;
    if (b->last - b->first >= PH_YEARS_SHOWN)
        b->first = b->last - PH_YEARS_SHOWN + 1;
    for (size_t i = 0; i < counts->n; i++) {
        if (!year_of(&counts->v[i], &year) || year < b->first)
            continue;
        b->count[year - b->first] = counts->v[i].count;
        b->chosen[year - b->first] = counts->v[i].selected;
        b->most = counts->v[i].count > b->most ? counts->v[i].count : b->most;
    }
    return true;
}

/* One path for all bars of a kind: an element for each would be many bytes. */
static json_t *path_json(const bars *b, bool chosen)
{
    ph_buf path = {0};
    for (size_t i = 0; i <= b->last - b->first; i++) {
        if (!b->count[i] || b->chosen[i] != chosen)
            continue;
        unsigned high = (unsigned)((b->count[i] * HEIGHT + b->most - 1) / b->most);
        ph_buf_addf(&path, "M%zu %uh%dv%uh-%dz", i * STEP, HEIGHT - high, BAR, high, BAR);
    }
    json_t *json =
        path.failed ? NULL : ph_json_str(path.n ? ph_buf_str(&path) : PH_STR(""));
    ph_buf_free(&path);
    return json;
}

/* The ends of the range that was chosen; absent where it is open or nothing was. */
static void chosen_range(const ph_question *q, ph_str *from, ph_str *to)
{
    *from = *to = PH_ABSENT;
    const ph_strs *years = &q->query.choices[PH_FACET_YEAR];
    for (size_t i = 0; i < years->n; i++) {
        ph_str value = years->v[i];
        const char *dots = memmem(value.s, value.n, "..", 2);
        if (!dots)
            continue;
        *from = ph_sub(value, 0, (size_t)(dots - value.s));
        *to = ph_sub(value, from->n + 2, value.n);
        return;
    }
}

json_t *ph_years_json(const ph_context *context, const ph_question *q,
                      const ph_facet_counts *counts)
{
    bars b;
    ph_str from, to;
    chosen_range(q, &from, &to);
    bool drawn = read_bars(counts, &b);
    ph_str first = ph_dupf(context->arena, "%llu", (unsigned long long)b.first);
    ph_str last = ph_dupf(context->arena, "%llu", (unsigned long long)b.last);
    ph_str words = PH_SAY(context, "Documents by year, {first} to {last}", {"first", first},
                          {"last", last});
    if (!drawn)
        return json_pack("{s:n, s:o, s:o}", "picture", "from", ph_json_str(from), "to",
                         ph_json_str(to));
    return json_pack("{s:{s:I, s:o, s:o, s:o}, s:o, s:o, s:o, s:o}", "picture", "width",
                     (json_int_t)(b.last - b.first) * STEP + BAR, "path",
                     path_json(&b, false), "chosen", path_json(&b, true), "words",
                     ph_json_str(words), "first", ph_json_str(first), "last",
                     ph_json_str(last), "from", ph_json_str(from), "to", ph_json_str(to));
}
