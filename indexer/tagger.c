/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "indexer/tagger.h"
#include "search/text.h"

#define LABEL_WORDS 12
#define LANGUAGES 32

/* A label's words hashed one after another; beginnings of labels are entries too, so that a
 * walk along a text knows when to stop. */
typedef struct entry {
    uint64_t hash; /* 0: free */
    bool whole;    /* a label ends here */
    bool cased;    /* counts only when it begins with a capital */
    const ph_concept *concept;
    ph_str id;
    double weight;
} entry;

/* The labels of one language. */
typedef struct label_table {
    char language[16];
    entry *entries;
    size_t used, slots;
} label_table;

struct ph_tagger {
    const ph_vocabulary *vocabulary;
    ph_analyzer *analyzer;
    ph_arena *arena;
    label_table tables[LANGUAGES];
    size_t n;
};

ph_status ph_tagger_new(ph_tagger **out, const ph_vocabulary *vocabulary,
                        ph_analyzer *analyzer, ph_error *err)
{
    ph_tagger *t = *out = calloc(1, sizeof *t);
    if (!t || !(t->arena = ph_arena_new())) {
        free(t);
        *out = NULL;
        return ph_fail_memory(err);
    }
    t->vocabulary = vocabulary;
    t->analyzer = analyzer;
    return PH_OK;
}

void ph_tagger_free(ph_tagger *t)
{
    for (size_t i = 0; t && i < t->n; i++)
        free(t->tables[i].entries);
    if (t)
        ph_arena_free(t->arena);
    free(t);
}

/* --- tables of labels ------------------------------------------------------------------------- */

static uint64_t extend(uint64_t hash, ph_str term)
{
    hash = ph_hash(term.s, term.n, hash);
    return ph_hash(" ", 1, hash) | 1;
}

static entry *find(const label_table *t, uint64_t hash)
{
    size_t i = (size_t)(hash >> 1) & (t->slots - 1);
    while (t->entries[i].hash && t->entries[i].hash != hash)
        i = (i + 1) & (t->slots - 1);
    return &t->entries[i];
}

static bool grow(label_table *t)
{
    label_table bigger = *t;
    bigger.slots = t->slots ? t->slots * 2 : 4096;
    bigger.entries = calloc(bigger.slots, sizeof *bigger.entries);
    if (!bigger.entries)
        return false;
    for (size_t i = 0; i < t->slots; i++)
        if (t->entries[i].hash)
            *find(&bigger, t->entries[i].hash) = t->entries[i];
    free(t->entries);
    *t = bigger;
    return true;
}

/* The entry of a hash, made if it is not there; NULL: no memory. */
static entry *place(label_table *t, uint64_t hash)
{
    if (t->used * 2 >= t->slots && !grow(t))
        return NULL;
    entry *e = find(t, hash);
    if (!e->hash) {
        e->hash = hash;
        t->used++;
    }
    return e;
}

/* Puts a label in; what is there already under another concept stays. */
static ph_status add_label(ph_tagger *t, label_table *table, ph_str label, entry what,
                           ph_error *err)
{
    ph_strs terms = {0};
    uint64_t hash = PH_HASH_SEED;
    ph_status status =
        ph_analyze_all(t->analyzer, ph_cstr(table->language), label, t->arena, &terms, err);
    if (status || terms.n == 0 || terms.n > LABEL_WORDS)
        return status;
    entry *e = NULL;
    for (size_t i = 0; i < terms.n; i++) {
        hash = extend(hash, terms.v[i]);
        if (!(e = place(table, hash)))
            return ph_fail_memory(err);
    }
    if (e->whole)
        return PH_OK;
    what.hash = e->hash;
    what.whole = true;
    *e = what;
    return PH_OK;
}

static bool same_language(ph_str tag, const char *language)
{
    size_t n = strlen(language);
    return tag.n >= n && ph_eq_nocase(ph_sub(tag, 0, n), (ph_str){language, n}) &&
           (tag.n == n || tag.s[n] == '-');
}

/* One word says less than several, a vague preferred label nothing. */
static double weight_of(const ph_concept *c, const ph_label *label)
{
    bool single = !memchr(label->text.s, ' ', label->text.n);
    if (label->type == PH_LABEL_CUE || (c->vague && label->type == PH_LABEL_PREFERRED))
        return 0;
    return single ? 0.5 : 1;
}

static ph_status add_concepts(ph_tagger *t, label_table *table, ph_error *err)
{
    static const char *const schemes[] = {"themes", "sdg", "stakeholder"};
    ph_status status = PH_OK;
    for (size_t i = 0; i < ph_vocabulary_count(t->vocabulary); i++) {
        const ph_concept *c = ph_vocabulary_at(t->vocabulary, i);
        bool wanted = false;
        for (size_t s = 0; s < sizeof schemes / sizeof *schemes; s++)
            wanted |= ph_eqc(c->scheme, schemes[s]);
        if (!wanted || c->asserted_only)
            continue;
        for (size_t l = 0; !status && l < c->labels.n; l++) {
            double weight = weight_of(c, &c->labels.v[l]);
            if (weight > 0 && same_language(c->labels.v[l].language, table->language))
                status =
                    add_label(t, table, c->labels.v[l].text,
                              (entry){.concept = c, .id = c->id, .weight = weight}, err);
        }
    }
    return status;
}

