/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/limits.h"
#include "search/text.h"
#include "web/request.h"

ph_method ph_method_find(ph_str name)
{
    if (ph_eqc(name, "GET"))
        return PH_GET;
    if (ph_eqc(name, "POST"))
        return PH_POST;
    return ph_eqc(name, "HEAD") ? PH_HEAD : PH_OTHER_METHOD;
}

/* --- the target ----------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Without percent-encoding, and with '+' as a space if `form`.  PH_ABSENT: no memory. */
static ph_str decode(ph_arena *arena, ph_str s, bool form)
{
    char *to = ph_alloc(arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; to && i < s.n; i++) {
        int high = s.s[i] == '%' && i + 2 < s.n ? hex_digit(s.s[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s.s[i + 2]) : -1;
        if (low >= 0) {
            to[n++] = (char)(high * 16 + low);
            i += 2;
        } else {
            to[n++] = form && s.s[i] == '+' ? ' ' : s.s[i];
        }
    }
    return to ? (ph_str){to, n} : PH_ABSENT;
}

static ph_str decode_clean(ph_arena *arena, ph_str s)
{
    ph_str raw = decode(arena, s, true);
    return raw.s ? ph_text_clean(arena, raw, false) : PH_ABSENT;
}

/* Everything up to `sep` off *rest, untouched.  Returns false at the end. */
static bool cut(ph_str *rest, char sep, ph_str *piece)
{
    if (!rest->s)
        return false;
    const char *at = rest->n ? memchr(rest->s, sep, rest->n) : NULL;
    size_t n = at ? (size_t)(at - rest->s) : rest->n;
    *piece = ph_sub(*rest, 0, n);
    *rest = at ? ph_sub(*rest, n + 1, rest->n) : PH_ABSENT;
    return true;
}

static ph_status read_path(ph_request *request, ph_str path, ph_error *err)
{
    request->path.n = 0;
    ph_str rest = ph_sub(path, 1, path.n), segment;
    if (!rest.n)
        return PH_OK;
    while (cut(&rest, '/', &segment)) {
        ph_str decoded = decode(request->arena, segment, false);
        if (!decoded.s || !ph_strs_add(request->arena, &request->path, decoded))
            return ph_fail_memory(err);
    }
    return PH_OK;
}

/* Of too many the reader's language is still read, for the page that says so. */
static ph_status read_query(ph_request *request, ph_str query, ph_error *err)
{
    ph_str pair;
    bool over = false;
    while (cut(&query, '&', &pair)) {
        ph_str name, value = pair;
        cut(&value, '=', &name);
        if (!name.n)
            continue;
        over = over || request->parameters.n == PH_PARAMETERS_MAX;
        if (over && (!ph_eqc(name, "ui") || request->parameters.n > PH_PARAMETERS_MAX))
            continue;
        ph_parameter *p = PH_PUSH(request->arena, &request->parameters);
        if (!p)
            return ph_fail_memory(err);
        p->name = decode_clean(request->arena, name);
        p->value = decode_clean(request->arena, value.s ? value : PH_STR(""));
        if (!p->name.s || !p->value.s)
            return ph_fail_memory(err);
    }
    return over ? ph_fail(err, PH_LIMIT,
                          PH_N("This address has more parameters than are read."))
                : PH_OK;
}

/* "http://host/path" -> "/path" */
static ph_str without_authority(ph_str target)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < 2; i++) {
        ph_str scheme = ph_cstr(schemes[i]);
        if (!ph_eq_nocase(ph_sub(target, 0, scheme.n), scheme))
            continue;
        size_t n = scheme.n;
        while (n < target.n && target.s[n] != '/' && target.s[n] != '?')
            n++;
        return n == target.n ? PH_STR("/") : ph_sub(target, n, target.n);
    }
    return target;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* A copy in which what no address has is percent-encoded, so that it can go into any answer:
 * bytes that RFC 3986 has no place for, and a '%' that stands for itself. */
static ph_str plain(ph_arena *arena, ph_str target)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < target.n; i++) {
        char c = target.s[i];
        bool good = c > ' ' && c < 0x7f && !strchr("\"#<>[]\\^`{|}", c);
        if (c == '%')
            good = i + 2 < target.n && is_hex(target.s[i + 1]) && is_hex(target.s[i + 2]);
        if (good)
            ph_buf_byte(&buf, c);
        else
            ph_buf_addf(&buf, "%%%02X", (unsigned char)c);
    }
    ph_str copy = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return copy;
}

ph_status ph_request_read_target(ph_request *request, ph_str target, ph_error *err)
{
    ph_str query = plain(request->arena, without_authority(target)), path;
    if (!query.s)
        return ph_fail_memory(err);
    cut(&query, '?', &path);
    request->target = path;
    request->query = query;
    if (!ph_starts(path, PH_STR("/")))
        return ph_fail(err, PH_INVALID, PH_N("This address has no path."));
    request->parameters.n = 0;
    ph_status status = read_path(request, path, err);
    return status == PH_OK ? read_query(request, query, err) : status;
}

ph_status ph_request_read_form(ph_request *request, ph_str type, ph_str body, ph_error *err)
{
    ph_str form = PH_STR("application/x-www-form-urlencoded"), name;
    if (!ph_split(&type, ';', &name) || !ph_eq_nocase(ph_trim(name), form))
        return PH_OK;
    ph_str pairs = ph_dup(request->arena, body);
    return pairs.s ? read_query(request, pairs, err) : ph_fail_memory(err);
}

