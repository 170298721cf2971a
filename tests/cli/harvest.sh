#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Another repository is harvested by OAI-PMH: tests/oai-server plays it, and all that can go wrong.
. "${top_srcdir:?}/tests/cli/indexing.bash"

command -v perl >/dev/null || skip_all "perl is missing (apt-get install perl-base)"
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY

r=$tmp/repository # what is played
mkdir "$r"
touch "$r/play"
trap 'kill "$server" 2>/dev/null; rm -rf "$tmp"' EXIT

# start_repository: plays $r; sets $server, $host and $url.
start_repository()
{
    : >"$tmp/port" # not that of one before
    "$top_srcdir/tests/oai-server" "$r" >"$tmp/port" 2>"$tmp/oai.err" &
    server=$!
    for _ in $(seq 200); do [ -s "$tmp/port" ] && break; sleep 0.05; done
    [ -s "$tmp/port" ] || { diag "$(cat "$tmp/oai.err")"; printf 'Bail out! no server\n'; exit 1; }
    host=http://127.0.0.1:$(cat "$tmp/port")
    url=oai+$host/oai
}
start_repository

# play [NAME VALUE]...: from now on; the log is new.
play()
{
    rm -f "$r/log" "$r/times" "$r/play" "$r/expired" "$r/was-busy" "$r/hung-up"
    printf '%s %s\n' "$@" >"$r/play"
}

# has LINE...: the records, "IDENTIFIER DATESTAMP [deleted]".
has() { printf '%s\n' "$@" >"$r/records"; }

# asked: the requests since play, without the path.
asked() { cut -f 1 "$r/log" | sed 's/^[^?]*?//'; }

# harvest [OPTION]... : into $db, from $url.
harvest() { index "$@" "$url"; }

day=T00:00:00Z
long_ago="2024-01-01$day"
today=$(date -u +%Y-%m-%d)
soon=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)

# --- a list in pieces ----------------------------------------------------------------------------

has "oai:x:1 $long_ago" "oai:x:2 $long_ago" "oai:x:3 $long_ago deleted" "oai:x:4 $long_ago" \
    "oai:x:5 $long_ago"
cat >"$r/oai:x:4" <<'END'
<dc:title>Open registers &amp; vans</dc:title>
<dc:creator>Berg, Anna</dc:creator><dc:creator>Lind, Bo</dc:creator>
<dc:subject>SDG 16</dc:subject><dc:subject>Open data</dc:subject><dc:subject>kittens</dc:subject>
<dc:subject>PARTICIPATION</dc:subject>
<dc:subject>gender; http://metadata.un.org/sdg/5.5</dc:subject>
<dc:description>&lt;p&gt;Registers of &lt;b&gt;villages&lt;/b&gt; are open.&lt;/p&gt;</dc:description>
<dc:description>A second text.</dc:description>
<dc:publisher>Ministry of Vans</dc:publisher>
<dc:date>2021-05-06T12:00:00Z</dc:date><dc:date>2019-03</dc:date>
<dc:type>Text</dc:type><dc:type>Practice note</dc:type><dc:language>eng</dc:language>
<dc:identifier>rep:17</dc:identifier><dc:identifier>doi:10.1234/ab</dc:identifier>
<dc:relation>https://example.org/rel</dc:relation>
<dc:coverage>Kazakhstan; KG</dc:coverage><dc:coverage>Osh, Kyrgyzstan</dc:coverage>
<dc:coverage>Myanmar (Burma)</dc:coverage>
<dc:coverage>1990-2000</dc:coverage>
<dc:rights>info:eu-repo/semantics/openAccess</dc:rights>
<dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights>
END
play page 2
harvest
is "a repository goes in, piece by piece" "$code $counts" "0 $(counted indexed 4)"
is "by its identifiers" "$(keys)" "oai:x:1 oai:x:2 oai:x:4 oai:x:5"
is "it is asked who it is, and then for its records" "$(asked | sed 's/=[0-9]*%21.*/=TOKEN/')" \
    "verb=Identify
