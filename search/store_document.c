/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <unicode/ucol.h>

#include "search/facets.h"
#include "search/pack.h"
#include "search/postings.h"
#include "search/store_private.h"
#include "search/text.h"

ph_status ph_fail_xapian(ph_error *err, xapian_status status, const xapian_error *why)
{
    static const struct {
        xapian_status theirs;
        ph_status ours;
    } table[] = {
        {XAPIAN_NO_MEMORY, PH_NO_MEMORY},
        {XAPIAN_DATABASE_LOCK, PH_BUSY},
        {XAPIAN_DATABASE_CORRUPT, PH_CORRUPT},
        {XAPIAN_DATABASE_VERSION, PH_CORRUPT},
        {XAPIAN_DATABASE_NOT_FOUND, PH_NOT_FOUND},
        {XAPIAN_DOC_NOT_FOUND, PH_NOT_FOUND},
        {XAPIAN_DATABASE_MODIFIED, PH_BUSY},
        {XAPIAN_DATABASE, PH_IO},
        {XAPIAN_DATABASE_OPENING, PH_IO},
        {XAPIAN_DATABASE_CREATE, PH_IO},
        {XAPIAN_NETWORK, PH_IO},
        {XAPIAN_NETWORK_TIMEOUT, PH_IO},
    };
    ph_status ours = PH_INTERNAL;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].theirs == status)
            ours = table[i].ours;
    return ph_fail(err, ours, "index: %s%s", why->text,
                   ours == PH_CORRUPT ? "; remove the index and make it anew" : "");
}

/* --- stamps ----------------------------------------------------------------------------- */

void ph_stamp_pack(ph_buf *buf, const ph_stamp *s)
{
    ph_pack_str(buf, s->id);
    ph_pack_str(buf, s->source);
    ph_pack_str(buf, s->path);
    ph_pack_str(buf, s->added);
    ph_pack_str(buf, s->modified);
    ph_pack_number(buf, s->size);
    ph_pack_number(buf, (uint64_t)s->mtime_ns);
    ph_pack_number(buf, s->sidecar);
    ph_pack_number(buf, s->fingerprint);
    ph_pack_number(buf, s->content);
    ph_pack_str(buf, s->failure);
    ph_pack_str(buf, s->part);
    ph_pack_number(buf, s->whole);
    ph_pack_str(buf, s->expires);
}

ph_status ph_stamp_unpack(ph_str bytes, ph_stamp *s, ph_error *err)
{
    ph_unpack in = ph_unpack_from(bytes);
    s->expires = PH_ABSENT;
    s->id = ph_unpack_str(&in);
    s->source = ph_unpack_str(&in);
    s->path = ph_unpack_str(&in);
    s->added = ph_unpack_str(&in);
    s->modified = ph_unpack_str(&in);
    s->size = ph_unpack_number(&in);
    s->mtime_ns = (int64_t)ph_unpack_number(&in);
    s->sidecar = ph_unpack_number(&in);
    s->fingerprint = ph_unpack_number(&in);
    s->content = ph_unpack_number(&in);
    s->failure = ph_unpack_str(&in);
    s->part = ph_unpack_str(&in);
    s->whole = ph_unpack_number(&in) != 0;
    if (in.at != in.end) /* version 6 of the schema had none */
        s->expires = ph_unpack_str(&in);
    if (in.bad || in.at != in.end)
        return ph_fail(err, PH_CORRUPT,
                       "a document's stamp in the index is damaged, or of another version; "
                       "remove the index and make it anew");
    return PH_OK;
}

/* --- words ------------------------------------------------------------------------------- */

/* Adds the words of one text after another to a Xapian document. */
typedef struct writer {
    ph_arena *scratch;
    ph_postings *postings;
    xapian_document *doc;
    ph_analyzer *analyzer;
    ph_str language;
    char prefix; /* also as PREFIX + term; 0: no */
    xapian_termcount weight;
    xapian_termpos position; /* of the last word */
    xapian_status status;
    xapian_error why;
} writer;

