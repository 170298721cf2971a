#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# One index as one database, as three local shards and as three behind xapian-tcpsrv: the same
# answers; servers that stop and start, and what is said of them.
. "${top_srcdir:?}/tests/cli/sharding.bash"

documents=$top_srcdir/corpus/documents
indexed "$tmp/one" --jobs=1 "$documents"
indexed "$tmp/three" --jobs=3 "$documents"

ports=() remote=() local=()
for i in 0 1 2; do
    shard=$tmp/three/generation-1.3/shard-$i
    start_daemon xapian-tcpsrv --quiet "$shard"
    ports+=("$port")
    remote+=(--db="tcp://127.0.0.1:$port")
    local+=(--db="$shard")
done

# --- the same answers -------------------------------------------------------------------------

questions=0
differ()
{
    local one other name
    questions=$((questions + 1))
    one=$(answer --db="$tmp/one" "$@")
    for name in three local remote; do
        case $name in
            three) other=$(answer --db="$tmp/three" "$@") ;;
            local) other=$(answer "${local[@]}" "$@") ;;
            remote) other=$(answer "${remote[@]}" "$@") ;;
        esac
        [ "$one" = "$other" ] || printf '%s: %s; ' "$name" "$*"
    done
    [ -n "$one" ] || printf 'nothing: %s; ' "$*"
}

wrong=
while IFS='|' read -r words options; do
    # shellcheck disable=SC2086 # options are words
    wrong="$wrong$(differ $options -- "$words")"
done <<'QUESTIONS'
data|-n 100
open data|-n 100
services|-n 30 --offset=5
services|--offset=7 -n 3
public services for citizens|--match=any -n 50
how do registers exchange data|
"digital government"|-n 40
"one stop shop" OR portal|
data AND NOT health|-n 60
+training -school|
registry AND (tax OR land)|-n 50
budget NEAR/8 citizens|
title:portal|
org:ministry|-n 100
country:EE|-n 20
sdg:16 digital|
year:2019..2022 service|-n 100
государственные услуги|
реестр|-n 30
servicios públicos|
administration électronique|
servicii publice|
artificial intelligence|--type=ai-case-study -n 50
artificial intelligence|--country=EE,FI,DK
procurement|--region=150 -n 20
procurement|--sdg=16 --year=2015..
tax|--theme=integrity
tax|--country=KZ --country=KG --sort=date
benefits|--all=sdg --sdg=16,10
corruption|--exclude=UA -n 30
corruption|--from=asserted
village|--language=ru,en
register|--status=scaled,pilot
women|--since=2020
law|-n 100
new|-n 100
neither ministers nor senior officials|--match=any -n 100
nat* service|--match=any -n 50
nothingofthekind|
|-n 100
|--sort=title -n 100
|--sort=date --offset=20 -n 20
|--sdg=16 --sort=title
|--event-country=RO
the|
of and in|
data|--show=contacts -n 60
|--show=contacts -n 60 --exclude=KZ,US
open data|--show=contacts --type=practice-note --offset=10 -n 30
QUESTIONS
is "49 questions to one database, three local shards and three remote ones" "$wrong" ""

# --- odd shards ---------------------------------------------------------------------------------

# says DESCRIPTION PATTERN [OPTION]...: exit status 3 and these words.
says()
{
    "$top_builddir/peerhub-search" "${@:3}" data >"$tmp/out" 2>"$tmp/err"
    is "$1: exit status" $? 3
    like "$1" "$(cat "$tmp/err")" "$2"
}

says "two of three shards" 'shard 0 of a generation of 3, and of these 2' "${remote[@]:0:2}"
says "a shard twice" 'named twice' "${local[@]}" "${remote[0]}"
says "an address without a port" 'tcp://HOST:PORT' --db=tcp://127.0.0.1
says "no address" 'tcp://HOST:PORT' --db=tcp://::1:7001
says "an IPv6 address at which nobody is" 'tcp://\[::1\]:1 does not answer' --db='tcp://[::1]:1'

# --- a server that stops ------------------------------------------------------------------------

served=("${remote[@]}")
serve --threads=2
api()
{
    get "/api/v1/search?q=data&per_page=50" | jq -S 'del(.took_ms)'
}
before=$(api)
is "a server over remote shards" "$(jq .total <<<"$before")" \
    "$(answer --db="$tmp/one" data | jq .total)"
id=$(jq -r '.results[0].id' <<<"$before")
is "and its documents" "$(status "/documents/$id")" 200
is "what there never was" "$(status /documents/none)" 404

stop_daemon "${ports[1]}"
says "a shard that is stopped" "the shard tcp://127.0.0.1:${ports[1]} does not answer" \
    "${remote[@]}"
is "the server says so" "$(status '/api/v1/search?q=data')" 503
is "also of documents that it may not find" "$(status /documents/none)" 503
is "and is not ready" "$(status /readyz)" 503
is "partly: exit status" \
    "$("$top_builddir/peerhub-search" --partial "${remote[@]}" data >"$tmp/out" 2>&1; echo $?)" 0
