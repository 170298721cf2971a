/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/train.h"
#include "search/limits.h"

/* Goals of a list [6, 13] get an answer; false: there is none such, or another thing. */
static bool answer(const json_t *goals, ph_answer answer, ph_row *row)
{
    size_t i;
    const json_t *goal;
    if (goals && !json_is_array(goals))
        return false;
    json_array_foreach(goals, i, goal)
    {
        json_int_t k = json_integer_value(goal);
        if (k < 1 || k > PH_SDG_GOALS)
            return false;
        row->answer[k - 1] = (signed char)answer;
        row->asked[k - 1] = answer == PH_NO;
    }
    return true;
}

static ph_status read_row(ph_str line, const ph_row *set, ph_data *data, ph_error *err)
{
    json_error_t why;
    json_t *object = json_loadb(line.s, line.n, 0, &why);
    const char *text = json_string_value(json_object_get(object, "text"));
    bool complete = json_is_true(json_object_get(object, "complete"));
    ph_row row = *set;
    memset(row.answer, complete ? PH_NO : PH_OPEN, sizeof row.answer);
    ph_status status = PH_OK;
    if (!text || !answer(json_object_get(object, "sdgs"), PH_YES, &row) ||
        !answer(json_object_get(object, "not"), PH_NO, &row))
        status = ph_fail(err, PH_INVALID,
                         "is no object with \"text\", \"sdgs\": [1..17], \"not\": [1..17]");
    row.text = status ? PH_ABSENT : ph_dup(data->arena, ph_cstr(text));
    ph_row *added = row.text.s ? PH_PUSH(data->arena, &data->rows) : NULL;
    if (added)
        *added = row;
    else if (!status)
        status = ph_fail_memory(err);
    json_decref(object);
    return status;
}

static bool read_set(ph_str *set, ph_row *row)
{
    static const char *const roles[] = {"train", "domain", "unlabelled", "test"};
    ph_str role, weight;
    if (!ph_split(set, ':', &role) || !ph_split(set, ':', &weight) || !set->n)
        return false;
    row->weight = strtod(weight.s, NULL);
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (ph_eqc(role, roles[i])) {
            row->role = (ph_role)i;
            return row->weight >= 0;
        }
    return false;
}

ph_status ph_rows_read(const char *set, ph_data *data, ph_error *err)
{
    ph_row row = {0};
    ph_str file = ph_cstr(set), line;
    ph_buf bytes = {0};
    if (!read_set(&file, &row))
        return ph_fail(err, PH_INVALID,
                       "'%s' is no ROLE:WEIGHT:FILE (train, domain, unlabelled, test)",
                       set);
    ph_status status = ph_read_file(file.s, PH_FILE_BYTES, &bytes, err);
    ph_str rest = ph_buf_str(&bytes);
    for (size_t at = 1; !status && ph_split(&rest, '\n', &line); at++) {
        ph_error why;
        if (line.n && (status = read_row(line, &row, data, &why)))
            ph_fail(err, status, "%s:%zu: %s", file.s, at, why.text);
    }
    ph_buf_free(&bytes);
    return status;
}
