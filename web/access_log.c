/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "web/access_log.h"

struct ph_access_log {
    const char *path;
    bool whole; /* addresses */
    int fd;
    pthread_mutex_t lock;
};

static ph_status open_file(const char *path, int *fd, ph_error *err)
{
    if (strcmp(path, "-") == 0)
        *fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
    else
        *fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    return *fd >= 0 ? PH_OK : ph_fail_errno(err, "cannot write the access log", path);
}

ph_status ph_access_log_open(ph_access_log **out, const char *path, bool whole,
                             ph_error *err)
{
    int fd;
    ph_status status = open_file(path, &fd, err);
    if (status != PH_OK)
        return status;
    ph_access_log *log = calloc(1, sizeof *log);
    if (!log) {
        close(fd);
        return ph_fail_memory(err);
    }
    log->path = path;
    log->whole = whole;
    log->fd = fd;
    pthread_mutex_init(&log->lock, NULL);
    *out = log;
    return PH_OK;
}

void ph_access_log_close(ph_access_log *log)
{
    if (!log)
        return;
    close(log->fd);
    pthread_mutex_destroy(&log->lock);
    free(log);
}

ph_status ph_access_log_reopen(ph_access_log *log, ph_error *err)
{
    int fd;
    ph_status status = open_file(log->path, &fd, err);
    if (status != PH_OK)
        return status;
    pthread_mutex_lock(&log->lock);
    int old = log->fd;
    log->fd = fd;
    pthread_mutex_unlock(&log->lock);
    close(old);
    return PH_OK;
}

static void ipv4_text(const void *bytes, bool whole, char text[PH_ADDRESS_MAX])
{
    unsigned char octets[4];
    memcpy(octets, bytes, sizeof octets);
    octets[3] = whole ? octets[3] : 0;
    inet_ntop(AF_INET, octets, text, PH_ADDRESS_MAX);
}

void ph_address_text(const struct sockaddr *from, bool whole, char text[PH_ADDRESS_MAX])
{
    strcpy(text, "-");
    if (from && from->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, from, sizeof in);
        ipv4_text(&in.sin_addr, whole, text);
    } else if (from && from->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, from, sizeof in6);
        unsigned char *octets = in6.sin6_addr.s6_addr;
        if (IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr)) {
            ipv4_text(octets + 12, whole, text);
        } else {
            memset(octets + 6, 0, whole ? 0 : 10);
            inet_ntop(AF_INET6, octets, text, PH_ADDRESS_MAX);
        }
    }
}

/* What a client sends must neither end the line nor its quotes. */
static void add_quoted(ph_buf *line, ph_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\')
            ph_buf_addf(line, "\\x%02x", c);
        else
            ph_buf_byte(line, s.s[i]);
    }
}

void ph_access_log_write(ph_access_log *log, const ph_access *access)
{
    char address[PH_ADDRESS_MAX], when[64];
    time_t now = time(NULL);
    struct tm tm;
    gmtime_r(&now, &tm);
    strftime(when, sizeof when, "%d/%b/%Y:%H:%M:%S +0000", &tm);
    ph_address_text(access->from, log->whole, address);

    ph_buf line = {0};
    ph_buf_addf(&line, "%s - - [%s] \"", address, when);
    add_quoted(&line, access->method);
    ph_buf_byte(&line, ' ');
    add_quoted(&line, access->path);
    ph_buf_byte(&line, ' ');
    add_quoted(&line, access->version);
    ph_buf_addf(&line, "\" %u %zu %u\n", access->status, access->bytes,
                access->milliseconds);
    pthread_mutex_lock(&log->lock);
    /* A full disk must not stop the server: what cannot be written is lost. */
    if (!line.failed && write(log->fd, line.s, line.n) < 0)
        line.n = 0;
    pthread_mutex_unlock(&log->lock);
    ph_buf_free(&line);
}
