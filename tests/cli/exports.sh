#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# --format=csv|ris|bibtex|csl: what is hard to write comes through, read by others' programs.
. "${top_srcdir:?}/tests/cli/indexing.bash"
. "${top_srcdir:?}/tests/node.bash"

s=$tmp/notes
mkdir "$s"
cat >"$s/odd.md" <<'TEXT'
---
title: "=SUM(A1) {50%} & #1_a $5 ~x^2 \\alpha \"said\", Ünï – кириллица"
language: en
type: practice-note
date: 2022-06-04
creators: ["Doe, Jane", "Ministry of Justice, Department of Prisons and Courts", "-Dash Office"]
publisher: "@Office, \"Quoted\""
license: CC-BY-4.0
source: "https://odd.test/a_b?c={d}&e=ю%20#f"
abstract: "+1 line; with } and { alone, and 100% \\end"
themes: [open-data, integrity]
sdgs: ["16.6"]
countries: [KG]
contacts:
  - {name: Pavla Openova, organisation: Office, email: pavla@odd.test, consent: public,
     given_on: 2026-01-02, authorised_by: Office}
---
Marigold data.
TEXT
printf -- '---\ntitle: Plain\ndate: 2021\n---\nMarigold.\n' >"$s/plain.md"
printf -- '---\ntitle: Month\ndate: 2021-03\ntype: outcome-document\ncountries: []\n---\nMarigold.\n' >"$s/month.md"
index "$s"
is "the index" "$code $counts" "0 $(counted indexed 3)"

# out FORMAT: the marigolds, into $tmp/all.FORMAT
out()
{
    "${top_builddir:?}/peerhub-search" -d "$db" --sort=title "--format=$1" marigold >"$tmp/all.$1"
}
for format in csv ris bibtex csl; do
    out $format
    is "$format: exit status" $? 0
    unlike "$format: no contacts" "$(cat "$tmp/all.$format")" 'Openova|pavla@'
    is "$format: UTF-8" "$(iconv -f UTF-8 -t UTF-8 "$tmp/all.$format" | cmp - "$tmp/all.$format")" ""
done
title='=SUM(A1) {50%} & #1_a $5 ~x^2 \alpha "said", Ünï – кириллица'
id=$(jq -r '.[] | select(.title | startswith("=SUM")) | .id' "$tmp/all.csl")

# --- CSV --------------------------------------------------------------------------------------

is "csv: lines end with CRLF" "$(grep -c -v $'\r$' "$tmp/all.csv")" 0
like "csv: a formula is none, and quotes are doubled" "$(tr -d '\r' <"$tmp/all.csv")" \
    "^$id,\"'=SUM\\(A1\\) .* \"\"said\"\", Ünï"
if command -v python3 >/dev/null; then
    cat >"$tmp/read.py" <<'PY'
import csv, json, sys
with open(sys.argv[1], newline='', encoding='utf-8') as f:
    print(json.dumps(list(csv.DictReader(f, strict=True))))
PY
    python3 "$tmp/read.py" "$tmp/all.csv" >"$tmp/csv.json"
    row=$(jq --arg id "$id" '.[] | select(.id == $id)' "$tmp/csv.json")
    is "csv: a row each" "$(jq length "$tmp/csv.json")" 3
    is "csv: a formula is none" "$(jq -r .title <<<"$row")" "'$title"
    is "csv: nor are other cells" "$(jq -r '[.publisher, .abstract] | map(.[:2]) | join(" ")' <<<"$row")" "'@ '+"
    is "csv: no cell begins like a formula" \
        "$(jq -r '.[][] | select(type == "string") | select(test("^[=+@\t\r-]"))' "$tmp/csv.json")" ""
    is "csv: lists" "$(jq -r .keywords <<<"$row")" \
        "Open data; Integrity; SDG 16.6: Effective, accountable and transparent institutions"
else
    skip "somebody else's reader of CSV" "python3 is missing (apt-get install python3)"
fi

# --- RIS --------------------------------------------------------------------------------------

is "ris: a field a line" "$(tr -d '\r' <"$tmp/all.ris" | grep -vE '^[A-Z][A-Z0-9]  - ')" ""
is "ris: begins with TY, ends with ER" "$(grep -cE '^TY  - (RPRT|GEN)' "$tmp/all.ris") $(grep -c '^ER  - ' "$tmp/all.ris")" "3 3"
is "ris: types" "$(grep ^TY "$tmp/all.ris" | tr -d '\r' | sort | uniq -c | tr -s ' ' | tr '\n' ';')" \
    " 1 TY - GEN; 2 TY - RPRT;"
like "ris: the title as it is" "$(tr -d '\r' <"$tmp/all.ris" | grep -F "TI  - $title")" TI
is "ris: dates as precise as stated" "$(grep '^DA' "$tmp/all.ris" | tr -d '\r' | sort | tr '\n' ' ')" \
    "DA  - 2021/03// DA  - 2022/06/04/ "
is "ris: authors" "$(grep -c '^AU' "$tmp/all.ris")" 3

# --- CSL --------------------------------------------------------------------------------------

