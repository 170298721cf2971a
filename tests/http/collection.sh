#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the collection has about countries, goals, themes and meetings; the matrix; peers in
# searches: the API, the pages, and that each number is what its link gives.
. "${top_srcdir:?}/tests/http/serving.bash"

# Editions of one work are told of elsewhere.
cp -r "$top_srcdir/corpus/documents" "$tmp/documents"
chmod -R u+w "$tmp/documents"
grep -rlE 'translation[-_]of' "$tmp/documents" | xargs rm
make_index "$tmp/documents"
cat >"$tmp/formula.md" <<'END'
---
title: Formula
language: en
countries: [TV]
themes: [labs]
event: {name: "=cmd()+<b>Forum</b>", place: Apia, country: WS, start: 2019-05}
---

A note on the register.
END
make_index formula="$tmp/formula.md"
serve --threads=2

api()
{
    get "/api/v1/$1" | jq -r "$2"
}

# --- the first page ---------------------------------------------------------------------------

for way in $(get / | grep -oE '/(countries|sdgs|themes)/[^"]*' | sort -u); do
    [ "$(status "$way")" = 200 ] || echo "$way"
done >"$tmp/gone"
is "it leads to countries, goals and themes" \
    "$(get / | grep -oE '/(countries|sdgs|themes)/' | sort -u | paste -sd ' ')" "/countries/ /sdgs/ /themes/"
is "that are there" "$(cat "$tmp/gone")" ""

# --- countries ------------------------------------------------------------------------------

kz=$(get /api/v1/countries/KZ)
is "names of a country" "$(jq -r '["schema","code","label","figures","total","facets","newest","held",
    "peers","not_in_this_collection_yet","links"] - keys | join(" ")' <<<"$kz")" ""
is "its label" "$(jq -r .label <<<"$kz")" Kazakhstan
is "its total" "$(jq .total <<<"$kz")" "$(api 'search?country=KZ' .total)"
is "its meetings" "$(jq .held.total <<<"$kz")" "$(api 'search?event_country=KZ' .total)"
is "ten peers, the nearest first" \
    "$(jq -c '.peers | [length, (map(.score) == (map(.score) | sort | reverse))]' <<<"$kz")" '[10,true]'
is "a score is the sum of its parts" "$(jq '[.peers[] | ([.parts[] | select(.state == "known")] |
    (map(.weight * .value) | add) / (map(.weight) | add)) - .score | fabs | select(. > 0.0006)] | length' <<<"$kz")" 0
is "missing parts have no value" \
    "$(get /api/v1/countries/AL | jq -c '[.peers[].parts[] | select(.state != "known").value] | unique')" '[null]'
is "figures" "$(jq -c '.figures | [.hdi, .egdi, .borders, .languages, .regions[0].code]' <<<"$kz")" \
    '[0.802,0.8628,["CN","KG","RU","TM","UZ"],["kk","ru"],"143"]'

# wrong_numbers: lines "URL<TAB>NUMBER" whose search has another total.
wrong_numbers()
{
    while IFS=$'\t' read -r url number; do
        got=$(get "/api/v1$url" | jq .total)
        [ "$got" = "$number" ] || printf '%s: %s, not %s; ' "$url" "$got" "$number"
    done
}
is "each count is the total of its link" \
    "$(jq -r '.facets[][] | [.url, .count] | @tsv' <<<"$kz" | wrong_numbers)" ""
is "so are peers' numbers of documents" \
    "$(jq -r '.peers[] | [.search, .documents] | @tsv' <<<"$kz" | wrong_numbers)" ""
is "and what peers have" "$(jq -r '.not_in_this_collection_yet[][].peers[] | [.url, .documents] | @tsv' \
    <<<"$kz" | wrong_numbers)" ""
is "of which it has none" "$(jq -r '.not_in_this_collection_yet | (.sdg[] | "/search?country=KZ&sdg=" + .value),
    (.theme[] | "/search?country=KZ&theme=" + .value) | . + "\t0"' <<<"$kz" | wrong_numbers)" ""
is "examples: three at most, of peers" "$(jq '([.peers[].code]) as $p | [.not_in_this_collection_yet[][] |
    (.examples | length >= 1 and length <= 3) and
    ([.examples[] | [.countries[].code] - $p != [.countries[].code]] | all)] | all' <<<"$kz")" true
