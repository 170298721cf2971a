#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Another network's vocabularies, by --vocabulary: they are kept with the index, and whoever reads
# it finds them there; and --check-vocabulary.
. "${top_srcdir:?}/tests/cli/indexing.bash"

mkdir "$tmp/ours" "$tmp/notes"
cat >"$tmp/ours/themes.rdf" <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <skos:Concept rdf:about="http://net.example/themes/sea">
    <skos:inScheme rdf:resource="http://net.example/themes"/>
    <skos:topConceptOf rdf:resource="http://net.example/themes"/>
    <skos:notation>sea</skos:notation>
    <skos:prefLabel xml:lang="en">The sea</skos:prefLabel>
  </skos:Concept>
  <skos:Concept rdf:about="http://net.example/themes/ports">
    <skos:inScheme rdf:resource="http://net.example/themes"/>
    <skos:broader rdf:resource="http://net.example/themes/sea"/>
    <skos:notation>ports</skos:notation>
    <skos:prefLabel xml:lang="en">Port authorities</skos:prefLabel>
  </skos:Concept>
</rdf:RDF>
XML
echo "not ours" >"$tmp/ours/readme.txt"
printf '# Harbours\n\nPort authorities share their berths, and open data.\n' >"$tmp/notes/a.md"

index --vocabulary="$tmp/ours" "$tmp/notes"
is "indexed" "$code $counts" "0 $(counted indexed 1)"
is "found by their concept" "$(search --theme=ports harbours | jq -r '.themes[].label')" "Port authorities"
is "and by what is broader" "$(search --theme=sea | wc -l)" 1
"$top_builddir/peerhub-search" -d "$db" --theme=integrity 2>"$tmp/err"
is "the installed themes are none of theirs" $? 2
is "only vocabularies are kept" "$(ls "$db/vocabularies/")" themes.rdf

rm -r "$tmp/ours/readme.txt"
mv "$tmp/ours" "$tmp/elsewhere"
is "the folder may go" "$(search --theme=ports | wc -l)" 1
sed -i 's/Port authorities/Harbour boards/' "$tmp/elsewhere/themes.rdf"
printf 'Harbour boards meet.\n' >>"$tmp/notes/a.md"
index --vocabulary="$tmp/elsewhere" "$tmp/notes"
is "a changed vocabulary" "$code $counts" "0 $(counted updated 1)"
is "is found with its new label" "$(search --theme=ports | jq -r '.themes[].label')" "Harbour boards"
is "and the old copy is gone" "$(ls -d "$db"/vocabularies-* | wc -l)" 1

index "$tmp/notes"
is "without the option" "$code $counts" "0 $(counted updated 1)"
is "the installed ones count again" "$(search --theme=open-data | wc -l)" 1
is "and no copy is left" "$(ls -d "$db"/vocabularies* 2>/dev/null | wc -l)" 0

index --vocabulary="$tmp/nowhere" "$tmp/notes"
is "no such folder" "$code" 3

# --- checking -------------------------------------------------------------------------------

for file in "$top_srcdir"/corpus/vocabularies/*.rdf; do
    is "no fault in ${file##*/}" \
        "$("$top_builddir/peerhub-index" --check-vocabulary "$file" 2>&1 | sed 's/.*, //')" "0 faults"
done
sed 's/<skos:topConceptOf[^>]*>//' "$top_srcdir/corpus/vocabularies/themes.rdf" >"$tmp/broken.rdf"
"$top_builddir/peerhub-index" --check-vocabulary="$tmp/broken.rdf" >"$tmp/out" 2>"$tmp/err"
is "faults: exit status" $? 1
like "faults: with their line" "$(cat "$tmp/err")" "broken.rdf:[0-9]*: 'governance' is an orphan"
"$top_builddir/peerhub-index" --check-vocabulary=/dev/null >"$tmp/out" 2>"$tmp/err"
is "no vocabulary at all" $? 2

done_testing
