#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# --show=contacts: who did it, from where, how to write to them, and who is never told.
. "${top_srcdir:?}/tests/cli/indexing.bash"

command -v jq >/dev/null || skip_all "jq is missing (apt-get install jq)"
s=$tmp/notes
mkdir -p "$s"

# note NAME TITLE YAML TEXT
note()
{
    printf -- '---\ntitle: %s\ntype: practice-note\nlanguage: en\n%s\n---\n\n## What was done\n\n%s\n' \
        "$2" "$3" "$4" >"$s/$1.md"
}

note one "Vans for villages" 'countries: [KG]
themes: [rural]
lead: {name: "Van Agency (VA)", url: "https://van.test/", country: KG}
partners: [{name: World Bank}, {name: Village Union, country: KG}]
contacts:
  - {name: Pavla Openova, organisation: "Van Agency (VA)", email: pavla@van.test, role: Head of vans,
     consent: public, given_on: 2026-01-02, authorised_by: Van Agency}
  - {organisation: "Van Agency (VA)", url: "https://van.test/desk", email: desk@van.test, consent: relay}' \
    'The Van Agency sent marigold vans, with money of the World Bank.'
note two "Vans again" 'countries: [KZ]
themes: [digital-services]
lead: {name: The van agency, country: KG}' 'More marigold vans came. The World Bank saw them.'
note three "Kazakh vans" 'countries: [TJ]
themes: [integrity]
lead: {name: Steppe Agency, country: KZ}
contacts:
  - {name: Ewald Lapsenius, organisation: Steppe Agency, email: ewald@steppe.test, consent: public,
     given_on: 2019-01-02, authorised_by: Steppe Agency, expires: 2020-01-01}
  - {name: Nora Secretova, organisation: Steppe Agency, email: nora@steppe.test, consent: none}' \
    'Steppe marigold vans of Nora Secretova and Ewald Lapsenius.'
note four "Another thing" 'countries: [KG]
themes: [open-data]
lead: {name: Van Agency, country: KG}
contacts:
  - {name: Farida Otherova, organisation: Van Agency, email: farida@van.test, consent: public,
     given_on: 2026-01-02, authorised_by: Van Agency}
  - {name: Solo Freelancer, email: solo@free.test, consent: public, given_on: 2026-01-02,
     authorised_by: himself}' 'The agency opened its data about periwinkle.'
note five "Vans in translation" 'countries: [KG]
translation_of: one.md
lead: {name: Van Agency, country: KG}' 'Marigold vans once more.'
note six "Only told of" 'countries: [UZ]
publisher: Herald of Vans
source: "https://herald.test/vans"' 'Marigold vans were seen, the Ministry of Roads of Uzbekistan said.'
note person "A page of her own" 'countries: [KG]
contacts:
  - {name: Jane Public, organisation: Herd Agency, url: "https://herd.test/jane", consent: public,
     given_on: 2026-01-02, authorised_by: Herd Agency}' 'Dromedaries were counted.'
note seven "A script" 'countries: [UZ]
lead: {name: Sly Agency, url: "javascript:alert(1)", country: UZ}' 'Marigold slyness.'

"${top_builddir:?}/peerhub-index" -q -d "$tmp/db" "$s" 2>"$tmp/err" || diag "$(cat "$tmp/err")"
"$top_builddir/peerhub-index" -q -j 3 -d "$tmp/db3" "notes=$s" 2>"$tmp/err" || diag "$(cat "$tmp/err")"

# who OPTION... : the answer as JSON.
who()
{
    "$top_builddir/peerhub-search" -d "$tmp/db" --show=contacts --format=json -n 50 "$@"
}

# of NAME JQ OPTION...: something of an organisation.
of()
{
    who "${@:3}" | jq -c --arg name "$1" ".organisations[] | select(.name | test(\$name; \"i\")) | $2"
}

# --- weights ----------------------------------------------------------------------------------

is "a lead of two works weighs 2, an edition nothing more" \
    "$(of '^(the )?van agency' '[.weight, .documents, .countries[0].code]' marigold)" '[2,2,"KG"]'
is "it comes first" "$(who marigold | jq -r '.organisations[0].name | test("van agency"; "i")')" true
is "a partner weighs a half, one that is named a quarter" \
    "$(of 'World Bank' '[.weight, .documents, .id]' marigold)" '[0.75,2,"world-bank"]'
is "weights never rise" "$(who marigold | jq '[.organisations[].weight] | . == (sort | reverse)')" true
is "total is the number of organisations" \
    "$(who marigold | jq '.total == (.organisations | length)')" true
is "a page is a piece of it" "$(who --offset=1 -n 1 marigold | jq -r '.organisations | length')" 1
is "three shards say the same" \
    "$("$top_builddir/peerhub-search" -d "$tmp/db3" --show=contacts --format=json -n 50 marigold |
        jq -S '[.organisations[] | {key, weight, documents}]')" \
    "$(who marigold | jq -S '[.organisations[] | {key, weight, documents}]')"
is "choices narrow it" "$(of '^(the )?van agency' .weight --theme=rural marigold)" 1

# --- evidence ---------------------------------------------------------------------------------

like "the passage that names it, marked" \
    "$(of 'World Bank' '.evidence[].passage.snippet' marigold)" '<mark>World Bank</mark>'
like "with its address" "$(of 'World Bank' '.evidence[0].passage.url' marigold)" \
    '"/documents/[a-z0-9-]+#p-[0-9a-f]+"'
