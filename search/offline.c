/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/facets.h"
#include "search/feedback.h"
#include "search/offline_private.h"
#include "search/pack.h"
#include "search/store_private.h"
#include "search/text.h"
#include "search/ties.h"

/* --- bits ------------------------------------------------------------------------------------ */

typedef struct bits {
    ph_buf *out;
    unsigned char byte;
    unsigned n; /* in it */
} bits;

static void put(bits *b, uint64_t value, unsigned n)
{
    while (n-- > 0) {
        b->byte = (unsigned char)(b->byte << 1 | (value >> n & 1));
        if (++b->n == 8) {
            ph_buf_byte(b->out, (char)b->byte);
            b->n = b->byte = 0;
        }
    }
}

static void flush(bits *b)
{
    if (b->n > 0)
        put(b, 0, 8 - b->n);
}

unsigned ph_rice_bits(uint64_t n, uint64_t documents)
{
    unsigned low = 0;
    for (uint64_t gap = documents * 69 / (100 * (n ? n : 1)); gap > 1; gap /= 2)
        low++;
    return low;
}

static void put_rice(bits *b, uint64_t value, unsigned low)
{
    for (uint64_t i = value >> low; i > 0; i--)
        put(b, 1, 1);
    put(b, 0, 1);
    put(b, value, low);
}

static void put_gamma(bits *b, uint64_t value)
{
    unsigned n = 0;
    for (uint64_t v = value; v > 1; v >>= 1)
        n++;
    put(b, 0, n);
    put(b, value, n + 1);
}

void ph_offline_columns(const ph_offline *o, ph_buf *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ph_pack_str(o->out, ph_buf_str(&columns[i]));
        o->out->failed |= columns[i].failed;
        ph_buf_free(&columns[i]);
    }
}

/* --- documents -------------------------------------------------------------------------------- */

typedef struct document {
    xapian_docid docid;
    xapian_termcount length;
    uint64_t tie, work;
    ph_str id, title, date, language;
    ph_str facets; /* packed */
} document;

typedef PH_VEC(document) documents;

static xapian_status no_memory(const ph_offline *o)
{
    *o->status = ph_fail_memory(o->err);
    return XAPIAN_OK;
}

/* A copy without people. */
static ph_str title_of(const ph_offline *o, ph_str title)
{
    ph_buf safe = {0};
    ph_offline_hide(o->people, title, &safe);
    ph_str copy = safe.failed ? PH_ABSENT : ph_dup(o->arena, ph_buf_str(&safe));
    ph_buf_free(&safe);
    return copy;
}

static xapian_status read_document(ph_offline *o, ph_arena *scratch, document *d)
{
    xapian_document *doc = NULL;
    ph_record record;
    ph_str tie = PH_ABSENT, facets = PH_ABSENT;
    xapian_status got = xapian_db_document(o->r->all, d->docid, &doc, o->why);
    if (!got)
        got = xapian_db_doc_length(o->r->all, d->docid, &d->length, o->why);
    if (!got)
        got = ph_reader_record(doc, scratch, &record, o->status, o->err, o->why);
    if (!got && !*o->status) {
        ph_offline_hide_contacts(o, &record, d->docid);
        d->id = ph_dup(o->arena, record.id);
        d->title = title_of(o, record.title);
        d->date = ph_dup(o->arena, record.date.n ? record.date : PH_STR(""));
        d->language = ph_dup(o->arena, ph_language_primary(record.language));
        got = xapian_document_value(doc, PH_SLOT_TIE, &tie.s, &tie.n, o->why);
    }
    d->tie = ph_tie_number(tie);
    if (!got && !*o->status)
        got = xapian_document_value(doc, PH_SLOT_FACETS, &facets.s, &facets.n, o->why);
    if (!got && !*o->status) {
        d->facets = ph_dup(o->arena, facets);
        if (facets.n >= sizeof d->work)
            memcpy(&d->work, facets.s, sizeof d->work);
        else
            *o->status = ph_facets_damaged(o->err);
        if (!d->id.s || !d->title.s || !d->facets.s)
            *o->status = ph_fail_memory(o->err);
    }
    xapian_document_free(doc);
    return got;
}

static int by_tie(const void *a, const void *b)
{
    const document *x = a, *y = b;
    if (x->tie != y->tie)
        return x->tie < y->tie ? -1 : 1;
    return ph_cmp(x->id, y->id);
}

