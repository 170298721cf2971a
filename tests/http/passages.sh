#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recommendations, what came of them, and documents like another, over HTTP.
. "${top_srcdir:?}/tests/http/serving.bash"

mkdir "$tmp/more"
cat >"$tmp/more/forum.md" <<'END'
---
title: Forum of ministers, Bucharest 2022
type: outcome-document
language: en
date: 2022-06-04
countries: [RO]
---

## Recommendations

- Bring civil registration to remote villages by mobile vans.
END
cat >"$tmp/more/vans.md" <<'END'
---
title: Vans for mountain villages
type: practice-note
language: en
date: 2024
countries: [KG]
---

## What was done

Mobile vans now bring <i>civil registration</i> to remote mountain villages.
END
sed 's/\[KG\]/[RO]/' "$tmp/more/vans.md" >"$tmp/more/own.md"
sed 's/2024/2021/; s/Vans/Earlier vans/' "$tmp/more/vans.md" >"$tmp/more/earlier.md"
make_index "$top_srcdir/corpus/documents" "$tmp/more"
serve --threads=2

# api QUERY JQ: something of an answer.
api()
{
    get "/api/v1/recommendations?$1" | jq -r "$2"
}

# --- recommendations ------------------------------------------------------------------------------

is "names of an answer" "$(api 'q=data' '. as $a | ["schema","query","total","documents","exact","took_ms",
    "results","facets","links"] | map(. as $k | $a | has($k)) | all')" true
is "only those kinds" "$(api 'per_page=100' '[.results[].passages[].kind] | unique | join(" ")')" \
    "commitment conclusion recommendation"
is "passages are counted" "$(api 'per_page=100' '.total == ([.results[].passages | length] | add)')" true
is "documents too" "$(api 'per_page=100' '.documents == (.results | length)')" true
wrong=
for facet in kind theme addressee event year country; do
    while IFS=$'\t' read -r value count; do
        got=$(api "$facet=$value" .total)
        [ "$got" = "$count" ] || wrong="$wrong $facet=$value: $count, but $got;"
    done < <(api '' ".facets.$facet[:4][] | [.value, .count] | @tsv")
done
is "each count is the number of passages that its choice gives" "$wrong" ""
dead=
while read -r url; do
    get "${url%%#*}" >"$tmp/page"
    grep -q "id=\"${url##*#}\"" "$tmp/page" || dead="$dead $url"
done < <(api 'q=digital' '.results[].passages[].url')
is "each passage can be linked to" "$dead" ""
ids=
next="/api/v1/recommendations?per_page=4"
while [ "$next" != null ]; do
    answer=$(get "$next")
    ids="$ids $(jq -r '.results[].id' <<<"$answer")"
    next=$(jq -r .links.next <<<"$answer")
done
is "following next gives every document once" "$(printf '%s\n' $ids | sort | uniq -d | wc -l) $(wc -w <<<"$ids")" \
    "0 $(api '' .documents)"

is "JSON by Accept" "$(get '/recommendations?q=digital' -H 'Accept: application/json' | jq .total)" \
    "$(api q=digital .total)"
page=$(get '/recommendations?q=digital&kind=commitment&addressee=academia')
like "the page says how many" "$(get '/recommendations?q=digital')" \
    "$(api q=digital '"\(.total) passages in \(.documents) documents"')"
like "a box is checked" "$page" 'name="kind" value="commitment" checked'
like "a choice can be taken away" "$page" 'href="/recommendations\?q=digital&amp;addressee=academia"'
dead=
for href in $(printf '%s' "$page" | grep -o 'href="/[^"]*"' | sed 's/href="//; s/"$//; s/&amp;/\&/g' |
    sort -u); do
    code=$(status "${href%%#*}")
    [ "$code" = 200 ] || dead="$dead $href: $code"
done
is "no link on the page is dead" "$dead" ""
for query in nonsense=1 kind=table addressee=nobody event=%3Cb%3E sort=title peer=KG page=0 theme=none; do
    is "API: $query is refused" "$(status "/api/v1/recommendations?$query")" 400
    is "API: and named" "$(get "/api/v1/recommendations?$query" | jq -r '.errors[0].parameter')" "${query%%=*}"
    like "page: it is said" "$(get "/recommendations?$query")" 'Left out of your question'
done
page=$(get '/recommendations?kind=table,commitment')
like "a wrong kind takes no other along" "$page" 'name="kind" value="commitment" checked'
like "and is told" "$page" 'Left out of your question: kind: &#39;table&#39;'
like "another spelling, under the same choices" "$(get '/recommendations?q=vilages&country=RO')" \
    'Did you mean <a href="/recommendations\?country=RO&amp;q=villages">villages</a>'
is "as JSON" "$(api 'q=vilages' .suggestion)" villages
is "only such as passages have" "$(api 'q=mountan' .suggestion) $(get '/api/v1/search?q=mountan' | jq -r .suggestion)" \
    "null mountain"
