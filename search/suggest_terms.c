/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of a record is suggested later: its title and phrases of its title and headings. */
#include "config.h"

#include <string.h>
#include <unicode/ucasemap.h>

#include "search/limits.h"
#include "search/suggest.h"
#include "search/text.h"
#include "search/xapian-c/xapian-c.h"

#define PHRASE_WORDS 3
#define PHRASE_BYTES 100 /* of one; longer ones are names of institutions, not frequent */

typedef struct word {
    ph_str folded;
    size_t start, end; /* in the text */
    bool stop;         /* says nothing by itself */
} word;

typedef PH_VEC(word) words;

typedef struct collector {
    ph_arena *arena;
    ph_str language;
    words words;
    bool failed;
} collector;

static bool collect(void *user, ph_token token)
{
    collector *c = user;
    word *w = PH_PUSH(c->arena, &c->words);
    ph_str folded = ph_dup(c->arena, *token.word);
    c->failed = !w || !folded.s;
    if (!c->failed)
        *w = (word){folded, token.start, token.end, ph_stop_word(c->language, folded)};
    return !c->failed;
}

static ph_status split(ph_analyzer *a, ph_str language, ph_str text, ph_arena *arena,
                       words *out, ph_error *err)
{
    collector c = {.arena = arena, .language = language};
    ph_status status = ph_analyze(a, language, text, collect, &c, err);
    *out = c.words;
    return status ? status : c.failed ? ph_fail_memory(err) : PH_OK;
}

/* --- titles --------------------------------------------------------------------------------- */

/* "XI:0" and words [from, ...) up to so many bytes; false: no memory, or enough. */
static bool give_title(const words *list, size_t from, const char *prefix, size_t max,
                       ph_suggest_term_fn each, void *user)
{
    ph_buf term = {0};
    ph_buf_addc(&term, prefix);
    for (size_t i = from; i < list->n && term.n < max + strlen(prefix); i++) {
        if (i > from)
            ph_buf_byte(&term, ' ');
        ph_buf_add(&term, list->v[i].folded);
    }
    bool going =
        !term.failed && each(user, ph_utf8_cut(ph_buf_str(&term), max + strlen(prefix)));
    ph_buf_free(&term);
    return going;
}

static bool give_starts(const words *list, ph_suggest_term_fn each, void *user)
{
    unsigned given = 0;
    if (list->n &&
        !give_title(list, 0, PH_SUGGEST_START, PH_SUGGEST_START_BYTES, each, user))
        return false;
    for (size_t i = 1; i < list->n && given < PH_SUGGEST_STARTS; i++)
        if (!list->v[i].stop && list->v[i].folded.n > 1) {
            given++;
            if (!give_title(list, i, PH_SUGGEST_INNER, PH_SUGGEST_INNER_BYTES, each, user))
                return false;
        }
    return true;
}

/* --- phrases -------------------------------------------------------------------------------- */

typedef struct phrases {
    ph_arena *arena;
    ph_strs given; /* terms of this document */
    size_t singles, several;
    ph_suggest_term_fn each;
    void *user;
    bool stopped, failed;
} phrases;

/* Whether a phrase may begin or end with it. */
static bool weighty(const word *w)
{
    bool letter = false;
    for (size_t i = 0; i < w->folded.n; i++)
        letter |= (unsigned char)w->folded.s[i] >= 0x80 ||
                  (w->folded.s[i] >= 'a' && w->folded.s[i] <= 'z');
    return !w->stop && letter && w->folded.n > 2;
}

/* Only a space or a hyphen stands between a word and the next. */
static bool joined(ph_str text, const word *w)
{
    return w[1].start == w->end + 1 && (text.s[w->end] == ' ' || text.s[w->end] == '-');
}

