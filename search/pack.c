/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/pack.h"

void ph_pack_number(ph_buf *buf, uint64_t value)
{
    while (value >= 0x80) {
        ph_buf_byte(buf, (char)(value | 0x80));
        value >>= 7;
    }
    ph_buf_byte(buf, (char)value);
}

/* Length + 1, so that 0 is left for "absent". */
void ph_pack_str(ph_buf *buf, ph_str s)
{
    ph_pack_number(buf, s.s ? (uint64_t)s.n + 1 : 0);
    ph_buf_add(buf, s);
}

void ph_pack_strs(ph_buf *buf, const ph_strs *list)
{
    ph_pack_number(buf, list->n);
    for (size_t i = 0; i < list->n; i++)
        ph_pack_str(buf, list->v[i]);
}

ph_unpack ph_unpack_from(ph_str bytes)
{
    return (ph_unpack){bytes.s, bytes.s + bytes.n, false};
}

uint64_t ph_unpack_number(ph_unpack *in)
{
    uint64_t value = 0;
    for (unsigned shift = 0; !in->bad && in->at < in->end && shift < 64; shift += 7) {
        unsigned char c = (unsigned char)*in->at++;
        if (shift == 63 && c > 1) /* more than 64 bits */
            break;
        value |= (uint64_t)(c & 0x7f) << shift;
        if (!(c & 0x80))
            return value;
    }
    in->bad = true;
    return 0;
}

ph_str ph_unpack_str(ph_unpack *in)
{
    uint64_t n = ph_unpack_number(in);
    if (in->bad || n == 0)
        return PH_ABSENT;
    n--;
    if (n > (uint64_t)(in->end - in->at)) {
        in->bad = true;
        return PH_ABSENT;
    }
    ph_str s = {in->at, (size_t)n};
    in->at += n;
    return s;
}

size_t ph_unpack_count(ph_unpack *in)
{
    uint64_t n = ph_unpack_number(in);
    if (!in->bad && n > (uint64_t)(in->end - in->at))
        in->bad = true;
    return in->bad ? 0 : (size_t)n;
}

bool ph_unpack_strs(ph_unpack *in, ph_arena *arena, ph_strs *list)
{
    size_t n = ph_unpack_count(in);
    for (size_t i = 0; i < n; i++)
        if (!ph_strs_add(arena, list, ph_unpack_str(in)))
            return false;
    return true;
}