verb=ListRecords&metadataPrefix=oai_dc
verb=ListRecords&resumptionToken=TOKEN
verb=ListRecords&resumptionToken=TOKEN"
like "by somebody with a name, who reads gzip" "$(cut -f 2,3 "$r/log" | sort -u)" \
    '^peerhub/[0-9.]+ .*gzip$'
is "with a pause before each request" "$(awk 'NR > 1 && $1 - last < 400000000 { short++ }
    { last = $1 } END { print short + 0 }' "$r/times")" 0

explain "$url" | jq -c 'select(.key == "oai:x:4")' >"$tmp/record"
of() { jq -r "$1" "$tmp/record"; }
is "title, authors, publisher" "$(of '.title, .creators[], .publisher' | paste -sd '|')" \
    "Open registers & vans|Berg, Anna|Lind, Bo|Ministry of Vans"
is "abstract without its marks" "$(of .abstract)" "Registers of villages are open."
is "a second description is text" "$(of '.passages[0].text')" "A second text."
is "the date on which it was published" "$(of .date)" 2019-03
is "type and language" "$(of '.type, .language' | paste -sd ' ')" "practice-note en"
is "an address" "$(of .source)" "https://doi.org/10.1234/ab"
is "countries by name and code" "$(of '[.countries[] | .code + .from] | join(" ")')" \
    "KZasserted KGasserted MMasserted"
is "goals among the subjects" "$(of '[.sdgs[] | .id + .from] | join(" ")')" \
    "16asserted 5.5asserted"
is "themes by id and label" "$(of '[.themes[].id] | sort | join(" ")')" \
    "gender open-data participation"
is "the licence that programs know" "$(of .license)" https://creativecommons.org/licenses/by/4.0/
is "where it is from" "$(of .path)" "$url#oai:x:4"
is "no warnings" "$(of '.warnings | length')" 0
is "subjects are found as words" "$(keys -- kittens)" oai:x:4

# --- what changes --------------------------------------------------------------------------------

id=$(found oai:x:2 .id)
play
harvest
is "again: only what changed since is asked for" "$code $counts" "0 $(counted unchanged 4)"
like "a little of the last time comes again" "$(asked | tail -n 1)" \
    "^verb=ListRecords&metadataPrefix=oai_dc&from=${today%-*}-[0-9T%A]*Z\$"

has "oai:x:1 $long_ago" "oai:x:2 $soon" "oai:x:4 $soon deleted" "oai:x:5 $long_ago" "oai:x:6 $soon"
echo '<dc:title>Another title</dc:title>' >"$r/oai:x:2"
play page 1
harvest
is "one changed, one was deleted, one is new" "$code $counts" \
    "0 $(counted indexed 1 updated 1 unchanged 2 removed 1)"
is "what is there" "$(keys)" "oai:x:1 oai:x:2 oai:x:5 oai:x:6"
is "a changed one keeps its id" "$(found oai:x:2 '.id + " " + .title')" "$id Another title"
harvest
is "what comes again is not indexed again" "$code $counts" "0 $(counted unchanged 4)"

has "oai:x:5 $soon deleted" "oai:x:6 $soon"
harvest --keep-missing
is "--keep-missing keeps what was deleted" "$counts $(keys)" \
    "$(counted unchanged 4) oai:x:1 oai:x:2 oai:x:5 oai:x:6"
has "oai:x:1 $long_ago" "oai:x:2 $soon" "oai:x:5 $long_ago" "oai:x:6 $soon"

# --- what has gone without a word ----------------------------------------------------------------

# a repository that tells what was deleted is believed
has "oai:x:2 $soon" "oai:x:5 $long_ago" "oai:x:6 $soon"
play
harvest
is "what is not mentioned stays" "$code $counts" "0 $(counted unchanged 4)"

