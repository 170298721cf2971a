#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An offline edition: every page without a server, every document within reach, nobody's contact in it.
. "${top_srcdir:?}/tests/http/serving.bash"
export LC_ALL=C LANGUAGE=

s=$tmp/notes
mkdir "$s"
cat >"$s/person.md" <<'TEXT'
---
title: A register that one person kept
language: en
license: CC-BY-4.0
countries: [KG]
creators: ["Writer, Ada"]
event: {name: Third meeting on registers, place: Bishkek, country: KG, start: 2022-06-04}
contacts:
  - {name: Pavla O'Penova, role: Keeper of seals, organisation: Open Office, email: pavla@open.test, phone: "+998 71 555 01 01",
     consent: public, given_on: 2026-01-02, expires: 2099-01-02, authorised_by: Open Office}
  - {name: Anton Plumtreesen, organisation: Relay Office, url: "https://relay.test/", email: office@relay.test, consent: relay}
---
The register was made by Pavla O'Penova. The minister thanked Pavla O'Penova & Ada Writer.
TEXT
cat >"$s/closed.md" <<'TEXT'
---
title: A register that nobody may copy
abstract: What it is about may be told.
license: All rights reserved
source: https://closed.test/register
countries: [KZ]
---
Marigolds grow in this register.

## Recommendations

- Marigolds should be open to all ministries.
TEXT
printf -- '---\ntitle: Con\nkey: con\nlicense: CC-BY-4.0\n---\nThe register of Armenia.\n' >"$s/con.md"
printf -- '---\ntitle: A ministry looks for a register\ntype: request\nlicense: CC-BY-4.0\nclosing_date: 2023-05-31\n---\nWho has a register?\n' >"$s/request.md"
mkdir "$tmp/rows"
awk 'BEGIN { print "title,license,country,text"
    for (n = 1; n <= 620; n++) printf "Row %d,CC-BY-4.0,AM,Row %d tells of a register of its own.\n", n, n }' >"$tmp/rows/rows.csv"
make_index "notes=$s"
mv "$tmp/db" "$tmp/few"
make_index "notes=$s" "rows=$tmp/rows" "corpus=$top_srcdir/corpus/documents"
documents=$("$top_builddir/peerhub-search" -d "$tmp/db" --format=json -n 1 '' | jq .total)

# export_to FOLDER [OPTION]...: its exit status in $code, what it says in $tmp/err.
export_to()
{
    "$top_builddir/peerhub-serve" --db="$db" --export="$1" "${@:2}" >"$tmp/out" 2>"$tmp/err"
    code=$?
}

db=$tmp/db
e=$tmp/edition
export_to "$e"
is "it ends by itself" "$code" 0
like "and says what it wrote" "$(cat "$tmp/err")" "^wrote [0-9]+ pages, [0-9.]+ MB to $e in [0-9.]+ s\$"
is "one line, on standard error" "$(cat "$tmp/out" "$tmp/err" | wc -l)" 1
is "as many pages as it says" "$(find "$e" -name '*.html' | wc -l)" "$(awk '{print $2}' "$tmp/err")"

# --- pages and links ---------------------------------------------------------------------------------

is "every link leads to a file, to every file leads a link" \
    "$(perl "$top_srcdir/tests/http/edition.pl" "$e" | head -n 20)" ""
: >"$tmp/ids"
for ((offset = 0; offset < documents; offset += 1000)); do
    "$top_builddir/peerhub-search" -d "$tmp/db" --format=jsonl -n 1000 --offset=$offset '' | jq -r '.id, (.alternates // [] | .[].id)'
done | sort -u >"$tmp/ids"
is "every document has a page" "$(while read -r id; do [ -f "$e/documents/$id.html" ] || echo "$id"; done <"$tmp/ids")" ""
is "no page is of anything else" "$(find "$e/documents" -name '*.html' | wc -l)" "$(jq .counts.documents "$e/edition.json")"
for page in index a-z about privacy contribute search countries sdgs themes organisations matrix matrix-themes \
    countries/KG sdgs/16 sdgs/16.6 themes/integrity; do
    ok "there is $page" test -s "$e/$page.html"
done
ok "the matrix as CSV" test -s "$e/matrix.csv" -a -s "$e/matrix-themes.csv"
like "what came of recommendations" "$(ls "$e/uptake")" '\.html$'
id=$(ls "$e/documents" | sed -n 's/^\(a-register-that-one-person-kept-[0-9a-f]*\)\.html$/\1/p')
for ending in ris bib csl.json txt; do
    ok "a document as .$ending" test -s "$e/documents/$id.$ending"
