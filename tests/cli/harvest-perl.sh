#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A repository by somebody else's OAI-PMH, HTTP::OAI of Debian's libhttp-oai-perl.
. "${top_srcdir:?}/tests/cli/indexing.bash"

perl -MHTTP::OAI -MHTTP::OAI::Repository -e 1 2>/dev/null ||
    skip_all "HTTP::OAI is missing (apt-get install libhttp-oai-perl)"
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY

"$top_srcdir/tests/oai-repository" 25 >"$tmp/port" 2>"$tmp/oai.err" &
server=$!
trap 'kill "$server" 2>/dev/null; rm -rf "$tmp"' EXIT
for _ in $(seq 200); do [ -s "$tmp/port" ] && break; sleep 0.05; done
url=oai+http://127.0.0.1:$(cat "$tmp/port")/oai

index "perl=$url"
is "its records go in" "$code $counts" "0 $(counted indexed 17)"
is "with their metadata" "$(found oai:perl:7 '[.title, .date, .url // .source] | join(", ")' |
    cut -d, -f 1,2)" "Case 7 & more, 2019"
is "and what they are about" \
    "$(explain "$url" | jq -r 'select(.key == "oai:perl:25") | .abstract, .source')" \
    "What <case> 25 did about integrity in Estonia.
http://example.org/25"
index "perl=$url"
is "nothing changed, which it says by an error" "$code $counts" "0 $(counted unchanged 17)"
index --full "perl=$url"
is "all of it again" "$code $counts" "0 $(counted updated 17)"
is "no complaints of its own" "$(cat "$tmp/oai.err")" ""
done_testing
