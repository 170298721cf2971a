# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# sharding.bash - servers of Xapian's own, on the loopback address, for the tests of shards and
# replicas; with all of tests/http/serving.bash.
#
#     . "${top_srcdir:?}/tests/cli/sharding.bash"
#     start_daemon xapian-tcpsrv --quiet "$tmp/db/generation-1.3/shard-0"   # sets $port
#     stop_daemon "$port"
. "${top_srcdir:?}/tests/http/serving.bash"

for tool in xapian-tcpsrv xapian-replicate xapian-replicate-server xapian-metadata; do
    command -v $tool >/dev/null || skip_all "$tool is missing (apt-get install xapian-tools)"
done

declare -A daemons=() # by port: process ids
trap 'stop_daemons; stop_server; rm -rf "$tmp"' EXIT

# Whether somebody takes connections at a port.
listens()
{
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# start_at PORT COMMAND [OPTION]...: false if it does not come up there.
start_at()
{
    # Told to stop, it stops its whole process group: it gets one of its own.
    setsid "$2" --interface=127.0.0.1 --port="$1" "${@:3}" >>"$tmp/daemon.log" 2>&1 &
    local pid=$!
    for _ in $(seq 100); do
        kill -0 "$pid" 2>/dev/null || return 1
        if listens "$1"; then
            daemons[$1]=$pid
            return 0
        fi
        sleep 0.05
    done
    kill "$pid"
    return 1
}

# start_daemon COMMAND [OPTION]...: at a port that is free; sets $port.
start_daemon()
{
    for _ in $(seq 20); do
        port=$((20000 + RANDOM % 12000))
        listens "$port" && continue
        start_at "$port" "$@" && return 0
    done
    diag "$(cat "$tmp/daemon.log")"
    printf 'Bail out! %s did not start\n' "$1"
    exit 1
}

# stop_daemon PORT: and all connections that it serves.
stop_daemon()
{
    local pid=${daemons[$1]-}
    [ -n "$pid" ] || return 0
    kill -TERM "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    unset "daemons[$1]"
}

stop_daemons()
{
    local at
    for at in "${!daemons[@]}"; do
        stop_daemon "$at"
    done
}

# indexed DB [OPTION]... SOURCE...: into an index of any name.
indexed()
{
    "$top_builddir/peerhub-index" -q -d "$@" >"$tmp/index.log" 2>&1 || {
        diag "$(cat "$tmp/index.log")"
        printf 'Bail out! peerhub-index failed\n'
        exit 1
    }
}

# answer [OPTION]... [QUERY]: all that a search says, but for the time that it took.
answer()
{
    "$top_builddir/peerhub-search" --format=json "$@" | jq -S 'del(.took_ms)'
}
