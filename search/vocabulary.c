/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "search/vocabulary_read.h"

/* --- finding ---------------------------------------------------------------------------- */

static size_t slot_of(const ph_vocabulary *v, ph_str scheme, ph_str id)
{
    uint64_t h = ph_hash(scheme.s, scheme.n, PH_HASH_SEED);
    return (size_t)ph_hash(id.s, id.n, h ^ 0x1f) & (v->slots - 1);
}

/* The place of a concept, or the free place where it would be. */
static const ph_concept **place(const ph_vocabulary *v, ph_str scheme, ph_str id)
{
    size_t i = slot_of(v, scheme, id);
    while (v->table[i] &&
           !(ph_eq(v->table[i]->id, id) && ph_eq(v->table[i]->scheme, scheme)))
        i = (i + 1) & (v->slots - 1);
    return &v->table[i];
}

const ph_concept *ph_vocabulary_find(const ph_vocabulary *v, const char *scheme, ph_str id)
{
    return scheme ? *place(v, ph_cstr(scheme), id) : NULL;
}

size_t ph_vocabulary_count(const ph_vocabulary *v)
{
    return v->concepts.n;
}

const ph_concept *ph_vocabulary_at(const ph_vocabulary *v, size_t i)
{
    return &v->concepts.v[i];
}

const ph_country_facts *ph_country_find(const ph_vocabulary *v, ph_str code)
{
    for (size_t i = 0; i < v->countries.n; i++)
        if (ph_eq(v->countries.v[i].code, code))
            return &v->countries.v[i];
    return NULL;
}

const ph_concept *ph_country_group(const ph_vocabulary *v, const char *scheme, ph_str code,
                                   size_t *at)
{
    while (*at < v->concepts.n) {
        const ph_concept *c = &v->concepts.v[(*at)++];
        if (ph_eqc(c->scheme, scheme) && ph_strs_has(&c->members, code))
            return c;
    }
    return NULL;
}

bool ph_concept_is_subject(const ph_concept *c)
{
    if (!c)
        return false;
    return ph_eqc(c->scheme, "sdg") ? !c->broader.n : c->broader.n || !c->parent;
}

uint64_t ph_vocabulary_hash(const ph_vocabulary *v)
{
    return v->hash;
}

/* In just this language, or else in a variety of it: "sr" finds "sr-Cyrl". */
static ph_str preferred(const ph_concept *c, ph_str language)
{
    ph_str variety = PH_ABSENT;
    for (size_t i = 0; i < c->labels.n && language.n; i++) {
        ph_str tag = c->labels.v[i].language;
        if (c->labels.v[i].type != PH_LABEL_PREFERRED)
            continue;
        if (ph_eq_nocase(tag, language))
            return c->labels.v[i].text;
        if (!variety.s && tag.n > language.n && tag.s[language.n] == '-' &&
            ph_eq_nocase(ph_sub(tag, 0, language.n), language))
            variety = c->labels.v[i].text;
    }
    return variety;
}

ph_str ph_concept_label(const ph_concept *c, ph_str language)
{
    ph_str label = preferred(c, language);
    while (!label.s && language.n) { /* RFC 4647 look-up: "sr-Latn-RS", "sr-Latn", "sr" */
        do
            language.n--;
        while (language.n && language.s[language.n] != '-');
        label = preferred(c, language);
    }
    if (!label.s)
        label = preferred(c, PH_STR("en"));
    return label.s ? label : c->id;
}

/* --- putting it together ---------------------------------------------------------------- */

static ph_concept *by_uri(const ph_vocabulary *v, ph_str uri)
{
    for (size_t i = 0; i < v->concepts.n; i++)
        if (ph_eq(v->concepts.v[i].uri, uri))
            return &v->concepts.v[i];
    return NULL;
}

/* Deeper than any vocabulary: who is so deep below himself stands in a circle. */
#define DEPTH_MAX 32

