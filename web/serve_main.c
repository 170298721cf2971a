/* SPDX-License-Identifier: GPL-2.0-or-later */
/* peerhub-serve: reads its options, opens what it serves, and waits for signals. */
#include "config.h"

#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "search/limits.h"
#include "search/places.h"
#include "search/vocabulary_keep.h"
#include "web/listen.h"
#include "web/server.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_INDEX = 3 };

typedef struct options {
    ph_arena *arena;
    PH_VEC(const char *) db;
    const char *listen, *base_url, *access_log;
    unsigned threads;
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
    "      --help                show this and exit\n"
    "      --version             show the version and exit\n"
    "\n"
    "SIGHUP opens the index and the log anew; SIGTERM and SIGINT finish what is in "
    "flight.\n"
    "Exit status: 0 stopped by a signal, 1 cannot listen or read its own files, 2 usage,\n"
    "3 the index cannot be read.\n";

static const struct option long_options[] = {
    {"db", required_argument, NULL, 'd'},         {"listen", required_argument, NULL, 'l'},
    {"base-url", required_argument, NULL, 'b'},   {"threads", required_argument, NULL, 't'},
    {"access-log", required_argument, NULL, 'a'}, {"help", no_argument, NULL, 'h'},
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

static bool read_threads(const char *text, unsigned *threads)
{
    uint64_t n;
    if (!ph_number(ph_cstr(text), &n) || n < 1 || n > PH_THREADS_MAX)
        return false;
    *threads = (unsigned)n;
    return true;
}

static bool add_db(options *o, const char *path)
{
    const char **slot = path ? PH_PUSH(o->arena, &o->db) : NULL;
    if (slot)
        *slot = path;
    return slot != NULL;
}

/* Returns -1 to go on, else the exit status. */
static int read_options(options *o, int argc, char **argv)
{
    int c;
    while ((c = getopt_long(argc, argv, "d:", long_options, NULL)) != -1) {
        switch (c) {
        case 'd':
            if (!add_db(o, optarg))
                return say("out of memory");
            break;
        case 'l': o->listen = optarg; break;
        case 'b': o->base_url = optarg; break;
        case 'a': o->access_log = optarg; break;
        case 't':
            if (!read_threads(optarg, &o->threads))
                return usage("--threads takes a number from 1 to 256");
            break;
        case 'h': fputs(help, stdout); return 0;
        case 'V': puts("peerhub-serve " PACKAGE_VERSION); return 0;
        default: return usage(NULL);
        }
    }
    if (optind < argc)
        return usage("it takes options only");
    if (!o->db.n && !add_db(o, ph_place_db(o->arena).s))
        return say("out of memory");
    return -1;
}

/* --- beginning and end ---------------------------------------------------------------- */

static ph_status open_socket(const options *o, int *fd, ph_error *err)
{
    ph_status status = ph_listen_inherited(fd, err);
    return status == PH_OK && *fd < 0 ? ph_listen(o->listen, fd, err) : status;
}

/* Exit status 0 when all runs. */
static int begin(service *s, const options *o)
{
    ph_error err;
    s->fd = -1;
    if (ph_site_open(&s->site, ph_vocabulary_home(o->db.v, o->db.n), o->base_url, &err) !=
        PH_OK)
        return say(err.text);
    if (o->access_log && ph_access_log_open(&s->log, o->access_log, &err) != PH_OK)
        return say(err.text);
    if (ph_pool_new(&s->pool, &s->site, o->db.v, o->db.n, o->threads, &err) != PH_OK) {
        say(err.text);
        return EXIT_INDEX;
    }
    if (open_socket(o, &s->fd, &err) != PH_OK)
        return say(err.text);
    ph_str url = ph_listen_url(s->fd, o->arena);
    if (ph_server_start(&s->server, s->fd, &s->site, s->pool, s->log, &err) != PH_OK)
        return say(err.text);
    s->fd = -1; /* the server's now */
    printf("peerhub-serve: listening on %.*s\n", PH_FMT(url));
    fflush(stdout);
    ph_notify("READY=1");
    return 0;
}

static void finish(service *s)
{
    if (s->server)
        ph_server_drain(s->server);
    ph_pool_free(s->pool);
    ph_server_free(s->server);
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

/* All threads inherit the mask, so that signals come here alone. */
static void block_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGHUP);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, set, NULL);
}

int main(int argc, char **argv)
{
    options o = {
        .arena = ph_arena_new(), .listen = "127.0.0.1:8080", .threads = ph_processors()};
    service s = {.fd = -1};
    sigset_t signals;
    int code = o.arena ? read_options(&o, argc, argv) : say("out of memory");
    if (code < 0) {
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