static xapian_status read_documents(ph_offline *o, documents *list)
{
    xapian_postings *all = NULL;
    xapian_docid docid, last = 0;
    ph_arena *scratch = ph_arena_new();
    xapian_status got = scratch ? XAPIAN_OK : no_memory(o);
    if (scratch)
        got = xapian_db_postings(o->r->all, "", 0, &all, o->why);
    while (!got && !*o->status && !(got = xapian_postings_next(all, &docid, o->why))) {
        document *d = PH_PUSH(o->arena, list);
        if (!d) {
            no_memory(o);
            break;
        }
        d->docid = last = docid;
        got = read_document(o, scratch, d);
        ph_arena_reset(scratch);
    }
    xapian_postings_free(all);
    ph_arena_free(scratch);
    if ((got && got != XAPIAN_END) || *o->status)
        return got;
    if (list->n > 1)
        qsort(list->v, list->n, sizeof *list->v, by_tie);
    o->numbers = ph_alloc(o->arena, ((size_t)last + 1) * sizeof *o->numbers);
    for (size_t i = 0; o->numbers && i < list->n; i++)
        o->numbers[list->v[i].docid] = (uint32_t)i;
    return o->numbers ? XAPIAN_OK : no_memory(o);
}

/* A facet's value. */
typedef struct value {
    ph_facet facet;
    ph_str text;
} value;

typedef struct values {
    value *v;
    size_t n;
} values;

static int by_value(const void *a, const void *b)
{
    const value *x = a, *y = b;
    return x->facet != y->facet ? (x->facet < y->facet ? -1 : 1) : ph_cmp(x->text, y->text);
}

/* What a document has, each once, in order. */
static bool values_of(ph_arena *arena, ph_str packed, values *out)
{
    PH_VEC(value) found = {0};
    ph_packed_facet one;
    size_t at = PH_FACETS_HEAD, n = 0;
    while (ph_facets_unpack(packed, &at, &one) > 0) {
        value *v = PH_PUSH(arena, &found);
        if (!v)
            return false;
        *v = (value){one.facet, one.value};
    }
    if (found.n > 1)
        qsort(found.v, found.n, sizeof *found.v, by_value);
    for (size_t i = 0; i < found.n; i++)
        if (i == 0 || by_value(&found.v[i], &found.v[n - 1]) != 0)
            found.v[n++] = found.v[i];
    *out = (values){found.v, n};
    return true;
}

/* All that documents have, each once; `of` is filled for each document. */
static bool gather_values(ph_offline *o, const documents *list, values *of, values *all)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        if (!values_of(o->arena, list->v[i].facets, &of[i]))
            return false;
        n += of[i].n;
    }
    all->v = ph_alloc(o->arena, (n + 1) * sizeof *all->v);
    if (!all->v)
        return false;
    for (size_t i = 0; i < list->n; i++)
        for (size_t j = 0; j < of[i].n; j++)
            all->v[all->n++] = of[i].v[j];
    if (all->n > 1)
        qsort(all->v, all->n, sizeof *all->v, by_value);
    n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (i == 0 || by_value(&all->v[i], &all->v[n - 1]) != 0)
            all->v[n++] = all->v[i];
    all->n = n;
    return true;
}

size_t ph_offline_language(const ph_offline *o, ph_str code)
{
    size_t i = 0;
    while (i < o->languages.n && !ph_eq(o->languages.v[i], code))
        i++;
    return i;
}

