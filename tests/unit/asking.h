/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A random collection, random questions to it - words, phrases, operators, beginnings, choices,
 * ranges - and the answer worked out document by document, editions of a work counted once.
 */
#ifndef TESTS_UNIT_ASKING_H
#define TESTS_UNIT_ASKING_H

#include "search/limits.h"
#include "search/search.h"
#include "tests/unit/facet_values.h"

#define DOCUMENTS 240

/* --- what documents and questions are made of ------------------------------------------------- */

/* Words that are their own stems. */
static const char *const words[] = {"kob",  "kolu",  "komav", "lurt", "lumak",  "mavon",
                                    "nixu", "pralt", "quov",  "rabu", "sotrik", "tupol"};

static const tag_values tags[] = {
    {PH_FACET_SDG, "16", {NULL}, PH_FACET_SDG},
    {PH_FACET_SDG, "16.6", {"16"}, PH_FACET_SDG},
    {PH_FACET_SDG, "5.1", {"5"}, PH_FACET_SDG},
    {PH_FACET_THEME, "integrity", {"governance"}, PH_FACET_THEME},
    {PH_FACET_THEME, "governance", {NULL}, PH_FACET_THEME},
    {PH_FACET_COUNTRY, "EE", {"154", "150"}, PH_FACET_REGION},
    {PH_FACET_COUNTRY, "RO", {"151", "150"}, PH_FACET_REGION},
    {PH_FACET_COUNTRY, "KZ", {"143", "142"}, PH_FACET_REGION},
    {PH_FACET_COUNTRY, "KG", {"143", "142"}, PH_FACET_REGION},
};

static const struct {
    ph_facet facet;
    const char *value;
} choices[] = {
    {PH_FACET_SDG, "16"},
    {PH_FACET_SDG, "16.6"},
    {PH_FACET_SDG, "5"},
    {PH_FACET_THEME, "integrity"},
    {PH_FACET_THEME, "governance"},
    {PH_FACET_COUNTRY, "EE"},
    {PH_FACET_COUNTRY, "KZ"},
    {PH_FACET_COUNTRY, "FR"},
    {PH_FACET_REGION, "143"},
    {PH_FACET_REGION, "150"},
    {PH_FACET_YEAR, "2019"},
    {PH_FACET_YEAR, "..2018"},
    {PH_FACET_YEAR, "2020.."},
    {PH_FACET_YEAR, "2018..2020"},
    {PH_FACET_YEAR, "1990..1995"},
    {PH_FACET_LANGUAGE, "en"},
    {PH_FACET_LANGUAGE, "ru"},
};

/* A document: its texts' words, -1 between texts, and its facets' values. */
typedef struct doc {
    ph_record record;
    ph_str work;
    PH_VEC(int) words;
    values values;
} doc;

static ph_arena *arena; /* of all documents */
static ph_vocabulary *vocabulary;
static ph_analyzer *analyzer;

static inline ph_str random_text(uint64_t *dice, doc *d, size_t n)
{
    ph_buf buf = {0};
    ADD(arena, &d->words, -1);
    for (; n > 0; n--) {
        size_t w = roll(dice, 1 + roll(dice, N(words)));
        ph_buf_addf(&buf, "%s ", words[w]);
        ADD(arena, &d->words, (int)w);
    }
    ph_str text = ph_dup(arena, ph_trim(ph_buf_str(&buf)));
    ph_buf_free(&buf);
    return text;
}

