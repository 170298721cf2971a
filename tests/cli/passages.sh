#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recommendations, conclusions and commitments as results: what is found, in what form, and the
# same from shards.
. "${top_srcdir:?}/tests/cli/indexing.bash"

command -v jq >/dev/null || skip_all "jq is missing (apt-get install jq)"

s=$tmp/meetings
mkdir "$s"
cat >"$s/forum.md" <<'END'
---
title: Forum of schools, Bucharest 2022
type: outcome-document
language: en
date: 2022-06-04
countries: [RO]
event: {name: Forum of schools, place: Bucharest, country: RO, start: 2022-06-02, end: 2022-06-04}
---

# Forum of schools, Bucharest 2022

The forum spoke of registers.

## Conclusions

- Registers need people who keep them.

## Recommendations

### Innovation and ICT

- Schools of public administration should train people for it.
- Use <b>registers</b> & "open data".

### Integrity

- Against corruption ministries should publish what they spend, without delay.
END
cat >"$s/summit.md" <<'END'
---
title: Summit of mayors
type: outcome-document
language: en
date: 2019
countries: [EE, LV]
---

## Commitments

- The mayors undertook to open their registers.

## Lessons

- Registers without dates are of no use.
END
printf -- '---\ntitle: A note on registers\ntype: practice-note\nlanguage: en\ncountries: [KG]\n---\n\n## Results\n\n- Registers were opened.\n' \
    >"$s/note.md"
index -j 3 "$s"
is "the index" "$code $counts" "0 $(counted indexed 3)"

# answer OPTION...: the whole answer.
answer()
{
    "$top_builddir/peerhub-search" -d "$db" --show=passages --format=json "$@"
}

# totals OPTION...: passages and documents.
totals()
{
    answer "$@" | jq -r '"\(.total) in \(.documents)"'
}

is "all of them" "$(totals)" "5 in 2"
is "by a word" "$(totals registers)" "3 in 2"
is "with every word in one passage" "$(totals --match=all registers people)" "1 in 1"
is "any of the words where few have all" "$(totals registers people)" "4 in 2"
is "and that is said" "$(answer registers people | jq -c '[.query.match, .query.relaxed]')" '["any",true]'
is "headings belong to the passage" "$(totals --match=all ICT train)" "1 in 1"
is "the title does not" "$(totals --match=all Bucharest)" "0 in 0"
is "nor does the rest of the document" "$(totals --match=all spoke)" "0 in 0"
is "what is excluded may stand in another" "$(totals --match=all -- registers -people)" "2 in 2"
is "phrases" "$(totals '"open data"') $(totals --match=all '"data open"')" "1 in 1 0 in 0"
is "operators and nearness" "$(totals 'ministries OR mayors') $(totals 'publish NEAR/5 spend')" \
    "2 in 2 1 in 1"
is "lessons and results only when asked for" "$(totals --kind=lesson) $(totals --kind=result,lesson)" \
    "1 in 1 2 in 2"
is "by kind" "$(totals --kind=commitment) $(totals --kind=recommendation,conclusion)" \
    "1 in 1 4 in 1"
is "by addressee" "$(totals --addressee=pa-school)" "1 in 1"
is "by the passage's theme, and its scheme" "$(totals --theme=integrity) $(totals --theme=governance)" \
    "1 in 1 2 in 2"
is "by year, country, region" "$(totals --year=2020..) $(totals --country=EE) $(totals --region=154)" \
    "4 in 1 1 in 1 1 in 1"
is "filters of documents" "$(totals --language=en) $(totals --language=ru) $(totals --exclude=RO)" \
    "5 in 2 0 in 0 1 in 1"
event=$(answer | jq -r '.facets.event[0].value')
is "by meeting" "$(totals --event="$event") $(totals --event=other)" "4 in 1 0 in 0"
is "which is called as people know it" "$(answer | jq -r '.facets.event[0].label')" \
    "Forum of schools (Bucharest, 2022)"

