/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/limits.h"
#include "search/text.h"
#include "web/question.h"
#include "web/words.h"

/* --- reading -------------------------------------------------------------------------- */

static ph_status complain(ph_question *q, const ph_parameter *p, const char *text,
                          ph_error *err)
{
    ph_complaint *c = PH_PUSH(q->query.arena, &q->complaints);
    ph_str copy = ph_dup(q->query.arena, ph_cstr(text));
    if (!c || !copy.s)
        return ph_fail_memory(err);
    *c = (ph_complaint){p->name, p->value, copy};
    return PH_OK;
}

/* A whole number from 1 to max. */
static ph_status read_number(ph_question *q, const ph_parameter *p, size_t max, size_t *out,
                             ph_error *err)
{
    uint64_t value;
    if (ph_number(p->value, &value) && value >= 1 && value <= max) {
        *out = (size_t)value;
        return PH_OK;
    }
    ph_error words;
    ph_fail(&words, PH_INVALID, "%.*s is a number from 1 to %zu, not '%.*s'",
            PH_FMT(p->name), max, PH_FMT(ph_utf8_cut(p->value, 100)));
    return complain(q, p, words.text, err);
}

/* Names that the command line has and addresses have not: they have pages. */
static bool is_foreign(ph_str name)
{
    return ph_eqc(name, "offset") || ph_eqc(name, "limit");
}

/* The two fields of a form that make a range of years: forms cannot write "2019..2022". */
static bool is_span(ph_str name)
{
    return ph_eqc(name, "year_from") || ph_eqc(name, "year_to");
}

static ph_status read_span(const ph_request *request, ph_question *q, ph_error *err)
{
    ph_str from = ph_request_parameter(request, "year_from");
    ph_str to = ph_request_parameter(request, "year_to");
    ph_error words;
    if (!from.n && !to.n)
        return PH_OK;
    ph_str span = ph_dupf(q->query.arena, "%.*s..%.*s", PH_FMT(from), PH_FMT(to));
    if (!span.s)
        return ph_fail_memory(err);
    ph_parameter p = {PH_STR("year"), span};
    ph_status status = ph_query_set(&q->query, p.name, p.value, &words);
    if (status == PH_NO_MEMORY)
        return ph_fail_memory(err);
    uint64_t year;
    bool first = from.n && !(to.n && from.n == 4 && ph_number(from, &year));
    p = first ? (ph_parameter){PH_STR("year_from"), from}
              : (ph_parameter){PH_STR("year_to"), to};
    return status == PH_OK ? PH_OK : complain(q, &p, words.text, err);
}

/* A country that somebody writes in a field has a name rather than a code. */
static ph_str with_code(const ph_context *context, const ph_parameter *p)
{
    ph_str code = PH_ABSENT;
    if (ph_eqc(p->name, "peer") && p->value.n > 2)
        code = ph_country_named(context->site->vocabulary, context->arena, p->value);
    return code.s ? code : p->value;
}

/* context.c has chosen it already. */
static ph_status read_language(const ph_context *context, ph_question *q,
                               const ph_parameter *p, ph_error *err)
{
    ph_error words;
    if (ph_language_find(&context->site->languages, p->value))
        return PH_OK;
    ph_fail(&words, PH_INVALID, "ui: there are no pages in '%.*s'",
            PH_FMT(ph_utf8_cut(p->value, 100)));
    return complain(q, p, words.text, err);
}

static ph_status read_one(const ph_context *context, ph_question *q, const ph_parameter *p,
                          ph_error *err)
{
    if (!p->value.n || ph_eqc(p->name, "pack") || is_span(p->name))
        return PH_OK;
    if (ph_eqc(p->name, "ui"))
        return read_language(context, q, p, err);
    if (ph_eqc(p->name, "page"))
        return read_number(q, p, PH_WINDOW_MAX, &q->page, err);
    if (ph_eqc(p->name, "per_page"))
        return read_number(q, p, PH_PAGE_MAX, &q->per_page, err);
    ph_error words;
    ph_status status = PH_UNKNOWN;
    if (!is_foreign(p->name))
        status = ph_query_set(&q->query, p->name, with_code(context, p), &words);
    if (status == PH_OK)
        return PH_OK;
    if (status == PH_NO_MEMORY)
        return ph_fail_memory(err);
    if (status == PH_UNKNOWN)
        ph_fail(&words, status, "there is no parameter '%.*s'",
                PH_FMT(ph_utf8_cut(p->name, 100)));
    return complain(q, p, words.text, err);
}

/* Pages end where the window does. */
static ph_status check_window(ph_question *q, ph_error *err)
{
    size_t last = PH_WINDOW_MAX / q->per_page;
    if (q->page > last) {
        ph_str value = ph_dupf(q->query.arena, "%zu", q->page);
        ph_parameter p = {PH_STR("page"), value};
        ph_status status = read_number(q, &p, last, &q->page, err);
        q->page = last;
        return status;
    }
    return PH_OK;
}

/* --- what was understood -------------------------------------------------------------- */

static bool add(ph_question *q, const char *name, ph_str value)
{
    ph_parameter *p = PH_PUSH(q->query.arena, &q->parameters);
    if (p)
        *p = (ph_parameter){ph_cstr(name), value};
    return p != NULL;
}

static bool add_list(ph_question *q, const char *name, const ph_strs *values)
{
    for (size_t i = 0; i < values->n; i++)
        if (!add(q, name, values->v[i]))
            return false;
    return true;
}