like "its page" "$(get /countries/KZ)" '<h1>Kazakhstan</h1>'
like "figures as the reader writes them" "$(get '/countries/KZ?ui=ru')" '<td>0,[0-9]+</td>'
like "says what is not there yet" "$(get /countries/KZ)" 'not in this collection yet for Kazakhstan'
is "in lower case" "$(status /countries/kz)" 200
is "JSON by Accept" "$(field content-type /countries/KZ -H 'Accept: application/json')" application/json
is "and by ending" "$(get /countries/KZ.json | jq -r .code)" KZ
none=$(get /countries/LI)
like "a country of which nothing is here says so" "$none" 'Nothing about Liechtenstein is in this collection yet'
like "and has peers" "$none" '<a href="/countries/AT">Austria</a>'
is "its total is 0" "$(api countries/LI .total)" 0
for code in XX ZZ K KAZ %00 KZ%20 ..; do
    is "no country: $code" "$(status "/countries/$code")" 404
    is "no country for programs: $code" "$(field content-type "/api/v1/countries/$code")" \
        application/problem+json
done
like "it says why" "$(get /countries/XX)" 'There is no country with the code'
is "no parameters" "$(api 'countries/KZ?peer=EE' '.errors[0].parameter')" peer
is "a page passes over them" "$(status '/countries/KZ?peer=EE')" 200

# --- goals, themes, meetings ------------------------------------------------------------------

for what in sdgs/16 sdgs/16.6 themes/integrity themes/governance; do
    kind=${what%%s/*}
    is "$what" "$(api "$what" .total)" "$(api "search?$kind=${what#*/}" .total)"
    is "$what: each count is the total of its link" \
        "$(api "$what" '.facets[][] | [.url, .count] | @tsv' | wrong_numbers)" ""
    is "$what: the page" "$(status "/$what")" 200
done
like "a goal has its number" "$(get /sdgs/16)" '<h1>Goal 16: Peace'
for wrong in sdgs/18 sdgs/16.99 sdgs/x themes/nothing themes/16 events/nothing events/%3Cb%3E; do
    is "no $wrong" "$(status "/$wrong")" 404
    is "no $wrong for programs" "$(status "/api/v1/$wrong")" 404
done
for target in 14.{1..7} 15.{1..9}; do
    [ "$(api "sdgs/$target" .total)" != 0 ] || break
done
like "a target that nobody has" "$(get "/sdgs/$target")" 'Not in this collection yet'
meeting=$(api countries/WS '.held.events[0].url')
like "a meeting's address" "$meeting" '^/events/cmd-b-forum-b-[0-9a-f]{12}$'
is "a meeting" "$(get "/api/v1$meeting" | jq -c '[.total, .event.name, .event.country_label, .label == .event.name]')" \
    '[1,"=cmd()+<b>Forum</b>","Samoa",true]'
like "its page" "$(get "$meeting")" '<h1>=cmd\(\)\+&lt;b&gt;Forum&lt;/b&gt;</h1>'
like "where and when" "$(get "$meeting")" '<p><span class="part">Apia</span> <span class="part">Samoa</span> <span class="part">May 2019</span></p>'

