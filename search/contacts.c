/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which organisations: one pass over the whole set under a spy, then the page's. */
#include "config.h"

#include <string.h>

#include "search/columns_cache.h"
#include "search/contacts_private.h"
#include "search/spell.h"

const char *ph_way_kind(const ph_way *way)
{
    return way->mailbox ? "functional mailbox" : "web page";
}

const char *ph_way_of_name(ph_way_of of)
{
    static const char *const names[] = {[PH_WAY_CONTACT] = "contact",
                                        [PH_WAY_ORGANISATION] = "organisation",
                                        [PH_WAY_PUBLISHER] = "publisher",
                                        [PH_WAY_SOURCE] = "source"};
    return names[of];
}

const char *ph_way_words(const ph_way *way)
{
    static const char *const words[] = {[PH_WAY_CONTACT] = PH_N("web page of its contact"),
                                        [PH_WAY_ORGANISATION] = PH_N("its web page"),
                                        [PH_WAY_PUBLISHER] =
                                            PH_N("a page that it published"),
                                        [PH_WAY_SOURCE] = PH_N("a page that tells of it")};
    return way->mailbox ? PH_N("functional mailbox") : words[way->of];
}

/* --- the whole set --------------------------------------------------------------------------- */

static ph_status tally_one(void *tally, ph_str value, ph_error *err)
{
    return ph_tally_add(tally, value, err);
}

static xapian_status tally_all(const ph_reader *r, ph_contacts_unit *u)
{
    ph_tally_clear(u->tally);
    return ph_each_value(r, u->search.ranked, PH_SLOT_ORGANISATIONS, tally_one, u->tally,
                         u->status, u->err, u->why);
}

/* --- the answer ------------------------------------------------------------------------------ */

static xapian_status show_page(ph_reader *r, ph_contacts_unit *u)
{
    const ph_query *query = u->search.query;
    size_t n;
    const ph_tally_row *rows = ph_tally_rows(u->tally, &n);
    xapian_status got = XAPIAN_OK;
    u->result->total = n;
    u->result->documents = ph_tally_works(u->tally);
    for (size_t i = query->offset;
         !got && !*u->status && i < n && i < query->offset + query->limit; i++)
        got = ph_show_organisation(r, u, &rows[i]);
    if (!got && !*u->status)
        got = ph_show_people(r, u);
    return got;
}

static xapian_status answer(ph_reader *r, void *user, ph_status *status, ph_error *err,
                            xapian_error *why)
{
    ph_contacts_unit *u = user;
    u->status = status;
    u->err = err;
    u->why = why;
    u->records.n = 0;
    *u->result = (ph_contacts_result){0};
    *u->search.result = (ph_result){0};
    u->search.columns =
        ph_columns_get(r); /* each organisation's topics are counted by them */
    xapian_status got = ph_prepare(r, &u->search, status, err, why);
    if (!got && !*status)
        got = tally_all(r, u);
    u->result->match = u->search.result->match;
    u->result->relaxed = u->search.result->relaxed;
    u->result->expansions = u->search.result->expansions;
    if (!got && !*status)
        got = show_page(r, u);
    if (!got && !*status && u->search.query->want & PH_WANT_COUNTS)
        got = ph_count(r, &u->search, status, err, why);
    memcpy(u->result->facets, u->search.result->facets, sizeof u->result->facets);
    u->search.result->total = u->result->documents;
    if (!got && !*status)
        got = ph_spell(r, &u->search, ph_match_count, status, err, why);
    u->result->suggestion = u->search.result->suggestion;
    if (!got && !*status)
        *status = ph_tell_missing(r, u->search.arena, &u->result->missing, err);
    ph_columns_unref(u->search.columns);
    ph_plan_free(&u->search.plan);
    return got;
}

ph_status ph_contacts(ph_reader *r, const ph_query *query, ph_arena *arena,
                      ph_contacts_result *result, ph_error *err)
{
    ph_node *tree = NULL;
    ph_result scratch = {0};
    double start = ph_now_ms();
    ph_contacts_unit u = {.search = {.query = query, .arena = arena, .result = &scratch},
                          .result = result};
    ph_status status = ph_query_parse(arena, r->vocabulary, query->q, &tree, err);
    u.search.tree = tree;
    if (!status)
        status = ph_tally_new(&u.tally, &query->exclude, err);
    if (!status)
        status = ph_reader_run(r, answer, &u, err);
    ph_tally_free(u.tally);
    result->took_ms = ph_now_ms() - start;
    return status;
}
