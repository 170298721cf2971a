/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "search/labels.h"
#include "search/text.h"
#include "search/vocabulary_read.h"

/* --- tables of numbers by hash ------------------------------------------------------------- */

typedef struct cell {
    uint64_t hash;
    uint32_t number; /* 0: free */
} cell;

typedef struct hash_table {
    cell *cells; /* open addressing */
    size_t slots, n;
} hash_table;

static cell *find_cell(const hash_table *t, uint64_t hash)
{
    size_t i = (size_t)(hash ^ hash >> 32) & (t->slots - 1);
    while (t->cells[i].number && t->cells[i].hash != hash)
        i = (i + 1) & (t->slots - 1);
    return &t->cells[i];
}

static uint32_t look_up(const hash_table *t, uint64_t hash)
{
    return t->slots ? find_cell(t, hash)->number : 0;
}

/* The place of a hash; its number is 0 when it is new, and has to be set.  NULL: no memory. */
static cell *place(hash_table *t, uint64_t hash)
{
    if (t->n * 2 >= t->slots) {
        hash_table larger = {.slots = t->slots ? t->slots * 2 : 1024};
        larger.cells = calloc(larger.slots, sizeof *larger.cells);
        if (!larger.cells)
            return NULL;
        for (size_t i = 0; i < t->slots; i++)
            if (t->cells[i].number)
                *find_cell(&larger, t->cells[i].hash) = t->cells[i];
        larger.n = t->n;
        free(t->cells);
        *t = larger;
    }
    cell *c = find_cell(t, hash);
    if (!c->number) {
        c->hash = hash;
        t->n++;
    }
    return c;
}

/* --- a language's labels ------------------------------------------------------------------------ */

struct ph_labels {
    ph_arena *arena;
    char language[4];
    PH_VEC(ph_name) names;   /* the first is nobody's */
    hash_table keys, senses; /* first names */
    hash_table terms;        /* 1 + how many words the longest label has that begins so */
    ph_labels *next;
};

struct ph_label_store {
    pthread_mutex_t lock;
    ph_labels *first;
    ph_strs languages;
};

uint64_t ph_labels_key(uint64_t key, uint64_t term)
{
    key = (key ^ term) * UINT64_C(0x9E3779B97F4A7C15);
    return key ^ key >> 29;
}

ph_str ph_labels_language(const ph_labels *l)
{
    return ph_cstr(l->language);
}

size_t ph_labels_count(const ph_labels *l)
{
    return l->names.n;
}

size_t ph_labels_longest(const ph_labels *l, uint64_t term)
{
    uint32_t known = look_up(&l->terms, term);
    return known ? known - 1 : 0;
}

bool ph_labels_know(const ph_labels *l, uint64_t term)
{
    return look_up(&l->terms, term) != 0;
}

const ph_name *ph_labels_at(const ph_labels *l, uint32_t number)
{
    return number ? &l->names.v[number] : NULL;
}

const ph_name *ph_labels_find(const ph_labels *l, uint64_t key)
{
    return ph_labels_at(l, look_up(&l->keys, key));
}

const ph_name *ph_labels_of(const ph_labels *l, uint64_t sense)
{
    return ph_labels_at(l, look_up(&l->senses, sense));
}

/* --- making it ------------------------------------------------------------------------------------ */

typedef struct maker {
    ph_labels *labels;
    ph_analyzer *analyzer;
    ph_error *err;
    ph_status status;
    /* the label in hand */
    uint64_t key, first;
    size_t words;
    bool failed;
} maker;

static bool take_word(void *user, ph_token token)
{
    maker *m = user;
    cell *c = place(&m->labels->terms, token.hash);
    m->failed = !c;
    if (m->failed)
        return false;
    if (!c->number)
        c->number = 1;
    if (m->words++ == 0)
        m->first = token.hash;
    m->key = ph_labels_key(m->key, token.hash);
    return true;
}

/* Reads a label's words; all of them are known from then on. */
static void read_words(maker *m, ph_str text)
{
    m->key = PH_HASH_SEED;
    m->words = 0;
    m->status =
        ph_analyze(m->analyzer, ph_cstr(m->labels->language), text, take_word, m, m->err);
    if (!m->status && m->failed)
        m->status = ph_fail_memory(m->err);
}

