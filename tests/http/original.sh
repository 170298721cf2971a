#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# /documents/ID/original: which files are handed out, and how.
. "${top_srcdir:?}/tests/http/serving.bash"

s=$tmp/notes
mkdir -p "$s/deep/er"
# note NAME LICENCE [FRONT MATTER]: a note with a word of its own.
note()
{
    printf -- '---\ntitle: %s\nlicense: %s\n%s---\n\nMarigold %s grows here.\n' \
        "${1##*/}" "$2" "${3-}" "${1##*/}" >"$s/$1.md"
}
note open CC-BY-4.0
note deep/er/below "CC BY-SA 3.0 IGO"
note domain "Public domain"
note crown OGL-UK-3.0
note address https://creativecommons.org/licenses/by-nc-nd/4.0/deed.en
note closed "All rights reserved"
note named CC-Anything
note expired CC-BY-4.0 $'contacts:\n  - {name: Pavla Openova, organisation: Office, email: pavla@odd.test,\n     consent: public, given_on: 2019-01-02, expires: 2020-01-02, authorised_by: Office}\n'
note public CC-BY-4.0 $'contacts:\n  - {name: Pavla Openova, organisation: Office, email: pavla@odd.test,\n     consent: public, given_on: 2019-01-02, expires: 2099-01-02, authorised_by: Office}\n'
printf -- '---\ntitle: none\n---\nMarigold none.\n' >"$s/none.md"
printf -- '---\ntitle: mailed\nlicense: CC-BY-4.0\n---\nMarigold mailed. Write to jane.doe@odd.test.\n' >"$s/mailed.md"
printf '<!DOCTYPE html><title>page</title><meta name="license" content="CC-BY-4.0"><p>Marigold page.<script>alert(1)</script>' >"$s/page.html"
printf 'title,license,text\nrow,CC-BY-4.0,Marigold row.\nother,CC-BY-4.0,Marigold other.\n' >"$s/table.csv"
(cd "$tmp" && printf -- '---\ntitle: inside\nlicense: CC-BY-4.0\n---\nMarigold inside.\n' >inside.md &&
    tar -cf "$s/packed.tar" inside.md)
printf -- '---\ntitle: alone\nlicense: CC-BY-4.0\n---\nMarigold alone.\n' >"$tmp/alone.md"
make_index "notes=$s" "alone=$tmp/alone.md"
printf 'licences = CC0, CC-BY, CC-BY-SA, PDM, public-domain, OGL-UK, CC-BY-NC-ND\n' >"$tmp/hub.conf"
serve --threads=2 --config="$tmp/hub.conf"

# address TITLE: of its original.
address()
{
    printf '/documents/%s/original' "$(get "/api/v1/search?q=marigold&per_page=100" |
        jq -r --arg title "$1" '.results[] | select(.title == $title) | .id')"
}
same()
{
    get "$(address "$1")" -o "$tmp/got" && cmp "$tmp/got" "$2"
}

# --- which ------------------------------------------------------------------------------------

ok "an open licence: the file as it is" same open "$s/open.md"
ok "in a folder" same below "$s/deep/er/below.md"
ok "public domain" same domain "$s/domain.md"
ok "an open government licence" same crown "$s/crown.md"
ok "a licence by its address" same address "$s/address.md"
ok "a source that is a file" same alone "$tmp/alone.md"
ok "contacts that consent" same public "$s/public.md"
for title in closed named none mailed expired row other inside; do
    is "not handed out: $title" "$(status "$(address $title)")" 404
done
like "it says why: licence" "$(get "$(address closed)")" 'licence'
like "contact data" "$(get "$(address mailed)")" 'contact data'
like "a part" "$(get "$(address row)")" 'part of a larger file'
like "for programs too" "$(get "$(address inside)" -H 'Accept: application/json' | jq -r .detail)" \
    'part of a larger file'
is "what never was" "$(status /documents/never-was/original)" 404
is "the way back up is none" "$(status '/documents/..%2f..%2fopen/original')" 404
like "pages link to it" "$(get "$(dirname "$(address open)")")" "href=\"$(address open)\""
unlike "but not where it is not handed out" "$(get "$(dirname "$(address closed)")")" '/original"'

# --- how --------------------------------------------------------------------------------------

