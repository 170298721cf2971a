/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "web/proxies.h"

/* IPv6's form of an address. */
typedef struct address {
    unsigned char octets[16];
} address;

static void map_ipv4(const void *octets, address *to)
{
    memset(to->octets, 0, 10);
    memset(to->octets + 10, 0xff, 2);
    memcpy(to->octets + 12, octets, 4);
}

static bool read_address(ph_str text, address *to, bool *v4)
{
    char buf[INET6_ADDRSTRLEN];
    unsigned char four[4];
    if (!text.n || text.n >= sizeof buf || memchr(text.s, '\0', text.n))
        return false;
    memcpy(buf, text.s, text.n);
    buf[text.n] = '\0';
    *v4 = inet_pton(AF_INET, buf, four) == 1;
    if (*v4)
        map_ipv4(four, to);
    return *v4 || inet_pton(AF_INET6, buf, to->octets) == 1;
}

static bool bit(const unsigned char *octets, unsigned i)
{
    return octets[i / 8] >> (7 - i % 8) & 1;
}

ph_status ph_network_read(ph_str text, ph_network *network, ph_error *err)
{
    const char *slash = text.n ? memchr(text.s, '/', text.n) : NULL;
    ph_str host = ph_sub(text, 0, slash ? (size_t)(slash - text.s) : text.n);
    uint64_t bits = 128;
    address first;
    bool v4;
    if (!read_address(host, &first, &v4))
        return ph_fail(err, PH_INVALID, "'%.*s' is neither an address nor ADDRESS/BITS",
                       PH_FMT(text));
    if (slash) {
        if (!ph_number(ph_sub(text, host.n + 1, text.n), &bits) || bits > (v4 ? 32 : 128))
            return ph_fail(err, PH_INVALID, "'%.*s' has no number of bits behind the '/'",
                           PH_FMT(text));
        bits += v4 ? 96 : 0;
    }
    for (unsigned i = (unsigned)bits; i < 128; i++)
        if (bit(first.octets, i))
            return ph_fail(err, PH_INVALID,
                           "'%.*s' is an address in a network, and not the network's",
                           PH_FMT(text));
    memcpy(network->address, first.octets, sizeof first.octets);
    network->bits = (unsigned)bits;
    return PH_OK;
}

static bool is_trusted(const ph_networks *proxies, const address *whose)
{
    for (size_t i = 0; i < proxies->n; i++) {
        const ph_network *network = &proxies->v[i];
        unsigned same = 0;
        while (same < network->bits &&
               bit(network->address, same) == bit(whose->octets, same))
            same++;
        if (same == network->bits)
            return true;
    }
    return false;
}

static bool of_socket(const struct sockaddr *peer, address *to)
{
    if (peer && peer->sa_family == AF_INET6) {
        struct sockaddr_in6 six;
        memcpy(&six, peer, sizeof six);
        memcpy(to->octets, &six.sin6_addr, sizeof to->octets);
        return true;
    }
    if (!peer || peer->sa_family != AF_INET)
        return false;
    struct sockaddr_in four;
    memcpy(&four, peer, sizeof four);
    map_ipv4(&four.sin_addr, to);
    return true;
}

/* "for=\"[2001:db8::1]:4711\";proto=https" -> "[2001:db8::1]:4711"; as is without "for=". */
static ph_str node(ph_str element, bool forwarded)
{
    ph_str pair;
    while (forwarded && ph_split(&element, ';', &pair)) {
        if (!ph_eq_nocase(ph_sub(pair, 0, 4), PH_STR("for=")))
            continue;
        pair = ph_sub(pair, 4, pair.n);
        bool quoted = pair.n > 1 && pair.s[0] == '"' && pair.s[pair.n - 1] == '"';
        return quoted ? ph_sub(pair, 1, pair.n - 1) : pair;
    }
    return forwarded ? PH_ABSENT : element;
}

/* An address with or without a port, IPv6 in brackets or bare. */
static bool read_node(ph_str text, address *to)
{
    bool v4;
    if (ph_starts(text, PH_STR("["))) {
        const char *end = memchr(text.s, ']', text.n);
        return end && read_address(ph_sub(text, 1, (size_t)(end - text.s)), to, &v4) && !v4;
    }
    const char *colon = text.n ? memchr(text.s, ':', text.n) : NULL;
    ph_str host = colon ? ph_sub(text, 0, (size_t)(colon - text.s)) : text;
    return read_address(text, to, &v4) || (read_address(host, to, &v4) && v4);
}

/* The last element of a list with commas, taken off it. */
static ph_str take_last(ph_str *list)
{
    const char *comma = list->n ? memrchr(list->s, ',', list->n) : NULL;
    size_t at = comma ? (size_t)(comma - list->s) : 0;
    ph_str last = ph_trim(ph_sub(*list, comma ? at + 1 : 0, list->n));
    *list = comma ? ph_sub(*list, 0, at) : PH_ABSENT;
    return last;
}

/* From *whose, a trusted proxy's, back to the first that is none. */
static void follow(const ph_networks *proxies, ph_str list, bool forwarded, address *whose)
{
    address before;
    while (list.n && is_trusted(proxies, whose) &&
           read_node(node(take_last(&list), forwarded), &before))
        *whose = before;
}

void ph_client_address(const ph_networks *proxies, const struct sockaddr *peer,
                       ph_str x_forwarded_for, ph_str forwarded,
                       struct sockaddr_storage *from)
{
    address own, one, other;
    memset(from, 0, sizeof *from);
    from->ss_family = AF_UNSPEC;
    if (!of_socket(peer, &own))
        return;
    one = other = own;
    follow(proxies, x_forwarded_for, false, &one);
    follow(proxies, forwarded, true, &other);
    bool differ = x_forwarded_for.n && forwarded.n && memcmp(&one, &other, sizeof one) != 0;
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    memcpy(&six.sin6_addr, differ ? &own : forwarded.n ? &other : &one, sizeof own);
    memcpy(from, &six, sizeof six);
}
