/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/pack.h"
#include "search/wordlist.h"

#define KEY_BYTES (sizeof PH_KEY_WORD + 2 * PH_TERM_BYTES)
#define CHANGED                                                                            \
    "words-changed" /* there while documents have changed since the last sweep */

/* "word:WORD TERM"; 0: too long, or none. */
static size_t make_key(ph_str word, ph_str term, char key[KEY_BYTES])
{
    const size_t prefix = strlen(PH_KEY_WORD);
    if (!word.n || !term.n || word.n > PH_TERM_BYTES || term.n > PH_TERM_BYTES)
        return 0;
    memcpy(key, PH_KEY_WORD, prefix);
    memcpy(key + prefix, word.s, word.n);
    key[prefix + word.n] = ' ';
    memcpy(key + prefix + word.n + 1, term.s, term.n);
    return prefix + word.n + 1 + term.n;
}

static bool take_apart(ph_str key, ph_str *word, ph_str *term)
{
    const size_t prefix = strlen(PH_KEY_WORD);
    const char *space = key.n > prefix ? memchr(key.s, ' ', key.n) : NULL;
    if (!space)
        return false;
    *word = ph_sub(key, prefix, (size_t)(space - key.s));
    *term = ph_sub(key, (size_t)(space - key.s) + 1, key.n);
    return word->n && term->n;
}

/* --- writing ------------------------------------------------------------------------------ */

/* What is there already is not written again: that would cost a block of the index. */
static xapian_status set_once(xapian_writable_db *db, const char *key, size_t n,
                              xapian_error *why)
{
    ph_str there;
    xapian_status got =
        xapian_db_metadata(xapian_writable_db_reader(db), key, n, &there.s, &there.n, why);
    return got || there.n ? got : xapian_writable_db_set_metadata(db, key, n, "1", 1, why);
}

xapian_status ph_words_write(xapian_writable_db *db, ph_str gathered, xapian_error *why)
{
    ph_unpack in = ph_unpack_from(gathered);
    char key[KEY_BYTES];
    xapian_status got = XAPIAN_OK;
    while (!got && in.at != in.end) {
        ph_str word = ph_unpack_str(&in), term = ph_unpack_str(&in);
        size_t n = in.bad ? 0 : make_key(word, term, key);
        if (in.bad)
            return XAPIAN_SERIALISATION;
        got = n ? set_once(db, key, n, why) : XAPIAN_OK;
    }
    return got;
}

xapian_status ph_words_mark(xapian_writable_db *db, xapian_error *why)
{
    return set_once(db, CHANGED, strlen(CHANGED), why);
}

/* The keys of words whose term no document has. */
static xapian_status find_gone(const xapian_db *db, ph_arena *arena, ph_strs *gone,
                               xapian_error *why)
{
    xapian_terms *keys;
    ph_str key, word, term;
    xapian_status got =
        xapian_db_metadata_keys(db, PH_KEY_WORD, strlen(PH_KEY_WORD), &keys, why);
    while (!got && !(got = xapian_terms_next(keys, &key.s, &key.n, why))) {
        bool there = false;
        if (take_apart(key, &word, &term))
            got = xapian_db_term_exists(db, term.s, term.n, &there, why);
        if (!got && !there && !ph_strs_dup(arena, gone, key))
            got = XAPIAN_NO_MEMORY;
    }
    xapian_terms_free(keys);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

xapian_status ph_words_sweep(xapian_writable_db *db, bool *swept, xapian_error *why)
{
    ph_str changed;
    ph_strs gone = {0};
    const xapian_db *reader = xapian_writable_db_reader(db);
    xapian_status got =
        xapian_db_metadata(reader, CHANGED, strlen(CHANGED), &changed.s, &changed.n, why);
    *swept = !got && changed.n;
    if (!*swept)
        return got;
    ph_arena *arena = ph_arena_new();
    got = arena ? find_gone(reader, arena, &gone, why) : XAPIAN_NO_MEMORY;
    for (size_t i = 0; !got && i < gone.n; i++)
        got = xapian_writable_db_set_metadata(db, gone.v[i].s, gone.v[i].n, NULL, 0, why);
    if (!got)
        got = xapian_writable_db_set_metadata(db, CHANGED, strlen(CHANGED), NULL, 0, why);
    ph_arena_free(arena);
    return got;
}

static bool next(void *user, ph_token token)
{
    (void)user;
    (void)token;
    return true;
}

ph_status ph_words_of(ph_analyzer *a, const ph_record *r, ph_error *err)
{
    ph_status status = ph_analyze(a, r->language, r->title, next, NULL, err);
    if (!status)
        status = ph_analyze(a, r->language, r->abstract, next, NULL, err);
    for (size_t i = 0; !status && i < r->creators.n; i++)
        status = ph_analyze(a, r->language, r->creators.v[i], next, NULL, err);
    for (size_t i = 0; !status && i < r->organisations.n; i++)
        status = ph_analyze(a, r->language, r->organisations.v[i].name, next, NULL, err);
    for (size_t i = 0; !status && i < r->passages.n; i++) {
        const ph_passage *p = &r->passages.v[i];
        status = ph_analyze(a, r->language, p->text, next, NULL, err);
        for (size_t h = 0; !status && h < p->heading.n; h++)
            status = ph_analyze(a, r->language, p->heading.v[h], next, NULL, err);
    }
    return status;
}

/* --- reading ------------------------------------------------------------------------------ */

static xapian_status each_in(const xapian_db *db, ph_str prefix, ph_word_fn each,
                             void *user, xapian_error *why)
{
    xapian_terms *keys;
    ph_str key, word, term;
    bool going = true;
    xapian_status got = xapian_db_metadata_keys(db, prefix.s, prefix.n, &keys, why);
    while (!got && going && !(got = xapian_terms_next(keys, &key.s, &key.n, why)))
        going = !take_apart(key, &word, &term) || each(user, word, term);
    xapian_terms_free(keys);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

xapian_status ph_words_each(const ph_reader *r, ph_str beginning, ph_word_fn each,
                            void *user, xapian_error *why)
{
    char prefix[KEY_BYTES];
    const size_t n = strlen(PH_KEY_WORD);
    xapian_status got = XAPIAN_OK;
    if (beginning.n > PH_TERM_BYTES) /* no word is as long */
        return XAPIAN_OK;
    memcpy(prefix, PH_KEY_WORD, n);
    memcpy(prefix + n, beginning.s ? beginning.s : "", beginning.n);
    for (size_t i = 0; !got && i < r->shards.n; i++)
        got = each_in(r->shards.v[i], (ph_str){prefix, n + beginning.n}, each, user, why);
    return got;
}
