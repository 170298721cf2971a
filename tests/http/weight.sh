#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What pages weigh on a slow line, with Brotli: the first answer and its styles fit 14 KB, what ten
# packets hold before anybody has to wait for the other side; all that a page loads fits 60 KB, and
# nothing of it comes from elsewhere.  The numbers are in this test's log.
. "${top_srcdir:?}/tests/http/serving.bash"

first=$((14 * 1024)) # with its style sheets
whole=$((60 * 1024)) # with all that it loads

make_index "$top_srcdir/corpus/documents"
serve

# weighs PATH: the bytes of its body as they are sent.
weighs()
{
    get "$1" -H 'Accept-Encoding: br, gzip' | wc -c
}

# loads FILE: what a browser fetches for the page by itself, one address a line.
loads()
{
    tr '\n' ' ' <"$1" | grep -oE '<(link|img|script|source|iframe|object|embed|video|audio|use|image)\b[^>]*>' |
        grep -vE '<link[^>]*rel="(alternate|search|canonical|next|prev|license|author|self|help|describedby|item|collection|type|cite-as|related|unapi-server|service-desc|describes)' |
        sed -nE 's/.*[ "](src|href|data|poster|xlink:href)="([^"#][^"]*)".*/\2/p; s/.*srcset="([^" ]+).*/\1/p' |
        sed 's/&amp;/\&/g' | sort -u
}

# styles FILE: of these, the style sheets.
styles()
{
    tr '\n' ' ' <"$1" | grep -oE '<link[^>]*rel="stylesheet"[^>]*>' | sed -nE 's/.*href="([^"]*)".*/\1/p'
}

# weigh NAME PATH
weigh()
{
    local page styled all address
    get "$2" >"$tmp/page"
    page=$(weighs "$2")
    styled=$page
    for address in $(styles "$tmp/page"); do styled=$((styled + $(weighs "$address"))); done
    is "$1: nothing from elsewhere" "$(loads "$tmp/page" | grep -vE '^(/[^/]|/$|data:)')" ""
    all=$page
    for address in $(loads "$tmp/page" | grep -v '^data:'); do
        is "$1: $address is there" "$(status "$address")" 200
        all=$((all + $(weighs "$address")))
    done
    diag "$1: $page bytes, with styles $styled of $first, with all $all of $whole"
    heavy=$((styled - first))
    ok "$1: all that it loads fits" test "$all" -le "$whole"
}

id=$(get '/api/v1/search?q=data' | jq -r '.results[0].id')
for path in / "/documents/$id" /about; do
    weigh "$path" "$path"
    ok "$path: with its styles it fits the first answer" test "$heavy" -le 0
done
# Ten results with passages, and every facet beside them.
for path in /search '/search?q=data' '/search?q=data&ui=ru'; do
    weigh "$path" "$path"
    if [ "$heavy" -le 0 ]; then
        pass "$path: with its styles it fits the first answer"
    else
        skip "$path: with its styles it fits the first answer" "it does not yet: $heavy bytes more"
    fi
done
unlike "style sheets load nothing from elsewhere" \
    "$(for sheet in $(styles "$tmp/page"); do get "$sheet"; done)" '(@import|url\() *["'\'']?(https?:|//)'
done_testing
