/* SPDX-License-Identifier: GPL-2.0-or-later */
/* peerhub-search: the command line. */
#include "config.h"

#include <getopt.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/export.h"
#include "search/export_contacts.h"
#include "search/export_json.h"
#include "search/export_text.h"
#include "search/export_units.h"
#include "search/limits.h"
#include "search/places.h"
#include "search/vocabulary_keep.h"

enum { EXIT_FOUND = 0, EXIT_NOTHING = 1, EXIT_USAGE = 2, EXIT_INDEX = 3 };

static const char usage[] =
    "Usage: peerhub-search [OPTION]... [QUERY]...\n"
    "Search an index of peerhub; without QUERY, all documents.\n"
    "\n"
    "  -d, --db=DIR|tcp://HOST:PORT\n"
    "                            the index (default: $PEERHUB_DB, else peerhub/peerhub.db "
    "in\n"
    "                            $XDG_DATA_HOME); repeated: the shards of one index\n"
    "      --partial             leave out shards that do not answer, and name them\n"
    "      --FACET=VALUE[,...]   only documents that have one of the values; FACET is "
    "sdg,\n"
    "                            theme, country, region, type, year (2019..2022), "
    "language,\n"
    "                            status, level, stakeholder or sector\n"
    "      --all=FACET           in this facet a document must have all values\n"
    "      --event-country=CC    held in that country\n"
    "      --exclude=CC          not about that country\n"
    "      --peer=CC             practice of countries like that one first, and why\n"
    "      --since=DATE          added or changed since\n"
    "      --from=asserted       only tags that the documents themselves state\n"
    "      --match=auto|all|any  every word, any word, or any if too few have all "
    "(default)\n"
    "      --without=WORD        do not add WORD, or anything for it, to the question; "
    "*: nothing\n"
    "      --show=documents|passages|contacts|facets|all\n"
    "                            passages: recommendations, conclusions and commitments\n"
    "                            contacts: who did it\n"
    "      --kind=KIND           with --show=passages: of these kinds; also lesson, "
    "result\n"
    "      --addressee=ID        with --show=passages: addressed to these\n"
    "      --event=ID            with --show=passages: of these meetings\n"
    "      --format=text|json|jsonl|csv|ris|bibtex|csl\n"
    "  -n, --limit=N             how many results (default 10)\n"
    "      --offset=N            from which one on; together at most 10000\n"
    "      --sort=relevance|date|title\n"
    "      --help                this text\n"
    "      --version             the version\n"
    "\n"
    "Exit status: 0 something found; 1 nothing; 2 usage; 3 the index cannot be read.\n";

typedef enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_EXPORT } format;

typedef struct parameter {
    const char *name, *value;
} parameter;

typedef struct settings {
    ph_arena *arena;
    ph_vocabulary *vocabulary; /* of the first index */
    PH_VEC(const char *) dbs;
    PH_VEC(parameter) parameters; /* as they were given */
    ph_query query;
    ph_show show;
    format format;
    bool partial;
    const ph_export_format *export; /* for FORMAT_EXPORT */
} settings;

static int try_help(void)
{
    fputs("Try 'peerhub-search --help'.\n", stderr);
    return EXIT_USAGE;
}

/* --- options ------------------------------------------------------------------------------------------ */

enum { OPT_PARAMETER = 256, OPT_SHOW, OPT_FORMAT, OPT_PARTIAL, OPT_HELP, OPT_VERSION };

static const struct option options[] = {
    {"db", required_argument, NULL, 'd'},
    {"sdg", required_argument, NULL, OPT_PARAMETER},
    {"theme", required_argument, NULL, OPT_PARAMETER},
    {"country", required_argument, NULL, OPT_PARAMETER},
    {"region", required_argument, NULL, OPT_PARAMETER},
    {"type", required_argument, NULL, OPT_PARAMETER},
    {"year", required_argument, NULL, OPT_PARAMETER},
    {"language", required_argument, NULL, OPT_PARAMETER},
    {"status", required_argument, NULL, OPT_PARAMETER},
    {"level", required_argument, NULL, OPT_PARAMETER},
    {"stakeholder", required_argument, NULL, OPT_PARAMETER},
    {"sector", required_argument, NULL, OPT_PARAMETER},
    {"kind", required_argument, NULL, OPT_PARAMETER},
    {"addressee", required_argument, NULL, OPT_PARAMETER},
    {"event", required_argument, NULL, OPT_PARAMETER},
    {"all", required_argument, NULL, OPT_PARAMETER},
    {"event-country", required_argument, NULL, OPT_PARAMETER},
    {"exclude", required_argument, NULL, OPT_PARAMETER},
    {"peer", required_argument, NULL, OPT_PARAMETER},
    {"since", required_argument, NULL, OPT_PARAMETER},
    {"from", required_argument, NULL, OPT_PARAMETER},
    {"without", required_argument, NULL, OPT_PARAMETER},
    {"match", required_argument, NULL, OPT_PARAMETER},
    {"offset", required_argument, NULL, OPT_PARAMETER},
    {"sort", required_argument, NULL, OPT_PARAMETER},
    {"limit", required_argument, NULL, 'n'},
    {"show", required_argument, NULL, OPT_SHOW},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"partial", no_argument, NULL, OPT_PARTIAL},
    {"help", no_argument, NULL, OPT_HELP},
    {"version", no_argument, NULL, OPT_VERSION},
    {0},
};

