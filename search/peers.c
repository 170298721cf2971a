/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>

#include "search/peers.h"

#define REGIONS_MAX 8

const ph_peer_row ph_peer_rows[PH_PEER_PARTS] = {
    [PH_PEER_REGION] = {"region", 0.20, "sub-region"},
    [PH_PEER_BORDER] = {"border", 0.10, "borders"},
    [PH_PEER_LANGUAGE] = {"language", 0.15, "official languages"},
    [PH_PEER_INCOME] = {"income", 0.15, "income group"},
    [PH_PEER_HDI] = {"hdi", 0.10, "HDI"},
    [PH_PEER_EGDI] = {"egdi", 0.10, "EGDI"},
    [PH_PEER_GROUP] = {"group", 0.10, "groups of the United Nations"},
    [PH_PEER_NETWORK] = {"network", 0.10, "networks"},
};

typedef PH_VEC(const ph_concept *) groups;

struct ph_peers {
    const ph_vocabulary *vocabulary;
    groups income, development, network;
};

ph_peers *ph_peers_new(const ph_vocabulary *v, ph_arena *arena)
{
    ph_peers *peers = PH_NEW(arena, ph_peers);
    if (!peers)
        return NULL;
    peers->vocabulary = v;
    for (size_t i = 0; i < ph_vocabulary_count(v); i++) {
        const ph_concept *c = ph_vocabulary_at(v, i);
        groups *list = !c->members.n                      ? NULL
                       : ph_eqc(c->scheme, "income")      ? &peers->income
                       : ph_eqc(c->scheme, "development") ? &peers->development
                       : ph_eqc(c->scheme, "network")     ? &peers->network
                                                          : NULL;
        const ph_concept **slot = list ? PH_PUSH(arena, list) : NULL;
        if (list && !slot)
            return NULL;
        if (slot)
            *slot = c;
    }
    return peers;
}

/* --- comparing ------------------------------------------------------------------------ */

/* A country with what files say of it. */
typedef struct side {
    ph_str code;
    const ph_country_facts *facts; /* NULL: nothing */
} side;

/* What two lists share: how many groups have either, and how many have both. */
typedef struct overlap {
    size_t either, both;
} overlap;

static overlap groups_of(const groups *list, ph_str a, ph_str b)
{
    overlap o = {0, 0};
    for (size_t i = 0; i < list->n; i++) {
        bool has_a = ph_strs_has(&list->v[i]->members, a);
        bool has_b = ph_strs_has(&list->v[i]->members, b);
        o.either += has_a || has_b;
        o.both += has_a && has_b;
    }
    return o;
}

static void set(ph_likeness *l, ph_peer_part part, ph_peer_state state, double value)
{
    l->parts[part].state = state;
    l->parts[part].value = state == PH_PEER_KNOWN ? value : 0;
}

static bool in_income_group(const ph_peers *peers, ph_str code)
{
    for (size_t i = 0; i < peers->income.n; i++)
        if (ph_strs_has(&peers->income.v[i]->members, code))
            return true;
    return false;
}

/* The innermost region of both, with its place in the list of a's: 0 is a's own sub-region. */
static ph_str region_of_both(ph_str a, ph_str b, double *value, bool *known)
{
    ph_str of_a[REGIONS_MAX], of_b[REGIONS_MAX];
    size_t n = ph_country_regions(a, of_a, REGIONS_MAX);
    size_t m = ph_country_regions(b, of_b, REGIONS_MAX);
    *known = n > 0 && m > 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            if (ph_eq(of_a[i], of_b[j])) {
                *value = i == 0 && j == 0 ? 1 : 0.5;
                return of_a[i];
            }
    *value = 0;
    return PH_ABSENT;
}

static void compare_places(ph_likeness *l, side a, side b)
{
    double value;
    bool known;
    region_of_both(a.code, b.code, &value, &known);
    set(l, PH_PEER_REGION, known ? PH_PEER_KNOWN : PH_PEER_MISSING, value);
    if (!a.facts || !b.facts)
        set(l, PH_PEER_BORDER, PH_PEER_MISSING, 0);
    else if (!a.facts->borders.n && !b.facts->borders.n)
        set(l, PH_PEER_BORDER, PH_PEER_NEITHER, 0);
    else
        set(l, PH_PEER_BORDER, PH_PEER_KNOWN,
            ph_eq(a.code, b.code) || ph_strs_has(&a.facts->borders, b.code) ||
                ph_strs_has(&b.facts->borders, a.code));
}

static size_t languages_shared(side a, side b)
{
    size_t n = 0;
    for (size_t i = 0; a.facts && b.facts && i < a.facts->languages.n; i++)
        n += ph_strs_has(&b.facts->languages, a.facts->languages.v[i]);
    return n;
}

static void compare_figure(ph_likeness *l, ph_peer_part part, double a, double b,
                           double range)
{
    bool known = !isnan(a) && !isnan(b);
    set(l, part, known ? PH_PEER_KNOWN : PH_PEER_MISSING,
        known ? fmax(0, 1 - fabs(a - b) / range) : 0);
}

