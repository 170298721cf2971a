/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An agenda for two institutions, to print, for a calendar and for an address book. */
#include "config.h"

#include <string.h>
#include <time.h>

#include "search/content_lines.h"
#include "search/export_contacts.h"
#include "search/export_vcard.h"
#include "web/follow_up.h"
#include "web/results.h"
#include "web/views.h"

/* Passages of a practice that are worth talking about. */
#define POINTS 3

/* --- practices ------------------------------------------------------------------------- */

/* What its authors learned: lessons first, then what stood in the way. */
static json_t *points_json(const ph_context *context, const ph_record *r, ph_str url)
{
    static const ph_kind kinds[] = {PH_LESSON, PH_OBSTACLE, PH_RECOMMENDATION};
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t i = 0; i < r->passages.n && ok && json_array_size(list) < POINTS; i++) {
            const ph_passage *p = &r->passages.v[i];
            ph_str at =
                ph_dupf(context->arena, "%.*s#%.*s", PH_FMT(url), PH_FMT(p->anchor));
            if (p->kind == kinds[k])
                ok = at.s &&
                     ph_json_add(
                         list,
                         json_pack("{s:s, s:o, s:o, s:o}", "kind", ph_kind_name(p->kind),
                                   "label", ph_json_str(ph_kind_label(context, p->kind)),
                                   "text", ph_json_str(p->text), "url", ph_json_str(at)));
        }
    return ph_json_done(list, ok);
}

static json_t *practices_json(const ph_context *context, const ph_follow_up *f, ph_str base)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < f->pack.items.n && ok; i++) {
        const ph_record *r = &f->pack.items.v[i].record;
        ph_str url =
            ph_dupf(context->arena, "%.*s/documents/%.*s", PH_FMT(base), PH_FMT(r->id));
        ok = url.s &&
             ph_json_add(list,
                         json_pack("{s:o, s:o, s:o, s:o, s:o}", "id", ph_json_str(r->id),
                                   "title", ph_json_str(r->title), "url", ph_json_str(url),
                                   "language", ph_json_str(r->language), "points",
                                   points_json(context, r, url)));
    }
    return ph_json_done(list, ok);
}

/* --- JSON ------------------------------------------------------------------------------ */

static json_t *links_json(const ph_context *context, const ph_follow_up *f, ph_str base)
{
    static const char *const rows[][2] = {
        {"self", "/follow-up"}, {"ics", "/follow-up.ics"}, {"vcf", "/follow-up.vcf"}};
    json_t *json = json_object();
    bool ok = json != NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows && ok; i++) {
        ph_str path = ph_dupf(context->arena, "%.*s%s", PH_FMT(base), rows[i][1]);
        ph_str url = path.s ? ph_follow_up_address(context, f, path) : PH_ABSENT;
        bool none = i == 1 && !f->date.n;
        ok = url.s && ph_json_put(json, rows[i][0], none ? json_null() : ph_json_str(url));
    }
    return ph_json_done(json, ok);
}

static json_t *follow_up_json(const ph_context *context, const ph_follow_up *f, ph_str base)
{
    json_t *who =
        ph_contacts_json(&f->chosen, &f->question.query, context->site->vocabulary, base,
                         ph_cstr(context->language->tag));
    json_t *json = json_pack(
        "{s:i, s:o, s:o, s:i, s:o, s:o, s:o, s:o, s:O, s:O, s:o}", "schema", 1, "date",
        ph_json_str(f->date), "time", ph_json_str(f->time), "minutes", (int)f->minutes,
        "ours", ph_json_str(f->ours), "place", ph_json_str(f->place), "practices",
        practices_json(context, f, base), "missing", ph_json_strs(&f->pack.missing),
        "organisations", json_object_get(who, "organisations"), "people",
        json_object_get(who, "people"), "links", links_json(context, f, base));
    json_decref(who);
    return json;
}

/* --- the page -------------------------------------------------------------------------- */

static bool is_chosen(const ph_follow_up *f, uint64_t key)
{
    for (size_t i = 0; i < f->chosen.organisations.n; i++)
        if (f->chosen.organisations.v[i].key == key)
            return true;
    return false;
}

