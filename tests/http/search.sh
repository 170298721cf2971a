#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Searching: the API, the page, what agrees between them, and what no input may do.
. "${top_srcdir:?}/tests/http/serving.bash"

make_index "$top_srcdir/corpus/documents"
serve --threads=2

# api QUERY JQ: something of an answer.
api()
{
    get "/api/v1/search?$1" | jq -r "$2"
}

all=$(api '' .total)
like "there are documents" "$all" '^[1-9][0-9]*$'

# --- the form of an answer ----------------------------------------------------------------

is "names of an answer" "$(api 'q=data' '. as $a | ["schema","query","total","exact","took_ms","results","facets",
    "suggestion","expansions","links"] | map(. as $k | $a | has($k)) | all')" true
is "names of a result" "$(api 'q=data' '.results[0] as $r | ["id","key","title","url","type","date",
    "language","score","countries","sdgs","themes","status","license","snippet","passages"]
    | map(. as $k | $r | has($k)) | all')" true
is "all the facets" "$(api '' '.facets | keys | sort | join(" ")')" \
    "country language level region sdg sector stakeholder status theme type year"
is "ten results unless asked otherwise" "$(api '' '.results | length')" \
    "$((all < 10 ? all : 10))"
is "as many as asked for" "$(api 'per_page=3' '.results | length')" 3
like "snippets mark what was found" "$(api 'q=data' '.results[0].passages[0].snippet')" \
    '<mark>[^<]+</mark>'

# --- counts are what one would get ----------------------------------------------------------

wrong=
for facet in sdg theme country region type year language status; do
    while IFS=$'\t' read -r value count; do
        got=$(api "$facet=$value" .total)
        [ "$got" = "$count" ] || wrong="$wrong $facet=$value: $count, but $got;"
    done < <(api '' ".facets.$facet[:4][] | [.value, .count] | @tsv")
done
is "each count is the number of documents that its choice gives" "$wrong" ""

first=$(api '' '.facets.country[0].value') second=$(api '' '.facets.country[1].value')
either=$(api "country=$first,$second" .total)
is "choices of a facet are alternatives, however they are given" \
    "$(api "country=$first&country=$second" .total)" "$either"
is "choosing one leaves the others' counts" \
    "$(api "country=$first" ".facets.country[] | select(.value == \"$second\").count")" \
    "$(api '' ".facets.country[] | select(.value == \"$second\").count")"
is "what was chosen is marked" \
    "$(api "country=$first" '[.facets.country[] | select(.selected).value] | join(" ")')" "$first"

# --- pages ----------------------------------------------------------------------------------

ids=
next="/api/v1/search?per_page=4"
while [ "$next" != null ]; do
    answer=$(get "$next")
    ids="$ids $(jq -r '.results[].id' <<<"$answer")"
    next=$(jq -r .links.next <<<"$answer")
done
is "following next gives every document once" \
    "$(printf '%s\n' $ids | sort -u | wc -l)" "$all"
is "and none twice" "$(printf '%s\n' $ids | wc -l)" "$all"
is "the first page has no previous one" "$(api 'per_page=2' .links.prev)" null
is "the second has" "$(get "$(api 'per_page=2&page=2' .links.prev)" | jq -r '.results[0].id')" \
    "$(api 'per_page=2' '.results[0].id')"
is "past the end there is nothing" "$(api 'page=500' '.results | length')" 0
like "and the page says so" "$(get '/search?page=500')" 'fewer pages'

# --- wrong values -----------------------------------------------------------------------------

