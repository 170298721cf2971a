/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contacts_private.h - shared by contacts.c (which organisations) and contacts_show.c (what is
 * told of one).  Runs inside one ph_reader_run, as match_private.h.
 */
#ifndef PH_CONTACTS_PRIVATE_H
#define PH_CONTACTS_PRIVATE_H

#include "search/contacts.h"
#include "search/match_private.h"
#include "search/tally.h"

/* A record that was read for this answer. */
typedef struct ph_read_record {
    xapian_docid docid;
    ph_record *record;
} ph_read_record;

typedef struct ph_contacts_unit {
    ph_search_unit search; /* the question; its result is scratch */
    ph_contacts_result *result;
    ph_tally *tally;
    PH_VEC(ph_read_record) records;
    ph_status *status; /* of what failed besides the binding */
    ph_error *err;
    xapian_error *why;
} ph_contacts_unit;

/* Adds what is told of an organisation to result->organisations. */
xapian_status ph_show_organisation(ph_reader *r, ph_contacts_unit *u,
                                   const ph_tally_row *row);

/* Adds those who name no organisation to result->people. */
xapian_status ph_show_people(ph_reader *r, ph_contacts_unit *u);

#endif
