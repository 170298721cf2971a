/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json.h - building jansson values when any step may run out of memory.
 *
 * The rule: a value that could not be made is NULL; what is built from NULL fails and frees
 * what it was given, so that only the last step needs a look.  What takes many steps is built by a
 * maker, which remembers that one of them failed.
 */
#ifndef PH_JSON_H
#define PH_JSON_H

#include <jansson.h>

#include "search/vocabulary.h"

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

/* --- many steps -------------------------------------------------------------------------- */

/* What is needed to make an answer; without vocabulary and arena for what has no labels. */
typedef struct ph_json_maker {
    const ph_vocabulary *vocabulary;
    ph_str language; /* of labels */
    ph_str base;     /* what addresses begin with */
    ph_arena *arena; /* of strings on the way */
    bool failed;
} ph_json_maker;

/* ph_json_put and ph_json_add, their failure remembered. */
void ph_json_set(ph_json_maker *maker, json_t *object, const char *key, json_t *value);
void ph_json_push(ph_json_maker *maker, json_t *array, json_t *value);

/* A string; an empty or absent one is left out. */
void ph_json_set_str(ph_json_maker *maker, json_t *object, const char *key, ph_str value);

/* Notes that a string on the way, which is never absent, could not be made. */
ph_str ph_json_made(ph_json_maker *maker, ph_str s);

/* Frees the arena; `json`, or NULL if any step failed. */
json_t *ph_json_end(ph_json_maker *maker, json_t *json);

#endif