for kind in transient no; do
    play deleted $kind page 2
    harvest
    is "$kind: it is looked what is there" "$(asked | sed -n 's/&.*//; s/verb=ListI/I/p' |
        sort -u)" Identifiers
    [ $kind = no ] || is "$kind: and what is not goes" "$code $counts" \
        "0 $(counted unchanged 3 removed 1)"
done
is "three are left" "$(keys)" "oai:x:2 oai:x:5 oai:x:6"

has "oai:x:6 $soon"
play deleted no error 'badArgument it is ill'
harvest
is "a list that fails removes nothing" "$code $counts $(keys)" \
    "1 $(counted failed 1) oai:x:2 oai:x:5 oai:x:6"
like "and is told in one line" "$(cat "$tmp/err")" \
    "^oai.$host/oai: the repository says badArgument: it is ill; its documents in the index stay\$"
: >"$r/records"
play deleted no
harvest
is "an empty one removes nothing" "$code $counts" "0 $(counted unchanged 3)"
harvest --full
is "nor with --full" "$code $counts $(keys)" "0 $(counted unchanged 3) oai:x:2 oai:x:5 oai:x:6"
has "oai:x:2 $soon" "oai:x:6 $soon"
play
harvest --full
is "a full harvest mirrors" "$code $counts $(keys)" "0 $(counted updated 2 removed 1) oai:x:2 oai:x:6"

# --- granularity ---------------------------------------------------------------------------------

play days yes
harvest
like "days are asked for as days" "$(asked | tail -n 1)" '&from=20[0-9]{2}-[0-9]{2}-[0-9]{2}$'

# --- what goes wrong -----------------------------------------------------------------------------

rm -rf "$db"
has "oai:x:1 $long_ago" "oai:x:2 $long_ago" "oai:x:3 $long_ago" "oai:x:4 $long_ago"

# fails NAME PATTERN [PLAY]...: the run fails with one line, and what was there stays.
harvest
before=$(keys)
fails()
{
    local name=$1 pattern=$2
    play "${@:3}"
    timeout 60 "$top_builddir/peerhub-index" --full -d "$db" "$url" >"$tmp/out" 2>"$tmp/err"
    is "$name: fails, and removes nothing" "$? $(keys)" "1 $before"
    is "$name: in one line" "$(grep -c "^$url: " "$tmp/err")" 1
    like "$name: says why" "$(grep "^$url: " "$tmp/err")" "$pattern"
}

fails "a token that comes again" 'same resumptionToken twice' page 1 repeat yes
fails "tokens that always expire" 'resumptionTokens expire before' page 1 expire-always yes
fails "another protocol" "version '1.1'" protocol 1.1
fails "HTTP 404" 'status 404' status 404
fails "a page" 'does not answer as a repository' page_instead yes
fails "an archive" 'does not answer as a repository' zip_instead yes
fails "half an answer" 'not well-formed XML' cut yes
fails "redirects in a circle" 'redirects' circle yes
fails "a redirect to a file" 'cannot be reached' escape yes
fails "a long wait" 'asks to wait 86400 s' busy 86400
fails "no such format" 'cannotDisseminateFormat: no' error 'cannotDisseminateFormat no'
is "that format was asked for once" "$(asked | grep -c List)" 1
kill "$server"
wait "$server" 2>/dev/null
index "$url"
is "nobody answers" "$code $counts $(keys)" "1 $(counted failed 1) $before"
like "which is said" "$(cat "$tmp/err")" "^oai.$host/oai: cannot be reached: .*; its documents in the index stay\$"
start_repository

# --- what goes well in the end -------------------------------------------------------------------

# goes NAME [PLAY]...: all records come in.
goes()
{
    play "${@:2}"
    rm -rf "$db"
    harvest
    is "$1" "$code $counts" "0 $(counted indexed 4)"
}

goes "a token that expired once: the list is begun anew" page 1 expire 2
is "and what came before is not indexed twice" "$(asked | grep -c metadataPrefix) $(keys | wc -w)" "2 4"
goes "tokens whose time is over are not tried" page 3 lifetime 1
goes "a busy repository is asked again" busy 1
is "after as long as it says" "$(awk 'NR == 3 { print ($1 - last >= 1000000000) } { last = $1 }' \
    "$r/times")" 1
