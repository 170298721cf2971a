/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is told of an organisation: proof, topics, ways to write to it, people who consent. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/contacts_private.h"
#include "search/text.h"

/* Bytes of a passage that are shown before and behind the name of an organisation. */
#define BEFORE_NAME 100
#define BEHIND_NAME 160

/* --- documents ------------------------------------------------------------------------------- */

static xapian_status no_memory(ph_contacts_unit *u)
{
    *u->status = ph_fail_memory(u->err);
    return XAPIAN_OK;
}

/* The record of a document, read once for this answer. */
static xapian_status read_record(ph_reader *r, ph_contacts_unit *u, xapian_docid docid,
                                 ph_record **out)
{
    xapian_document *doc = NULL;
    for (size_t i = 0; i < u->records.n; i++)
        if (u->records.v[i].docid == docid) {
            *out = u->records.v[i].record;
            return XAPIAN_OK;
        }
    *out = PH_NEW(u->search.arena, ph_record);
    ph_read_record *slot = PH_PUSH(u->search.arena, &u->records);
    if (!*out || !slot)
        return no_memory(u);
    *slot = (ph_read_record){docid, *out};
    xapian_status got = xapian_db_document(r->all, docid, &doc, u->why);
    if (!got)
        got = ph_reader_record(doc, u->search.arena, *out, u->status, u->err, u->why);
    xapian_document_free(doc);
    return got;
}

typedef PH_VEC(const ph_record *) records;

/* The documents that ph_rank puts first of a set. */
static xapian_status rank_set(ph_reader *r, ph_contacts_unit *u, const xapian_query *set,
                              ph_sort sort, size_t limit, ph_founds *found)
{
    ph_search_unit *search = &u->search;
    const ph_query *asked = search->query;
    const xapian_query *ranked = search->ranked;
    ph_query query = *asked;
    query.sort = sort;
    query.offset = 0;
    query.limit = limit;
    query.peer = PH_ABSENT;
    search->query = &query;
    search->ranked = set;
    xapian_status got = XAPIAN_OK;
    *u->status = search->plan.status;
    if (!*u->status)
        got = ph_rank(r, search, found, u->status, u->err, u->why);
    search->query = asked;
    search->ranked = ranked;
    return got;
}

/* Their records. */
static xapian_status read_best(ph_reader *r, ph_contacts_unit *u, const xapian_query *set,
                               ph_sort sort, size_t limit, records *out)
{
    ph_founds found = {0};
    xapian_status got = rank_set(r, u, set, sort, limit, &found);
    for (size_t i = 0; !got && !*u->status && i < found.n; i++) {
        ph_record *record;
        got = read_record(r, u, found.v[i].docid, &record);
        const ph_record **slot = got || *u->status ? NULL : PH_PUSH(u->search.arena, out);
        if (slot)
            *slot = record;
        else if (!got && !*u->status)
            return no_memory(u);
    }
    return got;
}

/* The documents with a term of an organisation; `found`: those of the question alone. */
static const xapian_query *with_term(ph_contacts_unit *u, const char *prefix, uint64_t key,
                                     bool found)
{
    char bytes[PH_ORGANISATION_TERM];
    ph_str term = {bytes, ph_organisation_term(prefix, key, bytes)};
    const xapian_query *has =
        ph_plan_any(&u->search.plan, "", &(ph_strs){.v = &term, .n = 1});
    return found ? ph_plan_join(&u->search.plan, XAPIAN_OP_FILTER, u->search.ranked, has)
                 : has;
}

/* The weightiest entry of an organisation in a record; NULL: none. */
static const ph_organisation *entry_of(const ph_record *record, uint64_t key)
{
    const ph_organisation *best = NULL;
    for (size_t i = 0; i < record->organisations.n; i++) {
        const ph_organisation *o = &record->organisations.v[i];
        if (o->key == key && (!best || o->role > best->role))
            best = o;
    }
    return best;
}

/* What can be followed: authors write anything into such fields. */
static bool is_page(ph_str url)
{
    return ph_starts(url, PH_STR("https://")) || ph_starts(url, PH_STR("http://"));
}

static bool is_mailbox(ph_str address)
{
    return address.n && memchr(address.s, '@', address.n) &&
           !memchr(address.s, ' ', address.n);
}

/* --- proof ----------------------------------------------------------------------------------- */

/* Where words stand in the passages, from `first` on; false: nowhere. */
static bool find_words(const ph_record *record, size_t first, ph_str words, size_t *passage,
                       size_t *at)
{
    for (size_t i = first; words.n && i < record->passages.n; i++) {
        ph_str text = record->passages.v[i].text;
        const char *hit = text.n ? memmem(text.s, text.n, words.s, words.n) : NULL;
        if (hit) {
            *passage = i;
            *at = (size_t)(hit - text.s);
            return true;
        }
    }
    return false;
}

