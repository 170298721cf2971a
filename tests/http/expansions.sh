#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Words that the vocabularies add: the page says which and why, and each can be taken away.
. "${top_srcdir:?}/tests/http/serving.bash"

make_index "$top_srcdir/corpus/documents"
serve --threads=2

question='q=%D0%BE%D1%82%D0%BA%D1%80%D1%8B%D1%82%D1%8B%D0%B5%20%D0%B4%D0%B0%D0%BD%D0%BD%D1%8B%D0%B5' # открытые данные
get "/api/v1/search?$question&match=all" >"$tmp/all"
total=$(jq .total "$tmp/all")
is "the API tells what was added, and why" "$(jq -c '.expansions[0] | [.term, .because, .label]' "$tmp/all")" \
    '["открытые данные","themes:open-data","Open data"]'
is "in English too" "$(jq '.expansions[0].added | index("Open data") != null' "$tmp/all")" true
is "an address for each, and for all of them" \
    "$(jq '[.expansions[] | (.added | length) == (.links.added | length), (.links.remove // "without=" | contains("without="))] | all' "$tmp/all")" true

less()
{
    get "${1#"$base"}" | jq .total
}
bare=$(get "/api/v1/search?$question&match=all&without=*" | jq .total)
ok "nothing is added on demand, and fewer documents are found" test "$bare" -lt "$total"
fewer=0 same=0 more=0
while read -r url; do
    n=$(less "$url")
    fewer=$((fewer + (n < total))) same=$((same + (n == total))) more=$((more + (n > total)))
done < <(jq -r '.expansions[].links | .added[], .remove | values' "$tmp/all")
ok "taking away words finds fewer" test "$fewer" -gt 1
is "whichever link one takes" "$same" 0
is "and never finds more" "$more" 0
is "words without an effect have no link" \
    "$(jq '[.expansions[].links.added[] | select(. == null)] | length > 0' "$tmp/all")" true
is "the answer says what it left out" \
    "$(get "/api/v1/search?$question&without=open%20data" | jq -c '.query.without')" '["open data"]'

page=$(get "/search?$question&match=all" -H 'Accept: text/html')
like "the page shows the words" "$page" '<b lang="">открытые данные</b> \(Open data\):.*Open data</span><span'
link=$(grep -o '<li><b lang="">открытые данные.*' <<<"$page" | grep -o 'href="[^"]*"' | head -n 1 | sed 's/href="\(.*\)"/\1/; s/&amp;/\&/g; s/&#x2F;/\//g')
like "each with a link that takes it away" "$link" 'without='
like "the page behind it says so, and how to undo it" "$(get "$link" -H 'Accept: text/html')" 'Not added: Open data'
like "all of them with one" "$(get "/search?$question&without=*" -H 'Accept: text/html')" 'Without added words'

# --- passages and organisations -------------------------------------------------------------------

question='q=%D0%BE%D0%B1%D1%83%D1%87%D0%B5%D0%BD%D0%B8%D0%B5' # обучение
for path in recommendations contacts; do
    get "/api/v1/$path?$question" >"$tmp/these"
    is "$path: the API tells what was added, and why" \
        "$(jq -c '.expansions[0] | [.term, (.because, .label | length > 0)]' "$tmp/these")" \
        '["обучение",true,true]'
    is "$path: an address for each, and for all of them" \
        "$(jq --arg path "/api/v1/$path?" '[.expansions[].links | [.added[], .remove][] |
            startswith($path) and contains("without=")] | length > 2 and all' "$tmp/these")" true
    ok "$path: without them fewer are found" test \
        "$(less "$(jq -r '.expansions[0].links.remove' "$tmp/these")")" -lt "$(jq .total "$tmp/these")"
    page=$(get "/$path?$question&per_page=1")
    like "$path: the page shows the words" "$page" '<b lang="">обучение</b> \([a-z ]+\):.*<span'
    url=$(grep -o 'href="[^"]*without=\*"\|href="[^"]*without=%2A"' <<<"$page" | head -n 1 |
        sed 's/href="\(.*\)"/\1/; s/&amp;/\&/g')
    like "$path: all can be taken away" "$url" "^/$path\\?q="
    page=$(get "$url&per_page=1")
    unlike "$path: and are" "$page" 'class="added"'
    like "$path: which is said" "$page" 'Without added words'
    like "$path: and travels with the form" "$page" 'type="hidden" name="without" value="\*"'
    like "$path: and to the next page" "$(get "/api/v1/$path?$question&without=nothing&per_page=1" |
        jq -r .links.next)" 'without=nothing&per_page=1&page=2$'
done
unlike "nothing is said where nothing is added" "$(get '/search?q=zebra' -H 'Accept: text/html')" 'class="added"'
done_testing
