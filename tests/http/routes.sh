#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every route of the table in web/routes.c, one by one: GET and HEAD say the same, other methods
# are refused, caches are told what they may keep, browsers what they may do, and what goes wrong
# is a problem document for programs (RFC 9457) and a page for people.
. "${top_srcdir:?}/tests/http/serving.bash"

make_index "$top_srcdir/corpus/documents"
serve

id=$(get '/api/v1/search?q=practice' | jq -r '.results[0].id')
event=$(get /api/v1/countries/RO | jq -r '.held.events[0].url')
style=$(get / | sed -n 's/.*rel="stylesheet" href="\([^"]*\)".*/\1/p')

# address PATTERN: an address that the route answers with 200; empty where nobody knows one.
address()
{
    case $1 in
        /countries/* | /api/v1/countries/*) echo "${1%\*}EE" ;;
        /sdgs/* | /api/v1/sdgs/*) echo "${1%\*}16" ;;
        /themes/* | /api/v1/themes/*) echo "${1%\*}integrity" ;;
        /events/*) echo "$event" ;;
        /api/v1/events/*) echo "/api/v1$event" ;;
        */documents/\**) echo "${1/\*/$id}" ;;
        /assets/\*) echo "$style" ;;
        /contribute/\*) get /contribute | grep -o '/contribute/[^"?]*\.[a-z]*' | head -n 1 ;;
        /sitemap.\*) echo /sitemap.xml ;;
        */follow-up | /follow-up.*) echo "$1?pack=$id&date=2026-12-03" ;;
        */pack | /pack.zip) echo "$1?pack=$id" ;;
        /pack.\*) echo "/pack.ris?pack=$id" ;;
        /suggest | /api/v1/suggest) echo "$1?q=pub" ;;
        /oai) echo "$1?verb=Identify" ;;
        *.\*) echo "${1%\*}csv" ;;
        *\**) ;;
        *) echo "$1" ;;
    esac
}

mapfile -t patterns < <(sed -n '/^static const ph_route routes/,/^};/s/^    {"\([^"]*\)".*/\1/p' \
    "$top_srcdir/web/routes.c")