static inline doc *random_doc(uint64_t *dice, size_t i)
{
    doc *d = PH_NEW(arena, doc);
    ph_record *r = &d->record;
    r->id = ph_dupf(arena, "document-%zu", i);
    r->key = roll(dice, 8) ? r->id : PH_STR("work-3"); /* which others say they are */
    if (roll(dice, 3) == 0)
        r->work = ph_dupf(arena, "work-%zu", roll(dice, 30));
    else if (roll(dice, 4) == 0)
        r->translation_of = ph_dupf(arena, "work-%zu", roll(dice, 30));
    d->work = r->work.n ? r->work : r->translation_of.n ? r->translation_of : r->key;
    r->language_from = roll(dice, 3) ? PH_ASSERTED : PH_INFERRED;
    r->language = roll(dice, 3) ? PH_STR("en") : PH_STR("ru");
    add_value(arena, &d->values, PH_FACET_LANGUAGE, r->language,
              r->language_from == PH_ASSERTED);
    if (roll(dice, 4)) {
        r->date = ph_dupf(arena, roll(dice, 2) ? "%zu" : "%zu-0%zu", 2016 + roll(dice, 7),
                          1 + roll(dice, 9));
        r->date_from = roll(dice, 3) ? PH_ASSERTED : PH_INFERRED;
        add_value(arena, &d->values, PH_FACET_YEAR, ph_sub(r->date, 0, 4),
                  r->date_from == PH_ASSERTED);
    }
    if (roll(dice, 3) == 0)
        r->event.country = roll(dice, 2) ? PH_STR("RO") : PH_STR("FR");
    r->modified =
        ph_dupf(arena, "2026-%02zu-%02zuT08:00:00Z", 1 + roll(dice, 9), 1 + roll(dice, 28));
    r->title = random_text(dice, d, 1 + roll(dice, 3));
    for (size_t n = roll(dice, 3); n > 0; n--)
        add_passage(arena, r, random_text(dice, d, 1 + roll(dice, 8)).s);
    random_tags(dice, arena, tags, N(tags), r, &d->values);
    return d;
}

/* --- questions ------------------------------------------------------------------------------------ */

typedef enum kind { WORD, PHRASE, BEGINNING, FACET, AND, OR, NOT } kind;

typedef struct node {
    kind kind;
    char sign;   /* of an item: '+', '-' or 0 */
    size_t a, b; /* words; or a choice */
    const struct node *left, *right;
} node;

typedef struct question {
    ph_query query;
    const node *tree; /* or NULL, and then: */
    PH_VEC(node) items;
} question;

/* A word, a phrase, a beginning. */
static inline node random_leaf(uint64_t *dice, ph_buf *text)
{
    node n = {.kind = WORD, .a = roll(dice, N(words)), .b = roll(dice, N(words))};
    size_t what = roll(dice, 8);
    if (what == 0) {
        n.kind = PHRASE;
        ph_buf_addf(text, "\"%s %s\"", words[n.a], words[n.b]);
    } else if (what == 1) {
        n.kind = BEGINNING;
        ph_buf_addf(text, "%.2s*", words[n.a]);
    } else {
        ph_buf_addf(text, "%s", words[n.a]);
    }
    return n;
}

static inline const node *random_tree(uint64_t *dice, ph_arena *a, ph_buf *text, int depth)
{
    static const char *const names[] = {" AND ", " OR ", " NOT "};
    node *n = PH_NEW(a, node);
    if (depth == 0 || roll(dice, 3) == 0) {
        *n = random_leaf(dice, text);
        if (roll(dice, 8) == 0) {
            text->n -= n->kind == PHRASE ? strlen(words[n->a]) + strlen(words[n->b]) + 3
                       : n->kind == BEGINNING ? 3
                                              : strlen(words[n->a]);
            n->kind = FACET;
            n->a = roll(dice, 10);
            ph_buf_addf(text, "%s:%s", ph_facets[choices[n->a].facet].name,
                        choices[n->a].value);
        }
        return n;
    }
    n->kind = (kind)(AND + roll(dice, 3));
    ph_buf_addc(text, "(");
    n->left = random_tree(dice, a, text, depth - 1);
    ph_buf_addc(text, names[n->kind - AND]);
    n->right = random_tree(dice, a, text, depth - 1);
    ph_buf_addc(text, ")");
    return n;
}

static inline void random_choices(uint64_t *dice, ph_query *q)
{
    static const char *const matches[] = {"auto", "all", "any"};
    static const char *const sorts[] = {"relevance", "date", "title"};
    for (size_t n = roll(dice, 2) ? 0 : 1 + roll(dice, 4); n > 0; n--) {
        size_t c = roll(dice, N(choices));
        ph_str name = ph_cstr(ph_facets[choices[c].facet].name);
        OK(ph_query_set(q, name, ph_cstr(choices[c].value), &err));
        if (roll(dice, 4) == 0)
            OK(ph_query_set(q, PH_STR("all"), name, &err));
    }
    if (roll(dice, 8) == 0)
        OK(ph_query_set(q, PH_STR("event_country"), PH_STR("RO"), &err));
    if (roll(dice, 8) == 0)
        OK(ph_query_set(q, PH_STR("exclude"), PH_STR("KZ,EE"), &err));
    if (roll(dice, 8) == 0)
        OK(ph_query_set(q, PH_STR("since"), PH_STR("2026-04"), &err));
    if (roll(dice, 4) == 0)
        OK(ph_query_set(q, PH_STR("from"), PH_STR("asserted"), &err));
    OK(ph_query_set(q, PH_STR("sort"), ph_cstr(sorts[roll(dice, N(sorts))]), &err));
    OK(ph_query_set(q, PH_STR("match"), ph_cstr(matches[roll(dice, 3)]), &err));
}