# Each count is what choosing it gives, also under other choices.
wrong=
for chosen in --match=auto --kind=recommendation --country=RO --year=2022; do
    while IFS=$'\t' read -r facet value count; do
        [[ $chosen != --$facet=* && $chosen-$facet != --country=*-region ]] || continue
        got=$(answer "$chosen" --"$facet"="$value" | jq .total)
        [ "$got" = "$count" ] || wrong="$wrong $chosen --$facet=$value: $count, but $got;"
    done < <(answer "$chosen" | jq -r '.facets | to_entries[] | .key as $k | .value[] |
        [$k, .value, .count] | @tsv')
done
is "each count is the number of passages that its choice gives" "$wrong" ""
is "the facets" "$(answer | jq -r '.facets | keys | join(" ")')" \
    "addressee country event kind region theme year"

is "a result is a document with its passages" "$(answer train | jq -c '.results[0] |
    [(.id | startswith("forum-")), .type, .units, (.passages[0] | [.kind, .heading[-1], .addressee,
    (.url | test("^/documents/forum-.*#p-"))])]')" \
    '[true,"outcome-document",1,["recommendation","Innovation and ICT",["pa-school"],true]]'
is "what was found is marked, and safe" "$(answer --match=all registers data |
    jq -r '.results[0].passages[0].snippet')" \
    'Use <mark>registers</mark> &amp; &quot;open <mark>data</mark>&quot;.'
is "a line is a passage" "$("$top_builddir/peerhub-search" -d "$db" --show=passages --format=jsonl registers |
    jq -r '[.kind, .document.title] | join(": ")' | sort)" "commitment: Summit of mayors
conclusion: Forum of schools, Bucharest 2022
recommendation: Forum of schools, Bucharest 2022"
text=$("$top_builddir/peerhub-search" -d "$db" --show=passages registers)
like "text" "$text" '^3 passages in 2 documents'
like "has kinds and headings" "$text" '\[recommendation\].*Innovation and ICT'
like "and words that the vocabularies added" "$("$top_builddir/peerhub-search" -d "$db" --show=passages реестр)" \
    '^Also: реестр = .*register'
is "another spelling that a passage has" "$(answer registrs | jq -r .suggestion)" registers
like "in text" "$("$top_builddir/peerhub-search" -d "$db" --show=passages registrs)" '^Did you mean: registers$'
is "not one that only other kinds have" "$(answer dattes | jq -r .suggestion)" null
is "these when they are asked for" "$(answer --kind=lesson dattes | jq -r .suggestion)" dates
is "under the same choices" "$(answer --country=EE trein | jq -r .suggestion) $(answer --country=RO trein | jq -r .suggestion)" \
    "null train"
is "the newest first without words" "$(answer | jq -r '.results[].date' | paste -sd ' ')" "2022-06-04 2019"
is "pages are of documents" "$(answer -n 1 --offset=1 | jq -c '[.total, (.results | length), .results[0].date]')" \
    '[5,1,"2019"]'

# --- status -----------------------------------------------------------------------------------------

# status OPTION...: exit status alone.
status()
{
    "$top_builddir/peerhub-search" -d "$db" "$@" >"$tmp/out" 2>"$tmp/err"
    echo $?
}
is "found, not found" "$(status --show=passages registers) $(status --show=passages zzz)" "0 1"
is "what cannot be chosen" "$(status --show=passages --kind=table) $(status --kind=lesson) \
$(status --show=passages --addressee=nobody) $(status --show=passages --sort=title) \
$(status --show=passages --peer=KG)" "2 2 2 2 2"

shards=()
for shard in "$db"/generation-*/shard-*; do shards+=("--db=$shard"); done
is "shards of the index" "${#shards[@]}" 3
for q in registers 'ICT OR mayors' '' --kind=lesson; do
    # shellcheck disable=SC2086
    is "single shards are as the whole: '$q'" \
        "$("$top_builddir/peerhub-search" "${shards[@]}" --show=passages --format=json $q | jq -cS 'del(.took_ms)')" \
        "$(answer $q | jq -cS 'del(.took_ms)')"
done

done_testing
