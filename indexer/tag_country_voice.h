/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tag_country_voice.h - in what voice a text names a country: as its own ("my country", "X
 * believes", "the delegation of X"), as another's ("against X", "the regime of X"), or in
 * passing, in a list.
 */
#ifndef PH_TAG_COUNTRY_VOICE_H
#define PH_TAG_COUNTRY_VOICE_H

#include "indexer/tag.h"

typedef enum ph_voice {
    PH_VOICE_NAME, /* how it is named: each mention has one of these three */
    PH_VOICE_ADJECTIVE,
    PH_VOICE_PLACE,      /* a capital, an institution */
    PH_VOICE_LIST,       /* beside another country: "X, Y and Z" */
    PH_VOICE_START,      /* it begins a sentence, and is in no list */
    PH_VOICE_STANCE,     /* "X believes" */
    PH_VOICE_COMMITS,    /* "X is ready" */
    PH_VOICE_WE,         /* "we in X", "X, we" */
    PH_VOICE_OWN,        /* "my country, X" */
    PH_VOICE_DELEGATION, /* "the delegation of X" */
    PH_VOICE_BEHALF,     /* "on behalf of the Government of X" */
    PH_VOICE_STATE,      /* "the Government of X" */
    PH_VOICE_HOME,       /* "X's constitution" */
    PH_VOICE_TROUBLE,    /* "the regime of X" */
    PH_VOICE_TOWARDS,    /* "against X", "the situation in X" */
    PH_VOICE_FIRST,      /* a sentence that says "we" or "our", and it is in no list */
    PH_VOICES
} ph_voice;

/* Adds 1 for each voice that a mention of a country has.  mentions: of the piece, it is number
 * `which`. */
void ph_country_voice(ph_str language, const ph_piece *piece, size_t which,
                      unsigned voices[PH_VOICES]);

#endif
