/* SPDX-License-Identifier: GPL-2.0-or-later */
/* peerhub-index: the command line. */
#include "config.h"

#include <getopt.h>
#include <libxml/parser.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "indexer/forget.h"
#include "indexer/pipeline.h"
#include "indexer/progress.h"
#include "indexer/review.h"
#include "indexer/watch.h"
#include "search/export_json.h"
#include "search/limits.h"
#include "search/places.h"
#include "search/vocabulary_check.h"
#include "search/vocabulary_keep.h"

/* How long a watch waits when somebody else writes the index. */
#define BUSY_SECONDS 2

enum { EXIT_ALL = 0, EXIT_SOME = 1, EXIT_USAGE = 2, EXIT_INDEX = 3 };

static const char usage[] =
    "Usage: peerhub-index [OPTION]... SOURCE...\n"
    "Index the documents of SOURCE: a file, a folder, oai+URL for a repository that "
    "speaks\n"
    "OAI-PMH (oai+URL?set=X: one set of it), or - for paths on standard input.\n"
    "NAME=SOURCE gives a source a name of its own.\n"
    "\n"
    "  -d, --db=DIR          the index (default: $PEERHUB_DB, else peerhub/peerhub.db in\n"
    "                        $XDG_DATA_HOME)\n"
    "  -j, --jobs=N          workers, and shards of a new index (default: the processors)\n"
    "      --full            build a fresh index beside the old one, then swap it in\n"
    "      --keep-missing    keep documents whose file is gone\n"
    "      --map=FILE        which column of a table is which field; or the name of a map\n"
    "                        that is installed, such as worldbank-projects\n"
    "      --vocabulary=DIR  other SKOS files than the installed ones\n"
    "      --check-vocabulary=FILE\n"
    "                        tell what is wrong with a SKOS file; write no index\n"
    "      --forget=ID       remove a document, or a contact (ID#contact-N), for good\n"
    "      --explain         print each record as a line of JSON; write no index\n"
    "      --review=FILE.html\n"
    "                        a page for editors: each document with its tags, what they "
    "are\n"
    "                        made of, and a side-car to copy; write no index\n"
    "      --watch           stay, and index what changes\n"
    "      --progress=WHEN   a line with count, rate and time left: auto (on a terminal),\n"
    "                        always or never\n"
    "  -q, --quiet           no summary\n"
    "  -v, --verbose         warnings about metadata too\n"
    "      --help            this text\n"
    "      --version         the version\n"
    "\n"
    "Exit status: 0 all went in; 1 some failed; 2 usage; 3 the index cannot be written.\n";

typedef PH_VEC(ph_source) ph_sources;

typedef struct settings {
    ph_arena *arena;
    ph_run_options run;
    const char *vocabulary;
    ph_sources sources;
    ph_sources due;   /* those of this run */
    double harvested; /* when repositories were asked last; 0: never */
    ph_strs forget;   /* ids */
    ph_progress progress;
    const char *when; /* to show it */
    const char *page; /* for review */
    ph_review *review;
    bool explain, quiet, verbose, watch;
    bool busy; /* somebody else writes the index */
    bool told; /* how parsers are confined */
    bool lost; /* a record could not be printed */
} settings;

static int try_help(void)
{
    fputs("Try 'peerhub-index --help'.\n", stderr);
    return EXIT_USAGE;
}

/* --- what the run calls ---------------------------------------------------------------------------- */

static void show_failure(void *user, ph_str path, const char *reason)
{
    ph_progress_clear(&((settings *)user)->progress);
    fprintf(stderr, "%.*s: %s\n", PH_FMT(path), reason);
}

static void show_warning(void *user, ph_str path, ph_str text)
{
    ph_progress_clear(&((settings *)user)->progress);
    fprintf(stderr, "%.*s: warning: %.*s\n", PH_FMT(path), PH_FMT(text));
}

