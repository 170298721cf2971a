#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The forms of web/contribute: made from one list, and read back completely in each format and language.
. "${top_srcdir:?}/tests/cli/indexing.bash"

command -v perl >/dev/null || skip_all "perl is missing (apt-get install perl-base)"
forms=$top_srcdir/web/contribute
answers=$top_srcdir/tests/fixtures/forms/answers
types="practice-note ai-case-study request"

# --- as they are handed out ---------------------------------------------------------------------

mkdir "$tmp/made" "$tmp/filled"
ok "they are made" "$forms/make-forms" "$tmp/made" en
for type in $types; do
    for ending in md docx odt; do
        ok "$type.$ending is what is made of the list" cmp "$tmp/made/$type.$ending" \
            "$top_builddir/forms/$type.$ending"
    done
done

explain "$tmp/made" >"$tmp/empty"
is "forms that nobody filled in" "$(wc -l <"$tmp/empty")" 9
is "say what they lack" "$(jq -r '.warnings[0]' "$tmp/empty" | sort | uniq -c | sed 's/^ *//')" \
    "6 the form lacks: title, abstract, language, date, license, countries
3 the form lacks: title, abstract, language, date, license, countries, closing_date"
is "and have a type, and nothing else" \
    "$(jq -c '[.type, .passages, .fields, .contacts, .countries, .sdgs, .themes, .event, .abstract,
        .sources, (.title == (.path | sub(".*/"; "")))]' "$tmp/empty" | sort -u)" \
    '["ai-case-study",[],null,[],[],[],[],null,null,[],true]
["practice-note",[],null,[],[],[],[],null,null,[],true]
["request",[],null,[],[],[],[],null,null,[],true]'

# --- filled in -----------------------------------------------------------------------------------

"$forms/make-forms" "$tmp/filled" en "$answers"
explain "$tmp/filled" >"$tmp/all"
# of TYPE ENDING: the record but for what is a file's own.
of()
{
    jq -S --arg name "/$1.$2" 'select(.path | endswith($name)) |
        del(.id, .path, .mime, .added, .modified, .work)' "$tmp/all"
}
for type in $types; do
    of $type md >"$tmp/md"
    is "$type: no warnings" "$(jq '.warnings | length' "$tmp/md")" 0
    is "$type: DOCX gives the same record as Markdown" "$(of $type docx | diff "$tmp/md" -)" ""
    is "$type: so does ODT" "$(of $type odt | diff "$tmp/md" -)" ""
done

# A word processor that begins each cell with a capital letter.
mkdir "$tmp/capital" "$tmp/capitals"
cp "$forms/fields" "$tmp/capital"
sed "s/\"peerhub: \\\$type\"/\"Peerhub: \\\$type\"/" "$forms/make-forms" >"$tmp/capital/make-forms"
perl "$tmp/capital/make-forms" "$tmp/capitals" en "$answers"
explain "$tmp/capitals/request.docx" | jq -Sc .passages >"$tmp/capitals.json"
is "the mark of a form is no text, however it is written" \
    "$(of request md | jq -Sc .passages | diff - "$tmp/capitals.json")" ""

# Each answer is somewhere in the record: what is a text stands there as it is.
of ai-case-study docx >"$tmp/case"
lost=$(grep -v '^#' "$answers" | cut -f 2 | tr '|;' '\n\n' | sed 's/^ *- *//; s/^ *//; s/ *$//' |
    grep -v -x -e '' -e Kazakhstan -e 2026-05-31 | while read -r answer; do
        jq -r '.. | scalars | tostring' "$tmp/case" | grep -qxF -e "$answer" || echo "$answer"
    done)
is "no answer is lost" "$lost" ""
is "a country by its name" "$(jq -c '[.countries[].code]' "$tmp/case")" '["KG","KZ"]'
is "a request has its closing date" "$(of request odt | jq -r '.fields.closing_date')" 2026-05-31
is "sections are known by their headings" \
    "$(jq -r '.passages[] | select(.kind != "paragraph" and .kind != "list-item") | .kind' "$tmp/case" |
        uniq | paste -sd ' ')" "context result obstacle lesson"

# --- in other languages ----------------------------------------------------------------------------

# in_language ID TYPE ENDING: the record without what is in the language, headings and the tags found in
# them, and without what is a file's own.
in_language()
{
    jq -S --arg name "/$2${1:+.$1}.$3" 'select(.path | endswith($name)) |
        del(.id, .path, .mime, .added, .modified, .work) | del(.passages[].heading) |
        (.themes, .sdgs, .countries) |= map(select(.from == "asserted") | .id // .code)' \
        "$tmp/${1:-all}"
}
for po in "$top_srcdir"/web/translations/*.po; do
    for id in $(basename "$po" .po | sed 's/^sr$/sr sr-Latn/'); do
        mkdir "$tmp/filled.$id"
        if [ "$id" = sr-Latn ]; then recode-sr-latin <"$po"; else cat "$po"; fi |
            "$forms/make-forms" "$tmp/filled.$id" "$id" "$answers"
        explain "$tmp/filled.$id" >"$tmp/$id"
        for type in $types; do
            in_language '' $type md >"$tmp/english"
            for ending in md docx odt; do
                is "$id: $type.$ending gives the record of the English form" \
                    "$(in_language "$id" $type $ending | diff "$tmp/english" -)" ""
            done
        done
    done
done

# --- as people fill them in ------------------------------------------------------------------------

# Help that was left beside an answer, values as people write them, a second contact.
mkdir "$tmp/people" "$tmp/part"
sed -e 's/^status\t.*/status\tPilot/; s/^date\t.*/date\t14.3.2025/; s/^sdgs\t16.6/sdgs\tGoal 16: Peace/' \
    -e 's/^abstract\t/abstract\t‹Two or three sentences› /; s/^start\t.*/start\tsome time ago/' \
    "$answers" >"$tmp/answers"
"$forms/make-forms" "$tmp/people" en "$tmp/answers"
explain "$tmp/people/practice-note.docx" >"$tmp/record"
is "values as people write them" "$(jq -r '[.status, .date, .sdgs[0].id] | join(" ")' "$tmp/record")" \
    "pilot 2025-03-14 16"
is "help that was left in is no value" "$(jq -r .abstract "$tmp/record" | cut -c 1-20)" \
    "Villages were far fr"
is "what is no date stays to be seen" "$(jq -r .fields.start "$tmp/record")" "some time ago"

# Separators as other scripts have them.
mkdir "$tmp/scripts"
sed -e 's/^themes\t.*/themes\tintegrity؛ open-data；rural/; s/^creators\t.*/creators\tA. Author；B. Author/' \
    "$answers" >"$tmp/scripts/answers"
"$forms/make-forms" "$tmp/scripts" en "$tmp/scripts/answers"
for ending in md docx odt; do
    is "lists in any script: $ending" "$(explain "$tmp/scripts/practice-note.$ending" |
        jq -r '[([.themes[] | select(.from == "asserted") | .id] | sort[]), .creators[]] | join(" ")')" \
        "integrity open-data rural A. Author B. Author"
done

# A table that nobody marked is a table.
sed 's/peerhub: practice-note/another table/' "$tmp/filled/practice-note.md" >"$tmp/part/note.md"
is "a document without the mark is no form" \
    "$(explain "$tmp/part/note.md" | jq -c '[.type, (.warnings | length)]')" '["document",1]'
done_testing
