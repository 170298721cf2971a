/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include <brotli/encode.h>
#define ZLIB_CONST
#include <zlib.h>

#include "web/response.h"

/* Shorter bodies fit into one packet anyway. */
#define COMPRESS_MIN 1000
#define GZIP_WINDOW (15 + 16) /* zlib's way to ask for a gzip header */

/* By effort.  What the levels cost and save on our pages is in HACKING.md. */
static const int gzip_levels[] = {5, 9};
static const int brotli_levels[] = {5, 11};

typedef struct strictness {
    const char *name, *value;
} strictness;

/* What a browser may do with a page: nothing but our own style sheets, scripts and pictures; no
 * frame, plug-in or foreign host, and no script or style within the page.  HSTS is for the proxy
 * to say, which has the certificate. */
static const strictness for_pages[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' "
     "data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
     "frame-ancestors 'none'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Embedder-Policy", "require-corp"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

/* And with what is no page, should somebody open it as one. */
static const strictness for_others[] = {
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

void ph_response_init(ph_response *response, ph_arena *arena)
{
    *response =
        (ph_response){.arena = arena, .status = 200, .type = PH_TYPE_TEXT, .fd = -1};
}

void ph_response_reset(ph_response *response)
{
    ph_buf body = response->body;
    ph_str instance = response->instance;
    if (response->fd >= 0)
        close(response->fd);
    ph_buf_clear(&body);
    ph_response_init(response, response->arena);
    response->body = body;
    response->instance = instance;
}

void ph_response_free(ph_response *response)
{
    if (response->fd >= 0)
        close(response->fd);
    response->fd = -1;
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

bool ph_response_has(const ph_response *response, const char *name)
{
    for (size_t i = 0; i < response->headers.n; i++)
        if (strcmp(response->headers.v[i].name, name) == 0)
            return true;
    return false;
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

static bool gzip(int level, ph_str s, ph_buf *out)
{
    z_stream z;
    memset(&z, 0, sizeof z);
    if (s.n > UINT_MAX ||
        deflateInit2(&z, level, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
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

static bool brotli(int level, ph_str s, ph_buf *out)
{
    size_t n = BrotliEncoderMaxCompressedSize(s.n);
    if (!n || !ph_buf_reserve(out, n) ||
        !BrotliEncoderCompress(level, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, s.n,
                               (const uint8_t *)s.s, &n, (uint8_t *)out->s + out->n))
        return false;
    out->n += n;
    return true;
}

bool ph_compress(ph_coding coding, ph_effort effort, ph_str s, ph_buf *out)
{
    return coding == PH_BROTLI ? brotli(brotli_levels[effort], s, out)
                               : gzip(gzip_levels[effort], s, out);
}

static void compress_body(ph_response *response, ph_coding coding)
{
    ph_buf zipped = {0};
    if (ph_compress(coding, PH_QUICK, ph_buf_str(&response->body), &zipped) &&
        zipped.n < response->body.n &&
        ph_response_header(response, "Content-Encoding", ph_cstr(ph_coding_name(coding)))) {
        ph_buf_free(&response->body);
        response->body = zipped;
    } else {
        ph_buf_free(&zipped);
    }
}

/* Other types are compressed by themselves. */
static bool is_text(ph_str type)
{
    static const char *const endings[] = {"+xml",  "+json",   "/xml",
                                          "/json", "-bibtex", "-research-info-systems"};
    ph_str name;
    if (ph_starts(type, PH_STR("text/")) || !ph_split(&type, ';', &name))
        return true;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ph_ends(name, ph_cstr(endings[i])))
            return true;
    return false;
}

static void add_strictness(ph_response *response)
{
    bool page = strcmp(response->type, PH_TYPE_HTML) == 0;
    const strictness *list = page ? for_pages : for_others;
    size_t n = page ? sizeof for_pages / sizeof *list : sizeof for_others / sizeof *list;
    for (size_t i = 0; i < n; i++) {
        bool own = i == 0 && response->policy; /* Content-Security-Policy comes first */
        ph_response_header(response, list[i].name,
                           ph_cstr(own ? response->policy : list[i].value));
    }
}

void ph_response_finish(ph_response *response, const ph_request *request)
{
    ph_coding coding = ph_request_coding(request);
    if (is_text(ph_cstr(response->type)) && response->body.n >= COMPRESS_MIN &&
        coding != PH_IDENTITY)
        compress_body(response, coding);
    ph_response_header(response, "Vary",
                       PH_STR("Accept, Accept-Encoding, Accept-Language"));
    /* A 304 would put these in the place of what came with the answer that is kept. */
    if (response->status != 304)
        add_strictness(response);
}
