#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Reads scale out by Xapian's replication: a replica of each shard follows the index while it is
# written to, and readers of the replica see each revision, whole; full builds; stubs that are no
# replicas.
. "${top_srcdir:?}/tests/cli/sharding.bash"

export XAPIAN_MAX_CHANGESETS=100
notes=$tmp/notes master=$tmp/master replica=$tmp/replica
mkdir "$notes" "$replica"

# write N: N notes that all say the same version.
write()
{
    local i
    for i in $(seq 12); do
        printf '# Note %d\n\nVersion%d of what all of them say.\n' "$i" "$1" >"$notes/$i.md"
    done
    indexed "$master" --jobs=2 "$notes"
}

# copy OPTION...: all shards of the current generation, once each.
copy()
{
    local generation shard
    generation=$(cat "$master/current")
    mkdir -p "$replica/$generation"
    for shard in "$master/$generation"/shard-*; do
        shard=$generation/${shard##*/}
        xapian-replicate --host=127.0.0.1 --port="$port" --reader-time=0 --one-shot "$@" \
            --master="$shard" "$replica/$shard" >>"$tmp/replicate.log" 2>&1 || {
            fail "xapian-replicate $shard" "$(tail -n 3 "$tmp/replicate.log")"
            return
        }
    done
    cp "$master/current" "$replica/current.new"
    mv "$replica/current.new" "$replica/current"
}

# totals VERSION: how many notes of that version, and of all, the server knows.
totals()
{
    echo "$(get "/api/v1/search?q=version$1" | jq .total) $(get /api/v1/search | jq .total)"
}

write 1
start_daemon xapian-replicate-server "$master"
copy
is "a replica has the form of an index" \
    "$(cd "$replica" && echo generation-*/shard-*/XAPIANDB)" \
    "generation-1.2/shard-0/XAPIANDB generation-1.2/shard-1/XAPIANDB"
is "and answers as it does" "$(answer --db="$replica" version1)" "$(answer --db="$master" version1)"
is "each shard by itself, too" \
    "$(answer --db="$replica/generation-1.2/shard-0" --db="$replica/generation-1.2/shard-1" version1)" \
    "$(answer --db="$master" version1)"

# --- it follows -------------------------------------------------------------------------------

served=(--db="$replica")
serve --threads=2
is "a server over the replica" "$(totals 1)" "12 12"
wrong=
for version in 2 3 4 5 6; do
    write "$version"
    copy
    [ "$(totals "$version")" = "12 12" ] || wrong="$wrong $version: $(totals "$version");"
done
is "each revision is seen, and nothing of those before" "$wrong" ""
is "by change sets, not by copies" "$(grep -c "1 copies" "$tmp/replicate.log")" 0
etag=$(field etag '/api/v1/search?q=version6' -H 'Host: hub.example')
stop_server
served=(--db="$master")
serve --threads=1
is "the entity tag is the master's" "$(field etag '/api/v1/search?q=version6' -H 'Host: hub.example')" "$etag"
stop_server

# All by itself: both shards follow, while it is written to and read from.
served=(--db="$replica")
serve --threads=2
followers=()
for shard in 0 1; do
    xapian-replicate --host=127.0.0.1 --port="$port" --reader-time=0 --interval=1 --quiet \
        --master="generation-1.2/shard-$shard" "$replica/generation-1.2/shard-$shard" \
        >>"$tmp/replicate.log" 2>&1 &
    followers+=($!)
done
for version in 7 8 9; do
    write "$version"
    sleep 0.3
done &
writing=$!
wrong='' seen=''
for _ in $(seq 150); do
    now=$(totals 9)
    [ "${now#* }" = 12 ] || wrong="$wrong $now;"
    seen=${now% *}
    [ "$seen" = 12 ] && break
    sleep 0.1
done
wait "$writing"
kill "${followers[@]}"
wait "${followers[@]}" 2>/dev/null
is "followed to the end" "$seen" 12
is "and no document was missing on the way" "$wrong" ""
is "every answer was one" "$(grep -c 'index' "$tmp/serve.err")" 0

# --- copies, full builds ------------------------------------------------------------------------

before=$(cat "$replica/generation-1.2/shard-0/XAPIANDB")
copy --force-copy
[ "$before" != "$(cat "$replica/generation-1.2/shard-0/XAPIANDB")" ]
is "a copy lies beside the old files" $? 0
is "and is read" "$(totals 9)" "12 12"
write 10
copy
is "and followed" "$(totals 10)" "12 12"

indexed "$master" --full --jobs=3 "$notes"
is "a full build is not seen" "$(totals 10)" "12 12"
copy
is "until it was copied whole" "$(totals 10) $(cat "$replica/current")" "12 12 generation-2.3"
write 11
copy
is "and is followed in its turn" "$(totals 11)" "12 12"
is "with its answers" "$(answer --db="$replica" version11)" "$(answer --db="$master" version11)"
stop_server
stop_daemons

# The new files count from the moment that the stub names them, wherever the old ones are.
mkdir "$tmp/by-hand"
indexed "$tmp/small" --jobs=1 "$notes"
cp -r "$tmp/small/generation-1.1/shard-0" "$tmp/by-hand/replica_0"
echo "auto replica_0" >"$tmp/by-hand/XAPIANDB"
served=(--db="$tmp/by-hand")
serve --threads=1
is "one replica, served by itself" "$(totals 11)" "12 12"
rm "$notes/12.md"
indexed "$tmp/small" "$notes"
cp -r "$tmp/small/generation-1.1/shard-0" "$tmp/by-hand/replica_1"
echo "auto replica_1" >"$tmp/by-hand/XAPIANDB"
is "other files, while the old ones are there" "$(totals 11)" "11 11"
stop_server

# --- stubs that are no replicas -------------------------------------------------------------------

# stub DESCRIPTION TEXT: exit status 3, and what it names is not opened.
stub()
{
    printf '%s\n' "$2" >"$tmp/stub/XAPIANDB"
    "$top_builddir/peerhub-search" --db="$tmp/stub" note >"$tmp/out" 2>"$tmp/err"
    is "$1: exit status" $? 3
    like "$1" "$(cat "$tmp/err")" "${3:-is no replica}"
}

mkdir "$tmp/stub"
stub "a stub to elsewhere" "auto $master/generation-2.3/shard-0"
stub "a stub to above" "auto ../master/generation-2.3/shard-0"
stub "a stub to a server" "remote 127.0.0.1:7001"
stub "a stub to a program" "remote :xapian-progsrv $master/generation-2.3/shard-0"
stub "a stub to two" $'auto replica_0\nauto replica_1'
stub "an empty stub" "# nothing"
stub "a stub to what is not there" "auto replica_0" 'no directory'
ln -s "$master/generation-2.3/shard-0" "$tmp/stub/replica_0"
stub "a stub to a link" "auto replica_0" 'no directory'

done_testing
