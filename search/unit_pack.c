/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "search/pack.h"
#include "search/text.h"
#include "search/unit_pack.h"
#include "search/vocabulary.h"

/* --- meetings ----------------------------------------------------------------------------------- */

bool ph_event_label(ph_arena *arena, const ph_record *r, ph_str *label)
{
    ph_str name = r->event.name, place = r->event.place, year = ph_event_year(r);
    const char *comma = place.n && year.n ? ", " : "";
    *label = PH_ABSENT;
    if (!name.n && !place.n)
        return true;
    if (!name.n)
        *label = ph_dupf(arena, "%.*s%s%.*s", PH_FMT(place), comma, PH_FMT(year));
    else if (place.n || year.n)
        *label = ph_dupf(arena, "%.*s (%.*s%s%.*s)", PH_FMT(name), PH_FMT(place), comma,
                         PH_FMT(year));
    else
        *label = name;
    return label->s != NULL;
}

/* --- packing ------------------------------------------------------------------------------------ */

bool ph_unit_add(ph_arena *arena, ph_unit_list *units, const ph_record *record,
                 size_t passage, ph_span text, const ph_spans *headings)
{
    const ph_passage *p = &record->passages.v[passage];
    ph_unit *unit = PH_PUSH(arena, units);
    if (!unit)
        return false;
    *unit = (ph_unit){.n = (uint32_t)passage + 1,
                      .kind = p->kind,
                      .text = text,
                      .addressee = p->addressee};
    size_t first = p->heading.n - ph_headings_below_title(record, &p->heading).n;
    for (size_t h = first; h < p->heading.n && h < headings->n; h++) {
        ph_span *span = PH_PUSH(arena, &unit->headings);
        if (!span)
            return false;
        *span = headings->v[h];
    }
    return true;
}

/* A theme and what it belongs to, each once. */
static bool add_theme(ph_arena *arena, const ph_vocabulary *vocabulary, ph_str id,
                      ph_strs *themes)
{
    for (int depth = 0; id.n && depth < 8; depth++) {
        if (!ph_strs_has(themes, id) && !ph_strs_add(arena, themes, id))
            return false;
        const ph_concept *c =
            ph_vocabulary_find(vocabulary, ph_facets[PH_FACET_THEME].scheme, id);
        id = c ? c->broader : PH_ABSENT;
    }
    return true;
}

static void pack_span(ph_buf *buf, ph_span span)
{
    ph_pack_number(buf, span.first);
    ph_pack_number(buf, span.last >= span.first ? span.last - span.first + 1 : 0);
}

static void pack_unit(ph_buf *buf, const ph_unit *unit)
{
    ph_pack_number(buf, unit->n);
    ph_pack_number(buf, unit->kind);
    pack_span(buf, unit->text);
    ph_pack_number(buf, unit->headings.n);
    for (size_t h = 0; h < unit->headings.n; h++)
        pack_span(buf, unit->headings.v[h]);
    ph_pack_strs(buf, &unit->themes);
    ph_pack_strs(buf, &unit->addressee);
}

typedef struct facet_list {
    ph_arena *arena;
    PH_VEC(ph_unit_facet) facets;
} facet_list;

static bool take_facet(void *user, ph_facet facet, ph_str value, ph_from from)
{
    facet_list *list = user;
    if (facet != PH_FACET_COUNTRY && facet != PH_FACET_REGION && facet != PH_FACET_YEAR)
        return true;
    ph_unit_facet *f = PH_PUSH(list->arena, &list->facets);
    if (f)
        *f = (ph_unit_facet){facet, value, from};
    return f != NULL;
}