/* Check boxes for everybody who did it. */
static json_t *boxes_json(const ph_context *context, const ph_follow_up *f)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < f->all.organisations.n && ok; i++) {
        const ph_who *who = &f->all.organisations.v[i];
        ph_str country = ph_value_label(context, PH_FACET_COUNTRY, who->country);
        json_t *box = json_pack("{s:o, s:o, s:b}", "key",
                                ph_json_str(ph_organisation_key(context->arena, who->key)),
                                "country", ph_json_str(country.n ? country : PH_ABSENT),
                                "chosen", is_chosen(f, who->key));
        ok = ph_add_organisation_label(context, who->id, who->name, box);
        ok = ph_json_add(list, box) && ok;
    }
    return ph_json_done(list, ok);
}

static bool add_way_words(const ph_context *context, const ph_follow_up *f, json_t *json)
{
    json_t *list = json_object_get(json, "organisations");
    bool ok = true;
    for (size_t i = 0; i < f->chosen.organisations.n && ok; i++) {
        const ph_who *who = &f->chosen.organisations.v[i];
        json_t *ways = json_object_get(json_array_get(list, i), "ways");
        ok =
            ph_add_organisation_label(context, who->id, who->name, json_array_get(list, i));
        for (size_t w = 0; w < who->ways.n && ok; w++)
            ok = ph_json_put(json_array_get(ways, w), "mailbox",
                             json_boolean(who->ways.v[w].mailbox)) &&
                 ph_json_put(json_array_get(ways, w), "words",
                             ph_json_str(ph_words(context, ph_way_words(&who->ways.v[w]))));
    }
    return ok;
}

static ph_str when_words(const ph_context *context, const ph_follow_up *f)
{
    ph_str day = ph_date_words(context, f->date);
    ph_str minutes = ph_count_words(context, f->minutes, "{n} minute", "{n} minutes");
    if (!f->date.n)
        return PH_ABSENT;
    if (!f->time.n)
        return day;
    return PH_SAY(context, "{day}, {time} UTC, {minutes}", {"day", day}, {"time", f->time},
                  {"minutes", minutes});
}

static json_t *page_json(const ph_context *context, const ph_follow_up *f)
{
    json_t *json = follow_up_json(context, f, context->site->root);
    bool ok = json && add_way_words(context, f, json) &&
              ph_json_put(json, "complaints", ph_complaints_json(context, &f->question)) &&
              ph_json_put(json, "boxes", boxes_json(context, f)) &&
              ph_json_put(json, "when", ph_json_str(when_words(context, f)));
    return ph_json_done(json, ok);
}

/* Reads it; *refused: with a problem document. */
static ph_status ask(const ph_context *context, const ph_request *request,
                     ph_response *response, bool strict, ph_follow_up *f, bool *refused,
                     ph_error *err)
{
    ph_status status = ph_follow_up_read(context, request, f, err);
    *refused = status == PH_OK && strict && f->question.complaints.n;
    return *refused ? ph_api_refuse(response, &f->question, err) : status;
}

ph_status ph_view_follow_up(const ph_context *context, const ph_request *request,
                            ph_response *response, ph_error *err)
{
    ph_follow_up f;
    bool refused, json_wanted = ph_wants_json(request);
    ph_status status = ask(context, request, response, json_wanted, &f, &refused, err);
    if (status != PH_OK || refused)
        return status;
    if (json_wanted)
        return ph_response_json(response, 200, PH_TYPE_JSON,
                                follow_up_json(context, &f, context->site->base), err);
    json_t *model = ph_page_new(context, ph_words(context, "Follow-up"), PH_ABSENT);
    bool ok = ph_json_put(json_object_get(model, "page"), "noindex", json_true());
    ok = ph_json_put(model, "follow", page_json(context, &f)) && ok;
    return ph_page_send(context, response, "follow_up", ph_json_done(model, ok), err);
}

/* --- for other programs ---------------------------------------------------------------- */

ph_status ph_view_follow_up_vcard(const ph_context *context, const ph_request *request,
                                  ph_response *response, ph_error *err)
{
    ph_follow_up f;
    bool refused;
    ph_status status = ask(context, request, response, true, &f, &refused, err);
    if (status != PH_OK || refused)
        return status;
    response->type = "text/vcard; charset=utf-8"; /* RFC 6350, 10.1 */
    bool ok = ph_response_header(response, "Content-Disposition",
                                 PH_STR("attachment; filename=\"follow-up.vcf\"")) &&
              ph_contacts_vcard(&response->body, &f.chosen, &f.question.query,
                                context->site->vocabulary, context->absolute);
    return ok ? PH_OK : ph_fail_memory(err);
}

