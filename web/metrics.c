/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "web/metrics.h"

#define CLASSES 6 /* statuses by their first digit; 0 is none */

/* Upper bounds of the durations that are told apart, in microseconds. */
static const uint64_t bounds[] = {500,    1000,   2500,   5000,    10000,   25000,   50000,
                                  100000, 250000, 500000, 1000000, 2500000, 10000000};
#define BOUNDS (sizeof bounds / sizeof *bounds)

typedef atomic_uint_fast64_t counter;

typedef struct route_counts {
    counter classes[CLASSES];
    counter
        within[BOUNDS + 1]; /* not summed up yet; the last one: longer than all bounds */
    counter microseconds;
} route_counts;

struct ph_metrics {
    time_t begun;
    atomic_uint connections, busy;
    counter refused;
    route_counts routes[]; /* ph_route_count() */
};

ph_metrics *ph_metrics_new(void)
{
    ph_metrics *metrics =
        calloc(1, sizeof *metrics + ph_route_count() * sizeof *metrics->routes);
    if (metrics)
        metrics->begun = time(NULL);
    return metrics;
}

void ph_metrics_free(ph_metrics *metrics)
{
    free(metrics);
}

/* --- counting ------------------------------------------------------------------------- */

static void add(counter *to, uint64_t n)
{
    atomic_fetch_add_explicit(to, n, memory_order_relaxed);
}

static uint64_t get(const counter *from)
{
    return atomic_load_explicit(from, memory_order_relaxed);
}

void ph_metrics_connected(ph_metrics *metrics)
{
    atomic_fetch_add(&metrics->connections, 1);
}

void ph_metrics_disconnected(ph_metrics *metrics)
{
    atomic_fetch_sub(&metrics->connections, 1);
}

void ph_metrics_begun(ph_metrics *metrics)
{
    atomic_fetch_add(&metrics->busy, 1);
}

void ph_metrics_over(ph_metrics *metrics)
{
    atomic_fetch_sub(&metrics->busy, 1);
}

unsigned ph_metrics_busy(const ph_metrics *metrics)
{
    return atomic_load(&metrics->busy);
}

void ph_metrics_answered(ph_metrics *metrics, const ph_route *route, unsigned status,
                         uint64_t microseconds)
{
    route_counts *counts = &metrics->routes[ph_route_number(route)];
    size_t i = 0;
    while (i < BOUNDS && microseconds > bounds[i])
        i++;
    add(&counts->classes[status / 100 < CLASSES ? status / 100 : 0], 1);
    add(&counts->within[i], 1);
    add(&counts->microseconds, microseconds);
}

void ph_metrics_refused(ph_metrics *metrics)
{
    add(&metrics->refused, 1);
}

/* --- text ----------------------------------------------------------------------------- */