/* A piece of the text with [start, end) marked, cut between words. */
static ph_str mark_words(ph_arena *arena, ph_str text, size_t start, size_t end)
{
    ph_buf buf = {0};
    size_t from = start > BEFORE_NAME ? start - BEFORE_NAME : 0;
    size_t to = text.n - end > BEHIND_NAME ? end + BEHIND_NAME : text.n;
    while (from > 0 && from < start && text.s[from - 1] != ' ')
        from++;
    while (to < text.n && to > end && text.s[to] != ' ')
        to--;
    if (from > 0)
        ph_buf_addc(&buf, "… ");
    ph_html_escape(&buf, ph_sub(text, from, start));
    ph_buf_addc(&buf, "<mark>");
    ph_html_escape(&buf, ph_sub(text, start, end));
    ph_buf_addc(&buf, "</mark>");
    ph_html_escape(&buf, ph_sub(text, end, to));
    if (to < text.n)
        ph_buf_addc(&buf, " …");
    ph_str html = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return html;
}

/* The passage that names the organisation: by the words that the indexer found, else by its
 * name.  False: no memory. */
static bool find_passage(ph_arena *arena, const ph_record *record, const ph_organisation *o,
                         ph_hit_passage *out)
{
    size_t i, at, first = o->evidence.passage ? o->evidence.passage - 1 : 0;
    ph_str words = o->evidence.text;
    const char *bracket = o->name.n ? memchr(o->name.s, '(', o->name.n) : NULL;
    bool found = find_words(record, first, words, &i, &at);
    if (!found)
        found = find_words(record, 0, words = o->name, &i, &at);
    if (!found && bracket) {
        words = ph_trim(ph_sub(o->name, 0, (size_t)(bracket - o->name.s)));
        found = find_words(record, 0, words, &i, &at);
    }
    if (!found)
        return true;
    const ph_passage *p = &record->passages.v[i];
    *out = (ph_hit_passage){.n = (uint32_t)i + 1,
                            .kind = p->kind,
                            .heading = p->heading,
                            .anchor = p->anchor,
                            .snippet = mark_words(arena, p->text, at, at + words.n)};
    return out->snippet.s != NULL;
}

static bool add_proof(ph_contacts_unit *u, const ph_record *record, ph_who *who)
{
    const ph_organisation *o = entry_of(record, who->key);
    if (!o)
        return true;
    ph_proof *p = PH_PUSH(u->search.arena, &who->proof);
    if (!p)
        return false;
    *p = (ph_proof){.id = record->id,
                    .title = record->title,
                    .type = record->type,
                    .date = record->date,
                    .language = record->language,
                    .role = o->role,
                    .countries = record->countries};
    if (ph_cmp(record->modified, who->modified) > 0)
        who->modified = record->modified;
    return find_passage(u->search.arena, record, o, &p->passage);
}

/* Name and address as the best document has them that asserts them, else the best of all. */
static void describe(const ph_reader *r, const records *best, ph_who *who)
{
    ph_role role = PH_ROLE_NAMED;
    for (size_t i = 0; i < best->n; i++) {
        const ph_organisation *o = entry_of(best->v[i], who->key);
        if (!o)
            continue;
        if (!who->name.n || o->role > role) {
            who->name = o->name;
            role = o->role;
        }
        if (!who->url.n && is_page(o->url))
            who->url = o->url;
        if (!who->id.n)
            who->id = o->id;
    }
    const ph_concept *c = ph_vocabulary_find(r->vocabulary, "organisation", who->id);
    if (c) {
        who->name = ph_concept_label(c, PH_STR("en"));
        who->url = c->url.n ? c->url : who->url;
    }
}

/* --- topics ---------------------------------------------------------------------------------- */

static xapian_status count_topics(ph_reader *r, ph_contacts_unit *u,
                                  const xapian_query *set, ph_result *out)
{
    ph_search_unit *search = &u->search;
    const ph_search_unit asked = *search;
    ph_query query;
    ph_query_init(&query, search->arena, r->vocabulary);
    query.asserted = asked.query->asserted;
    search->query = &query;
    search->base = search->ranked = set;
    search->result = out;
    xapian_status got = XAPIAN_OK;
    *u->status = search->plan.status;
    if (!*u->status)
        got = ph_count(r, search, u->status, u->err, u->why);
    search->query = asked.query;
    search->base = asked.base;
    search->ranked = asked.ranked;
    search->result = asked.result;
    return got;
}

static uint64_t count_in(const ph_result *result, ph_facet facet, ph_str value)
{
    for (size_t i = 0; i < result->facets[facet].n; i++)
        if (ph_eq(result->facets[facet].v[i].value, value))
            return result->facets[facet].v[i].count;
    return 0;
}