/* Hangs a name behind those of its list, so that their order stays. */
static bool chain(ph_labels *l, hash_table *t, uint64_t hash, size_t link, uint32_t number)
{
    cell *c = place(t, hash);
    if (!c)
        return false;
    uint32_t *end = &c->number;
    while (*end)
        end = (uint32_t *)(void *)((char *)&l->names.v[*end] + link);
    *end = number;
    return true;
}

static bool stop_anywhere(ph_str key)
{
    static const char *const languages[] = {"en", "ru", "fr", "es", "ro", "sr"};
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (ph_stop_word(ph_cstr(languages[i]), key))
            return true;
    return false;
}

/* A word of two letters or more, all of them capitals: "SDG", "ООН". */
static bool in_capitals(ph_str text)
{
    size_t letters = 0;
    for (size_t i = 0; i < text.n;) {
        int32_t c = ph_utf8_next(text, &i);
        if (!u_isupper(c) && !u_isdigit(c))
            return false;
        letters += u_isupper(c) != 0;
    }
    return letters >= 2;
}

/* Adds a name whose words have just been read. */
static void add_name(maker *m, ph_name name)
{
    ph_labels *l = m->labels;
    if (m->status || m->words == 0 || m->words > PH_LABEL_WORDS)
        return;
    ph_str key = name.key = ph_text_key(l->arena, name.text);
    name.folded = ph_hash(key.s, key.n, PH_HASH_SEED);
    if (m->words == 1) {
        if (ph_stop_word(ph_cstr(l->language), key))
            return;
        name.shown &= !stop_anywhere(key);
        name.acronym = in_capitals(name.text);
        name.literal = ph_eqc(name.scheme, "organisation") || (name.place && name.acronym);
        name.shown &= !(name.place && name.acronym); /* "US" would be "us" */
    }
    name.place &= m->words == 1;
    name.words = (uint8_t)m->words;
    uint64_t sense = ph_hash(name.scheme.s, name.scheme.n, PH_HASH_SEED);
    name.sense = ph_hash(name.id.s, name.id.n, sense ^ 0x1f);
    uint32_t number = name.number = (uint32_t)l->names.n;
    ph_name *slot = PH_PUSH(l->arena, &l->names);
    cell *first = place(&l->terms, m->first);
    if (!slot || !first) {
        m->status = ph_fail_memory(m->err);
        return;
    }
    *slot = name;
    if (first->number <= m->words)
        first->number = (uint32_t)m->words + 1;
    if (!chain(l, &l->keys, m->key, offsetof(ph_name, by_key), number) ||
        !chain(l, &l->senses, name.sense, offsetof(ph_name, by_sense), number))
        m->status = ph_fail_memory(m->err);
}

static void add_place(maker *m, const char *scheme, ph_str code)
{
    ph_str id = ph_dup(m->labels->arena, code);
    ph_str name = ph_place_name(m->labels->arena, code, ph_cstr(m->labels->language));
    if (!id.s || !name.s) {
        m->status = ph_fail_memory(m->err);
        return;
    }
    if (ph_eq(name, code))
        return;
    read_words(m, name);
    add_name(m, (ph_name){.text = name,
                          .scheme = ph_cstr(scheme),
                          .id = id,
                          .preferred = true,
                          .shown = true,
                          .place = true});
}

static bool each_country(void *user, ph_str code)
{
    maker *m = user;
    add_place(m, "country", code);
    return !m->status;
}

/* Regions of M49 have three digits. */
static void add_regions(maker *m)
{
    char code[4];
    for (unsigned n = 1; n < 1000 && !m->status; n++) {
        ph_str s = {code, 3};
        code[0] = (char)('0' + n / 100);
        code[1] = (char)('0' + n / 10 % 10);
        code[2] = (char)('0' + n % 10);
        code[3] = '\0';
        if (ph_region_known(s))
            add_place(m, "region", s);
    }
}

