/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <time.h>

#include "search/similar.h"
#include "web/requests.h"

/* Documents like a request that are looked at: those of other types are passed over. */
#define LOOKED 50

bool ph_is_request(const ph_record *record)
{
    return ph_eqc(record->type, "request");
}

ph_str ph_request_closing(const ph_record *record)
{
    for (size_t i = 0; i < record->fields.n; i++)
        if (ph_eqc(record->fields.v[i].name, "closing_date"))
            return record->fields.v[i].value;
    return PH_ABSENT;
}

ph_status ph_request_matches(const ph_context *context, const ph_record *record,
                             ph_result *matches, ph_error *err)
{
    ph_result like = {0};
    *matches = (ph_result){0};
    if (!ph_is_request(record))
        return PH_OK;
    ph_status status =
        ph_similar(context->reader, record->id, LOOKED, context->arena, &like, err);
    for (size_t i = 0; i < like.hits.n && status == PH_OK; i++) {
        const ph_hit *hit = &like.hits.v[i];
        bool done = ph_eqc(hit->record.type, "practice-note") ||
                    ph_eqc(hit->record.type, "ai-case-study");
        if (!done || matches->hits.n == PH_MATCHES_SHOWN)
            continue;
        ph_hit *slot = PH_PUSH(context->arena, &matches->hits);
        if (!slot)
            return ph_fail_memory(err);
        *slot = *hit;
    }
    return status;
}

/* Until the end of its last day; dates that are less precise compare by what they have. */
static bool is_open(ph_str closing, time_t now)
{
    char today[16];
    struct tm utc;
    if (!closing.n || !gmtime_r(&now, &utc) ||
        !strftime(today, sizeof today, "%Y-%m-%d", &utc))
        return true;
    return ph_cmp(ph_sub(ph_cstr(today), 0, closing.n), closing) <= 0;
}

json_t *ph_request_json(const ph_context *context, const ph_record *record,
                        const ph_result *matches)
{
    if (!ph_is_request(record))
        return json_null();
    ph_str closing = ph_request_closing(record);
    json_t *list = ph_api_similar(context, matches, context->site->root);
    bool ok = list != NULL;
    for (size_t i = 0; i < matches->hits.n && ok; i++)
        ok = ph_json_put(json_array_get(list, i), "lang",
                         ph_json_str(matches->hits.v[i].record.language));
    return json_pack("{s:o, s:b, s:o}", "closing",
                     ph_json_str(ph_date_words(context, closing)), "open",
                     is_open(closing, context->now), "matches", ph_json_done(list, ok));
}
