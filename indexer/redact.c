/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/dates.h"
#include "indexer/redact_parts.h"
#include "search/limits.h"
#include "search/text.h"

/* --- contacts ------------------------------------------------------------------------------------- */

/* A contact as metadata has it. */
typedef struct raw_contact {
    ph_str name, role, organisation, country, email, phone, url;
    ph_str consent, given_on, expires, authorised_by;
} raw_contact;

static ph_str *field_of(raw_contact *c, ph_str name)
{
    const struct {
        const char *name;
        ph_str *value;
    } fields[] = {
        {"name", &c->name},
        {"role", &c->role},
        {"organisation", &c->organisation},
        {"country", &c->country},
        {"email", &c->email},
        {"phone", &c->phone},
        {"url", &c->url},
        {"consent", &c->consent},
        {"given_on", &c->given_on},
        {"expires", &c->expires},
        {"authorised_by", &c->authorised_by},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (ph_eqc(name, fields[i].name))
            return fields[i].value;
    return NULL;
}

ph_str ph_consent(ph_str consent, ph_str organisation, ph_str url, ph_str given_on,
                  ph_str authorised_by, ph_str expires, ph_str today)
{
    if (expires.n && (!ph_is_date(expires) || ph_cmp(expires, today) < 0))
        return PH_STR("none");
    bool given = ph_is_date(given_on) && ph_cmp(given_on, today) <= 0;
    if (ph_eqc(consent, "public") && given && authorised_by.n)
        return PH_STR("public");
    /* An organisation is not a person: its published page is consent enough. */
    if (ph_eqc(consent, "relay") && organisation.n && url.n)
        return PH_STR("relay");
    return PH_STR("none");
}

typedef PH_VEC(raw_contact) raw_contacts;

static bool hide_number(ph_arena *arena, ph_str phone, ph_hidden *hidden)
{
    char *digits = ph_alloc(arena, phone.n + 1);
    size_t n = 0;
    for (size_t i = 0; digits && i < phone.n; i++)
        if (phone.s[i] >= '0' && phone.s[i] <= '9')
            digits[n++] = phone.s[i];
    return digits && (!n || ph_strs_add(arena, &hidden->numbers, (ph_str){digits, n}));
}

static bool hide(ph_arena *arena, ph_str name, ph_str phone, ph_hidden *hidden)
{
    return (!name.n || ph_strs_add(arena, &hidden->names, name)) &&
           hide_number(arena, phone, hidden);
}

/* A contact's field into the table; what finds no place there is hidden. */
static bool take_field(ph_arena *arena, ph_str index, ph_str name, ph_str value,
                       raw_contacts *contacts, ph_hidden *hidden)
{
    uint64_t at = contacts->n;
    bool placed = (!index.n || ph_number(index, &at)) && at < PH_META_LIST;
    while (placed && contacts->n <= at) {
        const raw_contact *fresh = PH_PUSH(arena, contacts);
        if (!fresh)
            return false;
    }
    ph_str *field = placed ? field_of(&contacts->v[at], name) : NULL;
    if (field && !field->s) {
        *field = value;
        return true;
    }
    bool is_name = ph_eqc(name, "name"), is_phone = ph_eqc(name, "phone");
    return hide(arena, is_name ? value : PH_ABSENT, is_phone ? value : PH_ABSENT, hidden);
}

/* Takes "contacts.N.field" metadata of one origin into the table and off the document.
 * "contacts.N" alone is a name.  False: no memory. */
static bool take_contacts(ph_document *doc, ph_origin origin, ph_arena *arena,
                          raw_contacts *contacts, ph_hidden *hidden)
{
    size_t kept = 0;
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta m = doc->meta.v[i];
        ph_str rest = m.key, piece, index = PH_ABSENT;
        if (m.origin != origin || !ph_split(&rest, '.', &piece) ||
            !ph_eqc(piece, "contacts")) {
            doc->meta.v[kept++] = m;
            continue;
        }
        ph_split(&rest, '.', &index);
        if (!take_field(arena, index, rest.n ? rest : PH_STR("name"), m.value, contacts,
                        hidden))
            return false;
    }
    doc->meta.n = kept;
    return true;
}

