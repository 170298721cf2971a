#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# peerhub-index --explain: the form of a record, for a document of each format; and that any
# number of workers makes the same documents.
. "${top_srcdir:?}/tests/cli/indexing.bash"

corpus=$top_srcdir/corpus/documents
fixtures=$top_srcdir/tests/fixtures

# What INTERFACE fixes of a record: names, and the types of their values.
cat >"$tmp/shape.jq" <<'JQ'
def text: type == "string";
def maybe(f): . == null or f;
def evidence: type == "array" and all(.[];
    (.passage | type == "number" and . >= 0) and (.text | text and length > 0));
def tag(id): (id | text) and (.label | text) and (.from == "asserted" or .from == "inferred")
    and (.score | . >= 0 and . <= 1) and (.evidence | evidence)
    and (.from == "asserted" or (.evidence | length) > 0);
def kinds: ["paragraph", "list-item", "table", "conclusion", "recommendation", "commitment",
    "lesson", "result", "context", "obstacle"];
[
    .schema == 1,
    (.id | text and test("^[A-Za-z0-9_-]{1,64}$")),
    (.key | text and length > 0), (.path | text and length > 0),
    (.mime | text and test("^[a-z]+/[a-z+-]+$")), (.title | text and length > 0),
    (.type | text), (.language | maybe(text)), (.date | maybe(test("^[0-9]{4}(-[0-9]{2}){0,2}$"))),
    (.year | maybe(type == "number")), (if .date then .year == (.date[:4] | tonumber) else .year == null end),
    (.event | maybe(type == "object" and all(.[]; text))),
    (.countries | all(.[]; tag(.code) and (.code | test("^[A-Z]{2}$")))),
    (.mentioned | all(.[]; test("^[A-Z]{2}$"))),
    (.sdgs | all(.[]; tag(.id))), (.themes | all(.[]; tag(.id))),
    (.organisations | all(.[]; .name | text)),
    (.contacts | all(.[]; (.consent == "relay" or .consent == "public") and (.organisation | text)
        and (.consent == "public" or (has("name") or has("phone") | not)))),
    (.passages | length > 0),
    (.passages | to_entries | all(.[]; .value.n == .key + 1)),
    (.passages | all(.[]; (.anchor | test("^p-[0-9a-f]{6}(-[0-9]+)?$")) and (.text | text and length > 0)
        and (.heading | type == "array" and all(.[]; text)) and (.page | maybe(type == "number"))
        and (.kind as $k | kinds | index($k)))),
    (.passages | [.[].anchor] | length == (unique | length)),
    has("license"), (.warnings | all(.[]; text))
] | to_entries | map(select(.value | not) | .key) | join(" ")
JQ

for file in "$corpus/practice/estonia-x-road.xml" "$corpus/ai-cases/romania-ion.xml" \
    "$corpus/outcomes/tallinn-declaration-2017.md" \
    "$corpus/outcomes/ogp-tallinn-commitment-2023.html" \
    "$fixtures/text/workshop.txt" "$fixtures/text/messages.txt" "$fixtures/html/page.html" \
    "$fixtures/markdown/note.md" "$fixtures/xml/practice-note.xml"; do
    record=$(explain "$file")
    is "the form of ${file##*/}" "$(jq -r -f "$tmp/shape.jq" <<<"$record")" ""
    is "its path" "$(jq -r .path <<<"$record")" "$file"
    like "the summary" "$(cat "$tmp/err")" '^indexed 1, updated 0, unchanged 0, removed 0, failed 0 in'
done

PEERHUB_DB=$tmp/none "$top_builddir/peerhub-index" --explain -d "$tmp/none" "$corpus/outcomes" \
    >"$tmp/out" 2>"$tmp/err"
ok "no index is written" test ! -e "$tmp/none"
is "a line for each document, in the order of their paths" "$(jq -r .path "$tmp/out")" \
    "$(find "$corpus/outcomes" -name '*.md' -o -name '*.html' | LC_ALL=C sort)"
explain "$tmp" "$corpus/outcomes" >/dev/null
is "a source that fails has its status" $? 1

if [ -c /dev/full ]; then
    "$top_builddir/peerhub-index" --explain "$fixtures/text" >/dev/full 2>"$tmp/err"
    is "records that cannot be printed are a failure" $? 1
    like "and are told" "$(cat "$tmp/err")" '^peerhub-index: cannot write the record of'
fi

# --- any number of workers ---------------------------------------------------------------------

for jobs in 1 4; do
    db=$tmp/db$jobs
    index -j $jobs "$corpus"
    is "$jobs workers" "$code" 0
    is "as many shards" "$(find "$db" -name iamglass | wc -l)" "$jobs"
    whole >"$tmp/whole$jobs"
done
is "make the same documents" "$(diff "$tmp/whole1" "$tmp/whole4" | head -5)" ""
records=$(explain "$corpus" | jq -r .id | LC_ALL=C sort)
is "with the ids that --explain tells" "$(search | jq -r '.id, .alternates[]?.id' | LC_ALL=C sort)" "$records"
is "one result for each work" "$(search | jq -r .id | wc -l)" \
    "$(explain "$corpus" | jq -r .work | LC_ALL=C sort -u | wc -l)"

done_testing
