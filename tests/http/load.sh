#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Many at once, slow ones among them, and a stop in the midst of it.
. "${top_srcdir:?}/tests/http/serving.bash"

make_index "$top_srcdir/corpus/documents"
serve --threads=1

# --- many at once ---------------------------------------------------------------------------

seq 200 | xargs -P 20 -I{} curl -sS --max-time 30 -o /dev/null -w '%{http_code}\n' \
    "$base/search?q=public+service+{}" | sort | uniq -c >"$tmp/codes"
is "200 searches, 20 at a time, one search thread" "$(tr -s ' ' <"$tmp/codes")" " 200 200"

# --- slow ones --------------------------------------------------------------------------------

# A client that sends half a request and then nothing holds up nobody.
port=${base##*:}
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /search?q=data HTTP/1.1\r\nHos' >&3
is "half a request holds up nobody" "$(status /search)" 200
printf 't: localhost\r\nConnection: close\r\n\r\n' >&3
like "and is answered when it is whole" "$(timeout 10 head -1 <&3 | tr -d '\r')" '^HTTP/1.1 200'
exec 3<&- 3>&-

# Two requests in one packet are answered one after the other.
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /search HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' >&3
is "requests in one packet" "$(timeout 10 cat <&3 | grep -ac '^HTTP/1.1 200')" 2
exec 3<&- 3>&-

# Clients that go away before their answer do no harm.
for _ in $(seq 30); do
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET /search?q=data HTTP/1.1\r\nHost: x\r\n\r\n' >&3
    exec 3<&- 3>&-
done
is "clients that went away did no harm" "$(status /search)" 200

# --- the end ------------------------------------------------------------------------------------

# Requests that are there whole when the signal comes are answered; a later client's answer tells
# that they are.
for fd in $(seq 10 19); do
    eval "exec $fd<>/dev/tcp/127.0.0.1/$port"
    printf 'GET /search?q=a*+OR+s*+OR+%s HTTP/1.1\r\nHost: x\r\n\r\n' "$fd" >&"$fd"
done
get /healthz >"$tmp/out"
kill -TERM "$server"
answered=0
for fd in $(seq 10 19); do
    timeout 20 cat <&"$fd" | grep -aq '^HTTP/1.1 200' && answered=$((answered + 1))
    eval "exec $fd<&- $fd>&-"
done
is "what was in flight is answered" "$answered" 10
stop_server
is "and then it ends: exit status 0" "$exited" 0
curl -sS --max-time 5 "$base/healthz" >"$tmp/out" 2>&1
is "nobody listens any more" $? 7
is "nothing was complained of" "$(cat "$tmp/serve.err")" ""

# Connections that were open before may ask while the server ends: each is answered or closed.
cat >"$tmp/late.pl" <<'PERL'
use strict; use warnings; use IO::Socket::INET; use Time::HiRes qw(sleep);
my ($port, $pid) = @ARGV;
$SIG{PIPE} = 'IGNORE';
my @open = map { IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port") || die } 1 .. 120;
kill TERM => $pid;
for (@open) { syswrite $_, "GET /search?q=data HTTP/1.1\r\nHost: x\r\n\r\n"; sleep 0.0005 }
PERL
ends=
for _ in 1 2 3 4 5 6 7 8; do
    serve --threads=2
    perl "$tmp/late.pl" "${base##*:}" "$server"
    stop_server
    ends+="$exited$(cat "$tmp/serve.err")"
done
is "who asks while it ends does no harm" "$ends" 00000000
done_testing