/* What there is besides what was found comes first. */
static int by_other_documents(const void *left, const void *right)
{
    const ph_topic *a = left, *b = right;
    uint64_t more = a->count - a->found, than = b->count - b->found;
    if (more != than)
        return more < than ? 1 : -1;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    if (a->facet != b->facet)
        return a->facet == PH_FACET_THEME ? -1 : 1;
    return ph_cmp(a->value, b->value);
}

static xapian_status add_topics(ph_reader *r, ph_contacts_unit *u, ph_who *who)
{
    static const ph_facet facets[] = {PH_FACET_THEME, PH_FACET_SDG};
    ph_result all = {0}, found = {0};
    const char *has = PH_PREFIX_ORGANISATION_OF;
    xapian_status got = count_topics(r, u, with_term(u, has, who->key, false), &all);
    if (!got && !*u->status)
        got = count_topics(r, u, with_term(u, has, who->key, true), &found);
    if (got || *u->status)
        return got;
    for (size_t f = 0; f < 2; f++)
        for (size_t i = 0; i < all.facets[facets[f]].n; i++) {
            const ph_facet_value *v = &all.facets[facets[f]].v[i];
            if (!ph_concept_is_subject(ph_vocabulary_find(
                    r->vocabulary, ph_facets[facets[f]].scheme, v->value)))
                continue;
            ph_topic *t = PH_PUSH(u->search.arena, &who->topics);
            if (!t)
                return no_memory(u);
            *t = (ph_topic){facets[f], v->value, v->count,
                            count_in(&found, facets[f], v->value)};
        }
    if (who->topics.n)
        qsort(who->topics.v, who->topics.n, sizeof *who->topics.v, by_other_documents);
    if (who->topics.n > PH_TOPICS_SHOWN)
        who->topics.n = PH_TOPICS_SHOWN;
    return XAPIAN_OK;
}

/* --- ways and people ------------------------------------------------------------------------- */

static ph_str without_slash(ph_str url)
{
    return ph_ends(url, PH_STR("/")) ? ph_sub(url, 0, url.n - 1) : url;
}

static bool add_way(ph_contacts_unit *u, ph_who *who, bool mailbox, ph_way_of of,
                    ph_str address, ph_str document)
{
    if (!(mailbox ? is_mailbox(address) : is_page(address)))
        return true;
    for (size_t i = 0; i < who->ways.n; i++)
        if (ph_eq(without_slash(who->ways.v[i].address), without_slash(address)))
            return true;
    ph_way *way = PH_PUSH(u->search.arena, &who->ways);
    if (way)
        *way = (ph_way){mailbox, of, address, document};
    return way != NULL;
}

/* A person's own address is not the organisation's: it goes with the person. */
static bool is_person(const ph_contact *c)
{
    return c->name.n > 0;
}

/* Mailboxes, pages of contacts, or the organisation's own page as its documents tell it. */
static bool add_ways_of(ph_contacts_unit *u, const records *list, bool mailbox,
                        ph_way_of of, ph_who *who)
{
    bool done = true;
    for (size_t i = 0; i < list->n; i++) {
        const ph_record *record = list->v[i];
        for (size_t j = 0; done && of == PH_WAY_CONTACT && j < record->contacts.n; j++) {
            const ph_contact *c = &record->contacts.v[j];
            if (!is_person(c) && ph_contact_key(record, c) == who->key)
                done =
                    add_way(u, who, mailbox, of, mailbox ? c->email : c->url, record->id);
        }
        for (size_t j = 0; done && of == PH_WAY_ORGANISATION && j < record->organisations.n;
             j++) {
            const ph_organisation *o = &record->organisations.v[j];
            if (o->key == who->key && o->from == PH_ASSERTED)
                done = add_way(u, who, mailbox, of, o->url, record->id);
        }
    }
    return done;
}

/* When nothing better is known: a page that it published, or that tells of it. */
static bool add_pages(ph_contacts_unit *u, const records *best, ph_who *who)
{
    bool done = true;
    for (size_t i = 0; done && !who->ways.n && i < best->n; i++) {
        const ph_record *record = best->v[i];
        if (ph_eq_nocase(record->publisher, who->name))
            done = add_way(u, who, false, PH_WAY_PUBLISHER, record->source, record->id);
        for (size_t j = 0; done && !who->ways.n && j < record->sources.n; j++)
            if (ph_eq_nocase(record->sources.v[j].publisher, who->name))
                done = add_way(u, who, false, PH_WAY_PUBLISHER, record->sources.v[j].url,
                               record->id);
    }
    for (size_t i = 0; done && !who->ways.n && i < best->n; i++) {
        const ph_record *record = best->v[i];
        done = add_way(u, who, false, PH_WAY_SOURCE, record->source, record->id);
        for (size_t j = 0; done && !who->ways.n && j < record->sources.n; j++)
            done =
                add_way(u, who, false, PH_WAY_SOURCE, record->sources.v[j].url, record->id);
    }
    return done;
}

