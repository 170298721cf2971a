/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "indexer/months.h"
#include "indexer/tagger.h"
#include "search/text.h"

#define LABEL_WORDS 12
#define LANGUAGES 32
#define STARTS 1024

/* Labels of different groups do not get in each other's way: "climate change adaptation" may
 * be a goal's label and "climate change" a theme's.  Only stakeholders give way: there is no
 * government in "open government". */
enum { THEMES, GOALS, STAKEHOLDERS, ORGANISATIONS, COUNTRIES, GROUPS };
static const char *const schemes[GROUPS] = {
    "themes", "sdg", "stakeholder", "organisation",
    "country" /* the names of countries that ICU has not */};

/* What a label stands for. */
typedef struct meaning {
    const ph_concept *concept; /* NULL: a country */
    ph_str id;
    double weight;
    bool cased; /* counts only when it begins with a capital */
} meaning;

/* A label's words hashed one after another; beginnings of labels are entries too, so that a
 * walk along a text knows when to stop. */
typedef struct entry {
    uint64_t hash;                  /* 0: free */
    const meaning *meaning[GROUPS]; /* NULL: no label of the group ends here */
} entry;

/* The labels of one language. */
typedef struct label_table {
    char language[16];
    ph_arena *arena; /* of the meanings */
    entry *entries;
    size_t used, slots;
    uint64_t starts[STARTS]; /* a bit for each word that a label begins with */
} label_table;

struct ph_tagger {
    const ph_vocabulary *vocabulary;
    ph_analyzer *analyzer;
    ph_months *months;
    const ph_sdg_model *sdg; /* NULL: none */
    label_table tables[LANGUAGES];
    size_t n;
};

ph_status ph_tagger_new(ph_tagger **out, const ph_vocabulary *vocabulary,
                        ph_analyzer *analyzer, ph_error *err)
{
    ph_tagger *t = *out = calloc(1, sizeof *t);
    if (!t)
        return ph_fail_memory(err);
    t->vocabulary = vocabulary;
    t->analyzer = analyzer;
    t->months = ph_months_new();
    if (t->months)
        return PH_OK;
    free(t);
    *out = NULL;
    return ph_fail_memory(err);
}

static void drop_table(label_table *table)
{
    ph_arena_free(table->arena);
    free(table->entries);
}

void ph_tagger_free(ph_tagger *t)
{
    for (size_t i = 0; t && i < t->n; i++)
        drop_table(&t->tables[i]);
    if (t)
        ph_months_free(t->months);
    free(t);
}

void ph_tagger_use_sdg(ph_tagger *t, const ph_sdg_model *model)
{
    t->sdg = model;
}

const ph_sdg_model *ph_tagger_sdg(const ph_tagger *t)
{
    return t->sdg;
}

ph_status ph_tagger_months(ph_tagger *t, ph_str language, const ph_strs **names,
                           ph_error *err)
{
    return ph_months_names(t->months, language, names, err);
}

/* --- tables of labels ------------------------------------------------------------------------- */

/* The hash of a label's beginning with one more term, by that term's own hash. */
static uint64_t extend(uint64_t hash, uint64_t term)
{
    hash = (hash ^ term) * UINT64_C(0x9e3779b97f4a7c15);
    return (hash ^ hash >> 32) | 1;
}

static entry *find(const label_table *t, uint64_t hash)
{
    size_t i = (size_t)(hash >> 1) & (t->slots - 1);
    while (t->entries[i].hash && t->entries[i].hash != hash)
        i = (i + 1) & (t->slots - 1);
    return &t->entries[i];
}

/* Where the bit of a first word is: most words of a text begin no label, and this says so
 * without a look into the large table. */
static uint64_t *start_of(label_table *t, uint64_t hash)
{
    return &t->starts[(hash >> 6) % STARTS];
}

