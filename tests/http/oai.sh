#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# OAI-PMH: every verb, argument and error; lists over many answers while the index changes;
# deletions; judged by a grammar of the protocol and by somebody else's harvester.
. "${top_srcdir:?}/tests/http/serving.bash"

grammar=$top_srcdir/tests/fixtures/oai/response.rng
have_xmllint=$(type -P xmllint)
have_harvester=$(perl -MHTTP::OAI -e 'print 1' 2>/dev/null)

# note NUMBER COUNTRY GOAL: a document of its own.
note()
{
    cat >"$tmp/docs/note-$1.md" <<EOF
---
title: "Note $1 & <others>"
type: practice-note
countries: [$2]
sdgs: [$3]
contacts:
  - name: Aigul Secretova
    email: aigul.secretova@example.org
    consent: public
    given_on: 2026-01-01
    authorised_by: herself
---
What the office in question did, told in the words of number $1.
EOF
}

mkdir "$tmp/docs"
for i in $(seq 101 330); do note "$i" KZ 16; done
for i in $(seq 331 340); do note "$i" EE 4; done
make_index "$tmp/docs"
serve --threads=2 --base-url=https://hub.example/kb

# oai ARGUMENTS: the answer.
oai() { get "/oai?$1" "${@:2}"; }
# code ARGUMENTS: the error's code; empty: none.
code() { oai "$1" | sed -n 's/.*<error code="\([A-Za-z]*\)".*/\1/p'; }
# values ELEMENT: what stands in elements of this name on standard input.
values() { sed -n "s/.*<$1[^>]*>\([^<]*\)<.*/\1/p"; }
token_of() { values resumptionToken; }

# --- what the repository is ---------------------------------------------------------------------

oai verb=Identify >"$tmp/identify"
is "its type" "$(field content-type '/oai?verb=Identify')" 'text/xml; charset=utf-8'
is "the base URL is the one that is told" "$(values baseURL <"$tmp/identify")" https://hub.example/kb/oai
is "in the request, too" "$(values request <"$tmp/identify")" https://hub.example/kb/oai
is "granularity" "$(values granularity <"$tmp/identify")" YYYY-MM-DDThh:mm:ssZ
is "deletions" "$(values deletedRecord <"$tmp/identify")" transient
is "namespace" "$(values repositoryIdentifier <"$tmp/identify")" hub.example
like "an address to write to" "$(values adminEmail <"$tmp/identify")" '^[^@ ]+@hub\.example$'
is "compressed on request" "$(field content-encoding '/oai?verb=ListRecords&metadataPrefix=oai_dc' -H 'Accept-Encoding: gzip')" gzip
is "sets with documents" "$(oai verb=ListSets | values setSpec | tr '\n' ' ')" \
    "type:practice-note sdg:16 sdg:4 country:EE country:KZ "
is "with names" "$(oai verb=ListSets | values setName | tail -n 1)" "Country: Kazakhstan"
is "in English whoever asks" "$(oai verb=ListSets -H 'Accept-Language: ru' | values setName | tail -n 1)" \
    "Country: Kazakhstan"
is "one format" "$(oai verb=ListMetadataFormats | values metadataPrefix)" oai_dc

# --- errors: arguments, code ------------------------------------------------------------------------

id=$(oai 'verb=ListIdentifiers&metadataPrefix=oai_dc' | values identifier | sed -n 1p)
while read -r arguments expected; do
    is "?$arguments" "$(code "${arguments/ID/$id}")" "${expected#none}"
    is "?$arguments: 200" "$(status "/oai?${arguments/ID/$id}")" 200
