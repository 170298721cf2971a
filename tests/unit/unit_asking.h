/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A random collection of passages in one shard and in three, and random questions to them: words,
 * phrases, NEAR, signs, choices, with labels that count as words and without.
 */
#ifndef TESTS_UNIT_UNIT_ASKING_H
#define TESTS_UNIT_UNIT_ASKING_H

#include "search/limits.h"
#include "search/units.h"
#include "tests/unit/indexes.h"

#define DOCUMENTS 120
#define UNITS_MAX 8

static const struct {
    const char *word;
    bool stop; /* in English */
} words[] = {
    {"register", false},  {"registers", false}, {"tax", false},      {"customs", false},
    {"data", false},      {"exchange", false},  {"training", false}, {"e-mail", false},
    {"village", false},   {"the", true},        {"of", true},        {"реестр", false},
    {"реестрами", false}, {"налог", false},
};

static const char *const themes[] = {"integrity", "open-data", "gender"};
static const char *const schemes[] = {"governance", "digital", "inclusion"};
static const char *const addressees[] = {"parliament", "pa-school", "academia"};
static const char *const countries[] = {"EE", "KZ", "KG"};
static const char *const regions[][2] = {{"154", "150"}, {"143", "142"}, {"143", "142"}};
static const ph_kind kinds[] = {PH_RECOMMENDATION, PH_CONCLUSION, PH_COMMITMENT,
                                PH_LESSON,         PH_RESULT,     PH_PARAGRAPH};

/* --- the collection ------------------------------------------------------------------------- */

/* A passage as the naive matcher sees it: the terms of its text and of its headings, with a
 * gap between. */
typedef struct piece {
    ph_kind kind;
    ph_str language;
    ph_strs terms;
    int theme, addressee; /* -1: none */
} piece;

typedef struct doc {
    ph_record record;
    piece pieces[UNITS_MAX];
    size_t n;
    int country, event;
    ph_str meeting; /* ph_event_id */
    const char *year;
} doc;

static indexes both;

static struct collection {
    ph_arena *here; /* of the test at hand */
    doc docs[DOCUMENTS];
} all;

static ph_str random_words(uint64_t *dice, size_t n)
{
    ph_buf buf = {0};
    for (; n > 0; n--)
        ph_buf_addf(&buf, "%s ", words[roll(dice, N(words))].word);
    ph_str s = ph_dup(both.arena, ph_trim(ph_buf_str(&buf)));
    ph_buf_free(&buf);
    return s;
}

static void add_terms(piece *p, const ph_record *r, ph_str text)
{
    ph_strs_add(both.arena, &p->terms, PH_STR("")); /* a gap */
    p->language = r->language;
    OK(ph_analyze_all(both.analyzer, r->language, text, both.arena, &p->terms, &err));
}

/* A path of headings: often the one before, or that with another end. */
static void random_path(uint64_t *dice, const ph_record *r, const ph_strs *before,
                        ph_strs *path)
{
    size_t keep = before ? roll(dice, before->n + 1) : 0, more = roll(dice, 3);
    if (before && roll(dice, 2))
        keep = before->n, more = 0;
    for (size_t i = 0; i < keep; i++)
        ph_strs_add(both.arena, path, before->v[i]);
    for (size_t i = 0; i < more; i++)
        ph_strs_add(both.arena, path,
                    path->n == 0 && roll(dice, 3) == 0
                        ? r->title
                        : random_words(dice, 1 + roll(dice, 2)));
}

static void random_passage(uint64_t *dice, doc *d)
{
    ph_record *r = &d->record;
    ph_strs path = {0};
    random_path(dice, r, r->passages.n ? &r->passages.v[r->passages.n - 1].heading : NULL,
                &path);
    ph_str text = roll(dice, 20) ? random_words(dice, 1 + roll(dice, 7)) : PH_STR("!");
    ph_passage *p = add_passage(both.arena, r, text.s);
    piece *e = &d->pieces[d->n++];
    *e = (piece){.kind = kinds[roll(dice, N(kinds))],
                 .theme = (int)roll(dice, 4) - 1,
                 .addressee = (int)roll(dice, 4) - 1};
    p->heading = path;
    p->kind = e->kind;
    if (e->theme >= 0)
        ph_strs_add(both.arena, &p->themes, ph_cstr(themes[e->theme]));
    if (e->addressee >= 0)
        ph_strs_add(both.arena, &p->addressee, ph_cstr(addressees[e->addressee]));
    add_terms(e, r, text);
    for (size_t h = 0; h < path.n; h++) {
        bool title = ph_starts(r->title, path.v[h]) || ph_starts(path.v[h], r->title);
        if (h > 0 || !title)
            add_terms(e, r, path.v[h]);
    }
}

