/* SPDX-License-Identifier: GPL-2.0-or-later */
/* peerhub-search: the command line. */
#include "config.h"

#include <getopt.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/export_json.h"
#include "search/export_text.h"
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
    "      --since=DATE          added or changed since\n"
    "      --from=asserted       only tags that the documents themselves state\n"
    "      --match=auto|all|any  every word, any word, or any if too few have all "
    "(default)\n"
    "      --show=documents|passages|facets|all\n"
    "      --format=text|json|jsonl\n"
    "  -n, --limit=N             how many results (default 10)\n"
    "      --offset=N            from which one on; together at most 10000\n"
    "      --sort=relevance|date|title\n"
    "      --help                this text\n"
    "      --version             the version\n"
    "\n"
    "Exit status: 0 something found; 1 nothing; 2 usage; 3 the index cannot be read.\n";

typedef enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL } format;

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
    {"all", required_argument, NULL, OPT_PARAMETER},
    {"event-country", required_argument, NULL, OPT_PARAMETER},
    {"exclude", required_argument, NULL, OPT_PARAMETER},
    {"since", required_argument, NULL, OPT_PARAMETER},
    {"from", required_argument, NULL, OPT_PARAMETER},
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
    static const char *const words[] = {"documents", "passages", "facets", "all", NULL};
    unsigned n;
    if (!choose("show", value, words, &n))
        return false;
    s->show = (ph_show)n;
    return true;
}

static bool set_format(settings *s, const char *value)
{
    static const char *const words[] = {"text", "json", "jsonl", NULL};
    unsigned n;
    if (!choose("format", value, words, &n))
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
    return -1;
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

static bool print_lines(const settings *s, const ph_result *result)
{
    json_t *json = ph_result_json(result, &s->query, s->vocabulary, PH_STR("en")), *hit;
    size_t i;
    bool good = json != NULL;
    json_array_foreach(json_object_get(json, "results"), i, hit) good =
        good && print_json(json_incref(hit), JSON_COMPACT);
    json_decref(json);
    return good;
}

static bool print(const settings *s, const ph_result *result)
{
    switch (s->format) {
    case FORMAT_JSON:
        return print_json(ph_result_json(result, &s->query, s->vocabulary, PH_STR("en")),
                          JSON_INDENT(2));
    case FORMAT_JSONL: return print_lines(s, result);
    case FORMAT_TEXT: return ph_result_text(stdout, result, s->vocabulary, s->show);
    }
    return false;
}

static int search(settings *s)
{
    ph_reader *reader = NULL;
    ph_result result;
    ph_error err;
    int exit = EXIT_INDEX;
    ph_status status =
        s->partial ? ph_reader_open_partly(&reader, s->dbs.v, s->dbs.n, s->vocabulary, &err)
                   : ph_reader_open(&reader, s->dbs.v, s->dbs.n, s->vocabulary, &err);
    if (!status)
        status = ph_search(reader, &s->query, s->arena, &result, &err);
    for (size_t i = 0; !status && i < result.missing.n; i++)
        fprintf(stderr, "peerhub-search: %.*s does not answer and was left out\n",
                PH_FMT(result.missing.v[i]));
    if (status)
        fprintf(stderr, "peerhub-search: %s\n", err.text);
    else if (!print(s, &result) || fflush(stdout) != 0)
        fputs("peerhub-search: cannot write the answer\n", stderr);
    else
        exit = result.total ? EXIT_FOUND : EXIT_NOTHING;
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
        bool good = set_parameters(&s) && read_question(&s, argc, argv);
        exit = good ? search(&s) : try_help();
    }
    ph_vocabulary_free(s.vocabulary);
    ph_arena_free(s.arena);
    return exit;
}
