#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The course pack and the follow-up: they are in the address, and nothing is lost on the way.
. "${top_srcdir:?}/tests/http/serving.bash"

mkdir -p "$tmp/notes"
note() # NAME WORDS FRONT-MATTER...
{
    { printf -- '---\ntitle: "%s"\nlanguage: en\n' "$1"; printf '%s\n' "${@:3}"; printf -- '---\n'
      for _ in $(seq "$2"); do printf 'word '; done; printf '\n'; } >"$tmp/notes/$1.md"
}
note alpha 199 'license: CC-BY-4.0' 'type: practice-note' 'countries: [KZ]' 'status: pilot' 'evidence: monitored' \
    'themes: [integrity]' 'sdgs: [16]' 'date: 2021-03-04' \
    'lead: {name: "Office of Alphas", url: "https://alpha.test/", country: KZ}' \
    'contacts: [{organisation: "Office of Alphas", url: "https://alpha.test/ask", email: "info@alpha.test", consent: relay, given_on: 2026-01-02, authorised_by: Office}]'
note beta 401 'type: ai-case-study' 'countries: [KE, SK]' 'themes: [open-data]'
printf -- '---\ntitle: gamma\nlanguage: zh\n---\n%s\n' "$(for _ in $(seq 410); do printf '漢'; done)" >"$tmp/notes/gamma.md"
make_index "$tmp/notes"
serve

# named TEXT: with ids instead of names of notes, and the other way round.
a=$(get '/api/v1/search?q=title:alpha' | jq -r '.results[0].id')
b=$(get '/api/v1/search?q=title:beta' | jq -r '.results[0].id')
g=$(get '/api/v1/search?q=title:gamma' | jq -r '.results[0].id')
ids() { sed "s/\\balpha\\b/$a/g; s/\\bbeta\\b/$b/g; s/\\bgamma\\b/$g/g" <<<"$1"; }
names() { sed "s/$a/alpha/g; s/$b/beta/g; s/$g/gamma/g"; }
named() { get "$(ids "$1")" "${@:2}" | names; } # PATH

pack() # JQ IDS
{
    named "/api/v1/pack?pack=$2" | jq -c "$1"
}

# --- the pack -------------------------------------------------------------------------------------

is "documents in the order of the address" "$(pack '[.documents[].id]' beta,alpha)" '["beta","alpha"]'
is "an id twice, what is none, what is not there" "$(pack '[[.documents[].id], .missing]' 'beta,,beta,%3Cb%3E,nobody')" \
    '[["beta"],["nobody"]]'
is "minutes to read: words, and half of the characters without spaces" \
    "$(pack '[[.documents[].reading_minutes], .reading_minutes]' alpha,beta,gamma)" '[[1,3,2],6]'
is "how they differ" "$(pack '.documents[] | [.year, (.countries | map(.code)), .country_groups, .status.id, .evidence.id]' alpha)" \
    '[2021,["KZ"],["Central Asia","upper middle income"],"pilot","monitored"]'
is "what nobody stated is null" "$(pack '.documents[] | [.year, .status, .evidence]' beta)" '[null,null,null]'
is "eleven principles, gaps too" "$(pack '[(.principles | length), (.principles | map(select(.count > 0) | [.id, .documents]))]' alpha,beta)" \
    '[11,[["integrity",["alpha"]]]]'
is "seventeen goals" "$(pack '[(.sdgs | length), (.sdgs[] | select(.id == "16").documents)]' alpha,beta)" '[17,["alpha"]]'
is "an empty one" "$(pack '[.total, .documents]' '')" '[0,[]]'
is "a wrong parameter" "$(status '/api/v1/pack?pack=alpha&q=x')" 400
many=$(seq -s, 1 70)
is "more than fifty are cut" "$(pack '.missing | length' "$many")" 50

page=$(named '/pack?pack=alpha,beta,nobody')
like "the page tells how long it takes" "$page" '2 documents, 4 minutes to read'
like "and that one is gone" "$page" '1 document of this pack is not in the collection any more'
like "a way up" "$page" 'href="/pack\?pack=beta,alpha">Up'
like "a way down" "$page" 'href="/pack\?pack=beta,alpha">Down'
like "a way out" "$page" 'href="/pack\?pack=beta">Take out'
like "the last one can be taken out" "$(named '/pack?pack=alpha')" 'href="/pack\?pack=">Take out'
like "an empty pack says how to begin" "$(named /pack)" 'Nothing is in this pack yet'
like "room for questions" "$page" 'role="textbox" aria-multiline="true" aria-label="Questions about alpha"'

# --- it travels -----------------------------------------------------------------------------------

for way in / '/search?q=word' /documents/alpha /about '/recommendations?q=word' /contacts /matrix /nowhere; do
    case $way in *\?*) at="$way&pack=alpha,beta" ;; *) at="$way?pack=alpha,beta" ;; esac
    lost=$(named "$at" | grep -oE '<a [^>]*href="/[^"]*"' | grep -vE 'pack=|/assets/|\.(json|ris|bib|txt)"|/original"|/feed\.atom|/oai\?|\.xml"')
    is "every link of $way takes it along" "$lost" ""