/* A contact that was forgotten has no consent any more, whatever its file goes on to say. */
static bool is_forgotten(ph_arena *arena, const raw_contact *c, const ph_forgotten *all)
{
    uint64_t hashes[PH_CONTACT_HASHES];
    const ph_contact contact = {
        .organisation = c->organisation, .name = c->name, .email = c->email, .url = c->url};
    size_t n = all && all->n ? ph_contact_hashes(arena, &contact, hashes) : 0;
    for (size_t i = 0; i < n; i++)
        if (ph_is_forgotten(all, hashes[i]))
            return true;
    return false;
}

/* What may be shown goes into the record, what may not into the list of what is hidden.
 * record NULL: nothing may. */
static bool sort_out(const raw_contact *c, const ph_redaction *how, ph_arena *arena,
                     ph_record *record, ph_hidden *hidden)
{
    ph_str consent = ph_consent(c->consent, c->organisation, c->url, c->given_on,
                                c->authorised_by, c->expires, how->today);
    if (!ph_eqc(consent, "none") && is_forgotten(arena, c, how->forgotten))
        consent = PH_STR("none");
    bool is_public = record && ph_eqc(consent, "public");
    if (!is_public && !hide(arena, c->name, c->phone, hidden))
        return false;
    if (!record || ph_eqc(consent, "none"))
        return true;
    ph_contact *out = PH_PUSH(arena, &record->contacts);
    if (!out)
        return false;
    if (c->expires.n && (!record->expires.n || ph_cmp(c->expires, record->expires) < 0))
        record->expires = c->expires;
    *out = (ph_contact){.organisation = c->organisation,
                        .role = c->role,
                        .country = c->country,
                        .url = c->url,
                        .email = c->email,
                        .consent = consent,
                        .expires = c->expires};
    if (is_public) {
        out->name = c->name;
        out->phone = c->phone;
    }
    return true;
}

/* The contacts of the best origin that has any are the document's; those of the others were
 * replaced, and who is named in them is hidden. */
static bool read_contacts(ph_document *doc, const ph_redaction *how, ph_arena *arena,
                          ph_record *record, ph_hidden *hidden)
{
    bool done = true, found = false;
    for (int origin = PH_ORIGIN_SIDECAR; done && origin >= PH_ORIGIN_GUESS; origin--) {
        raw_contacts contacts = {0};
        done = take_contacts(doc, (ph_origin)origin, arena, &contacts, hidden);
        for (size_t i = 0; done && i < contacts.n; i++)
            done = sort_out(&contacts.v[i], how, arena, found ? NULL : record, hidden);
        found |= contacts.n > 0;
    }
    return done;
}

/* A mailbox or page that tells a hidden name is not an office's. */
static void keep_offices(ph_arena *arena, ph_contact *c, const ph_hidden *hidden)
{
    if (ph_eqc(c->consent, "public"))
        return;
    if (ph_tells_name(arena, c->email, hidden))
        c->email = PH_ABSENT;
    if (ph_tells_name(arena, c->url, hidden))
        c->url = PH_ABSENT;
}

/* --- the document ---------------------------------------------------------------------------------- */

/* Names that markup of contacts holds ("contact_names", parse_contacts.c) leave the metadata and
 * are hidden.  False: no memory. */
static bool take_marked(ph_document *doc, ph_arena *arena, ph_hidden *hidden, bool *removed)
{
    size_t kept = 0;
    bool done = true;
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta m = doc->meta.v[i];
        bool marked = ph_eqc(m.key, PH_META_MARKED);
        if (marked)
            done = done && ph_persons_in(arena, m.value, &hidden->names);
        else
            doc->meta.v[kept++] = m;
        *removed |= marked;
    }
    doc->meta.n = kept;
    return done;
}

