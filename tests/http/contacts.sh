#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Who did this: the API, the page and vCards agree; wrong parameters; people.
. "${top_srcdir:?}/tests/http/serving.bash"

mkdir -p "$tmp/notes"
cat >"$tmp/notes/odd.md" <<'TEXT'
---
title: "Marigold; a, b \\ c: \"quoted\" <b>bold</b>"
language: en
lead: {name: "Office, of <Odd>; Names \\ 100%", url: "https://odd.test/a b?c={d}&e=ю", country: KG}
themes: [open-data]
contacts:
  - {name: "Ünlü, Pavla; Dr.", organisation: "Office, of <Odd>; Names \\ 100%", email: pavla@odd.test,
     phone: "+996 312 555 01 01", role: "Head; of\nvans", consent: public, given_on: 2026-01-02,
     authorised_by: Office, url: "https://odd.test/pavla"}
  - {name: Nora Secretova, organisation: "Office, of <Odd>; Names \\ 100%", consent: none}
---
Marigold by the Office. Длинное название организации: Агентство по делам государственной службы.
TEXT
make_index "$top_srcdir/corpus/documents" "$tmp/notes"
serve --threads=2 --base-url=https://hub.test/kb

# api QUERY JQ
api()
{
    get "/api/v1/contacts?$1" | jq -r "$2"
}

# --- names ----------------------------------------------------------------------------------------

is "an organisation of the vocabulary has its name in the reader's language" \
    "$(get '/contacts?ui=ru&per_page=100' | grep -c '<h3 lang="ru"><a [^>]*>Европейский союз</a></h3>')" 1
like "any other the one that it was given" "$(get '/contacts?q=marigold&ui=ru')" '<h3 lang="">.*Office, of &lt;Odd&gt;'

# --- the API ------------------------------------------------------------------------------------

is "names of an answer" "$(api 'q=data' '. as $a | ["schema","query","total","documents","exact",
    "took_ms","organisations","people","links"] | map(. as $k | $a | has($k)) | all')" true
is "names of an organisation" "$(api 'q=data' '.organisations[0] as $o | ["key","name","countries","url",
    "weight","documents","evidence","topics","ways","people"] | map(. as $k | $o | has($k)) | all')" true
# works QUERY: how many works its documents are, as each tells of itself.
works()
{
    get "/api/v1/search?$1&per_page=100" | jq -r '.results[].id' | while read -r id; do
        get "/api/v1/documents/$id" | jq -r '.work // .translation_of // .key'
    done | sort -u | wc -l
}
is "all hits, not a page of them; editions of a work are one" \
    "$(api 'q=data&per_page=1' .documents)" "$(works 'q=data')"
is "with the choices of a search" "$(api 'q=data&type=ai-case-study&year=2020..' .documents)" \
    "$(works 'q=data&type=ai-case-study&year=2020..')"
keys=
next="/api/v1/contacts?q=data&per_page=100"
for _ in {1..20}; do
    [ "$next" != null ] || break
    answer=$(get "${next#https://hub.test/kb}")
    keys="$keys $(jq -r '.organisations[].key' <<<"$answer")"
    next=$(jq -r .links.next <<<"$answer")
done
# shellcheck disable=SC2086 # words are wanted
is "following next gives every organisation once" "$(printf '%s\n' $keys | sort -u | wc -l)" \
    "$(api 'q=data' .total)"
# shellcheck disable=SC2086
is "and none twice" "$(printf '%s\n' $keys | sort | uniq -d)" ""
is "addresses are whole" "$(api 'q=data' '[.organisations[].evidence[].url
    | startswith("https://hub.test/kb/documents/")] | all')" true
dead=
for url in $(api 'q=data&per_page=3' '.organisations[].evidence[] | .passage.url // .url'); do
    page=$(get "${url#https://hub.test/kb}")
    case $url in
        *#*) grep -q "id=\"${url#*#}\"" <<<"$page" || dead="$dead $url" ;;
    esac
done
is "the passage is where its address says" "$dead" ""
is "exclude" "$(api 'q=data&exclude=EE&per_page=100' '[.organisations[].countries[].code] | index("EE")')" null
like "that country is there without it" "$(api 'q=data&per_page=100' '.organisations[].countries[].code')" '^EE$'
for query in nonsense=1 country=XX exclude=XX page=0 match=some peer=KG sort=date sort=title; do
    is "$query is refused" "$(status "/api/v1/contacts?$query")" 400
    is "$query is named" "$(api "$query" '.errors[0].parameter')" "${query%%=*}"
    is "$query is refused as vCards too" "$(status "/contacts.vcf?$query")" 400
    like "page: $query is told" "$(get "/contacts?$query")" 'Left out of your question'
done

# --- the page -----------------------------------------------------------------------------------

is "JSON by Accept" "$(get '/contacts?q=data' -H 'Accept: application/json' | jq .total)" \
    "$(api 'q=data' .total)"
page=$(get '/contacts?q=marigold')
like "the page names organisations, as text" "$page" 'Office, of &lt;Odd&gt;; Names \\ 100%'
like "people who consent" "$page" 'Ünlü, Pavla; Dr\.'
like "their own address" "$page" 'mailto:pavla@odd\.test'
unlike "nobody else" "$page" 'Secretova'
like "the title is text" "$page" 'a, b \\ c: &quot;quoted&quot; &lt;b&gt;bold'
like "the number of the API" "$(get '/contacts?q=data')" \
    "class=\"sentence\">$(api 'q=data' .total) organisations in $(api 'q=data' .documents) documents"