for query in nonsense=1 sdg=99 country=XX year=soon page=0 page=x per_page=0 per_page=101 \
    match=some sort=size from=hearsay since=yesterday page=1001 'q=x&limit=3' all=colour; do
    name=${query##*&}
    name=${name%%=*}
    is "API: $query is refused" "$(status "/api/v1/search?$query")" 400
    problem=$(get "/api/v1/search?$query")
    is "API: as a problem document" \
        "$(field content-type "/api/v1/search?$query")" "application/problem+json"
    is "API: that names it" "$(jq -r '.errors[0].parameter' <<<"$problem")" "$name"
    like "API: in words" "$(jq -r .detail <<<"$problem")" "$name|${query##*=}"
    is "page: $query is answered" "$(status "/search?$query")" 200
    like "page: and it says so" "$(get "/search?$query")" 'Left out of your question'
done
for list in "XX,$first" "$first,XX"; do
    page=$(get "/search?country=$list")
    like "page: of $list the wrong one is told" "$page" 'Left out of your question: country: &#39;XX&#39;'
    like "page: and the other one holds" "$page" "class=\"sentence\">$(api "country=$first" .total) documents"
done
is "what is empty was not given" "$(api 'q=&sort=&country=&page=' .total)" "$all"

# --- the page ---------------------------------------------------------------------------------

is "the page has the API's number" \
    "$(get '/search?q=data' | sed -n 's/.*class="sentence">\([0-9]*\) .*/\1/p')" \
    "$(api 'q=data' .total)"
is "JSON by Accept" "$(get '/search?q=data' -H 'Accept: application/json' | jq -r .total)" \
    "$(api 'q=data' .total)"
like "HTML for browsers" "$(field content-type '/search?q=data' -H \
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8')" '^text/html'
like "nothing found" "$(get '/search?q=qqqxyzzy')" 'Not in this collection yet'
like "nothing found: filters can be taken away" "$(get "/search?q=qqqxyzzy&country=$first")" \
    'leave out everything but the words'
page=$(get "/search?q=data&country=$first&year=2000..2100&match=any&sort=date")
like "a box is checked" "$page" "name=\"country\" value=\"$first\" checked"
like "a range of years stands in its fields" "$page" 'name="year_from"[^>]* value="2000"'
like "both of them" "$page" 'name="year_to"[^>]* value="2100"'
unlike "and nowhere else" "$page" 'type="hidden" name="year"'
is "the fields of a form are a range" \
    "$(get "/api/v1/search?year_from=2000&year_to=2100" | jq -c '[.query.filters.year, .total > 0]')" '[["2000..2100"],true]'
is "an open one" "$(get "/api/v1/search?year_to=1990" | jq -c '.query.filters.year')" '["..1990"]'
like "a wrong one is told" "$(get '/search?year_from=then')" 'Left out of your question'
like "goals have their numbers" "$(get '/search?sdg=16')" 'value="16" checked><span>16 Peace, justice'
like "in every language, where they are chosen too" "$(get '/search?sdg=16&ui=ru')" ': 16 Мир'
is "all of several choices can be asked for" "$(get '/search?all=theme' | grep -c 'name="all" value="theme" checked')" 1
like "a way to a map" "$page" 'href="/matrix\?q=data&amp;match=any'
like "which has the same countries" "$(get "/matrix?q=data&match=any")" "<a class=\"m[1-4]\" href=\"/search[^\"]*country=$first\""
like "so does match" "$page" 'type="hidden" name="match" value="any"'
like "the order stays chosen" "$page" 'value="date" selected'
like "a choice can be taken away" "$page" \
    'href="/search\?q=data&amp;match=any&amp;year=2000\.\.2100&amp;sort=date"'

# Each address on a page answers.
dead=
for href in $(printf '%s' "$page" | grep -o 'href="/[^"]*"' | sed 's/href="//; s/"$//; s/&amp;/\&/g' |
    sort -u); do
    code=$(status "${href%%#*}")
    [ "$code" = 200 ] || dead="$dead $href: $code"
done
is "no link on the page is dead" "$dead" ""

# --- hostile input ------------------------------------------------------------------------------

like "input comes back as text" "$(get '/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27')" \
    '&lt;script&gt;alert\(1\)&lt;/script&gt;&quot;&#39;'
unlike "and never as mark-up" "$(get '/search?q=%3Cscript%3E&country=%3Cscript%3E&%3Cscript%3E=1')" \
    '<script'
long=$(printf 'word%%20%.0s' $(seq 900))
deep=$(printf '(%.0s' $(seq 2000))
bad=
while read -r query; do
    for path in "/search?" "/api/v1/search?"; do
        code=$(status "$path$query")
        case $code in 200 | 400 | 414) ;; *) bad="$bad [${query:0:40}: $code]" ;; esac
    done
