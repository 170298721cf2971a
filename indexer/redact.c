/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <limits.h>
#include <string.h>

#include "indexer/dates.h"
#include "indexer/redact.h"
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

/* What may be shown goes into the record, what may not into the list of what is hidden.
 * record NULL: nothing may. */
static bool sort_out(const raw_contact *c, ph_str today, ph_arena *arena, ph_record *record,
                     ph_hidden *hidden)
{
    ph_str consent = ph_consent(c->consent, c->organisation, c->url, c->given_on,
                                c->authorised_by, c->expires, today);
    bool is_public = record && ph_eqc(consent, "public");
    if (!is_public && !hide(arena, c->name, c->phone, hidden))
        return false;
    if (!record || ph_eqc(consent, "none"))
        return true;
    ph_contact *out = PH_PUSH(arena, &record->contacts);
    if (!out)
        return false;
    *out = (ph_contact){.organisation = c->organisation,
                        .role = c->role,
                        .country = c->country,
                        .url = c->url,
                        .email = c->email,
                        .consent = consent};
    if (is_public) {
        out->name = c->name;
        out->phone = c->phone;
    }
    return true;
}

/* The contacts of the best origin that has any are the document's; those of the others were
 * replaced, and who is named in them is hidden. */
static bool read_contacts(ph_document *doc, ph_str today, ph_arena *arena,
                          ph_record *record, ph_hidden *hidden)
{
    bool done = true, found = false;
    for (int origin = PH_ORIGIN_SIDECAR; done && origin >= PH_ORIGIN_GUESS; origin--) {
        raw_contacts contacts = {0};
        done = take_contacts(doc, (ph_origin)origin, arena, &contacts, hidden);
        for (size_t i = 0; done && i < contacts.n; i++)
            done = sort_out(&contacts.v[i], today, arena, found ? NULL : record, hidden);
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

/* --- blocks -------------------------------------------------------------------------------------- */

/* Without "5", "IV", "Annex 2" in front; key: of a heading. */
static ph_str without_number(ph_str key)
{
    static const char *const annexes[] = {"annex",  "appendix", "annexe",
                                          "anexa",  "anexo",    "приложение",
                                          "prilog", "прилог",   "attachment"};
    ph_str rest = key, first, second;
    if (!ph_split(&rest, ' ', &first) || !rest.n)
        return key;
    for (size_t i = 0; i < sizeof annexes / sizeof *annexes; i++)
        if (ph_eqc(first, annexes[i])) {
            ph_str behind = rest;
            bool numbered = ph_split(&behind, ' ', &second) && second.n <= 3 && behind.n;
            return numbered ? behind : rest;
        }
    uint64_t number;
    bool roman = true;
    for (size_t i = 0; i < first.n; i++)
        roman &= strchr("ivx", first.s[i]) != NULL;
    return roman || first.n == 1 || ph_number(first, &number) ? without_number(rest) : key;
}

/* Words over contact data or a list of participants, in the languages we know. */
static bool opens_contacts(ph_arena *arena, ph_str heading)
{
    static const char *const words[] = {"contact",
                                        "contacts",
                                        "contact details",
                                        "contact information",
                                        "contact person",
                                        "contact persons",
                                        "contact point",
                                        "contact points",
                                        "contact us",
                                        "focal point",
                                        "focal points",
                                        "list of participants",
                                        "participants",
                                        "participant list",
                                        "participants list",
                                        "list of contacts",
                                        "контакты",
                                        "контактные данные",
                                        "контактная информация",
                                        "контактное лицо",
                                        "контактные лица",
                                        "список участников",
                                        "участники",
                                        "coordonnees",
                                        "personne a contacter",
                                        "personnes a contacter",
                                        "liste des participants",
                                        "participantes",
                                        "lista de participantes",
                                        "contactos",
                                        "contacto",
                                        "persona de contacto",
                                        "persoane de contact",
                                        "persoana de contact",
                                        "date de contact",
                                        "participanti",
                                        "lista participantilor",
                                        "lista de participanti",
                                        "kontakt",
                                        "kontakti",
                                        "kontakt osoba",
                                        "контакт",
                                        "контакти",
                                        "контакт особа",
                                        "ucesnici",
                                        "учесници",
                                        "spisak ucesnika",
                                        "списак учесника"};
    if (heading.n > 200)
        return false;
    ph_str key = without_number(ph_text_key(arena, heading));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ph_eqc(key, words[i]))
            return true;
    return false;
}

/* "Contact: Jane ...", "Contact person | Jane ...". */
static bool is_contact_line(ph_arena *arena, ph_str text)
{
    for (size_t i = 0; i < text.n && i < 60; i++)
        if (text.s[i] == ':' || text.s[i] == '|')
            return opens_contacts(arena, ph_sub(text, 0, i));
    return false;
}

/* Drops what stands under such headings, up to the next one of the same level or above.  Such
 * words in a line of their own are a heading too, up to the next one of any level. */
static void drop_contact_blocks(ph_document *doc, ph_arena *arena)
{
    size_t kept = 0;
    unsigned closed = 0; /* level of the heading that closed us out; 0: open */
    for (size_t i = 0; i < doc->blocks.n; i++) {
        const ph_block *b = &doc->blocks.v[i];
        if (b->type == PH_BLOCK_HEADING && (!closed || b->level <= closed))
            closed = opens_contacts(arena, b->text) ? b->level : 0;
        else if (!closed && b->type != PH_BLOCK_HEADING && opens_contacts(arena, b->text))
            closed = UINT_MAX;
        if (!closed && !is_contact_line(arena, b->text))
            doc->blocks.v[kept++] = *b;
    }
    doc->blocks.n = kept;
}

static bool redact(ph_arena *arena, ph_str *text, const ph_hidden *hidden)
{
    if (text->n)
        *text = ph_redact_text(arena, *text, hidden);
    return text->s || !text->n;
}

ph_status ph_redact(ph_document *doc, ph_str today, ph_arena *arena, ph_record *record,
                    ph_str *path, ph_error *err)
{
    ph_hidden hidden = {0};
    bool done = read_contacts(doc, today, arena, record, &hidden);
    if (done)
        drop_contact_blocks(doc, arena);
    for (size_t i = 0; done && i < doc->blocks.n; i++)
        done = redact(arena, &doc->blocks.v[i].text, &hidden);
    for (size_t i = 0; done && i < doc->meta.n; i++)
        done = redact(arena, &doc->meta.v[i].value, &hidden);
    for (size_t i = 0; done && i < doc->warnings.n; i++)
        done = redact(arena, &doc->warnings.v[i], &hidden);
    for (size_t i = 0; done && i < record->contacts.n; i++) {
        done = redact(arena, &record->contacts.v[i].organisation, &hidden) &&
               redact(arena, &record->contacts.v[i].role, &hidden);
        keep_offices(arena, &record->contacts.v[i], &hidden);
    }
    if (done && path->n)
        done = (*path = ph_redact_path(arena, *path, &hidden)).s != NULL;
    return done ? PH_OK : ph_fail_memory(err);
}
