#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# peerhub-train: weights of the goals' tagger from labelled texts, the same from the same; and an
# index that is made anew when they change.
. "${top_srcdir:?}/tests/cli/indexing.bash"

top_srcdir=$(cd "$top_srcdir" && pwd)
top_builddir=$(cd "$top_builddir" && pwd)
train=$top_builddir/peerhub-train
cd "$tmp" || exit 99
cat > lexicon <<'END'
[stop]
0: the; of
[6]
4: drinking water
2: water
[14]
3: sea
END
for i in 1 2 3 4 5 6; do
    echo '{"text": "The drinking water of town '$i' is clean, and a well gives water.", "sdgs": [6], "complete": true}'
    echo '{"text": "Ships of the sea carry fish '$i'.", "sdgs": [14], "not": [6]}'
    echo '{"text": "Nothing of note on day '$i'.", "sdgs": [], "complete": true}'
done > domain.jsonl
sed 's/, "sdgs.*/}/' domain.jsonl > open.jsonl

learn() { "$train" lexicon "$1" domain:1:domain.jsonl unlabelled:0.1:open.jsonl test:0:domain.jsonl; }

is "trains" "$(learn one > log; echo $?)" 0
like "tells how good it is" "$(cat log)" '\| 6 \| 6 \| 12 \| 1\.00 \| 1\.00 \| 1\.00 \| 1\.00 \|'
learn two > /dev/null
is "the same texts give the same bytes" "$(cmp one two && echo same)" same

refuses() # DESCRIPTION PATTERN ARGUMENT...
{
    local why
    why=$("$train" "${@:3}" 2>&1) && why="no error"
    like "$1" "$why" "$2"
}
refuses "no sets" '^Usage: ' lexicon out
refuses "an unknown role" "'read:1:open.jsonl' is no ROLE:WEIGHT:FILE" lexicon out read:1:open.jsonl
refuses "a file that is not there" "cannot open 'none'" lexicon out train:1:none
echo '{"text": "x", "sdgs": [18]}' > wrong.jsonl
refuses "a goal that is none" '^peerhub-train: wrong.jsonl:1: is no object' lexicon out train:1:wrong.jsonl
echo 'water' >> lexicon
refuses "a lexicon that is none" '^peerhub-train: lexicon:8: is no "weight' lexicon out train:1:open.jsonl

# An index knows by which weights it was made.
mkdir -p data/corpus/models documents
ln -s "$top_srcdir/web" data/web
for part in documents maps schema vocabularies; do
    ln -s "$top_srcdir/corpus/$part" data/corpus/$part
done
cp "$top_srcdir/corpus/models/"{sdg.weights,languages.txt} data/corpus/models
echo "A note on drinking water." > documents/note.txt
run() { PEERHUB_DATA_DIR=$PWD/data "$top_builddir/peerhub-index" --db=db documents 2>&1; }
like "indexes with the shipped weights" "$(run)" 'indexed 1,'
like "and not again" "$(run)" 'unchanged 1,'
cp one data/corpus/models/sdg.weights
like "other weights, other tags: again" "$(run)" 'updated 1,'
head -c 1000 "$top_srcdir/corpus/models/sdg.weights" > data/corpus/models/sdg.weights
like "damaged weights are told" "$(run)" "sdg.weights' holds no weights of this version, or is damaged"

done_testing
