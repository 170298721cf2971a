/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "search/limits.h"
#include "web/server.h"

struct ph_server {
    struct MHD_Daemon *daemon, *metrics_daemon;
    ph_metrics *metrics;
    const ph_site *site;
    ph_pool *pool;
    ph_access_log *log;
    atomic_bool stopping; /* connections are closed behind their answer */
};

/* A request on its way.  First, so that an exchange is also its visit. */
typedef struct visit {
    ph_exchange exchange;
    ph_server *server;
    struct MHD_Connection *connection;
    ph_str uri, method, version;
    ph_str x_forwarded_for, forwarded; /* read where proxies are trusted */
    struct timespec begun;
    enum { FRESH, READ, ASLEEP } state;
    ph_buf form; /* a body that is read */
    bool bad;    /* the target could not be read */
    bool answered;
    uint64_t microseconds; /* until then */
} visit;

/* --- a request comes in --------------------------------------------------------------- */

/* Called with the request target as it was sent, before libmicrohttpd decodes anything. */
static void *begin(void *user, const char *uri, struct MHD_Connection *connection)
{
    ph_server *server = user;
    visit *v = calloc(1, sizeof *v);
    ph_arena *arena = ph_arena_new();
    if (!v || !arena) {
        free(v);
        ph_arena_free(arena);
        return NULL;
    }
    v->server = server;
    v->connection = connection;
    v->exchange.request.arena = arena;
    v->uri = ph_dup(arena, ph_cstr(uri));
    ph_response_init(&v->exchange.response, arena);
    clock_gettime(CLOCK_MONOTONIC, &v->begun);
    ph_metrics_begun(server->metrics);
    return v;
}

static ph_str header(const visit *v, const char *name)
{
    const char *value = MHD_lookup_connection_value(v->connection, MHD_HEADER_KIND, name);
    return ph_dup(v->exchange.request.arena, ph_cstr(value));
}

static ph_context own_context(const visit *v)
{
    const ph_request *request = &v->exchange.request;
    return ph_context_of(v->server->site, request, NULL, request->arena,
                         ph_pool_ready(v->server->pool));
}

typedef struct lines {
    const char *name;
    ph_buf joined;
} lines;

static enum MHD_Result add_line(void *user, enum MHD_ValueKind kind, const char *name,
                                const char *value)
{
    lines *all = user;
    (void)kind;
    if (value && ph_eq_nocase(ph_cstr(name), ph_cstr(all->name))) {
        ph_buf_addc(&all->joined, all->joined.n ? "," : "");
        ph_buf_addc(&all->joined, value);
    }
    return MHD_YES;
}

/* Every line of a header field, joined by commas (RFC 9110, 5.3): a proxy may add one of its own
 * behind those that its client sent. */
static ph_str whole_header(const visit *v, const char *name)
{
    lines all = {.name = name};
    MHD_get_connection_values(v->connection, MHD_HEADER_KIND, add_line, &all);
    ph_str value = ph_dup(v->exchange.request.arena, ph_buf_str(&all.joined));
    ph_buf_free(&all.joined);
    return value;
}

