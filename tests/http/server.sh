#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How the server starts, ends and behaves as a program; what every answer carries.
. "${top_srcdir:?}/tests/http/serving.bash"
serve_program=$top_builddir/peerhub-serve

# --- the command line -------------------------------------------------------------------

like "--help says how" "$("$serve_program" --help)" '^Usage: peerhub-serve'
like "--version names itself" "$("$serve_program" --version)" '^peerhub-serve [0-9]'
"$serve_program" --nonsense >"$tmp/out" 2>&1
is "an unknown option is a usage error" $? 2
"$serve_program" --threads=0 >"$tmp/out" 2>&1
is "so is a number out of range" $? 2
"$serve_program" --db="$tmp/none" --listen=127.0.0.1:0 >"$tmp/out" 2>"$tmp/err"
is "no index: exit status 3" $? 3
like "and it says how to make one" "$(cat "$tmp/err")" 'peerhub-index'
is "and does not say that it listens" "$(cat "$tmp/out")" ""

make_index "$top_srcdir/corpus/documents"
for address in nonsense 127.0.0.1 127.0.0.1:70000 ::1:8080 '[::1]'; do
    "$serve_program" --db="$tmp/db" --listen="$address" >"$tmp/out" 2>"$tmp/err"
    is "--listen=$address is refused" $? 2
    like "in words" "$(cat "$tmp/err")" 'ADDRESS:PORT'
done
"$serve_program" --db="$tmp/db" --listen=127.0.0.1:0 --base-url=ftp://x >"$tmp/out" 2>"$tmp/err"
is "--base-url that is none is refused" $? 2

serve --access-log="$tmp/access.log"
port=${base##*:}
like "the first line says where" "$(head -1 "$tmp/serve.out")" \
    '^peerhub-serve: listening on http://127\.0\.0\.1:[0-9]+/$'
"$serve_program" --db="$tmp/db" --listen="127.0.0.1:$port" >"$tmp/out" 2>"$tmp/err"
is "a port that is taken: exit status 1" $? 1
like "and it says so" "$(cat "$tmp/err")" "127.0.0.1:$port.*in use"

# --- routes -----------------------------------------------------------------------------

for path in / /search '/search?q=data' /about /privacy; do
    is "$path answers" "$(status "$path")" 200
    is "$path is HTML" "$(field content-type "$path")" "text/html; charset=utf-8"
done
for path in /api/v1/search '/api/v1/search?q=data'; do
    is "$path is JSON" "$(field content-type "$path")" "application/json"
done
is "/healthz" "$(get /healthz)" ok
is "/readyz" "$(get /readyz)" ready
like "/robots.txt keeps crawlers out of searches" "$(get /robots.txt)" '^Disallow: /search$'
for path in /nothing /search/ //search /search/x /documents /documents/ /api /api/v1 /assets/ \
    /assets/none.css /assets/..%2f..%2fconfigure.ac /assets/../configure.ac /..%2f /%00 \
    /search%00 /documents/%00 /documents/a%2Fb /SEARCH; do
    is "$path is not found" "$(status "$path")" 404
done
unlike "no link of such a page leads to another host" "$(get //evil.test/x) $(get ///evil.test/x)" 'href="//'
like "not found in words" "$(get /nothing)" 'no page at this address'
is "not found for programs" "$(get /nothing -H 'Accept: application/json' | jq -r .status)" 404
is "not found below the API" "$(field content-type /api/v1/none)" "application/problem+json"

# --- methods ----------------------------------------------------------------------------

for method in POST PUT DELETE PATCH OPTIONS; do
    for path in / /search /api/v1/search /healthz /nothing; do
        is "$method $path" "$(status $path -X $method)" 405
    done
    is "$method says what is allowed" "$(field allow / -X $method)" "GET, HEAD"
    is "$method with a body" "$(status / -X $method -d body=1)" 405
done
many=$(printf 'x=%d&' {1..201})
like "too many parameters are told of in the reader's language" "$(get "/search?$many" -H 'Accept-Language: ru')" \
    'В этом адресе больше параметров'
like "also in the one behind them" "$(get "/search?${many}ui=fr")" 'plus de paramètres'
is "and refused" "$(status "/search?${many}ui=fr") $(status "/api/v1/search?$many")" "400 400"
like "what is not there, too" "$(get '/countries/XX?ui=ru')" 'Нет страны с кодом'
is "GET with a body is refused" "$(status / -X GET -d body=1)" 400
is "GET with a chunked body is refused" \
    "$(status / -X GET -H 'Transfer-Encoding: chunked' -d body=1)" 400
for path in / /search '/api/v1/search?q=data' /assets/style.css /healthz /nothing; do
    is "HEAD $path has GET's status" "$(status "$path" -I)" "$(status "$path")"
done
for path in / /search /assets/style.css /healthz /nothing; do
    is "HEAD $path has GET's length" "$(field content-length "$path" -I)" \
        "$(field content-length "$path")"
done

# --- what every answer carries ------------------------------------------------------------

for path in / /api/v1/search /nothing /assets/style.css /healthz; do
    all=$(headers $path)
    like "$path: content policy" "$all" "^Content-Security-Policy: default-src 'none';"
    like "$path: no sniffing" "$all" '^X-Content-Type-Options: nosniff$'
    like "$path: referrer policy" "$all" '^Referrer-Policy: '
    unlike "$path: no cookie" "$all" '^Set-Cookie'
done
unlike "no script (JSON-LD is data), nothing from elsewhere" \
    "$( (get /; get '/search?q=data') | sed 's/<script type="application\/ld+json">//')" \
    '<script|<iframe|<object|src="?https?:|href="?https?:[^"]*"[^>]*rel="?stylesheet|style="'

for path in / '/search?q=data' '/api/v1/search?q=data' /assets/style.css; do
    tag=$(field etag "$path")
    like "$path has an entity tag" "$tag" '^W/"[0-9a-f]+"$'
    is "$path is not sent twice" "$(status "$path" -H "If-None-Match: $tag")" 304
    is "$path is sent to those with another" "$(status "$path" -H 'If-None-Match: "x"')" 200
    is "$path without a body then" "$(get "$path" -H "If-None-Match: $tag" | wc -c)" 0
done
is "an answer's tag depends on its form" \
    "$([ "$(field etag /search)" = "$(field etag /search -H 'Accept: application/json')" ] ||
        echo other)" other
