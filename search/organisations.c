/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "search/organisations.h"
#include "search/text.h"
#include "search/vocabulary.h"

#define ENTRY_BYTES (sizeof(uint64_t) + 1 + 2)

unsigned ph_role_quarters(ph_role role)
{
    switch (role) {
    case PH_ROLE_NAMED: return 1;
    case PH_ROLE_DISCUSSED:
    case PH_ROLE_PARTNER: return 2;
    default: return 4;
    }
}

/* --- keys ------------------------------------------------------------------------------------ */

/* Takes a word off the end of folded text; false: it is not there, or all there is. */
static bool drop_last(ph_str *name, ph_str word)
{
    if (name->n <= word.n + 1 || !ph_ends(*name, word) ||
        name->s[name->n - word.n - 1] != ' ')
        return false;
    *name = ph_sub(*name, 0, name->n - word.n - 1);
    return true;
}

/* "ministry of justice of the republic of moldova" without its country.  Absent: no memory. */
static ph_str without_country(ph_arena *arena, ph_str name, ph_str country, ph_str language)
{
    static const char *const links[] = {
        "republic", "республики", "republicii", "the", "of", "de", "la", "a", "du", "del"};
    ph_str place = ph_place_name(arena, country, language);
    place = place.s ? ph_text_key(arena, place) : place;
    if (!place.s || !place.n || !drop_last(&name, place))
        return place.s ? name : place;
    for (size_t i = 0; i < sizeof links / sizeof *links;)
        i = drop_last(&name, ph_cstr(links[i])) ? 0 : i + 1;
    return name;
}

static bool set_key(ph_arena *arena, ph_str language, ph_organisation *o)
{
    ph_str text = o->id;
    if (!text.n) {
        const char *bracket = o->name.n ? memchr(o->name.s, '(', o->name.n) : NULL;
        size_t n =
            bracket && bracket > o->name.s ? (size_t)(bracket - o->name.s) : o->name.n;
        text = ph_text_key(arena, ph_sub(o->name, 0, n));
        if (ph_starts(text, PH_STR("the ")))
            text = ph_sub(text, 4, text.n);
        if (text.n && o->country.n)
            text = without_country(arena, text, o->country, language);
    }
    if (!text.s)
        return false;
    uint64_t seed = ph_hash(o->id.n ? "=" : "~", 1, PH_HASH_SEED);
    if (!o->id.n)
        seed = ph_hash(o->country.s, o->country.n, seed);
    o->key = ph_hash(text.s, text.n, seed);
    if (o->key == PH_NO_ORGANISATION)
        o->key = 1;
    return true;
}

bool ph_organisations_set_keys(ph_arena *arena, ph_record *record)
{
    for (size_t i = 0; i < record->organisations.n; i++)
        if (!set_key(arena, record->language, &record->organisations.v[i]))
            return false;
    return true;
}

uint64_t ph_contact_key(const ph_record *record, const ph_contact *contact)
{
    for (size_t i = 0; contact->organisation.n && i < record->organisations.n; i++)
        if (ph_eq(record->organisations.v[i].name, contact->organisation))
            return record->organisations.v[i].key;
    return PH_NO_ORGANISATION;
}

/* --- the value ------------------------------------------------------------------------------- */

/* Whether an organisation stands before i, or behind it with more weight. */
static bool is_told_elsewhere(const ph_record *record, size_t i)
{
    const ph_organisation *o = &record->organisations.v[i];
    unsigned quarters = ph_role_quarters(o->role);
    for (size_t j = 0; j < record->organisations.n; j++) {
        const ph_organisation *other = &record->organisations.v[j];
        unsigned theirs = ph_role_quarters(other->role);
        if (j != i && other->key == o->key &&
            (theirs > quarters || (theirs == quarters && j < i)))
            return true;
    }
    return false;
}

void ph_organisations_pack(ph_buf *buf, const ph_record *record)
{
    uint64_t work = ph_work_number(record);
    ph_buf_add(buf, (ph_str){(const char *)&work, sizeof work});
    for (size_t i = 0; i < record->organisations.n; i++) {
        const ph_organisation *o = &record->organisations.v[i];
        if (is_told_elsewhere(record, i))
            continue;
        ph_buf_add(buf, (ph_str){(const char *)&o->key, sizeof o->key});
        ph_buf_byte(buf, (char)ph_role_quarters(o->role));
        ph_buf_add(buf, o->country.n == 2 ? o->country : PH_STR("\0\0"));
    }
}

bool ph_organisations_work(ph_str *rest, uint64_t *work)
{
    if (rest->n < sizeof *work)
        return false;
    memcpy(work, rest->s, sizeof *work);
    *rest = ph_sub(*rest, sizeof *work, rest->n);
    return true;
}

bool ph_organisations_next(ph_str *rest, ph_organisation_entry *entry)
{
    if (rest->n < ENTRY_BYTES)
        return false;
    memcpy(&entry->key, rest->s, sizeof entry->key);
    entry->quarters = (unsigned char)rest->s[sizeof entry->key];
    ph_str country = ph_sub(*rest, ENTRY_BYTES - 2, ENTRY_BYTES);
    entry->country = country.s[0] ? country : PH_ABSENT;
    *rest = ph_sub(*rest, ENTRY_BYTES, rest->n);
    return true;
}

/* --- terms ----------------------------------------------------------------------------------- */

size_t ph_organisation_term(const char *prefix, uint64_t key,
                            char term[PH_ORGANISATION_TERM])
{
    return (size_t)snprintf(term, PH_ORGANISATION_TERM, "%s:%016" PRIx64, prefix, key);
}

bool ph_organisation_terms(const ph_record *record, bool (*each)(void *user, ph_str term),
                           void *user)
{
    char term[PH_ORGANISATION_TERM];
    bool done = true;
    for (size_t i = 0; done && i < record->organisations.n; i++) {
        const ph_organisation *o = &record->organisations.v[i];
        size_t n = ph_organisation_term(PH_PREFIX_ORGANISATION_OF, o->key, term);
        done = each(user, (ph_str){term, n});
        n = ph_organisation_term(PH_PREFIX_WAY, o->key, term);
        if (done && o->from == PH_ASSERTED && o->url.n)
            done = each(user, (ph_str){term, n});
    }
    for (size_t i = 0; done && i < record->contacts.n; i++) {
        uint64_t key = ph_contact_key(record, &record->contacts.v[i]);
        size_t n = ph_organisation_term(PH_PREFIX_WAY, key, term);
        done = each(user, (ph_str){term, n});
    }
    return done;
}
