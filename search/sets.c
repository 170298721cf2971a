/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/match_private.h"
#include "search/sets.h"

/* Entries that are taken from a posting list at a time. */
#define BATCH 256
/* A posting list is skipped through when it is so many times longer than what is looked for:
 * to go to a far entry costs as much as to read some fifty. */
#define SKIP_FACTOR 50
/* A term's set is kept when the set takes at most so many bytes for each of its documents. */
#define KEPT_BYTES_EACH 8
/* Words in a row (PHRASE, NEAR) are looked for by themselves, and their set is kept, where the
 * rarest word has at most so many documents: some microseconds each, but for the first time only.
 * Labels of concepts are asked for again and again. */
#define ROW_MOST 4000

/* A query, taken apart. */
typedef struct node {
    xapian_query_kind kind;
    xapian_op op;
    const xapian_query *query;
    ph_str term; /* or what a row is kept by */
    PH_VEC(struct node *) parts;
    /* in the shard at hand: */
    bool plain;  /* nothing in it needs Xapian's matcher, but for rows */
    size_t size; /* about how many documents, never too few */
    ph_kept_set *kept;
} node;

typedef struct finder {
    const ph_reader *reader;
    ph_arena *arena;
    PH_VEC(xapian_query *) queries; /* to be freed */
    size_t number;                  /* of the shard at hand */
    ph_shard_columns *shard;
    bool no_memory;
    xapian_error *why;
} finder;

/* Our own memory: ph_sets_find tells it from the binding's. */
static xapian_status no_memory(finder *f)
{
    f->no_memory = true;
    return XAPIAN_NO_MEMORY;
}

/* --- taking a query apart ------------------------------------------------------------------ */

static bool is_union(const node *n)
{
    return n->kind == XAPIAN_QUERY_SCALED ||
           (n->kind == XAPIAN_QUERY_COMBINED &&
            (n->op == XAPIAN_OP_OR || n->op == XAPIAN_OP_SYNONYM ||
             n->op == XAPIAN_OP_MAX));
}

static bool is_row(const node *n)
{
    return n->kind == XAPIAN_QUERY_COMBINED &&
           (n->op == XAPIAN_OP_PHRASE || n->op == XAPIAN_OP_NEAR);
}

static bool is_plain(const node *n)
{
    bool plain = true;
    for (size_t i = 0; i < n->parts.n; i++)
        plain &= n->parts.v[i]->plain;
    if (n->kind != XAPIAN_QUERY_COMBINED)
        return plain && n->kind <= XAPIAN_QUERY_SCALED; /* no range, wildcard or source */
    if (is_row(n))
        return n->kept || n->size <= ROW_MOST;
    return plain && (is_union(n) || n->op == XAPIAN_OP_AND || n->op == XAPIAN_OP_FILTER ||
                     n->op == XAPIAN_OP_AND_NOT);
}

static xapian_status take_term(finder *f, node *n)
{
    xapian_terms *terms = NULL;
    ph_str term;
    xapian_status got = xapian_query_terms(n->query, true, &terms, f->why);
    if (!got)
        got = xapian_terms_next(terms, &term.s, &term.n, f->why);
    if (!got && !(n->term = ph_dup(f->arena, term)).s)
        got = no_memory(f);
    xapian_terms_free(terms);
    return got;
}

/* No term begins with this byte. */
#define ROW_MARK '\xff'

static xapian_status name_row(finder *f, node *n)
{
    const char *bytes = NULL;
    size_t size = 0;
    xapian_status got = xapian_query_serialise(n->query, &bytes, &size, f->why);
    char *name = got ? NULL : ph_alloc(f->arena, size + 1);
    if (got || !name)
        return got ? got : no_memory(f);
    name[0] = ROW_MARK;
    memcpy(name + 1, bytes, size);
    n->term = (ph_str){name, size + 1};
    return XAPIAN_OK;
}