item=$(jq --arg id "$id" '.[] | select(.id == $id)' "$tmp/all.csl")
is "csl: the title" "$(jq -r .title <<<"$item")" "$title"
is "csl: names of people are taken apart, others are not" "$(jq -c .author <<<"$item")" \
    '[{"family":"Doe","given":"Jane"},{"literal":"Ministry of Justice, Department of Prisons and Courts"},{"literal":"-Dash Office"}]'
is "csl: dates as precise as stated" "$(jq -c '[.[].issued."date-parts"[0]] | sort' "$tmp/all.csl")" \
    '[[2021],[2021,3],[2022,6,4]]'
is "csl: only variables of the schema" "$(jq -r '[.[] | keys[]] | unique - ["URL","abstract","author",
    "event-place","event-title","genre","id","issued","keyword","language","license","publisher","title",
    "type"] | join(" ")' "$tmp/all.csl")" ""
is "csl: an id each" "$(jq '[.[].id] | unique | length' "$tmp/all.csl")" 3

# --- BibTeX -----------------------------------------------------------------------------------

like "bibtex: reports are reports, others are not" \
    "$(grep -c '^@report{' "$tmp/all.bibtex") $(grep -c '^@misc{' "$tmp/all.bibtex")" '^2 1$'
is "bibtex: braces pair" "$(tr -cd '{' <"$tmp/all.bibtex" | wc -c)" "$(tr -cd '}' <"$tmp/all.bibtex" | wc -c)"
is "bibtex: nothing that LaTeX takes for a command" \
    "$(grep -v '^  url = ' "$tmp/all.bibtex" | grep -E '(^|[^\\])[%&#_$~^]')" ""
like "bibtex: the address stays one" "$(cat "$tmp/all.bibtex")" \
    '^  url = \{https://odd\.test/a_b\?c=%7Bd%7D&e=%D1%8E%20#f\}$'
is "the citation key is the same everywhere" \
    "$(grep -c "{$id,\$" "$tmp/all.bibtex") $(grep -c "^ID  - $id" "$tmp/all.ris")" "1 1"

# --- others' programs -----------------------------------------------------------------------------

if command -v biber >/dev/null; then
    cp "$tmp/all.bibtex" "$tmp/all.bib"
    (cd "$tmp" && biber --tool --output-resolve -O out.bib all.bib) >"$tmp/biber.out" 2>&1
    is "biber reads it" "$?" 0
    unlike "and finds no fault" "$(cat "$tmp/biber.out")" '^(WARN|ERROR)'
    is "and has all of it" "$(grep -cE '^@' "$tmp/out.bib")" 3
else
    skip "biber" "it is missing (apt-get install biber)"
fi
if command -v ris2xml >/dev/null; then
    xml=$(ris2xml "$tmp/all.ris" 2>"$tmp/ris.err")
    like "bibutils reads the RIS" "$(cat "$tmp/ris.err")" 'Processed 3 references'
    like "with its title" "$xml" '<title>=SUM\(A1\) \{50%\} &amp; #1_a \$5 ~x'
    xml=$(biblatex2xml "$tmp/all.bibtex" 2>"$tmp/bib.err")
    like "bibutils reads the BibTeX" "$(cat "$tmp/bib.err")" 'Processed 3 references'
    like "with an author" "$xml" '<namePart type="family">Doe</namePart>'
else
    skip "bibutils" "it is missing (apt-get install bibutils)"
fi

# What citation-js reads: a title, its names, and how many there are.
cited()
{
    node "$top_srcdir/tests/npm/cite.js" "$1" | jq -c --arg id "$id" '[length,
        (.[] | select(.id == $id) | .title, (.author | map(.family // .literal)), .issued."date-parts"[0])]'
}
if why=$(without_node); then
    skip "citation-js" "$why"
else
    wanted=$(jq -nc --arg title "$title" '[3, $title, ["Doe",
        "Ministry of Justice, Department of Prisons and Courts", "-Dash Office"], [2022,6,4]]')
    is "citation-js reads the CSL-JSON" "$(cited "$tmp/all.csl")" "$wanted"
    is "citation-js reads the BibTeX" "$(cited "$tmp/all.bibtex")" "$wanted"
    is "citation-js reads the RIS" "$(cited "$tmp/all.ris" | jq -c '[.[0], .[1], .[3]]')" \
        "$(jq -c '[.[0], .[1], .[3]]' <<<"$wanted")"
fi

# --- what cannot be ---------------------------------------------------------------------------------

"$top_builddir/peerhub-search" -d "$db" --format=xyz >/dev/null 2>"$tmp/err"
is "an unknown format is a usage error" "$?" 2
"$top_builddir/peerhub-search" -d "$db" --show=contacts --format=ris >/dev/null 2>"$tmp/err"
is "organisations are no references" "$?" 2
like "and that is said" "$(cat "$tmp/err")" 'show=contacts.*csv'
like "organisations as a table" "$("$top_builddir/peerhub-search" -d "$db" --show=contacts --format=csv marigold)" \
    '^[0-9a-f]{16},Office,,1,1,'
unlike "without people" "$("$top_builddir/peerhub-search" -d "$db" --show=contacts --format=csv marigold)" 'Openova'
is "nothing found is no reference" "$("$top_builddir/peerhub-search" -d "$db" --format=csl qqqxyzzy | jq length)" 0
done_testing
