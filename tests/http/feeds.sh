#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is new: page, JSON and Atom; sitemap, robots.txt and OpenSearch; judged by grammars and by
# somebody else's reader of feeds.
. "${top_srcdir:?}/tests/http/serving.bash"

grammars=$top_srcdir/tests/fixtures/feeds
# judged GRAMMAR PATH: "validates" or what is wrong.
judged()
{
    get "$2" >"$tmp/judged"
    xmllint --noout --relaxng "$grammars/$1.rng" "$tmp/judged" 2>&1 | sed "s|^$tmp/judged ||"
}
# ids_of_feed PATH: the ids of documents.
ids_of_feed() { get "$1" | sed -n '/<entry>/,$s|.*<id>https://hub.example/kb/documents/\(.*\)</id>|\1|p'; }
ids() { get "$1" | jq -r '.results[].id'; }

# note NAME COUNTRY GOAL
note()
{
    cat >"$tmp/docs/$1.md" <<EOF
---
title: "The $1 <note> & more"
type: practice-note
countries: [$2]
sdgs: [$3]
contacts:
  - name: Aigul Secretova
    email: aigul.secretova@example.org
    consent: public
    given_on: 2026-01-01
    authorised_by: herself
---
A registry of land in the region, number $1.
EOF
}

mkdir "$tmp/docs"
for name in one two three four five six seven eight nine ten eleven twelve; do note $name KZ 16; done
make_index "$tmp/docs"
sleep 1.1
for name in thirteen fourteen; do note $name EE 4; done
echo "One more sentence." >>"$tmp/docs/one.md"
make_index "$tmp/docs"
serve --threads=2 --base-url=https://hub.example/kb

# --- what is new ----------------------------------------------------------------------------------

is "all of it" "$(get /api/v1/new | jq .total)" 14
is "what changed last comes first" "$(get '/api/v1/new?per_page=3' | jq -r '[.results[].title[4:8]] | sort | join(" ")')" \
    "four one  thir"
is "added and changed are told apart" "$(get '/api/v1/new?per_page=4' | jq -r '[.results[].change] | sort | join(" ")')" \
    "added added added changed"
is "the page says it" "$(get /new | grep -c '>Changed on ')" 1
is "times" "$(get '/api/v1/new?per_page=1' | jq -r '.results[0].modified' | grep -cE '^....-..-..T..:..:..Z$')" 1
is "twenty on a page" "$(get /api/v1/new | jq '.query | has("limit")') $(ids /api/v1/new | wc -l)" "false 14"
is "of a country" "$(ids '/api/v1/new?country=EE' | wc -l)" 2
is "of a search" "$(ids '/api/v1/new?q=land+thirteen&match=all' | wc -l)" 1
is "since a day" "$(ids "/api/v1/new?since=$(date -u +%F)" | wc -l)" 14
is "since another" "$(ids '/api/v1/new?since=2900-01-01' | wc -l)" 0
is "pages" "$(ids '/api/v1/new?per_page=5&page=2' | wc -l) $(ids '/api/v1/new?per_page=5&page=3' | wc -l)" "5 4"
is "no order can be chosen" "$(ids '/api/v1/new?sort=title' | tr '\n' ' ')" "$(ids /api/v1/new | tr '\n' ' ')"
is "nor stands in links" "$(get '/api/v1/new?sort=title&per_page=5' | jq -r .links.next)" \
    "https://hub.example/kb/api/v1/new?per_page=5&page=2"
is "ten of twenty stay ten on the next page" "$(get '/api/v1/new?per_page=10' | jq -r .links.next)" \
    "https://hub.example/kb/api/v1/new?per_page=10&page=2"
is "it leads to the feed" "$(get '/api/v1/new?country=EE&per_page=1' | jq -r .links.feed)" \
    "https://hub.example/kb/feed.atom?country=EE"
is "and to the search" "$(get '/api/v1/new?country=EE&per_page=1' | jq -r .links.search)" \
    "https://hub.example/kb/search?country=EE"