open=$(address open)
id=$(basename "$(dirname "$open")")
size=$(stat -c %s "$s/open.md")
tag=$(field etag "$open")
like "the way back to its page" "$(field link "$open")" "/documents/$id>; rel=\"collection\""
is "type" "$(field content-type "$open")" "$(get "/documents/$id.json" | jq -r .mime)"
is "length" "$(field content-length "$open")" "$size"
is "a name of ours" "$(field content-disposition "$open")" "attachment; filename=\"$id.md\""
like "it may do nothing in a browser" "$(field content-security-policy "$(address page)")" 'sandbox'
is "nor is it taken for something else" "$(field x-content-type-options "$(address page)")" nosniff
like "a strong tag" "$tag" '^"[^"]+"$'
is "ranges are told" "$(field accept-ranges "$open")" bytes
is "HEAD: length" "$(field content-length "$open" -I)" "$size"
is "HEAD: no range" "$(status "$open" -I -H 'Range: bytes=0-3')" 200
is "HEAD: no body" "$(get "$open" -I -o /dev/null -w '%{size_download}')" 0
is "who has it gets 304" "$(status "$open" -H "If-None-Match: $tag")" 304
is "what was compressed is not again" "$(field content-encoding "$open" -H 'Accept-Encoding: gzip')" ""

# range RANGE STATUS FIRST LENGTH: what is answered, against the file.
range()
{
    local code
    code=$(get "$open" -H "Range: $1" -o "$tmp/got" -w '%{http_code}')
    is "$1: status" "$code" "$2"
    [ "$2" != 416 ] || return 0
    tail -c "+$(($3 + 1))" "$s/open.md" | head -c "$4" | cmp -s - "$tmp/got"
    is "$1: bytes" "$?" 0
}
range bytes=0-3 206 0 4
range bytes=5-9 206 5 5
range bytes=5- 206 5 $((size - 5))
range bytes=-7 206 $((size - 7)) 7
range bytes=-100000 206 0 "$size"
range bytes=3-100000 206 3 $((size - 3))
range "Bytes=0-0" 206 0 1
range bytes=0-3,5-6 200 0 "$size"
range bytes=9-5 200 0 "$size"
range bytes=-- 200 0 "$size"
range bytes=a-b 200 0 "$size"
range lines=0-3 200 0 "$size"
range bytes=18446744073709551616- 200 0 "$size"
range "bytes=$size-" 416
range bytes=-0 416
is "which part it is" "$(field content-range "$open" -H 'Range: bytes=5-9')" "bytes 5-9/$size"
is "and how long all is" "$(field content-range "$open" -H 'Range: bytes=9999-')" "bytes */$size"
is "416 for programs" "$(get "$open" -H 'Range: bytes=9999-' -H 'Accept: application/json' | jq .status)" 416
is "the rest of what one has" "$(status "$open" -H 'Range: bytes=5-' -H "If-Range: $tag")" 206
is "all when it is another" "$(status "$open" -H 'Range: bytes=5-' -H 'If-Range: "other"')" 200
is "a weak tag is no proof" "$(status "$open" -H 'Range: bytes=5-' -H "If-Range: W/$tag")" 200
is "a range of what one has" "$(status "$open" -H 'Range: bytes=5-' -H "If-None-Match: $tag")" 304

# --- what it is not any more ---------------------------------------------------------------------

touch "$s/open.md"
is "another time, the same bytes" "$(status "$open")" 200
sed -i s/grows/blows/ "$s/open.md"
is "other bytes of that number" "$(status "$open")" 404
like "it says why" "$(get "$open")" 'not as it was'
echo more >>"$s/domain.md"
is "another length" "$(status "$(address domain)")" 404
mv "$s/crown.md" "$tmp/elsewhere.md" && ln -s "$tmp/elsewhere.md" "$s/crown.md"
is "a link to it" "$(status "$(address crown)")" 404
mv "$s/deep/er" "$tmp/er" && ln -s "$tmp/er" "$s/deep/er"
is "a folder behind a link" "$(status "$(address below)")" 404
rm "$s/address.md" && mkfifo "$s/address.md"
is "a pipe" "$(status "$(address address)")" 404
rm "$s/page.html"
page=$(address page)
is "nothing" "$(status "$page")" 404
make_index "notes=$s" "alone=$tmp/alone.md"
is "removed" "$(status "$page")" 410
is "indexed again: it is there again" "$(status "$open")" 200
ok "as it is now" same open "$s/open.md"

stop_server
serve --threads=2
is "what the site hands out is its own affair" "$(status "$(address crown)") $(status "$open")" "404 200"
done_testing