static inline void random_question(uint64_t *dice, ph_arena *a, question *q)
{
    ph_buf text = {0};
    *q = (question){0};
    ph_query_init(&q->query, a, vocabulary);
    if (roll(dice, 2))
        q->tree = random_tree(dice, a, &text, 3);
    for (size_t n = q->tree || !roll(dice, 20) ? 0 : 1 + roll(dice, 5); n > 0; n--) {
        char sign = "+-\0\0\0\0"[roll(dice, 6)];
        if (sign)
            ph_buf_byte(&text, sign);
        node item = random_leaf(dice, &text);
        item.sign = sign;
        ADD(a, &q->items, item);
        ph_buf_addc(&text, " ");
    }
    OK(ph_query_set(&q->query, PH_STR("q"), ph_buf_str(&text), &err));
    random_choices(dice, &q->query);
    q->query.want = PH_WANT_HITS | PH_WANT_COUNTS;
    ph_buf_free(&text);
}

/* --- the naive matcher ----------------------------------------------------------------------------- */

static inline bool has(const doc *d, const node *n, bool asserted)
{
    bool found = false;
    switch (n->kind) {
    case AND: return has(d, n->left, asserted) && has(d, n->right, asserted);
    case OR: return has(d, n->left, asserted) || has(d, n->right, asserted);
    case NOT: return has(d, n->left, asserted) && !has(d, n->right, asserted);
    case FACET:
        return has_value(&d->values, choices[n->a].facet, ph_cstr(choices[n->a].value),
                         asserted);
    case WORD:
    case PHRASE:
    case BEGINNING: break;
    }
    for (size_t i = 0; i < d->words.n && !found; i++) {
        int w = d->words.v[i];
        bool same = w == (int)n->a;
        if (n->kind == BEGINNING)
            same = w >= 0 && strncmp(words[w], words[n->a], 2) == 0;
        found = same && (n->kind != PHRASE ||
                         (i + 1 < d->words.n && d->words.v[i + 1] == (int)n->b));
    }
    return found;
}

static inline bool text_matches(const question *q, const doc *d, bool every)
{
    size_t plain = 0, met = 0, must = 0;
    if (q->tree)
        return has(d, q->tree, q->query.asserted);
    for (size_t i = 0; i < q->items.n; i++) {
        const node *n = &q->items.v[i];
        bool in = has(d, n, false);
        if ((n->sign == '-' && in) || (n->sign == '+' && !in))
            return false;
        must += n->sign == '+';
        plain += n->sign == 0;
        met += n->sign == 0 && in;
    }
    return every ? met == plain : plain == 0 || must > 0 || met > 0;
}

static inline size_t units(const question *q)
{
    size_t n = 0;
    for (size_t i = 0; i < q->items.n; i++)
        n += q->items.v[i].sign != '-';
    return n;
}

/* --- the answer that is expected ---------------------------------------------------------------------- */

typedef struct expected {
    const doc *const *docs; /* DOCUMENTS of them; NULL: there is none */
    bool any;
    bool base[DOCUMENTS], in[DOCUMENTS];
    size_t total;
} expected;

/* Whether no document before it is an edition of the same work, of those in a set. */
static inline bool is_first(const expected *e, const bool *set, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (set[j] && ph_eq(e->docs[j]->work, e->docs[i]->work))
            return false;
    return true;
}

static inline void expect(const question *q, const doc *const *docs, expected *e)
{
    size_t full = 0;
    *e = (expected){.docs = docs, .any = q->query.match == PH_MATCH_ANY};
    for (size_t i = 0; i < DOCUMENTS; i++)
        full += docs[i] && text_matches(q, docs[i], true);
    if (q->query.match == PH_MATCH_AUTO && full < PH_MATCH_FEW && units(q) > 1)
        e->any = true;
    for (size_t i = 0; i < DOCUMENTS; i++) {
        const doc *d = docs[i];
        e->base[i] = d && text_matches(q, d, !e->any) &&
                     passes_conditions(&q->query, &d->record, &d->values);
        e->in[i] = e->base[i] && passes_choices(&q->query, &d->values, PH_FACETS);
        e->total += e->in[i] && is_first(e, e->in, i);
    }
}