done <<'EOF'
x=y badVerb
verb= badVerb
verb=identify badVerb
verb=Nonsense badVerb
verb=Identify&verb=Identify badVerb
verb=Identify&x=y badArgument
verb=Identify&ui=ru badArgument
verb=Identify&set=country:KZ badArgument
verb=ListMetadataFormats none
verb=ListMetadataFormats&identifier=ID none
verb=ListMetadataFormats&identifier=nobody idDoesNotExist
verb=ListMetadataFormats&metadataPrefix=oai_dc badArgument
verb=ListSets&set=country:KZ badArgument
verb=ListSets&resumptionToken=x badResumptionToken
verb=GetRecord badArgument
verb=GetRecord&identifier=ID badArgument
verb=GetRecord&metadataPrefix=oai_dc badArgument
verb=GetRecord&identifier=ID&metadataPrefix=oai_dc none
verb=GetRecord&identifier=ID&identifier=ID&metadataPrefix=oai_dc badArgument
verb=GetRecord&identifier=ID&metadataPrefix=marc21 cannotDisseminateFormat
verb=GetRecord&identifier=oai:hub.example:nobody&metadataPrefix=oai_dc idDoesNotExist
verb=GetRecord&identifier=oai:elsewhere.example:x&metadataPrefix=oai_dc idDoesNotExist
verb=GetRecord&identifier=%00%FF%0A&metadataPrefix=oai_dc idDoesNotExist
verb=ListRecords badArgument
verb=ListRecords&metadataPrefix= badArgument
verb=ListRecords&metadataPrefix=marc21 cannotDisseminateFormat
verb=ListRecords&metadataPrefix=OAI_DC cannotDisseminateFormat
verb=ListRecords&metadataPrefix=oai_dc none
verb=ListRecords&metadataPrefix=oai_dc&from=2000-01-01 none
verb=ListRecords&metadataPrefix=oai_dc&from=2000-02-29T23:59:59Z none
verb=ListRecords&metadataPrefix=oai_dc&until=2000-01-01 noRecordsMatch
verb=ListRecords&metadataPrefix=oai_dc&from=2900-01-01 noRecordsMatch
verb=ListRecords&metadataPrefix=oai_dc&from=2000-01-01&until=2900-01-01T00:00:00Z badArgument
verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01 badArgument
verb=ListRecords&metadataPrefix=oai_dc&from=2001-02-29 badArgument
verb=ListRecords&metadataPrefix=oai_dc&from=1900-02-29 badArgument
verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01 badArgument
verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-00 badArgument
verb=ListRecords&metadataPrefix=oai_dc&from=2026 badArgument
verb=ListRecords&metadataPrefix=oai_dc&from=2026-1-1 badArgument
verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T24:00:00Z badArgument
verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T10:00Z badArgument
verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T10:00:00 badArgument
verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T10:00:00.5Z badArgument
verb=ListRecords&metadataPrefix=oai_dc&until= badArgument
verb=ListRecords&metadataPrefix=oai_dc&set=country:EE none
verb=ListRecords&metadataPrefix=oai_dc&set=country:FR noRecordsMatch
verb=ListRecords&metadataPrefix=oai_dc&set=country noRecordsMatch
verb=ListRecords&metadataPrefix=oai_dc&set=nonsense:x noRecordsMatch
verb=ListRecords&metadataPrefix=oai_dc&set=sdg:16.6 noRecordsMatch
verb=ListRecords&metadataPrefix=oai_dc&set=year:2026 noRecordsMatch
verb=ListRecords&metadataPrefix=oai_dc&set=sdg:16&set=sdg:4 badArgument
verb=ListRecords&metadataPrefix=oai_dc&identifier=ID badArgument
verb=ListRecords&resumptionToken=nonsense badResumptionToken
verb=ListRecords&resumptionToken= badArgument
verb=ListRecords&resumptionToken=r,,,,1,2 badResumptionToken
verb=ListRecords&resumptionToken=r,,,,1,2,3 badResumptionToken
verb=ListRecords&resumptionToken=r,,,,1,2,12026-01-01T00:00:00Z0123456789abcdef none
verb=ListRecords&resumptionToken=r,,,,1,2,22900-01-01T00:00:00Zx noRecordsMatch
verb=ListRecords&resumptionToken=i,,,,1,2,12026-01-01T00:00:00Z0123456789abcdef badResumptionToken
verb=ListRecords&resumptionToken=r,2026,,,1,2,12026-01-01T00:00:00Z0123456789abcdef badResumptionToken
verb=ListRecords&resumptionToken=r,,,x:y,1,2,12026-01-01T00:00:00Z0123456789abcdef badResumptionToken
verb=ListRecords&resumptionToken=r,,,,1,2,12026-01-01T00:00:00Z0123456789abcdef,x badResumptionToken
verb=ListRecords&resumptionToken=r,,,,-1,2,12026-01-01T00:00:00Z0123456789abcdef badResumptionToken
verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x badArgument
EOF
is "nothing at all" "$(code '')" badVerb
like "a wrong argument is not told again" "$(oai 'verb=Identify&x=y')" '<request>https'
like "arguments are told" "$(oai 'verb=ListSets')" '<request verb="ListSets">'

# --- forms ------------------------------------------------------------------------------------------

is "POST is answered" "$(get /oai -d 'verb=ListRecords&metadataPrefix=oai_dc&set=country:EE' | grep -c '<record>')" 10
is "POST: encoded" "$(get /oai --data-urlencode verb=ListIdentifiers --data-urlencode metadataPrefix=oai_dc \
    --data-urlencode set=country:EE | grep -c '<header>')" 10
is "POST: errors" "$(get /oai -d 'verb=Nonsense' | grep -c badVerb)" 1
is "POST: with a charset" "$(get /oai -H 'Content-Type: application/x-www-form-urlencoded; charset=utf-8' \
    -d verb=Identify | values protocolVersion)" 2.0
