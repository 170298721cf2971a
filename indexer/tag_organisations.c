/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/organisation_names.h"
#include "indexer/tag.h"
#include "search/limits.h"
#include "search/text.h"

/* From this on a document does not just name an organisation: it is in the title, or in three
 * passages. */
#define DISCUSSED_WEIGHT 3

#define SHORT_LABEL 12 /* bytes: "WHO", "ReSPA" count only as they are written */

/* What a mention counts, by where it stands. */
static const double weights[] = {
    [PH_IN_TITLE] = 3, [PH_IN_ABSTRACT] = 1.5, [PH_IN_HEADING] = 1, [PH_IN_PASSAGE] = 1};

typedef struct candidate {
    ph_str key; /* that is the same in other cases of the language */
    ph_str acronym;
    const ph_concept *concept; /* NULL: found by its form */
    double weight;
    size_t order;
    ph_organisation organisation;
} candidate;

typedef PH_VEC(candidate) candidates;

typedef struct finder {
    ph_arena *arena;
    ph_record *record;
    candidates all;
} finder;

/* --- the same one ------------------------------------------------------------------------------ */

/* A name's words without their endings, and without an acronym in brackets. */
static ph_str key_of(ph_arena *arena, ph_str name)
{
    const char *bracket = name.n ? memchr(name.s, '(', name.n) : NULL;
    ph_str rest =
        ph_text_key(arena, bracket ? ph_sub(name, 0, (size_t)(bracket - name.s)) : name);
    ph_str word, key = PH_STR("");
    if (!rest.s)
        return PH_ABSENT;
    while (rest.n && ph_split(&rest, ' ', &word)) {
        bool cyrillic = word.n && (unsigned char)word.s[0] >= 0x80;
        size_t cut = cyrillic ? 4 : 2, least = cyrillic ? 8 : 5; /* two letters of six */
        if (!word.n || ph_eqc(word, "the"))
            continue;
        ph_str stem = word.n > least ? ph_utf8_cut(word, word.n - cut) : word;
        key = ph_dupf(arena, "%.*s %.*s", PH_FMT(key), PH_FMT(stem));
        if (!key.s)
            return key;
    }
    return key;
}

static candidate *find(const finder *f, ph_str key, const ph_concept *concept)
{
    for (size_t i = 0; i < f->all.n; i++) {
        candidate *c = &f->all.v[i];
        if (concept ? c->concept == concept : ph_eq(c->key, key))
            return c;
    }
    return NULL;
}

/* The one that the author has named, by this name or by one of its labels; NULL: none. */
static ph_organisation *asserted(const finder *f, const candidate *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ph_organisation *o = &f->record->organisations.v[i];
        ph_str key = key_of(f->arena, o->name);
        bool same = ph_eq(key, c->key) || (c->concept && ph_eq(o->id, c->concept->id));
        for (size_t l = 0; c->concept && !same && l < c->concept->labels.n; l++)
            same = ph_eq(key, key_of(f->arena, c->concept->labels.v[l].text)) ||
                   ph_eq(o->name, c->concept->labels.v[l].text);
        if (same)
            return o;
    }
    return NULL;
}

/* What the text tells of an organisation that the author has named: where it does, and by the
 * vocabulary which one it is. */
static void bear_out(ph_organisation *o, const candidate *c)
{
    if (!o->evidence.text.n)
        o->evidence = c->organisation.evidence;
    if (c->concept && !o->id.n)
    o->id = c->concept->id;
}

/* --- by the vocabulary ---------------------------------------------------------------------------- */

static bool is_organisation(const ph_mention *m)
{
    return m->concept && ph_eqc(m->concept->scheme, "organisation");
}

/* "WHO" and not "Who"; every word of "World Bank" with a capital but for small ones. */
static bool is_written_so(const ph_mention *m, ph_str text)
{
    ph_str words = ph_sub(text, m->start, m->end);
    if (memchr(words.s, ' ', words.n) || words.n > SHORT_LABEL)
        return true;
    for (size_t l = 0; l < m->concept->labels.n; l++)
        if (ph_eq(m->concept->labels.v[l].text, words))
            return true;
    return false;
}

static candidate *add(finder *f, ph_str key, const ph_concept *concept, const ph_piece *p,
                      size_t start, size_t end)
{
    candidate *c = find(f, key, concept);
    if (!c && (c = PH_PUSH(f->arena, &f->all)) != NULL) {
        *c = (candidate){.key = key, .concept = concept, .order = f->all.n};
        c->organisation.from = PH_INFERRED;
        c->organisation.evidence =
            (ph_evidence){p->passage, ph_dup(f->arena, ph_sub(p->text, start, end))};
        if (!c->organisation.evidence.text.s)
            return NULL;
    }
    if (c)
        c->weight += weights[p->place];
    return c;
}

static bool add_known(finder *f, const ph_piece *p, const ph_mention *m)
{
    ph_str name = ph_concept_label(m->concept, f->record->language);
    candidate *c = add(f, key_of(f->arena, name), m->concept, p, m->start, m->end);
    if (!c)
        return false;
    c->organisation.name = name;
    c->organisation.id = m->concept->id;
    c->organisation.country = m->concept->country;
    c->organisation.url = m->concept->url;
    return true;
}

/* --- by its form ------------------------------------------------------------------------------------ */

/* Words between a name and its country: "of the", "(". */
static bool leads_to_country(ph_str gap)
{
    static const char *const words[] = {"",
                                        "of",
                                        "of the",
                                        ",",
                                        "(",
                                        "de",
                                        "du",
                                        "de la",
                                        "del",
                                        "of the Republic of",
                                        "al Republicii"};
    gap = ph_trim(gap);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ph_eqc(gap, words[i]))
            return true;
    return false;
}

