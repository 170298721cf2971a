#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Contact data without consent is nowhere: not in terms, phrases, snippets, records, pages, paths,
# logs, nor in the bytes of the index; what is public is there.
. "${top_srcdir:?}/tests/http/serving.bash"

for tool in xapian-delve xapian-metadata; do
    command -v $tool >/dev/null || skip_all "$tool is missing (apt-get install xapian-tools)"
done

s=$tmp/notes
mkdir -p "$s/sub"

# Words that are nowhere else.  Each belongs to somebody who has not consented.
secrets=(zebrowsky quillonia vexholm тогузбаев dvoretskij marbelline ostrowick plumtreesen
    kandulova jumazelov trelawnix brackenfjord sundquistel wolframsky nightinghal
    hiddenbox secretmail spelledout cyrillbox widebox codebox listbox linkbox hcardbox
    jatsbox replybox tablebox bukvabox)
numbers=('998 71 555 01 01' '(495) 555-01-02' '555-01-03' '021/555-0104' '0700555105'
    '555 01 06' '20 7946 0107' '5550108' '555.01.09')

cat >"$s/front.md" <<'TEXT'
---
title: Registers, told by Quillonia Zebrowsky
language: en
contacts:
  - {name: Quillonia Zebrowsky, email: hiddenbox@office.test, phone: "+998 71 555 01 01", consent: none}
  - {name: Pavla Openova, organisation: Open Office, email: pavla@open.test, consent: public,
     given_on: 2026-01-02, authorised_by: Open Office}
---
The register was made by Q. Zebrowsky and by ZEBROWSKY Quillonia. Ms Zebrowsky wrote of it at
https://people.test/quillonia-zebrowsky and Pavla Openova helped.
TEXT
printf 'Missing consent\n\nThe portal of Vexholm Almaria opened.\n' >"$s/missing.txt"
printf 'contacts: [{name: Almaria Vexholm, organisation: Office}]\n' >"$s/missing.txt.meta.yaml"
printf 'Expired consent\n\nThe portal of Brackenfjord Edda opened.\n' >"$s/expired.txt"
printf '{"contacts": [{"name": "Edda Brackenfjord", "consent": "public", "given_on": "2020-01-01",
    "authorised_by": "Office", "expires": "2020-12-31"}]}' >"$s/expired.txt.meta.json"
printf 'Relayed\n\nThe portal of Anton Plumtreesen opened.\n' >"$s/relay.txt"
printf 'contacts: [{name: Anton Plumtreesen, organisation: Relay Office, url: "https://relay.test/",
    email: office@relay.test, consent: relay}]\n' >"$s/relay.txt.meta.yaml"
printf 'A paper file\n\nPaper.\n' >"$s/sub/wolframsky-berta.txt"
printf 'contacts: [{name: Berta Wolframsky, consent: none}]\n' >"$s/sub/wolframsky-berta.txt.meta.yaml"
cat >"$s/block.txt" <<'TEXT'
Report of a workshop

The workshop of Marbelline Ostrowick found much. Anna Dvoretskij agreed.

Write to secretmail (at) office dot test, spelledout[at]office.test, cyrillbox собака office.test,
widebox＠office.test, codebox&#64;office.test, {listbox,b}@office.test or bukvabox @ office . test.
Tel.: 555 01 06, fax (495) 555-01-02, моб. 555-01-03, Beograd 021/555-0104, mob: 5550108.

For more information please contact Anna Dvoretskij, Director.

List of participants of the third workshop

Marbelline Ostrowick, Ministry of Finance
TEXT
cat >"$s/russian.txt" <<'TEXT'
Отчёт о семинаре

Семинар прошёл в мае. Доклад сделал А. Тогузбаев.

Контактное лицо: Асан Тогузбаев, тел. 0700555105

Координатор: Jumazelov Baktiyar, директор.

