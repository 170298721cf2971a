/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/columns.h"
#include "search/facets.h"
#include "search/limits.h"
#include "search/store_private.h"

size_t ph_bits_count(const uint64_t *bits, size_t words)
{
    size_t n = 0;
    for (size_t i = 0; i < words; i++)
        n += ph_bits_in(bits[i]);
    return n;
}

/* --- a dictionary of values ----------------------------------------------------------------- */

_Static_assert(PH_COLUMN_VALUES <= UINT16_MAX + 1, "a code has two bytes");

/* Open addressing over a list of values that grows. */
typedef struct dictionary {
    ph_column_values *list;
    ph_arena *arena; /* the strings' */
    uint32_t *table; /* index + 1 */
    size_t slots;
} dictionary;

static size_t hash_of(const ph_column_value *v)
{
    return (size_t)ph_hash(v->value.s, v->value.n,
                           PH_HASH_SEED + v->facet * 2 + v->asserted);
}

static bool dictionary_grow(dictionary *d)
{
    size_t slots = d->slots ? d->slots * 2 : 1024;
    uint32_t *table = calloc(slots, sizeof *table);
    if (!table)
        return false;
    for (size_t i = 0; i < d->list->n; i++) {
        size_t j = hash_of(&d->list->v[i]) & (slots - 1);
        while (table[j])
            j = (j + 1) & (slots - 1);
        table[j] = (uint32_t)i + 1;
    }
    free(d->table);
    d->table = table;
    d->slots = slots;
    return true;
}

/* The number of a value, given if it has none. */
static ph_status number_of(dictionary *d, ph_column_value v, size_t *number, ph_error *err)
{
    if (d->list->n * 2 >= d->slots && !dictionary_grow(d))
        return ph_fail_memory(err);
    size_t i = hash_of(&v) & (d->slots - 1);
    for (; d->table[i]; i = (i + 1) & (d->slots - 1)) {
        const ph_column_value *other = &d->list->v[d->table[i] - 1];
        if (other->facet == v.facet && other->asserted == v.asserted &&
            ph_eq(other->value, v.value)) {
            *number = d->table[i] - 1;
            return PH_OK;
        }
    }
    *number = d->list->n;
    v.value = ph_dup(d->arena, v.value);
    ph_column_value *slot = v.value.s ? PH_PUSH(d->arena, d->list) : NULL;
    if (!slot)
        return ph_fail_memory(err);
    *slot = v;
    d->table[i] = (uint32_t)d->list->n;
    return PH_OK;
}

/* --- a shard --------------------------------------------------------------------------------- */

typedef struct loader {
    ph_shard_columns *shard;
    dictionary dictionary;
    size_t codes, room;
    ph_error *err;
} loader;

static ph_status add_code(loader *l, ph_facet facet, ph_str value, bool asserted)
{
    ph_shard_columns *s = l->shard;
    size_t code;
    ph_status status =
        number_of(&l->dictionary, (ph_column_value){facet, asserted, value}, &code, l->err);
    if (status)
        return status;
    if (code >= PH_COLUMN_VALUES || l->codes == UINT32_MAX)
        return ph_fail(l->err, PH_LIMIT, "more than %u facet values in one shard",
                       PH_COLUMN_VALUES);
    if (l->codes == l->room) {
        size_t room = l->room ? l->room * 2 : (size_t)s->last * 8 + 1024;
        uint16_t *codes = realloc(s->codes, room * sizeof *codes);
        if (!codes)
            return ph_fail_memory(l->err);
        s->codes = codes;
        l->room = room;
    }
    s->codes[l->codes++] = (uint16_t)code;
    return PH_OK;
}

static ph_status add_document(loader *l, xapian_docid doc, ph_str packed)
{
    ph_shard_columns *s = l->shard;
    ph_packed_facet value;
    if (doc > s->last || packed.n < PH_FACETS_HEAD)
        return ph_facets_damaged(l->err);
    memcpy(&s->works[doc], packed.s, sizeof s->works[doc]);
    s->there[doc / 64] |= UINT64_C(1) << (doc % 64);
    s->documents++;
    int more;
    for (size_t at = PH_FACETS_HEAD; (more = ph_facets_unpack(packed, &at, &value)) > 0;) {
        ph_status status = add_code(l, value.facet, value.value, value.from == PH_ASSERTED);
        if (status)
            return status;
    }
    return more < 0 ? ph_facets_damaged(l->err) : PH_OK;
}