static bool is_creator(ph_str key)
{
    return ph_eqc(key, "creators") || ph_starts(key, PH_STR("creators."));
}

static bool same_name(ph_arena *arena, ph_str a, ph_str b)
{
    return ph_eq(ph_text_key(arena, a), ph_text_key(arena, b));
}

/* Of the names that were found from the `known`th on, those stay in the text that are public:
 * of contacts who consent, and of authors. */
static void keep_public(const ph_document *doc, const ph_record *record, ph_arena *arena,
                        ph_hidden *hidden, size_t known)
{
    size_t kept = known;
    for (size_t i = known; i < hidden->names.n; i++) {
        ph_str name = hidden->names.v[i];
        bool open = false;
        for (size_t c = 0; c < record->contacts.n && !open; c++)
            open = record->contacts.v[c].name.n &&
                   same_name(arena, record->contacts.v[c].name, name);
        for (size_t m = 0; m < doc->meta.n && !open; m++)
            open = is_creator(doc->meta.v[m].key) &&
                   same_name(arena, doc->meta.v[m].value, name);
        if (!open)
            hidden->names.v[kept++] = name;
    }
    hidden->names.n = kept;
}

static bool redact(ph_arena *arena, ph_str *text, const ph_hidden *hidden, bool *removed)
{
    ph_str before = *text;
    if (text->n)
        *text = ph_redact_text(arena, *text, hidden);
    *removed |= text->s != before.s;
    return text->s || !text->n;
}

/* An address on the web that tells a name goes whole. */
static bool redact_meta(ph_arena *arena, ph_meta *m, const ph_hidden *hidden, bool *removed)
{
    bool web = ph_starts(m->value, PH_STR("http"));
    if (web && ph_tells_name(arena, m->value, hidden)) {
        m->value = PH_STR(PH_REDACTED);
        *removed = true;
    }
    return redact(arena, &m->value, hidden, removed);
}

static bool redact_contacts(ph_arena *arena, ph_record *record, const ph_hidden *hidden,
                            bool *removed)
{
    bool done = true;
    for (size_t i = 0; done && i < record->contacts.n; i++) {
        done = redact(arena, &record->contacts.v[i].organisation, hidden, removed) &&
               redact(arena, &record->contacts.v[i].role, hidden, removed);
        keep_offices(arena, &record->contacts.v[i], hidden);
    }
    return done;
}

ph_status ph_redact(ph_document *doc, const ph_redaction *how, ph_arena *arena,
                    ph_record *record, ph_str *path, ph_error *err)
{
    ph_hidden hidden = {0};
    bool removed = false, done = read_contacts(doc, how, arena, record, &hidden);
    size_t known = hidden.names.n;
    removed = known || hidden.numbers.n;
    done = done && take_marked(doc, arena, &hidden, &removed) &&
           ph_drop_contacts(doc, arena, &hidden, &removed);
    keep_public(doc, record, arena, &hidden, known);
    for (size_t i = 0; done && i < doc->blocks.n; i++)
        done = redact(arena, &doc->blocks.v[i].text, &hidden, &removed);
    for (size_t i = 0; done && i < doc->meta.n; i++)
        done = redact_meta(arena, &doc->meta.v[i], &hidden, &removed);
    for (size_t i = 0; done && i < doc->warnings.n; i++)
        done = redact(arena, &doc->warnings.v[i], &hidden, &removed);
    done = done && redact_contacts(arena, record, &hidden, &removed);
    ph_str before = *path;
    if (done && path->n)
        done = (*path = ph_redact_path(arena, *path, &hidden)).s != NULL;
    record->redacted = removed || path->s != before.s;
    return done ? PH_OK : ph_fail_memory(err);
}

/* --- a contact of a record -------------------------------------------------------------------------- */

