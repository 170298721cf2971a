/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/document.h"
#include "search/limits.h"
#include "search/pack.h"
#include "search/text.h"

/* First number of a packed document; another one means that worker and indexer come from
 * different builds. */
#define PACK_VERSION 1

bool ph_document_meta(ph_document *doc, ph_arena *arena, ph_origin origin, ph_str key,
                      ph_str value)
{
    if (!key.n || !value.n)
        return true;
    ph_meta *meta = PH_PUSH(arena, &doc->meta);
    if (meta)
        *meta = (ph_meta){key, value, origin};
    return meta != NULL;
}

bool ph_document_block(ph_document *doc, ph_arena *arena, ph_block block)
{
    if (!block.text.n)
        return true;
    ph_block *slot = PH_PUSH(arena, &doc->blocks);
    if (slot)
        *slot = block;
    return slot != NULL;
}

ph_str ph_document_get(const ph_document *doc, const char *key)
{
    const ph_meta *best = NULL;
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta *meta = &doc->meta.v[i];
        if (ph_eqc(meta->key, key) && (!best || meta->origin > best->origin))
            best = meta;
    }
    return best ? best->value : PH_ABSENT;
}

void ph_document_pack(ph_buf *buf, const ph_document *doc)
{
    ph_pack_number(buf, PACK_VERSION);
    ph_pack_str(buf, doc->mime);
    ph_pack_number(buf, doc->meta.n);
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta *meta = &doc->meta.v[i];
        ph_pack_str(buf, meta->key);
        ph_pack_str(buf, meta->value);
        ph_pack_number(buf, (uint64_t)meta->origin);
    }
    ph_pack_number(buf, doc->blocks.n);
    for (size_t i = 0; i < doc->blocks.n; i++) {
        const ph_block *block = &doc->blocks.v[i];
        ph_pack_number(buf, (uint64_t)block->type);
        ph_pack_number(buf, block->level);
        ph_pack_number(buf, block->page);
        ph_pack_str(buf, block->section);
        ph_pack_str(buf, block->text);
    }
    ph_pack_strs(buf, &doc->warnings);
}

/* --- back ------------------------------------------------------------------------------- */

/* The one who packed it may have been taken over by a hostile file: text that is not clean
 * ends here. */
static ph_str unpack_text(ph_unpack *in)
{
    ph_str s = ph_unpack_str(in);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] < 0x20 || s.s[i] == 0x7F)
            in->bad = true;
    if (!ph_utf8_valid(s))
        in->bad = true;
    return s;
}

static unsigned unpack_bounded(ph_unpack *in, uint64_t max)
{
    uint64_t value = ph_unpack_number(in);
    if (value > max)
        in->bad = true;
    return in->bad ? 0 : (unsigned)value;
}

static bool unpack_meta(ph_unpack *in, ph_arena *arena, ph_document *doc)
{
    size_t n = ph_unpack_count(in);
    for (size_t i = 0; i < n && !in->bad; i++) {
        ph_str key = unpack_text(in), value = unpack_text(in);
        ph_origin origin = (ph_origin)unpack_bounded(in, PH_ORIGIN_SIDECAR);
        if (!key.n || !value.n)
            in->bad = true;
        if (!ph_document_meta(doc, arena, origin, key, value))
            return false;
    }
    return true;
}

/* The levels that a block may have. */
static bool level_fits(const ph_block *block)
{
    switch (block->type) {
    case PH_BLOCK_HEADING: return block->level >= 1 && block->level <= 6;
    case PH_BLOCK_ITEM: return block->level >= 1 && block->level <= PH_NESTING;
    case PH_BLOCK_PARAGRAPH:
    case PH_BLOCK_ROW: return block->level == 0;
    }
    return false;
}

static bool unpack_blocks(ph_unpack *in, ph_arena *arena, ph_document *doc)
{
    size_t n = ph_unpack_count(in);
    for (size_t i = 0; i < n && !in->bad; i++) {
        ph_block block = {.type = (ph_block_type)unpack_bounded(in, PH_BLOCK_ROW)};
        block.level = unpack_bounded(in, PH_NESTING);
        block.page = unpack_bounded(in, UINT32_MAX);
        block.section = unpack_text(in);
        block.text = unpack_text(in);
        if (!level_fits(&block) || !block.text.n)
            in->bad = true;
        if (!ph_document_block(doc, arena, block))
            return false;
    }
    return true;
}

static bool unpack_warnings(ph_unpack *in, ph_arena *arena, ph_document *doc)
{
    size_t n = ph_unpack_count(in);
    for (size_t i = 0; i < n && !in->bad; i++)
        if (!ph_strs_add(arena, &doc->warnings, unpack_text(in)))
            return false;
    return true;
}

ph_status ph_document_unpack(ph_str bytes, ph_arena *arena, ph_document *doc, ph_error *err)
{
    *doc = (ph_document){0};
    ph_unpack in = ph_unpack_from(bytes);
    uint64_t version = ph_unpack_number(&in);
    if (!in.bad && version != PACK_VERSION)
        return ph_fail(err, PH_CORRUPT,
                       "the parser's answer has version %llu, this program reads %d: "
                       "peerhub-worker is from another build",
                       (unsigned long long)version, PACK_VERSION);
    doc->mime = unpack_text(&in);
    if (!unpack_meta(&in, arena, doc) || !unpack_blocks(&in, arena, doc) ||
        !unpack_warnings(&in, arena, doc))
        return ph_fail_memory(err);
    if (in.bad || in.at != in.end)
        return ph_fail(err, PH_CORRUPT, "the parser's answer is damaged");
    return PH_OK;
}