/* What a scheme's values say of a document, and not of what it is about. */
static bool is_silent(const ph_concept *c)
{
    static const char *const schemes[] = {"section", "status", "evidence", "autonomy",
                                          "use",     "type",   "level"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (ph_eqc(c->scheme, schemes[i]))
            return true;
    return ph_eqc(c->scheme, "sdg") && c->broader.n;
}

static void add_label(maker *m, const ph_concept *c, const ph_label *label)
{
    bool place = ph_eqc(c->scheme, "country") && label->type != PH_LABEL_ADJECTIVE;
    ph_name name = {.text = label->text,
                    .scheme = c->scheme,
                    .id = c->id,
                    .preferred = label->type == PH_LABEL_PREFERRED,
                    .place = place};
    read_words(m, label->text);
    switch (label->type) {
    case PH_LABEL_PREFERRED:
    case PH_LABEL_ALTERNATIVE: name.shown = true; break;
    case PH_LABEL_HIDDEN:
    case PH_LABEL_ADJECTIVE: break;
    default: return;
    }
    bool too_little = label->type == PH_LABEL_PREFERRED ? c->vague
                      : label->type == PH_LABEL_HIDDEN
                          ? m->words == 1 && !ph_eqc(c->scheme, "word")
                          : false;
    if (!is_silent(c) && !too_little)
        add_name(m, name);
}

static void fill(maker *m, const ph_vocabulary *v)
{
    ph_str language = ph_cstr(m->labels->language);
    const ph_name *nobody = PH_PUSH(m->labels->arena, &m->labels->names);
    if (!nobody)
        m->status = ph_fail_memory(m->err);
    if (!m->status && ph_stop_words(language).n)
        read_words(m, ph_stop_words(language));
    if (!m->status)
        ph_country_each(each_country, m);
    if (!m->status)
        add_regions(m);
    for (size_t i = 0; i < v->concepts.n; i++)
        for (size_t j = 0; j < v->concepts.v[i].labels.n && !m->status; j++)
            if (ph_eq(ph_language_primary(v->concepts.v[i].labels.v[j].language), language))
                add_label(m, &v->concepts.v[i], &v->concepts.v[i].labels.v[j]);
}

static void free_labels(ph_labels *l)
{
    if (!l)
        return;
    ph_arena_free(l->arena);
    free(l->keys.cells);
    free(l->senses.cells);
    free(l->terms.cells);
    free(l);
}

/* NULL: it failed. */
static ph_labels *make(const ph_vocabulary *v, ph_str language, ph_status *status,
                       ph_error *err)
{
    maker m = {.labels = calloc(1, sizeof *m.labels), .err = err};
    if (m.labels && (m.labels->arena = ph_arena_new())) {
        memcpy(m.labels->language, language.s, language.n);
        m.status = ph_analyzer_new(&m.analyzer, err);
        if (!m.status)
            fill(&m, v);
        ph_analyzer_free(m.analyzer);
    } else {
        m.status = ph_fail_memory(err);
    }
    *status = m.status;
    if (!m.status)
        return m.labels;
    free_labels(m.labels);
    return NULL;
}

/* --- a vocabulary's tables ---------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return ph_cmp(*(const ph_str *)a, *(const ph_str *)b);
}

static bool find_languages(ph_vocabulary *v, ph_strs *out)
{
    for (size_t i = 0; i < v->concepts.n; i++)
        for (size_t j = 0; j < v->concepts.v[i].labels.n; j++) {
            ph_str language = ph_language_primary(v->concepts.v[i].labels.v[j].language);
            if (language.n > 1 && language.n < 4 && !ph_strs_has(out, language) &&
                !ph_strs_add(v->arena, out, language))
                return false;
        }
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_name);
    return true;
}

ph_label_store *ph_label_store_new(ph_vocabulary *v)
{
    ph_label_store *store = PH_NEW(v->arena, ph_label_store);
    if (!store || !find_languages(v, &store->languages) ||
        pthread_mutex_init(&store->lock, NULL) != 0)
        return NULL;
    return store;
}

void ph_label_store_free(ph_label_store *store)
{
    if (!store)
        return;
    while (store->first) {
        ph_labels *next = store->first->next;
        free_labels(store->first);
        store->first = next;
    }
    pthread_mutex_destroy(&store->lock);
}

const ph_strs *ph_vocabulary_languages(const ph_vocabulary *v)
{
    return &v->labels->languages;
}

ph_status ph_vocabulary_labels(const ph_vocabulary *v, ph_str language,
                               const ph_labels **out, ph_error *err)
{
    ph_label_store *store = v->labels;
    ph_status status = PH_OK;
    language = ph_language_primary(language);
    if (language.n < 1 || language.n > 3)
        return ph_fail(err, PH_INVALID, "'%.*s' is no language", PH_FMT(language));
    pthread_mutex_lock(&store->lock);
    ph_labels *l = store->first;
    while (l && !ph_eqc(language, l->language))
        l = l->next;
    if (!l && (l = make(v, language, &status, err)) != NULL) {
        l->next = store->first;
        store->first = l;
    }
    pthread_mutex_unlock(&store->lock);
    *out = l;
    return status;
}
