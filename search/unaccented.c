/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "search/text.h"
#include "search/unaccented.h"
#include "search/wordlist.h"

#define LETTERS_LEAST 4 /* bytes of a stem: shorter ones have too many words */
#define KEPT 4096       /* words whose terms a reader keeps: a power of two */

/* A listed word's terms; the first word that comes to a place of the table stays there. */
typedef struct ph_listed {
    uint64_t hash; /* of the word; 0: free */
    ph_strs terms;
} ph_listed;

/* The word in lower case, folded as the lists have it; false: it is not of plain letters, or
 * too long. */
static bool fold_plain(ph_str word, char folded[PH_TERM_BYTES], size_t *n)
{
    bool letter = false;
    *n = 0;
    for (size_t i = 0; i < word.n; i++) {
        unsigned char c = (unsigned char)word.s[i];
        if (c >= 0x80 || *n + 1 == PH_TERM_BYTES)
            return false;
        if (c == '\'')
            continue;
        folded[(*n)++] = (char)tolower(c);
        letter |= isalpha(c) != 0;
    }
    return letter;
}

/* What listed words are read for. */
typedef struct reading {
    ph_reader *r;
    ph_arena *arena; /* of the terms */
    ph_strs terms;
    ph_arena *scratch;
    ph_strs stems; /* of the word, as below */
    ph_status status;
    ph_error *err;
} reading;

static bool take_term(void *user, ph_str word, ph_str term)
{
    reading *in = user;
    (void)word;
    if (ph_strs_has(&in->terms, term))
        return true;
    ph_str copy = ph_dup(in->arena, term);
    if (!copy.s || !ph_strs_add(in->arena, &in->terms, copy))
        in->status = ph_fail_memory(in->err);
    return !in->status;
}

/* --- other forms ------------------------------------------------------------------------------ */

/* A word's stem in each language of the index. */
static ph_strs stems_of(reading *in, ph_str word)
{
    ph_strs stems = {0};
    for (size_t l = 0; l < in->r->languages.n && !in->status; l++)
        in->status = ph_analyze_all(in->r->analyzer, in->r->languages.v[l], word,
                                    in->scratch, &stems, in->err);
    return stems;
}

/* A word that begins as the stem does. */
static bool take_form(void *user, ph_str word, ph_str term)
{
    reading *in = user;
    bool same = false;
    ph_strs stems = stems_of(in, word);
    if (in->status || ph_eq(word, term) || ph_strs_has(&stems, term))
        return !in->status; /* no accent has made the term */
    for (size_t i = 0; i < stems.n && stems.n == in->stems.n; i++)
        same |= ph_eq(stems.v[i], in->stems.v[i]);
    return !same || take_term(in, word, term);
}

/* Terms of words of one stem with `word`. */
static xapian_status find_forms(reading *in, ph_str word, xapian_error *why)
{
    xapian_status got = XAPIAN_OK;
    size_t common = word.n;
    in->scratch = ph_arena_new();
    if (!in->scratch)
        in->status = ph_fail_memory(in->err);
    else
        in->stems = stems_of(in, word);
    for (size_t i = 0; i < in->stems.n; i++)
        while (!ph_starts(in->stems.v[i], ph_sub(word, 0, common)))
            common--;
    if (!in->status && common >= LETTERS_LEAST)
        got = ph_words_each(in->r, ph_sub(word, 0, common), take_form, in, why);
    ph_arena_free(in->scratch);
    return got;
}

/* --- a word --------------------------------------------------------------------------------- */

/* The terms of a word, out of the table or into it. */
static xapian_status look_up(reading *in, ph_str word, ph_arena *arena, xapian_error *why)
{
    char key[PH_TERM_BYTES + 1]; /* with the space that ends a word in a list */
    uint64_t hash = ph_hash(word.s, word.n, PH_HASH_SEED) | 1;
    ph_reader *r = in->r;
    if (!r->listed && !(r->listed = ph_alloc(r->seen, KEPT * sizeof *r->listed))) {
        in->status = ph_fail_memory(in->err);
        return XAPIAN_OK;
    }
    ph_listed *kept = &r->listed[hash / 2 & (KEPT - 1)];
    if (kept->hash == hash) {
        in->terms = kept->terms;
        return XAPIAN_OK;
    }
    in->arena = kept->hash ? arena : r->seen;
    memcpy(key, word.s, word.n);
    key[word.n] = ' ';
    xapian_status got = ph_words_each(r, (ph_str){key, word.n + 1}, take_term, in, why);
    if (!got && !in->status && !in->terms.n)
        got = find_forms(in, word, why);
    if (!got && !in->status && !kept->hash)
        *kept = (ph_listed){hash, in->terms};
    return got;
}

xapian_status ph_unaccented_terms(ph_reader *r, ph_str word, ph_arena *arena,
                                  ph_strs *terms, ph_status *status, ph_error *err,
                                  xapian_error *why)
{
    char folded[PH_TERM_BYTES];
    size_t n;
    reading in = {.r = r, .err = err};
    if (!fold_plain(word, folded, &n))
        return XAPIAN_OK;
    xapian_status got = look_up(&in, (ph_str){folded, n}, arena, why);
    for (size_t i = 0; i < in.terms.n && !got && !in.status; i++)
        if (!ph_strs_has(terms, in.terms.v[i]) && !ph_strs_add(arena, terms, in.terms.v[i]))
            in.status = ph_fail_memory(err);
    *status = in.status;
    return got;
}

/* --- a question ------------------------------------------------------------------------------ */

static xapian_status find_word(ph_reader *r, ph_str word, ph_plan *plan, xapian_error *why)
{
    char folded[PH_TERM_BYTES];
    size_t n;
    reading in = {.r = r, .err = plan->err};
    if (!fold_plain(word, folded, &n))
        return XAPIAN_OK;
    xapian_status got = look_up(&in, (ph_str){folded, n}, plan->arena, why);
    plan->status = in.status;
    if (got || in.status || !in.terms.n)
        return got;
    ph_unaccented *slot = PH_PUSH(plan->arena, &plan->unaccented);
    if (slot)
        *slot = (ph_unaccented){ph_dup(plan->arena, (ph_str){folded, n}), in.terms};
    if (!slot || !slot->word.s)
        plan->status = ph_fail_memory(plan->err);
    return got;
}

xapian_status ph_unaccented_find(ph_reader *r, const ph_node *root, ph_plan *plan,
                                 xapian_error *why)
{
    size_t at = 0, start, end;
    xapian_status got = XAPIAN_OK;
    if (!root)
        return XAPIAN_OK;
    if (root->type == PH_NODE_WORD || root->type == PH_NODE_PHRASE)
        while (!got && !plan->status && ph_next_word(root->text, &at, &start, &end))
            got = find_word(r, ph_sub(root->text, start, end), plan, why);
    for (size_t i = 0; i < root->children.n && !got && !plan->status; i++)
        got = ph_unaccented_find(r, root->children.v[i], plan, why);
    return got;
}
