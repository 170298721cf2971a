/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>

#include "search/schema.h"
#include "search/text.h"
#include "search/vocabulary.h"

const ph_facet_row ph_facets[PH_FACETS] = {
    [PH_FACET_SDG] = {"sdg", "XG", "Sustainable Development Goal", "sdg", PH_FACET_SDG},
    [PH_FACET_THEME] = {"theme", "XT", "Theme", "themes", PH_FACET_THEME},
    [PH_FACET_COUNTRY] = {"country", "XC", "Country", NULL, PH_FACET_COUNTRY},
    [PH_FACET_REGION] = {"region", "XR", "Region", NULL, PH_FACET_COUNTRY},
    [PH_FACET_TYPE] = {"type", "XK", "Type", "type", PH_FACET_TYPE},
    [PH_FACET_YEAR] = {"year", "XY", "Year", NULL, PH_FACET_YEAR},
    [PH_FACET_LANGUAGE] = {"language", "XL", "Language", NULL, PH_FACET_LANGUAGE},
    [PH_FACET_STATUS] = {"status", "XS", "Status", "status", PH_FACET_STATUS},
    [PH_FACET_LEVEL] = {"level", "XV", "Level", "level", PH_FACET_LEVEL},
    [PH_FACET_STAKEHOLDER] = {"stakeholder", "XH", "Stakeholder", "stakeholder",
                              PH_FACET_STAKEHOLDER},
    [PH_FACET_SECTOR] = {"sector", "XE", "Sector", "sector", PH_FACET_SECTOR},
};

ph_facet ph_facet_find(ph_str name)
{
    for (ph_facet f = 0; f < PH_FACETS; f++)
        if (ph_eqc(name, ph_facets[f].name))
            return f;
    return PH_FACETS;
}

void ph_facet_term(ph_buf *buf, ph_facet facet, ph_str value)
{
    ph_buf_clear(buf);
    ph_buf_addc(buf, ph_facets[facet].prefix);
    ph_buf_byte(buf, ':');
    ph_buf_add(buf, value);
}

/* What has been given already, so that no value is given twice. */
typedef struct emitter {
    ph_arena *arena;
    ph_facet_fn each;
    void *user;
    ph_strs seen; /* of the facet at hand */
} emitter;

static bool emit(emitter *e, ph_facet facet, ph_str value, ph_from from)
{
    if (!value.n || ph_strs_has(&e->seen, value))
        return true;
    return ph_strs_add(e->arena, &e->seen, value) && e->each(e->user, facet, value, from);
}

/* Asserted tags come first, so that what is asserted anywhere is seen as asserted. */
static bool emit_tree(emitter *e, ph_facet facet, const ph_tags *tags,
                      const ph_vocabulary *vocabulary)
{
    e->seen.n = 0;
    for (ph_from from = PH_ASSERTED; from <= PH_INFERRED; from++)
        for (size_t i = 0; i < tags->n; i++) {
            if (tags->v[i].from != from)
                continue;
            ph_str id = tags->v[i].id;
            for (int depth = 0; id.n && depth < 8; depth++) {
                if (!emit(e, facet, id, from))
                    return false;
                const ph_concept *c =
                    ph_vocabulary_find(vocabulary, ph_facets[facet].scheme, id);
                id = c ? c->broader : PH_ABSENT;
            }
        }
    return true;
}

static bool emit_countries(emitter *e, const ph_tags *countries)
{
    e->seen.n = 0;
    for (ph_from from = PH_ASSERTED; from <= PH_INFERRED; from++)
        for (size_t i = 0; i < countries->n; i++)
            if (countries->v[i].from == from &&
                !emit(e, PH_FACET_COUNTRY, countries->v[i].id, from))
                return false;
    e->seen.n = 0;
    for (ph_from from = PH_ASSERTED; from <= PH_INFERRED; from++)
        for (size_t i = 0; i < countries->n; i++) {
            ph_str regions[8];
            size_t n = countries->v[i].from == from
                           ? ph_country_regions(countries->v[i].id, regions, 8)
                           : 0;
            for (size_t r = 0; r < n; r++)
                if (!emit(e, PH_FACET_REGION, regions[r], from))
                    return false;
        }
    return true;
}

static bool emit_list(emitter *e, ph_facet facet, const ph_strs *values)
{
    e->seen.n = 0;
    for (size_t i = 0; i < values->n; i++)
        if (!emit(e, facet, values->v[i], PH_ASSERTED))
            return false;
    return true;
}

static bool emit_one(emitter *e, ph_facet facet, ph_str value, ph_from from)
{
    e->seen.n = 0;
    return emit(e, facet, value, from);
}

bool ph_facet_values(const ph_record *record, const ph_vocabulary *vocabulary,
                     ph_arena *arena, ph_facet_fn each, void *user)
{
    emitter e = {.arena = arena, .each = each, .user = user};
    ph_str year = ph_record_year(record) ? ph_sub(record->date, 0, 4) : PH_ABSENT;
    return emit_tree(&e, PH_FACET_SDG, &record->sdgs, vocabulary) &&
           emit_tree(&e, PH_FACET_THEME, &record->themes, vocabulary) &&
           emit_countries(&e, &record->countries) &&
           emit_one(&e, PH_FACET_TYPE, record->type, record->type_from) &&
           emit_one(&e, PH_FACET_YEAR, year, record->date_from) &&
           emit_one(&e, PH_FACET_LANGUAGE, record->language, record->language_from) &&
           emit_one(&e, PH_FACET_STATUS, record->status, PH_ASSERTED) &&
           emit_one(&e, PH_FACET_LEVEL, record->level, PH_ASSERTED) &&
           emit_list(&e, PH_FACET_STAKEHOLDER, &record->stakeholders) &&
           emit_list(&e, PH_FACET_SECTOR, &record->sectors);
}

void ph_work_term(ph_buf *buf, uint64_t work)
{
    ph_buf_clear(buf);
    ph_buf_addf(buf, PH_PREFIX_WORK ":%016llx", (unsigned long long)work);
}

uint64_t ph_work_number(const ph_record *record)
{
    ph_str name = record->work.n             ? record->work
                  : record->translation_of.n ? record->translation_of
                  : record->key.n            ? record->key
                                             : record->id;
    uint64_t number = ph_hash(name.s, name.n, PH_HASH_SEED);
    return number ? number : 1;
}

ph_str ph_event_year(const ph_record *record)
{
    ph_str when = record->event.end.n ? record->event.end : record->event.start;
    return ph_sub(when.n ? when : record->date, 0, 4);
}

ph_str ph_event_name(const ph_event *event)
{
    return event->name.n ? event->name : event->place;
}

ph_str ph_event_id(const ph_record *record, ph_arena *arena)
{
    ph_str name = ph_event_name(&record->event), year = ph_event_year(record);
    if (!name.n)
        return PH_STR("");
    ph_str slug = ph_text_slug(arena, name), key = ph_text_key(arena, name);
    uint64_t h = ph_hash("", 1, ph_hash(key.s, key.n, PH_HASH_SEED));
    h = ph_hash(year.s, year.n, h);
    if (!slug.s || !key.s)
        return PH_ABSENT;
    return ph_dupf(arena, "%.*s%s%012llx", PH_FMT(slug), slug.n ? "-" : "",
                   (unsigned long long)(h >> 16));
}
