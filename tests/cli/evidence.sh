#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every inferred tag shows the words that made it: without them its score falls.  Tried on 200
# documents, each some passages of the collection without what their authors asserted.
. "${top_srcdir:?}/tests/cli/indexing.bash"

explain "$top_srcdir/corpus/documents" | jq -c '
    .key as $key | .language as $language | .passages
    | [range(0; length; 4) as $i | .[$i:$i + 4] | map(.text) | join(" ")]
    | to_entries[] | {id: "\($key)-\(.key)", language: $language, text: .value}' |
    awk 'NR % 3 == 1' | head -n 200 >"$tmp/whole.jsonl"
is "documents" "$(wc -l <"$tmp/whole.jsonl")" 200
explain "$tmp/whole.jsonl" >"$tmp/whole.out"

# The best inferred tag of a kind, with its words; and each text without them.
cat >"$tmp/tags.jq" <<'JQ'
def kinds: {country: .countries, sdg: .sdgs, theme: .themes};
.key as $key | kinds | to_entries[] | .key as $kind
| (.value | map(select(.from == "inferred"))[0]) | select(.)
| {key: $key, kind: $kind, id: (.id // .code), score, words: [.evidence[].text]}
JQ
jq -c -f "$tmp/tags.jq" "$tmp/whole.out" >"$tmp/tags.jsonl"
# Few passages name a country, and fewer come back to it.
declare -A least=([country]=10 [sdg]=40 [theme]=40)
for kind in country sdg theme; do
    n=$(jq -s "map(select(.kind == \"$kind\")) | length" "$tmp/tags.jsonl")
    ok "documents with an inferred $kind: $n" test "$n" -ge "${least[$kind]}"
done
is "each tag has words" "$(jq -c 'select(.words | length == 0) | [.key, .id]' "$tmp/tags.jsonl")" ""

for kind in country sdg theme; do
    jq -c --slurpfile tags "$tmp/tags.jsonl" --arg kind "$kind" '
        def plain: gsub("(?<c>[][\\\\.(){}*+?^$|/-])"; "\\" + .c);
        (($tags | map(select(.kind == $kind)) | INDEX(.key))[.id]) as $tag | select($tag)
        | .text |= reduce ($tag.words | sort_by(-length)[]) as $w (.; gsub($w | plain; " "; "i"))' \
        "$tmp/whole.jsonl" >"$tmp/without.jsonl"
    explain "$tmp/without.jsonl" >"$tmp/without.out"
    is "without its words the score of a $kind falls" "$(jq -r --slurpfile tags "$tmp/tags.jsonl" --arg kind "$kind" '
        ($tags | map(select(.kind == $kind)) | INDEX(.key)) as $by
        | (.countries + .sdgs + .themes | map({key: (.id // .code), value: .score}) | from_entries) as $now
        | $by[.key] | select($now[.id] and $now[.id] >= .score) | "\(.key) \(.id)"' "$tmp/without.out")" ""
done
done_testing
