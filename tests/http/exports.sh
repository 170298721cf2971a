#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A page of results as a table and as references.
. "${top_srcdir:?}/tests/http/serving.bash"

make_index "$top_srcdir/corpus/documents"
serve --threads=2 --base-url=https://hub.test

total=$(get '/api/v1/search?q=data' | jq .total)
page=$(get '/search?q=data&per_page=100&country=EE')
for ending in csv ris bib csl.json; do
    address="/search.$ending?q=data&per_page=100"
    is "$ending: is there" "$(status "$address")" 200
    like "$ending: as a file" "$(field content-disposition "$address")" "filename=\"peerhub\\.$ending\""
    like "$ending: has a link" "$page" "href=\"/search\\.$ending\\?q=data&amp;country=EE&amp;per_page=100\""
    is "$ending: wrong parameters are refused" "$(status "/search.$ending?country=XX")" 400
done
is "types" "$(for ending in csv ris bib csl.json; do field content-type "/search.$ending?q=data"; done |
    cut -d';' -f1 | tr '\n' ' ')" \
    "text/csv application/x-research-info-systems application/x-bibtex application/vnd.citationstyles.csl+json "
is "all of the page is in it" "$(get '/search.csl.json?q=data&per_page=100' | jq length)" "$total"
is "the addresses are the hub's" "$(get '/search.csl.json?q=data' | jq '[.[].URL
    | startswith("https://hub.test/documents/")] | all')" true
is "in the order of the page" "$(get '/search.csl.json?q=data' | jq -c '[.[].id]')" \
    "$(get '/api/v1/search?q=data' | jq -c '[.results[].id]')"
is "pages" "$(get '/search.csl.json?q=data&page=2&per_page=3' | jq -r '.[0].id')" \
    "$(get '/api/v1/search?q=data&page=2&per_page=3' | jq -r '.results[0].id')"

# --- one document ---------------------------------------------------------------------------

id=$(get '/api/v1/search?q=data' | jq -r '.results[0].id')
record=$(get "/documents/$id.json")
for ending in ris bib csl.json; do
    address="/documents/$id.$ending"
    is "document, $ending: is there" "$(status "$address")" 200
    like "$ending: as a file" "$(field content-disposition "$address")" "filename=\"$id\\.$ending\""
    is "$ending: the type is that of a page of results" "$(field content-type "$address")" \
        "$(field content-type "/search.$ending?q=data")"
    is "$ending: the same reference" "$(get "$address" | grep -c "hub.test/documents/$id")" 1
    is "$ending: of what never was" "$(status "/documents/never-was.$ending")" 404
done
is "one reference" "$(get "/documents/$id.csl.json" | jq -c 'map(.id)')" "[\"$id\"]"

text=$(get "/documents/$id.txt")
like "text: is text" "$(field content-type "/documents/$id.txt")" '^text/plain; charset=utf-8$'
is "begins with the title" "$(head -n 1 <<<"$text")" "$(jq -r .title <<<"$record")"
like "has its own address" "$text" "https://hub.test/documents/$id\$"
missing=
while read -r line; do
    grep -qF -e "$line" <<<"$text" || missing="$missing $line"
done < <(jq -r '.passages[] | .text, .heading[-1] // empty' <<<"$record")
is "has every passage and heading" "$missing" ""
is "has no markup" "$(grep -c '<' <<<"$text")" 0
like "in the reader's language" "$(get "/documents/$id.txt" -H 'Accept-Language: ru' | sed -n 3p)" ': .*и'
like "or in the one that is asked for" "$(get "/documents/$id.txt?ui=ru" | sed -n 3p)" ': .*и'

is "other endings are not there" "$(status '/search.xml?q=data')" 404
is "nor are names" "$(status '/search.bibtex?q=data')" 404

# --- without a base URL -----------------------------------------------------------------------

stop_server
serve --threads=2
for address in /search "/documents/$id" /pack; do
    is "$address.csl.json: the addresses are where it was asked" \
        "$(get "$address.csl.json?pack=$id" | jq -c --arg base "$base" 'map(.URL // "" | startswith($base + "/documents/")) | unique')" '[true]'
done
for address in /contacts.vcf "/follow-up.vcf?pack=$id"; do
    ok "$address: and those of its documents" grep -q "$base/documents/" <(get "$address" | tr -d '\r' |
        sed -e ':a' -e 'N' -e '$!ba' -e 's/\n //g')
done
done_testing
