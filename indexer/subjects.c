/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "indexer/subjects.h"
#include "search/text.h"

struct ph_subject {
    uint64_t hash;             /* of scheme and label */
    const ph_concept *concept; /* NULL: the place is free */
    bool preferred;
};

static uint64_t hash_of(ph_str scheme, ph_str key)
{
    return ph_hash(key.s, key.n, ph_hash(scheme.s, scheme.n, PH_HASH_SEED));
}

static struct ph_subject *place_of(const ph_subjects *s, uint64_t hash)
{
    size_t i = (size_t)hash & (s->slots - 1);
    while (s->v[i].concept && s->v[i].hash != hash)
        i = (i + 1) & (s->slots - 1);
    return &s->v[i];
}

static bool is_wanted(const ph_concept *c)
{
    return ph_eqc(c->scheme, "themes") || ph_eqc(c->scheme, "sdg");
}

static bool is_name(const ph_label *label)
{
    return label->type == PH_LABEL_PREFERRED || label->type == PH_LABEL_ALTERNATIVE;
}

/* Of concepts that share a label the one counts that prefers it, else the first. */
static bool add(ph_subjects *s, const ph_concept *c, ph_arena *arena)
{
    for (size_t i = 0; i < c->labels.n; i++) {
        const ph_label *label = &c->labels.v[i];
        bool preferred = label->type == PH_LABEL_PREFERRED;
        if (!is_name(label))
            continue;
        ph_str key = ph_text_key(arena, label->text);
        if (!key.s)
            return false;
        uint64_t hash = hash_of(c->scheme, key);
        struct ph_subject *place = place_of(s, hash);
        if (!place->concept || (preferred && !place->preferred))
            *place = (struct ph_subject){hash, c, preferred};
    }
    return true;
}

static bool fill(ph_subjects *s, const ph_vocabulary *vocabulary)
{
    size_t labels = 0, n = ph_vocabulary_count(vocabulary);
    bool done = true;
    for (size_t i = 0; i < n; i++)
        if (is_wanted(ph_vocabulary_at(vocabulary, i)))
            labels += ph_vocabulary_at(vocabulary, i)->labels.n;
    for (s->slots = 64; s->slots < 2 * labels;)
        s->slots *= 2;
    s->v = calloc(s->slots, sizeof *s->v);
    ph_arena *arena = ph_arena_new();
    done = s->v && arena;
    for (size_t i = 0; done && i < n; i++) {
        const ph_concept *c = ph_vocabulary_at(vocabulary, i);
        done = !is_wanted(c) || add(s, c, arena);
    }
    ph_arena_free(arena);
    if (!done)
        ph_subjects_free(s);
    return done;
}

ph_status ph_subjects_find(ph_subjects *s, const ph_vocabulary *vocabulary,
                           const char *scheme, ph_str label, ph_arena *arena,
                           const ph_concept **concept, ph_error *err)
{
    *concept = NULL;
    ph_str key = ph_text_key(arena, label);
    if (!key.s || (!s->v && !fill(s, vocabulary)))
        return ph_fail_memory(err);
    if (key.n) { /* a label of signs alone has none */
        *concept = place_of(s, hash_of(ph_cstr(scheme), key))->concept;
    }
    return PH_OK;
}

void ph_subjects_free(ph_subjects *s)
{
    free(s->v);
    *s = (ph_subjects){0};
}
