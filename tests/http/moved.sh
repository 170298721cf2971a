#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Ids that were given once: the document that came in the place of another is found at its address.
. "${top_srcdir:?}/tests/http/serving.bash"

mkdir "$tmp/one" "$tmp/two"

# note FILE TITLE [FRONT MATTER LINE]...
note()
{
    printf '%s\n' "---" "title: $2" "language: en" "${@:3}" "---" \
        "What the register of the village says about $2, and more of it than that." >"$1"
}

# id TITLE: of the document that has it.
id()
{
    get "/api/v1/search" -G --data-urlencode "q=title:\"$1\"" | jq -r '.results[0].id'
}

# build [SOURCE]...: the index, and waits until the server has seen it.
build()
{
    make_index "${@:-$tmp/one}" "$tmp/two"
}

# leads OLD [WAY]: status and place.
leads()
{
    headers "/documents/$1$2" | sed -n 's/^HTTP[^ ]* \([0-9]*\).*/\1/p; s/^Location: //Ip' | paste -sd' '
}

note "$tmp/one/moves.md" "Bridges over rivers"
note "$tmp/one/renamed.md" "Ferries for schools"
note "$tmp/one/format.md" "Taxes of the year"
note "$tmp/one/keyed.md" "Forests in spring" "key: forests"
note "$tmp/one/twin-a.md" "Twin lakes" "date: 2020"
note "$tmp/one/twin-b.md" "Twin lakes" "date: 2021"
note "$tmp/one/named.md" "Wells and springs"
note "$tmp/one/gone.md" "Mills of the valley"
note "$tmp/one/tongue.md" "Radio"
note "$tmp/two/stays.md" "Harbours"
printf 'id,title,text\na,Small dams,About small dams in the hills and what they hold of water\nb,Large dams,About large dams in the hills and what they hold\n' \
    >"$tmp/one/rows.csv"
build
serve --threads=2
moves=$(id "Bridges over rivers") renamed=$(id "Ferries for schools") format=$(id "Taxes of the year")
keyed=$(id "Forests in spring") gone=$(id "Mills of the valley") row=$(id "Small dams")
tongue=$(id "Radio") named=$(id "Wells and springs")
twin=$(get '/api/v1/search?q=title:twin&year=2020' | jq -r '.results[0].id')

mv "$tmp/one/moves.md" "$tmp/two/moved.md"
rm "$tmp/one/renamed.md" "$tmp/one/format.md" "$tmp/one/keyed.md" "$tmp/one/twin-a.md" \
    "$tmp/one/twin-b.md" "$tmp/one/gone.md" "$tmp/one/tongue.md"
note "$tmp/one/other-name.md" "Ferries for schools" "status: pilot"
note "$tmp/two/keyed-elsewhere.md" "Woods and forests" "key: forests"
note "$tmp/one/twin-c.md" "Twin lakes" "date: 2022"
note "$tmp/one/sender.md" "Radio" "key: radio-fr"
sed -i 's/language: en/language: fr/' "$tmp/one/sender.md"
printf '<html lang="en"><title>What was paid</title><p>What the register says about taxes.</p></html>' \
    >"$tmp/one/format.html"
sed -i 's/^a,/a-1,/' "$tmp/one/rows.csv"
build

is "another source" "$(leads "$moves")" "301 /documents/$(id "Bridges over rivers")"
is "another name and another text in one go" "$(leads "$renamed")" "301 /documents/$(id "Ferries for schools")"
is "another format" "$(leads "$format")" "301 /documents/$(id "What was paid")"
is "the same key elsewhere" "$(leads "$keyed")" "301 /documents/$(id "Woods and forests")"
is "a row with another key" "$(leads "$row")" "301 /documents/$(id "Small dams")"
is "two of one title: nobody knows which" "$(leads "$twin")" "410"
is "the same title in another language" "$(leads "$tongue")" "410"
is "nothing in its place" "$(leads "$gone")" "410"
is "who stays is not led away" "$(leads "$named")" "200"

new=$(id "Ferries for schools")
for way in .json .ris .bib .csl.json .txt /original /uptake; do
    is "also $way" "$(leads "$renamed" "$way")" "301 /documents/$new$way"
done
is "parameters travel" "$(leads "$renamed" "?ui=ru&pack=$gone")" "301 /documents/$new?ui=ru&pack=$gone"
long=$(head -c 20000 /dev/zero | tr '\0' a)
is "but for those that no head of an answer can hold" "$(leads "$renamed" "?q=$long")" "301 /documents/$new"
is "the API" "$(field location "/api/v1/documents/$renamed")" "/api/v1/documents/$new"
is "and its uptake" "$(field location "/api/v1/documents/$renamed/uptake?ui=fr")" \
    "/api/v1/documents/$new/uptake?ui=fr"
is "for programs, too" "$(status "/documents/$renamed" -H 'Accept: application/json')" 301
is "who follows arrives" "$(status "/documents/$renamed" -L)" 200
is "a pack follows" "$(get "/pack?pack=$renamed,$gone,$new" -H 'Accept: application/json' |
    jq -c '[[.documents[].id], .missing]')" "[[\"$new\"],[\"$gone\"]]"
like "and so do its links" "$(get "/?pack=$renamed")" "pack=$new\""
is "harvesters are told that it went" "$(get "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=$(
    get "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc" | grep -o "oai:[^<]*$renamed")" |
    grep -c 'status="deleted"')" 1

# --- what comes in the place of what came ------------------------------------------------------

note "$tmp/one/third-name.md" "Ferries for schools" "status: discontinued"
rm "$tmp/one/other-name.md" "$tmp/two/moved.md"
build
is "from one to the next" "$(leads "$renamed") $(leads "$new")" \
    "301 /documents/$(id "Ferries for schools") 301 /documents/$(id "Ferries for schools")"
is "until nothing is left" "$(leads "$moves")" "410"
make_index --full "$tmp/one" "$tmp/two"
is "a full build keeps the ways" "$(leads "$renamed") $(leads "$keyed")" \
    "301 /documents/$(id "Ferries for schools") 301 /documents/$(id "Woods and forests")"
last=$(id "Ferries for schools")
"$top_builddir/peerhub-index" -q -d "$tmp/db" --forget="$last" 2>"$tmp/forget.log"
is "what is forgotten is in nobody's place" "$(leads "$renamed") $(leads "$new") $(leads "$last")" "410 410 410"
is "and no file tells it" "$(grep -rlaF "$last" "$tmp/db" | wc -l)" 0
done_testing
