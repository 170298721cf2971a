/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * access_log.h - one line for each request, in the Common Log Format with the milliseconds
 * that the answer took behind it:
 *
 *     192.0.2.0 - - [21/Nov/2026:10:00:00 +0000] "GET /search HTTP/1.1" 200 5120 12
 *
 * It tells what was asked for, not what somebody was looking for or who: paths stand there
 * without their query, and, unless told otherwise, IPv4 addresses without their last octet and
 * IPv6 addresses as /48.
 *
 * Threads: any thread may write and reopen.
 */
#ifndef PH_ACCESS_LOG_H
#define PH_ACCESS_LOG_H

#include <sys/socket.h>

#include "search/base.h"

typedef struct ph_access_log ph_access_log;

/* path: a file, appended to; "-": standard output.  whole: addresses as they are.
 * PH_IO, PH_NOT_FOUND (its folder). */
ph_status ph_access_log_open(ph_access_log **out, const char *path, bool whole,
                             ph_error *err) PH_MUST_USE;
void ph_access_log_close(ph_access_log *log);

/* Opens the file anew, for log rotation; when that fails the old one stays in use. */
ph_status ph_access_log_reopen(ph_access_log *log, ph_error *err) PH_MUST_USE;

typedef struct ph_access {
    const struct sockaddr *from; /* NULL: not known */
    ph_str method, path, version;
    unsigned status;
    size_t bytes;
    unsigned milliseconds;
} ph_access;

void ph_access_log_write(ph_access_log *log, const ph_access *access);

#define PH_ADDRESS_MAX 64

/* The address as text, shortened unless `whole`; "-" when it is neither IPv4 nor IPv6.  An IPv4
 * address mapped into IPv6 counts as IPv4. */
void ph_address_text(const struct sockaddr *from, bool whole, char text[PH_ADDRESS_MAX]);

#endif