static void read_request(visit *v, const char *method, const char *version)
{
    ph_request *request = &v->exchange.request;
    ph_error err;
    v->method = ph_dup(request->arena, ph_cstr(method));
    v->version = ph_dup(request->arena, ph_cstr(version));
    request->method = ph_method_find(v->method);
    request->accept = header(v, MHD_HTTP_HEADER_ACCEPT);
    request->accept_encoding = header(v, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    request->accept_language = header(v, MHD_HTTP_HEADER_ACCEPT_LANGUAGE);
    request->host = header(v, MHD_HTTP_HEADER_HOST);
    request->if_none_match = header(v, MHD_HTTP_HEADER_IF_NONE_MATCH);
    request->range = header(v, MHD_HTTP_HEADER_RANGE);
    request->if_range = header(v, MHD_HTTP_HEADER_IF_RANGE);
    if (v->server->log && v->server->site->config->proxies.n) {
        v->x_forwarded_for = whole_header(v, "X-Forwarded-For");
        v->forwarded = whole_header(v, MHD_HTTP_HEADER_FORWARDED);
    }
    v->bad = ph_request_read_target(request, v->uri, &err) != PH_OK;
    v->exchange.route = ph_route_find(request);
    if (v->bad) {
        ph_context context = own_context(v);
        ph_answer_error(&context, request, &v->exchange.response, 400, err.text);
    }
}

static bool has_body(const visit *v)
{
    const char *length = MHD_lookup_connection_value(v->connection, MHD_HEADER_KIND,
                                                     MHD_HTTP_HEADER_CONTENT_LENGTH);
    return (length && strcmp(length, "0") != 0) ||
           MHD_lookup_connection_value(v->connection, MHD_HEADER_KIND,
                                       MHD_HTTP_HEADER_TRANSFER_ENCODING);
}

/* A body of this request is read and not refused. */
static bool takes_body(const visit *v)
{
    return !v->bad && v->exchange.request.method == PH_POST &&
           ph_route_takes_form(v->exchange.route);
}

/* --- a response goes out -------------------------------------------------------------- */

/* The body, or the open file, becomes libmicrohttpd's. */
static struct MHD_Response *take_body(ph_response *response)
{
    if (response->fd >= 0) {
        int fd = response->fd;
        response->fd = -1;
        struct MHD_Response *file =
            MHD_create_response_from_fd_at_offset64(response->length, fd, response->offset);
        if (!file)
            close(fd);
        return file;
    }
    if (response->fixed.s) {
        const struct MHD_IoVec fixed = {response->fixed.s, response->fixed.n};
        return MHD_create_response_from_iovec(&fixed, 1, NULL, NULL);
    }
    struct MHD_Response *out = MHD_create_response_from_buffer(
        response->body.n, response->body.s, MHD_RESPMEM_MUST_FREE);
    if (out)
        response->body.s = NULL;
    return out;
}

static void note_answer(visit *v)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    v->answered = true;
    v->microseconds = (uint64_t)((now.tv_sec - v->begun.tv_sec) * 1000000 +
                                 (now.tv_nsec - v->begun.tv_nsec) / 1000);
    ph_metrics_answered(v->server->metrics, v->exchange.route, v->exchange.response.status,
                        v->microseconds);
}

static enum MHD_Result send_response(visit *v)
{
    ph_response *response = &v->exchange.response;
    struct MHD_Response *out = take_body(response);
    if (!out)
        return MHD_NO;
    for (size_t i = 0; i < response->headers.n; i++)
        MHD_add_response_header(out, response->headers.v[i].name,
                                response->headers.v[i].value.s);
    if (response->status != MHD_HTTP_NOT_MODIFIED)
        MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_TYPE, response->type);
    if ((has_body(v) && !takes_body(v)) || atomic_load(&v->server->stopping))
        MHD_add_response_header(out, MHD_HTTP_HEADER_CONNECTION, "close");
    enum MHD_Result queued = MHD_queue_response(v->connection, response->status, out);
    MHD_destroy_response(out);
    if (queued == MHD_YES)
        note_answer(v);
    return queued;
}

/* Called by a search thread when the answer is there. */
static void wake(ph_exchange *exchange)
{
    visit *v = (visit *)exchange;
    MHD_resume_connection(v->connection);
}

static enum MHD_Result answer(visit *v)
{
    ph_exchange *exchange = &v->exchange;
    ph_context context = own_context(v);
    ph_error err;
    if (v->bad)
        return send_response(v);
    if (!ph_route_pooled(exchange->route)) {
        ph_route_answer(exchange->route, &context, &exchange->request, &exchange->response,
                        &err);
        return send_response(v);
    }
    v->state = ASLEEP;
    exchange->done = wake;
    MHD_suspend_connection(v->connection);
    if (!ph_pool_submit(v->server->pool, exchange)) {
        ph_metrics_refused(v->server->metrics);
        ph_answer_error(
            &context, &exchange->request, &exchange->response, 503,
            PH_N("There are more questions than can be answered at the moment."));
        MHD_resume_connection(v->connection);
    }
    return MHD_YES;
}