like "pages are asked for anew" "$(field cache-control /)" no-cache
style=$(get / | sed -n 's/.*rel="stylesheet" href="\([^"]*\)".*/\1/p')
like "the style sheet has its version in its address" "$style" '/assets/style\.css\?v='
like "and may be kept" "$(field cache-control "$style")" immutable
unlike "with another version it may not" "$(field cache-control '/assets/style.css?v=x')" immutable

for path in /search /assets/style.css; do
    plain=$(get $path | wc -c)
    for coding in gzip br; do
        is "$path as $coding when asked for" \
            "$(field content-encoding $path -H "Accept-Encoding: $coding")" $coding
        ok "is shorter" test "$(get $path -H "Accept-Encoding: $coding" | wc -c)" -lt \
            $((plain / 2))
        is "HEAD has its length" "$(field content-length $path -I -H "Accept-Encoding: $coding")" \
            "$(get $path -H "Accept-Encoding: $coding" | wc -c)"
        tag=$(field etag $path -H "Accept-Encoding: $coding")
        is "304 has neither" "$(headers $path -H "Accept-Encoding: $coding" \
            -H "If-None-Match: $tag" | grep -ciE '^content-(encoding|type)')" 0
    done
    is "$path as it is when nothing is asked for" "$(field content-encoding $path)" ""
    is "Brotli where both will do" "$(field content-encoding $path -H 'Accept-Encoding: gzip, br')" br
    is "gzip where it is preferred" \
        "$(field content-encoding $path -H 'Accept-Encoding: br;q=0.5, gzip')" gzip
done
is "gzip holds the same" "$(get /about -H 'Accept-Encoding: gzip' | gzip -dc | cksum)" \
    "$(get /about | cksum)"
is "assets too" "$(get /assets/style.css -H 'Accept-Encoding: gzip' | gzip -dc | cksum)" \
    "$(cksum <"$top_srcdir/web/assets/style.css")"
if curl -V | grep -q brotli; then
    for path in /about /assets/style.css; do
        is "Brotli holds the same: $path" \
            "$(get $path -H 'Accept-Encoding: br' --compressed | cksum)" "$(get $path | cksum)"
    done
else
    skip "Brotli holds the same" "this curl cannot read it"
fi
like "caches are told" "$(field vary /search)" 'Accept.*Accept-Encoding'

# --- the access log -----------------------------------------------------------------------

get '/search?q=verysecret&country=EE' >"$tmp/out"
get '/a%22b%0Ac?q=verysecret' >"$tmp/out"
log=$(in_log "$tmp/access.log" '"GET /a%22b')
like "a line for each request" "$log" \
    '^127\.0\.0\.0 - - \[.* \+0000\] "GET /search HTTP/1\.1" 200 [0-9]+ [0-9]+$'
unlike "without what was looked for" "$log" 'verysecret|country'
unlike "without the whole address" "$log" '127\.0\.0\.1'

mv "$tmp/access.log" "$tmp/access.log.1"
kill -HUP "$server"
for _ in $(seq 100); do
    [ -f "$tmp/access.log" ] && break
    sleep 0.05
done
is "SIGHUP: it goes on answering" "$(status '/search?q=data')" 200
like "SIGHUP: into a new log" "$(in_log "$tmp/access.log" 'GET /search')" 'GET /search'

# --- the end ----------------------------------------------------------------------------

stop_server
is "SIGTERM: exit status 0" "$exited" 0
is "nothing was complained of" "$(cat "$tmp/serve.err")" ""

serve --listen='[::1]:0' --threads=1
if [ -n "$base" ]; then
    like "IPv6" "$base" '^http://\[::1\]:[0-9]+$'
    is "IPv6 answers" "$(status /search)" 200
    kill -INT "$server"
    wait "$server"
    is "SIGINT: exit status 0" $? 0
    server=
fi

serve --base-url=https://hub.example/kb/
is "behind a proxy links have its path" \
    "$(get / | grep -c 'action="/kb/search"')" 1
like "and JSON its whole address" "$(get /api/v1/search | jq -r '.results[0].url')" \
    '^https://hub\.example/kb/documents/'
done_testing
