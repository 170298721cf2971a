/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zipping.h - ZIP files for tests, made member by member (PKWARE's APPNOTE.TXT, 4.3). */
#ifndef PH_TEST_ZIPPING_H
#define PH_TEST_ZIPPING_H

#include <stdint.h>
#include <stdlib.h>

#include <zlib.h>

#include "search/base.h"

typedef struct zip {
    ph_buf bytes, directory;
    unsigned members;
    unsigned flags; /* of members that follow: 1 says that they are encrypted */
} zip;

static inline void zip_number(ph_buf *buf, size_t n, unsigned bytes)
{
    for (; bytes; bytes--, n >>= 8)
        ph_buf_byte(buf, (char)(n & 0xFF));
}

/* What the entry in the directory and the header before a member share. */
static inline void zip_header(ph_buf *buf, const zip *z, ph_str name, ph_str bytes,
                              size_t packed)
{
    zip_number(buf, 20, 2);
    zip_number(buf, z->flags, 2);
    zip_number(buf, 8, 2); /* deflated */
    zip_number(buf, 0, 2);
    zip_number(buf, 0x5821, 2); /* a day */
    zip_number(buf, crc32(0, (const Bytef *)bytes.s, (uInt)bytes.n), 4);
    zip_number(buf, packed, 4);
    zip_number(buf, bytes.n, 4);
    zip_number(buf, name.n, 2);
    zip_number(buf, 0, 2);
}

static inline ph_str zip_deflate(ph_str bytes)
{
    z_stream s = {0};
    if (deflateInit2(&s, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    size_t room = deflateBound(&s, bytes.n);
    char *out = malloc(room);
    if (!out)
        abort();
    s.next_in = (Bytef *)(uintptr_t)bytes.s;
    s.avail_in = (uInt)bytes.n;
    s.next_out = (Bytef *)out;
    s.avail_out = (uInt)room;
    deflate(&s, Z_FINISH);
    ph_str packed = {out, s.total_out};
    deflateEnd(&s);
    return packed;
}

static inline void zip_add_bytes(zip *z, ph_str name, ph_str bytes)
{
    ph_str packed = zip_deflate(bytes);
    size_t at = z->bytes.n;
    ph_buf_add(&z->bytes, PH_STR("PK\3\4"));
    zip_header(&z->bytes, z, name, bytes, packed.n);
    ph_buf_add(&z->bytes, name);
    ph_buf_add(&z->bytes, packed);
    free((void *)(uintptr_t)packed.s);
    ph_buf_add(&z->directory, PH_STR("PK\1\2\24\0"));
    zip_header(&z->directory, z, name, bytes, packed.n);
    zip_number(&z->directory, 0, 10);
    zip_number(&z->directory, at, 4);
    ph_buf_add(&z->directory, name);
    z->members++;
}

static inline void zip_add(zip *z, const char *name, const char *text)
{
    zip_add_bytes(z, ph_cstr(name), ph_cstr(text));
}

/* The whole file; it lives in z. */
static inline ph_str zip_end(zip *z)
{
    size_t at = z->bytes.n;
    ph_buf_add(&z->bytes, ph_buf_str(&z->directory));
    ph_buf_add(&z->bytes, PH_STR("PK\5\6\0\0\0"));
    ph_buf_byte(&z->bytes, '\0');
    zip_number(&z->bytes, z->members, 2);
    zip_number(&z->bytes, z->members, 2);
    zip_number(&z->bytes, z->directory.n, 4);
    zip_number(&z->bytes, at, 4);
    zip_number(&z->bytes, 0, 2);
    if (z->bytes.failed || z->directory.failed)
        abort();
    return ph_buf_str(&z->bytes);
}

static inline void zip_free(zip *z)
{
    ph_buf_free(&z->bytes);
    ph_buf_free(&z->directory);
}

#endif