done <<END
q=%00
q=%FF%FE%80
q=%ED%A0%80
q=%
q=%zz
q="
q="""""
q=()
q=AND
q=OR+OR+NOT
q=NOT
q=-
q=+
q=*
q=a*
q=NEAR/5
q=a+NEAR/999999+b
q=title:
q=title:%22
q=year:..
q=%F0%9F%98%80
q=$long
q=$deep
year=..
year=9999..0
year=2019..2019..2019
country=,,,,
sdg=16.99
page=99999999999999999999
per_page=-1
since=2026-99-99
&&&===&
END
is "no input makes an error of ours" "$bad" ""
is "a very long address is refused" "$(status "/search?q=$(printf 'x%.0s' $(seq 60000))")" 414
many=$(printf 'country=EE&%.0s' $(seq 300))
is "so are too many parameters" "$(status "/search?$many")" 400
is "the server is still well" "$(get /healthz)" ok
is "and has nothing to say" "$(cat "$tmp/serve.err")" ""
# --- help in asking ---------------------------------------------------------------------------

did_you_mean()
{
    get "/search?$1" | sed -n 's|.*Did you mean <a href="\([^"]*\)">\([^<]*\)</a>.*|\1 \2|p'
}
is "another spelling, under the same choices" "$(did_you_mean 'q=goverment&country=EE&sort=date')" \
    "/search?country=EE&amp;sort=date&amp;q=government government"
is "none for what is found" "$(did_you_mean 'q=government')" ""
is "as JSON" "$(api 'q=goverment' .suggestion)" government

# suggest QUERY JQ
suggest()
{
    get "/suggest?$1" | jq -r "$2"
}
is "suggestions' type" "$(field Content-Type '/suggest?q=pub')" application/x-suggestions+json
is "the text, suggestions, what they are, addresses" "$(suggest 'q=Pub' \
    '[.[0], (.[1:] | map(length) | unique | length), (.[1] | length > 3)] | @json')" '["Pub",1,true]'
is "a country, with its address" "$(suggest 'q=eston' '[.[1][0], .[2][0], .[3][0]] | @tsv')" \
    $'Estonia\tCountry\t/search?country=EE'
is "what it is in the reader's language" "$(suggest 'q=eston&ui=ru' '.[2][0]') $(suggest 'q=x-road&ui=ru' '.[2][-1]')" \
    'Страна Документ'
like "in Cyrillic" "$(suggest 'q=%D1%8D%D0%BB%D0%B5%D0%BA' '.[1][0]')" '^элек'
wrong=
while IFS=$'\t' read -r url; do
    [ "$(status "$url")" = 200 ] || wrong="$wrong $url"
    case $url in
    */search*) [ "$(get "/api/v1/search?${url#*\?}" | jq '.total > 0')" = true ] || wrong="$wrong $url" ;;
    esac
done < <(for q in p pu administr %D0%BF r; do suggest "q=$q" '.[3][]'; done)
is "each leads to something" "$wrong" ""
for q in '' 'q=' 'q=%00' 'q=%ff%fe' 'q=%22(((' 'x=1' "q=$(printf 'a%.0s' {1..3000})" 'q=zzzzzz'; do
    is "nothing for ?${q:0:20}" "$(status "/suggest?$q") $(suggest "$q" '.[1:] | @json')" "200 [[],[],[]]"
done
told=0 wrong=
while IFS=$'\t' read -r url count; do
    told=$((told + 1))
    [ "$(api "${url#*\?}" .total)" = "$count" ] || wrong="$wrong $url: $count"
done < <(for q in c g e k t %D0%BA; do
    get "/api/v1/suggest?q=$q&limit=20" | jq -r '.suggestions[] | select(.documents) | [.url, .documents] | @tsv'
done)
is "a count is what its address gives" "$wrong" ""
ok "counts are told" test "$told" -gt 20
is "of concepts alone" "$(get '/api/v1/suggest?q=k&limit=20' |
    jq -c '[.suggestions[] | select(has("documents")).kind] | unique')" '["concept"]'
is "as objects" "$(get '/api/v1/suggest?q=eston&limit=1' | jq -c '.suggestions[] | del(.documents)')" \
    '{"text":"Estonia","kind":"concept","url":"/search?country=EE","facet":"country","value":"EE"}'
is "a title has its document" "$(get '/api/v1/suggest?q=x-road' |
    jq '[.suggestions[] | select(.kind == "title") | .url == "/documents/" + .id] | length > 0 and all')" true
for good in 'q=a&limit=' 'q=a&colour=' 'q=a&ui=ru&pack=x'; do
    is "the API takes $good" "$(status "/api/v1/suggest?$good")" 200
done
is "what is empty counts as not given elsewhere too" "$(status '/api/v1/countries/EE?colour=') $(status '/api/v1/search?colour=')" "200 200"
for bad in 'q=a&limit=0' 'q=a&limit=21' 'q=a&limit=x' 'q=a&colour=red' 'q=a&ui=xx'; do
    is "the API refuses $bad" "$(status "/api/v1/suggest?$bad")" 400
done

# --- what would cost too much ----------------------------------------------------------------

dear='"a%20b"'
for _ in {1..13}; do dear="\"the%20of\"%20OR%20($dear)"; done
for path in /api/v1/search /api/v1/contacts /api/v1/recommendations; do
    is "too dear for $path" "$(status "$path?q=$dear")" 503
    like "and it says what to do" "$(get "$path?q=$dear" | jq -r .detail)" 'fewer phrases'
done
for path in /search /contacts /recommendations; do
    is "too dear for $path" "$(status "$path?q=$dear")" 503
    like "in words" "$(get "$path?q=$dear")" 'fewer phrases'
done

done_testing