static void random_doc(uint64_t *dice, size_t i, doc *d)
{
    static const char *const years[] = {"2017", "2019-05", "2019", "2022-06-04"};
    static const char *const meetings[] = {"Forum of Schools", "Съезд"};
    ph_record *r = &d->record;
    r->id = r->key = ph_dupf(both.arena, "document-%zu", i);
    r->title = random_words(dice, 2);
    r->language = roll(dice, 3) ? PH_STR("en") : PH_STR("ru");
    r->type = PH_STR("outcome-document");
    r->modified = PH_STR("2026-01-01T00:00:00Z");
    d->year = roll(dice, 5) ? years[roll(dice, N(years))] : NULL;
    r->date = ph_cstr(d->year);
    d->country = (int)roll(dice, 4) - 1;
    if (d->country >= 0)
        add_tag(both.arena, &r->countries, countries[d->country], PH_ASSERTED);
    d->event = (int)roll(dice, 3) - 1;
    if (d->event >= 0) {
        r->event.name = ph_cstr(meetings[d->event]);
        r->event.start = PH_STR("2020");
    }
    d->meeting = ph_event_id(r, both.arena);
    for (size_t n = roll(dice, UNITS_MAX); n > 0; n--)
        random_passage(dice, d);
}

static ph_record *record(size_t i)
{
    return &all.docs[i].record;
}

static int set_up(void **state)
{
    uint64_t dice = 21;
    (void)state;
    indexes_begin(&both);
    for (size_t i = 0; i < DOCUMENTS; i++)
        random_doc(&dice, i, &all.docs[i]);
    indexes_open(&both, record, DOCUMENTS);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    indexes_close(&both);
    return 0;
}

/* --- questions ------------------------------------------------------------------------------- */

/* For each place of a text its terms in any language. */
typedef PH_VEC(ph_strs) text_places;

/* What counts as a word in a language. */
typedef struct label_places {
    ph_str language;
    text_places places;
} label_places;

/* A word, a phrase or two words near each other. */
typedef struct item {
    char sign; /* '+', '-' or 0 */
    bool phrase, near, stop;
    ph_str word; /* of a single one */
    text_places places;
    PH_VEC(label_places) labels;
} item;

typedef struct question {
    ph_query query;
    PH_VEC(item) items;
} question;

static const char *const languages[] = {"en", "ru"};

static void add_places(ph_arena *arena, const char *language, ph_str text,
                       text_places *places)
{
    ph_strs terms = {0};
    OK(ph_analyze_all(both.analyzer, ph_cstr(language), text, arena, &terms, &err));
    for (size_t i = 0; i < terms.n; i++) {
        if (i == places->n)
            ADD(arena, places, (ph_strs){0});
        ph_strs_add(arena, &places->v[i], terms.v[i]);
    }
}

static text_places make_places(ph_arena *arena, ph_str text)
{
    text_places places = {0};
    for (size_t l = 0; l < N(languages); l++)
        add_places(arena, languages[l], text, &places);
    return places;
}

/* "e-mail" is two words, and NEAR of such is no more than AND: left out there. */
static size_t random_word(uint64_t *dice, bool simple)
{
    size_t w = roll(dice, N(words));
    while (simple && strchr(words[w].word, '-'))
        w = roll(dice, N(words));
    return w;
}

static void random_item(uint64_t *dice, ph_arena *arena, question *q, ph_buf *text)
{
    item it = {0};
    ph_buf buf = {0};
    size_t what = roll(dice, 10), n = what < 3 ? 2 : 1;
    it.sign = what == 3 ? '-' : what == 4 ? '+' : '\0';
    it.near = what == 0;
    it.phrase = n > 1 && !it.near;
    for (size_t i = 0; i < n; i++) {
        size_t w = random_word(dice, it.near);
        ph_buf_addf(&buf, "%s%s", i ? " " : "", words[w].word);
        ph_buf_addf(text, "%s%s",
                    i                ? it.near ? " NEAR/3 " : " "
                    : it.phrase      ? "\""
                    : it.sign == '-' ? "-"
                    : it.sign        ? "+"
                                     : "",
                    words[w].word);
        it.stop = words[w].stop;
        it.word = n == 1 ? ph_cstr(words[w].word) : PH_ABSENT;
    }
    ph_buf_addc(text, it.phrase ? "\" " : " ");
    it.places = make_places(arena, ph_buf_str(&buf));
    ADD(arena, &q->items, it);
    ph_buf_free(&buf);
}