static uint64_t start_bit(uint64_t hash)
{
    return UINT64_C(1) << (hash & 63);
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

/* The hashes of a text's terms. */
typedef struct label_hashes {
    uint64_t v[LABEL_WORDS];
    size_t n;
} label_hashes;

static bool add_hash(void *user, ph_token token)
{
    label_hashes *h = user;
    if (h->n < LABEL_WORDS)
        h->v[h->n] = token.hash;
    return h->n++ < LABEL_WORDS;
}

/* Puts a label in; what is there already under another concept of the group stays. */
static ph_status add_label(ph_tagger *t, label_table *table, size_t group, ph_str label,
                           meaning what, ph_error *err)
{
    label_hashes terms = {.n = 0};
    uint64_t hash = PH_HASH_SEED;
    ph_status status =
        ph_analyze(t->analyzer, ph_cstr(table->language), label, add_hash, &terms, err);
    if (status || terms.n == 0 || terms.n > LABEL_WORDS)
        return status;
    entry *e = NULL;
    for (size_t i = 0; i < terms.n; i++) {
        hash = extend(hash, terms.v[i]);
        if (!(e = place(table, hash)))
            return ph_fail_memory(err);
        if (i == 0)
            *start_of(table, hash) |= start_bit(hash);
    }
    if (e->meaning[group])
        return PH_OK;
    meaning *m = PH_NEW(table->arena, meaning);
    if (!m)
        return ph_fail_memory(err);
    *m = what;
    e->meaning[group] = m;
    return PH_OK;
}

static bool same_language(ph_str tag, const char *language)
{
    size_t n = strlen(language);
    return tag.n >= n && ph_eq_nocase(ph_sub(tag, 0, n), (ph_str){language, n}) &&
           (tag.n == n || tag.s[n] == '-');
}

/* One word says less than several, a hint less than a name, a vague preferred label nothing. */
static double weight_of(const ph_concept *c, const ph_label *label)
{
    bool single = !memchr(label->text.s, ' ', label->text.n);
    if (label->type == PH_LABEL_CUE || (c->vague && label->type == PH_LABEL_PREFERRED))
        return 0;
    if (label->type == PH_LABEL_HINT)
        return PH_HINT_WEIGHT;
    return single ? 0.5 : 1;
}

/* The group whose labels tag; GROUPS: the concept's do not. */
static size_t group_of(const ph_concept *c)
{
    size_t g = 0;
    while (g < GROUPS && !ph_eqc(c->scheme, schemes[g]))
        g++;
    bool no_country = g == COUNTRIES && !ph_country_known(c->id);
    return c->asserted_only || no_country ? GROUPS : g;
}

static ph_status add_concepts(ph_tagger *t, label_table *table, ph_error *err)
{
    ph_status status = PH_OK;
    for (size_t i = 0; i < ph_vocabulary_count(t->vocabulary); i++) {
        const ph_concept *c = ph_vocabulary_at(t->vocabulary, i);
        size_t group = group_of(c);
        bool land = group == COUNTRIES;
        meaning what = {.concept = land ? NULL : c,
                        .id = c->id,
                        .cased = land || group == ORGANISATIONS};
        for (size_t l = 0; !status && group < GROUPS && l < c->labels.n; l++) {
            what.weight = land ? 1 : weight_of(c, &c->labels.v[l]);
            if (what.weight > 0 && same_language(c->labels.v[l].language, table->language))
                status = add_label(t, table, group, c->labels.v[l].text, what, err);
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
    ph_str id = ph_dup(a->table->arena, code);
    ph_str name = ph_place_name(a->table->arena, code, ph_cstr(a->table->language));
    if (!id.s || !name.s)
        a->status = ph_fail_memory(a->err);
    else if (!ph_eq(name, code))
        a->status = add_label(a->tagger, a->table, COUNTRIES, name,
                              (meaning){.id = id, .cased = true, .weight = 1}, a->err);
    return a->status == PH_OK;
}

/* The language whose labels a text wants: the first part of its tag, in doubt English.  What
 * is written in Zagreb and Sarajevo is read with Serbian labels. */
static void table_language(ph_str language, char code[16])
{
    static const char *const serbian[] = {"bs", "hr", "sh", "cnr"};
    size_t n = 0;
    while (n < language.n && n < 15 && language.s[n] != '-') {
        code[n] = language.s[n];
        n++;
    }
    code[n] = '\0';
    if (!n)
        memcpy(code, "en", sizeof "en");
    for (size_t i = 0; i < sizeof serbian / sizeof *serbian; i++)
        if (strcmp(code, serbian[i]) == 0)
            memcpy(code, "sr", sizeof "sr");
}

static ph_status find_table(ph_tagger *t, ph_str language, label_table **out, ph_error *err)
{
    char code[16];
    table_language(language, code);
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->tables[i].language, code) == 0) {
            *out = &t->tables[i];
            return PH_OK;
        }
    if (t->n == LANGUAGES) { /* the least used language gives way to the new one */
        drop_table(&t->tables[LANGUAGES - 1]);
        t->n--;
    }
    label_table *fresh = *out = &t->tables[t->n];
    *fresh = (label_table){0};
    memcpy(fresh->language, code, sizeof code);
    t->n++;
    if (!(fresh->arena = ph_arena_new()) || !grow(fresh))
        return ph_fail_memory(err);
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
    uint64_t hash; /* of the term */
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
    c->failed = !slot;
    if (slot)
        *slot = (token){t.hash, t.start, t.end};
    return !c->failed;
}

/* The token's first letter, behind an article: "l'Estonie".  Scripts without capitals have
 * nothing to check. */
static bool begins_low(ph_str text, const token *t)
{
    size_t at = t->start;
    for (size_t i = t->start + 1; i < t->end && i < t->start + 4; i++)
        if (text.s[i] == '\'')
            at = i + 1;
        else if (ph_starts(ph_sub(text, i, t->end), PH_STR("’")))
            at = i + strlen("’");
    return at < t->end && u_islower(ph_utf8_next(text, &at));
}

/* The longest label of each group that starts at token i and counts, and its last token. */
static void longest(const label_table *table, ph_str text, const collector *c, size_t i,
                    const meaning *best[GROUPS], size_t last[GROUPS])
{
    uint64_t hash = PH_HASH_SEED;
    for (size_t j = i; j < c->tokens.n && j - i < LABEL_WORDS; j++) {
        hash = extend(hash, c->tokens.v[j].hash);
        const entry *e = find(table, hash);
        if (!e->hash)
            return;
        for (size_t g = 0; g < GROUPS; g++)
            if (e->meaning[g] &&
                !(e->meaning[g]->cased && begins_low(text, &c->tokens.v[i]))) {
                best[g] = e->meaning[g];
                last[g] = j;
            }
    }
}

ph_status ph_tagger_find(ph_tagger *t, ph_str language, ph_str text, ph_arena *arena,
                         ph_mentions *mentions, ph_error *err)
{
    label_table *table;
    collector c = {.arena = arena};
    size_t next[GROUPS] = {0}; /* tokens before it are in a label of the group */
    ph_status status = find_table(t, language, &table, err);
    if (!status)
        status = ph_analyze(t->analyzer, ph_cstr(table->language), text, collect, &c, err);
    if (status || c.failed)
        return status ? status : ph_fail_memory(err);
    for (size_t i = 0; i < c.tokens.n; i++) {
        uint64_t first = extend(PH_HASH_SEED, c.tokens.v[i].hash);
        if (!(*start_of(table, first) & start_bit(first)))
            continue;
        const meaning *best[GROUPS] = {NULL};
        size_t last[GROUPS];
        bool inside = i < next[THEMES] || i < next[GOALS];
        longest(table, text, &c, i, best, last);
        for (size_t g = 0; g < GROUPS; g++) {
            if (!best[g] || i < next[g] ||
                (g == STAKEHOLDERS &&
                 (inside || next[THEMES] > last[g] + 1 || next[GOALS] > last[g] + 1)))
                continue;
            ph_mention *m = PH_PUSH(arena, mentions);
            if (!m)
                return ph_fail_memory(err);
            *m = (ph_mention){best[g]->concept, best[g]->id, best[g]->weight,
                              c.tokens.v[i].start, c.tokens.v[last[g]].end};
            if (!m->concept && !(m->id = ph_dup(arena, m->id)).s)
                return ph_fail_memory(err);
            next[g] = last[g] + 1;
        }
    }
    return PH_OK;
}

bool ph_is_country_style(ph_arena *arena, ph_str before)
{
    static const char *const whole[] = {"государство",  "республика",    "королевство",
                                        "republica",    "republique de", "republique du",
                                        "republique d", "republika",     "република"};
    /* "the Federal Democratic Republic of" */
    static const char words[] =
        " the of republic kingdom state states union commonwealth federation sultanate "
        "principality emirate grand duchy democratic people peoples s federal federative "
        "federated islamic arab socialist oriental plurinational bolivarian hashemite "
        "co operative cooperative independent united ";
    ph_str key = ph_text_key(arena, before), rest = key, word;
    bool style = key.s != NULL;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (ph_eqc(key, whole[i]))
            return true;
    while (style && rest.n && ph_split(&rest, ' ', &word)) {
        char spaced[32];
        int n = snprintf(spaced, sizeof spaced, " %.*s ", PH_FMT(word));
        style = n < (int)sizeof spaced && strstr(words, spaced);
    }
    bool ends = ph_eqc(key, "the") || ph_ends(key, PH_STR(" of")) ||
                ph_ends(key, PH_STR(" of the"));
    return style && (!key.n || ends);
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
        for (size_t m = 0; m < mentions.n; m++)
            if (!mentions.v[m].concept && mentions.v[m].end == name.n &&
                ph_is_country_style(arena, ph_sub(name, 0, mentions.v[m].start))) {
                *code = mentions.v[m].id;
                return PH_OK;
            }
    }
    return PH_OK;
}
