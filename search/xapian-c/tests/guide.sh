#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The programs of Xapian's guide in C say what the same programs in C++ say, to the last digit
# of every weight; see guide.h. Where the guide prints something that does not come of its own
# data, that is compared with too.
. "$(dirname "$0")/tap.sh"

# Xapian 1.4.22 frees a table that it has checked as one of its base class, which is smaller.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}new_delete_type_mismatch=0

for program in guide_c guide_cc; do
    mkdir "$tmp/$program" && cd "$tmp/$program" || exit 99
    "$xapian_c_build/tests/$program" "$xapian_c/tests/mountains.tsv" \
        >"$tmp/$program.out" 2>"$tmp/$program.err"
    is "$program ends well" "$? $(head -n 20 "$tmp/$program.err")" "0 "
done
cd "$tmp" || exit 99

# chapter PROGRAM PATH: what it said.
chapter()
{
    awk -v path="$2" '/^=== / { on = $2 == path; next } on' "$1.out"
}

mapfile -t chapters < <(sed -n 's,^ *X([a-z0-9_]*\, "\([a-z0-9_/]*\)").*,\1,p' "$xapian_c/tests/guide.h")
is "all chapters are there" "$(sed -n 's/^=== //p' guide_c.out)" \
    "$(printf '%s\n' "${chapters[@]}")"
for path in "${chapters[@]}"; do
    chapter guide_c "$path" >c
    chapter guide_cc "$path" >cc
    difference=$(diff c cc | head -n 20)
    [ -s c ] && [ -z "$difference" ]
    result $? "$path ($(wc -l <c) lines)" "$difference"
done

# --- what the guide says, where it does not depend on its data ----------------------------------

# after PATH LINE N: in that chapter, the next N lines after the line.
after()
{
    chapter guide_c "$1" | grep -F -x -A "$3" -- "$2" | tail -n "$3"
}

# parsed PATH TEXT: the query that became of a text.
parsed()
{
    chapter guide_c "$1" | awk -v text="text: $2" '
        $0 == text { on = 1 } on && /^query: / { sub(/^query: /, ""); print; exit }'
}

# concepts/indexing/terms: these share a stem.
is "happy, happiness and birds" "$(chapter guide_c concepts/indexing/terms | head -n 3)" \
    'english happy: happi
english happiness: happi
english birds: bird'

# practical_example/indexing/verifying_the_index: the terms of a title. Of the stems that the
# guide shows there, those of "compas" are not what any Xapian makes of it, so it was written by
# hand; the others are compared.
is "the terms of the title" \
    "$(after practical_example/indexing/verifying_the_index \
        'Ansonia Sunwatch (pocket compas dial):' 10 | sed 's/.*: //' | grep -v ZScompa | xargs)" \
    'Sansonia Scompas Sdial Spocket Ssunwatch ZSansonia ZSdial ZSpocket ZSsunwatch'

# howtos/range_queries: bytes of measurements in its index, as xapian-delve shows them. The
# objects were measured in millimetres, some in quarters of inches.
is "values are the numbers that the guide stored" \
    "$(chapter guide_c concepts/indexing/values | grep '^  is' |
        awk '{ printf "%.10g\n", $2 }' | xargs)" \
    '152 136.525 140 44.45 228.6 107.95 95.25 916'
is "and their bytes are the guide's" \
    "$(chapter guide_c concepts/indexing/values | sed -n 's/^  again: //p')" \
    "$(chapter guide_c concepts/indexing/values | sed -n 's/^published: //p')"

# howtos/range_queries: a suffix that is on the wrong end.
is "a range that is no range" "$(after howtos/range_queries 'text: 1000m..' 1)" \
    'QueryParserError: Unknown range operation'

# Xapian's document on value ranges, which has Query(mars:(pos=1) FILTER (VALUE_RANGE ...)): this
# Xapian writes the same with other signs.
is "a range of authors" "$(parsed howtos/range_queries 'mars asimov..bradbury')" \
    'Query((mars@1 FILTER VALUE_RANGE 4 asimov bradbury))'
# With an epoch of 1930 and months first.
is "two digits of a year before the epoch" "$(parsed howtos/range_queries '02/01/29..')" \
    'Query(VALUE_GE 2 20290201)'
is "and of the epoch" "$(parsed howtos/range_queries '02/01/30..')" \
    'Query(VALUE_GE 2 19300201)'

# concepts/search/queryparser.
is "AND binds closer than OR" \
    "$(parsed concepts/search/queryparser 'apple OR pear AND dessert')" \
    "$(parsed concepts/search/queryparser 'apple OR (pear AND dessert)')"
is "unless there are brackets" \
    "$(parsed concepts/search/queryparser '(apple OR pear) AND dessert')" \
    'Query(((Zappl@1 OR Zpear@2) AND Zdessert@3))'
is "a stop word is looked for when it must be there" \
    "$(parsed concepts/search/queryparser '+the +document')" \
    'Query((Zthe@1 AND Zdocument@2))'
is "or is in a phrase" "$(parsed concepts/search/queryparser '"the green space"')" \
    'Query((the@1 PHRASE 3 green@2 PHRASE 3 space@3))'
is "and else is not" "$(parsed concepts/search/queryparser 'the green space')" \
    'Query((Zgreen@2 OR Zspace@3))'

# practical_example/indexing/updating_the_database: two fewer, and the highest docid as it was.
is "two documents less" "$(chapter guide_c practical_example/indexing/updating_the_database |
    sed -n '1s/,.*//p')" '38 documents to 40'

# weights NAME N: those of the matches under the n-th such weighting.
weights()
{
    chapter guide_c howtos/weighting_scheme | awk -v name="$1" -v n="$2" '
        /^[^ ]/ { on = $0 == name && ++seen == n } on && / #/ { print $2, $3 }'
}
# howtos/weighting_scheme: TradWeight is BM25 with k2 and k3 0, b 1 and min_normlen 0 but for a
# constant factor; BoolWeight is 0.
is "the traditional weight is a kind of BM25" \
    "$(paste -d ' ' <(weights bm25 1) <(weights trad 1) |
        awk '$1 == $3 && $4 > 0 { printf "%.12f\n", $2 / $4 }' | uniq -c | xargs)" \
    '10 2.000000000000'
is "boolean weights are none" "$(weights bool 1 | cut -d ' ' -f 2 | uniq)" 0

done_testing
