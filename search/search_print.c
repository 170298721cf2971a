/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/export_contacts.h"
#include "search/export_json.h"
#include "search/export_trec.h"
#include "search/export_units.h"
#include "search/search_print.h"

const char *ph_print_refuse(const ph_printer *p, bool batch)
{
    bool documents = p->show != PH_SHOW_CONTACTS && p->show != PH_SHOW_PASSAGES;
    bool csv = p->export && strcmp(p->export->name, "csv") == 0;
    if (p->show == PH_SHOW_FACETS && p->format != PH_PRINT_TEXT &&
        p->format != PH_PRINT_JSON && !(p->format == PH_PRINT_JSONL && batch))
        return "facets are told as text or json";
    if (p->format == PH_PRINT_EXPORT && batch)
        return "answers to several questions are told as text, json, jsonl or trec";
    if (p->format == PH_PRINT_TREC && !documents)
        return "a run is of documents";
    if (p->format == PH_PRINT_EXPORT && !documents && !(csv && p->show == PH_SHOW_CONTACTS))
        return "references are to documents; --show=contacts can be told as csv";
    return NULL;
}

/* What was found, whichever was looked for. */
typedef struct answer {
    ph_result result;
    ph_units_result units;
    ph_contacts_result who;
    bool found;
} answer;

static ph_status ask(const ph_printer *p, const ph_query *query, ph_arena *arena, answer *a,
                     ph_error *err)
{
    ph_status status;
    switch (p->show) {
    case PH_SHOW_PASSAGES:
        status = ph_units_search(p->reader, query, arena, &a->units, err);
        a->found = !status && a->units.total > 0;
        return status;
    case PH_SHOW_CONTACTS:
        status = ph_contacts(p->reader, query, arena, &a->who, err);
        a->found = !status && a->who.total + a->who.people.n > 0;
        return status;
    default:
        status = ph_search(p->reader, query, arena, &a->result, err);
        a->found = !status && (a->result.hits.n || a->result.total);
        return status;
    }
}

/* --- JSON ------------------------------------------------------------------------------- */

static bool print_json(json_t *json, size_t flags)
{
    bool good = json && json_dumpf(json, stdout, flags | JSON_REAL_PRECISION(8)) == 0;
    json_decref(json);
    return good;
}

/* The elements of an array, which it takes over (NULL: no memory), one a line. */
static bool print_lines(json_t *array)
{
    json_t *one;
    size_t i;
    bool good = array != NULL;
    json_array_foreach(array, i, one) good =
        good && print_json(json_incref(one), JSON_COMPACT) && putchar('\n') != EOF;
    json_decref(array);
    return good;
}

static json_t *whole(const ph_printer *p, const ph_query *query, const answer *a)
{
    const ph_str en = PH_STR("en");
    switch (p->show) {
    case PH_SHOW_PASSAGES: return ph_units_json(&a->units, query, p->vocabulary, en);
    case PH_SHOW_CONTACTS:
        return ph_contacts_json(&a->who, query, p->vocabulary, PH_STR(""), en);
    default: return ph_result_json(&a->result, query, p->vocabulary, en);
    }
}

static bool print_list(const ph_printer *p, const ph_query *query, const answer *a)
{
    if (p->show == PH_SHOW_PASSAGES)
        return print_lines(ph_units_lines(&a->units, query, p->vocabulary, PH_STR("en")));
    json_t *json = whole(p, query, a);
    const char *list = p->show == PH_SHOW_CONTACTS ? "organisations" : "results";
    bool good = print_lines(json_incref(json_object_get(json, list)));
    json_decref(json);
    return good;
}

/* One answer of several, as a member of a list or as a line: its JSON with the question's id. */
static bool print_member(const ph_printer *p, const ph_query *query, const answer *a,
                         ph_str id, bool first)
{
    bool list = p->format == PH_PRINT_JSON;
    json_t *json = json_pack("{s:s%}", "id", id.s, id.n), *rest = whole(p, query, a);
    bool good = json && rest && json_object_update(json, rest) == 0 &&
                (first || !list || fputs(",\n", stdout) != EOF);
    json_decref(rest);
    good = print_json(json, list ? 0 : JSON_COMPACT) && good;
    return good && (list || putchar('\n') != EOF);
}

/* --- and the others ------------------------------------------------------------------------ */

static bool print_text(const ph_printer *p, const answer *a)
{
    switch (p->show) {
    case PH_SHOW_PASSAGES: return ph_units_text(stdout, &a->units, p->vocabulary);
    case PH_SHOW_CONTACTS: return ph_contacts_text(stdout, &a->who, p->vocabulary);
    default: return ph_result_text(stdout, &a->result, p->vocabulary, p->show);
    }
}

static bool print_export(const ph_printer *p, const answer *a)
{
    ph_buf buf = {0};
    bool made = p->show == PH_SHOW_CONTACTS ? ph_contacts_csv(&buf, &a->who, p->vocabulary)
                                            : ph_export_hits(&buf, p->export, &a->result,
                                                             p->vocabulary, PH_STR(""));
    bool good = made && fwrite(buf.s, 1, buf.n, stdout) == buf.n;
    ph_buf_free(&buf);
    return good;
}

static bool print(const ph_printer *p, const ph_query *query, const answer *a, ph_str id,
                  bool first)
{
    switch (p->format) {
    case PH_PRINT_TREC:
        return ph_result_trec(stdout, &a->result, id.s ? id : PH_STR("1"), query->offset);
    case PH_PRINT_EXPORT: return print_export(p, a);
    case PH_PRINT_TEXT:
        return (!id.s || printf("%s%.*s\t%.*s\n", first ? "" : "\n", PH_FMT(id),
                                PH_FMT(query->q)) > 0) &&
               print_text(p, a);
    case PH_PRINT_JSON:
        return id.s
                   ? print_member(p, query, a, id, first)
                   : print_json(whole(p, query, a), JSON_INDENT(2)) && putchar('\n') != EOF;
    case PH_PRINT_JSONL:
        return id.s ? print_member(p, query, a, id, first) : print_list(p, query, a);
    }
    return false;
}

ph_status ph_print_answer(const ph_printer *p, const ph_query *query, ph_arena *arena,
                          ph_str id, bool first, bool *found, ph_error *err)
{
    answer a = {0};
    ph_status status = ask(p, query, arena, &a, err);
    *found = a.found;
    if (!status && !print(p, query, &a, id, first))
        status = ph_fail(err, PH_IO, "cannot write the answer");
    return status;
}