is "a search for documents knows none of them" "$(status '/api/v1/search?kind=lesson')" 400
bad=
for q in '%00' '%FF%FE' '"' '((((' 'NOT' '-x' 'a*' '*' 'NEAR/5' 'title:' 'a+NEAR/99999+b' "$(printf '(%.0s' {1..3000})x"; do
    code=$(status "/api/v1/recommendations?q=$q")
    case $code in 200 | 414) ;; *) bad="$bad [${q:0:20}: $code]" ;; esac
done
is "no input makes an error" "$bad" ""

# --- uptake ---------------------------------------------------------------------------------------------

id=$(get '/api/v1/search?q=title:bucharest+title:ministers&match=all' | jq -r '.results[0].id')
uptake=$(get "/api/v1/documents/$id/uptake")
is "one practice matches" "$(jq -c '[.total, .id]' <<<"$uptake")" "[1,\"$id\"]"
is "later, and of another country" "$(jq -r '.results[0].later | "\(.title) \(.date) \(.countries[0].code)"' <<<"$uptake")" \
    "Vans for mountain villages 2024 KG"
is "with both passages" "$(jq -r '.results[0] | [.passage.snippet, .later.passages[0].snippet][]' <<<"$uptake")" \
    "<mark>Bring</mark> <mark>civil</mark> <mark>registration</mark> to <mark>remote</mark> <mark>villages</mark> by <mark>mobile</mark> <mark>vans</mark>.
<mark>Mobile</mark> <mark>vans</mark> now <mark>bring</mark> <mark>civil</mark> <mark>registration</mark> to <mark>remote</mark> mountain <mark>villages</mark>."
is "and why" "$(jq -r '.results[0].words | sort | join(" ")' <<<"$uptake")" "bring civil mobile registration remote vans villages"
dead=
for url in $(jq -r '.results[0] | .passage.url, .later.passages[0].url' <<<"$uptake"); do
    get "${url%%#*}" | grep -q "id=\"${url##*#}\"" || dead="$dead $url"
done
is "each can be linked to" "$dead" ""
like "the page" "$(get "/documents/$id/uptake")" 'Vans for mountain villages'
is "JSON by Accept" "$(get "/documents/$id/uptake" -H 'Accept: application/json')" "$uptake"
like "linked from the document" "$(get "/documents/$id")" "href=\"/documents/$id/uptake\""
note=$(jq -r '.results[0].later.id' <<<"$uptake")
is "a practice has none" "$(get "/api/v1/documents/$note/uptake" | jq -c '[.total, .results]')" '[0,[]]'
unlike "and no link" "$(get "/documents/$note")" '/uptake"'
is "of nothing" "$(status /documents/nobody/uptake) $(status /api/v1/documents/nobody/uptake)" "404 404"
is "no parameters" "$(status "/api/v1/documents/$id/uptake?x=1")" 400

# --- likenesses -----------------------------------------------------------------------------------------

similar=$(get "/api/v1/documents/$note" | jq -c .similar)
is "at most five, with names" "$(jq -c '(length <= 5) and (.[0] | has("id") and has("title") and has("url")
    and has("score"))' <<<"$similar")" true
is "not itself" "$(jq --arg id "$note" 'any(.id == $id)' <<<"$similar")" false
like "its twins come first" "$(jq -r '.[0].title' <<<"$similar")" '[Vv]ans'
like "shown on the page" "$(get "/documents/$note")" 'Like this one'
is "addresses answer" "$(status "$(jq -r '.[0].url' <<<"$similar")")" 200

# --- all of several choices ---------------------------------------------------------------------------

first=$(api '' '.facets.theme[0].value')
second=$(api "theme=$first&all=theme" "[.facets.theme[] | select(.value != \"$first\" and .count > 0)][-1].value")
both="theme=$first&theme=$second"
is "all of these, for programs" "$(api "$both&all=theme" .total)" \
    "$(api "theme=$first&all=theme" ".facets.theme[] | select(.value == \"$second\") | .count")"
is "which is less than any of them" "$(api "$both&all=theme" .total) < $(api "$both" .total)" \
    "$(printf '%s\n' "$(api "$both&all=theme" .total)" "$(api "$both" .total)" | sort -nu | paste -sd'<' | sed 's/</ < /')"
page=$(get "/recommendations?$both&all=theme")
like "and for people" "$page" 'name="all" value="theme" checked'
is "for what a passage may have several of" "$(get /recommendations | grep -o 'name="all" value="[a-z]*"' | sort -u)" \
    'name="all" value="country"
name="all" value="theme"'
unlike "which nothing hidden repeats" "$page" 'type="hidden" name="all"'

is "the server has nothing to say" "$(cat "$tmp/serve.err")" ""
done_testing
