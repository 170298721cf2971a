#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# peerhub-index: what comes in, what changes, what goes, what fails.
. "${top_srcdir:?}/tests/cli/indexing.bash"

# --- usage ----------------------------------------------------------------------------------

"$top_builddir/peerhub-index" --version >"$tmp/out" && code=$?
like "it tells its version" "$code $(cat "$tmp/out")" '^0 peerhub-index [0-9]'
like "it tells its usage" "$("$top_builddir/peerhub-index" --help)" '^Usage: peerhub-index '
for wrong in '' '--nonsense x' '-j 0 x' '-j x x' '-j 65 x' 'a/../b=c/d= --full --jobs=' '=x' 'a:b=x'; do
    # shellcheck disable=SC2086
    index $wrong
    is "wrong usage '$wrong' exits 2" "$code" 2
    like "and says so" "$(cat "$tmp/err")" 'peerhub-index: ..'
done
ok "no index was made" test ! -e "$db/current"

# --- a first run ------------------------------------------------------------------------------

s=$tmp/notes
mkdir -p "$s/sub"
printf 'Registers of Estonia\n\nThe register of companies is open data.\n' >"$s/a.txt"
printf -- '---\ntitle: "Peer learning"\nstatus: pilot\ncountries: [LV]\n---\n\nA register of peers.\n' >"$s/b.md"
printf '<html lang="en"><head><title>Paper</title></head><body><p>Data on paper.</p></body></html>' \
    >"$s/sub/c.html"
printf 'title: Paper, said beside\ncountries: [FI]\n' >"$s/sub/c.html.meta.yaml"

index "$s"
is "a first run" "$code $counts" "0 $(counted indexed 3)"
like "the summary has the time" "$(cat "$tmp/err")" \
    '^indexed 3, updated 0, unchanged 0, removed 0, failed 0 in [0-9]+\.[0-9] s$'
is "nothing on standard output" "$(cat "$tmp/out")" ""
is "what is there is found" "$(keys)" "a.txt b.md sub/c.html"
is "the side-car counts" "$(found sub/c.html '.title + " " + .countries[0].code')" \
    "Paper, said beside FI"
index -q "$s"
is "quiet: no summary" "$code$(cat "$tmp/err")" 0

# --- nothing changed ---------------------------------------------------------------------------

# opened RUN...: which files of the sources a run opens.
opened()
{
    ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e trace=open,openat,openat2 -o "$tmp/trace" "$@" \
        2>/dev/null
    grep -F "$s/" "$tmp/trace" | grep -v O_DIRECTORY
}

before=$(whole)
index "$s"
is "an unchanged run" "$code $counts" "0 $(counted unchanged 3)"
is "leaves the index as it was" "$(whole)" "$before"
printf '%%PDF-1.4 not text\n' >"$s/bad.txt"
printf 'no format\n' >"$s/bad.xyz"
cp "$s/a.txt" "$s/bad side.txt"
printf '{"title": ' >"$s/bad side.txt.meta.json"
index "$s"
is "files that fail" "$code $counts" "1 $(counted unchanged 3 failed 3)"
is "each is one line" "$(grep -c -E '^[^:]*/bad[^:]*: .{10,}' "$tmp/err")" 3
first=$(grep bad "$tmp/err")
index "$s"
is "failures are remembered" "$code $counts" "1 $(counted unchanged 3 failed 3)"
is "and told again" "$(grep bad "$tmp/err" | LC_ALL=C sort)" "$(printf '%s' "$first" | LC_ALL=C sort)"
if ! command -v strace >/dev/null; then
    skip "no file of an unchanged source is opened" "strace is missing (apt-get install strace)"
elif ! ASAN_OPTIONS=detect_leaks=0 strace -o /dev/null true 2>/dev/null; then
    skip "no file of an unchanged source is opened" "ptrace is not permitted here"
else
    is "no file of an unchanged source is opened" \
        "$(opened "$top_builddir/peerhub-index" -q -d "$db" "$s")" ""
    touch "$s/a.txt"
    like "but one that changed is" \
        "$(opened "$top_builddir/peerhub-index" -q -d "$db" "$s")" "notes/a.txt"
fi
rm "$s"/bad*
index "$s"
is "failures go with their files, and are no documents" "$code $counts" "0 $(counted unchanged 3)"

# --- what changes -------------------------------------------------------------------------------

id=$(found a.txt .id)
touch -d '2020-01-01' "$s/a.txt"
index "$s"
is "touched: read again" "$code $counts" "0 $(counted unchanged 2 updated 1)"
printf 'Registers of Estonia, revised\n\nThe register is closed.\n' >"$s/a.txt"
index "$s"
is "edited: updated" "$code $counts" "0 $(counted unchanged 2 updated 1)"
is "with its id" "$(found a.txt .id)" "$id"
is "and the new text" "$(keys -- closed)" a.txt
is "and not the old one" "$(keys -- companies)" ""

