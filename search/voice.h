/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * voice.h - the language that somebody is answered in.  This library speaks English; who has
 * translations lends it a voice.
 */
#ifndef PH_VOICE_H
#define PH_VOICE_H

#include "search/base.h"

typedef struct ph_voice {
    ph_str language; /* BCP 47: of names of places, languages, concepts */
    /* A text marked with PH_N in that language; it lives as long as the voice. */
    ph_str (*text)(const void *user, const char *english);
    /* A number in that language's way, with so many decimals (4 at most); PH_ABSENT: no memory. */
    ph_str (*decimal)(const void *user, ph_arena *arena, double value, unsigned decimals);
    const void *user;
} ph_voice;

/* English, for who is given NULL. */
extern const ph_voice ph_english;

/* What stands for {name} in a text. */
typedef struct ph_filling {
    const char *name; /* NULL ends a list */
    ph_str value;
} ph_filling;

/* The text with its places filled; a place without a filling stays as it is.  PH_ABSENT: no
 * memory. */
ph_str ph_fill(ph_arena *arena, ph_str text, const ph_filling *fillings);

#endif
