/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <jansson.h>

#include "search/export.h"

void ph_csl_begin(ph_export *e)
{
    ph_buf_byte(e->out, '[');
}

static void set(ph_export *e, json_t *object, const char *name, json_t *value)
{
    e->out->failed |= json_object_set_new(object, name, value) != 0;
}

static void put(ph_export *e, json_t *object, const char *name, ph_str value)
{
    if (value.n)
        set(e, object, name, json_stringn(value.s, value.n));
}

static void put_creators(ph_export *e, json_t *item, const ph_strs *creators)
{
    json_t *list = json_array();
    ph_str family, given;
    for (size_t i = 0; i < creators->n; i++) {
        json_t *name = json_object();
        if (ph_creator_parts(creators->v[i], &family, &given)) {
            put(e, name, "family", family);
            put(e, name, "given", given);
        } else {
            put(e, name, "literal", creators->v[i]);
        }
        e->out->failed |= json_array_append_new(list, name) != 0;
    }
    if (creators->n)
        set(e, item, "author", list);
    else
        json_decref(list);
}

/* {"date-parts": [[2022, 6, 4]]}, as precise as stated. */
static void put_date(ph_export *e, json_t *item, const ph_reference *ref)
{
    const ph_str given[] = {ref->year, ref->month, ref->day};
    json_t *parts = json_array();
    uint64_t number;
    if (!ref->year.n) {
        json_decref(parts);
        return;
    }
    for (size_t i = 0; i < 3 && ph_number(given[i], &number); i++)
        e->out->failed |=
            json_array_append_new(parts, json_integer((json_int_t)number)) != 0;
    set(e, item, "issued", json_pack("{s:[o]}", "date-parts", parts));
}

static void put_keywords(ph_export *e, json_t *item, const ph_strs *keywords)
{
    ph_buf joined = {0};
    for (size_t i = 0; i < keywords->n; i++) {
        if (i)
            ph_buf_addc(&joined, "; ");
        ph_buf_add(&joined, keywords->v[i]);
    }
    e->out->failed |= joined.failed;
    put(e, item, "keyword", ph_buf_str(&joined));
    ph_buf_free(&joined);
}

static int add_bytes(const char *bytes, size_t n, void *user)
{
    ph_buf *out = user;
    ph_buf_add(out, (ph_str){bytes, n});
    return out->failed ? -1 : 0;
}

void ph_csl_add(ph_export *e, const ph_reference *ref)
{
    const ph_record *r = ref->record;
    json_t *item = json_object();
    put(e, item, "id", ref->id);
    set(e, item, "type", json_string(ref->report ? "report" : "document"));
    put(e, item, "title", r->title);
    put_creators(e, item, &r->creators);
    put_date(e, item, ref);
    put(e, item, "publisher", r->publisher);
    put(e, item, "genre", ref->type);
    put(e, item, "event-title", r->event.name);
    put(e, item, "event-place", r->event.place);
    put(e, item, "language", r->language);
    put_keywords(e, item, &ref->keywords);
    put(e, item, "abstract", r->abstract);
    put(e, item, "license", r->license);
    put(e, item, "URL", ref->url);
    ph_buf_addc(e->out, e->n ? ",\n" : "\n");
    e->out->failed |=
        !item || json_dump_callback(item, add_bytes, e->out, JSON_INDENT(1)) != 0;
    json_decref(item);
}

void ph_csl_end(ph_export *e)
{
    ph_buf_addc(e->out, "\n]\n");
}
