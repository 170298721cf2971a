#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# --peer=CC: the scores and what is missing against an awk script that works them out from the
# published files (docs/peers.md); what it tells; and that it moves no count.
. "${top_srcdir:?}/tests/cli/indexing.bash"

given=$top_srcdir/tests/fixtures/peers
s=$tmp/notes
mkdir "$s"
codes=$(awk '$1 != "#" { print $1 }' "$given/m49.txt")
for code in $codes; do
    printf -- '---\ntitle: "%s"\nlanguage: en\ncountries: [%s]\nkey: %s\ndate: 2020-%02d\n---\n\nThe register of %s.\n' \
        "$code" "$code" "$code" $((n++ % 12 + 1)) "$code" >"$s/$code.md"
done
cat >"$s/both.md" <<'END'
---
title: both
language: en
countries: [KZ, FJ, KG]
key: both
---

Two villages compared.
END
index -j 3 "$s"
is "the index" "$code" 0

# --- against the tables -----------------------------------------------------------------------

tables=$top_srcdir/corpus/vocabularies
awk -f "$given/likeness.awk" "$given/m49.txt" "$tables/country-facts.rdf" \
    "$tables/country-groups.rdf" "$tables/networks.rdf" >"$tmp/worked-out"
for code in $codes; do
    search --peer="$code" | jq -r --arg code "$code" 'select(.key != "both" and .key != $code) |
        [$code, .key, .peer.score // 0, ((.peer.missing // []) | join(","))] | join(" ")'
done >"$tmp/told"
is "pairs worked out" "$(wc -l <"$tmp/worked-out")" "$(wc -l <"$tmp/told")"
is "each score is what the tables give" "$(awk '
    NR == FNR { score[$1, $2] = $3; next }
    {
        want = score[$1, $2]
        far = want - $3
        if (want == "-" ? $3 != 0 : want == "" || far > 0.00051 || far < -0.00051)
            print $1, $2, $3, "but", want
    }' "$tmp/worked-out" "$tmp/told")" ""
is "what is missing is named" "$(awk '
    { pair = $1 " " $2; score = $3; sub(/^[^ ]+ [^ ]+ [^ ]+ ?/, "") }
    NR == FNR { missing[pair] = score > 0 ? $0 : ""; next }
    $0 != missing[pair] { print pair ": " $0 ", but " missing[pair] }' \
    "$tmp/worked-out" "$tmp/told")" ""
is "and something is" "$(grep -c 'HDI,EGDI' "$tmp/told")" \
    "$(awk '$3 > 0 && /HDI,EGDI/' "$tmp/worked-out" | wc -l)"

# --- what is told -----------------------------------------------------------------------------

is "the form of it" "$(search --peer=KZ | jq -c 'select(.key == "KG").peer')" \
    '{"country":"KG","score":0.768,"reasons":["Central Asia","shares a border","Russian","landlocked","NISPAcee","SPECA"],"missing":[]}'
is "missing figures" "$(search --peer=AL | jq -c 'select(.key == "XK").peer | [.score * 1, .missing]')" \
    '[1,["HDI","EGDI"]]'
is "the country itself is no peer" "$(search --peer=KZ | jq -c 'select(.key == "KZ") | has("peer")')" false
is "of several countries the one most like it" \
    "$(search --peer=KZ | jq -r 'select(.key == "both").peer.country')" KG
is "none of it without --peer" "$(search | jq -c 'select(has("peer"))')" ""
like "in text" "$("$top_builddir/peerhub-search" -d "$db" --peer=AL --country=XK)" \
    '^     peer 1\.00 \(Kosovo\): Southern Europe, .*; no figure: HDI, EGDI$'
is "lower case will do" "$(search --peer=kz | jq -r .key | head -n 1)" KG
for wrong in XX Kazakhstan 7 ZZ; do
    "$top_builddir/peerhub-search" -d "$db" --peer=$wrong >"$tmp/out" 2>"$tmp/err"
    is "--peer=$wrong" $? 2
    like "is named" "$(cat "$tmp/err")" "peer: '$wrong' is not a country code"
done

# --- order and counts ------------------------------------------------------------------------

is "without words: by likeness" "$(search --peer=EE | jq '.peer.score // 0')" \
    "$(search --peer=EE | jq '.peer.score // 0' | sort -gr)"
is "with another order: that" "$(search --peer=EE --sort=title | jq -r .key)" \
    "$(search --sort=title | jq -r .key)"
counts_of()
{
    "$top_builddir/peerhub-search" -d "$db" --format=json "$@" | jq -cS '[.total, .facets]'
}
for question in register village 'register OR village' 'zebra' '"register of KZ"' 'reg*'; do
    for more in --sdg=16 --region=143 --country=KG,FJ --all=country --match=any --since=2020; do
        [ "$(counts_of "$more" -- "$question")" = \
            "$(counts_of --peer=KZ "$more" -- "$question")" ] || moved="$moved $question $more;"
    done
done
is "no count moves" "${moved-}" ""
done_testing