is "as JSON by Accept" "$(get /new -H 'Accept: application/json' | jq .total)" 14
page=$(get '/new?country=EE&q=registry')
like "a page says what it is filtered by" "$page" 'Country: Estonia'
like "and lets go of it" "$page" 'href="/kb/new\?q=registry"'
like "it leads to the feed, visibly" "$page" '<a href="/kb/feed\.atom\?q=registry&amp;country=EE"'
like "and to the search" "$page" 'href="/kb/search\?q=registry&amp;country=EE"'
like "the form keeps the rest" "$page" '<input type="hidden" name="country" value="EE">'
like "what nothing is new of" "$(get '/new?q=zzzzzz')" 'in this collection yet'
like "a wrong value is said in words" "$(get '/new?country=XX')" 'class="complaint"'
for path in '/search?country=EE' '/countries/EE' '/sdgs/4' '/'; do
    like "$path has its feed in the head" "$(get "$path")" '<link rel="alternate" type="application/atom\+xml" href="/kb/feed.atom'
    like "$path has it on the page" "$(get "$path")" '<a href="/kb/feed.atom'
done
is "a subject's own feed" "$(get /sdgs/4 | sed -n 's/.*<link rel="alternate" type="application.atom+xml"[^>]*href="\([^"]*\)".*/\1/p')" "/kb/feed.atom?sdg=4"
like "a country's peers have one" "$(get /countries/EE)" '/kb/feed\.atom\?country=KZ'

# --- the feed ---------------------------------------------------------------------------------------

is "its type" "$(field content-type /feed.atom)" 'application/atom+xml; charset=utf-8'
for query in '' '?country=EE' '?q=registry+of+land&match=any&per_page=3&page=2' '?q=zzzzzz' \
    '?ui=ru&sdg=16' '?since=2026-01-01&country=KZ&peer=EE&sort=date' '?q=%3Cb%3E%26%22%00%07'; do
    is "grammar: feed.atom$query" "$(judged atom "/feed.atom$query")" validates
    is "feed.atom$query has what the page has" "$(ids_of_feed "/feed.atom$query" | tr '\n' ' ')" \
        "$(ids "/api/v1/new$query" | tr '\n' ' ')"
done
feed=$(get '/feed.atom?country=EE&per_page=1')
like "its title says what of" "$feed" '<title>peerhub: what is new – Country: Estonia</title>'
like "itself" "$feed" '<link rel="self" type="application/atom\+xml" href="https://hub.example/kb/feed.atom\?country=EE&amp;per_page=1"/>'
like "its page" "$feed" '<link rel="alternate" type="text/html" href="https://hub.example/kb/new\?country=EE"/>'
like "the next" "$feed" '<link rel="next" type="application/atom\+xml" href="https://hub.example/kb/feed.atom\?country=EE&amp;per_page=1&amp;page=2"/>'
like "the last" "$feed" '<link rel="last" [^>]*page=2"/>'
unlike "no previous one" "$feed" 'rel="previous"'
like "how many there are" "$feed" '<opensearch:totalResults>2<'
like "categories" "$feed" '<category term="EE" scheme="https://hub.example/kb/countries/" label="Estonia"/>'
unlike "no contacts" "$feed" '[Ss]ecretova|example\.org'
like "the second page" "$(get '/feed.atom?country=EE&per_page=1&page=2')" '<opensearch:startIndex>2<'
like "its links as a header field" "$(headers '/feed.atom?country=EE&per_page=1')" \
    '^Link: <https://hub.example/kb/feed.atom\?country=EE&per_page=1&page=2>; rel="next"$'
is "its name stays the same on each page" "$(get '/feed.atom?country=EE&per_page=1&page=2' | sed -n 's|^ <id>\(.*\)</id>|\1|p')" \
    "https://hub.example/kb/feed.atom?country=EE&amp;per_page=1"
etag=$(field etag /feed.atom)
is "read again, it is unchanged" "$(status /feed.atom -H "If-None-Match: $etag")" 304
while read -r query expected; do
    is "feed.atom?$query" "$(status "/feed.atom?$query")" "$expected"
    is "api/v1/new?$query" "$(status "/api/v1/new?$query")" "$expected"
    is "new?$query" "$(status "/new?$query")" 200
done <<'EOF'
country=XX 400
since=yesterday 400
since=2026-99-99 400
since= 200
nonsense=1 400
ui=xx 400
ui=ru 200
pack=a,b 200
page=0 400
page=501 400
page=500 200
per_page=101 400
per_page=100 200
match=some 400
sort=size 400
sort=title 200
year=2019..2022 200
event_country=KZ 200
event=some-meeting-0123456789ab 200
event=<b> 400
exclude=KZ 200
from=asserted 200
peer=KZ 200
all=sdg&sdg=4&sdg=16 200
EOF

# --- sitemap, robots.txt -------------------------------------------------------------------------------

get /sitemap.xml >"$tmp/map"
# locations: the addresses on standard input.
locations() { sed -n 's|.*<loc>\(.*\)</loc>|\1|p'; }
is "grammar: sitemap" "$(judged sitemap /sitemap.xml)" validates
is "all documents" "$(locations <"$tmp/map" | grep -c '^https://hub.example/kb/documents/')" 14
is "with when they changed" "$(grep -c '<lastmod>' "$tmp/map")" 14
is "countries" "$(locations <"$tmp/map" | grep /countries/ | sort | tr '\n' ' ')" \
    "https://hub.example/kb/countries/EE https://hub.example/kb/countries/KZ "
is "goals" "$(locations <"$tmp/map" | grep '/sdgs/' | sort | tr '\n' ' ')" \
    "https://hub.example/kb/sdgs/16 https://hub.example/kb/sdgs/4 "
is "how to write for the hub, in each language and for whoever asks" "$(locations <"$tmp/map" | grep -c /contribute)" 10
is "each once" "$(locations <"$tmp/map" | sort | uniq -d)" ""
is "every address leads somewhere" "$(locations <"$tmp/map" | while read -r url; do
    [ "$(status "${url#https://hub.example/kb}")" = 200 ] || echo "$url"
done)" ""
is "that may be found" "$(locations <"$tmp/map" | while read -r url; do
    ! get "${url#https://hub.example/kb}" | grep -q noindex || echo "$url"
done)" ""
is "its two parts" "$({ get /sitemap.1.xml; get /sitemap.2.xml; } | locations)" "$(locations <"$tmp/map")"
is "grammar: its parts" "$(judged sitemap /sitemap.1.xml) $(judged sitemap /sitemap.2.xml)" "validates validates"
for path in /sitemap.0.xml /sitemap.3.xml /sitemap.01.xml /sitemap.x.xml /sitemap..xml /sitemap.txt \
    /sitemap.99999999999999999999.xml /sitemap.18446744073709551615.xml; do
    is "$path" "$(status "$path")" 404
done
is "robots.txt names it" "$(get /robots.txt | tail -n 1)" "Sitemap: https://hub.example/kb/sitemap.xml"
is "and closes no page of it" "$(locations <"$tmp/map" | sed 's|https://hub.example||' | while read -r path; do
    get /robots.txt | sed -n 's/^Disallow: //p' | while read -r closed; do
        case $path in ${closed//\?/\\?}*) echo "$path" ;; esac
    done
done)" ""

# --- OpenSearch -------------------------------------------------------------------------------------------

is "its type" "$(field content-type /opensearch.xml)" application/opensearchdescription+xml
is "grammar: OpenSearch" "$(judged opensearch /opensearch.xml) $(judged opensearch '/opensearch.xml?ui=ru')" \
    "validates validates"
like "pages lead to it" "$(get /)" '<link rel="search" type="application/opensearchdescription\+xml" href="/kb/opensearch.xml'
get '/opensearch.xml?ui=ru' | sed -n 's/.*rel="\(results\|suggestions\)" template="https:\/\/hub.example\/kb\([^"]*\)".*/\2/p' |
    sed 's/&amp;/\&/g; s/{searchTerms}/land/; s/{startPage?}/1/; s/{count?}/5/' >"$tmp/templates"
is "its templates" "$(wc -l <"$tmp/templates")" 4
while read -r path; do
    is "$path" "$(status "$path")" 200
    bare=$(printf '%s' "$path" | sed 's/=[15]&/=\&/g')
    is "$bare" "$(status "$bare")" 200
done <"$tmp/templates"

# --- somebody else's reader -----------------------------------------------------------------------------

if perl -MXML::Feed -e 1 2>/dev/null; then
    read=$(get '/feed.atom?country=KZ&per_page=5' | perl "$top_srcdir/tests/http/feed.pl" 2>&1)
    is "a reader of feeds: what it is" "$(printf '%s\n' "$read" | head -n 1)" \
        "$(printf 'Atom\tpeerhub: what is new – Country: Kazakhstan')"
    is "a reader of feeds: entries" "$(printf '%s\n' "$read" | tail -n +2 | cut -f1 | sed 's|.*/||')" \
        "$(ids '/api/v1/new?country=KZ&per_page=5')"
    like "a reader of feeds: titles" "$read" 'The one <note> & more'
    like "a reader of feeds: categories" "$read" 'Kazakhstan'
else
    skip "somebody else's reader of feeds" "XML::Feed is missing (apt-get install libxml-feed-perl)"
fi
done_testing
