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
    struct MHD_Daemon *daemon;
    const ph_site *site;
    ph_pool *pool;
    ph_access_log *log;
    atomic_uint busy;     /* requests begun and not yet answered */
    atomic_bool stopping; /* connections are closed behind their answer */
};

/* A request on its way.  First, so that an exchange is also its visit. */
typedef struct visit {
    ph_exchange exchange;
    ph_server *server;
    struct MHD_Connection *connection;
    ph_str uri, method, version;
    struct timespec begun;
    enum { FRESH, READ, ASLEEP } state;
    bool bad; /* the target could not be read */
    bool answered;
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
    atomic_fetch_add(&server->busy, 1);
    return v;
}

static ph_str header(const visit *v, const char *name)
{
    const char *value = MHD_lookup_connection_value(v->connection, MHD_HEADER_KIND, name);
    return ph_dup(v->exchange.request.arena, ph_cstr(value));
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
    request->if_none_match = header(v, MHD_HTTP_HEADER_IF_NONE_MATCH);
    v->bad = ph_request_read_target(request, v->uri, &err) != PH_OK;
    v->exchange.route = ph_route_find(request);
    if (v->bad) {
        ph_context context = {v->server->site, NULL, request->arena, true};
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

/* --- a response goes out -------------------------------------------------------------- */

/* The body becomes libmicrohttpd's. */
static struct MHD_Response *take_body(ph_response *response)
{
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
    if (has_body(v) || atomic_load(&v->server->stopping))
        MHD_add_response_header(out, MHD_HTTP_HEADER_CONNECTION, "close");
    enum MHD_Result queued = MHD_queue_response(v->connection, response->status, out);
    MHD_destroy_response(out);
    v->answered = queued == MHD_YES;
    return queued;
}

/* Called by a search thread when the answer is there. */
static void wake(ph_exchange *exchange)
{
    visit *v = (visit *)exchange;
    MHD_resume_connection(v->connection);
}

static ph_context own_context(const visit *v)
{
    return (ph_context){v->server->site, NULL, v->exchange.request.arena,
                        ph_pool_ready(v->server->pool)};
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
        ph_answer_error(&context, &exchange->request, &exchange->response, 503,
                        "There are more questions than can be answered at the moment.");
        MHD_resume_connection(v->connection);
    }
    return MHD_YES;
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
    (void)upload;
    if (!v || !v->uri.s)
        return MHD_NO;
    if (v->state == ASLEEP)
        return send_response(v);
    if (v->state == READ) {
        *upload_size = 0;
        return answer(v);
    }
    v->state = READ;
    read_request(v, method, version);
    if (has_body(v) && !v->bad && v->exchange.request.method != PH_OTHER_METHOD) {
        ph_context context = own_context(v);
        v->bad = true;
        ph_answer_error(&context, &v->exchange.request, &v->exchange.response, 400,
                        "A request of this kind has no body.");
    }
    return has_body(v) ? answer(v) : MHD_YES;
}

/* --- the end of a request ------------------------------------------------------------- */

static void write_log(const visit *v)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(v->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const ph_response *response = &v->exchange.response;
    size_t bytes = response->fixed.s ? response->fixed.n : response->body.n;
    if (v->exchange.request.method == PH_HEAD)
        bytes = 0;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    ph_access_log_write(
        v->server->log,
        &(ph_access){
            .from = info ? info->client_addr : NULL,
            .method = v->method,
            .path = v->exchange.request.target,
            .version = v->version,
            .status = response->status,
            .bytes = bytes,
            .milliseconds = (unsigned)((now.tv_sec - v->begun.tv_sec) * 1000 +
                                       (now.tv_nsec - v->begun.tv_nsec) / 1000000),
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
    atomic_fetch_sub(&v->server->busy, 1);
    ph_response_free(&v->exchange.response);
    ph_arena_free(v->exchange.request.arena);
    free(v);
    *state = NULL;
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
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle,
        server, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, begin, server,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_as_sent, NULL, MHD_OPTION_NOTIFY_COMPLETED, end,
        server, MHD_OPTION_CONNECTION_LIMIT, (unsigned)PH_CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)PH_IDLE_SECONDS, MHD_OPTION_END);
    if (!server->daemon) {
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
    for (int i = 0; i < PH_STOP_SECONDS * 50 && atomic_load(&server->busy); i++)
        nanosleep(&pause, NULL);
}

void ph_server_free(ph_server *server)
{
    if (!server)
        return;
    MHD_stop_daemon(server->daemon);
    free(server);
}