mkdir "$s/deep"
mv "$s/a.txt" "$s/deep/moved.txt"
index "$s"
is "moved: updated" "$code $counts" "0 $(counted unchanged 2 updated 1)"
is "with its id" "$(found deep/moved.txt .id)" "$id"
is "under its new name alone" "$(keys)" "b.md deep/moved.txt sub/c.html"
printf 'Registers of Estonia, revised\n\nAnother document of that title.\n' >"$s/a.txt"
index "$s"
is "a new file in the old place is new" "$code $counts" "0 $(counted unchanged 3 indexed 1)"
is "and takes nobody's id" "$(search | jq -r .id | sort -u | wc -l)" 4
is "nor the one's that moved" "$(found deep/moved.txt .id)" "$id"

rm "$s/a.txt"
index --keep-missing "$s"
is "--keep-missing: it stays" "$code $counts" "0 $(counted unchanged 3)"
is "and is found" "$(keys)" "a.txt b.md deep/moved.txt sub/c.html"
index "$s"
is "deleted: removed" "$code $counts" "0 $(counted unchanged 3 removed 1)"
is "and not found" "$(keys)" "b.md deep/moved.txt sub/c.html"

printf 'title: "Said beside, in other words"\ncountries: [NO]\n' >"$s/sub/c.html.meta.yaml"
index "$s"
is "a changed side-car" "$counts $(found sub/c.html '.countries[0].code')" \
    "$(counted unchanged 2 updated 1) NO"
printf 'title: Now beside\n' >"$s/b.md.meta.yaml"
index "$s"
is "a new side-car" "$counts $(found b.md .title)" "$(counted unchanged 2 updated 1) Now beside"
rm "$s/b.md.meta.yaml"
index "$s"
is "a side-car taken away" "$counts $(found b.md .title)" \
    "$(counted unchanged 2 updated 1) Peer learning"