typedef PH_VEC(ph_person) people;

static bool add_person(ph_contacts_unit *u, const ph_record *record, const ph_contact *c,
                       people *list)
{
    if (!is_person(c) || !ph_eqc(c->consent, "public") ||
        ph_strs_has(&u->search.query->exclude, c->country) || list->n >= PH_PEOPLE_SHOWN)
        return true;
    for (size_t i = 0; i < list->n; i++)
        if (ph_eq(list->v[i].name, c->name) && ph_eq(list->v[i].email, c->email))
            return true;
    ph_person *p = PH_PUSH(u->search.arena, list);
    if (p)
        *p = (ph_person){c->name,
                         c->role,
                         c->organisation,
                         c->country,
                         c->email,
                         c->phone,
                         is_page(c->url) ? c->url : PH_ABSENT,
                         record->id,
                         record->title,
                         record->modified};
    return p != NULL;
}

static bool add_people(ph_contacts_unit *u, const records *found, uint64_t key,
                       people *list)
{
    bool done = true;
    for (size_t i = 0; i < found->n; i++)
        for (size_t j = 0; done && j < found->v[i]->contacts.n; j++) {
            const ph_contact *c = &found->v[i]->contacts.v[j];
            if (ph_contact_key(found->v[i], c) == key)
                done = add_person(u, found->v[i], c, list);
        }
    return done;
}

/* The newest documents that tell a way: those of the question for people and before all
 * others. */
static xapian_status add_ways(ph_reader *r, ph_contacts_unit *u, const records *best,
                              ph_who *who)
{
    records list = {0};
    people named = {0};
    xapian_status got = read_best(r, u, with_term(u, PH_PREFIX_WAY, who->key, true),
                                  PH_SORT_DATE, PH_WAYS_READ, &list);
    if (got || *u->status)
        return got;
    bool done = add_people(u, &list, who->key, &named);
    who->people.v = named.v;
    who->people.n = named.n;
    got = read_best(r, u, with_term(u, PH_PREFIX_WAY, who->key, false), PH_SORT_DATE,
                    PH_WAYS_READ, &list);
    if (got || *u->status)
        return got;
    done = done && add_ways_of(u, &list, true, PH_WAY_CONTACT, who) &&
           add_ways_of(u, &list, false, PH_WAY_CONTACT, who) &&
           add_way(u, who, false, PH_WAY_ORGANISATION, who->url, PH_ABSENT) &&
           add_ways_of(u, &list, false, PH_WAY_ORGANISATION, who) &&
           add_pages(u, best, who);
    return done ? XAPIAN_OK : no_memory(u);
}

/* --- the answer ------------------------------------------------------------------------------ */

xapian_status ph_show_organisation(ph_reader *r, ph_contacts_unit *u,
                                   const ph_tally_row *row)
{
    records best = {0};
    ph_who *who = PH_PUSH(u->search.arena, &u->result->organisations);
    if (!who)
        return no_memory(u);
    *who = (ph_who){
        .key = row->key, .weight = (double)row->quarters / 4, .documents = row->documents};
    if (row->country[0])
        who->country = ph_dup(u->search.arena, (ph_str){row->country, sizeof row->country});
    if (row->country[0] && !who->country.s)
        return no_memory(u);
    xapian_status got =
        read_best(r, u, with_term(u, PH_PREFIX_ORGANISATION_OF, row->key, true),
                  PH_SORT_RELEVANCE, PH_PROOF_SHOWN, &best);
    if (got || *u->status)
        return got;
    describe(r, &best, who);
    for (size_t i = 0; i < best.n; i++)
        if (!add_proof(u, best.v[i], who))
            return no_memory(u);
    got = add_topics(r, u, who);
    if (!got && !*u->status)
        got = add_ways(r, u, &best, who);
    return got;
}

xapian_status ph_show_people(ph_reader *r, ph_contacts_unit *u)
{
    records list = {0};
    people named = {0};
    xapian_status got =
        read_best(r, u, with_term(u, PH_PREFIX_WAY, PH_NO_ORGANISATION, true), PH_SORT_DATE,
                  PH_WAYS_READ, &list);
    if (got || *u->status)
        return got;
    if (!add_people(u, &list, PH_NO_ORGANISATION, &named))
        return no_memory(u);
    u->result->people.v = named.v;
    u->result->people.n = named.n;
    return XAPIAN_OK;
}