is "roles are told" "$(of 'World Bank' '[.evidence[].role] | sort' marigold)" '["named","partner"]'
is "other topics are those of documents that were not found" \
    "$(of '^(the )?van agency' '[.topics[] | select(.count > .found) | .value]' --theme=rural marigold |
        jq -c 'map(select(. == "digital-services" or . == "open-data")) | sort')" \
    '["digital-services","open-data"]'

# --- ways to write ------------------------------------------------------------------------------

is "the functional mailbox first, then pages, each as what it is" \
    "$(of '^(the )?van agency' '[.ways[] | [.kind, .of, .address]]' marigold)" \
    '[["functional mailbox","contact","desk@van.test"],["web page","contact","https://van.test/desk"],["web page","organisation","https://van.test/"]]'
is "the vocabulary's page" "$(of 'World Bank' '.ways[0].address' marigold)" '"https://www.worldbank.org/"'
is "a publisher's page is told as such" \
    "$(of 'Herald of Vans' '[.weight, .ways[0].of, .ways[0].address]' marigold)" \
    '[1,"publisher","https://herald.test/vans"]'
is "a page that tells of it, when there is nothing else" \
    "$(who marigold | jq -c '.organisations[] | select(.name | test("Ministry of Roads")) | [.ways[0].of]')" \
    '["source"]'
is "what is no web address is none" "$(of 'Sly Agency' '[.url, .ways]' marigold)" '[null,[]]'

# --- people -----------------------------------------------------------------------------------

is "people who consent, of documents found" \
    "$(of '^(the )?van agency' '[.people[] | [.name, .email, .role]]' marigold)" \
    '[["Pavla Openova","pavla@van.test","Head of vans"]]'
is "of other documents only if they are found" \
    "$(of '^(the )?van agency' '[.people[].name]' periwinkle)" '["Farida Otherova"]'
is "who names no organisation stands apart" "$(who periwinkle | jq -c '[.people[].name]')" \
    '["Solo Freelancer"]'
is "a person's mailbox is not the organisation's" \
    "$(of '^(the )?van agency' '[.ways[].address] | index("farida@van.test")' periwinkle)" null
is "nor is her page the organisation's" \
    "$(of 'Herd Agency' '[.url, .ways, (.people[0] | tostring | test("herd.test/jane"))]' dromedaries)" \
    '[null,[],true]'
is "nor in a table" "$("$top_builddir/peerhub-search" -d "$tmp/db" --show=contacts --format=csv dromedaries |
    grep -c herd.test)" 0
is "nor in the document's record" \
    "$(explain "$s/person.md" | jq -c '[.organisations[] | [.name, .url]]')" '[["Herd Agency",null]]'
everything=$(for format in text json jsonl; do
    for words in '' marigold Steppe; do
        "$top_builddir/peerhub-search" -d "$tmp/db" --show=contacts -n 50 --format=$format "$words"
    done
done)
like "consent shows" "$everything" 'Pavla Openova'
unlike "expired or missing consent is nowhere" "$everything" 'Lapsenius|Secretova|ewald@|nora@'

# --- exclude ----------------------------------------------------------------------------------

like "a country's organisations are there" "$(who marigold)" 'Steppe Agency'
unlike "exclude leaves them out, whatever their documents are about" \
    "$(who --exclude=KZ marigold)" 'Steppe Agency'
is "and documents about the country" "$(of '^(the )?van agency' .weight --exclude=KZ marigold)" 1
is "nobody is left: the exit status says so" \
    "$(who --exclude=KG,KZ,UZ,TJ periwinkle >/dev/null; echo $?)" 1

# --- text -------------------------------------------------------------------------------------

for wrong in --peer=KG --sort=date --sort=title; do
    "$top_builddir/peerhub-search" -d "$tmp/db" --show=contacts $wrong marigold >"$tmp/out" 2>"$tmp/err"
    is "$wrong is refused" "$? $(cat "$tmp/out")" "2 "
    like "and why" "$(cat "$tmp/err")" 'peerhub-search: (peer: only documents|sort: .*weight of evidence)'
done
text=$("$top_builddir/peerhub-search" -d "$tmp/db" --show=contacts marigold)
like "text: the organisation with its country" "$text" '^  1\. .*[Vv]an [Aa]gency.*, Kyrgyzstan$'
like "text: its weight" "$text" 'weight 2 in 2 documents'
like "text: how to write to it" "$text" 'functional mailbox: desk@van\.test'
like "text: words that the vocabularies added" \
    "$("$top_builddir/peerhub-search" -d "$tmp/db" --show=contacts Узбекистан)" '^Also: Узбекистан = .*Uzbekistan'
is "another spelling" "$(who marigld | jq -r .suggestion) $(who marigold | jq -r .suggestion)" "marigold null"
like "text: another spelling" "$("$top_builddir/peerhub-search" -d "$tmp/db" --show=contacts marigld)" \
    '^Did you mean: marigold$'
is "under the same choices" "$(who --country=XK marigld | jq -r .suggestion)" null
like "text: people" "$text" 'person: Pavla Openova, Head of vans'
is "a line each" "$("$top_builddir/peerhub-search" -d "$tmp/db" --show=contacts --format=jsonl -n 50 marigold |
    jq -s length)" "$(who marigold | jq .total)"

# --- what is forgotten ---------------------------------------------------------------------------

id=$(of '^(the )?van agency' '.people[0].document' marigold | tr -d '"')
"$top_builddir/peerhub-index" -q -d "$tmp/db" "--forget=$id#contact-1" 2>"$tmp/err" || diag "$(cat "$tmp/err")"
unlike "a contact that was forgotten is gone" "$(who marigold)" 'Openova|pavla@'
like "the organisation stays" "$(who marigold)" 'desk@van\.test'
done_testing