/* HELP and TYPE of a metric, once before its samples. */
static void head(ph_buf *out, const char *name, const char *type, const char *help)
{
    ph_buf_addf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void single(ph_buf *out, const char *name, const char *type, const char *help,
                   uint64_t value)
{
    head(out, name, type, help);
    ph_buf_addf(out, "%s %" PRIu64 "\n", name, value);
}

/* Not by "%f", whose point is a comma in some locales. */
static void add_seconds(ph_buf *out, uint64_t microseconds)
{
    ph_buf_addf(out, "%" PRIu64 ".%06" PRIu64, microseconds / 1000000,
                microseconds % 1000000);
}

static void write_requests(const ph_metrics *metrics, ph_buf *out)
{
    static const char name[] = "peerhub_http_requests_total";
    head(out, name, "counter", "Requests answered, by route and class of status.");
    for (size_t r = 0; r < ph_route_count(); r++)
        for (size_t c = 0; c < CLASSES; c++)
            if (get(&metrics->routes[r].classes[c]))
                ph_buf_addf(out, "%s{route=\"%s\",status=\"%zuxx\"} %" PRIu64 "\n", name,
                            ph_route_pattern(r), c, get(&metrics->routes[r].classes[c]));
}

static void write_durations(const ph_metrics *metrics, ph_buf *out)
{
    static const char name[] = "peerhub_http_request_duration_seconds";
    head(out, name, "histogram", "Time until the answer was ready to be sent.");
    for (size_t r = 0; r < ph_route_count(); r++) {
        const route_counts *counts = &metrics->routes[r];
        const char *route = ph_route_pattern(r);
        uint64_t sum = 0;
        for (size_t i = 0; i <= BOUNDS; i++)
            sum += get(&counts->within[i]);
        if (!sum)
            continue;
        sum = 0;
        for (size_t i = 0; i < BOUNDS; i++) {
            sum += get(&counts->within[i]);
            ph_buf_addf(out, "%s_bucket{route=\"%s\",le=\"", name, route);
            add_seconds(out, bounds[i]);
            ph_buf_addf(out, "\"} %" PRIu64 "\n", sum);
        }
        sum += get(&counts->within[BOUNDS]);
        ph_buf_addf(out, "%s_bucket{route=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", name, route,
                    sum);
        ph_buf_addf(out, "%s_sum{route=\"%s\"} ", name, route);
        add_seconds(out, get(&counts->microseconds));
        ph_buf_addf(out, "\n%s_count{route=\"%s\"} %" PRIu64 "\n", name, route, sum);
    }
}

static void write_now(const ph_metrics *metrics, const ph_pool *pool, ph_buf *out)
{
    ph_pool_state state;
    ph_pool_look(pool, &state);
    single(out, "peerhub_http_requests_in_flight", "gauge", "Requests not yet answered.",
           ph_metrics_busy(metrics));
    single(out, "peerhub_http_connections", "gauge", "Connections that are open.",
           atomic_load(&metrics->connections));
    single(out, "peerhub_queue_length", "gauge", "Requests that wait for a search thread.",
           state.waiting);
    single(out, "peerhub_queue_refusals_total", "counter",
           "Requests answered 503 because the queue was full.", get(&metrics->refused));
    single(out, "peerhub_search_threads", "gauge", "Search threads.", state.threads);
    single(out, "peerhub_index_ready", "gauge",
           "1 if the index could be read when last tried.", state.ready);
    single(out, "peerhub_index_documents", "gauge",
           "Documents in the revision that is read.", state.documents);
    if (state.written)
        single(out, "peerhub_index_written_timestamp_seconds", "gauge",
               "When the revision that is read was written.", (uint64_t)state.written);
    head(out, "peerhub_build_info", "gauge", "The program, always 1.");
    ph_buf_addc(out, "peerhub_build_info{version=\"" PACKAGE_VERSION "\"} 1\n");
}

/* --- the process, by the names that Prometheus has for it ----------------------------------- */

static void write_memory(ph_buf *out)
{
    uint64_t pages, resident, page = (uint64_t)sysconf(_SC_PAGESIZE);
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return;
    if (fscanf(file, "%" SCNu64 " %" SCNu64, &pages, &resident) == 2) {
        single(out, "process_virtual_memory_bytes", "gauge", "Address space.",
               pages * page);
        single(out, "process_resident_memory_bytes", "gauge", "Memory in use.",
               resident * page);
    }
    fclose(file);
}

static void write_files(ph_buf *out)
{
    struct rlimit limit;
    DIR *dir = opendir("/proc/self/fd");
    uint64_t n = 0;
    if (!dir)
        return;
    while (readdir(dir))
        n++;
    closedir(dir);
    single(out, "process_open_fds", "gauge", "Open file descriptors.",
           n - 3); /* ".", ".." and the folder itself */
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        single(out, "process_max_fds", "gauge", "File descriptors that may be open.",
               limit.rlim_cur);
}

static uint64_t microseconds_of(struct timeval t)
{
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_usec;
}

static void write_process(const ph_metrics *metrics, ph_buf *out)
{
    struct rusage used;
    if (getrusage(RUSAGE_SELF, &used) == 0) {
        head(out, "process_cpu_seconds_total", "counter",
             "Processor time, user and system.");
        ph_buf_addc(out, "process_cpu_seconds_total ");
        add_seconds(out, microseconds_of(used.ru_utime) + microseconds_of(used.ru_stime));
        ph_buf_byte(out, '\n');
    }
    write_memory(out);
    write_files(out);
    single(out, "process_start_time_seconds", "gauge", "When the server started.",
           (uint64_t)metrics->begun);
}

void ph_metrics_write(const ph_metrics *metrics, const ph_pool *pool, ph_buf *out)
{
    write_requests(metrics, out);
    write_durations(metrics, out);
    write_now(metrics, pool, out);
    write_process(metrics, out);
}
