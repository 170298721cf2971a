#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# peerhub-search: forms of an answer, filters, shards, and questions that nobody would ask.
. "${top_srcdir:?}/tests/cli/indexing.bash"

s=$tmp/notes
mkdir "$s"

# note NAME FRONT-MATTER TEXT: a document with metadata.
note()
{
    printf -- '---\ntitle: "%s"\nlanguage: en\n%b---\n\n%b\n' "$1" "$2" "$3" >"$s/$1.md"
}

note ee 'countries: [EE]\nsdgs: ["16.6"]\ndate: 2019-05\nstatus: pilot\nthemes: [open-data, labs]\n' \
    'The register of companies is linked.\n\n## Lessons learned\n\n- Peer learning beats paper.'
note lv 'countries: [LV, EE]\nsdgs: ["16"]\ndate: 2021\nstatus: operational\nthemes: [open-data]\n' \
    'The register of land. Data on paper.'
note kz 'countries: [KZ]\nsdgs: ["5"]\ndate: 2022-06-04\nevent: {country: UZ, place: Tashkent}\n' \
    'Peer schools; <b>data</b> & "quotes".'
note un '' 'A word on Estonia. Estonia counts: Estonia, and the registers.'
printf 'Open data in Latvia\n\nOpen data portals of Latvia are of use to all of its people.\n' >"$s/inferred.txt"
index -j 3 "$s"
is "the index" "$code $counts" "0 $(counted indexed 5)"

# answer OPTION...: the whole answer.
answer()
{
    "$top_builddir/peerhub-search" -d "$db" --format=json "$@"
}

# --- operators ------------------------------------------------------------------------------