ph_str ph_request_parameter(const ph_request *request, const char *name)
{
    for (size_t i = 0; i < request->parameters.n; i++)
        if (ph_eqc(request->parameters.v[i].name, name))
            return request->parameters.v[i].value;
    return PH_ABSENT;
}

/* --- header fields -------------------------------------------------------------------- */

unsigned ph_quality(ph_str parameters)
{
    ph_str parameter;
    while (ph_split(&parameters, ';', &parameter)) {
        if (!ph_eq_nocase(ph_sub(parameter, 0, 2), PH_STR("q=")))
            continue;
        ph_str q = ph_sub(parameter, 2, parameter.n);
        if (!q.n || q.s[0] != '0')
            return 1000;
        unsigned value = 0, unit = 100;
        for (size_t i = 2; i < q.n && unit && q.s[i] >= '0' && q.s[i] <= '9';
             i++, unit /= 10)
            value += unit * (unsigned)(q.s[i] - '0');
        return value;
    }
    return 1000;
}

/* How closely a media range fits: 3 the type itself, 2 its family, 1 anything, 0 not. */
static int specificity(ph_str range, ph_str type)
{
    if (ph_eq_nocase(range, type))
        return 3;
    if (ph_eqc(range, "*/*"))
        return 1;
    bool family = range.n > 2 && ph_ends(range, PH_STR("/*"));
    return family &&
                   ph_eq_nocase(ph_sub(type, 0, range.n - 1), ph_sub(range, 0, range.n - 1))
               ? 2
               : 0;
}

unsigned ph_accept_quality(ph_str accept, ph_str type)
{
    if (!ph_trim(accept).n)
        return 1000;
    unsigned best = 0;
    int closest = 0;
    ph_str element, range;
    while (ph_split(&accept, ',', &element)) {
        if (!ph_split(&element, ';', &range))
            continue;
        int close = specificity(range, type);
        if (close > closest) {
            closest = close;
            best = ph_quality(element);
        }
    }
    return best;
}

bool ph_request_wants_json(const ph_request *request)
{
    return ph_accept_quality(request->accept, PH_STR("application/json")) >
           ph_accept_quality(request->accept, PH_STR("text/html"));
}

bool ph_wants_json(const ph_request *request)
{
    const ph_strs *path = &request->path;
    return (path->n && (ph_eqc(path->v[0], "api") ||
                        ph_ends(path->v[path->n - 1], PH_STR(".json")))) ||
           ph_request_wants_json(request);
}

const char *ph_coding_name(ph_coding coding)
{
    static const char *const names[] = {NULL, "gzip", "br"};
    return names[coding];
}

ph_coding ph_request_coding(const ph_request *request)
{
    static const char *const names[][2] = {
        {"identity", "identity"}, {"gzip", "x-gzip"}, {"br", "br"}};
    bool named[3] = {false};
    unsigned qualities[3] = {0}, others = 0;
    ph_str rest = request->accept_encoding, element, coding;
    while (ph_split(&rest, ',', &element)) {
        if (!ph_split(&element, ';', &coding))
            continue;
        unsigned q = ph_quality(element);
        if (ph_eqc(coding, "*"))
            others = q;
        for (size_t i = 0; i < 3; i++)
            if (ph_eq_nocase(coding, ph_cstr(names[i][0])) ||
                ph_eq_nocase(coding, ph_cstr(names[i][1]))) {
                named[i] = true;
                qualities[i] = q;
            }
    }
    ph_coding best = PH_IDENTITY; /* in need, whatever the field says */
    for (ph_coding i = PH_GZIP; i <= PH_BROTLI; i++) {
        qualities[i] = named[i] ? qualities[i] : others;
        if (qualities[i] && qualities[i] >= qualities[best])
            best = i;
    }
    return best;
}

static ph_str opaque(ph_str tag)
{
    return ph_starts(tag, PH_STR("W/")) ? ph_sub(tag, 2, tag.n) : tag;
}

bool ph_request_has_tag(const ph_request *request, ph_str etag)
{
    ph_str rest = request->if_none_match, tag;
    while (ph_split(&rest, ',', &tag))
        if (tag.n && ph_eq(opaque(tag), opaque(etag)))
            return true;
    return false;
}

/* --- ranges --------------------------------------------------------------------------- */

ph_range ph_request_range(ph_str range, uint64_t size, uint64_t *first, uint64_t *n)
{
    ph_str unit = PH_STR("bytes="), from;
    uint64_t begin, end;
    if (!ph_eq_nocase(ph_sub(range, 0, unit.n), unit))
        return PH_RANGE_ALL;
    range = ph_trim(ph_sub(range, unit.n, range.n));
    const char *dash = range.n ? memchr(range.s, '-', range.n) : NULL;
    if (!dash)
        return PH_RANGE_ALL;
    from = ph_sub(range, 0, (size_t)(dash - range.s));
    ph_str to = ph_sub(range, from.n + 1, range.n);
    if (!from.n) { /* the last bytes */
        if (!ph_number(to, &end))
            return PH_RANGE_ALL;
        *n = end < size ? end : size;
        *first = size - *n;
        return *n ? PH_RANGE_PART : PH_RANGE_OUTSIDE;
    }
    if (!ph_number(from, &begin) || (to.n && (!ph_number(to, &end) || end < begin)))
        return PH_RANGE_ALL;
    if (begin >= size)
        return PH_RANGE_OUTSIDE;
    *first = begin;
    *n = to.n && end < size - 1 ? end - begin + 1 : size - begin;
    return PH_RANGE_PART;
}
