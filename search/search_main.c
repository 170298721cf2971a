/* SPDX-License-Identifier: GPL-2.0-or-later */
/* peerhub-search: the command line. */
#include "config.h"

#include <getopt.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/batch.h"
#include "search/limits.h"
#include "search/places.h"
#include "search/search_print.h"
#include "search/vocabulary_keep.h"

#define TREC_LIMIT 1000 /* results of a question in a run, unless told otherwise */

enum { EXIT_FOUND = 0, EXIT_NOTHING = 1, EXIT_USAGE = 2, EXIT_INDEX = 3 };

static const char usage[] =
    "Usage: peerhub-search [OPTION]... [QUERY]...\n"
    "       peerhub-search [OPTION]... --batch=FILE\n"
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
    "      --format=text|json|jsonl|csv|ris|bibtex|csl|trec\n"
    "      --batch=FILE          the questions of a file, a line for each: ID, tab, QUERY\n"
    "  -n, --limit=N             how many results (default 10; trec: 1000)\n"
    "      --offset=N            from which one on; together at most 10000\n"
    "      --sort=relevance|date|title\n"
    "      --help                this text\n"
    "      --version             the version\n"
    "\n"
    "Exit status: 0 something found; 1 nothing; 2 usage; 3 the index cannot be read.\n";

typedef struct parameter {
    const char *name, *value;
} parameter;

typedef struct settings {
    ph_arena *arena;
    ph_vocabulary *vocabulary; /* of the first index */
    PH_VEC(const char *) dbs;
    PH_VEC(parameter) parameters; /* as they were given */
    const char *batch;            /* a file of questions, or NULL */
    bool partial;
    ph_query query;
    ph_printer printer;
} settings;

static int try_help(void)
{
    fputs("Try 'peerhub-search --help'.\n", stderr);
    return EXIT_USAGE;
}

/* --- options ------------------------------------------------------------------------------------------ */

enum {
    OPT_PARAMETER = 256,
    OPT_SHOW,
    OPT_FORMAT,
    OPT_BATCH,
    OPT_PARTIAL,
    OPT_HELP,
    OPT_VERSION
};

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
    {"batch", required_argument, NULL, OPT_BATCH},
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
    s->printer.show = (ph_show)n;
    return true;
}

static bool set_format(settings *s, const char *value)
{
    static const char *const words[] = {"text", "json", "jsonl", "trec", NULL};
    unsigned n = PH_PRINT_EXPORT;
    s->printer.export = ph_export_find(ph_cstr(value));
    if (!s->printer.export && !choose("format", value, words, &n))
        return false;
    s->printer.format = (ph_print_format)n;
    return true;
}

static bool add_db(settings *s, const char *path)
{
    const char **slot = PH_PUSH(s->arena, &s->dbs);
    if (slot)
        *slot = path;
    return slot != NULL;
}

