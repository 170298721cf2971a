/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <limits.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "web/response.h"

/* Shorter bodies fit into one packet anyway. */
#define GZIP_MIN 1000
#define GZIP_LEVEL 5
#define GZIP_WINDOW (15 + 16) /* zlib's way to ask for a gzip header */

/* Nothing but our own style sheet and pictures; no script, frame, plug-in or foreign host. */
static const char policy[] = "default-src 'none'; style-src 'self'; img-src 'self' data:; "
                             "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

void ph_response_init(ph_response *response, ph_arena *arena)
{
    *response = (ph_response){.arena = arena, .status = 200, .type = PH_TYPE_TEXT};
}

void ph_response_reset(ph_response *response)
{
    ph_buf body = response->body;
    ph_buf_clear(&body);
    ph_response_init(response, response->arena);
    response->body = body;
}

void ph_response_free(ph_response *response)
{
    ph_buf_free(&response->body);
}

bool ph_response_header(ph_response *response, const char *name, ph_str value)
{
    ph_str copy = ph_dup(response->arena, value);
    ph_header *header = copy.s ? PH_PUSH(response->arena, &response->headers) : NULL;
    if (header)
        *header = (ph_header){name, copy};
    return header != NULL;
}

static int add_bytes(const char *bytes, size_t n, void *user)
{
    ph_buf *body = user;
    ph_buf_add(body, (ph_str){bytes, n});
    return body->failed ? -1 : 0;
}

ph_status ph_response_json(ph_response *response, unsigned status, const char *type,
                           json_t *json, ph_error *err)
{
    response->status = status;
    response->type = type;
    int done = json ? json_dump_callback(json, add_bytes, &response->body,
                                         JSON_INDENT(1) | JSON_REAL_PRECISION(8))
                    : -1;
    ph_buf_byte(&response->body, '\n');
    json_decref(json);
    return done == 0 && !response->body.failed ? PH_OK : ph_fail_memory(err);
}

bool ph_gzip(ph_str s, ph_buf *out)
{
    z_stream z;
    memset(&z, 0, sizeof z);
    if (s.n > UINT_MAX || deflateInit2(&z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, 8,
                                       Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    size_t bound = deflateBound(&z, (uLong)s.n);
    bool done = bound <= UINT_MAX && ph_buf_reserve(out, bound);
    if (done) {
        z.next_in = (const Bytef *)s.s;
        z.avail_in = (uInt)s.n;
        z.next_out = (Bytef *)out->s + out->n;
        z.avail_out = (uInt)bound;
        done = deflate(&z, Z_FINISH) == Z_STREAM_END;
        out->n += done ? z.total_out : 0;
    }
    deflateEnd(&z);
    return done;
}

static void compress_body(ph_response *response)
{
    ph_buf zipped = {0};
    if (ph_gzip(ph_buf_str(&response->body), &zipped) && zipped.n < response->body.n &&
        ph_response_header(response, "Content-Encoding", PH_STR("gzip"))) {
        ph_buf_free(&response->body);
        response->body = zipped;
    } else {
        ph_buf_free(&zipped);
    }
}

void ph_response_finish(ph_response *response, const ph_request *request)
{
    bool text = ph_starts(ph_cstr(response->type), PH_STR("text/")) ||
                ph_starts(ph_cstr(response->type), PH_STR("application/"));
    if (text && response->body.n >= GZIP_MIN && ph_request_takes_gzip(request))
        compress_body(response);
    ph_response_header(response, "Vary", PH_STR("Accept, Accept-Encoding"));
    ph_response_header(response, "Content-Security-Policy", ph_cstr(policy));
    ph_response_header(response, "X-Content-Type-Options", PH_STR("nosniff"));
    ph_response_header(response, "Referrer-Policy", PH_STR("same-origin"));
    ph_response_header(response, "Cross-Origin-Resource-Policy", PH_STR("same-origin"));
}
