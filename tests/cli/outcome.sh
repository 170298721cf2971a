#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two reports of meetings as plain text, from file to answer: sections, kinds, the event, and
# the passage that is found.
. "${top_srcdir:?}/tests/cli/indexing.bash"

t=$top_srcdir/tests/fixtures/text
report=$(explain "$t/workshop.txt")
messages=$(explain "$t/messages.txt")

# of RECORD FILTER
of()
{
    jq -r "$2" <<<"$1"
}

# --- conclusions and recommendations --------------------------------------------------------------

like "the title" "$(of "$report" .title)" '^Joint Workshop of the Lake and Mountain Schools'
is "a report of a meeting" "$(of "$report" .type)" outcome-document
is "its event" "$(of "$report" '.event | [.place, .country, .start, .end] | join(" ")')" \
    "Laville RO 2021-05-03 2021-05-04"
is "its date is the event's last day" "$(of "$report" .date)" 2021-05-04
is "where it was held is not what it is about" "$(of "$report" '(.countries | length), (.mentioned | length)' | paste -sd ' ')" "0 0"

# kinds RECORD: how many passages of each kind.
kinds()
{
    of "$1" '[.passages[].kind] | group_by(.) | map("\(.[0]) \(length)") | join(", ")'
}

is "kinds" "$(kinds "$report")" "$(
    printf 'commitment 2, conclusion 7, paragraph %d, recommendation 5' \
        "$(of "$report" '[.passages[] | select(.kind == "paragraph")] | length')")"
# under HEADING: the passages below it, without where it stands.
under()
{
    of "$report" ".passages[] | select(.heading | any(test(\"$1\"))) | .kind + \": \" + .text"
}
is "what was found" "$(under 'What was found' | grep -c '^conclusion')" 3
like "a bullet over two lines is one" "$(under 'What was found')" \
    'desk coped better; those who had only read the plan asked for help, and got it from neighbours\.$'
like "headings by number stand below those by letter" \
    "$(of "$report" '.passages[] | select(.text | startswith("Each copy")) | .heading | join(" > ")')" \
    '^(CONCLUSIONS AND NEXT STEPS.* > )?B\. Findings by theme > 1\. Registers and what keeps them alive$'
like "a footnote does not tear a bullet" "$(under 'Registers and what keeps')" \
    "join the plan of the state with the valley's plan and how to pay for both of them\\.$"
like "nor does a page break" "$(under 'General recommendations')" \
    'by way of a common course in a field that both of them know\. Details can follow\.$'
is "recommendations" "$(under 'Registers and ICT')" "recommendation: Make two copies.
recommendation: Read both."
like "what was agreed" "$(under 'Refocus training')" '^commitment: The participants agreed to meet again'

# --- key messages ------------------------------------------------------------------------------------

like "the title takes the next line along" "$(of "$messages" .title)" '^Key messages and outcome: Workshop on Bridges'
is "it is one, too" "$(of "$messages" .type)" outcome-document
is "an event without a year" "$(of "$messages" '.event | [.place, .country, .start, .end] | map(tostring) | join(" ")')" \
    "Lebourg RS null null"
is "has no date" "$(of "$messages" .date)" null
is "and no year" "$(of "$messages" .year)" null
is "nor a country" "$(of "$messages" '(.countries | length), (.mentioned | length)' | paste -sd ' ')" "0 0"
is "bullets are conclusions" "$(of "$messages" '[.passages[] | select(.kind == "conclusion")] | length')" 3

printf '\fKEY MESSAGES AND OUTCOME\n\nWorkshop on Wells\n\nTashkent, Uzbekistan, 31 May – 2 June 2023\n\n- Wells want care.\n- The outcome was new contacts and agreement to follow up on wells in each valley.\n' \
    >"$tmp/wells.txt"
wells=$(explain "$tmp/wells.txt")
is "days across months" "$(of "$wells" '.event.start + " " + .event.end')" "2023-05-31 2023-06-02"
is "an agreement within a conclusion is told twice" \
    "$(of "$wells" '.passages[] | select(.text | test("agreement to")) | .kind' | paste -sd ' ')" \
    "conclusion commitment"
is "the commitment alone" "$(of "$wells" '.passages[] | select(.kind == "commitment") | .text')" \
    "agreement to follow up on wells in each valley."

# --- and found ------------------------------------------------------------------------------------------

cp "$t/workshop.txt" "$t/messages.txt" "$tmp"
mkdir "$tmp/reports"
mv "$tmp"/*.txt "$tmp/reports"
index "$tmp/reports"
is "all go in" "$code $counts" "0 $(counted indexed 3)"

# first WORDS FILTER: something of the first result's first passage.
first()
{
    # shellcheck disable=SC2086
    search -- $1 | jq -rs ".[0].passages[0] | $2"
}
like "the right passage: a recommendation" "$(first 'common course neighbours' '.kind + ": " + .snippet')" \
    '^recommendation: .*<mark>neighbours</mark>.*<mark>common</mark> <mark>course</mark>'
like "the right passage: a conclusion" "$(first 'practised desk' '.kind + ": " + .snippet')" \
    '^conclusion: .*<mark>practised</mark> at a <mark>desk</mark>'
like "under its heading" "$(first 'owner copy' '.heading | join(" > ")')" 'Registers and what keeps them alive$'
like "with its address" "$(first 'owner copy' .url)" '^/documents/[a-z0-9-]+#p-[0-9a-f]{6}'
is "by where it was held" "$(keys --event-country=UZ)" wells.txt
is "and not as what it is about" "$(keys --country=UZ,RO,RS)" ""
is "by year" "$(keys --year=2021..)" "wells.txt workshop.txt"

done_testing
