#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# nginx in front, as docs/nginx.conf.example has it (without TLS, on the loopback address), with the
# site below a path.
. "${top_srcdir:?}/tests/http/serving.bash"

PATH=$PATH:/usr/sbin
[ -n "$(type -P nginx)" ] || skip_all "nginx is missing (apt-get install nginx)"

make_index "$top_srcdir/corpus/documents"
cat >"$tmp/hub.conf" <<'END'
base-url = https://hub.example/kb/
trusted-proxies = 127.0.0.1
access-log-addresses = whole
END
serve --config="$tmp/hub.conf" --access-log="$tmp/access.log"
behind=${base#http://}
nginx=
trap '[ -z "$nginx" ] || kill "$nginx"; stop_server; rm -rf "$tmp"' EXIT

# start_nginx PORT: sets $nginx, and $front to the address of the site.
start_nginx()
{
    front=http://127.0.0.1:$1
    {
        echo "daemon off; master_process off; pid $tmp/nginx.pid; error_log $tmp/nginx.log;"
        echo "events { worker_connections 64; }"
        echo "http {"
        for kind in client_body proxy fastcgi uwsgi scgi; do
            echo "${kind}_temp_path $tmp/nginx-$kind;"
        done
        sed "s/127\.0\.0\.1:8080/$behind/; s/listen 443 ssl http2/listen 127.0.0.1:$1/
             /listen \[::\]/d; /ssl_certificate/d" "$top_srcdir/docs/nginx.conf.example"
        echo "}"
    } >"$tmp/nginx.conf"
    nginx -e "$tmp/nginx.log" -p "$tmp" -c "$tmp/nginx.conf" 2>"$tmp/nginx.err" &
    nginx=$!
    for _ in $(seq 100); do
        [ "$(curl -s -o "$tmp/out" -w '%{http_code}' "$front/kb/healthz")" = 200 ] && return 0
        kill -0 "$nginx" 2>/dev/null || break
        sleep 0.05
    done
    nginx=
    return 1
}

# It cannot pick a free port by itself.
for _ in 1 2 3 4 5; do
    start_nginx $((20000 + RANDOM % 20000)) && break
done
if [ -z "$nginx" ]; then
    fail "nginx starts" "$(cat "$tmp/nginx.err" "$tmp/nginx.log")"
    done_testing
fi
pass "nginx starts with the shipped example"
base=$front

is "the path alone leads to the site" "$(field location /kb)" "$front/kb/"
home=$(get /kb/)
like "the home page" "$home" '<form[^>]* action="/kb/search"'
is "every link of it has the path" \
    "$(printf '%s' "$home" | grep -oE '(href|src|action)="/[^"]*"' | grep -v '="/kb/')" ""
is "and leads somewhere" "$(printf '%s' "$home" | grep -oE '(href|src)="/kb/[^"]*"' |
    sed 's/^[a-z]*="//; s/"$//; s/&amp;/\&/g' | sort -u | head -n 40 |
    while read -r link; do
        code=$(status "$link")
        [ "$code" = 200 ] || echo "$link $code"
    done)" ""
url=$(get '/kb/api/v1/search?q=data' | jq -r '.results[0].url')
like "whole addresses are those that readers see" "$url" '^https://hub\.example/kb/documents/'
is "and lead to the document" "$(status "${url#https://hub.example}")" 200
is "HEAD" "$(status /kb/search -I)" 200
is "Brotli goes through" "$(field content-encoding /kb/search -H 'Accept-Encoding: br')" br
tag=$(field etag '/kb/search?q=data')
is "entity tags too" "$(status '/kb/search?q=data' -H "If-None-Match: $tag")" 304
is "what is not found" "$(field content-type /kb/api/v1/none)" application/problem+json
is "wrong methods" "$(field allow /kb/ -X DELETE)" "GET, HEAD"
like "the promise of TLS is the proxy's" "$(headers /kb/)" '^Strict-Transport-Security: max-age='
is "and said once" "$(headers /kb/ | grep -ciE '^(content-security-policy|cache-control|vary):')" 3
if grep -q '{"/oai"' "$top_srcdir/web/routes.c"; then
    like "OAI's base URL is that of the site" "$(get '/kb/oai?verb=Identify')" \
        '<baseURL>https://hub\.example/kb/oai</baseURL>'
fi
if grep -q '{"/sitemap.xml"' "$top_srcdir/web/routes.c"; then
    is "a sitemap's addresses are those of the site" \
        "$(get /kb/sitemap.xml | grep -o '<loc>[^<]*' | grep -vc '^<loc>https://hub\.example/kb/')" 0
fi
# 127.0.0.1 is trusted, 127.0.0.2 is not: what it says of somebody before it counts for nothing.
get /kb/about --interface 127.0.0.2 -H 'X-Forwarded-For: 6.6.6.6' >"$tmp/out"
like "the log has who asked nginx" "$(in_log "$tmp/access.log" '^127\.0\.0\.2 ')" \
    '^127\.0\.0\.2 - - .*"GET /about HTTP/1\.1" 200'
is "nginx complained of nothing" "$(cat "$tmp/nginx.log")" ""
done_testing
