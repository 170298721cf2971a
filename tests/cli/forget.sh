#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# --forget: a document or a contact leaves every generation and does not come back, whenever the
# run is killed.
. "${top_srcdir:?}/tests/cli/indexing.bash"

RANDOM=${PEERHUB_SEED:=$$}
diag "PEERHUB_SEED=$PEERHUB_SEED repeats this run"

s=$tmp/notes
mkdir -p "$s"
for n in {1..40}; do
    printf 'Note %d\n\nA register of number %d, kept by the peers of the reform.\n' "$n" "$n" >"$s/note-$n.txt"
done
printf 'Xylotomous secrets\n\nThe quomodocunquize register of xylotomy.\n' >"$s/xylotomous.txt"
printf -- '---\ntitle: Rows of Pavla Openova\nlanguage: en\ncontacts:\n  - {name: Pavla Openova, organisation: Office, email: p@o.test, phone: "+1 555 010 0110", consent: public, given_on: 2026-01-01, authorised_by: X}\n  - {name: Otto Stays, organisation: Office, consent: public, given_on: 2026-01-01, authorised_by: X}\n---\nPavla Openova and Otto Stays wrote.\n' \
    >"$s/public.md"
sed 's/^title:.*/title: Another/' "$s/public.md" >"$s/another.md"
printf 'id,title\n1,First row\n2,Zygomorphous row\n' >"$s/table.csv"

# forget ID...
forget()
{
    "$top_builddir/peerhub-index" -d "$db" "${@/#/--forget=}" >"$tmp/out" 2>"$tmp/err"
    code=$?
}

# id KEY
id()
{
    search | jq -r --arg key "$1" 'select(.key == $key) | .id'
}

# bytes WORD: how many files of the index have it, in whatever case.
bytes()
{
    grep -rlai -e "$1" "$db" | wc -l
}

# --- a document --------------------------------------------------------------------------------

index -j 2 "$s"
is "all went in" "$code $counts" "0 $(counted indexed 45)"
index -j 2 --full "$s"
before=$(search --sort=title | jq -c 'select(.key != "xylotomous.txt") | del(.score)' | sort)
gone=$(id xylotomous.txt)
is "two generations are on disk" "$(ls "$db" | grep -c generation)" 2
forget "$gone"
is "it is forgotten in both" "$code $(cat "$tmp/err")" "0 forgot 1 document in 2 generations"
is "one is left" "$(ls "$db" | grep -c generation)" 1
is "without a word of it" "$(bytes xylotom) $(bytes quomodo)" "0 0"
is "all others are as they were" "$(search --sort=title | jq -c 'del(.score)' | sort)" "$before"
index "$s"
is "it does not come back" "$code $counts" "0 $(counted unchanged 44)"
index --full "$s"
is "nor with a full build" "$(search -- xylotomy | wc -l) $(bytes xylotom)" "0 0"
cp "$s/xylotomous.txt" "$tmp/kept"
printf 'Xylotomous again\n\nOther words on xylotomy.\n' >"$s/xylotomous.txt"
index "$s"
is "nor with other content in its place" "$(search -- xylotomy | wc -l) $(bytes xylotom)" "0 0"
rm "$s/xylotomous.txt"
mv "$tmp/kept" "$s/renamed.txt"
index "$s"
is "nor under another name" "$(search -- xylotomy | wc -l) $(bytes xylotom)" "0 0"
forget "$gone"
is "it can be forgotten again" "$code $(cat "$tmp/err")" "0 forgot 1 document in 0 generations"

# --- a row, and several at once ------------------------------------------------------------------

row=$(search | jq -r 'select(.title == "Zygomorphous row") | .id')
forget "$row" "$(id note-1.txt)"
is "a row and a file" "$code $(cat "$tmp/err")" "0 forgot 2 documents in 1 generation"
is "not a byte of the row stays" "$(bytes zygomorph)" 0
touch "$s/table.csv"
index "$s"
is "the other row stays, that one does not come back" "$(search --sort=title | jq -r .title | grep -c row)" 1
rm "$s/note-2.txt"
two=$(id note-2.txt)
index "$s"
forget "$two"
is "one that was removed loses its tombstone's name" "$code $(bytes "$two")" "0 0"

# --- a contact --------------------------------------------------------------------------------------

public=$(id public.md)
is "the contact is there" "$(search -- openova | wc -l)" 2
forget "$public#contact-1"
is "a contact is forgotten in all documents that have it" "$code $(cat "$tmp/err")" \
    "0 forgot 0 documents and 1 contact (of 2 documents) in 1 generation"
is "not a byte stays" "$(bytes openova) $(bytes 'p@o.test') $(bytes '010 0110')" "0 0 0"
is "the document does, and the other contact" \
    "$(search -- '"otto stays"' | jq -r .key | sort | paste -sd ' ')" "another.md public.md"
touch "$s/public.md" "$s/another.md"
index "$s"
is "it does not come back with its file" "$(search -- openova | wc -l) $(search -- '"otto stays"' | wc -l)" "0 2"
index --full "$s"
is "nor with a full build" "$(bytes openova)" 0

# --- mistakes ------------------------------------------------------------------------------------------

before=$(whole)
forget never-was
is "an unknown id" "$code $(cat "$tmp/err")" "1 peerhub-index: the index has no document 'never-was'"
forget "$(id note-3.txt)#contact-7"
like "an unknown contact" "$code $(cat "$tmp/err")" "^1 peerhub-index: the document '.*' has 0 contacts"
forget 'Jane Example'
is "what is no id" "$code" 2
forget "$(id note-3.txt)" never-was
is "all or none" "$code $(whole | diff - <(echo "$before") | wc -l)" "1 0"
index --forget="$(id note-3.txt)" "$s"
is "no source goes with it" "$code" 2
db=$tmp/none forget never-was
is "no index" "$code" 3

# --- killed at any moment -----------------------------------------------------------------------------

index -j 2 "$s"
hits=0 broken=
for ((round = 1; round <= ${PEERHUB_KILLS:-40}; round++)); do
    printf 'Murmurous %d\n\nThe murmurous note.\n' $round >"$s/kill.$round.txt"
    index "$s"
    id=$(id "kill.$round.txt")
    all=$(search | wc -l)
    "$top_builddir/peerhub-index" -q -d "$db" --forget="$id" 2>/dev/null &
    pid=$!
    sleep "$(printf '0.%03d' $((RANDOM % 60)))"
    kill -9 $pid 2>/dev/null && hits=$((hits + 1))
    wait $pid 2>/dev/null
    left=$(search 2>&1 | wc -l)
    there=$(search 2>/dev/null | grep -c "\"$id\"")
    [ $((left - there)) = $((all - 1)) ] || broken="$broken [$round: $left of $all, $there]"
    forget "$id"
    [ "$code" = 0 ] && [ "$(bytes murmurous)" = 0 ] || broken="$broken [$round: $(cat "$tmp/err")]"
done
diag "$hits runs were killed"
is "killed at any moment it leaves the old index or the new one" "$broken" ""
index "$s"
is "and what was forgotten stays out" "$(search -- murmurous | wc -l)" 0
done_testing
