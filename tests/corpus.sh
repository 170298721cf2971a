#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The collection in corpus/documents: every document has what its kind needs and names its
# sources, and together they cover what the hub promises on the day it is installed.
. "${top_srcdir:?}/tests/cli/indexing.bash"

corpus=$top_srcdir/corpus
explain "$corpus/documents" >"$tmp/all.jsonl"
like "every document goes in without a warning" "$(cat "$tmp/err")" 'failed 0 in'

# bad FILTER: the keys of the documents that it selects; there should be none.
none()
{
    is "$1" "$(jq -r "$2 | .key" "$tmp/all.jsonl" | sort | paste -sd ' ')" ""
}
# atleast WHAT NUMBER FILTER: what the filter counts over all documents.
atleast()
{
    n=$(jq -s "$3" "$tmp/all.jsonl")
    ok "$1: $n, at least $2" test "$n" -ge "$2"
}
note='select(.type == "practice-note")'
case='select(.type == "ai-case-study")'

# --- each document ---------------------------------------------------------------------------

none "no warnings" 'select(.warnings | length > 0)'
none "title, abstract, language, date, publisher and licence" \
    'select([.title, .abstract, .language, .date, .publisher, .license] | any(. == null or . == ""))'
none "goals and themes are asserted" \
    'select([.sdgs, .themes] | any(length == 0 or any(.[]; .from != "asserted")))'
none "two sources, one of them independent, each with title, publisher and address" \
    'select((.sources | length) < 2 or (.sources | any(.kind == "independent") | not)
        or (.sources | any(.title == null or .publisher == null or ((.url // "") | test("^https?://") | not))))'
is "keys are given once" "$(jq -r .key "$tmp/all.jsonl" | sort | uniq -d)" ""
none "no address of a mailbox, no telephone" 'select([.. | strings] | any(test("[A-Za-z0-9._-]+@[A-Za-z0-9-]+\\.[a-z]|\\bmailto:|\\btel:")))'
none "contacts are institutions with a public page" \
    'select(.contacts | any(.consent != "relay" or .name != null or .phone != null or (.url // "") == ""))'

none "a note has a country, level, lead and obstacles" "$note"' |
    select((.countries | length) == 0 or .level == null
        or (.fields["lead.name"] == null) or ([.passages[].kind] | index("obstacle") | not))'
none "a note has a dated result, or says that none was found" "$note"' |
    select((.fields | to_entries | any(.key | test("^results\\.[0-9]+\\.as_of$")) | not) and .evidence != "none-found")'
none "a case says its technology, use, status and what stood in the way" "$case"' |
    select(.fields.use == null or .status == null
        or ([.passages[].kind] | any(. == "obstacle" or . == "result") | not))'
none "an outcome document has an event and says what was concluded" 'select(.type == "outcome-document") |
    select(.event.country == null or ([.passages[].kind] | any(. == "conclusion" or . == "recommendation" or . == "commitment") | not))'

# What paragraphs cite is in the list of sources.
for file in "$corpus"/documents/*/*.xml; do
    undefined=$(comm -23 \
        <(grep -o 'sources="[^"]*"' "$file" | sed 's/sources="//; s/"//' | tr ' ' '\n' | sort -u) \
        <(grep -o '<source id="[^"]*"' "$file" | sed 's/<source id="//; s/"//' | sort -u))
    if [ -n "$undefined" ]; then fail "sources of ${file##*/}" "not in its list: $undefined"; fi
done
pass "sources are defined where they are cited"

# --- translations ----------------------------------------------------------------------------

is "a translation is one of a document that is there, in another language, on the same countries" \
    "$(jq -rs '(map({key, value: .}) | from_entries) as $by | .[] | select(.translation_of) |
        select($by[.translation_of] as $o | $o == null or $o.language == .language
            or ([$o.countries[].code] | sort) != ([.countries[].code] | sort)
            or ([$o.themes[].id] | sort) != ([.themes[].id] | sort)) | .key' "$tmp/all.jsonl" | paste -sd ' ')" ""
atleast "translations" 5 'map(select(.translation_of)) | length'

# --- all together ------------------------------------------------------------------------------

atleast "documents" 90 length
atleast "outcome documents" 12 'map(select(.type == "outcome-document" and .translation_of == null)) | length'
atleast "cases" 20 "map($case"' | select(.translation_of == null)) | length'
atleast "cases that ended or failed" 5 "map($case"' | select(.status == "ended" and .translation_of == null)) | length'
atleast "countries whose practice is told" 30 'map(select(.type != "outcome-document") | .countries[].code) | unique | length'
atleast "goals" 12 'map(.sdgs[].id | split(".")[0]) | unique | length'
atleast "documents in other languages than English" 15 'map(select(.language != "en")) | length'
for language in ru fr ro sr; do
    atleast "documents in $language" 1 "map(select(.language | startswith(\"$language\"))) | length"
done
for code in KZ KG TJ TM UZ AM AZ GE AL BA ME MK RS XK; do
    atleast "notes of $code" 3 "map($note | select(.translation_of == null and any(.countries[]; .code == \"$code\"))) | length"
    atleast "institutions of $code with a public page" 2 \
        "map(.organisations[], .contacts[] | select(.country == \"$code\" and (.url // \"\") != \"\") | .url
            | sub(\"^https?://(www\\\\.)?\"; \"\") | split(\"/\")[0]) | unique | length"
done
for part in 002 142 005 029 SIDS; do
    case $part in
        002) codes='KE RW GH SN MA BJ ET CV CI TG SC' ;;
        142) codes='KR ID BD TH MN IN SG PH VN' ;;
        005) codes='BR CL CO UY AR PE' ;;
        029) codes='BB JM TT LC DM DO CU' ;;
        SIDS) codes='FJ SC MU WS MV BB SG' ;;
    esac
    atleast "notes from $part" 1 "map($note | select(any(.countries[]; .code | IN($(printf '"%s",' $codes | sed 's/,$//'))))) | length"
done
themes=$(grep -B1 '<skos:broader rdf:resource="urn:x-peerhub:themes:' "$corpus/vocabularies/themes.rdf" |
    sed -n 's/.*<skos:notation>\([^<]*\).*/\1/p')
ok "themes were found in the vocabulary" test "$(wc -w <<<"$themes")" -ge 58
for theme in $themes; do
    n=$(jq -s "map(select(any(.themes[]; .id == \"$theme\"))) | length" "$tmp/all.jsonl")
    if [ "$n" -lt 2 ]; then fail "theme $theme has $n documents"; fi
done
pass "every theme was looked at"

is "COVERAGE.md says what there is" "$(jq -rsf "$corpus/coverage.jq" "$tmp/all.jsonl" | diff - "$corpus/COVERAGE.md")" ""

done_testing
