/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/content_lines.h"
#include "search/export_json.h"
#include "search/export_vcard.h"

typedef struct writer {
    ph_lines lines;
    ph_arena *arena;
    const ph_vocabulary *vocabulary;
    const ph_query *query;
    ph_str base;
} writer;

static void put_country(writer *w, ph_str code)
{
    if (!code.n)
        return;
    ph_lines_begin(&w->lines, "ADR");
    ph_buf_addc(&w->lines.line, ";;;;;;");
    ph_lines_text(&w->lines, ph_place_name(w->arena, code, PH_STR("en")));
    ph_lines_end(&w->lines);
}

static void begin_card(writer *w, const char *kind, ph_str name)
{
    ph_buf_addc(w->lines.out, "BEGIN:VCARD\r\nVERSION:4.0\r\n"
                              "PRODID:-//peerhub//peerhub " PACKAGE_VERSION "//EN\r\n");
    ph_lines_put(&w->lines, "KIND", ph_cstr(kind));
    ph_lines_put(&w->lines, "FN", name);
}

/* --- notes ----------------------------------------------------------------------------------- */

static void add_document(writer *w, const char *what, ph_str title, ph_str id)
{
    ph_buf_addc(&w->lines.line, "\\n");
    ph_lines_text(&w->lines, ph_cstr(what));
    ph_buf_addc(&w->lines.line, ": ");
    ph_lines_text(&w->lines, title);
    if (w->base.n)
        ph_lines_text(&w->lines, ph_dupf(w->arena, " %.*s/documents/%.*s", PH_FMT(w->base),
                                         PH_FMT(id)));
}

static void begin_note(writer *w)
{
    ph_lines_begin(&w->lines, "NOTE");
    ph_lines_text(&w->lines, PH_STR("Found with peerhub"));
    if (w->query->q.n)
        ph_lines_text(&w->lines, ph_dupf(w->arena, " for “%.*s”", PH_FMT(w->query->q)));
    ph_buf_byte(&w->lines.line, '.');
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
            ph_buf_byte(&w->lines.line, ',');
        else
            ph_lines_begin(&w->lines, "CATEGORIES");
        any = true;
        ph_lines_text(&w->lines, ph_facet_label(w->vocabulary, w->arena, t->facet, t->value,
                                                PH_STR("en")));
    }
    if (any)
        ph_lines_end(&w->lines);
}

static void organisation_card(writer *w, const ph_who *who)
{
    begin_card(w, "org", who->name);
    ph_lines_put(&w->lines, "ORG", who->name);
    ph_lines_uid(&w->lines, "organisation",
                 (ph_str){(const char *)&who->key, sizeof who->key});
    for (size_t i = 0; i < who->ways.n; i++) {
        const ph_way *way = &who->ways.v[i];
        if (way->mailbox)
            ph_lines_put(&w->lines, "EMAIL;TYPE=work", way->address);
        else if (way->of <= PH_WAY_ORGANISATION)
            ph_lines_uri(&w->lines, "URL;TYPE=work", way->address);
    }
    put_country(w, who->country);
    put_themes(w, who);
    begin_note(w);
    for (size_t i = 0; i < who->proof.n; i++) {
        const ph_proof *p = &who->proof.v[i];
        add_document(w, ph_role_name(p->role), p->title, p->id);
    }
    for (size_t i = 0; i < who->ways.n; i++) {
        ph_buf_addc(&w->lines.line, "\\n");
        ph_lines_text(&w->lines, ph_cstr(ph_way_words(&who->ways.v[i])));
        ph_buf_addc(&w->lines.line, ": ");
        ph_lines_text(&w->lines, who->ways.v[i].address);
    }
    ph_lines_end(&w->lines);
    ph_lines_time(&w->lines, "REV", who->modified);
    ph_buf_addc(w->lines.out, "END:VCARD\r\n");
}

static void person_card(writer *w, const ph_person *p)
{
    ph_str names = ph_dupf(w->arena, "%.*s\n%.*s\n%.*s", PH_FMT(p->name),
                           PH_FMT(p->organisation), PH_FMT(p->email));
    w->lines.out->failed |= !names.s;
    begin_card(w, "individual", p->name);
    ph_lines_put(&w->lines, "ORG", p->organisation);
    ph_lines_put(&w->lines, "TITLE", p->role);
    ph_lines_uid(&w->lines, "person", names);
    ph_lines_put(&w->lines, "EMAIL;TYPE=work", p->email);
    ph_lines_put(&w->lines, "TEL;TYPE=work", p->phone);
    ph_lines_uri(&w->lines, "URL;TYPE=work", p->url);
    put_country(w, p->country);
    begin_note(w);
    add_document(w, "Contact of", p->title, p->document);
    ph_lines_end(&w->lines);
    ph_lines_time(&w->lines, "REV", p->modified);
    ph_buf_addc(w->lines.out, "END:VCARD\r\n");
}

bool ph_contacts_vcard(ph_buf *out, const ph_contacts_result *result, const ph_query *query,
                       const ph_vocabulary *vocabulary, ph_str base)
{
    writer w = {.lines = {.out = out},
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
    ph_lines_free(&w.lines);
    ph_arena_free(w.arena);
    return !out->failed;
}