/* The agenda as a calendar shows it. */
static ph_str description(const ph_context *context, const ph_follow_up *f)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < f->pack.items.n; i++) {
        const ph_record *r = &f->pack.items.v[i].record;
        ph_buf_addf(&buf, "%zu. %.*s\n%.*s/documents/%.*s\n", i + 1, PH_FMT(r->title),
                    PH_FMT(context->absolute), PH_FMT(r->id));
    }
    for (size_t i = 0; i < f->chosen.organisations.n; i++)
        ph_buf_addf(&buf, "- %.*s\n", PH_FMT(f->chosen.organisations.v[i].name));
    ph_str made = buf.failed ? PH_ABSENT : ph_dup(context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return made;
}

static ph_str summary(const ph_context *context, const ph_follow_up *f)
{
    ph_str theirs =
        f->chosen.organisations.n ? f->chosen.organisations.v[0].name : PH_ABSENT;
    if (f->ours.n && theirs.n)
        return PH_SAY(context, "Follow-up: {ours} and {theirs}", {"ours", f->ours},
                      {"theirs", theirs});
    return ph_words(context, "Follow-up");
}

/* When it was made: RFC 5545 wants to know. */
static void put_stamp(ph_lines *lines)
{
    char text[32];
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc) && strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &utc))
        ph_lines_put(lines, "DTSTAMP", ph_cstr(text));
}

/* A day without a time is a whole day (RFC 5545, 3.6.1). */
static void put_when(ph_lines *lines, const ph_context *context, const ph_follow_up *f)
{
    if (!f->time.n) {
        ph_lines_time(lines, "DTSTART;VALUE=DATE", f->date);
        return;
    }
    ph_lines_time(
        lines, "DTSTART",
        ph_dupf(context->arena, "%.*sT%.*s:00Z", PH_FMT(f->date), PH_FMT(f->time)));
    ph_lines_put(lines, "DURATION", ph_dupf(context->arena, "PT%uM", f->minutes));
}

ph_status ph_view_follow_up_ics(const ph_context *context, const ph_request *request,
                                ph_response *response, ph_error *err)
{
    ph_follow_up f;
    bool refused;
    ph_status status = ask(context, request, response, true, &f, &refused, err);
    if (status != PH_OK || refused)
        return status;
    if (!f.date.n)
        return ph_fail(err, PH_INVALID, PH_N("A calendar needs a day: date=2026-12-03."));
    ph_lines lines = {.out = &response->body};
    ph_str path = ph_dupf(context->arena, "%.*s/follow-up", PH_FMT(context->absolute));
    ph_str url = path.s ? ph_follow_up_address(context, &f, path) : PH_ABSENT;
    response->type = "text/calendar; charset=utf-8";
    ph_lines_put(&lines, "BEGIN", PH_STR("VCALENDAR"));
    ph_lines_put(&lines, "VERSION", PH_STR("2.0"));
    ph_lines_put(&lines, "PRODID", PH_STR("-//peerhub//peerhub " PACKAGE_VERSION "//EN"));
    ph_lines_put(&lines, "BEGIN", PH_STR("VEVENT"));
    ph_lines_uid(&lines, "follow-up", url);
    put_stamp(&lines);
    put_when(&lines, context, &f);
    ph_lines_put(&lines, "SUMMARY", summary(context, &f));
    ph_lines_put(&lines, "LOCATION", f.place);
    ph_lines_put(&lines, "DESCRIPTION", description(context, &f));
    ph_lines_uri(&lines, "URL", url);
    ph_lines_put(&lines, "END", PH_STR("VEVENT"));
    ph_lines_put(&lines, "END", PH_STR("VCALENDAR"));
    ph_lines_free(&lines);
    bool ok = url.s && ph_response_header(response, "Content-Disposition",
                                          PH_STR("attachment; filename=\"follow-up.ics\""));
    return ok && !response->body.failed ? PH_OK : ph_fail_memory(err);
}