size_t ph_contact_hashes(ph_arena *arena, const ph_contact *c,
                         uint64_t hashes[PH_CONTACT_HASHES])
{
    ph_str organisation = ph_text_key(arena, c->organisation);
    ph_str name = ph_text_key(arena, c->name), email = ph_text_key(arena, c->email);
    size_t n = 0;
    if (name.n) {
        hashes[n++] = ph_forgotten_hash("name", organisation, name);
        if (email.n)
            hashes[n++] = ph_forgotten_hash("mailbox", email, name);
    } else {
        hashes[n++] = ph_forgotten_hash("office", organisation,
                                        email.n ? email : ph_text_key(arena, c->url));
    }
    return n;
}

typedef struct sweep {
    ph_arena *arena;
    ph_hidden hidden;
    bool failed, removed;
} sweep;

static void clean(sweep *s, ph_str *text)
{
    s->failed |= !redact(s->arena, text, &s->hidden, &s->removed);
}

static void clean_list(sweep *s, ph_strs *list)
{
    for (size_t i = 0; i < list->n; i++)
        clean(s, &list->v[i]);
}

static void clean_tags(sweep *s, ph_tags *tags)
{
    for (size_t i = 0; i < tags->n; i++)
        for (size_t e = 0; e < tags->v[i].evidence.n; e++)
            clean(s, &tags->v[i].evidence.v[e].text);
}

/* An address that tells the name goes whole. */
static void clean_address(sweep *s, ph_str *address)
{
    if (address->n && ph_tells_name(s->arena, *address, &s->hidden))
        *address = PH_ABSENT;
}

static void clean_record(sweep *s, ph_record *r)
{
    ph_str *const texts[] = {&r->title,  &r->abstract,   &r->publisher,
                             &r->source, &r->event.name, &r->event.place};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        clean(s, texts[i]);
    clean_list(s, &r->warnings);
    clean_list(s, &r->creators);
    clean_tags(s, &r->countries);
    clean_tags(s, &r->sdgs);
    clean_tags(s, &r->themes);
    for (size_t i = 0; i < r->organisations.n; i++) {
        clean(s, &r->organisations.v[i].name);
        clean_address(s, &r->organisations.v[i].url);
        clean(s, &r->organisations.v[i].evidence.text);
    }
    for (size_t i = 0; i < r->sources.n; i++) {
        clean(s, &r->sources.v[i].title);
        clean(s, &r->sources.v[i].publisher);
        clean_address(s, &r->sources.v[i].url);
    }
    for (size_t i = 0; i < r->contacts.n; i++) {
        clean(s, &r->contacts.v[i].organisation);
        clean(s, &r->contacts.v[i].role);
        clean_address(s, &r->contacts.v[i].url);
        clean_address(s, &r->contacts.v[i].email);
    }
    for (size_t i = 0; i < r->fields.n; i++)
        clean(s, &r->fields.v[i].value);
    for (size_t i = 0; i < r->passages.n; i++) {
        clean_list(s, &r->passages.v[i].heading);
        clean(s, &r->passages.v[i].text);
    }
}

ph_status ph_redact_contact(ph_arena *arena, ph_record *record, size_t n, ph_error *err)
{
    const ph_contact contact = record->contacts.v[n];
    sweep s = {.arena = arena};
    memmove(record->contacts.v + n, record->contacts.v + n + 1,
            (record->contacts.n - n - 1) * sizeof *record->contacts.v);
    record->contacts.n--;
    if (!hide(arena, contact.name, contact.phone, &s.hidden))
        return ph_fail_memory(err);
    clean_record(&s, record);
    ph_str path = ph_redact_path(arena, record->path, &s.hidden);
    ph_str key = ph_redact_path(arena, record->key, &s.hidden);
    record->path = path;
    record->key = key;
    record->redacted = true;
    return s.failed || !path.s || !key.s ? ph_fail_memory(err) : PH_OK;
}
