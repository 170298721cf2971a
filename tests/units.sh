#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The shipped systemd units: systemd finds nothing wrong in them, they shut in what they run, and
# what they run makes no system call that they forbid.
. "${top_srcdir:?}/tests/tap.sh"

units=$top_builddir/systemd
for tool in systemd-analyze strace curl; do
    command -v $tool >/dev/null || skip_all "$tool is missing"
done

# What systemd-analyze looks for is in place: units, programs and the user.
mkdir -p "$tmp/root/etc/systemd/system" "$tmp/root/usr/lib/systemd/system"
cp "$units"/*.service "$top_srcdir"/systemd/*.socket "$top_srcdir"/systemd/*.timer "$tmp/"
bindir=$(sed -n 's|^ExecStart=\(.*\)/peerhub-serve .*|\1|p' "$tmp/peerhub-serve.service")
like "programs have whole paths" "$bindir" '^/'
sed -i "s|^ExecStart=$bindir/|ExecStart=$(cd "$top_builddir" && pwd)/|" "$tmp"/*.service
is "systemd-analyze verify finds nothing" \
    "$(systemd-analyze verify "$tmp"/peerhub-*.{service,socket,timer} 2>&1 |
        grep -E 'peerhub-(serve|index)' | grep -vE "Command .*man .* failed")" ""

# exposure UNIT: the figure of systemd-analyze security, 0 to 10.
exposure()
{
    systemd-analyze security --offline=yes "$tmp/$1" 2>"$tmp/err" |
        sed -nE 's/.*Overall exposure level for [^:]*: ([0-9.]+) .*/\1/p'
}
for unit in serve:1.5 index:3.0; do
    figure=$(exposure "peerhub-${unit%:*}.service")
    diag "peerhub-${unit%:*}.service: exposure $figure"
    if [ -z "$figure" ]; then
        skip "exposure of peerhub-${unit%:*}" "this systemd-analyze cannot tell"
    else
        ok "exposure of peerhub-${unit%:*} is at most ${unit#*:}" \
            awk "BEGIN { exit !($figure <= ${unit#*:}) }"
    fi
done

# --- system calls ---------------------------------------------------------------------------

if [ -n "$PEERHUB_SANITIZED" ]; then
    skip "no system call that is forbidden" "the sanitizers make calls of their own"
    done_testing
fi

# calls_of SET: the system calls of one of systemd's sets, and of those in it.
calls_of()
{
    systemd-analyze syscall-filter "$1" 2>/dev/null | sed -n 's/^    \([^#].*\)$/\1/p' |
        while read -r name; do
            case $name in
                @*) calls_of "$name" ;;
                *) echo "$name" ;;
            esac
        done
}

# allowed UNIT: what its SystemCallFilter= lines leave.
allowed()
{
    : >"$tmp/allowed"
    sed -n 's/^SystemCallFilter=//p' "$tmp/$1" | while read -r line; do
        for name in ${line#\~}; do
            case $name in
                @*) calls_of "$name" ;;
                *) echo "$name" ;;
            esac
        done | sort -u >"$tmp/named"
        case $line in
            \~*) comm -23 "$tmp/allowed" "$tmp/named" >"$tmp/left" ;;
            *) sort -u "$tmp/allowed" "$tmp/named" >"$tmp/left" ;;
        esac
        mv "$tmp/left" "$tmp/allowed"
    done
    cat "$tmp/allowed"
}

# made TRACE: the system calls in it.
made()
{
    sed -nE 's/^[0-9]+ +([a-z_0-9]+)\(.*/\1/p' "$1" | sort -u
}

if ! strace -o "$tmp/trace" true 2>"$tmp/err"; then
    skip "no system call that is forbidden" "strace may not look here"
    done_testing
fi
strace -f -qq -o "$tmp/index.trace" "$top_builddir/peerhub-index" -q --db="$tmp/db" \
    "$top_srcdir/corpus/documents" 2>"$tmp/index.err"
like "peerhub-index worked" "$(made "$tmp/index.trace")" '^landlock_restrict_self$|^seccomp$'
is "peerhub-index makes no call that its unit forbids" \
    "$(comm -23 <(made "$tmp/index.trace") <(allowed peerhub-index.service))" ""

printf 'metrics-listen = 127.0.0.1:0\naccess-log = -\n' >"$tmp/hub.conf"
NOTIFY_SOCKET=$tmp/notify strace -f -qq -o "$tmp/serve.trace" "$top_builddir/peerhub-serve" \
    --db="$tmp/db" --config="$tmp/hub.conf" --listen=127.0.0.1:0 >"$tmp/out" 2>"$tmp/err" &
tracer=$!
for _ in $(seq 400); do
    grep -q metrics "$tmp/out" && break
    sleep 0.05
done
base=$(sed -n 's/^peerhub-serve: listening on \(.*\)\/$/\1/p' "$tmp/out")
for path in / '/search?q=data' /api/v1/search /matrix /contacts /recommendations /about; do
    curl -sS -o "$tmp/body" --compressed --max-time 60 "$base$path"
done
curl -sS -o "$tmp/body" "$(sed -n 's/^peerhub-serve: metrics on //p' "$tmp/out")"
server=$(sed -n 's/^\([0-9]*\) .*listen(.*/\1/p' "$tmp/serve.trace" | head -n 1)
kill -HUP "$server"
curl -sS -o "$tmp/body" "$base/search"
kill -TERM "$server"
wait "$tracer"
is "peerhub-serve worked" $? 0
is "peerhub-serve makes no call that its unit forbids" \
    "$(comm -23 <(made "$tmp/serve.trace") <(allowed peerhub-serve.service))" ""
done_testing