static void show_confinement(void *user, const char *confinement)
{
    settings *s = user;
    if (!s->quiet && !s->told)
        fprintf(stderr, "peerhub-index: parsers are confined by %s\n", confinement);
    s->told = true;
}

static void show_progress(void *user, const ph_run_counts *counts, size_t files,
                          uint64_t bytes)
{
    ph_progress_show(&((settings *)user)->progress, counts, files, bytes);
}

static void show_record(void *user, const ph_record *record,
                        const ph_vocabulary *vocabulary)
{
    settings *s = user;
    if (s->review && !ph_review_add(s->review, record, vocabulary))
        s->lost = true;
    if (!s->explain)
        return;
    json_t *json = ph_record_json(record, vocabulary, PH_STR("en"));
    if (!json || json_dumpf(json, stdout, JSON_COMPACT | JSON_REAL_PRECISION(8)) != 0 ||
        putchar('\n') == EOF || fflush(stdout) != 0) {
        fprintf(stderr, "peerhub-index: cannot write the record of %.*s\n",
                PH_FMT(record->path));
        s->lost = true;
    }
    json_decref(json);
}

/* --- options ------------------------------------------------------------------------------------------ */

static bool set_jobs(settings *s, const char *text)
{
    uint64_t n;
    if (!ph_number(ph_cstr(text), &n) || n < 1 || n > PH_SHARDS_MAX) {
        fprintf(stderr, "peerhub-index: --jobs takes a number from 1 to %d, not '%s'\n",
                PH_SHARDS_MAX, text);
        return false;
    }
    s->run.jobs = (unsigned)n;
    return true;
}

/* A file, or by a name without a dot or a slash one of the maps that are installed. */
static const char *find_map(settings *s, const char *name)
{
    ph_str installed =
        strpbrk(name, "./") ? PH_ABSENT : ph_dupf(s->arena, "corpus/maps/%s.yaml", name);
    return installed.s ? ph_place_data(s->arena, installed.s).s : name;
}

enum {
    OPT_FULL = 256,
    OPT_KEEP,
    OPT_MAP,
    OPT_VOCABULARY,
    OPT_CHECK,
    OPT_FORGET,
    OPT_EXPLAIN,
    OPT_REVIEW,
    OPT_WATCH,
    OPT_PROGRESS,
    OPT_HELP,
    OPT_VERSION
};

static const struct option options[] = {
    {"db", required_argument, NULL, 'd'},
    {"jobs", required_argument, NULL, 'j'},
    {"full", no_argument, NULL, OPT_FULL},
    {"keep-missing", no_argument, NULL, OPT_KEEP},
    {"map", required_argument, NULL, OPT_MAP},
    {"vocabulary", required_argument, NULL, OPT_VOCABULARY},
    {"check-vocabulary", required_argument, NULL, OPT_CHECK},
    {"forget", required_argument, NULL, OPT_FORGET},
    {"explain", no_argument, NULL, OPT_EXPLAIN},
    {"review", required_argument, NULL, OPT_REVIEW},
    {"watch", no_argument, NULL, OPT_WATCH},
    {"progress", required_argument, NULL, OPT_PROGRESS},
    {"quiet", no_argument, NULL, 'q'},
    {"verbose", no_argument, NULL, 'v'},
    {"help", no_argument, NULL, OPT_HELP},
    {"version", no_argument, NULL, OPT_VERSION},
    {0},
};

/* --- a vocabulary ------------------------------------------------------------------------------------- */

typedef struct faults {
    const char *path;
    size_t n;
} faults;

static void show_fault(void *user, long line, const char *fault)
{
    faults *f = user;
    f->n++;
    if (line)
        fprintf(stderr, "%s:%ld: %s\n", f->path, line, fault);
    else
        fprintf(stderr, "%s: %s\n", f->path, fault);
}