ok "the table has routes" test ${#patterns[@]} -gt 30

# look PATH [CURL OPTION]...: $code, the header fields in $all and the body in $tmp/body.
look()
{
    : >"$tmp/body"
    code=$(get "$1" "${@:2}" -o "$tmp/body" -D "$tmp/head" -w '%{http_code}')
    all=$(tr -d '\r' <"$tmp/head")
}

# of NAME: how often the field is there, then its value.
of()
{
    printf '%s\n' "$all" | awk -F': ' -v name="$1" 'tolower($1) == name { n++; v = substr($0, length(name) + 3) }
        END { print n + 0 " " v }'
}

# flagged PATTERN FLAG: it is among those of the route.
flagged()
{
    sed -n "s|^    {\"${1//\*/\\*}\", [a-z_]*, \(.*\)},.*|\1|p" "$top_srcdir/web/routes.c" | grep -q "$2"
}

# cached PATTERN: what its answers say to caches.
cached()
{
    case $1 in
        /assets/*) echo "1 public, max-age=31536000, immutable" ;;
        /contribute/*) echo "1 public, max-age=3600" ;;
        /healthz | /readyz) echo "1 no-store" ;;
        *) flagged "$1" BRIEF && echo "1 public, max-age=300" || echo "1 no-cache" ;;
    esac
}

for pattern in "${patterns[@]}"; do
    path=$(address "$pattern")
    if [ -z "$path" ]; then
        fail "$pattern: an address in this test" "add one to address()"
        continue
    fi
    look "$path"
    is "$path answers" "$code" 200
    type=$(of content-type)
    is "$path says to caches" "$(of cache-control)" "$(cached "$pattern")"
    like "$path varies" "$(of vary)" '^1 Accept, Accept-Encoding, Accept-Language$'
    like "$path: content policy" "$(of content-security-policy)" "^1 default-src 'none';"
    is "$path: no sniffing" "$(of x-content-type-options)" "1 nosniff"
    is "$path: not for other sites' pages" "$(of cross-origin-resource-policy)" "1 same-origin"
    is "$path: no cookie" "$(of set-cookie)" "0 "
    case $type in
        *text/html*)
            unlike "$path: nothing inline" "$(of content-security-policy)" "unsafe|\*|https?:"
            is "$path: alone in its group" "$(of cross-origin-opener-policy)" "1 same-origin"
            is "$path: embeds nothing foreign" "$(of cross-origin-embedder-policy)" "1 require-corp"
            like "$path: no camera" "$(of permissions-policy)" 'camera=\(\)'
            ;;
        *json*) ok "$path: is JSON" jq -e . "$tmp/body" ;;
    esac
    tag=$(of etag)
    case $pattern in
        /assets/* | /contribute/*) tagged=yes ;; # by themselves
        *) tagged=$(flagged "$pattern" TAGGED && echo yes) ;;
    esac
    case $tagged:$pattern in
        *original) like "$path has a strong entity tag" "$tag" '^1 "[0-9a-f-]+"$' ;;
        :*) is "$path has no entity tag" "$tag" "0 " ;;
        *)
            like "$path has an entity tag" "$tag" '^1 W/"[0-9a-f]+"$'
            cache=$(of cache-control)
            look "$path" -H "If-None-Match: ${tag#1 }"
            is "$path is not sent twice" "$code $(wc -c <"$tmp/body")" "304 0"
            is "$path: the 304 repeats its tag" "$(of etag)" "$tag"
            is "$path: and what caches may do" "$(of cache-control)" "$cache"
            unlike "$path: and no field that would replace a kept one" "$all" \
                '^(Content-(Type|Encoding|Security-Policy)|Cross-Origin-[A-Za-z-]*|Permissions-Policy): '
            ;;
    esac
    length=$(get "$path" | wc -c)
    look "$path" -I
    is "HEAD $path" "$code" 200
    # How long a search took is in its JSON, with one digit more or less.
    said=$(of content-length)
    ok "HEAD $path has GET's length" test "${said#1 }" -gt $((length - 5)) -a \
        "${said#1 }" -lt $((length + 5))
    is "HEAD $path has the type" "$(of content-type)" "$type"
    for method in POST PUT DELETE; do
        [ "$pattern $method" != "/oai POST" ] || continue
        look "$path" -X $method -H 'Accept: application/json'
        is "$method $path" "$code $(of allow)" "405 1 $(
            [ "$pattern" = /oai ] && echo "GET, HEAD, POST" || echo "GET, HEAD")"
        is "$method $path is a problem for programs" \
            "$(of content-type) $(jq -r '"\(.status) \(.title)"' "$tmp/body")" \
            "1 application/problem+json 405 Method Not Allowed"
        is "$method $path is not kept" "$(of cache-control)" "1 no-store"
    done
    look "$path" -X DELETE -H 'Accept: text/html'
    case $pattern in
        /api/* | *.json) ;; # always for programs
        *) is "DELETE $path is a page for people" "$code $(of content-type)" \
            "405 1 text/html; charset=utf-8" ;;
    esac
done

# --- what goes wrong --------------------------------------------------------------------

# problem PATH STATUS: as RFC 9457 wants it.
problem()
{
    look "$1" -H 'Accept: application/json'
    is "$1: $2 as a problem" "$code $(of content-type)" "$2 1 application/problem+json"
    is "$1: its members" "$(jq -c '[.status, (.type // "about:blank" | type), (.title | type), (.detail | type)]' "$tmp/body")" \
        "[$2,\"string\",\"string\",\"string\"]"
    is "$1: is not kept" "$(of cache-control)" "1 no-store"
    is "$1: has no entity tag" "$(of etag)" "0 "
    look "$1" -I -H 'Accept: application/json'
    is "HEAD $1" "$code" "$2"
}
problem /nothing 404
problem /api/v1/nothing 404
problem /documents/none-0123456789ab 404
problem /api/v1/documents/none-0123456789ab 404
problem /countries/XX 404
problem '/api/v1/search?sdg=99' 400
problem '/api/v1/search?colour=red' 400
problem '/api/v1/search?page=0' 400
problem '/api/v1/matrix?columns=x' 400
is "the parameter is named" "$(get '/api/v1/search?sdg=99' | jq -r '.errors[0].parameter // .errors[0].name // .errors[0].pointer')" sdg

# --- what the manual tells --------------------------------------------------------------

untold=
for pattern in "${patterns[@]}"; do
    name=${pattern#/}
    [[ $name == api/* ]] || grep -q "^\.It Pa.* */${name%%[/.]*}\b" "$top_srcdir/docs/peerhub-serve.1" || untold="$untold $pattern"
done
is "the manual has each page" "$untold" ""
done_testing
