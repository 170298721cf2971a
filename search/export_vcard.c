/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "search/export_json.h"
#include "search/export_vcard.h"
#include "search/text.h"

#define LINE_OCTETS 75

typedef struct writer {
    ph_buf *out;
    ph_buf line; /* the one at hand, not folded yet */
    ph_arena *arena;
    const ph_vocabulary *vocabulary;
    const ph_query *query;
    ph_str base;
} writer;

/* --- lines ----------------------------------------------------------------------------------- */

/* Ends the line at hand: folded, between characters. */
static void end_line(writer *w)
{
    ph_str rest = ph_buf_str(&w->line);
    size_t room = LINE_OCTETS;
    while (rest.n > room) {
        ph_str piece = ph_utf8_cut(rest, room);
        ph_buf_add(w->out, piece);
        ph_buf_addc(w->out, "\r\n ");
        rest = ph_sub(rest, piece.n, rest.n);
        room = LINE_OCTETS - 1;
    }
    ph_buf_add(w->out, rest);
    ph_buf_addc(w->out, "\r\n");
    w->out->failed |= w->line.failed;
    ph_buf_clear(&w->line);
}

static void begin(writer *w, const char *property)
{
    ph_buf_addc(&w->line, property);
    ph_buf_byte(&w->line, ':');
}

/* Text, or a piece of a list or of a structure. */
static void add_text(writer *w, ph_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '\n') {
            ph_buf_addc(&w->line, "\\n");
            continue;
        }
        if (strchr("\\,;", s.s[i]))
            ph_buf_byte(&w->line, '\\');
        ph_buf_byte(&w->line, s.s[i]);
    }
}

static void put(writer *w, const char *property, ph_str s)
{
    if (!s.n)
        return;
    begin(w, property);
    add_text(w, s);
    end_line(w);
}

static void put_uri(writer *w, const char *property, ph_str uri)
{
    if (!uri.n)
        return;
    begin(w, property);
    for (size_t i = 0; i < uri.n; i++) {
        unsigned char c = (unsigned char)uri.s[i];
        if (c > ' ' && c < 0x7f && !strchr("\"<>\\^`{|}", c))
            ph_buf_byte(&w->line, uri.s[i]);
        else
            ph_buf_addf(&w->line, "%%%02X", c);
    }
    end_line(w);
}

/* A UUID of version 8 out of two hashes. */
static void put_uid(writer *w, const char *kind, ph_str name)
{
    uint64_t high = ph_hash(kind, strlen(kind), PH_HASH_SEED);
    high = ph_hash(name.s, name.n, high);
    uint64_t low = ph_hash(name.s, name.n, high);
    high = (high & ~UINT64_C(0xf000)) | UINT64_C(0x8000);
    low = (low & ~(UINT64_C(3) << 62)) | (UINT64_C(2) << 62);
    begin(w, "UID");
    ph_buf_addf(&w->line,
                "urn:uuid:%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64
                "-%012" PRIx64,
                high >> 32, (high >> 16) & 0xffff, high & 0xffff, low >> 48,
                low & UINT64_C(0xffffffffffff));
    end_line(w);
}

/* "2026-11-21T10:00:00Z" as "20261121T100000Z". */
static void put_rev(writer *w, ph_str modified)
{
    if (!modified.n)
        return;
    begin(w, "REV");
    for (size_t i = 0; i < modified.n; i++)
        if (modified.s[i] != '-' && modified.s[i] != ':')
            ph_buf_byte(&w->line, modified.s[i]);
    end_line(w);
}

static void put_country(writer *w, ph_str code)
{
    if (!code.n)
        return;
    begin(w, "ADR");
    ph_buf_addc(&w->line, ";;;;;;");
    add_text(w, ph_place_name(w->arena, code, PH_STR("en")));
    end_line(w);
}

static void begin_card(writer *w, const char *kind, ph_str name)
{
    ph_buf_addc(w->out, "BEGIN:VCARD\r\nVERSION:4.0\r\n"
                        "PRODID:-//peerhub//peerhub " PACKAGE_VERSION "//EN\r\n");
    put(w, "KIND", ph_cstr(kind));
    put(w, "FN", name);
}

/* --- notes ----------------------------------------------------------------------------------- */

