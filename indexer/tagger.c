/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "indexer/country_context.h"
#include "indexer/country_forms.h"
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
static const char *const schemes[GROUPS] = {"themes", "sdg", "stakeholder", "organisation",
                                            "country" /* what of countries ICU has not */};

/* By what of its words a label is found: as they stand, or by their terms, which are stems.
 * "Iceland" as it stands goes before the stem of "Icelandic". */
typedef enum family { BY_WORD, BY_TERM, FAMILIES } family;

/* What a label stands for. */
typedef struct meaning {
    const ph_concept *concept; /* NULL: a country */
    ph_str id;
    double weight;
    ph_label_type type;
    bool cased;    /* counts only when it begins with a capital */
    bool capitals; /* ... and only in capitals: "US" */
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
    ph_country_cues *cues;
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
    ph_country_cues_free(table->cues);
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

/* Where the hash of a label begins: those of two families never meet. */
static uint64_t seed_of(family f)
{
    return PH_HASH_SEED ^ (uint64_t)f;
}

/* The hashes of a text's words. */
typedef struct label_hashes {
    family family;
    uint64_t v[LABEL_WORDS];
    size_t n;
} label_hashes;

static bool add_hash(void *user, ph_token token)
{
    label_hashes *h = user;
    if (h->n < LABEL_WORDS)
        h->v[h->n] = h->family == BY_WORD ? token.word_hash : token.hash;
    return h->n++ < LABEL_WORDS;
}

/* Puts a label in; what is there already under another concept of the group stays. */
static ph_status add_label(ph_tagger *t, label_table *table, size_t group, family which,
                           ph_str label, meaning what, ph_error *err)
{
    label_hashes terms = {.family = which};
    uint64_t hash = seed_of(which);
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

/* Whether countries are found by the forms of their names and not by stems: in languages whose
 * stems are loose and whose forms we make.  Where there is no stemmer it is all the same. */
static bool has_forms(const char *language)
{
    static const char *const languages[] = {"en", "es", "fr", "ro", "ru"};
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (strcmp(language, languages[i]) == 0)
            return true;
    return false;
}

/* What a label of a country says beside its name. */
static double country_weight(ph_label_type type)
{
    switch (type) {
    case PH_LABEL_ADJECTIVE: return 0.5;
    case PH_LABEL_CAPITAL:
    case PH_LABEL_INSTITUTION: return 0.4;
    case PH_LABEL_OTHER_THING: return 0;
    default: return 1;
    }
}

/* All forms of a country's name, or of another of its labels. */
static ph_status add_country_label(ph_tagger *t, label_table *table, ph_str code,
                                   ph_str label, ph_label_type type, ph_error *err)
{
    ph_strs forms = {0};
    bool adjective = type == PH_LABEL_ADJECTIVE;
    bool english = strcmp(table->language, "en") == 0;
    size_t at = 0;
    meaning what = {.id = code, .weight = country_weight(type), .type = type};
    what.cased =
        label.n && u_isupper(ph_utf8_next(label, &at)) && type != PH_LABEL_OTHER_THING;
    what.capitals = ph_is_abbreviation(label);
    bool made = type == PH_LABEL_INSTITUTION || type == PH_LABEL_OTHER_THING
                    ? ph_strs_add(table->arena, &forms, label)
                    : ph_country_forms(table->arena, ph_cstr(table->language), label,
                                       adjective, &forms);
    if (!made)
        return ph_fail_memory(err);
    bool stems = !has_forms(table->language) || (adjective && english);
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < forms.n; i++)
        status = add_label(t, table, COUNTRIES, stems ? BY_TERM : BY_WORD, forms.v[i], what,
                           err);
    return status;
}

static ph_status add_concepts(ph_tagger *t, label_table *table, ph_error *err)
{
    ph_status status = PH_OK;
    for (size_t i = 0; i < ph_vocabulary_count(t->vocabulary); i++) {
        const ph_concept *c = ph_vocabulary_at(t->vocabulary, i);
        size_t group = group_of(c);
        meaning what = {.concept = c, .id = c->id, .cased = group == ORGANISATIONS};
        for (size_t l = 0; !status && group < GROUPS && l < c->labels.n; l++) {
            const ph_label *label = &c->labels.v[l];
            if (!same_language(label->language, table->language))
                continue;
            what.type = label->type;
            what.weight = weight_of(c, label);
            if (group == COUNTRIES)
                status = add_country_label(t, table, c->id, label->text, label->type, err);
            else if (what.weight > 0)
                status = add_label(t, table, group, BY_TERM, label->text, what, err);
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
    const char *language = a->table->language; /* forms of Serbian are in Latin letters */
    bool serbian = strcmp(language, "sr") == 0;
    ph_str id = ph_dup(a->table->arena, code);
    ph_str name =
        ph_place_name(a->table->arena, code, ph_cstr(serbian ? "sr-Latn" : language));
    if (!id.s || !name.s)
        a->status = ph_fail_memory(a->err);
    else if (!ph_eq(name, code))
        a->status =
            add_country_label(a->tagger, a->table, id, name, PH_LABEL_PREFERRED, a->err);
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
    if (t->n == LANGUAGES) { /* the last language gives way to the new one */
        drop_table(&t->tables[LANGUAGES - 1]);
        t->n--;
    }
    label_table *fresh = *out = &t->tables[t->n];
    *fresh = (label_table){0};
    memcpy(fresh->language, code, sizeof code);
    country_adder adder = {t, fresh, PH_OK, err};
    ph_status status = PH_OK;
    if (!(fresh->arena = ph_arena_new()) || !grow(fresh))
        status = ph_fail_memory(err);
    if (!status)
        status = add_concepts(t, fresh, err);
    if (!status) {
        ph_country_each(add_country, &adder);
        status = adder.status;
    }
    if (!status)
        status = ph_country_cues_new(&fresh->cues, t->analyzer, ph_cstr(code), err);
    if (status)
        drop_table(fresh);
    else
        t->n++;
    return status;
}

/* --- finding ------------------------------------------------------------------------------------ */

typedef struct collector {
    ph_arena *arena;
    ph_words tokens;
    bool failed;
} collector;

static bool collect(void *user, ph_token t)
{
    collector *c = user;
    ph_word *slot = PH_PUSH(c->arena, &c->tokens);
    c->failed = !slot;
    if (slot)
        *slot = (ph_word){t.hash, t.word_hash, t.start, t.end};
    return !c->failed;
}

/* The token's first letter, behind an article: "l'Estonie".  Scripts without capitals have
 * nothing to check. */
static bool begins_low(ph_str text, const ph_word *t)
{
    size_t at = t->start;
    for (size_t i = t->start + 1; i < t->end && i < t->start + 4; i++)
        if (text.s[i] == '\'')
            at = i + 1;
        else if (ph_starts(ph_sub(text, i, t->end), PH_STR("’")))
            at = i + strlen("’");
    return at < t->end && u_islower(ph_utf8_next(text, &at));
}

static bool is_in_capitals(ph_str text, const ph_word *t)
{
    for (size_t i = t->start; i < t->end;)
        if (u_islower(ph_utf8_next(text, &i)))
            return false;
    return true;
}

/* "US" among words in small letters; "CONTACT US" is a line in capitals. */
static bool is_written_so(const meaning *m, ph_str text, const ph_words *words, size_t i)
{
    if (m->cased && begins_low(text, &words->v[i]))
        return false;
    return !m->capitals ||
           (is_in_capitals(text, &words->v[i]) &&
            !((i > 0 && is_in_capitals(text, &words->v[i - 1])) ||
              (i + 1 < words->n && is_in_capitals(text, &words->v[i + 1]))));
}

/* The longest label of each group that starts at a word and counts, and its last word. */
typedef struct found {
    const meaning *best[GROUPS];
    size_t last[GROUPS];
} found;

static void longest(const label_table *table, family which, ph_str text,
                    const ph_words *words, size_t i, found *f)
{
    uint64_t hash = seed_of(which);
    for (size_t j = i; j < words->n && j - i < LABEL_WORDS; j++) {
        hash = extend(hash, which == BY_WORD ? words->v[j].word : words->v[j].term);
        const entry *e = find(table, hash);
        if (!e->hash)
            return;
        for (size_t g = 0; g < GROUPS; g++)
            if (e->meaning[g] && (!f->best[g] || j > f->last[g]) &&
                is_written_so(e->meaning[g], text, words, i)) {
                f->best[g] = e->meaning[g];
                f->last[g] = j;
            }
    }
}

/* Looks for labels of both families; false: none begins with the word. */
static bool look(label_table *table, ph_str text, const ph_words *words, size_t i, found *f)
{
    bool any = false;
    for (family k = BY_WORD; k < FAMILIES; k++) {
        uint64_t first =
            extend(seed_of(k), k == BY_WORD ? words->v[i].word : words->v[i].term);
        if (!(*start_of(table, first) & start_bit(first)))
            continue;
        longest(table, k, text, words, i, f);
        any = true;
    }
    return any;
}

/* Whether a label that was met is a mention: other things that have a country's name are not. */
static bool is_meant(const label_table *table, ph_str text, const ph_words *words, size_t i,
                     const meaning *m, size_t last)
{
    const ph_country_words met = {text, words, i, last};
    return m->concept ||
           (m->weight > 0 && ph_country_meant(table->cues, &met, m->id, m->type));
}

static ph_status add_mention(ph_arena *arena, ph_mentions *mentions, const meaning *m,
                             size_t start, size_t end, ph_error *err)
{
    ph_mention *mention = PH_PUSH(arena, mentions);
    if (!mention)
        return ph_fail_memory(err);
    *mention = (ph_mention){m->concept, m->id, m->weight, m->type, start, end};
    if (!m->concept && !(mention->id = ph_dup(arena, m->id)).s)
        return ph_fail_memory(err);
    return PH_OK;
}

ph_status ph_tagger_find(ph_tagger *t, ph_str language, ph_str text, ph_arena *arena,
                         ph_mentions *mentions, ph_error *err)
{
    label_table *table;
    collector c = {.arena = arena};
    const ph_words *words = &c.tokens;
    size_t next[GROUPS] = {0}; /* tokens before it are in a label of the group */
    ph_status status = find_table(t, language, &table, err);
    if (!status)
        status = ph_analyze(t->analyzer, ph_cstr(table->language), text, collect, &c, err);
    if (c.failed)
        return ph_fail_memory(err);
    for (size_t i = 0; !status && i < words->n; i++) {
        found f = {.best = {NULL}};
        bool inside = i < next[THEMES] || i < next[GOALS];
        if (!look(table, text, words, i, &f))
            continue;
        for (size_t g = 0; !status && g < GROUPS; g++) {
            size_t last = f.last[g];
            if (!f.best[g] || i < next[g] ||
                (g == STAKEHOLDERS &&
                 (inside || next[THEMES] > last + 1 || next[GOALS] > last + 1)))
                continue;
            next[g] = last + 1;
            if (is_meant(table, text, words, i, f.best[g], last))
                status = add_mention(arena, mentions, f.best[g], words->v[i].start,
                                     words->v[last].end, err);
        }
    }
    return status;
}

bool ph_names_country(const ph_mention *m)
{
    return !m->concept &&
           (m->type == PH_LABEL_PREFERRED || m->type == PH_LABEL_ALTERNATIVE);
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
            if (ph_names_country(&mentions.v[m]) && mentions.v[m].end == name.n &&
                ph_is_country_style(arena, ph_sub(name, 0, mentions.v[m].start))) {
                *code = mentions.v[m].id;
                return PH_OK;
            }
    }
    return PH_OK;
}