static int check_vocabulary(const char *path)
{
    faults f = {.path = path};
    size_t concepts = 0;
    ph_error err;
    ph_analyzer *analyzer;
    ph_status status = ph_analyzer_new(&analyzer, &err);
    if (!status)
        status = ph_vocabulary_check(path, analyzer, show_fault, &f, &concepts, &err);
    ph_analyzer_free(analyzer);
    if (status) {
        fprintf(stderr, "peerhub-index: %s\n", err.text);
        return EXIT_USAGE;
    }
    printf("%s: %zu concepts, %zu faults\n", path, concepts, f.n);
    return f.n ? EXIT_SOME : EXIT_ALL;
}

/* Returns -1 to go on, else the exit status. */
static int read_options(settings *s, int argc, char **argv)
{
    int c;
    while ((c = getopt_long(argc, argv, "d:j:qv", options, NULL)) != -1) {
        switch (c) {
        case 'd': s->run.db = optarg; break;
        case 'j':
            if (!set_jobs(s, optarg))
                return try_help();
            break;
        case OPT_FULL: s->run.full = true; break;
        case OPT_KEEP: s->run.keep_missing = true; break;
        case OPT_MAP: s->run.map = find_map(s, optarg); break;
        case OPT_VOCABULARY: s->vocabulary = optarg; break;
        case OPT_CHECK: return check_vocabulary(optarg);
        case OPT_FORGET:
            if (!ph_strs_add(s->arena, &s->forget, ph_cstr(optarg)))
                return EXIT_INDEX;
            break;
        case OPT_EXPLAIN: s->explain = true; break;
        case OPT_REVIEW: s->page = optarg; break;
        case OPT_WATCH: s->watch = true; break;
        case OPT_PROGRESS: s->when = optarg; break;
        case 'q': s->quiet = true; break;
        case 'v': s->verbose = true; break;
        case OPT_HELP: fputs(usage, stdout); return EXIT_ALL;
        case OPT_VERSION: puts("peerhub-index " PACKAGE_VERSION); return EXIT_ALL;
        default: return try_help();
        }
    }
    return -1;
}

/* --- sources -------------------------------------------------------------------------------------------- */

static bool add_source(settings *s, const char *argument)
{
    ph_error err;
    ph_source *source = PH_PUSH(s->arena, &s->sources);
    if (source && ph_source_parse(s->arena, argument, source, &err) == PH_OK)
        return true;
    fprintf(stderr, "peerhub-index: %s\n", source ? err.text : "out of memory");
    return false;
}

/* A path of the list.  Each is a source of its own, named by where it is.  Side-cars belong to
 * their files, which are in the list too. */
static bool add_path(settings *s, ph_str path)
{
    ph_error err;
    if (!path.n || ph_is_sidecar(path))
        return true;
    ph_source *source = PH_PUSH(s->arena, &s->sources);
    if (!source || ph_source_parse(s->arena, path.s, source, &err)) {
        fprintf(stderr, "peerhub-index: %s\n", source ? err.text : "out of memory");
        return false;
    }
    if (!source->named && !source->address.s) {
        source->name = source->root.s ? source->root : path;
        source->named = true;
    }
    return true;
}

/* "-": a path a line. */
static bool add_from_input(settings *s)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t n;
    bool done = true;
    while (done && (n = getline(&line, &size, stdin)) > 0) {
        if (line[n - 1] == '\n')
            line[n - 1] = '\0';
        ph_str path = ph_dup(s->arena, ph_cstr(line));
        done = path.s && add_path(s, path);
    }
    free(line);
    if (ferror(stdin)) {
        perror("peerhub-index: cannot read the list of paths on standard input");
        done = false;
    }
    return done;
}

static bool read_sources(settings *s, int argc, char **argv)
{
    if (s->forget.n && optind == argc)
        return true;
    if (s->forget.n) {
        fputs("peerhub-index: --forget takes no source\n", stderr);
        return false;
    }
    for (int i = optind; i < argc; i++)
        if (!(strcmp(argv[i], "-") == 0 ? add_from_input(s) : add_source(s, argv[i])))
            return false;
    if (optind < argc)
        return true;
    fputs("peerhub-index: which source? A file or a folder is needed\n", stderr);
    return false;
}

