/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fetch.h - one answer of a web server into a file, by libcurl: HTTP and HTTPS alone, gzip
 * unpacked, redirects followed within limits (PH_OAI_*), proxies as the environment names them
 * (http_proxy, https_proxy, no_proxy).  Nothing of what comes is looked at here.
 *
 * Threads: one ph_fetch belongs to one.
 */
#ifndef PH_FETCH_H
#define PH_FETCH_H

#include "search/base.h"

typedef struct ph_fetch ph_fetch;

/* ended: asked now and then while something is on its way; true breaks off.  May be NULL. */
ph_status ph_fetch_new(ph_fetch **out, bool (*ended)(void *user), void *user,
                       ph_error *err) PH_MUST_USE;
void ph_fetch_free(ph_fetch *fetch); /* NULL is fine */

typedef struct ph_fetched {
    long status;    /* of HTTP */
    int64_t wait;   /* seconds, as Retry-After says; 0: it does not */
    uint64_t bytes; /* unpacked */
} ph_fetched;

/* Writes the body into fd, from its beginning.  address may have a name and a password in it:
 * no text of an error tells them.  PH_IO: nobody answers, or the answer breaks off;
 * PH_LIMIT: it is larger than PH_HARVEST_PAGE_BYTES. */
ph_status ph_fetch_get(ph_fetch *fetch, const char *address, int fd, ph_fetched *answer,
                       ph_error *err) PH_MUST_USE;

#endif