static int by_number(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* 0 for a document that is the only one of its work.  works: of all documents, in order. */
static uint64_t work_of(const uint64_t *works, size_t n, uint64_t work)
{
    const uint64_t *found = bsearch(&work, works, n, sizeof *works, by_number);
    bool alone = (found == works || found[-1] != work) &&
                 (found + 1 == works + n || found[1] != work);
    while (!alone && found > works && found[-1] == work)
        found--;
    return alone ? 0 : (uint64_t)(found - works) + 1;
}

static void write_values(const ph_offline *o, const values *all)
{
    ph_pack_number(o->out, all->n);
    for (size_t i = 0; i < all->n; i++) {
        ph_pack_number(o->out, all->v[i].facet);
        ph_pack_str(o->out, all->v[i].text);
    }
}

/* The numbers of a document's values among all. */
static void write_indexes(ph_buf *out, const values *of, const values *all)
{
    size_t before = 0;
    ph_pack_number(out, of->n);
    for (size_t i = 0; i < of->n; i++) {
        const value *found = bsearch(&of->v[i], all->v, all->n, sizeof *all->v, by_value);
        ph_pack_number(out, (size_t)(found - all->v) - before);
        before = (size_t)(found - all->v);
    }
}

static void write_documents(const ph_offline *o, const documents *list, const values *of,
                            const values *all, const uint64_t *works)
{
    ph_buf columns[3] = {{0}, {0}, {0}}; /* ids, titles, all else */
    for (size_t i = 0; i < list->n; i++) {
        const document *d = &list->v[i];
        size_t language = ph_offline_language(o, d->language);
        ph_pack_str(&columns[0], d->id);
        ph_pack_str(&columns[1], d->title);
        ph_pack_str(&columns[2], d->date);
        ph_pack_number(&columns[2], language < o->languages.n ? language + 1 : 0);
        ph_pack_number(&columns[2], d->length);
        ph_pack_number(&columns[2], work_of(works, list->n, d->work));
        write_indexes(&columns[2], &of[i], all);
    }
    ph_pack_number(o->out, list->n);
    ph_offline_columns(o, columns, 3);
}

static xapian_status add_documents(ph_offline *o)
{
    documents list = {0};
    values all = {0};
    xapian_status got = read_documents(o, &list);
    if (got || *o->status)
        return got;
    values *of = ph_alloc(o->arena, (list.n + 1) * sizeof *of);
    uint64_t *works = ph_alloc(o->arena, (list.n + 1) * sizeof *works);
    if (!of || !works || !gather_values(o, &list, of, &all))
        return no_memory(o);
    for (size_t i = 0; i < list.n; i++)
        works[i] = list.v[i].work;
    qsort(works, list.n, sizeof *works, by_number);
    write_values(o, &all);
    write_documents(o, &list, of, &all, works);
    return XAPIAN_OK;
}

/* --- terms -------------------------------------------------------------------------------------- */

size_t ph_offline_shared(ph_str a, ph_str b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.s[n] == b.s[n])
        n++;
    return n;
}

size_t ph_offline_term(const ph_offline *o, ph_str term)
{
    size_t low = 0, high = o->terms.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ph_cmp(o->terms.v[middle], term) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < o->terms.n && ph_eq(o->terms.v[low], term) ? low : o->terms.n;
}

/* Terms of texts; the others begin with a capital letter or '!' (schema.h). */
static bool is_word(ph_str term)
{
    return term.n > 0 && term.s[0] != '!' && !(term.s[0] >= 'A' && term.s[0] <= 'Z');
}

typedef struct posting {
    uint32_t document;
    xapian_termcount often;
} posting;

typedef PH_VEC(posting) postings;

static int by_document(const void *a, const void *b)
{
    const posting *x = a, *y = b;
    return (x->document > y->document) - (x->document < y->document);
}

