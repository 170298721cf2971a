/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "search/base.h"

bool ph_buf_reserve(ph_buf *buf, size_t more)
{
    if (buf->failed)
        return false;
    if (buf->cap - buf->n > more)
        return true;
    size_t want = buf->n + more + 1;
    size_t cap = buf->cap < 128 ? 256 : buf->cap * 2;
    if (cap < want)
        cap = want;
    char *s = want > more ? realloc(buf->s, cap) : NULL;
    if (!s) {
        buf->failed = true;
        return false;
    }
    buf->s = s;
    buf->cap = cap;
    return true;
}

void ph_buf_add(ph_buf *buf, ph_str s)
{
    if (!ph_buf_reserve(buf, s.n))
        return;
    if (s.n)
        memcpy(buf->s + buf->n, s.s, s.n);
    buf->n += s.n;
    buf->s[buf->n] = '\0';
}

void ph_buf_addc(ph_buf *buf, const char *s)
{
    ph_buf_add(buf, ph_cstr(s));
}

void ph_buf_byte(ph_buf *buf, char c)
{
    ph_buf_add(buf, (ph_str){&c, 1});
}

void ph_buf_addf(ph_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        buf->failed = true;
    else if (ph_buf_reserve(buf, (size_t)n)) {
        vsnprintf(buf->s + buf->n, (size_t)n + 1, format, again);
        buf->n += (size_t)n;
    }
    va_end(again);
}

void ph_buf_clear(ph_buf *buf)
{
    buf->n = 0;
    buf->failed = false;
}

void ph_buf_free(ph_buf *buf)
{
    free(buf->s);
    *buf = (ph_buf){0};
}

ph_str ph_buf_str(const ph_buf *buf)
{
    return (ph_str){buf->s ? buf->s : "", buf->n};
}

/* Reads until the end or one byte past the limit. */
static ph_status read_all(int fd, const char *path, size_t limit, ph_buf *buf,
                          ph_error *err)
{
    for (;;) {
        if (buf->n > limit)
            return ph_fail(err, PH_LIMIT, "'%s' is larger than %zu bytes", path, limit);
        if (!ph_buf_reserve(buf, buf->n < 65536 ? 65536 : buf->n))
            return ph_fail_memory(err);
        size_t room = buf->cap - buf->n - 1;
        ssize_t got = read(fd, buf->s + buf->n, room);
        if (got == 0)
            break;
        if (got > 0)
            buf->n += (size_t)got;
        else if (errno != EINTR)
            return ph_fail_errno(err, "cannot read", path);
    }
    buf->s[buf->n] = '\0';
    return PH_OK;
}

ph_status ph_read_file(const char *path, size_t limit, ph_buf *buf, ph_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return ph_fail_errno(err, "cannot open", path);
    struct stat st;
    ph_status status = PH_OK;
    if (fstat(fd, &st) != 0)
        status = ph_fail_errno(err, "cannot read", path);
    else if (!S_ISREG(st.st_mode))
        status = ph_fail(err, PH_INVALID, "'%s' is not a regular file", path);
    else if ((uint64_t)st.st_size > limit)
        status = ph_fail(err, PH_LIMIT, "'%s' is larger than %zu bytes", path, limit);
    else if (!ph_buf_reserve(buf, (size_t)st.st_size + 1))
        status = ph_fail_memory(err);
    else
        status = read_all(fd, path, limit, buf, err);
    close(fd);
    return status;
}
