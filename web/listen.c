/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "web/listen.h"

#define BACKLOG 511
#define FIRST_INHERITED 3 /* SD_LISTEN_FDS_START */

/* "[::1]:8080" -> "::1", "8080", as copies in the arena. */
static ph_status split_address(ph_arena *arena, const char *address, ph_str *host,
                               ph_str *port, ph_error *err)
{
    ph_str all = ph_cstr(address);
    const char *colon = strrchr(address, ':');
    uint64_t number;
    *host = ph_sub(all, 0, colon ? (size_t)(colon - address) : 0);
    *port = colon ? ph_cstr(colon + 1) : PH_ABSENT;
    bool bracketed = ph_starts(*host, PH_STR("[")) && ph_ends(*host, PH_STR("]"));
    if (bracketed)
        *host = ph_sub(*host, 1, host->n - 1);
    if (!host->n || (!bracketed && memchr(host->s, ':', host->n)) ||
        !ph_number(*port, &number) || number > 65535)
        return ph_fail(err, PH_INVALID,
                       "'%s' is not ADDRESS:PORT, as in 127.0.0.1:8080 or [::1]:8080",
                       address);
    *host = ph_dup(arena, *host);
    *port = ph_dup(arena, *port);
    return host->s && port->s ? PH_OK : ph_fail_memory(err);
}

static ph_status open_socket(const struct addrinfo *at, const char *address, int *out,
                             ph_error *err)
{
    const int on = 1;
    int fd = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return ph_fail_errno(err, "cannot listen on", address);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0) {
        *out = fd;
        return PH_OK;
    }
    ph_status status = ph_fail_errno(err, "cannot listen on", address);
    close(fd);
    return status;
}

ph_status ph_listen(const char *address, int *fd, ph_error *err)
{
    ph_str host, port;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE},
                    *found = NULL;
    ph_arena *arena = ph_arena_new();
    ph_status status =
        arena ? split_address(arena, address, &host, &port, err) : ph_fail_memory(err);
    if (status != PH_OK)
        goto out;
    int code = getaddrinfo(host.s, port.s, &hints, &found);
    if (code != 0)
        status = ph_fail(err, PH_INVALID, "cannot listen on '%s': %s", address,
                         gai_strerror(code));
    else
        status = open_socket(found, address, fd, err);
out:
    if (found)
        freeaddrinfo(found);
    ph_arena_free(arena);
    return status;
}

ph_status ph_listen_check(const char *address, ph_error *err)
{
    ph_str host, port;
    ph_arena *arena = ph_arena_new();
    ph_status status =
        arena ? split_address(arena, address, &host, &port, err) : ph_fail_memory(err);
    ph_arena_free(arena);
    return status;
}

/* A number in an environment variable, or 0. */
static uint64_t from_environment(const char *name)
{
    uint64_t number = 0;
    return ph_number(ph_cstr(getenv(name)), &number) ? number : 0;
}

ph_status ph_listen_inherited(int *fd, ph_error *err)
{
    *fd = -1;
    uint64_t sockets = from_environment("LISTEN_FDS");
    if (from_environment("LISTEN_PID") != (uint64_t)getpid() || sockets == 0)
        return PH_OK;
    if (sockets > 1)
        return ph_fail(err, PH_INVALID, "the service manager passed more than one socket");
    *fd = FIRST_INHERITED;
    if (fcntl(*fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(*fd, F_SETFL, O_NONBLOCK) != 0)
        return ph_fail(err, PH_IO, "the service manager's socket cannot be used: %s",
                       strerror(errno));
    return PH_OK;
}

ph_str ph_listen_url(int fd, ph_arena *arena)
{
    struct sockaddr_storage at;
    socklen_t n = sizeof at;
    char host[NI_MAXHOST], port[NI_MAXSERV];
    if (getsockname(fd, (struct sockaddr *)&at, &n) != 0 ||
        getnameinfo((struct sockaddr *)&at, n, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return PH_STR("http://?/");
    bool v6 = at.ss_family == AF_INET6;
    return ph_dupf(arena, "http://%s%s%s:%s/", v6 ? "[" : "", host, v6 ? "]" : "", port);
}

void ph_notify(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t n = path ? strlen(path) : 0;
    if (!n || n >= sizeof to.sun_path)
        return;
    memcpy(to.sun_path, path, n);
    if (path[0] == '@')
        to.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
    (void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&to,
                  size);
    close(fd);
}