static void add_document(writer *w, const char *what, ph_str title, ph_str id)
{
    ph_buf_addc(&w->line, "\\n");
    add_text(w, ph_cstr(what));
    ph_buf_addc(&w->line, ": ");
    add_text(w, title);
    if (w->base.n)
        add_text(w, ph_dupf(w->arena, " %.*s/documents/%.*s", PH_FMT(w->base), PH_FMT(id)));
}

static void begin_note(writer *w)
{
    begin(w, "NOTE");
    add_text(w, PH_STR("Found with peerhub"));
    if (w->query->q.n)
        add_text(w, ph_dupf(w->arena, " for “%.*s”", PH_FMT(w->query->q)));
    ph_buf_byte(&w->line, '.');
}

/* --- cards ----------------------------------------------------------------------------------- */

static void put_themes(writer *w, const ph_who *who)
{
    bool any = false;
    for (size_t i = 0; i < who->topics.n; i++) {
        const ph_topic *t = &who->topics.v[i];
        if (t->facet != PH_FACET_THEME)
            continue;
        if (any)
            ph_buf_byte(&w->line, ',');
        else
            begin(w, "CATEGORIES");
        any = true;
        add_text(w,
                 ph_facet_label(w->vocabulary, w->arena, t->facet, t->value, PH_STR("en")));
    }
    if (any)
        end_line(w);
}

static void organisation_card(writer *w, const ph_who *who)
{
    begin_card(w, "org", who->name);
    put(w, "ORG", who->name);
    put_uid(w, "organisation", (ph_str){(const char *)&who->key, sizeof who->key});
    for (size_t i = 0; i < who->ways.n; i++) {
        const ph_way *way = &who->ways.v[i];
        if (way->mailbox)
            put(w, "EMAIL;TYPE=work", way->address);
        else if (way->of <= PH_WAY_ORGANISATION)
            put_uri(w, "URL;TYPE=work", way->address);
    }
    put_country(w, who->country);
    put_themes(w, who);
    begin_note(w);
    for (size_t i = 0; i < who->proof.n; i++) {
        const ph_proof *p = &who->proof.v[i];
        add_document(w, ph_role_name(p->role), p->title, p->id);
    }
    for (size_t i = 0; i < who->ways.n; i++) {
        ph_buf_addc(&w->line, "\\n");
        add_text(w, ph_cstr(ph_way_words(&who->ways.v[i])));
        ph_buf_addc(&w->line, ": ");
        add_text(w, who->ways.v[i].address);
    }
    end_line(w);
    put_rev(w, who->modified);
    ph_buf_addc(w->out, "END:VCARD\r\n");
}

static void person_card(writer *w, const ph_person *p)
{
    ph_str names = ph_dupf(w->arena, "%.*s\n%.*s\n%.*s", PH_FMT(p->name),
                           PH_FMT(p->organisation), PH_FMT(p->email));
    w->out->failed |= !names.s;
    begin_card(w, "individual", p->name);
    put(w, "ORG", p->organisation);
    put(w, "TITLE", p->role);
    put_uid(w, "person", names);
    put(w, "EMAIL;TYPE=work", p->email);
    put(w, "TEL;TYPE=work", p->phone);
    put_uri(w, "URL;TYPE=work", p->url);
    put_country(w, p->country);
    begin_note(w);
    add_document(w, "Contact of", p->title, p->document);
    end_line(w);
    put_rev(w, p->modified);
    ph_buf_addc(w->out, "END:VCARD\r\n");
}

bool ph_contacts_vcard(ph_buf *out, const ph_contacts_result *result, const ph_query *query,
                       const ph_vocabulary *vocabulary, ph_str base)
{
    writer w = {.out = out,
                .arena = ph_arena_new(),
                .vocabulary = vocabulary,
                .query = query,
                .base = base};
    if (!w.arena)
        return false;
    for (size_t i = 0; i < result->organisations.n; i++) {
        const ph_who *who = &result->organisations.v[i];
        organisation_card(&w, who);
        for (size_t j = 0; j < who->people.n; j++)
            person_card(&w, &who->people.v[j]);
    }
    for (size_t i = 0; i < result->people.n; i++)
        person_card(&w, &result->people.v[i]);
    ph_buf_free(&w.line);
    ph_arena_free(w.arena);
    return !out->failed;
}