static void random_choices(uint64_t *dice, ph_query *query)
{
    static const char *const choices[][2] = {
        {"kind", "recommendation"},
        {"kind", "conclusion"},
        {"kind", "lesson"},
        {"kind", "result"},
        {"theme", "integrity"},
        {"theme", "digital"},
        {"theme", "gender"},
        {"addressee", "parliament"},
        {"addressee", "academia"},
        {"country", "EE"},
        {"country", "KZ"},
        {"region", "143"},
        {"year", "2019"},
        {"year", "2018..2022"},
        {"language", "en"},
        {"all", "theme"},
        {"exclude", "KG"},
        {"sort", "date"},
        {"event", "nothing-like-it"},
        {"from", "asserted"},
        {"event", NULL},
    };
    static const char *const matches[] = {"auto", "all", "any"};
    ph_str event = PH_ABSENT;
    for (size_t i = 0; i < DOCUMENTS && !event.n; i++)
        event = all.docs[i].meeting;
    for (size_t n = roll(dice, 4); n > 0; n--) {
        size_t c = roll(dice, N(choices));
        ph_str value = choices[c][1] ? ph_cstr(choices[c][1]) : event;
        OK(ph_query_set(query, ph_cstr(choices[c][0]), value, &err));
    }
    OK(ph_query_set(query, PH_STR("match"), ph_cstr(matches[roll(dice, 3)]), &err));
}

static void random_question(uint64_t *dice, ph_arena *arena, question *q)
{
    ph_buf text = {0};
    *q = (question){0};
    ph_query_init(&q->query, arena, both.vocabulary);
    q->query.units = true;
    q->query.limit = DOCUMENTS;
    for (size_t n = roll(dice, 15) ? 1 + roll(dice, 4) : 0; n > 0; n--)
        random_item(dice, arena, q, &text);
    OK(ph_query_set(&q->query, PH_STR("q"), ph_buf_str(&text), &err));
    random_choices(dice, &q->query);
    if (roll(dice, 3) == 0)
        OK(ph_query_set(&q->query, PH_STR("without"), PH_STR("*"), &err));
    ph_buf_free(&text);
}

/* Whether a label counts as a word that is asked for so. */
static bool takes_labels(const item *it)
{
    return it->word.n && !it->sign;
}

/* Adds a label of the concept in those languages in which it is one. */
static void add_label(ph_arena *arena, const char *because, ph_str text, item *it)
{
    char scheme[32];
    const char *colon = strchr(because, ':');
    snprintf(scheme, sizeof scheme, "%.*s", (int)(colon - because), because);
    const ph_concept *c = ph_vocabulary_find(both.vocabulary, scheme, ph_cstr(colon + 1));
    for (size_t l = 0; l < N(languages); l++) {
        label_places label = {ph_cstr(languages[l]), {0}};
        bool has = false;
        for (size_t i = 0; i < c->labels.n; i++)
            has |= ph_eq(c->labels.v[i].language, label.language) &&
                   ph_eq_nocase(c->labels.v[i].text, text);
        if (!has)
            continue;
        add_places(arena, languages[l], text, &label.places);
        ADD(arena, &it->labels, label);
    }
}

/* What counts as the question's words, as the answer says.  False: some are a label together, and
 * now there is to be none for them. */
static bool take_labels(ph_arena *arena, question *q, const ph_units_result *r)
{
    const size_t before = q->query.without.n;
    for (size_t i = 0; i < r->documents.expansions.n; i++) {
        const ph_expansion *e = &r->documents.expansions.v[i];
        size_t found = 0;
        for (size_t j = 0; j < q->items.n; j++) {
            item *it = &q->items.v[j];
            if (!takes_labels(it) || !ph_eq(it->word, e->term))
                continue;
            found++;
            it->labels.n = 0;
            for (size_t l = 0; l < e->added.n; l++)
                add_label(arena, ph_dup(arena, e->because).s, e->added.v[l], it);
        }
        if (!found)
            OK(ph_query_set(&q->query, PH_STR("without"), e->term, &err));
    }
    return q->query.without.n == before;
}

#endif
