/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sources that are repositories: oai+https://example.org/oai?set=reports. */
#include "config.h"

#include <string.h>

#include "indexer/source.h"
#include "search/limits.h"

#define SCHEME "oai+"
#define NAME_BYTES 64

bool ph_source_is_address(ph_str given)
{
    return ph_starts(given, PH_STR(SCHEME));
}

/* What an address is made of; strings point into it. */
typedef struct address {
    ph_str scheme; /* "https://" */
    ph_str secret; /* "name:password@", or empty */
    ph_str place;  /* host, port and path */
    ph_str query;  /* behind '?' */
} address;

/* Whether a host is followed by nothing, or by the number of a port: more is, where a password
 * has a '/' or '?' in it that is not written as %2F or %3F. */
static bool has_port(ph_str host)
{
    size_t to = host.n;
    while (to > 0 && host.s[to - 1] >= '0' && host.s[to - 1] <= '9')
        to--;
    bool bracketed = host.n && host.s[0] == '[';
    const char *colon = memchr(host.s, ':', host.n);
    return bracketed || !colon || (to > 0 && colon == host.s + to - 1);
}

static bool take_apart(ph_str url, address *a)
{
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (ph_eq_nocase(ph_sub(url, 0, strlen(schemes[i])), ph_cstr(schemes[i])))
            a->scheme = ph_cstr(schemes[i]);
    for (size_t i = 0; i < url.n; i++)
        if (url.s[i] <= ' ' || url.s[i] == '#' || url.s[i] == '\\' || url.s[i] == 0x7f)
            return false;
    ph_str rest = ph_sub(url, a->scheme.n, url.n);
    const char *mark = rest.n ? memchr(rest.s, '?', rest.n) : NULL;
    a->place = ph_sub(rest, 0, mark ? (size_t)(mark - rest.s) : rest.n);
    a->query = ph_sub(rest, a->place.n + 1, rest.n);
    const char *slash = a->place.n ? memchr(a->place.s, '/', a->place.n) : NULL;
    size_t host = slash ? (size_t)(slash - a->place.s) : a->place.n, at = host;
    while (at > 0 && a->place.s[at - 1] != '@')
        at--;
    a->secret = ph_sub(a->place, 0, at);
    a->place = ph_sub(a->place, at, a->place.n);
    return a->scheme.n && host > at && a->place.s[0] != ':' &&
           has_port(ph_sub(a->place, 0, host - at));
}

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* %3A becomes ':'. */
static ph_str unescaped(ph_arena *arena, ph_str s)
{
    char *copy = ph_alloc(arena, s.n + 1);
    size_t n = 0;
    if (!copy)
        return PH_ABSENT;
    for (size_t i = 0; i < s.n; i++) {
        bool escape =
            s.s[i] == '%' && i + 2 < s.n && hex(s.s[i + 1]) >= 0 && hex(s.s[i + 2]) >= 0;
        copy[n++] = escape ? (char)(hex(s.s[i + 1]) * 16 + hex(s.s[i + 2])) : s.s[i];
        i += escape ? 2 : 0;
    }
    return (ph_str){copy, n};
}

/* Takes set=X out of the query; what is left belongs to the repository's address.  false: there is
 * something that a harvester says itself. */
static bool read_query(ph_str query, ph_str *set, ph_buf *left)
{
    static const char *const ours[] = {"verb",  "metadataPrefix", "from",
                                       "until", "identifier",     "resumptionToken"};
    ph_str piece;
    while (ph_split(&query, '&', &piece)) {
        const char *equals = piece.n ? memchr(piece.s, '=', piece.n) : NULL;
        ph_str name = ph_sub(piece, 0, equals ? (size_t)(equals - piece.s) : piece.n);
        for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
            if (ph_eqc(name, ours[i]))
                return false;
        if (ph_eqc(name, "set"))
            *set = ph_sub(piece, name.n + 1, piece.n);
        else if (piece.n)
            ph_buf_addf(left, "%c%.*s", left->n ? '&' : '?', PH_FMT(piece));
    }
    return true;
}

/* By host, path and set; a long one by its beginning and a hash. */
static ph_str name_of(ph_arena *arena, ph_str place, ph_str set)
{
    while (place.n && place.s[place.n - 1] == '/')
        place.n--;
    ph_str whole = set.n ? ph_dupf(arena, "%.*s_%.*s", PH_FMT(place), PH_FMT(set)) : place;
    if (whole.n > NAME_BYTES)
        whole = ph_dupf(arena, "%.*s-%016llx", NAME_BYTES - 17, whole.s,
                        (unsigned long long)ph_hash(whole.s, whole.n, PH_HASH_SEED));
    return whole.s ? ph_source_name(arena, whole) : PH_ABSENT;
}

ph_status ph_source_parse_address(ph_arena *arena, ph_source *source, ph_error *err)
{
    address a = {0};
    ph_buf left = {0};
    ph_str set = PH_ABSENT;
    if (source->given.n > PH_HARVEST_ADDRESS_BYTES ||
        !take_apart(ph_sub(source->given, strlen(SCHEME), source->given.n), &a))
        return ph_fail(err, PH_INVALID,
                       "a repository is given as oai+http://HOST/PATH or oai+https://...; "
                       "this is none (its address is not shown: it may hold a password)");
    if (!read_query(a.query, &set, &left)) {
        ph_buf_free(&left);
        return ph_fail(err, PH_INVALID,
                       "oai+%.*s%.*s: give the repository's base address; of a query only "
                       "set=X is for you to say",
                       PH_FMT(a.scheme), PH_FMT(a.place));
    }
    source->set = set.n ? unescaped(arena, set) : PH_ABSENT;
    source->address = ph_dupf(arena, "%.*s%.*s%.*s%.*s", PH_FMT(a.scheme), PH_FMT(a.secret),
                              PH_FMT(a.place), PH_FMT(ph_buf_str(&left)));
    source->given = ph_dupf(arena, SCHEME "%.*s%.*s%s%.*s", PH_FMT(a.scheme),
                            PH_FMT(a.place), set.n ? "?set=" : "", PH_FMT(set));
    source->root = source->given;
    if (!source->named)
        source->name = name_of(arena, a.place, source->set);
    bool failed = left.failed || (set.n && !source->set.s) || !source->address.s ||
                  !source->given.s || !source->name.s;
    ph_buf_free(&left);
    return failed ? ph_fail_memory(err) : PH_OK;
}