is "POST: what is no form has no verb" "$(get /oai -H 'Content-Type: text/plain' -d verb=Identify | grep -c badVerb)" 1
is "POST: nothing in it" "$(get /oai -X POST -H 'Content-Length: 0' | grep -c badVerb)" 1
head -c 70000 /dev/zero | tr '\0' x >"$tmp/long"
is "POST: too large" "$(status /oai --data-binary "@$tmp/long")" 413
is "POST: too large, without saying so first" "$(status /oai -H 'Transfer-Encoding: chunked' --data-binary "@$tmp/long")" 413
is "POST: in pieces" "$(get /oai -H 'Transfer-Encoding: chunked' -d verb=Identify | values protocolVersion)" 2.0
is "other methods" "$(status /oai -X PUT -d x)" 405
is "which there are" "$(field allow /oai -X DELETE)" "GET, HEAD, POST"
is "nowhere else" "$(status /search -d q=x)" 405
is "HEAD" "$(status '/oai?verb=Identify' -I)" 200

# --- long lists ----------------------------------------------------------------------------------------

# harvest VERB ARGUMENTS: all answers of a list, one after the other, to $tmp/list.
harvest()
{
    local next=$2
    : >"$tmp/list"
    answers=0
    while [ -n "$next" ] && [ $answers -lt 30 ]; do
        oai "verb=$1&$next" >"$tmp/answer"
        cat "$tmp/answer" >>"$tmp/list"
        answers=$((answers + 1))
        next=$(token_of <"$tmp/answer")
        next=${next:+resumptionToken=$next}
    done
}

harvest ListRecords metadataPrefix=oai_dc
is "all records" "$(values identifier <"$tmp/list" | sort -u | wc -l)" 240
is "each once" "$(values identifier <"$tmp/list" | wc -l)" 240
is "in three answers" $answers 3
is "with the size of the list" "$(grep -o 'completeListSize="[0-9]*"' "$tmp/list" | sort -u)" 'completeListSize="240"'
is "and where each begins" "$(grep -o 'cursor="[0-9]*"' "$tmp/list" | tr '\n' ' ')" 'cursor="0" cursor="100" cursor="200" '
like "the last says that it is" "$(grep resumptionToken "$tmp/answer")" '<resumptionToken completeListSize="240" cursor="200"></resumptionToken>'
like "text is escaped" "$(cat "$tmp/list")" '<dc:title xml:lang="en">Note 101 &amp; &lt;others&gt;</dc:title>'
like "addresses are whole" "$(cat "$tmp/list")" '<dc:identifier>https://hub.example/kb/documents/'
unlike "no contacts" "$(cat "$tmp/list")" '[Ss]ecretova|example\.org'
harvest ListRecords 'metadataPrefix=oai_dc&set=country:KZ'
is "a set" "$(values identifier <"$tmp/list" | sort -u | wc -l)" 230
unlike "a short list has no token" "$(oai 'verb=ListRecords&metadataPrefix=oai_dc&set=country:EE')" resumptionToken

# --- what changes between two harvests ------------------------------------------------------------------

first=$(oai 'verb=ListRecords&metadataPrefix=oai_dc')
token=$(printf '%s' "$first" | token_of)
begun=$(oai verb=Identify | values responseDate)
sleep 1.1
rm "$tmp/docs/note-101.md" "$tmp/docs/note-340.md"
note 341 EE 4
echo "One more sentence." >>"$tmp/docs/note-102.md"
touch "$tmp/docs/note-103.md"
make_index "$tmp/docs"
{ printf '%s\n' "$first"; harvest ListRecords "resumptionToken=$token"; cat "$tmp/list"; } >"$tmp/all"
missing=0
for i in $(seq 102 339); do grep -q "Note $i " "$tmp/all" || missing=$((missing + 1)); done
is "a list that the index changes under loses nothing" $missing 0
harvest ListRecords "metadataPrefix=oai_dc&from=$begun"
is "since then: new, changed, gone; not what was touched" "$(values identifier <"$tmp/list" | wc -l)" 4
is "what went is told" "$(grep -c '<header status="deleted">' "$tmp/list")" 2
is "with its sets" "$(grep -A5 'status="deleted"' "$tmp/list" | values setSpec | sort | uniq -c | tr -s ' \n' ' ')" \
    " 1 country:EE 1 country:KZ 1 sdg:16 1 sdg:4 2 type:practice-note "
