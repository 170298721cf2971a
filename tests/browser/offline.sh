#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The search of an offline edition, in Chromium and without a server: 1,000 documents in Latin, Cyrillic and
# Chinese letters; a server of the same index says what the first five are.  Pictures stay in
# tests/browser/offline/ in the build directory.
. "${top_srcdir:?}/tests/http/serving.bash"
. "${top_srcdir:?}/tests/node.bash"

kept=$top_builddir/tests/browser/offline
[ "${PEERHUB_SANITIZED-}" != yes ] || skip_all "what is answered is the same under the sanitizers"
why=$(without_node) && skip_all "$why"
for module in axe-core puppeteer-core; do
    [ -d "$top_srcdir/tests/npm/node_modules/$module" ] ||
        skip_all "$module is missing (cd tests/npm && npm ci --ignore-scripts)"
done
chromium=$(type -P chromium) || skip_all "chromium is missing (apt-get install chromium)"

mkdir "$tmp/documents"
"$top_builddir/peerhub-index" --explain "$top_srcdir/corpus/documents" >"$tmp/records" 2>/dev/null
node "$top_srcdir/tests/npm/thousand.js" "$tmp/records" "$top_srcdir/corpus/vocabularies" "$tmp/documents" >"$tmp/asked"
cat >"$tmp/documents/desk.md" <<'END'
---
title: A desk for questions of the villages
contacts:
  - {name: Orsolya Quenbyová, role: Head, organisation: The Desk, email: orsolya@desk.example,
     consent: public, given_on: 2026-01-02, expires: 2099-01-02, authorised_by: The Desk}
---
The desk answers within a day.  Orsolya Quenbyová leads it.
END
printf -- '---\ntitle: Other villages\n---\n\nThey have heard of Orsolya Quenbyová and her desk.\n' >"$tmp/documents/heard.md"
printf -- '---\ntitle: Un bureau au Groenland\nlanguage: fr\n---\n\nLe bureau du Groenland est ouvert.\n' >"$tmp/documents/ice.md"
# Two editions of a work: without words that of the reader is shown.
printf -- '---\ntitle: Zwei Fassungen\nlanguage: de\nwork: two\nsdgs: [14]\ndate: 2024\n---\n\nEin Text.\n' >"$tmp/documents/two-de.md"
printf -- '---\ntitle: Two editions\nlanguage: en\nwork: two\nsdgs: [14]\ndate: 2021\n---\n\nA text.\n' >"$tmp/documents/two-en.md"
make_index "$tmp/documents"
serve
"$top_builddir/peerhub-serve" --db="$tmp/db" --export "$tmp/edition" 2>"$tmp/err"
is "an edition is written" "$?" 0

rm -rf "$kept"
mkdir -p "$kept"
timeout 300 node "$top_srcdir/tests/npm/offline.js" "$tmp/edition" "$chromium" "$kept" "$tmp/asked" >"$tmp/answers" 2>"$tmp/faults"
is "it is searched from its files" "$?: $(sort "$tmp/faults" | uniq -c)" "0: "
while read -r question; do
    curl -sG "$base/api/v1/search?per_page=5" --data-urlencode "q=$question" | jq -r '[.results[].id] | @tsv'
done <"$tmp/asked" >"$tmp/wanted"
is "each question has an answer" "$(grep -c . "$tmp/answers")" "$(grep -c . "$tmp/asked")"
is "the first of each is the server's" "$(diff <(cut -f 1 "$tmp/answers") <(cut -f 1 "$tmp/wanted"))" ""
# Stemmers are not in an edition, so that a few may differ.
others=$(diff "$tmp/answers" "$tmp/wanted" | grep -c '^<')
is "the first five are the server's, in its order, of 19 questions in 20" \
    "$([ "$others" -le $(($(wc -l <"$tmp/asked") / 20)) ] || diff "$tmp/answers" "$tmp/wanted")" ""

# Without words: what the server has, in its order.
printf '#language=ru\n#year=1999\n#q=%%2B%%2B\n' >"$tmp/asked"
node "$top_srcdir/tests/npm/offline.js" "$tmp/edition" "$chromium" "$kept" "$tmp/asked" >"$tmp/answers" 2>&1
is "choices alone are answered, signs are not" "$(tr '\n' '|' <"$tmp/answers")" \
    "$(get '/api/v1/search?language=ru&per_page=5' | jq -r '[.results[].id] | @tsv')|||"
printf '#sdg=14\n' >"$tmp/asked"
like "of editions the reader's" "$(node "$top_srcdir/tests/npm/offline.js" "$tmp/edition" "$chromium" "$kept" "$tmp/asked")" '^two-editions-'
printf '#q=Fassungen+NOT+editions\n' >"$tmp/asked"
like "NOT takes out what has a word" "$(node "$top_srcdir/tests/npm/offline.js" "$tmp/edition" "$chromium" "$kept" "$tmp/asked")" \
    '^zwei-fassungen-[0-9a-f]*$'
printf '#q=Greenland\n' >"$tmp/asked"
is "a name that no document has is found by another of it" \
    "$(node "$top_srcdir/tests/npm/offline.js" "$tmp/edition" "$chromium" "$kept" "$tmp/asked")" \
    "$(get '/api/v1/search?q=Greenland&per_page=5' | jq -r '[.results[].id | select(startswith("un-bureau"))] | @tsv')"
mv "$tmp/edition/search/collection.js" "$tmp/collection.js"
is "a copy without its index says so" "$(node "$top_srcdir/tests/npm/offline.js" "$tmp/edition" "$chromium" "$kept" "$tmp/asked" 2>&1 | tail -n 1)" \
    "This browser cannot search this copy"
mv "$tmp/collection.js" "$tmp/edition/search/collection.js"
index=$(stat -c %s "$tmp/edition/search/collection.js")
text=$(cat "$tmp/edition"/documents/*.txt | wc -c)
is "the index is at most a fifth of the text" "$((index * 5 <= text))" 1

printf 'Quenbyová\nOrsolya\ndesk villages\n' >"$tmp/asked"
node "$top_srcdir/tests/npm/offline.js" "$tmp/edition" "$chromium" "$kept" "$tmp/asked" >"$tmp/answers" 2>&1
is "a contact's name finds nothing, though a server finds it" \
    "$(get "/api/v1/search?q=Quenbyov%C3%A1" | jq .total) $(head -n 2 "$tmp/answers" | grep -c .)" "2 0"
like "the document is there" "$(sed -n 3p "$tmp/answers")" '^a-desk-for-questions'
done_testing