id=${meeting##*/}
is "its documents are an answer" "$(api "search?event=$id" .total) $(api "search?event=$id" '.query.filters.event[0]')" \
    "$(api "${meeting#/}" .total) $id"
is "its links are those of such questions" "$(api "${meeting#/}" '.links.search, .facets.type[0].url')" \
    "/search?event=$id
/search?event=$id&type=$(api "${meeting#/}" '.facets.type[0].value')"
page=$(get "$meeting")
like "its feed" "$page" "<link rel=\"alternate\" type=\"application/atom\+xml\" href=\"/feed.atom\?event=$id\""
like "and a link to it" "$page" "<a href=\"/feed.atom\?event=$id\" type=\"application/atom\+xml\""
is "which has its documents" "$(get "/feed.atom?event=$id" | grep -c '<entry>')" "$(api "${meeting#/}" .total)"
like "and its name" "$(get "/feed.atom?event=$id")" '<title[^>]*>peerhub: what is new – Event: =cmd\(\)\+&lt;b&gt;Forum'
for own in sdgs/16 themes/integrity countries/KZ; do
    like "$own has a feed" "$(get "/$own")" '<link rel="alternate" type="application/atom\+xml" href="/feed.atom\?'
    like "$own links to it" "$(get "/$own")" '<a href="/feed.atom\?[^"]*" type="application/atom\+xml"'
done

# --- matrix -----------------------------------------------------------------------------------

for question in '' 'columns=theme' 'q=data&match=any' 'columns=theme&q=data&sdg=16' 'region=143' \
    'country=KZ,LI&sdg=16' 'from=asserted&type=practice-note'; do
    matrix=$(get "/api/v1/matrix?$question")
    is "matrix '$question': cells are the totals of their links" "$(jq -r '.rows[].cells[] |
        [.url, .count] | @tsv' <<<"$matrix" | awk 'NR % 7 == 1' | wrong_numbers)" ""
    is "matrix '$question': rows and columns too" "$(jq -r '.rows[], .columns[] | select(.url) |
        [.url, .count] | @tsv' <<<"$matrix" | awk 'NR % 5 == 1' | wrong_numbers)" ""
done
is "all goals, in their order" "$(api matrix '[.columns[].value] | join(" ")')" \
    "$(seq -s ' ' 17)"
is "countries by name" "$(api matrix '[.rows[].label] == ([.rows[].label] | sort)')" true
is "chosen rows and columns" "$(api 'matrix?country=KZ,LI&sdg=16' \
    '[[.rows[].value], [.columns[].value | select(. == "16")]] | tostring')" '[["KZ","LI"],["16"]]'
is "its total is that of the question" "$(api 'matrix?q=data&match=any' .total)" \
    "$(api 'search?q=data&match=any' .total)"
is "the largest cells are the darkest" "$(get /matrix | grep -oE 'class="m4"><a [^>]*>[0-9]+' | sed 's/.*>//' |
    sort -nr | head -n 1)" "$(api matrix '[.rows[].cells[].count] | max')"
page=$(get '/matrix?q=data&columns=theme')
like "the page" "$page" '<h1>Countries and themes</h1>'
like "its other form" "$page" 'href="/matrix\?q=data&amp;columns=sdg"'
like "and as CSV" "$page" 'href="/matrix.csv\?q=data&amp;columns=theme"'
like "wrong columns: said in words" "$(get '/matrix?columns=colour')" 'Left out of your question: columns'
for wrong in columns=colour sdg=99 nonsense=1 limit=3; do
    is "API: $wrong" "$(api "matrix?$wrong" '.errors[0].parameter')" "${wrong%%=*}"
    is "CSV: $wrong" "$(status "/matrix.csv?$wrong")" 400
done

csv=$(get /matrix.csv)
like "CSV" "$(field content-type /matrix.csv)" '^text/csv; charset=utf-8'
is "its first line" "$(head -n 1 <<<"$csv" | tr -d '\r' | cut -d, -f 1-5)" "code,country,documents,SDG 1,SDG 2"
is "lines end as RFC 4180 says" "$(get /matrix.csv | grep -vc $'\r$')" 0
is "the numbers of the JSON" "$(awk -F, 'NR > 1 { for (i = 4; i <= NF; i++) n += $i } END { print n }' <<<"$(tr -d '\r' <<<"$csv")")" \
    "$(api matrix '[.rows[].cells[].count] | add')"
unlike "no cell is a formula" "$csv" '(^|,)"?[=+@-]'
like "a name with a comma is in quotation marks" "$(get '/matrix.csv?columns=theme')" '^code,country,documents,'

# --- searches ---------------------------------------------------------------------------------

is "peers: no total moves" "$(api 'search?q=village&peer=KZ' '[.total, .facets] | tostring')" \
    "$(api 'search?q=village' '[.total, .facets] | tostring')"
page=$(get '/search?q=village&peer=KZ')
like "the page tells why" "$page" '<p class="peer">Kyrgyzstan, likeness 0\.768: Central Asia, shares a border, Russian'
like "it has a field" "$page" '<input id="peer" name="peer" value="Kazakhstan"'
is "a name is as good as a code" "$(api 'search?q=village&peer=Kazakhstan' .query.peer)" KZ
is "in any language" "$(api 'search?q=village&peer=%D0%9A%D0%B0%D0%B7%D0%B0%D1%85%D1%81%D1%82%D0%B0%D0%BD' .query.peer)" KZ
like "with a label" "$page" '<label for="peer">'
like "and a way out" "$page" 'href="/search\?q=village">First from countries like Kazakhstan'
unlike "that travels once" "$page" 'type="hidden" name="peer"'
unlike "without it nothing is told" "$(get '/search?q=village')" 'class="peer"'
is "wrong country" "$(api 'search?peer=XX' '.errors[0].parameter')" peer

dead=
for from in /countries/KZ /sdgs/16 /themes/integrity "$meeting" '/matrix?region=143' \
    '/search?q=village&peer=KZ'; do
    for href in $(get "$from" | grep -o 'href="/[^"]*"' | sed 's/href="//; s/"$//; s/&amp;/\&/g' | sort -u |
        awk 'NR % 9 == 1'); do
        code=$(status "${href%%#*}")
        [ "$code" = 200 ] || dead="$dead $from: $href: $code"
    done
done
is "no link is dead" "$dead" ""
is "the server has nothing to say" "$(cat "$tmp/serve.err")" ""
done_testing
