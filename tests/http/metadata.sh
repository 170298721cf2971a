#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What pages say of themselves to other systems: meta, Open Graph, JSON-LD, other languages, typed links.
. "${top_srcdir:?}/tests/http/serving.bash"
. "${top_srcdir:?}/tests/node.bash"

s=$tmp/notes
mkdir "$s"
cat >"$s/odd.md" <<'TEXT'
---
title: "A </script><b>title</b> & \"more\" — щ"
language: en
type: practice-note
date: 2022-06-04
creators: ["Doe, Jane", "https://orcid.test/0000 <1>", "Ministry of Justice, Department of Prisons and Courts"]
publisher: Office & Sons
license: CC-BY-SA-4.0
source: "https://odd.test/a?b=c"
abstract: "One <line> & more."
themes: [open-data]
sdgs: ["16.6"]
countries: [KG, EE]
event: {name: "Forum, 2022", place: Bishkek, country: KG, start: 2022-06-04}
contacts:
  - {name: Pavla Openova, organisation: Office, email: pavla@odd.test, consent: public,
     given_on: 2026-01-02, authorised_by: Office}
---
Marigold data.
TEXT
printf -- '---\ntitle: Plain\n---\nMarigold.\n' >"$s/plain.md"
{ printf -- '---\ntitle: Crowd\nlicense: https://odd.test/%s\ncreators:\n' "$(printf 'x%.0s' {1..40000})"
  printf -- '  - https://orcid.test/%04d\n' {1..900}
  printf -- '---\nBegonia.\n'; } >"$s/crowd.md"
make_index "$s"
serve --threads=2 --base-url=https://hub.test

id=$(get '/api/v1/search?q=marigold' | jq -r '.results[] | select(.title != "Plain") | .id')
plain=$(get '/api/v1/search?q=marigold' | jq -r '.results[] | select(.title == "Plain") | .id')
get "/documents/$id" -o "$tmp/page.html" -D "$tmp/head"
record=$(get "/documents/$id.json")
title=$(jq -r .title <<<"$record")
self=https://hub.test/documents/$id

# content NAME: of the <meta> elements of that name or property, a line each.
content()
{
    sed -n "s/^<meta \(name\|property\)=\"$1\" content=\"\(.*\)\">\$/\2/p" "$tmp/page.html" |
        sed "s/&#39;/'/g; s/&quot;/\"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g"
}

# --- meta ---------------------------------------------------------------------------------

is "Highwire: title" "$(content citation_title)" "$title"
is "authors" "$(content citation_author | wc -l)" 3
is "date" "$(content citation_publication_date)" 2022/06/04
is "Dublin Core: title" "$(content 'DC\.title')" "$title"
is "rights" "$(content 'DC\.rights')" CC-BY-SA-4.0
is "countries" "$(content 'DC\.coverage' | sort | tr '\n' ' ')" "Estonia Kyrgyzstan "
is "address" "$(content 'DC\.identifier')" "$self"
is "Open Graph" "$(content og:title) $(content og:type) $(content og:url) $(content og:locale)" \
    "$title article $self en_US"
is "its picture is there" "$(status "$(content og:image | sed 's/^https:\/\/hub\.test//')")" 200
is "and is one" "$(field content-type "$(content og:image | sed 's/^https:\/\/hub\.test//')")" image/png
mkdir "$tmp/again"
cp "$tmp/page.html" "$tmp/again"
is "a program that harvests pages reads the same" "$("$top_builddir/peerhub-index" --explain "$tmp/again" |
    jq -c '[.title, .date, .language, .creators, .publisher, .license]')" \
    "$(jq -c '[.title, .date, .language, .creators, .publisher, .license]' <<<"$record")"
unlike "no contact is in it" "$(sed '/<body>/,$d' "$tmp/page.html")" 'Openova|pavla@'

# --- JSON-LD --------------------------------------------------------------------------------

ld()
{
    sed -n 's/.*<script type="application\/ld+json">\(.*\)<\/script>$/\1/p' "$1"
}
unlike "nothing ends the data" "$(ld "$tmp/page.html")" '[<>&]'
graph=$(ld "$tmp/page.html" | jq '.["@graph"][0]')
is "what it is" "$(jq -r '[.["@type"], .name, .url, .license, .datePublished, .inLanguage] | join(" ")' <<<"$graph")" \
    "Article $title $self https://creativecommons.org/licenses/by-sa/4.0/ 2022-06-04 en"
is "by whom" "$(jq -c '[.author[]["@type"]]' <<<"$graph")" '["Person","Organization","Organization"]'
is "all have a name" "$(jq '[.author[].name] | map(length > 0) | all' <<<"$graph")" true
is "about what" "$(jq -c '[.about[].termCode], [.spatialCoverage[].identifier]' <<<"$graph" | tr '\n' ' ')" \
    '["16.6","open-data"] ["KG","EE"] '
