/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * expand.h - what counts as the words of a question because the vocabularies say so: labels of
 * the same concept, in the languages that the index holds.
 *
 * Looked at are plain words: not phrases, words behind a field or a sign, prefix*, NEAR.  Words
 * that stand side by side and are a label (labels.h), in whatever language, are one term;
 * the longest label counts, and not the words in it.  A label of one word has to be in the
 * question's language: the one of the vocabulary that knows most of its words.
 *
 * Added are preferred and alternative labels that a document has, at most PH_EXPANSION_LABELS
 * of a language.  Of the question's own language only labels of several words and
 * abbreviations are added, and those only for such: the preferred label for others, all for
 * the preferred one, for alternative ones are often but parts of a theme. Of the scheme "word",
 * whose concepts are translations, only abbreviations are added in the same language.
 *
 * A tree says afterwards at each word what counts as it (query_parse.h), and plan.c makes
 * queries of that.  Cost: some microseconds for a question that has been asked before; the first time
 * each label is looked for in the index.
 */
#ifndef PH_EXPAND_H
#define PH_EXPAND_H

#include "search/query_parse.h"
#include "search/reader_private.h"

typedef struct ph_expander ph_expander;

/* Keeps what a reader has learned: which labels the index has.  NULL: no memory. */
ph_expander *ph_expander_new(void);
void ph_expander_free(ph_expander *expander);

/* The index has changed. */
void ph_expander_forget(ph_expander *expander);

/* Marks the tree's words (and unmarks those of an earlier time) and adds to the result's
 * expansions, in the order of the question.  query->without: what is not to be added, labels, or
 * terms, for which nothing is then added; "*" for nothing at all.  *language is set to the
 * question's language, if its words tell it. */
xapian_status ph_expand(ph_reader *r, const ph_query *query, ph_node *root, ph_arena *arena,
                        ph_result *result, ph_str *language, ph_status *status,
                        ph_error *err, xapian_error *why);

#endif