typedef struct country_adder {
    ph_tagger *tagger;
    label_table *table;
    ph_status status;
    ph_error *err;
} country_adder;

static bool add_country(void *user, ph_str code)
{
    country_adder *a = user;
    ph_str id = ph_dup(a->tagger->arena, code);
    ph_str name = ph_place_name(a->tagger->arena, code, ph_cstr(a->table->language));
    if (!id.s || !name.s)
        a->status = ph_fail_memory(a->err);
    else if (!ph_eq(name, code))
        a->status = add_label(a->tagger, a->table, name,
                              (entry){.id = id, .cased = true, .weight = 1}, a->err);
    return a->status == PH_OK;
}

static ph_status find_table(ph_tagger *t, ph_str language, label_table **out, ph_error *err)
{
    char code[16] = "en";
    size_t n = 0;
    while (n < language.n && n < sizeof code - 1 && language.s[n] != '-')
        n++;
    if (n) {
        memcpy(code, language.s, n);
        code[n] = '\0';
    }
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->tables[i].language, code) == 0) {
            *out = &t->tables[i];
            return PH_OK;
        }
    if (t->n == LANGUAGES) { /* the least used language gives way to the new one */
        free(t->tables[LANGUAGES - 1].entries);
        t->n--;
    }
    label_table *fresh = *out = &t->tables[t->n];
    *fresh = (label_table){0};
    memcpy(fresh->language, code, sizeof code);
    if (!grow(fresh))
        return ph_fail_memory(err);
    t->n++;
    country_adder adder = {t, fresh, PH_OK, err};
    ph_status status = add_concepts(t, fresh, err);
    if (!status) {
        ph_country_each(add_country, &adder);
        status = adder.status;
    }
    return status;
}

/* --- finding ------------------------------------------------------------------------------------ */

typedef struct token {
    ph_str term;
    size_t start, end;
} token;

typedef struct collector {
    ph_arena *arena;
    PH_VEC(token) tokens;
    bool failed;
} collector;

static bool collect(void *user, ph_token t)
{
    collector *c = user;
    token *slot = PH_PUSH(c->arena, &c->tokens);
    c->failed = !slot || !(slot->term = ph_dup(c->arena, t.term)).s;
    if (slot) {
        slot->start = t.start;
        slot->end = t.end;
    }
    return !c->failed;
}

/* Scripts without capitals have nothing to check. */
static bool begins_low(ph_str text, size_t at)
{
    return u_islower(ph_utf8_next(text, &at));
}

ph_status ph_tagger_find(ph_tagger *t, ph_str language, ph_str text, ph_arena *arena,
                         ph_mentions *mentions, ph_error *err)
{
    label_table *table;
    collector c = {.arena = arena};
    ph_status status = find_table(t, language, &table, err);
    if (!status)
        status = ph_analyze(t->analyzer, language, text, collect, &c, err);
    if (status || c.failed)
        return status ? status : ph_fail_memory(err);
    for (size_t i = 0; i < c.tokens.n;) {
        uint64_t hash = PH_HASH_SEED;
        const entry *best = NULL;
        size_t end = i;
        for (size_t j = i; j < c.tokens.n && j - i < LABEL_WORDS; j++) {
            hash = extend(hash, c.tokens.v[j].term);
            const entry *e = find(table, hash);
            if (!e->hash)
                break;
            if (e->whole && !(e->cased && begins_low(text, c.tokens.v[i].start))) {
                best = e;
                end = j;
            }
        }
        if (!best) {
            i++;
            continue;
        }
        ph_mention *m = PH_PUSH(arena, mentions);
        if (!m)
            return ph_fail_memory(err);
        *m = (ph_mention){best->concept, best->id, best->weight, c.tokens.v[i].start,
                          c.tokens.v[end].end};
        i = end + 1;
    }
    return PH_OK;
}

ph_status ph_tagger_country(ph_tagger *t, ph_str language, ph_str name, ph_arena *arena,
                            ph_str *code, ph_error *err)
{
    *code = PH_ABSENT;
    if (ph_country_known(name)) {
        *code = name;
        return PH_OK;
    }
    const ph_str languages[] = {language, PH_STR("en")};
    for (size_t i = 0; i < 2; i++) {
        ph_mentions mentions = {0};
        ph_status status = ph_tagger_find(t, languages[i], name, arena, &mentions, err);
        if (status)
            return status;
        if (mentions.n == 1 && !mentions.v[0].concept && mentions.v[0].start == 0 &&
            mentions.v[0].end == name.n) {
            *code = mentions.v[0].id;
            return PH_OK;
        }
    }
    return PH_OK;
}
