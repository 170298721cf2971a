/* SPDX-License-Identifier: GPL-2.0-or-later */
/* peerhub-serve: reads its options, opens what it serves, and waits for signals. */
#include "config.h"

#include <getopt.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "search/places.h"
#include "web/export.h"
#include "web/listen.h"
#include "web/server.h"

/* How long to wait for counts in memory; without them all takes longer. */
#define COLUMNS_MS 60000

enum { EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_INDEX = 3 };

/* An option that is a key of the configuration (configuration.h), too. */
typedef struct choice {
    const char *key, *value;
} choice;

typedef struct options {
    ph_arena *arena;
    PH_VEC(choice) choices;
    const char *file;
    const char *folder; /* of an offline edition; NULL: serve */
    ph_config config;
} options;

/* What runs, in the order of its beginning; the end goes backwards. */
typedef struct service {
    ph_site site;
    ph_access_log *log;
    ph_pool *pool;
    ph_server *server;
    int fd;
} service;

static const char help[] =
    "Usage: peerhub-serve [OPTION]...\n"
    "Serve a peerhub index as web pages and JSON.\n"
    "\n"
    "  -d, --db=DIR|tcp://HOST:PORT\n"
    "                            the index; may be repeated: the shards of one index\n"
    "                            (default: $PEERHUB_DB, else peerhub.db in\n"
    "                            $XDG_DATA_HOME/peerhub)\n"
    "      --listen=ADDRESS:PORT where to listen (default: 127.0.0.1:8080); port 0 picks "
    "one\n"
    "      --base-url=URL        the address that readers see, behind a proxy\n"
    "      --threads=N           search threads (default: the processors it may use)\n"
    "      --access-log=FILE     write one line for each request; \"-\": standard output\n"
    "      --config=FILE         read these and further settings from a file; options win\n"
    "      --export=DIR          write an offline edition, static pages, and exit\n"
    "      --help                show this and exit\n"
    "      --version             show the version and exit\n"
    "\n"
    "SIGHUP opens the index and the log anew; SIGTERM and SIGINT finish what is in "
    "flight.\n"
    "Exit status: 0 stopped by a signal or edition written, 1 cannot listen or read its "
    "own\n"
    "files or write an edition, 2 usage, 3 the index cannot be read.\n";

static const struct option long_options[] = {
    {"db", required_argument, NULL, 'd'},         {"listen", required_argument, NULL, 'k'},
    {"base-url", required_argument, NULL, 'k'},   {"threads", required_argument, NULL, 'k'},
    {"access-log", required_argument, NULL, 'k'}, {"config", required_argument, NULL, 'c'},
    {"export", required_argument, NULL, 'e'},     {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},          {NULL, 0, NULL, 0},
};

static int say(const char *words)
{
    fprintf(stderr, "peerhub-serve: %s\n", words);
    return EXIT_FAILED;
}

/* --- options -------------------------------------------------------------------------- */

static int usage(const char *words)
{
    if (words)
        say(words);
    fputs("Try 'peerhub-serve --help' for more information.\n", stderr);
    return EXIT_USAGE;
}

/* Returns -1 to go on, else the exit status. */
static int read_options(options *o, int argc, char **argv)
{
    int c, index = 0;
    while ((c = getopt_long(argc, argv, "d:", long_options, &index)) != -1) {
        choice *slot;
        switch (c) {
        case 'd':
        case 'k':
            slot = PH_PUSH(o->arena, &o->choices);
            if (!slot)
                return say("out of memory");
            *slot = (choice){c == 'd' ? "db" : long_options[index].name, optarg};
            break;
        case 'c': o->file = optarg; break;
        case 'e': o->folder = optarg; break;
        case 'h': fputs(help, stdout); return 0;
        case 'V': puts("peerhub-serve " PACKAGE_VERSION); return 0;
        default: return usage(NULL);
        }
    }
    return optind < argc ? usage("it takes options only") : -1;
}

/* First the file, then the options, which win; of indexes those of one of them.
 * Returns -1 to go on, else the exit status. */
static int configure(options *o)
{
    ph_config *config = &o->config;
    ph_error err;
    ph_status status = ph_config_init(config, o->arena, &err);
    if (status == PH_OK && o->file)
        status = ph_config_read(config, o->file, &err);
    if (status != PH_OK) {
        say(err.text);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < o->choices.n; i++)
        if (strcmp(o->choices.v[i].key, "db") == 0)
            config->db.n = 0;
    for (size_t i = 0; i < o->choices.n; i++)
        if (ph_config_set(config, ph_cstr(o->choices.v[i].key),
                          ph_cstr(o->choices.v[i].value), &err) != PH_OK)
            return usage(ph_dupf(o->arena, "--%s", err.text).s);
    if (!config->db.n &&
        ph_config_set(config, PH_STR("db"), ph_place_db(o->arena), &err) != PH_OK)
        return say(err.text);
    return -1;
}

/* --- beginning and end ---------------------------------------------------------------- */

static ph_status open_socket(const ph_config *config, int *fd, ph_error *err)
{
    ph_status status = ph_listen_inherited(fd, err);
    return status == PH_OK && *fd < 0 ? ph_listen(config->listen, fd, err) : status;
}

