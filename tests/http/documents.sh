#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Documents: page and record, links into them, and what happens when the index moves on.
. "${top_srcdir:?}/tests/http/serving.bash"

mkdir "$tmp/documents"
cp -r "$top_srcdir/corpus/documents/." "$tmp/documents"
make_index "$tmp/documents"
serve --threads=2

answer=$(get '/api/v1/search?q=data&per_page=100')
id=$(jq -r '.results[0].id' <<<"$answer")
page=$(get "/documents/$id")
record=$(get "/api/v1/documents/$id")

# --- page and record ----------------------------------------------------------------------

is "names of a record" "$(jq '. as $r | ["schema","id","key","path","mime","title","type","language",
    "date","year","event","countries","mentioned","sdgs","themes","organisations","contacts",
    "passages","license","warnings"] | map(. as $k | $r | has($k)) | all' <<<"$record")" true
is "the record is the same at its three addresses" \
    "$(get "/documents/$id.json"; get "/documents/$id" -H 'Accept: application/json')" \
    "$record"$'\n'"$record"
like "it is JSON" "$(field content-type "/documents/$id.json")" '^application/json$'
is "the page has its title" "$(sed -n 's/.*<title>\(.*\)<\/title>.*/\1/p' <<<"$page" |
    sed "s/&#39;/'/g; s/&quot;/\"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g")" "$(jq -r .title <<<"$record") – peerhub"
language=$(jq -r .language <<<"$record")
like "in its language" "$page" "<h1 lang=\"$language\" dir=\"auto\">"

missing=
for anchor in $(jq -r '.passages[].anchor' <<<"$record"); do
    grep -q "id=\"$anchor\"" <<<"$page" || missing="$missing $anchor"
done
is "each passage can be linked to" "$missing" ""

dead=
while read -r url; do
    get "${url%%#*}" >"$tmp/page"
    grep -q "id=\"${url##*#}\"" "$tmp/page" || dead="$dead $url"
done < <(jq -r '.results[].passages[].url' <<<"$answer")
is "each link of a search leads to its passage" "$dead" ""

dead=
for one in $(get '/api/v1/search?per_page=100' | jq -r '.results[].url'); do
    [ "$(status "$one")" = 200 ] || dead="$dead $one"
    [ "$(status "$one.json")" = 200 ] || dead="$dead $one.json"
done
is "every document can be read" "$dead" ""

# --- editions of one work -------------------------------------------------------------------

pair=$(get '/api/v1/search?q=tunduk&per_page=20' | jq -c '[.results[] | select(.alternates)][0]')
one=$(jq -r .id <<<"$pair") other=$(jq -r '.alternates[0].id' <<<"$pair")
is "an answer names the other edition" "$(get "/api/v1/documents/$other" | jq -r '.alternates[].id')" \
    "$one"
is "by an address that can be followed" "$(curl -sS -o /dev/null -w '%{http_code}' \
    "$base$(jq -r '.alternates[0].url' <<<"$pair")")" 200
like "the page has a switch" "$(get "/documents/$one")" \
    "<a href=\"/documents/$other\" hreflang=\"[a-z]+\" rel=\"alternate\""
like "and so has the result" "$(get '/search?q=tunduk')" "Also as <a href=\"/documents/"
russian=$(get "/api/v1/search?type=ai-case-study&language=ru&per_page=100" |
    jq -c '[.results[] | select(any(.alternates[]?; .language == "en"))][0]')
english=$(jq -r '[.alternates[] | select(.language == "en")][0].id' <<<"$russian")
one=$(jq -r .id <<<"$russian")
# shown OPTION...: which of the two stands in a list of all, for people and for programs.
shown()
{
    get "/search?type=ai-case-study&per_page=100$1" "${@:2}" | grep -o "id=\"r-\($one\|$english\)\"" | sed 's/id="r-//; s/"//'
}
is "a list shows the edition in its reader's language" "$(shown '' -H 'Accept-Language: ru, en;q=0.5')" "$one"
is "in another" "$(shown '' -H 'Accept-Language: en')" "$english"
is "as it is asked for" "$(shown '&ui=ru' -H 'Accept-Language: en')" "$one"
is "programs, too" "$(get "/api/v1/search?type=ai-case-study&per_page=100&ui=ru" |
    jq -r --arg a "$one" --arg b "$english" '.results[].id | select(. == $a or . == $b)')" "$one"
is "the language that is chosen comes first" "$(shown '&ui=ru&language=en')" "$english"
unlike "who says his language has another entity tag" "$(field etag '/search' -H 'Accept-Language: en')" \
    "^$(field etag '/search')\$"
is "others have none" "$(get "/api/v1/documents/$(get '/api/v1/search?q=data&per_page=50' |
    jq -r '[.results[] | select(.alternates | not)][0].id')" | jq -c .alternates)" "[]"

# --- what is not there --------------------------------------------------------------------

is "an id that never was" "$(status /documents/never-was)" 404
is "and for programs" "$(get /api/v1/documents/never-was | jq -r .status)" 404
is "what cannot be an id" "$(status "/documents/$(printf 'x%.0s' $(seq 65))")" 404
is "an ending that is not known" "$(status "/documents/$id.exe")" 404
is "a parameter that is not known" "$(status "/api/v1/documents/$id?x=1")" 400
is "pages do not mind" "$(status "/documents/$id?x=1")" 200

# --- the index moves on -------------------------------------------------------------------

tag=$(field etag "/documents/$id")
path=$(jq -r .path <<<"$record")
before=$(get /api/v1/search | jq -r .total)
rm -f "$path" "$path".meta.*
make_index "$tmp/documents"
is "a removed document is gone" "$(status "/documents/$id")" 410
is "also for those who had it" "$(status "/documents/$id" -H "If-None-Match: $tag")" 410
is "also for programs" "$(get "/documents/$id.json" | jq -r .status)" 410
like "the page says so" "$(get "/documents/$id")" 'removed'
is "searches see it at once" "$(get /api/v1/search | jq -r .total)" "$((before - 1))"

mv "$tmp/db" "$tmp/elsewhere"
is "without an index: 503" "$(status /search)" 503
like "that says when to come back" "$(field retry-after /search)" '^[0-9]+$'
is "alive all the same" "$(status /healthz)" 200
is "but not ready" "$(status /readyz)" 503
mv "$tmp/elsewhere" "$tmp/db"
is "back again: it answers by itself" "$(status /search)" 200
is "and is ready" "$(status /readyz)" 200
done_testing
