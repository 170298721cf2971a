/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json.h - building jansson values when any step may run out of memory.
 *
 * The rule: a value that could not be made is NULL; what is built from NULL fails and frees
 * what it was given, so that only the last step needs a look.
 */
#ifndef PH_JSON_H
#define PH_JSON_H

#include <jansson.h>

#include "search/base.h"

/* A string, or null when it is absent.  NULL: no memory. */
json_t *ph_json_str(ph_str s);

/* An array of strings.  NULL: no memory. */
json_t *ph_json_strs(const ph_strs *list);

/* Sets a key to a value that it takes over; false when either is NULL or there is no memory. */
bool ph_json_put(json_t *object, const char *key, json_t *value);

/* Appends a value that it takes over; false when either is NULL or there is no memory. */
bool ph_json_add(json_t *array, json_t *value);

/* `json` if all went well, else NULL, and it is freed. */
json_t *ph_json_done(json_t *json, bool ok);

#endif