/* Whether what is to be shown can be told so. */
static bool fits(const settings *s)
{
    const char *why = ph_print_refuse(&s->printer, s->batch != NULL);
    if (why)
        fprintf(stderr, "peerhub-search: %s\n", why);
    return !why;
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
        case OPT_BATCH: s->batch = optarg; break;
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

static bool set(settings *s, const char *name, ph_str value)
{
    ph_error err;
    if (ph_query_set(&s->query, ph_cstr(name), value, &err) == PH_OK)
        return true;
    fprintf(stderr, "peerhub-search: %s\n", err.text);
    return false;
}

/* The options' question with that text; all of it in the arena. */
static bool ask(settings *s, ph_arena *arena, ph_str text)
{
    ph_query_init(&s->query, arena, s->vocabulary);
    s->query.units = s->printer.show == PH_SHOW_PASSAGES;
    s->query.contacts = s->printer.show == PH_SHOW_CONTACTS;
    if (s->printer.format ==
        PH_PRINT_TREC) { /* what measures are made of, unless told otherwise */
        s->query.want = PH_WANT_HITS;
        s->query.match = PH_MATCH_ANY;
        s->query.limit = TREC_LIMIT;
    }
    for (size_t i = 0; i < s->parameters.n; i++)
        if (!set(s, s->parameters.v[i].name, ph_cstr(s->parameters.v[i].value)))
            return false;
    return set(s, "q", text);
}

/* The words of the command line, with spaces between, are the question. */
static bool read_question(settings *s, int argc, char **argv)
{
    ph_buf text = {0};
    if (s->batch && optind < argc) {
        fputs(
            "peerhub-search: questions stand in the file of --batch or behind the options, "
            "not in both\n",
            stderr);
        return false;
    }
    for (int i = optind; i < argc; i++) {
        if (i > optind)
            ph_buf_byte(&text, ' ');
        ph_buf_addc(&text, argv[i]);
    }
    bool good = !text.failed && ask(s, s->arena, text.n ? ph_buf_str(&text) : PH_STR(""));
    ph_buf_free(&text);
    return good;
}

/* --- answers -------------------------------------------------------------------------------------------- */

static int cannot(const char *why)
{
    fprintf(stderr, "peerhub-search: %s\n", why);
    return EXIT_INDEX;
}

static int search(settings *s)
{
    bool found;
    ph_error err;
    if (ph_print_answer(&s->printer, &s->query, s->arena, PH_ABSENT, true, &found, &err))
        return cannot(err.text);
    return found ? EXIT_FOUND : EXIT_NOTHING;
}

static int cannot_answer(ph_str id, const ph_error *err)
{
    fprintf(stderr, "peerhub-search: question %.*s: %s\n", PH_FMT(id), err->text);
    return EXIT_INDEX;
}

/* Each question of the file, one after the other, by one reader. */
static int search_all(settings *s, const ph_batch *batch)
{
    bool list = s->printer.format == PH_PRINT_JSON;
    ph_arena *arena = ph_arena_new();
    ph_error err;
    int exit = arena ? EXIT_NOTHING : cannot("out of memory");
    if (list)
        puts("[");
    for (size_t i = 0; i < batch->n && exit != EXIT_INDEX && exit != EXIT_USAGE; i++) {
        bool found = false;
        ph_arena_reset(arena);
        if (!ask(s, arena, batch->v[i].question))
            exit = try_help();
        else if (ph_print_answer(&s->printer, &s->query, arena, batch->v[i].id, i == 0,
                                 &found, &err))
            exit = cannot_answer(batch->v[i].id, &err);
        else if (found)
            exit = EXIT_FOUND;
    }
    if (list)
        puts("\n]");
    ph_arena_free(arena);
    return exit;
}

static ph_status open_reader(settings *s, ph_error *err)
{
    ph_reader **reader = &s->printer.reader;
    return s->partial
               ? ph_reader_open_partly(reader, s->dbs.v, s->dbs.n, s->vocabulary, err)
               : ph_reader_open(reader, s->dbs.v, s->dbs.n, s->vocabulary, err);
}

static int run(settings *s, int argc, char **argv)
{
    ph_batch batch = {0};
    ph_error err;
    s->printer.vocabulary = s->vocabulary;
    if (!read_question(s, argc, argv))
        return try_help();
    if (s->batch && ph_batch_read(s->batch, s->arena, &batch, &err)) {
        cannot(err.text);
        return EXIT_USAGE;
    }
    if (open_reader(s, &err))
        return cannot(err.text);
    int exit = s->batch ? search_all(s, &batch) : search(s);
    /* before what goes to standard error: both may end in one file */
    if (fflush(stdout) != 0 && exit != EXIT_INDEX)
        exit = cannot("cannot write the answer");
    const ph_strs *missing = ph_reader_missing(s->printer.reader);
    for (size_t i = 0; i < missing->n; i++)
        fprintf(stderr, "peerhub-search: %.*s does not answer and was left out\n",
                PH_FMT(missing->v[i]));
    ph_reader_free(s->printer.reader);
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
    if (exit < 0)
        exit = run(&s, argc, argv);
    ph_vocabulary_free(s.vocabulary);
    ph_arena_free(s.arena);
    return exit;
}