static xapian_status read_postings(const ph_offline *o, ph_arena *scratch, ph_str term,
                                   postings *list)
{
    xapian_postings *found = NULL;
    xapian_docid docid;
    xapian_status got = xapian_db_postings(o->r->all, term.s, term.n, &found, o->why);
    while (!got && !(got = xapian_postings_next(found, &docid, o->why))) {
        if (ph_offline_is_hidden(o, term, docid))
            continue;
        posting *p = PH_PUSH(scratch, list);
        if (!p) {
            got = no_memory(o);
            break;
        }
        p->document = o->numbers[docid];
        got = xapian_postings_wdf(found, &p->often, o->why);
    }
    xapian_postings_free(found);
    if (list->n > 1)
        qsort(list->v, list->n, sizeof *list->v, by_document);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

/* The terms of texts that a document has here. */
static xapian_status read_terms(ph_offline *o)
{
    xapian_terms *all = NULL;
    ph_str term;
    ph_arena *scratch = ph_arena_new();
    xapian_status got = scratch ? XAPIAN_OK : no_memory(o);
    if (scratch)
        got = xapian_db_terms(o->r->all, "", 0, &all, o->why);
    while (!got && !*o->status &&
           !(got = xapian_terms_next(all, &term.s, &term.n, o->why))) {
        postings list = {0};
        bool doubtful = ph_offline_hides(o, term);
        if (is_word(term) && doubtful)
            got = read_postings(o, scratch, term, &list);
        if (is_word(term) && (!doubtful || list.n) &&
            !ph_strs_dup(o->arena, &o->terms, term))
            no_memory(o);
        ph_arena_reset(scratch);
    }
    xapian_terms_free(all);
    ph_arena_free(scratch);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

static xapian_status write_postings(ph_offline *o, ph_buf *counts, ph_buf *lists)
{
    bits b = {.out = lists};
    ph_arena *scratch = ph_arena_new();
    xapian_status got = scratch ? XAPIAN_OK : no_memory(o);
    for (size_t i = 0; i < o->terms.n && !got && !*o->status; i++) {
        postings list = {0};
        got = read_postings(o, scratch, o->terms.v[i], &list);
        ph_pack_number(counts, list.n * 2 + ph_feedback_fits(o->terms.v[i]));
        unsigned low = ph_rice_bits(list.n, o->r->documents);
        for (size_t j = 0; j < list.n; j++) {
            uint32_t next = j ? list.v[j - 1].document + 1 : 0;
            put_rice(&b, list.v[j].document - next, low);
            put_gamma(&b, list.v[j].often ? list.v[j].often : 1);
        }
        ph_arena_reset(scratch);
    }
    flush(&b);
    ph_arena_free(scratch);
    return got;
}

static xapian_status add_postings(ph_offline *o)
{
    ph_buf columns[2] = {{0}, {0}};
    xapian_status got = write_postings(o, &columns[0], &columns[1]);
    ph_pack_number(o->out, o->terms.n);
    ph_offline_columns(o, columns, 2);
    return got;
}

/* --- all of it ------------------------------------------------------------------------------------ */

static xapian_status add_languages(ph_offline *o)
{
    xapian_status got = XAPIAN_OK;
    double average = 0;
    *o->status = ph_expander_wake(o->r->expander, o->r, &got, o->err, o->why);
    if (!got && !*o->status)
        got = xapian_db_average_length(o->r->all, &average, o->why);
    if (got || *o->status)
        return got;
    ph_pack_number(o->out, (uint64_t)llround(average * 1000));
    ph_pack_number(o->out, o->r->expander->tongues.n);
    for (size_t i = 0; i < o->r->expander->tongues.n; i++) {
        const ph_tongue *tongue = &o->r->expander->tongues.v[i];
        ph_str code = ph_labels_language(tongue->labels), stops = ph_stop_words(code);
        if (!ph_strs_add(o->arena, &o->languages, code))
            return no_memory(o);
        ph_pack_str(o->out, code);
        ph_pack_number(o->out, tongue->held);
        ph_pack_str(o->out, stops.n ? stops : PH_STR(""));
    }
    return got;
}

/* What is asked for. */
typedef struct order {
    const ph_strs *people;
    ph_buf *out;
} order;

static xapian_status write_all(ph_reader *r, void *user, ph_status *status, ph_error *err,
                               xapian_error *why)
{
    const order *wanted = user;
    ph_offline o = {.r = r,
                    .people = wanted->people,
                    .arena = ph_arena_new(),
                    .out = wanted->out,
                    .status = status,
                    .err = err,
                    .why = why};
    if (!o.arena)
        return no_memory(&o);
    ph_buf_clear(o.out);
    ph_buf_addc(o.out, "PHO1");
    xapian_status got = add_languages(&o);
    if (!got && !*status)
        got = add_documents(&o);
    if (!got && !*status)
        got = ph_offline_hide_names(&o);
    if (!got && !*status)
        got = read_terms(&o);
    if (!got && !*status)
        got = ph_offline_words(&o);
    if (!got && !*status)
        got = add_postings(&o);
    if (!got && !*status)
        got = ph_offline_labels(&o);
    if (!got && !*status && o.out->failed)
        no_memory(&o);
    ph_arena_free(o.arena);
    return got;
}

ph_status ph_offline_write(ph_reader *r, const ph_strs *people, ph_buf *out, ph_error *err)
{
    order wanted = {people, out};
    if (r->remote)
        return ph_fail(err, PH_INVALID,
                       "an offline edition needs the index itself; run this where it is");
    return ph_reader_run(r, write_all, &wanted, err);
}