static bool add_word(void *user, ph_token token)
{
    writer *w = user;
    w->position++;
    bool done =
        ph_postings_add(w->postings, token, 0, w->weight, w->position) &&
        (!w->prefix || ph_postings_add(w->postings, token, w->prefix, 1, w->position));
    w->status = done ? XAPIAN_OK : XAPIAN_NO_MEMORY;
    return done;
}

static ph_status add_text(writer *w, char prefix, xapian_termcount weight, ph_str text,
                          ph_error *err)
{
    w->prefix = prefix;
    w->weight = weight;
    ph_status status = ph_analyze(w->analyzer, w->language, text, add_word, w, err);
    if (!status && w->status)
        status = ph_fail_memory(err);
    w->position += PH_PASSAGE_GAP;
    return status;
}

/* Title, abstract, names; then the headings and passages in reading order, a heading once,
 * where it begins. */
static ph_status add_texts(writer *w, ph_record *r, ph_error *err)
{
    ph_status status = add_text(w, PH_PREFIX_TITLE, PH_TITLE_WEIGHT, r->title, err);
    if (!status)
        status = add_text(w, 0, 1, r->abstract, err);
    for (size_t i = 0; !status && i < r->creators.n; i++)
        status = add_text(w, PH_PREFIX_CREATOR, 1, r->creators.v[i], err);
    for (size_t i = 0; !status && i < r->organisations.n; i++)
        status = add_text(w, PH_PREFIX_ORGANISATION, 1, r->organisations.v[i].name, err);
    const ph_strs *above = NULL;
    for (size_t i = 0; !status && i < r->passages.n; i++) {
        ph_passage *p = &r->passages.v[i];
        p->position = w->position + 1; /* of the headings that it opens, if any */
        for (size_t h = 0; !status && h < p->heading.n; h++)
            if (!above || h >= above->n || !ph_eq(above->v[h], p->heading.v[h]))
                status = add_text(w, 0, 1, p->heading.v[h], err);
        above = &p->heading;
        if (!status)
            status = add_text(w, 0, 1, p->text, err);
    }
    if (!status)
        w->status = ph_postings_write(w->postings, w->doc, &w->why);
    if (w->status == XAPIAN_NO_MEMORY)
        return ph_fail_memory(err);
    return w->status ? ph_fail_xapian(err, w->status, &w->why) : status;
}

/* --- boolean terms and values ------------------------------------------------------------- */

static xapian_status add_boolean(writer *w, const char *prefix, ph_str value)
{
    char term[XAPIAN_TERM_MAX];
    size_t n = strlen(prefix);
    if (n + value.n > sizeof term || !value.n)
        return XAPIAN_OK;
    memcpy(term, prefix, n);
    memcpy(term + n, value.s, value.n);
    return xapian_document_add_boolean_term(w->doc, term, n + value.n, &w->why);
}

typedef struct facet_writer {
    writer *w;
    ph_buf term, packed;
} facet_writer;

static bool add_facet(void *user, ph_facet facet, ph_str value, ph_from from)
{
    facet_writer *f = user;
    ph_facet_term(&f->term, facet, value);
    ph_facets_pack(&f->packed, facet, value, from);
    f->w->status = add_boolean(f->w, "", ph_buf_str(&f->term));
    if (!f->w->status && from == PH_ASSERTED)
        f->w->status = add_boolean(f->w, "!", ph_buf_str(&f->term));
    return f->w->status == XAPIAN_OK;
}

static ph_status add_facets(writer *w, const ph_record *r, const ph_vocabulary *vocabulary,
                            ph_error *err)
{
    facet_writer f = {.w = w};
    uint64_t work = ph_work_number(r);
    ph_buf_add(&f.packed, (ph_str){(const char *)&work, sizeof work});
    bool whole = ph_facet_values(r, vocabulary, w->scratch, add_facet, &f);
    ph_status status = PH_OK;
    if (!w->status && !f.packed.failed && whole)
        w->status = xapian_document_set_value(w->doc, PH_SLOT_FACETS, f.packed.s,
                                              f.packed.n, &w->why);
    if (w->status)
        status = ph_fail_xapian(err, w->status, &w->why);
    else if (!whole || f.packed.failed || f.term.failed)
        status = ph_fail_memory(err);
    ph_buf_free(&f.term);
    ph_buf_free(&f.packed);
    return status;
}

