/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * harvest.h - OAI-PMH 2.0 as a harvester speaks it
 * (https://www.openarchives.org/OAI/openarchivesprotocol.html and its guidelines for harvesters):
 * one request at a time with a pause between, lists in pieces by resumptionToken, 503 and 429 with
 * Retry-After, a list begun anew when its token has expired.
 *
 * What is answered is parsed by peerhub-worker; nothing of it is looked at here but what oai.h
 * lists, as checked text.
 *
 * Threads: one ph_harvest belongs to one.
 */
#ifndef PH_HARVEST_H
#define PH_HARVEST_H

#include "indexer/worker.h"

typedef struct ph_harvest ph_harvest;

typedef struct ph_harvest_options {
    ph_str address;    /* the repository's base URL; may have a name and a password in it */
    ph_str set;        /* harvest this set alone; absent: all */
    ph_worker *worker; /* borrowed */

    /* Called for each record (ph_part.size: ph_oai_kind), or refusal of one.  False ends it. */
    ph_item_fn each;
    /* After each answer, with its size.  True: the run has ended, break off. */
    bool (*answered)(void *user, uint64_t bytes);
    bool (*ended)(void *user);
    void *user;
} ph_harvest_options;

/* The options are copied; their strings stay the caller's. */
ph_status ph_harvest_new(ph_harvest **out, const ph_harvest_options *options,
                         ph_error *err) PH_MUST_USE;
void ph_harvest_free(ph_harvest *harvest); /* NULL is fine */

/* What a repository says of itself. */
typedef struct ph_repository {
    int64_t now;        /* by its clock, in seconds since 1970; 0: it does not say */
    bool days;          /* it knows when records changed by the day, not by the second */
    bool tells_deleted; /* of every record that was deleted, for ever */
} ph_repository;

/* The first request.  PH_IO: it cannot be reached; PH_INVALID, PH_UNSUPPORTED: it is no repository
 * that we can harvest.  The text is a sentence without the address. */
ph_status ph_harvest_identify(ph_harvest *harvest, ph_repository *repository,
                              ph_error *err) PH_MUST_USE;

/* After ph_harvest_identify.  All records (headers: their headers alone) that changed since a
 * moment of the repository's clock (0: all); *n: how many there were.  Records may come more than
 * once.  PH_OK: that was all of them. */
ph_status ph_harvest_list(ph_harvest *harvest, bool headers, int64_t since, size_t *n,
                          ph_error *err) PH_MUST_USE;

#endif