bool ph_units_pack(ph_buf *buf, const ph_record *record, const ph_vocabulary *vocabulary,
                   ph_unit_list *units, ph_arena *arena)
{
    facet_list list = {.arena = arena};
    ph_str event = ph_event_id(record, arena), label;
    uint64_t numbers[] = {ph_hash(record->id.s, record->id.n, PH_HASH_SEED),
                          ph_work_number(record)};
    for (size_t u = 0; u < units->n; u++) {
        const ph_strs *given = &record->passages.v[units->v[u].n - 1].themes;
        for (size_t i = 0; i < given->n; i++)
            if (!add_theme(arena, vocabulary, given->v[i], &units->v[u].themes))
                return false;
    }
    if (!ph_facet_values(record, vocabulary, arena, take_facet, &list) || !event.s ||
        !ph_event_label(arena, record, &label))
        return false;
    ph_buf_add(buf, (ph_str){(const char *)numbers, sizeof numbers});
    ph_pack_number(buf, !record->translation_of.n);
    ph_pack_str(buf, record->date);
    ph_pack_str(buf, event);
    ph_pack_str(buf, label);
    ph_pack_number(buf, list.facets.n);
    for (size_t i = 0; i < list.facets.n; i++) {
        ph_pack_number(buf, list.facets.v[i].facet);
        ph_pack_number(buf, list.facets.v[i].from);
        ph_pack_str(buf, list.facets.v[i].value);
    }
    ph_pack_number(buf, units->n);
    for (size_t u = 0; u < units->n; u++)
        pack_unit(buf, &units->v[u]);
    return !buf->failed;
}

/* --- unpacking ---------------------------------------------------------------------------------- */

static ph_span unpack_span(ph_unpack *in)
{
    uint64_t first = ph_unpack_number(in), n = ph_unpack_number(in);
    if (first == 0 || first > UINT32_MAX || n > UINT32_MAX - first)
        in->bad = true;
    return (ph_span){(uint32_t)first, (uint32_t)(first + n - 1)};
}

static bool unpack_unit(ph_unpack *in, ph_arena *arena, ph_unit *unit)
{
    uint64_t n = ph_unpack_number(in), kind = ph_unpack_number(in);
    if (n == 0 || n > UINT32_MAX || kind >= PH_KINDS)
        in->bad = true;
    else
        *unit = (ph_unit){.n = (uint32_t)n, .kind = (ph_kind)kind};
    unit->text = unpack_span(in);
    size_t headings = ph_unpack_count(in);
    for (size_t h = 0; h < headings; h++) {
        ph_span *span = PH_PUSH(arena, &unit->headings);
        if (!span)
            return false;
        *span = unpack_span(in);
    }
    return ph_unpack_strs(in, arena, &unit->themes) &&
           ph_unpack_strs(in, arena, &unit->addressee);
}

static bool unpack_facets(ph_unpack *in, ph_arena *arena, ph_unit_document *d)
{
    size_t n = ph_unpack_count(in);
    for (size_t i = 0; i < n; i++) {
        ph_unit_facet *f = PH_PUSH(arena, &d->facets);
        if (!f)
            return false;
        uint64_t facet = ph_unpack_number(in);
        if (facet >= PH_FACETS)
            in->bad = true;
        else
            f->facet = (ph_facet)facet;
        f->from = ph_unpack_number(in) ? PH_INFERRED : PH_ASSERTED;
        f->value = ph_unpack_str(in);
    }
    return true;
}

ph_status ph_units_unpack(ph_str bytes, ph_arena *arena, ph_unit_document *d, ph_error *err)
{
    uint64_t numbers[2] = {0};
    bool whole = bytes.n >= sizeof numbers;
    *d = (ph_unit_document){0};
    if (whole)
        memcpy(numbers, bytes.s, sizeof numbers);
    ph_unpack in = ph_unpack_from(ph_sub(bytes, sizeof numbers, bytes.n));
    d->tie = numbers[0];
    d->work = numbers[1];
    d->original = ph_unpack_number(&in) != 0;
    d->date = ph_unpack_str(&in);
    d->event = ph_unpack_str(&in);
    d->event_label = ph_unpack_str(&in);
    bool ok = unpack_facets(&in, arena, d);
    size_t n = ok ? ph_unpack_count(&in) : 0;
    for (size_t i = 0; i < n && ok; i++) {
        ph_unit *unit = PH_PUSH(arena, &d->units);
        ok = unit && unpack_unit(&in, arena, unit);
    }
    if (!ok)
        return ph_fail_memory(err);
    if (!whole || in.bad || in.at != in.end)
        return ph_fail(err, PH_CORRUPT,
                       "a document's passages in the index are damaged; run "
                       "peerhub-index --full");
    return PH_OK;
}
