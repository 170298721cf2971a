/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A place is '1' TIME HASH of a document, '2' TIME ID of a tombstone: a byte that says which, and
 * the way that its value or its key goes on. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/harvest.h"
#include "search/match_private.h"
#include "search/reader_private.h"
#include "search/store_private.h"

#define TIME 20 /* bytes of "2026-11-21T10:00:00Z" */
#define HASH 16
#define LIVING '1'
#define REMOVED '2'

const ph_facet ph_set_facets[PH_SET_FACETS] = {PH_FACET_TYPE, PH_FACET_SDG,
                                               PH_FACET_COUNTRY};

bool ph_is_set(ph_facet facet, ph_str value)
{
    bool plain = value.n > 0;
    for (size_t i = 0; i < value.n; i++)
        plain = plain && strchr("-_0123456789abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                                value.s[i]) != NULL;
    /* a target has a point in it */
    return plain &&
           (facet == PH_FACET_TYPE || facet == PH_FACET_SDG || facet == PH_FACET_COUNTRY);
}

/* --- a page --------------------------------------------------------------------------------- */

typedef struct gatherer {
    const ph_harvest *asked;
    ph_arena *arena;
    ph_harvested_list *list;
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} gatherer;

static xapian_status no_memory(const gatherer *g)
{
    *g->status = ph_fail_memory(g->err);
    return XAPIAN_OK;
}

static bool is_behind(const gatherer *g, char kind)
{
    return g->asked->behind.n && g->asked->behind.s[0] == kind;
}

/* The value that the first one has at least: just behind a place, or the first moment. */
static ph_str lowest(const gatherer *g)
{
    ph_str behind = g->asked->behind;
    if (!is_behind(g, LIVING))
        return g->asked->from;
    return ph_dupf(g->arena, "%.*s%c%.*s%c", PH_FMT(ph_sub(behind, 1, 1 + TIME)), '\0',
                   PH_FMT(ph_sub(behind, 1 + TIME, behind.n)), '\0');
}

/* Documents from `low` on; all of the set when that is empty. */
static xapian_status make_query(const gatherer *g, ph_str low, xapian_query **out)
{
    xapian_query *parts[3] = {NULL};
    size_t n = 0;
    xapian_status got = XAPIAN_OK;
    /* behind the zero byte of the last one */
    ph_str until = g->asked->until.n
                       ? ph_dupf(g->arena, "%.*s\x01", PH_FMT(g->asked->until))
                       : PH_ABSENT;
    *out = NULL;
    if (g->asked->facet < PH_FACETS) {
        ph_buf term = {0};
        ph_facet_term(&term, g->asked->facet, g->asked->value);
        got = term.failed ? XAPIAN_NO_MEMORY
                          : xapian_query_term(term.s, term.n, 1, 0, &parts[n++], g->why);
        ph_buf_free(&term);
    }
    if (!got && low.n)
        got = xapian_query_value_ge(PH_SLOT_WRITTEN, low.s, low.n, &parts[n++], g->why);
    if (!got && until.n)
        got = xapian_query_value_le(PH_SLOT_WRITTEN, until.s, until.n, &parts[n++], g->why);
    if (!got && !n)
        got = xapian_query_match_all(&parts[n++], g->why);
    if (!got)
        got = xapian_query_combine(XAPIAN_OP_FILTER, (const xapian_query *const *)parts, n,
                                   0, out, g->why);
    for (size_t i = 0; i < n; i++)
        xapian_query_free(parts[i]);
    return got;
}

static xapian_status find(const ph_reader *r, const gatherer *g, ph_str low,
                          xapian_doccount limit, xapian_doccount least, xapian_mset **mset)
{
    xapian_query *query = NULL;
    xapian_enquire *enquire = NULL;
    xapian_status got = make_query(g, low, &query);
    if (!got)
        got = ph_unweighted(r, query, &enquire, g->why);
    if (!got)
        got = xapian_enquire_sort_by_value(enquire, XAPIAN_SORT_VALUE, PH_SLOT_WRITTEN,
                                           false, g->why);
    if (!got)
        got = xapian_enquire_mset(enquire, 0, limit, least, NULL, mset, g->why);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    return got;
}

/* A document as it is found: its record, and where it stands. */
static xapian_status take(const gatherer *g, const xapian_document *doc)
{
    ph_str value;
    xapian_status got =
        xapian_document_value(doc, PH_SLOT_WRITTEN, &value.s, &value.n, g->why);
    if (got || value.n != TIME + 1 + HASH)
        return got; /* which no document of this schema has */
    ph_harvested *one = PH_PUSH(g->arena, g->list);
    if (!one)
        return no_memory(g);
    *one = (ph_harvested){.when = ph_dup(g->arena, ph_sub(value, 0, TIME)),
                          .place = ph_dupf(g->arena, "%c%.*s%.*s", LIVING,
                                           PH_FMT(ph_sub(value, 0, TIME)),
                                           PH_FMT(ph_sub(value, TIME + 1, value.n)))};
    got = ph_reader_record(doc, g->arena, &one->record, g->status, g->err, g->why);
    one->id = one->record.id;
    return one->when.s && one->place.s ? got : no_memory(g);
}

static xapian_status living(const ph_reader *r, const gatherer *g)
{
    xapian_mset *mset = NULL;
    xapian_doccount limit = (xapian_doccount)g->asked->limit;
    xapian_status got = find(r, g, lowest(g), limit + 1, 0, &mset);
    for (xapian_doccount i = 0;
         !got && !*g->status && i < limit && i < xapian_mset_size(mset); i++) {
        xapian_document *doc = NULL;
        got = xapian_mset_document(mset, i, &doc, g->why);
        if (!got)
            got = take(g, doc);
        xapian_document_free(doc);
    }
    if (!got)
        g->list->more = xapian_mset_size(mset) > limit;
    xapian_mset_free(mset);
    return got;
}

static xapian_status count_living(const ph_reader *r, const gatherer *g)
{
    xapian_mset *mset = NULL;
    xapian_status got = find(r, g, g->asked->from, 0, r->documents, &mset);
    if (!got)
        g->list->total += xapian_mset_lower_bound(mset);
    xapian_mset_free(mset);
    return got;
}

/* --- tombstones ------------------------------------------------------------------------------ */

static bool has_set(ph_str sets, ph_facet facet, ph_str value)
{
    ph_str set, name = ph_cstr(facet < PH_FACETS ? ph_facets[facet].name : "");
    while (ph_split(&sets, ' ', &set))
        if (set.n > name.n && ph_starts(set, name) && set.s[name.n] == ':' &&
            ph_eq(ph_sub(set, name.n + 1, set.n), value))
            return true;
    return facet == PH_FACETS;
}

/* "TIME ID" becomes one of the list if it is of the set; *wanted says so. */
static xapian_status look_at_tombstone(const gatherer *g, const xapian_db *shard,
                                       ph_str key, ph_harvested_list *found, bool *wanted)
{
    ph_str sets;
    xapian_status got = xapian_db_metadata(shard, key.s, key.n, &sets.s, &sets.n, g->why);
    *wanted = !got && sets.n && has_set(sets, g->asked->facet, g->asked->value);
    if (!*wanted || !found)
        return got;
    ph_str rest = ph_sub(key, strlen(PH_KEY_REMOVED), key.n);
    ph_harvested *one = PH_PUSH(g->arena, found);
    if (!one)
        return no_memory(g);
    *one = (ph_harvested){.id = ph_dup(g->arena, ph_sub(rest, TIME + 1, rest.n)),
                          .when = ph_dup(g->arena, ph_sub(rest, 0, TIME)),
                          .removed = true,
                          .sets = ph_dup(g->arena, ph_trim(sets))};
    one->place =
        ph_dupf(g->arena, "%c%.*s%.*s", REMOVED, PH_FMT(one->when), PH_FMT(one->id));
    return one->id.s && one->when.s && one->sets.s && one->place.s ? got : no_memory(g);
}

/* The first tombstones of a shard, at most `most`, from that key on; with no list they are
 * counted. */
static xapian_status walk_tombstones(const gatherer *g, const xapian_db *shard, ph_str from,
                                     size_t most, ph_harvested_list *found)
{
    xapian_terms *keys = NULL;
    ph_str key, prefix = PH_STR(PH_KEY_REMOVED);
    size_t n = 0;
    xapian_status got = xapian_db_metadata_keys(shard, prefix.s, prefix.n, &keys, g->why);
    if (!got)
        got = xapian_terms_skip_to(keys, from.s, from.n, &key.s, &key.n, g->why);
    while (!got && !*g->status && n < most) {
        ph_str when = ph_sub(key, prefix.n, prefix.n + TIME);
        bool wanted = false;
        if (g->asked->until.n && ph_cmp(when, g->asked->until) > 0)
            break;
        /* behind a place, and not at it */
        if (!ph_eq(key, from) && key.n > prefix.n + TIME + 1)
            got = look_at_tombstone(g, shard, key, found, &wanted);
        n += wanted;
        if (!got)
            got = xapian_terms_next(keys, &key.s, &key.n, g->why);
    }
    xapian_terms_free(keys);
    if (!found)
        g->list->total += n;
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

static int by_place(const void *a, const void *b)
{
    return ph_cmp(((const ph_harvested *)a)->place, ((const ph_harvested *)b)->place);
}

/* The key to begin at. */
static ph_str first_key(const gatherer *g, bool anew)
{
    ph_str behind = g->asked->behind;
    if (anew || !is_behind(g, REMOVED))
        return ph_dupf(g->arena, PH_KEY_REMOVED "%.*s", PH_FMT(g->asked->from));
    return ph_dupf(g->arena, PH_KEY_REMOVED "%.*s %.*s",
                   PH_FMT(ph_sub(behind, 1, 1 + TIME)),
                   PH_FMT(ph_sub(behind, 1 + TIME, behind.n)));
}

/* Those of all shards, `most` of each. */
static xapian_status walk_shards(const ph_reader *r, const gatherer *g, ph_str from,
                                 size_t most, ph_harvested_list *found)
{
    xapian_status got = from.s ? XAPIAN_OK : no_memory(g);
    for (size_t i = 0; i < r->shards.n && !got && !*g->status; i++)
        got = walk_tombstones(g, r->shards.v[i], from, most, found);
    return got;
}

/* Behind the last of the living. */
static xapian_status removed(const ph_reader *r, const gatherer *g)
{
    ph_harvested_list found = {0};
    size_t room = g->asked->limit - g->list->n;
    xapian_status got = walk_shards(r, g, first_key(g, false), room + 1, &found);
    if (found.n)
        qsort(found.v, found.n, sizeof *found.v, by_place);
    for (size_t i = 0; i < found.n && i < room && !got && !*g->status; i++) {
        ph_harvested *one = PH_PUSH(g->arena, g->list);
        if (!one)
            return no_memory(g);
        *one = found.v[i];
    }
    g->list->more = found.n > room;
    return got;
}

/* --- all of it -------------------------------------------------------------------------------- */

typedef struct page_unit {
    const ph_harvest *asked;
    ph_arena *arena;
    ph_harvested_list *list;
} page_unit;

static xapian_status read_page(ph_reader *r, void *user, ph_status *status, ph_error *err,
                               xapian_error *why)
{
    page_unit *u = user;
    gatherer g = {u->asked, u->arena, u->list, status, err, why};
    xapian_status got = XAPIAN_OK;
    *u->list = (ph_harvested_list){0};
    if (!is_behind(&g, REMOVED))
        got = living(r, &g);
    if (!got && !*status && !u->list->more)
        got = removed(r, &g);
    if (!got && !*status && u->asked->count)
        got = count_living(r, &g);
    if (!got && !*status && u->asked->count)
        got = walk_shards(r, &g, first_key(&g, true), SIZE_MAX, NULL);
    return got;
}

static bool is_place(ph_str s)
{
    bool living = s.n == 1 + TIME + HASH && s.s[0] == LIVING;
    return !s.n || living ||
           (s.s[0] == REMOVED && s.n > 1 + TIME && s.n < PH_HARVEST_PLACE);
}

ph_status ph_harvest_page(ph_reader *r, const ph_harvest *asked, ph_arena *arena,
                          ph_harvested_list *list, ph_error *err)
{
    page_unit u = {asked, arena, list};
    *list = (ph_harvested_list){0};
    if (!is_place(asked->behind))
        return ph_fail(err, PH_INVALID, "that is no place in the order of documents");
    return ph_reader_run(r, read_page, &u, err);
}

ph_status ph_harvest_earliest(ph_reader *r, ph_arena *arena, ph_str *when, ph_error *err)
{
    /* tombstones come behind the documents: just before the first of them */
    const ph_str places[] = {PH_ABSENT, PH_STR("20000-00-00T00:00:00Z-")};
    ph_status status = PH_OK;
    *when = PH_ABSENT;
    for (size_t i = 0; i < 2 && !status; i++) {
        ph_harvest first = {.facet = PH_FACETS, .behind = places[i], .limit = 1};
        ph_harvested_list list;
        status = ph_harvest_page(r, &first, arena, &list, err);
        if (!status && list.n && (!when->n || ph_cmp(list.v[0].when, *when) < 0))
            *when = list.v[0].when;
    }
    return status;
}

/* --- one ---------------------------------------------------------------------------------------- */

typedef struct get_unit {
    ph_str id;
    ph_arena *arena;
    ph_harvested *out;
} get_unit;

static xapian_status read_document(ph_reader *r, const gatherer *g, ph_str id)
{
    char term[PH_ID_BYTES + 2];
    xapian_postings *postings = NULL;
    xapian_document *doc = NULL;
    xapian_docid docid;
    size_t n = ph_id_term(id, term);
    xapian_status got = xapian_db_postings(r->all, term, n, &postings, g->why);
    if (!got)
        got = xapian_postings_next(postings, &docid, g->why);
    if (!got)
        got = xapian_db_document(r->all, docid, &doc, g->why);
    if (!got)
        got = take(g, doc);
    xapian_document_free(doc);
    xapian_postings_free(postings);
    return got;
}

/* What a shard has under a key, in the arena. */
static xapian_status metadata(const gatherer *g, const xapian_db *shard, const char *key,
                              size_t n, ph_str *value)
{
    ph_str there;
    xapian_status got = xapian_db_metadata(shard, key, n, &there.s, &there.n, g->why);
    *value = !got && there.n ? ph_dup(g->arena, there) : PH_ABSENT;
    return got || !there.n || value->s ? got : no_memory(g);
}

static xapian_status read_tombstone(const ph_reader *r, const gatherer *g, ph_str id,
                                    ph_harvested *out)
{
    char gone[PH_GONE_KEY], nameless[PH_FORGOTTEN_KEY], key[PH_REMOVED_KEY];
    size_t gone_n = ph_gone_key(id, gone);
    xapian_status got = XAPIAN_OK;
    ph_forgotten_key(ph_forgotten_hash("id", id, PH_ABSENT), nameless);
    *out = (ph_harvested){.id = id, .removed = true};
    for (size_t i = 0; i < r->shards.n && !got && !*g->status && !out->when.n; i++) {
        const xapian_db *shard = r->shards.v[i];
        got = metadata(g, shard, gone, gone_n, &out->when);
        if (!got && !out->when.n)
            got = metadata(g, shard, nameless, strlen(nameless), &out->when);
        else if (!got) {
            out->when = ph_tombstone_read(out->when).when;
            got = metadata(g, shard, key, ph_removed_key(out->when, id, key), &out->sets);
        }
    }
    out->sets = ph_trim(out->sets);
    if (!got && !*g->status && !out->when.n)
        *g->status =
            ph_fail(g->err, PH_NOT_FOUND, "there is no document '%.*s'", PH_FMT(id));
    return got;
}

static xapian_status get(ph_reader *r, void *user, ph_status *status, ph_error *err,
                         xapian_error *why)
{
    get_unit *u = user;
    ph_harvested_list one = {0};
    gatherer g = {NULL, u->arena, &one, status, err, why};
    xapian_status got = read_document(r, &g, u->id);
    if (got == XAPIAN_END)
        return read_tombstone(r, &g, u->id, u->out);
    if (!got && one.n)
        *u->out = one.v[0];
    return got;
}

ph_status ph_harvest_get(ph_reader *r, ph_str id, ph_arena *arena, ph_harvested *out,
                         ph_error *err)
{
    get_unit u = {id, arena, out};
    *out = (ph_harvested){0};
    if (!id.n || id.n > PH_ID_BYTES)
        return ph_fail(err, PH_NOT_FOUND, "there is no document of that id");
    return ph_reader_run(r, get, &u, err);
}

/* --- values of terms ------------------------------------------------------------------------------ */

typedef struct values_unit {
    const char *prefix;
    ph_arena *arena;
    ph_strs *values;
} values_unit;

static xapian_status read_values(ph_reader *r, void *user, ph_status *status, ph_error *err,
                                 xapian_error *why)
{
    values_unit *u = user;
    *u->values = (ph_strs){0};
    return ph_term_values(r, ph_cstr(u->prefix), u->arena, u->values, status, err, why);
}

ph_status ph_harvest_events(ph_reader *r, ph_arena *arena, ph_strs *ids, ph_error *err)
{
    values_unit u = {PH_PREFIX_EVENT ":", arena, ids};
    return ph_reader_run(r, read_values, &u, err);
}

ph_status ph_harvest_sets(ph_reader *r, ph_arena *arena, ph_sets *sets, ph_error *err)
{
    *sets = (ph_sets){0};
    for (size_t i = 0; i < PH_SET_FACETS; i++) {
        ph_facet facet = ph_set_facets[i];
        ph_strs values;
        ph_str prefix = ph_dupf(arena, "%s:", ph_facets[facet].prefix);
        values_unit u = {prefix.s, arena, &values};
        ph_status status =
            prefix.s ? ph_reader_run(r, read_values, &u, err) : ph_fail_memory(err);
        for (size_t v = 0; !status && v < values.n; v++) {
            bool is_one = ph_is_set(facet, values.v[v]);
            ph_set *one = is_one ? PH_PUSH(arena, sets) : NULL;
            if (one)
                *one = (ph_set){facet, values.v[v]};
            if (is_one && !one)
                status = ph_fail_memory(err);
        }
        if (status)
            return status;
    }
    return PH_OK;
}

/* --- where documents are ---------------------------------------------------------------------------- */

typedef struct located_unit {
    uint64_t skip, limit;
    ph_arena *arena;
    ph_located_list *list;
} located_unit;

static xapian_status read_located(ph_reader *r, void *user, ph_status *status,
                                  ph_error *err, xapian_error *why)
{
    located_unit *u = user;
    xapian_values *values = NULL;
    xapian_docid docid;
    ph_str bytes;
    ph_stamp stamp;
    uint64_t seen = 0;
    *u->list = (ph_located_list){0};
    xapian_status got = xapian_db_values(r->all, PH_SLOT_STAMP, &values, why);
    while (!got && !*status && u->list->n < u->limit &&
           !(got = xapian_values_next(values, &docid, &bytes.s, &bytes.n, why))) {
        if (seen++ < u->skip)
            continue;
        *status = ph_stamp_unpack(bytes, &stamp, err);
        ph_located *one = *status ? NULL : PH_PUSH(u->arena, u->list);
        if (one)
            *one =
                (ph_located){ph_dup(u->arena, stamp.id), ph_dup(u->arena, stamp.modified)};
        if (!*status && (!one || !one->id.s || (stamp.modified.n && !one->modified.s)))
            *status = ph_fail_memory(err);
    }
    xapian_values_free(values);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

ph_status ph_harvest_located(ph_reader *r, uint64_t skip, uint64_t limit, ph_arena *arena,
                             ph_located_list *list, ph_error *err)
{
    located_unit u = {skip, limit, arena, list};
    return ph_reader_run(r, read_located, &u, err);
}