mkdir "$tmp/vocabularies"
cp "$PEERHUB_DATA_DIR"/corpus/vocabularies/*.rdf "$tmp/vocabularies"
index --vocabulary="$tmp/vocabularies" "$s"
is "the same vocabularies elsewhere" "$counts" "$(counted unchanged 3)"
sed -i 's#<skos:prefLabel xml:lang="en">Open data</skos:prefLabel>#&\n<skos:altLabel xml:lang="en">zebra books</skos:altLabel>#' \
    "$tmp/vocabularies/themes.rdf"
printf 'Zebra books\n\nZebra books of Chad.\n' >"$s/z.txt"
index "$s"
is "an unknown word tags nothing" "$(found z.txt '[.themes[].id] | join(" ")')" ""
index --vocabulary="$tmp/vocabularies" "$s"
is "another label: everything anew" "$counts" "$(counted updated 4)"
is "and it tags" "$(found z.txt '[.themes[].id] | join(" ")')" open-data
index "$s"
is "and back" "$counts" "$(counted updated 4)"
rm "$s/z.txt"
index "$s"

# --- what fails -----------------------------------------------------------------------------------

cp "$s/b.md" "$tmp/b.md"
printf '\0\1PK\3\4' >"$tmp/junk"
printf 'PK\3\4 now a ZIP' >"$s/b.md"
index "$s"
is "a file that breaks" "$code $counts" "1 $(counted unchanged 2 failed 1)"
is "leaves its last good version" "$(found b.md .title)" "Peer learning"
index "$s"
is "again" "$code $counts" "1 $(counted unchanged 2 failed 1)"
cp "$tmp/b.md" "$s/b.md"
index "$s"
is "mended: updated" "$code $counts" "0 $(counted unchanged 2 updated 1)"
index "$s"
is "and forgiven" "$code $counts" "0 $(counted unchanged 3)"
: >"$s/empty.txt"
index "$s"
is "an empty file fails" "$code $counts" "1 $(counted unchanged 3 failed 1)"
rm "$s/empty.txt"
if [ "$(id -u)" = 0 ]; then
    skip "a file that may not be read is tried again" "root may read everything"
else
    printf 'Closed\n\nBooks.\n' >"$s/closed.txt"
    chmod 0 "$s/closed.txt"
    index "$s"
    chmod 644 "$s/closed.txt"
    index "$s"
    is "a file that may not be read is tried again" "$counts" "$(counted unchanged 3 indexed 1)"
    rm "$s/closed.txt"
    index "$s"
fi

# --- sources ----------------------------------------------------------------------------------------

before=$(keys)
mv "$s" "$tmp/away"
index "$s"
is "a missing source fails" "$code $counts" "1 $(counted failed 1)"
like "and says why" "$(cat "$tmp/err")" "^$s: .*is not there; its documents in the index stay"
is "and removes nothing" "$(keys)" "$before"
mkdir "$s"
index "$s"
is "an empty source fails" "$code $counts" "1 $(counted failed 1)"
is "and removes nothing" "$(keys)" "$before"
index --full "$s"
is "not even in a full build" "$code $(keys)" "1 $before"
rmdir "$s"
mv "$tmp/away" "$s"
index "$s"
is "it is back" "$code $counts" "0 $(counted unchanged 3)"

mkdir -p "$tmp/other/notes"
printf 'Elsewhere\n\nA register elsewhere.\n' >"$tmp/other/notes/e.txt"
for how in "" --full; do
    index $how "$tmp/other/notes"
    is "another place with a known name is refused $how" "$code" 2
    like "with advice" "$(cat "$tmp/err")" "NAME=$tmp/other/notes"
done
is "and changes nothing" "$(keys)" "$before"
index "$s" "$tmp/other/notes"
is "two sources of one name are refused" "$code" 2
index "$s" "other=$tmp/other/notes/"
is "with a name of its own it is another" "$code $counts" "0 $(counted unchanged 3 indexed 1)"
printf 'Elsewhere\n\nA register elsewhere, yet again.\n' >"$tmp/other/notes/e2.txt"
index "other=$tmp/other/notes"
is "a source alone leaves the others" "$code $counts" "0 $(counted unchanged 1 indexed 1)"
is "all are there" "$(keys)" "b.md deep/moved.txt e.txt e2.txt sub/c.html"
rm -r "$tmp/other/notes"
mkdir "$tmp/other/notes"
printf 'Elsewhere\n\nA register elsewhere.\n' >"$tmp/other/notes/e.txt"
index "other=$tmp/other/notes" "$s"
is "and is mirrored alone" "$counts" "$(counted updated 1 unchanged 3 removed 1)"

printf '%s\n' "$s/b.md" "" "$tmp/other/notes/e.txt" "$s/sub/c.html" "$s/sub/c.html.meta.yaml" \
    >"$tmp/list"
db=$tmp/list.db
index - <"$tmp/list"
is "paths from standard input" "$code $counts" "0 $(counted indexed 3)"
is "with their side-cars" "$(found c.html '.countries[0].code')" NO
index - <"$tmp/list"
is "and again" "$code $counts" "0 $(counted unchanged 3)"
printf '%s\n' "$s/gone=x.txt" "$s/b.md" >"$tmp/list"
index - <"$tmp/list"
is "one that is missing" "$code" 1
like "has its line" "$(cat "$tmp/err")" "gone=x.txt"

db=$tmp/single.db
index "$s/sub/c.html"
is "a single file" "$code $counts" "0 $(counted indexed 1)"
is "has its side-car" "$(found c.html '.countries[0].code')" NO
printf 'countries: [SE]\n' >"$s/sub/c.html.meta.yaml"
index "$s/sub/c.html"
is "which is watched" "$counts $(found c.html '.countries[0].code')" "$(counted updated 1) SE"

# --- full builds -------------------------------------------------------------------------------------

db=$tmp/db
index "$s"
added=$("$top_builddir/peerhub-index" -q -d "$db" "$s"; search | jq -r '.id' | sort)
printf 'PK\3\4 a ZIP' >"$s/bad.md"
printf 'PK\3\4 a ZIP' >"$tmp/other/notes/bad.md"
index "$s" "other=$tmp/other/notes"
mkdir "$s/new"
index --full "$s"
is "a full build" "$code $counts" "1 $(counted updated 3 failed 1)"
is "keeps ids, and sources that are not named" "$(search | jq -r .id | sort)" "$added"
index "$s" "other=$tmp/other/notes"
is "and failures, also of sources that are not named" "$code $counts" \
    "1 $(counted unchanged 4 failed 2)"
rm "$s/bad.md" "$tmp/other/notes/bad.md"
before=$(whole)
index --full -j 3 "$s" "other=$tmp/other/notes"
is "other shards, same answers" "$code $(whole | md5sum)" "0 $(printf '%s\n' "$before" | md5sum)"
rm "$s/b.md"
index --full "$s"
is "a full build mirrors" "$counts" "$(counted updated 2 removed 1)"
cp "$tmp/b.md" "$s/b.md"
index --full --keep-missing "$s"
rm "$s/b.md"
index --full --keep-missing "$s"
is "and keeps what is missing, if told to" "$counts $(keys -- peers)" "$(counted updated 2) b.md"
cp "$tmp/b.md" "$s/b.md"
index "$s"
index "$s"
is "one generation is left after the next run" "$(find "$db" -maxdepth 1 -name 'generation-*' | wc -l)" 1

mkdir "$db/generation-photos" "$tmp/elsewhere"
: >"$tmp/elsewhere/mine"
ln -s "$tmp/elsewhere" "$db/generation-9.1"
index --full "$s"
index "$s"
is "what is not ours is not swept" "$(ls "$db/generation-photos" "$tmp/elsewhere")" \
    "$(printf '%s\n' "$db/generation-photos:" "" "$tmp/elsewhere:" mine)"
rm -r "$db/generation-photos"

# --- the index cannot be written ----------------------------------------------------------------------

exec 9<>"$db/lock"
if flock -n 9; then
    printf 'process 4711\n' >&9
    index "$s" 9>&-
    is "a second writer is refused" "$code" 3
    like "and told who writes" "$(cat "$tmp/err")" 'process 4711'
    is "readers go on" "$(keys | wc -w)" 4
else
    fail "a second writer is refused" "the lock is held after the end"
fi
exec 9>&-
index "$s"
is "the lock goes with its holder" "$code" 0
(db=$tmp/list/sub && index "$s"; exit "$code")
is "a place that cannot be" $? 3
like "is named" "$(cat "$tmp/err")" "$tmp/list/sub"
mkdir "$tmp/damaged"
printf 'generation-1.1\n' >"$tmp/damaged/current"
(db=$tmp/damaged && index "$s"; exit "$code")
is "an index whose generation is gone" $? 3
mkdir "$tmp/damaged/generation-1.1" "$tmp/damaged/generation-1.1/shard-0"
printf 'junk' >"$tmp/damaged/generation-1.1/shard-0/iamglass"
(db=$tmp/damaged && index "$s"; exit "$code")
is "an index that is damaged" $? 3
(db=$tmp/cut && index -j1 "$top_srcdir/corpus/documents"; exit "$code")
truncate -s 300000 "$tmp/cut/generation-1.1/shard-0/docdata.glass"
told=$("$top_builddir/peerhub-search" -d "$tmp/cut" -n 100 data 2>&1 >/dev/null)
is "and one with a file that has lost its end" $? 3
like "the index is told, and what to do" "$told" "index in '$tmp/cut' is damaged: .*peerhub-index --full"
truncate -s 16384 "$tmp/cut/generation-1.1/shard-0/postlist.glass"
told=$("$top_builddir/peerhub-search" -d "$tmp/cut" 2>&1 >/dev/null)
is "or nearly all" $? 3
like "the shard is told, and what to do" "$told" \
    "index in '$tmp/cut/generation-1.1/shard-0' is damaged: .*peerhub-index --full"
(db=$tmp/cut && index --full "$s"; exit "$code")
is "which the indexer cannot read either" $? 3
like "and says the same" "$(cat "$tmp/err")" 'shard-0. is damaged: .*remove the index'
(db=$tmp/voc && index --vocabulary="$tmp/nowhere" "$s"; [ "$code" -ge 2 ])
is "no vocabularies, no index" "$? $(ls "$tmp/voc" 2>/dev/null)" "0 "

# --- names of files --------------------------------------------------------------------------------------

db=$tmp/names.db
n=$tmp/names
mkdir "$n"
(
    cd "$n" || exit
    for name in 'a b.txt' $'a\nb.txt' 'Отчёт.txt' 'a=b.txt' './-v.txt' $'\xff.txt' '*?[x].txt' \
        '%s%n.txt' "a'\".txt" 'a.b.c.txt' 'A.TXT'; do
        printf 'Name\n\nA register named %s.\n' "$RANDOM" >"$name"
    done
)
index "$n"
is "names of any kind" "$code $counts" "0 $(counted indexed 11)"
is "are all found" "$(search | wc -l)" 11
index "$n"
is "and known again" "$code $counts" "0 $(counted unchanged 11)"
mv "$n/a=b.txt" "$n/-b=c"$'\n'"x.txt"
index "$n"
is "and moved" "$code $counts" "0 $(counted unchanged 10 updated 1)"
printf 'PK\3\4' >"$n/bad"$'\n'"name.txt"
index "$n"
is "a failure is one line whatever the name" "$(grep -vc '^peerhub-index: parsers' "$tmp/err")" 2
for name in 'Отчёт.txt' 'a b.txt' './-v.txt' './a b.txt' "*?[x].txt"; do
    (cd "$n" && db=$tmp/one.db index -- "$name"; exit "$code")
    is "a single file named '$name'" $? 0
done

done_testing
