/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/redact.h"
#include "search/text.h"

#define REMOVED "[…]"
#define CONTACTS_MAX 100
#define PHONE_DIGITS 7 /* fewer are a year, an article, an amount */

/* --- texts ---------------------------------------------------------------------------------------- */

static bool is_mail_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("._%+-", c)) || (unsigned char)c >= 0x80;
}

/* The end of an e-mail address whose '@' is at i, and its beginning; 0: none. */
static size_t mail_around(ph_str text, size_t i, size_t *start)
{
    size_t from = i, to = i + 1, dot = 0;
    while (from > 0 && is_mail_char(text.s[from - 1]))
        from--;
    for (; to < text.n && is_mail_char(text.s[to]); to++)
        if (text.s[to] == '.' && to + 1 < text.n && is_mail_char(text.s[to + 1]))
            dot = to;
    while (to > i + 1 && text.s[to - 1] == '.')
        to--;
    *start = from;
    return from < i && dot > i + 1 && dot < to - 1 ? to : 0;
}

/* The end of a number in international form ("+998 71 202-00-00") that starts at i; 0: none. */
static size_t phone_at(ph_str text, size_t i)
{
    size_t digits = 0, end = 0;
    if (text.s[i] != '+' || (i > 0 && text.s[i - 1] >= '0' && text.s[i - 1] <= '9'))
        return 0;
    for (size_t j = i + 1; j < text.n && digits < 16; j++) {
        if (text.s[j] >= '0' && text.s[j] <= '9') {
            digits++;
            end = j + 1;
        } else if (!strchr(" ()-./", text.s[j])) {
            break;
        }
    }
    return digits >= PHONE_DIGITS ? end : 0;
}

/* The end of one of the names that starts at i, not within a word; 0: none. */
static size_t name_at(ph_str text, size_t i, const ph_strs *names)
{
    for (size_t n = 0; n < names->n; n++)
        if (names->v[n].n > 2 &&
            ph_eq_nocase(ph_sub(text, i, i + names->v[n].n), names->v[n]))
            return i + names->v[n].n;
    return 0;
}

ph_str ph_redact_text(ph_arena *arena, ph_str text, const ph_strs *names)
{
    ph_buf out = {0};
    size_t done = 0;
    bool touched = false;
    for (size_t i = 0; i < text.n;) {
        size_t start = i, end = 0;
        if (text.s[i] == '@')
            end = mail_around(text, i, &start);
        if (!end)
            end = phone_at(text, start = i);
        if (!end)
            end = name_at(text, start = i, names);
        if (!end || start < done) {
            i++;
            continue;
        }
        ph_buf_add(&out, ph_sub(text, done, start));
        ph_buf_addc(&out, REMOVED);
        done = i = end;
        touched = true;
    }
    if (!touched)
        return text;
    ph_buf_add(&out, ph_sub(text, done, text.n));
    ph_str clean = out.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&out));
    ph_buf_free(&out);
    return clean;
}

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
    if (expires.n && ph_cmp(expires, today) < 0)
        return PH_STR("none");
    if (ph_eqc(consent, "public") && given_on.n && authorised_by.n)
        return PH_STR("public");
    /* An organisation is not a person: its published page is consent enough. */
    if (ph_eqc(consent, "relay") && organisation.n && url.n)
        return PH_STR("relay");
    return PH_STR("none");
}

/* Takes "contacts.N.field" metadata into the table and off the document. */
static void take_contacts(ph_document *doc, raw_contact contacts[CONTACTS_MAX], size_t *n)
{
    static const char prefix[] = "contacts.";
    size_t kept = 0;
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta *m = &doc->meta.v[i];
        if (!ph_starts(m->key, ph_cstr(prefix))) {
            doc->meta.v[kept++] = *m;
            continue;
        }
        ph_str rest = ph_sub(m->key, sizeof prefix - 1, m->key.n), index;
        uint64_t at;
        if (!ph_split(&rest, '.', &index) || !ph_number(index, &at) || at >= CONTACTS_MAX)
            continue;
        ph_str *field = field_of(&contacts[at], rest);
        if (field && !field->s)
            *field = m->value;
        if (at + 1 > *n)
            *n = (size_t)at + 1;
    }
    doc->meta.n = kept;
}

/* What may be shown goes into the record, what may not into the list of names to remove. */
static bool sort_out(const raw_contact *c, ph_str today, ph_arena *arena, ph_record *record,
                     ph_strs *names)
{
    ph_str consent = ph_consent(c->consent, c->organisation, c->url, c->given_on,
                                c->authorised_by, c->expires, today);
    bool is_public = ph_eqc(consent, "public"), none = ph_eqc(consent, "none");
    const ph_str hidden[] = {c->name, c->phone, none ? c->email : PH_ABSENT};
    for (size_t i = 0; !is_public && i < 3; i++)
        if (hidden[i].n && !ph_strs_add(arena, names, hidden[i]))
            return false;
    if (none)
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

/* A heading over contact data or a list of participants, in the languages we know. */
static bool opens_contacts(ph_arena *arena, ph_str heading)
{
    static const char *const words[] = {"contact",
                                        "contacts",
                                        "contact details",
                                        "contact information",
                                        "contact person",
                                        "contact persons",
                                        "list of participants",
                                        "participants",
                                        "participants list",
                                        "контакты",
                                        "контактная информация",
                                        "список участников",
                                        "участники",
                                        "coordonnees",
                                        "liste des participants",
                                        "participantes",
                                        "lista de participantes",
                                        "contactos",
                                        "contacto",
                                        "persoane de contact",
                                        "lista participantilor",
                                        "kontakt",
                                        "контакт",
                                        "spisak ucesnika",
                                        "списак учесника"};
    ph_str key = ph_text_key(arena, heading);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ph_eqc(key, words[i]))
            return true;
    return false;
}

/* Drops what stands under such headings, up to the next one of the same level or above. */
static void drop_contact_blocks(ph_document *doc, ph_arena *arena)
{
    size_t kept = 0;
    unsigned closed = 0; /* level of the heading that closed us out; 0: open */
    for (size_t i = 0; i < doc->blocks.n; i++) {
        const ph_block *b = &doc->blocks.v[i];
        if (b->type == PH_BLOCK_HEADING && (!closed || b->level <= closed))
            closed = opens_contacts(arena, b->text) ? b->level : 0;
        if (!closed)
            doc->blocks.v[kept++] = *b;
    }
    doc->blocks.n = kept;
}

ph_status ph_redact(ph_document *doc, ph_str today, ph_arena *arena, ph_record *record,
                    ph_error *err)
{
    ph_strs names = {0};
    size_t n = 0;
    raw_contact *contacts = ph_alloc(arena, CONTACTS_MAX * sizeof *contacts);
    if (!contacts)
        return ph_fail_memory(err);
    take_contacts(doc, contacts, &n);
    for (size_t i = 0; i < n; i++)
        if (!sort_out(&contacts[i], today, arena, record, &names))
            return ph_fail_memory(err);
    drop_contact_blocks(doc, arena);
    for (size_t i = 0; i < doc->blocks.n; i++)
        if (!(doc->blocks.v[i].text = ph_redact_text(arena, doc->blocks.v[i].text, &names))
                 .s)
            return ph_fail_memory(err);
    for (size_t i = 0; i < doc->meta.n; i++)
        if (!(doc->meta.v[i].value = ph_redact_text(arena, doc->meta.v[i].value, &names)).s)
            return ph_fail_memory(err);
    return PH_OK;
}