/* --- main --------------------------------------------------------------------------------------------------- */

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int exit_status(ph_status status, const ph_run_counts *counts)
{
    switch (status) {
    case PH_OK: return counts->failed ? EXIT_SOME : EXIT_ALL;
    case PH_INVALID: return EXIT_USAGE;
    default: return EXIT_INDEX;
    }
}

/* quiet: nothing is said of a run that changed nothing. */
static int run(settings *s, bool quiet)
{
    ph_run_counts counts;
    ph_error err;
    double start = seconds();
    ph_progress_begin(&s->progress);
    ph_status status = ph_run(&s->run, s->due.v, s->due.n, &counts, &err);
    ph_progress_clear(&s->progress);
    s->busy = status == PH_BUSY;
    quiet = quiet && !counts.indexed && !counts.updated && !counts.removed;
    if (status)
        fprintf(stderr, "peerhub-index: %s\n", err.text);
    else if (!s->quiet && !quiet)
        fprintf(
            stderr,
            "indexed %zu, updated %zu, unchanged %zu, removed %zu, failed %zu in %.1f s\n",
            counts.indexed, counts.updated, counts.unchanged, counts.removed, counts.failed,
            seconds() - start);
    counts.failed += s->lost;
    return exit_status(status, &counts);
}

/* No index: what was read is printed, or written to a page. */
static int show(settings *s)
{
    ph_error err;
    s->run.db = NULL;
    s->run.jobs = 1; /* in order: one after another */
    s->run.record = show_record;
    ph_status status = s->page ? ph_review_new(&s->review, s->page, &err) : PH_OK;
    int code = status ? EXIT_INDEX : run(s, false);
    if (s->review && code < EXIT_USAGE)
        status = ph_review_write(s->review, &err);
    if (status)
        fprintf(stderr, "peerhub-index: %s\n", err.text);
    ph_review_free(s->review);
    return status ? EXIT_INDEX : code;
}

static const char *plural(unsigned n)
{
    return n == 1 ? "" : "s";
}

/* The ids of --forget; no source goes with them. */
static int forget(const settings *s)
{
    ph_forget_counts n;
    ph_error err;
    const char *vocabulary =
        s->vocabulary ? s->run.vocabulary : ph_vocabulary_place(s->arena, s->run.db).s;
    ph_status status = ph_forget(s->run.db, vocabulary, &s->forget, &n, &err);
    if (status)
        fprintf(stderr, "peerhub-index: %s\n", err.text);
    else if (!s->quiet && n.contacts)
        fprintf(stderr,
                "forgot %u document%s and %u contact%s (of %u document%s) in %u "
                "generation%s\n",
                n.documents, plural(n.documents), n.contacts, plural(n.contacts), n.changed,
                plural(n.changed), n.generations, plural(n.generations));
    else if (!s->quiet)
        fprintf(stderr, "forgot %u document%s in %u generation%s\n", n.documents,
                plural(n.documents), n.generations, plural(n.generations));
    switch (status) {
    case PH_OK: return EXIT_ALL;
    case PH_UNKNOWN: return EXIT_SOME;
    case PH_INVALID: return EXIT_USAGE;
    default: return EXIT_INDEX;
    }
}

/* A source that was missing may be there now. */
static void find_roots(settings *s)
{
    for (size_t i = 0; i < s->sources.n; i++) {
        ph_source *source = &s->sources.v[i];
        char *real = source->root.s ? NULL : realpath(source->given.s, NULL);
        if (real)
            source->root = ph_dup(s->arena, ph_cstr(real));
        free(real);
    }
}

