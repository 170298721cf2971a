#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a service manager does with the server: it hands over a socket (sd_listen_fds), is told when
# the server is ready and when it stops (sd_notify), and starts it anew without losing a request.
. "${top_srcdir:?}/tests/http/serving.bash"

make_index "$top_srcdir/corpus/documents"
program=$top_builddir/peerhub-serve

# --- the socket ---------------------------------------------------------------------------

if [ -n "$(type -P systemd-socket-activate)" ]; then
    for _ in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 20000))
        : >"$tmp/serve.out"
        # --listen is left aside.
        systemd-socket-activate -l "127.0.0.1:$port" -E PEERHUB_DATA_DIR \
            -E PEERHUB_FORMS_DIR \
            "$program" --db="$tmp/db" --listen=192.0.2.1:1 >"$tmp/serve.out" 2>"$tmp/serve.err" &
        server=$!
        base=http://127.0.0.1:$port
        # The first connection starts the server, and is its first request.
        for _ in $(seq 100); do
            answer=$(curl -sS --max-time 20 "$base/healthz" 2>/dev/null) && break
            kill -0 "$server" 2>/dev/null || break
            sleep 0.05
        done
        [ "$answer" != ok ] || break
    done
    is "the request that starts it is answered" "$answer" ok
    is "it says where it listens" "$(cat "$tmp/serve.out")" "peerhub-serve: listening on $base/"
    is "a search" "$(status '/search?q=data')" 200
    stop_server
    is "SIGTERM: exit status 0" "$exited" 0
else
    skip "the request that starts it is answered" "systemd-socket-activate is missing"
fi

LISTEN_FDS=2 LISTEN_PID=$$ bash -c 'exec "$@"' bash "$program" --db="$tmp/db" \
    --listen=127.0.0.1:0 >"$tmp/out" 2>"$tmp/err" &
other=$!
sleep 0.5
kill "$other"
wait "$other"
is "sockets of another process are left alone" "$?" 0

# --- what the manager is told -----------------------------------------------------------------

cat >"$tmp/manager.pl" <<'END'
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;
use POSIX ();
# A listening socket and a notification socket, as systemd would pass them.
my ($tmp, $program, $db) = @ARGV;
my $told = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => "$tmp/notify") or die "notify: $!";
my $listener = IO::Socket::INET->new(Listen => 64, LocalAddr => '127.0.0.1') or die "listen: $!";
my $url = 'http://127.0.0.1:' . $listener->sockport . '/search?q=data';

sub begin {
    my $child = fork // die "fork: $!";
    return $child if $child;
    open STDOUT, '>', '/dev/null';
    POSIX::dup2(fileno $listener, 3);
    @ENV{qw(LISTEN_FDS LISTEN_PID NOTIFY_SOCKET)} = (1, $$, "$tmp/notify");
    exec $program, "--db=$db" or POSIX::_exit(127);
}

sub hear {
    return 'nothing' unless IO::Select->new($told)->can_read(30);
    $told->recv(my $words, 100);
    return $words;
}

sub end_of {
    waitpid shift, 0;
    return $? >> 8;
}

my @askers;
sub ask {
    for (1 .. 10) {
        my $child = fork // die "fork: $!";
        exec 'curl', '-sf', '--max-time', '60', '-o', '/dev/null', $url unless $child;
        push @askers, $child;
    }
}

$| = 1;
my $first = begin();
print hear(), "\n";
ask();
kill TERM => $first;
print hear(), "\n";
ask();
print end_of($first), "\n";
ask();
my $second = begin();
print hear(), "\n";
print scalar(grep { end_of($_) == 0 } @askers), "\n";
kill TERM => $second;
print end_of($second), "\n";
END
is "ready and stopping are told, and no request is lost when it is started anew" \
    "$(timeout 120 perl "$tmp/manager.pl" "$tmp" "$program" "$tmp/db" 2>&1 | tr '\n' ' ')" \
    "READY=1 STOPPING=1 0 READY=1 30 0 "
done_testing
