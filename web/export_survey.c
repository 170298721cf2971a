/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "search/harvest.h"
#include "search/limits.h"
#include "search/organisations.h"
#include "search/text.h"
#include "web/export_survey.h"

/* That a document names an organisation. */
typedef struct mention {
    uint64_t key;
    uint32_t document;
    ph_role role;
    ph_str id, name, country, url;
} mention;

typedef struct survey {
    const ph_site *site;
    ph_edition *edition;
    ph_arena *arena; /* of one document */
    PH_VEC(mention) mentions;
    ph_strs people, authors;
    ph_str newest; /* "2026-11-21T10:00:00Z" */
} survey;

/* --- a document --------------------------------------------------------------------------- */

static bool is_page(ph_str url)
{
    return ph_starts(url, PH_STR("https://")) || ph_starts(url, PH_STR("http://"));
}

/* A copy for as long as the edition; absent stays absent.  Clears *ok without memory. */
static ph_str keep(survey *s, ph_str text, bool *ok)
{
    ph_str copy = text.s ? ph_dup(s->edition->arena, text) : PH_ABSENT;
    *ok = *ok && (copy.s || !text.s);
    return copy;
}

static bool add_organisations(survey *s, const ph_record *r, uint32_t document)
{
    bool ok = true;
    for (size_t i = 0; i < r->organisations.n && ok; i++) {
        const ph_organisation *o = &r->organisations.v[i];
        mention *m = PH_PUSH(s->edition->arena, &s->mentions);
        if (!m)
            return false;
        *m = (mention){.key = o->key, .document = document, .role = o->role};
        m->id = keep(s, o->id, &ok);
        m->name = keep(s, o->name, &ok);
        m->country = keep(s, o->country, &ok);
        m->url = keep(s, is_page(o->url) ? o->url : PH_ABSENT, &ok);
    }
    return ok;
}

static bool add_name(survey *s, ph_strs *list, ph_str name)
{
    return !name.n || ph_strs_has(list, name) || ph_strs_dup(s->edition->arena, list, name);
}

static bool add_people(survey *s, const ph_record *r)
{
    bool ok = true;
    for (size_t i = 0; i < r->contacts.n && ok; i++)
        ok = add_name(s, &s->people, r->contacts.v[i].name);
    for (size_t i = 0; i < r->creators.n && ok; i++)
        ok = ph_strs_dup(s->edition->arena, &s->authors, r->creators.v[i]);
    return ok;
}

static bool add_document(survey *s, const ph_record *r)
{
    bool ok = true;
    uint32_t at = (uint32_t)s->edition->documents.n;
    ph_edition_document *d = PH_PUSH(s->edition->arena, &s->edition->documents);
    if (!d)
        return false;
    d->id = keep(s, r->id, &ok);
    d->title = keep(s, r->title, &ok);
    d->language = keep(s, r->language, &ok);
    /* what states no licence is the site's own to show, here as on its pages */
    d->text = !r->license.n || ph_config_hands_out(s->site->config, r->license);
    if (ph_cmp(r->modified, s->newest) > 0)
        s->newest = keep(s, r->modified, &ok);
    return ok && add_organisations(s, r, at) && add_people(s, r);
}

static ph_status read_documents(survey *s, ph_reader *reader, ph_error *err)
{
    ph_located_list list;
    uint64_t n = ph_reader_documents(reader);
    if (n > PH_EDITION_DOCUMENTS)
        return ph_fail(err, PH_LIMIT, "an offline edition has at most %d documents",
                       PH_EDITION_DOCUMENTS);
    ph_status status = ph_harvest_located(reader, 0, n, s->edition->arena, &list, err);
    for (size_t i = 0; i < list.n && status == PH_OK; i++) {
        ph_record record = {0};
        ph_arena_reset(s->arena);
        status = ph_reader_get(reader, list.v[i].id, s->arena, &record, err);
        if (status == PH_NOT_FOUND || status == PH_GONE)
            return ph_fail(err, PH_BUSY,
                           "the index changed while it was read; please try again");
        if (status == PH_OK &&
            (!ph_organisations_set_keys(s->arena, &record) || !add_document(s, &record)))
            status = ph_fail_memory(err);
    }
    return status;
}

/* --- organisations ------------------------------------------------------------------------ */

