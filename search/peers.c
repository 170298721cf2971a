/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>

#include "search/peers.h"

#define REGIONS_MAX 8

const ph_peer_row ph_peer_rows[PH_PEER_PARTS] = {
    [PH_PEER_REGION] = {"region", 0.20, PH_N("sub-region")},
    [PH_PEER_BORDER] = {"border", 0.10, PH_N("borders")},
    [PH_PEER_LANGUAGE] = {"language", 0.15, PH_N("official languages")},
    [PH_PEER_INCOME] = {"income", 0.15, PH_N("income group")},
    [PH_PEER_HDI] = {"hdi", 0.10, PH_N("HDI")},
    [PH_PEER_EGDI] = {"egdi", 0.10, PH_N("EGDI")},
    [PH_PEER_GROUP] = {"group", 0.10, PH_N("groups of the United Nations")},
    [PH_PEER_NETWORK] = {"network", 0.10, PH_N("networks")},
};

typedef PH_VEC(const ph_concept *) groups;

/* A country with all that the tables say of it. */
typedef struct side {
    bool looked_up;
    const ph_country_facts *facts; /* NULL: nothing */
    groups income, development, network;
    ph_str regions[REGIONS_MAX];
    size_t n_regions;
} side;

#define LETTERS 26

struct ph_peers {
    const ph_vocabulary *vocabulary;
    side sides[LETTERS *
               LETTERS]; /* by code; groups at once, all else when first asked for */
    side nobody;         /* of what is no code: nothing is known */
};

/* --- looking up ------------------------------------------------------------------------- */

static side *place_of(ph_peers *peers, ph_str code)
{
    if (code.n != 2 || code.s[0] < 'A' || code.s[0] > 'Z' || code.s[1] < 'A' ||
        code.s[1] > 'Z')
        return &peers->nobody;
    return &peers->sides[(code.s[0] - 'A') * LETTERS + (code.s[1] - 'A')];
}

static const side *look_up(ph_peers *peers, ph_str code)
{
    side *s = place_of(peers, code);
    if (s != &peers->nobody && !s->looked_up) {
        s->looked_up = true;
        s->facts = ph_country_find(peers->vocabulary, code);
        s->n_regions = ph_country_regions(code, s->regions, REGIONS_MAX);
    }
    return s;
}

static bool add_members(ph_peers *peers, const ph_concept *group, ph_arena *arena)
{
    for (size_t i = 0; i < group->members.n; i++) {
        side *s = place_of(peers, group->members.v[i]);
        groups *list = s == &peers->nobody                    ? NULL
                       : ph_eqc(group->scheme, "income")      ? &s->income
                       : ph_eqc(group->scheme, "development") ? &s->development
                       : ph_eqc(group->scheme, "network")     ? &s->network
                                                              : NULL;
        const ph_concept **slot = list ? PH_PUSH(arena, list) : NULL;
        if (list && !slot)
            return false;
        if (slot)
            *slot = group;
    }
    return true;
}

ph_peers *ph_peers_new(const ph_vocabulary *v, ph_arena *arena)
{
    ph_peers *peers = PH_NEW(arena, ph_peers);
    if (!peers)
        return NULL;
    peers->vocabulary = v;
    for (size_t i = 0; i < ph_vocabulary_count(v); i++)
        if (!add_members(peers, ph_vocabulary_at(v, i), arena))
            return NULL;
    return peers;
}

/* --- comparing ------------------------------------------------------------------------ */

static bool has_group(const groups *list, const ph_concept *group)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i] == group)
            return true;
    return false;
}

static size_t shared(const groups *a, const groups *b)
{
    size_t n = 0;
    for (size_t i = 0; i < a->n; i++)
        n += has_group(b, a->v[i]);
    return n;
}

static void set(ph_likeness *l, ph_peer_part part, ph_peer_state state, double value)
{
    l->parts[part].state = state;
    l->parts[part].value = state == PH_PEER_KNOWN ? value : 0;
}

/* A set of each: of all that either has, the part that both have; or whether any is shared. */
static void set_groups(ph_likeness *l, ph_peer_part part, const groups *a, const groups *b,
                       bool any)
{
    size_t both = shared(a, b), either = a->n + b->n - both;
    double value = any ? both > 0 : either ? (double)both / (double)either : 0;
    set(l, part, either ? PH_PEER_KNOWN : PH_PEER_NEITHER, value);
}

/* The innermost region of both: 1 if it is the innermost of each.  Absent: none. */
static ph_str region_of_both(const side *a, const side *b, double *value)
{
    for (size_t i = 0; i < a->n_regions; i++)
        for (size_t j = 0; j < b->n_regions; j++)
            if (ph_eq(a->regions[i], b->regions[j])) {
                *value = i == 0 && j == 0 ? 1 : 0.5;
                return a->regions[i];
            }
    *value = 0;
    return PH_ABSENT;
}

static void compare_places(ph_likeness *l, const side *a, const side *b)
{
    double value;
    region_of_both(a, b, &value);
    set(l, PH_PEER_REGION, a->n_regions && b->n_regions ? PH_PEER_KNOWN : PH_PEER_MISSING,
        value);
    if (!a->facts || !b->facts)
        set(l, PH_PEER_BORDER, PH_PEER_MISSING, 0);
    else if (!a->facts->borders.n && !b->facts->borders.n)
        set(l, PH_PEER_BORDER, PH_PEER_NEITHER, 0);
    else
        set(l, PH_PEER_BORDER, PH_PEER_KNOWN,
            a == b || ph_strs_has(&a->facts->borders, b->facts->code) ||
                ph_strs_has(&b->facts->borders, a->facts->code));
}

