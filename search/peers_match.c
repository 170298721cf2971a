/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * peer=CC: practice of countries like CC comes higher.  The lift is a weight of its own beside
 * that of the words, so it reorders and never selects, and it is the same whatever the number
 * of shards.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include "search/match_private.h"
#include "search/peers.h"

/* A country of the collection and how much it is like the one asked for. */
typedef struct peer {
    ph_str code;
    double score;
} peer;

struct ph_peer_list {
    ph_peers *tables;
    PH_VEC(peer) peers;
};

/* --- who they are --------------------------------------------------------------------- */

static bool add_peer(ph_search_unit *u, struct ph_peer_list *list, ph_str code)
{
    ph_likeness l = ph_peers_compare(list->tables, u->query->peer, code);
    if (ph_eq(code, u->query->peer) || isnan(l.score) || l.score <= 0)
        return true;
    peer *p = PH_PUSH(u->arena, &list->peers);
    if (p)
        *p = (peer){ph_dup(u->arena, code), l.score};
    return p && p->code.s;
}

static const char *country_prefix(const ph_search_unit *u)
{
    return u->query->asserted ? "!XC:" : "XC:";
}

static xapian_status find_peers(const ph_reader *r, ph_search_unit *u,
                                struct ph_peer_list *list, xapian_error *why)
{
    xapian_terms *terms = NULL;
    const char *prefix = country_prefix(u);
    size_t n = strlen(prefix);
    ph_str term;
    xapian_status got = xapian_db_terms(r->all, prefix, n, &terms, why);
    while (!got && !(got = xapian_terms_next(terms, &term.s, &term.n, why)))
        if (!add_peer(u, list, ph_sub(term, n, term.n))) {
            u->plan.status = ph_fail_memory(u->plan.err);
            break;
        }
    xapian_terms_free(terms);
    return got == XAPIAN_END ? XAPIAN_OK : got;
}

/* --- how high they come ----------------------------------------------------------------- */

/* The weight of the best document without the lift, told to two digits: sums of weights differ
 * in their last bits between numbers of shards.  Xapian 1.4.22, asked for one document, may
 * pass over the best one when a phrase stands below OR, so it is asked for more. */
static xapian_status best_weight(ph_reader *r, ph_search_unit *u, double *best,
                                 ph_status *status, ph_error *err, xapian_error *why)
{
    const ph_query *asked = u->query;
    ph_query question = *asked;
    ph_founds found = {0};
    question.offset = 0;
    question.limit = PH_MATCH_FEW;
    u->query = &question;
    xapian_status got = ph_rank(r, u, &found, status, err, why);
    u->query = asked;
    *best = !got && !*status && found.n ? round(found.v[0].weight * 100) / 100 : 0;
    return got;
}

/* Each peer's documents by so much. */
static const xapian_query *lift(ph_search_unit *u, const struct ph_peer_list *list,
                                double weight)
{
    PH_VEC(ph_lift) lifts = {0};
    for (size_t i = 0; i < list->peers.n; i++) {
        const peer *p = &list->peers.v[i];
        ph_lift *l = PH_PUSH(u->arena, &lifts);
        ph_str term = ph_dupf(u->arena, "%s%.*s", country_prefix(u), PH_FMT(p->code));
        if (!l || !term.s) {
            u->plan.status = ph_fail_memory(u->plan.err);
            return NULL;
        }
        *l = (ph_lift){term, weight * p->score};
    }
    return ph_plan_lift(&u->plan, u->ranked, lifts.v, lifts.n);
}

xapian_status ph_peers_lift(ph_reader *r, ph_search_unit *u, ph_status *status,
                            ph_error *err, xapian_error *why)
{
    struct ph_peer_list *list = PH_NEW(u->arena, struct ph_peer_list);
    double weight = 1; /* without words the lift is all there is */
    if (!list || !(list->tables = ph_peers_new(r->vocabulary, u->arena))) {
        *status = ph_fail_memory(err);
        return XAPIAN_OK;
    }
    u->peers = list;
    xapian_status got = find_peers(r, u, list, why);
    bool by_weight = u->query->sort == PH_SORT_RELEVANCE;
    if (!got && list->peers.n && by_weight && u->query->q.n) {
        got = best_weight(r, u, &weight, status, err, why);
        weight = weight > 0 ? weight * PH_PEER_LIFT : 1;
    }
    if (!got && !*status && list->peers.n && by_weight)
        u->ranked = lift(u, list, weight);
    if (!*status)
        *status = u->plan.status;
    return got;
}

/* --- and why ------------------------------------------------------------------------------ */

ph_status ph_peers_show(const ph_search_unit *u, ph_hit *hit, ph_error *err)
{
    const struct ph_peer_list *list = u->peers;
    const peer *best = NULL;
    for (size_t c = 0; c < hit->record.countries.n; c++) {
        const ph_tag *country = &hit->record.countries.v[c];
        if (u->query->asserted && country->from != PH_ASSERTED)
            continue;
        for (size_t i = 0; i < list->peers.n; i++)
            if (ph_eq(list->peers.v[i].code, country->id) &&
                (!best || list->peers.v[i].score > best->score))
                best = &list->peers.v[i];
    }
    if (!best)
        return PH_OK;
    hit->peer = best->score;
    hit->peer_country = best->code;
    return ph_peers_reasons(list->tables, u->query->peer, best->code, u->query->voice,
                            u->arena, &hit->peer_reasons, &hit->peer_missing)
               ? PH_OK
               : ph_fail_memory(err);
}
