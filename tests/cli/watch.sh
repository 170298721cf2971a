#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# peerhub-index --watch: what changes is in the index a moment later; and the progress line.
. "${top_srcdir:?}/tests/cli/indexing.bash"

folder=$tmp/notes
mkdir -p "$folder/sub"
echo '# Register of works' >"$folder/one.md"

# comes N: so many documents are in the index within ten seconds.
comes()
{
    local n try
    for ((try = 0; try < 100; try++)); do
        n=$(search -- 'register' 2>/dev/null | wc -l)
        [ "$n" = "$1" ] && return
        sleep 0.1
    done
    return 1
}

(cd "$folder" && exec "$top_builddir/peerhub-index" -d "$db" --watch . 2>"$tmp/err") &
watcher=$!
trap 'kill $watcher 2>/dev/null; wait $watcher 2>/dev/null; rm -rf "$tmp"' EXIT

ok "what is there at the beginning" comes 1
echo '# A second register' >"$folder/two.md"
ok "a new file" comes 2
mkdir "$folder/sub/deep"
echo '# A third register' >"$folder/sub/deep/three.md"
ok "a file in a new folder" comes 3
echo 'nothing' >"$folder/sub/deep/three.md"
ok "a changed file" comes 2
mv "$folder/sub" "$tmp/elsewhere"
rm "$folder/two.md"
ok "what is gone" comes 1
mv "$tmp/elsewhere" "$folder/back"
echo '# A fourth register' >"$folder/back/four.md"
ok "a folder that was moved in" comes 2
printf 'x' >"$folder/picture.xyz"
echo '# A fifth register' >"$folder/five.md"
ok "one that cannot be read does not keep others out" comes 3
echo '# A sixth register' >"$folder/six.md"
ok "further" comes 4
is "and is told once" "$(grep -c 'picture.xyz' "$tmp/err")" 1

# Somebody else writes for a while.
exec 9<>"$db/lock"
flock -n 9
is "the lock can be had between runs" $? 0
echo '# A seventh register' >"$folder/seven.md"
sleep 1
exec 9>&-
ok "what changed while another one wrote" comes 5
kill "$watcher"
wait "$watcher" 2>/dev/null
is "it ends when told" $? 143

# An index in its own source is not watched, nor read.
mkdir "$tmp/own"
echo '# Register' >"$tmp/own/a.md"
(cd "$tmp/own" && timeout 4 "$top_builddir/peerhub-index" -d db --watch . 2>"$tmp/err")
is "an index in its own source does not wake the watch" "$(grep -c '^indexed' "$tmp/err")" 1
unlike "nor is it read" "$(cat "$tmp/err")" 'glass|current'

# --- progress -------------------------------------------------------------------------------

mkdir "$tmp/many"
for ((i = 0; i < 40; i++)); do echo "# Note $i" >"$tmp/many/$i.md"; done
index --progress=always "$tmp/many"
like "the summary is last" "$(tail -n 1 "$tmp/err")" '^indexed 40,'
index --full --progress=never "$tmp/many"
unlike "never" "$(cat "$tmp/err")" 'files'
index --progress=sometimes "$tmp/many"
is "a wrong word" "$code" 2
like "says what it takes" "$(cat "$tmp/err")" "auto, always or never, not 'sometimes'"
if script -qec true /dev/null >/dev/null 2>&1; then
    script -qec "'$top_builddir/peerhub-index' -d '$tmp/db9' '$folder'" /dev/null >"$tmp/typed" 2>&1
    like "on a terminal the summary stands on a line of its own" \
        "$(tr '\r' '\n' <"$tmp/typed" | sed $'s/\x1b\\[K//g')" '^indexed'
else
    skip "on a terminal the summary stands on a line of its own" "no terminal can be made here"
fi
done_testing
