/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of an index, and the terms that each stands for in a question. */
#include "config.h"

#include <stdlib.h>

#include "search/limits.h"
#include "search/offline_private.h"
#include "search/pack.h"
#include "search/plan_private.h"
#include "search/wordlist.h"

typedef struct word {
    ph_str text;
    uint32_t term; /* its number */
} word;

typedef struct list {
    ph_offline *o;
    PH_VEC(word) words;
    bool *reached; /* terms that a word stands for */
    ph_plan plan;  /* a small one of its own */
} list;

static bool add_word(list *l, ph_str text, size_t term)
{
    word *w = PH_PUSH(l->o->arena, &l->words);
    if (w) {
        *w = (word){text, (uint32_t)term};
        l->reached[term] = true;
    } else {
        *l->o->status = ph_fail_memory(l->o->err);
    }
    return w != NULL;
}

/* What was listed when documents were indexed: as each is in its own language. */
static bool take_listed(void *user, ph_str text, ph_str term)
{
    list *l = user;
    size_t number = ph_offline_term(l->o, term);
    if (number == l->o->terms.n || text.n > PH_TERM_BYTES) /* no document has it any more */
        return true;
    ph_str copy = ph_dup(l->o->arena, text);
    if (!copy.s)
        *l->o->status = ph_fail_memory(l->o->err);
    return copy.s && add_word(l, copy, number);
}

static int by_text(const void *a, const void *b)
{
    const word *x = a, *y = b;
    int order = ph_cmp(x->text, y->text);
    return order ? order : (x->term > y->term) - (x->term < y->term);
}

static void sort(list *l)
{
    if (l->words.n > 1)
        qsort(l->words.v, l->words.n, sizeof *l->words.v, by_text);
}

/* Where the entries of the word that begins at `from` end. */
static size_t end_of(const list *l, size_t from)
{
    size_t end = from + 1;
    while (end < l->words.n && ph_eq(l->words.v[end].text, l->words.v[from].text))
        end++;
    return end;
}

/* What each listed word is in the index's languages, as if somebody asked for it. */
static void add_asked(list *l)
{
    size_t listed = l->words.n;
    for (size_t i = 0, end; i < listed && !*l->o->status; i = end) {
        ph_places places = {0};
        ph_str text = l->words.v[i].text;
        for (end = i + 1; end < listed && ph_eq(l->words.v[end].text, text);)
            end++;
        ph_plan_places(&l->plan, text, &places);
        *l->o->status = l->plan.status;
        for (size_t t = 0; places.n == 1 && t < places.v[0].n; t++) {
            size_t number = ph_offline_term(l->o, places.v[0].v[t]);
            if (number < l->o->terms.n && !add_word(l, text, number))
                break;
        }
    }
    sort(l);
}

static bool take_word(void *user, ph_token token)
{
    list *l = user;
    return take_listed(l, *token.word, token.term) && !*l->o->status;
}

/* The words of labels, as a question may have them, where documents have them in another form. */
static void add_labels(list *l)
{
    const ph_offline *o = l->o;
    for (size_t t = 0; t < o->languages.n && !*o->status; t++) {
        const ph_tongue *tongue = &o->r->expander->tongues.v[t];
        for (uint32_t i = 1;
             tongue->held && i < ph_labels_count(tongue->labels) && !*o->status; i++) {
            ph_status status =
                ph_analyze(o->r->analyzer, o->languages.v[t],
                           ph_labels_at(tongue->labels, i)->text, take_word, l, o->err);
            *o->status = *o->status ? *o->status : status;
        }
    }
    sort(l);
}

/* Numbers, and whatever else no list has: they stand for themselves. */
static void add_others(list *l)
{
    for (size_t t = 0; t < l->o->terms.n && !*l->o->status; t++)
        if (!l->reached[t])
            add_word(l, l->o->terms.v[t], t);
    sort(l);
}

typedef struct knowing {
    const ph_labels *labels;
    bool known;
} knowing;

static bool is_known(void *user, ph_token token)
{
    knowing *k = user;
    k->known = ph_labels_know(k->labels, token.hash);
    return false; /* the first is all */
}

/* A bit for each language whose labels know the word. */
static uint64_t known_in(const list *l, ph_str text)
{
    uint64_t mask = 0;
    const ph_offline *o = l->o;
    for (size_t i = 0; i < o->languages.n && i < PH_OFFLINE_LANGUAGES && !*o->status; i++) {
        knowing k = {o->r->expander->tongues.v[i].labels, false};
        *o->status =
            ph_analyze(o->r->analyzer, o->languages.v[i], text, is_known, &k, o->err);
        mask |= (uint64_t)k.known << i;
    }
    return mask;
}

static void write_terms(const list *l, ph_buf *out, size_t from, size_t end,
                        uint32_t *before)
{
    uint32_t last = *before;
    size_t n = 0;
    for (size_t i = from; i < end; i++)
        n += i == from || l->words.v[i].term != l->words.v[i - 1].term;
    ph_pack_number(out, n);
    *before = l->words.v[from].term;
    for (size_t i = from; i < end; i++) {
        int64_t step = (int64_t)l->words.v[i].term - last;
        if (i > from && step == 0)
            continue;
        ph_pack_number(out, step < 0 ? (uint64_t)-step * 2 - 1 : (uint64_t)step * 2);
        last = l->words.v[i].term;
    }
}

enum { LENGTHS, BYTES, TERMS, KNOWN, COLUMNS };

static void write_words(const list *l)
{
    ph_buf columns[COLUMNS] = {{0}, {0}, {0}, {0}};
    ph_str before = PH_STR("");
    uint32_t term = 0;
    size_t n = 0;
    for (size_t i = 0, end; i < l->words.n && !*l->o->status; i = end, n++) {
        ph_str text = l->words.v[i].text;
        size_t shared = ph_offline_shared(before, text);
        end = end_of(l, i);
        ph_pack_number(&columns[LENGTHS], shared);
        ph_pack_number(&columns[LENGTHS], text.n - shared);
        ph_buf_add(&columns[BYTES], ph_sub(text, shared, text.n));
        write_terms(l, &columns[TERMS], i, end, &term);
        ph_pack_number(&columns[KNOWN], known_in(l, text));
        before = text;
    }
    ph_pack_number(l->o->out, n);
    ph_offline_columns(l->o, columns, COLUMNS);
}

xapian_status ph_offline_words(ph_offline *o)
{
    list l = {.o = o, .reached = ph_alloc(o->arena, o->terms.n + 1)};
    if (!l.reached) {
        *o->status = ph_fail_memory(o->err);
        return XAPIAN_OK;
    }
    ph_plan_init(&l.plan, o->arena, o->r->analyzer, &o->r->languages, &o->r->years, o->err);
    xapian_status got = ph_words_each(o->r, PH_STR(""), take_listed, &l, o->why);
    if (!got && !*o->status) {
        add_labels(&l);
        add_asked(&l);
        add_others(&l);
        write_words(&l);
    }
    ph_plan_free(&l.plan);
    return got;
}
