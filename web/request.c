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

static ph_status read_query(ph_request *request, ph_str query, ph_error *err)
{
    request->parameters.n = 0;
    ph_str pair;
    while (cut(&query, '&', &pair)) {
        ph_str name, value = pair;
        cut(&value, '=', &name);
        if (!name.n)
            continue;
        if (request->parameters.n == PH_PARAMETERS_MAX)
            return ph_fail(err, PH_LIMIT, "the address has more than %d parameters",
                           PH_PARAMETERS_MAX);
        ph_parameter *p = PH_PUSH(request->arena, &request->parameters);
        if (!p)
            return ph_fail_memory(err);
        p->name = decode_clean(request->arena, name);
        p->value = decode_clean(request->arena, value.s ? value : PH_STR(""));
        if (!p->name.s || !p->value.s)
            return ph_fail_memory(err);
    }
    return PH_OK;
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

ph_status ph_request_read_target(ph_request *request, ph_str target, ph_error *err)
{
    ph_str query = ph_dup(request->arena, without_authority(target)), path;
    if (!query.s)
        return ph_fail_memory(err);
    cut(&query, '?', &path);
    request->target = path;
    request->query = query;
    if (!ph_starts(path, PH_STR("/")))
        return ph_fail(err, PH_INVALID, "the request has no path");
    ph_status status = read_path(request, path, err);
    return status == PH_OK ? read_query(request, query, err) : status;
}

/* --- header fields -------------------------------------------------------------------- */

/* The weight of ";q=0.5" among the parameters behind a list's element, 0 to 1000. */
static unsigned quality(ph_str parameters)
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
            best = quality(element);
        }
    }
    return best;
}

bool ph_request_wants_json(const ph_request *request)
{
    return ph_accept_quality(request->accept, PH_STR("application/json")) >
           ph_accept_quality(request->accept, PH_STR("text/html"));
}

bool ph_request_takes_gzip(const ph_request *request)
{
    ph_str rest = request->accept_encoding, element, coding;
    bool any = false;
    while (ph_split(&rest, ',', &element)) {
        if (!ph_split(&element, ';', &coding))
            continue;
        if (ph_eq_nocase(coding, PH_STR("gzip")))
            return quality(element) > 0;
        any |= ph_eqc(coding, "*") && quality(element) > 0;
    }
    return any;
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