/* Words as they are written, in small letters. */
static ph_str small_letters(ph_arena *arena, ph_str s)
{
    char small[PHRASE_BYTES * 3];
    UErrorCode failed = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open("", 0, &failed);
    int32_t n = U_SUCCESS(failed) ? ucasemap_utf8ToLower(map, small, sizeof small, s.s,
                                                         (int32_t)s.n, &failed)
                                  : 0;
    ucasemap_close(map);
    return U_SUCCESS(failed) ? ph_dup(arena, (ph_str){small, (size_t)n}) : ph_dup(arena, s);
}

static void give_phrase(phrases *p, ph_str text, const word *first, size_t n)
{
    ph_buf term = {0};
    ph_buf_addc(&term, PH_SUGGEST_PHRASES);
    for (size_t i = 0; i < n; i++) {
        if (i)
            ph_buf_byte(&term, ' ');
        ph_buf_add(&term, first[i].folded);
    }
    ph_str folded = ph_sub(ph_buf_str(&term), strlen(PH_SUGGEST_PHRASES), term.n);
    ph_str written = ph_sub(text, first->start, first[n - 1].end);
    if (n > 1 && written.n <= PHRASE_BYTES && !term.failed) {
        written = small_letters(p->arena, written);
        if (written.s && !ph_eq(written, folded)) {
            ph_buf_byte(&term, '\0');
            ph_buf_add(&term, written);
        }
    }
    ph_str whole = term.failed ? PH_ABSENT : ph_dup(p->arena, ph_buf_str(&term));
    bool fits = whole.n <= 2 * PHRASE_BYTES && written.n <= PHRASE_BYTES;
    p->failed |= !whole.s || !written.s;
    if (!p->failed && fits && !ph_strs_has(&p->given, whole)) {
        *(n == 1 ? &p->singles : &p->several) += 1;
        p->failed |= !ph_strs_add(p->arena, &p->given, whole);
        p->stopped |= !p->failed && !p->each(p->user, whole);
    }
    ph_buf_free(&term);
}

static void give_phrases(phrases *p, ph_str text, const words *list)
{
    for (size_t i = 0; i < list->n && !p->failed && !p->stopped; i++) {
        if (!weighty(&list->v[i]))
            continue;
        if (p->singles < PH_SUGGEST_PER_DOCUMENT)
            give_phrase(p, text, &list->v[i], 1);
        for (size_t n = 2; n <= PHRASE_WORDS && i + n <= list->n; n++) {
            if (!joined(text, &list->v[i + n - 2]) || p->failed ||
                p->several >= PH_SUGGEST_PER_DOCUMENT)
                break;
            if (weighty(&list->v[i + n - 1]))
                give_phrase(p, text, &list->v[i], n);
        }
    }
}

/* Headings, each once, where it comes up. */
static ph_status headings(ph_analyzer *a, const ph_record *r, phrases *p, ph_error *err)
{
    const ph_strs *above = NULL;
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < r->passages.n; i++) {
        const ph_strs *heading = &r->passages.v[i].heading;
        for (size_t h = 0;
             !status && h < heading->n && p->several < PH_SUGGEST_PER_DOCUMENT; h++) {
            words list;
            if (above && h < above->n && ph_eq(above->v[h], heading->v[h]))
                continue;
            status = split(a, r->language, heading->v[h], p->arena, &list, err);
            if (!status)
                give_phrases(p, heading->v[h], &list);
        }
        above = heading;
    }
    return status;
}

ph_status ph_suggest_terms(ph_analyzer *a, const ph_record *r, ph_arena *arena,
                           ph_suggest_term_fn each, void *user, ph_error *err)
{
    phrases p = {.arena = arena, .each = each, .user = user};
    words title;
    ph_status status = split(a, r->language, r->title, arena, &title, err);
    if (status || !give_starts(&title, each, user))
        return status;
    give_phrases(&p, r->title, &title);
    status = headings(a, r, &p, err);
    return status ? status : p.failed ? ph_fail_memory(err) : PH_OK;
}
