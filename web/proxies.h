/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * proxies.h - who asks, when proxies stand in front: for the access log, and nothing else.
 *
 * X-Forwarded-For and Forwarded (RFC 7239) can be written by anybody, so they count only as far
 * as addresses of trusted proxies wrote them: from their end back to the first address that
 * is no such proxy's.
 */
#ifndef PH_PROXIES_H
#define PH_PROXIES_H

#include "search/base.h"

struct sockaddr;
struct sockaddr_storage;

/* A block of addresses; IPv4 as mapped into IPv6. */
typedef struct ph_network {
    unsigned char address[16];
    unsigned bits; /* that count, from 0 to 128 */
} ph_network;

typedef PH_VEC(ph_network) ph_networks;

/* "192.0.2.1", "10.0.0.0/8", "2001:db8::/32".  PH_INVALID: none of these, or bits of the
 * address behind the prefix are set. */
ph_status ph_network_read(ph_str text, ph_network *network, ph_error *err) PH_MUST_USE;

/* Whose request came from `peer`, with these header fields (all lines of each joined by
 * commas; absent: not sent), into *from.  If both fields are there and tell different
 * addresses, one of them was not written by the proxy: then it is the peer. */
void ph_client_address(const ph_networks *proxies, const struct sockaddr *peer,
                       ph_str x_forwarded_for, ph_str forwarded,
                       struct sockaddr_storage *from);

#endif