/* Xapian bounds the depth (XAPIAN_QUERY_DEPTH_MAX). */
static xapian_status take_apart(finder *f, const xapian_query *query, node **out)
{
    node *n = *out = PH_NEW(f->arena, node);
    if (!n)
        return no_memory(f);
    n->query = query;
    xapian_status got = xapian_query_top(query, &n->kind, &n->op, f->why);
    if (!got && n->kind == XAPIAN_QUERY_TERM)
        got = take_term(f, n);
    size_t parts = xapian_query_parts(query);
    if (n->kind == XAPIAN_QUERY_COMBINED && n->op == XAPIAN_OP_AND_MAYBE)
        parts = 1; /* the others only add weight */
    for (size_t i = 0; !got && i < parts; i++) {
        xapian_query **mine = PH_PUSH(f->arena, &f->queries);
        node **part = PH_PUSH(f->arena, &n->parts);
        if (!mine || !part)
            return no_memory(f);
        got = xapian_query_part(query, i, mine, f->why);
        if (!got)
            got = take_apart(f, *mine, part);
    }
    if (!got && n->kind == XAPIAN_QUERY_COMBINED && n->op == XAPIAN_OP_AND_MAYBE)
        *out = n->parts.v[0];
    else if (!got && is_row(n))
        got = name_row(f, n);
    return got;
}

/* --- sets that are kept ----------------------------------------------------------------------- */

static const char *kept_term(const ph_kept_set *k)
{
    return (const char *)(k->bits + k->words);
}

static size_t kept_bytes(const ph_kept_set *k)
{
    return sizeof *k + k->words * sizeof *k->bits + k->n;
}

static void kept_unref(ph_kept_set *k)
{
    if (k && atomic_fetch_sub(&k->references, 1) == 1)
        free(k);
}

static ph_kept_set *kept_find(ph_shard_columns *s, ph_str term)
{
    uint64_t hash = ph_hash(term.s, term.n, PH_HASH_SEED);
    pthread_mutex_lock(&s->lock);
    ph_kept_set *k = s->kept[hash % PH_KEPT_BUCKETS];
    while (k && (k->hash != hash || !ph_eq(term, (ph_str){kept_term(k), k->n})))
        k = k->next;
    if (k) {
        atomic_fetch_add(&k->references, 1);
        k->used = ++s->clock;
    }
    pthread_mutex_unlock(&s->lock);
    return k;
}

/* The one used longest ago goes.  Needs the lock. */
static void kept_drop(ph_shard_columns *s)
{
    ph_kept_set **oldest = NULL;
    for (size_t i = 0; i < PH_KEPT_BUCKETS; i++)
        for (ph_kept_set **k = &s->kept[i]; *k; k = &(*k)->next)
            if (!oldest || (*k)->used < (*oldest)->used)
                oldest = k;
    ph_kept_set *gone = *oldest;
    *oldest = gone->next;
    s->kept_bytes -= kept_bytes(gone);
    kept_unref(gone);
}

/* Keeps a set; another thread may have done so meanwhile, and then there are two for a while. */
static void kept_add(ph_shard_columns *s, ph_kept_set *k)
{
    if (kept_bytes(k) > s->kept_most)
        return;
    atomic_fetch_add(&k->references, 1);
    pthread_mutex_lock(&s->lock);
    while (s->kept_bytes + kept_bytes(k) > s->kept_most)
        kept_drop(s);
    k->used = ++s->clock;
    k->next = s->kept[k->hash % PH_KEPT_BUCKETS];
    s->kept[k->hash % PH_KEPT_BUCKETS] = k;
    s->kept_bytes += kept_bytes(k);
    pthread_mutex_unlock(&s->lock);
}

static ph_kept_set *kept_new(const ph_shard_columns *s, ph_str term)
{
    size_t bits = s->words * sizeof(uint64_t);
    ph_kept_set *k = calloc(1, sizeof *k + bits + term.n);
    if (!k)
        return NULL;
    atomic_init(&k->references, 1);
    k->hash = ph_hash(term.s, term.n, PH_HASH_SEED);
    k->words = s->words;
    k->n = term.n;
    memcpy(k->bits + k->words, term.s, term.n);
    return k;
}

