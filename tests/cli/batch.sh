#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# peerhub-search --batch and --format=trec: many questions at once, and runs.
. "${top_srcdir:?}/tests/cli/indexing.bash"

s=$tmp/notes
mkdir "$s"
for i in $(seq 1 30); do
    printf -- '---\ntitle: "Note %d"\nlanguage: en\nkey: "%s"\n---\n\nThe register of village %d.\n' \
        "$i" "$([ "$i" != 7 ] || echo 'a 100% key')" "$i" >"$s/$i.md"
done
printf -- '---\ntitle: "Customs"\nlanguage: en\n---\n\nRisk of customs, and no other.\n' >"$s/customs.md"
index -j 2 "$s"
is "the index" "$code $counts" "0 $(counted indexed 31)"

search() { "$top_builddir/peerhub-search" -d "$db" "$@"; }

# status OPTION...: exit status alone; what it says is in $tmp/out and $tmp/err.
status()
{
    search "$@" >"$tmp/out" 2>"$tmp/err"
    echo $?
}

# --- runs -----------------------------------------------------------------------------------------

printf '\357\273\277q-1\tregister of the village\r\n\n \t \nq-2\tcustoms zebra\nq-3\tzebra\nq-4\tregister\n' >"$tmp/topics"
is "a run" "$(status --batch="$tmp/topics" --format=trec)" 0
is "lines of a run" "$(grep -cE '^q-[124] Q0 [^ ]+ [0-9]+ -?[0-9]+\.[0-9]{4} peerhub$' "$tmp/out")" \
    "$(wc -l <"$tmp/out")"
is "any word will do" "$(cut -d ' ' -f 1 "$tmp/out" | uniq -c | xargs)" "30 q-1 1 q-2 30 q-4"
is "ranks" "$(awk '$1 == "q-4" { print $4 }' "$tmp/out" | xargs)" "$(seq 1 30 | xargs)"
is "scores fall, ties too" "$(awk '$1 == last && $5 >= score { print } { last = $1; score = $5 }' "$tmp/out")" ""
like "a key without spaces" "$(cat "$tmp/out")" '^q-4 Q0 a%20100%25%20key '
is "unless told otherwise" "$(search --batch="$tmp/topics" --format=trec --match=all -n 5 | cut -d ' ' -f 1 | uniq -c | xargs)" \
    "5 q-1 5 q-4"
is "pages of a run" "$(for i in 0 10 20; do search --batch="$tmp/topics" --format=trec -n 10 --offset=$i; done |
    awk '{ print $1, $3, $4 }' | sort)" "$(awk '{ print $1, $3, $4 }' "$tmp/out" | sort)"
is "one question has number 1" "$(search --format=trec customs | cut -d ' ' -f 1-4)" "1 Q0 customs.md 1"
is "filters hold" "$(status --batch="$tmp/topics" --format=trec --language=ru)" 1
is "nothing found" "$(cat "$tmp/out")" ""

# --- other forms ------------------------------------------------------------------------------------

strip='del(.took_ms)'
search --batch="$tmp/topics" --format=json >"$tmp/json"
is "a list" "$(jq -r '[.[] | .id] | join(" ")' "$tmp/json")" "q-1 q-2 q-3 q-4"
is "of answers" "$(jq -cS ".[3] | del(.id) | $strip" "$tmp/json")" \
    "$(search --format=json register | jq -cS "$strip")"
is "a line for each" "$(search --batch="$tmp/topics" --format=jsonl | jq -cS "$strip")" \
    "$(jq -cS ".[] | $strip" "$tmp/json")"
is "text" "$(search --batch="$tmp/topics" -n 0 | grep -A 1 '^q-' | xargs -d '\n')" \
    "$(printf 'q-1\tregister of the village 30 documents -- q-2\tcustoms zebra 1 document (those with every word first, then those with some of them) -- q-3\tzebra 0 documents -- q-4\tregister 30 documents')"
: >"$tmp/empty"
is "no question: nothing found" "$(status --batch="$tmp/empty" --format=json)" 1
is "and a list all the same" "$(jq -c . "$tmp/out")" '[]'
printf 'q\t\n' >"$tmp/everything"
is "a question of no word" "$(search --batch="$tmp/everything" --format=jsonl | jq .total)" 31

# --- mistakes ----------------------------------------------------------------------------------------

# wrong WHAT LINES MESSAGE
wrong()
{
    printf "%b" "$2" >"$tmp/wrong"
    is "$1: 2" "$(status --batch="$tmp/wrong" --format=trec)" 2
    like "$1, by its line" "$(cat "$tmp/err")" "^peerhub-search: $tmp/wrong, $3"
    is "$1: nothing was asked" "$(cat "$tmp/out")" ""
}
wrong "no tab" 'a\tregister\n\nb register\n' 'line 3: no tab'
wrong "no id" 'a\tregister\n\tregister\n' "line 2: '' is no id"
wrong "an id with a space" 'a b\tregister\n' "line 1: 'a b' is no id"
wrong "an id again" 'b\tx\na\tx\nc\tx\na\ty\n' "line 4: the id 'a' stands in line 2"
is "no file" "$(status --batch="$tmp/nowhere")" 2
is "a question besides" "$(status --batch="$tmp/topics" register)" 2
is "a wrong filter" "$(status --batch="$tmp/topics" --country=XX)" 2
is "no index" "$("$top_builddir/peerhub-search" -d "$tmp/nowhere" --batch="$tmp/topics" 2>&1 | grep -c peerhub-index)" 1

# --- a question that would cost too much --------------------------------------------------------

dear='"a b"'
for _ in {1..13}; do dear="\"the of\" OR ($dear)"; done
printf 'one\tregister\ntwo\t%s\nthree\tregister\n' "$dear" >"$tmp/dear.tsv"
"$top_builddir/peerhub-search" -d "$db" --format=jsonl --batch="$tmp/dear.tsv" >"$tmp/out" 2>"$tmp/err"
is "a question that is too dear: exit status" $? 3
like "it is named, with what to do" "$(cat "$tmp/err")" '^peerhub-search: question two: .*fewer phrases'
is "and no other was answered" "$(jq -r .id "$tmp/out" | sort -u | paste -sd' ')" one

done_testing