static void refuse(visit *v, unsigned status, const char *words)
{
    ph_context context = own_context(v);
    v->bad = true;
    ph_answer_error(&context, &v->exchange.request, &v->exchange.response, status, words);
}

/* The next piece of the body: what is too much is read and dropped. */
static void read_form(visit *v, ph_str piece)
{
    if (v->form.n <= PH_FORM_BYTES)
        ph_buf_add(&v->form, piece);
}

static enum MHD_Result answer_form(visit *v)
{
    ph_error err = {.text = PH_N("The form cannot be read.")};
    if (v->form.n > PH_FORM_BYTES)
        refuse(v, 413, PH_N("The form is too large."));
    else if (v->form.failed || ph_request_read_form(&v->exchange.request,
                                                    header(v, MHD_HTTP_HEADER_CONTENT_TYPE),
                                                    ph_buf_str(&v->form), &err) != PH_OK)
        refuse(v, 400, err.text);
    return answer(v);
}

/* Called when the header fields are there, again when the body has ended, and again when a
 * search thread has woken the connection. */
static enum MHD_Result handle(void *user, struct MHD_Connection *connection,
                              const char *url, const char *method, const char *version,
                              const char *upload, size_t *upload_size, void **state)
{
    visit *v = *state;
    (void)user;
    (void)connection;
    (void)url;
    if (!v || !v->uri.s)
        return MHD_NO;
    if (v->state == ASLEEP)
        return send_response(v);
    if (v->state == READ && takes_body(v) && *upload_size) {
        read_form(v, (ph_str){upload, *upload_size});
        *upload_size = 0;
        return MHD_YES;
    }
    if (v->state == READ) {
        *upload_size = 0;
        return takes_body(v) ? answer_form(v) : answer(v);
    }
    v->state = READ;
    read_request(v, method, version);
    if (takes_body(v) || !has_body(v))
        return MHD_YES;
    if (!v->bad && v->exchange.request.method <= PH_HEAD)
        refuse(v, 400, PH_N("A request of this kind has no body."));
    return answer(v);
}

/* --- the end of a request ------------------------------------------------------------- */

static void write_log(const visit *v)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(v->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const ph_response *response = &v->exchange.response;
    uint64_t bytes = response->length    ? response->length
                     : response->fixed.s ? response->fixed.n
                                         : response->body.n;
    if (v->exchange.request.method == PH_HEAD)
        bytes = 0;
    struct sockaddr_storage from;
    ph_client_address(&v->server->site->config->proxies, info ? info->client_addr : NULL,
                      v->x_forwarded_for, v->forwarded, &from);
    ph_access_log_write(v->server->log,
                        &(ph_access){
                            .from = (const struct sockaddr *)&from,
                            .method = v->method,
                            .path = v->exchange.request.target,
                            .version = v->version,
                            .status = response->status,
                            .bytes = bytes,
                            .milliseconds = (unsigned)(v->microseconds / 1000),
                        });
}

static void end(void *user, struct MHD_Connection *connection, void **state,
                enum MHD_RequestTerminationCode code)
{
    visit *v = *state;
    (void)user;
    (void)connection;
    (void)code;
    if (!v)
        return;
    if (v->server->log && v->answered)
        write_log(v);
    ph_metrics_over(v->server->metrics);
    ph_response_free(&v->exchange.response);
    ph_buf_free(&v->form);
    ph_arena_free(v->exchange.request.arena);
    free(v);
    *state = NULL;
}

static void count_connection(void *user, struct MHD_Connection *connection, void **state,
                             enum MHD_ConnectionNotificationCode code)
{
    ph_server *server = user;
    (void)connection;
    (void)state;
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        ph_metrics_connected(server->metrics);
    else
        ph_metrics_disconnected(server->metrics);
}

