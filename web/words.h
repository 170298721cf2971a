/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words.h - what is said to a reader, in the reader's language.
 *
 * Texts stand in English where they are used; make update-translations collects them into
 * web/translations/peerhub.pot.  A text is a whole sentence or label: languages order words
 * differently.  What is filled in stands in braces: "About {country}".
 *
 * Everywhere absent: no memory.
 */
#ifndef PH_WORDS_H
#define PH_WORDS_H

#include "search/voice.h"
#include "web/context.h"

ph_str ph_words(const ph_context *context, const char *text);

/* ph_say(context, "About {country}", ...): the text with its places filled; a place without
 * a filling stays as it is. */
#define PH_SAY(context, text, ...)                                                         \
    ph_say(context, text, (const ph_filling[]){__VA_ARGS__, {NULL, {NULL, 0}}})
ph_str ph_say(const ph_context *context, const char *text, const ph_filling *fillings);

/* The same with the form that goes with a number, which is {n} in it:
 * ph_count_words(context, 3, "{n} document", "{n} documents"). */
ph_str ph_count_words(const ph_context *context, uint64_t n, const char *one,
                      const char *many);
#define PH_COUNT(context, n, one, many, ...)                                               \
    ph_say_count(context, n, one, many,                                                    \
                 (const ph_filling[]){__VA_ARGS__, {NULL, {NULL, 0}}})
ph_str ph_say_count(const ph_context *context, uint64_t n, const char *one,
                    const char *many, const ph_filling *fillings);

/* For the library, which tells reasons.  Lives as long as the context. */
ph_voice ph_voice_of(const ph_context *context);

/* "12,345" */
ph_str ph_number_words(const ph_context *context, uint64_t n);

/* "0.71", "0,71": three decimals at most */
ph_str ph_decimal_words(const ph_context *context, double value);

/* "a, b and c" */
ph_str ph_list_words(const ph_context *context, const ph_strs *list);

/* "4 June 2022" (language.h) */
ph_str ph_date_words(const ph_context *context, ph_str date);

#endif
