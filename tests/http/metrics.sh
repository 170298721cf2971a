#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the server tells Prometheus of itself, and that it tells nobody else, and of nobody.
. "${top_srcdir:?}/tests/http/serving.bash"

make_index "$top_srcdir/corpus/documents"
printf 'metrics-listen = 127.0.0.1:0\n' >"$tmp/hub.conf"
serve --config="$tmp/hub.conf" --threads=2
for _ in $(seq 100); do
    grep -q 'metrics on' "$tmp/serve.out" && break
    sleep 0.05
done
metrics=$(sed -n '2s/^peerhub-serve: metrics on \(.*\)\/metrics$/\1/p' "$tmp/serve.out")
like "the second line says where" "$metrics" '^http://127\.0\.0\.1:[0-9]+$'

# told NAME: the value of a series.
told()
{
    curl -sS --max-time 20 "$metrics/metrics" | awk -v name="$1" '$1 == name { print $2 }'
}

# becomes NAME VALUE: the value, waited for: a request ends a little after its answer arrived.
becomes()
{
    for _ in $(seq 100); do
        [ "$(told "$1")" = "$2" ] && break
        sleep 0.05
    done
    told "$1"
}

is "/metrics is not on the pages' listener" "$(status /metrics)" 404
is "pages are not on its" "$(curl -s -o "$tmp/out" -w '%{http_code}' "$metrics/")" 404
is "GET alone" "$(curl -s -o "$tmp/out" -w '%{http_code}' -X POST "$metrics/metrics")" 405
is "and HEAD" "$(curl -s -o "$tmp/out" -w '%{http_code}' -I "$metrics/metrics")" 200
is "as the text format 0.0.4" "$(curl -s -o "$tmp/out" -w '%{content_type}' "$metrics/metrics")" \
    'text/plain; version=0.0.4; charset=utf-8'

for n in 1 2 3; do get "/search?q=verysecret+$n" >"$tmp/out"; done
get '/documents/nobody-knows-0123456789ab' >"$tmp/out"
get '/never/heard/of/it' >"$tmp/out"
is "requests are counted by route" \
    "$(told 'peerhub_http_requests_total{route="/search",status="2xx"}')" 3
is "and by class of status" \
    "$(told 'peerhub_http_requests_total{route="/documents/*",status="4xx"}')" 1
like "what has no route as none" \
    "$(told 'peerhub_http_requests_total{route="none",status="4xx"}')" '^2$'
is "their durations" \
    "$(told 'peerhub_http_request_duration_seconds_bucket{route="/search",le="+Inf"}')" 3
is "in as many" "$(told 'peerhub_http_request_duration_seconds_count{route="/search"}')" 3
like "add up to some milliseconds" \
    "$(told 'peerhub_http_request_duration_seconds_sum{route="/search"}')" '^[0-9]+\.[0-9]{6}$'
# Each edition is a document, and works are counted once.
ok "documents" test "$(told peerhub_index_documents)" -ge "$(get /api/v1/search | jq .total)"
is "search threads" "$(told peerhub_search_threads)" 2
is "the index is ready" "$(told peerhub_index_ready)" 1
is "nothing is in flight" "$(becomes peerhub_http_requests_in_flight 0)" 0
is "nothing waits" "$(told peerhub_queue_length)" 0
is "nothing was refused" "$(told peerhub_queue_refusals_total)" 0
written=$(told peerhub_index_written_timestamp_seconds)
ok "the revision was written just now" test $(($(date +%s) - written)) -lt 600
ok "memory" test "$(told process_resident_memory_bytes)" -gt 1000000
like "processor time" "$(told process_cpu_seconds_total)" '^[0-9]+\.[0-9]{6}$'
ok "the start" test "$(told process_start_time_seconds)" -ge "$written"

# A commit is seen, and told.
sleep 1
mkdir "$tmp/more"
printf '# One more\n\nA note on one more practice.\n' >"$tmp/more/one.md"
"$top_builddir/peerhub-index" -q -d "$tmp/db" "$tmp/more" >"$tmp/out" 2>&1
before=$(told peerhub_index_documents)
get /search >"$tmp/out"
is "a new revision is told" "$(told peerhub_index_documents)" $((before + 1))
ok "with its time" test "$(told peerhub_index_written_timestamp_seconds)" -gt "$written"

exec 3<>"/dev/tcp/127.0.0.1/${base##*:}"
is "an open connection" "$(becomes peerhub_http_connections 1)" 1
exec 3<&- 3>&-

curl -sS "$metrics/metrics" >"$tmp/metrics"
unlike "nothing of what was asked for" "$(cat "$tmp/metrics")" 'verysecret|nobody-knows|never|127\.0'
ok "as many series as routes allow" test "$(wc -l <"$tmp/metrics")" -lt 2000
if [ -n "$(type -P promtool)" ]; then
    ok "promtool finds nothing wrong" promtool check metrics <"$tmp/metrics"
    is "and says nothing" "$(promtool check metrics <"$tmp/metrics" 2>&1)" ""
else
    skip "promtool finds nothing wrong" "promtool is missing (apt-get install prometheus)"
fi
stop_server
is "SIGTERM: exit status 0" "$exited" 0
serve
is "without the key nothing is told" "$(grep -c metrics "$tmp/serve.out")" 0
done_testing
