/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answer_words.h - what an answer is, said in a sentence, and what was chosen, in a few words.
 */
#ifndef PH_ANSWER_WORDS_H
#define PH_ANSWER_WORDS_H

#include "web/page.h"

/* "12 documents have every word", "Not in this collection yet" ...  PH_ABSENT: no memory. */
ph_str ph_answer_words(const ph_context *context, const ph_question *question,
                       const ph_result *result);

/* "Country: Estonia", "Held in: Romania", "Year: 2019 to 2022".  PH_ABSENT: no memory. */
ph_str ph_choice_words(const ph_context *context, const ph_parameter *parameter);

#endif
