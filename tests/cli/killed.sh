#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The indexer is killed at any moment, 200 times over two shards; the next run makes up for it, and
# what it makes is what a clean build makes.
. "${top_srcdir:?}/tests/cli/indexing.bash"

RANDOM=${PEERHUB_SEED:=$$}
diag "PEERHUB_SEED=$PEERHUB_SEED repeats this run"

s=$tmp/notes
words=(register data paper open peer learning Estonia Latvia reform service portal)

# note N: writes a file.
note()
{
    printf 'Note %d\n\nA %s of %s, number %d.\n\n- Open data.\n- Peer learning in %s.\n' "$1" \
        "${words[RANDOM % 11]}" "${words[RANDOM % 11]}" "$RANDOM" "${words[RANDOM % 11]}" \
        >"$s/$(($1 % 7))/note-$1.txt"
}

# table: a table with a key, of as many rows as may be; archive: some notes in one file.
table()
{
    local n
    {
        echo "id,title,abstract"
        for ((n = 1; n <= 60 + RANDOM % 40; n++)); do
            echo "$n,Row $n,\"A ${words[RANDOM % 11]} of ${words[RANDOM % 11]}, number $RANDOM\""
        done
    } >"$s/table.csv"
}

archive()
{
    tar -C "$s" -cf "$s/archive.tar" 0
}

mkdir -p "$s"/{0..6}
for n in {1..300}; do note "$n"; done
table
archive

# killed MILLISECONDS [OPTION]... SOURCE: starts a run and kills it.
killed()
{
    "$top_builddir/peerhub-index" -q -d "$db" "${@:2}" >/dev/null 2>"$tmp/err" &
    local pid=$!
    sleep "$(printf '0.%03d' "$1")"
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    case $? in
    137) hits=$((hits + 1)) ;;
    0) ;;
    *) broken="$broken $(cat "$tmp/err")" ;;
    esac
}

# How long a whole run takes; half of the kills are to meet its end, where it commits.
start=$(date +%s%3N)
index -j 2 "$s"
whole_run=$(($(date +%s%3N) - start))
diag "a run takes $whole_run ms"

hits=0 broken= kills=${PEERHUB_KILLS:-200}
for ((round = 1; round <= kills; round++)); do
    option=
    [ $((round % 4)) != 0 ] || option=--full
    [ $((round % 3)) != 0 ] || find "$s" -name '*.txt' -exec touch {} +
    delay=$((RANDOM % (whole_run / 2 + 1)))
    [ $((round % 2)) = 0 ] || delay=$((whole_run / 3 + RANDOM % (whole_run / 3 + 1)))
    killed $((delay % 1000)) -j 2 $option "$s"
    if [ -e "$db/current" ]; then
        search -- note >/dev/null 2>"$tmp/err"
        [ $? -le 1 ] || broken="$broken $(cat "$tmp/err")"
    fi
    for n in {1..20}; do note $((RANDOM % 300 + 1)); done
    [ $((round % 2)) = 0 ] || table
    [ $((round % 5)) = 0 ] || archive
    rm -f "$s/$((RANDOM % 7))/note-1$((RANDOM % 10))"*.txt
done
diag "$hits of $kills runs were killed"
is "no run found the index broken, nor did a reader" "$broken" ""
index -j 2 "$s"
is "a run to the end" "$code" 0
whole >"$tmp/after"
index "$s"
rows=$(($(wc -l <"$s/table.csv") - 1))
members=$(tar -tf "$s/archive.tar" | grep -c 'txt$')
files=$(find "$s" -name '*.txt' | wc -l)
is "leaves nothing to do" "$counts" "$(counted unchanged $((files + rows + members)))"
is "and one generation" "$(find "$db" -maxdepth 1 -name 'generation-*' | wc -l)" 1
db=$tmp/clean
index -j 2 "$s"
is "a clean build has the same" "$(whole | diff - "$tmp/after" | head -5)" ""

done_testing
