#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# peerhub-index --review: the page for editors, and the side-car that it offers.
. "${top_srcdir:?}/tests/cli/indexing.bash"

mkdir "$tmp/notes"
cat >"$tmp/notes/a.md" <<'MD'
# Open data & more: 5 < 6 in Estonia

Estonia publishes open data on a portal. Whoever uses open data finds the open data portal useful.
Estonia publishes more open data each year, and "open data" is a duty there.
MD
printf '# Nothing\n\nShort words only stand here and say little of use.\n' >"$tmp/notes/b.md"
page=$tmp/page.html

"$top_builddir/peerhub-index" -d "$tmp/none" --review="$page" "$tmp/notes" 2>"$tmp/err"
is "exit status" $? 0
ok "no index is written" test ! -e "$tmp/none"
is "a row and an article for each document" \
    "$(grep -o '<article id="d[0-9]*"' "$page" | wc -l) $(grep -o 'href="#d[0-9]*"' "$page" | wc -l)" "2 2"
like "what is in a title is text" "$(cat "$page")" 'Open data &amp; more: 5 &lt; 6 in Estonia'
like "a tag has its words" "$(cat "$page")" \
    '<td>theme</td><td>open-data Open [^<]*</td><td>inferred, [01]\.[0-9]*</td><td><div>.*<mark>[Oo]pen data</mark>'
like "what is missing is said" "$(cat "$page")" '<td>no theme, no SDG, no country, no date, no licence</td>'
is "no script" "$(grep -c '<script' "$page")" 0

# The side-car of the first document, corrected by an editor.
tr '\n' '\a' <"$page" | sed 's/<article id="d2".*//; s/.*<pre>//; s/<\/pre>.*//; s/&quot;/"/g' |
    tr '\a' '\n' >"$tmp/notes/a.md.meta.yaml"
like "the side-car has the tags" "$(cat "$tmp/notes/a.md.meta.yaml")" 'themes: \["open-data"'
is "and what else editors know, to be filled in" "$(grep -c '^# \(date\|status\|license\): ' "$tmp/notes/a.md.meta.yaml")" 3
is "what was not found is not said to be none" "$(grep -c '^\(countries\|sdgs\|themes\): \[\]' "$page")" 0
is "a title is quoted" "$(grep '^title: ' "$tmp/notes/a.md.meta.yaml" | sed 's/&amp;/\&/; s/&lt;/</')" \
    'title: "Open data & more: 5 < 6 in Estonia"'
sed -i 's/&amp;/\&/; s/&lt;/</' "$tmp/notes/a.md.meta.yaml"
record=$(explain "$tmp/notes/a.md")
is "which is the same title then" "$(jq -r .title <<<"$record")" "Open data & more: 5 < 6 in Estonia"
is "copied as it is, every tag is asserted" \
    "$(jq -r '[.countries, .themes][][].from' <<<"$record" | sort -u)" asserted
is "and keeps its words" "$(jq '[.themes[] | select(.id == "open-data") | .evidence | length > 0] | all' <<<"$record")" true
sed -i 's/^themes:.*/themes: ["integrity"]/' "$tmp/notes/a.md.meta.yaml"
is "a corrected side-car overrules what the text shows" \
    "$(explain "$tmp/notes/a.md" | jq -c '[.themes[] | [.id, .from]]')" '[["integrity","asserted"]]'
sed -i 's/^themes:.*/themes: []/' "$tmp/notes/a.md.meta.yaml"
is "an empty list says that there are none" "$(explain "$tmp/notes/a.md" | jq -c .themes)" '[]'

"$top_builddir/peerhub-index" --review="$page" --vocabulary="$tmp/none" "$tmp/notes" 2>"$tmp/err"
is "a run that could not begin" $? 3
like "leaves the page that is there" "$(cat "$page")" '<article id="d2"'
"$top_builddir/peerhub-index" --review="$tmp/nowhere/page.html" "$tmp/notes" 2>"$tmp/err"
is "a page that cannot be written" $? 3
like "is told" "$(cat "$tmp/err")" 'cannot write .*/nowhere/page.html'

# Both at once.
"$top_builddir/peerhub-index" --explain --review="$page" "$tmp/notes" >"$tmp/out" 2>/dev/null
is "with --explain" "$(wc -l <"$tmp/out") $(grep -c '<article' "$page")" "2 2"

done_testing