static bool collect(ph_question *q)
{
    static const char *const matches[] = {NULL, "all", "any"};
    static const char *const sorts[] = {NULL, "date", "title"};
    const ph_query *query = &q->query;
    bool ok = true;
    if (query->q.n)
        ok = ok && add(q, "q", query->q);
    if (matches[query->match])
        ok = ok && add(q, "match", ph_cstr(matches[query->match]));
    for (int f = 0; f < PH_FACETS; f++)
        ok = ok && add_list(q, ph_facets[f].name, &query->choices[f]);
    for (int f = 0; f < PH_FACETS; f++)
        if (query->all[f])
            ok = ok && add(q, "all", ph_cstr(ph_facets[f].name));
    ok = ok && add_list(q, "kind", &query->kinds);
    ok = ok && add_list(q, "addressee", &query->addressees);
    ok = ok && add_list(q, "event", &query->events);
    ok = ok && add_list(q, "event_country", &query->event_countries);
    ok = ok && add_list(q, "exclude", &query->exclude);
    ok = ok && add_list(q, "without", &query->without);
    if (query->peer.n)
        ok = ok && add(q, "peer", query->peer);
    if (query->since.n)
        ok = ok && add(q, "since", query->since);
    if (query->asserted)
        ok = ok && add(q, "from", PH_STR("asserted"));
    if (sorts[query->sort])
        ok = ok && add(q, "sort", ph_cstr(sorts[query->sort]));
    if (q->per_page != q->usual) {
        ph_str n = ph_dupf(query->arena, "%zu", q->per_page);
        ok = ok && n.s && add(q, "per_page", n);
    }
    return ok;
}

static void begin(const ph_context *context, ph_question *question)
{
    *question = (ph_question){.page = 1, .per_page = PH_PER_PAGE, .usual = PH_PER_PAGE};
    ph_query_init(&question->query, context->arena, context->site->vocabulary);
    ph_voice *voice = PH_NEW(context->arena, ph_voice);
    if (voice)
        *voice = ph_voice_of(context);
    question->query.voice = voice;
    if (context->language_asked)
        question->query.reads = ph_language_primary(ph_cstr(context->language->tag));
}

static ph_status read_all(const ph_context *context, const ph_request *request,
                          ph_question *question, ph_error *err)
{
    ph_status status = PH_OK;
    for (size_t i = 0; i < request->parameters.n && status == PH_OK; i++)
        status = read_one(context, question, &request->parameters.v[i], err);
    if (status == PH_OK)
        status = read_span(request, question, err);
    if (status == PH_OK)
        status = check_window(question, err);
    if (status != PH_OK)
        return status;
    question->query.offset = (question->page - 1) * question->per_page;
    question->query.limit = question->per_page;
    return collect(question) ? PH_OK : ph_fail_memory(err);
}

ph_status ph_question_read(const ph_context *context, const ph_request *request,
                           ph_question *question, ph_error *err)
{
    begin(context, question);
    return read_all(context, request, question, err);
}

ph_status ph_question_read_units(const ph_context *context, const ph_request *request,
                                 ph_question *question, ph_error *err)
{
    begin(context, question);
    question->query.units = true;
    return read_all(context, request, question, err);
}

ph_status ph_question_read_contacts(const ph_context *context, const ph_request *request,
                                    ph_question *question, ph_error *err)
{
    begin(context, question);
    question->query.contacts = true;
    return read_all(context, request, question, err);
}

/* Whatever order was asked for is left out, of addresses too. */
ph_status ph_question_read_new(const ph_context *context, const ph_request *request,
                               ph_question *question, ph_error *err)
{
    begin(context, question);
    question->per_page = question->usual = PH_PER_PAGE_NEW;
    ph_status status = read_all(context, request, question, err);
    for (size_t i = 0; i < question->parameters.n; i++)
        if (ph_eqc(question->parameters.v[i].name, "sort")) {
            question->parameters.n--;
            memmove(&question->parameters.v[i], &question->parameters.v[i + 1],
                    (question->parameters.n - i) * sizeof *question->parameters.v);
        }
    question->query.sort = PH_SORT_CHANGED;
    return status;
}

/* --- addresses ------------------------------------------------------------------------ */

void ph_url_escape(ph_buf *buf, ph_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= '0' && c <= '9') || (c && strchr("-._~", c));
        if (plain)
            ph_buf_byte(buf, s.s[i]);
        else
            ph_buf_addf(buf, "%%%02X", c);
    }
}

static void add_pair(ph_buf *buf, char *separator, const ph_parameter *p)
{
    ph_buf_byte(buf, *separator);
    ph_url_escape(buf, p->name);
    ph_buf_byte(buf, '=');
    ph_url_escape(buf, p->value);
    *separator = '&';
}

ph_str ph_question_link(ph_arena *arena, ph_str path, const ph_question *question,
                        size_t without, const ph_parameter *also)
{
    ph_buf buf = {0};
    char separator = '?';
    ph_buf_add(&buf, path);
    for (size_t i = 0; i < question->parameters.n; i++)
        if (i != without)
            add_pair(&buf, &separator, &question->parameters.v[i]);
    if (also)
        add_pair(&buf, &separator, also);
    ph_str link = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return link;
}

ph_str ph_question_page(ph_arena *arena, ph_str path, const ph_question *question, size_t n)
{
    ph_str number = ph_dupf(arena, "%zu", n);
    ph_parameter page = {PH_STR("page"), number};
    if (!number.s)
        return PH_ABSENT;
    return ph_question_link(arena, path, question, PH_NONE, n > 1 ? &page : NULL);
}