done
is "a form takes it along" "$(named '/?pack=alpha' | grep -c '<input type="hidden" name="pack" value="alpha">')" 1
like "a result is put in, and the page stays" "$(named '/search?q=word&pack=beta')" \
    'href="/search\?q=word&amp;pack=beta,alpha#r-alpha" rel="nofollow">Add to the course pack'
like "or taken out" "$(named '/search?q=word&pack=beta,alpha')" \
    'href="/search\?q=word&amp;pack=beta#r-alpha" rel="nofollow">Take out of the course pack'
like "a document is put in" "$(named '/documents/alpha?ui=en&pack=beta')" 'href="/documents/alpha\?pack=beta,alpha&amp;ui=en"'
like "the head tells how many" "$(named '/?pack=alpha,beta')" '>Course pack: 2 documents<'
like "a full one takes no more" "$(named "/documents/alpha?pack=$many")" 'The course pack is full'
is "the API takes the parameter everywhere" "$(status '/api/v1/search?q=word&pack=alpha')" 200

# --- references -----------------------------------------------------------------------------------

is "BibTeX in the pack's order" "$(named '/pack.bib?pack=beta,alpha' | grep -oE '^@[a-z]+\{[a-z]+' | tr '\n' ' ')" "@report{beta @report{alpha "
is "RIS" "$(named '/pack.ris?pack=beta,alpha' | grep -c '^TY  - ')" 2
is "CSL-JSON" "$(named '/pack.csl.json?pack=beta,alpha' | jq -c 'map(.id)')" '["beta","alpha"]'
is "no other format" "$(status '/pack.xyz?pack=alpha')" 404

# --- to take along --------------------------------------------------------------------------------

get "/pack.zip?pack=$a,$b,nobody" -o "$tmp/pack.zip"
members() { python3 -m zipfile -l "$1" 2>/dev/null || unzip -l "$1"; }
if command -v python3 >/dev/null || command -v unzip >/dev/null; then
    list=$(members "$tmp/pack.zip" | names)
    like "a reading list" "$list" 'reading-list\.html'
    like "references" "$list" 'references\.bib'
    like "what its licence allows" "$list" 'documents/alpha\.(md|txt)'
    unlike "and nothing else" "$list" 'documents/beta'
else
    skip "the ZIP file" "unzip is missing (apt-get install unzip)"
fi
get "/pack.zip?pack=$a,$b,nobody" -o "$tmp/again.zip"
ok "the same pack is the same file" cmp "$tmp/pack.zip" "$tmp/again.zip"
is "an empty pack has a list, too" "$(status /pack.zip)" 200

# --- the follow-up --------------------------------------------------------------------------------

follow() # JQ QUERY
{
    named "/api/v1/follow-up?$2" | jq -c "$1"
}

is "who did it" "$(follow '.organisations | map([.name, (.ways[0].address)])' pack=alpha,beta)" '[["Office of Alphas","info@alpha.test"]]'
is "only of the chosen documents" "$(follow '.organisations' pack=beta)" '[]'
is "what they are asked about" "$(follow '.practices | map(.id)' pack=beta,alpha)" '["beta","alpha"]'
for wrong in date=2026-02-30 date=soon time=24:00 time=10 minutes=0 minutes=x nonsense=1; do
    is "$wrong is refused by name" "$(follow '.errors[0].parameter' "pack=alpha&$wrong")" "\"${wrong%%=*}\""
done
page=$(named '/follow-up?pack=alpha&date=2026-12-03&time=10:00&minutes=45&ours=%3Ci%3EUs&date=soon')
like "the page says what it left out" "$page" 'Left out of your question: date'
like "and shows the rest" "$page" '3 December 2026, 10:00 UTC, 45 minutes'
like "names are escaped" "$page" '&lt;i&gt;Us'
like "an empty one says how to begin" "$(get /follow-up)" 'Choose practices first'
is "nobody chosen by a key that is none" "$(follow '.organisations' 'pack=alpha&org=00')" '[]'

calendar=$(named '/follow-up.ics?pack=alpha,beta&date=2026-12-03&time=10:00&minutes=45&ours=%D0%90%D0%BA%D0%B0%D0%B4%D0%B5%D0%BC%D0%B8%D1%8F%20;,%0Ax&place=Zoom')
is "a calendar needs a day" "$(status '/follow-up.ics?pack=alpha')" 400
is "no line is longer than 75 octets" "$(printf '%s' "$calendar" | tr -d '\r' | LC_ALL=C awk 'length > 75' | wc -l)" 0
if php -r 'require "Sabre/VObject/autoload.php";' 2>/dev/null; then
    is "somebody else's program reads it" "$(printf '%s' "$calendar" | php "$top_srcdir/tests/http/calendar.php")" \
        "2.0	20261203T100000Z	PT45M	Follow-up: Академия ;, x and Office of Alphas	Zoom"
    is "a day without a time" "$(named '/follow-up.ics?pack=alpha&date=2026-12-03' | php "$top_srcdir/tests/http/calendar.php" | cut -f2,3)" "20261203	"
    is "vCards of the chosen" "$(named '/follow-up.vcf?pack=alpha' | php "$top_srcdir/tests/http/vcard.php" | cut -f2-4)" "org	Office of Alphas	info@alpha.test"
else
    skip "somebody else's parser" "php-sabre-vobject is missing (apt-get install php-cli php-sabre-vobject)"
fi

done_testing
