/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <unicode/ucol.h>

#include "search/facets.h"
#include "search/organisations.h"
#include "search/pack.h"
#include "search/postings.h"
#include "search/store_private.h"
#include "search/suggest.h"
#include "search/text.h"
#include "search/unit_pack.h"

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
        {XAPIAN_NETWORK, PH_TIMEOUT},
        {XAPIAN_NETWORK_TIMEOUT, PH_TIMEOUT},
    };
    ph_status ours = PH_INTERNAL;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].theirs == status)
            ours = table[i].ours;
    return ph_fail(err, ours, "index: %s%s", why->text,
                   ours == PH_CORRUPT ? "; remove the index and make it anew" : "");
}

ph_status ph_fail_reading(ph_error *err, const char *path, xapian_status status,
                          const xapian_error *why)
{
    switch (status) {
    case XAPIAN_DATABASE: /* a file is shorter than it was */
    case XAPIAN_DATABASE_CORRUPT:
        return ph_fail(
            err, PH_CORRUPT,
            "the index in '%s' is damaged: %s; run peerhub-index --full with all "
            "of its sources, or, if that cannot read it either, remove the "
            "index before",
            path, why->text);
    default: return ph_fail_xapian(err, status, why);
    }
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
    ph_pack_str(buf, s->written);
    ph_pack_number(buf, s->record);
}

ph_status ph_stamp_unpack(ph_str bytes, ph_stamp *s, ph_error *err)
{
    ph_unpack in = ph_unpack_from(bytes);
    s->expires = s->written = PH_ABSENT;
    s->record = 0;
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
    if (in.at != in.end) { /* nor had version 8 these */
        s->written = ph_unpack_str(&in);
        s->record = ph_unpack_number(&in);
    }
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
    ph_unit_list units;      /* what is searched by itself */
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
                          ph_span *span, ph_error *err)
{
    span->first = w->position + 1;
    w->prefix = prefix;
    w->weight = weight;
    ph_status status = ph_analyze(w->analyzer, w->language, text, add_word, w, err);
    if (!status && w->status)
        status = ph_fail_memory(err);
    span->last = w->position;
    w->position += PH_PASSAGE_GAP;
    return status;
}

/* A passage and the headings that it opens; `above` has where those above it stand. */
static ph_status add_passage(writer *w, ph_record *r, size_t i, ph_spans *above,
                             ph_error *err)
{
    ph_passage *p = &r->passages.v[i];
    const ph_strs *before = i ? &r->passages.v[i - 1].heading : NULL;
    ph_span text;
    ph_status status = PH_OK;
    p->position = w->position + 1; /* of the headings that it opens, if any */
    for (size_t h = 0; !status && h < p->heading.n; h++) {
        ph_span *where = h < above->n ? &above->v[h] : PH_PUSH(w->scratch, above);
        if (!where)
            return ph_fail_memory(err);
        if (!before || h >= before->n || !ph_eq(before->v[h], p->heading.v[h]))
            status = add_text(w, 0, 1, p->heading.v[h], where, err);
    }
    if (!status)
        status = add_text(w, 0, 1, p->text, &text, err);
    if (!status && ph_kind_is_unit(p->kind) &&
        !ph_unit_add(w->scratch, &w->units, r, i, text, above))
        status = ph_fail_memory(err);
    return status;
}

/* Whether the title is only how the text begins, since the document had none: then it says
 * nothing that the text does not, and counts as text. */
static bool is_beginning(const ph_record *r)
{
    ph_str title = r->title, text = r->abstract;
    for (size_t i = 0; !text.n && i < r->passages.n; i++)
        text = r->passages.v[i].text;
    if (ph_ends(title, PH_STR("\u2026")))
        return ph_starts(text, ph_sub(title, 0, title.n - strlen("\u2026")));
    return ph_eq(title, text);
}

/* Title, abstract, names; then the headings and passages in reading order, a heading once,
 * where it begins. */
