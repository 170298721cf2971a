/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>

#include "search/limits.h"
#include "search/text.h"
#include "web/carry.h"
#include "web/follow_up.h"

ph_str ph_organisation_key(ph_arena *arena, uint64_t key)
{
    return ph_dupf(arena, "%016" PRIx64, key);
}

/* --- parameters ------------------------------------------------------------------------ */

static ph_status complain(ph_follow_up *f, const ph_parameter *p, const char *text,
                          ph_error *err)
{
    ph_complaint *c = PH_PUSH(f->question.query.arena, &f->question.complaints);
    if (!c)
        return ph_fail_memory(err);
    *c = (ph_complaint){p->name, p->value, ph_cstr(text)};
    return PH_OK;
}

/* "2026-12-03": a day of the calendar, checked by the questions' own rule. */
static bool is_day(ph_str value, ph_arena *arena, const ph_vocabulary *vocabulary)
{
    ph_query query;
    ph_error err;
    ph_query_init(&query, arena, vocabulary);
    return value.n == 10 && ph_query_set(&query, PH_STR("since"), value, &err) == PH_OK;
}

static bool is_time(ph_str value)
{
    uint64_t hour, minute;
    return value.n == 5 && value.s[2] == ':' && ph_number(ph_sub(value, 0, 2), &hour) &&
           ph_number(ph_sub(value, 3, 5), &minute) && hour < 24 && minute < 60;
}

static ph_status read_one(const ph_context *context, ph_follow_up *f, const ph_parameter *p,
                          ph_strs *keys, ph_error *err)
{
    uint64_t minutes;
    if (p->value.n && ph_eqc(p->name, "ui") &&
        !ph_language_find(&context->site->languages, p->value))
        return complain(f, p, "ui: there are no pages in that language", err);
    if (!p->value.n || ph_travels(p->name))
        return PH_OK;
    if (ph_eqc(p->name, "org"))
        return ph_strs_add(context->arena, keys, p->value) ? PH_OK : ph_fail_memory(err);
    if (ph_eqc(p->name, "ours"))
        f->ours = ph_utf8_cut(p->value, PH_TITLE_BYTES);
    else if (ph_eqc(p->name, "place"))
        f->place = ph_utf8_cut(p->value, PH_TITLE_BYTES);
    else if (ph_eqc(p->name, "date") &&
             is_day(p->value, context->arena, context->site->vocabulary))
        f->date = p->value;
    else if (ph_eqc(p->name, "date"))
        return complain(f, p, "date is a day such as 2026-12-03", err);
    else if (ph_eqc(p->name, "time") && is_time(p->value))
        f->time = p->value;
    else if (ph_eqc(p->name, "time"))
        return complain(f, p, "time is a time of day (UTC) such as 10:00", err);
    else if (ph_eqc(p->name, "minutes") && ph_number(p->value, &minutes) && minutes >= 5 &&
             minutes <= 1440)
        f->minutes = (unsigned)minutes;
    else if (ph_eqc(p->name, "minutes"))
        return complain(f, p, "minutes is a number from 5 to 1440", err);
    else
        return complain(f, p, "there is no such parameter", err);
    return PH_OK;
}

/* --- who ------------------------------------------------------------------------------- */

static bool has_role(const ph_who *who, ph_role least)
{
    for (size_t i = 0; i < who->proof.n; i++)
        if (who->proof.v[i].role >= least)
            return true;
    return false;
}

/* Those that are named; when none are, those that led a practice or are its contact, not all that a
 * text mentions. */
static ph_status choose(const ph_context *context, ph_follow_up *f, const ph_strs *keys,
                        ph_error *err)
{
    f->chosen = f->all;
    f->chosen.organisations.v = NULL;
    f->chosen.organisations.n = f->chosen.organisations.cap = 0;
    f->named = keys->n > 0;
    for (size_t i = 0; i < f->all.organisations.n; i++) {
        const ph_who *who = &f->all.organisations.v[i];
        bool wanted = f->named
                          ? ph_strs_has(keys, ph_organisation_key(context->arena, who->key))
                          : has_role(who, PH_ROLE_CONTACT);
        ph_who *slot = wanted ? PH_PUSH(context->arena, &f->chosen.organisations) : NULL;
        if (slot)
            *slot = *who;
        else if (wanted)
            return ph_fail_memory(err);
    }
    return PH_OK;
}

static ph_status find_who(const ph_context *context, ph_follow_up *f, ph_error *err)
{
    ph_query *query = &f->question.query;
    query->contacts = true;
    query->limit = PH_PAGE_MAX;
    for (size_t i = 0; i < f->pack.items.n; i++)
        if (!ph_strs_add(context->arena, &query->ids, f->pack.items.v[i].record.id))
            return ph_fail_memory(err);
    return query->ids.n ? ph_contacts(context->reader, query, context->arena, &f->all, err)
                        : PH_OK;
}

ph_status ph_follow_up_read(const ph_context *context, const ph_request *request,
                            ph_follow_up *f, ph_error *err)
{
    ph_strs keys = {0};
    *f = (ph_follow_up){.question = {.page = 1, .per_page = PH_PAGE_MAX},
                        .minutes = PH_MEETING_MINUTES};
    ph_query_init(&f->question.query, context->arena, context->site->vocabulary);
    ph_status status = PH_OK;
    for (size_t i = 0; i < request->parameters.n && status == PH_OK; i++)
        status = read_one(context, f, &request->parameters.v[i], &keys, err);
    if (status == PH_OK)
        status = ph_pack_open(context, &f->pack, err);
    if (status == PH_OK)
        status = find_who(context, f, err);
    return status == PH_OK ? choose(context, f, &keys, err) : status;
}

/* --- addresses ------------------------------------------------------------------------- */

static void add(ph_buf *buf, const char *name, ph_str value)
{
    if (!value.n)
        return;
    ph_buf_addf(buf, "&%s=", name);
    ph_url_escape(buf, value);
}

ph_str ph_follow_up_address(const ph_context *context, const ph_follow_up *f, ph_str path)
{
    ph_buf buf = {0};
    ph_str pack = ph_pack_address(context, path, &context->pack);
    ph_buf_add(&buf, pack);
    if (f->named)
        for (size_t i = 0; i < f->chosen.organisations.n; i++)
            add(&buf, "org",
                ph_organisation_key(context->arena, f->chosen.organisations.v[i].key));
    add(&buf, "date", f->date);
    add(&buf, "time", f->time);
    if (f->minutes != PH_MEETING_MINUTES)
        ph_buf_addf(&buf, "&minutes=%u", f->minutes);
    add(&buf, "ours", f->ours);
    add(&buf, "place", f->place);
    ph_str made =
        buf.failed || !pack.s ? PH_ABSENT : ph_dup(context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return made;
}
