/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * follow_up.h - what two institutions need to go on together: the chosen practices, who did
 * them, and when to meet.
 *
 * Parameters: pack (ids of documents), org (keys of organisations, repeatable; none: those that led
 * a practice or are its contact), date ("2026-12-03"), time ("10:00", UTC), minutes, ours (the name of the institution that
 * asks), place (an address, of a room or of a video call).
 */
#ifndef PH_FOLLOW_UP_H
#define PH_FOLLOW_UP_H

#include "web/pack.h"

#include "search/contacts.h"

#define PH_MEETING_MINUTES 60 /* unless asked otherwise */

typedef struct ph_follow_up {
    ph_question
        question; /* its complaints are those of the parameters; all else is our own */
    ph_pack pack;
    ph_contacts_result all;         /* who did it, in every document of the pack */
    ph_contacts_result chosen;      /* those that were chosen */
    bool named;                     /* by parameters */
    ph_str date, time, ours, place; /* absent: not given, or wrong */
    unsigned minutes;
} ph_follow_up;

/* Reads and answers.  PH_NO_MEMORY, and as ph_contacts and ph_reader_get. */
ph_status ph_follow_up_read(const ph_context *context, const ph_request *request,
                            ph_follow_up *follow_up, ph_error *err) PH_MUST_USE;

/* PATH with the parameters of this follow-up.  PH_ABSENT: no memory. */
ph_str ph_follow_up_address(const ph_context *context, const ph_follow_up *follow_up,
                            ph_str path);

/* The name that `org` gives to an organisation. */
ph_str ph_organisation_key(ph_arena *arena, uint64_t key);

#endif