/* In a watch repositories are asked now and then only, whatever changes elsewhere. */
static bool choose_due(settings *s)
{
    double now = seconds();
    bool first = s->harvested <= 0;
    bool harvest = first || now - s->harvested >= PH_HARVEST_WATCH_SECONDS;
    s->due.n = 0;
    for (size_t i = 0; i < s->sources.n; i++) {
        bool repository = s->sources.v[i].address.s != NULL;
        ph_source *place = repository && !harvest ? NULL : PH_PUSH(s->arena, &s->due);
        if (place)
            *place = s->sources.v[i];
        else if (!repository || harvest)
            return false;
    }
    s->harvested = harvest ? now : s->harvested;
    return true;
}

/* Ends only when the index cannot be written any more. */
static int watch(settings *s)
{
    ph_str index = PH_ABSENT;
    for (bool again = false, warned = false;; again = true) {
        ph_watch *watch;
        ph_error err;
        find_roots(s);
        ph_status status = ph_watch_new(&watch, s->sources.v, s->sources.n, index, &err);
        if (status && !warned) {
            fprintf(stderr, "peerhub-index: %s\n", err.text);
            warned = true;
        }
        if (!choose_due(s)) {
            fputs("peerhub-index: out of memory\n", stderr);
            ph_watch_free(watch);
            return EXIT_INDEX;
        }
        int code = !watch ? EXIT_INDEX : s->due.n ? run(s, again) : EXIT_ALL;
        if (!index.s) { /* the first run has made it */
            char *real = realpath(s->run.db, NULL);
            index = ph_dup(s->arena, ph_cstr(real));
            free(real);
        }
        if (code >= EXIT_USAGE && !(again && s->busy)) {
            ph_watch_free(watch);
            return code;
        }
        s->run.news = true;
        s->run.full = false;
        if (s->busy) {
            s->harvested = 0;
            sleep(BUSY_SECONDS);
        } else
            ph_watch_wait(watch);
        ph_watch_free(watch);
    }
}

int main(int argc, char **argv)
{
    settings s = {.arena = ph_arena_new(), .when = "auto"};
    if (!s.arena) {
        fputs("peerhub-index: out of memory\n", stderr);
        return EXIT_INDEX;
    }
    xmlInitParser();
    s.run.jobs = ph_processors();
    if (s.run.jobs > PH_SHARDS_MAX)
        s.run.jobs = PH_SHARDS_MAX;
    int status = read_options(&s, argc, argv);
    if (status < 0 && !ph_progress_set(&s.progress, ph_cstr(s.when), stderr)) {
        fprintf(stderr, "peerhub-index: --progress takes auto, always or never, not '%s'\n",
                s.when);
        status = try_help();
    }
    if (status < 0 && !read_sources(&s, argc, argv))
        status = try_help();
    if (!s.watch)
        s.due = s.sources;
    if (status < 0) {
        s.run.worker = ph_place_program(s.arena, "peerhub-worker").s;
        s.run.schema = ph_place_data(s.arena, "corpus/schema/peerhub.rng").s;
        s.run.own_vocabulary = s.vocabulary != NULL;
        s.run.sdg = ph_place_data(s.arena, "corpus/models/sdg.weights").s;
        s.run.languages = ph_place_data(s.arena, "corpus/models/languages.txt").s;
        s.run.vocabulary =
            s.vocabulary ? s.vocabulary : ph_place_data(s.arena, "corpus/vocabularies").s;
        if (!s.run.db)
            s.run.db = ph_place_db(s.arena).s;
        s.run.failure = show_failure;
        s.run.note = show_confinement;
        s.run.progress = show_progress;
        s.run.user = &s;
        s.run.warning = s.verbose ? show_warning : NULL;
        if (s.forget.n && (s.explain || s.page || s.watch)) {
            fputs("peerhub-index: --forget writes the index; --explain, --review and "
                  "--watch do "
                  "not go with it\n",
                  stderr);
            status = try_help();
        } else if (s.forget.n)
            status = forget(&s);
        else if (s.explain || s.page)
            status = show(&s);
        else
            status = s.watch ? watch(&s) : run(&s, false);
    }
    ph_arena_free(s.arena);
    return status;
}