/* --- posting lists ---------------------------------------------------------------------------- */

static void set_bit(uint64_t *bits, xapian_docid doc)
{
    bits[doc / 64] |= UINT64_C(1) << (doc % 64);
}

static const xapian_db *shard_of(const finder *f)
{
    return f->reader->shards.v[f->number];
}

static xapian_status read_postings(finder *f, ph_str term, uint64_t *bits)
{
    xapian_postings *postings = NULL;
    xapian_docid docs[BATCH];
    size_t n = 0;
    xapian_status got = xapian_db_postings(shard_of(f), term.s, term.n, &postings, f->why);
    while (!got &&
           !(got = xapian_postings_next_many(postings, docs, NULL, BATCH, &n, f->why)))
        for (size_t i = 0; i < n; i++)
            if (docs[i] <= f->shard->last)
                set_bit(bits, docs[i]);
    xapian_postings_free(postings);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

/* The first document of the set from `doc` on; past the last: there is none. */
static xapian_docid next_bit(const uint64_t *bits, size_t words, xapian_docid doc)
{
    size_t word = doc / 64;
    uint64_t rest = word < words ? bits[word] >> (doc % 64) << (doc % 64) : 0;
    while (!rest && ++word < words)
        rest = bits[word];
    return rest ? (xapian_docid)(word * 64 + (size_t)__builtin_ctzll(rest))
                : (xapian_docid)(words * 64);
}

/* Which of some documents have the term. */
static xapian_status skip_postings(finder *f, ph_str term, const uint64_t *some,
                                   uint64_t *bits)
{
    xapian_postings *postings = NULL;
    size_t words = f->shard->words;
    xapian_docid end = (xapian_docid)(words * 64), at = 0;
    xapian_status got = xapian_db_postings(shard_of(f), term.s, term.n, &postings, f->why);
    for (xapian_docid doc = next_bit(some, words, 0); !got && doc < end;) {
        got = xapian_postings_skip_to(postings, doc, &at, f->why);
        if (!got && at == doc)
            set_bit(bits, doc);
        doc = next_bit(some, words, !got && at > doc ? at : doc + 1);
    }
    xapian_postings_free(postings);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

/* --- Xapian's matcher -------------------------------------------------------------------------- */

typedef struct matches {
    uint64_t *bits;
    xapian_docid last;
} matches;

static int add_match(void *user, const xapian_document *doc, double weight)
{
    matches *m = user;
    xapian_docid id = xapian_document_docid(doc);
    (void)weight;
    if (id <= m->last)
        set_bit(m->bits, id);
    return 0;
}

static xapian_status match(finder *f, const xapian_query *query, uint64_t *bits)
{
    matches m = {bits, f->shard->last};
    xapian_enquire *enquire = NULL;
    xapian_matchspy *spy = NULL;
    xapian_mset *mset = NULL;
    xapian_status got = xapian_enquire_new(shard_of(f), &enquire, f->why);
    if (!got)
        got = xapian_enquire_set_query(enquire, query, 0, f->why);
    if (!got)
        got = ph_weigh_little(enquire, f->why);
    if (!got)
        got = xapian_matchspy_new(add_match, &m, &spy, f->why);
    if (!got)
        got = xapian_enquire_add_matchspy(enquire, spy, f->why);
    if (!got)
        got = xapian_enquire_mset(enquire, 0, 0, f->reader->documents, NULL, &mset, f->why);
    xapian_mset_free(mset);
    xapian_matchspy_free(spy);
    xapian_enquire_free(enquire);
    return got;
}

/* --- sets of nodes ------------------------------------------------------------------------------- */

static xapian_status add_node(finder *f, node *n, uint64_t *bits);

static uint64_t *new_bits(finder *f)
{
    uint64_t *bits = ph_alloc(f->arena, f->shard->words * sizeof *bits);
    if (!bits)
        no_memory(f);
    return bits;
}

static void join_bits(const finder *f, uint64_t *bits, const uint64_t *others)
{
    for (size_t i = 0; i < f->shard->words; i++)
        bits[i] |= others[i];
}

/* A term or a row: what is kept, or how many documents may have it. */
static xapian_status measure_leaf(finder *f, node *n)
{
    xapian_doccount freq = 0;
    xapian_status got = XAPIAN_OK;
    if ((n->kept = kept_find(f->shard, n->term)))
        n->size = n->kept->documents;
    else if (n->kind == XAPIAN_QUERY_TERM)
        got = xapian_db_term_freq(shard_of(f), n->term.s, n->term.n, &freq, f->why);
    if (!n->kept && n->kind == XAPIAN_QUERY_TERM)
        n->size = freq;
    return got;
}

/* How large each node's set may be in this shard; finds what is kept. */
static xapian_status measure(finder *f, node *n)
{
    bool first = n->kind == XAPIAN_QUERY_COMBINED && n->op == XAPIAN_OP_AND_NOT;
    bool least = first || is_row(n) ||
                 (n->kind == XAPIAN_QUERY_COMBINED &&
                  (n->op == XAPIAN_OP_AND || n->op == XAPIAN_OP_FILTER));
    xapian_status got = XAPIAN_OK;
    n->size = n->kind == XAPIAN_QUERY_ALL || least ? f->shard->documents : 0;
    n->kept = NULL;
    for (size_t i = 0; !got && i < n->parts.n; i++) {
        node *part = n->parts.v[i];
        got = measure(f, part);
        if (first && i > 0)
            continue;
        if (!least)
            n->size += part->size;
        else if (part->size < n->size)
            n->size = part->size;
    }
    if (!got && n->term.n)
        got = measure_leaf(f, n);
    n->plain = is_plain(n);
    if (!n->plain)
        n->size = f->shard->documents;
    return got;
}

static void release(node *n)
{
    kept_unref(n->kept);
    n->kept = NULL;
    for (size_t i = 0; i < n->parts.n; i++)
        release(n->parts.v[i]);
}

static xapian_status add_leaf(finder *f, node *n, uint64_t *bits)
{
    bool row = is_row(n);
    if (n->kept || !n->size) {
        if (n->kept)
            join_bits(f, bits, n->kept->bits);
        return XAPIAN_OK;
    }
    if (!row && n->size * KEPT_BYTES_EACH < f->shard->words * sizeof *bits)
        return read_postings(f, n->term, bits);
    if (!(n->kept = kept_new(f->shard, n->term)))
        return no_memory(f);
    xapian_status got =
        row ? match(f, n->query, n->kept->bits) : read_postings(f, n->term, n->kept->bits);
    if (got)
        return got;
    n->kept->documents = ph_bits_count(n->kept->bits, n->kept->words);
    kept_add(f->shard, n->kept);
    join_bits(f, bits, n->kept->bits);
    return XAPIAN_OK;
}

/* Which of some documents are in the node's set, into bits.  For terms and unions of them. */
static xapian_status sift(finder *f, node *n, const uint64_t *some, uint64_t *bits)
{
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; n->kept && i < f->shard->words; i++)
        bits[i] |= some[i] & n->kept->bits[i];
    if (n->kept)
        return got;
    if (n->kind == XAPIAN_QUERY_TERM && n->size)
        got = skip_postings(f, n->term, some, bits);
    for (size_t i = 0; !got && i < n->parts.n; i++)
        got = sift(f, n->parts.v[i], some, bits);
    return got;
}

static bool can_sift(const node *n)
{
    if (is_row(n))
        return n->kept;
    bool can =
        n->kind == XAPIAN_QUERY_TERM || n->kind == XAPIAN_QUERY_NOTHING || is_union(n);
    for (size_t i = 0; i < n->parts.n; i++)
        can &= can_sift(n->parts.v[i]);
    return can;
}

/* Leaves of the documents those that are in the node's set, or those that are not. */
static xapian_status restrict_to(finder *f, node *n, bool in, uint64_t *bits)
{
    size_t left = ph_bits_count(bits, f->shard->words);
    uint64_t *others = left ? new_bits(f) : NULL;
    if (!left)
        return XAPIAN_OK;
    if (!others)
        return XAPIAN_NO_MEMORY;
    xapian_status got = left * SKIP_FACTOR < n->size && can_sift(n)
                            ? sift(f, n, bits, others)
                            : add_node(f, n, others);
    for (size_t i = 0; !got && i < f->shard->words; i++)
        bits[i] &= in ? others[i] : ~others[i];
    return got;
}

static int by_size(const void *left, const void *right)
{
    const node *a = *(node *const *)left, *b = *(node *const *)right;
    return (a->size > b->size) - (a->size < b->size);
}

/* AND, FILTER: the smallest first. */
static xapian_status add_common(finder *f, node *n, uint64_t *bits)
{
    qsort(n->parts.v, n->parts.n, sizeof *n->parts.v, by_size);
    xapian_status got = add_node(f, n->parts.v[0], bits);
    for (size_t i = 1; !got && i < n->parts.n; i++)
        got = restrict_to(f, n->parts.v[i], true, bits);
    return got;
}

static xapian_status add_difference(finder *f, node *n, uint64_t *bits)
{
    xapian_status got = add_node(f, n->parts.v[0], bits);
    for (size_t i = 1; !got && i < n->parts.n; i++)
        got = restrict_to(f, n->parts.v[i], false, bits);
    return got;
}

/* The node's documents besides those that are in the set. */
static xapian_status add_node(finder *f, node *n, uint64_t *bits)
{
    xapian_status got = XAPIAN_OK;
    if (n->kind == XAPIAN_QUERY_TERM || (is_row(n) && n->plain))
        return add_leaf(f, n, bits);
    if (is_union(n)) {
        for (size_t i = 0; !got && i < n->parts.n; i++)
            got = add_node(f, n->parts.v[i], bits);
        return got;
    }
    if (n->kind == XAPIAN_QUERY_ALL)
        join_bits(f, bits, f->shard->there);
    if (!n->plain)
        return match(f, n->query, bits);
    if (n->kind != XAPIAN_QUERY_COMBINED)
        return XAPIAN_OK;
    uint64_t *own = new_bits(f);
    if (!own)
        return XAPIAN_NO_MEMORY;
    got = n->op == XAPIAN_OP_AND_NOT ? add_difference(f, n, own) : add_common(f, n, own);
    if (!got)
        join_bits(f, bits, own);
    return got;
}

xapian_status ph_sets_find(const ph_reader *r, ph_columns *columns,
                           const xapian_query *query, ph_arena *arena, uint64_t ***sets,
                           ph_status *status, ph_error *err, xapian_error *why)
{
    finder f = {.reader = r, .arena = arena, .why = why};
    node *root = NULL;
    uint64_t **found = ph_alloc(arena, (columns->shards + 1) * sizeof *found);
    xapian_status got = found ? take_apart(&f, query, &root) : no_memory(&f);
    for (size_t i = 0; !got && i < columns->shards; i++) {
        f.number = i;
        f.shard = columns->parts[i].shard;
        found[i] = new_bits(&f);
        got = found[i] ? measure(&f, root) : XAPIAN_NO_MEMORY;
        if (!got)
            got = add_node(&f, root, found[i]);
        if (root)
            release(root);
    }
    for (size_t i = 0; i < f.queries.n; i++)
        xapian_query_free(f.queries.v[i]);
    *sets = found;
    if (f.no_memory) {
        *status = ph_fail_memory(err);
        got = XAPIAN_OK;
    }
    return got;
}