like "partly: the shard is named" "$(cat "$tmp/out")" \
    "^peerhub-search: tcp://127.0.0.1:${ports[1]} does not answer and was left out"
partly=$(answer --partial "${remote[@]}" data)
is "partly: what is not exact" "$(jq -r '[.exact, .missing[]] | join(" ")' <<<"$partly")" \
    "false tcp://127.0.0.1:${ports[1]}"
for show in contacts passages; do
    is "partly: $show" "$("$top_builddir/peerhub-search" --partial "${remote[@]}" --show="$show" \
        --format=json data | jq -r '[.exact, .missing[]?] | join(" ")')" "false tcp://127.0.0.1:${ports[1]}"
done
is "partly: less" "$(jq --argjson all "$(jq .total <<<"$before")" '.total > 0 and .total < $all' \
    <<<"$partly")" true

start_at "${ports[1]}" xapian-tcpsrv --quiet "$tmp/three/generation-1.3/shard-1" ||
    fail "the shard's server starts again" "$(cat "$tmp/daemon.log")"
is "it is back, and the server answers as before" "$(api)" "$before"
is "and is ready" "$(status /readyz)" 200
is "whole again" "$(answer --partial "${remote[@]}" data | jq -c '[.exact, .missing]')" \
    '[true,null]'

# Connections that were dropped while nobody asked are made anew.
stop_daemon "${ports[2]}"
start_at "${ports[2]}" xapian-tcpsrv --quiet --idle-timeout=300 \
    "$tmp/three/generation-1.3/shard-2" || fail "with a short patience" "$(cat "$tmp/daemon.log")"
is "a server with little patience" "$(api)" "$before"
sleep 1
is "and after it hung up" "$(api)" "$before"
for i in 0 1 2; do
    stop_daemon "${ports[$i]}"
    start_at "${ports[$i]}" xapian-tcpsrv --quiet "$tmp/three/generation-1.3/shard-$i" ||
        fail "shard $i starts again" "$(cat "$tmp/daemon.log")"
done
is "all of them were started anew between two questions" "$(api)" "$before"

# --- what is written meanwhile ------------------------------------------------------------------

tag()
{
    field etag "/api/v1/search?q=data"
}
etag=$(tag)
mkdir "$tmp/more"
printf '# Zebra crossings\n\nA note about data.\n' >"$tmp/more/a.md"
indexed "$tmp/three" "$tmp/more"
like "a commit is seen over tcp://" "$(get '/api/v1/search?q=zebra' | jq .total)" '^1$'
[ "$(tag)" != "$etag" ]
is "and changes the entity tag" $? 0
etag=$(tag)
indexed "$tmp/three" "$tmp/more"
is "a run that changes nothing does not" "$(tag)" "$etag"

# A full build makes another generation, and the servers go over to it one by one.
indexed "$tmp/three" --full --jobs=3 "$tmp/more" "$documents"
is "the old generation is served until then" "$(get '/api/v1/search?q=zebra' | jq .total)" 1
stop_daemon "${ports[0]}"
start_at "${ports[0]}" xapian-tcpsrv --quiet "$tmp/three/generation-2.3/shard-0" ||
    fail "shard 0 of the new generation" "$(cat "$tmp/daemon.log")"
is "two generations are never mixed" "$(status '/api/v1/search?q=data')" 503
like "and the reason is told" "$(cat "$tmp/serve.err")" 'is shard [0-2] of a generation of 3'
for i in 1 2; do
    stop_daemon "${ports[$i]}"
    start_at "${ports[$i]}" xapian-tcpsrv --quiet "$tmp/three/generation-2.3/shard-$i" ||
        fail "shard $i of the new generation" "$(cat "$tmp/daemon.log")"
done
is "the new generation is whole" "$(get '/api/v1/search?q=zebra' | jq .total)" 1
stop_server
stop_daemons

# --- an index of another version ----------------------------------------------------------------

served=(--db="$tmp/one")
serve --threads=1
mark=$(xapian-metadata get "$tmp/one/generation-1.1/shard-0" revision)
xapian-metadata set "$tmp/one/generation-1.1/shard-0" revision "1 ${mark#* }"
says "another schema" "has schema 1, and this version of peerhub reads" --db="$tmp/one"
is "a server that runs" "$(status '/search?q=data')" 503
is "is not ready any more" "$(status /readyz)" 503
stop_server
"$top_builddir/peerhub-serve" --db="$tmp/one" --listen=127.0.0.1:0 >"$tmp/out" 2>"$tmp/err"
is "a server does not start: exit status" $? 3
like "and says why" "$(cat "$tmp/err")" "has schema 1"
xapian-metadata set "$tmp/one/generation-1.1/shard-0" revision ""
says "no mark at all" "not made by this version" --db="$tmp/one"
"$top_builddir/peerhub-index" -d "$tmp/one" --jobs=2 "$documents" >"$tmp/out" 2>"$tmp/err"
is "peerhub-index makes it anew" $? 0
is "in a generation of its own" "$(cat "$tmp/one/current")" generation-2.2
is "which is as the old one was" "$(answer --db="$tmp/one" data | jq .total)" "$(jq .total <<<"$before")"

done_testing