static size_t languages_shared(const side *a, const side *b)
{
    size_t n = 0;
    for (size_t i = 0; a->facts && b->facts && i < a->facts->languages.n; i++)
        n += ph_strs_has(&b->facts->languages, a->facts->languages.v[i]);
    return n;
}

static void compare_figure(ph_likeness *l, ph_peer_part part, double a, double b,
                           double range)
{
    bool known = !isnan(a) && !isnan(b);
    set(l, part, known ? PH_PEER_KNOWN : PH_PEER_MISSING,
        known ? fmax(0, 1 - fabs(a - b) / range) : 0);
}

static void compare_sets(ph_likeness *l, const side *a, const side *b)
{
    bool talk = a->facts && b->facts && a->facts->languages.n && b->facts->languages.n;
    set(l, PH_PEER_LANGUAGE, talk ? PH_PEER_KNOWN : PH_PEER_MISSING,
        languages_shared(a, b) > 0);
    set(l, PH_PEER_INCOME, a->income.n && b->income.n ? PH_PEER_KNOWN : PH_PEER_MISSING,
        shared(&a->income, &b->income) > 0);
    set_groups(l, PH_PEER_GROUP, &a->development, &b->development, false);
    set_groups(l, PH_PEER_NETWORK, &a->network, &b->network, true);
}

ph_likeness ph_peers_compare(ph_peers *peers, ph_str code_a, ph_str code_b)
{
    ph_likeness l;
    const side *a = look_up(peers, code_a), *b = look_up(peers, code_b);
    compare_places(&l, a, b);
    compare_sets(&l, a, b);
    compare_figure(&l, PH_PEER_HDI, a->facts ? a->facts->hdi : NAN,
                   b->facts ? b->facts->hdi : NAN, PH_PEER_HDI_RANGE);
    compare_figure(&l, PH_PEER_EGDI, a->facts ? a->facts->egdi : NAN,
                   b->facts ? b->facts->egdi : NAN, PH_PEER_EGDI_RANGE);
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
    const ph_voice *voice;
    ph_arena *arena;
    ph_strs *reasons;
    bool ok;
} speaker;

static void say(speaker *s, ph_str words)
{
    s->ok = s->ok && words.s && ph_strs_add(s->arena, s->reasons, words);
}

/* INTERFACE says "landlocked", where the group's own name is a long one. */
static ph_str group_words(const ph_voice *voice, const ph_concept *group)
{
    return ph_eqc(group->scheme, "development") && ph_eqc(group->id, "lldc")
               ? voice->text(voice->user, PH_N("landlocked"))
               : ph_concept_label(group, voice->language);
}

static void say_groups(speaker *s, const groups *a, const groups *b)
{
    for (size_t i = 0; i < a->n; i++)
        if (has_group(b, a->v[i]))
            say(s, group_words(s->voice, a->v[i]));
}

static void say_place(speaker *s, const ph_likeness *l, const side *a, const side *b)
{
    double value;
    ph_str region = region_of_both(a, b, &value);
    if (region.s)
        say(s, ph_place_name(s->arena, region, s->voice->language));
    if (l->parts[PH_PEER_BORDER].value > 0 && a != b)
        say(s, s->voice->text(s->voice->user, PH_N("shares a border")));
}

static void say_languages(speaker *s, const side *a, const side *b)
{
    for (size_t i = 0; a->facts && b->facts && i < a->facts->languages.n; i++)
        if (ph_strs_has(&b->facts->languages, a->facts->languages.v[i]))
            say(s,
                ph_language_name(s->arena, a->facts->languages.v[i], s->voice->language));
}

static void say_figure(speaker *s, const ph_likeness *l, ph_peer_part part, unsigned digits,
                       double a, double b)
{
    const ph_voice *t = s->voice;
    if (l->parts[part].value < PH_PEER_CLOSE)
        return;
    const ph_filling fillings[] = {
        {"index", t->text(t->user, ph_peer_rows[part].table)},
        {"a", t->decimal(t->user, s->arena, a, digits)},
        {"b", t->decimal(t->user, s->arena, b, digits)},
        {NULL, PH_ABSENT},
    };
    say(s, ph_fill(s->arena, t->text(t->user, PH_N("similar {index}: {a} and {b}")),
                   fillings));
}

bool ph_peers_reasons(ph_peers *peers, ph_str code_a, ph_str code_b, const ph_voice *voice,
                      ph_arena *arena, ph_strs *reasons, ph_strs *missing)
{
    speaker s = {voice ? voice : &ph_english, arena, reasons, true};
    ph_likeness l = ph_peers_compare(peers, code_a, code_b);
    const side *a = look_up(peers, code_a), *b = look_up(peers, code_b);
    say_place(&s, &l, a, b);
    say_languages(&s, a, b);
    say_groups(&s, &a->income, &b->income);
    if (a->facts && b->facts) { /* as many digits as the tables have */
        say_figure(&s, &l, PH_PEER_HDI, 3, a->facts->hdi, b->facts->hdi);
        say_figure(&s, &l, PH_PEER_EGDI, 4, a->facts->egdi, b->facts->egdi);
    }
    say_groups(&s, &a->development, &b->development);
    say_groups(&s, &a->network, &b->network);
    for (ph_peer_part p = 0; p < PH_PEER_PARTS; p++)
        if (l.parts[p].state == PH_PEER_MISSING)
            s.ok = s.ok && ph_strs_add(arena, missing,
                                       s.voice->text(s.voice->user, ph_peer_rows[p].table));
    return s.ok;
}
