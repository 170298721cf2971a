/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * listen.h - where the server listens, and what it tells the service manager (sd_notify(3),
 * sd_listen_fds(3); both protocols are a few lines, and need no library).
 */
#ifndef PH_LISTEN_H
#define PH_LISTEN_H

#include "search/base.h"

/* A socket that listens on "ADDRESS:PORT": "127.0.0.1:8080", "[::1]:8080", "localhost:0".
 * Port 0: the system picks one.
 * PH_INVALID: not of that form; PH_IO: the address is taken, or not ours. */
ph_status ph_listen(const char *address, int *fd, ph_error *err) PH_MUST_USE;

/* PH_INVALID: not of that form.  Nothing is opened or looked up. */
ph_status ph_listen_check(const char *address, ph_error *err) PH_MUST_USE;

/* The socket that the service manager opened for this process, or *fd = -1 when it opened
 * none.  PH_INVALID: it opened more than one. */
ph_status ph_listen_inherited(int *fd, ph_error *err) PH_MUST_USE;

/* "http://127.0.0.1:8080/" of a listening socket.  PH_ABSENT: no memory. */
ph_str ph_listen_url(int fd, ph_arena *arena);

/* Tells the service manager, if there is one: "READY=1", "STOPPING=1". */
void ph_notify(const char *state);

#endif