/* Exit status 0 when all runs. */
static int begin(service *s, const options *o)
{
    const ph_config *config = &o->config;
    ph_error err;
    s->fd = -1;
    if (ph_site_open(&s->site, config, &err) != PH_OK)
        return say(err.text);
    if (config->access_log && ph_access_log_open(&s->log, config->access_log,
                                                 config->whole_addresses, &err) != PH_OK)
        return say(err.text);
    if (ph_pool_new(&s->pool, &s->site, config->db.v, config->db.n, config->threads,
                    &err) != PH_OK) {
        say(err.text);
        return EXIT_INDEX;
    }
    if (open_socket(config, &s->fd, &err) != PH_OK)
        return say(err.text);
    ph_str url = ph_listen_url(s->fd, o->arena), metrics = PH_ABSENT;
    if (ph_server_start(&s->server, s->fd, &s->site, s->pool, s->log, &err) != PH_OK)
        return say(err.text);
    s->fd = -1; /* the server's now */
    if (config->metrics) {
        if (ph_listen(config->metrics, &s->fd, &err) != PH_OK)
            return say(err.text);
        metrics = ph_listen_url(s->fd, o->arena);
        if (ph_server_tell_metrics(s->server, s->fd, &err) != PH_OK)
            return say(err.text);
        s->fd = -1;
    }
    printf("peerhub-serve: listening on %.*s\n", PH_FMT(url));
    if (config->metrics)
        printf("peerhub-serve: metrics on %.*smetrics\n", PH_FMT(metrics));
    fflush(stdout);
    ph_notify("READY=1");
    return 0;
}

static void finish(service *s)
{
    if (s->server) {
        ph_server_drain(s->server);
        ph_pool_stop(s->pool); /* open connections may still ask */
    }
    ph_server_free(s->server);
    ph_pool_free(s->pool);
    if (s->fd >= 0)
        close(s->fd);
    ph_access_log_close(s->log);
    ph_site_close(&s->site);
}

static void reopen(service *s)
{
    ph_error err;
    ph_pool_reopen(s->pool);
    if (s->log && ph_access_log_reopen(s->log, &err) != PH_OK)
        say(err.text);
}

/* --- an offline edition --------------------------------------------------------------- */

/* The language that every other program speaks here. */
static const ph_language *own_language(const ph_site *site)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *locale = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && (!locale || !*locale); i++)
        locale = getenv(names[i]);
    return ph_language_of_locale(&site->languages, locale, getenv("LANGUAGE"));
}

/* SOURCE_DATE_EPOCH (reproducible-builds.org), else when the index was written. */
static int64_t edition_date(const ph_reader *reader)
{
    uint64_t date;
    if (ph_number(ph_cstr(getenv("SOURCE_DATE_EPOCH")), &date) && date <= INT64_MAX)
        return (int64_t)date;
    int64_t written = ph_reader_written(reader);
    return written > 0 ? written : -1;
}

/* Counts are kept in memory: each page has some. */
static ph_status open_reader(const options *o, const ph_site *site,
                             ph_columns_cache **columns, ph_reader **reader, ph_error *err)
{
    ph_status status = ph_columns_cache_new(columns, err);
    if (status == PH_OK)
        status =
            ph_reader_open(reader, o->config.db.v, o->config.db.n, site->vocabulary, err);
    if (status == PH_OK) {
        ph_reader_share(*reader, *columns);
        (void)ph_reader_wait(*reader, COLUMNS_MS);
    }
    return status;
}

static void set_of_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGHUP);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
}

static bool is_signal_waiting(void)
{
    sigset_t waiting;
    return sigpending(&waiting) == 0 &&
           (sigismember(&waiting, SIGHUP) == 1 || sigismember(&waiting, SIGINT) == 1 ||
            sigismember(&waiting, SIGTERM) == 1);
}

static int export_edition(options *o)
{
    ph_error err;
    ph_site site = {0};
    ph_columns_cache *columns = NULL;
    ph_reader *reader = NULL;
    ph_export_summary made = {0};
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    ph_export_options wanted = {.folder = o->folder,
                                .online = ph_cstr(o->config.base_url),
                                .stopped = is_signal_waiting};
    o->config.base_url = NULL; /* pages of an edition stand nowhere */
    int code = 0;
    if (ph_site_open(&site, &o->config, &err) != PH_OK)
        return say(err.text);
    if (open_reader(o, &site, &columns, &reader, &err) != PH_OK) {
        say(err.text);
        code = EXIT_INDEX;
    } else {
        wanted.language = own_language(&site);
        wanted.date = edition_date(reader);
        ph_status status = ph_export_site(&site, reader, &wanted, &made, &err);
        if (status != PH_OK)
            code = say(err.text);
        if (status == PH_CORRUPT || status == PH_BUSY || status == PH_TIMEOUT)
            code = EXIT_INDEX;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds =
        difftime(end.tv_sec, begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    if (code == 0)
        fprintf(stderr, "wrote %" PRIu64 " pages, %.1f MB to %s in %.1f s\n", made.pages,
                (double)made.bytes / 1e6, o->folder, seconds);
    ph_reader_free(reader);
    ph_columns_cache_free(columns);
    ph_site_close(&site);
    return code;
}

/* All threads inherit the mask, so that signals come here alone. */
static void block_signals(sigset_t *set)
{
    set_of_signals(set);
    sigaddset(set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, set, NULL);
}

int main(int argc, char **argv)
{
    options o = {.arena = ph_arena_new()};
    service s = {.fd = -1};
    sigset_t signals;
    int code = o.arena ? read_options(&o, argc, argv) : say("out of memory");
    if (code < 0)
        code = configure(&o);
    if (code < 0 && o.folder) {
        /* A signal waits until what was written is gone again; then it does what it does. */
        set_of_signals(&signals);
        pthread_sigmask(SIG_BLOCK, &signals, NULL);
        code = export_edition(&o);
        pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    } else if (code < 0) {
        block_signals(&signals);
        code = begin(&s, &o);
        for (int signal = 0; code == 0 && signal != SIGTERM && signal != SIGINT;)
            if (sigwait(&signals, &signal) == 0 && signal == SIGHUP)
                reopen(&s);
        ph_notify("STOPPING=1");
        finish(&s);
    }
    ph_arena_free(o.arena);
    return code;
}