/* The country named in it or just behind it, else the document's if it must have one. */
static ph_str country_of(const finder *f, const ph_piece *p, const ph_named *n)
{
    for (size_t i = 0; i < p->mentions.n; i++) {
        const ph_mention *m = &p->mentions.v[i];
        bool inside = m->start >= n->start && m->start < n->end;
        bool behind = m->start >= n->end && m->start < n->end + 24 &&
                      leads_to_country(ph_sub(p->text, n->end, m->start));
        if (!m->concept && (inside || behind))
            return m->id;
    }
    return n->national && f->record->countries.n == 1 ? f->record->countries.v[0].id
                                                      : PH_ABSENT;
}

/* A ministry is named in any case of its language: the first word gets the one of titles. */
static ph_str nominative(ph_arena *arena, ph_str name)
{
    static const char *const heads[][2] = {{"Министерств", "о"}, {"Агентств", "о"},
                                           {"Министарств", "о"}, {"Ministarstv", "o"},
                                           {"Ministerul", ""},   {"Agenți", "a"}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        size_t n = strlen(heads[i][0]);
        const char *space = memchr(name.s, ' ', name.n);
        if (ph_starts(name, ph_cstr(heads[i][0])) && space &&
            (size_t)(space - name.s) <= n + 6)
            return ph_dupf(arena, "%s%s%.*s", heads[i][0], heads[i][1],
                           PH_FMT(ph_sub(name, (size_t)(space - name.s), name.n)));
    }
    return ph_dup(arena, name);
}

static bool add_named(finder *f, const ph_piece *p, const ph_named *n)
{
    ph_str name = nominative(f->arena, ph_sub(p->text, n->start, n->end));
    candidate *c = add(f, key_of(f->arena, name), NULL, p, n->start, n->end);
    if (!c || !name.s)
        return false;
    if (!c->organisation.name.s)
        c->organisation.name = name;
    if (!c->organisation.country.n)
        c->organisation.country = country_of(f, p, n);
    if (n->acronym.n && !c->acronym.n) {
        c->acronym = n->acronym;
        c->organisation.name = ph_dupf(f->arena, "%.*s (%.*s)",
                                       PH_FMT(c->organisation.name), PH_FMT(n->acronym));
    }
    return c->organisation.name.s != NULL;
}

/* "Russian Federation" */
static bool is_country(const ph_named *n, const ph_piece *p)
{
    for (size_t i = 0; i < p->mentions.n; i++)
        if (!p->mentions.v[i].concept && p->mentions.v[i].start <= n->start &&
            p->mentions.v[i].end >= n->end)
            return true;
    return false;
}

/* Of two at one place the longer one counts. */
static bool is_within(const ph_mention *m, const ph_named_list *named)
{
    for (size_t i = 0; i < named->n; i++)
        if (m->start >= named->v[i].start && m->end <= named->v[i].end &&
            m->end - m->start < named->v[i].end - named->v[i].start)
            return true;
    return false;
}

static bool is_covered(const ph_named *n, const ph_piece *p)
{
    for (size_t i = 0; i < p->mentions.n; i++) {
        const ph_mention *m = &p->mentions.v[i];
        if (is_organisation(m) && m->start < n->end && n->start < m->end &&
            n->end - n->start <= m->end - m->start)
            return true;
    }
    return false;
}

static bool look_into(finder *f, const ph_piece *p)
{
    ph_named_list named = {0};
    bool done = p->place == PH_IN_TITLE ||
                ph_organisation_names(f->arena, f->record->language, p->text, &named);
    for (size_t i = 0; done && i < p->mentions.n; i++) {
        const ph_mention *m = &p->mentions.v[i];
        if (is_organisation(m) && is_written_so(m, p->text) && !is_within(m, &named))
            done = add_known(f, p, m);
    }
    for (size_t i = 0; done && i < named.n; i++)
        if (!is_covered(&named.v[i], p) && !is_country(&named.v[i], p))
            done = add_named(f, p, &named.v[i]);
    return done;
}

/* --- what is kept ----------------------------------------------------------------------------------- */

static int by_weight(const void *left, const void *right)
{
    const candidate *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    return a->order < b->order ? -1 : a->order > b->order;
}

ph_status ph_tag_organisations(const ph_pieces *pieces, ph_arena *arena, ph_record *record,
                               ph_error *err)
{
    finder f = {.arena = arena, .record = record};
    size_t stated = record->organisations.n;
    for (size_t i = 0; i < pieces->n; i++)
        if (!look_into(&f, &pieces->v[i]))
            return ph_fail_memory(err);
    size_t kept = 0;
    for (size_t i = 0; i < f.all.n; i++) {
        ph_organisation *o = asserted(&f, &f.all.v[i], stated);
        if (o)
            bear_out(o, &f.all.v[i]);
        else
            f.all.v[kept++] = f.all.v[i];
    }
    if (kept)
        qsort(f.all.v, kept, sizeof *f.all.v, by_weight);
    for (size_t i = 0; i < kept && record->organisations.n < stated + PH_ORGANISATIONS;
         i++) {
        ph_organisation *o = PH_PUSH(arena, &record->organisations);
        if (!o)
            return ph_fail_memory(err);
        *o = f.all.v[i].organisation;
        o->role = f.all.v[i].weight >= DISCUSSED_WEIGHT ? PH_ROLE_DISCUSSED : PH_ROLE_NAMED;
    }
    return PH_OK;
}