# As many documents have A or B as have A and as have B, less those that have both, whatever
# A and B are.
total()
{
    answer --match=all -- "$1" | jq .total
}
parts=('country:EE' '"peer learning"' '-paper' '"zzz yyy"' data 'register*' 'open NEAR/3 latvia')
declare -A totals
for a in "${parts[@]}"; do totals[$a]=$(total "$a"); done
for ((i = 0; i < ${#parts[@]}; i++)); do
    for ((j = i + 1; j < ${#parts[@]}; j++)); do
        a=${parts[i]} b=${parts[j]}
        is "($a) OR ($b)" "$(total "($a) OR ($b)")" \
            $((totals[$a] + totals[$b] - $(total "($a) AND ($b)")))
    done
done
is "some of the parts are there, some are not" \
    "${totals[country:EE]} ${totals[\"zzz yyy\"]} ${totals[-paper]}" "3 0 3"

# --- other spellings -------------------------------------------------------------------------

suggestion()
{
    answer -- "$@" | jq -r .suggestion
}
is "a spelling that finds more" "$(suggestion 'regisster OR "opne data"')" 'register OR "open data"'
is "operators and fields stay" "$(suggestion 'title:ee OR +papper -lnad')" 'title:ee OR +paper -lnad'
is "typed on the other keyboard" "$(suggestion цщкв)" word
is "none for what is found" "$(suggestion register)" null
is "none that a filter would leave with nothing" \
    "$("$top_builddir/peerhub-search" -d "$db" --format=json --country=KZ latvja | jq -r .suggestion)" null
is "in text" "$("$top_builddir/peerhub-search" -d "$db" regisster | sed -n 2p)" "Did you mean: register"
found=
for shard in "$db"/generation-*/shard-*; do found="$found -d $shard"; done
# shellcheck disable=SC2086
is "the same from shards that are named one by one" \
    "$("$top_builddir/peerhub-search" $found --format=json 'peeer lerning' | jq -r .suggestion)" "peer learning"

# --- beginnings of words ----------------------------------------------------------------------

is "words that begin so" "$(total 'regis*') $(total 'registers*') $(total 'title:lv*') $(total 'zzz*')" \
    "3 3 1 0"

# --- values in a question ------------------------------------------------------------------------

is "several values are alternatives" "$(total 'country:KZ,LV') $(total '-country:KZ,LV country:EE')" "3 2"
is "a country by its name" "$(total 'country:Latvia') $(total 'country:"Казахстан"')" "2 1"
is "printed quotation marks" "$(total '„peer learning“') $(total '«learning peer»')" "1 0"

# --- status ---------------------------------------------------------------------------------

# status OPTION...: exit status alone.
status()
{
    "$top_builddir/peerhub-search" "$@" >"$tmp/out" 2>"$tmp/err"
    echo $?
}
is "found: 0" "$(status -d "$db" register)" 0
is "nothing found: 1" "$(status -d "$db" zebra)" 1
is "and an answer all the same" "$(answer zebra | jq -c '[.total, .results]')" '[0,[]]'
for wrong in --nonsense --sdg=99 --country=XX --country=Estonia --year=soon \
    --status=working --all=colour --match=some --from=hearsay --since=yesterday --sort=size \
    --limit=x --offset=10001 --limit=10001 --format=odt --show=nothing --exclude=ZZ --region=999 \
    --year=2022..2019; do
    is "wrong: $wrong" "$(status -d "$db" "$wrong")" 2
    like "names it" "$(cat "$tmp/err")" "peerhub-search: .*"
done
is "no index: 3" "$(status -d "$tmp/nowhere" x)" 3
like "with advice" "$(cat "$tmp/err")" 'peerhub-index'
is "the index by its variable" "$(PEERHUB_DB=$db status register)" 0
is "help" "$(status --help; head -n 1 "$tmp/out" | cut -c 1-6)" "0
Usage:"

# --- forms ------------------------------------------------------------------------------------

json=$(answer register)
is "names of an answer" "$(jq -r '["schema","query","total","exact","took_ms","results","facets",
    "suggestion","expansions"] - keys | join(" ")' <<<"$json")" ""
is "names of a result" "$(jq -r '["id","key","title","url","type","date","language","score",
    "countries","sdgs","themes","status","license","snippet","passages"] - (.results[0] | keys)
    | join(" ")' <<<"$json")" ""
is "facets" "$(jq -r '.facets | keys | join(" ")' <<<"$json")" \
    "country language level region sdg sector stakeholder status theme type year"
is "exact" "$(jq -c '[.schema, .exact, .total]' <<<"$json")" '[1,true,3]'
is "the question comes back" \
    "$(answer --sdg=16 --country=ee,LV --all=sdg register | jq -c '.query | [.q, .filters, .all]')" \
    '["register",{"sdg":["16"],"country":["EE","LV"]},["sdg"]]'
is "lines are the results" "$(search -- register | jq -cS 'del(.score)')" \
    "$(jq -cS '.results[] | del(.score)' <<<"$json")"
like "snippets are marked, and safe" "$(found kz.md '.passages[0].snippet' -- data)" \
    '&lt;b&gt;<mark>data</mark>&lt;/b&gt; &amp; &quot;quotes&quot;|data.*&amp;'
text=$("$top_builddir/peerhub-search" -d "$db" register)
like "text has the titles" "$text" 'lv'
unlike "and no tags" "$text" '<mark>'
like "facets as text" "$("$top_builddir/peerhub-search" -d "$db" --show=facets)" 'EE|Estonia'
for format in jsonl csv ris trec; do
    is "facets as $format: refused" "$(status -d "$db" --show=facets --format=$format) $(cat "$tmp/out")" "2 "
    like "and that is said" "$(cat "$tmp/err")" 'facets.*text or json'
done
like "passages below results" "$("$top_builddir/peerhub-search" -d "$db" --show=all learning)" 'beats paper'
is "notes without recommendations have no passages as results" \
    "$("$top_builddir/peerhub-search" -d "$db" --show=passages learning)" "0 passages in 0 documents"

# --- filters ------------------------------------------------------------------------------------

# these WANTED OPTION...: the keys found.
these()
{
    is "${*:2}" "$(keys "${@:2}")" "$1"
}
these "ee.md lv.md un.md" --country=EE
these "ee.md lv.md" --country=EE --from=asserted
these "inferred.txt" --country=LV,EE,KZ --exclude=ee,kz
these "" --exclude=EE,LV,KZ
these "inferred.txt kz.md" --exclude=EE
these "" --year=2022..2019
these "lv.md" --country=EE --country=LV --all=country
these "ee.md inferred.txt lv.md un.md" --region=154
these "ee.md inferred.txt kz.md lv.md un.md" --region=154 --country=KZ
these "kz.md" --region=143
these "ee.md lv.md" --sdg=16
these "ee.md" --sdg=16.6
these "ee.md kz.md lv.md" --sdg=16 --sdg=5
these "ee.md inferred.txt lv.md" --theme=open-data
these "ee.md lv.md" --theme=open-data --from=asserted
these "ee.md" --theme=open-data,labs --all=theme
these "ee.md inferred.txt lv.md" --theme=digital
these "ee.md" --year=2019
these "ee.md lv.md" --year=2018..2021
these "kz.md" --year=2022..
these "ee.md lv.md" --year=..2021
these "ee.md kz.md" --year=2019,2022
these "kz.md" --event-country=UZ
these "" --country=UZ
these "ee.md" --status=pilot
these "ee.md inferred.txt kz.md lv.md un.md" --since=2020-01-01
these "" --since=2999-01-01
these "lv.md" --country=EE --status=operational -- register
these "ee.md lv.md un.md" -- register
these "ee.md inferred.txt kz.md lv.md un.md" --language=en

# --- words ----------------------------------------------------------------------------------------

these "ee.md" -- '"peer learning"'
these "ee.md kz.md" -- peer
these "ee.md" -- peer -schools
these "ee.md" -- learn*
these "lv.md" -- 'title:lv'
these "ee.md lv.md" -- 'country:EE register -title:un'
these "ee.md" --match=all -- peer paper
these "ee.md kz.md lv.md" --match=any -- peer paper
is "title order" "$(search --sort=title | jq -r .key | paste -sd ' ')" \
    "ee.md kz.md lv.md inferred.txt un.md"
is "date order" "$(search --sort=date | jq -r .key | head -n 3 | paste -sd ' ')" "kz.md lv.md ee.md"
is "pages" "$(for o in 0 2 4; do answer --sort=title -n 2 --offset=$o | jq -r '.results[].key'; done | paste -sd ' ')" \
    "ee.md kz.md lv.md inferred.txt un.md"
is "past the end" "$(status -d "$db" --offset=100)" 0

# --- shards -----------------------------------------------------------------------------------------

shards=()
for shard in "$db"/generation-*/shard-*; do shards+=("--db=$shard"); done
is "shards of the index" "${#shards[@]}" 3
for q in register 'peer OR data' '' '--country=EE' '--sort=date'; do
    # shellcheck disable=SC2086
    is "single shards are as the whole: '$q'" \
        "$("$top_builddir/peerhub-search" "${shards[@]}" --format=json $q | jq -cS 'del(.took_ms)')" \
        "$(answer $q | jq -cS 'del(.took_ms)')"
done

# --- odd questions ------------------------------------------------------------------------------------

long=$(printf 'word%.0s ' {1..2000})
nested=$(printf '(%.0s' {1..3000})x$(printf ')%.0s' {1..3000})
bad=
for q in '' ' ' '"' '"""' '(' ')' '()' 'AND' 'OR OR' 'NOT' '-' '+' '*' 'a*' '**' 'NEAR/0' 'a NEAR b' \
    'a NEAR/999 b' ':' 'title:' 'year:' 'year:x..y' 'country:ZZ' 'sdg:99' 'nofield:x' '"a" NEAR "b"' \
    $'\x01\x02' $'\xff\xfe' 'a AND' 'AND a' '-a -b' 'a OR -b' '((a' 'a))' '%s%n' '"unclosed phrase' \
    'ё ș 政府 ก' 'a"b"c' '--' "$long" "$nested" "$(printf 'a%.0s' {1..5000})" "-$nested" \
    "$(printf -- '-%.0s' {1..3000})x" "$(printf 'a* %.0s' {1..300})" 'a AND (b OR (c AND NOT d))'; do
    got=$(status -d "$db" -- "$q")
    [ "$got" -le 1 ] || bad="$bad '${q:0:20}': $got;"
done
is "odd questions are questions" "$bad" ""

done_testing