is "where it was told" "$(jq -r '.recordedAt | .name + ", " + .location.name' <<<"$graph")" "Forum, 2022, Bishkek"
is "the way to it" "$(ld "$tmp/page.html" | jq -c '.["@graph"][1].itemListElement | map(.position)')" "[1,2,3]"
get / -o "$tmp/home.html"
is "the hub can be searched" "$(ld "$tmp/home.html" | jq -r '.["@graph"][0].potentialAction.target.urlTemplate')" \
    'https://hub.test/search?q={search_term_string}'
is "and is a data set" "$(ld "$tmp/home.html" | jq -r '.["@graph"][1]["@type"]')" Dataset

# --- addresses --------------------------------------------------------------------------------

like "the page's own" "$(cat "$tmp/page.html")" "<link rel=\"canonical\" href=\"$self\">"
like "without what travels" "$(get "/documents/$id?ui=ru")" "<link rel=\"canonical\" href=\"$self\">"
wrong=
while read -r tag url; do
    get "${url#https://hub.test}" | grep -q "<html lang=\"$tag\"" || wrong="$wrong $url"
done < <(sed -n 's/^<link rel="alternate" hreflang="\([^"]*\)" href="\([^"]*\)">$/\1 \2/p' "$tmp/page.html" | grep -v ^x-)
is "each language is where the page says" "$wrong" ""
wrong=
while read -r url type; do
    [ "$(field content-type "$url")" = "$type" ] || wrong="$wrong $url"
done < <(sed -n 's/^<link rel="alternate" type="\([^"]*\)" href="\([^"]*\)">$/\2 \1/p' "$tmp/page.html")
is "each form is where the page says" "$wrong" ""
like "the address in a mail" "$(cat "$tmp/page.html")" "href=\"mailto:\\?subject=A%20%3C.*body=https%3A%2F%2Fhub.test%2Fdocuments%2F$id\""
like "and as text" "$(cat "$tmp/page.html")" "<code>$self</code>"

# --- typed links --------------------------------------------------------------------------------

link=$(tr -d '\r' <"$tmp/head" | sed -n 's/^Link: //Ip')
is "HEAD has the same" "$(field link "/documents/$id" -I)" "$link"
like "one that is known by nothing has them too" "$(field link "/documents/$plain")" 'rel="cite-as"'
crowd=$(get '/api/v1/search?q=begonia' | jq -r '.results[0].id')
link=$(field link "/documents/$crowd")
like "of a thousand authors some" "$(status "/documents/$crowd") $link" '^200 .*orcid\.test/0001>.*rel="describedby"'
unlike "and not all; nor an address that is too long" "$link" 'orcid\.test/0900|odd\.test'
link=$(tr -d '\r' <"$tmp/head" | sed -n 's/^Link: //Ip')
if why=$(without_node); then
    skip "typed links" "$why"
else
    links=$(node "$top_srcdir/tests/npm/links.js" <<<"$link")
    of()
    {
        jq -r --arg rel "$1" '.[] | select(.rel == $rel) | .uri' <<<"$links"
    }
    is "cite-as" "$(of cite-as)" "$self"
    is "type" "$(of type | tr '\n' ' ')" "https://schema.org/AboutPage https://schema.org/Article "
    is "license" "$(of license)" https://creativecommons.org/licenses/by-sa/4.0/
    is "author, where it is an address" "$(of author)" "https://orcid.test/0000%20%3C1%3E"
    is "describedby" "$(of describedby | wc -l)" 4
    is "no file, since it is not handed out" "$(of item)" "$([ "$(status "/documents/$id/original")" = 404 ] ||
        echo "$self/original")"
    wrong=
    while read -r url type; do
        got=$(field content-type "${url#https://hub.test}")
        [ "${got%%;*}" = "$type" ] || wrong="$wrong $url"
    done < <(jq -r '.[] | select(.rel == "describedby") | .uri + " " + .type' <<<"$links")
    is "each is of the type it says" "$wrong" ""
    is "and leads back" "$(field link "/documents/$id.ris" | node "$top_srcdir/tests/npm/links.js" |
        jq -r '.[0] | .rel + " " + .uri')" "describes $self"
fi

# --- a browser ------------------------------------------------------------------------------------

if type -P chromium >/dev/null; then
    timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$tmp/profile" --enable-logging=stderr \
        --virtual-time-budget=2000 --dump-dom "$base/documents/$id" >"$tmp/dom" 2>"$tmp/chromium.err"
    like "Chromium shows it" "$(cat "$tmp/dom")" 'application/ld\+json'
    is "and reports nothing against the policy" "$(grep -c 'Content Security Policy' "$tmp/chromium.err")" 0
else
    skip "Chromium" "it is missing (apt-get install chromium)"
fi
done_testing