static void compare_sets(const ph_peers *peers, ph_likeness *l, side a, side b)
{
    bool talk = a.facts && b.facts && a.facts->languages.n && b.facts->languages.n;
    set(l, PH_PEER_LANGUAGE, talk ? PH_PEER_KNOWN : PH_PEER_MISSING,
        languages_shared(a, b) > 0);
    bool classified = in_income_group(peers, a.code) && in_income_group(peers, b.code);
    set(l, PH_PEER_INCOME, classified ? PH_PEER_KNOWN : PH_PEER_MISSING,
        groups_of(&peers->income, a.code, b.code).both > 0);
    overlap group = groups_of(&peers->development, a.code, b.code);
    set(l, PH_PEER_GROUP, group.either ? PH_PEER_KNOWN : PH_PEER_NEITHER,
        group.either ? (double)group.both / (double)group.either : 0);
    overlap network = groups_of(&peers->network, a.code, b.code);
    set(l, PH_PEER_NETWORK, network.either ? PH_PEER_KNOWN : PH_PEER_NEITHER,
        network.both > 0);
}

ph_likeness ph_peers_compare(const ph_peers *peers, ph_str code_a, ph_str code_b)
{
    ph_likeness l;
    side a = {code_a, ph_country_find(peers->vocabulary, code_a)};
    side b = {code_b, ph_country_find(peers->vocabulary, code_b)};
    compare_places(&l, a, b);
    compare_sets(peers, &l, a, b);
    compare_figure(&l, PH_PEER_HDI, a.facts ? a.facts->hdi : NAN,
                   b.facts ? b.facts->hdi : NAN, PH_PEER_HDI_RANGE);
    compare_figure(&l, PH_PEER_EGDI, a.facts ? a.facts->egdi : NAN,
                   b.facts ? b.facts->egdi : NAN, PH_PEER_EGDI_RANGE);
    double sum = 0, known = 0, comparable = 0;
    for (ph_peer_part p = 0; p < PH_PEER_PARTS; p++) {
        double weight = ph_peer_rows[p].weight;
        if (l.parts[p].state != PH_PEER_NEITHER)
            comparable += weight;
        if (l.parts[p].state != PH_PEER_KNOWN)
            continue;
        known += weight;
        sum += weight * l.parts[p].value;
    }
    /* Weights are hundredths: no rounding may decide whether a half is known. */
    bool enough = known > 0 && known + 1e-9 >= PH_PEER_LEAST_KNOWN * comparable;
    l.score = enough ? sum / known : NAN;
    return l;
}

/* --- in words ------------------------------------------------------------------------- */

typedef struct speaker {
    ph_arena *arena;
    ph_strs *reasons;
    bool ok;
} speaker;

static void say(speaker *s, ph_str words)
{
    s->ok = s->ok && words.s && ph_strs_add(s->arena, s->reasons, words);
}

/* INTERFACE says "landlocked", where the group's own name is a long one. */
static ph_str group_words(const ph_concept *group)
{
    return ph_eqc(group->scheme, "development") && ph_eqc(group->id, "lldc")
               ? PH_STR("landlocked")
               : ph_concept_label(group, PH_STR("en"));
}

static void say_groups(speaker *s, const groups *list, ph_str a, ph_str b)
{
    for (size_t i = 0; i < list->n; i++)
        if (ph_strs_has(&list->v[i]->members, a) && ph_strs_has(&list->v[i]->members, b))
            say(s, group_words(list->v[i]));
}

static void say_place(speaker *s, const ph_likeness *l, ph_str a, ph_str b)
{
    double value;
    bool known;
    ph_str region = region_of_both(a, b, &value, &known);
    if (region.s)
        say(s, ph_place_name(s->arena, region, PH_STR("en")));
    if (l->parts[PH_PEER_BORDER].value > 0 && !ph_eq(a, b))
        say(s, PH_STR("shares a border"));
}

static void say_languages(speaker *s, side a, side b)
{
    for (size_t i = 0; a.facts && b.facts && i < a.facts->languages.n; i++)
        if (ph_strs_has(&b.facts->languages, a.facts->languages.v[i]))
            say(s, ph_language_name(s->arena, a.facts->languages.v[i], PH_STR("en")));
}

static void say_figure(speaker *s, const ph_likeness *l, ph_peer_part part, int digits,
                       double a, double b)
{
    if (l->parts[part].value >= PH_PEER_CLOSE)
        say(s, ph_dupf(s->arena, "similar %s: %.*f and %.*f", ph_peer_rows[part].table,
                       digits, a, digits, b));
}

bool ph_peers_reasons(const ph_peers *peers, ph_str code_a, ph_str code_b, ph_arena *arena,
                      ph_strs *reasons, ph_strs *missing)
{
    speaker s = {arena, reasons, true};
    ph_likeness l = ph_peers_compare(peers, code_a, code_b);
    side a = {code_a, ph_country_find(peers->vocabulary, code_a)};
    side b = {code_b, ph_country_find(peers->vocabulary, code_b)};
    say_place(&s, &l, code_a, code_b);
    say_languages(&s, a, b);
    say_groups(&s, &peers->income, code_a, code_b);
    if (a.facts && b.facts) { /* as many digits as the tables have */
        say_figure(&s, &l, PH_PEER_HDI, 3, a.facts->hdi, b.facts->hdi);
        say_figure(&s, &l, PH_PEER_EGDI, 4, a.facts->egdi, b.facts->egdi);
    }
    say_groups(&s, &peers->development, code_a, code_b);
    say_groups(&s, &peers->network, code_a, code_b);
    for (ph_peer_part p = 0; p < PH_PEER_PARTS; p++)
        if (l.parts[p].state == PH_PEER_MISSING)
            s.ok = s.ok && ph_strs_add(arena, missing, ph_cstr(ph_peer_rows[p].table));
    return s.ok;
}