/* Bytes that sort titles as a reader expects (UCA root order); cut where it is long. */
static ph_str title_key(ph_arena *arena, ph_str title)
{
    UErrorCode failed = U_ZERO_ERROR;
    uint8_t key[200];
    UCollator *collator = ucol_open("", &failed);
    ph_str cut = ph_utf8_cut(title, 100);
    UCharIterator text;
    uint32_t state[2] = {0, 0};
    uiter_setUTF8(&text, cut.s, (int32_t)cut.n);
    int32_t n = U_SUCCESS(failed)
                    ? ucol_nextSortKeyPart(collator, &text, state, key, sizeof key, &failed)
                    : 0;
    ucol_close(collator);
    return ph_dup(arena, (ph_str){(const char *)key, n > 0 ? (size_t)n : 0});
}

static ph_status add_values(writer *w, const ph_record *r, const ph_stamp *stamp,
                            ph_error *err)
{
    ph_buf packed_stamp = {0}, data = {0};
    uint64_t hash = ph_hash(r->id.s, r->id.n, PH_HASH_SEED), work = ph_work_number(r);
    ph_stamp_pack(&packed_stamp, stamp);
    ph_record_pack(&data, r);
    ph_str title = title_key(w->scratch, r->title);
    ph_status status = PH_OK;
    if (!title.s || packed_stamp.failed || data.failed) {
        status = ph_fail_memory(err);
        goto out;
    }
    const struct {
        xapian_slot slot;
        ph_str value;
    } values[] = {
        {PH_SLOT_STAMP, ph_buf_str(&packed_stamp)},
        {PH_SLOT_DATE, r->date},
        {PH_SLOT_TITLE, title},
        {PH_SLOT_CHANGED, r->modified},
        {PH_SLOT_TIE, {(const char *)&hash, sizeof hash}},
        {PH_SLOT_WORK, {(const char *)&work, sizeof work}},
    };
    for (size_t i = 0; !w->status && i < sizeof values / sizeof *values; i++)
        w->status = xapian_document_set_value(w->doc, values[i].slot, values[i].value.s,
                                              values[i].value.n, &w->why);
    if (!w->status)
        w->status = xapian_document_set_data(w->doc, data.s, data.n, &w->why);
    if (!w->status)
        w->status = add_boolean(w, "Q", r->id);
    if (!w->status)
        w->status = add_boolean(w, PH_PREFIX_EVENT_COUNTRY ":", r->event.country);
    if (w->status)
        status = ph_fail_xapian(err, w->status, &w->why);
out:
    ph_buf_free(&packed_stamp);
    ph_buf_free(&data);
    return status;
}

static ph_status write_document(writer *w, ph_record *record,
                                const ph_vocabulary *vocabulary, const ph_stamp *stamp,
                                ph_error *err)
{
    if (!(w->scratch = ph_arena_new()) ||
        !(w->postings = ph_postings_new(w->scratch, ph_record_bytes(record) / 5)) ||
        xapian_document_new(&w->doc, &w->why))
        return ph_fail_memory(err);
    ph_status status = add_texts(w, record, err);
    if (!status)
        status = add_facets(w, record, vocabulary, err);
    if (!status)
        status = add_values(w, record, stamp, err);
    return status;
}

ph_status ph_store_document(ph_analyzer *analyzer, const ph_vocabulary *vocabulary,
                            ph_record *record, const ph_stamp *stamp, xapian_document **out,
                            ph_error *err)
{
    writer w = {.analyzer = analyzer, .language = record->language};
    record->origin = stamp->source;
    ph_status status = write_document(&w, record, vocabulary, stamp, err);
    ph_arena_free(w.scratch);
    *out = status ? NULL : w.doc;
    if (status)
        xapian_document_free(w.doc);
    return status;
}