Jumazelov Baktiyar показал портал.
TEXT
cat >"$s/page.html" <<'TEXT'
<html lang="en"><head><title>A page on paper</title></head><body><main>
<h1>A page on paper</h1><p>Paper was burnt by Rosamund Kandulova, whose friend is
<a href="mailto:linkbox@office.test">Gwen Trelawnix</a>. Call <a href="tel:+442079460107">her</a>.</p>
<p>Gwen Trelawnix and Olle Sundquistel know it.</p>
<div class="vcard"><span class="fn">Olle Sundquistel</span>
<a class="email" href="mailto:hcardbox@office.test">hcardbox</a> <span class="tel">20 7946 0107</span></div>
<address>Rosamund Kandulova, Director, 555.01.09</address>
</main></body></html>
TEXT
cat >"$s/jats.xml" <<'TEXT'
<article><front><article-meta><title-group><article-title>On ledgers</article-title></title-group>
<author-notes><corresp>Write to Hanna Nightinghal, <email>jatsbox@office.test</email></corresp></author-notes>
</article-meta></front><body><p>Ledgers by Hanna Nightinghal are kept.</p></body></article>
TEXT
cat >"$s/reply.eml" <<'TEXT'
From: Gwen Trelawnix <replybox@office.test>
To: Rosamund Kandulova <replybox@office.test>
Subject: Ledgers
Content-Type: text/plain; charset=utf-8

The ledgers of Rosamund Kandulova are kept.

From: Anna Dvoretskij
Sent: Monday
To: Gwen Trelawnix
Subject: RE: Ledgers

I have seen the ledgers.

Best regards,
Hanna Nightinghal
TEXT
printf 'id,title,abstract,contact\n1,A row,"By Marbelline Ostrowick, tablebox@office.test",Marbelline Ostrowick\n' \
    >"$s/table.csv"
printf '{\\rtf1 {\\b Contacts}\\par Contact person: Olle Sundquistel, hcardbox@office.test\\par Olle Sundquistel came.\\par}' \
    >"$s/note.rtf"
cat >"$s/flat.fodt" <<'TEXT'
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:h text:outline-level="1">Flat report</text:h><text:p>Edda Brackenfjord came.</text:p>
<text:h text:outline-level="2">Participants</text:h><text:p>Edda Brackenfjord, Director</text:p>
</office:text></office:body></office:document>
TEXT
printf '%%PDF-1.4\nnothing of secretmail@office.test' >"$s/broken.pdf"

make=$top_builddir/peerhub-index
"$make" -v -d "$tmp/db" "$s" >"$tmp/index.out" 2>"$tmp/index.err"
is "one file is broken, all others went in" "$?" 1
"$make" -v -d "$tmp/db" "$s" >>"$tmp/index.out" 2>>"$tmp/index.err"
"$make" --explain "$s" >"$tmp/explained" 2>>"$tmp/index.err"

# --- nowhere ----------------------------------------------------------------------------------

# without WHAT FILE...: no secret stands in the files, in whatever case.
without()
{
    local found=''
    for word in "${secrets[@]}" "${numbers[@]}"; do
        if LC_ALL=C.UTF-8 grep -aqiF -e "$word" "${@:2}"; then found="$found [$word]"; fi
    done
    is "$1" "$found" ""
}

without "not in records" "$tmp/explained"
without "not in what the indexer prints" "$tmp/index.out" "$tmp/index.err"

# Everything in the index: terms, data, values, metadata.
for shard in "$tmp"/db/generation-*/shard-*; do
    xapian-delve -a -1 "$shard"
    for ((id = 1; id <= $(xapian-delve "$shard" | sed -n 's/^highest document id .*= //p'); id++)); do
        xapian-delve -r "$id" -d "$shard" 2>/dev/null
        for slot in {0..9}; do xapian-delve -r "$id" -V"$slot" "$shard" 2>/dev/null; done
    done
    xapian-metadata list "$shard" word: # a list of words, whose values say nothing
    for key in $(xapian-metadata list "$shard" | grep -v ^word:); do
        echo "$key"
        xapian-metadata get "$shard" "$key"
    done
