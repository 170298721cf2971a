# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# serving.bash - what the tests of the running server share, besides tap.sh.
#
#     . "${top_srcdir:?}/tests/http/serving.bash"
#     make_index "$top_srcdir/corpus/documents"
#     serve                     # sets $base ("http://127.0.0.1:PORT") and $server
#     is "it is there" "$(status /healthz)" 200
#
# Everything listens on the loopback address, on a port that the system picks, and ends with
# the test.
. "${top_srcdir:?}/tests/tap.sh"

for tool in curl jq; do
    command -v $tool >/dev/null || skip_all "$tool is missing (apt-get install $tool)"
done

server=
served=(--db="$tmp/db") # what is served
trap 'stop_server; rm -rf "$tmp"' EXIT

# make_index SOURCE...: into $tmp/db.
make_index()
{
    "$top_builddir/peerhub-index" -q -d "$tmp/db" "$@" >"$tmp/index.log" 2>&1 || {
        diag "$(cat "$tmp/index.log")"
        printf 'Bail out! peerhub-index failed\n'
        exit 1
    }
}

# serve OPTION...: starts a server and waits until it answers.
serve()
{
    : >"$tmp/serve.out"
    "$top_builddir/peerhub-serve" "${served[@]}" --listen=127.0.0.1:0 "$@" \
        >"$tmp/serve.out" 2>"$tmp/serve.err" &
    server=$!
    for _ in $(seq 200); do
        grep -q listening "$tmp/serve.out" && break
        kill -0 "$server" 2>/dev/null || break
        sleep 0.05
    done
    base=$(sed -n '1s/^peerhub-serve: listening on \(.*\)\/$/\1/p' "$tmp/serve.out")
    if [ -z "$base" ]; then
        diag "$(cat "$tmp/serve.err")"
        printf 'Bail out! peerhub-serve did not start\n'
        exit 1
    fi
}

# Ends the server; its exit status is in $exited.
stop_server()
{
    [ -n "$server" ] || return 0
    kill -TERM "$server" 2>/dev/null
    wait "$server"
    exited=$?
    server=
}

# get PATH [CURL OPTION]...: the body.
get()
{
    curl -sS --max-time 20 --path-as-is "${@:2}" "$base$1"
}

# status PATH [CURL OPTION]...
status()
{
    get "$1" "${@:2}" -o /dev/null -w '%{http_code}'
}

# headers PATH [CURL OPTION]...: the status line and the header fields, without carriage returns.
headers()
{
    get "$1" "${@:2}" -o /dev/null -D - | tr -d '\r'
}

# field NAME PATH [CURL OPTION]...: one header field's value.
field()
{
    headers "$2" "${@:3}" | sed -n "s/^$1: //Ip"
}

# in_log LOG PATTERN: an access log, once a line of it matches: each is written after its answer
# was sent, so that a client may be ahead of it.
in_log()
{
    for _ in $(seq 100); do
        grep -qE -- "$2" "$1" 2>/dev/null && break
        sleep 0.05
    done
    cat "$1"
}