like "a search leads there" "$(get '/search?q=data')" 'href="/kb/contacts\?q=data"'
like "without what only documents come by" "$(get '/search?q=data&country=EE&peer=KZ&sort=date')" \
    'href="/kb/contacts\?q=data&amp;country=EE"'
like "another spelling, under the same choices" "$(get '/contacts?q=marigld&from=asserted')" \
    'Did you mean <a href="/kb/contacts\?from=asserted&amp;q=marigold">marigold</a>'
like "nothing is said so" "$(get '/contacts?q=qqqxyzzy')" 'Nobody is known for this yet'
dead=
for href in $(get '/contacts?q=data&exclude=KZ&per_page=5' | grep -o 'href="/[^"]*"' |
    sed 's/href="//; s/"$//; s/&amp;/\&/g' | sort -u); do
    href=${href#/kb}
    code=$(status "${href%%#*}")
    [ "$code" = 200 ] || dead="$dead $href: $code"
done
is "no link on the page is dead" "$dead" ""
is "crawlers stay out" "$(get /robots.txt | grep -c '^Disallow: /kb/contacts$')" 1

# --- vCards -------------------------------------------------------------------------------------

is "their type" "$(field content-type '/contacts.vcf?q=data')" 'text/vcard; charset=utf-8'
get '/contacts.vcf?q=marigold' >"$tmp/odd.vcf"
get '/contacts.vcf?q=data&per_page=100' >"$tmp/many.vcf"
cat "$tmp/odd.vcf" "$tmp/many.vcf" >"$tmp/all.vcf"
is "every line ends with CRLF" "$(grep -c -v $'\r$' "$tmp/all.vcf")" 0
is "no line is longer than 75 octets" "$(LC_ALL=C awk '{ sub(/\r$/, "") } length($0) > 75' "$tmp/all.vcf")" ""
is "each line is UTF-8 by itself" "$(while IFS= read -r line; do
    printf '%s' "$line" | iconv -f UTF-8 -t UTF-8 >/dev/null 2>&1 || echo "$line"
done <"$tmp/all.vcf")" ""
unfolded=$(tr -d '\r' <"$tmp/all.vcf" | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n //g')
# RFC 6350, 3.3: contentline, for the properties that we write.
is "each line is a property of ours" "$(grep -vE \
    '^(BEGIN:VCARD|END:VCARD|VERSION:4\.0|PRODID:-//peerhub//[^,;]+//EN|KIND:(org|individual)|UID:urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|REV:[0-9]{8}T[0-9]{6}Z|URL;TYPE=work:https?://[][A-Za-z0-9:/?#@!$&()*+,;=._~%'\''-]+|ADR:;;;;;;([^,;\\]|\\[,;\\n])+|CATEGORIES:([^,;\\]|\\[,;\\n])+(,([^,;\\]|\\[,;\\n])+)*|(FN|ORG|TITLE|NOTE|EMAIL;TYPE=work|TEL;TYPE=work):([^,;\\]|\\[,;\\n])+)$' \
    <<<"$unfolded")" ""
is "as many cards as organisations and people" "$(grep -c '^BEGIN:VCARD' "$tmp/many.vcf" )" \
    "$(api 'q=data&per_page=100' '[.organisations | length, (.[].people | length)] | add')"
like "a person" "$unfolded" '^FN:Ünlü\\, Pavla\\; Dr\.$'
like "with the telephone" "$unfolded" '^TEL;TYPE=work:\+996 312 555 01 01$'
unlike "nobody without consent" "$unfolded" Secretova
is "the same cards have the same names" "$(get '/contacts.vcf?q=marigold&match=all' | grep ^UID)" \
    "$(grep ^UID "$tmp/odd.vcf")"
if php -r 'require "Sabre/VObject/autoload.php";' 2>/dev/null; then
    read=$(php "$top_srcdir/tests/http/vcard.php" <"$tmp/all.vcf")
    unlike "somebody else's parser finds no fault" "$read" '^wrong'
    is "and reads every card as 4.0" "$(grep -c '^4\.0' <<<"$read")" \
        "$(grep -c '^BEGIN:VCARD' "$tmp/all.vcf")"
    like "and the names that we wrote" "$read" $'^4\\.0\tindividual\tÜnlü, Pavla; Dr\\.\tpavla@odd\\.test'
    like "escaped characters as well" "$read" $'^4\\.0\torg\tOffice, of <Odd>; Names \\\\ 100%'
else
    skip "somebody else's parser" "it is missing (apt-get install php-cli php-sabre-vobject)"
fi
# --- facets ------------------------------------------------------------------------------------

is "facets are those of the documents" "$(api 'q=data&theme=open-data' '.facets' | jq -cS 'map_values(map([.value,.count]))')" \
    "$(get '/api/v1/search?q=data&theme=open-data' | jq -cS '.facets | map_values(map([.value,.count]))')"
page=$(get '/contacts?q=data&theme=open-data&theme=integrity&all=theme&exclude=FR')
like "the page has them" "$page" 'name="theme" value="open-data" checked'
like "all of these can be asked for" "$page" 'name="all" value="theme" checked'
like "what has no box is carried along" "$page" 'type="hidden" name="exclude" value="FR"'
unlike "and nothing else" "$page" 'type="hidden" name="(theme|all)"'
is "choosing gives what was promised" "$(api 'q=data&sdg=16' .documents)" \
    "$(api 'q=data' '.facets.sdg[] | select(.value == "16") | .count')"
done_testing
