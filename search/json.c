/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/json.h"

json_t *ph_json_str(ph_str s)
{
    return s.s ? json_stringn(s.s, s.n) : json_null();
}

json_t *ph_json_strs(const ph_strs *list)
{
    json_t *array = json_array();
    bool ok = true;
    for (size_t i = 0; i < list->n && ok; i++)
        ok = ph_json_add(array, ph_json_str(list->v[i]));
    return ph_json_done(array, ok);
}

bool ph_json_put(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0;
}

bool ph_json_add(json_t *array, json_t *value)
{
    return json_array_append_new(array, value) == 0;
}

json_t *ph_json_done(json_t *json, bool ok)
{
    if (ok)
        return json;
    json_decref(json);
    return NULL;
}

void ph_json_set(ph_json_maker *maker, json_t *object, const char *key, json_t *value)
{
    maker->failed |= !ph_json_put(object, key, value);
}

void ph_json_push(ph_json_maker *maker, json_t *array, json_t *value)
{
    maker->failed |= !ph_json_add(array, value);
}

void ph_json_set_str(ph_json_maker *maker, json_t *object, const char *key, ph_str value)
{
    if (value.n)
        ph_json_set(maker, object, key, ph_json_str(value));
}

ph_str ph_json_made(ph_json_maker *maker, ph_str s)
{
    maker->failed |= !s.s;
    return s;
}

json_t *ph_json_end(ph_json_maker *maker, json_t *json)
{
    ph_arena_free(maker->arena);
    return ph_json_done(json, !maker->failed);
}