static inline size_t count_of(const question *q, const expected *e, ph_facet facet,
                              ph_str v)
{
    ph_facet group = ph_facets[facet].group;
    ph_facet but = narrow(&q->query, group) ? PH_FACETS : group;
    bool set[DOCUMENTS];
    size_t n = 0;
    for (size_t i = 0; i < DOCUMENTS; i++) {
        set[i] = e->base[i] && passes_choices(&q->query, &e->docs[i]->values, but) &&
                 has_value(&e->docs[i]->values, facet, v, q->query.asserted);
        n += set[i] && is_first(e, set, i);
    }
    return n;
}

static inline bool is_selected(const ph_query *q, ph_facet facet, ph_str v)
{
    values one = {&(value){facet, v, true}, 1, 1};
    for (size_t i = 0; i < q->choices[facet].n; i++)
        if (has_value(&one, facet, q->choices[facet].v[i], false))
            return true;
    return false;
}

/* What a facet should show: each value that has a count, and each that is chosen by itself. */
static inline void check_facet(const question *q, const expected *e, const ph_result *r,
                               ph_facet f)
{
    ph_strs seen = {0};
    for (size_t i = 0; i < r->facets[f].n; i++) {
        const ph_facet_value *v = &r->facets[f].v[i];
        size_t count = count_of(q, e, f, v->value);
        assert_false(ph_strs_has(&seen, v->value));
        ph_strs_add(q->query.arena, &seen, v->value);
        if (v->count != count || (!count && !ph_strs_has(&q->query.choices[f], v->value)) ||
            v->selected != is_selected(&q->query, f, v->value))
            fail_msg("q='%.*s': %s=%.*s has %zu%s, not %zu", PH_FMT(q->query.q),
                     ph_facets[f].name, PH_FMT(v->value), (size_t)v->count,
                     v->selected ? " (selected)" : "", count);
        if (i > 0 && f == PH_FACET_YEAR)
            assert_true(ph_cmp(v[-1].value, v->value) > 0);
        else if (i > 0)
            assert_true(v[-1].count > v->count ||
                        (v[-1].count == v->count && ph_cmp(v[-1].value, v->value) < 0));
    }
    for (size_t i = 0; i < q->query.choices[f].n; i++)
        if (!strstr(q->query.choices[f].v[i].s, ".."))
            assert_true(ph_strs_has(&seen, q->query.choices[f].v[i]));
    for (size_t i = 0; i < DOCUMENTS; i++)
        for (size_t j = 0; e->docs[i] && j < e->docs[i]->values.n; j++) {
            const value *v = &e->docs[i]->values.v[j];
            if (v->facet != f || ph_strs_has(&seen, v->value))
                continue;
            ph_strs_add(q->query.arena, &seen, v->value);
            if (count_of(q, e, f, v->value))
                fail_msg("q='%.*s': %s=%.*s is missing", PH_FMT(q->query.q),
                         ph_facets[f].name, PH_FMT(v->value));
        }
}

static inline void check_answer(const question *q, const expected *e, const ph_result *r)
{
    bool seen[DOCUMENTS] = {false};
    if (r->total != e->total || r->hits.n != e->total)
        fail_msg("q='%.*s' match=%d: total %zu and %zu hits, not %zu", PH_FMT(q->query.q),
                 (int)q->query.match, (size_t)r->total, r->hits.n, e->total);
    for (size_t i = 0; i < r->hits.n; i++) {
        size_t d = (size_t)atoi(r->hits.v[i].record.id.s + strlen("document-"));
        assert_true(d < DOCUMENTS && e->in[d] && !seen[d]);
        for (size_t j = 0; j < DOCUMENTS; j++)
            assert_false(seen[j] && ph_eq(e->docs[j]->work, e->docs[d]->work));
        seen[d] = true;
    }
    for (ph_facet f = 0; f < PH_FACETS; f++)
        check_facet(q, e, r, f);
}

#endif