static bool add_parameter(settings *s, const char *name, const char *value)
{
    parameter *slot = PH_PUSH(s->arena, &s->parameters);
    if (slot)
        *slot = (parameter){name, value};
    return slot != NULL;
}

/* One of the words; they are in the order of the enumeration. */
static bool choose(const char *option, const char *value, const char *const *words,
                   unsigned *out)
{
    for (unsigned i = 0; words[i]; i++)
        if (strcmp(value, words[i]) == 0) {
            *out = i;
            return true;
        }
    fprintf(stderr, "peerhub-search: --%s does not know '%s'\n", option, value);
    return false;
}

static bool set_show(settings *s, const char *value)
{
    static const char *const words[] = {"documents", "passages", "contacts",
                                        "facets",    "all",      NULL};
    unsigned n;
    if (!choose("show", value, words, &n))
        return false;
    s->show = (ph_show)n;
    return true;
}

static bool set_format(settings *s, const char *value)
{
    static const char *const words[] = {"text", "json", "jsonl", NULL};
    unsigned n = FORMAT_EXPORT;
    s->export = ph_export_find(ph_cstr(value));
    if (!s->export && !choose("format", value, words, &n))
        return false;
    s->format = (format)n;
    return true;
}

static bool add_db(settings *s, const char *path)
{
    const char **slot = PH_PUSH(s->arena, &s->dbs);
    if (slot)
        *slot = path;
    return slot != NULL;
}

/* References are to documents; organisations have the other formats. */
static bool fits(const settings *s)
{
    bool can = s->show != PH_SHOW_CONTACTS || s->format != FORMAT_EXPORT ||
               strcmp(s->export->name, "csv") == 0;
    if (!can)
        fprintf(stderr, "peerhub-search: --show=contacts cannot be told as '%s'\n",
                s->export->name);
    return can;
}

/* Returns -1 to go on, else the exit status. */
static int read_options(settings *s, int argc, char **argv)
{
    int c, which = 0;
    while ((c = getopt_long(argc, argv, "d:n:", options, &which)) != -1) {
        bool good = true;
        switch (c) {
        case 'd': good = add_db(s, optarg); break;
        case 'n': good = add_parameter(s, "limit", optarg); break;
        case OPT_PARAMETER: good = add_parameter(s, options[which].name, optarg); break;
        case OPT_SHOW: good = set_show(s, optarg); break;
        case OPT_FORMAT: good = set_format(s, optarg); break;
        case OPT_PARTIAL: s->partial = true; break;
        case OPT_HELP: fputs(usage, stdout); return EXIT_FOUND;
        case OPT_VERSION: puts("peerhub-search " PACKAGE_VERSION); return EXIT_FOUND;
        default: good = false;
        }
        if (!good)
            return try_help();
    }
    return fits(s) ? -1 : try_help();
}

static bool set(settings *s, const char *name, const char *value)
{
    ph_error err;
    if (ph_query_set(&s->query, ph_cstr(name), ph_cstr(value), &err) == PH_OK)
        return true;
    fprintf(stderr, "peerhub-search: %s\n", err.text);
    return false;
}

static bool set_parameters(settings *s)
{
    for (size_t i = 0; i < s->parameters.n; i++)
        if (!set(s, s->parameters.v[i].name, s->parameters.v[i].value))
            return false;
    return true;
}

/* The words of the command line, with spaces between, are the question. */
static bool read_question(settings *s, int argc, char **argv)
{
    ph_buf text = {0};
    for (int i = optind; i < argc; i++) {
        if (i > optind)
            ph_buf_byte(&text, ' ');
        ph_buf_addc(&text, argv[i]);
    }
    bool good = !text.failed && set(s, "q", text.n ? text.s : "");
    ph_buf_free(&text);
    return good;
}

/* --- answers -------------------------------------------------------------------------------------------- */

static bool print_json(json_t *json, size_t flags)
{
    bool good = json && json_dumpf(json, stdout, flags | JSON_REAL_PRECISION(8)) == 0 &&
                putchar('\n') != EOF;
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
        good && print_json(json_incref(one), JSON_COMPACT);
    json_decref(array);
    return good;
}

/* An answer, which it takes over, whole or a line for each element of its list. */
static bool print_answer(const settings *s, json_t *json, const char *list)
{
    if (s->format == FORMAT_JSON)
        return print_json(json, JSON_INDENT(2));
    bool good = print_lines(json_incref(json_object_get(json, list)));
    json_decref(json);
    return good;
}

