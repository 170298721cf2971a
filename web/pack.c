/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/limits.h"
#include "search/text.h"
#include "web/carry.h"
#include "web/pack.h"

/* --- addresses ------------------------------------------------------------------------- */

ph_str ph_pack_address(const ph_context *context, ph_str path, const ph_strs *ids)
{
    ph_buf buf = {0};
    bool query = path.n && memchr(path.s, '?', path.n);
    ph_buf_addf(&buf, "%.*s%cpack=", PH_FMT(path), query ? '&' : '?');
    ph_pack_write(&buf, ids);
    ph_str made = buf.failed ? PH_ABSENT : ph_dup(context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return made;
}

/* The pack with this document at its end, or without it where it was in. */
static bool toggled(const ph_context *context, ph_str id, ph_strs *ids, bool *in)
{
    *ids = (ph_strs){0};
    *in = false;
    for (size_t i = 0; i < context->pack.n; i++) {
        bool same = ph_eq(context->pack.v[i], id);
        *in |= same;
        if (!same && !ph_strs_add(context->arena, ids, context->pack.v[i]))
            return false;
    }
    return *in || ph_strs_add(context->arena, ids, id);
}

json_t *ph_pack_toggle_json(const ph_context *context, ph_str id, ph_str anchor)
{
    ph_strs ids;
    bool in;
    if (!toggled(context, id, &ids, &in))
        return NULL;
    bool full = ids.n > PH_PACK_MAX;
    ph_str page = ph_pack_address(context, context->self, &ids);
    ph_str url = ph_dupf(context->arena, "%.*s%.*s%s%.*s", PH_FMT(context->site->root),
                         PH_FMT(page), anchor.n ? "#" : "", PH_FMT(anchor));
    if (!page.s || !url.s)
        return NULL;
    return json_pack("{s:o, s:b, s:b}", "url", ph_json_str(full ? PH_ABSENT : url), "in",
                     in, "full", full);
}

json_t *ph_pack_badge_json(const ph_context *context)
{
    if (!context->pack.n)
        return json_null();
    ph_str url = ph_dupf(context->arena, "%.*s/pack", PH_FMT(context->site->root));
    ph_str words = ph_count_words(context, context->pack.n, "Course pack: {n} document",
                                  "Course pack: {n} documents");
    return json_pack("{s:I, s:o, s:o}", "n", (json_int_t)context->pack.n, "words",
                     ph_json_str(words), "url", ph_json_str(url));
}

/* --- documents ------------------------------------------------------------------------- */

static bool is_unspaced(int32_t c)
{
    return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
           (c >= 0x0e00 && c <= 0x0eff) || (c >= 0x20000 && c <= 0x3ffff);
}

/* Half words, so that two characters without spaces are one. */
static size_t half_words(ph_str text)
{
    size_t n = 0;
    bool inside = false;
    for (size_t i = 0; i < text.n;) {
        int32_t c = ph_utf8_next(text, &i);
        if (is_unspaced(c)) {
            n++;
            inside = false;
        } else if (c == ' ' || c == '\n') {
            inside = false;
        } else if (!inside) {
            n += 2;
            inside = true;
        }
    }
    return n;
}

static unsigned minutes_of(const ph_record *record)
{
    size_t halves = half_words(record->abstract);
    for (size_t i = 0; i < record->passages.n; i++)
        halves += half_words(record->passages.v[i].text);
    return (unsigned)((halves / 2 + PH_WORDS_A_MINUTE - 1) / PH_WORDS_A_MINUTE) +
           (halves < 2);
}

ph_status ph_pack_open(const ph_context *context, ph_pack *pack, ph_error *err)
{
    *pack = (ph_pack){0};
    for (size_t i = 0; i < context->pack.n; i++) {
        ph_record record = {0};
        ph_status status = ph_reader_get(context->reader, context->pack.v[i],
                                         context->arena, &record, err);
        if (status == PH_NOT_FOUND || status == PH_GONE) {
            if (!ph_strs_add(context->arena, &pack->missing, context->pack.v[i]))
                return ph_fail_memory(err);
            continue;
        }
        if (status != PH_OK)
            return status;
        ph_pack_item *item = PH_PUSH(context->arena, &pack->items);
        if (!item)
            return ph_fail_memory(err);
        *item = (ph_pack_item){record, minutes_of(&record)};
        pack->minutes += item->minutes;
    }
    return PH_OK;
}