done
like "a meeting has a page, from its documents" "$(cat "$e/documents/$id.html")" '<a href="\.\./events/[^"]*"[^>]*>Third meeting'
like "a choice alone is a list" "$(cat "$e/documents/$id.html")" '<a href="\.\./countries/KG\.html#documents">Kyrgyzstan</a>'
like "meetings held in a country are on its page" "$(cat "$e/documents/$id.html")" '<a href="\.\./countries/KG\.html#held">'
is "the search is asked for what it takes" \
    "$(cat "$e"/*.html "$e"/*/*.html | grep -o 'search\.html#[^"]*' | grep -oE '[#;][a-z_]+=' | tr -d '#;=' | sort -u | tr '\n' ' ')" \
    "country region sdg theme type year "
like "choices together are for the search" "$(cat "$e/countries/KG.html")" '<a href="\.\./search\.html#country=KG&amp;'
unlike "no address of a server" "$(cat "$e"/*.html "$e"/documents/*.html)" '(href|src|action)="/'
like "a request says until when it was open, whatever day it is" \
    "$(cat "$e"/documents/a-ministry-looks-for-a-register-*.html)" 'Closed since 31 May 2023'

# Long lists.
is "a list of 620 has two pages" "$(ls "$e/countries" | grep '^AM')" "AM-2.html
AM.html"
is "all of them are on the two" "$(cat "$e"/countries/AM*.html | grep -c 'href="\.\./documents/row-')" 620
is "all titles are by letters" "$(cat "$e"/a-z*.html | grep -c '<li><a href="documents/')" "$(jq .counts.documents "$e/edition.json")"
is "no page of a list is heavy" "$(find "$e" -maxdepth 1 -name '*.html' -size +250k)" ""

# From here on of a few documents.
db=$tmp/few

# --- what may not be passed on -----------------------------------------------------------------------

closed=$(ls "$e"/documents/a-register-that-nobody-may-copy-*.html)
like "a closed document has its summary" "$(cat "$closed")" 'What it is about may be told'
like "its source" "$(cat "$closed")" 'href="https://closed\.test/register"'
like "and a reason" "$(cat "$closed")" 'licence of this document does not let'
ok "it has no text" test ! -e "${closed%.html}.txt"
unlike "not on its page" "$(cat "$closed")" 'Marigolds grow'
is "not anywhere" "$(grep -rl 'Marigolds grow' "$e")" ""
printf 'licences = any\n' >"$tmp/open.conf"
export_to "$tmp/open" --config="$tmp/open.conf"
is "a site may decide otherwise" "$(grep -rl 'Marigolds grow' "$tmp/open/documents" | wc -l)" 2

# --- people ------------------------------------------------------------------------------------------

is "the index names them" "$("$top_builddir/peerhub-search" -d "$tmp/db" --show=contacts "one person kept" | grep -c "Pavla O'Penova")" 1
for secret in "O'Penova" 'O&#39;Penova' "O\\\\u0027Penova" 'Keeper of seals' pavla@open '555 01 01' Plumtreesen; do
    is "nowhere: $secret" "$(grep -rlF -e "$secret" "$e")" ""
done
like "their text is, without them" "$(cat "$e/documents/$id.txt")" 'made by \[…\]\. The minister thanked \[…\]'
like "authors stay" "$(cat "$e/documents/$id.ris")" 'AU  - Writer, Ada'
like "organisations that relay, too" "$(cat "$e/documents/$id.html")" 'href="https://relay\.test/" lang="">Relay Office</a>.*mailto:office@relay\.test'
like "organisations are listed with documents" "$(cat "$e"/organisations*.html | tr '\n' ' ')" \
    "Relay Office.*documents/$id\.html"

# --- the same, and another ---------------------------------------------------------------------------

db=$tmp/db
export_to "$tmp/again"
is "the same index, the same bytes" "$(diff -r "$e" "$tmp/again")" ""
db=$tmp/few
SOURCE_DATE_EPOCH=86400 export_to "$tmp/again"
is "an edition is replaced" "$code" 0
is "SOURCE_DATE_EPOCH is its date" "$(jq -r .date "$tmp/again/edition.json")" 1970-01-02T00:00:00Z
is "its marks" "$(jq -c '[.generator, .language, .online, (.revision | length > 0), (.licences | index("cc-by") != null)]' "$e/edition.json")" \
    '["peerhub-serve --export","en",null,true,true]'
LC_ALL=ru_RU.UTF-8 export_to "$tmp/again" --base-url=https://hub.test/kb
is "in the language of the locale" "$(sed -n 2p "$tmp/again/index.html")" '<html lang="ru" dir="ltr">'
is "in that of every page" "$(grep -rL '<html lang="ru"' "$tmp/again" --include='*.html')" ""
LC_ALL=C.UTF-8 LANGUAGE=ru export_to "$tmp/open" --base-url=https://hub.test/kb
is "in English for C" "$(sed -n 2p "$tmp/open/index.html")" '<html lang="en" dir="ltr">'
LC_ALL='' LC_MESSAGES=ar LANG=ru_RU.UTF-8 export_to "$tmp/open" --base-url=https://hub.test/kb
is "LC_MESSAGES before LANG; from right to left" "$(sed -n 2p "$tmp/open/index.html")" '<html lang="ar" dir="rtl">'
is "each page has one link to itself online" "$(grep -c "href=\"https://hub.test/kb/documents/$id\"" "$tmp/again/documents/$id.html")" 1
is "and none elsewhere there" "$(cat "$tmp/again"/*.html | grep -o 'href="https://hub.test/kb[^"]*"' | wc -l)" \
    "$(cat "$tmp/again"/*.html | grep -c '<footer')"