static int by_key(const void *left, const void *right)
{
    const mention *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->document < b->document ? -1 : a->document > b->document;
}

/* Name and page as the vocabulary has them, else as the document that says most of what it did. */
static void describe(const survey *s, const mention *m, size_t n,
                     ph_edition_organisation *o)
{
    const mention *best = m;
    ph_str id = PH_ABSENT;
    for (size_t i = 0; i < n; i++) {
        best = m[i].role > best->role ? &m[i] : best;
        o->url = o->url.n ? o->url : m[i].url;
        o->country = o->country.n ? o->country : m[i].country;
        id = id.n ? id : m[i].id;
    }
    const ph_concept *c =
        ph_vocabulary_find(s->site->vocabulary, "organisation", id.n ? id : PH_STR(""));
    o->key = m->key;
    o->name = best->name;
    if (c) {
        o->name = ph_concept_label(c, ph_cstr(s->edition->language->tag));
        o->url = is_page(c->url) ? c->url : o->url;
    }
}

static bool add_organisation(survey *s, const mention *m, size_t n)
{
    ph_edition *e = s->edition;
    ph_edition_organisation *o = PH_PUSH(e->arena, &e->organisations);
    if (!o)
        return false;
    describe(s, m, n, o);
    for (size_t i = 0; i < n; i++) {
        if (i && m[i].document == m[i - 1].document)
            continue;
        uint32_t *document = PH_PUSH(e->arena, &o->documents);
        if (!document)
            return false;
        *document = m[i].document;
    }
    return true;
}

static bool gather(survey *s)
{
    const mention *m = s->mentions.v;
    size_t n = s->mentions.n, end;
    if (n)
        qsort(s->mentions.v, n, sizeof *m, by_key);
    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && m[end].key == m[i].key;)
            end++;
        if (m[i].name.n && !add_organisation(s, m + i, end - i))
            return false;
    }
    return true;
}

/* --- in order ----------------------------------------------------------------------------- */

static bool sort_all(survey *s)
{
    ph_edition *e = s->edition;
    ph_entries titles = {0}, names = {0};
    for (size_t i = 0; i < e->documents.n; i++) {
        ph_entry *entry = PH_PUSH(e->arena, &titles);
        if (!entry)
            return false;
        *entry = (ph_entry){.label = e->documents.v[i].title, .rows = 1};
    }
    for (size_t i = 0; i < e->organisations.n; i++) {
        ph_entry *entry = PH_PUSH(e->arena, &names);
        if (!entry)
            return false;
        *entry = (ph_entry){.label = e->organisations.v[i].name,
                            .rows = 1 + e->organisations.v[i].documents.n};
    }
    const char *tag = e->language->tag;
    return ph_letters_make(e->arena, tag, PH_EDITION_ROWS, titles, &e->titles) &&
           ph_letters_make(e->arena, tag, PH_EDITION_ROWS, names, &e->names);
}

/* Names of those who are no authors, also as they are written in HTML. */
static bool name_people(survey *s)
{
    ph_edition *e = s->edition;
    bool ok = true;
    for (size_t i = 0; i < s->people.n && ok; i++) {
        ph_str name = s->people.v[i];
        if (ph_strs_has(&s->authors, name))
            continue;
        ph_buf escaped = {0};
        ph_html_escape(&escaped, name);
        ok = !escaped.failed && ph_strs_add(e->arena, &e->people, name) &&
             add_name(s, &e->people, ph_buf_str(&escaped));
        ph_buf_free(&escaped);
    }
    return ok;
}

static int64_t seconds_of(ph_str when)
{
    struct tm utc = {0};
    const char *end = when.n ? strptime(when.s, "%Y-%m-%dT%H:%M:%SZ", &utc) : NULL;
    return end ? timegm(&utc) : 0;
}

ph_status ph_export_survey(const ph_site *site, ph_reader *reader, ph_edition *edition,
                           ph_error *err)
{
    survey s = {.site = site, .edition = edition, .arena = ph_arena_new()};
    ph_status status = s.arena ? read_documents(&s, reader, err) : ph_fail_memory(err);
    if (status == PH_OK && (!gather(&s) || !sort_all(&s) || !name_people(&s)))
        status = ph_fail_memory(err);
    if (edition->date < 0)
        edition->date = seconds_of(s.newest);
    ph_arena_free(s.arena);
    return status;
}
