/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * configuration.h - what whoever runs a hub decides: the options of peerhub-serve and the keys
 * of its configuration file, which are the same and a few more.  (Not "config.h": files of
 * this folder would find it instead of Autoconf's.)
 *
 * The file has a key and its value on each line, "site-name = Knowledge hub", and remarks
 * behind '#' on lines of their own.  Values are single words, short lists with commas or one
 * line of text, so this takes a few lines to read, says which line is wrong, and links no
 * library into the server; libyaml stays the worker's, and nobody likes to write JSON or XML by
 * hand.  docs/peerhub.conf.example has every key.
 *
 * Threads: not changed once it was read; any number of threads may look at it.
 */
#ifndef PH_CONFIGURATION_H
#define PH_CONFIGURATION_H

#include "web/proxies.h"

typedef struct ph_config {
    ph_arena *arena;         /* of all strings; the maker's */
    PH_VEC(const char *) db; /* paths of the index (shards.h); none: places.h */
    const char *listen;      /* "127.0.0.1:8080" */
    const char *metrics;     /* where metrics are told, in the same form; NULL: nowhere */
    const char *base_url;    /* without '/' at its end; NULL: none */
    const char *access_log;  /* NULL: none is kept */
    bool whole_addresses;    /* in that log */
    unsigned threads;
    ph_networks proxies;                       /* whose word on addresses is believed */
    ph_str site_name;                          /* "peerhub" unless told otherwise */
    ph_str administrator, administrator_email; /* absent: not told */
    ph_strs licences;             /* of files that may be handed out: ph_config_hands_out */
    ph_str names_note, maps_note; /* on countries' names and on maps; absent: none */
    ph_str oai_namespace;         /* of OAI identifiers, "hub.example"; absent: none */
} ph_config;

/* What holds when nothing is said. */
ph_status ph_config_init(ph_config *config, ph_arena *arena, ph_error *err) PH_MUST_USE;

/* Sets what a key names; a list replaces the one before, but `db` adds to it.
 * PH_UNKNOWN: no such key; PH_INVALID: what is wrong with the value, the key first;
 * PH_NO_MEMORY. */
ph_status ph_config_set(ph_config *config, ph_str key, ph_str value,
                        ph_error *err) PH_MUST_USE;

/* Sets what a file says.  Errors begin with "FILE:LINE: "; PH_LIMIT: larger than
 * PH_CONFIG_BYTES; and what reading a file may fail with. */
ph_status ph_config_read(ph_config *config, const char *file, ph_error *err) PH_MUST_USE;

/* Changes with everything that a page may show of it. */
uint64_t ph_config_hash(const ph_config *config);

/* True if the source of a document of this licence may be handed out: "CC-BY" among the
 * licences means every version of it and no other licence, "CC-BY-4.0" that version, "any" all
 * that name one, "all" those too that name none.  "CC BY 4.0" and the addresses of Creative
 * Commons' licences count as their SPDX identifiers.  Whoever hands out files must refuse those
 * of records from which contact data was removed, whatever is said here. */
bool ph_config_hands_out(const ph_config *config, ph_str licence);

#endif