static ph_status load(loader *l, const xapian_db *db)
{
    ph_shard_columns *s = l->shard;
    xapian_values *list = NULL;
    xapian_error why;
    xapian_docid doc, next = 0;
    ph_str packed;
    ph_status status = PH_OK;
    xapian_status got = xapian_db_values(db, PH_SLOT_FACETS, &list, &why);
    while (!got && !status &&
           !(got = xapian_values_next(list, &doc, &packed.s, &packed.n, &why))) {
        for (; next <= doc && next <= s->last; next++)
            s->begins[next] = (uint32_t)l->codes;
        status = add_document(l, doc, packed);
    }
    for (; next <= s->last + 1; next++)
        s->begins[next] = (uint32_t)l->codes;
    xapian_values_free(list);
    if (!status && got != XAPIAN_END)
        status = ph_fail_xapian(l->err, got, &why);
    xapian_doccount documents = 0;
    if (!status && (got = xapian_db_doc_count(db, &documents, &why)))
        status = ph_fail_xapian(l->err, got, &why);
    if (!status && documents != s->documents)
        status = ph_facets_damaged(l->err);
    uint16_t *codes = realloc(s->codes, (l->codes + 1) * sizeof *codes);
    if (codes)
        s->codes = codes;
    return status;
}

static bool make_room(ph_shard_columns *s)
{
    size_t n = (size_t)s->last + 2;
    s->words = PH_BITS_WORDS(s->last);
    s->there = calloc(s->words, sizeof *s->there);
    s->works = calloc(n, sizeof *s->works);
    s->begins = calloc(n, sizeof *s->begins);
    return s->there && s->works && s->begins;
}

ph_status ph_shard_columns_load(ph_shard_columns **out, const xapian_db *db,
                                const ph_shard_name *name, ph_error *err)
{
    ph_shard_columns *s = calloc(1, sizeof *s);
    xapian_error why;
    *out = NULL;
    if (!s)
        return ph_fail_memory(err);
    atomic_init(&s->references, 1);
    pthread_mutex_init(&s->lock, NULL);
    s->arena = ph_arena_new();
    loader l = {.shard = s, .dictionary = {.list = &s->values, .arena = s->arena}};
    l.err = err;
    ph_status status = s->arena ? PH_OK : ph_fail_memory(err);
    if (!status) {
        s->name = (ph_shard_name){ph_dup(s->arena, name->path),
                                  ph_dup(s->arena, name->uuid), name->revision};
        xapian_status got = xapian_db_last_docid(db, &s->last, &why);
        status = got ? ph_fail_xapian(err, got, &why)
                 : s->name.path.s && s->name.uuid.s && make_room(s) ? load(&l, db)
                                                                    : ph_fail_memory(err);
    }
    free(l.dictionary.table);
    if (status)
        ph_shard_columns_unref(s);
    else
        *out = s;
    return status;
}

void ph_shard_columns_unref(ph_shard_columns *s)
{
    if (!s || atomic_fetch_sub(&s->references, 1) > 1)
        return;
    for (size_t i = 0; i < PH_KEPT_BUCKETS; i++)
        while (s->kept[i]) {
            ph_kept_set *next = s->kept[i]->next;
            free(s->kept[i]);
            s->kept[i] = next;
        }
    free(s->there);
    free(s->works);
    free(s->begins);
    free(s->codes);
    ph_arena_free(s->arena);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

/* --- all shards: values ------------------------------------------------------------------------ */

/* A code of a shard -> a value of all. */
static ph_status join_values(ph_columns *c, ph_error *err)
{
    dictionary d = {.list = &c->values, .arena = c->arena};
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < c->shards; i++) {
        ph_shard_part *part = &c->parts[i];
        const ph_shard_columns *s = part->shard;
        part->values = ph_alloc(c->arena, (s->values.n + 1) * sizeof *part->values);
        if (!part->values)
            status = ph_fail_memory(err);
        for (size_t code = 0; !status && code < s->values.n; code++) {
            ph_column_value v = s->values.v[code];
            bool asserted = v.asserted;
            size_t number = 0;
            v.asserted = false;
            status = number_of(&d, v, &number, err);
            part->values[code] = (uint32_t)number * 2 + asserted;
        }
    }
    free(d.table);
    return status;
}