harvest ListIdentifiers "metadataPrefix=oai_dc&from=$begun&set=country:EE"
is "of a set" "$(grep -c '<header' "$tmp/list") $(grep -c 'status="deleted"' "$tmp/list")" "2 1"
gone=$(grep -A1 'status="deleted"' "$tmp/list" | values identifier)
like "and asked for by itself" "$(oai "verb=GetRecord&metadataPrefix=oai_dc&identifier=$gone")" 'status="deleted"'
is "its formats" "$(code "verb=ListMetadataFormats&identifier=$gone")" ""
note 340 EE 4
make_index "$tmp/docs"
unlike "what comes back is not gone" "$(oai "verb=GetRecord&metadataPrefix=oai_dc&identifier=$gone")" deleted
harvest ListRecords "metadataPrefix=oai_dc&from=$begun"
is "nor in lists" "$(grep -c 'status="deleted"' "$tmp/list") $(values identifier <"$tmp/list" | wc -l)" "1 4"
make_index --full "$tmp/docs"
harvest ListRecords "metadataPrefix=oai_dc&from=$begun"
is "a full build changes no datestamp and keeps deletions" \
    "$(grep -c 'status="deleted"' "$tmp/list") $(values identifier <"$tmp/list" | wc -l)" "1 4"

"$top_builddir/peerhub-index" -q -d "$tmp/db" --forget="${id#oai:hub.example:}" >"$tmp/forget.log" 2>&1
like "what was forgotten is told to who asks" "$(oai "verb=GetRecord&metadataPrefix=oai_dc&identifier=$id")" 'status="deleted"'
harvest ListIdentifiers metadataPrefix=oai_dc
is "and is in no list" "$(grep -c "<identifier>$id<" "$tmp/list")" 0

# --- as it is configured ---------------------------------------------------------------------------------

stop_server
printf '%s\n' 'site-name = Hub of <hubs>' 'administrator-email = desk@library.example' \
    'oai-namespace = papers.example' 'base-url = https://hub.example/kb' >"$tmp/conf"
serve --threads=2 --config="$tmp/conf"
oai verb=Identify >"$tmp/identify"
is "its name" "$(values repositoryName <"$tmp/identify")" 'Hub of &lt;hubs&gt;'
is "the administrator's address" "$(values adminEmail <"$tmp/identify")" desk@library.example
is "the namespace" "$(values repositoryIdentifier <"$tmp/identify")" papers.example
is "in identifiers" "$(oai 'verb=ListIdentifiers&metadataPrefix=oai_dc' | values identifier | grep -vc '^oai:papers.example:')" 0
gone=oai:papers.example:${gone#oai:hub.example:}

# --- others' judgement --------------------------------------------------------------------------------

if [ -n "$have_xmllint" ]; then
    for arguments in verb=Identify verb=ListSets verb=ListMetadataFormats verb=Nonsense \
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=$gone" \
        "verb=ListRecords&metadataPrefix=oai_dc&set=country:EE" "verb=ListRecords&metadataPrefix=oai_dc" \
        "verb=ListIdentifiers&metadataPrefix=oai_dc" 'verb=ListRecords&metadataPrefix=x' ; do
        oai "$arguments" >"$tmp/answer"
        is "grammar: $arguments" "$(xmllint --noout --relaxng "$grammar" "$tmp/answer" 2>&1)" \
            "$tmp/answer validates"
    done
else
    skip "the grammar" "xmllint is missing (apt-get install libxml2-utils)"
fi

if [ -n "$have_harvester" ]; then
    stop_server
    serve --threads=2
    # client VERB [NAME=VALUE]...
    client() { perl "$top_srcdir/tests/http/harvest.pl" "$base/oai" "$@" 2>&1; }
    is "a harvester: Identify" "$(client Identify)" \
        "$(printf 'peerhub\t%s/oai\tYYYY-MM-DDThh:mm:ssZ\ttransient' "$base")"
    is "a harvester: sets" "$(client ListSets | cut -f1 | tr '\n' ' ')" \
        "type:practice-note sdg:16 sdg:4 country:EE country:KZ "
    client ListRecords metadataPrefix=oai_dc >"$tmp/client"
    is "a harvester: all records" "$(cut -f1 "$tmp/client" | sort -u | wc -l)" 240
    is "a harvester: their titles" "$(cut -f3 "$tmp/client" | grep -c '^Note [0-9]* & <others>$')" 239
    is "a harvester: what went" "$(cut -f3 "$tmp/client" | grep -c '^deleted$')" 1
    is "a harvester: a set" "$(client ListRecords metadataPrefix=oai_dc set=country:EE | wc -l)" 11
    is "a harvester: headers" "$(client ListIdentifiers metadataPrefix=oai_dc | wc -l)" 240
    is "a harvester: since" "$(client ListRecords metadataPrefix=oai_dc "from=$begun" | wc -l)" 4
    like "a harvester: errors" "$(client ListRecords metadataPrefix=marc21)" '^wrong: cannotDisseminateFormat'
else
    skip "somebody else's harvester" "HTTP::OAI is missing (apt-get install libhttp-oai-perl)"
fi
done_testing
