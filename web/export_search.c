/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#define ZLIB_CONST
#include <stdio.h>
#include <zlib.h>

#include "search/offline.h"
#include "web/export_search.h"

#define BYTE_ORDER_MARK 0xFEFF
#define FIRST_UNIT                                                                         \
    0x3400           /* from here to U+B3FF is no surrogate and nothing that a script */
#define UNIT_BITS 15 /* would have to escape */
#define UNIT_MASK 0x7FFF

#define RAW_WINDOW (-15) /* zlib's way to ask for no header */

static ph_status deflate_all(ph_str bytes, ph_buf *out, ph_error *err)
{
    z_stream z = {0};
    if (bytes.n > UINT32_MAX)
        return ph_fail(err, PH_LIMIT, "the collection is too large for an offline edition");
    if (deflateInit2(&z, 9, Z_DEFLATED, RAW_WINDOW, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return ph_fail_memory(err);
    size_t bound = deflateBound(&z, (uLong)bytes.n);
    bool done = bound <= UINT32_MAX && ph_buf_reserve(out, bound);
    if (done) {
        z.next_in = (const Bytef *)bytes.s;
        z.avail_in = (uInt)bytes.n;
        z.next_out = (Bytef *)out->s;
        z.avail_out = (uInt)bound;
        done = deflate(&z, Z_FINISH) == Z_STREAM_END;
        out->n = done ? z.total_out : 0;
    }
    deflateEnd(&z);
    return done ? PH_OK : ph_fail_memory(err);
}

/* A code unit of UTF-16, lowest byte first. */
static void add_unit(ph_buf *out, unsigned unit)
{
    ph_buf_byte(out, (char)(unit & 0xFF));
    ph_buf_byte(out, (char)(unit >> 8));
}

static void add_ascii(ph_buf *out, const char *s)
{
    for (; *s; s++)
        add_unit(out, (unsigned char)*s);
}

/* Fifteen bits a unit, the highest first, filled up with 0. */
static void add_bits(ph_buf *out, ph_str bytes)
{
    uint32_t kept = 0;
    unsigned n = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        kept = kept << 8 | (unsigned char)bytes.s[i];
        n += 8;
        if (n >= UNIT_BITS) {
            n -= UNIT_BITS;
            add_unit(out, FIRST_UNIT + (kept >> n & UNIT_MASK));
        }
    }
    if (n > 0)
        add_unit(out, FIRST_UNIT + (kept << (UNIT_BITS - n) & UNIT_MASK));
}

static ph_status write_index(ph_reader *reader, const ph_strs *people, ph_buf *script,
                             ph_error *err)
{
    ph_buf block = {0}, packed = {0};
    char length[24];
    ph_status status = ph_offline_write(reader, people, &block, err);
    if (!status)
        status = deflate_all(ph_buf_str(&block), &packed, err);
    if (!status) {
        snprintf(length, sizeof length, "%zu", packed.n);
        add_unit(script, BYTE_ORDER_MARK);
        add_ascii(script, "peerhub.index(");
        add_ascii(script, length);
        add_ascii(script, ",\"");
        add_bits(script, ph_buf_str(&packed));
        add_ascii(script, "\");\n");
        if (script->failed)
            status = ph_fail_memory(err);
    }
    ph_buf_free(&block);
    ph_buf_free(&packed);
    return status;
}

/* "search/answers.js", the address of a script in a page and its file. */
static ph_str place_of(ph_arena *arena, ph_str name)
{
    return ph_dupf(arena, "/search/%.*s", PH_FMT(name));
}

#define INDEX PH_STR("/search/collection.js")

static bool add_file(ph_edition *edition, ph_str address)
{
    return address.s &&
           ph_edition_add(edition->table, address, ph_sub(address, 1, address.n)).s;
}

bool ph_export_search_files(const ph_site *site, ph_edition *edition)
{
    const ph_asset *script;
    bool ok = add_file(edition, INDEX);
    for (size_t i = 0; ok && (script = ph_assets_at(site->scripts, i)); i++)
        ok = add_file(edition, place_of(edition->arena, script->name));
    return ok;
}

ph_status ph_export_search(const ph_site *site, const ph_edition *edition,
                           ph_reader *reader, ph_error *err)
{
    const ph_asset *script;
    ph_buf index = {0};
    ph_status status = write_index(reader, &edition->people, &index, err);
    if (!status)
        status = ph_folder_write(edition->folder, ph_sub(INDEX, 1, INDEX.n),
                                 ph_buf_str(&index), err);
    ph_buf_free(&index);
    for (size_t i = 0; !status && (script = ph_assets_at(site->scripts, i)); i++) {
        ph_str address = place_of(edition->arena, script->name);
        status = address.s ? ph_edition_write(edition, ph_sub(address, 1, address.n),
                                              script->coded[PH_IDENTITY], err)
                           : ph_fail_memory(err);
    }
    return status;
}