/* --- metrics -------------------------------------------------------------------------- */

static enum MHD_Result tell_metrics(void *user, struct MHD_Connection *connection,
                                    const char *url, const char *method,
                                    const char *version, const char *upload,
                                    size_t *upload_size, void **state)
{
    ph_server *server = user;
    ph_buf text = {0};
    unsigned status = 200;
    (void)version;
    (void)upload;
    (void)upload_size;
    (void)state;
    ph_method asked = ph_method_find(ph_cstr(method));
    if (asked != PH_GET && asked != PH_HEAD)
        status = MHD_HTTP_METHOD_NOT_ALLOWED;
    else if (strcmp(url, "/metrics") != 0)
        status = MHD_HTTP_NOT_FOUND;
    if (status == 200)
        ph_metrics_write(server->metrics, server->pool, &text);
    else
        ph_buf_addc(&text, "GET /metrics is all there is.\n");
    struct MHD_Response *out =
        text.failed
            ? NULL
            : MHD_create_response_from_buffer(text.n, text.s, MHD_RESPMEM_MUST_COPY);
    ph_buf_free(&text);
    if (!out)
        return MHD_NO;
    MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_TYPE, PH_TYPE_METRICS);
    MHD_add_response_header(out, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(out, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
    enum MHD_Result queued = MHD_queue_response(connection, status, out);
    MHD_destroy_response(out);
    return queued;
}

ph_status ph_server_tell_metrics(ph_server *server, int fd, ph_error *err)
{
    server->metrics_daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, tell_metrics, server,
                         MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
                         (unsigned)PH_METRICS_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
                         (unsigned)PH_IDLE_SECONDS, MHD_OPTION_END);
    return server->metrics_daemon
               ? PH_OK
               : ph_fail(err, PH_IO, "the event loop of the metrics cannot start");
}

/* --- the server ----------------------------------------------------------------------- */

/* Requests are decoded by ours (request.h), which keeps lengths. */
static size_t keep_as_sent(void *user, struct MHD_Connection *connection, char *s)
{
    (void)user;
    (void)connection;
    return strlen(s);
}

ph_status ph_server_start(ph_server **out, int fd, const ph_site *site, ph_pool *pool,
                          ph_access_log *log, ph_error *err)
{
    ph_server *server = calloc(1, sizeof *server);
    if (!server)
        return ph_fail_memory(err);
    server->site = site;
    server->pool = pool;
    server->log = log;
    server->metrics = ph_metrics_new();
    if (!server->metrics) {
        free(server);
        return ph_fail_memory(err);
    }
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle,
        server, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, begin, server,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_as_sent, NULL, MHD_OPTION_NOTIFY_COMPLETED, end,
        server, MHD_OPTION_NOTIFY_CONNECTION, count_connection, server,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)PH_CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)PH_IDLE_SECONDS, MHD_OPTION_END);
    if (!server->daemon) {
        ph_metrics_free(server->metrics);
        free(server);
        return ph_fail(err, PH_IO, "the event loop cannot start");
    }
    *out = server;
    return PH_OK;
}

void ph_server_drain(ph_server *server)
{
    const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
    atomic_store(&server->stopping, true);
    int fd = MHD_quiesce_daemon(server->daemon);
    if (fd != MHD_INVALID_SOCKET)
        close(fd);
    for (int i = 0; i < PH_STOP_SECONDS * 50 && ph_metrics_busy(server->metrics); i++)
        nanosleep(&pause, NULL);
    if (server->metrics_daemon)
        MHD_stop_daemon(server->metrics_daemon);
    server->metrics_daemon = NULL;
}

void ph_server_free(ph_server *server)
{
    if (!server)
        return;
    MHD_stop_daemon(server->daemon);
    ph_metrics_free(server->metrics);
    free(server);
}