static ph_status check_circles(const ph_vocabulary *v, ph_error *err)
{
    for (size_t i = 0; i < v->concepts.n; i++) {
        const ph_concept *start = &v->concepts.v[i], *c = start;
        for (int depth = 0; c && c->broader.n; depth++) {
            if (depth == DEPTH_MAX)
                return ph_fail(
                    err, PH_INVALID,
                    "vocabularies: '%.*s' of scheme '%.*s' is broader than itself",
                    PH_FMT(start->id), PH_FMT(start->scheme));
            c = *place(v, c->scheme, c->broader);
        }
    }
    return PH_OK;
}

/* Fills the table, and puts ids in the place of IRIs. */
static ph_status link_up(ph_vocabulary *v, ph_error *err)
{
    for (v->slots = 64; v->slots < v->concepts.n * 2;)
        v->slots *= 2;
    v->table = ph_alloc(v->arena, v->slots * sizeof *v->table);
    if (!v->table)
        return ph_fail_memory(err);
    for (size_t i = 0; i < v->concepts.n; i++) {
        ph_concept *c = &v->concepts.v[i];
        const ph_concept **p = place(v, c->scheme, c->id);
        if (*p)
            return ph_fail(err, PH_INVALID, "vocabularies: scheme '%.*s' has '%.*s' twice",
                           PH_FMT(c->scheme), PH_FMT(c->id));
        *p = c;
    }
    for (size_t i = 0; i < v->concepts.n; i++) {
        ph_concept *c = &v->concepts.v[i];
        if (c->broader.s) {
            ph_concept *parent = by_uri(v, c->broader);
            if (!parent)
                return ph_fail(err, PH_INVALID,
                               "vocabularies: '%.*s' is below '%.*s', which "
                               "is not there",
                               PH_FMT(c->id), PH_FMT(c->broader));
            c->broader = parent->id;
            parent->parent |= ph_eq(parent->scheme, c->scheme);
        }
        size_t twins = 0;
        for (size_t j = 0; j < c->close.n; j++) {
            const ph_concept *twin = by_uri(v, c->close.v[j]);
            if (twin && ph_eq(twin->scheme, c->scheme))
                c->close.v[twins++] = twin->id;
        }
        c->close.n = twins;
    }
    return check_circles(v, err);
}

static int is_rdf(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && ph_ends(ph_cstr(entry->d_name), PH_STR(".rdf"));
}

static ph_status read_folder(ph_vocabulary *v, const char *folder, ph_error *err)
{
    struct dirent **names = NULL;
    int n = scandir(folder, &names, is_rdf, alphasort);
    if (n < 0)
        return ph_fail_errno(err, "cannot read the vocabularies in", folder);
    ph_status status = PH_OK;
    if (n == 0)
        status = ph_fail(err, PH_NOT_FOUND, "no vocabulary (*.rdf) in '%s'", folder);
    for (int i = 0; i < n; i++) {
        if (!status) {
            ph_str path = ph_dupf(v->arena, "%s/%s", folder, names[i]->d_name);
            status = path.s ? ph_vocabulary_read(v, path.s, err) : ph_fail_memory(err);
        }
        free(names[i]);
    }
    free(names);
    return status;
}

ph_status ph_vocabulary_open(ph_vocabulary **out, const char *folder, ph_error *err)
{
    *out = NULL;
    ph_vocabulary *v = calloc(1, sizeof *v);
    ph_status status = PH_OK;
    if (!v || !(v->arena = ph_arena_new()))
        status = ph_fail_memory(err);
    if (!status) {
        v->hash = PH_HASH_SEED;
        status = read_folder(v, folder, err);
    }
    if (!status)
        status = link_up(v, err);
    if (!status && !(v->labels = ph_label_store_new(v)))
        status = ph_fail_memory(err);
    if (status)
        ph_vocabulary_free(v);
    else
        *out = v;
    return status;
}

void ph_vocabulary_free(ph_vocabulary *v)
{
    if (v) {
        ph_label_store_free(v->labels);
        ph_arena_free(v->arena);
    }
    free(v);
}
