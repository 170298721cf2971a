#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Tables: each row is a document that comes, changes and goes by itself.
. "${top_srcdir:?}/tests/cli/indexing.bash"

t=$tmp/tables
mkdir -p "$t"

# row KEY TITLE COUNTRY TEXT: a line of the table.
row() { printf '%s;%s;%s;"%s"\n' "$@"; }

{
    echo 'Case no;Id;Title;Country;Description' | cut -d ';' -f 2-
    row C1 'Vans for villages' EE 'A register of vans that serve villages.'
    row C2 'Open registers' 'EE, LV' 'The register is open data.'
    row C3 'Help desk' Unknown 'Questions are answered.'
} >"$t/cases.csv"

index "$t"
is "each row goes in" "$code $counts" "0 $(counted indexed 3)"
is "by its key" "$(keys)" "C1 C2 C3"
is "with its countries" "$(found C2 '[.countries[].code] | join(" ")')" "EE LV"
is "unknown is absence" "$(found C3 '.countries | length')" 0
is "its text is found" "$(keys -- villages)" C1

index "$t"
is "an unchanged table is not read" "$code $counts" "0 $(counted unchanged 3)"

# the second changes, the third goes, a fourth comes
id=$(found C2 .id)
{
    sed -n 1,2p "$t/cases.csv"
    row C2 'Open registers' 'EE, LV, FI' 'The register is open data.'
    row C4 'Paperless courts' RO 'No paper.'
} >"$t/new.csv"
mv "$t/new.csv" "$t/cases.csv"
index "$t"
is "a row changed, one gone, one new" "$code $counts" \
    "0 $(counted indexed 1 updated 1 unchanged 1 removed 1)"
is "what is there" "$(keys)" "C1 C2 C4"
is "a changed row keeps its id" "$(found C2 .id)" "$id"

# a row above the others: they have other numbers now, and the same ids
sed -i '1a C0;First;FI;"Before all."' "$t/cases.csv"
index "$t"
is "a row put in front" "$code $counts" "0 $(counted indexed 1 updated 3)"
is "keeps the others' ids" "$(found C2 .id)" "$id"
is "and tells their places" "$(explain "$t" | jq -r .path | sed 's,.*/,,' | paste -sd ' ')" \
    "cases.csv#1 cases.csv#2 cases.csv#3 cases.csv#4"

# a bad line costs that line
printf '{"id": "J1", "title": "One"}\n{"id": "J2", "ti\n{"id": "J3", "title": "Three"}\n' \
    >"$t/more.jsonl"
index "$t"
is "a bad line" "$code $counts" "1 $(counted indexed 2 unchanged 4 failed 1)"
like "is told with its place" "$(cat "$tmp/err")" 'more\.jsonl#2: line 2: not valid JSON'
rm "$t/more.jsonl"

# no title: one document
printf 'a,b\nregister,2\n' >"$t/plain.csv"
index -v "$t"
is "a table that names no title is one document" "$code $counts" \
    "0 $(counted indexed 1 unchanged 4 removed 2)"
like "and says how to change that" "$(cat "$tmp/err")" 'plain\.csv: warning: .*--map'

# --- maps ---------------------------------------------------------------------------------------

rm -r "$t" "$db"
mkdir "$t"
printf 'no,what,where,state\n7,Vans,Estonia,In use\n8,Desk,n/a,Stopped\n' >"$t/cases.csv"
cat >"$tmp/map.yaml" <<'END'
fields: {key: no, title: what, countries: where, status: state}
constants: {type: ai-case-study}
values: {status: {In use: operational, Stopped: ended}}
END
index --map="$tmp/map.yaml" "$t"
is "a map makes rows of it" "$code $counts $(keys)" "0 $(counted indexed 2) 7 8"
is "fields" "$(found 7 '.title + " " + .countries[0].code + " " + .status + " " + .type')" \
    "Vans EE operational ai-case-study"
index --map="$tmp/map.yaml" "$t"
is "the same map" "$counts" "$(counted unchanged 2)"
sed -i 's/ai-case-study/practice-note/' "$tmp/map.yaml"
index --map="$tmp/map.yaml" "$t"
is "another map: rows are read anew" "$counts" "$(counted updated 2)"
is "and say so" "$(found 8 .type)" practice-note

printf 'fields:\n  titel: what\n' >"$tmp/wrong.yaml"
index --map="$tmp/wrong.yaml" "$t"
is "a wrong map is told with its line" "$code $(cat "$tmp/err")" \
    "2 peerhub-index: map 'wrong.yaml', line 2: no field is called 'titel'; did you mean 'title'?"
index --map="$tmp/none.yaml" "$t"
like "so does one that is not there" "$code" '^[23]$'
is "nothing was lost" "$(keys)" "7 8"

# the maps that are installed
printf '[{"id": 1, "name": "Chat", "geocoverage_codes": ["EE"], "geoextent": "National",
  "primary_sector": "Health", "status": "Unknown", "start_date": "2021/01/01"}]\n' >"$t/cases.json"
rm "$t/cases.csv"
is "a map by its name" "$(explain --map=aiwatch-cases "$t" |
    jq -c '[.title, .countries[0].code, .level, .sector, .status, .date, .type]')" \
    '["Chat","EE","national",["07"],null,"2021-01-01","ai-case-study"]'
done_testing