static ph_status count_singles(ph_columns *c, ph_error *err)
{
    for (size_t i = 0; i < c->shards; i++) {
        ph_shard_part *part = &c->parts[i];
        const ph_shard_columns *s = part->shard;
        part->singles = s->documents;
        part->single = ph_alloc(c->arena, (s->values.n + 1) * sizeof *part->single);
        if (!part->single)
            return ph_fail_memory(err);
        for (uint32_t at = 0; at < s->begins[s->last + 1]; at++)
            part->single[s->codes[at]]++;
        for (xapian_docid doc = 1; part->editions && doc <= s->last; doc++) {
            if (!ph_bit(part->editions, doc))
                continue;
            part->singles--;
            for (uint32_t at = s->begins[doc]; at < s->begins[doc + 1]; at++)
                part->single[s->codes[at]]--;
        }
    }
    return PH_OK;
}

/* --- all shards: works ------------------------------------------------------------------------- */

/* Open addressing by the work's number, which is a hash already. */
typedef struct work_table {
    uint64_t *works;
    uint32_t *editions; /* how many; then the index of the work + 1, or 0 */
    size_t slots;
} work_table;

static size_t work_slot(const work_table *t, uint64_t work)
{
    size_t i = (size_t)(work * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (t->slots - 1);
    while (t->editions[i] && t->works[i] != work)
        i = (i + 1) & (t->slots - 1);
    return i;
}

static bool find_works(const ph_columns *c, work_table *t, size_t *editions, size_t *works)
{
    size_t documents = 0;
    for (size_t i = 0; i < c->shards; i++)
        documents += c->parts[i].shard->documents;
    for (t->slots = 64; t->slots < documents * 2;)
        t->slots *= 2;
    t->works = calloc(t->slots, sizeof *t->works);
    t->editions = calloc(t->slots, sizeof *t->editions);
    if (!t->works || !t->editions)
        return false;
    for (size_t i = 0; i < c->shards; i++) {
        const ph_shard_columns *s = c->parts[i].shard;
        for (xapian_docid doc = 1; doc <= s->last; doc++) {
            if (!ph_bit(s->there, doc))
                continue;
            size_t at = work_slot(t, s->works[doc]);
            t->works[at] = s->works[doc];
            *works += t->editions[at] == 1;
            *editions += t->editions[at] == 0 ? 0 : t->editions[at] == 1 ? 2 : 1;
            t->editions[at]++;
        }
    }
    return true;
}

/* From how many editions a slot's work has to its index; where the editions begin. */
static void number_works(ph_columns *c, work_table *t)
{
    uint32_t n = 0, at = 0;
    for (size_t i = 0; i < t->slots; i++) {
        uint32_t editions = t->editions[i];
        if (editions > 1) {
            c->firsts[n++] = at;
            at += editions;
            t->editions[i] = n + 1; /* 1 stays: alone */
        }
    }
    c->firsts[n] = at;
}

static bool mark_editions(ph_columns *c, const work_table *t, uint32_t *next)
{
    for (size_t i = 0; i < c->shards; i++) {
        ph_shard_part *part = &c->parts[i];
        const ph_shard_columns *s = part->shard;
        size_t n = 0, room = 0;
        part->editions = ph_alloc(c->arena, s->words * sizeof *part->editions);
        part->before = ph_alloc(c->arena, s->words * sizeof *part->before);
        if (!part->editions || !part->before)
            return false;
        for (xapian_docid doc = 1; doc <= s->last; doc++)
            if (ph_bit(s->there, doc) && t->editions[work_slot(t, s->works[doc])] > 1) {
                part->editions[doc / 64] |= UINT64_C(1) << (doc % 64);
                room++;
            }
        part->works = ph_alloc(c->arena, (room + 1) * sizeof *part->works);
        if (!part->works)
            return false;
        for (xapian_docid doc = 0; doc <= s->last; doc++) {
            if (doc % 64 == 0)
                part->before[doc / 64] = (uint32_t)n;
            if (!ph_bit(part->editions, doc))
                continue;
            uint32_t work = t->editions[work_slot(t, s->works[doc])] - 2;
            part->works[n++] = work;
            c->editions[c->firsts[work] + next[work]++] = (ph_edition){(uint32_t)i, doc};
        }
    }
    return true;
}

static ph_status join_works(ph_columns *c, ph_error *err)
{
    work_table t = {0};
    uint32_t *next = NULL;
    size_t editions = 0;
    bool good = find_works(c, &t, &editions, &c->works);
    if (good && c->works) {
        c->firsts = ph_alloc(c->arena, (c->works + 1) * sizeof *c->firsts);
        c->editions = ph_alloc(c->arena, editions * sizeof *c->editions);
        next = calloc(c->works, sizeof *next);
        good = c->firsts && c->editions && next;
        if (good)
            number_works(c, &t);
        good = good && mark_editions(c, &t, next);
    }
    free(next);
    free(t.works);
    free(t.editions);
    return good ? PH_OK : ph_fail_memory(err);
}

/* After works and singles are known. */
static ph_status count_values(ph_columns *c, ph_error *err)
{
    uint32_t *last = calloc(c->values.n + 1, sizeof *last); /* by value: a work + 1 */
    c->counts = ph_alloc(c->arena, (c->values.n + 1) * sizeof *c->counts);
    bool good = last && c->counts;
    for (size_t i = 0; good && i < c->shards; i++)
        for (size_t code = 0; code < c->parts[i].shard->values.n; code++)
            c->counts[c->parts[i].values[code] / 2] += c->parts[i].single[code];
    for (uint32_t work = 0; good && work < c->works; work++)
        for (uint32_t i = c->firsts[work]; i < c->firsts[work + 1]; i++) {
            const ph_edition *e = &c->editions[i];
            const ph_shard_columns *s = c->parts[e->shard].shard;
            for (uint32_t at = s->begins[e->document]; at < s->begins[e->document + 1];
                 at++) {
                uint32_t value = c->parts[e->shard].values[s->codes[at]] / 2;
                c->counts[value] += last[value] != work + 1;
                last[value] = work + 1;
            }
        }
    free(last);
    return good ? PH_OK : ph_fail_memory(err);
}

uint64_t ph_columns_count(const ph_columns *c, ph_facet facet, ph_str value)
{
    for (size_t i = 0; i < c->values.n; i++)
        if (c->values.v[i].facet == facet && ph_eq(c->values.v[i].value, value))
            return c->counts[i];
    return 0;
}

/* --- all shards ----------------------------------------------------------------------------------- */

ph_status ph_columns_join(ph_columns **out, ph_shard_columns *const *shards, size_t n,
                          ph_error *err)
{
    ph_columns *c = calloc(1, sizeof *c);
    *out = NULL;
    if (!c)
        return ph_fail_memory(err);
    atomic_init(&c->references, 1);
    c->arena = ph_arena_new();
    c->parts = c->arena ? ph_alloc(c->arena, (n + 1) * sizeof *c->parts) : NULL;
    for (; c->parts && c->shards < n; c->shards++) {
        c->parts[c->shards].shard = shards[c->shards];
        atomic_fetch_add(&shards[c->shards]->references, 1);
    }
    ph_status status = c->parts ? join_values(c, err) : ph_fail_memory(err);
    if (!status)
        status = join_works(c, err);
    if (!status)
        status = count_singles(c, err);
    if (!status)
        status = count_values(c, err);
    if (status)
        ph_columns_unref(c);
    else
        *out = c;
    return status;
}

void ph_columns_unref(ph_columns *c)
{
    if (!c || atomic_fetch_sub(&c->references, 1) > 1)
        return;
    for (size_t i = 0; i < c->shards; i++)
        ph_shard_columns_unref(c->parts[i].shard);
    ph_arena_free(c->arena);
    free(c);
}

size_t ph_columns_bytes(const ph_columns *c)
{
    size_t bytes = (c->works + 1) * sizeof *c->firsts;
    for (size_t i = 0; i < c->shards; i++) {
        const ph_shard_columns *s = c->parts[i].shard;
        bytes += s->words * sizeof *s->there +
                 ((size_t)s->last + 2) * (sizeof *s->works + sizeof *s->begins) +
                 s->begins[s->last + 1] * sizeof *s->codes;
        if (c->works)
            bytes += s->words * (sizeof(uint64_t) + sizeof(uint32_t)) +
                     (s->documents - c->parts[i].singles) *
                         (sizeof *c->parts[i].works + sizeof *c->editions);
    }
    return bytes;
}