done >"$tmp/dumped"
ok "the dump has what is in the index" grep -aq 'Registers, told by' "$tmp/dumped"
ok "also its words" grep -aqx 'word:registers regist' "$tmp/dumped"
without "not in terms, data, values and metadata" "$tmp/dumped"
cat "$tmp"/db/generation-*/shard-*/* "$tmp"/db/current "$tmp"/db/lock >"$tmp/raw"
without "not in the bytes on the disk" "$tmp/raw"

found=
for word in "${secrets[@]}" '"quillonia zebrowsky"' 'zebrow*' 'author:zebrowsky' 'title:zebrowsky' \
    'org:ostrowick' 'anna NEAR/5 dvoretskij' '"998 71 555 01 01"' '"office test"' 5550108; do
    total=$("$top_builddir/peerhub-search" -d "$tmp/db" --match=all --format=json -- "$word" | jq .total)
    [ "$total" = 0 ] || found="$found [$word: $total]"
done
is "no question finds it" "$found" ""
for format in text json jsonl; do
    "$top_builddir/peerhub-search" -d "$tmp/db" --format=$format -n 100 -- \
        'register OR portal OR paper OR ledgers OR workshop OR came OR семинар'
done >"$tmp/answers"
ok "answers have something" grep -q ledgers "$tmp/answers"
without "not in answers" "$tmp/answers"

serve --access-log="$tmp/access"
for id in $(get '/api/v1/search?per_page=100' | jq -r '.results[].id'); do
    for path in "/documents/$id" "/documents/$id.json" "/api/v1/documents/$id" \
        "/documents/$id/original" "/documents/$id.txt"; do
        get "$path"
    done
done >"$tmp/pages"
get '/' >>"$tmp/pages"
get '/search?q=portal' >>"$tmp/pages"
get '/search?q=zebrowsky' >"$tmp/echo"
for word in "${secrets[@]}"; do
    get "/suggest?q=${word:0:4}" | jq -c .[1:]
    get "/api/v1/search?q=x$word" | jq .suggestion
    get "/api/v1/search?q=${word:1}" | jq .suggestion
done >"$tmp/suggested"
ok "pages have something" grep -q ledgers "$tmp/pages"
without "not on pages" "$tmp/pages"
without "not in suggestions" "$tmp/suggested"
stop_server
without "not in the server's logs" "$tmp/access" "$tmp/serve.out" "$tmp/serve.err"
unlike "a question that finds nothing suggests nobody" "$(cat "$tmp/echo")" 'Quillonia'
stop_server

# --- and what is there ---------------------------------------------------------------------------

# of KEY FILTER: of a record.
of()
{
    jq -r --arg key "$1" "select(.key == \$key) | $2" "$tmp/explained"
}

is "who consents is there" "$(of front.md '.contacts[] | .name + " " + .email')" \
    "Pavla Openova pavla@open.test"
like "also in the text" "$(of front.md '.passages[].text')" 'Pavla Openova helped'
is "an office is there without its person" "$(of relay.txt '.contacts[] | [.name, .organisation, .email] | join("|")')" \
    "|Relay Office|office@relay.test"
is "what is removed is told" "$(of front.md '.warnings[]')" "contact data was removed"
is "and nothing else is called so" "$(printf 'Plain\n\nA plain note.\n' >"$tmp/plain.txt"
    "$make" --explain "$tmp/plain.txt" 2>/dev/null | jq -c .warnings)" "[]"
like "what stands beside stays" "$(of block.txt '.passages[].text')" '^The workshop of .* found much'
like "an id has no name" "$(of front.md .id)" '^registers-told-by-[0-9a-f]{12}$'

# --- consent that ends -----------------------------------------------------------------------------

printf 'Ends\n\nThe portal of Zora Endingova opened.\n' >"$s/ends.txt"
printf 'contacts: [{name: Zora Endingova, consent: public, given_on: 2026-01-01, authorised_by: Office}]\n' \
    >"$s/ends.txt.meta.yaml"
"$make" -q -d "$tmp/db" "$s" 2>/dev/null
search()
{
    "$top_builddir/peerhub-search" -d "$tmp/db" --format=json -- "$1" | jq .total
}
is "a public name is found" "$(search endingova)" 1
printf 'contacts: [{name: Zora Endingova, consent: none}]\n' >"$s/ends.txt.meta.yaml"
"$make" -q -d "$tmp/db" "$s" 2>/dev/null
is "one whose consent was taken back is not" "$(search endingova)" 0
is "nor is the name in the list of words" "$(for shard in "$tmp"/db/generation-*/shard-*; do
    xapian-metadata list "$shard" word:; done | grep -c endingova)" 0

# An id made of a title in which nobody was hidden yet does not stay.
printf -- '---\ntitle: Zora Endingova and her portal\nlanguage: en\n---\nText.\n' >"$s/title.md"
"$make" -q -d "$tmp/db" "$s" 2>/dev/null
printf 'contacts: [{name: Zora Endingova, consent: none}]\n' >"$s/title.md.meta.yaml"
"$make" -q -d "$tmp/db" "$s" 2>/dev/null
is "nor does an id keep a name" \
    "$("$top_builddir/peerhub-search" -d "$tmp/db" --format=jsonl -n 100 | grep -ci endingova)" 0
done_testing