goes "a connection that breaks" hangup yes
goes "a redirect" redirect yes
goes "what is not compressed" plain yes
goes "characters that XML does not have in a record" dirty yes
echo '<dc:title>Кафе «Ёж»</dc:title>' >"$r/oai:x:4"
goes "a byte that is no UTF-8 in a record" stray yes
is "which leaves others as they are" "$(found oai:x:4 .title)" "Кафе «Ёж»"

has "oai:x:1 $long_ago" "oai:x:bare $long_ago" "oai:x:2 $long_ago"
rm -rf "$db"
play
harvest
is "a record without metadata costs that record" "$code $counts" \
    "1 $(counted indexed 2 failed 1)"
like "by its name" "$(cat "$tmp/err")" "^oai.http://[0-9.:]*/oai#oai:x:bare: the record has no metadata\$"
harvest
is "which is told again" "$code $counts" "1 $(counted unchanged 2 failed 1)"
play deleted no
harvest
harvest
is "also where it is looked what is there" "$code $counts" "1 $(counted unchanged 2 failed 1)"
has "oai:x:1 $long_ago" "oai:x:bare $soon deleted" "oai:x:2 $long_ago"
play
harvest
is "until it is deleted there" "$code $counts" "0 $(counted unchanged 2)"

# --- watching ------------------------------------------------------------------------------------

# A repository is asked at the start, and not again because something else changed.
mkdir "$tmp/notes"
printf '# One\n\nWords.\n' >"$tmp/notes/one.md"
rm -rf "$db"
has "oai:x:1 $long_ago"
play
: >"$tmp/err"
"$top_builddir/peerhub-index" --watch -d "$db" "$tmp/notes" "$url" >"$tmp/out" 2>"$tmp/err" &
watch=$!
for _ in $(seq 300); do [ "$(grep -c '^indexed' "$tmp/err")" = 1 ] && break; sleep 0.1; done
printf '# Two\n\nWords.\n' >"$tmp/notes/two.md"
for _ in $(seq 300); do [ "$(grep -c '^indexed' "$tmp/err")" = 2 ] && break; sleep 0.1; done
kill "$watch"
wait "$watch" 2>/dev/null
is "a watch takes both in" "$(keys)" "oai:x:1 one.md two.md"
is "and asks the repository once" "$(asked | grep -c Identify)" 1

# --- addresses -----------------------------------------------------------------------------------

secret=oai+http://anna:hush@${url#oai+http://}
rm -rf "$db"
has "oai:x:1 $long_ago"
play
index "here=$secret?set=a%3Ab"
is "a set, by a name of one's own" "$code $(asked | tail -n 1)" \
    "0 verb=ListRecords&metadataPrefix=oai_dc&set=a%3Ab"
like "a password goes where it belongs" "$(cut -f 4 "$r/log" | sort -u)" '^Basic '
is "and nowhere else" "$(search | grep -c -e hush -e anna; grep -rl -e hush "$db" | wc -l)" "0
0"
kill "$server"
wait "$server" 2>/dev/null
index "here=$secret?set=a%3Ab"
is "not even into an error" "$code $(grep -c hush "$tmp/err")" "1 0"

for wrong in oai+ftp://x/ oai+http:// oai+//x "oai+http://x/oai?verb=Identify" "oai+http://x y/" \
    "oai+http://anna:hu/sh@x/oai" "oai+http://anna:hu?sh@x/oai"; do
    index "$wrong"
    is "'$wrong' is no repository" "$code $(grep -c -e hu/sh -e anna "$tmp/err")" "2 0"
done
index oai+http://x/oai?set=a oai+http://x/oai?set=b --db=/nowhere/at/all
unlike "two sets have names of their own" "$(cat "$tmp/err")" "two sources are called"
done_testing