static ph_status add_texts(writer *w, ph_record *r, ph_error *err)
{
    ph_span where;
    ph_spans above = {0};
    ph_status status = add_text(w, PH_PREFIX_TITLE, is_beginning(r) ? 1 : PH_TITLE_WEIGHT,
                                r->title, &where, err);
    if (!status)
        status = add_text(w, 0, 1, r->abstract, &where, err);
    for (size_t i = 0; !status && i < r->creators.n; i++)
        status = add_text(w, PH_PREFIX_CREATOR, 1, r->creators.v[i], &where, err);
    for (size_t i = 0; !status && i < r->organisations.n; i++)
        status =
            add_text(w, PH_PREFIX_ORGANISATION, 1, r->organisations.v[i].name, &where, err);
    for (size_t i = 0; !status && i < r->passages.n; i++)
        status = add_passage(w, r, i, &above, err);
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
    ph_work_term(&f.term, work);
    if (!w->status && whole)
        w->status = add_boolean(w, "", ph_buf_str(&f.term));
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

/* The passages that are searched by themselves: a term for each kind, and the value. */
static ph_status add_units(writer *w, const ph_record *r, const ph_vocabulary *vocabulary,
                           ph_error *err)
{
    ph_buf packed = {0};
    bool has[PH_KINDS] = {false};
    for (size_t i = 0; i < w->units.n; i++)
        has[w->units.v[i].kind] = true;
    for (ph_kind kind = 0; kind < PH_KINDS && !w->status; kind++)
        if (has[kind])
            w->status = add_boolean(w, PH_PREFIX_UNIT ":", ph_cstr(ph_kind_name(kind)));
    bool done = !w->units.n || ph_units_pack(&packed, r, vocabulary, &w->units, w->scratch);
    if (!w->status && done && packed.n)
        w->status =
            xapian_document_set_value(w->doc, PH_SLOT_UNITS, packed.s, packed.n, &w->why);
    ph_buf_free(&packed);
    if (w->status)
        return ph_fail_xapian(err, w->status, &w->why);
    return done ? PH_OK : ph_fail_memory(err);
}

static bool add_term(void *user, ph_str term)
{
    writer *w = user;
    w->status = add_boolean(w, "", term);
    return w->status == XAPIAN_OK;
}

/* Who is in it, for contacts.c. */
static ph_status add_organisations(writer *w, ph_record *r, ph_error *err)
{
    ph_buf packed = {0};
    bool done = ph_organisations_set_keys(w->scratch, r);
    ph_organisations_pack(&packed, r);
    done = done && !packed.failed && ph_organisation_terms(r, add_term, w);
    if (done)
        w->status = xapian_document_set_value(w->doc, PH_SLOT_ORGANISATIONS, packed.s,
                                              packed.n, &w->why);
    ph_buf_free(&packed);
    if (w->status)
        return ph_fail_xapian(err, w->status, &w->why);
    return done ? PH_OK : ph_fail_memory(err);
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

/* A value to sort by: no two documents have the same, so that their order is settled without
 * a second key, which a remote database cannot have.  inverted: for descending order. */
static ph_str sort_value(ph_arena *arena, ph_str value, uint64_t tie, bool inverted)
{
    char bytes[1 + sizeof tie] =
        ""; /* the zero byte keeps a beginning before what goes on */
    tie = inverted ? ~tie : tie;
    memcpy(bytes + 1, &tie, sizeof tie);
    ph_buf buf = {0};
    ph_buf_add(&buf, value);
    ph_buf_add(&buf, (ph_str){bytes, sizeof bytes});
    ph_str whole = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return whole;
}

/* The stamp of a record with these bytes. */
static ph_stamp written(const ph_stamp *stamp, ph_str data, ph_arena *arena)
{
    ph_stamp now = *stamp;
    char time[32];
    now.record = ph_hash(data.s, data.n, PH_HASH_SEED);
    if (!now.written.n || now.record != stamp->record) {
        ph_utc_now(time);
        now.written = ph_dup(arena, ph_cstr(time));
    }
    return now;
}

static ph_status add_values(writer *w, const ph_record *r, const ph_stamp *stamp,
                            ph_error *err)
{
    ph_buf packed_stamp = {0}, data = {0};
    uint64_t hash = ph_hash(r->id.s, r->id.n, PH_HASH_SEED), work = ph_work_number(r);
    ph_record_pack(&data, r);
    ph_stamp now = written(stamp, ph_buf_str(&data), w->scratch);
    ph_stamp_pack(&packed_stamp, &now);
    ph_str since = ph_dupf(w->scratch, "%.*s%c%016llx", PH_FMT(now.written), '\0',
                           (unsigned long long)hash);
    ph_str title = sort_value(w->scratch, title_key(w->scratch, r->title), hash, false);
    ph_str date = sort_value(w->scratch, r->date, hash, true);
    ph_str modified = sort_value(w->scratch, r->modified, hash, true);
    ph_str event = ph_event_id(r, w->scratch);
    ph_status status = PH_OK;
    if (!title.s || !date.s || !modified.s || !event.s || !since.s || !now.written.s ||
        packed_stamp.failed || data.failed) {
        status = ph_fail_memory(err);
        goto out;
    }
    const struct {
        xapian_slot slot;
        ph_str value;
    } values[] = {
        {PH_SLOT_STAMP, ph_buf_str(&packed_stamp)},
        {PH_SLOT_DATE, date},
        {PH_SLOT_TITLE, title},
        {PH_SLOT_CHANGED, modified},
        {PH_SLOT_TIE, {(const char *)&hash, sizeof hash}},
        {PH_SLOT_WORK, {(const char *)&work, sizeof work}},
        {PH_SLOT_WRITTEN, since},
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
    if (!w->status)
        w->status = add_boolean(w, PH_PREFIX_EVENT ":", event);
    if (w->status)
        status = ph_fail_xapian(err, w->status, &w->why);
out:
    ph_buf_free(&packed_stamp);
    ph_buf_free(&data);
    return status;
}

static bool add_suggestion(void *user, ph_str term)
{
    writer *w = user;
    w->status = add_boolean(w, "", term);
    return w->status == XAPIAN_OK;
}

static ph_status add_suggestions(writer *w, const ph_record *r, ph_error *err)
{
    ph_buf packed = {0};
    ph_pack_str(&packed, r->id);
    ph_pack_str(&packed, r->title);
    ph_status status = ph_suggest_terms(w->analyzer, r, w->scratch, add_suggestion, w, err);
    if (!status && packed.failed)
        status = ph_fail_memory(err);
    if (!status && !w->status)
        w->status =
            xapian_document_set_value(w->doc, PH_SLOT_SUGGEST, packed.s, packed.n, &w->why);
    ph_buf_free(&packed);
    return w->status ? ph_fail_xapian(err, w->status, &w->why) : status;
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
        status = add_units(w, record, vocabulary, err);
    if (!status)
        status = add_organisations(w, record, err);
    if (!status)
        status = add_values(w, record, stamp, err);
    if (!status)
        status = add_suggestions(w, record, err);
    return status;
}

ph_status ph_store_document(ph_analyzer *analyzer, const ph_vocabulary *vocabulary,
                            ph_record *record, const ph_stamp *stamp, xapian_document **out,
                            ph_error *err)
{
    writer w = {.analyzer = analyzer, .language = record->language};
    ph_status status = write_document(&w, record, vocabulary, stamp, err);
    ph_arena_free(w.scratch);
    *out = status ? NULL : w.doc;
    if (status)
        xapian_document_free(w.doc);
    return status;
}