like "references name it" "$(cat "$tmp/again/documents/$id.ris")" "UR  - https://hub\.test/kb/documents/$id"
is "with a server's address as well, links lead" "$(perl "$top_srcdir/tests/http/edition.pl" "$tmp/again" | head)" ""

# --- what is refused ---------------------------------------------------------------------------------

mkdir "$tmp/mine" "$tmp/empty"
echo thesis >"$tmp/mine/thesis.txt"
export_to "$tmp/mine"
is "another folder is not touched" "$code $(ls "$tmp/mine")" "1 thesis.txt"
like "and it is said why" "$(cat "$tmp/err")" 'is no offline edition'
echo '{"generator": "somebody else"}' >"$tmp/mine/edition.json"
export_to "$tmp/mine"
is "nor is another's edition" "$code" 1
export_to "$tmp/mine/thesis.txt"
is "nor is a file" "$code $(cat "$tmp/mine/thesis.txt")" "1 thesis"
export_to "$tmp/empty/"
is "an empty folder is taken" "$code $(jq -r .language "$tmp/empty/edition.json")" "0 en"
export_to "$tmp/nowhere/edition"
is "no folder around it: an error" "$code" 1
like "with the system's words" "$(cat "$tmp/err")" 'No such file'
before=$(cat "$e"/*.html | cksum)
"$top_builddir/peerhub-serve" --db="$tmp/none" --export="$tmp/edition" 2>"$tmp/err"
is "no index: 3" "$?" 3
is "and the edition stays" "$(cat "$e"/*.html | cksum)" "$before"
"$top_builddir/peerhub-serve" --db="$tmp/db" --export="$tmp/edition" 2>"$tmp/err" &
for _ in $(seq 200); do
    ls -d "$tmp"/edition.new-*/documents >/dev/null 2>&1 && break
    sleep 0.05
done
kill -TERM $!
wait $!
is "a signal ends it" "$?" 143
is "and the edition stays, too" "$(cat "$e"/*.html | cksum)" "$before"
is "nothing is left beside" "$(ls -d "$tmp"/*.new-* 2>/dev/null)" ""

# A full disk, in a name space of our own.
small=$tmp/small
mkdir "$small"
if unshare -rm true 2>/dev/null; then
    unshare -rm "$BASH" -c 'mount -t tmpfs -o size=4m none "$1" || exit 99
        mkdir "$1/edition" && cp "$2/edition.json" "$1/edition/" && echo old >"$1/edition/index.html"
        "$3" --db="$4" --export="$1/edition" 2>&1; echo "code $?"; cat "$1/edition/index.html"; ls "$1"' \
        sh "$small" "$e" "$top_builddir/peerhub-serve" "$tmp/db" >"$tmp/full"
    if [ $? = 99 ]; then
        skip "a full disk" "no tmpfs can be mounted here"
    else
        like "a full disk is said" "$(head -n 1 "$tmp/full")" 'No space left on device'
        is "and the old edition stays, alone" "$(tail -n +2 "$tmp/full")" "code 1
old
edition"
    fi
else
    skip "a full disk" "no name spaces here (unshare -rm)"
fi

# --- others' judgement -------------------------------------------------------------------------------

if type -P zimwriterfs >/dev/null && type -P zimcheck >/dev/null; then
    ok "zim-tools pack it" zimwriterfs --welcome=index.html --illustration=assets/icon-48.png --language=eng \
        --name=peerhub --title=peerhub --description=Practices --creator=peerhub --publisher=peerhub "$e" "$tmp/e.zim"
    zimcheck -A -D "$tmp/e.zim" >"$tmp/zim" 2>&1
    is "and find nothing" "$(grep -E 'ERROR|WARNING|Fail' "$tmp/zim")" ""
    like "in what they looked at" "$(cat "$tmp/zim")" 'Overall Test Status: Pass'
else
    skip "zim-tools" "zimwriterfs or zimcheck is missing (apt-get install zim-tools)"
fi
done_testing