/* Writes what was made, and frees it. */
static bool print_buf(ph_buf *buf, bool made)
{
    bool good = made && fwrite(buf->s, 1, buf->n, stdout) == buf->n;
    ph_buf_free(buf);
    return good;
}

static bool print(const settings *s, const ph_result *result)
{
    ph_buf buf = {0};
    if (s->format == FORMAT_TEXT)
        return ph_result_text(stdout, result, s->vocabulary, s->show);
    if (s->format == FORMAT_EXPORT)
        return print_buf(
            &buf, ph_export_hits(&buf, s->export, result, s->vocabulary, PH_STR("")));
    return print_answer(s, ph_result_json(result, &s->query, s->vocabulary, PH_STR("en")),
                        "results");
}

static bool print_units(const settings *s, const ph_units_result *result)
{
    const ph_str en = PH_STR("en");
    if (s->format == FORMAT_TEXT)
        return ph_units_text(stdout, result, s->vocabulary);
    if (s->format == FORMAT_JSONL)
        return print_lines(ph_units_lines(result, &s->query, s->vocabulary, en));
    return print_json(ph_units_json(result, &s->query, s->vocabulary, en), JSON_INDENT(2));
}

static bool print_contacts(const settings *s, const ph_contacts_result *result)
{
    ph_buf buf = {0};
    if (s->format == FORMAT_TEXT)
        return ph_contacts_text(stdout, result, s->vocabulary);
    if (s->format == FORMAT_EXPORT)
        return print_buf(&buf, ph_contacts_csv(&buf, result, s->vocabulary));
    return print_answer(
        s, ph_contacts_json(result, &s->query, s->vocabulary, PH_STR(""), PH_STR("en")),
        "organisations");
}

/* Searches and prints what --show says.  *written: all of it; *found: anything. */
static ph_status answer(settings *s, ph_reader *reader, bool *written, bool *found,
                        ph_error *err)
{
    ph_status status;
    if (s->show == PH_SHOW_PASSAGES) {
        ph_units_result units;
        status = ph_units_search(reader, &s->query, s->arena, &units, err);
        *written = !status && print_units(s, &units);
        *found = !status && units.total > 0;
    } else if (s->show == PH_SHOW_CONTACTS) {
        ph_contacts_result who;
        status = ph_contacts(reader, &s->query, s->arena, &who, err);
        *written = !status && print_contacts(s, &who);
        *found = !status && who.total + who.people.n > 0;
    } else {
        ph_result result;
        status = ph_search(reader, &s->query, s->arena, &result, err);
        *written = !status && print(s, &result);
        *found = !status && result.total > 0;
    }
    return status;
}

static int search(settings *s)
{
    ph_reader *reader = NULL;
    ph_error err;
    bool written = false, found = false;
    int exit = EXIT_INDEX;
    ph_status status =
        s->partial ? ph_reader_open_partly(&reader, s->dbs.v, s->dbs.n, s->vocabulary, &err)
                   : ph_reader_open(&reader, s->dbs.v, s->dbs.n, s->vocabulary, &err);
    if (!status)
        status = answer(s, reader, &written, &found, &err);
    for (size_t i = 0; !status && i < ph_reader_missing(reader)->n; i++)
        fprintf(stderr, "peerhub-search: %.*s does not answer and was left out\n",
                PH_FMT(ph_reader_missing(reader)->v[i]));
    if (status)
        fprintf(stderr, "peerhub-search: %s\n", err.text);
    else if (!written || fflush(stdout) != 0)
        fputs("peerhub-search: cannot write the answer\n", stderr);
    else
        exit = found ? EXIT_FOUND : EXIT_NOTHING;
    ph_reader_free(reader);
    return exit;
}

int main(int argc, char **argv)
{
    settings s = {.arena = ph_arena_new()};
    ph_error err;
    if (!s.arena) {
        fputs("peerhub-search: out of memory\n", stderr);
        return EXIT_INDEX;
    }
    xmlInitParser();
    int exit = read_options(&s, argc, argv);
    if (exit < 0 && !s.dbs.n && !add_db(&s, ph_place_db(s.arena).s))
        exit = EXIT_INDEX;
    if (exit < 0 &&
        ph_vocabulary_open(
            &s.vocabulary,
            ph_vocabulary_place(s.arena, ph_vocabulary_home(s.dbs.v, s.dbs.n)).s, &err)) {
        fprintf(stderr, "peerhub-search: %s\n", err.text);
        exit = EXIT_INDEX;
    }
    if (exit < 0) {
        ph_query_init(&s.query, s.arena, s.vocabulary);
        s.query.units = s.show == PH_SHOW_PASSAGES;
        bool good = set_parameters(&s) && read_question(&s, argc, argv);
        exit = good ? search(&s) : try_help();
    }
    ph_vocabulary_free(s.vocabulary);
    ph_arena_free(s.arena);
    return exit;
}
